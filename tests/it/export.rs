//! `export` as a person and a script meet it: every table in every format, the same bytes from files and both databases,
//! read back by readers of their own; thinned, split, filtered; what does not go together is refused.

use crate::support::{Outcome, Sandbox, fixture, on_both, real_pairs};
use calamine::{Data, Reader as _};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

const TABLES: [&str; 5] = ["measurements", "steps", "cycles", "pulses", "findings"];

fn export(sandbox: &Sandbox, words: &str) -> Outcome {
    sandbox.run(["export"].into_iter().chain(words.split(' ')))
}

/// The header and the cells of a CSV file without quotes.
fn cells(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let split = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = text.lines().map(split);
    (lines.next().unwrap_or_default(), lines.collect())
}

/// The rows of a Parquet file: the fields of each by name, as text; missing ones are left out.
fn parquet(path: &Path) -> Vec<BTreeMap<String, String>> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        let there = row.get_column_iter().filter(|(_, field)| **field != Field::Null);
        there
            .map(|(name, field)| {
                let text = match field {
                    Field::Str(text) => text.clone(),
                    Field::Double(number) => number.to_string(),
                    other => other.to_string(),
                };
                (name.clone(), text)
            })
            .collect()
    });
    rows.collect()
}

fn text(sandbox: &Sandbox, name: &str) -> String {
    fs::read_to_string(sandbox.path(name)).unwrap()
}

#[test]
fn files_and_databases_give_the_same_bytes() {
    let pairs = std::iter::once(fixture("mini")).chain(real_pairs().into_iter().take(1));
    for pair in pairs {
        on_both(|sandbox| {
            pair.write(&sandbox.path("in"));
            // As it is named later, so that findings name the same files.
            sandbox.run(["ingest", "in", "--fail-on", "never"]).done();
            for ending in ["csv", "ndjson", "parquet", "xlsx", "bdf.csv", "bdf.parquet"] {
                for table in TABLES.iter().filter(|table| !ending.contains("bdf") || **table == "measurements") {
                    let from = |source: &str, place: &str| {
                        let mut words = vec!["export", table];
                        words.extend(if source.is_empty() { vec!["in"] } else { vec!["--experiment", source] });
                        let place = format!("{place}.{ending}");
                        sandbox.run(words.into_iter().chain(["-o", &place])).done();
                        fs::read(sandbox.path(&place)).unwrap()
                    };
                    let (files, database) = (from("", "files"), from(&pair.name, "database"));
                    assert!(files == database, "{table}.{ending} of {} from {}", pair.name, sandbox.lane());
                    assert!(files == from("", "again"), "{table}.{ending} of {} is not the same twice", pair.name);
                }
            }
        });
    }
}

#[test]
fn rows_are_those_of_the_files_with_what_is_derived() {
    let sandbox = Sandbox::sqlite();
    let mini = fixture("mini");
    mini.write(&sandbox.path("in"));
    let csv = export(&sandbox, "measurements in").done().stdout;
    let (header, rows) = cells(&csv);
    assert_eq!(rows.len(), mini.detail.lines().count() - 1);
    let at =
        |name: &str| header.iter().position(|column| column == name).unwrap_or_else(|| panic!("{name}: {header:?}"));
    let value = |row: &[String], name: &str| row[at(name)].parse::<f64>().unwrap();
    for row in &rows {
        let c_rate = value(row, "current_a").abs() / 2.0;
        assert!((value(row, "c_rate") - c_rate).abs() < 1e-12);
    }
    // Step 5 is the full discharge: from 100 % to 0 %.
    let full: Vec<_> = rows.iter().filter(|row| row[at("step")] == "5").collect();
    assert!(value(full[0], "soc_pct") > 99.9 && value(full[full.len() - 1], "soc_pct").abs() < 0.01);
    assert_eq!(full[0][at("step_type")], "discharge");
    assert_eq!(rows[0][at("time")], "2024-09-04T16:18:56");
    assert!(rows.iter().any(|row| row[at("relaxation")] == "true"), "a pulse has a tail");
    for name in ["aux_t2_degc", "power_w", "total_capacity_ah", "chamber_temperature_degc"] {
        at(name);
    }
    // Parquet holds the same, cell by cell.
    export(&sandbox, "measurements in -o rows.parquet").done();
    let held = parquet(&sandbox.path("rows.parquet"));
    assert_eq!(held.len(), rows.len());
    for (row, held) in rows.iter().zip(&held) {
        for (name, cell) in header.iter().zip(row).filter(|(name, _)| *name != "time") {
            let held = held.get(name).map_or("", String::as_str);
            let same = held == cell || held.parse::<f64>().ok() == cell.parse::<f64>().ok();
            assert!(same, "{name}: {held} in Parquet, {cell} in CSV");
        }
    }
    let lines = export(&sandbox, "measurements in --format ndjson").done().stdout;
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((first["step"].as_i64(), first["voltage_v"].as_f64()), (Some(1), Some(3.396)));
}

