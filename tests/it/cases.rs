//! Small inputs that once went wrong, each with what must come of it; they lie beside the project and are looked for there.

use crate::support::{Sandbox, aloud, on_both};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What must come of an input.
enum Must {
    /// No finding at all.
    Silent,
    /// Nothing above info; of these rules, where they are named, exactly one finding.
    Info(&'static [&'static str]),
    /// One of these rules speaks, at this step where one is named.
    Speak(&'static [&'static str], Option<i64>),
    /// One of these rules speaks once, at this line.
    Once(&'static [&'static str], i64),
    /// One error, of this rule, and nothing beside it.
    Error(&'static str),
}
use Must::{Error, Info, Once, Silent, Speak};

const CASES: &[(&str, Must)] = &[
    ("D00_base", Silent),
    ("D01_chroma17200_english", Info(&[])),
    ("D01_chroma17208_english", Info(&[])),
    ("D02_aux_t2_open", Info(&["TMP02", "FMT05"])),
    ("D02_aux_t2_minus2500", Info(&["TMP02", "FMT05"])),
    ("D03_names", Silent),
    ("D04_2Ah_capacity_1pct_off", Speak(&["CAP01"], Some(7))),
    ("D06_clock_excel_short", Info(&["FMT06"])),
    ("D06_clock_iso", Info(&["FMT06"])),
    ("D07_step_alone_durations_in_ms", Speak(&["TIM07"], None)),
    ("D08_unknown_discharge_type", Speak(&["STP04"], Some(5))),
    ("D09_tester_cycle_unreadable", Info(&["FMT05"])),
    ("D11_no_energy", Info(&["FMT03"])),
    ("D11_swapped_names", Info(&["FMT09"])),
    ("D12_trailing_comma_rows", Silent),
    ("D12_two_channels_interleaved", Error("FMT09")),
    ("D14_unused_duplicate_column", Info(&["FMT10"])),
    ("D15_comma_only_rows_at_end", Silent),
    ("D15_header_again_midfile", Once(&["FMT05"], 61)),
    ("D16_first_row_capacity_without_total", Speak(&["CAP10", "CAP04"], None)),
    ("D17_status_leading_blank", Info(&[])),
    ("D18_zero_second_step_without_rows", Info(&[])),
    ("D20_chroma2_without_step_time", Info(&[])),
    ("D21_midnight_date_only", Info(&["FMT06"])),
    ("F_step_file_cut", Speak(&["STP01"], Some(21))),
    ("F_ce0_95", Speak(&["CAP07"], None)),
    ("F_meta", Speak(&["TIM07", "STP09"], None)),
    ("F_dates_1970", Speak(&["TIM07", "STP09"], None)),
    ("F_step_start_date_shifted", Speak(&["TIM07", "STP09"], None)),
    ("F_step_power_wrong", Speak(&["STP09"], None)),
    ("F_labels_swapped_detail", Speak(&["STP10"], None)),
    ("F_energy_row_spike", Speak(&["CAP10"], None)),
    ("F_row_lost_one", Speak(&["TIM03"], None)),
    ("F_rows_lost_fast_sampling_half_second", Speak(&["TIM03"], None)),
    ("F_volt_offset_30mV_consistent_rest", Speak(&["VLT04"], None)),
    ("F_temp_stuck_last", Speak(&["TMP05"], None)),
    ("C_coin_cc_cc", Info(&[])),
    ("C_formation_c50", Info(&[])),
    ("C_lfp280_res1mV", Info(&[])),
    ("C_r18650_8C_60s", Info(&[])),
    ("C_shallow_cycles_drift", Info(&[])),
    ("C_wave_5s", Info(&[])),
];

/// The folder of the cases; `None`, said aloud, where it is not there.
fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("BATTERY_ETL_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let cases = shared.join("cases");
    if !cases.is_dir() {
        aloud(&format!("SKIPPED on cases: no {} (BATTERY_ETL_SHARED names its place)", cases.display()));
        return None;
    }
    Some(cases)
}

/// What is wrong with the findings of a case, in words.
fn wrong(must: &Must, findings: &[Value]) -> Option<String> {
    let rule = |finding: &Value| finding["rule"].as_str().unwrap_or_default().to_owned();
    let of = |rules: &[&str]| findings.iter().filter(|finding| rules.contains(&rule(finding).as_str())).count();
    let above = findings.iter().filter(|finding| finding["severity"] != "info").count();
    match must {
        Silent => (!findings.is_empty()).then(|| "must be silent".to_owned()),
        Info(_) if above > 0 => Some("must say nothing above info".to_owned()),
        Info(rules) => (!rules.is_empty() && of(rules) != 1).then(|| format!("one of {rules:?} must speak once")),
        Speak(rules, step) => {
            let speaks = |finding: &&Value| {
                rules.contains(&rule(finding).as_str()) && step.is_none_or(|step| finding["step"] == step)
            };
            (findings.iter().find(speaks).is_none()).then(|| format!("one of {rules:?} must speak at step {step:?}"))
        }
        Once(rules, line) => {
            let at = findings.iter().filter(|finding| finding["line"] == *line).count();
            (of(rules) != 1 || at != 1).then(|| format!("one of {rules:?} must speak once, at line {line}"))
        }
        Error(rule) => {
            let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
            (errors != 1 || of(&[rule]) != 1 || findings.len() != 1).then(|| format!("{rule} alone must speak"))
        }
    }
}

