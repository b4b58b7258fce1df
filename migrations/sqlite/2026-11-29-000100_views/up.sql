-- The views know the project and the cell of each row, and every table, view and column says what it is.

DROP VIEW bi_capacity_pct;
DROP VIEW bi_voltage_capacity;
DROP VIEW bi_temperature_time;
DROP VIEW bi_voltage_time;
DROP VIEW bi_measurements;
DROP VIEW bi_pulses;
DROP VIEW bi_cycles;
DROP VIEW bi_steps;

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

-- A step that is part of another is none of its own, and a type that was corrected is the corrected one.
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

CREATE VIEW bi_cycles AS
SELECT e.name AS experiment, e.project_id, p.name AS project, e.cell_id, c.name AS cell, c.chemistry, y.*
FROM cycles y
JOIN experiments e ON e.id = y.experiment_id AND e.superseded_by_id IS NULL
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id;

CREATE VIEW bi_pulses AS
SELECT e.name AS experiment, e.project_id, p.name AS project, e.cell_id, c.name AS cell, c.chemistry, u.*
FROM pulses u
JOIN experiments e ON e.id = u.experiment_id AND e.superseded_by_id IS NULL
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id;

-- The SOC of a row is made here from its step's start and end, as reading does; it is not stored.
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

-- Full discharges in per cent of the mean of the same cell's (without a cell: the same experiment's) at 1 C within 10 %, and 25 °C within 3 K.
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

CREATE VIEW bi_findings AS
SELECT e.name AS experiment, e.project_id, p.name AS project, e.cell_id, c.name AS cell, f.*
FROM findings f
JOIN experiments e ON e.id = f.experiment_id AND e.superseded_by_id IS NULL
LEFT JOIN projects p ON p.id = e.project_id
LEFT JOIN cells c ON c.id = e.cell_id;

-- What every table, view and column holds; a table itself has no column name.
CREATE TABLE data_dictionary (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    unit TEXT,
    description TEXT NOT NULL,
    PRIMARY KEY (table_name, column_name)
);

