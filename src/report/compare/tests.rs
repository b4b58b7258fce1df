//! Comparisons of tests whose courses are known.

use super::*;
use crate::transform::group::sample;
use crate::transform::soh::Baseline;

/// A test of one cell whose capacity falls by so much a cycle.
fn test(name: &str, cell: Option<&str>, capacity_ah: f64, lost_ah: f64) -> Compared {
    let first = sample(1, capacity_ah);
    let point = |cycle: i32| {
        let now = capacity_ah - lost_ah * f64::from(cycle - 1);
        crate::transform::ageing::Point {
            step: cycle,
            cycle,
            efc: Some(f64::from(cycle)),
            days: f64::from(cycle),
            throughput_ah: f64::from(cycle),
            capacity_ah: now,
            soh_pct: Some(100.0 * now / capacity_ah),
        }
    };
    let course = Course {
        first,
        baseline: Some(Baseline { capacity_ah, step: Some(1) }),
        points: (1..=10).map(point).collect(),
    };
    Compared {
        name: name.to_owned(),
        cell: cell.map(str::to_owned),
        chemistry: None,
        project: None,
        nominal_ah: Some(2.0),
        courses: vec![course],
        rates: Vec::new(),
        places: Vec::new(),
        health: Health { last: Some(first), ..Health::default() },
        temperature_max_degc: None,
        conventions: Footing::default(),
    }
}

#[test]
fn differences_are_to_the_base_at_its_places() {
    let tests = [test("a", None, 2.0, 0.01), test("b", None, 1.9, 0.02)];
    let all = series::all(&tests, Along::default());
    assert_eq!(all.len(), 4, "capacity and SOH of either");
    let points = series::points(&tests, &all, 1, &Ask::default());
    let first = points.iter().find(|p| p.test == "a" && p.quantity == "capacity_ah" && p.at == 1.0).unwrap();
    assert!((first.difference - 0.1).abs() < 1e-12);
    let pairs = series::pairs(&tests, &all, 0);
    let (at, base, value) = pairs[0].last.unwrap();
    assert_eq!((pairs[0].test.as_str(), at), ("b", 10.0));
    assert!((base - 1.91).abs() < 1e-12 && (value - 1.72).abs() < 1e-12);
}

#[test]
fn without_a_choice_the_base_is_the_first_that_has_its_like() {
    let mut alone = test("alone", None, 5.0, 0.01);
    alone.courses[0].first.voltage_end_v = 1.0;
    let tests = [alone, test("b", None, 2.0, 0.01), test("c", None, 1.9, 0.02)];
    let base = |ask: &Ask| {
        let sheet = sheet(&tests, ask);
        crate::format::told(sheet.head.iter().find(|entry| entry.column.key == "base").unwrap())
    };
    assert_eq!(base(&Ask::default()), "b");
    assert_eq!(base(&Ask { base: Some("alone".to_owned()), ..Ask::default() }), "alone");
}

#[test]
fn a_cell_counts_once() {
    let tests = [test("a", Some("X"), 2.0, 0.0), test("b", Some("X"), 1.0, 0.0), test("c", Some("Y"), 3.0, 0.0)];
    let all = series::all(&tests, Along::default());
    let last = groups::last(&groups::bands(&tests, &all, &Ask::default()));
    let capacity = last.iter().find(|group| group.quantity == "capacity_ah").unwrap();
    assert_eq!((capacity.summary.n, capacity.summary.mean), (2, Some(2.25)));
}

#[test]
fn two_groups_are_tested_and_holm_corrects_three() {
    let a = [2.010, 2.004, 1.998, 2.015, 2.007];
    let b = [1.990, 1.985, 1.996, 1.979, 1.992, 1.988];
    let tests: Vec<Compared> =
        a.iter().chain(&b).enumerate().map(|(at, ah)| test(&format!("t{at}"), None, *ah, 0.0)).collect();
    let groups = (0..tests.len()).map(|at| Some(if at < 5 { "A" } else { "B" }.to_owned())).collect();
    let ask = Ask { groups, ..Ask::default() };
    let all = series::all(&tests, Along::default());
    let last = groups::last(&groups::bands(&tests, &all, &ask));
    let (found, _) = groups::statistics(&tests, &all, &ask, &last);
    let capacity = found.iter().find(|one| one.quantity == "capacity_ah").unwrap();
    // G7 of the reference numbers.
    assert!((capacity.welch.t - 4.949_981_331_723_97).abs() < 1e-9);
    assert!((capacity.welch.hedges_g - 2.762_713_866_930_659_5).abs() < 1e-9);
    assert_eq!(capacity.p_holm, capacity.welch.p, "one comparison needs no correction");
}

#[test]
fn a_cell_that_fades_faster_is_an_outlier() {
    let fades = [0.010, 0.011, 0.0105, 0.0095, 0.0108, 0.05];
    let tests: Vec<Compared> =
        fades.iter().enumerate().map(|(at, lost)| test(&format!("t{at}"), None, 2.0, *lost)).collect();
    let (found, _) = outliers::all(&tests.iter().collect::<Vec<_>>());
    assert_eq!(found.iter().map(|one| one.test.as_str()).collect::<Vec<_>>(), ["t5"]);
    assert_eq!(found[0].quantity, "fade_pct_per_100_efc");
}

#[test]
fn a_fade_that_is_none_is_not_told_as_in_degradation() {
    use crate::transform::ageing::Over;
    use crate::transform::decline::decline;
    // Capacity goes up and down by the same; that of `b` falls.
    let mut still = test("a", None, 2.0, 0.0);
    for (at, point) in still.courses[0].points.iter_mut().enumerate() {
        point.soh_pct = Some([100.0, 99.9, 100.1, 99.95, 100.05][at % 5]);
    }
    let mut few = test("c", None, 2.0, 0.01);
    few.courses[0].points.truncate(4);
    let tests = [still, test("b", None, 2.0, 0.01), few];
    let told = outliers::told(&tests, &Ask::default());
    assert_eq!(told[0].fade_pct_per_100_efc, Err(crate::transform::end_of_life::NO_FADE.to_owned()));
    let found = decline(&tests[1].courses[0], Over::Efc, Some(2.0));
    assert_eq!(told[1].fade_pct_per_100_efc, Ok(-100.0 * found.fits[0].k.unwrap()), "the slope of degradation");
    let ends = decline(&tests[0].courses[0], Over::Efc, Some(2.0)).ends_of_life;
    assert!(ends[0].value.is_none() && ends[0].notes.iter().any(|note| note.starts_with("no fade")), "{ends:?}");
    let notes = outliers::not_fading(&told);
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].contains("not told of a: no fade") && notes[1].contains("of c: 4 points"), "{notes:?}");
}