#[test]
fn a_workbook_has_a_sheet_for_each_table() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in/a"));
    fixture("rates").write(&sandbox.path("in/b"));
    export(&sandbox, "in -o all.xlsx").done();
    let mut book = calamine::open_workbook_auto(sandbox.path("all.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["steps", "cycles", "pulses", "findings", "conventions"]);
    let steps = book.worksheet_range("steps").unwrap();
    let header: Vec<String> = steps.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(header[..2], ["experiment", "step"]);
    let csv = export(&sandbox, "steps in").done().stdout;
    let (names, rows) = cells(&csv);
    assert_eq!((names.len(), rows.len()), (header.len(), steps.height() - 1));
    let capacity = names.iter().position(|name| name == "capacity_ah").unwrap();
    for (row, cells) in steps.rows().skip(1).zip(&rows) {
        match &row[capacity] {
            Data::Float(number) => assert_eq!(*number, cells[capacity].parse::<f64>().unwrap()),
            other => assert!(cells[capacity].is_empty(), "{other}"),
        }
    }
    // One table named is one sheet.
    export(&sandbox, "cycles in -o cycles.xlsx").done();
    assert_eq!(calamine::open_workbook_auto(sandbox.path("cycles.xlsx")).unwrap().sheet_names(), ["cycles"]);
}

#[test]
fn several_tests_in_one_file_have_the_columns_of_all() {
    on_both(|sandbox| {
        let (mini, rates) = (fixture("mini"), fixture("rates"));
        let other = rates.detail.replacen("Aux T3", "Aux T4", 1);
        crate::support::Pair { detail: other, ..rates }.write(&sandbox.path("in"));
        mini.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.expect(0);
        let files = export(sandbox, "measurements in --steps 1-2").done().stdout;
        let (header, rows) = cells(&files);
        assert_eq!(header[0], "experiment");
        let at = |name: &str| header.iter().position(|column| column == name).unwrap();
        let of = |name: &str| rows.iter().filter(|row| row[0] == name).collect::<Vec<_>>();
        assert!(of("mini").iter().all(|row| row[at("aux_t4_degc")].is_empty() && !row[at("aux_t3_degc")].is_empty()));
        assert!(of("rates").iter().all(|row| !row[at("aux_t4_degc")].is_empty() && row[at("aux_t3_degc")].is_empty()));
        let database = export(sandbox, "measurements --experiment mini --experiment rates --steps 1-2").done().stdout;
        assert_eq!(files, database, "{}", sandbox.lane());
    });
}

#[test]
fn thinned_rows_are_those_that_a_thinned_load_keeps() {
    on_both(|sandbox| {
        let mini = fixture("mini");
        mini.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--sample-interval", "low"]).0.done();
        for name in ["low", "60"] {
            let files = export(sandbox, &format!("measurements in --sample-interval {name}")).done().stdout;
            let database = export(sandbox, "measurements --experiment mini").done().stdout;
            assert_eq!(files, database, "{}", sandbox.lane());
            assert!(files.lines().count() < mini.detail.lines().count());
        }
    });
}

#[test]
fn a_split_export_is_the_whole_in_parts() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    fixture("rates").named("=..rates x").write(&sandbox.path("in"));
    let whole = export(&sandbox, "measurements in --columns voltage_v,current_a").done().stdout;
    for what in ["step", "cycle", "experiment"] {
        let words = format!("measurements in --columns voltage_v,current_a --split-by {what} -o {what}");
        let said = export(&sandbox, &words).done().stderr;
        let mut names: Vec<_> = fs::read_dir(sandbox.path(what))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert!(said.contains(&format!("wrote {} files", names.len())), "{said}");
        let rows = |name: &String| text(&sandbox, &format!("{what}/{name}")).lines().count() - 1;
        assert_eq!(names.iter().map(rows).sum::<usize>(), whole.lines().count() - 1, "{names:?}");
        assert!(
            names.iter().all(|name| text(&sandbox, &format!("{what}/{name}")).starts_with("voltage_v,current_a\n"))
        );
        let first = match what {
            "step" => "mini-step-0001.csv",
            "cycle" => "mini-cycle-0001.csv",
            _ => "mini.csv",
        };
        assert!(names.iter().any(|name| name == first), "{names:?}");
        assert!(names.iter().all(|name| !name.contains(['=', ' ', '/'])), "{names:?}");
    }
    // Steps by cycle, in another format; a link is never followed out of the folder.
    export(&sandbox, "steps in --split-by cycle --format ndjson -o cycles").done();
    fs::create_dir(sandbox.path("linked")).unwrap();
    std::os::unix::fs::symlink(sandbox.path("elsewhere"), sandbox.path("linked/mini.csv")).unwrap();
    let refused = export(&sandbox, "steps in --split-by experiment -o linked");
    assert!(refused.status == 2 && refused.stderr.contains("is a link"), "{}", refused.stderr);
    assert!(!sandbox.path("elsewhere").exists());
}

