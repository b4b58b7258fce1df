//! A loaded test, or one of a lake, whose cell temperature is another of its channels than at loading: `--temperature-channel`.
//!
//! Only temperatures follow from it, so only they are folded again over the stored rows; all else stays as it was.

use super::open::OpenError;
use crate::dialect;
use crate::model::{
    Block, Channel, ChannelKind, Columns, Finding, Head, Maybe, StepData, StepRecord, StepSet, StepTrace, Test,
    TestError,
};
use crate::units::{Conversion, Quantity, conversion, split_header};
use std::sync::Arc;

/// The test; it gives the bits that its files give with the same option.
pub struct OtherTemperature {
    inner: Box<dyn Test>,
    head: Head,
    steps: Vec<StepData>,
    swap: Swap,
}

/// The channel that is the cell's temperature now, and whether the one that was becomes a channel in its place.
#[derive(Clone, Copy, Debug)]
struct Swap {
    channel: usize,
    had_one: bool,
}

impl Swap {
    /// The columns of a block after it: the channels, and the cell's temperature.
    fn apply<'a>(self, block: &Block<'a>) -> (Vec<&'a [f64]>, &'a [f64]) {
        let mut channels = block.channels.to_vec();
        if self.had_one {
            let temperature = std::mem::replace(&mut channels[self.channel], block.temperature_degc);
            (channels, temperature)
        } else {
            let temperature = channels.remove(self.channel);
            (channels, temperature)
        }
    }
}

impl OtherTemperature {
    /// Whether `header` is what the test calls its cell's temperature already.
    #[must_use]
    pub fn is_needed(head: &Head, header: &str) -> bool {
        !head.temperature_channel.as_deref().is_some_and(|now| names(now, header))
    }

    /// Reads the rows once, for their temperatures; `is_whole` says whether all of them are kept.
    ///
    /// # Errors
    /// When there is no such channel, when not all rows are stored, or when they cannot be read.
    pub fn new(mut inner: Box<dyn Test>, is_whole: bool, header: &str) -> Result<Self, TestError> {
        let mut head = inner.head()?.clone();
        let is_temperature =
            |channel: &Channel| matches!(channel.kind, ChannelKind::Temperature | ChannelKind::ChamberTemperature);
        let found = head.channels.iter().position(|channel| is_temperature(channel) && names(&channel.name, header));
        let Some(channel) = found else {
            let there = head.channels.iter().filter(|channel| is_temperature(channel)).map(|channel| &channel.name);
            let there: Vec<_> = head.temperature_channel.iter().chain(there).map(|name| format!("`{name}`")).collect();
            let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
            return Err(unusable(format!("{}: no temperature column `{header}`; there is {there}", head.name)));
        };
        if !is_whole {
            return Err(unusable(format!(
                "{}: not all its rows are stored, so its temperature cannot be taken from `{header}` now; load it again \
                 with --temperature-channel and --replace",
                head.name
            )));
        }
        let swap = Swap { channel, had_one: head.temperature_channel.is_some() };
        let chosen = head.channels[channel].clone();
        match head.temperature_channel.replace(chosen.name.clone()) {
            Some(name) => head.channels[channel] = Channel { name, kind: ChannelKind::Temperature },
            None => drop(head.channels.remove(channel)),
        }
        let mut steps = inner.steps()?.to_vec();
        steps.iter_mut().for_each(|step| rename(step, &chosen));
        let chamber = head.channels.iter().position(|channel| channel.kind == ChannelKind::ChamberTemperature);
        let mut seen = (i32::MIN, 0);
        inner.blocks(Columns { integrals: false, ..Columns::ALL }, &StepSet::All, &mut |block| {
            let (channels, temperature) = swap.apply(block);
            if seen.0 != block.step {
                seen = (block.step, 0);
            }
            if let Ok(at) = steps.binary_search_by_key(&block.step, |step| step.record.number)
                && let Some(trace) = &mut steps[at].trace
            {
                fold(trace, temperature, chamber.map(|at| channels[at]), seen.1);
            }
            seen.1 += block.len() as u64;
            Ok(())
        })?;
        Ok(Self { inner, head, steps, swap })
    }
}

fn unusable(words: String) -> TestError {
    TestError::from(OpenError::Usage(words))
}

/// Whether a header is the one that is asked for, with or without its unit.
fn names(header: &str, wanted: &str) -> bool {
    header.eq_ignore_ascii_case(wanted) || split_header(header).0.eq_ignore_ascii_case(wanted)
}

/// Takes the temperature at the step's end from the column of the Step file, and forgets what its rows said.
fn rename(step: &mut StepData, chosen: &Channel) {
    let record = Arc::make_mut(&mut step.record);
    record.temperature_end_degc = match chosen.kind {
        ChannelKind::ChamberTemperature => std::mem::take(&mut record.chamber_temperature_end_degc),
        _ => said(record, &chosen.name).into(),
    };
    if let Some(trace) = &mut step.trace {
        trace.temperature_start_degc = Maybe::NONE;
        trace.temperature_end_degc = Maybe::NONE;
        trace.temperature_min_degc = Maybe::NONE;
        trace.temperature_max_degc = Maybe::NONE;
        trace.chamber_temperature_start_degc = Maybe::NONE;
    }
}

fn said(record: &StepRecord, header: &str) -> Option<f64> {
    let text = record.extras.get(header)?;
    let unit = split_header(header).1.and_then(|unit| conversion(Quantity::Temperature, unit));
    dialect::number_of(text).map(|value| unit.unwrap_or(Conversion::IDENTITY).apply(value))
}

/// Folds the next rows of a step, of which `before` went by.
fn fold(trace: &mut StepTrace, temperature: &[f64], chamber: Option<&[f64]>, before: u64) {
    let some = |value: f64| value.is_finite().then_some(value);
    if before == 0 {
        trace.temperature_start_degc = temperature.first().copied().and_then(some).into();
        trace.chamber_temperature_start_degc = chamber.and_then(|column| column.first().copied()).and_then(some).into();
    }
    let active = trace.active_rows.saturating_sub(before).min(temperature.len() as u64) as usize;
    let Some(last) = temperature[..active].last() else { return };
    trace.temperature_end_degc = some(*last).into();
    for value in temperature[..active].iter().copied().filter(|value| value.is_finite()) {
        trace.temperature_min_degc = trace.temperature_min_degc.get().map_or(value, |low| low.min(value)).into();
        trace.temperature_max_degc = trace.temperature_max_degc.get().map_or(value, |high| high.max(value)).into();
    }
}

impl Test for OtherTemperature {
    fn head(&mut self) -> Result<&Head, TestError> {
        Ok(&self.head)
    }

    fn steps(&mut self) -> Result<&[StepData], TestError> {
        Ok(&self.steps)
    }

    fn findings(&mut self) -> Result<Vec<Finding>, TestError> {
        // What was found in the temperatures at loading was found in another channel.
        let of_others = |finding: &Finding| !finding.rule.starts_with("TMP");
        Ok(self.inner.findings()?.into_iter().filter(of_others).collect())
    }

    fn blocks(
        &mut self,
        columns: Columns,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let swap = self.swap;
        let columns = if columns.temperature || columns.channels { Columns::ALL } else { columns };
        self.inner.blocks(columns, steps, &mut |block| {
            let (channels, temperature) = swap.apply(block);
            each(&Block { temperature_degc: temperature, channels: &channels, ..*block })
        })
    }
}
