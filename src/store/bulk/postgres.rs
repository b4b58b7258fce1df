//! PostgreSQL: rows by binary COPY in large blocks, packed channels between two of them.

use super::super::channel::Packer;
use super::super::schema::{measurement_channels, measurements};
use super::{PourError, Queue, Rows, Tally, compare, tally};
use crate::model::Column;
use diesel::pg::{CopyFormat, PgConnection};
use diesel::prelude::*;
use std::cell::{Cell, RefCell};
use std::io::Write;

/// The size at which gathered rows are handed to libpq.
const SEND: usize = 256 * 1024;
/// The size at which a COPY of rows ends, so that the channels gathered meanwhile can be written.
const LOT: usize = 32 * 1024 * 1024;
/// The size of gathered channels that ends it too.
const CHANNEL_LOT: usize = 8 * 1024 * 1024;

/// What opens a binary COPY: signature, flags, no extension. Then rows, then the trailer.
const HEADER: &[u8] = b"PGCOPY\n\xFF\r\n\0\0\0\0\0\0\0\0\0";
const TRAILER: &[u8] = &(-1_i16).to_be_bytes();

/// Work that goes on over many COPYs.
struct Pour<'a> {
    experiment_id: i32,
    queue: &'a Queue,
    state: RefCell<State>,
    ended: Cell<bool>,
    given_up: Cell<bool>,
}

struct State {
    tally: Tally,
    packer: Packer,
    rows: Vec<u8>,
    /// Rows of the COPY that is under way.
    row_count: usize,
    channels: Vec<u8>,
    channel_count: usize,
    packed: Vec<u8>,
}

/// Pours until the end is said. After each COPY the rows that it reports are compared with those that were sent.
pub(super) fn pour(connection: &mut PgConnection, experiment_id: i32, queue: &Queue) -> Result<Tally, PourError> {
    let state = State {
        tally: Tally::new(),
        packer: Packer::new()?,
        rows: Vec::with_capacity(SEND + SEND / 4),
        row_count: 0,
        channels: Vec::new(),
        channel_count: 0,
        packed: Vec::new(),
    };
    let pour =
        Pour { experiment_id, queue, state: RefCell::new(state), ended: Cell::new(false), given_up: Cell::new(false) };
    while !pour.ended.get() {
        // A COPY begins only when there are rows for it.
        let Some(rows) = queue.next()? else { break };
        let first = Cell::new(Some(rows));
        let taken = diesel::copy_from(measurements::table)
            .from_raw_data(measurements::table, |copy: &mut dyn Write| pour.lot(&first, copy))
            .with_format(CopyFormat::Binary)
            .execute(connection)
            // The server answers a COPY that was broken off with an error of its own.
            .map_err(|error| if pour.given_up.get() { PourError::GivenUp } else { error })?;
        let state = &mut *pour.state.borrow_mut();
        compare(std::mem::take(&mut state.row_count), taken)?;
        if !state.channels.is_empty() {
            let taken = diesel::copy_from(measurement_channels::table)
                .from_raw_data(measurement_channels::table, |copy: &mut dyn Write| {
                    copy.write_all(HEADER)?;
                    state.channels.chunks(SEND).try_for_each(|part| copy.write_all(part))?;
                    copy.write_all(TRAILER)?;
                    Ok::<_, PourError>(())
                })
                .with_format(CopyFormat::Binary)
                .execute(connection)?;
            compare(std::mem::take(&mut state.channel_count), taken)?;
            state.channels.clear();
        }
    }
    Ok(pour.state.into_inner().tally)
}

impl Pour<'_> {
    /// One COPY: the first rows, and more until the lot is full or the end is said.
    fn lot(&self, first: &Cell<Option<Rows>>, copy: &mut dyn Write) -> Result<(), PourError> {
        // From here on it is the files that are waited for.
        self.queue.watch.end();
        let state = &mut *self.state.borrow_mut();
        copy.write_all(HEADER)?;
        let mut sent = 0;
        let mut next = first.take();
        while let Some(rows) = next {
            state.take(self.experiment_id, &rows)?;
            self.queue.give_back(rows);
            if state.rows.len() >= SEND {
                copy.write_all(&state.rows)?;
                sent += state.rows.len();
                state.rows.clear();
            }
            if sent >= LOT || state.channels.len() >= CHANNEL_LOT {
                break;
            }
            next = self.queue.next().inspect_err(|_| self.given_up.set(true))?;
            self.ended.set(next.is_none());
        }
        copy.write_all(&state.rows)?;
        state.rows.clear();
        copy.write_all(TRAILER)?;
        Ok(())
    }
}

