//! Says sheets in the format that is asked for, to the place that is asked for.

use super::output::Output;
use super::status::Failure;
use super::{Context, screen};
use crate::format::{self, Format, FormatError, Layout, Sheet};
use std::path::{Path, PathBuf};

/// How tables are shown.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct ShowArgs {
    /// Format: table, csv, json, ndjson or markdown [default: by the ending of -o, else table]
    #[arg(long, value_name = "FORMAT", value_parser = format_named)]
    format: Option<&'static dyn Format>,
    /// Write into FILE, which is only put in its place when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Columns to show, by field name and in this order; `all` for every one
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    columns: Vec<String>,
}

/// Endings of file names, and their formats.
const ENDINGS: &[(&str, &str)] =
    &[("csv", "csv"), ("json", "json"), ("ndjson", "ndjson"), ("jsonl", "ndjson"), ("md", "markdown")];

impl ShowArgs {
    /// The format: as asked for, else by the ending of the output, else a table.
    pub(crate) fn format(&self) -> &'static dyn Format {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        let by_ending = || {
            let name = ENDINGS.iter().find(|(known, _)| ending.is_some_and(|e| e.eq_ignore_ascii_case(known)))?.1;
            format::find(name)
        };
        self.format.or_else(by_ending).unwrap_or(format::ALL[0])
    }

    /// Writes the sheets; `many` says whether several were asked for. Nothing is written, and no file made, when no sheet
    /// comes.
    pub(crate) fn write(
        &self,
        context: &Context,
        many: bool,
        sheets: &mut dyn Iterator<Item = Result<Sheet<'static>, FormatError>>,
    ) -> anyhow::Result<()> {
        let mut output = Output::open(self.output.as_deref())?;
        let format = self.format();
        let all_columns = self.columns.iter().any(|column| column == "all");
        let columns: &[String] = if all_columns { &[] } else { &self.columns };
        let mut sheets = sheets
            .map(|sheet| {
                let sheet = sheet?.select(columns)?;
                if !format.has_notes() {
                    sheet.notes.iter().for_each(|note| context.screen.note(note));
                }
                Ok(sheet)
            })
            .peekable();
        if sheets.peek().is_none() {
            return Ok(());
        }
        let to_file = self.output.is_some();
        let layout = Layout {
            width: if to_file { None } else { screen::width() },
            color: !to_file && context.screen.colors_stdout(),
            all_columns,
            many,
        };
        match format.write(&mut sheets, &layout, &mut output) {
            Ok(()) => output.finish(),
            Err(error @ FormatError::NoColumn { .. }) => Err(Failure::usage(error.to_string()).into()),
            Err(FormatError::Rows(cause)) => Err(anyhow::Error::from_boxed(cause)),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes one sheet.
    pub(crate) fn one(&self, context: &Context, sheet: Sheet<'static>) -> anyhow::Result<()> {
        self.write(context, false, &mut std::iter::once(Ok(sheet)))
    }
}

fn format_named(name: &str) -> Result<&'static dyn Format, String> {
    format::find(name).ok_or_else(|| {
        let all: Vec<&str> = format::ALL.iter().map(|format| format.name()).collect();
        format!("there is no format `{name}`; choose {}", all.join(", "))
    })
}
