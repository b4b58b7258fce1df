//! The least-privilege roles of PostgreSQL: who owns, who loads, and who reads which projects through the views.

mod script;

pub(super) use script::{identifier, project_role};

use super::connection::AnyConnection;
use super::{Database, Doing, StoreError};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Integer, Text};
use script::{Place, Roles};

/// What the names of the roles begin with, unless it is said.
const PREFIX: &str = "battery_etl";
/// So long may that be that every name made of it is one to PostgreSQL.
const PREFIX_LENGTH: usize = 32;

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

impl Database {
    /// The SQL that makes the roles, or brings them up to the present schema; gives with it what their names begin with:
    /// `prefix`, else what those that are there begin with.
    ///
    /// # Errors
    /// On SQLite, when a prefix is none, and when the database cannot be asked or has no schema yet.
    pub fn roles_script(&mut self, prefix: Option<&str>) -> Result<(String, String), StoreError> {
        let status = self.schema_status()?;
        if let Some(problem) = status.problem() {
            return Err(StoreError::Schema { target: self.target.clone(), problem });
        }
        let there = self.roles_prefix()?;
        let prefix = match (prefix.map(checked).transpose()?, there) {
            (Some(prefix), Some(there)) if prefix != there => {
                let problem = format!(
                    "the roles of this database begin with `{there}` already, and others would take what they may do from \
                     them; leave --prefix out"
                );
                return Err(StoreError::Value { field: "prefix".to_owned(), problem });
            }
            (Some(prefix), _) => prefix,
            (None, there) => there.unwrap_or_else(|| PREFIX.to_owned()),
        };
        let place = read_place(self.server()?, &prefix)?;
        let script = Roles { prefix: &prefix, place: &place }.script();
        Ok((prefix, script))
    }

    /// Makes the roles, or brings them up to the present schema, in one transaction; gives what their names begin with.
    ///
    /// # Errors
    /// As [`Self::roles_script`], and when the login may not do it; then nothing is changed.
    pub fn apply_roles(&mut self, prefix: Option<&str>) -> Result<String, StoreError> {
        self.server()?;
        self.begin_schema_change()?;
        let done = self.roles_script(prefix).and_then(|(prefix, script)| {
            self.server()?.batch_execute(&script).doing("making the roles")?;
            Ok(prefix)
        });
        self.end_write(done, "keeping the roles")
    }

    /// What the names of this database's roles begin with; `None` where there are none yet.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn roles_prefix(&mut self) -> Result<Option<String>, StoreError> {
        let AnyConnection::Postgres(pg) = &mut self.connection else { return Ok(None) };
        let query = "SELECT left(r.rolname::text, -6) AS name FROM pg_policy p JOIN pg_roles r ON r.oid = p.polroles[1] \
                     WHERE p.polrelid = to_regclass('experiments') AND p.polname = 'battery_etl_readers'";
        let found: Option<Name> = diesel::sql_query(query).get_result(pg).optional().doing("looking for the roles")?;
        Ok(found.map(|found| found.name))
    }

    /// The connection, where it is one of PostgreSQL.
    pub(super) fn server(&mut self) -> Result<&mut PgConnection, StoreError> {
        match &mut self.connection {
            AnyConnection::Postgres(pg) => Ok(pg),
            AnyConnection::Sqlite(_) => Err(StoreError::Schema {
                target: self.target.clone(),
                problem: "SQLite knows no roles: whoever may read the file reads all of it, so its mode and its group \
                          rule access (`chmod`, `chgrp`)"
                    .to_owned(),
            }),
        }
    }
}

/// A prefix that needs no quotes anywhere.
fn checked(prefix: &str) -> Result<String, StoreError> {
    let is_plain = prefix.starts_with(|c: char| c.is_ascii_lowercase())
        && prefix.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain && prefix.len() <= PREFIX_LENGTH && !prefix.starts_with("pg_") {
        return Ok(prefix.to_owned());
    }
    Err(StoreError::Value {
        field: "prefix".to_owned(),
        problem: format!(
            "`{prefix}` begins no role; take a small letter and then small letters, digits and `_`, {PREFIX_LENGTH} at most, \
             not beginning with pg_"
        ),
    })
}

