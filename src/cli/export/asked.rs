//! What is asked for: tables, format, schema, and whether it goes together; known before the work begins.

use super::Args;
use crate::cli::screen;
use crate::cli::status::Failure;
use crate::export::{self, Bdf, Conventions, Form, Table};
use crate::model::nearest;
use std::path::{Path, PathBuf};

/// The names of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Schema {
    /// Our own
    Native,
    /// The Battery Data Format
    Bdf,
}

/// What a file is written for each of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum SplitBy {
    /// A file for each test
    Experiment,
    /// A file for each step
    Step,
    /// A file for each cycle
    Cycle,
}

impl SplitBy {
    /// The column that tells them apart; none for tests.
    pub(super) fn column(self) -> Option<&'static str> {
        match self {
            Self::Experiment => None,
            Self::Step => Some("step"),
            Self::Cycle => Some("cycle"),
        }
    }
}

/// Endings that other programs take for a format of their own, so that nothing else may stand under them.
pub(super) const FOREIGN: &[&str] =
    &["arrow", "feather", "gz", "htm", "html", "json", "md", "ods", "pdf", "png", "sqlite", "svg", "xls", "zip", "zst"];

/// The tables, above the examples.
pub(super) fn manual(examples: String) -> String {
    let tables = export::ALL.iter().map(|table| format!("\n  {:13} {}", table.name(), table.about()));
    format!("Tables:{}\n\n{examples}", tables.collect::<String>())
}

/// What is asked for.
pub(super) struct Asked {
    pub(super) tables: Vec<&'static dyn Table>,
    pub(super) paths: Vec<PathBuf>,
    pub(super) form: Form,
    pub(super) is_bdf: bool,
    pub(super) split: Option<SplitBy>,
    /// The file, or the folder with `split`; `None` for stdout.
    pub(super) output: Option<PathBuf>,
}

impl Asked {
    pub(super) fn of(args: &Args) -> Result<Self, Failure> {
        let (mut tables, paths) = tables(&args.words)?;
        let output = args.output.clone().filter(|path| path.as_os_str() != "-");
        let form = form(args, output.as_deref())?;
        if args.bom && !matches!(form, Form::Csv { .. }) {
            return Err(Failure::usage(format!("--bom is for CSV, and this is {}", form.name())));
        }
        if output.is_none() && form.is_binary() && screen::stdout_is_terminal() {
            let failure = Failure::usage(format!("{} is nothing for a terminal", form.name()));
            return Err(failure.hint("name a file with -o, or send stdout into a file or a program"));
        }
        let is_bdf = is_bdf(args, output.as_deref());
        let named = tables.len();
        match named {
            0 if form.holds_several() => {
                tables = export::ALL.iter().copied().filter(|table| table.is_in_workbook()).collect();
            }
            0 => return Err(no_table(&paths)),
            1 => {}
            _ if form.holds_several() => {}
            _ => {
                let failure =
                    Failure::usage(format!("a file of {} holds one table, and {named} are named", form.name()));
                return Err(failure.hint("name one, or write an .xlsx, which has a sheet for each"));
            }
        }
        if is_bdf && tables.iter().all(|table| table.name() == "measurements") {
            tables = vec![&Bdf];
        }
        if form.holds_several() && tables.len() > 1 {
            tables.push(&Conventions);
        }
        let asked = Self { tables, paths, form, is_bdf, split: args.split_by, output };
        asked.goes_together()?;
        Ok(asked)
    }

    /// Refuses what does not go together.
    fn goes_together(&self) -> Result<(), Failure> {
        let is_rows = self.tables.iter().all(|table| table.name() == "measurements");
        if self.is_bdf && (!is_rows || self.form.holds_several() || self.form == Form::NdJson) {
            let failure = Failure::usage("the Battery Data Format is of measurements, as .bdf.csv or .bdf.parquet");
            return Err(failure.hint("`battery-etl export measurements PATH -o NAME.bdf.csv`, or leave --schema out"));
        }
        let Some(column) = self.split.and_then(SplitBy::column) else { return Ok(()) };
        if let [_, second, ..] = self.tables[..] {
            let message = format!("several tables are not split by {column}: {} is one too many", second.name());
            return Err(Failure::usage(message).hint("name one table, or split by experiment"));
        }
        let lacks =
            |table: &&&dyn Table| table.needs_findings() || table.columns(None).iter().all(|known| known.key != column);
        match self.tables.iter().find(lacks) {
            Some(table) => {
                let failure = Failure::usage(format!("{} are not split by {column}", table.name()));
                Err(failure.hint("leave --split-by out, or split by experiment"))
            }
            None => Ok(()),
        }
    }

    /// The ending of the files in a folder.
    pub(super) fn ending(&self) -> String {
        let ending = self.form.endings()[0];
        if self.is_bdf { format!("bdf.{ending}") } else { ending.to_owned() }
    }
}

