//! A rectangle in pixels: what meets it, and what runs through it.

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// Whether two rectangles have a place in common.
    pub(super) fn meets(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether a straight line runs through an area (Liang and Barsky, ACM Transactions on Graphics 3, 1984).
    pub(super) fn is_crossed(self, from: (f64, f64), to: (f64, f64)) -> bool {
        if ![from.0, from.1, to.0, to.1].iter().all(|side| side.is_finite()) {
            return false;
        }
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        let sides = [(from.0, to.0, self.left, self.right), (from.1, to.1, self.top, self.bottom)];
        for (start, end, low, high) in sides {
            let way = end - start;
            if way == 0.0 {
                if start < low || start > high {
                    return false;
                }
                continue;
            }
            let (a, b) = ((low - start) / way, (high - start) / way);
            (enters, leaves) = (enters.max(a.min(b)), leaves.min(a.max(b)));
        }
        enters <= leaves
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_line_runs_through_an_area_or_past_it() {
        let area = Area { left: 1.0, top: 1.0, right: 3.0, bottom: 2.0 };
        assert!(area.is_crossed((0.0, 0.0), (4.0, 3.0)));
        assert!(area.is_crossed((2.0, 1.5), (9.0, 9.0)), "from within");
        assert!(!area.is_crossed((0.0, 1.5), (0.5, 1.5)), "ends before it");
        assert!(!area.is_crossed((0.0, 0.5), (4.0, 0.5)), "above it");
        assert!(!area.is_crossed((0.0, 2.0), (2.0, 4.0)), "past its corner");
        assert!(!area.is_crossed((f64::NAN, f64::NAN), (2.0, 1.5)), "a gap is no line");
    }
}
