//! Clocks that cannot be, and those that only look so.

use super::*;
use crate::validate::harness::{Bench, WALL_CLOCK};
use chrono::{NaiveDate, TimeDelta};

fn steps(bench: &Bench) -> Vec<(Option<i32>, Severity)> {
    bench.findings(&ImplausibleClock).iter().map(|found| (found.step, found.severity)).collect()
}

/// A test without rows.
fn alone() -> Bench {
    let mut bench = Bench::cycle().charge(3600.0, 2.0).discharge(3600.0, 2.0);
    bench.details.clear();
    bench.head.has_rows = false;
    bench
}

#[test]
fn plausible_clocks_are_silent() {
    let mut bench = Bench::cycle();
    bench.head.files.iter_mut().for_each(|file| file.modified_at = None);
    assert_eq!(bench.findings(&ImplausibleClock), []);
    assert_eq!(alone().findings(&ImplausibleClock), []);
}

#[test]
fn a_date_before_2000_is_found_in_both_files() {
    let mut bench = Bench::cycle();
    bench.records[1].start_time = NaiveDate::from_ymd_opt(1970, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0));
    bench.details[2].channels[WALL_CLOCK].fill(12.0);
    let found = bench.findings(&ImplausibleClock);
    assert_eq!((found.len(), found[0].step, found[0].line), (2, Some(2), bench.records[1].line));
    let lines = &bench.details[2].lines;
    assert_eq!((found[1].line, found[1].line_end), (lines.first().copied(), lines.last().copied()));
}

#[test]
fn a_date_after_the_file_was_changed_is_found() {
    let mut bench = Bench::cycle();
    let end = bench.records[4].start_time.unwrap();
    let at = |bench: &mut Bench, time| bench.head.files.iter_mut().for_each(|file| file.modified_at = Some(time));
    at(&mut bench, end - TimeDelta::hours(20));
    assert_eq!(steps(&bench), []);
    at(&mut bench, end - TimeDelta::days(2));
    assert_eq!(steps(&bench).len(), 5);
}

#[test]
fn elapsed_time_that_jumps_between_steps_is_found_and_a_pause_is_not() {
    let mut bench = Bench::cycle();
    for rows in &mut bench.details[2..] {
        rows.test_time_s.iter_mut().for_each(|time_s| *time_s += 3600.0);
    }
    assert_eq!(steps(&bench), [(Some(3), Severity::Warning)]);
    for rows in &mut bench.details[2..] {
        rows.channels[WALL_CLOCK].iter_mut().for_each(|clock_s| *clock_s += 3600.0);
    }
    assert_eq!(steps(&bench), []);
}

#[test]
fn a_duration_in_another_unit_than_in_words_is_found() {
    let mut bench = Bench::cycle();
    bench.records[1].extras = [("工步時間", "00:01:00:00.000")].into_iter().collect();
    assert_eq!(steps(&bench), []);
    bench.records[1].duration_s = 3_600_000.0.into();
    assert_eq!(steps(&bench), [(Some(2), Severity::Warning)]);
}

#[test]
fn durations_of_a_step_file_in_milliseconds_are_one_finding() {
    let mut bench = alone();
    for record in &mut bench.records {
        record.duration_s = record.duration_s.get().map(|duration_s| duration_s * 1000.0).into();
    }
    let found = bench.findings(&ImplausibleClock);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("milliseconds"), "{}", found[0].message);
}

#[test]
fn one_start_that_stands_alone_is_found_at_its_step() {
    for days in [1, -1] {
        let mut bench = alone();
        bench.records[3].start_time = bench.records[3].start_time.map(|start| start + TimeDelta::days(days));
        assert_eq!(steps(&bench), [(Some(4), Severity::Warning)], "{days}");
    }
}

#[test]
fn one_duration_that_is_too_long_is_found_and_a_pause_is_an_info() {
    let mut bench = alone();
    bench.records[1].duration_s = 4000.0.into();
    assert_eq!(steps(&bench), [(Some(2), Severity::Warning)]);
    bench.records[1].duration_s = 3000.0.into();
    assert_eq!(steps(&bench), [(Some(3), Severity::Info)]);
}
