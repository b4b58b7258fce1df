//! The columns of a Step file that no dialect knows: kept as they stand.

use std::fmt;
use std::sync::Arc;

/// Further columns of one row: header and text of each, in the file's order, without those that are empty.
///
/// A test may have many thousand rows, so all of them share the headers, those that have the same columns filled share
/// which they are, and the texts of a row lie in one piece. Copies share everything.
#[derive(Clone, Default)]
pub struct Extras {
    headers: Arc<[Arc<str>]>,
    /// For each column its place in `headers`.
    places: Arc<[u32]>,
    /// The text of each, with [`BETWEEN`] between two.
    texts: Arc<str>,
}

/// Stands in no text: neither a reader nor a database lets it in.
const BETWEEN: char = '\0';

impl Extras {
    /// Header and text of each column.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.places.iter().zip(self.texts.split(BETWEEN)).map(|(&header, text)| (&*self.headers[header as usize], text))
    }

    /// The text under a header.
    #[must_use]
    pub fn get(&self, header: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == header).map(|(_, text)| text)
    }
}

impl PartialEq for Extras {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<H: AsRef<str>, T: AsRef<str>> FromIterator<(H, T)> for Extras {
    fn from_iter<I: IntoIterator<Item = (H, T)>>(columns: I) -> Self {
        let (headers, texts): (Vec<H>, Vec<T>) = columns.into_iter().unzip();
        let mut gather = GatherExtras::new(headers.iter().map(AsRef::as_ref));
        for (index, text) in texts.iter().enumerate() {
            gather.push(index, text.as_ref());
        }
        gather.take()
    }
}

/// Gathers the extras of row after row under the same headers.
#[derive(Debug)]
pub struct GatherExtras {
    headers: Arc<[Arc<str>]>,
    places: Vec<u32>,
    texts: String,
    /// The places of the row before.
    before: Arc<[u32]>,
}

impl GatherExtras {
    /// For rows under these headers.
    pub fn new<'a>(headers: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            headers: headers.into_iter().map(Arc::from).collect(),
            places: Vec::new(),
            texts: String::new(),
            before: Arc::default(),
        }
    }

    /// Adds a column of the row, by the place of its header.
    pub fn push(&mut self, header: usize, text: &str) {
        if !self.places.is_empty() {
            self.texts.push(BETWEEN);
        }
        self.texts.extend(text.chars().filter(|one| *one != BETWEEN));
        self.places.push(header as u32);
    }

    /// What was gathered of this row; the next begins.
    #[must_use]
    pub fn take(&mut self) -> Extras {
        if *self.before != *self.places {
            self.before = self.places.as_slice().into();
        }
        let extras = Extras {
            headers: Arc::clone(&self.headers),
            places: Arc::clone(&self.before),
            texts: self.texts.as_str().into(),
        };
        self.places.clear();
        self.texts.clear();
        extras
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_share_headers_and_keep_their_own_texts() {
        let mut gather = GatherExtras::new(["Var01", "備註", "Var02"]);
        gather.push(0, "1.5");
        gather.push(1, "好");
        let first = gather.take();
        gather.push(2, "");
        let second = gather.take();
        gather.push(2, "a\0b");
        let third = gather.take();
        assert!(Arc::ptr_eq(&second.places, &third.places));
        assert_eq!(third.get("Var02"), Some("ab"));
        assert!(first.iter().eq([("Var01", "1.5"), ("備註", "好")]));
        assert!(second.iter().eq([("Var02", "")]));
        assert_eq!((first.get("備註"), first.get("Var02"), second.get("Var02")), (Some("好"), None, Some("")));
        assert_eq!(first, [("Var01", "1.5"), ("備註", "好")].into_iter().collect());
        assert_ne!(first, second);
        assert_eq!(gather.take(), Extras::default());
    }
}
