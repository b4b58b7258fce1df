//! The roles as SQL: what each may do, written so that it may be run again.

use std::fmt::Write;

/// What is there to be owned, granted and read.
pub(super) struct Place {
    pub(super) schema: String,
    pub(super) version: i32,
    /// Whether everybody may make tables in the schema, as it was before PostgreSQL 15.
    pub(super) has_public_create: bool,
    pub(super) tables: Vec<String>,
    pub(super) views: Vec<String>,
    /// The tables that the views read.
    pub(super) shown: Vec<String>,
    pub(super) functions: Vec<String>,
    /// Logins that the owner's role is given to, since what they own becomes its.
    pub(super) holders: Vec<String>,
}

/// The roles of one database.
pub(super) struct Roles<'a> {
    pub(super) prefix: &'a str,
    pub(super) place: &'a Place,
}

/// What loading, appending and filling in write beside `experiments`. Nothing is deleted but what is poured or derived again.
const WRITES: [(&str, &[&str]); 3] = [
    ("INSERT", &["machines", "operators", "run_outcomes", "audit_events"]),
    ("INSERT, UPDATE", &["projects", "cells", "runs", "derivations", "processed_files", "steps"]),
    (
        "INSERT, DELETE",
        &[
            "experiment_channels",
            "step_traces",
            "pulse_samples",
            "step_metrics",
            "cycles",
            "pulses",
            "findings",
            "loaded_steps",
            "measurements",
            "measurement_channels",
            "amended_steps",
        ],
    ),
];

/// What loading and filling in change of an experiment: neither its name nor what it replaces.
const EXPERIMENT: &str = "description, project_id, cell_id, machine_id, operator_id, battery_type, tags, start_time,
    end_time, dialect, has_end_reasons, has_rows, temperature_channel, thinned_s, step_selection, source_rows,
    stored_rows, rows_digest, steps_digest, content_digest, run_id, updated_at";

/// The first version that has the right to ANALYZE what another owns.
const MAINTAIN: i32 = 170_000;

/// A name as SQL has it, whatever it holds.
pub(in super::super) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The name of a project's role, as an expression over its number. Roles are the server's, and numbers a schema's: so
/// database and schema are part of it, and no copy of a database is open to the readers of the first.
pub(in super::super) fn project_role(prefix: &str, schema: &str, id: &str) -> String {
    let schema = literal(&format!(".{schema}"));
    format!(
        "'{prefix}_project_' || {id} || '_'\n            \
         || left(encode(sha256(convert_to(current_database() || {schema}, 'UTF8')), 'hex'), 8)"
    )
}

