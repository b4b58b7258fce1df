//! How a cell aged: the full discharges of each group of comparable ones in order of time, as points over cycle, equivalent
//! full cycles, days or throughput.

use super::soh::{Baseline, baseline};
use crate::model::{Conventions, Cycle, Derived, FullDischarge};

/// What fade is looked at against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Over {
    /// The cycle.
    #[default]
    Cycle,
    /// Equivalent full cycles.
    Efc,
    /// Days of elapsed time.
    Days,
    /// Charge moved in either direction, in Ah.
    Throughput,
}

impl Over {
    /// Every one, by the name under which it is typed.
    pub const ALL: [(&'static str, Self); 4] =
        [("cycle", Self::Cycle), ("efc", Self::Efc), ("days", Self::Days), ("throughput", Self::Throughput)];

    /// The name under which it is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, over)| *over == self).map_or("", |(name, _)| name)
    }

    /// What one of it is, in words: `cycle`, `EFC`, `day`, `Ah`.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Cycle => "cycle",
            Self::Efc => "EFC",
            Self::Days => "day",
            Self::Throughput => "Ah",
        }
    }
}

/// One full discharge of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Its step.
    pub step: i32,
    /// Its cycle.
    pub cycle: i32,
    /// Equivalent full cycles from the test's start to the end of its cycle; `None` without a nominal capacity.
    pub efc: Option<f64>,
    /// Days of elapsed time from the test's start to its end.
    pub days: f64,
    /// The charge moved in either direction from the test's start to the end of its cycle, in Ah.
    pub throughput_ah: f64,
    /// Its capacity in Ah.
    pub capacity_ah: f64,
    /// That in % of the group's baseline.
    pub soh_pct: Option<f64>,
}

impl Point {
    /// Where it stands.
    #[must_use]
    pub fn at(&self, over: Over) -> Option<f64> {
        match over {
            Over::Cycle => Some(f64::from(self.cycle)),
            Over::Efc => self.efc,
            Over::Days => Some(self.days),
            Over::Throughput => Some(self.throughput_ah),
        }
    }
}

/// Comparable full discharges in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The group's first, whose rate, temperature and step it carries.
    pub first: FullDischarge,
    /// What is 100 %.
    pub baseline: Option<Baseline>,
    /// One for each full discharge.
    pub points: Vec<Point>,
}

/// The courses of all groups of a test, in order of their first.
#[must_use]
pub fn courses(derived: &Derived, conventions: &Conventions) -> Vec<Course> {
    let all = &derived.full_discharges;
    let nominal_ah = derived.nominal.map(|(nominal, _)| nominal);
    let moved = throughput(&derived.cycles);
    let count = all.iter().map(|one| one.group + 1).max().unwrap_or(0);
    let course = |group: usize| {
        let baseline = baseline(conventions.soh_baseline, all, group, nominal_ah);
        let own = all.iter().filter(|one| one.group == group);
        let point = |one: &FullDischarge| {
            let at = derived.cycles.iter().position(|cycle| cycle.cycle == one.cycle)?;
            Some(Point {
                step: one.step,
                cycle: one.cycle,
                efc: derived.cycles[at].equivalent_full_cycles.get(),
                days: one.elapsed_end_s / 86_400.0,
                throughput_ah: moved[at],
                capacity_ah: one.capacity_ah,
                soh_pct: baseline.map(|baseline| 100.0 * (one.capacity_ah / baseline.capacity_ah)),
            })
        };
        let first = *own.clone().next()?;
        Some(Course { first, baseline, points: own.filter_map(point).collect() })
    };
    (0..count).filter_map(course).collect()
}

/// The charge moved from the test's start to the end of each cycle in Ah.
#[must_use]
pub fn throughput(cycles: &[Cycle]) -> Vec<f64> {
    let mut sum = 0.0;
    let sums = cycles.iter().map(|cycle| {
        sum += cycle.charge_capacity_ah + cycle.discharge_capacity_ah;
        sum
    });
    sums.collect()
}

#[cfg(test)]
mod tests {
    use super::super::cycle::tests::blank;
    use super::super::group::{assign, tests::discharge};
    use super::*;
    use crate::model::{NominalSource, SohBaseline};

    fn derived() -> Derived {
        let mut full = vec![
            discharge(2, 1.0, Some(25.0), 2.0),
            discharge(4, 0.1, Some(25.0), 2.2),
            discharge(6, 1.0, Some(25.0), 1.8),
        ];
        assign(&mut full);
        let cycles = [2, 4, 6].map(|cycle| Cycle {
            cycle,
            charge_capacity_ah: 2.0,
            discharge_capacity_ah: 1.5,
            equivalent_full_cycles: f64::from(cycle).into(),
            ..blank()
        });
        Derived {
            full_discharges: full,
            cycles: cycles.to_vec(),
            nominal: Some((2.5, NominalSource::Flag)),
            ..Derived::default()
        }
    }

    #[test]
    fn a_course_is_a_group_in_order_of_time() {
        let found = courses(&derived(), &Conventions::default());
        let said: Vec<(i32, Vec<(i32, f64, Option<f64>)>)> = found
            .iter()
            .map(|c| (c.first.step, c.points.iter().map(|p| (p.cycle, p.throughput_ah, p.soh_pct)).collect()))
            .collect();
        assert_eq!(said, [(2, vec![(2, 3.5, Some(100.0)), (6, 10.5, Some(90.0))]), (4, vec![(4, 7.0, Some(100.0))])]);
        assert_eq!(found[0].points[1].at(Over::Efc), Some(6.0));
        assert_eq!(found[0].baseline, Some(Baseline { capacity_ah: 2.0, step: Some(2) }));
    }

    #[test]
    fn a_baseline_of_a_cycle_is_of_its_group_alone() {
        let conventions = Conventions { soh_baseline: SohBaseline::Cycle(4), ..Conventions::default() };
        let found = courses(&derived(), &conventions);
        assert_eq!(found[0].baseline, None);
        assert_eq!(found[0].points[0].soh_pct, None);
        assert_eq!(found[1].baseline.and_then(|baseline| baseline.step), Some(4));
        let nominal = Conventions { soh_baseline: SohBaseline::Nominal, ..Conventions::default() };
        assert_eq!(courses(&derived(), &nominal)[0].points[0].soh_pct, Some(80.0));
    }
}
