//! Faults of the steps: lost, doubled, out of order, of unknown type, with a wrong end.

use crate::base::{BOTH, Base, Col, Does, File, StepRows};
use crate::draft::Draft;
use crate::fmt::ways;
use crate::judge::{Place, Planted, Way, lines, step};
use crate::rewrite::cut;
use crate::synth::Rng;
use battery_etl::model::Severity::{Error, Info, Warning};

ways! {
    "STP01" "rows of Step lost" no_summary;
    "STP01" "exported while its last step runs" mid_test;
    "STP02" "the rows of steps lost" no_detail;
    "STP03" "a row of Step twice" summary_twice;
    "STP03" "two rows of Step change places" summaries_swapped;
    "STP03" "a number left out" number_missing;
    "STP03" "two steps of Detail change places" steps_swapped;
    "STP03" "a step lost from both files" step_lost;
    "STP04" "an unknown type" unknown_type;
    "STP05" "an alarm" alarm;
    "STP05" "an unknown status" unknown_status;
    "STP05" "said to run amid the test" said_to_run;
    "STP05" "skipped by the operator" skipped;
    "STP05" "an alarm in rows alone" alarm_in_rows;
    "STP06" "the last step runs" runs;
    "STP07" "another end voltage" end_voltage;
    "STP07" "another end current" end_current;
    "STP07" "another energy" end_energy;
    "STP07" "another last voltage in Detail" last_voltage;
    "STP08" "a charge ended by time" charge_by_time;
}

/// A random step that has a row in Step and of which more is true.
pub(crate) fn any_step(base: &Base, rng: &mut Rng, is: impl Fn(&StepRows) -> bool) -> Option<StepRows> {
    let steps: Vec<StepRows> = base.steps.iter().filter(|step| step.row.is_some() && is(step)).cloned().collect();
    rng.one(&steps)
}

fn is_last(base: &Base, step: &StepRows) -> bool {
    base.steps.last().is_some_and(|last| last.number == step.number)
}

fn at_summary(draft: &Draft<'_>, severity: battery_etl::model::Severity, chosen: &StepRows) -> Option<Planted> {
    let line = draft.base.line(File::Step, chosen.row?);
    let mut planted = lines(severity, File::Step, line, line);
    planted.places[0].step = Some(chosen.number);
    Some(planted)
}

/// Neighbouring steps inside the test; each has its row in Step.
fn neighbours(base: &Base, rng: &mut Rng) -> Option<Vec<StepRows>> {
    let count = rng.whole(1, 3);
    let from = rng.below(base.steps.len().checked_sub(count + 1)?);
    Some(base.steps[from..from + count].to_vec())
}

fn no_summary(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    // The English rows name no type: there the step's kind is lost with its summary.
    draft.base.has(File::Detail, Col::Kind).then_some(())?;
    let gone = neighbours(draft.base, rng)?;
    draft.remove(File::Step, gone[0].row?..gone.last()?.row? + 1);
    let line = draft.base.line(File::Detail, gone[0].first);
    let mut planted = lines(Error, File::Detail, line, line);
    planted.places[0].step = Some(gone[0].number);
    Some(planted)
}

fn mid_test(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    base.has(File::Detail, Col::Status).then_some(())?;
    let running = any_step(base, rng, |step| step.len() > 2 && step.number > 1)?;
    let keep = running.first + rng.whole(1, running.active - running.first - 1);
    let rows = base.lines[1].len();
    draft.remove(File::Detail, keep..rows);
    draft.remove(File::Step, running.row?..base.lines[0].len());
    let line = base.line(File::Detail, running.first);
    let mut planted = lines(Info, File::Detail, line, line);
    planted.places[0].step = Some(running.number);
    // Before its first full discharge a test has none.
    Some(planted.besides(&["REF01"]))
}

fn no_detail(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let gone = neighbours(draft.base, rng)?;
    draft.remove(File::Detail, gone[0].first..gone.last()?.end);
    let line = draft.base.line(File::Step, gone[0].row?);
    let mut planted = lines(Error, File::Step, line, draft.base.line(File::Step, gone.last()?.row?));
    planted.places[0].step = Some(gone[0].number);
    Some(planted)
}

