//! Ctrl-C and SIGTERM: nothing half done stays behind, and the exit status says why.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The signal that came; 0 before one has.
static SIGNAL: AtomicI32 = AtomicI32::new(0);
static GRACEFUL: AtomicBool = AtomicBool::new(false);
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// How long work that stops by itself may take to reach a safe place.
const GRACE: Duration = Duration::from_secs(10);

/// Starts to listen. The first signal asks work that can stop by itself to do so; all else ends at once.
///
/// Ending at once is safe: output files stand beside their places until they are whole, and a database takes back what
/// was not committed.
pub(crate) fn listen() {
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        let mut arrived = signals.forever();
        let Some(signal) = arrived.next() else { return };
        SIGNAL.store(signal, Ordering::SeqCst);
        if GRACEFUL.load(Ordering::SeqCst) {
            std::thread::spawn(move || {
                std::thread::sleep(GRACE);
                end(signal);
            });
            // A second signal means that the person does not want to wait.
            let _ = arrived.next();
        }
        end(signal);
    });
}

fn end(signal: i32) -> ! {
    for path in unfinished().drain(..) {
        let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    }
    std::process::exit(128 + signal)
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file, or a folder of files, that is not whole yet.
pub(crate) fn remove_when_interrupted(path: &Path) {
    unfinished().push(path.to_owned());
}

/// It is whole, or gone.
pub(crate) fn keep(path: &Path) {
    unfinished().retain(|other| other != path);
}

/// From here on the work asks `is_stopped` and ends by itself.
pub(crate) fn stop_by_asking() {
    GRACEFUL.store(true, Ordering::SeqCst);
}

/// Whether a signal came.
pub(crate) fn is_stopped() -> bool {
    SIGNAL.load(Ordering::SeqCst) != 0
}

/// The exit status of work that stopped because a signal came.
pub(crate) fn exit_code() -> Option<u8> {
    let signal = SIGNAL.load(Ordering::SeqCst);
    (signal != 0).then(|| u8::try_from(128 + signal).unwrap_or(130))
}
