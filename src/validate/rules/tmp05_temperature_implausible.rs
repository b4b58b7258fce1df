//! TMP05 temperature-implausible (warning): a temperature that cannot be the cell's: a stuck channel, or another unit.
//!
//! Why it matters: capacity and resistance are given for a temperature. A channel that stands still hides what the cell
//! did; one in another unit puts every result at the wrong temperature.
//!
//! How: a channel is stuck when it stands still to the last digit for an hour while the chamber, or another sensor whose
//! readings move, moves by more than 3 K, or while more than 1 C flows (the test's largest step capacity in an hour), a
//! tenth of that capacity long, or that capacity passes, if its readings, or the other sensors', move otherwise by steps of 0.1 K or less. What
//! does not hang on the cell may stand in a room: of it, readings in tenths of a degree or coarser prove nothing. The chamber's
//! own column is a set value and may stand still, and so may a further column that never changes, unless two others move.
//! A cell that is more than 10 K from the chamber after two hours of rest, during which the chamber kept its temperature,
//! is implausible, too: 76 °F is 24 °C. Each channel is told once.
//!
//! What to do: check the sensor's plug, the channel that was recorded and its unit; leave the temperatures out if they are
//! wrong.

use super::rows::{Place, Run, number, on_rows, refuse_rounded, refuse_thinned};
use super::sensors::require;
use super::stuck::{Stand, Watched, Witness, witnesses};
use crate::model::{Block, Finding, Severity, StepType};
use crate::validate::scale::Scale;
use crate::validate::{Check, Context, Rule, StepView, TestView, Thresholds};
use std::sync::Arc;

/// The rule.
pub(crate) struct TemperatureImplausible;

impl Rule for TemperatureImplausible {
    fn code(&self) -> &'static str {
        "TMP05"
    }

    fn name(&self) -> &'static str {
        "temperature-implausible"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn source(&self) -> &'static str {
        include_str!("tmp05_temperature_implausible.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        refuse_thinned(context)?;
        refuse_rounded(context)?;
        let sensors = require(context.head)?;
        let chamber = sensors.iter().position(|sensor| sensor.is_chamber);
        let cell = sensors.iter().position(|sensor| sensor.is_cell);
        if cell.is_none() && sensors.iter().all(|sensor| sensor.is_chamber) {
            return Err("there is no temperature column but the chamber's in the rows".to_owned());
        }
        Ok(Box::new(State {
            limits: context.thresholds.clone(),
            scale: Arc::clone(&context.scale),
            channels: sensors.into_iter().map(Watched::new).collect(),
            rest: cell.zip(chamber).map(|(cell, chamber)| Rest { cell, chamber, since: None, step: 0, off: None }),
        }))
    }
}

struct State {
    limits: Thresholds,
    scale: Arc<Scale>,
    channels: Vec<Watched>,
    rest: Option<Rest>,
}

/// The cell at rest in its chamber.
struct Rest {
    cell: usize,
    chamber: usize,
    /// Since when it rests at this temperature of the chamber.
    since: Option<(f64, f64)>,
    /// The step whose rows came last.
    step: i32,
    /// The rows at which it is too far from the chamber.
    off: Option<Run>,
}

/// Times are differences of printed ones.
const ROUNDING_S: f64 = 1e-6;
/// A first row that comes later is of a step whose first rows are lost, or whose time goes on from the step before.
const FIRST_S: f64 = 1.0;

impl Rest {
    fn take(&mut self, block: &Block<'_>, row: usize, (cell_degc, chamber_degc): (f64, f64), limits: &Thresholds) {
        let (place, test_time_s) = (Place::of(block, row), block.test_time_s[row]);
        if cell_degc.is_nan() || chamber_degc.is_nan() {
            return;
        }
        // A step's first row comes a moment after its start: two hours of rest are two hours with its last.
        let late_s = block.step_time_s[row];
        let start_s = if place.row == 0 && late_s < FIRST_S { test_time_s - late_s } else { test_time_s };
        let (from_s, from_degc) = *self.since.get_or_insert((start_s, chamber_degc));
        if (chamber_degc - from_degc).abs() > limits.tmp05_moves_k {
            self.since = Some((test_time_s, chamber_degc));
            return;
        }
        let off_k = (cell_degc - chamber_degc).abs();
        let is_cells = (limits.tmp01_temperature_degc_min..=limits.tmp01_temperature_degc_max).contains(&cell_degc);
        if test_time_s - from_s >= limits.tmp05_rest_s - ROUNDING_S && off_k > limits.tmp05_difference_k && is_cells {
            match &mut self.off {
                None => self.off = Some(Run::one(place, cell_degc, off_k)),
                Some(run) if run.last.step == place.step => run.extend(place, cell_degc, off_k),
                Some(_) => {}
            }
        }
    }
}

