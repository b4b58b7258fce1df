//! Reading the rows of an experiment from PostgreSQL, through a cursor.

use super::rows::FIXED;
use super::{ReadError, RowTuple, RowType, RowValues, Rows};
use crate::model::MAX_BLOCK_ROWS;
use diesel::connection::SimpleConnection;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use std::collections::{BTreeMap, VecDeque};

/// So many rows may come before it is their turn: some blocks of each of two connections that poured side by side.
const EARLY_ROWS: usize = 8 * MAX_BLOCK_ROWS;

/// The next rows of the open cursor. Not kept prepared: the cursor's columns are its own.
struct Fetch;

impl QueryId for Fetch {
    type QueryId = Fetch;
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Fetch {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(&format!("FETCH FORWARD {MAX_BLOCK_ROWS} FROM battery_etl_rows"));
        Ok(())
    }
}

impl Query for Fetch {
    type SqlType = RowType;
}

impl RunQueryDsl<PgConnection> for Fetch {}

/// Reads rows through a cursor, so that neither the server nor libpq gathers a whole experiment. Rows lie in the table nearly
/// as they were read from the file, so they are taken as they come, and those that come early are kept until it is their
/// turn; only when too many are (space of deleted rows was used again) is the rest asked for in order, which sorts it.
pub(in crate::store) struct Cursor {
    experiment_id: i32,
    /// First and last step of each stretch that is read through.
    stretches: VecDeque<(i32, i32)>,
    open: Option<Open>,
    buffer: std::vec::IntoIter<RowTuple>,
    /// Blocks of which rows have come early, by step and first row.
    early: BTreeMap<(i32, i32), Gathered>,
    early_rows: usize,
}

/// The open cursor.
#[derive(Clone, Copy)]
struct Open {
    last_step: i32,
    is_ordered: bool,
}

/// The rows of one block that have come so far, in any order.
#[derive(Default)]
struct Gathered {
    columns: [Vec<f64>; FIXED],
    is_there: Vec<bool>,
    count: usize,
}

impl Gathered {
    /// Puts a row into its place; false when one is there.
    fn put(&mut self, place: usize, values: RowValues) -> bool {
        let values = [values.0, values.1, values.2, values.3, values.4, values.5, values.6];
        let values = self.columns.iter_mut().zip(values.map(|value| value.unwrap_or(f64::NAN)));
        if place == self.is_there.len() {
            values.for_each(|(column, value)| column.push(value));
            self.is_there.push(true);
        } else if self.is_there.get(place) == Some(&true) {
            return false;
        } else {
            let len = self.is_there.len().max(place + 1);
            values.for_each(|(column, value)| {
                column.resize(len, f64::NAN);
                column[place] = value;
            });
            self.is_there.resize(len, false);
            self.is_there[place] = true;
        }
        self.count += 1;
        true
    }

    /// The first place that is empty.
    fn gap(&self) -> usize {
        self.is_there.iter().position(|is_there| !is_there).unwrap_or(self.is_there.len())
    }
}

impl Cursor {
    pub(in crate::store) fn new(experiment_id: i32, stretches: VecDeque<(i32, i32)>) -> Self {
        Self {
            experiment_id,
            stretches,
            open: None,
            buffer: Vec::new().into_iter(),
            early: BTreeMap::new(),
            early_rows: 0,
        }
    }

    /// Takes the next `count` rows, which must be those from `rows.first` on of step `rows.step`.
    pub(in crate::store) fn fill(
        &mut self,
        connection: &mut PgConnection,
        rows: &mut Rows,
        count: usize,
    ) -> Result<(), ReadError> {
        let mut open = match self.open {
            Some(open) if rows.step <= open.last_step => open,
            _ => {
                let (first, last) = self.stretches.pop_front().unwrap_or((rows.step, rows.step));
                self.open(connection, first, last, None)?
            }
        };
        let mut block = self.early.remove(&(rows.step, rows.first)).unwrap_or_default();
        self.early_rows -= block.count;
        while block.count < count {
            if self.buffer.len() == 0 {
                self.buffer = Fetch.load::<RowTuple>(connection)?.into_iter();
            }
            let Some((step, sequence, values)) = self.buffer.next() else {
                return Err(ReadError::Missing(rows.step, rows.first + block.gap() as i32));
            };
            let place = usize::try_from(sequence - rows.first).ok().filter(|place| step == rows.step && *place < count);
            let is_taken = match place {
                Some(place) if !open.is_ordered || place == block.count => block.put(place, values),
                None if !open.is_ordered => self.keep(rows, step, sequence, values),
                _ => return Err(ReadError::Missing(rows.step, rows.first + block.gap() as i32)),
            };
            if !is_taken {
                open = self.open(connection, rows.step, open.last_step, Some(rows.first))?;
                block = Gathered::default();
            }
        }
        rows.columns.splice(..FIXED, block.columns);
        Ok(())
    }

    /// Keeps a row that comes before the turn of its block; false when it is too late, there already, or one too many.
    fn keep(&mut self, now: &Rows, step: i32, sequence: i32, values: RowValues) -> bool {
        let place = sequence.rem_euclid(MAX_BLOCK_ROWS as i32);
        let key = (step, sequence - place);
        if key <= (now.step, now.first) || self.early_rows == EARLY_ROWS {
            return false;
        }
        self.early_rows += 1;
        self.early.entry(key).or_default().put(place as usize, values)
    }

    /// Opens the cursor at `first`, in order from row `sequence` of it on when that is given.
    fn open(
        &mut self,
        connection: &mut PgConnection,
        first: i32,
        last: i32,
        sequence: Option<i32>,
    ) -> Result<Open, ReadError> {
        if self.open.is_some() {
            connection.batch_execute("CLOSE battery_etl_rows")?;
        } else {
            let settings = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL cursor_tuple_fraction = 1";
            connection.batch_execute(settings)?;
        }
        let id = self.experiment_id;
        let order = sequence.map_or_else(String::new, |sequence| {
            format!(" AND (step, seq) >= ({first}, {sequence}) ORDER BY step, seq")
        });
        connection.batch_execute(&format!(
            "DECLARE battery_etl_rows NO SCROLL CURSOR FOR SELECT step, seq, step_time_s, test_time_s, voltage_v, \
             current_a, capacity_ah, energy_wh, temperature_degc FROM measurements \
             WHERE experiment_id = {id} AND step BETWEEN {first} AND {last}{order}"
        ))?;
        let open = Open { last_step: last, is_ordered: sequence.is_some() };
        self.open = Some(open);
        self.buffer = Vec::new().into_iter();
        self.early.clear();
        self.early_rows = 0;
        Ok(open)
    }
}
