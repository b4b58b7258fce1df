//! The formats of cyclers: what their columns mean, one file each, registered in [`ALL`].
//!
//! A dialect declares; one reader reads them all. Columns are found by name, never by position, and units are taken from
//! the header. A reader never fails on a row: it gives rows and faults, and the caller decides.

mod chroma_17200;
mod chroma_17208;
mod chroma_2;
mod chroma_en;
mod chroma_zh;
mod clock;
mod clock_guess;
mod fast;
mod foreign;
mod head;
mod number;
mod plan;
mod rebase;
mod recognise;
mod rows;
mod seen;
mod slow;
mod spelled;
mod step_file;
mod types;
mod words;

pub(crate) use clock::to_datetime;
pub(crate) use clock::{ClockFormat, Reading};
pub(crate) use clock_guess::{ClockGuess, Verdict};
pub(crate) use number::number_of;
pub(crate) use plan::{Plan, PlanError, ReadAs, Sign};
pub(crate) use rebase::Rebase;
pub(crate) use recognise::{Candidate, closest, detect};
pub(crate) use rows::{Rows, SEVEN, Segment};
pub(crate) use seen::{Absent, Seen};
pub(crate) use spelled::Order;
pub(crate) use step_file::StepFileReader;
pub(crate) use types::{by_current, step_type_of};
pub(crate) use words::Words;

use crate::model::{Control, EndReason, FileRole, StepType};
use crate::units::Quantity;

/// Every dialect, in the order in which ties are broken.
pub(crate) const ALL: &[&dyn Dialect] = &[
    &chroma_zh::ChromaZh,
    &chroma_2::Chroma2,
    &chroma_en::ChromaEn,
    &chroma_17200::Chroma17200,
    &chroma_17208::Chroma17208,
];

/// The dialect of a name.
#[must_use]
pub(crate) fn by_name(name: &str) -> Option<&'static dyn Dialect> {
    ALL.iter().copied().find(|dialect| dialect.name().eq_ignore_ascii_case(name))
}

/// What one cycler writes.
pub trait Dialect: Sync {
    /// The name that `--dialect` takes.
    fn name(&self) -> &'static str;
    /// One line on which machine and software write it.
    fn title(&self) -> &'static str;
    /// Its files.
    fn formats(&self) -> &'static [Format];
    /// What the text of a step type means; `None` when it is not known.
    fn step_type(&self, text: &str) -> Option<(StepType, Control)>;
    /// What the text of a status means.
    fn end_reason(&self, status: &str) -> EndReason;
    /// Whether it writes statuses at all.
    fn has_end_reasons(&self) -> bool;
    /// How it writes date and time.
    fn clock(&self) -> ClockFormat;
    /// What its capacity and energy columns of samples hold.
    fn sample_integrals(&self) -> Integrals;
    /// What those of its step summaries hold.
    fn step_integrals(&self) -> Integrals;
    /// The header of the cell's temperature, unless the user names another.
    fn temperature_channel(&self) -> &'static str;
}

/// What a capacity or energy column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integrals {
    /// Of the step alone, signed.
    StepSigned,
    /// Of the step alone, as a magnitude; the step type gives the sign.
    StepMagnitude,
    /// Running through the test as a magnitude: the step's is the distance from its first row, signed by the step type.
    Running,
}

/// One kind of file of a dialect.
#[derive(Debug)]
pub struct Format {
    /// Which part of a test it holds.
    pub role: FileRole,
    /// Its columns; further ones of a file are kept as extras.
    pub columns: &'static [ColumnSpec],
}

/// One column that a dialect knows.
#[derive(Debug)]
pub struct ColumnSpec {
    /// What it means.
    pub field: Field,
    /// Its header without the unit; a trailing `*` stands for digits.
    pub name: &'static str,
    /// The quantity, where it holds one.
    pub quantity: Option<Quantity>,
    /// The unit of a header that names none; `None` with a quantity means that the header must name it.
    pub unit: Option<&'static str>,
    /// Whether a file without it cannot be read.
    pub required: bool,
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The executed step's number.
    Step,
    /// The tester's cycle.
    TesterCycle,
    /// The recipe's section.
    Section,
    /// The line in the recipe.
    RecipeLine,
    /// The loop's pass.
    LoopPass,
    /// The step's type as text.
    StepType,
    /// Wall clock: of the sample, or of the step's start.
    Clock,
    /// Wall clock of the step's end.
    ClockEnd,
    /// Time since the test's start.
    TestTime,
    /// Time since the step's start; in a step summary its duration.
    StepTime,
    /// Voltage; in a step summary at its end.
    Voltage,
    /// Voltage at the step's start.
    VoltageStart,
    /// Current; in a step summary at its end.
    Current,
    /// Power.
    Power,
    /// Capacity.
    Capacity,
    /// Energy.
    Energy,
    /// Running net capacity.
    TotalCapacity,
    /// Status.
    Status,
    /// A temperature sensor.
    Temperature,
    /// The chamber.
    ChamberTemperature,
    /// Capacity of the constant-current part.
    ConstantCurrentCapacity,
    /// The tester's own SOC.
    TesterSoc,
    /// Known, kept as an extra of a step, of no use in a sample (a loop counter, a redundant text).
    Counter,
}

/// A column of numbers whose header must name the unit.
const fn number(field: Field, name: &'static str, quantity: Quantity, required: bool) -> ColumnSpec {
    ColumnSpec { field, name, quantity: Some(quantity), unit: None, required }
}

/// A column of numbers whose unit is known without the header's help.
const fn number_in(
    field: Field,
    name: &'static str,
    quantity: Quantity,
    unit: &'static str,
    required: bool,
) -> ColumnSpec {
    ColumnSpec { field, name, quantity: Some(quantity), unit: Some(unit), required }
}

/// A column of text or of plain counts.
const fn text(field: Field, name: &'static str, required: bool) -> ColumnSpec {
    ColumnSpec { field, name, quantity: None, unit: None, required }
}
