//! Which encoding a file is in: its byte-order mark, else zero bytes, else what its first non-ASCII bytes can be.

use super::SourceError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes the detector looks at.
pub(super) const SAMPLE: usize = 64 * 1024;

/// The encoding that `--encoding` names.
pub(super) fn forced(label: &str) -> Result<&'static Encoding, SourceError> {
    let known = match label.trim().to_ascii_lowercase().as_str() {
        "utf-8-sig" | "utf8-sig" => Some(UTF_8),
        "gbk" | "cp936" => Some(GB18030),
        "cp950" => Some(BIG5),
        other => Encoding::for_label_no_replacement(other.as_bytes()),
    };
    known.ok_or_else(|| SourceError::UnknownEncoding { label: label.to_owned() })
}

/// What the first bytes of a file say for certain: an encoding and the length of its byte-order mark.
pub(super) fn by_first_bytes(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some((encoding, length)) = Encoding::for_bom(head) {
        return Some((encoding, length));
    }
    let (mut even, mut odd) = (0_usize, 0_usize);
    for unit in head.chunks_exact(2) {
        even += usize::from(unit[0] == 0);
        odd += usize::from(unit[1] == 0);
    }
    let units = head.len() / 2;
    let (least, share) = (2, 5);
    // In UTF-16 the ASCII half of a table has its zero bytes all on one side; stray NUL bytes fall on both.
    if odd >= least && odd * share >= units && even * 20 < odd {
        Some((UTF_16LE, 0))
    } else if even >= least && even * share >= units && odd * 20 < even {
        Some((UTF_16BE, 0))
    } else {
        None
    }
}

/// The encoding of a sample that begins with the file's first non-ASCII byte.
pub(super) fn by_content(sample: &[u8]) -> &'static Encoding {
    let (sequences, errors) = utf8_sequences(sample);
    // A single bad byte in a UTF-8 file makes it no other encoding: hardly any legacy text is UTF-8 by chance.
    if errors == 0 || sequences > 4 * errors {
        return UTF_8;
    }
    if is_unit_signs(sample) {
        return WINDOWS_1252;
    }
    let guessed = guess(sample);
    if is_multi_byte(guessed) {
        return guessed;
    }
    // One bad byte rules an encoding out for the detector; the header line alone may still tell.
    let mut ends = memchr::memchr2_iter(b'\n', b'\r', sample);
    let by_header = ends.find(|&end| end > 40).map_or(guessed, |end| guess(&sample[..end]));
    if is_multi_byte(by_header) { by_header } else { single_byte(guessed, sample) }
}

/// Whether all that is not ASCII are single signs of units: `°C` is also a Chinese character to a detector.
fn is_unit_signs(sample: &[u8]) -> bool {
    const SIGNS: &[u8] = &[0xA0, 0xB0, 0xB1, 0xB2, 0xB3, 0xB5, 0xB7, 0xD7];
    let known = sample.iter().all(|byte| byte.is_ascii() || SIGNS.contains(byte));
    known && sample.windows(2).all(|pair| pair[0].is_ascii() || pair[1].is_ascii())
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if guessed == GBK { GB18030 } else { guessed }
}

fn is_multi_byte(encoding: &'static Encoding) -> bool {
    [BIG5, GB18030, EUC_JP, EUC_KR, SHIFT_JIS].contains(&encoding)
}

