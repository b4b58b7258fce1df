//! What the size of a test makes of its tolerances.
//!
//! The absolute tolerances of the rules are those of a 20 Ah cell with six printed digits. Each is the larger of two printed
//! digits of its column and of its share of the test's largest step capacity, so that a coin cell is judged as sharply as a
//! cell of a car.

use super::Context;
use super::digits::{DECIMALS, Digits, Printed};
use super::own::{Kind, Own};
use crate::model::{Block, ChannelKind, Finding};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// The capacity in Ah of the cell for which the absolute tolerances are given.
const CELL_AH: f64 = 20.0;
/// Two printed digits, and as much as the sum of doubles may add to them.
pub(crate) const DIGITS: f64 = 2.001;
/// No tester prints currents more coarsely; a profile may consist of round ones.
pub(crate) const CURRENT_DECIMALS: u8 = 3;

/// A column with an absolute tolerance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Voltage in V.
    Voltage,
    /// Current in A.
    Current,
    /// Power in W.
    Power,
    /// Capacity of the step in Ah.
    Capacity,
    /// Energy of the step in Wh.
    Energy,
    /// The running capacity in Ah.
    Total,
}

const COLUMNS: [Column; 6] =
    [Column::Voltage, Column::Current, Column::Power, Column::Capacity, Column::Energy, Column::Total];

/// The size of a test, as far as it is known: the engine keeps it, and every rule may look.
#[derive(Debug)]
pub struct Scale {
    /// The bits of the largest step capacity in Ah.
    largest_ah: AtomicU64,
    decimals: [AtomicU8; COLUMNS.len()],
    significant: [AtomicU8; COLUMNS.len()],
    /// What capacity and energy of the step at hand are, so far.
    kinds: [AtomicU8; 2],
}

impl Default for Scale {
    fn default() -> Self {
        Self {
            largest_ah: AtomicU64::new(0),
            decimals: COLUMNS.map(|_| AtomicU8::new(DECIMALS)),
            significant: COLUMNS.map(|_| AtomicU8::new(0)),
            kinds: [Kind::Counted; 2].map(|kind| AtomicU8::new(kind as u8)),
        }
    }
}

impl Scale {
    /// The larger of two printed digits of the column and the number's share of this test's capacity.
    pub(crate) fn absolute(&self, column: Column, number: f64) -> f64 {
        (DIGITS * self.digit(column)).max(number * self.cells())
    }

    /// The same at a value: decimals get lost as values grow.
    pub(crate) fn absolute_at(&self, column: Column, number: f64, value: f64) -> f64 {
        (DIGITS * self.printed(column).digit_at(value)).max(number * self.cells())
    }

    /// One printed digit of a column; 0 where its values were computed.
    pub(crate) fn digit(&self, column: Column) -> f64 {
        self.printed(column).digit()
    }

    /// What the capacity of the step at hand is, so far as its rows went by; or its energy.
    pub(crate) fn kind(&self, column: Column) -> Kind {
        let kind = self.kinds[usize::from(column == Column::Energy)].load(Ordering::Relaxed);
        [Kind::Counted, Kind::Integral, Kind::Missing]
            .into_iter()
            .find(|one| *one as u8 == kind)
            .unwrap_or(Kind::Counted)
    }

    fn printed(&self, column: Column) -> Printed {
        let get = |of: &[AtomicU8]| of[column as usize].load(Ordering::Relaxed);
        let (decimals, significant) = (get(&self.decimals), get(&self.significant));
        match column {
            // What is set and held is round, and tells nothing.
            Column::Current => Printed { decimals: decimals.max(CURRENT_DECIMALS), significant: 0 },
            _ => Printed { decimals, significant },
        }
    }

    /// The largest step capacity in Ah, as far as it is known.
    pub(crate) fn largest_ah(&self) -> f64 {
        f64::from_bits(self.largest_ah.load(Ordering::Relaxed))
    }

    /// How many cells of 20 Ah the test's cell is; one where nothing tells.
    pub(crate) fn cells(&self) -> f64 {
        let largest_ah = self.largest_ah();
        if largest_ah > 0.0 { largest_ah / CELL_AH } else { 1.0 }
    }

    fn grow(&self, capacities_ah: impl Iterator<Item = f64>) {
        let largest_ah = capacities_ah.fold(self.largest_ah(), |largest, capacity_ah| largest.max(capacity_ah.abs()));
        self.largest_ah.store(largest_ah.to_bits(), Ordering::Relaxed);
    }
}

/// Measures a test while it flows by.
pub(super) struct Gauge {
    scale: Arc<Scale>,
    /// Whether the Step file has told the largest capacity, which the rows tell only at their end.
    is_known: bool,
    power: Option<usize>,
    total: Option<usize>,
    digits: [Digits; COLUMNS.len()],
    /// Of capacity and energy.
    own: [Own; 2],
}

