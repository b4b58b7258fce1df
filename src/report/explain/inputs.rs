//! The inputs of a figure, each with the file and line where it stands.

use super::super::{Options, Subject};
use super::Of;
use super::formulas::{Formula, From};
use crate::model::{FileInfo, FileRole, StepData, StepMetrics, StepType};

/// One input.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Input {
    pub(super) what: String,
    pub(super) value: Option<String>,
    pub(super) unit: &'static str,
    pub(super) step: Option<i32>,
    pub(super) file: Option<String>,
    pub(super) line: Option<String>,
}

impl Input {
    fn new(what: impl Into<String>, value: Option<impl ToString>, unit: &'static str) -> Self {
        Self { what: what.into(), value: value.map(|value| value.to_string()), unit, ..Self::default() }
    }
}

/// Where inputs stand: the files of a test.
struct Files<'a>(&'a [FileInfo]);

impl Files<'_> {
    fn name(&self, role: FileRole) -> Option<String> {
        let own =
            self.0.iter().find(|file| file.role == role).or_else(|| self.0.iter().find(|f| f.role == FileRole::Single));
        own.map(|file| file.name.clone())
    }

    /// An input that the tester's record of a step holds, or its rows where the record has none.
    fn of_step(&self, input: Input, data: &StepData, in_record: bool) -> Input {
        let step = Some(data.record.number);
        if let (true, Some(line)) = (in_record, data.record.line) {
            return Input { step, file: self.name(FileRole::Step), line: Some(line.to_string()), ..input };
        }
        let lines = data.trace.as_ref().and_then(|trace| Some((trace.first_line?, trace.last_active_line?)));
        let file = data.trace.as_ref().and_then(|_| self.name(FileRole::Detail));
        Input { step, file, line: lines.map(|(first, last)| format!("{first} to {last}")), ..input }
    }
}

/// The inputs of a figure.
pub(super) fn of(subject: &Subject<'_>, options: &Options, formula: &Formula, of: Of, figure: &str) -> Vec<Input> {
    let mut all = of_formula(subject, options, formula, of, figure);
    // What a step holds may stand otherwise in its file.
    all.extend(subject.head.amended.iter().map(|words| Input::new("amended", Some(words), "")));
    all
}

fn of_formula(subject: &Subject<'_>, options: &Options, formula: &Formula, of: Of, figure: &str) -> Vec<Input> {
    let files = Files(&subject.head.files);
    let derived = &subject.derived;
    match (formula.from, of) {
        (From::Nothing, _) => derived.notes.iter().map(|note| Input::new("note", Some(note), "")).collect(),
        (From::Head, _) => head(subject),
        (From::Findings, _) => findings(subject, options),
        (From::Step, Of::Step(number)) => step(subject, &files, number),
        (From::StepAndNominal, Of::Step(number)) => {
            let mut all = step(subject, &files, number);
            all.extend(nominal(subject));
            all
        }
        (From::StepAndReference, Of::Step(number)) => {
            let mut all = step(subject, &files, number);
            all.extend(reference(subject, &files));
            all
        }
        (From::Before, Of::Step(number)) => before(subject, &files, number),
        (From::Pulse, Of::Pulse(number) | Of::Step(number)) => pulse(subject, &files, number),
        (From::Pulse, _) => {
            let pulses = derived.pulses.iter().filter(|pulse| told_of(subject, figure) == Some(pulse.step));
            pulses.flat_map(|one| pulse(subject, &files, one.step)).collect()
        }
        (From::Energies, _) => sums(subject, &files, "energy", "Wh", |step| step.energy_wh, figure),
        (From::EachStep, _) => each(subject, &files, figure),
        (From::Runs, _) => runs(subject, &files, None),
        (From::Reference, _) => {
            let mut all = reference(subject, &files);
            all.extend(nominal(subject));
            all
        }
        (From::CycleRun, Of::Cycle(cycle)) => runs(subject, &files, Some(cycle)),
        (From::CycleSteps, Of::Cycle(cycle)) => of_cycle(subject, &files, cycle),
        (From::Cycles, _) => cycles(subject),
        (From::Capacities, Of::Cycle(cycle)) => {
            let last = derived.cycles.iter().find(|own| own.cycle == cycle).map(|own| own.last_step);
            let mut all = sums(subject, &files, "capacity", "Ah", |step| step.capacity_ah, "");
            all.retain(|input| input.step <= last);
            all.extend(nominal(subject));
            all
        }
        _ => sums(subject, &files, "capacity", "Ah", |step| step.capacity_ah, figure),
    }
}

