//! Follows real folders, with everything a hundred times as fast.

use super::*;
use std::fs::{self, File};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const SETTLE: Duration = Duration::from_millis(200);

fn settings(events: bool) -> Settings {
    // With events a round comes after four seconds, so that what is seen earlier is seen by an event.
    Settings {
        settle: SETTLE,
        poll: Duration::from_millis(if events { 200 } else { 50 }),
        events,
        wanted: |path| path.extension().is_none_or(|ending| ending != "db"),
        group: |path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            path.with_file_name(name.rsplit_once('_').map_or(name.as_str(), |(stem, _)| stem))
        },
    }
}

fn follow(root: &Path, events: bool) -> Follower {
    Follower::new(&[root], settings(events)).unwrap()
}

/// The next batch within a time, by names below the folder.
fn batch(follower: &mut Follower, root: &Path, within: Duration) -> Vec<String> {
    let end = Instant::now() + within;
    let batch = follower.next(&|| Instant::now() >= end).unwrap_or_default();
    let name = |path: &PathBuf| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    batch.changed.iter().map(name).collect()
}

const SOON: Duration = Duration::from_millis(2500);
const QUIET: Duration = Duration::from_millis(900);

/// A file that grows on another thread, for so many tenths of a second.
fn grow(path: PathBuf, tenths: u32) -> thread::JoinHandle<Instant> {
    let mut file = File::create(path).unwrap();
    thread::spawn(move || {
        for _ in 1..tenths {
            file.write_all(b"1,2,3\n").unwrap();
            thread::sleep(Duration::from_millis(100));
        }
        file.write_all(b"1,2,3\n").unwrap();
        Instant::now()
    })
}

fn both(test: impl Fn(bool, &Path)) {
    for events in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        test(events, folder.path());
    }
}

#[test]
fn what_is_there_comes_first_sorted_and_once() {
    both(|events, root| {
        fs::create_dir(root.join("sub")).unwrap();
        for name in ["b.csv", "a.csv", "sub/c.csv", ".d.csv", "e.csv.part", "f.tmp", "g.csv~", "h.crdownload", "i.db"] {
            fs::write(root.join(name), name).unwrap();
        }
        let roots = [root.to_owned(), root.join("sub"), root.join("a.csv"), root.join("*.csv")];
        let mut follower = Follower::new(&roots, settings(events)).unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv", "b.csv", "sub/c.csv"]);
        assert_eq!(follower.polls(), (!events).then_some("as asked"));
        assert!(batch(&mut follower, root, QUIET).is_empty(), "and nothing comes twice");
    });
}

#[test]
fn a_file_that_grows_waits_and_its_partner_with_it() {
    both(|events, root| {
        let mut follower = follow(root, events);
        fs::write(root.join("a_Step.csv"), "1").unwrap();
        fs::write(root.join("b_Step.csv"), "1").unwrap();
        let writer = grow(root.join("a_Detail.csv"), 7);
        assert_eq!(batch(&mut follower, root, SOON), ["b_Step.csv"]);
        assert!(!writer.is_finished());
        assert_eq!(batch(&mut follower, root, SOON), ["a_Detail.csv", "a_Step.csv"]);
        let waited = writer.join().unwrap().elapsed();
        assert!(waited > SETTLE * 9 / 10 && waited < SETTLE * 5, "{waited:?}");
        fs::write(root.join("a_Step.csv"), "12").unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["a_Step.csv"], "what did not change does not come again");
    });
}

#[test]
fn renamed_into_place_also_as_a_folder() {
    both(|events, root| {
        let mut follower = follow(root, events);
        fs::write(root.join("a.csv.part"), "1").unwrap();
        assert!(batch(&mut follower, root, QUIET).is_empty());
        fs::rename(root.join("a.csv.part"), root.join("a.csv")).unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
        let elsewhere = tempfile::tempdir_in(root.parent().unwrap()).unwrap();
        fs::create_dir_all(elsewhere.path().join("new/deep")).unwrap();
        fs::write(elsewhere.path().join("new/deep/b.csv"), "1").unwrap();
        fs::rename(elsewhere.path().join("new"), root.join("new")).unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["new/deep/b.csv"]);
        fs::write(root.join("new/deep/c.csv"), "1").unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["new/deep/c.csv"], "the new folder is watched");
    });
}

#[test]
fn what_vanishes_is_forgotten_and_comes_anew() {
    both(|events, root| {
        let folder = root.join("sub");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a.csv"), "1").unwrap();
        let mut follower = follow(root, events);
        assert_eq!(batch(&mut follower, root, SOON), ["sub/a.csv"]);
        fs::remove_dir_all(&folder).unwrap();
        assert!(batch(&mut follower, root, QUIET).is_empty());
        assert!(follower.files.is_empty());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a.csv"), "1").unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["sub/a.csv"]);
        fs::write(folder.join("b.csv"), "1").unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["sub/b.csv"], "the folder is watched anew");
    });
}

