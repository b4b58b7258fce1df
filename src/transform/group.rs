//! Steps that may be compared: full discharges in the same bands of rate and temperature.

use crate::model::{Derived, StepMetrics};

/// Half the width of a rate band, as a share of its mean.
pub const RATE_BAND: f64 = 0.1;
/// Half the width of a temperature band in K.
pub const TEMPERATURE_BAND_K: f64 = 3.0;

/// Whether two rates are of one band: within ±10 %.
#[must_use]
pub fn same_rate(a: f64, b: f64) -> bool {
    (a - b).abs() <= RATE_BAND * b.abs().max(f64::MIN_POSITIVE) * (1.0 + 1e-12)
}

/// Whether two temperatures are of one band: within ±3 K.
#[must_use]
pub fn same_temperature(a: f64, b: f64) -> bool {
    (a - b).abs() <= TEMPERATURE_BAND_K + 1e-12
}

/// Whether `step` is a full discharge in the rate and temperature bands of `base`.
///
/// Temperatures at the start count, for self-heating is no difference. Where neither step has one, the rate alone decides.
#[must_use]
pub fn comparable(step: &StepMetrics, base: &StepMetrics) -> bool {
    let temperature = match (step.temperature_start_degc, base.temperature_start_degc) {
        (Some(a), Some(b)) => same_temperature(a, b),
        (None, None) => true,
        _ => false,
    };
    let rate = matches!((step.c_rate, base.c_rate), (Some(a), Some(b)) if same_rate(a, b));
    step.full_discharge && base.full_discharge && rate && temperature
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

/// Full discharges of one rate and one temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct DischargeGroup {
    /// The mean rate.
    pub c_rate: f64,
    /// The mean temperature at the start in °C; `None` where none was measured.
    pub temperature_degc: Option<f64>,
    /// The steps, in order.
    pub steps: Vec<i32>,
    /// The mean magnitude of their capacities in Ah.
    pub capacity_ah: f64,
    /// The lowest and highest of them.
    pub capacity_range_ah: (f64, f64),
    /// The mean capacity in % of [`DischargeGroups::whole`].
    pub capacity_pct: Option<f64>,
}

/// All full discharges of a test by temperature, then by rate.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DischargeGroups {
    /// By temperature, then by rate, both rising.
    pub groups: Vec<DischargeGroup>,
    /// The mean capacity in Ah of the full discharges comparable with the reference step, which is 100 %, and their numbers.
    pub whole: Option<(f64, Vec<i32>)>,
}

/// Groups the full discharges of a test. Those without a rate or a capacity are left out.
#[must_use]
pub fn discharge_groups(derived: &Derived) -> DischargeGroups {
    let full: Vec<&StepMetrics> = derived
        .steps
        .iter()
        .filter(|step| step.full_discharge && step.c_rate.is_some() && step.capacity_ah.is_some())
        .collect();
    let capacity = |step: &StepMetrics| step.capacity_ah.unwrap_or(f64::NAN).abs();
    let mean = |steps: &[&StepMetrics]| steps.iter().map(|s| capacity(s)).sum::<f64>() / steps.len() as f64;
    let whole = derived
        .reference
        .and_then(|reference| full.iter().find(|step| step.step == reference.step))
        .or(full.first())
        .map(|base| full.iter().copied().filter(|step| comparable(step, base)).collect::<Vec<_>>())
        .filter(|steps| !steps.is_empty())
        .map(|steps| (mean(&steps), steps.iter().map(|step| step.step).collect()));
    let mut groups = Vec::new();
    for (temperature_degc, steps) in by_temperature(&full) {
        let rates: Vec<f64> = steps.iter().map(|step| step.c_rate.unwrap_or(f64::NAN)).collect();
        for (c_rate, members) in bands(&rates, same_rate) {
            let steps: Vec<&StepMetrics> = members.iter().map(|&i| steps[i]).collect();
            let capacity_ah = mean(&steps);
            let low_high = steps.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), step| {
                (low.min(capacity(step)), high.max(capacity(step)))
            });
            groups.push(DischargeGroup {
                c_rate,
                temperature_degc,
                steps: steps.iter().map(|step| step.step).collect(),
                capacity_ah,
                capacity_range_ah: low_high,
                capacity_pct: whole.as_ref().map(|(whole, _)| 100.0 * capacity_ah / whole),
            });
        }
    }
    DischargeGroups { groups, whole }
}

