//! Faults of capacity, energy, power and of what adds up over steps.

use crate::base::{Base, Col, Does, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Place, Planted, Way, lines, rows, step};
use crate::rewrite::{charge_by, stretch};
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Info, Warning};

ways! {
    "CAP01" "a capacity a little off" capacity_off;
    "CAP01" "a capacity in another unit" capacity_unit;
    "CAP01" "a current that does not give the capacity" current_off;
    "CAP02" "an energy a little off" energy_off;
    "CAP02" "an energy in another unit" energy_unit;
    "CAP03" "a row of power" power_row;
    "CAP03" "the power of a step in another unit" power_unit;
    "CAP04" "a capacity that dips" dip;
    "CAP04" "an energy that dips" energy_dip;
    "CAP05" "another capacity in Step" summary;
    "CAP06" "a total that breaks" total_break;
    "CAP06" "a row of the total" total_row;
    "CAP06" "a total that starts anew with a section" total_reset;
    "CAP07" "a cycle that gives back too little or too much" efficiency;
    "CAP08" "charge from nowhere" soc_jump;
    "CAP08" "a counter that drifts" soc_drift;
    "CAP09" "a discharge unlike the one before" step_change;
}

/// The least and the most that an integral can be by its samples, in the unit of the value times hours.
fn bounds(base: &Base, step: &StepRows, value: impl Fn(usize) -> f64) -> Option<(f64, f64)> {
    let times = base.rows(Col::StepTime);
    let (mut low, mut high) = (0.0, 0.0);
    let (mut before_s, mut before) = (0.0, 0.0);
    for row in step.first..step.active {
        let (time_s, now) = (*times.get(row)?, value(row));
        low += now.min(before) * (time_s - before_s) / 3600.0;
        high += now.max(before) * (time_s - before_s) / 3600.0;
        (before_s, before) = (time_s, now);
    }
    Some((low, high))
}

/// A factor that takes an integral out of its bounds, by less than what is gross; `None` where the samples cannot tell.
fn factor(rng: &mut Rng, total: f64, (low, high): (f64, f64)) -> Option<f64> {
    (total.abs() > 0.01 && high - low < 0.05 * total.abs()).then_some(())?;
    let sign = rng.sign();
    let room = if (sign > 0.0) == (total > 0.0) { high - total } else { total - low };
    let least = room.max(0.0) / total.abs() + 7e-4 + 3e-5 / total.abs();
    (least < 0.1).then(|| 1.0 + sign * rng.size(least, 0.14))
}

fn any_flow(base: &Base, rng: &mut Rng) -> Option<StepRows> {
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.flows() && step.row.is_some()).cloned().collect();
    rng.one(&steps)
}

/// Multiplies an integral in all rows of a step and in Step.
fn scale(draft: &mut Draft<'_>, step: &StepRows, col: Col, by: f64) {
    for row in step.first..step.end {
        draft.scale(File::Detail, row, col, by);
    }
    if let Some(row) = step.row {
        draft.scale(File::Step, row, col, by);
    }
}

fn capacity_off(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_flow(base, rng)?;
    let bounds = bounds(base, &chosen, |row| base.rows(Col::Current)[row])?;
    let by = factor(rng, base.rows(Col::Capacity)[chosen.last_active()], bounds)?;
    scale(draft, &chosen, Col::Capacity, by);
    Some(step(Warning, chosen.number))
}

fn capacity_unit(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_flow(base, rng)?;
    let (low, high) = bounds(base, &chosen, |row| base.rows(Col::Current)[row])?;
    let total = base.rows(Col::Capacity)[chosen.last_active()];
    (total.abs() > 0.01 && high - low < 0.02 * total.abs()).then_some(())?;
    scale(draft, &chosen, Col::Capacity, rng.one(&[1000.0, 0.001, -1.0, 3.0, 0.5, 1.3])?);
    Some(step(Error, chosen.number))
}

/// Current and power agree, the capacity does not.
fn current_off(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_flow(base, rng)?;
    let bounds = bounds(base, &chosen, |row| base.rows(Col::Current)[row])?;
    let by = 1.0 / factor(rng, base.rows(Col::Capacity)[chosen.last_active()], bounds)?;
    for row in chosen.first..chosen.active {
        draft.scale(File::Detail, row, Col::Current, by);
        let power_w = draft.get(File::Detail, row, Col::Current) * base.rows(Col::Voltage)[row];
        draft.put(File::Detail, row, Col::Power, power_w);
    }
    draft.scale(File::Step, chosen.row?, Col::Current, by);
    let power_w = draft.get(File::Detail, chosen.last_active(), Col::Power);
    draft.put(File::Step, chosen.row?, Col::Power, power_w);
    // The energy does not fit the current either.
    Some(step(Warning, chosen.number).besides(&["CAP02"]))
}

