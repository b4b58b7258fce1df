//! Reading files of every kind of damage: each is whole, or a fault at its line; memory stays bounded.

use super::*;
use crate::model::FaultKind;
use encoding_rs::{BIG5, GB18030, WINDOWS_1252};
use std::io::{Read as _, Write};

const TABLE: &str = "循環,工步種類,執行時間(秒),電壓(V),電流(A),狀態\r\n1,靜置,0.01,3.25,0,StepRunning\r\n\
                     1,溫箱控制,60,3.26,0,StepFinishByCut_T\r\n1,CC放電,0.01,3.1,-8,StepRunning\r\n";

struct Read {
    text: Vec<u8>,
    faults: Vec<Fault>,
    infos: Vec<ChunkInfo>,
    largest: usize,
    encoding: &'static str,
}

impl Read {
    fn kinds(&self) -> Vec<(FaultKind, Option<u64>, Option<u64>)> {
        self.faults.iter().map(|fault| (fault.kind, fault.line, fault.line_end)).collect()
    }
}

fn read_as(name: &str, bytes: &[u8], label: Option<&str>) -> Result<Read, SourceError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut input = Input::open(&path, label)?;
    let (mut buffer, mut line) = (Vec::new(), 1);
    let mut read = Read { text: Vec::new(), faults: Vec::new(), infos: Vec::new(), largest: 0, encoding: "" };
    while let Some(info) = input.next_chunk(&mut buffer)? {
        assert_eq!(info.first_line, line, "lines count on");
        line += count_ends(&buffer);
        std::str::from_utf8(&buffer).unwrap();
        assert!(info.last || matches!(buffer.last(), Some(b'\n' | b'\r')), "chunks end with lines");
        read.largest = read.largest.max(buffer.capacity());
        read.text.extend_from_slice(&buffer);
        read.infos.push(info);
        read.faults.extend(input.take_faults());
    }
    assert_eq!(read.infos.iter().filter(|info| info.last).count(), 1);
    read.encoding = input.encoding();
    let print = input.finish()?;
    assert_eq!((print.size, print.blake3), (bytes.len() as u64, blake3::hash(bytes).to_hex().to_string()));
    Ok(read)
}

fn read(bytes: &[u8]) -> Read {
    read_as("a.csv", bytes, None).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn one_text_in_every_encoding() {
    let little: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cases: [(Vec<u8>, &str); 8] = [
        (TABLE.into(), "UTF-8"),
        ([b"\xEF\xBB\xBF", TABLE.as_bytes()].concat(), "UTF-8"),
        (little.clone(), "UTF-16LE"),
        (big.clone(), "UTF-16BE"),
        ([b"\xFF\xFE", little.as_slice()].concat(), "UTF-16LE"),
        ([b"\xFE\xFF", big.as_slice()].concat(), "UTF-16BE"),
        (BIG5.encode(TABLE).0.into(), "Big5"),
        (GB18030.encode(TABLE).0.into(), "gb18030"),
    ];
    for (bytes, encoding) in cases {
        let read = read(&bytes);
        assert_eq!((read.text.as_slice(), read.encoding), (TABLE.as_bytes(), encoding));
        assert!(read.faults.is_empty(), "{:?}", read.faults);
    }
}

#[test]
fn the_first_strange_byte_may_come_late() {
    let head = "1,2,3\n".repeat(150_000);
    let tail = "4,25 °C,µ\n".repeat(3);
    let text = head.clone() + &tail;
    assert!(read(&WINDOWS_1252.encode(&text).0).text == text.as_bytes());
    assert!(read(text.as_bytes()).text == text.as_bytes());
    let chinese = head + TABLE;
    let late = read(&BIG5.encode(&chinese).0);
    assert!(late.text == chinese.as_bytes() && late.encoding == "Big5");
    // The byte stands at the block's very end: what follows it decides.
    for pad in 0..4 {
        let text = "x".repeat(BLOCK - 3 + pad) + "\n" + TABLE;
        assert!(read(&BIG5.encode(&text).0).text == text.as_bytes());
        assert!(read(text.as_bytes()).text == text.as_bytes());
    }
}

#[test]
fn encodings_can_be_forced() {
    let bytes = GB18030.encode("工步,°\n").0;
    assert_eq!(read_as("a.csv", &bytes, Some("gbk")).unwrap().text, "工步,°\n".as_bytes());
    assert_eq!(read_as("a.csv", b"\xEF\xBB\xBFa\n", Some("utf-8")).unwrap().text, b"a\n");
    assert_eq!(read_as("a.csv", b"\xFE\xFF\0a\0\n", Some("utf-16")).unwrap().text, b"a\n");
    assert!(matches!(read_as("a.csv", b"a\n", Some("nope")), Err(SourceError::UnknownEncoding { .. })));
    // A mark says otherwise for certain.
    for (bytes, label, said) in [
        (&b"\xEF\xBB\xBFa,b\n"[..], "big5", "UTF-8 by the byte-order mark that it begins with, not Big5"),
        (b"\xEF\xBB\xBFa,b\n", "windows-1252", "`--encoding utf-8`"),
        (b"\xFF\xFEa\0\n\0", "utf-8", "UTF-16LE by the byte-order mark"),
    ] {
        let refused = read_as("a.csv", bytes, Some(label)).err().map(|error| error.to_string()).unwrap();
        assert!(refused.contains(said), "{label}: {refused}");
    }
}

#[test]
fn chunks_are_whole_lines_however_they_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = (0..120_000).fold(String::new(), |text, n| text + &n.to_string() + ",靜置,3.25" + end);
        let all = read(text.as_bytes());
        assert!(all.infos.len() > 3 && all.text == text.as_bytes() && all.faults.is_empty());
        assert!(all.infos.iter().all(|info| info.ends_with_line_end) && all.largest < 3 * BLOCK);
        let cut = read(text.trim_end().as_bytes());
        assert!(!cut.infos[cut.infos.len() - 1].ends_with_line_end);
        assert_eq!(all.infos[1].first_line, count_ends(&text.as_bytes()[..BLOCK - 1]) + 1, "{end:?}");
    }
    let empty = read(b"");
    assert_eq!(empty.infos, [ChunkInfo { first_line: 1, last: true, ends_with_line_end: true, offset: Some(0) }]);
}

