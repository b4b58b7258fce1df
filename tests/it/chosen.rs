//! What a command is about: which tests, in which order, of which database.

use crate::lake::lake;
use crate::support::{Outcome, Sandbox, fixture, on_both};
use crate::synth::{Other, same_script};
use std::collections::BTreeMap;
use std::fs;

/// Three tests as files in `in`, in the lake `lake`, and loaded.
fn everywhere(sandbox: &Sandbox) {
    lake(sandbox);
    sandbox.ingest(&sandbox.path("in"), &["--project", "Ageing"]).0.done();
}

fn run(sandbox: &Sandbox, words: &str, more: &[&str]) -> Outcome {
    sandbox.run(words.split(' ').chain(more.iter().copied()))
}

/// The experiments of a CSV, in order.
fn names(csv: &str) -> Vec<&str> {
    let mut names: Vec<&str> = csv.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    names.dedup();
    names
}

#[test]
fn filters_choose_by_the_figures_of_this_command() {
    let filters: [&[&str]; 4] = [
        &["--nominal-capacity", "1000", "--c-rate", "0.0001..0.01"],
        &["--reference-step", "9", "--soc", "1000..9000"],
        &["--temperature-channel", "Aux T2", "--temperature", "25.24..25.35"],
        &["--min-rest", "60", "--ocv", "3.52..3.53"],
    ];
    on_both(|sandbox| {
        everywhere(sandbox);
        for filter in filters {
            for words in ["report steps --format csv", "export steps --format csv"] {
                let shown = |more: &str| run(sandbox, &format!("{words}{more}"), filter).done().stdout;
                let files = shown(" in");
                assert_eq!(names(&files), ["mini", "one", "two"], "{filter:?}");
                assert_eq!(shown(""), files, "{words} {filter:?} on {}", sandbox.lane());
                assert_eq!(shown(" --from lake:lake"), files, "{words} {filter:?} of a lake");
            }
        }
        for more in ["", " --from lake:lake"] {
            run(sandbox, &format!("plot capacity-voltage -o a.svg{more}"), filters[0]).done();
        }
        // The same words from the settings are the same.
        fs::write(sandbox.path("battery-etl.toml"), "[derive]\nnominal_capacity_ah = 1000\n").unwrap();
        let shown =
            |more: &str| run(sandbox, &format!("report steps --format csv{more}"), &filters[0][2..]).done().stdout;
        assert_eq!(names(&shown("")), ["mini", "one", "two"]);
        assert_eq!(shown(" --from lake:lake"), shown(""));
    });
}

#[test]
fn filters_choose_by_what_is_in_force_of_each_test() {
    on_both(|sandbox| {
        let mini = fixture("mini");
        mini.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--min-rest", "60"]).0.done();
        let chosen = |filter: &[&str]| run(sandbox, "report steps --format csv", filter).done().stdout;
        let named = ["--experiment", "mini", "--ocv", "3.52..3.53"];
        assert_eq!((names(&chosen(&named)), chosen(&named[2..])), (vec!["mini"], chosen(&named)), "{}", sandbox.lane());
        assert_eq!(names(&chosen(&["--step-type", "unknown"])), Vec::<&str>::new());
        sandbox.run(["catalog", "correct", "mini", "4", "step_type=unknown", "--reason", "who knows"]).done();
        assert_eq!(names(&chosen(&["--step-type", "unknown,waveform"])), ["mini"], "{}", sandbox.lane());
        let listed = run(sandbox, "catalog list steps --format csv --step-type", &["unknown"]).done().stdout;
        assert_eq!(names(&listed), ["mini"], "{}", sandbox.lane());
        // One that was replaced is meant where it is named.
        mini.while_running(14, 0.5).write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--replace"]).0.done();
        let old = ["--experiment", "mini (replaced, 1)", "--step-type", "charge"];
        let report = run(sandbox, "report steps --format json", &old).done().json();
        assert_eq!(report["experiments"].as_array().map(Vec::len), Some(1), "{}", sandbox.lane());
    });
}

#[test]
fn tests_stay_in_the_order_in_which_they_are_named() {
    on_both(|sandbox| {
        everywhere(sandbox);
        for place in ["", " --from lake:lake"] {
            for filter in [&[][..], &["--step-type", "discharge"], &["--project", "Ageing"]] {
                let words = format!("--experiment two --experiment mini{place}");
                let steps = run(sandbox, &format!("report steps --format csv {words}"), filter).done().stdout;
                // Of the lake's project there is no `two`.
                let left = if place.is_empty() || filter != ["--project", "Ageing"] {
                    &["two", "mini"][..]
                } else {
                    &["mini"]
                };
                assert_eq!(names(&steps), left, "{words} {filter:?}");
                if left.len() > 1 {
                    let compared = run(sandbox, &format!("report compare --format json {words}"), filter).done().json();
                    assert_eq!(compared["base"], "two", "{words} {filter:?}: {compared:#}");
                }
            }
        }
    });
}

#[test]
fn a_name_that_no_test_of_a_lake_has_is_refused_as_of_a_database() {
    let sandbox = Sandbox::sqlite();
    everywhere(&sandbox);
    for [flag, name] in [["--machine", "M9"], ["--project", "Ageng"], ["--cell", "NIX"], ["--operator", "ann"]] {
        for place in ["", " --from lake:lake"] {
            run(&sandbox, &format!("report steps{place}"), &[flag, name]).expect(2).says(&[&format!("`{name}`")]);
        }
    }
    run(&sandbox, "report steps --from lake:lake", &["--project", "Ageng"]).expect(2).says(&["did you mean `Ageing`?"]);
}

