//! Opens one input file: its header read, its plan made, its rows still to come.

use crate::dialect::{self, Plan, PlanError, ReadAs};
use crate::model::Fault;
use crate::source::{ChunkInfo, Input, SourceError};
use std::path::Path;

/// Why a test cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be found, read or unpacked.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The headers are at fault; every fault of every file of the test.
    #[error("{}", words(.0))]
    Faults(Vec<Fault>),
    /// The command line asks for what the file does not have.
    #[error("{0}")]
    Usage(String),
}

fn words(faults: &[Fault]) -> String {
    let line = |fault: &Fault| match fault.line {
        Some(line) => format!("{}:{line}: {}", fault.file, fault.message),
        None => fault.message.clone(),
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A file whose header was read.
pub(super) struct Opened {
    pub(super) input: Input,
    pub(super) plan: Plan,
    /// The rest of the first chunk, behind the header.
    pub(super) rest: Vec<u8>,
    pub(super) info: ChunkInfo,
    /// Faults of the first chunk's bytes.
    pub(super) faults: Vec<Fault>,
}

impl Opened {
    pub(super) fn open(path: &Path, encoding: Option<&str>, read_as: ReadAs<'_>) -> Result<Self, OpenError> {
        let mut input = Input::open(path, encoding)?;
        let mut rest = Vec::new();
        let first = input.next_chunk(&mut rest)?;
        let mut info = first.unwrap_or(ChunkInfo { first_line: 1, last: true, ends_with_line_end: true, offset: None });
        let faults = input.take_faults();
        let head = std::str::from_utf8(&rest).unwrap_or_default();
        let plan = match dialect::detect(input.path(), head, read_as) {
            Ok(plan) => plan,
            Err(PlanError::Faults(mut found)) => {
                // What the bytes are at fault for explains the header: it comes first, and explains that nothing is left.
                if head.trim().is_empty() && !faults.is_empty() {
                    found.clear();
                }
                found.splice(0..0, faults);
                return Err(OpenError::Faults(found));
            }
            Err(other) => return Err(OpenError::Usage(other.to_string())),
        };
        let header_end = line_start(&rest, plan.header_line);
        rest.drain(..header_end);
        info.first_line += plan.header_line;
        info.offset = info.offset.map(|offset| offset + header_end as u64);
        Ok(Self { input, plan, rest, info, faults })
    }
}

/// The offset at which the line after `lines` lines begins. A line ends with LF, CRLF or a CR alone.
fn line_start(text: &[u8], lines: u64) -> usize {
    let mut at = 0;
    for _ in 0..lines {
        let Some(end) = text[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) else { return text.len() };
        at += end + 1;
        if text[at - 1] == b'\r' && text.get(at) == Some(&b'\n') {
            at += 1;
        }
    }
    at
}
