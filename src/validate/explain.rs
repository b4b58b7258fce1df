//! What a rule says of itself: the opening comment of its own file.

use super::Rule;

/// The paragraphs of a rule: what it checks, why it matters, how, and what to do.
#[must_use]
pub fn explanation(rule: &dyn Rule) -> String {
    let lines = rule.source().lines().take_while(|line| line.starts_with("//!"));
    let text: Vec<&str> = lines.map(|line| line.trim_start_matches("//!").trim()).collect();
    text.join("\n").trim().to_owned()
}

/// The first paragraph in one line, without the code that some repeat there.
#[must_use]
pub fn summary(rule: &dyn Rule) -> String {
    let text = explanation(rule);
    let first = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let is_titled = first.starts_with(rule.code());
    let body = first.split_once(": ").filter(|_| is_titled).map_or(first.as_str(), |(_, body)| body);
    let mut letters = body.chars();
    letters.next().map_or_else(String::new, |letter| letter.to_uppercase().collect::<String>() + letters.as_str())
}

/// The paragraphs after the first.
#[must_use]
pub fn details(rule: &dyn Rule) -> String {
    explanation(rule).split_once("\n\n").map_or_else(String::new, |(_, rest)| rest.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::ALL;
    use super::*;

    #[test]
    fn every_rule_says_what_why_how_and_what_to_do() {
        for rule in ALL {
            let (text, summary) = (details(*rule).to_lowercase(), summary(*rule));
            assert!(summary.len() > 20 && !summary.contains(rule.code()), "{}: {summary}", rule.code());
            for part in ["why it matters", "how", "what to do"] {
                assert!(text.contains(part), "{}: lacks `{part}`", rule.code());
            }
        }
    }
}
