//! What of several tests may be compared: courses of one rate, temperature and range of voltage, and values of them at the
//! same place.

use super::ageing::{Course, Over};
use super::group::{CHARGE_END_V, DISCHARGE_END_V, ROUNDING, both, same_rate, same_temperature};
use crate::model::FullDischarge;

/// Whether full discharges of different cells may be compared: C-rates within ±10 %, start temperatures within ±3 K,
/// charges before them that both held the voltage or neither did and ended within 10 mV, ends within 20 mV. Within one
/// test held currents are compared; cells of different size have different currents at one rate.
#[must_use]
pub fn alike(one: &FullDischarge, first: &FullDischarge) -> bool {
    both(one.c_rate, first.c_rate, same_rate)
        && one.c_rate.is_some()
        && both(one.temperature_start_degc, first.temperature_start_degc, same_temperature)
        && one.charge_held_voltage == first.charge_held_voltage
        && (one.charge_voltage_end_v - first.charge_voltage_end_v).abs() <= CHARGE_END_V + ROUNDING
        && (one.voltage_end_v - first.voltage_end_v).abs() <= DISCHARGE_END_V + ROUNDING
}

/// The courses of several tests that may be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// The first of them, whose rate and temperature it carries.
    pub first: FullDischarge,
    /// Test and course of each; of one test the longest that fits.
    pub members: Vec<(usize, usize)>,
}

/// The classes of the courses of several tests, in order of the tests: a course joins the first class that it fits, else
/// opens one; nothing drifts. Of several courses of one test in a class the one with the most points stays.
#[must_use]
pub fn classes(tests: &[Vec<Course>]) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for (test, courses) in tests.iter().enumerate() {
        for (number, course) in courses.iter().enumerate() {
            match classes.iter_mut().find(|class| alike(&course.first, &class.first)) {
                Some(class) => match class.members.last_mut().filter(|last| last.0 == test) {
                    Some(last) if courses[last.1].points.len() < course.points.len() => last.1 = number,
                    Some(_) => {}
                    None => class.members.push((test, number)),
                },
                None => classes.push(Class { first: course.first, members: vec![(test, number)] }),
            }
        }
    }
    classes
}

/// A course as values over a place, in order.
#[must_use]
pub fn values(course: &Course, over: Over, value: impl Fn(&super::ageing::Point) -> Option<f64>) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> =
        course.points.iter().filter_map(|point| Some((point.at(over)?, value(point)?))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|a, b| a.0 == b.0);
    points
}

/// The value at a place: that of the point there; between two points on the straight line, where `between` allows it (a
/// cycle is a count, of which there is no half); never beyond the first or last.
#[must_use]
pub fn value_at(points: &[(f64, f64)], place: f64, between: bool) -> Option<f64> {
    let right = points.partition_point(|point| point.0 < place);
    let after = points.get(right)?;
    if after.0 == place {
        return Some(after.1);
    }
    let before = points[right.checked_sub(1).filter(|_| between)?];
    Some((after.1 - before.1).mul_add((place - before.0) / (after.0 - before.0), before.1))
}

#[cfg(test)]
mod tests {
    use super::super::group::tests::discharge;
    use super::*;

    fn course(step: i32, rate: f64, temperature: f64, points: usize) -> Course {
        let first = discharge(step, rate, Some(temperature), 2.0);
        let point = |at: usize| super::super::ageing::Point {
            step,
            cycle: at as i32,
            efc: Some(at as f64),
            days: 0.0,
            throughput_ah: 0.0,
            capacity_ah: 2.0 - at as f64,
            soh_pct: Some(100.0),
        };
        Course { first, baseline: None, points: (0..points).map(point).collect() }
    }

    #[test]
    fn like_is_put_to_like_and_each_test_counts_once() {
        let tests = [
            vec![course(1, 1.0, 25.0, 3), course(2, 0.1, 25.0, 2)],
            vec![course(1, 1.05, 27.0, 1), course(3, 0.95, 24.0, 4)],
            vec![course(1, 1.0, 40.0, 3)],
        ];
        let found: Vec<_> = classes(&tests).into_iter().map(|class| class.members).collect();
        assert_eq!(found, [vec![(0, 0), (1, 1)], vec![(0, 1)], vec![(2, 0)]]);
    }

    #[test]
    fn a_value_lies_between_points_and_never_beyond() {
        let points = values(&course(1, 1.0, 25.0, 3), Over::Cycle, |point| Some(point.capacity_ah));
        assert_eq!(value_at(&points, 1.0, false), Some(1.0));
        assert_eq!(value_at(&points, 0.5, true), Some(1.5));
        assert_eq!(value_at(&points, 0.5, false), None);
        assert_eq!(value_at(&points, 2.5, true), None);
        assert_eq!(value_at(&points, -1.0, true), None);
    }
}
