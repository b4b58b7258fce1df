//! Which steps a figure shows, and the words around it: names, titles, footers.

use super::error::PlotError;
use super::figure::Figure;
use super::options::{LabelBy, Options};
use super::{Plot, PlotTest};
use crate::model::{Derived, Head, Pulse, Purpose, StepMetrics, StepType};
use std::collections::BTreeSet;

/// The steps of a test that a person's choice of cycles, steps and filters leaves, in order.
pub(super) fn chosen<'a>(test: &PlotTest<'a>, options: &Options) -> Vec<&'a StepMetrics> {
    let derived: &'a Derived = test.derived;
    let inside = |set: &Option<BTreeSet<i32>>, number: i32| set.as_ref().is_none_or(|set| set.contains(&number));
    derived
        .steps
        .iter()
        .filter(|step| inside(&options.cycles, step.cycle) && inside(&options.steps, step.step))
        .filter(|step| inside(&test.only, step.step))
        .collect()
}

/// Beyond so many cycles curves hide each other.
const MOST_CYCLES: usize = 10;

/// Of the steps of very many cycles those of some, evenly, with the first and the last; and what the footer says of it.
/// What a person chose stays.
pub(super) fn evenly<'a>(
    steps: Vec<&'a StepMetrics>,
    tests: usize,
    options: &Options,
) -> (Vec<&'a StepMetrics>, Option<String>) {
    let all: BTreeSet<i32> = steps.iter().map(|step| step.cycle).collect();
    let most = (MOST_CYCLES / tests.max(1)).max(3);
    if options.cycles.is_some() || options.steps.is_some() || all.len() <= most {
        return (steps, None);
    }
    let all: Vec<i32> = all.into_iter().collect();
    let kept: BTreeSet<i32> = (0..most).map(|i| all[i * (all.len() - 1) / (most - 1)]).collect();
    let note = if tests > 1 {
        format!("at most {most} cycles of each test drawn, evenly (--cycles)")
    } else {
        format!("{} of {} cycles drawn, evenly (--cycles)", kept.len(), all.len())
    };
    (steps.into_iter().filter(|step| kept.contains(&step.cycle)).collect(), Some(note))
}

