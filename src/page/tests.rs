//! Tests of the whole room: rows come back as they were, names stay text, modules join.

use super::rows::{EncodedRows, RowColumn, Rows};
use super::*;
use flate2::read::DeflateDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

fn columns() -> Vec<RowColumn> {
    [("time_s", 3, 3), ("voltage_v", 5, 4), ("capacity_ah", 4, 4)]
        .map(|(key, decimals, enough)| RowColumn {
            key: key.into(),
            title: key.into(),
            unit: String::new(),
            decimals,
            enough,
        })
        .to_vec()
}

/// What the client does in source.js.
fn decoded(rows: &EncodedRows) -> BTreeMap<String, Vec<Option<f64>>> {
    let (mut bytes, count, mut at) = (Vec::new(), rows.info.count, 0);
    DeflateDecoder::new(rows.bytes.as_slice()).read_to_end(&mut bytes).unwrap();
    let mut all = BTreeMap::new();
    for column in &rows.info.columns {
        let bitmap = at;
        at += if column.missing { count.div_ceil(8) } else { 0 };
        let (mut value, mut slope, mut values) = (0_i64, 0_i64, Vec::new());
        for row in 0..count {
            let zigzag = (0..usize::from(column.width))
                .map(|plane| u64::from(bytes[at + plane * count + row]) << (8 * plane))
                .sum::<u64>();
            let mut difference = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
            if column.order == 2 {
                slope += difference;
                difference = slope;
            }
            value += difference;
            let missing = column.missing && bytes[bitmap + row / 8] >> (row % 8) & 1 == 1;
            values.push((!missing).then(|| value as f64 / 10_f64.powi(i32::from(column.decimals))));
        }
        at += usize::from(column.width) * count;
        all.insert(column.key.clone(), values);
    }
    assert_eq!(at, bytes.len());
    all
}

/// Steps of noise with one spike each; every tenth is a pulse of 20 rows.
fn noisy(steps: usize, count: usize) -> Rows {
    let (mut rows, mut seed, mut time) = (Rows::new(columns()), 1_u64, 0.0);
    for step in 0..steps {
        let pulse = step % 10 == 9;
        rows.begin_step(pulse);
        let mut block = [Vec::new(), Vec::new(), Vec::new()];
        for row in 0..if pulse { 20 } else { count } {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            time += 1.0 + (seed >> 60) as f64 * 0.001;
            let spike = if row == count / 3 { 1.0 } else { 0.0 };
            block[0].push(time);
            block[1].push(if row == 7 { f64::NAN } else { 3.3 + spike + (seed >> 54) as f64 * 1e-5 });
            block[2].push(row as f64 * 0.001);
        }
        rows.push(&[&block[0], &block[1], &block[2]]);
    }
    rows
}

#[test]
fn rows_come_back_as_they_were() {
    let mut rows = Rows::new(columns());
    rows.begin_step(false);
    rows.push(&[&[0.0, 0.1, 0.2], &[3.123_45, f64::NAN, -0.000_01], &[0.0, 1e9, f64::NAN]]);
    rows.begin_step(true);
    rows.begin_step(false);
    rows.push(&[&[5e9], &[3.0], &[0.0]]);
    let encoded = rows.encode(1 << 20).unwrap();
    let all = decoded(&encoded);
    assert_eq!(all["time_s"], [Some(0.0), Some(0.1), Some(0.2), Some(5e9)]);
    assert_eq!(all["voltage_v"], [Some(3.12345), None, Some(-0.00001), Some(3.0)]);
    assert_eq!(all["capacity_ah"], [Some(0.0), Some(1e9), None, Some(0.0)]);
    assert_eq!((encoded.first_row, encoded.rows, encoded.info.whole), (vec![0, 3, 3], vec![3, 0, 1], true));
}

