//! Chroma's second export: a preamble, milliseconds, 瓦小時, English step types.

use super::chroma::{START, Totals, header};
use super::executed::Executed;
use super::number::{clock, seven, six_decimals, temperature};
use super::pair::{Pair, Style, Table};
use super::script::{BY_TIME, Kind, Script, Step};

const DETAIL: &str = "循環,工步編號,工步,工步種類,測試時間,執行時間(毫秒),工步執行時間(毫秒),電壓(V),電流(A),功率(W),電量(Ah),\
                      瓦小時,總電量(Ah),狀態,Param1";
const STEP: &str = "循環,工步編號,工步,工步種類,工步開始時間,工步執行時間(毫秒),截止電壓(V),截止電流(A),截止電量(Ah),瓦小時,\
                    功率(W),總電量(Ah),狀態,Param1";

/// The pair of a script.
pub(crate) fn pair(name: &str, script: &Script) -> Pair {
    let preamble: Vec<String> = ["Chroma Battery Test", "Channel: 3", "Recipe: synthetic"].map(str::to_owned).to_vec();
    let mut detail = Table { preamble: preamble.clone(), header: header(DETAIL), rows: Vec::new() };
    let mut steps = Table { preamble, header: header(STEP), rows: Vec::new() };
    let mut totals = Totals::default();
    let at = |seconds: f64| clock(START + seconds.floor() as i64);
    let ms = |seconds: f64| format!("{:.0}", seconds * 1e3);
    for step in &script.steps {
        totals.begin(&step.place());
        let first = ["1".to_owned(), step.recipe_line.to_string(), step.number.to_string(), text(step.kind).to_owned()];
        for row in step.samples() {
            let time = step.test_time_s + row.step_time_s;
            let mut cells = first.to_vec();
            cells.extend([at(time), ms(time), ms(row.step_time_s), seven(row.voltage_v), seven(row.current_a)]);
            cells.extend([six_decimals(row.voltage_v * row.current_a), seven(row.capacity_ah), seven(row.energy_wh)]);
            cells.push(seven(totals.net_ah() + row.capacity_ah));
            cells.extend([status(step, row.step_time_s, row.status), temperature(row.temperature_degc)]);
            detail.rows.push(cells);
        }
        totals.end(&step.place(), &step.summary());
        let (profile, t) = (&step.profile, step.profile.duration_s);
        let mut cells = first.to_vec();
        cells.extend([at(step.test_time_s + 0.01), ms(t)]);
        cells.extend([profile.voltage(t), profile.current(t), profile.capacity(t), profile.energy(t)].map(seven));
        cells.extend([six_decimals(profile.voltage(t) * profile.current(t)), seven(totals.net_ah())]);
        cells.extend([status(step, t, step.status), temperature(profile.temperature(t))]);
        steps.rows.push(cells);
    }
    Pair { name: name.to_owned(), step: steps, detail, style: Style::CHROMA }
}

/// This export knows no chamber step, so one ends like a rest.
fn status(step: &Step, step_time_s: f64, status: &str) -> String {
    let ends = step.kind == Kind::Chamber && step_time_s == step.profile.duration_s;
    if ends { BY_TIME } else { status }.to_owned()
}

fn text(kind: Kind) -> &'static str {
    match kind {
        Kind::Rest | Kind::Chamber => "REST",
        Kind::Charge => "CC Charge",
        Kind::ChargeHold => "CC-CV Charge",
        Kind::Hold => "CV Charge",
        Kind::Discharge => "CC Discharge",
        Kind::DischargeHold => "CC-CV Discharge",
        Kind::Waveform => "Current Waveform",
        Kind::PowerCharge | Kind::PulseCharge => "CP Charge",
        Kind::PowerDischarge | Kind::PulseDischarge => "CP Discharge",
    }
}