impl State {
    /// What shows that a channel which stood still was stuck.
    fn proof(&self, stand: &Stand, own: usize) -> Option<String> {
        let channel = &self.channels[own];
        // What does not hang on the cell says no more than its digits; those of a column that never changes are the others'.
        let of_others =
            || self.channels.iter().filter(|other| !other.sensor.is_chamber).find_map(Watched::shows_a_room);
        if !channel.sensor.is_cell && channel.shows_a_room().or_else(of_others) == Some(false) {
            return None;
        }
        let others = witnesses(stand, own, &self.channels);
        let moving: Vec<&Witness> = others.iter().filter(|other| other.moves(self.limits.tmp05_moves_k)).collect();
        let enough = if channel.is_alive() || channel.sensor.is_cell { 1 } else { 2 };
        if let Some(most) =
            moving.iter().max_by(|a, b| a.moved_k.total_cmp(&b.moved_k)).filter(|_| moving.len() >= enough)
        {
            return Some(format!(
                "while {} moves by {} K",
                most.column,
                number((most.moved_k * 100.0).round() / 100.0)
            ));
        }
        let is_fine = channel.is_fine()
            || (channel.sensor.is_cell
                && others.iter().any(Witness::is_alive)
                && self.channels.iter().any(|other| !other.sensor.is_chamber && other.is_fine()));
        let largest_ah = self.scale.largest_ah();
        let rate = stand.current_a_max / largest_ah;
        if !is_fine || largest_ah <= 0.0 {
            return None;
        }
        // A first row of a discharge is no current that warms.
        let warms = stand.passed_fast_ah > WARMING * largest_ah;
        if warms && rate > self.limits.tmp05_rate_c * (1.0 + RATE_RELATIVE) {
            return Some(format!("while {rate:.1} C flow"));
        }
        (stand.passed_ah > largest_ah).then(|| format!("while {} Ah pass", number(stand.passed_ah)))
    }

    fn stuck(&self, stand: &Stand, own: usize, proof: &str, file: Option<&str>) -> Finding {
        let mut run = Run::one(stand.first, stand.degc, 0.0);
        run.last = stand.last;
        let sensor = &self.channels[own].sensor;
        let message = format!(
            "{} stands at {} °C for {} h, {proof}; check the sensor and the channel that was recorded",
            sensor.column,
            number(stand.degc),
            number((stand.duration_s / 360.0).round() / 10.0),
        );
        Finding { column: Some(sensor.column.clone()), ..on_rows(&TemperatureImplausible, file, &run, message) }
    }

    fn far(&self, rest: &Rest, file: Option<&str>) -> Option<Finding> {
        let run = rest.off?;
        let sensor = &self.channels[rest.cell].sensor;
        let hint = unit_hint(run.value, run.badness);
        let message = format!(
            "the cell is at {} °C ({}), {} K from the chamber after {} h of rest; {hint}",
            number(run.value),
            run.when(),
            number((run.badness * 100.0).round() / 100.0),
            number((self.limits.tmp05_rest_s / 360.0).round() / 10.0),
        );
        Some(Finding { column: Some(sensor.column.clone()), ..on_rows(&TemperatureImplausible, file, &run, message) })
    }
}

/// The rate may be above 1 C by so much in a discharge of 1 C.
const RATE_RELATIVE: f64 = 0.02;

/// So much of the largest step capacity must pass at that rate.
const WARMING: f64 = 0.1;

/// What explains a reading that far from the chamber.
fn unit_hint(degc: f64, off_k: f64) -> &'static str {
    let as_fahrenheit = (degc - 32.0) / 1.8;
    let chambers = [degc - off_k, degc + off_k];
    if chambers.iter().any(|chamber_degc| (as_fahrenheit - chamber_degc).abs() <= 3.0) {
        "in °F it would be the chamber's: check the unit"
    } else {
        "check the sensor, its unit and the channel that was recorded"
    }
}

