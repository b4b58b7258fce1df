//! What a dialect is: data that says how the files of a cycler are read. A built-in one and a user's are the same.

use super::ClockFormat;
use super::field::Field;
use super::pattern::matches;
use crate::model::{Control, EndReason, FileRole, StepType};
use crate::units::Quantity;

/// How one cycler's files are read.
#[derive(Clone, Debug)]
pub struct Dialect {
    pub(super) name: String,
    pub(super) title: String,
    /// The TOML that it was made from, with all that it inherited.
    pub(super) source: String,
    pub(super) detect: Detect,
    pub(super) text: TextForm,
    pub(super) formats: Vec<Format>,
    pub(super) temperature_channel: String,
    pub(super) clock: ClockFormat,
    pub(super) current: CurrentSign,
    pub(super) steps: StepRule,
    /// Texts of step types, and what they mean; a text may be a pattern.
    pub(super) types: Vec<(String, (StepType, Control))>,
    /// Texts of statuses, likewise; empty where the cycler writes none.
    pub(super) ends: Vec<(String, EndReason)>,
    /// Factors by which elapsed times of this export are known to be off.
    pub(super) time_factors: Vec<f64>,
    /// Values were rounded after they were measured.
    pub(super) is_rounded: bool,
    /// The pattern of the names of files that go on with one test, with `{n}` for their number.
    pub(super) parts: Option<String>,
    /// What stands above the header.
    pub(super) preamble: PreambleNames,
    /// The file of a user's.
    pub(super) origin: Option<String>,
}

/// What stands above the header, by the names it may have there.
#[derive(Clone, Debug, Default)]
pub(super) struct PreambleNames {
    /// When the test began.
    pub(super) start: Vec<String>,
    /// The cell's nominal capacity.
    pub(super) nominal_capacity: Vec<String>,
    /// The cell's name.
    pub(super) cell: Vec<String>,
    /// The mass of its active material.
    pub(super) active_mass: Vec<String>,
}

/// What must hold of a file, beside its columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Detect {
    /// What the file must be in (`text`, `xlsx` and so on); empty when it may be anything.
    pub(super) container: String,
    /// The sheet of a workbook, for a dialect that is named; empty for the one that is found.
    pub(super) sheet: String,
    /// Columns that a file of it never has: those of summaries beside it.
    pub(super) without: Vec<String>,
    /// A line above the header begins with it, in small letters; empty when there need be none.
    pub(super) preamble_starts: String,
}

/// What is peculiar in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct TextForm {
    /// The encoding, where guessing is known to fail.
    pub(super) encoding: Option<String>,
    /// The delimiter, where it is not to be found out.
    pub(super) delimiter: Option<u8>,
    /// Whether the comma is the decimal mark, where it is not to be found out.
    pub(super) decimal_comma: Option<bool>,
    /// Where the header is.
    pub(super) header: HeaderPlace,
    /// Rows may end before their last columns.
    pub(super) is_ragged: bool,
    /// The line below the header holds the units.
    pub(super) has_units_row: bool,
    /// Rows of cycles, steps and records are told apart by their leading empty cells.
    pub(super) is_layered: bool,
    /// Rows that are none: a column, and what it holds in them.
    pub(super) skip_rows: Vec<(String, String)>,
}

/// Where the header of a text is.
#[derive(Clone, Debug, Default)]
pub(super) enum HeaderPlace {
    /// The first line that has all the columns that must be there.
    #[default]
    Found,
    /// In a line of this number.
    Line(u64),
    /// The first such line that holds this.
    With(String),
    /// In the line whose number stands behind this, in a line above.
    NumberAfter(String),
    /// Behind a line that is this.
    After(String),
}

/// One kind of file of a dialect.
#[derive(Clone, Debug)]
pub struct Format {
    /// Which part of a test it holds.
    pub role: FileRole,
    /// Its columns; further ones of a file are kept as extras.
    pub columns: Vec<ColumnSpec>,
}

