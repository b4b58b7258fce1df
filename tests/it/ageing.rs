//! Reports of ageing, of comparison and of how figures come about, on tests whose answers are known.

use crate::support::{Sandbox, fixture, on_both};
use crate::synth::{aged, many};
use serde_json::Value;
use std::path::Path;

/// The groups of `report degradation` of a test.
fn groups(sandbox: &Sandbox, source: &[&str]) -> Vec<Value> {
    sandbox.report("degradation", source)["groups"].as_array().expect("groups").clone()
}

fn model<'a>(group: &'a Value, name: &str) -> &'a Value {
    group["models"].as_array().unwrap().iter().find(|model| model["model"] == name).expect("a model")
}

fn end<'a>(group: &'a Value, base: &str) -> &'a Value {
    group["end_of_life"].as_array().unwrap().iter().find(|end| end["base"] == base).expect("an end of life")
}

fn near(what: &str, got: &Value, want: f64, share: f64) {
    let got = got.as_f64().unwrap_or_else(|| panic!("{what} is {got}"));
    assert!((got - want).abs() <= share * want.abs(), "{what}: want {want}, got {got}");
}

#[test]
fn fade_of_five_thousandths_a_cycle() {
    on_both(|sandbox| {
        let folder = sandbox.path("in");
        fixture("fade").write(&folder);
        let path = folder.to_string_lossy().into_owned();
        sandbox.ingest(&folder, &[]).0.done();
        for source in [vec![path.as_str()], vec!["--experiment", "fade"]] {
            let nominal = [&source[..], &["--nominal-capacity", "2", "--soh-baseline", "nominal"]].concat();
            let nominal = if source.len() == 1 { nominal } else { source.clone() };
            let all = groups(sandbox, &nominal);
            assert_eq!(all.len(), 1);
            let line = model(&all[0], "linear");
            assert_eq!(line["chosen"], true, "{line}");
            let whole = if source.len() == 1 { 2.0 } else { 1.995 };
            near("slope in Ah", &Value::from(line["k"].as_f64().unwrap() * whole / 100.0), -0.005, 1e-5);
        }
        let all = groups(sandbox, &[&path, "--nominal-capacity", "2"]);
        near("by baseline", &end(&all[0], "baseline")["value"], 80.8, 1e-5);
        near("by nominal", &end(&all[0], "nominal")["value"], 80.0, 1e-5);
        assert_eq!(all[0]["points"].as_array().unwrap().len(), 40);
        assert!(all[0]["knee"]["at"].is_null() && all[0]["knee"]["refused"].is_string());
    });
}

/// The ripple of the reference series.
fn ripple(n: f64) -> f64 {
    0.1 * (12.9898 * n + 78.233).sin()
}

/// G1 and G2 of the reference numbers, which scipy gave, as pairs of a cell of 2 Ah.
#[test]
fn models_of_pairs_are_those_of_the_reference() {
    let sandbox = Sandbox::sqlite();
    let series = |name: &str, curve: &dyn Fn(f64) -> f64| {
        let capacities: Vec<f64> = (1..=40).map(|n| 0.02 * (curve(f64::from(n)) + ripple(f64::from(n)))).collect();
        aged(name, &capacities).write(&sandbox.path(name)).unwrap();
        let flags = [name, "--nominal-capacity", "2", "--soh-baseline", "nominal"];
        let all = groups(&sandbox, &flags);
        assert_eq!(all.len(), 1, "{name}");
        all.into_iter().next().unwrap()
    };
    let line = series("straight", &|n| 100.0 - 0.25 * n);
    // Six printed digits of 2 Ah: half of the last is 2.5e-5 %, a share of 1e-4 of the ripple.
    near("q0", &model(&line, "linear")["q0"], 99.979_356_234_092_73, 1e-6);
    near("k", &model(&line, "linear")["k"], -0.249_404_571_730_645_43, 1e-5);
    near("ci of k", &model(&line, "linear")["ci_k"][0], -0.251_362_449_241_593_4, 1e-5);
    near("aicc", &model(&line, "linear")["aicc"], -207.433_986_226_878_6, 2e-4);
    near("c", &model(&line, "power")["c"], 1.017_266_888_286_931, 1e-4);
    near("end", &end(&line, "baseline")["value"], 80.108_219_730_915_96, 1e-5);
    near("Fieller", &end(&line, "fit")["value"], 80.174_437_493_530_35, 1e-5);
    assert_eq!(model(&line, "linear")["chosen"], true);
    let root = series("root", &|n| 100.0 - 2.0 * n.sqrt());
    near("k", &model(&root, "sqrt")["k"], -1.993_362_345_090_185_2, 1e-5);
    near("end", &end(&root, "baseline")["value"], 100.295_808_478_709_55, 1e-5);
    near("from", &end(&root, "baseline")["ci"][0], 99.382_31, 1e-5);
    assert_eq!(model(&root, "sqrt")["chosen"], true);
}

