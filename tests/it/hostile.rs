//! Files as nobody should have to read them: cut anywhere, with content that is no table, with names that are none.

#![cfg(target_os = "linux")]

use crate::bounds::{PEAK_KB, peak_kb, widened};
use crate::support::{Pair, Sandbox, fixture, often, on_both};
use serde_json::Value;

/// What `validate` finds in the folder `in`: how many findings, and all that it says.
fn found(sandbox: &Sandbox) -> (u64, Value) {
    let answer = sandbox.json(["validate", "in", "--format", "json", "--fail-on", "never"]);
    let counts = answer["counts"].as_object().expect("counts");
    (counts.values().filter_map(Value::as_u64).sum(), answer)
}

/// Whether a file that ends here still has all fields of its last row, the last with as many decimals as a row above it
/// has: then nobody can tell it from a whole one without a line end.
fn is_whole(cut: &[u8], whole: &str) -> bool {
    let last = |text: &str| -> Option<(usize, f64)> {
        let fields: Vec<&str> = text.lines().next_back()?.trim_end().split(',').collect();
        Some((fields.len(), fields.last()?.parse().ok()?))
    };
    let (Ok(cut), Some((fields, value))) = (std::str::from_utf8(cut), last(whole)) else { return false };
    cut.lines().count() == whole.lines().count()
        && last(cut).is_some_and(|(count, now)| count == fields && (now - value).abs() < 0.05)
}

#[test]
fn a_cut_file_is_a_finding_and_never_a_guess() {
    let pair = fixture("mini").named("cut");
    let sandbox = Sandbox::sqlite();
    let folder = sandbox.path("in");
    let mut silent = 0;
    for (file, text) in [("cut_Detail.csv", &pair.detail), ("cut_Step.csv", &pair.step)] {
        // In the last three rows, and anywhere; inside letters, too.
        let tail: usize = text.split_inclusive('\n').rev().take(3).map(str::len).sum();
        let anywhere = (1..=often(5, 100)).map(|number| number * 999_983 % text.len());
        for lost in (1..tail).step_by(often(7, 1)).chain(anywhere) {
            pair.write(&folder);
            let cut = &text.as_bytes()[..text.len() - lost];
            std::fs::write(folder.join(file), cut).unwrap();
            let (findings, answer) = found(&sandbox);
            if is_whole(cut, text) {
                silent += usize::from(findings == 0);
            } else {
                assert!(findings > 0, "{file} without its last {lost} bytes: {answer:#}");
            }
        }
    }
    assert!(silent > 0, "a whole row without a line end is no fault");
}

/// The pair with another Detail, which `change` makes of its lines without their ends.
fn with_lines(pair: &Pair, change: impl Fn(&mut Vec<String>)) -> Pair {
    let mut lines: Vec<String> = pair.detail.lines().map(str::to_owned).collect();
    change(&mut lines);
    Pair { detail: lines.concat(), ..pair.clone() }
}

/// What is in Detail, and what is said of it; nothing where it is read as it was meant.
fn contents(pair: &Pair) -> Vec<(&'static str, Pair, &'static str)> {
    let ends = |ends: [&'static str; 3]| {
        move |lines: &mut Vec<String>| {
            lines.iter_mut().enumerate().for_each(|(at, line)| line.push_str(ends[at % 3]));
        }
    };
    let usual = ends(["\n"; 3]);
    let header = |from: &str, to: &str| Pair { detail: pair.detail.replacen(from, to, 1), ..pair.clone() };
    let in_row_40 = |text: &'static str, at: usize| {
        with_lines(pair, |lines| {
            lines[40].insert_str(at, text);
            usual(lines);
        })
    };
    let long_name = "X".repeat(70_000);
    let long_cell = "x".repeat(1 << 20);
    vec![
        ("lone carriage returns", with_lines(pair, ends(["\r"; 3])), ""),
        ("mixed line ends", with_lines(pair, ends(["\n", "\r\n", "\r"])), ""),
        ("a header name of 70 kB", header("Aux T2", &long_name), ""),
        ("a needed header of 70 kB", header("電壓(V)", &format!("電壓(V){long_name}")), "FMT02"),
        ("two columns of one name", header("Aux T2", "Aux T1"), "FMT10"),
        ("a NUL", in_row_40("\0", 0), "control character"),
        ("a quote that never closes", in_row_40("\"", 0), "a quote opens here"),
        ("a field of 1 MiB", header("StepRunning", &long_cell), "longer than 1 MiB"),
        ("1e308", pair.with_cell(7, "電壓(V)", "1e308"), "FMT05"),
        ("1e400", pair.with_cell(7, "電壓(V)", "1e400"), "FMT05"),
        ("inf", pair.with_cell(7, "電壓(V)", "inf"), "FMT05"),
        ("NaN", pair.with_cell(7, "電壓(V)", "NaN"), "FMT05"),
        (
            "every second row ragged",
            with_lines(pair, |lines| {
                lines.iter_mut().skip(1).step_by(2).for_each(|line| line.push_str(",7,7"));
                usual(lines);
            }),
            "25 fields where the header has 23",
        ),
        ("200 columns", widened(pair, 200), ""),
    ]
}

