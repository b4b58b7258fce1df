//! The schema of a file, and how each kind of column is encoded.

use crate::format::{Heading, Kind};
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::errors::Result;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// The largest dictionary of a column of a row group, in bytes: beyond it numbers hardly repeat.
const DICTIONARY: usize = 256 << 10;
/// The rows of a page: each column holds those of one until it is encoded.
const PAGE_ROWS: usize = 16_384;
/// The rows of a column that are encoded together.
pub(super) const TOGETHER: usize = 1_024;

/// The schema of a file of these columns. Every cell may be missing.
pub(super) fn schema(columns: &[Heading]) -> Result<TypePtr> {
    let fields = columns.iter().map(|column| field(column).map(Arc::new)).collect::<Result<_>>()?;
    Ok(Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?))
}

fn field(column: &Heading) -> Result<Type> {
    let (physical, logical) = match column.kind {
        Kind::Text | Kind::Prose | Kind::Structure => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Number | Kind::Duration => (Physical::DOUBLE, None),
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Time => (Physical::INT64, Some(LogicalType::timestamp(false, TimeUnit::MICROS))),
    };
    Type::primitive_type_builder(&column.key, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

/// How columns are encoded.
pub(super) struct Encodings {
    /// Of the file.
    pub(super) file: WriterPropertiesPtr,
    /// Numbers that repeat.
    repeating: WriterPropertiesPtr,
    /// Numbers that hardly do: byte by byte, so that what they share lies together.
    split: WriterPropertiesPtr,
    /// Whole numbers and moments: differences.
    deltas: WriterPropertiesPtr,
    /// Words, and yes or no.
    words: WriterPropertiesPtr,
}

impl Encodings {
    pub(super) fn new() -> Result<Self> {
        let base = || -> Result<_> {
            Ok(WriterProperties::builder()
                .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
                .set_data_page_row_count_limit(PAGE_ROWS)
                .set_write_batch_size(TOGETHER)
                .set_statistics_enabled(EnabledStatistics::Chunk)
                .set_offset_index_disabled(true)
                .set_dictionary_page_size_limit(DICTIONARY)
                .set_created_by(concat!("battery-etl ", env!("CARGO_PKG_VERSION")).to_owned()))
        };
        let plain = |encoding| -> Result<_> {
            Ok(Arc::new(base()?.set_dictionary_enabled(false).set_encoding(encoding).build()))
        };
        Ok(Self {
            file: Arc::new(base()?.build()),
            repeating: Arc::new(base()?.set_encoding(Encoding::BYTE_STREAM_SPLIT).build()),
            split: plain(Encoding::BYTE_STREAM_SPLIT)?,
            deltas: plain(Encoding::DELTA_BINARY_PACKED)?,
            words: Arc::new(base()?.build()),
        })
    }

    /// How a column is encoded in a row group.
    pub(super) fn of(&self, column: &Heading, repeats: bool) -> WriterPropertiesPtr {
        let encoding = match column.kind {
            Kind::Number | Kind::Duration if repeats => &self.repeating,
            Kind::Number | Kind::Duration => &self.split,
            Kind::Integer | Kind::Time => &self.deltas,
            Kind::Text | Kind::Prose | Kind::Structure | Kind::Flag => &self.words,
        };
        Arc::clone(encoding)
    }
}
