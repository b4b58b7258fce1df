//! Findings on figures that have no time axis: on the curves of their steps and at their cycles.

use super::figure::{Figure, Flag, Note};
use super::options::Options;
use super::{PlotTest, select};
use std::collections::{BTreeMap, BTreeSet};

/// Marks what validation found, unless it stands there already, and says so where it cannot.
pub(super) fn mark(figure: &mut Figure, tests: &[PlotTest<'_>], options: &Options) {
    if tests.iter().all(|test| test.findings.is_empty()) {
        figure.remarks.push("validation found nothing to mark".to_owned());
        return;
    }
    if figure.panels.iter().any(|panel| !panel.flags.is_empty()) {
        return;
    }
    let names = select::names(tests, options);
    let mut marked = false;
    for (test, name) in tests.iter().zip(&names) {
        let name = if tests.len() > 1 { name.as_str() } else { "" };
        marked |= on_curves(figure, test, name);
        marked |= on_cycles(figure, test, name);
    }
    if !marked {
        figure.remarks.push(format!(
            "no finding is marked: {} shows neither time nor a step or cycle that has one; `plot quality` and the kinds \
             over time mark all of them",
            figure.kind
        ));
    }
}

/// The rules that spoke of each step.
fn by_step(test: &PlotTest<'_>) -> BTreeMap<i32, BTreeSet<&'static str>> {
    let mut found: BTreeMap<i32, BTreeSet<&'static str>> = BTreeMap::new();
    for finding in test.findings {
        if let Some(step) = test.step_of(finding) {
            found.entry(step).or_default().insert(finding.rule);
        }
    }
    found
}

fn said(rules: &BTreeSet<&str>, test: &str) -> String {
    let rules = rules.iter().copied().collect::<Vec<_>>().join(", ");
    if test.is_empty() { rules } else { format!("{rules} ({test})") }
}

/// The rules at the middle of the curve of each step that has findings.
fn on_curves(figure: &mut Figure, test: &PlotTest<'_>, name: &str) -> bool {
    let rules = by_step(test);
    let mut marked = false;
    for panel in &mut figure.panels {
        for series in panel.series.iter().filter(|s| s.points.len() > 1 && s.name.starts_with(name)) {
            let mut words = series.name.split([' ', ',', ':']).skip_while(|word| *word != "step").skip(1);
            let step = words.next().and_then(|word| word.parse::<i32>().ok());
            let Some(rules) = step.and_then(|step| rules.get(&step)) else { continue };
            let whole: Vec<_> = series.points.iter().filter(|p| p.0.is_finite() && p.1.is_finite()).collect();
            if let Some(middle) = whole.get(whole.len() / 2) {
                panel.notes.push(Note { at: **middle, text: said(rules, name), above: true, either: true });
                marked = true;
            }
        }
    }
    marked
}

/// A line at each cycle that has findings, where cycles are the horizontal axis.
fn on_cycles(figure: &mut Figure, test: &PlotTest<'_>, name: &str) -> bool {
    let rules = by_step(test);
    let mut cycles: BTreeMap<i32, BTreeSet<&'static str>> = BTreeMap::new();
    for step in &test.derived.steps {
        if let Some(rules) = rules.get(&step.step) {
            cycles.entry(step.cycle).or_default().extend(rules);
        }
    }
    let worst = |cycle: i32| {
        let steps: BTreeSet<i32> =
            test.derived.steps.iter().filter(|step| step.cycle == cycle).map(|step| step.step).collect();
        let of = test.findings.iter().filter(|finding| test.step_of(finding).is_some_and(|step| steps.contains(&step)));
        of.map(|finding| finding.severity).max()
    };
    let theme = figure.theme;
    let mut marked = false;
    for panel in figure.panels.iter_mut().filter(|panel| panel.x.name == "cycle") {
        for (cycle, rules) in &cycles {
            let Some(severity) = worst(*cycle) else { continue };
            panel.flags.push(Flag {
                at: f64::from(*cycle),
                label: said(rules, name),
                colour: theme.severity(severity),
            });
            marked = true;
        }
    }
    marked
}
