//! What people say is checked, tried and told: values that cannot be, changes beside others, notes, names of others.

use crate::support::{Sandbox, fixture, on_both};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use serde_json::Value;

/// Loads the synthetic pair `mini` as a test of cell C1.
fn loaded(sandbox: &Sandbox) {
    fixture("mini").write(&sandbox.path("in"));
    sandbox.ingest(&sandbox.path("in"), &["--cell", "C1", "--project", "Ageing"]).0.done();
}

fn events(sandbox: &Sandbox) -> Vec<Value> {
    let all = sandbox.json(["catalog", "history", "--format", "json"]);
    all["events"].as_array().cloned().unwrap_or_default()
}

#[test]
fn who_edits_while_another_writes_is_told_to_try_again() {
    let commands: &[&[&str]] = &[
        &["add", "cell", "C2"],
        &["edit", "cell", "C1", "--set", "notes=x"],
        &["edit", "experiment", "mini", "--set", "tags=x"],
        &["correct", "mini", "5", "capacity_ah=-1.9", "--reason", "x"],
        &["merge-steps", "mini", "1-2", "--reason", "x"],
        &["rebase", "mini"],
        &["note", "mini", "5", "x"],
        &["delete", "experiment", "mini", "--yes"],
        &["delete", "cell", "C3", "--yes"],
        &["import", "rates.bundle"],
    ];
    on_both(|sandbox| {
        loaded(sandbox);
        sandbox.run(["catalog", "add", "cell", "C3"]).done();
        fixture("rates").write(&sandbox.path("more"));
        let other = format!("sqlite:{}", sandbox.path("other.db").display());
        sandbox.run(["--database", &other, "ingest", "more"]).done();
        let bundle = ["export", "bundle", "--experiment", "rates", "-o", "rates.bundle"];
        sandbox.run([&["--database", &other][..], &bundle].concat()).done();
        let before = events(sandbox).len();
        let mut file = None;
        let holder = sandbox.server().map(|server| server.hold("audit_events"));
        if holder.is_none() {
            let path = sandbox.path("battery-etl/battery-etl.db");
            let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            connection.batch_execute("BEGIN IMMEDIATE").unwrap();
            file = Some(connection);
        }
        for words in commands {
            sandbox.run([&["--wait", "0", "catalog"], *words].concat()).expect(75);
        }
        drop((holder, file));
        assert_eq!(events(sandbox).len(), before, "{}", sandbox.lane());
        sandbox.intact();
        for words in commands {
            sandbox.run([&["catalog"], *words].concat()).done();
        }
    });
}

#[test]
fn a_view_that_is_no_longer_so_is_told_with_who_changed_it() {
    on_both(|sandbox| {
        loaded(sandbox);
        sandbox.run(["catalog", "edit", "cell", "C1", "--set", "notes=theirs"]).done();
        let stale = ["--set", "notes=mine", "--unchanged-since", "2020-01-01T00:00:00Z"];
        let outcome = sandbox.run([&["catalog", "edit", "cell", "C1"][..], &stale].concat()).expect(75);
        outcome.says(&["was changed at", "the last change is `edit` by", "notes: – → theirs"]);
    });
}

