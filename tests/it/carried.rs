//! What is carried from one database into another stands there as it stood, and is told before.

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
