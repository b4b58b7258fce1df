//! An input file as chunks of whole lines of UTF-8, with true line numbers.

use super::SourceError;
use super::cut::{Cutter, MAX_RECORD};
use super::faults::{Bad, Faults, What};
use super::lines::{blank, count_ends, line_around, next_end};
use super::name::split_part;
use super::probe::of_part;
use super::text::Text;
use crate::model::Fault;
use std::ops::Range;
use std::path::Path;

/// How many bytes of the file are read at once.
const BLOCK: usize = 256 * 1024;

/// What a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkInfo {
    /// The physical line that the chunk begins with; the first is 1.
    pub first_line: u64,
    /// Whether it is the file's last chunk. There is exactly one such chunk; it may be empty.
    pub last: bool,
    /// Whether the text so far ends with a line end; on the last chunk, whether the file does.
    pub ends_with_line_end: bool,
    /// Where on disk the text lies just as it is, if it does: for [`Again`](super::Again).
    pub offset: Option<u64>,
}

/// What identifies a file once it was read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// blake3 of the bytes as they lie on disk, in hex.
    pub blake3: String,
    /// Their number.
    pub size: u64,
}

/// An open input file.
#[derive(Debug)]
pub struct Input {
    text: Text,
    faults: Faults,
    /// Text behind the last cut, and what is wrong in it.
    carry: Vec<u8>,
    bad: Vec<Bad>,
    next_line: u64,
    ends_with_line_end: bool,
    done: bool,
    /// Where on disk the next chunk begins, while all that was given out is what lies there.
    offset: Option<u64>,
}

impl Input {
    /// Opens a regular file, packed or not, in any encoding; `encoding` forces one (`--encoding`).
    ///
    /// # Errors
    /// When it is no readable regular file, no text, a damaged archive, or the encoding is unknown.
    pub fn open(path: &Path, encoding: Option<&str>) -> Result<Self, SourceError> {
        let text = Text::open(path, encoding)?;
        let faults = Faults::new(text.shown().to_owned());
        let (carry, bad) = (Vec::new(), Vec::new());
        let offset = text.verbatim_from();
        Ok(Self { text, faults, carry, bad, next_line: 1, ends_with_line_end: true, done: false, offset })
    }

    /// The path as it is printed.
    #[must_use]
    pub fn path(&self) -> &str {
        self.text.shown()
    }

