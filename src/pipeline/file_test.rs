//! A test read from its files.

mod about;

use super::clock;
use super::open::{OpenError, Opened};
use super::parts::{Parts, open_files};
use super::places;
use super::read::ReadOptions;
use super::seen::{self, OfFile};
use super::stream::{self, Ended, Places};
use super::walk::{Deaf, Sink, Walk, all_steps};
use crate::dialect::{Plan, Rebase, Seen, StepFileReader};
use crate::model::{
    Block, Columns, Fault, FileInfo, FileRole, Finding, Head, StepData, StepRecord, StepSet, Test, TestError,
};
use crate::source::{Candidate, SourceError};
use crate::validate::{self, TestView};
use about::{cells, head, info, no_rows};
use std::path::PathBuf;
use std::sync::Arc;

/// A test read from its files. Opening reads the Step file and the header of Detail; each pass reads Detail again.
pub struct FileTest {
    head: Head,
    records: Vec<Arc<StepRecord>>,
    /// Faults of the Step file and of the header of Detail.
    faults: Vec<Fault>,
    /// The file with the rows, and how it is read.
    detail: Option<(PathBuf, Plan)>,
    /// The files that go on with its rows.
    more: Vec<PathBuf>,
    /// What was seen of the Step file.
    steps_seen: Option<(Plan, Seen)>,
    options: ReadOptions,
    /// What the first pass found: the steps, and the faults of Detail's rows.
    walked: Option<(Vec<StepData>, Vec<Fault>)>,
    /// How Detail is read, and where its rows lie, if it can be read again in parts.
    parts: Option<(Plan, Places)>,
}

/// Detail files keep at most this many faults for `findings`; the rules hear all of them.
const FAULTS_KEPT: usize = 10_000;

impl From<SourceError> for TestError {
    fn from(error: SourceError) -> Self {
        Self(Box::new(error))
    }
}

impl From<OpenError> for TestError {
    fn from(error: OpenError) -> Self {
        Self(Box::new(error))
    }
}

impl FileTest {
    /// Opens the files of a test.
    ///
    /// # Errors
    /// When a file cannot be read, or when the headers are at fault: then with every fault of both files.
    pub fn open(candidate: &Candidate, options: ReadOptions) -> Result<Self, OpenError> {
        let Parts { mut step, mut detail, detail_path, more, note } = open_files(&candidate.files, &options)?;
        let clock = clock::settle([step.as_mut(), detail.as_mut()], options.encoding.as_deref())?;
        let plan = detail.as_ref().or(step.as_ref()).map(|opened| opened.plan.clone());
        let Some(plan) = plan else { return Err(OpenError::Faults(Vec::new())) };
        let mut head = head(candidate, &options, &plan, detail.is_some());
        let mut faults: Vec<Fault> = note.into_iter().collect();
        faults.extend([&step, &detail].into_iter().flatten().flat_map(|opened| opened.plan.notes.clone()));
        faults.extend(clock);
        let (mut records, mut steps_seen) = (Vec::new(), None);
        if let Some(opened) = step {
            let plan = opened.plan.clone();
            let (found, problems, info, seen) = read_steps(opened)?;
            records = found;
            faults.extend(problems);
            steps_seen = Some((plan, seen));
            head.files.push(info);
        }
        if let Some(opened) = &detail {
            head.files.push(info(opened));
        }
        let detail = detail.zip(detail_path).map(|(opened, path)| (path, opened.plan));
        Ok(Self { head, records, faults, detail, more, steps_seen, options, walked: None, parts: None })
    }

    /// The steps of the Step file, in file order; empty without one.
    #[must_use]
    pub fn records(&self) -> &[Arc<StepRecord>] {
        &self.records
    }

    /// The test, before or after its rows went by.
    #[must_use]
    pub fn about(&self) -> &Head {
        &self.head
    }

    /// How the file with the rows is read.
    #[must_use]
    pub(crate) fn rows_plan(&self) -> Option<&Plan> {
        self.detail.as_ref().map(|(_, plan)| plan)
    }

