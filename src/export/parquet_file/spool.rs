//! Row groups that wait in a file without a name until it is known what else belongs to them.

use super::group::{Encoded, Ending};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Row groups in a file that goes away with it.
pub(super) struct Spool {
    file: File,
    length: u64,
    groups: Vec<Group>,
}

/// A row group that waits.
pub(super) struct Group {
    columns: Vec<Waiting>,
}

struct Waiting {
    at: u64,
    length: usize,
    closed: ColumnCloseResult,
}

impl Group {
    /// Its rows.
    pub(super) fn rows(&self) -> u64 {
        self.columns.first().map_or(0, |column| column.closed.rows_written)
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.columns.iter().map(|column| column.length as u64).sum()
    }
}

impl Spool {
    /// In this folder.
    pub(super) fn new(folder: &Path) -> std::io::Result<Self> {
        Ok(Self { file: tempfile::tempfile_in(folder)?, length: 0, groups: Vec::new() })
    }

    /// The row groups, in order.
    pub(super) fn take_groups(&mut self) -> Vec<Group> {
        std::mem::take(&mut self.groups)
    }

    /// Hands over the columns of a row group, one after the other.
    pub(super) fn columns(&mut self, group: Group, mut each: impl FnMut(Encoded) -> Result<()>) -> Result<()> {
        for Waiting { at, length, closed } in group.columns {
            self.file.seek(SeekFrom::Start(at))?;
            let mut bytes = vec![0; length];
            self.file.read_exact(&mut bytes)?;
            each((bytes.into(), closed))?;
        }
        Ok(())
    }
}

impl Ending for Spool {
    fn group(&mut self, columns: Vec<Encoded>) -> Result<()> {
        let mut waiting = Vec::with_capacity(columns.len());
        for (bytes, closed) in columns {
            self.file.write_all(&bytes)?;
            waiting.push(Waiting { at: self.length, length: bytes.len(), closed });
            self.length += bytes.len() as u64;
        }
        self.groups.push(Group { columns: waiting });
        Ok(())
    }
}
