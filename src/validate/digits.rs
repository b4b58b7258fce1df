//! How many digits a column prints: decimals, or significant ones where decimals get lost as the values grow.

/// Until enough values were seen a column is taken to have so many decimals.
pub(super) const DECIMALS: u8 = 6;
/// More decimals than any tester prints: such values were computed.
const DECIMALS_MAX: u8 = 12;
/// What is counted in mAs or mWs has at most so many decimals there, and none in Ah or Wh.
const DECIMALS_OF_SECONDS: u8 = 6;
const MILLISECONDS_IN_HOUR: f64 = 3.6e6;
/// So many values that differ tell how many decimals a column has, and so many are enough: a current that is held at 2 A
/// says nothing.
const VALUES: u32 = 256;
const VALUES_MIN: u32 = 32;
/// Of so few that differ the finest tells.
const VALUES_TELLING: u32 = 10;
/// So many rows are looked through for them.
const ROWS: u32 = 100_000;
/// The decades that are told apart: from 0.001 on.
const DECADES: usize = 9;
const LOWEST: i32 = -3;
/// So many values of each of two neighbouring decades tell whether decimals get lost between them.
const DECADE_VALUES: u32 = 64;
const DECADE_VALUES_MIN: u32 = 8;
/// Of a column that has few values.
const DECADE_VALUES_FEW: u32 = 3;
const VALUES_FEW: u32 = 3;

/// How many values have how many decimals.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    counts: [u32; DECIMALS_MAX as usize + 1],
    values: u32,
}

impl Counts {
    fn add(&mut self, decimals: u8) {
        self.values += 1;
        self.counts[usize::from(decimals)] += 1;
    }

    /// The decimals that all values but a few in a hundred do with, where there are enough.
    fn most(&self, enough: u32) -> Option<u8> {
        let mut within = 0;
        let at = self.counts.iter().position(|count| {
            within += count;
            within * 20 >= self.values * 19
        });
        at.filter(|_| self.values >= enough).map(|at| at as u8)
    }
}

/// How many digits the values of a column have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Digits {
    all: Counts,
    /// The same of mAs and mWs, where they are Ah and Wh.
    of_seconds: Counts,
    decades: [Counts; DECADES],
    rows: u32,
    last: f64,
}

impl Digits {
    /// Of all the values of a column that has few: each tells, but zero. `least` are the decimals that it has anyhow, where
    /// all values may be whole by chance.
    pub(super) fn of_few(values: impl Iterator<Item = f64>, least: u8) -> Printed {
        let mut digits = Self::default();
        for value in values.filter(|value| *value != 0.0) {
            // One that comes again is printed again.
            digits.last = f64::NAN;
            digits.take(&[value]);
        }
        let finest = digits.finest().filter(|_| digits.all.values >= VALUES_FEW);
        let decimals = finest.map_or(DECIMALS, |finest| finest.max(least));
        Printed { decimals, significant: digits.significant(DECADE_VALUES_FEW) }
    }

    /// The most decimals that any value has: those of times, which are whole more often than not.
    fn finest(&self) -> Option<u8> {
        self.all.counts.iter().rposition(|count| *count > 0).map(|decimals| decimals as u8)
    }

    /// One printed digit of times in s; of a few that are all whole 0.1 s.
    pub(super) fn time_digit_s(&self) -> f64 {
        let least = u8::from(self.all.values < VALUES);
        self.finest().map_or(0.0, |decimals| 0.1_f64.powi(i32::from(decimals.max(least))))
    }

    /// The finest digit of a column that may hold few values, which has at least so many decimals; 0 where they were computed.
    pub(super) fn finest_digit(&self, least: u8) -> f64 {
        let decimals = self.finest().map_or(least, |finest| finest.max(least));
        Printed { decimals, significant: 0 }.digit()
    }

    /// Counts values that differ, until they are enough. Whether there was anything to count.
    pub(super) fn take(&mut self, values: &[f64]) -> bool {
        let before = self.rows;
        for &value in values {
            if self.rows >= ROWS {
                break;
            }
            self.rows += 1;
            if value != self.last && value.is_finite() {
                self.last = value;
                let decade = &mut self.decades[decade_of(value)];
                let (is_wanted, is_wanted_here) = (self.all.values < VALUES, decade.values < DECADE_VALUES);
                if is_wanted || is_wanted_here {
                    let decimals = decimals(value);
                    decade.add(decimals);
                    if is_wanted {
                        self.all.add(decimals);
                        self.of_seconds.add(decimals_of_seconds(value));
                    }
                }
            }
        }
        self.rows > before
    }

    /// What they say.
    pub(super) fn printed(&self) -> Printed {
        let few = || self.finest().filter(|_| self.all.values >= VALUES_TELLING);
        let decimals = self.all.most(VALUES_MIN).or_else(few).unwrap_or(DECIMALS);
        let of_seconds = self.of_seconds.most(VALUES_MIN).filter(|most| *most <= DECIMALS_OF_SECONDS);
        // Beyond the most decimals those of the other unit are counted.
        let decimals = match of_seconds {
            Some(most) if decimals == DECIMALS_MAX => DECIMALS_MAX + 1 + most,
            _ => decimals,
        };
        Printed { decimals, significant: self.significant(DECADE_VALUES_MIN) }
    }

