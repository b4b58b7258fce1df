//! The fields of a pulse.

use super::{brief, duration, flag, integer, name, number, resistance, text};
use crate::format::Field;
use crate::model::Pulse;

/// What can be said of one, in order.
pub(crate) static PULSES: &[Field<Pulse>] = &[
    name(integer("step", "Step", "The step that is the pulse", |r| r.step.into())),
    integer("cycle", "Cycle", "The cycle it is in", |r| r.cycle.into()),
    brief(text("direction", "Direction", "charge or discharge", |r| r.direction.as_str().into())),
    brief(text("purpose", "Purpose", "pulse, or restore where it undoes another", |r| r.purpose.as_str().into())),
    brief(number("soc_pct", "SOC", "%", 2, "State of charge at its start", |r| r.soc_pct.into())),
    brief(number("temperature_degc", "Temperature", "°C", 1, "Temperature at its start", |r| {
        r.temperature_degc.into()
    })),
    brief(number("current_mean_a", "Current mean", "A", 3, "Capacity over duration", |r| r.current_mean_a.into())),
    brief(number("c_rate", "C-rate", "", 3, "Held current over the nominal capacity; a magnitude", |r| {
        r.c_rate.into()
    })),
    duration("rest_before_s", "Rest before", "Unbroken rest before", |r| r.rest_before_s.into()),
    brief(number("ocv_v", "OCV", "V", 4, "End voltage of that rest", |r| r.ocv_v.into())),
    flag("ocv_settled", "Settled", "Whether that rest was long enough for an open-circuit voltage", |r| {
        r.ocv_settled.into()
    }),
    brief(duration("duration_s", "Duration", "How long it took", |r| r.duration_s.into())),
    number("r0_time_s", "r0 time", "s", 3, "When its first active row was taken", |r| r.r0_time_s.into()),
    brief(resistance("r0_ohm", "R0", "Resistance at the first active row", |r| r.r0_ohm.into())),
    resistance("r_100ms_ohm", "R 0.1 s", "Resistance at 0.1 s", |r| r.r_100ms_ohm.into()),
    brief(resistance("r_1s_ohm", "R 1 s", "Resistance at 1 s", |r| r.r_1s_ohm.into())),
    brief(resistance("r_10s_ohm", "R 10 s", "Resistance at 10 s", |r| r.r_10s_ohm.into())),
    brief(resistance("r_end_ohm", "R end", "Resistance at the last active row", |r| r.r_end_ohm.into())),
    number(
        "power_capability_10s_w",
        "Power 10 s",
        "W",
        1,
        "Power that it could give or take for 10 s within the voltage limits",
        |r| r.power_capability_10s_w.into(),
    ),
];
