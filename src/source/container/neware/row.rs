//! The table's header and rows, as BTSDA names and orders them.

use super::super::table::{Problem, Table};
use super::clock::Date;
use super::number::{Number, write_whole};
use std::collections::VecDeque;

/// The columns that every layout has, after `Cycle Index`, which one has not.
const COLUMNS: &str = "Step Number\tStep Index\tStep Type\tTime(s)\tTotal Time(s)\tCurrent(A)\tVoltage(V)\t\
    Chg. Cap.(Ah)\tDChg. Cap.(Ah)\tChg. Energy(Wh)\tDChg. Energy(Wh)\tDate";

/// A row of the table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    /// From 1.
    pub(crate) data_point: u64,
    /// As BTSDA shows it, from 1.
    pub(crate) cycle: Option<u64>,
    /// The executed step, from 1.
    pub(crate) step_number: Option<u64>,
    /// The recipe step.
    pub(crate) step_index: Option<u32>,
    /// The code of the step's type.
    pub(crate) step_type: Option<u8>,
    /// Time in the step, in s.
    pub(crate) step_time_s: Number,
    /// Time in the test, in s.
    pub(crate) total_time_s: Number,
    /// Charge positive.
    pub(crate) current_a: Number,
    /// Of the cell.
    pub(crate) voltage_v: Number,
    /// Charge and discharge capacity (Ah), charge and discharge energy (Wh) of the step.
    pub(crate) amounts: [Number; 4],
    /// When it was.
    pub(crate) date: Date,
}

impl Row {
    /// Appends its cells, without a line end. `has_cycle`: whether the table has that column.
    pub(crate) fn write(&self, has_cycle: bool, into: &mut Vec<u8>) {
        write_whole(self.data_point, into);
        into.push(b'\t');
        if has_cycle {
            write_optional(self.cycle, into);
        }
        write_optional(self.step_number, into);
        write_optional(self.step_index.map(u64::from), into);
        if let Some(code) = self.step_type {
            match super::step_name(code) {
                Some(name) => into.extend_from_slice(name.as_bytes()),
                None => {
                    into.extend_from_slice(b"type ");
                    write_whole(u64::from(code), into);
                }
            }
        }
        let [charge, discharge, charge_energy, discharge_energy] = self.amounts;
        let (times, measured) = ([self.step_time_s, self.total_time_s], [self.current_a, self.voltage_v]);
        for number in times.into_iter().chain(measured).chain([charge, discharge, charge_energy, discharge_energy]) {
            into.push(b'\t');
            number.write(into);
        }
        into.push(b'\t');
        self.date.write(into);
    }
}

fn write_optional(number: Option<u64>, into: &mut Vec<u8>) {
    if let Some(number) = number {
        write_whole(number, into);
    }
    into.push(b'\t');
}

/// Gives the rows of a file, one by one.
pub(crate) trait Rows: Send {
    /// Appends the next row without a line end; `false` after the last.
    fn next_row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem>;
}

/// A table of such rows, with its preamble and header.
pub(crate) struct RowTable<R> {
    /// Lines that come first, the first row among them: it was read to know that there is one.
    opening: VecDeque<Vec<u8>>,
    rows: R,
}

impl<R: Rows> RowTable<R> {
    /// Begins a table: reads its first row, and refuses one without.
    ///
    /// `preamble` holds keys and texts; `more` the names of columns beyond BTSDA's own.
    pub(crate) fn begin(
        preamble: &[(&str, String)],
        has_cycle: bool,
        more: &[String],
        mut rows: R,
    ) -> Result<Self, Problem> {
        let mut first = Vec::new();
        if !rows.next_row(&mut first)? {
            return Err(Problem::Refused {
                what: "a Neware test without a single record: it was started and never recorded".to_owned(),
                way_out: "export the test again once it has run".to_owned(),
            });
        }
        let line = |(key, text): &(&str, String)| format!("# {key}\t{}\n", one_cell(text)).into_bytes();
        let mut opening: VecDeque<Vec<u8>> = preamble.iter().map(line).collect();
        let mut header = format!("DataPoint\t{}{COLUMNS}", if has_cycle { "Cycle Index\t" } else { "" });
        for name in more {
            header.push('\t');
            header.push_str(name);
        }
        header.push('\n');
        first.push(b'\n');
        opening.extend([header.into_bytes(), first]);
        Ok(Self { opening, rows })
    }
}

impl<R: Rows> Table for RowTable<R> {
    fn next_line(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        if let Some(line) = self.opening.pop_front() {
            into.extend_from_slice(&line);
            return Ok(true);
        }
        let more = self.rows.next_row(into)?;
        if more {
            into.push(b'\n');
        }
        Ok(more)
    }
}

/// A text without what parts cells and lines.
fn one_cell(text: &str) -> String {
    text.trim().chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Two(u64);
    impl Rows for Two {
        fn next_row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
            self.0 += 1;
            let date = Date::Seconds(60);
            let row = Row { data_point: self.0, step_type: Some(42), step_number: Some(3), date, ..Row::default() };
            if self.0 < 3 {
                row.write(false, into);
            }
            Ok(self.0 < 3)
        }
    }

    #[test]
    fn a_table_has_preamble_header_and_rows() {
        let preamble = [("Barcode", "A\tB\n".to_owned())];
        let mut table = RowTable::begin(&preamble, false, &["T1(°C)".to_owned()], Two(0)).unwrap();
        let mut text = Vec::new();
        while table.next_line(&mut text).unwrap() {}
        let text = String::from_utf8(text).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0], "# Barcode\tA B");
        assert!(lines[1].starts_with("DataPoint\tStep Number\t") && lines[1].ends_with("\tDate\tT1(°C)"));
        assert_eq!(lines[3], "2\t3\t\ttype 42\t\t\t\t\t\t\t\t\t1970-01-01 00:01:00");
    }

    #[test]
    fn a_table_without_rows_is_refused() {
        let problem = RowTable::begin(&[], true, &[], Two(2)).err().unwrap();
        assert!(matches!(problem, Problem::Refused { .. }), "{problem}");
    }
}
