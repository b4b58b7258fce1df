//! What must hold for series of every kind: knees that are there are found, those that are not are not, and what a
//! series does not bear is refused.

use super::end_of_life::{Base, Kind, end_of_life, ends_of_life};
use super::fade_model::{Model, chosen, fit_all};
use super::knee::{double, knee, single};
use super::model_cases::Random;

fn places(count: u32, span: f64) -> Vec<f64> {
    (0..count).map(|i| span * f64::from(i) / f64::from(count - 1)).collect()
}

fn noisy(random: &mut Random, x: &[f64], noise: f64, curve: impl Fn(f64) -> f64) -> Vec<f64> {
    x.iter().map(|x| curve(*x) + noise * random.normal()).collect()
}

#[test]
fn a_late_knee_is_found() {
    let mut random = Random(1);
    for case in 0..40 {
        let x = places(60 + 7 * case, 800.0);
        let place = random.within(480.0, 680.0);
        let y = noisy(&mut random, &x, 0.1, |x| 100.0 - 0.008 * x - 0.08 * (x - place).max(0.0));
        let found = knee(&x, &y, &fit_all(&x, &y));
        let one = found.single.unwrap_or_else(|| panic!("case {case}: {:?}", found.refused));
        assert!((one.knee - place).abs() < 12.0 && one.ci.0 <= one.knee && one.knee <= one.ci.1, "{one:?} {place}");
        assert!(one.slope_after < one.slope_before && found.onset().is_none(), "case {case}: {:?}", found.double);
    }
}

#[test]
fn smooth_power_laws_never_show_a_knee() {
    let mut random = Random(2);
    for case in 0..120 {
        let x = places(20 + case, random.within(50.0, 3000.0));
        let span = x[x.len() - 1];
        let (depth, noise, exponent) = (random.within(5.0, 25.0), random.within(0.02, 0.3), random.within(0.35, 1.9));
        let exponent = if case % 2 == 0 { 0.5 } else { exponent };
        let y = noisy(&mut random, &x, noise, |x| 100.0 - depth * (x / span).powf(exponent));
        let found = knee(&x, &y, &fit_all(&x, &y));
        assert!(found.knee().is_none() && found.refused.is_some(), "case {case}: {found:?}");
        assert_eq!((found.onset(), found.onset_refused.as_deref()), (None, Some("there is no knee")));
    }
}

#[test]
fn a_straight_line_has_no_knee() {
    let mut random = Random(3);
    for case in 0..60 {
        let x = places(10 + 3 * case, 500.0);
        let y = noisy(&mut random, &x, 0.1, |x| 100.0 - 0.02 * x);
        assert_eq!(knee(&x, &y, &fit_all(&x, &y)).knee(), None, "case {case}");
    }
    let x = places(40, 39.0);
    let exact: Vec<f64> = x.iter().map(|x| 100.0 - 0.25 * x).collect();
    assert_eq!(knee(&x, &exact, &fit_all(&x, &exact)).knee(), None);
    assert!(single(&x, &exact).unwrap().aicc.is_finite() && double(&x, &exact).unwrap().aicc.is_finite());
}

#[test]
fn an_exact_bend_is_found_exactly() {
    let x: Vec<f64> = (0..60).map(|i| 1e4 + 10.0 * f64::from(i)).collect();
    let y: Vec<f64> = x.iter().map(|x| 100.0 - 0.01 * (x - 1e4) - 0.05 * (x - 10333.3).max(0.0)).collect();
    let found = knee(&x, &y, &fit_all(&x, &y));
    assert!((found.knee().unwrap() - 10333.3).abs() < 1e-6, "{found:?}");
    assert_eq!(found.onset(), None);
}

