-- The views as they were before.

DROP TABLE data_dictionary;
DROP VIEW bi_findings;
DROP VIEW bi_capacity_pct;
DROP VIEW bi_voltage_capacity;
DROP VIEW bi_temperature_time;
DROP VIEW bi_voltage_time;
DROP VIEW bi_measurements;
DROP VIEW bi_pulses;
DROP VIEW bi_cycles;
DROP VIEW bi_steps;
DROP VIEW bi_experiments;

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
