//! Walks through the rows of the steps that are looked at, and hands them on as columns.

use super::super::batch::{Batch, Cells};
use super::super::{ExportError, Options, Take};
use super::columns::Origin;
use crate::format::{Heading, Value};
use crate::model::{
    Block, ChannelKind, Columns, Control, EndReason, StepData, StepMetrics, StepRecord, StepSet, StepTrace, StepType,
    TestError,
};
use crate::report::Subject;
use crate::transform::ActiveRows;
use crate::transform::soc;
use crate::transform::thin::{Thinner, is_short};
use std::collections::BTreeMap;

/// Carries an error of the output through a reader of blocks.
#[derive(Debug)]
struct Carried;

impl std::fmt::Display for Carried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("exporting stopped")
    }
}

impl std::error::Error for Carried {}

/// What is the same in all rows of a step, and what its rows stand on.
struct Step {
    number: Value,
    cycle: Value,
    tester_cycle: Value,
    step_type: Value,
    recipe_line: Value,
    loop_pass: Value,
    section: Value,
    duration: Value,
    constant_current: Value,
    type_words: Value,
    /// What the tester writes while it runs, and when it ends.
    runs: Value,
    ends: Value,
    /// Its last active row, and its last row.
    last: Last,
    /// The SOC at its start, and how much each Ah changes it.
    soc: Option<(f64, f64)>,
    /// When it began, in seconds since 1970 by the cycler's clock.
    start_s: f64,
    /// The test time of its first row, where that is when it began.
    first_s: Option<f64>,
    /// Where its active rows end.
    active: ActiveRows,
    /// Whether it is kept whole, as a pulse is.
    is_short: bool,
}

/// Which rows of a step are its last active one and its last one.
#[derive(Clone, Copy)]
enum Last {
    /// By their numbers in the step: times may repeat, and go back.
    Counted([u64; 2]),
    /// Where rows are left out, the numbers are others: by the line of the active one, else its step time, and by the test
    /// time of the last.
    Timed { line: Option<u64>, step_time_s: f64, test_time_s: f64 },
}

impl Last {
    fn of(trace: Option<&StepTrace>, are_thinned: bool) -> Self {
        let Some(trace) = trace else { return Self::Counted([u64::MAX; 2]) };
        let number = |rows: u64| rows.checked_sub(1).unwrap_or(u64::MAX);
        if !are_thinned {
            return Self::Counted([trace.rows - trace.relaxation_rows.min(trace.rows), trace.rows].map(number));
        }
        Self::Timed {
            line: trace.last_active_line,
            step_time_s: trace.step_time_end_s.get().unwrap_or(f64::NAN),
            test_time_s: trace.test_time_end_s.get().unwrap_or(f64::NAN),
        }
    }

    /// Their places in a block, where it has them.
    fn places(self, block: &Block<'_>) -> [usize; 2] {
        let timed = |times: &[f64], last_s: f64| times.iter().rposition(|time| *time == last_s);
        let found = match self {
            Self::Counted(numbers) => numbers.map(|number| {
                let place = number.checked_sub(block.first_sequence).and_then(|place| usize::try_from(place).ok());
                place.filter(|place| *place < block.len())
            }),
            Self::Timed { line, step_time_s, test_time_s } => {
                let active = match line.filter(|_| !block.lines.is_empty()) {
                    Some(line) => block.lines.binary_search(&line).ok(),
                    None => timed(block.step_time_s, step_time_s),
                };
                [active, timed(block.test_time_s, test_time_s)]
            }
        };
        found.map(|place| place.unwrap_or(usize::MAX))
    }
}

/// Makes batches of blocks.
struct Walk<'a> {
    origins: Vec<Option<Origin>>,
    steps: BTreeMap<i32, Step>,
    nominal_ah: f64,
    /// The channel that is the wall clock.
    clock: Option<usize>,
    /// Columns that are reckoned: their values, by the place of the column.
    made: Vec<Vec<f64>>,
    take: &'a mut Take<'a>,
    failure: Option<ExportError>,
    rows: u64,
}

