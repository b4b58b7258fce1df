//! A whole test over time, kept in the pass that also finds its steps: figures over time then need no second one.

use super::flow::{Flow, Flown, Keyed};
use super::source::Source;
use super::{Limits, Options, Plot, PlotError};
use crate::model::{Block, Head, Origin, StepData, StepSet, Test};
use std::collections::BTreeMap;

/// Thinned curves of all rows.
#[derive(Clone, Debug)]
pub(crate) struct Overview {
    sources: Vec<Source>,
    flown: Flown,
    width_px: f64,
}

/// Curves of all rows while these go by.
pub(crate) struct Watch {
    sources: Vec<Source>,
    flow: Flow,
    /// The place of each step of the test, where its steps are known.
    order: Option<BTreeMap<i32, usize>>,
    width_px: f64,
}

impl Watch {
    /// Watches what `kinds` draw over time; `None` where none of them draws all rows. `steps` are those of the test, where
    /// they are known.
    pub(crate) fn new(head: &Head, steps: Option<&[StepData]>, kinds: &[&dyn Plot], options: &Options) -> Option<Self> {
        let mut sources: Vec<Source> = Vec::new();
        for source in kinds.iter().flat_map(|kind| kind.over_time(head)) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        if sources.is_empty() || !head.has_rows || !whole(options) {
            return None;
        }
        let flow = Flow::new(sources.iter().map(Source::extremes), 1.0, options);
        let order = steps.map(|steps| steps.iter().enumerate().map(|(i, step)| (step.record.number, i)).collect());
        Some(Self { sources, flow, order, width_px: options.format.width_px })
    }

    /// Takes the next rows of the test.
    pub(crate) fn take(&mut self, block: &Block<'_>) {
        self.flow.take(block, self.order.as_ref(), &self.sources);
    }

    /// All rows have gone by.
    pub(crate) fn finish(self) -> Overview {
        Overview { sources: self.sources, flown: self.flow.finish(), width_px: self.width_px }
    }
}

impl Overview {
    /// Reads what `kinds` draw over time. `None` where it would save nothing: where no kind draws all rows, and where the
    /// steps of a test are known without its rows.
    ///
    /// # Errors
    /// When the test cannot be read.
    pub(crate) fn read(test: &mut dyn Test, kinds: &[&dyn Plot], options: &Options) -> Result<Option<Self>, PlotError> {
        let head = test.head()?;
        let watch = Watch::new(head, None, kinds, options).filter(|_| head.origin == Origin::Files);
        let Some(mut watch) = watch else { return Ok(None) };
        test.blocks(Source::columns(&watch.sources), &StepSet::All, &mut |block| {
            watch.take(block);
            Ok(())
        })?;
        Ok(Some(watch.finish()))
    }

    /// The curves of these sources; `None` where a figure asks for other rows or for more of them.
    pub(super) fn curves(&self, sources: &[Source], options: &Options) -> Option<Flown> {
        if !whole(options) || self.width_px != options.format.width_px {
            return None;
        }
        let place = |source: &Source| self.sources.iter().position(|own| own == source);
        let places = sources.iter().map(place).collect::<Option<Vec<_>>>()?;
        let of = |all: &[Keyed]| places.iter().map(|&at| all[at].clone()).collect();
        Some(Flown { curves: of(&self.flown.curves), samples: of(&self.flown.samples), rows: self.flown.rows })
    }
}

/// Whether all rows are drawn, and nothing more is asked of them.
fn whole(options: &Options) -> bool {
    let all = options.steps.is_none() && options.cycles.is_none() && options.x_limits == Limits::default();
    all && !options.mark_findings
}
