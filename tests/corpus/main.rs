//! The labelled corpus of the gate: every fault of every rule, planted at random places of clean pairs, must be found there.
//!
//! Each [`judge::Way`] breaks one rule in one way. A case is a pair, a way and a seed; what must come of it is known. The
//! synthetic lane runs everywhere, the real one where the reference data is at hand. `CORPUS_STORY=1` tells of every case
//! that went wrong, `CORPUS_ONLY=TIM` plants the faults of one family (or rule) alone, `CORPUS_ALL=1` plants on every pair
//! and not on each third, `RENEW_VALIDATION=1` writes the table of docs/validation.md anew.

#![allow(clippy::unwrap_used, reason = "a test may stop")]
#![allow(clippy::unnecessary_wraps, reason = "every plant has one shape")]

mod base;
mod cap;
mod cat;
mod clean;
mod clocks;
mod columns;
mod cur;
mod draft;
mod fmt;
mod headers;
mod increments;
mod judge;
mod more;
mod rewrite;
mod stp;
mod summary;
#[path = "../synth/mod.rs"]
mod synth;
mod texts;
mod tim;
mod tmp;
mod vlt;

use base::Base;
use battery_etl::validate::ALL;
use draft::Draft;
use judge::{COLUMNS, Verdict, Way, counts, judge, table};
use rayon::prelude::*;
use std::fs;
use std::io::Write;
use std::path::Path;
use synth::Rng;

/// How often each way is tried on each pair: there are many synthetic ones, and few real ones.
const TIMES: [usize; 2] = [1, 2];
/// Each way is tried on each so many-th synthetic pair, another one for the next way.
const EVERY: usize = 3;
/// Each rule is tried by at least so many cases.
const CASES: usize = 10;

fn aloud(words: &str) {
    // Past the capture of passing tests.
    let _ = writeln!(std::io::stderr().lock(), "{words}");
}

fn ways() -> Vec<&'static Way> {
    let all = [
        fmt::WAYS,
        texts::WAYS,
        tim::WAYS,
        clocks::WAYS,
        stp::WAYS,
        summary::WAYS,
        vlt::WAYS,
        cur::WAYS,
        tmp::WAYS,
        cap::WAYS,
        increments::WAYS,
        cat::WAYS,
        columns::WAYS,
        more::WAYS,
    ];
    let only = std::env::var("CORPUS_ONLY").unwrap_or_default();
    all.into_iter().flatten().filter(|way| way.rule.starts_with(&only)).collect()
}

/// A case: which pair, which way, which time.
type Case = (usize, usize, usize);

/// Plants and judges the cases that can be planted.
fn judged(bases: &[Base], ways: &[&Way], cases: &[Case]) -> Vec<(Case, Verdict)> {
    let one = |&(base, way, time): &Case| {
        let folder = tempfile::tempdir().unwrap();
        let seed = (base as u64) << 40 | (way as u64) << 20 | time as u64;
        let mut draft = Draft::new(&bases[base], bases);
        let planted = (ways[way].plant)(&mut draft, &mut Rng::new(seed))?;
        let mut verdict = judge(ways[way], &planted, &draft.check(folder.path()));
        verdict.story = format!("{} ({time}): {}", bases[base].name, verdict.story);
        Some(((base, way, time), verdict))
    };
    cases.par_iter().filter_map(one).collect()
}

/// Every way on each `every`-th pair, so many times each; rules that few pairs can break are tried again on all with other
/// seeds.
fn run(bases: &[Base], times: usize, every: usize) -> Vec<Verdict> {
    let ways = ways();
    let rounds = |of: &[usize], times: std::ops::Range<usize>, every: usize| -> Vec<Case> {
        let of_base = |base: usize| of.iter().map(move |way| (base, *way));
        let pairs = (0..bases.len()).flat_map(of_base).filter(|(base, way)| (base + way) % every == 0);
        pairs.flat_map(|(base, way)| times.clone().map(move |time| (base, way, time))).collect()
    };
    let mut verdicts = judged(bases, &ways, &rounds(&(0..ways.len()).collect::<Vec<_>>(), 0..times, every));
    for again in times..times + 12 {
        let cases = |rule: &str| verdicts.iter().filter(|(_, verdict)| verdict.rule == rule).count();
        let rare = |way: &usize| cases(ways[*way].rule) < CASES;
        let rare: Vec<usize> = (0..ways.len()).filter(rare).collect();
        if rare.is_empty() {
            break;
        }
        let more = judged(bases, &ways, &rounds(&rare, again..again + 1, 1));
        verdicts.extend(more);
    }
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

/// No rule of the registry goes without faults of its own.
fn hold_every_rule(verdicts: &[Verdict]) {
    let (rules, _) = counts(verdicts);
    let few = |code: &&str| rules.get(code).is_none_or(|count| count.cases < CASES);
    let few: Vec<&str> = ALL.iter().map(|rule| rule.code()).filter(few).collect();
    assert!(few.is_empty(), "fewer than {CASES} cases of {few:?}");
    let unknown = |code: &&&str| **code != COLUMNS && ALL.iter().all(|rule| rule.code() != **code);
    let unknown: Vec<&&str> = rules.keys().filter(unknown).collect();
    assert!(unknown.is_empty(), "no rule of the registry is {unknown:?}");
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
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let is_whole = is_set("CORPUS_ALL") || is_set("CORPUS_ONLY");
    let verdicts = run(&base::synthetic(), TIMES[0], if is_whole { 1 } else { EVERY });
    hold(&verdicts);
    if is_whole {
        return;
    }
    assert!(verdicts.len() >= 1000, "{} cases", verdicts.len());
    hold_every_rule(&verdicts);
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
        hold(&run(&bases, TIMES[1], 1));
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