#[test]
fn whatever_a_table_holds_is_read_or_named_in_bounded_memory() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    for (what, changed, words) in contents(&pair) {
        changed.write(&sandbox.path("in"));
        let (findings, answer) = found(&sandbox);
        assert_eq!(findings == 0, words.is_empty(), "{what}: {answer:#}");
        assert!(answer.to_string().contains(words), "{what} is not told by `{words}`: {answer:#}");
        let peak_kb = peak_kb(&sandbox, &["validate", "in", "--fail-on", "never"]);
        assert!(peak_kb < PEAK_KB, "{what}: {peak_kb} KB");
    }
}

#[test]
fn a_quote_that_never_closes_and_a_million_columns_take_no_more_memory() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    let (header, rows) = pair.detail.split_once('\n').unwrap();
    let long = Pair { detail: format!("{header}\n\"{}", rows.repeat(often(10, 200))), ..pair.clone() };
    let first_rows: String = pair.detail.split_inclusive('\n').take(4).collect();
    let wide = widened(&Pair { detail: first_rows, ..pair.clone() }, often(200_000, 1_000_000));
    for (what, changed, words) in [("quote", long, "a quote opens here"), ("wide", wide, "longer than 1 MiB")] {
        changed.write(&sandbox.path("in"));
        let (_, answer) = found(&sandbox);
        assert!(answer.to_string().contains(words), "{what}: {answer:#}");
        let peak_kb = peak_kb(&sandbox, &["validate", "in", "--fail-on", "never"]);
        assert!(peak_kb < PEAK_KB, "{what}: {peak_kb} KB");
    }
}

#[test]
fn strange_files_in_a_folder_are_named_and_skipped() {
    let pair = fixture("mini");
    on_both(|sandbox| {
        let folder = sandbox.path("in");
        pair.write(&folder);
        std::fs::create_dir(folder.join("folder_Step.csv")).unwrap();
        std::fs::write(folder.join("notes.txt"), "not data").unwrap();
        let strange = strange(&folder);
        let (outcome, answer) = sandbox.ingest(&folder, &[]);
        assert_eq!(answer["loaded"], 1, "{}: {answer:#}", sandbox.lane());
        assert_eq!(answer["tests"].as_array().map(Vec::len), Some(1), "{}: {answer:#}", sandbox.lane());
        outcome.says(&["folder_Step.csv"]).says(&strange);
        sandbox.intact();
        // What makes the exit status is said also to who wants errors alone.
        sandbox.run(["-q", "ingest", "in"]).expect(1).says(&strange);
        sandbox.run(["-q", "report", "in", "-o", "out.csv"]).expect(1).says(&strange);
    });
}

/// Makes what is no file, or has no name; gives what is said of each.
#[cfg(unix)]
fn strange(folder: &std::path::Path) -> Vec<&'static str> {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let pair = fixture("mini");
    symlink(folder, folder.join("loop")).unwrap();
    symlink("/dev/zero", folder.join("endless_Step.csv")).unwrap();
    symlink("nowhere", folder.join("dangling_Step.csv")).unwrap();
    std::fs::write(folder.join("two\nlines_Step.csv"), &pair.step).unwrap();
    let mut said = vec!["endless_Step.csv: it is a device", "dangling_Step.csv: no such file", "holds a newline"];
    // Not every file system takes a name that is no UTF-8, not every system has named pipes.
    if std::fs::write(folder.join(std::ffi::OsStr::from_bytes(b"bad\xff_Step.csv")), &pair.step).is_ok() {
        said.push("is no UTF-8");
    }
    let pipe = std::process::Command::new("mkfifo").arg(folder.join("pipe_Step.csv")).status();
    if pipe.is_ok_and(|made| made.success()) {
        said.push("pipe_Step.csv: it is a named pipe");
    }
    said
}

#[cfg(not(unix))]
fn strange(_folder: &std::path::Path) -> Vec<&'static str> {
    Vec::new()
}

#[test]
fn a_name_that_turns_the_text_around_it_is_shown_by_its_number() {
    let sandbox = Sandbox::sqlite();
    let turned = "a\u{202e}b";
    fixture("mini").another(turned, 1).write(&sandbox.path("in"));
    fixture("mini").another("other", 2).write(&sandbox.path("in"));
    let read = |file: &str| std::fs::read_to_string(sandbox.path(file)).unwrap();
    for (kind, input) in [("voltage-time", "in"), ("voltage-time", &*format!("in/{turned}_Step.csv")), ("rate", "in")] {
        sandbox.run(["plot", kind, input, "-o", "a.svg", "--data-out", "a.csv"]).done();
        let svg = read("a.svg");
        assert!(svg.contains("a\\u{202e}b") && !svg.contains('\u{202e}'), "{kind} {input}: {svg}");
        // What machines read is what the file is called.
        assert!(!read("a.csv").contains("a\\u{202e}b"), "{kind} {input}");
    }
    sandbox.run(["report", "in", "-o", "fleet.html"]).done();
    let page = read("fleet.html");
    let notes: Vec<&str> = page.split("<li>").skip(1).filter_map(|item| item.split("</li>").next()).collect();
    let told = notes.iter().filter(|note| note.starts_with("No ")).collect::<Vec<_>>();
    assert!(told.iter().any(|note| note.contains("a\\u{202e}b, other")), "{notes:#?}");
    assert!(notes.iter().all(|note| !note.contains('\u{202e}') && !note.contains("_pct")), "{notes:#?}");
}
