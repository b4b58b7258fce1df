//! How a sheet is said: table, CSV, JSON, Markdown; one file each.
