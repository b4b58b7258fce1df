//! What each figure is made of, in words, and where its inputs stand.

use crate::model::SocAnchor;

/// How a figure comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// In words.
    pub(super) words: &'static str,
    /// Where it is from, where it is not plain arithmetic.
    pub(super) source: &'static str,
    /// Where its inputs stand.
    pub(super) from: From,
}

/// Where inputs stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// Nowhere: it is said of the test.
    Nothing,
    /// In the head of the test: files, the cell, what a person gave.
    Head,
    /// In what the rules found.
    Findings,
    /// In these quantities of a step.
    Step(&'static [Part]),
    /// In a step, as it is.
    Own,
    /// In the steps before it.
    Before,
    /// In the charge of every step up to it.
    Turns,
    /// In what every step charged or discharged.
    Flows(&'static [Flow]),
    /// In what each step has of this quantity.
    EachStep,
    /// In the full discharges.
    Runs,
    /// In those that are the first and last of the group told of, and their baseline.
    Health,
    /// In the reference step, chosen among the full discharges.
    Reference,
    /// In what the steps of a cycle charged or discharged.
    CycleFlows(&'static [Flow]),
    /// In the charge steps of a cycle.
    CycleCharges,
    /// In the steps of a cycle.
    CycleSteps,
    /// In the full discharge of a cycle.
    CycleRun,
    /// In the balanced cycles.
    Cycles,
    /// In a pulse at a time, in s, and the rest before it.
    Sample(Moment),
    /// There, and in the limits of the cell.
    Power,
    /// In a pulse and the one before it.
    Pulses,
}

/// A quantity of a step that goes into others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The largest current that two neighbouring rows both reach.
    Held,
    Capacity,
    Duration,
    CurrentEnd,
    SocStart,
    SocEnd,
    /// The charge summed up to its end.
    ChargeToEnd,
    /// The charge summed up to the end of the reference step.
    ChargeToReference,
    RestBefore,
    /// The nominal capacity of the test.
    Nominal,
    /// The capacity of its reference step.
    Reference,
}

/// What a step charged or discharged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    ChargedAh,
    DischargedAh,
    ChargedWh,
    DischargedWh,
}

impl Flow {
    pub(super) const AH: &[Self] = &[Self::ChargedAh, Self::DischargedAh];
    pub(super) const WH: &[Self] = &[Self::ChargedWh, Self::DischargedWh];
    const CHARGED: &[Self] = &[Self::ChargedAh, Self::ChargedWh];
    const DISCHARGED: &[Self] = &[Self::DischargedAh, Self::DischargedWh];
    const ALL: &[Self] = &[Self::ChargedAh, Self::ChargedWh, Self::DischargedAh, Self::DischargedWh];

    pub(super) const fn is_energy(self) -> bool {
        matches!(self, Self::ChargedWh | Self::DischargedWh)
    }

    pub(super) const fn is_charged(self) -> bool {
        matches!(self, Self::ChargedAh | Self::ChargedWh)
    }
}

/// When a pulse's resistance is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// At the first row that carries the current.
    First,
    Tenth,
    Second,
    TenSeconds,
    End,
}

impl From {
    /// Whether it depends on which discharges are full.
    pub(super) fn is_of_runs(self) -> bool {
        matches!(self, Self::Runs | Self::Health | Self::Reference | Self::CycleRun)
    }
}

const fn formula(words: &'static str, source: &'static str, from: From) -> Formula {
    Formula { words, source, from }
}

/// The formula of a figure in a list.
pub(super) fn of(list: &str, key: &str, anchor: SocAnchor) -> Formula {
    match list {
        "steps" if anchor == SocAnchor::FullCharge && matches!(key, "soc_start_pct" | "soc_end_pct") => ANCHORED,
        "steps" => of_step(key),
        "cycles" => of_cycle(key),
        "pulses" => of_pulse(key),
        _ => of_test(key),
    }
}

const FULL: &str = "a full discharge began charged (the charge before it ended within a tenth of the test's window of its top, \
     and less than 0.5 % went in or out since) and ended by its limit in the lowest three tenths of the window";

const ANCHORED: Formula = formula(
    "linear in charge from anchor to anchor: the end of a charge after which a full discharge would begin charged is 100 %, \
     the end of a full discharge 0 %",
    FULL,
    From::Runs,
);

const SUMMED_AH: &str = "the capacities of all steps of that sign summed, in step order; a waveform gives the falls or rises of its \
     capacity column; never the tester's running total, which begins anew";
const SUMMED_WH: &str = "the energies of all steps of that sign summed, in step order; a waveform gives the falls or rises of its \
     energy column";

