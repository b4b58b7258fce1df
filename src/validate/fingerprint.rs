//! What a finding is known by from run to run: its rule and place in the test, without line numbers.

use super::outcome::Outcome;
use crate::model::Finding;
use std::collections::HashMap;

/// A fingerprint for each finding of a test, in their order; counted or pardoned findings alike must be in it.
///
/// Two findings that agree in all that goes in are told apart by their order, so that one that is new beside one that is
/// known does not hide.
#[must_use]
pub fn fingerprints(experiment: &str, findings: &[Finding]) -> Vec<String> {
    let mut seen: HashMap<[u8; 32], u64> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let base = base(experiment, finding);
            let nth = seen.entry(*base.as_bytes()).or_insert(0);
            let mut hasher = blake3::Hasher::new();
            hasher.update(base.as_bytes()).update(&nth.to_le_bytes());
            *nth += 1;
            hasher.finalize().to_hex()[..32].to_owned()
        })
        .collect()
}

/// The fingerprints of what counts and of what does not, for a test whose findings were pardoned already.
#[must_use]
pub(super) fn of_outcome(outcome: &Outcome) -> (Vec<String>, Vec<String>) {
    let mut all: Vec<(Finding, usize)> = Vec::new();
    let pardoned = outcome.pardoned.iter().map(|(finding, _)| finding);
    for (at, finding) in outcome.findings.iter().chain(pardoned).enumerate() {
        all.push((finding.clone(), at));
    }
    all.sort_by(|(a, _), (b, _)| {
        (&a.file, a.line, a.step, a.rule, &a.column).cmp(&(&b.file, b.line, b.step, b.rule, &b.column))
    });
    let (sorted, places): (Vec<Finding>, Vec<usize>) = all.into_iter().unzip();
    let mut in_place = vec![String::new(); places.len()];
    for (fingerprint, at) in fingerprints(&outcome.experiment, &sorted).into_iter().zip(places) {
        in_place[at] = fingerprint;
    }
    let pardoned = in_place.split_off(outcome.findings.len());
    (in_place, pardoned)
}

/// The name of a file without its folders: a checkout elsewhere, or a run from another folder, changes nothing.
fn base(experiment: &str, finding: &Finding) -> blake3::Hash {
    let file = finding.file.as_deref().map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path));
    let step = finding.step.map(|step| step.to_string());
    let parts = [
        Some(experiment),
        Some(finding.rule),
        file,
        step.as_deref(),
        finding.column.as_deref(),
        finding.value.as_deref(),
    ];
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        // The length before each part keeps ("ab", "c") from ("a", "bc"); a missing part is not an empty one.
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        hasher.update(&length.to_le_bytes()).update(part.unwrap_or_default().as_bytes());
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::model::Severity;

    #[test]
    fn lines_and_folders_do_not_matter_but_places_do() {
        let one = Finding { line: Some(7), file: Some("a/x.csv".into()), ..finding("TIM01", Severity::Error) };
        let moved = Finding { line: Some(9), file: Some("/b/x.csv".into()), ..one.clone() };
        assert_eq!(fingerprints("e", std::slice::from_ref(&one)), fingerprints("e", &[moved]));
        let other_step = Finding { step: Some(2), ..one.clone() };
        assert_ne!(fingerprints("e", std::slice::from_ref(&one)), fingerprints("e", &[other_step]));
        let twice = fingerprints("e", &[one.clone(), one]);
        assert_ne!(twice[0], twice[1]);
    }
}
