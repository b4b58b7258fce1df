//! `report rate`: capacity of comparable full discharges by rate, of the one grouping, and how long charges took.

use super::{Options, Report, ReportError, Subject};
use crate::fields::{brief, integer, name, number, text};
use crate::format::{Entry, Field, Heading, Kind, Sheet, Table, Value};
use crate::model::{Columns, Derived, SocAnchor, StepMetrics, StepSet};
use crate::transform::charge::{Charge, ChargeTimes, charges};
use crate::transform::group::{DischargeGroup, DischargeGroups, bands, discharge_groups, same_temperature};
use std::cmp::Ordering;

/// Capacity by rate.
pub(super) struct Rate;

/// A group of full discharges with what is told beside its capacity.
pub(super) struct Row {
    group: DischargeGroup,
    energy_wh: Option<f64>,
    voltage_mean_v: Option<f64>,
    temperature_max_degc: Option<f64>,
    mass_g: Option<f64>,
}

impl Row {
    /// Of a group: means of its discharges, or of an ageing one those of its first.
    fn of(group: DischargeGroup, subject: &Subject<'_>) -> Self {
        let counted = if group.is_ageing { &group.steps[..1] } else { &group.steps[..] };
        let runs: Vec<_> = subject.derived.full_discharges.iter().filter(|full| counted.contains(&full.step)).collect();
        let own = |first: i32, last: i32| {
            subject.derived.steps.iter().filter(move |step| (first..=last).contains(&step.step))
        };
        let energy = |first, last| own(first, last).map(|step| step.energy_wh.get().map(f64::abs)).sum::<Option<f64>>();
        let energies: Option<Vec<f64>> = runs.iter().map(|run| energy(run.first_step, run.step)).collect();
        let mean = |all: Vec<f64>| (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64);
        let energy_wh = energies.and_then(mean);
        let hottest = |steps: &[StepMetrics]| {
            let in_run = |step: &&StepMetrics| runs.iter().any(|r| (r.first_step..=r.step).contains(&step.step));
            steps.iter().filter(in_run).filter_map(|step| step.temperature_max_degc.get()).reduce(f64::max)
        };
        Self {
            energy_wh,
            voltage_mean_v: energy_wh.map(|energy| energy / group.capacity_ah),
            temperature_max_degc: hottest(&subject.derived.steps),
            mass_g: subject.head.cell.as_ref().and_then(|cell| cell.active_mass_g),
            group,
        }
    }
}

pub(super) static ROWS: &[Field<Row>] = &[
    name(number("c_rate", "C-rate", "", 3, "Rate of the group's first discharge", |r| r.group.c_rate.into())),
    name(number("temperature_degc", "From", "°C", 1, "Temperature at the start of the group's first", |r| {
        r.group.temperature_degc.into()
    })),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "Mean of the group; of an ageing one its first", |r| {
        r.group.capacity_ah.into()
    })),
    brief(number("capacity_pct", "Capacity", "%", 2, "That in % of the group of the reference", |r| {
        r.group.capacity_pct.into()
    })),
    brief(integer("discharges", "Discharges", "Comparable full discharges in the group", |r| {
        r.group.steps.len().into()
    })),
    number("capacity_min_ah", "Least", "Ah", 4, "The smallest of them", |r| r.group.capacity_range_ah.0.into()),
    number("capacity_max_ah", "Most", "Ah", 4, "The largest of them", |r| r.group.capacity_range_ah.1.into()),
    brief(number("energy_wh", "Energy", "Wh", 4, "Mean energy of the same; a magnitude", |r| r.energy_wh.into())),
    number("voltage_mean_v", "Mean voltage", "V", 4, "Energy over capacity", |r| r.voltage_mean_v.into()),
    number("temperature_max_degc", "Temperature max", "°C", 1, "The highest while they ran", |r| {
        r.temperature_max_degc.into()
    }),
    number(
        "specific_capacity_mah_g",
        "Specific capacity",
        "mAh/g",
        2,
        "Capacity by active mass, where it is known",
        |r| r.mass_g.map(|mass| 1e3 * r.group.capacity_ah / mass).into(),
    ),
    number("specific_energy_wh_kg", "Specific energy", "Wh/kg", 2, "Energy by active mass, where it is known", |r| {
        r.mass_g.zip(r.energy_wh).map(|(mass, energy)| 1e3 * energy / mass).into()
    }),
    crate::fields::flag(
        "ageing",
        "Ageing",
        "Whether the group falls by more than 2 %, so that its first counts",
        |r| r.group.is_ageing.into(),
    ),
    text("steps", "Steps", "The discharges, by their last steps", |r| {
        let steps: Vec<String> = r.group.steps.iter().map(ToString::to_string).collect();
        Value::Text(steps.join(" "))
    }),
];

