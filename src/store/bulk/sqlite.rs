//! SQLite: rows by one cached prepared statement of fifty rows, in the one transaction of the load.

use super::super::channel::Packer;
use super::super::schema::{measurement_channels, measurements};
use super::{PourError, Queue, ReadError, RowTuple, Rows, Tally, compare, tally};
use crate::model::Column;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Double, Integer, Nullable};
use diesel::sqlite::{Sqlite, SqliteConnection};

/// Rows of one statement: several times as fast as one, and far below the limit of values in a statement.
const TOGETHER: usize = 50;

/// A row as it is bound.
#[derive(Clone, Copy)]
struct Row {
    wholes: [i32; 3],
    values: [Option<f64>; Column::COUNT],
}

/// `INSERT` of exactly `N` rows. Its text depends on `N` alone, so Diesel prepares it once and keeps it.
struct Insert<'a, const N: usize>(&'a [Row; N]);

impl<const N: usize> QueryId for Insert<'_, N> {
    type QueryId = Insert<'static, N>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<const N: usize> QueryFragment<Sqlite> for Insert<'_, N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO measurements (experiment_id, step, seq");
        for column in Column::ALL {
            out.push_sql(", ");
            out.push_sql(column.name());
        }
        out.push_sql(") VALUES ");
        for (index, row) in self.0.iter().enumerate() {
            out.push_sql(if index == 0 { "(" } else { ", (" });
            for (place, whole) in row.wholes.iter().enumerate() {
                out.push_sql(if place == 0 { "" } else { ", " });
                out.push_bind_param::<Integer, _>(whole)?;
            }
            for value in &row.values {
                out.push_sql(", ");
                out.push_bind_param::<Nullable<Double>, _>(value)?;
            }
            out.push_sql(")");
        }
        Ok(())
    }
}

impl<const N: usize> RunQueryDsl<SqliteConnection> for Insert<'_, N> {}

/// The packed channels of a block.
#[derive(Insertable)]
#[diesel(table_name = measurement_channels)]
struct ChannelRow<'a> {
    experiment_id: i32,
    step: i32,
    seq_first: i32,
    channels: i32,
    has_lines: bool,
    packed: &'a [u8],
}

/// Pours until the end is said.
pub(super) fn pour(connection: &mut SqliteConnection, experiment_id: i32, queue: &Queue) -> Result<Tally, PourError> {
    let mut sink = Sink {
        connection,
        experiment_id,
        packer: Packer::new()?,
        packed: Vec::new(),
        batch: Vec::with_capacity(TOGETHER),
    };
    let mut poured = Tally::new();
    while let Some(rows) = queue.next()? {
        tally::add(&mut poured, &rows);
        sink.take(&rows)?;
        queue.give_back(rows);
    }
    Ok(poured)
}

struct Sink<'a> {
    connection: &'a mut SqliteConnection,
    experiment_id: i32,
    packer: Packer,
    packed: Vec<u8>,
    batch: Vec<Row>,
}

impl Sink<'_> {
    fn take(&mut self, rows: &Rows) -> Result<(), PourError> {
        let count = rows.len();
        let columns: [&[f64]; Column::COUNT] = std::array::from_fn(|column| &rows.columns[column][..count]);
        self.batch.clear();
        let mut taken = 0;
        for (row, sequence) in (0..count).zip(rows.first..) {
            let values = std::array::from_fn(|column| super::super::row::plain(columns[column][row]));
            self.batch.push(Row { wholes: [self.experiment_id, rows.step, sequence], values });
            if self.batch.len() == TOGETHER {
                taken += self.insert()?;
            }
        }
        taken += self.insert()?;
        compare(count, taken)?;
        self.pack(rows)
    }

    fn insert(&mut self) -> QueryResult<usize> {
        let mut taken = 0;
        let (together, rest) = self.batch.as_chunks::<TOGETHER>();
        for rows in together {
            taken += Insert(rows).execute(self.connection)?;
        }
        for row in rest {
            taken += Insert(std::array::from_ref(row)).execute(self.connection)?;
        }
        self.batch.clear();
        Ok(taken)
    }

    fn pack(&mut self, rows: &Rows) -> Result<(), PourError> {
        if self.packer.pack(rows, &mut self.packed)? {
            let row = ChannelRow {
                experiment_id: self.experiment_id,
                step: rows.step,
                seq_first: rows.first,
                channels: (rows.columns.len() - Column::COUNT) as i32,
                has_lines: !rows.lines.is_empty(),
                packed: &self.packed,
            };
            diesel::insert_into(measurement_channels::table).values(row).execute(self.connection)?;
        }
        Ok(())
    }
}

/// Reads the next `count` rows, which must be those from `rows.first` on of step `rows.step`.
pub(in crate::store) fn fill(
    connection: &mut SqliteConnection,
    experiment_id: i32,
    rows: &mut Rows,
    count: usize,
) -> Result<(), ReadError> {
    use measurements::dsl;
    let found = dsl::measurements
        .filter(dsl::experiment_id.eq(experiment_id).and(dsl::step.eq(rows.step)))
        .filter(dsl::seq.ge(rows.first).and(dsl::seq.lt(rows.first.saturating_add(count as i32))))
        .order(dsl::seq)
        .select((
            dsl::step,
            dsl::seq,
            (
                dsl::step_time_s,
                dsl::test_time_s,
                dsl::voltage_v,
                dsl::current_a,
                dsl::capacity_ah,
                dsl::energy_wh,
                dsl::temperature_degc,
            ),
        ))
        .load_iter::<RowTuple, diesel::connection::DefaultLoadingMode>(connection)?;
    for row in found {
        let row = row?;
        let next = rows.first + rows.len() as i32;
        if row.1 != next {
            return Err(ReadError::Missing(rows.step, next));
        }
        rows.push(row.2);
    }
    if rows.len() == count { Ok(()) } else { Err(ReadError::Missing(rows.step, rows.first + rows.len() as i32)) }
}
