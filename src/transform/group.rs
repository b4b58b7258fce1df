//! Full discharges that may be compared, grouped in order of time: the one grouping for SOH, fade, rate, temperature and
//! every figure.

use crate::model::{Derived, FullDischarge};

/// Half the width of a rate band, as a share of the rate it is compared with.
pub const RATE_BAND: f64 = 0.1;
/// Half the width of a temperature band in K.
pub const TEMPERATURE_BAND_K: f64 = 3.0;
/// The charges before two comparable discharges end within this of each other, in V.
pub(super) const CHARGE_END_V: f64 = 0.010;
/// Two comparable discharges end within this of each other, in V.
pub(super) const DISCHARGE_END_V: f64 = 0.020;
/// A group that falls by more than this is an ageing one, whose first discharge is its 100 %.
const AGEING_SHARE: f64 = 0.02;
/// What comparisons of measured values allow for rounding.
pub(super) const ROUNDING: f64 = 1e-9;

/// Whether two rates, or two held currents, are of one band: within ±10 % of the second.
#[must_use]
pub fn same_rate(a: f64, b: f64) -> bool {
    (a - b).abs() <= RATE_BAND * b.abs().max(f64::MIN_POSITIVE) * (1.0 + 1e-12)
}

/// Whether two temperatures are of one band: within ±3 K.
#[must_use]
pub fn same_temperature(a: f64, b: f64) -> bool {
    (a - b).abs() <= TEMPERATURE_BAND_K + 1e-12
}