#[test]
fn a_dip_that_recovers_is_no_end_of_life() {
    let x = places(41, 400.0);
    let mut y: Vec<f64> = x.iter().map(|x| 100.0 - 0.03 * x).collect();
    y[20] = 76.0;
    let found = &ends_of_life(&x, &y, &fit_all(&x, &y), None)[0];
    assert_eq!(found.kind, Some(Kind::Fit));
    assert!(found.value.is_some_and(|value| value > 600.0) && found.ci.is_some(), "{found:?}");
    // Two in turn are one.
    y[21] = 76.0;
    let found = &ends_of_life(&x, &y, &fit_all(&x, &y), None)[0];
    assert_eq!((found.kind, found.ci), (Some(Kind::Data), None));
    assert!(found.value.is_some_and(|value| value > 190.0 && value < 200.0), "{found:?}");
}

#[test]
fn without_fade_there_is_no_end() {
    let mut random = Random(4);
    let x = places(30, 290.0);
    let flat = noisy(&mut random, &x, 0.1, |_| 100.0);
    let found = &ends_of_life(&x, &flat, &fit_all(&x, &flat), None)[0];
    assert!(found.value.is_none() && found.notes[0].starts_with("no fade"), "{found:?}");
    assert!(found.ci.is_none_or(|ends| ends.0.is_some() && ends.1.is_none()), "{found:?}");
    let rising = noisy(&mut random, &x, 0.1, |x| 100.0 + 0.1 * x);
    let found = &ends_of_life(&x, &rising, &fit_all(&x, &rising), None)[0];
    assert_eq!((found.value, found.ci), (None, None));
    let alike = [99.7; 8];
    let found = &ends_of_life(&x[..8], &alike, &fit_all(&x[..8], &alike), None)[0];
    assert_eq!(found.value, None);
}

#[test]
fn residuals_that_hang_together_are_told() {
    let mut random = Random(5);
    let x = places(80, 790.0);
    let mut drift = 0.0;
    let y: Vec<f64> = x
        .iter()
        .map(|x| {
            drift = 0.9 * drift + 0.1 * random.normal();
            100.0 - 0.02 * x + drift
        })
        .collect();
    let fits = fit_all(&x, &y);
    let notes = &ends_of_life(&x, &y, &fits, None)[0].notes;
    assert!(chosen(&fits).unwrap().durbin_watson.unwrap() < 1.2 && notes.iter().any(|note| note.contains("Durbin")));
    let white = noisy(&mut random, &x, 0.1, |x| 100.0 - 0.02 * x);
    let found = &ends_of_life(&x, &white, &fit_all(&x, &white), Some(1.1))[0];
    assert_eq!(found.notes, Vec::<String>::new(), "{found:?}");
}

#[test]
fn a_far_end_is_told() {
    let x = places(10, 90.0);
    let y: Vec<f64> = x.iter().map(|x| 100.0 - 0.02 * x).collect();
    let fits = fit_all(&x, &y);
    let found = ends_of_life(&x, &y, &fits, Some(0.9));
    assert!((found[0].value.unwrap() - 1000.0).abs() < 1e-6 && found[0].notes[0].starts_with("far"), "{found:?}");
    assert!((found[1].value.unwrap() - 1400.0).abs() < 1e-6);
    assert_eq!(ends_of_life(&x, &y, &fits, None)[1].threshold, None);
}

#[test]
fn what_begins_below_has_no_crossing() {
    let x = places(10, 90.0);
    let y: Vec<f64> = x.iter().map(|x| 79.0 - 0.02 * x).collect();
    let found = end_of_life(&x, &y, &fit_all(&x, &y), Base::Baseline, 80.0);
    assert_eq!((found.kind, found.value, found.ci, found.notes.len()), (Some(Kind::Data), None, None, 1));
}

#[test]
fn few_points_give_what_they_bear() {
    let (x, y) = ([0.0, 1.0, 2.0, 3.0], [100.0, 90.0, 79.0, 70.0]);
    let fits = fit_all(&x, &y);
    assert!(fits.iter().all(|fit| fit.refused.is_some() && fit.k.is_none()) && chosen(&fits).is_none());
    let found = ends_of_life(&x, &y, &fits, None);
    // The crossing in the data stands without a model; a base of the fit does not.
    assert!((found[0].value.unwrap() - (1.0 + 10.0 / 11.0)).abs() < 1e-12);
    assert_eq!((found[2].kind, found[2].threshold, found[2].notes.len()), (None, None, 1));
    assert!(knee(&x, &y, &fits).refused.is_some());
}

