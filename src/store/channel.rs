//! The further columns of the rows, packed: for each channel and each 16,384 rows of a step one run of bytes.
//!
//! A packed run is a byte that says how, the number of rows (4 bytes, little-endian), and the values as little-endian
//! doubles: one value that all rows have, or all values, or all values with their first bytes together, then their
//! second bytes and so on, and that compressed by zstd. Bytes of equal rank are alike from row to row, so this is both
//! smaller and faster to compress than the values as they stand. Every NaN is the same, and -0 is 0.

use super::schema::experiment_channels;
use super::{Database, Doing, StoreError, on_backend};
use crate::model::{Channel, ChannelKind, MAX_BLOCK_ROWS};
use diesel::prelude::*;

const SAME: u8 = 0;
const PLAIN: u8 = 1;
const ZSTD: u8 = 2;

/// Fast enough that pouring waits for the database, not for this.
const LEVEL: i32 = 1;

/// The channel under which line numbers are stored when they are not consecutive from the step's first line.
pub(super) const LINES: i32 = -1;

/// Packs columns; keeps its working memory.
pub(super) struct Packer {
    compressor: zstd::bulk::Compressor<'static>,
    planes: Vec<u8>,
}

impl Packer {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self { compressor: zstd::bulk::Compressor::new(LEVEL)?, planes: Vec::new() })
    }

    /// Appends the packed `values` to `out`.
    pub(super) fn pack(&mut self, values: &[f64], out: &mut Vec<u8>) -> std::io::Result<()> {
        let bits = |value: f64| if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() };
        let header = |how: u8, out: &mut Vec<u8>| {
            out.push(how);
            out.extend((values.len() as u32).to_le_bytes());
        };
        let first = values.first().copied().map_or(0, bits);
        if values.iter().all(|&value| bits(value) == first) {
            header(SAME, out);
            out.extend(first.to_le_bytes());
            return Ok(());
        }
        self.planes.resize(values.len() * 8, 0);
        for (rank, plane) in self.planes.chunks_exact_mut(values.len()).enumerate() {
            for (byte, &value) in plane.iter_mut().zip(values) {
                *byte = (bits(value) >> (rank * 8)) as u8;
            }
        }
        let start = out.len();
        header(ZSTD, out);
        let body = out.len();
        out.resize(body + zstd::zstd_safe::compress_bound(self.planes.len()), 0);
        let written = self.compressor.compress_to_buffer(&self.planes, &mut out[body..])?;
        out.truncate(body + written);
        if written >= self.planes.len() {
            out.truncate(start);
            header(PLAIN, out);
            out.extend(values.iter().flat_map(|&value| bits(value).to_le_bytes()));
        }
        Ok(())
    }
}

/// Unpacks one run; `None` when the bytes are not what [`Packer`] wrote.
pub(super) fn unpack(packed: &[u8], values: &mut Vec<f64>) -> Option<()> {
    let (&how, rest) = packed.split_first()?;
    let (rows, body) = rest.split_first_chunk::<4>()?;
    let rows = u32::from_le_bytes(*rows) as usize;
    if rows > MAX_BLOCK_ROWS {
        return None;
    }
    values.clear();
    match how {
        SAME => values.resize(rows, f64::from_le_bytes(body.try_into().ok()?)),
        PLAIN if body.len() == rows * 8 => {
            values.extend(body.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)));
        }
        ZSTD => {
            let planes = zstd::bulk::decompress(body, rows * 8).ok().filter(|planes| planes.len() == rows * 8)?;
            let mut bits = vec![0_u64; rows];
            for (rank, plane) in planes.chunks_exact(rows.max(1)).enumerate() {
                for (value, &byte) in bits.iter_mut().zip(plane) {
                    *value |= u64::from(byte) << (rank * 8);
                }
            }
            values.extend(bits.into_iter().map(f64::from_bits));
        }
        _ => return None,
    }
    Some(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = experiment_channels)]
struct ChannelRow {
    experiment_id: i32,
    channel: i32,
    name: String,
    kind: String,
}

impl Database {
    /// Stores the names of the channels; those of an experiment never change while it grows.
    pub(super) fn put_channels(&mut self, id: i32, channels: &[Channel]) -> Result<(), StoreError> {
        let rows: Vec<_> = channels
            .iter()
            .zip(0..)
            .map(|(channel, index)| {
                let name = super::row::text("channel", &channel.name)?;
                Ok(ChannelRow { experiment_id: id, channel: index, name, kind: channel.kind.as_str().to_owned() })
            })
            .collect::<Result<_, StoreError>>()?;
        for batch in rows.chunks(super::step::BATCH) {
            on_backend!(self, c => diesel::insert_into(experiment_channels::table).values(batch).execute(c))
                .doing("storing the channels")?;
        }
        Ok(())
    }

    /// The further channels of an experiment, in the order of every block.
    pub(super) fn channels(&mut self, id: i32) -> Result<Vec<Channel>, StoreError> {
        let rows: Vec<ChannelRow> = experiment_channels::table
            .filter(experiment_channels::experiment_id.eq(id))
            .order(experiment_channels::channel)
            .select(ChannelRow::as_select())
            .load(&mut self.connection)
            .doing("reading the channels")?;
        let kind = |name: &str| {
            let found = ChannelKind::ALL.into_iter().find(|kind| kind.as_str() == name);
            found.ok_or_else(|| super::row::unknown_name("channel kind", name))
        };
        rows.into_iter().map(|row| Ok(Channel { kind: kind(&row.kind)?, name: row.name })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_comes_back() {
        let mut packer = Packer::new().unwrap();
        let smooth: Vec<f64> = (0..MAX_BLOCK_ROWS).map(|n| 25.0 + (n as f64 / 777.0).sin()).collect();
        let mut noise = 0x9E37_79B9_7F4A_7C15_u64;
        let rough: Vec<f64> = (0..500)
            .map(|_| {
                noise = noise.wrapping_mul(0x2545_F491_4F6C_DD1D).rotate_left(17);
                f64::from_bits(noise)
            })
            .map(|value| if value.is_nan() { f64::NAN } else { value })
            .collect();
        let gaps = vec![1.5, f64::NAN, f64::INFINITY, -2.5e-308, 0.0];
        for values in [smooth, rough, gaps, vec![7.0; 9], vec![f64::NAN; 3], vec![1.0], Vec::new()] {
            let (mut packed, mut back) = (Vec::new(), Vec::new());
            packer.pack(&values, &mut packed).unwrap();
            unpack(&packed, &mut back).unwrap();
            let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&back), bits(&values));
        }
    }

    #[test]
    fn what_repeats_is_small_and_what_is_broken_is_refused() {
        let (mut packer, mut packed, mut back) = (Packer::new().unwrap(), Vec::new(), Vec::new());
        packer.pack(&vec![24.5; MAX_BLOCK_ROWS], &mut packed).unwrap();
        assert_eq!(packed.len(), 13);
        for broken in [&[][..], &[9, 1, 0, 0, 0], &[1, 2, 0, 0, 0, 0], &[0, 255, 255, 255, 255, 0], &packed[..12]] {
            assert!(unpack(broken, &mut back).is_none(), "{broken:?}");
        }
    }
}
