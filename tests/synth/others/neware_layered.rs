//! Neware's general report: cycles, their steps and their records in one table, told apart by the empty cells before them.

use super::neware::text;
use super::print::{fixed, hours, iso};
use super::row::Row;
use crate::synth::pair::Table;

const CYCLE: &str = "Cycle Index,Chg. Cap.(Ah),DChg. Cap.(Ah),Chg.-DChg. Eff(%),Chg. Energy(Wh),DChg. Energy(Wh),\
                     Chg. Time,DChg. Time";
const STEP: &str = ",Step Index,Step Number,Step Type,Step Time,Capacity(Ah),Energy(Wh),Oneset Volt.(V),End Voltage(V)";
/// The degree sign was lost in windows-1252.
const RECORD: &str =
    ",,DataPoint,Time,Total Time,Current(A),Voltage(V),Capacity(Ah),Energy(Wh),Date,Power(W),V1(V),T1(?)";

pub(super) fn table(rows: &[Row]) -> Table {
    let mut cells = Vec::new();
    for cycle in rows.chunk_by(|a, b| a.cycle == b.cycle) {
        cells.push(of_cycle(cycle));
        for step in cycle.chunk_by(|a, b| a.step == b.step) {
            cells.push(of_step(step));
            cells.extend(step.iter().map(of_record));
        }
    }
    let header = RECORD.split(',').map(str::to_owned).collect();
    Table { preamble: vec![CYCLE.to_owned(), STEP.to_owned()], header, rows: cells }
}

fn of_cycle(rows: &[Row]) -> Vec<String> {
    let last = &rows[rows.len() - 1];
    let (charged, discharged) = (last.in_cycle.charged, last.in_cycle.discharged);
    let time = |way| {
        let ends = rows.iter().filter(|row| row.is_last && row.way == way);
        hours(ends.map(|row| row.step_s).sum())
    };
    let efficiency = if charged.ah > 0.0 { 100.0 * discharged.ah / charged.ah } else { 0.0 };
    vec![
        last.cycle.to_string(),
        fixed(charged.ah, 4),
        fixed(discharged.ah, 4),
        fixed(efficiency, 2),
        fixed(charged.wh, 4),
        fixed(discharged.wh, 4),
        time(super::row::Way::Charge),
        time(super::row::Way::Discharge),
    ]
}

fn of_step(rows: &[Row]) -> Vec<String> {
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    vec![
        String::new(),
        last.recipe.to_string(),
        last.step.to_string(),
        text(last.kind).0.to_owned(),
        hours(last.step_s),
        fixed(last.step_ah(), 8),
        fixed(last.step_wh(), 8),
        fixed(first.voltage_v, 4),
        fixed(last.voltage_v, 4),
    ]
}

fn of_record(row: &Row) -> Vec<String> {
    vec![
        String::new(),
        String::new(),
        row.point.to_string(),
        hours(row.step_s),
        hours(row.test_s),
        fixed(row.current_a, 8),
        fixed(row.voltage_v, 4),
        fixed(row.step_ah(), 8),
        fixed(row.step_wh(), 8),
        iso(row),
        fixed(row.power_w(), 8),
        fixed(row.voltage_v, 4),
        fixed(row.temperature_degc, 2),
    ]
}
