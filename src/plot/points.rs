//! The plotted points as CSV.

use super::error::PlotError;
use super::figure::Figure;
use std::io::Write;

impl Figure {
    /// Writes the plotted points as CSV: a row each, in the order of the figure, with full precision.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn write_points(&self, out: &mut dyn Write) -> Result<(), PlotError> {
        writeln!(out, "panel,series,x_name,x,y_name,y,value_name,value")?;
        for (number, panel) in (1..).zip(&self.panels) {
            let (x_name, y_name) = (quoted(&panel.x.name), quoted(&panel.y.name));
            for series in &panel.series {
                let name = quoted(if series.name.is_empty() { &series.label } else { &series.name });
                for (x, y) in series.points.iter().filter(|(x, y)| !x.is_nan() && !y.is_nan()) {
                    writeln!(out, "{number},{name},{x_name},{x},{y_name},{y},,")?;
                }
            }
            for (number_of, band) in (1..).zip(&panel.bands) {
                for (what, value) in [("lowest", 1), ("highest", 2)] {
                    for (x, low, high) in &band.points {
                        let y = if value == 1 { low } else { high };
                        writeln!(out, "{number},band {number_of} {what},{x_name},{x},{y_name},{y},,")?;
                    }
                }
            }
            let value_name = quoted(self.bar.as_ref().map_or("", |bar| &bar.label));
            for tile in &panel.tiles {
                let (x, y) = tile.centre;
                let title = quoted(&panel.title);
                writeln!(out, "{number},{title},{x_name},{x},{y_name},{y},{value_name},{}", tile.value)?;
            }
        }
        Ok(())
    }
}

/// A field of a CSV file (RFC 4180).
fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
