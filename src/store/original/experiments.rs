//! The experiments of the original, and what it says of each.

use super::super::cell::CHEMISTRIES;
use super::super::{Doing, Metadata, StoreError};
use super::entities::own_word;
use super::tables::{count, said};
use super::{Catalogue, Original};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Double, Nullable};
use std::collections::BTreeSet;

/// What the original took for the nominal capacity, in Ah, where nobody said one.
const DEFAULT_AH: f64 = 3.0;
/// A cell gives between these shares of its nominal capacity.
const SHARES: std::ops::RangeInclusive<f64> = 0.5..=1.5;

/// An experiment that can be adopted.
#[derive(Clone, Debug)]
pub struct OriginalExperiment {
    /// Its number there.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it belongs to.
    pub metadata: Metadata,
    /// The nominal capacity in Ah that it says, where the cell says none.
    pub nominal_capacity_ah: Option<f64>,
    /// What cannot be taken over as it stands, in words.
    pub notes: Vec<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
    #[diesel(sql_type = Nullable<Binary>)]
    name: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    description: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    battery_type: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    operator: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Double>)]
    nominal_capacity: Option<f64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    project_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    cell_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    machine_id: Option<i64>,
    /// The largest capacity of a step.
    #[diesel(sql_type = Nullable<Double>)]
    largest: Option<f64>,
}

impl Original {
    /// Every experiment by its number, all that they belong to, and what is to be known of the whole.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn experiments(&mut self) -> Result<(Vec<OriginalExperiment>, Catalogue, Vec<String>), StoreError> {
        let (projects, machines) = (self.projects()?, self.machines()?);
        let (cells, mut notes) = self.cells()?;
        let rows = self.experiment_rows()?;
        notes.extend(self.orphans()?);
        let operators: BTreeSet<String> = rows.iter().filter_map(|row| said(row.operator.clone())).collect();
        let mut experiments = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(id) = row.id else { continue };
            let mut own = Vec::new();
            let name = said(row.name).unwrap_or_else(|| format!("experiment {id}"));
            let of = |id: Option<i64>, has: bool, what: &str| {
                id.filter(|_| !has).map(|id| format!("its {what} no. {id} is not there, and stays unknown"))
            };
            let project = row.project_id.and_then(|id| projects.get(&id)).cloned();
            let cell = row.cell_id.and_then(|id| cells.get(&id)).cloned();
            let machine = row.machine_id.and_then(|id| machines.get(&id)).map(|machine| machine.name.clone());
            own.extend(of(row.project_id, project.is_some(), "project"));
            own.extend(of(row.cell_id, cell.is_some(), "cell"));
            own.extend(of(row.machine_id, machine.is_some(), "machine"));
            let of_cell = cell.as_ref().and_then(|cell| cell.nominal_capacity_ah);
            let (nominal_capacity_ah, told) = nominal(row.nominal_capacity, of_cell, row.largest);
            own.extend(told);
            let its_chemistry = cell.as_ref().and_then(|cell| cell.chemistry.as_deref());
            let (battery_type, told) = chemistry(said(row.battery_type), its_chemistry);
            own.extend(told);
            let metadata = Metadata {
                project,
                cell,
                machine,
                operator: said(row.operator),
                battery_type,
                description: said(row.description),
                tags: Vec::new(),
            };
            experiments.push(OriginalExperiment { id, name, metadata, nominal_capacity_ah, notes: own });
        }
        let catalogue = Catalogue {
            projects: projects.into_values().collect(),
            cells: cells.into_values().collect(),
            machines: machines.into_values().collect(),
            operators: operators.into_iter().collect(),
        };
        Ok((experiments, catalogue, notes))
    }

    fn experiment_rows(&mut self) -> Result<Vec<Row>, StoreError> {
        let table = "experiment";
        let mut parts: Vec<String> =
            ["id", "project_id", "cell_id", "machine_id"].map(|name| self.tables.whole(table, name)).into();
        parts.extend(["name", "description", "battery_type", "operator"].map(|name| self.tables.text(table, name)));
        parts.push(self.tables.number(table, "nominal_capacity"));
        let largest = self.tables.number_as("step", "capacity", "largest");
        let query = format!(
            "SELECT {}, (SELECT max(abs(largest)) FROM (SELECT t.experiment_id, {largest} FROM step t) s \
             WHERE s.experiment_id = t.id) AS largest FROM experiment t ORDER BY id",
            parts.join(", ")
        );
        diesel::sql_query(query).load(&mut self.connection).doing("reading the original's experiments")
    }

    /// What belongs to nothing, in words: the original deleted less than it said.
    fn orphans(&mut self) -> Result<Vec<String>, StoreError> {
        let steps = "SELECT count(*) AS count FROM step WHERE experiment_id IS NULL \
                     OR experiment_id NOT IN (SELECT id FROM experiment WHERE id IS NOT NULL)";
        let rows = "SELECT count(*) AS count FROM measurement WHERE step_id IS NULL \
                    OR step_id NOT IN (SELECT id FROM step WHERE id IS NOT NULL)";
        let mut notes = Vec::new();
        for (query, what, of) in [(steps, "steps", "experiment"), (rows, "measurements", "step")] {
            let found = count(&mut self.connection, query)?;
            if found > 0 {
                notes.push(format!("{found} {what} belong to no {of} that is there, and are left"));
            }
        }
        Ok(notes)
    }
}