/// Whether two values are alike, of which either may be missing: both, or neither.
pub(crate) fn both(a: Option<f64>, b: Option<f64>, same: impl Fn(f64, f64) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// Whether a full discharge is comparable with `first`, the first of a group: held currents within ±10 %, temperatures at
/// the start within ±3 K (self-heating is no difference), charges before them that both held the voltage or neither did and
/// ended within 10 mV, and ends within 20 mV.
#[must_use]
pub fn comparable(one: &FullDischarge, first: &FullDischarge) -> bool {
    both(one.current_held_a, first.current_held_a, same_rate)
        && both(one.temperature_start_degc, first.temperature_start_degc, same_temperature)
        && one.charge_held_voltage == first.charge_held_voltage
        && (one.charge_voltage_end_v - first.charge_voltage_end_v).abs() <= CHARGE_END_V + ROUNDING
        && (one.voltage_end_v - first.voltage_end_v).abs() <= DISCHARGE_END_V + ROUNDING
}

/// Puts each full discharge into its group: in order of time, into the first that it fits, else into a new one.
pub(super) fn assign(all: &mut [FullDischarge]) {
    let mut firsts: Vec<FullDischarge> = Vec::new();
    for one in all {
        one.group = firsts.iter().position(|first| comparable(one, first)).unwrap_or(firsts.len());
        if one.group == firsts.len() {
            firsts.push(*one);
        }
    }
}

/// Groups values so that each is within the band of its group's mean: sorted, each joins the group below it or opens one.
/// Gives the groups' means, in rising order, and the members' places in `values`.
pub fn bands(values: &[f64], same: impl Fn(f64, f64) -> bool) -> Vec<(f64, Vec<usize>)> {
    let mut order: Vec<usize> = (0..values.len()).filter(|&i| values[i].is_finite()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let mut groups: Vec<(f64, Vec<usize>)> = Vec::new();
    for i in order {
        match groups.last_mut() {
            Some((mean, members)) if same(values[i], *mean) => {
                members.push(i);
                *mean += (values[i] - *mean) / members.len() as f64;
            }
            _ => groups.push((values[i], vec![i])),
        }
    }
    for (_, members) in &mut groups {
        members.sort_unstable();
    }
    groups
}

/// Comparable full discharges, as one.
#[derive(Clone, Debug, PartialEq)]
pub struct DischargeGroup {
    /// Which group it is, counted from 0 in order of time.
    pub group: usize,
    /// The rate of its first.
    pub c_rate: f64,
    /// The temperature at the start of its first in °C; `None` where none was measured.
    pub temperature_degc: Option<f64>,
    /// The steps, in order of time.
    pub steps: Vec<i32>,
    /// What it counts as, in Ah: the mean of their capacities, or of an ageing group the first.
    pub capacity_ah: f64,
    /// Whether it falls by more than 2 %, so that its first stands for it.
    pub is_ageing: bool,
    /// The lowest and highest capacity in Ah.
    pub capacity_range_ah: (f64, f64),
    /// The capacity in % of [`DischargeGroups::whole`].
    pub capacity_pct: Option<f64>,
}

/// All groups of full discharges of a test.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DischargeGroups {
    /// In order of time.
    pub groups: Vec<DischargeGroup>,
    /// The capacity in Ah that is 100 %, of the group of the reference step, else of the first, and the steps it is of.
    pub whole: Option<(f64, Vec<i32>)>,
}

/// The groups of full discharges of a test, each as one point of rate and temperature; those without a rate are left out.
#[must_use]
pub fn discharge_groups(derived: &Derived) -> DischargeGroups {
    let all = &derived.full_discharges;
    let count = all.iter().map(|one| one.group + 1).max().unwrap_or(0);
    let mut groups: Vec<DischargeGroup> = (0..count)
        .filter_map(|group| {
            let members: Vec<&FullDischarge> = all.iter().filter(|one| one.group == group).collect();
            summed(group, &members)
        })
        .collect();
    let reference = derived.reference.map(|reference| reference.step);
    let whole =
        groups.iter().find(|group| reference.is_some_and(|step| group.steps.contains(&step))).or(groups.first()).map(
            |group| {
                let steps = if group.is_ageing { vec![group.steps[0]] } else { group.steps.clone() };
                (group.capacity_ah, steps)
            },
        );
    for group in &mut groups {
        group.capacity_pct = whole.as_ref().map(|(whole, _)| 100.0 * group.capacity_ah / whole);
    }
    DischargeGroups { groups, whole }
}

fn summed(group: usize, members: &[&FullDischarge]) -> Option<DischargeGroup> {
    let (first, last) = (members.first()?, members.last()?);
    let range = members.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| {
        (low.min(one.capacity_ah), high.max(one.capacity_ah))
    });
    let is_ageing = last.capacity_ah < (1.0 - AGEING_SHARE) * first.capacity_ah;
    let mean_ah = members.iter().map(|one| one.capacity_ah).sum::<f64>() / members.len() as f64;
    Some(DischargeGroup {
        group,
        c_rate: first.c_rate?,
        temperature_degc: first.temperature_start_degc,
        steps: members.iter().map(|one| one.step).collect(),
        capacity_ah: if is_ageing { first.capacity_ah } else { mean_ah },
        is_ageing,
        capacity_range_ah: range,
        capacity_pct: None,
    })
}

/// A full discharge at 1 C from 25 °C, for tests of others.
#[cfg(test)]
pub(crate) fn sample(step: i32, capacity_ah: f64) -> FullDischarge {
    tests::discharge(step, 1.0, Some(25.0), capacity_ah)
}

