//! Any numeric columns over any other, coloured by a third.

mod asked;
mod colour;
mod lines;

use super::columns::{Table, label, number, numeric};
use super::discharge_temperature::SHAPES;
use super::figure::Series;
use super::ink::{DASHES, Ink};
use super::text::within_line;
use super::timeline::thinned;
use super::{Axis, Colour, Dash, Figure, Key, Options, Panel, Plot, PlotError, PlotTest, Shape, Style, select};
use crate::fields::{CYCLES, PULSES, STEPS};
use crate::format::Field;
use crate::model::Pulse;
use asked::{Asked, Upwards};
use colour::{By, Colours};
use std::collections::{BTreeMap, BTreeSet};

/// Any columns over any other.
pub(super) struct Custom;

impl Plot for Custom {
    fn name(&self) -> &'static str {
        "custom"
    }

    fn about(&self) -> &'static str {
        "any numeric columns of steps, cycles, pulses or measurements over any other (--x --y --by)"
    }

    fn standard(&self) -> bool {
        false
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        select::check(self, tests, options)?;
        let asked = Asked::of(tests, options)?;
        let mut figure = select::begin(self, &title(&asked), tests, options);
        figure.shared_x = asked.panels() > 1;
        for panel in 0..asked.panels() {
            let limits = if panel == 0 { options.y_limits } else { super::Limits::default() };
            let x = Axis::new(&label(asked.x), asked.x).limited(options.x_limits);
            figure.panels.push(Panel::new(x, asked.axis(panel).limited(limits)));
        }
        let ink = Ink::of(tests, options);
        let mut notes = if asked.table == Table::Measurements {
            curves(&mut figure, tests, &asked, &ink, options)?
        } else {
            points(&mut figure, tests, &asked, &ink, options);
            vec![format!("columns of {}", asked.table.as_str())]
        };
        let empty = |panel: &usize| figure.panels[*panel].series.is_empty();
        let bare: Vec<&str> = (0..asked.panels()).filter(empty).flat_map(|panel| asked.of_panel(panel)).collect();
        if bare.len() == asked.ys.len() {
            let why = format!("no record of {} has both {} and {}", asked.table.as_str(), asked.x, bare.join(", "));
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        if !bare.is_empty() {
            notes.push(format!("no values: {}", bare.join(", ")));
            figure.panels.retain(|panel| !panel.series.is_empty());
        }
        if asked.crowded() {
            figure.keys = keys(&asked, &ink, options);
        }
        select::footer(&mut figure, tests, &BTreeSet::new(), &notes);
        Ok(figure)
    }
}

fn words(name: &str) -> String {
    label(name).split(" / ").next().unwrap_or_default().to_owned()
}

fn title(asked: &Asked<'_>) -> String {
    let upwards = match asked.ys.as_slice() {
        [first] => words(first.name),
        [first, second] => format!("{} and {}", words(first.name), within_line(&words(second.name))),
        [first, more @ ..] => format!("{} and {} more", words(first.name), more.len()),
        [] => String::new(),
    };
    format!("{upwards} over {}", within_line(&words(asked.x)))
}

/// How a column is told from others: by its colour where colours say nothing else, and by its marker or dash.
#[derive(Clone, Copy)]
struct Told {
    colour: Option<Colour>,
    shape: Shape,
    dash: Dash,
    /// Whether a curve has markers, because there are more columns than dashes.
    marked: bool,
}

impl Told {
    fn of(place: usize, asked: &Asked<'_>, ink: &Ink) -> Self {
        if !asked.crowded() {
            return Self { colour: None, shape: Shape::Circle, dash: Dash::Solid, marked: false };
        }
        let colour = (asked.by.is_none() && !ink.many()).then(|| ink.test(place));
        let dash = if colour.is_some() { Dash::Solid } else { DASHES[place % DASHES.len()] };
        let marked = colour.is_none() && place >= DASHES.len();
        Self { colour, shape: SHAPES[place % SHAPES.len()], dash, marked }
    }

    /// Behind the first column, whose markers are full, others are seen by their outlines.
    fn point(self, colour: Colour) -> Style {
        let hollow = self.shape != SHAPES[0];
        Style { hollow, ..Style::points(self.colour.unwrap_or(colour), self.shape) }
    }

    fn curve(self, colour: Colour) -> Style {
        let style = Style { line: Some(self.dash), ..Style::line(self.colour.unwrap_or(colour)) };
        if self.marked { Style { marker: Some(self.shape), spaced: true, ..style } } else { style }
    }
}

