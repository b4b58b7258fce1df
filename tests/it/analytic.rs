//! Synthetic tests against their closed forms: each figure of `report` is what the cell model says it must be.

use crate::support::Sandbox;
use crate::synth::{ALL, CycleTruth, PulseTruth, StepTruth, Truth};
use serde_json::Value;

/// A printed file has seven digits; sums and quotients of such carry a little more.
struct Tolerance {
    relative: f64,
    absolute: f64,
}

const PRINTED: Tolerance = Tolerance { relative: 2e-6, absolute: 5e-6 };
/// SOC adds up all steps so far; 5e-6 Ah of 2 Ah for each.
const SOC: Tolerance = Tolerance { relative: 1e-5, absolute: 5e-3 };
/// Printed with two decimals.
const TEMPERATURE: Tolerance = Tolerance { relative: 0.0, absolute: 0.006 };
/// A voltage to the microvolt over an ampere or so.
const RESISTANCE: Tolerance = Tolerance { relative: 2e-4, absolute: 5e-6 };

struct Comparison<'a> {
    what: String,
    got: &'a Value,
    problems: &'a mut Vec<String>,
}

impl Comparison<'_> {
    fn same(&mut self, field: &str, want: impl Into<Option<f64>>, tolerance: &Tolerance) {
        let (want, got) = (want.into(), self.got.get(field));
        let agrees = match (want, got.and_then(Value::as_f64)) {
            (Some(want), Some(got)) => (want - got).abs() <= tolerance.absolute + tolerance.relative * want.abs(),
            (None, None) => got.is_some_and(Value::is_null),
            _ => false,
        };
        if !agrees {
            let got = got.map_or("nothing".to_owned(), Value::to_string);
            self.problems.push(format!("{} {field}: want {want:?}, got {got}", self.what));
        }
    }

    fn whole(&mut self, field: &str, want: impl Into<i64>) {
        let (want, got) = (want.into(), &self.got[field]);
        if got.as_i64() != Some(want) {
            self.problems.push(format!("{} {field}: want {want}, got {got}", self.what));
        }
    }
}

fn step(c: &mut Comparison, want: &StepTruth) {
    c.whole("cycle", want.cycle);
    step_figures(c, want);
}

fn step_figures(c: &mut Comparison, want: &StepTruth) {
    c.whole("step", want.step);
    c.whole("measurements", want.measurements as i64);
    c.whole("relaxation_rows", want.relaxation_rows as i64);
    for (field, want) in [
        ("duration_s", want.duration_s),
        ("voltage_start_v", want.voltage_start_v),
        ("voltage_end_v", want.voltage_end_v),
        ("current_end_a", want.current_end_a),
        ("capacity_ah", want.capacity_ah),
        ("energy_wh", want.energy_wh),
    ] {
        c.same(field, want, if field == "duration_s" { &SOC } else { &PRINTED });
    }
    c.same("soc_start_pct", want.soc_start_pct, &SOC);
    c.same("soc_end_pct", want.soc_end_pct, &SOC);
    c.same("temperature_start_degc", want.temperature_start_degc, &TEMPERATURE);
    c.same("temperature_end_degc", want.temperature_end_degc, &TEMPERATURE);
    c.same("ocv_start_v", want.ocv_start_v, &PRINTED);
    c.same("rest_before_s", want.rest_before_s, &SOC);
    c.same("c_rate", want.c_rate, &Tolerance { relative: 1e-5, absolute: 1e-6 });
}

fn cycle(c: &mut Comparison, want: &CycleTruth) {
    c.whole("cycle", want.cycle);
    c.whole("first_step", want.first_step);
    c.whole("last_step", want.last_step);
    let sum = Tolerance { relative: 1e-5, absolute: 2e-5 };
    c.same("charge_capacity_ah", want.charge_capacity_ah, &sum);
    c.same("discharge_capacity_ah", want.discharge_capacity_ah, &sum);
    c.same("charge_energy_wh", want.charge_energy_wh, &sum);
    c.same("discharge_energy_wh", want.discharge_energy_wh, &sum);
    c.same("soc_net_pct", want.soc_net_pct, &SOC);
}

fn pulse(c: &mut Comparison, want: &PulseTruth) {
    c.whole("step", want.step);
    c.same("ocv_v", want.ocv_v, &PRINTED);
    c.same("soc_pct", want.soc_pct, &SOC);
    c.same("r0_ohm", want.r0_ohm, &RESISTANCE);
    c.same("r_100ms_ohm", want.r_100ms_ohm, &RESISTANCE);
    c.same("r_1s_ohm", want.r_1s_ohm, &RESISTANCE);
    c.same("r_10s_ohm", want.r_10s_ohm, &RESISTANCE);
    c.same("r_end_ohm", want.r_end_ohm, &RESISTANCE);
}

fn list<T>(answer: &Value, kind: &str, want: &[T], check: fn(&mut Comparison, &T), problems: &mut Vec<String>) {
    let got = answer[kind].as_array().unwrap_or_else(|| panic!("no {kind} in {answer:#}"));
    if got.len() != want.len() {
        problems.push(format!("{} {kind}: want {}, got {}", answer["experiment"], want.len(), got.len()));
    }
    for (number, (got, want)) in got.iter().zip(want).enumerate() {
        let what = format!("{} {kind} {}:", answer["experiment"], number + 1);
        check(&mut Comparison { what, got, problems }, want);
    }
}

/// Where `report steps` says otherwise than the closed forms; cycles are not looked at.
pub(crate) fn step_differences(answer: &Value, truth: &Truth) -> Vec<String> {
    let mut problems = Vec::new();
    list(answer, "steps", &truth.steps, step_figures, &mut problems);
    problems
}

#[test]
fn every_fixture_comes_out_as_its_closed_form() {
    let sandbox = Sandbox::sqlite();
    let mut problems = Vec::new();
    for fixture in ALL {
        let Some(truth) = fixture.truth else { continue };
        let truth: Truth = truth();
        (fixture.pair)().write(&sandbox.path(fixture.name)).unwrap();
        let report = |kind| sandbox.report(kind, &[fixture.name]);
        let steps = report("steps");
        let mut head = Comparison { what: fixture.name.to_owned(), got: &steps, problems: &mut problems };
        head.whole("reference_step", truth.reference_step);
        head.same("reference_capacity_ah", truth.reference_capacity_ah, &PRINTED);
        list(&steps, "steps", &truth.steps, step, &mut problems);
        list(&report("cycles"), "cycles", &truth.cycles, cycle, &mut problems);
        list(&report("pulses"), "pulses", &truth.pulses, pulse, &mut problems);
    }
    assert!(problems.is_empty(), "{} figures differ:\n  {}\n", problems.len(), problems.join("\n  "));
}

#[test]
fn a_file_without_rows_says_so() {
    let sandbox = Sandbox::sqlite();
    for fixture in ALL.iter().filter(|fixture| fixture.truth.is_none()) {
        (fixture.pair)().write(&sandbox.path(fixture.name)).unwrap();
        let outcome = sandbox.run(["validate", fixture.name]).expect(1);
        outcome.says(&["FMT08"]);
    }
}
