//! Other cyclers' files in every container, in parts, with channels, by a dialect of one's own; from files and databases alike.

use crate::support::{Sandbox, aloud, on_both};
use crate::synth::{Other, same_script};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A real export, or nothing, said aloud.
fn real(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("BATTERY_ETL_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = shared.join("data").join(name);
    if !path.is_file() {
        aloud(&format!("SKIPPED: {} is not there", path.display()));
        return None;
    }
    Some(path)
}

fn written(sandbox: &Sandbox, dialect: &str) -> PathBuf {
    let other = Other::all().find(|other| other.name == dialect).unwrap();
    other.write(&sandbox.path(dialect), "same", &same_script()).unwrap()
}

/// The steps and cycles that are reported.
fn figures(sandbox: &Sandbox, source: &[&str]) -> [Vec<Value>; 2] {
    ["steps", "cycles"].map(|kind| {
        let report = sandbox.json([&["report", kind, "--format", "json"], source].concat());
        report["experiments"][0][kind].as_array().cloned().unwrap_or_default()
    })
}

/// What does not depend on how exactly a format writes its numbers.
fn brief(figures: &[Vec<Value>; 2]) -> Vec<(String, f64, f64)> {
    let number = |of: &Value, field: &str| (of[field].as_f64().unwrap_or(f64::NAN) * 1e5).round() / 1e5;
    let one = |step: &Value| {
        (
            step["step_type"].as_str().unwrap_or_default().to_owned(),
            number(step, "duration_s"),
            number(step, "capacity_ah"),
        )
    };
    figures[0].iter().map(one).collect()
}

#[test]
fn each_container_is_loaded_as_it_is_read() {
    let files = [
        "neware/fastnda_46_1_5_60_bts16.ndax",
        "neware/fastnda_nda_v8.nda",
        "neware/cellpy_custom_data_003.xls",
        "biologic/aurora_250116_kigr_gen6_01_01_GCPL_CD8.mpr",
        "arbin/navani_arbin_example.res",
        "arbin/bdf_mits7-0.res.gz",
        "maccor/beep_PreDiag_000229_000229_truncated.034",
    ];
    for path in files.into_iter().filter_map(real) {
        on_both(|sandbox| {
            let shown = path.to_string_lossy();
            let files = figures(sandbox, &[&shown]);
            sandbox.ingest(&path, &["--fail-on", "never"]).0.expect(0);
            let name = sandbox.experiments().pop().unwrap();
            assert_eq!(files, figures(sandbox, &["--experiment", &name]), "{shown} {}", sandbox.lane());
            sandbox.intact();
        });
    }
}

#[test]
fn twins_in_two_formats_give_the_same_figures() {
    let sandbox = Sandbox::sqlite();
    for (one, other) in [
        ("neware/fastnda_interp-test.ndax", "neware/fastnda_interp-test.csv"),
        ("arbin/diffcap_CS2_33_8_17_10.csv", "arbin/diffcap_test_data.csv"),
    ] {
        let (Some(one), Some(other)) = (real(one), real(other)) else { continue };
        // A spreadsheet keeps ten digits.
        let of = |path: &Path| brief(&figures(&sandbox, &[&path.to_string_lossy()]));
        let near = |one: f64, other: f64| (one - other).abs() <= 2e-5 || one.is_nan() && other.is_nan();
        let (one, other) = (of(&one), of(&other));
        let is_same = one.iter().zip(&other).all(|(a, b)| a.0 == b.0 && near(a.1, b.1) && near(a.2, b.2));
        assert!(one.len() == other.len() && is_same, "{one:?}\n{other:?}");
    }
}

/// The lines of a file: the header, and the rows.
fn lines(path: &Path) -> (String, Vec<String>) {
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let mut lines = text.lines().map(ToOwned::to_owned);
    (lines.next().unwrap(), lines.collect())
}

#[test]
fn a_test_in_parts_is_the_test_in_one_file() {
    on_both(|sandbox| {
        let whole = written(sandbox, "arbin");
        let want = figures(sandbox, &[&whole.to_string_lossy()]);
        let (header, rows) = lines(&whole);
        let folder = sandbox.path("parts");
        std::fs::create_dir_all(&folder).unwrap();
        let cuts = [0, rows.len() / 3, rows.len() / 2 + 7, rows.len()];
        for (at, cut) in cuts.windows(2).enumerate() {
            let text = format!("{header}\n{}\n", rows[cut[0]..cut[1]].join("\n"));
            std::fs::write(folder.join(format!("same_Channel_1_Wb_{}.CSV", at + 1)), text).unwrap();
        }
        let got = figures(sandbox, &[&folder.to_string_lossy()]);
        assert_eq!(brief(&got), brief(&want));
        sandbox.ingest(&folder, &["--fail-on", "never"]).0.expect(0);
        assert_eq!(sandbox.experiments(), ["same_Channel_1"]);
        assert_eq!(got, figures(sandbox, &["--experiment", "same_Channel_1"]), "{}", sandbox.lane());
        // Parts of two tests are not joined.
        let other = folder.join("same_Channel_1_Wb_4.CSV");
        std::fs::write(&other, format!("{}\n{}\n", header.replace("Voltage", "Volt"), rows[0])).unwrap();
        let outcome = sandbox.run(["report", "steps", &folder.to_string_lossy()]);
        assert!(outcome.status != 0 && outcome.stderr.contains("Wb_4"), "{}", outcome.stderr);
    });
}

#[test]
fn parts_that_come_one_after_the_other_extend_the_test() {
    on_both(|sandbox| {
        let (header, rows) = lines(&written(sandbox, "arbin"));
        let folder = sandbox.path("parts");
        std::fs::create_dir_all(&folder).unwrap();
        for (at, part) in rows.chunks(rows.len().div_ceil(3)).enumerate() {
            let text = format!("{header}\n{}\n", part.join("\n"));
            std::fs::write(folder.join(format!("same_Channel_1_Wb_{}.CSV", at + 1)), text).unwrap();
            let (_, answer) = sandbox.ingest(&folder, &["--fail-on", "never"]);
            let outcome = if at == 0 { "loaded" } else { "appended" };
            assert_eq!(answer["tests"][0]["outcome"], outcome, "{answer}");
        }
        let files = figures(sandbox, &[&folder.to_string_lossy()]);
        assert_eq!(sandbox.experiments(), ["same_Channel_1"]);
        assert_eq!(files, figures(sandbox, &["--experiment", "same_Channel_1"]), "{}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn a_step_that_is_missing_is_told_by_the_cyclers_own_count() {
    let sandbox = Sandbox::sqlite();
    let whole = written(&sandbox, "bdf");
    let (header, rows) = lines(&whole);
    let counts = |of: &[String]| of.iter().map(|row| row.split(',').nth(5).unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(header.split(',').nth(5), Some("Step Count / 1"));
    assert_eq!(found(&sandbox, &[&whole.to_string_lossy()]), []);
    let left: Vec<String> =
        rows.iter().zip(counts(&rows)).filter(|(_, step)| step != "7").map(|(row, _)| row.clone()).collect();
    let before = counts(&left).iter().position(|step| step == "8").unwrap();
    let cut = sandbox.path("cut.bdf.csv");
    std::fs::write(&cut, format!("{header}\n{}\n", left.join("\n"))).unwrap();
    let told = found(&sandbox, &[&cut.to_string_lossy()]);
    assert!(told.contains(&("STP03".to_owned(), "cut.bdf.csv".to_owned(), before as u64 + 1)), "{told:?}");
}

#[test]
fn a_file_may_name_its_cell() {
    on_both(|sandbox| {
        let path = sandbox.path("own.csv");
        let rows: Vec<String> = (0..40).map(|at| format!("{at},{},-1.0", 3.6 - 0.01 * f64::from(at))).collect();
        std::fs::write(&path, format!("Zelle: K-17\nMasse: 12 mg\nZeit,U,I\n{}\n", rows.join("\n"))).unwrap();
        let dialect = sandbox.path("own.toml");
        let text = r#"
name = "own"
[detect]
headers = ["Zeit", "U", "I"]
[preamble]
cell = "Zelle"
active_mass = "Masse"
[columns]
test_time = { header = "Zeit", unit = "s" }
voltage = { header = "U", unit = "V" }
current = { header = "I", unit = "A" }
"#;
        std::fs::write(&dialect, text).unwrap();
        sandbox.ingest(&path, &["--dialect", &dialect.to_string_lossy(), "--fail-on", "never"]).0.expect(0);
        let cells = sandbox.json(["catalog", "list", "cells", "--format", "json"]);
        let cell = &cells["cells"][0];
        assert_eq!((&cell["name"], &cell["active_mass_g"]), (&"K-17".into(), &0.012.into()), "{}", sandbox.lane());
        sandbox.intact();
    });
}

/// What is found, by rule, file name and line.
fn found(sandbox: &Sandbox, source: &[&str]) -> Vec<(String, String, u64)> {
    let answer = sandbox.run([&["validate", "--format", "json", "--fail-on", "never"], source].concat()).json();
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    let name = |of: &Value| text(of).rsplit('/').next().unwrap_or_default().to_owned();
    let findings = answer["findings"].as_array().cloned().unwrap_or_default();
    let one = |one: &Value| (text(&one["rule"]), name(&one["file"]), one["line"].as_u64().unwrap_or(0));
    findings.iter().filter(|one| one["severity"] != "info").map(one).collect()
}

#[test]
fn what_is_found_in_a_later_part_is_named_by_its_file_and_line() {
    on_both(|sandbox| {
        let whole = written(sandbox, "arbin");
        let (header, mut rows) = lines(&whole);
        let cuts = [0, rows.len() / 3, rows.len() / 2 + 7, rows.len()];
        // A voltage in the second part, and a row without its end in the third.
        let (spike, ragged) = (cuts[1] + 40, cuts[2] + 20);
        let mut cells: Vec<&str> = rows[spike].split(',').collect();
        cells[10] = "9.5";
        rows[spike] = cells.join(",");
        rows[ragged] = rows[ragged].split(',').take(5).collect::<Vec<_>>().join(",");
        let folder = sandbox.path("parts");
        std::fs::create_dir_all(&folder).unwrap();
        for (at, cut) in cuts.windows(2).enumerate() {
            let text = format!("{header}\n{}\n", rows[cut[0]..cut[1]].join("\n"));
            std::fs::write(folder.join(format!("same_Channel_1_Wb_{}.CSV", at + 1)), text).unwrap();
        }
        let spike = ("VLT01".to_owned(), "same_Channel_1_Wb_2.CSV".to_owned(), (spike - cuts[1] + 2) as u64);
        let ragged = ("FMT04".to_owned(), "same_Channel_1_Wb_3.CSV".to_owned(), (ragged - cuts[2] + 2) as u64);
        let files = found(sandbox, &[&folder.to_string_lossy()]);
        assert!(files.contains(&spike) && files.contains(&ragged), "{files:?}");
        sandbox.ingest(&folder, &["--fail-on", "never"]).0.expect(0);
        let stored = found(sandbox, &["--experiment", "same_Channel_1"]);
        assert!(stored.contains(&spike) && stored.contains(&ragged), "{stored:?} {}", sandbox.lane());
    });
}

#[test]
fn a_file_of_which_no_row_can_be_read_shows_nothing_and_says_so() {
    let sandbox = Sandbox::sqlite();
    let (header, rows) = lines(&written(&sandbox, "neware"));
    let path = sandbox.path("ragged.csv");
    std::fs::write(&path, format!("{header}\n{},9,9\n", rows.join(",9,9\n"))).unwrap();
    for kind in ["overview", "steps", "quality"] {
        let outcome = sandbox.run(["report", kind, &path.to_string_lossy()]).expect(1);
        assert!(outcome.stdout.is_empty() && outcome.stderr.contains("rows can be read"), "{}", outcome.stderr);
    }
}

/// A cycler of nobody's: minutes without a unit beside a clock, discharge positive, millivolts, a decimal comma, a counter
/// that runs through the test, two channels, and steps that repeat in a loop.
fn voltomat(folder: &Path) -> PathBuf {
    let mut text = "Voltomat 3000\nGestartet: 05.03.2026 08:00:00\nKanal;Zeit;Uhr;Schritt;U;I;Q\n".to_owned();
    let (mut counter, mut minute) = (0.0, 0.0);
    for _ in 0..3 {
        for (step, current, minutes, from, to) in
            [(1, 0.0, 10, 3600.0, 3600.0), (2, -1.0, 60, 3600.0, 4100.0), (3, 1.0, 60, 4100.0, 3000.0)]
        {
            for row in 0..=minutes {
                let share = f64::from(row) / f64::from(minutes);
                let passed: f64 = minute + f64::from(row);
                let charge = counter + f64::abs(current) * f64::from(row) / 60.0;
                let clock = 8.0 * 60.0 + passed;
                let line = format!(
                    "{:.2};05.03.2026 {:02}:{:02}:00;{step};{:.1};{current:.3};{charge:.5}",
                    passed,
                    (clock / 60.0) as u32,
                    clock as u32 % 60,
                    from + (to - from) * share
                );
                text.push_str(&format!(
                    "1;{}\n2;{}\n",
                    line.replace('.', ",").replace("05,03,", "05.03."),
                    "0,00;05.03.2026 08:00:00;1;3500,0;0,000;0,00000"
                ));
            }
            (counter, minute) = (counter + f64::abs(current) * f64::from(minutes) / 60.0, minute + f64::from(minutes));
        }
    }
    let path = folder.join("voltomat.txt");
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

const VOLTOMAT: &str = r#"
name = "voltomat"
title = "Voltomat 3000"
[detect]
headers = ["Kanal", "Zeit", "Schritt"]
preamble_starts = "Voltomat"
[text]
delimiter = ";"
decimal = ","
[columns]
test_time = { header = "Zeit", unit = "s" }
clock = { header = "Uhr", format = "%d.%m.%Y %H:%M:%S" }
recipe_line = "Schritt"
voltage = { header = "U", unit = "mV" }
current = { header = "I", unit = "A" }
capacity = { header = "Q", unit = "Ah", resets = "test", sign = "step_type" }
[current]
sign = "discharge_positive"
[steps]
new_when_changes = ["recipe_line"]
[test]
channel = "Kanal"
[check]
elapsed_against_clock = [60]
"#;

#[test]
fn a_dialect_of_ones_own_reads_a_cycler_that_nobody_knows() {
    on_both(|sandbox| {
        let path = voltomat(&sandbox.path("in"));
        let dialect = sandbox.path("voltomat.toml");
        std::fs::write(&dialect, VOLTOMAT).unwrap();
        let dialect = dialect.to_string_lossy();
        let file = format!("{}#1", path.to_string_lossy());
        let steps = figures(sandbox, &[&file, "--dialect", &dialect]);
        let want: Vec<(String, f64, f64)> = (0..3)
            .flat_map(|_| [("rest", 600.0, 0.0), ("charge", 3600.0, 1.0), ("discharge", 3600.0, -1.0)])
            .map(|(kind, duration_s, capacity_ah)| (kind.to_owned(), duration_s, capacity_ah))
            .collect();
        assert_eq!(brief(&steps), want);
        let unnamed = ["report", "steps", "--format", "json", &path.to_string_lossy(), "--dialect", &dialect];
        let each = sandbox.json(unnamed)["experiments"].as_array().cloned().unwrap();
        let names: Vec<&Value> = each.iter().map(|one| &one["experiment"]).collect();
        assert_eq!((names.len(), &each[0]["steps"]), (2, &Value::from(steps[0].clone())), "{names:?}");
        let sheet = sandbox.run(["dialects", "test", &path.to_string_lossy(), "--dialect", &dialect]);
        assert!(sheet.status == 1 && sheet.stderr.contains("several channels in one file"), "{}", sheet.stderr);
        let tried = sandbox.run(["dialects", "test", &file, "--dialect", &dialect]).done();
        tried.says(&[]);
        assert!(tried.stdout.contains("recipe_line") && tried.stdout.contains("counts minutes"), "{}", tried.stdout);
        // The channels are found by the dialect that is named.
        sandbox.run(["ingest", &path.to_string_lossy(), "--dialect", &dialect, "--fail-on", "never"]).done();
        assert_eq!(sandbox.experiments().len(), 2, "{:?}", sandbox.experiments());
        let name = sandbox.experiments().remove(0);
        assert_eq!(steps, figures(sandbox, &["--experiment", &name]), "{}", sandbox.lane());
    });
}

#[test]
fn columns_that_nobody_knows_are_read_as_the_command_line_says() {
    let sandbox = Sandbox::sqlite();
    let path = sandbox.path("a.csv");
    std::fs::write(&path, "Zeit;Spannung;Strom\n0;3500;0\n3600;3600;1\n7200;3700;1\n").unwrap();
    let path = path.to_string_lossy();
    let maps = ["--map", "test_time=Zeit[s]", "--map", "voltage=Spannung[mV]", "--map", "current=Strom[A]"];
    let [steps, _] = figures(&sandbox, &[&[&*path], &maps[..]].concat());
    assert_eq!(steps.last().unwrap()["voltage_end_v"], 3.7);
    let outcome = sandbox.run([&["report", "steps", &*path], &["--map", "voltage"][..]].concat());
    assert!(outcome.status == 2 && outcome.stderr.contains("FIELD=HEADER"), "{}", outcome.stderr);
}

#[test]
fn a_folder_with_everything_in_it_is_sorted_out() {
    let sandbox = Sandbox::sqlite();
    let folder = sandbox.path("in");
    let other = |name: &str| Other::all().find(|other| other.name == name).unwrap();
    other("neware").write(&folder, "cell 1", &same_script()).unwrap();
    std::fs::write(folder.join("notes.txt"), "nothing but words\n").unwrap();
    std::fs::write(folder.join("photo.zip"), b"PK\x03\x04 no archive").unwrap();
    std::fs::write(folder.join("readme.md"), "# words\n").unwrap();
    let outcome = sandbox.run(["validate", "--fail-on", "never", &folder.to_string_lossy()]);
    assert!(outcome.stderr.contains("passed over"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(".txt"), "{}", outcome.stderr);
}

/// Without a Step file no step is said to be running: a discharge that ended is the reference.
#[test]
fn a_partial_discharge_of_one_file_is_the_reference() {
    on_both(|sandbox| {
        let mut rows = "Data_Point,Test_Time(s),Date_Time,Step_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),\
                        Charge_Capacity(Ah),Discharge_Capacity(Ah),Charge_Energy(Wh),Discharge_Energy(Wh)\n"
            .to_owned();
        let (mut point, mut discharged_ah, mut discharged_wh) = (0, 0.0, 0.0);
        for (step, current_a) in [(1, 0.0), (2, -2.0), (3, 0.0)] {
            for minute in 0..=30 {
                let time_s = f64::from((step - 1) * 1800 + minute * 60);
                let voltage_v = 3.9 - 0.5 * discharged_ah;
                if minute > 0 {
                    discharged_ah -= current_a / 60.0;
                    discharged_wh -= current_a * (voltage_v + current_a / 240.0) / 60.0;
                }
                point += 1;
                let (clock, seconds) = (8 * 60 + (time_s as i64) / 60, f64::from(minute * 60));
                rows.push_str(&format!(
                    "{point},{time_s:.4},03/04/2024 {:02}:{:02}:00.000,{seconds:.4},{step},1,{current_a:.6},{:.6},0,{discharged_ah:.7},0,{discharged_wh:.7}\n",
                    clock / 60,
                    clock % 60,
                    3.9 - 0.5 * discharged_ah,
                ));
            }
        }
        std::fs::create_dir_all(sandbox.path("one")).unwrap();
        std::fs::write(sandbox.path("one/discharge.csv"), rows).unwrap();
        let reference = |report: &Value| report["experiments"][0]["reference_step"].clone();
        let from_file = sandbox.json(["report", "overview", "--format", "json", "one"]);
        assert_eq!(reference(&from_file), 2, "{from_file}");
        let chosen = sandbox.json(["report", "overview", "--format", "json", "one", "--reference-step", "2"]);
        assert_eq!(reference(&chosen), 2);
        assert!(sandbox.run(["validate", "one"]).stdout.contains("REF01"));
        let refused = sandbox.run(["report", "one", "--reference-step", "3"]);
        assert!(refused.stderr.contains("step 3 cannot be the reference: it is a rest"), "{}", refused.stderr);
        assert_eq!(sandbox.run(["ingest", "one"]).status, 0);
        let stored = sandbox.json(["report", "overview", "--format", "json", "--experiment", "discharge"]);
        assert_eq!(reference(&stored), 2, "{stored}");
    });
}
