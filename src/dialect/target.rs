//! Where the cells of a file's columns go: which header means what, in which unit, into which column of rows.

use super::number::is_temperature_sentinel;
use super::pattern::{is_plain, matches};
use super::{ColumnSpec, CounterSign, Field, Sign};
use crate::model::{Channel, ChannelKind};
use crate::units::{Conversion, Quantity};

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
    /// It may be written as hours, minutes and seconds.
    pub(super) is_time: bool,
    /// Numbers that stand for no value in this dialect.
    pub(super) absent: &'static [f64],
}

impl Plain {
    fn of(quantity: Option<Quantity>, absent: &'static [f64]) -> Self {
        let is_temperature = quantity == Some(Quantity::Temperature);
        let (above, below) = match (is_temperature, absent.is_empty()) {
            (true, true) => (-2_000.0, 800.0),
            (true, false) => (ABSOLUTE_ZERO_DEGC, 800.0),
            (false, true) => (-600_000.0, f64::INFINITY),
            (false, false) => (f64::NAN, f64::NAN),
        };
        Self { above, below, is_temperature, is_time: quantity == Some(Quantity::Time), absent }
    }

    /// Whether a number stands for no value.
    pub(super) fn is_absent(&self, value: f64) -> bool {
        self.is_temperature && (is_temperature_sentinel(value) || !self.absent.is_empty() && value < ABSOLUTE_ZERO_DEGC)
            || self.absent.contains(&value)
    }
}

/// Below, there is no temperature.
const ABSOLUTE_ZERO_DEGC: f64 = -273.15;

/// The column that a header means: one whose quantity its unit is of before others, and one that names it to the letter
/// before one whose pattern it fits.
pub(super) fn find<'c>(columns: &'c [ColumnSpec], header: &str) -> Option<&'c ColumnSpec> {
    let (name, unit) = crate::units::split_header(header);
    let is_of = |spec: &ColumnSpec| match (spec.quantity, unit) {
        (Some(quantity), Some(unit)) => crate::units::conversion(quantity, unit).is_some(),
        // `Step (Sec)` is no number of a step.
        (None, Some(unit)) => !crate::units::is_unit(unit),
        (_, None) => true,
    };
    let is_named = |spec: &&ColumnSpec, to_the_letter: bool| {
        let mut names = spec.names.iter().filter(|pattern| is_plain(pattern) == to_the_letter);
        names.any(|pattern| matches(pattern, header) || matches(pattern, name))
    };
    let of = |to_the_letter: bool, by_unit: bool| {
        columns.iter().find(|spec| is_named(spec, to_the_letter) && (!by_unit || is_of(spec)))
    };
    of(true, true).or_else(|| of(false, true)).or_else(|| of(true, false)).or_else(|| of(false, false))
}

/// Whether a header is one of a column's names, whatever it means beside.
pub(super) fn is_named(spec: &ColumnSpec, header: &str) -> bool {
    let (name, _) = crate::units::split_header(header);
    spec.names.iter().any(|pattern| matches(pattern, header) || matches(pattern, name))
}

/// The columns that the cells of a header mean. Of two that would be the same one, that counts which the dialect names
/// first; the other is a further channel.
pub(super) fn assign<'c>(columns: &'c [ColumnSpec], headers: &[String]) -> Vec<Option<&'c ColumnSpec>> {
    let mut found: Vec<Option<&ColumnSpec>> = headers.iter().map(|header| find(columns, header)).collect();
    let rank = |spec: &ColumnSpec, header: &str| {
        let (name, _) = crate::units::split_header(header);
        let of_spec = columns.iter().position(|one| std::ptr::eq(one, spec));
        (of_spec, spec.names.iter().position(|pattern| matches(pattern, header) || matches(pattern, name)))
    };
    for at in 0..found.len() {
        let Some(spec) = found[at] else { continue };
        if matches!(spec.field, Field::Temperature | Field::Counter | Field::Record) {
            continue;
        }
        let own = rank(spec, &headers[at]);
        let is_better = |other: usize| {
            found[other].is_some_and(|one| one.field == spec.field && headers[other] != headers[at])
                && found[other].is_some_and(|one| (rank(one, &headers[other]), other) < (own, at))
        };
        if (0..found.len()).any(|other| other != at && is_better(other)) {
            found[at] = None;
        }
    }
    // A code of ends may be known as a column of no use, too.
    if let Some(spec) = columns.iter().find(|spec| spec.field == Field::EndCode) {
        for (header, found) in headers.iter().zip(&mut found).filter(|(header, _)| is_named(spec, header)) {
            if found.is_none_or(|one| one.field == Field::Counter) && !header.is_empty() {
                *found = Some(spec);
            }
        }
    }
    found
}