static CHARGES: &[Field<Charge>] = &[
    name(integer("first_step", "First step", "Its first step", |r| r.first_step.into())),
    integer("last_step", "Last step", "Its last step", |r| r.last_step.into()),
    integer("cycle", "Cycle", "Its cycle", |r| r.cycle.into()),
    integer("stages", "Stages", "How many charge steps it runs over", |r| r.stages.into()),
    brief(number("c_rate", "C-rate", "", 3, "The highest rate of its stages", |r| r.c_rate.into())),
    brief(number("temperature_start_degc", "From", "°C", 1, "Temperature at its start", |r| {
        r.temperature_start_degc.into()
    })),
    brief(number("capacity_ah", "Capacity", "Ah", 4, "What it charged", |r| r.capacity_ah.into())),
    brief(number("soc_start_pct", "SOC from", "%", 2, "SOC at its start", |r| r.soc_start_pct.into())),
    brief(number("soc_end_pct", "SOC to", "%", 2, "SOC at its end", |r| r.soc_end_pct.into())),
    brief(crate::fields::duration("duration_s", "Duration", "All of its stages", |r| r.duration_s.into())),
    brief(crate::fields::duration(
        "time_10_80_s",
        "10 to 80 %",
        "Time from 10 to 80 % SOC, on through its stages; missing where it does not pass both",
        |r| r.time_10_80_s.into(),
    )),
];

/// Charges that move less SOC than this are left out of the list, in %.
const LEAST_SOC_PCT: f64 = 10.0;

impl Report for Rate {
    fn name(&self) -> &'static str {
        "rate"
    }

    fn about(&self) -> &'static str {
        "rate capability: capacity of comparable full discharges by rate, at each temperature; how long charges took"
    }

    fn head(&self) -> Vec<Heading> {
        whole_columns()
    }

    fn lists(&self) -> Vec<(&'static str, Vec<Heading>)> {
        vec![("rates", Field::columns(ROWS)), ("charges", Field::columns(CHARGES))]
    }

    fn sheet(&self, subject: &mut Subject<'_>, options: &Options) -> Result<Sheet<'static>, ReportError> {
        let groups = discharge_groups(&subject.derived);
        let mut sheet = capability(subject, options, "rates", &groups, |a, b| {
            by_temperature(&groups)(a, b).then(a.c_rate.total_cmp(&b.c_rate))
        });
        let charges = timed(subject, options)?;
        let rows = charges.iter().map(|charge| Field::row(CHARGES, charge)).collect();
        sheet.tables.push(Table::held("charges", Field::columns(CHARGES), rows));
        Ok(sheet)
    }
}

/// The order of groups by their band of temperature.
fn by_temperature(groups: &DischargeGroups) -> impl Fn(&DischargeGroup, &DischargeGroup) -> Ordering {
    let values: Vec<f64> = groups.groups.iter().map(|group| group.temperature_degc.unwrap_or(f64::NAN)).collect();
    in_bands(groups, bands(&values, same_temperature))
}

/// The order of groups by the bands that they fall into.
pub(super) fn in_bands(
    groups: &DischargeGroups,
    bands: Vec<(f64, Vec<usize>)>,
) -> impl Fn(&DischargeGroup, &DischargeGroup) -> Ordering {
    let number: Vec<usize> = groups.groups.iter().map(|group| group.group).collect();
    let place = move |group: &DischargeGroup| {
        let own = number.iter().position(|number| *number == group.group);
        bands.iter().position(|(_, members)| own.is_some_and(|own| members.contains(&own)))
    };
    move |a, b| place(a).cmp(&place(b))
}

/// What the head says beside what every report says.
pub(super) fn whole_columns() -> Vec<Heading> {
    whole_entries(None).into_iter().map(|entry| entry.column).filter(|column| !column.key.is_empty()).collect()
}

