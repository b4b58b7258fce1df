//! Every setting that there is: its name, its default, what it means.

/// A setting.
#[derive(Debug)]
pub(crate) struct Key {
    /// `table.name` in battery-etl.toml.
    pub(crate) name: &'static str,
    /// What holds when nothing is set, in words.
    pub(crate) default: &'static str,
    /// What it means.
    pub(crate) about: &'static str,
}

impl Key {
    /// The environment variable of the same meaning.
    pub(crate) fn variable(&self) -> String {
        match self.name {
            "database" => "DATABASE_URL".to_owned(),
            name => format!("BATTERY_ETL_{}", name.to_uppercase().replace(['.', '-'], "_")),
        }
    }
}

const fn key(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key { name, default, about }
}

/// Every setting, in the order in which they are shown.
pub(crate) const KEYS: &[Key] = &[
    key(
        "database",
        "an SQLite file in the user's data directory",
        "where tests are loaded: postgres://… or sqlite:PATH; of a .env file, DATABASE_URL alone is taken",
    ),
    key("jobs", "the number of processors", "tests worked on at once"),
    key("color", "auto", "auto, always or never"),
    key("wait", "60", "seconds to wait for a database that another has locked; 0 is not at all"),
    key("derive.nominal_capacity_ah", "the cell's, else the reference step's", "nominal capacity in Ah"),
    key("derive.cycles_by", "detected", "detected (turning points of the throughput) or tester (its counter)"),
    key("derive.cycle_swing_pct", "10", "the swing that makes a cycle, in % of the reference capacity"),
    key("derive.soc_anchor", "reference", "reference, or full-charge for ageing tests"),
    key("derive.soh_baseline", "first", "first, nominal, max, or a cycle's number"),
    key("derive.pulse_max_s", "60", "the longest pulse in s"),
    key("derive.min_rest_s", "1800", "the shortest rest in s whose end voltage is called OCV"),
    key("derive.temperature_channel", "the format's own (Chroma: Aux T1)", "the header of the cell's temperature"),
    key("derive.voltage_min_v", "the cell's", "the cell's lowest voltage, for power capability"),
    key("derive.voltage_max_v", "the cell's", "the cell's highest voltage, for power capability"),
    key("read.encoding", "detected", "the encoding of input files"),
    key("read.dialect", "detected", "the cycler's format"),
    key("read.sign", "the format's own", "charge-positive, discharge-positive or by-type"),
    key("read.date_format", "detected", "date and time in input files, as %d/%m/%Y %H:%M"),
    key("ingest.project", "none", "the project of what is loaded"),
    key("ingest.machine", "none", "the machine of what is loaded"),
    key("ingest.operator", "none", "the operator of what is loaded"),
    key("ingest.fail_on", "error", "findings from which on a test is not loaded: error, warning or never"),
    key("ingest.sample_interval", "none", "keep at most one sample an interval: seconds, a preset, or auto"),
];

/// Tables whose keys the rooms that read them check themselves.
pub(crate) const OPEN_TABLES: &[&str] = &["validate", "view"];
