//! Experiments in PostgreSQL and SQLite, one schema.
