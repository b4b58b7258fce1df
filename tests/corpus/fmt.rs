//! Faults of the bytes, the header and the cells.

use crate::base::{BOTH, Col, File};
use crate::draft::Draft;
use crate::judge::{Place, Planted, Way, lines, whole};
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Info, Warning};
use std::io::Write;

macro_rules! ways {
    ($($rule:literal $what:literal $plant:ident;)+) => {
        /// All of this family.
        pub(crate) const WAYS: &[Way] = &[$(Way { rule: $rule, what: $what, plant: $plant }),+];
    };
}
pub(crate) use ways;

ways! {
    "FMT01" "a control byte in a row" control_byte;
    "FMT01" "a compressed file that breaks off" cut_archive;
    "FMT01" "a damaged compressed file" damaged_archive;
    "FMT01" "text under the name of a compressed file" no_archive;
    "FMT02" "another header" unknown_header;
    "FMT02" "no header" no_header;
    "FMT03" "columns taken out" missing_columns;
    "FMT03" "columns renamed" renamed_columns;
    "FMT04" "a field too few" too_few;
    "FMT04" "a field too many" too_many;
    "FMT05" "text for a number" text_number;
    "FMT05" "NaN or infinity" not_a_number;
    "FMT05" "a sentinel" sentinel;
    "FMT05" "nothing" empty_number;
    "FMT05" "a step that is no number" bad_step;
    "FMT06" "an impossible date" bad_date;
    "FMT07" "cut in mid-row" cut_in_row;
    "FMT07" "cut before the last field" cut_last_field;
    "FMT07" "cut in the last number" cut_number;
    "FMT07" "half of the file" half_a_file;
    "FMT08" "a header alone" header_alone;
    "FMT08" "no byte" no_byte;
    "FMT09" "the rows of another test" other_rows;
    "FMT09" "one file alone" alone;
    "FMT10" "a column twice" column_twice;
    "FMT10" "two columns of one name" same_name;
}

fn any_file(rng: &mut Rng) -> File {
    if rng.coin() { File::Step } else { File::Detail }
}

/// A random row; Step files are small, so Detail is drawn more often.
fn any_row(draft: &Draft<'_>, rng: &mut Rng) -> (File, usize) {
    let file = if rng.below(3) == 0 { File::Step } else { File::Detail };
    (file, rng.below(draft.sheets[file as usize].lines.len()))
}

fn at_row(draft: &Draft<'_>, file: File, row: usize) -> Planted {
    let line = draft.base.line(file, row);
    let planted = lines(Error, file, line, line);
    // The rows of the English export name no type: there a lost row of Step takes the step's type with it.
    let is_typeless = file == File::Step && !draft.base.has(File::Detail, Col::Kind);
    if is_typeless { planted.besides(&["REF01"]) } else { planted }
}

fn control_byte(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (file, row) = any_row(draft, rng);
    let byte = rng.one(&['\0', '\u{1}', '\u{7}', '\u{8}', '\u{1a}', '\u{1b}', '\u{7f}'])?;
    let mut cells = draft.cells(file, row);
    let at = rng.below(cells.len());
    let inside = rng.below(cells[at].chars().count() + 1);
    let offset = cells[at].char_indices().nth(inside).map_or(cells[at].len(), |(offset, _)| offset);
    cells[at].insert(offset, byte);
    draft.set_cells(file, row, &cells);
    Some(at_row(draft, file, row))
}

/// Compressed as it stands.
fn archive(draft: &mut Draft<'_>, file: File) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(draft.text(file).as_bytes()).unwrap();
    draft.sheet(file).extension = "csv.gz";
    encoder.finish().unwrap()
}

fn cut_archive(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let bytes = archive(draft, file);
    let keep = rng.whole(12, bytes.len() - 1);
    draft.sheet(file).bytes = Some(bytes[..keep].to_vec());
    Some(whole(Error, Some(file)))
}

fn damaged_archive(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let mut bytes = archive(draft, file);
    // Behind the archive's own header, whose time and system nobody checks.
    let at = rng.whole(10, bytes.len() - 1);
    bytes[at] ^= 1 << rng.below(8);
    draft.sheet(file).bytes = Some(bytes);
    Some(whole(Error, Some(file)))
}

fn no_archive(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let text = draft.text(file).into_bytes();
    draft.sheet(file).extension = if rng.coin() { "csv.gz" } else { "csv.zst" };
    draft.sheet(file).bytes = Some(text);
    Some(whole(Error, Some(file)))
}

fn unknown_header(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    for (number, cell) in draft.sheet(file).header.iter_mut().enumerate() {
        *cell = format!("column {number}");
    }
    Some(whole(Error, Some(file)))
}

fn no_header(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    draft.sheet(file).header = draft.cells(file, 0);
    draft.remove(file, 0..1);
    Some(whole(Error, Some(file)))
}

