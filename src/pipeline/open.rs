//! Opens one input file: its header read, its plan made, its rows still to come.

use crate::dialect::{self, Dialect, Layers, Plan, PlanError, ReadAs};
use crate::model::{Fault, FaultKind};
use crate::source::{self, ChunkInfo, Input, SourceError};
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

/// Whether a file is one that a dialect reads, or nearly: what it is at fault for is worth telling.
#[must_use]
pub fn is_recognised(path: &Path) -> bool {
    match Opened::open(path, None, ReadAs::default()) {
        Ok(_) | Err(OpenError::Usage(_)) => true,
        Err(OpenError::Faults(faults)) => {
            faults.iter().any(|fault| !matches!(fault.kind, FaultKind::UnknownDialect | FaultKind::EmptyFile))
        }
        // A damaged export is a test that is lost; what is no export at all is none.
        Err(OpenError::Source(error)) => !matches!(error, SourceError::NotText { .. }),
    }
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
    /// How the lines that follow are made flat.
    pub(super) layers: Option<Layers>,
}

impl Opened {
    /// Opens a file and makes its plan.
    pub(super) fn open(path: &Path, encoding: Option<&str>, read_as: ReadAs<'_>) -> Result<Self, OpenError> {
        let encoding = encoding.or_else(|| read_as.dialect.and_then(Dialect::encoding));
        let sheet = read_as.dialect.map(Dialect::sheet).filter(|sheet| !sheet.is_empty());
        let path = &sheet.map_or_else(|| path.to_owned(), |sheet| source::with_part(path, sheet));
        Self::with(path, encoding, |input, head, faults| {
            let read_as = ReadAs { container: Some(input.container()), channel: input.channel(), ..read_as };
            Self::plan(input, head, faults, read_as)
        })
    }

    fn plan(input: &Input, head: &str, faults: &[Fault], read_as: ReadAs<'_>) -> Result<Plan, OpenError> {
        match dialect::detect(input.path(), head, read_as) {
            Ok(plan) => Ok(plan),
            Err(PlanError::Faults(mut found)) => {
                // What the bytes are at fault for explains the header: it comes first, and explains that nothing is left.
                if head.trim().is_empty() && !faults.is_empty() {
                    found.clear();
                }
                found.splice(0..0, faults.iter().cloned());
                Err(OpenError::Faults(found))
            }
            Err(other) => Err(OpenError::Usage(other.to_string())),
        }
    }

    /// Opens a file again whose plan is known.
    pub(super) fn again(path: &Path, encoding: Option<&str>, plan: &Plan) -> Result<Self, OpenError> {
        Self::with(path, encoding, |_, _, _| Ok(plan.clone()))
    }

    fn with(
        path: &Path,
        encoding: Option<&str>,
        plan: impl FnOnce(&Input, &str, &[Fault]) -> Result<Plan, OpenError>,
    ) -> Result<Self, OpenError> {
        let mut input = Input::open(path, encoding)?;
        let mut rest = Vec::new();
        let first = input.next_chunk(&mut rest)?;
        let mut info = first.unwrap_or(ChunkInfo { first_line: 1, last: true, ends_with_line_end: true, offset: None });
        let mut faults = input.take_faults();
        let plan = plan(&input, std::str::from_utf8(&rest).unwrap_or_default(), &faults)?;
        // What stands above the header is read by nobody.
        faults.retain(|fault| fault.line.is_none_or(|line| line >= plan.header_line));
        let header_end = line_start(&rest, plan.head_lines);
        rest.drain(..header_end);
        info.first_line += plan.head_lines;
        info.offset = info.offset.map(|offset| offset + header_end as u64);
        let mut layers = plan.layers();
        if let Some(layers) = &mut layers {
            layers.flatten(&mut rest);
            info.offset = None;
        }
        Ok(Self { input, plan, rest, info, faults, layers })
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
