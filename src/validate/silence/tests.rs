//! What silences what: one cause is one finding.

use super::*;
use crate::validate::tests::{finding, steps, view};

fn at(rule: &'static str, step: i32, lines: (u64, u64), column: &str) -> Finding {
    Finding {
        step: (step > 0).then_some(step),
        line: Some(lines.0),
        line_end: (lines.1 > lines.0).then_some(lines.1),
        file: Some("a_Detail.csv".into()),
        column: Some(column.into()),
        ..finding(rule, Severity::Warning)
    }
}

/// What stays of `found`, by code and step. Step n has the Detail lines 100 n to 100 n + 99, the last ten relaxation.
fn kept(found: &[Finding]) -> Vec<(&'static str, Option<i32>)> {
    let head = crate::validate::tests::head();
    let steps = steps(5);
    let mut findings = found.to_vec();
    let silent = silence_effects(&mut findings, &view(&head, &steps));
    assert_eq!(found.len() - findings.len(), silent as usize);
    findings.iter().map(|finding| (finding.rule, finding.step)).collect()
}

#[test]
fn a_cause_silences_its_effects_in_its_step_alone() {
    let found = [
        at("TIM03", 2, (250, 251), "t"),
        at("CAP01", 2, (289, 289), "capacity_ah"),
        at("CAP01", 3, (389, 389), "capacity_ah"),
        at("TIM06", 2, (289, 289), "t"),
    ];
    assert_eq!(kept(&found), [("TIM03", Some(2)), ("CAP01", Some(3)), ("TIM06", Some(2))]);
}

#[test]
fn a_gap_over_the_active_end_silences_its_duration() {
    let found = [at("TIM03", 2, (290, 290), "t"), at("TIM06", 2, (289, 289), "t"), at("CAP05", 2, (289, 289), "q")];
    assert_eq!(kept(&found), [("TIM03", Some(2))]);
}

#[test]
fn rows_silence_only_the_rows_they_touch() {
    let found = [
        at("VLT02", 1, (150, 150), "voltage_v"),
        at("CAP03", 1, (150, 150), "power_w"),
        at("CAP03", 1, (160, 160), "power_w"),
        at("STP07", 1, (189, 189), "voltage_v"),
    ];
    assert_eq!(kept(&found), [("VLT02", Some(1)), ("CAP03", Some(1)), ("STP07", Some(1))]);
    let at_end = [at("VLT02", 1, (189, 189), "voltage_v"), at("STP07", 1, (189, 189), "voltage_v")];
    assert_eq!(kept(&at_end), [("VLT02", Some(1))]);
}

#[test]
fn the_energy_of_a_wrong_integral_is_not_said_twice() {
    let found = [
        at("CAP02", 1, (189, 189), "energy_wh"),
        at("STP07", 1, (189, 189), "energy_wh"),
        at("STP07", 1, (189, 189), "voltage_v"),
    ];
    assert_eq!(kept(&found), [("CAP02", Some(1)), ("STP07", Some(1))]);
}

#[test]
fn effects_of_effects_have_the_first_cause() {
    // The gap breaks the integral, which breaks the efficiency of the cycle.
    let found = [at("TIM03", 2, (250, 251), "t"), at("CAP01", 2, (289, 289), "q"), at("CAP07", 0, (900, 900), "ce")];
    assert_eq!(kept(&found), [("TIM03", Some(2))]);
}

#[test]
fn a_row_that_does_not_say_its_step_is_placed_by_its_line() {
    let lost = |lines| Finding { step: None, severity: Severity::Error, ..at("FMT04", 1, lines, "") };
    assert_eq!(kept(&[lost((350, 350)), at("STP07", 3, (389, 389), "v")]), [("FMT04", None)]);
    let far = [lost((350, 350)), at("STP07", 5, (589, 589), "v")];
    assert_eq!(kept(&far), [("FMT04", None), ("STP07", Some(5))]);
    let in_step_file = Finding { file: Some("a_Step.csv".into()), line: Some(7), ..finding("FMT04", Severity::Error) };
    let unsummarised = at("STP01", 6, (600, 600), "");
    assert_eq!(kept(&[in_step_file, unsummarised]), [("FMT04", None)]);
}

#[test]
fn an_error_of_the_whole_test_silences_what_follows_from_it_but_an_info_does_not() {
    let scale = Finding { severity: Severity::Error, ..at("TIM04", 1, (100, 100), "t") };
    let effects = [at("TIM06", 3, (389, 389), "t"), at("CAP01", 5, (589, 589), "q")];
    assert_eq!(kept(&[&[scale], &effects[..]].concat()), [("TIM04", Some(1))]);
    let wait = Finding { severity: Severity::Info, ..at("TIM04", 1, (100, 100), "t") };
    assert_eq!(kept(&[&[wait], &effects[..]].concat()).len(), 3);
}

