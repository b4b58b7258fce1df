//! Databases that the tests build themselves.

use super::*;
use std::io::Cursor;
use std::sync::Arc;

const BYTES: usize = 4096;
const BOOLEAN: u8 = 1;
const BYTE: u8 = 2;
const INT: u8 = 3;
const LONG: u8 = 4;
const FLOAT: u8 = 6;
const DOUBLE: u8 = 7;
const TEXT: u8 = 10;

#[derive(Clone, Debug)]
enum Cell {
    Null,
    Flag(bool),
    Fixed(Vec<u8>),
    Text(&'static str),
}

fn long(value: i32) -> Cell {
    Cell::Fixed(value.to_le_bytes().to_vec())
}

fn int(value: i16) -> Cell {
    Cell::Fixed(value.to_le_bytes().to_vec())
}

fn float(value: f32) -> Cell {
    Cell::Fixed(value.to_le_bytes().to_vec())
}

fn double(value: f64) -> Cell {
    Cell::Fixed(value.to_le_bytes().to_vec())
}

/// A table: its columns, and its rows page by page.
struct Built {
    name: &'static str,
    columns: Vec<(&'static str, u8)>,
    pages: Vec<Vec<Vec<Cell>>>,
}

fn size(kind: u8) -> usize {
    [0, 0, 1, 2, 4, 0, 4, 8].get(usize::from(kind)).copied().unwrap_or(0)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn row(columns: &[(&str, u8)], cells: &[Cell]) -> Vec<u8> {
    let mut bytes = (columns.len() as u16).to_le_bytes().to_vec();
    let mut present = vec![0_u8; columns.len().div_ceil(8)];
    for (index, (cell, (_, kind))) in cells.iter().zip(columns).enumerate() {
        if !matches!(cell, Cell::Null | Cell::Flag(false)) {
            present[index / 8] |= 1 << (index % 8);
        }
        match cell {
            Cell::Fixed(value) => bytes.extend(value),
            _ => bytes.resize(bytes.len() + size(*kind), 0),
        }
    }
    let mut ends = vec![bytes.len() as u16];
    for (cell, _) in cells.iter().zip(columns).filter(|(_, (_, kind))| *kind == TEXT) {
        if let Cell::Text(text) = cell {
            bytes.extend(utf16(text));
        }
        ends.push(bytes.len() as u16);
    }
    if ends.len() > 1 {
        bytes.extend(ends.iter().rev().flat_map(|end| end.to_le_bytes()));
        bytes.extend((ends.len() as u16 - 1).to_le_bytes());
    }
    bytes.extend(present);
    bytes
}

fn data_page(owner: u32, rows: &[Vec<u8>]) -> Vec<u8> {
    let mut page = vec![0; BYTES];
    page[..2].copy_from_slice(&[1, 1]);
    page[4..8].copy_from_slice(&owner.to_le_bytes());
    page[12..14].copy_from_slice(&(rows.len() as u16).to_le_bytes());
    let mut end = BYTES;
    for (index, row) in rows.iter().enumerate() {
        end -= row.len();
        page[end..end + row.len()].copy_from_slice(row);
        page[14 + 2 * index..16 + 2 * index].copy_from_slice(&(end as u16).to_le_bytes());
    }
    page
}

/// The definition of a table; its usage map is row `map` of page 1.
fn definition(columns: &[(&str, u8)], rows: usize, map: u32) -> Vec<u8> {
    let mut page = vec![0; BYTES];
    page[..2].copy_from_slice(&[2, 1]);
    page[16..20].copy_from_slice(&(rows as u32).to_le_bytes());
    page[45..47].copy_from_slice(&(columns.len() as u16).to_le_bytes());
    page[55..59].copy_from_slice(&((1 << 8) | map).to_le_bytes());
    let (mut at, mut fixed, mut variable) = (63, 0_u16, 0_u16);
    for (index, &(_, kind)) in columns.iter().enumerate() {
        page[at] = kind;
        page[at + 5] = index as u8;
        page[at + 7] = variable as u8;
        page[at + 9] = index as u8;
        page[at + 15] = u8::from(kind != TEXT);
        page[at + 21..at + 23].copy_from_slice(&fixed.to_le_bytes());
        fixed += size(kind) as u16;
        variable += u16::from(kind == TEXT);
        at += 25;
    }
    for (name, _) in columns {
        let name = utf16(name);
        page[at..at + 2].copy_from_slice(&(name.len() as u16).to_le_bytes());
        page[at + 2..at + 2 + name.len()].copy_from_slice(&name);
        at += 2 + name.len();
    }
    page
}

/// The first page; from byte 24 on it is encrypted with a key that all databases share, here zeros.
fn first_page() -> Vec<u8> {
    let key = [0xC7_u8, 0xDA, 0x39, 0x6B];
    let mut state: Vec<u8> = (0..=255).collect();
    let mut j = 0_usize;
    for i in 0..256 {
        j = (j + usize::from(state[i]) + usize::from(key[i % 4])) % 256;
        state.swap(i, j);
    }
    let mut page = vec![0; BYTES];
    page[..20].copy_from_slice(b"\0\x01\0\0Standard Jet DB\0");
    page[20] = 1;
    let (mut i, mut j) = (0_usize, 0_usize);
    for byte in &mut page[24..152] {
        i = (i + 1) % 256;
        j = (j + usize::from(state[i])) % 256;
        state.swap(i, j);
        *byte = state[(usize::from(state[i]) + usize::from(state[j])) % 256];
    }
    page
}

/// Page 0 is the head, 1 holds the usage maps, 2 the catalog's definition, 3 its rows; then each table follows.
fn database(tables: &[Built]) -> Vec<u8> {
    let catalog = [("Id", LONG), ("Type", INT), ("Name", TEXT)];
    let mut pages = Vec::new();
    let mut entries = Vec::new();
    let mut maps = vec![(3, 1)];
    for (index, table) in tables.iter().enumerate() {
        let page = 4 + pages.len() as u32;
        let rows: Vec<Vec<Vec<u8>>> =
            table.pages.iter().map(|page| page.iter().map(|cells| row(&table.columns, cells)).collect()).collect();
        entries.push(row(&catalog, &[long(page as i32), int(1), Cell::Text(table.name)]));
        maps.push((page + 1, rows.len()));
        pages.push(definition(&table.columns, rows.iter().map(Vec::len).sum(), index as u32 + 1));
        pages.extend(rows.iter().map(|rows| data_page(page, rows)));
    }
    let map = |&(first, count): &(u32, usize)| {
        let mut map = vec![0];
        map.extend(first.to_le_bytes());
        map.extend((0..64).map(|byte| (0..8).map(|bit| u8::from(byte * 8 + bit < count) << bit).sum::<u8>()));
        map
    };
    let maps: Vec<Vec<u8>> = maps.iter().map(map).collect();
    let mut all =
        vec![first_page(), data_page(0, &maps), definition(&catalog, entries.len(), 0), data_page(2, &entries)];
    all.extend(pages);
    all.concat()
}

/// Test, point, time, current, a missing impedance, and the clock.
fn record(test: i32, point: i32) -> Vec<Cell> {
    vec![
        long(test),
        long(point),
        double(f64::from(point) / 2.0),
        int(3),
        float(0.1),
        Cell::Null,
        double(43_831.25),
        Cell::Fixed(vec![7]),
        Cell::Flag(point == 2),
    ]
}

fn records(pages: Vec<Vec<Vec<Cell>>>) -> Built {
    let columns = vec![
        ("Test_ID", LONG),
        ("Data_Point", LONG),
        ("Test_Time", DOUBLE),
        ("Step_Index", INT),
        ("Current", FLOAT),
        ("AC_Impedance", FLOAT),
        ("DateTime", DOUBLE),
        ("Is_FC_Data", BYTE),
        ("Flag", BOOLEAN),
    ];
    Built { name: RECORDS, columns, pages }
}

fn about(tests: &[(i32, &'static str)]) -> Built {
    let columns = vec![
        ("Test_ID", LONG),
        ("Test_Name", TEXT),
        ("Channel_Index", INT),
        ("Start_DateTime", DOUBLE),
        ("Schedule_File_Name", TEXT),
        ("MASS", FLOAT),
        ("Capacity", FLOAT),
    ];
    let row = |&(id, name): &(i32, &'static str)| {
        let start = double(43_831.25);
        vec![long(id), Cell::Text(name), int(0), start, Cell::Text("a\\b.sdu"), float(0.0), float(2.6)]
    };
    Built { name: "Global_Table", columns, pages: vec![tests.iter().map(row).collect()] }
}

fn opener(bytes: &[u8]) -> impl Fn() -> io::Result<Box<dyn Source>> {
    let bytes: Arc<[u8]> = bytes.into();
    move || Ok(Box::new(Cursor::new(Arc::clone(&bytes))))
}

fn read(bytes: &[u8], test: Option<&str>) -> Result<String, Problem> {
    let mut table = open(&opener(bytes), test)?;
    let mut text = Vec::new();
    while table.next_line(&mut text)? {}
    Ok(String::from_utf8(text).unwrap())
}

fn one_test() -> Vec<u8> {
    let aux = Built {
        name: "Auxiliary_Table",
        columns: vec![
            ("Test_ID", LONG),
            ("Data_Point", LONG),
            ("Auxiliary_Index", INT),
            ("Data_Type", INT),
            ("X", FLOAT),
        ],
        pages: vec![vec![
            vec![long(1), long(3), int(1), int(1), float(25.1)],
            vec![long(1), long(1), int(0), int(0), float(1.5)],
            vec![long(1), long(1), int(1), int(1), float(24.9)],
            vec![long(2), long(1), int(5), int(1), float(99.0)],
            vec![long(1), long(2), int(2), int(4), float(7.0)],
        ]],
    };
    let rows = records(vec![vec![record(1, 3), record(1, 1)], vec![record(1, 2)]]);
    database(&[about(&[(1, "cell\t7")]), rows, aux])
}

#[test]
fn rows_are_sorted_and_channels_joined() {
    let expected = "# Test_Name\tcell 7\n# Start_DateTime\t2020-01-01 06:00:00.000\n# Capacity(Ah)\t2.6\n\
        # Schedule_File_Name\ta\\b.sdu\n# Channel_Index\t0\n\
        Data_Point\tTest_Time(s)\tDate_Time\tStep_Index\tCurrent(A)\tAC_Impedance\tIs_FC_Data\tFlag\t\
        Aux_Temperature_2(C)\tAux_Voltage_1(V)\tAux_4_3\n\
        1\t0.5\t2020-01-01 06:00:00.000\t3\t0.1\t\t7\t0\t24.9\t1.5\t\n\
        2\t1\t2020-01-01 06:00:00.000\t3\t0.1\t\t7\t1\t\t\t7\n\
        3\t1.5\t2020-01-01 06:00:00.000\t3\t0.1\t\t7\t0\t25.1\t\t\n";
    assert_eq!(read(&one_test(), None).unwrap(), expected);
    assert_eq!(read(&one_test(), Some("1")).unwrap(), expected);
}

#[test]
fn one_of_several_tests_must_be_chosen() {
    let rows = records(vec![vec![record(5, 1), record(2, 1), record(2, 2), record(9, 1)]]);
    let bytes = database(&[about(&[(2, "two"), (5, "five")]), rows]);
    let listed = tests(&opener(&bytes)).unwrap();
    let expected = [("2", "two"), ("5", "five"), ("9", "")];
    assert_eq!(listed, expected.map(|(id, name)| (id.to_owned(), name.to_owned())));
    let refusal = read(&bytes, None).unwrap_err().to_string();
    assert!(refusal.contains("2 (two), 5 (five), 9; choose one by its Test_ID"), "{refusal}");
    assert_eq!(read(&bytes, Some("2")).unwrap().lines().filter(|line| line.starts_with(['1', '2'])).count(), 2);
    assert!(read(&bytes, Some("9")).unwrap().starts_with("Data_Point\t"));
    for unknown in ["3", "two", ""] {
        assert!(matches!(read(&bytes, Some(unknown)), Err(Problem::Refused { .. })));
    }
}

#[test]
fn deleted_rows_are_gone() {
    let mut bytes = database(&[about(&[(1, "")]), records(vec![vec![record(1, 1), record(1, 2)]])]);
    // Table of tests: pages 4 and 5; records: 6 and 7.
    bytes[7 * BYTES + 15] |= 0x40;
    bytes[6 * BYTES + 16] = 1;
    let table = read(&bytes, None).unwrap();
    assert!(table.lines().last().unwrap().starts_with("2\t"), "{table}");
}

#[test]
fn a_file_without_records_is_a_table_without_rows() {
    let bytes = database(&[about(&[(1, "one")]), records(vec![])]);
    let table = read(&bytes, None).unwrap();
    assert!(table.starts_with("# Test_Name\tone\n") && table.lines().last().unwrap().starts_with("Data_Point"));
}

#[test]
fn what_is_no_arbin_file_is_refused() {
    let refused = |bytes: &[u8]| matches!(read(bytes, None), Err(Problem::Refused { .. }));
    assert!(refused(&database(&[about(&[(1, "one")])])));
    let without_points = Built { name: RECORDS, columns: vec![("Test_ID", LONG)], pages: vec![vec![vec![long(1)]]] };
    assert!(refused(&database(&[without_points])));
    let mut other = one_test();
    other[20] = 0;
    assert!(refused(&other));
    other[4..20].copy_from_slice(b"Standard ACE DB\0");
    assert!(refused(&other));
}

#[test]
fn damage_is_found_with_its_place() {
    let whole = one_test();
    for length in 0..whole.len() / BYTES {
        for cut in [length * BYTES, length * BYTES + 17] {
            assert!(matches!(read(&whole[..cut], None), Err(Problem::Damaged(_))), "cut to {cut} bytes");
        }
    }
    let damage = |changes: &[(usize, u8)]| {
        let mut bytes = whole.clone();
        for &(at, byte) in changes {
            bytes[at] = byte;
        }
        read(&bytes, None).map_or_else(|problem| problem.to_string(), |table| panic!("{table}"))
    };
    assert!(damage(&[(4, b'X')]).contains("byte 0"));
    // Records: definition on page 6, rows on pages 7 and 8.
    assert!(damage(&[(6 * BYTES + 16, 4)]).contains("3 rows are left of 4"));
    assert!(damage(&[(7 * BYTES, 0)]).contains("1 rows are left of 3"));
    assert!(damage(&[(7 * BYTES + 17, 0x4F)]).contains("2 rows are left of 3"));
    assert!(damage(&[(7 * BYTES + 13, 0xFF)]).contains("on page 7 at byte 28672"));
    assert!(damage(&[(7 * BYTES + 15, 0x1F)]).contains("its place in the page is wrong"));
    assert!(damage(&[(6 * BYTES, 9)]).contains("page 6, byte 24576"));
    // The usage map of the records is the third row of page 1: begins 3 * 69 bytes before its end.
    let map = 2 * BYTES - 3 * 69;
    assert!(damage(&[1, 2, 3, 4].map(|at| (map + at, 0xFF))).contains("beyond the end"));
    assert!(damage(&[(map, 1)]).contains("usage map"));
    assert!(damage(&[(map + 10, 1)]).contains("out of range"));
}

#[test]
fn no_changed_byte_does_harm() {
    let whole = one_test();
    let used: Vec<usize> = (0..whole.len()).filter(|&at| whole[at] != 0 || at % BYTES < 80).collect();
    for at in used {
        for byte in [0, 0xFF, whole[at] ^ 0x80] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            let _ = read(&bytes, None);
        }
    }
}
