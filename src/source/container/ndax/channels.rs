//! Auxiliary channels of a .ndax: temperatures and voltages beside the cell's own.

use super::super::neware::number::Number;
use super::super::neware::{f32_at, i16_at, i32_at, refused, u8_at, u32_at};
use super::super::table::Problem;
use super::archive::Archive;
use super::pages::Pages;
use super::test_info::TestInfo;

/// What kind a table of auxiliary records is.
const KIND: u8 = 5;
/// Tables that are none of these, and need not be looked at.
const OTHERS: [&str; 6] =
    ["data.ndc", "data_runInfo.ndc", "data_step.ndc", "data_log.ndc", "data_es.ndc", "data_Aux.ndc"];
/// More are not opened: each takes a handle.
const MAX_CHANNELS: usize = 256;
/// What an auxiliary channel's type is above the number in its table's name.
const TYPE_OFFSET: u32 = 100;
/// The number of temperature in a table's name.
const TEMPERATURE: u32 = 3;

/// How a channel's records look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One float at the row's place.
    Value,
    /// Voltage and temperature at the row's place.
    Pair,
    /// Voltage and temperature with the row's index; in layout 2 behind `shift` bytes.
    Indexed { shift: usize },
}

/// A channel, read beside the rows.
struct Channel {
    pages: Pages,
    form: Form,
    /// The row and the values that were read last.
    ahead: Option<(u64, [Number; 2])>,
}

/// All channels of a test.
pub(super) struct Channels {
    channels: Vec<Channel>,
    /// The names of their columns.
    pub(super) names: Vec<String>,
}

impl Channels {
    /// Opens the channels that the archive holds.
    pub(super) fn open(archive: &Archive<'_>, info: &TestInfo, layout: u16) -> Result<Self, Problem> {
        let mut tables = Vec::new();
        for name in archive.tables() {
            if !OTHERS.contains(&name) && archive.kind_and_layout(name)? == (KIND, layout) {
                tables.push(name);
            }
        }
        if tables.len() > MAX_CHANNELS {
            return Err(refused(format!("a Neware test of {} auxiliary channels", tables.len())));
        }
        tables.sort_by_key(|name| numbers_in_name(name).unwrap_or_else(|| (last_number(name), 0, 0)));
        let all_listed = info.channels.len() == tables.len();
        let mut found = Self { channels: Vec::new(), names: Vec::new() };
        for (position, name) in tables.into_iter().enumerate() {
            let form = form(name, layout);
            let Some((form, slot_length)) = form else { continue };
            let listed = info.channels.get(position).filter(|_| all_listed).and_then(|listed| listed.id);
            let id = listed.unwrap_or(position as u32 + 1);
            match (form, numbers_in_name(name)) {
                (Form::Value, Some((channel, kind, _))) => found.name(value_name(info, channel, kind)),
                _ => {
                    found.name(format!("V{id}(V)"));
                    found.name(format!("T{id}(°C)"));
                }
            }
            let pages = Pages::open(archive, name, KIND, layout, slot_length)?;
            found.channels.push(Channel { pages, form, ahead: None });
        }
        Ok(found)
    }

    /// Names the next column; a name that is taken gets the column's number.
    fn name(&mut self, mut name: String) {
        if self.names.contains(&name) {
            let unit = name.find('(').unwrap_or(name.len());
            name.insert_str(unit, &format!("_{}", self.names.len() + 1));
        }
        self.names.push(name);
    }

    /// Appends the cells of a row; rows must come in order.
    pub(super) fn write(&mut self, row: u64, into: &mut Vec<u8>) -> Result<(), Problem> {
        for channel in &mut self.channels {
            let values = channel.values(row)?;
            let cells = if channel.form == Form::Value { 1 } else { 2 };
            for value in &values[..cells] {
                into.push(b'\t');
                value.write(into);
            }
        }
        Ok(())
    }
}

impl Channel {
    fn values(&mut self, row: u64) -> Result<[Number; 2], Problem> {
        while self.ahead.is_none_or(|(ahead, _)| ahead < row) {
            let Some((place, slot)) = self.pages.next()? else { break };
            let scaled = |count: i64, digits| Number::Scaled { count, digits };
            self.ahead = Some(match self.form {
                Form::Value => (place + 1, [Number::Single(f32_at(slot, 0)), Number::Missing]),
                Form::Pair if u8_at(slot, 0) == 0x65 => {
                    let voltage_v = Number::Single((f64::from(f32_at(slot, 1)) / 1e4) as f32);
                    (place + 1, [voltage_v, scaled(i64::from(i16_at(slot, 5)), 1)])
                }
                Form::Pair => {
                    let what = format!("an auxiliary record of {} is not marked 65", self.pages.name());
                    return Err(self.pages.damaged(&what));
                }
                Form::Indexed { shift } => {
                    let voltage_v = scaled(i64::from(i32_at(slot, 24 + shift)), 4);
                    let temperature_c = scaled(i64::from(i16_at(slot, 34 + shift)), 1);
                    (u64::from(u32_at(slot, 1 + shift)), [voltage_v, temperature_c])
                }
            });
        }
        Ok(self.ahead.filter(|(ahead, _)| *ahead == row).map_or([Number::Missing; 2], |(_, values)| values))
    }
}

