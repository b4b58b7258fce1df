--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: battery_etl_comment(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.battery_etl_comment() RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    known RECORD;
BEGIN
    FOR known IN
        SELECT d.*, CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind
        FROM data_dictionary d
        JOIN pg_class c ON c.oid = to_regclass(quote_ident(d.table_name))
        WHERE d.column_name = ''
            OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = d.column_name AND NOT a.attisdropped)
    LOOP
        IF known.column_name = '' THEN
            EXECUTE format('COMMENT ON %s %I IS %L', known.kind, known.table_name, known.description);
        ELSE
            EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', known.table_name, known.column_name,
                known.description || coalesce(' [' || known.unit || ']', ''));
        END IF;
    END LOOP;
END
$$;


--
-- Name: battery_etl_forget(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.battery_etl_forget() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    DELETE FROM measurements WHERE experiment_id = OLD.id;
    DELETE FROM measurement_channels WHERE experiment_id = OLD.id;
    DELETE FROM loaded_steps WHERE experiment_id = OLD.id;
    DELETE FROM step_traces WHERE experiment_id = OLD.id;
    DELETE FROM pulse_samples WHERE experiment_id = OLD.id;
    DELETE FROM step_metrics WHERE experiment_id = OLD.id;
    RETURN OLD;
END
$$;


--
-- Name: battery_etl_keep_audit(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.battery_etl_keep_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'audit_events only grows: nothing in it is changed or removed';
END
$$;


--
-- Name: battery_etl_settle(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.battery_etl_settle(added_rows bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET lock_timeout TO '5s'
    AS $$
DECLARE
    known REAL := (SELECT reltuples FROM pg_class WHERE oid = 'measurements'::regclass);
BEGIN
    PERFORM brin_summarize_new_values('measurements_brin'::regclass);
    IF known <= 0 OR added_rows > known / 10 THEN
        ANALYZE measurements;
    END IF;
END
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: __diesel_schema_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.__diesel_schema_migrations (
    version character varying(50) NOT NULL,
    run_on timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);


--
-- Name: audit_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_events (
    id integer NOT NULL,
    happened_at timestamp without time zone NOT NULL,
    who text NOT NULL,
    command text NOT NULL,
    tool_version text NOT NULL,
    entity text NOT NULL,
    entity_id integer,
    entity_name text NOT NULL,
    action text NOT NULL,
    before_json text,
    after_json text,
    reason text
);


--
-- Name: TABLE audit_events; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit_events IS 'Who changed what; nothing here is ever changed or removed';


--
-- Name: COLUMN audit_events.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.id IS 'Its number';


--
-- Name: COLUMN audit_events.happened_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.happened_at IS 'When, in UTC';


--
-- Name: COLUMN audit_events.who; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.who IS 'The account that did it';


--
-- Name: COLUMN audit_events.command; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.command IS 'The command line, without credentials';


--
-- Name: COLUMN audit_events.tool_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.tool_version IS 'The battery-etl that did it';


--
-- Name: COLUMN audit_events.entity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.entity IS 'What kind of thing was changed';


--
-- Name: COLUMN audit_events.entity_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.entity_id IS 'Its number';


--
-- Name: COLUMN audit_events.entity_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.entity_name IS 'Its name at that time';


--
-- Name: COLUMN audit_events.action; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.action IS 'What was done to it';


--
-- Name: COLUMN audit_events.before_json; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.before_json IS 'What it was, as JSON';


--
-- Name: COLUMN audit_events.after_json; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.after_json IS 'What it became, as JSON';


--
-- Name: COLUMN audit_events.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_events.reason IS 'Why, where a person said so';


--
-- Name: audit_events_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.audit_events ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: cells; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cells (
    id integer NOT NULL,
    name text NOT NULL,
    manufacturer text,
    chemistry text,
    configuration text,
    cells_in_series integer,
    active_mass_g double precision,
    form_factor text,
    nominal_capacity_ah double precision,
    nominal_voltage_v double precision,
    voltage_v_min double precision,
    voltage_v_max double precision,
    current_charge_a_max double precision,
    current_discharge_a_max double precision,
    temperature_degc_min double precision,
    temperature_degc_max double precision,
    serial_number text,
    batch text,
    date_received date,
    notes text,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    CONSTRAINT cells_cells_in_series_check CHECK ((cells_in_series > 0)),
    CONSTRAINT cells_chemistry_check CHECK ((chemistry = ANY (ARRAY['NMC'::text, 'NCA'::text, 'LCO'::text, 'LMO'::text, 'LNMO'::text, 'LFP'::text, 'LTO'::text, 'SIB'::text, 'Other'::text]))),
    CONSTRAINT cells_configuration_check CHECK ((configuration = ANY (ARRAY['full'::text, 'half'::text, 'symmetric'::text, 'module'::text]))),
    CONSTRAINT cells_form_factor_check CHECK ((form_factor = ANY (ARRAY['prismatic'::text, 'cylindrical'::text, 'pouch'::text, 'coin'::text, 'other'::text]))),
    CONSTRAINT cells_nominal_capacity_ah_check CHECK ((nominal_capacity_ah > (0)::double precision))
);


--
-- Name: TABLE cells; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.cells IS 'The cells under test; their limits feed the rules, their nominal capacity the rates';


--
-- Name: COLUMN cells.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.id IS 'Its number';


--
-- Name: COLUMN cells.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.name IS 'Its name, which no other has';


--
-- Name: COLUMN cells.manufacturer; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.manufacturer IS 'Who made it';


--
-- Name: COLUMN cells.chemistry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.chemistry IS 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other';


--
-- Name: COLUMN cells.configuration; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.configuration IS 'full, half, symmetric or module';


--
-- Name: COLUMN cells.cells_in_series; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.cells_in_series IS 'Cells in series in a module';


--
-- Name: COLUMN cells.active_mass_g; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.active_mass_g IS 'Mass of the active material [g]';


--
-- Name: COLUMN cells.form_factor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.form_factor IS 'prismatic, cylindrical, pouch, coin or other';


--
-- Name: COLUMN cells.nominal_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.nominal_capacity_ah IS 'Capacity by its data sheet [Ah]';


--
-- Name: COLUMN cells.nominal_voltage_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.nominal_voltage_v IS 'Voltage by its data sheet [V]';


--
-- Name: COLUMN cells.voltage_v_min; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.voltage_v_min IS 'Lowest voltage that it may have [V]';


--
-- Name: COLUMN cells.voltage_v_max; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.voltage_v_max IS 'Highest voltage that it may have [V]';


--
-- Name: COLUMN cells.current_charge_a_max; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.current_charge_a_max IS 'Largest current that it may be charged with; a magnitude [A]';


--
-- Name: COLUMN cells.current_discharge_a_max; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.current_discharge_a_max IS 'Largest current that it may be discharged with; a magnitude [A]';


--
-- Name: COLUMN cells.temperature_degc_min; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.temperature_degc_min IS 'Lowest temperature that it may have [°C]';


--
-- Name: COLUMN cells.temperature_degc_max; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.temperature_degc_max IS 'Highest temperature that it may have [°C]';


--
-- Name: COLUMN cells.serial_number; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.serial_number IS 'The maker''s number of it';


--
-- Name: COLUMN cells.batch; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.batch IS 'The batch it is of';


--
-- Name: COLUMN cells.date_received; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.date_received IS 'When it came';


--
-- Name: COLUMN cells.notes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.notes IS 'What else is to be said of it';


--
-- Name: COLUMN cells.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN cells.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cells.updated_at IS 'When it was last changed, in UTC';


--
-- Name: corrections; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.corrections (
    id integer NOT NULL,
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    field text NOT NULL,
    value text,
    reason text NOT NULL,
    who text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    withdrawn_at timestamp without time zone
);


--
-- Name: TABLE corrections; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.corrections IS 'Values of steps that people hold to be wrong, and what stands in their place; what was measured stays';


--
-- Name: COLUMN corrections.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.id IS 'Number';


--
-- Name: COLUMN corrections.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.experiment_id IS 'The experiment';


--
-- Name: COLUMN corrections.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.step IS 'The executed step';


--
-- Name: COLUMN corrections.field; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.field IS 'The field, with its unit last';


--
-- Name: COLUMN corrections.value; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.value IS 'What stands in its place; null for nothing';


--
-- Name: COLUMN corrections.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.reason IS 'Why';


--
-- Name: COLUMN corrections.who; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.who IS 'Who said so';


--
-- Name: COLUMN corrections.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.created_at IS 'When, in UTC';


--
-- Name: COLUMN corrections.withdrawn_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.corrections.withdrawn_at IS 'When it was taken back, in UTC; null while it is in force';


--
-- Name: experiments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.experiments (
    id integer NOT NULL,
    name text NOT NULL,
    description text,
    project_id integer,
    cell_id integer,
    machine_id integer,
    operator_id integer,
    battery_type text,
    tags text NOT NULL,
    start_time timestamp without time zone,
    end_time timestamp without time zone,
    dialect text NOT NULL,
    has_end_reasons boolean NOT NULL,
    has_rows boolean NOT NULL,
    temperature_channel text,
    thinned_s double precision,
    step_selection text,
    source_rows bigint NOT NULL,
    stored_rows bigint NOT NULL,
    rows_digest text,
    steps_digest text,
    content_digest text,
    supersedes_id integer,
    superseded_by_id integer,
    run_id integer,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    supersedes_name text,
    supersedes_digest text,
    superseded_by_name text,
    superseded_by_digest text
);


--
-- Name: TABLE experiments; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.experiments IS 'Tests that are loaded: what a cycler did to a cell';


--
-- Name: COLUMN experiments.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.id IS 'Its number';


--
-- Name: COLUMN experiments.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.name IS 'Its name, which no other has';


--
-- Name: COLUMN experiments.description; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.description IS 'What it is, in words';


--
-- Name: COLUMN experiments.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.project_id IS 'The project it belongs to';


--
-- Name: COLUMN experiments.cell_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.cell_id IS 'The cell it was made with';


--
-- Name: COLUMN experiments.machine_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.machine_id IS 'The cycler that ran it';


--
-- Name: COLUMN experiments.operator_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.operator_id IS 'Who ran it';


--
-- Name: COLUMN experiments.battery_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.battery_type IS 'The chemistry, where it was said of the test';


--
-- Name: COLUMN experiments.tags; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.tags IS 'Its tags, as a JSON list';


--
-- Name: COLUMN experiments.start_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.start_time IS 'When its first step began, by the cycler''s local clock';


--
-- Name: COLUMN experiments.end_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.end_time IS 'When its last step ended, by the cycler''s local clock';


--
-- Name: COLUMN experiments.dialect; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.dialect IS 'How its files were read';


--
-- Name: COLUMN experiments.has_end_reasons; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.has_end_reasons IS 'Whether the tester says why steps ended';


--
-- Name: COLUMN experiments.has_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.has_rows IS 'Whether it has rows, not steps alone';


--
-- Name: COLUMN experiments.temperature_channel; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.temperature_channel IS 'The header of the column that is the cell''s temperature';


--
-- Name: COLUMN experiments.thinned_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.thinned_s IS 'The interval to which its rows were thinned; missing where they were not [s]';


--
-- Name: COLUMN experiments.step_selection; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.step_selection IS 'The steps whose rows were asked for; missing for all';


--
-- Name: COLUMN experiments.source_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.source_rows IS 'Rows of its files';


--
-- Name: COLUMN experiments.stored_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.stored_rows IS 'Rows in the database';


--
-- Name: COLUMN experiments.rows_digest; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.rows_digest IS 'blake3 of the values of all rows of its files';


--
-- Name: COLUMN experiments.steps_digest; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.steps_digest IS 'blake3 of what the tester said of its steps';


--
-- Name: COLUMN experiments.content_digest; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.content_digest IS 'blake3 of both; no two experiments have one';


--
-- Name: COLUMN experiments.supersedes_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.supersedes_id IS 'The experiment that it replaced';


--
-- Name: COLUMN experiments.superseded_by_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.superseded_by_id IS 'The experiment that replaced it; the views leave such out';


--
-- Name: COLUMN experiments.run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.run_id IS 'The run that loaded it';


--
-- Name: COLUMN experiments.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN experiments.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.updated_at IS 'When it was last changed, in UTC';


--
-- Name: COLUMN experiments.supersedes_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.supersedes_name IS 'The name of the experiment in whose place it stands, where that one is not here';


--
-- Name: COLUMN experiments.supersedes_digest; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.supersedes_digest IS 'The content digest of that one, by which it is known when it comes';


--
-- Name: COLUMN experiments.superseded_by_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.superseded_by_name IS 'The name of the experiment that replaced it, where that one is not here';


--
-- Name: COLUMN experiments.superseded_by_digest; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiments.superseded_by_digest IS 'The content digest of that one, by which it is known when it comes';


--
-- Name: machines; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.machines (
    id integer NOT NULL,
    name text NOT NULL,
    model_number text,
    description text,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL
);


--
-- Name: TABLE machines; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.machines IS 'The cyclers';


--
-- Name: COLUMN machines.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.machines.id IS 'Its number';


--
-- Name: COLUMN machines.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.machines.name IS 'Its name, which no other has';


--
-- Name: COLUMN machines.model_number; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.machines.model_number IS 'The makers name of its model';


--
-- Name: COLUMN machines.description; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.machines.description IS 'What it is, in words';


--
-- Name: COLUMN machines.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.machines.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN machines.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.machines.updated_at IS 'When it was last changed, in UTC';


--
-- Name: operators; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operators (
    id integer NOT NULL,
    name text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL
);


--
-- Name: TABLE operators; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.operators IS 'The people who ran the tests';


--
-- Name: COLUMN operators.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.operators.id IS 'Its number';


--
-- Name: COLUMN operators.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.operators.name IS 'Its name, which no other has';


--
-- Name: COLUMN operators.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.operators.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN operators.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.operators.updated_at IS 'When it was last changed, in UTC';


--
-- Name: projects; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projects (
    id integer NOT NULL,
    name text NOT NULL,
    description text,
    start_date date,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL
);


--
-- Name: TABLE projects; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.projects IS 'Bodies of work that experiments belong to';


--
-- Name: COLUMN projects.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.id IS 'Its number';


--
-- Name: COLUMN projects.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.name IS 'Its name, which no other has';


--
-- Name: COLUMN projects.description; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.description IS 'What it is, in words';


--
-- Name: COLUMN projects.start_date; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.start_date IS 'When it began';


--
-- Name: COLUMN projects.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN projects.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.updated_at IS 'When it was last changed, in UTC';


--
-- Name: step_metrics; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.step_metrics (
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    cycle integer NOT NULL,
    duration_s double precision,
    previous_step_s double precision,
    rest_before_s double precision,
    voltage_start_v double precision,
    voltage_end_v double precision,
    voltage_min_v double precision,
    voltage_max_v double precision,
    current_mean_a double precision,
    current_end_a double precision,
    capacity_ah double precision,
    energy_wh double precision,
    power_end_w double precision,
    temperature_start_degc double precision,
    temperature_end_degc double precision,
    temperature_min_degc double precision,
    temperature_max_degc double precision,
    c_rate double precision,
    c_rate_mean double precision,
    c_rate_end double precision,
    soc_start_pct double precision,
    soc_end_pct double precision,
    ocv_start_v double precision,
    measurements bigint,
    relaxation_rows bigint,
    full_discharge boolean NOT NULL
);


--
-- Name: TABLE step_metrics; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.step_metrics IS 'What was derived for each step';


--
-- Name: COLUMN step_metrics.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.experiment_id IS 'The experiment';


--
-- Name: COLUMN step_metrics.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.step IS 'The executed step, counted by the tester';


--
-- Name: COLUMN step_metrics.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.cycle IS 'The cycle it is in';


--
-- Name: COLUMN step_metrics.duration_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.duration_s IS 'How long it took [s]';


--
-- Name: COLUMN step_metrics.previous_step_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.previous_step_s IS 'How long the step before took [s]';


--
-- Name: COLUMN step_metrics.rest_before_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.rest_before_s IS 'Unbroken rest before; 0 after any other step [s]';


--
-- Name: COLUMN step_metrics.voltage_start_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.voltage_start_v IS 'Voltage of the first active row [V]';


--
-- Name: COLUMN step_metrics.voltage_end_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.voltage_end_v IS 'Voltage at the end [V]';


--
-- Name: COLUMN step_metrics.voltage_min_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.voltage_min_v IS 'Lowest voltage of the active rows [V]';


--
-- Name: COLUMN step_metrics.voltage_max_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.voltage_max_v IS 'Highest voltage of the active rows [V]';


--
-- Name: COLUMN step_metrics.current_mean_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.current_mean_a IS 'Capacity over duration [A]';


--
-- Name: COLUMN step_metrics.current_end_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.current_end_a IS 'Current at the end [A]';


--
-- Name: COLUMN step_metrics.capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.capacity_ah IS 'Capacity of this step alone, discharge negative [Ah]';


--
-- Name: COLUMN step_metrics.energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.energy_wh IS 'Energy of this step alone, discharge negative [Wh]';


--
-- Name: COLUMN step_metrics.power_end_w; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.power_end_w IS 'Power at the end [W]';


--
-- Name: COLUMN step_metrics.temperature_start_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.temperature_start_degc IS 'Temperature of the first active row [°C]';


--
-- Name: COLUMN step_metrics.temperature_end_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.temperature_end_degc IS 'Temperature at the end [°C]';


--
-- Name: COLUMN step_metrics.temperature_min_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.temperature_min_degc IS 'Lowest temperature of the active rows [°C]';


--
-- Name: COLUMN step_metrics.temperature_max_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.temperature_max_degc IS 'Highest temperature of the active rows [°C]';


--
-- Name: COLUMN step_metrics.c_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.c_rate IS 'Current that it held over the nominal capacity; a magnitude';


--
-- Name: COLUMN step_metrics.c_rate_mean; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.c_rate_mean IS 'Mean current over the nominal capacity; a magnitude';


--
-- Name: COLUMN step_metrics.c_rate_end; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.c_rate_end IS 'Current at the end over the nominal capacity; a magnitude';


--
-- Name: COLUMN step_metrics.soc_start_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.soc_start_pct IS 'State of charge at the start [%]';


--
-- Name: COLUMN step_metrics.soc_end_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.soc_end_pct IS 'State of charge at the end [%]';


--
-- Name: COLUMN step_metrics.ocv_start_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.ocv_start_v IS 'End voltage of the rest immediately before [V]';


--
-- Name: COLUMN step_metrics.measurements; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.measurements IS 'Rows of the step; none without its Detail file';


--
-- Name: COLUMN step_metrics.relaxation_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.relaxation_rows IS 'Rows logged after its end while the cell relaxed';


--
-- Name: COLUMN step_metrics.full_discharge; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_metrics.full_discharge IS 'Whether it is a discharge from full to empty';


--
-- Name: steps; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.steps (
    experiment_id integer NOT NULL,
    number integer NOT NULL,
    tester_cycle integer,
    section integer,
    recipe_line integer,
    loop_pass integer,
    step_type text NOT NULL,
    control text NOT NULL,
    original_step_type text NOT NULL,
    status text,
    end_reason text,
    start_time timestamp without time zone,
    duration_s double precision,
    voltage_start_v double precision,
    voltage_end_v double precision,
    current_end_a double precision,
    power_end_w double precision,
    capacity_ah double precision,
    energy_wh double precision,
    temperature_end_degc double precision,
    chamber_temperature_end_degc double precision,
    constant_current_capacity_ah double precision,
    total_capacity_ah double precision,
    tester_soc_pct double precision,
    extras text NOT NULL,
    line bigint,
    note text,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL
);


--
-- Name: TABLE steps; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.steps IS 'What the tester said of each executed step; never computed';


--
-- Name: COLUMN steps.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.experiment_id IS 'The experiment';


--
-- Name: COLUMN steps.number; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.number IS 'The executed step, counted by the tester';


--
-- Name: COLUMN steps.tester_cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.tester_cycle IS 'The tester''s own cycle counter';


--
-- Name: COLUMN steps.section; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.section IS 'The section of the recipe';


--
-- Name: COLUMN steps.recipe_line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.recipe_line IS 'The line of the recipe it executes';


--
-- Name: COLUMN steps.loop_pass; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.loop_pass IS 'The pass of the loop around it';


--
-- Name: COLUMN steps.step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.step_type IS 'What it does: charge, discharge, rest, waveform or unknown';


--
-- Name: COLUMN steps.control; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.control IS 'What is held: rest, chamber, constant_current, constant_current_voltage, constant_voltage, constant_power, power_pulse, waveform or unknown';


--
-- Name: COLUMN steps.original_step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.original_step_type IS 'The file''s own word for it';


--
-- Name: COLUMN steps.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.status IS 'The file''s own word for its end';


--
-- Name: COLUMN steps.end_reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.end_reason IS 'Why it ended: running, time, voltage, current, function, skipped, alarm or unknown';


--
-- Name: COLUMN steps.start_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.start_time IS 'When it began, by the cycler''s local clock';


--
-- Name: COLUMN steps.duration_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.duration_s IS 'How long it took, by the tester [s]';


--
-- Name: COLUMN steps.voltage_start_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.voltage_start_v IS 'Voltage at its start [V]';


--
-- Name: COLUMN steps.voltage_end_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.voltage_end_v IS 'Voltage at its end [V]';


--
-- Name: COLUMN steps.current_end_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.current_end_a IS 'Current at its end [A]';


--
-- Name: COLUMN steps.power_end_w; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.power_end_w IS 'Power at its end [W]';


--
-- Name: COLUMN steps.capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.capacity_ah IS 'Capacity of this step alone, by the tester [Ah]';


--
-- Name: COLUMN steps.energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.energy_wh IS 'Energy of this step alone, by the tester [Wh]';


--
-- Name: COLUMN steps.temperature_end_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.temperature_end_degc IS 'Temperature of the cell at its end [°C]';


--
-- Name: COLUMN steps.chamber_temperature_end_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.chamber_temperature_end_degc IS 'Temperature of the chamber at its end [°C]';


--
-- Name: COLUMN steps.constant_current_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.constant_current_capacity_ah IS 'Capacity until the voltage was held [Ah]';


--
-- Name: COLUMN steps.total_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.total_capacity_ah IS 'The tester''s running total, which may begin anew [Ah]';


--
-- Name: COLUMN steps.tester_soc_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.tester_soc_pct IS 'The tester''s own state of charge [%]';


--
-- Name: COLUMN steps.extras; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.extras IS 'Further columns of the file, as JSON';


--
-- Name: COLUMN steps.line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.line IS 'Its line in the Step file; missing where its rows alone tell of it';


--
-- Name: COLUMN steps.note; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.note IS 'What a person said of it';


--
-- Name: COLUMN steps.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN steps.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.steps.updated_at IS 'When it was last changed, in UTC';


--
-- Name: bi_steps; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_steps WITH (security_barrier='true') AS
 SELECT e.id AS experiment_id,
    e.name AS experiment,
    e.project_id,
    p.name AS project,
    e.cell_id,
    c.name AS cell,
    c.chemistry,
    m.name AS machine,
    o.name AS operator,
    s.number AS step,
    d.cycle,
    s.tester_cycle,
    s.recipe_line,
    s.loop_pass,
    COALESCE(( SELECT k.value
           FROM public.corrections k
          WHERE ((k.experiment_id = s.experiment_id) AND (k.step = s.number) AND (k.field = 'step_type'::text) AND (k.withdrawn_at IS NULL))
          ORDER BY k.id DESC
         LIMIT 1), s.step_type) AS step_type,
    s.control,
    s.original_step_type,
    s.status,
    s.end_reason,
    s.start_time,
    d.duration_s,
    d.previous_step_s,
    d.rest_before_s,
    d.voltage_start_v,
    d.voltage_end_v,
    d.voltage_min_v,
    d.voltage_max_v,
    d.current_mean_a,
    d.current_end_a,
    d.capacity_ah,
    d.energy_wh,
    d.power_end_w,
    d.temperature_start_degc,
    d.temperature_end_degc,
    d.temperature_min_degc,
    d.temperature_max_degc,
    d.c_rate,
    d.c_rate_mean,
    d.c_rate_end,
    d.soc_start_pct,
    d.soc_end_pct,
    d.ocv_start_v,
    d.measurements,
    d.relaxation_rows,
    d.full_discharge,
    s.note
   FROM ((((((public.steps s
     JOIN public.experiments e ON (((e.id = s.experiment_id) AND (e.superseded_by_id IS NULL))))
     JOIN public.step_metrics d ON (((d.experiment_id = s.experiment_id) AND (d.step = s.number))))
     LEFT JOIN public.projects p ON ((p.id = e.project_id)))
     LEFT JOIN public.cells c ON ((c.id = e.cell_id)))
     LEFT JOIN public.machines m ON ((m.id = e.machine_id)))
     LEFT JOIN public.operators o ON ((o.id = e.operator_id)));


--
-- Name: VIEW bi_steps; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_steps IS 'Executed steps with what the tester said and what was derived';


--
-- Name: COLUMN bi_steps.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_steps.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_steps.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_steps.project; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.project IS 'The name of the project';


--
-- Name: COLUMN bi_steps.cell_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.cell_id IS 'The cell it was made with';


--
-- Name: COLUMN bi_steps.cell; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.cell IS 'The name of the cell';


--
-- Name: COLUMN bi_steps.chemistry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.chemistry IS 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other';


--
-- Name: COLUMN bi_steps.machine; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.machine IS 'The name of the cycler';


--
-- Name: COLUMN bi_steps.operator; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.operator IS 'Who ran it';


--
-- Name: COLUMN bi_steps.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.step IS 'The executed step, counted by the tester';


--
-- Name: COLUMN bi_steps.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.cycle IS 'The cycle it is in';


--
-- Name: COLUMN bi_steps.tester_cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.tester_cycle IS 'The tester''s own cycle counter';


--
-- Name: COLUMN bi_steps.recipe_line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.recipe_line IS 'The line of the recipe it executes';


--
-- Name: COLUMN bi_steps.loop_pass; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.loop_pass IS 'The pass of the loop around it';


--
-- Name: COLUMN bi_steps.step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.step_type IS 'What it does: charge, discharge, rest, waveform or unknown';


--
-- Name: COLUMN bi_steps.control; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.control IS 'What is held: rest, chamber, constant_current, constant_current_voltage, constant_voltage, constant_power, power_pulse, waveform or unknown';


--
-- Name: COLUMN bi_steps.original_step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.original_step_type IS 'The file''s own word for it';


--
-- Name: COLUMN bi_steps.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.status IS 'The file''s own word for its end';


--
-- Name: COLUMN bi_steps.end_reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.end_reason IS 'Why it ended: running, time, voltage, current, function, skipped, alarm or unknown';


--
-- Name: COLUMN bi_steps.start_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.start_time IS 'When it began, by the cycler''s local clock';


--
-- Name: COLUMN bi_steps.duration_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.duration_s IS 'How long it took [s]';


--
-- Name: COLUMN bi_steps.previous_step_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.previous_step_s IS 'How long the step before took [s]';


--
-- Name: COLUMN bi_steps.rest_before_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.rest_before_s IS 'Unbroken rest before; 0 after any other step [s]';


--
-- Name: COLUMN bi_steps.voltage_start_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.voltage_start_v IS 'Voltage of the first active row [V]';


--
-- Name: COLUMN bi_steps.voltage_end_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.voltage_end_v IS 'Voltage at the end [V]';


--
-- Name: COLUMN bi_steps.voltage_min_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.voltage_min_v IS 'Lowest voltage of the active rows [V]';


--
-- Name: COLUMN bi_steps.voltage_max_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.voltage_max_v IS 'Highest voltage of the active rows [V]';


--
-- Name: COLUMN bi_steps.current_mean_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.current_mean_a IS 'Capacity over duration [A]';


--
-- Name: COLUMN bi_steps.current_end_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.current_end_a IS 'Current at the end [A]';


--
-- Name: COLUMN bi_steps.capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.capacity_ah IS 'Capacity of this step alone, discharge negative [Ah]';


--
-- Name: COLUMN bi_steps.energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.energy_wh IS 'Energy of this step alone, discharge negative [Wh]';


--
-- Name: COLUMN bi_steps.power_end_w; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.power_end_w IS 'Power at the end [W]';


--
-- Name: COLUMN bi_steps.temperature_start_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.temperature_start_degc IS 'Temperature of the first active row [°C]';


--
-- Name: COLUMN bi_steps.temperature_end_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.temperature_end_degc IS 'Temperature at the end [°C]';


--
-- Name: COLUMN bi_steps.temperature_min_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.temperature_min_degc IS 'Lowest temperature of the active rows [°C]';


--
-- Name: COLUMN bi_steps.temperature_max_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.temperature_max_degc IS 'Highest temperature of the active rows [°C]';


--
-- Name: COLUMN bi_steps.c_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.c_rate IS 'Current that it held over the nominal capacity; a magnitude';


--
-- Name: COLUMN bi_steps.c_rate_mean; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.c_rate_mean IS 'Mean current over the nominal capacity; a magnitude';


--
-- Name: COLUMN bi_steps.c_rate_end; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.c_rate_end IS 'Current at the end over the nominal capacity; a magnitude';


--
-- Name: COLUMN bi_steps.soc_start_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.soc_start_pct IS 'State of charge at the start [%]';


--
-- Name: COLUMN bi_steps.soc_end_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.soc_end_pct IS 'State of charge at the end [%]';


--
-- Name: COLUMN bi_steps.ocv_start_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.ocv_start_v IS 'End voltage of the rest immediately before [V]';


--
-- Name: COLUMN bi_steps.measurements; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.measurements IS 'Rows of the step; none without its Detail file';


--
-- Name: COLUMN bi_steps.relaxation_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.relaxation_rows IS 'Rows logged after its end while the cell relaxed';


--
-- Name: COLUMN bi_steps.full_discharge; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.full_discharge IS 'Whether it is a discharge from full to empty';


--
-- Name: COLUMN bi_steps.note; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_steps.note IS 'What a person said of it';


--
-- Name: bi_capacity_pct; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_capacity_pct WITH (security_barrier='true') AS
 WITH discharges AS (
         SELECT bi_steps.experiment_id,
            bi_steps.experiment,
            bi_steps.project_id,
            bi_steps.project,
            bi_steps.cell_id,
            bi_steps.cell,
            bi_steps.step,
            bi_steps.cycle,
            bi_steps.c_rate,
            bi_steps.temperature_start_degc,
            bi_steps.capacity_ah,
                CASE
                    WHEN (bi_steps.cell_id IS NULL) THEN bi_steps.experiment_id
                    ELSE NULL::integer
                END AS without_cell_id
           FROM public.bi_steps
          WHERE (bi_steps.full_discharge AND (bi_steps.step_type = 'discharge'::text))
        ), bases AS (
         SELECT discharges.cell_id,
            discharges.without_cell_id,
            avg(abs(discharges.capacity_ah)) AS capacity_ah
           FROM discharges
          WHERE (((discharges.c_rate >= (0.9)::double precision) AND (discharges.c_rate <= (1.1)::double precision)) AND ((discharges.temperature_start_degc >= (22)::double precision) AND (discharges.temperature_start_degc <= (28)::double precision)))
          GROUP BY discharges.cell_id, discharges.without_cell_id
        )
 SELECT d.experiment_id,
    d.experiment,
    d.project_id,
    d.project,
    d.cell_id,
    d.cell,
    d.step,
    d.cycle,
    d.c_rate,
    d.temperature_start_degc,
    d.capacity_ah,
    b.capacity_ah AS base_capacity_ah,
    (((100)::double precision * abs(d.capacity_ah)) / b.capacity_ah) AS capacity_pct
   FROM (discharges d
     LEFT JOIN bases b ON (((b.cell_id = d.cell_id) OR (b.without_cell_id = d.without_cell_id))));


--
-- Name: VIEW bi_capacity_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_capacity_pct IS 'Full discharges in per cent of the mean of the same cell''s (without a cell: the same experiment''s) at 1 C within 10 % and 25 °C within 3 K';


--
-- Name: COLUMN bi_capacity_pct.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_capacity_pct.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_capacity_pct.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_capacity_pct.project; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.project IS 'The name of the project';


--
-- Name: COLUMN bi_capacity_pct.cell_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.cell_id IS 'The cell it was made with';


--
-- Name: COLUMN bi_capacity_pct.cell; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.cell IS 'The name of the cell';


--
-- Name: COLUMN bi_capacity_pct.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.step IS 'The executed step, counted by the tester';


--
-- Name: COLUMN bi_capacity_pct.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.cycle IS 'The cycle it is in';


--
-- Name: COLUMN bi_capacity_pct.c_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.c_rate IS 'Current that it held over the nominal capacity; a magnitude';


--
-- Name: COLUMN bi_capacity_pct.temperature_start_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.temperature_start_degc IS 'Temperature of the first active row [°C]';


--
-- Name: COLUMN bi_capacity_pct.capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.capacity_ah IS 'Capacity of this step alone, discharge negative [Ah]';


--
-- Name: COLUMN bi_capacity_pct.base_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.base_capacity_ah IS 'The capacity that is 100 %: the mean at 1 C and 25 °C; a magnitude [Ah]';


--
-- Name: COLUMN bi_capacity_pct.capacity_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_capacity_pct.capacity_pct IS 'Capacity over that; missing where the cell has none [%]';


--
-- Name: cycles; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cycles (
    experiment_id integer NOT NULL,
    cycle integer NOT NULL,
    tester_cycle integer,
    first_step integer NOT NULL,
    last_step integer NOT NULL,
    complete boolean NOT NULL,
    balanced boolean NOT NULL,
    soc_net_pct double precision,
    charge_capacity_ah double precision,
    discharge_capacity_ah double precision,
    charge_energy_wh double precision,
    discharge_energy_wh double precision,
    coulombic_efficiency_pct double precision,
    energy_efficiency_pct double precision,
    equivalent_full_cycles double precision,
    full_discharge_step integer,
    full_discharge_capacity_ah double precision,
    soh_pct double precision,
    soh_baseline_step integer,
    discharge_c_rate double precision,
    discharge_temperature_start_degc double precision,
    voltage_mean_charge_v double precision,
    voltage_mean_discharge_v double precision,
    hysteresis_v double precision,
    cv_share_pct double precision,
    temperature_max_degc double precision
);


--
-- Name: TABLE cycles; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.cycles IS 'What was derived for each cycle';


--
-- Name: COLUMN cycles.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.experiment_id IS 'The experiment';


--
-- Name: COLUMN cycles.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.cycle IS 'The cycle';


--
-- Name: COLUMN cycles.tester_cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.tester_cycle IS 'The tester''s own counter';


--
-- Name: COLUMN cycles.first_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.first_step IS 'Its first step';


--
-- Name: COLUMN cycles.last_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.last_step IS 'Its last step';


--
-- Name: COLUMN cycles.complete; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.complete IS 'Whether it holds a charge and a discharge swing';


--
-- Name: COLUMN cycles.balanced; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.balanced IS 'Whether the discharges before it and at its end are alike';


--
-- Name: COLUMN cycles.soc_net_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.soc_net_pct IS 'SOC at its end less SOC at its start [%]';


--
-- Name: COLUMN cycles.charge_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.charge_capacity_ah IS 'Capacity charged [Ah]';


--
-- Name: COLUMN cycles.discharge_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.discharge_capacity_ah IS 'Capacity discharged [Ah]';


--
-- Name: COLUMN cycles.charge_energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.charge_energy_wh IS 'Energy charged [Wh]';


--
-- Name: COLUMN cycles.discharge_energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.discharge_energy_wh IS 'Energy discharged [Wh]';


--
-- Name: COLUMN cycles.coulombic_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.coulombic_efficiency_pct IS 'Discharge over charge capacity of a complete cycle [%]';


--
-- Name: COLUMN cycles.energy_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.energy_efficiency_pct IS 'Discharge over charge energy of a complete cycle [%]';


--
-- Name: COLUMN cycles.equivalent_full_cycles; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.equivalent_full_cycles IS 'Throughput since the start of the test over twice the nominal capacity';


--
-- Name: COLUMN cycles.full_discharge_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.full_discharge_step IS 'The step that is its full discharge';


--
-- Name: COLUMN cycles.full_discharge_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.full_discharge_capacity_ah IS 'Capacity of its full discharge [Ah]';


--
-- Name: COLUMN cycles.soh_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.soh_pct IS 'Capacity of its full discharge over the baseline''s [%]';


--
-- Name: COLUMN cycles.soh_baseline_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.soh_baseline_step IS 'The full discharge that is 100 % SOH';


--
-- Name: COLUMN cycles.discharge_c_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.discharge_c_rate IS 'C-rate of its discharge';


--
-- Name: COLUMN cycles.discharge_temperature_start_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.discharge_temperature_start_degc IS 'Temperature at the start of its discharge [°C]';


--
-- Name: COLUMN cycles.voltage_mean_charge_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.voltage_mean_charge_v IS 'Energy over capacity of its charges [V]';


--
-- Name: COLUMN cycles.voltage_mean_discharge_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.voltage_mean_discharge_v IS 'Energy over capacity of its discharges [V]';


--
-- Name: COLUMN cycles.hysteresis_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.hysteresis_v IS 'Mean charge less mean discharge voltage [V]';


--
-- Name: COLUMN cycles.cv_share_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.cv_share_pct IS 'Share of the charge at constant voltage [%]';


--
-- Name: COLUMN cycles.temperature_max_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.cycles.temperature_max_degc IS 'Highest temperature [°C]';


--
-- Name: bi_cycles; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_cycles WITH (security_barrier='true') AS
 SELECT e.name AS experiment,
    e.project_id,
    p.name AS project,
    e.cell_id,
    c.name AS cell,
    c.chemistry,
    y.experiment_id,
    y.cycle,
    y.tester_cycle,
    y.first_step,
    y.last_step,
    y.complete,
    y.balanced,
    y.soc_net_pct,
    y.charge_capacity_ah,
    y.discharge_capacity_ah,
    y.charge_energy_wh,
    y.discharge_energy_wh,
    y.coulombic_efficiency_pct,
    y.energy_efficiency_pct,
    y.equivalent_full_cycles,
    y.full_discharge_step,
    y.full_discharge_capacity_ah,
    y.soh_pct,
    y.soh_baseline_step,
    y.discharge_c_rate,
    y.discharge_temperature_start_degc,
    y.voltage_mean_charge_v,
    y.voltage_mean_discharge_v,
    y.hysteresis_v,
    y.cv_share_pct,
    y.temperature_max_degc
   FROM (((public.cycles y
     JOIN public.experiments e ON (((e.id = y.experiment_id) AND (e.superseded_by_id IS NULL))))
     LEFT JOIN public.projects p ON ((p.id = e.project_id)))
     LEFT JOIN public.cells c ON ((c.id = e.cell_id)));


--
-- Name: VIEW bi_cycles; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_cycles IS 'Cycles with what was derived';


--
-- Name: COLUMN bi_cycles.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_cycles.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_cycles.project; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.project IS 'The name of the project';


--
-- Name: COLUMN bi_cycles.cell_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.cell_id IS 'The cell it was made with';


--
-- Name: COLUMN bi_cycles.cell; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.cell IS 'The name of the cell';


--
-- Name: COLUMN bi_cycles.chemistry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.chemistry IS 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other';


--
-- Name: COLUMN bi_cycles.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_cycles.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.cycle IS 'The cycle';


--
-- Name: COLUMN bi_cycles.tester_cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.tester_cycle IS 'The tester''s own counter';


--
-- Name: COLUMN bi_cycles.first_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.first_step IS 'Its first step';


--
-- Name: COLUMN bi_cycles.last_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.last_step IS 'Its last step';


--
-- Name: COLUMN bi_cycles.complete; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.complete IS 'Whether it holds a charge and a discharge swing';


--
-- Name: COLUMN bi_cycles.balanced; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.balanced IS 'Whether the discharges before it and at its end are alike';


--
-- Name: COLUMN bi_cycles.soc_net_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.soc_net_pct IS 'SOC at its end less SOC at its start [%]';


--
-- Name: COLUMN bi_cycles.charge_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.charge_capacity_ah IS 'Capacity charged [Ah]';


--
-- Name: COLUMN bi_cycles.discharge_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.discharge_capacity_ah IS 'Capacity discharged [Ah]';


--
-- Name: COLUMN bi_cycles.charge_energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.charge_energy_wh IS 'Energy charged [Wh]';


--
-- Name: COLUMN bi_cycles.discharge_energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.discharge_energy_wh IS 'Energy discharged [Wh]';


--
-- Name: COLUMN bi_cycles.coulombic_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.coulombic_efficiency_pct IS 'Discharge over charge capacity of a complete cycle [%]';


--
-- Name: COLUMN bi_cycles.energy_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.energy_efficiency_pct IS 'Discharge over charge energy of a complete cycle [%]';


--
-- Name: COLUMN bi_cycles.equivalent_full_cycles; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.equivalent_full_cycles IS 'Throughput since the start of the test over twice the nominal capacity';


--
-- Name: COLUMN bi_cycles.full_discharge_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.full_discharge_step IS 'The step that is its full discharge';


--
-- Name: COLUMN bi_cycles.full_discharge_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.full_discharge_capacity_ah IS 'Capacity of its full discharge [Ah]';


--
-- Name: COLUMN bi_cycles.soh_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.soh_pct IS 'Capacity of its full discharge over the baseline''s [%]';


--
-- Name: COLUMN bi_cycles.soh_baseline_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.soh_baseline_step IS 'The full discharge that is 100 % SOH';


--
-- Name: COLUMN bi_cycles.discharge_c_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.discharge_c_rate IS 'C-rate of its discharge';


--
-- Name: COLUMN bi_cycles.discharge_temperature_start_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.discharge_temperature_start_degc IS 'Temperature at the start of its discharge [°C]';


--
-- Name: COLUMN bi_cycles.voltage_mean_charge_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.voltage_mean_charge_v IS 'Energy over capacity of its charges [V]';


--
-- Name: COLUMN bi_cycles.voltage_mean_discharge_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.voltage_mean_discharge_v IS 'Energy over capacity of its discharges [V]';


--
-- Name: COLUMN bi_cycles.hysteresis_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.hysteresis_v IS 'Mean charge less mean discharge voltage [V]';


--
-- Name: COLUMN bi_cycles.cv_share_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.cv_share_pct IS 'Share of the charge at constant voltage [%]';


--
-- Name: COLUMN bi_cycles.temperature_max_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_cycles.temperature_max_degc IS 'Highest temperature [°C]';


--
-- Name: derivations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.derivations (
    experiment_id integer NOT NULL,
    reference_step integer,
    reference_quality text,
    reference_capacity_ah double precision,
    nominal_capacity_ah double precision,
    nominal_capacity_source text,
    coulombic_efficiency_pct double precision,
    energy_efficiency_pct double precision,
    conventions text NOT NULL,
    notes text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL
);


--
-- Name: TABLE derivations; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.derivations IS 'How an experiment was derived, and what concerns the whole of it';


--
-- Name: COLUMN derivations.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.experiment_id IS 'The experiment';


--
-- Name: COLUMN derivations.reference_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.reference_step IS 'The discharge on which its state of charge stands';


--
-- Name: COLUMN derivations.reference_quality; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.reference_quality IS 'full, or partial where no discharge emptied the cell';


--
-- Name: COLUMN derivations.reference_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.reference_capacity_ah IS 'The capacity that is 100 % of its state of charge [Ah]';


--
-- Name: COLUMN derivations.nominal_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.nominal_capacity_ah IS 'The capacity that its C-rates are over [Ah]';


--
-- Name: COLUMN derivations.nominal_capacity_source; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.nominal_capacity_source IS 'Where that comes from: flag, cell or reference';


--
-- Name: COLUMN derivations.coulombic_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.coulombic_efficiency_pct IS 'Discharge over charge capacity of the whole test [%]';


--
-- Name: COLUMN derivations.energy_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.energy_efficiency_pct IS 'Discharge over charge energy of the whole test [%]';


--
-- Name: COLUMN derivations.conventions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.conventions IS 'The conventions it was derived under, as JSON';


--
-- Name: COLUMN derivations.notes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.notes IS 'What is to be known of its figures, as a JSON list';


--
-- Name: COLUMN derivations.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN derivations.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.derivations.updated_at IS 'When it was last changed, in UTC';


--
-- Name: findings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.findings (
    experiment_id integer NOT NULL,
    seq integer NOT NULL,
    rule text NOT NULL,
    name text NOT NULL,
    severity text NOT NULL,
    file text,
    line bigint,
    line_end bigint,
    step integer,
    column_name text,
    value text,
    message text NOT NULL,
    CONSTRAINT findings_severity_check CHECK ((severity = ANY (ARRAY['error'::text, 'warning'::text, 'info'::text])))
);


--
-- Name: TABLE findings; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.findings IS 'What validation found when the experiment was loaded';


--
-- Name: COLUMN findings.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.experiment_id IS 'The experiment';


--
-- Name: COLUMN findings.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.seq IS 'Its place in the report';


--
-- Name: COLUMN findings.rule; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.rule IS 'The rule, as validate --explain has it';


--
-- Name: COLUMN findings.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.name IS 'The rule''s name';


--
-- Name: COLUMN findings.severity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.severity IS 'error, warning or info';


--
-- Name: COLUMN findings.file; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.file IS 'The file';


--
-- Name: COLUMN findings.line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.line IS 'The first line';


--
-- Name: COLUMN findings.line_end; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.line_end IS 'The last line';


--
-- Name: COLUMN findings.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.step IS 'The executed step';


--
-- Name: COLUMN findings.column_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.column_name IS 'The column';


--
-- Name: COLUMN findings.value; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.value IS 'What was found there';


--
-- Name: COLUMN findings.message; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.findings.message IS 'What is wrong, in words';


--
-- Name: bi_experiments; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_experiments WITH (security_barrier='true') AS
 SELECT e.id AS experiment_id,
    e.name AS experiment,
    e.project_id,
    p.name AS project,
    e.cell_id,
    c.name AS cell,
    c.chemistry,
    c.manufacturer,
    c.form_factor,
    c.serial_number,
    c.batch,
    m.name AS machine,
    o.name AS operator,
    e.description,
    e.battery_type,
    e.tags,
    e.start_time,
    e.end_time,
    e.dialect,
    e.thinned_s,
    e.step_selection,
    e.source_rows,
    e.stored_rows,
    v.reference_step,
    v.reference_quality,
    v.reference_capacity_ah,
    v.nominal_capacity_ah,
    v.nominal_capacity_source,
    v.coulombic_efficiency_pct,
    v.energy_efficiency_pct,
    ( SELECT count(*) AS count
           FROM public.steps s
          WHERE (s.experiment_id = e.id)) AS steps,
    ( SELECT count(*) AS count
           FROM public.findings f
          WHERE (f.experiment_id = e.id)) AS findings,
    e.created_at,
    e.updated_at
   FROM (((((public.experiments e
     LEFT JOIN public.derivations v ON ((v.experiment_id = e.id)))
     LEFT JOIN public.projects p ON ((p.id = e.project_id)))
     LEFT JOIN public.cells c ON ((c.id = e.cell_id)))
     LEFT JOIN public.machines m ON ((m.id = e.machine_id)))
     LEFT JOIN public.operators o ON ((o.id = e.operator_id)))
  WHERE (e.superseded_by_id IS NULL);


--
-- Name: VIEW bi_experiments; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_experiments IS 'Tests that are loaded, with what each belongs to and how it was derived';


--
-- Name: COLUMN bi_experiments.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_experiments.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_experiments.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_experiments.project; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.project IS 'The name of the project';


--
-- Name: COLUMN bi_experiments.cell_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.cell_id IS 'The cell it was made with';


--
-- Name: COLUMN bi_experiments.cell; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.cell IS 'The name of the cell';


--
-- Name: COLUMN bi_experiments.chemistry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.chemistry IS 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other';


--
-- Name: COLUMN bi_experiments.manufacturer; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.manufacturer IS 'Who made it';


--
-- Name: COLUMN bi_experiments.form_factor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.form_factor IS 'prismatic, cylindrical, pouch, coin or other';


--
-- Name: COLUMN bi_experiments.serial_number; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.serial_number IS 'The maker''s number of it';


--
-- Name: COLUMN bi_experiments.batch; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.batch IS 'The batch it is of';


--
-- Name: COLUMN bi_experiments.machine; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.machine IS 'The name of the cycler';


--
-- Name: COLUMN bi_experiments.operator; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.operator IS 'Who ran it';


--
-- Name: COLUMN bi_experiments.description; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.description IS 'What it is, in words';


--
-- Name: COLUMN bi_experiments.battery_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.battery_type IS 'The chemistry, where it was said of the test';


--
-- Name: COLUMN bi_experiments.tags; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.tags IS 'Its tags, as a JSON list';


--
-- Name: COLUMN bi_experiments.start_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.start_time IS 'When its first step began, by the cycler''s local clock';


--
-- Name: COLUMN bi_experiments.end_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.end_time IS 'When its last step ended, by the cycler''s local clock';


--
-- Name: COLUMN bi_experiments.dialect; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.dialect IS 'How its files were read';


--
-- Name: COLUMN bi_experiments.thinned_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.thinned_s IS 'The interval to which its rows were thinned; missing where they were not [s]';


--
-- Name: COLUMN bi_experiments.step_selection; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.step_selection IS 'The steps whose rows were asked for; missing for all';


--
-- Name: COLUMN bi_experiments.source_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.source_rows IS 'Rows of its files';


--
-- Name: COLUMN bi_experiments.stored_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.stored_rows IS 'Rows in the database';


--
-- Name: COLUMN bi_experiments.reference_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.reference_step IS 'The discharge on which its state of charge stands';


--
-- Name: COLUMN bi_experiments.reference_quality; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.reference_quality IS 'full, or partial where no discharge emptied the cell';


--
-- Name: COLUMN bi_experiments.reference_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.reference_capacity_ah IS 'The capacity that is 100 % of its state of charge [Ah]';


--
-- Name: COLUMN bi_experiments.nominal_capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.nominal_capacity_ah IS 'The capacity that its C-rates are over [Ah]';


--
-- Name: COLUMN bi_experiments.nominal_capacity_source; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.nominal_capacity_source IS 'Where that comes from: flag, cell or reference';


--
-- Name: COLUMN bi_experiments.coulombic_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.coulombic_efficiency_pct IS 'Discharge over charge capacity of the whole test [%]';


--
-- Name: COLUMN bi_experiments.energy_efficiency_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.energy_efficiency_pct IS 'Discharge over charge energy of the whole test [%]';


--
-- Name: COLUMN bi_experiments.steps; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.steps IS 'Executed steps';


--
-- Name: COLUMN bi_experiments.findings; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.findings IS 'What validation found at loading';


--
-- Name: COLUMN bi_experiments.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.created_at IS 'When it was made, in UTC';


--
-- Name: COLUMN bi_experiments.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_experiments.updated_at IS 'When it was last changed, in UTC';


--
-- Name: bi_findings; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_findings WITH (security_barrier='true') AS
 SELECT e.name AS experiment,
    e.project_id,
    p.name AS project,
    e.cell_id,
    c.name AS cell,
    f.experiment_id,
    f.seq,
    f.rule,
    f.name,
    f.severity,
    f.file,
    f.line,
    f.line_end,
    f.step,
    f.column_name,
    f.value,
    f.message
   FROM (((public.findings f
     JOIN public.experiments e ON (((e.id = f.experiment_id) AND (e.superseded_by_id IS NULL))))
     LEFT JOIN public.projects p ON ((p.id = e.project_id)))
     LEFT JOIN public.cells c ON ((c.id = e.cell_id)));


--
-- Name: VIEW bi_findings; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_findings IS 'What validation found when each test was loaded';


--
-- Name: COLUMN bi_findings.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_findings.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_findings.project; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.project IS 'The name of the project';


--
-- Name: COLUMN bi_findings.cell_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.cell_id IS 'The cell it was made with';


--
-- Name: COLUMN bi_findings.cell; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.cell IS 'The name of the cell';


--
-- Name: COLUMN bi_findings.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_findings.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.seq IS 'Its place in the report';


--
-- Name: COLUMN bi_findings.rule; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.rule IS 'The rule, as validate --explain has it';


--
-- Name: COLUMN bi_findings.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.name IS 'The rule''s name';


--
-- Name: COLUMN bi_findings.severity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.severity IS 'error, warning or info';


--
-- Name: COLUMN bi_findings.file; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.file IS 'The file';


--
-- Name: COLUMN bi_findings.line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.line IS 'The first line';


--
-- Name: COLUMN bi_findings.line_end; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.line_end IS 'The last line';


--
-- Name: COLUMN bi_findings.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.step IS 'The executed step';


--
-- Name: COLUMN bi_findings.column_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.column_name IS 'The column';


--
-- Name: COLUMN bi_findings.value; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.value IS 'What was found there';


--
-- Name: COLUMN bi_findings.message; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_findings.message IS 'What is wrong, in words';


--
-- Name: measurements; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.measurements (
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    seq integer NOT NULL,
    step_time_s double precision,
    test_time_s double precision,
    voltage_v double precision,
    current_a double precision,
    capacity_ah double precision,
    energy_wh double precision,
    temperature_degc double precision
);
ALTER TABLE ONLY public.measurements ALTER COLUMN experiment_id SET STATISTICS 3;
ALTER TABLE ONLY public.measurements ALTER COLUMN step SET STATISTICS 3;
ALTER TABLE ONLY public.measurements ALTER COLUMN seq SET STATISTICS 0;
ALTER TABLE ONLY public.measurements ALTER COLUMN step_time_s SET STATISTICS 0;
ALTER TABLE ONLY public.measurements ALTER COLUMN test_time_s SET STATISTICS 0;
ALTER TABLE ONLY public.measurements ALTER COLUMN voltage_v SET STATISTICS 0;
ALTER TABLE ONLY public.measurements ALTER COLUMN current_a SET STATISTICS 0;
ALTER TABLE ONLY public.measurements ALTER COLUMN capacity_ah SET STATISTICS 0;
ALTER TABLE ONLY public.measurements ALTER COLUMN energy_wh SET STATISTICS 0;
ALTER TABLE ONLY public.measurements ALTER COLUMN temperature_degc SET STATISTICS 0;


--
-- Name: TABLE measurements; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.measurements IS 'The rows of each step';


--
-- Name: COLUMN measurements.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.experiment_id IS 'The experiment';


--
-- Name: COLUMN measurements.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.step IS 'The executed step';


--
-- Name: COLUMN measurements.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.seq IS 'Its place in the step, from 0';


--
-- Name: COLUMN measurements.step_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.step_time_s IS 'Time since the step''s start [s]';


--
-- Name: COLUMN measurements.test_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.test_time_s IS 'Time since the test''s start [s]';


--
-- Name: COLUMN measurements.voltage_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.voltage_v IS 'Voltage [V]';


--
-- Name: COLUMN measurements.current_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.current_a IS 'Current; charge is positive [A]';


--
-- Name: COLUMN measurements.capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.capacity_ah IS 'Capacity since the step''s start; charge is positive [Ah]';


--
-- Name: COLUMN measurements.energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.energy_wh IS 'Energy since the step''s start; charge is positive [Wh]';


--
-- Name: COLUMN measurements.temperature_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurements.temperature_degc IS 'Temperature of the cell [°C]';


--
-- Name: bi_measurements; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_measurements WITH (security_barrier='true') AS
 SELECT e.name AS experiment,
    e.project_id,
    s.step_type,
    d.cycle,
    r.experiment_id,
    r.step,
    r.seq,
    r.step_time_s,
    r.test_time_s,
    r.voltage_v,
    r.current_a,
    r.capacity_ah,
    r.energy_wh,
    r.temperature_degc,
    (d.soc_start_pct + (r.capacity_ah *
        CASE
            WHEN (d.capacity_ah <> (0)::double precision) THEN ((d.soc_end_pct - d.soc_start_pct) / d.capacity_ah)
            ELSE ((100)::double precision / v.reference_capacity_ah)
        END)) AS soc_pct
   FROM ((((public.measurements r
     JOIN public.experiments e ON (((e.id = r.experiment_id) AND (e.superseded_by_id IS NULL))))
     JOIN public.steps s ON (((s.experiment_id = r.experiment_id) AND (s.number = r.step))))
     LEFT JOIN public.step_metrics d ON (((d.experiment_id = r.experiment_id) AND (d.step = r.step))))
     LEFT JOIN public.derivations v ON ((v.experiment_id = r.experiment_id)));


--
-- Name: VIEW bi_measurements; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_measurements IS 'Rows with the state of charge of each';


--
-- Name: COLUMN bi_measurements.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_measurements.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_measurements.step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.step_type IS 'What it does: charge, discharge, rest, waveform or unknown';


--
-- Name: COLUMN bi_measurements.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.cycle IS 'The cycle it is in';


--
-- Name: COLUMN bi_measurements.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_measurements.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.step IS 'The executed step';


--
-- Name: COLUMN bi_measurements.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.seq IS 'Its place in the step, from 0';


--
-- Name: COLUMN bi_measurements.step_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.step_time_s IS 'Time since the step''s start [s]';


--
-- Name: COLUMN bi_measurements.test_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.test_time_s IS 'Time since the test''s start [s]';


--
-- Name: COLUMN bi_measurements.voltage_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.voltage_v IS 'Voltage [V]';


--
-- Name: COLUMN bi_measurements.current_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.current_a IS 'Current; charge is positive [A]';


--
-- Name: COLUMN bi_measurements.capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.capacity_ah IS 'Capacity since the step''s start; charge is positive [Ah]';


--
-- Name: COLUMN bi_measurements.energy_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.energy_wh IS 'Energy since the step''s start; charge is positive [Wh]';


--
-- Name: COLUMN bi_measurements.temperature_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.temperature_degc IS 'Temperature of the cell [°C]';


--
-- Name: COLUMN bi_measurements.soc_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_measurements.soc_pct IS 'State of charge of the row [%]';


--
-- Name: pulses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pulses (
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    cycle integer NOT NULL,
    direction text NOT NULL,
    purpose text NOT NULL,
    soc_pct double precision,
    temperature_degc double precision,
    current_mean_a double precision,
    c_rate double precision,
    rest_before_s double precision,
    ocv_v double precision,
    ocv_settled boolean NOT NULL,
    power_ocv_v double precision,
    duration_s double precision,
    r0_time_s double precision,
    r0_ohm double precision,
    r_100ms_ohm double precision,
    r_1s_ohm double precision,
    r_10s_ohm double precision,
    r_end_ohm double precision,
    power_capability_10s_w double precision
);


--
-- Name: TABLE pulses; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.pulses IS 'What was derived for each pulse: steps that are short and after a rest';


--
-- Name: COLUMN pulses.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.experiment_id IS 'The experiment';


--
-- Name: COLUMN pulses.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.step IS 'The step that is the pulse';


--
-- Name: COLUMN pulses.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.cycle IS 'The cycle it is in';


--
-- Name: COLUMN pulses.direction; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.direction IS 'charge or discharge';


--
-- Name: COLUMN pulses.purpose; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.purpose IS 'pulse, or restore where it undoes another';


--
-- Name: COLUMN pulses.soc_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.soc_pct IS 'State of charge at its start [%]';


--
-- Name: COLUMN pulses.temperature_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.temperature_degc IS 'Temperature at its start [°C]';


--
-- Name: COLUMN pulses.current_mean_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.current_mean_a IS 'Capacity over duration [A]';


--
-- Name: COLUMN pulses.c_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.c_rate IS 'Held current over the nominal capacity; a magnitude';


--
-- Name: COLUMN pulses.rest_before_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.rest_before_s IS 'Unbroken rest before [s]';


--
-- Name: COLUMN pulses.ocv_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.ocv_v IS 'End voltage of that rest [V]';


--
-- Name: COLUMN pulses.ocv_settled; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.ocv_settled IS 'Whether that rest was long enough for an open-circuit voltage';


--
-- Name: COLUMN pulses.power_ocv_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.power_ocv_v IS 'Open-circuit voltage that its power capability is reckoned with [V]';


--
-- Name: COLUMN pulses.duration_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.duration_s IS 'How long it took [s]';


--
-- Name: COLUMN pulses.r0_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.r0_time_s IS 'When its first active row was taken [s]';


--
-- Name: COLUMN pulses.r0_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.r0_ohm IS 'Resistance at the first active row [Ω]';


--
-- Name: COLUMN pulses.r_100ms_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.r_100ms_ohm IS 'Resistance at 0.1 s [Ω]';


--
-- Name: COLUMN pulses.r_1s_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.r_1s_ohm IS 'Resistance at 1 s [Ω]';


--
-- Name: COLUMN pulses.r_10s_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.r_10s_ohm IS 'Resistance at 10 s [Ω]';


--
-- Name: COLUMN pulses.r_end_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.r_end_ohm IS 'Resistance at the last active row [Ω]';


--
-- Name: COLUMN pulses.power_capability_10s_w; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulses.power_capability_10s_w IS 'Power that it could give or take for 10 s within the voltage limits [W]';


--
-- Name: bi_pulses; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_pulses WITH (security_barrier='true') AS
 SELECT e.name AS experiment,
    e.project_id,
    p.name AS project,
    e.cell_id,
    c.name AS cell,
    c.chemistry,
    u.experiment_id,
    u.step,
    u.cycle,
    u.direction,
    u.purpose,
    u.soc_pct,
    u.temperature_degc,
    u.current_mean_a,
    u.c_rate,
    u.rest_before_s,
    u.ocv_v,
    u.ocv_settled,
    u.power_ocv_v,
    u.duration_s,
    u.r0_time_s,
    u.r0_ohm,
    u.r_100ms_ohm,
    u.r_1s_ohm,
    u.r_10s_ohm,
    u.r_end_ohm,
    u.power_capability_10s_w
   FROM (((public.pulses u
     JOIN public.experiments e ON (((e.id = u.experiment_id) AND (e.superseded_by_id IS NULL))))
     LEFT JOIN public.projects p ON ((p.id = e.project_id)))
     LEFT JOIN public.cells c ON ((c.id = e.cell_id)));


--
-- Name: VIEW bi_pulses; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_pulses IS 'Pulses with resistance and power';


--
-- Name: COLUMN bi_pulses.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_pulses.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_pulses.project; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.project IS 'The name of the project';


--
-- Name: COLUMN bi_pulses.cell_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.cell_id IS 'The cell it was made with';


--
-- Name: COLUMN bi_pulses.cell; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.cell IS 'The name of the cell';


--
-- Name: COLUMN bi_pulses.chemistry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.chemistry IS 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other';


--
-- Name: COLUMN bi_pulses.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_pulses.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.step IS 'The step that is the pulse';


--
-- Name: COLUMN bi_pulses.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.cycle IS 'The cycle it is in';


--
-- Name: COLUMN bi_pulses.direction; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.direction IS 'charge or discharge';


--
-- Name: COLUMN bi_pulses.purpose; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.purpose IS 'pulse, or restore where it undoes another';


--
-- Name: COLUMN bi_pulses.soc_pct; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.soc_pct IS 'State of charge at its start [%]';


--
-- Name: COLUMN bi_pulses.temperature_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.temperature_degc IS 'Temperature at its start [°C]';


--
-- Name: COLUMN bi_pulses.current_mean_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.current_mean_a IS 'Capacity over duration [A]';


--
-- Name: COLUMN bi_pulses.c_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.c_rate IS 'Held current over the nominal capacity; a magnitude';


--
-- Name: COLUMN bi_pulses.rest_before_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.rest_before_s IS 'Unbroken rest before [s]';


--
-- Name: COLUMN bi_pulses.ocv_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.ocv_v IS 'End voltage of that rest [V]';


--
-- Name: COLUMN bi_pulses.ocv_settled; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.ocv_settled IS 'Whether that rest was long enough for an open-circuit voltage';


--
-- Name: COLUMN bi_pulses.power_ocv_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.power_ocv_v IS 'Open-circuit voltage that its power capability is reckoned with [V]';


--
-- Name: COLUMN bi_pulses.duration_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.duration_s IS 'How long it took [s]';


--
-- Name: COLUMN bi_pulses.r0_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.r0_time_s IS 'When its first active row was taken [s]';


--
-- Name: COLUMN bi_pulses.r0_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.r0_ohm IS 'Resistance at the first active row [Ω]';


--
-- Name: COLUMN bi_pulses.r_100ms_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.r_100ms_ohm IS 'Resistance at 0.1 s [Ω]';


--
-- Name: COLUMN bi_pulses.r_1s_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.r_1s_ohm IS 'Resistance at 1 s [Ω]';


--
-- Name: COLUMN bi_pulses.r_10s_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.r_10s_ohm IS 'Resistance at 10 s [Ω]';


--
-- Name: COLUMN bi_pulses.r_end_ohm; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.r_end_ohm IS 'Resistance at the last active row [Ω]';


--
-- Name: COLUMN bi_pulses.power_capability_10s_w; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_pulses.power_capability_10s_w IS 'Power that it could give or take for 10 s within the voltage limits [W]';


--
-- Name: bi_temperature_time; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_temperature_time WITH (security_barrier='true') AS
 SELECT bi_measurements.experiment_id,
    bi_measurements.experiment,
    bi_measurements.project_id,
    bi_measurements.step,
    bi_measurements.seq,
    bi_measurements.cycle,
    bi_measurements.step_type,
    bi_measurements.step_time_s,
    bi_measurements.test_time_s,
    bi_measurements.temperature_degc
   FROM public.bi_measurements;


--
-- Name: VIEW bi_temperature_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_temperature_time IS 'Temperature over time, for each row';


--
-- Name: COLUMN bi_temperature_time.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_temperature_time.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_temperature_time.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_temperature_time.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.step IS 'The executed step';


--
-- Name: COLUMN bi_temperature_time.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.seq IS 'Its place in the step, from 0';


--
-- Name: COLUMN bi_temperature_time.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.cycle IS 'The cycle it is in';


--
-- Name: COLUMN bi_temperature_time.step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.step_type IS 'What it does: charge, discharge, rest, waveform or unknown';


--
-- Name: COLUMN bi_temperature_time.step_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.step_time_s IS 'Time since the step''s start [s]';


--
-- Name: COLUMN bi_temperature_time.test_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.test_time_s IS 'Time since the test''s start [s]';


--
-- Name: COLUMN bi_temperature_time.temperature_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_temperature_time.temperature_degc IS 'Temperature of the cell [°C]';


--
-- Name: bi_voltage_capacity; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_voltage_capacity WITH (security_barrier='true') AS
 SELECT bi_measurements.experiment_id,
    bi_measurements.experiment,
    bi_measurements.project_id,
    bi_measurements.step,
    bi_measurements.seq,
    bi_measurements.cycle,
    bi_measurements.step_type,
    bi_measurements.capacity_ah,
    bi_measurements.voltage_v
   FROM public.bi_measurements;


--
-- Name: VIEW bi_voltage_capacity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_voltage_capacity IS 'Voltage over capacity, for each row';


--
-- Name: COLUMN bi_voltage_capacity.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_voltage_capacity.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_voltage_capacity.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_voltage_capacity.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.step IS 'The executed step';


--
-- Name: COLUMN bi_voltage_capacity.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.seq IS 'Its place in the step, from 0';


--
-- Name: COLUMN bi_voltage_capacity.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.cycle IS 'The cycle it is in';


--
-- Name: COLUMN bi_voltage_capacity.step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.step_type IS 'What it does: charge, discharge, rest, waveform or unknown';


--
-- Name: COLUMN bi_voltage_capacity.capacity_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.capacity_ah IS 'Capacity since the step''s start; charge is positive [Ah]';


--
-- Name: COLUMN bi_voltage_capacity.voltage_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_capacity.voltage_v IS 'Voltage [V]';


--
-- Name: bi_voltage_time; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.bi_voltage_time WITH (security_barrier='true') AS
 SELECT bi_measurements.experiment_id,
    bi_measurements.experiment,
    bi_measurements.project_id,
    bi_measurements.step,
    bi_measurements.seq,
    bi_measurements.cycle,
    bi_measurements.step_type,
    bi_measurements.step_time_s,
    bi_measurements.test_time_s,
    bi_measurements.voltage_v
   FROM public.bi_measurements;


--
-- Name: VIEW bi_voltage_time; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.bi_voltage_time IS 'Voltage over time, for each row';


--
-- Name: COLUMN bi_voltage_time.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.experiment_id IS 'The experiment';


--
-- Name: COLUMN bi_voltage_time.experiment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.experiment IS 'The name of the experiment';


--
-- Name: COLUMN bi_voltage_time.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.project_id IS 'The project it belongs to';


--
-- Name: COLUMN bi_voltage_time.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.step IS 'The executed step';


--
-- Name: COLUMN bi_voltage_time.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.seq IS 'Its place in the step, from 0';


--
-- Name: COLUMN bi_voltage_time.cycle; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.cycle IS 'The cycle it is in';


--
-- Name: COLUMN bi_voltage_time.step_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.step_type IS 'What it does: charge, discharge, rest, waveform or unknown';


--
-- Name: COLUMN bi_voltage_time.step_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.step_time_s IS 'Time since the step''s start [s]';


--
-- Name: COLUMN bi_voltage_time.test_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.test_time_s IS 'Time since the test''s start [s]';


--
-- Name: COLUMN bi_voltage_time.voltage_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bi_voltage_time.voltage_v IS 'Voltage [V]';


--
-- Name: cells_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.cells ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cells_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: corrections_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.corrections ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.corrections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: data_dictionary; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.data_dictionary (
    table_name text NOT NULL,
    column_name text NOT NULL,
    unit text,
    description text NOT NULL
);


--
-- Name: TABLE data_dictionary; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.data_dictionary IS 'What every table, view and column holds';


--
-- Name: COLUMN data_dictionary.table_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.data_dictionary.table_name IS 'The table or view';


--
-- Name: COLUMN data_dictionary.column_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.data_dictionary.column_name IS 'The column; empty for the table itself';


--
-- Name: COLUMN data_dictionary.unit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.data_dictionary.unit IS 'The unit; missing where there is none';


--
-- Name: COLUMN data_dictionary.description; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.data_dictionary.description IS 'What it is';


--
-- Name: experiment_channels; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.experiment_channels (
    experiment_id integer NOT NULL,
    channel integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL
);


--
-- Name: TABLE experiment_channels; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.experiment_channels IS 'Further columns that the cycler recorded';


--
-- Name: COLUMN experiment_channels.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiment_channels.experiment_id IS 'The experiment';


--
-- Name: COLUMN experiment_channels.channel; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiment_channels.channel IS 'Its place among the packed channels, from 0';


--
-- Name: COLUMN experiment_channels.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiment_channels.name IS 'Its header';


--
-- Name: COLUMN experiment_channels.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.experiment_channels.kind IS 'What it holds';


--
-- Name: experiments_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.experiments ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.experiments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: loaded_steps; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.loaded_steps (
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    rows bigint NOT NULL,
    voltage_v_sum double precision NOT NULL,
    current_a_sum double precision NOT NULL,
    capacity_ah_sum double precision NOT NULL,
    voltage_v_magnitude double precision NOT NULL,
    current_a_magnitude double precision NOT NULL,
    capacity_ah_magnitude double precision NOT NULL
);


--
-- Name: TABLE loaded_steps; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.loaded_steps IS 'What was poured of each step; the integrity check compares the rows with it';


--
-- Name: COLUMN loaded_steps.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.experiment_id IS 'The experiment';


--
-- Name: COLUMN loaded_steps.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.step IS 'The executed step';


--
-- Name: COLUMN loaded_steps.rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.rows IS 'Rows that were poured';


--
-- Name: COLUMN loaded_steps.voltage_v_sum; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.voltage_v_sum IS 'Sum of their voltages [V]';


--
-- Name: COLUMN loaded_steps.current_a_sum; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.current_a_sum IS 'Sum of their currents [A]';


--
-- Name: COLUMN loaded_steps.capacity_ah_sum; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.capacity_ah_sum IS 'Sum of their capacities [Ah]';


--
-- Name: COLUMN loaded_steps.voltage_v_magnitude; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.voltage_v_magnitude IS 'Sum of the absolute values [V]';


--
-- Name: COLUMN loaded_steps.current_a_magnitude; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.current_a_magnitude IS 'Sum of the absolute values [A]';


--
-- Name: COLUMN loaded_steps.capacity_ah_magnitude; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.loaded_steps.capacity_ah_magnitude IS 'Sum of the absolute values [Ah]';


--
-- Name: machines_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.machines ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.machines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: measurement_channels; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.measurement_channels (
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    seq_first integer NOT NULL,
    channels integer NOT NULL,
    has_lines boolean NOT NULL,
    packed bytea NOT NULL
);
ALTER TABLE ONLY public.measurement_channels ALTER COLUMN packed SET STORAGE EXTERNAL;


--
-- Name: TABLE measurement_channels; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.measurement_channels IS 'The further columns of the rows, packed: those of each 16,384 rows of a step together';


--
-- Name: COLUMN measurement_channels.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurement_channels.experiment_id IS 'The experiment';


--
-- Name: COLUMN measurement_channels.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurement_channels.step IS 'The executed step';


--
-- Name: COLUMN measurement_channels.seq_first; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurement_channels.seq_first IS 'The first row';


--
-- Name: COLUMN measurement_channels.channels; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurement_channels.channels IS 'How many channels';


--
-- Name: COLUMN measurement_channels.has_lines; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurement_channels.has_lines IS 'Whether the rows'' lines in the file are packed, too';


--
-- Name: COLUMN measurement_channels.packed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.measurement_channels.packed IS 'The values, packed as docs/database.md says';


--
-- Name: merges; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.merges (
    id integer NOT NULL,
    experiment_id integer NOT NULL,
    first_step integer NOT NULL,
    last_step integer NOT NULL,
    reason text NOT NULL,
    who text NOT NULL,
    created_at timestamp without time zone NOT NULL,
    withdrawn_at timestamp without time zone,
    CONSTRAINT merges_check CHECK ((last_step > first_step))
);


--
-- Name: TABLE merges; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.merges IS 'Consecutive steps that people made one; it has the number of the first';


--
-- Name: COLUMN merges.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.id IS 'Number';


--
-- Name: COLUMN merges.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.experiment_id IS 'The experiment';


--
-- Name: COLUMN merges.first_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.first_step IS 'The first of them';


--
-- Name: COLUMN merges.last_step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.last_step IS 'The last of them';


--
-- Name: COLUMN merges.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.reason IS 'Why';


--
-- Name: COLUMN merges.who; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.who IS 'Who said so';


--
-- Name: COLUMN merges.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.created_at IS 'When, in UTC';


--
-- Name: COLUMN merges.withdrawn_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merges.withdrawn_at IS 'When it was taken back, in UTC; null while it is in force';


--
-- Name: merges_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.merges ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.merges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: operators_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.operators ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.operators_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: processed_files; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.processed_files (
    id integer NOT NULL,
    experiment_id integer,
    run_id integer,
    role text NOT NULL,
    path text NOT NULL,
    name text NOT NULL,
    blake3 text NOT NULL,
    size bigint NOT NULL,
    modified_at timestamp without time zone,
    encoding text NOT NULL,
    delimiter text NOT NULL,
    dialect text NOT NULL,
    row_count bigint NOT NULL,
    sentinels bigint NOT NULL,
    rejected_rows bigint NOT NULL,
    tool_version text NOT NULL,
    options text NOT NULL,
    outcome text NOT NULL,
    message text,
    processed_at timestamp without time zone NOT NULL
);


--
-- Name: TABLE processed_files; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.processed_files IS 'Input files, also those that were refused; the guard against loading the same twice';


--
-- Name: COLUMN processed_files.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.id IS 'Its number';


--
-- Name: COLUMN processed_files.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.experiment_id IS 'The experiment it became; missing where it was refused';


--
-- Name: COLUMN processed_files.run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.run_id IS 'The run that read it';


--
-- Name: COLUMN processed_files.role; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.role IS 'step, detail or single';


--
-- Name: COLUMN processed_files.path; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.path IS 'Where it lay';


--
-- Name: COLUMN processed_files.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.name IS 'Its name';


--
-- Name: COLUMN processed_files.blake3; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.blake3 IS 'blake3 of its bytes';


--
-- Name: COLUMN processed_files.size; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.size IS 'Its bytes';


--
-- Name: COLUMN processed_files.modified_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.modified_at IS 'When it was last changed, in UTC';


--
-- Name: COLUMN processed_files.encoding; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.encoding IS 'Its encoding';


--
-- Name: COLUMN processed_files.delimiter; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.delimiter IS 'What parts its columns';


--
-- Name: COLUMN processed_files.dialect; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.dialect IS 'How it was read';


--
-- Name: COLUMN processed_files.row_count; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.row_count IS 'Its rows';


--
-- Name: COLUMN processed_files.sentinels; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.sentinels IS 'Values that stand for a missing one';


--
-- Name: COLUMN processed_files.rejected_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.rejected_rows IS 'Rows that could not be read';


--
-- Name: COLUMN processed_files.tool_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.tool_version IS 'The battery-etl that read it';


--
-- Name: COLUMN processed_files.options; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.options IS 'The options it was read with, as JSON';


--
-- Name: COLUMN processed_files.outcome; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.outcome IS 'loaded, grown (it has grown since), rejected or failed';


--
-- Name: COLUMN processed_files.message; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.message IS 'Why';


--
-- Name: COLUMN processed_files.processed_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.processed_files.processed_at IS 'When it was read, in UTC';


--
-- Name: processed_files_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.processed_files ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.processed_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: projects_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.projects ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.projects_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: pulse_samples; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pulse_samples (
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    what text NOT NULL,
    step_time_s double precision,
    voltage_v double precision,
    current_a double precision,
    CONSTRAINT pulse_samples_what_check CHECK ((what = ANY (ARRAY['first'::text, '100ms'::text, '1s'::text, '10s'::text, 'end'::text])))
);


--
-- Name: TABLE pulse_samples; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.pulse_samples IS 'Rows at the times at which resistance is taken, or interpolated to them';


--
-- Name: COLUMN pulse_samples.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulse_samples.experiment_id IS 'The experiment';


--
-- Name: COLUMN pulse_samples.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulse_samples.step IS 'The executed step';


--
-- Name: COLUMN pulse_samples.what; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulse_samples.what IS 'first, 100ms, 1s, 10s or end';


--
-- Name: COLUMN pulse_samples.step_time_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulse_samples.step_time_s IS 'Time since the step''s start [s]';


--
-- Name: COLUMN pulse_samples.voltage_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulse_samples.voltage_v IS 'Voltage [V]';


--
-- Name: COLUMN pulse_samples.current_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pulse_samples.current_a IS 'Current; charge is positive [A]';


--
-- Name: run_outcomes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.run_outcomes (
    run_id integer NOT NULL,
    seq integer NOT NULL,
    name text NOT NULL,
    outcome text NOT NULL,
    experiment_id integer,
    message text,
    duration_s double precision NOT NULL
);


--
-- Name: TABLE run_outcomes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.run_outcomes IS 'What became of each test of a run';


--
-- Name: COLUMN run_outcomes.run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.run_outcomes.run_id IS 'The run';


--
-- Name: COLUMN run_outcomes.seq; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.run_outcomes.seq IS 'Its place in the run';


--
-- Name: COLUMN run_outcomes.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.run_outcomes.name IS 'The name of the test';


--
-- Name: COLUMN run_outcomes.outcome; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.run_outcomes.outcome IS 'loaded, appended, updated, skipped, replaced, rejected or failed';


--
-- Name: COLUMN run_outcomes.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.run_outcomes.experiment_id IS 'The experiment that it became';


--
-- Name: COLUMN run_outcomes.message; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.run_outcomes.message IS 'Why';


--
-- Name: COLUMN run_outcomes.duration_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.run_outcomes.duration_s IS 'How long it took [s]';


--
-- Name: runs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.runs (
    id integer NOT NULL,
    command text NOT NULL,
    who text NOT NULL,
    tool_version text NOT NULL,
    started_at timestamp without time zone NOT NULL,
    finished_at timestamp without time zone,
    loaded integer NOT NULL,
    skipped integer NOT NULL,
    rejected integer NOT NULL,
    failed integer NOT NULL,
    message text
);


--
-- Name: TABLE runs; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.runs IS 'Commands that loaded';


--
-- Name: COLUMN runs.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.id IS 'Its number';


--
-- Name: COLUMN runs.command; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.command IS 'The command line, without credentials';


--
-- Name: COLUMN runs.who; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.who IS 'The account that ran it';


--
-- Name: COLUMN runs.tool_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.tool_version IS 'The battery-etl that ran';


--
-- Name: COLUMN runs.started_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.started_at IS 'When it began, in UTC';


--
-- Name: COLUMN runs.finished_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.finished_at IS 'When it ended, in UTC; missing while it runs and when it was killed';


--
-- Name: COLUMN runs.loaded; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.loaded IS 'Tests that it loaded';


--
-- Name: COLUMN runs.skipped; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.skipped IS 'Tests that were there already';


--
-- Name: COLUMN runs.rejected; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.rejected IS 'Tests that were refused for what they hold';


--
-- Name: COLUMN runs.failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.failed IS 'Tests that could not be loaded';


--
-- Name: COLUMN runs.message; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.runs.message IS 'What it said at its end';


--
-- Name: runs_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.runs ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: step_traces; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.step_traces (
    experiment_id integer NOT NULL,
    step integer NOT NULL,
    rows bigint NOT NULL,
    active_rows bigint NOT NULL,
    relaxation_rows bigint NOT NULL,
    duration_contradicted boolean NOT NULL,
    first_line bigint,
    last_active_line bigint,
    test_time_start_s double precision,
    test_time_end_s double precision,
    step_time_end_s double precision,
    voltage_start_v double precision,
    voltage_end_v double precision,
    voltage_min_v double precision,
    voltage_max_v double precision,
    current_end_a double precision,
    current_abs_max_a double precision,
    current_held_a double precision,
    power_end_w double precision,
    capacity_end_ah double precision,
    energy_end_wh double precision,
    temperature_start_degc double precision,
    temperature_end_degc double precision,
    temperature_min_degc double precision,
    temperature_max_degc double precision,
    chamber_temperature_start_degc double precision,
    integral_charge_ah double precision,
    integral_discharge_ah double precision,
    integral_charge_wh double precision,
    integral_discharge_wh double precision,
    constant_voltage_start_ah double precision,
    words text
);


--
-- Name: TABLE step_traces; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.step_traces IS 'What the rows of each step say, folded over all of them before thinning';


--
-- Name: COLUMN step_traces.experiment_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.experiment_id IS 'The experiment';


--
-- Name: COLUMN step_traces.step; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.step IS 'The executed step';


--
-- Name: COLUMN step_traces.rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.rows IS 'Its rows';


--
-- Name: COLUMN step_traces.active_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.active_rows IS 'Rows up to the step''s duration';


--
-- Name: COLUMN step_traces.relaxation_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.relaxation_rows IS 'Rows logged after it, at rest';


--
-- Name: COLUMN step_traces.duration_contradicted; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.duration_contradicted IS 'Whether the rows show that the step''s duration is wrong';


--
-- Name: COLUMN step_traces.first_line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.first_line IS 'Line of its first row in the file';


--
-- Name: COLUMN step_traces.last_active_line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.last_active_line IS 'Line of its last active row';


--
-- Name: COLUMN step_traces.test_time_start_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.test_time_start_s IS 'Test time of its first row [s]';


--
-- Name: COLUMN step_traces.test_time_end_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.test_time_end_s IS 'Test time of its last active row [s]';


--
-- Name: COLUMN step_traces.step_time_end_s; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.step_time_end_s IS 'Step time of its last active row [s]';


--
-- Name: COLUMN step_traces.voltage_start_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.voltage_start_v IS 'Voltage of its first active row [V]';


--
-- Name: COLUMN step_traces.voltage_end_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.voltage_end_v IS 'Voltage of its last active row [V]';


--
-- Name: COLUMN step_traces.voltage_min_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.voltage_min_v IS 'Lowest voltage of its active rows [V]';


--
-- Name: COLUMN step_traces.voltage_max_v; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.voltage_max_v IS 'Highest voltage of its active rows [V]';


--
-- Name: COLUMN step_traces.current_end_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.current_end_a IS 'Current of its last active row [A]';


--
-- Name: COLUMN step_traces.current_abs_max_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.current_abs_max_a IS 'Largest current of its active rows; a magnitude [A]';


--
-- Name: COLUMN step_traces.current_held_a; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.current_held_a IS 'Largest current that two neighbouring rows both reach; a magnitude [A]';


--
-- Name: COLUMN step_traces.power_end_w; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.power_end_w IS 'Power of its last active row [W]';


--
-- Name: COLUMN step_traces.capacity_end_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.capacity_end_ah IS 'Capacity of its last active row [Ah]';


--
-- Name: COLUMN step_traces.energy_end_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.energy_end_wh IS 'Energy of its last active row [Wh]';


--
-- Name: COLUMN step_traces.temperature_start_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.temperature_start_degc IS 'Temperature of its first active row [°C]';


--
-- Name: COLUMN step_traces.temperature_end_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.temperature_end_degc IS 'Temperature of its last active row [°C]';


--
-- Name: COLUMN step_traces.temperature_min_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.temperature_min_degc IS 'Lowest temperature of its active rows [°C]';


--
-- Name: COLUMN step_traces.temperature_max_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.temperature_max_degc IS 'Highest temperature of its active rows [°C]';


--
-- Name: COLUMN step_traces.chamber_temperature_start_degc; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.chamber_temperature_start_degc IS 'Temperature of the chamber at its first active row [°C]';


--
-- Name: COLUMN step_traces.integral_charge_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.integral_charge_ah IS 'Integral of its positive current over time [Ah]';


--
-- Name: COLUMN step_traces.integral_discharge_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.integral_discharge_ah IS 'Integral of its negative current over time [Ah]';


--
-- Name: COLUMN step_traces.integral_charge_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.integral_charge_wh IS 'Integral of its positive power over time [Wh]';


--
-- Name: COLUMN step_traces.integral_discharge_wh; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.integral_discharge_wh IS 'Integral of its negative power over time [Wh]';


--
-- Name: COLUMN step_traces.constant_voltage_start_ah; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.constant_voltage_start_ah IS 'Capacity at which the voltage began to be held [Ah]';


--
-- Name: COLUMN step_traces.words; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.step_traces.words IS 'What the rows say in words where the step does not, as JSON';


--
-- Data for Name: __diesel_schema_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.__diesel_schema_migrations VALUES
	('20261128000000', '2026-11-29 18:53:44.703247'),
	('20261129000000', '2026-11-29 18:53:44.703247'),
	('20261129000100', '2026-11-29 18:53:44.703247'),
	('20261129000200', '2026-11-29 18:53:44.703247'),
	('20261129000300', '2026-11-29 18:53:44.703247'),
	('20261129000400', '2026-11-29 18:53:44.703247');


--
-- Data for Name: audit_events; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_events VALUES
	(1, '2026-11-29 18:53:45.154517', 'lab', 'battery-etl --database … ingest mini_Step.csv --project Ageing --cell C1 --machine M1 --operator Ann', '0.1.0', 'experiment', 1, 'mini', 'load', NULL, '{"battery_type":null,"cell":"C1","content_digest":"817bdb27bbe49669c3cd9f4183801e6324e8d397ac1d40d10c06eab40c3a277c","description":null,"id":1,"machine":"M1","name":"mini","operator":"Ann","project":"Ageing","rows_digest":"fe5c1085f70865f12e02c8b1443945311b28959f35176c8e53a170a0e5067f3e","source_rows":1656,"step_selection":null,"steps_digest":"e11841b926132efbca58f5936aa6423450400cb5017df48dc07d340e31fab995","stored_rows":1656,"tags":[],"thinned_s":null}', NULL);


--
-- Data for Name: cells; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cells VALUES
	(1, 'C1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-29 18:53:45.150824', '2026-11-29 18:53:45.150824');


--
-- Data for Name: corrections; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: cycles; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.cycles VALUES
	(1, 1, 1, 1, 6, true, false, -30.000000000000004, 1.4, 2, 5.284027, 6.950667, 142.85714285714286, 131.54109545617388, 0.85, 5, 2, 100, 5, 1, 25.05, 3.7743050000000005, 3.4753335, NULL, 2.5770693159757254, 26.57),
	(1, 2, 1, 7, 14, false, false, 49.16120000000001, 1.052966, 0.069742, 3.5665, 0.24166700000000002, NULL, NULL, 1.130677, NULL, NULL, NULL, NULL, 0.871412, 25.09, 3.387098918673537, 3.4651572940265556, NULL, NULL, 25.4);


--
-- Data for Name: data_dictionary; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.data_dictionary VALUES
	('projects', '', NULL, 'Bodies of work that experiments belong to'),
	('projects', 'id', NULL, 'Its number'),
	('projects', 'name', NULL, 'Its name, which no other has'),
	('projects', 'description', NULL, 'What it is, in words'),
	('projects', 'start_date', NULL, 'When it began'),
	('projects', 'created_at', NULL, 'When it was made, in UTC'),
	('projects', 'updated_at', NULL, 'When it was last changed, in UTC'),
	('machines', '', NULL, 'The cyclers'),
	('machines', 'id', NULL, 'Its number'),
	('machines', 'name', NULL, 'Its name, which no other has'),
	('machines', 'model_number', NULL, 'The makers name of its model'),
	('machines', 'description', NULL, 'What it is, in words'),
	('machines', 'created_at', NULL, 'When it was made, in UTC'),
	('machines', 'updated_at', NULL, 'When it was last changed, in UTC'),
	('operators', '', NULL, 'The people who ran the tests'),
	('operators', 'id', NULL, 'Its number'),
	('operators', 'name', NULL, 'Its name, which no other has'),
	('operators', 'created_at', NULL, 'When it was made, in UTC'),
	('operators', 'updated_at', NULL, 'When it was last changed, in UTC'),
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
	('cells', 'updated_at', NULL, 'When it was last changed, in UTC'),
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
	('runs', 'message', NULL, 'What it said at its end'),
	('run_outcomes', '', NULL, 'What became of each test of a run'),
	('run_outcomes', 'run_id', NULL, 'The run'),
	('run_outcomes', 'seq', NULL, 'Its place in the run'),
	('run_outcomes', 'name', NULL, 'The name of the test'),
	('run_outcomes', 'outcome', NULL, 'loaded, appended, updated, skipped, replaced, rejected or failed'),
	('run_outcomes', 'experiment_id', NULL, 'The experiment that it became'),
	('run_outcomes', 'message', NULL, 'Why'),
	('run_outcomes', 'duration_s', 's', 'How long it took'),
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
	('experiments', 'updated_at', NULL, 'When it was last changed, in UTC'),
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
	('derivations', 'updated_at', NULL, 'When it was last changed, in UTC'),
	('experiment_channels', '', NULL, 'Further columns that the cycler recorded'),
	('experiment_channels', 'experiment_id', NULL, 'The experiment'),
	('experiment_channels', 'channel', NULL, 'Its place among the packed channels, from 0'),
	('experiment_channels', 'name', NULL, 'Its header'),
	('experiment_channels', 'kind', NULL, 'What it holds'),
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
	('processed_files', 'processed_at', NULL, 'When it was read, in UTC'),
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
	('steps', 'updated_at', NULL, 'When it was last changed, in UTC'),
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
	('step_traces', 'words', NULL, 'What the rows say in words where the step does not, as JSON'),
	('pulse_samples', '', NULL, 'Rows at the times at which resistance is taken, or interpolated to them'),
	('pulse_samples', 'experiment_id', NULL, 'The experiment'),
	('pulse_samples', 'step', NULL, 'The executed step'),
	('pulse_samples', 'what', NULL, 'first, 100ms, 1s, 10s or end'),
	('pulse_samples', 'step_time_s', 's', 'Time since the step''s start'),
	('pulse_samples', 'voltage_v', 'V', 'Voltage'),
	('pulse_samples', 'current_a', 'A', 'Current; charge is positive'),
	('step_metrics', '', NULL, 'What was derived for each step');
INSERT INTO public.data_dictionary VALUES
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
	('step_metrics', 'full_discharge', NULL, 'Whether it is a discharge from full to empty'),
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
	('cycles', 'temperature_max_degc', '°C', 'Highest temperature'),
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
	('pulses', 'power_capability_10s_w', 'W', 'Power that it could give or take for 10 s within the voltage limits'),
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
	('findings', 'message', NULL, 'What is wrong, in words'),
	('loaded_steps', '', NULL, 'What was poured of each step; the integrity check compares the rows with it'),
	('loaded_steps', 'experiment_id', NULL, 'The experiment'),
	('loaded_steps', 'step', NULL, 'The executed step'),
	('loaded_steps', 'rows', NULL, 'Rows that were poured'),
	('loaded_steps', 'voltage_v_sum', 'V', 'Sum of their voltages'),
	('loaded_steps', 'current_a_sum', 'A', 'Sum of their currents'),
	('loaded_steps', 'capacity_ah_sum', 'Ah', 'Sum of their capacities'),
	('loaded_steps', 'voltage_v_magnitude', 'V', 'Sum of the absolute values'),
	('loaded_steps', 'current_a_magnitude', 'A', 'Sum of the absolute values'),
	('loaded_steps', 'capacity_ah_magnitude', 'Ah', 'Sum of the absolute values'),
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
	('audit_events', 'reason', NULL, 'Why, where a person said so'),
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
	('measurements', 'temperature_degc', '°C', 'Temperature of the cell'),
	('measurement_channels', '', NULL, 'The further columns of the rows, packed: those of each 16,384 rows of a step together'),
	('measurement_channels', 'experiment_id', NULL, 'The experiment'),
	('measurement_channels', 'step', NULL, 'The executed step'),
	('measurement_channels', 'seq_first', NULL, 'The first row'),
	('measurement_channels', 'channels', NULL, 'How many channels'),
	('measurement_channels', 'has_lines', NULL, 'Whether the rows'' lines in the file are packed, too'),
	('measurement_channels', 'packed', NULL, 'The values, packed as docs/database.md says'),
	('data_dictionary', '', NULL, 'What every table, view and column holds'),
	('data_dictionary', 'table_name', NULL, 'The table or view'),
	('data_dictionary', 'column_name', NULL, 'The column; empty for the table itself'),
	('data_dictionary', 'unit', NULL, 'The unit; missing where there is none'),
	('data_dictionary', 'description', NULL, 'What it is'),
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
	('bi_temperature_time', 'experiment_id', NULL, 'The experiment');
INSERT INTO public.data_dictionary VALUES
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
	('bi_findings', 'cell', NULL, 'The name of the cell'),
	('bi_experiments', 'manufacturer', NULL, 'Who made it'),
	('bi_experiments', 'form_factor', NULL, 'prismatic, cylindrical, pouch, coin or other'),
	('bi_experiments', 'serial_number', NULL, 'The maker''s number of it'),
	('bi_experiments', 'batch', NULL, 'The batch it is of'),
	('bi_experiments', 'chemistry', NULL, 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other'),
	('bi_experiments', 'description', NULL, 'What it is, in words'),
	('bi_experiments', 'battery_type', NULL, 'The chemistry, where it was said of the test'),
	('bi_experiments', 'tags', NULL, 'Its tags, as a JSON list'),
	('bi_experiments', 'start_time', NULL, 'When its first step began, by the cycler''s local clock'),
	('bi_experiments', 'end_time', NULL, 'When its last step ended, by the cycler''s local clock'),
	('bi_experiments', 'dialect', NULL, 'How its files were read'),
	('bi_experiments', 'thinned_s', 's', 'The interval to which its rows were thinned; missing where they were not'),
	('bi_experiments', 'step_selection', NULL, 'The steps whose rows were asked for; missing for all'),
	('bi_experiments', 'source_rows', NULL, 'Rows of its files'),
	('bi_experiments', 'stored_rows', NULL, 'Rows in the database'),
	('bi_experiments', 'created_at', NULL, 'When it was made, in UTC'),
	('bi_experiments', 'updated_at', NULL, 'When it was last changed, in UTC'),
	('bi_experiments', 'reference_step', NULL, 'The discharge on which its state of charge stands'),
	('bi_experiments', 'reference_quality', NULL, 'full, or partial where no discharge emptied the cell'),
	('bi_experiments', 'reference_capacity_ah', 'Ah', 'The capacity that is 100 % of its state of charge'),
	('bi_experiments', 'nominal_capacity_ah', 'Ah', 'The capacity that its C-rates are over'),
	('bi_experiments', 'nominal_capacity_source', NULL, 'Where that comes from: flag, cell or reference'),
	('bi_experiments', 'coulombic_efficiency_pct', '%', 'Discharge over charge capacity of the whole test'),
	('bi_experiments', 'energy_efficiency_pct', '%', 'Discharge over charge energy of the whole test'),
	('bi_steps', 'chemistry', NULL, 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other'),
	('bi_steps', 'step', NULL, 'The executed step, counted by the tester'),
	('bi_steps', 'cycle', NULL, 'The cycle it is in'),
	('bi_steps', 'duration_s', 's', 'How long it took'),
	('bi_steps', 'previous_step_s', 's', 'How long the step before took'),
	('bi_steps', 'rest_before_s', 's', 'Unbroken rest before; 0 after any other step'),
	('bi_steps', 'voltage_start_v', 'V', 'Voltage of the first active row'),
	('bi_steps', 'voltage_end_v', 'V', 'Voltage at the end'),
	('bi_steps', 'voltage_min_v', 'V', 'Lowest voltage of the active rows'),
	('bi_steps', 'voltage_max_v', 'V', 'Highest voltage of the active rows'),
	('bi_steps', 'current_mean_a', 'A', 'Capacity over duration'),
	('bi_steps', 'current_end_a', 'A', 'Current at the end'),
	('bi_steps', 'capacity_ah', 'Ah', 'Capacity of this step alone, discharge negative'),
	('bi_steps', 'energy_wh', 'Wh', 'Energy of this step alone, discharge negative'),
	('bi_steps', 'power_end_w', 'W', 'Power at the end'),
	('bi_steps', 'temperature_start_degc', '°C', 'Temperature of the first active row'),
	('bi_steps', 'temperature_end_degc', '°C', 'Temperature at the end'),
	('bi_steps', 'temperature_min_degc', '°C', 'Lowest temperature of the active rows'),
	('bi_steps', 'temperature_max_degc', '°C', 'Highest temperature of the active rows'),
	('bi_steps', 'c_rate', NULL, 'Current that it held over the nominal capacity; a magnitude'),
	('bi_steps', 'c_rate_mean', NULL, 'Mean current over the nominal capacity; a magnitude'),
	('bi_steps', 'c_rate_end', NULL, 'Current at the end over the nominal capacity; a magnitude'),
	('bi_steps', 'soc_start_pct', '%', 'State of charge at the start'),
	('bi_steps', 'soc_end_pct', '%', 'State of charge at the end'),
	('bi_steps', 'ocv_start_v', 'V', 'End voltage of the rest immediately before'),
	('bi_steps', 'measurements', NULL, 'Rows of the step; none without its Detail file'),
	('bi_steps', 'relaxation_rows', NULL, 'Rows logged after its end while the cell relaxed'),
	('bi_steps', 'full_discharge', NULL, 'Whether it is a discharge from full to empty'),
	('bi_steps', 'tester_cycle', NULL, 'The tester''s own cycle counter'),
	('bi_steps', 'recipe_line', NULL, 'The line of the recipe it executes'),
	('bi_steps', 'loop_pass', NULL, 'The pass of the loop around it'),
	('bi_steps', 'step_type', NULL, 'What it does: charge, discharge, rest, waveform or unknown'),
	('bi_steps', 'control', NULL, 'What is held: rest, chamber, constant_current, constant_current_voltage, constant_voltage, constant_power, power_pulse, waveform or unknown'),
	('bi_steps', 'original_step_type', NULL, 'The file''s own word for it'),
	('bi_steps', 'status', NULL, 'The file''s own word for its end'),
	('bi_steps', 'end_reason', NULL, 'Why it ended: running, time, voltage, current, function, skipped, alarm or unknown'),
	('bi_steps', 'start_time', NULL, 'When it began, by the cycler''s local clock'),
	('bi_steps', 'note', NULL, 'What a person said of it'),
	('bi_cycles', 'chemistry', NULL, 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other'),
	('bi_cycles', 'cycle', NULL, 'The cycle'),
	('bi_cycles', 'tester_cycle', NULL, 'The tester''s own counter'),
	('bi_cycles', 'first_step', NULL, 'Its first step'),
	('bi_cycles', 'last_step', NULL, 'Its last step'),
	('bi_cycles', 'complete', NULL, 'Whether it holds a charge and a discharge swing'),
	('bi_cycles', 'balanced', NULL, 'Whether the discharges before it and at its end are alike'),
	('bi_cycles', 'soc_net_pct', '%', 'SOC at its end less SOC at its start'),
	('bi_cycles', 'charge_capacity_ah', 'Ah', 'Capacity charged'),
	('bi_cycles', 'discharge_capacity_ah', 'Ah', 'Capacity discharged'),
	('bi_cycles', 'charge_energy_wh', 'Wh', 'Energy charged'),
	('bi_cycles', 'discharge_energy_wh', 'Wh', 'Energy discharged'),
	('bi_cycles', 'coulombic_efficiency_pct', '%', 'Discharge over charge capacity of a complete cycle'),
	('bi_cycles', 'energy_efficiency_pct', '%', 'Discharge over charge energy of a complete cycle'),
	('bi_cycles', 'equivalent_full_cycles', NULL, 'Throughput since the start of the test over twice the nominal capacity'),
	('bi_cycles', 'full_discharge_step', NULL, 'The step that is its full discharge'),
	('bi_cycles', 'full_discharge_capacity_ah', 'Ah', 'Capacity of its full discharge'),
	('bi_cycles', 'soh_pct', '%', 'Capacity of its full discharge over the baseline''s'),
	('bi_cycles', 'soh_baseline_step', NULL, 'The full discharge that is 100 % SOH'),
	('bi_cycles', 'discharge_c_rate', NULL, 'C-rate of its discharge'),
	('bi_cycles', 'discharge_temperature_start_degc', '°C', 'Temperature at the start of its discharge'),
	('bi_cycles', 'voltage_mean_charge_v', 'V', 'Energy over capacity of its charges'),
	('bi_cycles', 'voltage_mean_discharge_v', 'V', 'Energy over capacity of its discharges'),
	('bi_cycles', 'hysteresis_v', 'V', 'Mean charge less mean discharge voltage'),
	('bi_cycles', 'cv_share_pct', '%', 'Share of the charge at constant voltage'),
	('bi_cycles', 'temperature_max_degc', '°C', 'Highest temperature'),
	('bi_pulses', 'chemistry', NULL, 'NMC, NCA, LCO, LMO, LNMO, LFP, LTO, SIB or Other'),
	('bi_pulses', 'step', NULL, 'The step that is the pulse'),
	('bi_pulses', 'cycle', NULL, 'The cycle it is in'),
	('bi_pulses', 'direction', NULL, 'charge or discharge'),
	('bi_pulses', 'purpose', NULL, 'pulse, or restore where it undoes another'),
	('bi_pulses', 'soc_pct', '%', 'State of charge at its start'),
	('bi_pulses', 'temperature_degc', '°C', 'Temperature at its start'),
	('bi_pulses', 'current_mean_a', 'A', 'Capacity over duration'),
	('bi_pulses', 'c_rate', NULL, 'Held current over the nominal capacity; a magnitude'),
	('bi_pulses', 'rest_before_s', 's', 'Unbroken rest before'),
	('bi_pulses', 'ocv_v', 'V', 'End voltage of that rest'),
	('bi_pulses', 'ocv_settled', NULL, 'Whether that rest was long enough for an open-circuit voltage'),
	('bi_pulses', 'power_ocv_v', 'V', 'Open-circuit voltage that its power capability is reckoned with'),
	('bi_pulses', 'duration_s', 's', 'How long it took'),
	('bi_pulses', 'r0_time_s', 's', 'When its first active row was taken'),
	('bi_pulses', 'r0_ohm', 'Ω', 'Resistance at the first active row'),
	('bi_pulses', 'r_100ms_ohm', 'Ω', 'Resistance at 0.1 s'),
	('bi_pulses', 'r_1s_ohm', 'Ω', 'Resistance at 1 s'),
	('bi_pulses', 'r_10s_ohm', 'Ω', 'Resistance at 10 s'),
	('bi_pulses', 'r_end_ohm', 'Ω', 'Resistance at the last active row'),
	('bi_pulses', 'power_capability_10s_w', 'W', 'Power that it could give or take for 10 s within the voltage limits'),
	('bi_measurements', 'step_type', NULL, 'What it does: charge, discharge, rest, waveform or unknown'),
	('bi_measurements', 'cycle', NULL, 'The cycle it is in'),
	('bi_measurements', 'step', NULL, 'The executed step'),
	('bi_measurements', 'seq', NULL, 'Its place in the step, from 0'),
	('bi_measurements', 'step_time_s', 's', 'Time since the step''s start'),
	('bi_measurements', 'test_time_s', 's', 'Time since the test''s start'),
	('bi_measurements', 'voltage_v', 'V', 'Voltage'),
	('bi_measurements', 'current_a', 'A', 'Current; charge is positive'),
	('bi_measurements', 'capacity_ah', 'Ah', 'Capacity since the step''s start; charge is positive'),
	('bi_measurements', 'energy_wh', 'Wh', 'Energy since the step''s start; charge is positive'),
	('bi_measurements', 'temperature_degc', '°C', 'Temperature of the cell'),
	('bi_voltage_time', 'step_type', NULL, 'What it does: charge, discharge, rest, waveform or unknown'),
	('bi_voltage_time', 'cycle', NULL, 'The cycle it is in'),
	('bi_voltage_time', 'step', NULL, 'The executed step'),
	('bi_voltage_time', 'seq', NULL, 'Its place in the step, from 0'),
	('bi_voltage_time', 'step_time_s', 's', 'Time since the step''s start'),
	('bi_voltage_time', 'test_time_s', 's', 'Time since the test''s start'),
	('bi_voltage_time', 'voltage_v', 'V', 'Voltage'),
	('bi_temperature_time', 'step_type', NULL, 'What it does: charge, discharge, rest, waveform or unknown'),
	('bi_temperature_time', 'cycle', NULL, 'The cycle it is in'),
	('bi_temperature_time', 'step', NULL, 'The executed step'),
	('bi_temperature_time', 'seq', NULL, 'Its place in the step, from 0'),
	('bi_temperature_time', 'step_time_s', 's', 'Time since the step''s start'),
	('bi_temperature_time', 'test_time_s', 's', 'Time since the test''s start'),
	('bi_temperature_time', 'temperature_degc', '°C', 'Temperature of the cell'),
	('bi_voltage_capacity', 'step_type', NULL, 'What it does: charge, discharge, rest, waveform or unknown'),
	('bi_voltage_capacity', 'cycle', NULL, 'The cycle it is in'),
	('bi_voltage_capacity', 'step', NULL, 'The executed step'),
	('bi_voltage_capacity', 'seq', NULL, 'Its place in the step, from 0'),
	('bi_voltage_capacity', 'voltage_v', 'V', 'Voltage'),
	('bi_voltage_capacity', 'capacity_ah', 'Ah', 'Capacity since the step''s start; charge is positive'),
	('bi_capacity_pct', 'step', NULL, 'The executed step, counted by the tester'),
	('bi_capacity_pct', 'cycle', NULL, 'The cycle it is in'),
	('bi_capacity_pct', 'capacity_ah', 'Ah', 'Capacity of this step alone, discharge negative'),
	('bi_capacity_pct', 'temperature_start_degc', '°C', 'Temperature of the first active row'),
	('bi_capacity_pct', 'c_rate', NULL, 'Current that it held over the nominal capacity; a magnitude'),
	('bi_findings', 'seq', NULL, 'Its place in the report'),
	('bi_findings', 'rule', NULL, 'The rule, as validate --explain has it'),
	('bi_findings', 'name', NULL, 'The rule''s name'),
	('bi_findings', 'severity', NULL, 'error, warning or info'),
	('bi_findings', 'file', NULL, 'The file'),
	('bi_findings', 'line', NULL, 'The first line'),
	('bi_findings', 'line_end', NULL, 'The last line'),
	('bi_findings', 'step', NULL, 'The executed step'),
	('bi_findings', 'column_name', NULL, 'The column'),
	('bi_findings', 'value', NULL, 'What was found there'),
	('bi_findings', 'message', NULL, 'What is wrong, in words'),
	('experiments', 'supersedes_name', NULL, 'The name of the experiment in whose place it stands, where that one is not here'),
	('experiments', 'supersedes_digest', NULL, 'The content digest of that one, by which it is known when it comes'),
	('experiments', 'superseded_by_name', NULL, 'The name of the experiment that replaced it, where that one is not here'),
	('experiments', 'superseded_by_digest', NULL, 'The content digest of that one, by which it is known when it comes');


--
-- Data for Name: derivations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.derivations VALUES
	(1, 5, 'full', 2, 2, 'reference', NULL, NULL, '{"reference_step":null,"nominal_capacity_ah":null,"cell_nominal_capacity_ah":null,"cycles_by":"detected","cycle_swing_pct":"10","soc_anchor":"reference","soh_baseline":"first","min_rest_s":"1800","pulse_max_s":"60","temperature_channel":null,"voltage_min_v":null,"voltage_max_v":null}', '["1 charge or discharge step of 60.5 to 300 s after a rest is taken for no pulse: --pulse-max says how long one may be"]', '2026-11-29 18:53:45.143387', '2026-11-29 18:53:45.143387');


--
-- Data for Name: experiment_channels; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.experiment_channels VALUES
	(1, 0, '實際開始時間', 'wall_clock'),
	(1, 1, '功率(W)', 'power'),
	(1, 2, '總電量(Ah)', 'total_capacity'),
	(1, 3, '溫箱溫度', 'chamber_temperature'),
	(1, 4, 'Aux T2', 'temperature'),
	(1, 5, 'Aux T3', 'temperature');


--
-- Data for Name: experiments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.experiments VALUES
	(1, 'mini', NULL, 1, 1, 1, 1, NULL, '[]', '2024-09-04 16:18:56', '2024-09-05 00:35:28', 'chroma-lex-zh', true, true, 'Aux T1', NULL, NULL, 1656, 1656, 'fe5c1085f70865f12e02c8b1443945311b28959f35176c8e53a170a0e5067f3e', 'e11841b926132efbca58f5936aa6423450400cb5017df48dc07d340e31fab995', '817bdb27bbe49669c3cd9f4183801e6324e8d397ac1d40d10c06eab40c3a277c', NULL, NULL, 1, '2026-11-29 18:53:45.084815', '2026-11-29 18:53:45.153246', NULL, NULL, NULL, NULL);


--
-- Data for Name: findings; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: loaded_steps; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.loaded_steps VALUES
	(1, 1, 6, 20.376, 0, 0, 20.376, 0, 0),
	(1, 2, 13, 44.148, 0, 0, 44.148, 0, 0),
	(1, 3, 176, 667.706497, 168.56845299999998, 128.048115, 667.706497, 168.56845299999998, 128.048115),
	(1, 4, 31, 131.75231300000002, 0, 0, 131.75231300000002, 0, 0),
	(1, 5, 361, 1254.666228000001, -722, -361.0000059999999, 1254.666228000001, 722, 361.0000059999999),
	(1, 6, 31, 92.953753, 0, 0, 92.953753, 0, 0),
	(1, 7, 121, 408.2929510000001, 121, 60.500003, 408.2929510000001, 121, 60.500003),
	(1, 8, 61, 216.5731240000002, 0, 0, 216.5731240000002, 0, 0),
	(1, 9, 201, 696.1049639999999, -445.2096880000001, -1.8418349999999957, 696.1049639999999, 445.2096880000001, 1.8418349999999957),
	(1, 10, 31, 109.88719299999997, 0, 0, 109.88719299999997, 0, 0),
	(1, 11, 401, 1453.7809089999998, 819.0106529999999, 3.4026769999999886, 1453.7809089999998, 819.0106529999999, 3.4026769999999886),
	(1, 12, 121, 420.8995899999999, -208.7178700000001, -3.466596999999999, 420.8995899999999, 208.7178700000001, 3.466596999999999),
	(1, 13, 11, 38.772049, 0, 0, 38.772049, 0, 0),
	(1, 14, 91, 327.756468, 151.596391, 1.8989689999999997, 327.756468, 151.596391, 1.8989689999999997);


--
-- Data for Name: machines; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.machines VALUES
	(1, 'M1', NULL, NULL, '2026-11-29 18:53:45.151362', '2026-11-29 18:53:45.151362');


--
-- Data for Name: measurement_channels; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.measurement_channels VALUES
	(1, 1, 0, 6, false, '\x28b52ffd207ce50100f402060000000200007088d866000000007878787878003840020002d80900040404040400020002ba0900040204020400051000b208451681573201'),
	(1, 2, 0, 6, false, '\x28b52ffd20d04d0200a4030d0000000200009c89d86600000000b004003940020002e209000623131e1e1323062806231300020002c20900041b0f18180f1b0420041b0f00071000c8170ae40b5c64463096'),
	(1, 3, 0, 6, false, '\x28b52ffd60f00c650500e2860f14c067397ba14c71fffffdc365beff03dbd6644a292655929ff82baa899ec698146352b5bb333713307e03a1e38b800ec003871ddea0507568201675a5083020208311d1141e093a05241a18e5e0e22b3606bb42e4d90fca02a04b19510932e712818a0bca32804e0627ba58635c0863550eca6ca3f92828e7324cdb600b54240cb7b031d8bde1723f17d704153095acbe951862ad69a2094dc6361e53650954ff84220954988a724b'),
	(1, 4, 0, 6, false, '\x28b52ffd60a8007d020062440c15d065381055e60f051cab00a3f07f53911b49924c01f2ffbd9faf39760548e9fedebf26d98b4162391aaa4741045d0d020b0008230cd68cc0080e88c2c054a06840389801d7019032370003'),
	(1, 5, 0, 6, false, '\x28b52ffd60641b250a00b28b1516c0671803cfc311ffffb745f5999eff15576d20654a29695f662e6ebbfb2d4d40e32e0c0486c4f14be39dfce54e2eefc837a563dacb36e66393d4d5ea96b793f9b62de7de2563b9237b8ee4e105aa0e0c05a12e11018081a8611a254392d4180e70026246ab620312c010839a648611882c43415141f9dfc5012970fe54c8c20b028b7f08243fa617848fa16b034072684501984793c98b676ac036c71d271cc89147e2e9f58c829fc3314f883cd7d6bc10cdbe98c90a96ba61fc9cc8792eda9f13c4b008b22590c7fe89118a304b18f146a30cf94953e631377022c388efdb082ede56213e08c96e1c0b030f3b61a87ec821213e57c5c3bdafda0e929e754f872c52cd581af6702903d79398ee21a39a1e9b4a29eda5b69ac6c432e59509db722bde4dc28dc006102e60292f2afa0366af61f37956c549846e1a3c46640eae06'),
	(1, 6, 0, 6, false, '\x28b52ffd60a8007d020062440c15c067384340f5aefeafeefd0d0be8dc758692249902f2ffbd9fef41760548e9fedebf47d989c1a4113c540d66297435080b0008230cd68cc0080e88c2c054a06840389801d7019032370003'),
	(1, 7, 0, 6, false, '\x28b52ffd60a40855040092440c14d0653851dddfea0a002031a7a2701ed033dc2453c6bebffbae2b95529212407613b86d4b8e296fd10aaac439065d2d022520a08222a20a075f50d041a13710c710659030008901fb0ced25e817c407c40ce00db0de80e532b49b20ba201fc80759106c00f709fa9a0a9d66a8139047d01bb000e650c8f395faade5e3d4448e4a64ab174dd512'),
	(1, 8, 0, 6, false, '\x28b52ffd6010023d0300e2840d16b0271d5401b0385180c905be86b31190a452eede49a66edbfcbfae2f8f7ddb68349ad3fdbafe35c83e000a4a6148a89e6439ba1a041200314001ea067e33a41f08d886fd26466f57f11b8e523905221000aa5e00a240d18070300304a8031403098001'),
	(1, 9, 0, 6, false, '\x28b52ffd60c20b55030052c50e1bb027cb01b8375052e882c19a401a3b2d292c2c9e836d81ec21510a07c0382412016191453b81463198ba7c346edbb66ddbb66ddb0e148ec21d111b1000622acca338cacadcaa1024863d2db591461a69a491461a69a491461a69a491461a69a491461a69031d'),
	(1, 10, 0, 6, false, '\x28b52ffd60a800ed0200a2c5101ba027e9e05dfd38fbebe2ffaf75fcf57f3d6c515de070b16d29530afe6fbf576934168494fbdedbb16def5f95a41959145283808224d1400e0c8206d542b240542a200900583043f4c60d460ab8ca06c681c6017600a4d70d96'),
	(1, 11, 0, 6, false, '\x28b52ffd60001285050002c6101cb027cb0164a00205924868483920530d46c455a801c0054870903b058bc1d1202422878b2238e79cc745b9315b03903002b57070dbb66ddbb66ddb1601992c6ea30835201003414a960376810fd109c01838b82006b03290020e308375c13af01c8c05c10be680032226800b8b82c305ff00194127408c616830f0b520d98455a6237f69cb5c7fbc4ce95cfeb8877bb8877bb8877bb8877bb8877bb8877bb8877bb8877bb8877bb8c7c54c02'),
	(1, 12, 0, 6, false, '\x28b52ffd60fe02ad0200840379000000020000a6f9d86600000000020018c0020206e216060002000100020201020100394000cdcccccccc0c39400048e17a14aec738400a0069a0c215e64dd1a8a804c00c34910b6402965b03ea4553b004'),
	(1, 13, 0, 6, false, '\x28b52ffd20b8550200a4030b0000000200001efad866000000007800c24d469561dcd53f003940020002c9090002020202020400020002ae09000200020202040204020400081000d70b759715c187532e6d09'),
	(1, 14, 0, 6, false, '\x28b52ffd60e20475030054035b00000002000076fcd8660000000002001840020206483605000201000201000000003940020002d809020202020002ba0902020217000a268001ea009201a4800ec0a00ca60002ea00c38011196b360c40c5806330a08b8d160daf05d1d560e5012006d82e02a8974d6009');


--
-- Data for Name: measurements; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.measurements VALUES
	(1, 1, 0, 0.01, 0.01, 3.396, 0, 0, 0, 25),
	(1, 1, 1, 60, 60, 3.396, 0, 0, 0, 24.94),
	(1, 1, 2, 120, 120, 3.396, 0, 0, 0, 24.88),
	(1, 1, 3, 180, 180, 3.396, 0, 0, 0, 24.82),
	(1, 1, 4, 240, 240, 3.396, 0, 0, 0, 24.77),
	(1, 1, 5, 300, 300, 3.396, 0, 0, 0, 24.72),
	(1, 2, 0, 0.01, 300.01, 3.396, 0, 0, 0, 24.72),
	(1, 2, 1, 600, 900, 3.396, 0, 0, 0, 24.85),
	(1, 2, 2, 1200, 1500, 3.396, 0, 0, 0, 24.93),
	(1, 2, 3, 1800, 2100, 3.396, 0, 0, 0, 24.96),
	(1, 2, 4, 2400, 2700, 3.396, 0, 0, 0, 24.98),
	(1, 2, 5, 3000, 3300, 3.396, 0, 0, 0, 24.99),
	(1, 2, 6, 3600, 3900, 3.396, 0, 0, 0, 24.99),
	(1, 2, 7, 4200, 4500, 3.396, 0, 0, 0, 25),
	(1, 2, 8, 4800, 5100, 3.396, 0, 0, 0, 25),
	(1, 2, 9, 5400, 5700, 3.396, 0, 0, 0, 25),
	(1, 2, 10, 6000, 6300, 3.396, 0, 0, 0, 25),
	(1, 2, 11, 6600, 6900, 3.396, 0, 0, 0, 25),
	(1, 2, 12, 7200, 7500, 3.396, 0, 0, 0, 25),
	(1, 3, 0, 0.01, 7500.01, 3.426008, 1, 3e-06, 1e-05, 25),
	(1, 3, 1, 30, 7530, 3.442252, 1, 0.008333, 0.028626, 25.01),
	(1, 3, 2, 60, 7560, 3.450482, 1, 0.016667, 0.057349, 25.03),
	(1, 3, 3, 90, 7590, 3.455743, 1, 0.025, 0.086126, 25.04),
	(1, 3, 4, 120, 7620, 3.459893, 1, 0.033333, 0.114942, 25.05),
	(1, 3, 5, 150, 7650, 3.463618, 1, 0.041667, 0.14379, 25.06),
	(1, 3, 6, 180, 7680, 3.467169, 1, 0.05, 0.172669, 25.07),
	(1, 3, 7, 210, 7710, 3.470641, 1, 0.058333, 0.201576, 25.08),
	(1, 3, 8, 240, 7740, 3.474067, 1, 0.066667, 0.230512, 25.09),
	(1, 3, 9, 270, 7770, 3.477462, 1, 0.075, 0.259477, 25.1),
	(1, 3, 10, 300, 7800, 3.480831, 1, 0.083333, 0.28847, 25.11),
	(1, 3, 11, 330, 7830, 3.484177, 1, 0.091667, 0.317491, 25.12),
	(1, 3, 12, 360, 7860, 3.4875, 1, 0.1, 0.34654, 25.13),
	(1, 3, 13, 390, 7890, 3.490802, 1, 0.108333, 0.375616, 25.14),
	(1, 3, 14, 420, 7920, 3.494084, 1, 0.116667, 0.40472, 25.15),
	(1, 3, 15, 450, 7950, 3.497348, 1, 0.125, 0.433851, 25.16),
	(1, 3, 16, 480, 7980, 3.500593, 1, 0.133333, 0.463009, 25.17),
	(1, 3, 17, 510, 8010, 3.50382, 1, 0.141667, 0.492194, 25.17),
	(1, 3, 18, 540, 8040, 3.507031, 1, 0.15, 0.521406, 25.18),
	(1, 3, 19, 570, 8070, 3.510227, 1, 0.158333, 0.550644, 25.19),
	(1, 3, 20, 600, 8100, 3.513407, 1, 0.166667, 0.579909, 25.19),
	(1, 3, 21, 630, 8130, 3.516574, 1, 0.175, 0.609201, 25.2),
	(1, 3, 22, 660, 8160, 3.519728, 1, 0.183333, 0.638519, 25.21),
	(1, 3, 23, 690, 8190, 3.52287, 1, 0.191667, 0.667863, 25.21),
	(1, 3, 24, 720, 8220, 3.526, 1, 0.2, 0.697233, 25.22),
	(1, 3, 25, 750, 8250, 3.52912, 1, 0.208333, 0.72663, 25.23),
	(1, 3, 26, 780, 8280, 3.53223, 1, 0.216667, 0.756052, 25.23),
	(1, 3, 27, 810, 8310, 3.535332, 1, 0.225, 0.7855, 25.24),
	(1, 3, 28, 840, 8340, 3.538426, 1, 0.233333, 0.814974, 25.24),
	(1, 3, 29, 870, 8370, 3.541513, 1, 0.241667, 0.844474, 25.25),
	(1, 3, 30, 900, 8400, 3.544594, 1, 0.25, 0.873999, 25.25),
	(1, 3, 31, 930, 8430, 3.547669, 1, 0.258333, 0.90355, 25.26),
	(1, 3, 32, 960, 8460, 3.550741, 1, 0.266667, 0.933127, 25.26),
	(1, 3, 33, 990, 8490, 3.553809, 1, 0.275, 0.962729, 25.27),
	(1, 3, 34, 1020, 8520, 3.556874, 1, 0.283333, 0.992357, 25.27),
	(1, 3, 35, 1050, 8550, 3.559937, 1, 0.291667, 1.022011, 25.28),
	(1, 3, 36, 1080, 8580, 3.563, 1, 0.3, 1.05169, 25.28),
	(1, 3, 37, 1110, 8610, 3.566063, 1, 0.308333, 1.081394, 25.28),
	(1, 3, 38, 1140, 8640, 3.569126, 1, 0.316667, 1.111124, 25.29),
	(1, 3, 39, 1170, 8670, 3.572191, 1, 0.325, 1.140879, 25.29),
	(1, 3, 40, 1200, 8700, 3.575259, 1, 0.333333, 1.17066, 25.29),
	(1, 3, 41, 1230, 8730, 3.578331, 1, 0.341667, 1.200467, 25.3),
	(1, 3, 42, 1260, 8760, 3.581406, 1, 0.35, 1.230299, 25.3),
	(1, 3, 43, 1290, 8790, 3.584487, 1, 0.358333, 1.260157, 25.3),
	(1, 3, 44, 1320, 8820, 3.587574, 1, 0.366667, 1.290041, 25.31),
	(1, 3, 45, 1350, 8850, 3.590668, 1, 0.375, 1.31995, 25.31),
	(1, 3, 46, 1380, 8880, 3.59377, 1, 0.383333, 1.349885, 25.31),
	(1, 3, 47, 1410, 8910, 3.59688, 1, 0.391667, 1.379846, 25.32),
	(1, 3, 48, 1440, 8940, 3.6, 1, 0.4, 1.409833, 25.32),
	(1, 3, 49, 1470, 8970, 3.60313, 1, 0.408333, 1.439846, 25.32),
	(1, 3, 50, 1500, 9000, 3.606272, 1, 0.416667, 1.469886, 25.32),
	(1, 3, 51, 1530, 9030, 3.609426, 1, 0.425, 1.499951, 25.33),
	(1, 3, 52, 1560, 9060, 3.612593, 1, 0.433333, 1.530043, 25.33),
	(1, 3, 53, 1590, 9090, 3.615773, 1, 0.441667, 1.560161, 25.33),
	(1, 3, 54, 1620, 9120, 3.618969, 1, 0.45, 1.590306, 25.33),
	(1, 3, 55, 1650, 9150, 3.62218, 1, 0.458333, 1.620477, 25.34),
	(1, 3, 56, 1680, 9180, 3.625407, 1, 0.466667, 1.650675, 25.34),
	(1, 3, 57, 1710, 9210, 3.628652, 1, 0.475, 1.680901, 25.34),
	(1, 3, 58, 1740, 9240, 3.631916, 1, 0.483333, 1.711153, 25.34),
	(1, 3, 59, 1770, 9270, 3.635198, 1, 0.491667, 1.741433, 25.34),
	(1, 3, 60, 1800, 9300, 3.6385, 1, 0.5, 1.77174, 25.35),
	(1, 3, 61, 1830, 9330, 3.641823, 1, 0.508333, 1.802074, 25.35),
	(1, 3, 62, 1860, 9360, 3.645168, 1, 0.516667, 1.832437, 25.35),
	(1, 3, 63, 1890, 9390, 3.648535, 1, 0.525, 1.862827, 25.35),
	(1, 3, 64, 1920, 9420, 3.651926, 1, 0.533333, 1.893246, 25.35),
	(1, 3, 65, 1950, 9450, 3.655341, 1, 0.541667, 1.923693, 25.35),
	(1, 3, 66, 1980, 9480, 3.658781, 1, 0.55, 1.954168, 25.36),
	(1, 3, 67, 2010, 9510, 3.662248, 1, 0.558333, 1.984672, 25.36),
	(1, 3, 68, 2040, 9540, 3.665741, 1, 0.566667, 2.015206, 25.36),
	(1, 3, 69, 2070, 9570, 3.669262, 1, 0.575, 2.045768, 25.36),
	(1, 3, 70, 2100, 9600, 3.672811, 1, 0.583333, 2.07636, 25.36),
	(1, 3, 71, 2130, 9630, 3.67639, 1, 0.591667, 2.106982, 25.36),
	(1, 3, 72, 2160, 9660, 3.68, 1, 0.6, 2.137633, 25.36),
	(1, 3, 73, 2190, 9690, 3.683641, 1, 0.608333, 2.168315, 25.36),
	(1, 3, 74, 2220, 9720, 3.687314, 1, 0.616667, 2.199027, 25.37),
	(1, 3, 75, 2250, 9750, 3.69102, 1, 0.625, 2.22977, 25.37),
	(1, 3, 76, 2280, 9780, 3.694759, 1, 0.633333, 2.260545, 25.37),
	(1, 3, 77, 2310, 9810, 3.698534, 1, 0.641667, 2.29135, 25.37),
	(1, 3, 78, 2340, 9840, 3.702344, 1, 0.65, 2.322187, 25.37),
	(1, 3, 79, 2370, 9870, 3.70619, 1, 0.658333, 2.353056, 25.37),
	(1, 3, 80, 2400, 9900, 3.710074, 1, 0.666667, 2.383957, 25.37),
	(1, 3, 81, 2430, 9930, 3.713996, 1, 0.675, 2.41489, 25.37),
	(1, 3, 82, 2460, 9960, 3.717957, 1, 0.683333, 2.445857, 25.37),
	(1, 3, 83, 2490, 9990, 3.721958, 1, 0.691667, 2.476856, 25.37),
	(1, 3, 84, 2520, 10020, 3.726, 1, 0.7, 2.50789, 25.38),
	(1, 3, 85, 2550, 10050, 3.730083, 1, 0.708333, 2.538957, 25.38),
	(1, 3, 86, 2580, 10080, 3.734209, 1, 0.716667, 2.570058, 25.38),
	(1, 3, 87, 2610, 10110, 3.738379, 1, 0.725, 2.601194, 25.38),
	(1, 3, 88, 2640, 10140, 3.742593, 1, 0.733333, 2.632364, 25.38),
	(1, 3, 89, 2670, 10170, 3.746851, 1, 0.741667, 2.66357, 25.38),
	(1, 3, 90, 2700, 10200, 3.751156, 1, 0.75, 2.694812, 25.38),
	(1, 3, 91, 2730, 10230, 3.755508, 1, 0.758333, 2.72609, 25.38),
	(1, 3, 92, 2760, 10260, 3.759907, 1, 0.766667, 2.757404, 25.38),
	(1, 3, 93, 2790, 10290, 3.764355, 1, 0.775, 2.788755, 25.38),
	(1, 3, 94, 2820, 10320, 3.768853, 1, 0.783333, 2.820143, 25.38),
	(1, 3, 95, 2850, 10350, 3.773401, 1, 0.791667, 2.851569, 25.38),
	(1, 3, 96, 2880, 10380, 3.778, 1, 0.8, 2.883033, 25.38),
	(1, 3, 97, 2910, 10410, 3.782651, 1, 0.808333, 2.914536, 25.38),
	(1, 3, 98, 2940, 10440, 3.787355, 1, 0.816667, 2.946078, 25.38),
	(1, 3, 99, 2970, 10470, 3.792113, 1, 0.825, 2.977659, 25.39),
	(1, 3, 100, 3000, 10500, 3.796926, 1, 0.833333, 3.00928, 25.39),
	(1, 3, 101, 3030, 10530, 3.801794, 1, 0.841667, 3.040941, 25.39),
	(1, 3, 102, 3060, 10560, 3.806719, 1, 0.85, 3.072643, 25.39),
	(1, 3, 103, 3090, 10590, 3.811701, 1, 0.858333, 3.104386, 25.39),
	(1, 3, 104, 3120, 10620, 3.816741, 1, 0.866667, 3.136172, 25.39),
	(1, 3, 105, 3150, 10650, 3.82184, 1, 0.875, 3.167999, 25.39),
	(1, 3, 106, 3180, 10680, 3.826999, 1, 0.883333, 3.199869, 25.39),
	(1, 3, 107, 3210, 10710, 3.832219, 1, 0.891667, 3.231782, 25.39),
	(1, 3, 108, 3240, 10740, 3.8375, 1, 0.9, 3.26374, 25.39),
	(1, 3, 109, 3270, 10770, 3.842844, 1, 0.908333, 3.295741, 25.39),
	(1, 3, 110, 3300, 10800, 3.848251, 1, 0.916667, 3.327787, 25.39),
	(1, 3, 111, 3330, 10830, 3.853723, 1, 0.925, 3.359879, 25.39),
	(1, 3, 112, 3360, 10860, 3.859259, 1, 0.933333, 3.392016, 25.39),
	(1, 3, 113, 3390, 10890, 3.864862, 1, 0.941667, 3.4242, 25.39),
	(1, 3, 114, 3420, 10920, 3.870531, 1, 0.95, 3.456431, 25.39),
	(1, 3, 115, 3450, 10950, 3.876268, 1, 0.958333, 3.488709, 25.39),
	(1, 3, 116, 3480, 10980, 3.882074, 1, 0.966667, 3.521035, 25.39),
	(1, 3, 117, 3510, 11010, 3.887949, 1, 0.975, 3.55341, 25.39),
	(1, 3, 118, 3540, 11040, 3.893895, 1, 0.983333, 3.585835, 25.39),
	(1, 3, 119, 3570, 11070, 3.899911, 1, 0.991667, 3.618309, 25.39),
	(1, 3, 120, 3600, 11100, 3.906, 1, 1, 3.650833, 25.39),
	(1, 3, 121, 3630, 11130, 3.912162, 1, 1.008333, 3.683409, 25.39),
	(1, 3, 122, 3660, 11160, 3.918397, 1, 1.016667, 3.716036, 25.39),
	(1, 3, 123, 3690, 11190, 3.924707, 1, 1.025, 3.748716, 25.39),
	(1, 3, 124, 3720, 11220, 3.931093, 1, 1.033333, 3.781448, 25.39),
	(1, 3, 125, 3750, 11250, 3.937555, 1, 1.041667, 3.814234, 25.39),
	(1, 3, 126, 3780, 11280, 3.944094, 1, 1.05, 3.847074, 25.39),
	(1, 3, 127, 3810, 11310, 3.950711, 1, 1.058333, 3.879969, 25.39),
	(1, 3, 128, 3840, 11340, 3.957407, 1, 1.066667, 3.91292, 25.39),
	(1, 3, 129, 3870, 11370, 3.964184, 1, 1.075, 3.945926, 25.39),
	(1, 3, 130, 3900, 11400, 3.971041, 1, 1.083333, 3.97899, 25.39),
	(1, 3, 131, 3930, 11430, 3.977979, 1, 1.091667, 4.012111, 25.39),
	(1, 3, 132, 3960, 11460, 3.985, 1, 1.1, 4.04529, 25.4),
	(1, 3, 133, 3990, 11490, 3.992104, 1, 1.108333, 4.078527, 25.4),
	(1, 3, 134, 4020, 11520, 3.999293, 1, 1.116667, 4.111825, 25.4),
	(1, 3, 135, 4050, 11550, 4.006566, 1, 1.125, 4.145183, 25.4),
	(1, 3, 136, 4080, 11580, 4.013926, 1, 1.133333, 4.178601, 25.4),
	(1, 3, 137, 4110, 11610, 4.021372, 1, 1.141667, 4.212082, 25.4),
	(1, 3, 138, 4140, 11640, 4.028906, 1, 1.15, 4.245624, 25.4),
	(1, 3, 139, 4170, 11670, 4.036529, 1, 1.158333, 4.27923, 25.4),
	(1, 3, 140, 4200, 11700, 4.044241, 1, 1.166667, 4.3129, 25.4),
	(1, 3, 141, 4230, 11730, 4.052043, 1, 1.175, 4.346635, 25.4),
	(1, 3, 142, 4260, 11760, 4.059936, 1, 1.183333, 4.380434, 25.4),
	(1, 3, 143, 4290, 11790, 4.067922, 1, 1.191667, 4.4143, 25.4),
	(1, 3, 144, 4320, 11820, 4.076, 1, 1.2, 4.448233, 25.4),
	(1, 3, 145, 4350, 11850, 4.084172, 1, 1.208333, 4.482234, 25.4),
	(1, 3, 146, 4380, 11880, 4.092439, 1, 1.216667, 4.516303, 25.4),
	(1, 3, 147, 4410, 11910, 4.100801, 1, 1.225, 4.550442, 25.4),
	(1, 3, 148, 4440, 11940, 4.109259, 1, 1.233333, 4.58465, 25.4),
	(1, 3, 149, 4470, 11970, 4.117815, 1, 1.241667, 4.618929, 25.4),
	(1, 3, 150, 4500, 12000, 4.126469, 1, 1.25, 4.653281, 25.4),
	(1, 3, 151, 4530, 12030, 4.135221, 1, 1.258333, 4.687704, 25.4),
	(1, 3, 152, 4560, 12060, 4.144074, 1, 1.266667, 4.722201, 25.4),
	(1, 3, 153, 4590, 12090, 4.153027, 1, 1.275, 4.756772, 25.4),
	(1, 3, 154, 4620, 12120, 4.162082, 1, 1.283333, 4.791419, 25.4),
	(1, 3, 155, 4650, 12150, 4.171239, 1, 1.291667, 4.826141, 25.4),
	(1, 3, 156, 4680, 12180, 4.1805, 1, 1.3, 4.86094, 25.4),
	(1, 3, 157, 4710, 12210, 4.189865, 1, 1.308333, 4.895816, 25.4),
	(1, 3, 158, 4740, 12240, 4.199334, 1, 1.316667, 4.930771, 25.4),
	(1, 3, 159, 4770, 12270, 4.20891, 1, 1.325, 4.965805, 25.4),
	(1, 3, 160, 4800, 12300, 4.218593, 1, 1.333333, 5.00092, 25.4),
	(1, 3, 161, 4830, 12330, 4.228383, 1, 1.341667, 5.036115, 25.4),
	(1, 3, 162, 4860, 12360, 4.238281, 1, 1.35, 5.071393, 25.4),
	(1, 3, 163, 4890, 12390, 4.248289, 1, 1.358333, 5.106754, 25.4),
	(1, 3, 164, 4920, 12420, 4.255, 0.932717, 1.366572, 5.141789, 25.4),
	(1, 3, 165, 4950, 12450, 4.255, 0.757872, 1.37359, 5.171654, 25.4),
	(1, 3, 166, 4980, 12480, 4.255, 0.615804, 1.379294, 5.195921, 25.4),
	(1, 3, 167, 5010, 12510, 4.255, 0.500367, 1.383928, 5.215639, 25.4),
	(1, 3, 168, 5040, 12540, 4.255, 0.40657, 1.387693, 5.231661, 25.4),
	(1, 3, 169, 5070, 12570, 4.255, 0.330355, 1.390753, 5.244679, 25.4),
	(1, 3, 170, 5100, 12600, 4.255, 0.268428, 1.393239, 5.255257, 25.4),
	(1, 3, 171, 5130, 12630, 4.255, 0.218109, 1.395259, 5.263852, 25.4),
	(1, 3, 172, 5160, 12660, 4.255, 0.177223, 1.3969, 5.270836, 25.4),
	(1, 3, 173, 5190, 12690, 4.255, 0.144001, 1.398234, 5.276511, 25.4),
	(1, 3, 174, 5220, 12720, 4.255, 0.117007, 1.399317, 5.281122, 25.4),
	(1, 3, 175, 5242.699, 12742.699, 4.255, 0.1, 1.4, 5.284027, 25.4),
	(1, 4, 0, 0.01, 12742.709, 4.251999, 0, 0, 0, 25.4),
	(1, 4, 1, 60, 12802.699, 4.250271, 0, 0, 0, 25.37),
	(1, 4, 2, 120, 12862.699, 4.250037, 0, 0, 0, 25.35),
	(1, 4, 3, 180, 12922.699, 4.250005, 0, 0, 0, 25.33),
	(1, 4, 4, 240, 12982.699, 4.250001, 0, 0, 0, 25.31);
INSERT INTO public.measurements VALUES
	(1, 4, 5, 300, 13042.699, 4.25, 0, 0, 0, 25.29),
	(1, 4, 6, 360, 13102.699, 4.25, 0, 0, 0, 25.27),
	(1, 4, 7, 420, 13162.699, 4.25, 0, 0, 0, 25.25),
	(1, 4, 8, 480, 13222.699, 4.25, 0, 0, 0, 25.23),
	(1, 4, 9, 540, 13282.699, 4.25, 0, 0, 0, 25.22),
	(1, 4, 10, 600, 13342.699, 4.25, 0, 0, 0, 25.2),
	(1, 4, 11, 660, 13402.699, 4.25, 0, 0, 0, 25.19),
	(1, 4, 12, 720, 13462.699, 4.25, 0, 0, 0, 25.18),
	(1, 4, 13, 780, 13522.699, 4.25, 0, 0, 0, 25.17),
	(1, 4, 14, 840, 13582.699, 4.25, 0, 0, 0, 25.16),
	(1, 4, 15, 900, 13642.699, 4.25, 0, 0, 0, 25.15),
	(1, 4, 16, 960, 13702.699, 4.25, 0, 0, 0, 25.14),
	(1, 4, 17, 1020, 13762.699, 4.25, 0, 0, 0, 25.13),
	(1, 4, 18, 1080, 13822.699, 4.25, 0, 0, 0, 25.12),
	(1, 4, 19, 1140, 13882.699, 4.25, 0, 0, 0, 25.11),
	(1, 4, 20, 1200, 13942.699, 4.25, 0, 0, 0, 25.11),
	(1, 4, 21, 1260, 14002.699, 4.25, 0, 0, 0, 25.1),
	(1, 4, 22, 1320, 14062.699, 4.25, 0, 0, 0, 25.09),
	(1, 4, 23, 1380, 14122.699, 4.25, 0, 0, 0, 25.09),
	(1, 4, 24, 1440, 14182.699, 4.25, 0, 0, 0, 25.08),
	(1, 4, 25, 1500, 14242.699, 4.25, 0, 0, 0, 25.08),
	(1, 4, 26, 1560, 14302.699, 4.25, 0, 0, 0, 25.07),
	(1, 4, 27, 1620, 14362.699, 4.25, 0, 0, 0, 25.07),
	(1, 4, 28, 1680, 14422.699, 4.25, 0, 0, 0, 25.06),
	(1, 4, 29, 1740, 14482.699, 4.25, 0, 0, 0, 25.06),
	(1, 4, 30, 1800, 14542.699, 4.25, 0, 0, 0, 25.05),
	(1, 5, 0, 0.01, 14542.709, 4.18998, -2, -6e-06, -2.3e-05, 25.05),
	(1, 5, 1, 10, 14552.699, 4.171603, -2, -0.005556, -0.023225, 25.07),
	(1, 5, 2, 20, 14562.699, 4.156472, -2, -0.011111, -0.046357, 25.09),
	(1, 5, 3, 30, 14572.699, 4.143693, -2, -0.016667, -0.069412, 25.1),
	(1, 5, 4, 40, 14582.699, 4.132615, -2, -0.022222, -0.092401, 25.12),
	(1, 5, 5, 50, 14592.699, 4.12277, -2, -0.027778, -0.115332, 25.14),
	(1, 5, 6, 60, 14602.699, 4.113821, -2, -0.033333, -0.138212, 25.15),
	(1, 5, 7, 70, 14612.699, 4.105529, -2, -0.038889, -0.161043, 25.17),
	(1, 5, 8, 80, 14622.699, 4.09772, -2, -0.044444, -0.183829, 25.19),
	(1, 5, 9, 90, 14632.699, 4.090273, -2, -0.05, -0.206574, 25.2),
	(1, 5, 10, 100, 14642.699, 4.083097, -2, -0.055556, -0.229277, 25.22),
	(1, 5, 11, 110, 14652.699, 4.07613, -2, -0.061111, -0.251942, 25.23),
	(1, 5, 12, 120, 14662.699, 4.069325, -2, -0.066667, -0.274568, 25.25),
	(1, 5, 13, 130, 14672.699, 4.062651, -2, -0.072222, -0.297157, 25.26),
	(1, 5, 14, 140, 14682.699, 4.056083, -2, -0.077778, -0.319709, 25.28),
	(1, 5, 15, 150, 14692.699, 4.049604, -2, -0.083333, -0.342225, 25.29),
	(1, 5, 16, 160, 14702.699, 4.043203, -2, -0.088889, -0.364705, 25.31),
	(1, 5, 17, 170, 14712.699, 4.03687, -2, -0.094444, -0.387149, 25.32),
	(1, 5, 18, 180, 14722.699, 4.030599, -2, -0.1, -0.409559, 25.33),
	(1, 5, 19, 190, 14732.699, 4.024386, -2, -0.105556, -0.431934, 25.35),
	(1, 5, 20, 200, 14742.699, 4.018226, -2, -0.111111, -0.454274, 25.36),
	(1, 5, 21, 210, 14752.699, 4.012119, -2, -0.116667, -0.476581, 25.38),
	(1, 5, 22, 220, 14762.699, 4.00606, -2, -0.122222, -0.498853, 25.39),
	(1, 5, 23, 230, 14772.699, 4.00005, -2, -0.127778, -0.521093, 25.4),
	(1, 5, 24, 240, 14782.699, 3.994087, -2, -0.133333, -0.543299, 25.42),
	(1, 5, 25, 250, 14792.699, 3.988171, -2, -0.138889, -0.565471, 25.43),
	(1, 5, 26, 260, 14802.699, 3.9823, -2, -0.144444, -0.587612, 25.44),
	(1, 5, 27, 270, 14812.699, 3.976474, -2, -0.15, -0.609719, 25.45),
	(1, 5, 28, 280, 14822.699, 3.970692, -2, -0.155556, -0.631795, 25.47),
	(1, 5, 29, 290, 14832.699, 3.964955, -2, -0.161111, -0.653838, 25.48),
	(1, 5, 30, 300, 14842.699, 3.959261, -2, -0.166667, -0.67585, 25.49),
	(1, 5, 31, 310, 14852.699, 3.953611, -2, -0.172222, -0.69783, 25.5),
	(1, 5, 32, 320, 14862.699, 3.948004, -2, -0.177778, -0.719779, 25.52),
	(1, 5, 33, 330, 14872.699, 3.942439, -2, -0.183333, -0.741697, 25.53),
	(1, 5, 34, 340, 14882.699, 3.936917, -2, -0.188889, -0.763584, 25.54),
	(1, 5, 35, 350, 14892.699, 3.931438, -2, -0.194444, -0.78544, 25.55),
	(1, 5, 36, 360, 14902.699, 3.926, -2, -0.2, -0.807267, 25.56),
	(1, 5, 37, 370, 14912.699, 3.920604, -2, -0.205556, -0.829063, 25.58),
	(1, 5, 38, 380, 14922.699, 3.91525, -2, -0.211111, -0.850829, 25.59),
	(1, 5, 39, 390, 14932.699, 3.909936, -2, -0.216667, -0.872566, 25.6),
	(1, 5, 40, 400, 14942.699, 3.904664, -2, -0.222222, -0.894273, 25.61),
	(1, 5, 41, 410, 14952.699, 3.899432, -2, -0.227778, -0.915951, 25.62),
	(1, 5, 42, 420, 14962.699, 3.894241, -2, -0.233333, -0.9376, 25.63),
	(1, 5, 43, 430, 14972.699, 3.889089, -2, -0.238889, -0.95922, 25.64),
	(1, 5, 44, 440, 14982.699, 3.883978, -2, -0.244444, -0.980812, 25.65),
	(1, 5, 45, 450, 14992.699, 3.878906, -2, -0.25, -1.002376, 25.66),
	(1, 5, 46, 460, 15002.699, 3.873874, -2, -0.255556, -1.023911, 25.67),
	(1, 5, 47, 470, 15012.699, 3.86888, -2, -0.261111, -1.045419, 25.68),
	(1, 5, 48, 480, 15022.699, 3.863926, -2, -0.266667, -1.066899, 25.69),
	(1, 5, 49, 490, 15032.699, 3.85901, -2, -0.272222, -1.088351, 25.7),
	(1, 5, 50, 500, 15042.699, 3.854132, -2, -0.277778, -1.109777, 25.71),
	(1, 5, 51, 510, 15052.699, 3.849293, -2, -0.283333, -1.131175, 25.72),
	(1, 5, 52, 520, 15062.699, 3.844491, -2, -0.288889, -1.152547, 25.73),
	(1, 5, 53, 530, 15072.699, 3.839727, -2, -0.294444, -1.173892, 25.74),
	(1, 5, 54, 540, 15082.699, 3.835, -2, -0.3, -1.19521, 25.75),
	(1, 5, 55, 550, 15092.699, 3.83031, -2, -0.305556, -1.216503, 25.76),
	(1, 5, 56, 560, 15102.699, 3.825657, -2, -0.311111, -1.237769, 25.77),
	(1, 5, 57, 570, 15112.699, 3.821041, -2, -0.316667, -1.25901, 25.78),
	(1, 5, 58, 580, 15122.699, 3.81646, -2, -0.322222, -1.280226, 25.79),
	(1, 5, 59, 590, 15132.699, 3.811916, -2, -0.327778, -1.301415, 25.8),
	(1, 5, 60, 600, 15142.699, 3.807407, -2, -0.333333, -1.32258, 25.81),
	(1, 5, 61, 610, 15152.699, 3.802934, -2, -0.338889, -1.34372, 25.82),
	(1, 5, 62, 620, 15162.699, 3.798497, -2, -0.344444, -1.364835, 25.82),
	(1, 5, 63, 630, 15172.699, 3.794094, -2, -0.35, -1.385926, 25.83),
	(1, 5, 64, 640, 15182.699, 3.789726, -2, -0.355556, -1.406992, 25.84),
	(1, 5, 65, 650, 15192.699, 3.785392, -2, -0.361111, -1.428034, 25.85),
	(1, 5, 66, 660, 15202.699, 3.781093, -2, -0.366667, -1.449052, 25.86),
	(1, 5, 67, 670, 15212.699, 3.776827, -2, -0.372222, -1.470046, 25.87),
	(1, 5, 68, 680, 15222.699, 3.772595, -2, -0.377778, -1.491017, 25.87),
	(1, 5, 69, 690, 15232.699, 3.768397, -2, -0.383333, -1.511964, 25.88),
	(1, 5, 70, 700, 15242.699, 3.764232, -2, -0.388889, -1.532888, 25.89),
	(1, 5, 71, 710, 15252.699, 3.7601, -2, -0.394444, -1.553789, 25.9),
	(1, 5, 72, 720, 15262.699, 3.756, -2, -0.4, -1.574667, 25.91),
	(1, 5, 73, 730, 15272.699, 3.751933, -2, -0.405556, -1.595522, 25.91),
	(1, 5, 74, 740, 15282.699, 3.747898, -2, -0.411111, -1.616355, 25.92),
	(1, 5, 75, 750, 15292.699, 3.743895, -2, -0.416667, -1.637165, 25.93),
	(1, 5, 76, 760, 15302.699, 3.739923, -2, -0.422222, -1.657954, 25.94),
	(1, 5, 77, 770, 15312.699, 3.735983, -2, -0.427778, -1.67872, 25.94),
	(1, 5, 78, 780, 15322.699, 3.732074, -2, -0.433333, -1.699465, 25.95),
	(1, 5, 79, 790, 15332.699, 3.728196, -2, -0.438889, -1.720188, 25.96),
	(1, 5, 80, 800, 15342.699, 3.724348, -2, -0.444444, -1.740889, 25.96),
	(1, 5, 81, 810, 15352.699, 3.720531, -2, -0.45, -1.761569, 25.97),
	(1, 5, 82, 820, 15362.699, 3.716744, -2, -0.455556, -1.782228, 25.98),
	(1, 5, 83, 830, 15372.699, 3.712987, -2, -0.461111, -1.802867, 25.99),
	(1, 5, 84, 840, 15382.699, 3.709259, -2, -0.466667, -1.823484, 25.99),
	(1, 5, 85, 850, 15392.699, 3.705561, -2, -0.472222, -1.844081, 26),
	(1, 5, 86, 860, 15402.699, 3.701892, -2, -0.477778, -1.864657, 26.01),
	(1, 5, 87, 870, 15412.699, 3.698251, -2, -0.483333, -1.885213, 26.01),
	(1, 5, 88, 880, 15422.699, 3.694639, -2, -0.488889, -1.905749, 26.02),
	(1, 5, 89, 890, 15432.699, 3.691056, -2, -0.494444, -1.926264, 26.02),
	(1, 5, 90, 900, 15442.699, 3.6875, -2, -0.5, -1.94676, 26.03),
	(1, 5, 91, 910, 15452.699, 3.683972, -2, -0.505556, -1.967237, 26.04),
	(1, 5, 92, 920, 15462.699, 3.680472, -2, -0.511111, -1.987693, 26.04),
	(1, 5, 93, 930, 15472.699, 3.676999, -2, -0.516667, -2.008131, 26.05),
	(1, 5, 94, 940, 15482.699, 3.673553, -2, -0.522222, -2.028549, 26.06),
	(1, 5, 95, 950, 15492.699, 3.670134, -2, -0.527778, -2.048948, 26.06),
	(1, 5, 96, 960, 15502.699, 3.666741, -2, -0.533333, -2.069328, 26.07),
	(1, 5, 97, 970, 15512.699, 3.663374, -2, -0.538889, -2.08969, 26.07),
	(1, 5, 98, 980, 15522.699, 3.660034, -2, -0.544444, -2.110033, 26.08),
	(1, 5, 99, 990, 15532.699, 3.656719, -2, -0.55, -2.130357, 26.09),
	(1, 5, 100, 1000, 15542.699, 3.653429, -2, -0.555556, -2.150663, 26.09),
	(1, 5, 101, 1010, 15552.699, 3.650165, -2, -0.561111, -2.170951, 26.1),
	(1, 5, 102, 1020, 15562.699, 3.646926, -2, -0.566667, -2.19122, 26.1),
	(1, 5, 103, 1030, 15572.699, 3.643711, -2, -0.572222, -2.211472, 26.11),
	(1, 5, 104, 1040, 15582.699, 3.640521, -2, -0.577778, -2.231706, 26.11),
	(1, 5, 105, 1050, 15592.699, 3.637355, -2, -0.583333, -2.251922, 26.12),
	(1, 5, 106, 1060, 15602.699, 3.634213, -2, -0.588889, -2.272121, 26.12),
	(1, 5, 107, 1070, 15612.699, 3.631095, -2, -0.594444, -2.292303, 26.13),
	(1, 5, 108, 1080, 15622.699, 3.628, -2, -0.6, -2.312467, 26.13),
	(1, 5, 109, 1090, 15632.699, 3.624928, -2, -0.605556, -2.332614, 26.14),
	(1, 5, 110, 1100, 15642.699, 3.621879, -2, -0.611111, -2.352744, 26.14),
	(1, 5, 111, 1110, 15652.699, 3.618853, -2, -0.616667, -2.372857, 26.15),
	(1, 5, 112, 1120, 15662.699, 3.615849, -2, -0.622222, -2.392953, 26.15),
	(1, 5, 113, 1130, 15672.699, 3.612867, -2, -0.627778, -2.413033, 26.16),
	(1, 5, 114, 1140, 15682.699, 3.609907, -2, -0.633333, -2.433096, 26.16),
	(1, 5, 115, 1150, 15692.699, 3.606969, -2, -0.638889, -2.453143, 26.17),
	(1, 5, 116, 1160, 15702.699, 3.604052, -2, -0.644444, -2.473174, 26.17),
	(1, 5, 117, 1170, 15712.699, 3.601156, -2, -0.65, -2.493188, 26.18),
	(1, 5, 118, 1180, 15722.699, 3.598281, -2, -0.655556, -2.513187, 26.18),
	(1, 5, 119, 1190, 15732.699, 3.595427, -2, -0.661111, -2.533169, 26.19),
	(1, 5, 120, 1200, 15742.699, 3.592593, -2, -0.666667, -2.553136, 26.19),
	(1, 5, 121, 1210, 15752.699, 3.589779, -2, -0.672222, -2.573087, 26.2),
	(1, 5, 122, 1220, 15762.699, 3.586984, -2, -0.677778, -2.593022, 26.2),
	(1, 5, 123, 1230, 15772.699, 3.584209, -2, -0.683333, -2.612942, 26.21),
	(1, 5, 124, 1240, 15782.699, 3.581454, -2, -0.688889, -2.632847, 26.21),
	(1, 5, 125, 1250, 15792.699, 3.578718, -2, -0.694444, -2.652736, 26.21),
	(1, 5, 126, 1260, 15802.699, 3.576, -2, -0.7, -2.67261, 26.22),
	(1, 5, 127, 1270, 15812.699, 3.573301, -2, -0.705556, -2.69247, 26.22),
	(1, 5, 128, 1280, 15822.699, 3.57062, -2, -0.711111, -2.712314, 26.23),
	(1, 5, 129, 1290, 15832.699, 3.567957, -2, -0.716667, -2.732143, 26.23),
	(1, 5, 130, 1300, 15842.699, 3.565312, -2, -0.722222, -2.751958, 26.24),
	(1, 5, 131, 1310, 15852.699, 3.562684, -2, -0.727778, -2.771758, 26.24),
	(1, 5, 132, 1320, 15862.699, 3.560074, -2, -0.733333, -2.791543, 26.24),
	(1, 5, 133, 1330, 15872.699, 3.557481, -2, -0.738889, -2.811314, 26.25),
	(1, 5, 134, 1340, 15882.699, 3.554904, -2, -0.744444, -2.831071, 26.25),
	(1, 5, 135, 1350, 15892.699, 3.552344, -2, -0.75, -2.850813, 26.26),
	(1, 5, 136, 1360, 15902.699, 3.5498, -2, -0.755556, -2.870541, 26.26),
	(1, 5, 137, 1370, 15912.699, 3.547272, -2, -0.761111, -2.890255, 26.26),
	(1, 5, 138, 1380, 15922.699, 3.544759, -2, -0.766667, -2.909955, 26.27),
	(1, 5, 139, 1390, 15932.699, 3.542262, -2, -0.772222, -2.929642, 26.27),
	(1, 5, 140, 1400, 15942.699, 3.539781, -2, -0.777778, -2.949314, 26.27),
	(1, 5, 141, 1410, 15952.699, 3.537314, -2, -0.783333, -2.968973, 26.28),
	(1, 5, 142, 1420, 15962.699, 3.534861, -2, -0.788889, -2.988617, 26.28),
	(1, 5, 143, 1430, 15972.699, 3.532424, -2, -0.794444, -3.008249, 26.28),
	(1, 5, 144, 1440, 15982.699, 3.53, -2, -0.8, -3.027867, 26.29),
	(1, 5, 145, 1450, 15992.699, 3.52759, -2, -0.805556, -3.047471, 26.29),
	(1, 5, 146, 1460, 16002.699, 3.525194, -2, -0.811111, -3.067062, 26.29),
	(1, 5, 147, 1470, 16012.699, 3.522811, -2, -0.816667, -3.08664, 26.3),
	(1, 5, 148, 1480, 16022.699, 3.520442, -2, -0.822222, -3.106205, 26.3),
	(1, 5, 149, 1490, 16032.699, 3.518085, -2, -0.827778, -3.125756, 26.3),
	(1, 5, 150, 1500, 16042.699, 3.515741, -2, -0.833333, -3.145294, 26.31),
	(1, 5, 151, 1510, 16052.699, 3.513409, -2, -0.838889, -3.16482, 26.31),
	(1, 5, 152, 1520, 16062.699, 3.511089, -2, -0.844444, -3.184332, 26.31),
	(1, 5, 153, 1530, 16072.699, 3.508781, -2, -0.85, -3.203832, 26.32),
	(1, 5, 154, 1540, 16082.699, 3.506485, -2, -0.855556, -3.223319, 26.32),
	(1, 5, 155, 1550, 16092.699, 3.5042, -2, -0.861111, -3.242793, 26.32),
	(1, 5, 156, 1560, 16102.699, 3.501926, -2, -0.866667, -3.262254, 26.33),
	(1, 5, 157, 1570, 16112.699, 3.499663, -2, -0.872222, -3.281703, 26.33),
	(1, 5, 158, 1580, 16122.699, 3.49741, -2, -0.877778, -3.301139, 26.33),
	(1, 5, 159, 1590, 16132.699, 3.495168, -2, -0.883333, -3.320563, 26.34),
	(1, 5, 160, 1600, 16142.699, 3.492936, -2, -0.888889, -3.339975, 26.34),
	(1, 5, 161, 1610, 16152.699, 3.490713, -2, -0.894444, -3.359374, 26.34),
	(1, 5, 162, 1620, 16162.699, 3.4885, -2, -0.9, -3.37876, 26.34),
	(1, 5, 163, 1630, 16172.699, 3.486296, -2, -0.905556, -3.398135, 26.35),
	(1, 5, 164, 1640, 16182.699, 3.484102, -2, -0.911111, -3.417497, 26.35),
	(1, 5, 165, 1650, 16192.699, 3.481916, -2, -0.916667, -3.436847, 26.35),
	(1, 5, 166, 1660, 16202.699, 3.479738, -2, -0.922222, -3.456185, 26.36),
	(1, 5, 167, 1670, 16212.699, 3.477569, -2, -0.927778, -3.475511, 26.36),
	(1, 5, 168, 1680, 16222.699, 3.475407, -2, -0.933333, -3.494825, 26.36),
	(1, 5, 169, 1690, 16232.699, 3.473254, -2, -0.938889, -3.514127, 26.36),
	(1, 5, 170, 1700, 16242.699, 3.471108, -2, -0.944444, -3.533416, 26.37),
	(1, 5, 171, 1710, 16252.699, 3.468969, -2, -0.95, -3.552694, 26.37),
	(1, 5, 172, 1720, 16262.699, 3.466837, -2, -0.955556, -3.571961, 26.37),
	(1, 5, 173, 1730, 16272.699, 3.464711, -2, -0.961111, -3.591215, 26.37);
INSERT INTO public.measurements VALUES
	(1, 5, 174, 1740, 16282.699, 3.462593, -2, -0.966667, -3.610457, 26.38),
	(1, 5, 175, 1750, 16292.699, 3.46048, -2, -0.972222, -3.629688, 26.38),
	(1, 5, 176, 1760, 16302.699, 3.458373, -2, -0.977778, -3.648907, 26.38),
	(1, 5, 177, 1770, 16312.699, 3.456272, -2, -0.983333, -3.668114, 26.38),
	(1, 5, 178, 1780, 16322.699, 3.454176, -2, -0.988889, -3.68731, 26.39),
	(1, 5, 179, 1790, 16332.699, 3.452086, -2, -0.994444, -3.706494, 26.39),
	(1, 5, 180, 1800, 16342.699, 3.45, -2, -1, -3.725667, 26.39),
	(1, 5, 181, 1810, 16352.699, 3.447919, -2, -1.005556, -3.744828, 26.39),
	(1, 5, 182, 1820, 16362.699, 3.445842, -2, -1.011111, -3.763977, 26.4),
	(1, 5, 183, 1830, 16372.699, 3.44377, -2, -1.016667, -3.783115, 26.4),
	(1, 5, 184, 1840, 16382.699, 3.441701, -2, -1.022222, -3.802241, 26.4),
	(1, 5, 185, 1850, 16392.699, 3.439636, -2, -1.027778, -3.821356, 26.4),
	(1, 5, 186, 1860, 16402.699, 3.437574, -2, -1.033333, -3.840459, 26.4),
	(1, 5, 187, 1870, 16412.699, 3.435515, -2, -1.038889, -3.859551, 26.41),
	(1, 5, 188, 1880, 16422.699, 3.43346, -2, -1.044444, -3.878632, 26.41),
	(1, 5, 189, 1890, 16432.699, 3.431406, -2, -1.05, -3.897701, 26.41),
	(1, 5, 190, 1900, 16442.699, 3.429355, -2, -1.055556, -3.916758, 26.41),
	(1, 5, 191, 1910, 16452.699, 3.427306, -2, -1.061111, -3.935805, 26.41),
	(1, 5, 192, 1920, 16462.699, 3.425259, -2, -1.066667, -3.95484, 26.42),
	(1, 5, 193, 1930, 16472.699, 3.423214, -2, -1.072222, -3.973863, 26.42),
	(1, 5, 194, 1940, 16482.699, 3.421169, -2, -1.077778, -3.992875, 26.42),
	(1, 5, 195, 1950, 16492.699, 3.419126, -2, -1.083333, -4.011876, 26.42),
	(1, 5, 196, 1960, 16502.699, 3.417084, -2, -1.088889, -4.030866, 26.42),
	(1, 5, 197, 1970, 16512.699, 3.415042, -2, -1.094444, -4.049844, 26.43),
	(1, 5, 198, 1980, 16522.699, 3.413, -2, -1.1, -4.06881, 26.43),
	(1, 5, 199, 1990, 16532.699, 3.410958, -2, -1.105556, -4.087766, 26.43),
	(1, 5, 200, 2000, 16542.699, 3.408916, -2, -1.111111, -4.10671, 26.43),
	(1, 5, 201, 2010, 16552.699, 3.406874, -2, -1.116667, -4.125643, 26.43),
	(1, 5, 202, 2020, 16562.699, 3.404831, -2, -1.122222, -4.144564, 26.44),
	(1, 5, 203, 2030, 16572.699, 3.402786, -2, -1.127778, -4.163474, 26.44),
	(1, 5, 204, 2040, 16582.699, 3.400741, -2, -1.133333, -4.182373, 26.44),
	(1, 5, 205, 2050, 16592.699, 3.398694, -2, -1.138889, -4.20126, 26.44),
	(1, 5, 206, 2060, 16602.699, 3.396645, -2, -1.144444, -4.220136, 26.44),
	(1, 5, 207, 2070, 16612.699, 3.394594, -2, -1.15, -4.239001, 26.44),
	(1, 5, 208, 2080, 16622.699, 3.39254, -2, -1.155556, -4.257854, 26.45),
	(1, 5, 209, 2090, 16632.699, 3.390485, -2, -1.161111, -4.276696, 26.45),
	(1, 5, 210, 2100, 16642.699, 3.388426, -2, -1.166667, -4.295526, 26.45),
	(1, 5, 211, 2110, 16652.699, 3.386364, -2, -1.172222, -4.314345, 26.45),
	(1, 5, 212, 2120, 16662.699, 3.384299, -2, -1.177778, -4.333152, 26.45),
	(1, 5, 213, 2130, 16672.699, 3.38223, -2, -1.183333, -4.351948, 26.45),
	(1, 5, 214, 2140, 16682.699, 3.380158, -2, -1.188889, -4.370732, 26.46),
	(1, 5, 215, 2150, 16692.699, 3.378081, -2, -1.194444, -4.389505, 26.46),
	(1, 5, 216, 2160, 16702.699, 3.376, -2, -1.2, -4.408267, 26.46),
	(1, 5, 217, 2170, 16712.699, 3.373914, -2, -1.205556, -4.427016, 26.46),
	(1, 5, 218, 2180, 16722.699, 3.371824, -2, -1.211111, -4.445755, 26.46),
	(1, 5, 219, 2190, 16732.699, 3.369728, -2, -1.216667, -4.464481, 26.46),
	(1, 5, 220, 2200, 16742.699, 3.367627, -2, -1.222222, -4.483196, 26.47),
	(1, 5, 221, 2210, 16752.699, 3.36552, -2, -1.227778, -4.501899, 26.47),
	(1, 5, 222, 2220, 16762.699, 3.363407, -2, -1.233333, -4.520591, 26.47),
	(1, 5, 223, 2230, 16772.699, 3.361289, -2, -1.238889, -4.53927, 26.47),
	(1, 5, 224, 2240, 16782.699, 3.359163, -2, -1.244444, -4.557938, 26.47),
	(1, 5, 225, 2250, 16792.699, 3.357031, -2, -1.25, -4.576594, 26.47),
	(1, 5, 226, 2260, 16802.699, 3.354892, -2, -1.255556, -4.595239, 26.47),
	(1, 5, 227, 2270, 16812.699, 3.352746, -2, -1.261111, -4.613871, 26.48),
	(1, 5, 228, 2280, 16822.699, 3.350593, -2, -1.266667, -4.632491, 26.48),
	(1, 5, 229, 2290, 16832.699, 3.348431, -2, -1.272222, -4.6511, 26.48),
	(1, 5, 230, 2300, 16842.699, 3.346262, -2, -1.277778, -4.669696, 26.48),
	(1, 5, 231, 2310, 16852.699, 3.344084, -2, -1.283333, -4.68828, 26.48),
	(1, 5, 232, 2320, 16862.699, 3.341898, -2, -1.288889, -4.706853, 26.48),
	(1, 5, 233, 2330, 16872.699, 3.339704, -2, -1.294444, -4.725413, 26.48),
	(1, 5, 234, 2340, 16882.699, 3.3375, -2, -1.3, -4.74396, 26.49),
	(1, 5, 235, 2350, 16892.699, 3.335287, -2, -1.305556, -4.762496, 26.49),
	(1, 5, 236, 2360, 16902.699, 3.333064, -2, -1.311111, -4.781019, 26.49),
	(1, 5, 237, 2370, 16912.699, 3.330832, -2, -1.316667, -4.79953, 26.49),
	(1, 5, 238, 2380, 16922.699, 3.32859, -2, -1.322222, -4.818028, 26.49),
	(1, 5, 239, 2390, 16932.699, 3.326337, -2, -1.327778, -4.836514, 26.49),
	(1, 5, 240, 2400, 16942.699, 3.324074, -2, -1.333333, -4.854988, 26.49),
	(1, 5, 241, 2410, 16952.699, 3.3218, -2, -1.338889, -4.873448, 26.49),
	(1, 5, 242, 2420, 16962.699, 3.319515, -2, -1.344444, -4.891897, 26.49),
	(1, 5, 243, 2430, 16972.699, 3.317219, -2, -1.35, -4.910332, 26.5),
	(1, 5, 244, 2440, 16982.699, 3.314911, -2, -1.355556, -4.928754, 26.5),
	(1, 5, 245, 2450, 16992.699, 3.312591, -2, -1.361111, -4.947164, 26.5),
	(1, 5, 246, 2460, 17002.699, 3.310259, -2, -1.366667, -4.965561, 26.5),
	(1, 5, 247, 2470, 17012.699, 3.307915, -2, -1.372222, -4.983945, 26.5),
	(1, 5, 248, 2480, 17022.699, 3.305558, -2, -1.377778, -5.002316, 26.5),
	(1, 5, 249, 2490, 17032.699, 3.303189, -2, -1.383333, -5.020673, 26.5),
	(1, 5, 250, 2500, 17042.699, 3.300806, -2, -1.388889, -5.039018, 26.5),
	(1, 5, 251, 2510, 17052.699, 3.29841, -2, -1.394444, -5.057349, 26.5),
	(1, 5, 252, 2520, 17062.699, 3.296, -2, -1.4, -5.075667, 26.51),
	(1, 5, 253, 2530, 17072.699, 3.293576, -2, -1.405556, -5.093971, 26.51),
	(1, 5, 254, 2540, 17082.699, 3.291139, -2, -1.411111, -5.112262, 26.51),
	(1, 5, 255, 2550, 17092.699, 3.288686, -2, -1.416667, -5.130539, 26.51),
	(1, 5, 256, 2560, 17102.699, 3.286219, -2, -1.422222, -5.148803, 26.51),
	(1, 5, 257, 2570, 17112.699, 3.283738, -2, -1.427778, -5.167053, 26.51),
	(1, 5, 258, 2580, 17122.699, 3.281241, -2, -1.433333, -5.185289, 26.51),
	(1, 5, 259, 2590, 17132.699, 3.278728, -2, -1.438889, -5.203511, 26.51),
	(1, 5, 260, 2600, 17142.699, 3.2762, -2, -1.444444, -5.221719, 26.51),
	(1, 5, 261, 2610, 17152.699, 3.273656, -2, -1.45, -5.239913, 26.51),
	(1, 5, 262, 2620, 17162.699, 3.271096, -2, -1.455556, -5.258093, 26.52),
	(1, 5, 263, 2630, 17172.699, 3.268519, -2, -1.461111, -5.276259, 26.52),
	(1, 5, 264, 2640, 17182.699, 3.265926, -2, -1.466667, -5.29441, 26.52),
	(1, 5, 265, 2650, 17192.699, 3.263316, -2, -1.472222, -5.312547, 26.52),
	(1, 5, 266, 2660, 17202.699, 3.260688, -2, -1.477778, -5.330669, 26.52),
	(1, 5, 267, 2670, 17212.699, 3.258043, -2, -1.483333, -5.348776, 26.52),
	(1, 5, 268, 2680, 17222.699, 3.25538, -2, -1.488889, -5.366869, 26.52),
	(1, 5, 269, 2690, 17232.699, 3.252699, -2, -1.494444, -5.384947, 26.52),
	(1, 5, 270, 2700, 17242.699, 3.25, -2, -1.5, -5.40301, 26.52),
	(1, 5, 271, 2710, 17252.699, 3.247282, -2, -1.505556, -5.421058, 26.52),
	(1, 5, 272, 2720, 17262.699, 3.244546, -2, -1.511111, -5.439091, 26.52),
	(1, 5, 273, 2730, 17272.699, 3.241791, -2, -1.516667, -5.457109, 26.53),
	(1, 5, 274, 2740, 17282.699, 3.239016, -2, -1.522222, -5.475111, 26.53),
	(1, 5, 275, 2750, 17292.699, 3.236221, -2, -1.527778, -5.493098, 26.53),
	(1, 5, 276, 2760, 17302.699, 3.233407, -2, -1.533333, -5.511069, 26.53),
	(1, 5, 277, 2770, 17312.699, 3.230573, -2, -1.538889, -5.529025, 26.53),
	(1, 5, 278, 2780, 17322.699, 3.227719, -2, -1.544444, -5.546964, 26.53),
	(1, 5, 279, 2790, 17332.699, 3.224844, -2, -1.55, -5.564888, 26.53),
	(1, 5, 280, 2800, 17342.699, 3.221948, -2, -1.555556, -5.582796, 26.53),
	(1, 5, 281, 2810, 17352.699, 3.219031, -2, -1.561111, -5.600688, 26.53),
	(1, 5, 282, 2820, 17362.699, 3.216093, -2, -1.566667, -5.618563, 26.53),
	(1, 5, 283, 2830, 17372.699, 3.213133, -2, -1.572222, -5.636422, 26.53),
	(1, 5, 284, 2840, 17382.699, 3.210151, -2, -1.577778, -5.654264, 26.53),
	(1, 5, 285, 2850, 17392.699, 3.207147, -2, -1.583333, -5.67209, 26.53),
	(1, 5, 286, 2860, 17402.699, 3.204121, -2, -1.588889, -5.689899, 26.54),
	(1, 5, 287, 2870, 17412.699, 3.201072, -2, -1.594444, -5.707691, 26.54),
	(1, 5, 288, 2880, 17422.699, 3.198, -2, -1.6, -5.725467, 26.54),
	(1, 5, 289, 2890, 17432.699, 3.194905, -2, -1.605556, -5.743225, 26.54),
	(1, 5, 290, 2900, 17442.699, 3.191787, -2, -1.611111, -5.760966, 26.54),
	(1, 5, 291, 2910, 17452.699, 3.188645, -2, -1.616667, -5.778689, 26.54),
	(1, 5, 292, 2920, 17462.699, 3.185479, -2, -1.622222, -5.796395, 26.54),
	(1, 5, 293, 2930, 17472.699, 3.182289, -2, -1.627778, -5.814083, 26.54),
	(1, 5, 294, 2940, 17482.699, 3.179074, -2, -1.633333, -5.831754, 26.54),
	(1, 5, 295, 2950, 17492.699, 3.175835, -2, -1.638889, -5.849406, 26.54),
	(1, 5, 296, 2960, 17502.699, 3.172571, -2, -1.644444, -5.867041, 26.54),
	(1, 5, 297, 2970, 17512.699, 3.169281, -2, -1.65, -5.884657, 26.54),
	(1, 5, 298, 2980, 17522.699, 3.165966, -2, -1.655556, -5.902255, 26.54),
	(1, 5, 299, 2990, 17532.699, 3.162626, -2, -1.661111, -5.919834, 26.54),
	(1, 5, 300, 3000, 17542.699, 3.159259, -2, -1.666667, -5.937395, 26.54),
	(1, 5, 301, 3010, 17552.699, 3.155866, -2, -1.672222, -5.954937, 26.55),
	(1, 5, 302, 3020, 17562.699, 3.152447, -2, -1.677778, -5.97246, 26.55),
	(1, 5, 303, 3030, 17572.699, 3.149001, -2, -1.683333, -5.989964, 26.55),
	(1, 5, 304, 3040, 17582.699, 3.145528, -2, -1.688889, -6.007449, 26.55),
	(1, 5, 305, 3050, 17592.699, 3.142028, -2, -1.694444, -6.024914, 26.55),
	(1, 5, 306, 3060, 17602.699, 3.1385, -2, -1.7, -6.04236, 26.55),
	(1, 5, 307, 3070, 17612.699, 3.134944, -2, -1.705556, -6.059787, 26.55),
	(1, 5, 308, 3080, 17622.699, 3.131361, -2, -1.711111, -6.077193, 26.55),
	(1, 5, 309, 3090, 17632.699, 3.127749, -2, -1.716667, -6.09458, 26.55),
	(1, 5, 310, 3100, 17642.699, 3.124108, -2, -1.722222, -6.111946, 26.55),
	(1, 5, 311, 3110, 17652.699, 3.120439, -2, -1.727778, -6.129292, 26.55),
	(1, 5, 312, 3120, 17662.699, 3.116741, -2, -1.733333, -6.146617, 26.55),
	(1, 5, 313, 3130, 17672.699, 3.113013, -2, -1.738889, -6.163922, 26.55),
	(1, 5, 314, 3140, 17682.699, 3.109256, -2, -1.744444, -6.181206, 26.55),
	(1, 5, 315, 3150, 17692.699, 3.105469, -2, -1.75, -6.198469, 26.55),
	(1, 5, 316, 3160, 17702.699, 3.101652, -2, -1.755556, -6.215711, 26.55),
	(1, 5, 317, 3170, 17712.699, 3.097804, -2, -1.761111, -6.232932, 26.55),
	(1, 5, 318, 3180, 17722.699, 3.093926, -2, -1.766667, -6.250131, 26.55),
	(1, 5, 319, 3190, 17732.699, 3.090017, -2, -1.772222, -6.267309, 26.56),
	(1, 5, 320, 3200, 17742.699, 3.086077, -2, -1.777778, -6.284465, 26.56),
	(1, 5, 321, 3210, 17752.699, 3.082105, -2, -1.783333, -6.301599, 26.56),
	(1, 5, 322, 3220, 17762.699, 3.078102, -2, -1.788889, -6.31871, 26.56),
	(1, 5, 323, 3230, 17772.699, 3.074067, -2, -1.794444, -6.3358, 26.56),
	(1, 5, 324, 3240, 17782.699, 3.07, -2, -1.8, -6.352867, 26.56),
	(1, 5, 325, 3250, 17792.699, 3.0659, -2, -1.805556, -6.369911, 26.56),
	(1, 5, 326, 3260, 17802.699, 3.061768, -2, -1.811111, -6.386932, 26.56),
	(1, 5, 327, 3270, 17812.699, 3.057603, -2, -1.816667, -6.40393, 26.56),
	(1, 5, 328, 3280, 17822.699, 3.053405, -2, -1.822222, -6.420905, 26.56),
	(1, 5, 329, 3290, 17832.699, 3.049173, -2, -1.827778, -6.437857, 26.56),
	(1, 5, 330, 3300, 17842.699, 3.044907, -2, -1.833333, -6.454785, 26.56),
	(1, 5, 331, 3310, 17852.699, 3.040608, -2, -1.838889, -6.471689, 26.56),
	(1, 5, 332, 3320, 17862.699, 3.036274, -2, -1.844444, -6.48857, 26.56),
	(1, 5, 333, 3330, 17872.699, 3.031906, -2, -1.85, -6.505426, 26.56),
	(1, 5, 334, 3340, 17882.699, 3.027503, -2, -1.855556, -6.522257, 26.56),
	(1, 5, 335, 3350, 17892.699, 3.023066, -2, -1.861111, -6.539065, 26.56),
	(1, 5, 336, 3360, 17902.699, 3.018593, -2, -1.866667, -6.555847, 26.56),
	(1, 5, 337, 3370, 17912.699, 3.014084, -2, -1.872222, -6.572604, 26.56),
	(1, 5, 338, 3380, 17922.699, 3.00954, -2, -1.877778, -6.589337, 26.56),
	(1, 5, 339, 3390, 17932.699, 3.004959, -2, -1.883333, -6.606044, 26.56),
	(1, 5, 340, 3400, 17942.699, 3.000343, -2, -1.888889, -6.622725, 26.56),
	(1, 5, 341, 3410, 17952.699, 2.99569, -2, -1.894444, -6.639381, 26.57),
	(1, 5, 342, 3420, 17962.699, 2.991, -2, -1.9, -6.65601, 26.57),
	(1, 5, 343, 3430, 17972.699, 2.986273, -2, -1.905556, -6.672614, 26.57),
	(1, 5, 344, 3440, 17982.699, 2.981509, -2, -1.911111, -6.689191, 26.57),
	(1, 5, 345, 3450, 17992.699, 2.976707, -2, -1.916667, -6.705742, 26.57),
	(1, 5, 346, 3460, 18002.699, 2.971868, -2, -1.922222, -6.722266, 26.57),
	(1, 5, 347, 3470, 18012.699, 2.96699, -2, -1.927778, -6.738762, 26.57),
	(1, 5, 348, 3480, 18022.699, 2.962074, -2, -1.933333, -6.755232, 26.57),
	(1, 5, 349, 3490, 18032.699, 2.95712, -2, -1.938889, -6.771674, 26.57),
	(1, 5, 350, 3500, 18042.699, 2.952126, -2, -1.944444, -6.788089, 26.57),
	(1, 5, 351, 3510, 18052.699, 2.947094, -2, -1.95, -6.804476, 26.57),
	(1, 5, 352, 3520, 18062.699, 2.942022, -2, -1.955556, -6.820834, 26.57),
	(1, 5, 353, 3530, 18072.699, 2.936911, -2, -1.961111, -6.837165, 26.57),
	(1, 5, 354, 3540, 18082.699, 2.931759, -2, -1.966667, -6.853467, 26.57),
	(1, 5, 355, 3550, 18092.699, 2.926568, -2, -1.972222, -6.86974, 26.57),
	(1, 5, 356, 3560, 18102.699, 2.921336, -2, -1.977778, -6.885984, 26.57),
	(1, 5, 357, 3570, 18112.699, 2.916064, -2, -1.983333, -6.902199, 26.57),
	(1, 5, 358, 3580, 18122.699, 2.91075, -2, -1.988889, -6.918385, 26.57),
	(1, 5, 359, 3590, 18132.699, 2.905396, -2, -1.994444, -6.934541, 26.57),
	(1, 5, 360, 3600, 18142.699, 2.9, -2, -2, -6.950667, 26.57),
	(1, 6, 0, 0.01, 18142.709, 2.960013, 0, 0, 0, 26.57),
	(1, 6, 1, 60, 18202.699, 2.994587, 0, 0, 0, 26.47),
	(1, 6, 2, 120, 18262.699, 2.999267, 0, 0, 0, 26.38),
	(1, 6, 3, 180, 18322.699, 2.999901, 0, 0, 0, 26.29),
	(1, 6, 4, 240, 18382.699, 2.999987, 0, 0, 0, 26.2),
	(1, 6, 5, 300, 18442.699, 2.999998, 0, 0, 0, 26.13),
	(1, 6, 6, 360, 18502.699, 3, 0, 0, 0, 26.05),
	(1, 6, 7, 420, 18562.699, 3, 0, 0, 0, 25.99),
	(1, 6, 8, 480, 18622.699, 3, 0, 0, 0, 25.92),
	(1, 6, 9, 540, 18682.699, 3, 0, 0, 0, 25.86),
	(1, 6, 10, 600, 18742.699, 3, 0, 0, 0, 25.81),
	(1, 6, 11, 660, 18802.699, 3, 0, 0, 0, 25.75),
	(1, 6, 12, 720, 18862.699, 3, 0, 0, 0, 25.71);
INSERT INTO public.measurements VALUES
	(1, 6, 13, 780, 18922.699, 3, 0, 0, 0, 25.66),
	(1, 6, 14, 840, 18982.699, 3, 0, 0, 0, 25.62),
	(1, 6, 15, 900, 19042.699, 3, 0, 0, 0, 25.58),
	(1, 6, 16, 960, 19102.699, 3, 0, 0, 0, 25.54),
	(1, 6, 17, 1020, 19162.699, 3, 0, 0, 0, 25.51),
	(1, 6, 18, 1080, 19222.699, 3, 0, 0, 0, 25.47),
	(1, 6, 19, 1140, 19282.699, 3, 0, 0, 0, 25.44),
	(1, 6, 20, 1200, 19342.699, 3, 0, 0, 0, 25.41),
	(1, 6, 21, 1260, 19402.699, 3, 0, 0, 0, 25.39),
	(1, 6, 22, 1320, 19462.699, 3, 0, 0, 0, 25.36),
	(1, 6, 23, 1380, 19522.699, 3, 0, 0, 0, 25.34),
	(1, 6, 24, 1440, 19582.699, 3, 0, 0, 0, 25.32),
	(1, 6, 25, 1500, 19642.699, 3, 0, 0, 0, 25.3),
	(1, 6, 26, 1560, 19702.699, 3, 0, 0, 0, 25.28),
	(1, 6, 27, 1620, 19762.699, 3, 0, 0, 0, 25.26),
	(1, 6, 28, 1680, 19822.699, 3, 0, 0, 0, 25.24),
	(1, 6, 29, 1740, 19882.699, 3, 0, 0, 0, 25.23),
	(1, 6, 30, 1800, 19942.699, 3, 0, 0, 0, 25.21),
	(1, 7, 0, 0.01, 19942.709, 3.030009, 1, 3e-06, 8e-06, 25.21),
	(1, 7, 1, 30, 19972.699, 3.050721, 1, 0.008333, 0.025345, 25.22),
	(1, 7, 2, 60, 20002.699, 3.063357, 1, 0.016667, 0.050824, 25.22),
	(1, 7, 3, 90, 20032.699, 3.072961, 1, 0.025, 0.076393, 25.23),
	(1, 7, 4, 120, 20062.699, 3.081393, 1, 0.033333, 0.102036, 25.24),
	(1, 7, 5, 150, 20092.699, 3.089336, 1, 0.041667, 0.127748, 25.24),
	(1, 7, 6, 180, 20122.699, 3.097044, 1, 0.05, 0.153525, 25.25),
	(1, 7, 7, 210, 20152.699, 3.10461, 1, 0.058333, 0.179365, 25.25),
	(1, 7, 8, 240, 20182.699, 3.112067, 1, 0.066667, 0.205268, 25.26),
	(1, 7, 9, 270, 20212.699, 3.119431, 1, 0.075, 0.231233, 25.26),
	(1, 7, 10, 300, 20242.699, 3.126706, 1, 0.083333, 0.257258, 25.27),
	(1, 7, 11, 330, 20272.699, 3.133895, 1, 0.091667, 0.283344, 25.27),
	(1, 7, 12, 360, 20302.699, 3.141, 1, 0.1, 0.30949, 25.27),
	(1, 7, 13, 390, 20332.699, 3.148021, 1, 0.108333, 0.335694, 25.28),
	(1, 7, 14, 420, 20362.699, 3.154959, 1, 0.116667, 0.361956, 25.28),
	(1, 7, 15, 450, 20392.699, 3.161816, 1, 0.125, 0.388276, 25.29),
	(1, 7, 16, 480, 20422.699, 3.168593, 1, 0.133333, 0.414653, 25.29),
	(1, 7, 17, 510, 20452.699, 3.175289, 1, 0.141667, 0.441086, 25.29),
	(1, 7, 18, 540, 20482.699, 3.181906, 1, 0.15, 0.467574, 25.3),
	(1, 7, 19, 570, 20512.699, 3.188445, 1, 0.158333, 0.494118, 25.3),
	(1, 7, 20, 600, 20542.699, 3.194907, 1, 0.166667, 0.520715, 25.3),
	(1, 7, 21, 630, 20572.699, 3.201293, 1, 0.175, 0.547366, 25.31),
	(1, 7, 22, 660, 20602.699, 3.207603, 1, 0.183333, 0.57407, 25.31),
	(1, 7, 23, 690, 20632.699, 3.213838, 1, 0.191667, 0.600826, 25.31),
	(1, 7, 24, 720, 20662.699, 3.22, 1, 0.2, 0.627633, 25.32),
	(1, 7, 25, 750, 20692.699, 3.226089, 1, 0.208333, 0.654492, 25.32),
	(1, 7, 26, 780, 20722.699, 3.232105, 1, 0.216667, 0.681401, 25.32),
	(1, 7, 27, 810, 20752.699, 3.238051, 1, 0.225, 0.70836, 25.32),
	(1, 7, 28, 840, 20782.699, 3.243926, 1, 0.233333, 0.735369, 25.33),
	(1, 7, 29, 870, 20812.699, 3.249732, 1, 0.241667, 0.762426, 25.33),
	(1, 7, 30, 900, 20842.699, 3.255469, 1, 0.25, 0.789531, 25.33),
	(1, 7, 31, 930, 20872.699, 3.261138, 1, 0.258333, 0.816683, 25.33),
	(1, 7, 32, 960, 20902.699, 3.266741, 1, 0.266667, 0.843883, 25.34),
	(1, 7, 33, 990, 20932.699, 3.272277, 1, 0.275, 0.871129, 25.34),
	(1, 7, 34, 1020, 20962.699, 3.277749, 1, 0.283333, 0.89842, 25.34),
	(1, 7, 35, 1050, 20992.699, 3.283156, 1, 0.291667, 0.925758, 25.34),
	(1, 7, 36, 1080, 21022.699, 3.2885, 1, 0.3, 0.95314, 25.34),
	(1, 7, 37, 1110, 21052.699, 3.293781, 1, 0.308333, 0.980566, 25.35),
	(1, 7, 38, 1140, 21082.699, 3.299001, 1, 0.316667, 1.008036, 25.35),
	(1, 7, 39, 1170, 21112.699, 3.30416, 1, 0.325, 1.035549, 25.35),
	(1, 7, 40, 1200, 21142.699, 3.309259, 1, 0.333333, 1.063105, 25.35),
	(1, 7, 41, 1230, 21172.699, 3.314299, 1, 0.341667, 1.090703, 25.35),
	(1, 7, 42, 1260, 21202.699, 3.319281, 1, 0.35, 1.118343, 25.35),
	(1, 7, 43, 1290, 21232.699, 3.324206, 1, 0.358333, 1.146024, 25.36),
	(1, 7, 44, 1320, 21262.699, 3.329074, 1, 0.366667, 1.173746, 25.36),
	(1, 7, 45, 1350, 21292.699, 3.333887, 1, 0.375, 1.201509, 25.36),
	(1, 7, 46, 1380, 21322.699, 3.338645, 1, 0.383333, 1.229311, 25.36),
	(1, 7, 47, 1410, 21352.699, 3.343349, 1, 0.391667, 1.257153, 25.36),
	(1, 7, 48, 1440, 21382.699, 3.348, 1, 0.4, 1.285033, 25.36),
	(1, 7, 49, 1470, 21412.699, 3.352599, 1, 0.408333, 1.312953, 25.36),
	(1, 7, 50, 1500, 21442.699, 3.357147, 1, 0.416667, 1.34091, 25.36),
	(1, 7, 51, 1530, 21472.699, 3.361645, 1, 0.425, 1.368905, 25.37),
	(1, 7, 52, 1560, 21502.699, 3.366093, 1, 0.433333, 1.396937, 25.37),
	(1, 7, 53, 1590, 21532.699, 3.370492, 1, 0.441667, 1.425006, 25.37),
	(1, 7, 54, 1620, 21562.699, 3.374844, 1, 0.45, 1.453112, 25.37),
	(1, 7, 55, 1650, 21592.699, 3.379149, 1, 0.458333, 1.481254, 25.37),
	(1, 7, 56, 1680, 21622.699, 3.383407, 1, 0.466667, 1.509431, 25.37),
	(1, 7, 57, 1710, 21652.699, 3.387621, 1, 0.475, 1.537644, 25.37),
	(1, 7, 58, 1740, 21682.699, 3.391791, 1, 0.483333, 1.565891, 25.37),
	(1, 7, 59, 1770, 21712.699, 3.395917, 1, 0.491667, 1.594173, 25.37),
	(1, 7, 60, 1800, 21742.699, 3.4, 1, 0.5, 1.62249, 25.37),
	(1, 7, 61, 1830, 21772.699, 3.404042, 1, 0.508333, 1.65084, 25.38),
	(1, 7, 62, 1860, 21802.699, 3.408043, 1, 0.516667, 1.679224, 25.38),
	(1, 7, 63, 1890, 21832.699, 3.412004, 1, 0.525, 1.70764, 25.38),
	(1, 7, 64, 1920, 21862.699, 3.415926, 1, 0.533333, 1.73609, 25.38),
	(1, 7, 65, 1950, 21892.699, 3.41981, 1, 0.541667, 1.764572, 25.38),
	(1, 7, 66, 1980, 21922.699, 3.423656, 1, 0.55, 1.793087, 25.38),
	(1, 7, 67, 2010, 21952.699, 3.427466, 1, 0.558333, 1.821633, 25.38),
	(1, 7, 68, 2040, 21982.699, 3.431241, 1, 0.566667, 1.850211, 25.38),
	(1, 7, 69, 2070, 22012.699, 3.43498, 1, 0.575, 1.87882, 25.38),
	(1, 7, 70, 2100, 22042.699, 3.438686, 1, 0.583333, 1.907461, 25.38),
	(1, 7, 71, 2130, 22072.699, 3.442359, 1, 0.591667, 1.936132, 25.38),
	(1, 7, 72, 2160, 22102.699, 3.446, 1, 0.6, 1.964833, 25.38),
	(1, 7, 73, 2190, 22132.699, 3.44961, 1, 0.608333, 1.993565, 25.38),
	(1, 7, 74, 2220, 22162.699, 3.453189, 1, 0.616667, 2.022327, 25.38),
	(1, 7, 75, 2250, 22192.699, 3.456738, 1, 0.625, 2.051118, 25.38),
	(1, 7, 76, 2280, 22222.699, 3.460259, 1, 0.633333, 2.079939, 25.39),
	(1, 7, 77, 2310, 22252.699, 3.463752, 1, 0.641667, 2.108789, 25.39),
	(1, 7, 78, 2340, 22282.699, 3.467219, 1, 0.65, 2.137668, 25.39),
	(1, 7, 79, 2370, 22312.699, 3.470659, 1, 0.658333, 2.166576, 25.39),
	(1, 7, 80, 2400, 22342.699, 3.474074, 1, 0.666667, 2.195512, 25.39),
	(1, 7, 81, 2430, 22372.699, 3.477465, 1, 0.675, 2.224477, 25.39),
	(1, 7, 82, 2460, 22402.699, 3.480832, 1, 0.683333, 2.25347, 25.39),
	(1, 7, 83, 2490, 22432.699, 3.484177, 1, 0.691667, 2.282491, 25.39),
	(1, 7, 84, 2520, 22462.699, 3.4875, 1, 0.7, 2.31154, 25.39),
	(1, 7, 85, 2550, 22492.699, 3.490802, 1, 0.708333, 2.340616, 25.39),
	(1, 7, 86, 2580, 22522.699, 3.494084, 1, 0.716667, 2.36972, 25.39),
	(1, 7, 87, 2610, 22552.699, 3.497348, 1, 0.725, 2.398851, 25.39),
	(1, 7, 88, 2640, 22582.699, 3.500593, 1, 0.733333, 2.428009, 25.39),
	(1, 7, 89, 2670, 22612.699, 3.50382, 1, 0.741667, 2.457194, 25.39),
	(1, 7, 90, 2700, 22642.699, 3.507031, 1, 0.75, 2.486406, 25.39),
	(1, 7, 91, 2730, 22672.699, 3.510227, 1, 0.758333, 2.515644, 25.39),
	(1, 7, 92, 2760, 22702.699, 3.513407, 1, 0.766667, 2.544909, 25.39),
	(1, 7, 93, 2790, 22732.699, 3.516574, 1, 0.775, 2.574201, 25.39),
	(1, 7, 94, 2820, 22762.699, 3.519728, 1, 0.783333, 2.603519, 25.39),
	(1, 7, 95, 2850, 22792.699, 3.52287, 1, 0.791667, 2.632863, 25.39),
	(1, 7, 96, 2880, 22822.699, 3.526, 1, 0.8, 2.662233, 25.39),
	(1, 7, 97, 2910, 22852.699, 3.52912, 1, 0.808333, 2.69163, 25.39),
	(1, 7, 98, 2940, 22882.699, 3.53223, 1, 0.816667, 2.721052, 25.39),
	(1, 7, 99, 2970, 22912.699, 3.535332, 1, 0.825, 2.7505, 25.39),
	(1, 7, 100, 3000, 22942.699, 3.538426, 1, 0.833333, 2.779974, 25.39),
	(1, 7, 101, 3030, 22972.699, 3.541513, 1, 0.841667, 2.809474, 25.39),
	(1, 7, 102, 3060, 23002.699, 3.544594, 1, 0.85, 2.838999, 25.39),
	(1, 7, 103, 3090, 23032.699, 3.547669, 1, 0.858333, 2.86855, 25.39),
	(1, 7, 104, 3120, 23062.699, 3.550741, 1, 0.866667, 2.898127, 25.39),
	(1, 7, 105, 3150, 23092.699, 3.553809, 1, 0.875, 2.927729, 25.39),
	(1, 7, 106, 3180, 23122.699, 3.556874, 1, 0.883333, 2.957357, 25.39),
	(1, 7, 107, 3210, 23152.699, 3.559937, 1, 0.891667, 2.987011, 25.39),
	(1, 7, 108, 3240, 23182.699, 3.563, 1, 0.9, 3.01669, 25.39),
	(1, 7, 109, 3270, 23212.699, 3.566063, 1, 0.908333, 3.046394, 25.4),
	(1, 7, 110, 3300, 23242.699, 3.569126, 1, 0.916667, 3.076124, 25.4),
	(1, 7, 111, 3330, 23272.699, 3.572191, 1, 0.925, 3.105879, 25.4),
	(1, 7, 112, 3360, 23302.699, 3.575259, 1, 0.933333, 3.13566, 25.4),
	(1, 7, 113, 3390, 23332.699, 3.578331, 1, 0.941667, 3.165467, 25.4),
	(1, 7, 114, 3420, 23362.699, 3.581406, 1, 0.95, 3.195299, 25.4),
	(1, 7, 115, 3450, 23392.699, 3.584487, 1, 0.958333, 3.225157, 25.4),
	(1, 7, 116, 3480, 23422.699, 3.587574, 1, 0.966667, 3.255041, 25.4),
	(1, 7, 117, 3510, 23452.699, 3.590668, 1, 0.975, 3.28495, 25.4),
	(1, 7, 118, 3540, 23482.699, 3.59377, 1, 0.983333, 3.314885, 25.4),
	(1, 7, 119, 3570, 23512.699, 3.59688, 1, 0.991667, 3.344846, 25.4),
	(1, 7, 120, 3600, 23542.699, 3.6, 1, 1, 3.374833, 25.4),
	(1, 8, 0, 0.01, 23542.709, 3.569993, 0, 0, 0, 25.4),
	(1, 8, 1, 60, 23602.699, 3.552707, 0, 0, 0, 25.37),
	(1, 8, 2, 120, 23662.699, 3.550366, 0, 0, 0, 25.35),
	(1, 8, 3, 180, 23722.699, 3.55005, 0, 0, 0, 25.32),
	(1, 8, 4, 240, 23782.699, 3.550007, 0, 0, 0, 25.3),
	(1, 8, 5, 300, 23842.699, 3.550001, 0, 0, 0, 25.28),
	(1, 8, 6, 360, 23902.699, 3.55, 0, 0, 0, 25.27),
	(1, 8, 7, 420, 23962.699, 3.55, 0, 0, 0, 25.25),
	(1, 8, 8, 480, 24022.699, 3.55, 0, 0, 0, 25.23),
	(1, 8, 9, 540, 24082.699, 3.55, 0, 0, 0, 25.22),
	(1, 8, 10, 600, 24142.699, 3.55, 0, 0, 0, 25.2),
	(1, 8, 11, 660, 24202.699, 3.55, 0, 0, 0, 25.19),
	(1, 8, 12, 720, 24262.699, 3.55, 0, 0, 0, 25.18),
	(1, 8, 13, 780, 24322.699, 3.55, 0, 0, 0, 25.17),
	(1, 8, 14, 840, 24382.699, 3.55, 0, 0, 0, 25.16),
	(1, 8, 15, 900, 24442.699, 3.55, 0, 0, 0, 25.15),
	(1, 8, 16, 960, 24502.699, 3.55, 0, 0, 0, 25.14),
	(1, 8, 17, 1020, 24562.699, 3.55, 0, 0, 0, 25.13),
	(1, 8, 18, 1080, 24622.699, 3.55, 0, 0, 0, 25.12),
	(1, 8, 19, 1140, 24682.699, 3.55, 0, 0, 0, 25.11),
	(1, 8, 20, 1200, 24742.699, 3.55, 0, 0, 0, 25.1),
	(1, 8, 21, 1260, 24802.699, 3.55, 0, 0, 0, 25.1),
	(1, 8, 22, 1320, 24862.699, 3.55, 0, 0, 0, 25.09),
	(1, 8, 23, 1380, 24922.699, 3.55, 0, 0, 0, 25.09),
	(1, 8, 24, 1440, 24982.699, 3.55, 0, 0, 0, 25.08),
	(1, 8, 25, 1500, 25042.699, 3.55, 0, 0, 0, 25.07),
	(1, 8, 26, 1560, 25102.699, 3.55, 0, 0, 0, 25.07),
	(1, 8, 27, 1620, 25162.699, 3.55, 0, 0, 0, 25.07),
	(1, 8, 28, 1680, 25222.699, 3.55, 0, 0, 0, 25.06),
	(1, 8, 29, 1740, 25282.699, 3.55, 0, 0, 0, 25.06),
	(1, 8, 30, 1800, 25342.699, 3.55, 0, 0, 0, 25.05),
	(1, 8, 31, 1860, 25402.699, 3.55, 0, 0, 0, 25.05),
	(1, 8, 32, 1920, 25462.699, 3.55, 0, 0, 0, 25.05),
	(1, 8, 33, 1980, 25522.699, 3.55, 0, 0, 0, 25.04),
	(1, 8, 34, 2040, 25582.699, 3.55, 0, 0, 0, 25.04),
	(1, 8, 35, 2100, 25642.699, 3.55, 0, 0, 0, 25.04),
	(1, 8, 36, 2160, 25702.699, 3.55, 0, 0, 0, 25.04),
	(1, 8, 37, 2220, 25762.699, 3.55, 0, 0, 0, 25.03),
	(1, 8, 38, 2280, 25822.699, 3.55, 0, 0, 0, 25.03),
	(1, 8, 39, 2340, 25882.699, 3.55, 0, 0, 0, 25.03),
	(1, 8, 40, 2400, 25942.699, 3.55, 0, 0, 0, 25.03),
	(1, 8, 41, 2460, 26002.699, 3.55, 0, 0, 0, 25.03),
	(1, 8, 42, 2520, 26062.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 43, 2580, 26122.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 44, 2640, 26182.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 45, 2700, 26242.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 46, 2760, 26302.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 47, 2820, 26362.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 48, 2880, 26422.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 49, 2940, 26482.699, 3.55, 0, 0, 0, 25.02),
	(1, 8, 50, 3000, 26542.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 51, 3060, 26602.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 52, 3120, 26662.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 53, 3180, 26722.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 54, 3240, 26782.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 55, 3300, 26842.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 56, 3360, 26902.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 57, 3420, 26962.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 58, 3480, 27022.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 59, 3540, 27082.699, 3.55, 0, 0, 0, 25.01),
	(1, 8, 60, 3600, 27142.699, 3.55, 0, 0, 0, 25.01);
INSERT INTO public.measurements VALUES
	(1, 9, 0, 0.01, 27142.709, 3.418327, -4.388112, -1.2e-05, -4.2e-05, 25.01),
	(1, 9, 1, 0.1, 27142.799, 3.418049, -4.388468, -0.000122, -0.000417, 25.01),
	(1, 9, 2, 0.2, 27142.899, 3.41774, -4.388865, -0.000244, -0.000833, 25.01),
	(1, 9, 3, 0.3, 27142.999, 3.417431, -4.389262, -0.000366, -0.00125, 25.01),
	(1, 9, 4, 0.4, 27143.099, 3.417122, -4.389658, -0.000488, -0.001667, 25.01),
	(1, 9, 5, 0.5, 27143.199, 3.416814, -4.390055, -0.00061, -0.002083, 25.01),
	(1, 9, 6, 0.6, 27143.299, 3.416505, -4.390452, -0.000732, -0.0025, 25.01),
	(1, 9, 7, 0.7, 27143.399, 3.416196, -4.390849, -0.000854, -0.002917, 25.01),
	(1, 9, 8, 0.8, 27143.499, 3.415887, -4.391246, -0.000975, -0.003333, 25.01),
	(1, 9, 9, 0.9, 27143.599, 3.415578, -4.391643, -0.001097, -0.00375, 25.01),
	(1, 9, 10, 1, 27143.699, 3.415269, -4.39204, -0.001219, -0.004167, 25.02),
	(1, 9, 11, 1.1, 27143.799, 3.41496, -4.392437, -0.001341, -0.004583, 25.02),
	(1, 9, 12, 1.2, 27143.899, 3.414652, -4.392835, -0.001463, -0.005, 25.02),
	(1, 9, 13, 1.3, 27143.999, 3.414343, -4.393232, -0.001586, -0.005417, 25.02),
	(1, 9, 14, 1.4, 27144.099, 3.414034, -4.39363, -0.001708, -0.005833, 25.02),
	(1, 9, 15, 1.5, 27144.199, 3.413725, -4.394027, -0.00183, -0.00625, 25.02),
	(1, 9, 16, 1.6, 27144.299, 3.413416, -4.394425, -0.001952, -0.006667, 25.02),
	(1, 9, 17, 1.7, 27144.399, 3.413107, -4.394822, -0.002074, -0.007083, 25.02),
	(1, 9, 18, 1.8, 27144.499, 3.412798, -4.39522, -0.002196, -0.0075, 25.02),
	(1, 9, 19, 1.9, 27144.599, 3.41249, -4.395618, -0.002318, -0.007917, 25.02),
	(1, 9, 20, 2, 27144.699, 3.412181, -4.396016, -0.00244, -0.008333, 25.02),
	(1, 9, 21, 2.1, 27144.799, 3.411872, -4.396414, -0.002562, -0.00875, 25.03),
	(1, 9, 22, 2.2, 27144.899, 3.411563, -4.396812, -0.002684, -0.009167, 25.03),
	(1, 9, 23, 2.3, 27144.999, 3.411254, -4.39721, -0.002806, -0.009583, 25.03),
	(1, 9, 24, 2.4, 27145.099, 3.410945, -4.397608, -0.002929, -0.01, 25.03),
	(1, 9, 25, 2.5, 27145.199, 3.410636, -4.398006, -0.003051, -0.010417, 25.03),
	(1, 9, 26, 2.6, 27145.299, 3.410328, -4.398404, -0.003173, -0.010833, 25.03),
	(1, 9, 27, 2.7, 27145.399, 3.410019, -4.398803, -0.003295, -0.01125, 25.03),
	(1, 9, 28, 2.8, 27145.499, 3.40971, -4.399201, -0.003417, -0.011667, 25.03),
	(1, 9, 29, 2.9, 27145.599, 3.409401, -4.3996, -0.003539, -0.012083, 25.03),
	(1, 9, 30, 3, 27145.699, 3.409092, -4.399998, -0.003662, -0.0125, 25.03),
	(1, 9, 31, 3.1, 27145.799, 3.408783, -4.400397, -0.003784, -0.012917, 25.03),
	(1, 9, 32, 3.2, 27145.899, 3.408474, -4.400796, -0.003906, -0.013333, 25.03),
	(1, 9, 33, 3.3, 27145.999, 3.408166, -4.401195, -0.004028, -0.01375, 25.04),
	(1, 9, 34, 3.4, 27146.099, 3.407857, -4.401593, -0.004151, -0.014167, 25.04),
	(1, 9, 35, 3.5, 27146.199, 3.407548, -4.401992, -0.004273, -0.014583, 25.04),
	(1, 9, 36, 3.6, 27146.299, 3.407239, -4.402391, -0.004395, -0.015, 25.04),
	(1, 9, 37, 3.7, 27146.399, 3.40693, -4.402791, -0.004518, -0.015417, 25.04),
	(1, 9, 38, 3.8, 27146.499, 3.406621, -4.40319, -0.00464, -0.015833, 25.04),
	(1, 9, 39, 3.9, 27146.599, 3.406312, -4.403589, -0.004762, -0.01625, 25.04),
	(1, 9, 40, 4, 27146.699, 3.406004, -4.403988, -0.004884, -0.016667, 25.04),
	(1, 9, 41, 4.1, 27146.799, 3.405695, -4.404388, -0.005007, -0.017083, 25.04),
	(1, 9, 42, 4.2, 27146.899, 3.405386, -4.404787, -0.005129, -0.0175, 25.04),
	(1, 9, 43, 4.3, 27146.999, 3.405077, -4.405187, -0.005252, -0.017917, 25.04),
	(1, 9, 44, 4.4, 27147.099, 3.404768, -4.405586, -0.005374, -0.018333, 25.04),
	(1, 9, 45, 4.5, 27147.199, 3.404459, -4.405986, -0.005496, -0.01875, 25.05),
	(1, 9, 46, 4.6, 27147.299, 3.40415, -4.406386, -0.005619, -0.019167, 25.05),
	(1, 9, 47, 4.7, 27147.399, 3.403842, -4.406786, -0.005741, -0.019583, 25.05),
	(1, 9, 48, 4.8, 27147.499, 3.403533, -4.407185, -0.005863, -0.02, 25.05),
	(1, 9, 49, 4.9, 27147.599, 3.403224, -4.407585, -0.005986, -0.020417, 25.05),
	(1, 9, 50, 5, 27147.699, 3.402915, -4.407985, -0.006108, -0.020833, 25.05),
	(1, 9, 51, 5.1, 27147.799, 3.402606, -4.408386, -0.006231, -0.02125, 25.05),
	(1, 9, 52, 5.2, 27147.899, 3.402297, -4.408786, -0.006353, -0.021667, 25.05),
	(1, 9, 53, 5.3, 27147.999, 3.401988, -4.409186, -0.006476, -0.022083, 25.05),
	(1, 9, 54, 5.4, 27148.099, 3.40168, -4.409586, -0.006598, -0.0225, 25.05),
	(1, 9, 55, 5.5, 27148.199, 3.401371, -4.409987, -0.006721, -0.022917, 25.05),
	(1, 9, 56, 5.6, 27148.299, 3.401062, -4.410387, -0.006843, -0.023333, 25.05),
	(1, 9, 57, 5.7, 27148.399, 3.400753, -4.410788, -0.006966, -0.02375, 25.06),
	(1, 9, 58, 5.8, 27148.499, 3.400444, -4.411188, -0.007088, -0.024167, 25.06),
	(1, 9, 59, 5.9, 27148.599, 3.400135, -4.411589, -0.007211, -0.024583, 25.06),
	(1, 9, 60, 6, 27148.699, 3.399827, -4.41199, -0.007333, -0.025, 25.06),
	(1, 9, 61, 6.1, 27148.799, 3.399518, -4.412391, -0.007456, -0.025417, 25.06),
	(1, 9, 62, 6.2, 27148.899, 3.399209, -4.412792, -0.007578, -0.025833, 25.06),
	(1, 9, 63, 6.3, 27148.999, 3.3989, -4.413193, -0.007701, -0.02625, 25.06),
	(1, 9, 64, 6.4, 27149.099, 3.398591, -4.413594, -0.007824, -0.026667, 25.06),
	(1, 9, 65, 6.5, 27149.199, 3.398282, -4.413995, -0.007946, -0.027083, 25.06),
	(1, 9, 66, 6.6, 27149.299, 3.397973, -4.414396, -0.008069, -0.0275, 25.06),
	(1, 9, 67, 6.7, 27149.399, 3.397665, -4.414797, -0.008192, -0.027917, 25.06),
	(1, 9, 68, 6.8, 27149.499, 3.397356, -4.415199, -0.008314, -0.028333, 25.07),
	(1, 9, 69, 6.9, 27149.599, 3.397047, -4.4156, -0.008437, -0.02875, 25.07),
	(1, 9, 70, 7, 27149.699, 3.396738, -4.416002, -0.008559, -0.029167, 25.07),
	(1, 9, 71, 7.1, 27149.799, 3.396429, -4.416403, -0.008682, -0.029583, 25.07),
	(1, 9, 72, 7.2, 27149.899, 3.39612, -4.416805, -0.008805, -0.03, 25.07),
	(1, 9, 73, 7.3, 27149.999, 3.395811, -4.417206, -0.008928, -0.030417, 25.07),
	(1, 9, 74, 7.4, 27150.099, 3.395503, -4.417608, -0.00905, -0.030833, 25.07),
	(1, 9, 75, 7.5, 27150.199, 3.395194, -4.41801, -0.009173, -0.03125, 25.07),
	(1, 9, 76, 7.6, 27150.299, 3.394885, -4.418412, -0.009296, -0.031667, 25.07),
	(1, 9, 77, 7.7, 27150.399, 3.394576, -4.418814, -0.009418, -0.032083, 25.07),
	(1, 9, 78, 7.8, 27150.499, 3.394267, -4.419216, -0.009541, -0.0325, 25.07),
	(1, 9, 79, 7.9, 27150.599, 3.393958, -4.419618, -0.009664, -0.032917, 25.07),
	(1, 9, 80, 8, 27150.699, 3.393649, -4.420021, -0.009787, -0.033333, 25.08),
	(1, 9, 81, 8.1, 27150.799, 3.393341, -4.420423, -0.009909, -0.03375, 25.08),
	(1, 9, 82, 8.2, 27150.899, 3.393032, -4.420825, -0.010032, -0.034167, 25.08),
	(1, 9, 83, 8.3, 27150.999, 3.392723, -4.421228, -0.010155, -0.034583, 25.08),
	(1, 9, 84, 8.4, 27151.099, 3.392414, -4.42163, -0.010278, -0.035, 25.08),
	(1, 9, 85, 8.5, 27151.199, 3.392105, -4.422033, -0.010401, -0.035417, 25.08),
	(1, 9, 86, 8.6, 27151.299, 3.391796, -4.422435, -0.010524, -0.035833, 25.08),
	(1, 9, 87, 8.7, 27151.399, 3.391487, -4.422838, -0.010646, -0.03625, 25.08),
	(1, 9, 88, 8.8, 27151.499, 3.391179, -4.423241, -0.010769, -0.036667, 25.08),
	(1, 9, 89, 8.9, 27151.599, 3.39087, -4.423644, -0.010892, -0.037083, 25.08),
	(1, 9, 90, 9, 27151.699, 3.390561, -4.424047, -0.011015, -0.0375, 25.08),
	(1, 9, 91, 9.1, 27151.799, 3.390252, -4.42445, -0.011138, -0.037917, 25.08),
	(1, 9, 92, 9.2, 27151.899, 3.389943, -4.424853, -0.011261, -0.038333, 25.09),
	(1, 9, 93, 9.3, 27151.999, 3.389634, -4.425256, -0.011384, -0.03875, 25.09),
	(1, 9, 94, 9.4, 27152.099, 3.389325, -4.425659, -0.011507, -0.039167, 25.09),
	(1, 9, 95, 9.5, 27152.199, 3.389017, -4.426063, -0.01163, -0.039583, 25.09),
	(1, 9, 96, 9.6, 27152.299, 3.388708, -4.426466, -0.011753, -0.04, 25.09),
	(1, 9, 97, 9.7, 27152.399, 3.388399, -4.42687, -0.011876, -0.040417, 25.09),
	(1, 9, 98, 9.8, 27152.499, 3.38809, -4.427273, -0.011999, -0.040833, 25.09),
	(1, 9, 99, 9.9, 27152.599, 3.387781, -4.427677, -0.012121, -0.04125, 25.09),
	(1, 9, 100, 10, 27152.699, 3.387472, -4.428081, -0.012244, -0.041667, 25.09),
	(1, 9, 101, 10.1, 27152.799, 3.520398, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 102, 10.2, 27152.899, 3.520481, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 103, 10.3, 27152.999, 3.520564, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 104, 10.4, 27153.099, 3.520647, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 105, 10.5, 27153.199, 3.52073, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 106, 10.6, 27153.299, 3.520812, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 107, 10.7, 27153.399, 3.520894, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 108, 10.8, 27153.499, 3.520975, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 109, 10.9, 27153.599, 3.521057, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 110, 11, 27153.699, 3.521138, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 111, 11.1, 27153.799, 3.521219, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 112, 11.2, 27153.899, 3.521299, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 113, 11.3, 27153.999, 3.521379, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 114, 11.4, 27154.099, 3.521459, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 115, 11.5, 27154.199, 3.521539, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 116, 11.6, 27154.299, 3.521619, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 117, 11.7, 27154.399, 3.521698, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 118, 11.8, 27154.499, 3.521777, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 119, 11.9, 27154.599, 3.521855, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 120, 12, 27154.699, 3.521934, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 121, 12.1, 27154.799, 3.522012, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 122, 12.2, 27154.899, 3.52209, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 123, 12.3, 27154.999, 3.522167, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 124, 12.4, 27155.099, 3.522245, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 125, 12.5, 27155.199, 3.522322, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 126, 12.6, 27155.299, 3.522399, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 127, 12.7, 27155.399, 3.522475, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 128, 12.8, 27155.499, 3.522552, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 129, 12.9, 27155.599, 3.522628, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 130, 13, 27155.699, 3.522704, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 131, 13.1, 27155.799, 3.522779, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 132, 13.2, 27155.899, 3.522855, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 133, 13.3, 27155.999, 3.52293, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 134, 13.4, 27156.099, 3.523005, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 135, 13.5, 27156.199, 3.523079, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 136, 13.6, 27156.299, 3.523153, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 137, 13.7, 27156.399, 3.523228, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 138, 13.8, 27156.499, 3.523301, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 139, 13.9, 27156.599, 3.523375, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 140, 14, 27156.699, 3.523448, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 141, 14.1, 27156.799, 3.523522, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 142, 14.2, 27156.899, 3.523594, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 143, 14.3, 27156.999, 3.523667, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 144, 14.4, 27157.099, 3.523739, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 145, 14.5, 27157.199, 3.523812, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 146, 14.6, 27157.299, 3.523883, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 147, 14.7, 27157.399, 3.523955, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 148, 14.8, 27157.499, 3.524027, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 149, 14.9, 27157.599, 3.524098, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 150, 15, 27157.699, 3.524169, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 151, 15.1, 27157.799, 3.524239, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 152, 15.2, 27157.899, 3.52431, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 153, 15.3, 27157.999, 3.52438, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 154, 15.4, 27158.099, 3.52445, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 155, 15.5, 27158.199, 3.52452, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 156, 15.6, 27158.299, 3.524589, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 157, 15.7, 27158.399, 3.524659, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 158, 15.8, 27158.499, 3.524728, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 159, 15.9, 27158.599, 3.524797, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 160, 16, 27158.699, 3.524865, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 161, 16.1, 27158.799, 3.524934, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 162, 16.2, 27158.899, 3.525002, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 163, 16.3, 27158.999, 3.52507, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 164, 16.4, 27159.099, 3.525138, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 165, 16.5, 27159.199, 3.525205, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 166, 16.6, 27159.299, 3.525272, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 167, 16.7, 27159.399, 3.525339, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 168, 16.8, 27159.499, 3.525406, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 169, 16.9, 27159.599, 3.525473, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 170, 17, 27159.699, 3.525539, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 171, 17.1, 27159.799, 3.525605, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 172, 17.2, 27159.899, 3.525671, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 173, 17.3, 27159.999, 3.525737, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 174, 17.4, 27160.099, 3.525802, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 175, 17.5, 27160.199, 3.525868, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 176, 17.6, 27160.299, 3.525933, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 177, 17.7, 27160.399, 3.525998, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 178, 17.8, 27160.499, 3.526062, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 179, 17.9, 27160.599, 3.526127, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 180, 18, 27160.699, 3.526191, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 181, 18.1, 27160.799, 3.526255, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 182, 18.2, 27160.899, 3.526319, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 183, 18.3, 27160.999, 3.526382, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 184, 18.4, 27161.099, 3.526446, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 185, 18.5, 27161.199, 3.526509, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 186, 18.6, 27161.299, 3.526572, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 187, 18.7, 27161.399, 3.526634, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 188, 18.8, 27161.499, 3.526697, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 189, 18.9, 27161.599, 3.526759, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 190, 19, 27161.699, 3.526821, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 191, 19.1, 27161.799, 3.526883, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 192, 19.2, 27161.899, 3.526945, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 193, 19.3, 27161.999, 3.527006, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 194, 19.4, 27162.099, 3.527068, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 195, 19.5, 27162.199, 3.527129, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 196, 19.6, 27162.299, 3.52719, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 197, 19.7, 27162.399, 3.52725, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 198, 19.8, 27162.499, 3.527311, 0, -0.012244, -0.041667, 25.09),
	(1, 9, 199, 19.9, 27162.599, 3.527371, 0, -0.012244, -0.041667, 25.09);
INSERT INTO public.measurements VALUES
	(1, 9, 200, 20, 27162.699, 3.527431, 0, -0.012244, -0.041667, 25.09),
	(1, 10, 0, 0.01, 27162.709, 3.527437, 0, 0, 0, 25.09),
	(1, 10, 1, 60, 27222.699, 3.542985, 0, 0, 0, 25.09),
	(1, 10, 2, 120, 27282.699, 3.54509, 0, 0, 0, 25.08),
	(1, 10, 3, 180, 27342.699, 3.545375, 0, 0, 0, 25.07),
	(1, 10, 4, 240, 27402.699, 3.545413, 0, 0, 0, 25.07),
	(1, 10, 5, 300, 27462.699, 3.545418, 0, 0, 0, 25.07),
	(1, 10, 6, 360, 27522.699, 3.545419, 0, 0, 0, 25.06),
	(1, 10, 7, 420, 27582.699, 3.545419, 0, 0, 0, 25.06),
	(1, 10, 8, 480, 27642.699, 3.545419, 0, 0, 0, 25.05),
	(1, 10, 9, 540, 27702.699, 3.545419, 0, 0, 0, 25.05),
	(1, 10, 10, 600, 27762.699, 3.545419, 0, 0, 0, 25.05),
	(1, 10, 11, 660, 27822.699, 3.545419, 0, 0, 0, 25.04),
	(1, 10, 12, 720, 27882.699, 3.545419, 0, 0, 0, 25.04),
	(1, 10, 13, 780, 27942.699, 3.545419, 0, 0, 0, 25.04),
	(1, 10, 14, 840, 28002.699, 3.545419, 0, 0, 0, 25.04),
	(1, 10, 15, 900, 28062.699, 3.545419, 0, 0, 0, 25.03),
	(1, 10, 16, 960, 28122.699, 3.545419, 0, 0, 0, 25.03),
	(1, 10, 17, 1020, 28182.699, 3.545419, 0, 0, 0, 25.03),
	(1, 10, 18, 1080, 28242.699, 3.545419, 0, 0, 0, 25.03),
	(1, 10, 19, 1140, 28302.699, 3.545419, 0, 0, 0, 25.03),
	(1, 10, 20, 1200, 28362.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 21, 1260, 28422.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 22, 1320, 28482.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 23, 1380, 28542.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 24, 1440, 28602.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 25, 1500, 28662.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 26, 1560, 28722.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 27, 1620, 28782.699, 3.545419, 0, 0, 0, 25.02),
	(1, 10, 28, 1680, 28842.699, 3.545419, 0, 0, 0, 25.01),
	(1, 10, 29, 1740, 28902.699, 3.545419, 0, 0, 0, 25.01),
	(1, 10, 30, 1800, 28962.699, 3.545419, 0, 0, 0, 25.01),
	(1, 11, 0, 0.01, 28962.709, 3.668125, 4.089283, 1.1e-05, 4.2e-05, 25.01),
	(1, 11, 1, 0.05, 28962.749, 3.66823, 4.089165, 5.7e-05, 0.000208, 25.01),
	(1, 11, 2, 0.1, 28962.799, 3.668362, 4.089018, 0.000114, 0.000417, 25.01),
	(1, 11, 3, 0.15, 28962.849, 3.668494, 4.088871, 0.00017, 0.000625, 25.01),
	(1, 11, 4, 0.2, 28962.899, 3.668626, 4.088724, 0.000227, 0.000833, 25.01),
	(1, 11, 5, 0.25, 28962.949, 3.668758, 4.088577, 0.000284, 0.001042, 25.01),
	(1, 11, 6, 0.3, 28962.999, 3.66889, 4.08843, 0.000341, 0.00125, 25.01),
	(1, 11, 7, 0.35, 28963.049, 3.669022, 4.088283, 0.000398, 0.001458, 25.01),
	(1, 11, 8, 0.4, 28963.099, 3.669154, 4.088136, 0.000454, 0.001667, 25.02),
	(1, 11, 9, 0.45, 28963.149, 3.669285, 4.087989, 0.000511, 0.001875, 25.02),
	(1, 11, 10, 0.5, 28963.199, 3.669417, 4.087843, 0.000568, 0.002083, 25.02),
	(1, 11, 11, 0.55, 28963.249, 3.669549, 4.087696, 0.000625, 0.002292, 25.02),
	(1, 11, 12, 0.6, 28963.299, 3.669681, 4.087549, 0.000681, 0.0025, 25.02),
	(1, 11, 13, 0.65, 28963.349, 3.669813, 4.087402, 0.000738, 0.002708, 25.02),
	(1, 11, 14, 0.7, 28963.399, 3.669945, 4.087255, 0.000795, 0.002917, 25.02),
	(1, 11, 15, 0.75, 28963.449, 3.670077, 4.087108, 0.000852, 0.003125, 25.02),
	(1, 11, 16, 0.8, 28963.499, 3.670209, 4.086961, 0.000908, 0.003333, 25.02),
	(1, 11, 17, 0.85, 28963.549, 3.67034, 4.086814, 0.000965, 0.003542, 25.02),
	(1, 11, 18, 0.9, 28963.599, 3.670472, 4.086668, 0.001022, 0.00375, 25.02),
	(1, 11, 19, 0.95, 28963.649, 3.670604, 4.086521, 0.001079, 0.003958, 25.02),
	(1, 11, 20, 1, 28963.699, 3.670736, 4.086374, 0.001136, 0.004167, 25.02),
	(1, 11, 21, 1.05, 28963.749, 3.670868, 4.086227, 0.001192, 0.004375, 25.02),
	(1, 11, 22, 1.1, 28963.799, 3.671, 4.08608, 0.001249, 0.004583, 25.02),
	(1, 11, 23, 1.15, 28963.849, 3.671132, 4.085933, 0.001306, 0.004792, 25.02),
	(1, 11, 24, 1.2, 28963.899, 3.671264, 4.085787, 0.001363, 0.005, 25.02),
	(1, 11, 25, 1.25, 28963.949, 3.671395, 4.08564, 0.001419, 0.005208, 25.02),
	(1, 11, 26, 1.3, 28963.999, 3.671527, 4.085493, 0.001476, 0.005417, 25.02),
	(1, 11, 27, 1.35, 28964.049, 3.671659, 4.085346, 0.001533, 0.005625, 25.02),
	(1, 11, 28, 1.4, 28964.099, 3.671791, 4.0852, 0.001589, 0.005833, 25.02),
	(1, 11, 29, 1.45, 28964.149, 3.671923, 4.085053, 0.001646, 0.006042, 25.02),
	(1, 11, 30, 1.5, 28964.199, 3.672055, 4.084906, 0.001703, 0.00625, 25.02),
	(1, 11, 31, 1.55, 28964.249, 3.672187, 4.08476, 0.00176, 0.006458, 25.02),
	(1, 11, 32, 1.6, 28964.299, 3.672319, 4.084613, 0.001816, 0.006667, 25.02),
	(1, 11, 33, 1.65, 28964.349, 3.672451, 4.084466, 0.001873, 0.006875, 25.02),
	(1, 11, 34, 1.7, 28964.399, 3.672582, 4.084319, 0.00193, 0.007083, 25.02),
	(1, 11, 35, 1.75, 28964.449, 3.672714, 4.084173, 0.001987, 0.007292, 25.03),
	(1, 11, 36, 1.8, 28964.499, 3.672846, 4.084026, 0.002043, 0.0075, 25.03),
	(1, 11, 37, 1.85, 28964.549, 3.672978, 4.08388, 0.0021, 0.007708, 25.03),
	(1, 11, 38, 1.9, 28964.599, 3.67311, 4.083733, 0.002157, 0.007917, 25.03),
	(1, 11, 39, 1.95, 28964.649, 3.673242, 4.083586, 0.002213, 0.008125, 25.03),
	(1, 11, 40, 2, 28964.699, 3.673374, 4.08344, 0.00227, 0.008333, 25.03),
	(1, 11, 41, 2.05, 28964.749, 3.673506, 4.083293, 0.002327, 0.008542, 25.03),
	(1, 11, 42, 2.1, 28964.799, 3.673637, 4.083147, 0.002384, 0.00875, 25.03),
	(1, 11, 43, 2.15, 28964.849, 3.673769, 4.083, 0.00244, 0.008958, 25.03),
	(1, 11, 44, 2.2, 28964.899, 3.673901, 4.082853, 0.002497, 0.009167, 25.03),
	(1, 11, 45, 2.25, 28964.949, 3.674033, 4.082707, 0.002554, 0.009375, 25.03),
	(1, 11, 46, 2.3, 28964.999, 3.674165, 4.08256, 0.00261, 0.009583, 25.03),
	(1, 11, 47, 2.35, 28965.049, 3.674297, 4.082414, 0.002667, 0.009792, 25.03),
	(1, 11, 48, 2.4, 28965.099, 3.674429, 4.082267, 0.002724, 0.01, 25.03),
	(1, 11, 49, 2.45, 28965.149, 3.674561, 4.082121, 0.002781, 0.010208, 25.03),
	(1, 11, 50, 2.5, 28965.199, 3.674693, 4.081974, 0.002837, 0.010417, 25.03),
	(1, 11, 51, 2.55, 28965.249, 3.674824, 4.081828, 0.002894, 0.010625, 25.03),
	(1, 11, 52, 2.6, 28965.299, 3.674956, 4.081681, 0.002951, 0.010833, 25.03),
	(1, 11, 53, 2.65, 28965.349, 3.675088, 4.081535, 0.003007, 0.011042, 25.03),
	(1, 11, 54, 2.7, 28965.399, 3.67522, 4.081388, 0.003064, 0.01125, 25.03),
	(1, 11, 55, 2.75, 28965.449, 3.675352, 4.081242, 0.003121, 0.011458, 25.03),
	(1, 11, 56, 2.8, 28965.499, 3.675484, 4.081095, 0.003177, 0.011667, 25.03),
	(1, 11, 57, 2.85, 28965.549, 3.675616, 4.080949, 0.003234, 0.011875, 25.03),
	(1, 11, 58, 2.9, 28965.599, 3.675748, 4.080803, 0.003291, 0.012083, 25.03),
	(1, 11, 59, 2.95, 28965.649, 3.675879, 4.080656, 0.003347, 0.012292, 25.03),
	(1, 11, 60, 3, 28965.699, 3.676011, 4.08051, 0.003404, 0.0125, 25.03),
	(1, 11, 61, 3.05, 28965.749, 3.676143, 4.080363, 0.003461, 0.012708, 25.03),
	(1, 11, 62, 3.1, 28965.799, 3.676275, 4.080217, 0.003517, 0.012917, 25.04),
	(1, 11, 63, 3.15, 28965.849, 3.676407, 4.080071, 0.003574, 0.013125, 25.04),
	(1, 11, 64, 3.2, 28965.899, 3.676539, 4.079924, 0.003631, 0.013333, 25.04),
	(1, 11, 65, 3.25, 28965.949, 3.676671, 4.079778, 0.003687, 0.013542, 25.04),
	(1, 11, 66, 3.3, 28965.999, 3.676803, 4.079632, 0.003744, 0.01375, 25.04),
	(1, 11, 67, 3.35, 28966.049, 3.676934, 4.079485, 0.003801, 0.013958, 25.04),
	(1, 11, 68, 3.4, 28966.099, 3.677066, 4.079339, 0.003857, 0.014167, 25.04),
	(1, 11, 69, 3.45, 28966.149, 3.677198, 4.079193, 0.003914, 0.014375, 25.04),
	(1, 11, 70, 3.5, 28966.199, 3.67733, 4.079046, 0.003971, 0.014583, 25.04),
	(1, 11, 71, 3.55, 28966.249, 3.677462, 4.0789, 0.004027, 0.014792, 25.04),
	(1, 11, 72, 3.6, 28966.299, 3.677594, 4.078754, 0.004084, 0.015, 25.04),
	(1, 11, 73, 3.65, 28966.349, 3.677726, 4.078608, 0.004141, 0.015208, 25.04),
	(1, 11, 74, 3.7, 28966.399, 3.677858, 4.078461, 0.004197, 0.015417, 25.04),
	(1, 11, 75, 3.75, 28966.449, 3.67799, 4.078315, 0.004254, 0.015625, 25.04),
	(1, 11, 76, 3.8, 28966.499, 3.678121, 4.078169, 0.004311, 0.015833, 25.04),
	(1, 11, 77, 3.85, 28966.549, 3.678253, 4.078023, 0.004367, 0.016042, 25.04),
	(1, 11, 78, 3.9, 28966.599, 3.678385, 4.077876, 0.004424, 0.01625, 25.04),
	(1, 11, 79, 3.95, 28966.649, 3.678517, 4.07773, 0.004481, 0.016458, 25.04),
	(1, 11, 80, 4, 28966.699, 3.678649, 4.077584, 0.004537, 0.016667, 25.04),
	(1, 11, 81, 4.05, 28966.749, 3.678781, 4.077438, 0.004594, 0.016875, 25.04),
	(1, 11, 82, 4.1, 28966.799, 3.678913, 4.077292, 0.00465, 0.017083, 25.04),
	(1, 11, 83, 4.15, 28966.849, 3.679045, 4.077145, 0.004707, 0.017292, 25.04),
	(1, 11, 84, 4.2, 28966.899, 3.679176, 4.076999, 0.004764, 0.0175, 25.04),
	(1, 11, 85, 4.25, 28966.949, 3.679308, 4.076853, 0.00482, 0.017708, 25.04),
	(1, 11, 86, 4.3, 28966.999, 3.67944, 4.076707, 0.004877, 0.017917, 25.04),
	(1, 11, 87, 4.35, 28967.049, 3.679572, 4.076561, 0.004934, 0.018125, 25.04),
	(1, 11, 88, 4.4, 28967.099, 3.679704, 4.076415, 0.00499, 0.018333, 25.04),
	(1, 11, 89, 4.45, 28967.149, 3.679836, 4.076269, 0.005047, 0.018542, 25.05),
	(1, 11, 90, 4.5, 28967.199, 3.679968, 4.076123, 0.005103, 0.01875, 25.05),
	(1, 11, 91, 4.55, 28967.249, 3.6801, 4.075977, 0.00516, 0.018958, 25.05),
	(1, 11, 92, 4.6, 28967.299, 3.680232, 4.075831, 0.005217, 0.019167, 25.05),
	(1, 11, 93, 4.65, 28967.349, 3.680363, 4.075684, 0.005273, 0.019375, 25.05),
	(1, 11, 94, 4.7, 28967.399, 3.680495, 4.075538, 0.00533, 0.019583, 25.05),
	(1, 11, 95, 4.75, 28967.449, 3.680627, 4.075392, 0.005386, 0.019792, 25.05),
	(1, 11, 96, 4.8, 28967.499, 3.680759, 4.075246, 0.005443, 0.02, 25.05),
	(1, 11, 97, 4.85, 28967.549, 3.680891, 4.0751, 0.0055, 0.020208, 25.05),
	(1, 11, 98, 4.9, 28967.599, 3.681023, 4.074954, 0.005556, 0.020417, 25.05),
	(1, 11, 99, 4.95, 28967.649, 3.681155, 4.074808, 0.005613, 0.020625, 25.05),
	(1, 11, 100, 5, 28967.699, 3.681287, 4.074662, 0.005669, 0.020833, 25.05),
	(1, 11, 101, 5.05, 28967.749, 3.681418, 4.074516, 0.005726, 0.021042, 25.05),
	(1, 11, 102, 5.1, 28967.799, 3.68155, 4.07437, 0.005783, 0.02125, 25.05),
	(1, 11, 103, 5.15, 28967.849, 3.681682, 4.074225, 0.005839, 0.021458, 25.05),
	(1, 11, 104, 5.2, 28967.899, 3.681814, 4.074079, 0.005896, 0.021667, 25.05),
	(1, 11, 105, 5.25, 28967.949, 3.681946, 4.073933, 0.005952, 0.021875, 25.05),
	(1, 11, 106, 5.3, 28967.999, 3.682078, 4.073787, 0.006009, 0.022083, 25.05),
	(1, 11, 107, 5.35, 28968.049, 3.68221, 4.073641, 0.006066, 0.022292, 25.05),
	(1, 11, 108, 5.4, 28968.099, 3.682342, 4.073495, 0.006122, 0.0225, 25.05),
	(1, 11, 109, 5.45, 28968.149, 3.682473, 4.073349, 0.006179, 0.022708, 25.05),
	(1, 11, 110, 5.5, 28968.199, 3.682605, 4.073203, 0.006235, 0.022917, 25.05),
	(1, 11, 111, 5.55, 28968.249, 3.682737, 4.073057, 0.006292, 0.023125, 25.05),
	(1, 11, 112, 5.6, 28968.299, 3.682869, 4.072911, 0.006348, 0.023333, 25.05),
	(1, 11, 113, 5.65, 28968.349, 3.683001, 4.072766, 0.006405, 0.023542, 25.05),
	(1, 11, 114, 5.7, 28968.399, 3.683133, 4.07262, 0.006462, 0.02375, 25.05),
	(1, 11, 115, 5.75, 28968.449, 3.683265, 4.072474, 0.006518, 0.023958, 25.05),
	(1, 11, 116, 5.8, 28968.499, 3.683397, 4.072328, 0.006575, 0.024167, 25.06),
	(1, 11, 117, 5.85, 28968.549, 3.683529, 4.072182, 0.006631, 0.024375, 25.06),
	(1, 11, 118, 5.9, 28968.599, 3.68366, 4.072037, 0.006688, 0.024583, 25.06),
	(1, 11, 119, 5.95, 28968.649, 3.683792, 4.071891, 0.006744, 0.024792, 25.06),
	(1, 11, 120, 6, 28968.699, 3.683924, 4.071745, 0.006801, 0.025, 25.06),
	(1, 11, 121, 6.05, 28968.749, 3.684056, 4.071599, 0.006857, 0.025208, 25.06),
	(1, 11, 122, 6.1, 28968.799, 3.684188, 4.071454, 0.006914, 0.025417, 25.06),
	(1, 11, 123, 6.15, 28968.849, 3.68432, 4.071308, 0.006971, 0.025625, 25.06),
	(1, 11, 124, 6.2, 28968.899, 3.684452, 4.071162, 0.007027, 0.025833, 25.06),
	(1, 11, 125, 6.25, 28968.949, 3.684584, 4.071016, 0.007084, 0.026042, 25.06),
	(1, 11, 126, 6.3, 28968.999, 3.684715, 4.070871, 0.00714, 0.02625, 25.06),
	(1, 11, 127, 6.35, 28969.049, 3.684847, 4.070725, 0.007197, 0.026458, 25.06),
	(1, 11, 128, 6.4, 28969.099, 3.684979, 4.070579, 0.007253, 0.026667, 25.06),
	(1, 11, 129, 6.45, 28969.149, 3.685111, 4.070434, 0.00731, 0.026875, 25.06),
	(1, 11, 130, 6.5, 28969.199, 3.685243, 4.070288, 0.007366, 0.027083, 25.06),
	(1, 11, 131, 6.55, 28969.249, 3.685375, 4.070142, 0.007423, 0.027292, 25.06),
	(1, 11, 132, 6.6, 28969.299, 3.685507, 4.069997, 0.007479, 0.0275, 25.06),
	(1, 11, 133, 6.65, 28969.349, 3.685639, 4.069851, 0.007536, 0.027708, 25.06),
	(1, 11, 134, 6.7, 28969.399, 3.685771, 4.069705, 0.007592, 0.027917, 25.06),
	(1, 11, 135, 6.75, 28969.449, 3.685902, 4.06956, 0.007649, 0.028125, 25.06),
	(1, 11, 136, 6.8, 28969.499, 3.686034, 4.069414, 0.007705, 0.028333, 25.06),
	(1, 11, 137, 6.85, 28969.549, 3.686166, 4.069269, 0.007762, 0.028542, 25.06),
	(1, 11, 138, 6.9, 28969.599, 3.686298, 4.069123, 0.007818, 0.02875, 25.06),
	(1, 11, 139, 6.95, 28969.649, 3.68643, 4.068977, 0.007875, 0.028958, 25.06),
	(1, 11, 140, 7, 28969.699, 3.686562, 4.068832, 0.007931, 0.029167, 25.06),
	(1, 11, 141, 7.05, 28969.749, 3.686694, 4.068686, 0.007988, 0.029375, 25.06),
	(1, 11, 142, 7.1, 28969.799, 3.686826, 4.068541, 0.008045, 0.029583, 25.06),
	(1, 11, 143, 7.15, 28969.849, 3.686957, 4.068395, 0.008101, 0.029792, 25.07),
	(1, 11, 144, 7.2, 28969.899, 3.687089, 4.06825, 0.008158, 0.03, 25.07),
	(1, 11, 145, 7.25, 28969.949, 3.687221, 4.068104, 0.008214, 0.030208, 25.07),
	(1, 11, 146, 7.3, 28969.999, 3.687353, 4.067959, 0.008271, 0.030417, 25.07),
	(1, 11, 147, 7.35, 28970.049, 3.687485, 4.067813, 0.008327, 0.030625, 25.07),
	(1, 11, 148, 7.4, 28970.099, 3.687617, 4.067668, 0.008384, 0.030833, 25.07),
	(1, 11, 149, 7.45, 28970.149, 3.687749, 4.067522, 0.00844, 0.031042, 25.07),
	(1, 11, 150, 7.5, 28970.199, 3.687881, 4.067377, 0.008497, 0.03125, 25.07),
	(1, 11, 151, 7.55, 28970.249, 3.688012, 4.067231, 0.008553, 0.031458, 25.07),
	(1, 11, 152, 7.6, 28970.299, 3.688144, 4.067086, 0.008609, 0.031667, 25.07),
	(1, 11, 153, 7.65, 28970.349, 3.688276, 4.06694, 0.008666, 0.031875, 25.07),
	(1, 11, 154, 7.7, 28970.399, 3.688408, 4.066795, 0.008722, 0.032083, 25.07),
	(1, 11, 155, 7.75, 28970.449, 3.68854, 4.06665, 0.008779, 0.032292, 25.07),
	(1, 11, 156, 7.8, 28970.499, 3.688672, 4.066504, 0.008835, 0.0325, 25.07),
	(1, 11, 157, 7.85, 28970.549, 3.688804, 4.066359, 0.008892, 0.032708, 25.07),
	(1, 11, 158, 7.9, 28970.599, 3.688936, 4.066214, 0.008948, 0.032917, 25.07),
	(1, 11, 159, 7.95, 28970.649, 3.689068, 4.066068, 0.009005, 0.033125, 25.07),
	(1, 11, 160, 8, 28970.699, 3.689199, 4.065923, 0.009061, 0.033333, 25.07),
	(1, 11, 161, 8.05, 28970.749, 3.689331, 4.065777, 0.009118, 0.033542, 25.07),
	(1, 11, 162, 8.1, 28970.799, 3.689463, 4.065632, 0.009174, 0.03375, 25.07),
	(1, 11, 163, 8.15, 28970.849, 3.689595, 4.065487, 0.009231, 0.033958, 25.07),
	(1, 11, 164, 8.2, 28970.899, 3.689727, 4.065341, 0.009287, 0.034167, 25.07),
	(1, 11, 165, 8.25, 28970.949, 3.689859, 4.065196, 0.009344, 0.034375, 25.07),
	(1, 11, 166, 8.3, 28970.999, 3.689991, 4.065051, 0.0094, 0.034583, 25.07),
	(1, 11, 167, 8.35, 28971.049, 3.690123, 4.064906, 0.009457, 0.034792, 25.07);
INSERT INTO public.measurements VALUES
	(1, 11, 168, 8.4, 28971.099, 3.690254, 4.06476, 0.009513, 0.035, 25.07),
	(1, 11, 169, 8.45, 28971.149, 3.690386, 4.064615, 0.009569, 0.035208, 25.07),
	(1, 11, 170, 8.5, 28971.199, 3.690518, 4.06447, 0.009626, 0.035417, 25.08),
	(1, 11, 171, 8.55, 28971.249, 3.69065, 4.064325, 0.009682, 0.035625, 25.08),
	(1, 11, 172, 8.6, 28971.299, 3.690782, 4.064179, 0.009739, 0.035833, 25.08),
	(1, 11, 173, 8.65, 28971.349, 3.690914, 4.064034, 0.009795, 0.036042, 25.08),
	(1, 11, 174, 8.7, 28971.399, 3.691046, 4.063889, 0.009852, 0.03625, 25.08),
	(1, 11, 175, 8.75, 28971.449, 3.691178, 4.063744, 0.009908, 0.036458, 25.08),
	(1, 11, 176, 8.8, 28971.499, 3.69131, 4.063599, 0.009965, 0.036667, 25.08),
	(1, 11, 177, 8.85, 28971.549, 3.691441, 4.063453, 0.010021, 0.036875, 25.08),
	(1, 11, 178, 8.9, 28971.599, 3.691573, 4.063308, 0.010077, 0.037083, 25.08),
	(1, 11, 179, 8.95, 28971.649, 3.691705, 4.063163, 0.010134, 0.037292, 25.08),
	(1, 11, 180, 9, 28971.699, 3.691837, 4.063018, 0.01019, 0.0375, 25.08),
	(1, 11, 181, 9.05, 28971.749, 3.691969, 4.062873, 0.010247, 0.037708, 25.08),
	(1, 11, 182, 9.1, 28971.799, 3.692101, 4.062728, 0.010303, 0.037917, 25.08),
	(1, 11, 183, 9.15, 28971.849, 3.692233, 4.062583, 0.01036, 0.038125, 25.08),
	(1, 11, 184, 9.2, 28971.899, 3.692365, 4.062437, 0.010416, 0.038333, 25.08),
	(1, 11, 185, 9.25, 28971.949, 3.692496, 4.062292, 0.010472, 0.038542, 25.08),
	(1, 11, 186, 9.3, 28971.999, 3.692628, 4.062147, 0.010529, 0.03875, 25.08),
	(1, 11, 187, 9.35, 28972.049, 3.69276, 4.062002, 0.010585, 0.038958, 25.08),
	(1, 11, 188, 9.4, 28972.099, 3.692892, 4.061857, 0.010642, 0.039167, 25.08),
	(1, 11, 189, 9.45, 28972.149, 3.693024, 4.061712, 0.010698, 0.039375, 25.08),
	(1, 11, 190, 9.5, 28972.199, 3.693156, 4.061567, 0.010755, 0.039583, 25.08),
	(1, 11, 191, 9.55, 28972.249, 3.693288, 4.061422, 0.010811, 0.039792, 25.08),
	(1, 11, 192, 9.6, 28972.299, 3.69342, 4.061277, 0.010867, 0.04, 25.08),
	(1, 11, 193, 9.65, 28972.349, 3.693551, 4.061132, 0.010924, 0.040208, 25.08),
	(1, 11, 194, 9.7, 28972.399, 3.693683, 4.060987, 0.01098, 0.040417, 25.08),
	(1, 11, 195, 9.75, 28972.449, 3.693815, 4.060842, 0.011037, 0.040625, 25.08),
	(1, 11, 196, 9.8, 28972.499, 3.693947, 4.060697, 0.011093, 0.040833, 25.08),
	(1, 11, 197, 9.85, 28972.549, 3.694079, 4.060552, 0.011149, 0.041042, 25.09),
	(1, 11, 198, 9.9, 28972.599, 3.694211, 4.060407, 0.011206, 0.04125, 25.09),
	(1, 11, 199, 9.95, 28972.649, 3.694343, 4.060262, 0.011262, 0.041458, 25.09),
	(1, 11, 200, 10, 28972.699, 3.694475, 4.060117, 0.011319, 0.041667, 25.09),
	(1, 11, 201, 10.05, 28972.749, 3.572633, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 202, 10.1, 28972.799, 3.572595, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 203, 10.15, 28972.849, 3.572556, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 204, 10.2, 28972.899, 3.572518, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 205, 10.25, 28972.949, 3.57248, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 206, 10.3, 28972.999, 3.572442, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 207, 10.35, 28973.049, 3.572404, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 208, 10.4, 28973.099, 3.572366, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 209, 10.45, 28973.149, 3.572328, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 210, 10.5, 28973.199, 3.572291, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 211, 10.55, 28973.249, 3.572253, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 212, 10.6, 28973.299, 3.572215, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 213, 10.65, 28973.349, 3.572178, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 214, 10.7, 28973.399, 3.57214, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 215, 10.75, 28973.449, 3.572103, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 216, 10.8, 28973.499, 3.572065, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 217, 10.85, 28973.549, 3.572028, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 218, 10.9, 28973.599, 3.571991, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 219, 10.95, 28973.649, 3.571954, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 220, 11, 28973.699, 3.571917, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 221, 11.05, 28973.749, 3.571879, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 222, 11.1, 28973.799, 3.571842, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 223, 11.15, 28973.849, 3.571805, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 224, 11.2, 28973.899, 3.571769, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 225, 11.25, 28973.949, 3.571732, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 226, 11.3, 28973.999, 3.571695, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 227, 11.35, 28974.049, 3.571658, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 228, 11.4, 28974.099, 3.571622, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 229, 11.45, 28974.149, 3.571585, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 230, 11.5, 28974.199, 3.571549, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 231, 11.55, 28974.249, 3.571512, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 232, 11.6, 28974.299, 3.571476, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 233, 11.65, 28974.349, 3.571439, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 234, 11.7, 28974.399, 3.571403, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 235, 11.75, 28974.449, 3.571367, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 236, 11.8, 28974.499, 3.571331, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 237, 11.85, 28974.549, 3.571295, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 238, 11.9, 28974.599, 3.571259, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 239, 11.95, 28974.649, 3.571223, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 240, 12, 28974.699, 3.571187, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 241, 12.05, 28974.749, 3.571151, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 242, 12.1, 28974.799, 3.571115, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 243, 12.15, 28974.849, 3.571079, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 244, 12.2, 28974.899, 3.571044, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 245, 12.25, 28974.949, 3.571008, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 246, 12.3, 28974.999, 3.570972, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 247, 12.35, 28975.049, 3.570937, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 248, 12.4, 28975.099, 3.570901, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 249, 12.45, 28975.149, 3.570866, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 250, 12.5, 28975.199, 3.570831, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 251, 12.55, 28975.249, 3.570795, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 252, 12.6, 28975.299, 3.57076, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 253, 12.65, 28975.349, 3.570725, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 254, 12.7, 28975.399, 3.57069, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 255, 12.75, 28975.449, 3.570655, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 256, 12.8, 28975.499, 3.57062, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 257, 12.85, 28975.549, 3.570585, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 258, 12.9, 28975.599, 3.57055, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 259, 12.95, 28975.649, 3.570515, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 260, 13, 28975.699, 3.570481, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 261, 13.05, 28975.749, 3.570446, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 262, 13.1, 28975.799, 3.570411, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 263, 13.15, 28975.849, 3.570377, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 264, 13.2, 28975.899, 3.570342, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 265, 13.25, 28975.949, 3.570308, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 266, 13.3, 28975.999, 3.570273, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 267, 13.35, 28976.049, 3.570239, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 268, 13.4, 28976.099, 3.570205, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 269, 13.45, 28976.149, 3.570171, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 270, 13.5, 28976.199, 3.570136, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 271, 13.55, 28976.249, 3.570102, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 272, 13.6, 28976.299, 3.570068, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 273, 13.65, 28976.349, 3.570034, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 274, 13.7, 28976.399, 3.57, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 275, 13.75, 28976.449, 3.569966, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 276, 13.8, 28976.499, 3.569933, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 277, 13.85, 28976.549, 3.569899, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 278, 13.9, 28976.599, 3.569865, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 279, 13.95, 28976.649, 3.569831, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 280, 14, 28976.699, 3.569798, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 281, 14.05, 28976.749, 3.569764, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 282, 14.1, 28976.799, 3.569731, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 283, 14.15, 28976.849, 3.569697, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 284, 14.2, 28976.899, 3.569664, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 285, 14.25, 28976.949, 3.569631, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 286, 14.3, 28976.999, 3.569597, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 287, 14.35, 28977.049, 3.569564, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 288, 14.4, 28977.099, 3.569531, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 289, 14.45, 28977.149, 3.569498, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 290, 14.5, 28977.199, 3.569465, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 291, 14.55, 28977.249, 3.569432, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 292, 14.6, 28977.299, 3.569399, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 293, 14.65, 28977.349, 3.569366, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 294, 14.7, 28977.399, 3.569333, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 295, 14.75, 28977.449, 3.5693, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 296, 14.8, 28977.499, 3.569268, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 297, 14.85, 28977.549, 3.569235, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 298, 14.9, 28977.599, 3.569202, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 299, 14.95, 28977.649, 3.56917, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 300, 15, 28977.699, 3.569137, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 301, 15.05, 28977.749, 3.569105, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 302, 15.1, 28977.799, 3.569073, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 303, 15.15, 28977.849, 3.56904, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 304, 15.2, 28977.899, 3.569008, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 305, 15.25, 28977.949, 3.568976, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 306, 15.3, 28977.999, 3.568944, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 307, 15.35, 28978.049, 3.568911, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 308, 15.4, 28978.099, 3.568879, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 309, 15.45, 28978.149, 3.568847, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 310, 15.5, 28978.199, 3.568815, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 311, 15.55, 28978.249, 3.568783, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 312, 15.6, 28978.299, 3.568752, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 313, 15.65, 28978.349, 3.56872, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 314, 15.7, 28978.399, 3.568688, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 315, 15.75, 28978.449, 3.568656, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 316, 15.8, 28978.499, 3.568625, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 317, 15.85, 28978.549, 3.568593, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 318, 15.9, 28978.599, 3.568562, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 319, 15.95, 28978.649, 3.56853, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 320, 16, 28978.699, 3.568499, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 321, 16.05, 28978.749, 3.568467, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 322, 16.1, 28978.799, 3.568436, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 323, 16.15, 28978.849, 3.568405, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 324, 16.2, 28978.899, 3.568373, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 325, 16.25, 28978.949, 3.568342, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 326, 16.3, 28978.999, 3.568311, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 327, 16.35, 28979.049, 3.56828, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 328, 16.4, 28979.099, 3.568249, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 329, 16.45, 28979.149, 3.568218, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 330, 16.5, 28979.199, 3.568187, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 331, 16.55, 28979.249, 3.568156, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 332, 16.6, 28979.299, 3.568125, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 333, 16.65, 28979.349, 3.568095, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 334, 16.7, 28979.399, 3.568064, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 335, 16.75, 28979.449, 3.568033, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 336, 16.8, 28979.499, 3.568003, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 337, 16.85, 28979.549, 3.567972, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 338, 16.9, 28979.599, 3.567942, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 339, 16.95, 28979.649, 3.567911, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 340, 17, 28979.699, 3.567881, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 341, 17.05, 28979.749, 3.56785, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 342, 17.1, 28979.799, 3.56782, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 343, 17.15, 28979.849, 3.56779, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 344, 17.2, 28979.899, 3.56776, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 345, 17.25, 28979.949, 3.56773, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 346, 17.3, 28979.999, 3.567699, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 347, 17.35, 28980.049, 3.567669, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 348, 17.4, 28980.099, 3.567639, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 349, 17.45, 28980.149, 3.567609, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 350, 17.5, 28980.199, 3.56758, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 351, 17.55, 28980.249, 3.56755, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 352, 17.6, 28980.299, 3.56752, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 353, 17.65, 28980.349, 3.56749, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 354, 17.7, 28980.399, 3.56746, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 355, 17.75, 28980.449, 3.567431, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 356, 17.8, 28980.499, 3.567401, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 357, 17.85, 28980.549, 3.567372, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 358, 17.9, 28980.599, 3.567342, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 359, 17.95, 28980.649, 3.567313, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 360, 18, 28980.699, 3.567283, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 361, 18.05, 28980.749, 3.567254, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 362, 18.1, 28980.799, 3.567225, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 363, 18.15, 28980.849, 3.567195, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 364, 18.2, 28980.899, 3.567166, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 365, 18.25, 28980.949, 3.567137, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 366, 18.3, 28980.999, 3.567108, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 367, 18.35, 28981.049, 3.567079, 0, 0.011319, 0.041667, 25.09);
INSERT INTO public.measurements VALUES
	(1, 11, 368, 18.4, 28981.099, 3.56705, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 369, 18.45, 28981.149, 3.567021, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 370, 18.5, 28981.199, 3.566992, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 371, 18.55, 28981.249, 3.566963, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 372, 18.6, 28981.299, 3.566934, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 373, 18.65, 28981.349, 3.566905, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 374, 18.7, 28981.399, 3.566877, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 375, 18.75, 28981.449, 3.566848, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 376, 18.8, 28981.499, 3.566819, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 377, 18.85, 28981.549, 3.566791, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 378, 18.9, 28981.599, 3.566762, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 379, 18.95, 28981.649, 3.566734, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 380, 19, 28981.699, 3.566705, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 381, 19.05, 28981.749, 3.566677, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 382, 19.1, 28981.799, 3.566648, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 383, 19.15, 28981.849, 3.56662, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 384, 19.2, 28981.899, 3.566592, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 385, 19.25, 28981.949, 3.566564, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 386, 19.3, 28981.999, 3.566536, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 387, 19.35, 28982.049, 3.566507, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 388, 19.4, 28982.099, 3.566479, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 389, 19.45, 28982.149, 3.566451, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 390, 19.5, 28982.199, 3.566423, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 391, 19.55, 28982.249, 3.566395, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 392, 19.6, 28982.299, 3.566368, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 393, 19.65, 28982.349, 3.56634, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 394, 19.7, 28982.399, 3.566312, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 395, 19.75, 28982.449, 3.566284, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 396, 19.8, 28982.499, 3.566256, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 397, 19.85, 28982.549, 3.566229, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 398, 19.9, 28982.599, 3.566201, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 399, 19.95, 28982.649, 3.566174, 0, 0.011319, 0.041667, 25.09),
	(1, 11, 400, 20, 28982.699, 3.566146, 0, 0.011319, 0.041667, 25.09),
	(1, 12, 0, 0.01, 28982.709, 3.51493, -1.707004, -5e-06, -1.7e-05, 25.09),
	(1, 12, 1, 1, 28983.699, 3.514329, -1.707296, -0.000474, -0.001667, 25.09),
	(1, 12, 2, 2, 28984.699, 3.513722, -1.707591, -0.000948, -0.003333, 25.09),
	(1, 12, 3, 3, 28985.699, 3.513115, -1.707886, -0.001423, -0.005, 25.09),
	(1, 12, 4, 4, 28986.699, 3.512508, -1.708181, -0.001897, -0.006667, 25.09),
	(1, 12, 5, 5, 28987.699, 3.511901, -1.708477, -0.002372, -0.008333, 25.09),
	(1, 12, 6, 6, 28988.699, 3.511293, -1.708772, -0.002846, -0.01, 25.09),
	(1, 12, 7, 7, 28989.699, 3.510686, -1.709068, -0.003321, -0.011667, 25.09),
	(1, 12, 8, 8, 28990.699, 3.510079, -1.709363, -0.003796, -0.013333, 25.09),
	(1, 12, 9, 9, 28991.699, 3.509472, -1.709659, -0.004271, -0.015, 25.1),
	(1, 12, 10, 10, 28992.699, 3.508865, -1.709955, -0.004746, -0.016667, 25.1),
	(1, 12, 11, 11, 28993.699, 3.508258, -1.710251, -0.005221, -0.018333, 25.1),
	(1, 12, 12, 12, 28994.699, 3.507651, -1.710547, -0.005696, -0.02, 25.1),
	(1, 12, 13, 13, 28995.699, 3.507044, -1.710843, -0.006171, -0.021667, 25.1),
	(1, 12, 14, 14, 28996.699, 3.506436, -1.711139, -0.006646, -0.023333, 25.1),
	(1, 12, 15, 15, 28997.699, 3.505829, -1.711435, -0.007122, -0.025, 25.1),
	(1, 12, 16, 16, 28998.699, 3.505222, -1.711732, -0.007597, -0.026667, 25.1),
	(1, 12, 17, 17, 28999.699, 3.504615, -1.712028, -0.008073, -0.028333, 25.11),
	(1, 12, 18, 18, 29000.699, 3.504008, -1.712325, -0.008548, -0.03, 25.11),
	(1, 12, 19, 19, 29001.699, 3.503401, -1.712622, -0.009024, -0.031667, 25.11),
	(1, 12, 20, 20, 29002.699, 3.502794, -1.712918, -0.0095, -0.033333, 25.11),
	(1, 12, 21, 21, 29003.699, 3.502187, -1.713215, -0.009976, -0.035, 25.11),
	(1, 12, 22, 22, 29004.699, 3.50158, -1.713512, -0.010452, -0.036667, 25.11),
	(1, 12, 23, 23, 29005.699, 3.500972, -1.71381, -0.010928, -0.038333, 25.11),
	(1, 12, 24, 24, 29006.699, 3.500365, -1.714107, -0.011404, -0.04, 25.11),
	(1, 12, 25, 25, 29007.699, 3.499758, -1.714404, -0.01188, -0.041667, 25.11),
	(1, 12, 26, 26, 29008.699, 3.499151, -1.714702, -0.012356, -0.043333, 25.12),
	(1, 12, 27, 27, 29009.699, 3.498544, -1.714999, -0.012832, -0.045, 25.12),
	(1, 12, 28, 28, 29010.699, 3.497937, -1.715297, -0.013309, -0.046667, 25.12),
	(1, 12, 29, 29, 29011.699, 3.49733, -1.715595, -0.013785, -0.048333, 25.12),
	(1, 12, 30, 30, 29012.699, 3.496723, -1.715892, -0.014262, -0.05, 25.12),
	(1, 12, 31, 31, 29013.699, 3.496115, -1.71619, -0.014739, -0.051667, 25.12),
	(1, 12, 32, 32, 29014.699, 3.495508, -1.716489, -0.015215, -0.053333, 25.12),
	(1, 12, 33, 33, 29015.699, 3.494901, -1.716787, -0.015692, -0.055, 25.12),
	(1, 12, 34, 34, 29016.699, 3.494294, -1.717085, -0.016169, -0.056667, 25.13),
	(1, 12, 35, 35, 29017.699, 3.493687, -1.717383, -0.016646, -0.058333, 25.13),
	(1, 12, 36, 36, 29018.699, 3.49308, -1.717682, -0.017123, -0.06, 25.13),
	(1, 12, 37, 37, 29019.699, 3.492473, -1.71798, -0.0176, -0.061667, 25.13),
	(1, 12, 38, 38, 29020.699, 3.491866, -1.718279, -0.018078, -0.063333, 25.13),
	(1, 12, 39, 39, 29021.699, 3.491259, -1.718578, -0.018555, -0.065, 25.13),
	(1, 12, 40, 40, 29022.699, 3.490651, -1.718877, -0.019033, -0.066667, 25.13),
	(1, 12, 41, 41, 29023.699, 3.490044, -1.719176, -0.01951, -0.068333, 25.13),
	(1, 12, 42, 42, 29024.699, 3.489437, -1.719475, -0.019988, -0.07, 25.13),
	(1, 12, 43, 43, 29025.699, 3.48883, -1.719774, -0.020465, -0.071667, 25.14),
	(1, 12, 44, 44, 29026.699, 3.488223, -1.720074, -0.020943, -0.073333, 25.14),
	(1, 12, 45, 45, 29027.699, 3.487616, -1.720373, -0.021421, -0.075, 25.14),
	(1, 12, 46, 46, 29028.699, 3.487009, -1.720672, -0.021899, -0.076667, 25.14),
	(1, 12, 47, 47, 29029.699, 3.486402, -1.720972, -0.022377, -0.078333, 25.14),
	(1, 12, 48, 48, 29030.699, 3.485794, -1.721272, -0.022855, -0.08, 25.14),
	(1, 12, 49, 49, 29031.699, 3.485187, -1.721572, -0.023333, -0.081667, 25.14),
	(1, 12, 50, 50, 29032.699, 3.48458, -1.721872, -0.023811, -0.083333, 25.14),
	(1, 12, 51, 51, 29033.699, 3.483973, -1.722172, -0.02429, -0.085, 25.14),
	(1, 12, 52, 52, 29034.699, 3.483366, -1.722472, -0.024768, -0.086667, 25.15),
	(1, 12, 53, 53, 29035.699, 3.482759, -1.722772, -0.025247, -0.088333, 25.15),
	(1, 12, 54, 54, 29036.699, 3.482152, -1.723073, -0.025725, -0.09, 25.15),
	(1, 12, 55, 55, 29037.699, 3.481545, -1.723373, -0.026204, -0.091667, 25.15),
	(1, 12, 56, 56, 29038.699, 3.480938, -1.723674, -0.026683, -0.093333, 25.15),
	(1, 12, 57, 57, 29039.699, 3.48033, -1.723974, -0.027161, -0.095, 25.15),
	(1, 12, 58, 58, 29040.699, 3.479723, -1.724275, -0.02764, -0.096667, 25.15),
	(1, 12, 59, 59, 29041.699, 3.479116, -1.724576, -0.028119, -0.098333, 25.15),
	(1, 12, 60, 60, 29042.699, 3.478509, -1.724877, -0.028598, -0.1, 25.15),
	(1, 12, 61, 61, 29043.699, 3.477902, -1.725178, -0.029078, -0.101667, 25.16),
	(1, 12, 62, 62, 29044.699, 3.477295, -1.725479, -0.029557, -0.103333, 25.16),
	(1, 12, 63, 63, 29045.699, 3.476688, -1.725781, -0.030036, -0.105, 25.16),
	(1, 12, 64, 64, 29046.699, 3.476081, -1.726082, -0.030516, -0.106667, 25.16),
	(1, 12, 65, 65, 29047.699, 3.475473, -1.726383, -0.030995, -0.108333, 25.16),
	(1, 12, 66, 66, 29048.699, 3.474866, -1.726685, -0.031475, -0.11, 25.16),
	(1, 12, 67, 67, 29049.699, 3.474259, -1.726987, -0.031954, -0.111667, 25.16),
	(1, 12, 68, 68, 29050.699, 3.473652, -1.727289, -0.032434, -0.113333, 25.16),
	(1, 12, 69, 69, 29051.699, 3.473045, -1.727591, -0.032914, -0.115, 25.16),
	(1, 12, 70, 70, 29052.699, 3.472438, -1.727893, -0.033394, -0.116667, 25.17),
	(1, 12, 71, 71, 29053.699, 3.471831, -1.728195, -0.033874, -0.118333, 25.17),
	(1, 12, 72, 72, 29054.699, 3.471224, -1.728497, -0.034354, -0.12, 25.17),
	(1, 12, 73, 73, 29055.699, 3.470617, -1.728799, -0.034834, -0.121667, 25.17),
	(1, 12, 74, 74, 29056.699, 3.470009, -1.729102, -0.035315, -0.123333, 25.17),
	(1, 12, 75, 75, 29057.699, 3.469402, -1.729405, -0.035795, -0.125, 25.17),
	(1, 12, 76, 76, 29058.699, 3.468795, -1.729707, -0.036275, -0.126667, 25.17),
	(1, 12, 77, 77, 29059.699, 3.468188, -1.73001, -0.036756, -0.128333, 25.17),
	(1, 12, 78, 78, 29060.699, 3.467581, -1.730313, -0.037236, -0.13, 25.17),
	(1, 12, 79, 79, 29061.699, 3.466974, -1.730616, -0.037717, -0.131667, 25.18),
	(1, 12, 80, 80, 29062.699, 3.466367, -1.730919, -0.038198, -0.133333, 25.18),
	(1, 12, 81, 81, 29063.699, 3.46576, -1.731222, -0.038679, -0.135, 25.18),
	(1, 12, 82, 82, 29064.699, 3.465152, -1.731526, -0.03916, -0.136667, 25.18),
	(1, 12, 83, 83, 29065.699, 3.464545, -1.731829, -0.039641, -0.138333, 25.18),
	(1, 12, 84, 84, 29066.699, 3.463938, -1.732132, -0.040122, -0.14, 25.18),
	(1, 12, 85, 85, 29067.699, 3.463331, -1.732436, -0.040603, -0.141667, 25.18),
	(1, 12, 86, 86, 29068.699, 3.462724, -1.73274, -0.041084, -0.143333, 25.18),
	(1, 12, 87, 87, 29069.699, 3.462117, -1.733044, -0.041566, -0.145, 25.18),
	(1, 12, 88, 88, 29070.699, 3.46151, -1.733348, -0.042047, -0.146667, 25.19),
	(1, 12, 89, 89, 29071.699, 3.460903, -1.733652, -0.042529, -0.148333, 25.19),
	(1, 12, 90, 90, 29072.699, 3.460296, -1.733956, -0.04301, -0.15, 25.19),
	(1, 12, 91, 91, 29073.699, 3.459688, -1.73426, -0.043492, -0.151667, 25.19),
	(1, 12, 92, 92, 29074.699, 3.459081, -1.734565, -0.043974, -0.153333, 25.19),
	(1, 12, 93, 93, 29075.699, 3.458474, -1.734869, -0.044456, -0.155, 25.19),
	(1, 12, 94, 94, 29076.699, 3.457867, -1.735174, -0.044937, -0.156667, 25.19),
	(1, 12, 95, 95, 29077.699, 3.45726, -1.735478, -0.04542, -0.158333, 25.19),
	(1, 12, 96, 96, 29078.699, 3.456653, -1.735783, -0.045902, -0.16, 25.19),
	(1, 12, 97, 97, 29079.699, 3.456046, -1.736088, -0.046384, -0.161667, 25.2),
	(1, 12, 98, 98, 29080.699, 3.455439, -1.736393, -0.046866, -0.163333, 25.2),
	(1, 12, 99, 99, 29081.699, 3.454831, -1.736698, -0.047349, -0.165, 25.2),
	(1, 12, 100, 100, 29082.699, 3.454224, -1.737004, -0.047831, -0.166667, 25.2),
	(1, 12, 101, 101, 29083.699, 3.453617, -1.737309, -0.048314, -0.168333, 25.2),
	(1, 12, 102, 102, 29084.699, 3.45301, -1.737614, -0.048796, -0.17, 25.2),
	(1, 12, 103, 103, 29085.699, 3.452403, -1.73792, -0.049279, -0.171667, 25.2),
	(1, 12, 104, 104, 29086.699, 3.451796, -1.738226, -0.049762, -0.173333, 25.2),
	(1, 12, 105, 105, 29087.699, 3.451189, -1.738531, -0.050245, -0.175, 25.2),
	(1, 12, 106, 106, 29088.699, 3.450582, -1.738837, -0.050728, -0.176667, 25.21),
	(1, 12, 107, 107, 29089.699, 3.449975, -1.739143, -0.051211, -0.178333, 25.21),
	(1, 12, 108, 108, 29090.699, 3.449367, -1.739449, -0.051694, -0.18, 25.21),
	(1, 12, 109, 109, 29091.699, 3.44876, -1.739756, -0.052177, -0.181667, 25.21),
	(1, 12, 110, 110, 29092.699, 3.448153, -1.740062, -0.05266, -0.183333, 25.21),
	(1, 12, 111, 111, 29093.699, 3.447546, -1.740368, -0.053144, -0.185, 25.21),
	(1, 12, 112, 112, 29094.699, 3.446939, -1.740675, -0.053627, -0.186667, 25.21),
	(1, 12, 113, 113, 29095.699, 3.446332, -1.740982, -0.054111, -0.188333, 25.21),
	(1, 12, 114, 114, 29096.699, 3.445725, -1.741288, -0.054594, -0.19, 25.21),
	(1, 12, 115, 115, 29097.699, 3.445118, -1.741595, -0.055078, -0.191667, 25.21),
	(1, 12, 116, 116, 29098.699, 3.44451, -1.741902, -0.055562, -0.193333, 25.22),
	(1, 12, 117, 117, 29099.699, 3.443903, -1.742209, -0.056046, -0.195, 25.22),
	(1, 12, 118, 118, 29100.699, 3.443296, -1.742516, -0.05653, -0.196667, 25.22),
	(1, 12, 119, 119, 29101.699, 3.442689, -1.742824, -0.057014, -0.198333, 25.22),
	(1, 12, 120, 120, 29102.699, 3.442082, -1.743131, -0.057498, -0.2, 25.22),
	(1, 13, 0, 0.01, 29102.709, 3.494387, 0, 0, 0, 25.22),
	(1, 13, 1, 60, 29162.699, 3.523706, 0, 0, 0, 25.21),
	(1, 13, 2, 120, 29222.699, 3.527676, 0, 0, 0, 25.19),
	(1, 13, 3, 180, 29282.699, 3.528213, 0, 0, 0, 25.18),
	(1, 13, 4, 240, 29342.699, 3.528286, 0, 0, 0, 25.17),
	(1, 13, 5, 300, 29402.699, 3.528296, 0, 0, 0, 25.16),
	(1, 13, 6, 360, 29462.699, 3.528297, 0, 0, 0, 25.15),
	(1, 13, 7, 420, 29522.699, 3.528297, 0, 0, 0, 25.14),
	(1, 13, 8, 480, 29582.699, 3.528297, 0, 0, 0, 25.13),
	(1, 13, 9, 540, 29642.699, 3.528297, 0, 0, 0, 25.12),
	(1, 13, 10, 600, 29702.699, 3.528297, 0, 0, 0, 25.11),
	(1, 14, 0, 0.01, 29702.709, 3.578601, 1.676633, 5e-06, 1.7e-05, 25.11),
	(1, 14, 1, 1, 29703.699, 3.57911, 1.676394, 0.000466, 0.001667, 25.11),
	(1, 14, 2, 2, 29704.699, 3.579624, 1.676154, 0.000931, 0.003333, 25.12),
	(1, 14, 3, 3, 29705.699, 3.580138, 1.675913, 0.001397, 0.005, 25.12),
	(1, 14, 4, 4, 29706.699, 3.580652, 1.675673, 0.001862, 0.006667, 25.12),
	(1, 14, 5, 5, 29707.699, 3.581165, 1.675432, 0.002328, 0.008333, 25.12),
	(1, 14, 6, 6, 29708.699, 3.581679, 1.675192, 0.002793, 0.01, 25.12),
	(1, 14, 7, 7, 29709.699, 3.582193, 1.674952, 0.003258, 0.011667, 25.12),
	(1, 14, 8, 8, 29710.699, 3.582707, 1.674711, 0.003724, 0.013333, 25.12),
	(1, 14, 9, 9, 29711.699, 3.583221, 1.674471, 0.004189, 0.015, 25.12),
	(1, 14, 10, 10, 29712.699, 3.583735, 1.674231, 0.004654, 0.016667, 25.12),
	(1, 14, 11, 11, 29713.699, 3.584249, 1.673991, 0.005119, 0.018333, 25.13),
	(1, 14, 12, 12, 29714.699, 3.584762, 1.673751, 0.005584, 0.02, 25.13),
	(1, 14, 13, 13, 29715.699, 3.585276, 1.673511, 0.006049, 0.021667, 25.13),
	(1, 14, 14, 14, 29716.699, 3.58579, 1.673271, 0.006514, 0.023333, 25.13),
	(1, 14, 15, 15, 29717.699, 3.586304, 1.673032, 0.006978, 0.025, 25.13),
	(1, 14, 16, 16, 29718.699, 3.586818, 1.672792, 0.007443, 0.026667, 25.13),
	(1, 14, 17, 17, 29719.699, 3.587332, 1.672552, 0.007908, 0.028333, 25.13),
	(1, 14, 18, 18, 29720.699, 3.587845, 1.672313, 0.008372, 0.03, 25.13),
	(1, 14, 19, 19, 29721.699, 3.588359, 1.672073, 0.008837, 0.031667, 25.13),
	(1, 14, 20, 20, 29722.699, 3.588873, 1.671834, 0.009301, 0.033333, 25.14),
	(1, 14, 21, 21, 29723.699, 3.589387, 1.671595, 0.009766, 0.035, 25.14),
	(1, 14, 22, 22, 29724.699, 3.589901, 1.671355, 0.01023, 0.036667, 25.14),
	(1, 14, 23, 23, 29725.699, 3.590415, 1.671116, 0.010694, 0.038333, 25.14),
	(1, 14, 24, 24, 29726.699, 3.590929, 1.670877, 0.011158, 0.04, 25.14),
	(1, 14, 25, 25, 29727.699, 3.591442, 1.670638, 0.011622, 0.041667, 25.14),
	(1, 14, 26, 26, 29728.699, 3.591956, 1.670399, 0.012086, 0.043333, 25.14),
	(1, 14, 27, 27, 29729.699, 3.59247, 1.67016, 0.01255, 0.045, 25.14),
	(1, 14, 28, 28, 29730.699, 3.592984, 1.669921, 0.013014, 0.046667, 25.14),
	(1, 14, 29, 29, 29731.699, 3.593498, 1.669682, 0.013478, 0.048333, 25.15),
	(1, 14, 30, 30, 29732.699, 3.594012, 1.669444, 0.013942, 0.05, 25.15),
	(1, 14, 31, 31, 29733.699, 3.594526, 1.669205, 0.014406, 0.051667, 25.15),
	(1, 14, 32, 32, 29734.699, 3.595039, 1.668966, 0.014869, 0.053333, 25.15),
	(1, 14, 33, 33, 29735.699, 3.595553, 1.668728, 0.015333, 0.055, 25.15),
	(1, 14, 34, 34, 29736.699, 3.596067, 1.668489, 0.015796, 0.056667, 25.15);
INSERT INTO public.measurements VALUES
	(1, 14, 35, 35, 29737.699, 3.596581, 1.668251, 0.01626, 0.058333, 25.15),
	(1, 14, 36, 36, 29738.699, 3.597095, 1.668013, 0.016723, 0.06, 25.15),
	(1, 14, 37, 37, 29739.699, 3.597609, 1.667775, 0.017186, 0.061667, 25.15),
	(1, 14, 38, 38, 29740.699, 3.598122, 1.667536, 0.01765, 0.063333, 25.15),
	(1, 14, 39, 39, 29741.699, 3.598636, 1.667298, 0.018113, 0.065, 25.16),
	(1, 14, 40, 40, 29742.699, 3.59915, 1.66706, 0.018576, 0.066667, 25.16),
	(1, 14, 41, 41, 29743.699, 3.599664, 1.666822, 0.019039, 0.068333, 25.16),
	(1, 14, 42, 42, 29744.699, 3.600178, 1.666584, 0.019502, 0.07, 25.16),
	(1, 14, 43, 43, 29745.699, 3.600692, 1.666347, 0.019965, 0.071667, 25.16),
	(1, 14, 44, 44, 29746.699, 3.601206, 1.666109, 0.020428, 0.073333, 25.16),
	(1, 14, 45, 45, 29747.699, 3.601719, 1.665871, 0.020891, 0.075, 25.16),
	(1, 14, 46, 46, 29748.699, 3.602233, 1.665633, 0.021353, 0.076667, 25.16),
	(1, 14, 47, 47, 29749.699, 3.602747, 1.665396, 0.021816, 0.078333, 25.16),
	(1, 14, 48, 48, 29750.699, 3.603261, 1.665158, 0.022278, 0.08, 25.17),
	(1, 14, 49, 49, 29751.699, 3.603775, 1.664921, 0.022741, 0.081667, 25.17),
	(1, 14, 50, 50, 29752.699, 3.604289, 1.664684, 0.023203, 0.083333, 25.17),
	(1, 14, 51, 51, 29753.699, 3.604802, 1.664446, 0.023666, 0.085, 25.17),
	(1, 14, 52, 52, 29754.699, 3.605316, 1.664209, 0.024128, 0.086667, 25.17),
	(1, 14, 53, 53, 29755.699, 3.60583, 1.663972, 0.02459, 0.088333, 25.17),
	(1, 14, 54, 54, 29756.699, 3.606344, 1.663735, 0.025053, 0.09, 25.17),
	(1, 14, 55, 55, 29757.699, 3.606858, 1.663498, 0.025515, 0.091667, 25.17),
	(1, 14, 56, 56, 29758.699, 3.607372, 1.663261, 0.025977, 0.093333, 25.17),
	(1, 14, 57, 57, 29759.699, 3.607886, 1.663024, 0.026439, 0.095, 25.18),
	(1, 14, 58, 58, 29760.699, 3.608399, 1.662787, 0.026901, 0.096667, 25.18),
	(1, 14, 59, 59, 29761.699, 3.608913, 1.66255, 0.027362, 0.098333, 25.18),
	(1, 14, 60, 60, 29762.699, 3.609427, 1.662314, 0.027824, 0.1, 25.18),
	(1, 14, 61, 61, 29763.699, 3.609941, 1.662077, 0.028286, 0.101667, 25.18),
	(1, 14, 62, 62, 29764.699, 3.610455, 1.661841, 0.028748, 0.103333, 25.18),
	(1, 14, 63, 63, 29765.699, 3.610969, 1.661604, 0.029209, 0.105, 25.18),
	(1, 14, 64, 64, 29766.699, 3.611482, 1.661368, 0.029671, 0.106667, 25.18),
	(1, 14, 65, 65, 29767.699, 3.611996, 1.661131, 0.030132, 0.108333, 25.18),
	(1, 14, 66, 66, 29768.699, 3.61251, 1.660895, 0.030594, 0.11, 25.18),
	(1, 14, 67, 67, 29769.699, 3.613024, 1.660659, 0.031055, 0.111667, 25.19),
	(1, 14, 68, 68, 29770.699, 3.613538, 1.660423, 0.031516, 0.113333, 25.19),
	(1, 14, 69, 69, 29771.699, 3.614052, 1.660187, 0.031977, 0.115, 25.19),
	(1, 14, 70, 70, 29772.699, 3.614566, 1.659951, 0.032438, 0.116667, 25.19),
	(1, 14, 71, 71, 29773.699, 3.615079, 1.659715, 0.0329, 0.118333, 25.19),
	(1, 14, 72, 72, 29774.699, 3.615593, 1.659479, 0.033361, 0.12, 25.19),
	(1, 14, 73, 73, 29775.699, 3.616107, 1.659243, 0.033821, 0.121667, 25.19),
	(1, 14, 74, 74, 29776.699, 3.616621, 1.659007, 0.034282, 0.123333, 25.19),
	(1, 14, 75, 75, 29777.699, 3.617135, 1.658771, 0.034743, 0.125, 25.19),
	(1, 14, 76, 76, 29778.699, 3.617649, 1.658536, 0.035204, 0.126667, 25.19),
	(1, 14, 77, 77, 29779.699, 3.618162, 1.6583, 0.035665, 0.128333, 25.2),
	(1, 14, 78, 78, 29780.699, 3.618676, 1.658065, 0.036125, 0.13, 25.2),
	(1, 14, 79, 79, 29781.699, 3.61919, 1.657829, 0.036586, 0.131667, 25.2),
	(1, 14, 80, 80, 29782.699, 3.619704, 1.657594, 0.037046, 0.133333, 25.2),
	(1, 14, 81, 81, 29783.699, 3.620218, 1.657359, 0.037507, 0.135, 25.2),
	(1, 14, 82, 82, 29784.699, 3.620732, 1.657124, 0.037967, 0.136667, 25.2),
	(1, 14, 83, 83, 29785.699, 3.621246, 1.656888, 0.038427, 0.138333, 25.2),
	(1, 14, 84, 84, 29786.699, 3.621759, 1.656653, 0.038887, 0.14, 25.2),
	(1, 14, 85, 85, 29787.699, 3.622273, 1.656418, 0.039348, 0.141667, 25.2),
	(1, 14, 86, 86, 29788.699, 3.622787, 1.656183, 0.039808, 0.143333, 25.21),
	(1, 14, 87, 87, 29789.699, 3.623301, 1.655949, 0.040268, 0.145, 25.21),
	(1, 14, 88, 88, 29790.699, 3.623815, 1.655714, 0.040728, 0.146667, 25.21),
	(1, 14, 89, 89, 29791.699, 3.624329, 1.655479, 0.041188, 0.148333, 25.21),
	(1, 14, 90, 90, 29792.699, 3.624843, 1.655244, 0.041647, 0.15, 25.21);


--
-- Data for Name: merges; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: operators; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.operators VALUES
	(1, 'Ann', '2026-11-29 18:53:45.151732', '2026-11-29 18:53:45.151732');


--
-- Data for Name: processed_files; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.processed_files VALUES
	(1, 1, 1, 'step', 'mini_Step.csv', 'mini_Step.csv', '090e2202b870c7c54c14ff70a22cd077bc9c297e3ea34cef1252491c394b3248', 2655, '2026-11-29 18:53:44.252287', 'UTF-8', ',', 'chroma-lex-zh', 14, 0, 0, '0.1.0', '{"fail_on":"error","sample_interval_s":null,"steps":null}', 'loaded', NULL, '2026-11-29 18:53:45.146706'),
	(2, 1, 1, 'detail', 'mini_Detail.csv', 'mini_Detail.csv', 'e897454326edcdc7d9c9d09b276078e79d05831d0faaa1dfbaccfc5f24fbbaf8', 230399, '2026-11-29 18:53:44.25213', 'UTF-8', ',', 'chroma-lex-zh', 1656, 0, 0, '0.1.0', '{"fail_on":"error","sample_interval_s":null,"steps":null}', 'loaded', NULL, '2026-11-29 18:53:45.150042');


--
-- Data for Name: projects; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projects VALUES
	(1, 'Ageing', NULL, NULL, '2026-11-29 18:53:45.150342', '2026-11-29 18:53:45.150342');


--
-- Data for Name: pulse_samples; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.pulse_samples VALUES
	(1, 1, 'end', 300, 3.396, 0),
	(1, 9, 'first', 0.01, 3.418327, -4.388112),
	(1, 9, '100ms', 0.1, 3.418049, -4.388468),
	(1, 9, '1s', 1, 3.415269, -4.39204),
	(1, 9, '10s', 10, 3.387472, -4.428081),
	(1, 9, 'end', 10, 3.387472, -4.428081),
	(1, 11, 'first', 0.01, 3.668125, 4.089283),
	(1, 11, '100ms', 0.1, 3.668362, 4.089018),
	(1, 11, '1s', 1, 3.670736, 4.086374),
	(1, 11, '10s', 10, 3.694475, 4.060117),
	(1, 11, 'end', 10, 3.694475, 4.060117),
	(1, 12, 'first', 0.01, 3.51493, -1.707004),
	(1, 12, '1s', 1, 3.514329, -1.707296),
	(1, 12, '10s', 10, 3.508865, -1.709955),
	(1, 12, 'end', 120, 3.442082, -1.743131),
	(1, 14, 'first', 0.01, 3.578601, 1.676633),
	(1, 14, '1s', 1, 3.57911, 1.676394),
	(1, 14, '10s', 10, 3.583735, 1.674231),
	(1, 14, 'end', 90, 3.624843, 1.655244);


--
-- Data for Name: pulses; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.pulses VALUES
	(1, 9, 2, 'discharge', 'pulse', 50.00000000000001, 25.01, -4.40784, 2.2138385, 3600, 3.55, true, 3.55, 10, 0.01, 0.030006754613373522, 0.030067668261452504, 0.030676177812588214, 0.03670393563261377, 0.03670393563261377, NULL),
	(1, 11, 2, 'charge', 'pulse', 49.3878, 25.01, 4.07484, 2.0445825, 1800, 3.545419, true, 3.545419, 10, 0.01, 0.030006727340709846, 0.0300666321351484, 0.030667041244878793, 0.03671224252897153, 0.03671224252897153, NULL);


--
-- Data for Name: run_outcomes; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.run_outcomes VALUES
	(1, 0, 'mini', 'loaded', 1, NULL, 0.098312999);


--
-- Data for Name: runs; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.runs VALUES
	(1, 'battery-etl --database … ingest mini_Step.csv --project Ageing --cell C1 --machine M1 --operator Ann', 'lab', '0.1.0', '2026-11-29 18:53:45.056421', '2026-11-29 18:53:45.161321', 1, 0, 0, 0, NULL);


--
-- Data for Name: step_metrics; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.step_metrics VALUES
	(1, 1, 1, 300, NULL, NULL, 3.396, 3.396, 3.396, 3.396, 0, 0, 0, 0, 0, 25, 24.72, 24.72, 25, 0, 0, 0, 30.000000000000004, 30.000000000000004, NULL, 6, 0, false),
	(1, 2, 1, 7200, 300, 300, 3.396, 3.396, 3.396, 3.396, 0, 0, 0, 0, 0, 24.72, 25, 24.72, 25, 0, 0, 0, 30.000000000000004, 30.000000000000004, 3.396, 13, 0, false),
	(1, 3, 1, 5242.699, 7200, 7500, 3.426008, 4.255, 3.426008, 4.255, 0.961336899181128, 0.1, 1.4, 5.284027, 0.425499, 25, 25.4, 25, 25.4, 0.5, 0.480668449590564, 0.05, 30, 100, 3.396, 176, 0, false),
	(1, 4, 1, 1800, 5242.699, 0, 4.251999, 4.25, 4.25, 4.251999, 0, 0, 0, 0, 0, 25.4, 25.05, 25.05, 25.4, 0, 0, 0, 100, 100, NULL, 31, 0, false),
	(1, 5, 1, 3600, 1800, 1800, 4.18998, 2.9, 2.9, 4.18998, -2, -2, -2, -6.950667, -5.8, 25.05, 26.57, 25.05, 26.57, 1, 1, 1, 100, 0, 4.25, 361, 0, true),
	(1, 6, 1, 1800, 3600, 0, 2.960013, 3, 2.960013, 3, 0, 0, 0, 0, 0, 26.57, 25.21, 25.21, 26.57, 0, 0, 0, 0, 0, NULL, 31, 0, false),
	(1, 7, 2, 3600, 1800, 1800, 3.030009, 3.6, 3.030009, 3.6, 1, 1, 1, 3.374833, 3.6, 25.21, 25.4, 25.21, 25.4, 0.5, 0.5, 0.5, 0, 50, 3, 121, 0, false),
	(1, 8, 2, 3600, 3600, 0, 3.569993, 3.55, 3.55, 3.569993, 0, 0, 0, 0, 0, 25.4, 25.01, 25.01, 25.4, 0, 0, 0, 50, 50, NULL, 61, 0, false),
	(1, 9, 2, 10, 3600, 3600, 3.418327, 3.387472, 3.387472, 3.418327, -4.40784, -4.428081, -0.012244, -0.041667, -15, 25.01, 25.09, 25.01, 25.09, 2.2138385, 2.20392, 2.2140405, 50.00000000000001, 49.387800000000006, 3.55, 201, 100, false),
	(1, 10, 2, 1800, 10, 0, 3.527437, 3.545419, 3.527437, 3.545419, 0, 0, 0, 0, 0, 25.09, 25.01, 25.01, 25.09, 0, 0, 0, 49.387800000000006, 49.387800000000006, NULL, 31, 0, false),
	(1, 11, 2, 10, 1800, 1800, 3.668125, 3.694475, 3.668125, 3.694475, 4.07484, 4.060117, 0.011319, 0.041667, 15, 25.01, 25.09, 25.01, 25.09, 2.0445825, 2.03742, 2.0300585, 49.3878, 49.95375, 3.545419, 401, 200, false),
	(1, 12, 2, 120, 10, 0, 3.51493, 3.442082, 3.442082, 3.51493, -1.72494, -1.743131, -0.057498, -0.2, -6, 25.09, 25.22, 25.09, 25.22, 0.871412, 0.86247, 0.8715655, 49.95375, 47.07885, NULL, 121, 0, false),
	(1, 13, 2, 600, 120, 0, 3.494387, 3.528297, 3.494387, 3.528297, 0, 0, 0, 0, 0, 25.22, 25.11, 25.11, 25.22, 0, 0, 0, 47.07885, 47.07885, NULL, 11, 0, false),
	(1, 14, 2, 90, 600, 600, 3.578601, 3.624843, 3.578601, 3.624843, 1.66588, 1.655244, 0.041647, 0.15, 6, 25.11, 25.2099990844727, 25.11, 25.21, 0.838197, 0.83294, 0.827622, 47.07885000000001, 49.16120000000001, 3.528297, 91, 0, false);


--
-- Data for Name: step_traces; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.step_traces VALUES
	(1, 1, 6, 6, 0, false, 2, 7, 0.01, 300, 300, 3.396, 3.396, 3.396, 3.396, 0, 0, 0, 0, 0, 0, 25, 24.72, 24.72, 25, 24, 0, 0, 0, 0, NULL, NULL),
	(1, 2, 13, 13, 0, false, 8, 20, 300.01, 7500, 7200, 3.396, 3.396, 3.396, 3.396, 0, 0, 0, 0, 0, 0, 24.72, 25, 24.72, 25, 25, 0, 0, 0, 0, NULL, NULL),
	(1, 3, 176, 176, 0, false, 21, 196, 7500.01, 12742.699, 5242.699, 3.426008, 4.255, 3.426008, 4.255, 0.1, 1, 1, 0.425499, 1.4, 5.284027, 25, 25.4, 25, 25.4, 25, 1.3999337238740275, 0, 5.283726247522877, 0, 1.3639210295763398, NULL),
	(1, 4, 31, 31, 0, false, 197, 227, 12742.709, 14542.699, 1800, 4.251999, 4.25, 4.25, 4.251999, 0, 0, 0, 0, 0, 0, 25.4, 25.05, 25.05, 25.4, 25, 0, 0, 0, 0, NULL, NULL),
	(1, 5, 361, 361, 0, false, 228, 588, 14542.709, 18142.699, 3600, 4.18998, 2.9, 2.9, 4.18998, -2, 2, 2, -5.8, -2, -6.950667, 25.05, 26.57, 25.05, 26.57, 25, 0, 2, 0, 6.950673595491667, NULL, NULL),
	(1, 6, 31, 31, 0, false, 589, 619, 18142.709, 19942.699, 1800, 2.960013, 3, 2.960013, 3, 0, 0, 0, 0, 0, 0, 26.57, 25.21, 25.21, 26.57, 25, 0, 0, 0, 0, NULL, NULL),
	(1, 7, 121, 121, 0, false, 620, 740, 19942.709, 23542.699, 3600, 3.030009, 3.6, 3.030009, 3.6, 1, 1, 1, 3.6, 1, 3.374833, 25.21, 25.4, 25.21, 25.4, 25, 1, 0, 3.3748161920666666, 0, NULL, NULL),
	(1, 8, 61, 61, 0, false, 741, 801, 23542.709, 27142.699, 3600, 3.569993, 3.55, 3.55, 3.569993, 0, 0, 0, 0, 0, 0, 25.4, 25.01, 25.01, 25.4, 25, 0, 0, 0, 0, NULL, NULL),
	(1, 9, 201, 101, 100, false, 802, 902, 27142.709, 27162.699, 10, 3.418327, 3.387472, 3.387472, 3.418327, -4.428081, 4.428081, 4.427677, -15, -0.012244, -0.041667, 25.01, 25.09, 25.01, 25.09, 25, 0, 0.012244488158333334, 0, 0.04166666686875274, NULL, NULL),
	(1, 10, 31, 31, 0, false, 1003, 1033, 27162.709, 28962.699, 1800, 3.527437, 3.545419, 3.527437, 3.545419, 0, 0, 0, 0, 0, 0, 25.09, 25.01, 25.01, 25.09, 25, 0, 0, 0, 0, NULL, NULL),
	(1, 11, 401, 201, 200, false, 1034, 1234, 28962.709, 28982.699, 10, 3.668125, 3.694475, 3.668125, 3.694475, 4.060117, 4.089283, 4.089165, 15, 0.011319, 0.041667, 25.01, 25.09, 25.01, 25.09, 25, 0.011318555066666661, 0, 0.04166666652673357, 0, NULL, NULL),
	(1, 12, 121, 121, 0, false, 1435, 1555, 28982.709, 29102.699, 120, 3.51493, 3.442082, 3.442082, 3.51493, -1.743131, 1.743131, 1.742824, -6, -0.057498, -0.2, 25.09, 25.22, 25.09, 25.22, 25, 0, 0.057498000288888865, 0, 0.20000000246437438, NULL, NULL),
	(1, 13, 11, 11, 0, false, 1556, 1566, 29102.709, 29702.699, 600, 3.494387, 3.528297, 3.494387, 3.528297, 0, 0, 0, 0, 0, 0, 25.22, 25.11, 25.11, 25.22, 25, 0, 0, 0, 0, NULL, NULL),
	(1, 14, 91, 91, 0, false, 1567, 1657, 29702.709, 29792.699, 90, 3.578601, 3.624843, 3.578601, 3.624843, 1.655244, 1.676633, 1.676394, 6, 0.041647, 0.15, 25.11, 25.21, 25.11, 25.21, 25, 0.041647348248611105, 0, 0.14999999957680052, 0, NULL, NULL);


--
-- Data for Name: steps; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.steps VALUES
	(1, 1, 1, 1, 1, 1, 'rest', 'rest', '靜置', 'StepFinishByCut_T', 'time', '2024-09-04 16:18:56', 300, NULL, 3.396, 0, 0, 0, 0, 24.72, 24, NULL, 0, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:05:00.000"],["充電電量(Ah)","0"],["放電電量(Ah)","0"],["充電能量(Wh)","0"],["放電能量(Wh)","0"],["截止Q(%)","0"],["Aux T2","25.3"],["Aux T3","24.98"]]', 2, NULL, '2026-11-29 18:53:45.141919', '2026-11-29 18:53:45.141925'),
	(1, 2, 1, 1, 2, 1, 'rest', 'chamber', '溫箱控制', 'StepRunning', 'running', '2024-09-04 16:23:56', 7200, NULL, 3.396, 0, 0, 0, 0, 25, 25, NULL, 0, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:02:00:00.000"],["充電電量(Ah)","0"],["放電電量(Ah)","0"],["充電能量(Wh)","0"],["放電能量(Wh)","0"],["截止Q(%)","0"],["Aux T2","25.05"],["Aux T3","24.78"]]', 3, NULL, '2026-11-29 18:53:45.141935', '2026-11-29 18:53:45.141935'),
	(1, 3, 1, 1, 3, 1, 'charge', 'constant_current_voltage', 'CC-CV充電', 'StepFinishByCut_I', 'current', '2024-09-04 18:23:56', 5242.699, NULL, 4.255, 0.1, 0.425499, 1.4, 5.284027, 25.4, 25, NULL, 1.4, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:01:27:22.699"],["充電電量(Ah)","1.4"],["放電電量(Ah)","0"],["充電能量(Wh)","5.284027"],["放電能量(Wh)","0"],["截止Q(%)","0"],["Aux T2","25.05"],["Aux T3","24.78"]]', 4, NULL, '2026-11-29 18:53:45.141942', '2026-11-29 18:53:45.141942'),
	(1, 4, 1, 1, 4, 1, 'rest', 'rest', '靜置', 'StepFinishByCut_T', 'time', '2024-09-04 19:51:18', 1800, NULL, 4.25, 0, 0, 0, 0, 25.05, 25, NULL, 1.4, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:30:00.000"],["充電電量(Ah)","1.4"],["放電電量(Ah)","0"],["充電能量(Wh)","5.284027"],["放電能量(Wh)","0"],["截止Q(%)","0"],["Aux T2","25.3"],["Aux T3","24.98"]]', 5, NULL, '2026-11-29 18:53:45.141949', '2026-11-29 18:53:45.141949'),
	(1, 5, 1, 1, 5, 1, 'discharge', 'constant_current', 'CC放電', 'StepFinishByCut_V', 'voltage', '2024-09-04 20:21:18', 3600, NULL, 2.9, -2, -5.8, -2, -6.950667, 26.57, 25, NULL, -0.6, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:01:00:00.000"],["充電電量(Ah)","1.4"],["放電電量(Ah)","2"],["充電能量(Wh)","5.284027"],["放電能量(Wh)","6.950667"],["截止Q(%)","0"],["Aux T2","25.05"],["Aux T3","24.78"]]', 6, NULL, '2026-11-29 18:53:45.141956', '2026-11-29 18:53:45.141956'),
	(1, 6, 1, 1, 6, 1, 'rest', 'rest', '靜置', 'StepFinishByCut_T', 'time', '2024-09-04 21:21:18', 1800, NULL, 3, 0, 0, 0, 0, 25.21, 25, NULL, -0.6, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:30:00.000"],["充電電量(Ah)","1.4"],["放電電量(Ah)","2"],["充電能量(Wh)","5.284027"],["放電能量(Wh)","6.950667"],["截止Q(%)","0"],["Aux T2","25.3"],["Aux T3","24.98"]]', 7, NULL, '2026-11-29 18:53:45.141963', '2026-11-29 18:53:45.141963'),
	(1, 7, 1, 1, 7, 1, 'charge', 'constant_current', 'CC充電', 'StepFinishByFunction', 'function', '2024-09-04 21:51:18', 3600, NULL, 3.6, 1, 3.6, 1, 3.374833, 25.4, 25, NULL, 0.4, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:01:00:00.000"],["充電電量(Ah)","2.4"],["放電電量(Ah)","2"],["充電能量(Wh)","8.65886"],["放電能量(Wh)","6.950667"],["截止Q(%)","0"],["Aux T2","25.05"],["Aux T3","24.78"]]', 8, NULL, '2026-11-29 18:53:45.142023', '2026-11-29 18:53:45.142023'),
	(1, 8, 1, 1, 8, 1, 'rest', 'rest', '靜置', 'StepFinishByCut_T', 'time', '2024-09-04 22:51:18', 3600, NULL, 3.55, 0, 0, 0, 0, 25.01, 25, NULL, 0.4, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:01:00:00.000"],["充電電量(Ah)","2.4"],["放電電量(Ah)","2"],["充電能量(Wh)","8.65886"],["放電能量(Wh)","6.950667"],["截止Q(%)","0"],["Aux T2","25.25"],["Aux T3","24.94"]]', 9, NULL, '2026-11-29 18:53:45.14203', '2026-11-29 18:53:45.14203'),
	(1, 9, 1, 1, 9, 1, 'discharge', 'power_pulse', '超級CP放電', 'StepFinishByCut_T', 'time', '2024-09-04 23:51:18', 10, NULL, 3.387472, -4.428081, -15, -0.012244, -0.041667, 25.09, 25, NULL, 0.387756, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:00:10.000"],["充電電量(Ah)","2.4"],["放電電量(Ah)","2.012244"],["充電能量(Wh)","8.65886"],["放電能量(Wh)","6.992333"],["截止Q(%)","0"],["Aux T2","25.25"],["Aux T3","24.94"]]', 10, NULL, '2026-11-29 18:53:45.142037', '2026-11-29 18:53:45.142037'),
	(1, 10, 1, 1, 10, 1, 'rest', 'rest', '靜置', 'StepFinishByCut_T', 'time', '2024-09-04 23:51:38', 1800, NULL, 3.545419, 0, 0, 0, 0, 25.01, 25, NULL, 0.387756, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:30:00.000"],["充電電量(Ah)","2.4"],["放電電量(Ah)","2.012244"],["充電能量(Wh)","8.65886"],["放電能量(Wh)","6.992333"],["截止Q(%)","0"],["Aux T2","25.05"],["Aux T3","24.78"]]', 11, NULL, '2026-11-29 18:53:45.142043', '2026-11-29 18:53:45.142044'),
	(1, 11, 1, 1, 11, 1, 'charge', 'power_pulse', '超級CP充電', 'StepFinishByCut_T', 'time', '2024-09-05 00:21:38', 10, NULL, 3.694475, 4.060117, 15, 0.011319, 0.041667, 25.09, 25, NULL, 0.399074, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:00:10.000"],["充電電量(Ah)","2.411319"],["放電電量(Ah)","2.012244"],["充電能量(Wh)","8.700527"],["放電能量(Wh)","6.992333"],["截止Q(%)","0"],["Aux T2","25.05"],["Aux T3","24.78"]]', 12, NULL, '2026-11-29 18:53:45.14205', '2026-11-29 18:53:45.14205'),
	(1, 12, 1, 1, 12, 1, 'discharge', 'constant_power', 'CP放電', 'StepFinishByCut_T', 'time', '2024-09-05 00:21:58', 120, NULL, 3.442082, -1.743131, -6, -0.057498, -0.2, 25.22, 25, NULL, 0.341576, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:02:00.000"],["充電電量(Ah)","2.411319"],["放電電量(Ah)","2.069742"],["充電能量(Wh)","8.700527"],["放電能量(Wh)","7.192333"],["截止Q(%)","0"],["Aux T2","25.05"],["Aux T3","24.78"]]', 13, NULL, '2026-11-29 18:53:45.142057', '2026-11-29 18:53:45.142057'),
	(1, 13, 1, 1, 13, 1, 'rest', 'rest', '靜置', 'StepFinishByCut_T', 'time', '2024-09-05 00:23:58', 600, NULL, 3.528297, 0, 0, 0, 0, 25.11, 25, NULL, 0.341576, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:10:00.000"],["充電電量(Ah)","2.411319"],["放電電量(Ah)","2.069742"],["充電能量(Wh)","8.700527"],["放電能量(Wh)","7.192333"],["截止Q(%)","0"],["Aux T2","25.2"],["Aux T3","24.9"]]', 14, NULL, '2026-11-29 18:53:45.142063', '2026-11-29 18:53:45.142063'),
	(1, 14, 1, 1, 14, 1, 'charge', 'constant_power', 'CP充電', 'StepFinishByCut_T', 'time', '2024-09-05 00:33:58', 90, NULL, 3.624843, 1.655244, 6, 0.041647, 0.15, 25.2099990844727, 25, NULL, 0.383223, NULL, '[["迴圈","1"],["子循環","1"],["MR編號","1"],["工步時間","00:00:01:30.000"],["充電電量(Ah)","2.452966"],["放電電量(Ah)","2.069742"],["充電能量(Wh)","8.850527"],["放電能量(Wh)","7.192333"],["截止Q(%)","0"],["Aux T2","25.2299995422363"],["Aux T3","24.9300003051758"]]', 15, NULL, '2026-11-29 18:53:45.14207', '2026-11-29 18:53:45.14207');


--
-- Name: audit_events_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_events_id_seq', 1, true);


--
-- Name: cells_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.cells_id_seq', 1, true);


--
-- Name: corrections_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.corrections_id_seq', 1, false);


--
-- Name: experiments_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.experiments_id_seq', 1, true);


--
-- Name: machines_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.machines_id_seq', 1, true);


--
-- Name: merges_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.merges_id_seq', 1, false);


--
-- Name: operators_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.operators_id_seq', 1, true);


--
-- Name: processed_files_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.processed_files_id_seq', 2, true);


--
-- Name: projects_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.projects_id_seq', 1, true);


--
-- Name: runs_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.runs_id_seq', 1, true);


--
-- Name: __diesel_schema_migrations __diesel_schema_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.__diesel_schema_migrations
    ADD CONSTRAINT __diesel_schema_migrations_pkey PRIMARY KEY (version);


--
-- Name: audit_events audit_events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (id);


--
-- Name: cells cells_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cells
    ADD CONSTRAINT cells_name_key UNIQUE (name);


--
-- Name: cells cells_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cells
    ADD CONSTRAINT cells_pkey PRIMARY KEY (id);


--
-- Name: corrections corrections_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_pkey PRIMARY KEY (id);


--
-- Name: cycles cycles_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cycles
    ADD CONSTRAINT cycles_pkey PRIMARY KEY (experiment_id, cycle);


--
-- Name: data_dictionary data_dictionary_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.data_dictionary
    ADD CONSTRAINT data_dictionary_pkey PRIMARY KEY (table_name, column_name);


--
-- Name: derivations derivations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.derivations
    ADD CONSTRAINT derivations_pkey PRIMARY KEY (experiment_id);


--
-- Name: experiment_channels experiment_channels_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiment_channels
    ADD CONSTRAINT experiment_channels_pkey PRIMARY KEY (experiment_id, channel);


--
-- Name: experiments experiments_content_digest_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_content_digest_key UNIQUE (content_digest);


--
-- Name: experiments experiments_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_name_key UNIQUE (name);


--
-- Name: experiments experiments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_pkey PRIMARY KEY (id);


--
-- Name: findings findings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_pkey PRIMARY KEY (experiment_id, seq);


--
-- Name: loaded_steps loaded_steps_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.loaded_steps
    ADD CONSTRAINT loaded_steps_pkey PRIMARY KEY (experiment_id, step);


--
-- Name: machines machines_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.machines
    ADD CONSTRAINT machines_name_key UNIQUE (name);


--
-- Name: machines machines_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.machines
    ADD CONSTRAINT machines_pkey PRIMARY KEY (id);


--
-- Name: measurement_channels measurement_channels_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.measurement_channels
    ADD CONSTRAINT measurement_channels_pkey PRIMARY KEY (experiment_id, step, seq_first);


--
-- Name: merges merges_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merges
    ADD CONSTRAINT merges_pkey PRIMARY KEY (id);


--
-- Name: operators operators_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operators
    ADD CONSTRAINT operators_name_key UNIQUE (name);


--
-- Name: operators operators_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operators
    ADD CONSTRAINT operators_pkey PRIMARY KEY (id);


--
-- Name: processed_files processed_files_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.processed_files
    ADD CONSTRAINT processed_files_pkey PRIMARY KEY (id);


--
-- Name: projects projects_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_name_key UNIQUE (name);


--
-- Name: projects projects_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);


--
-- Name: pulse_samples pulse_samples_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pulse_samples
    ADD CONSTRAINT pulse_samples_pkey PRIMARY KEY (experiment_id, step, what);


--
-- Name: pulses pulses_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT pulses_pkey PRIMARY KEY (experiment_id, step);


--
-- Name: run_outcomes run_outcomes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_outcomes
    ADD CONSTRAINT run_outcomes_pkey PRIMARY KEY (run_id, seq);


--
-- Name: runs runs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (id);


--
-- Name: step_metrics step_metrics_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.step_metrics
    ADD CONSTRAINT step_metrics_pkey PRIMARY KEY (experiment_id, step);


--
-- Name: step_traces step_traces_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.step_traces
    ADD CONSTRAINT step_traces_pkey PRIMARY KEY (experiment_id, step);


--
-- Name: steps steps_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_pkey PRIMARY KEY (experiment_id, number);


--
-- Name: audit_events_by_entity; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_events_by_entity ON public.audit_events USING btree (entity, entity_id);


--
-- Name: audit_events_by_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_events_by_name ON public.audit_events USING btree (entity, entity_name);


--
-- Name: corrections_by_experiment; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX corrections_by_experiment ON public.corrections USING btree (experiment_id);


--
-- Name: experiments_by_cell; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX experiments_by_cell ON public.experiments USING btree (cell_id);


--
-- Name: experiments_by_machine; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX experiments_by_machine ON public.experiments USING btree (machine_id);


--
-- Name: experiments_by_operator; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX experiments_by_operator ON public.experiments USING btree (operator_id);


--
-- Name: experiments_by_project; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX experiments_by_project ON public.experiments USING btree (project_id);


--
-- Name: measurements_brin; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX measurements_brin ON public.measurements USING brin (experiment_id int4_minmax_multi_ops, step int4_minmax_multi_ops) WITH (pages_per_range='32', autosummarize='on');


--
-- Name: merges_by_experiment; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX merges_by_experiment ON public.merges USING btree (experiment_id);


--
-- Name: processed_files_by_blake3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX processed_files_by_blake3 ON public.processed_files USING btree (blake3);


--
-- Name: processed_files_by_experiment; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX processed_files_by_experiment ON public.processed_files USING btree (experiment_id);


--
-- Name: processed_files_by_size; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX processed_files_by_size ON public.processed_files USING btree (size);


--
-- Name: audit_events audit_events_keep; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_events_keep BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_events FOR EACH STATEMENT EXECUTE FUNCTION public.battery_etl_keep_audit();


--
-- Name: experiments experiments_forget; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER experiments_forget AFTER DELETE ON public.experiments FOR EACH ROW EXECUTE FUNCTION public.battery_etl_forget();


--
-- Name: corrections corrections_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: cycles cycles_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cycles
    ADD CONSTRAINT cycles_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: derivations derivations_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.derivations
    ADD CONSTRAINT derivations_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: experiment_channels experiment_channels_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiment_channels
    ADD CONSTRAINT experiment_channels_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: experiments experiments_cell_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES public.cells(id);


--
-- Name: experiments experiments_machine_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_machine_id_fkey FOREIGN KEY (machine_id) REFERENCES public.machines(id);


--
-- Name: experiments experiments_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operators(id);


--
-- Name: experiments experiments_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id);


--
-- Name: experiments experiments_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);


--
-- Name: experiments experiments_superseded_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_superseded_by_id_fkey FOREIGN KEY (superseded_by_id) REFERENCES public.experiments(id);


--
-- Name: experiments experiments_supersedes_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_supersedes_id_fkey FOREIGN KEY (supersedes_id) REFERENCES public.experiments(id);


--
-- Name: findings findings_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: merges merges_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merges
    ADD CONSTRAINT merges_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: processed_files processed_files_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.processed_files
    ADD CONSTRAINT processed_files_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: processed_files processed_files_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.processed_files
    ADD CONSTRAINT processed_files_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);


--
-- Name: pulses pulses_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT pulses_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- Name: run_outcomes run_outcomes_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_outcomes
    ADD CONSTRAINT run_outcomes_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id) ON DELETE CASCADE;


--
-- Name: steps steps_experiment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_experiment_id_fkey FOREIGN KEY (experiment_id) REFERENCES public.experiments(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


