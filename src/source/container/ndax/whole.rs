//! Layouts 2 and 5: each record of `data.ndc` is a whole row, in counts.

use super::super::neware::clock::Date;
use super::super::neware::counter::Counter;
use super::super::neware::number::Number;
use super::super::neware::row::{Row, RowTable, Rows};
use super::super::neware::steps::{Mark, Steps};
use super::super::neware::{self, i32_at, i64_at, u8_at, u32_at, u64_at};
use super::super::table::{Problem, Table};
use super::archive::Archive;
use super::channels::Channels;
use super::pages::Pages;
use super::test_info::TestInfo;

/// What a row is marked with.
const ROW: u8 = 0x55;

/// Opens a test of whole records.
pub(super) fn open(archive: &Archive<'_>, info: &TestInfo, layout: u16) -> Result<Box<dyn Table>, Problem> {
    // Layout 2 holds seven bytes more after the first: numbers of the channel.
    let (slot_length, shift) = if layout == 2 { (94, 7) } else { (87, 0) };
    let pages = Pages::open(archive, "data.ndc", 1, layout, slot_length)?;
    let channels = Channels::open(archive, info, layout)?;
    let names = channels.names.clone();
    let rows = WholeRows { pages, shift, channels, steps: Steps::default(), counters: [Counter::default(); 4] };
    Ok(Box::new(RowTable::begin(&info.preamble, true, &names, rows)?))
}

struct WholeRows {
    pages: Pages,
    /// How far offsets are moved.
    shift: usize,
    channels: Channels,
    steps: Steps,
    /// Of the step.
    counters: [Counter; 4],
}

impl Rows for WholeRows {
    fn next_row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        let Some((_, slot)) = self.pages.next()? else { return Ok(false) };
        let marker = u8_at(slot, 0);
        if marker != ROW {
            return Err(self.pages.damaged(&format!("a record is marked {marker:02X}, not 55")));
        }
        let record = slot.get(self.shift..).unwrap_or_default();
        let row = row(record, &mut self.steps, &mut self.counters)?;
        row.write(true, into);
        self.channels.write(row.data_point, into)?;
        Ok(true)
    }
}

fn row(record: &[u8], steps: &mut Steps, counters: &mut [Counter; 4]) -> Result<Row, Problem> {
    let time = |offset| i64::try_from(u64_at(record, offset)).unwrap_or(i64::MAX);
    let mark = Mark { recipe: u32::from(u8_at(record, 9)), jump: u32::from(u8_at(record, 11)) };
    // Total time is 0 in the first row of a step of layout 2.
    let placed = steps.place(mark, time(16), time(79));
    if placed.begins {
        *counters = [Counter::default(); 4];
    }
    let data_point = u64::from(u32_at(record, 1));
    let current = i64::from(i32_at(record, 28));
    let counts = [36, 44, 52, 60].map(|offset| i64_at(record, offset));
    let all = [current, counts[0], counts[1], counts[2], counts[3]];
    let digits = neware::current_digits(i32_at(record, 75), all, data_point)?;
    Ok(Row {
        data_point,
        cycle: Some(u64::from(u32_at(record, 5)) + 1),
        step_number: Some(placed.number),
        step_index: Some(mark.recipe),
        step_type: Some(u8_at(record, 10)),
        step_time_s: Number::Scaled { count: placed.step_time, digits: 3 },
        total_time_s: Number::Scaled { count: placed.total_time, digits: 3 },
        current_a: Number::Scaled { count: current, digits },
        voltage_v: Number::Scaled { count: i64::from(i32_at(record, 24)), digits: 4 },
        amounts: neware::follow_counts(counters, counts, digits),
        date: Date::civil(record, 68),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ndc, table, zip};
    use super::*;

    /// A record of layout 5.
    fn record(index: u32, jump: u8, time_ms: u64, current: i32, charge: i64) -> Vec<u8> {
        let mut record = vec![0; 87];
        record[0] = 0x55;
        record[1..5].copy_from_slice(&index.to_le_bytes());
        record[9..12].copy_from_slice(&[1, 7, jump]);
        record[16..24].copy_from_slice(&time_ms.to_le_bytes());
        record[24..28].copy_from_slice(&(-34_008_i32).to_le_bytes());
        record[28..32].copy_from_slice(&current.to_le_bytes());
        record[36..44].copy_from_slice(&charge.to_le_bytes());
        record[68..75].copy_from_slice(&[0xE8, 0x07, 2, 1, 20, 24, 23]);
        record[75..79].copy_from_slice(&1_i32.to_le_bytes());
        record
    }

    #[test]
    fn layout_5_is_read() {
        let slots = [record(1, 1, 0, 1200, 0), record(2, 1, 30_000, 1200, 36_000), record(3, 2, 0, 1200, 0)];
        let info = b"<TestInfo Barcode=\"cell\"/>".to_vec();
        let text = table(&zip(&[("data.ndc", ndc(1, 5, &slots)), ("TestInfo.xml", info)])).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "# Barcode\tcell");
        let row = "2\t1\t1\t1\tCCCV Chg\t30\t30\t0.00012\t-3.4008\t0.000001\t0\t0\t0\t2024-02-01 20:24:23";
        assert_eq!(lines[3], row);
        assert!(lines[4].starts_with("3\t1\t2\t1\tCCCV Chg\t0\t30\t"), "{}", lines[4]);
    }

    #[test]
    fn layout_2_is_read_with_its_longer_records() {
        let slots = [record(1, 1, 0, 1200, 0), record(2, 1, 500, -1200, 0)]
            .map(|record| [&record[..1], &[1; 7], &record[1..]].concat());
        let text = table(&zip(&[("data.ndc", ndc(1, 2, &slots))])).unwrap();
        assert!(text.contains("\n2\t1\t1\t1\tCCCV Chg\t0.5\t0.5\t-0.00012\t"), "{text}");
    }

    #[test]
    fn a_test_without_records_is_refused_and_a_wrong_record_is_damage() {
        assert!(matches!(table(&zip(&[("data.ndc", ndc(1, 5, &[]))])), Err(Problem::Refused { .. })));
        assert!(matches!(table(&zip(&[("data.ndc", ndc(1, 5, &[vec![0; 87]]))])), Err(Problem::Damaged(_))));
    }
}
