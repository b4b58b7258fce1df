//! Every formula of the field, as pure functions over columns and steps.

mod c_rate;
mod crossing;
pub mod curve;
mod curve_pchip;
mod curve_peaks;
mod curve_smooth;
mod cycle;
mod derive;
mod fold;
pub mod group;
mod pulse;
pub mod pulse_map;
mod reference;
mod run;
pub mod soc;
mod soh;
mod trace;
mod turn;

pub use derive::{DeriveError, derive};
pub use trace::{DURATION_TOLERANCE_S, Tracer};
