//! One test as each cycler writes it: whatever the dialect, the figures are those of Chroma's pair, and nothing is found.

use crate::support::Sandbox;
use crate::synth::{Digits, Export, Near, Other, same_script, with_cycles};
use serde_json::Value;
use std::path::Path;

#[test]
fn what_stands_as_a_unit_and_is_none_is_named() {
    let sandbox = Sandbox::sqlite();
    let columns = "test_time = \"t [s]\"\nvoltage = \"U [V]\"\ncurrent = \"I [A]\"\nenergy = { header = \"E*\", resets = \"test\" }\n";
    let dialect = format!("name = \"own\"\n[columns]\n{columns}[current]\nsign = \"charge_positive\"\n");
    std::fs::write(sandbox.path("own.toml"), dialect).unwrap();
    let steps = |header: &str| {
        let rows = (0..200).map(|s| format!("{s},3.5,1.0,{}\n", 3.5 * f64::from(s))).collect::<Vec<_>>().concat();
        std::fs::write(sandbox.path("own.csv"), format!("t [s],U [V],I [A],{header}\n{rows}")).unwrap();
        sandbox.run(["report", "steps", "own.csv", "--dialect", "own.toml", "--format", "json"])
    };
    let energy_wh = steps("E [J]").done().json()["experiments"][0]["steps"][0]["energy_wh"].as_f64().unwrap();
    assert!((energy_wh - 199.0 * 3.5 / 3600.0).abs() < 1e-9, "{energy_wh}");
    steps("E [cal]").expect(1).says(&[
        "own.csv:1",
        "`E [cal]` is in `cal`, which is no unit known for it",
        "such as `Wh`",
    ]);
    steps("E").expect(1).says(&["`E` names no unit"]);
}

/// Those whose figures are not right yet, and why.
const PENDING: &[(&str, &str)] = &[];

/// Those in which something is found, and why.
const LOUD: &[(&str, &str)] = &[];

/// The figures of a test.
struct Tables {
    steps: Vec<Value>,
    cycles: Vec<Value>,
}

impl Tables {
    /// From a file or a folder; or what went wrong.
    fn of(sandbox: &Sandbox, path: &Path) -> Result<Self, String> {
        let path = path.to_string_lossy();
        let list = |kind: &str, more: &[&str]| {
            let outcome = sandbox.run([&["report", kind, "--format", "json"], more, &[&*path]].concat());
            if outcome.status != 0 {
                return Err(outcome.stderr);
            }
            Ok(outcome.json()["experiments"][0][kind].as_array().cloned().unwrap_or_default())
        };
        Ok(Self { steps: list("steps", &[])?, cycles: list("cycles", &["--cycles-by", "tester"])? })
    }
}

/// Compares two records, and collects what differs.
struct Comparison<'a> {
    what: String,
    got: &'a Value,
    want: &'a Value,
    problems: &'a mut Vec<String>,
}

impl Comparison<'_> {
    fn near(&mut self, field: &str, near: Near, is_magnitude: bool) {
        let number = |of: &Value| of[field].as_f64().map(|value| if is_magnitude { value.abs() } else { value });
        let agrees = match (number(self.want), number(self.got)) {
            (Some(want), Some(got)) => near.agrees(want, got),
            (want, got) => want == got,
        };
        self.check(field, agrees);
    }

    fn same(&mut self, field: &str) {
        self.check(field, self.got[field] == self.want[field]);
    }

    fn check(&mut self, field: &str, agrees: bool) {
        if !agrees {
            let (what, want, got) = (&self.what, &self.want[field], &self.got[field]);
            self.problems.push(format!("{what} {field}: Chroma {want}, here {got}"));
        }
    }

    /// Testers begin to count with 0 or 1.
    fn counted(&mut self, field: &str, first: [&Value; 2]) {
        let from = |of: &Value, first: &Value| Some(of[field].as_i64()? - first[field].as_i64()?);
        let agrees = from(self.got, first[0]).is_some_and(|number| Some(number) == from(self.want, first[1]));
        self.check(field, agrees);
    }
}

fn step(c: &mut Comparison, digits: &Digits) {
    let is_magnitude = !digits.has_sign;
    c.same("measurements");
    c.near("duration_s", digits.time_s, false);
    c.near("voltage_start_v", digits.voltage_v, false);
    c.near("voltage_end_v", digits.voltage_v, false);
    c.near("current_end_a", digits.current_a, is_magnitude);
    c.near("capacity_ah", digits.charge_ah, is_magnitude);
    c.near("energy_wh", digits.energy_wh, is_magnitude);
    if let Some(near) = digits.temperature_degc {
        c.near("temperature_end_degc", near, false);
    }
    if digits.has_sign {
        c.same("step_type");
        // The current over 2 Ah.
        let relative = digits.charge_ah.absolute / 2.0 + digits.charge_ah.relative;
        c.near("c_rate", Near { absolute: digits.current_a.absolute, relative }, false);
    }
}

