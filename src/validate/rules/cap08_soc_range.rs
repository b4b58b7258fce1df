//! CAP08 soc-range (warning for a jump, info for a drift): the state of charge leaves what a cell can have.
//!
//! Why it matters: SOC is the sum of the capacities of all steps. When it leaves 0 to 100 % by a jump, a step is missing,
//! doubled or wrong; when it creeps, small errors of the counter add up over cycles.
//!
//! How: SOC at the end of each step must lie within -3 and 103 %. A cycle whose extreme is beyond, and further out than
//! that of the cycle before by 1 % or more, is a jump: a warning at the step. Less than that is a drift: one info for the
//! test with its slope. The end of a full discharge that began full, at another rate or temperature than the reference's,
//! is an info: a slower discharge gives more; so is what a discharge at a lower rate draws after it, and what a step moves
//! that goes to a voltage beyond the reference's, up to 20 % each; and what a first cycle takes and does not give back:
//! formation. A level reached once is not reported again. There is no verdict on a partial reference (REF01).
//!
//! What to do: for a jump look for missing or doubled steps at that place; for a drift use `--soc-anchor full-charge`.

use super::cap07_coulombic_efficiency_range::{rates_differ, temperatures_differ};
use super::rows::number;
use super::support::{at_record, finding};
use crate::model::{Derived, Finding, ReferenceQuality, Severity, StepMetrics, StepType};
use crate::validate::{Check, Context, Rule, TestView};

/// The rule.
pub(crate) struct SocRange;

impl Rule for SocRange {
    fn code(&self) -> &'static str {
        "CAP08"
    }

    fn name(&self) -> &'static str {
        "soc-range"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("cap08_soc_range.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let limits = context.thresholds;
        Ok(Box::new(State {
            soc_pct_min: limits.cap08_soc_pct_min,
            soc_pct_max: limits.cap08_soc_pct_max,
            drift_pct: limits.cap08_drift_pct,
        }))
    }
}

struct State {
    soc_pct_min: f64,
    soc_pct_max: f64,
    drift_pct: f64,
}

/// The extreme of one cycle on one side, counted outwards: how far beyond the limit, and at which step.
#[derive(Clone, Copy)]
struct Extreme {
    cycle: i32,
    step: i32,
    soc_pct: f64,
    beyond_pct: f64,
}

/// The extremes of the cycles on one side, in order.
fn extremes(derived: &Derived, beyond_pct: impl Fn(f64) -> f64) -> Vec<Extreme> {
    let mut extremes: Vec<Extreme> = Vec::new();
    for step in &derived.steps {
        let Some(soc_pct) = step.soc_end_pct.get().filter(|soc_pct| soc_pct.is_finite()) else { continue };
        let next = Extreme { cycle: step.cycle, step: step.step, soc_pct, beyond_pct: beyond_pct(soc_pct) };
        match extremes.last_mut() {
            Some(last) if last.cycle == next.cycle => {
                // The first step that is beyond is where it happened, even if later steps go further by a little.
                let happened = last.beyond_pct > 0.0;
                if next.beyond_pct > last.beyond_pct {
                    let step = if happened { last.step } else { next.step };
                    *last = Extreme { step, ..next };
                }
            }
            _ => extremes.push(next),
        }
    }
    extremes
}

impl State {
    fn side(&self, test: &TestView<'_>, extremes: &[Extreme], drifting: &mut Vec<Extreme>, out: &mut Vec<Finding>) {
        for (at, extreme) in extremes.iter().enumerate().filter(|(_, extreme)| extreme.beyond_pct > 0.0) {
            let before = at.checked_sub(1).map(|before| extremes[before]);
            let step_pct = before.map_or(f64::INFINITY, |before| {
                (extreme.beyond_pct - before.beyond_pct) / f64::from((extreme.cycle - before.cycle).max(1))
            });
            if step_pct < self.drift_pct {
                // A level that a jump has left behind neither drifts nor jumps again.
                if step_pct > 0.0 && before.is_none_or(|before| before.beyond_pct <= 0.0) {
                    drifting.extend(before.into_iter().chain([*extreme]));
                }
                continue;
            }
            let cause = self.harmless(test.derived, extremes, at);
            let advice = cause.unwrap_or("by a jump; look for missing, doubled or wrong steps");
            let message = format!(
                "SOC reaches {:.2} % in cycle {}, beyond {} to {} %: {advice}",
                extreme.soc_pct,
                extreme.cycle,
                number(self.soc_pct_min),
                number(self.soc_pct_max),
            );
            let index = test.steps.iter().position(|step| step.record.number == extreme.step);
            out.push(Finding {
                severity: if cause.is_some() { Severity::Info } else { Severity::Warning },
                column: Some("soc_end_pct".to_owned()),
                value: Some(number(extreme.soc_pct)),
                ..at_record(&SocRange, test, index.unwrap_or(usize::MAX), message)
            });
        }
    }

