//! Tests of one run that would have one name: none of them is loaded, so that none replaces or swallows another.

use super::super::names::{self, NameFrom};
use crate::pipeline::Job;

/// Paths that are named; the rest is counted.
const SHOWN: usize = 6;

/// Refuses all tests that would have the name of another.
pub(super) fn refuse(jobs: &mut [Job], name_from: NameFrom) {
    for group in names::groups(jobs.iter().map(|job| job.name().to_owned())) {
        let mut paths: Vec<String> =
            group.iter().map(|&at| names::first_file(&jobs[at].candidate).display().to_string()).collect();
        let more = paths.len().saturating_sub(SHOWN);
        paths.truncate(SHOWN);
        if more > 0 {
            paths.push(format!("{more} more"));
        }
        let folder = match name_from {
            NameFrom::Stem => ", or --name-from folder",
            NameFrom::Folder => "",
        };
        let why = format!(
            "{} inputs would have the name `{}`: {}; load each with a --name of its own, or name them in a --manifest{folder}",
            group.len(),
            jobs[group[0]].name(),
            paths.join(", ")
        );
        group.into_iter().for_each(|at| jobs[at].refusal = Some(why.clone()));
    }
}
