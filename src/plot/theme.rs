//! Colours: themes, the palette of Okabe and Ito, and viridis.

use crate::model::{Severity, StepType};

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// A mixture; `share` of the other colour.
    #[must_use]
    pub(crate) fn mix(self, other: Self, share: f64) -> Self {
        let part = |a: u8, b: u8| (f64::from(b) - f64::from(a)).mul_add(share, f64::from(a)).round() as u8;
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }

    /// How bright it is to the eye, 0 to 1.
    #[must_use]
    pub(crate) fn luminance(self) -> f64 {
        (0.2126 * f64::from(self.0) + 0.7152 * f64::from(self.1) + 0.0722 * f64::from(self.2)) / 255.0
    }
}

/// What the figure is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    /// White ground, black ink.
    #[default]
    Paper,
    /// White ground, softer ink, larger text and lines.
    Screen,
    /// Dark ground.
    Dark,
}

impl Theme {
    /// Every theme, by the name under which it is typed.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("paper", Self::Paper), ("screen", Self::Screen), ("dark", Self::Dark)];

    /// The ground.
    #[must_use]
    pub(crate) const fn ground(self) -> Colour {
        match self {
            Self::Paper | Self::Screen => Colour(255, 255, 255),
            Self::Dark => Colour(27, 30, 35),
        }
    }

    /// Text and axes.
    #[must_use]
    pub(crate) const fn ink(self) -> Colour {
        match self {
            Self::Paper => Colour(0, 0, 0),
            Self::Screen => Colour(51, 51, 51),
            Self::Dark => Colour(225, 225, 225),
        }
    }

    /// A curve that stands under the colours of step types.
    #[must_use]
    pub(crate) fn curve(self) -> Colour {
        self.ink().mix(self.ground(), 0.22)
    }

    /// Footer and secondary text.
    #[must_use]
    pub(crate) fn faint(self) -> Colour {
        self.ink().mix(self.ground(), 0.4)
    }

    /// The grid.
    #[must_use]
    pub(crate) fn grid(self) -> Colour {
        self.ink().mix(self.ground(), if matches!(self, Self::Dark) { 0.8 } else { 0.88 })
    }

    /// The size of text in points.
    #[must_use]
    pub(crate) const fn text_pt(self) -> f64 {
        match self {
            Self::Paper => 9.5,
            Self::Screen | Self::Dark => 10.5,
        }
    }

    /// The width of a curve in points.
    #[must_use]
    pub(crate) const fn line_pt(self) -> f64 {
        match self {
            Self::Paper => 1.2,
            Self::Screen | Self::Dark => 1.5,
        }
    }

    /// The colour of cell or test `i` (Okabe and Ito, Color Universal Design, 2008); black is for ink and yellow comes late,
    /// for it is weak on white.
    #[expect(clippy::unused_self, reason = "a theme may have its own")]
    #[must_use]
    pub(crate) const fn palette(self, i: usize) -> Colour {
        const COLOURS: [Colour; 7] = [
            Colour(0, 114, 178),
            Colour(213, 94, 0),
            Colour(0, 158, 115),
            Colour(204, 121, 167),
            Colour(230, 159, 0),
            Colour(86, 180, 233),
            Colour(240, 228, 66),
        ];
        COLOURS[i % COLOURS.len()]
    }

    /// The colour of a step type, the same in every figure.
    #[expect(clippy::unused_self, reason = "a theme may have its own")]
    #[must_use]
    pub(crate) const fn step_type(self, step_type: StepType) -> Colour {
        match step_type {
            StepType::Charge => Colour(0, 114, 178),
            StepType::Discharge => Colour(213, 94, 0),
            StepType::Rest => Colour(190, 190, 190),
            StepType::Waveform => Colour(204, 121, 167),
            StepType::Unknown => Colour(240, 228, 66),
        }
    }

    /// The colour of a finding.
    #[expect(clippy::unused_self, reason = "a theme may have its own")]
    #[must_use]
    pub(crate) const fn severity(self, severity: Severity) -> Colour {
        match severity {
            Severity::Error => Colour(200, 0, 40),
            Severity::Warning => Colour(230, 159, 0),
            Severity::Info => Colour(86, 180, 233),
        }
    }

    /// Viridis at `share` from 0 to 1, without its palest end on white and without its darkest on dark.
    #[must_use]
    pub(crate) fn viridis(self, share: f64) -> Colour {
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        match self {
            Self::Paper | Self::Screen => viridis(share * 0.82),
            Self::Dark => viridis(0.3 + share * 0.7),
        }
    }
}

/// Viridis (van der Walt and Smith, 2015) at 17 stops, linear between them.
fn viridis(share: f64) -> Colour {
    const STOPS: [Colour; 17] = [
        Colour(68, 1, 84),
        Colour(72, 24, 106),
        Colour(71, 45, 123),
        Colour(66, 64, 134),
        Colour(59, 82, 139),
        Colour(51, 99, 141),
        Colour(44, 114, 142),
        Colour(38, 130, 142),
        Colour(33, 145, 140),
        Colour(31, 160, 136),
        Colour(40, 174, 128),
        Colour(63, 188, 115),
        Colour(94, 201, 98),
        Colour(132, 212, 75),
        Colour(173, 220, 48),
        Colour(216, 226, 25),
        Colour(253, 231, 37),
    ];
    let at = share * (STOPS.len() - 1) as f64;
    let below = (at.floor() as usize).min(STOPS.len() - 2);
    STOPS[below].mix(STOPS[below + 1], at - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viridis_rises_in_brightness() {
        for theme in [Theme::Paper, Theme::Dark] {
            let bright: Vec<f64> = (0..=20).map(|i| theme.viridis(f64::from(i) / 20.0).luminance()).collect();
            assert!(bright.windows(2).all(|pair| pair[1] > pair[0]), "{bright:?}");
        }
        assert_eq!(Theme::Paper.viridis(f64::NAN), Theme::Paper.viridis(0.0));
    }

    #[test]
    fn cells_keep_apart() {
        let colours: std::collections::BTreeSet<_> =
            (0..7).map(|i| Theme::Paper.palette(i)).map(|c| (c.0, c.1, c.2)).collect();
        assert_eq!(colours.len(), 7);
    }
}
