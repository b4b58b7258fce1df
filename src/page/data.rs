//! What a test page says: plain data that serialises to the page's JSON. Missing is null, never 0.

use super::number::{Number, nine_digits};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
#[serde(untagged)]
pub(crate) enum Value {
    /// Not known; shown as a dash.
    #[default]
    Missing,
    /// Yes or no.
    Flag(bool),
    /// A count, a step, a cycle.
    Integer(i64),
    /// A measured or derived number.
    Number(Number),
    /// Words, or a time.
    Text(String),
}

impl From<Option<f64>> for Value {
    fn from(value: Option<f64>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Missing, |value| Self::Number(Number(value)))
    }
}

/// How the values of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A count or an identifier.
    Integer,
    /// A number with `decimals`.
    Number,
    /// Seconds, shown h:mm:ss.
    Duration,
    /// A short word.
    Text,
    /// A sentence.
    Prose,
    /// Yes or no.
    Flag,
    /// A date and time of day.
    Time,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct TableColumn {
    /// Its name in CSV and JSON.
    pub key: String,
    /// Its name on the page.
    pub title: String,
    /// Its unit, or nothing.
    pub unit: String,
    /// How its values are read.
    pub kind: Kind,
    /// Digits behind the point, as shown.
    pub decimals: u8,
    /// One line of help.
    pub about: String,
    /// Whether it is among the few that are shown first.
    pub brief: bool,
}

/// A table; `rows` are column-major.
#[derive(Clone, Debug, PartialEq, Serialize, Default)]
pub(crate) struct Table {
    /// Its name among the page's tables.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// What its columns are.
    pub columns: Vec<TableColumn>,
    /// One list of values for each column.
    pub rows: Vec<Vec<Value>>,
    /// How many rows.
    pub count: usize,
    /// Rows whose value of a column stands with a mark.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub marked: std::collections::BTreeMap<String, Vec<usize>>,
    /// What must be said beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How good a test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Nothing was found.
    Good,
    /// Something to look at.
    Warning,
    /// Something is wrong.
    Error,
}

impl Level {
    /// As it stands in a class name.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Verdict {
    /// How good.
    pub level: Level,
    /// In words.
    pub text: String,
    /// `complete`, `running`, …
    pub state: String,
    /// The worst finding.
    pub worst: Option<String>,
}

/// A figure of the first glance. `value` is a dash where `missing` says why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Tile {
    /// Its name.
    pub key: String,
    /// What it is.
    pub title: String,
    /// The value with its unit.
    pub value: String,
    /// Where it comes from.
    pub detail: String,
    /// Why there is none.
    pub missing: Option<String>,
    /// The step it comes from.
    pub step: Option<i64>,
}

/// A name and what there is to say.
pub(crate) type Fact = (String, String);

/// The steps as parallel lists. `first_row` and `rows` are filled by the assembler, from the rows that were embedded.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Steps {
    /// The executed step's number.
    pub step: Vec<i64>,
    /// `charge`, `discharge`, `rest`, `waveform`, `unknown`.
    #[serde(rename = "type")]
    pub kind: Vec<&'static str>,
    /// The cycle it belongs to.
    pub cycle: Vec<Option<i64>>,
    /// Place of its first row among the embedded ones.
    pub first_row: Vec<usize>,
    /// How many of its rows are embedded.
    pub rows: Vec<usize>,
    /// Since the test's start.
    pub start_s: Vec<Number>,
    /// How long it took.
    pub duration_s: Vec<Number>,
    /// State of charge at its start.
    pub soc_start_pct: Vec<Number>,
    /// State of charge for each Ah of the step: 100 / |Q_ref|.
    pub soc_per_ah: Vec<Number>,
    /// The rate it was run at.
    pub c_rate: Vec<Number>,
    /// Temperature at its start.
    pub temperature_degc: Vec<Number>,
}

/// A curve on an even grid: `x` = `from` + i · `by`; missing values break it. On the page its values are whole
/// multiples of a `scale` (about a four-thousandth of the largest), as differences of differences: small where a curve is smooth.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Grid {
    /// The first `x`.
    pub from: Number,
    /// The step of `x`; negative where it falls.
    pub by: Number,
    /// The values.
    pub y: Vec<Number>,
}

