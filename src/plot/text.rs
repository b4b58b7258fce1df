//! The fonts that every picture carries, and how wide a text is in them.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::sync::OnceLock;

/// DejaVu Sans.
pub(super) const SANS: &[u8] = include_bytes!("../../assets/fonts/DejaVuSans.ttf");
/// The characters of known headers and step types from Noto Sans CJK.
pub(super) const CJK: &[u8] = include_bytes!("../../assets/fonts/NotoSansCJK-subset.otf");
/// The family outright, then like ones for a browser that has no DejaVu Sans.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, Noto Sans CJK TC, sans-serif";

fn fonts() -> &'static [Option<FontRef<'static>>; 2] {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    FONTS.get_or_init(|| [SANS, CJK].map(|bytes| FontRef::new(bytes).ok()))
}

/// The width of a character in units of the font's size, where an embedded font has it.
fn advance(character: char) -> Option<f64> {
    fonts().iter().flatten().find_map(|font| {
        let glyph = font.charmap().map(character)?;
        let unscaled = (Size::unscaled(), LocationRef::default());
        let em = f64::from(font.metrics(unscaled.0, unscaled.1).units_per_em);
        font.glyph_metrics(unscaled.0, unscaled.1).advance_width(glyph).map(|units| f64::from(units) / em)
    })
}

/// Whether the embedded fonts have every character of a text.
pub(super) fn covered(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || c.is_control() || advance(c).is_some())
}

/// The width of a text in units of the font's size. A character of a system font counts as a full square.
pub(super) fn width_em(text: &str) -> f64 {
    text.chars().map(|c| advance(c).unwrap_or(1.0)).sum()
}

/// The text without control characters, which no picture can show and XML may not hold.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}

/// Breaks a text into at most `most` lines no wider than `width_em`, at blanks, hyphens and underscores where it can. What
/// does not fit ends in an ellipsis.
pub(super) fn wrap(text: &str, width: f64, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let line = lines.last_mut().map_or("", |line| line.as_str());
        if width_em(line) + width_em(piece.trim_end()) <= width {
            if let Some(line) = lines.last_mut() {
                line.push_str(piece);
            }
        } else {
            if !line.is_empty() {
                lines.push(String::new());
            }
            for c in piece.chars() {
                let line = lines.last().map_or("", |line| line.as_str());
                if !line.is_empty() && width_em(line) + width_em(c.encode_utf8(&mut [0; 4])) > width {
                    lines.push(String::new());
                }
                if let Some(line) = lines.last_mut() {
                    line.push(c);
                }
            }
        }
    }
    for line in &mut lines {
        // A dot parts what stands beside it; at the end of a line it parts nothing.
        line.truncate(line.trim_end_matches([' ', '·']).len());
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width_em(last) + width_em("…") > width {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// Pieces that end after a blank, an underscore, a slash or a hyphen within a word; `--window` stays whole.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut within = false;
    text.split_inclusive(move |c: char| {
        let ends = matches!(c, ' ' | '_' | '/') || (c == '-' && within);
        within = c.is_alphanumeric();
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        assert!((width_em("0") - 0.636).abs() < 0.001);
        assert_eq!(width_em("循環"), 2.0);
        assert!(covered("Voltage / V 充電 °C Ω −"));
        assert!(!covered("\u{1F50B}"));
    }

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(wrap("one two three", 5.0, 9), ["one two", "three"]);
        assert_eq!(wrap("one two three", 5.2, 1), ["one two…"]);
        assert_eq!(wrap("abcdefghijklmnop", 3.0, 2).len(), 2);
        assert_eq!(wrap("", 3.0, 2), [""]);
        assert_eq!(wrap("one · two", 3.0, 2), ["one", "two"]);
        assert_eq!(wrap("one --two", 4.5, 2), ["one", "--two"]);
        assert_eq!(wrap("C-rate", 2.5, 2), ["C-", "rate"]);
        for line in wrap("A123_8Ah_Ch-Dch C-rate test+1C Dch VarT", 8.0, 9) {
            assert!(width_em(&line) <= 8.0 + 1e-9, "{line}");
        }
    }

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(clean("a\u{0}b\n"), "a\u{fffd}b\u{fffd}");
    }
}