#[test]
fn beyond_the_budget_digits_go_first_then_rows_but_never_pulses_or_spikes() {
    let whole = noisy(40, 2000).encode(usize::MAX).unwrap();
    let fine = noisy(2, 100).encode(usize::MAX).unwrap();
    assert!(fine.info.whole && fine.info.columns[1].decimals == 5);
    assert!(whole.info.whole && whole.info.columns[1].decimals == 4, "many rows have no finer digits than are enough");
    for part in [3, 8] {
        let budget = whole.bytes.len() / part;
        let thin = noisy(40, 2000).encode(budget).unwrap();
        assert!(
            !thin.info.whole && thin.bytes.len() <= budget && thin.bytes.len() * 10 > budget * 7,
            "{}",
            thin.bytes.len()
        );
        let all = decoded(&thin);
        for step in 0..40 {
            let of = thin.first_row[step]..thin.first_row[step] + thin.rows[step];
            if step % 10 == 9 {
                assert_eq!(thin.rows[step], 20);
            } else {
                let volts = &all["voltage_v"][of.clone()];
                assert!(volts.iter().flatten().any(|volts| *volts > 4.2), "the spike stays");
                assert!(volts.contains(&None), "a gap stays one");
                assert_eq!(all["capacity_ah"][of.start], Some(0.0));
                assert_eq!(all["capacity_ah"][of.end - 1], Some(1.999));
            }
        }
        assert!(all["row"].windows(2).all(|pair| pair[0] < pair[1]));
        assert!(thin.info.note.is_some());
    }
}

#[test]
fn memory_is_bounded_while_rows_come() {
    let rows = noisy(0, 0).with_most(10_000);
    let mut rows = rows;
    for _ in 0..50 {
        rows.begin_step(false);
        let ramp: Vec<f64> = (0..1000).map(f64::from).collect();
        rows.push(&[&ramp, &ramp, &ramp]);
        assert!(rows.len() <= 11_000);
    }
    assert_eq!((rows.total, rows.spans.len()), (50_000, 50));
}

fn data(title: &str) -> TestData {
    TestData {
        page: "test",
        tool: "battery-etl".into(),
        title: title.into(),
        about: vec![("Cell".into(), title.into())],
        verdict: Verdict {
            level: Level::Good,
            text: title.into(),
            state: "complete".into(),
            worst: Some(title.into()),
        },
        tiles: Vec::new(),
        facts: vec![(title.into(), title.into())],
        notes: vec![title.into()],
        steps: Steps { step: vec![1], kind: vec!["rest"], cycle: vec![None], ..Steps::default() },
        rows: None,
        curves: Curves::default(),
        ageing: None,
        efficiency: Efficiency::default(),
        pulses: Vec::new(),
        findings: Vec::new(),
        explanations: BTreeMap::new(),
        tables: BTreeMap::new(),
        methods: Vec::new(),
        provenance: Vec::new(),
    }
}

#[test]
fn names_are_text_and_the_same_input_gives_the_same_bytes() {
    let evil = "</script><img src=x onerror=alert(1)><!-- \"'&";
    let write = || {
        let mut out = Vec::new();
        TestPage { data: data(evil), rows: Some(noisy(3, 50)), figures: Vec::new() }
            .write(&mut out, 2_000_000)
            .unwrap();
        String::from_utf8(out).unwrap()
    };
    let page = write();
    assert!(!page.contains("<img") && !page.contains("<!-- "));
    assert_eq!(page.matches("</script>").count(), page.matches("<script").count());
    assert_eq!(page, write());
}

#[test]
fn a_page_stays_within_its_size() {
    let mut out = Vec::new();
    let page = TestPage { data: data("A"), rows: Some(noisy(100, 4000)), figures: Vec::new() };
    let written = page.write(&mut out, 300_000).unwrap();
    assert!(out.len() <= 300_000 && out.len() > 250_000 && !written.whole, "{}", out.len());
}

#[test]
fn modules_join_without_a_clash() {
    for script in [client::test(), client::fleet()] {
        for line in script.lines() {
            assert!(!line.starts_with("export ") && !line.starts_with("import "), "{line}");
            assert!(line.matches('`').count() % 2 == 0, "a template literal over several lines: {line}");
        }
        assert!(!script.contains("</script") && !script.contains('\0'));
    }
    for declared in client::declared() {
        let mut names = BTreeSet::new();
        for name in declared {
            assert!(names.insert(name.clone()), "{name} is declared twice");
        }
    }
}

#[test]
fn grids_are_differences_of_differences() {
    let grid = Grid { from: Number(2.0), by: Number(0.1), y: [0.0, 4.0, 8.0, f64::NAN, 8.0].map(Number).to_vec() };
    assert_eq!(serde_json::to_string(&grid).unwrap(), r#"{"from":2,"by":0.1,"scale":0.002,"z":[0,2000,0,null,-2000]}"#);
}
