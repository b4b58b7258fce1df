//! Finds the tests in a text that holds several channels: each is one, named behind the file as those of a container are.

use super::open::{OpenError, Opened};
use crate::dialect::{self, Dialect, ReadAs};
use crate::source::{Candidate, Files};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file has no more channels than this; more are another column under that name.
const MOST: usize = 1_024;

/// Puts the channels of a file in the place of it, where its dialect knows a column of channels and it holds several.
#[must_use]
pub fn by_channel(candidates: Vec<Candidate>) -> Vec<Candidate> {
    if !dialect::all().into_iter().any(Dialect::has_channels) {
        return candidates;
    }
    candidates.into_iter().flat_map(one).collect()
}

fn one(candidate: Candidate) -> Vec<Candidate> {
    let Files::Single(path) = &candidate.files else { return vec![candidate] };
    let channels = channels(path).unwrap_or_default();
    if channels.len() < 2 {
        return vec![candidate];
    }
    let of = |channel: &String| {
        let mut named = path.clone().into_os_string();
        named.push(format!("#{channel}"));
        Candidate { name: format!("{} {channel}", candidate.name), files: Files::Single(PathBuf::from(named)) }
    };
    channels.iter().map(of).collect()
}

/// The channels of a file, numbers in their order; none where it cannot be told, or one is named.
fn channels(path: &Path) -> Result<Vec<String>, OpenError> {
    let mut opened = Opened::open(path, None, ReadAs { any_channel: true, ..ReadAs::default() })?;
    let mut found = BTreeSet::new();
    if !opened.plan.has_channel_column() {
        return Ok(Vec::new());
    }
    opened.input.without_hash();
    let (mut text, mut is_more) = (std::mem::take(&mut opened.rest), true);
    while is_more && found.len() <= MOST {
        opened.plan.channels_in(&text, &mut found);
        is_more = opened.input.next_chunk(&mut text)?.is_some();
    }
    if found.len() > MOST {
        return Ok(Vec::new());
    }
    let mut channels: Vec<String> = found.into_iter().collect();
    channels.sort_by_key(|channel| channel.parse::<u64>().unwrap_or(u64::MAX));
    Ok(channels)
}
