//! What could not be read as it stands, collapsed into few faults with their lines.

use crate::model::{Fault, FaultKind};

/// More places than this are counted, not listed: a wrong encoding breaks every line.
const MAX_FAULTS: usize = 200;

/// What is wrong at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A byte that the encoding has not.
    Byte(Option<u8>),
    /// The text ends inside a character.
    CutCharacter,
    /// A control character.
    Control(char),
    /// A quote that opens and never closes.
    OpenQuote,
    /// The text ends inside a quoted field.
    CutQuote,
    /// A record beyond the limit.
    Long,
}

/// Something wrong at an offset of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    /// The offset.
    pub(super) at: usize,
    /// What is wrong.
    pub(super) what: What,
}

/// The faults of one file so far.
#[derive(Debug)]
pub(super) struct Faults {
    file: String,
    list: Vec<Fault>,
    unlisted: u64,
}

impl Faults {
    pub(super) fn new(file: String) -> Self {
        Self { file, list: Vec::new(), unlisted: 0 }
    }

    /// Takes one; neighbouring lines with one cause become a range.
    pub(super) fn add(&mut self, line: u64, what: What, encoding: &str) {
        let (kind, value, message) = words(what, encoding);
        if let Some(last) = self.list.last_mut() {
            let last_line = last.line_end.or(last.line).unwrap_or(0);
            if last.kind == kind && last.value == value && last.message == message && last_line + 1 >= line {
                if line > last_line {
                    last.line_end = Some(line);
                }
                return;
            }
        }
        if self.list.len() == MAX_FAULTS {
            self.unlisted += 1;
            return;
        }
        self.list.push(Fault { line: Some(line), value, ..Fault::new(kind, &self.file, message) });
    }

    /// Hands over what was found since the last call.
    pub(super) fn take(&mut self) -> Vec<Fault> {
        let mut list = std::mem::take(&mut self.list);
        if self.unlisted > 0
            && let Some(last) = list.last_mut()
        {
            last.message = format!("{} ({} more places in this file are not listed)", last.message, self.unlisted);
            self.unlisted = 0;
        }
        list
    }
}

fn words(what: What, encoding: &str) -> (FaultKind, Option<String>, String) {
    match what {
        What::Byte(byte) => {
            let value = byte.map(|byte| format!("0x{byte:02X}"));
            let found = value.clone().unwrap_or_else(|| "a byte".to_owned());
            let message = format!(
                "{found} is no {encoding} text; the line is left out: name the right encoding with --encoding, \
                 or export the file again"
            );
            (FaultKind::UnreadableFile, value, message)
        }
        What::CutCharacter => {
            let message = "the file ends in the middle of a character; its last line is left out: export it again";
            (FaultKind::TruncatedFile, None, message.to_owned())
        }
        What::Control(character) => {
            let value = format!("U+{:04X}", u32::from(character));
            let message = format!(
                "control character {value} in a table; the line is left out: the file is damaged, export or copy it again"
            );
            (FaultKind::UnreadableFile, Some(value), message)
        }
        What::OpenQuote => {
            let message = "a quote opens here and is not closed before the line ends; the line is left out: close it";
            (FaultKind::RaggedRow, Some("\"".to_owned()), message.to_owned())
        }
        What::CutQuote => {
            let message = "the file ends inside a quoted field; its last line is left out: export it again";
            (FaultKind::TruncatedFile, Some("\"".to_owned()), message.to_owned())
        }
        What::Long => {
            let message = "the line is longer than 1 MiB and is left out: this is no table of measurements, or its line \
                           ends are lost";
            (FaultKind::UnreadableFile, None, message.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_a_range_and_crowds_a_count() {
        let mut faults = Faults::new("a.csv".to_owned());
        for line in [3, 4, 4, 5, 9] {
            faults.add(line, What::Control('\0'), "UTF-8");
        }
        for line in 0..1000 {
            faults.add(20 + 2 * line, What::Byte(Some(0xE9)), "UTF-8");
        }
        let list = faults.take();
        assert_eq!((list[0].line, list[0].line_end, list[0].value.as_deref()), (Some(3), Some(5), Some("U+0000")));
        assert_eq!((list[1].line, list[1].line_end), (Some(9), None));
        assert_eq!(list.len(), MAX_FAULTS);
        assert!(list[MAX_FAULTS - 1].message.contains("802 more places"), "{}", list[MAX_FAULTS - 1].message);
        assert!(faults.take().is_empty());
    }
}
