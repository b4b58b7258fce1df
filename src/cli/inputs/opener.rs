//! Opens the tests that a command is about, wherever they are.

use super::super::Context;
use super::super::derive::DeriveArgs;
use super::super::status::Failure;
use super::Input;
use super::lake::InLake;
use crate::model::{Cell, Conventions, StepData, StepType, Test};
use crate::pipeline::{
    CheckOptions, Checked, FileTest, OtherTemperature, ReadOptions, Sink, check_files, check_test, other_tests,
};
use crate::report::StepFilter;
use crate::store::{SharedDatabase, StoredTest};
use crate::transform;
use crate::validate;
use std::sync::{Mutex, OnceLock};

/// How tests are opened.
pub(crate) struct Opener<'a> {
    context: &'a Context,
    derive: &'a DeriveArgs,
    options: ReadOptions,
    /// What the command line says of the cell under test.
    cell: Option<Cell>,
    database: OnceLock<SharedDatabase>,
}

/// A test that is open.
pub(crate) enum Opened {
    /// From its files.
    Files(Box<FileTest>),
    /// From the database.
    Stored(Box<dyn Test>),
    /// From a lake.
    Lake(Box<dyn Test>),
}

impl Opened {
    /// The test, wherever it is read from.
    pub(crate) fn test(&mut self) -> &mut dyn Test {
        match self {
            Self::Files(test) => test.as_mut(),
            Self::Stored(test) | Self::Lake(test) => test.as_mut(),
        }
    }

    /// The test, to be kept.
    pub(crate) fn into_test(self) -> Box<dyn Test> {
        match self {
            Self::Files(test) => test,
            Self::Stored(test) | Self::Lake(test) => test,
        }
    }
}

/// Listens to nothing but the rules.
struct Deaf;
impl Sink for Deaf {}

impl<'a> Opener<'a> {
    /// Reads the options once, so that a wrong one is told before the work begins.
    pub(crate) fn new(context: &'a Context, derive: &'a DeriveArgs, name: Option<&String>) -> Result<Self, Failure> {
        let options = ReadOptions {
            encoding: derive.encoding(&context.settings)?,
            dialect: derive.dialect(&context.settings)?,
            sign: derive.sign(&context.settings)?,
            clock: derive.clock(&context.settings)?,
            conventions: derive.conventions(&context.settings)?,
            name: name.cloned(),
            parsers: context.jobs().min(4),
            without_hash: true,
            ..ReadOptions::default()
        };
        Ok(Self { context, derive, options, cell: None, database: OnceLock::new() })
    }

    /// The same for one of several workers: they share the threads that parse.
    pub(crate) fn beside(&self, workers: usize) -> Self {
        let parsers = (self.context.jobs() / workers.max(1)).clamp(1, 4);
        let options = ReadOptions { parsers, ..self.options.clone() };
        Self { context: self.context, derive: self.derive, options, cell: self.cell.clone(), database: OnceLock::new() }
    }

    /// The same, with what the command line says of the cell: of a loaded test it stands over what the database knows.
    pub(crate) fn of_cell(self, cell: Option<Cell>) -> Self {
        Self { options: ReadOptions { cell: cell.clone(), ..self.options }, cell, ..self }
    }

    /// Whether this command says how to derive, so that what is kept may be otherwise.
    pub(super) fn says_how(&self) -> bool {
        self.derive.says_how(&self.context.settings)
    }

    /// How files are read.
    pub(crate) fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// Opens a test. A loaded one keeps its own conventions but for what is set now.
    pub(crate) fn open(&self, input: &Input) -> anyhow::Result<Opened> {
        self.open_by(input, false)
    }

    /// The same; of files that are read whole anyway the hash is made on the way.
    pub(crate) fn open_with_hash(&self, input: &Input) -> anyhow::Result<Opened> {
        match input {
            Input::Files(candidate) => {
                let options = ReadOptions { without_hash: false, ..self.options.clone() };
                Ok(Opened::Files(Box::new(FileTest::open(candidate, options)?)))
            }
            Input::Experiment(_) | Input::Lake(_) => self.open(input),
        }
    }

    /// The same, a loaded one as its tester wrote it, without what people amended.
    pub(crate) fn open_as_loaded(&self, input: &Input) -> anyhow::Result<Opened> {
        self.open_by(input, true)
    }

