//! The original's database: adopted like any ingest, its figures those of the files as far as its digits carry.

use crate::support::{Dashboard, Outcome, Pair, Sandbox, USUAL, Written, fixture, on_both, real_pairs};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn import(sandbox: &Sandbox, file: &Path, more: &[&str]) -> (Outcome, Value) {
    let mut args = vec!["catalog", "import-original", file.to_str().unwrap(), "--format", "json"];
    args.extend(more);
    let outcome = sandbox.run(args);
    let answer = outcome.json();
    (outcome, answer)
}

fn outcomes(answer: &Value) -> Vec<[&str; 2]> {
    let tests = answer["tests"].as_array().unwrap();
    tests
        .iter()
        .map(|test| {
            [&test["name"], if test["outcome"].is_null() { &test["would"] } else { &test["outcome"] }]
                .map(|word| word.as_str().unwrap())
        })
        .collect()
}

/// A step's figure, and by how much it may differ for what the original rounded; a share of the value, where it is one.
const STEP_FIGURES: &[(&str, f64, f64)] = &[
    ("step", 0.0, 0.0),
    ("duration_s", 0.0, 0.0),
    ("voltage_end_v", 0.0, 0.0),
    ("current_end_a", 0.0, 0.0),
    ("capacity_ah", 0.0, 0.0),
    ("energy_wh", 0.0, 0.0),
    ("temperature_end_degc", 0.0, 0.0),
    ("power_end_w", 0.0, 0.0),
    ("soc_start_pct", 1e-9, 0.0),
    ("soc_end_pct", 1e-9, 0.0),
    ("ocv_start_v", 0.0, 0.0),
    ("rest_before_s", 0.0, 0.0),
    ("measurements", 0.0, 0.0),
    ("voltage_start_v", 0.5e-5, 0.0),
    ("voltage_min_v", 0.5e-5, 0.0),
    ("voltage_max_v", 0.5e-5, 0.0),
    ("temperature_start_degc", 0.05, 0.0),
    ("temperature_max_degc", 0.05, 0.0),
    // Half a digit of the current, by a nominal capacity of at least 2 Ah.
    ("c_rate", 0.5e-3 / 2.0, 0.0),
];
const CYCLE_FIGURES: &[(&str, f64, f64)] = &[
    ("cycle", 0.0, 0.0),
    ("charge_capacity_ah", 1e-9, 0.0),
    ("discharge_capacity_ah", 1e-9, 0.0),
    ("coulombic_efficiency_pct", 1e-9, 0.0),
    ("energy_efficiency_pct", 1e-9, 0.0),
    ("soh_pct", 1e-9, 0.0),
    ("equivalent_full_cycles", 1e-9, 0.0),
];
const PULSE_FIGURES: &[(&str, f64, f64)] = &[
    ("step", 0.0, 0.0),
    ("soc_pct", 1e-9, 0.0),
    ("duration_s", 0.0, 0.0),
    ("r0_ohm", 0.0, 0.01),
    ("r_1s_ohm", 0.0, 0.01),
    ("r_10s_ohm", 0.0, 0.01),
];

/// What differs beyond that.
fn differences(got: &Value, want: &Value, list: &str, figures: &[(&str, f64, f64)]) -> Vec<String> {
    let (got, want) = (got[list].as_array().unwrap(), want[list].as_array().unwrap());
    assert_eq!(got.len(), want.len(), "{list}");
    let mut found = Vec::new();
    for (row, (got, want)) in got.iter().zip(want).enumerate() {
        for (figure, absolute, share) in figures {
            let is_alike = match (got[*figure].as_f64(), want[*figure].as_f64()) {
                (Some(got), Some(want)) => (got - want).abs() <= absolute + share * want.abs() + 1e-12 * want.abs(),
                (got, want) => got.is_none() && want.is_none(),
            };
            if !is_alike {
                found.push(format!("{list} {row}: {figure} is {}, the files give {}", got[*figure], want[*figure]));
            }
        }
    }
    found
}

