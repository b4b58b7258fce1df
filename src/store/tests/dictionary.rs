//! The data dictionary: each table, view and column is described once, derived ones in the words of the reports.

use super::lane::{Lane, on_both, on_postgres};
use crate::fields::{CYCLES, PULSES, STEPS};
use crate::format::{Field, Heading};
use crate::store::Database;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use std::collections::{BTreeMap, BTreeSet};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    unit: Option<String>,
    #[diesel(sql_type = Text)]
    description: String,
}

fn lines(database: &mut Database, query: &str) -> Vec<Line> {
    diesel::sql_query(query).load(&mut database.connection).unwrap()
}

fn dictionary(database: &mut Database) -> BTreeMap<(String, String), (Option<String>, String)> {
    let lines = lines(database, "SELECT table_name, column_name, unit, description FROM data_dictionary");
    lines.into_iter().map(|line| ((line.table_name, line.column_name), (line.unit, line.description))).collect()
}

/// What there is to describe.
fn columns(lane: &Lane, database: &mut Database) -> BTreeSet<(String, String)> {
    let query = if lane.is_postgres() {
        "SELECT table_name::text, column_name::text, NULL AS unit, '' AS description FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_%'"
    } else {
        "SELECT m.name AS table_name, c.name AS column_name, NULL AS unit, '' AS description \
         FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type IN ('table', 'view') AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'"
    };
    let columns = lines(database, query);
    let tables = columns.iter().map(|line| (line.table_name.clone(), String::new())).collect::<Vec<_>>();
    columns.into_iter().map(|line| (line.table_name, line.column_name)).chain(tables).collect()
}

/// A field's unit and meaning, as the dictionary has them.
fn said<T>(fields: &'static [Field<T>]) -> impl Iterator<Item = (String, (Option<String>, String))> {
    let said = |column: &Heading| {
        let unit = (!column.unit.is_empty()).then(|| column.unit.to_owned());
        (column.key.to_string(), (unit, column.about.to_string()))
    };
    fields.iter().map(move |field| said(&field.column))
}

#[test]
fn every_table_view_and_column_is_described() {
    on_both(|lane| {
        let mut database = lane.open();
        let there = columns(lane, &mut database);
        let described: BTreeSet<_> = dictionary(&mut database).into_keys().collect();
        let missing: Vec<_> = there.difference(&described).collect();
        assert!(missing.is_empty(), "data_dictionary says nothing of {missing:?}");
        let gone: Vec<_> = described.difference(&there).collect();
        assert!(gone.is_empty(), "data_dictionary describes what is not there: {gone:?}");
    });
}

#[test]
fn what_is_derived_is_described_as_in_reports() {
    on_both(|lane| {
        let dictionary = dictionary(&mut lane.open());
        let of = |tables: &[&str], key: &str, said: &(Option<String>, String)| {
            let key = if key == "loop" { "loop_pass" } else { key };
            let found = tables.iter().filter_map(|table| dictionary.get(&((*table).to_owned(), key.to_owned())));
            let found: Vec<_> = found.collect();
            assert!(!found.is_empty(), "{key} is in none of {tables:?}");
            assert!(found.iter().all(|have| *have == said), "{key} of {tables:?} is {found:?}, not {said:?}");
        };
        said(STEPS).for_each(|(key, said)| of(&["step_metrics", "bi_steps"], &key, &said));
        said(CYCLES).for_each(|(key, said)| of(&["cycles", "bi_cycles"], &key, &said));
        said(PULSES).for_each(|(key, said)| of(&["pulses", "bi_pulses"], &key, &said));
    });
}

#[test]
fn a_name_ends_with_its_unit() {
    on_both(|lane| {
        let units = [("_s", "s"), ("_v", "V"), ("_a", "A"), ("_ah", "Ah"), ("_wh", "Wh"), ("_w", "W"), ("_pct", "%")];
        let units = units.into_iter().chain([("_degc", "°C"), ("_ohm", "Ω"), ("_g", "g")]);
        let units: Vec<_> = units.collect();
        for ((table, column), (unit, _)) in dictionary(&mut lane.open()) {
            let named = units.iter().find(|(end, _)| {
                let plain = ["_min", "_max", "_sum", "_magnitude"].iter().find_map(|more| column.strip_suffix(more));
                plain.unwrap_or(&column).ends_with(end)
            });
            assert_eq!(unit.as_deref(), named.map(|(_, unit)| *unit), "{table}.{column}");
        }
    });
}

#[test]
fn the_dictionary_is_also_comments() {
    on_postgres(|lane| {
        let mut database = lane.open();
        let query = "SELECT c.relname::text AS table_name, coalesce(a.attname, '')::text AS column_name, NULL AS unit, \
             d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass \
             LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND a.attnum > 0 \
             WHERE c.relnamespace = quote_ident(current_schema())::regnamespace";
        let comments: BTreeMap<_, _> = lines(&mut database, query)
            .into_iter()
            .map(|line| ((line.table_name, line.column_name), line.description))
            .collect();
        let wanted: BTreeMap<_, _> = dictionary(&mut database)
            .into_iter()
            .map(|(key, (unit, words))| (key, unit.map_or(words.clone(), |unit| format!("{words} [{unit}]"))))
            .collect();
        assert_eq!(comments, wanted);
        assert_eq!(comments[&("bi_steps".to_owned(), "voltage_end_v".to_owned())], "Voltage at the end [V]");
    });
}
