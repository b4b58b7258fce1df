//! A made-up test, whose every value is a formula of its row.

use crate::model::*;
use crate::store::*;
use chrono::NaiveDate;

/// The rows of each step; the third is longer than two blocks.
pub(super) const ROWS: [usize; 4] = [3, 700, 40_000, 25];

/// A made-up test of the first `steps` steps, the last of them cut to `last` rows.
pub(super) struct Sample {
    pub(super) head: Head,
    pub(super) steps: Vec<StepData>,
    pub(super) derived: Derived,
    pub(super) findings: Vec<Finding>,
    pub(super) rows: Vec<usize>,
}

impl Sample {
    pub(super) fn whole() -> Self {
        Self::cut(ROWS.len(), ROWS[ROWS.len() - 1])
    }

    pub(super) fn cut(steps: usize, last: usize) -> Self {
        let mut rows = ROWS[..steps].to_vec();
        rows[steps - 1] = last;
        Self::of(rows)
    }

    fn of(rows: Vec<usize>) -> Self {
        let channel = |name: &str, kind| Channel { name: name.to_owned(), kind };
        let file = |role: FileRole, rows: usize| FileInfo {
            role,
            path: format!("data/lot_{}.csv", role.as_str()),
            name: format!("lot_{}.csv", role.as_str()),
            blake3: format!("{:064x}", rows * 2 + usize::from(role == FileRole::Step)),
            size: rows as u64 * 100,
            modified_at: None,
            encoding: "UTF-8".to_owned(),
            delimiter: ',',
            rows: rows as u64,
            sentinels: 2,
            rejected_rows: 0,
        };
        let total = rows.iter().sum();
        let head = Head {
            name: "lot".to_owned(),
            origin: Origin::Files,
            dialect: "chroma".to_owned(),
            has_end_reasons: true,
            has_rows: true,
            channels: vec![
                channel("power_w", ChannelKind::Power),
                channel("溫箱溫度", ChannelKind::ChamberTemperature),
                channel("clock", ChannelKind::WallClock),
            ],
            temperature_channel: Some("Aux T1".to_owned()),
            thinned_s: None,
            cell: None,
            project: None,
            machine: None,
            operator: None,
            amended: Vec::new(),
            conventions: Conventions { nominal_capacity_ah: Some(0.1 + 0.2), ..Conventions::default() },
            files: vec![file(FileRole::Step, rows.len()), file(FileRole::Detail, total)],
        };
        let steps: Vec<_> = rows.iter().enumerate().map(|(index, &rows)| step(index, rows)).collect();
        let derived = derived(&steps);
        let finding = Finding {
            rule: "TIM01",
            name: "time-reversal",
            severity: Severity::Warning,
            file: Some("data/lot_detail.csv".to_owned()),
            line: Some(7),
            line_end: None,
            step: Some(2),
            column: Some("執行時間(秒)".to_owned()),
            value: Some("'; DROP TABLE steps; --".to_owned()),
            message: "time goes back; \u{1F50B}".to_owned(),
            alike: None,
        };
        Self { head, steps, derived, findings: vec![finding], rows }
    }

    pub(super) fn plan(&self, mode: LoadMode) -> LoadPlan {
        let actor = Actor { who: "ann".into(), command: "ingest".into(), tool_version: "0".into(), run_id: None };
        LoadPlan {
            name: self.head.name.clone(),
            mode,
            channels: self.head.channels.clone(),
            actor,
            seen: Seen::default(),
        }
    }

    /// The digest of all rows, and of the first `mark`.
    pub(super) fn digest(&self, mark: u64) -> RowsFold {
        let mut fold = RowsFold::new(&self.head);
        fold.mark(mark);
        self.blocks(0, &mut |block| fold.push(block));
        fold
    }