#[test]
fn filters_leave_what_they_say_and_nothing_is_no_error() {
    on_both(|sandbox| {
        fixture("mini").write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &[]).0.done();
        for words in ["in", "--experiment mini"] {
            let rest = export(sandbox, &format!("measurements {words} --step-type rest --columns step_type")).done();
            assert!(rest.stdout.lines().skip(1).all(|line| line == "rest"), "{}", rest.stdout);
            let steps = export(sandbox, &format!("steps {words} --steps 3,5-6 --columns step")).done().stdout;
            assert_eq!(steps, "step\n3\n5\n6\n");
            let none = export(sandbox, &format!("measurements {words} --steps 99 -o none.parquet")).done();
            assert!(none.stderr.contains("no measurements found"), "{}", none.stderr);
            assert!(parquet(&sandbox.path("none.parquet")).is_empty());
        }
    });
}

#[test]
fn text_of_others_is_no_formula() {
    let sandbox = Sandbox::sqlite();
    let evil = fixture("mini").with_step_cell(0, "工步種類", "=cmd|x").named("@evil");
    evil.write(&sandbox.path("in"));
    fixture("rates").write(&sandbox.path("in"));
    let csv = export(&sandbox, "steps in --columns original_step_type,capacity_ah --bom").done().stdout;
    assert!(csv.starts_with("\u{feff}experiment,"), "{csv}");
    assert!(csv.contains("'@evil,'=cmd|x,"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("rates,") && line.contains(",-")), "numbers stay: {csv}");
}

