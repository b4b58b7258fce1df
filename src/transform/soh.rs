//! State of health: the full discharge of each cycle against the baseline of its group of comparable ones.

use crate::model::{Conventions, Derived, FullDischarge, SohBaseline};

/// Fills in the full discharge of each cycle, its SOH, and what that is measured against.
///
/// Never a cycle's sum of discharges: pulses and residual discharges are no capacity.
pub(super) fn fill(conventions: &Conventions, derived: &mut Derived) {
    let all = &derived.full_discharges;
    if let SohBaseline::Cycle(cycle) = conventions.soh_baseline
        && of_cycle(all, cycle).is_none()
    {
        let note = format!("cycle {cycle} has no full discharge to measure SOH against: SOH is missing");
        derived.notes.push(note);
    }
    let nominal_ah = derived.nominal.map(|(nominal, _)| nominal);
    let count = all.iter().map(|one| one.group + 1).max().unwrap_or(0);
    let baselines: Vec<Option<Baseline>> =
        (0..count).map(|group| baseline(conventions.soh_baseline, all, group, nominal_ah)).collect();
    for cycle in &mut derived.cycles {
        let Some(own) = of_cycle(all, cycle.cycle) else { continue };
        cycle.full_discharge_step = Some(own.step);
        cycle.full_discharge_capacity_ah = own.capacity_ah.into();
        cycle.discharge_c_rate = own.c_rate.into();
        cycle.discharge_temperature_start_degc = own.temperature_start_degc.into();
        let Some(baseline) = baselines[own.group] else { continue };
        cycle.soh_pct = (100.0 * (own.capacity_ah / baseline.capacity_ah)).into();
        cycle.soh_baseline_step = baseline.step;
    }
}

/// What is 100 % of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// Its capacity in Ah.
    pub capacity_ah: f64,
    /// The full discharge that it is of; `None` for the nominal capacity.
    pub step: Option<i32>,
}

/// What is 100 % of a group of comparable full discharges; `None` where the baseline asked for is of another group.
#[must_use]
pub fn baseline(which: SohBaseline, all: &[FullDischarge], group: usize, nominal_ah: Option<f64>) -> Option<Baseline> {
    let mut own = all.iter().filter(|one| one.group == group);
    let found = match which {
        SohBaseline::First => own.next(),
        SohBaseline::Max => own.fold(None, larger),
        SohBaseline::Cycle(cycle) => of_cycle(all, cycle).filter(|wanted| wanted.group == group),
        SohBaseline::Nominal => return nominal_ah.map(|capacity_ah| Baseline { capacity_ah, step: None }),
    };
    found.map(|one| Baseline { capacity_ah: one.capacity_ah, step: Some(one.step) })
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
        derived.cycles.iter().map(|cycle| (cycle.soh_pct.get(), cycle.soh_baseline_step)).collect()
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
