//! Events of the file system: they ring a bell, and say nothing else.

use super::TICK;
use super::mounts::{Mounts, is_remote};
use super::temporary::is_temporary;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Whether each folder needs a watch of its own, as inotify and kqueue have it. Else one watch sees all that is below.
pub(super) const EACH: bool = !cfg!(any(target_os = "macos", windows));

/// What the bell has heard since the last listing.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Something changed.
    rung: bool,
    /// A folder went, came or moved, so that watches may be lost.
    unsure: bool,
    /// No more watches can be had, or the system reported an error.
    failed: Option<String>,
}

/// Rings when something changes. It holds no list of what did, so that it stays small however long nobody listens.
#[derive(Debug)]
pub(super) struct Bell {
    heard: Mutex<Heard>,
    rings: Condvar,
    wanted: fn(&Path) -> bool,
}

impl Bell {
    pub(super) fn new(wanted: fn(&Path) -> bool) -> Self {
        Self { heard: Mutex::default(), rings: Condvar::new(), wanted }
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was heard; then it is silent again.
    pub(super) fn silence(&self) -> Heard {
        std::mem::take(&mut *self.heard())
    }

    /// Waits until `earliest`, then for the bell or for `latest`; `false` when it was stopped.
    pub(super) fn wait(&self, earliest: Instant, latest: Instant, stop: &dyn Fn() -> bool) -> bool {
        loop {
            if stop() {
                return false;
            }
            let now = Instant::now();
            let heard = self.heard();
            let until = if heard.rung { earliest } else { latest };
            if now >= until {
                return true;
            }
            let longest = until.saturating_duration_since(now).min(TICK);
            // Before `earliest` a ring must not wake it again and again.
            if now < earliest {
                drop(heard);
                std::thread::sleep(longest.min(earliest.saturating_duration_since(now)));
            } else {
                drop(self.rings.wait_timeout(heard, longest));
            }
        }
    }

    fn hear(&self, event: notify::Result<Event>) {
        let mut new = Heard::default();
        match event {
            Ok(event) => {
                new.unsure = event.need_rescan() || moves_folders(event.kind);
                new.rung = new.unsure || (is_change(event.kind) && self.matters(&event.paths));
            }
            Err(error) => {
                new.rung = true;
                new.failed = why(&error);
            }
        }
        if new.rung {
            let mut heard = self.heard();
            heard.rung = true;
            heard.unsure |= new.unsure;
            heard.failed = heard.failed.take().or(new.failed);
            drop(heard);
            self.rings.notify_one();
        }
    }

    fn matters(&self, paths: &[PathBuf]) -> bool {
        paths.is_empty() || paths.iter().any(|path| !is_temporary(path) && ((self.wanted)(path) || path.is_dir()))
    }
}

/// Whether an event is more than somebody reading. A listing itself opens folders.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Whether it may concern a folder and what is below.
fn moves_folders(kind: EventKind) -> bool {
    match kind {
        EventKind::Remove(what) => what != RemoveKind::File,
        EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => false,
    }
}

/// Why no events can be had, if this error says so; `None` when only this one place is gone or closed.
fn why(error: &notify::Error) -> Option<String> {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => None,
        ErrorKind::Io(source)
            if matches!(source.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied) =>
        {
            None
        }
        ErrorKind::MaxFilesWatch => {
            Some("no more folders can be watched; raise fs.inotify.max_user_watches".to_owned())
        }
        _ => Some(format!("the system gives no events: {error}")),
    }
}

/// The folders that are watched.
#[derive(Debug)]
pub(super) struct Watches {
    watcher: Option<RecommendedWatcher>,
    /// What is watched since this listing began.
    watched: HashSet<PathBuf>,
    /// What was watched before it.
    before: HashSet<PathBuf>,
    /// Whether what was watched is watched once more, which costs little and does no harm.
    anew: bool,
    mounts: Mounts,
    /// Why there are no events, for good.
    off: Option<String>,
    /// Why there are none at some place, as of the last listing.
    blind: Option<String>,
    /// As far as this listing knows.
    blind_now: Option<String>,
}

