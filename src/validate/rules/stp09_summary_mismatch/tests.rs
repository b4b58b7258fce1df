//! Where a summary and its rows do not say the same, and where they do.

use super::*;
use crate::model::Alike;
use crate::validate::harness::{Bench, WALL_CLOCK};

fn columns(found: &[Finding]) -> Vec<(Option<i32>, &str)> {
    found.iter().map(|finding| (finding.step, finding.column.as_deref().unwrap_or(""))).collect()
}

#[test]
fn equal_files_are_silent() {
    assert_eq!(Bench::cycle().findings(&SummaryMismatch), []);
}

#[test]
fn without_a_step_file_it_cannot_run() {
    let mut bench = Bench::cycle();
    bench.records.clear();
    assert!(bench.run(&SummaryMismatch).is_err());
}

#[test]
fn all_that_differs_at_the_end_of_a_step_is_one_finding() {
    let mut bench = Bench::cycle();
    let record = &mut bench.records[1];
    record.power_end_w = record.power_end_w.get().map(|power| power * 1.1).into();
    record.temperature_end_degc = record.temperature_end_degc.get().map(|degc| degc + 0.4).into();
    record.total_capacity_ah = record.total_capacity_ah.get().map(|total| total + 0.01).into();
    let found = bench.findings(&SummaryMismatch);
    assert_eq!((found.len(), found[0].step, found[0].line), (1, Some(2), bench.records[1].line));
    for column in ["power_w", "total", "Aux T1"] {
        assert!(found[0].message.contains(column), "{column}: {}", found[0].message);
    }
}

#[test]
fn rounding_is_silent() {
    let mut bench = Bench::cycle();
    for record in &mut bench.records {
        record.power_end_w = record.power_end_w.get().map(|power| power * (1.0 + 5e-7)).into();
        record.temperature_end_degc = record.temperature_end_degc.get().map(|degc| degc - 1e-6).into();
    }
    assert_eq!(bench.findings(&SummaryMismatch), []);
}

#[test]
fn two_seconds_of_whole_seconds_are_silent() {
    // Step files write the second in which a step's first row was taken.
    for (by_s, expected) in [(2, 0), (-2, 0), (3, 1), (-3, 1)] {
        let mut bench = Bench::cycle();
        for clock in bench.details.iter_mut().flat_map(|rows| rows.channels[WALL_CLOCK].iter_mut()) {
            *clock = clock.floor();
        }
        bench.records[3].start_time = bench.records[3].start_time.map(|start| start + chrono::TimeDelta::seconds(by_s));
        assert_eq!(bench.findings(&SummaryMismatch).len(), expected, "{by_s} s");
    }
}

#[test]
fn a_start_on_another_day_is_found() {
    let mut bench = Bench::cycle();
    bench.records[3].start_time = bench.records[3].start_time.map(|start| start + chrono::TimeDelta::days(1));
    let found = bench.findings(&SummaryMismatch);
    assert_eq!(columns(&found), [(Some(4), "start_time")]);
    let mut bench = Bench::cycle();
    for clock in &mut bench.details[1].channels[WALL_CLOCK][10..] {
        *clock += 30.0;
    }
    assert_eq!(columns(&bench.findings(&SummaryMismatch)), [(Some(2), "end_time")]);
    for rows in &mut bench.details[2..] {
        rows.channels[WALL_CLOCK].iter_mut().for_each(|clock| *clock += 30.0);
    }
    assert_eq!(columns(&bench.findings(&SummaryMismatch)), [(Some(2), "end_time")], "a clock that was set stays so");
    bench.records[3].start_time = bench.records[3].start_time.map(|start| start + chrono::TimeDelta::days(1));
    assert_eq!(columns(&bench.findings(&SummaryMismatch)), [(Some(2), "end_time"), (Some(4), "start_time")]);
}

#[test]
fn sums_may_be_rounded_to_the_digits_they_are_printed_with() {
    let mut bench = Bench::new().charge(3600.0, 1.2345).discharge(3600.0, 1.2345).charge(3600.0, 1.5678);
    let mut bench2 = bench.clone();
    for (bench, decimals) in [(&mut bench, 3), (&mut bench2, 4)] {
        let round = |value: f64| (value * 10_f64.powi(decimals)).round() / 10_f64.powi(decimals);
        let mut sum = 0.0;
        for record in &mut bench.records {
            let own = record.capacity_ah.get().unwrap_or_default();
            sum += own.max(0.0);
            record.capacity_ah = round(own).into();
            let off = if record.number == 3 { 10_f64.powi(-decimals) } else { 0.0 };
            record.extras = [("充電電量(Ah)", &*number(round(sum) + off))].into_iter().collect();
        }
        bench.details.clear();
        bench.head.has_rows = false;
        assert_eq!(bench.findings(&SummaryMismatch), [], "{decimals}");
        bench.records[2].extras = [("充電電量(Ah)", &*number(round(sum) + 0.01))].into_iter().collect();
        assert_eq!(bench.findings(&SummaryMismatch).len(), 1, "{decimals}");
    }
}

