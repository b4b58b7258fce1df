//! One member of a ZIP archive as a stream, checked against what the archive says of it.

use super::super::table::Source;
use super::Member;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::io::{Error, ErrorKind, Read, Take};
use zip::CompressionMethod;

/// The unpacked bytes of a member; its end is an error unless length and checksum are right.
pub(super) struct Unpacked {
    bytes: Bytes,
    member: Member,
    seen: u64,
    crc: Crc,
}

enum Bytes {
    Stored(Take<Box<dyn Source>>),
    Deflated(Box<DeflateDecoder<Take<Box<dyn Source>>>>),
}

impl Unpacked {
    /// `file` stands at the first packed byte.
    pub(super) fn new(file: Box<dyn Source>, member: Member) -> Self {
        let packed = file.take(member.packed);
        let bytes = match member.method {
            CompressionMethod::Stored => Bytes::Stored(packed),
            _ => Bytes::Deflated(Box::new(DeflateDecoder::new(packed))),
        };
        Self { bytes, member, seen: 0, crc: Crc::new() }
    }

    fn damaged(&self, what: &str) -> Error {
        let (name, at) = (&self.member.name, self.seen);
        Error::new(ErrorKind::InvalidData, format!("{name} in the archive, byte {at} unpacked: {what}; copy it again"))
    }

    fn check(&self, new: &[u8]) -> Result<(), Error> {
        let member = &self.member;
        if self.seen == 0 && new.starts_with(b"PK\x03\x04") {
            let said = format!("{} in the archive is packed once more; unpack it", member.name);
            return Err(Error::new(ErrorKind::InvalidData, said));
        }
        let seen = self.seen + new.len() as u64;
        if member.is_bomb(seen) {
            return Err(Error::new(ErrorKind::InvalidData, member.bomb().to_string()));
        }
        if seen > member.unpacked {
            return Err(self.damaged("it is longer than the archive says"));
        }
        Ok(())
    }
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.bytes {
            Bytes::Stored(bytes) => bytes.read(into),
            Bytes::Deflated(bytes) => bytes.read(into),
        };
        let count = match read {
            Ok(count) => count,
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData) => {
                return Err(self.damaged("it cannot be unpacked"));
            }
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(self.damaged("it is cut")),
            Err(error) => return Err(error),
        };
        let new = &into[..count];
        if count > 0 {
            self.check(new)?;
            self.crc.update(new);
            self.seen += count as u64;
        } else if self.seen != self.member.unpacked {
            return Err(self.damaged("it is shorter than the archive says"));
        } else if self.crc.sum() != self.member.crc {
            return Err(self.damaged("the checksum is wrong"));
        }
        Ok(count)
    }
}
