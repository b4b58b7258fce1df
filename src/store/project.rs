//! Projects: bodies of work that experiments belong to.

use super::row::text;
use super::schema::projects;
use super::{Database, Doing, StoreError, on_backend};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A project.
#[derive(Clone, Debug, PartialEq, Eq, Default, Queryable, Selectable)]
#[diesel(table_name = projects)]
pub struct Project {
    /// Unique name.
    pub name: String,
    /// In words.
    pub description: Option<String>,
    /// When it began.
    pub start_date: Option<NaiveDate>,
}

impl Database {
    /// Adds a project that is not there, or fills what is missing of one that is; gives its number.
    pub(super) fn ensure_project(&mut self, project: &Project) -> Result<i32, StoreError> {
        let doing = "storing the project";
        let now = super::clock::now();
        let values = (
            projects::name.eq(text("project", &project.name)?),
            projects::created_at.eq(now),
            projects::updated_at.eq(now),
        );
        on_backend!(self, c => diesel::insert_into(projects::table).values(values).on_conflict_do_nothing().execute(c))
            .doing(doing)?;
        let found: (i32, Option<String>, Option<NaiveDate>) = projects::table
            .filter(projects::name.eq(&project.name))
            .select((projects::id, projects::description, projects::start_date))
            .first(&mut self.connection)
            .doing(doing)?;
        let description = match (&found.1, &project.description) {
            (None, Some(words)) => Some(text("description", words)?),
            (have, _) => have.clone(),
        };
        let start_date = found.2.or(project.start_date);
        if (&description, &start_date) != (&found.1, &found.2) {
            let set = (
                projects::description.eq(description),
                projects::start_date.eq(start_date),
                projects::updated_at.eq(now),
            );
            diesel::update(projects::table.find(found.0)).set(set).execute(&mut self.connection).doing(doing)?;
        }
        Ok(found.0)
    }

    /// Every project, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn projects(&mut self) -> Result<Vec<Project>, StoreError> {
        projects::table
            .order(projects::name)
            .select(Project::as_select())
            .load(&mut self.connection)
            .doing("listing the projects")
    }
}
