//! Finding, on folders made for it.

use super::*;
use std::fs;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for file in files {
            let path = folder.at(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"a\n1\n").unwrap();
        }
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Candidates as `name: files`, with paths relative to the folder.
    fn shown(&self, found: &Found) -> Vec<String> {
        let line = |candidate: &Candidate| {
            let files: Vec<_> = candidate.files.paths().iter().map(|path| self.short(path)).collect();
            let kind = match candidate.files {
                Files::Pair { .. } => "pair",
                Files::Step(_) => "step",
                Files::Detail(_) => "detail",
                Files::Single(_) => "single",
                Files::Series(_) => "series",
            };
            format!("{} {kind} {}", candidate.name, files.join("+"))
        };
        found.candidates.iter().map(line).collect()
    }

    fn short(&self, path: &Path) -> String {
        path.strip_prefix(self.0.path()).unwrap().to_string_lossy().into_owned()
    }

    fn skipped(&self, found: &Found) -> Vec<String> {
        let root = format!("{}/", self.0.path().display());
        found.skipped.iter().map(|skipped| format!("{}: {}", skipped.path.replace(&root, ""), skipped.reason)).collect()
    }
}

#[test]
fn a_folder_gives_its_pairs_in_order() {
    let folder = Folder::new(&[
        "b_Step.csv",
        "b_Detail.csv",
        "A +1C_step.CSV",
        "a +1c_DETAIL.csv.gz",
        "sub/Step.csv",
        "sub/Detail.csv",
        "alone_Step.csv",
        "lone_Detail.csv.zst",
        "other.csv",
        "notes.txt",
        ".hidden_Step.csv",
        "sub/.git/x_Step.csv",
    ]);
    let found = find(&[folder.0.path()]);
    assert_eq!(
        folder.shown(&found),
        [
            "A +1C pair A +1C_step.CSV+a +1c_DETAIL.csv.gz",
            "alone step alone_Step.csv",
            "b pair b_Step.csv+b_Detail.csv",
            "lone detail lone_Detail.csv.zst",
            "other single other.csv",
            "notes single notes.txt",
            "sub pair sub/Step.csv+sub/Detail.csv",
        ]
    );
    assert_eq!((found.skipped, found.unsure), (Vec::new(), vec![folder.at("notes.txt")]));
}

#[test]
fn a_file_picks_up_its_partner_and_nothing_else() {
    let folder = Folder::new(&["x_Step.csv", "X_detail.csv", "y_Step.csv", "data.txt"]);
    for given in ["x_Step.csv", "X_detail.csv"] {
        let found = find(&[folder.at(given)]);
        assert_eq!(folder.shown(&found), ["x pair x_Step.csv+X_detail.csv"]);
    }
    let found = find(&[folder.at("data.txt"), folder.at("x_Step.csv"), folder.at("X_detail.csv"), folder.at(".")]);
    assert_eq!(found.candidates.len(), 3, "{found:?}");
    assert_eq!(found.candidates[0], Candidate { name: "data".into(), files: Files::Single(folder.at("data.txt")) });
}

#[test]
fn globs_match_files_and_folders() {
    let folder = Folder::new(&["in/p1_Step.csv", "in/p1_Detail.csv", "in/p2_Step.csv", "in/readme.md", "in/q.txt"]);
    let found = find(&[folder.at("in/*_Step.csv")]);
    assert_eq!(folder.shown(&found), ["p1 pair in/p1_Step.csv+in/p1_Detail.csv", "p2 step in/p2_Step.csv"]);
    for unsure in ["i*", "in/*"] {
        let found = find(&[folder.at(unsure)]);
        assert_eq!((found.candidates.len(), found.unsure), (3, vec![folder.at("in/q.txt")]), "{unsure}");
    }
    assert_eq!(folder.shown(&find(&[folder.at("in/*.txt")])), ["q single in/q.txt"]);
    let none = find(&[folder.at("in/*_Stop.csv")]);
    assert!(none.skipped[0].named && none.skipped[0].reason.contains("no file matches"));
    fs::write(folder.at("in/odd[1]_Step.csv"), b"a\n").unwrap();
    assert_eq!(folder.shown(&find(&[folder.at("in/odd[1]_Step.csv")])), ["odd[1] step in/odd[1]_Step.csv"]);
}

