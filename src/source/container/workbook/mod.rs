//! Workbooks of Excel (`.xlsx`, `.xls`) as tables of text.
//!
//! An `.xlsx` is streamed: its shared strings are held, and a few rows at a time. An `.xls` is held (a sheet of it has
//! at most 65,536 rows). Either is read by a thread of its own, since calamine's cell reader borrows from its workbook;
//! the thread ends with the table.

mod compound;
mod header;
mod lines;
mod xls;
mod xlsx;

use super::Sheet;
use super::guard::guarded;
use super::table::{Problem, Source, Table};
use calamine::DataRef;
use header::Sketch;
use lines::Lines;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// A table of records in a workbook: one test, on one sheet or on several that continue each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableName {
    /// The name of its first sheet.
    pub(crate) name: String,
    /// The row of the header on the first sheet, from 1.
    pub(crate) header_row: u32,
    /// Its sheets in their order, each with the row of its header.
    pub(crate) sheets: Vec<(String, u32)>,
}

/// What is called for each cell that holds something: row and column from 0, and its value; `false` ends the reading.
type Visit<'a> = dyn FnMut(u32, u32, &DataRef<'_>) -> Result<bool, Problem> + 'a;

/// A workbook of either kind.
trait Book {
    fn sheet_names(&self) -> Vec<String>;
    /// Visits the cells of a sheet row by row.
    fn visit(&mut self, sheet: &str, visit: &mut Visit<'_>) -> Result<(), Problem>;
    /// The number of rows of a sheet.
    fn rows(&mut self, sheet: &str) -> Result<u32, Problem>;
}

/// Opens a workbook by its first bytes.
fn book(mut file: Box<dyn Source>) -> Result<Box<dyn Book>, Problem> {
    let mut start = [0; 8];
    let mut length = 0;
    while length < start.len() {
        match std::io::Read::read(&mut file, &mut start[length..])? {
            0 => break,
            count => length += count,
        }
    }
    file.rewind()?;
    match start {
        [b'P', b'K', ..] => xlsx::open(file),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] => xls::open(file),
        _ => Err(Problem::Refused {
            what: "this is no workbook of Excel".into(),
            way_out: "give an .xlsx or .xls as the cycler or Excel writes it, or save it as .csv".into(),
        }),
    }
}

/// The tables of records in a workbook, one for each test.
pub(crate) fn tables(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>) -> Result<Vec<TableName>, Problem> {
    let file = open_file()?;
    guarded("workbook", || find(book(file)?.as_mut()))
}

/// Opens a table, the only one if none is named. Line n is row n of its first sheet.
pub(crate) fn open(
    open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>,
    table: Option<&str>,
) -> Result<Box<dyn Table>, Problem> {
    let file = open_file()?;
    let table = table.map(str::to_owned);
    let (send, chunks) = sync_channel(4);
    let reader = std::thread::Builder::new().name("workbook".into()).spawn(move || {
        let result = guarded("workbook", || produce(book(file)?.as_mut(), table.as_deref(), &send));
        if let Err(problem) = result {
            let _ = send.send(Err(problem)); // nobody waits for it any more
        }
    })?;
    let mut rows = Rows { chunks: Some(chunks), reader: Some(reader), chunk: Vec::new(), at: 0 };
    rows.more()?; // a workbook that cannot be opened is told at once
    Ok(Box::new(rows))
}

/// The sheets of a table, the only one if none is named, and where each begins in it.
pub(crate) fn sheets(
    open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>,
    table: Option<&str>,
) -> Result<Vec<Sheet>, Problem> {
    let file = open_file()?;
    guarded("workbook", || {
        let mut book = book(file)?;
        let table = choose(find(book.as_mut())?, table)?;
        let (mut sheets, mut line) = (Vec::new(), 1);
        for (at, (name, header_row)) in table.sheets.iter().enumerate() {
            // Of all but the first the header is left out.
            let row = if at == 0 { 1 } else { u64::from(*header_row) + 1 };
            sheets.push(Sheet { name: name.clone(), line, row });
            if at + 1 < table.sheets.len() {
                let mut rows = 0;
                book.visit(name, &mut |row, _, _| {
                    rows = u64::from(row) + 1;
                    Ok(true)
                })?;
                line += (rows + 1).saturating_sub(row);
            }
        }
        Ok(sheets)
    })
}

/// The lines that come from the reading thread.
struct Rows {
    chunks: Option<Receiver<Result<Vec<u8>, Problem>>>,
    reader: Option<JoinHandle<()>>,
    /// Whole lines.
    chunk: Vec<u8>,
    at: usize,
}

