//! .nda of the versions 8 to 29: records of counts, up to the end of the file.

use super::super::neware::clock::Date;
use super::super::neware::counter::{Counter, Parted};
use super::super::neware::number::Number;
use super::super::neware::row::{Row, RowTable, Rows};
use super::super::neware::steps::{Mark, Steps};
use super::super::neware::{self, Way, i32_at, i64_at, only_way, u8_at, u16_at, u32_at, u64_at};
use super::super::table::{Problem, Table};
use super::records::{Input, Stream};

/// Version 8: a log record is marked FF, a row 00.
const OLD: Kind = Kind {
    first: [&[0xFF, 1, 0, 0, 0], &[0, 1, 0, 0, 0, 1, 0, 0, 0]],
    stride: 59,
    row: 0,
    others: &[0xFF],
    rest_max: 12,
};
/// Versions 22 to 29: a log record is marked AA, a row 55, an auxiliary one 65.
const NEW: Kind = Kind {
    first: [&[0xAA, 0, 1, 0, 0, 0], &[0x55, 0, 1, 0, 0, 0]],
    stride: 86,
    row: 0x55,
    others: &[0xAA, 0x65],
    rest_max: 0,
};

struct Kind {
    /// How the first record begins: a log record as a rule, else the first row.
    first: [&'static [u8]; 2],
    stride: u64,
    row: u8,
    others: &'static [u8],
    rest_max: u64,
}

/// Finds the records, which no field of the header points to, and gives their table.
pub(super) fn open(mut input: Input, version: u16) -> Result<Box<dyn Table>, Problem> {
    let kind = if version == 8 { &OLD } else { &NEW };
    let markers = [&[kind.row], kind.others].concat();
    let mut found = false;
    for first in kind.first {
        let stream = Stream { first, stride: kind.stride, markers: &markers, rest_max: kind.rest_max };
        found = found || input.find(&stream)?;
    }
    if !found {
        let length = input.length();
        return Err(input.damaged(length, "no stream of records up to the end; the file is cut or damaged"));
    }
    let rows = CountRows {
        record: vec![0; kind.stride as usize],
        input,
        kind,
        version,
        steps: Steps::default(),
        counters: [Counter::default(); 4],
        parted: [Parted::default(); 2],
        way: Way::Charge,
    };
    Ok(Box::new(RowTable::begin(&[], true, &[], rows)?))
}

struct CountRows {
    input: Input,
    record: Vec<u8>,
    kind: &'static Kind,
    version: u16,
    steps: Steps,
    /// Of the step; the versions from 22 on count both directions.
    counters: [Counter; 4],
    /// Capacity and energy of the step; version 8 counts magnitudes.
    parted: [Parted; 2],
    /// Where current flowed last.
    way: Way,
}

impl Rows for CountRows {
    fn next_row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        loop {
            let at = self.input.position();
            // What is left at the end was checked before.
            if !self.input.read_record(&mut self.record)? {
                return Ok(false);
            }
            let marker = u8_at(&self.record, 0);
            if marker == self.kind.row {
                let row = if self.version == 8 { self.old_row() } else { self.new_row()? };
                row.write(true, into);
                return Ok(true);
            }
            if !self.kind.others.contains(&marker) {
                return Err(self.input.damaged(at, &format!("a record is marked {marker:02X}, which none is")));
            }
        }
    }
}

impl CountRows {
    /// Version 8: whole seconds, µA, and one magnitude that is charge or discharge by the step's current.
    fn old_row(&mut self) -> Row {
        let record = &self.record;
        let recipe = u32::from(u8_at(record, 9));
        let placed = self.steps.place(Mark { recipe, jump: 0 }, i64::from(u32_at(record, 11)), 0);
        if placed.begins {
            self.parted = [Parted::default(); 2];
        }
        let (code, current_ua) = (u8_at(record, 10), i32_at(record, 19));
        let flowing = match current_ua.signum() {
            1 => Way::Charge,
            -1 => Way::Discharge,
            _ => self.way,
        };
        self.way = only_way(code).unwrap_or(flowing);
        for (parted, offset) in self.parted.iter_mut().zip([31, 39]) {
            parted.follow_magnitude(i64_at(record, offset) as f64, self.way);
        }
        let [capacity, energy] = self.parted.map(|parted| parted.sums().map(|sum| Number::Double(sum / 3.6e9)));
        Row {
            data_point: u64::from(u32_at(record, 1)),
            cycle: Some(u64::from(u32_at(record, 5))),
            step_number: Some(placed.number),
            step_index: Some(recipe),
            step_type: Some(code),
            step_time_s: Number::Scaled { count: placed.step_time, digits: 0 },
            total_time_s: Number::Scaled { count: placed.total_time, digits: 0 },
            current_a: Number::Scaled { count: i64::from(current_ua), digits: 6 },
            voltage_v: Number::Scaled { count: i64::from(i32_at(record, 15)), digits: 4 },
            amounts: [capacity[0], capacity[1], energy[0], energy[1]],
            date: Date::Seconds(i64_at(record, 47)),
        }
    }

