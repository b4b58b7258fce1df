//! How the columns of a data module lie in its records.

use super::columns::{Form, column, id};
use super::modules::Module;
use super::refused;
use crate::source::container::fixed::cell;
use crate::source::container::table::{Problem, Source};
use std::io::SeekFrom;

/// A value's place in a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) form: Form,
}

impl Place {
    /// The value as a number; `NaN` is a missing one.
    pub(super) fn number(self, record: &[u8]) -> f64 {
        match self.form {
            Form::Flag { shift, mask } => {
                record.get(self.at).map_or(f64::NAN, |flags| f64::from((flags >> shift) & mask))
            }
            Form::U16 => bytes(record, self.at).map_or(f64::NAN, |b| f64::from(u16::from_le_bytes(b))),
            Form::U32 => bytes(record, self.at).map_or(f64::NAN, |b| f64::from(u32::from_le_bytes(b))),
            Form::F32 => bytes(record, self.at).map_or(f64::NAN, |b| f64::from(f32::from_le_bytes(b))),
            Form::F64 => bytes(record, self.at).map_or(f64::NAN, f64::from_le_bytes),
        }
    }

    /// Writes the value as a cell.
    pub(super) fn write(self, record: &[u8], into: &mut Vec<u8>) {
        match self.form {
            Form::F32 => {
                if let Some(b) = bytes(record, self.at) {
                    cell::single(into, f32::from_le_bytes(b));
                }
            }
            Form::F64 => cell::double(into, self.number(record)),
            Form::Flag { .. } | Form::U16 | Form::U32 => cell::integer(into, self.number(record) as i64),
        }
    }
}

fn bytes<const N: usize>(record: &[u8], at: usize) -> Option<[u8; N]> {
    record.get(at..at + N)?.try_into().ok()
}

/// A column of the table.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) id: u16,
    pub(super) name: String,
    pub(super) place: Place,
}

/// Where the records of a data module lie, and how they are made.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) cells: Vec<Cell>,
    pub(super) records: u32,
    pub(super) record_bytes: usize,
    /// Place of the first record in the file.
    pub(super) first_record: u64,
    /// Place of the flag byte in a record.
    pub(super) flags_at: Option<usize>,
    /// Id and bytes of the one column that is not known, and so not in the table.
    unknown: Option<(u16, usize)>,
}

impl Layout {
    /// Reads the list of columns at the beginning of a data module.
    pub(super) fn read(file: &mut dyn Source, data: &Module) -> Result<Self, Problem> {
        let (wide_count, first) = match data.version {
            2 => (false, 405),
            3 => (false, 406),
            11 => (true, 1007),
            other => return Err(refused(format!("a BioLogic .mpr with a data module of unknown version {other}"))),
        };
        let (records, ids) = column_list(file, data, wide_count, first)?;
        let left = data.length.saturating_sub(first);
        let whole = match u64::from(records) {
            0 => left == 0,
            records => left.is_multiple_of(records) && left > 0,
        };
        if !whole {
            return Err(Problem::Damaged(format!(
                "data module at byte {}: its {left} bytes are no whole number of bytes for each of its {records} \
                 records; copy the file again from where it was measured",
                data.at
            )));
        }
        let record_bytes = left.checked_div(u64::from(records)).and_then(|bytes| usize::try_from(bytes).ok());
        let mut layout = Self::over(&ids, record_bytes)?;
        layout.records = records;
        layout.first_record = data.payload + first;
        layout.check_columns()?;
        Ok(layout)
    }

    /// Lays columns over a record of so many bytes (not known where there is no record).
    fn over(ids: &[u16], record_bytes: Option<usize>) -> Result<Self, Problem> {
        let unknown_ids: Vec<u16> = ids.iter().copied().filter(|&id| column(id).is_none()).collect();
        let flags = ids.iter().any(|&id| matches!(column(id), Some((_, Form::Flag { .. }))));
        let known =
            usize::from(flags) + ids.iter().filter_map(|&id| column(id)).map(|(_, form)| form.bytes()).sum::<usize>();
        let unknown = match (&unknown_ids[..], record_bytes) {
            ([], _) => None,
            ([one], Some(bytes)) if matches!(bytes.wrapping_sub(known), 1 | 2 | 4 | 8) => Some((*one, bytes - known)),
            ([one], None) => Some((*one, 0)),
            (several, _) => {
                let list: Vec<String> = several.iter().take(20).map(u16::to_string).collect();
                return Err(refused(format!("a BioLogic .mpr with unknown columns (ids {})", list.join(", "))));
            }
        };
        let all = known + unknown.map_or(0, |(_, bytes)| bytes);
        if record_bytes.is_some_and(|bytes| bytes != all) {
            return Err(refused(format!(
                "a BioLogic .mpr whose records have {} bytes, where its columns take {all}: it is damaged, or of an \
                 unknown layout",
                record_bytes.unwrap_or_default()
            )));
        }
        let (cells, flags_at) = lay(ids, unknown);
        Ok(Self { cells, records: 0, record_bytes: all, first_record: 0, flags_at, unknown })
    }

