//! The further columns of the rows, packed: those of each 16,384 rows of a step are one run of bytes.
//!
//! Packed are, by zstd, the number of rows (4 bytes, little-endian) and column after column: a byte that says how, and the
//! values. Either one double that all rows have; or all doubles by planes; or the first as a whole number with so many
//! decimals, and the steps from each to the next by planes ([`super::decimals`]). Planes are all first bytes together, then all
//! second bytes and so on: bytes of equal rank are alike from row to row, so this is both smaller and faster to compress than
//! the values as they stand. Every NaN is the same, and -0 is 0.

use super::bulk::Rows;
use super::bulk::rows::FIXED;
use super::decimals::{self, Start};
use super::schema::experiment_channels;
use super::{Database, Doing, StoreError, put_all};
use crate::model::{Channel, ChannelKind};
use diesel::prelude::*;

const SAME: u8 = 0;
const DOUBLES: u8 = 1;
const DECIMAL: u8 = 2;

/// Fast enough that pouring waits for the database, not for this.
const LEVEL: i32 = 1;

/// Packs blocks; keeps its working memory.
pub(super) struct Packer {
    compressor: zstd::bulk::Compressor<'static>,
    plain: Vec<u8>,
    steps: Vec<u32>,
    lines: Vec<f64>,
}

impl Packer {
    pub(super) fn new() -> std::io::Result<Self> {
        let compressor = zstd::bulk::Compressor::new(LEVEL)?;
        Ok(Self { compressor, plain: Vec::new(), steps: Vec::new(), lines: Vec::new() })
    }

    /// Packs the channels of a block into `out`, and its line numbers, where it has any, as one more column. Gives whether
    /// there is anything to store.
    pub(super) fn pack(&mut self, rows: &Rows, out: &mut Vec<u8>) -> std::io::Result<bool> {
        let channels = &rows.columns[FIXED..];
        if channels.is_empty() && rows.lines.is_empty() {
            return Ok(false);
        }
        self.plain.clear();
        self.plain.extend((rows.len() as u32).to_le_bytes());
        for column in channels {
            self.column(column);
        }
        if !rows.lines.is_empty() {
            let mut lines = std::mem::take(&mut self.lines);
            lines.clear();
            lines.extend(rows.lines.iter().map(|&line| line as f64));
            self.column(&lines);
            self.lines = lines;
        }
        out.resize(zstd::zstd_safe::compress_bound(self.plain.len()), 0);
        let written = self.compressor.compress_to_buffer(&self.plain, out)?;
        out.truncate(written);
        Ok(true)
    }

    fn column(&mut self, values: &[f64]) {
        let bits = |value: f64| if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() };
        let out = &mut self.plain;
        let first = values.first().copied().map_or(0, bits);
        if values.iter().all(|&value| bits(value) == first) {
            out.push(SAME);
            out.extend(first.to_le_bytes());
        } else if let Some(start) = decimals::split(values, &mut self.steps) {
            out.extend([DECIMAL, start.decimals]);
            out.extend(start.first.to_le_bytes());
            lay::<4>(self.steps.iter().map(|step| step.to_le_bytes()), self.steps.len(), out);
        } else {
            out.push(DOUBLES);
            lay::<8>(values.iter().map(|&value| bits(value).to_le_bytes()), values.len(), out);
        }
    }
}

/// Appends the bytes of `count` items by their rank.
fn lay<const N: usize>(items: impl Iterator<Item = [u8; N]>, count: usize, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + count * N, 0);
    // All planes side by side, so that one pass fills them.
    let mut rest = &mut out[start..];
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

/// Takes `count` items of `N` bytes that lie by rank off the front; `None` when there are not so many bytes.
fn lift<const N: usize>(bytes: &mut &[u8], count: usize) -> Option<Vec<[u8; N]>> {
    let planes = bytes.split_off(..count * N)?;
    let mut items = vec![[0; N]; count];
    for (rank, plane) in planes.chunks_exact(count.max(1)).enumerate() {
        for (item, &byte) in items.iter_mut().zip(plane) {
            item[rank] = byte;
        }
    }
    Some(items)
}

/// Unpacks the columns of a block that has `rows` rows; `None` when the bytes are not what [`Packer`] wrote of so many.
pub(super) fn unpack(packed: &[u8], rows: usize, columns: usize) -> Option<Vec<Vec<f64>>> {
    let most = 4 + columns * (10 + rows * 8);
    let plain = zstd::bulk::decompress(packed, most).ok()?;
    let mut rest = plain.as_slice();
    if u32::from_le_bytes(take(&mut rest)?) as usize != rows {
        return None;
    }
    let columns: Vec<Vec<f64>> = (0..columns).map(|_| column(&mut rest, rows)).collect::<Option<_>>()?;
    rest.is_empty().then_some(columns)
}

