//! What many steps share is said once: the same rule by the same factor, offset or words, or in most of what it looks at,
//! is one finding with the steps, the first place, and the likely cause.

use super::TestView;
use crate::model::{Alike, FileRole, Finding, Severity, StepData};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Fewer steps than this are told one by one.
const STEPS_MIN: usize = 3;
/// And fewer than this share of all.
const STEPS_SHARE: usize = 10;
/// How many runs of steps a message lists.
const LISTED: usize = 12;
/// How near to a common factor each may be, and how far from 1 the factor must be for that: of a unit the sums of sparse
/// samples tell, too.
const FACTORS: [(f64, f64); 3] = [(2e-2, 0.2), (5e-3, 2e-2), (2e-4, 1e-3)];
/// How near to a common offset each may be, relative to it.
const OFFSET: f64 = 5e-3;
/// How near a temperature must be to what another unit makes of it, in its own degrees.
const DEGREES: f64 = 0.3;

/// Findings that may have one cause.
type Key<'a> = (&'static str, Severity, Option<&'a str>, Option<&'a str>);

/// Makes one finding of those that share their cause. Gives the places of the findings that stand for many; `more` are how
/// many further ones of a rule were counted and not kept.
pub(super) fn say_once(
    findings: &mut Vec<Finding>,
    test: &TestView<'_>,
    more: &HashMap<&'static str, u64>,
) -> Vec<usize> {
    let mut groups: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
    let mut of_rule: HashMap<&'static str, u64> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let key = (finding.rule, finding.severity, finding.column.as_deref(), finding.file.as_deref());
        groups.entry(key).or_default().push(at);
        *of_rule.entry(finding.rule).or_default() += 1;
    }
    let mut shared: Vec<(Vec<usize>, String)> = Vec::new();
    for (key, group) in groups.into_iter().filter(|(_, group)| group.len() >= STEPS_MIN) {
        let (kept, more) = (of_rule[key.0], more.get(key.0).copied().unwrap_or(0));
        let scale = (kept + more) as f64 / kept as f64;
        let group = Group { findings, members: group, test, scale };
        if let Some((members, how)) = group.common() {
            let further = if more > 0 { format!(" (and {more} more, not listed)") } else { String::new() };
            let steps = steps_of(findings, &members);
            let words = format!("; the same in {}{further}{how}", list(&steps));
            shared.push((members, words));
        }
    }
    join(findings, shared)
}

/// Puts each shared cause in the place of its first finding.
fn join(findings: &mut Vec<Finding>, shared: Vec<(Vec<usize>, String)>) -> Vec<usize> {
    let mut gone = HashSet::new();
    let mut firsts = HashSet::new();
    for (members, words) in shared {
        let place = |at: &usize| (findings[*at].line.unwrap_or(u64::MAX), findings[*at].step, *at);
        let Some(first) = members.iter().copied().min_by_key(place) else { continue };
        let last_line = members.iter().filter_map(|at| findings[*at].line_end.or(findings[*at].line)).max();
        gone.extend(members.iter().copied().filter(|at| *at != first));
        firsts.insert(first);
        let finding = &mut findings[first];
        finding.message.push_str(&words);
        // Rows that could not be read silence by their lines.
        if finding.rule.starts_with("FMT") {
            finding.line_end = last_line.filter(|last| finding.line.is_some_and(|line| *last > line));
        }
    }
    let (mut at, mut kept, mut places) = (0, 0, Vec::new());
    findings.retain(|_| {
        let stays = !gone.contains(&at);
        if firsts.contains(&at) {
            places.push(kept);
        }
        at += 1;
        kept += usize::from(stays);
        stays
    });
    places
}

fn steps_of(findings: &[Finding], members: &[usize]) -> BTreeSet<i32> {
    members.iter().filter_map(|at| findings[*at].step).collect()
}

/// Steps in words: `24 steps (3 to 7, 9, 11 and 17 more)`.
fn list(steps: &BTreeSet<i32>) -> String {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for &step in steps {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == step => *last = step,
            _ => runs.push((step, step)),
        }
    }
    let listed = runs.iter().take(LISTED);
    let unlisted: i32 = runs.iter().skip(LISTED).map(|(first, last)| last - first + 1).sum();
    let words = listed.map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    });
    let rest = if unlisted > 0 { format!(" and {unlisted} more") } else { String::new() };
    match steps.len() {
        0 => "other places".to_owned(),
        1 => format!("step {}", runs[0].0),
        count => format!("{count} steps ({}{rest})", words.collect::<Vec<_>>().join(", ")),
    }
}

