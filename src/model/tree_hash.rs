//! The blake3 of a column that comes in pieces, in little memory: a thousand columns each have one.
//!
//! A hasher of blake3 holds 2 KB to be ready for any length. Here a piece is gathered, hashed when it is full and more
//! follows, and joined to those before by the tree that blake3 is, so that only its open branches are held.

use blake3::hazmat::{ChainingValue, HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root};
use blake3::{Hash, Hasher};

/// The usual size of a piece: short pieces would each be hashed alone, without the processor's wide instructions.
const PIECE: usize = 64 * 1024;
/// The least: a chunk of blake3.
const CHUNK: usize = 1024;
/// The pieces of all columns together hold about so many bytes, unless each holds the least.
const TOGETHER: usize = 4 << 20;

/// The hash of one column so far.
#[derive(Clone, Debug)]
pub(super) struct TreeHasher {
    /// A power of two.
    size: usize,
    /// The piece that is gathered.
    piece: Vec<u8>,
    /// How many pieces were hashed, and the tops of the whole subtrees that they are, the largest first.
    pieces: u64,
    tops: Vec<ChainingValue>,
}

impl TreeHasher {
    /// One of so many.
    pub(super) fn among(columns: usize) -> Self {
        let share = (TOGETHER / columns.max(1)).clamp(CHUNK, PIECE);
        Self::of_pieces(1 << share.ilog2())
    }

    fn of_pieces(size: usize) -> Self {
        Self { size, piece: Vec::new(), pieces: 0, tops: Vec::new() }
    }

    /// Takes the next values, as their bytes.
    pub(super) fn update(&mut self, values: &[f64], bytes: impl Fn(f64) -> [u8; 8]) {
        let mut rest = values;
        while !rest.is_empty() {
            if self.piece.len() == self.size {
                self.close();
            }
            if self.piece.capacity() == 0 {
                self.piece.reserve_exact(self.size);
            }
            let room = (self.size - self.piece.len()) / 8;
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.piece.extend(now.iter().flat_map(|&value| bytes(value)));
            rest = later;
        }
    }

    /// The piece is full, and more follows.
    fn close(&mut self) {
        let mut top = self.top();
        self.piece.clear();
        self.pieces += 1;
        // Two subtrees of one size are one of twice the size.
        for _ in 0..self.pieces.trailing_zeros() {
            let Some(before) = self.tops.pop() else { break };
            top = merge_subtrees_non_root(&before, &top, Mode::Hash);
        }
        self.tops.push(top);
    }

    /// The top of the subtree that the piece at hand is.
    fn top(&self) -> ChainingValue {
        Hasher::new().set_input_offset(self.pieces * self.size as u64).update(&self.piece).finalize_non_root()
    }

    /// The hash of all that came so far.
    pub(super) fn hash(&self) -> Hash {
        let Some((first, others)) = self.tops.split_first() else { return blake3::hash(&self.piece) };
        let top = others.iter().rev().fold(self.top(), |top, before| merge_subtrees_non_root(before, &top, Mode::Hash));
        merge_subtrees_root(first, &top, Mode::Hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hash_of_the_whole() {
        let values: Vec<f64> = (0..5_000).map(|n| f64::from(n).sin()).collect();
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        for size in [CHUNK, 4 * CHUNK, PIECE] {
            for at_once in [1, 77, 128, 5_000] {
                let mut hasher = TreeHasher::of_pieces(size);
                assert_eq!(hasher.hash(), blake3::hash(&[]));
                let mut taken = 0;
                for values in values.chunks(at_once) {
                    hasher.update(values, f64::to_le_bytes);
                    taken += values.len();
                    if taken % 128 == 0 || taken % 61 == 0 || taken == 5_000 {
                        assert_eq!(hasher.hash(), blake3::hash(&bytes[..taken * 8]), "{size} {at_once} {taken}");
                    }
                }
            }
        }
    }

    #[test]
    fn many_columns_hold_little() {
        assert_eq!([1, 31, 64].map(|columns| TreeHasher::among(columns).size), [PIECE; 3]);
        assert_eq!([65, 2_000, 20_000].map(|columns| TreeHasher::among(columns).size), [32 * CHUNK, 2 * CHUNK, CHUNK]);
    }
}
