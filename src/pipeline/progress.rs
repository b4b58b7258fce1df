//! Who is told how far the work has come.

/// Hears how far the work has come, from any thread; and may ask for it to stop.
pub trait Progress: Sync {
    /// Work on `name` begins; it has about `bytes` bytes.
    fn begin(&self, name: &str, bytes: u64);
    /// `bytes` more of it are done.
    fn advance(&self, name: &str, bytes: u64);
    /// It is over, with its outcome in a word.
    fn end(&self, name: &str, outcome: &str);
    /// Whether the work should stop at the next safe place, leaving nothing half done.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _name: &str, _bytes: u64) {}
    fn advance(&self, _name: &str, _bytes: u64) {}
    fn end(&self, _name: &str, _outcome: &str) {}
}