fn energy_off(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_flow(base, rng)?;
    let bounds = bounds(base, &chosen, |row| base.rows(Col::Current)[row] * base.rows(Col::Voltage)[row])?;
    let by = factor(rng, base.rows(Col::Energy)[chosen.last_active()], bounds)?;
    scale(draft, &chosen, Col::Energy, by);
    Some(step(Warning, chosen.number))
}

fn energy_unit(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_flow(base, rng)?;
    let (low, high) = bounds(base, &chosen, |row| base.rows(Col::Current)[row] * base.rows(Col::Voltage)[row])?;
    let total = base.rows(Col::Energy)[chosen.last_active()];
    (total.abs() > 0.01 && high - low < 0.02 * total.abs()).then_some(())?;
    scale(draft, &chosen, Col::Energy, rng.one(&[1000.0, 0.001, -1.0, 3.0, 0.5])?);
    Some(step(Error, chosen.number))
}

fn power_row(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let row = rng.below(base.lines[1].len());
    let power_w = *base.rows(Col::Power).get(row)?;
    let least_w = 2.2e-3 + 1.2e-4 * power_w.abs();
    draft.add(File::Detail, row, Col::Power, rng.sign() * rng.size(least_w, 0.5 * power_w.abs() + 10.0));
    Some(rows(base, Warning, row, row))
}

fn power_unit(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Power).then_some(())?;
    let chosen = any_flow(base, rng)?;
    let factor = rng.one(&[1000.0, 0.001, -1.0, 1.02])?;
    for row in chosen.first..chosen.end {
        draft.scale(File::Detail, row, Col::Power, factor);
    }
    (base.largest(Col::Power, chosen.first..chosen.end) > 1.0).then_some(())?;
    Some(rows(base, Warning, chosen.first, chosen.last_active()))
}

fn dip(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    dip_of(draft, rng, Col::Capacity)
}

fn energy_dip(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    dip_of(draft, rng, Col::Energy)
}

/// A row below the one before. A single wrong cell is also an increment that the samples do not give.
fn dip_of(draft: &mut Draft<'_>, rng: &mut Rng, col: Col) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_flow(base, rng)?;
    (chosen.active - chosen.first > 6 && chosen.does != Does::Waveform).then_some(())?;
    let row = rng.whole(chosen.first + 2, chosen.last_active() - 1);
    let (before, sign) = (base.rows(col)[row - 1], base.rows(Col::Current)[row].signum());
    let least = 3e-6 + 1.2e-5 * before.abs();
    draft.put(File::Detail, row, col, before - sign * rng.size(least, before.abs().max(2.0 * least)));
    Some(rows(base, Warning, row, row).answers(&["CAP10"]))
}

fn summary(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let with_row: Vec<StepRows> = base.steps.iter().filter(|step| step.row.is_some()).cloned().collect();
    let chosen = rng.one(&with_row)?;
    let was = base.numbers(File::Step, Col::Capacity)[chosen.row?];
    let mut by = rng.sign() * rng.size(1.3e-5 + 1.2e-6 * was.abs(), (0.5 * was.abs()).max(0.01));
    if !base.has(File::Detail, Col::TestTime) || (was + by) * was < 0.0 {
        by = by.abs() * was.signum();
    }
    draft.add(File::Step, chosen.row?, Col::Capacity, by);
    // A rest of the English export has no sign, so it has no capacity.
    (chosen.flows() || base.has(File::Detail, Col::Status)).then_some(())?;
    let line = base.line(File::Step, chosen.row?);
    let mut planted = lines(Error, File::Step, line, line);
    planted.places[0].step = Some(chosen.number);
    Some(planted)
}

fn total_break(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Total).then_some(())?;
    let row = rng.whole(1, base.lines[1].len() - 4);
    let by = rng.sign() * rng.size(1.3e-4 + 2e-6 * base.largest(Col::Total, 0..base.lines[1].len()), 3.0);
    // Up to the tester's own reset, which begins anew.
    let sections = base.rows(Col::Section);
    let same = |at: usize| sections.get(at).is_none_or(|section| *section == sections[row]);
    for at in (row..base.lines[1].len()).take_while(|at| same(*at)) {
        draft.add(File::Detail, at, Col::Total, by);
    }
    Some(rows(base, Warning, row, row))
}

fn total_row(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Total).then_some(())?;
    let row = rng.whole(1, base.lines[1].len() - 1);
    let by = rng.sign() * rng.size(1.3e-4 + 2e-6 * base.largest(Col::Total, 0..base.lines[1].len()), 3.0);
    draft.add(File::Detail, row, Col::Total, by);
    Some(rows(base, Warning, row, row))
}

