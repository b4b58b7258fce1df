//! The static parts of the pages: what stands in the HTML itself, for print and for readers without a script.

use super::data::{Fact, FindingItem, Level, Table, TestData, Tile};
use super::fleet_data::FleetData;
use super::show::{show, unit};
use super::svg;
use crate::format::clean;
use askama::Template;

/// Beyond so many rows a static table is cut, and says so: the page's data have them all.
const MOST_STATIC_ROWS: usize = 300;

/// Of the spread by step a page is enough.
const MOST_SPREAD_ROWS: usize = 60;

/// Where a figure belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// Beside the verdict.
    Overview,
    /// Over time.
    Time,
    /// Curves.
    Curves,
    /// Fade.
    Ageing,
    /// Pulses.
    Pulses,
    /// Findings.
    Quality,
}

/// A figure of `plot`, as SVG.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// Where it belongs.
    pub section: Section,
    /// Its heading.
    pub title: String,
    /// The picture.
    pub svg: String,
    /// What must be said with it.
    pub about: String,
}

/// A figure ready to be set.
pub(super) struct Picture<'a> {
    pub(super) title: &'a str,
    pub(super) about: &'a str,
    pub(super) svg: String,
}

/// A table ready to be set.
pub(super) struct Static<'a> {
    pub(super) title: &'a str,
    pub(super) head: Vec<Head<'a>>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) note: String,
}

pub(super) struct Head<'a> {
    pub(super) title: &'a str,
    pub(super) unit: &'a str,
    pub(super) number: bool,
}

pub(super) struct Cell {
    pub(super) text: String,
    pub(super) number: bool,
}

/// The findings of one rule.
pub(super) struct Rule<'a> {
    pub(super) rule: &'a str,
    pub(super) name: &'a str,
    pub(super) severity: &'a str,
    pub(super) explanation: &'a str,
    pub(super) findings: Vec<&'a FindingItem>,
    pub(super) more: usize,
}

/// What the assembler adds to a page: policy, styles, scripts, payload.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) policy: String,
    pub(super) css: String,
    pub(super) first: &'static str,
    pub(super) code: String,
    pub(super) data: String,
    pub(super) rows: Option<String>,
}

/// The test page.
#[derive(Template)]
#[template(path = "test.html")]
pub(super) struct TestView<'a> {
    pub(super) frame: &'a Frame,
    pub(super) data: &'a TestData,
    pub(super) overview: Vec<Picture<'a>>,
    pub(super) sections: Vec<Part<'a>>,
    pub(super) protocol: Vec<Static<'a>>,
    pub(super) rules: Vec<Rule<'a>>,
}

/// A section whose static part is figures and tables.
pub(super) struct Part<'a> {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) figures: Vec<Picture<'a>>,
    pub(super) tables: Vec<Static<'a>>,
    /// What stands where there is neither.
    pub(super) nothing: &'static str,
}

impl Part<'_> {
    fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.tables.is_empty()
    }
}

/// The fleet page.
#[derive(Template)]
#[template(path = "fleet.html")]
pub(super) struct FleetView<'a> {
    pub(super) frame: &'a Frame,
    pub(super) data: &'a FleetData,
    pub(super) figures: Vec<Picture<'a>>,
    pub(super) tests: Static<'a>,
    /// Why there are dashes.
    pub(super) reasons: Vec<String>,
}

/// The sections between the overview and the quality, and after it: id, title, tables, what is said of an empty one.
const PARTS: [(&str, &str, Section, &[&str], &str); 5] = [
    ("time", "Time", Section::Time, &[], "The test has no rows."),
    ("curves", "Curves", Section::Curves, &[], "No step has a curve: rows with voltage and capacity are needed."),
    ("ageing", "Ageing", Section::Ageing, &["degradation", "rate", "temperature"], "No full discharge to compare."),
    ("pulses", "Pulses", Section::Pulses, &["pulses"], "The test has no pulse."),
    ("quality", "Quality", Section::Quality, &["spread"], ""),
];

const TABLES: [(&str, &str, &[&str], &str); 2] =
    [("steps", "Steps", &["steps"], "No step."), ("cycles", "Cycles", &["cycles"], "No cycle.")];