/// The pulse that the overview tells of.
fn told_of(subject: &Subject<'_>, figure: &str) -> Option<i32> {
    let health = super::super::Health::of(&subject.derived);
    let pulse = if figure.contains("discharge") { health.discharge } else { health.charge };
    pulse.map(|pulse| pulse.step)
}

fn data<'s>(subject: &'s Subject<'_>, number: i32) -> Option<(&'s StepData, &'s StepMetrics)> {
    let at = subject.steps.iter().position(|step| step.record.number == number)?;
    Some((&subject.steps[at], subject.derived.steps.get(at)?))
}

/// What is known of a step: in the record where it has it, else in its rows.
fn step(subject: &Subject<'_>, files: &Files<'_>, number: i32) -> Vec<Input> {
    let Some((data, metrics)) = data(subject, number) else { return Vec::new() };
    let record = &data.record;
    let held = data.trace.as_ref().and_then(|trace| trace.current_held_a);
    let known = [
        (Input::new("capacity", metrics.capacity_ah, "Ah"), record.capacity_ah.is_some()),
        (Input::new("energy", metrics.energy_wh, "Wh"), record.energy_wh.is_some()),
        (Input::new("duration", metrics.duration_s, "s"), record.duration_s.is_some()),
        (Input::new("voltage at the start", metrics.voltage_start_v, "V"), false),
        (Input::new("voltage at the end", metrics.voltage_end_v, "V"), record.voltage_end_v.is_some()),
        (Input::new("current at the end", metrics.current_end_a, "A"), record.current_end_a.is_some()),
        (Input::new("held current", held, "A"), false),
        (Input::new("temperature at the start", metrics.temperature_start_degc, "°C"), false),
        (Input::new("step type", Some(&record.original_step_type), ""), true),
        (Input::new("end status", record.status.as_ref(), ""), true),
    ];
    let known = known.into_iter().filter(|(input, _)| input.value.is_some());
    known.map(|(input, in_record)| files.of_step(input, data, in_record)).collect()
}

fn nominal(subject: &Subject<'_>) -> Option<Input> {
    let (capacity_ah, source) = subject.derived.nominal?;
    Some(Input::new(format!("nominal capacity ({})", source.as_str()), Some(capacity_ah), "Ah"))
}

fn reference(subject: &Subject<'_>, files: &Files<'_>) -> Vec<Input> {
    let Some(reference) = subject.derived.reference else { return Vec::new() };
    let input = Input::new("capacity of the reference step", Some(reference.capacity_ah), "Ah");
    let found = data(subject, reference.step);
    vec![match found {
        Some((data, _)) => files.of_step(input, data, data.record.capacity_ah.is_some()),
        None => input,
    }]
}

/// The steps before one, back to the last that is no rest.
fn before(subject: &Subject<'_>, files: &Files<'_>, number: i32) -> Vec<Input> {
    let Some(at) = subject.steps.iter().position(|step| step.record.number == number) else { return Vec::new() };
    let mut all = Vec::new();
    for (data, metrics) in subject.steps[..at].iter().zip(&subject.derived.steps[..at]).rev() {
        let kind = metrics.step_type.as_str();
        all.push(files.of_step(
            Input::new(format!("duration of the {kind} before"), metrics.duration_s, "s"),
            data,
            data.record.duration_s.is_some(),
        ));
        all.push(files.of_step(
            Input::new(format!("end voltage of the {kind} before"), metrics.voltage_end_v, "V"),
            data,
            data.record.voltage_end_v.is_some(),
        ));
        if metrics.step_type != StepType::Rest {
            break;
        }
    }
    all
}

