-- An experiment knows what has replaced it where that one is not here.

ALTER TABLE experiments ADD COLUMN superseded_by_name TEXT;
ALTER TABLE experiments ADD COLUMN superseded_by_digest TEXT;

INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('experiments', 'superseded_by_name', NULL, 'The name of the experiment that replaced it, where that one is not here'),
    ('experiments', 'superseded_by_digest', NULL, 'The content digest of that one, by which it is known when it comes');
SELECT battery_etl_comment();
