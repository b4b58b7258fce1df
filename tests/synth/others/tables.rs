//! Tables that are no cycler's: NREL's, PyProBE's, and the text that cellpy calls custom.

use super::print::{days_since, fixed, general, iso_ms};
use super::row::{Row, Way};
use super::{Column, Digits, Near, Other, below, table};
use crate::synth::pair::{Style, Table};

/// No energy: it is the integral of the rows.
const NO_ENERGY: Digits = Digits { energy_wh: Near::INTEGRAL, ..Digits::ALL };
const SEMICOLON: Style = Style { mark: false, delimiter: ';', line_end: "\n", ..Style::CHROMA };
/// All have two decimals, and there is no energy: 0.005 V of 2.9 V.
const TWO: Digits = Digits {
    time_s: Near::printed(0.01),
    voltage_v: Near::printed(5e-3),
    current_a: Near::printed(5e-3),
    charge_ah: Near::printed(0.01),
    energy_wh: Near { absolute: 0.04, relative: 2e-3 },
    temperature_degc: None,
    has_sign: true,
};

pub(super) const ALL: &[Other] = &[
    Other::plain("nrel", "nrel", |rows| table(NREL, rows)),
    Other { digits: NO_ENERGY, ..Other::plain("pyprobe", "pyprobe", |rows| table(PYPROBE, rows)) },
    Other { style: SEMICOLON, digits: TWO, ..Other::plain("cellpy", "cellpy", custom) },
];

/// What counts in one direction is 0 in the other, and at rest.
fn going(row: &Row, way: Way, value: f64) -> String {
    fixed(if row.way == way { value } else { 0.0 }, 8)
}

const NREL: &[Column] = &[
    ("Cycle_Index", |r| r.cycle.to_string()),
    ("Step", |r| r.recipe.to_string()),
    ("Time_s", |r| fixed(r.test_s, 3)),
    ("Amphr", |r| if r.way == Way::Rest { "0".to_owned() } else { fixed(r.one_way.ah, 8) }),
    ("Watthr", |r| if r.way == Way::Rest { "0".to_owned() } else { fixed(r.one_way.wh, 8) }),
    ("Current_A", |r| fixed(r.current_a, 8)),
    ("Voltage_V", |r| fixed(r.voltage_v, 8)),
    ("Cell_Temperature_C", |r| fixed(r.temperature_degc, 4)),
    ("Temp2", |r| fixed(r.chamber_degc, 4)),
    // MATLAB's days; 1970 began on day 719,529.
    ("Datenum_d", |r| fixed(days_since(r, 719_529.0), 9)),
    ("Power_W", |r| fixed(r.power_w(), 8)),
    ("Charge_Capacity_Ah", |r| going(r, Way::Charge, r.one_way.ah)),
    ("Discharge_Capacity_Ah", |r| going(r, Way::Discharge, r.one_way.ah)),
    ("Charge_Energy_Wh", |r| going(r, Way::Charge, r.one_way.wh)),
    ("Discharge_Energy_Wh", |r| going(r, Way::Discharge, r.one_way.wh)),
    ("Frequency_Hz", |_| "NaN".to_owned()),
    ("Z_Imag_Ohm", |_| "NaN".to_owned()),
    ("Z_Mag_Ohm", |_| "NaN".to_owned()),
    ("Cycle_Label", |_| String::new()),
    ("Segment_Label", |_| String::new()),
];

/// A table that was made from another cycler's.
const PYPROBE: &[Column] = &[
    ("Time [s]", |r| general(r.test_s, 15)),
    ("Step", |r| r.recipe.to_string()),
    ("Cycle", |r| r.cycle.to_string()),
    ("Event", |r| (r.step - 1).to_string()),
    ("Current [A]", |r| general(r.current_a, 15)),
    ("Voltage [V]", |r| general(r.voltage_v, 15)),
    ("Capacity [Ah]", |r| general(r.in_test.net_ah(), 15)),
    ("Temperature [C]", |r| general(r.temperature_degc, 7)),
    ("Date", iso_ms),
    ("SOC", |r| general(r.in_test.net_ah() / 2.0, 15)),
];

fn custom(rows: &[Row]) -> Table {
    let preamble = [
        "# PRIME INSTRUMENT FILE --- M12X---!! HEAD !!---M13B---;;;;;;;;;",
        "number of headers ;19;;;;;;;;",
        "operator;nobody;;;;;;;;",
        "date;04.09.2024;;;;;;;;",
        "instrument;bobby;;;;;;;;",
        "schedule;galvanic;;;;;;;;",
        "cell;synthetic;;;;;;;;",
        "geometry;full-cell;;;;;;;;",
        "counter;none;;;;;;;;",
        "material;none;;;;;;;;",
        "mass;0.0012;;;;;;;;",
        "# PRIME INSTRUMENT FILE ---L01---''LOG'' ---0000000-;;;;;;;;;",
        "15;Started collecting auxilary data (saved to output.log);;;;;;;;",
        "773;Problem encountered - reloading config;;;;;;;;",
        "1111;R12;;;;;;;;",
        "6588;R12;;;;;;;;",
        "7712;Problem encountered - reloading config;;;;;;;;",
        "78999;R0;;;;;;;;",
        "# PRIME INSTRUMENT FILE ---268876-;;;;;;;;;",
    ];
    below(&preamble, table(CUSTOM, rows))
}

/// Days of a spreadsheet, of which 1970 began on 25,569; one name has a capital in it.
const CUSTOM: &[Column] = &[
    ("index", |r| (r.point - 1).to_string()),
    ("test_time", |r| fixed(r.test_s, 2)),
    ("step_time", |r| fixed(r.step_s, 2)),
    ("date_stamp", |r| fixed(days_since(r, 25_569.0), 2)),
    ("step", |r| r.recipe.to_string()),
    ("cycle", |r| r.cycle.to_string()),
    ("current", |r| fixed(r.current_a, 2)),
    ("voltage", |r| fixed(r.voltage_v, 2)),
    ("charge_capacity", |r| fixed(r.in_cycle.charged.ah, 2)),
    ("discharge_Capacity", |r| fixed(r.in_cycle.discharged.ah, 2)),
];