/// A rest of which nothing is known, for tests of others.
#[cfg(test)]
pub(crate) fn blank() -> crate::model::StepMetrics {
    tests::blank()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Reference, ReferenceQuality, StepMetrics, StepRecord, StepType};
    use std::sync::Arc;

    /// A full discharge at a rate (its held current), a temperature, of a capacity.
    pub(crate) fn discharge(step: i32, rate: f64, temperature: Option<f64>, capacity_ah: f64) -> FullDischarge {
        FullDischarge {
            step,
            first_step: step,
            cycle: step,
            capacity_ah,
            current_held_a: Some(rate),
            c_rate: Some(rate),
            temperature_start_degc: temperature,
            voltage_end_v: 2.5,
            charge_voltage_end_v: 4.2,
            charge_held_voltage: Some(true),
            elapsed_end_s: f64::from(step),
            group: 0,
        }
    }

    /// A rest of which nothing is known.
    pub(crate) fn blank() -> StepMetrics {
        StepMetrics { step_type: StepType::Rest, ..StepMetrics::of(&Arc::new(StepRecord::unknown(0))) }
    }

    fn derived(mut all: Vec<FullDischarge>, reference: i32) -> Derived {
        assign(&mut all);
        let reference = Some(Reference { step: reference, quality: ReferenceQuality::Full, capacity_ah: 9.2 });
        Derived { reference, full_discharges: all, ..Derived::default() }
    }

    #[test]
    fn discharges_group_in_order_of_time() {
        let found = discharge_groups(&derived(
            vec![
                discharge(2, 1.0, Some(25.0), 9.0),
                discharge(4, 5.0, Some(24.7), 8.0),
                discharge(6, 1.05, Some(26.5), 9.1),
                discharge(8, 1.0, Some(-29.0), 6.0),
            ],
            6,
        ));
        let said: Vec<_> = found.groups.iter().map(|g| (g.steps.clone(), g.c_rate, g.temperature_degc)).collect();
        assert_eq!(said, [(vec![2, 6], 1.0, Some(25.0)), (vec![4], 5.0, Some(24.7)), (vec![8], 1.0, Some(-29.0))]);
        let (whole, steps) = found.whole.unwrap();
        assert_eq!((whole, steps), (f64::midpoint(9.0, 9.1), vec![2, 6]));
        assert_eq!(found.groups[0].capacity_range_ah, (9.0, 9.1));
        assert!((found.groups[1].capacity_pct.unwrap() - 100.0 * 8.0 / 9.05).abs() < 1e-9);
    }

    #[test]
    fn nothing_drifts() {
        let mut all: Vec<_> = (0..4).map(|k| discharge(k, 1.0 + 0.06 * f64::from(k), Some(25.0), 9.0)).collect();
        assign(&mut all);
        assert_eq!(all.iter().map(|one| one.group).collect::<Vec<_>>(), [0, 0, 1, 1]);
    }

    #[test]
    fn the_first_of_an_ageing_group_is_its_whole() {
        let found = discharge_groups(&derived(
            vec![discharge(2, 1.0, None, 9.0), discharge(4, 1.0, None, 8.9), discharge(6, 1.0, None, 8.8)],
            2,
        ));
        assert_eq!(found.whole, Some((9.0, vec![2])));
        assert!(found.groups[0].is_ageing);
    }

    #[test]
    fn other_charges_and_other_ends_are_not_comparable() {
        let base = discharge(1, 1.0, Some(25.0), 2.0);
        assert!(comparable(&FullDischarge { charge_voltage_end_v: 4.191, ..base }, &base));
        assert!(!comparable(&FullDischarge { charge_voltage_end_v: 4.189, ..base }, &base));
        assert!(comparable(&FullDischarge { voltage_end_v: 2.519, ..base }, &base));
        assert!(!comparable(&FullDischarge { voltage_end_v: 2.521, ..base }, &base));
        assert!(!comparable(&FullDischarge { charge_held_voltage: Some(false), ..base }, &base));
        assert!(!comparable(&FullDischarge { temperature_start_degc: None, ..base }, &base));
        assert!(!comparable(&FullDischarge { current_held_a: Some(1.11), ..base }, &base));
    }

    #[test]
    fn bands_follow_their_mean() {
        let found = bands(&[1.0, 1.09, f64::NAN, 1.3, 2.0], same_rate);
        assert_eq!(
            found.iter().map(|(_, members)| members.clone()).collect::<Vec<_>>(),
            [vec![0, 1], vec![3], vec![4]]
        );
        assert!(discharge_groups(&Derived::default()).groups.is_empty());
    }
}
