//! Clean pairs, of which the gate must say nothing that is not explained, and the pair with a known fault.

use crate::aloud;
use crate::base::{Base, real_folder};
use crate::draft::{Draft, check};
use crate::judge::words;
use battery_etl::model::{Finding, Severity};
use battery_etl::source::{Candidate, Files};
use rayon::prelude::*;

/// What may be said of the clean real pairs: rule, severity, words of the pair's name, how often, and why it is so.
/// docs/validation.md shows the same list.
pub(crate) const EXPLAINED: &[(&str, Severity, &str, usize, &str)] = &[
    ("CAP06", Severity::Info, "A123", 1, "the tester's running total restarts with the recipe's second section"),
    ("TMP04", Severity::Info, "A123", 2, "two discharges began before the cell had reached the chamber's temperature"),
    (
        "FMT05",
        Severity::Info,
        "A123",
        1,
        "the capacity of a phase at constant current is a sentinel where there was none",
    ),
    ("STP01", Severity::Info, "-10oC", 1, "the export was made while the last step ran"),
    ("STP06", Severity::Info, "-10oC", 1, "the export was made while the last step ran"),
];

/// At most so many findings above info on 100,000 clean rows.
const PER_ROWS: (u64, u64) = (10, 100_000);

/// Checks clean pairs, and gives all that is said of them and the rows that were read.
pub(crate) fn say(bases: &[Base]) -> (Vec<(String, Finding)>, u64) {
    let of_one = |base: &Base| {
        let folder = tempfile::tempdir().unwrap();
        (Draft::new(base, bases).check(folder.path()), base.name.clone())
    };
    let outcomes: Vec<_> = bases.par_iter().map(of_one).collect();
    let rows = outcomes.iter().map(|(outcome, _)| outcome.measurements).sum();
    let said = outcomes
        .into_iter()
        .flat_map(|(outcome, name)| outcome.findings.into_iter().map(move |finding| (name.clone(), finding)));
    (said.collect(), rows)
}

/// Of clean pairs nothing is said above info.
pub(crate) fn hold_silent(bases: &[Base]) {
    let (said, rows) = say(bases);
    let loud: Vec<_> = said.iter().filter(|(_, finding)| finding.severity > Severity::Info).collect();
    loud.iter().for_each(|(name, finding)| aloud(&format!("LOUD   {name}: {}", words(finding))));
    let (most, among) = PER_ROWS;
    assert!(loud.len() as u64 * among <= most * rows, "{} findings above info on {rows} clean rows", loud.len());
    assert!(loud.is_empty(), "{} findings above info on clean synthetic pairs", loud.len());
}

/// Every finding on real pairs is one of the list, and the list holds no more.
pub(crate) fn hold_explained(bases: &[Base]) {
    let (said, _) = say(bases);
    let fits = |entry: &(&str, Severity, &str, usize, &str), name: &str, finding: &Finding| {
        finding.rule == entry.0 && finding.severity == entry.1 && name.contains(entry.2)
    };
    for (name, finding) in &said {
        let is_explained = EXPLAINED.iter().any(|entry| fits(entry, name, finding));
        assert!(is_explained, "{name}: not explained: {finding:?}");
    }
    for entry in EXPLAINED.iter().filter(|entry| bases.iter().any(|base| base.name.contains(entry.2))) {
        let count = said.iter().filter(|(name, finding)| fits(entry, name, finding)).count();
        assert_eq!(count, entry.3, "{} on {}: {}", entry.0, entry.2, entry.4);
    }
}

/// The English pair, whose capacity is three times the integral of its current: an error.
pub(crate) fn hold_english() {
    let [step, detail] = ["Step.csv", "Detail.csv"].map(|name| real_folder().join(name));
    let outcome = check(&Candidate { name: "english".into(), files: Files::Pair { step, detail } }, None, None);
    let errors: Vec<_> =
        outcome.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| (f.rule, f.step)).collect();
    assert!(errors.contains(&("CAP01", Some(2))) && errors.contains(&("CAP01", Some(4))), "{:?}", outcome.findings);
}