    fn open_by(&self, input: &Input, as_loaded: bool) -> anyhow::Result<Opened> {
        match input {
            Input::Files(candidate) => Ok(Opened::Files(Box::new(FileTest::open(candidate, self.options.clone())?))),
            Input::Experiment(name) => {
                let open = if as_loaded { StoredTest::open_as_loaded } else { StoredTest::open };
                let mut test = open(&self.database()?, name)?;
                let own = test.head()?.conventions.reference_step;
                let (mut conventions, cell) = self.of_now(&mut test)?;
                if as_loaded && conventions.reference_step == own {
                    // One that is a discharge by a correction alone is none to its tester.
                    let steps = test.steps()?;
                    conventions.reference_step = own.filter(|own| steps.iter().any(|step| is_discharge(step, *own)));
                }
                test.set_conventions(conventions);
                cell.into_iter().for_each(|cell| test.set_cell(cell));
                let is_whole = test.experiment().is_whole();
                Ok(Opened::Stored(with_temperature(test, is_whole)?))
            }
            Input::Lake(of) => {
                let InLake { lake, listed, name } = of.as_ref();
                let mut test = lake.test(listed)?;
                test.set_name(name);
                let (conventions, cell) = self.of_now(&mut test)?;
                test.set_conventions(conventions);
                cell.into_iter().for_each(|cell| test.set_cell(cell));
                Ok(Opened::Lake(with_temperature(test, true)?))
            }
        }
    }

    /// Whether a test has a step that a filter leaves, as this command derives it.
    pub(super) fn leaves_step(&self, input: &Input, filter: &StepFilter) -> anyhow::Result<bool> {
        let mut opened = self.open(input)?;
        let test = opened.test();
        let head = test.head()?.clone();
        let derived = transform::derive(&head, test.steps()?)?;
        Ok(derived.steps.iter().any(|step| filter.step(step, head.conventions.min_rest_s)))
    }

    /// The conventions and the cell of a test that was kept, with what is set now over what it keeps.
    fn of_now(&self, test: &mut dyn Test) -> anyhow::Result<(Conventions, Option<Cell>)> {
        let mut conventions = test.head()?.conventions.clone();
        self.derive.adjust(&self.context.settings, &mut conventions)?;
        conventions.settle(test.steps()?);
        let known = test.head()?.cell.clone().unwrap_or_default();
        Ok((conventions, self.cell.clone().map(|cell| cell.over(known))))
    }

    /// Runs the rules over a test, and gives what they found: of a loaded one in what its tester wrote, whatever was
    /// amended. A test from files is read by this once for all.
    pub(crate) fn check(&self, test: &mut Opened, settings: &validate::Settings) -> anyhow::Result<Checked> {
        let thresholds = settings.thresholds(test.test().head()?.cell.as_ref())?;
        let options = CheckOptions { thresholds, selection: settings.selection(&[], &[])?, others: None };
        self.check_by(test, options)
    }

    /// The same with these options.
    pub(crate) fn check_by(&self, test: &mut Opened, options: CheckOptions) -> anyhow::Result<Checked> {
        match test {
            Opened::Files(test) => Ok(check_files(test.as_mut(), &options, &mut Deaf, &|_| {})?),
            Opened::Stored(test) => {
                let head = test.head()?;
                if head.amended.is_empty() {
                    return self.check_stored(test.as_mut(), options);
                }
                // The gate judges the tester: what people amended is no fault of its files.
                let mut own = self.open_as_loaded(&Input::Experiment(head.name.clone()))?;
                self.check_stored(own.test(), options)
            }
            Opened::Lake(test) => Ok(check_test(test.as_mut(), &options)?),
        }
    }

    /// Runs the rules over a loaded test; the database knows the other tests of its cell.
    fn check_stored(&self, test: &mut dyn Test, options: CheckOptions) -> anyhow::Result<Checked> {
        let head = test.head()?;
        let database = self.database()?;
        let others = {
            let mut database = database.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            other_tests(&mut database, head.cell.as_ref(), &head.name)?
        };
        Ok(check_test(test, &CheckOptions { others: Some(others), ..options })?)
    }

    fn database(&self) -> anyhow::Result<SharedDatabase> {
        if let Some(database) = self.database.get() {
            return Ok(SharedDatabase::clone(database));
        }
        let database = SharedDatabase::new(Mutex::new(self.context.loaded()?));
        Ok(SharedDatabase::clone(self.database.get_or_init(|| database)))
    }
}

fn is_discharge(step: &StepData, number: i32) -> bool {
    step.record.number == number && step.record.step_type == StepType::Discharge
}

/// The test, whose cell temperature may now be another of its channels.
fn with_temperature(mut test: impl Test + 'static, is_whole: bool) -> anyhow::Result<Box<dyn Test>> {
    let head = test.head()?;
    let channel = head.conventions.temperature_channel.clone();
    let channel = channel.filter(|channel| OtherTemperature::is_needed(head, channel));
    Ok(match channel {
        Some(channel) => Box::new(OtherTemperature::new(Box::new(test), is_whole, &channel)?),
        None => Box::new(test),
    })
}