/// What 100 % is, and of which discharges.
fn whole_entries(whole: Option<&(f64, Vec<i32>)>) -> Vec<Entry> {
    let steps = Heading::new("whole_steps", "", Kind::Structure, "The full discharges that are 100 %");
    let capacity = Heading::number("whole_capacity_ah", "", "Ah", 4, "The capacity that is 100 %");
    let listed = whole.map(|(_, steps)| Value::List(steps.iter().map(|step| Value::from(*step)).collect()));
    let words = whole.map_or_else(
        || "no full discharge with a known rate: from a full charge to the voltage limit".to_owned(),
        |(ah, steps)| match steps.as_slice() {
            [one] => format!("{ah:.4} Ah, step {one}"),
            many => {
                let named: Vec<String> = many.iter().map(ToString::to_string).collect();
                format!("{ah:.4} Ah, the mean of steps {}", named.join(", "))
            }
        },
    );
    vec![Entry::said("100 %", words), Entry::new(capacity, whole.map(|(ah, _)| *ah)), Entry::new(steps, listed)]
}

/// The sheet of the groups, in an order.
pub(super) fn capability(
    subject: &Subject<'_>,
    options: &Options,
    list: &'static str,
    groups: &DischargeGroups,
    order: impl Fn(&DischargeGroup, &DischargeGroup) -> Ordering,
) -> Sheet<'static> {
    let min_rest_s = subject.head.conventions.min_rest_s;
    let steps = &subject.derived.steps;
    let keeps = |step: i32| {
        options.filter.is_open()
            || steps.iter().find(|own| own.step == step).is_some_and(|own| options.filter.step(own, min_rest_s))
    };
    // A group is asked for where one of its discharges is; what it amounts to stays that of all of them.
    let mut kept: Vec<DischargeGroup> =
        groups.groups.iter().filter(|group| group.steps.iter().any(|step| keeps(*step))).cloned().collect();
    kept.sort_by(|a, b| order(a, b).then(a.group.cmp(&b.group)));
    let filtered =
        options.filter.in_words().map(|words| format!("{} of {} groups, by {words}", kept.len(), groups.groups.len()));
    let rows: Vec<Row> = kept.into_iter().map(|group| Row::of(group, subject)).collect();
    let rows = rows.iter().map(|row| Field::row(ROWS, row)).collect();
    let mut sheet = subject.sheet(Table::held(list, Field::columns(ROWS), rows), filtered);
    let mut head = whole_entries(groups.whole.as_ref());
    head.append(&mut sheet.head);
    sheet.head = head;
    let why = "comparable: held currents within ±10 %, start temperatures within ±3 K of the group's first, alike charges \
               before them, ends within 20 mV";
    sheet.notes.push(why.to_owned());
    sheet
}

/// Whether a charge goes far enough for its time to say something.
fn goes_far(charge: &Charge) -> bool {
    charge.soc_start_pct.zip(charge.soc_end_pct).is_some_and(|(from, to)| to - from >= LEAST_SOC_PCT)
}

/// What looks for the times of all charges of a test.
pub(super) fn times(derived: &Derived, anchor: SocAnchor) -> ChargeTimes {
    let far: Vec<Charge> = charges(&derived.steps).into_iter().filter(goes_far).collect();
    ChargeTimes::of(&far, derived, anchor)
}

/// The charges of a test that move SOC by 10 points, with their times from 10 to 80 %.
fn timed(subject: &mut Subject<'_>, options: &Options) -> Result<Vec<Charge>, ReportError> {
    let min_rest_s = subject.head.conventions.min_rest_s;
    let derived = &subject.derived;
    let mut all = charges(&derived.steps);
    all.retain(|charge| {
        let own = |step: &&StepMetrics| (charge.first_step..=charge.last_step).contains(&step.step);
        goes_far(charge)
            && (options.filter.is_open()
                || derived.steps.iter().filter(own).any(|step| options.filter.step(step, min_rest_s)))
    });
    if let Some(gathered) = &subject.gathered {
        gathered.times.fill(&mut all);
        return Ok(all);
    }
    let mut times = ChargeTimes::of(&all, derived, subject.head.conventions.soc_anchor);
    let wanted: std::collections::BTreeSet<i32> = times.steps().collect();
    if subject.head.has_rows && !wanted.is_empty() {
        let columns = Columns { integrals: true, ..Columns::BASIC };
        subject.test.blocks(columns, &StepSet::Only(wanted), &mut |block| {
            times.see(block);
            Ok(())
        })?;
    }
    times.fill(&mut all);
    Ok(all)
}