impl State {
    fn take(&mut self, experiment_id: i32, rows: &Rows) -> Result<(), PourError> {
        tally::add(&mut self.tally, rows);
        encode(experiment_id, rows, &mut self.rows);
        self.row_count += rows.len();
        if self.packer.pack(rows, &mut self.packed)? {
            let out = &mut self.channels;
            out.extend(6_i16.to_be_bytes());
            for whole in [experiment_id, rows.step, rows.first, (rows.columns.len() - Column::COUNT) as i32] {
                out.extend(4_i32.to_be_bytes());
                out.extend(whole.to_be_bytes());
            }
            out.extend(1_i32.to_be_bytes());
            out.push(u8::from(!rows.lines.is_empty()));
            out.extend((self.packed.len() as i32).to_be_bytes());
            out.extend(&self.packed);
            self.channel_count += 1;
        }
        Ok(())
    }
}

/// The bytes of a row without missing values: the count of fields, three whole numbers, seven doubles, each with its length.
const ROW: usize = 2 + 3 * 8 + Column::COUNT * 12;

/// Appends rows in the format of a binary COPY.
fn encode(experiment_id: i32, rows: &Rows, out: &mut Vec<u8>) {
    out.reserve(rows.len() * ROW);
    let mut head = [0_u8; 26];
    head[..2].copy_from_slice(&10_i16.to_be_bytes());
    for (place, whole) in [(2, experiment_id), (10, rows.step), (18, 0)] {
        head[place..place + 4].copy_from_slice(&4_i32.to_be_bytes());
        head[place + 4..place + 8].copy_from_slice(&whole.to_be_bytes());
    }
    let count = rows.len();
    let columns: [&[f64]; Column::COUNT] = std::array::from_fn(|column| &rows.columns[column][..count]);
    for (row, sequence) in (0..count).zip(rows.first..) {
        head[22..].copy_from_slice(&sequence.to_be_bytes());
        let values: [f64; Column::COUNT] = std::array::from_fn(|column| columns[column][row]);
        if values.iter().any(|value| value.is_nan()) {
            out.extend_from_slice(&head);
            for value in values {
                if value.is_nan() {
                    out.extend_from_slice(&(-1_i32).to_be_bytes());
                } else {
                    out.extend_from_slice(&field(value));
                }
            }
        } else {
            let mut bytes = [0_u8; ROW];
            bytes[..26].copy_from_slice(&head);
            for (value, place) in values.iter().zip(bytes[26..].as_chunks_mut::<12>().0) {
                *place = field(*value);
            }
            out.extend_from_slice(&bytes);
        }
    }
}

/// A double with its length before it. Zero has no sign in the database.
fn field(value: f64) -> [u8; 12] {
    let mut bytes = [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0];
    bytes[4..].copy_from_slice(&(value + 0.0).to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_ten_fields_with_their_lengths() {
        let mut rows = Rows::new(0);
        rows.begin(3, 5);
        rows.push((Some(1.5), Some(2.5), Some(3.5), Some(-0.0), Some(5.5), Some(6.5), Some(7.5)));
        rows.push((Some(1.5), None, Some(3.5), Some(4.5), Some(5.5), Some(6.5), None));
        let mut out = Vec::new();
        encode(9, &rows, &mut out);
        assert_eq!(out.len(), 2 * ROW - 2 * 8);
        assert_eq!(out[..10], [0, 10, 0, 0, 0, 4, 0, 0, 0, 9]);
        assert_eq!(out[18..26], [0, 0, 0, 4, 0, 0, 0, 5]);
        assert_eq!(out[26..38], [0, 0, 0, 8, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0]);
        assert_eq!(out[62..74], [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(out[ROW + 22..ROW + 26], 6_i32.to_be_bytes());
        assert_eq!(out[ROW + 38..ROW + 42], (-1_i32).to_be_bytes());
    }
}