/// G3 to G6, likewise: their x are cycles here, times 10 or 20 (less one, or not), and so are slopes and places.
#[test]
fn powers_knees_and_crossings_of_pairs_are_those_of_the_reference() {
    let sandbox = Sandbox::sqlite();
    let series = |name: &str, percent: &[f64]| {
        let capacities: Vec<f64> = percent.iter().map(|percent| 0.02 * percent).collect();
        aged(name, &capacities).write(&sandbox.path(name)).unwrap();
        groups(&sandbox, &[name, "--nominal-capacity", "2", "--soh-baseline", "nominal"]).remove(0)
    };
    let counted = |count: i32, curve: &dyn Fn(f64) -> f64| -> Vec<f64> {
        (1..=count).map(|n| curve(f64::from(n)) + ripple(f64::from(n))).collect()
    };
    let power = series("power", &counted(40, &|n| 100.0 - 0.004 * (10.0 * n).powf(1.4)));
    let found = model(&power, "power");
    let c = 1.410_703_403_877_220_6_f64;
    near("c", &found["c"], c, 1e-5);
    near("c from", &found["ci_c"][0], 1.394_152_557_111_368_9, 1e-5);
    near("k", &found["k"], -0.003_745_664_079_702_012 * 10_f64.powf(c), 1e-4);
    near("q0", &found["q0"], 99.947_303_270_067_51, 1e-6);
    near("end", &end(&power, "baseline")["value"], 43.801_347_306_087_76, 1e-5);
    near("to", &end(&power, "baseline")["ci"][1], 43.941_857, 1e-5);
    assert_eq!(found["chosen"], true);

    let place = |x: f64| x / 20.0 + 1.0;
    let knee = series("knee", &counted(51, &|k| 100.0 - 0.2 * (k - 1.0) - 0.05 * (20.0 * (k - 1.0) - 600.0).max(0.0)));
    near("knee", &knee["knee"]["at"], place(598.591_658_649_366_3), 1e-4);
    near("from", &knee["knee"]["ci"][0], place(597.0147), 1e-3);
    near("to", &knee["knee"]["ci"][1], place(600.198), 1e-3);
    near("before", &knee["knee"]["slope_before"], -20.0 * 0.009_843_302_574_757_108, 1e-3);
    near("after", &knee["knee"]["slope_after"], -20.0 * 0.059_996_416_840_707_48, 1e-4);

    let bend = |k: f64, from: f64| (20.0 * (k - 1.0) - from).max(0.0);
    let two = series("two", &counted(51, &|k| 100.0 - 0.2 * (k - 1.0) - 0.02 * bend(k, 400.0) - 0.05 * bend(k, 700.0)));
    near("single knee", &two["knee"]["at"], place(648.888_674_616_030_9), 1e-3);
    near("onset", &two["onset"]["at"], place(404.982_727_244_248_17), 1e-3);

    let crossing = series("crossing", &[100.0, 95.0, 90.0, 85.0, 79.9, 80.4, 79.5, 78.0, 77.0, 75.0]);
    let by_data = end(&crossing, "baseline");
    assert_eq!(by_data["kind"], "data");
    near("crossing", &by_data["value"], 544.444_444_444_444_8 / 100.0 + 1.0, 1e-5);
}

