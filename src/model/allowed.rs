//! What a value that a person gives may be at all: beyond lies a slip of the keyboard or of the unit.

/// The values that may stand in a field, ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowed {
    least: f64,
    greatest: f64,
    unit: &'static str,
}

impl Allowed {
    /// A mass in g.
    pub const MASS: Self = Self::of(1e-6, 1e7, "g");
    /// A nominal capacity in Ah: from a thin film to a container.
    pub const NOMINAL_CAPACITY: Self = Self::of(1e-6, 1e6, "Ah");
    /// A nominal voltage in V.
    pub const NOMINAL_VOLTAGE: Self = Self::of(1e-3, 1e4, "V");
    /// A voltage in V; that of a symmetric cell may be below 0.
    pub const VOLTAGE: Self = Self::of(-1e4, 1e4, "V");
    /// A current in A without its direction.
    pub const CURRENT_MAX: Self = Self::of(1e-6, 1e6, "A");
    /// A current in A.
    pub const CURRENT: Self = Self::of(-1e6, 1e6, "A");
    /// A power in W.
    pub const POWER: Self = Self::of(-1e8, 1e8, "W");
    /// A capacity in Ah, discharge negative.
    pub const CAPACITY: Self = Self::of(-1e7, 1e7, "Ah");
    /// An energy in Wh, discharge negative.
    pub const ENERGY: Self = Self::of(-1e8, 1e8, "Wh");
    /// A temperature in °C.
    pub const TEMPERATURE: Self = Self::of(-273.15, 1000.0, "°C");
    /// A duration in s: thirty years are 1e9.
    pub const DURATION: Self = Self::of(0.0, 1e9, "s");
    /// The years of a date.
    pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

    const fn of(least: f64, greatest: f64, unit: &'static str) -> Self {
        Self { least, greatest, unit }
    }

    /// The number of a text.
    ///
    /// # Errors
    /// What is allowed, when it is no number or lies beyond.
    pub fn read(&self, text: &str) -> Result<f64, String> {
        let allowed = || format!("allowed is a number from {} to {} {}", self.least, self.greatest, self.unit);
        match text.trim().parse::<f64>() {
            // What is -0 to a person's keyboard is 0.
            Ok(number) if (self.least..=self.greatest).contains(&number) => Ok(number + 0.0),
            Ok(number) if number.is_finite() => Err(format!("`{text}` cannot be; {}", allowed())),
            _ => Err(format!("`{text}` is no number; {}", allowed())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_with_what_is_allowed() {
        assert_eq!(Allowed::NOMINAL_CAPACITY.read(" 2.5 "), Ok(2.5));
        assert_eq!(Allowed::TEMPERATURE.read("-273.15"), Ok(-273.15));
        assert!(Allowed::VOLTAGE.read("-0").is_ok_and(f64::is_sign_positive));
        let refused = |allowed: Allowed, text: &str| allowed.read(text).unwrap_err();
        for text in ["0", "-2", "1e308", "1e-300", "2500000"] {
            let said = refused(Allowed::NOMINAL_CAPACITY, text);
            assert_eq!(said, format!("`{text}` cannot be; allowed is a number from 0.000001 to 1000000 Ah"));
        }
        for text in ["inf", "nan", "2,5", ""] {
            assert!(refused(Allowed::VOLTAGE, text).contains("is no number; allowed is"), "{text}");
        }
        assert!(refused(Allowed::DURATION, "-5").contains("from 0 to 1000000000 s"));
    }
}
