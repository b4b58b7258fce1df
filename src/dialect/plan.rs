//! How one file is read: which of its columns means what, worked out once from its header.

use super::records::records;
use super::target::Target;
use super::{ColumnSpec, Dialect, Field, Layers, Preamble, Reading, Sign};
use crate::model::{Channel, ChannelKind, Fault, FaultKind, FileRole};

/// What the user or the pairing says of a file before it is read.
#[derive(Clone, Copy, Default)]
pub(crate) struct ReadAs<'a> {
    /// The dialect, when it is forced.
    pub dialect: Option<&'static Dialect>,
    /// The part of the test, when the name tells it.
    pub role: Option<FileRole>,
    /// The header of the cell's temperature, when the user names it.
    pub temperature_channel: Option<&'a str>,
    /// The sign of currents and capacities, when it is not the dialect's.
    pub sign: Option<Sign>,
    /// How its clock is read, when the user says it.
    pub clock: Option<Reading>,
    /// What the file is in, once it is open.
    pub container: Option<&'static str>,
    /// Which of several channels in it is read.
    pub channel: Option<&'a str>,
    /// Whether there may be several, of which none is chosen yet.
    pub any_channel: bool,
}

/// Why a file has no plan.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlanError {
    /// The header is at fault.
    #[error("{}", .0.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; "))]
    Faults(Vec<Fault>),
    /// `--temperature-channel` names no column.
    #[error("{path}: no temperature column `{wanted}`; there is {found}")]
    TemperatureChannel {
        /// The file.
        path: String,
        /// What was asked for.
        wanted: String,
        /// What there is.
        found: String,
    },
}

/// A fault of a header, on this line where it has one.
pub(super) fn fault(kind: FaultKind, path: &str, line: Option<u64>, message: String) -> Fault {
    Fault { line, ..Fault::new(kind, path, message) }
}

/// The plan of one file.
#[derive(Clone)]
pub(crate) struct Plan {
    /// Whose file it is.
    pub dialect: &'static Dialect,
    /// Which part of a test.
    pub role: FileRole,
    /// The delimiter.
    pub delimiter: u8,
    /// Whether the comma is the decimal mark.
    pub decimal_comma: bool,
    /// The header's physical line.
    pub header_line: u64,
    /// The lines above the rows: up to the header, and that of the units where there is one.
    pub head_lines: u64,
    /// The header's cells, trimmed.
    pub headers: Vec<String>,
    /// The further channels of its rows, in order.
    pub channels: Vec<Channel>,
    /// The header of the cell's temperature.
    pub temperature_channel: Option<String>,
    /// How its clock is read.
    pub reading: Reading,
    /// The sign of currents and capacities, when it is not the dialect's.
    pub sign: Option<Sign>,
    /// What is worth knowing of its header.
    pub notes: Vec<Fault>,
    /// Rows end in a delimiter that the header has not.
    pub(super) trailing: bool,
    /// What stands above the header.
    pub preamble: Preamble,
    /// Rows that are none: a column, and what it holds in them.
    pub(super) skip: Vec<(usize, Vec<u8>)>,
    /// The column that tells channels apart, and the one that is read.
    pub(super) channel: Option<(usize, Vec<u8>)>,
    /// The column, where no channel is chosen yet.
    pub(super) channel_column: Option<usize>,
    /// That channel was named; else another one is an error.
    pub(super) is_named_channel: bool,
    /// How lines in layers are made flat.
    pub(super) layers: Option<Layers>,
    /// Cells are parted by any number of blanks.
    pub(super) is_blank_parted: bool,
    pub(super) targets: Vec<Target>,
    /// What each of the header's cells means, where its dialect knows it.
    pub(super) specs: Vec<Option<&'static ColumnSpec>>,
    /// The cells of the first row, as they stand.
    pub(super) first_row: Vec<String>,
    /// What the columns behind the channels hold: counters that become capacity and energy.
    pub(super) scratch: Vec<Field>,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan")
            .field("dialect", &self.dialect.name())
            .field("role", &self.role)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// What a column of a file is read as.
#[derive(Clone, Debug)]
pub(crate) struct ReadColumn {
    /// Its header.
    pub header: String,
    /// What it means.
    pub field: Option<Field>,
    /// What becomes of it where it means nothing.
    pub otherwise: &'static str,
    /// The unit it is read in.
    pub unit: Option<String>,
    /// Its cell in the first row.
    pub first: String,
}

/// A row that is not read.
pub(super) enum PassedOver {
    /// It is none, or of a channel that nobody asked for.
    NoRow,
    /// Of another channel than the only one so far.
    Channel(String),
}

impl Plan {
    /// How many columns its rows have while they are read: the seven of every block, the further channels, and counters.
    #[must_use]
    pub(super) fn width(&self) -> usize {
        super::SEVEN + self.channels.len() + self.scratch.len()
    }

    /// The column of a field while rows are read, and how it is declared.
    pub(super) fn column_of(&self, field: Field) -> Option<(usize, &'static ColumnSpec)> {
        let is_it = |spec: &ColumnSpec| spec.field == field && !spec.is_witness();
        let at = self.specs.iter().position(|spec| spec.is_some_and(is_it))?;
        match self.targets.get(at)? {
            Target::Number { slot, .. } | Target::Clock { slot, .. } => Some((*slot, self.specs[at]?)),
            _ => None,
        }
    }

