//! What a report says: derived records become sheets.
