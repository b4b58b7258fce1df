//! .nda of version 130: records of floats, of BTS 9.0 or of BTS 9.1.

use super::super::neware::clock::Date;
use super::super::neware::counter::Parted;
use super::super::neware::number::Number;
use super::super::neware::row::{Row, RowTable, Rows};
use super::super::neware::steps::{Mark, Placed, Steps};
use super::super::neware::{f32_at, only_way, refused, u8_at, u16_at, u32_at, u64_at};
use super::super::table::{Problem, Table};
use super::HEADER;
use super::records::Input;

/// Where records begin.
const START: u64 = 1024;
/// What marks a row; other records are auxiliary.
const ROW: u8 = 0x55;
/// The length of a record of BTS 9.0.
const LENGTH_9_0: usize = 88;
/// The lengths of a record of BTS 9.1: without and with a temperature.
const LENGTHS_9_1: [usize; 2] = [52, 56];
const MAS_IN_AH: f64 = 3.6e6;

/// Reads a test of which the header says where its records end.
pub(super) fn open(mut input: Input, header: &[u8; HEADER]) -> Result<Box<dyn Table>, Problem> {
    let end = u64_at(header, 18);
    if end > input.length() {
        let what = format!("the file is cut: its header says that records end at byte {end}; copy it again");
        return Err(input.damaged(input.length(), &what));
    }
    if end < START {
        return Err(input.damaged(18, &format!("records cannot end at byte {end}, before they begin")));
    }
    let (length, is_9_1) = match u16_at(header, 16) {
        3 => (LENGTH_9_0, false),
        19 => (length_9_1(&mut input, end)?, true),
        kind => return Err(refused(format!("a Neware .nda of version 130, kind {kind}, of which no file was seen"))),
    };
    if !(end - START).is_multiple_of(length as u64) {
        let what = format!("records of {length} bytes do not end at byte {end}, where the header says");
        return Err(input.damaged(end - (end - START) % length as u64, &what));
    }
    input.go_to(START)?;
    let has_temperature = is_9_1 && length == LENGTHS_9_1[1];
    let rows = FloatRows {
        record: vec![0; length],
        input,
        end,
        is_9_1,
        has_temperature,
        steps: Steps::default(),
        parted: [Parted::default(); 2],
    };
    let more = if has_temperature { vec!["T1(°C)".to_owned()] } else { Vec::new() };
    Ok(Box::new(RowTable::begin(&[], is_9_1, &more, rows)?))
}

/// The length after which the first two bytes of a record come again, and which divides the records without a rest.
fn length_9_1(input: &mut Input, end: u64) -> Result<usize, Problem> {
    let room = end - START;
    let divides = |length: &usize| room.is_multiple_of(*length as u64);
    for length in LENGTHS_9_1.into_iter().filter(divides) {
        let looked_at = (room / length as u64).min(32);
        let (mut first, mut same) = ([0; 2], 0);
        for record in 0..looked_at {
            let mut begins = [0; 2];
            input.go_to(START + record * length as u64)?;
            input.read_record(&mut begins)?;
            if record == 0 {
                first = begins;
            }
            same += u64::from(begins == first);
        }
        // Auxiliary records may stand between.
        if same * 2 >= looked_at {
            return Ok(length);
        }
    }
    let what = "records are neither 52 nor 56 bytes long, as those of BTS 9.1 are";
    if LENGTHS_9_1.iter().any(divides) {
        return Err(input.damaged(START, what));
    }
    Err(refused(format!("a Neware .nda of version 130, whose {what}")))
}

struct FloatRows {
    input: Input,
    record: Vec<u8>,
    end: u64,
    is_9_1: bool,
    has_temperature: bool,
    steps: Steps,
    /// Capacity and energy of the step.
    parted: [Parted; 2],
}

impl Rows for FloatRows {
    fn next_row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        loop {
            let at = self.input.position();
            if at >= self.end {
                return Ok(false);
            }
            if !self.input.read_record(&mut self.record)? {
                return Err(self.input.damaged(at, "the file ends inside a record; copy it again"));
            }
            if self.is_9_1 && u8_at(&self.record, 0) == ROW {
                self.row_9_1().write(true, into);
                if self.has_temperature {
                    into.push(b'\t');
                    Number::Single(f32_at(&self.record, 52)).write(into);
                }
                return Ok(true);
            }
            if !self.is_9_1 && u8_at(&self.record, 4) == ROW {
                self.row_9_0().write(false, into);
                return Ok(true);
            }
        }
    }
}