fn total_reset(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Section).then_some(())?;
    let first_section =
        base.steps.iter().take_while(|step| base.rows(Col::Section)[step.first] == base.rows(Col::Section)[0]);
    let far = |step: &&StepRows| step.first > 0 && base.rows(Col::Total)[step.first - 1].abs() > 1e-3;
    let steps: Vec<StepRows> = first_section.filter(far).cloned().collect();
    let chosen = rng.one(&steps)?;
    let by = -base.rows(Col::Total)[chosen.first - 1];
    let same = |row: usize| base.rows(Col::Section)[row] == base.rows(Col::Section)[0];
    for row in chosen.first..base.lines[1].len() {
        if same(row) {
            draft.add(File::Detail, row, Col::Total, by);
        }
        draft.add(File::Detail, row, Col::Section, 1.0);
    }
    for step in base.steps.iter().filter(|step| step.number >= chosen.number) {
        if let Some(row) = step.row {
            draft.add(File::Step, row, Col::Section, 1.0);
            if same(step.first) {
                draft.add(File::Step, row, Col::Total, by);
            }
        }
    }
    Some(rows(base, Info, chosen.first, chosen.first))
}

/// A full charge that is larger or smaller than what the cell gives back, with all that follows from it.
fn efficiency(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let is = |step: &&StepRows| step.does == Does::Hold && step.number > 13 && before_full(base, step);
    (base.name == "fade").then_some(())?;
    let steps: Vec<StepRows> = base.steps.iter().filter(is).cloned().collect();
    let chosen = rng.one(&steps)?;
    stretch(draft, &chosen, if rng.coin() { rng.between(1.026, 1.12) } else { rng.between(0.88, 0.974) });
    let mut planted = Planted::at(Warning, vec![Place::default()]);
    planted.places[0].column = Some("coulombic_efficiency_pct".into());
    // From there on the counted charge is off by as much.
    Some(planted.besides(&["CAP08"]))
}

/// Whether the next step with current is a full discharge.
fn before_full(base: &Base, step: &StepRows) -> bool {
    let next = base.steps.iter().find(|next| next.number > step.number && next.flows());
    next.is_some_and(|next| is_full_discharge(base, next))
}

fn is_full_discharge(base: &Base, step: &StepRows) -> bool {
    let status = step.row.and_then(|row| base.cell(File::Step, row, Col::Status));
    status == Some("StepFinishByCut_V") && base.rows(Col::Current)[step.first] < 0.0
}

/// A last charge that is longer than the cell can take, behind the discharge that SOC stands on.
fn soc_jump(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    (base.is_chroma() && base.steps.iter().all(|step| step.row.is_some())).then_some(())?;
    let largest_ah = base.largest(Col::Capacity, 0..base.lines[1].len());
    let is =
        |step: &&StepRows| step.does == Does::Hold && base.rows(Col::Capacity)[step.last_active()] > 0.9 * largest_ah;
    let fulls = base.steps.iter().filter(|step| is_full_discharge(base, step)).count();
    (fulls >= 2).then_some(())?;
    let steps: Vec<StepRows> = base.steps.iter().filter(is).skip(2).cloned().collect();
    let chosen = rng.one(&steps)?;
    charge_by(draft, &chosen, rng.between(1.06, 1.5));
    // The test ends here, so that no discharge tells of the cycle's efficiency.
    draft.remove(File::Detail, chosen.end..base.lines[1].len());
    draft.remove(File::Step, chosen.row? + 1..base.lines[0].len());
    Some(step(Warning, chosen.number))
}

/// Each charge a little too large, so that SOC creeps up over the cycles.
fn soc_drift(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    (base.name == "fade").then_some(())?;
    // More than the fade takes from it.
    let by = 1.0 + rng.between(0.005, 0.008);
    for step in base.steps.iter().filter(|step| step.does == Does::Hold) {
        charge_by(draft, step, by);
    }
    let mut planted = step(Info, 0);
    planted.places[0].step = None;
    Some(planted.says("drifts"))
}

/// A discharge that is longer or shorter than the one before, and a charge after it that gives back the same.
fn step_change(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    (base.name == "fade" || base.name == "ageing").then_some(())?;
    let like = |other: &StepRows, step: &StepRows| {
        let amperes = base.rows(Col::Current);
        (amperes[other.first] / amperes[step.first] - 1.0).abs() < 0.05
    };
    let fulls: Vec<StepRows> = base.steps.iter().filter(|step| is_full_discharge(base, step)).cloned().collect();
    let is = |step: &StepRows| fulls.iter().filter(|other| other.number < step.number && like(other, step)).count() > 1;
    let steps: Vec<StepRows> = fulls.iter().filter(|step| is(step)).cloned().collect();
    let chosen = rng.one(&steps)?;
    let by = if rng.coin() { rng.between(0.5, 0.88) } else { rng.between(1.06, 1.3) };
    let capacity = base.rows(Col::Capacity);
    let more = capacity[chosen.last_active()].abs() * (by - 1.0);
    stretch(draft, &chosen, by);
    let next = base.steps.iter().find(|step| step.number > chosen.number && step.does == Does::Hold)?;
    charge_by(draft, next, 1.0 + more / capacity[next.last_active()]);
    // More than the reference gave takes SOC below its range, and the charges on both sides are not of this discharge.
    Some(step(Warning, chosen.number).besides(&["CAP08", "CAP07"]))
}