    /// Why an extreme is no fault, if it is none.
    fn harmless(&self, derived: Option<&Derived>, extremes: &[Extreme], at: usize) -> Option<&'static str> {
        let extreme = &extremes[at];
        let draws_more = || {
            let derived = derived?;
            let metrics = |number: i32| derived.steps.iter().find(|step| step.step == number);
            let (step, reference) = (metrics(extreme.step)?, metrics(derived.reference?.step)?);
            // As far as more of the same can reach; and it must not have begun beyond.
            let began = step.soc_start_pct.get().is_none_or(|pct| (self.soc_pct_min..=self.soc_pct_max).contains(&pct));
            let more = |step: &StepMetrics| draws_more(derived, step, reference);
            Some(step).filter(|_| began && extreme.beyond_pct <= MORE_PCT).and_then(more)
        };
        if gives_more(derived, extreme) {
            Some("its discharge at another rate or temperature than the reference's gave more than that one")
        } else if loses_first(derived, extremes, at) {
            Some("the first cycle takes more than it gives back, which is its loss (formation)")
        } else {
            draws_more()
        }
    }
}

/// So much more a lower rate, or a wider window, can be thought to move, in % SOC.
const MORE_PCT: f64 = 20.0;
/// Two windows that end nearer to one another than this are one.
const WINDOW_V: f64 = 0.01;

/// Why a step goes on where the reference ended: at a lower rate, or to a voltage beyond.
fn draws_more(derived: &Derived, step: &StepMetrics, reference: &StepMetrics) -> Option<&'static str> {
    let beyond_v = |of: &StepMetrics| Some(step.voltage_end_v.get()? - of.voltage_end_v.get()?);
    match step.step_type {
        StepType::Discharge if rates_differ(step, reference) && step.c_rate.get() < reference.c_rate.get() => {
            Some("its discharge at a lower rate than the reference's draws what that one left")
        }
        StepType::Discharge if beyond_v(reference)? < -WINDOW_V => {
            Some("it goes to a lower voltage than the reference: a wider window holds more")
        }
        StepType::Charge => {
            let before = derived.steps.iter().take_while(|step| step.step < reference.step);
            let filled = before.filter(|step| step.step_type == StepType::Charge).last()?;
            (beyond_v(filled)? > WINDOW_V).then_some(
                "it goes to a higher voltage than the charge before the reference: a wider window holds more",
            )
        }
        _ => None,
    }
}

/// Whether an extreme is the end of a full discharge that began within the range at another rate or temperature than the
/// reference's: a slower or warmer discharge gives more, and SOC, which counts by the reference, ends below 0.
fn gives_more(derived: Option<&Derived>, extreme: &Extreme) -> bool {
    let metrics = |number: i32| derived.and_then(|derived| derived.steps.iter().find(|step| step.step == number));
    let reference = derived.and_then(|derived| derived.reference).and_then(|reference| metrics(reference.step));
    metrics(extreme.step).zip(reference).is_some_and(|(step, reference)| {
        let began_full = step.soc_start_pct.get().is_some_and(|soc_pct| soc_pct >= FULL_PCT);
        step.full_discharge && began_full && (rates_differ(step, reference) || temperatures_differ(step, reference))
    })
}

