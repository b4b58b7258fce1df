//! What a column can mean.

use crate::units::Quantity;

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $variant:ident => $name:literal, $quantity:expr;)+) => {
        /// What a column means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Field {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Field {
            /// Every field, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in the TOML of a dialect.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The quantity of its numbers; `None` for texts and counts.
            #[must_use]
            pub const fn quantity(self) -> Option<Quantity> {
                match self { $(Self::$variant => $quantity),+ }
            }
        }
    };
}

fields! {
    /// The executed step's number.
    Step => "step", None;
    /// The tester's cycle.
    TesterCycle => "tester_cycle", None;
    /// The recipe's section.
    Section => "section", None;
    /// The line in the recipe.
    RecipeLine => "recipe_line", None;
    /// The loop's pass.
    LoopPass => "loop_pass", None;
    /// The step's type as text.
    StepType => "step_type", None;
    /// Wall clock: of the sample, or of the step's start.
    Clock => "clock", None;
    /// Wall clock of the step's end.
    ClockEnd => "clock_end", None;
    /// Time since the test's start.
    TestTime => "test_time", Some(Quantity::Time);
    /// Time since the step's start; in a step summary its duration.
    StepTime => "step_time", Some(Quantity::Time);
    /// Voltage; in a step summary at its end.
    Voltage => "voltage", Some(Quantity::Voltage);
    /// Voltage at the step's start.
    VoltageStart => "voltage_start", Some(Quantity::Voltage);
    /// Current; in a step summary at its end.
    Current => "current", Some(Quantity::Current);
    /// Power.
    Power => "power", Some(Quantity::Power);
    /// Capacity.
    Capacity => "capacity", Some(Quantity::Capacity);
    /// Energy.
    Energy => "energy", Some(Quantity::Energy);
    /// Capacity that was charged.
    ChargeCapacity => "charge_capacity", Some(Quantity::Capacity);
    /// Capacity that was discharged.
    DischargeCapacity => "discharge_capacity", Some(Quantity::Capacity);
    /// Energy that was charged.
    ChargeEnergy => "charge_energy", Some(Quantity::Energy);
    /// Energy that was discharged.
    DischargeEnergy => "discharge_energy", Some(Quantity::Energy);
    /// Running net capacity.
    TotalCapacity => "total_capacity", Some(Quantity::Capacity);
    /// Status.
    Status => "status", None;
    /// A temperature sensor.
    Temperature => "temperature", Some(Quantity::Temperature);
    /// The chamber.
    ChamberTemperature => "chamber_temperature", Some(Quantity::Temperature);
    /// Capacity of the constant-current part.
    ConstantCurrentCapacity => "constant_current_capacity", Some(Quantity::Capacity);
    /// The tester's own SOC.
    TesterSoc => "tester_soc", None;
    /// A number that says, from some value on, that the row is its step's last.
    EndCode => "end_code", None;
    /// The duration of the step, in each of its rows.
    StepDuration => "step_duration", Some(Quantity::Time);
    /// The channel of the cycler, where a file holds several.
    Channel => "channel", None;
    /// The number that a file gives each of its rows: where it jumps, rows are lost.
    Record => "record", None;
    /// Known, kept as an extra of a step, of no use in a sample (a loop counter, a redundant text).
    Counter => "counter", None;
}

impl Field {
    /// The counters of charge and energy, which are made into those of the step alone.
    pub(super) const COUNTERS: [Self; 6] = [
        Self::Capacity,
        Self::Energy,
        Self::ChargeCapacity,
        Self::DischargeCapacity,
        Self::ChargeEnergy,
        Self::DischargeEnergy,
    ];
}
