//! The way of a test's rows into thinned curves over time: gaps are found, and limits cut.

use super::gaps::Gaps;
use super::options::{Limits, Options};
use super::thin::{Extremes, Thinner};
use super::timeline::Source;
use crate::model::Block;
use std::collections::BTreeMap;

/// Rows between limits in s, and one more on either side so that lines reach the edges.
struct Window {
    min: f64,
    max: f64,
    /// The last row below the limits, with its values.
    before: Option<(bool, f64)>,
    values_before: Vec<f64>,
    over: bool,
}

impl Window {
    fn new(limits: Limits, seconds: f64) -> Self {
        Self {
            min: limits.min.map_or(f64::NEG_INFINITY, |min| min * seconds),
            max: limits.max.map_or(f64::INFINITY, |max| max * seconds),
            before: None,
            values_before: Vec::new(),
            over: false,
        }
    }

    fn take(&mut self, gap: bool, time: f64, values: &[f64], mut give: impl FnMut(bool, f64, &[f64])) {
        if time < self.min {
            self.before = Some((gap, time));
            self.values_before.clear();
            self.values_before.extend_from_slice(values);
            return;
        }
        if let Some((gap, time)) = self.before.take() {
            give(gap, time, &self.values_before);
        }
        if !self.over {
            self.over = time > self.max;
            give(gap, time, values);
        }
    }
}

/// The rows of one test on their way into thinned curves.
pub(super) struct Flow {
    thinners: Vec<Thinner>,
    window: Window,
    gaps: Gaps,
    /// The values of the row that `gaps` holds back, and its step's number.
    held: Vec<f64>,
    /// The last step, and its last time in s.
    at: Option<(i32, f64)>,
    rows: u64,
}

impl Flow {
    /// A flow into curves with these extremes; `seconds` is the unit of time in which the options' limits are.
    pub(super) fn new(curves: impl Iterator<Item = Extremes>, seconds: f64, options: &Options) -> Self {
        let width = options.format.width_px as usize;
        Self {
            thinners: curves.map(|extremes| Thinner::new(width, extremes)).collect(),
            window: Window::new(options.x_limits, seconds),
            gaps: Gaps::default(),
            held: Vec::new(),
            at: None,
            rows: 0,
        }
    }

    /// The row held back goes on its way.
    fn give(&mut self, released: Option<(bool, f64)>) {
        let Some((gap, time)) = released else { return };
        let thinners = &mut self.thinners;
        self.window.take(gap, time, &self.held, |gap, time, values| {
            let step = values.last().copied().unwrap_or(f64::NAN);
            for (thinner, value) in thinners.iter_mut().zip(values) {
                if gap {
                    thinner.interrupt();
                }
                thinner.push(time, step, *value);
            }
        });
    }

    /// A new step begins; what lies between it and the last may be a gap, too.
    fn turn(&mut self, block: &Block<'_>, order: Option<&BTreeMap<i32, usize>>) {
        let last = self.gaps.finish();
        self.give(last);
        let start = block.test_time_s.first().copied().unwrap_or(f64::NAN);
        let apart = self.at.is_some_and(|(step, end)| {
            let follows = |order: &BTreeMap<i32, usize>| {
                order.get(&block.step).zip(order.get(&step)).is_some_and(|(b, a)| *b == a + 1)
            };
            let neighbours = order.is_none_or(follows);
            let interval = block.test_time_s.windows(2).map(|pair| pair[1] - pair[0]).next().unwrap_or(0.0);
            !neighbours || start - end > (3.0 * interval).max(1.0)
        });
        if apart {
            self.thinners.iter_mut().for_each(Thinner::interrupt);
        }
    }

    /// Takes the rows of a block, of each curve its source. `order` has the place of each step of the test; without it all
    /// of them come.
    pub(super) fn take(&mut self, block: &Block<'_>, order: Option<&BTreeMap<i32, usize>>, sources: &[Source]) {
        if self.at.is_none_or(|(step, _)| step != block.step) {
            self.turn(block, order);
        }
        let columns: Vec<Option<&[f64]>> = sources.iter().map(|source| source.column(block)).collect();
        for (row, &time) in block.test_time_s.iter().enumerate() {
            let released = self.gaps.push(time);
            self.give(released);
            self.held.clear();
            self.held.extend(columns.iter().map(|column| column.map_or(f64::NAN, |column| column[row])));
            self.held.push(f64::from(block.step));
        }
        self.rows += block.len() as u64;
        self.at = Some((block.step, block.test_time_s.last().copied().unwrap_or(f64::NAN)));
    }

    /// The points of each curve (time in s, step, value), and how many rows came.
    pub(super) fn finish(mut self) -> (Vec<Vec<(f64, f64, f64)>>, u64) {
        let last = self.gaps.finish();
        self.give(last);
        (self.thinners.into_iter().map(Thinner::finish_keyed).collect(), self.rows)
    }
}
