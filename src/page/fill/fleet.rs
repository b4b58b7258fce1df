//! The data of a fleet page: what is kept of each test, and which of them may be compared.

use super::super::assemble::FleetPage;
use super::super::data::{Fact, Level};
use super::super::fleet_data::{Class, Findings, FleetData, FleetGroup, FleetTest, FleetVerdict, Outlier};
use super::super::number::Number;
use super::super::views::{Figure, Section};
use super::figures::options;
use super::tool;
use crate::format;
use crate::model::{Head, SeverityCounts};
use crate::plot::{self, Axis, Panel, Series, Style};
use crate::report::Subject;
use crate::report::compare::{self, Compared};
use crate::transform::ageing::Course;
use crate::transform::alike::classes;
use std::collections::BTreeMap;

/// The most points of a course on the page; beyond it first, last and every so many.
const MOST_POINTS: usize = 220;

/// One test of a fleet.
pub(crate) struct Member {
    /// What is compared of it.
    pub compared: Compared,
    data: FleetTest,
    rows: u64,
    conventions: String,
}

impl Member {
    /// Of a test; `href` is its own page, where it has one.
    pub(crate) fn of(subject: &Subject<'_>, counts: SeverityCounts, href: Option<String>) -> Self {
        let compared = Compared::of(subject);
        let Subject { head, derived, steps, .. } = subject;
        let running = crate::report::is_running(steps);
        let last = derived.cycles.last();
        let told = compared.told();
        let mut data = FleetTest {
            name: head.name.clone(),
            start_time: derived
                .steps
                .iter()
                .find_map(|step| step.record.start_time)
                .map(|time| crate::format::machine(&crate::format::Value::Time(time))),
            nominal_capacity_ah: derived.nominal.map(|(nominal, _)| nominal).into(),
            verdict: verdict(counts, running),
            findings: Findings {
                error: counts.error as usize,
                warning: counts.warning as usize,
                info: counts.info as usize,
            },
            cycles: Some(derived.cycles.len() as i64),
            capacity_ah: told.capacity_ah.into(),
            soh_pct: told.soh_pct.into(),
            fade_pct_per_100_efc: told.fade_pct_per_100_efc.as_ref().ok().copied().into(),
            ce_pct: told.coulombic_efficiency_pct.into(),
            r10s_ohm: told.r_10s_ohm.into(),
            temperature_max_degc: told.temperature_max_degc.into(),
            efc: last.and_then(|cycle| cycle.equivalent_full_cycles.get()).into(),
            href,
            ..FleetTest::default()
        };
        named(&mut data, head);
        data.missing = missing(&data);
        let no_fade = told.fade_pct_per_100_efc.err().map(|why| ("fade_pct_per_100_efc".to_owned(), why));
        data.missing.extend(no_fade);
        let rows = derived.steps.iter().filter_map(|step| step.measurements).sum();
        let conventions = crate::report::conventions(head, derived.cycles_by).words;
        Self { compared, data, rows, conventions }
    }
}

fn named(data: &mut FleetTest, head: &Head) {
    let cell = head.cell.as_ref();
    data.cell = cell.map(|cell| cell.name.clone()).filter(|name| !name.is_empty());
    data.chemistry = cell.and_then(|cell| cell.chemistry.clone());
    data.project.clone_from(&head.project);
    data.machine.clone_from(&head.machine);
    data.operator.clone_from(&head.operator);
}

fn verdict(counts: SeverityCounts, running: bool) -> FleetVerdict {
    let (level, found) = match counts {
        SeverityCounts { error: 1.., .. } => (Level::Error, format!("; errors: {}", counts.error)),
        SeverityCounts { warning: 1.., .. } => (Level::Warning, format!("; warnings: {}", counts.warning)),
        _ => (Level::Good, String::new()),
    };
    let state = if running { "running" } else { "complete" };
    FleetVerdict { level, text: format!("{state}{found}"), state: state.to_owned() }
}

/// Why a number is not there.
fn missing(data: &FleetTest) -> BTreeMap<String, String> {
    let reasons = [
        ("capacity_ah", data.capacity_ah, "no full discharge"),
        ("soh_pct", data.soh_pct, "no full discharge"),
        ("ce_pct", data.ce_pct, "no balanced cycle"),
        ("r10s_ohm", data.r10s_ohm, "no pulse of 10 s near 50 % SOC"),
        ("temperature_max_degc", data.temperature_max_degc, "no temperature was measured"),
        ("efc", data.efc, "no nominal capacity"),
        ("nominal_capacity_ah", data.nominal_capacity_ah, "no discharge to take it from"),
    ];
    let lacking = reasons.into_iter().filter(|(_, number, _)| number.get().is_none());
    lacking.map(|(key, _, why)| (key.to_owned(), why.to_owned())).collect()
}

