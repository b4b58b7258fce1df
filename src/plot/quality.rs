//! What validation found, where it is, over the voltage: for the report of a QA team.

use super::source::Source;
use super::timeline::single;
use super::{Axis, Figure, Options, Plot, PlotError, PlotTest};
use crate::model::Finding;
use std::collections::BTreeMap;

/// Findings over time.
pub(super) struct Quality;

impl Plot for Quality {
    fn name(&self) -> &'static str {
        "quality"
    }

    fn about(&self) -> &'static str {
        "what validation found, where it is, over the voltage"
    }

    fn standard(&self) -> bool {
        false
    }

    fn needs_findings(&self) -> bool {
        true
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        let counts = counts(tests.iter().flat_map(|test| test.findings));
        if counts.is_empty() {
            let why =
                "validation found nothing in it; `battery-etl plot voltage-time` draws the voltage alone".to_owned();
            return Err(PlotError::Nothing { kind: self.name(), why });
        }
        let y = Axis::new("Voltage / V", "voltage_v").or("U / V").limited(options.y_limits);
        let options = Options { mark_findings: true, ..options.clone() };
        let mut figure = single(self, "Findings", &y, &Source::Voltage, tests, &options)?;
        figure.footer.push(counts.join(" · "));
        Ok(figure)
    }
}

/// How often each rule spoke, in order of its code.
fn counts<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<String> {
    let mut counts: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for finding in findings {
        counts.entry(finding.rule).or_insert((finding.name, 0)).1 += 1;
    }
    counts.into_iter().map(|(rule, (name, count))| format!("{rule} {name}: {count}")).collect()
}
