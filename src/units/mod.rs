//! Quantities and units: what a header such as `Current(mA)` means, and the one place that converts.

/// A physical quantity that a cycler's column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// Time or duration; canonical unit s.
    Time,
    /// Voltage; V.
    Voltage,
    /// Current; A, charge positive.
    Current,
    /// Power; W, charge positive.
    Power,
    /// Charge; Ah, charge positive.
    Capacity,
    /// Energy; Wh, charge positive.
    Energy,
    /// Temperature; °C.
    Temperature,
    /// A ratio in percent.
    Percent,
    /// Resistance; ohm.
    Resistance,
}

impl Quantity {
    /// Every quantity.
    const ALL: [Self; 9] = [
        Self::Time,
        Self::Voltage,
        Self::Current,
        Self::Power,
        Self::Capacity,
        Self::Energy,
        Self::Temperature,
        Self::Percent,
        Self::Resistance,
    ];

    /// The canonical unit as it is printed.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Time => "s",
            Self::Voltage => "V",
            Self::Current => "A",
            Self::Power => "W",
            Self::Capacity => "Ah",
            Self::Energy => "Wh",
            Self::Temperature => "°C",
            Self::Percent => "%",
            Self::Resistance => "Ω",
        }
    }
}

/// How a number in a file becomes the canonical unit: `(value * multiply) / divide + offset`.
///
/// Multiplying and dividing by whole powers keeps the result correctly rounded: 1234 mA / 1000 is the double nearest
/// to 1.234 A, which 1234 * 0.001 is not always.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Conversion {
    /// Factor applied first.
    pub multiply: f64,
    /// Divisor applied second.
    pub divide: f64,
    /// Added last.
    pub offset: f64,
}

impl Conversion {
    /// The canonical unit itself.
    pub(crate) const IDENTITY: Self = Self { multiply: 1.0, divide: 1.0, offset: 0.0 };

    const fn scaled(multiply: f64, divide: f64) -> Self {
        Self { multiply, divide, offset: 0.0 }
    }

    /// The same with the other sign.
    #[must_use]
    pub(crate) fn turned(self) -> Self {
        Self { multiply: -self.multiply, ..self }
    }

    /// Converts one value.
    #[must_use]
    pub(crate) fn apply(self, value: f64) -> f64 {
        value * self.multiply / self.divide + self.offset
    }

    /// Whether nothing is to be done, so that hot loops can leave it out.
    #[must_use]
    pub(crate) fn is_identity(self) -> bool {
        self == Self::IDENTITY
    }
}

/// Splits a header into its name and its unit: `電壓(V)` gives `("電壓", Some("V"))`, `Voltage / V` and `U[V]` likewise.
#[must_use]
pub(crate) fn split_header(header: &str) -> (&str, Option<&str>) {
    let header = header.trim();
    for (open, close) in [('(', ')'), ('[', ']'), ('（', '）')] {
        if let Some(body) = header.strip_suffix(close)
            && let Some(at) = body.rfind(open)
        {
            return (body[..at].trim_end(), Some(body[at + open.len_utf8()..].trim()));
        }
    }
    if let Some((name, unit)) = header.rsplit_once(" / ") {
        return (name.trim_end(), Some(unit.trim()));
    }
    // `Voltage#V`, `Voltage/V` and `voltage_volt`, but not `Aux #1`, `Step/Cycle` and `Aux_T1`.
    match header.rsplit_once('#').or_else(|| header.split_once('/')).or_else(|| header.rsplit_once('_')) {
        Some((name, unit)) if is_unit(unit) => (name.trim_end(), Some(unit.trim())),
        _ => (header, None),
    }
}

/// Whether a text is a unit of any quantity.
#[must_use]
pub(crate) fn is_unit(text: &str) -> bool {
    Quantity::ALL.into_iter().any(|quantity| conversion(quantity, text).is_some())
}

/// What the unit text of a header means for a quantity; `None` when the text is no unit of it.
#[must_use]
pub(crate) fn conversion(quantity: Quantity, unit: &str) -> Option<Conversion> {
    let unit = unit.trim();
    let scaled = Conversion::scaled;
    let found = match quantity {
        Quantity::Time => match unit.to_lowercase().trim_end_matches('.') {
            "s" | "sec" | "secs" | "second" | "seconds" | "second(s" | "秒" => Conversion::IDENTITY,
            "ms" | "millisecond" | "毫秒" => scaled(1.0, 1e3),
            "min" | "mins" | "minute" | "minutes" | "分" | "分鐘" | "分钟" => scaled(60.0, 1.0),
            "h" | "hr" | "hrs" | "hour" | "hours" | "小時" | "小时" | "时" => scaled(3600.0, 1.0),
            "d" | "day" | "days" => scaled(86_400.0, 1.0),
            // Hours, minutes and seconds are read as such.
            other if other.contains(':') || other.contains("hh") => Conversion::IDENTITY,
            _ => return None,
        },
        Quantity::Temperature => match unit {
            // The last are what is left of a sign that was lost on its way.
            "°C" | "℃" | "oC" | "degC" | "C" | "ºC" | "celsius" | "degree_celsius" | "dC." | "c" | "degc" | "°c"
            | "Celsius" | "deg C" | "?" | "??" | "\u{fffd}C" | "\u{fffd}" | "\u{fffd}\u{fffd}" => Conversion::IDENTITY,
            "K" | "kelvin" => Conversion { multiply: 1.0, divide: 1.0, offset: -273.15 },
            "°F" | "℉" | "oF" | "degF" | "F" => Conversion { multiply: 5.0, divide: 9.0, offset: -160.0 / 9.0 },
            _ => return None,
        },
        Quantity::Percent => match unit {
            "%" => Conversion::IDENTITY,
            _ => return None,
        },
        _ => return prefixed(quantity, unit),
    };
    Some(found)
}

