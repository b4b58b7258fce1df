//! Chroma Battery Pro on a 17200, English: one file, a preamble, no Step file, no energy, no step time.

use super::{
    ClockFormat, ColumnSpec, Dialect, Field, Format, Integrals, chroma_en, chroma_zh, number, number_in, text,
};
use crate::model::{Control, EndReason, FileRole, StepType};
use crate::units::Quantity;

/// The dialect.
pub(super) struct Chroma17200;

const SINGLE: &[ColumnSpec] = &[
    text(Field::RecipeLine, "Step No.", false),
    text(Field::Step, "Step", true),
    number(Field::TestTime, "DWell Time", Quantity::Time, true),
    text(Field::Clock, "TEST TIME", true),
    text(Field::TesterCycle, "Cycle", false),
    text(Field::LoopPass, "Loop", false),
    text(Field::StepType, "Step Mode", true),
    text(Field::Counter, "Mode", false),
    number(Field::Current, "Current", Quantity::Current, true),
    number(Field::Voltage, "Voltage", Quantity::Voltage, true),
    number_in(Field::Temperature, "Param*", Quantity::Temperature, "°C", false),
    number(Field::Capacity, "Capacity", Quantity::Capacity, true),
    number(Field::TotalCapacity, "Total Capacity", Quantity::Capacity, false),
    text(Field::Status, "Status", true),
];

const FORMATS: &[Format] = &[Format { role: FileRole::Single, columns: SINGLE }];

impl Dialect for Chroma17200 {
    fn name(&self) -> &'static str {
        "chroma-17200"
    }

    fn title(&self) -> &'static str {
        "Chroma 17200 (Battery Pro), one file, English headers"
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
        Integrals::StepMagnitude
    }

    fn step_integrals(&self) -> Integrals {
        Integrals::StepMagnitude
    }

    fn temperature_channel(&self) -> &'static str {
        "Param1"
    }
}
