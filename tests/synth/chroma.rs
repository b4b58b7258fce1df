//! Chroma LEx in Traditional Chinese: headers, digits, clocks and running totals as the tester exports them.

use super::executed::{Executed, Moved, Place, Summary};
use super::number::{clock, duration, seven, six_decimals, temperature, temperature_last, time};
use super::pair::{Pair, Style, Table};
use super::script::{BY_VOLTAGE, Kind, RUNNING, Sample, Script};

/// Detail's header.
pub(crate) const DETAIL: &str = "循環,迴圈,子循環,子迴圈,MR編號,子工步編號,工步編號,工步,工步種類,實際開始時間,執行時間(秒),\
                                 工步執行時間(秒),電壓(V),電流(A),功率(W),電量(Ah),能量(Wh),總電量(Ah),狀態,Aux T1,溫箱溫度,\
                                 Aux T2,Aux T3";
/// Step's header with all 35 columns; the first 28 are the usual ones.
pub(crate) const STEP: &str = "循環,迴圈,子循環,子迴圈,MR編號,子配方編號,工步編號,工步,工步種類,日期時間,工步執行時間(秒),\
                               工步時間,截止電壓(V),截止電流(A),能量(Wh),截止電量(Ah),功率(W),充電電量(Ah),放電電量(Ah),\
                               充電能量(Wh),放電能量(Wh),總電量(Ah),截止Q(%),狀態,Aux T1,溫箱溫度,Aux T2,Aux T3,\
                               恆電流段電量(Ah),平均電壓(V),Var01,Var02,Var03,Var04,SOC";
/// The 24 columns of another export, in its order.
const STEP_24: &str = "循環,迴圈,子循環,子迴圈,MR編號,子配方編號,工步編號,工步,工步種類,日期時間,工步執行時間(秒),工步時間,\
                       截止電壓(V),截止電流(A),功率(W),能量(Wh),截止電量(Ah),總電量(Ah),截止Q(%),狀態,Aux T1,溫箱溫度,Var01,\
                       平均電壓(V)";
/// 2024-09-04 16:18:56.
pub(crate) const START: i64 = 1_725_466_736;

/// Two further sensors hang in the room, whose air conditioning comes and goes.
fn room_degc(test_time_s: f64) -> [f64; 2] {
    let swing = 0.15 * (std::f64::consts::TAU * test_time_s / 2700.0).sin();
    [25.2 + swing, 24.9 + 0.8 * swing]
}

/// Which Step columns the export has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepColumns {
    TwentyFour,
    TwentyEight,
    ThirtyFive,
}

/// How a script is exported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Export {
    /// The cycler's local clock at the start, in seconds since 1970.
    pub(crate) start: i64,
    pub(crate) columns: StepColumns,
    /// The test runs: its last step is not in Step, and so many of its rows are in Detail.
    pub(crate) running_rows: Option<usize>,
}

impl Export {
    /// Of a finished test, 28 columns.
    pub(crate) const PLAIN: Self = Self { start: START, columns: StepColumns::TwentyEight, running_rows: None };

    /// The pair of a script.
    pub(crate) fn pair(&self, name: &str, script: &Script) -> Pair {
        self.pair_of(name, &script.steps)
    }

    /// The pair of executed steps.
    pub(crate) fn pair_of(&self, name: &str, steps: &[impl Executed]) -> Pair {
        let style = Style::CHROMA;
        Pair { name: name.to_owned(), step: self.step_table(steps), detail: self.detail_table(steps), style }
    }

    fn detail_table(&self, steps: &[impl Executed]) -> Table {
        let mut totals = Totals::default();
        let mut rows = Vec::new();
        for (number, step) in (1..).zip(steps) {
            let place = step.place();
            totals.begin(&place);
            let running = self.running_rows.filter(|_| number == steps.len());
            let exported = step.rows().take(running.unwrap_or(usize::MAX));
            rows.extend(exported.map(|row| self.detail_row(&place, &row, &totals)));
            totals.end(&place, &step.summary());
        }
        Table { preamble: Vec::new(), header: header(DETAIL), rows }
    }

    /// One row of Detail.
    pub(crate) fn detail_row(&self, step: &Place, row: &Sample, totals: &Totals) -> Vec<String> {
        let test_time_s = step.test_time_s + row.step_time_s;
        let mut cells = vec!["1".into(), "1".into(), "1".into(), step.loop_pass.to_string(), "1".into()];
        cells.extend([step.section, step.recipe_line, step.number].map(|number| number.to_string()));
        cells.extend([
            step.kind.text().to_owned(),
            clock(self.start + test_time_s.floor() as i64),
            time(test_time_s),
            time(row.step_time_s),
            seven(row.voltage_v),
            seven(row.current_a),
            six_decimals(row.voltage_v * row.current_a),
            seven(row.capacity_ah),
            seven(row.energy_wh),
            seven(totals.net_ah() + row.capacity_ah),
            row.status.to_owned(),
            temperature(row.temperature_degc),
            temperature(row.chamber_degc),
        ]);
        cells.extend(room_degc(test_time_s).map(temperature));
        cells
    }