#[test]
fn a_value_that_cannot_be_is_refused_with_what_can() {
    on_both(|sandbox| {
        loaded(sandbox);
        let before = events(sandbox).len();
        let refused: &[(&str, &str)] = &[
            ("edit cell C1 --set nominal_capacity_ah=1e308", "nominal_capacity_ah: `1e308` cannot be"),
            ("edit cell C1 --set nominal_capacity_ah=0", "from 0.000001 to 1000000 Ah"),
            ("edit experiment mini --set nominal_capacity_ah=nan", "is no number"),
            ("rebase mini --nominal-capacity 1e9", "to 1000000 Ah"),
            ("edit cell C1 --set temperature_min_degc=-300", "from -273.15"),
            ("edit cell C1 --set date_received=0001-01-01", "from 1900 to 2199"),
            ("edit cell C1 --set cells_in_series=2000000000", "up to 1000000"),
            ("correct mini 5 tester_cycle=-1 --reason x", "from 0 on"),
            ("correct mini 5 start_time=99999-01-01T00:00:00 --reason x", "from 1900 to 2199"),
            ("correct mini 5 temperature_end_degc=-400 --reason x", "from -273.15"),
            ("correct mini 5 duration_s=1e300 --reason x", "from 0 to"),
            ("correct mini 5 capacity_ah=1.9 --reason x", "is a discharge, and its capacity_ah is 1.9"),
            ("correct mini 5 energy_wh=7 --reason x", "in a discharge it is negative"),
        ];
        for (words, said) in refused {
            let outcome = sandbox.run(["catalog"].into_iter().chain(words.split(' '))).expect(2);
            assert!(outcome.stderr.contains(said), "{words}: {}", outcome.stderr);
        }
        let ingest = sandbox.run(["ingest", "in", "--nominal-capacity", "1e308"]).expect(2);
        assert!(ingest.stderr.contains("cannot be"), "{}", ingest.stderr);
        assert_eq!(events(sandbox).len(), before);
        // Another kind is taken, and what contradicts it is told.
        sandbox
            .run(["catalog", "correct", "mini", "5", "step_type=charge", "--reason", "wrong name"])
            .done()
            .says(&["step 5 is a charge, and its capacity_ah is -"]);
        // Each of them can be put right then, one after the other.
        for value in ["capacity_ah=2", "energy_wh=6.9"] {
            sandbox.run(["catalog", "correct", "mini", "5", value, "--reason", "wrong name"]).done();
        }
        // What a rest holds is nothing.
        for (words, status, said) in
            [("4 capacity_ah=7", 2, "in a rest it is 0"), ("7 step_type=rest", 0, "correct it, too")]
        {
            let words = ["catalog", "correct", "mini"].into_iter().chain(words.split(' ')).chain(["--reason", "x"]);
            sandbox.run(words).expect(status).says(&[said]);
        }
    });
}

#[test]
fn what_is_tried_changes_nothing() {
    on_both(|sandbox| {
        loaded(sandbox);
        let before = (events(sandbox).len(), sandbox.report("steps", &["--experiment", "mini"]));
        for words in [
            "correct mini 5 capacity_ah=-1.9 --reason x --dry-run",
            "merge-steps mini 1-2 --reason x --dry-run",
            "rebase mini --nominal-capacity 2 --dry-run",
            "edit cell C1 --set nominal_capacity_ah=2 --dry-run",
            "delete experiment mini --dry-run",
            "rebase mini --reason x --dry-run",
            "add cell C9 --set nominal_capacity_ah=2 --dry-run",
            "note mini 5 x --dry-run",
        ] {
            sandbox.run(["catalog"].into_iter().chain(words.split(' '))).done().says(&["would"]);
        }
        let after = (events(sandbox).len(), sandbox.report("steps", &["--experiment", "mini"]));
        assert_eq!(before, after, "{}", sandbox.lane());
        // It takes no number from what is done.
        for words in ["correct mini 5 capacity_ah=-1.9 --reason x", "merge-steps mini 1-2 --reason x"] {
            sandbox.run(["catalog"].into_iter().chain(words.split(' '))).done();
            let undone = words.split(' ').take(2).chain(["--withdraw", "1", "--reason", "x"]);
            sandbox.run(["catalog"].into_iter().chain(undone)).done();
        }
        let before = (events(sandbox).len(), 0);
        // What cannot be done is refused, too.
        sandbox.run(["catalog", "merge-steps", "mini", "4-5", "--reason", "x", "--dry-run"]).expect(2);
        for words in ["add cell C1", "add cell C9 --set notez=x", "note mini 99 x", "rebase mini --reference-step 1"] {
            sandbox.run(["catalog"].into_iter().chain(words.split(' ')).chain(["--dry-run"])).expect(2);
        }
        let words = ["catalog", "delete", "cell", "C1", "--yes"];
        let refused = sandbox.run(words).expect(2);
        refused.says(&["is in use by experiment `mini`"]);
        assert_eq!(sandbox.run([&words[..], &["--dry-run"]].concat()).expect(2).stderr, refused.stderr);
        assert_eq!(events(sandbox).len(), before.0);
        sandbox.run(["catalog", "add", "cell", "C9"]).done();
        let deleted = sandbox.run(["catalog", "delete", "cell", "C9", "C9", "--dry-run"]).done();
        assert_eq!(deleted.stderr.matches("would delete cell `C9`").count(), 1, "{deleted:#?}");
        sandbox.run(["catalog", "delete", "cell", "C9", "C9", "--yes"]).done();
    });
    // Without a database none is made.
    let empty = Sandbox::sqlite();
    empty
        .run(["catalog", "add", "cell", "C1", "--set", "chemistry=LFP", "--dry-run"])
        .done()
        .says(&["with chemistry=LFP"]);
    empty.run(["catalog", "add", "cell", "C1", "--set", "chemistry=x", "--dry-run"]).expect(2);
    assert!(!empty.path("battery-etl").exists());
}

