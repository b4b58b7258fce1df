//! Makes fields: a column and how it is read, on one line each.

use crate::format::{Column, Field, Kind, Value};

/// A whole number.
pub(super) const fn integer<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Column::new(key, title, Kind::Integer, about), get }
}

/// Words.
pub(super) const fn text<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Column::new(key, title, Kind::Text, about), get }
}

/// A moment.
pub(super) const fn time<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Column::new(key, title, Kind::Time, about), get }
}

/// Yes or no.
pub(super) const fn flag<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Column::new(key, title, Kind::Flag, about), get }
}

/// A number with its unit and the decimals shown.
pub(super) const fn number<T>(
    key: &'static str,
    title: &'static str,
    unit: &'static str,
    decimals: u8,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Column::number(key, title, unit, decimals, about), get }
}

/// The same, shown in every table.
pub(super) const fn brief<T>(mut field: Field<T>) -> Field<T> {
    field.column.brief = true;
    field
}
