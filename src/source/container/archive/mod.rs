//! ZIP archives: what is in one, and the one text table in it as a stream of bytes.

mod member;

use super::table::{Problem, Source};
use member::Unpacked;
use std::io::{BufReader, Read, Seek, SeekFrom};
use zip::{CompressionMethod, ZipArchive};

/// A member may unpack to this much whatever its packed size.
const HARMLESS: u64 = 64 << 20;
/// Beyond [`HARMLESS`] a member unpacks to at most this many times its packed size.
const RATIO: u64 = 200;
/// Nothing unpacks to more.
const MOST: u64 = 64 << 30;
/// An archive of tables has fewer members.
const MOST_MEMBERS: usize = 100_000;

/// What a ZIP archive is, by its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A workbook of Excel (`.xlsx`).
    Xlsx,
    /// A test of a Neware cycler (`.ndax`).
    Ndax,
    /// A workbook of LibreOffice (`.ods`), which is not read.
    Ods,
    /// A binary workbook of Excel (`.xlsb`), which is not read.
    Xlsb,
    /// Anything else: an archive of tables, perhaps.
    Archive,
    /// No ZIP archive that can be opened.
    Unknown,
}

/// A member of an archive, as the archive's directory has it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) packed: u64,
    pub(crate) unpacked: u64,
    encrypted: bool,
    method: CompressionMethod,
    crc: u32,
    start: Option<u64>,
}

impl Member {
    /// Whether unpacking this much of it is refused.
    pub(crate) fn is_bomb(&self, unpacked: u64) -> bool {
        unpacked > MOST || unpacked > HARMLESS && unpacked > self.packed.saturating_mul(RATIO)
    }

    pub(crate) fn bomb(&self) -> Problem {
        Problem::Refused {
            what: format!(
                "{} in the archive unpacks to far more than it should ({} bytes packed)",
                self.name, self.packed
            ),
            way_out: "unpack it yourself if you trust it, and give the file".into(),
        }
    }
}

/// Tells by the members what an archive is.
pub(crate) fn kind(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>) -> Kind {
    let Ok(members) = open_file().map_err(Problem::from).and_then(members) else { return Kind::Unknown };
    let has = |name: &str| members.iter().any(|member| member.name.replace('\\', "/").eq_ignore_ascii_case(name));
    if has("xl/workbook.xml") {
        Kind::Xlsx
    } else if has("data.ndc") {
        Kind::Ndax
    } else if has("xl/workbook.bin") {
        Kind::Xlsb
    } else if has("content.xml") && has("META-INF/manifest.xml") {
        Kind::Ods
    } else {
        Kind::Archive
    }
}

/// Opens the one text table in an archive.
pub(crate) fn open(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>) -> Result<Box<dyn Read + Send>, Problem> {
    let mut tables = Vec::new();
    let mut others = Vec::new();
    for member in members(open_file()?)? {
        if what_is(&member).unwrap_or_else(|| looks_like_text(open_file, &member)) {
            tables.push(member);
        } else {
            others.push(member);
        }
    }
    match tables.as_slice() {
        [member] => unpack(open_file, member),
        [] => Err(no_table(&others)),
        several => Err(Problem::Refused {
            what: format!("an archive of {} tables: {}", several.len(), names(several)),
            way_out: "unpack it".into(),
        }),
    }
}

/// The members of an archive without folders and without what systems leave there.
pub(crate) fn members(file: Box<dyn Source>) -> Result<Vec<Member>, Problem> {
    super::guard::guarded("ZIP archive", || {
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
        if archive.len() > MOST_MEMBERS {
            return Err(Problem::Refused {
                what: format!("the archive has {} members", archive.len()),
                way_out: "unpack it".into(),
            });
        }
        let mut members = Vec::new();
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
            let member = Member {
                name: String::from_utf8_lossy(file.name_raw()).into_owned(),
                packed: file.compressed_size(),
                unpacked: file.size(),
                encrypted: file.encrypted(),
                method: file.compression(),
                crc: file.crc32(),
                start: file.data_start(),
            };
            if !file.is_dir() && !is_litter(&member.name) {
                members.push(member);
            }
        }
        Ok(members)
    })
}

fn damaged(error: &zip::result::ZipError) -> Problem {
    Problem::Damaged(format!("ZIP archive: {error}; copy it again"))
}

/// What systems leave in archives: nobody means it.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    name.starts_with("__MACOSX")
        || last.is_empty()
        || last.starts_with("._")
        || matches!(last.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini")
        || ["readme", "license", "licence"].iter().any(|start| last.starts_with(start))
}

/// The ending of a name without its point, in small letters; empty if there is none.
fn ending(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// Whether a member is a text table by its name; `None` when the name does not tell.
fn what_is(member: &Member) -> Option<bool> {
    const OTHERS: &[&str] = &[
        "7z", "bmp", "bz2", "db", "doc", "docx", "gif", "gz", "h5", "hdf5", "htm", "html", "ini", "jpeg", "jpg",
        "json", "log", "m", "mat", "md", "mpr", "mps", "nda", "ndax", "ods", "parquet", "pdf", "png", "pptx", "py",
        "r", "rar", "res", "rtf", "sqlite", "svg", "tar", "tif", "toml", "xls", "xlsb", "xlsm", "xlsx", "xml", "xz",
        "yaml", "yml", "zip", "zst",
    ];
    match ending(&member.name).as_str() {
        "csv" | "txt" | "tsv" | "mpt" => Some(true),
        other if OTHERS.contains(&other) => Some(false),
        _ => None,
    }
}

/// Whether a member begins with text; one with a password may, and is told of when it is the only one.
fn looks_like_text(open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>, member: &Member) -> bool {
    if member.encrypted {
        return true;
    }
    let mut start = Vec::new();
    let read = unpack(open_file, member).and_then(|text| Ok(text.take(4096).read_to_end(&mut start)?));
    let marked = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]); // UTF-16
    let odd = start.iter().any(|byte| *byte < 32 && !matches!(*byte, b'\t' | b'\r' | b'\n'));
    read.is_ok() && !start.is_empty() && (marked || !odd)
}

