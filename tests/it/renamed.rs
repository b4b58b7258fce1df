//! A test that is renamed after it was loaded goes on under its new name: when its files grow, are loaded again, replaced or
//! deleted; the name of the files leads to it as long as no other test has that name.

use crate::support::{Pair, Sandbox, fixture, on_both};
use serde_json::Value;

pub(crate) fn rename(sandbox: &Sandbox, name: &str, new: &str) {
    sandbox.run(["catalog", "edit", "experiment", name, "--set", &format!("name={new}")]).done();
}

/// The one test of an ingest.
fn one(sandbox: &Sandbox, more: &[&str]) -> Value {
    let (_, mut answer) = sandbox.ingest(&sandbox.path("in"), more);
    let tests = answer["tests"].as_array_mut().unwrap();
    assert_eq!(tests.len(), 1, "{tests:#?}");
    tests.remove(0)
}

/// What became of it: its name, the outcome.
pub(crate) fn became(test: &Value) -> (&str, &str) {
    let outcome = test["would"].as_str().or(test["outcome"].as_str());
    (test["name"].as_str().unwrap(), outcome.unwrap())
}

/// The pair as it was exported while a middle step ran, with rows of that step.
pub(crate) fn running(pair: &Pair) -> Pair {
    let steps = pair.steps();
    pair.while_running(steps[steps.len() / 2], 0.5)
}

#[test]
fn what_grows_goes_on_under_its_new_name() {
    let whole = fixture("mini");
    on_both(|sandbox| {
        let place = sandbox.path("in");
        running(&whole).write(&place);
        one(sandbox, &["--fail-on", "never", "--cell", "C1", "--description", "the first"]);
        rename(sandbox, "mini", "run0");
        rename(sandbox, "run0", "run1");
        whole.write(&place);
        let tried = one(sandbox, &["--dry-run"]);
        assert_eq!(became(&tried), ("run1", "appended"), "{tried:#}");
        let grown = one(sandbox, &[]);
        assert_eq!(became(&grown), ("run1", "appended"), "{} {grown:#}", sandbox.lane());
        assert_eq!(tried["measurements"], grown["measurements"], "a dry run counts what the run does");
        assert_eq!((&tried["steps"], &tried["findings"]), (&grown["steps"], &grown["findings"]));
        assert_eq!(sandbox.experiments(), ["run1"]);
        let shown = sandbox.json(["catalog", "show", "run1", "--format", "json"]);
        assert_eq!((&shown["description"], &shown["cell"]), (&"the first".into(), &"C1".into()));
        assert_eq!(shown["measurements"], grown["measurements"]);
        // Its findings are not of an overlap with itself.
        assert!(shown["findings"].as_array().unwrap().iter().all(|one| one["rule"] != "CAT02"), "{shown:#}");
        // The same files again, with something that was not known.
        let filled = one(sandbox, &["--nominal-capacity", "2"]);
        assert_eq!((filled["outcome"].as_str(), &filled["experiment_id"]), (Some("updated"), &grown["experiment_id"]));
        let refused = one(sandbox, &["--nominal-capacity", "3"]);
        assert_eq!(refused["outcome"], "rejected", "{refused:#}");
        assert_eq!(sandbox.experiments(), ["run1"]);
        sandbox.intact();
    });
}

#[test]
fn only_a_pair_whose_first_file_stays_is_known_by_it() {
    // The Step file of a test that runs may be the same while Detail grows.
    let whole = fixture("mini");
    let steps = whole.steps();
    on_both(|sandbox| {
        let step = steps[steps.len() / 2];
        whole.while_running(step, 0.3).write(&sandbox.path("in"));
        one(sandbox, &["--fail-on", "never"]);
        rename(sandbox, "mini", "run1");
        whole.while_running(step, 0.8).write(&sandbox.path("in"));
        assert_eq!(became(&one(sandbox, &["--fail-on", "never"])), ("run1", "appended"), "{}", sandbox.lane());
        sandbox.intact();
    });
}

#[test]
fn another_test_under_the_name_of_its_files_is_refused() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        let place = sandbox.path("in");
        running(&pair).write(&place);
        one(sandbox, &["--fail-on", "never"]);
        rename(sandbox, "mini", "run1");
        pair.another("mini", 7).write(&place);
        for more in [&["--dry-run"][..], &[]] {
            let refused = one(sandbox, more);
            assert_eq!(became(&refused), ("run1", "rejected"), "{refused:#}");
            let why = refused["message"].as_str().unwrap();
            for words in ["`run1`, which was called `mini`, is loaded with other content", "--replace", "--name"] {
                assert!(why.contains(words), "{why}");
            }
        }
        // A name that is said is that name; one in a manifest is said.
        assert_eq!(became(&one(sandbox, &["--name", "mini", "--dry-run"])), ("mini", "loaded"));
        std::fs::write(sandbox.path("tests.csv"), "path,name\nin/mini,mini\n").unwrap();
        assert_eq!(became(&one(sandbox, &["--manifest", "tests.csv"])), ("mini", "loaded"));
        // Now that one is meant.
        pair.another("mini", 8).write(&place);
        let refused = one(sandbox, &[]);
        assert!(refused["message"].as_str().unwrap().contains("experiment `mini` is loaded"), "{refused:#}");
        assert_eq!(sandbox.experiments(), ["mini", "run1"]);
        sandbox.intact();
    });
}