#[test]
fn what_changes_nothing_says_so_and_a_reason_is_kept() {
    on_both(|sandbox| {
        loaded(sandbox);
        let rebase = ["catalog", "rebase", "mini", "--reason", "a newer version"];
        sandbox.run(rebase).done().says(&["mini is derived anew; no field is changed"]);
        sandbox.run(["catalog", "rebase", "mini", "--reference-step", "9", "--reason", "the longer one"]).done();
        let again = ["catalog", "rebase", "mini", "--reference-step", "9", "--reason", "once more"];
        sandbox.run(again).done().says(&["mini is derived anew; no field is changed"]);
        let told: Vec<_> = events(sandbox).into_iter().filter(|event| event["action"] == "rebase").collect();
        let reasons: Vec<_> = told.iter().filter_map(|event| event["reason"].as_str()).collect();
        assert_eq!(reasons, ["a newer version", "the longer one", "once more"], "{}", sandbox.lane());
        assert_eq!(told[1]["changes"], "reference_step: – → 9");
        assert!(told[0]["changes"].is_null() && told[2]["changes"].is_null(), "{told:#?}");
        for values in [&["tags=aged,pouch"][..], &["cell=C1"], &["nominal_capacity_ah=2"]] {
            let set = values.iter().flat_map(|value| ["--set", value]);
            sandbox.run(["catalog", "edit", "experiment", "mini"].into_iter().chain(set)).done();
        }
        let state = || {
            let shown = sandbox.json(["catalog", "show", "mini", "--format", "json"]);
            assert!(shown["updated_at"].is_string(), "{shown:#}");
            (events(sandbox).len(), shown["updated_at"].clone(), shown["tags"].clone())
        };
        let as_it_was = state();
        for same in ["tags=+aged", "tags=+pouch,+aged", "tags=-new", "tags=aged, pouch", "nominal_capacity_ah=2.0"] {
            let edit = ["catalog", "edit", "experiment", "mini", "--set", same];
            sandbox.run(edit).done().says(&["nothing is changed"]);
            assert_eq!(state(), as_it_was, "{same}, {}", sandbox.lane());
        }
        let before = events(sandbox).len();
        sandbox.run(["catalog", "edit", "cell", "C1", "--set", "notes="]).done().says(&["nothing is changed"]);
        sandbox.run(["catalog", "note", "mini", "5"]).done().says(&["nothing is changed"]);
        let value = &sandbox.report("steps", &["--experiment", "mini"])["steps"][4]["capacity_ah"].clone();
        let same = format!("capacity_ah={value}");
        sandbox
            .run(["catalog", "correct", "mini", "5", &same, "--reason", "x"])
            .expect(2)
            .says(&["nothing is changed"]);
        assert_eq!(events(sandbox).len(), before);
    });
}

#[test]
fn a_field_is_said_once_and_nothing_has_a_sign() {
    on_both(|sandbox| {
        loaded(sandbox);
        for words in ["edit cell C1 --set notes=x --set notes=y", "add cell C2 --set notes=x --set notes=y"] {
            let refused = sandbox.run(["catalog"].into_iter().chain(words.split(' '))).expect(2);
            refused.says(&["`notes` is given twice: --set notes=x and --set notes=y"]);
        }
        let unknown = sandbox.run(["catalog", "edit", "experiment", "mini", "--set", "notez=x"]).expect(2);
        unknown.says(&["an experiment has no such field"]);
        sandbox.run(["catalog", "edit", "cell", "C1", "--set", "voltage_min_v=-0"]).done();
        let cells = sandbox.run(["catalog", "list", "cells", "--format", "csv", "--columns", "all"]).done().stdout;
        assert!(!cells.contains("-0"), "{cells}");
        sandbox.run(["catalog", "correct", "mini", "5", "current_end_a=-0", "--reason", "x"]).done();
        let shown = sandbox.json(["catalog", "show", "mini", "--format", "json"]);
        assert_eq!(shown["corrections"][0]["value"], "0", "{}", sandbox.lane());
    });
}

