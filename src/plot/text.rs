//! The fonts that every picture carries, and how wide a text is in them.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// DejaVu Sans.
pub(super) const SANS: &[u8] = include_bytes!("../../assets/fonts/DejaVuSans.ttf");
/// The common Chinese characters of Noto Sans CJK, as `scripts/fonts` makes them.
const CJK: &[u8] = include_bytes!("../../assets/fonts/NotoSansCJK-common.otf.zst");
/// The family outright, then like ones for a browser that has no DejaVu Sans.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, Noto Sans CJK TC, sans-serif";

/// The second font, unpacked when the first character asks for it.
pub(super) fn cjk() -> &'static [u8] {
    static UNPACKED: OnceLock<Vec<u8>> = OnceLock::new();
    UNPACKED.get_or_init(|| zstd::decode_all(CJK).unwrap_or_default())
}

fn font(number: usize) -> Option<&'static FontRef<'static>> {
    static FONTS: [OnceLock<Option<FontRef<'static>>>; 2] = [OnceLock::new(), OnceLock::new()];
    FONTS[number].get_or_init(|| FontRef::new(if number == 0 { SANS } else { cjk() }).ok()).as_ref()
}

/// The width of a character in units of the font's size, where this font has it.
fn advance_in(number: usize, character: char) -> Option<f64> {
    let font = font(number)?;
    let glyph = font.charmap().map(character)?;
    let unscaled = (Size::unscaled(), LocationRef::default());
    let em = f64::from(font.metrics(unscaled.0, unscaled.1).units_per_em);
    font.glyph_metrics(unscaled.0, unscaled.1).advance_width(glyph).map(|units| f64::from(units) / em)
}

/// The width of a character, where an embedded font has it.
fn advance(character: char) -> Option<f64> {
    advance_in(0, character).or_else(|| advance_in(1, character))
}

/// Whether a text has a character that only the second font may have.
pub(super) fn needs_cjk(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && !c.is_control() && advance_in(0, c).is_none())
}

/// The characters of a text that no embedded font has.
pub(super) fn uncovered(text: &str) -> BTreeSet<char> {
    text.chars().filter(|c| !c.is_ascii() && !c.is_control() && advance(*c).is_none()).collect()
}

/// The width of a text in units of the font's size. A character of a system font counts as a full square.
pub(super) fn width_em(text: &str) -> f64 {
    text.chars().map(|c| advance(c).unwrap_or(1.0)).sum()
}

/// The text without control characters, which no picture can show and XML may not hold.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}

/// Units that stay beside their number.
const UNITS: [&str; 18] =
    ["%", "V", "mV", "A", "mA", "Ah", "mAh", "Wh", "W", "Ω", "mΩ", "s", "min", "h", "d", "°C", "K", "C"];

/// The words of a text with the blanks behind them; a number and its unit are one, and so are `CE / %`.
fn words(text: &str) -> Vec<&str> {
    let (mut found, mut from, mut to) = (Vec::new(), 0, 0);
    for word in text.split_inclusive(' ') {
        let before = text[from..to].trim_end();
        let unit = UNITS.contains(&word.trim_end().trim_end_matches([',', ';', '.', ':', ')']));
        let measured = unit && before.ends_with(|c: char| c.is_ascii_digit()) || before.ends_with(" /");
        // A dot that parts two words belongs to the first: no line begins with it.
        if from < to && !(measured || matches!(word.trim_end(), "·" | "/")) {
            found.push(&text[from..to]);
            from = to;
        }
        to += word.len();
    }
    found.push(&text[from..]);
    found
}

