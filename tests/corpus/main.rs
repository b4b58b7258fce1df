//! The labelled corpus of the gate: every fault of every rule, planted at random places of clean pairs, must be found there.
//!
//! Each [`judge::Way`] breaks one rule in one way. A case is a pair, a way and a seed; what must come of it is known. The
//! synthetic lane runs everywhere, the real one where the reference data is at hand. `CORPUS_STORY=1` tells of every case
//! that went wrong, `RENEW_VALIDATION=1` writes the table of docs/validation.md anew.

#![allow(clippy::unwrap_used, reason = "a test may stop")]
#![allow(clippy::unnecessary_wraps, reason = "every plant has one shape")]

mod base;
mod cap;
mod cat;
mod clean;
mod cur;
mod draft;
mod fmt;
mod judge;
mod rewrite;
mod stp;
#[path = "../synth/mod.rs"]
mod synth;
mod tim;
mod tmp;
mod vlt;

use base::Base;
use draft::Draft;
use judge::{Verdict, Way, counts, judge, table};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use synth::Rng;

/// How often each way is tried on each pair: there are ten synthetic ones, and few real ones.
const TIMES: [usize; 2] = [1, 2];

fn aloud(words: &str) {
    // Past the capture of passing tests.
    let _ = writeln!(std::io::stderr().lock(), "{words}");
}

fn ways() -> Vec<&'static Way> {
    [fmt::WAYS, tim::WAYS, stp::WAYS, vlt::WAYS, cur::WAYS, tmp::WAYS, cap::WAYS, cat::WAYS]
        .into_iter()
        .flatten()
        .collect()
}

/// Every way on every pair, so many times each.
fn run(bases: &[Base], times: usize) -> Vec<Verdict> {
    let ways = ways();
    let cases: Vec<(usize, usize, usize)> = (0..bases.len())
        .flat_map(|base| (0..ways.len()).flat_map(move |way| (0..times).map(move |time| (base, way, time))))
        .collect();
    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(&(base, way, time)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let folder = tempfile::tempdir().unwrap();
                    let seed = (base as u64) << 40 | (way as u64) << 20 | time as u64;
                    let mut draft = Draft::new(&bases[base], bases);
                    if let Some(planted) = (ways[way].plant)(&mut draft, &mut Rng::new(seed)) {
                        let mut verdict = judge(ways[way], &planted, &draft.check(folder.path()));
                        verdict.story = format!("{} ({time}): {}", bases[base].name, verdict.story);
                        verdicts.lock().unwrap().push(((base, way, time), verdict));
                    }
                }
            });
        }
    });
    let mut verdicts = verdicts.into_inner().unwrap();
    verdicts.sort_by_key(|(case, _)| *case);
    verdicts.into_iter().map(|(_, verdict)| verdict).collect()
}

fn hold(verdicts: &[Verdict]) {
    let (rules, all) = counts(verdicts);
    let wrong: Vec<&Verdict> = verdicts.iter().filter(|v| !v.is_found || !v.extras.is_empty()).collect();
    let limit = if std::env::var_os("CORPUS_STORY").is_some() { usize::MAX } else { 20 };
    for verdict in wrong.iter().take(limit) {
        aloud(&format!("{} {}", if verdict.is_found { "EXTRA " } else { "MISSED" }, verdict.story));
    }
    aloud(&table(verdicts));
    assert!(all.recall() >= 0.99, "{:.2} % of the planted faults are found", 100.0 * all.recall());
    assert!(all.extras * 200 <= all.cases, "{} further findings in {} cases", all.extras, all.cases);
    for (rule, count) in rules {
        assert!(count.recall() >= 0.95, "{rule}: {:.1} % found", 100.0 * count.recall());
    }
}

/// The real pairs; none, said aloud, where the reference data is not at hand.
fn real() -> Vec<Base> {
    let bases = base::real();
    if bases.is_empty() {
        aloud(&format!("SKIPPED on real data: no {}", base::real_folder().display()));
    }
    bases
}

const BEGIN: &str = "<!-- corpus: begin -->\n";
const END: &str = "<!-- corpus: end -->";

#[test]
fn every_fault_in_synthetic_pairs_is_found() {
    let verdicts = run(&base::synthetic(), TIMES[0]);
    assert!(verdicts.len() >= 1000, "{} cases", verdicts.len());
    hold(&verdicts);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the table's beginning");
    let (kept, after) = rest.split_once(END).expect("the table's end");
    let now = table(&verdicts);
    if std::env::var_os("RENEW_VALIDATION").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{now}{END}{after}")).unwrap();
    } else {
        assert!(kept == now, "docs/validation.md shows another table; read the difference, then run `just validation`");
    }
}

#[test]
fn every_fault_in_real_pairs_is_found() {
    let bases = real();
    if !bases.is_empty() {
        hold(&run(&bases, TIMES[1]));
    }
}

#[test]
fn clean_pairs_are_silent() {
    clean::hold_silent(&base::synthetic());
    let bases = real();
    if !bases.is_empty() {
        clean::hold_explained(&bases);
        clean::hold_english();
    }
}
