//! The `[validate]` table of battery-etl.toml: thresholds, severities, selection, waivers.

use super::cells::{self, CELL_KEYS};
use super::error::ValidateError;
use super::outcome::{FailOn, Run};
use super::selection::{Selection, matching};
use super::waiver::{self, Waiver};
use super::{Baseline, Thresholds};
use crate::model::{Cell, Severity, nearest, with_article};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// The keys that are no thresholds.
const KEYS: &[&str] = &["fail_on", "select", "ignore", "baseline", "severity", "waiver", "chemistry", "cell"];

/// All that `[validate]` says, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// From which severity on a finding fails the run, unless the command line says.
    pub fail_on: Option<FailOn>,
    /// Codes or families that count; empty for all.
    pub select: Vec<String>,
    /// Codes or families that do not count.
    pub ignore: Vec<String>,
    /// The path of a baseline.
    pub baseline: Option<String>,
    /// Severities by code, family or name.
    pub severities: BTreeMap<String, Severity>,
    /// Rules set to `off`.
    pub off: Vec<String>,
    /// Findings that a person lets pass.
    pub waivers: Vec<Waiver>,
    thresholds: Table,
    by_chemistry: BTreeMap<String, Table>,
    by_cell: BTreeMap<String, Table>,
    cells: Vec<Cell>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            fail_on: None,
            select: Vec::new(),
            ignore: Vec::new(),
            baseline: None,
            severities: BTreeMap::new(),
            off: Vec::new(),
            waivers: Vec::new(),
            thresholds: Table::new(),
            by_chemistry: BTreeMap::new(),
            by_cell: BTreeMap::new(),
            cells: Vec::new(),
        }
    }
}

impl Settings {
    /// Checks a `[validate]` table: every key is known, every value fits, every rule exists.
    ///
    /// # Errors
    /// For the first that does not.
    pub fn parse(table: &Table) -> Result<Self, ValidateError> {
        let mut settings = Self::default();
        let place = "[validate]";
        for (key, value) in table {
            match key.as_str() {
                "fail_on" => settings.fail_on = Some(fail_on(place, value)?),
                "select" => settings.select = rules(place, key, value)?,
                "ignore" => settings.ignore = rules(place, key, value)?,
                "baseline" => settings.baseline = Some(text(place, key, value)?),
                "severity" => settings.set_severities(value)?,
                "waiver" => settings.waivers = waivers(value)?,
                "chemistry" => settings.by_chemistry = nested("[validate.chemistry", value)?,
                "cell" => settings.set_cells(value)?,
                _ => {
                    settings.thresholds.insert(key.clone(), value.clone());
                }
            }
        }
        merged(place, &[&settings.thresholds])?;
        Ok(settings)
    }

    /// `[validate.cell.NAME]` holds what the cell is, and thresholds of its own.
    fn set_cells(&mut self, value: &Value) -> Result<(), ValidateError> {
        let mut thresholds = Table::new();
        for (name, value) in as_table("[validate.cell]", "cell", value)? {
            let place = format!("[validate.cell.{name}]");
            let table = as_table(&place, name, value)?;
            self.cells.push(cells::read(&place, name, table)?);
            let rest = table.iter().filter(|(key, _)| !CELL_KEYS.contains(&key.as_str()));
            thresholds
                .insert(name.clone(), Value::Table(rest.map(|(key, value)| (key.clone(), value.clone())).collect()));
        }
        self.by_cell = nested("[validate.cell", &Value::Table(thresholds))?;
        Ok(())
    }

