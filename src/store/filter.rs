//! The filters of reports and of the catalog, over all loaded data, as Diesel conditions.

use super::connection::Backend;
use super::schema::{cells, experiments, machines, operators, projects, step_metrics, steps};
use crate::model::StepType;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

/// A closed range; an end that is left out is open.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Range {
    /// The least value.
    pub min: Option<f64>,
    /// The greatest value.
    pub max: Option<f64>,
}

/// Which experiments and steps are meant; what is left out does not matter.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Filter {
    /// Names of experiments; empty for all.
    pub experiments: Vec<String>,
    /// The project's name.
    pub project: Option<String>,
    /// The cell's name.
    pub cell: Option<String>,
    /// The cycler's name.
    pub machine: Option<String>,
    /// Who ran it.
    pub operator: Option<String>,
    /// The chemistry: the experiment's battery type, else its cell's.
    pub chemistry: Option<String>,
    /// Begun at or after this time of the cycler's clock.
    pub since: Option<NaiveDateTime>,
    /// Begun at or before it.
    pub until: Option<NaiveDateTime>,
    /// What the step does; empty for anything.
    pub step_types: Vec<StepType>,
    /// SOC at the step's start and end, in %.
    pub soc_pct: Option<Range>,
    /// The rate the step was run at.
    pub c_rate: Option<Range>,
    /// Temperature at the step's start in °C.
    pub temperature_degc: Option<Range>,
    /// OCV before the step in V, after a rest of at least `min_rest_s`.
    pub ocv_v: Option<Range>,
    /// The shortest rest in s whose end voltage is an OCV.
    pub min_rest_s: f64,
    /// Also what was replaced.
    pub with_replaced: bool,
}

impl Filter {
    /// The same experiments, whatever their steps are.
    #[must_use]
    pub fn of_any_steps(self) -> Self {
        Self { step_types: Vec::new(), soc_pct: None, c_rate: None, temperature_degc: None, ocv_v: None, ..self }
    }

    /// Whether steps are chosen, not whole experiments alone.
    #[must_use]
    pub fn has_step_conditions(&self) -> bool {
        !self.step_types.is_empty()
            || self.soc_pct.is_some()
            || self.c_rate.is_some()
            || self.temperature_degc.is_some()
            || self.ocv_v.is_some()
    }

    /// Whether it chooses anything at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { min_rest_s: self.min_rest_s, with_replaced: self.with_replaced, ..Self::default() }
    }
}

/// The experiments with what they belong to.
type Belonging = diesel::dsl::LeftJoinQuerySource<
    diesel::dsl::LeftJoinQuerySource<
        diesel::dsl::LeftJoinQuerySource<
            diesel::dsl::LeftJoinQuerySource<experiments::table, projects::table>,
            cells::table,
        >,
        machines::table,
    >,
    operators::table,
>;

type Condition<Source> = Box<dyn BoxableExpression<Source, Backend, SqlType = Nullable<Bool>>>;

/// The conditions on experiments, all of which must hold.
pub(super) fn experiment_conditions(filter: &Filter) -> Vec<Condition<Belonging>> {
    let mut all: Vec<Condition<Belonging>> = Vec::new();
    if !filter.with_replaced {
        all.push(Box::new(experiments::superseded_by_id.is_null().nullable()));
    }
    if !filter.experiments.is_empty() {
        all.push(Box::new(experiments::name.eq_any(filter.experiments.clone()).nullable()));
    }
    if let Some(name) = filter.project.clone() {
        all.push(Box::new(projects::name.nullable().eq(name)));
    }
    if let Some(name) = filter.cell.clone() {
        all.push(Box::new(cells::name.nullable().eq(name)));
    }
    if let Some(name) = filter.machine.clone() {
        all.push(Box::new(machines::name.nullable().eq(name)));
    }
    if let Some(name) = filter.operator.clone() {
        all.push(Box::new(operators::name.nullable().eq(name)));
    }
    if let Some(name) = filter.chemistry.clone() {
        let own = experiments::battery_type.eq(name.clone());
        let of_cell = experiments::battery_type.is_null().and(cells::chemistry.nullable().eq(name));
        all.push(Box::new(own.or(of_cell)));
    }
    if let Some(time) = filter.since {
        all.push(Box::new(experiments::start_time.ge(time)));
    }
    if let Some(time) = filter.until {
        all.push(Box::new(experiments::start_time.le(time)));
    }
    all
}

/// The steps with what was derived for them.
type Steps = diesel::dsl::InnerJoinQuerySource<
    steps::table,
    step_metrics::table,
    diesel::dsl::And<
        diesel::dsl::Eq<step_metrics::experiment_id, steps::experiment_id>,
        diesel::dsl::Eq<step_metrics::step, steps::number>,
    >,
>;

/// The conditions on steps, all of which must hold.
pub(super) fn step_conditions(filter: &Filter) -> Vec<Condition<Steps>> {
    let mut all: Vec<Condition<Steps>> = Vec::new();
    if !filter.step_types.is_empty() {
        let names: Vec<&str> = filter.step_types.iter().map(|step_type| step_type.as_str()).collect();
        all.push(Box::new(steps::step_type.eq_any(names).nullable()));
    }
    macro_rules! within {
        ($range:expr, $($column:expr),+) => {
            if let Some(range) = $range {
                $(
                    if let Some(min) = range.min {
                        all.push(Box::new($column.ge(min)));
                    }
                    if let Some(max) = range.max {
                        all.push(Box::new($column.le(max)));
                    }
                )+
            }
        };
    }
    within!(filter.soc_pct, step_metrics::soc_start_pct, step_metrics::soc_end_pct);
    within!(filter.c_rate, step_metrics::c_rate);
    within!(filter.temperature_degc, step_metrics::temperature_start_degc);
    within!(filter.ocv_v, step_metrics::ocv_start_v);
    if filter.ocv_v.is_some() {
        all.push(Box::new(step_metrics::rest_before_s.ge(filter.min_rest_s)));
    }
    all
}
