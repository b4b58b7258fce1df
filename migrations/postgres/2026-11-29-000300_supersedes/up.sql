-- An experiment knows in whose place it stands where that one is not here.

ALTER TABLE experiments ADD COLUMN supersedes_name TEXT;
ALTER TABLE experiments ADD COLUMN supersedes_digest TEXT;

INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('experiments', 'supersedes_name', NULL, 'The name of the experiment in whose place it stands, where that one is not here'),
    ('experiments', 'supersedes_digest', NULL, 'The content digest of that one, by which it is known when it comes');
SELECT battery_etl_comment();