/// Some required columns of one file or of both, few enough that the dialect is still known.
fn required(draft: &Draft<'_>, rng: &mut Rng) -> Vec<(File, Col)> {
    let files = if rng.coin() { vec![any_file(rng)] } else { BOTH.to_vec() };
    let mut chosen = Vec::new();
    for file in files {
        let mut columns = draft.base.required(file);
        for _ in 0..rng.whole(1, 2) {
            chosen.push((file, columns.remove(rng.below(columns.len()))));
        }
    }
    chosen
}

fn header_places(draft: &Draft<'_>, columns: &[(File, Col)], says: impl Fn(File, Col) -> Option<String>) -> Planted {
    let place = |&(file, col): &(File, Col)| Place {
        file: Some(file),
        column: draft.base.header(file, col).map(unitless),
        says: says(file, col),
        ..Place::default()
    };
    Planted::at(Error, columns.iter().map(place).collect())
}

/// A header without its unit: of a column that is not there, no one knows in which it would be.
fn unitless(header: &str) -> String {
    header.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

fn missing_columns(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let columns = required(draft, rng);
    let planted = header_places(draft, &columns, |_, _| None);
    for file in BOTH {
        let mut gone: Vec<usize> =
            columns.iter().filter(|(of, _)| *of == file).filter_map(|(_, col)| draft.base.column(file, *col)).collect();
        gone.sort_unstable();
        let keep = |cells: &[String]| -> Vec<String> {
            cells.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, cell)| cell.clone()).collect()
        };
        if gone.is_empty() {
            continue;
        }
        for row in 0..draft.sheet(file).lines.len() {
            let cells = keep(&draft.cells(file, row));
            draft.set_cells(file, row, &cells);
        }
        draft.sheet(file).header = keep(&draft.base.table(file).header);
    }
    (draft.base.header(File::Step, Col::Energy) != Some("瓦小時")).then_some(planted)
}

fn renamed_columns(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let columns = required(draft, rng);
    // The header that looks most like it is named.
    let planted = header_places(draft, &columns, |file, col| draft.base.header(file, col).map(misspelt));
    for (file, col) in &columns {
        let at = draft.base.column(*file, *col)?;
        draft.sheet(*file).header[at] = misspelt(&draft.base.table(*file).header[at]);
    }
    (draft.base.header(File::Step, Col::Energy) != Some("瓦小時")).then_some(planted)
}

fn misspelt(header: &str) -> String {
    match header.find(['(', ' ']) {
        Some(at) => format!("{}x{}", &header[..at], &header[at..]),
        None => format!("{header}x"),
    }
}

fn too_few(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (file, row) = any_row(draft, rng);
    let mut cells = draft.cells(file, row);
    for _ in 0..rng.whole(1, 3) {
        cells.remove(rng.below(cells.len()));
    }
    draft.set_cells(file, row, &cells);
    draft.sheet(file).is_ended = true;
    Some(at_row(draft, file, row))
}

fn too_many(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (file, row) = any_row(draft, rng);
    let mut cells = draft.cells(file, row);
    for _ in 0..rng.whole(1, 3) {
        cells.insert(rng.below(cells.len() + 1), rng.one(&["", "0", "7.5"])?.to_owned());
    }
    draft.set_cells(file, row, &cells);
    draft.sheet(file).is_ended = true;
    Some(at_row(draft, file, row))
}

fn bad_cell(draft: &mut Draft<'_>, rng: &mut Rng, texts: &[&str]) -> Option<Planted> {
    let (file, row) = any_row(draft, rng);
    let col = rng.one(&draft.base.required(file))?;
    draft.sheet(file).is_ended = true;
    draft.set(file, row, col, rng.one(texts)?).then(|| at_row(draft, file, row).column(draft.base, file, col))
}

fn text_number(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    bad_cell(draft, rng, &["x", "ERR", "3.6.5", "3.6 V", "1e", "--1", "#REF!", "0x10", "12:30", "3;7", "無"])
}

fn not_a_number(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    bad_cell(draft, rng, &["NaN", "nan", "inf", "-inf", "Infinity", "-Infinity", "NAN"])
}

fn sentinel(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    bad_cell(draft, rng, &["-600000", "9.9E37", "--"])
}

fn empty_number(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    bad_cell(draft, rng, &["", " "])
}

fn bad_step(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (file, row) = any_row(draft, rng);
    draft.sheet(file).is_ended = true;
    draft.set(file, row, Col::Step, rng.one(&["", "x", "-", "1.5", "NaN"])?);
    Some(at_row(draft, file, row).column(draft.base, file, Col::Step))
}

