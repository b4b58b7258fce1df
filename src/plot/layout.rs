//! Where everything of a figure stands, so that no label is cut, no ticks meet and the legend lies beside the data.

mod legend;

use super::area::Area;
use super::error::PlotError;
use super::figure::{Figure, Key, Panel};
use super::limits;
use super::options::{Format, LEAST_PT, Legend};
use super::scale::{Range, Scale, Tick, short};
use super::text::{width_em, wrap};
use legend::{Below, Side};

/// Sizes in units of the text's size.
pub(super) const TITLE_EM: f64 = 1.12;
const SMALL_EM: f64 = 0.76;
const LEGEND_EM: f64 = 0.88;
pub(super) const TICK_EM: f64 = 0.42;
pub(super) const LINE: f64 = 1.32;
pub(super) const SWATCH_EM: f64 = 2.2;
pub(super) const STRIP_EM: f64 = 0.5;
/// The size of a marker.
pub(super) const MARKER_EM: f64 = 0.5;
/// What a text beside a point needs above or below it.
const NOTE_EM: f64 = 1.4;
/// From this width in units of the text's size on the legend stands to the right.
const WIDE_EM: f64 = 42.0;
/// The height of a panel for which the footer gives way, and the least height and width.
const GOOD_ROW_EM: f64 = 3.2;
const LEAST_ROW_EM: f64 = 2.0;
const LEAST_WIDTH_EM: f64 = 6.0;
/// The share of the height that the footer may take, and what it may where the panels would be too small.
const FOOTER_SHARES: [f64; 3] = [0.22, 0.12, 0.0];

/// A panel's place.
pub(super) struct PanelLayout {
    pub(super) area: Area,
    pub(super) x: Range,
    pub(super) y: Range,
    pub(super) x_ticks: Vec<Tick>,
    pub(super) y_ticks: Vec<Tick>,
    /// Ticks of the second scale, at values of the first.
    pub(super) second_ticks: Vec<Tick>,
    /// Whether the horizontal axis has its numbers and label here.
    pub(super) x_labelled: bool,
}

impl PanelLayout {
    /// The pixel of a value of x.
    pub(super) fn across(&self, x: f64) -> f64 {
        (self.area.right - self.area.left).mul_add(self.x.share(x), self.area.left)
    }

    /// The pixel of a value of y.
    pub(super) fn up(&self, y: f64) -> f64 {
        (self.area.top - self.area.bottom).mul_add(self.y.share(y), self.area.bottom)
    }

    /// The pixel of a point.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.across(x), self.up(y))
    }
}

/// A line of the legend: upper left corner, and its label in lines.
pub(super) struct LegendEntry {
    pub(super) key: Key,
    pub(super) lines: Vec<String>,
    pub(super) left: f64,
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
    /// The sizes of small letters and of the legend's, in units of the text's size.
    pub(super) small: f64,
    pub(super) legend_em: f64,
    pub(super) pad: f64,
    pub(super) title: Vec<String>,
    pub(super) footer: Vec<String>,
    pub(super) footer_top: f64,
    /// Whether a part of the footer did not fit.
    pub(super) footer_cut: bool,
    pub(super) panels: Vec<PanelLayout>,
    pub(super) legend: Vec<LegendEntry>,
    /// The ground of a legend that stands inside a panel.
    pub(super) legend_ground: Option<Area>,
    pub(super) bar: Option<BarLayout>,
}

/// What a layout is made of before places are known.
struct Frame {
    em: f64,
    small: f64,
    legend_em: f64,
    pad: f64,
    width: f64,
    height: f64,
}

impl Frame {
    fn of(figure: &Figure) -> Self {
        let pt = figure.text_pt();
        let em = figure.format.pt(pt);
        let at_least = |share: f64| share.max(LEAST_PT / pt);
        let Format { width_px: width, height_px: height, .. } = figure.format;
        Self { em, small: at_least(SMALL_EM), legend_em: at_least(LEGEND_EM), pad: 0.7 * em, width, height }
    }

    fn inner(&self) -> f64 {
        self.width - 2.0 * self.pad
    }

    /// The footer in lines that take at most `share` of the height, and whether some did not fit.
    fn footer(&self, figure: &Figure, share: f64) -> (Vec<String>, bool) {
        let width = self.inner() / (self.em * self.small);
        let lines: Vec<String> = figure.footer.iter().flat_map(|line| wrap(line, width, usize::MAX)).collect();
        let most = ((share * self.height / (self.em * self.small * LINE)) as usize).max(1);
        if lines.len() <= most {
            return (lines, false);
        }
        // Its lines one after the other take less room.
        let text = figure.footer.join(" · ");
        let cut = wrap(&text, width, usize::MAX).len() > most;
        (wrap(&text, width, most), cut)
    }
}