impl FloatRows {
    /// BTS 9.0: step time in µs, no cycle, no total time.
    fn row_9_0(&mut self) -> Row {
        let record = &self.record;
        let recipe = u32::from(u8_at(record, 9));
        let step_time = i64::try_from(u64_at(record, 28)).unwrap_or(i64::MAX);
        let placed = self.steps.place(Mark { recipe, jump: 0 }, step_time, 0);
        let (code, voltage_v, current_ma) = (u8_at(record, 10), f32_at(record, 36), f32_at(record, 40));
        let amounts = [f32_at(record, 60), f32_at(record, 64)];
        let date = Date::Millis(i64::try_from(u64_at(record, 68) / 1000).unwrap_or(i64::MAX));
        let row = Row { data_point: u64::from(u32_at(record, 16)), step_index: Some(recipe), date, ..Row::default() };
        self.complete(row, placed, 6, (code, current_ma, voltage_v), amounts)
    }

    /// BTS 9.1: total time in s and ns, no step time.
    fn row_9_1(&mut self) -> Row {
        let record = &self.record;
        let (recipe, cycle) = (u32::from(u8_at(record, 2)), u32_at(record, 36));
        let total_time = i64::from(u32_at(record, 12)) * 1_000_000_000 + i64::from(u32_at(record, 16));
        // A step that is its own loop shows by the cycle alone.
        let placed = self.steps.place_by_total(Mark { recipe, jump: cycle }, total_time);
        let (code, current_ma, voltage_v) = (u8_at(record, 3), f32_at(record, 20), f32_at(record, 24));
        let amounts = [f32_at(record, 28), f32_at(record, 32)];
        let date = Date::Millis(i64::from(u32_at(record, 44)) * 1000 + i64::from(u32_at(record, 48) / 1_000_000));
        let cycle = Some(u64::from(cycle) + 1);
        let data_point = u64::from(u32_at(record, 8));
        let row = Row { data_point, cycle, step_index: Some(recipe), date, ..Row::default() };
        self.complete(row, placed, 9, (code, current_ma, voltage_v), amounts)
    }

