//! Thinning: of each bucket of rows those with the lowest and the highest of each measured quantity. Nothing drifts,
//! for buckets are counted on the rows as they came.

use super::rows::{Rows, Span};

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
    let mut kept = Kept::none(rows.origin.len());
    let measured = rows.measured();
    for span in &rows.spans {
        if span.keep {
            (span.from..span.to).for_each(|row| kept.add(row));
            continue;
        }
        if span.from == span.to {
            continue;
        }
        kept.add(span.from);
        kept.add(span.to - 1);
        let mut from = span.from;
        while from < span.to {
            let number = rows.origin[from] as usize / bucket;
            let mut to = from + 1;
            while to < span.to && rows.origin[to] as usize / bucket == number {
                to += 1;
            }
            measured.iter().for_each(|column| extremes(rows, *column, from, to, &mut kept));
            from = to;
        }
    }
    kept
}

/// Keeps the lowest and the highest of a column, and the first that is missing, so that a gap stays one.
fn extremes(rows: &Rows, column: usize, from: usize, to: usize, kept: &mut Kept) {
    let values = &rows.values[column];
    let (mut low, mut high, mut gap) = (None, None, None);
    for row in from..to {
        match values.get(row) {
            None => gap = gap.or(Some(row)),
            Some(value) => {
                if low.is_none_or(|(least, _)| value < least) {
                    low = Some((value, row));
                }
                if high.is_none_or(|(most, _)| value > most) {
                    high = Some((value, row));
                }
            }
        }
    }
    [low.map(|(_, row)| row), high.map(|(_, row)| row), gap].into_iter().flatten().for_each(|row| kept.add(row));
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
    let origin = rows.origin.iter().enumerate().filter(|(row, _)| kept.has(*row)).map(|(_, place)| *place).collect();
    Rows {
        columns: rows.columns.clone(),
        values: rows.values.iter().map(|values| values.only(|row| kept.has(row))).collect(),
        origin,
        spans,
        coarser: rows.coarser.clone(),
        total: rows.total,
        bucket: rows.bucket,
        most: rows.most,
    }
}
