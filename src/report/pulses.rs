//! `report pulses`: every pulse with its resistances over time; what they say by SOC and temperature, resistances by two
//! levels of current, and open-circuit voltages.

use super::{Options, Report, ReportError, Subject};
use crate::fields::{PULSES, brief, duration, integer, name, number, resistance, text};
use crate::format::{Audience, Field, Heading, Sheet, Table};
use crate::model::{Pulse, StepMetrics};
use crate::transform::levels::{TwoLevels, two_levels};
use crate::transform::ocv::{RestEnd, rest_ends};
use crate::transform::pulse_table::{PulsePlace, pulse_table};

/// One row a pulse.
pub(super) struct Pulses;

static PLACES: &[Field<PulsePlace>] = &[
    name(integer(
        "checkup",
        "Check-up",
        "The how manieth time that a cycle has pulses at this direction, SOC and temperature; `plot hppc` draws 1",
        |r| r.checkup.into(),
    )),
    brief(integer("cycle", "Cycle", "The cycle of the first of them", |r| r.cycle.into())),
    name(text("direction", "Direction", "charge or discharge", |r| r.direction.as_str().into())),
    brief(number("temperature_degc", "Temperature", "°C", 1, "Their mean temperature", |r| r.temperature_degc.into())),
    brief(number("soc_pct", "SOC", "%", 2, "Their mean SOC", |r| r.soc_pct.into())),
    brief(integer("pulses", "Pulses", "How many pulses are within 2.5 points and 3 K", |r| r.pulses.into())),
    brief(number("ocv_v", "OCV", "V", 4, "Mean voltage at the end of the rests before them", |r| r.ocv_v.into())),
    brief(resistance("r0_ohm", "R0", "Mean resistance at the first active row", |r| r.r0_ohm.into())),
    resistance("r_1s_ohm", "R 1 s", "Mean resistance at 1 s", |r| r.r_1s_ohm.into()),
    brief(resistance("r_10s_ohm", "R 10 s", "Mean resistance at 10 s", |r| r.r_10s_ohm.into())),
    resistance("r_end_ohm", "R end", "Mean resistance at the last active row", |r| r.r_end_ohm.into()),
    brief(number("power_10s_w", "Power 10 s", "W", 1, "Mean power capability over 10 s", |r| r.power_10s_w.into())),
];

static LEVELS: &[Field<TwoLevels>] = &[
    name(integer("step", "Step", "The step at the higher current", |r| r.step.into())),
    integer("first_step", "First step", "The step at the lower current, just before it", |r| r.first_step.into()),
    integer("cycle", "Cycle", "The cycle", |r| r.cycle.into()),
    brief(number("soc_pct", "SOC", "%", 2, "SOC at the start of the higher", |r| r.soc_pct.into())),
    brief(number("temperature_degc", "Temperature", "°C", 1, "Temperature there", |r| r.temperature_degc.into())),
    brief(number("current_1_a", "I 1", "A", 3, "The lower current at its end; a magnitude", |r| {
        r.currents_a[0].into()
    })),
    brief(number("voltage_1_v", "V 1", "V", 4, "Voltage there", |r| r.voltages_v[0].into())),
    brief(number("current_2_a", "I 2", "A", 3, "The higher current at its end; a magnitude", |r| {
        r.currents_a[1].into()
    })),
    brief(number("voltage_2_v", "V 2", "V", 4, "Voltage there", |r| r.voltages_v[1].into())),
    brief(resistance("resistance_ohm", "DCIR", "(V1 - V2) / (I2 - I1), as in IEC 61960-3", |r| {
        r.resistance_ohm.into()
    })),
];

static OCV: &[Field<RestEnd>] = &[
    name(integer("step", "Step", "The rest's last step", |r| r.step.into())),
    integer("cycle", "Cycle", "Its cycle", |r| r.cycle.into()),
    brief(text("branch", "After", "What moved charge before it: charge or discharge; empty at the beginning", |r| {
        r.branch.map(crate::model::StepType::as_str).into()
    })),
    brief(number("soc_pct", "SOC", "%", 2, "SOC at its end", |r| r.soc_pct.into())),
    brief(number("ocv_v", "OCV", "V", 4, "Voltage at its end", |r| r.ocv_v.into())),
    brief(number("temperature_degc", "Temperature", "°C", 1, "Temperature at its end", |r| r.temperature_degc.into())),
    brief(duration("rest_s", "Rest", "How long it took", |r| r.rest_s.into())),
];

impl Report for Pulses {
    fn name(&self) -> &'static str {
        "pulses"
    }

    fn about(&self) -> &'static str {
        "every pulse: resistances at 0.1, 1 and 10 s, power; by SOC and temperature; DCIR of two levels; OCV by branch"
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![
            ("pulses", Field::columns(PULSES)),
            ("hppc", Field::columns(PLACES)),
            ("two_level_dcir", Field::columns(LEVELS)),
            ("ocv", Field::columns(OCV)),
        ]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let min_rest_s = subject.head.conventions.min_rest_s;
        let derived = &subject.derived;
        let keep = |pulse: &Pulse| options.filter.pulse(pulse, &derived.steps, min_rest_s);
        let keep_step = |number: i32| {
            let own = |step: &&StepMetrics| step.step == number;
            options.filter.is_open()
                || derived.steps.iter().find(own).is_some_and(|step| options.filter.step(step, min_rest_s))
        };
        let mut sheet = subject.list("pulses", PULSES, &derived.pulses, keep, options);
        let pulses: Vec<Pulse> = derived.pulses.iter().filter(|pulse| keep(pulse)).cloned().collect();
        further(&mut sheet, "hppc", PLACES, &pulse_table(&pulses));
        let mut levels = two_levels(&derived.steps);
        levels.retain(|level| keep_step(level.step));
        further(&mut sheet, "two_level_dcir", LEVELS, &levels);
        let mut ends = rest_ends(&derived.steps, min_rest_s);
        ends.retain(|end| keep_step(end.step));
        further(&mut sheet, "ocv", OCV, &ends);
        Ok(sheet)
    }
}

/// One more list.
fn further<T>(sheet: &mut Sheet<'static>, name: &'static str, fields: &'static [Field<T>], all: &[T]) {
    let rows = all.iter().map(|one| Field::row(fields, one)).collect();
    let table = Table::held(name, Field::columns(fields), rows);
    // That there is none of a kind is no news to a person.
    let audience = if all.is_empty() { Audience::Machines } else { Audience::All };
    sheet.tables.push(table.told(audience));
}