impl Serialize for Grid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let most = self.y.iter().filter_map(|y| y.get()).map(f64::abs).fold(0.0, f64::max);
        let power = if most > 0.0 { (most / 4000.0).log10().floor() as i32 } else { 0 };
        let parts = [5.0, 2.0, 1.0].map(|part| part * 10_f64.powi(power));
        let scale = nine_digits(parts.into_iter().find(|part| most / part >= 4000.0).unwrap_or(parts[2]));
        let (mut before, mut slope) = (0_i64, 0_i64);
        let mut second = |y: &Number| {
            let value = (y.get()? / scale).round() as i64;
            let difference = value - before;
            let second = difference - slope;
            (before, slope) = (value, difference);
            Some(second)
        };
        let z: Vec<Option<i64>> = self.y.iter().map(&mut second).collect();
        let mut grid = serializer.serialize_struct("Grid", 4)?;
        grid.serialize_field("from", &self.from)?;
        grid.serialize_field("by", &self.by)?;
        grid.serialize_field("scale", &scale)?;
        grid.serialize_field("z", &z)?;
        grid.end()
    }
}

/// The differential curves of one step; voltage over capacity is drawn from the rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct CurveItem {
    /// Its cycle.
    pub cycle: Option<i64>,
    /// Its step.
    pub step: i64,
    /// `charge` or `discharge`.
    pub direction: &'static str,
    /// The rate.
    pub c_rate: Number,
    /// The temperature at its start.
    pub temperature_degc: Number,
    /// Ah/V over V.
    pub dqdv: Option<Grid>,
    /// V/Ah over Ah.
    pub dvdq: Option<Grid>,
}

/// The curves and how they were smoothed.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Curves {
    /// Smoothing, in words.
    pub note: String,
    /// One for each charge and discharge that has a curve.
    pub items: Vec<CurveItem>,
}

/// Efficiency by cycle.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Efficiency {
    /// The cycle.
    pub cycle: Vec<i64>,
    /// Coulombic efficiency.
    pub ce_pct: Vec<Number>,
    /// Energy efficiency.
    pub ee_pct: Vec<Number>,
    /// Whether the cycle is balanced; others are drawn hollow.
    pub balanced: Vec<bool>,
}

/// A pulse.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct PulseItem {
    /// Its step.
    pub step: i64,
    /// `charge` or `discharge`.
    pub direction: &'static str,
    /// `pulse` or `restore`.
    pub purpose: &'static str,
    /// State of charge at its start.
    pub soc_pct: Number,
    /// Temperature at its start.
    pub temperature_degc: Number,
    /// Its rate.
    pub c_rate: Number,
    /// The rest's end voltage.
    pub ocv_v: Number,
    /// Ω.
    pub r0_ohm: Number,
    /// Ω.
    pub r_100ms_ohm: Number,
    /// Ω.
    pub r_1s_ohm: Number,
    /// Ω.
    pub r_10s_ohm: Number,
    /// Ω.
    pub r_end_ohm: Number,
}

/// A finding; `from_s` to `to_s` is what "show" zooms to, else its step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct FindingItem {
    /// `TIM01`.
    pub rule: String,
    /// `time-reversal`.
    pub name: String,
    /// `error`, `warning`, `info`.
    pub severity: &'static str,
    /// The step it is in.
    pub step: Option<i64>,
    /// The step that this is part of, where people merged steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<i64>,
    /// The line of the file.
    pub line: Option<u64>,
    /// In words.
    pub message: String,
    /// Test time where it begins.
    pub from_s: Number,
    /// Test time where it ends.
    pub to_s: Number,
}

/// Everything of a test page but the rows and the figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct TestData {
    /// Always `test`.
    pub page: &'static str,
    /// `battery-etl 0.1.0`.
    pub tool: String,
    /// The test's name.
    pub title: String,
    /// Cell, chemistry, tester, dates.
    pub about: Vec<Fact>,
    /// Is it good.
    pub verdict: Verdict,
    /// Figures of the first glance.
    pub tiles: Vec<Tile>,
    /// What else the overview says.
    pub facts: Vec<Fact>,
    /// What must be known to read it.
    pub notes: Vec<String>,
    /// The steps.
    pub steps: Steps,
    /// How the rows are packed; filled by the assembler.
    pub rows: Option<super::rows::RowsInfo>,
    /// Curves.
    pub curves: Curves,
    /// Fade and its models.
    pub ageing: Option<super::ageing::Ageing>,
    /// Efficiencies.
    pub efficiency: Efficiency,
    /// Pulses.
    pub pulses: Vec<PulseItem>,
    /// Findings.
    pub findings: Vec<FindingItem>,
    /// Of each rule, why it matters.
    pub explanations: std::collections::BTreeMap<String, String>,
    /// Tables by name: steps, cycles, pulses, step_types, spread, rate, temperature, degradation.
    pub tables: std::collections::BTreeMap<String, Table>,
    /// Conventions, smoothing, thinning.
    pub methods: Vec<Fact>,
    /// Files, hashes, encoding, dialect, version, command.
    pub provenance: Vec<Fact>,
}
