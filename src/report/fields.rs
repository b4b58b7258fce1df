//! Makes fields: a column and how it is read, on one line each.

use crate::format::{Column, Field, Kind, Rank, Value};

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

/// Seconds, which people read as h:mm:ss.
pub(super) const fn duration<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    let mut column = Column::number(key, title, "s", 1, about);
    column.kind = Kind::Duration;
    Field { column, get }
}

/// Resistance, which people read in mΩ.
pub(super) const fn resistance<T>(
    key: &'static str,
    title: &'static str,
    about: &'static str,
    get: fn(&T) -> Value,
) -> Field<T> {
    Field { column: Column::number(key, title, "Ω", 3, about), get }
}

/// The same, of another rank.
const fn ranked<T>(mut field: Field<T>, rank: Rank) -> Field<T> {
    field.column.rank = rank;
    field
}

/// The same, naming its row.
pub(super) const fn name<T>(field: Field<T>) -> Field<T> {
    ranked(field, Rank::Name)
}

/// The same, shown before others.
pub(super) const fn brief<T>(field: Field<T>) -> Field<T> {
    ranked(field, Rank::Brief)
}