fn of_test(key: &str) -> Formula {
    match key {
        "verdict" | "findings" | "findings_by_rule" => {
            formula("every rule is run over every row; the worst severity is the verdict", "", From::Findings)
        }
        "running" => formula("the last step's end status says that it still runs", "", From::Findings),
        "capacity_ah" | "capacity_step" | "capacity_c_rate" | "capacity_temperature_degc" | "full_discharges" => {
            formula(
                "of the groups of comparable full discharges the one with most members (of equal ones the reference's): its last \
             member; comparable are held currents within 10 %, start temperatures within 3 K of the group's first, alike \
             charges before them and ends within 20 mV",
                FULL,
                From::Runs,
            )
        }
        "soh_pct" | "soh_cycle" | "soh_baseline_step" => formula(
            "100 x capacity of the cycle's full discharge / capacity of its baseline, the first full discharge of its group \
             unless --soh-baseline says otherwise",
            FULL,
            From::Health,
        ),
        "fade_pct" => formula(
            "SOH at the first of the group less SOH at its last; SOH is 100 x capacity / capacity of the baseline",
            FULL,
            From::Health,
        ),
        "coulombic_efficiency_pct" | "energy_efficiency_pct" => formula(
            "100 x sum of what the balanced cycles discharged / sum of what they charged; balanced is a cycle whose discharge \
             is like the one before it",
            "",
            From::Cycles,
        ),
        "balanced_cycles" => {
            formula("counted; balanced is a cycle whose discharge is like the one before it", "", From::Cycles)
        }
        "dcir_10s_discharge_ohm" | "dcir_10s_discharge_step" | "dcir_10s_charge_ohm" | "dcir_10s_charge_step" => {
            formula(
                "(V(10 s) - V at the end of the rest) / I(10 s) of the pulse nearest to 50 % SOC (at most 10 points away), of \
             those nearest to 25 °C",
                "IEC 62660-1, ISO 12405-4",
                From::Sample(Moment::TenSeconds),
            )
        }
        "temperature_min_degc"
        | "temperature_max_degc"
        | "c_rate_min"
        | "c_rate_max"
        | "soc_min_pct"
        | "soc_max_pct" => formula("the lowest or highest of all steps", "", From::EachStep),
        "start_time" => formula("when the first step began, by the cycler's clock", "", From::EachStep),
        "end_time" => formula("when the last step began, plus its duration", "", From::EachStep),
        "duration_s" => formula("the durations of all steps summed", "", From::EachStep),
        "measurements" => formula("the rows of all steps", "", From::EachStep),
        "steps" | "pulses" | "cycles" => formula("counted, one by one", "", From::EachStep),
        "discharge_capacity_ah" => formula(SUMMED_AH, "", From::Flows(&[Flow::DischargedAh])),
        "charge_capacity_ah" => formula(SUMMED_AH, "", From::Flows(&[Flow::ChargedAh])),
        "discharge_energy_wh" => formula(SUMMED_WH, "", From::Flows(&[Flow::DischargedWh])),
        "charge_energy_wh" => formula(SUMMED_WH, "", From::Flows(&[Flow::ChargedWh])),
        "reference_step" | "reference_quality" | "reference_capacity_ah" => formula(
            "of the full discharges with at least 90 % of the largest one's capacity those that began at 15 to 35 °C (all, if \
             none did), of these those within 10 % of the smallest held current; of them the test's second discharge run if \
             it is one, else the first; --reference-step says otherwise",
            FULL,
            From::Reference,
        ),
        "nominal_capacity_ah" | "nominal_capacity_source" => {
            formula("--nominal-capacity, else the cell's, else the capacity of the reference step", "", From::Reference)
        }
        "notes" => formula("what the derivation has to say", "", From::Nothing),
        _ => formula("as the files, the catalog or the person say", "", From::Head),
    }
}

fn of_step(key: &str) -> Formula {
    match key {
        "c_rate" => formula(
            "held current / nominal capacity; held is the largest current that two neighbouring active rows both reach",
            "",
            From::Step(&[Part::Held, Part::Nominal]),
        ),
        "c_rate_mean" => formula(
            "abs(capacity) x 3600 / (duration x nominal capacity)",
            "",
            From::Step(&[Part::Capacity, Part::Duration, Part::Nominal]),
        ),
        "c_rate_end" => {
            formula("abs(current at the end) / nominal capacity", "", From::Step(&[Part::CurrentEnd, Part::Nominal]))
        }
        "current_mean_a" => formula("capacity x 3600 / duration", "", From::Step(&[Part::Capacity, Part::Duration])),
        "soc_start_pct" => formula(
            "SOC at the end - 100 x capacity / reference capacity",
            "",
            From::Step(&[Part::SocEnd, Part::Capacity, Part::Reference]),
        ),
        "soc_end_pct" => formula(
            "100 x (charge summed to the step's end - charge summed to the reference's end) / reference capacity",
            "",
            From::Step(&[Part::ChargeToEnd, Part::ChargeToReference, Part::Reference]),
        ),
        "ocv_start_v" => formula("end voltage of the step before, if that is a rest", "", From::Before),
        "rest_before_s" => formula("the durations of the unbroken run of rests before it, summed", "", From::Before),
        "previous_step_s" => formula("the duration of the step before", "", From::Before),
        "cycle" => formula(
            "a cycle begins at the first charge after a trough of the summed charge that it rose from by --cycle-swing",
            "turning points with hysteresis",
            From::Turns,
        ),
        "capacity_ah" | "energy_wh" => formula(
            "the Step file's; without it the last active row's; without that the trapezoid integral over the rows",
            "",
            From::Own,
        ),
        "voltage_start_v" | "temperature_start_degc" => formula("that of the first active row", "", From::Own),
        "voltage_min_v" | "temperature_min_degc" => formula("the lowest of the active rows", "", From::Own),
        "voltage_max_v" | "temperature_max_degc" => formula("the highest of the active rows", "", From::Own),
        "measurements" | "relaxation_rows" => formula("counted in the Detail file", "", From::Own),
        _ => formula("the Step file's, else that of the active rows", "", From::Own),
    }
}

