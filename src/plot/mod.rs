//! Figures: every kind that a battery engineer expects, one file each, registered in [`ALL`].
//!
//! A kind turns tests into a [`Figure`], which says what is to be seen; the figure becomes SVG, PNG or the plotted points.
//! Rows stream: memory depends on the picture, not on the test. The same input gives the same bytes.

mod axes;
mod canvas;
mod capacity_voltage;
mod charge_time_soc;
mod columns;
mod combined;
mod compare;
mod conditions;
mod crowd;
mod current_time;
mod custom;
mod cycles;
mod dcir;
mod described;
mod differential;
mod discharge_temperature;
mod dqdv;
mod dvdq;
mod efficiency;
mod error;
mod fade;
mod figure;
mod flow;
mod found;
mod gaps;
mod hppc;
mod ink;
mod layout;
mod life;
mod limits;
mod marks;
mod ocv_soc;
mod options;
mod overview;
mod paint;
mod pdf;
mod points;
mod power_map;
mod pulses;
mod quality;
mod raster;
mod rate;
mod resistance_growth;
mod rows;
mod scale;
mod select;
mod several;
mod simplify;
mod source;
mod temperature_time;
mod text;
mod theme;
mod thin;
mod timeline;
mod voltage_time;

pub(crate) use canvas::{Dash, Shape};
pub(crate) use columns::{Table, column_names, field_names};
pub(crate) use error::PlotError;
pub(crate) use figure::{Axis, ColourBar, Figure, Key, Note, Panel, Rule, Series, Style};
pub(crate) use options::{
    CompareOptions, CurveOptions, CustomOptions, Format, LabelBy, Legend, Limits, Options, Title,
};
pub(crate) use overview::{Overview, Watch};
pub(crate) use scale::Scale;
pub(crate) use several::draw;
pub(crate) use source::Source;
pub(crate) use theme::{Colour, Theme};

use crate::model::{Derived, Finding, Head, Test};
use std::collections::BTreeSet;

/// A test that is to be drawn.
pub(crate) struct PlotTest<'a> {
    /// It.
    pub test: &'a mut dyn Test,
    /// About it, with the conventions in force.
    pub head: &'a Head,
    /// What is derived from it.
    pub derived: &'a Derived,
    /// What validation found in it; drawn where it is when [`Options::mark_findings`] says so.
    pub findings: &'a [Finding],
    /// The steps that a person's filters leave; `None` for all.
    pub only: Option<BTreeSet<i32>>,
    /// Its rows over time, where they were seen already.
    pub overview: Option<Overview>,
}

impl PlotTest<'_> {
    /// The same once more.
    fn again(&mut self) -> PlotTest<'_> {
        PlotTest {
            test: &mut *self.test,
            head: self.head,
            derived: self.derived,
            findings: self.findings,
            only: self.only.clone(),
            overview: self.overview.clone(),
        }
    }
}

/// A kind of figure.
pub(crate) trait Plot: Sync {
    /// The name under which it is asked for.
    fn name(&self) -> &'static str;

    /// What it shows, in a line of the list of kinds.
    fn about(&self) -> &'static str;

    /// Whether `all` draws it: those that need no further words.
    fn standard(&self) -> bool {
        true
    }

    /// Whether it draws nothing without what validation found.
    fn needs_findings(&self) -> bool {
        false
    }

    /// Whether it has a sense for several tests alone.
    fn needs_several(&self) -> bool {
        false
    }

    /// What it draws of all rows over time, if it does.
    fn over_time(&self, _head: &Head) -> Vec<Source> {
        Vec::new()
    }

    /// Draws it.
    ///
    /// # Errors
    /// When what it would show is missing, an option has no sense for the data, or a test cannot be read.
    fn draw(&self, tests: &mut [PlotTest<'_>], options: &Options) -> Result<Figure, PlotError>;
}

/// Every kind, in the order of the list and of `all`.
pub(crate) const ALL: &[&dyn Plot] = &[
    &combined::Combined,
    &voltage_time::VoltageTime,
    &current_time::CurrentTime,
    &temperature_time::TemperatureTime,
    &capacity_voltage::CapacityVoltage,
    &ocv_soc::OcvSoc,
    &charge_time_soc::ChargeTimeSoc,
    &discharge_temperature::DischargeTemperature,
    &dqdv::DqDv,
    &dvdq::DvDq,
    &fade::Fade,
    &efficiency::Efficiency,
    &rate::Rate,
    &dcir::Dcir,
    &hppc::Hppc,
    &power_map::PowerMap,
    &pulses::Pulses,
    &resistance_growth::ResistanceGrowth,
    &quality::Quality,
    &compare::Compare,
    &custom::Custom,
];

/// The kind of a name.
#[must_use]
pub(crate) fn find(name: &str) -> Option<&'static dyn Plot> {
    ALL.iter().copied().find(|kind| kind.name() == name)
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
