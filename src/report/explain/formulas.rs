//! What each figure is made of, in words, and where its inputs stand.

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
    /// In the tester's record of a step, and its rows.
    Step,
    /// There, and in the nominal capacity.
    StepAndNominal,
    /// There, and in the reference step.
    StepAndReference,
    /// In the steps before it.
    Before,
    /// In the capacity of every step.
    Capacities,
    /// In the energy of every step.
    Energies,
    /// In what each step has of this quantity.
    EachStep,
    /// In the full discharges.
    Runs,
    /// In the reference step, chosen among the full discharges.
    Reference,
    /// In the steps of a cycle.
    CycleSteps,
    /// In the full discharge of a cycle.
    CycleRun,
    /// In the balanced cycles.
    Cycles,
    /// In a pulse and the rest before it.
    Pulse,
}

impl From {
    /// Whether it depends on which discharges are full.
    pub(super) fn is_of_runs(self) -> bool {
        matches!(self, Self::Runs | Self::Reference | Self::CycleRun)
    }
}

const fn formula(words: &'static str, source: &'static str, from: From) -> Formula {
    Formula { words, source, from }
}

/// The formula of a figure in a list.
pub(super) fn of(list: &str, key: &str) -> Formula {
    match list {
        "steps" => of_step(key),
        "cycles" => of_cycle(key),
        "pulses" => of_pulse(key),
        _ => of_test(key),
    }
}

const FULL: &str = "a full discharge began charged (the charge before it ended within a tenth of the test's window of its top, \
     and less than 0.5 % went in or out since) and ended by its limit in the lowest three tenths of the window";

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
            From::Runs,
        ),
        "fade_pct" => formula("SOH at the first of the group less SOH at its last", FULL, From::Runs),
        "coulombic_efficiency_pct" | "energy_efficiency_pct" | "balanced_cycles" => formula(
            "100 x sum of what the balanced cycles discharged / sum of what they charged; balanced is a cycle whose discharge \
             is like the one before it",
            "",
            From::Cycles,
        ),
        "dcir_10s_discharge_ohm" | "dcir_10s_discharge_step" | "dcir_10s_charge_ohm" | "dcir_10s_charge_step" => {
            formula(
                "(V(10 s) - V at the end of the rest) / I(10 s) of the pulse nearest to 50 % SOC (at most 10 points away), of \
             those nearest to 25 °C",
                "IEC 62660-1, ISO 12405-4",
                From::Pulse,
            )
        }
        "temperature_min_degc"
        | "temperature_max_degc"
        | "c_rate_min"
        | "c_rate_max"
        | "soc_min_pct"
        | "soc_max_pct" => formula("the lowest or highest of all steps", "", From::EachStep),
        "start_time" => formula("when the first step began, by the cycler's clock", "", From::EachStep),
        "end_time" => formula("when the last step began, and its duration", "", From::EachStep),
        "duration_s" => formula("the durations of all steps summed", "", From::EachStep),
        "measurements" => formula("the rows of all steps", "", From::EachStep),
        "steps" | "pulses" | "cycles" => formula("counted", "", From::EachStep),
        "discharge_capacity_ah" | "charge_capacity_ah" => formula(
            "the capacities of all steps of that sign summed, in step order; a waveform gives the falls or rises of its \
             capacity column; never the tester's running total, which begins anew",
            "",
            From::Capacities,
        ),
        "discharge_energy_wh" | "charge_energy_wh" => {
            formula("the energies of all steps of that sign summed, in step order", "", From::Energies)
        }
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
            From::StepAndNominal,
        ),
        "c_rate_mean" => formula("abs(capacity) x 3600 / (duration x nominal capacity)", "", From::StepAndNominal),
        "c_rate_end" => formula("abs(current at the end) / nominal capacity", "", From::StepAndNominal),
        "current_mean_a" => formula("capacity x 3600 / duration", "", From::Step),
        "soc_start_pct" => formula("SOC at the end - 100 x capacity / reference capacity", "", From::StepAndReference),
        "soc_end_pct" => formula(
            "100 x (charge summed to the step's end - charge summed to the reference's end) / reference capacity",
            "",
            From::StepAndReference,
        ),
        "ocv_start_v" => formula("end voltage of the step before, if that is a rest", "", From::Before),
        "rest_before_s" => formula("the durations of the unbroken run of rests before it, summed", "", From::Before),
        "previous_step_s" => formula("the duration of the step before", "", From::Before),
        "cycle" => formula(
            "a cycle begins at the first charge after a trough of the summed charge that it rose from by --cycle-swing",
            "turning points with hysteresis",
            From::Capacities,
        ),
        "capacity_ah" => formula(
            "the Step file's; without it the last active row's; without that the trapezoid integral of the current",
            "",
            From::Step,
        ),
        _ => formula("the Step file's, else that of the active rows", "", From::Step),
    }
}

fn of_cycle(key: &str) -> Formula {
    match key {
        "coulombic_efficiency_pct" => {
            formula("100 x discharge / charge capacity of a complete cycle", "", From::CycleSteps)
        }
        "energy_efficiency_pct" => formula("100 x discharge / charge energy of a complete cycle", "", From::CycleSteps),
        "equivalent_full_cycles" => formula(
            "sum of abs(capacity) from the test's start to the cycle's end / (2 x nominal capacity)",
            "",
            From::Capacities,
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
        "hysteresis_v" | "voltage_mean_charge_v" | "voltage_mean_discharge_v" => {
            formula("energy / capacity of the charges, of the discharges, and their difference", "", From::CycleSteps)
        }
        "cv_share_pct" => formula(
            "100 x capacity after the voltage first reached its set value / capacity of the charge run",
            "",
            From::CycleSteps,
        ),
        _ => formula("over the steps of the cycle", "", From::CycleSteps),
    }
}

fn of_pulse(key: &str) -> Formula {
    match key {
        "r0_ohm" | "r_100ms_ohm" | "r_1s_ohm" | "r_10s_ohm" | "r_end_ohm" => formula(
            "(V(t) - V at the end of the rest) / I(t); V and I on a straight line between the rows around t",
            "IEC 62660-1, ISO 12405-4, INL/EXT-07-12536",
            From::Pulse,
        ),
        "power_capability_10s_w" => formula(
            "discharge V_min x (OCV - V_min) / R(10 s), charge V_max x (V_max - OCV) / R(10 s); OCV of a settled rest, else \
             interpolated over SOC between settled rests",
            "INL/EXT-07-12536",
            From::Pulse,
        ),
        _ => formula("of the pulse's step and the rest before it", "", From::Pulse),
    }
}
