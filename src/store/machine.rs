//! Machines: the cyclers.

use super::row::text;
use super::schema::machines;
use super::{Database, Doing, StoreError, on_backend};
use diesel::prelude::*;

/// A cycler.
#[derive(Clone, Debug, PartialEq, Eq, Default, Queryable, Selectable)]
#[diesel(table_name = machines)]
pub struct Machine {
    /// Unique name.
    pub name: String,
    /// The maker's number of the model.
    pub model_number: Option<String>,
    /// In words.
    pub description: Option<String>,
}

impl Database {
    /// Adds a machine that is not there; gives its number.
    pub(super) fn ensure_machine(&mut self, name: &str) -> Result<i32, StoreError> {
        let doing = "storing the machine";
        let now = super::clock::now();
        let values =
            (machines::name.eq(text("machine", name)?), machines::created_at.eq(now), machines::updated_at.eq(now));
        on_backend!(self, c => diesel::insert_into(machines::table).values(values).on_conflict_do_nothing().execute(c))
            .doing(doing)?;
        machines::table.filter(machines::name.eq(name)).select(machines::id).first(&mut self.connection).doing(doing)
    }

    /// Every machine, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn machines(&mut self) -> Result<Vec<Machine>, StoreError> {
        machines::table
            .order(machines::name)
            .select(Machine::as_select())
            .load(&mut self.connection)
            .doing("listing the machines")
    }
}
