//! `report pulses`: every pulse with its resistances over time.

use super::{Options, Report, ReportError, Subject};
use crate::fields::PULSES;
use crate::format::{Column, Field, Sheet};
use crate::model::Pulse;

/// One row a pulse.
pub(super) struct Pulses;

impl Report for Pulses {
    fn name(&self) -> &'static str {
        "pulses"
    }

    fn about(&self) -> &'static str {
        "every pulse: resistances at 0.1, 1 and 10 s, power capability"
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Column>)> {
        vec![("pulses", Field::columns(PULSES))]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let min_rest_s = subject.head.conventions.min_rest_s;
        let keep = |pulse: &Pulse| options.filter.pulse(pulse, &subject.derived.steps, min_rest_s);
        Ok(subject.list("pulses", PULSES, &subject.derived.pulses, keep, options))
    }
}
