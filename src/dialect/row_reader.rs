//! The row at hand, and what is remembered from row to row.

use super::Field;
use super::clock::ClockReader;
use super::number::whole;
use super::plan::{PassedOver, Plan};
use super::rows::{Rows, Segment};
use super::seen::{RowSeen, note_absent};
use super::target::Target;
use crate::model::{ChannelKind, EndReason, Fault, FaultKind, StepSet};

/// A midnight without its time lies so near to where the rows before lead to, at clocks of whole minutes.
const MIDNIGHT_S: f64 = 62.0;

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
    pub(super) fn new(plan: &'p Plan, path: &'p str, piece: &[u8], wanted: &'p StepSet) -> Self {
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

    /// Takes a cell that holds for a whole step.
    pub(super) fn set_key(&mut self, field: Field, column: usize, cell: &[u8]) -> bool {
        let cell = cell.trim_ascii();
        if field == Field::StepType {
            if self.key.step_type.as_bytes() != cell {
                // A full-width blank is a blank, too.
                let text = String::from_utf8_lossy(cell);
                text.trim().clone_into(&mut self.key.step_type);
            }
            return true;
        }
        let number = whole(cell);
        if number.is_none() && field != Field::Step {
            note_absent(&mut self.row_seen, &mut self.rows.seen, column, cell);
        }
        match field {
            Field::Step => match number {
                Some(step) if step >= 0 => self.key.step = step,
                _ => return false,
            },
            Field::TesterCycle => self.key.tester_cycle = number,
            Field::Section => self.key.section = number,
            Field::RecipeLine => self.key.recipe_line = number,
            Field::LoopPass => self.key.loop_pass = number,
            _ => {}
        }
        true
    }
}