#[test]
fn what_the_rows_say_in_words_is_compared() {
    let mut bench = Bench::cycle();
    let lines = bench.details[2].lines.clone();
    let other =
        |word, value: &str| OtherWord { word, value: value.into(), line: lines[0], line_end: lines[lines.len() - 1] };
    bench.details[2].others = vec![other(Word::RecipeLine, "17"), other(Word::TesterCycle, "9")];
    let found = bench.findings(&SummaryMismatch);
    assert_eq!(columns(&found), [(Some(3), "recipe_line")]);
    assert!(
        found[0].message.contains("recipe_line is 3 in Step, 17 in Detail; tester_cycle is 1"),
        "{}",
        found[0].message
    );
}

fn with_sums() -> Bench {
    let mut bench = Bench::cycle().charge(3600.0, 2.0).discharge(1800.0, 2.0);
    let (mut charge, mut discharge) = (0.0, 0.0);
    for record in &mut bench.records {
        let own = record.capacity_ah.get().unwrap();
        charge += own.max(0.0);
        discharge -= own.min(0.0);
        let sums = [("充電電量(mAh)", charge * 1000.0), ("放電電量(mAh)", discharge * 1000.0)];
        record.extras = sums.iter().map(|(header, sum)| (*header, sum.to_string())).collect();
    }
    bench
}

#[test]
fn a_sum_that_is_not_what_the_steps_moved_is_told_once() {
    assert_eq!(with_sums().findings(&SummaryMismatch), []);
    for returns in [true, false] {
        let mut bench = with_sums();
        let wrong = if returns { 3..4 } else { 3..7 };
        for record in &mut bench.records[wrong] {
            let wrong = |(header, text): (&str, &str)| {
                let sum: f64 = text.parse().unwrap();
                (header.to_owned(), (sum + if header.starts_with('充') { 500.0 } else { 0.0 }).to_string())
            };
            record.extras = record.extras.iter().map(wrong).collect::<Vec<_>>().into_iter().collect();
        }
        let found = bench.findings(&SummaryMismatch);
        assert_eq!(columns(&found), [(Some(4), "充電電量(mAh)")], "{returns}");
        assert_eq!(found[0].alike, Alike::numbers(0.0, 0.5));
    }
}

#[test]
fn no_verdict_across_a_missing_step_or_a_new_section() {
    let mut bench = with_sums();
    bench.records.remove(1);
    bench.details.remove(1);
    assert_eq!(bench.findings(&SummaryMismatch), []);
    let mut bench = with_sums();
    for record in &mut bench.records[5..] {
        record.section = Some(2);
        let own = record.capacity_ah.get().unwrap() * 1000.0;
        record.extras = [("充電電量(mAh)", own.max(0.0)), ("放電電量(mAh)", own.min(0.0).abs())]
            .iter()
            .map(|(header, sum)| (*header, sum.to_string()))
            .collect();
    }
    bench.records.truncate(6);
    bench.details.truncate(6);
    assert_eq!(bench.findings(&SummaryMismatch), []);
}

#[test]
fn without_detail_the_running_total_stands_on_its_own_rows() {
    let mut bench = Bench::cycle();
    bench.details.clear();
    bench.head.has_rows = false;
    assert_eq!(bench.findings(&SummaryMismatch), []);
    bench.records[2].total_capacity_ah = 7.0.into();
    assert_eq!(columns(&bench.findings(&SummaryMismatch)), [(Some(3), "total_capacity_ah")]);
}

#[test]
fn a_further_sensor_that_is_another_one_is_an_info_and_one_wrong_value_a_warning() {
    let with = |wrong: &[usize]| {
        let mut bench = Bench::cycle();
        bench
            .head
            .channels
            .push(crate::model::Channel { name: "Aux T2".into(), kind: crate::model::ChannelKind::Temperature });
        for rows in &mut bench.details {
            rows.channels.push(vec![25.4; rows.step_time_s.len()]);
        }
        for (at, record) in bench.records.iter_mut().enumerate() {
            let degc = if wrong.contains(&at) { "24.5" } else { "25.4" };
            record.extras = [("Aux T2", degc)].into_iter().collect();
        }
        let found = bench.findings(&SummaryMismatch);
        found.iter().map(|found| (found.step, found.severity)).collect::<Vec<_>>()
    };
    assert_eq!(with(&[]), []);
    assert_eq!(with(&[1]), [(Some(2), Severity::Warning)]);
    assert_eq!(with(&[0, 1, 2, 3, 4]), [(Some(1), Severity::Info)]);
}

#[test]
fn a_wrong_section_does_not_make_the_sums_wrong() {
    let mut bench = Bench::new().charge(3600.0, 1.0).charge(3600.0, 1.0).charge(3600.0, 1.0).charge(3600.0, 1.0);
    bench.details.clear();
    bench.head.has_rows = false;
    for (record, sum) in bench.records.iter_mut().zip(["1", "2", "3.000001", "4"]) {
        record.extras = [("充電電量(Ah)", sum)].into_iter().collect();
        record.total_capacity_ah = None.into();
    }
    bench.records[2].section = Some(9);
    assert_eq!(bench.findings(&SummaryMismatch), []);
}
