//! A table of TOML of which every key must be known.

use crate::model::nearest;
use toml::{Table, Value};

/// A table whose keys are taken one by one, so that what is left over is known to be wrong.
pub(super) struct Keys<'t> {
    pub(super) table: &'t Table,
    pub(super) place: String,
    known: Vec<&'static str>,
}

impl<'t> Keys<'t> {
    pub(super) fn new(table: &'t Table, place: &str) -> Self {
        Self { table, place: place.to_owned(), known: Vec::new() }
    }

    pub(super) fn at(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    pub(super) fn get(&mut self, key: &'static str) -> Option<&'t Value> {
        self.known.push(key);
        self.table.get(key)
    }

    pub(super) fn text(&mut self, key: &'static str) -> Result<Option<&'t str>, String> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!("{}: expected a text, found {}", self.at(key), other.type_str())),
        }
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Result<bool, String> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Boolean(flag)) => Ok(*flag),
            Some(other) => Err(format!("{}: expected true or false, found {}", self.at(key), other.type_str())),
        }
    }

    pub(super) fn number(&mut self, key: &'static str) -> Result<Option<f64>, String> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Float(number)) if *number >= 0.0 => Ok(Some(*number)),
            Some(Value::Integer(number)) if *number >= 0 => Ok(Some(*number as f64)),
            Some(_) => Err(format!("{}: expected a number from 0 on, such as 0.001", self.at(key))),
        }
    }

    pub(super) fn numbers(&mut self, key: &'static str) -> Result<Vec<f64>, String> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let number = |value: &Value| match value {
            Value::Integer(number) => Some(*number as f64),
            Value::Float(number) => Some(*number),
            _ => None,
        };
        let found = value.as_array().and_then(|values| values.iter().map(number).collect());
        found.ok_or_else(|| format!("{}: expected numbers in brackets, such as [-2500]", self.at(key)))
    }

    pub(super) fn texts(&mut self, key: &'static str) -> Result<Vec<String>, String> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(value) => texts(value).ok_or_else(|| format!("{}: expected texts in brackets", self.at(key))),
        }
    }

    pub(super) fn table(&mut self, key: &'static str) -> Result<Keys<'t>, String> {
        static EMPTY: std::sync::LazyLock<Table> = std::sync::LazyLock::new(Table::new);
        let place = self.at(key);
        match self.get(key) {
            None => Ok(Keys::new(&EMPTY, &place)),
            Some(Value::Table(table)) => Ok(Keys::new(table, &place)),
            Some(other) => Err(format!("{place}: expected a table, found {}", other.type_str())),
        }
    }

    /// One of the words that may stand there.
    pub(super) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Result<Option<T>, String> {
        let place = self.at(key);
        self.text(key)?.map(|text| word(&place, text, words)).transpose()
    }

    /// Nothing else may stand in it.
    pub(super) fn end(self) -> Result<(), String> {
        let unknown = self.table.keys().find(|key| !self.known.contains(&key.as_str()));
        unknown.map_or(Ok(()), |key| Err(unknown_word(&self.at(key), key, &self.known)))
    }
}

pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(values) => values.iter().map(|value| value.as_str().map(ToOwned::to_owned)).collect(),
        _ => None,
    }
}

pub(super) fn word<T: Copy>(place: &str, text: &str, words: &[(&str, T)]) -> Result<T, String> {
    let found = words.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    found.ok_or_else(|| unknown_word(place, text, &words.iter().map(|(name, _)| *name).collect::<Vec<_>>()))
}

pub(super) fn unknown_word(place: &str, word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("{place}: `{word}` is not known; did you mean `{near}`?"),
        None => format!("{place}: `{word}` is not known; there is {}", known.join(", ")),
    }
}
