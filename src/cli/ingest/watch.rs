//! `ingest --watch`: loads what comes to rest in folders, until it is stopped.

use super::super::inputs::InputArgs;
use super::super::status::{self, Failure, Status};
use super::super::{Context, interrupt, report};
use super::follow::{FollowError, Follower, Settings};
use super::{Args, Known, manifest};
use crate::source::{self, Candidate};
use crate::store::Filter;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Following folders.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Following folders")]
pub(super) struct WatchArgs {
    /// Keep on: load what is there, then each file that comes or grows, once it has settled, until Ctrl-C or SIGTERM. What
    /// could not be loaded is tried again when its file changes
    #[arg(long, conflicts_with_all = ["step", "detail", "name", "dry_run"])]
    watch: bool,
    /// A file is settled when its size and time have not changed for so many seconds [default: 10]
    #[arg(long, value_name = "SECONDS", requires = "watch", value_parser = crate::cli::derive::positive, allow_negative_numbers = true)]
    settle: Option<f64>,
    /// Write the page of all that is loaded into FILE after each batch
    #[arg(long, value_name = "FILE.html", requires = "watch")]
    then_report: Option<PathBuf>,
}

impl WatchArgs {
    pub(super) fn is_asked(&self) -> bool {
        self.watch
    }
}

/// Follows the paths until a signal comes.
pub(super) fn run(
    args: &Args,
    paths: &[PathBuf],
    inputs: &InputArgs,
    known: Known<'_>,
    context: &Context,
) -> anyhow::Result<Status> {
    let wrong = |error: FollowError| Failure::usage(error.to_string());
    let settings = Settings {
        settle: args.watch.settle.map_or(Settings::default().settle, Duration::from_secs_f64),
        wanted: source::may_be_of_a_test,
        group: source::group_of,
        ..Settings::default()
    };
    let mut follower = Follower::new(paths, settings).map_err(wrong)?;
    interrupt::stop_by_asking();
    let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    context.screen.note(&format!("following {}; Ctrl-C ends it", named.join(", ")));
    let (mut told, mut away) = (false, Away::default());
    while let Some(batch) = follower.next(&interrupt::is_stopped) {
        if let (false, Some(why)) = (told, follower.polls()) {
            context.screen.note(&format!("files are listed every few seconds: {why}"));
        }
        told = true;
        let status = load(args, paths, inputs, &batch.changed, known, context);
        if interrupt::is_stopped() {
            break;
        }
        match status {
            // Whatever stood in the way may pass: the same files come again once they have settled anew.
            Ok(Some(Status::TryAgain)) => batch.changed.iter().for_each(|path| follower.again(path)),
            Ok(Some(_)) => away.is_over(context),
            Ok(None) => {}
            Err(error) => {
                if away.tell(&error, context) == Status::TryAgain {
                    batch.changed.iter().for_each(|path| follower.again(path));
                }
            }
        }
        if let Some(path) = &args.watch.then_report
            && is_anything_loaded(context)
            && let Err(error) = report::fleet_page(path, context)
        {
            context.reject(&error);
        }
    }
    Ok(Status::Done)
}

/// The passing error that was told last, such as a server that is away: what has not changed since is not told again.
#[derive(Debug, Default)]
struct Away(Option<String>);

impl Away {
    /// Tells an error, unless it is the one that was told last and may pass; gives how bad it is.
    fn tell(&mut self, error: &anyhow::Error, context: &Context) -> Status {
        let (status, hints) = status::of(error);
        let words = status::words(error);
        let is_passing = status == Status::TryAgain;
        if !is_passing || self.0.as_ref() != Some(&words) {
            context.screen.error(&words, &hints);
            if is_passing {
                context.screen.note("it is tried again until that has passed");
            }
        }
        self.0 = Some(words).filter(|_| is_passing);
        status
    }

    fn is_over(&mut self, context: &Context) {
        if self.0.take().is_some() {
            context.screen.note("the database is there again");
        }
    }
}

/// Whether there is anything to report; where the database cannot be asked, that was told already.
fn is_anything_loaded(context: &Context) -> bool {
    let count = context.loaded().and_then(|mut all| Ok(all.list_experiments(&Filter::default())?.len()));
    count.is_ok_and(|count| count > 0)
}

/// Loads the tests that have a part among the files that changed, and those of the same names; `None` where there are none.
fn load(
    args: &Args,
    paths: &[PathBuf],
    inputs: &InputArgs,
    changed: &[PathBuf],
    known: Known<'_>,
    context: &Context,
) -> anyhow::Result<Option<Status>> {
    let there: Vec<PathBuf> = paths.iter().filter(|path| is_there(path)).cloned().collect();
    let changed: BTreeSet<PathBuf> = changed.iter().map(|path| plain(path)).collect();
    if there.is_empty() {
        return Ok(None);
    }
    // With each its namesakes, so that both are refused and none replaces the other.
    let candidates = source::find(&there).candidates;
    let has_changed = candidates.iter().filter(|candidate| is_of(candidate, &changed));
    let names: BTreeSet<&str> = has_changed.map(|candidate| candidate.name.as_str()).collect();
    let wanted = |candidate: &Candidate| {
        names.contains(candidate.name.as_str()) && !manifest::is_it(candidate, args.manifest.as_deref())
    };
    if !candidates.iter().any(wanted) {
        return Ok(None);
    }
    let found = inputs.find_among(&there, &wanted, context)?;
    args.load(found.files(), known, context).map(Some)
}

/// Whether a path leads somewhere: a glob may match nothing now and something later.
fn is_there(path: &Path) -> bool {
    path.exists() || path.to_string_lossy().contains(['*', '?', '['])
}

/// Whether one of the files of a test is among these.
fn is_of(candidate: &Candidate, changed: &BTreeSet<PathBuf>) -> bool {
    candidate.files.paths().iter().any(|path| changed.contains(&plain(Path::new(path))))
}

/// The same file has one path.
fn plain(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
