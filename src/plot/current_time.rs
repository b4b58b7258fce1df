//! Current over time, with a line at zero; charge is positive.

use super::source::Source;
use super::timeline::single;
use super::{Axis, Figure, Options, Plot, PlotError, PlotTest, Rule};
use crate::model::Head;

/// Current over time.
pub(super) struct CurrentTime;

impl Plot for CurrentTime {
    fn name(&self) -> &'static str {
        "current-time"
    }

    fn about(&self) -> &'static str {
        "current over time, charge positive, with a line at zero"
    }

    fn over_time(&self, _head: &Head) -> Vec<Source> {
        vec![Source::Current]
    }

    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError> {
        let y =
            Axis { includes: vec![0.0], ..Axis::new("Current / A", "current_a").or("I / A") }.limited(options.y_limits);
        let mut figure = single(self, "Current", &y, &Source::Current, tests, options)?;
        for panel in &mut figure.panels {
            panel.rules.push(Rule { at: 0.0, level: true, label: String::new() });
        }
        Ok(figure)
    }
}
