//! The rows of a page: taken in blocks as columns, kept as integers, thinned where the budget asks for it, and packed.

use super::bytes::Deflate;
use super::integers::Integers;
use super::thin::{self, Kept};
use serde::Serialize;
use std::io;
use std::ops::Range;

/// Beyond so many rows in memory they are thinned while they come; far more than a page of 2 MB can hold.
const MOST_ROWS: usize = 2_000_000;

/// Finer digits are kept while the rows take no more than this.
const FINE_BYTES: usize = 50_000;

/// How finely a column is kept: `decimals` where the budget allows it, else `enough`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowColumn {
    /// `time_s`, `voltage_v`, `current_a`, `temperature_degc`, `temperature_2_degc`, …, `capacity_ah`.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Digits behind the point, at best.
    pub decimals: u8,
    /// Digits behind the point that must stay before rows are left out.
    pub enough: u8,
}

/// How a column lies in the bytes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct PackedColumn {
    /// As in [`RowColumn`].
    pub key: String,
    /// As in [`RowColumn`].
    pub title: String,
    /// As in [`RowColumn`].
    pub unit: String,
    /// What one is worth: 10 to the power of -`decimals`.
    pub scale: f64,
    /// Digits behind the point.
    pub decimals: u8,
    /// Byte planes of a difference.
    pub width: u8,
    /// Order of the differences: 1 or 2.
    pub order: u8,
    /// Whether a bitmap of missing values stands before the planes.
    pub missing: bool,
}

/// What a page says of its rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct RowsInfo {
    /// Rows on the page.
    pub count: usize,
    /// Rows of the test.
    pub total: usize,
    /// Whether these are all.
    pub whole: bool,
    /// How they were thinned.
    pub note: Option<String>,
    /// In the order of the bytes.
    pub columns: Vec<PackedColumn>,
}

/// Rows as they go into a page.
#[derive(Clone, Debug)]
pub(crate) struct EncodedRows {
    /// What is said of them.
    pub info: RowsInfo,
    /// Deflated.
    pub bytes: Vec<u8>,
    /// For each step, in order, the place of its first row.
    pub first_row: Vec<usize>,
    /// For each step, how many rows it has.
    pub rows: Vec<usize>,
}

/// Columns and their bytes.
type Packed = (Vec<PackedColumn>, Vec<u8>);

/// What came of packing rows into so many bytes.
enum Outcome {
    /// They fit.
    Fits(Packed),
    /// They do not, and each takes about so many bytes.
    TooLong(f64),
}

/// Rows of one step among those that are kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
    /// A pulse: all its rows stay.
    pub(super) keep: bool,
}

/// Collects the rows of a test, step by step. Memory: two bytes for nearly each value.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(super) columns: Vec<RowColumn>,
    pub(super) values: Vec<Integers>,
    /// The place of each row among all rows of the test, once some were left out.
    pub(super) origin: Option<Vec<u32>>,
    pub(super) spans: Vec<Span>,
    /// Digits that were given up, for each column.
    pub(super) coarser: Vec<u8>,
    pub(super) total: usize,
    pub(super) bucket: usize,
    pub(super) most: usize,
}

impl Rows {
    /// No rows yet; `columns` in the order in which blocks will have them.
    #[must_use]
    pub(crate) fn new(columns: Vec<RowColumn>) -> Self {
        let count = columns.len();
        Self {
            columns,
            values: (0..count).map(|_| Integers::default()).collect(),
            origin: None,
            spans: Vec::new(),
            coarser: vec![0; count],
            total: 0,
            bucket: 1,
            most: MOST_ROWS,
        }
    }

    /// Begins the next step of `Steps`, also one without rows. `keep`: it is a pulse and is never thinned.
    pub(crate) fn begin_step(&mut self, keep: bool) {
        self.spans.push(Span { from: self.len(), to: self.len(), keep });
    }

