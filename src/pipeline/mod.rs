//! Joins the rooms: a test read from files, and the ingest of many.
