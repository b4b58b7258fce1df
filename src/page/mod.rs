//! The room `page`: a test or a fleet as one offline HTML file, which asks nobody for anything and has no clock in it.
//!
//! `fill` makes the data of a page of what reports and plots say; the assembler joins it with templates, styles, scripts and
//! rows. Same input, same bytes.

mod ageing;
mod assemble;
mod bytes;
mod client;
mod data;
pub(crate) mod fill;
mod fleet_data;
mod integers;
mod number;
mod rows;
mod show;
mod svg;
mod thin;
mod views;

#[cfg(test)]
mod tests;

pub(crate) use assemble::PageError;
use data::{Kind, TableColumn};
use fleet_data::FleetTest;
pub(crate) use svg::inline;
#[cfg(test)]
use {
    assemble::TestPage,
    data::{Curves, Efficiency, Grid, Level, Steps, TestData, Verdict},
    number::Number,
};