/// Refuses cycles and steps that no test has, and tests that the choice leaves empty.
pub(super) fn check(kind: &dyn Plot, tests: &[PlotTest<'_>], options: &Options) -> Result<(), PlotError> {
    if tests.is_empty() {
        return Err(PlotError::Nothing { kind: kind.name(), why: "no test was given".to_owned() });
    }
    if tests.iter().all(|test| test.only.as_ref().is_some_and(BTreeSet::is_empty)) {
        let why = "no step is left by the filters, or none has its like in another test".to_owned();
        return Err(PlotError::Nothing { kind: kind.name(), why });
    }
    let steps = || tests.iter().flat_map(|test| &test.derived.steps);
    known("--cycles", options.cycles.as_ref(), &steps().map(|step| step.cycle).collect())?;
    known("--steps", options.steps.as_ref(), &steps().map(|step| step.step).collect())?;
    if tests.iter().all(|test| chosen(test, options).is_empty()) {
        let why = "no step is left by the cycles, steps and filters asked for; widen them".to_owned();
        return Err(PlotError::Nothing { kind: kind.name(), why });
    }
    Ok(())
}

fn known(option: &'static str, wanted: Option<&BTreeSet<i32>>, there: &BTreeSet<i32>) -> Result<(), PlotError> {
    let missing: BTreeSet<i32> = wanted.into_iter().flatten().filter(|n| !there.contains(n)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let why = format!("no test has it; there are {}", ranges(there));
    Err(PlotError::Option { option, value: ranges(&missing), why })
}

/// Runs of numbers beyond which an ellipsis stands.
const MOST: usize = 12;

/// Numbers as a person writes them: `1, 3–8`.
pub(super) fn ranges(numbers: &BTreeSet<i32>) -> String {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for &n in numbers {
        match runs.last_mut() {
            Some((_, last)) if n - *last == 1 => *last = n,
            _ => runs.push((n, n)),
        }
    }
    let said: Vec<String> = runs
        .iter()
        .take(MOST)
        .map(|&(from, to)| match to - from {
            0 => from.to_string(),
            1 => format!("{from}, {to}"),
            _ => format!("{from}–{to}"),
        })
        .collect();
    let more = if runs.len() > MOST { ", …" } else { "" };
    format!("{}{more}", said.join(", "))
}

/// What tests are called beside each other. Tests of one cell have their own name beside it.
pub(super) fn names(tests: &[PlotTest<'_>], options: &Options) -> Vec<String> {
    let cell = |test: &PlotTest<'_>| test.head.cell.as_ref().map(|cell| cell.name.clone()).filter(|n| !n.is_empty());
    let bare = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let asked: Vec<String> = tests
        .iter()
        .map(|test| match options.label {
            LabelBy::Name => test.head.name.clone(),
            LabelBy::Cell => cell(test).unwrap_or_else(|| test.head.name.clone()),
            LabelBy::Experiment => bare(&test.head.name),
        })
        .collect();
    let told = |i: usize| {
        let alone = asked.iter().filter(|other| **other == asked[i]).count() == 1;
        let own = &tests[i].head.name;
        if alone || *own == asked[i] { asked[i].clone() } else { format!("{} ({own})", asked[i]) }
    };
    (0..tests.len()).map(told).collect()
}

/// What a test needs for a kind that draws rows.
pub(super) fn need_rows(kind: &'static str, head: &Head) -> Result<(), PlotError> {
    if head.has_rows {
        return Ok(());
    }
    let why =
        format!("{} has a Step file alone, and this kind draws the rows of Detail; give its Detail file", head.name);
    Err(PlotError::Nothing { kind, why })
}

/// Whether a step moves charge one way.
pub(super) fn moves_charge(step: &StepMetrics) -> bool {
    matches!(step.step_type, StepType::Charge | StepType::Discharge)
}

/// Why there is nothing of pulses.
pub(super) const NO_PULSE: &str = "no pulse: a short charge or discharge after a rest (--pulse-max)";

/// The pulses among the steps chosen. Those that undo another are left out, unless they are all there are or were asked for.
pub(super) fn pulses<'a>(test: &PlotTest<'a>, options: &Options) -> Vec<&'a Pulse> {
    let steps: BTreeSet<i32> = chosen(test, options).iter().map(|step| step.step).collect();
    let derived: &'a Derived = test.derived;
    let all: Vec<&Pulse> = derived.pulses.iter().filter(|pulse| steps.contains(&pulse.step)).collect();
    let measuring: Vec<&Pulse> = all.iter().copied().filter(|pulse| pulse.purpose == Purpose::Pulse).collect();
    if options.steps.is_some() || measuring.is_empty() { all } else { measuring }
}

/// The steps that are pulses.
pub(super) fn pulse_steps(derived: &Derived) -> BTreeSet<i32> {
    derived.pulses.iter().map(|pulse| pulse.step).collect()
}

/// An empty figure of a kind with its own title.
pub(super) fn begin(kind: &dyn Plot, title: &str, tests: &[PlotTest<'_>], options: &Options) -> Figure {
    let subject = match (names(tests, options).as_slice(), tests.len()) {
        ([one], _) => one.clone(),
        (_, many) => format!("{many} tests"),
    };
    Figure::new(kind.name(), format!("{title}: {subject}"), options)
}

/// Writes the footer: what was measured, what is shown, and how it was made.
pub(super) fn footer(figure: &mut Figure, tests: &[PlotTest<'_>], shown: &BTreeSet<i32>, notes: &[String]) {
    let mut subject = Vec::new();
    if let [one] = tests {
        let head = one.head;
        if let Some(cell) = head.cell.as_ref().filter(|cell| !cell.name.is_empty()) {
            subject.push(format!("cell {}", cell.name));
        }
        // A pair differs in its ending alone: one name is enough.
        if let Some(file) = head.files.iter().max_by_key(|file| file.rows) {
            subject.push(file.name.clone());
        }
        if let Some(interval) = head.thinned_s {
            subject.push(format!("thinned to {interval} s at loading"));
        }
    } else {
        subject.push(format!("{} tests", tests.len()));
    }
    if !shown.is_empty() {
        subject.push(format!("{} {}", if shown.len() == 1 { "cycle" } else { "cycles" }, ranges(shown)));
    }
    subject.push(concat!("battery-etl\u{a0}", env!("CARGO_PKG_VERSION")).to_owned());
    figure.footer.push(subject.join(" · "));
    if !notes.is_empty() {
        figure.footer.push(notes.join(" · "));
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn numbers_are_said_as_ranges() {
        assert_eq!(ranges(&[1, 2, 4, 5, 6, 9].into()), "1, 2, 4–6, 9");
        assert_eq!(ranges(&BTreeSet::new()), "");
        assert!(ranges(&(0..40).map(|n| n * 2).collect()).ends_with(", …"));
    }
}