#[test]
fn what_is_missing_is_said() {
    let folder = Folder::new(&[]);
    let found = find(&[folder.at("gone_Step.csv")]);
    assert!(found.skipped[0].named && found.skipped[0].reason.contains("no such file"), "{found:?}");
    assert!(!found.skipped[0].reason.contains("gone_Step"), "the path stands beside the reason");
}

#[test]
fn doubtful_files_are_named() {
    let folder = Folder::new(&["p_Step.csv", "p_Step.csv.gz", "p_Detail.csv"]);
    let found = find(&[folder.0.path()]);
    assert_eq!(folder.shown(&found), ["p pair p_Step.csv+p_Detail.csv"]);
    assert_eq!(folder.skipped(&found), ["p_Step.csv.gz: p_Step.csv lies beside it and is read instead"]);
    let folder = Folder::new(&["q_Step.csv", "Q_step.csv", "q_Detail.csv", "Q_detail.csv"]);
    let pairs = folder.shown(&find(&[folder.0.path()]));
    assert_eq!(pairs, ["Q pair Q_step.csv+Q_detail.csv", "q pair q_Step.csv+q_Detail.csv"]);
    let folder = Folder::new(&["R_Step.csv", "r_STEP.csv", "rR_Step.csv", "R_detail.csv", "r-Step.csv"]);
    let found = find(&[folder.0.path()]);
    assert_eq!(found.candidates.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["R", "r", "r", "rR"]);
}

#[test]
fn copies_pair_with_their_partners() {
    let shown = |files: &[&str]| {
        let folder = Folder::new(files);
        let found = find(&[folder.0.path()]);
        (folder.shown(&found), folder.skipped(&found))
    };
    for (step, detail) in [
        ("x_Step (1).csv", "x_Detail (1).csv"),
        ("x_Step - Copy.csv", "x_Detail.csv"),
        ("Step_x.csv", "Detail_x.csv"),
        ("xStep.csv", "xDetail.csv"),
        ("x.Step.csv", "x_Details.csv"),
        ("x_Step - 複製.csv", "x_Detail - Kopie (2).csv"),
    ] {
        assert_eq!(shown(&[step, detail]), (vec![format!("x pair {step}+{detail}")], vec![]));
    }
    let (pairs, skipped) = shown(&["x_Step.csv", "x_Detail.csv", "x_Step (1).csv", "x_Detail (1).csv"]);
    assert_eq!(pairs, ["x (1) pair x_Step (1).csv+x_Detail (1).csv", "x pair x_Step.csv+x_Detail.csv"]);
    assert!(skipped.is_empty());
    let (pairs, skipped) = shown(&["x_Step.csv", "x_Detail (1).csv", "x_Detail (2).csv"]);
    assert!(pairs.is_empty(), "{pairs:?}");
    assert!(skipped[0].contains("x_Step.csv with x_Detail (1).csv, x_Detail (2).csv"), "{skipped:?}");
    let (pairs, skipped) = shown(&["x_Step.csv", "x_Detail.csv", "x_Detail (1).csv"]);
    assert_eq!(pairs, ["x pair x_Step.csv+x_Detail.csv"]);
    assert!(skipped[0].starts_with("x_Detail (1).csv: several files"), "{skipped:?}");
}

