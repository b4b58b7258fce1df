//! `report cycles`: every cycle with its sums, efficiencies and state of health.

use super::{Options, Report, ReportError, Subject};
use crate::fields::CYCLES;
use crate::format::{Field, Heading, Sheet};
use crate::model::{Cycle, Derived};

/// One row a cycle.
pub(super) struct Cycles;

impl Report for Cycles {
    fn name(&self) -> &'static str {
        "cycles"
    }

    fn about(&self) -> &'static str {
        "every cycle: capacities, energies, efficiencies, SOH, hysteresis"
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![("cycles", Field::columns(CYCLES))]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let min_rest_s = subject.head.conventions.min_rest_s;
        let keep = |cycle: &Cycle| options.filter.cycle(cycle, &subject.derived.steps, min_rest_s);
        let mut sheet = subject.list("cycles", CYCLES, &subject.derived.cycles, keep, options);
        let kept = |number: i32| subject.derived.cycles.iter().any(|cycle| cycle.cycle == number && keep(cycle));
        sheet.notes.extend(unbalanced(&subject.derived, kept));
        Ok(sheet)
    }
}

/// Beyond this many cycles of one reason their number is told, and which they are stands in the list.
const NAMED: usize = 12;

/// Which cycles are not balanced, and why: their efficiencies carry a mark.
pub(super) fn unbalanced(derived: &Derived, kept: impl Fn(i32) -> bool) -> Option<String> {
    let mut reasons: Vec<(&str, Vec<i32>)> = Vec::new();
    for (cycle, reason) in derived.unbalanced.iter().filter(|(cycle, _)| kept(*cycle)) {
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, cycles)) => cycles.push(*cycle),
            None => reasons.push((reason, vec![*cycle])),
        }
    }
    let said = reasons.iter().map(|(reason, cycles)| match cycles.as_slice() {
        [one] => format!("cycle {one} ({reason})"),
        few if few.len() <= NAMED => {
            let numbers: Vec<String> = few.iter().map(ToString::to_string).collect();
            format!("cycles {} ({reason})", numbers.join(", "))
        }
        many => format!("{} cycles ({reason})", many.len()),
    });
    let said: Vec<String> = said.collect();
    let why = "not balanced, as the discharge before differs from its own; the overall efficiency leaves it out";
    (!said.is_empty()).then(|| format!("* {why}: {}", said.join("; ")))
}