fn cycle(c: &mut Comparison, digits: &Digits) {
    if !digits.has_sign {
        return;
    }
    // Of up to four steps.
    let (charge_ah, energy_wh) = (digits.charge_ah.times(4.0), digits.energy_wh.times(4.0));
    c.near("charge_capacity_ah", charge_ah, false);
    c.near("discharge_capacity_ah", charge_ah, false);
    c.near("charge_energy_wh", energy_wh, false);
    c.near("discharge_energy_wh", energy_wh, false);
}

/// What a dialect's figures do not share with Chroma's.
fn differences(other: &Other, got: &Tables, want: &Tables) -> Vec<String> {
    let mut problems = Vec::new();
    let lists = [("step", &got.steps, &want.steps), ("cycle", &got.cycles, &want.cycles)];
    for (kind, got, want) in lists {
        if got.len() != want.len() {
            problems.push(format!("{}: {} {kind}s, Chroma has {}", other.name, got.len(), want.len()));
            continue;
        }
        for (number, (of_got, of_want)) in got.iter().zip(want).enumerate() {
            let what = format!("{} {kind} {}", other.name, number + 1);
            let mut c = Comparison { what, got: of_got, want: of_want, problems: &mut problems };
            if kind == "step" {
                c.counted("tester_cycle", [&got[0], &want[0]]);
                step(&mut c, &other.digits);
            } else {
                c.counted("cycle", [&got[0], &want[0]]);
                cycle(&mut c, &other.digits);
            }
        }
    }
    problems
}

/// Every dialect must be without problems, but for those of a list, which must have some.
fn judge(pending: &[(&str, &str)], problems_of: impl Fn(&Other) -> Vec<String>) {
    let mut wrong = Vec::new();
    for other in Other::all() {
        let problems = problems_of(other);
        let is_pending = pending.iter().any(|(name, _)| *name == other.name);
        match (is_pending, problems.is_empty()) {
            (true, true) => wrong.push(format!("{}: mended; take it from the list", other.name)),
            (false, false) => wrong.extend(problems.into_iter().take(8)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} problems:\n  {}\n", wrong.len(), wrong.join("\n  "));
}

#[test]
fn every_dialect_gives_the_same_figures() {
    let (sandbox, script) = (Sandbox::sqlite(), same_script());
    let chroma = sandbox.path("chroma");
    with_cycles(&script, &Export::PLAIN.pair("same", &script)).write(&chroma).unwrap();
    let want = Tables::of(&sandbox, &chroma).unwrap();
    assert_eq!((want.steps.len(), want.cycles.len()), (script.steps.len(), 4));
    judge(PENDING, |other| {
        let path = other.write(&sandbox.path(other.name), "same", &script).unwrap();
        match Tables::of(&sandbox, &path) {
            Ok(got) => differences(other, &got, &want),
            Err(error) => vec![format!("{}: {error}", other.name)],
        }
    });
}

#[test]
fn a_header_stands_where_it_stands() {
    let sandbox = Sandbox::sqlite();
    for other in Other::all().filter(|other| ["neware", "digatron-bts", "basytec"].contains(&other.name)) {
        let path = other.write(&sandbox.path(other.name), "same", &same_script()).unwrap();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let is_header = |line: &str| ["Time Stamp,", "~Time[s]", "DataPoint,"].iter().any(|begin| line.contains(begin));
        let line = text.lines().position(is_header).unwrap() + 1;
        let tried = sandbox.run(["dialects", "test", &path.to_string_lossy(), "--format", "json"]).json();
        assert!(tried.to_string().contains(&format!("\"header_line\":{line}")), "{} {line}", other.name);
    }
}

#[test]
fn every_dialect_is_recognised_and_nothing_is_found_in_it() {
    let (sandbox, script) = (Sandbox::sqlite(), same_script());
    judge(LOUD, |other| {
        let path = other.write(&sandbox.path(other.name), "same", &script).unwrap();
        let path = path.to_string_lossy();
        let detected = sandbox.run(["dialects", "detect", &path]);
        let mut problems = Vec::new();
        if !detected
            .stdout
            .lines()
            .any(|line| line.trim_start().starts_with("Dialect ") && line.ends_with(other.dialect))
        {
            problems.push(format!("{} is not recognised as {}: {}", other.name, other.dialect, detected.stdout));
        }
        let outcome = sandbox.run(["validate", "--format", "json", "--fail-on", "never", &path]);
        let answer: Value = serde_json::from_str(&outcome.stdout).unwrap_or_default();
        let findings = answer["findings"].as_array().cloned().unwrap_or_default();
        let rule = |finding: &Value| finding["rule"].as_str().unwrap_or_default().to_owned();
        let speaks = findings.iter().filter(|one| one["severity"] != "info" && !other.says.contains(&&*rule(one)));
        problems.extend(speaks.map(|one| format!("{}: {} {}", other.name, rule(one), one["message"])));
        let silent = other.says.iter().filter(|name| !findings.iter().any(|one| rule(one) == **name));
        problems.extend(silent.map(|name| format!("{}: {name} must speak", other.name)));
        if outcome.status != 0 {
            problems.push(format!("{}: {}", other.name, outcome.stderr));
        }
        problems
    });
}
