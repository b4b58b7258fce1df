//! The rows of one piece of a Detail file, as columns.

use super::clock::ClockReader;
use super::plan::{PassedOver, Plan};
use super::seen::RowSeen;
use super::target::Target;
use super::{Seen, fast, slow};
use crate::model::{ChannelKind, Control, EndReason, Fault, FaultKind, StepSet, StepType};

/// The columns that every block has.
pub(crate) const SEVEN: usize = crate::model::Column::COUNT;

/// A midnight without its time lies so near to where the rows before lead to, at clocks of whole minutes.
const MIDNIGHT_S: f64 = 62.0;

/// A run of rows of one step that say the same of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Segment {
    /// The index of its first row.
    pub start: usize,
    /// The executed step's number.
    pub step: i32,
    /// The tester's cycle.
    pub tester_cycle: Option<i32>,
    /// The recipe's section.
    pub section: Option<i32>,
    /// The line in the recipe.
    pub recipe_line: Option<i32>,
    /// The loop's pass.
    pub loop_pass: Option<i32>,
    /// The text of its type; empty where the dialect has none in its rows.
    pub step_type: String,
    /// The status text of its last row.
    pub last_status: Option<String>,
    /// The step's duration in s and its capacity at constant current in Ah, where its rows say it.
    pub of_step: [Option<f64>; 2],
    /// What it does to the cell, where that was found out from the rows.
    pub kind: Option<(StepType, Control)>,
}

impl Segment {
    /// Whether a row with this key goes on with it.
    fn is_said_by(&self, key: &Self) -> bool {
        self.step == key.step
            && self.recipe_line == key.recipe_line
            && self.loop_pass == key.loop_pass
            && self.tester_cycle == key.tester_cycle
            && self.section == key.section
            && self.step_type == key.step_type
    }
}

/// Rows as columns, in file order, with the faults of those that could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// The seven columns and then the further channels; NaN is missing.
    pub columns: Vec<Vec<f64>>,
    /// The meaning of each row's status; empty where the dialect has none.
    pub end_reasons: Vec<EndReason>,
    /// The physical line of each row.
    pub lines: Vec<u64>,
    /// Where steps begin.
    pub segments: Vec<Segment>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// Cells that became missing, and clocks that are spelled otherwise.
    pub seen: Seen,
    /// Rows that were dropped.
    pub rejected: u64,
}

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

    /// The number of rows.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Takes the rows from `at` on out of it, where a segment begins; what was said of them stays.
    #[must_use]
    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let first = self.segments.partition_point(|segment| segment.start < at);
        let mut segments = self.segments.split_off(first);
        segments.iter_mut().for_each(|segment| segment.start -= at);
        Self {
            columns: self.columns.iter_mut().map(|column| column.split_off(at)).collect(),
            end_reasons: if self.end_reasons.is_empty() { Vec::new() } else { self.end_reasons.split_off(at) },
            lines: self.lines.split_off(at),
            segments,
            ..Self::default()
        }
    }

    /// Puts the rows that follow behind it.
    pub(super) fn append(&mut self, mut later: Self) {
        let rows = self.len();
        if later.columns.is_empty() {
            later.columns.resize(self.columns.len(), Vec::new());
        }
        for (column, more) in self.columns.iter_mut().zip(&mut later.columns) {
            column.append(more);
        }
        self.end_reasons.append(&mut later.end_reasons);
        self.lines.append(&mut later.lines);
        later.segments.iter_mut().for_each(|segment| segment.start += rows);
        self.segments.append(&mut later.segments);
        self.faults.append(&mut later.faults);
        self.seen.join(later.seen);
        self.rejected += later.rejected;
    }

    /// The rows of segment `index`.
    #[must_use]
    pub(crate) fn range(&self, index: usize) -> std::ops::Range<usize> {
        let end = self.segments.get(index + 1).map_or(self.lines.len(), |next| next.start);
        self.segments[index].start..end
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

/// The keys of the row at hand, and what is remembered from row to row.
pub(super) struct RowReader<'p> {
    pub(super) plan: &'p Plan,
    pub(super) path: &'p str,
    wanted: &'p StepSet,
    pub(super) rows: Rows,
    pub(super) clock: ClockReader,
    /// The row at hand, one value a slot.
    pub(super) values: Vec<f64>,
    pub(super) key: Segment,
    pub(super) status: Vec<u8>,
    pub(super) reason: EndReason,
    /// What is seen in the row at hand.
    pub(super) row_seen: RowSeen,
    /// The cells of the row at hand, where they are looked at one by one.
    pub(super) record: csv::ByteRecord,
    has_status: bool,
    has_other_channel: bool,
}