impl Rows {
    /// Gets the next lines; `false` at the end.
    fn more(&mut self) -> Result<bool, Problem> {
        self.chunk.clear();
        self.at = 0;
        match self.chunks.as_ref().map(Receiver::recv) {
            Some(Ok(chunk)) => self.chunk = chunk?,
            _ => self.chunks = None,
        }
        Ok(self.chunks.is_some())
    }
}

impl Table for Rows {
    fn next_line(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        while self.at == self.chunk.len() {
            if !self.more()? {
                return Ok(false);
            }
        }
        let rest = &self.chunk[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        into.extend_from_slice(&rest[..length]);
        self.at += length;
        Ok(true)
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        self.chunks = None; // ends the thread at its next chunk
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// Finds the tables of records.
fn find(book: &mut dyn Book) -> Result<Vec<TableName>, Problem> {
    let mut sketches = Vec::new();
    for name in book.sheet_names() {
        let mut sketch = Sketch::new(name.clone());
        book.visit(&name, &mut |row, column, value| Ok(sketch.look(row, column, value)))?;
        if sketch.finish() {
            sketches.push(sketch);
        }
    }
    header::tables(sketches, &mut |sheet| book.rows(sheet))
}

/// Chooses the table that is asked for.
fn choose(tables: Vec<TableName>, name: Option<&str>) -> Result<TableName, Problem> {
    let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
    let listed = names.join(", ");
    let mut fitting: Vec<TableName> =
        tables.into_iter().filter(|table| name.is_none_or(|name| name == table.name)).collect();
    match (fitting.pop(), fitting.is_empty(), name) {
        (Some(table), true, _) => Ok(table),
        (Some(_), false, _) => Err(Problem::Refused {
            what: format!("a workbook of {} tests: {listed}", names.len()),
            way_out: "name one of these sheets behind the file, as FILE#SHEET".into(),
        }),
        (None, _, Some(name)) if !names.is_empty() => Err(Problem::Refused {
            what: format!("a workbook without a table of records named {name}"),
            way_out: format!("it has {listed}"),
        }),
        _ => Err(Problem::Refused {
            what: "no sheet of the workbook has a header with voltage and current in its first 200 rows".into(),
            way_out: "export the records (not only cycles and steps), or save the sheet as .csv".into(),
        }),
    }
}

/// Sends the lines of a table.
fn produce(
    book: &mut dyn Book,
    name: Option<&str>,
    send: &SyncSender<Result<Vec<u8>, Problem>>,
) -> Result<(), Problem> {
    let table = choose(find(book)?, name)?;
    let mut lines = Lines::new();
    for (sheet, header_row) in &table.sheets {
        let mut heard = true;
        lines.begin(sheet, header_row - 1);
        book.visit(sheet, &mut |row, column, value| {
            lines.cell(row, column, value)?;
            if let Some(chunk) = lines.chunk() {
                heard = send.send(Ok(chunk)).is_ok();
            }
            Ok(heard)
        })?;
        lines.end();
        if !heard {
            return Ok(());
        }
    }
    let _ = send.send(Ok(lines.rest())); // nobody waits for it any more
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    /// A workbook of sheets, each a name and the rows of it; cells are numbers, or texts in the sheet.
    fn workbook(sheets: &[(&str, String)], strings: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: &str, text: String| {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        };
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = |id: &str, kind: &str, to: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{to}\"/>")
        };
        add(
            "_rels/.rels",
            format!("<Relationships>{}</Relationships>", relation("r", "officeDocument", "xl/workbook.xml")),
        );
        let (mut list, mut relations) = (String::new(), String::new());
        for (index, (name, _)) in sheets.iter().enumerate() {
            list += &format!("<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"r{index}\"/>", index + 1);
            relations += &relation(&format!("r{index}"), "worksheet", &format!("worksheets/sheet{index}.xml"));
        }
        add("xl/workbook.xml", format!("<workbook xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"));
        add("xl/_rels/workbook.xml.rels", format!("<Relationships>{relations}</Relationships>"));
        add("xl/sharedStrings.xml", strings.to_owned());
        for (index, (_, rows)) in sheets.iter().enumerate() {
            let text = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            add(&format!("xl/worksheets/sheet{index}.xml"), text);
        }
        writer.finish().unwrap().into_inner()
    }

    const HEADER: &[&str] = &["Data_Point", "Test_Time(s)", "Current(A)", "Voltage(V)"];

    /// Rows from `first` on: the header, then records from `record` on.
    fn rows(first: usize, record: usize, count: usize) -> String {
        let cells: String = HEADER
            .iter()
            .fold(String::new(), |cells, name| cells + "<c t=\"inlineStr\"><is><t>" + name + "</t></is></c>");
        let mut rows = format!("<row r=\"{first}\">{cells}</row>");
        for index in 0..count {
            let (row, record) = (first + 1 + index, record + index);
            rows += &format!(
                "<row r=\"{row}\"><c r=\"A{row}\"><v>{record}</v></c><c r=\"B{row}\"><v>0.5</v></c>\
                              <c r=\"D{row}\"><v>3.7002</v></c></row>"
            );
        }
        rows
    }

    fn read(bytes: &[u8], table: Option<&str>) -> Result<String, String> {
        let open_file = || Ok(Box::new(Cursor::new(bytes.to_vec())) as Box<dyn Source>);
        let mut text = Vec::new();
        let mut table = open(&open_file, table).map_err(|problem| problem.to_string())?;
        while table.next_line(&mut text).map_err(|problem| problem.to_string())? {}
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_table_runs_over_its_sheets() {
        let bytes =
            workbook(&[("Info", String::new()), ("record", rows(3, 1, 2)), ("record1", rows(1, 3, 1))], "<sst/>");
        let header = HEADER.join("\t");
        let text = format!("\n\n{header}\n1\t0.5\t\t3.7002\n2\t0.5\t\t3.7002\n3\t0.5\t\t3.7002\n");
        assert_eq!(read(&bytes, None).unwrap(), text);
        assert_eq!(read(&bytes, Some("record")).unwrap(), text);
        assert!(read(&bytes, Some("Info")).unwrap_err().contains("without a table of records named Info"));
        // Line 6 is row 2 of the second.
        let open_file = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Source>);
        let sheet = |name: &str, line, row| Sheet { name: name.to_owned(), line, row };
        assert_eq!(sheets(&open_file, None).unwrap(), [sheet("record", 1, 1), sheet("record1", 6, 2)]);
    }

    #[test]
    fn channels_are_tests_of_their_own() {
        let bytes = workbook(&[("Channel_1-5", rows(1, 1, 2)), ("Channel_1-6", rows(1, 1, 9))], "<sst/>");
        let said = read(&bytes, None).unwrap_err();
        assert_eq!(
            said,
            "a workbook of 2 tests: Channel_1-5, Channel_1-6; name one of these sheets behind the file, as FILE#SHEET"
        );
        assert_eq!(read(&bytes, Some("Channel_1-6")).unwrap().lines().count(), 10);
    }

    #[test]
    fn a_table_that_is_given_up_ends_its_thread() {
        let bytes = workbook(&[("record", rows(1, 1, 50_000))], "<sst/>");
        let open_file = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Source>);
        let mut table = open(&open_file, None).unwrap();
        assert!(table.next_line(&mut Vec::new()).unwrap());
    }

