//! No input of a run replaces, extends or doubles another: by its name, by a name that a test had, or by its Step file.

use crate::renamed::{became, rename, running};
use crate::support::{Pair, Sandbox, fixture, on_both};
use crate::watch::{stop, until};
use serde_json::Value;

/// The tests of an ingest of the folder `in`.
fn all(sandbox: &Sandbox, more: &[&str]) -> Vec<Value> {
    let (_, mut answer) = sandbox.ingest(&sandbox.path("in"), more);
    answer["tests"].as_array_mut().map(std::mem::take).unwrap()
}

/// What became of each, by its name.
fn outcomes(tests: &[Value]) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = tests.iter().map(became).collect();
    all.sort_unstable();
    all
}

fn rows(sandbox: &Sandbox, name: &str) -> u64 {
    let shown = sandbox.json(["catalog", "show", name, "--format", "json"]);
    shown["measurements"].as_u64().unwrap()
}

/// A test `A` that runs is loaded and renamed to `new`; then its files have grown.
fn renamed_and_grown(sandbox: &Sandbox, whole: &Pair, new: &str) -> u64 {
    running(whole).write(&sandbox.path("in"));
    let loaded = all(sandbox, &["--fail-on", "never"]);
    assert_eq!(outcomes(&loaded), [("A", "loaded")]);
    rename(sandbox, "A", new);
    whole.write(&sandbox.path("in"));
    rows(sandbox, new)
}

#[test]
fn a_renamed_test_and_a_file_of_its_new_name_are_refused_together() {
    let (whole, other) = (fixture("mini").named("A"), fixture("fade").named("B"));
    on_both(|sandbox| {
        let place = sandbox.path("in");
        let before = renamed_and_grown(sandbox, &whole, "B");
        other.write(&place);
        for jobs in ["1", "2"] {
            for more in [&[][..], &["--replace"], &["--replace", "--discard"]] {
                for dry in [&["--dry-run"][..], &[]] {
                    let tests = all(sandbox, &[more, dry, &["--jobs", jobs]].concat());
                    assert_eq!(outcomes(&tests), [("A", "rejected"), ("B", "rejected")], "{tests:#?}");
                    for test in &tests {
                        let why = test["message"].as_str().unwrap();
                        for words in ["2 inputs would have the name `B`", "A_Step.csv (`A` was", "B_Step.csv", "--name"]
                        {
                            assert!(why.contains(words), "{why}");
                        }
                        assert!(!why.contains("--name-from folder"), "{why}");
                    }
                }
            }
        }
        assert_eq!((sandbox.experiments(), rows(sandbox, "B")), (vec!["B".to_owned()], before));
        // Under a name of its own the other file is a test of its own.
        std::fs::write(sandbox.path("tests.csv"), "path,name\nin/B_Step.csv,other\n").unwrap();
        let tests = all(sandbox, &["--jobs", "2", "--manifest", "tests.csv"]);
        assert_eq!(outcomes(&tests), [("B", "appended"), ("other", "loaded")], "{tests:#?}");
        sandbox.intact();
    });
}

#[test]
fn who_follows_a_folder_refuses_them_together_too() {
    let (whole, other) = (fixture("mini").named("A"), fixture("fade").named("B"));
    on_both(|sandbox| {
        let before = renamed_and_grown(sandbox, &whole, "B");
        other.write(&sandbox.path("in"));
        let child = sandbox.start(["ingest", "in", "--watch", "--settle", "0.4", "--replace", "--format", "json"]);
        let refused = || {
            let files = sandbox.json(["catalog", "list", "files", "--format", "json"]).to_string();
            files.matches("inputs would have the name `B`").count() >= 2
        };
        until("the refusal", refused);
        stop(child);
        assert_eq!((sandbox.experiments(), rows(sandbox, "B")), (vec!["B".to_owned()], before));
    });
}

