//! A pgbouncer before the server, for as long as a test wants it.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A pooler that goes away with the test.
pub(crate) struct Pooler {
    child: Child,
    url: String,
    _folder: TempDir,
}

impl Pooler {
    /// Gives at most `size` of the server's connections; `None` where pgbouncer is not installed.
    pub(crate) fn before(url: &str, mode: &str, size: usize) -> Option<Self> {
        let (_, rest) = url.split_once("://").expect("a URL");
        let (user, rest) = rest.split_once('@').expect("a user");
        let (server, database) = rest.split_once('/').expect("a database");
        let (host, port) = server.split_once(':').expect("a port");
        let folder = TempDir::new().expect("a folder");
        let own = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let path = folder.path().join("pgbouncer.ini");
        let settings = format!(
            "[databases]\n{database} = host={host} port={port} user={user}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {own}\nunix_socket_dir =\nauth_type = any\npool_mode = {mode}\ndefault_pool_size = {size}\n"
        );
        std::fs::write(&path, settings).expect("a file");
        // It refuses to run as root.
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
        let mut command = if is_root {
            let _ = Command::new("chown").arg("-R").arg("65534").arg(folder.path()).status();
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--clear-groups", "pgbouncer"]);
            command
        } else {
            Command::new("pgbouncer")
        };
        let child = command.arg("-q").arg(&path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
        let pooler = Self { child, url: format!("postgres://{user}@127.0.0.1:{own}/{database}"), _folder: folder };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", own)).is_err() {
            if began.elapsed() > Duration::from_secs(10) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(pooler)
    }

    /// The URL that leads through it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
