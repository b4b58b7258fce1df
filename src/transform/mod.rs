//! Every formula of the field, as pure functions over columns and steps.

mod c_rate;
mod cycle;
mod derive;
mod fold;
mod pulse;
mod reference;
mod soc;
mod trace;

pub use derive::{DeriveError, derive};
pub use trace::{DURATION_TOLERANCE_S, Tracer};
