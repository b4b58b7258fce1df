//! What a report says: derived records become sheets; one file a kind, registered in [`ALL`].

mod by_type;
pub(crate) mod compare;
mod conventions;
mod cycles;
mod degradation;
mod error;
pub(crate) mod explain;
mod filter;
mod gather;
mod health;
mod overview;
mod pulses;
mod quality;
mod rate;
mod steps;
mod subject;
mod temperature;

pub(crate) use conventions::{asked, conventions, head};
pub(crate) use error::ReportError;
pub(crate) use filter::{Range, StepFilter};
pub(crate) use gather::Gather;
pub(crate) use health::{FIELDS as HEALTH_FIELDS, Health};
pub(crate) use overview::is_running;
pub(crate) use subject::Subject;

use crate::format::{Heading, Sheet};
use crate::model::Finding;
use crate::transform::ageing::Over;

/// What a report is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Which steps are looked at.
    pub filter: StepFilter,
    /// What the rules found, for the kinds that need it; `None` for what the test itself knows.
    pub findings: Option<Vec<Finding>>,
    /// What fade is looked at against.
    pub over: Over,
}

/// A kind of report.
pub(crate) trait Report: Sync {
    /// The word given to `report`. Public.
    fn name(&self) -> &'static str;
    /// What it shows, in one line of help.
    fn about(&self) -> &'static str;
    /// The fields of its head that other reports do not have.
    fn head(&self) -> Vec<Heading> {
        Vec::new()
    }
    /// Whether it says what the rules found, so that they have to be run first.
    fn needs_findings(&self) -> bool {
        false
    }
    /// Whether it is of several tests at once: one sheet of all, which [`compare::sheet`] makes.
    fn is_of_several(&self) -> bool {
        false
    }
    /// The names of its lists, and their fields.
    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)>;
    /// Says it.
    ///
    /// # Errors
    /// When the test cannot be read, or has nothing that the report could stand on.
    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError>;
}

impl std::fmt::Debug for dyn Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Every kind, the default first.
pub(crate) const ALL: &[&dyn Report] = &[
    &overview::Overview,
    &steps::Steps,
    &cycles::Cycles,
    &pulses::Pulses,
    &quality::Quality,
    &rate::Rate,
    &temperature::Temperature,
    &degradation::Degradation,
    &compare::Compare,
];

/// The kind of a name.
#[must_use]
pub(crate) fn find(name: &str) -> Option<&'static dyn Report> {
    ALL.iter().copied().find(|report| report.name() == name)
}
