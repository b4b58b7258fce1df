-- An experiment that was renamed is found by the names that it had.

CREATE INDEX audit_events_by_name ON audit_events (entity, entity_name);
