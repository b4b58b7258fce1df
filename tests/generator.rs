//! The generator of synthetic tests against its own closed forms: what is exported is what the functions say.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod synth;

use synth::{ALL, Cell, Kind, Large, Script, State, Step, Truth, by_name, write_large};

/// A sum of small trapezoids, for comparison with the closed forms.
fn trapezoid(duration_s: f64, f: impl Fn(f64) -> f64) -> f64 {
    let n = 200_000;
    let h = duration_s / f64::from(n);
    (0..n).map(|k| h * f64::midpoint(f(f64::from(k) * h), f(f64::from(k + 1) * h))).sum::<f64>() / 3600.0
}

fn every_kind() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.6));
    script.charge_full(1.0, 30.0);
    script.rest(60.0, 10.0);
    script.discharge_empty(2.0, 10.0);
    script.charge_by(1.0, 1.0, 30.0);
    script.power(-15.0, 10.0, 0.1, 10.0);
    script.power(15.0, 10.0, 0.01, 10.0);
    script.pulse(-4.0, 10.0, 0.25);
    script.pulse(3.0, 20.0, 0.0);
    script
}

#[test]
fn closed_forms_are_the_integrals() {
    for step in &every_kind().steps {
        let (profile, t) = (&step.profile, step.profile.duration_s);
        let capacity = trapezoid(t, |t| profile.current(t));
        let energy = trapezoid(t, |t| profile.current(t) * profile.voltage(t));
        assert!((profile.capacity(t) - capacity).abs() < 1e-8, "{:?}: {capacity}", step.kind);
        assert!((profile.energy(t) - energy).abs() < 1e-7, "{:?}: {energy}", step.kind);
    }
}

#[test]
fn a_full_discharge_at_1_c_is_the_capacity() {
    let truth = Truth::of(&every_kind(), 3);
    assert!((truth.reference_capacity_ah - 2.0).abs() < 1e-9, "{}", truth.reference_capacity_ah);
    assert!((truth.steps[2].duration_s - 3600.0).abs() < 1e-9);
    assert!((truth.steps[0].soc_end_pct - 100.0).abs() < 1e-5 && truth.steps[2].soc_end_pct == 0.0);
    let fade = (by_name("fade").truth.unwrap())();
    for (n, cycle) in (1..).zip(&fade.cycles) {
        assert!((cycle.discharge_capacity_ah - (2.0 - 0.005 * f64::from(n))).abs() < 1e-6, "cycle {n}");
        assert!((cycle.charge_capacity_ah - cycle.discharge_capacity_ah).abs() < 1e-6, "cycle {n}");
    }
}

#[test]
fn rows_are_counted_as_they_are_made() {
    let count = |step: &Step| (step.row_count(), step.samples().count() as u64);
    for step in every_kind().steps.iter().chain(&(synth::mini_script()).steps) {
        let (told, made) = count(step);
        assert_eq!(told, made, "{:?} of {} s", step.kind, step.profile.duration_s);
    }
}

#[test]
fn capacities_lie_between_the_sums_of_the_samples() {
    for step in synth::mini_script().steps.iter().filter(|step| !step.kind.is_rest()) {
        let rows: Vec<_> = step.samples().filter(|row| row.step_time_s <= step.profile.duration_s).collect();
        let (mut lower, mut upper) = (0.0, 0.0);
        for pair in rows.windows(2) {
            let (a, b) = (pair[0].current_a, pair[1].current_a);
            let hours = (pair[1].step_time_s - pair[0].step_time_s) / 3600.0;
            lower += a.min(b) * hours;
            upper += a.max(b) * hours;
        }
        let lead = rows[0].current_a * rows[0].step_time_s / 3600.0;
        let capacity = step.profile.capacity(step.profile.duration_s);
        let slack = 1e-9 + 1e-6 * capacity.abs();
        assert!(lower + lead - slack <= capacity && capacity <= upper + lead + slack, "{:?}", step.kind);
    }
}

