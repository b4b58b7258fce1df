//! How one file is read: which of its columns means what, worked out once from its header.

use super::{ColumnSpec, Dialect, Field, Reading};
use crate::model::{Channel, ChannelKind, Fault, FileRole};
use crate::units::{Conversion, Quantity};

/// What the user or the pairing says of a file before it is read.
#[derive(Clone, Copy, Default)]
pub(crate) struct ReadAs<'a> {
    /// The dialect, when it is forced.
    pub dialect: Option<&'static dyn Dialect>,
    /// The part of the test, when the name tells it.
    pub role: Option<FileRole>,
    /// The header of the cell's temperature, when the user names it.
    pub temperature_channel: Option<&'a str>,
    /// The sign of currents and capacities, when it is not the dialect's.
    pub sign: Option<Sign>,
    /// How its clock is read, when the user says it.
    pub clock: Option<Reading>,
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

/// The plan of one file.
#[derive(Clone)]
pub(crate) struct Plan {
    /// Whose file it is.
    pub dialect: &'static dyn Dialect,
    /// Which part of a test.
    pub role: FileRole,
    /// The delimiter.
    pub delimiter: u8,
    /// Whether the comma is the decimal mark.
    pub decimal_comma: bool,
    /// The header's physical line.
    pub header_line: u64,
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
    pub(super) targets: Vec<Target>,
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

/// Where the cells of one column go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Target {
    /// Nowhere.
    Skip,
    /// A whole number or text that holds for a whole step.
    Key(Field),
    /// Wall clock, to a slot of the columns.
    Clock { slot: usize, conversion: Conversion },
    /// Status.
    Status,
    /// A number, to a slot of the columns; without a conversion when it stands there in the canonical unit.
    Number { slot: usize, conversion: Option<Conversion>, required: bool, plain: Plain },
}

/// The values of a column between which no number stands for "no value"; beyond, each is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plain {
    pub(super) above: f64,
    pub(super) below: f64,
    pub(super) is_temperature: bool,
}

impl Plain {
    fn of(quantity: Option<Quantity>) -> Self {
        let is_temperature = quantity == Some(Quantity::Temperature);
        let (above, below) = if is_temperature { (-2_000.0, 800.0) } else { (-600_000.0, f64::INFINITY) };
        Self { above, below, is_temperature }
    }
}

impl Plan {
    /// How many columns its rows have: the seven of every block and the further channels.
    #[must_use]
    pub(crate) fn width(&self) -> usize {
        super::SEVEN + self.channels.len()
    }

    /// Whether a column is there.
    #[must_use]
    pub(crate) fn has(&self, field: Field) -> bool {
        let format = self.dialect.formats().iter().find(|format| format.role == self.role);
        format.is_some_and(|format| {
            self.headers.iter().any(|header| find(format.columns, header).is_some_and(|spec| spec.field == field))
        })
    }

    /// Whether it is worth saying that a column has no value in so many of the rows. Of sensors a rule of their own tells;
    /// a column that no dialect knows and that holds no number at all is of words.
    #[must_use]
    pub(crate) fn says_what_is_absent(&self, column: usize, count: u64, rows: u64) -> bool {
        match self.targets.get(column) {
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

/// The column that a header means, whatever its unit.
pub(super) fn find<'c>(columns: &'c [ColumnSpec], header: &str) -> Option<&'c ColumnSpec> {
    let (name, _) = crate::units::split_header(header);
    columns.iter().find(|spec| names_match(spec.name, name) || names_match(spec.name, header))
}

fn names_match(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        None => pattern.eq_ignore_ascii_case(name),
        Some(stem) => name.get(..stem.len()).is_some_and(|start| {
            let digits = &name[stem.len()..];
            start.eq_ignore_ascii_case(stem) && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        }),
    }
}

/// How the cells of a header become the canonical unit; the text of the unit when it is none, or empty when it is absent.
pub(super) fn conversion_of(spec: &ColumnSpec, header: &str, sign: Option<Sign>) -> Result<Conversion, String> {
    let Some(quantity) = spec.quantity else { return Ok(Conversion::IDENTITY) };
    let (name, unit) = crate::units::split_header(header);
    let unit = if names_match(spec.name, name) { unit } else { None };
    let unit = unit.or(spec.unit).unwrap_or("");
    let is_turned = sign == Some(Sign::DischargePositive)
        && matches!(quantity, Quantity::Current | Quantity::Power | Quantity::Capacity | Quantity::Energy)
        && spec.field != Field::ConstantCurrentCapacity;
    let conversion = crate::units::conversion(quantity, unit).ok_or_else(|| unit.to_owned())?;
    Ok(if is_turned { conversion.turned() } else { conversion })
}

