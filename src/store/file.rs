//! Processed files: the guard against loading the same bytes twice.

use super::audit::Actor;
use super::row::{text, unknown_name};
use super::schema::{experiments, processed_files};
use super::{Database, Doing, StoreError};
use crate::model::{FileInfo, FileRole};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A file that is loaded, and the experiment that it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// The experiment's number.
    pub experiment_id: i32,
    /// The experiment's name.
    pub experiment: String,
    /// Which part of it.
    pub role: String,
    /// The file's name then.
    pub name: String,
    /// Its bytes' blake3.
    pub blake3: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = processed_files)]
pub(super) struct FileRow {
    pub(super) role: String,
    pub(super) path: String,
    pub(super) name: String,
    pub(super) blake3: String,
    pub(super) size: i64,
    pub(super) modified_at: Option<NaiveDateTime>,
    pub(super) encoding: String,
    pub(super) delimiter: String,
    pub(super) row_count: i64,
    pub(super) sentinels: i64,
    pub(super) rejected_rows: i64,
}

impl FileRow {
    fn info(self) -> Result<FileInfo, StoreError> {
        Ok(FileInfo {
            role: FileRole::from_name(&self.role).ok_or_else(|| unknown_name("role", &self.role))?,
            path: self.path,
            name: self.name,
            blake3: self.blake3,
            size: self.size.unsigned_abs(),
            modified_at: self.modified_at,
            encoding: self.encoding,
            delimiter: self.delimiter.chars().next().unwrap_or(','),
            rows: self.row_count.unsigned_abs(),
            sentinels: self.sentinels.unsigned_abs(),
            rejected_rows: self.rejected_rows.unsigned_abs(),
        })
    }
}

/// A file of an experiment as it stands in a database, whatever became of it: also an earlier state of one that has grown.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = processed_files, treat_none_as_default_value = false)]
pub(super) struct StoredFile {
    role: String,
    path: String,
    name: String,
    blake3: String,
    size: i64,
    modified_at: Option<NaiveDateTime>,
    encoding: String,
    delimiter: String,
    dialect: String,
    row_count: i64,
    sentinels: i64,
    rejected_rows: i64,
    tool_version: String,
    options: String,
    outcome: String,
    message: Option<String>,
    processed_at: NaiveDateTime,
}

/// What became of a file.
pub(super) struct FileOutcome<'a> {
    pub(super) experiment_id: Option<i32>,
    pub(super) dialect: &'a str,
    pub(super) options: &'a str,
    pub(super) outcome: &'a str,
    pub(super) message: Option<&'a str>,
}

impl Database {
    pub(super) fn put_file(
        &mut self,
        actor: &Actor,
        info: &FileInfo,
        became: &FileOutcome<'_>,
    ) -> Result<(), StoreError> {
        let values = (
            processed_files::experiment_id.eq(became.experiment_id),
            processed_files::run_id.eq(actor.run_id),
            processed_files::role.eq(info.role.as_str()),
            processed_files::path.eq(text("file path", &info.path)?),
            processed_files::name.eq(text("file name", &info.name)?),
            processed_files::blake3.eq(&info.blake3),
            processed_files::size.eq(info.size as i64),
            processed_files::modified_at.eq(info.modified_at),
            processed_files::encoding.eq(&info.encoding),
            processed_files::delimiter.eq(info.delimiter.to_string()),
            processed_files::dialect.eq(became.dialect),
            processed_files::row_count.eq(info.rows as i64),
            processed_files::sentinels.eq(info.sentinels as i64),
            processed_files::rejected_rows.eq(info.rejected_rows as i64),
            processed_files::tool_version.eq(&actor.tool_version),
            processed_files::options.eq(text("options", became.options)?),
            processed_files::outcome.eq(became.outcome),
            processed_files::message.eq(became.message.map(super::row::shown)),
            processed_files::processed_at.eq(super::clock::now()),
        );
        diesel::insert_into(processed_files::table)
            .values(values)
            .execute(&mut self.connection)
            .doing("storing the files")?;
        Ok(())
    }

