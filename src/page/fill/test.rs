//! The data of a test page.

use super::super::assemble::TestPage;
use super::super::data::{Efficiency, Fact, FindingItem, Level, PulseItem, Steps, Table, TestData, Verdict};
use super::super::number::Number;
use super::{FillError, ageing, curves, figures, pass, tables, tiles, tool};
use crate::format::{self, Entry, Sheet};
use crate::model::{Derived, Finding, Severity};
use crate::report::{self, Options, Subject};
use crate::transform::soc;
use crate::validate;
use std::collections::BTreeMap;

/// The lists of a page: the kind of report, the list in it, its heading.
const LISTS: &[(&str, &str, &str, &str)] = &[
    ("overview", "step_types", "step_types", "Protocol: steps by type"),
    ("steps", "steps", "steps", "Steps"),
    ("cycles", "cycles", "cycles", "Cycles"),
    ("pulses", "pulses", "pulses", "Pulses"),
    ("quality", "spread", "spread", "Spread by step"),
    ("rate", "rates", "rate", "Capacity by rate"),
    ("temperature", "temperatures", "temperature", "Capacity by temperature"),
    ("degradation", "courses", "degradation", "Groups of comparable full discharges"),
];

/// The page of a test with what the rules found in it.
///
/// # Errors
/// When the test cannot be read.
pub(crate) fn test(subject: &mut Subject<'_>, findings: &[Finding], options: &Options) -> Result<TestPage, FillError> {
    let options = Options { findings: Some(findings.to_vec()), ..options.clone() };
    let pass::Seen { rows, overview: curves_over_time, windows_s } = pass::pass(subject, findings)?;
    let mut sheets: BTreeMap<&str, Sheet<'static>> = BTreeMap::new();
    for (kind, ..) in LISTS {
        if let (false, Some(report)) = (sheets.contains_key(kind), report::find(kind)) {
            sheets.insert(kind, report.sheet(subject, &options)?);
        }
    }
    let overview = sheets.get("overview");
    let head = overview.map(|sheet| sheet.head.clone()).unwrap_or_default();
    let notes = overview.map(|sheet| sheet.notes.clone()).unwrap_or_default();
    let conventions = overview.and_then(|sheet| sheet.conventions.clone());
    let figures = figures::figures(subject, findings, curves_over_time.as_ref())?;
    drop(curves_over_time);
    let curves = curves::curves(subject, findings)?;
    let derived = &subject.derived;
    let over = options.over;
    let data = TestData {
        page: "test",
        tool: tool(),
        title: subject.head.name.clone(),
        about: about(&head),
        verdict: verdict(&head, findings),
        tiles: tiles::tiles(subject),
        facts: said(&head),
        notes,
        steps: steps(subject),
        rows: None,
        ageing: ageing::ageing(derived, &subject.head.conventions, over),
        efficiency: efficiency(derived),
        pulses: pulses(derived),
        findings: findings.iter().zip(windows_s).map(|found| finding(subject, found)).collect(),
        explanations: explanations(findings),
        methods: methods(conventions.as_ref(), &curves.note),
        provenance: provenance(subject),
        curves,
        tables: lists(sheets)?,
    };
    Ok(TestPage { data, rows, figures })
}

/// The lists, as tables.
fn lists(sheets: BTreeMap<&str, Sheet<'static>>) -> Result<BTreeMap<String, Table>, FillError> {
    let mut found = BTreeMap::new();
    for (kind, sheet) in sheets {
        for list in sheet.tables {
            let wanted = LISTS.iter().find(|(of, name, ..)| *of == kind && *name == list.name);
            if let Some((_, _, name, title)) = wanted {
                let table = Table { name: (*name).to_owned(), ..tables::table(list, title)? };
                found.insert((*name).to_owned(), table);
            }
        }
    }
    Ok(found)
}

/// What a head says under a key, for people.
fn word(head: &[Entry], key: &str) -> Option<String> {
    let entry = head.iter().find(|entry| entry.column.key == key)?;
    (!entry.value.is_missing()).then(|| format::told(entry))
}

/// What a head says to people.
fn said(head: &[Entry]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for entry in head.iter().filter(|entry| entry.column.key.is_empty() && !entry.column.title.is_empty()) {
        let (title, told) = (entry.column.title.as_ref(), format::told(entry));
        // What is set in below a line of a terminal stands by itself here, and the tables of a page are on it.
        let told = told.split("; `report ").next().unwrap_or_default().to_owned();
        match (title.strip_prefix("  "), facts.last()) {
            (Some(more), Some((above, _))) => facts.push((format!("{above} {more}"), told)),
            _ => facts.push((title.trim().to_owned(), told)),
        }
    }
    facts
}

fn about(head: &[Entry]) -> Vec<Fact> {
    let known = [
        ("Cell", "cell"),
        ("Chemistry", "chemistry"),
        ("Project", "project"),
        ("Format", "dialect"),
        ("Start", "start_time"),
        ("End", "end_time"),
    ];
    known.into_iter().filter_map(|(title, key)| Some((title.to_owned(), word(head, key)?))).collect()
}

fn verdict(head: &[Entry], findings: &[Finding]) -> Verdict {
    let worst = findings.iter().max_by_key(|finding| finding.severity);
    let running = word(head, "running").is_some_and(|word| word == "yes");
    let text = head.iter().find(|entry| entry.column.title == "Verdict").map(format::told).unwrap_or_default();
    Verdict {
        level: match worst.map(|finding| finding.severity) {
            Some(Severity::Error) => Level::Error,
            Some(Severity::Warning) => Level::Warning,
            _ => Level::Good,
        },
        text,
        state: if running { "running" } else { "complete" }.to_owned(),
        // The first of the worst.
        worst: findings
            .iter()
            .find(|finding| Some(finding.severity) == worst.map(|worst| worst.severity))
            .filter(|finding| finding.severity > Severity::Info)
            .map(|finding| format!("{} {}: {}", finding.rule, finding.name, finding.message)),
    }
}

