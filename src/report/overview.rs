//! `report overview`: one test on one page.

mod entries;
mod verdict;

pub(crate) use verdict::is_running;

use super::by_type::{self, by_type, soc_span, span, sum, temperature_span};
use super::cycles::unbalanced;
use super::filter::Range;
use super::health::{self, Health};
use super::{Options, Report, ReportError, Subject};
use crate::fields::CYCLES;
use crate::format::{Audience, Entry, Field, Heading, Kind, Record, Sheet, Table, Value};
use crate::model::{Cycle, StepData, StepMetrics, StepType};
use chrono::TimeDelta;
use verdict::Verdict;

/// One page a test.
pub(super) struct Overview;

/// Beyond this many cycles a person is told their spread, and finds each in `report cycles`.
const CYCLES_SHOWN: usize = 24;

/// What is said of each cycle.
const CYCLE_FIELDS: &[&str] = &[
    "cycle",
    "complete",
    "balanced",
    "charge_capacity_ah",
    "discharge_capacity_ah",
    "coulombic_efficiency_pct",
    "full_discharge_capacity_ah",
    "soh_pct",
];

/// The fields of a cycle that are told here.
fn of_cycles() -> impl Iterator<Item = &'static Field<Cycle>> {
    CYCLES.iter().filter(|field| CYCLE_FIELDS.contains(&field.column.key.as_ref()))
}

fn cycle_columns() -> Vec<Heading> {
    of_cycles().map(|field| field.column.clone()).collect()
}

impl Report for Overview {
    fn name(&self) -> &'static str {
        "overview"
    }

    fn about(&self) -> &'static str {
        "one test on one page: the verdict, capacity, SOH, efficiency, resistance, ranges, steps by type"
    }

    fn head(&self) -> Vec<Heading> {
        let entries = [Verdict::default().entries(), health_entries(None), Totals::default().entries()].concat();
        let notes = Heading::new("notes", "", Kind::Structure, "What a person should know");
        let keyed = entries.into_iter().map(|entry| entry.column).filter(|column| !column.key.is_empty());
        keyed.chain([notes]).collect()
    }

    fn needs_findings(&self) -> bool {
        true
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![("step_types", Field::columns(by_type::FIELDS)), ("cycle_efficiency", cycle_columns())]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let min_rest_s = subject.head.conventions.min_rest_s;
        let derived = &subject.derived;
        let kept: Vec<&StepMetrics> =
            derived.steps.iter().filter(|step| options.filter.step(step, min_rest_s)).collect();
        let filtered = options.filter.in_words();
        let filtered = filtered.map(|words| format!("{} of {} steps, by {words}", kept.len(), derived.steps.len()));

        let types = by_type(&kept).iter().map(|one| Field::row(by_type::FIELDS, one)).collect();
        let cycles = derived.cycles.iter().filter(|cycle| options.filter.cycle(cycle, &derived.steps, min_rest_s));
        let cycles: Vec<&Cycle> = cycles.collect();
        let rows = cycles.iter().map(|cycle| of_cycles().map(|field| (field.get)(cycle)).collect()).collect();
        let mut each = Table::held("cycle_efficiency", cycle_columns(), rows);
        if cycles.len() > CYCLES_SHOWN {
            each.audience = Audience::Machines;
        }

        let mut sheet = subject.sheet(Table::held("step_types", Field::columns(by_type::FIELDS), types), filtered);
        sheet.notes.extend(unbalanced(derived, |number| cycles.iter().any(|cycle| cycle.cycle == number)));
        let is_whole = options.filter.is_open();
        let mut head = Verdict::of(subject, options.findings.as_deref()).entries();
        head.extend(health_entries(is_whole.then(|| Health::of(derived)).as_ref()));
        if let Some(spread) = spread(&cycles).filter(|_| is_whole) {
            let efficiency = head.iter().position(|entry| entry.column.title == health::EFFICIENCY);
            head.insert(efficiency.map_or(head.len(), |at| at + 1), spread);
        }
        head.extend(Totals::of(subject, &kept, cycles.len()).entries());
        head.append(&mut sheet.head);
        let notes = sheet.notes.iter().map(|note| Value::text(note.clone())).collect();
        head.push(Entry::keyed("notes", Value::List(notes)));
        sheet.head = head;
        sheet.tables.push(each);
        sheet.record = Record::Head;
        Ok(sheet)
    }
}

/// How the cell fared, for people and for machines; nothing of it where steps are left out.
fn health_entries(health: Option<&Health>) -> Vec<Entry> {
    let said = health.map(health::in_words).unwrap_or_default();
    let keyed = health::FIELDS.iter().map(|field| {
        let mut column = field.column.clone();
        column.title = "".into();
        Entry::new(column, health.map_or(Value::Missing, field.get))
    });
    said.into_iter().map(|(title, text)| Entry::said(title, text)).chain(keyed).collect()
}

