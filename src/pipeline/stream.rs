//! The rows of a Detail file as a stream: one thread reads, some parse, the caller gets the pieces in file order.
//!
//! Pieces go to the parsers in turn and come back in turn, so that order needs no sorting and memory is bounded by the
//! queues whatever the size of the file.

use super::open::Opened;
use crate::dialect::{Plan, Rows};
use crate::model::{Fault, StepSet};
use crate::source::{ChunkInfo, Fingerprint, SourceError};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

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
}

/// Hands every piece of rows to `each`, in file order, without those of steps that are not `wanted`; `bytes` hears how many
/// bytes of text went by.
pub(super) fn rows<E: From<SourceError>>(
    opened: Opened,
    parsers: usize,
    wanted: &StepSet,
    bytes: &(dyn Fn(u64) + Sync),
    mut each: impl FnMut(Rows) -> Result<(), E>,
) -> Result<Ended, E> {
    let parsers = parsers.max(1);
    let Opened { mut input, plan, rest, info, faults } = opened;
    let path = input.path().to_owned();
    std::thread::scope(|scope| {
        let mut to_parsers: Vec<SyncSender<Piece>> = Vec::new();
        let mut from_parsers: Vec<Receiver<Rows>> = Vec::new();
        for _ in 0..parsers {
            let (piece_sender, pieces) = sync_channel::<Piece>(QUEUE);
            let (row_sender, rows) = sync_channel::<Rows>(QUEUE);
            to_parsers.push(piece_sender);
            from_parsers.push(rows);
            let (plan, path) = (&plan, path.as_str());
            scope.spawn(move || {
                for piece in pieces {
                    if row_sender.send(parse(plan, path, piece, wanted)).is_err() {
                        return;
                    }
                }
            });
        }
        let reader = scope.spawn(move || {
            let mut next = Some(Piece { text: rest, info, faults });
            let mut turn = 0;
            while let Some(piece) = next {
                bytes(piece.text.len() as u64);
                if to_parsers[turn % parsers].send(piece).is_err() {
                    break; // the caller has given up
                }
                turn += 1;
                let mut text = Vec::with_capacity(1 << 20);
                next = input.next_chunk(&mut text)?.map(|info| Piece { text, info, faults: input.take_faults() });
            }
            drop(to_parsers);
            let encoding = input.encoding();
            Ok::<_, SourceError>(Ended { fingerprint: input.finish()?, encoding })
        });
        let mut outcome = Ok(());
        for turn in 0.. {
            let Ok(rows) = from_parsers[turn % parsers].recv() else { break };
            outcome = each(rows);
            if outcome.is_err() {
                break;
            }
        }
        drop(from_parsers); // lets the parsers, and so the reader, stop
        let ended = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        outcome?;
        Ok(ended?)
    })
}

fn parse(plan: &Plan, path: &str, piece: Piece, wanted: &StepSet) -> Rows {
    let unterminated = piece.info.last && !piece.info.ends_with_line_end;
    let mut rows = Rows::parse(plan, path, &piece.text, (piece.info.first_line, unterminated), wanted);
    rows.rejected += piece.faults.len() as u64;
    rows.faults.splice(0..0, piece.faults);
    rows
}