#[test]
fn an_export_looks_like_the_testers() {
    let pair = (by_name("mini").pair)();
    assert_eq!((pair.step.rows.len(), pair.step.header.len(), pair.detail.header.len()), (14, 28, 23));
    assert_eq!(pair.detail.cell(0, "工步執行時間(秒)"), "0.01");
    assert_eq!(pair.detail.cell(0, "實際開始時間"), "09/04/2024 16:18:56");
    assert_eq!(pair.step.cell(4, "工步時間"), "00:01:00:00.000");
    assert_eq!((pair.step.cell(4, "截止電量(Ah)"), pair.step.cell(4, "狀態")), ("-2", "StepFinishByCut_V"));
    let kinds: std::collections::BTreeSet<&str> = pair.step.rows.iter().map(|row| row[8].as_str()).collect();
    assert_eq!(kinds.len(), 9, "{kinds:?}");
    let step = String::from_utf8(pair.step_bytes()).unwrap();
    assert!(step.starts_with('\u{feff}') && step.ends_with("\r\n"));
    // What stands in both files is the same: the last active row and the Step row.
    let mini = synth::mini_script();
    for (step, row) in mini.steps.iter().zip(&pair.step.rows) {
        let number = step.number.to_string();
        let last = pair.detail.rows.iter().rev().find(|row| row[7] == number && (step.tail_s == 0.0 || row[13] != "0"));
        let last = last.unwrap();
        assert_eq!((&last[11], &last[12], &last[13]), (&row[10], &row[12], &row[13]), "step {number}");
        assert_eq!((&last[15], &last[16], &last[18]), (&row[15], &row[14], &row[23]), "step {number}");
    }
    let reset = (by_name("reset").pair)();
    assert_eq!(reset.step.cell(4, "總電量(Ah)"), "0", "the running total restarts");
    let running = (by_name("running").pair)();
    assert_eq!(running.step.rows.len(), 13);
    assert_eq!(running.detail.rows.last().unwrap()[7..9], ["14", "CP充電"].map(str::to_owned));
}

#[test]
fn every_fixture_is_made_the_same_each_time() {
    for fixture in ALL {
        let (one, two) = ((fixture.pair)(), (fixture.pair)());
        assert!(one == two && one.name == fixture.name, "{}", fixture.name);
        assert!(one.detail_bytes() == two.detail_bytes(), "{}", fixture.name);
        if let Some(truth) = fixture.truth {
            let truth = truth();
            let reference = truth.steps.iter().find(|step| step.step == truth.reference_step).unwrap();
            assert_eq!(reference.kind, Kind::Discharge, "{}", fixture.name);
            assert!(truth.reference_capacity_ah > 1.98, "{}", fixture.name);
        }
    }
    let semicolon = String::from_utf8((by_name("semicolon").pair)().detail_bytes()).unwrap();
    assert!(semicolon.lines().nth(1).unwrap().contains(";0,01;"), "decimal commas");
    let pulses = (by_name("pulses").truth.unwrap())();
    assert_eq!(pulses.pulses.len(), 10);
    assert!(pulses.pulses.iter().all(|pulse| pulse.r_10s_ohm.unwrap() > pulse.r0_ohm && pulse.r0_ohm > 0.03));
    let restored = pulses.steps.iter().filter(|step| step.kind == Kind::PulseCharge).count();
    assert_eq!(restored, 5);
}

#[test]
fn the_bundled_pairs_are_what_the_generator_writes() {
    let bundled = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = std::fs::read_dir(&bundled).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let names: Vec<String> = folders.map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        let pair = (by_name(&name).pair)();
        let same = |file: &str, bytes: &[u8]| std::fs::read(bundled.join(&name).join(file)).unwrap() == bytes;
        let (step, detail) = (format!("{name}_Step.csv"), format!("{name}_Detail.csv"));
        let hint = format!("run `cargo run --release --example fixtures -- --only {name} fixtures`");
        assert!(same(&step, &pair.step_bytes()) && same(&detail, &pair.detail_bytes()), "{hint}");
    }
}

#[test]
fn large_pairs_have_the_rows_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (number, rows, one_step) in [(0, 1000, false), (1, 12_345, false), (2, 20_000, true), (3, 700_000, true)] {
        write_large(folder.path(), "big", &Large { rows, number, one_step }).unwrap();
        let text = std::fs::read_to_string(folder.path().join("big_Detail.csv")).unwrap();
        assert_eq!(text.lines().count() as u64, rows + 1);
        let longest = text.lines().filter(|line| line.contains("CC放電")).count() as u64;
        assert!(!one_step || longest > rows * 9 / 10, "{longest} of {rows}");
    }
}