impl Check for State {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        let Some(rest) = &mut self.rest else { return };
        // Steps whose rows are lost may have warmed the cell.
        let follows = rest.step + 1 == step.record.number;
        if step.record.step_type != StepType::Rest || !follows {
            rest.since = None;
        }
        rest.step = step.record.number;
    }

    fn block(&mut self, step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        let rests = step.record.step_type == StepType::Rest;
        let least_s = self.limits.tmp05_stuck_s;
        let readings: Vec<&[f64]> = self.channels.iter().map(|channel| channel.sensor.readings(block)).collect();
        for (own, channel) in self.channels.iter_mut().enumerate().filter(|(_, channel)| !channel.sensor.is_chamber) {
            channel.take(block, own, &readings, least_s);
        }
        if let Some(rest) = self.rest.as_mut().filter(|_| rests) {
            let (cells, chambers) = (readings[rest.cell], readings[rest.chamber]);
            for (row, both) in cells.iter().copied().zip(chambers.iter().copied()).enumerate() {
                rest.take(block, row, both, &self.limits);
            }
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for channel in &mut self.channels {
            channel.finish(self.limits.tmp05_stuck_s);
        }
        let stuck = |own: usize| {
            self.channels[own].long.iter().find_map(|stand| {
                let proof = self.proof(stand, own)?;
                Some(self.stuck(stand, own, &proof, test.detail_file))
            })
        };
        let found: Vec<(usize, Finding)> =
            (0..self.channels.len()).filter_map(|own| Some((own, stuck(own)?))).collect();
        if let Some(rest) = &self.rest
            && !found.iter().any(|(own, _)| *own == rest.cell)
        {
            out.extend(self.far(rest, test.detail_file));
        }
        out.extend(found.into_iter().map(|(_, finding)| finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Channel, ChannelKind};
    use crate::validate::harness::{Bench, CHAMBER};

    /// A cell whose sensor shows its noise, with steps of two hours.
    fn bench() -> Bench {
        let mut bench = Bench::new().rest(7800.0).charge(7200.0, 2.0).rest(7800.0).discharge(3000.0, 4.8).rest(7800.0);
        for degc in bench.details.iter_mut().flat_map(|rows| rows.temperature_degc.iter_mut().enumerate()) {
            *degc.1 = 25.0 + 0.01 * (degc.0 % 7) as f64;
        }
        bench
    }

    fn places(found: &[Finding]) -> Vec<(Option<i32>, Option<u64>)> {
        found.iter().map(|finding| (finding.step, finding.line)).collect()
    }

    #[test]
    fn silent_on_a_sensor_that_moves_and_on_set_values() {
        assert!(bench().findings(&TemperatureImplausible).is_empty());
        // A simulated temperature never moves, and nothing else in the file does.
        let mut bench = bench();
        bench.details.iter_mut().for_each(|rows| rows.temperature_degc.fill(25.0));
        assert!(bench.findings(&TemperatureImplausible).is_empty());
        // A short stand, and a long one at rest.
        let mut bench = self::bench();
        bench.details[2].temperature_degc.fill(25.01);
        bench.details[1].temperature_degc[10..60].fill(25.02);
        assert!(bench.findings(&TemperatureImplausible).is_empty());
    }

    #[test]
    fn a_stuck_channel_is_told_once() {
        let mut bench = bench();
        for rows in &mut bench.details[2..] {
            rows.temperature_degc.fill(24.0);
        }
        let found = bench.findings(&TemperatureImplausible);
        assert_eq!(places(&found), [(Some(3), Some(bench.details[2].lines[0]))]);
        assert_eq!(found[0].line_end, bench.details[4].lines.last().copied());
        assert!(found[0].message.contains("while 1.2 C flow"), "{}", found[0].message);
    }

    #[test]
    fn a_stuck_channel_is_shown_by_the_chamber() {
        let mut bench = bench();
        bench.details[2].temperature_degc.fill(24.0);
        bench.details[2].channels[CHAMBER][60..].fill(29.0);
        let found = bench.findings(&TemperatureImplausible);
        assert_eq!(places(&found), [(Some(3), Some(bench.details[2].lines[0]))]);
        assert!(found[0].message.contains("moves by 4 K"), "{}", found[0].message);
    }

    #[test]
    fn a_room_in_tenths_of_a_degree_may_stand_still() {
        let with = |step_k: f64| {
            let mut bench = bench();
            bench.head.channels.push(Channel { name: "Aux T3".into(), kind: ChannelKind::Temperature });
            for rows in &mut bench.details {
                let room =
                    (0..rows.len()).map(|row| 24.6 + if rows.step == 1 { step_k * (row % 2) as f64 } else { 0.0 });
                let room = room.collect();
                rows.channels.push(room);
                rows.temperature_degc.iter_mut().enumerate().for_each(|(row, degc)| *degc += 0.05 * row as f64);
            }
            places(&bench.findings(&TemperatureImplausible))
        };
        assert_eq!((with(0.1), with(0.01).len()), (Vec::new(), 1));
    }

    #[test]
    fn a_rested_cell_far_from_its_chamber_is_another_unit() {
        let mut bench = bench();
        for rows in &mut bench.details {
            rows.temperature_degc.iter_mut().for_each(|degc| *degc = *degc * 1.8 + 32.0);
        }
        let found = bench.findings(&TemperatureImplausible);
        assert_eq!(places(&found), [(Some(1), Some(bench.details[0].lines[120]))]);
        assert!(found[0].message.contains("in °F"), "{}", found[0].message);
        // A rest of two hours is as long at its last row, though its first row comes a moment after its start.
        let mut bench = Bench::new().discharge(3000.0, 4.8).rest(7200.0);
        bench.details[1]
            .temperature_degc
            .iter_mut()
            .enumerate()
            .for_each(|(row, degc)| *degc = 76.0 + 0.01 * (row % 7) as f64);
        let found = bench.findings(&TemperatureImplausible);
        assert_eq!(places(&found), [(Some(2), bench.details[1].lines.last().copied())]);
        // A chamber that was set elsewhere just now is no reason.
        let mut bench = self::bench();
        bench.details[4].channels[CHAMBER][60..].fill(45.0);
        assert!(bench.findings(&TemperatureImplausible).is_empty());
    }
}
