//! Chroma 17208, English: one file, a preamble, no Step file, no energy, no step time; discharges are negative.

use super::{
    ClockFormat, ColumnSpec, Dialect, Field, Format, Integrals, chroma_en, chroma_zh, number, number_in, text,
};
use crate::model::{Control, EndReason, FileRole, StepType};
use crate::units::Quantity;

/// The dialect.
pub(super) struct Chroma17208;

const SINGLE: &[ColumnSpec] = &[
    text(Field::RecipeLine, "Step No", false),
    text(Field::Step, "Step", true),
    number(Field::TestTime, "Test Time", Quantity::Time, true),
    text(Field::Clock, "Date Time", true),
    text(Field::TesterCycle, "Cycle", false),
    text(Field::LoopPass, "Loop", false),
    text(Field::StepType, "Step Mode", true),
    number(Field::Current, "Current", Quantity::Current, true),
    number(Field::Voltage, "Voltage", Quantity::Voltage, true),
    number_in(Field::Temperature, "Aux T*", Quantity::Temperature, "°C", false),
    number(Field::Capacity, "Capacity", Quantity::Capacity, true),
    number(Field::TotalCapacity, "Total Capacity", Quantity::Capacity, false),
    text(Field::Status, "Status", true),
    text(Field::Counter, "MR No.", false),
];

const FORMATS: &[Format] = &[Format { role: FileRole::Single, columns: SINGLE }];

impl Dialect for Chroma17208 {
    fn name(&self) -> &'static str {
        "chroma-17208"
    }

    fn title(&self) -> &'static str {
        "Chroma 17208, one file, English headers"
    }

    fn formats(&self) -> &'static [Format] {
        FORMATS
    }

    fn step_type(&self, text: &str) -> Option<(StepType, Control)> {
        chroma_en::step_type(text)
    }

    fn end_reason(&self, status: &str) -> EndReason {
        chroma_zh::end_reason(status)
    }

    fn has_end_reasons(&self) -> bool {
        true
    }

    fn clock(&self) -> ClockFormat {
        ClockFormat::YearMonthDay
    }

    fn sample_integrals(&self) -> Integrals {
        Integrals::StepSigned
    }

    fn step_integrals(&self) -> Integrals {
        Integrals::StepSigned
    }

    fn temperature_channel(&self) -> &'static str {
        "Aux T1"
    }
}