/// An SI prefix before the base unit of a quantity: `mAh`, `µV`, `kW`.
fn prefixed(quantity: Quantity, unit: &str) -> Option<Conversion> {
    let bases: &[(&str, f64)] = match quantity {
        Quantity::Voltage => &[("V", 1.0), ("v", 1.0), ("volt", 1.0), ("volts", 1.0)],
        Quantity::Current => &[("A", 1.0), ("a", 1.0), ("ampere", 1.0), ("amp", 1.0), ("amps", 1.0)],
        Quantity::Power => &[("W", 1.0), ("w", 1.0), ("watt", 1.0)],
        Quantity::Capacity => &[("ah", 1.0), ("ahr", 1.0), ("amphr", 1.0), ("As", 3_600.0), ("C", 3_600.0)],
        Quantity::Energy => {
            &[("wh", 1.0), ("whr", 1.0), ("watthr", 1.0), ("瓦小時", 1.0), ("Ws", 3_600.0), ("J", 3_600.0)]
        }
        Quantity::Resistance => &[("Ω", 1.0), ("ohm", 1.0), ("Ohm", 1.0)],
        Quantity::Time | Quantity::Temperature | Quantity::Percent => &[],
    };
    let scaled = |prefix: &str, divide: f64| {
        Some(match prefix {
            "" => Conversion::scaled(1.0, divide),
            "m" | "milli" => Conversion::scaled(1.0, 1e3 * divide),
            "µ" | "μ" | "u" | "micro" => Conversion::scaled(1.0, 1e6 * divide),
            "k" | "kilo" => Conversion::scaled(1e3, divide),
            _ => return None,
        })
    };
    // `A.h`, `A·h`, `Amp-hr` and `AHr` are one unit; its prefix is not, since M is no m.
    let is_of_hours = matches!(quantity, Quantity::Capacity | Quantity::Energy);
    let joined: String =
        unit.chars().filter(|c| !is_of_hours || !matches!(c, '.' | '·' | '⋅' | '*' | '-' | ' ')).collect();
    let prefix = |base: &str| {
        let (prefix, end) = joined.split_at_checked(joined.len().checked_sub(base.len())?)?;
        let is_any_case = is_of_hours && base.starts_with(|c: char| c.is_ascii_lowercase());
        (end == base || is_any_case && end.eq_ignore_ascii_case(base)).then_some(prefix)
    };
    bases.iter().find_map(|(base, divide)| scaled(prefix(base)?, *divide))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_split_into_name_and_unit() {
        assert_eq!(split_header("電壓(V)"), ("電壓", Some("V")));
        assert_eq!(split_header("Aux T1 [oC]"), ("Aux T1", Some("oC")));
        assert_eq!(split_header("Voltage / V"), ("Voltage", Some("V")));
        assert_eq!(split_header("Aux T1"), ("Aux T1", None));
    }

    #[test]
    fn units_of_charge_and_energy_are_spelled_in_many_ways() {
        let factor = |quantity, unit: &str| conversion(quantity, unit).map(|conversion| conversion.apply(1.0));
        for unit in ["Ah", "AH", "ah", "A.h", "A.H", "A·h", "A*h", "A h", "Ahr", "AHr", "Amp-hr", "amp-hr"] {
            assert_eq!(factor(Quantity::Capacity, unit), Some(1.0), "{unit}");
            assert_eq!(factor(Quantity::Capacity, &format!("m{unit}")), Some(1e-3), "m{unit}");
        }
        for unit in ["Wh", "WH", "W.h", "W·h", "WHr", "Watt-hr"] {
            assert_eq!(factor(Quantity::Energy, unit), Some(1.0), "{unit}");
        }
        assert_eq!(factor(Quantity::Capacity, "C"), Some(1.0 / 3600.0));
        assert_eq!(factor(Quantity::Energy, "kJ"), Some(1000.0 / 3600.0));
        for unit in ["MAh", "Wh", "AS", "as", "mAh/g", "Ah/V", "h", ""] {
            assert_eq!(factor(Quantity::Capacity, unit), None, "{unit}");
        }
        assert_eq!(split_header("TestTime/Sec."), ("TestTime", Some("Sec.")));
        assert_eq!((is_unit("as"), is_unit("WS"), is_unit("mah/g")), (false, false, false));
    }

    #[test]
    fn conversions_are_correctly_rounded() {
        let milli = conversion(Quantity::Current, "mA").unwrap();
        for n in 1..5000 {
            let text = format!("{n}e-3");
            assert_eq!(milli.apply(f64::from(n)), text.parse::<f64>().unwrap());
        }
        assert_eq!(conversion(Quantity::Temperature, "K").unwrap().apply(298.15), 25.0);
        assert!((conversion(Quantity::Temperature, "°F").unwrap().apply(77.0) - 25.0).abs() < 1e-12);
        assert_eq!(conversion(Quantity::Energy, "kJ").unwrap().apply(3.6), 1.0);
        assert_eq!(conversion(Quantity::Current, "V"), None);
    }
}
