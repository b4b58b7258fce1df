//! Courses of ageing with closed forms.

use super::*;
use crate::transform::end_of_life::Base;
use crate::transform::soh::Baseline;

/// A course of so many cycles of which each loses 0.005 Ah of 2 Ah.
fn aged(cycles: i32, lost_ah: f64) -> Aged {
    let first = crate::transform::group::sample(1, 2.0 - lost_ah);
    let point = |cycle: i32| crate::transform::ageing::Point {
        step: cycle,
        cycle,
        efc: Some(f64::from(cycle)),
        days: f64::from(cycle) / 2.0,
        throughput_ah: 4.0 * f64::from(cycle),
        capacity_ah: 2.0 - lost_ah * f64::from(cycle),
        soh_pct: Some(100.0 * (2.0 - lost_ah * f64::from(cycle)) / (2.0 - lost_ah)),
    };
    let baseline = Some(Baseline { capacity_ah: 2.0 - lost_ah, step: Some(1) });
    let course = Course { first, baseline, points: (1..=cycles).map(point).collect() };
    Aged { number: 1, decline: decline(&course, Over::Cycle, Some(2.0)), course }
}

#[test]
fn fade_of_five_thousandths_a_cycle() {
    let one = aged(40, 0.005);
    let chosen = one.decline.chosen().unwrap();
    assert_eq!(chosen.model.name(), "linear");
    assert!((chosen.k.unwrap() * 1.995 / 100.0 + 0.005).abs() < 1e-12, "{chosen:?}");
    let value = |base| one.decline.end_of_life(base).and_then(|end| end.value).unwrap();
    assert!((value(Base::Nominal) - 80.0).abs() < 1e-6);
    assert!((value(Base::Baseline) - 80.8).abs() < 1e-6);
}

#[test]
fn what_cannot_be_modelled_is_refused_in_words() {
    let few = aged(4, 0.005);
    assert!(few.decline.chosen().is_none());
    assert!(few.decline.fits.iter().all(|fit| fit.refused.is_some() && fit.k.is_none()));
    let flat = aged(40, 0.0);
    let end = flat.decline.end_of_life(Base::Baseline).unwrap();
    assert_eq!(end.value, None);
    assert!(!end.notes.is_empty());
}
