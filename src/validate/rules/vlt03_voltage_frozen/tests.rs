//! Voltages that stand still, rightly and not.

use super::*;
use crate::model::StepType;
use crate::validate::harness::Bench;

fn freeze(bench: &mut Bench, step: usize, rows: std::ops::Range<usize>) {
    let voltage_v = bench.details[step].voltage_v[rows.start];
    bench.details[step].voltage_v[rows].fill(voltage_v);
}

#[test]
fn a_freeze_that_ends_in_a_jump_is_one_range_and_level_rests_are_none() {
    let mut bench = Bench::cycle();
    assert!(bench.findings(&VoltageFrozen).is_empty());
    freeze(&mut bench, 3, 20..32);
    let found = bench.findings(&VoltageFrozen);
    assert_eq!(found.len(), 1);
    let lines = &bench.details[3].lines;
    assert_eq!((found[0].line, found[0].line_end), (Some(lines[20]), Some(lines[31])));
}

#[test]
fn nine_readings_or_a_plateau_are_no_freeze() {
    let mut bench = Bench::cycle();
    freeze(&mut bench, 3, 20..29);
    assert!(bench.findings(&VoltageFrozen).is_empty());
    let mut bench = Bench::cycle();
    // A coarse converter: 10 mV steps over a course of 400 mV.
    for voltage_v in &mut bench.details[3].voltage_v {
        *voltage_v = (*voltage_v * 20.0).floor() / 20.0;
    }
    assert!(bench.findings(&VoltageFrozen).is_empty());
}

#[test]
fn a_freeze_to_the_steps_end_counts_by_the_capacity_that_passes() {
    let mut bench = Bench::cycle();
    let end = bench.details[3].len();
    freeze(&mut bench, 3, end - 12..end);
    assert_eq!(bench.findings(&VoltageFrozen).len(), 1);
}

#[test]
fn a_coarse_converter_may_stand_still_on_a_plateau() {
    // 1 mV steps: plateaus of 12 rows, as a flat cell has them, and one to the end.
    let coarse = |frozen: usize| {
        let mut bench = Bench::new().rest(600.0).discharge(7200.0, 2.0);
        for (row, voltage_v) in bench.details[1].voltage_v.iter_mut().enumerate() {
            *voltage_v = 3.3 - 0.001 * (row / 12) as f64;
        }
        let end = bench.details[1].len();
        freeze(&mut bench, 1, end - frozen..end);
        bench.findings(&VoltageFrozen).len()
    };
    assert_eq!((coarse(13), coarse(24), coarse(60)), (0, 0, 1));
}

#[test]
fn a_jump_that_follows_the_current_is_none() {
    for (change_a, found) in [(0.5, 0), (-0.5, 1), (0.0, 1)] {
        let mut bench = Bench::cycle();
        freeze(&mut bench, 1, 20..32);
        bench.details[1].current_a[32..].iter_mut().for_each(|current_a| *current_a += change_a);
        assert_eq!(bench.findings(&VoltageFrozen).len(), found, "{change_a}");
    }
}

#[test]
fn a_row_that_leaves_a_level_is_anothers() {
    // Rests whose voltage has settled: a spike, or a wrong last row, says nothing of the readings before it.
    let mut bench = Bench::new().charge(3600.0, 2.0).rest(3600.0);
    bench.details[1].voltage_v[30] += 0.1;
    assert!(bench.findings(&VoltageFrozen).is_empty());
    bench.details[1].voltage_v[30..].iter_mut().for_each(|voltage_v| *voltage_v += 0.1);
    bench.details[1].voltage_v[30] -= 0.1;
    bench.records[1].voltage_end_v = bench.details[1].voltage_v.last().copied().into();
    assert_eq!(bench.findings(&VoltageFrozen).len(), 1, "a jump that stays");
    let mut bench = Bench::new().charge(3600.0, 2.0).rest(3600.0);
    *bench.details[1].voltage_v.last_mut().unwrap() += 0.1;
    assert!(bench.findings(&VoltageFrozen).is_empty());
}

#[test]
fn a_held_voltage_is_exempt() {
    let mut bench = Bench::new().step(StepType::Charge, Control::ConstantCurrentVoltage, 3600.0, 60.0, 2.0);
    let end = bench.details[0].len();
    for row in end - 30..end {
        bench.details[0].current_a[row] = 2.0 * (end - row) as f64 / 31.0;
    }
    freeze(&mut bench, 0, end - 30..end);
    assert!(bench.findings(&VoltageFrozen).is_empty());
    bench.records[0].control = Control::ConstantCurrent;
    assert_eq!(bench.findings(&VoltageFrozen).len(), 1);
}

#[test]
fn readings_that_stand_across_the_end_of_the_active_part_are_one_range() {
    let mut bench = Bench::new().rest(60.0).step(StepType::Charge, Control::PowerPulse, 100.0, 1.0, 10.0);
    let rows = &mut bench.details[1];
    bench.records[1].duration_s = rows.step_time_s[60].into();
    rows.current_a[61..].fill(0.0);
    let capacity_ah = rows.capacity_ah[60];
    rows.capacity_ah[61..].fill(capacity_ah);
    rows.voltage_v[61..].iter_mut().for_each(|voltage_v| *voltage_v -= 0.1);
    assert_eq!(bench.findings(&VoltageFrozen), []);
    freeze(&mut bench, 1, 40..80);
    let (found, lines) = (bench.findings(&VoltageFrozen), &bench.details[1].lines);
    assert_eq!(found.iter().map(|f| (f.line, f.line_end)).collect::<Vec<_>>(), [(Some(lines[40]), Some(lines[79]))]);
}
