//! Words for people: text without what could steer a terminal, and counts with their nouns.

use super::super::{Run, Verdict};
use crate::model::SeverityCounts;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Whether a character could steer a terminal, turn the direction of the text around it, or is none at all.
pub(super) fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// A text on one line, for a terminal, an annotation, or XML: each character that steers becomes its own name, so that a
/// hostile file name is seen for what it is.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut said = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => said.push_str("\\n"),
            '\r' => said.push_str("\\r"),
            '\t' => said.push_str("\\t"),
            c if is_steering(c) => said.extend(c.escape_unicode()),
            c => said.push(c),
        }
    }
    Cow::Owned(said)
}

/// `1 error`, `3 errors`.
pub(super) fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `1 error, 2 warnings, 3 infos`.
pub(super) fn counts(counts: SeverityCounts) -> String {
    [(counts.error, "error"), (counts.warning, "warning"), (counts.info, "info")]
        .map(|(number, noun)| count(number, noun))
        .join(", ")
}

/// The verdict as a sentence.
pub(super) fn verdict(run: &Run) -> String {
    let tests = count(run.tests.len() as u64, "test");
    match run.verdict() {
        Verdict::Clean => format!("{tests} checked: clean"),
        Verdict::Passed => format!("{tests} checked: passed with {}", counts(run.counts())),
        Verdict::Failed => {
            format!("{tests} checked: failed with {} (--fail-on {})", counts(run.counts()), run.fail_on.as_str())
        }
        Verdict::NothingChecked if run.tests.is_empty() => {
            "nothing was there to be checked, so this is not clean".to_owned()
        }
        Verdict::NothingChecked => {
            let unchecked = run.tests.iter().filter(|test| !test.was_checked());
            let names: Vec<_> = unchecked.map(|test| plain(&test.experiment)).collect();
            format!(
                "{tests}, {}; nothing could be checked in {}, so this is not clean",
                counts(run.counts()),
                names.join(", ")
            )
        }
    }
}

/// What could not be checked, and why, once for all tests.
pub(super) fn not_checked(run: &Run) -> Vec<String> {
    let mut tests: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for not in run.tests.iter().flat_map(|test| &test.not_run) {
        *tests.entry((&not.reason, not.rule)).or_default() += 1;
    }
    let mut rules: BTreeMap<(&str, usize), Vec<&str>> = BTreeMap::new();
    for ((reason, rule), count) in tests {
        rules.entry((reason, count)).or_default().push(rule);
    }
    let all = run.tests.len();
    let said = |((reason, some), rules): ((&str, usize), Vec<&str>)| {
        let of = if all == 1 { String::new() } else { format!(" ({some} of {})", count(all as u64, "test")) };
        format!("not checked by {}: {}{of}", rules.join(", "), plain(reason))
    };
    rules.into_iter().map(said).collect()
}

/// What a person should know beside the findings: what is stale, expired, unused, or was let pass.
pub(super) fn notes(run: &Run) -> Vec<String> {
    let mut notes = Vec::new();
    let pardoned: u64 = run.tests.iter().map(|test| test.pardoned.len() as u64).sum();
    if pardoned > 0 {
        notes.push(format!("{} let pass by baseline or waiver", count(pardoned, "finding")));
    }
    for stale in &run.stale {
        let place = plain(&stale.place);
        notes.push(format!(
            "stale: the baseline knows {} in {place}, but it is gone; write the baseline again",
            stale.rule
        ));
    }
    for waiver in &run.expired {
        let day = waiver.expires.map_or_else(String::new, |day| format!(" on {day}"));
        notes.push(format!(
            "expired{day}: the waiver of {} ({}) pardons nothing any more; renew or remove it",
            plain(&waiver.words()),
            plain(&waiver.reason)
        ));
    }
    for waiver in &run.unused {
        notes.push(format!("unused: the waiver of {} fits no finding of this run", plain(&waiver.words())));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_seen_as_text() {
        assert_eq!(plain("CC放電 +1C.csv"), "CC放電 +1C.csv");
        assert_eq!(plain("a\nb\u{1b}[31m\u{202e}\u{ffff}"), "a\\nb\\u{1b}[31m\\u{202e}\\u{ffff}");
        assert_eq!(count(1, "row") + ", " + &count(2, "row"), "1 row, 2 rows");
    }
}