    /// What the file says of a cell.
    #[must_use]
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.name.eq_ignore_ascii_case(name))
    }

    /// The names of the cells that the file knows.
    pub fn cell_names(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|cell| cell.name.as_str())
    }

    fn set_severities(&mut self, value: &Value) -> Result<(), ValidateError> {
        let place = "[validate.severity]";
        for (rule, value) in as_table(place, "severity", value)? {
            matching(rule)?;
            match value.as_str() {
                Some("off") => self.off.push(rule.clone()),
                Some("info") => _ = self.severities.insert(rule.clone(), Severity::Info),
                Some("warning") => _ = self.severities.insert(rule.clone(), Severity::Warning),
                Some("error") => _ = self.severities.insert(rule.clone(), Severity::Error),
                _ => return Err(bad(place, rule, value, "\"error\", \"warning\", \"info\" or \"off\"")),
            }
        }
        Ok(())
    }

    /// The limits in force for a cell: the defaults, what is set for all, for its chemistry, and for it by name.
    ///
    /// # Errors
    /// When a value is none; [`Self::parse`] has looked at every one, so this does not happen after it.
    pub fn thresholds(&self, cell: Option<&Cell>) -> Result<Thresholds, ValidateError> {
        let mut layers = vec![&self.thresholds];
        let find = |tables: &'static str, name: Option<&str>| {
            let all = if tables == "chemistry" { &self.by_chemistry } else { &self.by_cell };
            let name = name?;
            all.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, table)| table)
        };
        layers.extend(find("chemistry", cell.and_then(|cell| cell.chemistry.as_deref())));
        layers.extend(find("cell", cell.map(|cell| cell.name.as_str())));
        merged("[validate]", &layers)
    }

    /// Which rules count: the command line's words if there are any, else those of the file. What the file sets to `off`
    /// is off unless the command line selects it.
    ///
    /// # Errors
    /// When a name fits no rule.
    pub fn selection(&self, select: &[String], ignore: &[String]) -> Result<Selection, ValidateError> {
        let chosen = if select.is_empty() { self.select.as_slice() } else { select };
        let mut without = if ignore.is_empty() { self.ignore.clone() } else { ignore.to_vec() };
        if select.is_empty() {
            without.extend(self.off.iter().cloned());
        }
        let mut selection = Selection::new(chosen, &without)?;
        // Families first, so that a rule by its own name has the last word.
        let mut by_width: Vec<_> = self.severities.iter().map(|(name, severity)| (name, *severity)).collect();
        by_width.sort_by_key(|(name, _)| std::cmp::Reverse(matching(name).map_or(0, |rules| rules.len())));
        for (name, severity) in by_width {
            selection.set_severity(name, severity)?;
        }
        Ok(selection)
    }

    /// Makes a run of the outcomes of its tests: waivers and baseline pardon what they know.
    #[must_use]
    pub fn judge(
        &self,
        mut tests: Vec<super::Outcome>,
        baseline: Option<&Baseline>,
        fail_on: FailOn,
        today: NaiveDate,
    ) -> Run {
        let (unused, expired) = waiver::apply(&self.waivers, &mut tests, today);
        let stale = baseline.map(|baseline| baseline.apply(&mut tests)).unwrap_or_default();
        Run { tests, fail_on, stale, expired, unused, ..Run::default() }
    }
}

/// The thresholds that come of laying tables over the defaults.
fn merged(place: &str, layers: &[&Table]) -> Result<Thresholds, ValidateError> {
    let defaults = Table::try_from(Thresholds::default()).unwrap_or_default();
    let mut all = defaults.clone();
    for layer in layers {
        for (key, value) in *layer {
            let Some(default) = defaults.get(key) else {
                let known = defaults.keys().map(String::as_str).chain(KEYS.iter().copied());
                let nearest = nearest(key, known).map(str::to_owned);
                return Err(ValidateError::UnknownSetting { place: place.to_owned(), key: key.clone(), nearest });
            };
            all.insert(key.clone(), fitting(place, key, value, default)?);
        }
    }
    all.try_into().map_err(|error: toml::de::Error| ValidateError::BadSetting {
        place: place.to_owned(),
        key: "a threshold".to_owned(),
        found: "of another kind".to_owned(),
        expected: error.message().to_owned(),
    })
}

/// A value of the kind that the default has; a limit is a number that is not negative and not NaN unless its default is.
fn fitting(place: &str, key: &str, value: &Value, default: &Value) -> Result<Value, ValidateError> {
    match (value, default) {
        (Value::Integer(n), Value::Float(_)) => fitting(place, key, &Value::Float(*n as f64), default),
        (Value::Float(x), Value::Float(default))
            if x.is_finite() && (*x >= 0.0 || key.contains("degc") || *default < 0.0) =>
        {
            Ok(value.clone())
        }
        (Value::Float(_), Value::Float(_)) => Err(bad(place, key, value, "a number that is not negative")),
        (_, Value::Float(_)) => Err(bad(place, key, value, "a number")),
        (Value::Integer(n), Value::Integer(_)) if *n >= 0 => Ok(value.clone()),
        (_, Value::Integer(_)) => Err(bad(place, key, value, "a whole number that is not negative")),
        _ if value.same_type(default) => Ok(value.clone()),
        _ => Err(bad(place, key, value, &with_article(default.type_str()))),
    }
}