/// One column that a dialect knows.
#[derive(Clone, Debug)]
pub struct ColumnSpec {
    /// What it means.
    pub field: Field,
    /// Its headers, with or without the unit; `*` stands for anything, `#` for digits. The first is its name.
    pub names: Vec<String>,
    /// The quantity, where it holds one.
    pub quantity: Option<Quantity>,
    /// The unit of a header that names none; `None` with a quantity means that the header must name it.
    pub unit: Option<String>,
    /// The unit that counts whatever the header says.
    pub unit_always: Option<String>,
    /// Whether a file without it is none of this dialect.
    pub required: bool,
    /// When its counter begins anew.
    pub resets: Resets,
    /// How its counter is signed.
    pub sign: CounterSign,
    /// Numbers that stand for no value.
    pub absent: Vec<f64>,
}

impl ColumnSpec {
    /// The header as it would be written, with its unit.
    pub(super) fn with_unit(&self) -> String {
        match (self.quantity, &self.unit) {
            (Some(quantity), None) => format!("{}({})", self.name(), quantity.unit()),
            _ => self.name().to_owned(),
        }
    }

    /// A column of a meaning, and nothing else said of it.
    pub(super) fn of(field: Field) -> Self {
        Self {
            field,
            names: Vec::new(),
            quantity: field.quantity(),
            unit: None,
            unit_always: None,
            required: false,
            resets: Resets::default(),
            sign: CounterSign::default(),
            absent: Vec::new(),
        }
    }

    /// Whether it is a counter that measures nothing, but that the rows are held against.
    pub(super) fn is_witness(&self) -> bool {
        self.resets == Resets::Unknown
    }

    /// The name under which it is spoken of.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }
}

/// The sign of currents, capacities, energies and powers in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// As it stands.
    ChargePositive,
    /// The other way round.
    DischargePositive,
    /// The step type says it; the numbers are magnitudes.
    ByType,
}

/// The sign of currents in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum CurrentSign {
    /// Positive currents charge.
    ChargePositive,
    /// Positive currents discharge.
    DischargePositive,
    /// The step type gives it; the numbers are magnitudes, or signed likewise.
    Unsigned,
    /// Positive currents charge, unless counters or step types say the contrary.
    #[default]
    Auto,
}

/// When a counter begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Resets {
    /// With each executed step.
    Step,
    /// With each of the tester's cycles.
    Cycle,
    /// Never; a fall is a restart all the same.
    Test,
    /// With each charge, discharge and rest.
    State,
    /// When the current turns; a rest holds it.
    Direction,
    /// With each row: it holds what was added since the row before.
    Row,
    /// Whichever fits the current best.
    #[default]
    Auto,
    /// At moments that nobody says: it is no measure of a step, but what it gains from row to row is held against the rows.
    Unknown,
}

/// How a counter is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CounterSign {
    /// As it stands: it rises in charge and falls in discharge.
    #[default]
    Signed,
    /// A magnitude that the direction of the step signs.
    StepType,
}

/// Where executed steps begin.
#[derive(Clone, Debug)]
pub(super) struct StepRule {
    /// Columns of which any change begins a step.
    pub(super) new_when_changes: Vec<Field>,
    /// Clocks that begin anew with a step.
    pub(super) new_when_restarts: Vec<Field>,
    /// The share of the largest current below which a step without a type is a rest.
    pub(super) rest_below_share: f64,
    /// The current in A below which it is one in any case: what the cycler reads where nothing flows.
    pub(super) rest_below_a: f64,
    /// Steps whose text says nothing stay of unknown type, whatever their current.
    pub(super) is_unknown_otherwise: bool,
    /// In texts of types and statuses the file's own words stand behind this.
    pub(super) words_behind: Option<String>,
    /// The last row of a step has a code of at least this.
    pub(super) end_at_least: Option<f64>,
}

impl Dialect {
    /// The name that `--dialect` takes.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One line on which machine and software write it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The file that it is of; `None` for one that is built in.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// The TOML that it was made from, with all that it inherited.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its files.
    #[must_use]
    pub fn formats(&self) -> &[Format] {
        &self.formats
    }

