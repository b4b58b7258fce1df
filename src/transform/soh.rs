//! State of health: the full discharge of each cycle against the baseline of its group of comparable ones.

use crate::model::{Conventions, Derived, FullDischarge, SohBaseline};

/// Fills in the full discharge of each cycle, its SOH, and what that is measured against.
///
/// Never a cycle's sum of discharges: pulses and residual discharges are no capacity.
pub(super) fn fill(conventions: &Conventions, derived: &mut Derived) {
    let all = &derived.full_discharges;
    let wanted = match conventions.soh_baseline {
        SohBaseline::Cycle(cycle) => {
            let found = of_cycle(all, cycle);
            if found.is_none() {
                let note = format!("cycle {cycle} has no full discharge to measure SOH against: SOH is missing");
                derived.notes.push(note);
            }
            found
        }
        _ => None,
    };
    for cycle in &mut derived.cycles {
        let Some(own) = of_cycle(all, cycle.cycle) else { continue };
        cycle.full_discharge_step = Some(own.step);
        cycle.full_discharge_capacity_ah = Some(own.capacity_ah);
        cycle.discharge_c_rate = own.c_rate;
        cycle.discharge_temperature_start_degc = own.temperature_start_degc;
        let group = || all.iter().filter(|one| one.group == own.group);
        let baseline = match conventions.soh_baseline {
            SohBaseline::First => group().next(),
            SohBaseline::Max => group().fold(None, larger),
            SohBaseline::Cycle(_) => wanted.filter(|wanted| wanted.group == own.group),
            SohBaseline::Nominal => None,
        };
        let baseline_ah = match conventions.soh_baseline {
            SohBaseline::Nominal => derived.nominal.map(|(nominal, _)| nominal),
            _ => baseline.map(|baseline| baseline.capacity_ah),
        };
        cycle.soh_pct = baseline_ah.map(|baseline_ah| 100.0 * (own.capacity_ah / baseline_ah));
        cycle.soh_baseline_step = baseline.map(|baseline| baseline.step);
    }
}

/// The full discharge of a cycle; the largest, if there are several.
fn of_cycle(all: &[FullDischarge], cycle: i32) -> Option<&FullDischarge> {
    let from = all.partition_point(|one| one.cycle < cycle);
    all[from..].iter().take_while(|one| one.cycle == cycle).fold(None, larger)
}

/// The larger of two; the first of equals.
fn larger<'a>(best: Option<&'a FullDischarge>, one: &'a FullDischarge) -> Option<&'a FullDischarge> {
    best.filter(|best| best.capacity_ah >= one.capacity_ah).or(Some(one))
}

#[cfg(test)]
mod tests {
    use super::super::group::{assign, tests::discharge};
    use super::*;
    use crate::model::NominalSource;

    /// Cycles 1 to 4 at 1 C, and 2 with a slow one beside it that has more.
    fn soh(soh_baseline: SohBaseline) -> Vec<(Option<f64>, Option<i32>)> {
        let mut full = vec![
            discharge(1, 1.0, None, 1.8),
            discharge(2, 1.0, None, 1.9),
            FullDischarge { cycle: 2, ..discharge(3, 0.2, None, 2.0) },
            FullDischarge { cycle: 3, ..discharge(4, 1.0, None, 1.62) },
        ];
        assign(&mut full);
        let cycles = (1..=4).map(|cycle| crate::model::Cycle { cycle, ..super::super::cycle::tests::blank() });
        let mut derived = Derived {
            full_discharges: full,
            cycles: cycles.collect(),
            nominal: Some((2.0, NominalSource::Flag)),
            ..Derived::default()
        };
        fill(&Conventions { soh_baseline, ..Conventions::default() }, &mut derived);
        derived.cycles.iter().map(|cycle| (cycle.soh_pct, cycle.soh_baseline_step)).collect()
    }

    #[test]
    fn each_group_has_its_own_baseline() {
        assert_eq!(
            soh(SohBaseline::First),
            [(Some(100.0), Some(1)), (Some(100.0), Some(3)), (Some(90.0), Some(1)), (None, None)]
        );
        let near = |found: Option<f64>, pct: f64| assert!((found.unwrap() - pct).abs() < 1e-9);
        let max = soh(SohBaseline::Max);
        assert_eq!((max[0].1, max[2].1), (Some(2), Some(2)));
        near(max[2].0, 100.0 * 1.62 / 1.9);
        near(soh(SohBaseline::Nominal)[2].0, 81.0);
        assert_eq!(soh(SohBaseline::Nominal)[2].1, None);
        assert_eq!(soh(SohBaseline::Cycle(3))[1], (None, None));
        near(soh(SohBaseline::Cycle(3))[0].0, 100.0 * 1.8 / 1.62);
    }
}
