//! UTF-8 out of whatever a file holds; bad bytes are marked, never guessed.

use super::SourceError;
use super::detect::{SAMPLE, by_content, by_first_bytes, forced};
use super::faults::{Bad, What};
use super::lines::{has_control, is_control, next_end};
use super::unpack::Unpacked;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use std::path::Path;

enum Mode {
    /// Only ASCII so far: any encoding is still possible.
    Undecided,
    Utf8,
    Other(Box<Decoder>),
}

/// The text of a file, read in blocks.
pub(super) struct Text {
    bytes: Unpacked,
    mode: Mode,
    encoding: &'static Encoding,
    /// The beginning of a UTF-8 character whose end is in the next block.
    pending: Vec<u8>,
    /// Raw bytes of, and room for, decoding.
    raw: Vec<u8>,
    scratch: Vec<u8>,
    ended: bool,
    /// Bytes of the byte-order mark.
    mark: usize,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").field("bytes", &self.bytes).field("encoding", &self.encoding).finish_non_exhaustive()
    }
}

impl Text {
    /// Opens a file; `label` forces an encoding.
    pub(super) fn open(path: &Path, label: Option<&str>) -> Result<Self, SourceError> {
        let forced = label.map(forced).transpose()?;
        let mut bytes = Unpacked::open(path)?;
        let forced = if bytes.is_table() { Some(UTF_8) } else { forced };
        let head = bytes.peek(SAMPLE)?;
        if matches!(head, [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..]) {
            let (what, way_out) = ("UTF-32 text", "convert it to UTF-8 with `iconv -f UTF-32 -t UTF-8`");
            return Err(SourceError::not_text(bytes.shown(), (what, way_out)));
        }
        let utf16 = label.is_some_and(|label| label.eq_ignore_ascii_case("utf-16"));
        let first = by_first_bytes(head);
        // A mark is certain: read as another encoding, its header would be lost, and the file empty.
        if let (Some(forced), Some((found, 1..))) = (forced, first)
            && found != forced
            && !utf16
        {
            let what = format!("{} by the byte-order mark that it begins with, not {}", found.name(), forced.name());
            let way_out =
                format!("leave the encoding out, or read it with `--encoding {}`", found.name().to_lowercase());
            return Err(SourceError::not_text(bytes.shown(), (&what, &way_out)));
        }
        let found = match (forced, first) {
            (Some(forced), Some((found, mark))) if found == forced || utf16 => Some((found, mark)),
            (Some(forced), _) => Some((forced, 0)),
            (None, found) => found,
        };
        let (mode, encoding) = match found {
            None => (Mode::Undecided, UTF_8),
            Some((encoding, _)) if encoding == UTF_8 => (Mode::Utf8, UTF_8),
            Some((encoding, _)) => (Mode::Other(Box::new(encoding.new_decoder_without_bom_handling())), encoding),
        };
        let mark = found.map_or(0, |(_, mark)| mark);
        bytes.fill(&mut [0; 3][..mark])?;
        Ok(Self {
            bytes,
            mode,
            encoding,
            pending: Vec::new(),
            raw: Vec::new(),
            scratch: Vec::new(),
            ended: false,
            mark,
        })
    }

    /// The path as it is printed.
    pub(super) fn shown(&self) -> &str {
        self.bytes.shown()
    }

