//! The further columns of the rows, packed: those of each 16,384 rows of a step (of tests with very many columns: of fewer,
//! [`crate::model::stored_block_rows`]) are one run of bytes.
//!
//! Packed are, by zstd, the number of rows (4 bytes, little-endian) and column after column: a byte that says how, and the
//! values. Either one double that all rows have; or all doubles by planes; or as whole numbers with so many decimals, of which
//! is taken away what is expected ([`Expected`]), the first and the steps from each to the next by planes ([`super::decimals`]).
//! Planes are all first bytes together, then all
//! second bytes and so on: bytes of equal rank are alike from row to row, so this is both smaller and faster to compress than
//! the values as they stand. Every NaN is the same, and -0 is 0.

use super::bulk::Rows;
use super::decimals::{self, Start};
use super::schema::experiment_channels;
use super::{Database, Doing, StoreError, put_all};
use crate::model::{Channel, ChannelKind, Column};
use diesel::prelude::*;

const SAME: u8 = 0;
const DOUBLES: u8 = 1;
const DECIMAL: u8 = 2;

/// What a column may nearly be, so that only the difference need be stored. Its value is stored with the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Expected {
    Nothing = 0,
    /// Voltage by current: power.
    Product = 1,
    /// The step's capacity: the running total, less what it was at the step's start.
    Capacity = 2,
}

impl Expected {
    const ALL: [Self; 3] = [Self::Nothing, Self::Product, Self::Capacity];

    /// What is expected of the column in a row.
    #[inline]
    fn of(self, rows: &Rows, at: usize) -> f64 {
        match self {
            Self::Nothing => 0.0,
            Self::Product => rows.columns[2][at] * rows.columns[3][at],
            Self::Capacity => rows.columns[4][at],
        }
    }

    /// What leaves the smallest steps among the first rows.
    fn best(values: &[f64], rows: &Rows, steps: &mut Vec<u32>) -> Self {
        let first = &values[..values.len().min(SAMPLE)];
        let mut bits = |expected: Self| {
            let start = decimals::split(first, |at| expected.of(rows, at), steps);
            start.map_or(u32::MAX, |_| steps.iter().map(|step| u32::BITS - step.leading_zeros()).sum())
        };
        Self::ALL.into_iter().min_by_key(|expected| bits(*expected)).unwrap_or(Self::Nothing)
    }
}

