//! Several consecutive steps as one: sums, the start of the first, the end of the last.

use super::amend::said;
use crate::model::{Block, Column, Control, Maybe, StepData, StepRecord, StepTrace, TestError, with_article};
use std::collections::HashMap;
use std::sync::Arc;

/// Why steps cannot be one.
pub(super) fn check(data: &[StepData], first_step: i32, last_step: i32) -> Result<(), String> {
    let range = || data.iter().filter(|step| (first_step..=last_step).contains(&step.record.number));
    let numbers: Vec<i32> = range().map(|step| step.record.number).collect();
    if first_step >= last_step || numbers.first() != Some(&first_step) || numbers.last() != Some(&last_step) {
        return Err(format!("there are no steps {first_step} to {last_step} that could be one"));
    }
    let Some(first) = range().next() else { return Err("there are no such steps".to_owned()) };
    if let Some(other) = range().find(|step| step.record.step_type != first.record.step_type) {
        return Err(format!(
            "step {} is {} and step {} {}: only steps of one type can be one; see `catalog correct` for a wrong type",
            first_step,
            with_article(first.record.step_type.as_str()),
            other.record.number,
            with_article(other.record.step_type.as_str())
        ));
    }
    let has_tail = |step: &&StepData| step.trace.as_ref().is_some_and(|trace| trace.relaxation_rows > 0);
    match range().find(has_tail).filter(|step| step.record.number != last_step) {
        Some(step) => {
            Err(format!("step {} is followed by its own relaxation, so it can only be the last", step.record.number))
        }
        None => Ok(()),
    }
}

/// Makes one step of those of each range, ends included, and tells where the rows of each part stand in it.
pub(super) fn merge(data: Vec<StepData>, ranges: impl Iterator<Item = (i32, i32)>) -> (Vec<StepData>, Parts) {
    let (mut data, mut parts) = (data, Parts::default());
    for (first_step, last_step) in ranges {
        let mut merged: Vec<StepData> = Vec::with_capacity(data.len());
        let mut offset = Offset::none(first_step);
        for step in data {
            if (first_step..=last_step).contains(&step.record.number) {
                parts.put(&step, &mut offset);
            }
            match merged.last_mut() {
                Some(one) if one.record.number == first_step && step.record.number <= last_step => join(one, step),
                _ => merged.push(step),
            }
        }
        data = merged;
    }
    (data, parts)
}

/// The duration of a step as its rows are laid behind those of the one before.
fn duration_s(step: &StepData) -> f64 {
    said::duration_s(step).unwrap_or(0.0)
}

fn capacity_ah(step: &StepData) -> f64 {
    said::capacity_ah(step).unwrap_or(0.0)
}

fn energy_wh(step: &StepData) -> f64 {
    said::energy_wh(step).unwrap_or(0.0)
}

/// Of two numbers what is made of both, of one that one.
fn joined(one: Maybe, other: Maybe, join: fn(f64, f64) -> f64) -> Maybe {
    one.get().zip(other.get()).map_or(one.or(other), |(one, other)| join(one, other).into())
}

fn sum(one: Maybe, other: Maybe) -> Maybe {
    joined(one, other, |one, other| one + other)
}

/// The sum over two steps, of which one may say nothing that its rows say; `None` where both leave it to their rows.
fn total(of: impl Fn(&StepRecord) -> Option<f64>, one: (&StepData, f64), next: (&StepData, f64)) -> Option<f64> {
    let is_said = of(&one.0.record).is_some() || of(&next.0.record).is_some();
    is_said.then_some(one.1 + next.1)
}

fn join(one: &mut StepData, next: StepData) {
    let offsets = (duration_s(one), capacity_ah(one), energy_wh(one));
    let totals = (
        total(|record| record.duration_s.get(), (one, offsets.0), (&next, duration_s(&next))),
        total(|record| record.capacity_ah.get(), (one, offsets.1), (&next, capacity_ah(&next))),
        total(|record| record.energy_wh.get(), (one, offsets.2), (&next, energy_wh(&next))),
    );
    let starts_at_voltage = next.record.control == Control::ConstantVoltage;
    one.trace = match (one.trace.take(), next.trace) {
        (Some(before), Some(after)) => Some(join_traces(before, after, offsets, starts_at_voltage)),
        (before, after) => before.or(after),
    };
    join_records(Arc::make_mut(&mut one.record), &next.record, totals);
}