fn pulse(subject: &Subject<'_>, files: &Files<'_>, number: i32) -> Vec<Input> {
    let mut all = step(subject, files, number);
    let Some(pulse) = subject.derived.pulses.iter().find(|pulse| pulse.step == number) else { return all };
    let rest = Input::new("voltage at the end of the rest before", Some(pulse.ocv_v), "V");
    let before = subject.steps.iter().take_while(|step| step.record.number != number).last();
    all.push(match before {
        Some(data) => files.of_step(rest, data, data.record.voltage_end_v.is_some()),
        None => rest,
    });
    all.push(Input::new("rest before", pulse.rest_before_s, "s"));
    all
}

/// What each step adds to a sum.
fn sums(
    subject: &Subject<'_>,
    files: &Files<'_>,
    what: &str,
    unit: &'static str,
    of: fn(&StepMetrics) -> Option<f64>,
    figure: &str,
) -> Vec<Input> {
    let wanted = |value: f64| match figure {
        _ if figure.starts_with("discharge") => value < 0.0,
        _ if figure.starts_with("charge") => value > 0.0,
        _ => value != 0.0,
    };
    let all = subject.steps.iter().zip(&subject.derived.steps);
    let own = all.filter_map(|(data, metrics)| {
        let value = of(metrics)?;
        let is_waveform = metrics.step_type == StepType::Waveform;
        (is_waveform || wanted(value)).then(|| {
            let input = Input::new(format!("{what} of the {}", metrics.step_type.as_str()), Some(value), unit);
            files.of_step(input, data, data.record.capacity_ah.is_some())
        })
    });
    own.collect()
}

/// What each step has of a quantity that the overview tells the lowest or highest of.
fn each(subject: &Subject<'_>, files: &Files<'_>, figure: &str) -> Vec<Input> {
    type Read = fn(&StepMetrics) -> Option<String>;
    let (what, unit, read): (&str, &'static str, Read) = match figure {
        "temperature_min_degc" => ("lowest temperature", "°C", |s| s.temperature_min_degc.map(|v| v.to_string())),
        "temperature_max_degc" => ("highest temperature", "°C", |s| s.temperature_max_degc.map(|v| v.to_string())),
        "c_rate_min" | "c_rate_max" => ("C-rate", "", |s| {
            let moves = matches!(s.step_type, StepType::Charge | StepType::Discharge);
            s.c_rate.filter(|_| moves).map(|v| v.to_string())
        }),
        "soc_min_pct" | "soc_max_pct" => {
            ("SOC from, to", "%", |s| s.soc_start_pct.zip(s.soc_end_pct).map(|(start, end)| format!("{start}, {end}")))
        }
        "duration_s" => ("duration", "s", |s| s.duration_s.map(|v| v.to_string())),
        "measurements" => ("rows", "", |s| s.measurements.map(|v| v.to_string())),
        "start_time" | "end_time" => ("start", "", |s| s.start_time.map(|v| v.to_string())),
        _ => ("step", "", |s| Some(s.step_type.as_str().to_owned())),
    };
    let all = subject.steps.iter().zip(&subject.derived.steps);
    let in_record = !matches!(figure, "temperature_min_degc" | "temperature_max_degc" | "c_rate_min" | "c_rate_max");
    let own = all.filter_map(|(data, metrics)| {
        let value = read(metrics)?;
        Some(files.of_step(Input::new(what, Some(value), unit), data, in_record))
    });
    own.collect()
}

