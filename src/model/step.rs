//! A step: what the tester said of it, and what its rows say.

use super::{Extras, Maybe, RowWords};
use chrono::NaiveDateTime;
use serde::Serialize;
use std::sync::Arc;

/// What a step does to the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepType {
    /// Current into the cell.
    Charge,
    /// Current out of the cell.
    Discharge,
    /// No current; chamber steps are rests.
    Rest,
    /// A current or power profile of both signs.
    Waveform,
    /// A text that the dialect does not know.
    Unknown,
}

/// How the tester controlled the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Control {
    /// Open circuit.
    Rest,
    /// Open circuit while the chamber goes to its temperature; ends as `StepRunning` on Chroma.
    Chamber,
    /// Constant current.
    ConstantCurrent,
    /// Constant current, then constant voltage.
    ConstantCurrentVoltage,
    /// Constant voltage.
    ConstantVoltage,
    /// Constant power.
    ConstantPower,
    /// A short constant-power pulse that may log a relaxation tail (Chroma's 超級CP).
    PowerPulse,
    /// A profile.
    Waveform,
    /// Not known.
    Unknown,
}

/// Why a step, or the sampling of a row, ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// Not ended: the step runs.
    Running,
    /// The set time was over.
    Time,
    /// A voltage limit was reached.
    Voltage,
    /// A current limit was reached (the end of a CV phase).
    Current,
    /// A capacity, energy or SOC limit was reached.
    Function,
    /// The operator skipped the rest.
    Skipped,
    /// An alarm or an abort.
    Alarm,
    /// A text that the dialect does not know.
    Unknown,
}

macro_rules! names {
    ($type:ty { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name under which it is stored and printed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value of a stored name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }
    };
}
pub(crate) use names;

names!(StepType {
    Charge => "charge", Discharge => "discharge", Rest => "rest", Waveform => "waveform", Unknown => "unknown",
});
names!(Control {
    Rest => "rest", Chamber => "chamber", ConstantCurrent => "constant_current",
    ConstantCurrentVoltage => "constant_current_voltage", ConstantVoltage => "constant_voltage",
    ConstantPower => "constant_power", PowerPulse => "power_pulse", Waveform => "waveform", Unknown => "unknown",
});
names!(EndReason {
    Running => "running", Time => "time", Voltage => "voltage", Current => "current", Function => "function",
    Skipped => "skipped", Alarm => "alarm", Unknown => "unknown",
});

/// What the tester said of one executed step: a row of the Step file, or, for a step that only Detail has, what its last
/// row says. All quantities are of this step alone, signed (charge positive). Never changed after reading.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRecord {
    /// The executed order, unique in a test.
    pub number: i32,
    /// The tester's own cycle counter.
    pub tester_cycle: Option<i32>,
    /// The recipe's section (Chroma's sub-recipe); running totals restart when it changes.
    pub section: Option<i32>,
    /// The line in the recipe; repeats in loops.
    pub recipe_line: Option<i32>,
    /// The loop's pass.
    pub loop_pass: Option<i32>,
    /// What it does to the cell.
    pub step_type: StepType,
    /// How it was controlled.
    pub control: Control,
    /// The file's own text of its type; steps share it.
    pub original_step_type: Arc<str>,
    /// The file's own text of its end; steps share it.
    pub status: Option<Arc<str>>,
    /// That text's meaning; `None` where the tester gives none.
    pub end_reason: Option<EndReason>,
    /// The cycler's local clock at the start.
    pub start_time: Option<NaiveDateTime>,
    /// Duration in s.
    pub duration_s: Maybe,
    /// Voltage at the start in V, where the Step file has it.
    pub voltage_start_v: Maybe,
    /// Voltage at the end in V.
    pub voltage_end_v: Maybe,
    /// Current at the end in A.
    pub current_end_a: Maybe,
    /// Power at the end in W.
    pub power_end_w: Maybe,
    /// Capacity in Ah.
    pub capacity_ah: Maybe,
    /// Energy in Wh.
    pub energy_wh: Maybe,
    /// The cell's temperature at the end in °C.
    pub temperature_end_degc: Maybe,
    /// The chamber's temperature at the end in °C.
    pub chamber_temperature_end_degc: Maybe,
    /// The capacity of the constant-current part in Ah, where the tester has it.
    pub constant_current_capacity_ah: Maybe,
    /// The tester's running net capacity at the end in Ah.
    pub total_capacity_ah: Maybe,
    /// The SOC that the tester itself wrote, in %.
    pub tester_soc_pct: Maybe,
    /// Every other column of the Step file.
    pub extras: Extras,
    /// The physical line in the Step file; `None` for a step that only Detail has.
    pub line: Option<u64>,
}

