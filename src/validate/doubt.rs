//! What rests on a temperature that is itself found faulty: a channel that stands still makes discharges alike that are not.
//!
//! Which discharges and cycles may be compared is told by the cell's temperature. Where that is wrong, the chamber tells it, if
//! it was recorded; what it explains is an effect of the faulty channel, and what nobody can tell is no warning.

use super::TestView;
use super::rules::cap07_coulombic_efficiency_range::BAND_K;
use crate::model::{Finding, Severity, StepType};
use std::ops::RangeInclusive;

/// Rules whose verdict stands on temperatures that are alike.
const RESTING: [&str; 3] = ["CAP07", "CAP08", "CAP09"];

/// Takes out, or makes infos of, the findings that rest on a faulty temperature of the cell; counts those that were taken out.
pub(super) fn doubt(findings: &mut Vec<Finding>, test: &TestView<'_>) -> u64 {
    let Some(channel) = test.head.temperature_channel.as_deref() else { return 0 };
    let is_fault = |finding: &Finding| {
        ["TMP01", "TMP05"].contains(&finding.rule)
            && finding.severity >= Severity::Warning
            && finding.column.as_deref() == Some(channel)
    };
    let Some(fault) = findings.iter().find(|finding| is_fault(finding)).map(|finding| finding.rule) else { return 0 };
    let before = findings.len();
    let rests = |finding: &Finding| RESTING.contains(&finding.rule) && finding.severity == Severity::Warning;
    findings.retain(|finding| !rests(finding) || chamber_differs(finding, test) != Some(true));
    for finding in findings.iter_mut().filter(|finding| RESTING.contains(&finding.rule)) {
        let is_unknown = finding.severity == Severity::Warning && chamber_differs(finding, test).is_none();
        // Nor does a temperature that is wrong excuse anything.
        let is_excused = finding.severity == Severity::Info && finding.message.contains("temperature");
        if is_unknown || is_excused {
            let what =
                if is_unknown { "another temperature may be all that is behind it" } else { "that may be no excuse" };
            finding.severity = Severity::Info;
            finding.message =
                format!("{}; but the temperature in {channel} is wrong ({fault}), and {what}", finding.message);
        }
    }
    (before - findings.len()) as u64
}

/// The steps that a finding compares.
fn steps(finding: &Finding, test: &TestView<'_>) -> RangeInclusive<i32> {
    let cycles = test.derived.map_or(&[][..], |derived| &derived.cycles);
    let at = cycles.iter().position(|cycle| Some(cycle.first_step) == finding.step).filter(|_| finding.rule == "CAP07");
    // A cycle is held against the one before it.
    at.map_or(i32::MIN..=i32::MAX, |at| cycles[at.saturating_sub(1)].first_step..=cycles[at].last_step)
}

/// Whether the chamber was at different temperatures in the steps that a finding compares; `None` where nobody knows.
fn chamber_differs(finding: &Finding, test: &TestView<'_>) -> Option<bool> {
    let steps = steps(finding, test);
    let compared = test.steps.iter().filter(|step| {
        matches!(step.record.step_type, StepType::Charge | StepType::Discharge) && steps.contains(&step.record.number)
    });
    let temperatures: Option<Vec<f64>> =
        compared.map(|step| step.trace.as_ref()?.chamber_temperature_start_degc.get()).collect();
    let temperatures = temperatures.filter(|temperatures| !temperatures.is_empty())?;
    let [least, most] = temperatures
        .iter()
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[least, most], degc| [least.min(*degc), most.max(*degc)]);
    Some(most - least > BAND_K)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{finding, head, steps, view};
    use super::*;
    use crate::model::{Head, StepData, StepRecord, StepTrace};
    use std::sync::Arc;

    /// Four steps that charge and discharge in a chamber at such temperatures.
    fn tested(chamber_degc: [Option<f64>; 4]) -> Vec<StepData> {
        let mut steps = steps(4);
        for (at, (step, degc)) in steps.iter_mut().zip(chamber_degc).enumerate() {
            let step_type = if at % 2 == 0 { StepType::Charge } else { StepType::Discharge };
            step.record = Arc::new(StepRecord { step_type, ..step.record.as_ref().clone() });
            let trace = step.trace.clone().unwrap_or_default();
            step.trace = Some(StepTrace { chamber_temperature_start_degc: degc.into(), ..trace });
        }
        steps
    }

    /// What becomes of a warning of CAP09 beside one of the channel.
    fn left(column: &str, steps: &[StepData]) -> Vec<(&'static str, Severity)> {
        let head = Head { temperature_channel: Some("T1".into()), ..head() };
        let stuck = Finding { column: Some(column.into()), ..finding("TMP05", Severity::Warning) };
        let mut findings = vec![stuck, finding("CAP09", Severity::Warning), finding("CAP01", Severity::Warning)];
        let count = doubt(&mut findings, &view(&head, steps));
        assert_eq!(count as usize, 3 - findings.len());
        findings.iter().map(|finding| (finding.rule, finding.severity)).collect()
    }

    #[test]
    fn what_a_faulty_temperature_explains_is_no_warning() {
        let (stuck, other) = (("TMP05", Severity::Warning), ("CAP01", Severity::Warning));
        let changes = tested([Some(25.0), Some(25.0), Some(0.0), Some(0.0)]);
        assert_eq!(left("T1", &changes), [stuck, other]);
        let unknown = tested([Some(25.0), None, Some(25.0), Some(25.0)]);
        assert_eq!(left("T1", &unknown), [stuck, ("CAP09", Severity::Info), other]);
    }

    #[test]
    fn a_faulty_temperature_is_no_excuse() {
        let head = Head { temperature_channel: Some("T1".into()), ..head() };
        let stuck = Finding { column: Some("T1".into()), ..finding("TMP05", Severity::Warning) };
        let message = "ran at different temperatures".to_owned();
        let excused = Finding { message, ..finding("CAP07", Severity::Info) };
        let mut findings = vec![stuck, excused, finding("CAP08", Severity::Info)];
        assert_eq!(doubt(&mut findings, &view(&head, &tested([None; 4]))), 0);
        assert!(findings[1].message.contains("is wrong (TMP05), and that may be no excuse"), "{}", findings[1].message);
        assert!(!findings[2].message.contains("TMP05"));
    }

    #[test]
    fn what_it_does_not_explain_stays() {
        let (stuck, own, other) =
            (("TMP05", Severity::Warning), ("CAP09", Severity::Warning), ("CAP01", Severity::Warning));
        let level = tested([Some(25.0), Some(25.5), Some(26.0), Some(25.0)]);
        assert_eq!(left("T1", &level), [stuck, own, other]);
        let changes = tested([Some(25.0), Some(25.0), Some(0.0), Some(0.0)]);
        assert_eq!(left("another sensor", &changes), [stuck, own, other]);
    }
}
