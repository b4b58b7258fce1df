//! A laboratory's week: thirty tests of several cyclers loaded by a manifest, edited, rebased, corrected, merged, deleted,
//! exported and carried into another database. After each day everything is whole, the audit knows, and figures are those
//! of the files.

use crate::support::{Sandbox, fixture, on_both};
use crate::synth::{Other, same_script};
use serde_json::Value;

/// Dialects whose files hold the same simulated test in another form.
const OTHERS: [&str; 6] = ["neware", "arbin", "maccor", "bdf", "novonix", "basytec"];
const PROJECTS: [&str; 3] = ["Ageing", "Pouch; cells, \"new\"", "電池"];

/// Writes thirty tests into `in/`, and their manifest: the path of each within, and its row.
fn write(sandbox: &Sandbox) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let kinds = ["mini", "rates", "reset", "running"].map(fixture);
    for at in 0..24 {
        let name = format!("t{at:02}");
        kinds[at % 4].another(&name, at).write(&sandbox.path("in").join(&name));
        all.push((name.clone(), format!("{name}/{name}_Step.csv")));
    }
    for (at, dialect) in OTHERS.iter().enumerate() {
        let name = format!("o{at}");
        let other = Other::all().find(|other| other.name == *dialect).unwrap();
        let path = other.write(&sandbox.path("in").join(&name), &name, &same_script()).unwrap();
        all.push((name.clone(), format!("{name}/{}", path.file_name().unwrap().to_string_lossy())));
    }
    let mut manifest = "path,name,project,cell,machine,operator,nominal_capacity_ah\n".to_owned();
    for (at, (name, path)) in all.iter().enumerate() {
        let project = PROJECTS[at % 3].replace('"', "\"\"");
        manifest.push_str(&format!("{path},{name},\"{project}\",C{},M{},Ann,2\n", at % 10, at % 2));
    }
    std::fs::write(sandbox.path("in").join("manifest.csv"), manifest).unwrap();
    all
}

/// The steps, cycles and pulses of a report.
fn figures(sandbox: &Sandbox, source: &[&str]) -> Vec<Value> {
    let list = |kind: &str| sandbox.report(kind, source)[kind].clone();
    ["steps", "cycles", "pulses"].map(list).into()
}

