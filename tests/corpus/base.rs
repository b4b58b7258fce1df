//! Clean pairs in which faults are planted: their text, their steps, their columns as numbers.

pub(crate) use crate::headers::Col;
use crate::headers::Col::{Capacity, Current, Kind, StepTime, TestTime, Voltage};
use crate::headers::{DIALECTS, Names};
use crate::synth::{Cell, Export, KINDS, KindOfTest, Pair, Script, State, Style, Table, by_name};
use battery_etl::model;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The files of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum File {
    Step,
    Detail,
}

pub(crate) const BOTH: [File; 2] = [File::Step, File::Detail];

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Rest,
    Chamber,
    Constant,
    Hold,
    Power,
    Waveform,
}

/// A step and its rows: `rows` in Detail, of which those before `active` are no relaxation; `row` in Step, if it is there.
#[derive(Clone, Debug)]
pub(crate) struct StepRows {
    pub(crate) number: i32,
    pub(crate) does: Does,
    pub(crate) row: Option<usize>,
    pub(crate) first: usize,
    pub(crate) active: usize,
    pub(crate) end: usize,
}

impl StepRows {
    pub(crate) fn flows(&self) -> bool {
        !matches!(self.does, Does::Rest | Does::Chamber)
    }

    /// Whether it goes one way.
    pub(crate) fn has_direction(&self) -> bool {
        self.flows() && self.does != Does::Waveform
    }

    pub(crate) fn len(&self) -> usize {
        self.end - self.first
    }

    pub(crate) fn last_active(&self) -> usize {
        self.active - 1
    }
}

/// A clean pair.
pub(crate) struct Base {
    pub(crate) name: String,
    /// What the laboratory knows of its cell.
    pub(crate) cell: Option<model::Cell>,
    dialect: usize,
    pub(crate) style: Style,
    pub(crate) tables: [Table; 2],
    /// Each data row as a line.
    pub(crate) lines: [Vec<String>; 2],
    pub(crate) steps: Vec<StepRows>,
    numbers: HashMap<(File, Col), Vec<f64>>,
}

impl Base {
    fn new(pair: Pair) -> Self {
        let fits = |names: &[Names; 2]| names[1].iter().all(|(_, name)| pair.detail.header.iter().any(|h| h == name));
        let dialect = DIALECTS.iter().position(fits);
        let dialect = dialect.unwrap_or_else(|| panic!("{}: no dialect of the corpus", pair.name));
        let tables = [pair.step, pair.detail];
        let lines = [0, 1].map(|at| tables[at].rows.iter().map(|row| row.join(",")).collect());
        let mut base = Self {
            name: pair.name,
            cell: None,
            dialect,
            style: pair.style,
            tables,
            lines,
            steps: Vec::new(),
            numbers: HashMap::new(),
        };
        for file in BOTH {
            for (col, _) in DIALECTS[dialect][file as usize] {
                let unit = if Self::is_time(*col) { base.time_unit() } else { 1.0 };
                let at = base.column(file, *col).unwrap_or_default();
                let read = |row: &Vec<String>| row[at].parse().map_or(f64::NAN, |value: f64| value * unit);
                let numbers = base.table(file).rows.iter().map(read).collect();
                base.numbers.insert((file, *col), numbers);
            }
        }
        base.find_steps();
        base
    }

    fn find_steps(&mut self) {
        let numbers = self.numbers(File::Detail, Col::Step).to_vec();
        let of_steps = self.numbers(File::Step, Col::Step).to_vec();
        let mut first = 0;
        while first < numbers.len() {
            let end = first + numbers[first..].iter().take_while(|number| **number == numbers[first]).count();
            let row = of_steps.iter().position(|number| *number == numbers[first]);
            let kind = row.map_or_else(
                || self.cell(File::Detail, first, Kind).unwrap_or_default().to_owned(),
                |row| self.cell(File::Step, row, Kind).unwrap_or_default().to_owned(),
            );
            let duration_s = row
                .filter(|_| self.has(File::Step, StepTime))
                .map_or(f64::INFINITY, |row| self.numbers(File::Step, StepTime)[row]);
            let is_active = |row: usize| {
                !self.has(File::Detail, StepTime) || self.numbers(File::Detail, StepTime)[row] <= duration_s + 1e-3
            };
            let active = (first..end).rev().find(|row| is_active(*row)).map_or(end, |row| row + 1);
            let number = numbers[first] as i32;
            self.steps.push(StepRows { number, does: does(&kind), row, first, active, end });
            first = end;
        }
    }

    pub(crate) fn table(&self, file: File) -> &Table {
        &self.tables[file as usize]
    }