/// The spread of the efficiencies by cycle, in a line.
fn spread(cycles: &[&Cycle]) -> Option<Entry> {
    let counted = cycles.iter().filter(|cycle| cycle.balanced).map(|cycle| cycle.coulombic_efficiency_pct.get());
    let range = span(counted)?;
    let more = if cycles.len() > CYCLES_SHOWN { "; `report cycles` has each" } else { "" };
    Some(Entry::said("  by cycle", format!("{:.2} to {:.2} %{more}", range.min, range.max)))
}

/// The figures of a test.
#[derive(Default)]
struct Totals {
    dialect: Option<String>,
    cell: Option<String>,
    chemistry: Option<String>,
    project: Option<String>,
    start_time: Option<chrono::NaiveDateTime>,
    end_time: Option<chrono::NaiveDateTime>,
    duration_s: Option<f64>,
    steps: usize,
    cycles: usize,
    pulses: usize,
    measurements: Option<u64>,
    charge_capacity_ah: Option<f64>,
    discharge_capacity_ah: Option<f64>,
    charge_energy_wh: Option<f64>,
    discharge_energy_wh: Option<f64>,
    temperature_degc: Option<Range>,
    c_rate: Option<Range>,
    soc_pct: Option<Range>,
}

impl Totals {
    fn of(subject: &Subject<'_>, steps: &[&StepMetrics], cycles: usize) -> Self {
        let Subject { head, derived, .. } = subject;
        let flows = |of: fn(&StepMetrics) -> Option<f64>, trace: fn(&StepData) -> Option<(f64, f64)>| {
            let flows = steps.iter().map(|step| flow(step, of, trace, &subject.steps));
            let flows: Vec<(Option<f64>, Option<f64>)> = flows.collect();
            (sum(flows.iter().map(|flow| flow.0)), sum(flows.iter().map(|flow| flow.1)))
        };
        let (charge_capacity_ah, discharge_capacity_ah) = flows(
            |step| step.capacity_ah.get(),
            |data| data.trace.as_ref().map(|trace| (trace.integral_charge_ah, trace.integral_discharge_ah)),
        );
        let (charge_energy_wh, discharge_energy_wh) = flows(
            |step| step.energy_wh.get(),
            |data| data.trace.as_ref().map(|trace| (trace.integral_charge_wh, trace.integral_discharge_wh)),
        );
        let last = steps.iter().rev().find(|step| step.record.start_time.is_some());
        let end = |step: &StepMetrics| {
            let span = TimeDelta::try_milliseconds((step.duration_s.get()? * 1e3).round() as i64)?;
            step.record.start_time?.checked_add_signed(span)
        };
        let working = steps.iter().filter(|step| matches!(step.step_type, StepType::Charge | StepType::Discharge));
        let cell = head.cell.as_ref();
        Self {
            dialect: Some(head.dialect.clone()),
            cell: cell.map(|cell| cell.name.clone()),
            chemistry: cell.and_then(|cell| cell.chemistry.clone()),
            project: head.project.clone(),
            start_time: steps.iter().find_map(|step| step.record.start_time),
            end_time: last.and_then(|step| end(step)),
            duration_s: sum(steps.iter().map(|step| step.duration_s.get())),
            steps: steps.len(),
            cycles,
            pulses: derived.pulses.iter().filter(|pulse| steps.iter().any(|step| step.step == pulse.step)).count(),
            measurements: steps
                .iter()
                .filter_map(|step| step.measurements)
                .fold(None, |sum, n| Some(sum.unwrap_or(0) + n)),
            charge_capacity_ah,
            discharge_capacity_ah,
            charge_energy_wh,
            discharge_energy_wh,
            temperature_degc: temperature_span(steps),
            c_rate: span(working.map(|step| step.c_rate.get())),
            soc_pct: soc_span(steps),
        }
    }
}

/// What a step charges and discharges, as magnitudes: a waveform does both, by its rows.
fn flow(
    step: &StepMetrics,
    of: fn(&StepMetrics) -> Option<f64>,
    trace: fn(&StepData) -> Option<(f64, f64)>,
    data: &[StepData],
) -> (Option<f64>, Option<f64>) {
    let rows = || data.iter().find(|data| data.record.number == step.step).and_then(trace);
    if step.step_type == StepType::Waveform
        && let Some((charge, discharge)) = rows()
    {
        return (Some(charge), Some(discharge));
    }
    match of(step) {
        Some(value) if value < 0.0 => (Some(0.0), Some(-value)),
        value => (value, value.map(|_| 0.0)),
    }
}
