//! Rows as curves: one for each step and column, thinned.

use super::super::columns::ROWS;
use super::super::ink::DASHES;
use super::super::thin::{Extremes, Thinner};
use super::super::{Options, PlotError, PlotTest, rows, select};
use super::asked::Asked;
use super::colour::By;
use crate::model::{Block, Column, Columns, Head, StepMetrics};
use crate::transform::soc;
use std::collections::BTreeMap;

const _: () = assert!(DASHES.len() < super::asked::MOST_COLUMNS, "beyond the dashes curves have markers");

/// A column of rows.
enum Cell {
    Own(Column),
    Power,
    Channel(usize),
    Soc,
    Step,
    Cycle,
}

fn cell(name: &str, head: &Head) -> Option<Cell> {
    if let Some(i) = head.channels.iter().position(|channel| channel.name == name) {
        return Some(Cell::Channel(i));
    }
    let cell = match name {
        "power_w" => Cell::Power,
        "soc_pct" => Cell::Soc,
        "step" => Cell::Step,
        "cycle" => Cell::Cycle,
        own => Cell::Own(Column::of(own)?),
    };
    debug_assert!(ROWS.contains(&name));
    Some(cell)
}

/// The curves of a step: its test, what it is coloured by, its points for each column upwards.
pub(super) struct Drawn {
    pub(super) test: usize,
    pub(super) step: i32,
    pub(super) by: By,
    pub(super) curves: Vec<Vec<(f64, f64)>>,
}

/// Reads the curves of all steps, and how many rows there were.
pub(super) fn read(
    tests: &mut [PlotTest<'_>],
    asked: &Asked<'_>,
    options: &Options,
) -> Result<(Vec<Drawn>, u64), PlotError> {
    let mut read = 0;
    let mut all: Vec<Drawn> = Vec::new();
    for (i, test) in tests.iter_mut().enumerate() {
        select::need_rows("custom", test.head)?;
        let steps: BTreeMap<i32, &StepMetrics> =
            select::chosen(test, options).into_iter().map(|s| (s.step, s)).collect();
        let (head, derived) = (test.head, test.derived);
        let Some(x) = cell(asked.x, head) else { continue };
        let ys: Vec<Option<Cell>> = asked.ys.iter().map(|y| cell(y.name, head)).collect();
        let soc = |step: &StepMetrics| {
            soc::of_rows(derived, head.conventions.soc_anchor, step).unwrap_or((f64::NAN, f64::NAN))
        };
        let value = |cell: &Cell, block: &Block<'_>, row: usize, step: &StepMetrics| match cell {
            Cell::Own(own) => block.column(*own)[row],
            Cell::Power => block.voltage_v[row] * block.current_a[row],
            Cell::Channel(i) => block.channels.get(*i).map_or(f64::NAN, |channel| channel[row]),
            Cell::Soc => {
                let (start, per_ah) = soc(step);
                block.capacity_ah[row].mul_add(per_ah, start)
            }
            Cell::Step => f64::from(step.step),
            Cell::Cycle => f64::from(step.cycle),
        };
        // The picture's columns are shared by the steps, so that memory depends on the picture.
        let width = (4 * options.format.width_px as usize / steps.len().max(1)).max(32);
        let begin = || vec![Thinner::new(width, Extremes::Both); ys.len()];
        let mut close = |number: i32, thinners: Vec<Thinner>| {
            let curves: Vec<_> = thinners.into_iter().map(Thinner::finish).collect();
            if curves.iter().any(|points| !points.is_empty()) {
                all.push(Drawn { test: i, step: number, by: by(i, steps[&number], asked), curves });
            }
        };
        let mut open: Option<(i32, Vec<Thinner>)> = None;
        rows::walk(test, &steps.keys().copied().collect(), Columns::ALL, |block, _| {
            let Some(step) = steps.get(&block.step) else { return Ok(()) };
            read += block.len() as u64;
            if let Some((number, thinners)) = open.take_if(|(number, _)| *number != block.step) {
                close(number, thinners);
            }
            let (_, thinners) = open.get_or_insert_with(|| (block.step, begin()));
            for row in 0..block.len() {
                let across = value(&x, block, row, step);
                for (thinner, y) in thinners.iter_mut().zip(&ys) {
                    let up = y.as_ref().map_or(f64::NAN, |y| value(y, block, row, step));
                    thinner.push(block.step_time_s[row], across, up);
                }
            }
            Ok(())
        })?;
        if let Some((number, thinners)) = open {
            close(number, thinners);
        }
    }
    Ok((all, read))
}

fn by(test: usize, step: &StepMetrics, asked: &Asked<'_>) -> By {
    match asked.by {
        Some("step") => By::Number(f64::from(step.step)),
        Some("cycle") => By::Number(f64::from(step.cycle)),
        Some(_) => By::Text(step.step_type.as_str().to_owned()),
        None => By::Test(test),
    }
}
