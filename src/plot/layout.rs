//! Where everything of a figure stands, so that no label is cut, no ticks meet and the legend lies beside the data.

use super::canvas::Area;
use super::error::PlotError;
use super::figure::{Figure, Key, Panel};
use super::limits;
use super::scale::{Range, Tick, short};
use super::text::{width_em, wrap};

/// The share of the width that a legend may take.
const LEGEND_SHARE: f64 = 0.27;
/// Sizes in units of the text's size.
pub(super) const TITLE_EM: f64 = 1.12;
pub(super) const SMALL_EM: f64 = 0.76;
pub(super) const LEGEND_EM: f64 = 0.88;
pub(super) const TICK_EM: f64 = 0.42;
pub(super) const LINE: f64 = 1.32;
pub(super) const SWATCH_EM: f64 = 2.2;
pub(super) const STRIP_EM: f64 = 0.5;
const BAR_EM: f64 = 1.0;
/// What a text beside a point needs above or below it.
const NOTE_EM: f64 = 1.4;

/// A panel's place.
pub(super) struct PanelLayout {
    pub(super) area: Area,
    pub(super) x: Range,
    pub(super) y: Range,
    pub(super) x_ticks: Vec<Tick>,
    pub(super) y_ticks: Vec<Tick>,
    /// Whether the horizontal axis has its numbers and label here.
    pub(super) x_labelled: bool,
}

/// A line of the legend: upper left corner, and its label in lines.
pub(super) struct LegendEntry {
    pub(super) key: Key,
    pub(super) lines: Vec<String>,
    pub(super) top: f64,
}

/// The colour bar's place.
pub(super) struct BarLayout {
    pub(super) area: Area,
    pub(super) ticks: Vec<Tick>,
    pub(super) range: Range,
}

/// The places of a figure's parts, in pixels.
pub(super) struct Layout {
    pub(super) em: f64,
    pub(super) pad: f64,
    pub(super) title: Vec<String>,
    pub(super) footer: Vec<String>,
    pub(super) footer_top: f64,
    pub(super) panels: Vec<PanelLayout>,
    pub(super) legend: Vec<LegendEntry>,
    pub(super) legend_left: f64,
    pub(super) bar: Option<BarLayout>,
}

impl Layout {
    /// Lays a figure out.
    pub(super) fn of(figure: &Figure) -> Result<Self, PlotError> {
        let mut ranges = limits::ranges(figure)?;
        let em = figure.format.pt(figure.theme.text_pt());
        let pad = 0.7 * em;
        let (width, height) = (figure.format.width_px, figure.format.height_px);
        let inner = width - 2.0 * pad;
        let title = figure.title.as_ref().map_or_else(Vec::new, |title| wrap(title, inner / (em * TITLE_EM), 2));
        let footer: Vec<String> =
            figure.footer.iter().flat_map(|line| wrap(line, inner / (em * SMALL_EM), 3)).collect();
        let footer_top = height - pad * 0.6 - footer.len() as f64 * em * SMALL_EM * LINE;
        let top = pad + title.len() as f64 * em * TITLE_EM * LINE + if title.is_empty() { 0.0 } else { 0.55 * em };
        let rows = rows(figure, em, top, footer_top - 0.35 * em);
        for ((row, (_, y)), panel) in rows.iter().zip(&mut ranges).zip(&figure.panels) {
            limits::make_room(panel, y, NOTE_EM * em / (row.1 - row.0).max(em));
        }
        let y_ticks: Vec<Vec<Tick>> = rows
            .iter()
            .zip(&ranges)
            .zip(&figure.panels)
            .map(|((row, (_, y)), panel)| y_ticks(y, (row.1 - row.0) / em, panel.y.whole))
            .collect();
        let numbers = y_ticks.iter().flatten().map(|tick| width_em(&tick.label)).fold(0.0, f64::max) * em;
        let left = pad + 1.55 * em + numbers + TICK_EM * em + 0.25 * em;
        let area_top = rows.first().map_or(top, |row| row.0);
        let area_bottom = rows.last().map_or(footer_top, |row| row.1);
        let keys = keys(figure);
        let side = Side::of(figure, keys, (area_top, area_bottom), em, width);
        let right = width - pad - side.width;
        let mut panels = Vec::new();
        for (i, ((row, (x, y)), y_ticks)) in rows.iter().zip(ranges).zip(y_ticks).enumerate() {
            let area = Area { left, top: row.0, right, bottom: row.1 };
            let x_ticks = x_ticks(&x, area.width() / em, figure.panels[i].x.whole);
            let x_labelled = !figure.shared_x || i + 1 == rows.len();
            panels.push(PanelLayout { area, x, y, x_ticks, y_ticks, x_labelled });
        }
        if right - left < 6.0 * em || rows.iter().any(|row| row.1 - row.0 < 3.0 * em) {
            let dpi = figure.format.dpi;
            let value = format!("{}x{}in at {dpi} dpi", short(width / dpi, 3), short(height / dpi, 3));
            let why = "too small for the panels and the legend of this figure; give a larger size, or fewer --dpi";
            return Err(PlotError::Option { option: "--size", value, why: why.to_owned() });
        }
        let legend_left = right + 1.1 * em;
        let (legend, bar) = side.place(legend_left, em);
        Ok(Self { em, pad, title, footer, footer_top, panels, legend, legend_left, bar })
    }
}