fn join_records(
    one: &mut StepRecord,
    next: &StepRecord,
    (duration_s, capacity_ah, energy_wh): (Option<f64>, Option<f64>, Option<f64>),
) {
    one.control = match (one.control, next.control) {
        (before, after) if before == after => before,
        (Control::ConstantCurrent | Control::ConstantCurrentVoltage, Control::ConstantVoltage) => {
            Control::ConstantCurrentVoltage
        }
        _ => Control::Unknown,
    };
    if one.original_step_type != next.original_step_type {
        one.original_step_type = format!("{} + {}", one.original_step_type, next.original_step_type).into();
    }
    if let (None, Some(_)) = (one.constant_current_capacity_ah.get(), next.constant_current_capacity_ah.get()) {
        one.constant_current_capacity_ah = sum(one.capacity_ah, next.constant_current_capacity_ah);
    }
    (one.duration_s, one.capacity_ah, one.energy_wh) = (duration_s.into(), capacity_ah.into(), energy_wh.into());
    // With a part that still runs the whole does: the Step file has no row of its end.
    one.line = one.line.filter(|_| next.line.is_some());
    one.status.clone_from(&next.status);
    one.end_reason = next.end_reason;
    one.voltage_end_v = next.voltage_end_v;
    one.current_end_a = next.current_end_a;
    one.power_end_w = next.power_end_w;
    one.temperature_end_degc = next.temperature_end_degc;
    one.chamber_temperature_end_degc = next.chamber_temperature_end_degc;
    one.total_capacity_ah = next.total_capacity_ah;
    one.tester_soc_pct = next.tester_soc_pct;
}

fn join_traces(
    before: StepTrace,
    after: StepTrace,
    (duration_s, capacity_ah, energy_wh): (f64, f64, f64),
    starts_at_voltage: bool,
) -> StepTrace {
    let least = |one, other| joined(one, other, f64::min);
    let most = |one, other| joined(one, other, f64::max);
    let held_from = if starts_at_voltage { Some(0.0) } else { after.constant_voltage_start_ah.get() };
    StepTrace {
        step: before.step,
        rows: before.rows + after.rows,
        active_rows: before.active_rows + after.active_rows,
        relaxation_rows: after.relaxation_rows,
        duration_contradicted: before.duration_contradicted || after.duration_contradicted,
        first_line: before.first_line,
        last_active_line: after.last_active_line,
        test_time_start_s: before.test_time_start_s.or(after.test_time_start_s),
        test_time_end_s: after.test_time_end_s.or(before.test_time_end_s),
        step_time_end_s: after
            .step_time_end_s
            .get()
            .map(|end_s| duration_s + end_s)
            .or(before.step_time_end_s.get())
            .into(),
        voltage_start_v: before.voltage_start_v.or(after.voltage_start_v),
        voltage_end_v: after.voltage_end_v,
        voltage_min_v: least(before.voltage_min_v, after.voltage_min_v),
        voltage_max_v: most(before.voltage_max_v, after.voltage_max_v),
        current_end_a: after.current_end_a,
        current_abs_max_a: most(before.current_abs_max_a, after.current_abs_max_a),
        current_held_a: most(before.current_held_a, after.current_held_a),
        power_end_w: after.power_end_w,
        capacity_end_ah: after
            .capacity_end_ah
            .get()
            .map(|end_ah| capacity_ah + end_ah)
            .or(before.capacity_end_ah.get())
            .into(),
        energy_end_wh: after.energy_end_wh.get().map(|end_wh| energy_wh + end_wh).or(before.energy_end_wh.get()).into(),
        temperature_start_degc: before.temperature_start_degc,
        temperature_end_degc: after.temperature_end_degc,
        temperature_min_degc: least(before.temperature_min_degc, after.temperature_min_degc),
        temperature_max_degc: most(before.temperature_max_degc, after.temperature_max_degc),
        chamber_temperature_start_degc: before.chamber_temperature_start_degc,
        integral_charge_ah: before.integral_charge_ah + after.integral_charge_ah,
        integral_discharge_ah: before.integral_discharge_ah + after.integral_discharge_ah,
        integral_charge_wh: before.integral_charge_wh + after.integral_charge_wh,
        integral_discharge_wh: before.integral_discharge_wh + after.integral_discharge_wh,
        constant_voltage_start_ah: before
            .constant_voltage_start_ah
            .get()
            .or(held_from.map(|from_ah| capacity_ah + from_ah))
            .into(),
        // It is no pulse any more; what its rows say in words is said of its parts.
        is_short: false,
        samples: None,
        words: None,
    }
}

