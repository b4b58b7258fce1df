//! The further columns of the rows, packed: for each channel and each 16,384 rows of a step one run of bytes.
//!
//! A packed run is a byte that says how, the number of rows (4 bytes, little-endian), and the values: one double that all
//! rows have; or all as doubles, plain or by planes; or the first as a whole number with so many decimals, and the steps from
//! each to the next by planes ([`super::decimals`]). Planes are all first bytes together, then all second bytes and so on,
//! compressed by zstd: bytes of equal rank are alike from row to row, so this is both smaller and faster to compress than the
//! values as they stand. Every NaN is the same, and -0 is 0.

use super::decimals::{self, Start};
use super::schema::experiment_channels;
use super::{Database, Doing, StoreError, put_all};
use crate::model::{Channel, ChannelKind, MAX_BLOCK_ROWS};
use diesel::prelude::*;

const SAME: u8 = 0;
const PLAIN: u8 = 1;
const ZSTD: u8 = 2;
const DECIMAL: u8 = 3;

/// Fast enough that pouring waits for the database, not for this.
const LEVEL: i32 = 1;

/// The channel under which line numbers are stored when they are not consecutive from the step's first line.
pub(super) const LINES: i32 = -1;

/// Packs columns; keeps its working memory.
pub(super) struct Packer {
    compressor: zstd::bulk::Compressor<'static>,
    planes: Vec<u8>,
    steps: Vec<u32>,
}

impl Packer {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self { compressor: zstd::bulk::Compressor::new(LEVEL)?, planes: Vec::new(), steps: Vec::new() })
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
        if let Some(start) = decimals::split(values, &mut self.steps) {
            header(DECIMAL, out);
            out.push(start.decimals);
            out.extend(start.first.to_le_bytes());
            lay::<4>(self.steps.iter().map(|step| step.to_le_bytes()), self.steps.len(), &mut self.planes);
            self.compress(out)?;
            return Ok(());
        }
        let start = out.len();
        header(ZSTD, out);
        lay::<8>(values.iter().map(|&value| bits(value).to_le_bytes()), values.len(), &mut self.planes);
        if self.compress(out)? >= self.planes.len() {
            out.truncate(start);
            header(PLAIN, out);
            out.extend(values.iter().flat_map(|&value| bits(value).to_le_bytes()));
        }
        Ok(())
    }

    /// Appends the compressed planes, and gives their length.
    fn compress(&mut self, out: &mut Vec<u8>) -> std::io::Result<usize> {
        let body = out.len();
        out.resize(body + zstd::zstd_safe::compress_bound(self.planes.len()), 0);
        let written = self.compressor.compress_to_buffer(&self.planes, &mut out[body..])?;
        out.truncate(body + written);
        Ok(written)
    }
}

/// Lays the bytes of `count` items out by their rank.
fn lay<const N: usize>(items: impl Iterator<Item = [u8; N]>, count: usize, planes: &mut Vec<u8>) {
    planes.resize(count * N, 0);
    // All planes side by side, so that one pass fills them.
    let mut rest = planes.as_mut_slice();
    let mut sides: [&mut [u8]; N] = std::array::from_fn(|_| {
        let (plane, others) = std::mem::take(&mut rest).split_at_mut(count);
        rest = others;
        plane
    });
    for (at, bytes) in items.take(count).enumerate() {
        for (side, byte) in sides.iter_mut().zip(bytes) {
            side[at] = byte;
        }
    }
}

/// The items of compressed planes; `None` when they are not `count` items of `N` bytes.
fn lift<const N: usize>(body: &[u8], count: usize) -> Option<Vec<[u8; N]>> {
    let planes = zstd::bulk::decompress(body, count * N).ok().filter(|planes| planes.len() == count * N)?;
    let mut items = vec![[0; N]; count];
    for (rank, plane) in planes.chunks_exact(count.max(1)).enumerate() {
        for (item, &byte) in items.iter_mut().zip(plane) {
            item[rank] = byte;
        }
    }
    Some(items)
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
        ZSTD => values.extend(lift::<8>(body, rows)?.into_iter().map(f64::from_le_bytes)),
        DECIMAL => {
            let (&decimals, body) = body.split_first()?;
            let (first, body) = body.split_first_chunk::<8>()?;
            let steps = lift::<4>(body, rows.checked_sub(1)?)?.into_iter().map(u32::from_le_bytes);
            decimals::join(Start { decimals, first: i64::from_le_bytes(*first) }, steps, values)?;
        }
        _ => return None,
    }
    Some(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = experiment_channels, treat_none_as_default_value = false)]
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
        put_all!(self, experiment_channels::table, rows).doing("storing the channels")
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
        let printed: Vec<f64> = (0..MAX_BLOCK_ROWS).map(|n| (2500.0 + (n % 97) as f64) / 100.0).collect();
        let gaps = vec![1.5, f64::NAN, f64::INFINITY, -2.5e-308, 0.0];
        for values in [smooth, rough, printed, gaps, vec![7.0; 9], vec![f64::NAN; 3], vec![1.0], Vec::new()] {
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
        assert!(unpack(&packed[..12], &mut back).is_none());
        packed.clear();
        packer.pack(&[24.97, 25.0, -3.0], &mut packed).unwrap();
        assert_eq!(packed[0], DECIMAL);
        assert!(unpack(&packed[..packed.len() - 1], &mut back).is_none());
        for broken in [&[][..], &[9, 1, 0, 0, 0], &[1, 2, 0, 0, 0, 0], &[0, 255, 255, 255, 255, 0], &[3, 0, 0, 0, 0]] {
            assert!(unpack(broken, &mut back).is_none(), "{broken:?}");
        }
    }
}
