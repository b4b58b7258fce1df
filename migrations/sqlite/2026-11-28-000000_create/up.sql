-- SQLite: everything that is stored. Times named _at are UTC; start_time and end_time are the cycler's own clock.

-- A body of work that experiments belong to.
CREATE TABLE projects (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    description TEXT,
    start_date DATE,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- The cyclers.
CREATE TABLE machines (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    model_number TEXT,
    description TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- The people who ran the tests.
CREATE TABLE operators (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- The cells under test; their limits feed the rules.
CREATE TABLE cells (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    manufacturer TEXT,
    chemistry TEXT CHECK (chemistry IN ('NMC', 'NCA', 'LCO', 'LMO', 'LNMO', 'LFP', 'LTO', 'SIB', 'Other')),
    configuration TEXT CHECK (configuration IN ('full', 'half', 'symmetric', 'module')),
    cells_in_series INTEGER CHECK (cells_in_series > 0),
    active_mass_g DOUBLE,
    form_factor TEXT CHECK (form_factor IN ('prismatic', 'cylindrical', 'pouch', 'coin', 'other')),
    nominal_capacity_ah DOUBLE CHECK (nominal_capacity_ah > 0),
    nominal_voltage_v DOUBLE,
    voltage_v_min DOUBLE,
    voltage_v_max DOUBLE,
    current_charge_a_max DOUBLE,
    current_discharge_a_max DOUBLE,
    temperature_degc_min DOUBLE,
    temperature_degc_max DOUBLE,
    serial_number TEXT,
    batch TEXT,
    date_received DATE,
    notes TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- One command that loads.
CREATE TABLE runs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    command TEXT NOT NULL,
    who TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    loaded INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    message TEXT
);

-- One test of one cell. An experiment that was replaced keeps its row, its steps and its files, not its measurements.
CREATE TABLE experiments (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    description TEXT,
    project_id INTEGER REFERENCES projects (id),
    cell_id INTEGER REFERENCES cells (id),
    machine_id INTEGER REFERENCES machines (id),
    operator_id INTEGER REFERENCES operators (id),
    battery_type TEXT,
    tags TEXT NOT NULL,
    start_time TIMESTAMP,
    end_time TIMESTAMP,
    dialect TEXT NOT NULL,
    has_end_reasons BOOLEAN NOT NULL,
    has_rows BOOLEAN NOT NULL,
    temperature_channel TEXT,
    thinned_s DOUBLE,
    step_selection TEXT,
    source_rows BIGINT NOT NULL,
    stored_rows BIGINT NOT NULL,
    rows_digest TEXT,
    steps_digest TEXT,
    content_digest TEXT UNIQUE,
    supersedes_id INTEGER REFERENCES experiments (id),
    superseded_by_id INTEGER REFERENCES experiments (id),
    run_id INTEGER REFERENCES runs (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE INDEX experiments_by_project ON experiments (project_id);

CREATE INDEX experiments_by_cell ON experiments (cell_id);

CREATE INDEX experiments_by_machine ON experiments (machine_id);

CREATE INDEX experiments_by_operator ON experiments (operator_id);

-- How the derived tables of an experiment were made, and what concerns the whole of it.
CREATE TABLE derivations (
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    reference_step INTEGER,
    reference_quality TEXT,
    reference_capacity_ah DOUBLE,
    nominal_capacity_ah DOUBLE,
    nominal_capacity_source TEXT,
    coulombic_efficiency_pct DOUBLE,
    energy_efficiency_pct DOUBLE,
    conventions TEXT NOT NULL,
    notes TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (experiment_id)
);

-- The further columns that the cycler recorded.
CREATE TABLE experiment_channels (
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    channel INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (experiment_id, channel)
);

-- The input files; the guard against loading the same twice.
CREATE TABLE processed_files (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    experiment_id INTEGER REFERENCES experiments (id) ON DELETE CASCADE,
    run_id INTEGER REFERENCES runs (id),
    role TEXT NOT NULL,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    blake3 TEXT NOT NULL,
    size BIGINT NOT NULL,
    modified_at TIMESTAMP,
    encoding TEXT NOT NULL,
    delimiter TEXT NOT NULL,
    dialect TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    sentinels BIGINT NOT NULL,
    rejected_rows BIGINT NOT NULL,
    tool_version TEXT NOT NULL,
    options TEXT NOT NULL,
    outcome TEXT NOT NULL,
    message TEXT,
    processed_at TIMESTAMP NOT NULL
);

CREATE INDEX processed_files_by_blake3 ON processed_files (blake3);

CREATE INDEX processed_files_by_size ON processed_files (size);

CREATE INDEX processed_files_by_experiment ON processed_files (experiment_id);

-- What became of each test of a run.
CREATE TABLE run_outcomes (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    experiment_id INTEGER,
    message TEXT,
    duration_s DOUBLE NOT NULL,
    PRIMARY KEY (run_id, seq)
);

-- What the tester said of each executed step; never computed.
CREATE TABLE steps (
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    tester_cycle INTEGER,
    section INTEGER,
    recipe_line INTEGER,
    loop_pass INTEGER,
    step_type TEXT NOT NULL,
    control TEXT NOT NULL,
    original_step_type TEXT NOT NULL,
    status TEXT,
    end_reason TEXT,
    start_time TIMESTAMP,
    duration_s DOUBLE,
    voltage_start_v DOUBLE,
    voltage_end_v DOUBLE,
    current_end_a DOUBLE,
    power_end_w DOUBLE,
    capacity_ah DOUBLE,
    energy_wh DOUBLE,
    temperature_end_degc DOUBLE,
    chamber_temperature_end_degc DOUBLE,
    constant_current_capacity_ah DOUBLE,
    total_capacity_ah DOUBLE,
    tester_soc_pct DOUBLE,
    extras TEXT NOT NULL,
    line BIGINT,
    note TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (experiment_id, number)
);

-- What the rows of each step say, folded over all of them at loading. Tables with a row for each step have, like the rows, no
-- foreign key, which would be looked up for each; a trigger takes theirs away with the experiment.
CREATE TABLE step_traces (
    experiment_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    rows BIGINT NOT NULL,
    active_rows BIGINT NOT NULL,
    relaxation_rows BIGINT NOT NULL,
    duration_contradicted BOOLEAN NOT NULL,
    first_line BIGINT,
    last_active_line BIGINT,
    test_time_start_s DOUBLE,
    test_time_end_s DOUBLE,
    step_time_end_s DOUBLE,
    voltage_start_v DOUBLE,
    voltage_end_v DOUBLE,
    voltage_min_v DOUBLE,
    voltage_max_v DOUBLE,
    current_end_a DOUBLE,
    current_abs_max_a DOUBLE,
    current_held_a DOUBLE,
    power_end_w DOUBLE,
    capacity_end_ah DOUBLE,
    energy_end_wh DOUBLE,
    temperature_start_degc DOUBLE,
    temperature_end_degc DOUBLE,
    temperature_min_degc DOUBLE,
    temperature_max_degc DOUBLE,
    chamber_temperature_start_degc DOUBLE,
    integral_charge_ah DOUBLE,
    integral_discharge_ah DOUBLE,
    integral_charge_wh DOUBLE,
    integral_discharge_wh DOUBLE,
    constant_voltage_start_ah DOUBLE,
    -- What the rows say in words where the step does not, as JSON.
    words TEXT,
    PRIMARY KEY (experiment_id, step)
);

-- The rows of a step at, or interpolated to, the times at which resistance is taken.
CREATE TABLE pulse_samples (
    experiment_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('first', '100ms', '1s', '10s', 'end')),
    step_time_s DOUBLE,
    voltage_v DOUBLE,
    current_a DOUBLE,
    PRIMARY KEY (experiment_id, step, what)
);

-- What was derived for each step.
CREATE TABLE step_metrics (
    experiment_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    cycle INTEGER NOT NULL,
    duration_s DOUBLE,
    previous_step_s DOUBLE,
    rest_before_s DOUBLE,
    voltage_start_v DOUBLE,
    voltage_end_v DOUBLE,
    voltage_min_v DOUBLE,
    voltage_max_v DOUBLE,
    current_mean_a DOUBLE,
    current_end_a DOUBLE,
    capacity_ah DOUBLE,
    energy_wh DOUBLE,
    power_end_w DOUBLE,
    temperature_start_degc DOUBLE,
    temperature_end_degc DOUBLE,
    temperature_min_degc DOUBLE,
    temperature_max_degc DOUBLE,
    c_rate DOUBLE,
    c_rate_mean DOUBLE,
    c_rate_end DOUBLE,
    soc_start_pct DOUBLE,
    soc_end_pct DOUBLE,
    ocv_start_v DOUBLE,
    measurements BIGINT,
    relaxation_rows BIGINT,
    full_discharge BOOLEAN NOT NULL,
    PRIMARY KEY (experiment_id, step)
);

-- What was derived for each cycle.
CREATE TABLE cycles (
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    cycle INTEGER NOT NULL,
    tester_cycle INTEGER,
    first_step INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    complete BOOLEAN NOT NULL,
    balanced BOOLEAN NOT NULL,
    soc_net_pct DOUBLE,
    charge_capacity_ah DOUBLE,
    discharge_capacity_ah DOUBLE,
    charge_energy_wh DOUBLE,
    discharge_energy_wh DOUBLE,
    coulombic_efficiency_pct DOUBLE,
    energy_efficiency_pct DOUBLE,
    equivalent_full_cycles DOUBLE,
    full_discharge_step INTEGER,
    full_discharge_capacity_ah DOUBLE,
    soh_pct DOUBLE,
    soh_baseline_step INTEGER,
    discharge_c_rate DOUBLE,
    discharge_temperature_start_degc DOUBLE,
    voltage_mean_charge_v DOUBLE,
    voltage_mean_discharge_v DOUBLE,
    hysteresis_v DOUBLE,
    cv_share_pct DOUBLE,
    temperature_max_degc DOUBLE,
    PRIMARY KEY (experiment_id, cycle)
);

-- What was derived for each pulse.
CREATE TABLE pulses (
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    cycle INTEGER NOT NULL,
    direction TEXT NOT NULL,
    purpose TEXT NOT NULL,
    soc_pct DOUBLE,
    temperature_degc DOUBLE,
    current_mean_a DOUBLE,
    c_rate DOUBLE,
    rest_before_s DOUBLE,
    ocv_v DOUBLE,
    ocv_settled BOOLEAN NOT NULL,
    power_ocv_v DOUBLE,
    duration_s DOUBLE,
    r0_time_s DOUBLE,
    r0_ohm DOUBLE,
    r_100ms_ohm DOUBLE,
    r_1s_ohm DOUBLE,
    r_10s_ohm DOUBLE,
    r_end_ohm DOUBLE,
    power_capability_10s_w DOUBLE,
    PRIMARY KEY (experiment_id, step)
);

-- What validation found at loading.
CREATE TABLE findings (
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    rule TEXT NOT NULL,
    name TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    file TEXT,
    line BIGINT,
    line_end BIGINT,
    step INTEGER,
    column_name TEXT,
    value TEXT,
    message TEXT NOT NULL,
    PRIMARY KEY (experiment_id, seq)
);

-- What was poured of each step; the integrity check compares the rows with it. A magnitude is the sum of absolute values.
CREATE TABLE loaded_steps (
    experiment_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    rows BIGINT NOT NULL,
    voltage_v_sum DOUBLE NOT NULL,
    current_a_sum DOUBLE NOT NULL,
    capacity_ah_sum DOUBLE NOT NULL,
    voltage_v_magnitude DOUBLE NOT NULL,
    current_a_magnitude DOUBLE NOT NULL,
    capacity_ah_magnitude DOUBLE NOT NULL,
    PRIMARY KEY (experiment_id, step)
);

-- Who changed what; nothing here is ever changed or removed.
CREATE TABLE audit_events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    happened_at TIMESTAMP NOT NULL,
    who TEXT NOT NULL,
    command TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id INTEGER,
    entity_name TEXT NOT NULL,
    action TEXT NOT NULL,
    before_json TEXT,
    after_json TEXT,
    reason TEXT
);

CREATE INDEX audit_events_by_entity ON audit_events (entity, entity_id);

-- The rows. The natural key alone: no foreign key and no serial, so that pouring is one pass.
CREATE TABLE measurements (
    experiment_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    step_time_s DOUBLE,
    test_time_s DOUBLE,
    voltage_v DOUBLE,
    current_a DOUBLE,
    capacity_ah DOUBLE,
    energy_wh DOUBLE,
    temperature_degc DOUBLE,
    PRIMARY KEY (experiment_id, step, seq)
) WITHOUT ROWID;

-- The further columns of the rows, packed: those of each 16,384 rows of a step together.
CREATE TABLE measurement_channels (
    experiment_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    seq_first INTEGER NOT NULL,
    channels INTEGER NOT NULL,
    has_lines BOOLEAN NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (experiment_id, step, seq_first)
);

-- For SQL users and BI tools. What was replaced is left out.
CREATE VIEW bi_steps AS
SELECT e.id AS experiment_id, e.name AS experiment, p.name AS project, c.name AS cell, c.chemistry, m.name AS machine, o.name AS operator,
    s.number AS step, d.cycle, s.tester_cycle, s.recipe_line, s.loop_pass, s.step_type, s.original_step_type, s.status, s.start_time,
    d.duration_s, d.previous_step_s, d.rest_before_s, d.voltage_start_v, d.voltage_end_v, d.voltage_min_v, d.voltage_max_v,
    d.current_mean_a, d.current_end_a, d.capacity_ah, d.energy_wh, d.power_end_w,
    d.temperature_start_degc, d.temperature_end_degc, d.temperature_min_degc, d.temperature_max_degc,
    d.c_rate, d.c_rate_mean, d.c_rate_end, d.soc_start_pct, d.soc_end_pct, d.ocv_start_v, d.measurements, d.relaxation_rows, d.full_discharge, s.note
FROM steps s
JOIN experiments e ON e.id = s.experiment_id AND e.superseded_by_id IS NULL
LEFT JOIN step_metrics d ON d.experiment_id = s.experiment_id AND d.step = s.number
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id
LEFT JOIN machines m ON m.id = e.machine_id
LEFT JOIN operators o ON o.id = e.operator_id;

CREATE VIEW bi_cycles AS
SELECT e.name AS experiment, p.name AS project, c.name AS cell, c.chemistry, y.*
FROM cycles y
JOIN experiments e ON e.id = y.experiment_id AND e.superseded_by_id IS NULL
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id;

CREATE VIEW bi_pulses AS
SELECT e.name AS experiment, c.name AS cell, c.chemistry, u.*
FROM pulses u
JOIN experiments e ON e.id = u.experiment_id AND e.superseded_by_id IS NULL
LEFT JOIN cells c ON c.id = e.cell_id;

-- The SOC of a row is made here from its step's start and end, as reading does; it is not stored.
CREATE VIEW bi_measurements AS
SELECT e.name AS experiment, s.step_type, d.cycle, r.*,
    d.soc_start_pct + r.capacity_ah
        * CASE WHEN d.capacity_ah <> 0 THEN (d.soc_end_pct - d.soc_start_pct) / d.capacity_ah ELSE 100 / v.reference_capacity_ah END
        AS soc_pct
FROM measurements r
JOIN experiments e ON e.id = r.experiment_id AND e.superseded_by_id IS NULL
JOIN steps s ON s.experiment_id = r.experiment_id AND s.number = r.step
LEFT JOIN step_metrics d ON d.experiment_id = r.experiment_id AND d.step = r.step
LEFT JOIN derivations v ON v.experiment_id = r.experiment_id;

CREATE VIEW bi_voltage_time AS
SELECT experiment_id, experiment, step, seq, cycle, step_type, step_time_s, test_time_s, voltage_v FROM bi_measurements;

CREATE VIEW bi_temperature_time AS
SELECT experiment_id, experiment, step, seq, cycle, step_type, step_time_s, test_time_s, temperature_degc FROM bi_measurements;

CREATE VIEW bi_voltage_capacity AS
SELECT experiment_id, experiment, step, seq, cycle, step_type, capacity_ah, voltage_v FROM bi_measurements;

-- Full discharges in per cent of the mean of the same cell's (without a cell: the same experiment's) at 1 C within 10 %, and 25 °C within 3 K.
CREATE VIEW bi_capacity_pct AS
SELECT f.experiment_id, f.experiment, f.cell, f.step, f.cycle, f.c_rate, f.temperature_start_degc, f.capacity_ah,
    100 * abs(f.capacity_ah) / (
        SELECT avg(abs(b.capacity_ah)) FROM bi_steps b
        WHERE b.full_discharge AND b.c_rate BETWEEN 0.9 AND 1.1 AND b.temperature_start_degc BETWEEN 22 AND 28
            AND (b.cell = f.cell OR (f.cell IS NULL AND b.experiment_id = f.experiment_id))
    ) AS capacity_pct
FROM bi_steps f
WHERE f.full_discharge AND f.step_type = 'discharge';

-- What has no foreign key goes with its experiment.
CREATE TRIGGER experiments_forget AFTER DELETE ON experiments
BEGIN
    DELETE FROM measurements WHERE experiment_id = OLD.id;
    DELETE FROM measurement_channels WHERE experiment_id = OLD.id;
    DELETE FROM loaded_steps WHERE experiment_id = OLD.id;
    DELETE FROM step_traces WHERE experiment_id = OLD.id;
    DELETE FROM pulse_samples WHERE experiment_id = OLD.id;
    DELETE FROM step_metrics WHERE experiment_id = OLD.id;
END;

-- The audit only grows.
CREATE TRIGGER audit_events_keep_update BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events only grows: nothing in it is changed or removed');
END;
CREATE TRIGGER audit_events_keep_delete BEFORE DELETE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events only grows: nothing in it is changed or removed');
END;
-- INSERT OR REPLACE removes a row without the trigger above being asked.
CREATE TRIGGER audit_events_keep_replace BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'audit_events only grows: nothing in it is changed or removed');
END;
