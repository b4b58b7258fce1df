//! Joins the rooms: a test read from files, the rules over it, and the ingest of many.

mod channels;
mod check;
mod clock;
mod file_test;
mod flow;
mod growth;
mod ingest;
mod job;
mod known;
mod load;
mod load_sink;
mod once;
mod open;
mod other_temperature;
mod parts;
mod places;
mod pool;
mod progress;
mod seen;
mod statuses;
mod stream;
mod supplement;
mod told;
mod walk;

pub use channels::by_channel;
pub use check::{CheckOptions, Checked, check_files, check_test, outcome_of};
pub use file_test::{FileTest, ReadOptions};
pub use flow::Flow;
pub use ingest::{Ingested, dry_run, ingest};
pub use job::{Adopt, IngestOptions, Job, LoadOutcome, TestReport, Typed};
pub use known::other_tests;
pub use once::{Keeper, Once, read_each};
pub use open::{OpenError, is_recognised};
pub use other_temperature::OtherTemperature;
pub use progress::{Progress, Silent};
pub use walk::Sink;
