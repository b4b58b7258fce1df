//! The lines and fields of the overview's head.

use super::{Range, Totals};
use crate::format::{Entry, Heading, Kind, rounded};

impl Totals {
    /// Each figure, for people and for machines.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = self.ranges();
        entries.extend(self.about());
        entries.extend(self.sums());
        entries
    }

    fn about(&self) -> Vec<Entry> {
        let text = |key, title, about| Heading::new(key, title, Kind::Text, about);
        let time = |key, title, about| Heading::new(key, title, Kind::Time, about);
        let mut entries = vec![Entry::new(text("dialect", "Format", "The cycler's format"), self.dialect.clone())];
        let known = [
            (text("cell", "Cell", "The cell's name, when known"), &self.cell),
            (text("chemistry", "Chemistry", "Its chemistry, when known"), &self.chemistry),
            (text("project", "Project", "The project's name, when known"), &self.project),
        ];
        // A line that says of a loose file that its cell is not known would say nothing.
        entries.extend(known.into_iter().map(|(mut column, value)| {
            if value.is_none() {
                column.title = "".into();
            }
            Entry::new(column, value.clone())
        }));
        entries.extend([
            Entry::new(
                time("start_time", "Start", "When the first step began, by the cycler's clock"),
                self.start_time,
            ),
            Entry::new(time("end_time", "End", "When the last step ended, by the cycler's clock"), self.end_time),
            Entry::new(number("duration_s", "", "s", 1, "All steps together"), self.duration_s),
            Entry::said("Duration", self.duration_s.map_or_else(|| "–".to_owned(), span_in_words)),
        ]);
        entries
    }

    fn sums(&self) -> Vec<Entry> {
        let count = |key, about| Heading::new(key, "", Kind::Integer, about);
        let (rows, pulses) = (self.measurements, self.pulses);
        let rows = rows.map_or_else(|| "no rows".to_owned(), |rows| format!("{rows} rows"));
        let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let (steps, cycles) = (many(self.steps, "step"), many(self.cycles, "cycle"));
        let said = format!("{steps} in {cycles}, {}, {rows}", many(pulses, "pulse"));
        let sum = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
        let flow = |ah, wh| format!("{} Ah, {} Wh", sum(ah), sum(wh));
        let charged = flow(self.charge_capacity_ah, self.charge_energy_wh);
        let discharged = flow(self.discharge_capacity_ah, self.discharge_energy_wh);
        vec![
            Entry::said("Contents", said),
            Entry::new(count("steps", "Executed steps"), self.steps),
            Entry::new(count("cycles", "Cycles"), self.cycles),
            Entry::new(count("pulses", "Pulses"), self.pulses),
            Entry::new(count("measurements", "Rows; none without a Detail file"), self.measurements),
            Entry::said("Charged", charged),
            Entry::said("Discharged", discharged),
            Entry::new(
                number("discharge_capacity_ah", "", "Ah", 6, "Discharged over all steps; a magnitude"),
                self.discharge_capacity_ah,
            ),
            Entry::new(
                number("charge_capacity_ah", "", "Ah", 6, "Charged over all steps; a magnitude"),
                self.charge_capacity_ah,
            ),
            Entry::new(
                number("discharge_energy_wh", "", "Wh", 6, "Discharged over all steps; a magnitude"),
                self.discharge_energy_wh,
            ),
            Entry::new(
                number("charge_energy_wh", "", "Wh", 6, "Charged over all steps; a magnitude"),
                self.charge_energy_wh,
            ),
        ]
    }

    fn ranges(&self) -> Vec<Entry> {
        let least = |range: Option<Range>| range.map(|range| range.min);
        let most = |range: Option<Range>| range.map(|range| range.max);
        vec![
            Entry::said("Temperature", range_in_words(self.temperature_degc, 1, " °C")),
            Entry::new(number("temperature_min_degc", "", "°C", 2, "Lowest temperature"), least(self.temperature_degc)),
            Entry::new(number("temperature_max_degc", "", "°C", 2, "Highest temperature"), most(self.temperature_degc)),
            Entry::new(number("c_rate_min", "", "", 3, "Lowest C-rate of charges and discharges"), least(self.c_rate)),
            Entry::new(number("c_rate_max", "", "", 3, "Highest C-rate of charges and discharges"), most(self.c_rate)),
            Entry::said("C-rate", range_in_words(self.c_rate, 3, "")),
            Entry::new(number("soc_min_pct", "", "%", 2, "Lowest SOC at a step's start or end"), least(self.soc_pct)),
            Entry::new(number("soc_max_pct", "", "%", 2, "Highest SOC at a step's start or end"), most(self.soc_pct)),
            Entry::said("SOC", range_in_words(self.soc_pct, 1, " %")),
        ]
    }
}

fn number(key: &'static str, title: &'static str, unit: &'static str, decimals: u8, about: &'static str) -> Heading {
    Heading::number(key, title, unit, decimals, about)
}

fn range_in_words(range: Option<Range>, decimals: u8, unit: &str) -> String {
    range.map_or_else(
        || "–".to_owned(),
        |range| format!("{} to {}{unit}", rounded(range.min, decimals), rounded(range.max, decimals)),
    )
}

/// A duration as a person says it.
fn span_in_words(duration_s: f64) -> String {
    let (value, unit) = match duration_s {
        s if s < 120.0 => (s, "s"),
        s if s < 7200.0 => (s / 60.0, "min"),
        s if s < 172_800.0 => (s / 3600.0, "h"),
        s => (s / 86_400.0, "days"),
    };
    format!("{value:.1} {unit} ({duration_s:.1} s)")
}
