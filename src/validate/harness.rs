//! A synthetic test in memory for the unit tests of rules: steps whose values are exact, to be spoilt one at a time.

mod rows;
use super::rules::support::path;
use super::scale::Gauge;
use super::{Context, OtherTest, Rule, StepView, TestView, Thresholds};
use crate::model::{
    Channel, ChannelKind, Control, Conventions, Derived, EndReason, Fault, FaultKind, FileInfo, FileRole, Finding,
    Head, MAX_BLOCK_ROWS, Origin, StepData, StepRecord, StepType,
};
use crate::transform::derive;
pub(crate) use rows::{CHAMBER, COUNTED, POWER, Rows, TOTAL, WALL_CLOCK};
use rows::{detail_record, record};
use std::sync::Arc;

/// Monday, 2024-03-04 08:00:00, at which every synthetic test begins.
const BEGIN_S: f64 = 1_709_539_200.0;

/// A synthetic test.
#[derive(Clone, Debug)]
pub(crate) struct Bench {
    pub(crate) head: Head,
    pub(crate) records: Vec<StepRecord>,
    pub(crate) details: Vec<Rows>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) thresholds: Thresholds,
    /// Given to the rules instead of what follows from the steps.
    pub(crate) derived: Option<Derived>,
    pub(crate) others: Option<Vec<OtherTest>>,
    clock_s: f64,
    total_ah: f64,
    line: u64,
}

fn file(role: FileRole) -> FileInfo {
    FileInfo {
        role,
        path: format!("synthetic_{}.csv", role.as_str()),
        name: format!("synthetic_{}.csv", role.as_str()),
        blake3: String::new(),
        size: 0,
        modified_at: None,
        encoding: "UTF-8".into(),
        delimiter: ',',
        rows: 0,
        sentinels: 0,
        rejected_rows: 0,
    }
}

impl Bench {
    /// An empty test with a Step and a Detail file.
    pub(crate) fn new() -> Self {
        let channels =
            [ChannelKind::WallClock, ChannelKind::Power, ChannelKind::TotalCapacity, ChannelKind::ChamberTemperature];
        let head = Head {
            name: "synthetic".into(),
            origin: Origin::Files,
            dialect: "chroma".into(),
            has_end_reasons: true,
            has_rows: true,
            channels: channels.map(|kind| Channel { name: kind.as_str().into(), kind }).into(),
            temperature_channel: Some("Aux T1".into()),
            thinned_s: None,
            cell: None,
            project: None,
            machine: None,
            operator: None,
            amended: Vec::new(),
            conventions: Conventions::default(),
            files: vec![file(FileRole::Step), file(FileRole::Detail)],
        };
        Self {
            head,
            records: Vec::new(),
            details: Vec::new(),
            faults: Vec::new(),
            thresholds: Thresholds::default(),
            derived: None,
            others: None,
            clock_s: 0.0,
            total_ah: 0.0,
            line: 2,
        }
    }

    /// A rest, a charge, a rest, a discharge, a rest: 1 h or 10 min each, sampled every 60 s.
    pub(crate) fn cycle() -> Self {
        Self::new().rest(600.0).charge(3600.0, 2.0).rest(600.0).discharge(3600.0, 2.0).rest(600.0)
    }

    /// Adds a rest sampled every 60 s.
    pub(crate) fn rest(self, duration_s: f64) -> Self {
        self.step(StepType::Rest, Control::Rest, duration_s, 60.0, 0.0)
    }

    /// Adds a constant-current charge sampled every 60 s.
    pub(crate) fn charge(self, duration_s: f64, current_a: f64) -> Self {
        self.step(StepType::Charge, Control::ConstantCurrent, duration_s, 60.0, current_a)
    }

    /// Adds a constant-current discharge sampled every 60 s, ended by voltage; the current is a magnitude.
    pub(crate) fn discharge(self, duration_s: f64, current_a: f64) -> Self {
        let mut bench = self.step(StepType::Discharge, Control::ConstantCurrent, duration_s, 60.0, -current_a);
        bench.set_end(EndReason::Voltage);
        bench
    }

    /// Adds a step: rows at 0.01 s, at each interval and at the end; voltage linear in time, so that capacity and energy
    /// are exact integrals and trapezoids give them too.
    pub(crate) fn step(
        mut self,
        step_type: StepType,
        control: Control,
        duration_s: f64,
        interval_s: f64,
        current_a: f64,
    ) -> Self {
        let number = self.records.last().map_or(1, |record| record.number + 1);
        let slope = current_a.signum() * if current_a == 0.0 { 0.0 } else { 0.4 / duration_s };
        let begin_v = self.details.last().and_then(|rows| rows.voltage_v.last()).copied().unwrap_or(3.3);
        let mut rows = Rows { step: number, channels: vec![Vec::new(); 4], ..Rows::default() };
        let inner = (1..).map(|n| f64::from(n) * interval_s).take_while(|time_s| *time_s < duration_s - 1e-9);
        for time_s in std::iter::once(0.01).chain(inner).chain([duration_s]) {
            let voltage_v = begin_v + slope * time_s;
            let capacity_ah = current_a * time_s / 3600.0;
            rows.step_time_s.push(time_s);
            rows.test_time_s.push(self.clock_s + time_s);
            rows.voltage_v.push(voltage_v);
            rows.current_a.push(current_a);
            rows.capacity_ah.push(capacity_ah);
            rows.energy_wh.push(capacity_ah * f64::midpoint(begin_v, voltage_v));
            rows.temperature_degc.push(25.0 + time_s * 1e-4);
            rows.channels[WALL_CLOCK].push((BEGIN_S + self.clock_s + time_s).floor());
            rows.channels[POWER].push(voltage_v * current_a);
            rows.channels[TOTAL].push(self.total_ah + capacity_ah);
            rows.channels[CHAMBER].push(25.0);
            rows.end_reasons.push(EndReason::Running);
            rows.lines.push(self.line);
            self.line += 1;
        }
        self.records.push(record(&rows, step_type, control, self.records.len() as u64 + 2));
        self.clock_s += duration_s;
        self.total_ah += current_a * duration_s / 3600.0;
        self.details.push(rows);
        self.set_end(if control == Control::Chamber { EndReason::Running } else { EndReason::Time });
        self
    }

