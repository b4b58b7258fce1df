//! What is carried from one database into another stands there as it stood: in whose place, and what has replaced it.

use crate::support::{Sandbox, fixture, on_both};
use serde_json::Value;

/// Loads the synthetic pair `mini` as a test of cell C1.
fn loaded(sandbox: &Sandbox) {
    fixture("mini").write(&sandbox.path("in"));
    sandbox.ingest(&sandbox.path("in"), &["--cell", "C1", "--project", "Ageing"]).0.done();
}

#[test]
fn in_whose_place_it_stands_is_carried_with_it() {
    on_both(|sandbox| {
        loaded(sandbox);
        fixture("rates").write(&sandbox.path("more"));
        sandbox.ingest(&sandbox.path("more"), &[]).0.done();
        sandbox.run(["catalog", "edit", "experiment", "rates", "--set", "supersedes=mini"]).done();
        for name in ["mini", "rates"] {
            let file = format!("{name}.bundle");
            let told = sandbox.run(["export", "bundle", "--experiment", name, "-o", &file]).done();
            assert_eq!(told.stderr.contains("supersedes `mini`, which is not there"), name == "rates", "{told:#?}");
        }
        sandbox.run(["export", "bundle", "--experiment", "mini", "--experiment", "rates", "-o", "both.bundle"]).done();
        let there = |file: &str| format!("sqlite:{}", sandbox.path(file).display());
        let shown = |database: &str, name: &str| {
            sandbox.json(["--database", database, "catalog", "show", name, "--format", "json"])
        };
        // In either order, and both at once.
        for (order, file) in [(&["rates", "mini"][..], "a.db"), (&["mini", "rates"], "b.db"), (&["both"], "c.db")] {
            let database = there(file);
            for bundle in order {
                let bundle = format!("{bundle}.bundle");
                let import = ["--database", &database, "catalog", "import", &bundle];
                let told = sandbox.run(import).done();
                let is_first = bundle == "rates.bundle" && order[0] == "rates";
                assert_eq!(told.stderr.contains("supersedes `mini`, which is not there"), is_first, "{told:#?}");
                if is_first {
                    assert_eq!(shown(&database, "rates")["supersedes_name"], "mini");
                }
            }
            let (mini, rates) = (shown(&database, "mini"), shown(&database, "rates"));
            assert_eq!((&rates["supersedes_id"], &rates["supersedes_name"]), (&mini["id"], &Value::Null), "{order:?}");
        }
        // What a person says takes the place of what was kept.
        let database = there("d.db");
        sandbox.run(["--database", &database, "catalog", "import", "rates.bundle"]).done();
        let clear = ["--database", &database, "catalog", "edit", "experiment", "rates", "--set", "supersedes="];
        sandbox.run(clear).done().says(&["mini (not here)"]);
        assert_eq!(shown(&database, "rates")["supersedes_name"], Value::Null);
    });
}

/// What is listed of a database: names, and by what each was replaced and what it replaced, by name; and what is counted.
fn stands(sandbox: &Sandbox) -> Vec<(String, Option<String>, Option<String>)> {
    let words = ["catalog", "list", "experiments", "--replaced", "--format", "json", "--columns", "all"];
    let list = sandbox.json(words)["experiments"].as_array().cloned().unwrap_or_default();
    let named = |id: &Value| {
        let one = list.iter().find(|one| one["id"] == *id && !id.is_null())?;
        Some(one["name"].as_str()?.to_owned())
    };
    let one = |row: &Value| {
        (row["name"].as_str().unwrap().to_owned(), named(&row["superseded_by_id"]), named(&row["supersedes_id"]))
    };
    let mut all: Vec<_> = list.iter().map(one).collect();
    all.sort();
    all
}

#[test]
fn what_was_replaced_is_carried_as_replaced() {
    on_both(|sandbox| {
        let fresh = || if sandbox.server().is_some() { Sandbox::postgres().unwrap() } else { Sandbox::sqlite() };
        loaded(sandbox);
        fixture("mini").another("mini", 7).write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--replace"]).0.done();
        let here = stands(sandbox);
        let old = here.iter().find(|one| one.1.is_some()).expect("one that was replaced").0.clone();
        let way = (Some("mini".to_owned()), Some(old.clone()));
        assert_eq!(here, [("mini".to_owned(), None, way.1.clone()), (old.clone(), way.0.clone(), None)]);
        let bundle = |names: &[&str], file: &str| {
            let file = sandbox.path(file).display().to_string();
            let mut words = vec!["export", "bundle", "-o", &file];
            words.extend(names.iter().flat_map(|name| ["--experiment", name]));
            let told = sandbox.run(words).done();
            (file, told)
        };
        let (both, _) = bundle(&["mini", &old], "both.bundle");
        let (first, _) = bundle(&[&old, "mini"], "first.bundle");
        let (new_alone, _) = bundle(&["mini"], "new.bundle");
        let (old_alone, told) = bundle(&[&old], "old.bundle");
        told.says(&["was replaced by `mini`, which is not there: it counts as a test of its own"]);
        for order in [&[&both][..], &[&first], &[&new_alone, &old_alone], &[&old_alone, &new_alone]] {
            let there = fresh();
            for (at, file) in order.iter().enumerate() {
                let import = ["catalog", "import", file.as_str()];
                // What is tried is what is done.
                let tried = there.run([&import[..], &["--dry-run"]].concat()).done().stderr;
                let done = there.run(import).done().stderr;
                let takes = done.lines().filter_map(|line| line.strip_prefix("note: took "));
                let takes: Vec<String> = takes.map(|line| format!("would take {line}")).collect();
                assert!(!takes.is_empty() && takes.iter().all(|line| tried.contains(line)), "{tried}\n{done}");
                if order.len() > 1 && at == 0 && *file == &old_alone {
                    assert_eq!(there.experiments(), [old.as_str()], "alone it counts");
                    let shown = there.json(["catalog", "show", &old, "--format", "json"]);
                    assert_eq!(shown["superseded_by_name"], "mini");
                }
            }
            assert_eq!(stands(&there), here, "{}: {order:?}", sandbox.lane());
            assert_eq!(there.experiments(), ["mini"]);
            // Once more is skipped.
            for file in order {
                let again = there.run(["catalog", "import", file.as_str()]).done();
                assert!(!again.stderr.contains("took "), "{again:#?}");
            }
            assert_eq!(stands(&there), here);
            there.run(["catalog", "check", "--content"]).done();
            // What was replaced comes back under its name, here as there.
            there.run(["catalog", "delete", "experiment", "mini", "--yes"]).done();
            assert_eq!(stands(&there), [("mini".to_owned(), None, None)]);
            there.intact();
        }
    });
}