#[test]
fn bad_bytes_cost_their_line_and_are_named() {
    let mut text = TABLE.repeat(6_000).into_bytes();
    // One byte in the first block, one on each side of a block's edge.
    for at in [4_000, BLOCK - 1, BLOCK] {
        let line = line_around(&text, at);
        text[line.start] = 0xFF;
    }
    let mut lines = [4_000, BLOCK].map(|at| count_ends(&text[..line_around(&text, at).start]) + 1);
    lines.sort_unstable();
    let found = read(&text);
    assert_eq!(found.kinds(), lines.map(|line| (FaultKind::UnreadableFile, Some(line), None)));
    assert_eq!(found.faults[0].value.as_deref(), Some("0xFF"));
    assert_eq!(count_ends(&found.text), 24_000, "no line is lost");
    let control = read(b"a,b\n1,2\n3,\0\n\x1A4,5\n6,7\n");
    assert_eq!(control.text, b"a,b\n1,2\n\n\n6,7\n");
    assert_eq!(control.kinds(), [3, 4].map(|line| (FaultKind::UnreadableFile, Some(line), None)));
    let mut big5 = BIG5.encode(TABLE).0.into_owned();
    let at = big5.len() - 20;
    big5[at] = 0xFF;
    assert_eq!(read(&big5).kinds(), [(FaultKind::UnreadableFile, Some(4), None)]);
    let western = read_as("a.csv", b"a,b\n1,\x81\n", Some("windows-1252")).unwrap();
    assert_eq!((western.faults[0].line, western.faults[0].value.as_deref()), (Some(2), Some("U+0081")));
}

#[test]
fn a_file_cut_in_a_character_is_truncated() {
    let whole = format!("{TABLE}1,靜置");
    let cut = read(&whole.as_bytes()[..whole.len() - 1]);
    assert_eq!(cut.kinds(), [(FaultKind::TruncatedFile, Some(5), None)]);
    assert_eq!(cut.text, TABLE.as_bytes());
    let little: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&little[..little.len() - 1]).kinds(), [(FaultKind::TruncatedFile, Some(5), None)]);
    let big5 = BIG5.encode(&whole).0;
    assert_eq!(read(&big5[..big5.len() - 1]).kinds(), [(FaultKind::TruncatedFile, Some(5), None)]);
}

