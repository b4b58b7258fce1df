//! The fields of degradation: nested for documents, flat for all others.

use super::Aged;
use crate::fields::{brief, flag, integer, name, number, resistance, text};
use crate::format::{Field, Heading, Kind, Value};
use crate::model::FullDischarge;
use crate::transform::ageing::Point;
use crate::transform::end_of_life::{Base, EndOfLife, Kind as EndKind};
use crate::transform::fade_model::Fit;
use crate::transform::resistance::Growth;
use crate::transform::storage::Retention;

/// A list or an object, for documents.
const fn structure<T>(key: &'static str, about: &'static str, get: fn(&T) -> Value) -> Field<T> {
    Field { column: Heading::new(key, "", Kind::Structure, about), get }
}

/// Named values.
fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

/// The ends of an interval.
fn interval(ends: Option<(f64, f64)>) -> Value {
    ends.map_or(Value::Missing, |(low, high)| Value::List(vec![low.into(), high.into()]))
}

/// A group as documents tell it.
pub(super) static GROUPS: &[Field<Aged>] = &[
    name(integer("group", "Group", "The group, in order of its first", |r| r.number.into())),
    brief(number("c_rate", "C-rate", "", 3, "Rate of its first", |r| r.course.first.c_rate.into())),
    brief(number("temperature_degc", "From", "°C", 1, "Temperature at the start of its first", |r| {
        r.course.first.temperature_start_degc.into()
    })),
    integer("baseline_step", "Baseline", "The full discharge that is 100 %; none for the nominal capacity", |r| {
        r.course.baseline.and_then(|baseline| baseline.step).into()
    }),
    number("baseline_capacity_ah", "Baseline", "Ah", 4, "Its capacity", |r| {
        r.course.baseline.map(|baseline| baseline.capacity_ah).into()
    }),
    structure(
        "points",
        "Its full discharges: `step`, `cycle`, `efc`, `days`, `throughput_ah`, `capacity_ah`, `soh_pct`",
        |r| Value::List(r.course.points.iter().map(point).collect()),
    ),
    text("over", "Over", "What the models are over", |r| r.decline.over.as_str().into()),
    structure(
        "models",
        "`model` (linear, sqrt, power), `q0`, `k`, `c` and their 95 % intervals `ci_q0`, `ci_k`, `ci_c`, `rss`, `aicc`, \
         `r2`, `chosen`, and why it was `refused`",
        |r| Value::List(r.decline.fits.iter().map(model).collect()),
    ),
    structure(
        "end_of_life",
        "By each `base` (baseline, nominal, fit): `threshold_pct`, `value`, its 95 % interval `ci`, `kind` (fit or data), \
         `note`",
        |r| Value::List(r.decline.ends_of_life.iter().map(end).collect()),
    ),
    structure(
        "knee",
        "`at`, its 95 % interval `ci`, `slope_before`, `slope_after`, `aicc`, or why it was `refused`",
        knee,
    ),
    structure("onset", "`at`, or why it was `refused`", onset),
];

fn point(point: &Point) -> Value {
    object([
        ("step", point.step.into()),
        ("cycle", point.cycle.into()),
        ("efc", point.efc.into()),
        ("days", point.days.into()),
        ("throughput_ah", point.throughput_ah.into()),
        ("capacity_ah", point.capacity_ah.into()),
        ("soh_pct", point.soh_pct.into()),
    ])
}

fn model(fit: &Fit) -> Value {
    object([
        ("model", fit.model.name().into()),
        ("q0", fit.q0.into()),
        ("k", fit.k.into()),
        ("c", fit.c.into()),
        ("ci_q0", interval(fit.ci_q0)),
        ("ci_k", interval(fit.ci_k)),
        ("ci_c", interval(fit.ci_c)),
        ("rss", fit.rss.into()),
        ("aicc", fit.aicc.into()),
        ("r2", fit.r2.into()),
        ("chosen", fit.chosen.into()),
        ("refused", fit.refused.clone().into()),
    ])
}

fn end(end: &EndOfLife) -> Value {
    object([
        ("base", base(end).into()),
        ("threshold_pct", end.threshold.into()),
        ("value", end.value.into()),
        ("ci", end.ci.map_or(Value::Missing, |(low, high)| Value::List(vec![low.into(), high.into()]))),
        ("kind", kind(end).into()),
        ("note", note(end).into()),
    ])
}

fn base(end: &EndOfLife) -> &'static str {
    match end.base {
        Base::Baseline => "baseline",
        Base::Nominal => "nominal",
        Base::Fit => "fit",
    }
}

fn kind(end: &EndOfLife) -> Option<&'static str> {
    end.kind.map(|kind| match kind {
        EndKind::Fit => "fit",
        EndKind::Data => "data",
    })
}

