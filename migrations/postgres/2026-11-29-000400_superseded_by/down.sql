-- Forgets what has replaced an experiment where that one is not here.

ALTER TABLE experiments DROP COLUMN superseded_by_digest;
ALTER TABLE experiments DROP COLUMN superseded_by_name;
DELETE FROM data_dictionary
    WHERE table_name = 'experiments' AND column_name IN ('superseded_by_name', 'superseded_by_digest');
