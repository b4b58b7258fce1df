//! Text becomes rows: by the quick reader where it can, else by the careful one.

use super::plan::Plan;
use super::row_reader::RowReader;
use super::rows::Rows;
use super::{fast, slow};
use crate::model::StepSet;

impl Rows {
    /// Reads one piece of a file: whole lines (the header is no part of it). `first_line` is the physical line it begins
    /// with; `unterminated` says that it ends the file and that its last line has no line end. Rows of steps that are not
    /// `wanted` are passed over.
    #[must_use]
    pub(crate) fn parse(
        plan: &Plan,
        path: &str,
        piece: &[u8],
        (first_line, unterminated): (u64, bool),
        wanted: &StepSet,
    ) -> Self {
        let parted;
        let piece = if plan.is_blank_parted {
            parted = part_at_blanks(piece);
            &parted[..]
        } else {
            piece
        };
        let mut reader = RowReader::new(plan, path, piece, wanted);
        if plan.decimal_comma || memchr::memchr(b'"', piece).is_some() {
            slow::read(&mut reader, piece, first_line, unterminated);
        } else {
            fast::read(&mut reader, piece, first_line, unterminated);
        }
        reader.rows
    }
}

/// Puts one tab where any number of blanks parts two cells; lines stay what they are.
fn part_at_blanks(piece: &[u8]) -> Vec<u8> {
    let mut parted = Vec::with_capacity(piece.len());
    for line in piece.split_inclusive(|byte| *byte == b'\n') {
        for (at, cell) in line.split(u8::is_ascii_whitespace).filter(|cell| !cell.is_empty()).enumerate() {
            if at > 0 {
                parted.push(b'\t');
            }
            parted.extend_from_slice(cell);
        }
        if line.ends_with(b"\n") {
            parted.push(b'\n');
        }
    }
    parted
}
