//! Layouts 14, 16 and 17: voltage and current of each row in `data.ndc`, times and counters of some rows in
//! `data_runInfo.ndc`, steps in `data_step.ndc`. The three are read side by side.

use super::super::neware::clock::{self, Date};
use super::super::neware::counter::Counter;
use super::super::neware::number::Number;
use super::super::neware::row::{Row, RowTable, Rows};
use super::super::neware::{f32_at, i32_at, u8_at, u16_at, u32_at, u64_at};
use super::super::table::{Problem, Table};
use super::archive::Archive;
use super::channels::Channels;
use super::pages::Pages;
use super::test_info::TestInfo;

/// A voltage and a current.
const DATA_LENGTH: usize = 8;

/// The units of a layout.
#[derive(Clone, Copy, Debug)]
struct Units {
    volt: f64,
    ampere: f64,
    /// An ampere hour and a watt hour, in what the counters count.
    hour: f64,
}

impl Units {
    const fn of(layout: u16) -> Self {
        match layout {
            16 => Self { volt: 1e4, ampere: 1e3, hour: 3.6e6 },
            _ => Self { volt: 1.0, ampere: 1.0, hour: 1.0 },
        }
    }
}

/// Opens a test that is split.
pub(super) fn open(archive: &Archive<'_>, info: &TestInfo, layout: u16) -> Result<Box<dyn Table>, Problem> {
    let (run_length, step_length) = if layout == 14 { (55, 37) } else { (100, 100) };
    let data = Pages::open(archive, "data.ndc", 1, layout, DATA_LENGTH)?;
    let mut run = Runs::open(Pages::open(archive, "data_runInfo.ndc", 18, layout, run_length)?)?;
    let steps =
        StepTable { pages: Pages::open(archive, "data_step.ndc", 7, layout, step_length)?, count: 0, step: None };
    let channels = Channels::open(archive, info, layout)?;
    let names = channels.names.clone();
    let first_row_s = run.next.map(|run| run.clock_ms.div_euclid(1000));
    let offset_s = info.local_start_s.zip(first_row_s).and_then(|(start, first)| clock::offset_s(start, first));
    run.offset_ms = offset_s.unwrap_or(0) * 1000;
    let rows = SplitRows { data, run, steps, channels, units: Units::of(layout), part: Part::default() };
    Ok(Box::new(RowTable::begin(&info.preamble, true, &names, rows)?))
}

/// A record of `data_runInfo.ndc`.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    step_time_ms: i64,
    counters: [f64; 4],
    /// Since the row before; rows without a record go on with it.
    spacing_ms: i64,
    clock_ms: i64,
    step: u32,
    row: u64,
}

impl Run {
    fn of(slot: &[u8]) -> Self {
        Self {
            step_time_ms: i64::from(u32_at(slot, 0)),
            counters: [5, 9, 13, 17].map(|offset| f64::from(f32_at(slot, offset))),
            spacing_ms: i64::from(i32_at(slot, 29)).max(0),
            clock_ms: i64::from(u32_at(slot, 33)) * 1000 + i64::from(u16_at(slot, 45)),
            step: u32_at(slot, 37),
            row: u64::from(u32_at(slot, 41)),
        }
    }
}

/// The records of `data_runInfo.ndc`, with a look ahead.
struct Runs {
    pages: Pages,
    next: Option<Run>,
    /// Local time less UTC.
    offset_ms: i64,
}

impl Runs {
    fn open(pages: Pages) -> Result<Self, Problem> {
        let mut runs = Self { pages, next: None, offset_ms: 0 };
        runs.advance()?;
        Ok(runs)
    }

    fn advance(&mut self) -> Result<(), Problem> {
        self.next = self.pages.next()?.map(|(_, slot)| Run::of(slot));
        Ok(())
    }