/// How the records of a table look and how long they are; none if it is of a form that no file was seen of.
fn form(name: &str, layout: u16) -> Option<(Form, usize)> {
    match layout {
        2 => Some((Form::Indexed { shift: 7 }, 94)),
        5 => Some((Form::Indexed { shift: 0 }, 87)),
        _ if numbers_in_name(name).is_some() => Some((Form::Value, 4)),
        16 => Some((Form::Pair, 7)),
        _ => None,
    }
}

/// The numbers in `data_AUX_<channel>_<kind>_<n>.ndc`.
fn numbers_in_name(name: &str) -> Option<(u32, u32, u32)> {
    let mut parts = name.strip_prefix("data_AUX_")?.strip_suffix(".ndc")?.split('_').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0)))
}

/// The number at the end of a name like `data_1.ndc`.
fn last_number(name: &str) -> u32 {
    let digits = name.strip_suffix(".ndc").and_then(|name| name.rsplit('_').next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The name of a channel of single values: BTSDA's where the test lists it, else by channel and kind.
fn value_name(info: &TestInfo, channel: u32, kind: u32) -> String {
    let is_this = |listed: &&super::test_info::Listed| {
        listed.channel == Some(channel) && listed.kind == Some(kind.saturating_add(TYPE_OFFSET))
    };
    let id = info.channels.iter().find(is_this).and_then(|listed| listed.id);
    match (kind, id) {
        (TEMPERATURE, Some(id)) => format!("T{id}(°C)"),
        (TEMPERATURE, None) => format!("T{channel}(°C)"),
        _ => format!("Aux{channel}_{kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::table::Source;
    use super::super::test_info::Listed;
    use super::super::tests::{ndc, seal, zip};
    use super::*;
    use std::io::Cursor;

    fn cells(members: &[(&str, Vec<u8>)], layout: u16, listed: Vec<Listed>) -> Result<(Vec<String>, String), Problem> {
        let bytes = zip(members);
        let open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Source>);
        let archive = Archive::open(&open)?;
        let info = TestInfo { channels: listed, ..TestInfo::default() };
        let mut channels = Channels::open(&archive, &info, layout)?;
        let mut text = Vec::new();
        for row in 1..=3 {
            channels.write(row, &mut text)?;
            text.push(b'|');
        }
        Ok((channels.names, String::from_utf8(text).unwrap()))
    }

    #[test]
    fn single_values_are_named_by_the_test_or_by_channel() {
        let values = ndc(5, 17, &[21.5_f32, 22.0].map(|value| value.to_le_bytes().to_vec()));
        let members = [
            ("data_AUX_225_3_1.ndc", values.clone()),
            ("data_AUX_7_3_2.ndc", values.clone()),
            ("data_AUX_8_9_3.ndc", values.clone()),
            ("data.ndc", ndc(1, 17, &[])),
            ("data_9.ndc", values),
            ("data_log.ndc", Vec::new()),
        ];
        let listed = Listed { id: Some(4), channel: Some(225), kind: Some(103) };
        let (names, text) = cells(&members, 17, vec![listed]).unwrap();
        assert_eq!(names, ["T7(°C)", "Aux8_9", "T4(°C)"]);
        let (names, _) = cells(&members, 17, Vec::new()).unwrap();
        assert_eq!(names, ["T7(°C)", "Aux8_9", "T225(°C)"]);
        assert_eq!(text, "\t21.5\t21.5\t21.5|\t22\t22\t22|\t\t\t|");
    }

    #[test]
    fn pairs_of_layout_16_must_be_marked() {
        let slot = [&[0x65][..], &30_000_f32.to_le_bytes(), &(-55_i16).to_le_bytes()].concat();
        let mut table = ndc(5, 16, &[slot]);
        let (names, text) = cells(&[("data_1.ndc", table.clone())], 16, Vec::new()).unwrap();
        assert_eq!(names, ["V1(V)", "T1(°C)"]);
        assert_eq!(text, "\t3\t-5.5|\t\t|\t\t|");
        table[4096 + 132] = 0;
        seal(&mut table[4096..]);
        assert!(matches!(cells(&[("data_1.ndc", table)], 16, Vec::new()), Err(Problem::Damaged(_))));
    }

    #[test]
    fn records_of_layout_2_are_matched_by_their_index() {
        let slot = |row: u32| {
            let mut slot = vec![0; 94];
            slot[8..12].copy_from_slice(&row.to_le_bytes());
            slot[31..35].copy_from_slice(&24_464_i32.to_le_bytes());
            slot[41..43].copy_from_slice(&970_i16.to_le_bytes());
            slot
        };
        let (names, text) = cells(&[("2023_1.ndc", ndc(5, 2, &[slot(1), slot(3)]))], 2, Vec::new()).unwrap();
        assert_eq!(names, ["V1(V)", "T1(°C)"]);
        assert_eq!(text, "\t2.4464\t97|\t\t|\t2.4464\t97|");
    }
}
