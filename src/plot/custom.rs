//! Any numeric column over any other, coloured by a third.

use super::columns::{ROWS, Table, column_names, label, number, numeric, text_names, with_value};
use super::figure::{ColourBar, Series};
use super::ink::{Ink, MOST_KEYS, ordered};
use super::text::within_line;
use super::thin::{Extremes, Thinner};
use super::timeline::thinned;
use super::{Axis, Figure, Options, Panel, Plot, PlotError, PlotTest, Shape, Style, rows, scale, select};
use crate::fields::{CYCLES, PULSES, STEPS};
use crate::format::{Field, Value};
use crate::model::{Block, Column, Columns, Head, Pulse, StepMetrics, nearest};
use crate::transform::soc;
use std::collections::{BTreeMap, BTreeSet};

/// Colours of a running quantity.
const SHADES: f64 = 24.0;

/// Any column over any other.
pub(super) struct Custom;

impl Plot for Custom {
    fn name(&self) -> &'static str {
        "custom"
    }

    fn about(&self) -> &'static str {
        "any numeric column of steps, cycles, pulses or measurements over any other (--x --y --by)"
    }

    fn standard(&self) -> bool {
        false
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let asked = Asked::of(tests, options)?;
        let words = |name: &str| label(name).split(" / ").next().unwrap_or_default().to_owned();
        let title = format!("{} over {}", words(asked.y), within_line(&words(asked.x)));
        let mut figure = select::begin(self, &title, tests, options);
        let (x, y) = (Axis::new(&label(asked.x), asked.x), Axis::new(&label(asked.y), asked.y));
        figure.panels.push(Panel::new(x.limited(options.x_limits), y.limited(options.y_limits)));
        let ink = Ink::of(tests, options);
        let note = if asked.table == Table::Measurements {
            lines(&mut figure, tests, &asked, &ink, options)?
        } else {
            points(&mut figure, tests, &asked, &ink, options);
            vec![format!("columns of {}", asked.table.as_str())]
        };
        if figure.panels[0].series.is_empty() {
            let why = format!("no record of {} has both {} and {}", asked.table.as_str(), asked.x, asked.y);
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        select::footer(&mut figure, tests, &BTreeSet::new(), &note);
        Ok(figure)
    }
}

/// The columns asked for, and the table that has them.
struct Asked<'a> {
    table: Table,
    x: &'a str,
    y: &'a str,
    by: Option<&'a str>,
}

