//! Curves over time that fold too often to be followed: a pale envelope, and its median.

use super::figure::{Band, Figure, Key, Panel, Series, Style};
use super::options::Options;

/// From this many pixels for each cycle on a curve can be followed.
const PIXELS: f64 = 4.0;
/// The share of a picture's width that its panels have, about.
const PANEL_SHARE: f64 = 0.75;
/// The width in pixels of a stretch that has one median.
const STRETCH: f64 = 8.0;

/// Whether curves are crowded.
#[derive(Default)]
pub(super) struct Crowd {
    is: bool,
    cycles: usize,
    stretches: f64,
}

impl Crowd {
    /// Sees how many cycles a test's curves would show.
    pub(super) fn expect(&mut self, cycles: usize, options: &Options) {
        let width = options.format.width_px * PANEL_SHARE;
        let shown = options.x_limits.min.is_none() && options.x_limits.max.is_none();
        self.is = shown && cycles as f64 * PIXELS > width;
        if self.is {
            self.cycles = self.cycles.max(cycles);
        }
        self.stretches = (width / STRETCH).max(8.0);
    }

    /// Adds a curve, or what stands for it; `samples` are rows that were not chosen by their value.
    pub(super) fn add(&self, panel: &mut Panel, series: Series, samples: &[(f64, f64)]) {
        if !self.is || samples.len() < 2 * self.stretches as usize {
            panel.series.push(series);
            return;
        }
        let finite = || series.points.iter().filter(|point| point.0.is_finite() && point.1.is_finite());
        let (from, to) = finite()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point.0), high.max(point.0)));
        let stretch = (to - from) / self.stretches;
        let place = |x: f64| ((((x - from) / stretch) as usize).min(self.stretches as usize - 1), x);
        let mut extremes: Vec<Option<(f64, f64)>> = vec![None; self.stretches as usize];
        for (x, y) in finite() {
            let slot = &mut extremes[place(*x).0];
            *slot = Some(slot.map_or((*y, *y), |(low, high)| (low.min(*y), high.max(*y))));
        }
        let mut rows: Vec<Vec<f64>> = vec![Vec::new(); self.stretches as usize];
        samples.iter().for_each(|&(x, y)| rows[place(x).0].push(y));
        let middle = |i: usize| (i as f64 + 0.5).mul_add(stretch, from);
        let band = extremes.iter().enumerate().filter_map(|(i, found)| found.map(|(low, high)| (middle(i), low, high)));
        let medians = rows.iter_mut().enumerate().map(|(i, rows)| (middle(i), median(rows)));
        panel.bands.push(Band { points: band.collect(), colour: series.style.colour });
        let name = format!("{} median", series.name);
        panel.series.push(Series { name, points: medians.collect(), ..series });
    }

    /// What the footer says, and the legend.
    pub(super) fn said(&self, figure: &mut Figure) -> Option<String> {
        if self.cycles == 0 {
            return None;
        }
        let style = Style::line(figure.theme.curve());
        figure.keys.push(Key { label: "median".to_owned(), style });
        Some(format!(
            "{} cycles are too many to be told apart: from lowest to highest, with the median of the rows (--cycles, \
             --x-limits show some)",
            self.cycles
        ))
    }
}

fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}
