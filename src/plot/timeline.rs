//! Quantities over time, streamed: what `voltage-time`, `current-time`, `temperature-time` and `combined` draw.

use super::crowd::Crowd;
use super::error::PlotError;
use super::figure::{Axis, Flag, Panel, Series, Stretch, Style};
use super::flow::{Flow, Flown, Keyed};
use super::ink::Ink;
use super::options::{Limits, Options};
use super::source::Source;
use super::thin::{Extremes, Thinner};
use super::{Plot, PlotTest, rows, select};
use crate::model::{Block, ChannelKind, FileRole, Head, StepMetrics, StepSet};
use crate::transform::soc;
use std::collections::{BTreeMap, BTreeSet};

/// The unit of a time axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TimeUnit {
    name: &'static str,
    seconds: f64,
}

impl TimeUnit {
    /// Seconds up to ten minutes, minutes up to three hours, then hours.
    pub(super) fn of(span_s: f64) -> Self {
        match span_s {
            s if s <= 600.0 => Self { name: "s", seconds: 1.0 },
            s if s <= 3.0 * 3600.0 => Self { name: "min", seconds: 60.0 },
            _ => Self { name: "h", seconds: 3600.0 },
        }
    }

    pub(super) fn axis(self, options: &Options) -> Axis {
        let axis = Axis::new(&format!("Time / {}", self.name), &format!("test_time_{}", self.name));
        Axis { tight: true, ..axis.limited(options.x_limits) }
    }
}

/// Curves of one test.
pub(super) struct Traces {
    /// For each source, its points.
    pub(super) points: Vec<Vec<(f64, f64)>>,
    /// For each source, some rows that are not chosen by their value.
    pub(super) samples: Vec<Vec<(f64, f64)>>,
    /// How many rows were read.
    pub(super) rows: u64,
    pub(super) stretches: Vec<Stretch>,
    pub(super) flags: Vec<Flag>,
    pub(super) cycles: BTreeSet<i32>,
}

