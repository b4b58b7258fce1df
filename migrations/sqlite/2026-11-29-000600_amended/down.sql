-- The views as they were before.

DROP VIEW bi_capacity_pct;
DROP VIEW bi_voltage_capacity;
DROP VIEW bi_temperature_time;
DROP VIEW bi_voltage_time;
DROP VIEW bi_measurements;
DROP VIEW bi_steps;
DROP VIEW bi_experiments;

CREATE VIEW bi_steps AS
SELECT e.id AS experiment_id, e.name AS experiment, e.project_id, p.name AS project, e.cell_id, c.name AS cell, c.chemistry,
    m.name AS machine, o.name AS operator,
    s.number AS step, d.cycle, s.tester_cycle, s.recipe_line, s.loop_pass,
    coalesce((SELECT k.value FROM corrections k WHERE k.experiment_id = s.experiment_id AND k.step = s.number
        AND k.field = 'step_type' AND k.withdrawn_at IS NULL ORDER BY k.id DESC LIMIT 1), s.step_type) AS step_type,
    s.control, s.original_step_type, s.status,
    s.end_reason, s.start_time, d.duration_s, d.previous_step_s, d.rest_before_s,
    d.voltage_start_v, d.voltage_end_v, d.voltage_min_v, d.voltage_max_v,
    d.current_mean_a, d.current_end_a, d.capacity_ah, d.energy_wh, d.power_end_w,
    d.temperature_start_degc, d.temperature_end_degc, d.temperature_min_degc, d.temperature_max_degc,
    d.c_rate, d.c_rate_mean, d.c_rate_end, d.soc_start_pct, d.soc_end_pct, d.ocv_start_v, d.measurements, d.relaxation_rows, d.full_discharge,
    s.note
FROM steps s
JOIN experiments e ON e.id = s.experiment_id AND e.superseded_by_id IS NULL
JOIN step_metrics d ON d.experiment_id = s.experiment_id AND d.step = s.number
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id
LEFT JOIN machines m ON m.id = e.machine_id
LEFT JOIN operators o ON o.id = e.operator_id;

CREATE VIEW bi_measurements AS
SELECT e.name AS experiment, e.project_id, s.step_type, d.cycle, r.*,
    d.soc_start_pct + r.capacity_ah
        * CASE WHEN d.capacity_ah <> 0 THEN (d.soc_end_pct - d.soc_start_pct) / d.capacity_ah ELSE 100 / v.reference_capacity_ah END
        AS soc_pct
FROM measurements r
JOIN experiments e ON e.id = r.experiment_id AND e.superseded_by_id IS NULL
JOIN steps s ON s.experiment_id = r.experiment_id AND s.number = r.step
LEFT JOIN step_metrics d ON d.experiment_id = r.experiment_id AND d.step = r.step
LEFT JOIN derivations v ON v.experiment_id = r.experiment_id;

CREATE VIEW bi_voltage_time AS
SELECT experiment_id, experiment, project_id, step, seq, cycle, step_type, step_time_s, test_time_s, voltage_v FROM bi_measurements;

CREATE VIEW bi_temperature_time AS
SELECT experiment_id, experiment, project_id, step, seq, cycle, step_type, step_time_s, test_time_s, temperature_degc
FROM bi_measurements;

CREATE VIEW bi_voltage_capacity AS
SELECT experiment_id, experiment, project_id, step, seq, cycle, step_type, capacity_ah, voltage_v FROM bi_measurements;

CREATE VIEW bi_capacity_pct AS
WITH discharges AS (
    SELECT experiment_id, experiment, project_id, project, cell_id, cell, step, cycle, c_rate, temperature_start_degc, capacity_ah,
        CASE WHEN cell_id IS NULL THEN experiment_id END AS without_cell_id
    FROM bi_steps
    WHERE full_discharge AND step_type = 'discharge'
), bases AS (
    SELECT cell_id, without_cell_id, avg(abs(capacity_ah)) AS capacity_ah
    FROM discharges
    WHERE c_rate BETWEEN 0.9 AND 1.1 AND temperature_start_degc BETWEEN 22 AND 28
    GROUP BY cell_id, without_cell_id
)
SELECT d.experiment_id, d.experiment, d.project_id, d.project, d.cell_id, d.cell, d.step, d.cycle, d.c_rate, d.temperature_start_degc,
    d.capacity_ah, b.capacity_ah AS base_capacity_ah, 100 * abs(d.capacity_ah) / b.capacity_ah AS capacity_pct
FROM discharges d
LEFT JOIN bases b ON b.cell_id = d.cell_id OR b.without_cell_id = d.without_cell_id;

CREATE VIEW bi_experiments AS
SELECT e.id AS experiment_id, e.name AS experiment, e.project_id, p.name AS project, e.cell_id, c.name AS cell, c.chemistry, c.manufacturer,
    c.form_factor, c.serial_number, c.batch, m.name AS machine, o.name AS operator, e.description, e.battery_type, e.tags,
    e.start_time, e.end_time, e.dialect, e.thinned_s, e.step_selection, e.source_rows, e.stored_rows,
    v.reference_step, v.reference_quality, v.reference_capacity_ah, v.nominal_capacity_ah, v.nominal_capacity_source,
    v.coulombic_efficiency_pct, v.energy_efficiency_pct,
    (SELECT count(*) FROM steps s WHERE s.experiment_id = e.id) AS steps,
    (SELECT count(*) FROM findings f WHERE f.experiment_id = e.id) AS findings, e.created_at, e.updated_at
FROM experiments e
LEFT JOIN derivations v ON v.experiment_id = e.id
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id
LEFT JOIN machines m ON m.id = e.machine_id
LEFT JOIN operators o ON o.id = e.operator_id
WHERE e.superseded_by_id IS NULL;

DROP TABLE amended_steps;
DELETE FROM data_dictionary WHERE table_name = 'amended_steps';