    /// Versions 22 to 29: counts of the range, and a counter of each direction.
    fn new_row(&mut self) -> Result<Row, Problem> {
        let record = &self.record;
        let (recipe, jump) = (u32::from(u16_at(record, 10)), u32::from(u8_at(record, 13)));
        let step_time = i64::try_from(u64_at(record, 14)).unwrap_or(i64::MAX);
        let placed = self.steps.place(Mark { recipe, jump }, step_time, 0);
        if placed.begins {
            self.counters = [Counter::default(); 4];
        }
        let data_point = u64::from(u32_at(record, 2));
        let current = i64::from(i32_at(record, 26));
        let counts = [38, 46, 54, 62].map(|offset| i64_at(record, offset));
        let all = [current, counts[0], counts[1], counts[2], counts[3]];
        let digits = neware::current_digits(i32_at(record, 78), all, data_point)?;
        let amounts = neware::follow_counts(&mut self.counters, counts, digits);
        let date = if self.version < 26 { Date::Seconds(i64_at(record, 70)) } else { Date::civil(record, 70) };
        Ok(Row {
            data_point,
            cycle: Some(u64::from(u32_at(record, 6)) + 1),
            step_number: Some(placed.number),
            step_index: Some(recipe),
            step_type: Some(u8_at(record, 12)),
            step_time_s: Number::Scaled { count: placed.step_time, digits: 3 },
            total_time_s: Number::Scaled { count: placed.total_time, digits: 3 },
            current_a: Number::Scaled { count: current, digits },
            voltage_v: Number::Scaled { count: i64::from(i32_at(record, 22)), digits: 4 },
            amounts,
            date,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header, table};
    use super::*;

    /// A record of version 22 to 29.
    fn record(marker: u8, index: u32, recipe: u16, time_ms: u64, current: i32, charge: i64) -> Vec<u8> {
        let mut record = vec![0; 86];
        record[0] = marker;
        record[2..6].copy_from_slice(&index.to_le_bytes());
        record[10..12].copy_from_slice(&recipe.to_le_bytes());
        record[12] = 1;
        record[14..22].copy_from_slice(&time_ms.to_le_bytes());
        record[22..26].copy_from_slice(&37_005_i32.to_le_bytes());
        record[26..30].copy_from_slice(&current.to_le_bytes());
        record[38..46].copy_from_slice(&charge.to_le_bytes());
        record[70..77].copy_from_slice(&[0xE8, 0x07, 2, 29, 1, 2, 3]);
        record[78..82].copy_from_slice(&500_i32.to_le_bytes());
        record
    }

    fn file(version: u16) -> Vec<u8> {
        let mut bytes = header(version, 3000);
        bytes.extend(record(0xAA, 1, 0, 0, 0, 0));
        bytes.extend(record(0x55, 1, 1, 0, 0, 0));
        bytes.extend(record(0x55, 2, 1, 10_500, 1000, 360_000));
        bytes.extend(record(0x65, 2, 1, 0, 0, 0));
        bytes.extend(record(0x55, 3, 2, 250, 1000, 3600));
        bytes
    }

    #[test]
    fn rows_are_read_between_other_records() {
        let text = table(&file(26)).unwrap();
        let rows: Vec<_> = text.lines().skip(1).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1], "2\t1\t1\t1\tCC Chg\t10.5\t10.5\t0.01\t3.7005\t0.001\t0\t0\t0\t2024-02-29 01:02:03");
        assert!(rows[2].starts_with("3\t1\t2\t2\tCC Chg\t0.25\t10.75\t0.01\t3.7005\t0.00001\t"), "{}", rows[2]);
    }

    #[test]
    fn older_versions_hold_unix_seconds() {
        let mut bytes = file(22);
        let place = bytes.len() - 86 + 70;
        bytes[place..place + 8].copy_from_slice(&951_782_400_u64.to_le_bytes());
        assert!(table(&bytes).unwrap().ends_with("\t2000-02-29 00:00:00\n"));
    }

    #[test]
    fn a_cut_or_damaged_file_is_told_with_its_place() {
        let bytes = file(29);
        let problem = table(&bytes[..bytes.len() - 7]).unwrap_err().to_string();
        assert!(problem.contains("at byte 3344") && problem.contains("79 of 86"), "{problem}");
        let mut wrong = bytes;
        wrong[3000 + 2 * 86] = 1;
        assert!(matches!(table(&wrong), Err(Problem::Damaged(_))));
    }

    #[test]
    fn an_unknown_range_is_refused() {
        let mut bytes = file(29);
        let place = bytes.len() - 86 + 78;
        bytes[place..place + 4].copy_from_slice(&77_i32.to_le_bytes());
        let problem = table(&bytes).unwrap_err().to_string();
        assert!(problem.contains("range code 77 in row 3"), "{problem}");
    }

    #[test]
    fn version_8_gives_magnitudes_to_the_direction_of_the_step() {
        let mut bytes = header(8, 2800);
        for (marker, index, time_s, current_ua, capacity) in [
            (0xFF, 1_u32, 0_u32, 0, 0),
            (0, 1, 0, -3600, 0),
            (0, 2, 1000, -3600, 3_600_000),
            (0, 3, 1001, 0, 3_600_000),
        ] {
            let mut record = vec![0; 59];
            record[0] = marker;
            record[1..5].copy_from_slice(&index.to_le_bytes());
            record[5] = 4;
            record[9..11].copy_from_slice(&[2, 16]);
            record[11..15].copy_from_slice(&time_s.to_le_bytes());
            record[19..23].copy_from_slice(&i32::to_le_bytes(current_ua));
            record[31..39].copy_from_slice(&i64::to_le_bytes(capacity));
            bytes.extend(record);
        }
        bytes.extend([0; 12]);
        let text = table(&bytes).unwrap();
        let rows: Vec<_> = text.lines().skip(1).collect();
        assert_eq!(rows[1], "2\t4\t1\t2\tPulse\t1000\t1000\t-0.0036\t0\t0\t0.001\t0\t0\t1970-01-01 00:00:00");
        assert!(rows[2].contains("\t0\t0\t0\t0.001\t"), "{}", rows[2]);
    }
}
