-- What people say otherwise than the tester: laid over the steps when they are read, which themselves are never changed.

-- One value of one step that is held to be wrong, and what stands in its place; NULL for nothing.
CREATE TABLE corrections (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    -- When it was taken back; NULL while it is in force.
    withdrawn_at TIMESTAMP
);

CREATE INDEX corrections_by_experiment ON corrections (experiment_id);

-- Consecutive steps that are one: it has the number of the first.
CREATE TABLE merges (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    first_step INTEGER NOT NULL,
    last_step INTEGER NOT NULL CHECK (last_step > first_step),
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);

CREATE INDEX merges_by_experiment ON merges (experiment_id);
