//! `report quality`: for each step how its values are spread, and how much of it findings touch.

mod spread;
mod touched;

use super::{Options, Report, ReportError, Subject};
use crate::fields::{brief, integer, name, number, text};
use crate::format::{Field, Heading, Sheet, Table};
use crate::model::{
    Block, Columns, Derived, Finding, Head, Severity, SeverityCounts, SocAnchor, StepData, StepMetrics, StepSet,
    StepType,
};
use crate::transform::ActiveRows;
use crate::transform::soc;
use spread::Spread;
use touched::Touched;

/// One row a step.
pub(super) struct Quality;

/// The quantities whose spread is said, by their place.
const VOLTAGE: usize = 0;
const CURRENT: usize = 1;
const CAPACITY: usize = 2;
const C_RATE: usize = 3;
const TEMPERATURE: usize = 4;
const SOC: usize = 5;
const QUANTITIES: usize = 6;

/// The spread of each quantity over the active rows of one step.
pub(super) struct StepQuality {
    step: i32,
    step_type: StepType,
    measurements: Option<u64>,
    /// Where its active rows end: relaxation is no part of any quantity of a step.
    active: ActiveRows,
    findings: SeverityCounts,
    touched_rows: Option<u64>,
    spreads: [Spread; QUANTITIES],
    /// The last row that came, until the next one says how long it stood.
    last: Option<Moment>,
}

/// A row: its values, and the time that they stand for as far as it is known.
struct Moment {
    step_time_s: f64,
    weight_s: f64,
    values: [f64; QUANTITIES],
}

impl StepQuality {
    /// Of a step with the findings from its number to before `behind`.
    fn new(metrics: &StepMetrics, active: ActiveRows, behind: i32, findings: &[Finding]) -> Self {
        let parts = metrics.step..behind;
        let of_step = findings.iter().filter(|finding| finding.step.is_some_and(|step| parts.contains(&step)));
        Self {
            step: metrics.step,
            step_type: metrics.step_type,
            measurements: metrics.measurements,
            active,
            findings: SeverityCounts::of(of_step),
            touched_rows: None,
            spreads: Default::default(),
            last: None,
        }
    }

    fn touched_pct(&self) -> Option<f64> {
        let rows = self.measurements.filter(|rows| *rows > 0)?;
        Some(100.0 * self.touched_rows? as f64 / rows as f64)
    }

    /// Takes a row. It stands for half the time to each of its neighbours, as in the trapezoid rule.
    fn take(&mut self, step_time_s: f64, values: [f64; QUANTITIES]) {
        let half_s = self.last.as_ref().map_or(0.0, |last| ((step_time_s - last.step_time_s) / 2.0).max(0.0));
        if let Some(last) = self.last.replace(Moment { step_time_s, weight_s: half_s, values }) {
            self.fold(&last, half_s);
        }
    }

    fn fold(&mut self, row: &Moment, half_s: f64) {
        for (spread, value) in self.spreads.iter_mut().zip(row.values) {
            spread.push(value, row.weight_s + half_s);
        }
    }

    /// The step's rows have gone by: what only the median needed is let go.
    fn seal(&mut self) {
        if let Some(last) = self.last.take() {
            self.fold(&last, 0.0);
        }
        self.spreads.iter_mut().for_each(Spread::seal);
    }
}

macro_rules! spread {
    ($spread:expr, $name:literal, $title:literal, $suffix:literal, $unit:literal, $decimals:literal, $what:literal) => {
        [
            integer(concat!($name, "_count"), concat!($title, " count"), concat!("Active rows with ", $what), |r| {
                r.spreads[$spread].count().into()
            }),
            number(
                concat!($name, "_min", $suffix),
                concat!($title, " min"),
                $unit,
                $decimals,
                concat!("Lowest ", $what),
                |r| r.spreads[$spread].min().into(),
            ),
            number(
                concat!($name, "_max", $suffix),
                concat!($title, " max"),
                $unit,
                $decimals,
                concat!("Highest ", $what),
                |r| r.spreads[$spread].max().into(),
            ),
            number(
                concat!($name, "_mean", $suffix),
                concat!($title, " mean"),
                $unit,
                $decimals,
                concat!("Mean over time of the ", $what),
                |r| r.spreads[$spread].mean().into(),
            ),
            number(
                concat!($name, "_median", $suffix),
                concat!($title, " median"),
                $unit,
                $decimals,
                concat!("Median of the rows' ", $what, "; exact up to 8,192 rows, beyond within 0.2 % of the ranks"),
                |r| r.spreads[$spread].median().into(),
            ),
            number(
                concat!($name, "_std", $suffix),
                concat!($title, " std"),
                $unit,
                $decimals,
                concat!("Standard deviation over time of the ", $what),
                |r| r.spreads[$spread].standard_deviation().into(),
            ),
        ]
    };
}

