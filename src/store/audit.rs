//! The audit: who changed what, in the transaction that changed it. Rows are only ever added.

use super::schema::audit_events;
use super::{Database, Doing, Entity, StoreError};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

/// Who works on the database, and by which command. The command must hold no credentials.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Actor {
    /// The person's or the account's name.
    pub who: String,
    /// The command line, credentials left out.
    pub command: String,
    /// The version of this program.
    pub tool_version: String,
    /// The run that this belongs to, if it is one.
    pub run_id: Option<i32>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// When, in UTC.
    pub happened_at: NaiveDateTime,
    /// The person's or the account's name.
    pub who: String,
    /// The command line.
    pub command: String,
    /// The version of the program that did it.
    pub tool_version: String,
    /// What kind of thing: `experiment`, `cell`, ...
    pub entity: String,
    /// Its number.
    pub entity_id: Option<i32>,
    /// Its name at that time.
    pub entity_name: String,
    /// What was done: `load`, `append`, `replace`, `edit`, `delete`, ...
    pub action: String,
    /// What it was, as JSON.
    pub before: Option<String>,
    /// What it became, as JSON.
    pub after: Option<String>,
    /// Why, where a person said so.
    pub reason: Option<String>,
}

impl AuditEvent {
    /// What was changed, in words: fields with what stood there before and after, or what came or went.
    #[must_use]
    pub fn changes(&self) -> Option<String> {
        let read = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
        changes(read(&self.before), read(&self.after)).filter(|words| !words.is_empty())
    }
}

/// A value of an event, in words.
fn in_words(value: &Value) -> String {
    let words: Vec<String> = match value {
        Value::String(text) => return text.clone(),
        Value::Array(all) => all.iter().map(|one| in_words(one.get("name").unwrap_or(one))).collect(),
        Value::Null => Vec::new(),
        other => return other.to_string(),
    };
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

fn changes(before: Option<Value>, after: Option<Value>) -> Option<String> {
    // Numbers and digests of our own say nothing to a person where anything else does.
    let speaks = |key: &str| key != "id" && !key.ends_with("_digest");
    // What it was as a whole stands in `before` and `after`.
    let there = |value: &Value| !matches!(value, Value::Null | Value::Object(_)) && *value != serde_json::json!([]);
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) if before.keys().eq(after.keys()) => {
            let differs: Vec<_> = after.iter().filter(|(key, value)| before[*key] != **value).collect();
            let silent = !differs.iter().any(|(key, _)| speaks(key));
            let told = differs.into_iter().filter(|(key, _)| silent || speaks(key));
            let one = |(key, value): (&String, &Value)| {
                format!("{key}: {} → {}", in_words(&before[key.as_str()]), in_words(value))
            };
            Some(told.map(one).collect::<Vec<_>>().join(", "))
        }
        // Of what is another thing now, what it is now.
        (None | Some(Value::Object(_)), Some(Value::Object(one))) | (Some(Value::Object(one)), None) => {
            let told = one.iter().filter(|(key, value)| speaks(key) && there(value));
            Some(told.map(|(key, value)| format!("{key}: {}", in_words(value))).collect::<Vec<_>>().join(", "))
        }
        (Some(Value::String(before)), Some(Value::String(after))) => Some(format!("{before} → {after}")),
        _ => None,
    }
}

/// A change to be written down.
pub(super) struct Change<'a> {
    pub(super) entity: &'a str,
    pub(super) entity_id: Option<i32>,
    pub(super) entity_name: &'a str,
    pub(super) action: &'a str,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
    pub(super) reason: Option<&'a str>,
}

impl<'a> Change<'a> {
    /// A change of which nothing is said but what was done to what.
    pub(super) const fn of(entity: &'a str, id: i32, name: &'a str, action: &'a str) -> Self {
        Self { entity, entity_id: Some(id), entity_name: name, action, before: None, after: None, reason: None }
    }
}

