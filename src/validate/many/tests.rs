//! What many share is said once, and the odd one stays.

use super::*;
use crate::validate::tests::{finding, head, steps, view};

fn at(step: i32, column: &str, alike: Option<Alike>) -> Finding {
    Finding {
        step: Some(step),
        line: Some(step as u64 * 100),
        file: Some("a_Detail.csv".into()),
        column: Some(column.into()),
        alike,
        ..finding("CAP05", Severity::Error)
    }
}

fn said(found: &[Finding]) -> Vec<(Option<i32>, String)> {
    said_of(found, &HashMap::new())
}

fn said_of(found: &[Finding], more: &HashMap<&'static str, u64>) -> Vec<(Option<i32>, String)> {
    let (head, steps) = (head(), steps(20));
    let mut findings = found.to_vec();
    let places = say_once(&mut findings, &view(&head, &steps), more);
    assert!(places.iter().all(|at| findings[*at].message.contains("the same in")), "{findings:?}");
    findings.into_iter().map(|finding| (finding.step, finding.message)).collect()
}

#[test]
fn one_factor_in_many_steps_is_one_finding_and_the_odd_one_stays() {
    let values = [(3, 2.0), (4, 5.0), (7, 1.5), (9, 0.25)];
    let mut found: Vec<_> = values.iter().map(|(step, q)| at(*step, "q", Alike::numbers(*q, *q * 1000.0))).collect();
    found.push(at(12, "q", Alike::numbers(2.0, 2.5)));
    let said = said(&found);
    assert_eq!(said.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [Some(3), Some(12)]);
    let words = "4 steps (3, 4, 7, 9), each by the factor 1000: another unit";
    assert!(said[0].1.contains(words), "{}", said[0].1);
}

#[test]
fn an_offset_a_sign_and_fahrenheit_are_named() {
    let common = |column: &str, way: &dyn Fn(f64) -> f64| {
        let found: Vec<_> = (3..8).map(|n| at(n, column, Alike::numbers(f64::from(n), way(f64::from(n))))).collect();
        let said = said(&found);
        assert_eq!(said.len(), 1);
        said[0].1.clone()
    };
    assert!(common("start_time", &|x| x + 3600.5).contains("time zone"));
    assert!(common("q", &|x| -x).contains("the sign is turned"));
    assert!(common("Aux T1", &|x| 1.8 * x + 32.0).contains("Fahrenheit"));
    assert!(common("Aux T1", &|x| x + 273.15).contains("kelvin"));
}

#[test]
fn few_or_different_ones_stay_as_they_are() {
    let two = [at(3, "q", Alike::numbers(1.0, 1000.0)), at(4, "q", Alike::numbers(2.0, 2000.0))];
    assert_eq!(said(&two).len(), 2);
    let different = [(3, 1.1), (6, 3.0), (9, 0.2)];
    let found: Vec<_> = different.iter().map(|(step, f)| at(*step, "q", Alike::numbers(1.0, *f))).collect();
    assert_eq!(said(&found).len(), 3);
}

#[test]
fn the_same_words_are_said_once() {
    let words = |step, words: &str| at(step, "step_type", Some(Alike::Words(words.into())));
    let found = [words(2, "a for b"), words(4, "b for a"), words(6, "a for b"), words(8, "a for b")];
    assert_eq!(said(&found).len(), 2);
}

#[test]
fn what_most_steps_have_is_said_once_without_a_number() {
    let found: Vec<_> = (1..=12).map(|step| at(step, "v", None)).collect();
    let all = said(&found);
    assert_eq!(all.len(), 1);
    assert!(all[0].1.contains("12 steps (1 to 12)") && all[0].1.contains("whole column"), "{}", all[0].1);
    assert_eq!(said(&found[..5]).len(), 5);
    // Many more were counted than were kept.
    assert_eq!(said_of(&found[..5], &HashMap::from([("CAP05", 100)])).len(), 1);
}

#[test]
fn a_column_that_is_wrong_in_most_steps_is_one_finding_whatever_some_of_them_share() {
    // Half of them are off by one number, as where each value stands one row too low.
    let found: Vec<_> =
        (1..=12).map(|n| at(n, "i", Alike::numbers(0.0, if n % 2 == 0 { -2.0 } else { f64::from(n) }))).collect();
    let all = said(&found);
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].1.contains("12 steps (1 to 12)"), "{}", all[0].1);
}

#[test]
fn columns_that_hold_each_others_values_are_one_finding() {
    let columns = ["v", "i", "p"];
    let found: Vec<_> = (1..=12).map(|n| at(n, columns[n as usize % 3], None)).collect();
    assert_eq!(said(&found).len(), 1);
    // Of few steps each is its own.
    let few: Vec<_> = (1..=3).map(|n| at(n, columns[n as usize % 3], None)).collect();
    assert_eq!(said(&few).len(), 3);
}
