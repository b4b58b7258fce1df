//! `report quality`: for each step how its values are spread, and how much of it findings touch.

mod spread;
mod touched;

use super::fields::{brief, integer, number, text};
use super::{Options, Report, ReportError, Subject};
use crate::format::{Column, Field, Sheet, Table};
use crate::model::{Columns, Finding, Severity, SeverityCounts, StepMetrics, StepSet, StepType};
use spread::Spread;
use touched::Touched;

/// One row a step.
pub(super) struct Quality;

/// The spread of six quantities over all rows of one step.
struct StepQuality {
    step: i32,
    step_type: StepType,
    measurements: Option<u64>,
    findings: SeverityCounts,
    touched_rows: Option<u64>,
    voltage: Spread,
    current: Spread,
    capacity: Spread,
    c_rate: Spread,
    temperature: Spread,
    soc: Spread,
}

impl StepQuality {
    fn new(metrics: &StepMetrics, findings: &[Finding]) -> Self {
        let of_step = findings.iter().filter(|finding| finding.step == Some(metrics.step));
        Self {
            step: metrics.step,
            step_type: metrics.step_type,
            measurements: metrics.measurements,
            findings: SeverityCounts::of(of_step),
            touched_rows: None,
            voltage: Spread::default(),
            current: Spread::default(),
            capacity: Spread::default(),
            c_rate: Spread::default(),
            temperature: Spread::default(),
            soc: Spread::default(),
        }
    }

    fn touched_pct(&self) -> Option<f64> {
        let rows = self.measurements.filter(|rows| *rows > 0)?;
        Some(100.0 * self.touched_rows? as f64 / rows as f64)
    }
}

macro_rules! spread {
    ($spread:ident, $name:literal, $title:literal, $suffix:literal, $unit:literal, $decimals:literal, $what:literal) => {
        [
            integer(concat!($name, "_count"), concat!($title, " count"), concat!("Rows with ", $what), |r| {
                r.$spread.count().into()
            }),
            number(
                concat!($name, "_min", $suffix),
                concat!($title, " min"),
                $unit,
                $decimals,
                concat!("Lowest ", $what),
                |r| r.$spread.min().into(),
            ),
            number(
                concat!($name, "_max", $suffix),
                concat!($title, " max"),
                $unit,
                $decimals,
                concat!("Highest ", $what),
                |r| r.$spread.max().into(),
            ),
            number(
                concat!($name, "_mean", $suffix),
                concat!($title, " mean"),
                $unit,
                $decimals,
                concat!("Mean of the rows' ", $what),
                |r| r.$spread.mean().into(),
            ),
            number(
                concat!($name, "_median", $suffix),
                concat!($title, " median"),
                $unit,
                $decimals,
                concat!("Median of the rows' ", $what, "; exact up to 8,192 rows, beyond within 0.2 % of the ranks"),
                |r| r.$spread.median().into(),
            ),
            number(
                concat!($name, "_std", $suffix),
                concat!($title, " std"),
                $unit,
                $decimals,
                concat!("Standard deviation (of a sample) of the rows' ", $what),
                |r| r.$spread.standard_deviation().into(),
            ),
        ]
    };
}

static STEP: [Field<StepQuality>; 8] = [
    brief(integer("step", "Step", "The executed step, counted by the tester", |r| r.step.into())),
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
static VOLTAGE: [Field<StepQuality>; 6] = spread!(voltage, "voltage", "Voltage", "_v", "V", 4, "voltage");
static CURRENT: [Field<StepQuality>; 6] = spread!(current, "current", "Current", "_a", "A", 3, "current");
static CAPACITY: [Field<StepQuality>; 6] =
    spread!(capacity, "capacity", "Capacity", "_ah", "Ah", 4, "capacity since the step's start");
static C_RATE: [Field<StepQuality>; 6] = spread!(c_rate, "c_rate", "C-rate", "", "", 3, "C-rate, a magnitude");
static TEMPERATURE: [Field<StepQuality>; 6] =
    spread!(temperature, "temperature", "Temperature", "_degc", "°C", 1, "temperature");
static SOC: [Field<StepQuality>; 6] = spread!(soc, "soc", "SOC", "_pct", "%", 2, "state of charge");

/// Shown in a table that has not room for all.
const BRIEF: &[&str] =
    &["voltage_min_v", "voltage_max_v", "voltage_median_v", "current_mean_a", "temperature_max_degc"];

fn fields() -> impl Iterator<Item = &'static Field<StepQuality>> {
    STEP.iter().chain(VOLTAGE.iter()).chain(&CURRENT).chain(&CAPACITY).chain(&C_RATE).chain(&TEMPERATURE).chain(&SOC)
}

fn columns() -> Vec<Column> {
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

    fn lists(&self) -> Vec<(&'static str, Vec<Column>)> {
        vec![("steps", columns())]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let findings = match &options.findings {
            Some(findings) => findings.clone(),
            None => subject.test.findings()?,
        };
        let all = measure(subject, &findings)?;
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
fn measure(subject: &mut Subject<'_>, findings: &[Finding]) -> Result<Vec<StepQuality>, ReportError> {
    let mut all: Vec<StepQuality> =
        subject.derived.steps.iter().map(|metrics| StepQuality::new(metrics, findings)).collect();
    let touched = Touched::new(findings, &subject.head, &subject.steps);
    let nominal_ah = subject.derived.nominal.map(|(capacity_ah, _)| capacity_ah).filter(|ah| *ah > 0.0);
    let per_ah = subject.derived.reference.map(|reference| 100.0 / reference.capacity_ah.abs());
    let metrics = &subject.derived.steps;
    let mut at = 0;
    subject.test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
        if all.get(at).is_none_or(|quality| quality.step != block.step) {
            if let Some(over) = all.get_mut(at) {
                over.seal();
            }
            let Some(found) = all.iter().position(|quality| quality.step == block.step) else { return Ok(()) };
            at = found;
        }
        let quality = &mut all[at];
        let rows = touched.count(block);
        quality.touched_rows = rows.map(|rows| quality.touched_rows.unwrap_or(0) + rows).or(quality.touched_rows);
        quality.voltage.extend(block.voltage_v.iter().copied());
        quality.current.extend(block.current_a.iter().copied());
        quality.capacity.extend(block.capacity_ah.iter().copied());
        quality.temperature.extend(block.temperature_degc.iter().copied());
        if let Some(nominal_ah) = nominal_ah {
            quality.c_rate.extend(block.current_a.iter().map(|current_a| current_a.abs() / nominal_ah));
        }
        if let (Some(per_ah), Some(start_pct)) = (per_ah, metrics[at].soc_start_pct) {
            quality.soc.extend(block.capacity_ah.iter().map(|capacity_ah| start_pct + per_ah * capacity_ah));
        }
        Ok(())
    })?;
    Ok(all)
}

impl StepQuality {
    /// The step's rows have gone by: what only the median needed is let go.
    fn seal(&mut self) {
        for spread in [
            &mut self.voltage,
            &mut self.current,
            &mut self.capacity,
            &mut self.c_rate,
            &mut self.temperature,
            &mut self.soc,
        ] {
            spread.seal();
        }
    }
}

/// How severe a finding must be to count as touching a row: what is only worth knowing leaves it sound.
fn counts(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning
}
