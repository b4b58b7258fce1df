//! Names of files made from names of tests: safe on every system, each given once.

use std::collections::BTreeSet;

/// The longest that a name becomes, in bytes: file systems end at 255.
const LONGEST: usize = 120;

/// Gives names, none twice.
#[derive(Debug, Default)]
pub(crate) struct Slugs {
    given: BTreeSet<String>,
}

impl Slugs {
    /// A name for a file, made of a text: letters and digits of any script, `.`, `-` and `_`; the rest becomes `-`. It begins
    /// with no point, holds no separator, and is given once: the next of its like ends with a number.
    pub(crate) fn of(&mut self, text: &str) -> String {
        let plain = plain(text);
        let mut name = plain.clone();
        let mut count = 1;
        // Some systems take capitals for small letters.
        while !self.given.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{plain}-{count}");
        }
        name
    }
}

/// Names that Windows takes for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

fn plain(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        let kept = c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if kept && name.len() + c.len_utf8() <= LONGEST {
            name.push(c);
        } else if !kept && !name.ends_with('-') && name.len() < LONGEST {
            name.push('-');
        }
    }
    let name = name.trim_matches(['-', '.']);
    let lower = name.to_lowercase();
    let is_device =
        DEVICES.contains(&lower.as_str()) || lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    match name {
        "" => "test".to_owned(),
        name if is_device => format!("{name}-"),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_folder() {
        for (text, name) in [
            ("A123_25deg", "A123_25deg"),
            ("../../etc/passwd", "etc-passwd"),
            ("a/run/x", "a-run-x"),
            (".hidden", "hidden"),
            ("CC放電 25 °C", "CC放電-25-C"),
            ("..", "test"),
            ("nul", "nul-"),
            ("a\u{202e}b\nc", "a-b-c"),
        ] {
            assert_eq!(Slugs::default().of(text), name, "{text:?}");
        }
        assert!(Slugs::default().of(&"放".repeat(500)).len() <= LONGEST);
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut slugs = Slugs::default();
        assert_eq!(["a b", "a/b", "A-B", "a-b-2"].map(|text| slugs.of(text)), ["a-b", "a-b-2", "A-B-3", "a-b-2-2"]);
    }
}