/// The figures of an experiment that was adopted must be those of its files.
fn compare(sandbox: &Sandbox, name: &str, pair: &Pair, nominal: &str) {
    let folder = sandbox.path("files");
    pair.write(&folder);
    let step = folder.join(format!("{}_Step.csv", pair.name));
    let files = [step.to_str().unwrap(), "--nominal-capacity", nominal];
    let mut found = Vec::new();
    for (list, figures) in [("steps", STEP_FIGURES), ("cycles", CYCLE_FIGURES), ("pulses", PULSE_FIGURES)] {
        let got = sandbox.report(list, &["--experiment", name, "--nominal-capacity", nominal]);
        found.extend(differences(&got, &sandbox.report(list, &files), list, figures));
    }
    assert!(found.is_empty(), "{}: {name}:\n{}", sandbox.lane(), found.join("\n"));
}

fn dashboard(sandbox: &Sandbox) -> PathBuf {
    let path = sandbox.path("battery.db");
    Dashboard::at(&path).catalogue().put(1, &fixture("mini"), USUAL).put(2, &fixture("rates"), USUAL);
    path
}

#[test]
fn all_of_it_is_adopted_and_once() {
    on_both(|sandbox| {
        let file = dashboard(sandbox);
        let bytes = std::fs::read(&file).unwrap();
        let (outcome, would) = import(sandbox, &file, &["--dry-run"]);
        outcome.expect(0).says(&["would be added: 1 project, 2 cells, 1 machine, 1 operator"]);
        assert_eq!(outcomes(&would), [["mini", "loaded"], ["rates", "loaded"]], "{would:#}");
        assert!(sandbox.experiments().is_empty());

        let (outcome, answer) = import(sandbox, &file, &[]);
        outcome.expect(0).says(&["3 Ah may be the original's default", "its cell Other; the cell's counts"]);
        assert_eq!(outcomes(&answer), [["mini", "loaded"], ["rates", "loaded"]], "{answer:#}");
        compare(sandbox, "mini", &fixture("mini"), "2");
        compare(sandbox, "rates", &fixture("rates"), "2");
        let cells = sandbox.json(["catalog", "list", "cells", "--format", "json"]);
        let cell = |at: usize, key: &str| cells["cells"][at][key].clone();
        assert_eq!((cell(0, "name"), cell(0, "chemistry")), ("M41-07".into(), "Other".into()), "{cells:#}");
        assert_eq!((cell(0, "form_factor"), cell(0, "experiments")), ("prismatic".into(), 1.into()));
        assert_eq!(
            (cell(1, "name"), cell(1, "nominal_capacity_ah")),
            ("S-8".into(), 5.0.into()),
            "by its serial number"
        );
        assert_eq!((cell(1, "form_factor"), cell(1, "date_received")), ("other".into(), "2025-01-31".into()));
        let machines = sandbox.json(["catalog", "list", "machines", "--format", "json"]);
        assert_eq!(machines["machines"][0]["model_number"], "17011");
        let files = sandbox.json(["catalog", "list", "files", "--format", "json"]);
        assert_eq!(
            (&files["files"][0]["dialect"], &files["files"][0]["outcome"]),
            (&"original".into(), &"loaded".into())
        );

        let (outcome, again) = import(sandbox, &file, &[]);
        outcome.expect(0);
        assert_eq!(outcomes(&again), [["mini", "skipped"], ["rates", "skipped"]], "{again:#}");
        // Other bytes, and the same tests; one has no steps.
        Dashboard::at(&file).change(
            "INSERT INTO project VALUES (9, 'New', NULL, NULL);
             INSERT INTO experiment SELECT 3, 'empty', NULL, 'LFP', 3.0, NULL, start_date, NULL, NULL, NULL FROM experiment
                 WHERE id = 1",
        );
        let (outcome, again) = import(sandbox, &file, &[]);
        outcome.expect(1).says(&["added: 1 project", "holds no steps"]);
        assert_eq!(outcomes(&again), [["mini", "skipped"], ["rates", "skipped"], ["empty", "rejected"]], "{again:#}");
        sandbox.run(["catalog", "check", "--content"]).done();
        assert_ne!(bytes, std::fs::read(&file).unwrap(), "the project was written by the test alone");
    });
}

