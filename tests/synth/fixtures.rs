//! Every fixture by name: what it shows, its pair, and what must come out of it.

use super::cell::{Cell, State};
use super::chroma::{Export, START, StepColumns};
use super::pair::{Encoding, Pair, Style};
use super::script::Script;
use super::truth::Truth;
use super::{chroma_2, english};

/// A named pair.
#[derive(Debug)]
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) about: &'static str,
    pub(crate) pair: fn() -> Pair,
    /// What must come out; `None` where nothing can.
    pub(crate) truth: Option<fn() -> Truth>,
}

macro_rules! fixtures {
    ($($name:literal, $about:literal, $pair:expr, $truth:expr;)+) => {
        /// All of them.
        pub(crate) const ALL: &[Fixture] =
            &[$(Fixture { name: $name, about: $about, pair: $pair, truth: $truth }),+];
    };
}

fixtures! {
    "mini", "fourteen steps of every kind", mini, Some(mini_truth);
    "reset", "the running total restarts with the recipe's second section", reset, Some(reset_truth);
    "newyear", "the test runs over New Year, where dates do not sort as text", newyear, Some(mini_truth);
    "sentinel", "-600000 where there is no value", sentinel, Some(mini_truth);
    "big5", "Big5", || styled("big5", Style { encoding: Encoding::Big5, mark: false, ..Style::CHROMA }), Some(mini_truth);
    "gb18030", "GB18030",
        || styled("gb18030", Style { encoding: Encoding::Gb18030, mark: false, ..Style::CHROMA }), Some(mini_truth);
    "utf16", "UTF-16, little end first", || styled("utf16", Style { encoding: Encoding::Utf16Le, ..Style::CHROMA }),
        Some(mini_truth);
    "utf16be", "UTF-16, big end first, no mark",
        || styled("utf16be", Style { encoding: Encoding::Utf16Be, mark: false, ..Style::CHROMA }), Some(mini_truth);
    "semicolon", "semicolons and decimal commas",
        || styled("semicolon", Style { delimiter: ';', decimal_comma: true, ..Style::CHROMA }), Some(mini_truth);
    "tab", "tabs", || styled("tab", Style { delimiter: '\t', ..Style::CHROMA }), Some(mini_truth);
    "nobom", "no byte-order mark", || styled("nobom", Style { mark: false, ..Style::CHROMA }), Some(mini_truth);
    "lf", "LF, and none after the last line",
        || styled("lf", Style { line_end: "\n", last_line_end: false, ..Style::CHROMA }), Some(mini_truth);
    "columns24", "a Step file of 24 columns in another order", || columns("columns24", StepColumns::TwentyFour),
        Some(mini_truth);
    "columns35", "a Step file of 35 columns", || columns("columns35", StepColumns::ThirtyFive), Some(mini_truth);
    "shuffled", "columns in any order", shuffled, Some(mini_truth);
    "pulses", "pulses at five states of charge, with relaxation tails", || Export::PLAIN.pair("pulses", &pulse_script()),
        Some(|| Truth::of(&pulse_script(), 4));
    "checkups", "pulses at five states of charge, at two temperatures and while the cell ages",
        || Export::PLAIN.pair("checkups", &checkup_script()), Some(|| Truth::of(&checkup_script(), 4));
    "running", "exported while its last step ran", running, Some(running_truth);
    "fade", "forty cycles, Q = 2 - 0.005 n", || Export::PLAIN.pair("fade", &fade_script(40)),
        Some(|| Truth::of(&fade_script(40), 7));
    "rates", "discharges at six rates and two temperatures", || Export::PLAIN.pair("rates", &rate_script()),
        Some(|| Truth::of(&rate_script(), 5));
    "chroma2", "Chroma's second export", || chroma_2::pair("chroma2", &mini_script()), Some(mini_truth);
    "english", "Chroma with English headers", || english::pair("english", &english_script()),
        Some(english_truth);
    "headeronly", "headers without rows", header_only, None;
    "empty", "files without a byte", empty, None;
}

/// The fixture of a name.
pub(crate) fn by_name(name: &str) -> &'static Fixture {
    ALL.iter().find(|fixture| fixture.name == name).unwrap_or_else(|| panic!("no fixture {name}"))
}

