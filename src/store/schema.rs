//! The tables, as `diesel print-schema` writes them; the two migrations make the same.
#![allow(missing_docs)] // generated; docs/database.md describes the tables

diesel::table! {
    projects (id) {
        id -> Integer,
        name -> Text,
        description -> Nullable<Text>,
        start_date -> Nullable<Date>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    machines (id) {
        id -> Integer,
        name -> Text,
        model_number -> Nullable<Text>,
        description -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    operators (id) {
        id -> Integer,
        name -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    cells (id) {
        id -> Integer,
        name -> Text,
        manufacturer -> Nullable<Text>,
        chemistry -> Nullable<Text>,
        configuration -> Nullable<Text>,
        cells_in_series -> Nullable<Integer>,
        active_mass_g -> Nullable<Double>,
        form_factor -> Nullable<Text>,
        nominal_capacity_ah -> Nullable<Double>,
        nominal_voltage_v -> Nullable<Double>,
        voltage_v_min -> Nullable<Double>,
        voltage_v_max -> Nullable<Double>,
        current_charge_a_max -> Nullable<Double>,
        current_discharge_a_max -> Nullable<Double>,
        temperature_degc_min -> Nullable<Double>,
        temperature_degc_max -> Nullable<Double>,
        serial_number -> Nullable<Text>,
        batch -> Nullable<Text>,
        date_received -> Nullable<Date>,
        notes -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    runs (id) {
        id -> Integer,
        command -> Text,
        who -> Text,
        tool_version -> Text,
        started_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        loaded -> Integer,
        skipped -> Integer,
        rejected -> Integer,
        failed -> Integer,
        message -> Nullable<Text>,
    }
}

diesel::table! {
    experiments (id) {
        id -> Integer,
        name -> Text,
        description -> Nullable<Text>,
        project_id -> Nullable<Integer>,
        cell_id -> Nullable<Integer>,
        machine_id -> Nullable<Integer>,
        operator_id -> Nullable<Integer>,
        battery_type -> Nullable<Text>,
        tags -> Text,
        start_time -> Nullable<Timestamp>,
        end_time -> Nullable<Timestamp>,
        dialect -> Text,
        has_end_reasons -> Bool,
        has_rows -> Bool,
        temperature_channel -> Nullable<Text>,
        thinned_s -> Nullable<Double>,
        step_selection -> Nullable<Text>,
        source_rows -> BigInt,
        stored_rows -> BigInt,
        rows_digest -> Nullable<Text>,
        steps_digest -> Nullable<Text>,
        content_digest -> Nullable<Text>,
        supersedes_id -> Nullable<Integer>,
        superseded_by_id -> Nullable<Integer>,
        run_id -> Nullable<Integer>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        supersedes_name -> Nullable<Text>,
        supersedes_digest -> Nullable<Text>,
        superseded_by_name -> Nullable<Text>,
        superseded_by_digest -> Nullable<Text>,
    }
}

diesel::table! {
    derivations (experiment_id) {
        experiment_id -> Integer,
        reference_step -> Nullable<Integer>,
        reference_quality -> Nullable<Text>,
        reference_capacity_ah -> Nullable<Double>,
        nominal_capacity_ah -> Nullable<Double>,
        nominal_capacity_source -> Nullable<Text>,
        coulombic_efficiency_pct -> Nullable<Double>,
        energy_efficiency_pct -> Nullable<Double>,
        conventions -> Text,
        notes -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    experiment_channels (experiment_id, channel) {
        experiment_id -> Integer,
        channel -> Integer,
        name -> Text,
        kind -> Text,
    }
}

diesel::table! {
    processed_files (id) {
        id -> Integer,
        experiment_id -> Nullable<Integer>,
        run_id -> Nullable<Integer>,
        role -> Text,
        path -> Text,
        name -> Text,
        blake3 -> Text,
        size -> BigInt,
        modified_at -> Nullable<Timestamp>,
        encoding -> Text,
        delimiter -> Text,
        dialect -> Text,
        row_count -> BigInt,
        sentinels -> BigInt,
        rejected_rows -> BigInt,
        tool_version -> Text,
        options -> Text,
        outcome -> Text,
        message -> Nullable<Text>,
        processed_at -> Timestamp,
    }
}

diesel::table! {
    run_outcomes (run_id, seq) {
        run_id -> Integer,
        seq -> Integer,
        name -> Text,
        outcome -> Text,
        experiment_id -> Nullable<Integer>,
        message -> Nullable<Text>,
        duration_s -> Double,
    }
}

diesel::table! {
    steps (experiment_id, number) {
        experiment_id -> Integer,
        number -> Integer,
        tester_cycle -> Nullable<Integer>,
        section -> Nullable<Integer>,
        recipe_line -> Nullable<Integer>,
        loop_pass -> Nullable<Integer>,
        step_type -> Text,
        control -> Text,
        original_step_type -> Text,
        status -> Nullable<Text>,
        end_reason -> Nullable<Text>,
        start_time -> Nullable<Timestamp>,
        duration_s -> Nullable<Double>,
        voltage_start_v -> Nullable<Double>,
        voltage_end_v -> Nullable<Double>,
        current_end_a -> Nullable<Double>,
        power_end_w -> Nullable<Double>,
        capacity_ah -> Nullable<Double>,
        energy_wh -> Nullable<Double>,
        temperature_end_degc -> Nullable<Double>,
        chamber_temperature_end_degc -> Nullable<Double>,
        constant_current_capacity_ah -> Nullable<Double>,
        total_capacity_ah -> Nullable<Double>,
        tester_soc_pct -> Nullable<Double>,
        extras -> Text,
        line -> Nullable<BigInt>,
        note -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    step_traces (experiment_id, step) {
        experiment_id -> Integer,
        step -> Integer,
        rows -> BigInt,
        active_rows -> BigInt,
        relaxation_rows -> BigInt,
        duration_contradicted -> Bool,
        first_line -> Nullable<BigInt>,
        last_active_line -> Nullable<BigInt>,
        test_time_start_s -> Nullable<Double>,
        test_time_end_s -> Nullable<Double>,
        step_time_end_s -> Nullable<Double>,
        voltage_start_v -> Nullable<Double>,
        voltage_end_v -> Nullable<Double>,
        voltage_min_v -> Nullable<Double>,
        voltage_max_v -> Nullable<Double>,
        current_end_a -> Nullable<Double>,
        current_abs_max_a -> Nullable<Double>,
        current_held_a -> Nullable<Double>,
        power_end_w -> Nullable<Double>,
        capacity_end_ah -> Nullable<Double>,
        energy_end_wh -> Nullable<Double>,
        temperature_start_degc -> Nullable<Double>,
        temperature_end_degc -> Nullable<Double>,
        temperature_min_degc -> Nullable<Double>,
        temperature_max_degc -> Nullable<Double>,
        chamber_temperature_start_degc -> Nullable<Double>,
        integral_charge_ah -> Nullable<Double>,
        integral_discharge_ah -> Nullable<Double>,
        integral_charge_wh -> Nullable<Double>,
        integral_discharge_wh -> Nullable<Double>,
        constant_voltage_start_ah -> Nullable<Double>,
        words -> Nullable<Text>,
    }
}

diesel::table! {
    pulse_samples (experiment_id, step, what) {
        experiment_id -> Integer,
        step -> Integer,
        what -> Text,
        step_time_s -> Nullable<Double>,
        voltage_v -> Nullable<Double>,
        current_a -> Nullable<Double>,
    }
}

diesel::table! {
    step_metrics (experiment_id, step) {
        experiment_id -> Integer,
        step -> Integer,
        cycle -> Integer,
        duration_s -> Nullable<Double>,
        previous_step_s -> Nullable<Double>,
        rest_before_s -> Nullable<Double>,
        voltage_start_v -> Nullable<Double>,
        voltage_end_v -> Nullable<Double>,
        voltage_min_v -> Nullable<Double>,
        voltage_max_v -> Nullable<Double>,
        current_mean_a -> Nullable<Double>,
        current_end_a -> Nullable<Double>,
        capacity_ah -> Nullable<Double>,
        energy_wh -> Nullable<Double>,
        power_end_w -> Nullable<Double>,
        temperature_start_degc -> Nullable<Double>,
        temperature_end_degc -> Nullable<Double>,
        temperature_min_degc -> Nullable<Double>,
        temperature_max_degc -> Nullable<Double>,
        c_rate -> Nullable<Double>,
        c_rate_mean -> Nullable<Double>,
        c_rate_end -> Nullable<Double>,
        soc_start_pct -> Nullable<Double>,
        soc_end_pct -> Nullable<Double>,
        ocv_start_v -> Nullable<Double>,
        measurements -> Nullable<BigInt>,
        relaxation_rows -> Nullable<BigInt>,
        full_discharge -> Bool,
    }
}

diesel::table! {
    cycles (experiment_id, cycle) {
        experiment_id -> Integer,
        cycle -> Integer,
        tester_cycle -> Nullable<Integer>,
        first_step -> Integer,
        last_step -> Integer,
        complete -> Bool,
        balanced -> Bool,
        soc_net_pct -> Nullable<Double>,
        charge_capacity_ah -> Nullable<Double>,
        discharge_capacity_ah -> Nullable<Double>,
        charge_energy_wh -> Nullable<Double>,
        discharge_energy_wh -> Nullable<Double>,
        coulombic_efficiency_pct -> Nullable<Double>,
        energy_efficiency_pct -> Nullable<Double>,
        equivalent_full_cycles -> Nullable<Double>,
        full_discharge_step -> Nullable<Integer>,
        full_discharge_capacity_ah -> Nullable<Double>,
        soh_pct -> Nullable<Double>,
        soh_baseline_step -> Nullable<Integer>,
        discharge_c_rate -> Nullable<Double>,
        discharge_temperature_start_degc -> Nullable<Double>,
        voltage_mean_charge_v -> Nullable<Double>,
        voltage_mean_discharge_v -> Nullable<Double>,
        hysteresis_v -> Nullable<Double>,
        cv_share_pct -> Nullable<Double>,
        temperature_max_degc -> Nullable<Double>,
    }
}

diesel::table! {
    pulses (experiment_id, step) {
        experiment_id -> Integer,
        step -> Integer,
        cycle -> Integer,
        direction -> Text,
        purpose -> Text,
        soc_pct -> Nullable<Double>,
        temperature_degc -> Nullable<Double>,
        current_mean_a -> Nullable<Double>,
        c_rate -> Nullable<Double>,
        rest_before_s -> Nullable<Double>,
        ocv_v -> Nullable<Double>,
        ocv_settled -> Bool,
        power_ocv_v -> Nullable<Double>,
        duration_s -> Nullable<Double>,
        r0_time_s -> Nullable<Double>,
        r0_ohm -> Nullable<Double>,
        r_100ms_ohm -> Nullable<Double>,
        r_1s_ohm -> Nullable<Double>,
        r_10s_ohm -> Nullable<Double>,
        r_end_ohm -> Nullable<Double>,
        power_capability_10s_w -> Nullable<Double>,
    }
}

diesel::table! {
    findings (experiment_id, seq) {
        experiment_id -> Integer,
        seq -> Integer,
        rule -> Text,
        name -> Text,
        severity -> Text,
        file -> Nullable<Text>,
        line -> Nullable<BigInt>,
        line_end -> Nullable<BigInt>,
        step -> Nullable<Integer>,
        column_name -> Nullable<Text>,
        value -> Nullable<Text>,
        message -> Text,
    }
}

diesel::table! {
    loaded_steps (experiment_id, step) {
        experiment_id -> Integer,
        step -> Integer,
        rows -> BigInt,
        voltage_v_sum -> Double,
        current_a_sum -> Double,
        capacity_ah_sum -> Double,
        voltage_v_magnitude -> Double,
        current_a_magnitude -> Double,
        capacity_ah_magnitude -> Double,
    }
}

diesel::table! {
    audit_events (id) {
        id -> Integer,
        happened_at -> Timestamp,
        who -> Text,
        command -> Text,
        tool_version -> Text,
        entity -> Text,
        entity_id -> Nullable<Integer>,
        entity_name -> Text,
        action -> Text,
        before_json -> Nullable<Text>,
        after_json -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    measurements (experiment_id, step, seq) {
        experiment_id -> Integer,
        step -> Integer,
        seq -> Integer,
        step_time_s -> Nullable<Double>,
        test_time_s -> Nullable<Double>,
        voltage_v -> Nullable<Double>,
        current_a -> Nullable<Double>,
        capacity_ah -> Nullable<Double>,
        energy_wh -> Nullable<Double>,
        temperature_degc -> Nullable<Double>,
    }
}

diesel::table! {
    measurement_channels (experiment_id, step, seq_first) {
        experiment_id -> Integer,
        step -> Integer,
        seq_first -> Integer,
        channels -> Integer,
        has_lines -> Bool,
        packed -> Binary,
    }
}

diesel::table! {
    corrections (id) {
        id -> Integer,
        experiment_id -> Integer,
        step -> Integer,
        field -> Text,
        value -> Nullable<Text>,
        reason -> Text,
        who -> Text,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    merges (id) {
        id -> Integer,
        experiment_id -> Integer,
        first_step -> Integer,
        last_step -> Integer,
        reason -> Text,
        who -> Text,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    amended_steps (experiment_id, step) {
        experiment_id -> Integer,
        step -> Integer,
        whole -> Integer,
        rows_before -> Integer,
        duration_before_s -> Double,
        capacity_before_ah -> Double,
        energy_before_wh -> Double,
        tester_cycle -> Nullable<Integer>,
        step_type -> Text,
        control -> Text,
        original_step_type -> Text,
        status -> Nullable<Text>,
        end_reason -> Nullable<Text>,
        start_time -> Nullable<Timestamp>,
    }
}

diesel::joinable!(experiments -> projects (project_id));
diesel::joinable!(experiments -> cells (cell_id));
diesel::joinable!(experiments -> machines (machine_id));
diesel::joinable!(experiments -> operators (operator_id));
diesel::joinable!(processed_files -> experiments (experiment_id));
diesel::joinable!(steps -> experiments (experiment_id));
diesel::joinable!(step_metrics -> experiments (experiment_id));
diesel::joinable!(cycles -> experiments (experiment_id));
diesel::joinable!(pulses -> experiments (experiment_id));
diesel::joinable!(findings -> experiments (experiment_id));
diesel::joinable!(derivations -> experiments (experiment_id));
diesel::joinable!(run_outcomes -> runs (run_id));

diesel::allow_tables_to_appear_in_same_query!(
    projects,
    machines,
    operators,
    cells,
    runs,
    experiments,
    derivations,
    experiment_channels,
    processed_files,
    run_outcomes,
    steps,
    step_traces,
    pulse_samples,
    step_metrics,
    cycles,
    pulses,
    findings,
    loaded_steps,
    audit_events,
    measurements,
    measurement_channels,
    corrections,
    merges,
    amended_steps,
);
