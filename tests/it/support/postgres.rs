//! A PostgreSQL database for one test, on the server of `BATTERY_ETL_TEST_POSTGRES`.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A database that goes away with the test.
pub(crate) struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    /// A new empty database; `None` when no server is given.
    pub(crate) fn create() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("BATTERY_ETL_TEST_POSTGRES").ok().filter(|url| !url.is_empty())?;
        let name = format!("etl_it_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        psql(&server, &format!("CREATE DATABASE {name}"))
            .unwrap_or_else(|error| panic!("cannot create {name}: {error}"));
        Some(Self { server, name })
    }

    /// Its name, which no other test's has.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its URL: the server's with the database's name.
    pub(crate) fn url(&self) -> String {
        let (address, options) = self.server.split_once('?').map_or((&*self.server, None), |(a, o)| (a, Some(o)));
        let host = address.find("://").map_or(0, |at| at + 3);
        let end = address[host..].find('/').map_or(address.len(), |at| host + at);
        let options = options.map(|options| format!("?{options}")).unwrap_or_default();
        format!("{}/{}{options}", &address[..end], self.name)
    }

    /// The URL by which another login comes, whose password is `secret`.
    pub(crate) fn url_of(&self, login: &str) -> String {
        let url = self.url();
        let host = url.find("://").map_or(0, |at| at + 3);
        let end = url[host..].find('@').map_or(host, |at| host + at + 1);
        let login = login.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
        format!("{}{login}:secret@{}", &url[..host], &url[end..])
    }

    /// The answer to another login's query, or the server's refusal.
    pub(crate) fn query_of(&self, login: &str, query: &str) -> Result<String, String> {
        psql(&self.url_of(login), query)
    }

    /// The answer to a query, columns split by `|`.
    pub(crate) fn query(&self, query: &str) -> String {
        psql(&self.url(), query).unwrap_or_else(|error| panic!("{query}: {error}"))
    }
}

impl PostgresDatabase {
    /// Runs statements in a session of its own.
    pub(crate) fn start(&self, statements: &str) -> Holder {
        let mut command = Command::new("psql");
        command.args(["-qAtX", &self.url()]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("psql");
        writeln!(child.stdin.as_mut().expect("a pipe"), "{statements};").expect("psql listens");
        Holder::of(child)
    }

    /// Holds a table so that nobody else may even read it.
    pub(crate) fn hold(&self, table: &str) -> Holder {
        let holder = self.start(&format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"));
        self.until(&format!(
            "SELECT count(*) > 0 FROM pg_locks WHERE relation = '{table}'::regclass AND mode = 'AccessExclusiveLock'"
        ));
        holder
    }

    /// Waits until a query is true.
    pub(crate) fn until(&self, query: &str) {
        let began = Instant::now();
        while self.query(query) != "t" {
            assert!(began.elapsed() < Duration::from_secs(60), "never true: {query}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A session of another program, which ends with this.
pub(crate) struct Holder(Child);

impl Holder {
    /// That of a child that reads its standard input.
    pub(crate) fn of(child: Child) -> Self {
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // Its end of input lets it finish what it has begun, and end.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        if let Err(error) = psql(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)) {
            super::aloud(&format!("could not drop {}: {error}", self.name));
        }
        // Roles are the server's: those of a test hold the database's name, which ends their own.
        let roles = format!(
            "DO $$ DECLARE name TEXT; BEGIN FOR name IN SELECT rolname FROM pg_roles \
             WHERE rolname ~ '{0}(_(owner|ingest|read|views|project_.*))?$' LOOP \
             EXECUTE format('DROP ROLE %I', name); END LOOP; END $$",
            self.name
        );
        if let Err(error) = psql(&self.server, &roles) {
            super::aloud(&format!("could not drop the roles of {}: {error}", self.name));
        }
    }
}

fn psql(url: &str, query: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args(["-qAtX", "-v", "ON_ERROR_STOP=1", url, "-c", query])
        .output()
        .map_err(|error| format!("psql: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