#[test]
fn any_cut_and_any_byte_gives_text_or_a_fault() {
    for end in 0..TABLE.len() {
        let read = read(&TABLE.as_bytes()[..end]);
        assert!(read.faults.len() <= 1);
        let kept = if read.faults.is_empty() { end } else { line_around(&TABLE.as_bytes()[..end], end).start };
        assert_eq!(read.text, &TABLE.as_bytes()[..kept], "cut at {end}");
    }
    for at in (0..TABLE.len()).step_by(7) {
        for byte in [0, 0x22, 0x80, 0xC3, 0xFF] {
            let mut bytes = TABLE.as_bytes().to_vec();
            bytes[at] = byte;
            let read = read(&bytes);
            assert!(count_ends(&read.text) + 1 >= count_ends(TABLE.as_bytes()), "{byte} at {at}");
        }
    }
}

#[test]
fn quotes_fold_lines_or_are_a_fault() {
    let folded = read(b"a,\"b\nc\"\n1,2\n");
    assert_eq!((folded.text.as_slice(), folded.faults.len()), (&b"a,\"b\nc\"\n1,2\n"[..], 0));
    let damaged = read(b"a,b\n1,\"x\ny\0\",z\n1,2\n");
    assert_eq!((damaged.text.as_slice(), damaged.kinds().len()), (&b"a,b\n\n\n1,2\n"[..], 1));
    assert_eq!(damaged.faults[0].line, Some(3));
    // An open quote in a large file: one line is lost, memory is not.
    let rows = "7,8,9\n".repeat(1_000_000);
    let open = read(format!("a,b,c\n1,\"2,3\n{rows}").as_bytes());
    assert_eq!(open.kinds(), [(FaultKind::RaggedRow, Some(2), None)]);
    assert_eq!(open.text.len(), "a,b,c\n\n".len() + rows.len());
    assert!(open.largest < 4 * MAX_RECORD, "{}", open.largest);
}

#[test]
fn lines_beyond_the_limit_are_left_out() {
    let long = "9,".repeat(3_000_000);
    let read_long = read(format!("a,b\n1,2\n{long}\n3,4\n").as_bytes());
    assert_eq!(read_long.kinds(), [(FaultKind::UnreadableFile, Some(3), None)]);
    assert_eq!(read_long.text, b"a,b\n1,2\n\n3,4\n");
    assert!(read_long.largest < 4 * MAX_RECORD);
    let field = "x".repeat(MAX_RECORD);
    assert_eq!(read(format!("a\n\"{field}\"\n1\n").as_bytes()).kinds().len(), 1);
    assert_eq!(read(format!("a\n{}\n1\n", &field[..MAX_RECORD / 2]).as_bytes()).kinds(), []);
    assert_eq!(read(&vec![0; 3_000_000]).kinds().len(), 1, "a hole in place of data");
}

#[test]
fn packed_files_are_unpacked_within_limits() {
    let text = TABLE.repeat(20_000);
    let half = text.len() / 2;
    let members = [gzip(&text.as_bytes()[..half]), gzip(&text.as_bytes()[half..])].concat();
    assert!(read_as("a.csv.gz", &members, None).unwrap().text == text.as_bytes());
    let pack = |bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap();
    let frames = [pack(&text.as_bytes()[..half]), pack(&text.as_bytes()[half..])].concat();
    assert!(read_as("a.csv.zst", &frames, None).unwrap().text == text.as_bytes());
    assert!(read_as("a.csv", &frames, None).unwrap().text == text.as_bytes(), "bytes tell, not names");
    for (name, bytes) in [("a.csv.gz", &members), ("a.csv.zst", &frames)] {
        for cut in [5, bytes.len() / 2 - 3, bytes.len() - 1] {
            let error = read_as(name, &bytes[..cut], None).err().unwrap();
            assert!(matches!(error, SourceError::Archive { .. }) && error.fault().is_some(), "{name} {cut}: {error}");
        }
    }
    assert!(matches!(read_as("a.csv.gz", b"a,b\n", None), Err(SourceError::Archive { .. })));
    assert!(matches!(read_as("a.csv", b"PK\x03\x04....", None), Err(SourceError::Damaged { .. })));
    assert!(read_as("a.csv.gz", b"", None).unwrap().text.is_empty());
}

#[test]
fn bombs_are_refused() {
    let bomb = zstd::encode_all(std::io::repeat(b'\n').take(80 << 20), 1).unwrap();
    let error = read_as("a.csv.zst", &bomb, None).err().unwrap();
    assert!(matches!(error, SourceError::Bomb { .. }), "{error}");
}

#[test]
fn a_file_that_grows_meanwhile_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, TABLE).unwrap();
    let mut input = Input::open(&path, None).unwrap();
    input.next_chunk(&mut Vec::new()).unwrap();
    std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"1,2\n").unwrap();
    assert!(input.finish().unwrap_err().is_passing());
}