/// The upper and lower edge of each panel.
fn rows(figure: &Figure, em: f64, top: f64, bottom: f64) -> Vec<(f64, f64)> {
    let below = TICK_EM * em + 1.25 * em + 1.45 * em;
    let count = figure.panels.len();
    let above = |panel: &Panel, first: bool| {
        let title = if panel.title.is_empty() { 0.0 } else { 1.6 * em };
        let steps = if panel.stretches.is_empty() || !first { 0.0 } else { (STRIP_EM + 1.15) * em };
        let rules = if panel.flags.is_empty() || !first { 0.0 } else { 0.9 * em };
        title + steps + rules
    };
    let mut taken = 0.0;
    for (i, panel) in figure.panels.iter().enumerate() {
        taken += above(panel, i == 0);
        taken += if !figure.shared_x || i + 1 == count { below } else { 0.75 * em };
        taken += if !figure.shared_x && i > 0 { 0.4 * em } else { 0.0 };
    }
    let weights: f64 = figure.panels.iter().map(|panel| panel.weight).sum();
    let free = (bottom - top - taken).max(0.0);
    let mut y = top;
    let mut rows = Vec::with_capacity(count);
    for (i, panel) in figure.panels.iter().enumerate() {
        y += above(panel, i == 0) + if !figure.shared_x && i > 0 { 0.4 * em } else { 0.0 };
        let end = y + free * panel.weight / weights;
        rows.push((y, end));
        y = end + if !figure.shared_x || i + 1 == count { below } else { 0.75 * em };
    }
    rows
}

fn whole(ticks: Vec<Tick>, only_whole: bool) -> Vec<Tick> {
    if !only_whole {
        return ticks;
    }
    let mut kept: Vec<Tick> = ticks.into_iter().filter(|tick| (tick.value - tick.value.round()).abs() < 1e-9).collect();
    for tick in &mut kept {
        tick.label = super::scale::number(tick.value, 0);
    }
    kept
}

/// As many ticks as fit with a blank between their numbers.
fn y_ticks(range: &Range, height_ems: f64, only_whole: bool) -> Vec<Tick> {
    let mut most = ((height_ems / 2.4) as usize).clamp(3, 9);
    loop {
        let ticks = whole(range.ticks(most), only_whole);
        let near = |pair: &[Tick]| (range.share(pair[1].value) - range.share(pair[0].value)) * height_ems < 1.25;
        if most <= 1 || !ticks.windows(2).any(near) {
            return ticks;
        }
        most -= 1;
    }
}