#[test]
fn a_knee_is_found_and_what_cannot_be_modelled_is_refused_in_words() {
    let sandbox = Sandbox::sqlite();
    let write = |name: &str, count: i32, curve: &dyn Fn(f64) -> f64| {
        let capacities: Vec<f64> =
            (1..=count).map(|n| 0.02 * (curve(f64::from(n)) + 0.2 * ripple(f64::from(n)))).collect();
        aged(name, &capacities).write(&sandbox.path(name)).unwrap();
        groups(&sandbox, &[name, "--nominal-capacity", "2", "--soh-baseline", "nominal"]).remove(0)
    };
    let knee = write("bent", 40, &|n| 100.0 - 0.1 * n - 0.6 * (n - 25.0).max(0.0));
    near("knee", &knee["knee"]["at"], 25.0, 0.01);
    near("before", &knee["knee"]["slope_before"], -0.1, 0.02);
    near("after", &knee["knee"]["slope_after"], -0.7, 0.02);
    let flat = write("flat", 12, &|_| 99.0);
    assert!(end(&flat, "baseline")["value"].is_null());
    assert!(end(&flat, "baseline")["note"].as_str().unwrap().contains("no fade"), "{flat:#}");
    let few = write("few", 4, &|n| 100.0 - n);
    for one in few["models"].as_array().unwrap() {
        assert!(one["q0"].is_null() && one["refused"].is_string(), "{one}");
    }
    let fallen = write("fallen", 12, &|n| 102.0 - 2.5 * n);
    assert_eq!(end(&fallen, "baseline")["kind"], "data");
}

#[test]
fn tests_are_compared_only_like_with_like() {
    let sandbox = Sandbox::sqlite();
    for (name, days) in [("a", 0), ("b", 100), ("c", 200)] {
        many(name, 6, days).write(&sandbox.path("in")).unwrap();
    }
    fixture("rates").write(Path::new(&sandbox.path("in")));
    let answer = sandbox.json(["report", "compare", "in", "--base", "a", "--format", "json"]);
    assert_eq!(answer["base"], "a");
    let of = |list: &str, test: &str| {
        let rows = answer[list].as_array().unwrap().iter();
        rows.filter(|row| row["test"] == test).count()
    };
    assert_eq!(of("pairs", "b"), 2, "capacity and SOH: {answer:#}");
    // The others are the same cell again; of the last one discharge alone is of the same rate and temperature.
    let alike = |point: &&Value| point["test"] == "b" || point["test"] == "c";
    let points: Vec<&Value> = answer["points"].as_array().unwrap().iter().filter(alike).collect();
    assert_eq!(points.len(), 24, "two tests, two quantities, six cycles");
    assert!(points.iter().all(|point| point["difference"] == 0.0));
    assert_eq!((of("tests", "rates"), of("pairs", "rates")), (1, 2));
    let grouped = ["report", "compare", "in", "--group", "x=a", "--group", "x=b", "--group", "y=c", "--format", "json"];
    let answer = sandbox.json(grouped);
    let group = &answer["groups"][0];
    assert_eq!((&group["group"], &group["n"]), (&"x".into(), &2.into()), "{answer:#}");
    sandbox.run(["report", "compare", "in", "--base", "d"]).expect(2).says(&["no such test"]);
    sandbox.run(["report", "compare", "in", "--group", "z=nobody"]).expect(2).says(&["no test or cell fits"]);
    sandbox.run(["report", "steps", "in", "--base", "a"]).expect(2).says(&["it is for `report compare`"]);
}