#[test]
fn it_is_only_read_and_its_lost_digits_are_not_judged() {
    let sandbox = Sandbox::sqlite();
    let file = dashboard(&sandbox);
    let bytes = std::fs::read(&file).unwrap();
    import(&sandbox, &file, &[]).0.expect(0);
    assert!(bytes == std::fs::read(&file).unwrap() && !sandbox.path("battery.db-wal").exists());
    let outcome = sandbox.run(["validate", "--experiment", "rates"]).done();
    outcome.says(&["not checked by CAP01, CAP02, CAP05, CAP10, STP07, STP09, TMP05, VLT03: the values were rounded"]);
}

#[test]
fn what_stood_for_missing_is_missing_again() {
    on_both(|sandbox| {
        let file = sandbox.path("battery.db");
        let blind = Written { has_temperature: false, ..USUAL };
        let bare = Written { has_source: false, ..blind };
        Dashboard::at(&file)
            .put(2, &fixture("mini").named("blind"), blind)
            .put(3, &fixture("rates").named("bare"), bare)
            .change(
                "UPDATE measurement SET energy = 0 WHERE step_id > 3000; UPDATE step SET energy = 0 WHERE id > 3000",
            )
            .change("UPDATE step SET voltage_end = 0 WHERE id = 3002");
        let (outcome, answer) = import(sandbox, &file, &[]);
        outcome.expect(0).says(&[
            "every temperature is 25 °C, which stood for none",
            "every energy is 0 while charge flowed",
            "hold no copy of their source row",
            "no step says when it began",
        ]);
        assert_eq!(outcomes(&answer), [["blind", "loaded"], ["bare", "loaded"]], "{answer:#}");
        for name in ["blind", "bare"] {
            let steps = sandbox.report("steps", &["--experiment", name]);
            let steps = steps["steps"].as_array().unwrap();
            for step in steps {
                assert!(step["temperature_start_degc"].is_null() && step["temperature_end_degc"].is_null(), "{step:#}");
                assert!(step["voltage_start_v"].as_f64() > Some(1.0) && step["voltage_end_v"].as_f64() > Some(1.0));
                // What was not measured is the integral.
                let flows = step["capacity_ah"].as_f64().is_some_and(|ah| ah.abs() > 0.01);
                assert_eq!(step["energy_wh"].as_f64().is_some_and(|wh| wh.abs() > 0.01), flows, "{name}: {step:#}");
            }
            assert!(steps[0]["rest_before_s"].is_null() && steps[0]["soc_start_pct"] != 0.0, "{:#}", steps[0]);
            assert_eq!(steps[0]["start_time"].is_string(), name == "blind");
        }
    });
}

#[test]
fn an_experiment_that_has_grown_is_appended() {
    let (sandbox, file) = (Sandbox::sqlite(), PathBuf::from("battery.db"));
    let pair = fixture("mini");
    let last = *pair.steps().last().unwrap();
    let path = sandbox.path("battery.db");
    Dashboard::at(&path).put(2, &pair, USUAL).change(&format!(
        "CREATE TABLE aside AS SELECT * FROM step WHERE step_number = {last};
         DELETE FROM step WHERE step_number = {last};
         CREATE TABLE rows_aside AS SELECT * FROM measurement WHERE step_id = 2000 + {last};
         DELETE FROM measurement WHERE step_id = 2000 + {last};"
    ));
    assert_eq!(outcomes(&import(&sandbox, &file, &[]).1), [["mini", "loaded"]]);
    let back = "INSERT INTO step SELECT * FROM aside; INSERT INTO measurement SELECT * FROM rows_aside;";
    Dashboard::at(&path).change(back);
    let (outcome, answer) = import(&sandbox, &file, &[]);
    outcome.expect(0);
    assert_eq!(outcomes(&answer), [["mini", "appended"]], "{answer:#}");
    compare(&sandbox, "mini", &pair, "2");
    sandbox.run(["catalog", "check", "--content"]).done();
}