#[test]
fn rows_of_an_amended_test_are_the_testers_and_that_is_told() {
    on_both(|sandbox| {
        loaded(sandbox);
        let rows = |out: &str| {
            let outcome = sandbox.run(["export", "measurements", "--experiment", "mini", "-o", out]).done();
            (std::fs::read_to_string(sandbox.path(out)).unwrap(), outcome)
        };
        let (before, silent) = rows("before.csv");
        assert!(!silent.stderr.contains("tester's own"), "{}", silent.stderr);
        sandbox.run(["catalog", "correct", "mini", "9", "capacity_ah=-0.5", "--reason", "loose lead"]).done();
        let (after, told) = rows("after.csv");
        let column = |text: &str, name: &str| -> Vec<String> {
            let at = text.lines().next().unwrap().split(',').position(|column| column == name).unwrap();
            text.lines().skip(1).map(|line| line.split(',').nth(at).unwrap().to_owned()).collect()
        };
        for measured in ["capacity_ah", "energy_wh", "voltage_v", "step"] {
            assert_eq!(column(&before, measured), column(&after, measured), "{measured}");
        }
        told.says(&["rows are the tester's own", "loose lead", "the last row of step 9 is at"]);
        sandbox.run(["export", "steps", "cycles", "--experiment", "mini", "-o", "a.xlsx"]).done();
        let bdf = ["export", "measurements", "--experiment", "mini", "-o", "a.bdf.csv"];
        sandbox.run(bdf).done().says(&["rows are the tester's own"]);
    });
}

#[test]
fn what_people_noted_is_shown_and_what_was_done_is_told() {
    on_both(|sandbox| {
        loaded(sandbox);
        sandbox.run(["catalog", "note", "mini", "5", "chamber door was open"]).done();
        let report = sandbox.run(["report", "steps", "--experiment", "mini"]).done();
        assert!(report.stdout.contains("step 5: chamber door was open"), "{}", report.stdout);
        let others = sandbox.run(["report", "steps", "--experiment", "mini", "--step-type", "charge"]).done();
        assert!(!others.stdout.contains("chamber door"), "{}", others.stdout);
        sandbox.run(["catalog", "add", "cell", "C9", "--set", "chemistry=LFP"]).done();
        sandbox.run(["catalog", "delete", "cell", "C9", "--yes"]).done();
        for event in events(sandbox) {
            let changes = event["changes"].as_str().unwrap_or_default();
            let said = match (event["action"].as_str().unwrap(), event["entity"].as_str().unwrap()) {
                ("load", _) => "cell: C1",
                ("note", _) => "note: – → chamber door was open",
                ("add" | "delete", "cell") => "chemistry: LFP",
                other => panic!("{other:?}"),
            };
            assert!(changes.contains(said), "{changes}");
        }
    });
}

#[test]
fn an_experiment_comes_under_another_name() {
    on_both(|sandbox| {
        loaded(sandbox);
        sandbox.run(["export", "bundle", "--experiment", "mini", "-o", "mini.bundle"]).done();
        fixture("mini").another("mini", 7).write(&sandbox.path("other"));
        let there = format!("sqlite:{}", sandbox.path("there.db").display());
        let there = ["--database", there.as_str()];
        sandbox.run([&there[..], &["ingest", "other"]].concat()).done();
        let taken = sandbox.run([&there[..], &["catalog", "import", "mini.bundle"]].concat()).expect(1);
        taken.says(&["another experiment `mini` is there", "--as NEW"]);
        let import = ["catalog", "import", "mini.bundle", "--as", "mine"];
        sandbox.run([&there[..], &import].concat()).done().says(&["took mini as mine"]);
        let read = |words: &[&str]| sandbox.run([words, &["--format", "csv"]].concat()).done().stdout;
        let of = |name: &str| ["report", "steps", "--experiment", name].map(str::to_owned);
        let mine = of("mine");
        let mine: Vec<&str> = there.into_iter().chain(mine.iter().map(String::as_str)).collect();
        let (here, carried) = (read(&["report", "steps", "--experiment", "mini"]), read(&mine));
        assert_eq!(here, carried.replace("mine,", "mini,"), "{}", sandbox.lane());
        sandbox.run([&there[..], &["catalog", "check", "--content"]].concat()).done();
        let none = sandbox.run([&there[..], &["catalog", "import", "mini.bundle", "--as", "a\nb"]].concat()).expect(2);
        assert!(none.stderr.contains("line end"), "{}", none.stderr);
    });
}

