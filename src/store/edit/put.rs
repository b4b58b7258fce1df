//! Reading and writing the fields of an entity, each by its name.

use super::super::row::text;
use super::super::schema::{cells, experiments, machines, operators, projects};
use super::super::{CellRecord, Database, Doing, Machine, Project, StoreError, json};
use super::Found;
use super::fields::{EditField, Entity, Kind, known};
use crate::model::{Allowed, with_article};
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

/// Fields and what stands in each.
type Fields = Vec<(&'static str, Option<String>)>;

fn wrong<T>(field: &EditField, problem: impl Into<String>) -> Result<T, StoreError> {
    Err(StoreError::Value { field: field.name.to_owned(), problem: problem.into() })
}

/// A number as it may stand in a field.
fn number(field: &EditField, value: Option<&str>) -> Result<Option<f64>, StoreError> {
    let (Some(value), Kind::Number(allowed) | Kind::Nominal(allowed)) = (value, field.kind) else { return Ok(None) };
    allowed.read(value).map(Some).or_else(|problem| wrong(field, problem))
}

/// The most of anything that is counted.
const COUNT_MAX: i32 = 1_000_000;

fn count(field: &EditField, value: Option<&str>) -> Result<Option<i32>, StoreError> {
    let Some(value) = value else { return Ok(None) };
    match value.trim().parse::<i32>() {
        Ok(count) if (1..=COUNT_MAX).contains(&count) => Ok(Some(count)),
        _ => wrong(field, format!("`{value}` is no whole number above 0 and up to {COUNT_MAX}")),
    }
}

fn date(field: &EditField, value: Option<&str>) -> Result<Option<NaiveDate>, StoreError> {
    let Some(value) = value else { return Ok(None) };
    match value.trim().parse::<NaiveDate>() {
        Ok(date) if Allowed::YEARS.contains(&date.year()) => Ok(Some(date)),
        _ => wrong(field, format!("`{value}` is no date from 1900 to 2199; write it as 2026-03-05")),
    }
}

/// A text, in the spelling of the list where there is one.
fn words(field: &EditField, value: Option<&str>) -> Result<Option<String>, StoreError> {
    let Some(value) = value else { return Ok(None) };
    let Kind::Listed(all) = field.kind else { return text(field.name, value).map(Some) };
    match all.iter().find(|one| one.eq_ignore_ascii_case(value.trim())) {
        Some(one) => Ok(Some((*one).to_owned())),
        None => wrong(field, format!("`{value}` is none of {}", all.join(", "))),
    }
}

/// How many letters a name may have: PostgreSQL finds no longer ones by their index, and no table shows them.
const NAME_LENGTH: usize = 255;

fn name(field: &EditField, value: Option<&str>) -> Result<String, StoreError> {
    match value.map(str::trim).filter(|value| !value.is_empty()) {
        Some(value) if value.chars().any(char::is_control) => wrong(field, "a name is a text of one line"),
        Some(value) if value.chars().count() > NAME_LENGTH => {
            wrong(field, format!("a name has at most {NAME_LENGTH} letters"))
        }
        Some(value) => text(field.name, value),
        None => wrong(field, "a name cannot be empty"),
    }
}

/// Tags as `a,b` says, or those that are there with `+a` and without `-b`.
fn tags(there: Vec<String>, said: &str) -> Result<Vec<String>, String> {
    let words = || said.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let signed = words().filter(|word| word.starts_with(['+', '-'])).count();
    if signed == 0 {
        let mut once = std::collections::BTreeSet::new();
        return Ok(words().filter(|word| once.insert(*word)).map(str::to_owned).collect());
    }
    if signed < words().count() {
        return Err(format!("`{said}`: write all of them, as a,b, or what is added and taken away, as +a,-b"));
    }
    let mut tags = there;
    for word in words() {
        let (sign, tag) = word.split_at(1);
        let is_there = tags.iter().any(|one| one == tag);
        if sign == "-" {
            tags.retain(|one| one != tag);
        } else if !is_there {
            // One that is there keeps its place: nothing is changed by it.
            tags.push(tag.to_owned());
        }
    }
    Ok(tags)
}

macro_rules! put {
    ($database:expr, $id:expr, $table:ident.$column:ident = $value:expr) => {{
        let set = ($table::$column.eq($value), $table::updated_at.eq(super::super::clock::now()));
        diesel::update($table::table.find($id)).set(set).execute(&mut $database.connection).map(drop)
    }};
}

impl Database {
    /// Makes the row of an entity of which only the name is known. Experiments come by loading alone.
    pub(super) fn insert(&mut self, entity: Entity, called: &str) -> Result<(), StoreError> {
        let field = known(entity, "name")?;
        let called = name(field, Some(called))?;
        match entity {
            Entity::Project => self.ensure_project(&Project { name: called, ..Project::default() }),
            Entity::Cell => self.ensure_cell(&CellRecord { name: called, ..CellRecord::default() }),
            Entity::Machine => self.ensure_machine(&called),
            Entity::Operator => self.ensure_operator(&called),
            Entity::Experiment => wrong(field, "an experiment comes by `battery-etl ingest`"),
        }
        .map(drop)
    }

    /// Writes one field.
    pub(super) fn put_field(
        &mut self,
        entity: Entity,
        id: i32,
        field: &str,
        value: Option<&str>,
    ) -> Result<(), StoreError> {
        let field = known(entity, field)?;
        let stored = match entity {
            Entity::Project => self.put_project(id, field, value)?,
            Entity::Cell => self.put_cell(id, field, value)?,
            Entity::Machine => match field.name {
                "model_number" => put!(self, id, machines.model_number = words(field, value)?),
                "description" => put!(self, id, machines.description = words(field, value)?),
                _ => put!(self, id, machines.name = name(field, value)?),
            },
            Entity::Operator => put!(self, id, operators.name = name(field, value)?),
            Entity::Experiment => self.put_experiment(id, field, value)?,
        };
        match stored {
            Err(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _)) => {
                let value = value.unwrap_or_default();
                wrong(
                    field,
                    format!("there is {} `{value}` already; choose another name", with_article(entity.as_str())),
                )
            }
            stored => stored.doing("storing the change"),
        }
    }

    /// Gives an entity back the time of its last change.
    pub(super) fn put_updated_at(&mut self, entity: Entity, is: &Found) -> Result<(), StoreError> {
        macro_rules! put_back {
            ($($variant:ident => $table:ident),+) => {
                match entity {
                    $(Entity::$variant => {
                        let set = $table::updated_at.eq(is.updated_at);
                        diesel::update($table::table.find(is.id)).set(set).execute(&mut self.connection)
                    })+
                }
            };
        }
        put_back!(
            Project => projects, Cell => cells, Machine => machines, Operator => operators, Experiment => experiments
        )
        .map(drop)
        .doing("leaving it as it was")
    }

    fn put_project(&mut self, id: i32, field: &EditField, value: Option<&str>) -> Result<QueryResult<()>, StoreError> {
        Ok(match field.name {
            "description" => put!(self, id, projects.description = words(field, value)?),
            "start_date" => put!(self, id, projects.start_date = date(field, value)?),
            _ => put!(self, id, projects.name = name(field, value)?),
        })
    }

    fn put_cell(&mut self, id: i32, field: &EditField, value: Option<&str>) -> Result<QueryResult<()>, StoreError> {
        Ok(match field.name {
            "manufacturer" => put!(self, id, cells.manufacturer = words(field, value)?),
            "chemistry" => put!(self, id, cells.chemistry = words(field, value)?),
            "configuration" => put!(self, id, cells.configuration = words(field, value)?),
            "cells_in_series" => put!(self, id, cells.cells_in_series = count(field, value)?),
            "active_mass_g" => put!(self, id, cells.active_mass_g = number(field, value)?),
            "form_factor" => put!(self, id, cells.form_factor = words(field, value)?),
            "nominal_capacity_ah" => put!(self, id, cells.nominal_capacity_ah = number(field, value)?),
            "nominal_voltage_v" => put!(self, id, cells.nominal_voltage_v = number(field, value)?),
            "voltage_min_v" => put!(self, id, cells.voltage_v_min = number(field, value)?),
            "voltage_max_v" => put!(self, id, cells.voltage_v_max = number(field, value)?),
            "current_charge_max_a" => put!(self, id, cells.current_charge_a_max = number(field, value)?),
            "current_discharge_max_a" => put!(self, id, cells.current_discharge_a_max = number(field, value)?),
            "temperature_min_degc" => put!(self, id, cells.temperature_degc_min = number(field, value)?),
            "temperature_max_degc" => put!(self, id, cells.temperature_degc_max = number(field, value)?),
            "serial_number" => put!(self, id, cells.serial_number = words(field, value)?),
            "batch" => put!(self, id, cells.batch = words(field, value)?),
            "date_received" => put!(self, id, cells.date_received = date(field, value)?),
            "notes" => put!(self, id, cells.notes = words(field, value)?),
            _ => put!(self, id, cells.name = name(field, value)?),
        })
    }

    fn put_experiment(
        &mut self,
        id: i32,
        field: &EditField,
        value: Option<&str>,
    ) -> Result<QueryResult<()>, StoreError> {
        let of = match field.kind {
            Kind::Of(entity) => value.map(|name| self.entity(entity, name)).transpose()?.map(|found| found.id),
            Kind::Supersedes => {
                value.map(|name| self.entity(Entity::Experiment, name)).transpose()?.map(|found| found.id)
            }
            _ => None,
        };
        Ok(match field.name {
            "description" => put!(self, id, experiments.description = words(field, value)?),
            "battery_type" => put!(self, id, experiments.battery_type = words(field, value)?),
            "project" => put!(self, id, experiments.project_id = of),
            "cell" => put!(self, id, experiments.cell_id = of),
            "machine" => put!(self, id, experiments.machine_id = of),
            "operator" => put!(self, id, experiments.operator_id = of),
            "supersedes" if self.is_superseded_by(of, id)? => {
                return wrong(field, "an experiment cannot supersede itself, nor one that supersedes it");
            }
            "supersedes" => Ok(self.put_supersedes(id, of)?),
            "tags" => {
                let said = text("tags", value.unwrap_or_default())?;
                let tags = tags(self.tags(id)?, &said).or_else(|problem| wrong(field, problem))?;
                put!(self, id, experiments.tags = json::write(&tags)?)
            }
            "nominal_capacity_ah" | "reference_step" => {
                let mut conventions = self.conventions(id)?;
                if let Kind::Nominal(_) = field.kind {
                    conventions.nominal_capacity_ah = number(field, value)?;
                } else {
                    conventions.reference_step = count(field, value)?;
                }
                self.put_conventions(id, &conventions)?;
                let now = experiments::updated_at.eq(super::super::clock::now());
                diesel::update(experiments::table.find(id)).set(now).execute(&mut self.connection).map(drop)
            }
            _ => put!(self, id, experiments.name = name(field, value)?),
        })
    }

    fn tags(&mut self, id: i32) -> Result<Vec<String>, StoreError> {
        let tags: String = experiments::table
            .find(id)
            .select(experiments::tags)
            .first(&mut self.connection)
            .doing("reading the tags")?;
        json::read("experiments.tags", &tags)
    }

    /// What stands in the fields of an entity, in their order.
    pub(super) fn fields(&mut self, entity: Entity, id: i32) -> Result<Fields, StoreError> {
        let doing = "reading what is there";
        let shown = |number: Option<f64>| number.map(|number| number.to_string());
        let dated = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let values: Vec<Option<String>> = match entity {
            Entity::Project => {
                let one: Project =
                    projects::table.find(id).select(Project::as_select()).first(&mut self.connection).doing(doing)?;
                vec![Some(one.name), one.description, dated(one.start_date)]
            }
            Entity::Machine => {
                let one: Machine =
                    machines::table.find(id).select(Machine::as_select()).first(&mut self.connection).doing(doing)?;
                vec![Some(one.name), one.model_number, one.description]
            }
            Entity::Operator => {
                let one = operators::table.find(id).select(operators::name).first(&mut self.connection).doing(doing)?;
                vec![Some(one)]
            }
            Entity::Cell => {
                let one: CellRecord =
                    cells::table.find(id).select(CellRecord::as_select()).first(&mut self.connection).doing(doing)?;
                vec![
                    Some(one.name),
                    one.manufacturer,
                    one.chemistry,
                    one.configuration,
                    one.cells_in_series.map(|count| count.to_string()),
                    shown(one.active_mass_g),
                    one.form_factor,
                    shown(one.nominal_capacity_ah),
                    shown(one.nominal_voltage_v),
                    shown(one.voltage_v_min),
                    shown(one.voltage_v_max),
                    shown(one.current_charge_a_max),
                    shown(one.current_discharge_a_max),
                    shown(one.temperature_degc_min),
                    shown(one.temperature_degc_max),
                    one.serial_number,
                    one.batch,
                    dated(one.date_received),
                    one.notes,
                ]
            }
            Entity::Experiment => self.experiment_fields(id)?,
        };
        Ok(entity.fields().iter().map(|field| field.name).zip(values).collect())
    }

    fn experiment_fields(&mut self, id: i32) -> Result<Vec<Option<String>>, StoreError> {
        let gone = || StoreError::Changed("the experiment was deleted meanwhile".to_owned());
        let one = self.experiment_by_id(id)?.ok_or_else(gone)?;
        let own_type: Option<String> = experiments::table
            .find(id)
            .select(experiments::battery_type)
            .first(&mut self.connection)
            .doing("reading what is there")?;
        let conventions = self.conventions(id)?;
        let supersedes = match one.supersedes_id {
            Some(other) => self.experiment_by_id(other)?.map(|other| other.name),
            None => one.supersedes_name.map(|name| format!("{name} (not here)")),
        };
        Ok(vec![
            Some(one.name),
            one.description,
            one.project,
            one.cell,
            one.machine,
            one.operator,
            own_type,
            Some(one.tags.join(",")).filter(|tags| !tags.is_empty()),
            conventions.nominal_capacity_ah.map(|value| value.to_string()),
            conventions.reference_step.map(|step| step.to_string()),
            supersedes,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_set_added_and_taken_away() {
        let there = || vec!["aged".to_owned(), "pouch".to_owned()];
        assert_eq!(tags(there(), "a, b,a").unwrap(), ["a", "b"]);
        assert_eq!(tags(there(), "+new,-aged").unwrap(), ["pouch", "new"]);
        assert_eq!(tags(there(), "+aged").unwrap(), ["aged", "pouch"]);
        assert_eq!(tags(there(), "+new,+aged,+new").unwrap(), ["aged", "pouch", "new"]);
        assert!(tags(there(), "").unwrap().is_empty());
        assert!(tags(there(), "+a,b").is_err());
    }

    #[test]
    fn what_no_field_takes_is_refused_with_its_name() {
        let refused = |entity, field: &str, value: &str| {
            let field = known(entity, field).unwrap();
            let stored = match field.kind {
                Kind::Count => count(field, Some(value)).map(drop),
                Kind::Date => date(field, Some(value)).map(drop),
                Kind::Name => name(field, Some(value)).map(drop),
                Kind::Text | Kind::Listed(_) => words(field, Some(value)).map(drop),
                _ => number(field, Some(value)).map(drop),
            };
            stored.unwrap_err().to_string()
        };
        assert!(refused(Entity::Cell, "nominal_capacity_ah", "-2").contains("from 0.000001 to 1000000 Ah"));
        assert!(refused(Entity::Cell, "nominal_capacity_ah", "1e308").contains("cannot be"));
        assert!(refused(Entity::Cell, "date_received", "+262142-01-01").contains("no date"));
        assert!(refused(Entity::Cell, "voltage_min_v", "inf").contains("no number"));
        assert!(refused(Entity::Cell, "chemistry", "NCM").contains("none of NMC"));
        assert!(refused(Entity::Cell, "cells_in_series", "2.5").contains("whole number"));
        assert!(refused(Entity::Project, "start_date", "5.3.2026").contains("2026-03-05"));
        assert!(refused(Entity::Machine, "name", "a\nb").contains("one line"));
        assert!(known(Entity::Cell, "nominal_capacity").unwrap_err().to_string().contains("nominal_capacity_ah"));
    }
}
