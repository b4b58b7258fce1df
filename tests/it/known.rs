//! Quantities of tests whose answers are known in closed form: pulses, shares at constant voltage, waveforms, health by rate.

use crate::support::{Sandbox, fixture};
use crate::synth::{self, Bench, Drive, Executed, Export, HPPC, Kind, Plant, Until, by_name};
use serde_json::Value;

fn near(what: &str, got: &Value, want: Option<f64>, tolerance: f64, problems: &mut Vec<String>) {
    let agrees = match (got.as_f64(), want) {
        (Some(got), Some(want)) => (got - want).abs() <= tolerance,
        (None, None) => got.is_null(),
        _ => false,
    };
    if !agrees {
        problems.push(format!("{what}: want {want:?}, got {got}"));
    }
}

fn none_of(problems: &[String]) {
    assert!(problems.is_empty(), "{} figures differ:\n  {}\n", problems.len(), problems.join("\n  "));
}

#[test]
fn pulses_come_out_as_their_closed_forms() {
    let (sandbox, mut problems) = (Sandbox::sqlite(), Vec::new());
    for hppc in HPPC {
        let script = hppc.script();
        Export::PLAIN.pair(hppc.name, &script).write(&sandbox.path(hppc.name)).unwrap();
        let limits = ["--voltage-min", "2.6", "--voltage-max", "4.5"];
        let args = [&["report", "pulses", hppc.name, "--format", "json"], &limits[..]].concat();
        let answer = sandbox.json(args)["experiments"][0].take();
        let want = synth::hppc_truth(hppc, &script, [2.6, 4.5]);
        let got = answer["pulses"].as_array().expect("a list of pulses");
        assert_eq!((got.len(), want.len()), (10, 10), "{}: {answer:#}", hppc.name);
        for (got, want) in got.iter().zip(&want) {
            let what = |field: &str| format!("{} step {} {field}", hppc.name, want.step);
            let problems = &mut problems;
            near(&what("step"), &got["step"], Some(f64::from(want.step)), 0.0, problems);
            near(&what("ocv_v"), &got["ocv_v"], Some(want.ocv_v), 1e-6, problems);
            near(&what("soc_pct"), &got["soc_pct"], Some(want.soc_pct), 5e-3, problems);
            near(&what("r0_time_s"), &got["r0_time_s"], Some(want.r0_time_s), 1e-9, problems);
            // A microvolt over two amperes.
            near(&what("r0_ohm"), &got["r0_ohm"], Some(want.r0_ohm), 3e-6, problems);
            near(&what("r_1s_ohm"), &got["r_1s_ohm"], Some(want.r_1s_ohm), 3e-6, problems);
            near(&what("r_10s_ohm"), &got["r_10s_ohm"], Some(want.r_10s_ohm), 3e-6, problems);
            let watts = want.power_w.map(|power_w| 2e-4 * power_w).unwrap_or_default();
            near(&what("power"), &got["power_capability_10s_w"], want.power_w, watts, problems);
            if got["purpose"] != want.purpose || got["ocv_settled"] != want.ocv_settled {
                problems.push(format!("{}: {} and {}", what("purpose, settled"), got["purpose"], got["ocv_settled"]));
            }
        }
    }
    none_of(&problems);
}

#[test]
fn the_share_at_constant_voltage_is_the_closed_form() {
    let (sandbox, mut problems) = (Sandbox::sqlite(), Vec::new());
    // The tester's own constant-current capacity stands in 35 columns; in 28 the rows must do.
    for (name, tolerance) in [("mini", 0.1), ("columns35", 1e-3)] {
        let script = synth::mini_script();
        (by_name(name).pair)().write(&sandbox.path(name)).unwrap();
        let summary = script.steps[2].summary();
        let want = 100.0 * (1.0 - summary.constant_ah / summary.end.capacity_ah);
        let answer = sandbox.json(["report", "cycles", name, "--format", "json"])["experiments"][0].take();
        near(name, &answer["cycles"][0]["cv_share_pct"], Some(want), tolerance, &mut problems);
    }
    // A hold in a step of its own.
    let mut bench = Bench::new(Plant::nmc(2.0, 0.03), 0.2, 20);
    bench.charge_to(1.0, 4.2, 60.0);
    bench.run(Kind::Hold, Drive::Hold(1.0, 4.2), &[Until::Amperes(0.1)], 60.0);
    bench.rest(1800.0, 60.0);
    bench.discharge(2.0, 2.8, 30.0);
    bench.rest(1800.0, 60.0);
    Export::PLAIN.pair_of("apart", &bench.runs).write(&sandbox.path("apart")).unwrap();
    let [constant, held] = [0, 1].map(|run: usize| bench.runs[run].summary().end.capacity_ah);
    let answer = sandbox.json(["report", "cycles", "apart", "--format", "json"])["experiments"][0].take();
    near("apart", &answer["cycles"][0]["cv_share_pct"], Some(100.0 * held / (constant + held)), 0.1, &mut problems);
    none_of(&problems);
}

