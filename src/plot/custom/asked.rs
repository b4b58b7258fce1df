//! Which columns `custom` draws, of which table, and on which axes.

use super::super::columns::{Table, column_names, field_names, label, text_names};
use super::super::discharge_temperature::SHAPES;
use super::super::{Axis, Options, PlotError, PlotTest};
use crate::model::nearest;

/// The most units: each has an axis of its own.
const MOST_UNITS: usize = 2;
/// The most columns: markers tell them apart.
pub(super) const MOST_COLUMNS: usize = SHAPES.len();

/// A column upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Upwards<'a> {
    pub(super) name: &'a str,
    /// The panel whose axis has its unit.
    pub(super) panel: usize,
}

/// The columns asked for, and the table that has them.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) table: Table,
    pub(super) x: &'a str,
    pub(super) ys: Vec<Upwards<'a>>,
    pub(super) by: Option<&'a str>,
}

impl<'a> Asked<'a> {
    pub(super) fn of(tests: &mut [PlotTest<'_>], options: &'a Options) -> Result<Self, PlotError> {
        let custom = &options.custom;
        let missing = |option: &'static str| {
            let why = format!("name a column: {}", said(Table::Steps));
            PlotError::Option { option, value: "is missing".to_owned(), why }
        };
        let x = custom.x.as_deref().ok_or_else(|| missing("--x"))?;
        let ys = upwards(&custom.y)?;
        if ys.is_empty() {
            return Err(missing("--y"));
        }
        let by = custom.by.as_deref();
        let channels: Vec<String> =
            tests.iter().flat_map(|test| &test.head.channels).map(|channel| channel.name.clone()).collect();
        let known = |table: Table, name: &str| {
            column_names(table).contains(&name) || table == Table::Measurements && channels.iter().any(|c| c == name)
        };
        let groups = |table: Table, name: &str| match table {
            Table::Measurements => ["step", "cycle", "step_type"].contains(&name),
            table => known(table, name) || text_names(table).contains(&name),
        };
        let tables = tables(options)?;
        let names = ys.iter().map(|y| ("--y", y.name));
        for (option, name) in [("--x", x)].into_iter().chain(names) {
            if !tables.iter().any(|table| known(*table, name)) {
                return Err(unknown(option, name, &tables, &channels));
            }
        }
        if let Some(by) = by.filter(|by| !tables.iter().any(|table| groups(*table, by))) {
            return Err(unknown("--by", by, &tables, &channels));
        }
        let fits = |table: &&Table| {
            let all = ys.iter().all(|y| known(**table, y.name));
            all && known(**table, x) && by.is_none_or(|by| groups(**table, by))
        };
        if let Some(table) = tables.iter().find(fits) {
            return Ok(Self { table: *table, x, ys, by });
        }
        let there: Vec<String> = tables.iter().map(|table| format!("{}: {}", table.as_str(), said(*table))).collect();
        let value = [x].into_iter().chain(ys.iter().map(|y| y.name)).chain(by).collect::<Vec<_>>().join(", ");
        let why = format!(
            "no one table has all of them (rows can be coloured by step, cycle and step_type). {}. Further channels of \
             this data: {}",
            there.join(". "),
            if channels.is_empty() { "none".to_owned() } else { channels.join(", ") }
        );
        Err(PlotError::Option { option: "--x, --y, --by", value, why })
    }

    /// The columns of a panel.
    pub(super) fn of_panel(&self, panel: usize) -> Vec<&'a str> {
        self.ys.iter().filter(|y| y.panel == panel).map(|y| y.name).collect()
    }

    /// How many panels there are.
    pub(super) fn panels(&self) -> usize {
        self.ys.iter().map(|y| y.panel + 1).max().unwrap_or(0)
    }

    /// Whether some panel has several columns, which the legend then tells apart.
    pub(super) fn crowded(&self) -> bool {
        self.ys.len() > self.panels()
    }

    /// The axis of a panel: its column's, or of several their quantity's.
    pub(super) fn axis(&self, panel: usize) -> Axis {
        match self.of_panel(panel).as_slice() {
            [one] => Axis::new(&label(one), one),
            several => {
                let unit = several.first().map(|name| unit(name)).unwrap_or_default();
                let quantity = QUANTITIES.iter().find(|(of, _)| *of == unit).map_or("Value", |(_, word)| word);
                let label = if unit.is_empty() { quantity.to_owned() } else { format!("{quantity} / {unit}") };
                Axis::new(&label, &several.join(" "))
            }
        }
    }
}