/// Fourteen steps: a full charge and discharge at 1 C, then pulses and powers at half charge.
pub(crate) fn mini_script() -> Script {
    let mut script = Script::new(Cell::two_ah(), State { chamber_degc: 24.0, ..State::at_rest(0.6) });
    script.rest(300.0, 60.0);
    script.chamber(7200.0, 25.0);
    script.charge_full(1.0, 30.0);
    script.rest(1800.0, 60.0);
    script.discharge_empty(2.0, 10.0);
    script.rest(1800.0, 60.0);
    script.cycle(2);
    script.charge_by(1.0, 1.0, 30.0);
    script.rest(3600.0, 60.0);
    script.power(-15.0, 10.0, 0.1, 10.0);
    script.rest(1800.0, 60.0);
    script.power(15.0, 10.0, 0.05, 10.0);
    script.power(-6.0, 120.0, 1.0, 0.0);
    script.rest(600.0, 60.0);
    script.power(6.0, 90.0, 1.0, 0.0);
    script
}

fn mini_truth() -> Truth {
    Truth::of(&mini_script(), 5)
}

fn mini() -> Pair {
    Export::PLAIN.pair("mini", &mini_script())
}

/// A second section after a full cycle, with a loop of two passes in it.
fn reset_script() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.2));
    script.rest(300.0, 60.0);
    script.charge_full(1.0, 30.0);
    script.rest(1800.0, 60.0);
    script.discharge_empty(2.0, 10.0);
    script.next_section();
    script.rest(1800.0, 60.0);
    for pass in 0..2 {
        script.cycle(2 + pass);
        script.charge_full(2.0, 30.0);
        script.rest(1800.0, 60.0);
        script.discharge_empty(2.0, 10.0);
        script.rest(1800.0, 60.0);
        if pass == 0 {
            script.repeat(4);
        }
    }
    script
}

fn reset() -> Pair {
    Export::PLAIN.pair("reset", &reset_script())
}

fn reset_truth() -> Truth {
    Truth::of(&reset_script(), 8)
}

fn newyear() -> Pair {
    // 2024-12-31 22:00:00: the full charge runs into the next year.
    Export { start: 1_735_682_400, ..Export::PLAIN }.pair("newyear", &mini_script())
}

fn sentinel() -> Pair {
    let export = Export { columns: StepColumns::ThirtyFive, ..Export::PLAIN };
    let mut pair = export.pair("sentinel", &mini_script());
    "-600000".clone_into(pair.step.cell_mut(3, "溫箱溫度"));
    for row in [40, 41, 200] {
        "-600000".clone_into(pair.detail.cell_mut(row, "溫箱溫度"));
    }
    for (row, text) in [(10, "--"), (11, ""), (12, "NaN"), (13, "9.9E37")] {
        text.clone_into(pair.detail.cell_mut(row, "Aux T3"));
    }
    pair
}

fn styled(name: &str, style: Style) -> Pair {
    Pair { style, ..Export::PLAIN.pair(name, &mini_script()) }
}

fn columns(name: &str, columns: StepColumns) -> Pair {
    Export { columns, ..Export::PLAIN }.pair(name, &mini_script())
}

fn shuffled() -> Pair {
    let pair = Export::PLAIN.pair("shuffled", &mini_script());
    // Multiplying by 5 permutes 23 and, with an odd step, 28 places.
    let order = |count: usize| (0..count).map(|at| at * 5 % count).collect::<Vec<_>>();
    Pair { step: pair.step.select(&order(28)), detail: pair.detail.select(&order(23)), ..pair }
}

/// A pulse pair at each of 90, 70, 50, 30 and 10 %.
fn pulse_script() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.0));
    script.rest(300.0, 60.0);
    script.charge_full(1.0, 30.0);
    script.rest(1800.0, 60.0);
    script.discharge_empty(2.0, 10.0);
    script.rest(1800.0, 60.0);
    script.cycle(2);
    script.charge_full(1.0, 30.0);
    for (pass, share) in [0.1, 0.2, 0.2, 0.2, 0.2].into_iter().enumerate() {
        script.rest(1800.0, 60.0);
        script.discharge_by(2.0, share * 2.0, 10.0);
        script.rest(3600.0, 60.0);
        script.power(-20.0, 10.0, 0.02, 10.0);
        script.rest(600.0, 60.0);
        script.power(20.0, 10.0, 0.01, 10.0);
        if pass < 4 {
            script.repeat(6);
        }
    }
    script
}