    /// One pass over the rows; `bytes` hears how many bytes of text went by. Afterwards the steps are known.
    ///
    /// # Errors
    /// When a file cannot be read, or whatever the sink returns.
    pub fn pass(&mut self, sink: &mut dyn Sink, bytes: &(dyn Fn(u64) + Sync)) -> Result<(), TestError> {
        for fault in &self.faults {
            sink.fault(fault);
        }
        let Some((path, plan)) = &self.detail else {
            let faults = self.seen(None);
            faults.iter().for_each(|fault| sink.fault(fault));
            self.walked.get_or_insert_with(|| (all_steps(&self.records, Vec::new()), faults));
            self.settle();
            return Ok(());
        };
        let mut opened = Opened::again(path, self.options.encoding.as_deref(), plan)?;
        if self.options.without_hash {
            opened.input.without_hash();
        }
        let mut sink = Keeping { sink, faults: Vec::new() };
        let shown = opened.input.path().to_owned();
        let header_line = opened.plan.header_line;
        let mut walk = Walk::new(&self.head, plan, &shown, &self.records);
        let take = |rows| walk.take(rows, &mut sink);
        let mut ended = stream::rows::<TestError>(opened, self.options.parsers, &StepSet::All, bytes, take)?;
        let mut others = Vec::new();
        for path in &self.more {
            let opened = Opened::open(path, self.options.encoding.as_deref(), self.options.read_as(None))?;
            let (before, mut info) = ((walk.rows, walk.rejected), info(&opened));
            walk.goes_on();
            let take = |rows| walk.take(rows, &mut sink);
            let ended = stream::rows::<TestError>(opened, self.options.parsers, &StepSet::All, bytes, take)?;
            (info.blake3, info.size) = (ended.fingerprint.blake3, ended.fingerprint.size);
            (info.rows, info.rejected_rows) = (walk.rows - before.0, walk.rejected - before.1);
            others.push(info);
        }
        walk.end(&mut sink)?;
        if walk.rows == 0 && walk.rejected == 0 {
            sink.fault(&no_rows(&shown, header_line));
        }
        let faults = self.seen(Some(OfFile { plan, path: &shown, seen: &walk.seen, rows: walk.rows }));
        faults.iter().for_each(|fault| sink.fault(fault));
        let of_others = |count: fn(&FileInfo) -> u64| others.iter().map(count).sum::<u64>();
        let rows = walk.rows - of_others(|info| info.rows);
        let counts = (rows, cells(&walk.seen), walk.rejected - of_others(|info| info.rejected_rows));
        let steps = all_steps(&self.records, walk.steps);
        self.walked = Some((steps, sink.faults));
        // What a column holds may run on from step to step: then all of it is read again.
        let is_needed = Rebase::new(plan, &shown).is_needed() || !self.more.is_empty();
        self.parts = ended.places.take().filter(|_| !is_needed).map(|places| (plan.clone(), places));
        self.note(&ended, counts);
        self.head.files.retain(|file| others.iter().all(|other| other.path != file.path));
        self.head.files.extend(others);
        self.settle();
        Ok(())
    }

    /// What the readers of both files took in their stride.
    fn seen(&self, rows: Option<OfFile<'_>>) -> Vec<Fault> {
        let step = self.steps_seen.as_ref().zip(self.head.files.first()).map(|((plan, seen), file)| OfFile {
            plan,
            path: &file.path,
            seen,
            rows: file.rows,
        });
        seen::faults(&step.into_iter().chain(rows).collect::<Vec<_>>(), self.options.clock.is_some())
    }

    /// The conventions in force are those that hold for the steps.
    fn settle(&mut self) {
        if let Some((steps, _)) = &self.walked {
            self.head.conventions.settle(steps);
        }
    }

    fn note(&mut self, ended: &Ended, (rows, sentinels, rejected_rows): (u64, u64, u64)) {
        if let Some(file) = self.head.files.iter_mut().find(|file| file.role != FileRole::Step) {
            file.blake3.clone_from(&ended.fingerprint.blake3);
            file.size = ended.fingerprint.size;
            ended.encoding.clone_into(&mut file.encoding);
            (file.rows, file.sentinels, file.rejected_rows) = (rows, sentinels, rejected_rows);
        }
    }

    fn walked(&mut self) -> Result<&(Vec<StepData>, Vec<Fault>), TestError> {
        if self.walked.is_none() {
            self.pass(&mut Deaf, &|_| {})?;
        }
        self.walked.as_ref().ok_or_else(|| TestError("no steps were read".into()))
    }

    /// Reads the rows if no pass has, and gives everything about the test at once.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn whole(&mut self) -> Result<(&Head, &[StepData]), TestError> {
        self.walked()?;
        let steps = self.walked.as_ref().map_or(&[][..], |(steps, _)| steps.as_slice());
        Ok((&self.head, steps))
    }
}

