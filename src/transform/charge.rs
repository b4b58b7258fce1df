//! Charges: consecutive charge steps are the stages of one charge, whose time runs on.

use super::soc;
use crate::model::{Block, Derived, SocAnchor, StepMetrics, StepType};
use std::collections::BTreeMap;

/// Charge time is told between these SOCs in %.
pub const FROM_SOC_PCT: f64 = 10.0;
/// See [`FROM_SOC_PCT`].
pub const TO_SOC_PCT: f64 = 80.0;

/// One charge of one or several stages.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    /// Its first step.
    pub first_step: i32,
    /// Its last step.
    pub last_step: i32,
    /// Its cycle.
    pub cycle: i32,
    /// How many steps.
    pub stages: usize,
    /// The highest rate of its stages.
    pub c_rate: Option<f64>,
    /// Temperature at its start in °C.
    pub temperature_start_degc: Option<f64>,
    /// What it charged in Ah.
    pub capacity_ah: Option<f64>,
    /// How long it took in s.
    pub duration_s: Option<f64>,
    /// SOC at its start in %.
    pub soc_start_pct: Option<f64>,
    /// SOC at its end in %.
    pub soc_end_pct: Option<f64>,
    /// Time from 10 to 80 % SOC in s; `None` where it does not pass both, or has no rows.
    pub time_10_80_s: Option<f64>,
}

/// The charges of a test, without times between SOCs.
#[must_use]
pub fn charges(steps: &[StepMetrics]) -> Vec<Charge> {
    let mut all: Vec<Charge> = Vec::new();
    let mut goes_on = false;
    for step in steps {
        let is_charge = step.step_type == StepType::Charge;
        match all.last_mut().filter(|_| is_charge && goes_on) {
            Some(charge) => {
                charge.last_step = step.step;
                charge.cycle = step.cycle;
                charge.stages += 1;
                charge.c_rate = super::run::larger(charge.c_rate, step.c_rate.get());
                charge.capacity_ah = charge.capacity_ah.zip(step.capacity_ah.get()).map(|(sum, own)| sum + own);
                charge.duration_s = charge.duration_s.zip(step.duration_s.get()).map(|(sum, own)| sum + own);
                charge.soc_end_pct = step.soc_end_pct.get();
            }
            None if is_charge => all.push(Charge {
                first_step: step.step,
                last_step: step.step,
                cycle: step.cycle,
                stages: 1,
                c_rate: step.c_rate.get(),
                temperature_start_degc: step.temperature_start_degc.get(),
                capacity_ah: step.capacity_ah.get(),
                duration_s: step.duration_s.get(),
                soc_start_pct: step.soc_start_pct.get(),
                soc_end_pct: step.soc_end_pct.get(),
                time_10_80_s: None,
            }),
            None => {}
        }
        goes_on = is_charge;
    }
    all
}

/// Finds out, row by row, when charges pass 10 and 80 % SOC.
#[derive(Debug)]
pub struct ChargeTimes {
    /// SOC at the start of a step, by how much an Ah changes it, and when the step began within its charge in s.
    steps: BTreeMap<i32, (f64, f64, f64)>,
    /// The last row of each step's charge: time within the charge in s and SOC in %.
    last: Option<(i32, f64, f64)>,
    /// By first step of a charge: when it passed either.
    passed: BTreeMap<i32, [Option<f64>; 2]>,
    /// The first step of the charge of each step.
    first: BTreeMap<i32, i32>,
}

impl ChargeTimes {
    /// Of the charges that pass both.
    #[must_use]
    pub fn of(charges: &[Charge], derived: &Derived, anchor: SocAnchor) -> Self {
        let mut times = Self { steps: BTreeMap::new(), last: None, passed: BTreeMap::new(), first: BTreeMap::new() };
        let passes = |charge: &&Charge| {
            charge.soc_start_pct.is_some_and(|soc| soc < FROM_SOC_PCT)
                && charge.soc_end_pct.is_some_and(|soc| soc > TO_SOC_PCT)
        };
        for charge in charges.iter().filter(passes) {
            let own = derived.steps.iter().filter(|s| (charge.first_step..=charge.last_step).contains(&s.step));
            let mut began_s = 0.0;
            for step in own {
                let Some((start, per_ah)) = soc::of_rows(derived, anchor, step) else { continue };
                times.steps.insert(step.step, (start, per_ah, began_s));
                times.first.insert(step.step, charge.first_step);
                began_s += step.duration_s.get().unwrap_or(f64::NAN);
            }
        }
        times
    }

    /// The steps whose rows it wants.
    pub fn steps(&self) -> impl Iterator<Item = i32> {
        self.steps.keys().copied()
    }

    /// Looks at the rows of a block; they come in order.
    pub fn see(&mut self, block: &Block<'_>) {
        let (Some(&(start, per_ah, began_s)), Some(&first)) =
            (self.steps.get(&block.step), self.first.get(&block.step))
        else {
            return;
        };
        let passed = self.passed.entry(first).or_default();
        for (time_s, ah) in block.step_time_s.iter().zip(block.capacity_ah) {
            let (at_s, soc) = (began_s + time_s, ah.mul_add(per_ah, start));
            if at_s.is_nan() || soc.is_nan() {
                continue;
            }
            let before = self.last.filter(|last| last.0 == first && soc > last.2);
            for (place, level) in [FROM_SOC_PCT, TO_SOC_PCT].into_iter().enumerate() {
                if let (None, Some((_, before_s, before_pct))) = (passed[place], before)
                    && before_pct < level
                    && level <= soc
                {
                    let share = (level - before_pct) / (soc - before_pct);
                    passed[place] = Some((at_s - before_s).mul_add(share, before_s));
                }
            }
            self.last = Some((first, at_s, soc));
        }
    }

    /// Fills in the times.
    pub fn fill(&self, charges: &mut [Charge]) {
        for charge in charges {
            let passed = self.passed.get(&charge.first_step).copied().unwrap_or_default();
            charge.time_10_80_s = passed[0].zip(passed[1]).map(|(from, to)| to - from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::blank;
    use super::*;
    use crate::model::{Reference, ReferenceQuality};

    #[test]
    fn stages_are_one_charge_whose_time_runs_on() {
        let step = |step, ah: f64, from: f64, to: f64| StepMetrics {
            step,
            step_type: StepType::Charge,
            capacity_ah: ah.into(),
            duration_s: 3600.0.into(),
            soc_start_pct: from.into(),
            soc_end_pct: to.into(),
            ..blank()
        };
        let steps = vec![step(1, 1.0, 0.0, 50.0), step(2, 1.0, 50.0, 100.0), StepMetrics { step: 3, ..blank() }];
        let mut all = charges(&steps);
        assert_eq!((all.len(), all[0].stages, all[0].duration_s), (1, 2, Some(7200.0)));
        let reference = Reference { step: 9, quality: ReferenceQuality::Full, capacity_ah: 2.0 };
        let derived = Derived { reference: Some(reference), steps, ..Derived::default() };
        let mut times = ChargeTimes::of(&all, &derived, SocAnchor::Reference);
        assert_eq!(times.steps().collect::<Vec<_>>(), [1, 2]);
        let (time, ah, none) = ([0.0, 1800.0, 3600.0], [0.0, 0.5, 1.0], [f64::NAN; 3]);
        for step in [1, 2] {
            times.see(&Block::of(step, 0, [&time, &none, &none, &none, &ah, &none, &none], &[]));
        }
        times.fill(&mut all);
        assert_eq!(all[0].time_10_80_s, Some(5760.0 - 720.0));
    }
}