#[test]
fn a_bundle_refuses_what_it_cannot_honour() {
    let sandbox = Sandbox::sqlite();
    loaded(&sandbox);
    for (words, said) in [
        ("--nominal-capacity 2 -o a.bundle", "leave --nominal-capacity out"),
        ("--step-type charge -o a.bundle", "leave --step-type out"),
        ("--reference-step 5 -o a.bundle", "leave --reference-step out"),
        ("-o a.parquet", "name it a.bundle"),
        ("-o a.zip", "is no .zip file"),
    ] {
        let all = ["export", "bundle", "--experiment", "mini"].into_iter().chain(words.split(' '));
        sandbox.run(all).expect(2).says(&[said]);
    }
    sandbox.run(["export", "bundle", "--experiment", "mini", "-o", "a.db"]).done();
    std::fs::write(sandbox.path("file"), "x").unwrap();
    let split = ["export", "steps", "in", "--split-by", "experiment", "-o", "file"];
    sandbox.run(split).expect(2).says(&["is a file, and --split-by writes into a folder"]);
    sandbox.run(["man", "-o", "file"]).expect(2).says(&["is a file", "man COMMAND > FILE"]);
}

#[test]
fn what_an_experiment_stands_on_is_shown_with_where_it_comes_from() {
    on_both(|sandbox| {
        let shown = || sandbox.json(["catalog", "show", "mini", "--format", "json"]);
        loaded(sandbox);
        let found = shown();
        assert_eq!(
            (&found["reference_step"], &found["nominal_capacity_from"], &found["nominal_voltage_v"]),
            (&5.into(), &"its reference step".into(), &Value::Null)
        );
        let set = ["--set", "nominal_capacity_ah=2.5", "--set", "nominal_voltage_v=3.2"];
        sandbox.run([&["catalog", "edit", "cell", "C1"][..], &set].concat()).done();
        let of_cell = shown();
        assert_eq!(
            (&of_cell["nominal_capacity_ah"], &of_cell["nominal_capacity_from"], &of_cell["nominal_voltage_v"]),
            (&2.5.into(), &"its cell".into(), &3.2.into())
        );
        sandbox.run(["catalog", "rebase", "mini", "--nominal-capacity", "2", "--reference-step", "9"]).done();
        let own = shown();
        assert_eq!((&own["nominal_capacity_ah"], &own["reference_step"]), (&2.0.into(), &9.into()));
        assert!(own["nominal_capacity_from"].as_str().unwrap().starts_with("its own"), "{own}");
        assert!(own["reference_step_from"].as_str().unwrap().starts_with("its own"), "{own}");
    });
}

#[test]
fn names_that_look_alike_are_told_apart() {
    on_both(|sandbox| {
        loaded(sandbox);
        // As Windows and as macOS spell it.
        let (composed, parted) = ("Zelle \u{e9}", "Zelle e\u{301}");
        sandbox.run(["catalog", "add", "cell", composed]).done();
        let missing = sandbox.run(["catalog", "edit", "experiment", "mini", "--set", &format!("cell={parted}")]);
        assert!(missing.expect(2).stderr.contains("did you mean"), "{}", sandbox.lane());
        fixture("rates").write(&sandbox.path("more"));
        sandbox.ingest(&sandbox.path("more"), &["--cell", parted]).0.done().says(&["did you mean"]);
        let turned = "a\u{202e}b";
        sandbox.run(["catalog", "add", "cell", turned]).done();
        let list = |format: &str| sandbox.run(["catalog", "list", "cells", "--format", format]).done().stdout;
        assert!(list("table").contains("a\\u{202e}b") && !list("table").contains(turned));
        assert!(list("csv").contains(turned) && list("json").contains(turned));
        // One of a test that was replaced is in use, and the message says where it is seen.
        fixture("mini").another("mini", 7).write(&sandbox.path("other"));
        sandbox.ingest(&sandbox.path("other"), &["--replace", "--cell", composed]).0.done();
        let refused = sandbox.run(["catalog", "delete", "cell", "C1", "--yes"]).expect(2);
        assert!(refused.stderr.contains("catalog list experiments --replaced"), "{}", refused.stderr);
    });
}

#[test]
fn a_part_of_the_rows_has_no_digest_and_that_is_told() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    sandbox.ingest(&sandbox.path("in"), &["--sample-interval", "low"]).0.done();
    let check = sandbox.run(["catalog", "check", "--content"]).done();
    assert!(check.stdout.contains("cannot be made again"), "{}", check.stdout);
    let counts = sandbox.run(["catalog", "check"]).done();
    assert!(!counts.stdout.contains("cannot be made again"), "{}", counts.stdout);
}