/// Where the rows of a step that is part of one stand in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Offset {
    /// The whole.
    pub(super) step: i32,
    pub(super) rows: u64,
    pub(super) duration_s: f64,
    pub(super) capacity_ah: f64,
    pub(super) energy_wh: f64,
}

impl Offset {
    /// That of the first part.
    pub(super) fn none(step: i32) -> Self {
        Self { step, rows: 0, duration_s: 0.0, capacity_ah: 0.0, energy_wh: 0.0 }
    }
}

/// The rows of parts, as rows of the step that they are part of.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts(HashMap<i32, Offset>);

impl Parts {
    /// Takes a step, or a whole with its own parts, as the next part of another.
    fn put(&mut self, step: &StepData, offset: &mut Offset) {
        let number = step.record.number;
        for part in self.0.values_mut().filter(|part| part.step == number) {
            *part = Offset {
                step: offset.step,
                rows: part.rows + offset.rows,
                duration_s: part.duration_s + offset.duration_s,
                capacity_ah: part.capacity_ah + offset.capacity_ah,
                energy_wh: part.energy_wh + offset.energy_wh,
            };
        }
        self.0.entry(number).or_insert(*offset);
        offset.rows += step.trace.as_ref().map_or(0, |trace| trace.rows);
        offset.duration_s += duration_s(step);
        offset.capacity_ah += capacity_ah(step);
        offset.energy_wh += energy_wh(step);
    }

    /// Each part with its place in the whole.
    pub(super) fn all(&self) -> impl Iterator<Item = (i32, Offset)> + '_ {
        self.0.iter().map(|(part, offset)| (*part, *offset))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The step that a step is read as.
    pub(super) fn whole(&self, step: i32) -> i32 {
        self.0.get(&step).map_or(step, |offset| offset.step)
    }