impl StepRecord {
    /// A step of which nothing is known but its number.
    #[must_use]
    pub fn unknown(number: i32) -> Self {
        Self {
            number,
            tester_cycle: None,
            section: None,
            recipe_line: None,
            loop_pass: None,
            step_type: StepType::Unknown,
            control: Control::Unknown,
            original_step_type: Arc::default(),
            status: None,
            end_reason: None,
            start_time: None,
            duration_s: Maybe::NONE,
            voltage_start_v: Maybe::NONE,
            voltage_end_v: Maybe::NONE,
            current_end_a: Maybe::NONE,
            power_end_w: Maybe::NONE,
            capacity_ah: Maybe::NONE,
            energy_wh: Maybe::NONE,
            temperature_end_degc: Maybe::NONE,
            chamber_temperature_end_degc: Maybe::NONE,
            constant_current_capacity_ah: Maybe::NONE,
            total_capacity_ah: Maybe::NONE,
            tester_soc_pct: Maybe::NONE,
            extras: Extras::default(),
            line: None,
        }
    }
}

/// A row of the trace at, or interpolated to, a time after a step's start; all of it is missing where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct TimedSample {
    /// Seconds since the step's start.
    pub step_time_s: Maybe,
    /// Voltage in V.
    pub voltage_v: Maybe,
    /// Current in A.
    pub current_a: Maybe,
}

impl TimedSample {
    /// Whether there is such a row.
    #[must_use]
    pub fn is_there(self) -> bool {
        self != Self::default()
    }
}

/// The rows of a step at, or interpolated to, the times at which resistance is taken; what it has no row for is missing.
/// Its last active row the trace has anyway.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PulseSamples {
    /// The first active row that carries at least 90 % of the held current.
    pub first: TimedSample,
    /// At 0.1 s.
    pub at_100ms: TimedSample,
    /// At 1 s.
    pub at_1s: TimedSample,
    /// At 10 s.
    pub at_10s: TimedSample,
}

impl PulseSamples {
    /// As a trace keeps them: a rest, and a step of few rows, has none of them.
    #[must_use]
    pub fn kept(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

/// What the rows of one step say, folded while they flow by. Active rows are those that are not relaxation.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StepTrace {
    /// The executed step's number.
    pub step: i32,
    /// All rows.
    pub rows: u64,
    /// The rows at the end that are relaxation.
    pub relaxation_rows: u64,
    /// Whether rows go on after the Step file's duration without being relaxation, so that all rows count as active.
    pub duration_contradicted: bool,
    /// The physical line of the first row.
    pub first_line: Option<u64>,
    /// The physical line of the last active row.
    pub last_active_line: Option<u64>,
    /// Seconds since the test's start, of the first row.
    pub test_time_start_s: Maybe,
    /// Seconds since the test's start, of the last row of all.
    pub test_time_end_s: Maybe,
    /// Seconds since the step's start, of the last active row.
    pub step_time_end_s: Maybe,
    /// Voltage of the first active row in V.
    pub voltage_start_v: Maybe,
    /// Voltage of the last active row in V.
    pub voltage_end_v: Maybe,
    /// Lowest voltage of the active rows in V.
    pub voltage_min_v: Maybe,
    /// Highest voltage of the active rows in V.
    pub voltage_max_v: Maybe,
    /// Current of the last active row in A.
    pub current_end_a: Maybe,
    /// Largest magnitude of the current over active rows in A.
    pub current_abs_max_a: Maybe,
    /// Held current in A: the largest magnitude that two neighbouring active rows both reach; of fewer than four active
    /// rows the largest.
    pub current_held_a: Maybe,
    /// Power of the last active row in W.
    pub power_end_w: Maybe,
    /// Capacity of the last active row in Ah.
    pub capacity_end_ah: Maybe,
    /// Energy of the last active row in Wh.
    pub energy_end_wh: Maybe,
    /// Temperature of the first active row in °C.
    pub temperature_start_degc: Maybe,
    /// Temperature of the last active row in °C.
    pub temperature_end_degc: Maybe,
    /// Lowest temperature of the active rows in °C.
    pub temperature_min_degc: Maybe,
    /// Highest temperature of the active rows in °C.
    pub temperature_max_degc: Maybe,
    /// The chamber's temperature at the first row in °C.
    pub chamber_temperature_start_degc: Maybe,
    /// Charge of the positive current in Ah: the trapezoid integral; of a waveform the sum of the rises of its signed
    /// capacity column, since a trapezoid loses what the current does between rows.
    pub integral_charge_ah: f64,
    /// Charge of the negative current in Ah, likewise, as a magnitude.
    pub integral_discharge_ah: f64,
    /// Energy of the positive power in Wh, likewise.
    pub integral_charge_wh: f64,
    /// Energy of the negative power in Wh, likewise, as a magnitude.
    pub integral_discharge_wh: f64,
    /// Capacity in Ah when the voltage of a charge came to its set value, from where on the current falls.
    pub constant_voltage_start_ah: Maybe,
    /// Whether it is short enough to be a pulse.
    pub is_short: bool,
    /// Of a step that is, where it has any of them.
    pub samples: Option<Box<PulseSamples>>,
    /// The active rows.
    pub active_rows: u64,
    /// What they say in words, where it does not follow from the record.
    pub words: Option<Box<RowWords>>,
}

impl StepTrace {
    /// The last active row of a step that is short enough to be a pulse.
    #[must_use]
    pub fn pulse_end(&self) -> TimedSample {
        if !self.is_short {
            return TimedSample::default();
        }
        TimedSample { step_time_s: self.step_time_end_s, voltage_v: self.voltage_end_v, current_a: self.current_end_a }
    }
}
