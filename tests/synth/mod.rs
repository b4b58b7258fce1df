//! Synthetic tests of a cell whose every quantity is known in closed form, written as a cycler would export them.
//!
//! A [`Script`] runs a [`Cell`] through steps; each step is a [`Profile`] of analytic functions of time. From the steps come
//! the exported [`Pair`] (sampled, rounded and printed like the tester does) and the [`Truth`] (the functions themselves).
//! A pair is header and rows of text, so that faults can be planted in it before it is written.

#![allow(dead_code, unused_imports, reason = "each user takes the part it needs")]

mod bench;
mod cell;
mod chroma;
mod chroma_2;
mod english;
mod executed;
mod fixtures;
mod kinds;
mod known;
mod large;
mod number;
mod others;
mod pair;
mod plant;
mod profile;
mod rng;
mod script;
mod truth;

pub(crate) use bench::{Bench, Run, Until};
pub(crate) use cell::{Cell, State};
pub(crate) use chroma::Export;
pub(crate) use executed::{Executed, Summary};
pub(crate) use fixtures::{ALL, Fixture, aged, by_name, many, mini_script};
pub(crate) use kinds::{KINDS, KindOfTest, drive_by_seconds};
pub(crate) use known::{HPPC, Hppc, checked_up, hppc_truth, soh_pct};
pub(crate) use large::{Large, write_large};
pub(crate) use number::{clock, duration};
pub(crate) use others::{Digits, Near, Other, same_script, with_cycles};
pub(crate) use pair::{Encoding, Pair, Style, Table};
pub(crate) use plant::{Drive, Plant};
pub(crate) use profile::Profile;
pub(crate) use rng::Rng;
pub(crate) use script::{Kind, Sample, Script, Step};
pub(crate) use truth::{CycleTruth, PulseTruth, StepTruth, Truth};