fn nested(place: &str, value: &Value) -> Result<BTreeMap<String, Table>, ValidateError> {
    let mut all = BTreeMap::new();
    for (name, value) in as_table(place, "chemistry or cell", value)? {
        let place = format!("{place}.{name}]");
        let table = as_table(&place, name, value)?;
        merged(&place, &[table])?;
        all.insert(name.clone(), table.clone());
    }
    Ok(all)
}

fn waivers(value: &Value) -> Result<Vec<Waiver>, ValidateError> {
    const PLACE: &str = "[[validate.waiver]]";
    let list = value.as_array().ok_or_else(|| bad(PLACE, "waiver", value, "a list of tables"))?;
    list.iter().map(|value| one_waiver(PLACE, as_table(PLACE, "waiver", value)?)).collect()
}

fn one_waiver(place: &str, table: &Table) -> Result<Waiver, ValidateError> {
    const KEYS: &[&str] = &["rule", "file", "experiment", "step", "reason", "expires"];
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let nearest = nearest(key, KEYS.iter().copied()).map(str::to_owned);
        return Err(ValidateError::UnknownSetting { place: place.to_owned(), key: key.clone(), nearest });
    }
    let word = |key: &str| table.get(key).map(|value| text(place, key, value)).transpose();
    let needed = |key: &str, what: &str| match word(key)? {
        Some(word) if !word.trim().is_empty() => Ok(word),
        _ => Err(ValidateError::BadSetting {
            place: place.to_owned(),
            key: key.to_owned(),
            found: "missing".to_owned(),
            expected: what.to_owned(),
        }),
    };
    let rule = needed("rule", "the code, family or name of a rule")?;
    matching(&rule)?;
    let step = table.get("step").map(|value| {
        let step = value.as_integer().and_then(|step| i32::try_from(step).ok());
        step.ok_or_else(|| bad(place, "step", value, "the number of a step"))
    });
    let expires = table.get("expires").map(|value| {
        let said = value.as_datetime().map(ToString::to_string).or_else(|| value.as_str().map(str::to_owned));
        let day = said.and_then(|said| NaiveDate::parse_from_str(&said, "%Y-%m-%d").ok());
        day.ok_or_else(|| bad(place, "expires", value, "a day, as 2025-12-31"))
    });
    Ok(Waiver {
        rule,
        file: word("file")?,
        experiment: word("experiment")?,
        step: step.transpose()?,
        reason: needed("reason", "why the finding is let pass")?,
        expires: expires.transpose()?,
    })
}

fn fail_on(place: &str, value: &Value) -> Result<FailOn, ValidateError> {
    let found = value.as_str().and_then(|word| FailOn::of(word).ok());
    found.ok_or_else(|| bad(place, "fail_on", value, "\"error\", \"warning\" or \"never\""))
}

fn rules(place: &str, key: &str, value: &Value) -> Result<Vec<String>, ValidateError> {
    let list = value.as_array().ok_or_else(|| bad(place, key, value, "a list of codes or families"))?;
    let names = list.iter().map(|value| text(place, key, value)).collect::<Result<Vec<_>, _>>()?;
    names.iter().try_for_each(|name| matching(name).map(drop))?;
    Ok(names)
}

pub(super) fn text(place: &str, key: &str, value: &Value) -> Result<String, ValidateError> {
    value.as_str().map(str::to_owned).ok_or_else(|| bad(place, key, value, "a text in quotes"))
}

fn as_table<'v>(place: &str, key: &str, value: &'v Value) -> Result<&'v Table, ValidateError> {
    value.as_table().ok_or_else(|| bad(place, key, value, "a table"))
}

pub(super) fn bad(place: &str, key: &str, found: &Value, expected: &str) -> ValidateError {
    let (place, key) = (place.to_owned(), key.to_owned());
    ValidateError::BadSetting { place, key, found: found.to_string(), expected: expected.to_owned() }
}
