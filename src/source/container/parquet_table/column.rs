//! One column of a Parquet file, read in batches.

use super::super::cell::{push_f32, push_f64};
use super::pages::CheckedPages;
use super::source::Chunks;
use super::value::{Style, push_i96};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::errors::Result;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::schema::types::ColumnDescPtr;
use std::sync::Arc;

/// The values of a batch, without its nulls.
enum Values {
    Bool(Vec<bool>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    I96(Vec<Int96>),
    F32(Vec<f32>),
    F64(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

pub(super) struct ParquetColumn {
    index: usize,
    described: ColumnDescPtr,
    name: String,
    style: Style,
    reader: Option<ColumnReader>,
    values: Values,
    next_value: usize,
    /// For each row of the batch whether it holds a value (the level is `full`).
    levels: Vec<i16>,
    full: i16,
    next_row: usize,
}

impl ParquetColumn {
    /// A column, or why it is left out.
    pub(super) fn new(index: usize, described: ColumnDescPtr) -> std::result::Result<Self, &'static str> {
        if described.max_rep_level() > 0 {
            return Err("a list");
        }
        let style = Style::of(&described)?;
        let (name, full) = (described.path().parts().join("."), described.max_def_level());
        let values = Values::I32(Vec::new());
        Ok(Self {
            index,
            described,
            name,
            style,
            reader: None,
            values,
            next_value: 0,
            levels: Vec::new(),
            full,
            next_row: 0,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Begins a row group.
    pub(super) fn begin(&mut self, chunks: &Arc<Chunks>, group: &RowGroupMetaData) -> Result<()> {
        let rows = usize::try_from(group.num_rows())?;
        let pages = SerializedPageReader::new(chunks.clone(), group.column(self.index), rows, None)?;
        let pages = CheckedPages { pages, kind: self.described.physical_type(), has_nulls: self.full > 0 };
        self.reader = Some(get_column_reader(self.described.clone(), Box::new(pages)));
        Ok(())
    }

    /// Reads as many rows; `false` if there are fewer.
    pub(super) fn read(&mut self, count: usize) -> Result<bool> {
        self.next_value = 0;
        self.next_row = 0;
        self.levels.clear();
        let levels = &mut self.levels;
        let (rows, values) = match self.reader.as_mut() {
            None => return Ok(false),
            Some(ColumnReader::BoolColumnReader(reader)) => read(reader, count, levels, Values::Bool)?,
            Some(ColumnReader::Int32ColumnReader(reader)) => read(reader, count, levels, Values::I32)?,
            Some(ColumnReader::Int64ColumnReader(reader)) => read(reader, count, levels, Values::I64)?,
            Some(ColumnReader::Int96ColumnReader(reader)) => read(reader, count, levels, Values::I96)?,
            Some(ColumnReader::FloatColumnReader(reader)) => read(reader, count, levels, Values::F32)?,
            Some(ColumnReader::DoubleColumnReader(reader)) => read(reader, count, levels, Values::F64)?,
            Some(ColumnReader::ByteArrayColumnReader(reader)) => read(reader, count, levels, Values::Bytes)?,
            Some(ColumnReader::FixedLenByteArrayColumnReader(reader)) => read(reader, count, levels, Values::Fixed)?,
        };
        self.values = values;
        Ok(rows == count)
    }

    /// Appends the cell of the next row.
    pub(super) fn push_next(&mut self, into: &mut Vec<u8>) {
        let held = self.full == 0 || self.levels.get(self.next_row) == Some(&self.full);
        self.next_row += 1;
        if !held {
            return;
        }
        let at = self.next_value;
        self.next_value += 1;
        let style = &self.style;
        match &self.values {
            Values::Bool(values) => into.extend(values.get(at).map(|yes| b'0' + u8::from(*yes))),
            Values::I32(values) => values.get(at).into_iter().for_each(|value| style.push_i32(into, *value)),
            Values::I64(values) => values.get(at).into_iter().for_each(|value| style.push_i64(into, *value)),
            Values::I96(values) => values.get(at).into_iter().for_each(|value| push_i96(into, *value)),
            Values::F32(values) => {
                values.get(at).into_iter().for_each(|value| push_f32(into, *value));
            }
            Values::F64(values) => {
                values.get(at).into_iter().for_each(|value| push_f64(into, *value));
            }
            Values::Bytes(values) => values.get(at).into_iter().for_each(|value| style.push_bytes(into, value.data())),
            Values::Fixed(values) => values.get(at).into_iter().for_each(|value| style.push_bytes(into, value.data())),
        }
    }
}

/// Reads up to `count` rows; how many there were.
fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    count: usize,
    levels: &mut Vec<i16>,
    wrap: fn(Vec<T::T>) -> Values,
) -> Result<(usize, Values)> {
    let mut values = Vec::with_capacity(count);
    let mut rows = 0;
    while rows < count {
        let (read, _, _) = reader.read_records(count - rows, Some(levels), None, &mut values)?;
        if read == 0 {
            break;
        }
        rows += read;
    }
    Ok((rows, wrap(values)))
}
