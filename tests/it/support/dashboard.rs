//! The database of the original dashboard, written as it wrote it: rounded, with what was missing as 0 or 25 °C.

use super::Pair;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use serde_json::json;
use std::path::Path;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS project (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, description VARCHAR,
        start_date DATETIME);
    CREATE TABLE IF NOT EXISTS cell (id INTEGER PRIMARY KEY, name VARCHAR, manufacturer VARCHAR, chemistry VARCHAR(5) NOT NULL,
        capacity FLOAT, form VARCHAR(11), nominal_capacity FLOAT, nominal_voltage FLOAT, form_factor VARCHAR(11),
        serial_number VARCHAR, date_received DATETIME, notes VARCHAR);
    CREATE TABLE IF NOT EXISTS machine (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, description VARCHAR,
        model_number VARCHAR);
    CREATE TABLE IF NOT EXISTS experiment (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, description VARCHAR,
        battery_type VARCHAR NOT NULL, nominal_capacity FLOAT NOT NULL, operator VARCHAR, start_date DATETIME NOT NULL,
        project_id INTEGER, cell_id INTEGER, machine_id INTEGER);
    CREATE TABLE IF NOT EXISTS step (id INTEGER PRIMARY KEY, experiment_id INTEGER NOT NULL, step_name VARCHAR,
        step_number INTEGER NOT NULL, step_type VARCHAR NOT NULL, original_step_type VARCHAR, duration FLOAT NOT NULL,
        voltage_start FLOAT, voltage_end FLOAT NOT NULL, current FLOAT NOT NULL, capacity FLOAT NOT NULL,
        energy FLOAT NOT NULL, temperature_start FLOAT, temperature_end FLOAT, c_rate FLOAT NOT NULL, soc_start FLOAT,
        soc_end FLOAT, pre_test_rest_time FLOAT);
    CREATE TABLE IF NOT EXISTS measurement (id INTEGER PRIMARY KEY, step_id INTEGER NOT NULL, execution_time FLOAT NOT NULL,
        voltage FLOAT NOT NULL, current FLOAT NOT NULL, temperature FLOAT NOT NULL, capacity FLOAT NOT NULL,
        energy FLOAT NOT NULL);";

/// The database.
pub(crate) struct Dashboard(SqliteConnection);

/// How an experiment was written.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    /// With the copy of each source row.
    pub(crate) has_source: bool,
    /// With a sensor of the temperature.
    pub(crate) has_temperature: bool,
}

/// As the original writes most of them.
pub(crate) const USUAL: Written = Written { has_source: true, has_temperature: true };

impl Dashboard {
    /// One that is empty, or the one that is there.
    pub(crate) fn at(path: &Path) -> Self {
        let mut connection = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
        connection.batch_execute(SCHEMA).unwrap();
        Self(connection)
    }

    /// Runs statements.
    pub(crate) fn change(&mut self, statements: &str) -> &mut Self {
        self.0.batch_execute(statements).unwrap();
        self
    }

    /// What a test belongs to: project, cell and machine no. 1, and a cell that no test has.
    pub(crate) fn catalogue(&mut self) -> &mut Self {
        self.change(
            "INSERT INTO project VALUES (1, 'Rates', 'rate tests', '2025-02-01 00:00:00.000000');
             INSERT INTO cell VALUES (1, 'M41-07', 'EVE', 'Others', NULL, NULL, 2.0, 3.7, 'Prismatic', 'S-7', NULL, 'sample'),
                 (2, NULL, NULL, 'NMC', 5.0, 'Others', NULL, NULL, NULL, 'S-8', '2025-01-31 00:00:00', NULL);
             INSERT INTO machine VALUES (1, 'Rack 4', 'tester', '17011');",
        )
    }

    /// Writes a pair as experiment `id`; the names of its columns are those of Chroma LEx.
    pub(crate) fn put(&mut self, id: i32, pair: &Pair, written: Written) -> &mut Self {
        let of_catalogue = if id == 1 { "1, 1, 1" } else { "NULL, NULL, NULL" };
        let mut sql = format!(
            "BEGIN; INSERT INTO experiment VALUES ({id}, '{}', NULL, 'LFP', 3.0, 'li', '2026-01-01 00:00:00.000000', \
             {of_catalogue});",
            pair.name
        );
        let table = Table::of(&pair.step);
        let mut before: Option<f64> = None;
        for (row, cells) in table.rows.iter().enumerate() {
            let cell = |name: &str| table.cell(cells, name);
            let number = |name: &str| cell(name).parse::<f64>().unwrap_or(0.0);
            let kind = kind(cell("工步種類"));
            let temperature = Some(number("Aux T1")).filter(|_| written.has_temperature);
            let source = json!({
                "current": number("截止電流(A)"), "capacity": number("截止電量(Ah)"), "energy": number("能量(Wh)"),
                "step_number": row + 1, "step_type": kind, "power": number("功率(W)"),
                "total_capacity": number("總電量(Ah)"), "voltage_end": number("截止電壓(V)"),
                "duration": number("工步執行時間(秒)"), "temperature_end": temperature, "start_time": cell("日期時間"),
                "voltage_start": before, "original_step_type": cell("工步種類"), "soc_start": null, "lab_note": "A1",
            });
            let source = if written.has_source { format!("'{source}'") } else { "NULL".to_owned() };
            sql.push_str(&format!(
                "INSERT INTO step VALUES ({}, {id}, {source}, {}, '{kind}', '{}', {}, {}, {}, {}, {}, {}, 25.0, {}, 0, 0, 0, 0);",
                id * 1000 + row as i32 + 1,
                cell("工步"),
                cell("工步種類"),
                number("工步執行時間(秒)"),
                before.unwrap_or(0.0),
                number("截止電壓(V)"),
                number("截止電流(A)"),
                number("截止電量(Ah)"),
                number("能量(Wh)"),
                temperature.unwrap_or(25.0),
            ));
            before = Some(number("截止電壓(V)"));
        }
        let table = Table::of(&pair.detail);
        for cells in &table.rows {
            let number = |name: &str| table.cell(cells, name).parse::<f64>().unwrap_or(0.0);
            let step: i32 = table.cell(cells, "工步").parse().unwrap();
            let temperature = if written.has_temperature { number("Aux T1") } else { 25.0 };
            sql.push_str(&format!(
                "INSERT INTO measurement (step_id, execution_time, voltage, current, temperature, capacity, energy) \
                 VALUES ({}, {}, {:.5}, {:.3}, {temperature:.1}, {:.3}, {:.3});",
                id * 1000 + step,
                number("工步執行時間(秒)"),
                number("電壓(V)"),
                number("電流(A)"),
                number("電量(Ah)"),
                number("能量(Wh)"),
            ));
        }
        self.change(&(sql + "COMMIT;"))
    }
}

fn kind(text: &str) -> &'static str {
    match text {
        text if text.contains("放電") => "discharge",
        text if text.contains("充電") => "charge",
        _ => "rest",
    }
}

/// A CSV file whose cells are not quoted.
struct Table<'a> {
    header: Vec<&'a str>,
    rows: Vec<Vec<&'a str>>,
}

impl<'a> Table<'a> {
    fn of(text: &'a str) -> Self {
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap_or_default();
        Self { header, rows: lines.collect() }
    }

    fn cell(&self, cells: &[&'a str], name: &str) -> &'a str {
        let at = self.header.iter().position(|column| *column == name);
        at.and_then(|at| cells.get(at)).copied().unwrap_or_default()
    }
}