/// So many rows are looked at to choose what is expected.
const SAMPLE: usize = 24;

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
        let channels = &rows.columns[Column::COUNT..];
        if channels.is_empty() && rows.lines.is_empty() {
            return Ok(false);
        }
        self.plain.clear();
        self.plain.extend((rows.len() as u32).to_le_bytes());
        for column in channels {
            self.column(column, rows);
        }
        if !rows.lines.is_empty() {
            let mut lines = std::mem::take(&mut self.lines);
            lines.clear();
            lines.extend(rows.lines.iter().map(|&line| line as f64));
            self.column(&lines, rows);
            self.lines = lines;
        }
        out.resize(zstd::zstd_safe::compress_bound(self.plain.len()), 0);
        let written = self.compressor.compress_to_buffer(&self.plain, out)?;
        out.truncate(written);
        Ok(true)
    }

    fn column(&mut self, values: &[f64], rows: &Rows) {
        let bits = |value: f64| if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() };
        let out = &mut self.plain;
        let first = values.first().copied().map_or(0, bits);
        if values.iter().all(|&value| bits(value) == first) {
            out.push(SAME);
            out.extend(first.to_le_bytes());
            return;
        }
        let expected = Expected::best(values, rows, &mut self.steps);
        if let Some(start) = decimals::split(values, |at| expected.of(rows, at), &mut self.steps) {
            out.extend([DECIMAL, expected as u8, start.decimals]);
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

/// Unpacks so many columns of a block, of which the fixed columns are there already; `None` when the bytes are not what
/// [`Packer`] wrote of it.
pub(super) fn unpack(packed: &[u8], rows: &Rows, columns: usize) -> Option<Vec<Vec<f64>>> {
    let most = 4 + columns * (11 + rows.len() * 8);
    let plain = zstd::bulk::decompress(packed, most).ok()?;
    let mut rest = plain.as_slice();
    if u32::from_le_bytes(take(&mut rest)?) as usize != rows.len() {
        return None;
    }
    let columns: Vec<Vec<f64>> = (0..columns).map(|_| column(&mut rest, rows)).collect::<Option<_>>()?;
    rest.is_empty().then_some(columns)
}

fn column(rest: &mut &[u8], rows: &Rows) -> Option<Vec<f64>> {
    let count = rows.len();
    match take::<1>(rest)?[0] {
        SAME => Some(vec![f64::from_le_bytes(take(rest)?); count]),
        DOUBLES => Some(lift::<8>(rest, count)?.into_iter().map(f64::from_le_bytes).collect()),
        DECIMAL => {
            let [expected, decimals] = take(rest)?;
            let expected = Expected::ALL.into_iter().find(|one| *one as u8 == expected)?;
            let first = i64::from_le_bytes(take(rest)?);
            let steps = lift::<4>(rest, count.checked_sub(1)?)?.into_iter().map(u32::from_le_bytes);
            let mut values = Vec::with_capacity(count);
            decimals::join(Start { decimals, first }, steps, |at| expected.of(rows, at), &mut values)?;
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

    /// Rows with these channels; voltage, current and capacity are a curve as a tester prints it.
    fn rows(channels: &[Vec<f64>], lines: &[u64]) -> Rows {
        let count = channels.first().map_or(lines.len(), Vec::len);
        let printed = |value: f64| format!("{value:.6}").parse().unwrap();
        let mut rows = Rows::new(channels.len());
        for (at, column) in rows.columns[..Column::COUNT].iter_mut().enumerate() {
            *column = (0..count).map(|n| printed((at as f64 + n as f64 / 300.0).sin())).collect();
        }
        rows.columns[Column::COUNT..].clone_from_slice(channels);
        rows.lines = lines.to_vec();
        rows
    }

    fn packed(rows: &Rows) -> Vec<u8> {
        let mut out = vec![1, 2, 3];
        assert!(Packer::new().unwrap().pack(rows, &mut out).unwrap());
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
        let all = rows(&columns, &lines);
        let back = unpack(&packed(&all), &all, 7).unwrap();
        for (back, column) in back.iter().zip(&columns) {
            assert_eq!(bits(back), bits(column));
        }
        assert!(back[6].iter().map(|&line| line as u64).eq(lines));
        for few in [vec![1.0], Vec::new()] {
            let few = rows(&[few], &[]);
            assert_eq!(unpack(&packed(&few), &few, 1).unwrap(), few.columns[Column::COUNT..]);
        }
        let mut out = Vec::new();
        assert!(!Packer::new().unwrap().pack(&Rows::new(0), &mut out).unwrap());
    }

    #[test]
    fn power_and_running_total_follow_from_the_fixed_columns() {
        let empty = rows(&[vec![0.0; 5000]], &[]);
        let told = |of: &dyn Fn(usize) -> f64| -> Vec<f64> {
            (0..5000).map(|n| format!("{:.5}", of(n)).parse().unwrap()).collect()
        };
        let power = told(&|n| empty.columns[2][n] * empty.columns[3][n]);
        let total = told(&|n| 12.34567 + empty.columns[4][n]);
        let mut other = power.clone();
        other.reverse();
        let length = |channel: &Vec<f64>| {
            let mut all = rows(std::slice::from_ref(channel), &[]);
            all.columns[3][17] = f64::NAN;
            let packed = packed(&all);
            assert_eq!(unpack(&packed, &all, 1).unwrap(), std::slice::from_ref(channel));
            packed.len()
        };
        let (power, total, other) = (length(&power), length(&total), length(&other));
        assert!(power * 3 < other && total * 3 < other, "{power} {total} {other}");
    }

    #[test]
    fn what_repeats_is_small_and_what_is_broken_is_refused() {
        let same = rows(&[vec![24.5; MAX_BLOCK_ROWS]], &[]);
        let bytes = packed(&same);
        assert!(bytes.len() < 30, "{}", bytes.len());
        assert!(unpack(&bytes[..bytes.len() - 1], &same, 1).is_none());
        let two = rows(&[vec![24.97, 25.0, -3.0], vec![0.1, 1.0 / 3.0, 0.2]], &[]);
        let bytes = packed(&two);
        assert!(unpack(&bytes, &two, 2).is_some() && unpack(&bytes, &two, 1).is_none());
        assert!(unpack(&bytes, &two, 3).is_none() && unpack(&bytes, &rows(&[vec![0.0; 4]], &[]), 2).is_none());
        let one = rows(&[vec![0.0]], &[]);
        let header = [1, 0, 0, 0];
        for column in [&[][..], &[9, 0], &[SAME, 0], &[DECIMAL, 0, 2], &[DECIMAL, 7, 2, 0, 0, 0, 0, 0, 0, 0, 0]] {
            let plain = [&header[..], column].concat();
            assert!(unpack(&zstd::bulk::compress(&plain, LEVEL).unwrap(), &one, 1).is_none(), "{column:?}");
        }
        assert!(unpack(b"nonsense", &one, 1).is_none());
    }
}
