//! battery-etl reads battery-cycler exports, checks them, derives what the field asks for, stores and shows it.
//!
//! Data flows one way, room to room; a room imports only rooms above it in this list.

// Speaks to the person.
pub mod cli;
// The formats of cyclers, one file each.
mod dialect;
// Data out of a test, as tables in files that other programs read.
mod export;
// What can be said of a step, a cycle, a pulse: declared once.
mod fields;
// How a table is said: text, CSV, JSON, Markdown.
mod format;
// A lake: tests as Parquet parts of Delta tables, written and read back.
mod lake;
// What battery data is made of.
pub mod model;
// Joins the rooms: a test from files, an ingest of many.
pub mod pipeline;
// Figures.
mod plot;
// What a report says.
mod report;
// A test or many as one offline HTML file.
mod page;
// Finds pairs, fingerprints, decompresses, decodes; the only room that opens input files.
pub mod source;
// PostgreSQL and SQLite.
pub mod store;
// Every formula, as pure functions over columns.
pub mod transform;
// Quantities and units, and the one place that converts.
mod units;
// Every rule, one file each.
pub mod validate;
