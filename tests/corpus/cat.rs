//! Faults of what is known beside the files: the reference, the named cell, the other tests of the cell.

use crate::base::{Base, Col, Does, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Planted, Way, step, whole};
use crate::synth::Rng;
use battery_etl::model::Cell;
use battery_etl::model::Severity::Warning;
use battery_etl::validate::OtherTest;
use chrono::{NaiveDateTime, TimeDelta};

ways! {
    "REF01" "no discharge ends by its voltage" no_full_discharge;
    "CAT01" "a nominal capacity of another cell" wrong_nominal;
    "CAT02" "another test of the cell at the same time" overlap;
}

fn full_discharges(base: &Base) -> Vec<StepRows> {
    let is_full = |step: &&StepRows| {
        let status = step.row.and_then(|row| base.cell(File::Step, row, Col::Status));
        status == Some("StepFinishByCut_V") && base.rows(Col::Current)[step.first] < 0.0
    };
    base.steps.iter().filter(is_full).cloned().collect()
}

fn no_full_discharge(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let status = rng.one(&["StepFinishByCut_T", "StepFinishByFunction"])?;
    let all = full_discharges(draft.base);
    // One that is held at its end is full by its current.
    let is_held = |step: &StepRows| step.does == Does::Hold && draft.base.rows(Col::Current)[step.first] < 0.0;
    (!all.is_empty() && !draft.base.steps.iter().any(is_held)).then_some(())?;
    for step in &all {
        draft.set(File::Step, step.row?, Col::Status, status);
        for row in [step.last_active(), step.end - 1] {
            draft.set(File::Detail, row, Col::Status, status);
        }
    }
    Some(whole(Warning, Some(File::Step)))
}

fn wrong_nominal(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    // The reference is the first or the second discharge that is full; they give nearly the same.
    let all = full_discharges(base);
    let degc = base.rows(Col::Temperature);
    let moderate = |step: &StepRows| (16.0..34.0).contains(&degc[step.first]);
    (all.len() >= 2 || base.name == "mini" || base.name == "columns35").then_some(())?;
    all.iter().take(2).all(moderate).then_some(())?;
    let capacities = all.iter().take(2).map(|step| base.rows(Col::Capacity)[step.last_active()].abs());
    let (low_ah, high_ah) = capacities.fold((f64::INFINITY, 0.0_f64), |(low, high), ah| (low.min(ah), high.max(ah)));
    (low_ah > 0.5).then_some(())?;
    let too_low = rng.coin();
    let nominal_capacity_ah =
        Some(if too_low { low_ah / rng.between(1.32, 3.0) } else { high_ah / rng.between(0.2, 0.68) });
    draft.cell = Some(Cell { nominal_capacity_ah, ..draft.known() });
    Some(whole(Warning, Some(File::Step)))
}

fn overlap(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let clock = base.cell(File::Detail, 0, Col::Clock)?;
    let start = NaiveDateTime::parse_from_str(clock, "%m/%d/%Y %H:%M:%S").ok()?;
    let lasts_s = *base.times().last()?;
    let from_s = rng.between(-lasts_s, 0.9 * lasts_s);
    let least_s = (-from_s).max(0.0) + 0.05 * lasts_s;
    let at = |s: f64| start + TimeDelta::milliseconds((s * 1e3) as i64);
    let other = OtherTest {
        name: "other".into(),
        start_time: at(from_s),
        end_time: at(from_s + rng.size(least_s, 3.0 * lasts_s)),
    };
    draft.others = Some(vec![other]);
    draft.cell = Some(draft.known());
    let mut planted = step(Warning, 0);
    planted.places[0].step = None;
    Some(planted)
}
