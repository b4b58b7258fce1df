//! The columns of a table of records: where their values lie in a row, and how they are written.

use super::database::column;
use super::rows::Row;
use crate::source::container::fixed::cell;
use crate::source::container::fixed::ole_date::write_local_time;
use crate::source::container::table::Problem;
use jetdb::{ColumnType, TableDef};

/// The columns that come first, in this order: their names in the database and in the table.
const FIRST: [(&str, &str); 14] = [
    ("Data_Point", "Data_Point"),
    ("Test_Time", "Test_Time(s)"),
    ("DateTime", "Date_Time"),
    ("Step_Time", "Step_Time(s)"),
    ("Step_Index", "Step_Index"),
    ("Cycle_Index", "Cycle_Index"),
    ("Current", "Current(A)"),
    ("Voltage", "Voltage(V)"),
    ("Charge_Capacity", "Charge_Capacity(Ah)"),
    ("Discharge_Capacity", "Discharge_Capacity(Ah)"),
    ("Charge_Energy", "Charge_Energy(Wh)"),
    ("Discharge_Energy", "Discharge_Energy(Wh)"),
    ("dV/dt", "dV/dt(V/s)"),
    ("Internal_Resistance", "Internal_Resistance(Ohm)"),
];

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// The bit that says whether there is a value is the value.
    Flag,
    Byte,
    Int,
    Long,
    BigInt,
    Single,
    Double,
    /// Days since 1899-12-30.
    Clock,
}

impl Kind {
    fn of(kind: ColumnType) -> Option<Self> {
        Some(match kind {
            ColumnType::Boolean => Self::Flag,
            ColumnType::Byte => Self::Byte,
            ColumnType::Int => Self::Int,
            ColumnType::Long => Self::Long,
            ColumnType::BigInt => Self::BigInt,
            ColumnType::Float => Self::Single,
            ColumnType::Double => Self::Double,
            ColumnType::Timestamp => Self::Clock,
            _ => return None,
        })
    }

    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Flag => 0,
            Self::Byte => 1,
            Self::Int => 2,
            Self::Long | Self::Single => 4,
            Self::BigInt | Self::Double | Self::Clock => 8,
        }
    }

    /// The value as a number; `NaN` where there are too few bytes.
    pub(super) fn number(self, bytes: &[u8]) -> f64 {
        match self {
            Self::Single => array(bytes).map_or(f64::NAN, |bytes| f64::from(f32::from_le_bytes(bytes))),
            Self::Double | Self::Clock => array(bytes).map_or(f64::NAN, f64::from_le_bytes),
            _ => self.whole(bytes).map_or(f64::NAN, |whole| whole as f64),
        }
    }

    fn whole(self, bytes: &[u8]) -> Option<i64> {
        match self {
            Self::Byte => bytes.first().map(|&byte| i64::from(byte)),
            Self::Int => array(bytes).map(|bytes| i64::from(i16::from_le_bytes(bytes))),
            Self::Long => array(bytes).map(|bytes| i64::from(i32::from_le_bytes(bytes))),
            Self::BigInt => array(bytes).map(i64::from_le_bytes),
            Self::Flag | Self::Single | Self::Double | Self::Clock => None,
        }
    }

    fn write(self, bytes: &[u8], into: &mut Vec<u8>) {
        match self {
            Self::Single => cell::single(into, array(bytes).map_or(f32::NAN, f32::from_le_bytes)),
            Self::Double => cell::double(into, self.number(bytes)),
            Self::Clock => write_local_time(into, self.number(bytes)),
            _ => {
                if let Some(whole) = self.whole(bytes) {
                    cell::integer(into, whole);
                }
            }
        }
    }
}

fn array<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.get(..N)?.try_into().ok()
}

/// A column of numbers.
#[derive(Debug, Clone)]
pub(super) struct Field {
    name: String,
    /// Number of its bit among those that say whether there is a value.
    pub(super) column: u16,
    /// Place of its value in the row.
    pub(super) at: usize,
    pub(super) kind: Kind,
}

impl Field {
    /// The column of this name, if there is one and it holds numbers.
    pub(super) fn find(table: &TableDef, name: &str) -> Option<Self> {
        Self::at(table, column(table, name)?, name)
    }

    fn at(table: &TableDef, index: usize, name: &str) -> Option<Self> {
        let column = table.columns.get(index).filter(|column| column.is_fixed)?;
        let kind = Kind::of(column.col_type)?;
        // The values follow the number of columns.
        let at = 2 + usize::from(column.fixed_offset);
        Some(Self { name: name.to_owned(), column: column.col_num, at, kind })
    }
}

/// The columns of the table of records, in the order of the text table.
#[derive(Debug)]
pub(super) struct Fields(Vec<Field>);

impl Fields {
    pub(super) fn of_records(table: &TableDef) -> Self {
        let first = FIRST.iter().filter_map(|&(name, shown)| Some((column(table, name)?, shown)));
        let is_first = |name: &str| FIRST.iter().any(|(first, _)| name.eq_ignore_ascii_case(first));
        let further = table.columns.iter().enumerate().map(|(index, column)| (index, column.name.as_str()));
        let further = further.filter(|(_, name)| !is_first(name) && !name.eq_ignore_ascii_case("Test_ID"));
        let mut fields: Vec<Field> =
            first.chain(further).filter_map(|(index, name)| Field::at(table, index, name)).collect();
        for field in fields.iter_mut().filter(|field| field.name == "Date_Time") {
            field.kind = if field.kind == Kind::Double { Kind::Clock } else { field.kind };
        }
        Self(fields)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|field| field.name.as_str())
    }

    /// Writes the values of a row, parted by TABs.
    pub(super) fn write(&self, row: &Row<'_>, into: &mut Vec<u8>) -> Result<(), Problem> {
        for (index, field) in self.0.iter().enumerate() {
            if index > 0 {
                into.push(b'\t');
            }
            if field.kind == Kind::Flag {
                into.push(if row.has(field) { b'1' } else { b'0' });
            } else if let Some(value) = row.value(field)? {
                field.kind.write(value, into);
            }
        }
        Ok(())
    }
}
