//! Makes a dialect of its TOML: every key is checked, and what is wrong is said with its place and what may stand there.

mod columns;
mod keys;
mod steps;

use self::columns::{channels, columns, require, unsigned};
use self::keys::Keys;
use self::steps::steps;
use super::ClockFormat;
use super::Field;
use super::spec::{ColumnSpec, CurrentSign, Detect, Dialect, Format, HeaderPlace, PreambleNames, TextForm};
use crate::model::FileRole;
use toml::{Table, Value};

/// Makes a dialect of the text of its TOML. `parent` gives the TOML of the dialect that it extends.
///
/// # Errors
/// What is wrong, with the key's place.
pub(crate) fn dialect(text: &str, parent: &dyn Fn(&str) -> Option<Table>) -> Result<Dialect, String> {
    let table = text.parse::<Table>().map_err(|error| error.to_string().trim_end().to_owned())?;
    let inherits = table.contains_key("extends");
    let dialect = of_table(&inherit(table, parent, 0)?)?;
    // As it was written, with what is said there of its lines.
    Ok(if inherits { dialect } else { Dialect { source: text.to_owned(), ..dialect } })
}

/// A dialect's table with all that it inherits; what it writes itself stands before what it inherits.
pub(super) fn inherit(table: Table, parent: &dyn Fn(&str) -> Option<Table>, depth: usize) -> Result<Table, String> {
    let name = match table.get("extends") {
        None => return Ok(table),
        Some(Value::String(name)) if name.is_empty() => return Ok(table),
        Some(Value::String(name)) => name.clone(),
        Some(_) => return Err("extends: expected the name of a dialect".to_owned()),
    };
    let found = parent(&name).ok_or_else(|| format!("extends: there is no dialect `{name}`"))?;
    if depth > 4 {
        return Err("extends: more than four dialects that extend one another".to_owned());
    }
    let mut base = inherit(found, parent, depth + 1)?;
    merge(&mut base, table);
    base.remove("extends");
    Ok(base)
}

