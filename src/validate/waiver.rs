//! Waivers: findings that a person has looked at and lets pass, for a reason and until a day.

use super::outcome::{Outcome, Pardon};
use super::selection::names;
use super::{ALL, find};
use crate::model::Finding;
use chrono::NaiveDate;

/// One `[[validate.waiver]]` of battery-etl.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// A code, a family or a rule's name.
    pub rule: String,
    /// A glob over the file's path or name; `None` for any file.
    pub file: Option<String>,
    /// A glob over the experiment's name; `None` for any experiment.
    pub experiment: Option<String>,
    /// A step; `None` for any.
    pub step: Option<i32>,
    /// Why it is let pass.
    pub reason: String,
    /// The last day on which it holds; `None` for no end.
    pub expires: Option<NaiveDate>,
}

impl Waiver {
    /// Whether it ended before `today`.
    #[must_use]
    pub fn has_expired(&self, today: NaiveDate) -> bool {
        self.expires.is_some_and(|last| last < today)
    }

    /// Whether it lets a finding of an experiment pass.
    #[must_use]
    pub fn fits(&self, experiment: &str, finding: &Finding) -> bool {
        let rule = ALL.iter().copied().find(|rule| rule.code() == finding.rule);
        let rule_fits = rule.is_some_and(|rule| names(&self.rule, rule));
        let file_fits = self.file.as_deref().is_none_or(|glob| {
            let path = finding.file.as_deref().unwrap_or_default().replace('\\', "/");
            let name = path.rsplit('/').next().unwrap_or_default();
            matches(glob, &path) || matches(glob, name)
        });
        rule_fits
            && file_fits
            && self.experiment.as_deref().is_none_or(|glob| matches(glob, experiment))
            && self.step.is_none_or(|step| finding.step == Some(step))
    }

    /// What it is, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = self.rule.clone();
        if let Ok(rule) = find(&self.rule) {
            words = format!("{} {}", rule.code(), rule.name());
        }
        for (what, value) in [("file", &self.file), ("experiment", &self.experiment)] {
            if let Some(value) = value {
                words = format!("{words}, {what} {value}");
            }
        }
        if let Some(step) = self.step {
            words = format!("{words}, step {step}");
        }
        words
    }
}

/// Whether a text fits a pattern, in which `*` stands for any characters and `?` for one.
#[must_use]
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // The last star met, and the text it has swallowed so far: on a mismatch it swallows one more.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&'*') {
            star = Some((p, t));
            p += 1;
        } else if pattern.get(p).is_some_and(|&c| c == '?' || c == text[t]) {
            (p, t) = (p + 1, t + 1);
        } else if let Some((at, swallowed)) = star {
            star = Some((at, swallowed + 1));
            (p, t) = (at + 1, swallowed + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

/// Pardons what the waivers let pass, and gives those in force that fit nothing and those that have ended.
pub(super) fn apply(waivers: &[Waiver], tests: &mut [Outcome], today: NaiveDate) -> (Vec<Waiver>, Vec<Waiver>) {
    let (expired, in_force): (Vec<_>, Vec<_>) = waivers.iter().cloned().partition(|waiver| waiver.has_expired(today));
    let mut used = vec![false; in_force.len()];
    for test in tests {
        for finding in std::mem::take(&mut test.findings) {
            let mut fitting = in_force.iter().enumerate().filter(|(_, waiver)| waiver.fits(&test.experiment, &finding));
            match fitting.next() {
                Some((at, waiver)) => {
                    used[at] = true;
                    fitting.for_each(|(at, _)| used[at] = true);
                    test.pardoned.push((finding, Pardon::Waived(waiver.reason.clone())));
                }
                None => test.findings.push(finding),
            }
        }
    }
    let unused = in_force.into_iter().zip(used).filter(|(_, used)| !used).map(|(waiver, _)| waiver).collect();
    (unused, expired)
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::model::Severity;

    fn waiver(rule: &str) -> Waiver {
        Waiver { rule: rule.into(), file: None, experiment: None, step: None, reason: "known".into(), expires: None }
    }

    #[test]
    fn globs() {
        for (pattern, text) in [("*", ""), ("a*c*", "abcd"), ("?b*", "abc"), ("*_Detail.csv", "x_y_Detail.csv")] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a*c", "abcd"), ("?", ""), ("*b", "abc")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
        assert!(!matches(&"a*".repeat(50), &"a".repeat(40)));
    }

    #[test]
    fn a_waiver_fits_by_rule_file_experiment_and_step() {
        let found =
            Finding { file: Some("data/x_Detail.csv".into()), step: Some(3), ..finding("STP01", Severity::Warning) };
        assert!(waiver("stp").fits("e", &found) && !waiver("FMT").fits("e", &found));
        assert!(Waiver { file: Some("x_*".into()), ..waiver("STP01") }.fits("e", &found));
        assert!(Waiver { file: Some("data/*".into()), ..waiver("STP01") }.fits("e", &found));
        assert!(!Waiver { file: Some("y*".into()), ..waiver("STP01") }.fits("e", &found));
        assert!(!Waiver { experiment: Some("f*".into()), ..waiver("STP01") }.fits("e", &found));
        assert!(!Waiver { step: Some(4), ..waiver("STP01") }.fits("e", &found));
    }

    #[test]
    fn expired_and_unused_waivers_are_named() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 3, day);
        let mut old = waiver("STP01");
        old.expires = day(1);
        let mut last_day = waiver("FMT04");
        last_day.expires = day(2);
        let findings = vec![finding("FMT04", Severity::Error), finding("STP01", Severity::Warning)];
        let mut tests = [Outcome { findings, ..Outcome::default() }];
        let waivers = [old.clone(), last_day, waiver("TIM")];
        let (unused, expired) = apply(&waivers, &mut tests, day(2).unwrap());
        assert_eq!((unused, expired), (vec![waiver("TIM")], vec![old]));
        assert_eq!(tests[0].findings[0].rule, "STP01");
        assert_eq!(tests[0].pardoned[0].1, Pardon::Waived("known".into()));
    }
}
