//! From values to places on an axis: limits, ticks and their numbers.

/// How an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Scale {
    /// Evenly.
    #[default]
    Linear,
    /// By factors.
    Log,
}

/// A tick and its number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) label: String,
}

/// The limits of an axis in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) scale: Scale,
}

impl Range {
    /// Where a value stands, 0 to 1; beyond them outside the limits.
    pub(super) fn share(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => (value - self.min) / (self.max - self.min),
            Scale::Log => (value / self.min).ln() / (self.max / self.min).ln(),
        }
    }

    /// The range of values, with a margin of `margin` of it on both sides; a single value gets room around it.
    pub(super) fn around(min: f64, max: f64, scale: Scale, margin: f64) -> Self {
        match scale {
            Scale::Linear => {
                let spread = max - min;
                // Below the sixth digit a curve is flat, and its noise no picture.
                let room = if spread > min.abs().max(max.abs()) * 1e-6 {
                    spread * margin
                } else if max == 0.0 {
                    1.0
                } else {
                    max.abs() * 0.05
                };
                Self { min: min - room, max: max + room, scale }
            }
            Scale::Log => {
                let room = if max > min * 1.2 { (max / min).powf(margin.max(0.01)) } else { 2.2 };
                Self { min: min / room, max: max * room, scale }
            }
        }
    }

    /// At most about `most` ticks with round values.
    pub(super) fn ticks(&self, most: usize) -> Vec<Tick> {
        match self.scale {
            Scale::Linear => self.linear(most.max(1)),
            Scale::Log => self.log(most.max(2)),
        }
    }

    fn linear(&self, most: usize) -> Vec<Tick> {
        let raw = (self.max - self.min) / most as f64;
        if !(raw.is_finite() && raw > 0.0) {
            return Vec::new();
        }
        let unit = 10_f64.powf(raw.log10().floor());
        let steps = [0.5, 1.0, 2.0, 5.0, 10.0].map(|m| m * unit);
        let count = |step: f64| (self.max / step + 1e-6).floor() - (self.min / step - 1e-6).ceil() + 1.0;
        let at = steps.iter().skip(1).position(|step| *step >= raw * 0.7).map_or(4, |i| i + 1);
        // One or two numbers say little of a scale: the next finer step, where its ticks are few enough.
        let finer = count(steps[at]) < 3.0 && count(steps[at - 1]) <= most as f64 + 2.0;
        let step = steps[if finer { at - 1 } else { at }];
        let decimals = (-(step.log10() + 1e-9).floor()).max(0.0) as usize;
        let (first, last) = ((self.min / step - 1e-6).ceil() as i64, (self.max / step + 1e-6).floor() as i64);
        (first..=last).map(|k| k as f64 * step).map(|value| Tick { value, label: number(value, decimals) }).collect()
    }

    /// How many of these parts of its decades lie inside a logarithmic range.
    fn parts(&self, parts: &[f64]) -> usize {
        let (from, to) = (self.min.log10().floor() as i32, self.max.log10().ceil() as i32);
        let inside = |value: f64| value >= self.min && value <= self.max;
        (from..=to).map(|power| parts.iter().filter(|m| inside(**m * 10_f64.powi(power))).count()).sum()
    }

    fn log(&self, most: usize) -> Vec<Tick> {
        let decades = (self.max / self.min).log10();
        let (all, some) = (decades * 9.0 <= most as f64, decades * 3.0 <= most as f64 * 1.3);
        // Within a decade, round numbers beside the data read better than every part of it.
        let few: &[f64] = if some && decades < 1.0 && self.parts(&[1.0, 2.0, 5.0]) >= 3 {
            &[1.0, 2.0, 5.0]
        } else if all {
            &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
        } else if some {
            &[1.0, 2.0, 5.0]
        } else {
            &[1.0]
        };
        let stride = if few.len() == 1 { ((decades / most as f64).ceil() as i32).max(1) } else { 1 };
        let (from, to) = (self.min.log10().floor() as i32, self.max.log10().ceil() as i32);
        (from..=to)
            .filter(|power| power.rem_euclid(stride) == 0)
            .flat_map(|power| few.iter().map(move |m| (m * 10_f64.powi(power), power)))
            .filter(|(value, _)| *value >= self.min * (1.0 - 1e-9) && *value <= self.max * (1.0 + 1e-9))
            .map(|(value, power)| Tick { value, label: number(value, usize::try_from(-power).unwrap_or(0)) })
            .collect()
    }
}

/// A number with a true minus sign, thin spaces between thousands beyond four digits, and never a negative zero.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e9 || (value != 0.0 && decimals > 8) {
        return format!("{value:.1e}").replace('-', "−");
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let negative = value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let mut text = String::new();
    if negative {
        text.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    if let Some(rest) = rest {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// A number with so many significant digits, and no trailing zeros behind the point.
pub(super) fn short(value: f64, digits: usize) -> String {
    let whole = if value == 0.0 { 1 } else { value.abs().log10().floor() as i32 + 1 };
    let decimals = usize::try_from(digits as i32 - whole).unwrap_or(0).min(12);
    let text = number(value, decimals);
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(min: f64, max: f64, scale: Scale, most: usize) -> Vec<String> {
        Range { min, max, scale }.ticks(most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(-0.02, 1.02, Scale::Linear, 6), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(-31.0, 61.0, Scale::Linear, 5), ["−20", "0", "20", "40", "60"]);
        assert_eq!(labels(-4.5, 4.2, Scale::Linear, 3), ["−4", "−2", "0", "2", "4"], "one tick at 0 says nothing");
        assert_eq!(labels(0.0, 400_000.0, Scale::Linear, 4)[1], "100\u{2009}000");
        assert_eq!(labels(3.299, 3.301, Scale::Linear, 4)[0], "3.2990");
        assert!(labels(1.0, 1.0, Scale::Linear, 4).is_empty());
    }

    #[test]
    fn log_ticks_are_decades_and_their_parts() {
        assert_eq!(labels(0.9, 40.0, Scale::Log, 8), ["1", "2", "5", "10", "20"]);
        assert_eq!(labels(0.09, 1.1, Scale::Log, 12).len(), 11);
        assert_eq!(labels(0.45, 2.2, Scale::Log, 11), ["0.5", "1", "2"]);
        assert_eq!(labels(1e-6, 1e6, Scale::Log, 5).len(), 5);
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(-0.0001, 2), "0.00");
        assert_eq!(number(-12_345.5, 1), "−12\u{2009}345.5");
        assert_eq!(short(9.083_0, 4), "9.083");
        assert_eq!(short(37.5, 4), "37.5");
        assert_eq!(short(1234.0, 3), "1234");
        assert_eq!(short(0.0, 3), "0");
    }

    #[test]
    fn flat_data_get_room() {
        assert_eq!(Range::around(5.0, 5.0, Scale::Linear, 0.05), Range { min: 4.75, max: 5.25, scale: Scale::Linear });
        assert_eq!(Range::around(0.0, 0.0, Scale::Linear, 0.05).max, 1.0);
        assert!(Range::around(1.0, 1.0, Scale::Log, 0.05).min < 1.0);
    }
}
