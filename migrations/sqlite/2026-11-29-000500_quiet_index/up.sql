-- Nothing to do here: the index that PostgreSQL has works without asking the server for anything. Both schemas go in step.

SELECT 1;
