//! Cycles and pulses: derived, and replaced whenever they are derived again.

use super::renew::renew;
use super::row::row;
use super::schema::{cycles, pulses};
use super::{Database, Doing, StoreError};
use crate::model::{Cycle, Direction, Pulse, Purpose};
use diesel::prelude::*;

row! {
    /// One cycle.
    CycleRow in cycles for Cycle (_nothing: ()) {
        same {
            cycle: i32, tester_cycle: Option<i32>, first_step: i32, last_step: i32, complete: bool, balanced: bool,
            full_discharge_step: Option<i32>, soh_baseline_step: Option<i32>,
        }
        count {}
        counts {}
        number {
            soc_net_pct, coulombic_efficiency_pct, energy_efficiency_pct, equivalent_full_cycles,
            full_discharge_capacity_ah, soh_pct,
            discharge_c_rate, discharge_temperature_start_degc, voltage_mean_charge_v, voltage_mean_discharge_v,
            hysteresis_v, cv_share_pct, temperature_max_degc,
        }
        plain { charge_capacity_ah, discharge_capacity_ah, charge_energy_wh, discharge_energy_wh }
        name {}
        special {}
        rest {}
    }
}

row! {
    /// One pulse.
    PulseRow in pulses for Pulse (_nothing: ()) {
        same { step: i32, cycle: i32, ocv_settled: bool }
        count {}
        counts {}
        number {
            soc_pct, temperature_degc, current_mean_a, c_rate, rest_before_s, power_ocv_v, duration_s, r0_time_s, r0_ohm,
            r_100ms_ohm, r_1s_ohm, r_10s_ohm, r_end_ohm, power_capability_10s_w,
        }
        plain { ocv_v }
        name { direction: Direction, purpose: Purpose }
        special {}
        rest {}
    }
}

impl Database {
    /// Stores the cycles in place of those that are there.
    pub(super) fn put_cycles(&mut self, id: i32, all: &[Cycle]) -> Result<(), StoreError> {
        renew!(self, id, all, CycleRow: cycles by cycle, "storing the cycles")
    }

    /// Stores the pulses in place of those that are there.
    pub(super) fn put_pulses(&mut self, id: i32, all: &[Pulse]) -> Result<(), StoreError> {
        renew!(self, id, all, PulseRow: pulses by step, "storing the pulses")
    }

    pub(super) fn cycles(&mut self, id: i32) -> Result<Vec<Cycle>, StoreError> {
        let rows: Vec<CycleRow> = cycles::table
            .filter(cycles::experiment_id.eq(id))
            .order(cycles::cycle)
            .select(CycleRow::as_select())
            .load(&mut self.connection)
            .doing("reading the cycles")?;
        rows.iter().map(|row| row.model(())).collect()
    }

    pub(super) fn pulses(&mut self, id: i32) -> Result<Vec<Pulse>, StoreError> {
        let rows: Vec<PulseRow> = pulses::table
            .filter(pulses::experiment_id.eq(id))
            .order(pulses::step)
            .select(PulseRow::as_select())
            .load(&mut self.connection)
            .doing("reading the pulses")?;
        rows.iter().map(|row| row.model(())).collect()
    }
}