    /// What the text is in.
    pub(super) fn container(&self) -> &'static str {
        self.bytes.container()
    }

    /// The channel that is named behind the file.
    pub(super) fn channel(&self) -> Option<&str> {
        self.bytes.channel()
    }

    /// The encoding's name; UTF-8 for what is ASCII so far.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Where on disk the text begins, when it is there as it is given out: neither packed nor in another encoding, so far.
    pub(super) fn verbatim_from(&self) -> Option<u64> {
        let is_verbatim = self.bytes.is_plain() && !matches!(self.mode, Mode::Other(_));
        is_verbatim.then_some(self.mark as u64)
    }

    /// Whether everything was read.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Reads on disk to the end and gives hash and size.
    pub(super) fn finish(&mut self) -> Result<(String, u64), SourceError> {
        self.bytes.disk().finish()
    }

    /// From here on the bytes on disk are not hashed.
    pub(super) fn without_hash(&mut self) {
        self.bytes.disk().without_hash();
    }

    /// Appends the text of about `want` bytes of the file, and to `bad` what is wrong in it.
    pub(super) fn append(&mut self, text: &mut Vec<u8>, want: usize, bad: &mut Vec<Bad>) -> Result<(), SourceError> {
        let from = text.len();
        if let Mode::Other(_) = self.mode {
            let mut raw = std::mem::take(&mut self.raw);
            raw.resize(want, 0);
            let read = self.bytes.fill(&mut raw)?;
            self.ended = read < want;
            self.decode(&raw[..read], text, bad);
            self.raw = raw;
            self.without_end_mark(text, from);
            find_controls(text, from, true, bad);
            return Ok(());
        }
        text.append(&mut self.pending);
        let start = text.len();
        text.resize(start + want, 0);
        let read = self.bytes.fill(&mut text[start..])?;
        text.truncate(start + read);
        self.ended = read < want;
        self.without_end_mark(text, from);
        if let Mode::Undecided = self.mode
            && !text[from..].is_ascii()
            && let Some(first) = text[from..].iter().position(|byte| !byte.is_ascii())
        {
            self.decide(&text[from + first..])?;
            if let Mode::Other(_) = self.mode {
                let raw = text.split_off(from + first);
                self.decode(&raw, text, bad);
                find_controls(text, from, true, bad);
                return Ok(());
            }
        }
        self.check(text, from, bad);
        find_controls(text, from, false, bad);
        Ok(())
    }

    /// Takes away the Ctrl-Z that old systems put behind the last line.
    fn without_end_mark(&self, text: &mut Vec<u8>, from: usize) {
        let end = text[from..].trim_ascii_end();
        if self.ended && end.ends_with(&[0x1A]) {
            let length = end.len() - end.iter().rev().take_while(|byte| **byte == 0x1A).count();
            text.truncate(from + length);
        }
    }

    fn decide(&mut self, rest: &[u8]) -> Result<(), SourceError> {
        let mut sample = rest[..rest.len().min(SAMPLE)].to_vec();
        if sample.len() < SAMPLE {
            sample.extend_from_slice(self.bytes.peek(SAMPLE - rest.len())?);
        }
        self.encoding = by_content(&sample);
        self.mode = if self.encoding == UTF_8 {
            Mode::Utf8
        } else {
            Mode::Other(Box::new(self.encoding.new_decoder_without_bom_handling()))
        };
        Ok(())
    }

    /// Validates UTF-8; a character that the block's end cuts waits for the next.
    fn check(&mut self, text: &mut Vec<u8>, from: usize, bad: &mut Vec<Bad>) {
        let mut at = from;
        while let Err(error) = simdutf8::compat::from_utf8(&text[at..]) {
            let wrong = at + error.valid_up_to();
            if error.error_len().is_none() {
                if self.ended {
                    bad.push(Bad { at: wrong, what: What::CutCharacter });
                } else {
                    self.pending = text.split_off(wrong);
                }
                return;
            }
            bad.push(Bad { at: wrong, what: What::Byte(text.get(wrong).copied()) });
            // One fault a line says enough.
            let Some(end) = next_end(text, wrong) else { return };
            at = end;
        }
    }

    fn decode(&mut self, raw: &[u8], text: &mut Vec<u8>, bad: &mut Vec<Bad>) {
        let Mode::Other(decoder) = &mut self.mode else { return };
        self.scratch.resize(64 * 1024, 0);
        let mut taken = 0;
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(&raw[taken..], &mut self.scratch, self.ended);
            taken += read;
            text.extend_from_slice(&self.scratch[..written]);
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    let cut = self.ended && taken == raw.len() && after == 0;
                    let first = taken.checked_sub(usize::from(length + after)).and_then(|at| raw.get(at)).copied();
                    // Single-byte encodings have no characters to cut.
                    let cut = cut && !self.encoding.is_single_byte();
                    bad.push(Bad { at: text.len(), what: if cut { What::CutCharacter } else { What::Byte(first) } });
                    // Holds the place, so that the offset lies in its line; the line is blanked anyway.
                    text.extend_from_slice("\u{FFFD}".as_bytes());
                }
            }
        }
    }
}

/// Marks the first control character of each line; C1 controls (`high`) come out of legacy encodings.
fn find_controls(text: &[u8], from: usize, high: bool, bad: &mut Vec<Bad>) {
    let new = &text[from..];
    let c1 = |at: usize| high && text[at] == 0xC2 && text.get(at + 1).is_some_and(|next| *next < 0xA0);
    let any_c1 = high && memchr::memchr_iter(0xC2, new).any(|offset| c1(from + offset));
    if !any_c1 && !has_control(new) {
        return;
    }
    let mut at = from;
    while at < text.len() {
        let character = if is_control(text[at]) {
            Some(char::from(text[at]))
        } else if c1(at) {
            text.get(at + 1).map(|&byte| char::from(byte))
        } else {
            None
        };
        match character {
            None => at += 1,
            Some(character) => {
                bad.push(Bad { at, what: What::Control(character) });
                at = next_end(text, at).unwrap_or(text.len());
            }
        }
    }
}