/// The unit that suits the longest of the tests, and that all of them share.
pub(super) fn unit(kind: &dyn Plot, tests: &mut [PlotTest<'_>], options: &Options) -> Result<TimeUnit, PlotError> {
    let mut longest: Option<f64> = None;
    for test in tests.iter_mut() {
        select::need_rows(kind.name(), test.head)?;
        let steps: BTreeSet<i32> = select::chosen(test, options).iter().map(|step| step.step).collect();
        let spans = rows::spans(test.test.steps()?);
        let shown = || spans.iter().filter(|(step, _)| steps.contains(step)).map(|(_, span)| *span);
        let from = shown().map(|span| span.0).fold(f64::INFINITY, f64::min);
        let to = shown().map(|span| span.1).fold(f64::NEG_INFINITY, f64::max);
        if to >= from {
            longest = Some(longest.map_or(to - from, |longest| longest.max(to - from)));
        }
    }
    longest.map(TimeUnit::of).ok_or_else(|| PlotError::Nothing {
        kind: kind.name(),
        why: "the steps chosen have no rows; choose others, or give the Detail file they are in".to_owned(),
    })
}

/// Reads the curves of one test, with times in `unit`.
pub(super) fn traces(
    test: &mut PlotTest<'_>,
    sources: &[Source],
    unit: TimeUnit,
    options: &Options,
) -> Result<Traces, PlotError> {
    let chosen = select::chosen(test, options);
    let steps: BTreeSet<i32> = chosen.iter().map(|step| step.step).collect();
    let spans = rows::spans(test.test.steps()?);
    let mut lines = finding_lines(test, options);
    let seen = test.overview.as_ref().filter(|_| test.only.is_none()).and_then(|seen| seen.curves(sources, options));
    let found = match seen {
        Some(found) => found,
        None => read(test, sources, steps, unit, &mut lines, options)?,
    };
    let soc = soc_lines(test);
    let placed = |(source, curve): (&Source, Keyed)| -> Vec<(f64, f64)> {
        let soc_of = |step: f64, capacity_ah: f64| {
            soc.get(&(step as i32)).map_or(f64::NAN, |(start, per_ah)| capacity_ah.mul_add(*per_ah, *start))
        };
        let is_soc = *source == Source::Soc;
        let value = |step, value| if is_soc { soc_of(step, value) } else { value };
        curve.into_iter().map(|(time, step, v)| (time / unit.seconds, value(step, v))).collect()
    };
    // The SOC has the extremes of each step: thinned once more, now that they are one curve.
    let thinned = |(source, points): (&Source, Vec<(f64, f64)>)| {
        if *source == Source::Soc { soc_curve(&points, unit, options) } else { points }
    };
    let points = sources.iter().zip(sources.iter().zip(found.curves).map(placed)).map(thinned).collect();
    let samples = sources.iter().zip(found.samples).map(placed).collect();
    let rows = found.rows;
    let stretches = chosen.iter().filter_map(|step| spans.get(&step.step).map(|span| (step, span)));
    let stretches = stretches
        .map(|(step, span)| Stretch {
            step: step.step,
            from: span.0 / unit.seconds,
            to: span.1 / unit.seconds,
            colour: options.theme.step_type(step.step_type),
        })
        .collect();
    let flags = flags(test, &lines, &spans, unit, options);
    let cycles = chosen.iter().map(|step| step.cycle).collect();
    Ok(Traces { points, samples, rows, stretches, flags, cycles })
}

/// Reads the rows of the steps chosen.
fn read(
    test: &mut PlotTest<'_>,
    sources: &[Source],
    steps: BTreeSet<i32>,
    unit: TimeUnit,
    lines: &mut BTreeMap<u64, Option<f64>>,
    options: &Options,
) -> Result<Flown, PlotError> {
    let order: BTreeMap<i32, usize> =
        test.test.steps()?.iter().enumerate().map(|(i, step)| (step.record.number, i)).collect();
    let mut flow = Flow::new(sources.iter().map(Source::extremes), unit.seconds, options);
    test.test.blocks(Source::columns(sources), &StepSet::Only(steps), &mut |block| {
        locate(block, unit, lines);
        flow.take(block, Some(&order), sources);
        Ok(())
    })?;
    Ok(flow.finish())
}

/// The state of charge over time.
fn soc_curve(points: &[(f64, f64)], unit: TimeUnit, options: &Options) -> Vec<(f64, f64)> {
    let mut thinner = Thinner::new(options.format.width_px as usize, Extremes::Y);
    for &(time, value) in points {
        thinner.push(time * unit.seconds, time, value);
    }
    thinner.finish()
}

/// For each step, its SOC at the start and the SOC of an Ah.
fn soc_lines(test: &PlotTest<'_>) -> BTreeMap<i32, (f64, f64)> {
    let anchor = test.head.conventions.soc_anchor;
    let of_rows = |step: &StepMetrics| Some((step.step, soc::of_rows(test.derived, anchor, step)?));
    test.derived.steps.iter().filter_map(of_rows).collect()
}

/// The lines of row files that findings name, and the time of the row when it has passed by.
fn finding_lines(test: &PlotTest<'_>, options: &Options) -> BTreeMap<u64, Option<f64>> {
    if !options.mark_findings {
        return BTreeMap::new();
    }
    let findings = test.findings;
    let files = &test.head.files;
    let of_rows = |path: &str| files.iter().any(|file| file.role != FileRole::Step && file.path == path);
    findings
        .iter()
        .filter(|finding| finding.file.as_deref().is_some_and(of_rows))
        .filter_map(|finding| Some((finding.line?, None)))
        .collect()
}

fn locate(block: &Block<'_>, unit: TimeUnit, lines: &mut BTreeMap<u64, Option<f64>>) {
    let (Some(first), Some(last)) = (block.lines.first(), block.lines.last()) else { return };
    for (line, time) in lines.range_mut(first..=last) {
        let row = block.lines.partition_point(|l| l < line);
        *time = block.test_time_s.get(row).map(|s| s / unit.seconds);
    }
}

/// Findings at their row where it was seen, else at their step's start.
fn flags(
    test: &PlotTest<'_>,
    lines: &BTreeMap<u64, Option<f64>>,
    spans: &BTreeMap<i32, (f64, f64)>,
    unit: TimeUnit,
    options: &Options,
) -> Vec<Flag> {
    if !options.mark_findings {
        return Vec::new();
    }
    let mut flags: Vec<Flag> = test
        .findings
        .iter()
        .filter_map(|finding| {
            let row = finding.line.and_then(|line| lines.get(&line).copied().flatten());
            let step = || finding.step.and_then(|step| spans.get(&step)).map(|span| span.0 / unit.seconds);
            let colour = options.theme.severity(finding.severity);
            Some(Flag { at: row.or_else(step)?, label: finding.rule.to_owned(), colour })
        })
        .collect();
    flags.sort_by(|a, b| a.at.total_cmp(&b.at).then_with(|| a.label.cmp(&b.label)));
    flags.dedup();
    flags
}

/// The sensors of a test: the cell's, then further ones, then the chamber's; each with its name.
pub(super) fn sensors(head: &Head) -> Vec<(Source, String)> {
    let cell = head.temperature_channel.as_ref().map(|name| (Source::CellTemperature, format!("cell ({name})")));
    let of_kind = |kind: ChannelKind| {
        head.channels.iter().enumerate().filter(move |(_, channel)| channel.kind == kind).map(move |(i, channel)| {
            let place = if kind == ChannelKind::ChamberTemperature { "chamber" } else { "sensor" };
            (Source::Channel(i), format!("{place} ({})", channel.name))
        })
    };
    let others = of_kind(ChannelKind::Temperature).chain(of_kind(ChannelKind::ChamberTemperature));
    cell.into_iter().chain(others).collect()
}

/// One quantity over time for all tests.
pub(super) fn single(
    kind: &dyn Plot,
    title: &str,
    y: &Axis,
    source: &Source,
    tests: &mut [PlotTest<'_>],
    options: &Options,
) -> Result<super::Figure, PlotError> {
    select::check(kind, tests, options)?;
    let unit = unit(kind, tests, options)?;
    let mut figure = select::begin(kind, title, tests, options);
    let ink = Ink::of(tests, options);
    let empty = || Panel::new(unit.axis(options), y.clone());
    // Whose a finding is: each test has a panel of its own, or its name beside the rule's.
    let apart = ink.many() && options.mark_findings && tests.len() <= MOST_PANELS;
    let mut panels = vec![empty()];
    let (mut rows, mut cycles) = (0, BTreeSet::new());
    let mut crowd = Crowd::default();
    for (i, test) in tests.iter_mut().enumerate() {
        let mut found = traces(test, std::slice::from_ref(source), unit, options)?;
        crowd.expect(found.cycles.len(), options);
        rows += found.rows;
        cycles.extend(found.cycles.iter().copied());
        if apart && i > 0 {
            panels.push(empty());
        }
        let Some(panel) = panels.last_mut() else { continue };
        if apart {
            (panel.title, panel.own_head) = (ink.name(i).to_owned(), true);
        } else if ink.many() {
            found.flags.iter_mut().for_each(|flag| flag.label = format!("{} ({})", flag.label, ink.name(i)));
        }
        if apart || !ink.many() {
            panel.stretches = found.stretches;
        }
        panel.flags.extend(found.flags);
        for (points, samples) in found.points.into_iter().zip(&found.samples).filter(|(points, _)| !points.is_empty()) {
            let style = if ink.many() { ink.line(i) } else { Style::line(options.theme.curve()) };
            let (label, name) = (ink.name(i).to_owned(), ink.series_name(i, &panel.y.name));
            let series = Series { label, name, points, style, in_legend: ink.many() && !apart };
            crowd.add(panel, series, samples);
        }
    }
    panels.retain(|panel| !panel.series.is_empty());
    if panels.is_empty() {
        return Err(no_values(kind, &y.name, options));
    }
    figure.shared_x = panels.len() > 1;
    panels.iter_mut().for_each(Panel::mark_few);
    for panel in &panels {
        explain_types(&mut figure, panel, tests, options);
    }
    let points = panels.iter().flat_map(|panel| &panel.series).map(|series| series.points.len()).sum();
    let mut note = thinned(rows, points);
    note.extend(crowd.said(&mut figure));
    figure.panels = panels;
    select::footer(&mut figure, tests, &cycles, &note);
    Ok(figure)
}

/// Up to so many tests have a panel of their own where findings are marked.
const MOST_PANELS: usize = 6;

/// Why there is no curve.
pub(super) fn no_values(kind: &dyn Plot, name: &str, options: &Options) -> PlotError {
    let why = if options.x_limits == Limits::default() {
        format!("no row of the steps chosen has a value of {name}")
    } else {
        format!("no row within --x-limits has a value of {name}; widen them")
    };
    PlotError::Nothing { kind: kind.name(), why }
}

/// The colours of the step types that the strip above the panel shows.
pub(super) fn explain_types(figure: &mut super::Figure, panel: &Panel, tests: &[PlotTest<'_>], options: &Options) {
    for severity in crate::model::Severity::ALL {
        let colour = options.theme.severity(*severity);
        if panel.flags.iter().any(|flag| flag.colour == colour) {
            let style = super::Style { line: Some(super::Dash::Dotted), ..Style::line(colour) };
            figure.keys.push(super::Key { label: severity.as_str().to_owned(), style });
        }
    }
    let shown: BTreeSet<i32> = panel.stretches.iter().map(|stretch| stretch.step).collect();
    for step_type in crate::model::StepType::ALL {
        let there = tests
            .iter()
            .flat_map(|test| &test.derived.steps)
            .any(|step| step.step_type == *step_type && shown.contains(&step.step));
        if there {
            let style = Style::points(options.theme.step_type(*step_type), super::Shape::Square);
            figure.keys.push(super::Key { label: step_type.as_str().to_owned(), style });
        }
    }
}

/// What the footer says of thinning.
pub(super) fn thinned(rows: u64, points: usize) -> Vec<String> {
    let grouped = |n: u64| super::scale::number(n as f64, 0);
    if rows > points as u64 {
        vec![format!("{} rows drawn as {} points, lowest and highest kept", grouped(rows), grouped(points as u64))]
    } else {
        Vec::new()
    }
}
