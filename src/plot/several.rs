//! What holds of every kind: of several tests one that lacks something refuses nobody else; findings are marked, or it is
//! said that they are not; axes are logarithmic where that is asked for.

use super::figure::Figure;
use super::options::Options;
use super::{Plot, PlotError, PlotTest, Scale, found, select};
use std::collections::{BTreeMap, HashMap};

/// Draws a kind.
///
/// # Errors
/// When what it would show is missing, an option has no sense for the data, or a test cannot be read.
pub(crate) fn draw(kind: &dyn Plot, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
    let mut figure = of_those_that_can(kind, tests, options)?;
    for panel in &mut figure.panels {
        if options.log_x {
            panel.x.scale = Scale::Log;
        }
        if options.log_y {
            panel.y.scale = Scale::Log;
        }
    }
    if options.mark_findings {
        found::mark(&mut figure, tests, options);
    }
    if looks_alike(&figure) {
        let why =
            "some tests look alike: there are more of them than colours, shades and dashes (draw fewer at a time)";
        figure.remarks.push(why.to_owned());
        figure.footer.push(why.to_owned());
    }
    if options.no_footer {
        figure.footer.clear();
    }
    Ok(figure.cleaned())
}

/// Whether the legend has one look for two meanings.
fn looks_alike(figure: &Figure) -> bool {
    let curves = figure.panels.iter().flat_map(|panel| &panel.series).filter(|series| series.in_legend);
    let curves = curves.map(|series| (series.label.as_str(), series.style));
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut all = figure.keys.iter().map(|key| (key.label.as_str(), key.style)).chain(curves);
    all.any(|(label, style)| {
        !label.is_empty() && seen.insert(format!("{style:?}"), label).is_some_and(|before| before != label)
    })
}

/// Draws the tests that have what the kind needs; the footer names the others, and why they are left out.
pub(super) fn of_those_that_can(
    kind: &dyn Plot,
    tests: &mut [PlotTest<'_>],
    options: &Options,
) -> Result<Figure, PlotError> {
    if tests.len() < 2 || kind.needs_several() {
        return kind.draw(tests, options);
    }
    let names = select::names(tests, options);
    let drawn = kind.draw(tests, options);
    let absent: Vec<usize> = match &drawn {
        Ok(figure) => absent(figure, &names),
        Err(PlotError::Nothing { .. }) => (0..tests.len()).collect(),
        Err(_) => return drawn,
    };
    let mut reasons: BTreeMap<usize, String> = BTreeMap::new();
    for i in absent {
        match kind.draw(&mut tests[i..=i], options) {
            Ok(_) => {}
            Err(PlotError::Nothing { why, .. }) => {
                reasons.insert(i, why);
            }
            // Steps and cycles that another test has.
            Err(PlotError::Option { option, why, .. }) => {
                reasons.insert(i, format!("{option}: {why}"));
            }
            Err(error) => return Err(error),
        }
    }
    if reasons.is_empty() || reasons.len() == tests.len() {
        return drawn;
    }
    let mut by_reason: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (&i, why) in &reasons {
        // Why the tests of one reason are left out is said once, whatever they are called.
        let own = why.strip_prefix(&format!("{} has ", tests[i].head.name)).map(|rest| format!("has {rest}"));
        by_reason.entry(own.unwrap_or_else(|| why.clone())).or_default().push(i);
    }
    let mut by_reason: Vec<(String, Vec<usize>)> = by_reason.into_iter().collect();
    by_reason.sort_by_key(|(_, left)| left[0]);
    let told = |most: usize| -> Vec<String> {
        by_reason.iter().map(|(why, left)| format!("left out: {} ({why})", listed(left, &names, most))).collect()
    };
    let mut figure = match drawn {
        Ok(figure) => figure,
        Err(_) => {
            let able = tests.iter_mut().enumerate().filter(|(i, _)| !reasons.contains_key(i));
            kind.draw(&mut able.map(|(_, test)| test.again()).collect::<Vec<_>>(), options)?
        }
    };
    figure.remarks.extend(told(usize::MAX));
    let first = figure.footer.len().min(1);
    figure.footer.insert(first, told(MOST_NAMES).join(" · "));
    Ok(figure)
}

/// So many tests are named in a footer; of more it is said how many.
const MOST_NAMES: usize = 4;

fn listed(tests: &[usize], names: &[String], most: usize) -> String {
    let shown = if tests.len() > most { most.saturating_sub(1).max(1) } else { tests.len() };
    let named: Vec<&str> = tests.iter().take(shown).map(|test| names[*test].as_str()).collect();
    let more = tests.len() - shown;
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

/// The tests that no curve names; none where no curve names any.
fn absent(figure: &Figure, names: &[String]) -> Vec<usize> {
    let of = |name: &String| {
        let begins = format!("{name}, ");
        let mut series = figure.panels.iter().flat_map(|panel| &panel.series);
        series.any(|s| s.name == *name || s.label == *name || s.name.starts_with(&begins))
            || figure.panels.iter().any(|panel| panel.title == *name)
    };
    let there: Vec<bool> = names.iter().map(of).collect();
    if there.iter().any(|there| *there) { (0..names.len()).filter(|&i| !there[i]).collect() } else { Vec::new() }
}