/// A step's start as seconds since 1970.
fn seconds(data: &StepData) -> f64 {
    let start = data.record.start_time.map(|time| time.and_utc());
    start.map_or(f64::NAN, |time| time.timestamp() as f64 + f64::from(time.timestamp_subsec_nanos()) * 1e-9)
}

/// What something is in our words, and in the file's behind them.
fn worded(ours: &str, theirs: &str) -> Value {
    Value::Text(format!("{ours}: {theirs}"))
}

/// What a step does, as a dialect says it.
fn kind(record: &StepRecord) -> String {
    let control = match record.control {
        Control::ConstantCurrent => ".cc",
        Control::ConstantCurrentVoltage => ".cccv",
        Control::ConstantVoltage => ".cv",
        Control::ConstantPower => ".cp",
        Control::PowerPulse => ".pulse",
        Control::Chamber => ".chamber",
        Control::Rest | Control::Waveform | Control::Unknown => "",
    };
    format!("{}{control}", record.step_type.as_str())
}

fn step(subject: &Subject<'_>, data: &StepData, metrics: &StepMetrics, are_thinned: bool) -> Step {
    let conventions = &subject.head.conventions;
    let record = &data.record;
    let trace = data.trace.as_ref();
    let ends = record.end_reason.map_or("", |reason| reason.as_str());
    let (runs, ends) = match &record.status {
        Some(status) => (EndReason::Running.as_str().into(), worded(ends, status)),
        None => (Value::Missing, Value::Missing),
    };
    Step {
        number: metrics.step.into(),
        cycle: metrics.cycle.into(),
        tester_cycle: metrics.record.tester_cycle.into(),
        step_type: metrics.step_type.as_str().into(),
        recipe_line: record.recipe_line.into(),
        loop_pass: record.loop_pass.into(),
        section: record.section.into(),
        duration: record.duration_s.into(),
        constant_current: record.constant_current_capacity_ah.into(),
        type_words: worded(&kind(record), &record.original_step_type),
        runs,
        ends,
        last: Last::of(trace, are_thinned),
        soc: soc::of_rows(&subject.derived, conventions.soc_anchor, metrics),
        start_s: seconds(data),
        // Without a Step file a step is said to begin with its first row.
        first_s: trace.and_then(|trace| trace.test_time_start_s.get()).filter(|_| record.line.is_none()),
        active: ActiveRows::of(trace, are_thinned),
        is_short: is_short(record.duration_s.get(), record.step_type == StepType::Rest, conventions.pulse_max_s),
    }
}

/// Gives the rows of the steps that the filter leaves.
pub(super) fn rows(
    subject: &mut Subject<'_>,
    options: &Options,
    (own, wanted): (&[(Heading, Origin)], &[Heading]),
    take: &mut Take<'_>,
) -> Result<Vec<String>, ExportError> {
    let min_rest_s = subject.head.conventions.min_rest_s;
    let rows = subject.head.files.iter().map(|file| file.rows).max().unwrap_or(0);
    let mut thinner = options.thinning.interval_s(rows).map(Thinner::new);
    let are_thinned = thinner.is_some() || subject.head.thinned_s.is_some();
    let all = subject.steps.iter().zip(&subject.derived.steps);
    let steps: BTreeMap<i32, Step> = all
        .filter(|(_, metrics)| options.filter.step(metrics, min_rest_s))
        .map(|(data, metrics)| (metrics.step, step(subject, data, metrics, are_thinned)))
        .collect();
    let only = if options.filter.is_open() { StepSet::All } else { StepSet::Only(steps.keys().copied().collect()) };
    let origin = |column: &Heading| own.iter().find(|(known, _)| known.key == column.key).map(|(_, origin)| *origin);
    let clock = subject.head.channels.iter().position(|channel| channel.kind == ChannelKind::WallClock);
    let mut walk = Walk {
        origins: wanted.iter().map(origin).collect(),
        steps,
        nominal_ah: subject.derived.nominal.map_or(f64::NAN, |(capacity_ah, _)| capacity_ah),
        clock,
        made: vec![Vec::new(); wanted.len()],
        take: &mut *take,
        failure: None,
        rows: 0,
    };
    let needed = needed(&walk.origins, clock.is_some());
    let read = subject.test.blocks(needed, &only, &mut |block| match &mut thinner {
        None => walk.block(block),
        Some(thinner) => {
            let is_short = walk.steps.get(&block.step).is_some_and(|step| step.is_short);
            thinner.push(block, is_short, &mut |kept| walk.block(kept))
        }
    });
    let read = read.and_then(|()| match &mut thinner {
        Some(thinner) => thinner.end(&mut |kept| walk.block(kept)),
        None => Ok(()),
    });
    match walk.failure {
        Some(error) => return Err(error),
        None => read?,
    }
    let mut notes = Vec::new();
    if !subject.head.has_rows {
        notes.push("it has a Step file alone, and so no rows; give its Detail file".to_owned());
    }
    if let Some(words) = options.filter.in_words() {
        notes.push(format!("{} rows of {} of {} steps, by {words}", walk.rows, walk.steps.len(), subject.steps.len()));
    }
    notes.extend(amended(subject, &walk.steps));
    Ok(notes)
}

