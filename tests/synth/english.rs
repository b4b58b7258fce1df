//! Chroma with English headers: Unix seconds, capacities that run through the test, magnitudes in Step.

use super::chroma::header;
use super::number::{seven, temperature, time};
use super::pair::{Pair, Style, Table};
use super::script::{Kind, Script};

const DETAIL: &str = "Step Index,DateTime [s],Voltage [V],Current [A],Aux T1 [oC],Capacity [Ah],Energy [Wh]";
const STEP: &str = "Step Index,Step Type,Start DateTime [s],End DateTime [s],Start Voltage [V],End Voltage [V],Current [A],\
                    Capacity [Ah],Energy [Wh],Aux T1 [oC]";
/// 2024-04-30T19:00:00Z.
const START: f64 = 1_714_503_600.0;

/// The pair of a script that begins empty, so that what runs through the test stays positive.
pub(crate) fn pair(name: &str, script: &Script) -> Pair {
    let mut detail = Table { preamble: Vec::new(), header: header(DETAIL), rows: Vec::new() };
    let mut steps = Table { preamble: Vec::new(), header: header(STEP), rows: Vec::new() };
    let (mut net_ah, mut net_wh) = (0.0, 0.0);
    for step in &script.steps {
        let (profile, end, start) = (&step.profile, step.profile.duration_s, START + step.test_time_s);
        for row in step.samples() {
            // This export writes a step's first row at the instant at which the step before ended.
            let t = if row.step_time_s == 0.01 { 0.0 } else { row.step_time_s };
            let mut cells = vec![step.number.to_string(), time(start + t)];
            cells.extend([profile.voltage(t), profile.current(t)].map(seven));
            cells.push(temperature(profile.temperature(t)));
            cells.extend([net_ah + profile.capacity(t), net_wh + profile.energy(t)].map(seven));
            detail.rows.push(cells);
        }
        net_ah += profile.capacity(end);
        net_wh += profile.energy(end);
        let mut cells = vec![step.number.to_string(), text(step.kind).to_owned(), time(start), time(start + end)];
        cells.extend([profile.voltage(0.0), profile.voltage(end), profile.current(end)].map(seven));
        cells.extend([profile.capacity(end).abs(), profile.energy(end).abs()].map(seven));
        cells.push(temperature(profile.temperature(end)));
        steps.rows.push(cells);
    }
    let style = Style { mark: false, line_end: "\n", last_line_end: false, ..Style::CHROMA };
    Pair { name: name.to_owned(), step: steps, detail, style }
}

fn text(kind: Kind) -> &'static str {
    match kind {
        Kind::Rest | Kind::Chamber => "Rest",
        Kind::Charge => "CC_Chg",
        Kind::ChargeHold => "CCCV_Chg",
        Kind::Hold => "CV_Chg",
        Kind::Discharge => "CC_DChg",
        Kind::DischargeHold => "CCCV_DChg",
        Kind::Waveform => "SIM",
        Kind::PowerCharge | Kind::PulseCharge => "CP_Chg",
        Kind::PowerDischarge | Kind::PulseDischarge => "CP_DChg",
    }
}
