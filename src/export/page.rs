//! The page of the columns, docs/export.md: its end is written from the tables.

use super::{ALL, Bdf, Table};
use crate::format::{Heading, Kind};
use std::fmt::Write as _;

/// Behind this line all is written from the tables.
const MARK: &str = "Written from the same tables that the export reads.";

fn list(text: &mut String, title: &str, about: &str, columns: &[Heading]) {
    let _ = writeln!(text, "\n### {title}\n\n{about}\n\n| column | holds | meaning |\n|---|---|---|");
    for column in columns {
        let holds = match (column.kind, column.unit) {
            (Kind::Flag, _) => "true, false",
            (Kind::Time, _) => "time",
            (Kind::Integer, _) => "whole number",
            (Kind::Text | Kind::Prose | Kind::Structure, _) => "text",
            (Kind::Number | Kind::Duration, "") => "number",
            (Kind::Number | Kind::Duration, unit) => unit,
        };
        let _ = writeln!(text, "| `{}` | {holds} | {} |", column.key, column.about.replace('|', "\\|"));
    }
}

/// What stands behind the mark.
fn columns() -> String {
    let mut text = String::new();
    for table in ALL {
        let about = match table.name() {
            "measurements" => {
                "Those of every test. Then come its channels: `power_w`, `total_capacity_ah`, `chamber_temperature_degc` and \
                 further sensors (`aux_t2_degc`) where there are any, and every other column of numbers under its own header \
                 in small letters (`Var01` is `var01`)."
                    .to_owned()
            }
            _ => format!("{}.", capital(table.about())),
        };
        list(&mut text, table.name(), &about, &table.columns(None));
    }
    let about = "Those of every test, as far as it has something to put in. Sensors follow as `Surface Temperature T1 / \
                 degC` and so on, then `Power / W`, `Net Capacity / Ah`, `Ambient Temperature / degC` and other columns of \
                 the file under their own headers.";
    list(&mut text, "measurements as Battery Data Format", about, &Bdf.columns(None));
    text
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[test]
fn the_page_of_exports_is_as_the_tables_say() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let at = page.find(MARK).unwrap();
    let until = page[at..].find('\n').map_or(page.len(), |end| at + end + 1);
    let wanted = format!("{}{}", &page[..until], columns());
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written == wanted,
        "docs/export.md is not what the tables say: RENEW=1 cargo test --lib the_page_of_exports"
    );
}

#[test]
fn every_column_says_what_it_is() {
    for table in ALL {
        assert!(table.columns(None).iter().all(|column| !column.about.is_empty()), "{}", table.name());
    }
}
