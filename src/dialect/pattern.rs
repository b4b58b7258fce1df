//! Patterns of headers, types and statuses: `*` stands for anything, `#` for digits; capitals do not count.

/// Whether a text is as a pattern says.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    if pattern.is_ascii() && is_plain(pattern) {
        return pattern.eq_ignore_ascii_case(text);
    }
    let mut pattern_chars = pattern.chars();
    match pattern_chars.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = pattern_chars.as_str();
            rest.is_empty() || text.char_indices().any(|(at, _)| matches(rest, &text[at..])) || matches(rest, "")
        }
        Some('#') => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = pattern_chars.as_str();
            (1..=digits).rev().any(|used| matches(rest, &text[used..]))
        }
        Some(wanted) => {
            let mut text_chars = text.chars();
            let is_same = |found: char| found == wanted || found.to_lowercase().eq(wanted.to_lowercase());
            text_chars.next().is_some_and(is_same) && matches(pattern_chars.as_str(), text_chars.as_str())
        }
    }
}

/// Whether a pattern is a text to the letter.
pub(super) fn is_plain(pattern: &str) -> bool {
    !pattern.contains(['*', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_digits() {
        for (pattern, text) in [
            ("Aux T#", "Aux T12"),
            ("aux t#", "AUX T1"),
            ("TestTime*", "TestTime/Sec"),
            ("*alarm*", "Protect_Alarm"),
            ("電壓", "電壓"),
            ("*", ""),
            ("a*b#", "a--b7"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("Aux T#", "Aux T"), ("Aux T#", "Aux T1 max"), ("電量", "總電量"), ("a", "")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
