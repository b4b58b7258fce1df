//! Tells whether the capacity, or the energy, of a step is nothing but the integral of its own rows: to hold it against them
//! would be to compare a thing with itself.

use crate::model::Block;

/// The integral of one step's rows beside what stands for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    is_energy: bool,
    /// Time, and current or power, of the row before.
    last: [f64; 2],
    sum: f64,
    is_own: bool,
    is_missing: bool,
}

/// What a capacity, or an energy, of a step is, as far as its rows tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Something flowed, and it is counted.
    Counted,
    /// It is the integral of the rows.
    Integral,
    /// There is none.
    Missing,
}

impl Own {
    pub(super) const fn new(is_energy: bool) -> Self {
        Self { is_energy, last: [f64::NAN; 2], sum: 0.0, is_own: true, is_missing: true }
    }

    /// Takes the rows of a block in, in the order of the file, by trapezoids as where there is no counter.
    pub(super) fn take(&mut self, block: &Block<'_>) {
        if block.first_sequence == 0 {
            *self = Self::new(self.is_energy);
        }
        if !self.is_own && !self.is_missing {
            return;
        }
        let values = if self.is_energy { block.energy_wh } else { block.capacity_ah };
        for (row, value) in values.iter().enumerate() {
            let (time_s, current_a, voltage_v) = (block.step_time_s[row], block.current_a[row], block.voltage_v[row]);
            if !time_s.is_nan() && !current_a.is_nan() && !voltage_v.is_nan() {
                let rate = if self.is_energy { current_a * voltage_v } else { current_a };
                let [before_s, before] = std::mem::replace(&mut self.last, [time_s, rate]);
                let gained = 0.5 * (before + rate) * (time_s - before_s) / 3_600.0;
                self.sum += if gained.is_nan() { 0.0 } else { gained };
            }
            self.is_missing &= value.is_nan();
            self.is_own &= value.total_cmp(&self.sum).is_eq() || (*value == 0.0 && self.sum == 0.0);
        }
    }

    /// What it is, so far.
    pub(super) const fn kind(&self) -> Kind {
        match (self.is_missing, self.is_own) {
            (true, _) => Kind::Missing,
            (false, true) => Kind::Integral,
            (false, false) => Kind::Counted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Column;

    /// What it is, by blocks of two rows.
    fn kind(is_energy: bool, counter: &[f64]) -> Kind {
        let rows = counter.len();
        let times_s: Vec<f64> = (0..rows).map(|row| 5.0 + row as f64 * 10.0).collect();
        let (current_a, voltage_v) = (vec![3.3; rows], vec![3.1; rows]);
        let none = vec![f64::NAN; rows];
        let mut own = Own::new(is_energy);
        for (number, at) in (0..rows).step_by(2).enumerate() {
            let part = at..rows.min(at + 2);
            let mut columns = [none.as_slice(); Column::COUNT].map(|column| &column[part.clone()]);
            columns[Column::StepTime as usize] = &times_s[part.clone()];
            columns[Column::Current as usize] = &current_a[part.clone()];
            columns[Column::Voltage as usize] = &voltage_v[part.clone()];
            let counted = if is_energy { Column::Energy } else { Column::Capacity };
            columns[counted as usize] = &counter[part];
            own.take(&Block::of(1, number as u64 * 2, columns, &[]));
        }
        own.kind()
    }

    #[test]
    fn the_integral_of_the_rows_is_told_from_a_counter() {
        let integral = |rate: f64| {
            let mut sum = 0.0;
            let one = |row: i32| {
                sum += if row == 0 { 0.0 } else { 0.5 * (rate + rate) * 10.0 / 3_600.0 };
                sum
            };
            (0..5).map(one).collect::<Vec<f64>>()
        };
        assert_eq!(kind(false, &integral(3.3)), Kind::Integral);
        assert_eq!(kind(true, &integral(3.3 * 3.1)), Kind::Integral);
        let printed = |value: &f64| (value * 1e6).round() / 1e6;
        assert_eq!(kind(false, &integral(3.3).iter().map(printed).collect::<Vec<_>>()), Kind::Counted);
        let since_the_start = |value: &f64| value + 3.3 * 5.0 / 3_600.0;
        assert_eq!(kind(false, &integral(3.3).iter().map(since_the_start).collect::<Vec<_>>()), Kind::Counted);
        assert_eq!(kind(true, &[f64::NAN; 5]), Kind::Missing);
    }
}
