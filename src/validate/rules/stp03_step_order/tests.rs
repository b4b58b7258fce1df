//! Orders that are right, and those that are not.

use super::*;
use crate::validate::harness::Bench;

fn said(bench: &Bench) -> Vec<(Option<i32>, Option<u64>, Option<u64>)> {
    bench.findings(&StepOrder).iter().map(|found| (found.step, found.line, found.line_end)).collect()
}

#[test]
fn steps_in_order_are_silent() {
    assert_eq!(said(&Bench::cycle()), []);
}

#[test]
fn a_step_missing_in_one_file_is_not_its_business() {
    let mut bench = Bench::cycle();
    bench.records.remove(1);
    assert_eq!(said(&bench), []);
}

#[test]
fn a_step_missing_in_both_files_is_found() {
    let mut bench = Bench::cycle();
    bench.records.remove(1);
    bench.details.remove(1);
    for (record, line) in bench.records.iter_mut().zip(2..) {
        record.line = Some(line);
    }
    assert_eq!(said(&bench), [(Some(2), Some(2), Some(3))]);
}

/// What is told in the column of the number: all else follows from it.
fn numbers(bench: &Bench) -> Vec<(Option<i32>, Option<u64>)> {
    let found = bench.findings(&StepOrder);
    let (told, follows): (Vec<_>, Vec<_>) = found.iter().partition(|found| found.column.is_some());
    assert_eq!(told.len(), follows.len(), "{follows:?}");
    told.iter().map(|found| (found.step, found.line)).collect()
}

#[test]
fn one_wrong_number_is_told_at_its_cell() {
    // In the Step file: one that nobody has, one that stood before, and the last.
    for (record, number) in [(2, 30), (2, 0), (2, 2), (4, 50)] {
        let mut bench = Bench::cycle();
        bench.records[record].number = number;
        assert_eq!(numbers(&bench), [(Some(number), bench.records[record].line)]);
    }
    // In Detail: a whole step, and one row inside a step, of the next, of the one before, and of none.
    let mut bench = Bench::cycle();
    bench.details[2].step = 30;
    assert_eq!(numbers(&bench), [(Some(30), bench.details[2].lines.first().copied())]);
    for (number, at) in [(2, 5), (4, 5), (30, 5), (2, 1), (4, 9)] {
        let mut bench = Bench::cycle();
        let mut inside = bench.details[2].clone();
        let mut after = inside.clone();
        for _ in at..inside.len() {
            bench.details[2].remove(at);
        }
        for _ in 0..at {
            inside.remove(0);
            after.remove(0);
        }
        after.remove(0);
        for _ in 1..inside.len() {
            inside.remove(1);
        }
        inside.step = number;
        let line = inside.lines[0];
        bench.details.splice(3..3, [inside, after]);
        assert_eq!(numbers(&bench), [(Some(number), Some(line))]);
    }
}

/// A test without a Step file, whose rows count executed steps.
fn counted(counts: impl Iterator<Item = i32>) -> Bench {
    let mut bench = Bench::new();
    for (at, count) in counts.enumerate() {
        bench = if at % 2 == 0 { bench.charge(60.0, 1.0) } else { bench.discharge(60.0, 1.0) };
        if let Some(rows) = bench.details.last_mut() {
            rows.section = Some(count);
        }
    }
    bench.records.clear();
    bench
}

#[test]
fn a_jump_in_the_cyclers_own_count_is_a_step_that_is_missing() {
    assert_eq!(said(&counted(1..=20)), []);
    let bench = counted((1..=9).chain(12..=20));
    let lines = (bench.details[8].lines.last().copied(), bench.details[9].lines.first().copied());
    assert_eq!(said(&bench), [(Some(10), lines.0, lines.1)]);
    // Lines of a recipe that repeat, or of which many are left out, count nothing.
    assert_eq!(said(&counted((1..=9).chain(2..=9))), []);
    assert_eq!(said(&counted((1..=20).map(|count| 3 * count))), []);
}

#[test]
fn a_double_and_a_swap_are_found_once() {
    let mut bench = Bench::cycle();
    bench.records.push(crate::model::StepRecord { line: Some(9), ..bench.records[2].clone() });
    assert_eq!(said(&bench), [(Some(3), Some(9), None)]);
    let mut bench = Bench::cycle();
    bench.records.swap(1, 2);
    bench.details.swap(1, 2);
    assert_eq!(said(&bench).len(), 1);
}
