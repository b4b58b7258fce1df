//! The fields of a step.

use super::{brief, duration, integer, name, number, text, time};
use crate::format::Field;
use crate::model::StepMetrics;

/// What can be said of one, in order.
pub(crate) static STEPS: &[Field<StepMetrics>] = &[
    name(integer("step", "Step", "The executed step, counted by the tester", |r| r.step.into())),
    brief(integer("cycle", "Cycle", "The cycle it is in", |r| r.cycle.into())),
    integer("tester_cycle", "Tester cycle", "The tester's own cycle counter", |r| r.record.tester_cycle.into()),
    integer("recipe_line", "Recipe line", "The line of the recipe it executes", |r| r.record.recipe_line.into()),
    integer("loop", "Loop", "The pass of the loop around it", |r| r.record.loop_pass.into()),
    brief(text("step_type", "Type", "What it does: charge, discharge, rest, waveform or unknown", |r| {
        r.step_type.as_str().into()
    })),
    text("original_step_type", "Original type", "The file's own word for it", |r| {
        r.record.original_step_type.as_ref().into()
    }),
    text("status", "Status", "The file's own word for its end", |r| r.record.status.as_deref().into()),
    brief(time("start_time", "Start", "When it began, by the cycler's local clock", |r| r.record.start_time.into())),
    brief(duration("duration_s", "Duration", "How long it took", |r| r.duration_s.into())),
    duration("previous_step_s", "Previous step", "How long the step before took", |r| r.previous_step_s.into()),
    duration("rest_before_s", "Rest before", "Unbroken rest before; 0 after any other step", |r| {
        r.rest_before_s.into()
    }),
    number("voltage_start_v", "Voltage start", "V", 4, "Voltage of the first active row", |r| r.voltage_start_v.into()),
    brief(number("voltage_end_v", "Voltage end", "V", 4, "Voltage at the end", |r| r.voltage_end_v.into())),
    number("voltage_min_v", "Voltage min", "V", 4, "Lowest voltage of the active rows", |r| r.voltage_min_v.into()),
    number("voltage_max_v", "Voltage max", "V", 4, "Highest voltage of the active rows", |r| r.voltage_max_v.into()),
    number("current_mean_a", "Current mean", "A", 3, "Capacity over duration", |r| r.current_mean_a.into()),
    number("current_end_a", "Current end", "A", 3, "Current at the end", |r| r.current_end_a.into()),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Capacity of this step alone, discharge negative", |r| {
        r.capacity_ah.into()
    })),
    number("energy_wh", "Energy", "Wh", 4, "Energy of this step alone, discharge negative", |r| r.energy_wh.into()),
    number("power_end_w", "Power end", "W", 3, "Power at the end", |r| r.power_end_w.into()),
    brief(number(
        "temperature_start_degc",
        "Temperature start",
        "°C",
        1,
        "Temperature of the first active row",
        |r| r.temperature_start_degc.into(),
    )),
    number("temperature_end_degc", "Temperature end", "°C", 1, "Temperature at the end", |r| {
        r.temperature_end_degc.into()
    }),
    number("temperature_min_degc", "Temperature min", "°C", 1, "Lowest temperature of the active rows", |r| {
        r.temperature_min_degc.into()
    }),
    number("temperature_max_degc", "Temperature max", "°C", 1, "Highest temperature of the active rows", |r| {
        r.temperature_max_degc.into()
    }),
    brief(number("c_rate", "C-rate", "", 3, "Current that it held over the nominal capacity; a magnitude", |r| {
        r.c_rate.into()
    })),
    number("c_rate_mean", "C-rate mean", "", 3, "Mean current over the nominal capacity; a magnitude", |r| {
        r.c_rate_mean.into()
    }),
    number("c_rate_end", "C-rate end", "", 3, "Current at the end over the nominal capacity; a magnitude", |r| {
        r.c_rate_end.into()
    }),
    brief(number("soc_start_pct", "SOC start", "%", 2, "State of charge at the start", |r| r.soc_start_pct.into())),
    brief(number("soc_end_pct", "SOC end", "%", 2, "State of charge at the end", |r| r.soc_end_pct.into())),
    number("ocv_start_v", "OCV", "V", 4, "End voltage of the rest immediately before", |r| r.ocv_start_v.into()),
    integer("measurements", "Rows", "Rows of the step; none without its Detail file", |r| r.measurements.into()),
    integer("relaxation_rows", "Relaxation rows", "Rows logged after its end while the cell relaxed", |r| {
        r.relaxation_rows.into()
    }),
];