    /// The same as a file of the Battery Data Format: the integrals of the rows stand for capacity and energy, and counters
    /// since the test's start stand beside them, at [`COUNTED`] and behind it.
    pub(crate) fn integrated(mut self) -> Self {
        self.head.dialect = "bdf".into();
        self.head.has_end_reasons = false;
        let names = ["charging_capacity_ah", "discharging_capacity_ah", "charging_energy_wh", "discharging_energy_wh"];
        let channel = |name: &str| Channel { name: name.into(), kind: ChannelKind::Other };
        self.head.channels.extend(names.map(channel));
        self.records.clear();
        let mut counted = [0.0; 4];
        self.details.iter_mut().for_each(|rows| rows.integrate(&mut counted));
        self
    }

    /// Sets how the last step ended, in both files.
    pub(crate) fn set_end(&mut self, reason: EndReason) {
        if let (Some(record), Some(rows)) = (self.records.last_mut(), self.details.last_mut()) {
            record.end_reason = Some(reason);
            record.status = Some(reason.as_str().into());
            if let Some(last) = rows.end_reasons.last_mut() {
                *last = reason;
            }
        }
    }

    /// A fault of reading Detail.
    pub(crate) fn add_fault(&mut self, kind: FaultKind, line: u64) {
        self.faults.push(Fault {
            kind,
            file: "synthetic_detail.csv".into(),
            line: Some(line),
            line_end: None,
            step: None,
            column: None,
            value: None,
            severity: None,
            message: kind.as_str().into(),
        });
    }

    /// The findings of one rule, or the reason why it cannot run. Runs with blocks of many sizes, which must not matter.
    pub(crate) fn run(&self, rule: &dyn Rule) -> Result<Vec<Finding>, String> {
        let whole = self.run_in_blocks(rule, MAX_BLOCK_ROWS)?;
        for rows in [1, 2, 3, 7] {
            assert_eq!(whole, self.run_in_blocks(rule, rows)?, "in blocks of {rows} rows");
        }
        Ok(whole)
    }

    /// [`Self::run`] for a rule that must be able to run.
    pub(crate) fn findings(&self, rule: &dyn Rule) -> Vec<Finding> {
        self.run(rule).unwrap()
    }

    /// What follows from the test, whatever `derived` says.
    pub(crate) fn derive(&self) -> Derived {
        derive(&self.head, &self.steps()).unwrap()
    }

    /// The Step file's row of some rows, or what a reader makes of them without one.
    fn record_of(&self, rows: &Rows) -> StepRecord {
        let record = self.records.iter().find(|record| record.number == rows.step);
        record.cloned().unwrap_or_else(|| detail_record(rows))
    }

    /// Every step of both files, by number.
    fn steps(&self) -> Vec<StepData> {
        let mut steps = Vec::new();
        for rows in &self.details {
            let record = self.record_of(rows);
            let trace = Some(rows.trace(&self.head, &record));
            steps.push(StepData { record: record.into(), trace });
        }
        let alone = self.records.iter().filter(|record| !self.details.iter().any(|rows| rows.step == record.number));
        steps.extend(alone.map(|record| StepData { record: record.clone().into(), trace: None }));
        steps.sort_by_key(|step| step.record.number);
        steps
    }

    fn run_in_blocks(&self, rule: &dyn Rule, block_rows: usize) -> Result<Vec<Finding>, String> {
        let Self { head, thresholds, .. } = self;
        let records: Vec<Arc<StepRecord>> = self.records.iter().cloned().map(Arc::new).collect();
        let (step_file, detail_file) = (path(head, FileRole::Step), path(head, FileRole::Detail));
        let others = self.others.as_deref();
        let context = Context { head, records: &records, thresholds, others, scale: Arc::default() };
        let mut gauge = Gauge::over(&context);
        let mut check = rule.start(&context)?;
        let mut out = Vec::new();
        for fault in &self.faults {
            check.fault(fault, &mut out);
        }
        let mut previous: Option<StepData> = None;
        for rows in &self.details {
            let record = self.record_of(rows);
            let trace = rows.trace(head, &record);
            let mut view =
                StepView { head, record: &record, previous: previous.as_ref(), trace: None, file: detail_file };
            check.step_start(&view, &mut out);
            rows.blocks(block_rows, |block| {
                gauge.see(block);
                check.block(&view, block, &mut out);
            });
            view.trace = Some(&trace);
            check.step_end(&view, &mut out);
            previous = Some(StepData { record: record.into(), trace: Some(trace) });
        }
        let steps = self.steps();
        let derived = self.derived.clone().or_else(|| derive(head, &steps).ok());
        let test = TestView { head, steps: &steps, derived: derived.as_ref(), step_file, detail_file };
        check.test_end(&test, &mut out);
        check.idle().map_or(Ok(out), Err)
    }
}
