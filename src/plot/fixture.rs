//! A test in memory with a known answer: a cell of 2 Ah and 20 mΩ, cycled and pulsed.

use crate::model::{
    Block, Channel, ChannelKind, Columns, Control, Conventions, Derived, EndReason, Finding, Head, Origin, StepData,
    StepRecord, StepSet, StepTrace, StepType, Test, TestError,
};
use crate::transform::{Tracer, derive};
use chrono::NaiveDate;

/// A row: step time, test time, voltage, current, capacity, energy, temperature.
type Row = [f64; 7];

/// The test.
pub(super) struct Synthetic {
    head: Head,
    steps: Vec<StepData>,
    rows: Vec<Vec<Row>>,
    chamber: f64,
    ohm: f64,
}

const CAPACITY_AH: f64 = 2.0;
const OHM: f64 = 0.02;

fn ocv(soc: f64) -> f64 {
    3.2 + 0.8 * soc + 0.08 * (soc * 12.0).sin()
}

impl Synthetic {
    /// `cycles` cycles of 1 C, the last one at C/2, then a pulse each way at half charge.
    pub(super) fn new(name: &str, cycles: usize) -> Self {
        let mut test = Self { head: head(name), steps: Vec::new(), rows: Vec::new(), chamber: 25.0, ohm: OHM };
        let (mut soc, mut time) = (0.0, 0.0);
        test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
        for cycle in 0..cycles {
            let rate = if cycle + 1 == cycles { 0.5 } else { 1.0 };
            let current = CAPACITY_AH * rate;
            test.step(&mut soc, &mut time, StepType::Charge, current, 3600.0 / rate);
            test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
            test.step(&mut soc, &mut time, StepType::Discharge, -current, 3600.0 / rate);
            test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
        }
        test.step(&mut soc, &mut time, StepType::Charge, 2.0, 1800.0);
        test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
        test.step(&mut soc, &mut time, StepType::Discharge, -4.0, 10.0);
        test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
        test.step(&mut soc, &mut time, StepType::Charge, 6.0, 10.0);
        test
    }

    /// Cycles of 1 C with a pulse each way at 80 and at 30 % charge; the resistance grows by 2 mΩ with each.
    pub(super) fn pulsed(name: &str, cycles: usize) -> Self {
        let mut test = Self::new(name, 0);
        test.steps.clear();
        test.rows.clear();
        let (mut soc, mut time) = (0.0, 0.0);
        for cycle in 0..cycles {
            test.ohm = 0.002_f64.mul_add(cycle as f64, OHM);
            test.step(&mut soc, &mut time, StepType::Charge, 2.0, 3600.0);
            for seconds in [720.0, 1800.0] {
                test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
                test.step(&mut soc, &mut time, StepType::Discharge, -2.0, seconds);
                for current in [-4.0, 3.0] {
                    test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
                    let step_type = if current > 0.0 { StepType::Charge } else { StepType::Discharge };
                    test.step(&mut soc, &mut time, step_type, current, 10.0);
                }
            }
            test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
            let rest_s = 3600.0_f64.mul_add(soc, -1.0);
            test.step(&mut soc, &mut time, StepType::Discharge, -2.0, rest_s);
            test.step(&mut soc, &mut time, StepType::Rest, 0.0, 1800.0);
        }
        test
    }

    fn step(&mut self, soc: &mut f64, time: &mut f64, step_type: StepType, current: f64, duration: f64) {
        let number = self.steps.len() as i32 + 1;
        let count = if duration <= 60.0 { 100 } else { 120 };
        let rows: Vec<Row> = (0..=count)
            .map(|i| {
                let t = if i == 0 { 0.01 } else { duration * f64::from(i) / f64::from(count) };
                let charge = current * t / 3600.0;
                let voltage = ocv(*soc + charge / CAPACITY_AH) + current * self.ohm;
                let temperature = 25.0 + current.abs() * (t / 3600.0);
                [t, *time + t, voltage, current, charge, charge * voltage, temperature]
            })
            .collect();
        let last = rows[rows.len() - 1];
        let end = match step_type {
            StepType::Charge if duration > 60.0 => EndReason::Current,
            StepType::Discharge if duration > 60.0 => EndReason::Voltage,
            _ => EndReason::Time,
        };
        let record = record(number, step_type, end, *time, &last);
        let trace = trace(&self.head, &record, &rows);
        *soc += last[4] / CAPACITY_AH;
        *time += duration;
        self.steps.push(StepData { record: record.into(), trace: Some(trace) });
        self.rows.push(rows);
    }

