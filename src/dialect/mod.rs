//! The formats of cyclers: what their columns mean, as data, registered in [`all`].
//!
//! A dialect declares; one reader reads them all. Columns are found by name, never by position, and units are taken from
//! the header. A reader never fails on a row: it gives rows and faults, and the caller decides.

mod build;
mod clock;
mod clock_guess;
mod counter;
mod counters;
mod declare;
mod fast;
mod field;
mod foreign;
mod head;
mod layers;
mod number;
mod parse;
mod pattern;
mod plan;
mod preamble;
mod rebase;
mod recognise;
mod records;
mod registry;
mod row_reader;
mod rows;
mod seen;
mod slow;
mod spec;
mod spelled;
mod step_file;
mod target;
mod time_scale;
mod types;
mod witness;
mod words;

pub(crate) use clock::to_datetime;
pub(crate) use clock::{ClockFormat, Reading};
pub(crate) use clock_guess::{ClockGuess, Verdict};
pub(crate) use field::Field;
pub(crate) use layers::Layers;
pub(crate) use number::number_of;
pub(crate) use plan::{Plan, PlanError, ReadAs};
pub(crate) use preamble::Preamble;
pub(crate) use rebase::Rebase;
pub(crate) use recognise::{Candidate, closest, detect};
pub(crate) use registry::{add, all, by_name};
pub(crate) use rows::{Rows, SEVEN, Segment};
pub(crate) use seen::{Absent, Seen};
pub(crate) use spec::{ColumnSpec, CounterSign, Dialect, Format, Resets, Sign};
pub(crate) use spelled::Order;
pub(crate) use step_file::StepFileReader;
pub(crate) use types::{by_current, step_type_of};
pub(crate) use witness::{Direction, Witness};
pub(crate) use words::Words;
