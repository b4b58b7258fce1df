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

/// Puts the steps from value to value into `steps`, small ones of either sign as small numbers. `None` when a value has
/// more decimals, is none, or a step is too wide.
pub(super) fn split(values: &[f64], steps: &mut Vec<u32>) -> Option<Start> {
    let (&head, rest) = values.split_first()?;
    // Begins again with one decimal more at the first value that has more.
    'decimals: for decimals in 0..=MOST {
        let power = power(decimals)?;
        let Some(first) = whole(head, power) else { continue };
        let mut before = first;
        steps.clear();
        for &value in rest {
            let Some(now) = whole(value, power) else { continue 'decimals };
            let step = i32::try_from(now - before).ok()?;
            steps.push(((step << 1) ^ (step >> 31)) as u32);
            before = now;
        }
        return Some(Start { decimals, first });
    }
    None
}

/// The values again.
pub(super) fn join(start: Start, steps: impl Iterator<Item = u32>, values: &mut Vec<f64>) -> Option<()> {
    let power = power(start.decimals)?;
    let mut now = start.first;
    values.push(now as f64 / power);
    for step in steps {
        now = now.checked_add(i64::from(((step >> 1) as i32) ^ -((step & 1) as i32)))?;
        values.push(now as f64 / power);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_come_back_to_the_last_bit() {
        let printed = ["24.97", "-0.000043", "123456.7", "0", "-7", "0.1", "0.3", "214748.3647"];
        let values: Vec<f64> = printed.iter().map(|text| text.parse().unwrap()).collect();
        let (mut steps, mut back) = (Vec::new(), Vec::new());
        assert_eq!(split(&values, &mut steps), None, "a step of 123456 at six decimals is too wide");
        let values: Vec<f64> =
            (0..5000).map(|n| format!("{:.6}", f64::from(n).sin() * 300.0).parse().unwrap()).collect();
        let start = split(&values, &mut steps).unwrap();
        assert_eq!((start, steps.len()), (Start { decimals: 6, first: 0 }, 4999));
        join(start, steps.iter().copied(), &mut back).unwrap();
        assert!(values.iter().zip(&back).all(|(a, b)| a.to_bits() == b.to_bits()));
    }

    #[test]
    fn what_is_no_decimal_is_left() {
        let mut steps = Vec::new();
        for values in [&[1.0 / 3.0][..], &[f64::NAN], &[f64::INFINITY], &[1e300], &[0.0, 3e9], &[]] {
            assert_eq!(split(values, &mut steps), None, "{values:?}");
        }
    }
}