static STEP: [Field<StepQuality>; 8] = [
    name(integer("step", "Step", "The executed step, counted by the tester", |r| r.step.into())),
    brief(text("step_type", "Type", "What it does: charge, discharge, rest, waveform or unknown", |r| {
        r.step_type.as_str().into()
    })),
    brief(integer("measurements", "Rows", "Rows of the step; none without its Detail file", |r| r.measurements.into())),
    brief(integer("errors", "Errors", "Findings of the step that are errors", |r| r.findings.error.into())),
    brief(integer("warnings", "Warnings", "Findings of the step that are warnings", |r| r.findings.warning.into())),
    integer("infos", "Infos", "Findings of the step that are worth knowing", |r| r.findings.info.into()),
    integer("touched_rows", "Touched rows", "Rows that a finding names", |r| r.touched_rows.into()),
    brief(number("touched_pct", "Touched", "%", 2, "Share of the rows that a finding names", |r| {
        r.touched_pct().into()
    })),
];
static VOLTAGE_FIELDS: [Field<StepQuality>; 6] = spread!(VOLTAGE, "voltage", "Voltage", "_v", "V", 4, "voltage");
static CURRENT_FIELDS: [Field<StepQuality>; 6] = spread!(CURRENT, "current", "Current", "_a", "A", 3, "current");
static CAPACITY_FIELDS: [Field<StepQuality>; 6] =
    spread!(CAPACITY, "capacity", "Capacity", "_ah", "Ah", 4, "capacity since the step's start");
static C_RATE_FIELDS: [Field<StepQuality>; 6] = spread!(C_RATE, "c_rate", "C-rate", "", "", 3, "C-rate, a magnitude");
static TEMPERATURE_FIELDS: [Field<StepQuality>; 6] =
    spread!(TEMPERATURE, "temperature", "Temperature", "_degc", "°C", 1, "temperature");
static SOC_FIELDS: [Field<StepQuality>; 6] = spread!(SOC, "soc", "SOC", "_pct", "%", 2, "state of charge");

/// Shown in a table that has not room for all.
const BRIEF: &[&str] =
    &["voltage_min_v", "voltage_max_v", "voltage_median_v", "current_mean_a", "temperature_max_degc"];

fn fields() -> impl Iterator<Item = &'static Field<StepQuality>> {
    STEP.iter()
        .chain(&VOLTAGE_FIELDS)
        .chain(&CURRENT_FIELDS)
        .chain(&CAPACITY_FIELDS)
        .chain(&C_RATE_FIELDS)
        .chain(&TEMPERATURE_FIELDS)
        .chain(&SOC_FIELDS)
}

fn columns() -> Vec<Heading> {
    let column = |field: &Field<StepQuality>| {
        let column = field.column.clone();
        if BRIEF.contains(&column.key.as_ref()) { column.brief() } else { column }
    };
    fields().map(column).collect()
}

impl Report for Quality {
    fn name(&self) -> &'static str {
        "quality"
    }

    fn about(&self) -> &'static str {
        "the spread of each quantity by step, and the share of rows that findings touch"
    }

    fn needs_findings(&self) -> bool {
        true
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![("steps", columns())]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let findings = match &options.findings {
            Some(findings) => findings.clone(),
            None => subject.test.findings()?,
        };
        let gathered = subject.gathered.as_mut().and_then(|gathered| gathered.spread.take());
        let all = gathered.map_or_else(|| measure(subject, &findings), Ok)?;
        let min_rest_s = subject.head.conventions.min_rest_s;
        let metrics = &subject.derived.steps;
        let keep =
            |step: i32| metrics.iter().any(|metrics| metrics.step == step && options.filter.step(metrics, min_rest_s));
        let rows: Vec<Vec<_>> = all
            .iter()
            .filter(|quality| keep(quality.step))
            .map(|quality| fields().map(|field| (field.get)(quality)).collect())
            .collect();
        let filtered =
            options.filter.in_words().map(|words| format!("{} of {} steps, by {words}", rows.len(), all.len()));
        Ok(subject.sheet(Table::held("steps", columns(), rows), filtered))
    }
}

