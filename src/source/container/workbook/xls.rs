//! Workbooks as Excel wrote them until 2003 (`.xls`), and as Neware's older programs do. They are held: a sheet has at
//! most 65,536 rows.

use super::super::table::{Problem, Source};
use super::{Book, Visit, compound};
use calamine::{Data, DataRef, Reader, Xls, XlsError};
use std::io::BufReader;

struct Workbook {
    xls: Xls<BufReader<Box<dyn Source>>>,
}

/// Opens a workbook after a look at what calamine trusts.
pub(super) fn open(mut file: Box<dyn Source>) -> Result<Box<dyn Book>, Problem> {
    compound::check(file.as_mut())?;
    file.rewind()?;
    let xls = Xls::new(BufReader::new(file)).map_err(problem)?;
    Ok(Box::new(Workbook { xls }))
}

fn problem(error: XlsError) -> Problem {
    match error {
        XlsError::Io(error) if error.raw_os_error().is_some() => Problem::Io(error),
        XlsError::Password => compound::password(),
        error => Problem::Damaged(format!("workbook: {error}; export it again")),
    }
}

impl Book for Workbook {
    fn sheet_names(&self) -> Vec<String> {
        self.xls.sheet_names()
    }

    fn visit(&mut self, sheet: &str, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let range = self.xls.worksheet_range(sheet).map_err(problem)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (first_row + row as u32, first_column + column as u32);
            if !visit(row, column, &borrowed(value))? {
                return Ok(());
            }
        }
        Ok(())
    }

    fn rows(&mut self, sheet: &str) -> Result<u32, Problem> {
        let range = self.xls.worksheet_range(sheet).map_err(problem)?;
        Ok(range.end().map_or(0, |(row, _)| row + 1))
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
