//! Fade as a page shows it: one experiment of `report degradation --format json`.

use super::number::Number;
use serde::Serialize;

/// The groups of comparable full discharges of a test, and what was fitted to them.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Ageing {
    /// What the models run over: `cycle`, `efc`, `days` or `throughput`.
    pub over: String,
    /// In order of their first discharge.
    pub groups: Vec<Group>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Group {
    /// Its number.
    pub group: i64,
    /// Its rate.
    pub c_rate: Number,
    /// Its temperature.
    pub temperature_degc: Number,
    /// The step that is 100 %.
    pub baseline_step: Option<i64>,
    /// One for each full discharge.
    pub points: Vec<Point>,
    /// What the models run over.
    pub over: String,
    /// The models, also those that were refused.
    pub models: Vec<Model>,
    /// When 80 % of a base is reached.
    pub end_of_life: Vec<EndOfLife>,
    /// Where fade speeds up.
    pub knee: Option<Bend>,
    /// Where it begins to.
    pub onset: Option<Bend>,
    /// The chosen model's curve and its 95 % band, in per cent of the baseline.
    pub band: Option<Band>,
}

/// One full discharge.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Point {
    /// Its cycle.
    pub cycle: Option<i64>,
    /// Equivalent full cycles.
    pub efc: Number,
    /// Days since the test's start.
    pub days: Number,
    /// Ah since the test's start.
    pub throughput_ah: Number,
    /// Its capacity.
    pub capacity_ah: Number,
    /// In per cent of the baseline.
    pub soh_pct: Number,
    /// Its step.
    pub step: Option<i64>,
}

/// A model of fade.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Model {
    /// `linear`, `sqrt`, `power`.
    pub model: String,
    /// Its value at 0.
    pub q0: Number,
    /// Its slope.
    pub k: Number,
    /// Its exponent.
    pub c: Number,
    /// Half the 95 % interval.
    pub ci_q0: Number,
    /// Half the 95 % interval.
    pub ci_k: Number,
    /// Half the 95 % interval.
    pub ci_c: Number,
    /// Residual sum of squares.
    pub rss: Number,
    /// Akaike's criterion, corrected.
    pub aicc: Number,
    /// R².
    pub r2: Number,
    /// Whether it is the one that is drawn.
    pub chosen: bool,
    /// Why not.
    pub refused: Option<String>,
}

/// An end of life.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct EndOfLife {
    /// `baseline`, `nominal` or `fit`.
    pub base: String,
    /// In per cent of the baseline.
    pub threshold_pct: Number,
    /// Where.
    pub value: Number,
    /// Its interval.
    pub ci: Option<[Number; 2]>,
    /// `fit` or `data`.
    pub kind: String,
    /// What must be said with it.
    pub note: Option<String>,
}

/// A knee or an onset.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Bend {
    /// Where.
    pub at: Number,
    /// Its interval.
    pub ci: Option<[Number; 2]>,
    /// Slope before it.
    pub slope_before: Number,
    /// Slope after it.
    pub slope_after: Number,
    /// Akaike's criterion, corrected.
    pub aicc: Number,
    /// Why there is none.
    pub refused: Option<String>,
}

/// A fitted curve with its band, over what the models run over.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub(crate) struct Band {
    /// Where; some fifty places from the first point to beyond the last are plenty.
    pub x: Vec<Number>,
    /// The curve.
    pub fit: Vec<Number>,
    /// The lower edge.
    pub low: Vec<Number>,
    /// The upper edge.
    pub high: Vec<Number>,
}