#[test]
fn a_wrong_last_row_and_a_wrong_row_beside_are_told_once() {
    let last = [at("TIM01", 2, (289, 289), "t"), at("CAP01", 2, (289, 289), "q"), at("CAP06", 3, (300, 300), "q")];
    assert_eq!(kept(&last), [("TIM01", Some(2))]);
    let earlier = [at("TIM01", 2, (250, 250), "t"), at("CAP01", 2, (289, 289), "q")];
    assert_eq!(kept(&earlier).len(), 2);
    let double = [at("TIM02", 2, (251, 251), "t"), at("VLT02", 2, (250, 250), "v"), at("VLT02", 2, (260, 260), "v")];
    assert_eq!(kept(&double), [("TIM02", Some(2)), ("VLT02", Some(2))]);
    let level = [at("VLT01", 2, (250, 250), "v"), at("VLT03", 2, (230, 249), "v")];
    assert_eq!(kept(&level), [("VLT01", Some(2))]);
}

#[test]
fn a_file_that_breaks_off_lacks_its_end_once() {
    let found = [at("FMT07", 3, (390, 390), ""), at("STP02", 4, (5, 5), ""), at("STP02", 5, (6, 6), "")];
    assert_eq!(kept(&found), [("FMT07", Some(3))]);
}

#[test]
fn what_stands_for_many_reaches_the_whole_test() {
    let mut findings =
        vec![at("VLT01", 1, (100, 110), "v"), at("CAP02", 4, (450, 450), "e"), at("TIM03", 4, (450, 451), "t")];
    assert_eq!(silence_everywhere(&mut findings, &[0], &HashMap::new()), 1);
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["VLT01", "TIM03"]);
}

#[test]
fn what_many_steps_share_reaches_no_rows_but_its_own() {
    let doubles =
        || vec![at("TIM02", 1, (110, 110), "t"), at("VLT02", 4, (450, 450), "v"), at("STP07", 4, (3, 3), "v")];
    let mut findings = doubles();
    silence_everywhere(&mut findings, &[0], &HashMap::new());
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["TIM02", "VLT02"]);
    // Of those that were counted and not kept nobody knows the rows.
    let mut findings = doubles();
    silence_everywhere(&mut findings, &[0], &HashMap::from([("TIM02", 7)]));
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_clock_is_one_clock() {
    let jump = [
        at("TIM04", 2, (250, 250), "實際開始時間"),
        at("STP09", 2, (3, 3), "end_time"),
        at("STP09", 2, (3, 3), "power_w"),
    ];
    assert_eq!(kept(&jump), [("TIM04", Some(2)), ("STP09", Some(2))]);
    let wait = Finding { severity: Severity::Info, ..jump[0].clone() };
    assert_eq!(kept(&[wait, jump[1].clone()]).len(), 2);
}

#[test]
fn a_jump_of_a_counter_or_a_level_says_where_and_its_end_follows() {
    let counter = [at("CAP10", 2, (250, 250), "q"), at("CAP01", 2, (289, 289), "q"), at("CAP06", 3, (300, 300), "q")];
    assert_eq!(kept(&counter), [("CAP10", Some(2))]);
    let back = [at("CAP04", 2, (250, 250), "q"), at("CAP10", 2, (250, 250), "q"), at("CAP10", 2, (270, 270), "q")];
    assert_eq!(kept(&back), [("CAP04", Some(2)), ("CAP10", Some(2))]);
    let energy = [at("CAP04", 2, (250, 250), "energy_wh"), at("CAP10", 2, (250, 250), "energy_wh")];
    assert_eq!(kept(&energy), [("CAP10", Some(2))]);
    let level = [
        at("VLT03", 2, (230, 249), "v"),
        at("VLT04", 2, (250, 250), "v"),
        at("STP07", 2, (289, 289), "v"),
        at("VLT02", 3, (300, 300), "v"),
    ];
    assert_eq!(kept(&level), [("VLT04", Some(2))]);
    let stuck = [at("TMP05", 2, (230, 450), "t"), at("TMP04", 5, (500, 500), "t"), at("TMP03", 4, (451, 451), "t")];
    assert_eq!(kept(&stuck), [("TMP05", Some(2))]);
}

#[test]
fn two_that_tell_of_one_clock_do_not_silence_one_another() {
    let unit = Finding { severity: Severity::Error, ..at("TIM04", 1, (100, 100), "test_time_s") };
    // Nor do six decimals of an hour tell rows of milliseconds apart.
    let found = [unit, at("TIM07", 1, (101, 101), "duration_s"), at("TIM02", 3, (301, 301), "test_time_s")];
    assert_eq!(kept(&found), [("TIM04", Some(1))]);
}

#[test]
fn a_wrong_row_is_not_told_again_by_the_step_to_the_next() {
    let increment = |line| at("CAP10", 1, (line, line), "capacity_ah");
    let found = [at("CUR03", 1, (150, 150), "current_a"), increment(151), increment(152)];
    assert_eq!(kept(&found), [("CUR03", Some(1)), ("CAP10", Some(1))]);
}

