//! Memory is bounded whatever a file holds: very many columns, faults in every row.

#![cfg(target_os = "linux")]

use crate::support::{Pair, Sandbox, fixture, on_both};
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;

/// What is promised, in KB.
pub(crate) const PEAK_KB: u64 = 64 * 1024;
/// More than the pages of a released program take that is at work, in KB.
const CODE_KB: u64 = 16 * 1024;

/// Runs a command that must end well; gives the most memory that it ever had, as far as looking now and then tells.
pub(crate) fn peak_kb(sandbox: &Sandbox, args: &[&str]) -> u64 {
    let mut child = sandbox.command().args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    let ended = loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let value = |name: &str| -> Option<u64> {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().trim_end_matches(" kB").parse().ok()
        };
        // The pages of the program itself are those of a development build, which is twice the size: what they take in a
        // released one stands for them.
        let now = value("VmHWM:").zip(value("RssFile:")).map(|(peak, code)| peak.saturating_sub(code) + CODE_KB);
        peak_kb = peak_kb.max(now.unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(ended.success(), "{args:?}: {ended}");
    assert!(peak_kb > CODE_KB, "{args:?}: {status} tells no memory");
    peak_kb
}

/// The pair with so many further columns, whose values differ.
pub(crate) fn widened(pair: &Pair, columns: usize) -> Pair {
    let mut detail = String::new();
    for (number, line) in pair.detail.lines().enumerate() {
        detail.push_str(line);
        for column in 0..columns {
            let _ = match number {
                0 => write!(detail, ",Ext{column}"),
                row => write!(detail, ",{}.{}", (row + column) % 97, row % 7),
            };
        }
        detail.push('\n');
    }
    Pair { detail, ..pair.clone() }
}

/// The pair with another text in each row of Detail.
pub(crate) fn spoilt(pair: &Pair, spoil: impl Fn(&str) -> String) -> Pair {
    let mut lines = pair.detail.lines();
    let header = lines.next().unwrap_or_default().to_owned();
    let detail = std::iter::once(header).chain(lines.map(spoil)).map(|line| line + "\n").collect();
    Pair { detail, ..pair.clone() }
}

/// Rows enough to fill every queue.
pub(crate) fn long(pair: &Pair, times: usize) -> Pair {
    let (header, rows) = pair.detail.split_once('\n').expect("a header");
    Pair { detail: format!("{header}\n{}", rows.repeat(times)), ..pair.clone() }
}

#[test]
fn two_thousand_columns_take_no_more_memory_and_come_back_whole() {
    let wide = widened(&fixture("mini"), 2_000);
    on_both(|sandbox| {
        wide.write(&sandbox.path("in"));
        for command in ["validate", "ingest"] {
            let peak_kb = peak_kb(sandbox, &[command, "in", "--fail-on", "never"]);
            assert!(peak_kb < PEAK_KB, "{command} on {}: {peak_kb} KB", sandbox.lane());
        }
        sandbox.run(["catalog", "check", "--content"]).done();
        let peak_kb = peak_kb(sandbox, &["catalog", "check", "--content"]);
        assert!(peak_kb < PEAK_KB, "catalog check on {}: {peak_kb} KB", sandbox.lane());
        let stored = sandbox.report("quality", &["--experiment", "mini"]);
        assert_eq!(stored, sandbox.report("quality", &["in"]), "{}", sandbox.lane());
    });
}

#[test]
fn faults_in_every_row_take_no_more_memory_and_are_told_in_few_words() {
    let pair = long(&fixture("mini"), 40);
    let without = |line: &str, cell: usize, text: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[cell] = text;
        cells.join(",")
    };
    let spoil: [(&str, &dyn Fn(&str) -> String); 4] = [
        ("ragged", &|line| line.rsplit_once(',').map_or_else(String::new, |(line, _)| line.to_owned())),
        ("no number", &|line| without(line, 12, "3.x")),
        ("no date", &|line| without(line, 9, "99/99/2024")),
        ("open quote", &|line| without(line, 8, "\"x")),
    ];
    let sandbox = Sandbox::sqlite();
    for (what, spoil) in spoil {
        spoilt(&pair, spoil).write(&sandbox.path(what));
        let peak_kb = peak_kb(&sandbox, &["validate", what, "--fail-on", "never"]);
        assert!(peak_kb < PEAK_KB, "{what}: {peak_kb} KB");
        let said = sandbox.run(["validate", what, "--fail-on", "never", "--format", "text"]).done().stdout;
        assert!(said.len() < 200_000, "{what}: {} bytes are said", said.len());
    }
}

/// A Detail file of so many rows of one step, whose values differ.
fn one_step(pair: &Pair, rows: usize) -> String {
    let (header, lines) = pair.detail.split_once('\n').expect("a header");
    let cells: Vec<&str> = lines.lines().next().expect("a row").split(',').collect();
    let mut detail = format!("{header}\n");
    for row in 0..rows {
        let time = format!("{}.{}", row / 10, row % 10);
        let mut line: Vec<String> = cells.iter().map(ToString::to_string).collect();
        (line[10], line[11]) = (time.clone(), time);
        line[12] = format!("3.{:06}", row * 7919 % 1_000_000);
        line[19] = format!("2{}.{:02}", row % 9, row % 97);
        let _ = writeln!(detail, "{}", line.join(","));
    }
    detail
}

