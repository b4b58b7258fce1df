//! Rate capability: the capacity of full discharges over their rate, by temperature.

use super::discharge_temperature::{MEANS, alike, explain, groups_of, look, means, singles};
use super::ink::{Ink, rate_label, temperature_label};
use super::{Axis, Figure, Note, Options, Panel, Plot, PlotError, PlotTest, Scale, scale, select};
use crate::model::FullDischarge;
use crate::transform::group::{DischargeGroup, bands, discharge_groups, same_temperature};
use std::collections::BTreeSet;

/// Rate capability.
pub(super) struct Rate;

impl Plot for Rate {
    fn name(&self) -> &'static str {
        "rate"
    }

    fn about(&self) -> &'static str {
        "capacity of full discharges in % of the reference over their rate, by temperature"
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let mut figure = select::begin(self, "Rate capability", tests, options);
        let ink = Ink::of(tests, options);
        let x = Axis { scale: Scale::Log, ..Axis::new("Discharge rate / C", "c_rate") }.limited(options.x_limits);
        let y =
            Axis { least_span: 4.0, ..Axis::new("Capacity / % of the reference", "capacity_pct").or("Capacity / %") };
        let y = y.limited(options.y_limits);
        let mut panel = Panel::new(x, y);
        let (mut cycles, mut found) = (BTreeSet::new(), Vec::new());
        for (i, test) in tests.iter().enumerate() {
            let (groups, shown) = groups_of(test, options);
            cycles.extend(shown);
            found.extend(groups.into_iter().filter(|g| g.capacity_pct.is_some() && g.c_rate > 0.0).map(|g| (i, g)));
        }
        if found.is_empty() {
            let why = "no full discharge with a known rate; a full discharge starts from a full charge and ends by the \
                       voltage limit, and a rate needs a nominal capacity (--nominal-capacity)";
            return Err(PlotError::Nothing { kind: self.name(), why: why.to_owned() });
        }
        // Those without a temperature are a group of their own, far below any other.
        let temperatures: Vec<f64> = found.iter().map(|(_, g)| g.temperature_degc.unwrap_or(UNKNOWN_DEGC)).collect();
        let temperatures = bands(&temperatures, same_temperature);
        let words: Vec<String> =
            temperatures.iter().map(|(_, members)| temperature_label(found[members[0]].1.temperature_degc)).collect();
        for (number, test) in tests.iter().enumerate() {
            let whole = discharge_groups(test.derived).whole.map_or(f64::NAN, |(whole, _)| whole);
            for (n, (_, members)) in temperatures.iter().enumerate() {
                let groups: Vec<&DischargeGroup> =
                    members.iter().map(|&m| &found[m]).filter(|(i, _)| *i == number).map(|(_, group)| group).collect();
                let look = look(&ink, number, n, words.len(), options);
                if !ink.many() {
                    // At the rate of their mean: how far a rate is from the round one is no matter of this figure.
                    for group in &groups {
                        let single = |full: &FullDischarge| Some((group.c_rate, 100.0 * full.capacity_ah / whole));
                        singles(&mut panel, test, group, look, &words[n], single);
                    }
                    panel.notes.extend(groups.iter().map(|group| capacity(group, whole)));
                }
                let mean = |group: &&DischargeGroup| Some((group.c_rate, group.capacity_pct?));
                let points: Vec<Vec<(f64, f64)>> = alike(&test.derived.full_discharges, &groups)
                    .iter()
                    .map(|some| some.iter().filter_map(mean).collect())
                    .collect();
                means(&mut panel, points, look, ink.dash(number), &ink.series_name(number, &words[n]));
            }
        }
        if panel.notes.len() > MOST_NOTES {
            panel.notes.clear();
        }
        let mut notes = vec![MEANS.to_owned()];
        if !panel.notes.is_empty() {
            notes.push("numbers: capacity / Ah".to_owned());
        }
        notes.extend(wholes(tests));
        explain(&mut figure, &mut panel, &ink, &words, options);
        figure.panels.push(panel);
        select::footer(&mut figure, tests, &cycles, &notes);
        Ok(figure)
    }
}

/// Stands for a temperature that is not known.
const UNKNOWN_DEGC: f64 = -1e3;
/// Beyond so many means none has its capacity beside it.
const MOST_NOTES: usize = 24;

/// The mean capacity of a group in Ah, above the highest of its discharges.
fn capacity(group: &DischargeGroup, whole: f64) -> Note {
    let at = (group.c_rate, 100.0 * group.capacity_range_ah.1 / whole);
    // Five digits, the zeros too: 2.0000 beside 1.8893.
    let decimals = usize::try_from(4 - group.capacity_ah.log10().floor() as i32).unwrap_or(0).min(8);
    Note { at, text: scale::number(group.capacity_ah, decimals), above: true, either: true }
}

/// What 100 % is, of each test.
fn wholes(tests: &[PlotTest<'_>]) -> Option<String> {
    if let [one] = tests {
        return whole(one);
    }
    let of = |test: &PlotTest<'_>| {
        let (capacity_ah, _) = discharge_groups(test.derived).whole?;
        Some(format!("{} Ah of {}", scale::short(capacity_ah, 5), test.head.name))
    };
    let each: Vec<String> = tests.iter().filter_map(of).collect();
    Some(format!("100 % = {}", each.join(", ")))
}

fn whole(test: &PlotTest<'_>) -> Option<String> {
    let (capacity_ah, steps) = discharge_groups(test.derived).whole?;
    let base = test.derived.steps.iter().find(|step| steps.contains(&step.step))?;
    let rate = base.c_rate.get().map(rate_label).unwrap_or_default();
    let temperature = temperature_label(base.temperature_start_degc.get());
    let named = select::ranges(&steps.iter().copied().collect());
    Some(format!(
        "100 % = {} Ah, {} at {rate}, {temperature}",
        scale::short(capacity_ah, 5),
        if steps.len() == 1 { format!("step {named}") } else { format!("mean of steps {named}") },
    ))
}
