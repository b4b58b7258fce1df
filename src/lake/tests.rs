//! Compacted files, parts above a limit, and that every bit comes back.

mod logs;

use super::active::Active;
use super::rows::Reading;
use super::stats::Stats;
use super::step::Row;
use super::whole::Whole;
use super::writing::Writing;
use crate::format::Value;
use crate::model::{
    Block, Channel, ChannelKind, Columns, Conventions, Derived, EndReason, Head, Origin, PulseSamples, StepData,
    StepRecord, StepSet, StepTrace, TimedSample,
};
use crate::store::Metadata;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

fn texts(group: &mut SerializedRowGroupWriter<'_, File>, values: &[&str], levels: &[i16], repeats: Option<&[i16]>) {
    let mut column = group.next_column().unwrap().unwrap();
    let values: Vec<ByteArray> = values.iter().map(|value| ByteArray::from(*value)).collect();
    column.typed::<ByteArrayType>().write_batch(&values, Some(levels), repeats).unwrap();
    column.close().unwrap();
}

fn head(channels: &[&str]) -> Head {
    let channel = |name: &&str| Channel { name: (*name).to_owned(), kind: ChannelKind::Other };
    Head {
        name: "x".to_owned(),
        origin: Origin::Files,
        dialect: "chroma".to_owned(),
        has_end_reasons: true,
        has_rows: true,
        channels: channels.iter().map(channel).collect(),
        temperature_channel: None,
        thinned_s: None,
        cell: None,
        project: None,
        machine: None,
        operator: None,
        amended: Vec::new(),
        conventions: Conventions::default(),
        files: Vec::new(),
    }
}

fn reading<'a>(files: &'a [Active], channels: &'a [String], steps: &'a StepSet) -> Reading<'a> {
    Reading { test: "a".repeat(32).leak(), files, channels, columns: Columns::ALL, steps }
}

#[test]
fn a_test_above_the_limit_has_several_parts_and_every_bit_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let head = head(&["Var01"]);
    let mut writing = Writing::with(&head, folder.path(), 1 << 20).unwrap();
    let value = |step: i32, row: usize| f64::from(step) + (row as f64).sin();
    let rows = 16_384;
    for (step, block) in [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (7, 0)] {
        let first = block * rows;
        let mut column: Vec<f64> = (first..first + rows).map(|row| value(step, row)).collect();
        (column[3], column[4]) = (f64::NAN, -0.0);
        let lines: Vec<u64> = (first..first + rows).map(|row| row as u64 + 2).collect();
        let channel = [&column[..]];
        writing.block(&Block { lines: &lines, ..Block::of(step, first as u64, [&column; 7], &channel) }).unwrap();
    }
    let digest = "a".repeat(64);
    let (steps, derived) = (Vec::new(), Derived::default());
    let whole = Whole {
        head: &head,
        metadata: &Metadata::default(),
        steps: &steps,
        derived: &derived,
        findings: &[],
        digest: &digest,
        rows_digest: &digest,
        rows: 10 * rows as u64,
        sums: [0.0; 7],
    };
    let written = writing.keep(&whole).unwrap();
    let parts = &written.iter().find(|table| table.table == "measurements").unwrap().parts;
    assert_eq!(parts.iter().map(|part| part.rows).collect::<Vec<_>>(), [131_072, 32_768]);
    for part in parts {
        let bytes = fs::read(&part.path).unwrap();
        assert_eq!((part.bytes, &part.blake3), (bytes.len() as u64, &blake3::hash(&bytes).to_hex().to_string()));
    }
    // In whatever order a log has them.
    let file = |at: usize| Active::new(parts[at].path.clone(), Some(parts[at].bytes), Stats::default());
    let (files, channels) = ([file(1), file(0)], ["var01".to_owned()]);
    let mut next = (1, 0);
    let all = StepSet::All;
    let count = reading(&files, &channels, &all)
        .blocks(&mut |block| {
            if block.step != next.0 {
                next = (block.step, 0);
            }
            assert_eq!(block.first_sequence, next.1 as u64);
            for (at, row) in (next.1..next.1 + block.len()).enumerate() {
                let want = match row % rows {
                    3 => f64::NAN,
                    4 => 0.0,
                    _ => value(block.step, row),
                };
                assert!(block.columns().iter().all(|column| column[at].to_bits() == want.to_bits()), "{row}");
                assert_eq!((block.channels[0][at].to_bits(), block.lines[at]), (want.to_bits(), row as u64 + 2));
            }
            next.1 += block.len();
            Ok(())
        })
        .unwrap();
    assert_eq!((count, next), (10 * rows as u64, (7, rows)));
    let mut seen = Vec::new();
    let only = StepSet::Only([2].into());
    reading(&files, &channels, &only)
        .blocks(&mut |block| {
            seen.push((block.step, block.len()));
            Ok(())
        })
        .unwrap();
    assert!(seen.iter().all(|(step, _)| *step == 2));
    assert_eq!(seen.iter().map(|(_, rows)| rows).sum::<usize>(), 6 * rows);
    // A part that stands twice.
    let twice = [file(0), file(1), file(1)];
    let said = reading(&twice, &channels, &all).blocks(&mut |_| Ok(())).unwrap_err().to_string();
    assert!(said.contains("missing, twice or out of order at step"), "{said}");
}