    /// What the text is in: `text`, or the container that gives it out.
    #[must_use]
    pub fn container(&self) -> &'static str {
        self.text.container()
    }

    /// The channel that is named behind the file, where the file is no container of several tests.
    #[must_use]
    pub fn channel(&self) -> Option<&str> {
        self.text.channel()
    }

    /// The encoding's name; certain once the file was read to its end.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.text.encoding()
    }

    /// The faults found in the chunks so far, each handed over once.
    pub fn take_faults(&mut self) -> Vec<Fault> {
        self.faults.take()
    }

    /// Puts the next lines into `buffer`, replacing what it holds; `None` after the last chunk. The text is valid UTF-8
    /// without byte-order mark and control characters, and begins and ends where records do. A line that cannot be read
    /// is blank in it and a fault in [`Input::take_faults`].
    ///
    /// # Errors
    /// When the file cannot be read or unpacked further.
    pub fn next_chunk(&mut self, buffer: &mut Vec<u8>) -> Result<Option<ChunkInfo>, SourceError> {
        buffer.clear();
        if self.done {
            return Ok(None);
        }
        buffer.append(&mut self.carry);
        let mut cutter = Cutter::default();
        let cut = loop {
            if !self.text.has_ended() {
                self.text.append(buffer, BLOCK, &mut self.bad)?;
            }
            let ended = self.text.has_ended();
            cutter.walk(buffer, ended, &mut self.bad);
            if buffer.len() > MAX_RECORD && first_line_is_long(buffer) {
                self.skip_line(buffer)?;
                cutter = Cutter::default();
                cutter.walk(buffer, self.text.has_ended(), &mut self.bad);
            }
            if self.text.has_ended() {
                break buffer.len();
            }
            if cutter.whole > 0 {
                break cutter.whole;
            }
        };
        self.carry.extend_from_slice(&buffer[cut..]);
        buffer.truncate(cut);
        let first_line = self.next_line;
        self.next_line += count_ends(buffer);
        if let Some(last) = buffer.last() {
            self.ends_with_line_end = matches!(last, b'\n' | b'\r');
        }
        let offset = self.offset.filter(|_| self.bad.is_empty() && self.text.verbatim_from().is_some());
        self.offset = offset.map(|offset| offset + buffer.len() as u64);
        if !self.bad.is_empty() {
            self.report_and_blank(buffer, first_line, &cutter.folded);
        }
        self.done = self.text.has_ended();
        let ends_with_line_end = self.ends_with_line_end;
        Ok(Some(ChunkInfo { first_line, last: self.done, ends_with_line_end, offset }))
    }

    /// The file was read before and its hash is known: it is not made again, and the fingerprint will have none.
    pub fn without_hash(&mut self) {
        self.text.without_hash();
    }

    /// Reads on to the file's end, whatever was left unread, and makes sure that it did not change meanwhile.
    ///
    /// # Errors
    /// When it cannot be read, or changed while being read.
    pub fn finish(mut self) -> Result<Fingerprint, SourceError> {
        let (blake3, size) = self.text.finish()?;
        let blake3 = of_part(blake3, split_part(Path::new(self.text.shown())).1.as_deref());
        Ok(Fingerprint { blake3, size })
    }

    /// Throws the first line away, however long it is, and keeps its line end.
    fn skip_line(&mut self, text: &mut Vec<u8>) -> Result<(), SourceError> {
        self.offset = None;
        self.faults.add(self.next_line, What::Long, self.text.encoding());
        loop {
            if let Some(end) = next_end(text, 0) {
                text.drain(..end);
                self.bad.retain(|bad| bad.at >= end);
                self.bad.iter_mut().for_each(|bad| bad.at -= end);
                return Ok(());
            }
            text.clear();
            self.bad.clear();
            if self.text.has_ended() {
                self.ends_with_line_end = false;
                return Ok(());
            }
            self.text.append(text, BLOCK, &mut self.bad)?;
        }
    }

    /// Turns what is wrong in the chunk into faults, and empties the lines concerned.
    fn report_and_blank(&mut self, text: &mut Vec<u8>, first_line: u64, folded: &[Range<usize>]) {
        self.bad.sort_by_key(|bad| bad.at);
        let here = self.bad.partition_point(|bad| bad.at < text.len() || self.carry.is_empty());
        let later = self.bad.split_off(here);
        let (mut line, mut counted) = (first_line, 0);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for bad in std::mem::replace(&mut self.bad, later) {
            let own = line_around(text, bad.at);
            line += count_ends(&text[counted.min(own.start)..own.start]);
            counted = counted.max(own.start);
            let mut range = own;
            if let Some(record) = folded.iter().find(|record| record.contains(&bad.at)) {
                range.start = range.start.min(record.start);
                range.end = next_end(text, record.end).unwrap_or(text.len());
            }
            match ranges.last_mut() {
                Some(last) if range.start < last.end || range == *last => {
                    if bad.at >= last.end {
                        self.faults.add(line, bad.what, self.text.encoding());
                    }
                    last.end = last.end.max(range.end);
                }
                _ => {
                    self.faults.add(line, bad.what, self.text.encoding());
                    ranges.push(range);
                }
            }
        }
        for bad in &mut self.bad {
            bad.at -= text.len();
        }
        blank(text, &ranges);
    }
}

/// Whether the first line alone is beyond the limit.
fn first_line_is_long(text: &[u8]) -> bool {
    next_end(text, 0).is_none_or(|end| end > MAX_RECORD)
}

#[cfg(test)]
mod tests;
