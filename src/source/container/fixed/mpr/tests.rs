//! Files that the tests build themselves.

use super::*;
use std::io::Cursor;
use std::sync::Arc;

/// A module with the old head (`new == false`) or the new one.
fn module(name: &str, version: u32, new: bool, payload: &[u8]) -> Vec<u8> {
    let mut bytes = format!("MODULE{name:<10}{name:<25}").into_bytes();
    let length = payload.len() as u32;
    let numbers = if new { vec![u32::MAX, length, 0, version] } else { vec![length, version] };
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend_from_slice(b"02/29/24");
    bytes.extend_from_slice(payload);
    bytes
}

/// A data module of these columns.
fn data(version: u32, ids: &[u16], records: &[Vec<u8>]) -> Vec<u8> {
    let mut payload = (records.len() as u32).to_le_bytes().to_vec();
    match version {
        11 => payload.extend((ids.len() as u16).to_le_bytes()),
        _ => payload.push(ids.len() as u8),
    }
    payload.extend(ids.iter().flat_map(|id| id.to_le_bytes()));
    payload.resize(if version == 11 { 1007 } else { 403 + version as usize }, 0);
    payload.extend(records.concat());
    module("VMP data", version, version == 11, &payload)
}

fn log(days: f64, version: &[u8]) -> Vec<u8> {
    let mut payload = vec![0; 2000];
    payload[585..593].copy_from_slice(&days.to_le_bytes());
    payload[951] = version.len() as u8;
    payload[952..952 + version.len()].copy_from_slice(version);
    module("VMP LOG", 10, true, &payload)
}

fn file(modules: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = format!("{:<48}\0\0\0\0", "BIO-LOGIC MODULAR FILE\x1a").into_bytes();
    bytes.extend(modules.concat());
    bytes
}

fn read(bytes: &[u8]) -> Result<String, Problem> {
    let bytes: Arc<[u8]> = bytes.into();
    let mut table = open(&|| Ok(Box::new(Cursor::new(Arc::clone(&bytes)))))?;
    let mut text = Vec::new();
    while table.next_line(&mut text)? {}
    Ok(String::from_utf8(text).unwrap())
}

/// Flags, time, dq and voltage, sequence, half cycle.
fn gcpl(flags: u8, time_s: f64, dq_mah: f64, ewe_v: f32, ns: u16, half_cycle: u32) -> Vec<u8> {
    let mut record = vec![flags];
    record.extend(time_s.to_le_bytes());
    record.extend(dq_mah.to_le_bytes());
    record.extend(ewe_v.to_le_bytes());
    record.extend(ns.to_le_bytes());
    record.extend(half_cycle.to_le_bytes());
    record
}

const GCPL: [u16; 8] = [1, 2, 31, 4, 7, 6, 131, 468];

#[test]
fn a_gcpl_gets_its_computed_columns() {
    let records = [
        gcpl(0b0000_0011, 5.0, 0.0, 3.5, 0, 0),
        gcpl(0b0110_0101, 15.0, 0.25, 3.6, 1, 1),
        gcpl(0b0000_0001, 25.0, -0.5, 3.4, 1, 2),
        gcpl(0b0000_0001, 25.0, -0.5, 3.4, 1, 3),
    ];
    let table = read(&file(&[module("VMP Set", 10, true, &[7; 30]), data(11, &GCPL, &records)])).unwrap();
    let expected = "# Start\t2024-02-29\n\
        mode\tox/red\tNs changes\ttime/s\tdq/mA.h\tEwe/V\tNs\thalf cycle\tstep\tcycle\tI computed/mA\t\
        Q charge computed/mA.h\tQ discharge computed/mA.h\n\
        3\t0\t0\t5\t0\t3.5\t0\t0\t1\t0\t0\t0\t0\n\
        1\t1\t1\t15\t0.25\t3.6\t1\t1\t2\t0\t90\t0.25\t0\n\
        1\t0\t0\t25\t-0.5\t3.4\t1\t2\t3\t1\t-180\t0.25\t0.5\n\
        1\t0\t0\t25\t-0.5\t3.4\t1\t3\t3\t1\t\t0.25\t1\n";
    assert_eq!(table, expected);
}