    /// Fills in what both hold. `amounts`: mAs and mWs, signed.
    fn complete(
        &mut self,
        row: Row,
        placed: Placed,
        digits: u8,
        (code, current_ma, voltage_v): (u8, f32, f32),
        amounts: [f32; 2],
    ) -> Row {
        if placed.begins {
            self.parted = [Parted::default(); 2];
        }
        let one_way = only_way(code).is_some();
        for (parted, amount) in self.parted.iter_mut().zip(amounts) {
            parted.follow_signed(f64::from(amount), one_way, f64::from(current_ma));
        }
        let sums = self.parted.map(|parted| parted.sums().map(|sum| Number::Single((sum / MAS_IN_AH) as f32)));
        Row {
            step_number: Some(placed.number),
            step_type: Some(code),
            step_time_s: Number::Scaled { count: placed.step_time, digits },
            total_time_s: Number::Scaled { count: placed.total_time, digits },
            current_a: Number::Single((f64::from(current_ma) / 1000.0) as f32),
            voltage_v: Number::Single(voltage_v),
            amounts: [sums[0][0], sums[0][1], sums[1][0], sums[1][1]],
            ..row
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header, table};
    use super::*;

    fn file(kind: u16, records: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = header(130, 1024);
        bytes[16..18].copy_from_slice(&kind.to_le_bytes());
        bytes.extend(records.concat());
        let end = bytes.len() as u64;
        bytes[18..26].copy_from_slice(&end.to_le_bytes());
        bytes.extend([7; 40]);
        bytes
    }

    fn put(record: &mut [u8], offset: usize, bytes: &[u8]) {
        record[offset..offset + bytes.len()].copy_from_slice(bytes);
    }

    fn record_9_1(length: usize, recipe: u8, total_s: u32, current_ma: f32, capacity_mas: f32) -> Vec<u8> {
        let mut record = vec![0; length];
        put(&mut record, 0, &[0x55, 3, recipe, if current_ma > 0.0 { 1 } else { 2 }]);
        put(&mut record, 8, &total_s.to_le_bytes());
        put(&mut record, 12, &total_s.to_le_bytes());
        put(&mut record, 16, &10_000_000_u32.to_le_bytes());
        put(&mut record, 20, &current_ma.to_le_bytes());
        put(&mut record, 24, &3.5_f32.to_le_bytes());
        put(&mut record, 28, &capacity_mas.to_le_bytes());
        put(&mut record, 44, &951_782_400_u32.to_le_bytes());
        put(&mut record, 48, &70_000_000_u32.to_le_bytes());
        if length == 56 {
            put(&mut record, 52, &25.5_f32.to_le_bytes());
        }
        record
    }

    #[test]
    fn bts_9_1_gives_step_time_and_never_falls_inside_a_step() {
        let capacities = [(1, 0, 0.0), (1, 100, 3600.0), (1, 200, 0.0), (1, 300, 3600.0)];
        let mut records: Vec<_> =
            capacities.iter().map(|&(recipe, time, mas)| record_9_1(56, recipe, time, 36.0, mas)).collect();
        records.push(record_9_1(56, 2, 301, -36.0, -36.0));
        let text = table(&file(19, &records)).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].ends_with("\tDate\tT1(°C)"), "{}", lines[0]);
        let charges: Vec<_> = lines[1..].iter().map(|line| line.split('\t').nth(9).unwrap()).collect();
        assert_eq!(charges, ["0", "0.001", "0.001", "0.002", "0"]);
        let last = "301\t1\t2\t2\tCC DChg\t1\t301.01\t-0.036\t3.5\t0\t0.00001\t0\t0\t2000-02-29 00:00:00.070\t25.5";
        assert_eq!(lines[5], last);
    }

    #[test]
    fn bts_9_1_without_temperature_has_shorter_records() {
        let records: Vec<_> = (0..4).map(|time| record_9_1(52, 1, time, 36.0, 0.0)).collect();
        let text = table(&file(19, &records)).unwrap();
        assert!(text.lines().next().unwrap().ends_with("\tDate"));
        assert_eq!(text.lines().count(), 5);
    }

    #[test]
    fn bts_9_0_has_no_cycle() {
        let mut record = vec![0; 88];
        put(&mut record, 4, &[0x55]);
        put(&mut record, 9, &[1, 16]);
        put(&mut record, 16, &1_u32.to_le_bytes());
        put(&mut record, 28, &463_075_u64.to_le_bytes());
        put(&mut record, 36, &4.0_f32.to_le_bytes());
        put(&mut record, 40, &(-100.0_f32).to_le_bytes());
        put(&mut record, 60, &(-3600.0_f32).to_le_bytes());
        put(&mut record, 68, &951_782_400_123_000_u64.to_le_bytes());
        let mut other = record.clone();
        other[4] = 0x65;
        let text = table(&file(3, &[record, other])).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].starts_with("DataPoint\tStep Number\t"));
        assert_eq!(lines.len(), 2);
        let row = "1\t1\t1\tPulse\t0.463075\t0.463075\t-0.1\t4\t0\t0.001\t0\t0\t2000-02-29 00:00:00.123";
        assert_eq!(lines[1], row);
    }

    #[test]
    fn a_file_shorter_than_its_header_says_is_cut() {
        let bytes = file(19, &[record_9_1(52, 1, 0, 1.0, 0.0), record_9_1(52, 1, 1, 1.0, 0.0)]);
        let problem = table(&bytes[..1100]).unwrap_err();
        assert!(matches!(problem, Problem::Damaged(_)));
        assert!(problem.to_string().contains("at byte 1100") && problem.to_string().contains("end at byte 1128"));
    }

    #[test]
    fn an_unknown_kind_is_refused_and_a_rest_is_damage() {
        assert!(matches!(table(&file(7, &[])), Err(Problem::Refused { .. })));
        assert!(matches!(table(&file(19, &[vec![0x55; 53]])), Err(Problem::Refused { .. })));
        assert!(matches!(table(&file(3, &[vec![0x55; 87]])), Err(Problem::Damaged(_))));
        assert!(matches!(table(&file(3, &[])), Err(Problem::Refused { .. })));
    }
}
