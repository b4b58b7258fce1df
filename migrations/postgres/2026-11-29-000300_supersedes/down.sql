-- Forgets the names of experiments that are not here.

ALTER TABLE experiments DROP COLUMN supersedes_digest;
ALTER TABLE experiments DROP COLUMN supersedes_name;
DELETE FROM data_dictionary WHERE table_name = 'experiments' AND column_name IN ('supersedes_name', 'supersedes_digest');
