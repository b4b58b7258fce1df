//! A number that may be missing, in the eight bytes of a number.

use std::fmt;

/// A number, or none. Every step of a test holds dozens of them, and an `Option<f64>` takes twice the memory. What is no
/// number is none.
#[derive(Clone, Copy)]
pub struct Maybe(f64);

impl Maybe {
    /// No number.
    pub const NONE: Self = Self(f64::NAN);

    /// The number, if there is one.
    #[must_use]
    pub const fn get(self) -> Option<f64> {
        if self.0.is_nan() { None } else { Some(self.0) }
    }

    /// This number, or, without one, the other.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        if self.0.is_nan() { other } else { self }
    }
}

impl Default for Maybe {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<f64> for Maybe {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

impl From<Option<f64>> for Maybe {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::NONE, Self)
    }
}

impl From<Maybe> for Option<f64> {
    fn from(number: Maybe) -> Self {
        number.get()
    }
}

impl PartialEq for Maybe {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl PartialEq<Option<f64>> for Maybe {
    fn eq(&self, other: &Option<f64>) -> bool {
        self.get() == *other
    }
}

impl fmt::Debug for Maybe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_an_option_of_half_the_size() {
        assert_eq!((size_of::<Maybe>(), size_of::<Option<f64>>()), (8, 16));
        for number in [Some(0.0), Some(-3.25), Some(f64::INFINITY), Some(f64::MIN_POSITIVE), None] {
            assert_eq!(Maybe::from(number).get(), number);
            assert_eq!(Maybe::from(number), number);
            assert_eq!(format!("{:?}", Maybe::from(number)), format!("{number:?}"));
        }
        assert_eq!(Maybe::default(), Maybe::from(f64::NAN));
        assert_eq!(Maybe::from(Some(f64::NAN)).get(), None);
        assert_ne!(Maybe::from(0.0), Maybe::NONE);
        let (one, other) = (Maybe::from(1.0), Maybe::from(2.0));
        assert_eq!((one.or(other), Maybe::NONE.or(other), one.or(Maybe::NONE)), (one, other, one));
        assert!(Maybe::from(-0.0).get().is_some_and(f64::is_sign_negative));
    }
}
