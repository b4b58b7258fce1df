//! Small findings and tests for the unit tests of what handles findings.

use super::TestView;
use crate::model::{
    Control, Conventions, FileInfo, FileRole, Finding, Head, Origin, Severity, StepData, StepRecord, StepTrace,
    StepType,
};

/// A finding of a registered rule's code, without a place.
pub(crate) fn finding(rule: &'static str, severity: Severity) -> Finding {
    let name = super::find(rule).map_or("", |rule| rule.name());
    Finding {
        rule,
        name,
        severity,
        file: None,
        line: None,
        line_end: None,
        step: None,
        column: None,
        value: None,
        message: "m".into(),
        alike: None,
    }
}

/// The head of a test of two files.
pub(crate) fn head() -> Head {
    let file = |role: FileRole, name: &str| FileInfo {
        role,
        path: name.into(),
        name: name.into(),
        blake3: String::new(),
        size: 0,
        modified_at: None,
        encoding: "UTF-8".into(),
        delimiter: ',',
        rows: 0,
        sentinels: 0,
        rejected_rows: 0,
    };
    Head {
        name: "a".into(),
        origin: Origin::Files,
        dialect: "chroma".into(),
        has_end_reasons: true,
        has_rows: true,
        channels: Vec::new(),
        temperature_channel: None,
        thinned_s: None,
        cell: None,
        project: None,
        machine: None,
        operator: None,
        amended: Vec::new(),
        conventions: Conventions::default(),
        files: vec![file(FileRole::Step, "a_Step.csv"), file(FileRole::Detail, "a_Detail.csv")],
    }
}

/// Steps 1 to `count`: step n has line n + 1 of the Step file and lines 100 n to 100 n + 99 of Detail, the last ten of
/// which are relaxation.
pub(crate) fn steps(count: i32) -> Vec<StepData> {
    let step = |number: i32| {
        let first = number as u64 * 100;
        let trace = StepTrace {
            step: number,
            rows: 100,
            relaxation_rows: 10,
            active_rows: 90,
            first_line: Some(first),
            last_active_line: Some(first + 89),
            ..StepTrace::default()
        };
        StepData { record: record(number).into(), trace: Some(trace) }
    };
    (1..=count).map(step).collect()
}

fn record(number: i32) -> StepRecord {
    StepRecord {
        step_type: StepType::Rest,
        control: Control::Rest,
        original_step_type: "rest".into(),
        line: Some(number as u64 + 1),
        ..StepRecord::unknown(number)
    }
}

/// The view of it at its end.
pub(crate) fn view<'a>(head: &'a Head, steps: &'a [StepData]) -> TestView<'a> {
    TestView { head, steps, derived: None, step_file: Some("a_Step.csv"), detail_file: Some("a_Detail.csv") }
}
