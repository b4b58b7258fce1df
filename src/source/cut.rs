//! Where a block of text may be cut: at line ends outside quoted fields.

use super::faults::{Bad, What};
use super::lines::{after_end, next_end};
use std::ops::Range;

/// The longest record: a quote that never closes must not swallow the file.
pub(super) const MAX_RECORD: usize = 1 << 20;

/// Walks over the text of one chunk as it grows. The chunk begins at a record's start.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    /// Everything before was walked over.
    at: usize,
    /// Where the quote that is open opened.
    opened: Option<usize>,
    /// Where the record at `at` starts; everything before is whole records.
    pub(super) whole: usize,
    /// Records that hold line ends inside quotes: from their start to the last such quote.
    pub(super) folded: Vec<Range<usize>>,
}

impl Cutter {
    /// Walks on to the end of `text`; `ended` says that nothing follows.
    pub(super) fn walk(&mut self, text: &[u8], ended: bool, bad: &mut Vec<Bad>) {
        while self.at < text.len() {
            let quote = memchr::memchr(b'"', &text[self.at..]).map(|offset| self.at + offset);
            let on = match self.opened {
                None => self.outside(text, quote, ended),
                Some(opened) => self.inside(text, opened, quote, ended, bad),
            };
            if !on {
                return;
            }
        }
        if let Some(opened) = self.opened
            && (ended || text.len() - self.whole > MAX_RECORD)
        {
            self.give_up(text, opened, ended, bad);
            self.walk(text, ended, bad);
        }
    }

    fn outside(&mut self, text: &[u8], quote: Option<usize>, ended: bool) -> bool {
        let stop = quote.unwrap_or(text.len());
        let mut stretch = &text[self.at..stop];
        if stop == text.len() && !ended && stretch.last() == Some(&b'\r') {
            // The LF of this CR may still come.
            stretch = &stretch[..stretch.len() - 1];
        }
        if let Some(end) = memchr::memrchr2(b'\n', b'\r', stretch) {
            self.whole = self.at + end + 1;
        }
        let Some(quote) = quote else {
            self.at += stretch.len();
            return false;
        };
        let before = quote.checked_sub(1).map(|at| text[at]);
        if quote == self.whole || before.is_none_or(is_boundary) {
            self.opened = Some(quote);
        }
        self.at = quote + 1;
        true
    }

    fn inside(&mut self, text: &[u8], opened: usize, quote: Option<usize>, ended: bool, bad: &mut Vec<Bad>) -> bool {
        let Some(quote) = quote else {
            self.at = text.len();
            return true;
        };
        let next = text.get(quote + 1).copied();
        if next == Some(b'"') {
            self.at = quote + 2;
            return true;
        }
        if next.is_none() && !ended {
            // What follows says whether this quote closes; wait for it, unless the record is too long already.
            self.at = quote;
            if quote - self.whole <= MAX_RECORD {
                return false;
            }
        }
        let folded = next_end(&text[..quote], opened).is_some();
        let closes = next.is_none_or(is_boundary);
        if quote - self.whole > MAX_RECORD || (folded && !closes) {
            self.give_up(text, opened, ended, bad);
            return true;
        }
        if folded {
            self.folded.push(self.whole..quote + 1);
        }
        self.opened = None;
        self.at = quote + 1;
        true
    }

    /// The quote is no quote: its line is bad, and reading goes on behind it.
    fn give_up(&mut self, text: &[u8], opened: usize, ended: bool, bad: &mut Vec<Bad>) {
        self.opened = None;
        if let Some(end) = next_end(text, opened) {
            bad.push(Bad { at: opened, what: What::OpenQuote });
            self.at = after_end(text, end);
            self.whole = self.at;
        } else {
            // Without a line end it is the last line, or one too long, which is not said twice.
            if ended {
                bad.push(Bad { at: opened, what: What::CutQuote });
            }
            self.at = text.len();
        }
    }
}

/// Whether a field can begin after, or end before, this byte. All delimiters count: which one is meant is not known yet.
const fn is_boundary(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'\t' | b'|' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(text: &str, ended: bool) -> (usize, Vec<Bad>) {
        let (mut cutter, mut bad) = (Cutter::default(), Vec::new());
        cutter.walk(text.as_bytes(), ended, &mut bad);
        (cutter.whole, bad)
    }

    #[test]
    fn cuts_stand_at_line_ends() {
        assert_eq!(walk("a,b\nc", false).0, 4);
        assert_eq!(walk("a,b\r\nc", false).0, 5);
        assert_eq!(walk("a,b\rc", false).0, 4);
        assert_eq!(walk("a,b\nc\r", false).0, 4, "the CR may be half of a CRLF");
        assert_eq!(walk("a,b\nc\r", true).0, 6);
        assert_eq!(walk("abc", false).0, 0);
    }

    #[test]
    fn a_line_end_inside_quotes_cuts_nothing() {
        assert_eq!(walk("1,\"x\ny\"\n2,\"z\n", false), (8, vec![]));
        assert_eq!(walk("1,\"say \"\"hi\"\"\n\"\n2", false), (16, vec![]));
        assert_eq!(walk("1,5\" disk\n2,6\"\n", false), (15, vec![]), "no quote opens in mid-field");
    }

    #[test]
    fn walking_in_pieces_is_walking_at_once() {
        let text = "1,\"a\r\n\"\"b\"\r\n2,c\"d\r3,\"\"\r\n\"q\"\n4,\"e\nf\"g\n5,6\r\n7";
        let (mut whole, mut all) = (Cutter::default(), Vec::new());
        whole.walk(text.as_bytes(), true, &mut all);
        let (mut pieces, mut bad) = (Cutter::default(), Vec::new());
        for end in 1..text.len() {
            pieces.walk(&text.as_bytes()[..end], false, &mut bad);
        }
        pieces.walk(text.as_bytes(), true, &mut bad);
        assert_eq!((whole.whole, &whole.folded, &all), (pieces.whole, &pieces.folded, &bad));
        assert_eq!(all, [Bad { at: 30, what: What::OpenQuote }]);
        assert_eq!(whole.whole, text.len() - 1);
    }

    #[test]
    fn an_open_quote_costs_its_line_alone() {
        assert_eq!(walk("1,\"x\n2,y\n3,z\n", true), (13, vec![Bad { at: 2, what: What::OpenQuote }]));
        assert_eq!(walk("1,x\n2,\"y", true), (4, vec![Bad { at: 6, what: What::CutQuote }]));
    }
}