/// The static parts of a test page.
pub(super) fn test<'a>(frame: &'a Frame, data: &'a TestData, figures: &'a [Figure]) -> TestView<'a> {
    let pictures = |section| pictures(figures, section);
    let tables = |names: &[&str]| names.iter().filter_map(|name| data.tables.get(*name)).filter_map(table).collect();
    let mut sections: Vec<Part<'a>> = Vec::new();
    for (id, title, section, names, nothing) in PARTS {
        sections.push(Part { id, title, figures: pictures(section), tables: tables(names), nothing });
    }
    for (id, title, names, nothing) in TABLES {
        sections.push(Part { id, title, figures: Vec::new(), tables: tables(names), nothing });
    }
    let (overview, protocol) = (pictures(Section::Overview), tables(&["step_types"]));
    TestView { frame, data, overview, sections, protocol, rules: rules(data) }
}

/// The static parts of a fleet page.
pub(super) fn fleet<'a>(frame: &'a Frame, data: &'a FleetData, figures: &'a [Figure]) -> FleetView<'a> {
    let all = figures.iter().enumerate().map(|(i, figure)| picture(i, figure)).collect();
    FleetView { frame, data, figures: all, tests: fleet_table(data), reasons: reasons(data) }
}

fn pictures(figures: &[Figure], section: Section) -> Vec<Picture<'_>> {
    let here = figures.iter().enumerate().filter(|(_, figure)| figure.section == section);
    here.map(|(i, figure)| picture(i, figure)).collect()
}

fn picture(i: usize, figure: &Figure) -> Picture<'_> {
    Picture { title: &figure.title, about: &figure.about, svg: svg::inline(&figure.svg, &format!("f{i}-")) }
}

fn is_number(column: &super::TableColumn) -> bool {
    use super::Kind;
    matches!(column.kind, Kind::Integer | Kind::Number | Kind::Duration)
}

/// The columns that are shown first, and not more rows than a person would read on paper.
fn table(table: &Table) -> Option<Static<'_>> {
    if table.count == 0 {
        return None;
    }
    let brief: Vec<usize> = (0..table.columns.len()).filter(|i| table.columns[*i].brief).collect();
    let shown = if brief.is_empty() { (0..table.columns.len()).collect() } else { brief };
    let head = shown.iter().map(|i| &table.columns[*i]);
    let head =
        head.map(|column| Head { title: &column.title, unit: unit(column), number: is_number(column) }).collect();
    let cell = |i: usize, row: usize| {
        let column = &table.columns[i];
        let marked = table.marked.get(&column.key).is_some_and(|rows| rows.contains(&row));
        let value = table.rows.get(i).and_then(|values| values.get(row));
        let text = value.map_or_else(|| super::show::DASH.to_owned(), |value| show(column, value, marked));
        Cell { text, number: is_number(column) }
    };
    let count = table.count.min(if table.name == "spread" { MOST_SPREAD_ROWS } else { MOST_STATIC_ROWS });
    let rows = (0..count).map(|row| shown.iter().map(|i| cell(*i, row)).collect()).collect();
    let mut note = table.note.clone().unwrap_or_default();
    if count < table.count {
        let cut = format!("The first {count} of {} rows; all are on the page, and in its CSV.", table.count);
        note = if note.is_empty() { cut } else { format!("{cut} {note}") };
    }
    Some(Static { title: &table.title, head, rows, note })
}

/// At most so many findings of one rule on paper.
const MOST_FINDINGS: usize = 20;

fn rules(data: &TestData) -> Vec<Rule<'_>> {
    let mut rules: Vec<Rule<'_>> = Vec::new();
    for finding in &data.findings {
        let at = rules.iter().position(|rule| rule.rule == finding.rule).unwrap_or_else(|| {
            let explanation = data.explanations.get(&finding.rule).map_or("", String::as_str);
            let (rule, name, severity) = (finding.rule.as_str(), finding.name.as_str(), finding.severity);
            rules.push(Rule { rule, name, severity, explanation, findings: Vec::new(), more: 0 });
            rules.len() - 1
        });
        let rule = &mut rules[at];
        if rule.findings.len() < MOST_FINDINGS {
            rule.findings.push(finding);
        } else {
            rule.more += 1;
        }
    }
    let rank = |severity: &str| ["error", "warning", "info"].iter().position(|word| *word == severity);
    rules.sort_by_key(|rule| rank(rule.severity));
    rules
}

