//! Gaps that must be found, and intervals that are none.

use super::*;
use crate::validate::harness::Bench;

#[test]
fn the_testers_own_first_and_last_intervals_are_silent() {
    let mut bench = Bench::cycle();
    for rows in &mut bench.details {
        rows.remove(1);
        rows.remove(1);
        rows.remove(1);
        let last = rows.len() - 1;
        rows.remove(last - 1);
        rows.remove(last - 2);
        rows.remove(last - 3);
    }
    assert_eq!(bench.findings(&SamplingGap), []);
}

#[test]
fn a_hole_that_both_the_clock_and_the_numbers_of_rows_tell_is_one_finding() {
    let mut bench = Bench::cycle();
    for _ in 0..3 {
        bench.details[1].remove(20);
    }
    let behind = bench.details[1].lines[20];
    for line in [behind, behind + 30] {
        bench.add_fault(FaultKind::SamplingGap, line);
    }
    let found = bench.findings(&SamplingGap);
    let places: Vec<_> = found.iter().map(|found| (found.line, found.line_end)).collect();
    let of_clock = (Some(bench.details[1].lines[19]), Some(behind));
    assert_eq!(places, [of_clock, (Some(behind + 30), None)]);
}

#[test]
fn missing_rows_are_found_between_their_neighbours() {
    let mut bench = Bench::cycle();
    for _ in 0..3 {
        bench.details[1].remove(20);
    }
    let found = bench.findings(&SamplingGap);
    assert_eq!(found.len(), 1);
    let lines = &bench.details[1].lines;
    assert_eq!((found[0].step, found[0].line, found[0].line_end), (Some(2), Some(lines[19]), Some(lines[20])));
    assert!(found[0].message.contains("about 3 rows"), "{}", found[0].message);
}

#[test]
fn one_lost_row_of_an_even_rhythm_is_found_at_any_speed() {
    for interval_s in [60.0, 1.0, 0.1, 0.005] {
        let mut bench = Bench::new().step(
            crate::model::StepType::Charge,
            crate::model::Control::ConstantCurrent,
            40.0 * interval_s,
            interval_s,
            2.0,
        );
        assert_eq!(bench.findings(&SamplingGap), []);
        bench.details[0].remove(20);
        let found = bench.findings(&SamplingGap);
        let lines = &bench.details[0].lines;
        assert_eq!(found.len(), 1, "{interval_s}");
        assert_eq!((found[0].line, found[0].line_end), (Some(lines[19]), Some(lines[20])));
        assert!(found[0].message.contains("about 1 row is"), "{}", found[0].message);
    }
}

#[test]
fn an_uneven_rhythm_or_an_interval_that_is_no_multiple_says_nothing() {
    let mut bench = Bench::cycle();
    bench.details[1].remove(20);
    let rows = &mut bench.details[1];
    let moved: Vec<f64> = rows.test_time_s.iter().enumerate().map(|(row, s)| s + (row % 3) as f64).collect();
    rows.test_time_s = moved;
    assert_eq!(bench.findings(&SamplingGap), []);
    let mut bench = Bench::cycle();
    bench.details[1].test_time_s[30..].iter_mut().for_each(|time_s| *time_s += 30.0);
    assert_eq!(bench.findings(&SamplingGap), []);
}

#[test]
fn a_change_of_rhythm_is_no_gap() {
    let mut bench = Bench::cycle();
    let rows = &mut bench.details[1];
    for row in 20..rows.len() {
        rows.test_time_s[row] = rows.test_time_s[19] + 600.0 * (row - 19) as f64;
    }
    assert_eq!(bench.findings(&SamplingGap), []);
}

#[test]
fn a_row_with_a_wrong_time_is_no_gap() {
    let mut bench = Bench::cycle();
    bench.details[1].test_time_s[20] += 5000.0;
    bench.details[1].test_time_s[40] -= 5000.0;
    bench.details[1].repeat(50);
    assert_eq!(bench.findings(&SamplingGap), []);
}
