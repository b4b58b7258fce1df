//! `report explain`: every figure has its inputs, and whoever has them can reckon it again.

use crate::support::{Sandbox, fixture};
use serde_json::Value;

fn explained(sandbox: &Sandbox, words: &[&str]) -> Value {
    sandbox.json([&["report", "explain", "in"], words, &["--format", "json"]].concat())["experiments"][0].take()
}

/// The inputs as a person reads them: what each is, and its number.
fn read(answer: &Value) -> Vec<(String, f64)> {
    let number = |input: &Value| Some((input["input"].as_str()?.to_owned(), input["shown"].as_str()?.parse().ok()?));
    answer["inputs"].as_array().unwrap().iter().filter_map(number).collect()
}

fn sum(inputs: &[(String, f64)], word: &str) -> f64 {
    inputs.iter().filter(|(what, _)| what.contains(word)).map(|(_, number)| number).sum()
}

fn one(inputs: &[(String, f64)], word: &str) -> f64 {
    let found: Vec<f64> = inputs.iter().filter(|(what, _)| what.contains(word)).map(|(_, number)| *number).collect();
    assert_eq!(found.len(), 1, "{word} in {inputs:?}");
    found[0]
}

fn near(figure: &str, got: f64, answer: &Value) {
    let want = answer["value"].as_f64().unwrap_or_else(|| panic!("{figure}: {answer:#}"));
    // Rates and states of charge are inputs that are themselves derived: they have the report's decimals.
    let half = match figure {
        "c_rate_min" | "c_rate_max" => 0.000_51,
        "soc_min_pct" | "soc_max_pct" | "soc_start_pct" => 0.0051,
        _ => 1e-6 * want.abs() + 1e-12,
    };
    assert!((got - want).abs() <= half, "{figure}: {got} is not {want}: {answer:#}");
}

/// What the figures of an overview are when they are reckoned anew from what is printed.
fn again(figure: &str, inputs: &[(String, f64)]) -> Option<f64> {
    let numbers = || inputs.iter().map(|(_, number)| *number);
    let counted =
        || -> Vec<(String, f64)> { inputs.iter().filter(|(what, _)| !what.contains("left out")).cloned().collect() };
    let pulse = || {
        let change_v = one(inputs, "voltage at 10 s") - one(inputs, "voltage at the end of the rest");
        change_v / one(inputs, "current at 10 s")
    };
    Some(match figure {
        "capacity_ah" => {
            let group = |what: &str| what.split(&[' ', ','][..]).nth(4).map(str::to_owned);
            let size = |own: &str| inputs.iter().filter(|(what, _)| group(what) == group(own)).count();
            let most = inputs.iter().map(|(what, _)| size(what)).max()?;
            let largest = || inputs.iter().filter(|(what, _)| size(what) == most);
            // Of equal ones it is the reference's, which is told apart by its step.
            largest().next_back().filter(|last| largest().all(|one| group(&one.0) == group(&last.0)))?.1
        }
        "soh_pct" => 100.0 * one(inputs, "last of the group") / one(inputs, "baseline"),
        "fade_pct" => {
            let lost_ah = one(inputs, "first of the group") - one(inputs, "last of the group");
            100.0 * lost_ah / one(inputs, "baseline")
        }
        "coulombic_efficiency_pct" | "energy_efficiency_pct" => {
            100.0 * sum(&counted(), " discharged") / sum(&counted(), " charged")
        }
        "balanced_cycles" => counted().len() as f64 / 2.0,
        "dcir_10s_discharge_ohm" | "dcir_10s_charge_ohm" => pulse(),
        "temperature_min_degc" | "c_rate_min" | "soc_min_pct" => numbers().reduce(f64::min)?,
        "temperature_max_degc" | "c_rate_max" | "soc_max_pct" => numbers().reduce(f64::max)?,
        "duration_s"
        | "measurements"
        | "charge_capacity_ah"
        | "discharge_capacity_ah"
        | "charge_energy_wh"
        | "discharge_energy_wh" => numbers().sum(),
        "reference_capacity_ah" => one(inputs, "capacity of the reference step"),
        "nominal_capacity_ah" => one(inputs, "nominal capacity"),
        _ => return None,
    })
}

#[test]
fn the_figures_of_an_overview_can_be_reckoned_again_from_what_is_printed() {
    for name in ["mini", "fade", "checkups", "rates"] {
        let sandbox = Sandbox::sqlite();
        fixture(name).write(&sandbox.path("in"));
        let overview = sandbox.report("overview", &["in"]);
        let mut done = 0;
        for (figure, value) in overview.as_object().unwrap().iter().filter(|(_, value)| value.is_number()) {
            let answer = explained(&sandbox, &[figure]);
            let inputs = read(&answer);
            if let Some(got) = again(figure, &inputs) {
                near(figure, got, &answer);
                done += 1;
            } else if ["steps", "cycles", "pulses"].contains(&figure.as_str()) {
                assert_eq!(answer["inputs"].as_array().unwrap().len() as i64, value.as_i64().unwrap(), "{figure}");
            }
        }
        assert!(done >= 14, "{name}: {done} figures");
    }
}

