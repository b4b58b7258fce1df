//! The file as the Parquet library reads it, with a look at each page header before its sizes are believed.

use super::super::table::{Problem, Source};
use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use std::io::{BufReader, Read, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// A page may unpack to this much whatever its packed size; beyond, to 200 times that.
const HARMLESS_PAGE: i64 = 64 << 20;
const RATIO: i64 = 200;
/// No page is larger (writers make pages of about 1 MiB).
const LARGEST_PAGE: i64 = 512 << 20;

/// What readers of the file are used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Watch {
    /// The footer.
    Nothing,
    /// Page headers: each reader begins at one.
    Pages,
}

/// The file, used by all columns in turn.
pub(super) struct Chunks {
    file: Arc<Mutex<Box<dyn Source>>>,
    length: u64,
    watch: Watch,
}

impl Chunks {
    pub(super) fn new(mut file: Box<dyn Source>, watch: Watch) -> Result<Self, Problem> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Self { file: Arc::new(Mutex::new(file)), length, watch })
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<Place>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let place = Place { file: self.file.clone(), at: start };
        if self.watch == Watch::Pages {
            let mut header = Vec::new();
            Place { file: self.file.clone(), at: start }.take(64).read_to_end(&mut header)?;
            check_page(&header, start)?;
        }
        Ok(BufReader::with_capacity(1024, place))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("it is cut: {length} bytes from byte {start} on are not there")));
        }
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// A reader with its own place in the common file.
pub(super) struct Place {
    file: Arc<Mutex<Box<dyn Source>>>,
    at: u64,
}

impl Read for Place {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(into)?;
        self.at += count as u64;
        Ok(count)
    }
}

/// The first three fields of a page header are its kind and its sizes unpacked and packed.
fn check_page(header: &[u8], at: u64) -> Result<(), ParquetError> {
    let mut rest = header.iter().copied();
    let mut sizes = [0; 3];
    for size in &mut sizes {
        // One field further on (1 in the upper half), a number of 32 bits (5).
        if rest.next() != Some(0x15) {
            return Err(ParquetError::General(format!("no page begins at byte {at}")));
        }
        let Some(number) = zigzag(&mut rest) else {
            return Err(ParquetError::EOF(format!("the page at byte {at} is cut")));
        };
        *size = number;
    }
    let [_, unpacked, packed] = sizes;
    if unpacked < 0
        || packed < 0
        || unpacked > LARGEST_PAGE
        || unpacked > HARMLESS_PAGE && unpacked > packed.saturating_mul(RATIO)
    {
        return Err(ParquetError::General(format!(
            "the page at byte {at} claims {unpacked} bytes, packed to {packed}"
        )));
    }
    Ok(())
}

/// A number of Thrift's compact protocol.
pub(super) fn zigzag(bytes: &mut impl Iterator<Item = u8>) -> Option<i64> {
    let raw = varint(bytes)?;
    Some((raw >> 1) as i64 ^ -((raw & 1) as i64))
}

/// A number without sign, seven bits in a byte.
pub(super) fn varint(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes.next()?;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_cannot_be_are_told() {
        assert!(check_page(&[0x15, 0, 0x15, 20, 0x15, 20], 4).is_ok());
        assert!(check_page(&[0x15, 0, 0x15, 0x80], 4).is_err(), "cut");
        assert!(check_page(&[0x14, 0], 4).is_err());
        assert!(check_page(&[0x15, 0, 0x15, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0x15, 20], 4).is_err(), "2 GiB");
        assert!(check_page(&[0x15, 0, 0x15, 1, 0x15, 20], 4).is_err(), "negative");
        assert_eq!(zigzag(&mut [0xD8, 0x04].into_iter()), Some(300));
    }
}
