//! Pages: the same bytes from files and both databases, and, where a browser is at hand, all that is asked of them.

use crate::support::{Pair, Sandbox, aloud, fixture, on_both, real_pairs};
use crate::synth::{aged, many};
use std::path::{Path, PathBuf};
use std::process::Command;

fn page(sandbox: &Sandbox, source: &[&str], place: &str) -> Vec<u8> {
    let args = [&["report", "overview", "--format", "html", "-o", place], source].concat();
    sandbox.run(args).done();
    std::fs::read(sandbox.path(place)).expect("a page")
}

#[test]
fn a_page_is_the_same_from_files_and_from_a_database() {
    on_both(|sandbox| {
        let folder = sandbox.path("in");
        fixture("mini").write(&folder);
        let files = page(sandbox, &["in"], "files.html");
        assert_eq!(files, page(sandbox, &["in"], "again.html"), "the same input gives the same bytes");
        sandbox.ingest(&folder, &[]).0.done();
        assert!(
            files == page(sandbox, &["--experiment", "mini"], "database.html"),
            "a page of {} differs from that of the files",
            sandbox.lane()
        );
        let text = String::from_utf8(files).unwrap();
        assert!(text.contains("default-src"), "a page has a policy");
    });
}

#[test]
fn a_preview_is_written_before_a_load_and_nothing_is_loaded() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    sandbox.run(["ingest", "in", "--dry-run", "--html", "preview.html"]).done();
    assert!(sandbox.path("preview.html").is_file());
    assert!(sandbox.experiments().is_empty());
    sandbox.run(["ingest", "in", "--html", "preview.html"]).expect(2);
}

#[test]
fn a_fleet_is_a_file_or_a_folder_with_a_page_for_each_test() {
    let sandbox = Sandbox::sqlite();
    for (name, days) in [("a", 0), ("b", 100)] {
        many(name, 3, days).write(&sandbox.path("in")).unwrap();
    }
    sandbox.ingest(&sandbox.path("in"), &[]).0.done();
    sandbox.run(["report", "overview", "--format", "html", "-o", "fleet.html"]).done();
    sandbox.run(["report", "overview", "--format", "html", "-o", "site/"]).done();
    for file in ["fleet.html", "site/index.html", "site/tests/a.html", "site/tests/b.html"] {
        assert!(sandbox.path(file).is_file(), "{file}");
    }
    sandbox.run(["report", "steps", "in", "--max-size", "1MB"]).expect(2).says(&["--max-size is for pages alone"]);
    sandbox.run(["report", "overview", "in", "--format", "html", "--max-size", "2"]).expect(2);
}

/// The browser that the checks drive; none, said aloud, where `scripts/test` found none.
fn browser() -> Option<PathBuf> {
    let found = std::env::var_os("BATTERY_ETL_TEST_BROWSER").map(PathBuf::from);
    if found.is_none() {
        aloud("SKIPPED in a browser: BATTERY_ETL_TEST_BROWSER is not set (scripts/test sets it)");
    }
    found
}

/// Runs the checks of tests/pages over a folder of pages; gives what they said.
fn check(browser: &Path, pages: &Path, reference: &Path) -> String {
    let runner = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/run.mjs");
    let mut command = Command::new("node");
    command.arg(runner).env("CHROMIUM", browser).arg("--pages").arg(pages).arg("--reference").arg(reference);
    let output = command.output().expect("node");
    let said = String::from_utf8_lossy(&output.stdout);
    let failed: Vec<&str> = said.lines().filter(|line| line.starts_with("FAIL")).collect();
    let end = said.lines().last().unwrap_or_default();
    assert!(output.status.success(), "{end}\n{}\n{}", failed.join("\n"), String::from_utf8_lossy(&output.stderr));
    aloud(&format!("pages in a browser: {end}"));
    said.into_owned()
}

fn references(sandbox: &Sandbox, source: &[&str], name: &str) {
    for kind in ["steps", "cycles", "pulses"] {
        let place = format!("reference/{name}.{kind}.csv");
        sandbox.run([&["report", kind, "--format", "csv", "-o", &place], source].concat()).done();
    }
}

/// Rows as they stand in the cycler's own file, some hundred of them from the first to the last, read without the tool.
fn rows_of_the_file(sandbox: &Sandbox, pair: &Pair, name: &str) {
    let columns = ["執行時間(秒)", "電壓(V)", "電流(A)", "Aux T1"].map(|column| pair.column(column));
    let count = columns[0].len();
    let mut text = "row,time_s,voltage_v,current_a,temperature_degc\n".to_owned();
    for row in (0..count).filter(|row| row % (count / 150).max(1) == 0 || row + 1 == count) {
        let cells = columns.each_ref().map(|column| column[row]);
        text.push_str(&format!("{},{}\n", row + 1, cells.join(",")));
    }
    std::fs::write(sandbox.path(&format!("reference/{name}.rows.csv")), text).unwrap();
}

