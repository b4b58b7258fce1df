//! docs/database.md: each query of the page runs on both databases and has the same answer, and each table is on the page.

use crate::support::{Sandbox, aloud, fixture};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;

const PAGE: &str = include_str!("../../docs/database.md");

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    answer: String,
}

/// The blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    PAGE.split(&begin).skip(1).map(|rest| rest.split("```").next().unwrap().trim()).collect()
}

/// Tests of one cell, some with pulses, some with findings.
fn load(sandbox: &Sandbox) {
    for name in ["mini", "rates", "fade", "reset"] {
        fixture(name).write(&sandbox.path("in"));
    }
    // One after the other, so that each time the same ones are found to overlap.
    sandbox.ingest(&sandbox.path("in"), &["--project", "Ageing", "--cell", "C1", "--jobs", "1"]).0.done();
}

fn sqlite(connection: &mut SqliteConnection, query: &str) -> String {
    let found: Vec<Answer> =
        diesel::sql_query(query).load(connection).unwrap_or_else(|error| panic!("{query}: {error}"));
    found.into_iter().map(|line| line.answer).collect::<Vec<_>>().join("\n")
}

/// The names of what a query answers, and the rows as JSON.
fn on_sqlite(connection: &mut SqliteConnection, query: &str) -> (Vec<String>, Value) {
    diesel::sql_query(format!("CREATE TEMP VIEW asked AS {query}")).execute(connection).unwrap();
    let names = sqlite(connection, "SELECT name AS answer FROM pragma_table_info('asked') ORDER BY cid");
    diesel::sql_query("DROP VIEW asked").execute(connection).unwrap();
    let names: Vec<_> = names.lines().map(str::to_owned).collect();
    let rows = format!("SELECT json_group_array(json_array({})) AS answer FROM ({query}) q", names.join(", "));
    let rows = sqlite(connection, &rows);
    (names, serde_json::from_str(&rows).unwrap())
}

/// Whether two answers are the same, but for the last bits of sums and for how moments and truths are written.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            (one - other).abs() <= 1e-9 * one.abs().max(1.0)
        }
        (Value::String(one), Value::String(other)) => {
            let plain = |text: &str| text.replace('T', " ").trim_end_matches(".000").to_owned();
            plain(one) == plain(other)
        }
        _ => one == other,
    }
}

#[test]
fn each_query_of_the_page_has_the_same_answer_on_both_databases() {
    let queries = blocks("sql");
    assert!(queries.len() >= 10, "{} queries", queries.len());
    let embedded = Sandbox::sqlite();
    load(&embedded);
    let file = embedded.path("battery-etl").join("battery-etl.db");
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let server = Sandbox::postgres();
    match &server {
        Some(sandbox) => load(sandbox),
        None => aloud("SKIPPED on PostgreSQL: BATTERY_ETL_TEST_POSTGRES is not set (scripts/test sets it)"),
    }
    for query in queries {
        let (names, rows) = on_sqlite(&mut connection, query);
        assert!(rows.as_array().is_some_and(|rows| !rows.is_empty()), "no answer to {query}");
        if let Some(sandbox) = &server {
            let query = format!("SELECT json_agg(json_build_array({})) FROM ({query}) q", names.join(", "));
            let answer: Value = serde_json::from_str(&sandbox.server().unwrap().query(&query)).unwrap();
            assert!(same(&rows, &answer), "{query}: {rows} on SQLite, {answer} on PostgreSQL");
        }
    }
}

#[test]
fn each_table_and_view_is_on_the_page() {
    let sandbox = Sandbox::sqlite();
    sandbox.run(["migrate", "up"]).done();
    let file = sandbox.path("battery-etl").join("battery-etl.db");
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let names = sqlite(&mut connection, "SELECT table_name AS answer FROM data_dictionary WHERE column_name = ''");
    let diagram = blocks("mermaid").concat();
    for name in names.lines() {
        assert!(PAGE.contains(&format!("`{name}`")), "docs/database.md does not tell of {name}");
        let is_drawn = diagram.split_whitespace().any(|word| word == name);
        let alone = name.starts_with("bi_") || ["audit_events", "data_dictionary"].contains(&name);
        assert!(is_drawn != alone, "{name} in the diagram of docs/database.md");
    }
}