#[test]
fn globs_find_what_comes_later_also_in_new_folders() {
    both(|events, root| {
        let mut follower = Follower::new(&[root.join("*/run*/*.csv")], settings(events)).unwrap();
        assert!(batch(&mut follower, root, QUIET).is_empty());
        fs::create_dir_all(root.join("x/run1")).unwrap();
        assert!(batch(&mut follower, root, QUIET).is_empty());
        fs::write(root.join("x/run1/a.csv"), "1").unwrap();
        fs::write(root.join("x/run1/a.txt"), "1").unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["x/run1/a.csv"]);
    });
}

#[test]
fn a_file_named_outright_is_followed_alone_also_when_it_is_replaced() {
    both(|events, root| {
        fs::write(root.join("a.csv"), "1").unwrap();
        fs::write(root.join("b.csv"), "1").unwrap();
        let mut follower = follow(&root.join("a.csv"), events);
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
        fs::write(root.join("new.tmp"), "123").unwrap();
        fs::write(root.join("b.csv"), "123").unwrap();
        fs::rename(root.join("new.tmp"), root.join("a.csv")).unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
    });
}

#[test]
fn odd_clocks_do_not_matter() {
    both(|events, root| {
        let path = root.join("a.csv");
        let file = File::create(&path).unwrap();
        file.set_modified(std::time::SystemTime::now() + Duration::from_secs(90_000)).unwrap();
        let mut follower = follow(root, events);
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
        assert!(batch(&mut follower, root, QUIET).is_empty());
    });
}

#[test]
fn what_could_not_be_read_comes_again() {
    both(|events, root| {
        fs::write(root.join("a.csv"), "1").unwrap();
        let mut follower = follow(root, events);
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
        follower.again(&root.join("a.csv"));
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
    });
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end_and_each_folder_is_known_by_its_own_path() {
    both(|events, root| {
        use std::os::unix::fs::symlink;
        for name in ["a", "b", "c", "d"] {
            fs::create_dir(root.join(name)).unwrap();
            for other in ["a", "b", "c", "d"] {
                symlink(root.join(other), root.join(name).join(format!("to_{other}"))).unwrap();
            }
            symlink(root, root.join(name).join("up")).unwrap();
        }
        symlink("nowhere", root.join("broken.csv")).unwrap();
        fs::write(root.join("d/x.csv"), "1").unwrap();
        let mut follower = follow(root, events);
        assert_eq!(batch(&mut follower, root, SOON), ["d/x.csv"]);
        let outside = tempfile::tempdir_in(root.parent().unwrap()).unwrap();
        symlink(outside.path(), root.join("link")).unwrap();
        assert!(batch(&mut follower, root, QUIET).is_empty());
        fs::write(outside.path().join("y.csv"), "1").unwrap();
        assert_eq!(batch(&mut follower, root, SOON), ["link/y.csv"]);
    });
}

#[test]
fn it_stops_at_once_and_goes_on_later() {
    both(|events, root| {
        static STOP: AtomicBool = AtomicBool::new(false);
        STOP.store(false, Ordering::SeqCst);
        let mut follower = Follower::new(&[root], Settings { settle: SETTLE * 100, ..settings(events) }).unwrap();
        fs::write(root.join("a.csv"), "1").unwrap();
        let stopper = thread::spawn(|| {
            thread::sleep(Duration::from_millis(350));
            STOP.store(true, Ordering::SeqCst);
            Instant::now()
        });
        assert_eq!(follower.next(&|| STOP.load(Ordering::SeqCst)), None);
        let late = stopper.join().unwrap().elapsed();
        assert!(late < Duration::from_millis(200), "{late:?}");
        follower.settings.settle = SETTLE;
        assert_eq!(batch(&mut follower, root, SOON), ["a.csv"]);
    });
}

#[test]
fn what_is_not_there_or_no_glob_is_said_at_once() {
    let settings = settings(true);
    assert!(matches!(Follower::new(&["no/such/folder"], settings), Err(FollowError::Root { .. })));
    let error = Follower::new(&["no/such/***"], settings).unwrap_err();
    assert!(error.to_string().starts_with("no/such/*** is no glob: "), "{error}");
}

#[test]
fn a_root_that_goes_is_polled_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("share");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a.csv"), "1").unwrap();
    let mut follower = follow(&root, true);
    assert_eq!(batch(&mut follower, &root, SOON), ["a.csv"]);
    fs::remove_dir_all(&root).unwrap();
    assert!(batch(&mut follower, &root, QUIET).is_empty());
    assert!(follower.polls().is_some_and(|why| why.ends_with("is not there")));
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a.csv"), "1").unwrap();
    assert_eq!(batch(&mut follower, &root, SOON), ["a.csv"]);
    assert_eq!(follower.polls(), None);
}