#[test]
fn the_page_of_a_test_does_in_a_browser_what_it_should() {
    let Some(browser) = browser() else { return };
    let sandbox = Sandbox::sqlite();
    std::fs::create_dir_all(sandbox.path("pages")).unwrap();
    std::fs::create_dir_all(sandbox.path("reference")).unwrap();
    let real = real_pairs().into_iter().find(|pair| pair.name.starts_with("A123"));
    let pair = real.unwrap_or_else(|| fixture("mini"));
    let name = if pair.name.starts_with("A123") { "a123" } else { "mini" };
    pair.named(name).write(&sandbox.path("in"));
    page(&sandbox, &["in"], &format!("pages/{name}.html"));
    references(&sandbox, &["in"], name);
    rows_of_the_file(&sandbox, &pair, name);
    check(&browser, &sandbox.path("pages"), &sandbox.path("reference"));
}

#[test]
fn a_page_with_gaps_and_a_name_that_bites_does_in_a_browser_what_it_should() {
    let Some(browser) = browser() else { return };
    let sandbox = Sandbox::sqlite();
    std::fs::create_dir_all(sandbox.path("pages")).unwrap();
    std::fs::create_dir_all(sandbox.path("reference")).unwrap();
    // A sensor that was not read for a while.
    let pair = (30..36).fold(fixture("mini"), |pair, row| pair.with_cell(row, "Aux T1", ""));
    pair.write(&sandbox.path("in"));
    let source = ["in", "--name", "a </script><img src=x onerror=window.__hit=1> \"&amp;"];
    page(&sandbox, &source, "pages/gaps.html");
    references(&sandbox, &source, "gaps");
    rows_of_the_file(&sandbox, &pair, "gaps");
    let said = check(&browser, &sandbox.path("pages"), &sandbox.path("reference"));
    for topic in
        ["a missing value breaks the line", "names that look like markup show as text", "the cursor at a known"]
    {
        assert!(said.lines().any(|line| line.starts_with("ok") && line.contains(topic)), "{topic}\n{said}");
    }
}

#[test]
fn the_page_of_fifty_cells_does_in_a_browser_what_it_should() {
    let Some(browser) = browser() else { return };
    let sandbox = Sandbox::sqlite();
    for number in 0..50 {
        let lost_ah = 0.01 * (1.0 + 0.05 * f64::from(number));
        let capacities: Vec<f64> = (0..6).map(|cycle| 2.0 - lost_ah * f64::from(cycle)).collect();
        let bites = if number % 10 == 7 { " <img src=x onerror=window.__hit=1>" } else { "" };
        aged(&format!("cell {number:02}{bites}"), &capacities).write(&sandbox.path("in")).unwrap();
    }
    std::fs::create_dir_all(sandbox.path("pages")).unwrap();
    std::fs::create_dir_all(sandbox.path("reference")).unwrap();
    page(&sandbox, &["in"], "pages/fleet.html");
    sandbox.run(["report", "overview", "in", "--format", "csv", "-o", "reference/fleet.csv"]).done();
    let said = check(&browser, &sandbox.path("pages"), &sandbox.path("reference"));
    for topic in ["every cell of tests equals the CSV", "names that look like markup show as text"] {
        assert!(said.lines().any(|line| line.starts_with("ok") && line.contains(topic)), "{topic}\n{said}");
    }
}

#[test]
fn a_document_of_a_template_does_in_a_browser_what_it_should() {
    let Some(browser) = browser() else { return };
    let sandbox = Sandbox::sqlite();
    std::fs::create_dir_all(sandbox.path("pages")).unwrap();
    for number in 0..3 {
        let capacities: Vec<f64> = (0..6).map(|cycle| 2.0 - 0.02 * f64::from(cycle + number)).collect();
        aged(&format!("cell {number} <b>\"&amp;"), &capacities).write(&sandbox.path("in")).unwrap();
    }
    let template = "title = \"Weekly <QA>\"\n[[part]]\nreport = \"overview\"\n[[part]]\nheading = \"Discharges\"\n\
                    report = \"steps\"\nstep-type = \"discharge\"\n\
                    columns = \"step,capacity_ah,c_rate\"\n[[part]]\nreport = \"degradation\"\nover = \"efc\"\n\
                    [[part]]\nplot = \"fade\"\nover = \"efc\"\n[[part]]\nplot = \"power-map\"\n";
    std::fs::write(sandbox.path("weekly.toml"), template).unwrap();
    sandbox.run(["report", "--template", "weekly.toml", "in", "-o", "pages/weekly.html"]).done();
    check(&browser, &sandbox.path("pages"), &sandbox.path("pages"));
}
