//! The rows of a test in a lake: stretches of row groups, read in the order of steps and rows.

use super::active::Active;
use super::error::LakeError;
use super::parquet_file::{Cursor, ParquetFile};
use crate::model::{Block, Column, Columns, StepSet, TestError, stored_block_rows};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// Rows of a row group that are of one test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) group: usize,
    pub(super) from: usize,
    pub(super) rows: usize,
}

impl Stretch {
    /// All rows of a row group.
    pub(super) fn whole(file: &ParquetFile, group: usize) -> Self {
        Self { group, from: 0, rows: file.rows(group) }
    }
}

/// Where the rows of a test are in a file.
pub(super) fn stretches(file: &ParquetFile, test: &str) -> Result<Vec<Stretch>, LakeError> {
    let mut found: Vec<Stretch> = Vec::new();
    for group in 0..file.groups() {
        let wanted = test.as_bytes();
        match file.texts(group, "test") {
            Some((first, last)) if first == wanted && last == wanted => {
                found.push(Stretch::whole(file, group));
                continue;
            }
            // An end may be cut short.
            Some((first, last)) if first > wanted || (last < wanted && !wanted.starts_with(last)) => continue,
            _ => {}
        }
        let Some(mut cursor) = file.column(group, "test")? else {
            return Err(LakeError::at(file.path(), "has no column `test`; another program wrote it"));
        };
        let (mut at, mut open) = (0, None);
        cursor.texts(file.rows(group), |text| {
            let is_own = text == Some(wanted);
            match open {
                None if is_own => open = Some(at),
                Some(from) if !is_own => {
                    found.push(Stretch { group, from, rows: at - from });
                    open = None;
                }
                _ => {}
            }
            at += 1;
        })?;
        found.extend(open.map(|from| Stretch { group, from, rows: at - from }));
    }
    Ok(found)
}

/// A stretch, its file, its first row, and the steps that it may hold.
struct Place {
    file: PathBuf,
    stretch: Stretch,
    first: (i64, i64),
    steps: Option<RangeInclusive<i64>>,
}

/// What is read of a test.
pub(super) struct Reading<'a> {
    pub(super) test: &'a str,
    pub(super) files: &'a [Active],
    /// The column of each further channel.
    pub(super) channels: &'a [String],
    pub(super) columns: Columns,
    pub(super) steps: &'a StepSet,
}

impl Reading<'_> {
    /// Hands the rows to `each`, in the order of steps; gives how many there were of all steps that were looked at.
    pub(super) fn blocks(&self, each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>) -> Result<u64, TestError> {
        let mut open: Option<ParquetFile> = None;
        let mut order = Order { test: self.test, last: None };
        let mut count = 0;
        for place in self.places()? {
            let is_wanted = place.steps.as_ref().is_none_or(|steps| self.wants(steps));
            if !is_wanted {
                continue;
            }
            let file = match open.take().filter(|file| file.path() == place.file) {
                Some(file) => open.insert(file),
                None => open.insert(ParquetFile::open(&place.file)?),
            };
            count += place.stretch.rows as u64;
            self.stretch(file, place.stretch, &mut order, each)?;
        }
        Ok(count)
    }

    fn wants(&self, steps: &RangeInclusive<i64>) -> bool {
        match self.steps {
            StepSet::All => true,
            StepSet::Only(wanted) => wanted.iter().any(|step| steps.contains(&i64::from(*step))),
        }
    }

    /// Where all rows of the test are, in their order.
    fn places(&self) -> Result<Vec<Place>, LakeError> {
        let mut places = Vec::new();
        for active in self.files {
            let file = active.open()?;
            for stretch in stretches(&file, self.test)?.into_iter().filter(|stretch| stretch.rows > 0) {
                let first = |name: &str| -> Result<i64, LakeError> {
                    let mut cursor = file.column(stretch.group, name)?.ok_or_else(|| lacks(&file, name))?;
                    let mut number = Vec::new();
                    cursor.skip(stretch.from)?;
                    cursor.whole_numbers(1, -1, &mut number)?;
                    Ok(number.first().copied().unwrap_or(-1))
                };
                let steps = file.wholes(stretch.group, "step");
                let first = (first("step")?, first("sequence")?);
                places.push(Place { file: active.path.clone(), stretch, first, steps });
            }
        }
        places.sort_by_key(|place| place.first);
        Ok(places)
    }

    fn stretch(
        &self,
        file: &ParquetFile,
        stretch: Stretch,
        order: &mut Order<'_>,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let mut columns = Open::new(file, stretch, self)?;
        let most = stored_block_rows(self.channels.len());
        let mut left = stretch.rows;
        while left > 0 {
            let count = left.min(most);
            left -= count;
            let steps = columns.keys(count)?;
            let wanted = steps.iter().any(|step| i32::try_from(*step).is_ok_and(|step| self.steps.contains(step)));
            if !wanted {
                columns.pass(count)?;
                order.jump();
                continue;
            }
            columns.rows(count)?;
            columns.hand(file, order, self.steps, each)?;
        }
        Ok(())
    }
}

fn lacks(file: &ParquetFile, name: &str) -> LakeError {
    LakeError::at(file.path(), format!("has no column `{name}`; another program wrote it"))
}