    pub(super) fn derived(&self) -> Derived {
        derive(&self.head, &self.steps).unwrap()
    }

    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    pub(super) fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }

    /// The rows of a step, to be spoilt.
    pub(super) fn rows_mut(&mut self, step: usize) -> &mut Vec<Row> {
        &mut self.rows[step - 1]
    }
}

fn head(name: &str) -> Head {
    Head {
        name: name.to_owned(),
        origin: Origin::Files,
        dialect: "synthetic".to_owned(),
        has_end_reasons: true,
        has_rows: true,
        channels: vec![Channel { name: "溫箱溫度".to_owned(), kind: ChannelKind::ChamberTemperature }],
        temperature_channel: Some("Aux T1".to_owned()),
        thinned_s: None,
        cell: None,
        project: None,
        machine: None,
        operator: None,
        amended: Vec::new(),
        conventions: Conventions::default(),
        files: Vec::new(),
    }
}

fn record(number: i32, step_type: StepType, end: EndReason, time: f64, last: &Row) -> StepRecord {
    let start = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    StepRecord {
        tester_cycle: Some(1),
        recipe_line: Some(number),
        step_type,
        control: if step_type == StepType::Rest { Control::Rest } else { Control::ConstantCurrent },
        original_step_type: "CC充電".into(),
        end_reason: Some(end),
        start_time: Some(start + chrono::TimeDelta::seconds(time as i64)),
        duration_s: last[0].into(),
        voltage_end_v: last[2].into(),
        current_end_a: last[3].into(),
        power_end_w: (last[2] * last[3]).into(),
        capacity_ah: last[4].into(),
        energy_wh: last[5].into(),
        temperature_end_degc: last[6].into(),
        chamber_temperature_end_degc: 25.0.into(),
        line: Some(u64::from(number.unsigned_abs()) + 1),
        ..StepRecord::unknown(number)
    }
}

fn with_block<R>(number: i32, rows: &[Row], chamber: f64, each: impl FnOnce(&Block<'_>) -> R) -> R {
    let column = |i: usize| rows.iter().map(|row| row[i]).collect::<Vec<f64>>();
    let columns: Vec<Vec<f64>> = (0..7).map(column).collect();
    let chamber = vec![chamber; rows.len()];
    each(&Block {
        step: number,
        first_sequence: 0,
        step_time_s: &columns[0],
        test_time_s: &columns[1],
        voltage_v: &columns[2],
        current_a: &columns[3],
        capacity_ah: &columns[4],
        energy_wh: &columns[5],
        temperature_degc: &columns[6],
        channels: &[&chamber],
        end_reasons: &[],
        last_status: None,
        lines: &[],
    })
}

fn trace(head: &Head, record: &StepRecord, rows: &[Row]) -> StepTrace {
    let mut tracer = Tracer::new(head, record.number, Some(record));
    with_block(record.number, rows, 25.0, |block| tracer.push(block));
    tracer.finish()
}

impl Test for Synthetic {
    fn head(&mut self) -> Result<&Head, TestError> {
        Ok(&self.head)
    }

    fn steps(&mut self) -> Result<&[StepData], TestError> {
        Ok(&self.steps)
    }

    fn findings(&mut self) -> Result<Vec<Finding>, TestError> {
        Ok(Vec::new())
    }

    fn blocks(
        &mut self,
        _columns: Columns,
        steps: &StepSet,
        each: &mut dyn FnMut(&Block<'_>) -> Result<(), TestError>,
    ) -> Result<(), TestError> {
        for (data, rows) in self.steps.iter().zip(&self.rows).filter(|(data, _)| steps.contains(data.record.number)) {
            with_block(data.record.number, rows, self.chamber, |block| each(block))?;
        }
        Ok(())
    }
}
