//! Faults of reading as findings, for those who only read and run no rules.

use super::{ALL, TestView};
use crate::model::{Fault, Finding};
use crate::validate::Check;
use crate::validate::rules::support::FaultCheck;

/// The findings that the FMT rules make of faults, in the order of the rules.
#[must_use]
pub fn findings_of<'a>(faults: impl Iterator<Item = &'a Fault> + Clone, test: &TestView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for kind in crate::model::FaultKind::ALL {
        if let Some(rule) = ALL.iter().find(|rule| rule.name() == kind.as_str()) {
            let mut check = FaultCheck::new(*rule, *kind);
            for fault in faults.clone() {
                check.fault(fault, &mut findings);
            }
            check.test_end(test, &mut findings);
        }
    }
    findings
}