    fn step_table(&self, steps: &[impl Executed]) -> Table {
        let mut totals = Totals::default();
        let finished = steps.len() - usize::from(self.running_rows.is_some());
        let mut rows = Vec::new();
        for (number, step) in (1..).zip(&steps[..finished]) {
            let (place, summary) = (step.place(), step.summary());
            totals.begin(&place);
            totals.end(&place, &summary);
            rows.push(self.step_row(&place, &summary, &totals, number == finished));
        }
        let table = Table { preamble: Vec::new(), header: header(STEP), rows };
        match self.columns {
            StepColumns::ThirtyFive => table,
            StepColumns::TwentyEight => table.select(&(0..28).collect::<Vec<_>>()),
            StepColumns::TwentyFour => {
                table.select(&header(STEP_24).iter().map(|name| table.column(name)).collect::<Vec<_>>())
            }
        }
    }

    /// One row of Step; the last one is printed with other digits.
    pub(crate) fn step_row(&self, step: &Place, summary: &Summary, totals: &Totals, last: bool) -> Vec<String> {
        let number = if last { six_decimals } else { seven };
        let degrees = if last { temperature_last } else { temperature };
        let end = &summary.end;
        let mut cells = vec!["1".into(), "1".into(), "1".into(), step.loop_pass.to_string(), "1".into()];
        cells.extend([step.section, step.recipe_line, step.number].map(|number| number.to_string()));
        cells.extend([
            step.kind.text().to_owned(),
            clock(self.start + (step.test_time_s + 0.01).floor() as i64),
            time(end.step_time_s),
            duration(end.step_time_s),
        ]);
        cells.extend([end.voltage_v, end.current_a, end.energy_wh, end.capacity_ah].map(seven));
        cells.push(six_decimals(end.voltage_v * end.current_a));
        cells.extend([totals.charged.ah, totals.discharged.ah, totals.charged.wh, totals.discharged.wh].map(number));
        cells.extend([number(totals.net_ah()), "0".into(), step.status.to_owned()]);
        let [one, two] = room_degc(step.test_time_s + end.step_time_s);
        cells.extend([end.temperature_degc, end.chamber_degc, one, two].map(degrees));
        let held = step.kind == Kind::ChargeHold;
        cells.push(if held { seven(summary.constant_ah) } else { "-600000".into() });
        cells.push(if end.capacity_ah == 0.0 { "0".into() } else { seven(end.energy_wh / end.capacity_ah) });
        cells.push(seven(totals.last_full_ah));
        cells.extend(["0", "0", "0"].map(str::to_owned));
        cells.push(totals.soc_pct().map_or_else(String::new, |soc| format!("{soc:.0}%")));
        cells
    }
}

/// The tester's counters; they restart with each section of the recipe.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    section: i32,
    charged: Moved,
    discharged: Moved,
    last_full_ah: f64,
    /// Charge since the last full discharge.
    since_full_ah: f64,
}

impl Totals {
    /// A step begins.
    pub(crate) fn begin(&mut self, step: &Place) {
        if step.section != self.section {
            let (last_full_ah, since_full_ah) = (self.last_full_ah, self.since_full_ah);
            *self = Self { section: step.section, last_full_ah, since_full_ah, ..Self::default() };
        }
    }

    /// It has ended.
    pub(crate) fn end(&mut self, step: &Place, summary: &Summary) {
        self.charged.ah += summary.charged.ah;
        self.charged.wh += summary.charged.wh;
        self.discharged.ah += summary.discharged.ah;
        self.discharged.wh += summary.discharged.wh;
        let capacity_ah = summary.end.capacity_ah;
        self.since_full_ah += capacity_ah;
        if step.kind == Kind::Discharge && step.status == BY_VOLTAGE {
            self.last_full_ah = capacity_ah.abs();
            self.since_full_ah = 0.0;
        }
    }

    /// Charge less discharge.
    pub(crate) fn net_ah(&self) -> f64 {
        self.charged.ah - self.discharged.ah
    }

    fn soc_pct(&self) -> Option<f64> {
        (self.last_full_ah > 0.0).then(|| 100.0 * self.since_full_ah / self.last_full_ah)
    }
}

/// The cells of a header.
pub(crate) fn header(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

/// Whether a status says that the step goes on.
pub(crate) fn is_running(status: &str) -> bool {
    status == RUNNING
}