#[test]
fn where_power_does_not_fit_either_the_energy_follows_from_the_current() {
    let sums = |step: i32| {
        let line = step as u64 * 100 + 89;
        [at("CAP01", step, (line, line), "capacity_ah"), at("CAP02", step, (line, line), "energy_wh")]
    };
    let power = at("CAP03", 1, (100, 189), "power_w");
    let found = [&sums(1)[..], &[power], &sums(2)].concat();
    assert_eq!(kept(&found), [("CAP01", Some(1)), ("CAP03", Some(1)), ("CAP01", Some(2)), ("CAP02", Some(2))]);
}

#[test]
fn a_level_that_stays_is_told_where_it_began() {
    let level = Finding { alike: Alike::numbers(3.3, 3.35), ..at("VLT04", 2, (250, 250), "voltage_v") };
    let end = |step: i32, off_v: f64| {
        let line = 100 * step as u64 + 89;
        Finding { alike: Alike::numbers(3.3, 3.3 + off_v), ..at("STP07", step, (line, line), "voltage_v") }
    };
    let power = |step: i32| at("CAP03", step, (100 * step as u64, 100 * step as u64 + 89), "power_w");
    let found = [level.clone(), end(4, 0.051), power(4), end(5, 0.2), power(5)];
    assert_eq!(kept(&found), [("VLT04", Some(2)), ("STP07", Some(5)), ("CAP03", Some(5))]);
    // One that came back explains nothing after it.
    let back = Finding { line_end: Some(260), ..level };
    assert_eq!(kept(&[back, end(4, 0.05)]).len(), 2);
}

#[test]
fn a_wrong_number_is_told_once_and_what_it_displaces_is_not() {
    let number = |column| Finding { severity: Severity::Error, ..at("STP03", 7, (250, 250), column) };
    let lost = Finding { severity: Severity::Error, ..at("STP01", 2, (200, 200), "") };
    let displaced = Finding { step: Some(2), ..number("") };
    assert_eq!(kept(&[number("step"), displaced, lost.clone()]), [("STP03", Some(7))]);
    assert_eq!(kept(&[number("step"), lost]).len(), 2);
}

#[test]
fn rows_that_are_lost_at_a_steps_end_take_its_counters_with_them() {
    let found = [at("TIM06", 2, (289, 289), "t"), at("CAP05", 2, (3, 3), "q"), at("CAP05", 3, (4, 4), "q")];
    assert_eq!(kept(&found), [("TIM06", Some(2)), ("CAP05", Some(3))]);
}

#[test]
fn an_elapsed_time_that_jumps_beside_the_clock_is_no_gap() {
    let jump = at("TIM04", 2, (250, 250), "t");
    let gap = |line| at("TIM03", 2, (line, line + 1), "t");
    assert_eq!(kept(&[jump.clone(), gap(249), gap(270)]), [("TIM04", Some(2)), ("TIM03", Some(2))]);
    let wait = Finding { severity: Severity::Info, ..jump };
    assert_eq!(kept(&[wait, gap(249)]).len(), 2);
}

#[test]
fn what_is_in_all_steps_is_told_by_its_worst() {
    let worst = Finding { severity: Severity::Error, ..at("CAP01", 1, (189, 189), "q") };
    let mut findings = vec![worst, at("CAP01", 4, (489, 489), "q"), at("TMP05", 2, (200, 300), "t")];
    assert_eq!(silence_everywhere(&mut findings, &[0], &HashMap::new()), 2);
    let signs = Finding { severity: Severity::Error, ..at("CUR02", 1, (100, 110), "current_a") };
    let mut findings = vec![
        signs,
        at("CAP04", 1, (100, 110), "q"),
        at("CAP08", 0, (2, 2), "soc"),
        at("CAP06", 1, (100, 110), "total"),
    ];
    assert_eq!(silence_everywhere(&mut findings, &[0], &HashMap::new()), 2);
}

#[test]
fn every_code_of_the_table_is_a_rule() {
    let known: Vec<&str> = crate::validate::ALL.iter().map(|rule| rule.code()).collect();
    for line in TABLE.iter().chain(IN_ALL_STEPS) {
        for code in line.causes.iter().chain(line.effects) {
            assert!(known.contains(code), "no rule of the registry is {code}");
        }
    }
}

#[test]
fn a_sensor_silences_only_what_it_says_itself() {
    for (cause, effect) in [("TMP05", "TMP03"), ("TMP05", "TMP04"), ("TMP05", "STP09"), ("TMP02", "TMP03")] {
        let found = |column| [at(cause, 2, (200, 299), "Aux T2"), at(effect, 2, (250, 250), column)];
        assert_eq!(kept(&found("Aux T2")), [(cause, Some(2))], "{effect}");
        assert_eq!(kept(&found("Aux T1")), [(cause, Some(2)), (effect, Some(2))], "{effect}");
    }
}

#[test]
fn a_missing_step_is_missing_from_all_sums() {
    let missing = Finding { column: None, severity: Severity::Error, ..at("STP03", 3, (4, 5), "") };
    let found = [missing, at("CAP08", 1, (2, 2), "soc_end_pct"), at("CAP07", 4, (5, 5), "coulombic_efficiency_pct")];
    assert_eq!(kept(&found), [("STP03", Some(3))]);
}