/// Whether an extreme is what the first cycles of a test took and did not give back: no cycle before it was beyond, no later
/// one reaches as far, and the cycle gave back less than it took.
fn loses_first(derived: Option<&Derived>, extremes: &[Extreme], at: usize) -> bool {
    let extreme = extremes[at];
    let cycles = derived.map_or(&[][..], |derived| derived.cycles.as_slice());
    let nth = cycles.iter().position(|cycle| cycle.cycle == extreme.cycle);
    let lost = nth.is_some_and(|nth| {
        let cycle = &cycles[nth];
        nth < FIRST_CYCLES && cycle.complete && cycle.charge_capacity_ah > cycle.discharge_capacity_ah
    });
    let is_highest = extremes[at + 1..].iter().all(|later| later.beyond_pct < extreme.beyond_pct);
    // What was lost before the reference stands below 0 at the test's very beginning.
    lost && is_highest && (extreme.soc_pct > 0.0 || at == 0)
}

/// So many cycles of a test are its first.
const FIRST_CYCLES: usize = 2;
/// A discharge that begins at no less is one from a full cell.
const FULL_PCT: f64 = 97.0;

/// The slope of an extreme over the cycles, in % a cycle: a least-squares line.
fn slope(extremes: &[Extreme]) -> f64 {
    let count = extremes.len() as f64;
    let mean = |value: fn(&Extreme) -> f64| extremes.iter().map(value).sum::<f64>() / count;
    let (mean_cycle, mean_pct) = (mean(|extreme| f64::from(extreme.cycle)), mean(|extreme| extreme.soc_pct));
    let (mut product, mut square) = (0.0, 0.0);
    for extreme in extremes {
        let cycle = f64::from(extreme.cycle) - mean_cycle;
        product += cycle * (extreme.soc_pct - mean_pct);
        square += cycle * cycle;
    }
    if square > 0.0 { product / square } else { 0.0 }
}

