//! Where an export goes: one file for all, or a folder with a file for each test, step or cycle.

use super::asked::{Asked, SplitBy};
use super::folder::Folder;
use crate::cli::Context;
use crate::cli::output::Output;
use crate::cli::status::Failure;
use crate::export::{Batch, ExportError, TableSpec, Writer, conventions_of};
use crate::format::{Heading, Value};
use crate::report::Subject;

/// Where an export goes.
pub(super) struct Place<'a> {
    asked: &'a Asked,
    to: To,
    rows: u64,
    /// The rows of the present test that stand in a file with those of others.
    of_test: u64,
}

enum To {
    /// One file, or stdout; its writer from the first test on.
    One(Option<Output>, Option<Box<dyn Writer<Output>>>),
    Folder(Folder),
}

fn specs(asked: &Asked, columns: &[Vec<Heading>]) -> Vec<TableSpec> {
    let tables = asked.tables.iter().zip(columns);
    tables.map(|(table, columns)| TableSpec { name: table.name(), columns: columns.clone() }).collect()
}

impl<'a> Place<'a> {
    /// Opens it before the work begins, so that a place that cannot be written to is known at once.
    pub(super) fn open(asked: &'a Asked) -> Result<Self, Failure> {
        let to = match (&asked.output, asked.split) {
            (Some(folder), Some(_)) => To::Folder(Folder::open(folder)?),
            (None, Some(_)) => return Err(Failure::usage("--split-by writes into a folder: name it with -o")),
            (output, None) => To::One(Some(Output::open(output.as_deref())?), None),
        };
        Ok(Self { asked, to, rows: 0, of_test: 0 })
    }

    /// Whether rows of a test that failed stand in a file with those of others.
    pub(super) fn is_spoilt(&self) -> bool {
        self.of_test > 0
    }

    /// Begins a file for all, if none is begun.
    pub(super) fn begin_empty(&mut self, columns: &[Vec<Heading>]) -> Result<(), ExportError> {
        if let To::One(output, writer @ None) = &mut self.to
            && let Some(output) = output.take()
        {
            *writer = Some(self.asked.form.begin(specs(self.asked, columns), output)?);
        }
        Ok(())
    }

    /// The place of a test's rows.
    pub(super) fn test<'p>(
        &'p mut self,
        subject: &Subject<'_>,
        columns: &[Vec<Heading>],
    ) -> Result<Test<'p, 'a>, ExportError> {
        self.begin_empty(columns)?;
        self.of_test = 0;
        let stands_on = conventions_of(subject);
        let name = subject.head.name.clone();
        if let To::One(_, Some(writer)) = &mut self.to {
            writer.stands_on(&name, &stands_on);
        }
        let mut test = Test { place: self, name, stands_on, columns: columns.to_vec(), file: None };
        // A test without rows has its file, too.
        if test.place.asked.split == Some(SplitBy::Experiment) {
            test.begin(None)?;
        }
        Ok(test)
    }

    /// All is written: puts a file into its place, and says what became of it.
    pub(super) fn finish(self, context: &Context) -> anyhow::Result<()> {
        let tables: Vec<&str> = self.asked.tables.iter().map(|table| table.name()).collect();
        let nothing = || context.screen.note(&format!("no {} found", tables.join(", ")));
        match self.to {
            // No test could be read: no file is made.
            To::One(_, None) => return Ok(()),
            To::One(_, Some(writer)) => {
                writer.finish()?.finish()?;
                if self.rows == 0 {
                    nothing();
                }
                if let Some(path) = self.asked.output.as_deref().filter(|path| path.is_file()) {
                    context.screen.note(&format!("wrote {}", path.display()));
                }
            }
            To::Folder(folder) => {
                if self.rows == 0 {
                    nothing();
                }
                context.screen.note(&folder.in_words());
            }
        }
        Ok(())
    }
}

/// The place of one test's rows.
pub(super) struct Test<'p, 'a> {
    place: &'p mut Place<'a>,
    name: String,
    stands_on: Vec<(String, Value)>,
    /// The columns of each table, as a file has them.
    columns: Vec<Vec<Heading>>,
    /// The file that is open in a folder: the step or cycle that it is of.
    file: Option<(Option<i64>, Box<dyn Writer<Output>>)>,
}

impl Test<'_, '_> {
    fn split(&self) -> Option<&'static str> {
        self.place.asked.split.and_then(SplitBy::column)
    }

    /// The columns that a table has to give: those of the file without the test's name, and the one that it is split by.
    pub(super) fn wanted(&self, table: usize, columns: &[Heading], is_named: bool) -> Vec<Heading> {
        let mut wanted = columns[usize::from(is_named)..].to_vec();
        if let Some(split) = self.split().filter(|split| columns.iter().all(|column| column.key != *split)) {
            let all = self.place.asked.tables[table].columns(None);
            wanted.extend(all.into_iter().find(|column| column.key == split));
        }
        wanted
    }

    /// Takes rows of a table.
    pub(super) fn rows(&mut self, table: usize, batch: &Batch<'_>) -> Result<(), ExportError> {
        self.place.rows += batch.len as u64;
        if let Some(split) = self.split() {
            let kept = self.columns[table].len();
            // What it is split by stands last where nobody asked for it.
            let at = self.columns[table].iter().position(|column| column.key == split).unwrap_or(kept);
            return batch.runs(at, |number, len, cells| {
                if self.file.as_ref().is_none_or(|(open, _)| *open != number) {
                    self.end_file()?;
                    self.begin(number)?;
                }
                let Some((_, writer)) = &mut self.file else { return Ok(()) };
                writer.rows(table, &Batch { len, columns: &cells[..kept] })
            });
        }
        match (&mut self.place.to, &mut self.file) {
            (To::One(_, Some(writer)), _) => {
                self.place.of_test += batch.len as u64;
                writer.rows(table, batch)
            }
            (_, Some((_, writer))) => writer.rows(table, batch),
            (To::One(_, None) | To::Folder(_), _) => Ok(()),
        }
    }

    /// Begins the file of a step, a cycle, or the test.
    fn begin(&mut self, number: Option<i64>) -> Result<(), ExportError> {
        let ending = self.place.asked.ending();
        let name = match (self.split(), number) {
            (Some(split), Some(number)) => format!("{}-{split}-{number:04}", self.name),
            (Some(split), None) => format!("{}-no-{split}", self.name),
            (None, _) => self.name.clone(),
        };
        let To::Folder(folder) = &mut self.place.to else { return Ok(()) };
        let output = folder.file(&name, &ending)?;
        let mut writer = self.place.asked.form.begin(specs(self.place.asked, &self.columns), output)?;
        writer.stands_on(&self.name, &self.stands_on);
        self.file = Some((number, writer));
        Ok(())
    }

    fn end_file(&mut self) -> Result<(), ExportError> {
        let Some((_, writer)) = self.file.take() else { return Ok(()) };
        let output = writer.finish()?;
        output.finish().map_err(|error| ExportError::Refused(format!("{error:#}")))?;
        if let To::Folder(folder) = &mut self.place.to {
            folder.count();
        }
        Ok(())
    }

    /// All rows of the test are there.
    pub(super) fn end(mut self) -> Result<(), ExportError> {
        self.end_file()?;
        self.place.of_test = 0;
        Ok(())
    }
}