    /// Writes down files that did not become an experiment: `rejected` or `failed`, and why. The same refusal of the same
    /// bytes is written down once.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn record_refused_files(
        &mut self,
        actor: &Actor,
        files: &[FileInfo],
        outcome: &str,
        message: &str,
    ) -> Result<(), StoreError> {
        let became = FileOutcome { experiment_id: None, dialect: "", options: "{}", outcome, message: Some(message) };
        self.write("writing down what was refused", |database| {
            for file in files {
                if !database.is_refused(file, &became)? {
                    database.put_file(actor, file, &became)?;
                }
            }
            Ok(())
        })
    }

    fn is_refused(&mut self, info: &FileInfo, became: &FileOutcome<'_>) -> Result<bool, StoreError> {
        let same = processed_files::experiment_id
            .is_null()
            .and(processed_files::blake3.eq(&info.blake3))
            .and(processed_files::path.eq(&info.path))
            .and(processed_files::outcome.eq(became.outcome))
            .and(processed_files::message.eq(became.message.map(super::row::shown)));
        let count: i64 = processed_files::table
            .filter(same)
            .count()
            .get_result(&mut self.connection)
            .doing("looking for the same refusal")?;
        Ok(count > 0)
    }

    /// Whether a loaded file has this size: if none has, no file's bytes need be hashed to know that it is new.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_file_of_size(&mut self, size: u64) -> Result<bool, StoreError> {
        let count: i64 = processed_files::table
            .filter(processed_files::size.eq(size as i64).and(processed_files::experiment_id.is_not_null()))
            .count()
            .get_result(&mut self.connection)
            .doing("looking for files of this size")?;
        Ok(count > 0)
    }

    /// The loaded files with these bytes, in experiments that were not replaced.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn files_by_blake3(&mut self, blake3: &str) -> Result<Vec<KnownFile>, StoreError> {
        let rows: Vec<(i32, String, String, String, String)> = processed_files::table
            .inner_join(experiments::table)
            .filter(processed_files::blake3.eq(blake3).and(experiments::superseded_by_id.is_null()))
            .order(processed_files::id)
            .select((
                experiments::id,
                experiments::name,
                processed_files::role,
                processed_files::name,
                processed_files::blake3,
            ))
            .load(&mut self.connection)
            .doing("looking for the file")?;
        let known = |(experiment_id, experiment, role, name, blake3)| KnownFile {
            experiment_id,
            experiment,
            role,
            name,
            blake3,
        };
        Ok(rows.into_iter().map(known).collect())
    }

    /// The files that an experiment was made from; those that have grown since are left out.
    pub(super) fn experiment_files(&mut self, id: i32) -> Result<Vec<FileInfo>, StoreError> {
        let rows: Vec<FileRow> = processed_files::table
            .filter(processed_files::experiment_id.eq(id).and(processed_files::outcome.ne("grown")))
            .order(processed_files::id)
            .select(FileRow::as_select())
            .load(&mut self.connection)
            .doing("reading the files")?;
        rows.into_iter().map(FileRow::info).collect()
    }

    /// All files of an experiment as they stand here, in the order of reading.
    pub(super) fn stored_files(&mut self, id: i32) -> Result<Vec<StoredFile>, StoreError> {
        processed_files::table
            .filter(processed_files::experiment_id.eq(id))
            .order(processed_files::id)
            .select(StoredFile::as_select())
            .load(&mut self.connection)
            .doing("reading the files")
    }

    /// Stores files as they stood in another database.
    pub(super) fn put_stored_files(&mut self, id: i32, files: &[StoredFile]) -> Result<(), StoreError> {
        for file in files {
            diesel::insert_into(processed_files::table)
                .values((processed_files::experiment_id.eq(id), file))
                .execute(&mut self.connection)
                .doing("storing the files")?;
        }
        Ok(())
    }

    /// Marks the files of an experiment as earlier states of files that have grown.
    pub(super) fn outgrow_files(&mut self, id: i32) -> Result<(), StoreError> {
        diesel::update(processed_files::table.filter(processed_files::experiment_id.eq(id)))
            .set(processed_files::outcome.eq("grown"))
            .execute(&mut self.connection)
            .doing("marking the earlier files")?;
        Ok(())
    }
}
