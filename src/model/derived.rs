//! What is derived from a test: by `transform::derive` alone.

use super::step::names;
use super::{CyclesBy, Head, Maybe, StepRecord, StepType};
use std::sync::Arc;

/// How good the reference step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceQuality {
    /// A full discharge.
    Full,
    /// The largest discharge there is, not a full one.
    Partial,
}
names!(ReferenceQuality { Full => "full", Partial => "partial" });

/// Where the nominal capacity comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NominalSource {
    /// Given on the command line or in a manifest.
    Flag,
    /// The cell's own.
    Cell,
    /// The reference step's capacity.
    Reference,
}
names!(NominalSource { Flag => "flag", Cell => "cell", Reference => "reference" });

/// The step that SOC and, without a nominal capacity, C-rate stand on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// Its number.
    pub step: i32,
    /// Whether it is a full discharge.
    pub quality: ReferenceQuality,
    /// The magnitude of its capacity in Ah.
    pub capacity_ah: f64,
}

/// The quantities of one step, as `report steps` gives them.
#[derive(Clone, Debug, PartialEq)]
pub struct StepMetrics {
    /// The executed order.
    pub step: i32,
    /// Our cycle.
    pub cycle: i32,
    /// What it does to the cell.
    pub step_type: StepType,
    /// What the tester said of it: its words and counts, and the time of its start.
    pub record: Arc<StepRecord>,
    /// Duration in s.
    pub duration_s: Maybe,
    /// The previous step's duration in s.
    pub previous_step_s: Maybe,
    /// Duration in s of the unbroken run of rests before; 0 after any other step; missing for the first.
    pub rest_before_s: Maybe,
    /// Voltage at the start in V.
    pub voltage_start_v: Maybe,
    /// Voltage at the end in V.
    pub voltage_end_v: Maybe,
    /// Lowest voltage in V.
    pub voltage_min_v: Maybe,
    /// Highest voltage in V.
    pub voltage_max_v: Maybe,
    /// Mean current in A: capacity · 3600 / duration.
    pub current_mean_a: Maybe,
    /// Current at the end in A.
    pub current_end_a: Maybe,
    /// Capacity in Ah, signed.
    pub capacity_ah: Maybe,
    /// Energy in Wh, signed.
    pub energy_wh: Maybe,
    /// Power at the end in W.
    pub power_end_w: Maybe,
    /// Temperature at the start in °C.
    pub temperature_start_degc: Maybe,
    /// Temperature at the end in °C.
    pub temperature_end_degc: Maybe,
    /// Lowest temperature in °C.
    pub temperature_min_degc: Maybe,
    /// Highest temperature in °C.
    pub temperature_max_degc: Maybe,
    /// The rate the step was run at: held current / nominal capacity; a magnitude.
    pub c_rate: Maybe,
    /// abs(Q) · 3600 / (duration · nominal capacity).
    pub c_rate_mean: Maybe,
    /// abs(end current) / nominal capacity.
    pub c_rate_end: Maybe,
    /// SOC at the start in %.
    pub soc_start_pct: Maybe,
    /// SOC at the end in %.
    pub soc_end_pct: Maybe,
    /// End voltage of the rest immediately before in V.
    pub ocv_start_v: Maybe,
    /// All rows; `None` without Detail.
    pub measurements: Option<u64>,
    /// Those that are relaxation.
    pub relaxation_rows: Option<u64>,
    /// Whether a full discharge ends with it: the last step of its run.
    pub full_discharge: bool,
}

impl StepMetrics {
    /// Of a step of which nothing is derived yet.
    #[must_use]
    pub fn of(record: &Arc<StepRecord>) -> Self {
        Self {
            step: record.number,
            cycle: 1,
            step_type: record.step_type,
            record: Arc::clone(record),
            duration_s: Maybe::NONE,
            previous_step_s: Maybe::NONE,
            rest_before_s: Maybe::NONE,
            voltage_start_v: Maybe::NONE,
            voltage_end_v: Maybe::NONE,
            voltage_min_v: Maybe::NONE,
            voltage_max_v: Maybe::NONE,
            current_mean_a: Maybe::NONE,
            current_end_a: Maybe::NONE,
            capacity_ah: Maybe::NONE,
            energy_wh: Maybe::NONE,
            power_end_w: Maybe::NONE,
            temperature_start_degc: Maybe::NONE,
            temperature_end_degc: Maybe::NONE,
            temperature_min_degc: Maybe::NONE,
            temperature_max_degc: Maybe::NONE,
            c_rate: Maybe::NONE,
            c_rate_mean: Maybe::NONE,
            c_rate_end: Maybe::NONE,
            soc_start_pct: Maybe::NONE,
            soc_end_pct: Maybe::NONE,
            ocv_start_v: Maybe::NONE,
            measurements: None,
            relaxation_rows: None,
            full_discharge: false,
        }
    }
}

/// A discharge from charged to its limit: one step, or a run of steps that are one discharge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FullDischarge {
    /// Its last step, by which it is named.
    pub step: i32,
    /// Its first step.
    pub first_step: i32,
    /// The cycle of its last step.
    pub cycle: i32,
    /// The magnitude of its capacity in Ah.
    pub capacity_ah: f64,
    /// The largest current that two neighbouring rows both reach, in A; a magnitude.
    pub current_held_a: Option<f64>,
    /// That over the nominal capacity.
    pub c_rate: Option<f64>,
    /// Temperature at its start in °C.
    pub temperature_start_degc: Option<f64>,
    /// Voltage at its end in V.
    pub voltage_end_v: f64,
    /// Voltage at the end of the charge before it in V.
    pub charge_voltage_end_v: f64,
    /// Whether that charge held the voltage: its current or time ended it; `None` where the tester gives no reason.
    pub charge_held_voltage: Option<bool>,
    /// Seconds from the test's start to its end.
    pub elapsed_end_s: f64,
    /// Its group of comparable full discharges, counted from 0 in order of time.
    pub group: usize,
}

