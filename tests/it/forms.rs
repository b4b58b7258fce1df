//! The same test in further forms of other cyclers' files: names in other languages and units in other spellings, columns that
//! are empty or left out, a line of units, cells parted by blanks. The figures are those of the usual form.

use crate::support::Sandbox;
use crate::synth::{Other, same_script};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A table of text: the lines above the header, the header, the rows.
struct Text {
    above: Vec<String>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Text {
    /// The file that a cycler writes, cut at `delimiter`; its header holds `named`.
    fn of(sandbox: &Sandbox, dialect: &str, delimiter: char, named: &str) -> (PathBuf, Self) {
        let other = Other::all().find(|other| other.name == dialect).unwrap();
        let path = other.write(&sandbox.path(dialect), "same", &same_script()).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        // One byte a character: what is not ASCII stands in headers alone.
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect());
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(ToOwned::to_owned);
        let cut = |line: &str| line.split(delimiter).map(ToOwned::to_owned).collect::<Vec<_>>();
        let mut above = Vec::new();
        let header = loop {
            let line = lines.next().unwrap();
            if cut(&line).iter().any(|cell| cell == named) {
                break cut(&line);
            }
            above.push(line);
        };
        let rows = lines.map(|line| cut(&line)).collect();
        (path, Self { above, header, rows })
    }

    fn at(&self, name: &str) -> usize {
        self.header.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("no {name} in {:?}", self.header))
    }

    /// Changes the cells of a column.
    fn each(&mut self, name: &str, change: impl Fn(&str) -> String) {
        let at = self.at(name);
        self.rows.iter_mut().for_each(|row| row[at] = change(&row[at]));
    }

    fn rename(&mut self, names: &[(&str, &str)]) {
        for (from, to) in names {
            let at = self.at(from);
            self.header[at] = (*to).to_owned();
        }
    }

    /// Leaves columns out.
    fn without(&mut self, names: &[&str]) {
        for name in names {
            let at = self.at(name);
            self.header.remove(at);
            self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        }
    }

    fn write(&self, sandbox: &Sandbox, name: &str, delimiter: &str) -> PathBuf {
        let lines = self.above.iter().cloned().chain([self.header.join(delimiter)]);
        let text: Vec<String> = lines.chain(self.rows.iter().map(|row| row.join(delimiter))).collect();
        let path = sandbox.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("{}\n", text.join("\n"))).unwrap();
        path
    }
}

/// What the steps of a file are: type, duration, capacity, energy, temperature and cycle.
fn steps(sandbox: &Sandbox, path: &Path) -> Vec<Value> {
    let report = sandbox.json(["report", "steps", "--format", "json", &path.to_string_lossy()]);
    report["experiments"][0]["steps"].as_array().cloned().unwrap()
}

const FIELDS: [(&str, f64); 7] = [
    ("duration_s", 2e-3),
    ("capacity_ah", 2e-5),
    ("energy_wh", 2e-4),
    ("voltage_end_v", 2e-4),
    ("current_end_a", 2e-5),
    ("temperature_end_degc", 0.02),
    ("tester_cycle", 0.0),
];

/// Both files hold the same steps, but for some fields.
fn same(sandbox: &Sandbox, usual: &Path, other: &Path, but: &[&str]) {
    let (want, got) = (steps(sandbox, usual), steps(sandbox, other));
    assert_eq!(got.len(), want.len(), "{}", other.display());
    for (want, got) in want.iter().zip(&got) {
        assert_eq!(got["step_type"], want["step_type"], "{} step {}", other.display(), want["step"]);
        for (field, near) in FIELDS.iter().filter(|(field, _)| !but.contains(field)) {
            let (want_number, got_number) = (want[field].as_f64(), got[field].as_f64());
            let agrees = match (want_number, got_number) {
                (Some(want), Some(got)) => (want - got).abs() <= near + 1e-9,
                (want, got) => want == got,
            };
            assert!(agrees, "{} step {} {field}: {} and {}", other.display(), want["step"], want[field], got[field]);
        }
    }
}