impl Watches {
    /// Without watches at first. Where the system has no events at all, that is remembered.
    pub(super) fn new(bell: &Arc<Bell>, events: bool) -> Self {
        let hears = Arc::clone(bell);
        let (watcher, off) = if events {
            match notify::recommended_watcher(move |event| hears.hear(event)) {
                Ok(watcher) => (Some(watcher), None),
                Err(error) => (None, why(&error).or_else(|| Some(error.to_string()))),
            }
        } else {
            (None, Some("as asked".to_owned()))
        };
        let (watched, before) = (HashSet::new(), HashSet::new());
        Self { watcher, watched, before, anew: true, mounts: Mounts::default(), off, blind: None, blind_now: None }
    }

    /// Why files must be listed often.
    pub(super) fn blind(&self) -> Option<&str> {
        self.off.as_deref().or(self.blind.as_deref())
    }

    /// A listing begins.
    pub(super) fn begin(&mut self, heard: &Heard) {
        if let Some(why) = &heard.failed {
            self.give_up(why.clone());
        }
        self.before.extend(self.watched.drain());
        // A round without a ring also watches all anew, in case that a watch was lost unheard.
        self.anew = heard.unsure || !heard.rung;
        self.blind_now = None;
        self.mounts = if self.watcher.is_some() { Mounts::read() } else { Mounts::default() };
    }

    /// It is at its end: folders that it did not see are watched no more.
    pub(super) fn end(&mut self) {
        for path in self.before.drain().filter(|path| !self.watched.contains(path)) {
            if let Some(watcher) = &mut self.watcher {
                // Mostly the folder is gone, and its watch with it.
                let _ = watcher.unwatch(&path);
            }
        }
        self.blind = self.blind_now.take();
    }

    /// A root is not there, and so nothing tells when it comes.
    pub(super) fn missing(&mut self, path: &Path) {
        self.blind_now = Some(format!("{} is not there", path.display()));
    }

    /// Watches a folder, given by its real path, before it is listed.
    pub(super) fn watch(&mut self, real: &Path, below: bool) {
        let Some(watcher) = &mut self.watcher else { return };
        if is_remote(real) || !self.mounts.give_events(real) {
            self.blind_now = Some(format!("{} lies on a file system without events", real.display()));
            return;
        }
        if self.watched.contains(real) {
            return;
        }
        let mode = if below && !EACH { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        if (self.anew || !self.before.contains(real))
            && let Err(error) = watcher.watch(real, mode)
        {
            return why(&error).map_or((), |why| self.give_up(why));
        }
        self.watched.insert(real.to_owned());
    }

    /// Gives all watches back, to whom they may serve better.
    fn give_up(&mut self, why: String) {
        self.watcher = None;
        self.off = Some(why);
        self.watched.clear();
        self.before.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, RenameMode};

    fn rings(kind: EventKind, path: &str) -> bool {
        let bell = Bell::new(|path| path.extension().is_some_and(|ending| ending == "csv"));
        bell.hear(Ok(Event::new(kind).add_path(path.into())));
        bell.silence().rung
    }

    #[test]
    fn reading_and_what_nobody_wants_ring_no_bell() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(rings(written, "/nowhere/a.csv"));
        assert!(rings(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/nowhere/a.csv"));
        assert!(rings(EventKind::Modify(ModifyKind::Name(RenameMode::To)), "/nowhere/folder"));
        assert!(!rings(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/nowhere/a.csv"));
        assert!(!rings(written, "/nowhere/battery.db-wal"));
        assert!(!rings(EventKind::Create(CreateKind::File), "/nowhere/.a.csv"));
    }

    #[test]
    fn only_what_concerns_all_folders_ends_the_watches() {
        assert!(why(&notify::Error::new(ErrorKind::MaxFilesWatch)).is_some_and(|why| why.contains("max_user_watches")));
        assert!(why(&notify::Error::io(std::io::Error::from_raw_os_error(24))).is_some(), "EMFILE");
        assert_eq!(why(&notify::Error::path_not_found()), None);
    }

    #[test]
    fn without_watches_it_polls_and_says_why() {
        let bell = Arc::new(Bell::new(|_| true));
        let mut watches = Watches::new(&bell, true);
        assert_eq!(watches.blind(), None);
        bell.hear(Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
        watches.begin(&bell.silence());
        watches.end();
        assert!(watches.watcher.is_none() && watches.blind().is_some());
    }
}