#[test]
fn exponents_at_their_bounds_are_refused() {
    let mut random = Random(6);
    for (count, lower) in [(30, true), (30, false), (200, true), (200, false)] {
        let x: Vec<f64> = places(count, 500.0).iter().map(|x| x + 1.0).collect();
        let y = noisy(&mut random, &x, 0.02, |x| {
            if lower { 100.0 - 3.0 * x.ln() } else { 100.0 - 20.0 * (x / 500.0).powf(2.6) }
        });
        let fits = fit_all(&x, &y);
        let bound = if lower { "0.3" } else { "2" };
        let reason = fits[2].refused.as_deref().unwrap();
        assert!(reason.starts_with(&format!("its exponent runs to its bound of {bound}:")), "{reason}");
        assert!(fits[2].aicc.is_none() && fits[2].at(10.0).is_none() && chosen(&fits).unwrap().model != Model::Power);
    }
}

#[test]
fn throughput_in_large_units_loses_nothing() {
    let mut random = Random(7);
    let x: Vec<f64> = places(50, 9000.0).iter().map(|x| x + 1000.0).collect();
    let y = noisy(&mut random, &x, 0.01, |x| 100.0 - 2e-5 * x.powf(1.4));
    let small: Vec<f64> = x.iter().map(|x| x / 1e4).collect();
    let (large, small) = (&fit_all(&x, &y)[2], &fit_all(&small, &y)[2]);
    assert!((large.c.unwrap() / small.c.unwrap() - 1.0).abs() < 1e-10);
    let back = small.k.unwrap() * (1e-4_f64).powf(small.c.unwrap());
    assert!((large.k.unwrap() / back - 1.0).abs() < 1e-8, "{large:?} {back}");
    let (a, b) = (large.at(12_000.0).unwrap(), small.at(1.2).unwrap());
    assert!((a.1 - b.1).abs() < 1e-9 && (a.2 - b.2).abs() < 1e-9);
}

#[test]
fn two_thousand_points_are_quick() {
    let mut random = Random(8);
    let x = places(2000, 2000.0);
    let y = noisy(&mut random, &x, 0.05, |x| {
        100.0 - 0.002 * x - 0.01 * (x - 800.0).max(0.0) - 0.04 * (x - 1500.0).max(0.0)
    });
    let found = knee(&x, &y, &fit_all(&x, &y));
    assert!((found.onset().unwrap() - 800.0).abs() < 10.0, "{found:?}");
    assert!((found.double.unwrap().knee - 1500.0).abs() < 3.0, "{found:?}");
}

#[test]
fn more_points_are_thinned_and_polished() {
    let mut random = Random(9);
    let x = places(4100, 4100.0);
    let y = noisy(&mut random, &x, 0.05, |x| {
        100.0 - 0.001 * x - 0.01 * (x - 1800.0).max(0.0) - 0.04 * (x - 3000.0).max(0.0)
    });
    let found = double(&x, &y).unwrap();
    assert!((found.onset - 1800.0).abs() < 10.0 && (found.knee - 3000.0).abs() < 3.0, "{found:?}");
    // No neighbouring place is better.
    let rss = |onset: f64, knee: f64| {
        let bend = |place: f64| x.iter().map(|x| (x - place).abs()).collect();
        let columns = [vec![1.0; x.len()], x.clone(), bend(onset), bend(knee)];
        super::least_squares::solve(columns, &y).unwrap().rss
    };
    for (a, b) in [(0.3, 0.0), (-0.3, 0.0), (0.0, 0.3), (0.0, -0.3), (1.5, -0.5), (-1.5, 0.5)] {
        assert!(rss(found.onset + a, found.knee + b) > found.rss);
    }
}