type EventRow = (
    NaiveDateTime,
    String,
    String,
    String,
    String,
    Option<i32>,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

impl Database {
    pub(super) fn put_audit(&mut self, actor: &Actor, change: &Change<'_>) -> Result<(), StoreError> {
        let values = (
            audit_events::happened_at.eq(super::clock::now()),
            audit_events::who.eq(super::row::text("who", &actor.who)?),
            audit_events::command.eq(super::row::text("command", &actor.command)?),
            audit_events::tool_version.eq(&actor.tool_version),
            audit_events::entity.eq(change.entity),
            audit_events::entity_id.eq(change.entity_id),
            audit_events::entity_name.eq(change.entity_name),
            audit_events::action.eq(change.action),
            audit_events::before_json.eq(change.before.as_ref().map(Value::to_string)),
            audit_events::after_json.eq(change.after.as_ref().map(Value::to_string)),
            audit_events::reason.eq(change.reason),
        );
        diesel::insert_into(audit_events::table)
            .values(values)
            .execute(&mut self.connection)
            .doing("writing the audit")?;
        Ok(())
    }

    /// Writes down what the audit of another database says.
    pub(super) fn put_event(&mut self, id: i32, event: &AuditEvent) -> Result<(), StoreError> {
        let values = (
            audit_events::happened_at.eq(event.happened_at),
            audit_events::who.eq(&event.who),
            audit_events::command.eq(&event.command),
            audit_events::tool_version.eq(&event.tool_version),
            audit_events::entity.eq(&event.entity),
            audit_events::entity_id.eq(id),
            audit_events::entity_name.eq(&event.entity_name),
            audit_events::action.eq(&event.action),
            audit_events::before_json.eq(&event.before),
            audit_events::after_json.eq(&event.after),
            audit_events::reason.eq(&event.reason),
        );
        diesel::insert_into(audit_events::table)
            .values(values)
            .execute(&mut self.connection)
            .doing("writing the audit")?;
        Ok(())
    }

    /// Who changed an entity last, when and what, as the end of a sentence; nothing where the audit does not tell.
    pub fn last_change(&mut self, entity: Entity, id: i32) -> String {
        let last = self.events_of(entity.as_str(), id).ok().and_then(|mut all| all.pop());
        last.map_or_else(String::new, |event| {
            let what = event.changes().map_or_else(String::new, |changes| format!(" ({changes})"));
            let when = event.happened_at.format("%Y-%m-%dT%H:%M:%SZ");
            format!("; the last change is `{}` by {} at {when}{what}", event.action, event.who)
        })
    }

    /// What happened to one entity, under whatever name it went at the time.
    pub(super) fn events_of(&mut self, entity: &str, id: i32) -> Result<Vec<AuditEvent>, StoreError> {
        let mut all = self.history(Some(entity), None)?;
        all.retain(|event| event.entity_id == Some(id));
        Ok(all)
    }

    /// What happened to an entity (`experiment`, `cell`, …) of this name, oldest first; to everything without a name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn history(&mut self, entity: Option<&str>, name: Option<&str>) -> Result<Vec<AuditEvent>, StoreError> {
        let mut query = audit_events::table.into_boxed();
        if let Some(entity) = entity {
            query = query.filter(audit_events::entity.eq(entity));
        }
        if let Some(name) = name {
            // Under whatever name it went at the time.
            let ids: Vec<Option<i32>> = audit_events::table
                .filter(audit_events::entity_name.eq(name))
                .select(audit_events::entity_id)
                .distinct()
                .load(&mut self.connection)
                .doing("reading the audit")?;
            let is_told = !ids.is_empty();
            let mut ids: Vec<i32> = ids.into_iter().flatten().collect();
            let kind = Entity::ALL.into_iter().find(|kind| Some(kind.as_str()) == entity);
            match kind.map(|kind| self.entity(kind, name)) {
                Some(Ok(now)) => ids.push(now.id),
                Some(Err(error)) if !is_told => return Err(error),
                _ => {}
            }
            let of_it = audit_events::entity_id.eq_any(ids).assume_not_null();
            query = query.filter(audit_events::entity_name.eq(name).or(of_it));
        }
        let rows: Vec<EventRow> = query
            .order(audit_events::id)
            .select((
                audit_events::happened_at,
                audit_events::who,
                audit_events::command,
                audit_events::tool_version,
                audit_events::entity,
                audit_events::entity_id,
                audit_events::entity_name,
                audit_events::action,
                audit_events::before_json,
                audit_events::after_json,
                audit_events::reason,
            ))
            .load(&mut self.connection)
            .doing("reading the audit")?;
        let event = |row: EventRow| AuditEvent {
            happened_at: row.0,
            who: row.1,
            command: row.2,
            tool_version: row.3,
            entity: row.4,
            entity_id: row.5,
            entity_name: row.6,
            action: row.7,
            before: row.8,
            after: row.9,
            reason: row.10,
        };
        Ok(rows.into_iter().map(event).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_changed_is_said_in_words() {
        let said = |before: Value, after: Value| {
            let some = |value: Value| Some(value).filter(|value| !value.is_null());
            changes(some(before), some(after)).unwrap_or_default()
        };
        let loaded = || json!({ "id": 1, "name": "a", "cell": null, "tags": [], "stored_rows": 7, "rows_digest": "x" });
        assert_eq!(said(Value::Null, loaded()), "name: a, stored_rows: 7");
        let mut grown = loaded();
        (grown["stored_rows"], grown["rows_digest"]) = (json!(9), json!("y"));
        assert_eq!(said(loaded(), grown), "stored_rows: 7 → 9");
        let mut other = loaded();
        other["rows_digest"] = json!("z");
        assert_eq!(said(loaded(), other), "rows_digest: x → z");
        let gone = json!({ "experiment": loaded(), "files": [{ "name": "a.csv", "blake3": "0" }], "steps": 3 });
        assert_eq!(said(gone, Value::Null), "files: a.csv, steps: 3");
        assert_eq!(said(Value::Null, json!({ "reader": "ann" })), "reader: ann");
        assert_eq!(said(json!({ "note": null }), json!({ "note": "x" })), "note: – → x");
        assert_eq!(
            said(loaded(), json!({ "experiment": loaded(), "filled_in": ["cell `C1`"] })),
            "filled_in: cell `C1`"
        );
        assert_eq!(said(json!("1"), json!("2")), "1 → 2");
        assert_eq!(said(Value::Null, Value::Null), "");
    }
}