/// What is there to be owned, granted and read.
fn read_place(pg: &mut PgConnection, prefix: &str) -> Result<Place, StoreError> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        schema: String,
        #[diesel(sql_type = Integer)]
        version: i32,
        #[diesel(sql_type = Bool)]
        has_public_create: bool,
        #[diesel(sql_type = Array<Text>)]
        tables: Vec<String>,
        #[diesel(sql_type = Array<Text>)]
        views: Vec<String>,
        #[diesel(sql_type = Array<Text>)]
        shown: Vec<String>,
        #[diesel(sql_type = Array<Text>)]
        functions: Vec<String>,
        #[diesel(sql_type = Array<Text>)]
        holders: Vec<String>,
    }
    let found: Found = diesel::sql_query(PLACE)
        .bind::<Text, _>(format!("{prefix}_owner"))
        .bind::<Text, _>(format!("{prefix}_views"))
        .get_result(pg)
        .doing("looking at what the roles are for")?;
    Ok(Place {
        schema: found.schema,
        version: found.version,
        has_public_create: found.has_public_create,
        tables: found.tables,
        views: found.views,
        shown: found.shown,
        functions: found.functions,
        holders: found.holders,
    })
}

/// Ours are the tables and views that the dictionary knows, whatever else lies in the schema. Shown is what the views read;
/// holders are logins that own any of it, or do this, and would lose it to the owner's role.
const PLACE: &str = "\
WITH ours AS (
    SELECT c.oid, c.relname::text AS name, c.relkind, c.relowner
    FROM pg_class c
    WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'v')
        AND (c.relname = '__diesel_schema_migrations'
            OR EXISTS (SELECT FROM data_dictionary d WHERE d.table_name = c.relname AND d.column_name = ''))
)
SELECT current_schema()::text AS schema, current_setting('server_version_num')::int AS version,
    EXISTS (
        SELECT FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
        WHERE n.nspname = current_schema() AND a.grantee = 0 AND a.privilege_type = 'CREATE'
    ) AS has_public_create,
    ARRAY(SELECT name FROM ours WHERE relkind = 'r' ORDER BY name) AS tables,
    ARRAY(SELECT name FROM ours WHERE relkind = 'v' ORDER BY name) AS views,
    ARRAY(
        SELECT DISTINCT t.name FROM ours t
        JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid AND d.classid = 'pg_rewrite'::regclass
        JOIN pg_rewrite w ON w.oid = d.objid
        JOIN ours v ON v.oid = w.ev_class AND v.relkind = 'v'
        WHERE t.relkind = 'r' ORDER BY t.name
    ) AS shown,
    ARRAY(
        SELECT format('%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) FROM pg_proc p
        WHERE p.pronamespace = quote_ident(current_schema())::regnamespace AND p.proname LIKE 'battery\\_etl\\_%' ORDER BY 1
    ) AS functions,
    ARRAY(
        SELECT r.rolname::text FROM pg_roles r
        WHERE NOT r.rolsuper AND r.rolname NOT IN ($1, $2)
            AND (r.rolname = current_user OR r.oid IN (SELECT relowner FROM ours)) ORDER BY 1
    ) AS holders";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_needs_no_quotes() {
        for prefix in ["battery_etl", "lab2", "a"] {
            assert_eq!(checked(prefix).unwrap(), prefix);
        }
        for prefix in ["", "Lab", "2lab", "_lab", "lab-2", "lab\"", "lab'; --", "pg_lab", "läb", &"a".repeat(33)] {
            let error = checked(prefix).unwrap_err().to_string();
            assert!(error.starts_with("prefix: "), "{error}");
        }
    }
}
