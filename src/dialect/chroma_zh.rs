//! Chroma LEx with Traditional Chinese headers: `_Step.csv` of 24, 28 or 35 columns and `_Detail.csv`.

use super::{ClockFormat, ColumnSpec, Dialect, Field, Format, Integrals, number, number_in, text};
use crate::model::{Control, EndReason, FileRole, StepType};
use crate::units::Quantity;

/// The dialect.
pub(super) struct ChromaZh;

const STEP: &[ColumnSpec] = &[
    text(Field::TesterCycle, "循環", false),
    text(Field::Counter, "迴圈", false),
    text(Field::Counter, "子循環", false),
    text(Field::LoopPass, "子迴圈", false),
    text(Field::Counter, "MR編號", false),
    text(Field::Section, "子配方編號", false),
    text(Field::RecipeLine, "工步編號", false),
    text(Field::Step, "工步", true),
    text(Field::StepType, "工步種類", true),
    text(Field::Clock, "日期時間", true),
    number(Field::StepTime, "工步執行時間", Quantity::Time, true),
    text(Field::Counter, "工步時間", false),
    number(Field::Voltage, "截止電壓", Quantity::Voltage, true),
    number(Field::Current, "截止電流", Quantity::Current, true),
    number(Field::Energy, "能量", Quantity::Energy, false),
    number(Field::Capacity, "截止電量", Quantity::Capacity, true),
    number(Field::Power, "功率", Quantity::Power, false),
    number(Field::TotalCapacity, "總電量", Quantity::Capacity, false),
    text(Field::Status, "狀態", true),
    number_in(Field::Temperature, "Aux T*", Quantity::Temperature, "°C", false),
    number_in(Field::ChamberTemperature, "溫箱溫度", Quantity::Temperature, "°C", false),
    number(Field::ConstantCurrentCapacity, "恆電流段電量", Quantity::Capacity, false),
    text(Field::TesterSoc, "SOC", false),
];

const DETAIL: &[ColumnSpec] = &[
    text(Field::TesterCycle, "循環", false),
    text(Field::Counter, "迴圈", false),
    text(Field::Counter, "子循環", false),
    text(Field::LoopPass, "子迴圈", false),
    text(Field::Counter, "MR編號", false),
    text(Field::Section, "子工步編號", false),
    text(Field::RecipeLine, "工步編號", false),
    text(Field::Step, "工步", true),
    text(Field::StepType, "工步種類", true),
    text(Field::Clock, "實際開始時間", true),
    number(Field::TestTime, "執行時間", Quantity::Time, true),
    number(Field::StepTime, "工步執行時間", Quantity::Time, true),
    number(Field::Voltage, "電壓", Quantity::Voltage, true),
    number(Field::Current, "電流", Quantity::Current, true),
    number(Field::Power, "功率", Quantity::Power, false),
    number(Field::Capacity, "電量", Quantity::Capacity, true),
    number(Field::Energy, "能量", Quantity::Energy, false),
    number(Field::TotalCapacity, "總電量", Quantity::Capacity, false),
    text(Field::Status, "狀態", true),
    number_in(Field::Temperature, "Aux T*", Quantity::Temperature, "°C", false),
    number_in(Field::ChamberTemperature, "溫箱溫度", Quantity::Temperature, "°C", false),
];

const FORMATS: &[Format] =
    &[Format { role: FileRole::Step, columns: STEP }, Format { role: FileRole::Detail, columns: DETAIL }];

/// The step types of Chroma, in Traditional Chinese.
pub(super) fn step_type(text: &str) -> Option<(StepType, Control)> {
    Some(match text {
        "靜置" => (StepType::Rest, Control::Rest),
        "溫箱控制" => (StepType::Rest, Control::Chamber),
        "CC充電" => (StepType::Charge, Control::ConstantCurrent),
        "CC放電" => (StepType::Discharge, Control::ConstantCurrent),
        "CC-CV充電" => (StepType::Charge, Control::ConstantCurrentVoltage),
        "CC-CV放電" => (StepType::Discharge, Control::ConstantCurrentVoltage),
        "CV充電" => (StepType::Charge, Control::ConstantVoltage),
        "CV放電" => (StepType::Discharge, Control::ConstantVoltage),
        "CP充電" => (StepType::Charge, Control::ConstantPower),
        "CP放電" => (StepType::Discharge, Control::ConstantPower),
        "超級CP充電" => (StepType::Charge, Control::PowerPulse),
        "超級CP放電" => (StepType::Discharge, Control::PowerPulse),
        "電流波形" | "功率波形" => (StepType::Waveform, Control::Waveform),
        _ => return None,
    })
}

/// The statuses of Chroma LEx.
pub(super) fn end_reason(status: &str) -> EndReason {
    match status {
        "StepRunning" => EndReason::Running,
        "StepFinishByCut_T" => EndReason::Time,
        "StepFinishByCut_V" => EndReason::Voltage,
        "StepFinishByCut_I" => EndReason::Current,
        "StepFinishByFunction" => EndReason::Function,
        "STSSkipByIPC" => EndReason::Skipped,
        other
            if ["alarm", "abort", "error", "fail", "protect", "stop", "warring", "warning"]
                .iter()
                .any(|word| other.to_ascii_lowercase().contains(word)) =>
        {
            EndReason::Alarm
        }
        _ => EndReason::Unknown,
    }
}

impl Dialect for ChromaZh {
    fn name(&self) -> &'static str {
        "chroma-lex-zh"
    }

    fn title(&self) -> &'static str {
        "Chroma LEx, Step and Detail, Traditional Chinese headers"
    }

    fn formats(&self) -> &'static [Format] {
        FORMATS
    }

    fn step_type(&self, text: &str) -> Option<(StepType, Control)> {
        step_type(text)
    }

    fn end_reason(&self, status: &str) -> EndReason {
        end_reason(status)
    }

    fn has_end_reasons(&self) -> bool {
        true
    }

    fn clock(&self) -> ClockFormat {
        ClockFormat::MonthDayYear
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
