//! Bytes as they stand in a page: deflated, in base 64, and the hash that the policy names.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// Deflates what is written to it, without a header.
pub(super) struct Deflate(DeflateEncoder<Vec<u8>>);

impl Deflate {
    /// Level 9 is worth its time for what is small; rows by the million are noise, where 6 does as well.
    pub(super) fn new(level: u32) -> Self {
        Self(DeflateEncoder::new(Vec::new(), Compression::new(level)))
    }
}

impl Default for Deflate {
    fn default() -> Self {
        Self::new(9)
    }
}

impl Deflate {
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// How many bytes came out so far.
    pub(super) fn size(&self) -> usize {
        self.0.get_ref().len()
    }

    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        self.0.finish()
    }
}

impl Write for Deflate {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes as letters (RFC 4648).
#[must_use]
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= three.len() as u32 { char::from(letter) } else { '=' });
        }
    }
    text
}

/// The source that a Content-Security-Policy names for a script or a style: `'sha256-…'`.
#[must_use]
pub(super) fn policy_hash(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_rfc() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        cases.iter().for_each(|(plain, coded)| assert_eq!(base64(plain.as_bytes()), *coded));
        assert_eq!(base64(&[255, 254, 253]), "//79");
    }

    #[test]
    fn hash_of_nothing() {
        assert_eq!(policy_hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
