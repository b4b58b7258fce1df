//! A row with everything that some cycler writes into it.

use crate::synth::chroma::START;
use crate::synth::executed::Moved;
use crate::synth::script::{Kind, Script, Step};

/// Charge and energy, charged and discharged, since some moment; magnitudes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    pub(super) charged: Moved,
    pub(super) discharged: Moved,
}

impl Counted {
    fn plus(self, ah: f64, wh: f64) -> Self {
        let add = |to: Moved, sign: f64| Moved { ah: to.ah + (sign * ah).max(0.0), wh: to.wh + (sign * wh).max(0.0) };
        Self { charged: add(self.charged, 1.0), discharged: add(self.discharged, -1.0) }
    }

    pub(super) fn net_ah(&self) -> f64 {
        self.charged.ah - self.discharged.ah
    }

    pub(super) fn net_wh(&self) -> f64 {
        self.charged.wh - self.discharged.wh
    }
}

/// Which way the current flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Rest,
    Charge,
    Discharge,
}

/// A row of the test.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its number in the test, from 1.
    pub(super) point: usize,
    /// The executed step, from 1.
    pub(super) step: i32,
    /// The recipe's step; the passes of a loop repeat it.
    pub(super) recipe: i32,
    /// The tester's cycle, from 1.
    pub(super) cycle: i32,
    pub(super) kind: Kind,
    pub(super) way: Way,
    /// The last way before it that was no rest.
    pub(super) half: Way,
    pub(super) is_first: bool,
    pub(super) is_last: bool,
    pub(super) step_s: f64,
    pub(super) test_s: f64,
    pub(super) cycle_s: f64,
    pub(super) voltage_v: f64,
    pub(super) current_a: f64,
    pub(super) temperature_degc: f64,
    pub(super) chamber_degc: f64,
    /// Since the step's beginning.
    pub(super) in_step: Counted,
    /// Since the cycle's.
    pub(super) in_cycle: Counted,
    /// Since the test's.
    pub(super) in_test: Counted,
    /// Since the direction changed, over rests; a magnitude.
    pub(super) one_way: Moved,
}

/// What stands when a step begins.
#[derive(Clone, Copy, Default)]
struct Before {
    cycle: i32,
    cycle_start_s: f64,
    in_cycle: Counted,
    in_test: Counted,
    way: Option<Way>,
    one_way: Moved,
}

impl Row {
    /// All rows of a script.
    pub(super) fn all(script: &Script) -> Vec<Self> {
        let (mut rows, mut before) = (Vec::new(), Before::default());
        for step in &script.steps {
            if step.cycle != before.cycle {
                let (cycle, cycle_start_s, in_cycle) = (step.cycle, step.test_time_s, Counted::default());
                before = Before { cycle, cycle_start_s, in_cycle, ..before };
            }
            let way = way(step);
            if way != Way::Rest && before.way != Some(way) {
                before = Before { way: Some(way), one_way: Moved::default(), ..before };
            }
            Self::of(step, way, &before, &mut rows);
            if let Some(last) = rows.last_mut() {
                last.is_last = true;
                before = Before { in_cycle: last.in_cycle, in_test: last.in_test, one_way: last.one_way, ..before };
            }
        }
        rows
    }

    fn of(step: &Step, way: Way, before: &Before, rows: &mut Vec<Self>) {
        for sample in step.samples() {
            let (ah, wh) = (sample.capacity_ah, sample.energy_wh);
            let test_s = step.test_time_s + sample.step_time_s;
            rows.push(Self {
                point: rows.len() + 1,
                step: step.number,
                recipe: step.recipe_line,
                cycle: step.cycle,
                kind: step.kind,
                way,
                half: before.way.unwrap_or(Way::Rest),
                is_first: rows.last().is_none_or(|row| row.step != step.number),
                is_last: false,
                step_s: sample.step_time_s,
                test_s,
                cycle_s: test_s - before.cycle_start_s,
                voltage_v: sample.voltage_v,
                current_a: sample.current_a,
                temperature_degc: sample.temperature_degc,
                chamber_degc: sample.chamber_degc,
                in_step: Counted::default().plus(ah, wh),
                in_cycle: before.in_cycle.plus(ah, wh),
                in_test: before.in_test.plus(ah, wh),
                one_way: Moved { ah: before.one_way.ah + ah.abs(), wh: before.one_way.wh + wh.abs() },
            });
        }
    }

    pub(super) fn power_w(&self) -> f64 {
        self.voltage_v * self.current_a
    }

    /// The step's counter as a magnitude.
    pub(super) fn step_ah(&self) -> f64 {
        self.in_step.net_ah().abs()
    }

    /// The same in Wh.
    pub(super) fn step_wh(&self) -> f64 {
        self.in_step.net_wh().abs()
    }

    /// The cycler's local clock, in milliseconds since 1970.
    pub(super) fn clock_ms(&self) -> i64 {
        START * 1000 + (self.test_s * 1e3).round() as i64
    }
}

fn way(step: &Step) -> Way {
    let moved_ah = step.profile.capacity(step.profile.duration_s);
    match step.kind {
        kind if kind.is_rest() => Way::Rest,
        _ if moved_ah < 0.0 => Way::Discharge,
        _ => Way::Charge,
    }
}
