//! Who may read which project: members of the project's role, on PostgreSQL.

use super::audit::{Actor, Change};
use super::roles::{identifier, project_role};
use super::row::text;
use super::schema::projects;
use super::{Database, Doing, Filter, StoreError};
use crate::model::nearest;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Nullable, Text};
use serde_json::json;

/// Somebody who may read a project.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Access {
    /// The project; `None` for whoever reads all that is loaded.
    #[diesel(sql_type = Nullable<Text>)]
    pub project: Option<String>,
    /// The role of the server.
    #[diesel(sql_type = Text)]
    pub role: String,
    /// Whether it logs in; others have members who do.
    #[diesel(sql_type = Bool)]
    pub login: bool,
    /// Why: `granted`, `member` (of a role that was granted it), `ingest`, `owner` or `superuser`.
    #[diesel(sql_type = Text)]
    pub because: String,
}

/// A project and its role.
struct ProjectRole {
    id: i32,
    prefix: String,
    role: String,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Truth {
    #[diesel(sql_type = Bool)]
    truth: bool,
}

impl Database {
    /// Lets a role of the server read a project; `false` when it was granted before. The project's own role is made with the
    /// first. With `is_trial` nothing is kept.
    ///
    /// # Errors
    /// On SQLite; when there is no such project or role, or the login may not do it; then nothing is changed.
    pub fn grant_project(
        &mut self,
        project: &str,
        role: &str,
        actor: &Actor,
        is_trial: bool,
    ) -> Result<bool, StoreError> {
        self.server()?;
        // One after the other: two who make the project's role at once would be in each other's way.
        self.tries("keeping the grant", is_trial, |database| {
            let of = database.project_role(project)?;
            database.require_role(role, &of.prefix)?;
            let (own, prefix) = (&of.role, &of.prefix);
            if database.is_granted(own, role)? {
                return Ok(false);
            }
            if !database.is_role(own)? {
                let make = format!("CREATE ROLE {own} NOLOGIN ADMIN {prefix}_owner; GRANT {prefix}_read TO {own}");
                database.server()?.batch_execute(&make).doing("making the project's role")?;
            }
            let grant = format!("GRANT {own} TO {}", identifier(role));
            database.server()?.batch_execute(&grant).doing("granting the project")?;
            database.audit_access(actor, &of, project, role, "grant")?;
            Ok(true)
        })
    }

    /// Takes a project from a role; `false` when it was not granted.
    ///
    /// # Errors
    /// As [`Self::grant_project`].
    pub fn revoke_project(
        &mut self,
        project: &str,
        role: &str,
        actor: &Actor,
        is_trial: bool,
    ) -> Result<bool, StoreError> {
        self.server()?;
        self.tries("keeping what was revoked", is_trial, |database| {
            let of = database.project_role(project)?;
            database.require_role(role, &of.prefix)?;
            if !database.is_granted(&of.role, role)? {
                return Ok(false);
            }
            let revoke = format!("REVOKE {} FROM {}", of.role, identifier(role));
            database.server()?.batch_execute(&revoke).doing("revoking the project")?;
            // Later versions keep apart what several have granted, and take back one's own alone.
            if database.is_granted(&of.role, role)? {
                return Err(StoreError::Conflict(format!(
                    "`{role}` is still granted `{project}` by another login; let that one revoke it, or a superuser with \
                     REVOKE {} FROM {} CASCADE",
                    of.role,
                    identifier(role)
                )));
            }
            database.audit_access(actor, &of, project, role, "revoke")?;
            Ok(true)
        })
    }

    /// Who may read what: members of the projects' roles, and logins that read all; of one project, if it is named.
    ///
    /// # Errors
    /// On SQLite; when there is no such project, or no roles yet.
    pub fn list_access(&mut self, project: Option<&str>) -> Result<Vec<Access>, StoreError> {
        let (prefix, schema) = self.roles_place()?;
        let filter = Filter { project: project.map(str::to_owned), ..Filter::default() };
        self.require_names(&filter)?;
        let role = project_role(&prefix, &schema, "p.id");
        let query = format!(
            "WITH granted AS (
                SELECT p.name AS project, to_regrole({role})::oid AS own FROM projects p WHERE $1 IS NULL OR p.name = $1
            ), others AS (
                SELECT r.oid, r.rolname, r.rolcanlogin, r.rolsuper, pg_has_role(r.oid, '{prefix}_owner', 'MEMBER') AS owns,
                    pg_has_role(r.oid, '{prefix}_ingest', 'MEMBER') AS loads
                FROM pg_roles r WHERE r.rolname NOT LIKE 'pg\\_%' AND r.rolname NOT LIKE replace('{prefix}', '_', '\\_') || '\\_%'
            )
            SELECT g.project, o.rolname::text AS role, o.rolcanlogin AS login,
                CASE WHEN EXISTS (SELECT FROM pg_auth_members m WHERE m.roleid = g.own AND m.member = o.oid)
                    THEN 'granted' ELSE 'member' END AS because
            FROM granted g JOIN others o ON NOT o.owns AND NOT o.loads AND pg_has_role(o.oid, g.own, 'MEMBER')
            UNION ALL
            SELECT NULL, o.rolname::text, o.rolcanlogin,
                CASE WHEN o.rolsuper THEN 'superuser' WHEN o.owns THEN 'owner' ELSE 'ingest' END
            FROM others o WHERE o.rolcanlogin AND (o.owns OR o.loads)
            ORDER BY 1 NULLS LAST, 2"
        );
        let found = diesel::sql_query(query).bind::<Nullable<Text>, _>(project);
        found.load(self.server()?).doing("listing who may read")
    }

