//! Bytes as they were before gzip or zstd packed them, or as a container gives them out, within limits, with a look ahead.

use super::SourceError;
use super::container::{self, Content, Kind, Problem, unread};
use super::detect::by_first_bytes;
use super::disk::Disk;
use super::error::shown;
use super::name::split_part;
use flate2::bufread::MultiGzDecoder;
use std::ffi::OsStr;
use std::io::{self, BufReader, Read, Write as _};
use std::path::Path;

/// From here on the ratio counts: small archives of constant rows may pack well.
const FREE_BYTES: u64 = 64 << 20;
/// Measured data packs 4 to 9 times.
const MAX_RATIO: u64 = 200;
/// The most one archive may unpack to: 400 million rows.
const MAX_UNPACKED: u64 = 64 << 30;
/// zstd's window: enough for every level up to 20, and bounded memory.
const MAX_WINDOW_LOG: u32 = 25;
/// How much packed data is read at once.
const PACKED_BLOCK: usize = 128 * 1024;

enum Packing {
    None(Box<Disk>),
    Gzip(Box<MultiGzDecoder<BufReader<Disk>>>),
    Zstd(Box<zstd::Decoder<'static, BufReader<Disk>>>),
    Container(Box<Disk>, Contained),
}

/// What a container gives out.
struct Contained {
    content: Content,
    /// The line at hand, and how much of it was taken.
    line: Vec<u8>,
    taken: usize,
    /// The container itself, where it was packed.
    _spilled: Option<tempfile::NamedTempFile>,
}

impl Contained {
    fn fill(&mut self, into: &mut [u8]) -> Result<usize, Problem> {
        let table = match &mut self.content {
            Content::Text(text) => return Ok(fill(text, into)?),
            Content::Table(table) => table,
        };
        let mut filled = 0;
        while filled < into.len() {
            if self.taken == self.line.len() {
                self.line.clear();
                self.taken = 0;
                if !table.next_line(&mut self.line)? {
                    break;
                }
            }
            let used = (self.line.len() - self.taken).min(into.len() - filled);
            into[filled..filled + used].copy_from_slice(&self.line[self.taken..self.taken + used]);
            self.taken += used;
            filled += used;
        }
        Ok(filled)
    }
}

/// The unpacked bytes of a file.
pub(super) struct Unpacked {
    packing: Packing,
    shown: String,
    ahead: Vec<u8>,
    taken: usize,
    produced: u64,
    container: &'static str,
    /// What is named behind the file, of a text.
    channel: Option<String>,
}

impl std::fmt::Debug for Unpacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacked").field("path", &self.shown).field("produced", &self.produced).finish_non_exhaustive()
    }
}

impl Unpacked {
    /// Opens a file; its first bytes say how it is packed and what it is, not its name. `#PART` behind the name of a
    /// container is one of its tests.
    pub(super) fn open(path: &Path) -> Result<Self, SourceError> {
        let (file, part) = split_part(path);
        let mut opened = Self::open_packed(&file)?;
        opened.shown = shown(path);
        let head = opened.peek(24)?.to_vec();
        let Some(kind) = Kind::of(&head) else {
            if let Some(unread) = unread(&file).filter(|_| head.contains(&0) && by_first_bytes(&head).is_none()) {
                return Err(SourceError::not_text(&opened.shown, unread));
            }
            return Ok(Self { channel: part, ..opened });
        };
        let spilled = if opened.is_plain() { None } else { Some(opened.spill()?) };
        let place = spilled.as_ref().map_or(file.as_path(), |spilled| spilled.path());
        let (content, container) = container::open(place, kind, part.as_deref())
            .map_err(|problem| SourceError::container(&opened.shown, problem))?;
        let disk = match opened.packing {
            // What was looked at is not read twice: the hash is of the whole.
            Packing::None(_) => Box::new(Disk::open(&file)?),
            Packing::Gzip(decoder) => Box::new(decoder.into_inner().into_inner()),
            Packing::Zstd(decoder) => Box::new(decoder.finish().into_inner()),
            Packing::Container(disk, _) => disk,
        };
        let contained = Contained { content, line: Vec::new(), taken: 0, _spilled: spilled };
        let packing = Packing::Container(disk, contained);
        let shown = opened.shown;
        Ok(Self { packing, shown, ahead: Vec::new(), taken: 0, produced: 0, container, channel: None })
    }