impl Layout {
    /// Lays a figure out.
    pub(super) fn of(figure: &Figure) -> Result<Self, PlotError> {
        let mut best: Option<Self> = None;
        for share in FOOTER_SHARES {
            let Some(found) = Self::with_footer(figure, share)? else { continue };
            let good = found.panels.iter().all(|panel| panel.area.height() >= GOOD_ROW_EM * found.em);
            best = Some(found);
            if good {
                break;
            }
        }
        best.ok_or_else(|| too_small(figure))
    }

    /// Lays it out with a footer of at most this share of the height; `None` where the panels become too small.
    fn with_footer(figure: &Figure, share: f64) -> Result<Option<Self>, PlotError> {
        let mut ranges = limits::ranges(figure)?;
        let frame = Frame::of(figure);
        let Frame { em, small, legend_em, pad, width, height } = frame;
        let title = figure.title.as_ref().map_or_else(Vec::new, |t| wrap(t, frame.inner() / (em * TITLE_EM), 2));
        let (footer, footer_cut) = frame.footer(figure, share);
        let footer_top = height - pad * 0.6 - footer.len() as f64 * em * small * LINE;
        let top = pad + title.len() as f64 * em * TITLE_EM * LINE + if title.is_empty() { 0.0 } else { 0.55 * em };
        let place = match figure.legend {
            Legend::Auto if width / em < WIDE_EM => Legend::Below,
            Legend::Auto => Legend::Right,
            asked => asked,
        };
        let keys = if place == Legend::Off { Vec::new() } else { keys(figure) };
        let below = (place == Legend::Below).then(|| Below::of(&keys, &frame));
        let bottom = footer_top - 0.35 * em - below.as_ref().map_or(0.0, |below| below.height);
        let rows = rows(figure, &frame, top, bottom);
        if rows.iter().any(|row| row.1 - row.0 < LEAST_ROW_EM * em) {
            return Ok(None);
        }
        for ((row, (_, y)), panel) in rows.iter().zip(&mut ranges).zip(&figure.panels) {
            limits::make_room(panel, y, NOTE_EM * em / (row.1 - row.0).max(em));
            limits::make_marker_room(panel, y, MARKER_EM * em / (row.1 - row.0).max(em));
        }
        let y_ticks: Vec<Vec<Tick>> = (rows.iter().zip(&ranges).zip(&figure.panels))
            .map(|((row, (_, y)), panel)| y_ticks(y, (row.1 - row.0) / em, panel.y.whole))
            .collect();
        let seconds: Vec<Vec<Tick>> = (rows.iter().zip(&ranges).zip(&figure.panels))
            .map(|((row, (_, y)), panel)| second_ticks(panel, y, (row.1 - row.0) / em))
            .collect();
        let widest = |ticks: &[Vec<Tick>]| ticks.iter().flatten().map(|t| width_em(&t.label)).fold(0.0, f64::max) * em;
        let left = pad + (1.55 + TICK_EM + 0.25) * em + widest(&y_ticks);
        let second = if seconds.iter().all(Vec::is_empty) { 0.0 } else { widest(&seconds) + (TICK_EM + 1.9) * em };
        let area = (rows.first().map_or(top, |row| row.0), rows.last().map_or(bottom, |row| row.1));
        let beside = if place == Legend::Right { keys.clone() } else { Vec::new() };
        let side = Side::of(figure, beside, area, &frame);
        let right = width - pad - side.width - second;
        if right - left < LEAST_WIDTH_EM * em {
            return Ok(None);
        }
        let mut panels = Vec::new();
        let ticks = y_ticks.into_iter().zip(seconds);
        for (i, ((row, (x, y)), (y_ticks, second_ticks))) in rows.iter().zip(ranges).zip(ticks).enumerate() {
            let area = Area { left, top: row.0, right, bottom: row.1 };
            let x_ticks = x_ticks(&x, area.width() / em, figure.panels[i].x.whole);
            let x_labelled = !figure.shared_x || i + 1 == rows.len();
            panels.push(PanelLayout { area, x, y, x_ticks, y_ticks, second_ticks, x_labelled });
        }
        let (mut legend, bar) = side.place(right + second + 1.1 * em, &frame);
        let mut legend_ground = None;
        if let Some(below) = below {
            legend = below.place(bottom + 0.1 * em, &frame);
        } else if let (Legend::Inside, Some(panel), Some(first)) = (place, figure.panels.first(), panels.first()) {
            (legend, legend_ground) = legend::inside(&keys, panel, first, &frame);
        }
        Ok(Some(Self {
            em,
            small,
            legend_em,
            pad,
            title,
            footer,
            footer_top,
            footer_cut,
            panels,
            legend,
            legend_ground,
            bar,
        }))
    }
}

