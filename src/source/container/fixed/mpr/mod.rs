//! BioLogic .mpr, the file EC-Lab and BT-Lab write while they measure.
//!
//! A head of 52 bytes, then modules end to end: settings, data, log, loops. `modules` finds them, `columns` knows what
//! a column id means, `layout` lays the columns over a record, and `computed` adds what EC-Lab computes on export
//! (step, cycle, current, charge). Records are read one by one: memory does not grow with the file.

mod columns;
mod computed;
mod layout;
mod modules;

use crate::source::container::fixed::cell;
use crate::source::container::fixed::ole_date::local_time;
use crate::source::container::table::{Problem, Source, Table};
use computed::Computed;
use layout::Layout;
use modules::Module;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::vec::IntoIter;

/// How much is read at once.
const BLOCK: usize = 128 * 1024;
/// Place of the start of the measurement in the log module: days since 1899-12-30.
const START_IN_LOG: u64 = 585;
/// Place of the program's version in the log module: a length, then the text.
const VERSION_IN_LOG: u64 = 951;
/// What to ask for where a file is not read.
const WAY_OUT: &str = "export it as text (.mpt) from EC-Lab";

/// Opens the table of an .mpr.
pub(crate) fn open(open_file: &dyn Fn() -> io::Result<Box<dyn Source>>) -> Result<Box<dyn Table>, Problem> {
    let mut file = open_file()?;
    let size = file.seek(SeekFrom::End(0))?;
    let modules = modules::find(&mut file, size)?;
    let data = the_data(&modules)?;
    let layout = Layout::read(&mut file, data)?;
    let computed = Computed::new(&layout);
    let mut lead = preamble(&mut file, &modules, data)?;
    lead.extend(layout.preamble());
    lead.push(header(&layout, &computed));
    file.seek(SeekFrom::Start(layout.first_record))?;
    Ok(Box::new(Mpr {
        file: BufReader::with_capacity(BLOCK, file),
        lead: lead.into_iter(),
        record: vec![0; layout.record_bytes],
        read: 0,
        layout,
        computed,
    }))
}

/// The one data module.
fn the_data(modules: &[Module]) -> Result<&Module, Problem> {
    let mut found = modules.iter().filter(|module| module.name == "VMP data");
    match (found.next(), found.next()) {
        (Some(data), None) => Ok(data),
        (None, _) => Err(Problem::Refused {
            what: "a BioLogic .mpr without a data module, so nothing was measured".to_owned(),
            way_out: "copy it again once the technique has run".to_owned(),
        }),
        (Some(_), Some(second)) => {
            Err(refused(format!("a BioLogic .mpr with more than one data module, the second at byte {}", second.at)))
        }
    }
}

fn refused(what: String) -> Problem {
    Problem::Refused { what, way_out: WAY_OUT.to_owned() }
}

/// Start and version of the program, as far as the file knows them; a test that still runs has no log module.
fn preamble(file: &mut dyn Source, modules: &[Module], data: &Module) -> Result<Vec<Vec<u8>>, Problem> {
    let log = modules.iter().find(|module| module.name == "VMP LOG");
    let mut days = [0; 8];
    let mut version = [0; 8];
    if let Some(log) = log {
        read_at(file, log, START_IN_LOG, &mut days)?;
        read_at(file, log, VERSION_IN_LOG, &mut version)?;
    }
    let mut lines = Vec::new();
    if let Some(start) = local_time(f64::from_le_bytes(days)).or_else(|| data.day()) {
        lines.push(cell::preamble("Start", &start));
    }
    if let Some((program, version)) = program(&version) {
        lines.push(cell::preamble(program, version));
    }
    Ok(lines)
}

/// Fills `into` from a place in a module; left as it is where the module is shorter.
fn read_at(file: &mut dyn Source, module: &Module, at: u64, into: &mut [u8]) -> Result<(), Problem> {
    if at + into.len() as u64 <= module.length {
        file.seek(SeekFrom::Start(module.payload + at))?;
        file.read_exact(into)?;
    }
    Ok(())
}

/// `EC-Lab` and `11.50`; BT-Lab counts from 1.
fn program(bytes: &[u8]) -> Option<(&'static str, &str)> {
    let (&length, text) = bytes.split_first()?;
    let version = std::str::from_utf8(text.get(..usize::from(length))?).ok()?;
    let (major, minor) = version.split_once('.')?;
    minor.parse::<u16>().ok()?;
    Some((if major.parse::<u16>().ok()? < 5 { "BT-Lab" } else { "EC-Lab" }, version))
}

fn header(layout: &Layout, computed: &Computed) -> Vec<u8> {
    let read = layout.cells.iter().map(|cell| cell.name.as_str());
    let names: Vec<&str> = read.chain(computed.names().iter().copied()).collect();
    let mut line = names.join("\t").into_bytes();
    line.push(b'\n');
    line
}

/// The table of an .mpr.
struct Mpr {
    file: BufReader<Box<dyn Source>>,
    /// Preamble and header.
    lead: IntoIter<Vec<u8>>,
    record: Vec<u8>,
    read: u32,
    layout: Layout,
    computed: Computed,
}

impl Table for Mpr {
    fn next_line(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        if let Some(line) = self.lead.next() {
            into.extend_from_slice(&line);
            return Ok(true);
        }
        if self.read == self.layout.records {
            return Ok(false);
        }
        self.file.read_exact(&mut self.record).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                Problem::Damaged(format!("record {} is cut: the file became shorter", self.read + 1))
            }
            _ => Problem::Io(error),
        })?;
        self.read += 1;
        for cell in &self.layout.cells {
            cell.place.write(&self.record, into);
            into.push(b'\t');
        }
        self.computed.write(&self.record, into);
        into.push(b'\n');
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
