//! Puts the Step and Detail files of one stem together: those whose names are alike to the letter first, then those whose
//! marks of a copy are alike, then the only ones of the stem. What could belong to more than one is told, not guessed.

use super::{Candidate, Entry, Files, Part, Skipped, candidate, file_name, shown};

/// Pairs a group of files whose stems are equal but for case and marks of a copy.
pub(super) fn pair(group: &[&Entry], candidates: &mut Vec<Candidate>, skipped: &mut Vec<Skipped>) {
    let (mut steps, mut details): (Vec<&Entry>, Vec<&Entry>) =
        group.iter().partition(|entry| entry.name.part == Part::Step);
    let before = candidates.len();
    let keys: [fn(&Entry) -> (String, String); 3] = [
        |entry| (entry.name.stem.clone(), entry.name.copy.clone()),
        |entry| (String::new(), entry.name.copy.to_lowercase()),
        |_| (String::new(), String::new()),
    ];
    let mut paired: Vec<(&Entry, &Entry)> = Vec::new();
    for key in keys {
        steps.retain(|step| {
            let own = key(step);
            let rivals = group.iter().filter(|one| one.name.part == Part::Step && key(one) == own).count();
            let all = group.iter().filter(|one| one.name.part == Part::Detail && key(one) == own).count();
            let Some(at) = details.iter().position(|detail| key(detail) == own) else { return true };
            if rivals != 1 || all != 1 {
                return true;
            }
            paired.push((step, details.remove(at)));
            false
        });
    }
    let is_alone = paired.len() == 1;
    for (step, detail) in &paired {
        let mut one = candidate(step, Files::Pair { step: step.path.clone(), detail: detail.path.clone() });
        if !is_alone {
            // A copy beside its original is a test of its own name.
            one.name.push_str(&step.name.copy);
        }
        candidates.push(one);
    }
    match (steps.as_slice(), details.as_slice()) {
        ([], []) => {}
        // One file that was copied alone, and its partner is taken: it is no half of a test.
        (rest, []) | ([], rest) if !paired.is_empty() && rest.iter().any(|one| !one.name.copy.is_empty()) => {
            skip(rest, &paired.iter().flat_map(|(a, b)| [*a, *b]).collect::<Vec<_>>(), skipped);
        }
        // Two halves of one kind are two tests, unless one is the other's copy.
        (steps, []) => {
            candidates.extend(steps.iter().map(|step| candidate(step, Files::Step(step.path.clone()))));
        }
        ([], details) => {
            candidates.extend(details.iter().map(|detail| candidate(detail, Files::Detail(detail.path.clone()))));
        }
        (steps, details) => {
            skip(steps, details, skipped);
            skip(details, steps, skipped);
        }
    }
    candidates[before..].sort_by(|a, b| a.files.paths().cmp(&b.files.paths()));
}

fn skip(entries: &[&Entry], others: &[&Entry], skipped: &mut Vec<Skipped>) {
    let names: Vec<_> = others.iter().map(|other| file_name(other).to_string_lossy().into_owned()).collect();
    for entry in entries {
        let own = file_name(entry).to_string_lossy();
        let reason = format!(
            "several files could belong together ({own} with {}); name the two with --step and --detail",
            names.join(", ")
        );
        skipped.push(Skipped { path: shown(&entry.path), reason, named: false, lost: true });
    }
}
