//! Cells whose voltage changes its sign, and half cells that are counted from their other electrode.

use crate::support::Sandbox;
use serde_json::Value;
use std::path::PathBuf;

/// Three cycles in the form of Neware, magnitudes of capacity and energy with ten decimals: constant currents of 1 mA for
/// 600 s, whose voltage goes from the first to the second value in charge, and in discharge.
fn written(sandbox: &Sandbox, charge_v: [f64; 2], discharge_v: [f64; 2]) -> PathBuf {
    let mut text = String::from(
        "DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(A),Voltage(V),Capacity(Ah),Energy(Wh),Date\n",
    );
    let (mut point, mut begin_s) = (0, 0);
    for step in 0..6 {
        let (kind, current_a, [first_v, last_v]) =
            if step % 2 == 0 { ("CC Chg", 1e-3, charge_v) } else { ("CC DChg", -1e-3, discharge_v) };
        let (mut energy_wh, mut before_v) = (0.0, first_v);
        for row in 0..=60 {
            let passed_s = 10 * row;
            let voltage_v = first_v + (last_v - first_v) * f64::from(row) / 60.0;
            energy_wh += if row > 0 { 1e-3 * 0.5 * (voltage_v + before_v).abs() * 10.0 / 3600.0 } else { 0.0 };
            before_v = voltage_v;
            point += 1;
            let clock = |seconds: i32| format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
            let (time, total) = (clock(passed_s), clock(begin_s + passed_s));
            let capacity_ah = 1e-3 * f64::from(passed_s) / 3600.0;
            text += &format!(
                "{point},{},{},{kind},{time},{total},{current_a},{voltage_v:.4},{capacity_ah:.10},{energy_wh:.10},2024-03-04 \
                 {total}\n",
                step / 2 + 1,
                step + 1,
            );
        }
        begin_s += 600;
    }
    let path = sandbox.path("cell.csv");
    std::fs::write(&path, text).unwrap();
    path
}

/// Its cycles, and what is noted beside them.
fn cycles(sandbox: &Sandbox, path: &std::path::Path) -> (Vec<Value>, String) {
    let shown = path.to_string_lossy();
    let outcome = sandbox.run(["report", "cycles", "--cycles-by", "tester", "--format", "json", &*shown]);
    let answer = outcome.json();
    (answer["experiments"][0]["cycles"].as_array().cloned().unwrap_or_default(), outcome.stderr)
}

/// What is found of capacity and energy.
fn found(sandbox: &Sandbox, path: &std::path::Path) -> Vec<String> {
    let answer = sandbox.run(["validate", "--format", "json", &path.to_string_lossy()]).json();
    let findings = answer["findings"].as_array().cloned().unwrap_or_default();
    let rules = findings.iter().map(|one| one["rule"].as_str().unwrap_or_default().to_owned());
    rules.filter(|rule| ["CAP01", "CAP02", "CAP04", "CAP10"].contains(&rule.as_str())).collect()
}

#[test]
fn a_symmetric_cell_has_its_energies_by_direction_and_no_efficiency() {
    let sandbox = Sandbox::sqlite();
    let path = written(&sandbox, [0.05, 0.07], [-0.05, -0.08]);
    assert_eq!(found(&sandbox, &path), Vec::<String>::new());
    let (cycles, notes) = cycles(&sandbox, &path);
    assert_eq!(cycles.len(), 3);
    for cycle in &cycles {
        let number = |field: &str| cycle[field].as_f64().unwrap_or(f64::NAN);
        let capacity_ah = 1e-3 / 6.0;
        assert!((number("charge_energy_wh") - capacity_ah * 0.06).abs() < 1e-9, "{cycle}");
        // It took up energy in discharge, too.
        assert!((number("discharge_energy_wh") + capacity_ah * 0.065).abs() < 1e-9, "{cycle}");
        assert!((number("voltage_mean_discharge_v") + 0.065).abs() < 1e-4, "{cycle}");
        assert!(cycle["energy_efficiency_pct"].is_null() && number("coulombic_efficiency_pct") > 99.9, "{cycle}");
    }
    assert!(notes.contains("no energy efficiency of 3 cycles") && notes.contains("symmetric"), "{notes}");
}

#[test]
fn a_half_cell_counted_from_its_other_electrode_has_no_efficiency_until_it_is_turned() {
    let sandbox = Sandbox::sqlite();
    let path = written(&sandbox, [1.0, 0.05], [0.1, 1.1]);
    assert_eq!(found(&sandbox, &path), Vec::<String>::new());
    let (cycles, notes) = cycles(&sandbox, &path);
    assert!(cycles.iter().all(|cycle| cycle["energy_efficiency_pct"].is_null()), "{cycles:?}");
    assert!(notes.contains("other electrode") && notes.contains("--sign discharge-positive"), "{notes}");
    let full = written(&sandbox, [0.1, 1.1], [1.0, 0.05]);
    let (cycles, notes) = self::cycles(&sandbox, &full);
    let efficiency_pct = cycles[1]["energy_efficiency_pct"].as_f64().unwrap_or(f64::NAN);
    assert!((efficiency_pct - 87.5).abs() < 0.1 && !notes.contains("energy efficiency"), "{cycles:?} {notes}");
}
