//! Reading the rows of an experiment from PostgreSQL, through a cursor.

use super::{ReadError, RowTuple, RowType, Rows};
use crate::model::{Column, MAX_BLOCK_ROWS};
use diesel::connection::SimpleConnection;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use std::collections::VecDeque;

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

/// Reads rows through a cursor, so that neither the server nor libpq gathers a whole experiment. Rows lie in the table in the
/// order of the file, so they are taken as they come. Where they do not (space of deleted rows was used again), the rest is
/// asked for in order, and the server sorts it.
pub(in crate::store) struct Cursor {
    experiment_id: i32,
    /// First and last step of each stretch that is read through.
    stretches: VecDeque<(i32, i32)>,
    open: Option<Open>,
    buffer: std::vec::IntoIter<RowTuple>,
}

/// The open cursor.
#[derive(Clone, Copy)]
struct Open {
    last_step: i32,
    is_ordered: bool,
}

impl Cursor {
    pub(in crate::store) fn new(experiment_id: i32, stretches: VecDeque<(i32, i32)>) -> Self {
        Self { experiment_id, stretches, open: None, buffer: Vec::new().into_iter() }
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
        while rows.len() < count {
            if self.buffer.len() == 0 {
                self.buffer = Fetch.load::<RowTuple>(connection)?.into_iter();
            }
            let next = rows.first + rows.len() as i32;
            match self.buffer.next() {
                Some((step, sequence, values)) if (step, sequence) == (rows.step, next) => rows.push(values),
                Some(_) if !open.is_ordered => {
                    open = self.open(connection, rows.step, open.last_step, Some(next))?;
                }
                _ => return Err(ReadError::Missing(rows.step, next)),
            }
        }
        Ok(())
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
        let columns = Column::ALL.map(Column::name).join(", ");
        connection.batch_execute(&format!(
            "DECLARE battery_etl_rows NO SCROLL CURSOR FOR SELECT step, seq, {columns} FROM measurements \
             WHERE experiment_id = {id} AND step BETWEEN {first} AND {last}{order}"
        ))?;
        let open = Open { last_step: last, is_ordered: sequence.is_some() };
        self.open = Some(open);
        self.buffer = Vec::new().into_iter();
        Ok(open)
    }
}
