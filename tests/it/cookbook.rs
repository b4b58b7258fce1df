//! Every command of the cookbook works as it stands, in its order, on both databases.

use crate::support::{Outcome, fixture, on_both};
use std::fs;
use std::path::Path;

/// The commands of the page: lines that begin with four blanks and the program's name.
fn commands() -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cookbook.md");
    let text = fs::read_to_string(page).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("    battery-etl ")).map(str::to_owned).collect()
}

/// The words of a command line: quotes hold a word together, `> FILE` is where its output goes.
fn words(line: &str) -> (Vec<String>, Option<String>) {
    let (line, file) = line.split_once(" > ").map_or((line, None), |(line, file)| (line, Some(file.to_owned())));
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    (words, file)
}

#[test]
fn every_recipe_does_what_it_says() {
    let commands = commands();
    assert!(commands.len() > 30, "{commands:#?}");
    on_both(|sandbox| {
        for name in ["mini", "rates", "fade"] {
            fixture(name).write(&sandbox.path("data").join(name));
        }
        for line in &commands {
            let (words, file) = words(line);
            let outcome = Outcome::of(sandbox.command().args(&words));
            assert_eq!(outcome.status, 0, "{line}\n{}\n{}", outcome.stdout, outcome.stderr);
            if let Some(file) = file {
                fs::write(sandbox.path(&file), &outcome.stdout).unwrap();
            }
        }
        for file in ["mini.html", "fade.csv", "mini.pdf", "tests.xlsx", "mini.parquet", "mini.bdf.csv", "mini.bundle"] {
            assert!(sandbox.path(file).metadata().is_ok_and(|data| data.len() > 100), "{file}");
        }
        sandbox.intact();
    });
}

#[test]
fn what_is_said_of_a_command_is_a_comment() {
    // Whoever copies the line runs the command, not the words behind it.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.chain(["README.md", "CONTRIBUTING.md", "fixtures/README.md"].map(|name| root.join(name)));
    let mut seen = 0;
    for page in pages.filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        let text = fs::read_to_string(&page).unwrap();
        let programs = ["battery-etl ", "battery-lake ", "scripts/", ".ci/", "cargo ", "just "];
        let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
        for line in lines.filter(|line| programs.iter().any(|program| line.starts_with(program))) {
            seen += 1;
            let behind = line.split_once("  ").map_or("#", |(_, behind)| behind.trim_start());
            assert!(behind.starts_with('#'), "{}: {line}", page.display());
        }
    }
    assert!(seen > 100, "{seen}");
}
