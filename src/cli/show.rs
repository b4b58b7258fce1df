//! Says sheets in the format that is asked for, to the place that is asked for.

use super::output::Output;
use super::status::Failure;
use super::{Context, screen};
use crate::format::{self, Format, FormatError, Layout, Record, RowSource, Sheet, Table};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How tables are shown.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct ShowArgs {
    /// Format: table, csv, json, ndjson, markdown or html [default: by the ending of -o, else table]
    #[arg(long, value_name = "FORMAT", value_parser = format_named)]
    format: Option<&'static dyn Format>,
    /// Write into FILE, which is only put in its place when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Columns to show, by field name and in this order; `all` for every one
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    columns: Vec<String>,
}

/// Endings that other programs take for a format of their own, so that nothing else may stand under them.
const FOREIGN: &[&str] =
    &["arrow", "feather", "gz", "ods", "parquet", "pdf", "png", "sqlite", "svg", "xls", "xlsx", "zip", "zst"];

/// Of `all` ways to write the one that is `named`, else the one of the ending of `path`, else the first.
///
/// # Errors
/// When none writes files of that ending.
pub(super) fn by_ending<T: Copy>(
    path: Option<&Path>,
    named: Option<T>,
    all: &[T],
    endings: impl Fn(T) -> &'static [&'static str],
) -> Result<T, Failure> {
    let path = path.filter(|path| !path.exists() || path.is_file());
    let Some(ending) = path.and_then(Path::extension) else { return Ok(named.unwrap_or(all[0])) };
    let ending = ending.to_string_lossy();
    let is_it = |known: &&str| ending.eq_ignore_ascii_case(known);
    let found = named.or_else(|| all.iter().copied().find(|way| endings(*way).iter().any(is_it)));
    found.filter(|_| !FOREIGN.iter().any(is_it)).ok_or_else(|| {
        let known: Vec<String> = all.iter().flat_map(|way| endings(*way)).map(|ending| format!(".{ending}")).collect();
        let place = path.unwrap_or(Path::new("")).display();
        let failure = Failure::usage(format!("{place}: nothing here writes .{ending} files"));
        failure.hint(format!("choose one of {}", known.join(", ")))
    })
}

impl ShowArgs {
    /// Into a file, in the format of its ending.
    pub(crate) fn to(path: &Path) -> Self {
        Self { output: Some(path.to_owned()), ..Self::default() }
    }

    /// Where it goes.
    pub(crate) fn output(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// The format that is asked for by its name.
    pub(crate) fn named_format(&self) -> Option<&'static str> {
        self.format.map(Format::name)
    }

    /// The format: as asked for, else by the ending of the output, else a table.
    ///
    /// # Errors
    /// When no format writes files of that ending.
    pub(crate) fn format(&self) -> Result<&'static dyn Format, Failure> {
        by_ending(self.output.as_deref(), self.format, format::ALL, Format::endings)
    }

    /// Writes the sheets; `of_tests` says whether each is of a test, be there one or many. That nothing was found is told.
    pub(crate) fn write(
        &self,
        context: &Context,
        of_tests: bool,
        sheets: &mut dyn Iterator<Item = Result<Sheet<'static>, FormatError>>,
    ) -> anyhow::Result<()> {
        let format = self.format()?;
        let mut output = Output::open(self.output.as_deref())?;
        let found = Rc::new(Found::default());
        let mut sheets = sheets.map(|sheet| Ok(found.watch(self.prepared(sheet?, format, context)?)));
        let layout = self.layout(context, of_tests);
        match format.write(&mut sheets, &layout, &mut output) {
            Ok(()) => output.finish()?,
            Err(error @ FormatError::NoColumn { .. }) => return Err(Failure::usage(error.to_string()).into()),
            Err(FormatError::Rows(cause)) => return Err(anyhow::Error::from_boxed(cause)),
            Err(error) => return Err(error.into()),
        }
        if let Some(note) = found.nothing() {
            context.screen.note(&note);
        }
        if let Some(path) = self.output.as_deref().filter(|path| path.is_file()) {
            context.screen.note(&format!("wrote {}", path.display()));
        }
        Ok(())
    }

    /// Whether a person reads it here: then what is said beside it need not be in it.
    pub(crate) fn is_on_screen(&self) -> anyhow::Result<bool> {
        Ok(self.output.is_none() && self.format()?.name() == "table")
    }

    /// The columns that are asked for.
    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether every column is asked for.
    fn all_columns(&self) -> bool {
        self.columns.iter().any(|column| column == "all")
    }

    /// How sheets are laid out where they go.
    pub(crate) fn layout(&self, context: &Context, of_tests: bool) -> Layout {
        let to_file = self.output.is_some();
        Layout {
            width: if to_file { None } else { screen::width() },
            color: !to_file && context.screen.colors_stdout(),
            all_columns: self.all_columns(),
            of_tests,
            ..Layout::default()
        }
    }

    /// A sheet with the columns that are asked for; notes that the format does not take are said.
    pub(crate) fn prepared(
        &self,
        sheet: Sheet<'static>,
        format: &dyn Format,
        context: &Context,
    ) -> Result<Sheet<'static>, FormatError> {
        let sheet = sheet.select(if self.all_columns() { &[] } else { &self.columns })?;
        if !format.has_notes() {
            let of = sheet.experiment.as_ref().map_or_else(String::new, |name| format!("{name}: "));
            sheet.notes.iter().for_each(|note| context.screen.note(&format!("{of}{note}")));
        }
        Ok(sheet)
    }

    /// Writes a text as it stands.
    pub(crate) fn text(&self, text: &str) -> anyhow::Result<()> {
        let mut output = Output::open(self.output.as_deref())?;
        output.write_all(text.as_bytes())?;
        output.finish()
    }

    /// Writes one sheet.
    pub(crate) fn one(&self, context: &Context, sheet: Sheet<'static>) -> anyhow::Result<()> {
        self.write(context, false, &mut std::iter::once(Ok(sheet)))
    }
}

/// Counts what is written, so that it can be told when it is nothing.
#[derive(Default)]
struct Found {
    rows: Cell<u64>,
    lists: RefCell<BTreeSet<String>>,
    /// A head says something even when its lists are empty.
    heads: Cell<u64>,
}

impl Found {
    fn watch(self: &Rc<Self>, mut sheet: Sheet<'static>) -> Sheet<'static> {
        self.heads.set(self.heads.get() + u64::from(sheet.record == Record::Head || sheet.tables.len() != 1));
        sheet.tables = sheet
            .tables
            .into_iter()
            .map(|table| {
                self.lists.borrow_mut().insert(table.name.replace('_', " "));
                let (found, source) = (Rc::clone(self), table.rows);
                let rows: RowSource<'static> = Box::new(move |sink| {
                    source(&mut |row| {
                        found.rows.set(found.rows.get() + 1);
                        sink(row)
                    })
                });
                Table { rows, ..table }
            })
            .collect();
        sheet
    }

    fn nothing(&self) -> Option<String> {
        let lists: Vec<String> = self.lists.borrow().iter().cloned().collect();
        let is_nothing = self.rows.get() == 0 && self.heads.get() == 0 && !lists.is_empty();
        is_nothing.then(|| format!("no {} found", lists.join(" and ")))
    }
}

fn format_named(name: &str) -> Result<&'static dyn Format, String> {
    format::find(name).ok_or_else(|| {
        let all: Vec<&str> = format::ALL.iter().map(|format| format.name()).collect();
        format!("there is no format `{name}`; choose {}", all.join(", "))
    })
}