fn note(end: &EndOfLife) -> Option<String> {
    (!end.notes.is_empty()).then(|| end.notes.join("; "))
}

fn knee(aged: &Aged) -> Value {
    let knee = &aged.decline.knee;
    let of = |read: fn(&crate::transform::knee::Single) -> f64| Value::from(knee.single.as_ref().map(read));
    object([
        ("at", of(|single| single.knee)),
        ("ci", interval(knee.single.map(|single| single.ci))),
        ("slope_before", of(|single| single.slope_before)),
        ("slope_after", of(|single| single.slope_after)),
        ("aicc", of(|single| single.aicc)),
        ("refused", knee.refused.clone().into()),
    ])
}

fn onset(aged: &Aged) -> Value {
    let knee = &aged.decline.knee;
    object([("at", knee.onset().into()), ("refused", knee.onset_refused.clone().into())])
}

/// A point of a course: the number of its group, the group's first, the point.
pub(super) type Placed = ((usize, FullDischarge), Point);

/// A point as flat formats tell it.
pub(super) static POINTS: &[Field<Placed>] = &[
    name(integer("group", "Group", "The group", |r| r.0.0.into())),
    number("c_rate", "C-rate", "", 3, "Rate of the group's first", |r| r.0.1.c_rate.into()),
    number("temperature_degc", "From", "°C", 1, "Temperature at the start of the group's first", |r| {
        r.0.1.temperature_start_degc.into()
    }),
    brief(integer("step", "Step", "The full discharge", |r| r.1.step.into())),
    brief(integer("cycle", "Cycle", "Its cycle", |r| r.1.cycle.into())),
    brief(number("efc", "EFC", "", 2, "Equivalent full cycles at the end of its cycle", |r| r.1.efc.into())),
    brief(number("days", "Days", "d", 3, "Elapsed time at its end", |r| r.1.days.into())),
    brief(number("throughput_ah", "Throughput", "Ah", 3, "Charge moved by the end of its cycle", |r| {
        r.1.throughput_ah.into()
    })),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Its capacity", |r| r.1.capacity_ah.into())),
    brief(number("soh_pct", "SOH", "%", 2, "That in % of the group's baseline", |r| r.1.soh_pct.into())),
];

/// A course in a line, for people.
pub(super) static COURSES: &[Field<Aged>] = &[
    name(integer("group", "Group", "The group", |r| r.number.into())),
    brief(number("c_rate", "C-rate", "", 3, "Rate of its first", |r| r.course.first.c_rate.into())),
    brief(number("temperature_degc", "From", "°C", 1, "Temperature at the start of its first", |r| {
        r.course.first.temperature_start_degc.into()
    })),
    brief(integer("points", "Points", "Its full discharges", |r| r.course.points.len().into())),
    brief(number("baseline_capacity_ah", "Baseline", "Ah", 4, "What is 100 %", |r| {
        r.course.baseline.map(|baseline| baseline.capacity_ah).into()
    })),
    brief(number("soh_pct", "SOH", "%", 2, "SOH at its last", |r| {
        r.course.points.last().and_then(|point| point.soh_pct).into()
    })),
    brief(text("model", "Model", "The model that is chosen", |r| {
        r.decline.chosen().map(|fit| fit.model.name()).into()
    })),
    brief(number("end_of_life", "End of life", "", 1, "Where it falls to 80 % of its baseline", |r| {
        r.decline.end_of_life(Base::Baseline).and_then(|end| end.value).into()
    })),
    brief(number("knee", "Knee", "", 1, "Where fade becomes faster", |r| r.decline.knee.knee().into())),
    number("onset", "Onset", "", 1, "Where fade begins to become faster", |r| r.decline.knee.onset().into()),
];

/// A model as a row.
pub(super) static MODEL: &[Field<(usize, Fit)>] = &[
    name(integer("group", "Group", "The group", |r| r.0.into())),
    brief(text("model", "Model", "linear, sqrt or power", |r| r.1.model.name().into())),
    brief(flag("chosen", "Chosen", "Whether it is the model that is chosen", |r| r.1.chosen.into())),
    brief(number("q0", "q0", "%", 3, "Value at 0", |r| r.1.q0.into())),
    brief(number("k", "k", "", 5, "Slope", |r| r.1.k.into())),
    brief(number("c", "c", "", 3, "Exponent", |r| r.1.c.into())),
    brief(text("ci_k", "k 95 %", "Interval of k", |r| spoken(r.1.ci_k, 5).into())),
    text("ci_q0", "q0 95 %", "Interval of q0", |r| spoken(r.1.ci_q0, 3).into()),
    text("ci_c", "c 95 %", "Interval of c", |r| spoken(r.1.ci_c, 3).into()),
    brief(number("aicc", "AICc", "", 2, "Akaike's criterion, corrected for few points", |r| r.1.aicc.into())),
    brief(number("r2", "R²", "", 4, "Coefficient of determination", |r| r.1.r2.into())),
    Field {
        column: Heading::new("refused", "Refused", Kind::Prose, "Why there are no numbers").brief(),
        get: |r| r.1.refused.clone().into(),
    },
];

