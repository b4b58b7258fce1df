//! What stands above the header of a table: when the test began, and what it says of the cell.

use super::clock::ClockFormat;
use super::pattern::matches;
use super::spec::Dialect;
use super::spelled::Order;
use crate::units::{self, Quantity};

/// What the lines above a header say of the test.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Preamble {
    /// When it began: seconds since 1970 on the cycler's own clock.
    pub start_s: Option<f64>,
    /// The cell's nominal capacity in Ah.
    pub nominal_capacity_ah: Option<f64>,
    /// The cell's name: its number or barcode.
    pub cell: Option<String>,
    /// The mass of its active material in g.
    pub active_mass_g: Option<f64>,
}

impl Preamble {
    /// Looks for what the dialect names in the first lines of a file.
    pub(super) fn of(dialect: &Dialect, lines: &[&str]) -> Self {
        let mut found = Self::default();
        for line in lines {
            let Some((key, value)) = pair(line) else { continue };
            let is = |names: &[String]| names.iter().any(|name| matches(name, key));
            if found.start_s.is_none() && is(&dialect.preamble.start) {
                found.start_s = clock(value);
            }
            if found.nominal_capacity_ah.is_none() && is(&dialect.preamble.nominal_capacity) {
                found.nominal_capacity_ah = capacity(key, value);
            }
            if found.cell.is_none() && is(&dialect.preamble.cell) {
                found.cell = Some(value.to_owned());
            }
            if found.active_mass_g.is_none() && is(&dialect.preamble.active_mass) {
                found.active_mass_g = mass(key, value);
            }
        }
        found
    }
}

/// The name and the value of a line such as `~Start of Test: 19.06.2023 17:56:53` or `# Capacity(Ah)<tab>2.5`.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['#', '~', '"', ' ', '\u{feff}']);
    let at = line.find(['\t', ':', ';', ',', '='])?;
    let value = line[at + 1..].trim_matches([' ', '\t', ',', ';', '"', '=', ':']);
    let key = line[..at].trim_matches([' ', '"']);
    (!key.is_empty() && !value.is_empty()).then_some((key, value))
}

/// A date and time, whichever order it is in; where two orders fit, that of the day first counts with points.
fn clock(value: &str) -> Option<f64> {
    let first = if value.contains('.') && !value.contains('/') { Order::DayMonthYear } else { Order::MonthDayYear };
    let orders = [Order::YearMonthDay, first, Order::MonthDayYear, Order::DayMonthYear];
    orders.into_iter().find_map(|order| ClockFormat::Loose(order).parse(value.as_bytes()))
}

/// A capacity above nothing in the unit that its name or itself says, else in Ah.
fn capacity(key: &str, value: &str) -> Option<f64> {
    let (number, unit) = number_and_unit(key, value)?;
    let capacity_ah = units::conversion(Quantity::Capacity, unit.unwrap_or("Ah"))?.apply(number);
    (capacity_ah > 0.0 && capacity_ah.is_finite()).then_some(capacity_ah)
}

/// A mass above nothing in the unit that its name or itself says, else in g.
fn mass(key: &str, value: &str) -> Option<f64> {
    let (number, unit) = number_and_unit(key, value)?;
    let factor = match unit.unwrap_or("g") {
        "g" => 1.0,
        "mg" => 1e-3,
        "kg" => 1e3,
        _ => return None,
    };
    let mass_g = number * factor;
    (mass_g > 0.0 && mass_g.is_finite()).then_some(mass_g)
}

/// The number that a value begins with, and the unit behind it or in the name.
fn number_and_unit<'a>(key: &'a str, value: &'a str) -> Option<(f64, Option<&'a str>)> {
    let end = value
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | 'e' | 'E' | '-' | '+')))
        .unwrap_or(value.len());
    let number: f64 = value[..end].replace(',', ".").parse().ok()?;
    let own = value[end..].trim();
    Some((number, if own.is_empty() { units::split_header(key).1 } else { Some(own) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_found_however_they_are_written() {
        assert_eq!(pair("~Start of Test: 19.06.2023 17:56:53"), Some(("Start of Test", "19.06.2023 17:56:53")));
        assert_eq!(pair("# Capacity(Ah)\t2.5"), Some(("Capacity(Ah)", "2.5")));
        assert_eq!(pair("Date of Test:,23-Nov-23 3:56:08 PM,,"), Some(("Date of Test", "23-Nov-23 3:56:08 PM")));
        assert_eq!((pair("~"), pair("no value:")), (None, None));
        assert_eq!(clock("19.06.2023 17:56:53"), clock("2023-06-19 17:56:53"));
        assert_eq!(clock("06/19/2023 17:56:53"), clock("2023-06-19 17:56:53"));
        assert_eq!(capacity("Nominal Capacity(mAh)", "2500"), Some(2.5));
        assert_eq!(capacity("Battery capacity", "2.500 A.h"), Some(2.5));
        assert_eq!(mass("MASS(g)", "0.012"), Some(0.012));
        assert_eq!(mass("Mass of active material", "12,5 mg"), Some(0.0125));
        assert_eq!((mass("Mass", "0"), mass("Mass", "3 oz")), (None, None));
        assert_eq!((capacity("Capacity", "0"), capacity("Capacity", "n/a")), (None, None));
    }
}
