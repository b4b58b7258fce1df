//! Near misses: a name that is probably meant to be another.

/// Whether two different names are probably meant to be the same: they differ in case, signs or a slip of the pen, not
/// in their numbers (`CALB20` and `CALB-20` are one cell, `cell 1` and `cell 2` are two).
pub(super) fn is_near(a: &str, b: &str) -> bool {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (plain(a), plain(b));
    if a == b {
        return true;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let length = a.chars().count().min(b.chars().count());
    length >= 4 && digits(&a) == digits(&b) && strsim::damerau_levenshtein(&a, &b) <= 1 + length / 8
}

/// The name nearest to one that is not there, if any is near enough to be worth asking.
pub(super) fn nearest<'a>(name: &str, all: impl IntoIterator<Item = &'a String>) -> Option<String> {
    let score = |other: &String| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let scored = all.into_iter().map(|other| (score(other), other)).filter(|(score, _)| *score > 0.8);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| other.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_number_is_not() {
        assert!(is_near("CALB20", "CALB-20"));
        assert!(is_near("calb-20", "CALB-20"));
        assert!(is_near("Ageing study", "Aging study"));
        assert!(!is_near("cell 1", "cell 2"));
        assert!(!is_near("A", "B"));
        assert!(!is_near("EVE M41", "EVE M42"));
    }

    #[test]
    fn the_nearest_is_asked_for() {
        let all = ["A123 26650".to_owned(), "CALB-20".to_owned()];
        assert_eq!(nearest("calb20", &all).as_deref(), Some("CALB-20"));
        assert_eq!(nearest("xyz", &all), None);
    }
}
