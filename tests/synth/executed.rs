//! What an export needs to know of a step, whoever made it: the closed forms or the bench.

use super::script::{Kind, Sample, Step};

/// Where a step stands in the recipe and in the test.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) number: i32,
    pub(crate) section: i32,
    pub(crate) recipe_line: i32,
    pub(crate) loop_pass: i32,
    pub(crate) kind: Kind,
    pub(crate) status: &'static str,
    /// Seconds since the test's start at its start.
    pub(crate) test_time_s: f64,
}

/// Charge and energy that went one way, both as magnitudes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moved {
    pub(crate) ah: f64,
    pub(crate) wh: f64,
}

/// What the Step file says of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Summary {
    /// Its last active row.
    pub(crate) end: Sample,
    /// Capacity of its constant-current part.
    pub(crate) constant_ah: f64,
    pub(crate) charged: Moved,
    pub(crate) discharged: Moved,
}

/// An executed step.
pub(crate) trait Executed {
    fn place(&self) -> Place;
    fn summary(&self) -> Summary;
    fn rows(&self) -> impl Iterator<Item = Sample>;
}

impl Executed for Step {
    fn place(&self) -> Place {
        Place {
            number: self.number,
            section: self.section,
            recipe_line: self.recipe_line,
            loop_pass: self.loop_pass,
            kind: self.kind,
            status: self.status,
            test_time_s: self.test_time_s,
        }
    }

    fn summary(&self) -> Summary {
        let end = self.sample(self.profile.duration_s);
        let moved = |sign: f64| Moved { ah: (sign * end.capacity_ah).max(0.0), wh: (sign * end.energy_wh).max(0.0) };
        let constant_ah = self.profile.constant_current_capacity();
        Summary { end, constant_ah, charged: moved(1.0), discharged: moved(-1.0) }
    }

    fn rows(&self) -> impl Iterator<Item = Sample> {
        self.samples()
    }
}
