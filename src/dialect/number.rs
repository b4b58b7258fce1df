//! Numbers as cyclers write them, and the texts that stand for "no value".

/// What a numeric cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// A finite number.
    Number(f64),
    /// A text or number that stands for "no value".
    Sentinel,
    /// Nothing.
    Empty,
    /// Anything else.
    Bad,
}

/// The numbers that stand for "no value": Chroma's -600000, and 9.9E37 of SCPI instruments.
pub(super) fn is_sentinel(value: f64) -> bool {
    !value.is_finite() || value == -600_000.0 || value.abs() >= 9.9e36
}

/// The number of a cell that was kept as text; `None` when it holds none.
#[must_use]
pub fn number_of(text: &str) -> Option<f64> {
    match cell(text.as_bytes(), text.contains(',')) {
        Cell::Number(value) => Some(value),
        Cell::Sentinel | Cell::Empty | Cell::Bad => None,
    }
}

/// Reads a cell; `decimal_comma` says that the comma is the decimal mark.
pub(super) fn cell(text: &[u8], decimal_comma: bool) -> Cell {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Cell::Empty;
    }
    let mut owned = [0u8; 64];
    let text = if decimal_comma && text.len() <= owned.len() && text.contains(&b',') {
        if text.contains(&b'.') {
            return Cell::Bad;
        }
        let copy = &mut owned[..text.len()];
        copy.copy_from_slice(text);
        for byte in copy.iter_mut().filter(|byte| **byte == b',') {
            *byte = b'.';
        }
        &*copy
    } else {
        text
    };
    match fast_float2::parse::<f64, _>(text) {
        Ok(value) if is_sentinel(value) => Cell::Sentinel,
        Ok(value) => Cell::Number(value),
        Err(_) if matches!(text, b"--" | b"-" | b"N/A" | b"n/a" | b"NA" | b"null" | b"NULL") => Cell::Sentinel,
        Err(_) => Cell::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart() {
        assert_eq!(cell(b" 4.3E-05 ", false), Cell::Number(4.3e-5));
        assert_eq!(cell(b"24,6999988555908", true), Cell::Number(24.699_998_855_590_8));
        assert_eq!(cell(b"1.234,5", true), Cell::Bad);
        assert_eq!(cell(b"1,5", false), Cell::Bad);
        assert_eq!(cell(b"", false), Cell::Empty);
        for text in ["--", "NaN", "Inf", "-inf", "-600000", "9.9E37", "1e999"] {
            assert_eq!(cell(text.as_bytes(), false), Cell::Sentinel, "{text}");
        }
        assert_eq!(cell(b"3.2x", false), Cell::Bad);
        assert_eq!(cell(b"-600000.5", false), Cell::Number(-600_000.5));
    }
}
