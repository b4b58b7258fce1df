//! What many steps share is said once: the same rule by the same factor, offset or words, or in most of what it looks at,
//! is one finding with the steps, the first place, and the likely cause.

use super::{TestView, later};
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
/// The largest offset of a temperature.
const OFFSET_K_MAX: f64 = 1000.0;
/// How near a temperature must be to what another unit makes of it, in its own degrees.
const DEGREES: f64 = 0.3;

/// Findings that may have one cause.
type Key<'a> = (&'static str, Severity, Option<&'a str>, Option<&'a str>);

/// Findings of one rule in one file.
type Kind<'a> = (&'static str, Severity, Option<&'a str>);

/// Findings that share their cause, and the words for it.
type Shared = (Vec<usize>, String);

/// From so many neighbours on they are one.
const ROWS_MIN: usize = 3;

/// A fault of a whole file is at most so many findings of a rule.
const FILE_WIDE_MAX: usize = 2;

/// Makes one finding of those that share their cause. Gives the places of the findings that stand for many; `more` are how
/// many further ones of a rule were counted and not kept.
pub(super) fn say_once(
    findings: &mut Vec<Finding>,
    test: &TestView<'_>,
    more: &HashMap<&'static str, u64>,
) -> Vec<usize> {
    collapse(findings);
    let mut groups: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
    let mut of_rule: HashMap<&'static str, u64> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let key = (finding.rule, finding.severity, finding.column.as_deref(), finding.file.as_deref());
        groups.entry(key).or_default().push(at);
        *of_rule.entry(finding.rule).or_default() += 1;
    }
    let group_of = |rule: &str, members: Vec<usize>| {
        let (kept, more) = (of_rule[rule], more.get(rule).copied().unwrap_or(0));
        Group { findings, members, test, scale: (kept + more) as f64 / kept as f64 }
    };
    let words = |rule: &str, members: &[usize], how: &str| {
        let further = more.get(rule).filter(|more| **more > 0);
        let further = further.map_or_else(String::new, |more| format!(" (and {more} more, not listed)"));
        format!("; the same in {}{further}{how}", list(&steps_of(findings, members)))
    };
    let mut shared: HashMap<Kind<'_>, Vec<Shared>> = HashMap::new();
    let mut of_kind: HashMap<Kind<'_>, Vec<usize>> = HashMap::new();
    for ((rule, severity, _, file), members) in groups {
        of_kind.entry((rule, severity, file)).or_default().extend(&members);
        if members.len() >= STEPS_MIN
            && let Some((members, how)) = group_of(rule, members).common()
        {
            let words = words(rule, &members, &how);
            shared.entry((rule, severity, file)).or_default().push((members, words));
        }
    }
    // What is wrong with a file shows in several of its columns.
    for (kind, mut members) in of_kind {
        let of_columns = shared.entry(kind).or_default();
        let joined: usize = of_columns.iter().map(|(members, _)| members.len() - 1).sum();
        let is_of_reading = kind.0.starts_with("FMT");
        if kind.1 == Severity::Info || is_of_reading || members.len() - joined <= FILE_WIDE_MAX {
            continue;
        }
        members.sort_unstable();
        if let Some((members, how)) = group_of(kind.0, members).by_extent() {
            let words = words(kind.0, &members, &how);
            *of_columns = vec![(members, words)];
        }
    }
    let shared = shared.into_values().flatten().collect();
    join(findings, shared)
}

/// Makes one finding of a run of neighbouring rows that have the same to say, each for itself.
fn collapse(findings: &mut Vec<Finding>) {
    let end = |finding: &Finding| finding.line_end.or(finding.line);
    let mut order: Vec<usize> = (0..findings.len()).filter(|at| findings[*at].line.is_some()).collect();
    let key = |at: usize| {
        let finding = &findings[at];
        (finding.rule, finding.severity, finding.file.as_deref(), finding.column.as_deref(), finding.step)
    };
    order.retain(|at| findings[*at].step.is_some() && !findings[*at].rule.starts_with("FMT"));
    order.sort_by_key(|at| (key(*at), findings[*at].line));
    let follows = |one: &usize, next: &usize| {
        key(*one) == key(*next) && findings[*next].line <= end(&findings[*one]).map(|line| line + 1)
    };
    let runs = order.chunk_by(follows).filter(|run| run.len() >= ROWS_MIN);
    let runs: Vec<(usize, usize, Option<u64>)> =
        runs.map(|run| (run[0], run.len(), run.iter().filter_map(|at| end(&findings[*at])).max())).collect();
    let gone: HashSet<usize> =
        order.chunk_by(follows).filter(|run| run.len() >= ROWS_MIN).flat_map(|run| run[1..].to_vec()).collect();
    for (first, count, last) in runs {
        findings[first].line_end = last;
        findings[first].message.push_str(&format!("; so in {count} neighbouring places"));
    }
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// Puts each shared cause in the place of its first finding.
fn join(findings: &mut Vec<Finding>, shared: Vec<Shared>) -> Vec<usize> {
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
pub(super) fn list(steps: &BTreeSet<i32>) -> String {
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
        let Some((members, how)) = self.by_words().or_else(|| self.by_numbers()) else { return self.by_extent() };
        // Where many others have it as well, it is not the number that all share.
        let rest: Vec<usize> = self.members.iter().copied().filter(|at| !members.contains(at)).collect();
        self.is_many(&rest).then(|| self.by_extent()).flatten().or(Some((members, how)))
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
            // No unit and no sensor is off by so much.
            if is_temperature(column) && offset.abs() > OFFSET_K_MAX {
                return None;
            }
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
        let hit: u64 = lines.filter_map(|one| Some(later::count(one.line?, one.line_end.or(one.line)?))).sum();
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
        ": the sign is turned; does the file count discharge as positive (--sign discharge-positive), or have its currents no \
         sign (--sign by-type)?"
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
mod tests;