/// Of many rows no file of an export takes more memory than of few.
#[test]
fn exports_of_many_rows_take_no_more_memory() {
    let pair = fixture("mini");
    let sandbox = Sandbox::sqlite();
    for (name, rows) in [("short", 20_000), ("long", 120_000)] {
        std::fs::write(sandbox.path(&format!("{name}_Detail.csv")), one_step(&pair, rows)).unwrap();
    }
    for ending in ["parquet", "csv", "xlsx"] {
        let out = format!("out.{ending}");
        let measure = |name: &str| {
            let file = format!("{name}_Detail.csv");
            peak_kb(&sandbox, &["export", "measurements", &file, "-o", &out])
        };
        let (short, long) = (measure("short"), measure("long"));
        assert!(long < PEAK_KB, "{ending}: {long} KB");
        assert!(long < short + 20 * 1024, "{ending}: {short} KB of few rows, {long} KB of many");
    }
}

/// A test of so many steps of four rows each, which are charged, rested, discharged and rested in turn.
fn many_steps(pair: &Pair, steps: u32) -> Pair {
    const SECONDS: f64 = 10.0;
    let header = |text: &str| format!("{}\n", text.lines().next().expect("a header"));
    let (mut step, mut detail) = (header(&pair.step), header(&pair.detail));
    let (mut charged_ah, mut charged_wh) = ([0.0; 2], [0.0; 2]);
    for number in 1..=steps {
        let (kind, current_a, voltage_v, slope_v) = match number % 4 {
            1 => ("CC充電", 2.0, 3.3, 0.1),
            2 => ("靜置", 0.0, 3.4, -0.01),
            3 => ("CC放電", -2.0, 3.4, -0.1),
            _ => ("靜置", 0.0, 3.3, 0.01),
        };
        let place = format!("1,1,1,1,1,1,{},{number},{kind}", number % 4 + 1);
        let begins_s = f64::from(number - 1) * SECONDS;
        let clock = |seconds: f64| {
            let seconds = seconds as u32;
            let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
            format!("09/{:02}/2024 {hours:02}:{minutes:02}:{:02}", 4 + days, seconds % 60)
        };
        let total_ah = charged_ah[0] - charged_ah[1];
        let last = [0.01, 3.0, 6.0, SECONDS].map(|time_s| {
            let volts = voltage_v + slope_v * time_s / SECONDS;
            let ah = current_a * time_s / 3600.0;
            let wh = ah * f64::midpoint(voltage_v, volts);
            let status = if time_s == SECONDS { "StepFinishByCut_T" } else { "StepRunning" };
            let _ = writeln!(
                detail,
                "{place},{},{:.2},{time_s},{volts:.6},{current_a},{:.6},{ah:.6},{wh:.6},{:.6},{status},25,24,25,25",
                clock(begins_s + time_s),
                begins_s + time_s,
                volts * current_a,
                total_ah + ah
            );
            (volts, ah, wh)
        });
        let (volts, ah, wh) = last[3];
        if ah != 0.0 {
            let direction = usize::from(ah < 0.0);
            (charged_ah[direction], charged_wh[direction]) =
                (charged_ah[direction] + ah.abs(), charged_wh[direction] + wh.abs());
        }
        let _ = writeln!(
            step,
            "{place},{},{SECONDS},00:00:00:{SECONDS:06.3},{volts:.6},{current_a},{wh:.6},{ah:.6},{:.6},{:.6},{:.6},\
             {:.6},{:.6},{:.6},0,StepFinishByCut_T,25,24,25,25",
            clock(begins_s),
            volts * current_a,
            charged_ah[0],
            charged_ah[1],
            charged_wh[0],
            charged_wh[1],
            charged_ah[0] - charged_ah[1]
        );
    }
    Pair { step, detail, ..pair.clone() }
}

/// A step is a record, its trace, what is derived of it, and perhaps a pulse: so many bytes together.
const STEP_BYTES: u64 = 1_600;

#[test]
fn each_step_takes_little_memory() {
    const STEPS: [u32; 2] = [6_000, 16_000];
    let sandbox = Sandbox::sqlite();
    for command in ["validate", "ingest"] {
        let [few_kb, many_kb] = STEPS.map(|steps| {
            let name = format!("{command}-{steps}");
            many_steps(&fixture("mini"), steps).write(&sandbox.path(&name));
            peak_kb(&sandbox, &[command, &name, "--fail-on", "never"])
        });
        let bytes = many_kb.saturating_sub(few_kb) * 1024 / u64::from(STEPS[1] - STEPS[0]);
        assert!(bytes < STEP_BYTES, "{command}: {bytes} bytes a step");
    }
}
