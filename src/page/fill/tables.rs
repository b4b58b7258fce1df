//! A list of a sheet as a table of a page.

use super::super::data;
use super::FillError;
use crate::format::{self, Kind, Value};
use std::collections::BTreeMap;

/// The rows of a list, column by column.
pub(super) fn table(list: format::Table<'_>, title: &str) -> Result<data::Table, FillError> {
    let shown: Vec<bool> = list.columns.iter().map(|column| column.kind != Kind::Structure).collect();
    let mut rows: Vec<Vec<data::Value>> = shown.iter().filter(|shown| **shown).map(|_| Vec::new()).collect();
    let columns: Vec<data::TableColumn> =
        list.columns.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(column, _)| self::column(column)).collect();
    let mut marked: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut count = 0;
    (list.rows)(&mut |row| {
        let cells = row.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(value, _)| value);
        for ((value, column), cells) in cells.zip(&columns).zip(&mut rows) {
            if matches!(value, Value::Marked(_)) {
                marked.entry(column.key.clone()).or_default().push(count);
            }
            cells.push(cell(value));
        }
        count += 1;
        Ok(())
    })?;
    Ok(data::Table { name: list.name.to_string(), title: title.to_owned(), columns, rows, count, marked, note: None })
}

fn column(column: &format::Heading) -> data::TableColumn {
    data::TableColumn {
        key: column.key.to_string(),
        title: column.title.to_string(),
        unit: column.unit.to_owned(),
        kind: match column.kind {
            Kind::Text | Kind::Structure => data::Kind::Text,
            Kind::Prose => data::Kind::Prose,
            Kind::Integer => data::Kind::Integer,
            Kind::Number => data::Kind::Number,
            Kind::Duration => data::Kind::Duration,
            Kind::Flag => data::Kind::Flag,
            Kind::Time => data::Kind::Time,
        },
        decimals: column.decimals,
        about: column.about.to_string(),
        brief: column.is_brief(),
    }
}

fn cell(value: &Value) -> data::Value {
    match value {
        Value::Missing => data::Value::Missing,
        Value::Flag(flag) => data::Value::Flag(*flag),
        Value::Integer(number) => data::Value::Integer(*number),
        Value::Number(number) | Value::Marked(number) => data::Value::Number((*number).into()),
        other => data::Value::Text(format::machine(other)),
    }
}
