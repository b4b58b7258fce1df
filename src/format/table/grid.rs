//! The rows of a table: columns where they fit, else a block of lines for each record. Nothing is broken but prose.

use super::super::text::{human, is_right, shown_unit, with_unit};
use super::super::{FormatError, Heading, Kind, Layout, Rank, Table, Value};
use super::{fill, pad, wide};
use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};
use std::io::Write;

/// Below this width a record is a block, unless all that is read first fits.
const NARROW: usize = 90;
/// Rows measured together, so that memory stays bounded; those after them are measured anew.
const ROWS_TOGETHER: usize = 4096;
/// Rows after which the header is said again.
const ROWS_TO_HEADER: usize = 50;
/// Between two columns.
const GAP: usize = 2;
/// Prose gets at least this width, if it has so much to say.
const LEAST_PROSE: usize = 24;

/// A line below the header and none between the rows.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// What came of a table.
pub(super) struct Written {
    /// How many rows.
    pub(super) rows: u64,
    /// The fields of the columns that are not shown, in order.
    pub(super) left_out: Vec<String>,
}

/// Writes the rows of a table.
pub(super) fn write(table: Table<'_>, layout: &Layout, out: &mut dyn Write) -> Result<Written, FormatError> {
    let mut grid = Grid::new(&table.columns, layout);
    (table.rows)(&mut |row: &[Value]| {
        grid.page.push(grid.shown.iter().map(|&at| row[at].clone()).collect());
        if grid.page.len() == ROWS_TOGETHER { grid.flush(out) } else { Ok(()) }
    })?;
    grid.flush(out)?;
    let hidden = (0..table.columns.len()).filter(|at| !grid.shown.contains(at));
    let left_out = hidden.map(|at| table.columns[at].key.to_string()).collect();
    Ok(Written { rows: grid.rows, left_out })
}

/// A table while it is written.
struct Grid<'a> {
    columns: &'a [Heading],
    layout: &'a Layout,
    /// The columns that may still be shown.
    shown: Vec<usize>,
    /// Rows not written yet, a cell for each of `shown`.
    page: Vec<Vec<Value>>,
    rows: u64,
}

impl<'a> Grid<'a> {
    fn new(columns: &'a [Heading], layout: &'a Layout) -> Self {
        let last = match layout.width {
            _ if layout.all_columns => Rank::Asked,
            None => Rank::Brief,
            Some(width) if usize::from(width) < NARROW => Rank::Brief,
            Some(_) => Rank::Wide,
        };
        let shown = (0..columns.len()).filter(|&at| columns[at].rank <= last).collect();
        Self { columns, layout, shown, page: Vec::new(), rows: 0 }
    }

    fn flush(&mut self, out: &mut dyn Write) -> Result<(), FormatError> {
        let page = std::mem::take(&mut self.page);
        let text = |row: &Vec<Value>| -> Vec<String> {
            row.iter().zip(&self.shown).map(|(value, &at)| human(value, &self.columns[at])).collect()
        };
        let cells: Vec<Vec<String>> = page.iter().map(text).collect();
        let measures: Vec<Measure> =
            self.shown.iter().enumerate().map(|(place, &at)| Measure::of(&self.columns[at], place, &cells)).collect();
        let width = self.layout.width.map_or(usize::MAX, usize::from);
        if let Some(kept) = self.fitting(&measures, width) {
            let widths = widths(&measures, &kept, width);
            self.columns(&cells, &kept, &widths, out)?;
            self.shown = kept.iter().map(|&place| self.shown[place]).collect();
        } else {
            let kept: Vec<usize> = (0..self.shown.len())
                .filter(|&place| self.layout.all_columns || self.columns[self.shown[place]].is_brief())
                .collect();
            self.blocks(&page, &kept, out)?;
            self.shown = kept.iter().map(|&place| self.shown[place]).collect();
        }
        self.rows += page.len() as u64;
        Ok(())
    }

    /// The places of the columns that fit beside each other, by rank; `None` when not even those that must stay do.
    fn fitting(&self, measures: &[Measure], width: usize) -> Option<Vec<usize>> {
        let mut kept: Vec<usize> = (0..self.shown.len()).collect();
        let needed = |kept: &[usize]| kept.iter().map(|&place| measures[place].least + GAP).sum::<usize>();
        while needed(&kept) > width.saturating_add(GAP - 1) {
            if width < NARROW || self.layout.all_columns {
                return None;
            }
            let rank = |place: usize| self.columns[self.shown[place]].rank;
            let last =
                kept.iter().copied().filter(|&place| rank(place) > Rank::Name).max_by_key(|&at| (rank(at), at))?;
            kept.retain(|&place| place != last);
        }
        Some(kept)
    }

