//! A binary table (.ndc): pages of slots, each page with a mask of the used ones and a checksum.

use super::super::neware::{u16_at, u32_at};
use super::super::table::Problem;
use super::archive::{Archive, Member};
use flate2::Crc;
use std::ops::Range;

/// Where the mask of used slots begins in a page.
const MASK: usize = 4;
/// Bytes of the checksum at a page's end.
const CHECKSUM: usize = 4;

/// The pages of a table.
pub(super) struct Pages {
    member: Member,
    /// What each page begins with.
    marker: u8,
    slot_length: usize,
    /// Where slots begin in a page.
    begin: usize,
    /// Whole slots in a page.
    slots: usize,
    page: Vec<u8>,
    /// The header's page is 0.
    number: u64,
    /// The next slot to look at.
    slot: usize,
}

impl Pages {
    /// Opens a table and reads its header. `kind` is what the table must be, `layout` the test's.
    pub(super) fn open(
        archive: &Archive<'_>,
        name: &str,
        kind: u8,
        layout: u16,
        slot_length: usize,
    ) -> Result<Self, Problem> {
        let (page_length, begin) = if layout == 2 { (512, 5) } else { (4096, 132) };
        let slots = (page_length - begin - CHECKSUM) / slot_length;
        let member = archive.needed(name)?;
        let page = vec![0; page_length];
        let mut pages = Self { member, marker: kind + 1, slot_length, begin, slots, page, number: 0, slot: slots };
        if !pages.read_page()? {
            return Err(pages.member.damaged(0, "is empty"));
        }
        let found = (pages.page[0], u16_at(&pages.page, 2));
        if found != (kind, layout) {
            let what = format!("is of kind {} and layout {}, not {kind} and {layout}", found.0, found.1);
            return Err(pages.member.damaged(0, &what));
        }
        Ok(pages)
    }

    /// The next used slot; `None` at the end. Its place counts from 0, unused slots too.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &[u8])>, Problem> {
        loop {
            while self.slot < self.slots {
                let slot = self.slot;
                self.slot += 1;
                if self.page[MASK + slot / 8] >> (slot % 8) & 1 == 1 {
                    let place = (self.number - 2) * self.slots as u64 + slot as u64;
                    let range = self.range(slot);
                    return Ok(Some((place, &self.page[range])));
                }
            }
            if !self.read_page()? {
                return Ok(None);
            }
            self.check_page()?;
            self.slot = 0;
        }
    }

    /// A message about the page that was read last.
    pub(super) fn damaged(&self, what: &str) -> Problem {
        let number = self.number.saturating_sub(1);
        self.member.damaged(number * self.page.len() as u64, &format!("page {number}: {what}"))
    }

    const fn range(&self, slot: usize) -> Range<usize> {
        let start = self.begin + slot * self.slot_length;
        start..start + self.slot_length
    }

    fn read_page(&mut self) -> Result<bool, Problem> {
        let filled = self.member.fill(&mut self.page)?;
        if filled == 0 {
            return Ok(false);
        }
        self.number += 1;
        if filled < self.page.len() {
            return Err(self.damaged(&format!("has {filled} of {} bytes; copy the file again", self.page.len())));
        }
        Ok(true)
    }

    fn check_page(&self) -> Result<(), Problem> {
        let (content, checksum) = self.page.split_at(self.page.len() - CHECKSUM);
        let mut crc = Crc::new();
        crc.update(content);
        if crc.sum() != u32_at(checksum, 0) {
            return Err(self.damaged("checksum is wrong; copy the file again"));
        }
        if self.page[0] != self.marker {
            return Err(self.damaged(&format!("begins with {}, not {}", self.page[0], self.marker)));
        }
        let mask = &self.page[MASK..self.begin];
        let used: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
        let beyond = (self.slots..mask.len() * 8).any(|slot| mask[slot / 8] >> (slot % 8) & 1 == 1);
        if used != u32::from(u16_at(&self.page, 2)) || beyond {
            return Err(self.damaged("its mask of used slots does not hold as many records as it says"));
        }
        Ok(())
    }

    /// The table's name in the archive.
    pub(super) fn name(&self) -> &str {
        self.member.name()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::table::Source;
    use super::super::tests::{ndc, seal, zip};
    use super::*;
    use std::io::Cursor;

    fn places(content: Vec<u8>, layout: u16) -> Result<Vec<(u64, u8)>, Problem> {
        let bytes = zip(&[("a.ndc", content)]);
        let open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Source>);
        let archive = Archive::open(&open)?;
        let mut pages = Pages::open(&archive, "a.ndc", 1, layout, 90)?;
        let mut places = Vec::new();
        while let Some((place, slot)) = pages.next()? {
            places.push((place, slot[0]));
        }
        Ok(places)
    }

    #[test]
    fn used_slots_have_places() {
        let slots: Vec<_> = (0..4).map(|slot| vec![slot; 90]).collect();
        assert_eq!(places(ndc(1, 2, &slots), 2).unwrap(), [(0, 0), (1, 1), (2, 2), (3, 3)]);
        let mut sparse = ndc(1, 14, &slots);
        sparse[4096 + 4] = 0b1010;
        sparse[4096 + 2] = 2;
        seal(&mut sparse[4096..]);
        sparse.extend_from_within(4096..);
        assert_eq!(places(sparse, 14).unwrap(), [(1, 1), (3, 3), (45, 1), (47, 3)]);
    }

    #[test]
    fn damage_is_told_with_page_and_byte() {
        let good = ndc(1, 14, &[vec![1; 90]]);
        let mut wrong = good.clone();
        wrong[5000] = 1;
        let problem = places(wrong, 14).unwrap_err().to_string();
        assert!(problem.contains("a.ndc, at byte 4096 of 8192: page 1: checksum is wrong"), "{problem}");
        let problem = places(good[..6000].to_vec(), 14).unwrap_err().to_string();
        assert!(problem.contains("page 1: has 1904 of 4096 bytes"), "{problem}");
        let mut beyond = good.clone();
        beyond[4096 + 100] = 1;
        beyond[4096 + 2] = 2;
        seal(&mut beyond[4096..]);
        assert!(places(beyond, 14).unwrap_err().to_string().contains("mask"));
        assert!(places(good, 17).unwrap_err().to_string().contains("kind 1 and layout 14"));
        assert!(places(Vec::new(), 14).is_err());
    }
}