/// The slot of a field among the columns of samples, or the channel that it becomes.
pub(super) fn destination(field: Field, is_cell_temperature: bool) -> Option<Result<usize, ChannelKind>> {
    Some(match field {
        Field::StepTime => Ok(0),
        Field::TestTime => Ok(1),
        Field::Voltage => Ok(2),
        Field::Current => Ok(3),
        Field::Capacity => Ok(4),
        Field::Energy => Ok(5),
        Field::Temperature | Field::ChamberTemperature if is_cell_temperature => Ok(6),
        Field::Temperature => Err(ChannelKind::Temperature),
        Field::ChamberTemperature => Err(ChannelKind::ChamberTemperature),
        Field::Power => Err(ChannelKind::Power),
        Field::TotalCapacity => Err(ChannelKind::TotalCapacity),
        Field::Clock => Err(ChannelKind::WallClock),
        _ => return None,
    })
}

/// The targets and channels of a header's cells.
pub(super) fn targets(
    columns: &[ColumnSpec],
    headers: &[String],
    temperature: Option<&str>,
    sign: Option<Sign>,
) -> Result<(Vec<Target>, Vec<Channel>), Vec<(usize, String)>> {
    let mut names = std::collections::HashSet::new();
    let (mut found, mut channels, mut bad_units) = (Vec::new(), Vec::new(), Vec::new());
    for (index, header) in headers.iter().enumerate() {
        let Some(spec) = find(columns, header) else {
            // The second of two columns of one name would stand in the way of the first.
            let is_new = !header.is_empty() && names.insert(header.as_str());
            found.push(if is_new { other(header, &mut channels) } else { Target::Skip });
            continue;
        };
        let conversion = conversion_of(spec, header, sign).unwrap_or_else(|unit| {
            bad_units.push((index, unit));
            Conversion::IDENTITY
        });
        found.push(match spec.field {
            Field::Step
            | Field::TesterCycle
            | Field::Section
            | Field::RecipeLine
            | Field::LoopPass
            | Field::StepType => Target::Key(spec.field),
            Field::Status => Target::Status,
            field => match destination(field, temperature == Some(header.as_str())) {
                None => Target::Skip,
                Some(place) => {
                    let slot = place.unwrap_or_else(|kind| add(&mut channels, header, kind));
                    match field {
                        Field::Clock => Target::Clock { slot, conversion },
                        _ => Target::Number {
                            slot,
                            conversion: (!conversion.is_identity()).then_some(conversion),
                            required: spec.required,
                            plain: Plain::of(spec.quantity),
                        },
                    }
                }
            },
        });
    }
    if bad_units.is_empty() { Ok((found, channels)) } else { Err(bad_units) }
}

fn other(header: &str, channels: &mut Vec<Channel>) -> Target {
    let slot = add(channels, header, ChannelKind::Other);
    Target::Number { slot, conversion: None, required: false, plain: Plain::of(None) }
}

fn add(channels: &mut Vec<Channel>, header: &str, kind: ChannelKind) -> usize {
    channels.push(Channel { name: header.to_owned(), kind });
    super::SEVEN + channels.len() - 1
}

/// The words for a unit that is missing or unknown.
pub(super) fn unit_message(spec: &ColumnSpec, header: &str, unit: &str) -> String {
    let quantity = spec.quantity.map_or("", Quantity::unit);
    if unit.is_empty() {
        format!("column `{header}` names no unit, expected one such as `{}({quantity})`; correct the header", spec.name)
    } else {
        format!("column `{header}` is in `{unit}`, which is no unit known for it, expected one such as `{quantity}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_digits_only() {
        assert!(names_match("Aux T*", "Aux T12"));
        assert!(names_match("Aux T*", "aux t1"));
        assert!(!names_match("Aux T*", "Aux T"));
        assert!(!names_match("Aux T*", "Aux T1 max"));
        assert!(!names_match("電量", "總電量"));
    }
}