#[test]
fn what_is_replaced_or_deleted_is_the_renamed_one() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        let place = sandbox.path("in");
        pair.another("mini", 1).write(&place);
        one(sandbox, &["--project", "Ageing", "--nominal-capacity", "1.9"]);
        rename(sandbox, "mini", "run1");
        running(&pair.another("mini", 2)).write(&place);
        for (more, would) in [(&["--replace", "--dry-run"][..], true), (&["--replace"], false)] {
            let replaced = one(sandbox, &[more, &["--fail-on", "never"]].concat());
            assert_eq!((became(&replaced), replaced["would"].is_string()), (("run1", "replaced"), would));
        }
        let shown = sandbox.json(["catalog", "show", "run1", "--format", "json"]);
        assert_eq!((&shown["project"], &shown["nominal_capacity_ah"]), (&"Ageing".into(), &1.9.into()));
        // What stands in its place is found, too.
        pair.another("mini", 2).write(&place);
        assert_eq!(became(&one(sandbox, &[])), ("run1", "appended"));
        // With other options, the same files stand in its place.
        let anew = one(sandbox, &["--replace", "--reference-step", "5"]);
        assert_eq!(became(&anew), ("run1", "replaced"), "{anew:#}");
        // What is gone is no more: the files are those of a new test.
        for name in ["run1", "run1", "run1"] {
            sandbox.run(["catalog", "delete", "experiment", name, "--yes"]).done();
        }
        assert_eq!(became(&one(sandbox, &[])), ("mini", "loaded"), "{}", sandbox.lane());
        assert_eq!(sandbox.experiments(), ["mini"]);
        sandbox.intact();
    });
}

#[test]
fn of_several_that_had_the_name_the_one_with_these_rows_is_meant() {
    let pairs = [3, 4].map(|mark| fixture("mini").another("mini", mark));
    on_both(|sandbox| {
        let place = sandbox.path("in");
        for (pair, name) in pairs.iter().zip(["one", "two"]) {
            running(pair).write(&place);
            one(sandbox, &["--fail-on", "never", "--name", "mini"]);
            rename(sandbox, "mini", name);
        }
        for (pair, name) in pairs.iter().zip(["one", "two"]) {
            pair.write(&place);
            let refused = one(sandbox, &["--replace"]);
            assert!(refused["message"].as_str().unwrap().contains("the name of two and of one"), "{refused:#}");
            assert_eq!(became(&one(sandbox, &["--dry-run"])), (name, "appended"), "{}", sandbox.lane());
            assert_eq!(became(&one(sandbox, &[])), (name, "appended"), "{}", sandbox.lane());
        }
        assert_eq!(sandbox.experiments(), ["one", "two"]);
        sandbox.intact();
    });
}

#[test]
fn it_is_found_after_it_was_carried_into_another_database() {
    let whole = fixture("mini");
    on_both(|sandbox| {
        let other = format!("sqlite:{}", sandbox.path("other.db").display());
        let place = sandbox.path("in");
        running(&whole).write(&place);
        sandbox.run(["--database", &other, "ingest", "in", "--fail-on", "never"]).done();
        sandbox.run(["catalog", "import", "other.db", "--as", "ann's"]).done();
        whole.write(&place);
        assert_eq!(became(&one(sandbox, &[])), ("ann's", "appended"), "{}", sandbox.lane());
        sandbox.intact();
    });
}

/// Loads tests of one cell that overlap, and gives what each stored says of it.
fn overlaps(sandbox: &Sandbox, order: &[&str], jobs: &str) -> Vec<Vec<String>> {
    let paths: Vec<String> = order.iter().map(|name| format!("in/{name}_Step.csv")).collect();
    let words = ["ingest", "--jobs", jobs, "--cell", "C1", "--fail-on", "error"].map(str::to_owned);
    sandbox.run(words.into_iter().chain(paths)).done();
    let mut names = order.to_vec();
    names.sort_unstable();
    let said = |name: &&str| {
        let shown = sandbox.json(["catalog", "show", name, "--format", "json"]);
        let all = shown["findings"].as_array().cloned().unwrap_or_default();
        all.iter().map(|one| format!("{} {}", one["rule"], one["message"])).collect()
    };
    names.iter().map(said).collect()
}

#[test]
fn a_cell_in_two_tests_at_once_is_found_whatever_the_order() {
    on_both(|sandbox| {
        let fresh = || if sandbox.server().is_some() { Sandbox::postgres().unwrap() } else { Sandbox::sqlite() };
        let all: Vec<_> = [(&["a", "b", "c"], "1"), (&["c", "a", "b"], "1"), (&["b", "c", "a"], "4")]
            .into_iter()
            .map(|(order, jobs)| {
                let one = fresh();
                for (mark, name) in ["a", "b", "c"].into_iter().enumerate() {
                    fixture("mini").another(name, mark).write(&one.path("in"));
                }
                let found = overlaps(&one, order, jobs);
                one.intact();
                // Another command finds those that are there, and says so of its own.
                fixture("mini").another("d", 9).write(&one.path("in"));
                let later = overlaps(&one, &["d"], "1").remove(0);
                assert_eq!(later.iter().filter(|said| said.contains("CAT02")).count(), 3, "{later:#?}");
                found
            })
            .collect();
        let of_a: Vec<_> = all[0][0].iter().filter(|said| said.contains("CAT02")).collect();
        assert_eq!(of_a.len(), 2, "{:#?}", all[0]);
        assert!(of_a[0].contains("and in b from") && of_a[1].contains("and in c from"), "{of_a:#?}");
        assert!(all.iter().all(|one| *one == all[0]), "{}: {all:#?}", sandbox.lane());
    });
}
