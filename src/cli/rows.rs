//! Which rows: options that `ingest` and `export` share.

use super::derive::positive;
use crate::transform::thin::Thinning;
use std::collections::BTreeSet;

/// An interval in seconds, or one of its names.
pub(crate) fn interval(text: &str) -> Result<Thinning, String> {
    Ok(match text {
        "auto" => Thinning::Auto,
        "ultra-high" => Thinning::Interval(0.1),
        "high" => Thinning::Interval(1.0),
        "medium" => Thinning::Interval(10.0),
        "low" => Thinning::Interval(60.0),
        "very-low" => Thinning::Interval(300.0),
        number => Thinning::Interval(
            positive(number)
                .map_err(|_| "must be seconds above 0, or ultra-high, high, medium, low, very-low, auto".to_owned())?,
        ),
    })
}

/// Numbers and ranges of steps.
pub(crate) fn step_list(text: &str) -> Result<BTreeSet<i32>, String> {
    let wrong = |part: &str| format!("`{part}` is no step number and no range such as 3-8");
    let mut steps = BTreeSet::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<i32>().ok().filter(|number| *number >= 0);
        let (Some(first), Some(last)) = (number(first), number(last)) else { return Err(wrong(part)) };
        if first > last || last - first > 1_000_000 {
            return Err(wrong(part));
        }
        steps.extend(first..=last);
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbers_and_ranges() {
        assert_eq!(step_list("1, 3-5").unwrap(), BTreeSet::from([1, 3, 4, 5]));
        for wrong in ["", "a", "5-3", "-1", "1-", "1,,2"] {
            assert!(step_list(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn intervals_have_names() {
        assert_eq!(interval("low").unwrap(), Thinning::Interval(60.0));
        assert_eq!(interval("2.5").unwrap(), Thinning::Interval(2.5));
        assert!(interval("0").is_err() && interval("lower").is_err());
    }
}
