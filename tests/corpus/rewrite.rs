//! Rewrites a step so that all of it fits: what a shorter or longer step would have left in both files.

use crate::base::{Col, File, StepRows};
use crate::draft::{Draft, printed};
use crate::synth::duration;

/// Makes a step `by` times as long at the same current.
pub(crate) fn stretch(draft: &mut Draft<'_>, step: &StepRows, by: f64) {
    let base = draft.base;
    let old_s = base.rows(Col::StepTime)[step.end - 1];
    for row in step.first..step.end {
        let time_s = base.rows(Col::StepTime)[row];
        let more_s = ((time_s * by - time_s) * 1e3).round() / 1e3;
        let is_first = row == step.first;
        if !is_first {
            draft.add(File::Detail, row, Col::StepTime, more_s);
            draft.add(File::Detail, row, Col::TestTime, more_s);
            draft.move_clock(File::Detail, row, more_s.floor() as i64);
            scale_integrals(draft, row, by);
        }
    }
    let more_s = ((old_s * by - old_s) * 1e3).round() / 1e3;
    let Some(row) = step.row else { return };
    draft.add(File::Step, row, Col::StepTime, more_s);
    let is_s = draft.get(File::Step, row, Col::StepTime);
    if let Some(at) = base.table(File::Step).header.iter().position(|cell| cell == "工步時間") {
        let mut cells = draft.cells(File::Step, row);
        cells[at] = duration(is_s);
        draft.set_cells(File::Step, row, &cells);
    }
    integrals_in_step(draft, step, by);
    for at in step.end..base.lines[1].len() {
        draft.add(File::Detail, at, Col::TestTime, more_s);
        draft.move_clock(File::Detail, at, more_s.floor() as i64);
    }
    for later in base.steps.iter().filter(|later| later.number > step.number) {
        later.row.map(|row| draft.move_clock(File::Step, row, more_s.floor() as i64));
    }
}

fn scale_integrals(draft: &mut Draft<'_>, row: usize, by: f64) {
    let more = draft.base.rows(Col::Capacity)[row] * (by - 1.0);
    draft.scale(File::Detail, row, Col::Capacity, by);
    draft.scale(File::Detail, row, Col::Energy, by);
    draft.add(File::Detail, row, Col::Total, more);
}

/// Capacity and energy of the step in Step, and what they leave in all totals after it.
fn integrals_in_step(draft: &mut Draft<'_>, step: &StepRows, by: f64) {
    let base = draft.base;
    let more = base.rows(Col::Capacity)[step.last_active()] * (by - 1.0);
    if let Some(row) = step.row {
        for col in [Col::Capacity, Col::Energy] {
            let value = base.rows(col)[step.last_active()] * by;
            draft.set(File::Step, row, col, &printed(value));
        }
    }
    let section = |row: usize| base.rows(Col::Section).get(row).copied();
    for row in (step.end..base.lines[1].len()).take_while(|row| section(*row) == section(step.first)) {
        draft.add(File::Detail, row, Col::Total, more);
    }
    let later =
        base.steps.iter().filter(|later| later.number >= step.number && section(later.first) == section(step.first));
    let charges = base.rows(Col::Current)[step.first] > 0.0;
    let more_wh = base.rows(Col::Energy)[step.last_active()] * (by - 1.0);
    for row in later.filter_map(|later| later.row) {
        draft.add(File::Step, row, Col::Total, more);
        sums(draft, row, charges, more, more_wh);
    }
}

/// Ends a step with one of its rows: what came after it in the step never was.
pub(crate) fn cut(draft: &mut Draft<'_>, step: &StepRows, last: usize) -> Option<()> {
    let base = draft.base;
    let row = step.row?;
    let less = |col: Col, to: usize| base.rows(col).get(to).zip(base.rows(col).get(last)).map(|(a, b)| a - b);
    let less_s = less(Col::TestTime, step.end - 1)?;
    let (less_ah, less_wh) = (less(Col::Capacity, step.last_active())?, less(Col::Energy, step.last_active())?);
    let section = |row: usize| base.rows(Col::Section).get(row).copied();
    for at in step.end..base.lines[1].len() {
        draft.add(File::Detail, at, Col::TestTime, -less_s);
        draft.move_clock(File::Detail, at, -(less_s.floor() as i64));
        if section(at) == section(step.first) {
            draft.add(File::Detail, at, Col::Total, -less_ah);
        }
    }
    let headers = &base.table(File::Step).header;
    let mut cells = draft.cells(File::Step, row);
    for (at, header) in headers.iter().enumerate().filter(|(_, name)| name.starts_with("Aux") || *name == "溫箱溫度")
    {
        if let Some(from) = base.table(File::Detail).header.iter().position(|name| name == header) {
            cells[at].clone_from(&base.table(File::Detail).rows[last][from]);
        }
    }
    if let Some(at) = base.column(File::Step, Col::Duration) {
        cells[at] = duration(*base.rows(Col::StepTime).get(last)?);
    }
    draft.set_cells(File::Step, row, &cells);
    for col in [Col::StepTime, Col::Voltage, Col::Current, Col::Power, Col::Capacity, Col::Energy] {
        if let Some(value) = base.rows(col).get(last) {
            draft.put(File::Step, row, col, *value);
        }
    }
    let charges = base.rows(Col::Current)[step.first] > 0.0;
    for later in base.steps.iter().filter(|later| later.number >= step.number) {
        let Some(row) = later.row else { continue };
        if later.number > step.number {
            draft.move_clock(File::Step, row, -(less_s.floor() as i64));
        }
        if section(later.first) == section(step.first) {
            draft.add(File::Step, row, Col::Total, -less_ah);
            sums(draft, row, charges, -less_ah, -less_wh);
        }
    }
    draft.remove(File::Detail, last + 1..step.end);
    Some(())
}

/// What the tester's sums have more because a step moved more: signed, as the step is.
pub(crate) fn sums(draft: &mut Draft<'_>, row: usize, charges: bool, more_ah: f64, more_wh: f64) {
    let (ah, wh, sign) =
        if charges { (Col::ChargedAh, Col::ChargedWh, 1.0) } else { (Col::DischargedAh, Col::DischargedWh, -1.0) };
    if draft.base.has(File::Step, ah) {
        draft.add(File::Step, row, ah, sign * more_ah);
        draft.add(File::Step, row, wh, sign * more_wh);
    }
}

/// Makes a step carry `by` times its current, so that capacity and energy follow.
pub(crate) fn charge_by(draft: &mut Draft<'_>, step: &StepRows, by: f64) {
    let base = draft.base;
    for row in step.first..step.active {
        draft.scale(File::Detail, row, Col::Current, by);
        let power_w = draft.get(File::Detail, row, Col::Current) * base.rows(Col::Voltage)[row];
        draft.put(File::Detail, row, Col::Power, power_w);
        scale_integrals(draft, row, by);
    }
    if let Some(row) = step.row {
        let last = step.last_active();
        let (current_a, power_w) =
            (draft.get(File::Detail, last, Col::Current), draft.get(File::Detail, last, Col::Power));
        draft.put(File::Step, row, Col::Current, current_a);
        draft.put(File::Step, row, Col::Power, power_w);
    }
    integrals_in_step(draft, step, by);
}
