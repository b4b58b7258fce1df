//! Joins the rooms: a test read from files, and the ingest of many.

mod file_test;
mod open;
mod stream;
mod walk;

pub use file_test::{FileTest, ReadOptions};
pub use open::OpenError;
pub use walk::Sink;
