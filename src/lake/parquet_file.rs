//! A Parquet file of a lake, whoever wrote it: columns by name, row group by row group.

use super::LakeError;
use crate::format::Value;
use crate::source::caught;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result as Read;
use parquet::file::reader::FileReader as _;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::statistics::Statistics;
use std::collections::HashMap;
use std::fs::File;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// A file that is open.
pub(super) struct ParquetFile {
    path: PathBuf,
    reader: SerializedFileReader<File>,
    /// The columns, by their path in the schema.
    columns: HashMap<String, usize>,
}

/// A column of a row group, read from its front.
pub(super) struct Cursor<'f> {
    file: &'f Path,
    name: String,
    reader: ColumnReader,
    /// The level of a value that is there.
    full: i16,
}

/// Reads; what a decoder makes of nonsense is damage.
fn read<T>(path: &Path, what: &str, decode: impl FnOnce() -> Read<T>) -> Result<T, LakeError> {
    let damaged = |words: &str| LakeError::at(path, format!("{what} cannot be read: {words}; copy the file again"));
    match caught(decode) {
        Some(Ok(read)) => Ok(read),
        Some(Err(error)) => Err(damaged(&error.to_string())),
        None => Err(damaged("what stands there makes no sense")),
    }
}

impl ParquetFile {
    pub(super) fn open(path: &Path) -> Result<Self, LakeError> {
        let file = File::open(path).map_err(|error| LakeError::read(path, error))?;
        let reader = read(path, "the Parquet footer", || SerializedFileReader::new(file))?;
        let columns = reader.metadata().file_metadata().schema_descr().columns().iter().enumerate();
        let columns = columns.map(|(at, column)| (column.path().string(), at)).collect();
        Ok(Self { path: path.to_owned(), reader, columns })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many row groups there are.
    pub(super) fn groups(&self) -> usize {
        self.reader.num_row_groups()
    }

    /// The rows of a row group.
    pub(super) fn rows(&self, group: usize) -> usize {
        usize::try_from(self.reader.metadata().row_group(group).num_rows()).unwrap_or(0)
    }

    /// The columns whose path begins so.
    pub(super) fn columns_below<'a>(&'a self, front: &'a str) -> impl Iterator<Item = &'a str> {
        self.columns.keys().map(String::as_str).filter(move |path| path.starts_with(front))
    }

    /// A column of a row group; none where the file has no such column.
    pub(super) fn column(&self, group: usize, name: &str) -> Result<Option<Cursor<'_>>, LakeError> {
        let Some(&at) = self.columns.get(name) else { return Ok(None) };
        let full = self.reader.metadata().file_metadata().schema_descr().column(at).max_def_level();
        let what = format!("column {name}");
        let reader = read(&self.path, &what, || self.reader.get_row_group(group)?.get_column_reader(at))?;
        Ok(Some(Cursor { file: &self.path, name: name.to_owned(), reader, full }))
    }

    /// The least and the greatest whole number of a column in a row group, where that is said.
    pub(super) fn wholes(&self, group: usize, name: &str) -> Option<RangeInclusive<i64>> {
        match self.statistics(group, name)? {
            Statistics::Int64(of) => Some(*of.min_opt()?..=*of.max_opt()?),
            Statistics::Int32(of) => Some((*of.min_opt()?).into()..=(*of.max_opt()?).into()),
            _ => None,
        }
    }

    /// The same of texts.
    pub(super) fn texts(&self, group: usize, name: &str) -> Option<(&[u8], &[u8])> {
        match self.statistics(group, name)? {
            Statistics::ByteArray(of) => Some((of.min_opt()?.data(), of.max_opt()?.data())),
            _ => None,
        }
    }

    fn statistics(&self, group: usize, name: &str) -> Option<&Statistics> {
        self.reader.metadata().row_group(group).column(*self.columns.get(name)?).statistics()
    }

    /// The cells of some rows of a row group; missing in a column that the file does not have.
    pub(super) fn cells(
        &self,
        group: usize,
        name: &str,
        from: usize,
        count: usize,
        into: &mut Vec<Value>,
    ) -> Result<(), LakeError> {
        match self.column(group, name)? {
            Some(mut cursor) => {
                cursor.skip(from)?;
                cursor.cells(count, into)
            }
            None => {
                into.resize(into.len() + count, Value::Missing);
                Ok(())
            }
        }
    }
}

/// The reader of a column, where it holds what is wanted.
macro_rules! readers {
    ($($name:ident $variant:ident $type:ty),+) => {
        $(fn $name(reader: &mut ColumnReader) -> Option<&mut ColumnReaderImpl<$type>> {
            match reader {
                ColumnReader::$variant(reader) => Some(reader),
                _ => None,
            }
        })+
    };
}
readers!(
    flag BoolColumnReader BoolType, short Int32ColumnReader Int32Type, long Int64ColumnReader Int64Type,
    double DoubleColumnReader DoubleType, bytes ByteArrayColumnReader ByteArrayType
);

/// What is there of some rows, and where: a level for each row.
struct Gathered<T> {
    values: Vec<T>,
    levels: Vec<i16>,
}

