//! `report temperature`: capacity of comparable full discharges by temperature, of the one grouping.

use super::rate::{ROWS, capability, in_bands, whole_columns};
use super::{Options, Report, ReportError, Subject};
use crate::format::{Field, Heading, Sheet};
use crate::transform::group::{DischargeGroup, DischargeGroups, bands, discharge_groups, same_rate};
use std::cmp::Ordering;

/// Capacity by temperature.
pub(super) struct Temperature;

impl Report for Temperature {
    fn name(&self) -> &'static str {
        "temperature"
    }

    fn about(&self) -> &'static str {
        "temperature dependence: capacity of comparable full discharges by temperature, at each rate"
    }

    fn head(&self) -> Vec<Heading> {
        whole_columns()
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![("temperatures", Field::columns(ROWS))]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let groups = discharge_groups(&subject.derived);
        let band = by_rate(&groups);
        let order = |a: &DischargeGroup, b: &DischargeGroup| {
            let known = |group: &DischargeGroup| group.temperature_degc.unwrap_or(f64::NEG_INFINITY);
            band(a, b).then(known(a).total_cmp(&known(b)))
        };
        Ok(capability(subject, options, "temperatures", &groups, order))
    }
}

/// The order of groups by their band of rate.
fn by_rate(groups: &DischargeGroups) -> impl Fn(&DischargeGroup, &DischargeGroup) -> Ordering {
    let values: Vec<f64> = groups.groups.iter().map(|group| group.c_rate).collect();
    in_bands(groups, bands(&values, same_rate))
}
