//! Tables at the widths of real terminals, and what documents of each format have in common.

use crate::support::{Outcome, Pair, Sandbox, fixture, real_pairs};
use serde_json::Value;
use std::collections::BTreeSet;

const KINDS: [&str; 5] = ["overview", "steps", "cycles", "pulses", "quality"];
const LISTS: [&str; 7] = ["experiments", "steps", "cells", "machines", "projects", "files", "runs"];

fn at_width(sandbox: &Sandbox, width: u16, args: &[&str]) -> String {
    Outcome::of(sandbox.command().env("COLUMNS", width.to_string()).args(args)).done().stdout
}

/// The words of a text that hold a digit.
fn numbers(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit())).collect()
}

/// A word is whole where it stands as in a table without any limit, and so is a date with its time.
fn nothing_is_broken(sandbox: &Sandbox, args: &[&str], name: &str) {
    let whole = at_width(sandbox, 60_000, &[args, &["--columns", "all"]].concat());
    let known = numbers(&whole);
    for width in [80, 120, 200] {
        for columns in [&[][..], &["--columns", "all"]] {
            let text = at_width(sandbox, width, &[args, columns].concat());
            let said = text.replace(" more columns: --columns all", "").replace(" more column: --columns all", "");
            let left_out =
                |word: &str| said.contains(&format!("{word} (")) || word.ends_with(')') || word.ends_with(',');
            for word in numbers(&said) {
                assert!(known.contains(word) || left_out(word), "`{word}` of {args:?} at {width}:\n{text}");
            }
            for line in text.lines().filter(|line| !line.contains("Conventions") && !line.contains("Note")) {
                let is_date = |word: &str| word.len() == 10 && word.as_bytes()[4] == b'-' && word.as_bytes()[7] == b'-';
                assert!(
                    !line.trim_end().split(' ').next_back().is_some_and(is_date),
                    "a date without its time: {line}"
                );
                let fits = line.chars().count() <= usize::from(width);
                // Only a name that is wider than the screen may be, alone on its line.
                let pieces = line.trim().split("  ").filter(|piece| !piece.is_empty()).count();
                assert!(fits || line.contains(name) || pieces <= 2, "{width}: {line}");
            }
        }
    }
}

fn look_at(pairs: &[Pair]) {
    let sandbox = Sandbox::sqlite();
    for pair in pairs {
        pair.write(&sandbox.path("in"));
        sandbox
            .ingest(&sandbox.path("in"), &["--fail-on", "never", "--cell", "C 1", "--project", "P", "--machine", "M"]);
        for kind in KINDS {
            nothing_is_broken(&sandbox, &["report", kind, "--experiment", &pair.name], &pair.name);
        }
    }
    let name = &pairs[0].name;
    nothing_is_broken(&sandbox, &["report"], name);
    nothing_is_broken(&sandbox, &["catalog", "show", name], name);
    for list in LISTS {
        nothing_is_broken(&sandbox, &["catalog", "list", list], name);
    }
}

#[test]
fn no_number_is_broken_in_any_table() {
    look_at(&["mini", "rates", "running"].map(fixture));
}

#[test]
fn no_number_of_real_tests_is_broken() {
    let pairs = real_pairs();
    if !pairs.is_empty() {
        look_at(&pairs);
    }
}

#[test]
fn a_narrow_screen_gets_blocks_and_a_wide_one_more_columns() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let table = |width| at_width(&sandbox, width, &["report", "steps", "in"]);
    assert!(table(80).contains("\n Step               5\n"), "{}", table(80));
    assert!(table(80).contains("\n Duration           1:00:00\n"), "{}", table(80));
    let left_out = |text: &str| -> usize {
        let line = text.lines().find(|line| line.contains("more columns: --columns all")).expect("what is left out");
        line.split(' ').next().unwrap().parse().unwrap()
    };
    assert!(left_out(&table(200)) < left_out(&table(120)));
}

