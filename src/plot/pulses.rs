//! The voltage change of pulses, laid over each other from the moment at which each began, coloured by SOC.

use super::conditions::{At, Conditions, said};
use super::gaps::Gaps;
use super::ink::Ink;
use super::thin::{Extremes, Thinner};
use super::timeline::thinned;
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, Series, rows, select};
use crate::model::{Columns, Direction, Pulse, StepMetrics};
use std::collections::{BTreeMap, BTreeSet};

/// Pulses over their own time.
pub(super) struct Pulses;

/// Pulses that are drawn as finely as the picture is wide; what more there are is drawn less finely.
const MOST_WIDTHS: usize = 64;
/// Points of a pulse that are kept where very many pulses are drawn.
const LEAST_WIDTH: usize = 32;

/// A pulse that is drawn: its test, itself, its points.
struct Drawn<'a> {
    test: usize,
    pulse: &'a Pulse,
    at: At,
    points: Vec<(f64, f64)>,
}

impl Plot for Pulses {
    fn name(&self) -> &'static str {
        "pulses"
    }

    fn about(&self) -> &'static str {
        "voltage change of pulses from the moment each began, coloured by SOC, charge and discharge"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Pulses", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options);
        let (mut read, mut shown, mut notes) = (0, BTreeSet::new(), Vec::new());
        let mut drawn: Vec<Drawn<'_>> = Vec::new();
        for (i, test) in tests.iter_mut().enumerate() {
            select::need_rows(self.name(), test.head)?;
            let (pulses, note) = chosen(test, ink.tests(), options);
            notes.extend(note.filter(|note| !notes.contains(note)));
            drawn.extend(curves(test, i, &pulses, options, &mut read)?);
        }
        if drawn.is_empty() {
            let any = tests.iter().any(|test| !select::pulses(test, options).is_empty());
            let why = if any { "no pulse with a known SOC" } else { select::NO_PULSE };
            return Err(PlotError::Nothing { kind: self.name(), why: why.to_owned() });
        }
        let all: Vec<At> = drawn.iter().map(|one| one.at).collect();
        let conditions = Conditions::of(&all, options.theme);
        for direction in Direction::ALL {
            let x = Axis { tight: true, ..Axis::new("Time / s", "step_time_s") }.limited(options.x_limits);
            let y =
                Axis { includes: vec![0.0], ..Axis::new("Voltage change / mV", "voltage_change_mv").or("ΔU / mV") };
            let mut panel = Panel::new(x, y.limited(options.y_limits));
            direction.as_str().clone_into(&mut panel.title);
            for one in drawn.iter().filter(|one| one.pulse.direction == *direction) {
                let (mut style, tells) = conditions.style(&one.at, &ink, one.test);
                (style.spaced, style.marker) = (tells, style.marker.filter(|_| tells));
                let what = format!("cycle {} step {}: {}", one.pulse.cycle, one.pulse.step, said(&one.at));
                let name = ink.series_name(one.test, &what);
                let points = one.points.clone();
                panel.series.push(Series { label: String::new(), name, points, style, in_legend: false });
                shown.insert(one.pulse.cycle);
            }
            if !panel.series.is_empty() {
                figure.panels.push(panel);
            }
        }
        let there: Vec<bool> = (0..tests.len()).map(|i| drawn.iter().any(|one| one.test == i)).collect();
        conditions.explain(&mut figure, &ink, &there, false);
        notes.push("voltage less that at the end of the rest before".to_owned());
        notes.extend(conditions.note(ink.many()));
        notes.extend(thinned(read, drawn.iter().map(|one| one.points.len()).sum()));
        select::footer(&mut figure, tests, &shown, &notes);
        Ok(figure)
    }
}

/// The pulses of some cycles where there are very many, and what the footer says of it.
fn chosen<'a>(test: &PlotTest<'a>, tests: usize, options: &Options) -> (Vec<&'a Pulse>, Option<String>) {
    let pulses: Vec<&Pulse> = select::pulses(test, options).into_iter().filter(|p| p.soc_pct.get().is_some()).collect();
    let numbers: BTreeSet<i32> = pulses.iter().map(|pulse| pulse.step).collect();
    let steps: Vec<&StepMetrics> = test.derived.steps.iter().filter(|step| numbers.contains(&step.step)).collect();
    let (kept, note) = select::evenly(steps, tests, options);
    let kept: BTreeSet<i32> = kept.iter().map(|step| step.step).collect();
    (pulses.into_iter().filter(|pulse| kept.contains(&pulse.step)).collect(), note)
}

/// The curve of each pulse.
fn curves<'a>(
    test: &mut PlotTest<'a>,
    number: usize,
    pulses: &[&'a Pulse],
    options: &Options,
    read: &mut u64,
) -> Result<Vec<Drawn<'a>>, PlotError> {
    let ocv: BTreeMap<i32, f64> = pulses.iter().map(|pulse| (pulse.step, pulse.ocv_v)).collect();
    let pixels = options.format.width_px as usize;
    let width = (MOST_WIDTHS * pixels / pulses.len().max(1)).clamp(LEAST_WIDTH, pixels.max(LEAST_WIDTH));
    let mut open: Option<(i32, Curve)> = None;
    let mut done: BTreeMap<i32, Vec<(f64, f64)>> = BTreeMap::new();
    rows::walk(test, &ocv.keys().copied().collect(), Columns::BASIC, |block, active| {
        *read += active as u64;
        // Steps come one after another: what is over is finished.
        if let Some((step, curve)) = open.take_if(|(step, _)| *step != block.step) {
            done.insert(step, curve.finish());
        }
        let (_, curve) = open.get_or_insert_with(|| (block.step, Curve::new(width)));
        for row in 0..active {
            curve.push(block.step_time_s[row], 1e3 * (block.voltage_v[row] - ocv[&block.step]));
        }
        Ok(())
    })?;
    done.extend(open.into_iter().map(|(step, curve)| (step, curve.finish())));
    let drawn = |pulse: &&'a Pulse| {
        let points = done.remove(&pulse.step).filter(|points| points.iter().any(|point| point.1.is_finite()))?;
        let at = At {
            direction: pulse.direction,
            soc_pct: pulse.soc_pct.get()?,
            temperature_degc: pulse.temperature_degc.get(),
            c_rate: pulse.c_rate.get(),
        };
        Some(Drawn { test: number, pulse, at, points })
    };
    Ok(pulses.iter().filter_map(drawn).collect())
}

/// A pulse on its way: from nothing at 0 s, gaps as gaps.
struct Curve {
    thinner: Thinner,
    gaps: Gaps,
    held: f64,
}

impl Curve {
    fn new(width: usize) -> Self {
        let mut thinner = Thinner::new(width, Extremes::Y);
        thinner.push(0.0, 0.0, 0.0);
        Self { thinner, gaps: Gaps::default(), held: f64::NAN }
    }

    fn push(&mut self, time: f64, value: f64) {
        let released = self.gaps.push(time);
        self.give(released);
        self.held = value;
    }

    fn give(&mut self, released: Option<(bool, f64)>) {
        let Some((gap, time)) = released else { return };
        if gap {
            self.thinner.interrupt();
        }
        self.thinner.push(time, time, self.held);
    }

    fn finish(mut self) -> Vec<(f64, f64)> {
        let last = self.gaps.finish();
        self.give(last);
        self.thinner.finish()
    }
}