    /// Takes rows of the step that was begun last: one slice for each column, all of one length, NaN where missing.
    pub(crate) fn push(&mut self, block: &[&[f64]]) {
        let count = block.first().map_or(0, |column| column.len());
        if self.spans.is_empty() {
            self.begin_step(false);
        }
        for ((column, integers), values) in self.columns.iter().zip(&mut self.values).zip(block) {
            let factor = 10_f64.powi(i32::from(column.decimals));
            values.iter().for_each(|value| integers.push(*value * factor));
        }
        if let Some(origin) = &mut self.origin {
            origin.extend((self.total..self.total + count).map(|place| place as u32));
        }
        self.total += count;
        let rows = self.len();
        if let Some(span) = self.spans.last_mut() {
            span.to = rows;
        }
        if rows > self.most {
            self.thin_to(self.most / 2);
        }
    }

    /// How many rows are held.
    pub(super) fn len(&self) -> usize {
        self.origin.as_ref().map_or(self.total, Vec::len)
    }

    /// The place of a row among all rows of the test.
    pub(super) fn place(&self, row: usize) -> usize {
        self.origin.as_ref().map_or(row, |origin| origin[row] as usize)
    }

    /// The first of these rows whose place is not before `place`; their end, where there is none.
    pub(super) fn first_from(&self, rows: Range<usize>, place: usize) -> usize {
        match &self.origin {
            None => place.clamp(rows.start, rows.end),
            Some(origin) => rows.start + origin[rows].partition_point(|own| (*own as usize) < place),
        }
    }

    /// Which columns are worth their extremes: what was measured, not what runs on.
    pub(super) fn measured(&self) -> Vec<usize> {
        let runs_on = |key: &str| key == "time_s" || key == "capacity_ah";
        (0..self.columns.len()).filter(|i| !runs_on(&self.columns[*i].key)).collect()
    }

    /// Which rows stay so that at most about `most` do, and in what buckets.
    fn choose(&self, most: usize) -> (usize, Kept) {
        let most_bucket = self.total.max(4);
        let guess = 3 * self.measured().len() * self.total / 2 / most.max(1);
        let mut bucket = guess.clamp((self.bucket + 1).max(4), most_bucket);
        let mut kept = thin::select(self, bucket);
        for _ in 0..6 {
            let share = kept.count() as f64 / most.max(1) as f64;
            let near = (0.93..=1.0).contains(&share);
            let next = ((bucket as f64 * share * 1.02).ceil() as usize).clamp((self.bucket + 1).max(4), most_bucket);
            if near || next == bucket {
                break;
            }
            bucket = next;
            kept = thin::select(self, bucket);
        }
        (bucket, kept)
    }

    /// Lets go of rows while they come.
    fn thin_to(&mut self, most: usize) {
        let (bucket, kept) = self.choose(most);
        *self = thin::only(self, &kept);
        self.bucket = bucket;
    }

    /// Packs the rows into at most `budget` bytes: finer digits go first, then rows.
    ///
    /// # Errors
    /// None in practice: memory is written to.
    pub(crate) fn encode(mut self, budget: usize) -> io::Result<EncodedRows> {
        let mut outcome = self.pack(budget.min(FINE_BYTES))?;
        if let Outcome::TooLong(_) = outcome {
            self.coarsen();
            outcome = self.pack(budget)?;
        }
        let packed = match outcome {
            Outcome::Fits(packed) => packed,
            Outcome::TooLong(each) => {
                let (rows, packed) = self.fit(budget, each)?;
                self = rows;
                packed
            }
        };
        let (columns, bytes) = packed;
        let (count, total) = (self.len(), self.total);
        let note = (count < total).then(|| self.note(bytes.len() > budget));
        let info = RowsInfo { count, total, whole: count == total, note, columns };
        let first_row = self.spans.iter().map(|span| span.from).collect();
        let rows = self.spans.iter().map(|span| span.to - span.from).collect();
        Ok(EncodedRows { info, bytes, first_row, rows })
    }