impl<'p> RowReader<'p> {
    fn new(plan: &'p Plan, path: &'p str, piece: &[u8], wanted: &'p StepSet) -> Self {
        // Rows are about as long as the first, and those of many columns are few in a piece.
        let first = memchr::memchr(b'\n', piece).unwrap_or(piece.len());
        let capacity = piece.len() / (first - first / 4).max(100) + 1;
        let columns = (0..plan.width()).map(|_| Vec::with_capacity(capacity)).collect();
        Self {
            plan,
            path,
            wanted,
            rows: Rows { columns, lines: Vec::with_capacity(capacity), ..Rows::default() },
            clock: ClockReader::new(plan.dialect.clock(), plan.reading),
            values: vec![f64::NAN; plan.width()],
            key: Segment::default(),
            status: Vec::new(),
            reason: plan.dialect.end_reason(""),
            row_seen: RowSeen::default(),
            record: csv::ByteRecord::new(),
            has_status: plan.targets.contains(&Target::Status),
            has_other_channel: false,
        }
    }

    /// Passes a row over; one of another channel than the only one so far is an error, told once a piece.
    pub(super) fn pass_over(&mut self, row: PassedOver, line: u64) {
        let PassedOver::Channel(other) = row else { return };
        self.rows.rejected += 1;
        if std::mem::replace(&mut self.has_other_channel, true) {
            return;
        }
        let message = format!(
            "several channels in one file: this row is of `{other}`, and those before are of another; each is a test of its \
             own, name one behind the file, as `{}#{other}`",
            self.path
        );
        let fault = Fault::new(FaultKind::UnpairedFile, self.path, message);
        self.rows.faults.push(Fault { line: Some(line), value: Some(other), ..fault });
    }

    /// Takes a status cell.
    pub(super) fn set_status(&mut self, text: &[u8]) {
        let text = text.trim_ascii();
        if self.status != text {
            self.status.clear();
            self.status.extend_from_slice(text);
            self.reason = self.plan.dialect.end_reason(String::from_utf8_lossy(text).trim());
        }
    }

    /// Whether the rows before lead to this time of the clock at the row at hand, by the time that went by.
    pub(super) fn leads_to(&self, seconds: f64) -> bool {
        let Some(clock) = self.plan.slot_of(ChannelKind::WallClock) else { return false };
        let (clocks, times) = (&self.rows.columns[clock], &self.rows.columns[1]);
        let Some(at) =
            clocks.iter().rev().take(50).position(|clock| !clock.is_nan()).map(|back| clocks.len() - 1 - back)
        else {
            return false;
        };
        (clocks[at] + self.values[1] - times[at] - seconds).abs() <= MIDNIGHT_S
    }

    /// Whether the row at hand is of a step that is wanted.
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted.contains(self.key.step)
    }

    /// The row at hand is good: it is kept, if it is wanted.
    pub(super) fn commit(&mut self, line: u64) {
        if !self.is_wanted() {
            return;
        }
        let at = self.rows.lines.len();
        if self.rows.segments.last().is_none_or(|last| !last.is_said_by(&self.key)) {
            self.rows.segments.push(Segment { start: at, ..self.key.clone() });
        }
        for (column, value) in self.rows.columns.iter_mut().zip(&self.values) {
            column.push(*value);
        }
        if self.has_status {
            self.rows.end_reasons.push(self.reason);
            if let Some(last) = self.rows.segments.last_mut() {
                let text = last.last_status.get_or_insert_default();
                if text.as_bytes() != self.status.as_slice() {
                    text.clear();
                    text.push_str(&String::from_utf8_lossy(&self.status));
                }
            }
        }
        self.rows.lines.push(line);
        self.row_seen.commit(&mut self.rows.seen, line);
    }
}
