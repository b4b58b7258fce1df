//! A block: consecutive rows of one step, as columns.

use super::EndReason;

/// The most rows one block holds. Blocks never cross a step.
pub const MAX_BLOCK_ROWS: usize = 16_384;

/// With more columns than this, the seven fixed ones among them, a stored block holds fewer rows.
const WIDE: usize = 64;
/// The values of a stored block of a wide test.
const WIDE_BLOCK_VALUES: usize = 1 << 18;

/// The most rows that are stored together of a test with so many further channels. What is stored stands on it: it never
/// changes.
#[must_use]
pub fn stored_block_rows(channels: usize) -> usize {
    let columns = 7 + channels;
    if columns <= WIDE { MAX_BLOCK_ROWS } else { (WIDE_BLOCK_VALUES / columns).max(1) }
}

/// A further column that a cycler records beside the seven of every [`Block`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The header as the file has it, or a reserved name (`power_w`).
    pub name: String,
    /// What it holds.
    pub kind: ChannelKind,
}

/// What a [`Channel`] holds, and in which unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChannelKind {
    /// Power as the tester reports it; W, charge positive.
    Power,
    /// The tester's running net capacity; Ah. It may restart at a new recipe section.
    TotalCapacity,
    /// The chamber's temperature; °C.
    ChamberTemperature,
    /// A further temperature sensor; °C.
    Temperature,
    /// The wall clock, seconds since 1970-01-01T00:00:00 in the cycler's own local time.
    WallClock,
    /// Any other numeric column of the file, unconverted.
    Other,
}

impl ChannelKind {
    /// The name under which the kind is stored and printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Power => "power",
            Self::TotalCapacity => "total_capacity",
            Self::ChamberTemperature => "chamber_temperature",
            Self::Temperature => "temperature",
            Self::WallClock => "wall_clock",
            Self::Other => "other",
        }
    }

    /// Every kind, in the order of declaration.
    pub const ALL: [Self; 6] =
        [Self::Power, Self::TotalCapacity, Self::ChamberTemperature, Self::Temperature, Self::WallClock, Self::Other];
}

/// The seven columns of every [`Block`], in the order in which they are kept and written; NaN is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Seconds since the step's start.
    StepTime,
    /// Seconds since the test's start.
    TestTime,
    /// Voltage in V.
    Voltage,
    /// Current in A, charge positive.
    Current,
    /// Capacity of the step so far in Ah.
    Capacity,
    /// Energy of the step so far in Wh.
    Energy,
    /// The cell's temperature in °C.
    Temperature,
}

impl Column {
    /// All, in order.
    pub const ALL: [Self; 7] =
        [Self::StepTime, Self::TestTime, Self::Voltage, Self::Current, Self::Capacity, Self::Energy, Self::Temperature];

    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The name under which it is stored and printed, with its unit.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::StepTime => "step_time_s",
            Self::TestTime => "test_time_s",
            Self::Voltage => "voltage_v",
            Self::Current => "current_a",
            Self::Capacity => "capacity_ah",
            Self::Energy => "energy_wh",
            Self::Temperature => "temperature_degc",
        }
    }

    /// The column of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// At most [`MAX_BLOCK_ROWS`] consecutive rows of one step, in file order. Every slice has `len()` values; NaN is missing.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// The executed step's number.
    pub step: i32,
    /// The sequence number within the step of the first row; a step's first row is 0.
    pub first_sequence: u64,
    /// Seconds since the step's start.
    pub step_time_s: &'a [f64],
    /// Seconds since the test's start.
    pub test_time_s: &'a [f64],
    /// Voltage in V.
    pub voltage_v: &'a [f64],
    /// Current in A, charge positive.
    pub current_a: &'a [f64],
    /// Capacity of this step so far in Ah, signed by the step's direction, 0 at its start.
    pub capacity_ah: &'a [f64],
    /// Energy of this step so far in Wh, signed likewise.
    pub energy_wh: &'a [f64],
    /// The cell's temperature in °C.
    pub temperature_degc: &'a [f64],
    /// The further channels, in the order of [`super::Head::channels`].
    pub channels: &'a [&'a [f64]],
    /// The tester's status of each row; empty where it is not known (rows read back from a database).
    pub end_reasons: &'a [EndReason],
    /// The original status text of the last row, where there is one.
    pub last_status: Option<&'a str>,
    /// The physical line of each row in its file (the first line is 1); empty, or 0, where it is not known.
    pub lines: &'a [u64],
}

impl<'a> Block<'a> {
    /// Rows of the seven columns and the further channels; nothing is known of statuses and lines.
    #[must_use]
    pub fn of(step: i32, first_sequence: u64, columns: [&'a [f64]; Column::COUNT], channels: &'a [&'a [f64]]) -> Self {
        let [step_time_s, test_time_s, voltage_v, current_a, capacity_ah, energy_wh, temperature_degc] = columns;
        Self {
            step,
            first_sequence,
            step_time_s,
            test_time_s,
            voltage_v,
            current_a,
            capacity_ah,
            energy_wh,
            temperature_degc,
            channels,
            end_reasons: &[],
            last_status: None,
            lines: &[],
        }
    }

    /// The seven columns, in the order of [`Column::ALL`].
    #[must_use]
    pub fn columns(&self) -> [&'a [f64]; Column::COUNT] {
        Column::ALL.map(|column| self.column(column))
    }

    /// One of the seven columns.
    #[must_use]
    pub const fn column(&self, column: Column) -> &'a [f64] {
        match column {
            Column::StepTime => self.step_time_s,
            Column::TestTime => self.test_time_s,
            Column::Voltage => self.voltage_v,
            Column::Current => self.current_a,
            Column::Capacity => self.capacity_ah,
            Column::Energy => self.energy_wh,
            Column::Temperature => self.temperature_degc,
        }
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.step_time_s.len()
    }

    /// Whether it holds no rows; a sink is never given such a block.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.step_time_s.is_empty()
    }

    /// The physical line of row `row`, where it is known.
    #[must_use]
    pub fn line(&self, row: usize) -> Option<u64> {
        self.lines.get(row).copied().filter(|line| *line > 0)
    }
}

/// Which columns a reader of blocks wants; those left out may come back as all-NaN. A hint that saves work, no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Whether capacity and energy are wanted.
    pub integrals: bool,
    /// Whether the cell's temperature is wanted.
    pub temperature: bool,
    /// Whether the further channels are wanted.
    pub channels: bool,
}

impl Columns {
    /// All there is.
    pub const ALL: Self = Self { integrals: true, temperature: true, channels: true };
    /// Times, voltage and current only.
    pub const BASIC: Self = Self { integrals: false, temperature: false, channels: false };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_tests_are_stored_in_short_blocks() {
        assert_eq!([0, 23, 57].map(stored_block_rows), [MAX_BLOCK_ROWS; 3]);
        assert_eq!([58, 2_000, 20_000, 1_000_000].map(stored_block_rows), [4_032, 130, 13, 1]);
    }
}
