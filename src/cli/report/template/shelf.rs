//! The tests of a template's parts: found once and, where they are few, opened once, for parts that read them alike.

use super::super::super::Context;
use super::super::super::inputs::{Inputs, Opened, Opener};
use super::super::super::status::Status;
use super::parse::Part;
use std::path::PathBuf;

/// So many tests stay open between parts; of more, each part opens each anew, so that memory is bounded.
const MOST_OPEN: usize = 8;

/// What is known of a test.
#[derive(Default)]
enum Held {
    #[default]
    Closed,
    Open(Box<Opened>),
    /// It cannot be read, which was told.
    Rejected,
}

/// The tests.
#[derive(Default)]
pub(super) struct Shelf {
    /// How they were found and are read.
    key: Option<String>,
    inputs: Inputs,
    held: Vec<Held>,
    /// How bad it is that some could not be read.
    pub(super) status: Status,
}

impl Shelf {
    /// Finds the tests of a part, unless they are those of the part before.
    pub(super) fn fill(&mut self, part: &Part, paths: &[PathBuf], context: &Context) -> anyhow::Result<()> {
        let args = &part.args;
        let are_files = !paths.is_empty() || args.inputs.step.is_some() || args.inputs.detail.is_some();
        // What is loaded is chosen by the filters, too.
        let select = if are_files { String::new() } else { format!("{:?}", args.select) };
        let key = format!("{:?} {select}", args.derive);
        if self.key.as_ref() == Some(&key) {
            if are_files {
                args.select.refuse_for_files()?;
            }
            return Ok(());
        }
        self.inputs = args.inputs.gather(paths, &args.select, &args.derive, context)?;
        self.status = self.status.max(self.inputs.status);
        self.held = self.inputs.all.iter().map(|_| Held::Closed).collect();
        self.key = Some(key);
        Ok(())
    }

    /// What `one` makes of each test that can be read; what cannot is told once, and the rest goes on.
    pub(super) fn each<'s, T>(
        &'s mut self,
        opener: &'s Opener<'_>,
        context: &'s Context,
        mut one: impl FnMut(&mut Opened) -> anyhow::Result<Option<T>> + 's,
    ) -> impl Iterator<Item = T> + 's {
        let many = self.held.len() > MOST_OPEN;
        (0..self.held.len()).filter_map(move |at| {
            let made = self.with(at, opener, context, &mut one);
            if many && matches!(self.held[at], Held::Open(_)) {
                self.held[at] = Held::Closed;
            }
            made.flatten()
        })
    }

    /// Opens all tests at once, and gives what `one` makes of each that can be read.
    pub(super) fn hold<T>(
        &mut self,
        opener: &Opener<'_>,
        context: &Context,
        mut one: impl FnMut(&mut Opened) -> anyhow::Result<T>,
    ) -> Vec<T> {
        (0..self.held.len()).filter_map(|at| self.with(at, opener, context, &mut one)).collect()
    }

    /// The tests that are open.
    pub(super) fn opened(&mut self) -> impl Iterator<Item = &mut Opened> {
        self.held.iter_mut().filter_map(|held| match held {
            Held::Open(opened) => Some(opened.as_mut()),
            _ => None,
        })
    }

    fn with<T>(
        &mut self,
        at: usize,
        opener: &Opener<'_>,
        context: &Context,
        one: &mut impl FnMut(&mut Opened) -> anyhow::Result<T>,
    ) -> Option<T> {
        let held = &mut self.held[at];
        let opened = match std::mem::take(held) {
            Held::Rejected => {
                *held = Held::Rejected;
                return None;
            }
            Held::Open(opened) => Ok(opened),
            Held::Closed => opener.open(&self.inputs.all[at]).map(Box::new),
        };
        let made = opened.and_then(|mut opened| one(&mut opened).map(|made| (made, opened)));
        match made {
            Ok((made, opened)) => {
                *held = Held::Open(opened);
                Some(made)
            }
            Err(error) => {
                *held = Held::Rejected;
                self.status = self.status.max(context.reject(&error));
                None
            }
        }
    }
}
