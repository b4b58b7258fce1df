//! What a reported integral is held to: the column of a step, or what counters of unknown beginnings gained in it.

use super::bounds::{Bounds, in_direction};
use super::counter::Counter;
use super::support::logs_changes;
use super::tally::Tally;
use crate::model::{Block, StepType};
use crate::validate::own::Kind;
use crate::validate::scale::Scale;
use crate::validate::{Context, StepView};
use std::sync::Arc;

/// The reported integral of a step beside what its rows allow.
pub(crate) struct Reported {
    /// What is reported, with the sign that it can be held to.
    pub(crate) value: f64,
    /// The least and the most that it can be.
    pub(crate) bounds: (f64, f64),
    /// What printed digits leave open, beyond the usual tolerance.
    pub(crate) open: f64,
    /// The counters, where they are columns of their own.
    pub(crate) columns: Option<String>,
    /// What is reported, in words.
    pub(crate) what: String,
}

/// A counter from a step's first row on, where that may come late.
#[derive(Clone, Copy)]
struct FromFirst {
    first: f64,
    last: f64,
    bounds: Bounds,
    rows: u64,
}

/// Of fewer rows the first and the last say too little.
const ROWS: u64 = 8;

/// Chooses it, step by step, and remembers whether there was anything to choose.
pub(crate) struct Source {
    counter: Counter,
    scale: Arc<Scale>,
    tally: Option<Tally>,
    /// The first row of a step may come late: until then anything up to its current may have flowed.
    may_be_late: bool,
    from_first: Option<FromFirst>,
    /// Steps in which something was compared; in which the integral of the rows stands for a counter, or nothing does.
    compared: bool,
    own: bool,
    missing: bool,
}

impl Source {
    pub(crate) fn of(context: &Context<'_>, counter: Counter) -> Self {
        let (scale, tally) = (Arc::clone(&context.scale), Tally::of(context, counter));
        let may_be_late = logs_changes(context.head);
        Self { counter, scale, tally, may_be_late, from_first: None, compared: false, own: false, missing: false }
    }

    /// Begins a step.
    pub(crate) fn restart(&mut self) {
        self.tally.iter_mut().for_each(Tally::restart);
        self.from_first = None;
    }

    /// Takes the next rows in.
    pub(crate) fn take(&mut self, block: &Block<'_>) {
        self.tally.iter_mut().for_each(|tally| tally.take(block));
        if !self.may_be_late {
            return;
        }
        let values = self.counter.values(block);
        for row in (0..block.len()).filter(|row| !values[*row].is_nan()) {
            let (time_s, rate) = (block.step_time_s[row], self.counter.rate(block, row));
            match &mut self.from_first {
                Some(own) => {
                    own.bounds.push(&[time_s], |_| rate, |_| true);
                    own.last = values[row];
                    own.rows += 1;
                }
                none => {
                    let bounds = Bounds::starting(time_s, rate);
                    *none = Some(FromFirst { first: values[row], last: values[row], bounds, rows: 1 });
                }
            }
        }
    }

    /// What is reported from the step's first row on, where the time before it leaves too much open.
    pub(crate) fn reported_later(&self, step: &StepView<'_>) -> Option<Reported> {
        let is_known = !self.is_own() && step.record.step_type != StepType::Unknown;
        let own = self.from_first.filter(|own| is_known && own.rows >= ROWS)?;
        let (value, bounds) = (own.last - own.first, own.bounds.per_hour()?);
        let what = format!("from the step's first row on the {} changes by", self.counter.name());
        Some(Reported { value, bounds, open: 0.0, columns: None, what })
    }

    /// Whether the counter of the step at hand is the integral of its own rows.
    pub(crate) fn is_own(&self) -> bool {
        self.scale.kind(self.counter.scale()) == Kind::Integral
    }

    /// What is reported of a step whose rows are over; nothing where it would be compared with itself.
    pub(crate) fn reported(&mut self, step: &StepView<'_>, bounds: &Bounds) -> Option<Reported> {
        let trace = step.trace?;
        if self.is_own() {
            self.own |= self.counter.integral(trace) != 0.0;
            let tally = self.tally.as_ref()?;
            let (value, bounds) = tally.gained()?;
            self.compared = true;
            let (open, columns) = (tally.open() + tally.digits(), tally.columns());
            let what = format!("{columns} gain");
            return Some(Reported { value, bounds, open, columns: Some(columns), what });
        }
        let at_end = match self.counter {
            Counter::Capacity => trace.capacity_end_ah.or(step.record.capacity_ah),
            Counter::Energy => trace.energy_end_wh.or(step.record.energy_wh),
        };
        let Some(value) = at_end.get() else {
            self.missing |= self.counter.integral(trace) != 0.0;
            return None;
        };
        let bounds = bounds.per_hour()?;
        self.compared = true;
        let what = format!("the {} is", self.counter.name());
        let value = in_direction(step.record.step_type, value, bounds);
        Some(Reported { value, bounds, open: 0.0, columns: None, what })
    }

    /// Takes note of a step in which rows were compared otherwise.
    pub(crate) fn see(&mut self, step: &StepView<'_>) {
        let flowed = step.trace.is_some_and(|trace| self.counter.integral(trace) != 0.0);
        match self.scale.kind(self.counter.scale()) {
            Kind::Integral if self.tally.is_none() => self.own |= flowed,
            Kind::Missing => self.missing |= flowed,
            _ => self.compared = true,
        }
    }

    /// Why nothing was compared in the whole test, if so.
    pub(crate) fn idle(&self) -> Option<String> {
        let (name, of) = match self.counter {
            Counter::Capacity => ("capacity", "the current"),
            Counter::Energy => ("energy", "voltage and current"),
        };
        match (self.compared, self.own, self.missing) {
            (true, _, _) | (_, false, false) => None,
            (_, true, _) => Some(format!(
                "the file counts no {name}: what stands for it is the integral of {of}, which would be compared with itself"
            )),
            _ => Some(format!("there is no {name} to compare")),
        }
    }
}
