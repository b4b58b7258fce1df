//! Finds pairs, fingerprints, decompresses and decodes; the only room that opens input files.
