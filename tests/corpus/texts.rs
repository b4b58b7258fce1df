//! Faults of texts: sentinels where nothing is needed, clocks that a spreadsheet wrote, headers amid the rows, cut ends.

use crate::base::{BOTH, Col, File};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Planted, Way, lines, whole};
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Info, Warning};
use chrono::NaiveDateTime;

ways! {
    "FMT05" "a sentinel in a column that may be empty" optional;
    "FMT05" "the header once more amid the rows" header_again;
    "FMT06" "a clock that a spreadsheet wrote" rewritten;
    "FMT06" "a clock that nobody can read" unreadable;
    "FMT07" "cut inside the last cell of Step" cut_cell;
    "FMT10" "a column twice that nothing needs" unneeded_twice;
}

fn optional(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let columns = [Col::Power, Col::Total].into_iter().filter(|col| base.has(File::Detail, *col));
    let col = rng.one(&columns.collect::<Vec<_>>())?;
    let text = rng.one(&["--", "", "NaN", "Inf", "OPEN", "-600000", "9.9E37"])?;
    for _ in 0..rng.whole(1, 5) {
        let row = rng.below(base.lines[1].len());
        draft.set(File::Detail, row, col, text);
    }
    draft.sheet(File::Detail).is_ended = true;
    Some(whole(Info, Some(File::Detail)).column(base, File::Detail, col))
}

fn header_again(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let row = rng.whole(1, base.lines[1].len() - 1);
    let header = draft.sheet(File::Detail).header.join(",");
    draft.sheet(File::Detail).lines.insert(row, header.into());
    let line = base.line(File::Detail, row);
    Some(lines(Error, File::Detail, line, line).answers(&["FMT04"]))
}

/// The clock as other programs write it; each reading of it but one contradicts the elapsed time.
fn rewritten(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let form = rng.one(&["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%-m/%-d/%Y %-H:%M", "%m/%d/%Y %I:%M:%S %p"])?;
    let base = draft.base;
    base.is_chroma().then_some(())?;
    // Within one day the day may be the month.
    let date = |row: usize| base.cell(File::Detail, row, Col::Clock).map(|clock| clock[..10].to_owned());
    (form.starts_with("%Y") || date(0)? != date(base.lines[1].len() - 1)?).then_some(())?;
    for file in BOTH {
        for row in 0..base.lines[file as usize].len() {
            let clock = base.cell(file, row, Col::Clock)?;
            let time = NaiveDateTime::parse_from_str(clock, "%m/%d/%Y %H:%M:%S").ok()?;
            draft.set(file, row, Col::Clock, &time.format(form).to_string());
        }
    }
    Some(whole(Info, None))
}

fn unreadable(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let text = rng.one(&["soon", "########", "1900-01-00", "99/99/9999 99:99:99"])?;
    for file in BOTH {
        for row in 0..base.lines[file as usize].len() {
            draft.set(file, row, Col::Clock, text);
        }
    }
    Some(whole(Warning, None))
}

fn cut_cell(draft: &mut Draft<'_>, _: &mut Rng) -> Option<Planted> {
    let row = draft.sheet(File::Step).lines.len().checked_sub(1)?;
    let line = draft.sheet(File::Step).lines[row].to_string();
    let at = line.rfind(',')? + 1;
    // Where a whole number stands in another row, it may be one here.
    let has_decimals = |line: &str| line.rsplit(',').next().is_some_and(|cell| cell.contains('.'));
    (line.len() > at + 2 && draft.sheet(File::Step).lines.iter().all(|line| has_decimals(line))).then_some(())?;
    draft.sheet(File::Step).lines[row] = line[..=at].to_owned().into();
    draft.sheet(File::Step).is_ended = false;
    let number = draft.base.line(File::Step, row);
    Some(lines(Error, File::Step, number, number))
}

fn unneeded_twice(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.is_chroma().then_some(())?;
    let file = if rng.coin() { File::Step } else { File::Detail };
    let header = rng.one(&["MR編號", "子循環"])?;
    let from = base.table(file).header.iter().position(|cell| cell == header)?;
    for row in 0..base.lines[file as usize].len() {
        let mut cells = draft.cells(file, row);
        cells.push(cells[from].clone());
        draft.set_cells(file, row, &cells);
    }
    draft.sheet(file).header.push(header.to_owned());
    Some(whole(Info, Some(file)))
}
