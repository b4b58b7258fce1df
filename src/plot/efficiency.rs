//! Coulombic efficiency, energy efficiency and hysteresis over cycles.

use super::cycles::{self, Course};
use super::ink::Ink;
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, select};
use crate::model::Cycle;
use std::collections::BTreeSet;

/// Efficiencies over cycles.
pub(super) struct Efficiency;

/// What a panel draws: label, short label, name, the spread that limits always leave room for, the value.
type Quantity = (&'static str, &'static str, &'static str, f64, fn(&Cycle) -> Option<f64>);

const PANELS: [Quantity; 3] = [
    ("CE / %", "CE / %", "coulombic_efficiency_pct", 0.5, |cycle| cycle.coulombic_efficiency_pct.get()),
    ("Energy eff. / %", "EE / %", "energy_efficiency_pct", 2.0, |cycle| cycle.energy_efficiency_pct.get()),
    ("Hysteresis / V", "ΔU / V", "hysteresis_v", 0.05, |cycle| cycle.hysteresis_v.get()),
];

impl Plot for Efficiency {
    fn name(&self) -> &'static str {
        "efficiency"
    }

    fn about(&self) -> &'static str {
        "coulombic and energy efficiency and voltage hysteresis over cycles"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        cycles::need_cycles(self, tests, options)?;
        let mut figure = select::begin(self, "Efficiency", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options);
        let mut shown = BTreeSet::new();
        for (number, (label, short, name, least, value)) in PANELS.into_iter().enumerate() {
            // An unbalanced cycle's efficiency says where the SOC went, not what was lost.
            let counts = |cycle: &&Cycle| cycle.complete && cycle.balanced;
            let of = |test: &PlotTest<'_>| {
                cycles::chosen(test, options).into_iter().filter(counts).filter_map(value).collect()
            };
            let all: Vec<Vec<f64>> = tests.iter().map(of).collect();
            let mut limits = cycles::each(&all, |values| cycles::robust(values.iter().copied(), least));
            if number == 0 && (options.y_limits.min.is_some() || options.y_limits.max.is_some()) {
                limits = options.y_limits;
            }
            let mut panel = Panel::new(cycles::axis(options), Axis::new(label, name).or(short).limited(limits));
            panel.outliers_at_edge = true;
            for (i, test) in tests.iter().enumerate() {
                let chosen = cycles::chosen(test, options);
                shown.extend(chosen.iter().filter(|cycle| cycle.complete).map(|cycle| cycle.cycle));
                let points: Vec<(f64, f64, bool)> = chosen
                    .iter()
                    .filter(|cycle| cycle.complete)
                    // A line is not drawn over a cycle that has no such value.
                    .map(|cycle| (f64::from(cycle.cycle), value(cycle).unwrap_or(f64::NAN), cycle.balanced))
                    .collect();
                let colour = options.theme.palette(0);
                let course = Course { word: "balanced cycle", other: "unbalanced cycle", test: i, colour };
                cycles::add(&mut panel, &course, &ink, &points);
            }
            if !panel.series.is_empty() {
                figure.panels.push(panel);
            }
        }
        if figure.panels.is_empty() {
            let why = "no complete cycle has an efficiency".to_owned();
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        let mut notes = vec!["complete cycles".to_owned()];
        let panels: Vec<&Panel> = figure.panels.iter().collect();
        notes.extend(cycles::marks(&panels, "hollow: unbalanced (the discharges at its two ends are not alike)"));
        select::footer(&mut figure, tests, &shown, &notes);
        Ok(figure)
    }
}
