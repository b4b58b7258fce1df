//! Where a document goes: to stdout, or into a file that is written beside its place and renamed.

use super::interrupt;
use super::screen;
use super::status::Failure;
use crate::format::FormatError;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where a document goes. Without `finish` nothing stays behind, and an old file is left as it was.
pub(crate) enum Output {
    /// Standard output, or what is no file: a device, a pipe.
    Straight(Box<dyn Write + Send>),
    /// A file.
    File(Beside),
}

/// A file that is not in its place yet.
pub(crate) struct Beside {
    writer: BufWriter<Named>,
    temporary: PathBuf,
    place: PathBuf,
    done: bool,
}

/// A file whose errors say which it is.
struct Named {
    file: File,
    place: PathBuf,
}

impl Named {
    fn error(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.place.display()))
    }
}

impl Write for Named {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|error| self.error(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(|error| self.error(&error))
    }
}

impl Output {
    /// Opens the output before the work begins, so that a place that cannot be written to is known at once.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        match path {
            None => Ok(Self::Straight(screen::stdout())),
            Some(path) if path.as_os_str() == "-" => Ok(Self::Straight(screen::stdout())),
            // A device or a pipe must stay what it is.
            Some(path) if path.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir()) => {
                let file = OpenOptions::new().write(true).open(path).map_err(|error| unwritable(path, &error))?;
                Ok(Self::Straight(Box::new(BufWriter::new(Named { file, place: path.to_owned() }))))
            }
            Some(path) => Beside::open(path).map(Self::File),
        }
    }

    /// All is written: flushes, and puts a file into its place.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Straight(mut out) => Ok(out.flush().map_err(FormatError::from)?),
            Self::File(file) => file.finish(),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Straight(out) => out.write(bytes),
            Self::File(file) => file.writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Straight(out) => out.flush(),
            Self::File(file) => file.writer.flush(),
        }
    }
}

/// What this command reads: files of tests, and the embedded database. Nothing is ever written in the place of one.
static READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Keeps outputs off a file that this command reads.
pub(crate) fn keep_off(path: &Path) {
    // One test of a container is named behind the file.
    let text = path.to_string_lossy();
    let file = text.rsplit_once('#').map(|(file, _)| PathBuf::from(file)).filter(|_| !path.exists());
    if let Ok(path) = file.as_deref().unwrap_or(path).canonicalize() {
        READ.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }
}

fn refuse_inputs(place: &Path) -> Result<(), Failure> {
    let is_read = READ.lock().unwrap_or_else(PoisonError::into_inner).contains(place);
    if !is_read {
        return Ok(());
    }
    let failure = Failure::usage(format!("{}: this command reads it, so it is not written there", place.display()));
    Err(failure.hint("choose another place with -o"))
}

fn unwritable(place: &Path, error: &io::Error) -> Failure {
    Failure::usage(format!("{}: cannot be written: {error}", place.display()))
}

impl Beside {
    fn open(place: &Path) -> Result<Self, Failure> {
        // What a link names is replaced, not the link.
        let asked = place;
        let place = &place.canonicalize().unwrap_or_else(|_| place.to_owned());
        let failed = |what: &str| Failure::usage(format!("{}: {what}", place.display()));
        // `out/` names a folder, also where there is none yet.
        let is_folders_name = asked.as_os_str().as_encoded_bytes().ends_with(b"/");
        if is_folders_name || place.is_dir() {
            return Err(failed("is a folder; name a file in it"));
        }
        refuse_inputs(place)?;
        let name = place.file_name().ok_or_else(|| failed("is no file name"))?;
        let mut beside = std::ffi::OsString::from(".");
        beside.push(name);
        beside.push(format!(".{}.part", std::process::id()));
        let temporary = place.with_file_name(beside);
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary).map_err(|error| {
            let hint = match error.kind() {
                io::ErrorKind::NotFound => "the folder does not exist: make it first",
                io::ErrorKind::PermissionDenied => "choose a folder you may write to",
                _ => "choose another place with -o",
            };
            unwritable(place, &error).hint(hint)
        })?;
        interrupt::remove_when_interrupted(&temporary);
        let place = place.to_owned();
        let writer = BufWriter::with_capacity(1 << 16, Named { file, place: place.clone() });
        Ok(Self { writer, temporary, place, done: false })
    }

    fn finish(mut self) -> anyhow::Result<()> {
        refuse_inputs(&self.place)?;
        self.writer.flush().map_err(FormatError::from)?;
        self.writer.get_ref().file.sync_all().map_err(|error| unwritable(&self.place, &error))?;
        std::fs::rename(&self.temporary, &self.place).map_err(|error| unwritable(&self.place, &error))?;
        self.done = true;
        interrupt::keep(&self.temporary);
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_file(&self.temporary);
            interrupt::keep(&self.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finished_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("out.csv");
        std::fs::write(&place, "old").unwrap();
        let mut output = Output::open(Some(&place)).unwrap();
        output.write_all(b"new").unwrap();
        drop(output);
        assert_eq!(std::fs::read_to_string(&place).unwrap(), "old");
        let mut output = Output::open(Some(&place)).unwrap();
        output.write_all(b"new").unwrap();
        output.finish().unwrap();
        assert_eq!(std::fs::read_to_string(&place).unwrap(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_stay_what_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let (place, link) = (folder.path().join("out.csv"), folder.path().join("link.csv"));
        std::fs::write(&place, "old").unwrap();
        std::os::unix::fs::symlink(&place, &link).unwrap();
        let mut output = Output::open(Some(&link)).unwrap();
        output.write_all(b"new").unwrap();
        output.finish().unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&place).unwrap(), "new");
        assert!(matches!(Output::open(Some(Path::new("/dev/null"))), Ok(Output::Straight(_))));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_named() {
        let mut output = Output::open(Some(Path::new("/dev/full"))).unwrap();
        output.write_all(b"new").unwrap();
        let said = output.finish().unwrap_err().to_string();
        assert!(said.contains("/dev/full: No space left"), "{said}");
    }

    #[test]
    fn what_is_read_is_never_written() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("in.csv");
        std::fs::write(&place, "measured").unwrap();
        // Opened before it was known what is read.
        let early = Output::open(Some(&place)).unwrap();
        keep_off(&folder.path().join("in.csv#1"));
        assert!(early.finish().unwrap_err().to_string().contains("reads it"));
        assert!(Output::open(Some(&place)).is_err());
        assert_eq!(std::fs::read_to_string(&place).unwrap(), "measured");
    }

    #[test]
    fn a_place_that_cannot_be_is_known_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Output::open(Some(folder.path())).is_err());
        let mut named = folder.path().join("new").into_os_string();
        named.push("/");
        assert!(Output::open(Some(Path::new(&named))).is_err());
        assert!(Output::open(Some(&folder.path().join("none/out.csv"))).is_err());
    }
}