#[test]
fn what_does_not_go_together_is_refused_with_the_way_out() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    fixture("rates").write(&sandbox.path("more"));
    fs::create_dir(sandbox.path("folder")).unwrap();
    for (words, said) in [
        ("in", "say what to export: measurements, steps"),
        ("measurments in", "did you mean `measurements`?"),
        ("steps", "nothing to export"),
        ("steps in -o x.json", "nothing here writes .json files"),
        ("steps in -o x", "no ending that says the format"),
        ("steps in -o x.csv --format parquet", "--format parquet is another ending"),
        ("steps in --format json", "there is no format `json` of exports"),
        ("steps cycles in", "holds one table, and 2 are named"),
        ("steps in --bom --format ndjson", "--bom is for CSV"),
        ("steps in -o x.bdf.csv", "is of measurements"),
        ("measurements in more -o x.bdf.csv", "holds one test"),
        ("measurements in --schema bdf --format xlsx", "as .bdf.csv or .bdf.parquet"),
        ("findings in --split-by step -o parts", "findings are not split by step"),
        ("cycles in --split-by step -o parts", "cycles are not split by step"),
        ("steps in --columns soc_end", "did you mean `soc_end_pct`?"),
        ("steps in -o folder", "is a folder"),
        ("steps in -o none/x.csv", "the folder does not exist"),
        ("steps none.csv", "none.csv"),
        ("measurements in --sample-interval often", "must be seconds above 0"),
    ] {
        let refused = export(&sandbox, words);
        assert!(refused.status == 2 && refused.stderr.contains(said), "{words}: {}", refused.stderr);
        assert!(refused.stdout.is_empty(), "{words}: {}", refused.stdout);
    }
    let left: Vec<_> = fs::read_dir(sandbox.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("part")), "{left:?}");
}

#[test]
fn an_input_that_cannot_be_read_leaves_the_others() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let broken = fixture("rates");
    broken.write(&sandbox.path("in"));
    fs::write(sandbox.path("in/rates_Step.csv"), "a,b\n1,2\n").unwrap();
    let outcome = export(&sandbox, "steps in --columns step");
    outcome.expect(1);
    let csv = export(&sandbox, "steps in --columns step").stdout;
    assert!(csv.lines().skip(1).all(|line| line.starts_with("mini,")) && csv.lines().count() == 15, "{csv}");
}

/// The figures of a report that are numbers, row by row.
fn figures(sandbox: &Sandbox, kind: &str, path: &str) -> Vec<BTreeMap<String, serde_json::Value>> {
    let report = sandbox.report(kind, &[path]);
    serde_json::from_value(report[kind].clone()).unwrap()
}

fn is_near(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() <= 2e-6 * one.abs().max(1.0),
        _ => one == other,
    }
}

#[test]
fn the_battery_data_format_comes_back_with_equal_figures() {
    let sandbox = Sandbox::sqlite();
    for pair in ["mini", "rates", "reset"].map(fixture).into_iter().chain(real_pairs()) {
        let folder = sandbox.path(&format!("in {}", pair.name));
        pair.write(&folder);
        let folder = folder.to_string_lossy();
        for ending in ["csv", "parquet"] {
            let name = format!("{}.bdf.{ending}", pair.name);
            sandbox.run(["export", "measurements", &folder, "-o", &name]).done();
            let detected = sandbox.run(["dialects", "detect", &name]).done().stdout;
            assert!(detected.contains("bdf-etl"), "{detected}");
            for kind in ["steps", "cycles", "pulses"] {
                let (was, is) = (figures(&sandbox, kind, &folder), figures(&sandbox, kind, &name));
                assert_eq!(was.len(), is.len(), "{kind} of {name}");
                for (was, is) in was.iter().zip(&is) {
                    for (field, was) in was {
                        assert!(is_near(was, &is[field]), "{kind} of {name}: {field} was {was}, is {}", is[field]);
                    }
                }
            }
            // Again exported it is the same, byte for byte.
            let again = format!("again.bdf.{ending}");
            sandbox.run(["export", "measurements", &name, "-o", &again]).done();
            let read = |name: &str| fs::read(sandbox.path(name)).unwrap();
            if ending == "csv" {
                assert!(read(&name) == read(&again), "{name} exported again");
            }
        }
    }
}
