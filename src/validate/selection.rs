//! Which rules count in a run, and how severe each is taken.

use super::error::ValidateError;
use super::{ALL, Rule};
use crate::model::{Finding, Severity, nearest};

/// Which rules count, and how severe their findings are. The default is every rule as it stands.
///
/// Every rule runs in any case: what one finds decides what another need not repeat, so that leaving out a rule never
/// brings up findings that were not there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    selected: Vec<bool>,
    severities: Vec<Option<Severity>>,
}

impl Default for Selection {
    fn default() -> Self {
        Self { selected: vec![true; ALL.len()], severities: vec![None; ALL.len()] }
    }
}

impl Selection {
    /// Only what `select` names (everything when it is empty), without what `ignore` names. A name is a code (`TIM01`),
    /// a family (`TIM`), a rule's name (`time-reversal`) or `ALL`.
    ///
    /// # Errors
    /// When a name fits no rule.
    pub fn new<S: AsRef<str>>(select: &[S], ignore: &[S]) -> Result<Self, ValidateError> {
        let mut selection = Self::default();
        if !select.is_empty() {
            selection.selected.fill(false);
            selection.set(select, true)?;
        }
        selection.set(ignore, false)?;
        Ok(selection)
    }

    fn set<S: AsRef<str>>(&mut self, names: &[S], to: bool) -> Result<(), ValidateError> {
        for name in names {
            for index in matching(name.as_ref())? {
                self.selected[index] = to;
            }
        }
        Ok(())
    }

    /// Takes the findings of the rules of a name as this severe.
    ///
    /// # Errors
    /// When the name fits no rule.
    pub fn set_severity(&mut self, name: &str, severity: Severity) -> Result<(), ValidateError> {
        for index in matching(name)? {
            self.severities[index] = Some(severity);
        }
        Ok(())
    }

    /// Whether the rule of a code counts.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        index(code).is_none_or(|index| self.selected[index])
    }

    /// The severity that the rule has in this run unless a finding says otherwise.
    #[must_use]
    pub fn severity(&self, rule: &dyn Rule) -> Severity {
        index(rule.code()).and_then(|index| self.severities[index]).unwrap_or_else(|| rule.severity())
    }

    /// Sets the severity of a finding: a rule set to another severity brings its ordinary findings there; what the rule
    /// itself graded down stays at or below.
    pub(crate) fn grade(&self, finding: &mut Finding) {
        let Some(index) = index(finding.rule) else { return };
        if let Some(severity) = self.severities[index] {
            let is_graded_down = finding.severity < ALL[index].severity();
            finding.severity = if is_graded_down { finding.severity.min(severity) } else { severity };
        }
    }
}

/// The place in [`ALL`] of a code.
fn index(code: &str) -> Option<usize> {
    ALL.iter().position(|rule| rule.code() == code)
}

/// Whether a name (a code, a family, a rule's name or `ALL`) means a rule.
pub(super) fn names(name: &str, rule: &dyn Rule) -> bool {
    let is_family = name.len() == 3 && rule.code().get(..3).is_some_and(|family| family.eq_ignore_ascii_case(name));
    is_family
        || rule.code().eq_ignore_ascii_case(name)
        || rule.name().eq_ignore_ascii_case(name)
        || name.eq_ignore_ascii_case("all")
}

/// The places in [`ALL`] of the rules that a name means.
pub(super) fn matching(name: &str) -> Result<Vec<usize>, ValidateError> {
    let name = name.trim();
    let found: Vec<usize> =
        ALL.iter().enumerate().filter(|(_, rule)| names(name, **rule)).map(|(index, _)| index).collect();
    if found.is_empty() {
        let known = ALL.iter().flat_map(|rule| [rule.code(), rule.name()]);
        return Err(ValidateError::UnknownRule {
            given: name.to_owned(),
            nearest: nearest(name, known).map(str::to_owned),
        });
    }
    Ok(found)
}

/// The one rule of a code or name.
///
/// # Errors
/// When there is none.
pub fn find(name: &str) -> Result<&'static dyn Rule, ValidateError> {
    let is_one = |rule: &&&dyn Rule| rule.code().eq_ignore_ascii_case(name) || rule.name().eq_ignore_ascii_case(name);
    ALL.iter().find(is_one).copied().ok_or_else(|| {
        let known = ALL.iter().flat_map(|rule| [rule.code(), rule.name()]);
        ValidateError::UnknownRule { given: name.to_owned(), nearest: nearest(name, known).map(str::to_owned) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_families_and_names_select() {
        let selection = Selection::new(&["fmt", "step-order"], &["FMT04"]).unwrap();
        assert!(selection.has("FMT01") && selection.has("STP03"));
        assert!(!selection.has("FMT04") && !selection.has("STP01"));
        let error = Selection::new(&["FMT44"], &[]).unwrap_err().to_string();
        assert!(error.contains("did you mean `FMT04`?"), "{error}");
        assert!(find("Ragged-Row").is_ok() && find("FMT").is_err());
    }

    #[test]
    fn a_severity_set_by_hand_keeps_what_the_rule_graded_down() {
        let mut selection = Selection::default();
        selection.set_severity("STP05", Severity::Error).unwrap();
        let rule = find("STP05").unwrap();
        let mut finding = super::super::tests::finding("STP05", Severity::Warning);
        selection.grade(&mut finding);
        assert_eq!(finding.severity, Severity::Error);
        finding.severity = Severity::Info;
        selection.grade(&mut finding);
        assert_eq!((finding.severity, selection.severity(rule)), (Severity::Info, Severity::Error));
    }
}
