//! What battery data is made of: nothing but data and its invariants.
//!
//! Charge is positive, discharge negative, for current, capacity, energy and power. In columns of rows a missing value is
//! NaN; in records it is `None`, of numbers `Maybe::NONE`, which takes half the memory. Missing is never 0.

mod allowed;
mod block;
mod conventions;
mod derived;
mod digest;
mod experiment;
mod extras;
mod fault;
mod finding;
mod maybe;
mod near;
mod step;
mod test;
mod tree_hash;
mod words;

pub use allowed::Allowed;
pub use block::{Block, Channel, ChannelKind, Column, Columns, MAX_BLOCK_ROWS, stored_block_rows};
pub use conventions::{Conventions, CyclesBy, PULSE_LONGEST_S, PULSE_TOLERANCE_S, SocAnchor, SohBaseline};
pub use derived::{
    Cycle, Derived, Direction, FullDischarge, NominalSource, Pulse, Purpose, Reference, ReferenceQuality, StepMetrics,
};
pub use digest::{RowsFold, content_digest, steps_digest};
pub use experiment::{Cell, CellLimits, FileInfo, FileRole, Head, Origin};
pub use extras::{Extras, GatherExtras};
pub use fault::{Fault, FaultKind};
pub use finding::{Alike, Finding, Severity, SeverityCounts};
pub use maybe::Maybe;
pub(crate) use near::{is_near, nearest, with_article};
pub use step::{Control, EndReason, PulseSamples, StepRecord, StepTrace, StepType, TimedSample};
pub use test::{StepData, StepSet, Test, TestError};
use tree_hash::TreeHasher;
pub use words::{OtherWord, RowWords, StatusRun, Word};
