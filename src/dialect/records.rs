//! Records of delimited text, with quotes, and the physical lines they stand in.

/// Hands each record of a piece to `each`, with its physical line and whether the file ends in it without a line end;
/// gives how many physical lines the piece has.
pub(super) fn records(
    piece: &[u8],
    delimiter: u8,
    first_line: u64,
    unterminated: bool,
    mut each: impl FnMut(&csv::ByteRecord, u64, bool),
) -> u64 {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(piece);
    let mut record = csv::ByteRecord::new();
    let (mut line, mut at) = (first_line, 0);
    while let Ok(true) = reader.read_byte_record(&mut record) {
        // Blank lines before a record are skipped without a word: the record begins behind them.
        let end = reader.position().byte() as usize;
        let blank = piece[at..end].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += line_ends(piece, at, at + blank);
        each(&record, line, unterminated && end >= piece.len());
        line += line_ends(piece, at + blank, end);
        at = end;
    }
    line + line_ends(piece, at, piece.len()) - first_line
}

/// Line ends (LF, CRLF, or a CR alone) between two places of a text.
fn line_ends(text: &[u8], from: usize, to: usize) -> u64 {
    let ends = |index: &usize| match text[*index] {
        b'\n' => true,
        b'\r' => text.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    (from..to).filter(ends).count() as u64
}