fn summary_twice(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |_| true)?;
    let row = chosen.row?;
    let to = if rng.coin() { row + 1 } else { draft.base.lines[0].len() };
    let line = draft.sheet(File::Step).lines[row].clone();
    draft.sheet(File::Step).lines.insert(to, line);
    let line = draft.base.line(File::Step, to);
    let mut planted = lines(Error, File::Step, line, line);
    planted.places[0].step = Some(chosen.number);
    Some(planted)
}

fn summaries_swapped(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let count = draft.base.lines[0].len();
    let one = rng.below(count.checked_sub(1)?);
    draft.sheet(File::Step).lines.swap(one, one + 1);
    Some(lines(Error, File::Step, draft.base.line(File::Step, one), draft.base.line(File::Step, one + 1)))
}

fn number_missing(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let at = rng.whole(1, base.steps.len() - 1);
    let by = rng.whole(1, 3) as f64;
    for file in BOTH {
        for row in 0..base.lines[file as usize].len() {
            if base.numbers(file, Col::Step)[row] >= f64::from(base.steps[at].number) {
                draft.add(file, row, Col::Step, by);
            }
        }
    }
    Some(step(Error, base.steps[at].number))
}

fn steps_swapped(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let at = rng.below(base.steps.len() - 1);
    let (one, two) = (&base.steps[at], &base.steps[at + 1]);
    draft.sheet(File::Detail).lines[one.first..two.end].rotate_left(one.len());
    let detail = Place { file: Some(File::Detail), ..Place::default() };
    let first = base.line(File::Detail, one.first);
    let lines = Some((first, first + two.len() as u64));
    Some(Planted::at(Error, vec![Place { lines, ..detail }]))
}

/// A step that is lost from both files truly shifts all that adds up over steps.
fn step_lost(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_step(base, rng, |step| !is_last(base, step))?;
    draft.remove(File::Step, chosen.row?..chosen.row? + 1);
    draft.remove(File::Detail, chosen.first..chosen.end);
    let planted = step(Error, chosen.number);
    Some(if chosen.flows() { planted.besides(&["CAP07", "CAP08", "CAP09", "REF01"]) } else { planted })
}

/// What a step is decides what adds up over steps, and whether a test has a reference.
fn unknown_type(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_step(base, rng, |_| true)?;
    let text = rng.one(&["CC", "電流", "Charge?", "???", "循環", "靜", "DC-ESR"])?;
    draft.set(File::Step, chosen.row?, Col::Kind, text);
    if rng.coin() {
        for row in chosen.first..chosen.end {
            draft.set(File::Detail, row, Col::Kind, text);
        }
    }
    // A word that holds "charge" is read as one, and then goes the wrong way in a discharge.
    Some(at_summary(draft, Warning, &chosen)?.besides(&["CAP07", "CAP08", "CAP09", "REF01", "CUR02", "CAP04"]))
}

/// Puts a status into Step and, at the step's last rows, into Detail.
fn end_with(draft: &mut Draft<'_>, chosen: &StepRows, status: &str) -> Option<()> {
    draft.set(File::Step, chosen.row?, Col::Status, status).then_some(())?;
    draft.set(File::Detail, chosen.last_active(), Col::Status, status);
    draft.set(File::Detail, chosen.end - 1, Col::Status, status);
    Some(())
}

/// Another end than by its limit: a discharge is then no full one, and a charge did not fill the cell.
fn ended(draft: &mut Draft<'_>, rng: &mut Rng, statuses: &[&str]) -> Option<(Planted, StepRows)> {
    let chosen = any_step(draft.base, rng, |step| step.does != Does::Chamber && !is_last(draft.base, step))?;
    end_with(draft, &chosen, rng.one(statuses)?)?;
    let planted = at_summary(draft, Warning, &chosen)?;
    Some((if chosen.flows() { planted.besides(&["REF01"]) } else { planted }, chosen))
}

fn alarm(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let statuses = ["StepFinishByAlarm", "STSAbort", "STSStopByError", "StepFail", "Protect_OVP", "EmergencyStop"];
    ended(draft, rng, &statuses).map(|(planted, _)| planted)
}

