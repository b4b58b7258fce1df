-- What people amended of steps is known to SQL, too: the views have one step where people made one of several, and its rows go on
-- in it. What is there already is filled in when it is derived anew (`catalog rebase`, an amendment, a load).

-- Each step of which people say otherwise than the tester, and each that is part of another, as it is read; derived anew with all
-- else. A part has the words of the whole, and what goes before its rows there.
CREATE TABLE amended_steps (
    experiment_id INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    rows_before INTEGER NOT NULL,
    duration_before_s DOUBLE PRECISION NOT NULL,
    capacity_before_ah DOUBLE PRECISION NOT NULL,
    energy_before_wh DOUBLE PRECISION NOT NULL,
    tester_cycle INTEGER,
    step_type TEXT NOT NULL,
    control TEXT NOT NULL,
    original_step_type TEXT NOT NULL,
    status TEXT,
    end_reason TEXT,
    start_time TIMESTAMP,
    PRIMARY KEY (experiment_id, step)
);

-- Who loads and who reads have in it what they have in what is derived for each step.
DO $$
DECLARE
    known RECORD;
BEGIN
    FOR known IN
        SELECT a.privilege_type, a.grantee::regrole AS who
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'step_metrics'::regclass AND a.grantee <> 0 AND a.grantee <> c.relowner
    LOOP
        EXECUTE format('GRANT %s ON amended_steps TO %s', known.privilege_type, known.who);
    END LOOP;
    EXECUTE format('ALTER TABLE amended_steps OWNER TO %s',
        (SELECT relowner::regrole FROM pg_class WHERE oid = 'step_metrics'::regclass));
END
$$;

CREATE OR REPLACE VIEW bi_experiments WITH (security_barrier) AS
SELECT e.id AS experiment_id, e.name AS experiment, e.project_id, p.name AS project, e.cell_id, c.name AS cell, c.chemistry, c.manufacturer,
    c.form_factor, c.serial_number, c.batch, m.name AS machine, o.name AS operator, e.description, e.battery_type, e.tags,
    e.start_time, e.end_time, e.dialect, e.thinned_s, e.step_selection, e.source_rows, e.stored_rows,
    v.reference_step, v.reference_quality, v.reference_capacity_ah, v.nominal_capacity_ah, v.nominal_capacity_source,
    v.coulombic_efficiency_pct, v.energy_efficiency_pct,
    (SELECT count(*) FROM steps s WHERE s.experiment_id = e.id)
        - (SELECT count(*) FROM amended_steps a WHERE a.experiment_id = e.id AND a.whole <> a.step) AS steps,
    (SELECT count(*) FROM findings f WHERE f.experiment_id = e.id) AS findings, e.created_at, e.updated_at
FROM experiments e
LEFT JOIN derivations v ON v.experiment_id = e.id
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id
LEFT JOIN machines m ON m.id = e.machine_id
LEFT JOIN operators o ON o.id = e.operator_id
WHERE e.superseded_by_id IS NULL;

-- A step that is part of another is none of its own, and what was corrected is the corrected one.
CREATE OR REPLACE VIEW bi_steps WITH (security_barrier) AS
SELECT e.id AS experiment_id, e.name AS experiment, e.project_id, p.name AS project, e.cell_id, c.name AS cell, c.chemistry,
    m.name AS machine, o.name AS operator,
    s.number AS step, d.cycle,
    CASE WHEN a.step IS NULL THEN s.tester_cycle ELSE a.tester_cycle END AS tester_cycle,
    s.recipe_line, s.loop_pass,
    CASE WHEN a.step IS NULL THEN coalesce((SELECT k.value FROM corrections k WHERE k.experiment_id = s.experiment_id
        AND k.step = s.number AND k.field = 'step_type' AND k.withdrawn_at IS NULL ORDER BY k.id DESC LIMIT 1), s.step_type)
        ELSE a.step_type END AS step_type,
    CASE WHEN a.step IS NULL THEN s.control ELSE a.control END AS control,
    CASE WHEN a.step IS NULL THEN s.original_step_type ELSE a.original_step_type END AS original_step_type,
    CASE WHEN a.step IS NULL THEN s.status ELSE a.status END AS status,
    CASE WHEN a.step IS NULL THEN s.end_reason ELSE a.end_reason END AS end_reason,
    CASE WHEN a.step IS NULL THEN s.start_time ELSE a.start_time END AS start_time,
    d.duration_s, d.previous_step_s, d.rest_before_s,
    d.voltage_start_v, d.voltage_end_v, d.voltage_min_v, d.voltage_max_v,
    d.current_mean_a, d.current_end_a, d.capacity_ah, d.energy_wh, d.power_end_w,
    d.temperature_start_degc, d.temperature_end_degc, d.temperature_min_degc, d.temperature_max_degc,
    d.c_rate, d.c_rate_mean, d.c_rate_end, d.soc_start_pct, d.soc_end_pct, d.ocv_start_v, d.measurements, d.relaxation_rows, d.full_discharge,
    s.note
