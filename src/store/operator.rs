//! Operators: the people who ran the tests.

use super::row::text;
use super::schema::operators;
use super::{Database, Doing, StoreError, on_backend};
use diesel::prelude::*;

impl Database {
    /// Adds an operator who is not there; gives the number.
    pub(super) fn ensure_operator(&mut self, name: &str) -> Result<i32, StoreError> {
        let doing = "storing the operator";
        let now = super::clock::now();
        let values =
            (operators::name.eq(text("operator", name)?), operators::created_at.eq(now), operators::updated_at.eq(now));
        on_backend!(self, c => diesel::insert_into(operators::table).values(values).on_conflict_do_nothing().execute(c))
            .doing(doing)?;
        operators::table.filter(operators::name.eq(name)).select(operators::id).first(&mut self.connection).doing(doing)
    }

    /// Every operator's name, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn operators(&mut self) -> Result<Vec<String>, StoreError> {
        operators::table
            .order(operators::name)
            .select(operators::name)
            .load(&mut self.connection)
            .doing("listing the operators")
    }
}