    fn columns(
        &self,
        cells: &[Vec<String>],
        kept: &[usize],
        widths: &[usize],
        out: &mut dyn Write,
    ) -> Result<(), FormatError> {
        let mut from = 0;
        while from < cells.len() {
            let number = self.rows as usize + from;
            let to = cells.len().min(from + ROWS_TO_HEADER - number % ROWS_TO_HEADER);
            if number > 0 {
                writeln!(out)?;
            }
            let mut part = self.part(kept, widths);
            for row in &cells[from..to] {
                part.add_row(kept.iter().zip(widths).map(
                    |(&place, &width)| match self.columns[self.shown[place]].kind {
                        Kind::Prose => fill(&row[place], width).join("\n"),
                        _ => row[place].clone(),
                    },
                ));
            }
            writeln!(out, "{}", part.trim_fmt())?;
            from = to;
        }
        Ok(())
    }

    /// The rows up to the next header: the titles, their last lines on one level, the units below them, and a rule. Widths
    /// are ours, so that no cell is ever broken by the table.
    fn part(&self, kept: &[usize], widths: &[usize]) -> comfy_table::Table {
        let column = |place: &usize| &self.columns[self.shown[*place]];
        let titles: Vec<Vec<String>> =
            kept.iter().zip(widths).map(|(place, &width)| fill(&column(place).title, width)).collect();
        let height = titles.iter().map(Vec::len).max().unwrap_or(0);
        let has_units = kept.iter().any(|place| !shown_unit(column(place)).is_empty());
        let mut part = comfy_table::Table::new();
        part.load_style(STYLE).set_content_arrangement(ContentArrangement::Disabled);
        if self.layout.color {
            part.enforce_styling();
        } else {
            part.force_no_tty();
        }
        part.set_header(kept.iter().zip(&titles).map(|(place, title)| {
            let mut lines = vec![""; height - title.len()];
            lines.extend(title.iter().map(String::as_str));
            lines.extend(has_units.then(|| shown_unit(column(place))));
            Cell::new(lines.join("\n")).add_attribute(Attribute::Bold)
        }));
        for (at, (place, &width)) in kept.iter().zip(widths).enumerate() {
            let Some(shown) = part.column_mut(at) else { continue };
            // Half of the gap is the table's own, between two columns.
            shown.set_padding((1, 0));
            shown.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width as u16 + 1)));
            let side = if is_right(column(place)) { CellAlignment::Right } else { CellAlignment::Left };
            shown.set_cell_alignment(side);
        }
        part
    }

    /// A record as lines of a name and a value.
    fn blocks(&self, page: &[Vec<Value>], kept: &[usize], out: &mut dyn Write) -> Result<(), FormatError> {
        let titles = kept.iter().map(|&place| wide(&self.columns[self.shown[place]].title));
        let width = titles.max().unwrap_or(0);
        let room = self.layout.width.map_or(usize::MAX, usize::from).saturating_sub(width + 1 + GAP);
        for (index, row) in page.iter().enumerate() {
            if self.rows > 0 || index > 0 {
                writeln!(out)?;
            }
            for &place in kept {
                let column = &self.columns[self.shown[place]];
                let text = with_unit(&row[place], column);
                let lines = if column.kind == Kind::Prose { fill(&text, room) } else { vec![text] };
                for (at, line) in lines.iter().enumerate() {
                    let title = if at == 0 { column.title.as_ref() } else { "" };
                    writeln!(out, " {}{:GAP$}{line}", pad(title, width, false), "")?;
                }
            }
        }
        Ok(())
    }
}

/// How wide a column has to be.
struct Measure {
    /// With its title broken at words, and prose at its words.
    least: usize,
    /// With its title on one line.
    titled: usize,
    /// With nothing broken.
    natural: usize,
}

impl Measure {
    fn of(column: &Heading, place: usize, cells: &[Vec<String>]) -> Self {
        let longest = |text: &str| text.split(' ').map(wide).max().unwrap_or(0);
        let natural = cells.iter().map(|row| wide(&row[place])).max().unwrap_or(0);
        let content = match column.kind {
            Kind::Prose => {
                cells.iter().map(|row| longest(&row[place])).max().unwrap_or(0).max(natural.min(LEAST_PROSE))
            }
            _ => natural,
        };
        let unit = wide(shown_unit(column));
        let least = content.max(longest(&column.title)).max(unit);
        let titled = least.max(wide(&column.title));
        Self { least, titled, natural: titled.max(natural) }
    }
}

/// The width of each column that is kept: what is left over goes to titles, then to prose.
fn widths(measures: &[Measure], kept: &[usize], width: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = kept.iter().map(|&place| measures[place].least).collect();
    let used = widths.iter().map(|width| width + GAP).sum::<usize>() + 1;
    let mut left = width.saturating_add(GAP).saturating_sub(used);
    for wanted in [|measure: &Measure| measure.titled, |measure: &Measure| measure.natural] {
        for (width, &place) in widths.iter_mut().zip(kept) {
            let more = (wanted(&measures[place]) - *width).min(left);
            *width += more;
            left -= more;
        }
    }
    widths
}
