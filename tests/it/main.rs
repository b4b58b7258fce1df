//! The binary as a person meets it: commands in a sandbox, on both databases, on synthetic pairs and on real ones.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod access;
mod ageing;
mod amended;
mod analytic;
mod append;
mod bounds;
mod carried;
mod cases;
mod catalog;
mod chosen;
mod clashes;
mod cookbook;
mod crash;
mod cut;
mod database_docs;
mod dialects;
mod edits;
mod examples;
mod explain;
mod export;
mod faults;
mod forms;
mod frozen;
mod help;
mod holes;
mod hostile;
mod ingest;
mod known;
mod lake;
mod once;
mod original;
mod others;
mod pages;
mod parts;
mod plot;
mod property;
mod quiet;
mod renamed;
mod same;
mod secrets;
mod soc_view;
mod support;
mod symmetric;
#[path = "../synth/mod.rs"]
mod synth;
mod tables;
mod templates;
mod views;
mod waiting;
mod walk;
mod watch;
mod week;
mod words;
