//! What a reader saw and took in its stride: cells that became missing, clocks that are spelled otherwise. It is said once
//! for a column, with its first place, when the file has ended.

/// Cells of one kind: how many, and the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Absent {
    /// How many.
    pub count: u64,
    /// The first one's physical line.
    pub line: u64,
    /// What stood there.
    pub value: String,
}

impl Absent {
    /// Whether none was counted, so that the next is the first.
    pub(super) const fn is_first(&self) -> bool {
        self.count == 0
    }

    /// Puts what came later behind what came before.
    fn join(&mut self, later: Self) {
        if self.count == 0 {
            *self = later;
        } else {
            self.count += later.count;
        }
    }
}

/// All that was seen of one file, or of a piece of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// By the place of the column, as far as there are any: cells that hold no value.
    pub absent: Vec<Absent>,
    /// Clocks that are not spelled as the dialect spells them.
    pub odd_clocks: Absent,
}

impl Seen {
    /// Puts what was seen later behind it.
    pub(crate) fn join(&mut self, later: Self) {
        for (column, absent) in later.absent.into_iter().enumerate() {
            self.of_column(column).join(absent);
        }
        self.odd_clocks.join(later.odd_clocks);
    }

    /// The lines that are named.
    pub(crate) fn lines(&mut self) -> impl Iterator<Item = &mut u64> {
        self.absent.iter_mut().chain([&mut self.odd_clocks]).map(|absent| &mut absent.line)
    }

    fn of_column(&mut self, column: usize) -> &mut Absent {
        if self.absent.len() <= column {
            self.absent.resize_with(column + 1, Absent::default);
        }
        &mut self.absent[column]
    }
}

/// What is seen in the row at hand; it counts when the row is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct RowSeen {
    /// Columns without a value.
    pub(super) columns: Vec<u32>,
    pub(super) is_odd_clock: bool,
}

impl RowSeen {
    pub(super) fn clear(&mut self) {
        self.columns.clear();
        self.is_odd_clock = false;
    }

    /// The row is kept.
    pub(super) fn commit(&mut self, seen: &mut Seen, line: u64) {
        for column in &self.columns {
            let absent = seen.of_column(*column as usize);
            if absent.is_first() {
                absent.line = line;
            }
            absent.count += 1;
        }
        self.columns.clear();
        if std::mem::take(&mut self.is_odd_clock) {
            if seen.odd_clocks.is_first() {
                seen.odd_clocks.line = line;
            }
            seen.odd_clocks.count += 1;
        }
    }
}

/// Notes that a column of the row at hand has no value; of the first one the text is kept.
pub(super) fn note_absent(row: &mut RowSeen, seen: &mut Seen, column: usize, text: &[u8]) {
    row.columns.push(column as u32);
    let absent = seen.of_column(column);
    if absent.is_first() {
        absent.value = String::from_utf8_lossy(text).trim().to_owned();
    }
}

/// Notes that the clock of the row at hand is spelled otherwise; of the first one the text is kept.
pub(super) fn note_odd_clock(row: &mut RowSeen, seen: &mut Seen, text: &[u8]) {
    row.is_odd_clock = true;
    if seen.odd_clocks.is_first() {
        seen.odd_clocks.value = String::from_utf8_lossy(text).trim().to_owned();
    }
}
