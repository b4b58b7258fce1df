//! Charge retention (IEC 61960-3, ISO 12405-4): a full charge, open circuit for days, then a discharge of what was retained;
//! the next one tells what can be recovered.

use super::group::comparable;
use crate::model::{Derived, FullDischarge};

/// Open circuit for less than this is a rest and no storage, in s.
pub const LEAST_STORAGE_S: f64 = 86_400.0;
/// A mean month in days.
const MONTH_D: f64 = 30.436_875;

/// What a cell kept of a full charge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retention {
    /// The full discharge before the storage.
    pub before_step: i32,
    /// The one after it.
    pub step: i32,
    /// The next one.
    pub recovered_step: Option<i32>,
    /// How long the storage took in days.
    pub days: f64,
    /// Capacity before in Ah.
    pub before_ah: f64,
    /// Capacity retained in Ah.
    pub retained_ah: f64,
    /// Capacity recovered in Ah.
    pub recovered_ah: Option<f64>,
}

impl Retention {
    /// What was retained, in % of the capacity before.
    #[must_use]
    pub fn retention_pct(&self) -> f64 {
        100.0 * self.retained_ah / self.before_ah
    }

    /// What was recovered, in % of it.
    #[must_use]
    pub fn recovery_pct(&self) -> Option<f64> {
        self.recovered_ah.map(|recovered| 100.0 * recovered / self.before_ah)
    }

    /// The loss that the next charge undid, in % of it.
    #[must_use]
    pub fn loss_reversible_pct(&self) -> Option<f64> {
        self.recovery_pct().map(|recovery| recovery - self.retention_pct())
    }

    /// The loss that stays, in % of it.
    #[must_use]
    pub fn loss_irreversible_pct(&self) -> Option<f64> {
        self.recovery_pct().map(|recovery| 100.0 - recovery)
    }

    /// The loss of charge in % a month of 30.436875 days.
    #[must_use]
    pub fn rate_pct_per_month(&self) -> f64 {
        (100.0 - self.retention_pct()) * MONTH_D / self.days
    }
}

/// The storages of a test: full discharges that open circuit of at least a day came before, with a comparable one before
/// them and the next comparable one, without storage, after them.
#[must_use]
pub fn retentions(derived: &Derived) -> Vec<Retention> {
    let all = &derived.full_discharges;
    let stored_s = |full: &FullDischarge| {
        let step = derived.steps.iter().find(|step| step.step == full.first_step);
        step.and_then(|step| step.rest_before_s.get()).filter(|rest| *rest >= LEAST_STORAGE_S)
    };
    let storage = |(at, full): (usize, &FullDischarge)| {
        let days = stored_s(full)? / 86_400.0;
        let is_plain = |other: &&FullDischarge| stored_s(other).is_none() && comparable(other, full);
        let before = all[..at].iter().rev().find(is_plain)?;
        let recovered = all[at + 1..].iter().find(|other| comparable(other, full)).filter(is_plain);
        Some(Retention {
            before_step: before.step,
            step: full.step,
            recovered_step: recovered.map(|recovered| recovered.step),
            days,
            before_ah: before.capacity_ah,
            retained_ah: full.capacity_ah,
            recovered_ah: recovered.map(|recovered| recovered.capacity_ah),
        })
    };
    all.iter().enumerate().filter_map(storage).collect()
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::{blank, discharge};
    use super::*;
    use crate::model::StepMetrics;

    #[test]
    fn what_is_kept_over_28_days_and_what_comes_back() {
        let full = vec![
            discharge(2, 1.0, Some(25.0), 2.0),
            discharge(4, 1.0, Some(25.0), 1.94),
            discharge(6, 1.0, Some(25.0), 1.985),
        ];
        let step = |step, rest: f64| StepMetrics { step, rest_before_s: rest.into(), ..blank() };
        let steps = vec![step(2, 600.0), step(4, 28.0 * 86_400.0), step(6, 600.0)];
        let derived = Derived { full_discharges: full, steps, ..Derived::default() };
        let found = retentions(&derived);
        assert_eq!(found.len(), 1);
        let near = |found: Option<f64>, wanted: f64| assert!((found.unwrap() - wanted).abs() < 1e-9, "{found:?}");
        // G9 of the reference numbers.
        near(Some(found[0].retention_pct()), 97.0);
        near(found[0].recovery_pct(), 99.25);
        near(found[0].loss_reversible_pct(), 2.25);
        near(found[0].loss_irreversible_pct(), 0.75);
        near(Some(found[0].rate_pct_per_month()), 3.261_093_75);
    }
}
