//! Chroma with English headers: Unix seconds, capacities as running magnitudes, no status.

use super::{ClockFormat, ColumnSpec, Dialect, Field, Format, Integrals, number, text};
use crate::model::{Control, EndReason, FileRole, StepType};
use crate::units::Quantity;

/// The dialect.
pub(super) struct ChromaEn;

const STEP: &[ColumnSpec] = &[
    text(Field::Step, "Step Index", true),
    text(Field::StepType, "Step Type", true),
    number(Field::Clock, "Start DateTime", Quantity::Time, true),
    number(Field::ClockEnd, "End DateTime", Quantity::Time, true),
    number(Field::VoltageStart, "Start Voltage", Quantity::Voltage, false),
    number(Field::Voltage, "End Voltage", Quantity::Voltage, true),
    number(Field::Current, "Current", Quantity::Current, true),
    number(Field::Capacity, "Capacity", Quantity::Capacity, true),
    number(Field::Energy, "Energy", Quantity::Energy, false),
    number(Field::Temperature, "Aux T*", Quantity::Temperature, false),
];

const DETAIL: &[ColumnSpec] = &[
    text(Field::Step, "Step Index", true),
    number(Field::Clock, "DateTime", Quantity::Time, true),
    number(Field::Voltage, "Voltage", Quantity::Voltage, true),
    number(Field::Current, "Current", Quantity::Current, true),
    number(Field::Temperature, "Aux T*", Quantity::Temperature, false),
    number(Field::Capacity, "Capacity", Quantity::Capacity, true),
    number(Field::Energy, "Energy", Quantity::Energy, false),
];

const FORMATS: &[Format] =
    &[Format { role: FileRole::Step, columns: STEP }, Format { role: FileRole::Detail, columns: DETAIL }];

/// The step types of Chroma in English, in either spelling and any case.
pub(super) fn step_type(text: &str) -> Option<(StepType, Control)> {
    let key: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (control, rest) = match key.as_str() {
        "rest" | "pause" => return Some((StepType::Rest, Control::Rest)),
        key if key.starts_with("cccv") => (Control::ConstantCurrentVoltage, &key[4..]),
        key if key.starts_with("cc") => (Control::ConstantCurrent, &key[2..]),
        key if key.starts_with("cv") => (Control::ConstantVoltage, &key[2..]),
        key if key.starts_with("cp") => (Control::ConstantPower, &key[2..]),
        _ => return None,
    };
    match rest {
        "chg" | "charge" => Some((StepType::Charge, control)),
        "dchg" | "discharge" => Some((StepType::Discharge, control)),
        _ => None,
    }
}

impl Dialect for ChromaEn {
    fn name(&self) -> &'static str {
        "chroma-en"
    }

    fn title(&self) -> &'static str {
        "Chroma, Step and Detail, English headers, Unix seconds"
    }

    fn formats(&self) -> &'static [Format] {
        FORMATS
    }

    fn step_type(&self, text: &str) -> Option<(StepType, Control)> {
        step_type(text)
    }

    fn end_reason(&self, _status: &str) -> EndReason {
        EndReason::Unknown
    }

    fn has_end_reasons(&self) -> bool {
        false
    }

    fn clock(&self) -> ClockFormat {
        ClockFormat::UnixSeconds
    }

    fn sample_integrals(&self) -> Integrals {
        Integrals::Running
    }

    fn step_integrals(&self) -> Integrals {
        Integrals::StepMagnitude
    }

    fn temperature_channel(&self) -> &'static str {
        "Aux T1"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_in_both_spellings() {
        assert_eq!(step_type("CC_DChg"), Some((StepType::Discharge, Control::ConstantCurrent)));
        assert_eq!(step_type("CC-CV Charge"), Some((StepType::Charge, Control::ConstantCurrentVoltage)));
        assert_eq!(step_type("REST"), Some((StepType::Rest, Control::Rest)));
        assert_eq!(step_type("Loop"), None);
    }
}
