//! What a cell's voltage can be, by chemistry, and when a reading is a slip of the unit.

use crate::model::Head;

/// The least and the most voltage in V that a cell can show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct VoltageRange {
    pub(crate) voltage_v_min: f64,
    pub(crate) voltage_v_max: f64,
}

/// Any single cell: half cells against lithium, and cells of a chemistry that is not known.
const ANY: (f64, f64) = (-0.5, 5.5);

/// By chemistry, as cells are named in the field.
const BY_CHEMISTRY: &[(&str, (f64, f64))] = &[
    ("NMC", (1.5, 4.6)),
    ("NCA", (1.5, 4.6)),
    ("LCO", (1.5, 4.6)),
    ("LMO", (1.5, 4.6)),
    ("LNMO", (1.5, 5.2)),
    ("LFP", (1.5, 4.2)),
    ("LTO", (1.0, 3.2)),
    ("SIB", (1.0, 4.5)),
];

impl VoltageRange {
    /// For the cell of a test; `None` for a module, whose voltage is that of an unknown number of cells.
    pub(crate) fn of(head: &Head) -> Option<Self> {
        let cell = head.cell.as_ref();
        let configuration = cell.and_then(|cell| cell.configuration.as_deref()).unwrap_or("full");
        let chemistry = cell.and_then(|cell| cell.chemistry.as_deref()).unwrap_or("");
        let range = match configuration {
            "module" => return None,
            "half" | "symmetric" => ANY,
            _ => BY_CHEMISTRY
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(chemistry.trim()))
                .map_or(ANY, |(_, range)| *range),
        };
        Some(Self { voltage_v_min: range.0, voltage_v_max: range.1 })
    }

    /// Whether a voltage lies inside; a missing one does.
    #[inline]
    pub(crate) fn contains(&self, voltage_v: f64) -> bool {
        !(voltage_v < self.voltage_v_min || voltage_v > self.voltage_v_max)
    }
}

/// Each cell in series has at least about this when it is held full; one alone may have nearly twice as much.
const CELL_V: f64 = 3.6;

/// How many cells in series a voltage is of, roughly: what a tester holds to 5 mV on a cell it holds to so many times that
/// on a module.
pub(crate) fn cells_in_series(voltage_v: f64) -> f64 {
    (voltage_v.abs() / CELL_V).floor().max(1.0)
}

/// A neighbour below this voltage says nothing about a slip: a half cell may truly go from millivolts to more.
const SLIP_NEIGHBOUR_V_MIN: f64 = 0.5;

/// Whether a reading is 100 to 10,000 times its neighbour, or that much less: volts written as millivolts or the reverse.
pub(crate) fn is_unit_slip(voltage_v: f64, neighbour_v: f64) -> bool {
    let ratio = (voltage_v / neighbour_v).abs();
    let up = neighbour_v.abs() >= SLIP_NEIGHBOUR_V_MIN && (100.0..=10_000.0).contains(&ratio);
    let down = neighbour_v.abs() >= 2.0 * SLIP_NEIGHBOUR_V_MIN && (1e-4..=1e-2).contains(&ratio);
    up || down
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cell;
    use crate::validate::harness::Bench;

    #[test]
    fn the_range_follows_chemistry_and_configuration() {
        let mut head = Bench::new().head;
        let range = |head: &Head| VoltageRange::of(head).map(|range| (range.voltage_v_min, range.voltage_v_max));
        assert_eq!(range(&head), Some(ANY));
        head.cell = Some(Cell { chemistry: Some("lfp".into()), ..Cell::default() });
        assert_eq!(range(&head), Some((1.5, 4.2)));
        head.cell = Some(Cell { chemistry: Some("NMC".into()), configuration: Some("half".into()), ..Cell::default() });
        assert_eq!(range(&head), Some(ANY));
        head.cell = Some(Cell { configuration: Some("module".into()), ..Cell::default() });
        assert_eq!(range(&head), None);
    }

    #[test]
    fn cells_in_series_are_counted_from_their_voltage() {
        for (voltage_v, cells) in [(0.0, 1.0), (4.2, 1.0), (5.2, 1.0), (57.4, 15.0), (-48.0, 13.0)] {
            assert_eq!(cells_in_series(voltage_v), cells, "{voltage_v}");
        }
    }

    #[test]
    fn millivolts_among_volts_are_a_slip() {
        assert!(is_unit_slip(3300.0, 3.3) && is_unit_slip(0.0033, 3.3) && is_unit_slip(-3300.0, 3.3));
        assert!(!is_unit_slip(3.6, 3.3) && !is_unit_slip(0.05, 0.0004) && !is_unit_slip(f64::NAN, 3.3));
    }
}