/// A line of the legend for each column.
fn keys(asked: &Asked<'_>, ink: &Ink, options: &Options) -> Vec<Key> {
    let key = |(place, y): (usize, &Upwards<'_>)| {
        let told = Told::of(place, asked, ink);
        let grey = options.theme.faint();
        let is_rows = asked.table == Table::Measurements;
        Key { label: words(y.name), style: if is_rows { told.curve(grey) } else { told.point(grey) } }
    };
    asked.ys.iter().enumerate().map(key).collect()
}

/// The name of a series where points are written.
fn series_name(whose: &str, y: &str, several: bool) -> String {
    match (whose.is_empty(), several) {
        (true, _) => y.to_owned(),
        (false, true) => format!("{whose}, {y}"),
        (false, false) => whose.to_owned(),
    }
}

/// The points of a table of records: x, each y, colour.
type Points = Vec<(f64, Vec<f64>, By)>;

fn records<T>(list: &[&T], fields: &'static [Field<T>], asked: &Asked<'_>, test: usize) -> Points {
    let Some(x) = numeric(fields, asked.x) else { return Vec::new() };
    let ys: Vec<_> = asked.ys.iter().map(|y| numeric(fields, y.name)).collect();
    let up = |record: &T| ys.iter().map(|y| y.and_then(|y| number(y, record)).unwrap_or(f64::NAN)).collect();
    let point = |record: &&T| Some((number(x, record)?, up(record), By::record(*record, fields, asked.by, test)));
    list.iter().filter_map(point).collect()
}

fn points(figure: &mut Figure, tests: &[PlotTest<'_>], asked: &Asked<'_>, ink: &Ink, options: &Options) {
    let mut found: Points = Vec::new();
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
    found.retain(|(_, ys, _)| ys.iter().any(|y| !y.is_nan()));
    let all: Vec<By> = found.iter().map(|point| point.2.clone()).collect();
    let colours = Colours::of(&all, asked, ink, options.theme, false);
    for (place, y) in asked.ys.iter().enumerate().rev() {
        let told = Told::of(place, asked, ink);
        let mut groups: BTreeMap<String, Series> = BTreeMap::new();
        for (x, ys, by) in found.iter().filter(|(_, ys, _)| !ys[place].is_nan()) {
            let look = colours.look(by);
            let group = groups.entry(look.key).or_insert_with(|| Series {
                name: series_name(&look.label, y.name, asked.ys.len() > 1),
                in_legend: !look.label.is_empty() && (place == 0 || !asked.crowded()),
                style: told.point(look.colour),
                points: Vec::new(),
                label: look.label,
            });
            group.points.push((*x, ys[place]));
        }
        figure.panels[y.panel].series.extend(groups.into_values());
    }
    figure.bar = colours.bar;
}

/// Curves of rows, one for each step and column.
fn curves(
    figure: &mut Figure,
    tests: &mut [PlotTest<'_>],
    asked: &Asked<'_>,
    ink: &Ink,
    options: &Options,
) -> Result<Vec<String>, PlotError> {
    let (all, read) = lines::read(tests, asked, options)?;
    let by: Vec<By> = all.iter().map(|one| one.by.clone()).collect();
    let colours = Colours::of(&by, asked, ink, options.theme, true);
    let mut drawn = 0;
    for one in all {
        let look = colours.look(&one.by);
        for ((place, y), points) in asked.ys.iter().enumerate().zip(one.curves) {
            if points.is_empty() {
                continue;
            }
            drawn += points.len();
            let mut style = Told::of(place, asked, ink).curve(look.colour);
            if points.len() == 1 {
                style.marker = style.marker.or(Some(Shape::Circle));
            }
            let whose = ink.series_name(one.test, &format!("step {}", one.step));
            let name = if asked.ys.len() > 1 { format!("{whose}, {}", y.name) } else { whose };
            let in_legend = !look.label.is_empty() && (place == 0 || !asked.crowded());
            figure.panels[y.panel].series.push(Series { label: look.label.clone(), name, points, style, in_legend });
        }
    }
    figure.panels.iter_mut().for_each(Panel::mark_few);
    figure.bar = colours.bar;
    // A row is as many points as there are columns.
    Ok(thinned(read * asked.ys.len() as u64, drawn))
}
