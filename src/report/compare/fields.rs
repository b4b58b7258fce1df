//! The fields of a comparison.

use crate::fields::{brief, integer, name, number, resistance, text};
use crate::format::{Field, Value};

/// A value at a place.
pub(super) struct Point {
    pub(super) class: usize,
    pub(super) quantity: &'static str,
    pub(super) test: String,
    pub(super) group: Option<String>,
    pub(super) at: f64,
    pub(super) value: f64,
    pub(super) difference: f64,
    pub(super) difference_pct: Option<f64>,
}

pub(super) static POINTS: &[Field<Point>] = &[
    name(integer("class", "Class", "Values of one class may be compared; see `pairs`", |r| r.class.into())),
    name(text("quantity", "Quantity", "What is compared, with its unit", |r| r.quantity.into())),
    name(text("test", "Test", "Whose value it is", |r| r.test.clone().into())),
    text("group", "Group", "The group of the test", |r| r.group.clone().into()),
    brief(number("at", "At", "", 2, "The place: cycle, EFC, days, Ah, SOC in % or C-rate", |r| r.at.into())),
    brief(number("value", "Value", "", 4, "The value there", |r| r.value.into())),
    brief(number("difference", "Difference", "", 4, "The value less the base's", |r| r.difference.into())),
    brief(number("difference_pct", "Difference", "%", 2, "That in % of the base's", |r| r.difference_pct.into())),
];

/// Two series beside each other.
pub(super) struct Pair {
    pub(super) class: usize,
    pub(super) words: String,
    pub(super) quantity: &'static str,
    pub(super) test: String,
    pub(super) step: Option<i32>,
    pub(super) base: String,
    pub(super) base_step: Option<i32>,
    pub(super) places: usize,
    /// The last place of both, the base's value there, and the test's.
    pub(super) last: Option<(f64, f64, f64)>,
}

pub(super) static PAIRS: &[Field<Pair>] = &[
    name(integer("class", "Class", "Values of one class may be compared", |r| r.class.into())),
    brief(text("what", "What", "What is alike: rate, temperature at the start, voltages", |r| r.words.clone().into())),
    brief(text("quantity", "Quantity", "What is compared, with its unit", |r| r.quantity.into())),
    brief(text("test", "Test", "The test", |r| r.test.clone().into())),
    integer("step", "Step", "The first of its discharges", |r| r.step.into()),
    text("base", "Base", "The base", |r| r.base.clone().into()),
    integer("base_step", "Base step", "The first of the base's discharges", |r| r.base_step.into()),
    integer("places", "Places", "At how many places of the base the test has a value", |r| r.places.into()),
    brief(number("at", "At", "", 2, "The last place that both have", |r| r.last.map(|last| last.0).into())),
    brief(number("base_value", "Base value", "", 4, "The base's value there", |r| r.last.map(|last| last.1).into())),
    brief(number("value", "Value", "", 4, "The test's value there", |r| r.last.map(|last| last.2).into())),
    brief(number("difference", "Difference", "", 4, "The test's less the base's", |r| {
        r.last.map(|(_, base, value)| value - base).into()
    })),
    number("difference_pct", "Difference", "%", 2, "That in % of the base's", |r| {
        r.last.filter(|last| last.1 != 0.0).map(|(_, base, value)| 100.0 * (value / base - 1.0)).into()
    }),
];

/// A group of cells at a place.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) class: usize,
    pub(super) words: String,
    pub(super) quantity: &'static str,
    pub(super) group: String,
    pub(super) at: f64,
    pub(super) values: Vec<f64>,
    pub(super) summary: crate::transform::replicates::Summary,
}

pub(super) static GROUPS: &[Field<Group>] = &[
    name(integer("class", "Class", "Values of one class may be compared", |r| r.class.into())),
    brief(text("what", "What", "What is alike: rate, temperature at the start, voltages", |r| r.words.clone().into())),
    brief(text("quantity", "Quantity", "What is compared, with its unit", |r| r.quantity.into())),
    brief(text("group", "Group", "The group of cells", |r| r.group.clone().into())),
    brief(number("at", "At", "", 2, "The last place that most of its cells have", |r| r.at.into())),
    brief(integer("n", "n", "How many cells; each counts once", |r| r.summary.n.into())),
    brief(number("mean", "Mean", "", 4, "Their mean", |r| r.summary.mean.into())),
    brief(number("deviation", "Deviation", "", 4, "Their sample deviation", |r| r.summary.deviation.into())),
    brief(number("cv_pct", "CV", "%", 2, "The deviation in % of the mean", |r| r.summary.cv_pct.into())),
    number("min", "Least", "", 4, "The smallest", |r| r.values.iter().copied().reduce(f64::min).into()),
    number("max", "Most", "", 4, "The largest", |r| r.values.iter().copied().reduce(f64::max).into()),
];

pub(super) static BANDS: &[Field<Group>] = &[
    name(integer("class", "Class", "Values of one class may be compared", |r| r.class.into())),
    brief(text("quantity", "Quantity", "What is compared, with its unit", |r| r.quantity.into())),
    brief(text("group", "Group", "The group of cells", |r| r.group.clone().into())),
    brief(number("at", "At", "", 2, "The place", |r| r.at.into())),
    brief(integer("n", "n", "How many cells have a value there; each counts once", |r| r.summary.n.into())),
    brief(number("mean", "Mean", "", 4, "Their mean", |r| r.summary.mean.into())),
    brief(number("deviation", "Deviation", "", 4, "Their sample deviation", |r| r.summary.deviation.into())),
];