fn steps(subject: &Subject<'_>) -> Steps {
    let derived = &subject.derived;
    let anchor = subject.head.conventions.soc_anchor;
    let mut steps = Steps::default();
    for (at, step) in derived.steps.iter().enumerate() {
        let end_s = derived.elapsed_end_s.get(at).copied();
        let duration_s = step.duration_s.get();
        let soc = soc::of_rows(derived, anchor, step);
        // The end is that of the last row: behind relaxation it lies later than the duration says.
        let begins_s = match step.relaxation_rows {
            Some(1..) => Some(at.checked_sub(1).map_or(0.0, |before| derived.elapsed_end_s[before])),
            _ => end_s.zip(duration_s).map(|(end, duration)| end - duration),
        };
        steps.step.push(i64::from(step.step));
        steps.kind.push(step.step_type.as_str());
        steps.cycle.push(Some(i64::from(step.cycle)));
        steps.start_s.push(begins_s.into());
        steps.duration_s.push(duration_s.into());
        steps.soc_start_pct.push(soc.map(|(start, _)| start).into());
        steps.soc_per_ah.push(soc.map(|(_, per_ah)| per_ah).into());
        steps.c_rate.push(step.c_rate.get().into());
        steps.temperature_degc.push(step.temperature_start_degc.get().into());
    }
    steps
}

fn efficiency(derived: &Derived) -> Efficiency {
    let complete: Vec<_> = derived.cycles.iter().filter(|cycle| cycle.complete).collect();
    Efficiency {
        cycle: complete.iter().map(|cycle| i64::from(cycle.cycle)).collect(),
        ce_pct: complete.iter().map(|cycle| cycle.coulombic_efficiency_pct.get().into()).collect(),
        ee_pct: complete.iter().map(|cycle| cycle.energy_efficiency_pct.get().into()).collect(),
        balanced: complete.iter().map(|cycle| cycle.balanced).collect(),
    }
}

fn pulses(derived: &Derived) -> Vec<PulseItem> {
    let item = |pulse: &crate::model::Pulse| PulseItem {
        step: i64::from(pulse.step),
        direction: pulse.direction.as_str(),
        purpose: pulse.purpose.as_str(),
        soc_pct: pulse.soc_pct.get().into(),
        temperature_degc: pulse.temperature_degc.get().into(),
        c_rate: pulse.c_rate.get().into(),
        ocv_v: Number(pulse.ocv_v),
        r0_ohm: pulse.r0_ohm.get().into(),
        r_100ms_ohm: pulse.r_100ms_ohm.get().into(),
        r_1s_ohm: pulse.r_1s_ohm.get().into(),
        r_10s_ohm: pulse.r_10s_ohm.get().into(),
        r_end_ohm: pulse.r_end_ohm.get().into(),
    };
    derived.pulses.iter().map(item).collect()
}

fn finding(subject: &Subject<'_>, (finding, window_s): (&Finding, Option<(f64, f64)>)) -> FindingItem {
    let whole = finding.step.and_then(|step| subject.derived.whole_of(step, &subject.head));
    FindingItem {
        rule: finding.rule.to_owned(),
        name: finding.name.to_owned(),
        severity: finding.severity.as_str(),
        step: finding.step.map(i64::from),
        whole: whole.filter(|whole| finding.step != Some(*whole)).map(i64::from),
        line: finding.line,
        message: finding.message.clone(),
        from_s: window_s.map(|(from_s, _)| from_s).into(),
        to_s: window_s.map(|(_, to_s)| to_s).into(),
    }
}

/// Of each rule that found something, why it matters.
fn explanations(findings: &[Finding]) -> BTreeMap<String, String> {
    let rules = validate::ALL.iter().filter(|rule| findings.iter().any(|finding| finding.rule == rule.code()));
    rules.map(|rule| (rule.code().to_owned(), validate::summary(*rule))).collect()
}

fn methods(conventions: Option<&format::Footing>, smoothing: &str) -> Vec<Fact> {
    let name = |key: &str| key.replace('_', " ");
    let words = conventions.map(|footing| ("Conventions".to_owned(), footing.words.clone()));
    let fields = conventions.iter().flat_map(|footing| &footing.fields);
    let fields = fields.filter(|(_, value)| !value.is_missing());
    let mut methods: Vec<Fact> = words.into_iter().collect();
    methods.extend(fields.map(|(key, value)| (name(key), format::machine(value))));
    if !smoothing.is_empty() {
        methods.push(("Curves".to_owned(), smoothing.to_owned()));
    }
    methods
}

/// Where the numbers come from. Files by their names and contents, wherever they lie, so that a page made from a database is
/// the same.
fn provenance(subject: &Subject<'_>) -> Vec<Fact> {
    let file = |file: &crate::model::FileInfo| {
        let words = format!(
            "{}: {} bytes, blake3 {}, {}, {} rows",
            file.name, file.size, file.blake3, file.encoding, file.rows
        );
        (format!("{} file", file.role.as_str()), words)
    };
    let mut facts: Vec<Fact> = subject.head.files.iter().map(file).collect();
    facts.push(("Format".to_owned(), subject.head.dialect.clone()));
    facts.push(("Tool".to_owned(), tool()));
    let options = report::asked(&subject.head.conventions);
    facts.push(("Command".to_owned(), format!("battery-etl report overview --format html{options}")));
    facts
}
