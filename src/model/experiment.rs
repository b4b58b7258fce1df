//! An experiment: one test of one cell, and the files it came from.

use super::step::names;
use super::{Channel, Conventions};
use chrono::NaiveDateTime;

/// The limits of a cell; they feed the rules and the power capability.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
#[allow(missing_docs)]
pub struct CellLimits {
    pub voltage_v_min: Option<f64>,
    pub voltage_v_max: Option<f64>,
    pub current_charge_a_max: Option<f64>,
    pub current_discharge_a_max: Option<f64>,
    pub temperature_degc_min: Option<f64>,
    pub temperature_degc_max: Option<f64>,
}

/// What a test needs to know of its cell.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Cell {
    /// Unique name.
    pub name: String,
    /// NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB, Other; `None` when not known.
    pub chemistry: Option<String>,
    /// full, half, symmetric, module.
    pub configuration: Option<String>,
    /// Nominal capacity in Ah.
    pub nominal_capacity_ah: Option<f64>,
    /// Mass of the active material in g, for specific capacity and energy.
    pub active_mass_g: Option<f64>,
    /// Limits.
    pub limits: CellLimits,
}

impl Cell {
    /// What is said here, and what another says of the rest; the name is the other's, where it has one.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let (limits, others) = (self.limits, other.limits);
        Self {
            name: if other.name.is_empty() { self.name } else { other.name },
            chemistry: self.chemistry.or(other.chemistry),
            configuration: self.configuration.or(other.configuration),
            nominal_capacity_ah: self.nominal_capacity_ah.or(other.nominal_capacity_ah),
            active_mass_g: self.active_mass_g.or(other.active_mass_g),
            limits: CellLimits {
                voltage_v_min: limits.voltage_v_min.or(others.voltage_v_min),
                voltage_v_max: limits.voltage_v_max.or(others.voltage_v_max),
                current_charge_a_max: limits.current_charge_a_max.or(others.current_charge_a_max),
                current_discharge_a_max: limits.current_discharge_a_max.or(others.current_discharge_a_max),
                temperature_degc_min: limits.temperature_degc_min.or(others.temperature_degc_min),
                temperature_degc_max: limits.temperature_degc_max.or(others.temperature_degc_max),
            },
        }
    }
}

/// Which part of a test a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileRole {
    /// One row a step.
    Step,
    /// One row a sample.
    Detail,
    /// All in one.
    Single,
}
names!(FileRole { Step => "step", Detail => "detail", Single => "single" });

/// One input file and what reading it found.
#[derive(Clone, Debug, PartialEq)]
pub struct FileInfo {
    /// Which part.
    pub role: FileRole,
    /// The path as given, for messages.
    pub path: String,
    /// The file name alone.
    pub name: String,
    /// blake3 of the bytes as they lie on disk, in hex; empty until the file was read to its end.
    pub blake3: String,
    /// Bytes on disk.
    pub size: u64,
    /// When it was last changed, in UTC, to the microsecond.
    pub modified_at: Option<NaiveDateTime>,
    /// The encoding it was read in.
    pub encoding: String,
    /// The delimiter.
    pub delimiter: char,
    /// Data rows read.
    pub rows: u64,
    /// Sentinels that became missing.
    pub sentinels: u64,
    /// Rows that could not be read and were dropped.
    pub rejected_rows: u64,
}

/// Where a test is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Files.
    Files,
    /// A database.
    Database,
    /// A lake.
    Lake,
}

/// All about a test but its steps and rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// The experiment's name: the pair's common stem unless named.
    pub name: String,
    /// Where it is read from.
    pub origin: Origin,
    /// The dialect's name.
    pub dialect: String,
    /// Whether the tester gives end reasons at all.
    pub has_end_reasons: bool,
    /// Whether there are rows (a Detail file), not steps alone.
    pub has_rows: bool,
    /// The further channels of every block, in order.
    pub channels: Vec<Channel>,
    /// The header that fills `temperature_degc`, where there is one.
    pub temperature_channel: Option<String>,
    /// The interval in s to which the rows were thinned at loading.
    pub thinned_s: Option<f64>,
    /// The cell, when known.
    pub cell: Option<Cell>,
    /// The project's name, when known.
    pub project: Option<String>,
    /// The machine's name, when known.
    pub machine: Option<String>,
    /// Who ran it, when known.
    pub operator: Option<String>,
    /// What people amended of its steps, in words.
    pub amended: Vec<String>,
    /// The conventions in force.
    pub conventions: Conventions,
    /// The files.
    pub files: Vec<FileInfo>,
}
