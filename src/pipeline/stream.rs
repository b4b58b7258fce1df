//! The rows of a Detail file as a stream: one thread reads, some parse, the caller gets the pieces in file order.
//!
//! Pieces go to the parsers in turn and come back in turn, so that order needs no sorting and memory is bounded by the
//! queues whatever the size of the file. A file that was read once can be read again in parts.

use super::open::Opened;
use crate::dialect::{Plan, Rows};
use crate::model::{Fault, StepSet};
use crate::source::{Again, ChunkInfo, Fingerprint, SourceError, stat};
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::time::SystemTime;

/// Pieces that wait at each end of each parser.
const QUEUE: usize = 2;

/// One piece on its way to a parser.
struct Piece {
    text: Vec<u8>,
    info: ChunkInfo,
    faults: Vec<Fault>,
}

/// What is known of a file once it was read to its end.
pub(super) struct Ended {
    pub(super) fingerprint: Fingerprint,
    pub(super) encoding: &'static str,
    /// Where what lies, if the file can be read in parts.
    pub(super) places: Option<Places>,
}

/// Where the pieces of a file lie on disk, and which steps are in each.
#[derive(Clone, Debug)]
pub(super) struct Places {
    as_it_was: (u64, Option<SystemTime>),
    pieces: Vec<Place>,
}

#[derive(Clone, Debug)]
struct Place {
    info: ChunkInfo,
    offset: u64,
    length: usize,
    /// The least and the greatest step; `None` without rows.
    steps: Option<RangeInclusive<i32>>,
}

/// Hands every piece of rows to `each`, in file order; `bytes` hears how many bytes of text went by.
pub(super) fn rows<E: From<SourceError>>(
    opened: Opened,
    parsers: usize,
    wanted: &StepSet,
    bytes: &(dyn Fn(u64) + Sync),
    each: impl FnMut(Rows) -> Result<(), E>,
) -> Result<Ended, E> {
    let Opened { mut input, plan, rest, info, faults, mut layers } = opened;
    let path = input.path().to_owned();
    let before = stat(Path::new(&path)).ok();
    let mut first = Some(Piece { text: rest, info, faults });
    let mut next = |mut text: Vec<u8>| {
        if let Some(first) = first.take() {
            return Ok(Some(first));
        }
        text.reserve(1 << 18);
        let Some(mut info) = input.next_chunk(&mut text)? else { return Ok(None) };
        if let Some(layers) = &mut layers {
            layers.flatten(&mut text);
            info.offset = None;
        }
        Ok(Some(Piece { text, info, faults: input.take_faults() }))
    };
    let pieces = parse_all((&plan, &path), parsers, wanted, bytes, &mut next, each)?;
    let encoding = input.encoding();
    let fingerprint = input.finish()?;
    let places = before.zip(pieces).map(|(as_it_was, pieces)| Places { as_it_was, pieces });
    Ok(Ended { fingerprint, encoding, places })
}

/// Hands those pieces of a file to `each` that hold rows of steps that are wanted.
pub(super) fn rows_again<E: From<SourceError>>(
    (plan, path): (&Plan, &Path),
    places: &Places,
    parsers: usize,
    wanted: &StepSet,
    each: impl FnMut(Rows) -> Result<(), E>,
) -> Result<(), E> {
    let mut file = Again::open(path, places.as_it_was)?;
    let holds = |place: &&Place| place.steps.clone().is_some_and(|mut steps| steps.any(|step| wanted.contains(step)));
    let mut pieces = places.pieces.iter().filter(holds);
    let mut next = |mut text: Vec<u8>| {
        let Some(place) = pieces.next() else { return Ok(None) };
        file.read(place.offset, place.length, &mut text)?;
        Ok(Some(Piece { text, info: place.info, faults: Vec::new() }))
    };
    let shown = path.display().to_string();
    parse_all((plan, &shown), parsers, wanted, &|_| {}, &mut next, each).map(drop)
}

/// Reads in one thread, parses in others, and hands the rows to `each` in order. Gives where the pieces lie, if all of them
/// lie somewhere. `next` is given a text to write into, which is empty.
fn parse_all<E: From<SourceError>>(
    (plan, path): (&Plan, &str),
    parsers: usize,
    wanted: &StepSet,
    bytes: &(dyn Fn(u64) + Sync),
    next: &mut (dyn FnMut(Vec<u8>) -> Result<Option<Piece>, SourceError> + Send),
    mut each: impl FnMut(Rows) -> Result<(), E>,
) -> Result<Option<Vec<Place>>, E> {
    let parsers = parsers.max(1);
    std::thread::scope(|scope| {
        let mut to_parsers: Vec<SyncSender<Piece>> = Vec::new();
        let mut from_parsers: Vec<Receiver<(Option<Place>, Rows)>> = Vec::new();
        let (give_back, back) = channel();
        for _ in 0..parsers {
            let (piece_sender, pieces) = sync_channel::<Piece>(QUEUE);
            let (row_sender, rows) = sync_channel(QUEUE);
            to_parsers.push(piece_sender);
            from_parsers.push(rows);
            let give_back = give_back.clone();
            scope.spawn(move || {
                for mut piece in pieces {
                    let rows = parse(plan, path, &piece.text, (piece.info, piece.faults), wanted);
                    // A text is written into again: pieces of a megabyte that come and go leave holes.
                    piece.text.clear();
                    drop(give_back.send(piece.text));
                    if row_sender.send(rows).is_err() {
                        return;
                    }
                }
            });
        }
        let reader = scope.spawn(move || {
            let mut turn = 0;
            while let Some(piece) = next(back.try_recv().unwrap_or_default())? {
                bytes(piece.text.len() as u64);
                if to_parsers[turn % parsers].send(piece).is_err() {
                    break; // the caller has given up
                }
                turn += 1;
            }
            Ok::<_, SourceError>(())
        });
        let mut outcome = Ok(());
        let mut places = Some(Vec::new());
        for turn in 0.. {
            let Ok((place, rows)) = from_parsers[turn % parsers].recv() else { break };
            places = places.zip(place).map(|(mut places, place)| {
                places.push(place);
                places
            });
            outcome = each(rows);
            if outcome.is_err() {
                break;
            }
        }
        drop(from_parsers); // lets the parsers, and so the reader, stop
        let ended = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        outcome?;
        ended?;
        Ok(places)
    })
}

fn parse(
    plan: &Plan,
    path: &str,
    text: &[u8],
    (info, faults): (ChunkInfo, Vec<Fault>),
    wanted: &StepSet,
) -> (Option<Place>, Rows) {
    let unterminated = info.last && !info.ends_with_line_end;
    let mut rows = Rows::parse(plan, path, text, (info.first_line, unterminated), wanted);
    let steps = || rows.segments.iter().map(|segment| segment.step);
    let steps = steps().min().zip(steps().max()).map(|(first, last)| first..=last);
    let place = info.offset.map(|offset| Place { info, offset, length: text.len(), steps });
    rows.rejected += faults.len() as u64;
    rows.faults.splice(0..0, faults);
    (place, rows)
}
