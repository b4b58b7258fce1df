//! Neware: the record layer of BTSDA in two languages, the text of 7.x, the older record list.

use super::print::{fixed, hours, iso, iso_ms};
use super::row::Row;
use super::{Column, Digits, Near, Other, neware_layered, table};
use crate::synth::pair::{Encoding, Style, Table};
use crate::synth::script::Kind;

/// Voltages have four decimals, everything else eight.
const DIGITS: Digits = Digits { voltage_v: Near::printed(5e-5), ..Digits::ALL };
const CHINESE: Style = Style { encoding: Encoding::Gb18030, mark: false, line_end: "\r\n", ..Style::CHROMA };

pub(super) const ALL: &[Other] = &[
    Other { digits: DIGITS, ..Other::plain("neware", "neware", |rows| table(RECORD, rows)) },
    Other { digits: DIGITS, style: CHINESE, ..Other::plain("neware-zh", "neware", |rows| table(CHINESE_RECORD, rows)) },
    Other { digits: DIGITS, ..Other::plain("neware-7", "neware-7", |rows| table(SEVEN, rows)) },
    Other { digits: DIGITS, ..Other::plain("neware-record", "neware-record", |rows| table(OLD, rows)) },
    Other { digits: DIGITS, ..Other::plain("neware-layered", "neware-report", layered) },
];

fn layered(rows: &[Row]) -> Table {
    neware_layered::table(rows)
}

const RECORD: &[Column] = &[
    ("DataPoint", |r| r.point.to_string()),
    ("Cycle Index", |r| r.cycle.to_string()),
    ("Step Index", |r| r.recipe.to_string()),
    ("Step Type", |r| text(r.kind).0.to_owned()),
    ("Time", |r| hours(r.step_s)),
    ("Cumulative Time", |r| hours(r.test_s)),
    ("Current(A)", |r| fixed(r.current_a, 8)),
    ("Voltage(V)", |r| fixed(r.voltage_v, 4)),
    ("Capacity(Ah)", |r| fixed(r.step_ah(), 8)),
    ("Spec. Cap.(mAh/g)", |_| "0.00".to_owned()),
    ("Chg. Cap.(Ah)", |r| fixed(r.in_step.charged.ah, 8)),
    ("Chg. Spec. Cap.(mAh/g)", |_| "0.00".to_owned()),
    ("DChg. Cap.(Ah)", |r| fixed(r.in_step.discharged.ah, 8)),
    ("DChg. Spec. Cap.(mAh/g)", |_| "0.00".to_owned()),
    ("Energy(Wh)", |r| fixed(r.step_wh(), 8)),
    ("Spec. Energy(mWh/g)", |_| "0.00".to_owned()),
    ("Chg. Energy(Wh)", |r| fixed(r.in_step.charged.wh, 8)),
    ("Chg. Spec. Energy(mWh/g)", |_| "0.00".to_owned()),
    ("DChg. Energy(Wh)", |r| fixed(r.in_step.discharged.wh, 8)),
    ("DChg. Spec. Energy(mWh/g)", |_| "0.00".to_owned()),
    ("Date", iso),
    ("Power(W)", |r| fixed(r.power_w(), 8)),
    ("dQ/dV(mAh/V)", |_| "0.0000".to_owned()),
    ("dQm/dV(mAh/V.g)", |_| "0.0000".to_owned()),
    ("Contact resistance(mO)", |_| "0".to_owned()),
    ("Module start-stop switch", |_| "Close".to_owned()),
    ("T1(℃)", |r| fixed(r.temperature_degc, 2)),
];

