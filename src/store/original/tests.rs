//! A small database as the original writes it, in a folder of its own.

use super::*;
use crate::model::{Columns, MAX_BLOCK_ROWS, StepSet, StepType, Test as _};
use tempfile::TempDir;

const SCHEMA: &str = "CREATE TABLE experiment (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE step (id INTEGER PRIMARY KEY, experiment_id INTEGER, step_number INTEGER, step_type TEXT, step_name TEXT,
        duration FLOAT, voltage_end FLOAT, current FLOAT, capacity FLOAT, temperature_end FLOAT);
    CREATE TABLE measurement (id INTEGER PRIMARY KEY, step_id INTEGER, execution_time FLOAT, voltage FLOAT, current FLOAT,
        temperature FLOAT);
    INSERT INTO experiment VALUES (1, 'a');";

fn with(statements: &str) -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("battery.db");
    let mut connection = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
    connection.batch_execute(SCHEMA).unwrap();
    connection.batch_execute(statements).unwrap();
    (folder, path)
}

/// Of each block: step, first sequence, rows, first line, first time of the test.
fn blocks(test: &mut OriginalTest, steps: &StepSet) -> Vec<(i32, u64, usize, u64, f64)> {
    let mut found = Vec::new();
    test.blocks(Columns::ALL, steps, &mut |block| {
        found.push((block.step, block.first_sequence, block.len(), block.lines[0], block.test_time_s[0]));
        Ok(())
    })
    .unwrap();
    found
}

#[test]
fn a_long_step_comes_in_blocks_and_times_go_on() {
    let (_folder, path) = with(
        "INSERT INTO step VALUES (7, 1, 1, 'rest', NULL, 60.0, 3.5, 0, 0, 24.0),
             (8, 1, 2, 'charge', NULL, 20000.0, 4.0, 1.0, 5.5, 26.0), (9, 1, 2, 'charge', NULL, 1.0, 4.0, 1.0, 0, 26.0);
         INSERT INTO measurement VALUES (1, 7, 0.1, 3.5, 0, 24.0), (2, 9, 0.5, 4.0, 1.0, 26.0);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
         INSERT INTO measurement SELECT 100 + i, 8, i, 3.6, 1.0, 25.0 FROM n;",
    );
    let mut test = OriginalTest::open(&path, 1, "a").unwrap();
    let rest = 20_000 - MAX_BLOCK_ROWS;
    let all = blocks(&mut test, &StepSet::All);
    let expected = [
        (1, 0, 1, 1, 0.1),
        (2, 0, MAX_BLOCK_ROWS, 101, 61.0),
        (2, MAX_BLOCK_ROWS as u64, rest, 101 + MAX_BLOCK_ROWS as u64, 61.0 + MAX_BLOCK_ROWS as f64),
        // A second step of the number goes on counting.
        (2, 20_000, 1, 2, 20_060.5),
    ];
    assert_eq!(all, expected);
    assert_eq!(blocks(&mut test, &StepSet::Only([1].into())).len(), 1);
    let records: Vec<_> = test.steps().unwrap().iter().map(|step| step.record.clone()).collect();
    assert_eq!((records[0].step_type, records[1].capacity_ah.get()), (StepType::Rest, Some(5.5)));
    assert!(test.faults().is_empty() && test.notes()[0].contains("hold no copy of their source row"));
}

#[test]
fn a_measured_temperature_keeps_those_of_25_degrees() {
    let steps = |source: &str| {
        let (_folder, path) = with(&format!(
            "INSERT INTO step VALUES (7, 1, 1, 'rest', {source}, 60.0, 3.5, 0, 0, 25.0);
             INSERT INTO measurement VALUES (1, 7, 0, 3.5, 0, 25.0), (2, 7, 60, 3.5, 0, 25.0);"
        ));
        let mut test = OriginalTest::open(&path, 1, "a").unwrap();
        let mut temperatures = Vec::new();
        test.blocks(Columns::ALL, &StepSet::All, &mut |block| {
            temperatures.extend_from_slice(block.temperature_degc);
            Ok(())
        })
        .unwrap();
        (test.steps().unwrap()[0].record.temperature_end_degc, temperatures[0])
    };
    let (of_step, of_row) = steps("'{\"temperature_end\": 25.0}'");
    assert_eq!((of_step.get(), of_row), (Some(25.0), 25.0));
    for none in ["'{\"temperature_end\": null}'", "'{\"temperature_end\": NaN, \"voltage_end\": -Infinity}'", "NULL"] {
        let (of_step, of_row) = steps(none);
        assert!(of_step.get().is_none() && of_row.is_nan(), "{none}");
    }
}

#[test]
fn the_source_row_tells_what_the_columns_have_rounded() {
    let (_folder, path) = with(
        "INSERT INTO step VALUES (7, 1, 1, 'discharge',
             '{\"capacity\": -1.234567, \"start_time\": \"02/20/2025 09:20:54\", \"power\": -3.25, \"voltage_end\": null,
               \"c_rate\": 9, \"lab_note\": \"A1\"}', 60.0, 0.0, -1.0, -1.23, 24.0)",
    );
    let mut test = OriginalTest::open(&path, 1, "a").unwrap();
    assert!(!test.head().unwrap().has_rows);
    let record = test.steps().unwrap()[0].record.clone();
    assert_eq!(
        (record.capacity_ah.get(), record.current_end_a.get(), record.power_end_w.get()),
        (Some(-1.234567), Some(-1.0), Some(-3.25))
    );
    assert_eq!(record.start_time.unwrap().to_string(), "2025-02-20 09:20:54");
    assert_eq!((record.voltage_end_v.get(), record.line), (None, Some(7)));
    assert_eq!(record.extras.iter().collect::<Vec<_>>(), [("lab_note", "A1")]);
}

#[test]
fn rows_without_a_number_are_faults_and_never_zero() {
    let (_folder, path) = with(
        "INSERT INTO step VALUES (7, 1, 1, 'rest', NULL, 60.0, 3.5, 0, 0, 24.0);
         INSERT INTO measurement VALUES (1, 7, 0, 'x', 0, 24.0), (2, 7, 60, 3.5, 0, 24.0), (3, 7, NULL, 3.5, 0, 24.0);",
    );
    let mut test = OriginalTest::open(&path, 1, "a").unwrap();
    assert_eq!(blocks(&mut test, &StepSet::All), [(1, 0, 1, 2, 60.0)]);
    let fault = &test.faults()[0];
    assert!(fault.line == Some(1) && fault.step == Some(1) && fault.message.starts_with("2 rows"), "{fault:?}");
}

#[test]
fn another_database_is_refused_and_what_is_absent_is_named() {
    let (folder, path) = with("");
    let original = Original::open(&path).unwrap();
    assert!(original.absent().contains(&"project".to_owned()));
    assert!(original.absent().contains(&"measurement.energy".to_owned()));
    let other = folder.path().join("other.db");
    SqliteConnection::establish(&other.to_string_lossy())
        .unwrap()
        .batch_execute("CREATE TABLE experiments (id INTEGER)")
        .unwrap();
    let why = Original::open(&other).err().unwrap().to_string();
    assert!(why.contains("no table `experiment`") && why.contains("battery-etl itself"), "{why}");
}