impl Check for State {
    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let Some(derived) = test.derived else { return };
        if derived.reference.is_none_or(|reference| reference.quality == ReferenceQuality::Partial) {
            return;
        }
        let above = extremes(derived, |soc_pct| soc_pct - self.soc_pct_max);
        let below = extremes(derived, |soc_pct| self.soc_pct_min - soc_pct);
        for side in [above, below] {
            let mut drifting = Vec::new();
            self.side(test, &side, &mut drifting, out);
            let Some(last) = drifting.last() else { continue };
            let message = format!(
                "SOC drifts by {:.3} % a cycle and first reaches {:.2} % in cycle {} (step {}): small errors of the counter \
                 add up; `--soc-anchor full-charge` sets 100 % anew at each full charge",
                slope(&side),
                last.soc_pct,
                last.cycle,
                last.step,
            );
            out.push(Finding {
                severity: Severity::Info,
                column: Some("soc_end_pct".to_owned()),
                value: Some(number(last.soc_pct)),
                ..finding(&SocRange, message)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::{cycle, derived, metrics};
    use super::*;
    use crate::model::Reference;
    use crate::validate::harness::Bench;

    /// Cycles of a charge to each of the given SOC and a discharge to 0.
    fn charged_to(tops_pct: &[f64]) -> Bench {
        let mut bench = Bench::new();
        let mut steps = Vec::new();
        for (cycle, top_pct) in (1..).zip(tops_pct) {
            bench = bench.charge(600.0, 2.0).discharge(600.0, 2.0);
            for (record, soc_pct) in bench.records[bench.records.len() - 2..].iter().zip([*top_pct, 0.0]) {
                let mut step = metrics(record, false);
                (step.cycle, step.soc_end_pct) = (cycle, soc_pct.into());
                steps.push(step);
            }
        }
        let reference = Reference { step: 2, quality: ReferenceQuality::Full, capacity_ah: 2.0 };
        bench.derived = Some(Derived { reference: Some(reference), ..derived(steps, Vec::new()) });
        bench
    }

    #[test]
    fn silent_inside_the_range_and_on_a_partial_reference() {
        assert!(charged_to(&[100.0, 102.9, 98.0]).findings(&SocRange).is_empty());
        let mut bench = charged_to(&[100.0, 300.0]);
        bench.derived.as_mut().unwrap().reference.as_mut().unwrap().quality = ReferenceQuality::Partial;
        assert!(bench.findings(&SocRange).is_empty());
    }

    #[test]
    fn a_jump_is_one_warning_at_its_step() {
        let found = charged_to(&[100.0, 100.0, 120.0, 120.1, 119.9]).findings(&SocRange);
        assert_eq!(found.iter().map(|f| (f.severity, f.step)).collect::<Vec<_>>(), [(Severity::Warning, Some(5))]);
    }

    #[test]
    fn a_slower_full_discharge_may_give_more() {
        let mut bench = charged_to(&[100.0, 100.0]);
        let steps = &mut bench.derived.as_mut().unwrap().steps;
        (steps[1].full_discharge, steps[1].c_rate) = (true, 1.0.into());
        (steps[3].full_discharge, steps[3].c_rate, steps[3].soc_start_pct) = (true, 0.2.into(), 100.0.into());
        steps[3].soc_end_pct = (-4.0).into();
        let severities = |bench: &Bench| bench.findings(&SocRange).iter().map(|f| f.severity).collect::<Vec<_>>();
        assert_eq!(severities(&bench), [Severity::Info]);
        bench.derived.as_mut().unwrap().steps[3].soc_start_pct = 50.0.into();
        assert_eq!(severities(&bench), [Severity::Info]);
        bench.derived.as_mut().unwrap().steps[3].soc_end_pct = (-40.0).into();
        assert_eq!(severities(&bench), [Severity::Warning]);
        bench.derived.as_mut().unwrap().steps[3].soc_end_pct = (-4.0).into();
        bench.derived.as_mut().unwrap().steps[3].soc_start_pct = 100.0.into();
        bench.derived.as_mut().unwrap().steps[3].c_rate = 1.0.into();
        assert_eq!(severities(&bench), [Severity::Warning]);
    }

    #[test]
    fn a_residue_and_a_wider_window_are_infos() {
        let with = |at: usize, spoil: &dyn Fn(&mut StepMetrics)| {
            let mut bench = charged_to(&[100.0, 100.0, 100.0]);
            let steps = &mut bench.derived.as_mut().unwrap().steps;
            (steps[at].soc_start_pct, steps[at].soc_end_pct) = (0.0.into(), (-8.0).into());
            spoil(&mut steps[at]);
            bench.findings(&SocRange).iter().map(|found| found.severity).collect::<Vec<_>>()
        };
        let (info, warning) = ([Severity::Info], [Severity::Warning]);
        assert_eq!(with(3, &|_| ()), warning);
        // What is left is drawn at a lower rate; at a higher one it cannot be.
        assert_eq!(with(3, &|step| step.c_rate = 0.1.into()), info);
        assert_eq!(with(3, &|step| step.c_rate = 3.0.into()), warning);
        assert_eq!(with(3, &|step| step.voltage_end_v = step.voltage_end_v.get().map(|v| v - 0.1).into()), info);
        let wide = |step: &mut StepMetrics| {
            (step.soc_start_pct, step.soc_end_pct) = (2.0.into(), 108.0.into());
            step.voltage_end_v = step.voltage_end_v.get().map(|v| v + 0.1).into();
        };
        assert_eq!(with(4, &wide), info);
        let far = |step: &mut StepMetrics| {
            wide(step);
            step.soc_end_pct = 190.0.into();
        };
        assert_eq!(with(4, &far), warning);
    }

    #[test]
    fn what_a_first_cycle_takes_is_an_info_and_what_a_later_one_takes_is_not() {
        let severities = |tops: &[f64]| {
            let mut bench = charged_to(tops);
            if let Some(derived) = &mut bench.derived {
                derived.cycles = (1..=4).map(|n| cycle(n, (2 * n - 1, 2 * n), 87.0)).collect();
            }
            bench.findings(&SocRange).iter().map(|found| found.severity).collect::<Vec<_>>()
        };
        assert_eq!(severities(&[115.0, 101.0, 100.0, 100.0]), [Severity::Info]);
        assert_eq!(severities(&[100.0, 101.0, 100.0, 115.0]), [Severity::Warning]);
        assert_eq!(severities(&[115.0, 116.5, 100.0, 100.0]), [Severity::Warning, Severity::Info]);
    }

    #[test]
    fn a_drift_is_one_info_with_its_slope() {
        let tops: Vec<f64> = (0..12).map(|n| 100.0 + 0.5 * f64::from(n)).collect();
        let found = charged_to(&tops).findings(&SocRange);
        assert_eq!(found.iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Info]);
        assert!(found[0].message.contains("0.500 % a cycle"), "{}", found[0].message);
    }
}
