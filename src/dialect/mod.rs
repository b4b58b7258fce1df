//! The formats of cyclers: what their columns mean, one file each.
