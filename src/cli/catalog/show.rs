//! `catalog show`: one experiment, with what its figures stand on.

use super::super::Context;
use super::super::show::ShowArgs;
use super::super::status::Status;
use super::sheets;
use crate::format::{Entry, Heading, Kind, Rank, Record, Sheet, Value};
use crate::model::NominalSource;
use crate::store::{Database, Experiment, Filter};

pub(super) fn show(name: &str, show: &ShowArgs, context: &Context) -> anyhow::Result<Status> {
    let mut database = context.loaded()?;
    let experiment = database.experiment(name)?;
    let columns = sheets::experiment_columns();
    let head = columns.into_iter().zip(sheets::experiment_row(&experiment));
    let mut head: Vec<Entry> = head.map(|(column, value)| Entry { column, value }).collect();
    if let Some(name) = experiment.supersedes_name.clone() {
        let column = Heading::new("supersedes_name", "Supersedes, not here", Kind::Text, "");
        head.push(Entry { column, value: name.into() });
    }
    if let Some(name) = experiment.superseded_by_name.clone() {
        let column = Heading::new("superseded_by_name", "Superseded by, not here", Kind::Text, "");
        head.push(Entry { column, value: name.into() });
    }
    head.extend(stands_on(&mut database, &experiment)?);
    let filter = Filter { experiments: vec![experiment.name.clone()], with_replaced: true, ..Filter::default() };
    let mut files = sheets::files(&database.list_files(&filter)?);
    let known = files.columns.iter_mut().filter(|column| column.key == "experiment");
    known.for_each(|column| column.rank = Rank::Asked);
    let findings = sheets::findings(&database.findings(experiment.id)?);
    let amended = database.amendments(experiment.id)?;
    let (corrections, merges) = (sheets::corrections(&amended), sheets::merges(&amended));
    let notes = sheets::notes(&database.step_notes(experiment.id)?);
    let sheet = Sheet {
        title: experiment.name.clone(),
        head,
        tables: vec![files, findings, corrections, merges, notes],
        record: Record::Head,
        ..Sheet::default()
    };
    show.one(context, sheet)?;
    Ok(Status::Done)
}

/// What C-rates and SOC stand on, and where each comes from. One whose rows were dropped stands on nothing any more.
fn stands_on(database: &mut Database, experiment: &Experiment) -> anyhow::Result<Vec<Entry>> {
    let cell = match &experiment.cell {
        Some(name) => database.cell(name)?,
        None => None,
    };
    let steps = database.steps(experiment.id)?;
    let derived = if steps.is_empty() { None } else { Some(database.derived(experiment.id, &steps)?) };
    let (nominal, reference, own, of_file) = match &derived {
        Some((said, derived)) => {
            (derived.nominal, derived.reference, said.reference_step.is_some(), said.cell_nominal_capacity_ah.is_some())
        }
        None => (None, None, false, false),
    };
    let nominal_from = nominal.map(|(_, source)| match source {
        NominalSource::Flag => "its own (--nominal-capacity or catalog edit)",
        NominalSource::Cell if of_file => "its file",
        NominalSource::Cell => "its cell",
        NominalSource::Reference => "its reference step",
    });
    let voltage = cell.and_then(|cell| cell.nominal_voltage_v);
    let reference_from = if own { "its own (--reference-step or catalog edit)" } else { "found among its discharges" };
    let text = |key, title| Heading::new(key, title, Kind::Text, "");
    let entry = |column: Heading, value: Value| Entry { column, value };
    Ok(vec![
        entry(
            Heading::number("nominal_capacity_ah", "Nominal capacity", "Ah", 3, ""),
            nominal.map(|(ah, _)| ah).into(),
        ),
        entry(text("nominal_capacity_from", "Nominal capacity from"), nominal_from.map(str::to_owned).into()),
        entry(Heading::number("nominal_voltage_v", "Nominal voltage", "V", 3, ""), voltage.into()),
        entry(text("nominal_voltage_from", "Nominal voltage from"), voltage.map(|_| "its cell".to_owned()).into()),
        entry(
            Heading::new("reference_step", "Reference step", Kind::Integer, ""),
            reference.map(|reference| reference.step).into(),
        ),
        entry(text("reference_step_from", "Reference step from"), reference.map(|_| reference_from.to_owned()).into()),
    ])
}