/// Steps by bands of their starting temperature; those without one come first, as `None`.
fn by_temperature<'a>(steps: &[&'a StepMetrics]) -> Vec<(Option<f64>, Vec<&'a StepMetrics>)> {
    let unknown: Vec<&StepMetrics> = steps.iter().copied().filter(|s| s.temperature_start_degc.is_none()).collect();
    let temperatures: Vec<f64> = steps.iter().map(|step| step.temperature_start_degc.unwrap_or(f64::NAN)).collect();
    let known = bands(&temperatures, same_temperature)
        .into_iter()
        .map(|(mean, members)| (Some(mean), members.iter().map(|&i| steps[i]).collect()));
    (!unknown.is_empty()).then_some((None, unknown)).into_iter().chain(known).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Reference, ReferenceQuality, StepType};

    fn discharge(step: i32, rate: f64, temperature: Option<f64>, capacity: f64) -> StepMetrics {
        StepMetrics {
            step,
            step_type: StepType::Discharge,
            c_rate: Some(rate),
            temperature_start_degc: temperature,
            capacity_ah: Some(-capacity),
            full_discharge: true,
            ..blank()
        }
    }

    /// A rest of which nothing is known.
    pub(crate) fn blank() -> StepMetrics {
        StepMetrics {
            step: 0,
            cycle: 1,
            tester_cycle: None,
            recipe_line: None,
            loop_pass: None,
            step_type: StepType::Rest,
            original_step_type: std::sync::Arc::default(),
            status: None,
            start_time: None,
            duration_s: None,
            previous_step_s: None,
            rest_before_s: None,
            voltage_start_v: None,
            voltage_end_v: None,
            voltage_min_v: None,
            voltage_max_v: None,
            current_mean_a: None,
            current_end_a: None,
            capacity_ah: None,
            energy_wh: None,
            power_end_w: None,
            temperature_start_degc: None,
            temperature_end_degc: None,
            temperature_min_degc: None,
            temperature_max_degc: None,
            c_rate: None,
            c_rate_mean: None,
            c_rate_end: None,
            soc_start_pct: None,
            soc_end_pct: None,
            ocv_start_v: None,
            measurements: None,
            relaxation_rows: None,
            full_discharge: false,
        }
    }

    #[test]
    fn discharges_group_by_temperature_and_rate() {
        let steps = vec![
            discharge(2, 1.0, Some(25.0), 9.0),
            discharge(4, 1.05, Some(26.5), 9.2),
            discharge(6, 5.0, Some(24.7), 8.0),
            discharge(8, 1.0, Some(-29.0), 6.0),
            StepMetrics { full_discharge: false, ..discharge(10, 1.0, Some(25.0), 1.0) },
        ];
        let reference = Some(Reference { step: 4, quality: ReferenceQuality::Full, capacity_ah: 9.2 });
        let found = discharge_groups(&Derived { reference, steps, ..Derived::default() });
        assert_eq!(found.whole, Some((9.1, vec![2, 4])));
        let said: Vec<_> = found.groups.iter().map(|g| (g.steps.clone(), g.capacity_ah)).collect();
        assert_eq!(said, [(vec![8], 6.0), (vec![2, 4], 9.1), (vec![6], 8.0)]);
        assert!((found.groups[2].capacity_pct.unwrap() - 100.0 * 8.0 / 9.1).abs() < 1e-12);
        assert_eq!(found.groups[1].capacity_range_ah, (9.0, 9.2));
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

    #[test]
    fn a_missing_temperature_is_no_match_for_a_known_one() {
        assert!(!comparable(&discharge(1, 1.0, None, 1.0), &discharge(2, 1.0, Some(25.0), 1.0)));
        assert!(comparable(&discharge(1, 1.0, None, 1.0), &discharge(2, 1.0, None, 1.0)));
    }
}
