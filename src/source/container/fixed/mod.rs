//! Exports of numbers of a fixed width: BioLogic's modules, and Arbin's Access databases.

pub(super) mod access;
mod cell;
pub(super) mod mpr;
mod ole_date;
mod shortest;