/// Findings of one rule in one column of one file.
struct Group<'a> {
    findings: &'a [Finding],
    members: Vec<usize>,
    test: &'a TestView<'a>,
    /// By how much there are more than were kept.
    scale: f64,
}

impl Group<'_> {
    /// Those that share their cause, and by what.
    fn common(&self) -> Option<(Vec<usize>, String)> {
        self.by_words().or_else(|| self.by_numbers()).or_else(|| self.by_extent())
    }

    fn is_many(&self, members: &[usize]) -> bool {
        let steps = steps_of(self.findings, members).len();
        let least = (self.test.steps.len() / STEPS_SHARE).max(STEPS_MIN);
        steps >= STEPS_MIN && steps as f64 * self.scale >= least as f64
    }

    fn by_words(&self) -> Option<(Vec<usize>, String)> {
        let mut by_words: HashMap<&str, Vec<usize>> = HashMap::new();
        for &at in &self.members {
            if let Some(Alike::Words(words)) = &self.findings[at].alike {
                by_words.entry(words).or_default().push(at);
            }
        }
        let members = by_words.into_values().max_by_key(|members| (members.len(), std::cmp::Reverse(members[0])))?;
        self.is_many(&members).then(|| (members, String::new()))
    }

    fn by_numbers(&self) -> Option<(Vec<usize>, String)> {
        let numbers: Vec<(usize, f64, f64)> = self
            .members
            .iter()
            .filter_map(|&at| match self.findings[at].alike {
                Some(Alike::Numbers { expected, found }) if expected.is_finite() && found.is_finite() => {
                    Some((at, expected, found))
                }
                _ => None,
            })
            .collect();
        let those = |is_alike: &dyn Fn(f64, f64) -> bool| {
            let those = numbers.iter().filter(|(_, expected, found)| is_alike(*expected, *found));
            let those: Vec<usize> = those.map(|(at, ..)| *at).collect();
            self.is_many(&those).then_some(those)
        };
        let column = numbers.first().and_then(|(at, ..)| self.findings[*at].column.as_deref()).unwrap_or_default();
        let by_factor = || {
            let ratio = |expected: f64, found: f64| if expected == 0.0 { f64::NAN } else { found / expected };
            let factor = median(numbers.iter().map(|(_, expected, found)| ratio(*expected, *found)));
            let factor = factor.filter(|factor| *factor != 0.0)?;
            let (within, _) = FACTORS.into_iter().find(|(_, apart)| (factor - 1.0).abs() > *apart)?;
            let is_alike = |expected, found| (ratio(expected, found) / factor - 1.0).abs() <= within;
            let members = those(&is_alike)?;
            Some((members, format!(", each by the factor {}{}", rounded(factor), factor_cause(factor))))
        };
        let by_offset = || {
            let offset = median(numbers.iter().map(|(_, expected, found)| found - expected))?;
            let is_alike = |expected: f64, found: f64| (found - expected - offset).abs() <= OFFSET * offset.abs();
            let members = those(&is_alike)?;
            Some((members, format!(", each by {}{}", rounded(offset), offset_cause(offset, column))))
        };
        let by_fahrenheit = || {
            let fahrenheit = |celsius: f64| 1.8 * celsius + 32.0;
            let is_alike = |expected: f64, found: f64| {
                (fahrenheit(expected) - found).abs() <= DEGREES || (fahrenheit(found) - expected).abs() <= DEGREES
            };
            Some((those(&is_alike)?, ": degrees Fahrenheit under a header that says Celsius?".to_owned()))
        };
        // Of a cell that stays at one temperature anything is a factor.
        if is_temperature(column) {
            return by_fahrenheit().or_else(by_offset).or_else(by_factor);
        }
        // What explains the most; a factor before an offset.
        match (by_factor(), by_offset()) {
            (Some(factor), Some(offset)) => Some(if offset.0.len() > factor.0.len() { offset } else { factor }),
            (factor, offset) => factor.or(offset),
        }
    }

    /// Most of the rows, or most of the steps of the kinds that are concerned.
    fn by_extent(&self) -> Option<(Vec<usize>, String)> {
        if !self.is_many(&self.members) && !self.is_unplaced() {
            return None;
        }
        let first = &self.findings[self.members[0]];
        let how = match first.severity {
            Severity::Info => "",
            // What is derived is no column of a file.
            _ if ["CAP07", "CAP08", "CAP09"].contains(&first.rule) => "",
            _ => ": something is wrong with the whole column, or another column or channel stands under its header",
        };
        let found = || (self.members.clone(), how.to_owned());
        let is_in_rows = first.file.as_deref() == self.test.detail_file && first.file.as_deref() != self.test.step_file;
        let lines = self.members.iter().map(|at| &self.findings[*at]);
        let hit: u64 = lines.filter_map(|one| Some(one.line_end.or(one.line)? - one.line? + 1)).sum();
        let is_lost = first.rule.starts_with("FMT");
        let rows: u64 = self.test.steps.iter().filter_map(|step| step.trace.as_ref()).map(|trace| trace.rows).sum();
        let rows = if is_lost { rows + hit } else { rows };
        if is_in_rows && hit * 2 > rows {
            return Some(found());
        }
        let steps = steps_of(self.findings, &self.members);
        let data = |step: &&StepData| steps.contains(&step.record.number);
        let kinds: HashSet<_> = self.test.steps.iter().filter(data).map(|step| step.record.step_type).collect();
        let of_kind = self.test.steps.iter().filter(|step| kinds.contains(&step.record.step_type)).count();
        (steps.len() as f64 * self.scale * 2.0 > of_kind as f64 && !steps.is_empty()).then(found)
    }

    /// Rows that could not be read may not say of which step they are.
    fn is_unplaced(&self) -> bool {
        self.members.iter().all(|at| self.findings[*at].step.is_none() && self.findings[*at].line.is_some())
            && self.findings[self.members[0]].rule.starts_with("FMT")
            && self.test.head.files.iter().any(|file| file.role != FileRole::Step)
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Three significant digits and no more decimals than that needs.
fn rounded(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    let scale = 10f64.powi(digits);
    let value = (value * scale).round() / scale;
    super::rules::support::number(value)
}

fn is_temperature(column: &str) -> bool {
    let lower = column.to_lowercase();
    lower.contains("temp") || lower.contains("aux t") || lower.contains("溫") || lower.contains("degc")
}

/// The likely cause of a factor.
fn factor_cause(factor: f64) -> &'static str {
    let is = |value: f64| (factor / value - 1.0).abs() < 0.01;
    let either = |value: f64| is(value) || is(1.0 / value);
    if is(-1.0) {
        ": the sign is turned; does the file count discharge as positive?"
    } else if either(1000.0) || either(-1000.0) {
        ": another unit (milli, or kilo) under the header"
    } else if either(1e6) {
        ": another unit (micro, or mega) under the header"
    } else if either(60.0) || either(3600.0) {
        ": another unit (seconds, minutes, hours) under the header"
    } else if either(100.0) {
        ": another unit (per cent, or hundredths) under the header"
    } else {
        ": a scale, another unit, or another channel's file"
    }
}

