//! Follows folders, files and globs, and tells which files have changed and come to rest.
//!
//! Truth is always a listing with the size and the time of every file. Events of the file system only wake the follower
//! early; where there are none (network shares, WSL, no watches left) it lists every few seconds instead.

mod bell;
mod listing;
mod mounts;
mod temporary;
#[cfg(test)]
mod tests;

use bell::{Bell, Watches};
use listing::{Root, State};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// With events a listing is made this many times less often than without: it only finds what events missed.
const SELDOM: u32 = 20;

/// Listings take at most one part in so many of the time.
const REST: u32 = 20;

/// How often the caller's wish to stop is looked at.
const TICK: Duration = Duration::from_millis(100);

/// Why files cannot be followed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FollowError {
    /// A path is not there and is no glob.
    #[error("{}: {source}; check the spelling", path.display())]
    Root {
        /// The path as it was given.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A glob is wrong.
    #[error("{glob} is no glob: {why}")]
    Glob {
        /// The glob as it was given.
        glob: String,
        /// What is wrong with it.
        why: String,
    },
}

/// How files are followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// A file is settled when its size and its time have been the same for so long.
    pub settle: Duration,
    /// How often files are listed where there are no events.
    pub poll: Duration,
    /// Whether to ask for events at all.
    pub events: bool,
    /// Which files matter, by their paths. Temporary and hidden ones never do.
    pub wanted: fn(&Path) -> bool,
    /// What files that belong together have in common; while one of them moves, the others wait. By default their paths
    /// without the ending.
    pub group: fn(&Path) -> PathBuf,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            settle: Duration::from_secs(10),
            poll: Duration::from_secs(3),
            events: true,
            wanted: |_| true,
            group: |path| path.with_extension(""),
        }
    }
}

/// Files that changed and came to rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Batch {
    /// Their paths, as the roots lead to them; sorted, each once.
    pub changed: Vec<PathBuf>,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug)]
struct Known {
    state: State,
    /// When it was first seen like this.
    since: Instant,
    /// Whether a batch had it like this.
    told: bool,
}

/// Follows files until it is told to stop.
#[derive(Debug)]
pub(crate) struct Follower {
    roots: Vec<Root>,
    settings: Settings,
    files: BTreeMap<PathBuf, Known>,
    bell: Arc<Bell>,
    watches: Watches,
    /// When the last listing ended, and how long it took.
    looked: Option<(Instant, Duration)>,
}

impl Follower {
    /// Begins to follow folders with all that is below them, files, and globs. What is there already counts as changed.
    ///
    /// # Errors
    /// When a path is not there and is no glob.
    pub(crate) fn new<P: AsRef<Path>>(roots: &[P], settings: Settings) -> Result<Self, FollowError> {
        let roots = roots.iter().map(|root| Root::new(root.as_ref())).collect::<Result<_, _>>()?;
        let bell = Arc::new(Bell::new(settings.wanted));
        let watches = Watches::new(&bell, settings.events);
        Ok(Self { roots, settings, files: BTreeMap::new(), bell, watches, looked: None })
    }

    /// Waits for files that changed and came to rest, and for which no file of their group still moves; `None` when
    /// `stop` says so.
    pub(crate) fn next(&mut self, stop: &dyn Fn() -> bool) -> Option<Batch> {
        loop {
            if stop() {
                return None;
            }
            if let Some(looked) = self.looked
                && !self.bell.wait(self.earliest(looked), self.latest(looked), stop)
            {
                return None;
            }
            let begun = Instant::now();
            self.look(begun, stop)?;
            let changed = self.take(begun);
            if !changed.is_empty() {
                return Some(Batch { changed });
            }
        }
    }

    /// Lets a file come again once it has settled anew, since it could not be read.
    pub(crate) fn again(&mut self, path: &Path) {
        if let Some(known) = self.files.get_mut(path) {
            *known = Known { since: Instant::now(), told: false, ..*known };
        }
    }

    /// Why files are listed every few seconds, where events do not do; known after the first batch.
    #[must_use]
    pub(crate) fn polls(&self) -> Option<&str> {
        self.watches.blind()
    }

    /// Lists all files and compares them with what was known. `None` when it was stopped.
    fn look(&mut self, begun: Instant, stop: &dyn Fn() -> bool) -> Option<()> {
        let heard = self.bell.silence();
        self.watches.begin(&heard);
        let found = listing::list(&self.roots, self.settings.wanted, &mut self.watches, stop)?;
        self.watches.end();
        let now = Instant::now();
        let mut before = std::mem::take(&mut self.files);
        for (path, state) in found.files {
            let known = before.remove(&path).filter(|known| known.state == state);
            self.files.insert(path, known.unwrap_or(Known { state, since: now, told: false }));
        }
        // What cannot be read just now has not vanished.
        for folder in &found.unread {
            let below = before.range(folder.clone()..).take_while(|(path, _)| path.starts_with(folder));
            self.files.extend(below.map(|(path, known)| (path.clone(), *known)));
        }
        self.looked = Some((now, now.saturating_duration_since(begun)));
        Some(())
    }

    /// Takes the settled changes of those groups in which nothing moves.
    fn take(&mut self, now: Instant) -> Vec<PathBuf> {
        let settle = self.settings.settle;
        let is_settled = |known: &Known| now.saturating_duration_since(known.since) >= settle;
        let mut groups: HashMap<PathBuf, bool> = HashMap::new();
        for (path, known) in self.files.iter().filter(|(_, known)| !known.told) {
            *groups.entry((self.settings.group)(path)).or_insert(true) &= is_settled(known);
        }
        let mut changed = Vec::new();
        for (path, known) in self.files.iter_mut().filter(|(_, known)| !known.told) {
            if groups.get(&(self.settings.group)(path)) == Some(&true) {
                known.told = true;
                changed.push(path.clone());
            }
        }
        changed
    }

    /// Before this no event leads to a listing: a file that grows rings all the time.
    fn earliest(&self, (ended, took): (Instant, Duration)) -> Instant {
        ended + (took * REST).max(self.settings.settle / 10)
    }

    /// At this the next listing is made without an event: when the next file may have settled, or as a round.
    fn latest(&self, (ended, took): (Instant, Duration)) -> Instant {
        let often = if self.polls().is_some() { 1 } else { SELDOM };
        let round = (self.settings.poll * often).max(TICK);
        // Those that had settled when the last listing began wait for others of their group.
        let moving = self.files.values().filter(|known| !known.told);
        let settles = moving.map(|known| known.since + self.settings.settle).filter(|at| *at + took > ended).min();
        let due = settles.map_or(ended + round, |at| at.min(ended + round));
        due.max(self.earliest((ended, took)))
    }
}
