//! Every formula of the field, as pure functions over columns and steps.

mod derive;
mod trace;

pub use derive::{DeriveError, derive};
pub use trace::Tracer;
