//! Several tests at once, and their answers in order: files by several workers, what is loaded one after the other, for it
//! comes through one connection.

use super::Context;
use super::inputs::{Input, Opener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Asks `each` for an answer to every input. Memory is that of as many tests as there are jobs.
pub(crate) fn in_order<T: Send>(
    inputs: &[Input],
    opener: &Opener<'_>,
    context: &Context,
    each: impl Fn(usize, &Opener<'_>) -> T + Sync,
) -> Vec<T> {
    let is_file = |at: &usize| matches!(inputs[*at], Input::Files(_));
    let (files, loaded): (Vec<usize>, Vec<usize>) = (0..inputs.len()).partition(is_file);
    let workers = context.jobs().min(files.len());
    let beside = opener.beside(workers);
    let (next, answers) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(inputs.len())));
    let keep = |at: usize, answer: T| answers.lock().unwrap_or_else(PoisonError::into_inner).push((at, answer));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(at) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    keep(*at, each(*at, &beside));
                }
            });
        }
    });
    loaded.into_iter().for_each(|at| keep(at, each(at, opener)));
    let mut answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