/// What the audit has of one experiment.
fn actions(sandbox: &Sandbox, name: &str) -> Vec<String> {
    let all = sandbox.json(["catalog", "history", "experiment", name, "--format", "json"]);
    let events = all["events"].as_array().cloned().unwrap_or_default();
    events.iter().map(|event| event["action"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Everything is whole, and these experiments say what their files say under these options.
fn evening(sandbox: &Sandbox, all: &[(String, String)], more: &[(&str, &[&str])]) {
    sandbox.intact();
    for (name, path) in all.iter().step_by(7) {
        let options = more.iter().find(|(one, _)| one == name).map_or(&[][..], |(_, options)| options);
        let path = sandbox.path("in").join(path).to_string_lossy().into_owned();
        let files = [&[&*path, "--nominal-capacity", "2"], options].concat();
        let stored = figures(sandbox, &["--experiment", name]);
        assert_eq!(stored, figures(sandbox, &files), "{name} on {}", sandbox.lane());
    }
}

fn monday(sandbox: &Sandbox, all: &[(String, String)]) {
    let manifest = sandbox.path("in").join("manifest.csv");
    let manifest = manifest.to_string_lossy();
    let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &["--manifest", &manifest, "--fail-on", "never"]);
    outcome.expect(0);
    assert_eq!((&answer["loaded"], all.len()), (&30.into(), 30), "{answer:#}");
    let (_, again) = sandbox.ingest(&sandbox.path("in"), &["--manifest", &manifest, "--fail-on", "never"]);
    assert_eq!(again["skipped"], 30, "{again:#}");
    let projects = sandbox.json(["catalog", "list", "projects", "--format", "json"]);
    let names: Vec<&str> =
        projects["projects"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names.len(), 3);
    assert!(PROJECTS.iter().all(|project| names.contains(project)), "{names:?}");
    evening(sandbox, all, &[]);
}

fn tuesday(sandbox: &Sandbox, all: &[(String, String)]) {
    // Who ran them, and a cell that was typed wrong.
    let of_project = ["catalog", "edit", "experiment", "--project", PROJECTS[2], "--set", "operator=", "--yes"];
    sandbox.run(of_project).done();
    sandbox.run(["catalog", "add", "cell", "C10", "--set", "nominal_capacity_ah=2", "--set", "chemistry=NMC"]).done();
    sandbox.run(["catalog", "edit", "experiment", "t01", "--set", "cell=C10", "--reason", "read the label"]).done();
    assert_eq!(actions(sandbox, "t01"), ["load", "edit"]);
    evening(sandbox, all, &[]);
}

fn wednesday(sandbox: &Sandbox, all: &[(String, String)]) {
    // t00 is a `mini`: its reference step was wrong; then it is the one that is found again.
    sandbox.run(["catalog", "rebase", "t00", "--reference-step", "9"]).done();
    evening(sandbox, all, &[("t00", &["--reference-step", "9"])]);
    sandbox.run(["catalog", "rebase", "t00", "--reference-step", "auto"]).done();
    evening(sandbox, all, &[]);
}

fn thursday(sandbox: &Sandbox, all: &[(String, String)]) {
    let before = figures(sandbox, &["--experiment", "t04"]);
    sandbox.run(["catalog", "merge-steps", "t04", "1-2", "--reason", "one rest"]).done();
    let merged = figures(sandbox, &["--experiment", "t04"]);
    assert_eq!(merged[0].as_array().unwrap().len() + 1, before[0].as_array().unwrap().len());
    sandbox.run(["catalog", "delete", "experiment", "t05", "--yes", "--reason", "wrong file"]).done();
    assert_eq!(actions(sandbox, "t05"), ["load", "edit", "delete"]);
    assert_eq!(sandbox.experiments().len(), 29);
    sandbox.ingest(&sandbox.path("in").join("t05"), &["--fail-on", "never", "--nominal-capacity", "2"]).0.expect(0);
    evening(sandbox, all, &[]);
}

fn friday(sandbox: &Sandbox) {
    // Into every format; the one that can be read again gives the same figures.
    for (table, file) in [
        ("measurements", "rows.csv"),
        ("measurements", "rows.ndjson"),
        ("measurements", "rows.parquet"),
        ("steps", "steps.csv"),
        ("cycles", "cycles.parquet"),
        ("pulses", "pulses.xlsx"),
        ("findings", "findings.ndjson"),
    ] {
        sandbox.run(["export", table, "--experiment", "o2", "-o", file]).done();
        assert!(sandbox.path(file).metadata().is_ok_and(|data| data.len() > 0), "{file}");
    }
    for file in ["o2.bdf.csv", "o2.bdf.parquet"] {
        sandbox.run(["export", "measurements", "--experiment", "o2", "-o", file]).done();
        let count = |source: &[&str]| {
            let steps = figures(sandbox, source).remove(0);
            let one = |step: &Value| {
                let number = |key: &str| step[key].as_f64().map(|value| (value * 1e5).round() / 1e5);
                (step["step_type"].clone(), number("capacity_ah"), number("duration_s"))
            };
            steps.as_array().unwrap().iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(count(&["--experiment", "o2"]), count(&[file]), "{file}");
    }
    // Whole into another database, with what was amended, and back under the same digest.
    sandbox.run(["export", "bundle", "--experiment", "t04", "--experiment", "o2", "-o", "week.bundle"]).done();
    let other = format!("sqlite:{}", sandbox.path("other.db").display());
    let there = |words: &[&str]| sandbox.run([&["--database", &*other], words].concat());
    there(&["catalog", "import", "week.bundle"]).done().says(&["took t04", "took o2"]);
    there(&["catalog", "check", "--content"]).done();
    let digest = |shown: Value| shown["content_digest"].clone();
    for name in ["t04", "o2"] {
        let here = sandbox.json(["catalog", "show", name, "--format", "json"]);
        assert_eq!(digest(there(&["catalog", "show", name, "--format", "json"]).done().json()), digest(here));
        for kind in ["steps", "cycles", "pulses"] {
            let report = ["report", kind, "--experiment", name, "--format", "json"];
            assert_eq!(there(&report).done().json(), sandbox.json(report), "{kind} of {name}");
        }
    }
    there(&["catalog", "import", "week.bundle"]).done().says(&["skipped t04"]);
    sandbox.run(["catalog", "import", "week.bundle"]).done().says(&["skipped t04"]);
    sandbox.intact();
}

#[test]
fn a_week_in_the_laboratory() {
    on_both(|sandbox| {
        let all = write(sandbox);
        monday(sandbox, &all);
        tuesday(sandbox, &all);
        wednesday(sandbox, &all);
        thursday(sandbox, &all);
        friday(sandbox);
    });
}