#[test]
fn one_test_and_many_have_one_shape_and_no_key_stands_twice() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    fixture("rates").write(&sandbox.path("both"));
    fixture("mini").write(&sandbox.path("both"));
    for kind in KINDS {
        for (folder, count) in [("in", 1), ("both", 2)] {
            let text = sandbox.run(["report", kind, folder, "--format", "json"]).done().stdout;
            let answer: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(answer["experiments"].as_array().map(Vec::len), Some(count), "{kind}");
            let lines = sandbox.run(["report", kind, folder, "--format", "ndjson"]).done().stdout;
            for line in lines.lines() {
                let one: Value = serde_json::from_str(line).unwrap();
                assert!(one["experiment"].is_string(), "{line}");
                let keys = line.matches("\"experiment\":").count();
                assert_eq!(keys, 1, "{line}");
            }
            let csv = sandbox.run(["report", kind, folder, "--format", "csv"]).done().stdout;
            let header: Vec<&str> = csv.lines().next().unwrap_or_default().split(',').collect();
            assert_eq!(header.len(), header.iter().collect::<BTreeSet<_>>().len(), "{header:?}");
            assert_eq!(csv.lines().filter(|line| line.starts_with("experiment,")).count(), 1, "one header: {csv}");
        }
    }
    let columns = "step,step,capacity_ah";
    let line = sandbox.run(["report", "steps", "in", "--format", "ndjson", "--columns", columns]).done().stdout;
    assert!(line.starts_with("{\"experiment\":\"mini\",\"step\":1,\"capacity_ah\":"), "{line}");
}

#[test]
fn an_ending_that_means_nothing_is_refused() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    for (name, more) in
        [("x.xlsx", None), ("x.parquet", Some("csv")), ("x.pdf", None), ("x.what", None), ("new/", None)]
    {
        let mut args = vec!["report", "steps", "in", "-o", name];
        args.extend(more.iter().flat_map(|format| ["--format", format]));
        sandbox.run(&args).expect(2).says(&[name.trim_end_matches('/')]);
        assert!(!sandbox.path(name).exists(), "{name}");
    }
    sandbox.run(["report", "steps", "in", "-o", "x.jsonl"]).done().says(&["wrote x.jsonl"]);
    sandbox.run(["report", "steps", "in", "-o", "x.what", "--format", "csv"]).done().says(&["wrote x.what"]);
    let quiet = sandbox.run(["-q", "report", "steps", "in", "-o", "x.md"]).done();
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{quiet:?}");
}

#[test]
fn nothing_found_is_told_and_no_fault() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    sandbox.run(["report", "steps", "in", "--soc", "200..300"]).done().says(&["note: no steps found"]);
    let none = sandbox.run(["report", "steps", "in", "--since", "2099-01-01", "--format", "json"]).done();
    assert_eq!(none.json()["experiments"].as_array().map(Vec::len), Some(0));
    none.says(&["no test is left by --since and --until"]);
    sandbox.ingest(&sandbox.path("in"), &[]).0.done();
    for kind in ["steps", "cycles", "pulses", "quality"] {
        let words = ["report", kind, "--soc", "200..300", "--format", "json"];
        let files = sandbox.json([&words[..], &["in"]].concat());
        let database = sandbox.json([&words[..], &["--experiment", "mini"]].concat());
        assert_eq!(files, database, "{kind}");
        let list = if kind == "quality" { "steps" } else { kind };
        assert_eq!(files["experiments"][0][list].as_array().map(Vec::len), Some(0), "{kind}");
    }
    sandbox.run(["report", "cycles", "--project", "none"]).expect(2).says(&["no project `none` in the database"]);
    sandbox.run(["catalog", "list", "cells"]).done().says(&["note: no cells found"]);
    sandbox.run(["report", "cycels"]).expect(2).says(&["did you mean `cycles`?"]);
}
