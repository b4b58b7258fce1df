//! Clocks that run alike, that jump, and that count in another unit.

use super::*;
use crate::model::{MAX_BLOCK_ROWS, StepRecord};
use crate::validate::harness::{Bench, WALL_CLOCK};
use std::sync::Arc;

#[test]
fn whole_seconds_and_slow_drift_are_silent() {
    let mut bench = Bench::cycle();
    assert_eq!(bench.findings(&ClockJump), []);
    for rows in &mut bench.details {
        for (wall_s, elapsed_s) in rows.channels[WALL_CLOCK].iter_mut().zip(&rows.test_time_s) {
            *wall_s += (elapsed_s * 5e-5).round();
        }
    }
    assert_eq!(bench.findings(&ClockJump), []);
}

#[test]
fn a_jump_that_stays_is_one_finding_at_its_first_row() {
    let mut bench = Bench::cycle();
    for rows in &mut bench.details[1..] {
        let from = if rows.step == 2 { 30 } else { 0 };
        rows.channels[WALL_CLOCK][from..].iter_mut().for_each(|wall_s| *wall_s += 3600.0);
    }
    let found = bench.findings(&ClockJump);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].step, found[0].line), (Some(2), Some(bench.details[1].lines[30])));
    assert!(found[0].message.contains("daylight saving"), "{}", found[0].message);
}

#[test]
fn rows_that_leave_and_come_back_are_a_range() {
    let mut bench = Bench::cycle();
    bench.details[1].channels[WALL_CLOCK][30..33].iter_mut().for_each(|wall_s| *wall_s -= 86400.0);
    let found = bench.findings(&ClockJump);
    let lines = &bench.details[1].lines;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].line, found[0].line_end), (Some(lines[30]), Some(lines[32])));
}

#[test]
fn a_clock_that_stands_still_is_one_finding() {
    // It has no seconds, so that a minute is no jump yet.
    for comes_back in [true, false] {
        let mut bench = Bench::cycle();
        let lines = bench.details[1].lines.clone();
        let clock = &mut bench.details[1].channels[WALL_CLOCK];
        let held_s = clock[20];
        clock[20..40].fill(held_s);
        if !comes_back {
            bench.details[1].channels[WALL_CLOCK][40..].iter_mut().for_each(|wall_s| *wall_s -= 1140.0);
            for rows in &mut bench.details[2..] {
                rows.channels[WALL_CLOCK].iter_mut().for_each(|wall_s| *wall_s -= 1140.0);
            }
        }
        let found = bench.findings(&ClockJump);
        assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), [Some(lines[22])], "{comes_back}");
        assert_eq!(found[0].line_end, Some(lines[39]).filter(|_| comes_back));
    }
}

#[test]
fn a_clock_of_which_a_part_was_written_anew_is_exact_to_a_minute_there() {
    let mut bench = Bench::cycle();
    for rows in &mut bench.details {
        for wall_s in &mut rows.channels[WALL_CLOCK] {
            *wall_s += 17.0;
        }
    }
    let anew = |wall_s: &mut f64| *wall_s = (*wall_s / 60.0).floor() * 60.0;
    bench.details[1].channels[WALL_CLOCK][30..].iter_mut().for_each(anew);
    bench.details[2].channels[WALL_CLOCK][..5].iter_mut().for_each(anew);
    assert!(!bench.findings(&ClockJump).is_empty());
    let said =
        Fault::new(FaultKind::BadTimestamp, "synthetic_detail.csv", "as a spreadsheet writes it").at(Severity::Info);
    bench.faults.push(said);
    assert_eq!(bench.findings(&ClockJump), []);
    bench.details[3].channels[WALL_CLOCK][30..].iter_mut().for_each(|wall_s| *wall_s += 100.0);
    assert_eq!(bench.findings(&ClockJump).len(), 1);
}

#[test]
fn a_first_row_that_is_off_is_the_one() {
    let mut bench = Bench::cycle();
    bench.details[2].channels[WALL_CLOCK][0] += 100.0;
    let found: Vec<_> = bench.findings(&ClockJump).iter().map(|found| (found.severity, found.line)).collect();
    assert_eq!(found, [(Severity::Warning, Some(bench.details[2].lines[0]))]);
}

#[test]
fn a_fine_clock_is_held_to_a_tenth_of_a_second() {
    let mut bench = Bench::cycle();
    for rows in &mut bench.details {
        rows.channels[WALL_CLOCK] = rows.test_time_s.iter().map(|elapsed_s| 1.7e9 + 0.25 + elapsed_s).collect();
    }
    assert_eq!(bench.findings(&ClockJump), []);
    bench.details[3].channels[WALL_CLOCK][30] += 0.5;
    assert_eq!(bench.findings(&ClockJump).len(), 1);
}

#[test]
fn a_wait_between_steps_is_an_info() {
    let mut bench = Bench::cycle();
    for rows in &mut bench.details[2..] {
        rows.channels[WALL_CLOCK].iter_mut().for_each(|wall_s| *wall_s += 22.0);
    }
    let found: Vec<_> = bench.findings(&ClockJump).iter().map(|found| (found.step, found.severity)).collect();
    assert_eq!(found, [(Some(3), Severity::Info)]);
}

#[test]
fn another_unit_is_one_error_that_names_it() {
    for (scale, unit) in SCALES {
        let mut bench = Bench::cycle();
        for rows in &mut bench.details {
            rows.test_time_s.iter_mut().for_each(|elapsed_s| *elapsed_s /= scale);
        }
        let found = bench.findings(&ClockJump);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Error), "{found:?}");
        assert_eq!(found[0].value.as_deref(), Some(unit));
    }
}

#[test]
fn a_clock_without_seconds_is_silent() {
    let mut bench = Bench::cycle();
    for detail in &mut bench.details {
        for wall_s in &mut detail.channels[WALL_CLOCK] {
            *wall_s = (*wall_s / 60.0).floor() * 60.0;
        }
    }
    assert_eq!(bench.findings(&ClockJump), []);
}

#[test]
fn very_many_jumps_between_steps_do_not_wait_for_the_end() {
    let mut bench = Bench::cycle();
    let context = Context {
        head: &bench.head.clone(),
        records: &[],
        thresholds: &Thresholds::default(),
        others: None,
        scale: Arc::default(),
    };
    let mut check = ClockJump.start(&context).unwrap();
    let (record, mut out) = (StepRecord::unknown(1), Vec::new());
    let view = StepView { head: context.head, record: &record, previous: None, trace: None, file: None };
    for _ in 0..=HELD_MAX {
        bench.details[0].channels[WALL_CLOCK].iter_mut().for_each(|wall_s| *wall_s += 100.0);
        check.step_start(&view, &mut out);
        bench.details[0].blocks(MAX_BLOCK_ROWS, |block| check.block(&view, block, &mut out));
        check.step_end(&view, &mut out);
    }
    assert_eq!(out.len(), HELD_MAX);
}
