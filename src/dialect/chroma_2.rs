//! Chroma's second export: a preamble, milliseconds, watt-hours as 瓦小時, English step types, `Param1` as temperature.
//!
//! Known from public code that reads it; no file of it was in hand, so only the names that code uses are claimed.

use super::{
    ClockFormat, ColumnSpec, Dialect, Field, Format, Integrals, chroma_en, chroma_zh, number, number_in, text,
};
use crate::model::{Control, EndReason, FileRole, StepType};
use crate::units::Quantity;

/// The dialect.
pub(super) struct Chroma2;

const STEP: &[ColumnSpec] = &[
    text(Field::TesterCycle, "循環", false),
    text(Field::RecipeLine, "工步編號", false),
    text(Field::Step, "工步", true),
    text(Field::StepType, "工步種類", true),
    text(Field::Clock, "工步開始時間", true),
    number(Field::StepTime, "工步執行時間", Quantity::Time, true),
    number(Field::Voltage, "截止電壓", Quantity::Voltage, true),
    number(Field::Current, "截止電流", Quantity::Current, true),
    number(Field::Capacity, "截止電量", Quantity::Capacity, true),
    number_in(Field::Energy, "瓦小時", Quantity::Energy, "Wh", false),
    number(Field::Power, "功率", Quantity::Power, false),
    number(Field::TotalCapacity, "總電量", Quantity::Capacity, false),
    text(Field::Status, "狀態", false),
    number_in(Field::Temperature, "Param*", Quantity::Temperature, "°C", false),
];

const DETAIL: &[ColumnSpec] = &[
    text(Field::TesterCycle, "循環", false),
    text(Field::RecipeLine, "工步編號", false),
    text(Field::Step, "工步", true),
    text(Field::StepType, "工步種類", true),
    text(Field::Clock, "測試時間", true),
    number(Field::TestTime, "執行時間", Quantity::Time, true),
    number(Field::StepTime, "工步執行時間", Quantity::Time, false),
    number(Field::Voltage, "電壓", Quantity::Voltage, true),
    number(Field::Current, "電流", Quantity::Current, true),
    number(Field::Capacity, "電量", Quantity::Capacity, true),
    number_in(Field::Energy, "瓦小時", Quantity::Energy, "Wh", false),
    number(Field::Power, "功率", Quantity::Power, false),
    number(Field::TotalCapacity, "總電量", Quantity::Capacity, false),
    text(Field::Status, "狀態", false),
    number_in(Field::Temperature, "Param*", Quantity::Temperature, "°C", false),
];

const FORMATS: &[Format] =
    &[Format { role: FileRole::Step, columns: STEP }, Format { role: FileRole::Detail, columns: DETAIL }];

impl Dialect for Chroma2 {
    fn name(&self) -> &'static str {
        "chroma-2"
    }

    fn title(&self) -> &'static str {
        "Chroma's second export: preamble, milliseconds, English step types"
    }

    fn formats(&self) -> &'static [Format] {
        FORMATS
    }

    fn step_type(&self, text: &str) -> Option<(StepType, Control)> {
        chroma_zh::step_type(text).or_else(|| chroma_en::step_type(text))
    }

    fn end_reason(&self, status: &str) -> EndReason {
        chroma_zh::end_reason(status)
    }

    fn has_end_reasons(&self) -> bool {
        true
    }

    fn clock(&self) -> ClockFormat {
        ClockFormat::Either
    }

    fn sample_integrals(&self) -> Integrals {
        Integrals::StepSigned
    }

    fn step_integrals(&self) -> Integrals {
        Integrals::StepSigned
    }

    fn temperature_channel(&self) -> &'static str {
        "Param1"
    }
}
