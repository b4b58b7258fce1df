//! A test that flows by once while it is checked and loaded: read from files, or from another database.

use super::file_test::FileTest;
use super::read::ReadOptions;
use super::walk::{Deaf, Sink, all_steps};
use crate::dialect::{self, Dialect};
use crate::model::{
    Block, Columns, Control, Fault, FileInfo, FileRole, Head, StepData, StepRecord, StepSet, StepType, Test, TestError,
};
use crate::source::{self, SourceError};
use crate::store::OriginalTest;
use crate::transform::Tracer;
use std::path::Path;
use std::sync::Arc;

/// What checking and loading ask of a test.
pub trait Flow {
    /// The test, before or after its rows went by.
    fn about(&self) -> &Head;

    /// What the tester said of its steps; empty where only rows tell.
    fn records(&self) -> &[Arc<StepRecord>];

    /// One pass over the rows; `bytes` hears how many bytes of text went by. Afterwards the steps are known.
    ///
    /// # Errors
    /// When it cannot be read, or whatever the sink returns.
    fn pass(&mut self, sink: &mut dyn Sink, bytes: &(dyn Fn(u64) + Sync)) -> Result<(), TestError>;

    /// Reads the rows if no pass has, and gives everything about the test at once.
    ///
    /// # Errors
    /// When it cannot be read.
    fn whole(&mut self) -> Result<(&Head, &[StepData]), TestError>;
}

impl Flow for FileTest {
    fn about(&self) -> &Head {
        self.about()
    }

    fn records(&self) -> &[Arc<StepRecord>] {
        self.records()
    }

    fn pass(&mut self, sink: &mut dyn Sink, bytes: &(dyn Fn(u64) + Sync)) -> Result<(), TestError> {
        self.pass(sink, bytes)
    }

    fn whole(&mut self) -> Result<(&Head, &[StepData]), TestError> {
        self.whole()
    }
}

/// An experiment of the original on its way to us: its steps are traced while its rows go by.
pub(super) struct Adoption {
    test: OriginalTest,
    head: Head,
    records: Vec<Arc<StepRecord>>,
    steps: Option<Vec<StepData>>,
}

impl Adoption {
    /// The experiment with this number in the file that `path` names.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn open(path: &Path, (file, number): (&Path, i64), read: &ReadOptions) -> Result<Self, TestError> {
        let name = read.name.clone().unwrap_or_default();
        let mut test = OriginalTest::open(file, number, &name)?;
        let dialect = dialect::by_name(&test.head()?.dialect);
        let records: Vec<_> = test.steps()?.iter().map(|step| in_our_words(&step.record, dialect)).collect();
        let mut head = test.head()?.clone();
        head.conventions = read.conventions.clone();
        head.cell.clone_from(&read.cell);
        head.files = vec![info(path)?];
        Ok(Self { test, head, records, steps: None })
    }

    /// What was turned back of it, and what could not be.
    pub(super) fn notes(&self) -> &[String] {
        self.test.notes()
    }
}

/// What the type's own words say of a step, where the original did not keep it.
fn in_our_words(record: &Arc<StepRecord>, dialect: Option<&'static Dialect>) -> Arc<StepRecord> {
    let Some((step_type, control)) = dialect.map(|known| dialect::step_type_of(known, &record.original_step_type))
    else {
        return Arc::clone(record);
    };
    let step_type = if record.step_type == StepType::Unknown { step_type } else { record.step_type };
    let control = if step_type == StepType::Rest && control == Control::Unknown { Control::Rest } else { control };
    Arc::new(StepRecord { step_type, control, ..record.as_ref().clone() })
}

/// The file, and the part of it that this experiment is.
fn info(path: &Path) -> Result<FileInfo, SourceError> {
    let found = source::fingerprint(path)?;
    let (_, modified) = source::stat(path)?;
    Ok(FileInfo {
        role: FileRole::Single,
        path: path.display().to_string(),
        name: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        blake3: found.blake3,
        size: found.size,
        modified_at: modified.map(source::utc),
        encoding: "UTF-8".to_owned(),
        delimiter: '\t',
        rows: 0,
        sentinels: 0,
        rejected_rows: 0,
    })
}

/// The step whose rows go by.
struct Current {
    record: Arc<StepRecord>,
    tracer: Tracer,
}

impl Flow for Adoption {
    fn about(&self) -> &Head {
        &self.head
    }

    fn records(&self) -> &[Arc<StepRecord>] {
        &self.records
    }

    fn pass(&mut self, sink: &mut dyn Sink, bytes: &(dyn Fn(u64) + Sync)) -> Result<(), TestError> {
        let Self { test, head, records, .. } = self;
        let faults: Vec<Fault> = test.faults().to_vec();
        faults.iter().for_each(|fault| sink.fault(fault));
        let (mut steps, mut rows): (Vec<StepData>, u64) = (Vec::new(), 0);
        let mut current: Option<Current> = None;
        test.blocks(Columns::ALL, &StepSet::All, &mut |block: &Block<'_>| {
            if current.as_ref().is_none_or(|current| current.record.number != block.step) {
                close(current.take(), &mut steps, sink)?;
                let at = records.partition_point(|record| record.number < block.step);
                let record = records.get(at).filter(|record| record.number == block.step);
                let record = record.ok_or_else(|| TestError("rows of a step without a record".into()))?;
                sink.step_start(record, steps.last());
                let tracer = Tracer::new(head, block.step, Some(record));
                current = Some(Current { record: Arc::clone(record), tracer });
            }
            let Some(Current { record, tracer }) = &mut current else { return Ok(()) };
            tracer.push(block);
            rows += block.len() as u64;
            sink.block(record, steps.last(), block)
        })?;
        close(current, &mut steps, sink)?;
        for file in &mut self.head.files {
            file.rows = rows;
            bytes(file.size);
        }
        let steps = all_steps(&self.records, steps);
        self.head.conventions.settle(&steps);
        self.steps = Some(steps);
        Ok(())
    }

    fn whole(&mut self) -> Result<(&Head, &[StepData]), TestError> {
        if self.steps.is_none() {
            self.pass(&mut Deaf, &|_| {})?;
        }
        Ok((&self.head, self.steps.as_deref().unwrap_or_default()))
    }
}

fn close(current: Option<Current>, steps: &mut Vec<StepData>, sink: &mut dyn Sink) -> Result<(), TestError> {
    let Some(Current { record, tracer }) = current else { return Ok(()) };
    let step = StepData { record, trace: Some(tracer.finish()) };
    sink.step_end(&step, steps.last())?;
    steps.push(step);
    Ok(())
}