/// The rules that speak above info.
fn rules(sandbox: &Sandbox, path: &Path) -> Vec<String> {
    let answer = sandbox.run(["validate", "--format", "json", "--fail-on", "never", &path.to_string_lossy()]).json();
    let findings = answer["findings"].as_array().cloned().unwrap();
    let loud = findings.iter().filter(|one| one["severity"] != "info");
    loud.map(|one| one["rule"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn neware_writes_its_names_in_traditional_chinese_too() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "neware", ',', "DataPoint");
    text.rename(&[
        ("DataPoint", "數據序號"),
        ("Cycle Index", "循環號"),
        ("Step Index", "工步號"),
        ("Step Type", "工步類型"),
        ("Time", "時間"),
        ("Cumulative Time", "總時間"),
        ("Current(A)", "電流(A)"),
        ("Voltage(V)", "電壓(V)"),
        ("Chg. Cap.(Ah)", "充電容量(Ah)"),
        ("DChg. Cap.(Ah)", "放電容量(Ah)"),
        ("Date", "絕對時間"),
    ]);
    let words =
        [("CCCV", "恆流恆壓"), ("CC", "恆流"), ("CV", "恆壓"), (" DChg", "放電"), (" Chg", "充電"), ("Rest", "擱置")];
    text.each("工步類型", |kind| words.iter().fold(kind.to_owned(), |kind, (from, to)| kind.replace(from, to)));
    let other = text.write(&sandbox, "traditional.csv", ",");
    same(&sandbox, &usual, &other, &[]);
    assert_eq!(rules(&sandbox, &other), [] as [String; 0]);
}

#[test]
fn a_step_time_without_a_value_is_that_of_the_test_since_the_step_before() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "arbin", ',', "Step Time (s)");
    text.each("Step Time (s)", |_| String::new());
    let other = text.write(&sandbox, "empty.csv", ",");
    same(&sandbox, &usual, &other, &[]);
    assert_eq!(rules(&sandbox, &other), [] as [String; 0]);
    // And so the current is held against the counters.
    text.each("Current (A)", |current| (1.05 * current.parse::<f64>().unwrap()).to_string());
    let told = rules(&sandbox, &text.write(&sandbox, "gain.csv", ","));
    assert!(told.iter().any(|rule| rule == "CAP01"), "{told:?}");
}

#[test]
fn times_with_days_before_a_point_are_read() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "arbin", ',', "Step Time (s)");
    let days = |seconds: &str| {
        let seconds: f64 = seconds.parse().unwrap();
        let (whole, minutes) = (seconds as u64, seconds as u64 / 60);
        let rest = seconds - (minutes * 60) as f64;
        format!("{}.{:02}:{:02}:{rest:09.6}", whole / 86_400, whole / 3_600 % 24, minutes % 60)
    };
    text.each("Step Time (s)", days);
    text.each("Test Time (s)", days);
    same(&sandbox, &usual, &text.write(&sandbox, "days.csv", ","), &[]);
}

#[test]
fn a_line_of_units_below_the_header_is_no_row() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "digatron", ',', "Status");
    let unit = |name: &String| name.split_once('#').map_or_else(String::new, |(_, unit)| unit.to_owned());
    text.rows.insert(0, text.header.iter().map(unit).collect());
    let both = text.write(&sandbox, "both.csv", ",");
    same(&sandbox, &usual, &both, &[]);
    text.header.iter_mut().for_each(|name| *name = name.split('#').next().unwrap().to_owned());
    same(&sandbox, &usual, &text.write(&sandbox, "below.csv", ","), &[]);
    assert_eq!(rules(&sandbox, &both), ["FMT05"], "its milliseconds are told as before");
}

#[test]
fn basytec_parts_cells_by_blanks_too() {
    let sandbox = Sandbox::sqlite();
    let (usual, text) = Text::of(&sandbox, "basytec", '\t', "~Time[s]");
    let other = text.write(&sandbox, "blanks.txt", "  ");
    same(&sandbox, &usual, &other, &[]);
    assert_eq!(rules(&sandbox, &other), [] as [String; 0]);
}

#[test]
fn currents_of_maccor_that_have_signs_keep_them() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "maccor", '\t', "Amps");
    let (state, amps) = (text.at("State"), text.at("Amps"));
    for row in text.rows.iter_mut().filter(|row| row[state] == "D") {
        row[amps] = format!("-{}", row[amps].trim());
    }
    let with_signs = text.write(&sandbox, "signs.txt", "\t");
    same(&sandbox, &usual, &with_signs, &[]);
    assert_eq!(rules(&sandbox, &with_signs), [] as [String; 0]);
    // One that goes against its step is a wrong cell; of magnitudes it cannot be told.
    let wrong = (0..text.rows.len()).filter(|row| text.rows[*row][state] == "D").nth(40).unwrap();
    let right = std::mem::replace(&mut text.rows[wrong][amps], "2.0".to_owned());
    let told = rules(&sandbox, &text.write(&sandbox, "wrong.txt", "\t"));
    assert!(told.iter().any(|rule| ["CUR02", "CUR03", "CAP10"].contains(&rule.as_str())), "{told:?}");
    text.rows[wrong][amps] = right;
    // Without the column of states the signs alone tell, at a held voltage, too.
    text.without(&["State"]);
    same(&sandbox, &usual, &text.write(&sandbox, "alone.txt", "\t"), &[]);
}