/// What people said otherwise than the tester: the rows are still the tester's.
fn amended(subject: &Subject<'_>, walked: &BTreeMap<i32, Step>) -> Vec<String> {
    if subject.head.amended.is_empty() {
        return Vec::new();
    }
    let mut notes =
        vec![format!("rows are the tester's own, whatever was amended: {}", subject.head.amended.join("; "))];
    let both = subject.steps.iter().zip(&subject.derived.steps);
    notes.extend(both.filter_map(|(data, metrics)| {
        let (start, per_ah) = walked.get(&metrics.step)?.soc?;
        let of_row = data.trace.as_ref()?.capacity_end_ah.get()?.mul_add(per_ah, start);
        let of_step = metrics.soc_end_pct.get()?;
        let step = metrics.step;
        ((of_row - of_step).abs() >= SOC_TOLD_PCT).then(|| {
            format!("the last row of step {step} is at {of_row:.2} % SOC, the step as it was amended at {of_step:.2} %")
        })
    }));
    notes
}

/// From here on a difference of SOC is told, in percentage points: a Step file rounds otherwise than its rows.
const SOC_TOLD_PCT: f64 = 0.01;

/// What is to be read of each row.
fn needed(origins: &[Option<Origin>], has_clock: bool) -> Columns {
    use crate::model::Column;
    let has = |wanted: fn(&Origin) -> bool| origins.iter().flatten().any(wanted);
    let integrals =
        |origin: &Origin| matches!(origin, Origin::Soc | Origin::Measured(Column::Capacity | Column::Energy));
    Columns {
        integrals: has(integrals),
        temperature: has(|origin| matches!(origin, Origin::Measured(Column::Temperature))),
        channels: has(|origin| matches!(origin, Origin::Channel(_)))
            || has_clock && has(|origin| matches!(origin, Origin::Time | Origin::ClockSeconds)),
    }
}

