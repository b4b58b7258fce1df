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
            parted = part_at_blanks(piece, plan.headers.len());
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
fn part_at_blanks(piece: &[u8], width: usize) -> Vec<u8> {
    let mut parted = Vec::with_capacity(piece.len());
    for line in piece.split_inclusive(|byte| *byte == b'\n') {
        for (at, cell) in blank_cells(line, width).iter().enumerate() {
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

/// The cells of a line that any number of blanks part. Where they would be more than the header's, a date and the time
/// behind it are one.
pub(super) fn blank_cells(line: &[u8], width: usize) -> Vec<Vec<u8>> {
    let words: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let is_wider = words.len() > width;
    let mut cells: Vec<Vec<u8>> = Vec::with_capacity(words.len());
    for word in words {
        match cells.last_mut().filter(|before| is_wider && goes_on(before, word)) {
            Some(before) => {
                before.push(b' ');
                before.extend_from_slice(word);
            }
            None => cells.push(word.to_vec()),
        }
    }
    cells
}

/// Whether a word goes on with the cell before it: the time of a date, that of days (`0d 00:00:05`), the half of a day.
fn goes_on(before: &[u8], word: &[u8]) -> bool {
    let has_two = |mark: u8| before.iter().filter(|byte| **byte == mark).count() == 2;
    let begins = |text: &[u8]| text.first().is_some_and(u8::is_ascii_digit);
    let is_date = begins(before) && !before.contains(&b':') && [b'-', b'/', b'.'].into_iter().any(has_two);
    let is_days = before.split_last().is_some_and(|(last, days)| *last == b'd' && begins(days));
    let is_time = begins(word) && word.contains(&b':');
    let is_half = before.contains(&b' ') && [&b"AM"[..], b"PM"].iter().any(|half| word.eq_ignore_ascii_case(half));
    (is_date || is_days) && is_time || is_half
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str, width: usize) -> Vec<String> {
        blank_cells(line.as_bytes(), width).into_iter().map(|cell| String::from_utf8(cell).unwrap()).collect()
    }

    #[test]
    fn a_date_and_its_time_are_one_cell_where_the_header_says_so() {
        assert_eq!(cells("  1  3.7 -0.5   2024-09-28 20:15:03\r\n", 4), ["1", "3.7", "-0.5", "2024-09-28 20:15:03"]);
        assert_eq!(cells("1 0d 00:00:05 9/28/2024 8:15:03 PM C", 4), ["1", "0d 00:00:05", "9/28/2024 8:15:03 PM", "C"]);
        assert_eq!(cells("1 2024-09-28 20:15:03", 3), ["1", "2024-09-28", "20:15:03"], "they are two columns");
        assert_eq!(cells("1 3.7 00:00:05 7", 3), ["1", "3.7", "00:00:05", "7"], "one too many stays one");
    }
}