/// The quantities of one cycle, as `report cycles` gives them.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the names are those of the report, whose columns carry the descriptions
pub struct Cycle {
    pub cycle: i32,
    pub tester_cycle: Option<i32>,
    pub first_step: i32,
    pub last_step: i32,
    pub complete: bool,
    pub balanced: bool,
    pub soc_net_pct: Maybe,
    pub charge_capacity_ah: f64,
    pub discharge_capacity_ah: f64,
    pub charge_energy_wh: f64,
    pub discharge_energy_wh: f64,
    pub coulombic_efficiency_pct: Maybe,
    pub energy_efficiency_pct: Maybe,
    pub equivalent_full_cycles: Maybe,
    pub full_discharge_step: Option<i32>,
    pub full_discharge_capacity_ah: Maybe,
    pub soh_pct: Maybe,
    pub soh_baseline_step: Option<i32>,
    pub discharge_c_rate: Maybe,
    pub discharge_temperature_start_degc: Maybe,
    pub voltage_mean_charge_v: Maybe,
    pub voltage_mean_discharge_v: Maybe,
    pub hysteresis_v: Maybe,
    pub cv_share_pct: Maybe,
    pub temperature_max_degc: Maybe,
}

/// The sign of a pulse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Current into the cell.
    Charge,
    /// Current out of it.
    Discharge,
}
names!(Direction { Charge => "charge", Discharge => "discharge" });

/// Whether a pulse measures or undoes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A measuring pulse.
    Pulse,
    /// It undoes the pulse before it: same capacity within 0.1 %, opposite sign, at most half its current.
    Restore,
}
names!(Purpose { Pulse => "pulse", Restore => "restore" });

/// The quantities of one pulse, as `report pulses` gives them.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the names are those of the report, whose columns carry the descriptions
pub struct Pulse {
    pub step: i32,
    pub cycle: i32,
    pub direction: Direction,
    pub purpose: Purpose,
    pub soc_pct: Maybe,
    pub temperature_degc: Maybe,
    pub current_mean_a: Maybe,
    pub c_rate: Maybe,
    pub rest_before_s: Maybe,
    pub ocv_v: f64,
    pub ocv_settled: bool,
    /// The OCV that power capability stands on: `ocv_v` if settled, else interpolated between settled rests; in V.
    pub power_ocv_v: Maybe,
    pub duration_s: Maybe,
    pub r0_time_s: Maybe,
    pub r0_ohm: Maybe,
    pub r_100ms_ohm: Maybe,
    pub r_1s_ohm: Maybe,
    pub r_10s_ohm: Maybe,
    pub r_end_ohm: Maybe,
    pub power_capability_10s_w: Maybe,
}

/// All that is derived from a test under one set of conventions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Derived {
    /// The reference; `None` for a test without a discharge.
    pub reference: Option<Reference>,
    /// The nominal capacity in Ah, and its source; `None` leaves C-rates missing.
    pub nominal: Option<(f64, NominalSource)>,
    /// How the cycles were counted in the end.
    pub cycles_by: CyclesBy,
    /// One for each executed step, in order.
    pub steps: Vec<StepMetrics>,
    /// Seconds from the test's start to the end of each executed step, by elapsed time.
    pub elapsed_end_s: Vec<f64>,
    /// The full discharges, in order of time, each with its group of comparable ones.
    pub full_discharges: Vec<FullDischarge>,
    /// In order.
    pub cycles: Vec<Cycle>,
    /// The complete cycles that are not balanced, each with what its discharge has that the one before has not.
    pub unbalanced: Vec<(i32, &'static str)>,
    /// In order.
    pub pulses: Vec<Pulse>,
    /// Coulombic efficiency in % over all balanced complete cycles together.
    pub coulombic_efficiency_pct: Option<f64>,
    /// Energy efficiency likewise.
    pub energy_efficiency_pct: Option<f64>,
    /// What a person should know: why something is missing, or stands on less than it should.
    pub notes: Vec<String>,
}

impl Derived {
    /// The step that a step of the tester is read as: where people merged steps, a part is its whole.
    #[must_use]
    pub fn whole_of(&self, step: i32, head: &Head) -> Option<i32> {
        let behind = self.steps.partition_point(|one| one.step <= step);
        let found = self.steps.get(behind.checked_sub(1)?)?.step;
        (found == step || !head.amended.is_empty()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PulseSamples, StepTrace};

    /// All of a test's steps, cycles and pulses are held at once (docs/performance.md).
    #[test]
    fn a_step_takes_little_memory() {
        assert!(size_of::<StepRecord>() <= 224, "{}", size_of::<StepRecord>());
        assert!(size_of::<StepTrace>() <= 264, "{}", size_of::<StepTrace>());
        assert!(size_of::<StepMetrics>() <= 232, "{}", size_of::<StepMetrics>());
        assert!(size_of::<PulseSamples>() <= 96, "{}", size_of::<PulseSamples>());
        assert!(size_of::<Pulse>() <= 136, "{}", size_of::<Pulse>());
        assert!(size_of::<Cycle>() <= 176, "{}", size_of::<Cycle>());
    }
}