impl Walk<'_> {
    fn block(&mut self, block: &Block<'_>) -> Result<(), TestError> {
        self.give(block).map_err(|error| {
            self.failure = Some(error);
            TestError(Box::new(Carried))
        })
    }

    fn give(&mut self, block: &Block<'_>) -> Result<(), ExportError> {
        let Some(step) = self.steps.get(&block.step) else { return Ok(()) };
        for (origin, made) in self.origins.iter().zip(&mut self.made) {
            made.clear();
            match origin {
                Some(Origin::Soc) => {
                    let (start, per_ah) = step.soc.unwrap_or((f64::NAN, f64::NAN));
                    made.extend(block.capacity_ah.iter().map(|capacity_ah| capacity_ah.mul_add(per_ah, start)));
                }
                Some(Origin::CRate) => {
                    made.extend(block.current_a.iter().map(|current_a| current_a.abs() / self.nominal_ah));
                }
                Some(Origin::Time | Origin::ClockSeconds) if self.clock.is_none() => {
                    let (since_s, times) = match step.first_s {
                        Some(first_s) => (first_s, block.test_time_s),
                        None => (0.0, block.step_time_s),
                    };
                    made.extend(times.iter().map(|time_s| step.start_s + (time_s - since_s)));
                }
                _ => {}
            }
        }
        let missing = Value::Missing;
        let cells = self.origins.iter().zip(&self.made).map(|(origin, made)| match origin {
            None => Cells::Same(&missing),
            Some(Origin::Step) => Cells::Same(&step.number),
            Some(Origin::Cycle) => Cells::Same(&step.cycle),
            Some(Origin::TesterCycle) => Cells::Same(&step.tester_cycle),
            Some(Origin::StepType) => Cells::Same(&step.step_type),
            Some(Origin::Sequence) => Cells::CountedFrom(block.first_sequence),
            Some(Origin::Relaxation) => Cells::NoUpTo(step.active.count(block)),
            Some(Origin::Measured(column)) => Cells::Numbers(block.column(*column)),
            Some(Origin::Channel(at)) => Cells::Numbers(block.channels[*at]),
            Some(Origin::Time) => Cells::Moments(self.clock.map_or(made, |at| block.channels[at])),
            Some(Origin::RecipeLine) => Cells::Same(&step.recipe_line),
            Some(Origin::Loop) => Cells::Same(&step.loop_pass),
            Some(Origin::Section) => Cells::Same(&step.section),
            Some(Origin::Duration) => Cells::Same(&step.duration),
            Some(Origin::ConstantCurrentCapacity) => Cells::Same(&step.constant_current),
            Some(Origin::TypeWords) => Cells::Same(&step.type_words),
            Some(Origin::Status) => {
                Cells::SameBut { usual: &step.runs, other: &step.ends, at: step.last.places(block) }
            }
            Some(Origin::ClockSeconds) => Cells::Numbers(self.clock.map_or(made, |at| block.channels[at])),
            Some(Origin::Soc | Origin::CRate) => Cells::Numbers(made),
        });
        let cells: Vec<Cells<'_>> = cells.collect();
        self.rows += block.len() as u64;
        (self.take)(&Batch { len: block.len(), columns: &cells })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Column;

    /// Seven rows in two blocks: the step time comes to 2 s in the third row and again in the others of the first block, and
    /// goes back behind the end, at the sixth row.
    #[test]
    fn the_end_is_at_its_rows_whatever_the_times_say() {
        let (step_s, test_s) = ([0.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0], [0.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
        let lines: Vec<u64> = (10..17).collect();
        let trace = StepTrace {
            rows: 7,
            active_rows: 5,
            relaxation_rows: 2,
            last_active_line: Some(14),
            step_time_end_s: 2.0.into(),
            test_time_end_s: 2.0.into(),
            ..StepTrace::default()
        };
        let places = |trace: Option<&StepTrace>, are_thinned: bool, has_lines: bool| {
            let last = Last::of(trace, are_thinned);
            [0..4, 4..7].map(|rows: std::ops::Range<usize>| {
                let mut columns = [&step_s[rows.clone()]; Column::COUNT];
                columns[Column::TestTime as usize] = &test_s[rows.clone()];
                let block = Block::of(3, rows.start as u64, columns, &[]);
                last.places(&Block { lines: if has_lines { &lines[rows] } else { &[] }, ..block })
            })
        };
        let none = usize::MAX;
        assert_eq!(places(Some(&trace), false, true), [[none, none], [0, 2]]);
        assert_eq!(places(Some(&trace), false, false), [[none, none], [0, 2]]);
        let whole = StepTrace { active_rows: 7, relaxation_rows: 0, ..trace.clone() };
        assert_eq!(places(Some(&whole), false, false), [[none, none], [2, 2]]);
        assert_eq!(places(Some(&trace), true, true), [[none, 3], [0, 2]], "by the line, where rows were left out");
        assert_eq!(places(None, false, false), [[none; 2]; 2]);
    }
}