    /// Whether it knows a column of channels.
    pub(crate) fn has_channels(&self) -> bool {
        let mut columns = self.formats.iter().flat_map(|format| &format.columns);
        columns.any(|spec| spec.field == Field::Channel)
    }

    /// The file of a part of a test.
    pub(super) fn format(&self, role: FileRole) -> Option<&Format> {
        self.formats.iter().find(|format| format.role == role)
    }

    /// What the text of a step type means; `None` when it is not known.
    #[must_use]
    pub fn step_type(&self, text: &str) -> Option<(StepType, Control)> {
        let letters = letters(text);
        let is_it = |pattern: &str| {
            matches(pattern, text) || pattern.is_ascii() && !letters.is_empty() && letters == self::letters(pattern)
        };
        self.types.iter().find(|(pattern, _)| is_it(pattern)).map(|(_, meaning)| *meaning)
    }

    /// The file's own words in the text of a type or a status.
    #[must_use]
    pub(crate) fn own_words<'t>(&self, text: &'t str) -> &'t str {
        let behind = self.steps.words_behind.as_deref().and_then(|mark| text.split_once(mark));
        behind.map_or(text, |(_, words)| words.trim())
    }

    /// Whether what a step does stands before the file's own words, which then need no meaning.
    #[must_use]
    pub(crate) const fn says_types_before_words(&self) -> bool {
        self.steps.words_behind.is_some()
    }

    /// What the text of a status means.
    #[must_use]
    pub fn end_reason(&self, status: &str) -> EndReason {
        self.ends.iter().find(|(pattern, _)| matches(pattern, status)).map_or(EndReason::Unknown, |(_, reason)| *reason)
    }

    /// Whether it writes statuses at all.
    #[must_use]
    pub fn has_end_reasons(&self) -> bool {
        !self.ends.is_empty()
    }

    /// The encoding of its files, where guessing is known to fail.
    #[must_use]
    pub(crate) fn encoding(&self) -> Option<&str> {
        self.text.encoding.as_deref()
    }

    /// The sheet of a workbook that holds its rows; empty for the one that is found.
    #[must_use]
    pub(crate) fn sheet(&self) -> &str {
        &self.detect.sheet
    }

    /// The pattern of the names of files that go on with one test.
    #[must_use]
    pub(crate) fn parts(&self) -> Option<&str> {
        self.parts.as_deref()
    }

    /// How it writes date and time.
    #[must_use]
    pub fn clock(&self) -> ClockFormat {
        self.clock
    }

    /// The header of the cell's temperature, unless the user names another.
    #[must_use]
    pub fn temperature_channel(&self) -> &str {
        &self.temperature_channel
    }

    /// The sign of currents, where it is not found out from the rows.
    pub(super) fn current_sign(&self) -> Option<Sign> {
        match self.current {
            CurrentSign::DischargePositive => Some(Sign::DischargePositive),
            CurrentSign::Unsigned => Some(Sign::ByType),
            CurrentSign::ChargePositive | CurrentSign::Auto => None,
        }
    }

    /// Whether rows are logged when something changes, as other cyclers do and Chroma does not, and steps are made of them.
    #[must_use]
    pub(crate) fn logs_changes(&self) -> bool {
        self.formats.iter().all(|format| self.counts_steps(format.role))
    }

    /// Whether values were rounded after they were measured, so that what the last digits say is lost.
    #[must_use]
    pub(crate) fn is_rounded(&self) -> bool {
        self.is_rounded
    }

    /// Whether executed steps are told apart by what changes from row to row, since none are numbered.
    #[must_use]
    pub(crate) fn counts_steps(&self, role: FileRole) -> bool {
        self.format(role).is_some_and(|format| format.columns.iter().all(|spec| spec.field != Field::Step))
    }
}

/// The letters and digits of an English text, in small letters: `CC_DChg` is `CC DChg`. Of other texts, nothing.
fn letters(text: &str) -> String {
    if !text.is_ascii() {
        return String::new();
    }
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
