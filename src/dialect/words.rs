//! Texts that come again and again, such as the names of step types.

use std::collections::HashSet;
use std::sync::Arc;

/// Gives equal texts the same memory.
#[derive(Debug, Default)]
pub(crate) struct Words(HashSet<Arc<str>>);

impl Words {
    /// The text as all who hold it share it.
    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let mut words = Words::default();
        let (rest, charge) = (words.share("靜置"), words.share("CC充電"));
        assert!(Arc::ptr_eq(&rest, &words.share("靜置")));
        assert_eq!((&*rest, &*charge), ("靜置", "CC充電"));
    }
}