/// Puts the values of one table over those of another, table by table.
fn merge(base: &mut Table, over: Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            // Texts are looked up in order: what is written here comes first.
            (Some(Value::Table(below)), Value::Table(above)) if key == "types" || key == "statuses" => {
                let mut both = above;
                for (key, value) in std::mem::take(below) {
                    both.entry(key).or_insert(value);
                }
                *below = both;
            }
            (Some(Value::Table(below)), Value::Table(above)) if key != "steps" || !above.is_empty() => {
                if ["columns", "step_file", "detect", "steps", "text", "preamble"].contains(&key.as_str()) {
                    merge(below, above);
                } else {
                    *below = above;
                }
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

const CURRENTS: [(&str, CurrentSign); 4] = [
    ("charge_positive", CurrentSign::ChargePositive),
    ("discharge_positive", CurrentSign::DischargePositive),
    ("unsigned", CurrentSign::Unsigned),
    ("auto", CurrentSign::Auto),
];
const CONTAINERS: [(&str, &str); 10] = [
    ("", ""),
    ("text", "text"),
    ("xlsx", "xlsx"),
    ("xls", "xls"),
    ("access", "access"),
    ("parquet", "parquet"),
    ("zip", "zip"),
    ("neware", "neware"),
    ("mpr", "mpr"),
    ("sqlite", "sqlite"),
];
const DELIMITERS: [(&str, Option<u8>); 7] = [
    ("auto", None),
    (",", Some(b',')),
    (";", Some(b';')),
    ("\t", Some(b'\t')),
    ("tab", Some(b'\t')),
    ("|", Some(b'|')),
    ("blanks", Some(b' ')),
];

fn of_table(table: &Table) -> Result<Dialect, String> {
    let mut keys = Keys::new(table, "");
    let name = keys.text("name")?.filter(|name| !name.is_empty()).ok_or("name: a dialect needs one")?.to_owned();
    let title = keys.text("title")?.unwrap_or_default().to_owned();
    keys.get("extends");
    let temperature_channel = keys.text("temperature_channel")?.unwrap_or_default().to_owned();
    let mut detect = keys.table("detect")?;
    let headers = detect.texts("headers")?;
    let preamble_starts = detect.text("preamble_starts")?.unwrap_or_default().to_lowercase();
    let container = detect.word("container", &CONTAINERS)?.unwrap_or_default().to_owned();
    let without = detect.texts("without")?;
    let sheet = detect.text("sheet")?.unwrap_or_default().to_owned();
    detect.end()?;
    let text = text_form(keys.table("text")?)?;
    let mut current = keys.table("current")?;
    let current_sign = current.word("sign", &CURRENTS)?.unwrap_or_default();
    current.end()?;
    let (steps, mut types, ends) = steps(keys.table("steps")?)?;
    let mut test = keys.table("test")?;
    let channel = test.text("channel")?.filter(|channel| !channel.is_empty()).map(ToOwned::to_owned);
    let parts = parts(&mut test)?;
    test.end()?;
    let preamble = preamble(keys.table("preamble")?)?;
    let mut check = keys.table("check")?;
    let time_factors = check.numbers("elapsed_against_clock")?;
    let is_rounded = check.flag("rounded")?;
    check.end()?;
    let is_pair = table.contains_key("step_file");
    let mut clock = None;
    let mut rows = columns(&keys.table("columns")?, &mut clock)?;
    rows.extend(channels(&keys.table("channels")?)?);
    rows.extend(unsigned(keys.table("unsigned")?, &mut types)?);
    let (steps, end_column) = steps;
    for (field, name) in [(Field::EndCode, &end_column), (Field::Channel, &channel)] {
        rows.extend(name.iter().map(|name| ColumnSpec { names: vec![name.clone()], ..ColumnSpec::of(field) }));
    }
    require(&mut rows, headers);
    let mut formats = Vec::new();
    if is_pair {
        formats.push(Format { role: FileRole::Step, columns: columns(&keys.table("step_file")?, &mut clock)? });
    }
    let role = if is_pair { FileRole::Detail } else { FileRole::Single };
    formats.push(Format { role, columns: rows });
    keys.end()?;
    let mut dialect = Dialect {
        name,
        title,
        source: toml::to_string(table).unwrap_or_default(),
        detect: Detect { container, sheet, without, preamble_starts },
        text,
        formats,
        temperature_channel,
        clock: clock.unwrap_or(ClockFormat::Either),
        current: current_sign,
        steps,
        types,
        ends,
        time_factors,
        is_rounded,
        parts,
        preamble,
        origin: None,
    };
    if dialect.temperature_channel.is_empty() {
        dialect.temperature_channel = first_temperature(&dialect);
    }
    needs(&dialect)?;
    Ok(dialect)
}

fn preamble(mut keys: Keys<'_>) -> Result<PreambleNames, String> {
    let names = PreambleNames {
        start: keys.texts("start")?,
        nominal_capacity: keys.texts("nominal_capacity")?,
        cell: keys.texts("cell")?,
        active_mass: keys.texts("active_mass")?,
    };
    keys.end()?;
    Ok(names)
}

/// What every dialect must have.
fn needs(dialect: &Dialect) -> Result<(), String> {
    for format in &dialect.formats {
        let has = |field: Field| format.columns.iter().any(|spec| spec.field == field);
        for field in [Field::Voltage, Field::Current] {
            if !has(field) {
                return Err(format!("columns.{}: every dialect needs it", field.name()));
            }
        }
        if format.role != FileRole::Step && ![Field::TestTime, Field::StepTime, Field::Clock].into_iter().any(has) {
            return Err("columns: one of test_time, step_time and clock is needed".to_owned());
        }
        if format.columns.iter().all(|spec| !spec.required) {
            return Err("detect.headers: name the headers by which a file of it is known".to_owned());
        }
    }
    Ok(())
}

/// The first sensor's header.
fn first_temperature(dialect: &Dialect) -> String {
    let specs = dialect.formats.iter().flat_map(|format| &format.columns);
    let found = specs.into_iter().find(|spec| spec.field == Field::Temperature);
    found.map_or_else(String::new, |spec| spec.name().replace('#', "1").replace('*', ""))
}

fn text_form(mut keys: Keys<'_>) -> Result<TextForm, String> {
    let encoding = keys.text("encoding")?.filter(|name| *name != "auto").map(ToOwned::to_owned);
    let delimiter = keys.word("delimiter", &DELIMITERS)?.flatten();
    let has_units_row = keys.flag("units_row")?;
    let is_ragged = keys.flag("ragged")?;
    let layers = [("flat", false), ("by_leading_empty_cells", true)];
    let is_layered = keys.word("row_kinds", &layers)?.unwrap_or(false);
    let decimals = [("auto", None), (".", Some(false)), (",", Some(true))];
    let decimal_comma = keys.word("decimal", &decimals)?.flatten();
    let header = header_place(keys.table("header")?)?;
    let place = keys.at("skip_rows_where");
    let mut skip_rows = Vec::new();
    for one in keys.get("skip_rows_where").and_then(Value::as_array).into_iter().flatten() {
        let Value::Table(one) = one else {
            return Err(format!("{place}: expected {{ column = \"…\", equals = \"…\" }}"));
        };
        let mut one = Keys::new(one, &place);
        let column = one.text("column")?.unwrap_or_default().to_owned();
        skip_rows.push((column, one.text("equals")?.unwrap_or_default().to_owned()));
        one.end()?;
    }
    keys.end()?;
    Ok(TextForm { encoding, delimiter, decimal_comma, header, is_ragged, has_units_row, is_layered, skip_rows })
}

/// `{ line = 14 }`, `{ line_with = "…" }`, `{ number_after = "…" }` or `{ after = "…" }`.
fn header_place(mut keys: Keys<'_>) -> Result<HeaderPlace, String> {
    let line = keys.number("line")?.map(|line| HeaderPlace::Line(line as u64));
    let with = keys.text("line_with")?.map(|found| HeaderPlace::With(found.to_lowercase()));
    let number = keys.text("number_after")?.map(|found| HeaderPlace::NumberAfter(found.to_lowercase()));
    let after = keys.text("after")?.map(|found| HeaderPlace::After(found.to_lowercase()));
    let place = keys.place.clone();
    keys.end()?;
    let mut all = [line, with, number, after].into_iter().flatten();
    let first = all.next().unwrap_or_default();
    if all.next().is_some() {
        Err(format!("{place}: one of line, line_with, number_after and after"))
    } else {
        Ok(first)
    }
}

/// `"*_Wb_{n}.CSV"`, or `{ pattern = "*_Wb_{n}.CSV", time = "continues" }`; a time that restarts is seen.
fn parts(test: &mut Keys<'_>) -> Result<Option<String>, String> {
    let pattern = if matches!(test.table.get("parts"), Some(Value::Table(_))) {
        let mut parts = test.table("parts")?;
        let pattern = parts.text("pattern")?;
        parts.word("time", &[("continues", ()), ("restarts", ())])?;
        parts.end()?;
        pattern
    } else {
        test.text("parts")?
    };
    match pattern.filter(|pattern| !pattern.is_empty()) {
        Some(pattern) if !pattern.contains("{n}") => {
            Err(format!("{}: `{pattern}` has no {{n}} where the number of the part stands", test.at("parts")))
        }
        pattern => Ok(pattern.map(ToOwned::to_owned)),
    }
}