/// Folds the rows of every step, one block after the other; nothing holds a step.
pub(super) struct Measure<'a> {
    all: Vec<StepQuality>,
    at: usize,
    touched: Touched,
    nominal_ah: Option<f64>,
    anchor: SocAnchor,
    derived: &'a Derived,
}

impl<'a> Measure<'a> {
    /// Of a test with what was found in it.
    pub(super) fn new((head, steps, derived): (&Head, &[StepData], &'a Derived), findings: &[Finding]) -> Self {
        // Findings name the tester's own steps: those of the parts of a step that people merged are the whole's.
        let next = |at: usize| derived.steps.get(at + 1).map_or(i32::MAX, |next| next.step);
        let behind = |at: usize, step: i32| if head.amended.is_empty() { step.saturating_add(1) } else { next(at) };
        let all = derived.steps.iter().zip(steps).enumerate().map(|(at, (metrics, data))| {
            let active = ActiveRows::kept(data.trace.as_ref(), head);
            StepQuality::new(metrics, active, behind(at, metrics.step), findings)
        });
        Self {
            all: all.collect(),
            at: 0,
            touched: Touched::new(findings, head, steps),
            nominal_ah: derived.nominal.map(|(capacity_ah, _)| capacity_ah).filter(|ah| *ah > 0.0),
            anchor: head.conventions.soc_anchor,
            derived,
        }
    }

    /// Takes the next rows of the test.
    pub(super) fn take(&mut self, block: &Block<'_>) {
        let all = &mut self.all;
        if all.get(self.at).is_none_or(|quality| quality.step != block.step) {
            if let Some(over) = all.get_mut(self.at) {
                over.seal();
            }
            let Some(found) = all.iter().position(|quality| quality.step == block.step) else { return };
            self.at = found;
        }
        let quality = &mut all[self.at];
        let rows = self.touched.count(block);
        quality.touched_rows = rows.map(|rows| quality.touched_rows.unwrap_or(0) + rows).or(quality.touched_rows);
        let soc = soc::of_rows(self.derived, self.anchor, &self.derived.steps[self.at]);
        let (active, nominal_ah) = (quality.active, self.nominal_ah);
        for row in 0..active.count(block) {
            let (current_a, capacity_ah) = (block.current_a[row], block.capacity_ah[row]);
            let mut values = [f64::NAN; QUANTITIES];
            values[VOLTAGE] = block.voltage_v[row];
            values[CURRENT] = current_a;
            values[CAPACITY] = capacity_ah;
            values[C_RATE] = nominal_ah.map_or(f64::NAN, |nominal_ah| current_a.abs() / nominal_ah);
            values[TEMPERATURE] = block.temperature_degc[row];
            values[SOC] = soc.map_or(f64::NAN, |(start_pct, per_ah)| start_pct + per_ah * capacity_ah);
            quality.take(block.step_time_s[row], values);
        }
    }

    /// All rows have gone by.
    pub(super) fn finish(mut self) -> Vec<StepQuality> {
        if let Some(last) = self.all.get_mut(self.at) {
            last.seal();
        }
        self.all
    }
}

/// The spread of every step of a test whose rows nobody gathered yet.
fn measure(subject: &mut Subject<'_>, findings: &[Finding]) -> Result<Vec<StepQuality>, ReportError> {
    let Subject { test, head, steps, derived, .. } = subject;
    let mut measure = Measure::new((head, steps, derived), findings);
    test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
        measure.take(block);
        Ok(())
    })?;
    Ok(measure.finish())
}

/// How severe a finding must be to count as touching a row: what is only worth knowing leaves it sound.
fn counts(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::step;
    use super::*;

    #[test]
    fn a_row_stands_for_half_the_time_to_its_neighbours() {
        let mut quality = StepQuality::new(&step(1, StepType::Charge), ActiveRows::All, 2, &[]);
        // 3 V for half a second, then a line to 4 V over 9 s.
        for (time_s, voltage_v) in [(0.0, 3.0), (1.0, 3.0), (10.0, 4.0)] {
            let mut values = [f64::NAN; QUANTITIES];
            values[VOLTAGE] = voltage_v;
            quality.take(time_s, values);
        }
        quality.seal();
        let voltage = &quality.spreads[VOLTAGE];
        assert_eq!((voltage.count(), voltage.max(), voltage.mean()), (3, Some(4.0), Some(3.45)));
        assert_eq!(quality.spreads[SOC].count(), 0);
    }
}