/// A compacted file: rows of these tests, so many of step 1 each, in row groups of `group` rows.
fn compacted(path: &Path, tests: &[(&str, usize)], group: usize) {
    let schema = "message schema { optional binary test (UTF8); optional int64 step; optional int64 sequence;
        optional double voltage_v; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let out = File::create(path).unwrap();
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(WriterProperties::builder().build())).unwrap();
    let all: Vec<(&str, usize)> =
        tests.iter().flat_map(|(test, rows)| (0..*rows).map(move |row| (*test, row))).collect();
    for rows in all.chunks(group) {
        let levels = vec![1; rows.len()];
        let mut group = file.next_row_group().unwrap();
        texts(&mut group, &rows.iter().map(|row| row.0).collect::<Vec<_>>(), &levels, None);
        for number in [|_: usize| 1_i64, |row: usize| row as i64] {
            let mut column = group.next_column().unwrap().unwrap();
            let values: Vec<i64> = rows.iter().map(|row| number(row.1)).collect();
            column.typed::<Int64Type>().write_batch(&values, Some(&levels), None).unwrap();
            column.close().unwrap();
        }
        let mut column = group.next_column().unwrap().unwrap();
        let values: Vec<f64> = rows.iter().map(|row| row.1 as f64 / 7.0).collect();
        column.typed::<DoubleType>().write_batch(&values, Some(&levels), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    file.close().unwrap();
}

#[test]
fn rows_of_one_test_are_found_among_those_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part-00000-x.snappy.parquet");
    let own = "a".repeat(32);
    compacted(&path, &[("0", 700), (&own, 1_500), ("b", 30)], 1_000);
    let bounds = r#"{"minValues":{"test":"0"},"maxValues":{"test":"b"}}"#;
    let files = [Active::new(path.clone(), None, Stats::read(bounds, &[]))];
    let (channels, all) = (["aux_t2_degc".to_owned()], StepSet::All);
    let mut next = 0;
    let count = reading(&files, &channels, &all)
        .blocks(&mut |block| {
            assert_eq!((block.step, block.first_sequence), (1, next as u64));
            for at in 0..block.len() {
                assert_eq!(block.voltage_v[at].to_bits(), ((next + at) as f64 / 7.0).to_bits());
                // Columns that the file does not have are missing.
                assert!(block.current_a[at].is_nan() && block.channels[0][at].is_nan());
            }
            assert!(block.lines.is_empty());
            next += block.len();
            Ok(())
        })
        .unwrap();
    assert_eq!((count, next), (1_500, 1_500));
}

#[test]
fn a_step_comes_back_as_it_was() {
    let sample = |number: f64| TimedSample {
        step_time_s: number.into(),
        voltage_v: (3.0 + number).into(),
        current_a: (-1.0 / 3.0).into(),
    };
    let record = StepRecord {
        tester_cycle: Some(3),
        section: Some(-1),
        loop_pass: Some(2),
        control: crate::model::Control::PowerPulse,
        original_step_type: "超級CP".into(),
        status: Some("".into()),
        end_reason: Some(EndReason::Function),
        start_time: chrono::DateTime::from_timestamp_nanos(1_700_000_000_123_456_000).naive_utc().into(),
        duration_s: (0.1 + 0.2).into(),
        capacity_ah: (-1.0e-300).into(),
        extras: [("備註", "a\"b"), ("Var", "1")].into_iter().collect(),
        line: Some(17),
        ..StepRecord::unknown(4)
    };
    let trace = StepTrace {
        step: 4,
        rows: 9,
        duration_contradicted: true,
        first_line: Some(2),
        voltage_min_v: (2.0 / 3.0).into(),
        integral_charge_ah: 1.0 / 7.0,
        is_short: true,
        samples: PulseSamples { first: sample(0.01), at_1s: sample(1.0), ..PulseSamples::default() }.kept(),
        words: Some(Box::default()),
        ..StepTrace::default()
    };
    let row = Row::new();
    let columns = super::step::columns();
    for trace in [Some(trace), None] {
        let step = StepData { record: Arc::new(record.clone()), trace };
        let cells = row.of(&step);
        let shared: Vec<(String, Value)> =
            super::step::shared().iter().map(|kept| (kept.column.key.to_string(), (kept.get)(&step.record))).collect();
        let cell = |name: &str| {
            let own = columns.iter().position(|column| column.key == name).map(|at| &cells[at]);
            own.or_else(|| shared.iter().find(|(key, _)| key == name).map(|(_, value)| value)).unwrap()
        };
        assert_eq!(row.step(4, cell).unwrap(), step);
        let wrong = Value::text("sideways");
        let spoilt = |name: &str| if name == "record_control" { &wrong } else { cell(name) };
        assert_eq!(row.step(4, spoilt).unwrap_err(), "record_control");
    }
}

#[test]
fn no_table_has_a_column_twice() {
    let head = head(&["Line", "Test", "step", "Voltage V", "voltage_v", "clock_s"]);
    let derived = Derived::default();
    let whole = Whole {
        head: &head,
        metadata: &Metadata::default(),
        steps: &[],
        derived: &derived,
        findings: &[],
        digest: "",
        rows_digest: "",
        rows: 0,
        sums: [0.0; 7],
    };
    let rows = super::tables::measurements(&head.channels);
    let lists = super::tables::all(&whole);
    for columns in lists.iter().map(|list| &list.columns).chain([&rows]) {
        let mut keys: Vec<&str> = columns.iter().map(|column| column.key.as_ref()).chain(["test"]).collect();
        keys.sort_unstable();
        let count = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), count, "{keys:?}");
    }
}