/// Reads a Step file to its end.
fn read_steps(opened: Opened) -> Result<(Vec<Arc<StepRecord>>, Vec<Fault>, FileInfo, Seen), OpenError> {
    let mut info = info(&opened);
    let Opened { mut input, plan, rest, info: first, faults, .. } = opened;
    let mut reader = StepFileReader::new(&plan, &info.path);
    reader.faults = faults;
    let mut next = Some((rest, first));
    while let Some((mut text, chunk)) = next {
        reader.read(&text, chunk.first_line, chunk.last && !chunk.ends_with_line_end);
        next = input.next_chunk(&mut text)?.map(|chunk| (text, chunk));
        reader.faults.extend(input.take_faults());
    }
    info.encoding = input.encoding().to_owned();
    (info.rows, info.sentinels, info.rejected_rows) =
        (reader.records.len() as u64, cells(&reader.seen), reader.rejected);
    let (records, mut faults, seen) = (reader.records, reader.faults, reader.seen);
    if records.is_empty() && faults.is_empty() {
        faults.push(no_rows(&info.path, plan.header_line));
    }
    let fingerprint = input.finish()?;
    (info.blake3, info.size) = (fingerprint.blake3, fingerprint.size);
    Ok((records, faults, info, seen))
}

/// Passes everything on, and keeps the faults.
struct Keeping<'a> {
    sink: &'a mut dyn Sink,
    faults: Vec<Fault>,
}

impl Sink for Keeping<'_> {
    fn fault(&mut self, fault: &Fault) {
        if self.faults.len() < FAULTS_KEPT {
            self.faults.push(fault.clone());
        }
        self.sink.fault(fault);
    }

    fn step_start(&mut self, record: &StepRecord, previous: Option<&StepData>) {
        self.sink.step_start(record, previous);
    }

    fn block(&mut self, record: &StepRecord, previous: Option<&StepData>, block: &Block<'_>) -> Result<(), TestError> {
        self.sink.block(record, previous, block)
    }

    fn step_end(&mut self, step: &StepData, previous: Option<&StepData>) -> Result<(), TestError> {
        self.sink.step_end(step, previous)
    }
}

/// Forwards the blocks of chosen steps.
struct Forward<'a> {
    steps: &'a StepSet,
    each: &'a mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
}

impl Sink for Forward<'_> {
    fn block(&mut self, record: &StepRecord, _previous: Option<&StepData>, block: &Block<'_>) -> Result<(), TestError> {
        if self.steps.contains(record.number) { (self.each)(block) } else { Ok(()) }
    }
}

impl Test for FileTest {
    fn head(&mut self) -> Result<&Head, TestError> {
        Ok(&self.head)
    }

    fn steps(&mut self) -> Result<&[StepData], TestError> {
        self.walked()?;
        if let Some(fault) = self.all_is_lost() {
            return Err(OpenError::Faults(vec![fault]).into());
        }
        Ok(&self.walked()?.0)
    }

    fn findings(&mut self) -> Result<Vec<Finding>, TestError> {
        self.walked()?;
        let steps = self.walked.as_ref().map_or(&[][..], |(steps, _)| steps.as_slice());
        let view = TestView { head: &self.head, steps, derived: None, step_file: None, detail_file: None };
        let rows = self.walked.iter().flat_map(|(_, faults)| faults);
        let mut findings = validate::findings_of(self.faults.iter().chain(rows), &view);
        places::tell(&mut findings, &self.head);
        Ok(findings)
    }

    fn blocks(
        &mut self,
        _columns: Columns,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let Some((path, plan)) = &self.detail else { return Ok(()) };
        let mut forward = Forward { steps, each };
        if self.walked.is_none() {
            return self.pass(&mut forward, &|_| {});
        }
        // All is known but these rows: the others need not be read, or not even as numbers.
        let parsers = self.options.parsers;
        if let Some((plan, places)) = &self.parts {
            let mut walk = Walk::new(&self.head, plan, &path.to_string_lossy(), &self.records);
            let take = |rows| walk.take(rows, &mut forward);
            stream::rows_again::<TestError>((plan, path), places, parsers, steps, take)?;
            return walk.end(&mut forward);
        }
        let mut opened = Opened::again(path, self.options.encoding.as_deref(), plan)?;
        opened.input.without_hash();
        // What a column holds may run on from step to step.
        let shown = opened.input.path().to_owned();
        let wanted = if Rebase::new(&opened.plan, &shown).is_needed() { &StepSet::All } else { steps };
        let mut walk = Walk::new(&self.head, plan, &shown, &self.records);
        let take = |rows| walk.take(rows, &mut forward);
        stream::rows::<TestError>(opened, parsers, wanted, &|_| {}, take)?;
        for path in &self.more {
            let mut opened = Opened::open(path, self.options.encoding.as_deref(), self.options.read_as(None))?;
            opened.input.without_hash();
            walk.goes_on();
            let take = |rows| walk.take(rows, &mut forward);
            stream::rows::<TestError>(opened, parsers, wanted, &|_| {}, take)?;
        }
        walk.end(&mut forward)
    }
}

#[cfg(test)]
mod tests;
