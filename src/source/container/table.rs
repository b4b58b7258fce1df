//! The interface of a container reader: what it is read from, the table it gives, and why it gives none.

use std::io::{Read, Seek};

/// Why a container gives no table, or no more of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// The system failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It is damaged or cut: what is wrong, and where (`page 12 at byte 49152: checksum is wrong`).
    #[error("{0}")]
    Damaged(String),
    /// It is whole, but not read: what it is, and the way out.
    #[error("{what}; {way_out}")]
    Refused {
        /// What it is.
        what: String,
        /// What to do instead.
        way_out: String,
    },
}

/// A table in a container, as lines of text.
pub(crate) trait Table: Send {
    /// Appends the next line with its line end; `false` at the end of the table.
    fn next_line(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem>;
}

/// What a container is read from.
pub(crate) trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}