#[test]
fn every_version_reads_alike_and_the_log_tells_the_start() {
    let record = gcpl(3, 0.0, 0.0, 3.5, 0, 0);
    let rows = |version| {
        let modules = [data(version, &GCPL, std::slice::from_ref(&record)), log(43_831.25, b"11.50")];
        read(&file(&modules)).unwrap()
    };
    assert!(rows(3).starts_with("# Start\t2020-01-01 06:00:00.000\n# EC-Lab\t11.50\nmode\t"));
    assert_eq!(rows(2), rows(3));
    assert_eq!(rows(11), rows(3));
    let of_bt_lab = file(&[data(3, &GCPL, &[]), log(43_831.25, b"1.79")]);
    assert!(read(&of_bt_lab).unwrap().contains("# BT-Lab\t1.79\n"));
    let of_nobody = file(&[data(3, &GCPL, &[]), log(f64::NAN, b"\xFF\xFF")]);
    assert!(read(&of_nobody).unwrap().starts_with("# Start\t2024-02-29\nmode"));
}

#[test]
fn a_rest_has_no_current_and_no_charge() {
    let record: Vec<u8> = [vec![3], 1.5_f64.to_le_bytes().to_vec(), (-0.25_f32).to_le_bytes().to_vec()].concat();
    let table = read(&file(&[data(11, &[1, 3, 4, 6], &[record])])).unwrap();
    assert!(table.ends_with("mode\terror\ttime/s\tEwe/V\tstep\tcycle\tI computed/mA\n3\t0\t1.5\t-0.25\t1\t0\t0\n"));
}

#[test]
fn a_running_charge_and_a_measured_current_serve_as_well() {
    let record = |time_s: f64, q_mah: f64, i_ma: f32| {
        [&time_s.to_le_bytes()[..], &q_mah.to_le_bytes(), &i_ma.to_le_bytes(), &2.0_f64.to_le_bytes()].concat()
    };
    let records = [record(0.0, 1.0, 0.1), record(1.0, 1.5, 0.2), record(2.0, 0.5, -0.3)];
    let table = read(&file(&[data(3, &[4, 13, 8, 24], &records)])).unwrap();
    let rows: Vec<_> = table.lines().skip(2).collect();
    assert_eq!(
        rows,
        ["0\t1\t0.1\t2\t1\t2\t0.1\t0\t0", "1\t1.5\t0.2\t2\t1\t2\t0.2\t0.5\t0", "2\t0.5\t-0.3\t2\t1\t2\t-0.3\t0.5\t1"]
    );
}

#[test]
fn no_rows_are_a_table_too() {
    assert_eq!(read(&file(&[data(11, &GCPL, &[])])).unwrap().lines().count(), 2);
}

#[test]
fn what_is_not_read_says_what_it_is() {
    let refusal = |modules: &[Vec<u8>]| match read(&file(modules)) {
        Err(Problem::Refused { what, .. }) => what,
        other => format!("{other:?}"),
    };
    let row = |bytes| vec![vec![0; bytes]];
    assert!(refusal(&[data(11, &[4, 9999, 9998], &row(16))]).contains("9999, 9998"));
    assert!(refusal(&[data(11, &[32, 35, 37, 38, 4, 77, 76], &row(32))]).contains("impedance"));
    assert!(refusal(&[data(11, &[6], &row(4))]).contains("time"));
    assert!(refusal(&[module("VMP data", 7, true, &[0; 2000])]).contains("version 7"));
    assert!(refusal(&[module("VMP Set", 10, true, &[0; 20])]).contains("without a data module"));
    let twice = data(11, &[4], &row(8));
    assert!(refusal(&[twice.clone(), twice]).contains("more than one"));
}

#[test]
fn damage_is_found_with_its_place() {
    let whole = file(&[data(11, &GCPL, &[gcpl(3, 0.0, 0.0, 3.5, 0, 0), gcpl(3, 1.0, 0.0, 3.5, 0, 0)])]);
    assert!(read(&whole).is_ok());
    for length in 0..whole.len() {
        let cut = matches!(read(&whole[..length]), Err(Problem::Damaged(_)));
        assert!(cut || length == 52, "cut to {length} bytes");
    }
    let damage = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        match read(&bytes) {
            Err(Problem::Damaged(what)) => what,
            other => format!("{other:?}"),
        }
    };
    assert!(damage(0, b'X').contains("byte 0"));
    assert!(damage(53, b'X').contains("byte 52"));
    assert!(damage(52 + 65, 5).contains("5 records"));
    assert!(damage(52 + 65, 0).contains("0 records"));
    assert!(damage(52 + 65 + 5, 0xFF).contains("no room"));
    assert!(damage(52 + 45, 0xFF).contains("the file ends after"));
}