fn unknown_status(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    ended(draft, rng, &["Foo", "StepFinishByCut_X", "?", "7", "Power loss"]).map(|(planted, _)| planted)
}

fn said_to_run(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    ended(draft, rng, &["StepRunning"]).map(|(planted, _)| planted)
}

fn skipped(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let (planted, _) = ended(draft, rng, &["STSSkipByIPC"])?;
    Some(Planted { severity: Info, ..planted })
}

fn alarm_in_rows(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |step| step.len() > 3)?;
    let row = rng.whole(chosen.first, chosen.end - 1);
    draft.set(File::Detail, row, Col::Status, "StepAlarm").then_some(())?;
    let line = draft.base.line(File::Detail, row);
    Some(lines(Warning, File::Detail, line, line))
}

fn runs(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let chosen = any_step(base, rng, |step| is_last(base, step) && step.does != Does::Chamber)?;
    end_with(draft, &chosen, "StepRunning")?;
    Some(step(Info, chosen.number).besides(&["REF01"]))
}

fn end_voltage(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |_| true)?;
    let by = rng.sign() * rng.size(1.1e-3, 0.5);
    draft.add(File::Step, chosen.row?, Col::Voltage, by);
    Some(step(Warning, chosen.number))
}

/// By how much tolerances are wider than those of a 20 Ah cell.
fn large(base: &Base) -> f64 {
    (base.largest(Col::Capacity, 0..base.lines[1].len()) / 20.0).max(1.0)
}

fn end_current(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |_| true)?;
    let was = draft.get(File::Step, chosen.row?, Col::Current).abs();
    let by =
        rng.sign() * rng.size(1.1e-3 * large(draft.base) + 1.1e-4 * was, (0.5 * was).max(0.01 * large(draft.base)));
    draft.add(File::Step, chosen.row?, Col::Current, by);
    Some(step(Warning, chosen.number))
}

fn end_energy(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |_| true)?;
    let was = draft.get(File::Step, chosen.row?, Col::Energy).abs();
    let by =
        rng.sign() * rng.size(1.1e-4 * large(draft.base) + 1.1e-4 * was, (0.5 * was).max(0.01 * large(draft.base)));
    draft.add(File::Step, chosen.row?, Col::Energy, by);
    Some(step(Warning, chosen.number))
}

fn last_voltage(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let chosen = any_step(draft.base, rng, |step| step.len() > 3)?;
    let row = chosen.last_active();
    draft.add(File::Detail, row, Col::Voltage, rng.sign() * rng.size(1.5e-3, 0.3));
    let line = draft.base.line(File::Detail, row);
    let mut planted = lines(Warning, File::Detail, line, line);
    planted.places[0].step = Some(chosen.number);
    Some(planted)
}

fn charge_by_time(draft: &mut Draft<'_>, rng: &mut Rng) -> Option<Planted> {
    let base = draft.base;
    let before_full = |step: &StepRows| {
        let next = base.steps.iter().find(|next| next.number > step.number && next.flows());
        let status = next.and_then(|next| base.cell(File::Step, next.row?, Col::Status));
        let falls = next.is_some_and(|next| base.rows(Col::Current)[next.first] < 0.0);
        step.does == Does::Hold && falls && status == Some("StepFinishByCut_V")
    };
    let chosen = any_step(base, rng, before_full)?;
    // While more than C/10 still flows.
    let least_a = 0.12 * base.largest(Col::Capacity, 0..base.lines[1].len());
    let flows = |row: &usize| base.rows(Col::Current)[*row] > least_a;
    let last = (chosen.first + 6..chosen.active).rev().find(flows)?;
    for file_row in [last, chosen.end - 1] {
        draft.set(File::Detail, file_row, Col::Status, "StepFinishByCut_T");
    }
    draft.set(File::Step, chosen.row?, Col::Status, "StepFinishByCut_T").then_some(())?;
    cut(draft, &chosen, last)?;
    // Where the one full discharge loses its full charge, no other is left to be the reference; and the discharge gives
    // more than this charge gave.
    Some(at_summary(draft, Info, &chosen)?.besides(&["REF01", "CAP07", "CAP08"]))
}
