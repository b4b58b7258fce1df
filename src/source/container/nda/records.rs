//! The records of a .nda, read in order, with the places they stand at.

use super::super::table::{Problem, Source};
use std::io::{BufReader, Read, Seek, SeekFrom};

/// How much is searched at once.
const BLOCK: usize = 64 * 1024;
/// How many places may look like the first record before a file is given up.
const MAX_TRIES: usize = 500;
/// How many records are looked at to tell whether a place is the first record's.
const SAMPLES: u64 = 64;

/// A file of records.
pub(super) struct Input {
    reader: BufReader<Box<dyn Source>>,
    at: u64,
    length: u64,
}

/// How the first record of a stream is told.
pub(super) struct Stream<'a> {
    /// What it begins with.
    pub(super) first: &'a [u8],
    /// How long each record is.
    pub(super) stride: u64,
    /// What each record may begin with.
    pub(super) markers: &'a [u8],
    /// The most bytes that may be left at the end of the file.
    pub(super) rest_max: u64,
}

impl Input {
    /// Begins at the start of a file.
    pub(super) fn open(mut source: Box<dyn Source>) -> Result<Self, Problem> {
        let length = source.seek(SeekFrom::End(0))?;
        source.rewind()?;
        Ok(Self { reader: BufReader::with_capacity(BLOCK, source), at: 0, length })
    }

    /// The file's length.
    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Where the next record is read.
    pub(super) const fn position(&self) -> u64 {
        self.at
    }

    /// A message about a place.
    pub(super) fn damaged(&self, at: u64, what: &str) -> Problem {
        Problem::Damaged(format!("a Neware .nda, at byte {at} of {}: {what}", self.length))
    }

    /// Goes to a place.
    pub(super) fn go_to(&mut self, at: u64) -> Result<(), Problem> {
        self.reader.seek(SeekFrom::Start(at))?;
        self.at = at;
        Ok(())
    }

    /// Fills `record`; `false` when fewer bytes are left than it takes.
    pub(super) fn read_record(&mut self, record: &mut [u8]) -> Result<bool, Problem> {
        let end = self.at + record.len() as u64;
        if end > self.length {
            return Ok(false);
        }
        match self.reader.read_exact(record) {
            Ok(()) => {
                self.at = end;
                Ok(true)
            }
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Looks for a stream's first record and goes there. `false` if there is none.
    pub(super) fn find(&mut self, stream: &Stream<'_>) -> Result<bool, Problem> {
        let keep = stream.first.len() - 1;
        let mut block = vec![0; BLOCK];
        let (mut held, mut begins, mut tries, mut cut) = (0, 0, 0, None);
        self.go_to(0)?;
        while tries < MAX_TRIES {
            let room = ((self.length - self.at) as usize).min(BLOCK - held);
            if room == 0 || !self.read_record(&mut block[held..held + room])? {
                break;
            }
            let next = self.at;
            let filled = held + room;
            for place in places(&block[..filled], stream.first) {
                let place = begins + place as u64;
                tries += 1;
                if tries < MAX_TRIES && self.repeats(place, stream)? {
                    if (self.length - place) % stream.stride <= stream.rest_max {
                        self.go_to(place)?;
                        return Ok(true);
                    }
                    cut = cut.or(Some(place));
                }
            }
            self.go_to(next)?;
            held = keep.min(filled);
            block.copy_within(filled - held..filled, 0);
            begins = next - held as u64;
        }
        match cut {
            Some(place) => Err(self.is_cut(place, stream)),
            None => Ok(false),
        }
    }

    fn is_cut(&self, place: u64, stream: &Stream<'_>) -> Problem {
        let rest = (self.length - place) % stream.stride;
        let what = format!("the file is cut: its last record has {rest} of {} bytes; copy it again", stream.stride);
        self.damaged(self.length - rest, &what)
    }

    /// Whether the records from a place on, as far as they are looked at, begin with a marker.
    fn repeats(&mut self, place: u64, stream: &Stream<'_>) -> Result<bool, Problem> {
        let records = (self.length - place) / stream.stride;
        let near = (0..records.min(SAMPLES)).chain(records.checked_sub(1));
        let far = (1..SAMPLES).map(|part| records / SAMPLES * part).filter(|&record| record >= SAMPLES);
        for record in near.chain(far) {
            // Past the buffer, which `go_to` empties afterwards.
            let (source, mut marker) = (self.reader.get_mut(), [0]);
            source.seek(SeekFrom::Start(place + record * stream.stride))?;
            source.read_exact(&mut marker)?;
            if !stream.markers.contains(&marker[0]) {
                return Ok(false);
            }
        }
        Ok(records > 0)
    }
}

/// Where a text stands in a block.
fn places(block: &[u8], text: &[u8]) -> Vec<usize> {
    let windows = block.windows(text.len()).enumerate();
    windows.filter(|(_, window)| *window == text).map(|(place, _)| place).take(MAX_TRIES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const STREAM: Stream<'_> = Stream { first: &[9, 1], stride: 4, markers: &[9, 5], rest_max: 1 };

    fn find(bytes: &[u8]) -> Result<Option<u64>, Problem> {
        let mut input = Input::open(Box::new(Cursor::new(bytes.to_vec()))).unwrap();
        Ok(input.find(&STREAM)?.then(|| input.position()))
    }

    #[test]
    fn the_first_record_is_where_markers_repeat() {
        let mut bytes = vec![0; BLOCK - 1];
        bytes[10] = 9;
        bytes[11] = 1;
        bytes.extend([9, 1, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0]);
        assert_eq!(find(&bytes).unwrap(), Some(BLOCK as u64 - 1));
        bytes.push(0);
        assert_eq!(find(&bytes).unwrap(), Some(BLOCK as u64 - 1));
        bytes[BLOCK + 3] = 7;
        assert_eq!(find(&bytes).unwrap(), None);
    }

    #[test]
    fn a_cut_record_is_named_with_its_place() {
        let problem = find(&[0, 9, 1, 0, 0, 5, 0, 0, 0, 9, 0]).unwrap_err().to_string();
        assert!(problem.contains("at byte 9 of 11") && problem.contains("2 of 4 bytes"), "{problem}");
    }
}