    /// The record that counts for a row, if a new one does: of two for one row the first. `last` is the row of the
    /// record before.
    fn up_to(&mut self, row: u64, mut last: Option<u64>) -> Result<Option<Run>, Problem> {
        let mut found = None;
        while let Some(next) = self.next.filter(|next| next.row <= row) {
            if last.is_none_or(|last| next.row > last) {
                last = Some(next.row);
                found = Some(next);
            }
            self.advance()?;
        }
        Ok(found)
    }
}

/// A record of `data_step.ndc`.
#[derive(Clone, Copy, Debug)]
struct Step {
    cycle: u64,
    recipe: u32,
    code: u8,
    start_ms: i64,
}

/// The executed steps, in order.
struct StepTable {
    pages: Pages,
    count: u32,
    step: Option<Step>,
}

impl StepTable {
    /// The executed step of a number; numbers must rise. None where the file has none, as of a test that ran on.
    fn step(&mut self, number: u32) -> Result<Option<Step>, Problem> {
        if number < self.count {
            let what = format!("step {number} comes again after step {}", self.count);
            return Err(self.pages.damaged(&what));
        }
        while self.count < number {
            let Some((_, slot)) = self.pages.next()? else { return Ok(None) };
            self.count += 1;
            self.step = Some(Step {
                cycle: u64::from(u32_at(slot, 0)) + 1,
                recipe: u32_at(slot, 4),
                code: u8_at(slot, 24),
                start_ms: i64::try_from(u64_at(slot, 25)).unwrap_or(i64::MAX),
            });
        }
        Ok(self.step)
    }
}

/// Where the rows stand: the record that holds for them, and what has been counted since.
#[derive(Default)]
struct Part {
    run: Option<Run>,
    step: Option<Step>,
    /// The cycle of the last step that had one.
    cycle: Option<u64>,
    counters: [Counter; 4],
    amounts: [f64; 4],
    total_ms: i64,
    /// Total time where the step began, for a step that the file does not list.
    start_ms: i64,
}

struct SplitRows {
    data: Pages,
    run: Runs,
    steps: StepTable,
    channels: Channels,
    units: Units,
    part: Part,
}

impl Rows for SplitRows {
    fn next_row(&mut self, into: &mut Vec<u8>) -> Result<bool, Problem> {
        let Some((place, slot)) = self.data.next()? else { return Ok(false) };
        let (row, voltage, current) = (place + 1, f32_at(slot, 0), f32_at(slot, 4));
        match self.run.up_to(row, self.part.run.map(|run| run.row))? {
            Some(run) => self.begin_part(run)?,
            None => self.go_on(voltage, current),
        }
        self.row(row, voltage, current).write(true, into);
        self.channels.write(row, into)?;
        Ok(true)
    }
}

impl SplitRows {
    /// A record holds from here on.
    fn begin_part(&mut self, run: Run) -> Result<(), Problem> {
        let part = &mut self.part;
        if part.run.is_none_or(|before| before.step != run.step) {
            part.counters = [Counter::default(); 4];
            part.amounts = [0.0; 4];
            part.step = self.steps.step(run.step)?;
            part.start_ms = part.step.map_or(part.total_ms, |step| step.start_ms);
            part.cycle = part.step.map(|step| step.cycle).or(part.cycle);
        }
        for ((amount, counter), value) in part.amounts.iter_mut().zip(&mut part.counters).zip(run.counters) {
            *amount = amount.max(counter.follow(value));
        }
        part.run = Some(run);
        Ok(())
    }

    /// A row without a record: the counters go on with the current, up to what the next record of the step says.
    fn go_on(&mut self, voltage: f32, current: f32) {
        let Some(run) = self.part.run else { return };
        // The hour's unit is mAs where the current is mA, and Ah where it is A.
        let time = run.spacing_ms as f64 / if self.units.hour == 1.0 { 3.6e6 } else { 1e3 };
        let charge = f64::from(current.abs()) * time;
        let energy = (charge * f64::from(voltage) / self.units.volt).abs();
        let way = usize::from(current < 0.0);
        let next = self.run.next.filter(|next| next.step == run.step);
        for (index, more) in [(way, charge), (way + 2, energy)] {
            let (amount, counter) = (&mut self.part.amounts[index], &self.part.counters[index]);
            let most = next.and_then(|next| counter.foresee(next.counters[index])).unwrap_or(f64::INFINITY);
            if more.is_finite() {
                *amount = (*amount + more).min(most).max(*amount);
            }
        }
    }

