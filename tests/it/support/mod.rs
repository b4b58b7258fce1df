//! What the tests stand on: the binary in a sandbox, a database of its own for each test, synthetic and real pairs.

mod dashboard;
mod pairs;
mod pooler;
mod postgres;
mod proxy;
mod sandbox;

pub(crate) use dashboard::{Dashboard, USUAL, Written};
pub(crate) use pairs::{Pair, fixture, real_pairs, shared};
pub(crate) use pooler::Pooler;
pub(crate) use postgres::{Holder, PostgresDatabase};
pub(crate) use proxy::{Break, Proxy};
pub(crate) use sandbox::{Outcome, Sandbox};

use std::io::Write;

/// Says something aloud: past the capture of passing tests, so that a skipped lane is seen.
pub(crate) fn aloud(words: &str) {
    let mut stderr = std::io::stderr().lock();
    // Nothing can be done about a closed stderr, and no test depends on it.
    let _ = writeln!(stderr, "{words}");
}

/// Runs a test on SQLite and, where a server is given, on PostgreSQL; each time in a sandbox of its own.
pub(crate) fn on_both(test: impl Fn(&Sandbox)) {
    test(&Sandbox::sqlite());
    match Sandbox::postgres() {
        Some(sandbox) => test(&sandbox),
        None => aloud("SKIPPED on PostgreSQL: BATTERY_ETL_TEST_POSTGRES is not set (scripts/test sets it)"),
    }
}

/// How often a fault is tried: a few times with every test run, `fully` with `scripts/reliability`.
pub(crate) fn often(usually: usize, fully: usize) -> usize {
    if std::env::var_os("BATTERY_ETL_RELIABILITY").is_some() { fully } else { usually }
}