#[cfg(unix)]
#[test]
fn traps_are_named_and_never_hang() {
    use std::ffi::OsStr;
    use std::os::unix::{ffi::OsStrExt, fs::symlink};
    let folder = Folder::new(&["ok_Step.csv", "deep/er/z_Step.csv"]);
    symlink(folder.0.path(), folder.at("deep/er/loop")).unwrap();
    symlink(folder.at("nowhere"), folder.at("broken_Step.csv")).unwrap();
    symlink("/dev/zero", folder.at("zero_Detail.csv")).unwrap();
    fs::create_dir(folder.at("folder_Step.csv")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.at("ok_Detail.csv")).status().unwrap().success());
    fs::write(folder.at("new\nline_Step.csv"), b"").unwrap();
    fs::write(folder.0.path().join(OsStr::from_bytes(b"\xFF_Step.csv")), b"").unwrap();
    let found = find(&[folder.0.path()]);
    // Half of a test whose other half cannot be read is not taken for the whole.
    assert_eq!(folder.shown(&found), ["z step deep/er/z_Step.csv"]);
    assert!(found.skipped.iter().filter(|skipped| !skipped.lost).all(|skipped| skipped.reason.contains("already")));
    let skipped = folder.skipped(&found).join("\n");
    for words in [
        "broken_Step.csv: no such file",
        "zero_Detail.csv: it is a device",
        "folder_Step.csv: it is a folder",
        "ok_Detail.csv: it is a named pipe",
        "ok_Step.csv: ok_Detail.csv beside it cannot be read; name this one with --step",
        "new\\nline_Step.csv\": its name holds a newline",
        "its name is no UTF-8",
        "deep/er/loop: its folder was searched already",
    ] {
        assert!(skipped.contains(words), "{words} in\n{skipped}");
    }
    assert_eq!(found.skipped.len(), 8);
    let fifo = find(&[folder.at("ok_Detail.csv")]);
    assert!(fifo.candidates.is_empty() && fifo.skipped[0].named, "{fifo:?}");
    let step = find(&[folder.at("ok_Step.csv")]);
    assert!(step.candidates.is_empty() && step.skipped[0].named, "{step:?}");
}

#[test]
fn files_named_outright_need_no_common_name() {
    let path = |name: &str| PathBuf::from(name);
    let name = |step: Option<&str>, detail: Option<&str>| {
        named(step.map(Path::new), detail.map(Path::new)).map(|candidate| candidate.name)
    };
    assert_eq!(name(Some("d/x_Step.csv"), Some("e/x_Detail.csv")).as_deref(), Some("x"));
    assert_eq!(name(Some("cell 7 old_Step.csv"), Some("cell 7 new_Detail.csv")).as_deref(), Some("cell 7"));
    assert_eq!(name(Some("a.csv"), Some("b.csv")).as_deref(), Some("a"));
    assert_eq!(named(None, Some(Path::new("a.csv"))).unwrap().files, Files::Detail(path("a.csv")));
    assert_eq!(named(None, None), None);
}

#[test]
fn what_does_not_end_like_a_table_is_counted_by_its_ending() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a_Step.csv", "a_Detail.csv", "notes.md", "b.pdf", "c.PDF", "LICENSE", ".hidden"] {
        fs::write(folder.path().join(name), "x").unwrap();
    }
    let found = find(&[folder.path()]);
    assert_eq!(found.candidates.len(), 1);
    let words = found.passed.words().unwrap();
    assert_eq!(words, "4 files are passed over, since they are no tests: 2 .pdf, 1 .md, 1 without an ending");
    assert_eq!(find(&[folder.path().join("a_Step.csv")]).passed.words(), None);
}

#[test]
fn beside_a_named_file_only_the_files_of_its_stem_are_opened() {
    let folder = Folder::new(&["x_Step.csv", "X_Detail (1).csv", ".x_Detail.csv", "y_Step.csv", "y.csv", "x.txt"]);
    fs::create_dir(folder.at("z_Detail.csv")).unwrap();
    let by_stem = by_stem(folder.0.path());
    let of = |stem: &str| by_stem[stem].iter().map(|path| folder.short(path)).collect::<Vec<_>>();
    assert_eq!(of("x"), ["X_Detail (1).csv", "x_Step.csv"]);
    // What it is, nobody has looked at.
    assert_eq!(of("z"), ["z_Detail.csv"]);
    assert_eq!(by_stem.len(), 3);
}
