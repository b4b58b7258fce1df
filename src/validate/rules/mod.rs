//! One file for each rule, in the order of their codes; the registry is [`super::ALL`].

mod bounds;
mod classes;
mod electrochemistry;
mod rows;
mod spike;

pub(crate) mod cap01_capacity_integral;
pub(crate) mod cap02_energy_integral;
pub(crate) mod cap05_step_capacity_mismatch;
pub(crate) mod cur01_current_at_rest;
pub(crate) mod cur02_wrong_direction;
pub(crate) mod fmt01_unreadable_file;
pub(crate) mod fmt02_unknown_dialect;
pub(crate) mod fmt03_missing_column;
pub(crate) mod fmt04_ragged_row;
pub(crate) mod fmt05_bad_number;
pub(crate) mod fmt06_bad_timestamp;
pub(crate) mod fmt07_truncated_file;
pub(crate) mod fmt08_empty_file;
pub(crate) mod fmt09_unpaired_file;
pub(crate) mod fmt10_duplicate_column;
pub(crate) mod stp01_step_without_summary;
pub(crate) mod stp02_step_without_detail;
pub(crate) mod stp03_step_order;
pub(crate) mod vlt01_voltage_range;
pub(crate) mod vlt02_voltage_spike;
pub(crate) mod vlt03_voltage_frozen;

pub(crate) mod support;