/// The page of tests, in their order.
pub(crate) fn fleet(members: Vec<Member>, title: &str) -> FleetPage {
    let courses: Vec<Vec<Course>> = members.iter().map(|member| member.compared.courses().to_vec()).collect();
    let alike = classes(&courses);
    let outliers = compare::outliers_of(members.iter().map(|member| &member.compared));
    let rows: u64 = members.iter().map(|member| member.rows).sum();
    let conventions = members.first().map(|member| member.conventions.clone());
    let place = |test: usize, course: usize| {
        alike.iter().position(|class| class.members.contains(&(test, course))).map_or(-1, |at| at as i64)
    };
    let mut thinned = false;
    let tests: Vec<FleetTest> = members
        .into_iter()
        .enumerate()
        .map(|(test, member)| {
            let own = courses[test].iter().enumerate();
            let groups = own.map(|(number, course)| group(place(test, number), course, &mut thinned)).collect();
            FleetTest { groups, ..member.data }
        })
        .collect();
    let about = vec![fact("Tests", tests.len()), fact("Rows", rows)];
    let words = |class: &crate::transform::alike::Class| {
        let first = &class.first;
        let from = first
            .temperature_start_degc
            .map_or_else(String::new, |degc| format!(" from {} °C", crate::format::rounded(degc, 1)));
        let rate = first.c_rate.unwrap_or(f64::NAN);
        format!("{rate:.3} C{from}, {:.2} to {:.2} V", first.charge_voltage_end_v, first.voltage_end_v)
    };
    let classes = alike.iter().enumerate().map(|(at, class)| Class { class: at as i64, text: words(class) }).collect();
    let note = thinned.then(|| format!("courses of more than {MOST_POINTS} points show first, last and every so many"));
    let figures = figure(&tests).into_iter().collect();
    let data = FleetData {
        page: "fleet",
        tool: tool(),
        title: title.to_owned(),
        about,
        outliers: outliers
            .into_iter()
            .map(|one| Outlier {
                test: one.at,
                quantity: field(one.quantity).to_owned(),
                score: one.score.into(),
                text: format::clean(&one.text).into_owned(),
            })
            .collect(),
        tests,
        classes,
        notes: note.into_iter().collect(),
        methods: conventions.map(|words| ("Conventions".to_owned(), words)).into_iter().collect(),
        provenance: vec![("Tool".to_owned(), tool())],
    };
    FleetPage { data, figures }
}

/// SOH of the longest course of each test, for paper and for readers without a script.
fn figure(tests: &[FleetTest]) -> Option<Figure> {
    let options = options();
    let mut panel = Panel::new(Axis::new("Equivalent full cycles", "efc"), Axis::new("SOH / %", "soh_pct"));
    for (at, test) in tests.iter().enumerate() {
        let Some(group) = test.groups.iter().rev().max_by_key(|group| group.cycle.len()) else { continue };
        let pairs = group.efc.iter().zip(&group.soh_pct);
        let points: Vec<(f64, f64)> = pairs.filter_map(|(x, y)| Some((x.get()?, y.get()?))).collect();
        if points.len() < 2 {
            continue;
        }
        let few = tests.len() <= FEW;
        let colour = if few { options.theme.palette(at) } else { options.theme.faint() };
        let (name, label) = (test.name.clone(), test.name.clone());
        panel.series.push(Series { label, name, points, style: Style::line(colour), in_legend: few });
    }
    if panel.series.is_empty() {
        return None;
    }
    let mut figure = plot::Figure::new("fade", "SOH over equivalent full cycles".to_owned(), &options);
    figure.panels.push(panel);
    let figure = figure.cleaned();
    Some(Figure {
        section: Section::Ageing,
        title: "SOH over equivalent full cycles".to_owned(),
        svg: figure.svg().ok()?,
        about: figure.described(),
    })
}

/// Up to so many tests have a colour each.
const FEW: usize = 8;

fn fact(title: &str, number: impl std::fmt::Display) -> Fact {
    (title.to_owned(), number.to_string())
}

/// A quantity of a comparison as the page's field.
fn field(quantity: &str) -> &str {
    match quantity {
        "coulombic_efficiency_pct" => "ce_pct",
        "dcir_10s_discharge_ohm" => "r10s_ohm",
        same => same,
    }
}

fn group(class: i64, course: &Course, thinned: &mut bool) -> FleetGroup {
    let every = course.points.len().div_ceil(MOST_POINTS).max(1);
    *thinned |= every > 1;
    let last = course.points.len().saturating_sub(1);
    let kept = || course.points.iter().enumerate().filter(move |(at, _)| at % every == 0 || *at == last);
    let column = |read: fn(&crate::transform::ageing::Point) -> Option<f64>| {
        kept().map(|(_, point)| Number::from(read(point))).collect()
    };
    FleetGroup {
        class,
        c_rate: course.first.c_rate.into(),
        temperature_degc: course.first.temperature_start_degc.into(),
        cycle: column(|point| Some(f64::from(point.cycle))),
        efc: column(|point| point.efc),
        days: column(|point| Some(point.days)),
        throughput_ah: column(|point| Some(point.throughput_ah)),
        capacity_ah: column(|point| Some(point.capacity_ah)),
        soh_pct: column(|point| point.soh_pct),
    }
}