    /// The header of a column, in a dialect that has it.
    pub(crate) fn header(&self, file: File, col: Col) -> Option<&'static str> {
        DIALECTS[self.dialect][file as usize].iter().find(|(known, _)| *known == col).map(|(_, name)| *name)
    }

    pub(crate) fn column(&self, file: File, col: Col) -> Option<usize> {
        let name = self.header(file, col)?;
        self.table(file).header.iter().position(|cell| cell == name)
    }

    pub(crate) fn has(&self, file: File, col: Col) -> bool {
        self.column(file, col).is_some()
    }

    pub(crate) fn is_chroma(&self) -> bool {
        self.dialect == 0
    }

    /// The columns that a file of this dialect cannot be without, and that hold numbers.
    pub(crate) fn required(&self, file: File) -> Vec<Col> {
        [TestTime, StepTime, Voltage, Current, Capacity].into_iter().filter(|col| self.has(file, *col)).collect()
    }

    pub(crate) fn cell(&self, file: File, row: usize, col: Col) -> Option<&str> {
        Some(&self.table(file).rows[row][self.column(file, col)?])
    }

    /// A column as numbers; times in seconds.
    pub(crate) fn numbers(&self, file: File, col: Col) -> &[f64] {
        self.numbers.get(&(file, col)).map_or(&[], Vec::as_slice)
    }

    /// A Detail column.
    pub(crate) fn rows(&self, col: Col) -> &[f64] {
        self.numbers(File::Detail, col)
    }

    /// Step time, or what there is of it where the dialect has none.
    pub(crate) fn times(&self) -> &[f64] {
        self.rows(TestTime)
    }

    pub(crate) fn is_time(col: Col) -> bool {
        matches!(col, TestTime | StepTime)
    }

    /// Seconds of one unit of the time columns.
    pub(crate) fn time_unit(&self) -> f64 {
        if self.dialect == 1 { 1e-3 } else { 1.0 }
    }

    /// The physical line of a data row.
    pub(crate) fn line(&self, file: File, row: usize) -> u64 {
        self.table(file).line(row)
    }

    /// The step of a Detail row.
    pub(crate) fn step_of(&self, row: usize) -> &StepRows {
        &self.steps[self.steps.partition_point(|step| step.end <= row)]
    }

    /// The largest magnitude of a Detail column in some rows.
    pub(crate) fn largest(&self, col: Col, rows: std::ops::Range<usize>) -> f64 {
        self.rows(col)[rows].iter().fold(0.0, |max: f64, value| max.max(value.abs()))
    }
}

fn does(kind: &str) -> Does {
    match kind {
        "靜置" | "REST" | "Rest" => Does::Rest,
        "溫箱控制" => Does::Chamber,
        "CC充電" | "CC放電" | "CC Charge" | "CC Discharge" | "CC_Chg" | "CC_DChg" => Does::Constant,
        "CC-CV充電" | "CC-CV放電" | "CC-CV Charge" | "CCCV_Chg" => Does::Hold,
        "電流波形" => Does::Waveform,
        _ => Does::Power,
    }
}

/// Ten cycles over 40 % of the capacity, on which an efficiency can be off while the cycle stays balanced.
fn shallow() -> Pair {
    let mut script = Script::new(Cell::two_ah(), State::at_rest(0.2));
    script.charge_full(1.0, 60.0);
    script.rest(1800.0, 300.0);
    script.discharge_empty(2.0, 30.0);
    script.rest(1800.0, 300.0);
    for cycle in 2..12 {
        script.cycle(cycle);
        script.charge_by(1.0, 0.8, 60.0);
        script.rest(1800.0, 300.0);
        script.discharge_by(1.0, 0.8, 60.0);
        script.rest(1800.0, 300.0);
    }
    Export::PLAIN.pair("shallow", &script)
}

/// The synthetic pairs: every kind of step that the generator has, and three dialects.
pub(crate) fn synthetic() -> Vec<Base> {
    let names = ["mini", "reset", "pulses", "running", "fade", "rates", "columns35", "chroma2", "english"];
    let pairs = names.into_iter().map(|name| (by_name(name).pair)());
    pairs.chain([shallow()]).map(Base::new).chain(KINDS.iter().map(of_kind)).collect()
}

fn of_kind(kind: &KindOfTest) -> Base {
    let [chemistry, configuration] = [kind.chemistry, kind.configuration].map(|word| word.map(str::to_owned));
    let is_known = chemistry.is_some() || configuration.is_some();
    let cell = model::Cell { name: kind.name.to_owned(), chemistry, configuration, ..model::Cell::default() };
    Base { cell: is_known.then_some(cell), ..Base::new(kind.pair()) }
}

/// Where the real pairs are, if they are at hand.
pub(crate) fn real_folder() -> PathBuf {
    let shared = std::env::var_os("BATTERY_ETL_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    shared.join("data/chroma")
}

/// The real pairs named after a test; `Step.csv` and `Detail.csv` have faults of their own.
pub(crate) fn real() -> Vec<Base> {
    let folder = real_folder();
    let mut steps: Vec<PathBuf> =
        std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    steps.sort();
    steps.iter().filter_map(|step| read(step, &steps)).map(Base::new).collect()
}

fn read(step: &Path, all: &[PathBuf]) -> Option<Pair> {
    let lower = |path: &Path| path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let wanted = format!("{}_detail.csv", lower(step).strip_suffix("_step.csv")?);
    let detail = all.iter().find(|path| lower(path) == wanted)?;
    let text = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let name = step.file_stem()?.to_string_lossy();
    let line_end = if text(detail).contains("\r\n") { "\r\n" } else { "\n" };
    Some(Pair {
        name: name[..name.len() - "_step".len()].to_owned(),
        step: table(&text(step)),
        detail: table(&text(detail)),
        style: Style { line_end, ..Style::CHROMA },
    })
}

fn table(text: &str) -> Table {
    let mut rows = text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').map(str::to_owned).collect());
    Table { preamble: Vec::new(), header: rows.next().unwrap_or_default(), rows: rows.collect() }
}