impl Roles<'_> {
    /// All of it, without the transaction that it is to be run in.
    pub(super) fn script(&self) -> String {
        let prefix = self.prefix;
        let schema = identifier(&self.place.schema);
        let mut sql = format!(
            "SET LOCAL search_path = {schema}, pg_catalog, pg_temp;\nSET LOCAL client_min_messages = warning;\n"
        );
        self.roles(&mut sql);
        // The owner's own members run this again, and may not give themselves what they have.
        let name = literal(&self.place.schema);
        let _ = write!(
            sql,
            "\n-- The schema: the owner's to change, everybody else's to look into.\nDO $$\nBEGIN\n    \
                 IF NOT has_schema_privilege('{prefix}_owner', {name}, 'CREATE WITH GRANT OPTION')\n        \
                     OR NOT has_schema_privilege('{prefix}_owner', {name}, 'USAGE WITH GRANT OPTION')\n    \
                 THEN GRANT USAGE, CREATE ON SCHEMA {schema} TO {prefix}_owner WITH GRANT OPTION; END IF;\n\
             END\n$$;\n\
             GRANT USAGE ON SCHEMA {schema} TO {prefix}_ingest, {prefix}_read, {prefix}_views;\n"
        );
        if self.place.has_public_create {
            let _ = writeln!(sql, "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC;");
        }
        self.tables(&mut sql);
        self.views(&mut sql, &schema);
        self.policies(&mut sql);
        sql
    }

    fn roles(&self, sql: &mut String) {
        let prefix = self.prefix;
        sql.push_str("\n-- None of them logs in; logins are given them: GRANT ROLE TO LOGIN.\nDO $$\nBEGIN\n");
        for role in ["owner", "ingest", "read", "views"] {
            let _ = writeln!(
                sql,
                "    IF to_regrole('{prefix}_{role}') IS NULL THEN CREATE ROLE {prefix}_{role} NOLOGIN; END IF;"
            );
        }
        let mut give = |role: &str, to: &str, how: &str| {
            let held = if how.is_empty() { "MEMBER" } else { "MEMBER WITH ADMIN OPTION" };
            let _ = writeln!(
                sql,
                "    IF NOT pg_has_role({}, '{prefix}_{role}', '{held}') THEN GRANT {prefix}_{role} TO {}{how}; END IF;",
                literal(to),
                identifier(to)
            );
        };
        let owner = format!("{prefix}_owner");
        give("views", &owner, "");
        give("read", &owner, " WITH ADMIN OPTION");
        for holder in &self.place.holders {
            give("owner", holder, "");
        }
        sql.push_str("END\n$$;\n");
    }

    fn tables(&self, sql: &mut String) {
        let prefix = self.prefix;
        let place = self.place;
        sql.push_str(
            "\n-- The tables: the owner may all; who loads writes what loading, appending and filling in need.\n",
        );
        for table in &place.tables {
            let _ = writeln!(sql, "ALTER TABLE {table} OWNER TO {prefix}_owner;");
        }
        for function in &place.functions {
            let _ = writeln!(sql, "ALTER FUNCTION {function} OWNER TO {prefix}_owner;");
        }
        let all = list(&place.tables);
        let _ = writeln!(sql, "REVOKE ALL ON {all}\n    FROM PUBLIC, {prefix}_ingest, {prefix}_read, {prefix}_views;");
        let _ = writeln!(sql, "GRANT SELECT ON {all}\n    TO {prefix}_ingest;");
        let _ = writeln!(sql, "GRANT INSERT, UPDATE (\n    {EXPERIMENT}\n) ON experiments TO {prefix}_ingest;");
        for (rights, tables) in WRITES {
            let _ = writeln!(sql, "GRANT {rights} ON {} TO {prefix}_ingest;", list(tables));
        }
        let _ = writeln!(sql, "GRANT EXECUTE ON FUNCTION battery_etl_settle(BIGINT) TO {prefix}_ingest;");
        if place.version >= MAINTAIN {
            let written = WRITES.iter().flat_map(|(_, tables)| *tables).copied();
            let written: Vec<_> = ["experiments"].into_iter().chain(written).collect();
            let _ = writeln!(sql, "GRANT MAINTAIN ON {} TO {prefix}_ingest;", list(&written));
        }
    }

    fn views(&self, sql: &mut String, schema: &str) {
        let prefix = self.prefix;
        let place = self.place;
        let views = list(&place.views);
        let _ = write!(
            sql,
            "\n-- The views belong to a role that owns nothing else, so that the policy below holds for whoever reads them.\n\
             GRANT CREATE ON SCHEMA {schema} TO {prefix}_views;\n"
        );
        for view in &place.views {
            let _ = writeln!(sql, "ALTER VIEW {view} OWNER TO {prefix}_views;");
        }
        let _ = write!(
            sql,
            "REVOKE CREATE ON SCHEMA {schema} FROM {prefix}_views;\n\
             GRANT SELECT ON {}\n    TO {prefix}_views;\n\
             REVOKE ALL ON {views}\n    FROM PUBLIC, {prefix}_ingest, {prefix}_read;\n\
             GRANT SELECT ON {views}\n    TO {prefix}_ingest, {prefix}_read;\n\
             GRANT SELECT ON data_dictionary TO {prefix}_read;\n",
            list(&place.shown)
        );
    }

    fn policies(&self, sql: &mut String) {
        let prefix = self.prefix;
        let role = project_role(prefix, &self.place.schema, "p.id");
        let _ = write!(
            sql,
            "\n-- A reader sees the projects whose roles it is a member of; whoever owns or loads sees all.\n\
             ALTER TABLE experiments ENABLE ROW LEVEL SECURITY;\n\
             DROP POLICY IF EXISTS battery_etl_readers ON experiments;\n\
             CREATE POLICY battery_etl_readers ON experiments FOR SELECT TO {prefix}_views USING (\n    \
                 pg_has_role(current_user, '{prefix}_owner', 'MEMBER')\n    \
                 OR pg_has_role(current_user, '{prefix}_ingest', 'MEMBER')\n    \
                 OR project_id IN (\n        \
                     SELECT p.id FROM projects p WHERE pg_has_role(current_user, to_regrole(\n            {role}\n        )::oid, 'MEMBER')\n    \
                 )\n\
             );\n\
             DROP POLICY IF EXISTS battery_etl_ingest ON experiments;\n\
             CREATE POLICY battery_etl_ingest ON experiments TO {prefix}_ingest USING (TRUE) WITH CHECK (TRUE);\n"
        );
    }
}

/// Names in lines that are not too long.
fn list(names: &[impl AsRef<str>]) -> String {
    let mut text = String::new();
    let mut length = 0;
    for (at, name) in names.iter().map(AsRef::as_ref).enumerate() {
        if at > 0 {
            let fits = length + name.len() < 100;
            text.push_str(if fits { ", " } else { ",\n    " });
            length = if fits { length + 2 } else { 0 };
        }
        text.push_str(name);
        length += name.len();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(version: i32) -> Place {
        let names = |names: &str| names.split_whitespace().map(str::to_owned).collect();
        Place {
            schema: "it's \"mine\"".to_owned(),
            version,
            has_public_create: version < 150_000,
            tables: names("experiments measurements"),
            views: names("bi_steps"),
            shown: names("experiments"),
            functions: names("battery_etl_forget()"),
            holders: names("an'n\"e"),
        }
    }

    #[test]
    fn hostile_names_stay_names() {
        let place = place(150_000);
        let script = Roles { prefix: "lab", place: &place }.script();
        assert!(script.contains("SET LOCAL search_path = \"it's \"\"mine\"\"\", pg_catalog"), "{script}");
        assert!(script.contains("pg_has_role('an''n\"e', 'lab_owner'"), "{script}");
        assert!(script.contains("GRANT lab_owner TO \"an'n\"\"e\""), "{script}");
        assert!(script.contains("current_database() || '.it''s \"mine\"'"), "{script}");
    }

    #[test]
    fn rights_are_those_that_the_version_knows() {
        let script = |version| Roles { prefix: "lab", place: &place(version) }.script();
        assert!(script(170_000).contains("GRANT MAINTAIN"));
        assert!(!script(150_000).contains("MAINTAIN"));
        assert!(script(140_000).contains("FROM PUBLIC;") && !script(150_000).contains("FROM PUBLIC;"));
    }

    #[test]
    fn who_loads_deletes_nothing_that_was_said() {
        let deleted: Vec<_> =
            WRITES.iter().filter(|(rights, _)| rights.contains("DELETE")).flat_map(|(_, tables)| *tables).collect();
        for kept in ["experiments", "steps", "processed_files", "audit_events", "projects", "cells", "runs"] {
            assert!(!deleted.contains(&&kept), "{kept}");
        }
        assert!(!EXPERIMENT.contains("name") && !EXPERIMENT.contains("supersede"), "{EXPERIMENT}");
    }
}