#[test]
fn the_figures_of_a_step_a_cycle_and_a_pulse_have_the_inputs_of_their_formulas_alone() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let of = |figure: &str, place: &str| {
        let answer = explained(&sandbox, &[figure, place]);
        let inputs = read(&answer);
        (answer, inputs)
    };
    let names = |inputs: &[(String, f64)]| inputs.iter().map(|(what, _)| what.clone()).collect::<Vec<_>>();
    let (answer, inputs) = of("c_rate", "step:5");
    assert_eq!(names(&inputs), ["held current", "nominal capacity (reference)"], "{answer:#}");
    near("c_rate", inputs[0].1 / inputs[1].1, &answer);
    let (answer, inputs) = of("c_rate_mean", "step:5");
    near("c_rate_mean", inputs[0].1.abs() * 3600.0 / (inputs[1].1 * inputs[2].1), &answer);
    let (answer, inputs) = of("current_mean_a", "step:5");
    assert_eq!(names(&inputs), ["capacity", "duration"], "{answer:#}");
    near("current_mean_a", inputs[0].1 * 3600.0 / inputs[1].1, &answer);
    let (answer, inputs) = of("soc_end_pct", "step:9");
    near("soc_end_pct", 100.0 * (inputs[0].1 - inputs[1].1) / inputs[2].1, &answer);
    let (answer, inputs) = of("soc_start_pct", "step:9");
    near("soc_start_pct", inputs[0].1 - 100.0 * inputs[1].1 / inputs[2].1, &answer);
    for figure in ["r0_ohm", "r_1s_ohm", "r_10s_ohm", "r_end_ohm"] {
        let (answer, inputs) = of(figure, "9");
        near(figure, (inputs[0].1 - sum(&inputs, "rest before")) / inputs[1].1, &answer);
    }
    let (answer, inputs) = of("equivalent_full_cycles", "cycle:1");
    near("efc", sum(&inputs, "capacity of the ") / (2.0 * one(&inputs, "nominal")), &answer);
    let (answer, inputs) = of("coulombic_efficiency_pct", "cycle:1");
    let energies = names(&inputs).iter().any(|what| what.contains("energy"));
    near("ce", 100.0 * sum(&inputs, "of the discharge") / sum(&inputs, "of the charge"), &answer);
    assert!(!energies, "{answer:#}");
}

#[test]
fn numbers_have_the_digits_that_are_true_and_machines_get_every_one() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    for figure in ["discharge_capacity_ah", "coulombic_efficiency_pct", "duration_s", "temperature_max_degc"] {
        let answer = explained(&sandbox, &[figure]);
        for input in answer["inputs"].as_array().unwrap() {
            let shown = input["shown"].as_str().unwrap();
            let digits = shown.chars().filter(char::is_ascii_digit).skip_while(|c| *c == '0').count();
            assert!(digits <= 10, "{figure}: {input}");
            let (exact, read): (f64, f64) = (input["value"].as_f64().unwrap(), shown.parse().unwrap());
            assert!((exact - read).abs() <= 1e-9 * exact.abs(), "{figure}: {input}");
        }
        let table = sandbox.run(["report", "explain", "in", figure]).done().stdout;
        let page = sandbox.run(["report", "explain", "in", figure, "--format", "html"]).done().stdout;
        for said in [&table, &page] {
            let long = |word: &&str| word.len() > 14 && word.parse::<f64>().is_ok();
            assert_eq!(said.split(|c: char| c.is_whitespace() || "<>".contains(c)).find(long), None, "{said}");
        }
    }
}

#[test]
fn explain_tells_of_every_figure_of_the_overview() {
    let sandbox = Sandbox::sqlite();
    let path = sandbox.path("in");
    fixture("mini").write(&path);
    let path = path.to_string_lossy().into_owned();
    let overview = sandbox.report("overview", &[&path]);
    let skipped = ["experiment", "conventions", "step_types", "cycle_efficiency"];
    for (figure, value) in overview.as_object().unwrap().iter().filter(|(key, _)| !skipped.contains(&key.as_str())) {
        let answer = sandbox.json(["report", "explain", &path, figure, "--format", "json"])["experiments"][0].take();
        assert_eq!(answer["figure"], *figure);
        assert_eq!(answer["value"], *value, "{figure}");
        assert!(answer["formula"].as_str().is_some_and(|words| !words.is_empty()), "{figure}: {answer:#}");
        assert!(answer["about"].as_str().is_some_and(|words| !words.is_empty()), "{figure}: {answer:#}");
        let told = answer["inputs"].as_array().unwrap();
        assert!(!told.is_empty() || value.is_null() || figure == "notes", "{figure} comes from somewhere: {answer:#}");
    }
}

#[test]
fn explain_names_file_and_line_and_what_else_was_considered() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let answer = sandbox.json(["report", "explain", "in", "soh_pct", "--format", "json"])["experiments"][0].take();
    let input = &answer["inputs"][0];
    assert!(input["file"].as_str().unwrap().ends_with("_Step.csv"), "{answer:#}");
    let line: usize = input["line"].as_str().unwrap().parse().unwrap();
    let step = input["step"].as_i64().unwrap();
    let file = std::fs::read_to_string(sandbox.path("in").join(input["file"].as_str().unwrap())).unwrap();
    let text = file.lines().nth(line - 1).unwrap();
    assert!(text.split(',').any(|cell| cell == step.to_string()), "line {line} is of step {step}: {text}");
    assert!(answer["considered"].as_array().unwrap().iter().all(|one| !one["why"].as_str().unwrap().is_empty()));
    sandbox.run(["report", "explain", "in", "capcity_ah"]).expect(2).says(&["did you mean `capacity_ah`?"]);
    sandbox.run(["report", "explain", "in", "c_rate"]).expect(2).says(&["figure of steps"]);
    sandbox.run(["report", "explain", "in", "c_rate", "999"]).expect(2).says(&["no step or cycle 999"]);
}
