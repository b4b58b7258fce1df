//! How long a charge takes to reach each SOC, by rate.

use super::ink::{Ink, MOST_KEYS, ordered, rate_label};
use super::thin::{Extremes, Thinner};
use super::timeline::thinned;
use super::{Axis, ColourBar, Figure, Options, Panel, Plot, PlotError, PlotTest, Series, Style, rows, select};
use crate::model::{Columns, StepMetrics, StepType};
use crate::transform::group::{bands, same_rate};
use crate::transform::soc;
use std::collections::{BTreeMap, BTreeSet};

/// A charge that moves SOC by less says nothing of charging time.
const LEAST_SOC_PCT: f64 = 10.0;

/// Charging time over SOC.
pub(super) struct ChargeTimeSoc;

impl Plot for ChargeTimeSoc {
    fn name(&self) -> &'static str {
        "charge-time-soc"
    }

    fn about(&self) -> &'static str {
        "charging time over SOC, by rate"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Charging time", tests, options);
        let ink = Ink::of(tests, options);
        let mut panel = Panel::new(
            Axis { includes: vec![0.0, 100.0], ..Axis::new("SOC / %", "soc_pct") }.limited(options.x_limits),
            Axis { includes: vec![0.0], ..Axis::new("Time / min", "charge_time_min") }.limited(options.y_limits),
        );
        let rates: Vec<f64> =
            tests.iter().flat_map(|test| charges(test, options)).map(|s| s.c_rate.get().unwrap_or(f64::NAN)).collect();
        let groups = bands(&rates, same_rate);
        let (mut cycles, mut read) = (BTreeSet::new(), 0);
        let (count, mut some) = (tests.len(), BTreeSet::new());
        for (i, test) in tests.iter_mut().enumerate() {
            select::need_rows(self.name(), test.head)?;
            let all = charges(test, options);
            let (mut charges, note) = select::evenly(all.clone(), count, options);
            // The figure is by rate: none is lost because its cycle is not among those.
            let of = |rate: f64, steps: &[&StepMetrics]| {
                steps.iter().position(|step| step.c_rate.get().is_some_and(|own| same_rate(own, rate)))
            };
            let missing = groups.iter().filter(|(mean, _)| of(*mean, &charges).is_none());
            let further: Vec<_> = missing.filter_map(|(mean, _)| of(*mean, &all)).map(|first| all[first]).collect();
            let more = if further.is_empty() { "" } else { ", and the first charge at each further rate" };
            some.extend(note.map(|note| format!("{note}{more}")));
            charges.extend(further);
            charges.sort_by_key(|step| step.step);
            let mut curves = curves(test, &charges, options, &mut read)?;
            for step in charges {
                let Some(points) = curves.remove(&step.step).filter(|points| points.len() > 1) else { continue };
                cycles.insert(step.cycle);
                let group =
                    step.c_rate.get().and_then(|rate| groups.iter().position(|(mean, _)| same_rate(rate, *mean)));
                let rate =
                    group.map_or_else(|| "unknown rate".to_owned(), |group| rate_label(rates[groups[group].1[0]]));
                let shade = group.map_or(options.theme.faint(), |group| ordered(options.theme, group, groups.len()));
                let style = if ink.many() { ink.line(i) } else { Style::line(shade) };
                let label = if ink.many() { ink.name(i).to_owned() } else { rate.clone() };
                let what = format!("cycle {} step {} at {rate}", step.cycle, step.step);
                let in_legend = ink.many() || groups.len() <= MOST_KEYS;
                let name = ink.series_name(i, &what);
                panel.series.push(Series { label, name, points, style, in_legend });
            }
        }
        if panel.series.is_empty() {
            let why = format!("no charge with rows moves the SOC by {LEAST_SOC_PCT} points, or no SOC is known");
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        panel.mark_few();
        if !ink.many() && groups.len() > MOST_KEYS {
            // The colours are those of the groups in order, so the bar counts groups.
            let (min, max) = (1.0, groups.len() as f64);
            figure.bar = Some(ColourBar { label: "Rate, in rising order".to_owned(), min, max, whole: true });
        }
        let mut notes: Vec<String> = some.into_iter().collect();
        notes.extend(thinned(read, panel.series.iter().map(|series| series.points.len()).sum()));
        figure.panels.push(panel);
        select::footer(&mut figure, tests, &cycles, &notes);
        Ok(figure)
    }
}

