//! Line ends and control bytes in blocks of text, at the speed of memory.

use std::ops::Range;

/// Lanes that the compiler turns into vector instructions.
const LANES: usize = 32;

/// How many lines end in `text`: LF, CRLF and a lone CR each end one. A CR at the very end counts.
pub(super) fn count_ends(text: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    if memchr::memchr(b'\r', text).is_none() {
        return feeds as u64;
    }
    let returns = memchr::memchr_iter(b'\r', text).count();
    (feeds + returns - pairs(text)) as u64
}

/// How many CRLF pairs there are.
fn pairs(text: &[u8]) -> usize {
    let next = text.get(1..).unwrap_or_default();
    let mut total = 0;
    // 255 rounds fill a lane's byte at most; then the lanes are summed.
    for (a, b) in text[..next.len()].chunks(LANES * 255).zip(next.chunks(LANES * 255)) {
        let mut lanes = [0_u8; LANES];
        let (a_blocks, a_rest) = a.as_chunks::<LANES>();
        let (b_blocks, b_rest) = b.as_chunks::<LANES>();
        for (a, b) in a_blocks.iter().zip(b_blocks) {
            for lane in 0..LANES {
                lanes[lane] += u8::from(a[lane] == b'\r') & u8::from(b[lane] == b'\n');
            }
        }
        total += lanes.iter().map(|&lane| usize::from(lane)).sum::<usize>();
        total += a_rest.iter().zip(b_rest).filter(|&(&a, &b)| a == b'\r' && b == b'\n').count();
    }
    total
}

/// Whether a byte is a control byte that no table holds: all but TAB, LF and CR.
pub(super) const fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t' && byte != b'\n' && byte != b'\r') || byte == 0x7F
}

/// Whether any byte is a control byte.
pub(super) fn has_control(text: &[u8]) -> bool {
    let (blocks, rest) = text.as_chunks::<LANES>();
    // Blocks of 4 KB: one branch for many bytes, and an early end.
    for blocks in blocks.chunks(128) {
        let mut lanes = [0_u8; LANES];
        for block in blocks {
            for lane in 0..LANES {
                let byte = block[lane];
                let white = u8::from(byte == b'\t') | u8::from(byte == b'\n') | u8::from(byte == b'\r');
                lanes[lane] |= (u8::from(byte < 0x20) & (white ^ 1)) | u8::from(byte == 0x7F);
            }
        }
        if lanes.iter().any(|&lane| lane != 0) {
            return true;
        }
    }
    rest.iter().any(|&byte| is_control(byte))
}

/// Where the first line end at or after `from` begins.
pub(super) fn next_end(text: &[u8], from: usize) -> Option<usize> {
    memchr::memchr2(b'\n', b'\r', text.get(from..)?).map(|at| from + at)
}

/// The first byte after the line end that begins at `end`.
pub(super) fn after_end(text: &[u8], end: usize) -> usize {
    if text.get(end) == Some(&b'\r') && text.get(end + 1) == Some(&b'\n') { end + 2 } else { end + 1 }
}

/// The line around `at`, without its line end.
pub(super) fn line_around(text: &[u8], at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let mut start = memchr::memrchr2(b'\n', b'\r', &text[..at]).map_or(0, |end| end + 1);
    // Between a CR and its LF lies the end of the line before, not an empty line.
    if start == at && at > 0 && text[at - 1] == b'\r' && text.get(at) == Some(&b'\n') {
        start = memchr::memrchr2(b'\n', b'\r', &text[..at - 1]).map_or(0, |end| end + 1);
        return start..at - 1;
    }
    start..next_end(text, at).unwrap_or(text.len())
}

/// Empties `ranges` (in order, not overlapping) of everything but their line ends, so that lines keep their numbers.
pub(super) fn blank(text: &mut Vec<u8>, ranges: &[Range<usize>]) {
    let Some(first) = ranges.first() else { return };
    let mut to = first.start;
    for (index, range) in ranges.iter().enumerate() {
        for from in range.clone() {
            if matches!(text[from], b'\n' | b'\r') {
                text[to] = text[from];
                to += 1;
            }
        }
        let next = ranges.get(index + 1).map_or(text.len(), |next| next.start);
        text.copy_within(range.end..next, to);
        to += next - range.end;
    }
    text.truncate(to);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        for (text, ends) in [("", 0), ("a", 0), ("a\nb\n", 2), ("a\r\nb\r\n", 2), ("a\rb\r", 2), ("\r\r\n\n", 3)] {
            assert_eq!(count_ends(text.as_bytes()), ends, "{text:?}");
        }
        let long = "0123456789,abc\r\n".repeat(2000) + "x\ry\n";
        assert_eq!(count_ends(long.as_bytes()), 2002);
    }

    #[test]
    fn control_bytes_are_seen_anywhere() {
        let clean = "1,2\t3\r\n靜置°\n".repeat(1000);
        assert!(!has_control(clean.as_bytes()));
        for at in [0, 31, 32, 4096, clean.len() - 1] {
            for byte in [0, 8, 0x0B, 0x1A, 0x1F, 0x7F] {
                let mut text = clean.clone().into_bytes();
                text[at] = byte;
                assert!(has_control(&text), "{byte} at {at}");
            }
        }
    }

    #[test]
    fn blanked_lines_keep_their_ends() {
        let mut text = b"one\r\ntwo\nthree\rfour".to_vec();
        blank(&mut text, &[0..3, 9..14]);
        assert_eq!(text, b"\r\ntwo\n\rfour");
        let mut text = b"a,\"x\ny\"\nb\n".to_vec();
        blank(&mut text, &[0..7, 8..9]);
        assert_eq!(text, b"\n\n\n");
    }

    #[test]
    fn a_line_is_found_around_any_of_its_bytes() {
        let text = b"ab\r\ncd\n\nef";
        let lines: Vec<_> = (0..=text.len()).map(|at| line_around(text, at)).collect();
        assert_eq!(lines, [0..2, 0..2, 0..2, 0..2, 4..6, 4..6, 4..6, 7..7, 8..10, 8..10, 8..10]);
    }
}