#[test]
fn a_few_rows_with_a_current_make_no_charge_of_a_rest() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "arbin", ',', "Current (A)");
    let (amps, step) = (text.at("Current (A)"), text.at("Step Index"));
    let rest = text.rows.iter().position(|row| row[amps] == "0" && row[step] != text.rows[0][step]).unwrap();
    text.rows[rest + 8][amps] = "0.1".to_owned();
    let other = text.write(&sandbox, "rest.csv", ",");
    same(&sandbox, &usual, &other, &[]);
    let told = rules(&sandbox, &other);
    assert!(told.iter().any(|rule| rule == "CUR01"), "{told:?}");
}

#[test]
fn clocks_count_milliseconds_too() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "bdf", ',', "Unix Time / s");
    text.each("Unix Time / s", |seconds| (1e3 * seconds.parse::<f64>().unwrap()).round().to_string());
    text.rename(&[("Unix Time / s", "Unix Time / ms")]);
    let other = text.write(&sandbox, "ms.bdf.csv", ",");
    same(&sandbox, &usual, &other, &[]);
    let started = |path: &Path| steps(&sandbox, path).iter().map(|step| step["start_time"].clone()).collect::<Vec<_>>();
    assert_eq!(started(&usual), started(&other));
}

#[test]
fn a_file_that_counts_charge_but_has_no_current_is_refused() {
    let sandbox = Sandbox::sqlite();
    let (_, mut text) = Text::of(&sandbox, "biologic", '\t', "I/mA");
    text.without(&["I/mA"]);
    let other = text.write(&sandbox, "none.mpt", "\t");
    let outcome = sandbox.run(["report", "steps", &other.to_string_lossy()]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("column `I` is missing"), "{}", outcome.stderr);
    // At open circuit nothing flows, and nothing is counted.
    let charge: Vec<String> = text.header.iter().filter(|name| name.contains("mA.h")).cloned().collect();
    text.without(&charge.iter().map(String::as_str).collect::<Vec<_>>());
    let rest = text.write(&sandbox, "rest.mpt", "\t");
    assert!(steps(&sandbox, &rest).iter().all(|step| step["step_type"] == "rest"));
}

#[test]
fn of_two_times_that_of_the_test_counts() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "nrel", ',', "Time_s");
    text.header.push("Total Time(s)".to_owned());
    let (time, step) = (text.at("Time_s"), text.at("Step"));
    let mut start = 0.0;
    let mut last = (text.rows[0][step].clone(), 0.0);
    for row in &mut text.rows {
        let seconds: f64 = row[time].parse().unwrap();
        if row[step] != last.0 {
            start = last.1;
        }
        last = (row[step].clone(), seconds);
        row.push(row[time].clone());
        row[time] = format!("{:.3}", seconds - start);
    }
    text.rename(&[("Time_s", "Time(s)")]);
    same(&sandbox, &usual, &text.write(&sandbox, "two.csv", ","), &[]);
}

#[test]
fn a_counter_that_parts_from_its_twin_is_told() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "neware", ',', "DataPoint");
    assert_eq!(rules(&sandbox, &usual), [] as [String; 0]);
    text.each("Capacity(Ah)", |value| (1.05 * value.parse::<f64>().unwrap()).to_string());
    let other = text.write(&sandbox, "twin.csv", ",");
    same(&sandbox, &usual, &other, &[]);
    assert_eq!(rules(&sandbox, &other), ["FMT05"]);
}

