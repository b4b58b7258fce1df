//! Words about names: near misses, where one is probably meant to be another, and the article before one.

use unicode_normalization::UnicodeNormalization;

/// Whether two different names are probably meant to be the same: they differ in case, signs or a slip of the pen, not
/// in their numbers (`CALB20` and `CALB-20` are one cell, `cell 1` and `cell 2` are two).
pub(crate) fn is_near(a: &str, b: &str) -> bool {
    let plain = |text: &str| spelt(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (a, b) = (plain(a), plain(b));
    if a == b {
        return true;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let length = a.chars().count().min(b.chars().count());
    length >= 4 && digits(&a) == digits(&b) && strsim::damerau_levenshtein(&a, &b) <= 1 + length / 8
}

/// A text in small letters and one spelling: a letter with its accent is one character, whatever system wrote it.
fn spelt(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).collect()
}

/// So many letters are a beginning.
const BEGINNING: usize = 3;

/// The name nearest to one that is not there, if any is near enough to be worth asking: it begins so, or so few letters
/// differ that it may be a slip of the pen.
pub(crate) fn nearest<'n>(asked: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let asked = spelt(asked);
    let distance = |name: &str| {
        let name = spelt(name);
        if asked.len() >= BEGINNING && name.len() > asked.len() && name.starts_with(&asked) {
            return 1;
        }
        strsim::damerau_levenshtein(&asked, &name)
    };
    names
        .into_iter()
        .map(|name| (distance(name), name))
        .filter(|(distance, name)| {
            let letters = spelt(name).chars().count();
            *distance <= 2.max(letters / 3) && *distance < letters.max(asked.chars().count())
        })
        .min()
        .map(|(_, name)| name)
}

/// A word with the article that it is spoken with: `a cell`, `an experiment`.
pub(crate) fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_number_is_not() {
        assert!(is_near("CALB20", "CALB-20"));
        assert!(is_near("calb-20", "CALB-20"));
        assert!(is_near("Ageing study", "Aging study"));
        // As Windows and as macOS write it.
        assert!(is_near("\u{e9}", "e\u{301}") && is_near("Zelle \u{fc}", "Zelle u\u{308}"));
        assert!(!is_near("cell 1", "cell 2"));
        assert!(!is_near("A", "B"));
        assert!(!is_near("EVE M41", "EVE M42"));
    }

    #[test]
    fn the_nearest_is_asked_for() {
        let all = ["A123 26650", "CALB-20"];
        assert_eq!(nearest("calb20", all), Some("CALB-20"));
        assert_eq!(nearest("xyz", all), None);
        assert_eq!(nearest("calb20", ["CALB-20", "CALB20"]), Some("CALB20"));
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("\u{e9}", ["e", "e\u{301}"]), Some("e\u{301}"));
        assert_eq!(nearest("a123", all), Some("A123 26650"));
    }
    #[test]
    fn an_article_is_that_of_the_word() {
        let said: Vec<String> = ["cell", "experiment", "operator", "unknown"].map(with_article).into();
        assert_eq!(said, ["a cell", "an experiment", "an operator", "an unknown"]);
    }
}
