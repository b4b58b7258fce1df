//! `export parts`, and tests read back from a lake: the same bytes twice, exact counts, and the same reports, figures,
//! exports and findings as from the files.

use crate::support::{Outcome, Pair, Sandbox, fixture, real_pairs};
use crate::synth::{Other, same_script};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

const TABLES: [&str; 7] = ["tests", "files", "measurements", "steps", "cycles", "pulses", "findings"];

/// The lines of the manifest.
pub(crate) fn lines(outcome: &Outcome) -> Vec<Value> {
    outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every file below a folder but logs: its name and its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            all.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            all.insert(name, fs::read(&path).unwrap());
        }
    }
    all
}

/// Commits parts as an engine does: one commit for each table. A table without parts has no log.
pub(crate) fn commit(lake: &Path, lines: &[Value]) {
    for table in TABLES {
        let parts: Vec<&Value> = lines
            .iter()
            .flat_map(|line| line["parts"].as_array().unwrap())
            .filter(|part| part["table"] == table)
            .collect();
        if parts.is_empty() {
            continue;
        }
        let mut names = BTreeSet::new();
        let mut fields = Vec::new();
        for column in parts.iter().flat_map(|part| part["columns"].as_array().unwrap()) {
            if names.insert(column["name"].as_str().unwrap().to_owned()) {
                fields.push(json!({"name": column["name"], "type": column["type"], "nullable": true, "metadata": {}}));
            }
        }
        let schema = json!({"type": "struct", "fields": fields}).to_string();
        let mut log = vec![
            json!({"commitInfo": {"operation": "WRITE"}}),
            json!({"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}}),
            json!({"metaData": {"id": table, "format": {"provider": "parquet", "options": {}}, "schemaString": schema,
                "partitionColumns": [], "configuration": {}}}),
        ];
        for part in parts {
            let name = part["path"].as_str().unwrap().rsplit_once('/').unwrap().1;
            log.push(json!({"add": {"path": name, "partitionValues": {}, "size": part["bytes"], "modificationTime": 0,
                "dataChange": true, "stats": part["stats"].to_string()}}));
        }
        let folder = lake.join(table).join("_delta_log");
        fs::create_dir_all(&folder).unwrap();
        let lines: Vec<String> = log.iter().map(Value::to_string).collect();
        let text = lines.join("\n") + "\n";
        fs::write(folder.join("00000000000000000000.json"), text).unwrap();
    }
}

/// Two tests of one folder.
fn two(sandbox: &Sandbox) {
    let mini = fixture("mini");
    mini.write(&sandbox.path("in/a"));
    mini.another("another", 7).write(&sandbox.path("in/b"));
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let sandbox = Sandbox::sqlite();
    two(&sandbox);
    let one = lines(&sandbox.run(["--jobs", "1", "export", "parts", "in/a", "in/b", "-o", "one"]).done());
    let two = lines(&sandbox.run(["--jobs", "2", "export", "parts", "in/b", "in/a", "-o", "two"]).done());
    assert_eq!(one.iter().rev().collect::<Vec<_>>(), two.iter().collect::<Vec<_>>());
    let (first, second) = (files(&sandbox.path("one")), files(&sandbox.path("two")));
    assert!(first == second, "{:?} {:?}", first.keys(), second.keys());
    for line in &one {
        assert_eq!((&line["outcome"], &line["schema_version"]), (&json!("loaded"), &json!(1)), "{line}");
        assert_eq!(line["test"].as_str().unwrap().len(), 32);
        let parts = line["parts"].as_array().unwrap();
        let tables: Vec<&str> = parts.iter().map(|part| part["table"].as_str().unwrap()).collect();
        assert!(tables.contains(&"tests") && tables.contains(&"measurements"), "{tables:?}");
        for part in parts {
            let bytes = &first[part["path"].as_str().unwrap()];
            assert_eq!(part["bytes"], bytes.len(), "{}", part["path"]);
            assert_eq!(part["blake3"], blake3::hash(bytes).to_hex().as_str(), "{}", part["path"]);
            assert_eq!(part["rows"], part["stats"]["numRecords"]);
            assert_eq!(part["columns"][0], json!({"name": "test", "type": "string"}));
            assert_eq!(part["stats"]["minValues"]["test"], line["test"]);
            assert_eq!(part["stats"]["maxValues"]["test"], line["test"]);
        }
    }
    // Parts that are there stay as they are.
    let part = sandbox.path("one").join(one[0]["parts"][0]["path"].as_str().unwrap());
    let before = fs::metadata(&part).unwrap().modified().unwrap();
    let again = lines(&sandbox.run(["export", "parts", "in/a", "in/b", "-o", "one"]).done());
    assert_eq!(again, one);
    assert_eq!(fs::metadata(&part).unwrap().modified().unwrap(), before);
    assert!(files(&sandbox.path("one")) == first);
}

#[test]
fn where_the_files_lie_and_what_stands_beside_them_changes_nothing() {
    let sandbox = Sandbox::sqlite();
    let mini = fixture("mini").with_cell(40, "電壓(V)", "0.2");
    mini.write(&sandbox.path("in"));
    mini.write(&sandbox.path("else/where"));
    let parts = |paths: &[&str], place: &str| {
        let words = [&["export", "parts", "--fail-on", "never"], paths, &["-o", place]].concat();
        let outcome = sandbox.run(words).done();
        (lines(&outcome), files(&sandbox.path(place)))
    };
    let (_, here) = parts(&["in"], "here");
    let (_, there) = parts(&[&*sandbox.path("else").to_string_lossy()], "there");
    assert!(here == there && here.keys().any(|name| name.starts_with("findings/")), "{:?}", here.keys());
    // The same content under another name: one test, whichever is named first.
    mini.named("copy").write(&sandbox.path("copy"));
    let ((one, first), (other, second)) = (parts(&["in", "copy"], "both"), parts(&["copy", "in"], "turned"));
    assert!(first == second);
    assert_eq!(one[0]["test"], one[1]["test"]);
    assert_eq!((&one[0]["parts"], &one[0]), (&one[1]["parts"], &other[1]));
    assert_eq!(one[1]["message"], Value::Null);
    assert!(one[0]["message"].as_str().unwrap().contains("the same data as `copy`"), "{}", one[0]);
}

#[test]
fn what_is_wrong_has_no_parts() {
    let sandbox = Sandbox::sqlite();
    let mini = fixture("mini");
    let text: String = mini.step.split_inclusive('\n').take(mini.step.lines().count() - 3).collect();
    Pair { step: text, ..mini.named("cut") }.write(&sandbox.path("in"));
    mini.another("good", 3).write(&sandbox.path("in"));
    let outcome = sandbox.run(["export", "parts", "in", "-o", "parts"]).expect(1);
    let (cut, good) = match &lines(&outcome)[..] {
        [cut, good] => (cut.clone(), good.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!((&cut["outcome"], &cut["parts"]), (&json!("rejected"), &json!([])));
    assert!(cut["message"].as_str().unwrap().starts_with("not loaded: "), "{cut}");
    assert!(cut["findings"]["error"].as_u64().unwrap() > 0 && good["outcome"] == "loaded", "{cut} {good}");
    let own = good["test"].as_str().unwrap();
    let written = files(&sandbox.path("parts"));
    assert!(written.keys().all(|name| name.contains(own)), "{:?}", written.keys());
    // What cannot be read at all, and what goes together with nothing.
    sandbox.run(["export", "parts", "none.csv", "-o", "parts"]).expect(2);
    sandbox.run(["export", "parts", "in"]).expect(2).says(&["-o"]);
    sandbox.run(["export", "parts", "in", "-o", "parts", "--bom"]).expect(2).says(&["--bom"]);
    sandbox.run(["export", "steps", "in", "--fail-on", "never"]).expect(2).says(&["export parts"]);
    fs::write(sandbox.path("file"), "").unwrap();
    sandbox.run(["export", "parts", "in", "-o", "file"]).expect(2).says(&["file"]);
}

#[test]
fn the_list_names_each_test_and_writes_nothing() {
    let sandbox = Sandbox::sqlite();
    two(&sandbox);
    let listed = lines(&sandbox.run(["export", "parts", "--list", "in/a", "in/b"]).done());
    let written = lines(&sandbox.run(["export", "parts", "in/a", "in/b", "-o", "parts"]).done());
    assert_eq!(listed.len(), 2);
    for (here, there) in listed.iter().zip(&written) {
        assert_eq!((&here["name"], &here["paths"]), (&there["name"], &there["paths"]));
        // What is listed is one test again.
        let paths = here["paths"].as_array().unwrap().iter().map(|path| path.as_str().unwrap());
        let words: Vec<&str> = ["export", "parts", "-o", "again"].into_iter().chain(paths).collect();
        assert_eq!(&lines(&sandbox.run(words).done()), std::slice::from_ref(there));
    }
    sandbox.run(["export", "parts", "--list", "in", "-o", "parts"]).expect(2);
    sandbox.run(["export", "steps", "--list", "in"]).expect(2);
    // It sees all inputs, which no worker does.
    fs::write(sandbox.path("said.csv"), "path,cell\nin/c,A1\n").unwrap();
    sandbox.run(["export", "parts", "--list", "in", "--manifest", "said.csv"]).expect(2).says(&["said.csv:2", "in/c"]);
    fs::create_dir(sandbox.path("nothing")).unwrap();
    let none = sandbox.run(["export", "parts", "--list", "nothing"]).expect(2);
    assert!(none.stdout.is_empty() && none.stderr.contains("no test found"), "{}", none.stderr);
}

#[test]
fn a_file_that_is_being_written_is_for_later() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let mut child = sandbox.start(["export", "parts", "in", "-o", "parts"]);
    let file = fs::File::options().append(true).open(sandbox.path("in/mini_Detail.csv")).unwrap();
    let mut time = SystemTime::now();
    while child.try_wait().unwrap().is_none() {
        time += Duration::from_micros(10);
        file.set_modified(time).unwrap();
    }
    let outcome = Outcome::ended("export parts", child.wait_with_output().unwrap()).expect(75);
    let lines = lines(&outcome);
    assert_eq!((&lines[0]["outcome"], &lines[0]["parts"]), (&json!("failed"), &json!([])), "{lines:?}");
    assert!(files(&sandbox.path("parts")).is_empty());
    sandbox.run(["export", "parts", "in", "-o", "parts"]).done();
}

/// All that is said, drawn and given of a test, from a source given by arguments: the words, and the bytes of files.
fn everything(sandbox: &Sandbox, source: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut run = |words: &[&str]| {
        let outcome = sandbox.run([words, source].concat()).done();
        all.push((words.join(" "), outcome.stdout.into_bytes()));
    };
    for kind in ["overview", "steps", "cycles", "pulses", "quality", "rate", "temperature", "degradation"] {
        run(&["report", kind, "--format", "json"]);
    }
    run(&["validate", "--fail-on", "never", "--format", "json"]);
    run(&["plot", "combined", "--format", "svg", "-o", "-"]);
    run(&["plot", "dqdv", "--format", "svg", "-o", "-"]);
    for table in ["measurements", "steps", "cycles", "pulses", "findings"] {
        run(&["export", table, "--format", "ndjson"]);
    }
    run(&["export", "measurements", "--format", "csv", "--steps", "3-5"]);
    all
}

fn same(sandbox: &Sandbox, files: &[&str], lake: &[&str]) {
    for (from_files, from_lake) in everything(sandbox, files).into_iter().zip(everything(sandbox, lake)) {
        assert!(from_files.1 == from_lake.1, "{} of {files:?} is another from {lake:?}", from_files.0);
    }
}

#[test]
fn a_lake_gives_the_bits_of_the_files() {
    for pair in std::iter::once(fixture("mini")).chain(real_pairs().into_iter().take(1)) {
        let sandbox = Sandbox::sqlite();
        pair.write(&sandbox.path("."));
        let (step, detail) = (format!("{}_Step.csv", pair.name), format!("{}_Detail.csv", pair.name));
        let outcome = sandbox.run(["export", "parts", &step, &detail, "--fail-on", "never", "-o", "lake"]).done();
        commit(&sandbox.path("lake"), &lines(&outcome));
        same(&sandbox, &[&step, &detail], &["--from", "lake:lake"]);
        let explained = |source: &[&str]| {
            let words = [&["report", "explain"], source, &["soc_end_pct", "2"]].concat();
            sandbox.run(words).done().stdout
        };
        assert_eq!(explained(&[&step, &detail]), explained(&["--from", "lake:lake"]));
    }
}

#[test]
fn every_dialect_goes_through_a_lake() {
    let (sandbox, script) = (Sandbox::sqlite(), same_script());
    for other in Other::all() {
        let path = other.write(&sandbox.path(other.name), "same", &script).unwrap();
        let file = path.strip_prefix(sandbox.path(".")).unwrap_or(&path).to_string_lossy().into_owned();
        let words = ["export", "parts", &file, "--fail-on", "never", "-o"];
        let lake = format!("lake-{}", other.name);
        let outcome = sandbox.run(words.into_iter().chain([&*lake])).done();
        commit(&sandbox.path(&lake), &lines(&outcome));
        let from = format!("lake:{lake}");
        for words in [
            &["report", "steps", "--format", "json"][..],
            &["report", "pulses", "--format", "json"],
            &["export", "measurements", "--format", "csv"],
        ] {
            let files = sandbox.run([words, &[&*file]].concat()).done().stdout;
            let back = sandbox.run([words, &["--from", &from]].concat()).done().stdout;
            assert!(files == back, "{}: {words:?}", other.name);
        }
    }
}

#[test]
fn tests_of_a_lake_are_chosen_by_name_and_filter() {
    let sandbox = Sandbox::sqlite();
    two(&sandbox);
    fs::write(sandbox.path("m.csv"), "name,project,cell,machine\nmini,Ageing,A1,CT-4008\nanother,Other,B2,\n").unwrap();
    let outcome = sandbox.run(["export", "parts", "in", "--manifest", "m.csv", "-o", "lake"]).done();
    commit(&sandbox.path("lake"), &lines(&outcome));
    let names = |words: &[&str]| {
        let words = [&["report", "steps", "--from", "lake:lake", "--format", "json"], words].concat();
        let answer = sandbox.run(words).done().json();
        let all = answer["experiments"].as_array().cloned().unwrap_or_default();
        all.iter().map(|one| one["experiment"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["another", "mini"]);
    assert_eq!(names(&["--experiment", "mini"]), ["mini"]);
    assert_eq!(names(&["--project", "Ageing"]), ["mini"]);
    assert_eq!(names(&["--cell", "B2"]), ["another"]);
    assert_eq!(names(&["--machine", "CT-4008", "--since", "2000-01-01"]), ["mini"]);
    assert_eq!(names(&["--since", "2100-01-01"]), [""; 0]);
    assert_eq!(names(&["--c-rate", "1000..2000"]), [""; 0]);
    let from = ["report", "--from", "lake:lake"];
    sandbox.run([&from[..], &["--experiment", "mimi"]].concat()).expect(2).says(&["did you mean `mini`?"]);
    sandbox.run([&from[..], &["in"]].concat()).expect(2).says(&["--from names a lake"]);
    sandbox.run(["report", "--from", "lake:in"]).expect(2).says(&["is no lake"]);
    sandbox.run(["report", "--from", "lake:lake", "--encoding", "GBK"]).expect(2).says(&["--encoding"]);
    sandbox.run(["validate", "--from", "lake:lake", "--experiment", "mini"]).done();
    // A test that is not in `tests` is not there, whatever lies in the other tables.
    fs::remove_dir_all(sandbox.path("lake/tests")).unwrap();
    let one: Vec<Value> = lines(&outcome).into_iter().filter(|line| line["name"] == "mini").collect();
    let again = lines(&sandbox.run(["export", "parts", "in/a", "--manifest", "m.csv", "-o", "only"]).done());
    assert_eq!(one[0]["test"], again[0]["test"]);
    fs::rename(sandbox.path("only/tests"), sandbox.path("lake/tests")).unwrap();
    commit(&sandbox.path("only"), &again);
    fs::rename(sandbox.path("only/tests/_delta_log"), sandbox.path("lake/tests/_delta_log")).unwrap();
    assert_eq!(names(&[]), ["mini"]);
}

#[test]
fn a_lake_that_is_damaged_is_told_by_its_file() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let outcome = sandbox.run(["export", "parts", "in", "-o", "lake"]).done();
    let all = lines(&outcome);
    commit(&sandbox.path("lake"), &all);
    let part = |table: &str| {
        let parts = all[0]["parts"].as_array().unwrap();
        let part = parts.iter().find(|part| part["table"] == table).unwrap();
        part["path"].as_str().unwrap().to_owned()
    };
    let export = || sandbox.run(["export", "measurements", "--from", "lake:lake"]);
    export().done();
    let rows = sandbox.path("lake").join(part("measurements"));
    let whole = fs::read(&rows).unwrap();
    for at in [0, whole.len() / 3, whole.len() / 2, whole.len() - 200, whole.len() - 5] {
        fs::write(&rows, &whole[..at]).unwrap();
        export().expect(2).says(&[&part("measurements")]);
    }
    fs::remove_file(&rows).unwrap();
    export().expect(2).says(&[&part("measurements"), "is not there"]);
    fs::write(&rows, &whole).unwrap();
    let log = sandbox.path("lake/steps/_delta_log/00000000000000000000.json");
    let text = fs::read_to_string(&log).unwrap();
    fs::write(&log, &text[..text.len() - 40]).unwrap();
    export().expect(2).says(&["00000000000000000000.json:4", "copy the file again"]);
    let asks =
        text.replace("\"minReaderVersion\":1", "\"minReaderVersion\":3,\"readerFeatures\":[\"deletionVectors\"]");
    fs::write(&log, asks).unwrap();
    export().expect(2).says(&["deletionVectors"]);
}

#[test]
fn rows_other_than_those_committed_are_never_taken_for_them() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let mut all = lines(&sandbox.run(["export", "parts", "in", "-o", "lake"]).done());
    // The names that `battery-lake` gives: with the hash of the bytes.
    for part in all[0]["parts"].as_array_mut().unwrap() {
        let path = part["path"].as_str().unwrap().to_owned();
        let hash = part["blake3"].as_str().unwrap()[..16].to_owned();
        let hashed = path.replace(".parquet", &format!("-{hash}.parquet"));
        fs::rename(sandbox.path("lake").join(&path), sandbox.path("lake").join(&hashed)).unwrap();
        part["path"] = hashed.into();
    }
    commit(&sandbox.path("lake"), &all);
    let report = || sandbox.run(["report", "steps", "--from", "lake:lake"]);
    report().done();
    for part in all[0]["parts"].as_array().unwrap() {
        let path = sandbox.path("lake").join(part["path"].as_str().unwrap());
        let whole = fs::read(&path).unwrap();
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        fs::write(&path, changed).unwrap();
        let outcome = sandbox.run(["validate", "--from", "lake:lake"]);
        // What is derived is derived anew from the steps.
        if ["cycles", "pulses"].contains(&part["table"].as_str().unwrap()) {
            outcome.done();
        } else {
            outcome.expect(2).says(&[part["path"].as_str().unwrap(), "the file was damaged"]);
        }
        fs::write(&path, whole).unwrap();
    }
    for table in ["files", "steps", "findings"] {
        let (log, aside) = (sandbox.path("lake").join(table).join("_delta_log"), sandbox.path(table));
        if fs::rename(&log, &aside).is_ok() {
            report().expect(2).says(&[format!("rows in table {table}, and 0 are there").as_str()]);
            fs::rename(&aside, &log).unwrap();
        }
    }
}