/// Units such as ° and µ stand at the same byte in most single-byte encodings: then the plain one is meant.
fn single_byte(guessed: &'static Encoding, sample: &[u8]) -> &'static Encoding {
    let same = sample.iter().filter(|byte| !byte.is_ascii()).all(|byte| {
        let byte = std::slice::from_ref(byte);
        guessed.decode_without_bom_handling(byte).0 == WINDOWS_1252.decode_without_bom_handling(byte).0
    });
    if same { WINDOWS_1252 } else { guessed }
}

/// How many sequences of more than one byte are UTF-8, and how many bytes are not. A sequence cut by the end is neither.
fn utf8_sequences(sample: &[u8]) -> (usize, usize) {
    let (mut sequences, mut errors) = (0, 0);
    for chunk in sample.utf8_chunks() {
        sequences += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        errors += usize::from(!chunk.invalid().is_empty());
    }
    let cut = std::str::from_utf8(&sample[sample.len().saturating_sub(3)..]).is_err();
    (sequences, if errors == 1 && cut && ends_in_mid_sequence(sample) { 0 } else { errors })
}

fn ends_in_mid_sequence(sample: &[u8]) -> bool {
    (1..=3.min(sample.len())).any(|n| {
        let tail = &sample[sample.len() - n..];
        std::str::from_utf8(tail).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a Chroma header and row, whose bytes the detector has to tell apart.
    const HEADER: &str = "循環,迴圈,子循環,子迴圈,工步編號,工步種類,實際開始時間,執行時間(秒),電壓(V),電流(A),狀態\n\
                          1,1,1,1,1,靜置,09/04/2024,0.01,3.25,0,StepRunning\n1,1,1,1,2,溫箱控制,09/04/2024,60,3.25,0,A\n";

    fn content(bytes: &[u8]) -> &'static Encoding {
        by_content(&bytes[bytes.iter().position(|byte| !byte.is_ascii()).unwrap()..])
    }

    #[test]
    fn chinese_is_told_apart() {
        assert_eq!(content(HEADER.as_bytes()), UTF_8);
        assert_eq!(content(&BIG5.encode(HEADER).0), BIG5);
        assert_eq!(content(&GB18030.encode(HEADER).0), GB18030);
        let simplified = "循环,工步号,工步类型,时间(秒),电压(V),电流(A),容量(Ah),状态\n1,1,恒流充电,0,3.2,1,0,完成\n";
        assert_eq!(content(&GB18030.encode(simplified).0), GB18030);
    }

    #[test]
    fn one_bad_byte_changes_no_encoding() {
        let mut utf8 = HEADER.repeat(3).into_bytes();
        let end = utf8.len() - 9;
        utf8[end] = 0xE9;
        assert_eq!(content(&utf8), UTF_8);
        let mut big5 = BIG5.encode(&HEADER.repeat(3)).0.into_owned();
        let end = big5.len() - 9;
        big5[end] = 0xFF;
        assert_eq!(content(&big5), BIG5);
    }

    #[test]
    fn a_sample_may_end_in_mid_character() {
        let bytes = HEADER.as_bytes();
        assert!((3..=9).all(|n| content(&bytes[..n]) == UTF_8));
    }

    #[test]
    fn degrees_and_micro_are_western() {
        let text = "Time,Voltage/V,Aux T [°C],I [µA]\n0,3.2,25,1\n60,3.2,25,1\n";
        assert_eq!(content(&WINDOWS_1252.encode(text).0), WINDOWS_1252);
        assert_eq!(content(b"Test,T [\xB0C]\n1,25\n"), WINDOWS_1252);
    }

    #[test]
    fn first_bytes_tell_utf16_with_and_without_a_mark() {
        let little: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(by_first_bytes(&little), Some((UTF_16LE, 0)));
        assert_eq!(by_first_bytes(&big), Some((UTF_16BE, 0)));
        assert_eq!(by_first_bytes(b"\xFF\xFEa\0"), Some((UTF_16LE, 2)));
        assert_eq!(by_first_bytes(b"\xEF\xBB\xBFa"), Some((UTF_8, 3)));
        assert_eq!(by_first_bytes(HEADER.as_bytes()), None);
        assert_eq!(by_first_bytes(b"a,b\n\0\0\0\0\0\0\0\0"), None);
    }

    #[test]
    fn labels_are_the_usual_ones() {
        assert_eq!(forced("CP1252").unwrap(), WINDOWS_1252);
        assert_eq!(forced("latin1").unwrap(), WINDOWS_1252);
        assert_eq!(forced("utf-8-sig").unwrap(), UTF_8);
        assert!(forced("klingon").unwrap_err().to_string().contains("klingon"));
    }
}
