//! The conventions by which a test is derived; printed with every report.

/// How cycles are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CyclesBy {
    /// By the turning points of the charge throughput.
    #[default]
    Detected,
    /// By the tester's own counter.
    Tester,
}

/// What fixes 100 % and 0 % SOC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SocAnchor {
    /// The reference step, once.
    #[default]
    Reference,
    /// The end of each charge that fills the cell is 100 %, the end of each full discharge 0 %.
    FullCharge,
}

/// What state of health is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SohBaseline {
    /// The first full discharge of its group of comparable ones.
    #[default]
    First,
    /// The nominal capacity.
    Nominal,
    /// The largest full discharge of its group.
    Max,
    /// The full discharge of this cycle, for its group alone.
    Cycle(i32),
}

/// The longest that a pulse may be set to be, in s: of longer steps no rows are kept for resistances.
pub const PULSE_LONGEST_S: f64 = 300.0;
/// A step this much longer than the longest pulse is still one, in s.
pub const PULSE_TOLERANCE_S: f64 = 0.5;

/// How to derive. The default is what the formulas define.
#[derive(Clone, Debug, PartialEq)]
pub struct Conventions {
    /// A reference step set by hand.
    pub reference_step: Option<i32>,
    /// A nominal capacity in Ah given by flag or manifest.
    pub nominal_capacity_ah: Option<f64>,
    /// The cell's nominal capacity in Ah, when the cell is known.
    pub cell_nominal_capacity_ah: Option<f64>,
    /// How cycles are counted.
    pub cycles_by: CyclesBy,
    /// Hysteresis of the turning points in % of the reference capacity.
    pub cycle_swing_pct: f64,
    /// What fixes SOC.
    pub soc_anchor: SocAnchor,
    /// What SOH is measured against.
    pub soh_baseline: SohBaseline,
    /// The shortest rest in s whose end voltage may be called OCV in figures, filters and pulse power.
    pub min_rest_s: f64,
    /// The longest pulse in s; at most [`PULSE_LONGEST_S`].
    pub pulse_max_s: f64,
    /// The header of the cell's temperature channel; `None` for the dialect's own choice (Chroma: Aux T1).
    pub temperature_channel: Option<String>,
    /// The cell's lowest voltage in V, for power capability.
    pub voltage_min_v: Option<f64>,
    /// The cell's highest voltage in V, for power capability.
    pub voltage_max_v: Option<f64>,
}

impl Conventions {
    /// What holds for these steps: where the tester counts cycles in some of them only, they are detected. One that counts
    /// none at all has run one.
    pub fn settle(&mut self, steps: &[super::StepData]) {
        let counted = steps.iter().filter(|step| step.record.tester_cycle.is_some()).count();
        if self.cycles_by == CyclesBy::Tester && counted > 0 && counted < steps.len() {
            self.cycles_by = CyclesBy::Detected;
        }
    }
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            reference_step: None,
            nominal_capacity_ah: None,
            cell_nominal_capacity_ah: None,
            cycles_by: CyclesBy::Detected,
            cycle_swing_pct: 10.0,
            soc_anchor: SocAnchor::Reference,
            soh_baseline: SohBaseline::First,
            min_rest_s: 1800.0,
            pulse_max_s: 60.0,
            temperature_channel: None,
            voltage_min_v: None,
            voltage_max_v: None,
        }
    }
}
