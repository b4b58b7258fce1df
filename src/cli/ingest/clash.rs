//! Tests of one run that would have one name: none of them is loaded, so that none replaces or swallows another.

use super::super::names::{self, NameFrom};
use crate::pipeline::{Clash, Job};

/// Paths that are named; the rest is counted.
const SHOWN: usize = 6;

/// Refuses all tests that would have the name of another.
pub(super) fn refuse(jobs: &mut [Job], clashes: Vec<Clash>, name_from: NameFrom) {
    for Clash { name, jobs: group } in clashes {
        let named = |&at: &usize| {
            let (job, path) = (&jobs[at], names::first_file(&jobs[at].candidate));
            match job.name() {
                own if own == name => path.display().to_string(),
                own => format!("{} (`{own}` was renamed to it)", path.display()),
            }
        };
        let mut paths: Vec<String> = group.iter().take(SHOWN).map(named).collect();
        if group.len() > SHOWN {
            paths.push(format!("{} more", group.len() - SHOWN));
        }
        // One that was renamed would be a new test under the name of its folder.
        let is_by_stem = name_from == NameFrom::Stem && group.iter().all(|&at| jobs[at].name() == name);
        let why = format!(
            "{} inputs would have the name `{name}`: {}; load each with a --name of its own, or name them in a --manifest{}",
            group.len(),
            paths.join(", "),
            if is_by_stem { ", or --name-from folder" } else { "" }
        );
        group.into_iter().for_each(|at| jobs[at].refusal = Some(why.clone()));
    }
}