    /// The significant digits, where one decimal less is printed from one decade to the next.
    fn significant(&self, enough: u32) -> u8 {
        let lost = |pair: &[Counts]| {
            let (low, high) = (pair[0].most(enough)?, pair[1].most(enough)?);
            (low < DECIMALS_MAX && low == high + 1).then_some(high)
        };
        let above = self.decades.windows(2).zip(LOWEST + 1..);
        let digits = above.filter_map(|(pair, decade)| Some(i32::from(lost(pair)?) + decade + 1)).last();
        digits.map_or(0, |digits| digits.max(1) as u8)
    }
}

/// The digits that a column prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    pub(super) decimals: u8,
    /// At most so many of them are significant; 0 where no limit shows.
    pub(super) significant: u8,
}

impl Printed {
    /// One printed digit; 0 where the values were computed.
    pub(super) fn digit(self) -> f64 {
        match self.decimals {
            DECIMALS_MAX => 0.0,
            of_seconds if of_seconds > DECIMALS_MAX => {
                0.1_f64.powi(i32::from(of_seconds - DECIMALS_MAX - 1)) / MILLISECONDS_IN_HOUR
            }
            decimals => 0.1_f64.powi(i32::from(decimals)),
        }
    }

    /// One printed digit of a value.
    pub(super) fn digit_at(self, value: f64) -> f64 {
        if self.significant == 0 || value == 0.0 || !value.is_finite() {
            return self.digit();
        }
        let decade = value.abs().log10().floor() as i32;
        self.digit().max(10_f64.powi(decade + 1 - i32::from(self.significant)))
    }
}

fn decade_of(value: f64) -> usize {
    let decade = if value == 0.0 { LOWEST } else { value.abs().log10().floor() as i32 };
    (decade - LOWEST).clamp(0, DECADES as i32 - 1) as usize
}

/// How many decimals a value has; [`DECIMALS_MAX`] when it was not printed with fewer.
fn decimals(value: f64) -> u8 {
    within(value, DECIMALS_MAX).unwrap_or(DECIMALS_MAX)
}

/// How many decimals it has in mAs, or mWs, where it is in Ah, or Wh.
fn decimals_of_seconds(value: f64) -> u8 {
    within(value * MILLISECONDS_IN_HOUR, DECIMALS_OF_SECONDS + 1).unwrap_or(DECIMALS_MAX)
}

/// How many decimals a value has, if they are less than so many.
fn within(value: f64, most: u8) -> Option<u8> {
    let is_whole = |decimals: u8| {
        let power = 10_f64.powi(i32::from(decimals));
        let whole = (value * power).round();
        // A unit that was converted may cost the last bit.
        (whole / power - value).abs() <= 4.0 * f64::EPSILON * value.abs()
    };
    (0..most).find(|decimals| is_whole(*decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_that_were_printed() {
        for (value, expected) in
            [(24.97, 2), (3.0, 0), (-0.000_054, 6), (1e-3 * 12.345_678, 9), (1.0 / 3.0, DECIMALS_MAX)]
        {
            assert_eq!(decimals(value), expected, "{value}");
        }
        let mut column = Digits::default();
        column.take(&[2.0; 500]);
        assert_eq!(column.printed().decimals, DECIMALS, "a value that is held says nothing");
        let printed: Vec<f64> = (1..100).map(|n| f64::from(n) * 1e-3).collect();
        column.take(&printed);
        column.take(&[1.0 / 3.0]);
        assert_eq!(column.printed(), Printed { decimals: 3, significant: 0 });
    }

    #[test]
    fn what_was_counted_in_mws_has_its_digits_there() {
        let mut column = Digits::default();
        let values: Vec<f64> = (1..300).map(|row| f64::from(row) * 0.0137 / 3.6e6).collect();
        column.take(&values);
        let digit = column.printed().digit();
        assert!((digit * 3.6e6 - 1e-4).abs() < 1e-15, "{digit}");
        let mut computed = Digits::default();
        computed.take(&values.iter().map(|value| value.sin()).collect::<Vec<_>>());
        assert_eq!(computed.printed().digit(), 0.0);
    }

    #[test]
    fn decimals_that_get_lost_as_values_grow_are_significant_digits() {
        let grows = || (1..2000).map(|n| f64::from(n) * 0.012_345_678_9);
        let round = |value: f64, decimals: i32| (value * 10_f64.powi(decimals)).round() / 10_f64.powi(decimals);
        let with = |text: &dyn Fn(f64) -> f64| {
            let mut digits = Digits::default();
            digits.take(&grows().map(text).collect::<Vec<_>>());
            digits.printed()
        };
        let fixed = with(&|value| round(value, 4));
        assert_eq!((fixed.significant, fixed.digit_at(15.0)), (0, fixed.digit()));
        let five = with(&|value| round(value, 4 - value.log10().floor() as i32));
        assert_eq!(five.significant, 5);
        assert!((five.digit_at(12.3) - 1e-3).abs() < 1e-12 && (five.digit_at(-0.15) - 1e-5).abs() < 1e-12);
    }

    #[test]
    fn few_values_tell_by_the_finest() {
        let printed = |values: &[f64]| Digits::of_few(values.iter().copied(), 2).decimals;
        assert_eq!(printed(&[0.0, 45.28, 0.0, 49.004, 3.0]), 3);
        assert_eq!((printed(&[0.0, 45.28]), printed(&[1.0, 2.0, 3.0])), (DECIMALS, 2));
    }
}
