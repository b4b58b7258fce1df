//! The house rules as a test: what ARCHITECTURE.md and CONTRIBUTING.md promise about layout and style, checked by reading
//! the files. No git, no network; every complaint names file and line, and says what to do.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

#[path = "tidy/rooms.rs"]
mod rooms;
#[path = "tidy/scan.rs"]
mod scan;

use scan::{body_start, closing, leading_name, line_of, reachable, root, rust_files, words};
use std::collections::BTreeSet;
use std::fs;

/// Registries: the room, the file that holds `ALL`, the folder of the entries' files.
const REGISTRIES: &[(&str, &str, &str)] = &[
    ("rule", "src/validate/mod.rs", "src/validate/rules"),
    ("format", "src/format/mod.rs", "src/format"),
    ("report", "src/report/mod.rs", "src/report"),
    ("plot", "src/plot/mod.rs", "src/plot"),
];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 70;
/// Written by `diesel print-schema`, so as long as the schema is.
const GENERATED: &[&str] = &["src/store/schema.rs"];

/// Hosts that tracked files may name in a URL: public pages that a reader can open, name spaces, and examples.
const HOSTS: &[&str] = &[
    "127.0.0.1",
    "schemas.openxmlformats.org",
    "docs.github.com",
    "docs.oasis-open.org",
    "docs.rs",
    "doc.rust-lang.org",
    "example.com",
    "example.org",
    "github.com",
    "json.schemastore.org",
    "json-schema.org",
    "keepachangelog.com",
    "localhost",
    "pre-commit.com",
    "raw.githubusercontent.com",
    "rustup.rs",
    "scripts.sil.org",
    "semver.org",
    "www.apache.org",
    "www.postgresql.org",
    "www.rfc-editor.org",
    "www.sqlite.org",
    "www.w3.org",
];

/// Files that others wrote and that stand here word for word.
const VENDORED: &[&str] = &["Cargo.lock", "LICENSE-APACHE", "assets/", "tests/schemas/"];

fn complain(problems: &[String]) {
    assert!(problems.is_empty(), "{} to mend:\n  {}\n", problems.len(), problems.join("\n  "));
}

#[test]
fn a_file_opens_with_a_sentence() {
    let problems = rust_files().into_iter().filter_map(|file| {
        let first = file.text.lines().next().unwrap_or_default();
        let sentence = first.strip_prefix("//! ").is_some_and(|words| words.trim().len() >= 10);
        (!sentence).then(|| format!("{}:1: begin with `//! ` and a sentence that says what the file is for", file.path))
    });
    complain(&problems.collect::<Vec<_>>());
}

#[test]
fn no_file_and_no_function_is_too_long() {
    let mut problems = Vec::new();
    for file in rust_files().iter().filter(|file| !GENERATED.contains(&file.path.as_str())) {
        let lines = file.text.lines().count();
        if lines > LONGEST_FILE {
            problems.push(format!("{}:{lines}: more than {LONGEST_FILE} lines; split it by what it does", file.path));
        }
        for at in words(&file.code, "fn") {
            let name = leading_name(&file.code[at + 2..]);
            let Some(body) = body_start(&file.code, at) else { continue };
            if name.is_empty() || file.code.as_bytes()[body] == b';' {
                continue;
            }
            let inside = &file.code[body + 1..closing(&file.code, body)];
            let long = inside.lines().filter(|line| !line.trim().is_empty()).count().saturating_sub(1);
            if long > LONGEST_FUNCTION {
                let line = line_of(&file.code, at);
                problems.push(format!(
                    "{}:{line}: `{name}` has {long} lines of code, more than {LONGEST_FUNCTION}; name its parts and split it",
                    file.path
                ));
            }
        }
    }
    complain(&problems);
}

#[test]
fn no_file_is_forgotten() {
    let files = rust_files();
    let (reached, mut problems) = reachable(&files);
    for file in files.iter().filter(|file| !reached.contains_key(&file.path)) {
        problems.push(format!("{}:1: no `mod` reaches it, so it is never compiled; declare or delete it", file.path));
    }
    complain(&problems);
}

/// The entries of `const ALL: .. = &[ .. ];` in a file, each as the path behind `&`.
fn entries(code: &str) -> Option<Vec<String>> {
    let at = words(code, "ALL").find(|&at| code[..at].trim_end().ends_with("const") && code[at..].contains('='))?;
    let open = at + code[at..].find('=')?;
    let open = open + code[open..].find('[')?;
    let list = &code[open + 1..closing(code, open) - 1];
    let paths = list.split('&').skip(1);
    Some(paths.map(|p| p.trim().chars().take_while(|&c| scan::is_name(c) || c == ':').collect()).collect())
}

#[test]
fn a_registry_has_one_file_each() {
    let files = rust_files();
    let mut problems = Vec::new();
    for (what, registry, folder) in REGISTRIES {
        let Some(file) = files.iter().find(|file| file.path == *registry) else { continue };
        let Some(entries) = entries(&file.code) else { continue };
        let mut seen = BTreeSet::new();
        for entry in entries {
            let module = entry.rsplit_once("::").map_or("", |(path, _)| path);
            let stem = module.rsplit("::").next().unwrap_or_default();
            let homes = [format!("{folder}/{stem}.rs"), format!("{folder}/{stem}/mod.rs")];
            if !files.iter().any(|file| homes.contains(&file.path)) {
                problems.push(format!("{registry}:1: {what} `{entry}` has no file of its own; expected {}", homes[0]));
            } else if !seen.insert(stem.to_owned()) {
                problems
                    .push(format!("{registry}:1: {what} `{entry}` shares {} with another; give it a file", homes[0]));
            }
        }
    }
    complain(&problems);
}

