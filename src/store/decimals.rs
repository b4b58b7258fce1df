//! Numbers that a tester printed with a few decimals, as whole numbers and the steps between them.
//!
//! A double that was read from `24.97` is 2497 / 100, to the last bit, because both are the double nearest to that decimal.
//! From row to row such whole numbers change little, so they pack far better than the bits of doubles.

/// More decimals than any tester prints.
const MOST: u8 = 9;
/// Whole numbers up to here are exact as doubles.
const EXACT: u64 = 1 << 53;

/// What begins a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// How many decimals all values have.
    pub(super) decimals: u8,
    /// The first value, without its point.
    pub(super) first: i64,
}

/// The powers of ten, up to [`MOST`].
const POWERS: [f64; MOST as usize + 1] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

fn power(decimals: u8) -> Option<f64> {
    POWERS.get(usize::from(decimals)).copied()
}

/// The value without its point, if it has so many decimals and no more.
#[inline]
fn whole(value: f64, power: f64) -> Option<i64> {
    // Casting cuts the decimals off, and gives the ends of the range for what lies beyond.
    let whole = (value * power + 0.5_f64.copysign(value)) as i64;
    (whole.unsigned_abs() < EXACT && whole as f64 / power == value).then_some(whole)
}

/// What a value is expected to be, without its point. Nothing is expected of what is no number or too large.
#[inline]
fn expected(value: f64, power: f64) -> i64 {
    let whole = (value * power + 0.5_f64.copysign(value)) as i64;
    if whole.unsigned_abs() < EXACT { whole } else { 0 }
}

/// Puts the steps from value to value into `steps`, small ones of either sign as small numbers; of each value only counts by
/// how much it misses what `expect` says at its place. `None` when a value has more decimals, is none, or a step is too wide.
pub(super) fn split(values: &[f64], expect: impl Fn(usize) -> f64, steps: &mut Vec<u32>) -> Option<Start> {
    let (&head, rest) = values.split_first()?;
    // Begins again with one decimal more at the first value that has more.
    'decimals: for decimals in 0..=MOST {
        let power = power(decimals)?;
        let Some(first) = whole(head, power) else { continue };
        let first = first - expected(expect(0), power);
        let mut before = first;
        steps.clear();
        for (&value, at) in rest.iter().zip(1..) {
            let Some(now) = whole(value, power) else { continue 'decimals };
            let now = now - expected(expect(at), power);
            let step = i32::try_from(now - before).ok()?;
            steps.push(((step << 1) ^ (step >> 31)) as u32);
            before = now;
        }
        return Some(Start { decimals, first });
    }
    None
}

/// Appends the values again.
pub(super) fn join(
    start: Start,
    steps: impl Iterator<Item = u32>,
    expect: impl Fn(usize) -> f64,
    values: &mut Vec<f64>,
) -> Option<()> {
    let power = power(start.decimals)?;
    let mut missed = start.first;
    let value =
        |missed: i64, at: usize| missed.checked_add(expected(expect(at), power)).map(|whole| whole as f64 / power);
    values.push(value(missed, 0)?);
    for (step, at) in steps.zip(1..) {
        missed = missed.checked_add(i64::from(((step >> 1) as i32) ^ -((step & 1) as i32)))?;
        values.push(value(missed, at)?);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: fn(usize) -> f64 = |_| 0.0;

    #[test]
    fn decimals_come_back_to_the_last_bit() {
        let printed = ["24.97", "-0.000043", "123456.7", "0", "-7", "0.1", "0.3", "214748.3647"];
        let values: Vec<f64> = printed.iter().map(|text| text.parse().unwrap()).collect();
        let (mut steps, mut back) = (Vec::new(), Vec::new());
        assert_eq!(split(&values, NOTHING, &mut steps), None, "a step of 123456 at six decimals is too wide");
        let values: Vec<f64> =
            (0..5000).map(|n| format!("{:.6}", f64::from(n).sin() * 300.0).parse().unwrap()).collect();
        let start = split(&values, NOTHING, &mut steps).unwrap();
        assert_eq!((start, steps.len()), (Start { decimals: 6, first: 0 }, 4999));
        join(start, steps.iter().copied(), NOTHING, &mut back).unwrap();
        assert!(values.iter().zip(&back).all(|(a, b)| a.to_bits() == b.to_bits()));
    }

    #[test]
    fn only_what_is_missed_counts() {
        let exact = |n: usize| (n as f64).sin() * 300.0;
        let values: Vec<f64> = (0..500).map(|n| format!("{:.3}", exact(n)).parse().unwrap()).collect();
        let (mut steps, mut back) = (Vec::new(), Vec::new());
        let start = split(&values, exact, &mut steps).unwrap();
        assert!(start.first == 0 && steps.iter().all(|&step| step <= 2), "{steps:?}");
        join(start, steps.iter().copied(), exact, &mut back).unwrap();
        assert_eq!(back, values);
        for strange in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -0.0] {
            let start = split(&values, |_| strange, &mut steps).unwrap();
            back.clear();
            join(start, steps.iter().copied(), |_| strange, &mut back).unwrap();
            assert_eq!(back, values);
        }
    }

    #[test]
    fn what_is_no_decimal_is_left() {
        let mut steps = Vec::new();
        for values in [&[1.0 / 3.0][..], &[f64::NAN], &[f64::INFINITY], &[1e300], &[0.0, 3e9], &[]] {
            assert_eq!(split(values, NOTHING, &mut steps), None, "{values:?}");
        }
    }
}