    /// Tries buckets until the rows fill the budget well; what must stay stays, whatever its size. All rows take about
    /// `each` bytes each.
    fn fit(self, budget: usize, each: f64) -> io::Result<(Self, Packed)> {
        // Thinned rows differ more from one to the next, so each takes more bytes.
        let mut each = 1.7 * each;
        let mut best: Option<(Self, Packed)> = None;
        for turn in 0..12 {
            let (bucket, kept) = self.choose((budget as f64 * 0.97 / each) as usize);
            let mut rows = thin::only(&self, &kept);
            rows.bucket = bucket;
            let packed = rows.pack_all()?;
            let size = packed.1.len();
            each = (size as f64 / rows.len().max(1) as f64).max(if size > budget { each * 1.05 } else { 0.0 });
            let fits = size <= budget;
            let better = best.as_ref().is_none_or(|(_, known)| {
                if fits { known.1.len() < size || known.1.len() > budget } else { size < known.1.len() }
            });
            let full = fits && size * 10 >= budget * 9;
            if better {
                best = Some((rows, packed));
            }
            let some = best.as_ref().is_some_and(|(_, known)| known.1.len() <= budget);
            if full || (turn >= 3 && some) || bucket >= self.total {
                break;
            }
        }
        match best {
            Some(best) => Ok(best),
            None => self.pack_all().map(|packed| (self, packed)),
        }
    }

    fn note(&self, beyond: bool) -> String {
        let (count, total, bucket) = (self.len(), self.total, self.bucket);
        let beyond = if beyond { "; what must stay takes more than the size asked for" } else { "" };
        format!(
            "thinned: {count} of {total} rows, of each {bucket} those with the lowest and the highest of each measured \
             quantity, and the first and last of each step; pulses whole{beyond}"
        )
    }

    /// Gives up the digits beyond what is enough.
    fn coarsen(&mut self) {
        for ((column, integers), coarser) in self.columns.iter().zip(&mut self.values).zip(&mut self.coarser) {
            let digits = column.decimals.saturating_sub(column.enough);
            if digits > *coarser {
                integers.divide(10_i64.pow(u32::from(digits - *coarser)));
                *coarser = digits;
            }
        }
    }

    fn pack_all(&self) -> io::Result<Packed> {
        match self.pack(usize::MAX)? {
            Outcome::Fits(packed) => Ok(packed),
            Outcome::TooLong(_) => Err(io::Error::other("the rows of a page are too many")),
        }
    }

    /// Packs the rows, unless they take more than `most` bytes.
    fn pack(&self, most: usize) -> io::Result<Outcome> {
        let mut out = Deflate::new(if self.len() > 200_000 { 6 } else { 9 });
        let place = RowColumn { key: "row".into(), title: "Row".into(), unit: String::new(), decimals: 0, enough: 0 };
        let mut places = Integers::default();
        let some = self.origin.as_ref().filter(|origin| origin.len() < self.total);
        some.into_iter().flatten().for_each(|place| places.push(f64::from(*place) + 1.0));
        let columns = self.columns.iter().zip(&self.values).zip(&self.coarser);
        let mut columns: Vec<(PackedColumn, &Integers)> = columns
            .map(|((column, integers), coarser)| (packed_column(column, column.decimals - coarser, integers), integers))
            .collect();
        if some.is_some() {
            // Where rows are left out, each says which it is.
            columns.push((packed_column(&place, 0, &places), &places));
        }
        let (bytes, mut done) = (columns.iter().map(|(column, _)| usize::from(column.width)).sum::<usize>(), 0);
        for (column, integers) in &columns {
            if column.missing {
                out.write(&integers.bitmap())?;
            }
            for plane in 0..column.width {
                let all = integers.plane(column.order, plane, |piece| {
                    done += piece.len();
                    out.write(piece)?;
                    Ok(out.size() <= most)
                })?;
                if !all {
                    return Ok(Outcome::TooLong(out.size() as f64 / done as f64 * bytes as f64));
                }
            }
        }
        let deflated = out.finish()?;
        if deflated.len() > most {
            return Ok(Outcome::TooLong(deflated.len() as f64 / self.len() as f64));
        }
        Ok(Outcome::Fits((columns.into_iter().map(|(column, _)| column).collect(), deflated)))
    }

    #[cfg(test)]
    pub(super) fn with_most(mut self, most: usize) -> Self {
        self.most = most;
        self
    }
}

fn packed_column(column: &RowColumn, decimals: u8, integers: &Integers) -> PackedColumn {
    let (order, width) = integers.shape();
    let missing = integers.has_missing();
    let scale = format!("1e-{decimals}").parse().unwrap_or(1.0);
    let (key, title, unit) = (column.key.clone(), column.title.clone(), column.unit.clone());
    PackedColumn { key, title, unit, scale, decimals, width, order, missing }
}
