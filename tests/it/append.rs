//! A test exported while it ran, then whole, equals the whole loaded at once.

use crate::support::{Pair, Sandbox, fixture, on_both, real_pairs};
use serde_json::Value;

/// All that is said about an experiment, without what names the load: ids and times.
fn everything(sandbox: &Sandbox, name: &str) -> Vec<Value> {
    let report = |kind| sandbox.report(kind, &["--experiment", name]);
    let mut all: Vec<Value> = ["steps", "cycles", "pulses"].map(report).into();
    let shown = sandbox.json(["catalog", "show", name, "--format", "json"]);
    let digest = find(&shown, "content_digest").unwrap_or_else(|| panic!("no content digest in {shown:#}"));
    all.push(digest.clone());
    all
}

/// The first value under a key, wherever it stands.
fn find<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(key).or_else(|| map.values().find_map(|inner| find(inner, key))),
        Value::Array(list) => list.iter().find_map(|inner| find(inner, key)),
        _ => None,
    }
}

fn grows_to_the_whole(sandbox: &Sandbox, whole: &Pair, running: i32, share: f64) {
    let place = sandbox.path("in");
    whole.while_running(running, share).write(&place);
    let (outcome, answer) = sandbox.ingest(&place, &["--fail-on", "never"]);
    outcome.expect(0);
    assert_eq!(answer["tests"][0]["outcome"], "loaded", "{}: {answer:#}", sandbox.lane());
    whole.write(&place);
    let (outcome, answer) = sandbox.ingest(&place, &["--fail-on", "never"]);
    outcome.expect(0);
    assert_eq!(answer["tests"][0]["outcome"], "appended", "{} at step {running}: {answer:#}", sandbox.lane());
    sandbox.intact();
}

fn fresh_like(sandbox: &Sandbox) -> Sandbox {
    if sandbox.server().is_some() { Sandbox::postgres().expect("the server is there") } else { Sandbox::sqlite() }
}

/// Loads a test cut while a step ran, then the whole: it must be what the whole loaded at once is.
pub(crate) fn check(sandbox: &Sandbox, whole: &Pair, running: i32, share: f64) {
    let at_once = fresh_like(sandbox);
    whole.write(&at_once.path("in"));
    at_once.ingest(&at_once.path("in"), &["--fail-on", "never"]).0.expect(0);
    let grown = fresh_like(sandbox);
    grows_to_the_whole(&grown, whole, running, share);
    let (one, other) = (everything(&at_once, &whole.name), everything(&grown, &whole.name));
    assert_eq!(one, other, "{} cut in step {running} of {}", sandbox.lane(), whole.name);
}

#[test]
fn a_grown_synthetic_test_equals_the_whole() {
    let pair = fixture("mini");
    let steps = pair.steps();
    on_both(|sandbox| {
        for (step, share) in [(steps[1], 0.0), (steps[steps.len() / 2], 0.5), (*steps.last().unwrap(), 0.7)] {
            check(sandbox, &pair, step, share);
        }
    });
}

#[test]
fn a_grown_or_replaced_test_keeps_its_cell_and_what_was_said_of_it_whatever_the_settings_say() {
    let pair = fixture("mini");
    let steps = pair.steps();
    let said = ["--cell", "Z", "--project", "P", "--machine", "M", "--operator", "O"];
    let stored = |sandbox: &Sandbox| {
        let steps =
            sandbox.json(["catalog", "list", "steps", "--columns", "step,c_rate,soc_end_pct", "--format", "json"]);
        let found =
            sandbox.run(["export", "findings", "--experiment", "mini", "--columns", "rule,step", "--format", "csv"]);
        let found = found.done().stdout.clone();
        let shown = sandbox.json(["catalog", "show", "mini", "--format", "json"]);
        let names = ["project", "cell", "machine", "operator"].map(|key| find(&shown, key).cloned());
        (steps, found, names)
    };
    let cell = ["catalog", "add", "cell", "Z", "--set", "nominal_capacity_ah=4", "--set", "voltage_max_v=3.0"];
    let settings = "[derive]\nnominal_capacity_ah = 9\nmin_rest_s = 5\n[ingest]\nproject = \"S\"\nmachine = \"S\"\noperator = \"S\"\n";
    on_both(|sandbox| {
        let at_once = fresh_like(sandbox);
        at_once.run(cell).done();
        pair.write(&at_once.path("in"));
        at_once.ingest(&at_once.path("in"), &[&said[..], &["--fail-on", "never"]].concat()).0.expect(0);
        let wanted = stored(&at_once);
        assert!(wanted.1.contains("VLT01") && wanted.2.iter().all(Option::is_some), "{wanted:#?}");

        sandbox.run(cell).done();
        let place = sandbox.path("in");
        pair.while_running(steps[steps.len() / 2], 0.5).write(&place);
        sandbox.ingest(&place, &[&said[..], &["--fail-on", "never"]].concat()).0.expect(0);
        std::fs::write(sandbox.path("battery-etl.toml"), settings).unwrap();
        for (content, more, became) in
            [(pair.clone(), &[][..], "appended"), (pair.another("mini", 7), &["--replace"], "replaced")]
        {
            content.write(&place);
            let (_, answer) = sandbox.ingest(&place, &[more, &["--fail-on", "never"]].concat());
            assert_eq!(answer["tests"][0]["outcome"], became, "{answer:#}");
            std::fs::rename(sandbox.path("battery-etl.toml"), sandbox.path("aside")).unwrap();
            let got = stored(sandbox);
            std::fs::rename(sandbox.path("aside"), sandbox.path("battery-etl.toml")).unwrap();
            assert_eq!(got.2, wanted.2, "{became} {}", sandbox.lane());
            if became == "appended" {
                assert_eq!(got, wanted, "{}", sandbox.lane());
            }
            sandbox.intact();
        }
    });
}

#[test]
fn a_grown_test_keeps_the_conventions_that_it_was_loaded_by() {
    let pair = fixture("mini");
    let steps = pair.steps();
    let asked = ["--cycle-swing", "3", "--soc-anchor", "full-charge", "--min-rest", "60", "--nominal-capacity", "1.8"];
    on_both(|sandbox| {
        let at_once = fresh_like(sandbox);
        pair.write(&at_once.path("in"));
        at_once.ingest(&at_once.path("in"), &asked).0.expect(0);
        let place = sandbox.path("in");
        pair.while_running(steps[steps.len() / 2], 0.5).write(&place);
        sandbox.ingest(&place, &[&asked[..], &["--fail-on", "never"]].concat()).0.expect(0);
        pair.write(&place);
        // As a nightly job does, which knows nothing of them.
        assert_eq!(sandbox.ingest(&place, &[]).1["tests"][0]["outcome"], "appended");
        assert_eq!(everything(&at_once, &pair.name), everything(sandbox, &pair.name), "{}", sandbox.lane());
    });
}

#[test]
fn a_grown_real_test_equals_the_whole() {
    for pair in real_pairs() {
        let steps = pair.steps();
        on_both(|sandbox| check(sandbox, &pair, steps[steps.len() * 2 / 3], 0.5));
    }
}