#[test]
fn the_tables_of_python_modules_are_read() {
    let sandbox = Sandbox::sqlite();
    // NewareNDA: milliamperes, the time of the step alone.
    let (usual, mut text) = Text::of(&sandbox, "neware", ',', "DataPoint");
    text.rename(&[
        ("DataPoint", "Index"),
        ("Cycle Index", "Cycle"),
        ("Step Index", "Step"),
        ("Step Type", "Status"),
        ("Current(A)", "Current(mA)"),
        ("Voltage(V)", "Voltage"),
        ("Chg. Cap.(Ah)", "Charge_Capacity(mAh)"),
        ("DChg. Cap.(Ah)", "Discharge_Capacity(mAh)"),
        ("Date", "Timestamp"),
    ]);
    for column in ["Current(mA)", "Charge_Capacity(mAh)", "Discharge_Capacity(mAh)"] {
        text.each(column, |value| (1e3 * value.parse::<f64>().unwrap()).to_string());
    }
    text.each("Status", |kind| kind.replace(' ', "_"));
    let kept = ["Index", "Cycle", "Step", "Status", "Time", "Voltage", "Current(mA)", "Timestamp"];
    let counters = ["Charge_Capacity(mAh)", "Discharge_Capacity(mAh)"];
    let others: Vec<String> = text.header.clone();
    let others = others.iter().map(String::as_str).filter(|name| !kept.contains(name) && !counters.contains(name));
    text.without(&others.collect::<Vec<_>>());
    let tables = text.write(&sandbox, "module.csv", ",");
    same(&sandbox, &usual, &tables, &["energy_wh", "temperature_end_degc"]);
    assert_eq!(rules(&sandbox, &tables), [] as [String; 0]);
    // PyBaMM: discharge is positive.
    let (usual, mut text) = Text::of(&sandbox, "pyprobe", ',', "Time [s]");
    for column in ["Current [A]", "Capacity [Ah]"] {
        text.each(column, |value| (-value.parse::<f64>().unwrap()).to_string());
    }
    text.rename(&[("Capacity [Ah]", "Discharge capacity [A.h]")]);
    text.without(&["Event"]);
    let simulated = text.write(&sandbox, "simulated.csv", ",");
    same(&sandbox, &usual, &simulated, &["temperature_end_degc"]);
}

#[test]
fn dates_with_points_have_the_day_first() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "arbin", ',', "Date Time");
    text.each("Date Time", |clock| {
        let (date, time) = clock.trim().split_once(' ').unwrap();
        let parts: Vec<&str> = date.split('/').collect();
        format!("{}.{}.{} {time}", parts[1], parts[0], parts[2])
    });
    let other = text.write(&sandbox, "points.csv", ",");
    same(&sandbox, &usual, &other, &[]);
    let started = |path: &Path| steps(&sandbox, path).iter().map(|step| step["start_time"].clone()).collect::<Vec<_>>();
    assert_eq!(started(&usual), started(&other));
}

#[test]
fn land_writes_its_seconds_with_a_point_and_its_states_in_chinese() {
    let sandbox = Sandbox::sqlite();
    let (usual, mut text) = Text::of(&sandbox, "land", '\t', "Voltage/V");
    text.rename(&[("TestTime/Sec", "TestTime/Sec."), ("StepTime/Sec", "StepTime/Sec.")]);
    let state = text.header.iter().find(|name| name.contains("State")).unwrap().clone();
    let words = [("R", "静置"), ("C_CV", "恒压充电"), ("RateC", "恒流充电"), ("RateD", "恒流放电")];
    text.each(&state, |said| words.iter().find(|(word, _)| *word == said).unwrap().1.to_owned());
    let other = text.write(&sandbox, "states.txt", "\t");
    same(&sandbox, &usual, &other, &[]);
    assert_eq!(rules(&sandbox, &other), [] as [String; 0]);
    // And what we make of it is as clean.
    let made = sandbox.path("made.bdf.csv");
    let outcome = sandbox.run(["export", "measurements", &other.to_string_lossy(), "-o", &made.to_string_lossy()]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert_eq!(rules(&sandbox, &made), [] as [String; 0]);
}

#[test]
fn a_known_cyclers_file_that_lacks_a_column_says_which() {
    let sandbox = Sandbox::sqlite();
    let (_, mut text) = Text::of(&sandbox, "neware", ',', "DataPoint");
    text.rename(&[("Voltage(V)", "Volt(V)")]);
    let outcome = sandbox.run(["validate", &text.write(&sandbox, "renamed.csv", ",").to_string_lossy()]);
    assert!(outcome.stdout.contains("Voltage") && outcome.stdout.contains("`Volt(V)`"), "{}", outcome.stdout);
}
