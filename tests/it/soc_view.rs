//! The SOC that the view makes for those who read with SQL is the one that every reader of the tool makes.

use crate::support::{Sandbox, fixture, on_both};
use battery_etl::model::{Columns, StepSet, Test};
use battery_etl::store::{Database, StoredTest, Target};
use battery_etl::transform::soc;
use diesel::connection::Connection;
use diesel::sql_types::{Double, Integer, Nullable};
use diesel::{PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// They are the same within this, in %.
const WITHIN_PCT: f64 = 1e-9;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Integer)]
    step: i32,
    #[diesel(sql_type = Integer)]
    seq: i32,
    #[diesel(sql_type = Nullable<Double>)]
    soc_pct: Option<f64>,
}

/// The SOC of each row by its place, NaN where it is missing.
type Socs = HashMap<(i32, i32), f64>;

fn of_the_view(sandbox: &Sandbox, database: &Path, name: &str) -> Socs {
    let query = sql_query(format!("SELECT step, seq, soc_pct FROM bi_measurements WHERE experiment = '{name}'"));
    let rows: Vec<Row> = match sandbox.server() {
        Some(server) => query.load(&mut PgConnection::establish(&server.url()).unwrap()).unwrap(),
        None => query.load(&mut SqliteConnection::establish(database.to_str().unwrap()).unwrap()).unwrap(),
    };
    rows.iter().map(|row| ((row.step, row.seq), row.soc_pct.unwrap_or(f64::NAN))).collect()
}

fn of_reading(sandbox: &Sandbox, database: &Path, name: &str) -> Socs {
    let target = sandbox
        .server()
        .map_or_else(|| Target::sqlite(database), |server| Target::parse(&server.url()).expect("the server's URL"));
    let database = Arc::new(Mutex::new(Database::open(&target).unwrap()));
    let mut test = StoredTest::open(&database, name).unwrap();
    let anchor = test.head().unwrap().conventions.soc_anchor;
    let derived = test.stored_derived().expect("the conventions of the load").clone();
    let of_steps: HashMap<i32, (f64, f64)> =
        derived.steps.iter().filter_map(|step| Some((step.step, soc::of_rows(&derived, anchor, step)?))).collect();
    let mut found = Socs::new();
    test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
        let (start_pct, per_ah) = of_steps.get(&block.step).copied().unwrap_or((f64::NAN, f64::NAN));
        for (row, capacity_ah) in block.capacity_ah.iter().enumerate() {
            found.insert((block.step, (block.first_sequence as usize + row) as i32), start_pct + per_ah * capacity_ah);
        }
        Ok(())
    })
    .unwrap();
    found
}

fn look_at(sandbox: &Sandbox, name: &str, more: &[&str]) {
    fixture(name).write(&sandbox.path(name));
    sandbox.ingest(&sandbox.path(name), &[&["--replace", "--fail-on", "never"], more].concat()).0.done();
    let database = sandbox.path("battery-etl/battery-etl.db");
    let (view, reading) = (of_the_view(sandbox, &database, name), of_reading(sandbox, &database, name));
    let what = format!("{name} {more:?} on {}", sandbox.lane());
    assert_eq!(view.len(), reading.len(), "{what}: every row stands in the view");
    let known = reading.values().filter(|soc_pct| !soc_pct.is_nan()).count();
    assert!(known > reading.len() / 2, "{what}: {known} of {} rows have a SOC", reading.len());
    for (place, by_reading) in &reading {
        let by_view = view[place];
        let is_same = (by_view.is_nan() && by_reading.is_nan()) || (by_view - by_reading).abs() <= WITHIN_PCT;
        assert!(is_same, "{what}, step and row {place:?}: {by_view} in the view, {by_reading} read");
    }
}

#[test]
fn the_view_and_the_readers_agree_on_the_soc_of_every_row() {
    on_both(|sandbox| {
        for name in ["mini", "reset", "rates", "fade", "running"] {
            for anchor in ["reference", "full-charge"] {
                look_at(sandbox, name, &["--soc-anchor", anchor]);
            }
        }
    });
}