/// The columns of a stretch that are read, and their next rows.
struct Open<'f> {
    step: Cursor<'f>,
    sequence: Cursor<'f>,
    line: Option<Cursor<'f>>,
    values: Vec<Option<Cursor<'f>>>,
    steps: Vec<i64>,
    sequences: Vec<i64>,
    lines: Vec<u64>,
    numbers: Vec<Vec<f64>>,
    scratch: Vec<i64>,
}

impl<'f> Open<'f> {
    fn new(file: &'f ParquetFile, stretch: Stretch, reading: &Reading<'_>) -> Result<Self, LakeError> {
        let column = |name: &str| -> Result<Option<Cursor<'f>>, LakeError> {
            let mut cursor = file.column(stretch.group, name)?;
            if let Some(cursor) = &mut cursor {
                cursor.skip(stretch.from)?;
            }
            Ok(cursor)
        };
        let Columns { integrals, temperature, channels } = reading.columns;
        let is_wanted = |column: Column| match column {
            Column::Capacity | Column::Energy => integrals,
            Column::Temperature => temperature,
            _ => true,
        };
        let own = Column::ALL.into_iter().map(|own| if is_wanted(own) { column(own.name()) } else { Ok(None) });
        let further = reading.channels.iter().map(|name| if channels { column(name) } else { Ok(None) });
        let values = own.chain(further).collect::<Result<Vec<_>, _>>()?;
        let must = |name: &str| column(name).and_then(|cursor| cursor.ok_or_else(|| lacks(file, name)));
        Ok(Self {
            step: must("step")?,
            sequence: must("sequence")?,
            line: column("line")?,
            numbers: vec![Vec::new(); values.len()],
            values,
            steps: Vec::new(),
            sequences: Vec::new(),
            lines: Vec::new(),
            scratch: Vec::new(),
        })
    }

    /// The steps of the next rows.
    fn keys(&mut self, count: usize) -> Result<&[i64], LakeError> {
        self.steps.clear();
        self.step.whole_numbers(count, i64::MIN, &mut self.steps)?;
        Ok(&self.steps)
    }

    /// Nobody wants them.
    fn pass(&mut self, count: usize) -> Result<(), LakeError> {
        self.sequence.skip(count)?;
        self.line.iter_mut().chain(self.values.iter_mut().flatten()).try_for_each(|cursor| cursor.skip(count))
    }

    /// All else of them.
    fn rows(&mut self, count: usize) -> Result<(), LakeError> {
        self.sequences.clear();
        self.sequence.whole_numbers(count, i64::MIN, &mut self.sequences)?;
        self.lines.clear();
        if let Some(line) = &mut self.line {
            self.scratch.clear();
            line.whole_numbers(count, 0, &mut self.scratch)?;
            self.lines.extend(self.scratch.iter().map(|line| line.unsigned_abs()));
            // A test whose lines nobody knows.
            if self.lines.iter().all(|line| *line == 0) {
                self.lines.clear();
            }
        }
        for (cursor, numbers) in self.values.iter_mut().zip(&mut self.numbers) {
            numbers.clear();
            match cursor {
                Some(cursor) => cursor.numbers(count, numbers)?,
                None => numbers.resize(count, f64::NAN),
            }
        }
        Ok(())
    }

    /// Hands them over, those of each step as a block.
    fn hand(
        &self,
        file: &ParquetFile,
        order: &mut Order<'_>,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let mut from = 0;
        while from < self.steps.len() {
            let number = self.steps[from];
            let until = from + self.steps[from..].iter().take_while(|step| **step == number).count();
            order.follow(file, number, &self.sequences[from..until])?;
            let step = i32::try_from(number).unwrap_or(i32::MIN);
            if steps.contains(step) {
                let column = |at: usize| &self.numbers[at][from..until];
                let channels: Vec<&[f64]> = (Column::COUNT..self.numbers.len()).map(column).collect();
                let own = std::array::from_fn(column);
                let lines = self.lines.get(from..until).unwrap_or_default();
                let first = self.sequences[from].unsigned_abs();
                each(&Block { lines, ..Block::of(step, first, own, &channels) })?;
            }
            from = until;
        }
        Ok(())
    }
}

/// Sees to it that rows follow each other, none twice and none left out.
struct Order<'a> {
    test: &'a str,
    last: Option<(i64, i64)>,
}

impl Order<'_> {
    /// Rows were passed over.
    fn jump(&mut self) {
        self.last = None;
    }

    fn follow(&mut self, file: &ParquetFile, step: i64, sequences: &[i64]) -> Result<(), LakeError> {
        let [first, ..] = sequences else { return Ok(()) };
        let goes_on = match self.last {
            None => true,
            Some((before, sequence)) if before == step => *first == sequence + 1,
            Some((before, _)) => before < step && *first == 0,
        };
        let is_whole = sequences.windows(2).all(|pair| pair[1] == pair[0] + 1);
        if !goes_on || !is_whole || i32::try_from(step).is_err() || *first < 0 {
            let words = format!(
                "rows of test {} are missing, twice or out of order at step {step}; commit the test again",
                self.test
            );
            return Err(LakeError::at(file.path(), words));
        }
        self.last = Some((step, first + sequences.len() as i64 - 1));
        Ok(())
    }
}