fn fleet_table(data: &FleetData) -> Static<'_> {
    let head = FLEET_HEADS.iter().map(|(title, unit, number)| Head { title, unit, number: *number }).collect();
    let number = |value: Option<f64>, digits: usize| Cell {
        text: value.map_or_else(|| super::show::DASH.to_owned(), |value| format!("{value:.digits$}")),
        number: true,
    };
    let word = |text: Option<&String>| Cell { text: text.map_or("–", String::as_str).to_owned(), number: false };
    let row = |test: &super::FleetTest| {
        vec![
            word(Some(&test.name)),
            word(test.cell.as_ref()),
            word(test.chemistry.as_ref()),
            word(Some(&test.verdict.text)),
            number(test.cycles.map(|cycles| cycles as f64), 0),
            number(test.capacity_ah.get(), 4),
            number(test.soh_pct.get(), 2),
            number(test.fade_pct_per_100_efc.get(), 3),
            number(test.ce_pct.get(), 3),
            number(test.r10s_ohm.get().map(|ohm| ohm * 1000.0), 2),
            number(test.temperature_max_degc.get(), 1),
        ]
    };
    let rows = data.tests.iter().take(MOST_STATIC_ROWS).map(row).collect();
    let cut = data.tests.len().saturating_sub(MOST_STATIC_ROWS);
    let note = if cut > 0 { format!("{cut} more tests are on the page.") } else { String::new() };
    Static { title: "Tests", head, rows, note }
}

/// The columns of the table of tests: title, unit, whether they are numbers.
const FLEET_HEADS: [(&str, &str, bool); 11] = [
    ("Test", "", false),
    ("Cell", "", false),
    ("Chemistry", "", false),
    ("Verdict", "", false),
    ("Cycles", "", true),
    ("Capacity", "Ah", true),
    ("SOH", "%", true),
    ("Fade", "% / 100 EFC", true),
    ("CE", "%", true),
    ("R 10 s", "mΩ", true),
    ("T max", "°C", true),
];

/// What a number of a test is, in the middle of a sentence.
fn in_words(field: &str) -> &str {
    match field {
        "capacity_ah" => "capacity",
        "soh_pct" => "SOH",
        "fade_pct_per_100_efc" => "fade",
        "ce_pct" => "coulombic efficiency",
        "r10s_ohm" => "resistance at 10 s",
        "temperature_max_degc" => "highest temperature",
        "efc" => "equivalent full cycles",
        "nominal_capacity_ah" => "nominal capacity",
        other => other,
    }
}

/// Reasons of dashes, each once: what is missing of how many tests, and why.
fn reasons(data: &FleetData) -> Vec<String> {
    let mut known: Vec<(&str, Vec<&str>, Vec<&str>)> = Vec::new();
    for test in &data.tests {
        for (field, reason) in &test.missing {
            let at = known.iter().position(|one| one.0 == reason).unwrap_or_else(|| {
                known.push((reason, Vec::new(), Vec::new()));
                known.len() - 1
            });
            let (_, fields, names) = &mut known[at];
            if !fields.contains(&field.as_str()) {
                fields.push(field);
            }
            if names.last() != Some(&test.name.as_str()) {
                names.push(&test.name);
            }
        }
    }
    let say = |(reason, fields, names): (&str, Vec<&str>, Vec<&str>)| {
        let more = names.len().saturating_sub(3);
        let first: Vec<_> = names[..names.len() - more].iter().map(|name| clean(name)).collect();
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let fields: Vec<&str> = fields.into_iter().map(in_words).collect();
        format!("No {} of {}{rest}: {reason}", fields.join(", "), first.join(", "))
    };
    known.into_iter().map(say).collect()
}

/// Words of a verdict's grade, for who does not see its colour.
fn grade(level: &Level) -> &'static str {
    match level {
        Level::Good => "Good",
        Level::Warning => "Look at this",
        Level::Error => "Something is wrong",
    }
}

/// A tile's value: its unit stays on the line.
fn whole(tile: &Tile) -> String {
    tile.value.rsplit_once(' ').map_or_else(|| tile.value.clone(), |(value, unit)| format!("{value}\u{a0}{unit}"))
}

/// What stands under a tile's value: where it comes from, or why there is none.
fn reason(tile: &Tile) -> &str {
    tile.missing.as_deref().unwrap_or(&tile.detail)
}

/// The text of a fact that is asked for by name, for the title line.
fn joined(about: &[Fact]) -> String {
    about.iter().map(|(_, what)| what.as_str()).collect::<Vec<_>>().join(" · ")
}