    /// What the text is in.
    pub(super) fn container(&self) -> &'static str {
        self.container
    }

    /// The channel that is named behind a text.
    pub(super) fn channel(&self) -> Option<&str> {
        self.channel.as_deref()
    }

    /// Puts all of a packed container into a file of its own, which goes when it is dropped: it is read in places.
    fn spill(&mut self) -> Result<tempfile::NamedTempFile, SourceError> {
        let io = |source| SourceError::io("the folder for temporary files", source);
        let mut file = tempfile::NamedTempFile::new().map_err(io)?;
        let mut block = vec![0; PACKED_BLOCK];
        loop {
            let read = self.fill(&mut block)?;
            if read == 0 {
                file.flush().map_err(io)?;
                return Ok(file);
            }
            file.write_all(&block[..read]).map_err(io)?;
        }
    }

    fn open_packed(path: &Path) -> Result<Self, SourceError> {
        let mut probe = [0; 24];
        let probed = {
            let mut disk = Disk::open(path)?;
            fill(&mut disk, &mut probe).map_err(|source| SourceError::io(disk.shown(), source))?
        };
        let disk = Disk::open(path)?;
        let shown = disk.shown().to_owned();
        let ending = path.extension().map(OsStr::to_ascii_lowercase);
        let ending = ending.as_deref().and_then(|ending| ending.to_str()).unwrap_or_default();
        let packing = match (&probe[..probed], ending) {
            ([0x1F, 0x8B, ..], _) => {
                Packing::Gzip(Box::new(MultiGzDecoder::new(BufReader::with_capacity(PACKED_BLOCK, disk))))
            }
            ([0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..], _) => {
                let io = |source| SourceError::io(&shown, source);
                let mut decoder =
                    zstd::Decoder::with_buffer(BufReader::with_capacity(PACKED_BLOCK, disk)).map_err(io)?;
                decoder.window_log_max(MAX_WINDOW_LOG).map_err(io)?;
                Packing::Zstd(Box::new(decoder))
            }
            (known, _) if binary(known).is_some() => {
                return Err(SourceError::not_text(&shown, binary(known).unwrap_or_default()));
            }
            ([_, ..], "gz" | "zst") => {
                let format = if ending == "gz" { "gzip" } else { "zstd" };
                let reason = "its first bytes are not those of one".to_owned();
                return Err(SourceError::Archive { path: shown, format, reason });
            }
            _ => Packing::None(Box::new(disk)),
        };
        Ok(Self { packing, shown, ahead: Vec::new(), taken: 0, produced: 0, container: "text", channel: None })
    }

    /// The path as it is printed.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether they are the lines of a table that a container gives out.
    pub(super) fn is_table(&self) -> bool {
        matches!(&self.packing, Packing::Container(_, Contained { content: Content::Table(_), .. }))
    }

    /// Whether the bytes lie on disk as they are.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.packing, Packing::None(_))
    }

    /// Up to `n` of the next bytes, without taking them; fewer only at the end.
    pub(super) fn peek(&mut self, n: usize) -> Result<&[u8], SourceError> {
        let held = self.ahead.len() - self.taken;
        if held < n {
            self.ahead.drain(..self.taken);
            self.taken = 0;
            self.ahead.resize(n, 0);
            let mut ahead = std::mem::take(&mut self.ahead);
            let read = self.unpack(&mut ahead[held..]);
            ahead.truncate(held + *read.as_ref().unwrap_or(&0));
            self.ahead = ahead;
            read?;
        }
        let end = self.ahead.len().min(self.taken + n);
        Ok(&self.ahead[self.taken..end])
    }

    /// Fills `into`; fewer bytes only at the end.
    pub(super) fn fill(&mut self, into: &mut [u8]) -> Result<usize, SourceError> {
        let held = &self.ahead[self.taken..];
        let n = held.len().min(into.len());
        into[..n].copy_from_slice(&held[..n]);
        self.taken += n;
        if self.taken == self.ahead.len() {
            self.ahead = Vec::new();
            self.taken = 0;
        }
        Ok(n + self.unpack(&mut into[n..])?)
    }

    /// The file itself.
    pub(super) fn disk(&mut self) -> &mut Disk {
        match &mut self.packing {
            Packing::None(disk) | Packing::Container(disk, _) => disk,
            Packing::Gzip(decoder) => decoder.get_mut().get_mut(),
            Packing::Zstd(decoder) => decoder.get_mut().get_mut(),
        }
    }

    fn unpack(&mut self, into: &mut [u8]) -> Result<usize, SourceError> {
        let (format, read) = match &mut self.packing {
            Packing::None(disk) => {
                return fill(disk.as_mut(), into).map_err(|source| SourceError::io(&self.shown, source));
            }
            Packing::Container(_, contained) => {
                return contained.fill(into).map_err(|problem| SourceError::container(&self.shown, problem));
            }
            Packing::Gzip(decoder) => ("gzip", fill(decoder.as_mut(), into)),
            Packing::Zstd(decoder) => ("zstd", fill(decoder.as_mut(), into)),
        };
        let n = read.map_err(|error| self.archive_error(format, error))?;
        self.produced += n as u64;
        let packed = match &self.packing {
            Packing::None(disk) | Packing::Container(disk, _) => disk.bytes_read(),
            Packing::Gzip(decoder) => decoder.get_ref().get_ref().bytes_read(),
            Packing::Zstd(decoder) => decoder.get_ref().get_ref().bytes_read(),
        };
        let too_dense = self.produced > FREE_BYTES && self.produced / MAX_RATIO > packed;
        if too_dense || self.produced > MAX_UNPACKED {
            return Err(SourceError::Bomb { path: self.shown.clone(), unpacked: self.produced, packed });
        }
        Ok(n)
    }

    /// A failing disk has an error number of the system; a damaged archive has not.
    fn archive_error(&self, format: &'static str, error: io::Error) -> SourceError {
        if error.raw_os_error().is_some() {
            return SourceError::io(&self.shown, error);
        }
        let reason = match error.kind() {
            io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
            _ => error.to_string(),
        };
        SourceError::Archive { path: self.shown.clone(), format, reason }
    }
}

/// What a file that is no text is by its first bytes, and what to do.
fn binary(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let begins = |magic: &[u8]| head.starts_with(magic);
    Some(match () {
        () if begins(b"SQLite format 3") => ("an SQLite database", "give it with --database"),
        () if begins(b"\x89HDF") => ("an HDF5 file", "export it as CSV"),
        () if begins(b"%PDF") => ("a PDF", "export the table as CSV"),
        () if begins(b"Rar!") || begins(b"7z\xBC\xAF") => ("a packed archive", "unpack it"),
        () if begins(b"\x89PNG") || begins(b"\xFF\xD8\xFF") => ("a picture", "name the table it was made from"),
        () => return None,
    })
}

/// Reads until `into` is full or the end is reached.
fn fill(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match from.read(&mut into[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