fn charges<'a>(test: &PlotTest<'a>, options: &Options) -> Vec<&'a StepMetrics> {
    let far = |step: &StepMetrics| match (step.soc_start_pct.get(), step.soc_end_pct.get()) {
        (Some(start), Some(end)) => end - start >= LEAST_SOC_PCT || options.steps.is_some(),
        _ => false,
    };
    let chosen = select::chosen(test, options).into_iter();
    chosen.filter(|step| step.step_type == StepType::Charge && far(step)).collect()
}

fn curves(
    test: &mut PlotTest<'_>,
    charges: &[&StepMetrics],
    options: &Options,
    total: &mut u64,
) -> Result<BTreeMap<i32, Vec<(f64, f64)>>, PlotError> {
    let began = began(&test.derived.steps);
    let anchor = test.head.conventions.soc_anchor;
    let start = |step: &&StepMetrics| {
        let (soc_pct, per_ah) = soc::of_rows(test.derived, anchor, step)?;
        Some((step.step, (soc_pct, per_ah, began.get(&step.step).copied().unwrap_or(0.0))))
    };
    let starts: BTreeMap<i32, (f64, f64, f64)> = charges.iter().filter_map(start).collect();
    let steps: BTreeSet<i32> = starts.keys().copied().collect();
    let width = options.format.width_px as usize;
    let mut thinners: BTreeMap<i32, Thinner> = BTreeMap::new();
    let mut done: BTreeMap<i32, Vec<(f64, f64)>> = BTreeMap::new();
    rows::walk(test, &steps, Columns { integrals: true, ..Columns::BASIC }, |block, active| {
        *total += active as u64;
        let thinner = thinners.entry(block.step).or_insert_with(|| Thinner::new(width, Extremes::Y));
        for row in 0..active {
            let (soc_pct, per_ah, began_s) = starts[&block.step];
            let soc = block.capacity_ah[row].mul_add(per_ah, soc_pct);
            thinner.push(soc, soc, (began_s + block.step_time_s[row]) / 60.0);
        }
        // Steps come one after another: what is over is thinned to its end.
        let over: Vec<i32> = thinners.keys().copied().filter(|step| *step != block.step).collect();
        for step in over {
            done.extend(thinners.remove(&step).map(|thinner| (step, thinner.finish())));
        }
        Ok(())
    })?;
    done.extend(thinners.into_iter().map(|(step, thinner)| (step, thinner.finish())));
    Ok(done)
}

/// When each charge step began within its charge, in s: charges of several stages are one, whose time runs on.
fn began(steps: &[StepMetrics]) -> BTreeMap<i32, f64> {
    let (mut began, mut at_s) = (BTreeMap::new(), 0.0);
    for step in steps {
        if step.step_type == StepType::Charge {
            began.insert(step.step, at_s);
            at_s += step.duration_s.get().unwrap_or(f64::NAN);
        } else {
            at_s = 0.0;
        }
    }
    began
}

#[cfg(test)]
mod unit {
    use super::*;
    use crate::transform::group::blank;

    #[test]
    fn the_time_of_a_charge_runs_on_through_its_stages() {
        let step =
            |step, step_type, seconds: f64| StepMetrics { step, step_type, duration_s: seconds.into(), ..blank() };
        let steps = [
            step(1, StepType::Charge, 600.0),
            step(2, StepType::Charge, 300.0),
            step(3, StepType::Rest, 60.0),
            step(4, StepType::Charge, 60.0),
        ];
        assert_eq!(began(&steps).into_iter().collect::<Vec<_>>(), [(1, 0.0), (2, 600.0), (4, 0.0)]);
    }
}
