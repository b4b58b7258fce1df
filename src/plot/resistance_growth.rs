//! How the resistance of a cell grows: pulses at alike SOC, temperature and rate over cycle, throughput or days.

use super::conditions::{At, Conditions, said};
use super::figure::share_range;
use super::ink::Ink;
use super::life::{self, Life};
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, Series, scale, select};
use crate::model::{Direction, Pulse};
use crate::transform::ageing::Over;
use crate::transform::pulse_map::PulseTime;
use crate::transform::resistance::{Growth, growth_at};
use std::collections::BTreeSet;

/// Growth of resistance.
pub(super) struct ResistanceGrowth;

/// The least range of the axis, as a share of the highest value: a flat course is seen to be flat.
const LEAST_SPAN: f64 = 0.1;

impl Plot for ResistanceGrowth {
    fn name(&self) -> &'static str {
        "resistance-growth"
    }

    fn about(&self) -> &'static str {
        "resistance of pulses at alike SOC, temperature and rate over cycles, equivalent full cycles, days or throughput"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Growth of resistance", tests, options);
        figure.shared_x = true;
        let ink = Ink::of(tests, options);
        let mut courses: Vec<(usize, Growth)> = Vec::new();
        for (i, test) in tests.iter().enumerate() {
            let pulses: Vec<Pulse> = select::pulses(test, options).into_iter().cloned().collect();
            courses.extend(growth_at(&pulses, options.pulse_time).into_iter().map(|one| (i, one)));
        }
        if courses.is_empty() {
            return Err(self.nothing(tests, options));
        }
        let all: Vec<At> = courses.iter().map(|(_, one)| at(one)).collect();
        let conditions = Conditions::of(&all, options.theme);
        let mut drawn = vec![false; tests.len()];
        for direction in Direction::ALL {
            let own: Vec<&(usize, Growth)> = courses.iter().filter(|(_, one)| one.direction == *direction).collect();
            let (mut panel, mut grown) = (panel(*direction, options), Vec::new());
            for (test, one) in &own {
                let life = Life::of(tests[*test].derived, options.over);
                let place = |(step, cycle, ohm): &(i32, i32, f64)| Some((life.place(*cycle, *step)?, 1e3 * ohm));
                let points: Vec<(f64, f64)> = one.pulses.iter().filter_map(place).collect();
                if points.len() < 2 {
                    continue;
                }
                grown.extend(one.growth_pct());
                drawn[*test] = true;
                let (style, _) = conditions.style(&at(one), &ink, *test);
                let name = ink.series_name(*test, &format!("{} {}", direction.as_str(), said(&at(one))));
                panel.series.push(Series { label: String::new(), name, points, style, in_legend: false });
            }
            if !panel.series.is_empty() {
                let most =
                    panel.series.iter().flat_map(|series| &series.points).map(|point| point.1).fold(0.0, f64::max);
                panel.y.least_span = LEAST_SPAN * most;
                panel.title.push_str(&span(&grown));
                figure.panels.push(panel);
            }
        }
        if figure.panels.is_empty() {
            return Err(self.nothing(tests, options));
        }
        share_range(&mut figure.panels);
        conditions.explain(&mut figure, &ink, &drawn, true);
        let mut notes = vec![format!(
            "{}; alike: within 2.5 points of SOC, 3 K and 10 % of the rate; growth: the last against the first",
            taken(options.pulse_time)
        )];
        notes.extend(conditions.note(ink.many()));
        let cycles: BTreeSet<i32> = courses.iter().flat_map(|(_, one)| &one.pulses).map(|pulse| pulse.1).collect();
        select::footer(&mut figure, tests, &cycles, &notes);
        Ok(figure)
    }
}

impl ResistanceGrowth {
    fn nothing(&self, tests: &[PlotTest<'_>], options: &Options) -> PlotError {
        if let [one] = tests
            && let Err(error) = select::need_rows(self.name(), one.head)
        {
            return error;
        }
        let all = || tests.iter().flat_map(|test| select::pulses(test, options));
        let why = if all().next().is_none() {
            select::NO_PULSE.to_owned()
        } else if all().all(|pulse| options.pulse_time.resistance(pulse).is_none()) {
            format!("no pulse has a resistance at --pulse-time {}", options.pulse_time.as_str())
        } else {
            let known =
                if options.over == Over::Efc { ", with known equivalent full cycles (--nominal-capacity)" } else { "" };
            format!(
                "no pulse comes back in another cycle at an alike SOC, temperature and rate (2.5 points, 3 K, 10 %){known}; \
                 see `report pulses`, --cycles-by and --cycle-swing"
            )
        };
        PlotError::Nothing { kind: self.name(), why }
    }
}

fn at(one: &Growth) -> At {
    At { direction: one.direction, soc_pct: one.soc_pct, temperature_degc: one.temperature_degc, c_rate: one.c_rate }
}

fn panel(direction: Direction, options: &Options) -> Panel {
    let y = Axis::new("Resistance / mΩ", "resistance_mohm").or("R / mΩ").limited(options.y_limits);
    Panel { title: direction.as_str().to_owned(), ..Panel::new(life::axis(options), y) }
}

/// How far the courses of a panel have grown: `: +12 to +15 %`.
fn span(grown: &[f64]) -> String {
    let (low, high) =
        (grown.iter().copied().fold(f64::INFINITY, f64::min), grown.iter().copied().fold(f64::MIN, f64::max));
    if low > high {
        return String::new();
    }
    let decimals = usize::from(low.abs().max(high.abs()) < 10.0);
    let said = |pct: f64| format!("{}{}", if pct > 0.0 { "+" } else { "" }, scale::number(pct, decimals));
    let (low, high) = (said(low), said(high));
    if low == high { format!(": {high} %") } else { format!(": {low} to {high} %") }
}

/// When a resistance is taken, in words.
pub(super) fn taken(time: PulseTime) -> &'static str {
    match time {
        PulseTime::OneSecond => "R at 1 s (--pulse-time)",
        PulseTime::TenSeconds => "R at 10 s (--pulse-time)",
        PulseTime::End => "R at the end of pulses that last as long (--pulse-time)",
    }
}