/// The full discharges, of one cycle where it is named with its baseline.
fn runs(subject: &Subject<'_>, files: &Files<'_>, cycle: Option<i32>) -> Vec<Input> {
    let derived = &subject.derived;
    let own = cycle.and_then(|cycle| derived.cycles.iter().find(|own| own.cycle == cycle));
    let wanted =
        |step: i32| own.is_none_or(|own| own.full_discharge_step == Some(step) || own.soh_baseline_step == Some(step));
    let all = derived.full_discharges.iter().filter(|full| wanted(full.step));
    let inputs = all.map(|full| {
        let rate = full.c_rate.map_or_else(String::new, |rate| format!(", {rate:.3} C"));
        let from = full.temperature_start_degc.map_or_else(String::new, |degc| format!(", from {degc:.1} °C"));
        let what = format!("full discharge of group {}{rate}{from}", full.group + 1);
        let input = Input::new(what, Some(full.capacity_ah), "Ah");
        match data(subject, full.step) {
            Some((data, _)) => files.of_step(input, data, data.record.capacity_ah.is_some()),
            None => input,
        }
    });
    inputs.collect()
}

fn of_cycle(subject: &Subject<'_>, files: &Files<'_>, cycle: i32) -> Vec<Input> {
    let all = subject.steps.iter().zip(&subject.derived.steps).filter(|(_, metrics)| metrics.cycle == cycle);
    all.flat_map(|(data, metrics)| {
        let kind = metrics.step_type.as_str();
        let capacity = Input::new(format!("capacity of the {kind}"), metrics.capacity_ah, "Ah");
        let energy = Input::new(format!("energy of the {kind}"), metrics.energy_wh, "Wh");
        [
            files.of_step(capacity, data, data.record.capacity_ah.is_some()),
            files.of_step(energy, data, data.record.energy_wh.is_some()),
        ]
    })
    .filter(|input| input.value.as_deref().is_some_and(|value| value != "0"))
    .collect()
}

/// What each complete cycle charged and discharged, and why an unbalanced one is left out.
fn cycles(subject: &Subject<'_>) -> Vec<Input> {
    let derived = &subject.derived;
    let complete = derived.cycles.iter().filter(|cycle| cycle.complete);
    let inputs = complete.flat_map(|cycle| {
        let why = derived.unbalanced.iter().find(|(number, _)| *number == cycle.cycle).map(|(_, why)| *why);
        let left_out = why.map_or_else(String::new, |why| format!(" (left out: {why})"));
        let what = |word: &str| format!("cycle {} {word}{left_out}", cycle.cycle);
        [
            Input { step: Some(cycle.first_step), ..Input::new(what("charged"), Some(cycle.charge_capacity_ah), "Ah") },
            Input {
                step: Some(cycle.last_step),
                ..Input::new(what("discharged"), Some(cycle.discharge_capacity_ah), "Ah")
            },
        ]
    });
    inputs.collect()
}

fn findings(subject: &Subject<'_>, options: &Options) -> Vec<Input> {
    let found = options.findings.iter().flatten();
    let mut all: Vec<Input> = found
        .map(|finding| Input {
            step: finding.step,
            file: finding.file.clone(),
            line: finding.line.map(|line| line.to_string()),
            ..Input::new(
                format!("{} {} {}", finding.severity.as_str(), finding.rule, finding.name),
                Some(&finding.message),
                "",
            )
        })
        .collect();
    if let Some(last) = subject.steps.last() {
        let files = Files(&subject.head.files);
        all.push(files.of_step(Input::new("end status of the last step", last.record.status.as_ref(), ""), last, true));
    }
    all
}

fn head(subject: &Subject<'_>) -> Vec<Input> {
    let head = &subject.head;
    let cell = head.cell.as_ref();
    let mut all = vec![Input::new("format", Some(&head.dialect), "")];
    all.extend(cell.map(|cell| Input::new("cell", Some(&cell.name), "")));
    all.extend(
        cell.and_then(|cell| cell.chemistry.as_ref()).map(|chemistry| Input::new("chemistry", Some(chemistry), "")),
    );
    all.extend(head.project.as_ref().map(|project| Input::new("project", Some(project), "")));
    all.extend(head.files.iter().map(|file| Input {
        file: Some(file.name.clone()),
        ..Input::new(format!("{} file", file.role.as_str()), Some(format!("{} rows", file.rows)), "")
    }));
    all
}
