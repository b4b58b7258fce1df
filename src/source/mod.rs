//! Finds pairs, fingerprints, decompresses, decodes; the only room that opens input files.
//!
//! Bytes flow through four small layers: `disk` reads and hashes, `unpack` decompresses, `text` makes UTF-8,
//! `input` cuts at line ends. What cannot be read as it stands becomes a fault with its line, and the line is blanked:
//! line numbers stay true, and no row is ever guessed. `again` reads single stretches of what was read before.

mod again;
mod container;
mod cut;
mod detect;
mod disk;
mod error;
mod faults;
mod find;
mod folder;
mod input;
mod lines;
mod name;
mod probe;
mod series;
mod text;
mod unpack;

pub use again::Again;
pub(crate) use container::guard::caught;
pub use container::{Sheet, sheets};
pub use error::SourceError;
pub use find::{Candidate, Files, Found, Skipped, find, named};
pub use folder::Passed;
pub use input::{ChunkInfo, Fingerprint, Input};
pub use name::{group_of, may_be_of_a_test, with_part};
pub use probe::{fingerprint, stat, utc};
pub use series::join;