    /// Whether another file is read in the same way, column by column.
    #[must_use]
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        std::ptr::eq(self.dialect, other.dialect) && self.headers == other.headers && self.targets == other.targets
    }

    /// How lines in layers are made flat, where they are.
    #[must_use]
    pub(crate) fn layers(&self) -> Option<Layers> {
        self.layers.clone()
    }

    /// Whether rows say of which channel they are.
    pub(crate) fn has_channel_column(&self) -> bool {
        self.channel_column.is_some()
    }

    /// Adds the channels that rows name.
    pub(crate) fn channels_in(&self, piece: &[u8], found: &mut std::collections::BTreeSet<String>) {
        let Some(at) = self.channel_column else { return };
        let mut last = Vec::new();
        records(piece, self.delimiter, 1, false, |record, _, _| {
            let Some(cell) = record.get(at).map(<[u8]>::trim_ascii) else { return };
            if record.len() >= self.targets.len() && !cell.is_empty() && cell != last {
                cell.clone_into(&mut last);
                found.insert(String::from_utf8_lossy(cell).into_owned());
            }
        });
    }

    /// Whether any row is passed over.
    pub(super) fn passes_any_over(&self) -> bool {
        !self.skip.is_empty() || self.channel.is_some()
    }

    /// Whether a row is none, or of a channel that is not read.
    pub(super) fn passes_over<'r>(&self, cell: impl Fn(usize) -> Option<&'r [u8]>) -> Option<PassedOver> {
        let cell = |at: usize| cell(at).map(<[u8]>::trim_ascii);
        if self.skip.iter().any(|(at, text)| cell(*at) == Some(text)) {
            return Some(PassedOver::NoRow);
        }
        let (at, own) = self.channel.as_ref()?;
        let other = cell(*at).filter(|cell| !cell.is_empty() && cell != own)?;
        let is_asked_for = self.is_named_channel;
        let channel = || PassedOver::Channel(String::from_utf8_lossy(other).into_owned());
        Some(if is_asked_for { PassedOver::NoRow } else { channel() })
    }

    /// What each column of the file is read as.
    #[must_use]
    pub(crate) fn columns(&self) -> Vec<ReadColumn> {
        let one = |(at, header): (usize, &String)| {
            let spec = self.specs[at];
            let otherwise = match self.targets[at] {
                Target::Number { .. } => "a further channel",
                _ => "unused",
            };
            let unit = spec.and_then(|spec| {
                let (_, own) = crate::units::split_header(header);
                let said =
                    spec.unit_always.clone().or_else(|| own.map(ToOwned::to_owned)).or_else(|| spec.unit.clone());
                spec.quantity.map(|_| said.unwrap_or_default())
            });
            ReadColumn {
                header: header.clone(),
                field: spec.map(|spec| spec.field),
                otherwise,
                unit,
                first: self.first_row.get(at).cloned().unwrap_or_default(),
            }
        };
        self.headers.iter().enumerate().map(one).collect()
    }

    /// The columns of the dialect that the file does not have.
    #[must_use]
    pub(crate) fn unmatched(&self) -> Vec<&'static ColumnSpec> {
        let format = self.dialect.format(self.role);
        let all = format.map_or(&[][..], |format| &format.columns[..]);
        let is_there = |spec: &&ColumnSpec| self.specs.iter().flatten().any(|one| std::ptr::eq(*one, *spec));
        all.iter()
            .filter(|spec| {
                !matches!(spec.field, Field::Counter | Field::Record | Field::Channel | Field::EndCode)
                    && !is_there(spec)
            })
            .collect()
    }

    /// Whether a column is there.
    #[must_use]
    pub(crate) fn has(&self, field: Field) -> bool {
        self.specs.iter().any(|spec| spec.is_some_and(|spec| spec.field == field))
    }

    /// Whether it is worth saying that a column has no value in so many of the rows. Of sensors a rule of their own tells;
    /// a column that no dialect knows and that holds no number at all is of words.
    #[must_use]
    pub(crate) fn says_what_is_absent(&self, column: usize, count: u64, rows: u64) -> bool {
        let is_number_of_row =
            self.specs.get(column).is_some_and(|spec| spec.is_some_and(|spec| spec.field == Field::Record));
        match self.targets.get(column) {
            _ if is_number_of_row => false,
            Some(Target::Number { plain, .. }) if plain.is_temperature => false,
            Some(Target::Number { slot, .. }) => {
                let channel = slot.checked_sub(super::SEVEN).and_then(|at| self.channels.get(at));
                count < rows || channel.is_none_or(|channel| channel.kind != ChannelKind::Other)
            }
            _ => true,
        }
    }

    /// The slot of the first channel of a kind.
    #[must_use]
    pub(crate) fn slot_of(&self, kind: ChannelKind) -> Option<usize> {
        self.channels.iter().position(|channel| channel.kind == kind).map(|at| at + super::SEVEN)
    }
}
