//! What the store promises, asked of both databases alike.

mod dictionary;
mod editing;
mod growth;
mod lane;
mod listing;
mod loading;
mod sample;
mod schema;