fn gather<T: DataType>(reader: &mut ColumnReaderImpl<T>, count: usize) -> Read<(usize, Gathered<T::T>)> {
    let (mut values, mut levels) = (Vec::with_capacity(count), Vec::new());
    let (mut repeats, mut rows) = (Vec::new(), 0);
    while rows < count {
        let (read, ..) = reader.read_records(count - rows, Some(&mut levels), Some(&mut repeats), &mut values)?;
        if read == 0 {
            break;
        }
        rows += read;
    }
    Ok((rows, Gathered { values, levels }))
}

impl<T> Gathered<T> {
    /// Hands over a value or nothing for each row; `full` is the level of a value that is there.
    fn each(self, full: i16, mut put: impl FnMut(Option<T>)) {
        if full == 0 {
            return self.values.into_iter().for_each(|value| put(Some(value)));
        }
        let mut values = self.values.into_iter();
        for level in self.levels {
            put(if level == full { values.next() } else { None });
        }
    }
}

impl Cursor<'_> {
    fn named(&self) -> String {
        format!("column {}", self.name)
    }

    fn other_kind(&self, wanted: &str) -> LakeError {
        LakeError::at(self.file, format!("column {} holds no {wanted}; another program wrote it", self.name))
    }

    fn too_few(&self) -> LakeError {
        LakeError::at(self.file, format!("column {} has fewer rows than its row group; copy the file again", self.name))
    }

    /// Passes over rows.
    pub(super) fn skip(&mut self, count: usize) -> Result<(), LakeError> {
        if count == 0 {
            return Ok(());
        }
        let (file, what) = (self.file, self.named());
        let reader = &mut self.reader;
        let skipped = read(file, &what, || match reader {
            ColumnReader::BoolColumnReader(reader) => reader.skip_records(count),
            ColumnReader::Int32ColumnReader(reader) => reader.skip_records(count),
            ColumnReader::Int64ColumnReader(reader) => reader.skip_records(count),
            ColumnReader::Int96ColumnReader(reader) => reader.skip_records(count),
            ColumnReader::FloatColumnReader(reader) => reader.skip_records(count),
            ColumnReader::DoubleColumnReader(reader) => reader.skip_records(count),
            ColumnReader::ByteArrayColumnReader(reader) => reader.skip_records(count),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => reader.skip_records(count),
        })?;
        if skipped == count { Ok(()) } else { Err(self.too_few()) }
    }

    fn gathered<T: DataType>(
        &mut self,
        count: usize,
        reader: impl FnOnce(&mut ColumnReader) -> Option<&mut ColumnReaderImpl<T>>,
        wanted: &str,
    ) -> Result<Gathered<T::T>, LakeError> {
        let (file, what) = (self.file, self.named());
        let Some(reader) = reader(&mut self.reader) else { return Err(self.other_kind(wanted)) };
        let (rows, gathered) = read(file, &what, || gather(reader, count))?;
        if rows == count { Ok(gathered) } else { Err(self.too_few()) }
    }

    /// The next numbers; what is missing is NaN.
    pub(super) fn numbers(&mut self, count: usize, into: &mut Vec<f64>) -> Result<(), LakeError> {
        let full = self.full;
        let gathered = self.gathered(count, double, "numbers")?;
        gathered.each(full, |number| into.push(number.unwrap_or(f64::NAN)));
        Ok(())
    }

    /// The next whole numbers; what is missing is the `other`.
    pub(super) fn whole_numbers(&mut self, count: usize, other: i64, into: &mut Vec<i64>) -> Result<(), LakeError> {
        let full = self.full;
        if let ColumnReader::Int32ColumnReader(_) = self.reader {
            let gathered = self.gathered(count, short, "whole numbers")?;
            gathered.each(full, |number| into.push(number.map_or(other, i64::from)));
        } else {
            let gathered = self.gathered(count, long, "whole numbers")?;
            gathered.each(full, |number| into.push(number.unwrap_or(other)));
        }
        Ok(())
    }

    /// The next texts.
    pub(super) fn texts(&mut self, count: usize, mut put: impl FnMut(Option<&[u8]>)) -> Result<(), LakeError> {
        let full = self.full;
        let gathered = self.gathered(count, bytes, "texts")?;
        gathered.each(full, |text: Option<ByteArray>| put(text.as_ref().map(ByteArray::data)));
        Ok(())
    }

    /// The next cells, whatever they are.
    pub(super) fn cells(&mut self, count: usize, into: &mut Vec<Value>) -> Result<(), LakeError> {
        let full = self.full;
        match self.reader {
            ColumnReader::DoubleColumnReader(_) => {
                let gathered = self.gathered(count, double, "numbers")?;
                gathered.each(full, |number| into.push(number.map_or(Value::Missing, Value::Number)));
            }
            ColumnReader::BoolColumnReader(_) => {
                let gathered = self.gathered(count, flag, "yes or no")?;
                gathered.each(full, |flag| into.push(flag.into()));
            }
            ColumnReader::Int32ColumnReader(_) => {
                let gathered = self.gathered(count, short, "whole numbers")?;
                gathered.each(full, |number| into.push(number.into()));
            }
            ColumnReader::Int64ColumnReader(_) => {
                let gathered = self.gathered(count, long, "whole numbers")?;
                gathered.each(full, |number| into.push(number.into()));
            }
            _ => self.texts(count, |text| {
                into.push(text.map(|text| String::from_utf8_lossy(text).into_owned()).into());
            })?,
        }
        Ok(())
    }
}