/// Up to five names, for a message.
fn names(members: &[Member]) -> String {
    let mut names: Vec<&str> = members.iter().take(5).map(|member| member.name.as_str()).collect();
    if members.len() > 5 {
        names.push("...");
    }
    names.join(", ")
}

fn no_table(others: &[Member]) -> Problem {
    if others.is_empty() {
        return Problem::Damaged("the archive is empty; make it again".into());
    }
    Problem::Refused {
        what: format!("an archive without a text table, of {}", names(others)),
        way_out: "unpack it, and give what is in it".into(),
    }
}

/// The bytes of one member.
pub(crate) fn unpack(
    open_file: &dyn Fn() -> std::io::Result<Box<dyn Source>>,
    member: &Member,
) -> Result<Box<dyn Read + Send>, Problem> {
    if member.encrypted {
        return Err(Problem::Refused {
            what: format!("{} in the archive is protected by a password", member.name),
            way_out: "unpack it".into(),
        });
    }
    if !matches!(member.method, CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(Problem::Refused {
            what: format!("{} in the archive is packed by {}", member.name, member.method),
            way_out: "unpack it".into(),
        });
    }
    if member.is_bomb(member.unpacked) {
        return Err(member.bomb());
    }
    let mut file = open_file()?;
    let length = file.seek(SeekFrom::End(0))?;
    let start = member.start.filter(|start| start.checked_add(member.packed).is_some_and(|end| end <= length));
    let Some(start) = start else {
        return Err(Problem::Damaged(format!("{} in the archive ends behind the archive; copy it again", member.name)));
    };
    file.seek(SeekFrom::Start(start))?;
    Ok(Box::new(Unpacked::new(file, member.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            let method = if bytes.len() < 20 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn table(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let open_file = || Ok(Box::new(Cursor::new(bytes.to_vec())) as Box<dyn Source>);
        let mut text = Vec::new();
        let mut reader = open(&open_file).map_err(|problem| problem.to_string())?;
        reader.read_to_end(&mut text).map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn the_one_table_is_read() {
        let text = b"U/V,I/A\n3.7,1\n".repeat(1000);
        for name in ["a.csv", "folder/A.TXT", "test.037", "name without an ending"] {
            let bytes =
                archive(&[("__MACOSX/._a.csv", b"x"), (name, &text), ("photo.jpg", b"\xFF"), ("README.txt", b"r")]);
            assert_eq!(table(&bytes).unwrap(), text, "{name}");
        }
        assert_eq!(table(&archive(&[("small.csv", b"a,b\n1,2\n")])).unwrap(), b"a,b\n1,2\n");
    }

    #[test]
    fn several_none_and_nested_ones_are_refused() {
        let said = table(&archive(&[("a.csv", b"1"), ("b.csv", b"2")])).unwrap_err();
        assert_eq!(said, "an archive of 2 tables: a.csv, b.csv; unpack it");
        let said = table(&archive(&[("inner.zip", b"PK")])).unwrap_err();
        assert_eq!(said, "an archive without a text table, of inner.zip; unpack it, and give what is in it");
        assert!(table(&archive(&[("a.csv", b"PK\x03\x04 and more")])).unwrap_err().contains("packed once more"));
    }

    #[test]
    fn bombs_are_refused() {
        let said = table(&archive(&[("a.csv", &vec![b'0'; 70 << 20])])).unwrap_err();
        assert!(said.contains("unpacks to far more than it should"), "{said}");
    }

    #[test]
    fn a_bomb_that_lies_about_its_size_is_stopped() {
        let mut bytes = archive(&[("a.csv", &vec![b'0'; 70 << 20])]);
        let size = u32::try_from(70 << 20).unwrap().to_le_bytes();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == size).collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
        }
        let said = table(&bytes).unwrap_err();
        assert!(said.contains("longer than"), "{said}");
    }

    #[test]
    fn damage_is_told() {
        let text = b"U/V,I/A\n3.7,1\n3.8,2\n4.7,3\n".repeat(20);
        let whole = archive(&[("a.csv", &text)]);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            // A name may change, and nothing else: the text is right, or there is none.
            if let Ok(read) = table(&bytes) {
                assert_eq!(read, text, "byte {at}");
            }
            assert!(table(&whole[..at]).is_err(), "{at}");
        }
    }

    #[test]
    fn kinds_are_told_by_members() {
        let of = |name: &str| {
            let bytes = archive(&[(name, b"x"), ("META-INF/manifest.xml", b"x")]);
            kind(&|| Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Source>))
        };
        assert_eq!(of("xl/workbook.xml"), Kind::Xlsx);
        assert_eq!(of("data.ndc"), Kind::Ndax);
        assert_eq!(of("content.xml"), Kind::Ods);
        assert_eq!(of("xl/workbook.bin"), Kind::Xlsb);
        assert_eq!(of("a.csv"), Kind::Archive);
        assert_eq!(kind(&|| Ok(Box::new(Cursor::new(b"PK\x03\x04".to_vec())) as Box<dyn Source>)), Kind::Unknown);
    }
}
