//! What points and curves of `custom` are coloured by: their test, a word, a number.

use super::super::columns::{label, number, numeric, with_value};
use super::super::figure::ColourBar;
use super::super::ink::{Ink, MOST_KEYS, ordered};
use super::super::{Colour, Theme, scale};
use super::asked::Asked;
use crate::format::{Field, Value};
use crate::model::StepType;

/// Colours of a running quantity.
const SHADES: f64 = 24.0;

/// What a point is coloured by.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum By {
    Test(usize),
    Number(f64),
    Text(String),
}

impl By {
    /// Of a record of a table.
    pub(super) fn record<T>(record: &T, fields: &'static [Field<T>], by: Option<&str>, test: usize) -> Self {
        let Some(name) = by else { return Self::Test(test) };
        if let Some(field) = numeric(fields, name) {
            return Self::Number(number(field, record).unwrap_or(f64::NAN));
        }
        match fields.iter().find(|field| field.column.key == name).map(|field| (field.get)(record)) {
            Some(Value::Text(text)) => Self::Text(text),
            _ => Self::Text("none".to_owned()),
        }
    }
}

/// How a group of points looks: where it comes among the others, what the legend says, its colour.
pub(super) struct Look {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) colour: Colour,
}

/// The colours of all that is drawn: texts and few numbers have names, many numbers a colour bar.
pub(super) struct Colours<'a> {
    by: &'a str,
    pub(super) bar: Option<ColourBar>,
    texts: Vec<String>,
    values: Vec<f64>,
    ink: &'a Ink,
    theme: Theme,
    /// Whether words are types of steps, which have fixed colours.
    of_rows: bool,
}

impl<'a> Colours<'a> {
    pub(super) fn of(all: &[By], asked: &Asked<'a>, ink: &'a Ink, theme: Theme, of_rows: bool) -> Self {
        let mut texts: Vec<String> =
            all.iter().filter_map(|by| if let By::Text(text) = by { Some(text.clone()) } else { None }).collect();
        texts.sort_unstable();
        texts.dedup();
        let number = |by: &By| if let By::Number(n) = by { Some(*n).filter(|n| n.is_finite()) } else { None };
        let mut values: Vec<f64> = all.iter().filter_map(number).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let by = asked.by.unwrap_or_default();
        let whole = values.iter().all(|value| value.fract() == 0.0);
        let bar = values.first().zip(values.last()).filter(|_| values.len() > MOST_KEYS);
        let bar = bar.map(|(&min, &max)| ColourBar { label: label(by), min, max, whole });
        Self { by, bar, texts, values, ink, theme, of_rows }
    }

    pub(super) fn look(&self, by: &By) -> Look {
        let (key, label, colour) = match by {
            By::Test(test) => {
                let label = if self.ink.many() { self.ink.name(*test).to_owned() } else { String::new() };
                (format!("{test:06}"), label, self.ink.alone(*test))
            }
            By::Text(text) if self.of_rows => {
                let known = StepType::from_name(text).unwrap_or(StepType::Unknown);
                (text.clone(), text.clone(), self.theme.step_type(known))
            }
            By::Text(text) => {
                let place = self.texts.iter().position(|one| one == text).unwrap_or(0);
                (text.clone(), with_value(self.by, text), self.theme.palette(place))
            }
            By::Number(value) if value.is_nan() => ("~".to_owned(), format!("no {}", self.by), self.theme.faint()),
            By::Number(value) => match &self.bar {
                Some(bar) => {
                    let shade = ((value - bar.min) / (bar.max - bar.min) * SHADES).round();
                    (format!("{shade:06}"), String::new(), self.theme.viridis(shade / SHADES))
                }
                None => {
                    let place = self.values.iter().position(|one| one == value).unwrap_or(0);
                    let label = with_value(self.by, &scale::short(*value, 5));
                    (format!("{place:06}"), label, ordered(self.theme, place, self.values.len()))
                }
            },
        };
        Look { key, label, colour }
    }
}
