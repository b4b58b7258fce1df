//! How files are read.

use crate::dialect::{Dialect, ReadAs, Reading, Sign};
use crate::model::{Cell, Conventions, FileRole};

/// How files are read.
#[derive(Clone, Default)]
pub struct ReadOptions {
    /// The encoding, when it is forced.
    pub encoding: Option<String>,
    /// The dialect, when it is forced.
    pub dialect: Option<&'static Dialect>,
    /// The sign of currents and capacities, when it is forced.
    pub sign: Option<Sign>,
    /// How the clock is read, when it is forced.
    pub clock: Option<Reading>,
    /// How to derive.
    pub conventions: Conventions,
    /// The experiment's name, when it is not the files' common stem.
    pub name: Option<String>,
    /// The cell, when it is known.
    pub cell: Option<Cell>,
    /// Threads that parse; 0 is one.
    pub parsers: usize,
    /// Nobody asks for the hash of Detail, so it is not made.
    pub without_hash: bool,
}

impl ReadOptions {
    /// What the header of a file is taken for.
    pub(super) fn read_as(&self, role: Option<FileRole>) -> ReadAs<'_> {
        let temperature_channel = self.conventions.temperature_channel.as_deref();
        let (dialect, sign, clock) = (self.dialect, self.sign, self.clock);
        ReadAs { dialect, role, temperature_channel, sign, clock, ..ReadAs::default() }
    }
}
