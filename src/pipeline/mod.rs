//! Joins the rooms: a test read from files, and the ingest of many.

mod check;
mod file_test;
mod open;
mod progress;
mod stream;
mod thin;
mod walk;

pub use check::{CheckOptions, Checked, check_files, check_test, outcome_of};
pub use file_test::{FileTest, ReadOptions};
pub use open::OpenError;
pub use progress::{Progress, Silent};
pub use walk::Sink;