/// Two groups of cells.
pub(super) struct Statistic {
    pub(super) class: usize,
    pub(super) quantity: &'static str,
    pub(super) groups: [String; 2],
    pub(super) at: f64,
    pub(super) welch: crate::transform::replicates::Welch,
    pub(super) p_holm: f64,
}

pub(super) static STATISTICS: &[Field<Statistic>] = &[
    name(integer("class", "Class", "Values of one class may be compared", |r| r.class.into())),
    brief(text("quantity", "Quantity", "What is compared, with its unit", |r| r.quantity.into())),
    brief(text("group_a", "Group A", "One group", |r| r.groups[0].clone().into())),
    brief(text("group_b", "Group B", "The other", |r| r.groups[1].clone().into())),
    brief(number("at", "At", "", 2, "The place", |r| r.at.into())),
    brief(number("difference", "Difference", "", 4, "Mean of A less mean of B", |r| r.welch.difference.into())),
    brief(number("ci_low", "95 % from", "", 4, "Lower end of its 95 % interval", |r| r.welch.ci95.0.into())),
    brief(number("ci_high", "95 % to", "", 4, "Upper end of its 95 % interval", |r| r.welch.ci95.1.into())),
    number("t", "t", "", 3, "Welch's t", |r| r.welch.t.into()),
    number("df", "df", "", 2, "Its degrees of freedom", |r| r.welch.df.into()),
    brief(number("p", "p", "", 4, "Probability of such a difference without a cause, two-sided", |r| r.welch.p.into())),
    brief(number("p_holm", "p (Holm)", "", 4, "The same, corrected for the number of comparisons of its kind", |r| {
        r.p_holm.into()
    })),
    number("cohen_d", "Cohen's d", "", 3, "The difference in pooled deviations", |r| r.welch.cohen_d.into()),
    brief(number("hedges_g", "Hedges' g", "", 3, "The same without the bias of small groups", |r| {
        r.welch.hedges_g.into()
    })),
];

/// What is told of each test.
pub(crate) struct Told {
    pub(crate) test: String,
    pub(crate) cell: Option<String>,
    pub(crate) chemistry: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) nominal_ah: Option<f64>,
    pub(crate) capacity_ah: Option<f64>,
    pub(crate) soh_pct: Option<f64>,
    /// Or why there is none.
    pub(crate) fade_pct_per_100_efc: Result<f64, String>,
    pub(crate) coulombic_efficiency_pct: Option<f64>,
    pub(crate) r_10s_ohm: Option<f64>,
    pub(crate) temperature_max_degc: Option<f64>,
}

pub(super) static TESTS: &[Field<Told>] = &[
    name(text("test", "Test", "The test", |r| r.test.clone().into())),
    brief(text("cell", "Cell", "Its cell, which counts once", |r| r.cell.clone().into())),
    text("chemistry", "Chemistry", "Its chemistry", |r| r.chemistry.clone().into()),
    text("group", "Group", "Its group", |r| r.group.clone().into()),
    number("nominal_capacity_ah", "Nominal", "Ah", 4, "Its nominal capacity", |r| r.nominal_ah.into()),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Capacity of the last of its alike full discharges", |r| {
        r.capacity_ah.into()
    })),
    brief(number("soh_pct", "SOH", "%", 2, "State of health there", |r| r.soh_pct.into())),
    brief(number(
        "fade_pct_per_100_efc",
        "Fade",
        "% / 100 EFC",
        3,
        "SOH lost in 100 equivalent full cycles: the straight line of `report degradation`, where it shows a fade",
        |r| r.fade_pct_per_100_efc.as_ref().ok().copied().into(),
    )),
    brief(number("coulombic_efficiency_pct", "CE", "%", 3, "Over its balanced cycles", |r| {
        r.coulombic_efficiency_pct.into()
    })),
    brief(resistance("dcir_10s_discharge_ohm", "DCIR 10 s", "Nearest to 50 % SOC and 25 °C", |r| r.r_10s_ohm.into())),
    brief(number("temperature_max_degc", "Temperature max", "°C", 1, "Its highest temperature", |r| {
        r.temperature_max_degc.into()
    })),
];

/// A test that is unlike the others of its kind of cell.
pub(super) struct Outlier {
    /// Its place among the tests.
    pub(super) at: usize,
    pub(super) test: String,
    pub(super) quantity: &'static str,
    pub(super) value: f64,
    pub(super) median: f64,
    pub(super) score: f64,
    pub(super) among: usize,
}

pub(super) static OUTLIERS: &[Field<Outlier>] = &[
    name(text("test", "Test", "The test", |r| r.test.clone().into())),
    brief(text("quantity", "Quantity", "What is unlike, with its unit", |r| Value::from(r.quantity))),
    brief(number("value", "Value", "", 5, "Its value", |r| r.value.into())),
    brief(number("median", "Median", "", 5, "The median of those of equal chemistry and nominal capacity", |r| {
        r.median.into()
    })),
    brief(number("score", "Score", "", 2, "0.6745 times its distance to the median, over the median distance", |r| {
        r.score.into()
    })),
    brief(integer("among", "Among", "How many tests were looked at", |r| r.among.into())),
];
