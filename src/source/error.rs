//! Why a file cannot be found or read, with its path and the way out.

use super::container::Problem;
use crate::model::{Fault, FaultKind};
use std::io;
use std::path::Path;

/// Why a file cannot be found or read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Nothing is there.
    #[error("{path}: no such file or folder; check the name (a name with spaces needs quotes)")]
    NotFound {
        /// The path as given.
        path: String,
    },
    /// The system refuses.
    #[error("{path}: permission denied; ask for read permission (chmod +r) or run as the file's owner")]
    Denied {
        /// The path as given.
        path: String,
    },
    /// It is there, but no regular file.
    #[error("{path}: is {what}, not a regular file; copy the data into a file first")]
    NotAFile {
        /// The path as given.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// Reading failed.
    #[error("{path}: cannot be read: {source}")]
    Io {
        /// The path as given.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The file was written to, or replaced, during reading.
    #[error("{path}: changed while reading ({how}); try again when the cycler has finished writing it")]
    Changed {
        /// The path as given.
        path: String,
        /// What shows it.
        how: String,
    },
    /// An archive that is cut or damaged.
    #[error("{path}: is no whole {format} archive: {reason}; copy it again, or unpack it with `{format} -d`")]
    Archive {
        /// The path as given.
        path: String,
        /// gzip or zstd.
        format: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// An archive that grows beyond what measured data can.
    #[error(
        "{path}: unpacks to more than {unpacked} bytes from {packed} (measured data packs 4 to 9 times); \
         if it is what it should be, unpack it and read the plain file"
    )]
    Bomb {
        /// The path as given.
        path: String,
        /// Bytes unpacked so far.
        unpacked: u64,
        /// Bytes read from the archive so far.
        packed: u64,
    },
    /// A format that is no text at all.
    #[error("{path}: is {what}; {way_out}")]
    NotText {
        /// The path as given.
        path: String,
        /// What it is.
        what: String,
        /// What to do.
        way_out: String,
    },
    /// A binary export, workbook or database that is cut or damaged.
    #[error("{path}: is damaged or cut: {reason}")]
    Damaged {
        /// The path as given.
        path: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// `--encoding` names none.
    #[error("{label:?} is no encoding; try utf-8, utf-16le, utf-16be, big5, gb18030, windows-1252 or latin1")]
    UnknownEncoding {
        /// The name given.
        label: String,
    },
}

impl SourceError {
    /// That a file is something else than text.
    pub(super) fn not_text(path: &str, (what, way_out): (&str, &str)) -> Self {
        Self::NotText { path: path.to_owned(), what: what.to_owned(), way_out: way_out.to_owned() }
    }

    /// Wraps what a container says of `path`.
    pub(super) fn container(path: &str, problem: Problem) -> Self {
        let path = path.to_owned();
        match problem {
            Problem::Io(source) => Self::io(&path, source),
            Problem::Damaged(reason) => Self::Damaged { path, reason },
            Problem::Refused { what, way_out } => Self::NotText { path, what, way_out },
        }
    }

    /// Wraps what the system says of `path`.
    pub(super) fn io(path: &str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound { path },
            io::ErrorKind::PermissionDenied => Self::Denied { path },
            _ => Self::Io { path, source },
        }
    }

    /// Whether the same command may succeed a moment later (exit status 75).
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Changed { .. } => true,
            Self::Io { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::Interrupted
                    | io::ErrorKind::WouldBlock
                    | io::ErrorKind::TimedOut
                    | io::ErrorKind::ResourceBusy
                    | io::ErrorKind::StaleNetworkFileHandle
            ),
            _ => false,
        }
    }

    /// The fault that says the same, where the cause lies in the bytes and not in the system.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        let (Self::Archive { path, .. }
        | Self::Bomb { path, .. }
        | Self::NotText { path, .. }
        | Self::Damaged { path, .. }) = self
        else {
            return None;
        };
        Some(Fault::new(FaultKind::UnreadableFile, path, self.to_string()))
    }
}

/// A path as it is printed: as given, with what a terminal could misread (newlines, controls, broken UTF-8) escaped.
pub(super) fn shown(path: &Path) -> String {
    match path.to_str() {
        Some(text) if !text.chars().any(char::is_control) => text.to_owned(),
        // Debug escapes, which is the point.
        #[allow(clippy::unnecessary_debug_formatting)]
        _ => format!("{path:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passing_states_are_told_from_lasting_ones() {
        let changed = SourceError::Changed { path: "a.csv".into(), how: "its size is not the same".into() };
        assert!(changed.is_passing() && changed.fault().is_none());
        let busy = SourceError::io("a.csv", io::Error::from(io::ErrorKind::ResourceBusy));
        assert!(busy.is_passing());
        let denied = SourceError::io("a.csv", io::Error::from(io::ErrorKind::PermissionDenied));
        assert!(!denied.is_passing() && denied.to_string().starts_with("a.csv: permission denied"));
        let bomb = SourceError::Bomb { path: "a.gz".into(), unpacked: 9, packed: 1 };
        assert_eq!(bomb.fault().map(|fault| fault.kind), Some(FaultKind::UnreadableFile));
    }

    #[test]
    fn a_hostile_name_is_shown_on_one_line() {
        assert_eq!(shown(Path::new("a b/電池_Step.csv")), "a b/電池_Step.csv");
        assert_eq!(shown(Path::new("a\nb.csv")), "\"a\\nb.csv\"");
    }
}