/// How the cells of a header become the canonical unit; the text of the unit when it is none, or empty when it is absent.
pub(super) fn conversion_of(spec: &ColumnSpec, header: &str, sign: Option<Sign>) -> Result<Conversion, String> {
    let Some(quantity) = spec.quantity else { return Ok(Conversion::IDENTITY) };
    let (name, unit) = crate::units::split_header(header);
    let is_by_name = spec.names.iter().any(|pattern| matches(pattern, name));
    let is_of_it = |unit: &&str| is_by_name || crate::units::conversion(quantity, unit).is_some();
    let always = spec.unit_always.as_deref();
    // What stands as a unit and is none is named where nothing else says the unit.
    let unit = always.or(unit.filter(is_of_it)).or(spec.unit.as_deref()).or(unit).unwrap_or("");
    let is_signed = match quantity {
        Quantity::Current | Quantity::Power => true,
        Quantity::Capacity | Quantity::Energy => spec.sign == CounterSign::Signed,
        _ => false,
    };
    let is_counter_of_one = matches!(
        spec.field,
        Field::ConstantCurrentCapacity
            | Field::ChargeCapacity
            | Field::DischargeCapacity
            | Field::ChargeEnergy
            | Field::DischargeEnergy
    );
    let is_turned = sign == Some(Sign::DischargePositive) && is_signed && !is_counter_of_one;
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

/// Whether a row may lack it where the file must have its column: one of two counters, what is of the step, and its number.
fn may_lack(field: Field) -> bool {
    Field::COUNTERS[2..].contains(&field) || matches!(field, Field::StepDuration | Field::Record)
}

/// Where the cells of a header go.
pub(super) struct Targets {
    pub(super) targets: Vec<Target>,
    pub(super) channels: Vec<Channel>,
    pub(super) scratch: Vec<Field>,
}

/// The targets and channels of a header's cells; the columns whose unit is none, when there are any.
pub(super) fn targets(
    specs: &[Option<&'static ColumnSpec>],
    headers: &[String],
    temperature: Option<&str>,
    sign: Option<Sign>,
) -> Result<Targets, Vec<(usize, String)>> {
    let mut names = std::collections::HashSet::new();
    let (mut found, mut channels, mut scratch, mut bad_units) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (index, (header, spec)) in headers.iter().zip(specs).enumerate() {
        let Some(spec) = spec.filter(|spec| !spec.is_witness()) else {
            // The second of two columns of one name would stand in the way of the first.
            let is_new = !header.is_empty() && names.insert(header.as_str());
            found.push(if is_new { other(header, &mut channels) } else { Target::Skip });
            continue;
        };
        let conversion = conversion_of(spec, header, sign).unwrap_or_else(|unit| {
            bad_units.push((index, unit));
            Conversion::IDENTITY
        });
        let number = |slot: usize| Target::Number {
            slot,
            conversion: (!conversion.is_identity()).then_some(conversion),
            required: spec.required && !may_lack(spec.field),
            plain: Plain::of(spec.quantity, &spec.absent),
        };
        found.push(match spec.field {
            Field::Step
            | Field::TesterCycle
            | Field::Section
            | Field::RecipeLine
            | Field::LoopPass
            | Field::StepType => Target::Key(spec.field),
            Field::Status => Target::Status,
            Field::ChargeCapacity
            | Field::DischargeCapacity
            | Field::ChargeEnergy
            | Field::DischargeEnergy
            | Field::EndCode
            | Field::Record
            | Field::StepDuration
            | Field::ConstantCurrentCapacity => {
                scratch.push(spec.field);
                // Behind the channels, of which not all are known yet.
                number(usize::MAX - scratch.len())
            }
            field => match destination(field, temperature == Some(header.as_str())) {
                None => Target::Skip,
                Some(place) => {
                    let slot = place.unwrap_or_else(|kind| add(&mut channels, header, kind));
                    match field {
                        Field::Clock => Target::Clock { slot, conversion },
                        _ => number(slot),
                    }
                }
            },
        });
    }
    for target in &mut found {
        if let Target::Number { slot, .. } = target
            && *slot >= usize::MAX - scratch.len()
        {
            *slot = super::SEVEN + channels.len() + (usize::MAX - *slot) - 1;
        }
    }
    if bad_units.is_empty() { Ok(Targets { targets: found, channels, scratch }) } else { Err(bad_units) }
}

fn other(header: &str, channels: &mut Vec<Channel>) -> Target {
    let slot = add(channels, header, ChannelKind::Other);
    Target::Number { slot, conversion: None, required: false, plain: Plain::of(None, &[]) }
}

fn add(channels: &mut Vec<Channel>, header: &str, kind: ChannelKind) -> usize {
    channels.push(Channel { name: header.to_owned(), kind });
    super::SEVEN + channels.len() - 1
}

/// The words for a unit that is missing or unknown.
pub(super) fn unit_message(spec: &ColumnSpec, header: &str, unit: &str) -> String {
    let quantity = spec.quantity.map_or("", Quantity::unit);
    if unit.is_empty() {
        format!(
            "column `{header}` names no unit, expected one such as `{}({quantity})`; correct the header, or say `unit` in the \
             dialect",
            crate::units::split_header(header).0
        )
    } else {
        format!(
            "column `{header}` is in `{unit}`, which is no unit known for it, expected one such as `{quantity}`; correct the \
             header, or say `unit` in the dialect"
        )
    }
}
