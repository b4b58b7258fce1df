//! The binary in a sandbox: a home of its own, no settings of the person who runs the tests, one database.

use super::postgres::PostgresDatabase;
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// A folder that is home, working directory and data directory at once; it goes away with the test.
pub(crate) struct Sandbox {
    folder: TempDir,
    postgres: Option<PostgresDatabase>,
}

impl Sandbox {
    /// On the embedded database, which the first use creates.
    pub(crate) fn sqlite() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder"), postgres: None }
    }

    /// On a migrated PostgreSQL database of its own; `None` where no server is given.
    pub(crate) fn postgres() -> Option<Self> {
        let sandbox = Self::on(PostgresDatabase::create()?);
        sandbox.run(["migrate", "up"]).done();
        Some(sandbox)
    }

    /// On a PostgreSQL database as it is.
    pub(crate) fn on(postgres: PostgresDatabase) -> Self {
        Self { folder: TempDir::new().expect("a temporary folder"), postgres: Some(postgres) }
    }

    /// A path inside.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Which database it is on, for messages.
    pub(crate) fn lane(&self) -> &'static str {
        if self.postgres.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// The PostgreSQL database, on that lane.
    pub(crate) fn server(&self) -> Option<&PostgresDatabase> {
        self.postgres.as_ref()
    }

    /// The binary with nothing of the outside world but PATH.
    pub(crate) fn command(&self) -> Command {
        let home = self.folder.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_battery-etl"));
        command.env_clear().current_dir(home).stdin(Stdio::null());
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home);
        }
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        if let Some(postgres) = &self.postgres {
            command.env("DATABASE_URL", postgres.url());
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Outcome {
        Outcome::of(self.command().args(args))
    }

    /// Starts a command.
    pub(crate) fn start<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Child {
        let mut command = self.command();
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary")
    }

    /// Runs a command to its end and reads the JSON that it printed.
    pub(crate) fn json<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Value {
        self.run(args).done().json()
    }

    /// The report of one test, from the list of experiments that every report is.
    pub(crate) fn report(&self, kind: &str, source: &[&str]) -> Value {
        let mut answer = self.json([&["report", kind, "--format", "json"], source].concat());
        let list = answer["experiments"].as_array_mut().expect("a list of experiments");
        assert_eq!(list.len(), 1, "{list:#?}");
        list.remove(0)
    }

    /// Loads what stands at `path` and returns the answer, whatever the exit status.
    pub(crate) fn ingest(&self, path: &Path, more: &[&str]) -> (Outcome, Value) {
        let mut args = vec!["ingest".as_ref(), path.as_os_str(), "--format".as_ref(), "json".as_ref()];
        args.extend(more.iter().map(OsStr::new));
        let outcome = self.run(args);
        let answer = outcome.json();
        (outcome, answer)
    }

    /// The names of all experiments, as `catalog list experiments` has them.
    pub(crate) fn experiments(&self) -> Vec<String> {
        let outcome = self.run(["catalog", "list", "experiments", "--format", "json"]);
        if outcome.finds_no_database() {
            return Vec::new();
        }
        let answer = outcome.done().json();
        let list = answer.as_object().and_then(|head| head.values().find_map(Value::as_array)).expect("a list");
        list.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
    }

    /// The integrity check must find nothing.
    pub(crate) fn intact(&self) {
        let outcome = self.run(["catalog", "check"]);
        if !outcome.finds_no_database() {
            outcome.done();
        }
    }
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The command line, for messages.
    pub(crate) line: String,
    /// The exit status; -1 for a signal.
    pub(crate) status: i32,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it said.
    pub(crate) stderr: String,
}

impl Outcome {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let line = command.get_args().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ");
        let output = command.output().unwrap_or_else(|error| panic!("{line}: {error}"));
        Self::ended(&line, output)
    }

    /// What a command did that has ended.
    pub(crate) fn ended(line: &str, output: Output) -> Self {
        let (line, Output { status, stdout, stderr }) = (line.to_owned(), output);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{line}: {error}"));
        let outcome = Self { status: status.code().unwrap_or(-1), stdout: text(stdout), stderr: text(stderr), line };
        for trace in ["panicked at", "RUST_BACKTRACE", "stack backtrace"] {
            assert!(!outcome.stderr.contains(trace), "a panic reached the person: {outcome:#?}");
        }
        outcome
    }

    /// Looking makes no database, so there is none before the first load.
    fn finds_no_database(&self) -> bool {
        self.status == 2 && self.stderr.contains("there is no such database")
    }

    /// It must have ended with this status.
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "`{}` ended otherwise: {self:#?}", self.line);
        self
    }

    /// It must have ended well.
    pub(crate) fn done(self) -> Self {
        self.expect(0)
    }

    /// What it printed, as one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON ({error}): {self:#?}"))
    }

    /// What it said must hold each of these words.
    pub(crate) fn says(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(self.stderr.contains(word) || self.stdout.contains(word), "does not say `{word}`: {self:#?}");
        }
        self
    }
}
