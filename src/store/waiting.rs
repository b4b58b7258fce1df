//! Waiting for others: how long it may take, and who is told what is waited for.

use diesel::connection::{Instrumentation, InstrumentationEvent};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// After so long a person wonders.
const TOLD_AFTER: Duration = Duration::from_secs(5);
/// How often somebody looks whether it is time to tell.
const LOOK: Duration = Duration::from_millis(250);

/// How a database is opened.
#[derive(Clone)]
pub struct Opening {
    /// How long to wait for others: for a lock, for a free connection, for the writer of a file. Zero is not at all.
    pub wait: Duration,
    /// Hears in a line what is waited for, when that takes longer than 5 s.
    pub tell: Option<Arc<dyn Fn(&str) + Send + Sync>>,
}

impl Default for Opening {
    fn default() -> Self {
        Self { wait: Duration::from_secs(60), tell: None }
    }
}

impl Opening {
    /// The wait as PostgreSQL takes it for `lock_timeout`, where 0 would be for ever.
    pub(super) fn lock_timeout_ms(&self) -> u64 {
        u64::try_from(self.wait.as_millis()).map_or(i32::MAX as u64, |ms| ms.clamp(1, i32::MAX as u64))
    }
}

/// Watches over the statements of one connection.
#[derive(Clone)]
pub(super) struct Watch(Arc<Mutex<Option<Busy>>>);

/// A statement under way.
struct Busy {
    what: String,
    since: Instant,
    is_told: bool,
}

impl Watch {
    pub(super) fn new(opening: &Opening) -> Self {
        let watch = Self(Arc::default());
        if let Some(tell) = opening.tell.clone() {
            let (busy, wait) = (Arc::downgrade(&watch.0), opening.wait);
            // Without a thread nobody is told, and nothing else is missing.
            drop(std::thread::Builder::new().name("waiting".to_owned()).spawn(move || look(&busy, wait, &*tell)));
        }
        watch
    }

    /// Does what may wait for others, and tells when it does.
    pub(super) fn during<T>(&self, what: &str, work: impl FnOnce() -> T) -> T {
        self.begin(what.to_owned());
        let done = work();
        self.end();
        done
    }

    fn begin(&self, what: String) {
        *lock(&self.0) = Some(Busy { what, since: Instant::now(), is_told: false });
    }

    /// The database has answered.
    pub(super) fn end(&self) {
        *lock(&self.0) = None;
    }
}

impl Instrumentation for Watch {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { query, .. } => self.begin(waited_for(&query.to_string())),
            InstrumentationEvent::FinishQuery { .. } => self.end(),
            _ => {}
        }
    }
}

fn lock(busy: &Mutex<Option<Busy>>) -> MutexGuard<'_, Option<Busy>> {
    busy.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells of each statement that takes long, until the connection is gone.
fn look(busy: &Weak<Mutex<Option<Busy>>>, wait: Duration, tell: &dyn Fn(&str)) {
    while let Some(busy) = busy.upgrade() {
        let due = match &mut *lock(&busy) {
            Some(busy) if !busy.is_told && busy.since.elapsed() >= TOLD_AFTER => {
                busy.is_told = true;
                Some(std::mem::take(&mut busy.what))
            }
            _ => None,
        };
        drop(busy);
        if let Some(what) = due {
            let wait = wait.as_secs();
            tell(&format!("waiting for {what} since 5 s; a wait ends after {wait} s (--wait)"));
        }
        std::thread::sleep(LOOK);
    }
}

/// What a statement that takes long most likely waits for, in words.
fn waited_for(statement: &str) -> String {
    let locks = [
        ("pg_advisory_xact_lock_shared", "a change of the schema (`migrate`)"),
        ("pg_advisory_xact_lock(hashtextextended", "another load of the same name or Step file"),
        ("pg_advisory_xact_lock", "the loads that are under way"),
    ];
    if let Some((_, words)) = locks.iter().find(|(call, _)| statement.contains(call)) {
        return (*words).to_owned();
    }
    let mut words = statement.split(|c: char| c.is_whitespace() || c == '(').filter(|word| !word.is_empty());
    let table =
        words.by_ref().find(|word| ["FROM", "INTO", "UPDATE", "COPY", "TABLE"].contains(word)).and(words.next());
    match table.map(|table| table.trim_matches(['"', '\'', ',', ';', ')'])) {
        Some(table) => format!("the table {table}, which another session may hold"),
        None => "an answer of the database".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_waited_for_is_said_in_words() {
        for (statement, words) in [
            ("SELECT pg_advisory_xact_lock(hashtextextended($1, 6211)) -- binds: [\"a\"]", "load of the same name"),
            ("SELECT pg_advisory_xact_lock_shared(1)", "change of the schema"),
            ("SELECT pg_advisory_xact_lock(1)", "under way"),
            ("COPY \"measurements\" (\"step\") FROM STDIN WITH (FORMAT binary)", "the table measurements,"),
            ("INSERT INTO \"experiments\" (\"name\") VALUES ($1)", "the table experiments,"),
            ("SELECT \"steps\".\"number\" FROM \"steps\" WHERE x", "the table steps,"),
            ("COMMIT", "an answer"),
        ] {
            assert!(waited_for(statement).contains(words), "{statement}: {}", waited_for(statement));
        }
    }

    #[test]
    fn not_at_all_is_not_for_ever() {
        let opening = |wait| Opening { wait, tell: None }.lock_timeout_ms();
        assert_eq!(opening(Duration::ZERO), 1);
        assert_eq!(opening(Duration::MAX), i32::MAX as u64);
    }
}