fn bad_date(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (file, row) = any_row(draft, rng);
    let texts = [
        "13/01/2024 10:00:00",
        "02/30/2024 10:00:00",
        "01/01/2024 24:00:01",
        "01/01/2024 10:61:00",
        "soon",
        "00/00/0000 00:00:00",
        "2024",
        "01/01/2024 10:00:61",
        "04/31/2025 08:00:00",
    ];
    draft.sheet(file).is_ended = true;
    // The row stays: its elapsed time is good.
    draft.set(file, row, Col::Clock, rng.one(&texts)?).then_some(())?;
    Some(Planted { severity: Warning, ..at_row(draft, file, row).column(draft.base, file, Col::Clock) })
}

/// Cuts the text of a file so that its last row keeps so much.
fn cut(draft: &mut Draft<'_>, file: File, last: String) -> Option<Planted> {
    let row = draft.sheet(file).lines.len() - 1;
    draft.sheet(file).lines[row] = last.into();
    draft.sheet(file).is_ended = false;
    Some(at_row(draft, file, row))
}

fn last_line(draft: &mut Draft<'_>, file: File) -> Option<String> {
    draft.sheet(file).lines.last().map(ToString::to_string)
}

fn cut_in_row(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let line = last_line(draft, file)?;
    let before_last = line.rfind(',')?;
    let places: Vec<usize> =
        line.char_indices().map(|(at, _)| at).filter(|at| (1..=before_last).contains(at)).collect();
    cut(draft, file, line[..rng.one(&places)?].to_owned())
}

fn cut_last_field(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let line = last_line(draft, file)?;
    let at = line.rfind(',')? + 1;
    // Some exports leave the last column empty in every row.
    (at < line.len()).then_some(())?;
    cut(draft, file, line[..at].to_owned())
}

fn cut_number(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let line = last_line(draft, file)?;
    let at = line.rfind(',')? + 1;
    let point = at + line[at..].find('.')?;
    cut(draft, file, line[..=point].to_owned())
}

fn half_a_file(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = File::Detail;
    let rows = draft.sheet(file).lines.len();
    let keep = rng.whole(2, rows - 1);
    draft.remove(file, keep..rows);
    cut_in_row_of(draft, rng, file)
}

fn cut_in_row_of(draft: &mut Draft<'_>, rng: &mut Rng, file: File) -> Option<Planted> {
    let line = last_line(draft, file)?;
    let fields: Vec<usize> = line.match_indices(',').map(|(at, _)| at).collect();
    cut(draft, file, line[..rng.one(&fields)?].to_owned())
}

fn header_alone(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    draft.sheet(file).lines.clear();
    draft.sheet(file).is_ended = rng.coin();
    Some(whole(Error, Some(file)))
}

fn no_byte(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    draft.sheet(file).bytes =
        rng.one(&[vec![], b"\r\n\r\n".to_vec(), "\u{feff}".as_bytes().to_vec(), b"  \n".to_vec()]);
    Some(whole(Error, Some(file)))
}

fn other_rows(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let header = &base.table(File::Detail).header;
    // Of the same cell model the synthetic pairs may begin with the very same steps.
    let is_other = |other: &&crate::base::Base| {
        let same = |number: usize| other.lines[1].get(number) == base.lines[1].get(number);
        other.name != base.name && other.table(File::Detail).header == *header && !same(0) && !same(100)
    };
    let others: Vec<&crate::base::Base> = draft.bases.iter().filter(is_other).collect();
    let other = rng.one(&others)?;
    draft.sheet(File::Detail).lines = other.lines[1].iter().map(|line| line.as_str().into()).collect();
    // The other cell may have voltages that this one cannot have.
    Some(whole(Error, None).besides(&["VLT01"]))
}

fn alone(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let absent = any_file(rng);
    draft.sheet(absent).is_absent = true;
    let there = if absent == File::Step { File::Detail } else { File::Step };
    Some(whole(Info, Some(there)))
}

fn double(draft: &Draft<'_>, file: File, header: &str) -> Planted {
    let line = draft.base.line(file, 0) - 1;
    let mut planted = lines(Error, file, line, line);
    planted.places[0].column = Some(header.to_owned());
    planted
}

fn column_twice(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let from = draft.base.column(file, rng.one(&draft.base.required(file))?)?;
    for row in 0..draft.sheet(file).lines.len() {
        let mut cells = draft.cells(file, row);
        cells.push(cells[from].clone());
        draft.set_cells(file, row, &cells);
    }
    let header = draft.sheet(file).header[from].clone();
    draft.sheet(file).header.push(header.clone());
    Some(double(draft, file, &header))
}

fn same_name(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let file = any_file(rng);
    let mut columns = draft.base.required(file);
    let name = draft.base.column(file, columns.remove(rng.below(columns.len())))?;
    let other = draft.base.column(file, rng.one(&columns)?)?;
    let header = draft.sheet(file).header[name].clone();
    draft.sheet(file).header[other].clone_from(&header);
    Some(double(draft, file, &header))
}
