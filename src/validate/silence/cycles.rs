//! What a cycle does not give back stays in SOC: how far a cycle's efficiency explains a state of charge out of its range.

use crate::model::{Derived, Finding, Severity};

/// In so many cycles a test may lose charge before it is taken to lose it throughout: those of a formation.
const FEW_CYCLES: usize = 3;

/// Marks the jumps of SOC (CAP08) that follow from efficiencies (CAP07) which only inform: those of the same cycle and of the
/// next, or of all cycles where more than a few lose charge. Elsewhere a jump is a step that is missing, doubled or wrong.
pub(super) fn of_efficiency(findings: &[Finding], silent: &mut [bool], derived: Option<&Derived>) {
    let cycle_of = |finding: &Finding| {
        let step = derived?.steps.iter().find(|step| Some(step.step) == finding.step)?;
        Some(step.cycle)
    };
    let informing: Vec<Option<i32>> = findings
        .iter()
        .filter(|finding| finding.rule == "CAP07" && finding.severity == Severity::Info)
        .map(cycle_of)
        .collect();
    if informing.is_empty() {
        return;
    }
    let is_throughout = informing.len() > FEW_CYCLES || informing.contains(&None);
    for (finding, silent) in findings.iter().zip(silent).filter(|(finding, _)| finding.rule == "CAP08") {
        let follows = |cycle: i32| informing.iter().flatten().any(|own| (0..=1).contains(&(cycle - own)));
        // A drift is of no cycle.
        *silent |= is_throughout || cycle_of(finding).is_none_or(follows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::harness::Bench;
    use crate::validate::tests::finding;

    /// Which jumps, each at a step, are left beside efficiencies that inform, likewise; cycle n is of step n.
    fn left(informing: &[i32], jumps: &[i32]) -> Vec<i32> {
        let mut derived = Bench::cycle().derive();
        let first = derived.steps[0].clone();
        derived.steps = (1..=20).map(|step| crate::model::StepMetrics { step, cycle: step, ..first.clone() }).collect();
        let at = |step: &i32, one: Finding| Finding { step: Some(*step), ..one };
        let mut findings: Vec<Finding> =
            informing.iter().map(|step| at(step, finding("CAP07", Severity::Info))).collect();
        findings.extend(jumps.iter().map(|step| at(step, finding("CAP08", Severity::Warning))));
        let mut silent = vec![false; findings.len()];
        of_efficiency(&findings, &mut silent, Some(&derived));
        let kept = findings.iter().zip(silent).filter(|(finding, silent)| finding.rule == "CAP08" && !silent);
        kept.filter_map(|(finding, _)| finding.step).collect()
    }

    #[test]
    fn a_formation_explains_the_jump_beside_it_and_no_later_one() {
        assert_eq!(left(&[1, 2], &[1, 3, 4, 10]), [4, 10]);
        assert_eq!(left(&[5], &[4, 5, 6, 7]), [4, 7]);
        assert_eq!(left(&[], &[4]), [4]);
    }

    #[test]
    fn where_many_cycles_lose_charge_all_jumps_follow() {
        assert!(left(&[1, 2, 3, 8], &[1, 6, 20]).is_empty());
    }
}
