//! A test, wherever it is read from: files or a database give the same.

use super::{Block, Columns, Finding, Head, StepRecord, StepTrace};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why a test could not be read. Carries the words for the user; the cause is kept as the source.
#[derive(Debug)]
pub struct TestError(pub Box<dyn std::error::Error + Send + Sync>);

impl std::fmt::Display for TestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for TestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// One executed step: what the tester said, and what its rows say (`None` without Detail).
#[derive(Clone, Debug, PartialEq)]
pub struct StepData {
    /// What the tester said; all that hold it share it.
    pub record: Arc<StepRecord>,
    /// What its rows say.
    pub trace: Option<StepTrace>,
}

/// Which steps a reader of blocks wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepSet {
    /// Every step.
    All,
    /// Those with these numbers.
    Only(BTreeSet<i32>),
}

impl StepSet {
    /// Whether a step is wanted.
    #[must_use]
    pub fn contains(&self, step: i32) -> bool {
        match self {
            Self::All => true,
            Self::Only(steps) => steps.contains(&step),
        }
    }
}

/// A test that can be read: `pipeline::FileTest` and `store::StoredTest` implement it, so that report, plot, export and
/// validate give the same bits from both. Memory is bounded: blocks pass by, steps are held.
pub trait Test {
    /// What it is.
    ///
    /// # Errors
    /// When the test cannot be read.
    fn head(&mut self) -> Result<&Head, TestError>;

    /// Its executed steps, in order.
    ///
    /// # Errors
    /// When the test cannot be read.
    fn steps(&mut self) -> Result<&[StepData], TestError>;

    /// The findings of reading it: of its bytes and rows, as far as they are known without running rules.
    ///
    /// # Errors
    /// When the test cannot be read.
    fn findings(&mut self) -> Result<Vec<Finding>, TestError>;

    /// What people noted of its steps, by number. Of files nobody noted anything.
    ///
    /// # Errors
    /// When the test cannot be read.
    fn step_notes(&mut self) -> Result<Vec<(i32, String)>, TestError> {
        Ok(Vec::new())
    }

    /// Hands the rows of `steps` to `each`, block by block, in file order.
    ///
    /// # Errors
    /// When the test cannot be read, or whatever `each` returns.
    fn blocks(
        &mut self,
        columns: Columns,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError>;
}
