//! Which steps are looked at: the filters of the command line as predicates over a step's quantities.

use crate::model::{Cycle, Pulse, StepMetrics, StepType};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A closed range of numbers; an end left out is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    /// The least value inside.
    pub min: f64,
    /// The greatest value inside.
    pub max: f64,
}

impl Range {
    /// Whether a value is inside; a missing one never is.
    #[must_use]
    pub(crate) fn contains(&self, value: Option<f64>) -> bool {
        value.is_some_and(|value| self.min <= value && value <= self.max)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min.is_finite() {
            write!(f, "{}", self.min)?;
        }
        f.write_str("..")?;
        if self.max.is_finite() {
            write!(f, "{}", self.max)?;
        }
        Ok(())
    }
}

/// Why a text is no range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RangeError {
    /// It has no two dots, or something that is no number beside them.
    #[error("`{0}` is no range; write MIN..MAX, such as 20..80, -10..25, 20.. or ..80")]
    NoRange(String),
    /// Its ends are the wrong way round.
    #[error("`{0}` begins above its end; write the smaller number first")]
    Reversed(String),
}

impl FromStr for Range {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || RangeError::NoRange(text.to_owned());
        let end = |part: &str, open: f64| match part.trim() {
            "" => Ok(open),
            part => part.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(wrong),
        };
        let (min, max) = text.split_once("..").ok_or_else(wrong)?;
        let max = max.strip_prefix('=').unwrap_or(max);
        let range = Self { min: end(min, f64::NEG_INFINITY)?, max: end(max, f64::INFINITY)? };
        if range.min > range.max { Err(RangeError::Reversed(text.to_owned())) } else { Ok(range) }
    }
}

/// Which steps are looked at. The default is all.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct StepFilter {
    /// Of these numbers; `None` means all.
    pub numbers: Option<BTreeSet<i32>>,
    /// Of these types; none named means all.
    pub step_types: Vec<StepType>,
    /// SOC at start and end inside.
    pub soc_pct: Option<Range>,
    /// C-rate inside.
    pub c_rate: Option<Range>,
    /// Temperature at the start inside.
    pub temperature_degc: Option<Range>,
    /// OCV before the step inside, after a rest long enough to be one.
    pub ocv_v: Option<Range>,
}

impl StepFilter {
    /// Whether every step passes.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a step passes; `min_rest_s` is the shortest rest whose end voltage may be called OCV.
    #[must_use]
    pub(crate) fn step(&self, step: &StepMetrics, min_rest_s: f64) -> bool {
        let inside = |range: &Option<Range>, values: &[Option<f64>]| {
            range.is_none_or(|range| values.iter().all(|value| range.contains(*value)))
        };
        let rested = || step.rest_before_s.get().is_some_and(|rest| rest >= min_rest_s);
        self.numbers.as_ref().is_none_or(|numbers| numbers.contains(&step.step))
            && (self.step_types.is_empty() || self.step_types.contains(&step.step_type))
            && inside(&self.soc_pct, &[step.soc_start_pct.get(), step.soc_end_pct.get()])
            && inside(&self.c_rate, &[step.c_rate.get()])
            && inside(&self.temperature_degc, &[step.temperature_start_degc.get()])
            && (self.ocv_v.is_none() || (inside(&self.ocv_v, &[step.ocv_start_v.get()]) && rested()))
    }

    /// Whether a cycle passes: one of its steps does.
    #[must_use]
    pub(crate) fn cycle(&self, cycle: &Cycle, steps: &[StepMetrics], min_rest_s: f64) -> bool {
        let mut own = steps.iter().filter(|step| (cycle.first_step..=cycle.last_step).contains(&step.step));
        self.is_open() || own.any(|step| self.step(step, min_rest_s))
    }

    /// Whether a pulse passes: its step does.
    #[must_use]
    pub(crate) fn pulse(&self, pulse: &Pulse, steps: &[StepMetrics], min_rest_s: f64) -> bool {
        let own = steps.iter().find(|step| step.step == pulse.step);
        self.is_open() || own.is_some_and(|step| self.step(step, min_rest_s))
    }

    /// The filter in words, for a note; `None` when it lets all pass.
    #[must_use]
    pub(crate) fn in_words(&self) -> Option<String> {
        let types: Vec<&str> = self.step_types.iter().map(|kind| kind.as_str()).collect();
        let mut words = Vec::new();
        words.extend(self.numbers.as_ref().map(|numbers| format!("{} step numbers", numbers.len())));
        if !types.is_empty() {
            words.push(format!("step type {}", types.join(" or ")));
        }
        let ranges = [
            ("SOC", self.soc_pct, " %"),
            ("C-rate", self.c_rate, ""),
            ("temperature at the start", self.temperature_degc, " °C"),
            ("OCV", self.ocv_v, " V"),
        ];
        words.extend(ranges.iter().filter_map(|(what, range, unit)| range.map(|r| format!("{what} {r}{unit}"))));
        (!words.is_empty()).then(|| words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::step;
    use super::*;

    #[allow(clippy::unnecessary_wraps)] // as the filter holds it
    fn range(text: &str) -> Option<Range> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn ranges_read_as_they_are_written() {
        for text in ["20..80", "-10..-2.5", "20..", "..80"] {
            assert_eq!(text.parse::<Range>().unwrap().to_string(), text);
        }
        assert!(matches!("80..20".parse::<Range>(), Err(RangeError::Reversed(_))));
        for text in ["", "20", "a..b", "nan..2", "1...2"] {
            assert!(text.parse::<Range>().is_err(), "{text}");
        }
        assert_eq!("1..=2".parse::<Range>().unwrap(), Range { min: 1.0, max: 2.0 });
    }

    #[test]
    fn soc_means_start_and_end() {
        let mut step = step(1, StepType::Discharge);
        (step.soc_start_pct, step.soc_end_pct) = (80.0.into(), 20.0.into());
        let filter = |text| StepFilter { soc_pct: range(text), ..StepFilter::default() };
        assert!(filter("20..80").step(&step, 0.0));
        assert!(!filter("20..79").step(&step, 0.0));
        assert!(!filter("21..").step(&step, 0.0));
        step.soc_end_pct = None.into();
        assert!(!filter("20..80").step(&step, 0.0));
    }

    #[test]
    fn ocv_needs_a_rest_long_enough() {
        let mut step = step(1, StepType::Charge);
        (step.ocv_start_v, step.rest_before_s) = (3.3.into(), 600.0.into());
        let filter = StepFilter { ocv_v: range("3.2..3.4"), ..StepFilter::default() };
        assert!(filter.step(&step, 600.0));
        assert!(!filter.step(&step, 1800.0));
    }

    #[test]
    fn type_rate_and_temperature() {
        let mut step = step(1, StepType::Charge);
        (step.c_rate, step.temperature_start_degc) = (1.0.into(), (-10.2).into());
        let filter = StepFilter {
            step_types: vec![StepType::Charge, StepType::Discharge],
            c_rate: range("0.9..1.1"),
            temperature_degc: range("-13..-7"),
            ..StepFilter::default()
        };
        assert!(filter.step(&step, 0.0));
        step.step_type = StepType::Rest;
        assert!(!filter.step(&step, 0.0));
        let words = "step type charge or discharge, C-rate 0.9..1.1, temperature at the start -13..-7 °C";
        assert_eq!(filter.in_words().unwrap(), words);
    }
}
