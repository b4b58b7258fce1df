//! How a validation is said: for people, for scripts, for CI. One file each; the verdict is the same in all.

mod excerpt;
mod github;
mod json;
mod junit;
mod markdown;
mod ndjson;
mod place;
mod plain;
mod sarif;
mod sarif_model;
#[cfg(test)]
mod tests;
mod text;

pub use excerpt::fetch_lines;
pub use github::job_summary;

use super::{Rule, Run, Selection};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Result, Write};
use std::path::Path;

/// Reads physical lines of a file again; those that cannot be read are left out.
pub type Fetch<'a> = dyn Fn(&str, &BTreeSet<u64>) -> BTreeMap<u64, String> + 'a;

/// What a writer may know beside the run.
pub struct Layout<'a> {
    /// Whether to use colours.
    pub color: bool,
    /// The folder that relative paths are of, and that addresses in SARIF and GitHub's annotations are relative to.
    pub root: &'a Path,
    /// Reads lines again, to show them.
    pub fetch: &'a Fetch<'a>,
}

/// A way to say a validation.
pub trait Writer: Sync {
    /// The name given to `--format`. Public.
    fn name(&self) -> &'static str;
    /// The endings of files that are written so, where `--format` does not say it.
    fn endings(&self) -> &'static [&'static str] {
        &[]
    }
    /// What it is for, in one line of help.
    fn about(&self) -> &'static str;
    /// Writes a run.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn write(&self, run: &Run, layout: &Layout<'_>, out: &mut dyn Write) -> Result<()>;
    /// Writes the list of rules, with the severities of a selection.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn rules(&self, rules: &[&dyn Rule], selection: &Selection, out: &mut dyn Write) -> Result<()>;
}

impl std::fmt::Debug for dyn Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Every writer, the default first.
pub const WRITERS: &[&dyn Writer] =
    &[&text::Text, &json::Json, &ndjson::NdJson, &junit::Junit, &sarif::Sarif, &github::GitHub, &markdown::Markdown];

/// The writer of a name.
#[must_use]
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().copied().find(|writer| writer.name() == name)
}