    /// What the roles' names begin with, and the schema they are for.
    fn roles_place(&mut self) -> Result<(String, String), StoreError> {
        self.server()?;
        let Some(prefix) = self.roles_prefix()? else {
            let problem = "it has no roles of readers yet; an administrator makes them with `battery-etl migrate roles \
                           --apply`";
            return Err(StoreError::Schema { target: self.target.clone(), problem: problem.to_owned() });
        };
        let query = "SELECT current_schema()::text AS name";
        let schema: Name = diesel::sql_query(query).get_result(self.server()?).doing("asking for the schema")?;
        Ok((prefix, schema.name))
    }

    fn project_role(&mut self, project: &str) -> Result<ProjectRole, StoreError> {
        let (prefix, schema) = self.roles_place()?;
        text("project", project)?;
        self.require_names(&Filter { project: Some(project.to_owned()), ..Filter::default() })?;
        let doing = "looking for the project's role";
        let found = projects::table.filter(projects::name.eq(project)).select(projects::id);
        let id: i32 = found.first(&mut self.connection).doing(doing)?;
        let query = format!("SELECT {} AS name", project_role(&prefix, &schema, "$1"));
        let role: Name = diesel::sql_query(query).bind::<Integer, _>(id).get_result(self.server()?).doing(doing)?;
        Ok(ProjectRole { id, prefix, role: role.name })
    }

    fn is_role(&mut self, name: &str) -> Result<bool, StoreError> {
        let query = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS truth";
        let found = diesel::sql_query(query).bind::<Text, _>(name);
        let found: Truth = found.get_result(self.server()?).doing("looking for the role")?;
        Ok(found.truth)
    }

    /// The role must be there, and be nobody's of ours: what is given to those is given to all who have them.
    fn require_role(&mut self, name: &str, prefix: &str) -> Result<(), StoreError> {
        let name = text("role", name)?;
        let refused = |problem: String| Err(StoreError::Value { field: "role".to_owned(), problem });
        if name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_')) {
            return refused(format!(
                "`{name}` is a role of battery-etl's own, whose members would all read the project; name a reader's login"
            ));
        }
        if self.is_role(&name)? {
            return Ok(());
        }
        let query = "SELECT rolname::text AS name FROM pg_roles WHERE rolname NOT LIKE 'pg\\_%'";
        let all: Vec<Name> = diesel::sql_query(query).load(self.server()?).doing("listing the roles")?;
        let near = nearest(&name, all.iter().map(|role| role.name.as_str()));
        refused(match near {
            Some(near) => format!("no role `{name}` on the server; did you mean `{near}`?"),
            None => format!("no role `{name}` on the server; make it with CREATE ROLE {} LOGIN", identifier(&name)),
        })
    }

    fn is_granted(&mut self, own: &str, role: &str) -> Result<bool, StoreError> {
        let query = "SELECT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.roleid \
                     JOIN pg_roles r ON r.oid = m.member WHERE o.rolname = $1 AND r.rolname = $2) AS truth";
        let found = diesel::sql_query(query).bind::<Text, _>(own).bind::<Text, _>(role);
        let found: Truth = found.get_result(self.server()?).doing("looking for the grant")?;
        Ok(found.truth)
    }

    fn audit_access(
        &mut self,
        actor: &Actor,
        of: &ProjectRole,
        project: &str,
        role: &str,
        action: &str,
    ) -> Result<(), StoreError> {
        let reader = Some(json!({ "reader": role, "role": of.role }));
        let (before, after) = if action == "grant" { (None, reader) } else { (reader, None) };
        let change = Change { before, after, ..Change::of("project", of.id, project, action) };
        self.put_audit(actor, &change)
    }
}
