//! Pairs of any number of rows, written as they are made.

use super::cell::{Cell, State};
use super::chroma::{DETAIL, Export, START, STEP, StepColumns, Totals, header};
use super::executed::Executed;
use super::pair::Style;
use super::script::Script;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What to write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Large {
    /// Rows of Detail; at least 1,000.
    pub(crate) rows: u64,
    /// Pairs of different numbers differ.
    pub(crate) number: u32,
    /// One discharge holds nearly all rows.
    pub(crate) one_step: bool,
}

/// Rows of a full cycle.
const CYCLE_ROWS: f64 = 4_200.0;
/// Interval of the last rest, which fills up to the number asked for.
const FILL_S: f64 = 10.0;

/// Writes `<name>_Step.csv` and `<name>_Detail.csv` into a folder. Memory does not grow with the rows.
pub(crate) fn write_large(folder: &Path, name: &str, large: &Large) -> io::Result<()> {
    if large.rows < 1000 {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a large pair has at least 1000 rows"));
    }
    std::fs::create_dir_all(folder)?;
    let script = script(large);
    let start = START + 86_400 * i64::from(large.number);
    let export = Export { start, columns: StepColumns::ThirtyFive, running_rows: None };
    let style = Style { line_end: "\n", ..Style::CHROMA };
    let mut detail = BufWriter::with_capacity(1 << 20, File::create(folder.join(format!("{name}_Detail.csv")))?);
    let mut step_file = BufWriter::new(File::create(folder.join(format!("{name}_Step.csv")))?);
    writeln!(detail, "\u{feff}{}", style.line(&header(DETAIL)))?;
    writeln!(step_file, "\u{feff}{}", style.line(&header(STEP)))?;
    let mut totals = Totals::default();
    for step in &script.steps {
        let (place, summary) = (step.place(), step.summary());
        totals.begin(&place);
        for row in step.samples() {
            writeln!(detail, "{}", style.line(&export.detail_row(&place, &row, &totals)))?;
        }
        totals.end(&place, &summary);
        let last = step.number as usize == script.steps.len();
        writeln!(step_file, "{}", style.line(&export.step_row(&place, &summary, &totals, last)))?;
    }
    detail.flush()?;
    step_file.flush()
}

fn script(large: &Large) -> Script {
    let mut cell = Cell::two_ah();
    cell.capacity_ah += 1e-3 * f64::from(large.number);
    let mut script = Script::new(cell, State::at_rest(0.0));
    if large.one_step {
        script.charge_full(2.0, 60.0);
        script.rest(1800.0, 60.0);
        let rows = (large.rows - 400) as f64;
        let interval_s = (3_600_000.0 / rows).ceil().max(10.0) / 1e3;
        // Slower discharges go up to 5 % below 0 %; 6 % less leaves room for that.
        let current_a = script.cell.capacity_ah * 3600.0 / (0.94 * rows * interval_s);
        script.discharge_empty(current_a, interval_s);
    } else {
        let seconds = 4_500.0 + 600.0 + 3_600.0 + 600.0;
        let interval_s = (seconds / CYCLE_ROWS * 1e3_f64).round() / 1e3;
        let mut cycle = 1;
        while rows(&script) + 1.1 * CYCLE_ROWS < large.rows as f64 {
            script.cycle(cycle);
            script.charge_full(2.0, interval_s);
            script.rest(600.0, interval_s);
            script.discharge_empty(2.0, interval_s);
            script.rest(600.0, interval_s);
            cycle += 1;
        }
    }
    let left = large.rows as f64 - rows(&script);
    script.rest((left - 1.0) * FILL_S, FILL_S);
    script
}

/// Rows so far; each step's are counted from its length, not by making them.
fn rows(script: &Script) -> f64 {
    script.steps.iter().map(|step| step.row_count() as f64).sum()
}
