//! A way to a PostgreSQL server that breaks where a test wants it to.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What happens once; before and after it everything passes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Break {
    /// Both ways are cut when the program has sent so many bytes.
    After(u64),
    /// The `COMMIT` that ends a load arrives, its answer does not.
    LoseCommit,
    /// Until then nobody is let in, as where the server is away.
    Until(Instant),
}

/// Passes everything between the program and the server on, and counts it.
pub(crate) struct Proxy {
    url: String,
    shared: Arc<Shared>,
}

struct Shared {
    server: String,
    what: Break,
    is_broken: AtomicBool,
    sent: AtomicU64,
    /// Whether rows went by, so that the next commit is that of a load.
    is_loading: AtomicBool,
}

impl Proxy {
    /// Listens before the server of this URL.
    pub(crate) fn before(url: &str, what: Break) -> Self {
        let (scheme, rest) = url.split_once("://").expect("a URL");
        let (user, rest) = rest.split_once('@').expect("a user");
        let (server, path) = rest.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("a port").port();
        let shared = Arc::new(Shared {
            server: server.to_owned(),
            what,
            is_broken: AtomicBool::new(false),
            sent: AtomicU64::new(0),
            is_loading: AtomicBool::new(false),
        });
        let of_all = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&of_all);
                std::thread::spawn(move || shared.pass(&client));
            }
        });
        Self { url: format!("{scheme}://{user}@127.0.0.1:{port}/{path}"), shared }
    }

    /// The URL that leads through it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Bytes that the program has sent.
    pub(crate) fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::SeqCst)
    }

    /// Whether it broke.
    pub(crate) fn is_broken(&self) -> bool {
        self.shared.is_broken.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn pass(&self, client: &TcpStream) {
        if matches!(self.what, Break::Until(moment) if Instant::now() < moment) {
            return close(client);
        }
        let Ok(server) = TcpStream::connect(&self.server) else { return };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _ = std::io::copy(&mut &server, &mut &*client);
                close(client);
            });
            self.pass_on(client, &server);
            close(&server);
        });
    }

    /// From the program to the server.
    fn pass_on(&self, mut client: &TcpStream, mut server: &TcpStream) {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = client.read(&mut buffer) {
            let bytes = &buffer[..count];
            let before = self.sent.fetch_add(count as u64, Ordering::SeqCst);
            let holds = |words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
            match self.what {
                Break::After(limit) if !self.is_broken() && before + count as u64 > limit => {
                    let rest = usize::try_from(limit.saturating_sub(before)).map_or(count, |rest| rest.min(count));
                    let _ = server.write_all(&bytes[..rest]);
                    self.is_broken.store(true, Ordering::SeqCst);
                    close(client);
                    return;
                }
                Break::LoseCommit => {
                    self.is_loading.fetch_or(holds(b"PGCOPY"), Ordering::SeqCst);
                    if !self.is_broken() && self.is_loading.load(Ordering::SeqCst) && holds(b"COMMIT") {
                        self.is_broken.store(true, Ordering::SeqCst);
                        close(client);
                        let _ = server.write_all(bytes);
                        // Time for the server to do it, before it hears that nobody listens any more.
                        std::thread::sleep(Duration::from_millis(300));
                        return;
                    }
                }
                Break::After(_) | Break::Until(_) => {}
            }
            if server.write_all(bytes).is_err() {
                return;
            }
        }
    }

    fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::SeqCst)
    }
}

fn close(stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Both);
}