/// What several columns of one unit are, in a word.
const QUANTITIES: [(&str, &str); 9] = [
    ("V", "Voltage"),
    ("A", "Current"),
    ("Ah", "Capacity"),
    ("Wh", "Energy"),
    ("W", "Power"),
    ("°C", "Temperature"),
    ("Ω", "Resistance"),
    ("s", "Time"),
    ("C", "C-rate"),
];

/// The unit of a column, by its name; empty where it says none.
fn unit(name: &str) -> String {
    label(name).split_once(" / ").map(|(_, unit)| unit.to_owned()).unwrap_or_default()
}

/// The columns upwards, those of one unit on one axis.
fn upwards(names: &[String]) -> Result<Vec<Upwards<'_>>, PlotError> {
    let refuse = |why: String| Err(PlotError::Option { option: "--y", value: names.join(","), why });
    let mut units: Vec<String> = Vec::new();
    let mut found: Vec<Upwards<'_>> = Vec::new();
    for name in names {
        if found.iter().any(|one| one.name == name) {
            continue;
        }
        let own = unit(name);
        let panel = units.iter().position(|unit| *unit == own).unwrap_or(units.len());
        if panel == units.len() {
            units.push(own);
        }
        found.push(Upwards { name, panel });
    }
    if units.len() > MOST_UNITS {
        let units = units.iter().map(|unit| if unit.is_empty() { "none" } else { unit.as_str() }).collect::<Vec<_>>();
        return refuse(format!(
            "these are of {} units ({}), and a figure has an axis for each of at most two; draw one figure for each",
            units.len(),
            units.join(", ")
        ));
    }
    if found.len() > MOST_COLUMNS {
        return refuse(format!("more than {MOST_COLUMNS} columns are not told apart; draw several figures"));
    }
    Ok(found)
}

/// The tables that may have the columns.
fn tables(options: &Options) -> Result<Vec<Table>, PlotError> {
    let of = |name: &str| Table::ALL.into_iter().find(|table| table.as_str() == name);
    match options.custom.of.as_deref() {
        None => Ok(Table::ALL.to_vec()),
        Some(name) => Ok(vec![of(name).ok_or_else(|| PlotError::Option {
            option: "--of",
            value: name.to_owned(),
            why: "no such table; there are steps, cycles, pulses and measurements".to_owned(),
        })?]),
    }
}

/// A column that no table has, or that cannot be drawn: the nearest one is named, else all are.
fn unknown(option: &'static str, name: &str, tables: &[Table], channels: &[String]) -> PlotError {
    let texts = tables.iter().flat_map(|table| text_names(*table));
    let numbers = tables.iter().flat_map(|table| column_names(*table));
    let rows = channels.iter().map(String::as_str).filter(|_| tables.contains(&Table::Measurements));
    let there = || {
        let tables = tables.iter().map(|table| format!("{}: {}", table.as_str(), said(*table)));
        let channels = (!channels.is_empty()).then(|| format!("channels of this data: {}", channels.join(", ")));
        tables.chain(channels).collect::<Vec<_>>().join("; ")
    };
    let is_text = texts.clone().any(|text| text == name);
    let is_there = tables.iter().any(|table| field_names(*table).contains(&name));
    let by = option == "--by";
    let why = match nearest(name, numbers.chain(texts.filter(|_| by)).chain(rows)) {
        _ if is_there && by => format!("colours are by numbers and words, and it holds neither; there are {}", there()),
        _ if is_text => {
            format!("it holds words, and an axis takes numbers; --by {name} colours by it. There are {}", there())
        }
        _ if is_there => format!("it holds no numbers, and an axis takes numbers; there are {}", there()),
        Some(near) => format!("there is no such column; did you mean {near}?"),
        None => format!("there is no such column; there are {}", there()),
    };
    PlotError::Option { option, value: name.to_owned(), why }
}

fn said(table: Table) -> String {
    column_names(table).join(", ")
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn a_unit_has_one_axis_and_a_third_is_refused() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let two = names(&["voltage_start_v", "capacity_ah", "voltage_end_v", "capacity_ah"]);
        let panels: Vec<(&str, usize)> = upwards(&two).unwrap().iter().map(|y| (y.name, y.panel)).collect();
        assert_eq!(panels, [("voltage_start_v", 0), ("capacity_ah", 1), ("voltage_end_v", 0)]);
        let three = names(&["voltage_start_v", "capacity_ah", "soc_end_pct"]);
        let error = upwards(&three).unwrap_err().to_string();
        assert!(error.contains("of 3 units (V, Ah, %)"), "{error}");
        let six = names(&["a_v", "b_v", "c_v", "d_v", "e_v", "f_v"]);
        assert!(upwards(&six).is_err() && upwards(&six[..5]).is_ok());
    }
}