    /// The steps that are read for it.
    pub(super) fn parts_of(&self, step: i32) -> impl Iterator<Item = i32> + '_ {
        self.0.iter().filter(move |(_, offset)| offset.step == step).map(|(part, _)| *part)
    }

    /// Hands a block on as rows of the whole step.
    pub(super) fn hand(
        &self,
        block: &Block<'_>,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        let Some(offset) = self.0.get(&block.step).filter(|offset| offset.step != block.step) else {
            return each(block);
        };
        let moved = |column: Column, by: f64| block.column(column).iter().map(|value| value + by).collect::<Vec<f64>>();
        let step_time_s = moved(Column::StepTime, offset.duration_s);
        let capacity_ah = moved(Column::Capacity, offset.capacity_ah);
        let energy_wh = moved(Column::Energy, offset.energy_wh);
        each(&Block {
            step: offset.step,
            first_sequence: block.first_sequence + offset.rows,
            step_time_s: &step_time_s,
            capacity_ah: &capacity_ah,
            energy_wh: &energy_wh,
            ..*block
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::StepType;

    fn step(number: i32, step_type: StepType, control: Control) -> StepData {
        let record = StepRecord {
            step_type,
            control,
            duration_s: 100.0.into(),
            capacity_ah: 2.0.into(),
            energy_wh: 7.0.into(),
            voltage_end_v: f64::from(number).into(),
            original_step_type: format!("{control:?}").into(),
            ..StepRecord::unknown(number)
        };
        let trace = StepTrace {
            step: number,
            rows: 11,
            active_rows: 11,
            voltage_start_v: 3.0.into(),
            voltage_min_v: (f64::from(number) - 1.0).into(),
            integral_charge_ah: 2.0,
            test_time_end_s: (100.0 * f64::from(number)).into(),
            ..StepTrace::default()
        };
        StepData { record: Arc::new(record), trace: Some(trace) }
    }

    fn charge() -> Vec<StepData> {
        vec![
            step(1, StepType::Rest, Control::Rest),
            step(2, StepType::Charge, Control::ConstantCurrent),
            step(3, StepType::Charge, Control::ConstantVoltage),
            step(4, StepType::Rest, Control::Rest),
        ]
    }

    #[test]
    fn a_charge_in_two_steps_is_one_of_both_stages() {
        let merged = merge(charge(), std::iter::once((2, 3))).0;
        assert_eq!(merged.iter().map(|step| step.record.number).collect::<Vec<_>>(), [1, 2, 4]);
        let (record, trace) = (&merged[1].record, merged[1].trace.as_ref().unwrap());
        assert_eq!(record.control, Control::ConstantCurrentVoltage);
        assert_eq!(
            (record.duration_s.get(), record.capacity_ah.get(), record.energy_wh.get()),
            (Some(200.0), Some(4.0), Some(14.0))
        );
        assert_eq!((record.voltage_end_v.get(), trace.voltage_min_v.get(), trace.rows), (Some(3.0), Some(1.0), 22));
        assert_eq!((trace.constant_voltage_start_ah.get(), trace.integral_charge_ah), (Some(2.0), 4.0));
        assert_eq!(&*record.original_step_type, "ConstantCurrent + ConstantVoltage");
    }

    #[test]
    fn rows_go_on_where_those_of_the_part_before_end() {
        let parts = merge(charge(), std::iter::once((2, 3))).1;
        let block = Block::of(
            3,
            0,
            [&[0.0, 50.0], &[200.0, 250.0], &[4.2; 2], &[1.0; 2], &[0.0, 0.5], &[0.0, 1.0], &[25.0; 2]],
            &[],
        );
        let mut seen = Vec::new();
        let mut each = |block: &Block<'_>| {
            seen.push((block.step, block.first_sequence, block.step_time_s.to_vec(), block.capacity_ah.to_vec()));
            Ok(())
        };
        parts.hand(&block, &mut each).unwrap();
        parts.hand(&Block { step: 4, ..block }, &mut each).unwrap();
        assert_eq!(seen[0], (2, 11, vec![100.0, 150.0], vec![2.0, 2.5]));
        assert_eq!((seen[1].0, seen[1].1), (4, 0));
        let mut read: Vec<i32> = parts.parts_of(2).collect();
        read.sort_unstable();
        assert_eq!((read, parts.whole(3), parts.whole(4)), (vec![2, 3], 2, 4));
    }

    #[test]
    fn what_a_part_that_still_runs_has_is_what_its_rows_say() {
        let mut data = charge();
        data.iter_mut().for_each(|step| Arc::make_mut(&mut step.record).line = Some(2));
        let running = Arc::make_mut(&mut data[2].record);
        (running.duration_s, running.capacity_ah, running.energy_wh) = (Maybe::NONE, Maybe::NONE, Maybe::NONE);
        running.line = None;
        let trace = data[2].trace.as_mut().unwrap();
        (trace.step_time_end_s, trace.capacity_end_ah, trace.energy_end_wh) = (40.0.into(), 0.5.into(), 2.0.into());
        let merged = &merge(data.clone(), std::iter::once((2, 3))).0[1].record;
        assert_eq!((merged.duration_s, merged.capacity_ah, merged.energy_wh), (140.0.into(), 2.5.into(), 9.0.into()));
        assert_eq!(merged.line, None);
        // Where the tester says nothing of any, their rows do.
        data.iter_mut().for_each(|step| Arc::make_mut(&mut step.record).duration_s = Maybe::NONE);
        assert_eq!(merge(data, std::iter::once((2, 3))).0[1].record.duration_s, None);
    }

    #[test]
    fn parts_of_a_part_are_parts_of_the_whole() {
        let mut data = charge();
        Arc::make_mut(&mut data[3].record).step_type = StepType::Charge;
        let inner_first = merge(data.clone(), [(3, 4), (2, 3)].into_iter()).1;
        let outer_last = merge(data.clone(), [(2, 3), (2, 4)].into_iter()).1;
        let at_once = merge(data, std::iter::once((2, 4))).1;
        assert_eq!((inner_first.whole(4), inner_first.0[&4].rows, inner_first.0[&4].capacity_ah), (2, 22, 4.0));
        assert_eq!((&inner_first.0, &outer_last.0), (&at_once.0, &at_once.0));
    }

    #[test]
    fn only_what_is_of_one_type_and_there_can_be_one() {
        assert_eq!(check(&charge(), 2, 3), Ok(()));
        for (first, last, word) in [(3, 4, "of one type"), (3, 2, "no steps"), (2, 9, "no steps"), (7, 9, "no steps")] {
            assert!(check(&charge(), first, last).unwrap_err().contains(word), "{first} {last}");
        }
        let mut tail = charge();
        tail[1].trace.as_mut().unwrap().relaxation_rows = 3;
        assert!(check(&tail, 2, 3).unwrap_err().contains("relaxation"));
    }
}
