-- The audit is searched without an index.

DROP INDEX audit_events_by_name;
