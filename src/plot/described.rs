//! What a figure shows, in words, for those who cannot see it.

use super::figure::{Figure, Panel};
use super::scale;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Up to so many curves are named.
const MOST_NAMED: usize = 8;

/// Less than this share of a range is told as 0.
const NOTHING: f64 = 1e-4;

impl Figure {
    /// Shows what names and other texts of files hold as every table shows it: what is not seen or turns the text around it
    /// by its number.
    pub(crate) fn cleaned(mut self) -> Self {
        let clean = |text: &mut String| {
            if let Cow::Owned(shown) = crate::format::clean(text) {
                *text = shown;
            }
        };
        self.title.iter_mut().chain(&mut self.footer).for_each(clean);
        self.keys.iter_mut().for_each(|key| clean(&mut key.label));
        for panel in &mut self.panels {
            [&mut panel.title, &mut panel.x.label, &mut panel.y.label].into_iter().for_each(clean);
            for series in &mut panel.series {
                // The points are written under the name as it is.
                let label = series.label.clone();
                clean(&mut series.label);
                if series.name.is_empty() && label != series.label {
                    series.name = label;
                }
            }
            panel.notes.iter_mut().for_each(|note| clean(&mut note.text));
        }
        self
    }

    /// What it shows: its panels, the ranges of what is in them, the names of few curves.
    #[must_use]
    pub(crate) fn described(&self) -> String {
        let mut said: Vec<String> = self.title.iter().cloned().collect();
        said.extend(self.panels.iter().map(described));
        said.join(". ")
    }
}

fn described(panel: &Panel) -> String {
    let title = if panel.title.is_empty() { String::new() } else { format!("{}: ", panel.title) };
    let points =
        || panel.series.iter().flat_map(|series| &series.points).filter(|p| p.0.is_finite() && p.1.is_finite());
    let tiles = panel.tiles.iter().map(|tile| tile.centre);
    let x = span(points().map(|point| point.0).chain(tiles.clone().map(|centre| centre.0)));
    let y = span(points().map(|point| point.1).chain(tiles.map(|centre| centre.1)));
    let mut said = format!("{title}{} from {y} over {} from {x}", panel.y.label, panel.x.label);
    if !panel.tiles.is_empty() {
        said.push_str(&format!(
            "; a map of {} values from {}",
            panel.tiles.len(),
            span(panel.tiles.iter().map(|t| t.value))
        ));
    }
    // The axis says already what is drawn.
    let name = |series: &super::Series| {
        let name = if series.name.is_empty() { &series.label } else { &series.name };
        crate::format::clean(name.strip_suffix(panel.y.name.as_str()).unwrap_or(name).trim_end()).into_owned()
    };
    let lines = panel.series.iter().filter(|series| series.style.line.is_some() || series.points.len() > 1);
    let names: BTreeSet<String> = lines.map(name).filter(|name| !name.is_empty()).collect();
    match names.len() {
        0 => {}
        n if n <= MOST_NAMED => said.push_str(&format!("; {}", names.into_iter().collect::<Vec<_>>().join(", "))),
        n => said.push_str(&format!("; {n} curves")),
    }
    if !panel.flags.is_empty() {
        let rules: BTreeSet<&str> = panel.flags.iter().map(|flag| flag.label.as_str()).collect();
        said.push_str(&format!("; findings of {}", rules.into_iter().collect::<Vec<_>>().join(", ")));
    }
    said
}

fn span(values: impl Iterator<Item = f64> + Clone) -> String {
    let (low, high) = (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max));
    // Beside the other end, what is next to nothing is nothing.
    let told = |value: f64| scale::short(if value.abs() < NOTHING * (high - low) { 0.0 } else { value }, 4);
    if low > high { "nothing".to_owned() } else { format!("{} to {}", told(low), told(high)) }
}
