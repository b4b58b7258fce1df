//! What a reported integral is held to: the column of a step, or what counters of unknown beginnings gained in it.

use super::bounds::{Bounds, in_direction};
use super::counter::Counter;
use super::tally::Tally;
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
}

/// Chooses it, step by step, and remembers whether there was anything to choose.
pub(crate) struct Source {
    counter: Counter,
    scale: Arc<Scale>,
    pub(crate) tally: Option<Tally>,
    /// Steps in which something was compared; in which the integral of the rows stands for a counter, or nothing does.
    compared: bool,
    own: bool,
    missing: bool,
}

impl Source {
    pub(crate) fn of(context: &Context<'_>, counter: Counter) -> Self {
        let (scale, tally) = (Arc::clone(&context.scale), Tally::of(context, counter));
        Self { counter, scale, tally, compared: false, own: false, missing: false }
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
            let (open, columns) = (tally.open() + tally.digits(), Some(tally.columns()));
            return Some(Reported { value, bounds, open, columns });
        }
        let at_end = match self.counter {
            Counter::Capacity => trace.capacity_end_ah.or(step.record.capacity_ah),
            Counter::Energy => trace.energy_end_wh.or(step.record.energy_wh),
        };
        let Some(value) = at_end else {
            self.missing |= self.counter.integral(trace) != 0.0;
            return None;
        };
        let bounds = bounds.per_hour()?;
        self.compared = true;
        Some(Reported { value: in_direction(step.record.step_type, value, bounds), bounds, open: 0.0, columns: None })
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
