//! The same test as the text export of each other cycler: a dialect is a list of columns, each with what stands in it.

mod arbin;
mod basytec;
mod bdf;
mod biologic;
mod digatron;
mod land;
mod maccor;
mod neware;
mod neware_layered;
mod novonix;
mod pec;
mod print;
mod row;
mod tables;

use super::cell::{Cell, State};
use super::pair::{Pair, Style, Table};
use super::script::Script;
use row::Row;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A header's cell, and what a row has below it.
type Column = (&'static str, fn(&Row) -> String);

/// How far a figure may lie from Chroma's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub(crate) absolute: f64,
    /// Where rows are integrated, because there is no counter.
    pub(crate) relative: f64,
}

/// Chroma prints seven digits.
const SEVEN: f64 = 1e-6;

impl Near {
    /// What its digits leave open, beside Chroma's: half a digit of a value, a whole one of a difference.
    const fn printed(open: f64) -> Self {
        Self { absolute: open + SEVEN, relative: 0.0 }
    }

    /// The integral over the rows: what flowed in the 10 ms before the first row is not in it, and between rows the course is
    /// no straight line.
    const INTEGRAL: Self = Self { absolute: 2e-5, relative: 2e-5 };

    /// Of a sum of so many.
    pub(crate) fn times(self, count: f64) -> Self {
        Self { absolute: self.absolute * count, ..self }
    }

    pub(crate) fn agrees(&self, want: f64, got: f64) -> bool {
        (want - got).abs() <= self.absolute + self.relative * want.abs()
    }
}

/// What a dialect's digits carry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    pub(crate) time_s: Near,
    pub(crate) voltage_v: Near,
    pub(crate) current_a: Near,
    pub(crate) charge_ah: Near,
    pub(crate) energy_wh: Near,
    /// `None`: it has no temperature.
    pub(crate) temperature_degc: Option<Near>,
    /// Whether it can be told which way the current flows.
    pub(crate) has_sign: bool,
}

impl Digits {
    /// All that Chroma carries.
    const ALL: Self = Self {
        time_s: Near::printed(1e-3),
        voltage_v: Near::printed(SEVEN),
        current_a: Near::printed(SEVEN),
        charge_ah: Near::printed(SEVEN),
        energy_wh: Near::printed(SEVEN),
        temperature_degc: Some(Near::printed(0.01)),
        has_sign: true,
    };
}

/// The export of another cycler.
#[derive(Debug)]
pub(crate) struct Other {
    /// What it is called on the generator's command line.
    pub(crate) name: &'static str,
    /// The dialect that it must be recognised as.
    pub(crate) dialect: &'static str,
    /// What the file's name ends with.
    pub(crate) ending: &'static str,
    table: fn(&[Row]) -> Table,
    style: Style,
    pub(crate) digits: Digits,
    /// Rules that must speak, because the export is wrong as real ones are.
    pub(crate) says: &'static [&'static str],
}

impl Other {
    /// With every figure, in the style of most: UTF-8, commas, LF.
    const fn plain(name: &'static str, dialect: &'static str, table: fn(&[Row]) -> Table) -> Self {
        let style = Style { mark: false, line_end: "\n", ..Style::CHROMA };
        Self { name, dialect, ending: "csv", table, style, digits: Digits::ALL, says: &[] }
    }

    /// All of them.
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        let families = [neware::ALL, arbin::ALL, biologic::ALL, maccor::ALL, bdf::ALL, land::ALL];
        let small = [basytec::ALL, novonix::ALL, pec::ALL, digatron::ALL, tables::ALL];
        families.into_iter().chain(small).flatten()
    }

    /// The file of a script.
    pub(crate) fn bytes(&self, script: &Script) -> Vec<u8> {
        self.style.bytes(&(self.table)(&Row::all(script)))
    }

    /// Writes `<name>.<ending>` into a folder, which is made, and gives its path.
    pub(crate) fn write(&self, folder: &Path, name: &str, script: &Script) -> io::Result<PathBuf> {
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{name}.{}", self.ending));
        fs::write(&path, self.bytes(script))?;
        Ok(path)
    }
}

/// A table of columns without anything above it.
fn table(columns: &[Column], rows: &[Row]) -> Table {
    let cells = |row: &Row| columns.iter().map(|(_, cell)| cell(row)).collect();
    Table {
        preamble: Vec::new(),
        header: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows: rows.iter().map(cells).collect(),
    }
}

/// Lines above a table.
fn below(preamble: &[&str], table: Table) -> Table {
    Table { preamble: preamble.iter().map(|line| (*line).to_owned()).collect(), ..table }
}

/// Chroma's pair with the tester's cycles in it, which others write.
pub(crate) fn with_cycles(script: &Script, pair: &Pair) -> Pair {
    let mut pair = pair.clone();
    let (steps, details) = (pair.step.column("工步"), pair.detail.column("工步"));
    let tables = [(&mut pair.step.rows, steps), (&mut pair.detail.rows, details)];
    for (rows, number) in tables {
        for row in rows {
            let step = script.steps.iter().find(|step| step.number.to_string() == row[number]);
            row[0] = step.map_or_else(String::new, |step| step.cycle.to_string());
        }
    }
    pair
}

/// Rest, CC charge, CC-CV charge, rest, 1 C discharge, rest; then three passes of a loop in which a pulse stands at half
/// charge, in the last of them in the cold.
pub(crate) fn same_script() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.4));
    script.rest(600.0, 60.0);
    script.charge_by(1.0, 0.5, 10.0);
    script.charge_full(1.0, 10.0);
    script.rest(1800.0, 60.0);
    script.discharge_empty(2.0, 10.0);
    script.rest(1800.0, 60.0);
    for pass in 0..3 {
        if pass > 0 {
            script.repeat(10);
        }
        script.cycle(2 + pass);
        script.chamber(7200.0, 25.0);
        script.charge_full(1.0, 10.0);
        script.chamber(7200.0, if pass == 2 { 0.0 } else { 25.0 });
        script.discharge_by(1.0, 1.0, 10.0);
        script.rest(3600.0, 60.0);
        script.pulse(-2.0, 10.0, 0.0);
        script.rest(600.0, 10.0);
        // Warm again, so that all that was charged comes out.
        script.chamber(7200.0, 25.0);
        script.discharge_empty(2.0, 10.0);
        script.rest(1800.0, 60.0);
    }
    script
}