fn column(rest: &mut &[u8], rows: usize) -> Option<Vec<f64>> {
    match take::<1>(rest)?[0] {
        SAME => Some(vec![f64::from_le_bytes(take(rest)?); rows]),
        DOUBLES => Some(lift::<8>(rest, rows)?.into_iter().map(f64::from_le_bytes).collect()),
        DECIMAL => {
            let [decimals] = take(rest)?;
            let first = i64::from_le_bytes(take(rest)?);
            let steps = lift::<4>(rest, rows.checked_sub(1)?)?.into_iter().map(u32::from_le_bytes);
            let mut values = Vec::with_capacity(rows);
            decimals::join(Start { decimals, first }, steps, &mut values)?;
            Some(values)
        }
        _ => None,
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    rest.split_off(..N)?.try_into().ok()
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
    use crate::model::MAX_BLOCK_ROWS;

    fn packed(columns: &[Vec<f64>], lines: &[u64]) -> Vec<u8> {
        let count = columns.first().map_or(lines.len(), Vec::len);
        let mut rows = Rows::new(columns.len());
        rows.columns[..FIXED].fill(vec![0.0; count]);
        rows.columns[FIXED..].clone_from_slice(columns);
        rows.lines = lines.to_vec();
        let mut out = vec![1, 2, 3];
        assert!(Packer::new().unwrap().pack(&rows, &mut out).unwrap());
        out
    }

    #[test]
    fn every_bit_comes_back() {
        let smooth: Vec<f64> = (0..500).map(|n| 25.0 + (f64::from(n) / 777.0).sin()).collect();
        let mut noise = 0x9E37_79B9_7F4A_7C15_u64;
        let rough: Vec<f64> = (0..500)
            .map(|_| {
                noise = noise.wrapping_mul(0x2545_F491_4F6C_DD1D).rotate_left(17);
                f64::from_bits(noise)
            })
            .map(|value| if value.is_nan() { f64::NAN } else { value })
            .collect();
        let printed: Vec<f64> = (0..500).map(|n| f64::from(2500 + n % 97) / 100.0).collect();
        let mut gaps = vec![0.5; 500];
        gaps[..4].copy_from_slice(&[f64::NAN, f64::INFINITY, -2.5e-308, 0.0]);
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        let columns = [smooth, rough, printed, gaps, vec![7.0; 500], vec![f64::NAN; 500]];
        let lines: Vec<u64> = (0..500).map(|n| 2 * n + 7).collect();
        let back = unpack(&packed(&columns, &lines), 500, 7).unwrap();
        for (back, column) in back.iter().zip(&columns) {
            assert_eq!(bits(back), bits(column));
        }
        assert!(back[6].iter().map(|&line| line as u64).eq(lines));
        for few in [vec![1.0], Vec::new()] {
            assert_eq!(unpack(&packed(std::slice::from_ref(&few), &[]), few.len(), 1).unwrap(), [few]);
        }
        let mut out = Vec::new();
        assert!(!Packer::new().unwrap().pack(&Rows::new(0), &mut out).unwrap());
    }

    #[test]
    fn what_repeats_is_small_and_what_is_broken_is_refused() {
        let same = packed(&[vec![24.5; MAX_BLOCK_ROWS]], &[]);
        assert!(same.len() < 30, "{}", same.len());
        assert!(unpack(&same[..same.len() - 1], MAX_BLOCK_ROWS, 1).is_none());
        let two = packed(&[vec![24.97, 25.0, -3.0], vec![0.1, 1.0 / 3.0, 0.2]], &[]);
        assert!(unpack(&two, 3, 2).is_some());
        for (rows, columns) in [(2, 2), (4, 2), (3, 1), (3, 3)] {
            assert!(unpack(&two, rows, columns).is_none(), "{rows} rows, {columns} columns");
        }
        for plain in [&[][..], &[1, 0, 0, 0], &[1, 0, 0, 0, 9, 0], &[1, 0, 0, 0, SAME, 0], &[1, 0, 0, 0, DECIMAL, 2]] {
            assert!(unpack(&zstd::bulk::compress(plain, LEVEL).unwrap(), 1, 1).is_none(), "{plain:?}");
        }
        assert!(unpack(b"nonsense", 1, 1).is_none());
    }
}