/// An interval in words.
fn spoken(ends: Option<(f64, f64)>, decimals: usize) -> Option<String> {
    ends.map(|(low, high)| format!("{low:.decimals$} to {high:.decimals$}"))
}

/// An end of life as a row.
pub(super) static END: &[Field<(usize, EndOfLife)>] = &[
    name(integer("group", "Group", "The group", |r| r.0.into())),
    brief(text("base", "Base", "baseline, nominal or fit", |r| base(&r.1).into())),
    brief(number("threshold_pct", "Threshold", "%", 2, "80 % of it, in % of the group's baseline", |r| {
        r.1.threshold.into()
    })),
    brief(number("value", "End of life", "", 2, "Where capacity falls to it", |r| r.1.value.into())),
    brief(number("ci_low", "95 % from", "", 2, "Lower end of its interval", |r| r.1.ci.and_then(|ci| ci.0).into())),
    brief(number("ci_high", "95 % to", "", 2, "Upper end of its interval", |r| r.1.ci.and_then(|ci| ci.1).into())),
    brief(text("kind", "By", "fit, or data where the points themselves fall to it", |r| kind(&r.1).into())),
    Field {
        column: Heading::new("note", "Note", Kind::Prose, "What a reader must know").brief(),
        get: |r| note(&r.1).into(),
    },
];

/// Growth of resistance of pulses of one kind.
pub(super) static GROWTH: &[Field<Growth>] = &[
    name(text("direction", "Direction", "charge or discharge", |r| r.direction.as_str().into())),
    brief(number("soc_pct", "SOC", "%", 1, "SOC of the first pulse", |r| r.soc_pct.into())),
    brief(number("temperature_degc", "Temperature", "°C", 1, "Its temperature", |r| r.temperature_degc.into())),
    brief(number("c_rate", "C-rate", "", 3, "Its C-rate", |r| r.c_rate.into())),
    brief(integer("pulses", "Pulses", "How many alike pulses there are", |r| r.pulses.len().into())),
    integer("first_step", "First step", "The first", |r| r.pulses.first().map(|pulse| pulse.0).into()),
    integer("last_step", "Last step", "The last", |r| r.pulses.last().map(|pulse| pulse.0).into()),
    brief(integer("first_cycle", "From cycle", "The first's cycle", |r| r.pulses.first().map(|pulse| pulse.1).into())),
    brief(integer("last_cycle", "To cycle", "The last's cycle", |r| r.pulses.last().map(|pulse| pulse.1).into())),
    brief(resistance("first_r_10s_ohm", "R 10 s first", "Resistance at 10 s of the first", |r| {
        r.pulses.first().map(|pulse| pulse.2).into()
    })),
    brief(resistance("last_r_10s_ohm", "R 10 s last", "Resistance at 10 s of the last", |r| {
        r.pulses.last().map(|pulse| pulse.2).into()
    })),
    brief(number("growth_pct", "Growth", "%", 2, "The last over the first, less 100 %", |r| r.growth_pct().into())),
];

/// Retention of charge.
pub(super) static RETENTION: &[Field<Retention>] = &[
    name(integer("step", "Step", "The full discharge after the storage", |r| r.step.into())),
    integer("before_step", "Before", "The comparable one before it", |r| r.before_step.into()),
    integer("recovered_step", "Recovered", "The next comparable one", |r| r.recovered_step.into()),
    brief(number("days", "Days", "d", 2, "How long the open circuit took", |r| r.days.into())),
    brief(number("before_ah", "Before", "Ah", 4, "Capacity before", |r| r.before_ah.into())),
    brief(number("retained_ah", "Retained", "Ah", 4, "Capacity after it", |r| r.retained_ah.into())),
    brief(number("recovered_ah", "Recovered", "Ah", 4, "Capacity of the next", |r| r.recovered_ah.into())),
    brief(number("retention_pct", "Retention", "%", 2, "Retained over before", |r| r.retention_pct().into())),
    brief(number("recovery_pct", "Recovery", "%", 2, "Recovered over before", |r| r.recovery_pct().into())),
    brief(number("loss_reversible_pct", "Reversible", "%", 2, "Loss that the next charge undid", |r| {
        r.loss_reversible_pct().into()
    })),
    brief(number("loss_irreversible_pct", "Irreversible", "%", 2, "Loss that stays", |r| {
        r.loss_irreversible_pct().into()
    })),
    brief(number("rate_pct_per_month", "Rate", "%/month", 2, "Loss of charge in a month of 30.436875 days", |r| {
        r.rate_pct_per_month().into()
    })),
];
