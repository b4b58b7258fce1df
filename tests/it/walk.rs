//! What a careful walk through the contract found: each was wrong once.

use crate::support::{Pair, Sandbox, aloud, fixture, on_both};

/// Every report on the folder and on the experiment of the same name, with the same options, byte for byte.
fn the_same(sandbox: &Sandbox, pair: &Pair, options: &[&str]) {
    for kind in ["overview", "steps", "cycles", "pulses", "quality"] {
        let report = |source: &[&str]| {
            let args = [&["report", kind, "--format", "json"], source, options].concat();
            sandbox.run(args).done().stdout
        };
        let (files, loaded) = (report(&["in"]), report(&["--experiment", &pair.name]));
        assert_eq!(files, loaded, "{kind} with {options:?} of {} on {}", pair.name, sandbox.lane());
    }
}

#[test]
fn findings_and_another_temperature_are_the_same_from_files_and_databases() {
    on_both(|sandbox| {
        // A voltage that jumps is a finding of the rows.
        let pair = fixture("mini").with_cell(40, "電壓(V)", "4.9");
        pair.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.expect(0);
        let options: [&[&str]; 3] = [&[], &["--cycles-by", "tester"], &["--temperature-channel", "溫箱溫度"]];
        options.iter().for_each(|options| the_same(sandbox, &pair, options));
        let wrong = ["report", "steps", "--experiment", "mini", "--temperature-channel", "Aux T9"];
        sandbox.run(wrong).expect(2).says(&["no temperature column `Aux T9`", "`Aux T1`"]);
    });
}

#[test]
fn the_same_bytes_in_another_way_need_replace() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        let outcome = |options: &[&str]| {
            let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), options);
            outcome.expect(0);
            let test = &answer["tests"][0];
            (test["outcome"].as_str().unwrap().to_owned(), test["message"].as_str().unwrap_or_default().to_owned())
        };
        assert_eq!(outcome(&["--sample-interval", "60"]).0, "loaded");
        let (said, message) = outcome(&[]);
        assert!(said == "skipped" && message.contains("--replace"), "{said}: {message}");
        let (said, message) = outcome(&["--sample-interval", "60", "--replace"]);
        assert!(said == "skipped" && !message.contains("--replace"), "{said}: {message}");
        assert_eq!(outcome(&["--replace"]).0, "replaced");
        assert_eq!(outcome(&["--replace", "--nominal-capacity", "3"]).0, "replaced");
        assert_eq!(outcome(&["--nominal-capacity", "3"]).1, "the same files are loaded as `mini`");
        the_same(sandbox, &pair, &["--nominal-capacity", "3"]);
        sandbox.run(["ingest", "in", "--replace", "--steps", "1,900"]).done().says(&["no step 900"]);
        sandbox.intact();
    });
}

#[test]
fn a_counter_of_the_tester_that_falls_back_loads() {
    let whole = fixture("mini");
    // The last row's step goes back to cycle 0.
    let mut pair = whole.with_cell(whole.detail.lines().count() - 2, "循環", "0");
    let step = pair.step.trim_end().rfind('\n').map(|at| at + 1).unwrap();
    pair.step.replace_range(step..=step, "0");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        let (_, answer) = sandbox.ingest(&sandbox.path("in"), &["--cycles-by", "tester", "--fail-on", "never"]);
        assert_eq!(answer["loaded"], 1, "{}: {answer:#}", sandbox.lane());
        let cycles = sandbox.report("cycles", &["--experiment", "mini"]);
        let numbers = |key: &str| -> Vec<i64> {
            cycles["cycles"].as_array().unwrap().iter().map(|cycle| cycle[key].as_i64().unwrap()).collect()
        };
        let (own, tester) = (numbers("cycle"), numbers("tester_cycle"));
        assert_eq!(tester.last(), Some(&0));
        assert!(own.windows(2).all(|pair| pair[0] < pair[1]), "{own:?}");
        sandbox.intact();
    });
}

#[cfg(unix)]
#[test]
fn half_of_a_test_is_not_taken_for_the_whole() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        let folder = sandbox.path("in");
        pair.write(&folder);
        let detail = folder.join("mini_Detail.csv");
        std::fs::remove_file(&detail).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &detail).unwrap();
        let words = ["mini_Detail.csv: it is a device", "mini_Step.csv: mini_Detail.csv beside it cannot be read"];
        sandbox.run(["ingest", "in"]).expect(2).says(&words);
        pair.named("whole").write(&folder);
        sandbox.run(["ingest", "in"]).expect(1).says(&words).says(&["loaded"]);
        assert_eq!(sandbox.experiments(), ["whole"]);
        sandbox.run(["report", "steps", "in/mini_Step.csv"]).expect(2);
        sandbox.run(["report", "steps", "--step", "in/mini_Step.csv"]).done();
    });
}