/// The first words that are tables, also several with commas between; the rest are paths. A file of a table's name is named
/// as `./steps`.
fn tables(words: &[PathBuf]) -> Result<(Vec<&'static dyn Table>, Vec<PathBuf>), Failure> {
    let mut tables: Vec<&'static dyn Table> = Vec::new();
    let mut rest = words;
    while let Some((first, others)) = rest.split_first() {
        let word = first.to_str().unwrap_or_default();
        let named: Option<Vec<&'static dyn Table>> = word.split(',').map(export::find).collect();
        let Some(named) = named else { break };
        for table in named {
            // Asked for twice it is still one table.
            if tables.iter().all(|known| known.name() != table.name()) {
                tables.push(table);
            }
        }
        rest = others;
    }
    if let Some(first) = rest.first().filter(|_| tables.is_empty()) {
        let word = first.to_str().unwrap_or_default();
        // What looks like a path, or could be a glob, is left to those who look for files.
        if !(word.is_empty() || word.contains(['/', '\\', '.', '*', '?', '[']) || first.exists()) {
            let failure = Failure::usage(format!("`{word}` is no table, and no file or folder of that name is here"));
            return Err(match nearest(word, export::ALL.iter().map(|table| table.name())) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("the tables are {}", names())),
            });
        }
    }
    Ok((tables, rest.to_vec()))
}

fn names() -> String {
    export::ALL.iter().map(|table| table.name()).collect::<Vec<_>>().join(", ")
}

fn no_table(paths: &[PathBuf]) -> Failure {
    let path = paths.first().map_or_else(|| "PATH".into(), |path| path.to_string_lossy().into_owned());
    let failure = Failure::usage(format!("say what to export: {}", names()));
    failure
        .hint(format!("`battery-etl export measurements {path} -o FILE.parquet`, or -o FILE.xlsx for all but the rows"))
}

/// The format: as asked for, else by the ending of the output, else CSV.
fn form(args: &Args, output: Option<&Path>) -> Result<Form, Failure> {
    let csv = Form::Csv { bom: args.bom };
    let with_bom = |form: Form| if matches!(form, Form::Csv { .. }) { csv } else { form };
    let all = || {
        let endings = Form::ALL.iter().map(|form| format!(".{}", form.endings()[0])).collect::<Vec<_>>();
        format!("choose one of {}", endings.join(", "))
    };
    let asked = match args.format.as_deref() {
        Some(name) => Some(Form::find(name).map(with_bom).ok_or_else(|| {
            let names = Form::ALL.iter().map(|form| form.name()).collect::<Vec<_>>().join(", ");
            Failure::usage(format!("there is no format `{name}` of exports; choose {names}"))
        })?),
        None => None,
    };
    // A folder has no ending; a device or a pipe none that counts.
    let file = output.filter(|path| args.split_by.is_none() && (!path.exists() || path.is_file()));
    let Some(file) = file else { return Ok(asked.unwrap_or(csv)) };
    let ending = file.extension().map(|ending| ending.to_string_lossy().into_owned());
    let by_ending = ending.as_deref().and_then(Form::of_ending).map(with_bom);
    let shown = file.display();
    match (asked, by_ending, ending) {
        (Some(asked), Some(other), _) if asked != other => {
            let message = format!("{shown}: --format {} is another ending", asked.name());
            Err(Failure::usage(message).hint("leave one of them out"))
        }
        (_, Some(form), _) => Ok(form),
        (asked, None, Some(ending)) => {
            let is_foreign = FOREIGN.iter().any(|known| ending.eq_ignore_ascii_case(known));
            asked
                .filter(|_| !is_foreign)
                .ok_or_else(|| Failure::usage(format!("{shown}: nothing here writes .{ending} files")).hint(all()))
        }
        (asked, None, None) => {
            asked.ok_or_else(|| Failure::usage(format!("{shown}: it has no ending that says the format")).hint(all()))
        }
    }
}

/// Whether the columns have the names of the Battery Data Format: as asked for, else by the ending.
fn is_bdf(args: &Args, output: Option<&Path>) -> bool {
    let is_its = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        args.split_by.is_none() && [".bdf.csv", ".bdf.parquet"].iter().any(|ending| name.ends_with(ending))
    };
    args.schema.map_or_else(|| output.is_some_and(is_its), |schema| schema == Schema::Bdf)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<PathBuf> {
        words.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn the_first_words_are_tables() {
        let (found, paths) = tables(&words(&["steps,cycles", "pulses", "steps", "data", "cycles"])).unwrap();
        assert_eq!(found.iter().map(|table| table.name()).collect::<Vec<_>>(), ["steps", "cycles", "pulses"]);
        assert_eq!(paths, words(&["data", "cycles"]));
        assert!(tables(&words(&["src", "steps"])).unwrap().0.is_empty());
    }

    #[test]
    fn a_misspelt_table_is_no_file() {
        let said = format!("{:?}", tables(&words(&["measurments", "x"])).err().unwrap());
        assert!(said.contains("did you mean `measurements`?"), "{said}");
    }
}