    /// Refuses what gives no time series.
    fn check_columns(&self) -> Result<(), Problem> {
        let has = |id| self.place(id).is_some();
        if has(id::FREQUENCY) && !has(id::EWE) && !has(id::DQ) && !has(id::Q_MINUS_Q0) {
            return Err(Problem::Refused {
                what: "a BioLogic .mpr of an impedance measurement alone, without a cell voltage over time".to_owned(),
                way_out: "leave it out, or give the .mpr (or its .mpt text export) of the cycling technique".to_owned(),
            });
        }
        if !has(id::TIME) {
            return Err(refused("a BioLogic .mpr without a time column (id 4)".to_owned()));
        }
        Ok(())
    }

    /// Where the column with this id lies.
    pub(super) fn place(&self, id: u16) -> Option<Place> {
        self.cells.iter().find(|cell| cell.id == id).map(|cell| cell.place)
    }

    /// A line for a column that is not in the table.
    pub(super) fn preamble(&self) -> Option<Vec<u8>> {
        let (id, bytes) = self.unknown?;
        Some(cell::preamble("Not read", &format!("column with the unknown id {id} ({bytes} bytes a record)")))
    }
}

/// Number of records and ids of the columns.
fn column_list(file: &mut dyn Source, data: &Module, wide_count: bool, first: u64) -> Result<(u32, Vec<u16>), Problem> {
    let start = if wide_count { 6 } else { 5 };
    let room = usize::try_from(first.min(data.length)).unwrap_or_default();
    let mut list = vec![0; room];
    file.seek(SeekFrom::Start(data.payload))?;
    file.read_exact(&mut list)?;
    let [a, b, c, d, low, high, ..] = list[..] else {
        return Err(Problem::Damaged(format!("data module at byte {}: it ends in its list of columns", data.at)));
    };
    let count = usize::from(if wide_count { u16::from_le_bytes([low, high]) } else { u16::from(low) });
    let ids = list.get(start..start + 2 * count).filter(|_| count > 0).ok_or_else(|| {
        Problem::Damaged(format!("data module at byte {}: a list of {count} columns has no room in it", data.at))
    })?;
    let ids = ids.chunks_exact(2).map(|id| u16::from_le_bytes([id[0], id[1]])).collect();
    Ok((u32::from_le_bytes([a, b, c, d]), ids))
}

/// Gives each column its place; the flags share the place of the first of them.
fn lay(ids: &[u16], unknown: Option<(u16, usize)>) -> (Vec<Cell>, Option<usize>) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut flags_at = None;
    let mut next = 0;
    for &id in ids {
        let Some((name, form)) = column(id) else {
            next += unknown.map_or(0, |(_, bytes)| bytes);
            continue;
        };
        let mut at = next;
        next += form.bytes();
        if matches!(form, Form::Flag { .. }) {
            at = *flags_at.get_or_insert_with(|| {
                next += 1;
                at
            });
        }
        let name = distinct(name, id, &cells);
        cells.push(Cell { id, name, place: Place { at, form } });
    }
    (cells, flags_at)
}

/// A name that no column before has; the ids of two columns may have one name.
fn distinct(name: &str, id: u16, cells: &[Cell]) -> String {
    if (473..=497).contains(&id) || cells.iter().any(|cell| cell.name == name) {
        return format!("{name} (id {id}, column {})", cells.len() + 1);
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_share_one_byte() {
        let layout = Layout::over(&[1, 2, 4, 65, 131, 6], Some(15)).unwrap();
        let at: Vec<_> = layout.cells.iter().map(|cell| cell.place.at).collect();
        assert_eq!(at, [0, 0, 1, 0, 9, 11]);
        assert_eq!(layout.flags_at, Some(0));
    }

    #[test]
    fn the_width_of_one_unknown_column_follows() {
        let layout = Layout::over(&[4, 9999, 6], Some(16)).unwrap();
        assert_eq!(layout.place(6).unwrap().at, 12);
        assert_eq!(layout.unknown, Some((9999, 4)));
        let error = Layout::over(&[4, 9999, 9998, 6], Some(20)).unwrap_err();
        assert!(error.to_string().contains("9999, 9998"), "{error}");
    }

    #[test]
    fn records_that_do_not_fit_their_columns_are_refused() {
        assert!(matches!(Layout::over(&[4, 6], Some(13)), Err(Problem::Refused { .. })));
        assert!(matches!(Layout::over(&[4, 9999], Some(5)), Err(Problem::Refused { .. })));
        assert!(matches!(Layout::over(&[4, 9999], Some(11)), Err(Problem::Refused { .. })));
    }

    #[test]
    fn two_columns_of_one_name_stay_apart() {
        let layout = Layout::over(&[4, 77, 174, 473, 474], Some(24)).unwrap();
        let names: Vec<_> = layout.cells.iter().map(|cell| cell.name.as_str()).collect();
        assert_eq!(names[1..3], ["<Ewe>/V", "<Ewe>/V (id 174, column 3)"]);
        assert_ne!(names[3], names[4]);
    }
}