-- What the tables hold. The words for what is derived are those of the reports; a test compares them.
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('projects', '', NULL, 'Bodies of work that experiments belong to'),
    ('projects', 'id', NULL, 'Its number'),
    ('projects', 'name', NULL, 'Its name, which no other has'),
    ('projects', 'description', NULL, 'What it is, in words'),
    ('projects', 'start_date', NULL, 'When it began'),
    ('projects', 'created_at', NULL, 'When it was made, in UTC'),
    ('projects', 'updated_at', NULL, 'When it was last changed, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('machines', '', NULL, 'The cyclers'),
    ('machines', 'id', NULL, 'Its number'),
    ('machines', 'name', NULL, 'Its name, which no other has'),
    ('machines', 'model_number', NULL, 'The makers name of its model'),
    ('machines', 'description', NULL, 'What it is, in words'),
    ('machines', 'created_at', NULL, 'When it was made, in UTC'),
    ('machines', 'updated_at', NULL, 'When it was last changed, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('operators', '', NULL, 'The people who ran the tests'),
    ('operators', 'id', NULL, 'Its number'),
    ('operators', 'name', NULL, 'Its name, which no other has'),
    ('operators', 'created_at', NULL, 'When it was made, in UTC'),
    ('operators', 'updated_at', NULL, 'When it was last changed, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('cells', '', NULL, 'The cells under test; their limits feed the rules, their nominal capacity the rates'),
    ('cells', 'id', NULL, 'Its number'),
    ('cells', 'name', NULL, 'Its name, which no other has'),
    ('cells', 'manufacturer', NULL, 'Who made it'),
    ('cells', 'chemistry', NULL, 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other'),
    ('cells', 'configuration', NULL, 'full, half, symmetric or module'),
    ('cells', 'cells_in_series', NULL, 'Cells in series in a module'),
    ('cells', 'active_mass_g', 'g', 'Mass of the active material'),
    ('cells', 'form_factor', NULL, 'prismatic, cylindrical, pouch, coin or other'),
    ('cells', 'nominal_capacity_ah', 'Ah', 'Capacity by its data sheet'),
    ('cells', 'nominal_voltage_v', 'V', 'Voltage by its data sheet'),
    ('cells', 'voltage_v_min', 'V', 'Lowest voltage that it may have'),
    ('cells', 'voltage_v_max', 'V', 'Highest voltage that it may have'),
    ('cells', 'current_charge_a_max', 'A', 'Largest current that it may be charged with; a magnitude'),
    ('cells', 'current_discharge_a_max', 'A', 'Largest current that it may be discharged with; a magnitude'),
    ('cells', 'temperature_degc_min', '°C', 'Lowest temperature that it may have'),
    ('cells', 'temperature_degc_max', '°C', 'Highest temperature that it may have'),
    ('cells', 'serial_number', NULL, 'The maker''s number of it'),
    ('cells', 'batch', NULL, 'The batch it is of'),
    ('cells', 'date_received', NULL, 'When it came'),
    ('cells', 'notes', NULL, 'What else is to be said of it'),
    ('cells', 'created_at', NULL, 'When it was made, in UTC'),
    ('cells', 'updated_at', NULL, 'When it was last changed, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('runs', '', NULL, 'Commands that loaded'),
    ('runs', 'id', NULL, 'Its number'),
    ('runs', 'command', NULL, 'The command line, without credentials'),
    ('runs', 'who', NULL, 'The account that ran it'),
    ('runs', 'tool_version', NULL, 'The battery-etl that ran'),
    ('runs', 'started_at', NULL, 'When it began, in UTC'),
    ('runs', 'finished_at', NULL, 'When it ended, in UTC; missing while it runs and when it was killed'),
    ('runs', 'loaded', NULL, 'Tests that it loaded'),
    ('runs', 'skipped', NULL, 'Tests that were there already'),
    ('runs', 'rejected', NULL, 'Tests that were refused for what they hold'),
    ('runs', 'failed', NULL, 'Tests that could not be loaded'),
    ('runs', 'message', NULL, 'What it said at its end');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('run_outcomes', '', NULL, 'What became of each test of a run'),
    ('run_outcomes', 'run_id', NULL, 'The run'),
    ('run_outcomes', 'seq', NULL, 'Its place in the run'),
    ('run_outcomes', 'name', NULL, 'The name of the test'),
    ('run_outcomes', 'outcome', NULL, 'loaded, appended, updated, skipped, replaced, rejected or failed'),
    ('run_outcomes', 'experiment_id', NULL, 'The experiment that it became'),
    ('run_outcomes', 'message', NULL, 'Why'),
    ('run_outcomes', 'duration_s', 's', 'How long it took');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('experiments', '', NULL, 'Tests that are loaded: what a cycler did to a cell'),
    ('experiments', 'id', NULL, 'Its number'),
    ('experiments', 'name', NULL, 'Its name, which no other has'),
    ('experiments', 'description', NULL, 'What it is, in words'),
    ('experiments', 'project_id', NULL, 'The project it belongs to'),
    ('experiments', 'cell_id', NULL, 'The cell it was made with'),
    ('experiments', 'machine_id', NULL, 'The cycler that ran it'),
    ('experiments', 'operator_id', NULL, 'Who ran it'),
    ('experiments', 'battery_type', NULL, 'The chemistry, where it was said of the test'),
    ('experiments', 'tags', NULL, 'Its tags, as a JSON list'),
    ('experiments', 'start_time', NULL, 'When its first step began, by the cycler''s local clock'),
    ('experiments', 'end_time', NULL, 'When its last step ended, by the cycler''s local clock'),
    ('experiments', 'dialect', NULL, 'How its files were read'),
    ('experiments', 'has_end_reasons', NULL, 'Whether the tester says why steps ended'),
    ('experiments', 'has_rows', NULL, 'Whether it has rows, not steps alone'),
    ('experiments', 'temperature_channel', NULL, 'The header of the column that is the cell''s temperature'),
    ('experiments', 'thinned_s', 's', 'The interval to which its rows were thinned; missing where they were not'),
    ('experiments', 'step_selection', NULL, 'The steps whose rows were asked for; missing for all'),
    ('experiments', 'source_rows', NULL, 'Rows of its files'),
    ('experiments', 'stored_rows', NULL, 'Rows in the database'),
    ('experiments', 'rows_digest', NULL, 'blake3 of the values of all rows of its files'),
    ('experiments', 'steps_digest', NULL, 'blake3 of what the tester said of its steps'),
    ('experiments', 'content_digest', NULL, 'blake3 of both; no two experiments have one'),
    ('experiments', 'supersedes_id', NULL, 'The experiment that it replaced'),
    ('experiments', 'superseded_by_id', NULL, 'The experiment that replaced it; the views leave such out'),
    ('experiments', 'run_id', NULL, 'The run that loaded it'),
    ('experiments', 'created_at', NULL, 'When it was made, in UTC'),
    ('experiments', 'updated_at', NULL, 'When it was last changed, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('derivations', '', NULL, 'How an experiment was derived, and what concerns the whole of it'),
    ('derivations', 'experiment_id', NULL, 'The experiment'),
    ('derivations', 'reference_step', NULL, 'The discharge on which its state of charge stands'),
    ('derivations', 'reference_quality', NULL, 'full, or partial where no discharge emptied the cell'),
    ('derivations', 'reference_capacity_ah', 'Ah', 'The capacity that is 100 % of its state of charge'),
    ('derivations', 'nominal_capacity_ah', 'Ah', 'The capacity that its C-rates are over'),
    ('derivations', 'nominal_capacity_source', NULL, 'Where that comes from: flag, cell or reference'),
    ('derivations', 'coulombic_efficiency_pct', '%', 'Discharge over charge capacity of the whole test'),
    ('derivations', 'energy_efficiency_pct', '%', 'Discharge over charge energy of the whole test'),
    ('derivations', 'conventions', NULL, 'The conventions it was derived under, as JSON'),
    ('derivations', 'notes', NULL, 'What is to be known of its figures, as a JSON list'),
    ('derivations', 'created_at', NULL, 'When it was made, in UTC'),
    ('derivations', 'updated_at', NULL, 'When it was last changed, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('experiment_channels', '', NULL, 'Further columns that the cycler recorded'),
    ('experiment_channels', 'experiment_id', NULL, 'The experiment'),
    ('experiment_channels', 'channel', NULL, 'Its place among the packed channels, from 0'),
    ('experiment_channels', 'name', NULL, 'Its header'),
    ('experiment_channels', 'kind', NULL, 'What it holds');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('processed_files', '', NULL, 'Input files, also those that were refused; the guard against loading the same twice'),
    ('processed_files', 'id', NULL, 'Its number'),
    ('processed_files', 'experiment_id', NULL, 'The experiment it became; missing where it was refused'),
    ('processed_files', 'run_id', NULL, 'The run that read it'),
    ('processed_files', 'role', NULL, 'step, detail or single'),
    ('processed_files', 'path', NULL, 'Where it lay'),
    ('processed_files', 'name', NULL, 'Its name'),
    ('processed_files', 'blake3', NULL, 'blake3 of its bytes'),
    ('processed_files', 'size', NULL, 'Its bytes'),
    ('processed_files', 'modified_at', NULL, 'When it was last changed, in UTC'),
    ('processed_files', 'encoding', NULL, 'Its encoding'),
    ('processed_files', 'delimiter', NULL, 'What parts its columns'),
    ('processed_files', 'dialect', NULL, 'How it was read'),
    ('processed_files', 'row_count', NULL, 'Its rows'),
    ('processed_files', 'sentinels', NULL, 'Values that stand for a missing one'),
    ('processed_files', 'rejected_rows', NULL, 'Rows that could not be read'),
    ('processed_files', 'tool_version', NULL, 'The battery-etl that read it'),
    ('processed_files', 'options', NULL, 'The options it was read with, as JSON'),
    ('processed_files', 'outcome', NULL, 'loaded, grown (it has grown since), rejected or failed'),
    ('processed_files', 'message', NULL, 'Why'),
    ('processed_files', 'processed_at', NULL, 'When it was read, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('steps', '', NULL, 'What the tester said of each executed step; never computed'),
    ('steps', 'experiment_id', NULL, 'The experiment'),
    ('steps', 'number', NULL, 'The executed step, counted by the tester'),
    ('steps', 'tester_cycle', NULL, 'The tester''s own cycle counter'),
    ('steps', 'section', NULL, 'The section of the recipe'),
    ('steps', 'recipe_line', NULL, 'The line of the recipe it executes'),
    ('steps', 'loop_pass', NULL, 'The pass of the loop around it'),
    ('steps', 'step_type', NULL, 'What it does: charge, discharge, rest, waveform or unknown'),
    ('steps', 'control', NULL, 'What is held: rest, chamber, constant_current, constant_current_voltage, constant_voltage, constant_power, power_pulse, waveform or unknown'),
    ('steps', 'original_step_type', NULL, 'The file''s own word for it'),
    ('steps', 'status', NULL, 'The file''s own word for its end'),
    ('steps', 'end_reason', NULL, 'Why it ended: running, time, voltage, current, function, skipped, alarm or unknown'),
    ('steps', 'start_time', NULL, 'When it began, by the cycler''s local clock'),
    ('steps', 'duration_s', 's', 'How long it took, by the tester'),
    ('steps', 'voltage_start_v', 'V', 'Voltage at its start'),
    ('steps', 'voltage_end_v', 'V', 'Voltage at its end'),
    ('steps', 'current_end_a', 'A', 'Current at its end'),
    ('steps', 'power_end_w', 'W', 'Power at its end'),
    ('steps', 'capacity_ah', 'Ah', 'Capacity of this step alone, by the tester'),
    ('steps', 'energy_wh', 'Wh', 'Energy of this step alone, by the tester'),
    ('steps', 'temperature_end_degc', '°C', 'Temperature of the cell at its end'),
    ('steps', 'chamber_temperature_end_degc', '°C', 'Temperature of the chamber at its end'),
    ('steps', 'constant_current_capacity_ah', 'Ah', 'Capacity until the voltage was held'),
    ('steps', 'total_capacity_ah', 'Ah', 'The tester''s running total, which may begin anew'),
    ('steps', 'tester_soc_pct', '%', 'The tester''s own state of charge'),
    ('steps', 'extras', NULL, 'Further columns of the file, as JSON'),
    ('steps', 'line', NULL, 'Its line in the Step file; missing where its rows alone tell of it'),
    ('steps', 'note', NULL, 'What a person said of it'),
    ('steps', 'created_at', NULL, 'When it was made, in UTC'),
    ('steps', 'updated_at', NULL, 'When it was last changed, in UTC');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('step_traces', '', NULL, 'What the rows of each step say, folded over all of them before thinning'),
    ('step_traces', 'experiment_id', NULL, 'The experiment'),
    ('step_traces', 'step', NULL, 'The executed step'),
    ('step_traces', 'rows', NULL, 'Its rows'),
    ('step_traces', 'active_rows', NULL, 'Rows up to the step''s duration'),
    ('step_traces', 'relaxation_rows', NULL, 'Rows logged after it, at rest'),
    ('step_traces', 'duration_contradicted', NULL, 'Whether the rows show that the step''s duration is wrong'),
    ('step_traces', 'first_line', NULL, 'Line of its first row in the file'),
    ('step_traces', 'last_active_line', NULL, 'Line of its last active row'),
    ('step_traces', 'test_time_start_s', 's', 'Test time of its first row'),
    ('step_traces', 'test_time_end_s', 's', 'Test time of its last active row'),
    ('step_traces', 'step_time_end_s', 's', 'Step time of its last active row'),
    ('step_traces', 'voltage_start_v', 'V', 'Voltage of its first active row'),
    ('step_traces', 'voltage_end_v', 'V', 'Voltage of its last active row'),
    ('step_traces', 'voltage_min_v', 'V', 'Lowest voltage of its active rows'),
    ('step_traces', 'voltage_max_v', 'V', 'Highest voltage of its active rows'),
    ('step_traces', 'current_end_a', 'A', 'Current of its last active row'),
    ('step_traces', 'current_abs_max_a', 'A', 'Largest current of its active rows; a magnitude'),
    ('step_traces', 'current_held_a', 'A', 'Largest current that two neighbouring rows both reach; a magnitude'),
    ('step_traces', 'power_end_w', 'W', 'Power of its last active row'),
    ('step_traces', 'capacity_end_ah', 'Ah', 'Capacity of its last active row'),
    ('step_traces', 'energy_end_wh', 'Wh', 'Energy of its last active row'),
    ('step_traces', 'temperature_start_degc', '°C', 'Temperature of its first active row'),
    ('step_traces', 'temperature_end_degc', '°C', 'Temperature of its last active row'),
    ('step_traces', 'temperature_min_degc', '°C', 'Lowest temperature of its active rows'),
    ('step_traces', 'temperature_max_degc', '°C', 'Highest temperature of its active rows'),
    ('step_traces', 'chamber_temperature_start_degc', '°C', 'Temperature of the chamber at its first active row'),
    ('step_traces', 'integral_charge_ah', 'Ah', 'Integral of its positive current over time'),
    ('step_traces', 'integral_discharge_ah', 'Ah', 'Integral of its negative current over time'),
    ('step_traces', 'integral_charge_wh', 'Wh', 'Integral of its positive power over time'),
    ('step_traces', 'integral_discharge_wh', 'Wh', 'Integral of its negative power over time'),
    ('step_traces', 'constant_voltage_start_ah', 'Ah', 'Capacity at which the voltage began to be held'),
    ('step_traces', 'words', NULL, 'What the rows say in words where the step does not, as JSON');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('pulse_samples', '', NULL, 'Rows at the times at which resistance is taken, or interpolated to them'),
    ('pulse_samples', 'experiment_id', NULL, 'The experiment'),
    ('pulse_samples', 'step', NULL, 'The executed step'),
    ('pulse_samples', 'what', NULL, 'first, 100ms, 1s, 10s or end'),
    ('pulse_samples', 'step_time_s', 's', 'Time since the step''s start'),
    ('pulse_samples', 'voltage_v', 'V', 'Voltage'),
    ('pulse_samples', 'current_a', 'A', 'Current; charge is positive');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('step_metrics', '', NULL, 'What was derived for each step'),
    ('step_metrics', 'experiment_id', NULL, 'The experiment'),
    ('step_metrics', 'step', NULL, 'The executed step, counted by the tester'),
    ('step_metrics', 'cycle', NULL, 'The cycle it is in'),
    ('step_metrics', 'duration_s', 's', 'How long it took'),
    ('step_metrics', 'previous_step_s', 's', 'How long the step before took'),
    ('step_metrics', 'rest_before_s', 's', 'Unbroken rest before; 0 after any other step'),
    ('step_metrics', 'voltage_start_v', 'V', 'Voltage of the first active row'),
    ('step_metrics', 'voltage_end_v', 'V', 'Voltage at the end'),
    ('step_metrics', 'voltage_min_v', 'V', 'Lowest voltage of the active rows'),
    ('step_metrics', 'voltage_max_v', 'V', 'Highest voltage of the active rows'),
    ('step_metrics', 'current_mean_a', 'A', 'Capacity over duration'),
    ('step_metrics', 'current_end_a', 'A', 'Current at the end'),
    ('step_metrics', 'capacity_ah', 'Ah', 'Capacity of this step alone, discharge negative'),
    ('step_metrics', 'energy_wh', 'Wh', 'Energy of this step alone, discharge negative'),
    ('step_metrics', 'power_end_w', 'W', 'Power at the end'),
    ('step_metrics', 'temperature_start_degc', '°C', 'Temperature of the first active row'),
    ('step_metrics', 'temperature_end_degc', '°C', 'Temperature at the end'),
    ('step_metrics', 'temperature_min_degc', '°C', 'Lowest temperature of the active rows'),
    ('step_metrics', 'temperature_max_degc', '°C', 'Highest temperature of the active rows'),
    ('step_metrics', 'c_rate', NULL, 'Current that it held over the nominal capacity; a magnitude'),
    ('step_metrics', 'c_rate_mean', NULL, 'Mean current over the nominal capacity; a magnitude'),
    ('step_metrics', 'c_rate_end', NULL, 'Current at the end over the nominal capacity; a magnitude'),
    ('step_metrics', 'soc_start_pct', '%', 'State of charge at the start'),
    ('step_metrics', 'soc_end_pct', '%', 'State of charge at the end'),
    ('step_metrics', 'ocv_start_v', 'V', 'End voltage of the rest immediately before'),
    ('step_metrics', 'measurements', NULL, 'Rows of the step; none without its Detail file'),
    ('step_metrics', 'relaxation_rows', NULL, 'Rows logged after its end while the cell relaxed'),
    ('step_metrics', 'full_discharge', NULL, 'Whether it is a discharge from full to empty');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('cycles', '', NULL, 'What was derived for each cycle'),
    ('cycles', 'experiment_id', NULL, 'The experiment'),
    ('cycles', 'cycle', NULL, 'The cycle'),
    ('cycles', 'tester_cycle', NULL, 'The tester''s own counter'),
    ('cycles', 'first_step', NULL, 'Its first step'),
    ('cycles', 'last_step', NULL, 'Its last step'),
    ('cycles', 'complete', NULL, 'Whether it holds a charge and a discharge swing'),
    ('cycles', 'balanced', NULL, 'Whether the discharges before it and at its end are alike'),
    ('cycles', 'soc_net_pct', '%', 'SOC at its end less SOC at its start'),
    ('cycles', 'charge_capacity_ah', 'Ah', 'Capacity charged'),
    ('cycles', 'discharge_capacity_ah', 'Ah', 'Capacity discharged'),
    ('cycles', 'charge_energy_wh', 'Wh', 'Energy charged'),
    ('cycles', 'discharge_energy_wh', 'Wh', 'Energy discharged'),
    ('cycles', 'coulombic_efficiency_pct', '%', 'Discharge over charge capacity of a complete cycle'),
    ('cycles', 'energy_efficiency_pct', '%', 'Discharge over charge energy of a complete cycle'),
    ('cycles', 'equivalent_full_cycles', NULL, 'Throughput since the start of the test over twice the nominal capacity'),
    ('cycles', 'full_discharge_step', NULL, 'The step that is its full discharge'),
    ('cycles', 'full_discharge_capacity_ah', 'Ah', 'Capacity of its full discharge'),
    ('cycles', 'soh_pct', '%', 'Capacity of its full discharge over the baseline''s'),
    ('cycles', 'soh_baseline_step', NULL, 'The full discharge that is 100 % SOH'),
    ('cycles', 'discharge_c_rate', NULL, 'C-rate of its discharge'),
    ('cycles', 'discharge_temperature_start_degc', '°C', 'Temperature at the start of its discharge'),
    ('cycles', 'voltage_mean_charge_v', 'V', 'Energy over capacity of its charges'),
    ('cycles', 'voltage_mean_discharge_v', 'V', 'Energy over capacity of its discharges'),
    ('cycles', 'hysteresis_v', 'V', 'Mean charge less mean discharge voltage'),
    ('cycles', 'cv_share_pct', '%', 'Share of the charge at constant voltage'),
    ('cycles', 'temperature_max_degc', '°C', 'Highest temperature');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('corrections', '', NULL, 'Values of steps that people hold to be wrong, and what stands in their place; what was measured stays'),
    ('corrections', 'id', NULL, 'Number'),
    ('corrections', 'experiment_id', NULL, 'The experiment'),
    ('corrections', 'step', NULL, 'The executed step'),
    ('corrections', 'field', NULL, 'The field, with its unit last'),
    ('corrections', 'value', NULL, 'What stands in its place; null for nothing'),
    ('corrections', 'reason', NULL, 'Why'),
    ('corrections', 'who', NULL, 'Who said so'),
    ('corrections', 'created_at', NULL, 'When, in UTC'),
    ('corrections', 'withdrawn_at', NULL, 'When it was taken back, in UTC; null while it is in force'),
    ('merges', '', NULL, 'Consecutive steps that people made one; it has the number of the first'),
    ('merges', 'id', NULL, 'Number'),
    ('merges', 'experiment_id', NULL, 'The experiment'),
    ('merges', 'first_step', NULL, 'The first of them'),
    ('merges', 'last_step', NULL, 'The last of them'),
    ('merges', 'reason', NULL, 'Why'),
    ('merges', 'who', NULL, 'Who said so'),
    ('merges', 'created_at', NULL, 'When, in UTC'),
    ('merges', 'withdrawn_at', NULL, 'When it was taken back, in UTC; null while it is in force'),
    ('pulses', '', NULL, 'What was derived for each pulse: steps that are short and after a rest'),
    ('pulses', 'experiment_id', NULL, 'The experiment'),
    ('pulses', 'step', NULL, 'The step that is the pulse'),
    ('pulses', 'cycle', NULL, 'The cycle it is in'),
    ('pulses', 'direction', NULL, 'charge or discharge'),
    ('pulses', 'purpose', NULL, 'pulse, or restore where it undoes another'),
    ('pulses', 'soc_pct', '%', 'State of charge at its start'),
    ('pulses', 'temperature_degc', '°C', 'Temperature at its start'),
    ('pulses', 'current_mean_a', 'A', 'Capacity over duration'),
    ('pulses', 'c_rate', NULL, 'Held current over the nominal capacity; a magnitude'),
    ('pulses', 'rest_before_s', 's', 'Unbroken rest before'),
    ('pulses', 'ocv_v', 'V', 'End voltage of that rest'),
    ('pulses', 'ocv_settled', NULL, 'Whether that rest was long enough for an open-circuit voltage'),
    ('pulses', 'power_ocv_v', 'V', 'Open-circuit voltage that its power capability is reckoned with'),
    ('pulses', 'duration_s', 's', 'How long it took'),
    ('pulses', 'r0_time_s', 's', 'When its first active row was taken'),
    ('pulses', 'r0_ohm', 'Ω', 'Resistance at the first active row'),
    ('pulses', 'r_100ms_ohm', 'Ω', 'Resistance at 0.1 s'),
    ('pulses', 'r_1s_ohm', 'Ω', 'Resistance at 1 s'),
    ('pulses', 'r_10s_ohm', 'Ω', 'Resistance at 10 s'),
    ('pulses', 'r_end_ohm', 'Ω', 'Resistance at the last active row'),
    ('pulses', 'power_capability_10s_w', 'W', 'Power that it could give or take for 10 s within the voltage limits');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('findings', '', NULL, 'What validation found when the experiment was loaded'),
    ('findings', 'experiment_id', NULL, 'The experiment'),
    ('findings', 'seq', NULL, 'Its place in the report'),
    ('findings', 'rule', NULL, 'The rule, as validate --explain has it'),
    ('findings', 'name', NULL, 'The rule''s name'),
    ('findings', 'severity', NULL, 'error, warning or info'),
    ('findings', 'file', NULL, 'The file'),
    ('findings', 'line', NULL, 'The first line'),
    ('findings', 'line_end', NULL, 'The last line'),
    ('findings', 'step', NULL, 'The executed step'),
    ('findings', 'column_name', NULL, 'The column'),
    ('findings', 'value', NULL, 'What was found there'),
    ('findings', 'message', NULL, 'What is wrong, in words');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('loaded_steps', '', NULL, 'What was poured of each step; the integrity check compares the rows with it'),
    ('loaded_steps', 'experiment_id', NULL, 'The experiment'),
    ('loaded_steps', 'step', NULL, 'The executed step'),
    ('loaded_steps', 'rows', NULL, 'Rows that were poured'),
    ('loaded_steps', 'voltage_v_sum', 'V', 'Sum of their voltages'),
    ('loaded_steps', 'current_a_sum', 'A', 'Sum of their currents'),
    ('loaded_steps', 'capacity_ah_sum', 'Ah', 'Sum of their capacities'),
    ('loaded_steps', 'voltage_v_magnitude', 'V', 'Sum of the absolute values'),
    ('loaded_steps', 'current_a_magnitude', 'A', 'Sum of the absolute values'),
    ('loaded_steps', 'capacity_ah_magnitude', 'Ah', 'Sum of the absolute values');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('audit_events', '', NULL, 'Who changed what; nothing here is ever changed or removed'),
    ('audit_events', 'id', NULL, 'Its number'),
    ('audit_events', 'happened_at', NULL, 'When, in UTC'),
    ('audit_events', 'who', NULL, 'The account that did it'),
    ('audit_events', 'command', NULL, 'The command line, without credentials'),
    ('audit_events', 'tool_version', NULL, 'The battery-etl that did it'),
    ('audit_events', 'entity', NULL, 'What kind of thing was changed'),
    ('audit_events', 'entity_id', NULL, 'Its number'),
    ('audit_events', 'entity_name', NULL, 'Its name at that time'),
    ('audit_events', 'action', NULL, 'What was done to it'),
    ('audit_events', 'before_json', NULL, 'What it was, as JSON'),
    ('audit_events', 'after_json', NULL, 'What it became, as JSON'),
    ('audit_events', 'reason', NULL, 'Why, where a person said so');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('measurements', '', NULL, 'The rows of each step'),
    ('measurements', 'experiment_id', NULL, 'The experiment'),
    ('measurements', 'step', NULL, 'The executed step'),
    ('measurements', 'seq', NULL, 'Its place in the step, from 0'),
    ('measurements', 'step_time_s', 's', 'Time since the step''s start'),
    ('measurements', 'test_time_s', 's', 'Time since the test''s start'),
    ('measurements', 'voltage_v', 'V', 'Voltage'),
    ('measurements', 'current_a', 'A', 'Current; charge is positive'),
    ('measurements', 'capacity_ah', 'Ah', 'Capacity since the step''s start; charge is positive'),
    ('measurements', 'energy_wh', 'Wh', 'Energy since the step''s start; charge is positive'),
    ('measurements', 'temperature_degc', '°C', 'Temperature of the cell');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('measurement_channels', '', NULL, 'The further columns of the rows, packed: those of each 16,384 rows of a step together'),
    ('measurement_channels', 'experiment_id', NULL, 'The experiment'),
    ('measurement_channels', 'step', NULL, 'The executed step'),
    ('measurement_channels', 'seq_first', NULL, 'The first row'),
    ('measurement_channels', 'channels', NULL, 'How many channels'),
    ('measurement_channels', 'has_lines', NULL, 'Whether the rows'' lines in the file are packed, too'),
    ('measurement_channels', 'packed', NULL, 'The values, packed as docs/database.md says');
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('data_dictionary', '', NULL, 'What every table, view and column holds'),
    ('data_dictionary', 'table_name', NULL, 'The table or view'),
    ('data_dictionary', 'column_name', NULL, 'The column; empty for the table itself'),
    ('data_dictionary', 'unit', NULL, 'The unit; missing where there is none'),
    ('data_dictionary', 'description', NULL, 'What it is');

-- What the views show; what they take from a table has its words from there.
INSERT INTO data_dictionary (table_name, column_name, unit, description) VALUES
    ('bi_experiments', '', NULL, 'Tests that are loaded, with what each belongs to and how it was derived'),
    ('bi_experiments', 'experiment_id', NULL, 'The experiment'),
    ('bi_experiments', 'experiment', NULL, 'The name of the experiment'),
    ('bi_experiments', 'project_id', NULL, 'The project it belongs to'),
    ('bi_experiments', 'project', NULL, 'The name of the project'),
    ('bi_experiments', 'cell_id', NULL, 'The cell it was made with'),
    ('bi_experiments', 'cell', NULL, 'The name of the cell'),
    ('bi_experiments', 'machine', NULL, 'The name of the cycler'),
    ('bi_experiments', 'operator', NULL, 'Who ran it'),
    ('bi_experiments', 'steps', NULL, 'Executed steps'),
    ('bi_experiments', 'findings', NULL, 'What validation found at loading'),
    ('bi_steps', '', NULL, 'Executed steps with what the tester said and what was derived'),
    ('bi_steps', 'experiment_id', NULL, 'The experiment'),
    ('bi_steps', 'experiment', NULL, 'The name of the experiment'),
    ('bi_steps', 'project_id', NULL, 'The project it belongs to'),
    ('bi_steps', 'project', NULL, 'The name of the project'),
    ('bi_steps', 'cell_id', NULL, 'The cell it was made with'),
    ('bi_steps', 'cell', NULL, 'The name of the cell'),
    ('bi_steps', 'machine', NULL, 'The name of the cycler'),
    ('bi_steps', 'operator', NULL, 'Who ran it'),
    ('bi_cycles', '', NULL, 'Cycles with what was derived'),
    ('bi_cycles', 'experiment_id', NULL, 'The experiment'),
    ('bi_cycles', 'experiment', NULL, 'The name of the experiment'),
    ('bi_cycles', 'project_id', NULL, 'The project it belongs to'),
    ('bi_cycles', 'project', NULL, 'The name of the project'),
    ('bi_cycles', 'cell_id', NULL, 'The cell it was made with'),
    ('bi_cycles', 'cell', NULL, 'The name of the cell'),
    ('bi_pulses', '', NULL, 'Pulses with resistance and power'),
    ('bi_pulses', 'experiment_id', NULL, 'The experiment'),
    ('bi_pulses', 'experiment', NULL, 'The name of the experiment'),
    ('bi_pulses', 'project_id', NULL, 'The project it belongs to'),
    ('bi_pulses', 'project', NULL, 'The name of the project'),
    ('bi_pulses', 'cell_id', NULL, 'The cell it was made with'),
    ('bi_pulses', 'cell', NULL, 'The name of the cell'),
    ('bi_measurements', '', NULL, 'Rows with the state of charge of each'),
    ('bi_measurements', 'experiment_id', NULL, 'The experiment'),
    ('bi_measurements', 'experiment', NULL, 'The name of the experiment'),
    ('bi_measurements', 'project_id', NULL, 'The project it belongs to'),
    ('bi_measurements', 'soc_pct', '%', 'State of charge of the row'),
    ('bi_voltage_time', '', NULL, 'Voltage over time, for each row'),
    ('bi_voltage_time', 'experiment_id', NULL, 'The experiment'),
    ('bi_voltage_time', 'experiment', NULL, 'The name of the experiment'),
    ('bi_voltage_time', 'project_id', NULL, 'The project it belongs to'),
    ('bi_temperature_time', '', NULL, 'Temperature over time, for each row'),
    ('bi_temperature_time', 'experiment_id', NULL, 'The experiment'),
    ('bi_temperature_time', 'experiment', NULL, 'The name of the experiment'),
    ('bi_temperature_time', 'project_id', NULL, 'The project it belongs to'),
    ('bi_voltage_capacity', '', NULL, 'Voltage over capacity, for each row'),
    ('bi_voltage_capacity', 'experiment_id', NULL, 'The experiment'),
    ('bi_voltage_capacity', 'experiment', NULL, 'The name of the experiment'),
    ('bi_voltage_capacity', 'project_id', NULL, 'The project it belongs to'),
    ('bi_capacity_pct', '', NULL, 'Full discharges in per cent of the mean of the same cell''s (without a cell: the same experiment''s) at 1 C within 10 % and 25 °C within 3 K'),
    ('bi_capacity_pct', 'experiment_id', NULL, 'The experiment'),
    ('bi_capacity_pct', 'experiment', NULL, 'The name of the experiment'),
    ('bi_capacity_pct', 'project_id', NULL, 'The project it belongs to'),
    ('bi_capacity_pct', 'project', NULL, 'The name of the project'),
    ('bi_capacity_pct', 'cell_id', NULL, 'The cell it was made with'),
    ('bi_capacity_pct', 'cell', NULL, 'The name of the cell'),
    ('bi_capacity_pct', 'base_capacity_ah', 'Ah', 'The capacity that is 100 %: the mean at 1 C and 25 °C; a magnitude'),
    ('bi_capacity_pct', 'capacity_pct', '%', 'Capacity over that; missing where the cell has none'),
    ('bi_findings', '', NULL, 'What validation found when each test was loaded'),
    ('bi_findings', 'experiment_id', NULL, 'The experiment'),
    ('bi_findings', 'experiment', NULL, 'The name of the experiment'),
    ('bi_findings', 'project_id', NULL, 'The project it belongs to'),
    ('bi_findings', 'project', NULL, 'The name of the project'),
    ('bi_findings', 'cell_id', NULL, 'The cell it was made with'),
    ('bi_findings', 'cell', NULL, 'The name of the cell');
INSERT INTO data_dictionary SELECT 'bi_experiments', column_name, unit, description FROM data_dictionary
WHERE table_name = 'cells' AND column_name IN ('manufacturer', 'form_factor', 'serial_number', 'batch');
INSERT INTO data_dictionary SELECT 'bi_experiments', column_name, unit, description FROM data_dictionary
WHERE table_name = 'cells' AND column_name IN ('chemistry');
INSERT INTO data_dictionary SELECT 'bi_experiments', column_name, unit, description FROM data_dictionary
WHERE table_name = 'experiments' AND column_name IN (
    'description', 'battery_type', 'tags', 'start_time', 'end_time', 'dialect', 'thinned_s', 'step_selection',
    'source_rows', 'stored_rows', 'created_at', 'updated_at'
);
INSERT INTO data_dictionary SELECT 'bi_experiments', column_name, unit, description FROM data_dictionary
WHERE table_name = 'derivations' AND column_name IN (
    'reference_step', 'reference_quality', 'reference_capacity_ah', 'nominal_capacity_ah', 'nominal_capacity_source',
    'coulombic_efficiency_pct', 'energy_efficiency_pct'
);
INSERT INTO data_dictionary SELECT 'bi_steps', column_name, unit, description FROM data_dictionary
WHERE table_name = 'cells' AND column_name IN ('chemistry');
INSERT INTO data_dictionary SELECT 'bi_steps', column_name, unit, description FROM data_dictionary
WHERE table_name = 'step_metrics' AND column_name IN (
    'step', 'cycle', 'duration_s', 'previous_step_s', 'rest_before_s', 'voltage_start_v', 'voltage_end_v',
    'voltage_min_v', 'voltage_max_v', 'current_mean_a', 'current_end_a', 'capacity_ah', 'energy_wh', 'power_end_w',
    'temperature_start_degc', 'temperature_end_degc', 'temperature_min_degc', 'temperature_max_degc', 'c_rate',
    'c_rate_mean', 'c_rate_end', 'soc_start_pct', 'soc_end_pct', 'ocv_start_v', 'measurements', 'relaxation_rows',
    'full_discharge'
);
INSERT INTO data_dictionary SELECT 'bi_steps', column_name, unit, description FROM data_dictionary
WHERE table_name = 'steps' AND column_name IN (
    'tester_cycle', 'recipe_line', 'loop_pass', 'step_type', 'control', 'original_step_type', 'status', 'end_reason',
    'start_time', 'note'
);
INSERT INTO data_dictionary SELECT 'bi_cycles', column_name, unit, description FROM data_dictionary
WHERE table_name = 'cells' AND column_name IN ('chemistry');
INSERT INTO data_dictionary SELECT 'bi_cycles', column_name, unit, description FROM data_dictionary
WHERE table_name = 'cycles' AND column_name IN (
    'cycle', 'tester_cycle', 'first_step', 'last_step', 'complete', 'balanced', 'soc_net_pct', 'charge_capacity_ah',
    'discharge_capacity_ah', 'charge_energy_wh', 'discharge_energy_wh', 'coulombic_efficiency_pct',
    'energy_efficiency_pct', 'equivalent_full_cycles', 'full_discharge_step', 'full_discharge_capacity_ah',
    'soh_pct', 'soh_baseline_step', 'discharge_c_rate', 'discharge_temperature_start_degc', 'voltage_mean_charge_v',
    'voltage_mean_discharge_v', 'hysteresis_v', 'cv_share_pct', 'temperature_max_degc'
);
INSERT INTO data_dictionary SELECT 'bi_pulses', column_name, unit, description FROM data_dictionary
WHERE table_name = 'cells' AND column_name IN ('chemistry');
INSERT INTO data_dictionary SELECT 'bi_pulses', column_name, unit, description FROM data_dictionary
WHERE table_name = 'pulses' AND column_name IN (
    'step', 'cycle', 'direction', 'purpose', 'soc_pct', 'temperature_degc', 'current_mean_a', 'c_rate',
    'rest_before_s', 'ocv_v', 'ocv_settled', 'power_ocv_v', 'duration_s', 'r0_time_s', 'r0_ohm', 'r_100ms_ohm',
    'r_1s_ohm', 'r_10s_ohm', 'r_end_ohm', 'power_capability_10s_w'
);
INSERT INTO data_dictionary SELECT 'bi_measurements', column_name, unit, description FROM data_dictionary
WHERE table_name = 'steps' AND column_name IN ('step_type');
INSERT INTO data_dictionary SELECT 'bi_measurements', column_name, unit, description FROM data_dictionary
WHERE table_name = 'step_metrics' AND column_name IN ('cycle');
INSERT INTO data_dictionary SELECT 'bi_measurements', column_name, unit, description FROM data_dictionary
WHERE table_name = 'measurements' AND column_name IN (
    'step', 'seq', 'step_time_s', 'test_time_s', 'voltage_v', 'current_a', 'capacity_ah', 'energy_wh',
    'temperature_degc'
);
INSERT INTO data_dictionary SELECT 'bi_voltage_time', column_name, unit, description FROM data_dictionary
WHERE table_name = 'steps' AND column_name IN ('step_type');
INSERT INTO data_dictionary SELECT 'bi_voltage_time', column_name, unit, description FROM data_dictionary
WHERE table_name = 'step_metrics' AND column_name IN ('cycle');
INSERT INTO data_dictionary SELECT 'bi_voltage_time', column_name, unit, description FROM data_dictionary
WHERE table_name = 'measurements' AND column_name IN (
    'step', 'seq', 'step_time_s', 'test_time_s', 'voltage_v'
);
INSERT INTO data_dictionary SELECT 'bi_temperature_time', column_name, unit, description FROM data_dictionary
WHERE table_name = 'steps' AND column_name IN ('step_type');
INSERT INTO data_dictionary SELECT 'bi_temperature_time', column_name, unit, description FROM data_dictionary
WHERE table_name = 'step_metrics' AND column_name IN ('cycle');
INSERT INTO data_dictionary SELECT 'bi_temperature_time', column_name, unit, description FROM data_dictionary
WHERE table_name = 'measurements' AND column_name IN (
    'step', 'seq', 'step_time_s', 'test_time_s', 'temperature_degc'
);
INSERT INTO data_dictionary SELECT 'bi_voltage_capacity', column_name, unit, description FROM data_dictionary
WHERE table_name = 'steps' AND column_name IN ('step_type');
INSERT INTO data_dictionary SELECT 'bi_voltage_capacity', column_name, unit, description FROM data_dictionary
WHERE table_name = 'step_metrics' AND column_name IN ('cycle');
INSERT INTO data_dictionary SELECT 'bi_voltage_capacity', column_name, unit, description FROM data_dictionary
WHERE table_name = 'measurements' AND column_name IN ('step', 'seq', 'capacity_ah', 'voltage_v');
INSERT INTO data_dictionary SELECT 'bi_capacity_pct', column_name, unit, description FROM data_dictionary
WHERE table_name = 'step_metrics' AND column_name IN (
    'step', 'cycle', 'c_rate', 'temperature_start_degc', 'capacity_ah'
);
INSERT INTO data_dictionary SELECT 'bi_findings', column_name, unit, description FROM data_dictionary
WHERE table_name = 'findings' AND column_name IN (
    'seq', 'rule', 'name', 'severity', 'file', 'line', 'line_end', 'step', 'column_name', 'value', 'message'
);
