//! Progress bars on stderr, when a person is looking.

use super::interrupt;
use super::screen::Screen;
use crate::format::clean;
use crate::pipeline::Progress;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A bar for each test that is being worked on.
pub(crate) struct Bars {
    all: MultiProgress,
    open: Mutex<HashMap<String, ProgressBar>>,
}

impl Bars {
    pub(crate) fn new(screen: Screen) -> Self {
        let target = if screen.shows_progress() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self { all: MultiProgress::with_draw_target(target), open: Mutex::new(HashMap::new()) }
    }

    fn with(&self, name: &str, act: impl FnOnce(&ProgressBar)) {
        if let Some(bar) = self.open.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
            act(bar);
        }
    }
}

impl Progress for Bars {
    fn begin(&self, name: &str, bytes: u64) {
        if self.all.is_hidden() {
            return;
        }
        // The name takes what is left of the line: one that breaks could not be cleared any more.
        let style = ProgressStyle::with_template("{bar:20} {percent:>3} % {total_bytes:>10} {wide_msg}");
        let bar = self.all.add(ProgressBar::new(bytes));
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(clean(name).into_owned());
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), bar);
    }

    fn advance(&self, name: &str, bytes: u64) {
        self.with(name, |bar| bar.inc(bytes));
    }

    fn end(&self, name: &str, _outcome: &str) {
        if let Some(bar) = self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(name) {
            bar.finish_and_clear();
            self.all.remove(&bar);
        }
    }

    fn is_stopped(&self) -> bool {
        interrupt::is_stopped()
    }
}
