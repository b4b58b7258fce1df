//! One column of a row group, encoded into memory: the columns of a row group grow side by side, and a file holds one
//! behind the other.

use super::cells::{Held, Scratch};
use super::schema::TOGETHER;
use bytes::Bytes;
use parquet::column::page::{CompressedPage, PageWriteSpec, PageWriter};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Buffer = TrackedWrite<Vec<u8>>;

/// Pages on their way into memory.
#[derive(Clone)]
struct Pages(Arc<Mutex<Buffer>>);

impl Pages {
    fn buffer(&self) -> MutexGuard<'_, Buffer> {
        // One thread writes; the lock is there for the compiler.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PageWriter for Pages {
    fn write_page(&mut self, page: CompressedPage) -> Result<PageWriteSpec> {
        SerializedPageWriter::new(&mut self.buffer()).write_page(page)
    }

    fn close(&mut self) -> Result<()> {
        Ok(())
    }
}

/// A column of a row group.
pub(super) struct Chunk {
    /// Takes the values.
    pub(super) writer: ColumnWriter<'static>,
    pages: Pages,
    /// The last rows, until they are as many as are encoded together.
    last: Scratch,
}

impl Chunk {
    pub(super) fn new(described: ColumnDescPtr, encoding: WriterPropertiesPtr) -> Self {
        let pages = Pages(Arc::new(Mutex::new(TrackedWrite::new(Vec::new()))));
        let writer = get_column_writer(described, encoding, Box::new(pages.clone()));
        Self { writer, pages, last: Scratch::default() }
    }

    /// Takes rows. They are encoded in pieces of one length, in whatever pieces they come, so that equal rows are equal bytes.
    pub(super) fn take(&mut self, held: &Held, rows: Range<usize>) -> Result<()> {
        let mut at = rows.start;
        while at < rows.end {
            let to = rows.end.min(at + TOGETHER - self.last.len());
            self.last.take(held, at..to, &self.writer)?;
            if self.last.len() == TOGETHER {
                self.last.flush(&mut self.writer)?;
            }
            at = to;
        }
        Ok(())
    }

    /// Its bytes, and what is said of them.
    pub(super) fn close(mut self) -> Result<(Bytes, ColumnCloseResult)> {
        self.last.flush(&mut self.writer)?;
        let Self { writer, pages, .. } = self;
        let closed = writer.close()?;
        let buffer =
            Arc::into_inner(pages.0).ok_or_else(|| ParquetError::General("a column is held twice".to_owned()))?;
        let bytes = buffer.into_inner().unwrap_or_else(PoisonError::into_inner).into_inner()?;
        Ok((bytes.into(), closed))
    }
}
