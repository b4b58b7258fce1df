//! Who may import whom: the table of the rooms and of the external crates that are kept to one.

use crate::complain;
use crate::scan::{RustFile, closing, is_name, leading_name, line_of, reachable, rust_files, words};
use std::collections::{BTreeMap, BTreeSet};

/// The rooms, and which rooms each may import. `cli` sees all.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("model", &["units"]),
    ("source", &["units", "model"]),
    ("dialect", &["units", "model", "source"]),
    ("transform", &["units", "model"]),
    ("validate", &["units", "model", "source", "dialect", "transform"]),
    ("store", &["units", "model"]),
    ("format", &["units", "model"]),
    ("fields", &["units", "model", "format"]),
    ("report", &["units", "model", "transform", "format", "fields"]),
    ("plot", &["units", "model", "transform", "format", "fields"]),
    ("export", &["units", "model", "transform", "format", "fields", "report"]),
    ("lake", &["units", "model", "source", "transform", "store", "format", "fields", "report", "export"]),
    ("page", &["units", "model", "transform", "validate", "format", "fields", "report", "plot"]),
    ("pipeline", &["units", "model", "source", "dialect", "transform", "validate", "store"]),
    (
        "cli",
        &[
            "units",
            "model",
            "source",
            "dialect",
            "transform",
            "validate",
            "store",
            "format",
            "fields",
            "report",
            "plot",
            "export",
            "lake",
            "page",
            "pipeline",
        ],
    ),
];

/// External crates that are kept to a room.
const CRATES: &[(&str, &[&str])] = &[
    ("anyhow", &["cli"]),
    ("askama", &["page"]),
    ("chardetng", &["source"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csv", &["dialect", "format"]),
    ("diesel", &["store"]),
    ("diesel_migrations", &["store"]),
    ("dotenvy", &["cli"]),
    ("encoding_rs", &["source"]),
    ("fast_float2", &["dialect"]),
    ("flate2", &["page", "plot", "source"]),
    ("glob", &["cli", "source"]),
    ("indicatif", &["cli"]),
    ("libsqlite3_sys", &["store"]),
    ("memchr", &["source", "dialect", "format"]),
    ("notify", &["cli"]),
    ("openssl_probe", &["store"]),
    ("openssl_sys", &["store"]),
    ("pdf_writer", &["plot"]),
    ("plotters", &["plot"]),
    ("pq_sys", &["store"]),
    ("quick_junit", &["validate"]),
    ("parquet", &["export", "lake", "source"]),
    ("rayon", &["pipeline"]),
    ("resvg", &["plot"]),
    ("rust_xlsxwriter", &["export"]),
    ("sha2", &["page"]),
    ("signal_hook", &["cli"]),
    ("subsetter", &["plot"]),
    ("comfy_table", &["format"]),
    ("unicode_normalization", &["model"]),
    ("unicode_width", &["format"]),
    ("zstd", &["plot", "source", "store"]),
];

fn room_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    Some(inside.split_once('/').map_or(inside.trim_end_matches(".rs"), |(room, _)| room))
}

/// The files of the rooms, without those that only tests compile.
fn shipped(files: &[RustFile]) -> Vec<&RustFile> {
    let (reached, _) = reachable(files);
    files.iter().filter(|file| reached.get(&file.path) == Some(&false)).collect()
}

/// The rooms that a file names: `crate::room`, `crate::{room, ..}`, or `super::super::room`; each with its offset.
pub(crate) fn named(file: &RustFile) -> Vec<(usize, String)> {
    let code = &file.shipped;
    let depth = file.path.matches('/').count() - usize::from(file.path.ends_with("/mod.rs"));
    let mut found = Vec::new();
    for at in words(code, "crate").chain(words(code, "super")) {
        let mut rest = &code[at + 5..];
        let mut supers = usize::from(code[at..].starts_with("super"));
        if supers == 1 && code[..at].ends_with("super::") {
            continue;
        }
        while let Some(next) = rest.strip_prefix("::super") {
            (rest, supers) = (next, supers + 1);
        }
        let (Some(path), true) = (rest.strip_prefix("::"), supers == 0 || supers >= depth) else { continue };
        if path.starts_with('{') {
            let inside = &path[1..closing(path, 0).max(2) - 1];
            found.extend(top_names(inside).into_iter().map(|name| (at, name)));
        } else {
            found.push((at, leading_name(path).to_owned()));
        }
    }
    found
}

/// The first names of the comma-separated paths of a `use` group.
fn top_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (0_i32, Vec::new(), true);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && is_name(c) => {
                names.push(leading_name(&group[at..]).to_owned());
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn a_room_imports_only_rooms_to_its_left() {
    let files = rust_files();
    let rooms: BTreeMap<_, _> = ROOMS.iter().copied().collect();
    let mut problems = Vec::new();
    for file in shipped(&files) {
        let Some(room) = room_of(&file.path).filter(|room| !matches!(*room, "lib" | "main")) else { continue };
        let Some(allowed) = rooms.get(room) else {
            problems.push(format!(
                "{}:1: `{room}` is no room; add it to ROOMS in tests/tidy/rooms.rs and to ARCHITECTURE.md",
                file.path
            ));
            continue;
        };
        for (at, named) in named(file) {
            if named != room && rooms.contains_key(named.as_str()) && !allowed.contains(&named.as_str()) {
                let line = line_of(&file.shipped, at);
                problems.push(format!(
                    "{}:{line}: {room} must not import {named}; it sees {allowed:?} (move the shared type to a room to the left, or the code to pipeline)",
                    file.path
                ));
            }
        }
    }
    complain(&problems);
}

#[test]
fn an_external_crate_stays_in_its_room() {
    let files = rust_files();
    let mut problems = Vec::new();
    for file in shipped(&files) {
        let room = room_of(&file.path).unwrap_or_default();
        let own: BTreeSet<&str> = words(&file.code, "mod").map(|at| leading_name(&file.code[at + 3..])).collect();
        for (name, rooms) in CRATES.iter().filter(|(name, rooms)| !rooms.contains(&room) && !own.contains(name)) {
            let uses = words(&file.shipped, name).filter(|&at| {
                let before = file.shipped[..at].trim_end();
                file.shipped[at + name.len()..].starts_with("::") && !before.ends_with("::")
                    || before.ends_with("extern crate")
            });
            problems.extend(uses.map(|at| {
                format!(
                    "{}:{}: {name} is kept to {rooms:?}; call that room instead",
                    file.path,
                    line_of(&file.shipped, at)
                )
            }));
        }
    }
    complain(&problems);
}
