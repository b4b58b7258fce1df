//! Auxiliary channels (temperatures, voltages ...): one row for each point and channel, to be joined to the records.

use super::database::Database;
use super::fields::{Field, Kind};
use super::rows;
use crate::source::container::fixed::cell;
use crate::source::container::table::Problem;

/// The table with the values.
const VALUES: &str = "Auxiliary_Table";
/// More channels than any test has.
const MOST_CHANNELS: usize = 1024;

/// A value of a channel: 16 bytes.
#[derive(Debug, Clone, Copy)]
struct Value {
    value: f64,
    point: i32,
    /// Index in the list of channels.
    channel: u16,
}

/// The values of all auxiliary channels of a test, sorted by their points.
#[derive(Debug, Default)]
pub(super) struct Aux {
    names: Vec<String>,
    values: Vec<Value>,
    /// How many values belong to points before the next one.
    taken: usize,
    /// Values of four bytes have fewer digits.
    single: bool,
    /// The cells of one row.
    cells: Vec<f64>,
}

/// Where the columns of the table lie.
struct Columns {
    test: Field,
    point: Field,
    index: Field,
    kind: Field,
    value: Field,
}

impl Aux {
    /// Reads the channels of a test; none if the file has no such table, or not its columns.
    pub(super) fn read(database: &mut Database, test: Option<i32>) -> Result<Self, Problem> {
        let (Some(table), Some(test)) = (database.table(VALUES)?, test) else { return Ok(Self::default()) };
        let find = |name| Field::find(&table, name);
        let columns = (|| {
            let (test, point) = (find("Test_ID")?, find("Data_Point")?);
            Some(Columns { test, point, index: find("Auxiliary_Index")?, kind: find("Data_Type")?, value: find("X")? })
        })();
        let Some(columns) = columns else { return Ok(Self::default()) };
        let mut channels: Vec<(i32, i32)> = Vec::new();
        let mut aux = Self { single: columns.value.kind == Kind::Single, ..Self::default() };
        rows::each(database, &table, &mut |row, _, _| {
            if row.integer(&columns.test)? != test {
                return Ok(());
            }
            let channel = (row.integer(&columns.kind)?, row.integer(&columns.index)?);
            let known = channels.iter().position(|known| *known == channel);
            if known.is_none() && channels.len() == MOST_CHANNELS {
                return Err(row.damaged(&format!("more than {MOST_CHANNELS} channels")));
            }
            let at = known.unwrap_or_else(|| {
                channels.push(channel);
                channels.len() - 1
            });
            if let Some(value) = row.value(&columns.value)? {
                let value = columns.value.kind.number(value);
                aux.values.push(Value { value, point: row.integer(&columns.point)?, channel: at as u16 });
            }
            Ok(())
        })?;
        aux.finish(channels);
        Ok(aux)
    }

    /// Brings channels and values into order.
    fn finish(&mut self, mut channels: Vec<(i32, i32)>) {
        let found = channels.clone();
        // Temperatures and voltages first, as most tests have one of these alone.
        channels.sort_unstable_by_key(|&(kind, index)| (kind != 1, kind, index));
        let new: Vec<u16> = found
            .iter()
            .map(|channel| channels.iter().position(|sorted| sorted == channel).unwrap_or_default() as u16)
            .collect();
        for value in &mut self.values {
            value.channel = new.get(usize::from(value.channel)).copied().unwrap_or_default();
        }
        self.values.sort_unstable_by_key(|value| (value.point, value.channel));
        self.names = channels.into_iter().map(|(kind, index)| name(kind, index)).collect();
        self.cells = vec![f64::NAN; self.names.len()];
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Writes the values at a point, each after a TAB. Points must come in order.
    pub(super) fn write(&mut self, point: i32, into: &mut Vec<u8>) {
        let from = |values: &[Value], start: usize, point: i64| {
            start + values[start..].iter().take_while(|value| i64::from(value.point) < point).count()
        };
        self.taken = from(&self.values, self.taken, i64::from(point));
        // Not taken: a second row of the same point shows the same values.
        let end = from(&self.values, self.taken, i64::from(point) + 1);
        self.cells.fill(f64::NAN);
        for value in &self.values[self.taken..end] {
            if let Some(cell) = self.cells.get_mut(usize::from(value.channel)) {
                *cell = value.value;
            }
        }
        for &value in &self.cells {
            into.push(b'\t');
            if self.single {
                cell::single(into, value as f32);
            } else {
                cell::double(into, value);
            }
        }
    }
}

/// Arbin's name of a channel; indices count from 0, names from 1.
fn name(kind: i32, index: i32) -> String {
    let number = i64::from(index) + 1;
    match kind {
        0 => format!("Aux_Voltage_{number}(V)"),
        1 => format!("Aux_Temperature_{number}(C)"),
        other => format!("Aux_{other}_{number}"),
    }
}
