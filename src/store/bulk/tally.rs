//! What was poured of each step: counts and sums, kept beside the experiment for the integrity check.

use super::Rows;

/// Counts and sums of one step. A magnitude is the sum of absolute values; it says how exact a sum can be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::store) struct StepTally {
    pub(in crate::store) step: i32,
    pub(in crate::store) rows: i64,
    /// Of voltage, current and capacity, missing values left out.
    pub(in crate::store) sums: [f64; 3],
    pub(in crate::store) magnitudes: [f64; 3],
}

/// The tallies of all steps, in the order of pouring.
pub(in crate::store) type Tally = Vec<StepTally>;

/// The columns that are summed: voltage, current, capacity.
const SUMMED: [usize; 3] = [2, 3, 4];

impl StepTally {
    /// Of one block.
    fn of(rows: &Rows) -> Self {
        let mut tally = Self { step: rows.step, rows: rows.len() as i64, ..Self::default() };
        for (index, column) in SUMMED.into_iter().enumerate() {
            for &value in &rows.columns[column] {
                let value = if value.is_nan() { 0.0 } else { value };
                tally.sums[index] += value;
                tally.magnitudes[index] += value.abs();
            }
        }
        tally
    }

    fn add(&mut self, more: &Self) {
        self.rows += more.rows;
        for index in 0..SUMMED.len() {
            self.sums[index] += more.sums[index];
            self.magnitudes[index] += more.magnitudes[index];
        }
    }

    /// What differs between this and what the database answers, in words.
    pub(in crate::store) fn difference(&self, rows: i64, sums: [f64; 3]) -> Option<String> {
        if rows != self.rows {
            return Some(format!("step {} has {rows} rows in the database, not {}", self.step, self.rows));
        }
        let names = ["voltages", "currents", "capacities"];
        names.iter().enumerate().find_map(|(index, name)| {
            let (want, have) = (self.sums[index], sums[index]);
            // Engines add in different orders, so the last digits may differ.
            let close = want == have || (want - have).abs() <= 1e-9 * self.magnitudes[index];
            (!close).then(|| format!("the {name} of step {} add up to {have} in the database, not {want}", self.step))
        })
    }
}

/// Adds a block to the tally of its step, which is the last or a new one.
pub(in crate::store) fn add(tally: &mut Tally, rows: &Rows) {
    let block = StepTally::of(rows);
    match tally.last_mut() {
        Some(last) if last.step == block.step => last.add(&block),
        _ => tally.push(block),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_exact_and_sums_nearly() {
        let tally = StepTally { step: 3, rows: 2, sums: [7.0, -1.0, 0.0], magnitudes: [7.0, 1.0, 0.0] };
        assert_eq!(tally.difference(2, [7.0 + 1e-9, -1.0, 0.0]), None);
        assert!(tally.difference(1, [7.0, -1.0, 0.0]).unwrap().contains("1 rows"));
        assert!(tally.difference(2, [7.001, -1.0, 0.0]).unwrap().contains("voltages"));
        assert!(tally.difference(2, [7.0, -1.0, f64::NAN]).unwrap().contains("capacities"));
    }
}
