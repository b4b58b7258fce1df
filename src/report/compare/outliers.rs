//! What is told of each test, and the tests that are unlike others of equal chemistry and nominal capacity.

use super::fields::{Outlier, Told};
use super::{Ask, Compared};
use crate::transform::ageing::Over;
use crate::transform::decline::fade_pct_per;
use crate::transform::replicates::{OUTLIER_SCORE, robust_scores};

/// Nominal capacities within this share are equal.
const EQUAL_SHARE: f64 = 0.01;

/// What is told of each test.
pub(super) fn told(tests: &[Compared], ask: &Ask) -> Vec<Told> {
    let of = |(at, test): (usize, &Compared)| Told { group: ask.groups.get(at).cloned().flatten(), ..test.told() };
    tests.iter().enumerate().map(of).collect()
}

impl Compared {
    /// What is told of it beside others.
    pub(crate) fn told(&self) -> Told {
        Told {
            test: self.name.clone(),
            cell: self.cell.clone(),
            chemistry: self.chemistry.clone(),
            group: None,
            nominal_ah: self.nominal_ah,
            capacity_ah: self.health.last.map(|last| last.capacity_ah),
            soh_pct: self.health.soh_pct,
            fade_pct_per_100_efc: fade_pct_per_100_efc(self),
            coulombic_efficiency_pct: self.health.coulombic_efficiency_pct,
            r_10s_ohm: self.health.discharge.as_ref().and_then(|pulse| pulse.r_10s_ohm.get()),
            temperature_max_degc: self.temperature_max_degc,
        }
    }
}

/// SOH lost in 100 equivalent full cycles in the group that capacity and SOH are told of, as its straight line in
/// `report degradation --over efc` has it.
///
/// # Errors
/// Why there is none, in plain words.
pub(super) fn fade_pct_per_100_efc(test: &Compared) -> Result<f64, String> {
    let group = test.health.last.map(|last| last.group);
    let course = test.courses.iter().find(|course| Some(course.first.group) == group).ok_or("no full discharge")?;
    fade_pct_per(course, Over::Efc).map(|fade| 100.0 * fade)
}

/// Of which tests no fade is told, a note for each reason.
pub(super) fn not_fading(tests: &[Told]) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for test in tests {
        let Err(why) = &test.fade_pct_per_100_efc else { continue };
        match reasons.iter_mut().find(|reason| reason.0 == why) {
            Some(reason) => reason.1.push(&test.test),
            None => reasons.push((why, vec![&test.test])),
        }
    }
    let note = |(why, tests): (&str, Vec<&str>)| format!("fade per 100 EFC is not told of {}: {why}", tests.join(", "));
    reasons.into_iter().map(note).collect()
}

/// Whether cells may be held against each other.
fn same_kind(a: &Compared, b: &Compared) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= EQUAL_SHARE * b.abs();
    let same_size = match (a.nominal_ah, b.nominal_ah) {
        (Some(a), Some(b)) => near(a, b),
        (a, b) => a == b,
    };
    a.chemistry == b.chemistry && same_size
}

/// A quantity by name, and how it is read.
type Quantity = (&'static str, fn(&Compared) -> Option<f64>);

const QUANTITIES: [Quantity; 5] = [
    ("capacity_ah", |test| test.health.last.map(|last| last.capacity_ah)),
    ("soh_pct", |test| test.health.soh_pct),
    ("fade_pct_per_100_efc", |test| fade_pct_per_100_efc(test).ok()),
    ("coulombic_efficiency_pct", |test| test.health.coulombic_efficiency_pct),
    ("dcir_10s_discharge_ohm", |test| test.health.discharge.as_ref().and_then(|pulse| pulse.r_10s_ohm.get())),
];

/// The outliers by a robust score, and why there is none where none could be looked for.
pub(super) fn all(tests: &[&Compared]) -> (Vec<Outlier>, Option<String>) {
    let (mut found, mut scored, mut refused) = (Vec::new(), false, None);
    for (quantity, read) in QUANTITIES {
        let mut left: Vec<usize> = (0..tests.len()).filter(|at| read(tests[*at]).is_some()).collect();
        while let Some(&first) = left.first() {
            let (own, others): (Vec<usize>, Vec<usize>) =
                left.into_iter().partition(|at| same_kind(tests[*at], tests[first]));
            left = others;
            let values: Vec<f64> = own.iter().filter_map(|at| read(tests[*at])).collect();
            match robust_scores(&values) {
                Ok(scores) => {
                    scored = true;
                    let median = median(&values);
                    let far = own.iter().zip(&values).zip(scores).filter(|(_, score)| score.abs() >= OUTLIER_SCORE);
                    found.extend(far.map(|((at, value), score)| Outlier {
                        at: *at,
                        test: tests[*at].name.clone(),
                        quantity,
                        value: *value,
                        median,
                        score,
                        among: values.len(),
                    }));
                }
                Err(why) => refused = Some(format!("no outliers are looked for: {why}")),
            }
        }
    }
    (found, refused.filter(|_| !scored))
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}
