//! Tests whose rows, times and steps lie in three members, whole and damaged.

use super::super::tests::{ndc, table, zip};
use super::*;

fn data(rows: &[(f32, f32)]) -> Vec<Vec<u8>> {
    rows.iter().map(|(voltage, current)| [voltage.to_le_bytes(), current.to_le_bytes()].concat()).collect()
}

/// A record of runInfo: row, step, step time, spacing, charge counter.
fn run(length: usize, row: u32, step: u32, time_ms: u32, spacing_ms: i32, charge: f32) -> Vec<u8> {
    let mut slot = vec![0; length];
    slot[..4].copy_from_slice(&time_ms.to_le_bytes());
    slot[5..9].copy_from_slice(&charge.to_le_bytes());
    slot[29..33].copy_from_slice(&spacing_ms.to_le_bytes());
    slot[33..37].copy_from_slice(&(951_782_400 + time_ms / 1000).to_le_bytes());
    slot[37..41].copy_from_slice(&step.to_le_bytes());
    slot[41..45].copy_from_slice(&row.to_le_bytes());
    slot[45..47].copy_from_slice(&70_u16.to_le_bytes());
    slot
}

fn step(length: usize, cycle: u32, recipe: u32, code: u8, start_ms: u64) -> Vec<u8> {
    let mut slot = vec![0; length];
    slot[..4].copy_from_slice(&cycle.to_le_bytes());
    slot[4..8].copy_from_slice(&recipe.to_le_bytes());
    slot[24] = code;
    slot[25..33].copy_from_slice(&start_ms.to_le_bytes());
    slot
}

/// Four rows of a charge, of which the second and third have no record, and one of a rest.
fn members(layout: u16) -> Vec<(&'static str, Vec<u8>)> {
    let (run_length, step_length) = if layout == 14 { (55, 37) } else { (100, 100) };
    let (volt, ampere, hour) = if layout == 16 { (1e4, 1e3, 3.6e6) } else { (1.0, 1.0, 1.0) };
    let rows = [(3.0, 0.36), (3.0, 0.36), (3.0, 0.36), (3.0, 0.36), (3.5, 0.0)];
    let rows = rows.map(|(voltage, current)| (voltage * volt, current * ampere));
    let runs = [
        run(run_length, 1, 1, 0, 10_000, 0.0),
        run(run_length, 1, 1, 100, 0, 0.5 * hour),
        run(run_length, 4, 1, 25_000, 5_000, 0.0025 * hour),
        run(run_length, 5, 2, 0, 0, 0.0),
    ];
    let steps = [step(step_length, 0, 1, 1, 0), step(step_length, 1, 4, 4, 25_100)];
    vec![
        ("data.ndc", ndc(1, layout, &data(&rows))),
        ("data_runInfo.ndc", ndc(18, layout, &runs)),
        ("data_step.ndc", ndc(7, layout, &steps)),
    ]
}

#[test]
fn rows_between_records_go_on_with_time_and_current() {
    for layout in [14, 16, 17] {
        let text = table(&zip(&members(layout))).unwrap();
        let rows: Vec<_> = text.lines().skip(1).collect();
        assert_eq!(rows.len(), 5, "layout {layout}");
        assert!(rows[0].starts_with("1\t1\t1\t1\tCC Chg\t0\t0\t0.36\t3\t0\t0\t0\t0\t2000-02-29 00:00:00.070"));
        assert!(rows[1].starts_with("2\t1\t1\t1\tCC Chg\t10\t10\t0.36\t3\t0.001\t0\t"), "{}", rows[1]);
        assert!(rows[2].starts_with("3\t1\t1\t1\tCC Chg\t20\t20\t0.36\t3\t0.002\t0\t"), "{}", rows[2]);
        assert!(rows[2].ends_with("\t2000-02-29 00:00:20.070"), "{}", rows[2]);
        assert!(rows[3].starts_with("4\t1\t1\t1\tCC Chg\t25\t25\t0.36\t3\t0.0025\t0\t"), "{}", rows[3]);
        assert!(rows[4].starts_with("5\t2\t2\t4\tRest\t0\t25.1\t0\t3.5\t0\t0\t"), "{}", rows[4]);
    }
}

#[test]
fn a_local_start_tells_the_offset() {
    let mut members = members(17);
    members.push(("TestInfo.xml", b"<TestInfo StartTime='2000-02-29 01:58:00'/>".to_vec()));
    let text = table(&zip(&members)).unwrap();
    assert!(text.contains("\t2000-02-29 02:00:00.070\n"), "{text}");
}

#[test]
fn counters_do_not_pass_what_the_next_record_says() {
    let mut members = members(14);
    let runs = [run(55, 1, 1, 0, 10_000, 0.0), run(55, 4, 1, 25_000, 5_000, 0.0015)];
    members[1].1 = ndc(18, 14, &runs);
    let text = table(&zip(&members)).unwrap();
    let charges: Vec<_> = text.lines().skip(1).map(|line| line.split('\t').nth(9).unwrap()).collect();
    assert_eq!(charges, ["0", "0.001", "0.0015", "0.0015", "0.0015"]);
}

#[test]
fn what_the_currents_miss_is_laid_on_all_rows_alike() {
    let mut members = members(14);
    let runs = [run(55, 1, 1, 0, 10_000, 0.0), run(55, 4, 1, 25_000, 5_000, 0.0023)];
    members[1].1 = ndc(18, 14, &runs);
    let text = table(&zip(&members)).unwrap();
    let charges: Vec<_> = text.lines().skip(1).map(|line| line.split('\t').nth(9).unwrap()).collect();
    assert_eq!(charges, ["0", "0.00092", "0.00184", "0.0023", "0.0023"]);
}

#[test]
fn a_step_that_is_not_listed_is_still_numbered() {
    let mut members = members(14);
    members[2].1 = ndc(7, 14, &[step(37, 0, 1, 1, 0)]);
    let text = table(&zip(&members)).unwrap();
    assert!(text.contains("\n5\t1\t2\t\t\t0\t25\t"), "{text}");
}

#[test]
fn damage_is_told() {
    let mut members = members(14);
    members[1].1 = ndc(18, 14, &[run(55, 1, 2, 0, 0, 0.0), run(55, 2, 1, 0, 0, 0.0)]);
    assert!(matches!(table(&zip(&members)), Err(Problem::Damaged(_))));
    members.remove(1);
    assert!(table(&zip(&members)).unwrap_err().to_string().contains("data_runInfo.ndc"));
}

#[test]
fn a_test_that_was_never_recorded_is_refused() {
    let empty = |kind| ndc(kind, 14, &[])[..4096].to_vec();
    let members = [("data.ndc", empty(1)), ("data_runInfo.ndc", empty(18)), ("data_step.ndc", empty(7))];
    let problem = table(&zip(&members)).unwrap_err();
    assert!(matches!(problem, Problem::Refused { .. }), "{problem}");
}
