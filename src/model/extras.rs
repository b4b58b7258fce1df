//! The columns of a Step file that no dialect knows: kept as they stand.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Further columns of one row: header and text of each, in the file's order, without those that are empty.
///
/// A test may have many thousand rows, so those that have the same columns filled share which they are, and the texts of a
/// row lie in one piece. Copies share everything.
#[derive(Clone, Default)]
pub struct Extras {
    columns: Arc<Filled>,
    /// The text of each, with [`BETWEEN`] between two.
    texts: Arc<str>,
}

/// Which columns of a row are filled.
#[derive(Debug, Default)]
struct Filled {
    headers: Arc<[Arc<str>]>,
    /// For each column its place in `headers`.
    places: Box<[u32]>,
}

/// Stands in no text: neither a reader nor a database lets it in.
const BETWEEN: char = '\0';

impl Extras {
    /// Header and text of each column.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let Filled { headers, places } = &*self.columns;
        places.iter().map(|&place| &*headers[place as usize]).zip(self.texts.split(BETWEEN))
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
    /// What rows before had filled.
    known: HashMap<Box<[u32]>, Arc<Filled>>,
}

/// So many choices of filled columns are shared; a file with more of them has hardly two rows that are alike.
const KNOWN_MAX: usize = 64;

impl GatherExtras {
    /// For rows under these headers.
    pub fn new<'a>(headers: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            headers: headers.into_iter().map(Arc::from).collect(),
            places: Vec::new(),
            texts: String::new(),
            known: HashMap::new(),
        }
    }

    /// Forgets what was gathered of this row.
    pub fn clear(&mut self) {
        self.places.clear();
        self.texts.clear();
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
        let extras = Extras { columns: self.filled(), texts: self.texts.as_str().into() };
        self.clear();
        extras
    }

    fn filled(&mut self) -> Arc<Filled> {
        if let Some(known) = self.known.get(self.places.as_slice()) {
            return Arc::clone(known);
        }
        if self.known.len() == KNOWN_MAX {
            self.known.clear();
        }
        let places: Box<[u32]> = self.places.as_slice().into();
        let filled = Arc::new(Filled { headers: Arc::clone(&self.headers), places: places.clone() });
        self.known.insert(places, Arc::clone(&filled));
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_of_columns_without_end_are_not_all_kept() {
        let headers: Vec<String> = (0..1_000).map(|n: i32| n.to_string()).collect();
        let mut gather = GatherExtras::new(headers.iter().map(String::as_str));
        for (at, header) in headers.iter().enumerate() {
            gather.push(at, "x");
            assert!(gather.take().iter().eq([(header.as_str(), "x")]));
            assert!(gather.known.len() <= KNOWN_MAX);
        }
    }

    #[test]
    fn rows_share_headers_and_keep_their_own_texts() {
        let mut gather = GatherExtras::new(["Var01", "備註", "Var02"]);
        gather.push(0, "1.5");
        gather.push(1, "好");
        let first = gather.take();
        gather.push(2, "");
        let second = gather.take();
        // What was left out, and rows between, do not part those that are alike.
        gather.push(1, "no");
        gather.clear();
        assert_eq!(gather.take(), Extras::default());
        gather.push(2, "a\0b");
        let third = gather.take();
        assert!(Arc::ptr_eq(&second.columns, &third.columns));
        assert_eq!(third.get("Var02"), Some("ab"));
        assert!(first.iter().eq([("Var01", "1.5"), ("備註", "好")]));
        assert!(second.iter().eq([("Var02", "")]));
        assert_eq!((first.get("備註"), first.get("Var02"), second.get("Var02")), (Some("好"), None, Some("")));
        assert_eq!(first, [("Var01", "1.5"), ("備註", "好")].into_iter().collect());
        assert_ne!(first, second);
    }
}
