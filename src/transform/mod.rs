//! Every formula of the field, as pure functions over columns and steps.

mod active;
pub mod ageing;
pub mod alike;
mod c_rate;
pub mod charge;
mod crossing;
pub mod curve;
mod curve_pchip;
mod curve_peaks;
mod curve_smooth;
mod cycle;
pub mod decline;
mod derive;
pub mod end_of_life;
mod energy;
mod error;
pub mod fade_model;
mod fade_power;
mod fold;
pub mod group;
pub mod judged;
pub mod knee;
mod knee_double;
mod knee_sums;
mod least_squares;
pub mod levels;
#[cfg(test)]
mod model_cases;
#[cfg(test)]
mod model_properties;
pub mod ocv;
mod pulse;
pub mod pulse_map;
pub mod pulse_table;
mod reference;
pub mod replicates;
pub mod resistance;
mod run;
pub mod soc;
pub mod soh;
pub mod storage;
mod student;
pub mod thin;
mod trace;
mod turn;

pub use active::ActiveRows;
pub use derive::derive;
pub use error::DeriveError;
pub use pulse::limits as pulse_limits;
pub use trace::{DURATION_TOLERANCE_S, Tracer};