/// The nominal capacity that an experiment brings along, and what is to be said of it.
fn nominal(said_ah: Option<f64>, of_cell_ah: Option<f64>, largest_ah: Option<f64>) -> (Option<f64>, Option<String>) {
    let Some(said_ah) = said_ah.filter(|said_ah| said_ah.is_finite() && *said_ah > 0.0) else { return (None, None) };
    match of_cell_ah {
        Some(of_cell_ah) if of_cell_ah == said_ah => (None, None),
        Some(of_cell_ah) => {
            let words = format!(
                "it says a nominal capacity of {said_ah} Ah and its cell one of {of_cell_ah} Ah; the cell's counts, and \
                 the original's C-rates were of the other"
            );
            (None, Some(words))
        }
        // The default that nobody chose is told from a cell of 3 Ah by what the cell gave.
        None if said_ah == DEFAULT_AH && largest_ah.is_some_and(|ah| ah > 0.0 && !SHARES.contains(&(ah / said_ah))) => {
            let words = format!(
                "its nominal capacity of 3 Ah is the original's default and not its cell's, which moved {} Ah in one step; \
                 it is left out",
                largest_ah.unwrap_or_default()
            );
            (None, Some(words))
        }
        None if said_ah == DEFAULT_AH => {
            let words = "its nominal capacity of 3 Ah may be the original's default, which nobody chose; it stays";
            (Some(said_ah), Some(words.to_owned()))
        }
        None => (Some(said_ah), None),
    }
}

/// The chemistry of an experiment, where its cell says none.
fn chemistry(said: Option<String>, of_cell: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(said) = said else { return (None, None) };
    let word = own_word(&said);
    match (CHEMISTRIES.iter().find(|known| known.eq_ignore_ascii_case(word)), of_cell) {
        (Some(known), Some(of_cell)) if *known == of_cell => (None, None),
        (_, Some(of_cell)) => {
            (None, Some(format!("it says the battery type {said} and its cell {of_cell}; the cell's counts")))
        }
        (Some(known), None) => (Some((*known).to_owned()), None),
        (None, None) => (None, Some(format!("its battery type `{said}` is no chemistry known here, and is left out"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_that_nobody_chose_is_no_nominal_capacity() {
        assert_eq!(nominal(Some(8.0), None, Some(9.1)), (Some(8.0), None));
        for largest_ah in [Some(2.9), None] {
            let (ah, told) = nominal(Some(3.0), None, largest_ah);
            assert!(ah == Some(3.0) && told.unwrap().contains("it stays"));
        }
        let (ah, told) = nominal(Some(3.0), None, Some(19.5));
        assert!(ah.is_none() && told.unwrap().contains("default"));
        let (ah, told) = nominal(Some(8.0), Some(19.5), Some(19.5));
        assert!(ah.is_none() && told.unwrap().contains("19.5 Ah"));
        assert_eq!(nominal(Some(0.0), None, None), (None, None));
        assert_eq!(nominal(Some(19.5), Some(19.5), None), (None, None));
    }

    #[test]
    fn a_battery_type_is_a_chemistry_unless_the_cell_says_one() {
        assert_eq!(chemistry(Some("Others".to_owned()), None), (Some("Other".to_owned()), None));
        assert_eq!(chemistry(Some("nmc".to_owned()), Some("NMC")), (None, None));
        assert!(chemistry(Some("LFP".to_owned()), Some("NMC")).1.unwrap().contains("the cell's counts"));
        assert!(chemistry(Some("NiMH".to_owned()), None).1.unwrap().contains("left out"));
        assert_eq!(chemistry(None, None), (None, None));
    }
}