/// Whether a file name is that of a rule: `tim01_time_reversal.rs`.
fn is_rule(path: &str) -> bool {
    let Some(name) = path.strip_prefix("src/validate/rules/") else { return false };
    let code: Vec<char> = name.chars().take(6).collect();
    code.len() == 6
        && code[..3].iter().all(char::is_ascii_lowercase)
        && code[3..5].iter().all(char::is_ascii_digit)
        && code[5] == '_'
}

#[test]
fn a_rule_is_registered_explained_and_tested() {
    let files = rust_files();
    let registry = files.iter().find(|file| file.path == "src/validate/mod.rs").unwrap();
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| is_rule(&file.path) && !file.path.ends_with("/tests.rs")) {
        let stem = file.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        if words(&registry.code, stem).next().is_none() {
            problems
                .push(format!("{}:1: not registered; add `&rules::{stem}::…` to ALL in {}", file.path, registry.path));
        }
        let explained = file.text.lines().filter(|line| line.starts_with("//!") && line.len() > 20).count();
        if explained < 4 {
            problems.push(format!(
                "{}:1: the `//!` lines are what --explain prints: what it checks, why it matters, how, and what to do",
                file.path
            ));
        }
        let (code, name) = (stem[..5].to_uppercase(), stem[6..].replace('_', "-"));
        for own in [format!("\"{code}\""), format!("\"{name}\""), format!("include_str!(\"{stem}.rs\")")] {
            if !file.text.contains(&own) {
                problems
                    .push(format!("{}:1: a rule's code, name and source are its file's: expected {own}", file.path));
            }
        }
        let mut tests = file.text.split_once("#[cfg(test)]").map_or("", |(_, tests)| tests);
        // Those of a long rule have a file of their own.
        let apart = format!("/{stem}/tests.rs");
        if let Some(own) = files.iter().find(|other| other.path.ends_with(&apart)) {
            tests = &own.text;
        }
        if !["[])", "is_empty()", "silent"].iter().any(|sign| tests.contains(sign)) {
            problems
                .push(format!("{}:1: needs a test that it is silent on clean rows (`assert_eq!(.., [])`)", file.path));
        }
        if !["[0]", ".len()", "is_some", "any("].iter().any(|sign| tests.contains(sign)) {
            problems.push(format!("{}:1: needs a test that it speaks on the fault, at its place", file.path));
        }
    }
    complain(&problems);
}

/// Words that stay behind when something is left half done, or that name a place only its author has.
fn unwelcome() -> Vec<(String, &'static str)> {
    let half_done = "say what is missing in an issue, or finish it";
    let elsewhere = "name a path inside the repository, or a placeholder such as FILE";
    [("to", "do!", half_done), ("unimpl", "emented!", half_done), ("FIX", "ME", half_done), ("XX", "X:", half_done)]
        .into_iter()
        .chain([("/wo", "rk/", elsewhere), ("/ro", "ot/", elsewhere), ("/Us", "ers/", elsewhere)])
        .chain([("/tmp/bri", "ef", elsewhere), ("/tmp/bash", "_jobs", elsewhere)])
        .map(|(head, tail, advice)| (format!("{head}{tail}"), advice))
        .collect()
}

#[test]
fn nothing_half_done_and_no_private_place() {
    let mut problems = Vec::new();
    for path in scan::files_below("").iter().filter(|path| !VENDORED.iter().any(|ours| path.starts_with(ours))) {
        let Ok(text) = fs::read_to_string(root().join(path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for (word, advice) in unwelcome().iter().filter(|(word, _)| line.contains(word.as_str())) {
                problems.push(format!("{path}:{}: `{word}`: {advice}", number + 1));
            }
            for url in line.split("://").skip(1).filter(|_| line.contains("http")) {
                let host: String = url.chars().take_while(|&c| c.is_alphanumeric() || matches!(c, '.' | '-')).collect();
                let public = host.is_empty() || HOSTS.contains(&host.as_str());
                if !public && (line.contains(&format!("http://{host}")) || line.contains(&format!("https://{host}"))) {
                    problems.push(format!(
                        "{path}:{}: a URL to {host}: if it is a public page, add it to HOSTS in tests/tidy.rs",
                        number + 1
                    ));
                }
            }
        }
    }
    complain(&problems);
}

#[test]
fn the_changelog_has_room_for_the_next_release() {
    let text = fs::read_to_string(root().join("CHANGELOG.md")).expect("CHANGELOG.md: write it (keepachangelog.com)");
    assert!(text.lines().any(|line| line.starts_with("## [Unreleased]")), "CHANGELOG.md: needs `## [Unreleased]`");
}

#[test]
fn the_scanner_tells_code_from_text() {
    let file = scan::parse(
        "src/store/x.rs",
        "use crate::{model::{A, B}, cli};\nlet s = \"crate::plot // '\"; // crate::plot\nlet c = ['\\'', '\"'];\nlet r = r#\"crate::report \"quoted\" \"#;\n#[cfg(test)]\nmod tests { use crate::pipeline; }\nfn last<'a>() { super::super::report(); }\n",
    );
    let named: Vec<_> = rooms::named(&file).into_iter().map(|(_, name)| name).collect();
    assert_eq!(named, ["model", "cli", "report"]);
    assert_eq!(file.text.lines().count(), file.code.lines().count());
    assert_eq!(
        entries("pub const ALL: &[&dyn Rule] = &[&rules::a::A, &rules::b::B { x: 1 }];").unwrap(),
        ["rules::a::A", "rules::b::B"]
    );
}