/// A delimiter ends the header and each row.
const CHINESE_RECORD: &[Column] = &[
    ("数据序号", |r| r.point.to_string()),
    ("循环号", |r| r.cycle.to_string()),
    ("工步号", |r| r.recipe.to_string()),
    ("工步类型", |r| text(r.kind).1.to_owned()),
    ("时间", |r| hours(r.step_s)),
    ("总时间", |r| hours(r.test_s)),
    ("电流(A)", |r| fixed(r.current_a, 8)),
    ("电压(V)", |r| fixed(r.voltage_v, 4)),
    ("容量(Ah)", |r| fixed(r.step_ah(), 8)),
    ("充电容量(Ah)", |r| fixed(r.in_step.charged.ah, 8)),
    ("放电容量(Ah)", |r| fixed(r.in_step.discharged.ah, 8)),
    ("能量(Wh)", |r| fixed(r.step_wh(), 8)),
    ("充电能量(Wh)", |r| fixed(r.in_step.charged.wh, 8)),
    ("放电能量(Wh)", |r| fixed(r.in_step.discharged.wh, 8)),
    ("绝对时间", iso),
    ("功率(W)", |r| fixed(r.power_w(), 8)),
    ("temp1_1", |r| fixed(r.temperature_degc, 2)),
    ("", |_| String::new()),
];

/// No time of the test: each step counts from 0.
const SEVEN: &[Column] = &[
    ("Record Index", |r| r.point.to_string()),
    ("Status", |r| text(r.kind).0.to_owned()),
    ("JumpTo", |_| "0".to_owned()),
    ("Cycle", |r| r.cycle.to_string()),
    ("Step", |r| r.recipe.to_string()),
    ("Cur(mA)", |r| fixed(r.current_a * 1e3, 4)),
    ("Voltage(V)", |r| fixed(r.voltage_v, 4)),
    ("CapaCity(mAh)", |r| fixed(r.step_ah() * 1e3, 4)),
    ("Energy(mWh)", |r| fixed(r.step_wh() * 1e3, 4)),
    ("Relative Time(h:min:s.ms)", |r| hours(r.step_s)),
    ("Absolute Time", iso),
    ("Temperature(°C)", |r| fixed(r.temperature_degc, 2)),
];

const OLD: &[Column] = &[
    ("Record ID", |r| r.point.to_string()),
    ("Realtime", iso_ms),
    ("Time(h:min:s.ms)", |r| hours(r.step_s)),
    ("Step ID", |r| r.recipe.to_string()),
    ("Cycle ID", |r| r.cycle.to_string()),
    ("Current(mA)", |r| fixed(r.current_a * 1e3, 4)),
    ("Voltage(V)", |r| fixed(r.voltage_v, 4)),
    ("Capacitance_Chg(mAh)", |r| fixed(r.in_step.charged.ah * 1e3, 4)),
    ("Capacitance_DChg(mAh)", |r| fixed(r.in_step.discharged.ah * 1e3, 4)),
    ("Engy_Chg(mWh)", |r| fixed(r.in_step.charged.wh * 1e3, 4)),
    ("Engy_DChg(mWh)", |r| fixed(r.in_step.discharged.wh * 1e3, 4)),
    ("DCIR(O)", |_| "0".to_owned()),
    ("Capacity(mAh)", |r| fixed(r.step_ah() * 1e3, 4)),
    ("Temperature(C)", |r| fixed(r.temperature_degc, 2)),
];

/// A step's type in English and in Chinese.
pub(super) fn text(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Rest | Kind::Chamber => ("Rest", "搁置"),
        Kind::Charge => ("CC Chg", "恒流充电"),
        Kind::ChargeHold => ("CCCV Chg", "恒流恒压充电"),
        Kind::Hold => ("CV Chg", "恒压充电"),
        Kind::Discharge => ("CC DChg", "恒流放电"),
        Kind::DischargeHold => ("CCCV DChg", "恒流恒压放电"),
        Kind::PowerCharge | Kind::PulseCharge => ("CP Chg", "恒功率充电"),
        Kind::PowerDischarge | Kind::PulseDischarge => ("CP DChg", "恒功率放电"),
        Kind::Waveform => ("SIM", "模拟工步"),
    }
}