/// Breaks a text into at most `most` lines no wider than `width_em`, at blanks; within a word only where it is wider than a
/// line: behind hyphens, underscores and slashes where it can. What does not fit ends in an ellipsis.
pub(super) fn wrap(text: &str, width: f64, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        if width_em(bare(word)) <= width {
            append(&mut lines, word, width);
        } else {
            for piece in pieces(word) {
                if width_em(bare(piece)) <= width {
                    append(&mut lines, piece, width);
                } else {
                    piece.split_inclusive(|_: char| true).for_each(|letter| append(&mut lines, letter, width));
                }
            }
        }
    }
    for line in &mut lines {
        // A dot parts what stands beside it; at the end of a line it parts nothing.
        line.truncate(bare(line).len());
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

/// A name as it stands within a line: `Cycle` is small there, `SOC end` and `C-rate` are not.
pub(super) fn within_line(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// A name in one line no wider than `width`: what is too much goes from its middle, for names of one kind differ at their
/// ends.
pub(super) fn shortened(name: &str, width: f64) -> String {
    if width_em(name) <= width {
        return name.to_owned();
    }
    let letters: Vec<char> = name.chars().collect();
    let cut = |kept: usize| -> String {
        let (head, tail) = (&letters[..kept / 2], &letters[letters.len() - kept.div_ceil(2)..]);
        head.iter().chain(&['…']).chain(tail).collect()
    };
    (0..letters.len()).rev().map(cut).find(|text| width_em(text) <= width).unwrap_or_default()
}

/// Without what may be left out at the end of a line.
fn bare(text: &str) -> &str {
    text.trim_end_matches([' ', '·'])
}

/// Puts a piece at the end of the last line, or on a line of its own.
fn append(lines: &mut Vec<String>, piece: &str, width: f64) {
    match lines.last_mut() {
        Some(line) if line.is_empty() || width_em(line) + width_em(bare(piece)) <= width => line.push_str(piece),
        _ => lines.push(piece.to_owned()),
    }
}

/// Pieces that end after an underscore, a slash or a hyphen within a word; `--window` stays whole.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut within = false;
    text.split_inclusive(move |c: char| {
        let ends = matches!(c, '_' | '/') || (c == '-' && within);
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
        assert!(uncovered("Voltage / V 充電 °C Ω −").is_empty());
        assert_eq!(uncovered("a\u{1F50B}b"), ['\u{1F50B}'].into());
        assert!(!needs_cjk("°C Ω −") && needs_cjk("循環"));
    }

    #[test]
    fn the_common_characters_of_both_scripts_are_there() {
        // The first and last of Big5's and of GB 2312's first level, and names as people give them.
        let common =
            "一乙籲 啊座 廠實驗室鋰離子電池循環壽命測試報告 厂实验室锂离子电池循环寿命测试报告 北京上海深圳臺灣新竹";
        assert!(uncovered(common).is_empty(), "{:?}", uncovered(common));
    }

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(wrap("one two three", 5.0, 9), ["one two", "three"]);
        assert_eq!(wrap("one two three", 5.2, 1), ["one two…"]);
        assert_eq!(wrap("abcdefghijklmnop", 3.0, 2).len(), 2);
        assert_eq!(wrap("", 3.0, 2), [""]);
        assert_eq!(wrap("one · two", 3.0, 2), ["one", "two"]);
        assert_eq!(wrap("one two · three", 5.0, 9), ["one two", "three"], "no line begins with a dot");
        assert_eq!(wrap("one --two", 4.5, 2), ["one", "--two"]);
        assert_eq!(wrap("C-rate", 2.5, 2), ["C-", "rate"]);
        assert_eq!(wrap("a C-rate", 4.0, 2), ["a", "C-rate"], "a word that fits is not broken");
        assert_eq!(wrap("it is 10 s; no", 4.2, 9), ["it is", "10 s; no"], "a number keeps its unit");
        assert_eq!(wrap("axis (CE / %: 97)", 5.0, 9), ["axis", "(CE / %:", "97)"], "a quantity keeps its unit");
        assert_eq!(wrap("of 10 steps", 3.5, 9), ["of 10", "steps"], "a word is no unit");
        for line in wrap("A123_8Ah_Ch-Dch C-rate test+1C Dch VarT", 8.0, 9) {
            assert!(width_em(&line) <= 8.0 + 1e-9, "{line}");
        }
    }

    #[test]
    fn a_name_is_small_within_a_line() {
        assert_eq!(["Cycle", "SOC end", "C-rate", ""].map(within_line), ["cycle", "SOC end", "C-rate", ""]);
    }

    #[test]
    fn a_name_is_cut_in_its_middle() {
        assert_eq!(shortened("run_0219", 9.0), "run_0219");
        let cut = shortened("EVE_M41_charge_60s_-10oC_test_0219", 9.0);
        assert!(cut.starts_with("EVE") && cut.ends_with("0219") && width_em(&cut) <= 9.0, "{cut}");
    }

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(clean("a\u{0}b\n"), "a\u{fffd}b\u{fffd}");
    }
}