FROM steps s
JOIN experiments e ON e.id = s.experiment_id AND e.superseded_by_id IS NULL
JOIN step_metrics d ON d.experiment_id = s.experiment_id AND d.step = s.number
LEFT JOIN amended_steps a ON a.experiment_id = s.experiment_id AND a.step = s.number
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id
LEFT JOIN machines m ON m.id = e.machine_id
LEFT JOIN operators o ON o.id = e.operator_id;

-- The SOC of a row is made here from its step's start and end, as reading does; it is not stored. Rows of a part are rows of the whole.
-- What is amended is joined to the steps, so that a query of one step finds its rows by the index. A view of two halves (UNION ALL)
-- would lose its barrier, and a reader's function would see the rows of others.
CREATE OR REPLACE VIEW bi_measurements WITH (security_barrier) AS
SELECT e.name AS experiment, e.project_id, coalesce(a.step_type, s.step_type) AS step_type, d.cycle, r.experiment_id,
    coalesce(a.whole, s.number) AS step, r.seq + coalesce(a.rows_before, 0) AS seq,
    r.step_time_s + coalesce(a.duration_before_s, 0) AS step_time_s, r.test_time_s, r.voltage_v, r.current_a,
    r.capacity_ah + coalesce(a.capacity_before_ah, 0) AS capacity_ah, r.energy_wh + coalesce(a.energy_before_wh, 0) AS energy_wh,
    r.temperature_degc,
    d.soc_start_pct + (r.capacity_ah + coalesce(a.capacity_before_ah, 0))
        * CASE WHEN d.capacity_ah <> 0 THEN (d.soc_end_pct - d.soc_start_pct) / d.capacity_ah ELSE 100 / v.reference_capacity_ah END
        AS soc_pct
FROM measurements r
JOIN experiments e ON e.id = r.experiment_id AND e.superseded_by_id IS NULL
JOIN steps s ON s.experiment_id = r.experiment_id AND s.number = r.step
LEFT JOIN amended_steps a ON a.experiment_id = s.experiment_id AND a.step = s.number
LEFT JOIN step_metrics d ON d.experiment_id = s.experiment_id AND d.step = coalesce(a.whole, s.number)
LEFT JOIN derivations v ON v.experiment_id = r.experiment_id;

INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('amended_steps', '', NULL, 'Steps of which people say otherwise than the tester, and those that are part of another, as they are read'),
    ('amended_steps', 'experiment_id', NULL, 'The experiment'),
    ('amended_steps', 'step', NULL, 'The executed step'),
    ('amended_steps', 'whole', NULL, 'The step that it is read as; itself where it is no part of another'),
    ('amended_steps', 'rows_before', NULL, 'Rows of the whole before its own'),
    ('amended_steps', 'duration_before_s', 's', 'Duration of the parts before it'),
    ('amended_steps', 'capacity_before_ah', 'Ah', 'Capacity of the parts before it, charge positive'),
    ('amended_steps', 'energy_before_wh', 'Wh', 'Energy of the parts before it, charge positive'),
    ('amended_steps', 'tester_cycle', NULL, 'The tester''s cycle of the whole'),
    ('amended_steps', 'step_type', NULL, 'What the whole does: charge, discharge, rest, waveform or unknown'),
    ('amended_steps', 'control', NULL, 'How the whole was controlled'),
    ('amended_steps', 'original_step_type', NULL, 'The tester''s own text of the type, of every part that has another'),
    ('amended_steps', 'status', NULL, 'The tester''s own text of the end of the whole'),
    ('amended_steps', 'end_reason', NULL, 'What that means'),
    ('amended_steps', 'start_time', NULL, 'When the whole began, by the cycler''s clock');
SELECT battery_etl_comment();