impl Gauge {
    /// Begins a test: what its Step file says is known at once.
    pub(super) fn over(context: &Context<'_>) -> Self {
        let channel = |kind| context.head.channels.iter().position(|channel| channel.kind == kind);
        context.scale.grow(context.records.iter().filter_map(|record| record.capacity_ah.get()));
        Self {
            scale: Arc::clone(&context.scale),
            is_known: context.scale.largest_ah() > 0.0,
            power: channel(ChannelKind::Power),
            total: channel(ChannelKind::TotalCapacity),
            digits: [Digits::default(); COLUMNS.len()],
            own: [false, true].map(Own::new),
        }
    }

    /// Takes rows in, before the rules see them.
    pub(super) fn see(&mut self, block: &Block<'_>) {
        if !self.is_known {
            self.scale.grow(block.capacity_ah.iter().copied());
        }
        let channel = |at: Option<usize>| at.and_then(|at| block.channels.get(at)).copied().unwrap_or(&[]);
        let (power_w, total_ah) = (channel(self.power), channel(self.total));
        let columns = [block.voltage_v, block.current_a, power_w, block.capacity_ah, block.energy_wh, total_ah];
        for (own, kind) in self.own.iter_mut().zip(&self.scale.kinds) {
            own.take(block);
            kind.store(own.kind() as u8, Ordering::Relaxed);
        }
        for (at, (digits, values)) in self.digits.iter_mut().zip(columns).enumerate() {
            if digits.take(values) {
                let printed = digits.printed();
                self.scale.decimals[at].store(printed.decimals, Ordering::Relaxed);
                self.scale.significant[at].store(printed.significant, Ordering::Relaxed);
            }
        }
    }
}

/// Findings that are beyond a tolerance as far as the test's size is known. With a Step file it is, and they go on at once;
/// without one they wait for the test's end.
pub(crate) struct Held {
    scale: Arc<Scale>,
    is_known: bool,
    held: Vec<(f64, Finding)>,
}

/// So many findings wait; beyond them they go on.
const HELD_MAX: usize = 1_000;

impl Held {
    /// For one rule.
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let is_known = context.records.iter().any(|record| record.capacity_ah.get().is_some_and(|ah| ah != 0.0));
        Self { scale: Arc::clone(&context.scale), is_known, held: Vec::new() }
    }

    /// The size of the test.
    pub(crate) fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Takes a finding that is beyond an absolute tolerance of `number` by its relative part: `beyond` is what that leaves.
    pub(crate) fn take(&mut self, beyond: f64, number: f64, finding: Finding, out: &mut Vec<Finding>) {
        if self.is_known || self.held.len() >= HELD_MAX {
            out.push(finding);
        } else {
            self.held.push((beyond / number, finding));
        }
    }

    /// The test is over: what is still beyond, now that its size is known.
    pub(crate) fn finish(&mut self, out: &mut Vec<Finding>) {
        let cells = self.scale.cells();
        out.extend(self.held.drain(..).filter(|(least, _)| *least > cells).map(|(_, finding)| finding));
    }
}

#[cfg(test)]
mod tests {
    use super::super::harness::Bench;
    use super::super::{Thresholds, rules};
    use super::*;
    use crate::validate::Rule;

    #[test]
    fn a_tolerance_is_the_larger_of_two_digits_and_the_cells_share() {
        let scale = Scale::default();
        assert_eq!(scale.absolute(Column::Capacity, 1e-5), 1e-5);
        scale.grow([0.002].into_iter());
        assert!((scale.absolute(Column::Capacity, 1e-5) - 2.001e-6).abs() < 1e-15);
        scale.grow([-280.0].into_iter());
        assert!((scale.absolute(Column::Capacity, 1e-5) - 1.4e-4).abs() < 1e-15);
        scale.decimals[Column::Power as usize].store(3, Ordering::Relaxed);
        assert!((scale.absolute(Column::Power, 1e-5) - 2.001e-3).abs() < 1e-15);
    }

    #[test]
    fn without_a_step_file_the_tests_end_says_how_large_the_cell_is() {
        // 1 mWh off is much for the small charge at the beginning, and little for the large one at the end.
        let power: &dyn Rule = &rules::cap03_power_product::PowerProduct;
        let build = |hours: f64| {
            let mut bench = Bench::new().charge(3600.0, 0.02).rest(600.0).charge(3600.0 * hours, 20.0);
            bench.records.clear();
            bench.details[0].channels[crate::validate::harness::POWER][20] += 2e-3;
            bench.thresholds = Thresholds { cap03_power_w: 1e-3, ..Thresholds::default() };
            bench.findings(power).len()
        };
        assert_eq!((build(0.5), build(4.0)), (1, 0));
    }
}
