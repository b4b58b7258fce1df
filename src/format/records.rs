//! Reads a small table that a person made: a manifest.

/// One row: its physical line, and its cells, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ManifestRow {
    /// The physical line; the first is 1.
    pub line: u64,
    /// The cells.
    pub cells: Vec<String>,
}

/// Reads a text with a header line: its cells and the rows. The delimiter is a comma, a semicolon or a tab, whichever the
/// header has most of. Blank lines are passed over.
///
/// # Errors
/// The line and the words, when a row has another number of cells than the header.
pub(crate) fn read_records(text: &str) -> Result<(Vec<String>, Vec<ManifestRow>), (u64, String)> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    // The reader's position stands before the blank lines that it passes over.
    let line = |position: &csv::Position| {
        let passed = text.bytes().skip(position.byte() as usize).take_while(|byte| matches!(byte, b'\r' | b'\n'));
        position.line() + passed.filter(|byte| *byte == b'\n').count() as u64
    };
    let said = |error: &csv::Error| {
        let words = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!(
                    "the row has {len} cells and the header {expected_len}; add what is missing, or take out what is too many"
                )
            }
            _ => error.to_string(),
        };
        (error.position().map_or(1, line), words)
    };
    let headers = reader.headers().map_err(|error| said(&error))?.iter().map(str::to_owned).collect();
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| said(&error))?;
        let line = record.position().map_or(0, line);
        if record.iter().any(|cell| !cell.is_empty()) {
            records.push(ManifestRow { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    Ok((headers, records))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_and_blank_lines() {
        let (headers, records) = read_records("name;cell\n\na;\"x;y\"\n;\n").unwrap();
        assert_eq!(headers, ["name", "cell"]);
        assert_eq!(records, [ManifestRow { line: 3, cells: vec!["a".to_owned(), "x;y".to_owned()] }]);
        assert_eq!(read_records("a,b\n1\n").unwrap_err().0, 2);
        assert_eq!(read_records("a,b\r\n\r\n\r\n1\r\n").unwrap_err().0, 4);
    }
}
