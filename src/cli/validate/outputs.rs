//! The outputs of one run: the main one, further ones, and GitHub's job summary.

use super::super::Context;
use super::super::output::Output;
use super::super::show::by_ending;
use super::super::status::Failure;
use super::writer_named;
use crate::validate::writers::{Layout, WRITERS, Writer, fetch_lines, job_summary};
use crate::validate::{Rule, Run, Selection};
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// `--report FORMAT=FILE`.
#[derive(Clone, Debug)]
pub(super) struct ReportArg {
    writer: &'static dyn Writer,
    path: PathBuf,
}

impl FromStr for ReportArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = text.split_once('=').ok_or("write FORMAT=FILE, as in sarif=findings.sarif")?;
        if path.is_empty() {
            return Err("names no file after `=`".to_owned());
        }
        Ok(Self { writer: writer_named(format)?, path: path.into() })
    }
}

/// Every output, opened before the work begins.
pub(super) struct Outputs {
    all: Vec<(&'static dyn Writer, Output, bool)>,
}

impl Outputs {
    pub(super) fn open(
        format: Option<&'static dyn Writer>,
        path: Option<&Path>,
        reports: &[ReportArg],
    ) -> Result<Self, Failure> {
        let is_stdout = path.is_none_or(|path| path.as_os_str() == "-");
        let of = |path: Option<&Path>, named| by_ending(path, named, WRITERS, Writer::endings);
        let mut all = vec![(of(path, format)?, Output::open(path)?, is_stdout)];
        for report in reports {
            of(Some(&report.path), Some(report.writer))?;
            all.push((report.writer, Output::open(Some(&report.path))?, report.path.as_os_str() == "-"));
        }
        Ok(Self { all })
    }

    /// Writes a run to all of them.
    pub(super) fn write(self, run: &Run, context: &Context, encoding: Option<&str>) -> anyhow::Result<()> {
        let root = std::env::current_dir().unwrap_or_default();
        let fetch = |path: &str, lines: &_| fetch_lines(path, encoding, lines);
        let for_github = self.all.iter().any(|(writer, ..)| writer.name() == "github");
        // Standard output comes last: whoever reads it finds the files in their places.
        let (files, stdout): (Vec<_>, Vec<_>) = self.all.into_iter().partition(|(_, _, is_stdout)| !is_stdout);
        for (writer, mut output, is_stdout) in files.into_iter().chain(stdout) {
            let layout = Layout { color: is_stdout && context.screen.colors_stdout(), root: &root, fetch: &fetch };
            writer.write(run, &layout, &mut output)?;
            output.finish()?;
        }
        if for_github { summarise(run, context) } else { Ok(()) }
    }

    /// Writes the list of rules to all of them.
    pub(super) fn rules(&mut self, rules: &[&dyn Rule], selection: &Selection) -> anyhow::Result<()> {
        for (writer, mut output, _) in self.all.drain(..) {
            writer.rules(rules, selection, &mut output)?;
            output.finish()?;
        }
        Ok(())
    }
}

/// Adds to the job summary, where GitHub Actions names its file; elsewhere the findings beyond the annotations are told of.
fn summarise(run: &Run, context: &Context) -> anyhow::Result<()> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        context
            .screen
            .note("GITHUB_STEP_SUMMARY is not set, so there is no job summary; annotations alone were written");
        return Ok(());
    };
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let mut file = file.map_err(|error| {
        Failure::usage(format!("{}: the job summary cannot be written: {error}", Path::new(&path).display()))
    })?;
    Ok(job_summary(run, &mut file)?)
}
