//! Which steps of several tests are alike, so that only like is compared with like.

use crate::model::StepMetrics;
use crate::plot::capacity_voltage::curves;
use crate::plot::ink::{rate_label, temperature_label};
use crate::plot::{Options, Plot, PlotError, PlotTest};
use crate::transform::group::{same_rate, same_temperature};
use std::collections::{BTreeMap, BTreeSet};

/// Curves that begin at states of charge within so many points are alike.
const SOC_WITHIN_PCT: f64 = 2.0;
/// At most so many pairs are drawn, evenly, and named.
const MOST_PAIRS: usize = 6;

/// Steps of several tests that are alike.
pub(super) struct Pairs {
    /// Of each pair: for each test its step, and what they have in common.
    pairs: Vec<(BTreeMap<usize, i32>, String)>,
    /// How many pairs there are.
    all: usize,
}

/// Why a step has no place among the pairs.
fn place(step: &StepMetrics) -> Option<(f64, f64)> {
    Some((step.soc_start_pct.get()?, step.c_rate.get()?))
}

fn like(a: &StepMetrics, b: &StepMetrics) -> bool {
    let (Some((soc_a, rate_a)), Some((soc_b, rate_b))) = (place(a), place(b)) else { return false };
    let temperature = match (a.temperature_start_degc.get(), b.temperature_start_degc.get()) {
        (Some(a), Some(b)) => same_temperature(a, b),
        (None, None) => true,
        _ => false,
    };
    a.step_type == b.step_type && (soc_a - soc_b).abs() <= SOC_WITHIN_PCT && same_rate(rate_a, rate_b) && temperature
}

/// Meets each curve of the base (else of the first test) with the first of its like in each other test that is not met yet.
pub(super) fn found(
    kind: &dyn Plot,
    tests: &[PlotTest<'_>],
    names: &[String],
    options: &Options,
) -> Result<Pairs, PlotError> {
    let steps: Vec<Vec<&StepMetrics>> = tests.iter().map(|test| curves(test, options).0).collect();
    let base = options.compare.base.as_ref().and_then(|base| names.iter().position(|name| name == base)).unwrap_or(0);
    let mut met: BTreeSet<(usize, i32)> = BTreeSet::new();
    let mut pairs = Vec::new();
    for own in &steps[base] {
        let mut pair = BTreeMap::from([(base, own.step)]);
        for (test, others) in steps.iter().enumerate().filter(|(test, _)| *test != base) {
            let free = |other: &&&StepMetrics| like(own, other) && !met.contains(&(test, other.step));
            if let Some(other) = others.iter().find(free) {
                pair.insert(test, other.step);
            }
        }
        let whole = !options.compare.band || pair.len() == tests.len();
        if pair.len() > 1 && whole {
            met.extend(pair.iter().map(|(test, step)| (*test, *step)));
            let rate = own.c_rate.get().map(rate_label).unwrap_or_default();
            let temperature = temperature_label(own.temperature_start_degc.get());
            pairs.push((pair, format!("{} at {rate}, {temperature}", own.step_type.as_str())));
        }
    }
    if pairs.is_empty() {
        let why = format!(
            "no curve of {} has its like in {}: of one direction, begun at a SOC within {SOC_WITHIN_PCT} points, at a rate \
             within 10 % and a temperature within 3 K; see `report steps`, or choose steps by --steps",
            names[base],
            if tests.len() == 2 { "the other" } else { "another test" },
        );
        return Err(PlotError::Nothing { kind: kind.name(), why });
    }
    let all = pairs.len();
    if all > MOST_PAIRS && options.steps.is_none() && options.cycles.is_none() {
        pairs = (0..MOST_PAIRS).map(|i| pairs[i * (all - 1) / (MOST_PAIRS - 1)].clone()).collect();
    }
    Ok(Pairs { pairs, all })
}

impl Pairs {
    /// Leaves of each test the steps that are met; gives all of their numbers.
    pub(super) fn narrow(&self, tests: &mut [PlotTest<'_>]) -> BTreeSet<i32> {
        for (number, test) in tests.iter_mut().enumerate() {
            let met = self.pairs.iter().filter_map(|(pair, _)| pair.get(&number).copied());
            test.only = Some(met.collect());
        }
        self.pairs.iter().flat_map(|(pair, _)| pair.values().copied()).collect()
    }

    /// The number of the pair that a step of a test is in.
    pub(super) fn of(&self, test: usize, step: i32) -> Option<usize> {
        self.pairs.iter().position(|(pair, _)| pair.get(&test) == Some(&step))
    }

    /// The pairs, for the footer.
    pub(super) fn said(&self, names: &[String]) -> String {
        let pair = |(pair, what): &(BTreeMap<usize, i32>, String)| {
            let steps: Vec<String> = pair.iter().map(|(test, step)| format!("{} step {step}", names[*test])).collect();
            format!("{} ({what})", steps.join(" – "))
        };
        let some: Vec<String> = self.pairs.iter().map(pair).collect();
        let of = if self.all > some.len() {
            format!("{} of {} pairs, evenly", some.len(), self.all)
        } else {
            "pairs".to_owned()
        };
        format!("{of}: {}", some.join("; "))
    }
}

/// Whether two roles are one: the same words, rates within 10 %, temperatures within 3 K.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split([' ', ',']).collect(), b.split([' ', ',']).collect());
    let number = |word: &str| word.replace('−', "-").parse::<f64>().ok();
    a.len() == b.len()
        && (0..a.len()).all(|i| match (number(a[i]), number(b[i]), a.get(i + 1)) {
            (Some(x), Some(y), Some(&"C")) => same_rate(x, y),
            (Some(x), Some(y), Some(&"°C")) => same_temperature(x, y),
            _ => a[i] == b[i],
        })
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn roles_agree_within_the_bands() {
        assert!(alike("1 C, 25 °C", "1.05 C, 23 °C") && alike("balanced cycle", "balanced cycle"));
        assert!(!alike("1 C, 25 °C", "2 C, 25 °C") && !alike("1 C, 25 °C", "1 C, −29 °C"));
        assert!(!alike("pair 1", "pair 2") && !alike("charge r_10s 25 °C", "discharge r_10s 25 °C"));
    }
}