#[test]
fn what_a_waveform_moves_both_ways_is_counted() {
    let sandbox = Sandbox::sqlite();
    let bench = synth::drive_by_seconds();
    Export::PLAIN.pair_of("drive", &bench.runs).write(&sandbox.path("drive")).unwrap();
    let answer = sandbox.json(["report", "cycles", "drive", "--format", "json"])["experiments"][0].take();
    let cycles = answer["cycles"].as_array().expect("a list of cycles");
    let sum = |field: &str| cycles.iter().filter_map(|cycle| cycle[field].as_f64()).sum::<f64>();
    let moved = |way: fn(&synth::Summary) -> f64| bench.runs.iter().map(|run| way(&run.summary())).sum::<f64>();
    let (charged, discharged) = (moved(|s| s.charged.ah), moved(|s| s.discharged.ah));
    let wave = bench.runs.iter().find(|run| run.place().kind == Kind::Waveform).expect("a waveform").summary();
    assert!(wave.charged.ah > 0.1 && wave.discharged.ah > 0.1, "it goes both ways: {wave:?}");
    // Each of its rows is rounded to a microampere hour.
    assert!((sum("charge_capacity_ah") - charged).abs() < 2e-5, "{} of {charged}", sum("charge_capacity_ah"));
    assert!(
        (sum("discharge_capacity_ah") - discharged).abs() < 2e-5,
        "{} of {discharged}",
        sum("discharge_capacity_ah")
    );
}

#[test]
fn health_is_told_by_rate() {
    let (sandbox, mut problems) = (Sandbox::sqlite(), Vec::new());
    let script = synth::checked_up();
    Export::PLAIN.pair("checked", &script).write(&sandbox.path("checked")).unwrap();
    let answer = sandbox.json(["report", "cycles", "checked", "--format", "json"])["experiments"][0].take();
    let cycles = answer["cycles"].as_array().expect("a list of cycles");
    let want = synth::soh_pct(&script);
    assert_eq!(cycles.len(), want.len(), "{answer:#}");
    for (cycle, want) in cycles.iter().zip(want) {
        near(&format!("cycle {}", cycle["cycle"]), &cycle["soh_pct"], Some(want), 1e-3, &mut problems);
    }
    none_of(&problems);
}

#[test]
fn forty_fading_cycles_end_where_the_line_says() {
    let (sandbox, mut problems) = (Sandbox::sqlite(), Vec::new());
    (by_name("fade").pair)().write(&sandbox.path("fade")).unwrap();
    for (options, last) in
        [(&[][..], 100.0 * 1.8 / 1.995), (&["--soh-baseline", "nominal", "--nominal-capacity", "2"][..], 90.0)]
    {
        let answer = sandbox.json([&["report", "cycles", "fade", "--format", "json"], options].concat())["experiments"]
            [0]
        .take();
        near(&format!("{options:?}"), &answer["cycles"][39]["soh_pct"], Some(last), 1e-3, &mut problems);
    }
    none_of(&problems);
}

#[test]
fn one_wrong_end_voltage_makes_no_other_discharge_full() {
    let sandbox = Sandbox::sqlite();
    let fade = fixture("fade");
    fade.write(&sandbox.path("fade"));
    let cycles = |name: &str| sandbox.report("cycles", &[name])["cycles"].take();
    let clean = cycles("fade");
    // A charge's, ten times as high and as low, and a discharge's.
    for (name, row, volts) in
        [("high", 80, "42.55"), ("low", 80, "0.4255"), ("deep", 82, "0.25"), ("shallow", 82, "25")]
    {
        fade.with_step_cell(row, "截止電壓(V)", volts).write(&sandbox.path(name));
        let health = |cycles: &Value| -> Vec<Value> {
            let list = cycles.as_array().expect("a list of cycles").iter();
            list.map(|cycle| serde_json::json!([cycle["soh_pct"], cycle["full_discharge_step"]])).collect()
        };
        assert_eq!(health(&cycles(name)), health(&clean), "{name}");
        let findings = sandbox.run(["validate", name, "--format", "json"]).done().json()["findings"].take();
        let rules: Vec<&Value> = findings.as_array().expect("a list").iter().map(|one| &one["rule"]).collect();
        assert_eq!(rules, ["STP07"], "{name}: {findings:#}");
    }
}
