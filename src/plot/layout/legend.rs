//! The legend: to the right of the panels with the colour bar under it, below them, or within the first.

use super::{BarLayout, Frame, LINE, LegendEntry, PanelLayout, SWATCH_EM, TICK_EM, whole};
use crate::plot::area::Area;
use crate::plot::figure::{Figure, Key, Panel, Style};
use crate::plot::scale::{Range, Scale, Tick};
use crate::plot::text::{width_em, wrap};

/// The share of the width that a legend to the right may take, and what it may in a narrow picture.
const SHARE: f64 = 0.27;
const NARROW_SHARE: f64 = 0.42;
/// The share of the height that a legend below may take.
const BELOW_SHARE: f64 = 0.25;
/// The share of a panel that a legend inside may take each way.
const INSIDE_SHARE: f64 = 0.55;
const BAR_EM: f64 = 1.0;
/// From a swatch to its label, and behind a label; in units of the legend's size.
const GAP_EM: f64 = 0.5;
const BEHIND_EM: f64 = 1.4;
/// Between two lines of the legend, in units of the text's size.
const BETWEEN_EM: f64 = 0.2;

/// The labels, with what stands for those that do not fit.
fn fitted(keys: Vec<Key>, widest: f64, fits: impl Fn(&[(Key, Vec<String>)]) -> bool) -> Vec<(Key, Vec<String>)> {
    let all: Vec<(Key, Vec<String>)> = keys.into_iter().map(|key| (key.clone(), wrap(&key.label, widest, 3))).collect();
    let with = |kept: usize| {
        let mut shown = all[..kept].to_vec();
        if kept < all.len() {
            let label = format!("and {} more", all.len() - kept);
            let style = Style { line: None, marker: None, ..all[kept].0.style };
            shown.push((Key { label: label.clone(), style }, vec![label]));
        }
        shown
    };
    (0..=all.len()).rev().map(with).find(|shown| fits(shown)).unwrap_or_default()
}

fn widest_of(entries: &[(Key, Vec<String>)]) -> f64 {
    entries.iter().flat_map(|(_, lines)| lines).map(|line| width_em(line)).fold(0.0, f64::max)
}

impl Frame {
    fn line(&self) -> f64 {
        self.em * self.legend_em * LINE
    }

    fn height_of(&self, entries: &[(Key, Vec<String>)]) -> f64 {
        entries.iter().map(|(_, lines)| lines.len() as f64 * self.line() + BETWEEN_EM * self.em).sum()
    }

    /// Entries one under another.
    fn column(&self, entries: Vec<(Key, Vec<String>)>, left: f64, mut top: f64) -> Vec<LegendEntry> {
        let mut placed = Vec::new();
        for (key, lines) in entries {
            let height = lines.len() as f64 * self.line() + BETWEEN_EM * self.em;
            placed.push(LegendEntry { key, lines, left, top });
            top += height;
        }
        placed
    }
}

/// What stands to the right of the panels: the legend, and the colour bar under it.
pub(super) struct Side {
    pub(super) width: f64,
    entries: Vec<(Key, Vec<String>)>,
    bar: Option<(Vec<Tick>, Range)>,
    rows: (f64, f64),
    legend_bottom: f64,
}

impl Side {
    pub(super) fn of(figure: &Figure, keys: Vec<Key>, rows: (f64, f64), frame: &Frame) -> Self {
        let (em, letters) = (frame.em, frame.em * frame.legend_em);
        let share = if frame.width / em < super::WIDE_EM { NARROW_SHARE } else { SHARE };
        let widest = (frame.width * share) / letters - SWATCH_EM - 0.7;
        let tall = rows.1 - rows.0;
        let room = if figure.bar.is_some() { tall * 0.5 } else { tall };
        let entries = fitted(keys, widest, |entries| frame.height_of(entries) <= room);
        let height = frame.height_of(&entries);
        let mut needed =
            if entries.is_empty() { 0.0 } else { (widest_of(&entries) + SWATCH_EM + 0.7) * letters + 1.1 * em };
        let bar = figure.bar.as_ref().map(|bar| {
            let range = Range { min: bar.min, max: bar.max, scale: Scale::Linear };
            let length = (tall - height).min(tall * 0.8) / em;
            let ticks = bar_ticks(&range, length, bar.whole);
            let numbers = ticks.iter().map(|tick| width_em(&tick.label)).fold(0.0, f64::max);
            needed = needed.max((1.1 + BAR_EM + TICK_EM + 0.3 + 1.5 * frame.legend_em) * em + numbers * letters);
            (ticks, range)
        });
        // Half of the last number of the horizontal axis may stand out.
        Self { width: needed.max(1.2 * em), entries, bar, rows, legend_bottom: rows.0 + height }
    }

    pub(super) fn place(self, left: f64, frame: &Frame) -> (Vec<LegendEntry>, Option<BarLayout>) {
        let from = if self.entries.is_empty() { self.rows.0 } else { self.legend_bottom + 1.2 * frame.em };
        let entries = frame.column(self.entries, left, self.rows.0);
        let bar = self.bar.map(|(ticks, range)| BarLayout {
            area: Area { left, top: from, right: left + BAR_EM * frame.em, bottom: self.rows.1 },
            ticks,
            range,
        });
        (entries, bar)
    }
}