/// A size as it is typed, rounded up.
fn typed(format: &Format) -> String {
    let side = |px: f64| if format.inches { (px / format.dpi * 10.0).ceil() / 10.0 } else { px.ceil() };
    let (width, height) = (short(side(format.width_px), 6), short(side(format.height_px), 6));
    if format.inches { format!("{width}x{height}in") } else { format!("{width}x{height}") }
}

/// The least size of one shape at which a figure fits.
fn enough(figure: &Figure, fits: impl Fn(&Figure) -> bool) -> Option<String> {
    let mut larger = figure.clone();
    (0..12).find_map(|_| {
        larger.format.width_px *= 1.15;
        larger.format.height_px *= 1.15;
        fits(&larger).then(|| typed(&larger.format))
    })
}

/// What shows the whole footer of a figure whose footer is cut.
pub(super) fn way_to_whole_footer(figure: &Figure) -> String {
    let whole = |figure: &Figure| Layout::of(figure).is_ok_and(|layout| !layout.footer_cut);
    let small = Figure { font_pt: Some(LEAST_PT), ..figure.clone() };
    if figure.text_pt() > LEAST_PT && whole(&small) {
        return format!("; --font-size {LEAST_PT} shows it whole");
    }
    enough(figure, whole).map_or_else(String::new, |size| format!("; --size {size} shows it whole"))
}

/// Why it cannot be drawn, with a way that is known to help.
fn too_small(figure: &Figure) -> PlotError {
    let fits = |figure: &Figure| FOOTER_SHARES.iter().any(|s| matches!(Layout::with_footer(figure, *s), Ok(Some(_))));
    let mut why = "too small for the panels and the legend of this figure".to_owned();
    if let Some(size) = enough(figure, fits) {
        why.push_str(&format!("; --size {size} is enough"));
    }
    let bare = Figure { title: None, footer: Vec::new(), legend: Legend::Off, ..figure.clone() };
    if fits(&bare) {
        why.push_str("; so are --no-title --no-footer --legend none");
    }
    PlotError::Option { option: "--size", value: typed(&figure.format), why }
}

/// What stands between a panel and its title: the strip of steps with their numbers, and the names of findings.
pub(super) fn head_em(panel: &Panel, small: f64) -> f64 {
    let steps = if panel.stretches.is_empty() { 0.0 } else { STRIP_EM + 0.39 + small };
    let rules = if panel.flags.is_empty() { 0.0 } else { 0.14 + small };
    steps + rules
}

/// The upper and lower edge of each panel.
fn rows(figure: &Figure, frame: &Frame, top: f64, bottom: f64) -> Vec<(f64, f64)> {
    let em = frame.em;
    let below = (TICK_EM + 1.25 + 1.45) * em;
    let count = figure.panels.len();
    let above = |panel: &Panel, first: bool| {
        let title = if panel.title.is_empty() { 0.0 } else { 1.6 * em };
        title + if first || panel.own_head { head_em(panel, frame.small) * em } else { 0.0 }
    };
    let tall = |i: usize| if !figure.shared_x || i + 1 == count { below } else { 0.75 * em };
    let apart = |i: usize| if !figure.shared_x && i > 0 { 0.4 * em } else { 0.0 };
    let taken: f64 = (0..count).map(|i| above(&figure.panels[i], i == 0) + tall(i) + apart(i)).sum();
    let weights: f64 = figure.panels.iter().map(|panel| panel.weight).sum();
    let free = (bottom - top - taken).max(0.0);
    let mut y = top;
    let mut rows = Vec::with_capacity(count);
    for (i, panel) in figure.panels.iter().enumerate() {
        y += above(panel, i == 0) + apart(i);
        let end = y + free * panel.weight / weights;
        rows.push((y, end));
        y = end + tall(i);
    }
    rows
}

/// Ticks of the second scale, round there, at values of the first.
fn second_ticks(panel: &Panel, y: &Range, height_ems: f64) -> Vec<Tick> {
    let Some(second) = panel.second.as_ref().filter(|_| y.scale == Scale::Linear) else { return Vec::new() };
    let range = Range { min: y.min * second.factor, max: y.max * second.factor, scale: y.scale };
    let mut ticks = y_ticks(&range, height_ems, false);
    ticks.iter_mut().for_each(|tick| tick.value /= second.factor);
    ticks
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
    let mut most = ((height_ems / 2.4) as usize).clamp(2, 9);
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