#[test]
fn who_follows_a_folder_replaces_no_test_by_one_of_its_name_that_comes_later() {
    on_both(|sandbox| {
        fixture("mini").named("cell").write(&sandbox.path("in/monday"));
        let child = sandbox.start(["ingest", "in", "--watch", "--settle", "0.4", "--replace", "--format", "json"]);
        until("the first test", || sandbox.experiments() == ["cell"]);
        let before = rows(sandbox, "cell");
        fixture("fade").named("cell").write(&sandbox.path("in/tuesday"));
        let refused = || {
            let files = sandbox.json(["catalog", "list", "files", "--format", "json"]).to_string();
            files.contains("2 inputs would have the name `cell`") && files.contains("tuesday")
        };
        until("the refusal", refused);
        stop(child);
        assert_eq!((sandbox.experiments(), rows(sandbox, "cell")), (vec!["cell".to_owned()], before));
    });
}

#[test]
fn two_tests_that_had_one_name_after_the_other_are_refused_together() {
    // A became B, then C; a file of each name that it had would go on in C.
    let whole = fixture("mini").named("A");
    on_both(|sandbox| {
        renamed_and_grown(sandbox, &whole, "B");
        rename(sandbox, "B", "C");
        fixture("fade").named("B").write(&sandbox.path("in"));
        let tests = all(sandbox, &["--replace"]);
        assert_eq!(outcomes(&tests), [("A", "rejected"), ("B", "rejected")], "{tests:#?}");
        assert!(tests[0]["message"].as_str().unwrap().contains("(`B` was renamed to it)"), "{tests:#?}");
        // A name that is said is free for another test, and does not stand in the way.
        std::fs::write(sandbox.path("tests.csv"), "path,name\nin/B_Step.csv,B\n").unwrap();
        let tests = all(sandbox, &["--manifest", "tests.csv"]);
        assert_eq!(outcomes(&tests), [("B", "loaded"), ("C", "appended")], "{} {tests:#?}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn a_former_name_that_is_said_finds_the_test_whose_rows_go_on() {
    let whole = fixture("mini").named("A");
    on_both(|sandbox| {
        renamed_and_grown(sandbox, &whole, "T2");
        std::fs::write(sandbox.path("tests.csv"), "path,name,project\nin/A_Step.csv,A,Ageing\n").unwrap();
        let tried = all(sandbox, &["--name", "A", "--dry-run"]);
        assert_eq!(outcomes(&tried), [("T2", "appended")], "{tried:#?}");
        let (said, answer) = sandbox.ingest(&sandbox.path("in"), &["--manifest", "tests.csv"]);
        assert_eq!(became(&answer["tests"][0]), ("T2", "appended"), "{} {answer:#}", sandbox.lane());
        said.done().says(&["T2: `A` was renamed to it"]);
        // The same bytes, with another reference.
        let anew = all(sandbox, &["--name", "A", "--replace", "--reference-step", "5"]);
        assert_eq!(outcomes(&anew), [("T2", "replaced")], "{anew:#?}");
        assert_eq!(outcomes(&all(sandbox, &["--name", "A", "--reference-step", "5"])), [("A", "skipped")]);
        // Rows of another test: the name is free.
        whole.another("A", 7).write(&sandbox.path("in"));
        for more in [&["--dry-run"][..], &["--replace"]] {
            let other = all(sandbox, &[&["--name", "A"], more].concat());
            assert_eq!(outcomes(&other), [("A", "loaded")], "{other:#?}");
        }
        sandbox.intact();
    });
}

#[test]
fn a_row_of_a_manifest_finds_a_renamed_test_by_what_it_is_called_now() {
    let whole = fixture("mini").named("A");
    on_both(|sandbox| {
        renamed_and_grown(sandbox, &whole, "C");
        fixture("fade").named("D").write(&sandbox.path("in"));
        std::fs::write(sandbox.path("tests.csv"), "name,cell\nC,CELLA\nD,CELLD\n").unwrap();
        for more in [&["--dry-run"][..], &[]] {
            let tests = all(sandbox, &[&["--manifest", "tests.csv", "--fail-on", "never"], more].concat());
            assert_eq!(outcomes(&tests), [("C", "appended"), ("D", "loaded")], "{} {tests:#?}", sandbox.lane());
        }
        let shown = sandbox.json(["catalog", "show", "C", "--format", "json"]);
        assert_eq!(shown["cell"], "CELLA");
        std::fs::write(sandbox.path("tests.csv"), "name,cell\nA2,CELLA\n").unwrap();
        let refused = sandbox.run(["ingest", "in", "--manifest", "tests.csv"]).expect(2);
        refused.says(&["tests.csv:2: no test `A2` is among the inputs", "or what a renamed test is called now"]);
        sandbox.intact();
    });
}

#[test]
fn what_is_replaced_gets_a_name_that_is_free() {
    let mini = fixture("mini");
    on_both(|sandbox| {
        let place = sandbox.path("in");
        mini.named("R").write(&place);
        assert_eq!(outcomes(&all(sandbox, &[])), [("R", "loaded")]);
        let taken = format!("R (replaced, {})", sandbox.json(["catalog", "show", "R", "--format", "json"])["id"]);
        fixture("fade").write(&sandbox.path("other"));
        sandbox.run(["ingest", "other", "--name", &taken]).done();
        mini.another("R", 3).write(&place);
        let said = |more: &[&str]| {
            let tests = all(sandbox, &[&["--replace"], more].concat());
            assert_eq!(outcomes(&tests), [("R", "replaced")], "{} {tests:#?}", sandbox.lane());
            tests[0]["message"].as_str().unwrap().to_owned()
        };
        let (tried, done) = (said(&["--dry-run"]), said(&[]));
        assert_eq!(tried, done);
        let named = sandbox.experiments().into_iter().find(|name| name.starts_with("R (") && *name != taken);
        let kept = done.split('`').nth(1).unwrap().to_owned();
        assert!(kept != taken && named.is_none_or(|name| name == kept), "{done}");
        assert!(rows(sandbox, &kept) > 0);
        sandbox.intact();
    });
}

#[test]
fn one_step_file_with_two_details_is_one_test_and_a_conflict() {
    let mini = fixture("mini");
    on_both(|sandbox| {
        for (folder, detail) in [("one", "24.11"), ("two", "24.12"), ("three", "24.13")] {
            mini.with_cell(0, "Aux T1", detail).write(&sandbox.path(&format!("in/{folder}")));
        }
        let tests = all(sandbox, &["--name-from", "folder", "--jobs", "3"]);
        let mut became: Vec<_> = tests.iter().map(|test| test["outcome"].as_str().unwrap()).collect();
        became.sort_unstable();
        assert_eq!(became, ["loaded", "rejected", "rejected"], "{} {tests:#?}", sandbox.lane());
        let refused = tests.iter().find(|test| test["outcome"] == "rejected").unwrap();
        assert!(refused["message"].as_str().unwrap().contains("whose other file is another"), "{refused:#}");
        sandbox.intact();
    });
}

#[test]
fn what_a_flag_says_otherwise_than_the_manifest_is_told() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    std::fs::write(sandbox.path("tests.csv"), "name,cell,project,operator\nmini,K1,P1,Ann\n").unwrap();
    let (said, _) =
        sandbox.ingest(&sandbox.path("in"), &["--manifest", "tests.csv", "--cell", "K2", "--project", "P1"]);
    said.says(&["mini: cell is `K2`, not `K1`: the command line goes before the manifest"]);
    assert!(!said.stderr.contains("project is") && !said.stderr.contains("operator is"), "{}", said.stderr);
    let listed = sandbox.json(["catalog", "list", "experiments", "--format", "json", "--columns", "all"]);
    assert_eq!(
        (&listed["experiments"][0]["cell"], &listed["experiments"][0]["operator"]),
        (&"K2".into(), &"Ann".into())
    );
}