/// The likely cause of an offset.
fn offset_cause(offset: f64, column: &str) -> &'static str {
    let size = offset.abs();
    let is_of = |unit: f64| size > 0.9 * unit && ((size / unit).round() * unit - size).abs() <= 5.0;
    if is_temperature(column) && (size - 273.15).abs() <= 0.5 {
        ": kelvin under a header that says Celsius?"
    } else if column.contains("time") || column.contains("時間") {
        if is_of(86_400.0) {
            ": the date was shifted"
        } else if is_of(3600.0) {
            ": another time zone, daylight saving, or a clock that was set"
        } else {
            ": a clock that was set, or another channel's file"
        }
    } else {
        ": an offset of the sensor or the counter"
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{finding, head, steps, view};
    use super::*;

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
        let mut found: Vec<_> =
            values.iter().map(|(step, q)| at(*step, "q", Alike::numbers(*q, *q * 1000.0))).collect();
        found.push(at(12, "q", Alike::numbers(2.0, 2.5)));
        let said = said(&found);
        assert_eq!(said.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [Some(3), Some(12)]);
        let words = "4 steps (3, 4, 7, 9), each by the factor 1000: another unit";
        assert!(said[0].1.contains(words), "{}", said[0].1);
    }

    #[test]
    fn an_offset_a_sign_and_fahrenheit_are_named() {
        let common = |column: &str, way: &dyn Fn(f64) -> f64| {
            let found: Vec<_> =
                (3..8).map(|n| at(n, column, Alike::numbers(f64::from(n), way(f64::from(n))))).collect();
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
}
