//! The inputs of a figure, each with the file and line where it stands.

mod cycle;
mod health;
mod step;

use super::super::{Options, Subject};
use super::Of;
use super::formulas::{Flow, Formula, From};
use crate::format::{Value, machine, rounded};
use crate::model::{Derived, FileInfo, FileRole, Head, StepData, StepMetrics, StepType};

/// One input.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Input {
    pub(super) what: String,
    /// With every digit.
    pub(super) value: Option<Value>,
    /// With the digits that are true.
    pub(super) shown: Option<String>,
    pub(super) unit: &'static str,
    pub(super) step: Option<i32>,
    pub(super) file: Option<String>,
    pub(super) line: Option<String>,
}

/// Digits of a number that was read: no tester prints more of them, and a sum has its noise behind them.
const DIGITS: usize = 10;

impl Input {
    /// Words, or what is counted.
    fn words(what: impl Into<String>, value: Option<impl Into<Value>>) -> Self {
        let value = value.map(Into::into);
        Self { what: what.into(), shown: value.as_ref().map(machine), value, ..Self::default() }
    }

    /// A number that was read, or a sum of such.
    fn read(what: impl Into<String>, value: Option<f64>, unit: &'static str) -> Self {
        let digits = |value: f64| format!("{value:.0$e}", DIGITS - 1).parse().unwrap_or(value);
        let shown = value.map(|value| machine(&Value::of(digits(value))));
        Self { what: what.into(), value: value.map(Value::of), shown, unit, ..Self::default() }
    }

    /// A number that is itself derived, as reports show it.
    fn derived(what: impl Into<String>, value: Option<f64>, unit: &'static str, decimals: u8) -> Self {
        let shown = value.map(|value| rounded(value, decimals));
        Self { what: what.into(), value: value.map(Value::of), shown, unit, ..Self::default() }
    }

    /// The same of a step, whose line is not told.
    fn of(self, step: i32) -> Self {
        Self { step: Some(step), ..self }
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

/// What the inputs of a figure are looked for in.
#[derive(Clone, Copy)]
struct Place<'a> {
    head: &'a Head,
    test_steps: &'a [StepData],
    derived: &'a Derived,
    files: &'a Files<'a>,
}

impl<'a> Place<'a> {
    /// Every step, with what is derived of it.
    fn steps(self) -> impl DoubleEndedIterator<Item = (&'a StepData, &'a StepMetrics)> {
        self.test_steps.iter().zip(&self.derived.steps)
    }

    fn step(self, number: i32) -> Option<(&'a StepData, &'a StepMetrics)> {
        self.steps().find(|(data, _)| data.record.number == number)
    }

    fn nominal(self) -> Option<Input> {
        let (capacity_ah, source) = self.derived.nominal?;
        Some(Input::read(format!("nominal capacity ({})", source.as_str()), Some(capacity_ah), "Ah"))
    }

    fn reference(self) -> Option<Input> {
        let reference = self.derived.reference?;
        let input = Input::read("capacity of the reference step", Some(reference.capacity_ah), "Ah");
        Some(match self.step(reference.step) {
            Some((data, _)) => self.files.of_step(input, data, data.record.capacity_ah.get().is_some()),
            None => input,
        })
    }

    /// What steps charged or discharged, as the sums take it: magnitudes, and of a waveform what its rows say.
    fn flows(self, kinds: &[Flow], keep: impl Fn(&StepMetrics) -> bool) -> Vec<Input> {
        let own = self
            .steps()
            .filter(|(_, metrics)| keep(metrics))
            .flat_map(|(data, metrics)| kinds.iter().filter_map(move |kind| self.flow(*kind, data, metrics)));
        own.collect()
    }

