//! The rules: one file each, registered in [`ALL`]; one streaming pass runs them all.

mod baseline;
mod cells;
mod digits;
mod doubt;
mod engine;
mod error;
mod explain;
mod fingerprint;
#[cfg(test)]
mod harness;
mod kept;
pub mod later;
mod many;
mod of_faults;
mod order;
mod outcome;
mod own;
mod rules;
mod scale;
mod selection;
mod settings;
#[cfg(test)]
mod settings_tests;
mod silence;
#[cfg(test)]
mod tests;
mod thresholds;
mod waiver;
pub mod writers;

pub use baseline::Baseline;
pub use cells::{CHEMISTRIES, CONFIGURATIONS};
pub use engine::{Context, Engine, OtherTest, StepView, TestView, path_of, unread};
pub use error::ValidateError;
pub use explain::{details, explanation, summary};
pub use fingerprint::fingerprints;
pub use of_faults::findings_of;
pub use outcome::{FailOn, NotRun, Outcome, Pardon, Run, Stale, Verdict};
pub(crate) use rules::cat02_overlapping_test as cat02;
pub use scale::Scale;
pub use selection::{Selection, find};
pub use settings::Settings;
pub use thresholds::Thresholds;
pub use waiver::Waiver;

use crate::model::{Block, Fault, Finding, Severity};

/// A validation rule. One file holds one rule; its module comment is the text of `--explain`.
pub trait Rule: Sync {
    /// Three letters of family and two digits: `TIM01`. Public.
    fn code(&self) -> &'static str;
    /// `time-reversal`. Public.
    fn name(&self) -> &'static str;
    /// The severity of its findings unless a finding says otherwise.
    fn severity(&self) -> Severity;
    /// What it checks, why it matters, how, and what to do: the source of its own file, of which the `//!` lines are shown.
    fn source(&self) -> &'static str;
    /// Begins a test. `Err` names what is absent when the rule cannot run on it.
    ///
    /// # Errors
    /// The reason in words, shown once in the summary.
    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String>;
}

/// The state of one rule while one test flows by. Every method may add findings; the default is to look away.
pub trait Check: Send {
    /// A fault of reading.
    fn fault(&mut self, _fault: &Fault, _out: &mut Vec<Finding>) {}
    /// A step of Detail begins, before its first block.
    fn step_start(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {}
    /// Consecutive rows of that step.
    fn block(&mut self, _step: &StepView<'_>, _block: &Block<'_>, _out: &mut Vec<Finding>) {}
    /// The step's rows are over; `step.trace` is there.
    fn step_end(&mut self, _step: &StepView<'_>, _out: &mut Vec<Finding>) {}
    /// All rows are over; everything is derived.
    fn test_end(&mut self, _test: &TestView<'_>, _out: &mut Vec<Finding>) {}
    /// Why nothing of the test could be checked after all, once all of it went by.
    fn idle(&self) -> Option<String> {
        None
    }
}

/// Every rule, in the order of `rules.md`.
pub const ALL: &[&dyn Rule] = &[
    &rules::fmt01_unreadable_file::UnreadableFile,
    &rules::fmt02_unknown_dialect::UnknownDialect,
    &rules::fmt03_missing_column::MissingColumn,
    &rules::fmt04_ragged_row::RaggedRow,
    &rules::fmt05_bad_number::BadNumber,
    &rules::fmt06_bad_timestamp::BadTimestamp,
    &rules::fmt07_truncated_file::TruncatedFile,
    &rules::fmt08_empty_file::EmptyFile,
    &rules::fmt09_unpaired_file::UnpairedFile,
    &rules::fmt10_duplicate_column::DuplicateColumn,
    &rules::tim01_time_reversal::TimeReversal,
    &rules::tim02_duplicate_sample::DuplicateSample,
    &rules::tim03_sampling_gap::SamplingGap,
    &rules::tim04_clock_jump::ClockJump,
    &rules::tim05_step_time_reset::StepTimeReset,
    &rules::tim06_step_duration_mismatch::StepDurationMismatch,
    &rules::tim07_implausible_clock::ImplausibleClock,
    &rules::stp01_step_without_summary::StepWithoutSummary,
    &rules::stp02_step_without_detail::StepWithoutDetail,
    &rules::stp03_step_order::StepOrder,
    &rules::stp04_unknown_step_type::UnknownStepType,
    &rules::stp05_abnormal_end::AbnormalEnd,
    &rules::stp06_unfinished_test::UnfinishedTest,
    &rules::stp07_step_end_mismatch::StepEndMismatch,
    &rules::stp08_charge_not_finished::ChargeNotFinished,
    &rules::stp09_summary_mismatch::SummaryMismatch,
    &rules::stp10_step_type_mismatch::StepTypeMismatch,
    &rules::vlt01_voltage_range::VoltageRangeRule,
    &rules::vlt02_voltage_spike::VoltageSpike,
    &rules::vlt03_voltage_frozen::VoltageFrozen,
    &rules::vlt04_voltage_shift::VoltageShift,
    &rules::cur01_current_at_rest::CurrentAtRest,
    &rules::cur02_wrong_direction::WrongDirection,
    &rules::cur03_current_spike::CurrentSpike,
    &rules::cur04_c_rate_range::CRateRange,
    &rules::tmp01_temperature_range::TemperatureRange,
    &rules::tmp02_sensor_disconnected::SensorDisconnected,
    &rules::tmp03_temperature_spike::TemperatureSpike,
    &rules::tmp04_temperature_not_settled::TemperatureNotSettled,
    &rules::tmp05_temperature_implausible::TemperatureImplausible,
    &rules::cap01_capacity_integral::CapacityIntegral,
    &rules::cap02_energy_integral::EnergyIntegral,
    &rules::cap03_power_product::PowerProduct,
    &rules::cap04_capacity_direction::CapacityDirection,
    &rules::cap05_step_capacity_mismatch::StepCapacityMismatch,
    &rules::cap06_total_capacity_break::TotalCapacityBreak,
    &rules::cap07_coulombic_efficiency_range::CoulombicEfficiencyRange,
    &rules::cap08_soc_range::SocRange,
    &rules::cap09_capacity_step_change::CapacityStepChange,
    &rules::cap10_increment_integral::IncrementIntegral,
    &rules::ref01_partial_reference::PartialReference,
    &rules::cat01_capacity_implausible::CapacityImplausible,
    &rules::cat02_overlapping_test::OverlappingTest,
];
