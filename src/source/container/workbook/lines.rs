//! Cells of sheets become lines of text.

use super::super::cell::{push_date_time, push_duration_ms, push_f64, push_i64, push_padded, push_text};
use super::super::table::Problem;
use calamine::{DataRef, ExcelDateTime};

/// What a sheet of Excel can hold.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;
/// No row of records is as long.
const MOST_BYTES: usize = 16 << 20;
/// Lines are handed on in pieces of about this size.
const CHUNK: usize = 64 << 10;
/// Days before this one (1900-12-31) are times, not dates: no test was run then.
const FIRST_DATE: f64 = 366.0;

/// Writes cells into lines, one for each row from row 1 on.
pub(super) struct Lines {
    text: Vec<u8>,
    /// Where the last line begins.
    line: usize,
    /// The row that is written, from 0.
    row: u32,
    /// The next column of it.
    column: u32,
    /// The row of the sheet's header, and the number of its columns: later rows are filled up to it.
    header_row: u32,
    width: u32,
    sheet: String,
    /// On sheets that continue the first: whether rows up to the header are left out.
    continues: bool,
    begun: bool,
}

impl Lines {
    pub(super) fn new() -> Self {
        let (text, sheet) = (Vec::with_capacity(CHUNK * 2), String::new());
        Self { text, line: 0, row: 0, column: 0, header_row: 0, width: 0, sheet, continues: false, begun: false }
    }

    /// Begins a sheet, which has its header in this row (from 0); all but the first continue it.
    pub(super) fn begin(&mut self, sheet: &str, header_row: u32) {
        self.header_row = header_row;
        self.continues = self.begun;
        self.begun = true;
        sheet.clone_into(&mut self.sheet);
        self.row = 0;
        self.column = 0;
    }