    #[test]
    fn what_cannot_be_is_told() {
        let backwards = "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
        let said = read(&workbook(&[("record", rows(1, 1, 2) + backwards)], "<sst/>"), None).unwrap_err();
        assert_eq!(said, "sheet record, row 2: its cells are out of order; export it again");
        let said =
            read(&workbook(&[("record", rows(1, 1, 2))], "<sst uniqueCount=\"99999999999\"/>"), None).unwrap_err();
        assert!(said.contains("claims 99999999999 strings"), "{said}");
        let said = read(&workbook(&[("cycle", String::new())], "<sst/>"), None).unwrap_err();
        assert!(said.contains("no sheet of the workbook has a header with voltage and current"), "{said}");
        assert!(read(b"%PDF", None).unwrap_err().contains("no workbook of Excel"));
    }

    #[test]
    fn damage_never_goes_unseen() {
        let bytes = workbook(&[("record", rows(1, 1, 20))], "<sst/>");
        let whole = read(&bytes, None).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x04;
            if let Ok(text) = read(&damaged, None) {
                assert_eq!(text, whole, "byte {at}");
            }
            assert!(read(&bytes[..at], None).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn damage_of_shared_strings_never_goes_unseen() {
        let header: String = (0..4).fold(String::new(), |cells, n| cells + &format!("<c t=\"s\"><v>{n}</v></c>"));
        let texts = HEADER.iter().fold(String::new(), |texts, name| texts + "<si><t>" + name + "</t></si>");
        let row = format!("<row r=\"1\">{header}</row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>");
        let bytes = workbook(&[("record", row)], &format!("<sst uniqueCount=\"4\">{texts}</sst>"));
        let whole = read(&bytes, None).unwrap();
        assert_eq!(whole, HEADER.join("\t") + "\n1\t\t\t\n");
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x04;
            if let Ok(text) = read(&damaged, None) {
                assert_eq!(text, whole, "byte {at}");
            }
        }
    }
}