/// As many ticks as fit with a blank of more than a character between their numbers.
fn x_ticks(range: &Range, width_ems: f64, only_whole: bool) -> Vec<Tick> {
    let mut most = (width_ems / 3.2) as usize;
    loop {
        let ticks = whole(range.ticks(most.clamp(2, 11)), only_whole);
        let crowded = ticks.windows(2).any(|pair| {
            let distance = (range.share(pair[1].value) - range.share(pair[0].value)) * width_ems;
            distance < f64::midpoint(width_em(&pair[0].label), width_em(&pair[1].label)) + 1.2
        });
        if !crowded || most <= 2 {
            return ticks;
        }
        most = most.min(11) - 1;
    }
}

/// The legend's lines: each label and look once, in the order of the figure.
fn keys(figure: &Figure) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let series = figure.panels.iter().flat_map(|panel| &panel.series).filter(|series| series.in_legend);
    let all = series.map(|s| Key { label: s.label.clone(), style: s.style }).chain(figure.keys.iter().cloned());
    for key in all.filter(|key| !key.label.is_empty()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// What stands to the right of the panels: the legend, and the colour bar under it.
struct Side {
    width: f64,
    entries: Vec<(Key, Vec<String>)>,
    bar: Option<(Vec<Tick>, Range)>,
    rows: (f64, f64),
    legend_bottom: f64,
}

impl Side {
    fn of(figure: &Figure, keys: Vec<Key>, rows: (f64, f64), em: f64, width: f64) -> Self {
        let line = em * LEGEND_EM * LINE;
        let widest = (width * LEGEND_SHARE) / (em * LEGEND_EM) - SWATCH_EM - 0.7;
        let mut entries: Vec<(Key, Vec<String>)> = Vec::new();
        let room = if figure.bar.is_some() { (rows.1 - rows.0) * 0.5 } else { rows.1 - rows.0 };
        let mut height = 0.0;
        let total = keys.len();
        for key in keys {
            let lines = wrap(&key.label, widest, 3);
            let next = height + lines.len() as f64 * line + 0.2 * em;
            if next > room - line && entries.len() + 1 < total {
                let label = format!("and {} more", total - entries.len());
                entries.push((Key { label: label.clone(), style: blank(&key) }, vec![label]));
                height += line;
                break;
            }
            height = next;
            entries.push((key, lines));
        }
        let labels = entries.iter().flat_map(|(_, lines)| lines).map(|line| width_em(line)).fold(0.0, f64::max);
        let mut needed = if entries.is_empty() { 0.0 } else { (labels + SWATCH_EM + 0.7) * em * LEGEND_EM + 1.1 * em };
        let bar = figure.bar.as_ref().map(|bar| {
            let range = Range { min: bar.min, max: bar.max, scale: super::scale::Scale::Linear };
            let length = (rows.1 - rows.0 - height).min((rows.1 - rows.0) * 0.8);
            let ticks = whole(range.ticks((length / (2.4 * em)) as usize), bar.whole);
            let numbers = ticks.iter().map(|tick| width_em(&tick.label)).fold(0.0, f64::max);
            needed = needed.max((1.1 + BAR_EM + TICK_EM + 0.3 + numbers + 1.6) * em);
            (ticks, range)
        });
        // Half of the last number of the horizontal axis may stand out.
        let width = needed.max(1.2 * em);
        Self { width, entries, bar, rows, legend_bottom: rows.0 + height }
    }

    fn place(self, left: f64, em: f64) -> (Vec<LegendEntry>, Option<BarLayout>) {
        let line = em * LEGEND_EM * LINE;
        let mut top = self.rows.0;
        let mut entries = Vec::new();
        for (key, lines) in self.entries {
            let height = lines.len() as f64 * line + 0.2 * em;
            entries.push(LegendEntry { key, lines, top });
            top += height;
        }
        let from = if entries.is_empty() { self.rows.0 } else { self.legend_bottom + 1.2 * em };
        let bar = self.bar.map(|(ticks, range)| BarLayout {
            area: Area { left, top: from, right: left + BAR_EM * em, bottom: self.rows.1 },
            ticks,
            range,
        });
        (entries, bar)
    }
}

fn blank(key: &Key) -> super::figure::Style {
    super::figure::Style { line: None, marker: None, ..key.style }
}