#[test]
fn each_case_comes_out_as_it_must() {
    let Some(folder) = folder() else { return };
    let sandbox = Sandbox::sqlite();
    let mut all = Vec::new();
    for (name, must) in CASES {
        let path = folder.join(name);
        let outcome = sandbox.run(["validate".as_ref(), path.as_os_str(), "--format".as_ref(), "ndjson".as_ref()]);
        let findings: Vec<Value> =
            outcome.stdout.lines().map(|line| serde_json::from_str(line).expect("a finding a line")).collect();
        if let Some(words) = wrong(must, &findings) {
            let said: Vec<String> = findings
                .iter()
                .map(|one| {
                    format!(
                        "{} {} step {} line {}: {}",
                        one["rule"], one["severity"], one["step"], one["line"], one["message"]
                    )
                })
                .collect();
            all.push(format!("{name}: {words}; it says\n  {}\n  {}", said.join("\n  "), outcome.stderr.trim()));
        }
    }
    assert!(all.is_empty(), "{} cases:\n{}", all.len(), all.join("\n"));
}

#[test]
fn the_same_data_under_another_name_is_skipped() {
    let Some(folder) = folder() else { return };
    let sandbox = Sandbox::sqlite();
    sandbox.ingest(&folder.join("D10_first"), &[]).0.done();
    let (_, again) = sandbox.ingest(&folder.join("D10_other_name_lf_detail"), &[]);
    assert_eq!(again["tests"][0]["outcome"], "skipped", "{again}");
}

#[test]
fn steps_are_made_from_the_rows_of_a_single_file() {
    let Some(folder) = folder() else { return };
    let sandbox = Sandbox::sqlite();
    for name in ["D01_chroma17200_english", "D01_chroma17208_english", "D00_base", "D08_unknown_discharge_type"] {
        let path = folder.join(name);
        let report =
            sandbox.json(["report".as_ref(), "steps".as_ref(), path.as_os_str(), "--format".as_ref(), "json".as_ref()]);
        let steps = report["experiments"][0]["steps"].as_array().expect("steps").clone();
        assert_eq!(steps.len(), 11, "{name}");
        let near =
            |value: &Value, wanted: f64| (value.as_f64().expect("a number") - wanted).abs() < 2e-3 * wanted.abs();
        assert!(
            near(&steps[4]["capacity_ah"], -2.0) && near(&steps[4]["energy_wh"], -6.950_667),
            "{name}: {}",
            steps[4]
        );
        assert_eq!((&steps[4]["step_type"], &steps[2]["step_type"]), (&"discharge".into(), &"charge".into()), "{name}");
        assert!(near(&steps[4]["duration_s"], 3600.0), "{name}");
    }
}

fn list(sandbox: &Sandbox, kind: &str, path: &Path) -> Vec<Value> {
    let path = path.to_str().expect("a name in UTF-8");
    sandbox.report(kind, &[path])[kind].as_array().expect("a list").clone()
}

#[test]
fn a_first_row_before_the_current_has_risen_is_no_r0() {
    let Some(folder) = folder() else { return };
    let sandbox = Sandbox::sqlite();
    for name in ["D00_base", "D05_r0_first_row_5pct_current"] {
        let pulses = list(&sandbox, "pulses", &folder.join(name));
        let r0_ohm = pulses[0]["r0_ohm"].as_f64().expect("a resistance");
        // The next row comes half a second later, and there the cell's slow part shows.
        assert!((r0_ohm - 0.0300).abs() < 5e-4, "{name}: {r0_ohm}");
    }
}

#[test]
fn every_rate_has_a_state_of_health_of_its_own() {
    let Some(folder) = folder() else { return };
    let cycles = list(&Sandbox::sqlite(), "cycles", &folder.join("D22_first_discharge_C5_then_1C"));
    let baselines: Vec<i64> = cycles.iter().map(|cycle| cycle["soh_baseline_step"].as_i64().expect("a step")).collect();
    assert_eq!(baselines, [3, 7, 7, 7]);
    let first = cycles.iter().filter(|cycle| cycle["soh_pct"] == 100.0).count();
    assert_eq!(first, 2, "{cycles:?}");
}

#[test]
fn a_cut_step_file_has_the_same_findings_when_it_is_loaded() {
    let Some(folder) = folder() else { return };
    on_both(|sandbox| {
        let path = folder.join("F_step_file_cut");
        sandbox.ingest(&path, &["--fail-on", "never"]).0.done();
        let findings = |source: &[&str]| {
            let words = [&["validate", "--format", "json", "--fail-on", "never"], source].concat();
            sandbox.run(words).done().json()["findings"].clone()
        };
        let of_files = findings(&[path.to_str().expect("a name in UTF-8")]);
        let of_database = findings(&["--experiment", "x"]);
        let bare = |findings: &Value| -> Vec<Value> {
            let all = findings.as_array().expect("a list").iter().cloned();
            let bare = all.map(|mut finding| {
                // Only the folder of a file is not kept.
                let file = finding["file"].as_str().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
                finding["file"] = file.into();
                finding
            });
            bare.collect()
        };
        assert_eq!(bare(&of_database), bare(&of_files));
        assert!(!bare(&of_files).is_empty());
    });
}
