//! Every example that a help page shows does what it says, one after the other on what a lab would have by then.

use super::help::commands;
use crate::support::{Dashboard, Outcome, Sandbox, USUAL, fixture};
use crate::synth::{KINDS, aged};
use std::fs;
use std::path::Path;

/// What cannot be run as it stands, by how it begins, and what tries it instead.
const NOT_HERE: &[(&str, &str)] = &[
    ("ingest /srv/cycler --watch", "it follows a folder until it is stopped: tests/it/watch.rs"),
    ("ingest data/*.csv.zst", "a shell makes paths of the pattern, and the server is nobody's: tests/it/ingest.rs"),
    ("--database postgres://", "the server is nobody's: every test on PostgreSQL"),
    ("catalog grant", "a role of PostgreSQL: tests/it/access.rs"),
    ("catalog revoke", "likewise"),
    ("catalog list access", "likewise"),
    ("migrate roles --apply", "likewise"),
];

/// What a page needs before its examples, beside a database with `mini` and `rates`.
const BEFORE: &[(&str, &[&str])] = &[
    ("battery-etl", &["catalog delete experiment mini --yes", "catalog delete experiment rates --yes"]),
    ("ingest", &["catalog delete experiment mini --yes", "catalog delete experiment rates --yes"]),
    (
        "catalog add",
        &[
            "catalog delete experiment mini --yes",
            "catalog delete experiment rates --yes",
            "catalog delete project Ageing --yes",
            "catalog delete cell C7 --yes",
        ],
    ),
    (
        "catalog delete",
        &[
            "catalog add cell C8",
            "catalog edit experiment mini --set cell=C8",
            "catalog edit experiment rates --set cell=C8",
        ],
    ),
    ("catalog edit", &["catalog add operator Ann"]),
    ("catalog import", &["catalog delete experiment mini --yes"]),
    ("config check", &["ingest fixtures/fade --database sqlite:lab.db"]),
];

/// Examples that end otherwise than well, and how: what they show is that somebody is asked, or that findings fail.
const OTHERWISE: &[(&str, i32)] = &[("catalog delete experiment mini", 2)];

/// What a template looks like.
const WEEKLY: &str = "title = \"Weekly\"\n[[part]]\nreport = \"overview\"\n[[part]]\nplot = \"fade\"\n";

/// A dialect of one's own.
const MINE: &str = "name = \"mine\"\nextends = \"chroma-en\"\ntitle = \"Ours\"\n";

/// The examples of a help page, as they are typed behind the program's name.
fn examples(help: &str) -> Vec<String> {
    let below = help.lines().skip_while(|line| !line.starts_with("Examples:")).skip(1);
    let lines = below.take_while(|line| line.is_empty() || line.starts_with(' '));
    lines.filter_map(|line| Some(line.split_once("battery-etl ")?.1.to_owned())).collect()
}

/// The words of a line, and the file that its output goes to. What is said of it stands behind two blanks; what another
/// program makes of the output is that program's.
fn words(line: &str) -> (Vec<String>, Option<String>) {
    let line = line.split("  ").next().unwrap_or_default().trim_end_matches(')');
    let line = line.split(" | ").next().unwrap_or_default();
    let (line, file) = match line.split_once('>') {
        Some((line, file)) => (line, Some(file.trim_start_matches('>').trim().to_owned())),
        None => (line, None),
    };
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (words, file)
}

#[test]
fn words_are_those_of_a_shell() {
    let (found, file) = words("export parts data/ -o parts > parts.ndjson");
    assert_eq!((found.len(), file.as_deref()), (5, Some("parts.ndjson")));
    let (found, _) = words("report compare data/ --group new='n_*'  what it does");
    assert_eq!(found, ["report", "compare", "data/", "--group", "new=n_*"]);
    let (found, _) = words("catalog note mini 7 'chamber door was open'");
    assert_eq!(found[4], "chamber door was open");
}