impl<'a> Asked<'a> {
    fn of(tests: &mut [PlotTest<'_>], options: &'a Options) -> Result<Self, PlotError> {
        let custom = &options.custom;
        let wanted = |option: &'static str, value: &'a Option<String>| {
            let why = format!("name a column: {}", said(Table::Steps));
            value.as_deref().ok_or_else(|| PlotError::Option { option, value: "is missing".to_owned(), why })
        };
        let (x, y, by) = (wanted("--x", &custom.x)?, wanted("--y", &custom.y)?, custom.by.as_deref());
        let mut channels: Vec<String> = Vec::new();
        for test in tests.iter_mut() {
            channels.extend(test.head.channels.iter().map(|channel| channel.name.clone()));
        }
        let known = |table: Table, name: &str| {
            column_names(table).contains(&name) || table == Table::Measurements && channels.iter().any(|c| c == name)
        };
        let groups = |table: Table, name: &str| match table {
            Table::Measurements => ["step", "cycle", "step_type"].contains(&name),
            table => known(table, name) || text_names(table).contains(&name),
        };
        let of = |name: &str| Table::ALL.into_iter().find(|table| table.as_str() == name);
        let tables: Vec<Table> = match custom.of.as_deref() {
            None => Table::ALL.to_vec(),
            Some(name) => vec![of(name).ok_or_else(|| PlotError::Option {
                option: "--of",
                value: name.to_owned(),
                why: "no such table; there are steps, cycles, pulses and measurements".to_owned(),
            })?],
        };
        for (option, name, is_group) in [("--x", Some(x), false), ("--y", Some(y), false), ("--by", by, true)] {
            let has = |table: &Table, name: &str| if is_group { groups(*table, name) } else { known(*table, name) };
            if let Some(name) = name.filter(|name| !tables.iter().any(|table| has(table, name))) {
                return Err(unknown(option, name, &tables, &channels));
            }
        }
        let fits = |table: &&Table| known(**table, x) && known(**table, y) && by.is_none_or(|by| groups(**table, by));
        if let Some(table) = tables.iter().find(fits) {
            return Ok(Self { table: *table, x, y, by });
        }
        let there: Vec<String> = tables.iter().map(|table| format!("{}: {}", table.as_str(), said(*table))).collect();
        let value = format!("{x}, {y}{}", by.map(|by| format!(", {by}")).unwrap_or_default());
        let why = format!(
            "no one table has all of them (rows can be coloured by step, cycle and step_type). {}. Further channels of \
             this data: {}",
            there.join(". "),
            if channels.is_empty() { "none".to_owned() } else { channels.join(", ") }
        );
        Err(PlotError::Option { option: "--x, --y, --by", value, why })
    }
}

/// A column that no table has: the nearest one is named, else all are.
fn unknown(option: &'static str, name: &str, tables: &[Table], channels: &[String]) -> PlotError {
    let texts = tables.iter().flat_map(|table| text_names(*table));
    let numbers = tables.iter().flat_map(|table| column_names(*table));
    let rows = channels.iter().map(String::as_str).filter(|_| tables.contains(&Table::Measurements));
    let why = match nearest(name, numbers.chain(texts).chain(rows)) {
        Some(near) => format!("there is no such column; did you mean {near}?"),
        None => {
            let there = tables.iter().map(|table| format!("{}: {}", table.as_str(), said(*table)));
            format!("there is no such column; there are {}", there.collect::<Vec<_>>().join("; "))
        }
    };
    PlotError::Option { option, value: name.to_owned(), why }
}

fn said(table: Table) -> String {
    column_names(table).join(", ")
}

/// What a point is coloured by.
#[derive(Clone, Debug, PartialEq)]
enum By {
    Test(usize),
    Number(f64),
    Text(String),
}

/// The points of a table of records.
fn records<T>(list: &[&T], fields: &'static [Field<T>], asked: &Asked<'_>, test: usize) -> Vec<(f64, f64, By)> {
    let (Some(x), Some(y)) = (numeric(fields, asked.x), numeric(fields, asked.y)) else { return Vec::new() };
    let by = |record: &T| match asked.by {
        None => By::Test(test),
        Some(name) => match (numeric(fields, name), fields.iter().find(|field| field.column.key == name)) {
            (Some(field), _) => By::Number(number(field, record).unwrap_or(f64::NAN)),
            (None, field) => By::Text(match field.map(|field| (field.get)(record)) {
                Some(Value::Text(text)) => text,
                _ => "none".to_owned(),
            }),
        },
    };
    list.iter().filter_map(|record| Some((number(x, record)?, number(y, record)?, by(record)))).collect()
}

fn points(figure: &mut Figure, tests: &[PlotTest<'_>], asked: &Asked<'_>, ink: &Ink, options: &Options) {
    let mut found = Vec::new();
    for (i, test) in tests.iter().enumerate() {
        let steps = select::chosen(test, options);
        let numbers: BTreeSet<i32> = steps.iter().map(|step| step.step).collect();
        found.extend(match asked.table {
            Table::Steps => records(&steps, STEPS, asked, i),
            Table::Cycles => records(&super::cycles::chosen(test, options), CYCLES, asked, i),
            _ => {
                let pulses: Vec<&Pulse> =
                    test.derived.pulses.iter().filter(|pulse| numbers.contains(&pulse.step)).collect();
                records(&pulses, PULSES, asked, i)
            }
        });
    }
    for (label, name, points, colour) in coloured(figure, &found, asked, ink, options) {
        let in_legend = !label.is_empty();
        let style = Style::points(colour, Shape::Circle);
        figure.panels[0].series.push(Series { label, name, points, style, in_legend });
    }
}

type Group = (String, String, Vec<(f64, f64)>, super::Colour);

/// Points by colour: texts and few numbers have names, many numbers a colour bar.
fn coloured(
    figure: &mut Figure,
    found: &[(f64, f64, By)],
    asked: &Asked<'_>,
    ink: &Ink,
    options: &Options,
) -> Vec<Group> {
    let bar = number_bar(found, asked);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut texts: Vec<&str> =
        found.iter().filter_map(|p| if let By::Text(text) = &p.2 { Some(text.as_str()) } else { None }).collect();
    texts.sort_unstable();
    texts.dedup();
    let mut values: Vec<f64> =
        found.iter().filter_map(|p| if let By::Number(n) = p.2 { Some(n) } else { None }).collect();
    values.retain(|value| !value.is_nan());
    values.sort_by(f64::total_cmp);
    values.dedup();
    let by = asked.by.unwrap_or_default();
    for (x, y, of) in found {
        let (key, label, colour) = match of {
            By::Test(test) => {
                let label = if ink.many() { ink.name(*test).to_owned() } else { String::new() };
                (format!("{test:06}"), label, ink.test(*test))
            }
            By::Text(text) => {
                let place = texts.iter().position(|t| t == text).unwrap_or(0);
                (text.clone(), with_value(by, text), options.theme.palette(place))
            }
            By::Number(value) if value.is_nan() => ("~".to_owned(), format!("no {by}"), options.theme.faint()),
            By::Number(value) => {
                if let Some(bar) = &bar {
                    let shade = ((value - bar.min) / (bar.max - bar.min) * SHADES).round();
                    (format!("{shade:06}"), String::new(), options.theme.viridis(shade / SHADES))
                } else {
                    let place = values.iter().position(|v| v == value).unwrap_or(0);
                    let label = with_value(by, &scale::short(*value, 5));
                    (format!("{place:06}"), label, ordered(options.theme, place, values.len()))
                }
            }
        };
        let name = if label.is_empty() { asked.y.to_owned() } else { label.clone() };
        groups.entry(key).or_insert_with(|| (label, name, Vec::new(), colour)).2.push((*x, *y));
    }
    figure.bar = bar;
    groups.into_values().collect()
}

fn number_bar(found: &[(f64, f64, By)], asked: &Asked<'_>) -> Option<ColourBar> {
    let mut values: Vec<f64> = found
        .iter()
        .filter_map(|p| if let By::Number(n) = p.2 { Some(n).filter(|n| n.is_finite()) } else { None })
        .collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let (Some(&min), Some(&max)) = (values.first(), values.last()) else { return None };
    let whole = values.iter().all(|value| value.fract() == 0.0);
    (values.len() > MOST_KEYS).then(|| ColourBar { label: label(asked.by.unwrap_or_default()), min, max, whole })
}

/// A column of rows.
enum Cell {
    Own(Column),
    Power,
    Channel(usize),
    Soc,
    Step,
    Cycle,
}

fn cell(name: &str, head: &Head) -> Option<Cell> {
    if let Some(i) = head.channels.iter().position(|channel| channel.name == name) {
        return Some(Cell::Channel(i));
    }
    let cell = match name {
        "power_w" => Cell::Power,
        "soc_pct" => Cell::Soc,
        "step" => Cell::Step,
        "cycle" => Cell::Cycle,
        own => Cell::Own(Column::of(own)?),
    };
    debug_assert!(ROWS.contains(&name));
    Some(cell)
}

/// A test's number, a step of it, and its points.
type Drawn = (usize, StepMetrics, Vec<(f64, f64)>);

/// Curves of rows, one for each step.
fn lines(
    figure: &mut Figure,
    tests: &mut [PlotTest<'_>],
    asked: &Asked<'_>,
    ink: &Ink,
    options: &Options,
) -> Result<Vec<String>, PlotError> {
    let (mut read, mut drawn) = (0, 0);
    let mut steps_drawn: Vec<Drawn> = Vec::new();
    for (i, test) in tests.iter_mut().enumerate() {
        select::need_rows("custom", test.head)?;
        let steps: BTreeMap<i32, &StepMetrics> =
            select::chosen(test, options).into_iter().map(|s| (s.step, s)).collect();
        let head = test.head;
        let (Some(x), Some(y)) = (cell(asked.x, head), cell(asked.y, head)) else { continue };
        let derived = test.derived;
        let soc = |step: &StepMetrics| {
            soc::of_rows(derived, head.conventions.soc_anchor, step).unwrap_or((f64::NAN, f64::NAN))
        };
        let value = |cell: &Cell, block: &Block<'_>, row: usize, step: &StepMetrics| match cell {
            Cell::Own(own) => block.column(*own)[row],
            Cell::Power => block.voltage_v[row] * block.current_a[row],
            Cell::Channel(i) => block.channels.get(*i).map_or(f64::NAN, |channel| channel[row]),
            Cell::Soc => {
                let (start, per_ah) = soc(step);
                block.capacity_ah[row].mul_add(per_ah, start)
            }
            Cell::Step => f64::from(step.step),
            Cell::Cycle => f64::from(step.cycle),
        };
        // The picture's columns are shared by the steps, so that memory depends on the picture.
        let width = (4 * options.format.width_px as usize / steps.len().max(1)).max(32);
        let mut open: Vec<(i32, Thinner)> = Vec::new();
        rows::walk(test, &steps.keys().copied().collect(), Columns::ALL, |block, _| {
            let Some(step) = steps.get(&block.step) else { return Ok(()) };
            read += block.len() as u64;
            if open.last().is_none_or(|(number, _)| *number != block.step) {
                if let Some((number, thinner)) = open.pop() {
                    steps_drawn.push((i, (*steps[&number]).clone(), thinner.finish()));
                }
                open.push((block.step, Thinner::new(width, Extremes::Both)));
            }
            if let Some((_, thinner)) = open.last_mut() {
                for row in 0..block.len() {
                    thinner.push(block.step_time_s[row], value(&x, block, row, step), value(&y, block, row, step));
                }
            }
            Ok(())
        })?;
        steps_drawn.extend(open.pop().map(|(number, thinner)| (i, (*steps[&number]).clone(), thinner.finish())));
    }
    steps_drawn.retain(|(_, _, points)| !points.is_empty());
    let bys: Vec<(f64, f64, By)> =
        steps_drawn.iter().map(|(i, step, _)| (0.0, 0.0, step_by(*i, step, asked))).collect();
    let bar = number_bar(&bys, asked);
    for ((i, step, points), (_, _, by)) in steps_drawn.into_iter().zip(&bys) {
        drawn += points.len();
        let (label, colour) = look(by, bar.as_ref(), &bys, asked, ink, options);
        let marker = (points.len() == 1).then_some(Shape::Circle);
        let style = Style { marker, ..Style::line(colour) };
        let name = ink.series_name(i, &format!("step {}", step.step));
        let in_legend = !label.is_empty();
        figure.panels[0].series.push(Series { label, name, points, style, in_legend });
    }
    figure.panels[0].mark_few();
    figure.bar = bar;
    Ok(thinned(read, drawn))
}

fn step_by(test: usize, step: &StepMetrics, asked: &Asked<'_>) -> By {
    match asked.by {
        Some("step") => By::Number(f64::from(step.step)),
        Some("cycle") => By::Number(f64::from(step.cycle)),
        Some(_) => By::Text(step.step_type.as_str().to_owned()),
        None => By::Test(test),
    }
}

/// The label and colour of a curve of rows.
fn look(
    by: &By,
    bar: Option<&ColourBar>,
    all: &[(f64, f64, By)],
    asked: &Asked<'_>,
    ink: &Ink,
    options: &Options,
) -> (String, super::Colour) {
    match (by, bar) {
        (By::Test(test), _) if ink.many() => (ink.name(*test).to_owned(), ink.test(*test)),
        (By::Test(test), _) => (String::new(), ink.test(*test)),
        (By::Text(text), _) => {
            let known = crate::model::StepType::from_name(text).unwrap_or(crate::model::StepType::Unknown);
            (text.clone(), options.theme.step_type(known))
        }
        (By::Number(value), Some(bar)) => (String::new(), bar.colour(*value, options.theme)),
        (By::Number(value), None) => {
            let mut values: Vec<i64> =
                all.iter().filter_map(|p| if let By::Number(n) = p.2 { Some(n as i64) } else { None }).collect();
            values.sort_unstable();
            values.dedup();
            let place = values.iter().position(|v| *v == *value as i64).unwrap_or(0);
            (with_value(asked.by.unwrap_or_default(), &value.to_string()), ordered(options.theme, place, values.len()))
        }
    }
}