#[test]
fn an_import_that_is_tried_says_what_the_run_says() {
    on_both(|sandbox| {
        let fresh = || if sandbox.server().is_some() { Sandbox::postgres().unwrap() } else { Sandbox::sqlite() };
        loaded(sandbox);
        fixture("rates").write(&sandbox.path("more"));
        sandbox.ingest(&sandbox.path("more"), &[]).0.done();
        let file = sandbox.path("both.bundle").display().to_string();
        sandbox.run(["export", "bundle", "--experiment", "mini", "--experiment", "rates", "-o", &file]).done();
        let there = fresh();
        fixture("mini").another("mini", 7).write(&there.path("in"));
        fixture("rates").write(&there.path("in"));
        there.ingest(&there.path("in"), &[]).0.done();
        let events =
            |of: &Sandbox| of.json(["catalog", "history", "--format", "json"])["events"].as_array().map(Vec::len);
        let before = events(&there);
        for (words, status) in [
            (&[][..], 1),
            (&["--name", "mini"], 1),
            (&["--name", "rates"], 0),
            (&["--name", "mini", "--as", "rates"], 1),
            (&["--name", "rates", "--as", "other"], 0),
            (&["--name", "nothing"], 2),
            (&["--name", "mini", "--name", "mini", "--name", "rates"], 1),
            (&["--name", "mini", "--as", "mine"], 0),
        ] {
            let import = [&["catalog", "import", file.as_str()][..], words].concat();
            let tried = there.run([&import[..], &["--dry-run"]].concat()).expect(status);
            assert_eq!(events(&there), before, "{words:?}");
            let done = there.run(import).expect(status);
            let said = done.stderr.replace("took ", "would take ").replace("skipped ", "would skip ");
            assert_eq!(tried.stderr, said, "{words:?}, {}", sandbox.lane());
        }
        // Without a database none is made; what comes twice is taken once.
        let empty = Sandbox::sqlite();
        let twice = ["catalog", "import", file.as_str(), "--name", "mini", "--name", "mini", "--dry-run"];
        empty.run(twice).done().says(&["would take mini: ", "would skip mini: the same data is there as `mini`"]);
        assert!(!empty.path("battery-etl").exists());
    });
}

#[test]
fn a_test_that_has_grown_comes_with_the_files_of_every_stage() {
    on_both(|sandbox| {
        let whole = fixture("mini");
        let steps = whole.steps();
        let running = whole.while_running(steps[steps.len() / 2], 0.5);
        for stage in [&running, &whole] {
            stage.write(&sandbox.path("in"));
            sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.done();
        }
        let files = |of: &Sandbox| of.json(["catalog", "list", "files", "--format", "json"])["files"].clone();
        let here = files(sandbox);
        let outcomes: Vec<_> = here.as_array().unwrap().iter().map(|file| file["outcome"].clone()).collect();
        assert_eq!(outcomes, ["grown", "grown", "loaded", "loaded"]);
        let bundle = sandbox.path("mini.bundle").display().to_string();
        sandbox.run(["export", "bundle", "--experiment", "mini", "-o", &bundle]).done();
        let there = if sandbox.server().is_some() { Sandbox::postgres().unwrap() } else { Sandbox::sqlite() };
        there.run(["catalog", "import", &bundle]).done();
        assert_eq!(files(&there), here, "{}: with when and by what they were read", sandbox.lane());
        there.run(["catalog", "check", "--content"]).done();
        // So it is known there as here what was loaded before it grew.
        running.write(&there.path("in"));
        let (outcome, answer) = there.ingest(&there.path("in"), &["--fail-on", "never"]);
        outcome.done();
        assert_eq!(answer["tests"][0]["outcome"], "skipped", "{answer:#}");
    });
}

#[test]
fn a_name_that_is_not_there_is_wrong_usage_and_no_bundle_is_written() {
    on_both(|sandbox| {
        loaded(sandbox);
        let bundle = ["export", "bundle", "--experiment", "mini", "--experiment", "mino", "-o", "a.bundle"];
        sandbox.run(bundle).expect(2).says(&["no experiment `mino`", "did you mean `mini`?"]);
        assert!(!sandbox.path("a.bundle").exists());
    });
}