/// How many rows of each step are marked, and how many its report says.
fn marked(sandbox: &Sandbox, source: &[&str]) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
    let (mut rows, mut steps) = (BTreeMap::new(), BTreeMap::new());
    let of = |line: &str| line.split(',').skip(line.matches(',').count() - 1).map(str::to_owned).collect::<Vec<_>>();
    let table = run(sandbox, "export measurements --format csv --columns step,relaxation", source).done().stdout;
    for line in table.lines().skip(1) {
        let line = of(line);
        *rows.entry(line[0].clone()).or_default() += u64::from(line[1] == "true");
    }
    let table = run(sandbox, "report steps --format csv --columns step,relaxation_rows", source).done().stdout;
    for line in table.lines().skip(1) {
        let line = of(line);
        steps.insert(line[0].clone(), line[1].parse().unwrap());
    }
    (rows, steps)
}

#[test]
fn relaxation_is_what_the_report_counts_whatever_the_step_times_are() {
    on_both(|sandbox| {
        let mini = fixture("mini");
        let of_step = |step| mini.steps().iter().position(|number| *number == step).unwrap();
        // A step time that jumps ahead, and one that goes back.
        let garbled = mini.with_cell(of_step(5) + 3, "工步執行時間(秒)", "99999").with_cell(
            of_step(7) + 3,
            "工步執行時間(秒)",
            "1",
        );
        garbled.write(&sandbox.path("in"));
        sandbox.ingest(&sandbox.path("in"), &["--fail-on", "never"]).0.done();
        let (rows, steps) = marked(sandbox, &["in"]);
        assert_eq!(rows, steps);
        assert!(rows.values().any(|rows| *rows > 0) && rows["5"] == 0, "{rows:?}");
        assert_eq!(marked(sandbox, &["--experiment", "mini"]), (rows, steps), "{}", sandbox.lane());
    });
}

#[test]
fn a_test_whose_column_of_step_times_is_empty_is_drawn_and_comes_back() {
    on_both(|sandbox| {
        let other = Other::all().find(|other| other.name == "arbin-old").unwrap();
        let path = other.write(&sandbox.path("arbin"), "same", &same_script()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let place = text.lines().next().unwrap().split(',').position(|name| name.starts_with("Step_Time")).unwrap();
        let emptied = |(at, line): (usize, &str)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if at > 0 {
                cells[place] = "";
            }
            cells.join(",") + "\n"
        };
        fs::write(&path, text.lines().enumerate().map(emptied).collect::<String>()).unwrap();
        let path = path.to_string_lossy();
        sandbox.ingest(path.as_ref().as_ref(), &["--fail-on", "never"]).0.done();
        for source in [&[&*path][..], &["--experiment", "same"]] {
            let (rows, steps) = marked(sandbox, source);
            assert_eq!(rows, steps);
            assert!(rows.values().all(|rows| *rows == 0), "{rows:?}");
            run(sandbox, "plot capacity-voltage -o a.svg", source).done();
            run(sandbox, "export measurements -o same.bdf.csv", source).done();
            let figures = |source: &[&str]| {
                let columns = "step,step_type,measurements,voltage_end_v,capacity_ah,current_end_a";
                run(sandbox, &format!("report steps --format csv --columns {columns}"), source).done().stdout
            };
            assert_eq!(figures(&["same.bdf.csv", "--name", "same"]), figures(source), "{}", sandbox.lane());
        }
    });
}

#[test]
fn a_path_of_the_settings_belongs_to_the_folder_of_their_file() {
    let sandbox = Sandbox::sqlite();
    let (home, below) = (sandbox.path("lab"), sandbox.path("lab/sub"));
    fs::create_dir_all(&below).unwrap();
    let own = "name = \"own\"\ntitle = \"Own\"\nextends = \"arbin\"\n";
    fs::write(home.join("own.toml"), own).unwrap();
    let settings = "database = \"sqlite:rel.db\"\n[read]\ndialect = \"own.toml\"\n";
    fs::write(home.join("battery-etl.toml"), settings).unwrap();
    let other = Other::all().find(|other| other.name == "arbin").unwrap();
    let path = other.write(&sandbox.path("arbin"), "same", &same_script()).unwrap();
    let from = |folder, words: &[&str]| Outcome::of(sandbox.command().current_dir(folder).args(words));
    from(&below, &["ingest", &path.to_string_lossy(), "--fail-on", "never"]).done();
    assert!(home.join("rel.db").exists() && !below.join("rel.db").exists());
    let listed = from(&home, &["catalog", "list", "experiments", "--format", "json"]).done().stdout;
    assert!(listed.contains("\"own\""), "{listed}");
    let shown = from(&below, &["config", "show", "--format", "json"]).done().stdout;
    assert!(shown.contains(&format!("{}\"", home.join("rel.db").display())), "{shown}");
    // A flag is of the working directory.
    from(&below, &["--database", "sqlite:rel.db", "catalog", "list"]).expect(2).says(&["no such database"]);
}