fn of_cycle(key: &str) -> Formula {
    match key {
        "coulombic_efficiency_pct" => {
            formula("100 x discharge / charge capacity of a complete cycle", "", From::CycleFlows(Flow::AH))
        }
        "energy_efficiency_pct" => formula(
            "100 x discharge / charge energy of a complete cycle; none where the voltage changes its sign, or falls in charge",
            "",
            From::CycleFlows(Flow::WH),
        ),
        "charge_capacity_ah" => formula(OF_CYCLE, "", From::CycleFlows(&[Flow::ChargedAh])),
        "discharge_capacity_ah" => formula(OF_CYCLE, "", From::CycleFlows(&[Flow::DischargedAh])),
        "charge_energy_wh" => formula(OF_CYCLE, "", From::CycleFlows(&[Flow::ChargedWh])),
        "discharge_energy_wh" => formula(OF_CYCLE, "", From::CycleFlows(&[Flow::DischargedWh])),
        "complete" | "balanced" => formula(
            "complete: it holds a charge and a discharge swing; balanced: also, the discharges before it and at its end are \
             alike in how they ended, rate, temperature and capacity",
            "",
            From::CycleFlows(Flow::AH),
        ),
        "equivalent_full_cycles" => formula(
            "sum of abs(capacity) from the test's start to the cycle's end / (2 x nominal capacity)",
            "",
            From::Flows(Flow::AH),
        ),
        "full_discharge_step"
        | "full_discharge_capacity_ah"
        | "discharge_c_rate"
        | "discharge_temperature_start_degc" => {
            formula("the cycle's full discharge; the largest, if there are several", FULL, From::CycleRun)
        }
        "soh_pct" | "soh_baseline_step" => formula(
            "100 x capacity of the cycle's full discharge / capacity of its baseline, the first full discharge of its group \
             unless --soh-baseline says otherwise",
            FULL,
            From::CycleRun,
        ),
        "voltage_mean_charge_v" => formula("energy / capacity of its charges", "", From::CycleFlows(Flow::CHARGED)),
        "voltage_mean_discharge_v" => {
            formula("energy / capacity of its discharges", "", From::CycleFlows(Flow::DISCHARGED))
        }
        "hysteresis_v" => formula(
            "energy / capacity of the charges less energy / capacity of the discharges, of a balanced cycle",
            "",
            From::CycleFlows(Flow::ALL),
        ),
        "cv_share_pct" => formula(
            "100 x capacity after the voltage first reached its set value / capacity of the charges",
            "",
            From::CycleCharges,
        ),
        "soc_net_pct" => formula("SOC at its end less SOC at its start", "", From::CycleSteps),
        "temperature_max_degc" => formula("the highest of its steps", "", From::CycleSteps),
        _ => formula("of the steps of the cycle", "", From::CycleSteps),
    }
}

const OF_CYCLE: &str = "summed over the steps of the cycle; a waveform gives the falls or rises of its column";

fn of_pulse(key: &str) -> Formula {
    match key {
        "r0_ohm" | "r0_time_s" => resistance(Moment::First),
        "r_100ms_ohm" => resistance(Moment::Tenth),
        "r_1s_ohm" => resistance(Moment::Second),
        "r_10s_ohm" => resistance(Moment::TenSeconds),
        "r_end_ohm" => resistance(Moment::End),
        "power_capability_10s_w" => formula(
            "discharge V_min x (OCV - V_min) / R(10 s), charge V_max x (V_max - OCV) / R(10 s); OCV of a settled rest, else \
             interpolated over SOC between settled rests; R(10 s) = (V(10 s) - V at the end of the rest) / I(10 s)",
            "INL/EXT-07-12536",
            From::Power,
        ),
        "soc_pct" => formula("SOC at the start of its step", "", From::Step(&[Part::SocStart])),
        "temperature_degc" => formula("temperature at the start of its step", "", From::Own),
        "ocv_v" => formula("end voltage of the rest before", "", From::Before),
        "ocv_settled" => {
            formula("whether the rest before took at least --min-rest", "", From::Step(&[Part::RestBefore]))
        }
        "purpose" => formula(
            "restore, where it undoes the pulse before it: opposite capacities within 0.1 %, at no more than half its held \
             current",
            "",
            From::Pulses,
        ),
        _ => formula("that of its step", "", From::Own),
    }
}

const fn resistance(moment: Moment) -> Formula {
    formula(
        "(V(t) - V at the end of the rest) / I(t); V and I on a straight line between the rows around t",
        "IEC 62660-1, ISO 12405-4, INL/EXT-07-12536",
        From::Sample(moment),
    )
}