/// Check-ups: a full discharge, then a pulse each way at 90, 70, 50, 30 and 10 %; at 25 and 0 °C when new, then twice more
/// at 25 °C, each time with a quarter more resistance.
fn checkup_script() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.0));
    for (cycle, (aged, degc)) in (1..).step_by(2).zip([(1.0, 25.0), (1.0, 0.0), (1.25, 25.0), (1.5, 25.0)]) {
        (script.cell.r0_ohm, script.cell.r1_ohm) = (0.030 * aged, 0.020 * aged);
        script.chamber(10_800.0, 25.0);
        script.cycle(cycle);
        script.charge_full(2.0, 120.0);
        script.rest(1800.0, 600.0);
        script.discharge_empty(2.0, 60.0);
        script.rest(1800.0, 600.0);
        script.cycle(cycle + 1);
        script.charge_full(2.0, 120.0);
        script.chamber(10_800.0, degc);
        for share in [0.1, 0.2, 0.2, 0.2, 0.2] {
            script.discharge_by(1.0, share * 2.0, 120.0);
            script.rest(3600.0, 600.0);
            script.pulse(-4.0, 10.0, 0.0);
            script.rest(60.0, 10.0);
            script.pulse(3.0, 10.0, 0.0);
            script.rest(60.0, 10.0);
        }
        script.discharge_empty(1.0, 120.0);
        script.rest(1800.0, 600.0);
    }
    script
}

/// So many rows of its last step were exported.
const RUNNING_ROWS: usize = 70;

/// The running step is what its rows are so far.
fn running_truth() -> Truth {
    let mut script = mini_script();
    if let Some(last) = script.steps.last_mut() {
        last.cut_after(RUNNING_ROWS);
    }
    Truth::of(&script, 5)
}

fn running() -> Pair {
    Export { running_rows: Some(RUNNING_ROWS), ..Export::PLAIN }.pair("running", &mini_script())
}

/// Cycle n can hold 2 - 0.005 n Ah.
fn fade_script(cycles: i32) -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.0));
    for cycle in 1..=cycles {
        script.cycle(cycle);
        script.cell.capacity_ah = 2.0 - 0.005 * f64::from(cycle);
        script.charge_full(2.0, 60.0);
        script.rest(1800.0, 300.0);
        script.discharge_empty(2.0, 60.0);
        script.rest(1800.0, 300.0);
        if cycle < cycles {
            script.repeat(4);
        }
    }
    script
}

/// 0.2, 0.5, 1, 2 and 3 C at 25 °C, then 1 C at -10 °C; each after a full charge at 25 °C.
fn rate_script() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.0));
    let discharges = [(0.4, 25.0), (2.0, 25.0), (1.0, 25.0), (4.0, 25.0), (6.0, 25.0), (2.0, -10.0)];
    for (cycle, (current_a, degc)) in (1..).zip(discharges) {
        script.chamber(10_800.0, 25.0);
        script.cycle(cycle);
        script.charge_full(1.0, 60.0);
        script.chamber(10_800.0, degc);
        script.rest(1800.0, 300.0);
        script.discharge_empty(current_a, 20.0);
    }
    script
}

fn english_script() -> Script {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.0));
    script.rest(600.0, 60.0);
    script.charge_full(1.0, 60.0);
    script.rest(1800.0, 60.0);
    script.discharge_empty(2.0, 30.0);
    script.rest(1800.0, 60.0);
    script
}

/// Its first rows stand at the step's very start, not 0.01 s later.
fn english_truth() -> Truth {
    let script = english_script();
    let mut truth = Truth::of(&script, 4);
    for (truth, step) in truth.steps.iter_mut().zip(&script.steps) {
        truth.voltage_start_v = step.profile.voltage(0.0);
    }
    truth
}

fn header_only() -> Pair {
    let mut pair = mini();
    "headeronly".clone_into(&mut pair.name);
    pair.step.rows.clear();
    pair.detail.rows.clear();
    pair
}

fn empty() -> Pair {
    let mut pair = header_only();
    "empty".clone_into(&mut pair.name);
    pair.step.header.clear();
    pair.detail.header.clear();
    pair.style.mark = false;
    pair
}

/// A test of `cycles` full cycles whose start lies `days` after the usual one: many different pairs of one kind.
pub(crate) fn many(name: &str, cycles: i32, days: i64) -> Pair {
    Export { start: START + 86_400 * days, ..Export::PLAIN }.pair(name, &fade_script(cycles))
}

/// A test whose full discharges have these capacities in Ah, one a cycle, at 2 A.
pub(crate) fn aged(name: &str, capacities_ah: &[f64]) -> Pair {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.0));
    for (cycle, capacity_ah) in (1..).zip(capacities_ah) {
        script.cycle(cycle);
        script.cell.capacity_ah = *capacity_ah;
        script.charge_full(2.0, 300.0);
        script.rest(1800.0, 900.0);
        script.discharge_empty(2.0, 300.0);
        script.rest(1800.0, 900.0);
    }
    Export::PLAIN.pair(name, &script)
}
