//! `report overview`: one test on one page.

mod entries;

use super::by_type::{self, by_type, soc_span, span, sum, temperature_span};
use super::fields::{brief, flag, integer, name, number};
use super::filter::Range;
use super::{Options, Report, ReportError, Subject};
use crate::format::{Column, Entry, Field, Record, Sheet, Table, Value};
use crate::model::{Cycle, SeverityCounts, StepData, StepMetrics, StepType};
use chrono::TimeDelta;

/// One page a test.
pub(super) struct Overview;

/// Beyond this many cycles a person is told their spread, and finds each in `report cycles`.
const CYCLES_SHOWN: usize = 24;

/// What is said of each cycle.
static CYCLE_FIELDS: &[Field<Cycle>] = &[
    name(integer("cycle", "Cycle", "The cycle", |r| r.cycle.into())),
    brief(flag("complete", "Complete", "Whether it holds a charge and a discharge swing", |r| r.complete.into())),
    brief(flag("balanced", "Balanced", "Whether it ends within 2 % SOC of where it began", |r| r.balanced.into())),
    brief(number("charge_capacity_ah", "Charge", "Ah", 4, "Capacity charged", |r| r.charge_capacity_ah.into())),
    brief(number("discharge_capacity_ah", "Discharge", "Ah", 4, "Capacity discharged", |r| {
        r.discharge_capacity_ah.into()
    })),
    brief(number("coulombic_efficiency_pct", "CE", "%", 3, "Discharge over charge of a complete cycle", |r| {
        r.coulombic_efficiency_pct.into()
    })),
];

impl Report for Overview {
    fn name(&self) -> &'static str {
        "overview"
    }

    fn about(&self) -> &'static str {
        "one test on one page: totals, efficiency, ranges, steps by type, findings"
    }

    fn head(&self) -> Vec<Column> {
        let keyed = |entry: Entry| (!entry.column.key.is_empty()).then_some(entry.column);
        Totals::default().entries().into_iter().filter_map(keyed).collect()
    }

    fn needs_findings(&self) -> bool {
        true
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Column>)> {
        vec![("step_types", Field::columns(by_type::FIELDS)), ("cycle_efficiency", Field::columns(CYCLE_FIELDS))]
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
        let rows = cycles.iter().map(|cycle| Field::row(CYCLE_FIELDS, cycle)).collect();
        let mut each = Table::held("cycle_efficiency", Field::columns(CYCLE_FIELDS), rows);
        each.aside = cycles.len() > CYCLES_SHOWN;

        let mut sheet = subject.sheet(Table::held("step_types", Field::columns(by_type::FIELDS), types), filtered);
        sheet.notes.extend(efficiency_note(&cycles));
        let found = options.findings.as_ref().map_or(subject.findings, SeverityCounts::of);
        let totals = Totals::of(subject, &kept, cycles.len(), options.filter.is_open());
        sheet.head.extend(Totals { findings: found, ..totals }.entries());
        sheet.head.extend(spread(&cycles));
        let notes = sheet.notes.iter().map(|note| Value::text(note.clone())).collect();
        sheet.head.push(Entry::keyed("notes", Value::List(notes)));
        sheet.tables.push(each);
        sheet.record = Record::Head;
        Ok(sheet)
    }
}

/// The spread of the efficiencies by cycle, in a line.
fn spread(cycles: &[&Cycle]) -> Option<Entry> {
    let counted = cycles.iter().filter(|cycle| cycle.balanced).map(|cycle| cycle.coulombic_efficiency_pct);
    let range = span(counted)?;
    let more = if cycles.len() > CYCLES_SHOWN { "; each in `report cycles`" } else { "" };
    Some(Entry::said("by balanced cycle", format!("{:.2} to {:.2} %{more}", range.min, range.max)))
}

/// What a reader of efficiencies must know: which cycles do not count.
fn efficiency_note(cycles: &[&Cycle]) -> Option<String> {
    let open: Vec<String> = cycles
        .iter()
        .filter(|cycle| cycle.complete && !cycle.balanced)
        .map(|cycle| {
            let net = cycle.soc_net_pct.map_or_else(String::new, |net| format!(" (SOC {net:+.1} %)"));
            format!("{}{net}", cycle.cycle)
        })
        .collect();
    let said = match open.as_slice() {
        [] => return None,
        [one] => format!("cycle {one} is not balanced"),
        [some @ .., _] if some.len() >= CYCLES_SHOWN => format!("{} cycles are not balanced", open.len()),
        some => format!("cycles {} are not balanced", some.join(", ")),
    };
    Some(format!("{said}: SOC is not back where the cycle began, so the overall efficiency leaves it out"))
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
    coulombic_efficiency_pct: Option<f64>,
    energy_efficiency_pct: Option<f64>,
    temperature_degc: Option<Range>,
    c_rate: Option<Range>,
    soc_pct: Option<Range>,
    findings: SeverityCounts,
}

impl Totals {
    fn of(subject: &Subject<'_>, steps: &[&StepMetrics], cycles: usize, all: bool) -> Self {
        let Subject { head, derived, .. } = subject;
        let flows = |of: fn(&StepMetrics) -> Option<f64>, trace: fn(&StepData) -> Option<(f64, f64)>| {
            let flows = steps.iter().map(|step| flow(step, of, trace, &subject.steps));
            let flows: Vec<(Option<f64>, Option<f64>)> = flows.collect();
            (sum(flows.iter().map(|flow| flow.0)), sum(flows.iter().map(|flow| flow.1)))
        };
        let (charge_capacity_ah, discharge_capacity_ah) = flows(
            |step| step.capacity_ah,
            |data| data.trace.as_ref().map(|trace| (trace.integral_charge_ah, trace.integral_discharge_ah)),
        );
        let (charge_energy_wh, discharge_energy_wh) = flows(
            |step| step.energy_wh,
            |data| data.trace.as_ref().map(|trace| (trace.integral_charge_wh, trace.integral_discharge_wh)),
        );
        let last = steps.iter().rev().find(|step| step.start_time.is_some());
        let end = |step: &StepMetrics| {
            let span = TimeDelta::try_milliseconds((step.duration_s? * 1e3).round() as i64)?;
            step.start_time?.checked_add_signed(span)
        };
        let working = steps.iter().filter(|step| matches!(step.step_type, StepType::Charge | StepType::Discharge));
        let cell = head.cell.as_ref();
        Self {
            dialect: Some(head.dialect.clone()),
            cell: cell.map(|cell| cell.name.clone()),
            chemistry: cell.and_then(|cell| cell.chemistry.clone()),
            project: head.project.clone(),
            start_time: steps.iter().find_map(|step| step.start_time),
            end_time: last.and_then(|step| end(step)),
            duration_s: sum(steps.iter().map(|step| step.duration_s)),
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
            coulombic_efficiency_pct: derived.coulombic_efficiency_pct.filter(|_| all),
            energy_efficiency_pct: derived.energy_efficiency_pct.filter(|_| all),
            temperature_degc: temperature_span(steps),
            c_rate: span(working.map(|step| step.c_rate)),
            soc_pct: soc_span(steps),
            findings: SeverityCounts::default(),
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
