//! Counters that measure nothing, since nobody says when they begin anew, but that current and voltage are held against.

use super::{CounterSign, Dialect, Field, target};
use crate::model::Channel;
use crate::units::Quantity;

/// Which way a counter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// What goes in.
    Charge,
    /// What comes out, as a magnitude.
    Discharge,
    /// In less out.
    Net,
    /// Both, as magnitudes.
    Either,
}

/// One such counter among the further channels of a test, which hold it as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Witness {
    /// Its channel.
    pub(crate) channel: usize,
    /// Its header.
    pub(crate) header: String,
    /// What makes it Ah or Wh.
    pub(crate) factor: f64,
    /// Which way it counts.
    pub(crate) direction: Direction,
}

impl Dialect {
    /// The counters of charge, or of energy, among some channels: one of each direction, else the net one, else that of
    /// both.
    pub(crate) fn witnesses(&self, channels: &[Channel], quantity: Quantity) -> Vec<Witness> {
        let headers: Vec<String> = channels.iter().map(|channel| channel.name.clone()).collect();
        let mut found: Vec<Witness> = Vec::new();
        for format in &self.formats {
            let specs = target::assign(&format.columns, &headers);
            for (channel, spec) in specs.iter().enumerate() {
                let Some(spec) = spec.filter(|spec| spec.is_witness() && spec.quantity == Some(quantity)) else {
                    continue;
                };
                let direction = match spec.field {
                    Field::ChargeCapacity | Field::ChargeEnergy => Direction::Charge,
                    Field::DischargeCapacity | Field::DischargeEnergy => Direction::Discharge,
                    _ if spec.sign == CounterSign::Signed => Direction::Net,
                    _ => Direction::Either,
                };
                // In a unit that nobody knows it says nothing.
                let unit = crate::units::split_header(&headers[channel]).1;
                let is_known = unit.is_none_or(|unit| crate::units::conversion(quantity, unit).is_some());
                let conversion = target::conversion_of(spec, &headers[channel], None);
                let Some(conversion) = conversion.ok().filter(|_| is_known) else { continue };
                let (header, factor) = (headers[channel].clone(), conversion.apply(1.0));
                found.push(Witness { channel, header, factor, direction });
            }
        }
        let has = |direction: Direction| found.iter().any(|one| one.direction == direction);
        let is_of_two = |direction: Direction| matches!(direction, Direction::Charge | Direction::Discharge);
        let of_two = has(Direction::Charge) || has(Direction::Discharge);
        let has_net = has(Direction::Net);
        found.retain(|one| match one.direction {
            direction if is_of_two(direction) => true,
            Direction::Net => !of_two,
            _ => !of_two && !has_net,
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ChannelKind;

    fn found(headers: &[&str], quantity: Quantity) -> Vec<(usize, Direction, f64)> {
        found_by("bdf", headers, quantity)
    }

    fn found_by(dialect: &str, headers: &[&str], quantity: Quantity) -> Vec<(usize, Direction, f64)> {
        let channels: Vec<Channel> =
            headers.iter().map(|name| Channel { name: (*name).to_owned(), kind: ChannelKind::Other }).collect();
        let dialect = crate::dialect::by_name(dialect).unwrap();
        let found = dialect.witnesses(&channels, quantity);
        found.iter().map(|one| (one.channel, one.direction, one.factor)).collect()
    }

    #[test]
    fn counters_are_found_by_their_names_and_read_in_their_units() {
        let readable = ["Charging Capacity / mAh", "Discharging Capacity / mAh", "Net Capacity / Ah"];
        let both = [(0, Direction::Charge, 1e-3), (1, Direction::Discharge, 1e-3)];
        assert_eq!(found(&readable, Quantity::Capacity), both);
        assert_eq!(found(&["x", "net_capacity_ah"], Quantity::Capacity), [(1, Direction::Net, 1.0)]);
        assert_eq!(found(&["Cumulative Energy / Wh"], Quantity::Energy), [(0, Direction::Either, 1.0)]);
        let of_energy = ["charging_energy_wh", "charging_capacity_ah"];
        assert_eq!(found(&of_energy, Quantity::Energy), [(0, Direction::Charge, 1.0)]);
    }

    #[test]
    fn counters_that_lag_behind_their_steps_are_such_too() {
        let headers = ["Energy charge/W.h", "Energy discharge/W.h", "|Energy|/W.h"];
        let both = [(0, Direction::Charge, 1.0), (1, Direction::Discharge, 1.0)];
        assert_eq!(found_by("biologic", &headers, Quantity::Energy), both);
        assert_eq!(found_by("biologic", &headers, Quantity::Capacity), []);
    }

    #[test]
    fn one_in_an_unknown_unit_says_nothing() {
        assert_eq!(found(&["Charging Capacity / furlong", "Voltage T9"], Quantity::Capacity), []);
    }
}
