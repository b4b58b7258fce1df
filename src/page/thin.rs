//! Thinning: of each bucket of rows those with the lowest and the highest of each measured quantity. Nothing drifts,
//! for buckets are counted on the rows as they came.

use super::integers::Integers;
use super::rows::{Rows, Span};
use std::ops::Range;

/// Which rows stay.
pub(super) struct Kept(Vec<u64>);

impl Kept {
    fn none(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    fn add(&mut self, row: usize) {
        self.0[row / 64] |= 1 << (row % 64);
    }

    pub(super) fn has(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 == 1
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    fn between(&self, from: usize, to: usize) -> usize {
        (from..to).filter(|row| self.has(*row)).count()
    }
}

/// Chooses the rows that stay when of each `bucket` rows the extremes are kept.
pub(super) fn select(rows: &Rows, bucket: usize) -> Kept {
    let mut kept = Kept::none(rows.len());
    let mut buckets = Vec::new();
    for span in rows.spans.iter().filter(|span| span.from < span.to) {
        if span.keep {
            (span.from..span.to).for_each(|row| kept.add(row));
            continue;
        }
        kept.add(span.from);
        kept.add(span.to - 1);
        let mut from = span.from;
        while from < span.to {
            let to = rows.first_from(from..span.to, (rows.place(from) / bucket + 1) * bucket);
            buckets.push(from..to);
            from = to;
        }
    }
    rows.measured().into_iter().for_each(|column| extremes(&rows.values[column], &buckets, &mut kept));
    kept
}

/// Keeps of each bucket the lowest and the highest, and the first that is missing, so that a gap stays one.
fn extremes(column: &Integers, buckets: &[Range<usize>], kept: &mut Kept) {
    let (mut values, mut at) = (column.values(), 0);
    for bucket in buckets {
        if at < bucket.start {
            values.by_ref().take(bucket.start - at).for_each(drop);
        }
        let (mut low, mut high, mut gap) = ((i64::MAX, None), (i64::MIN, None), None);
        for row in bucket.clone() {
            match values.next().flatten() {
                None => gap = gap.or(Some(row)),
                Some(value) => {
                    if value < low.0 {
                        low = (value, Some(row));
                    }
                    if value > high.0 {
                        high = (value, Some(row));
                    }
                }
            }
        }
        at = bucket.end;
        [low.1, high.1, gap].into_iter().flatten().for_each(|row| kept.add(row));
    }
}

/// The rows that were kept, without the others.
pub(super) fn only(rows: &Rows, kept: &Kept) -> Rows {
    let mut place = 0;
    let mut spans = Vec::with_capacity(rows.spans.len());
    for span in &rows.spans {
        let count = kept.between(span.from, span.to);
        spans.push(Span { from: place, to: place + count, keep: span.keep });
        place += count;
    }
    let origin = (0..rows.len()).filter(|row| kept.has(*row)).map(|row| rows.place(row) as u32).collect();
    Rows {
        columns: rows.columns.clone(),
        values: rows.values.iter().map(|values| values.only(|row| kept.has(row))).collect(),
        origin: Some(origin),
        spans,
        coarser: rows.coarser.clone(),
        total: rows.total,
        bucket: rows.bucket,
        most: rows.most,
    }
}
