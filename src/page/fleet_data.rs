//! What a fleet page says: plain data that serialises to the page's JSON.

use super::data::{Fact, Level};
use super::number::Number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything of a fleet page.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct FleetData {
    /// Always `fleet`.
    #[serde(skip_deserializing, default = "fleet")]
    pub page: &'static str,
    /// `battery-etl 0.1.0`.
    pub tool: String,
    /// What it is of.
    pub title: String,
    /// Counts.
    pub about: Vec<Fact>,
    /// The tests.
    pub tests: Vec<FleetTest>,
    /// What groups are comparable.
    pub classes: Vec<Class>,
    /// Who stands apart.
    pub outliers: Vec<Outlier>,
    /// What must be known to read it.
    pub notes: Vec<String>,
    /// Conventions.
    pub methods: Vec<Fact>,
    /// Version, command.
    pub provenance: Vec<Fact>,
}

fn fleet() -> &'static str {
    "fleet"
}

/// One test of a fleet. What is missing has its reason in `missing`, by the field's name.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct FleetTest {
    /// Its name.
    pub name: String,
    /// Its cell.
    pub cell: Option<String>,
    /// Its chemistry.
    pub chemistry: Option<String>,
    /// Its project.
    pub project: Option<String>,
    /// Its machine.
    pub machine: Option<String>,
    /// Who ran it.
    pub operator: Option<String>,
    /// When it began.
    pub start_time: Option<String>,
    /// Ah.
    pub nominal_capacity_ah: Number,
    /// Is it good.
    pub verdict: FleetVerdict,
    /// How many findings.
    pub findings: Findings,
    /// How many cycles.
    pub cycles: Option<i64>,
    /// The last full discharge of its largest group.
    pub capacity_ah: Number,
    /// State of health.
    pub soh_pct: Number,
    /// Loss in each hundred equivalent full cycles.
    pub fade_pct_per_100_efc: Number,
    /// Coulombic efficiency.
    pub ce_pct: Number,
    /// Resistance after 10 s.
    pub r10s_ohm: Number,
    /// The highest temperature.
    pub temperature_max_degc: Number,
    /// Equivalent full cycles.
    pub efc: Number,
    /// Its page.
    pub href: Option<String>,
    /// Why a field is missing.
    pub missing: BTreeMap<String, String>,
    /// Its groups of comparable full discharges.
    pub groups: Vec<FleetGroup>,
}

/// The verdict of a test of a fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct FleetVerdict {
    /// How good.
    pub level: Level,
    /// In words.
    pub text: String,
    /// `complete`, `running`, …
    pub state: String,
}

impl Default for FleetVerdict {
    fn default() -> Self {
        Self { level: Level::Good, text: String::new(), state: String::new() }
    }
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Findings {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Things worth knowing.
    pub info: usize,
}

/// A group of comparable full discharges; the lists are parallel.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct FleetGroup {
    /// Groups of one class may be compared.
    pub class: i64,
    /// Its rate.
    pub c_rate: Number,
    /// Its temperature.
    pub temperature_degc: Number,
    /// Cycles.
    pub cycle: Vec<Number>,
    /// Equivalent full cycles.
    pub efc: Vec<Number>,
    /// Days.
    pub days: Vec<Number>,
    /// Ah.
    pub throughput_ah: Vec<Number>,
    /// Ah.
    pub capacity_ah: Vec<Number>,
    /// Per cent of the baseline.
    pub soh_pct: Vec<Number>,
}

/// A class of comparable groups.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Class {
    /// Its number.
    pub class: i64,
    /// In words.
    pub text: String,
}

/// A test that stands apart.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Outlier {
    /// Place among the tests.
    pub test: usize,
    /// The field.
    pub quantity: String,
    /// The robust score.
    pub score: Number,
    /// In words.
    pub text: String,
}
