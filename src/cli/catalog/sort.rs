//! Sorting and cutting a list.

use crate::cli::status::Failure;
use crate::format::{FormatError, RowSource, Table, Value};
use crate::model::nearest;
use std::cmp::Ordering;

/// Sorts by a column (`-COLUMN` downwards) and keeps the first `limit` rows. Only sorting holds the rows.
pub(super) fn arrange(
    table: Table<'static>,
    sort: Option<&str>,
    limit: Option<usize>,
) -> Result<Table<'static>, Failure> {
    let table = match sort {
        Some(sort) => sorted(table, sort)?,
        None => table,
    };
    let Some(limit) = limit else { return Ok(table) };
    let source = table.rows;
    let rows: RowSource<'static> = Box::new(move |sink| {
        let mut left = limit;
        let mut enough = false;
        let done = source(&mut |row| {
            if left == 0 {
                enough = true;
                return Err(FormatError::Rows("enough rows".into()));
            }
            left -= 1;
            sink(row)
        });
        if enough { Ok(()) } else { done }
    });
    Ok(Table { rows, ..table })
}

fn sorted(table: Table<'static>, sort: &str) -> Result<Table<'static>, Failure> {
    let (name, down) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
    let Some(at) = table.columns.iter().position(|column| column.key == name) else {
        let failure = Failure::usage(format!("--sort {sort}: there is no column `{name}`"));
        let columns: Vec<&str> = table.columns.iter().map(|column| column.key.as_ref()).collect();
        return Err(match nearest(name, columns.iter().copied()) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint(format!("the columns are {}", columns.join(", "))),
        });
    };
    let source = table.rows;
    let rows: RowSource<'static> = Box::new(move |sink| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        source(&mut |row| {
            rows.push(row.to_vec());
            Ok(())
        })?;
        rows.sort_by(|a, b| order(&a[at], &b[at], down));
        rows.iter().try_for_each(|row| sink(row))
    });
    Ok(Table { rows, ..table })
}

/// The order of two values of a column; what is missing comes last either way.
fn order(a: &Value, b: &Value, down: bool) -> Ordering {
    let both = match (a, b) {
        (Value::Missing, Value::Missing) => return Ordering::Equal,
        (Value::Missing, _) => return Ordering::Greater,
        (_, Value::Missing) => return Ordering::Less,
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Number(a) | Value::Marked(a), Value::Number(b) | Value::Marked(b)) => a.total_cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) | (Value::Instant(a), Value::Instant(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    if down { both.reverse() } else { both }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Heading, Kind};

    fn arranged(sort: Option<&str>, limit: Option<usize>) -> Vec<Value> {
        let rows = [Value::Number(2.0), Value::Missing, Value::Number(-1.0), Value::Number(5.0)];
        let rows = rows.into_iter().map(|value| vec![value]).collect();
        let table = Table::held("x", vec![Heading::new("x_v", "X", Kind::Number, "")], rows);
        let mut all = Vec::new();
        let rows = arrange(table, sort, limit).unwrap().rows;
        rows(&mut |row| {
            all.extend(row.iter().cloned());
            Ok(())
        })
        .unwrap();
        all
    }

    #[test]
    fn missing_comes_last_either_way() {
        let number = Value::Number;
        assert_eq!(arranged(Some("x_v"), None), [number(-1.0), number(2.0), number(5.0), Value::Missing]);
        assert_eq!(arranged(Some("-x_v"), Some(2)), [number(5.0), number(2.0)]);
        assert_eq!(arranged(None, Some(1)), [number(2.0)]);
        assert_eq!(arranged(None, Some(9)).len(), 4);
    }

    #[test]
    fn an_unknown_column_is_refused() {
        let table = Table::held("x", vec![Heading::new("x_v", "X", Kind::Number, "")], Vec::new());
        assert!(arrange(table, Some("x_a"), None).is_err());
    }
}