#[test]
fn a_name_that_is_taken_is_refused_with_the_way_out() {
    on_both(|sandbox| {
        let file = dashboard(sandbox);
        let changed = fixture("mini").with_step_cell(0, "截止電壓(V)", "3.1");
        changed.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.expect(0);
        let (outcome, answer) = import(sandbox, &file, &[]);
        outcome.expect(1).says(&["`mini` is loaded with other content", "--replace", "--name"]);
        assert_eq!(outcomes(&answer), [["mini", "rejected"], ["rates", "loaded"]], "{answer:#}");
        let (outcome, answer) = import(sandbox, &file, &["--experiment", "1", "--name", "old mini"]);
        outcome.expect(0);
        assert_eq!(outcomes(&answer), [["old mini", "loaded"]]);
        let (outcome, answer) = import(sandbox, &file, &["--experiment", "mini", "--replace"]);
        assert_eq!(outcomes(&answer), [["mini", "skipped"]], "{answer:#}");
        outcome.expect(0).says(&["loaded as `old mini`"]);

        Dashboard::at(&file).put(4, &fixture("rates").named("twin"), USUAL).put(
            5,
            &fixture("mini").named("twin"),
            USUAL,
        );
        let (outcome, answer) = import(sandbox, &file, &["--experiment", "twin"]);
        outcome
            .expect(1)
            .says(&["experiments 4, 5 of this database would have one name, `twin`", "--experiment NUMBER"]);
        assert_eq!(outcomes(&answer), [["twin", "rejected"], ["twin", "rejected"]]);
        sandbox.intact();
    });
}

#[test]
fn what_is_none_of_it_is_refused_and_what_it_lacks_is_told() {
    let sandbox = Sandbox::sqlite();
    let run = |file: &Path| sandbox.run(["catalog", "import-original", file.to_str().unwrap()]);
    run(&sandbox.path("none.db")).expect(2).says(&["none.db"]);
    run(&sandbox.path("")).expect(2).says(&["is a folder"]);
    fixture("mini").write(&sandbox.path("in"));
    run(&sandbox.path("in/mini_Step.csv")).expect(2).says(&["mini_Step.csv", "name the file that the dashboard wrote"]);
    sandbox.run(["ingest", "in", "--database", "sqlite:own.db"]).done();
    run(&sandbox.path("own.db")).expect(2).says(&["no database of the original", "battery-etl itself"]);

    let file = sandbox.path("old.db");
    Dashboard::at(&file).put(2, &fixture("mini"), USUAL).change(
        "ALTER TABLE step DROP COLUMN original_step_type; ALTER TABLE measurement DROP COLUMN energy;
         ALTER TABLE cell DROP COLUMN serial_number; DROP TABLE project;
         CREATE TABLE saved_view (id INTEGER); CREATE TABLE processed_file (id INTEGER);
         INSERT INTO measurement VALUES (99999, 77, 1.0, 3.3, 0.0, 25.1, 0.0);
         UPDATE measurement SET voltage = 'x' WHERE id = 3;",
    );
    run(&file).expect(1).says(&[
        "lacks project, cell.serial_number, step.original_step_type, measurement.energy",
        "processed_file, saved_view are not taken over",
        "1 measurements belong to no step",
        "hold no number for time, voltage or current",
    ]);
    let outcome = sandbox.run(["catalog", "import-original", file.to_str().unwrap(), "--fail-on", "never"]);
    outcome.expect(0).says(&["loaded    mini"]);
    let outcome = sandbox.run(["catalog", "import-original", file.to_str().unwrap(), "--experiment", "minni"]);
    outcome.expect(2).says(&["no experiment `minni`", "did you mean `mini`?"]);
}

#[test]
fn the_real_one_gives_the_figures_of_its_files() {
    let pairs = real_pairs();
    let Some(pair) = pairs.iter().find(|pair| pair.name.ends_with("0220")) else { return };
    let shared = std::env::var_os("BATTERY_ETL_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let file = shared.join("data/original/battery.db");
    on_both(|sandbox| {
        let (outcome, answer) = import(sandbox, &file, &[]);
        outcome.expect(0);
        let test = &answer["tests"][0];
        assert_eq!((&test["steps"], &test["measurements"]), (&18.into(), &1130.into()), "{answer:#}");
        assert_eq!((&test["findings"]["error"], &test["findings"]["warning"]), (&0.into(), &0.into()), "{answer:#}");
        compare(sandbox, "EVE_M41 Peak charge 60s", pair, "19.5");
        sandbox.run(["catalog", "check", "--content"]).done();
    });
}