    fn flow(self, kind: Flow, data: &StepData, metrics: &StepMetrics) -> Option<Input> {
        let (what, unit) = if kind.is_energy() { ("energy", "Wh") } else { ("capacity", "Ah") };
        let trace = data.trace.as_ref().filter(|_| metrics.step_type == StepType::Waveform);
        if let Some(trace) = trace {
            let value = match kind {
                Flow::ChargedAh => trace.integral_charge_ah,
                Flow::DischargedAh => trace.integral_discharge_ah,
                Flow::ChargedWh => trace.integral_charge_wh,
                Flow::DischargedWh => trace.integral_discharge_wh,
            };
            let word = if kind.is_charged() { "charged" } else { "discharged" };
            let input = Input::read(format!("{what} that the waveform {word}"), Some(value), unit);
            return Some(self.files.of_step(input, data, false));
        }
        let (value, in_record) = if kind.is_energy() {
            (metrics.energy_wh.get()?, data.record.energy_wh.get().is_some())
        } else {
            (metrics.capacity_ah.get()?, data.record.capacity_ah.get().is_some())
        };
        let is_own = if kind.is_charged() { value > 0.0 } else { value < 0.0 };
        let input = Input::read(format!("{what} of the {}", metrics.step_type.as_str()), Some(value.abs()), unit);
        is_own.then(|| self.files.of_step(input, data, in_record))
    }
}

/// The inputs of a figure.
pub(super) fn of(subject: &Subject<'_>, options: &Options, formula: &Formula, of: Of, figure: &str) -> Vec<Input> {
    let Subject { head, steps, derived, .. } = subject;
    let place = Place { head, test_steps: steps, derived, files: &Files(&head.files) };
    let mut all = of_formula(place, options, formula, of, figure);
    // What a step holds may stand otherwise in its file.
    all.extend(head.amended.iter().map(|words| Input::words("amended", Some(words.as_str()))));
    all
}

fn of_formula(place: Place<'_>, options: &Options, formula: &Formula, of: Of, figure: &str) -> Vec<Input> {
    let derived = place.derived;
    match (formula.from, of) {
        (From::Nothing, _) => derived.notes.iter().map(|note| Input::words("note", Some(note.as_str()))).collect(),
        (From::Head, _) => head(place),
        (From::Findings, _) => findings(place, options),
        (From::Step(parts), Of::Step(number) | Of::Pulse(number)) => step::parts(place, parts, number),
        (From::Own, Of::Step(number) | Of::Pulse(number)) => step::own(place, number, figure).into_iter().collect(),
        (From::Before, Of::Step(number) | Of::Pulse(number)) => step::before(place, number, figure),
        (From::Sample(moment), Of::Pulse(number)) => step::sample(place, moment, number),
        (From::Sample(moment), _) => {
            let told = health::pulse(place, figure).map(|pulse| pulse.step);
            told.into_iter().flat_map(|step| step::told(place, moment, step)).collect()
        }
        (From::Power, Of::Pulse(number)) => step::power(place, number),
        (From::Pulses, Of::Pulse(number)) => step::with_the_one_before(place, number),
        (From::EachStep, _) => each(place, figure),
        (From::Runs, _) => health::runs(place),
        (From::Health, _) => health::told(place, figure),
        (From::Reference, _) => {
            let mut all: Vec<Input> = place.reference().into_iter().chain(place.nominal()).collect();
            all.extend(health::runs(place));
            all
        }
        (From::CycleRun, Of::Cycle(number)) => health::of_cycle(place, number, figure),
        (From::CycleFlows(kinds), Of::Cycle(number)) => {
            let mut all = place.flows(kinds, |step| step.cycle == number);
            all.extend(cycle::why_unbalanced(place, number, figure));
            all
        }
        (From::CycleCharges, Of::Cycle(number)) => cycle::charges(place, number),
        (From::CycleSteps, Of::Cycle(number)) => cycle::steps(place, number, figure),
        (From::Cycles, _) => cycle::all(place, figure),
        (From::Flows(kinds), Of::Cycle(number)) => {
            let mut all = place.flows(kinds, |step| step.cycle <= number);
            all.extend(place.nominal());
            all
        }
        (From::Flows(kinds), _) => place.flows(kinds, |_| true),
        _ => {
            let mut all = place.flows(Flow::AH, |_| true);
            all.extend(place.reference());
            all
        }
    }
}

/// What each step has of a quantity that the overview tells the lowest, the highest or the number of.
fn each(place: Place<'_>, figure: &str) -> Vec<Input> {
    let derived = place.derived;
    let of_steps = |read: &dyn Fn(&StepMetrics) -> Input, in_record: bool| -> Vec<Input> {
        let all = place.steps().map(|(data, metrics)| place.files.of_step(read(metrics), data, in_record));
        all.filter(|input| input.value.is_some()).collect()
    };
    let moves = |step: &StepMetrics| matches!(step.step_type, StepType::Charge | StepType::Discharge);
    let time = |what: &str, step: &StepMetrics| Input::words(what, step.record.start_time);
    match figure {
        "temperature_min_degc" => of_steps(
            &|s| Input::read("lowest temperature", s.temperature_min_degc.get().or(s.temperature_end_degc.get()), "°C"),
            false,
        ),
        "temperature_max_degc" => of_steps(
            &|s| {
                Input::read("highest temperature", s.temperature_max_degc.get().or(s.temperature_end_degc.get()), "°C")
            },
            false,
        ),
        "c_rate_min" | "c_rate_max" => {
            of_steps(&|s| Input::derived("C-rate", s.c_rate.get().filter(|_| moves(s)), "", 3), false)
        }
        "soc_min_pct" | "soc_max_pct" => {
            let mut all = of_steps(&|s| Input::derived("SOC at the start", s.soc_start_pct.get(), "%", 2), true);
            all.extend(of_steps(&|s| Input::derived("SOC at the end", s.soc_end_pct.get(), "%", 2), true));
            all.sort_by_key(|input| input.step);
            all
        }
        "duration_s" => of_steps(&|s| Input::read("duration", s.duration_s.get(), "s"), true),
        "measurements" => of_steps(&|s| Input::words("rows", s.measurements), false),
        "start_time" => of_steps(&|s| time("start", s), true).into_iter().take(1).collect(),
        "end_time" => {
            let last = place.steps().rev().find(|(_, metrics)| metrics.record.start_time.is_some());
            let both = |(data, metrics): (&StepData, &StepMetrics)| {
                let duration = Input::read("its duration", metrics.duration_s.get(), "s");
                [time("start of the last step", metrics), duration].map(|one| place.files.of_step(one, data, true))
            };
            last.into_iter().flat_map(both).collect()
        }
        "pulses" => {
            let pulse = |pulse: &crate::model::Pulse| {
                let input = Input::words("pulse", Some(pulse.direction.as_str()));
                let data = place.step(pulse.step)?.0;
                Some(place.files.of_step(input, data, true))
            };
            derived.pulses.iter().filter_map(pulse).collect()
        }
        "cycles" => {
            let cycle = |cycle: &crate::model::Cycle| {
                let steps = format!("steps {} to {}", cycle.first_step, cycle.last_step);
                Input::words(format!("cycle {}", cycle.cycle), Some(steps)).of(cycle.first_step)
            };
            derived.cycles.iter().map(cycle).collect()
        }
        _ => of_steps(&|s| Input::words("step", Some(s.step_type.as_str())), true),
    }
}

fn findings(place: Place<'_>, options: &Options) -> Vec<Input> {
    let found = options.findings.iter().flatten();
    let mut all: Vec<Input> = found
        .map(|finding| Input {
            step: finding.step,
            file: finding.file.clone(),
            line: finding.line.map(|line| line.to_string()),
            ..Input::words(
                format!("{} {} {}", finding.severity.as_str(), finding.rule, finding.name),
                Some(finding.message.as_str()),
            )
        })
        .collect();
    if let Some(last) = place.test_steps.last() {
        let status = Input::words("end status of the last step", last.record.status.as_deref());
        all.push(place.files.of_step(status, last, true));
    }
    all
}

fn head(place: Place<'_>) -> Vec<Input> {
    let head = place.head;
    let cell = head.cell.as_ref();
    let chemistry = cell.and_then(|cell| cell.chemistry.as_deref());
    let mut all = vec![Input::words("format", Some(head.dialect.as_str()))];
    all.extend(cell.map(|cell| Input::words("cell", Some(cell.name.as_str()))));
    all.extend(chemistry.map(|chemistry| Input::words("chemistry", Some(chemistry))));
    all.extend(head.project.as_deref().map(|project| Input::words("project", Some(project))));
    all.extend(head.files.iter().map(|file| Input {
        file: Some(file.name.clone()),
        ..Input::words(format!("{} file", file.role.as_str()), Some(format!("{} rows", file.rows)))
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_with_the_digits_that_are_true() {
        let shown = |value: f64| Input::read("capacity", Some(value), "Ah").shown.unwrap();
        assert_eq!(shown(9.064_233_999_999_999), "9.064234");
        assert_eq!(shown(0.1 + 0.2), "0.3");
        assert_eq!(shown(-0.0), "0");
        assert_eq!(shown(3.2999), "3.2999");
        let sum = Input::read("capacity", Some(0.1 + 0.2), "Ah");
        assert_eq!(sum.value, Some(Value::Number(0.1 + 0.2)), "machines get every digit");
        assert_eq!(Input::derived("SOC", Some(-1e-14), "%", 2).shown.as_deref(), Some("0.00"));
        assert_eq!(Input::read("capacity", None, "Ah").shown, None);
    }
}
