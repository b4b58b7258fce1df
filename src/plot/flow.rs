//! The way of a test's rows into thinned curves over time: gaps are found, and limits cut.

use super::gaps::Gaps;
use super::options::{Limits, Options};
use super::source::Source;
use super::thin::{Extremes, Thinner};
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
    samplers: Vec<Sampler>,
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
        let thinners: Vec<Thinner> = curves.map(|extremes| Thinner::new(width, extremes)).collect();
        Self {
            samplers: vec![Sampler::default(); thinners.len()],
            thinners,
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
        let (thinners, samplers) = (&mut self.thinners, &mut self.samplers);
        self.window.take(gap, time, &self.held, |gap, time, values| {
            let step = values.last().copied().unwrap_or(f64::NAN);
            for ((thinner, sampler), value) in thinners.iter_mut().zip(samplers.iter_mut()).zip(values) {
                sampler.push(time, step, *value);
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

    /// What came.
    pub(super) fn finish(mut self) -> Flown {
        let last = self.gaps.finish();
        self.give(last);
        Flown {
            curves: self.thinners.into_iter().map(Thinner::finish_keyed).collect(),
            samples: self.samplers.into_iter().map(|sampler| sampler.held).collect(),
            rows: self.rows,
        }
    }
}

/// Points in time: time in s, step, value.
pub(super) type Keyed = Vec<(f64, f64, f64)>;

/// What came through a flow.
#[derive(Clone, Debug)]
pub(super) struct Flown {
    /// Of each curve the points that a picture shows.
    pub(super) curves: Vec<Keyed>,
    /// Of each curve every so manieth row, extreme or not.
    pub(super) samples: Vec<Keyed>,
    /// How many rows came.
    pub(super) rows: u64,
}

/// The most samples that are held.
const MOST_SAMPLES: usize = 16_384;

/// Every so manieth row, so that a median can be told: extremes alone say nothing of it.
#[derive(Clone, Debug, Default)]
struct Sampler {
    /// One of two to the power of this.
    halvings: u32,
    seen: u64,
    held: Keyed,
}

impl Sampler {
    fn push(&mut self, time: f64, step: f64, value: f64) {
        if self.seen.trailing_zeros() >= self.halvings && value.is_finite() {
            self.held.push((time, step, value));
            if self.held.len() >= MOST_SAMPLES {
                let mut place = 0_u64;
                self.held.retain(|_| {
                    place += 1;
                    place % 2 == 1
                });
                self.halvings += 1;
            }
        }
        self.seen += 1;
    }
}
