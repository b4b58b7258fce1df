//! Tells when elapsed times are in another unit than their header says, by the wall clock beside them: some exports write
//! minutes, hours or milliseconds under the name of seconds.

use super::plan::Plan;
use super::rows::Rows;
use super::target::Target;
use crate::model::{ChannelKind, Column, Fault, FaultKind, Severity, StepSet};
use crate::units::Conversion;

/// The stretches of the rows that are compared, of which most must agree.
const STRETCHES: usize = 15;
/// The clock must have gone on by this much in a stretch: it may count whole seconds.
const STRETCH_S: f64 = 20.0;
/// A factor that is met within this share, and what whole seconds leave open, is that of the unit.
const WITHIN: f64 = 0.02;

impl Plan {
    /// Looks at the first rows below the header; where their elapsed time and their clock differ by a factor that this
    /// export is known for, times are read in the unit that the clock tells, and that is said.
    #[must_use]
    pub(crate) fn settle_time(&mut self, path: &str, rows: &[u8], first_line: u64) -> Option<Fault> {
        let factors = &self.dialect.time_factors;
        let clock = self.slot_of(ChannelKind::WallClock)?;
        if factors.is_empty() {
            return None;
        }
        let end = rows.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rows = Rows::parse(self, path, &rows[..end], (first_line, false), &StepSet::All);
        let (elapsed, clock) = (&rows.columns[Column::TestTime as usize], &rows.columns[clock]);
        let factor = factors.iter().copied().find(|factor| is_off_by(*factor, elapsed, clock))?;
        let column = self
            .targets
            .iter()
            .position(|target| matches!(target, Target::Number { slot, .. } if *slot == Column::TestTime as usize))?;
        for target in &mut self.targets {
            if let Target::Number { slot, conversion, .. } = target
                && [Column::TestTime as usize, Column::StepTime as usize].contains(slot)
            {
                let own = conversion.unwrap_or(Conversion::IDENTITY);
                *conversion = Some(Conversion {
                    multiply: own.multiply * factor.max(1.0),
                    divide: own.divide * factor.recip().max(1.0),
                    ..own
                });
            }
        }
        let unit = match factor {
            60.0 => "minutes",
            3_600.0 => "hours",
            0.001 => "milliseconds",
            _ => "another unit",
        };
        let column = self.headers[column].clone();
        let message =
            format!("column `{column}` counts {unit}, by the clock beside it, and not what it says; times are read so");
        let fault = Fault::new(FaultKind::BadNumber, path, message).at(Severity::Warning);
        Some(Fault { line: Some(self.header_line), column: Some(column), ..fault })
    }
}

/// Whether the clock goes on by `factor` for each unit of elapsed time, in most stretches of the rows.
fn is_off_by(factor: f64, elapsed: &[f64], clock: &[f64]) -> bool {
    let valid: Vec<(f64, f64)> =
        elapsed.iter().copied().zip(clock.iter().copied()).filter(|(a, b)| a.is_finite() && b.is_finite()).collect();
    let length = (valid.len() / STRETCHES).max(1);
    let (mut agree, mut all) = (0, 0);
    let mut start = 0;
    while start + 1 < valid.len() {
        // As far as the clock needs to tell.
        let told = |end: &usize| valid[*end].1 - valid[start].1 >= STRETCH_S && *end - start >= length;
        let end = (start + 1..valid.len()).find(told).unwrap_or(valid.len() - 1);
        let (passed, clock_passed) = (valid[end].0 - valid[start].0, valid[end].1 - valid[start].1);
        if clock_passed >= STRETCH_S && passed > 0.0 {
            all += 1;
            let off = (clock_passed / passed / factor - 1.0).abs();
            agree += usize::from(off <= WITHIN + 2.0 / clock_passed);
        }
        start = end;
    }
    all > 0 && agree * 3 >= all * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_and_milliseconds_are_told_and_pauses_are_not() {
        let clock: Vec<f64> = (0..200).map(|row| f64::from(row) * 10.0).collect();
        let minutes: Vec<f64> = clock.iter().map(|clock| clock / 60.0).collect();
        let milliseconds: Vec<f64> = clock.iter().map(|clock| clock * 1e3).collect();
        assert!(is_off_by(60.0, &minutes, &clock) && !is_off_by(3_600.0, &minutes, &clock));
        assert!(is_off_by(0.001, &milliseconds, &clock));
        assert!(!is_off_by(60.0, &clock, &clock));
        let mut paused = clock.clone();
        paused[100..].iter_mut().for_each(|clock| *clock += 36_000.0);
        assert!(!is_off_by(60.0, &clock, &paused) && !is_off_by(3_600.0, &clock, &paused));
        assert!(!is_off_by(60.0, &[], &[]));
    }
}
