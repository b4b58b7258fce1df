//! A look at each page before its decoder sets memory aside for the number of values that it claims.

use super::source::{Chunks, varint};
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::serialized_reader::SerializedPageReader;

/// The pages of a column in a row group.
pub(super) struct CheckedPages {
    pub(super) pages: SerializedPageReader<Chunks>,
    pub(super) kind: Type,
    pub(super) has_nulls: bool,
}

fn claims(count: u64, bytes: usize) -> ParquetError {
    ParquetError::General(format!("a page of {bytes} bytes claims {count} values"))
}

impl CheckedPages {
    fn check(&self, page: &Page) -> Result<()> {
        match page {
            Page::DictionaryPage { buf, num_values, .. } => {
                let least = if matches!(self.kind, Type::BOOLEAN | Type::FIXED_LEN_BYTE_ARRAY) { 1 } else { 4 };
                if u64::from(*num_values) * least > buf.len() as u64 * if self.kind == Type::BOOLEAN { 8 } else { 1 } {
                    return Err(claims(u64::from(*num_values), buf.len()));
                }
                Ok(())
            }
            Page::DataPage { buf, num_values, encoding, .. } => {
                // Levels of nulls come first, behind their length.
                let levels = match buf.first_chunk() {
                    Some(length) if self.has_nulls => u32::from_le_bytes(*length) as usize + 4,
                    _ => 0,
                };
                check_deltas(buf.get(levels..).unwrap_or_default(), *num_values, *encoding)
            }
            Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let levels = *def_levels_byte_len as usize + *rep_levels_byte_len as usize;
                if levels > buf.len() {
                    return Err(claims(u64::from(*num_values), buf.len()));
                }
                check_deltas(&buf[levels..], *num_values, *encoding)
            }
        }
    }
}

/// Differences and texts say anew how many they are, and their decoders set memory aside for it.
fn check_deltas(values: &[u8], num_values: u32, encoding: Encoding) -> Result<()> {
    let rows_of_deltas = match encoding {
        Encoding::DELTA_BINARY_PACKED | Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
        Encoding::DELTA_BYTE_ARRAY => 2, // lengths of what texts share, then of the rest
        _ => 0,
    };
    let mut rest = values;
    for _ in 0..rows_of_deltas {
        if rest.is_empty() {
            break; // a page without values
        }
        rest = behind_deltas(rest, num_values).ok_or_else(|| claims(u64::from(num_values), values.len()))?;
    }
    Ok(())
}

/// What stands behind a row of differences, if it can be one of at most `most` values: a header, then blocks, each with
/// a least difference and the widths in bits of its small blocks before these.
fn behind_deltas(values: &[u8], most: u32) -> Option<&[u8]> {
    let mut bytes = values.iter().copied();
    let (block, small_blocks, count) = (varint(&mut bytes)?, varint(&mut bytes)?, varint(&mut bytes)?);
    varint(&mut bytes)?; // the first value
    if count > u64::from(most)
        || small_blocks == 0
        || block == 0
        || block > 1 << 30
        || !block.is_multiple_of(small_blocks * 8)
    {
        return None;
    }
    let in_small_block = block / small_blocks;
    let mut rest = behind(&bytes, values);
    let mut left = count.saturating_sub(1);
    while left > 0 {
        let mut bytes = rest.iter().copied();
        varint(&mut bytes)?;
        let widths_on = behind(&bytes, rest);
        let widths = widths_on.get(..usize::try_from(small_blocks).ok()?)?;
        rest = &widths_on[widths.len()..];
        for width in widths {
            if left == 0 {
                break;
            }
            // The last small block may be cut to what it needs.
            let length = usize::try_from(in_small_block / 8 * u64::from(*width)).ok()?;
            rest = rest.get(length.min(rest.len())..)?;
            left = left.saturating_sub(in_small_block);
        }
    }
    Some(rest)
}

/// What an iterator over copies of these bytes has not given yet.
fn behind<'a>(bytes: &impl ExactSizeIterator, whole: &'a [u8]) -> &'a [u8] {
    &whole[whole.len() - bytes.len()..]
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.as_ref().map_or(Ok(()), |page| self.check(page))?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_that_cannot_be_are_told() {
        // Blocks of 128 in 4 parts, 3 values, the first is 1; least difference 0,
        // all 2 bits wide: 8 bytes for 32 values.
        let mut deltas = vec![0x80, 0x01, 4, 3, 2, 0, 2, 2, 2, 2];
        deltas.extend([0; 8]);
        deltas.extend(b"rest");
        assert_eq!(behind_deltas(&deltas, 3), Some(&b"rest"[..]));
        assert_eq!(behind_deltas(&deltas, 2), None);
        assert!(check_deltas(&deltas, 2, Encoding::DELTA_BINARY_PACKED).is_err());
        assert!(check_deltas(&deltas, 3, Encoding::DELTA_BYTE_ARRAY).is_err(), "no second row");
        assert!(check_deltas(&deltas, 0, Encoding::PLAIN).is_ok());
    }
}
