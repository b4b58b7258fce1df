//! What `[validate]` may say, and what is answered when it may not.

use super::settings::Settings;
use super::tests::finding;
use super::{FailOn, Outcome, Thresholds, Verdict};
use crate::model::{Cell, Severity};
use chrono::NaiveDate;

fn parse(text: &str) -> Result<Settings, String> {
    let table: toml::Table = toml::from_str(text).unwrap();
    let empty = toml::Table::new();
    let inside = table.get("validate").and_then(toml::Value::as_table).unwrap_or(&empty);
    Settings::parse(inside).map_err(|error| error.to_string())
}

#[test]
fn thresholds_are_laid_over_each_other() {
    let text = "[validate]\ntim03_rhythm_factor = 4\ntim03_gap_s_min = 2.0\n[validate.chemistry.LFP]\n\
                tim03_rhythm_factor = 5.0\n[validate.cell.\"cell 7\"]\ntim03_rhythm_factor = 6.0\n";
    let settings = parse(text).unwrap();
    let factor = |name: &str, chemistry: &str| {
        let cell = Cell { name: name.into(), chemistry: Some(chemistry.into()), ..Cell::default() };
        settings.thresholds(Some(&cell)).unwrap().tim03_rhythm_factor
    };
    assert_eq!([factor("a", "NMC"), factor("a", "lfp"), factor("Cell 7", "LFP")], [4.0, 5.0, 6.0]);
    assert_eq!(settings.thresholds(None).unwrap().tim03_gap_s_min, 2.0);
    assert_eq!(parse("").unwrap().thresholds(None).unwrap(), Thresholds::default());
}

#[test]
fn what_is_not_known_or_does_not_fit_is_named() {
    let error = |text: &str| parse(text).unwrap_err();
    let said = error("[validate]\ntim03_rythm_factor = 4.0");
    assert!(said.contains("did you mean `tim03_rhythm_factor`?"), "{said}");
    assert!(error("[validate]\nfail_on = \"errors\"").contains("\"never\""));
    assert!(error("[validate]\ntim03_gap_s_min = -1.0").contains("not negative"));
    assert!(error("[validate]\ntim03_gap_s_min = nan").contains("not negative"));
    assert!(error("[validate]\ntim03_gap_s_min = \"1 s\"").contains("a number"));
    assert!(error("[validate]\nselect = [\"FMX\"]").contains("no rule or family `FMX`"));
    assert!(error("[validate.severity]\nFMT04 = \"fatal\"").contains("\"off\""));
    assert!(error("[validate.chemistry.LFP]\ntim03 = 1.0").starts_with("[validate.chemistry.LFP]: "));
    assert!(error("[[validate.waiver]]\nrule = \"FMT04\"").contains("`reason` is missing"));
    assert!(error("[[validate.waiver]]\nrule = \"FMT04\"\nreason = \"r\"\nuntil = 1").contains("no setting `until`"));
    let said = error("[[validate.waiver]]\nrule = \"FMT04\"\nreason = \"r\"\nexpires = \"31.12.2025\"");
    assert!(said.contains("a day, as 2025-12-31"), "{said}");
}

#[test]
fn the_command_line_beats_the_file() {
    let settings =
        parse("[validate]\nselect = [\"FMT\"]\nignore = [\"FMT05\"]\n[validate.severity]\nFMT06 = \"off\"").unwrap();
    let of_file = settings.selection(&[], &[]).unwrap();
    assert!(of_file.has("FMT04") && !of_file.has("FMT05") && !of_file.has("FMT06") && !of_file.has("STP01"));
    let asked = settings.selection(&["FMT06".into(), "STP".into()], &[]).unwrap();
    assert!(asked.has("FMT06") && asked.has("STP01") && !asked.has("FMT04"));
}

#[test]
fn a_rule_by_its_name_beats_its_family() {
    let settings = parse("[validate.severity]\nSTP = \"info\"\nSTP01 = \"error\"").unwrap();
    let selection = settings.selection(&[], &[]).unwrap();
    assert_eq!(selection.severity(super::find("STP01").unwrap()), Severity::Error);
    assert_eq!(selection.severity(super::find("STP02").unwrap()), Severity::Info);
}

#[test]
fn waivers_and_their_last_day() {
    let text = "[[validate.waiver]]\nrule = \"STP01\"\nfile = \"*_Detail.csv\"\nreason = \"the operator left\"\n\
                expires = 2025-12-31\n";
    let settings = parse(text).unwrap();
    let judged = |year, month, day| {
        let file = Some("x_Detail.csv".to_owned());
        let findings = vec![crate::model::Finding { file, ..finding("STP01", Severity::Error) }];
        let test = Outcome { findings, steps: 1, run: vec!["STP01"], ..Outcome::default() };
        settings.judge(vec![test], None, FailOn::Error, NaiveDate::from_ymd_opt(year, month, day).unwrap())
    };
    assert_eq!(judged(2025, 12, 31).verdict(), Verdict::Clean);
    let after = judged(2026, 1, 1);
    assert_eq!((after.verdict(), after.expired.len()), (Verdict::Failed, 1));
}
