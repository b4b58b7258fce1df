//! The manual of `report`, with the fields of its kinds; docs/reports.md is written by it too.

use crate::format::Heading;
use crate::report::{self, Report, explain};
use std::fmt::Write as _;

/// The manual of the command, and the fields of a kind.
pub(super) fn of(kind: Option<&'static dyn Report>) -> String {
    let mut command = crate::cli::command();
    let mut text = match command.find_subcommand_mut("report") {
        Some(report) => report.render_long_help().to_string(),
        None => String::new(),
    };
    let Some(kind) = kind else {
        text.push_str("\nKinds:\n");
        for kind in report::ALL {
            let _ = writeln!(text, "  {:10} {}", kind.name(), kind.about());
        }
        return text;
    };
    let _ = writeln!(text, "\nFields of `report {}`: {}.", kind.name(), kind.about());
    let head = kind.head();
    if !head.is_empty() {
        text.push_str("\nThe head:\n");
        fields(&mut text, &head);
    }
    for (list, columns) in kind.lists() {
        let _ = writeln!(text, "\nThe list `{list}`:");
        fields(&mut text, &columns);
    }
    text
}

/// The manual of `report explain`, with every figure that it can explain.
pub(super) fn of_explain() -> String {
    let mut text = of(None);
    text.push_str("\nFigures that `report explain` explains:\n");
    let lists = report::ALL[..4].iter().map(|kind| {
        let columns = if kind.head().is_empty() {
            kind.lists().into_iter().next().map(|(_, columns)| columns).unwrap_or_default()
        } else {
            kind.head()
        };
        (kind.name(), columns)
    });
    for (name, columns) in lists {
        let _ = writeln!(text, "\nOf {name}:");
        fields(&mut text, &columns);
    }
    text.push_str("\nThe head of what it says:\n");
    fields(&mut text, &explain::head());
    for (list, columns) in explain::lists() {
        let _ = writeln!(text, "\nThe list `{list}`:");
        fields(&mut text, &columns);
    }
    text
}

fn fields(text: &mut String, columns: &[Heading]) {
    let width = columns.iter().map(|column| column.key.len()).max().unwrap_or(0);
    for column in columns {
        let unit = if column.unit.is_empty() { String::new() } else { format!(" [{}]", column.unit) };
        let _ = writeln!(text, "  {:width$}  {}{unit}", column.key, column.about);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Kind, Rank};

    const PAGE: &str = "docs/reports.md";

    const INTRODUCTION: &str = "\
# The fields of the reports

Written from the same tables that the reports and `report KIND --help` read. Renew it with
`RENEW=1 cargo test --lib the_page_of_fields`.

`--format json` prints one document, `{\"experiments\":[…]}`, be there one test or many. Each begins with `experiment`, what
SOC and C-rate stand on (`reference_step`, `reference_quality`, `reference_capacity_ah`, `nominal_capacity_ah`,
`nominal_capacity_source`) and `conventions`; then come the lists below. `ndjson` is a row a line and `csv` a table of rows, each
row beginning with its experiment; of the overview they give the head. What is missing is null, or an empty cell.

People read resistances in mΩ and durations as h:mm:ss; machines get Ω and seconds, with every digit. A `*` before an efficiency
marks a cycle that is not balanced; a note says why. Fields in **bold** are those that a table shows first.
";

    fn list(text: &mut String, title: &str, columns: &[Heading]) {
        let _ = writeln!(text, "\n{title}\n\n| field | unit | meaning |\n|---|---|---|");
        for column in columns {
            let key = format!("`{}`", column.key);
            let key = if column.is_brief() && column.rank < Rank::Wide { format!("**{key}**") } else { key };
            let unit = match column.kind {
                Kind::Flag => "true, false",
                Kind::Time => "time",
                _ => column.unit,
            };
            let _ = writeln!(text, "| {key} | {unit} | {} |", column.about.replace('|', "\\|"));
        }
    }

    fn page() -> String {
        let mut text = INTRODUCTION.to_owned();
        for kind in report::ALL {
            let _ = writeln!(text, "\n## report {}\n\n{}.", kind.name(), capital(kind.about()));
            let head = kind.head();
            if !head.is_empty() {
                list(&mut text, "The head:", &head);
            }
            for (name, columns) in kind.lists() {
                list(&mut text, &format!("The list `{name}`:"), &columns);
            }
        }
        text
    }

    fn capital(text: &str) -> String {
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    #[test]
    fn the_page_of_fields_is_as_the_tables_say() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
        if std::env::var_os("RENEW").is_some() {
            std::fs::write(&path, page()).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == page(), "{PAGE} is not what the tables say: RENEW=1 cargo test --lib the_page_of_fields");
    }

    #[test]
    fn every_field_says_what_it_is_and_none_stands_twice() {
        for kind in report::ALL {
            for columns in kind.lists().into_iter().map(|(_, columns)| columns).chain([kind.head()]) {
                let keys: std::collections::BTreeSet<_> = columns.iter().map(|column| column.key.clone()).collect();
                assert_eq!(keys.len(), columns.len(), "{}", kind.name());
                assert!(columns.iter().all(|column| !column.about.is_empty()), "{}", kind.name());
            }
        }
    }

    #[test]
    fn the_manual_of_a_kind_lists_its_fields() {
        for kind in report::ALL {
            let text = of(Some(*kind));
            for (_, columns) in kind.lists() {
                assert!(columns.iter().all(|column| text.contains(column.key.as_ref())), "{text}");
            }
        }
    }
}