    /// Adds a cell; cells come row by row, from left to right.
    pub(super) fn cell(&mut self, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Problem> {
        if row < self.row || row == self.row && column < self.column || row >= MOST_ROWS || column >= MOST_COLUMNS {
            let (sheet, row) = (&self.sheet, u64::from(row) + 1);
            return Err(Problem::Damaged(format!(
                "sheet {sheet}, row {row}: its cells are out of order; export it again"
            )));
        }
        if self.continues && row <= self.header_row {
            return Ok(());
        }
        if self.continues && self.row <= self.header_row {
            self.row = self.header_row + 1;
        }
        while self.row < row {
            self.end_line();
        }
        let tabs = column - self.column.saturating_sub(1);
        self.text.resize(self.text.len() + tabs as usize, b'\t');
        push_cell(&mut self.text, value);
        self.column = column + 1;
        if self.text.len() - self.line > MOST_BYTES {
            let (sheet, row) = (&self.sheet, row + 1);
            return Err(Problem::Damaged(format!(
                "sheet {sheet}, row {row}: it is longer than 16 MiB; export it again"
            )));
        }
        Ok(())
    }

    fn end_line(&mut self) {
        if self.row == self.header_row && !self.continues {
            self.width = self.column;
        }
        if self.row > self.header_row && self.column > 0 && self.column < self.width {
            self.text.resize(self.text.len() + (self.width - self.column) as usize, b'\t');
        }
        self.text.push(b'\n');
        self.line = self.text.len();
        self.row += 1;
        self.column = 0;
    }

    /// Ends a sheet.
    pub(super) fn end(&mut self) {
        if self.column > 0 {
            self.end_line();
        }
    }

    /// The whole lines so far, if they are many.
    pub(super) fn chunk(&mut self) -> Option<Vec<u8>> {
        if self.line < CHUNK {
            return None;
        }
        let mut rest = Vec::with_capacity(CHUNK * 2);
        rest.extend_from_slice(&self.text[self.line..]);
        self.text.truncate(self.line);
        self.line = 0;
        Some(std::mem::replace(&mut self.text, rest))
    }

    /// The last lines.
    pub(super) fn rest(self) -> Vec<u8> {
        self.text
    }
}

/// Appends the text of a cell.
pub(super) fn push_cell(into: &mut Vec<u8>, value: &DataRef<'_>) {
    match value {
        DataRef::Int(number) => push_i64(into, *number),
        DataRef::Float(number) => push_f64(into, *number),
        DataRef::String(text) | DataRef::DurationIso(text) => push_text(into, text),
        DataRef::SharedString(text) => push_text(into, text),
        DataRef::Bool(yes) => into.push(if *yes { b'1' } else { b'0' }),
        DataRef::DateTime(time) => push_time(into, time),
        DataRef::DateTimeIso(text) => push_text(into, text.replacen('T', " ", 1).trim_end_matches('Z')),
        DataRef::Error(_) | DataRef::Empty => {}
    }
}

/// Appends a date, or a duration.
fn push_time(into: &mut Vec<u8>, time: &ExcelDateTime) {
    let days = time.as_f64();
    if !days.is_finite() || days.abs() >= 2_958_466.0 {
        push_f64(into, days); // beyond the year 9999 it is no date, whatever its format
        return;
    }
    let ms = (days * 86_400_000.0).round() as i64;
    if time.is_duration() || days < FIRST_DATE {
        push_duration_ms(into, ms);
        return;
    }
    // The year tells the epoch (1900 or 1904), which calamine keeps to itself.
    let plain = ExcelDateTime::new(days, calamine::ExcelDateTimeType::DateTime, false);
    let epoch_day = if time.to_ymd_hms_milli() == plain.to_ymd_hms_milli() { -25_569 } else { -24_107 };
    push_date_time(into, epoch_day * 86_400 + ms.div_euclid(1000));
    let fraction = ms.rem_euclid(1000);
    if fraction != 0 {
        into.push(b'.');
        push_padded(into, fraction as u64, 3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    fn written(value: &DataRef<'_>) -> String {
        let mut into = Vec::new();
        push_cell(&mut into, value);
        String::from_utf8(into).unwrap()
    }

    #[test]
    fn cells_are_written_as_they_are_shown() {
        assert_eq!(written(&DataRef::Float(3.7002)), "3.7002");
        assert_eq!(written(&DataRef::Bool(true)), "1");
        assert_eq!(written(&DataRef::Error(calamine::CellErrorType::NA)), "");
        assert_eq!(written(&DataRef::SharedString("CC\nChg\r\n")), "CC Chg");
        let time = |days, kind, from_1904| written(&DataRef::DateTime(ExcelDateTime::new(days, kind, from_1904)));
        assert_eq!(time(45943.541, DateTime, false), "2025-10-13 12:59:02.400");
        assert_eq!(time(45943.0, DateTime, false), "2025-10-13 00:00:00");
        assert_eq!(time(45943.0 - 1462.0, DateTime, true), "2025-10-13 00:00:00");
        assert_eq!(time(1.5, TimeDelta, false), "36:00:00.000");
        assert_eq!(time(0.5, DateTime, false), "12:00:00.000");
        assert_eq!(time(400.25, TimeDelta, false), "9606:00:00.000");
        assert_eq!(time(1e300, DateTime, false).len(), 301);
        assert_eq!(written(&DataRef::DateTimeIso("2025-01-02T03:04:05Z".into())), "2025-01-02 03:04:05");
    }

    #[test]
    fn line_n_is_row_n() {
        let mut lines = Lines::new();
        lines.begin("a", 2);
        for (row, column) in [(1, 1), (2, 0), (2, 3), (4, 0)] {
            lines.cell(row, column, &DataRef::Int(i64::from(row) + 1)).unwrap();
        }
        lines.end();
        lines.begin("a1", 1);
        for (row, column) in [(2, 0), (2, 3), (3, 1)] {
            lines.cell(row, column, &DataRef::Int(7)).unwrap();
        }
        assert!(lines.cell(3, 0, &DataRef::Int(1)).is_err(), "to the left");
        assert!(lines.cell(2, 0, &DataRef::Int(1)).is_err(), "upwards");
        assert!(lines.cell(MOST_ROWS, 0, &DataRef::Int(1)).is_err(), "below the sheet");
        lines.end();
        assert_eq!(String::from_utf8(lines.rest()).unwrap(), "\n\t2\n3\t\t\t3\n\n5\t\t\t\n7\t\t\t7\n\t7\t\t\n");
    }
}