/// The files that the examples name.
fn files(sandbox: &Sandbox) {
    for name in ["checkups", "english", "fade", "mini", "rates", "reset", "running"] {
        fixture(name).write(&sandbox.path("fixtures").join(name));
    }
    for name in ["mini", "rates"] {
        fixture(name).write(&sandbox.path("data"));
    }
    let capacities = |lost: f64| (0..8).map(|cycle| 2.0 - lost * f64::from(cycle)).collect::<Vec<_>>();
    for (name, lost) in [("n_1", 0.010), ("n_2", 0.011), ("o_1", 0.020), ("o_2", 0.021)] {
        aged(name, &capacities(lost)).write(&sandbox.path("data")).unwrap();
    }
    aged("aging", &capacities(0.015)).write(&sandbox.path("data/aging")).unwrap();
    aged("other", &capacities(0.015)).write(&sandbox.path("other")).unwrap();
    let mini = fixture("mini");
    for (step, detail) in
        [("s.csv", "d.csv"), ("a.csv", "b.csv"), ("a_Step.csv", "a_Detail.csv"), ("", "test_Detail.csv")]
    {
        if !step.is_empty() {
            fs::write(sandbox.path(step), &mini.step).unwrap();
        }
        fs::write(sandbox.path(detail), &mini.detail).unwrap();
    }
    // In letters that every encoding has.
    fs::write(sandbox.path("test.csv"), fixture("english").detail.trim_start_matches('\u{feff}')).unwrap();
    fs::write(sandbox.path("weekly.toml"), WEEKLY).unwrap();
    fs::write(sandbox.path("mine.toml"), MINE).unwrap();
    for folder in ["dialects", "settings", ".zfunc", "old"] {
        fs::create_dir_all(sandbox.path(folder)).unwrap();
    }
    let mut dashboard = Dashboard::at(&sandbox.path("battery.db"));
    dashboard.catalogue();
    for id in 1..=3 {
        dashboard.put(id, &mini.named(&format!("run {id}")), USUAL);
    }
}

/// What a lab has loaded, and given out.
fn loaded(sandbox: &Sandbox) {
    sandbox.run(["ingest", "fixtures/mini", "fixtures/rates", "--project", "Ageing", "--cell", "C7"]).done();
    sandbox.run(["export", "bundle", "--experiment", "mini", "-o", "mini.bundle"]).done();
    sandbox.run(["ingest", "fixtures/mini", "--database", "sqlite:old/battery-etl.db"]).done();
}

/// A folder with all that is below it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// An LFP cell for what is said of LFP cells.
fn lfp(sandbox: &Sandbox) {
    let pair = KINDS.iter().find(|kind| kind.chemistry == Some("LFP")).expect("an LFP cell").pair();
    fs::remove_dir_all(sandbox.path("data")).unwrap();
    pair.write(&sandbox.path("data")).unwrap();
    fs::write(sandbox.path("tests.csv"), format!("name,project\n{},Ageing\n", pair.name)).unwrap();
    let (step, detail) = pair.write(&sandbox.path(".")).unwrap();
    fs::rename(step, sandbox.path("a_Step.csv")).unwrap();
    fs::rename(detail, sandbox.path("a_Detail.csv")).unwrap();
}

#[test]
fn every_example_of_the_help_pages_does_what_it_says() {
    let first = Sandbox::sqlite();
    files(&first);
    loaded(&first);
    let mut seen = Vec::new();
    for page in commands(&first, &[]) {
        let name = if page.is_empty() { "battery-etl".to_owned() } else { page.join(" ") };
        let help = first.run(page.iter().map(String::as_str).chain(["--help"])).done().stdout;
        let lines = examples(&help);
        assert!(!lines.is_empty(), "`{name} --help` has no example");
        let sandbox = Sandbox::sqlite();
        copy(&first.path("."), &sandbox.path("."));
        for line in BEFORE.iter().filter(|before| before.0 == name).flat_map(|before| before.1) {
            sandbox.run(words(line).0).done();
        }
        if ["ingest", "validate"].contains(&name.as_str()) {
            lfp(&sandbox);
        }
        for line in lines {
            seen.push(line.clone());
            if NOT_HERE.iter().any(|one| line.starts_with(one.0)) {
                continue;
            }
            let (words, file) = words(&line.replace("~/", ""));
            let outcome = Outcome::of(sandbox.command().args(&words));
            let status = OTHERWISE.iter().find(|one| one.0 == line).map_or(0, |one| one.1);
            assert_eq!(outcome.status, status, "{name}: {line}\n{}\n{}", outcome.stdout, outcome.stderr);
            if let Some(file) = file.filter(|file| !file.starts_with('$') && !file.contains(".config")) {
                fs::write(sandbox.path(&file), &outcome.stdout).unwrap();
            }
        }
    }
    assert!(seen.len() > 80, "{seen:#?}");
    for (line, _) in NOT_HERE {
        assert!(seen.iter().any(|seen| seen.starts_with(line)), "no page shows `{line}` any more");
    }
}