#[test]
fn refused_files_are_written_down_and_chemistries_are_listed_ones() {
    let pair = fixture("mini").with_cell(9, "電壓(V)", "3.4x");
    on_both(|sandbox| {
        pair.write(&sandbox.path("in"));
        for _ in 0..2 {
            sandbox.run(["ingest", "in"]).expect(1).says(&["mini_Detail.csv:11", "3.4x"]);
        }
        let files = sandbox.json(["catalog", "list", "files", "--format", "json"]);
        let files = files.as_object().unwrap().values().find_map(|list| list.as_array()).unwrap();
        assert_eq!(files.len(), 2, "{}: {files:#?}", sandbox.lane());
        assert!(files.iter().all(|file| file["outcome"] == "rejected"), "{files:#?}");
        sandbox.run(["ingest", "in", "--chemistry", "LPF"]).expect(2).says(&["`LPF` is none of NMC"]);
        sandbox.run(["ingest", "in", "--nominal-voltage", "3.2"]).expect(2).says(&["--cell"]);
        fixture("mini").write(&sandbox.path("in"));
        sandbox.run(["ingest", "in", "--chemistry", "lto"]).done();
        sandbox.run(["catalog", "list", "experiments", "--chemistry", "LTO", "--format", "csv"]).says(&["mini"]);
        sandbox.intact();
    });
}

#[cfg(unix)]
#[test]
fn a_database_that_may_only_be_read_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::sqlite();
    let pair = fixture("mini");
    pair.write(&sandbox.path("in"));
    let folder = sandbox.path("kept % here?");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("a#1.db");
    let database = format!("sqlite:{}", file.display());
    sandbox.run(["--database", &database, "ingest", "in"]).done();
    let report = ["--database", &database, "report", "steps", "--experiment", "mini", "--format", "json"];
    let before = sandbox.run(report).done().stdout;
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&file, 0o444);
    mode(&folder, 0o555);
    if std::fs::OpenOptions::new().write(true).open(&file).is_ok() {
        aloud("SKIPPED: a database that may only be read (who runs the tests may write everything)");
    } else {
        assert_eq!(before, sandbox.run(report).done().stdout);
        fixture("fade").write(&sandbox.path("more"));
        sandbox.run(["--database", &database, "ingest", "more"]).expect(2).says(&["readonly"]);
    }
    mode(&folder, 0o755);
}

#[test]
fn a_header_that_is_left_out_is_not_called_an_empty_file() {
    let sandbox = Sandbox::sqlite();
    let mut pair = fixture("mini");
    pair.detail = format!("{}\n", vec!["c"; 600_000].join(","));
    pair.write(&sandbox.path("in"));
    let found = sandbox.run(["validate", "in", "--format", "ndjson"]).expect(1);
    assert!(found.stdout.contains("FMT01") && !found.stdout.contains("FMT08"), "{found:#?}");
    for flag in ["--name", "--cell", "--project"] {
        sandbox.run(["ingest", "in", flag, " "]).expect(2).says(&["must not be empty"]);
    }
}

#[test]
fn a_step_number_that_cannot_be_is_one_finding() {
    let sandbox = Sandbox::sqlite();
    for number in ["-600000", "--", ""] {
        fixture("mini").with_cell(300, "工步", number).write(&sandbox.path("in"));
        let found = sandbox.run(["validate", "in", "--format", "ndjson"]).expect(1).stdout;
        let found: Vec<serde_json::Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(found.len(), 1, "{number}: {found:#?}");
        assert_eq!((found[0]["rule"].as_str(), found[0]["step"].as_i64()), (Some("FMT05"), None), "{number}");
    }
}

#[test]
fn the_ending_says_how_findings_are_written() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let written = |file: &str, options: &[&str]| {
        sandbox.run([&["validate", "in", "-o", file], options].concat()).done();
        std::fs::read_to_string(sandbox.path(file)).unwrap()
    };
    for (file, begins) in
        [("a.json", "{"), ("a.sarif", "{"), ("a.xml", "<?xml"), ("a.md", "#"), ("a.log", "mini"), ("a", "mini")]
    {
        let text = written(file, &[]);
        assert!(text.starts_with(begins), "{file}: {text}");
    }
    assert!(written("b.json", &["--format", "sarif"]).contains("sarif-schema"));
    for ending in ["xlsx", "parquet", "html"] {
        let name = format!("c.{ending}");
        sandbox.run(["validate", "in", "-o", &name]).expect(2).says(&[&name, "nothing here writes", ".sarif"]);
    }
    sandbox.run(["validate", "in", "--report", "text=c.pdf"]).expect(2).says(&["nothing here writes .pdf files"]);
    assert!(["c.xlsx", "c.parquet", "c.html", "c.pdf"].iter().all(|name| !sandbox.path(name).exists()));
}