    fn row(&mut self, data_point: u64, voltage: f32, current: f32) -> Row {
        let units = self.units;
        let part = &mut self.part;
        let scaled =
            |value: f32, unit: f64| Number::Single(if unit == 1.0 { value } else { (f64::from(value) / unit) as f32 });
        let row = Row {
            data_point,
            cycle: part.cycle,
            current_a: scaled(current, units.ampere),
            voltage_v: scaled(voltage, units.volt),
            ..Row::default()
        };
        let Some(run) = part.run else { return row };
        let since_ms = (data_point.saturating_sub(run.row) as i64).saturating_mul(run.spacing_ms);
        let step_time_ms = run.step_time_ms.saturating_add(since_ms);
        part.total_ms = part.start_ms.saturating_add(step_time_ms);
        Row {
            step_number: Some(u64::from(run.step)),
            step_index: part.step.map(|step| step.recipe),
            step_type: part.step.map(|step| step.code),
            step_time_s: Number::Scaled { count: step_time_ms, digits: 3 },
            total_time_s: Number::Scaled { count: part.total_ms, digits: 3 },
            amounts: part.amounts.map(|amount| Number::Single((amount / units.hour) as f32)),
            date: Date::Millis(run.clock_ms.saturating_add(since_ms).saturating_add(self.run.offset_ms)),
            ..row
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ndc, table, zip};
    use super::*;

    fn data(rows: &[(f32, f32)]) -> Vec<Vec<u8>> {
        rows.iter().map(|(voltage, current)| [voltage.to_le_bytes(), current.to_le_bytes()].concat()).collect()
    }

    /// A record of runInfo: row, step, step time, spacing, charge counter.
    fn run(length: usize, row: u32, step: u32, time_ms: u32, spacing_ms: i32, charge: f32) -> Vec<u8> {
        let mut slot = vec![0; length];
        slot[..4].copy_from_slice(&time_ms.to_le_bytes());
        slot[5..9].copy_from_slice(&charge.to_le_bytes());
        slot[29..33].copy_from_slice(&spacing_ms.to_le_bytes());
        slot[33..37].copy_from_slice(&(951_782_400 + time_ms / 1000).to_le_bytes());
        slot[37..41].copy_from_slice(&step.to_le_bytes());
        slot[41..45].copy_from_slice(&row.to_le_bytes());
        slot[45..47].copy_from_slice(&70_u16.to_le_bytes());
        slot
    }

    fn step(length: usize, cycle: u32, recipe: u32, code: u8, start_ms: u64) -> Vec<u8> {
        let mut slot = vec![0; length];
        slot[..4].copy_from_slice(&cycle.to_le_bytes());
        slot[4..8].copy_from_slice(&recipe.to_le_bytes());
        slot[24] = code;
        slot[25..33].copy_from_slice(&start_ms.to_le_bytes());
        slot
    }

    /// Four rows of a charge, of which the second and third have no record, and one of a rest.
    fn members(layout: u16) -> Vec<(&'static str, Vec<u8>)> {
        let (run_length, step_length) = if layout == 14 { (55, 37) } else { (100, 100) };
        let (volt, ampere, hour) = if layout == 16 { (1e4, 1e3, 3.6e6) } else { (1.0, 1.0, 1.0) };
        let rows = [(3.0, 0.36), (3.0, 0.36), (3.0, 0.36), (3.0, 0.36), (3.5, 0.0)];
        let rows = rows.map(|(voltage, current)| (voltage * volt, current * ampere));
        let runs = [
            run(run_length, 1, 1, 0, 10_000, 0.0),
            run(run_length, 1, 1, 100, 0, 0.5 * hour),
            run(run_length, 4, 1, 25_000, 5_000, 0.0025 * hour),
            run(run_length, 5, 2, 0, 0, 0.0),
        ];
        let steps = [step(step_length, 0, 1, 1, 0), step(step_length, 1, 4, 4, 25_100)];
        vec![
            ("data.ndc", ndc(1, layout, &data(&rows))),
            ("data_runInfo.ndc", ndc(18, layout, &runs)),
            ("data_step.ndc", ndc(7, layout, &steps)),
        ]
    }

    #[test]
    fn rows_between_records_go_on_with_time_and_current() {
        for layout in [14, 16, 17] {
            let text = table(&zip(&members(layout))).unwrap();
            let rows: Vec<_> = text.lines().skip(1).collect();
            assert_eq!(rows.len(), 5, "layout {layout}");
            assert!(rows[0].starts_with("1\t1\t1\t1\tCC Chg\t0\t0\t0.36\t3\t0\t0\t0\t0\t2000-02-29 00:00:00.070"));
            assert!(rows[1].starts_with("2\t1\t1\t1\tCC Chg\t10\t10\t0.36\t3\t0.001\t0\t"), "{}", rows[1]);
            assert!(rows[2].starts_with("3\t1\t1\t1\tCC Chg\t20\t20\t0.36\t3\t0.002\t0\t"), "{}", rows[2]);
            assert!(rows[2].ends_with("\t2000-02-29 00:00:20.070"), "{}", rows[2]);
            assert!(rows[3].starts_with("4\t1\t1\t1\tCC Chg\t25\t25\t0.36\t3\t0.0025\t0\t"), "{}", rows[3]);
            assert!(rows[4].starts_with("5\t2\t2\t4\tRest\t0\t25.1\t0\t3.5\t0\t0\t"), "{}", rows[4]);
        }
    }

    #[test]
    fn a_local_start_tells_the_offset() {
        let mut members = members(17);
        members.push(("TestInfo.xml", b"<TestInfo StartTime='2000-02-29 01:58:00'/>".to_vec()));
        let text = table(&zip(&members)).unwrap();
        assert!(text.contains("\t2000-02-29 02:00:00.070\n"), "{text}");
    }

    #[test]
    fn counters_do_not_pass_what_the_next_record_says() {
        let mut members = members(14);
        let runs = [run(55, 1, 1, 0, 10_000, 0.0), run(55, 4, 1, 25_000, 5_000, 0.0015)];
        members[1].1 = ndc(18, 14, &runs);
        let text = table(&zip(&members)).unwrap();
        let charges: Vec<_> = text.lines().skip(1).map(|line| line.split('\t').nth(9).unwrap()).collect();
        assert_eq!(charges, ["0", "0.001", "0.0015", "0.0015", "0.0015"]);
    }

    #[test]
    fn a_step_that_is_not_listed_is_still_numbered() {
        let mut members = members(14);
        members[2].1 = ndc(7, 14, &[step(37, 0, 1, 1, 0)]);
        let text = table(&zip(&members)).unwrap();
        assert!(text.contains("\n5\t1\t2\t\t\t0\t25\t"), "{text}");
    }

    #[test]
    fn damage_is_told() {
        let mut members = members(14);
        members[1].1 = ndc(18, 14, &[run(55, 1, 2, 0, 0, 0.0), run(55, 2, 1, 0, 0, 0.0)]);
        assert!(matches!(table(&zip(&members)), Err(Problem::Damaged(_))));
        members.remove(1);
        assert!(table(&zip(&members)).unwrap_err().to_string().contains("data_runInfo.ndc"));
    }

    #[test]
    fn a_test_that_was_never_recorded_is_refused() {
        let empty = |kind| ndc(kind, 14, &[])[..4096].to_vec();
        let members = [("data.ndc", empty(1)), ("data_runInfo.ndc", empty(18)), ("data_step.ndc", empty(7))];
        let problem = table(&zip(&members)).unwrap_err();
        assert!(matches!(problem, Problem::Refused { .. }), "{problem}");
    }
}