    /// The rows from step `from` on, in blocks of odd sizes.
    pub(super) fn blocks(&self, from: i32, each: &mut dyn FnMut(&Block<'_>)) {
        for (index, &rows) in self.rows.iter().enumerate().filter(|(index, _)| number(*index) >= from) {
            for first in (0..rows).step_by(6_001) {
                let last = rows.min(first + 6_001);
                let column = |at: usize| (first..last).map(|row| value(index, row, at)).collect::<Vec<_>>();
                let columns: Vec<_> = (0..10).map(column).collect();
                let lines: Vec<_> = (first..last).map(|row| line(index, row)).collect();
                each(&Block {
                    step: number(index),
                    first_sequence: first as u64,
                    step_time_s: &columns[0],
                    test_time_s: &columns[1],
                    voltage_v: &columns[2],
                    current_a: &columns[3],
                    capacity_ah: &columns[4],
                    energy_wh: &columns[5],
                    temperature_degc: &columns[6],
                    channels: &[&columns[7], &columns[8], &columns[9]],
                    end_reasons: &[],
                    last_status: None,
                    lines: &lines,
                });
            }
        }
    }

    /// Loads it, or what of it is new.
    pub(super) fn load(&self, database: Database, mode: LoadMode) -> Result<(Database, Loaded), StoreError> {
        self.load_as(database, self.plan(mode))
    }

    /// The same by a plan.
    pub(super) fn load_as(&self, database: Database, plan: LoadPlan) -> Result<(Database, Loaded), StoreError> {
        let from = if let LoadMode::Append { from_step, .. } = &plan.mode { *from_step } else { i32::MIN };
        let mut loader = Loader::begin(database, plan)?;
        let mut poured = Ok(());
        self.blocks(from, &mut |block| {
            if poured.is_ok() {
                poured = loader.push(block);
            }
        });
        poured?;
        loader.end()?.keep(&Finish {
            head: &self.head,
            steps: &self.steps,
            derived: &self.derived,
            derive: &|_, _| Ok(self.derived.clone()),
            findings: &self.findings,
            beside: None,
            metadata: &Metadata {
                project: Some(Project { name: "ageing".into(), ..Project::default() }),
                cell: Some(CellRecord {
                    name: "CALB-20".into(),
                    chemistry: Some("lfp".into()),
                    nominal_capacity_ah: Some(20.0),
                    ..CellRecord::default()
                }),
                operator: Some("ann".into()),
                tags: vec!["a".into(), "b".into()],
                ..Metadata::default()
            },
            rows_digest: &self.digest(0).digest(),
            source_rows: self.rows.iter().sum::<usize>() as u64,
            step_selection: None,
            options: "{}",
        })
    }
}

/// The number of a step: there is a gap, as between selected steps.
pub(super) fn number(index: usize) -> i32 {
    [1, 2, 3, 5][index]
}

/// The physical line of a row; those of the second step are not consecutive.
pub(super) fn line(index: usize, row: usize) -> u64 {
    let row = if index == 1 && row > 400 { row + 3 } else { row };
    (2 + index * 100_000 + row) as u64
}

/// The value of a row in one of ten columns: uneven in its bits, and missing here and there.
pub(super) fn value(index: usize, row: usize, column: usize) -> f64 {
    let (row, step) = (row as f64, index as f64);
    match column {
        0 => row * 0.1,
        1 => step * 1e5 + row * 0.1,
        2 => 3.2 + (row * 0.01).sin() * 0.3,
        3 => [0.0, 1.0, -2.0, 0.0][index] * (1.0 + row.cos() * 1e-3),
        4 => [0.0, 1.0, -2.0, 0.0][index] * row / 36_000.0,
        5 if row as usize % 501 == 500 => f64::NAN,
        5 => row * 1e-4 / 3.0,
        6 if index == 3 => f64::NAN,
        6 => 25.0 + row.sqrt() * 0.01,
        7 => -row / 7.0,
        8 => 24.5,
        _ if row as usize % 97 == 96 => f64::NAN,
        _ => 1.7e9 + row.floor(),
    }
}

fn step(index: usize, rows: usize) -> StepData {
    let kinds = [StepType::Rest, StepType::Charge, StepType::Discharge, StepType::Rest];
    let start = NaiveDate::from_ymd_opt(2024, 12, 31).unwrap().and_hms_milli_opt(23, 59, 58, 125).unwrap();
    let some = |scale: f64| Some(scale / 3.0 + index as f64);
    let record = StepRecord {
        number: number(index),
        tester_cycle: Some(1),
        section: None,
        recipe_line: Some(7),
        loop_pass: Some(2),
        step_type: kinds[index],
        control: Control::ConstantCurrentVoltage,
        original_step_type: "CC-CV充電".into(),
        status: (index != 1).then(|| "StepFinishByCut_T".into()),
        end_reason: (index != 1).then_some(EndReason::Time),
        start_time: Some(start + chrono::TimeDelta::seconds(index as i64 * 100)),
        duration_s: (rows as f64 * 0.1).into(),
        voltage_start_v: None.into(),
        voltage_end_v: some(1.0).into(),
        current_end_a: some(2.0).into(),
        power_end_w: some(3.0).into(),
        capacity_ah: some(4.0).into(),
        energy_wh: some(5.0).into(),
        temperature_end_degc: some(6.0).into(),
        chamber_temperature_end_degc: None.into(),
        constant_current_capacity_ah: some(8.0).into(),
        total_capacity_ah: some(9.0).into(),
        tester_soc_pct: 50.0.into(),
        extras: [("Var01", "1.5"), ("截止Q(%)", "\"0\"")].into_iter().collect(),
        line: Some(index as u64 + 2),
    };
    let sample = |t: f64| TimedSample { step_time_s: t.into(), voltage_v: (3.0 + t).into(), current_a: (-t).into() };
    let trace = StepTrace {
        step: number(index),
        rows: rows as u64,
        active_rows: rows as u64,
        first_line: Some(line(index, 0)),
        voltage_min_v: some(0.1).into(),
        current_held_a: (1.0 / 7.0).into(),
        integral_charge_ah: 1.0 / 3.0,
        integral_discharge_wh: 0.0,
        is_short: true,
        samples: PulseSamples {
            first: sample(0.01),
            at_10s: if index == 1 { sample(10.0) } else { TimedSample::default() },
            ..PulseSamples::default()
        }
        .kept(),
        words: (index == 1).then(words).map(Box::new),
        ..StepTrace::default()
    };
    StepData { record: record.into(), trace: Some(trace) }
}

fn derived(steps: &[StepData]) -> Derived {
    Derived {
        reference: Some(Reference { step: 3, quality: ReferenceQuality::Partial, capacity_ah: 2.0 / 3.0 }),
        nominal: Some((0.1 + 0.2, NominalSource::Flag)),
        steps: steps.iter().map(metrics).collect(),
        cycles: vec![cycle()],
        pulses: vec![pulse()],
        coulombic_efficiency_pct: Some(99.0),
        energy_efficiency_pct: None,
        notes: vec!["a \"note\"".to_owned()],
        ..Derived::default()
    }
}

fn metrics(data: &StepData) -> StepMetrics {
    StepMetrics {
        duration_s: data.record.duration_s,
        rest_before_s: 2000.0.into(),
        voltage_start_v: 3.1.into(),
        voltage_end_v: 3.3.into(),
        voltage_min_v: 3.0.into(),
        voltage_max_v: 3.4.into(),
        current_end_a: 0.1.into(),
        capacity_ah: data.record.capacity_ah,
        energy_wh: (1.0 / 7.0).into(),
        power_end_w: 0.5.into(),
        temperature_start_degc: 24.0.into(),
        temperature_end_degc: 26.0.into(),
        temperature_max_degc: 30.0.into(),
        c_rate: (f64::from(data.record.number) / 4.0).into(),
        c_rate_mean: 0.9.into(),
        soc_start_pct: 20.0.into(),
        soc_end_pct: 80.0.into(),
        ocv_start_v: 3.21.into(),
        measurements: data.trace.as_ref().map(|trace| trace.rows),
        relaxation_rows: Some(0),
        full_discharge: data.record.step_type == StepType::Discharge,
        ..StepMetrics::of(&data.record)
    }
}

fn cycle() -> Cycle {
    Cycle {
        cycle: 1,
        tester_cycle: Some(1),
        first_step: 1,
        last_step: 5,
        complete: true,
        balanced: false,
        soc_net_pct: (-0.5).into(),
        charge_capacity_ah: 1.0 / 3.0,
        discharge_capacity_ah: 2.0 / 3.0,
        charge_energy_wh: 1.0,
        discharge_energy_wh: 2.0,
        coulombic_efficiency_pct: 99.7.into(),
        energy_efficiency_pct: Maybe::NONE,
        equivalent_full_cycles: 0.5.into(),
        full_discharge_step: Some(3),
        full_discharge_capacity_ah: (2.0 / 3.0).into(),
        soh_pct: Maybe::NONE,
        soh_baseline_step: None,
        discharge_c_rate: 1.0.into(),
        discharge_temperature_start_degc: 25.0.into(),
        voltage_mean_charge_v: 3.4.into(),
        voltage_mean_discharge_v: 3.2.into(),
        hysteresis_v: 0.2.into(),
        cv_share_pct: 4.0.into(),
        temperature_max_degc: 31.0.into(),
    }
}

fn pulse() -> Pulse {
    Pulse {
        step: 2,
        cycle: 1,
        direction: Direction::Charge,
        purpose: Purpose::Restore,
        soc_pct: 50.0.into(),
        temperature_degc: 25.0.into(),
        current_mean_a: 1.0.into(),
        c_rate: 1.0.into(),
        rest_before_s: 1800.0.into(),
        ocv_v: 3.3,
        ocv_settled: true,
        power_ocv_v: 3.3.into(),
        duration_s: 10.0.into(),
        r0_time_s: 0.01.into(),
        r0_ohm: (1e-3 / 3.0).into(),
        r_100ms_ohm: Maybe::NONE,
        r_1s_ohm: 1.2e-3.into(),
        r_10s_ohm: 2.3e-3.into(),
        r_end_ohm: 2.3e-3.into(),
        power_capability_10s_w: Maybe::NONE,
    }
}

fn words() -> RowWords {
    RowWords {
        others: vec![OtherWord { word: Word::RecipeLine, value: "9".into(), line: 3, line_end: 4 }],
        statuses: Some(vec![StatusRun { reason: EndReason::Alarm, line: 4, line_end: 4 }]),
    }
}
