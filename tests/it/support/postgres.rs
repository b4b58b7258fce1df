//! A PostgreSQL database for one test, on the server of `BATTERY_ETL_TEST_POSTGRES`.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

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

    /// Its URL: the server's with the database's name.
    pub(crate) fn url(&self) -> String {
        let (address, options) = self.server.split_once('?').map_or((&*self.server, None), |(a, o)| (a, Some(o)));
        let host = address.find("://").map_or(0, |at| at + 3);
        let end = address[host..].find('/').map_or(address.len(), |at| host + at);
        let options = options.map(|options| format!("?{options}")).unwrap_or_default();
        format!("{}/{}{options}", &address[..end], self.name)
    }

    /// The answer to a query, columns split by `|`.
    pub(crate) fn query(&self, query: &str) -> String {
        psql(&self.url(), query).unwrap_or_else(|error| panic!("{query}: {error}"))
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        if let Err(error) = psql(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)) {
            super::aloud(&format!("could not drop {}: {error}", self.name));
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
