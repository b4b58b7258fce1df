//! Open-circuit voltage over SOC: the ends of long rests, after charges, after discharges and before either.

use super::ink::{Ink, temperature_label};
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, Series, Shape, Style, scale, select};
use crate::model::StepType;
use crate::transform::group::{bands, same_temperature};
use crate::transform::ocv::{RestEnd, rest_ends};
use std::collections::BTreeSet;

/// Open-circuit voltage over SOC.
pub(super) struct OcvSoc;

impl Plot for OcvSoc {
    fn name(&self) -> &'static str {
        "ocv-soc"
    }

    fn about(&self) -> &'static str {
        "voltage at the end of long rests over SOC, after charge and after discharge"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Open-circuit voltage", tests, options);
        let ink = Ink::of(tests, options);
        let mut panel = Panel::new(
            Axis { includes: vec![0.0, 100.0], ..Axis::new("SOC / %", "soc_pct") }.limited(options.x_limits),
            Axis::new("OCV / V", "ocv_v").limited(options.y_limits),
        );
        let (mut cycles, mut min_rest) = (BTreeSet::new(), 0.0);
        for (i, test) in tests.iter_mut().enumerate() {
            min_rest = test.head.conventions.min_rest_s;
            let ends = chosen_ends(test, options, min_rest);
            cycles.extend(ends.iter().map(|end| end.cycle));
            let branches = [(Some(StepType::Charge), Shape::Up), (Some(StepType::Discharge), Shape::Down)];
            for (branch, shape) in branches.into_iter().chain([(None, Shape::Square)]) {
                let own = branch.map_or(options.theme.faint(), |branch| options.theme.step_type(branch));
                let colour = if ink.many() { ink.test(i) } else { own };
                let word =
                    branch.map_or_else(|| "at the beginning".to_owned(), |branch| format!("after {}", branch.as_str()));
                add_runs(&mut panel, &ends, branch, Style::points(colour, shape), &word, &ink, i);
            }
        }
        if panel.series.is_empty() {
            let why = format!(
                "no rest of at least {} s with a known SOC; allow shorter ones by --min-rest",
                scale::short(min_rest, 6)
            );
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        if ink.many() {
            ink.tests_and_shapes(
                &mut figure,
                &mut panel,
                &[("after charge", Shape::Up), ("after discharge", Shape::Down), ("at the beginning", Shape::Square)],
            );
        }
        figure.panels.push(panel);
        let note = format!("ends of rests of at least {} s", scale::short(min_rest, 6));
        select::footer(&mut figure, tests, &cycles, &[note]);
        Ok(figure)
    }
}

/// The ends of long rests among the chosen steps, where SOC is known.
fn chosen_ends(test: &PlotTest<'_>, options: &Options, min_rest_s: f64) -> Vec<RestEnd> {
    let chosen: BTreeSet<i32> = select::chosen(test, options).iter().map(|step| step.step).collect();
    let mut ends = rest_ends(&test.derived.steps, min_rest_s);
    ends.retain(|end| chosen.contains(&end.step) && end.soc_pct.is_some());
    ends
}

/// A series for each run and temperature of a branch; points that follow each other in one run are joined.
fn add_runs(
    panel: &mut Panel,
    ends: &[RestEnd],
    branch: Option<StepType>,
    style: Style,
    word: &str,
    ink: &Ink,
    test: usize,
) {
    let temperatures: Vec<f64> = ends.iter().map(|end| end.temperature_degc.unwrap_or(f64::NAN)).collect();
    let bands = bands(&temperatures, same_temperature);
    let several = bands.len() > 1;
    let unknown: Vec<usize> = (0..ends.len()).filter(|&i| temperatures[i].is_nan()).collect();
    let groups = bands.into_iter().map(|(_, members)| (Some(temperatures[members[0]]), members));
    let groups: Vec<_> = groups.chain((!unknown.is_empty()).then_some((None, unknown))).collect();
    for (number, (temperature, members)) in groups.iter().enumerate() {
        let runs: BTreeSet<usize> = members.iter().map(|&i| ends[i].sweep).collect();
        for run in runs {
            let chosen = members.iter().map(|&i| &ends[i]).filter(|end| end.branch == branch && end.sweep == run);
            let points: Vec<(f64, f64)> = chosen.filter_map(|end| Some((end.soc_pct?, end.ocv_v))).collect();
            if points.is_empty() {
                continue;
            }
            let what = if several { format!("{word}, {}", temperature_label(*temperature)) } else { word.to_owned() };
            let label = ink.series_name(test, &what);
            // Among several temperatures colours tell them, and shapes the branches.
            let colour = if several && !ink.many() { ink.ordered(number, groups.len()) } else { style.colour };
            let line = (points.len() > 2).then(|| ink.dash(test));
            let style = Style { colour, line, ..style };
            panel.series.push(Series { name: label.clone(), label, points, style, in_legend: true });
        }
    }
    // A legend line for a branch, not one with and one without a line.
    let mut seen = BTreeSet::new();
    for series in &mut panel.series {
        series.in_legend = seen.insert(series.label.clone());
    }
}