/// Few enough numbers that none meets another.
fn bar_ticks(range: &Range, length_ems: f64, only_whole: bool) -> Vec<Tick> {
    let mut most = ((length_ems / 2.4) as usize).clamp(1, 10);
    loop {
        let ticks = whole(range.ticks(most), only_whole);
        let near = |pair: &[Tick]| (range.share(pair[1].value) - range.share(pair[0].value)) * length_ems < 1.3;
        if most <= 1 || !ticks.windows(2).any(near) {
            return ticks;
        }
        most -= 1;
    }
}

/// What stands below the panels: the legend in lines from left to right.
pub(super) struct Below {
    pub(super) height: f64,
    entries: Vec<(Key, Vec<String>)>,
}

/// The place of each entry from the left, and its line.
fn flow(entries: &[(Key, Vec<String>)], width: f64) -> (Vec<(f64, usize)>, usize) {
    let (mut x, mut line, mut tall) = (0.0, 0, 1);
    let mut placed = Vec::new();
    for (_, lines) in entries {
        let own = lines.iter().map(|line| width_em(line)).fold(0.0, f64::max) + SWATCH_EM + GAP_EM;
        if x > 0.0 && x + own > width {
            (x, line) = (0.0, line + tall);
            tall = 1;
        }
        placed.push((x, line));
        tall = tall.max(lines.len());
        x += own + BEHIND_EM;
    }
    (placed, if entries.is_empty() { 0 } else { line + tall })
}

impl Below {
    pub(super) fn of(keys: &[Key], frame: &Frame) -> Self {
        let width = frame.inner() / (frame.em * frame.legend_em);
        let most = ((frame.height * BELOW_SHARE / frame.line()) as usize).max(1);
        let entries = fitted(keys.to_vec(), width - SWATCH_EM - GAP_EM, |entries| flow(entries, width).1 <= most);
        let lines = flow(&entries, width).1;
        let height = if lines == 0 { 0.0 } else { lines as f64 * frame.line() + 0.3 * frame.em };
        Self { height, entries }
    }

    pub(super) fn place(self, top: f64, frame: &Frame) -> Vec<LegendEntry> {
        let letters = frame.em * frame.legend_em;
        let (places, _) = flow(&self.entries, frame.inner() / letters);
        let place = |((key, lines), (x, line)): ((Key, Vec<String>), (f64, usize))| LegendEntry {
            key,
            lines,
            left: frame.pad + x * letters,
            top: top + line as f64 * frame.line(),
        };
        self.entries.into_iter().zip(places).map(place).collect()
    }
}

/// A legend in the corner of a panel that covers the fewest points, and its ground.
pub(super) fn inside(
    keys: &[Key],
    panel: &Panel,
    place: &PanelLayout,
    frame: &Frame,
) -> (Vec<LegendEntry>, Option<Area>) {
    let (letters, pad) = (frame.em * frame.legend_em, 0.45 * frame.em);
    let widest = place.area.width() * INSIDE_SHARE / letters - SWATCH_EM - GAP_EM;
    let room = place.area.height() * INSIDE_SHARE;
    let entries = fitted(keys.to_vec(), widest, |entries| frame.height_of(entries) + 2.0 * pad <= room);
    if entries.is_empty() {
        return (Vec::new(), None);
    }
    let width = (widest_of(&entries) + SWATCH_EM + GAP_EM) * letters + 2.0 * pad;
    let height = frame.height_of(&entries) + 2.0 * pad;
    let Area { left, top, right, bottom } = place.area;
    let margin = 0.5 * frame.em;
    let (first, last) = (left + margin, right - margin - width);
    // Corners come first where others are as empty.
    let xs = [1.0, 0.0, 0.5, 0.75, 0.25].map(|share: f64| share.mul_add(last - first, first));
    let ys = [top + margin, bottom - margin - height];
    let corners = xs[..2].iter().flat_map(|left| ys.map(|top| (*left, top)));
    let places = corners.chain(xs[2..].iter().flat_map(|left| ys.map(|top| (*left, top))));
    let box_at = |(left, top): (f64, f64)| Area { left, top, right: left + width, bottom: top + height };
    let mut lines = Vec::new();
    for series in &panel.series {
        let points: Vec<(f64, f64)> = series.points.iter().map(|&point| place.at(point)).collect();
        // Between two points of a curve it may be hidden where none of its points is.
        let next = usize::from(series.style.line.is_some() && points.len() > 1);
        lines.extend(points.iter().zip(points.iter().skip(next)).map(|(from, to)| (*from, *to)));
    }
    let covered = |area: &Area| lines.iter().filter(|(from, to)| area.is_crossed(*from, *to)).count();
    let Some(ground) = places.map(box_at).min_by_key(covered) else { return (Vec::new(), None) };
    (frame.column(entries, ground.left + pad, ground.top + pad), Some(ground))
}
