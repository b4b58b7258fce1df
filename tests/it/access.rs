//! Who may what on PostgreSQL: each reader sees its projects alone, the owner sees all, who loads may load and no more, and
//! everybody else is told in words.

use crate::support::{Outcome, PostgresDatabase, Sandbox, aloud, fixture};
use serde_json::Value;
use std::process::Command;

/// A database with its roles, one project for each of two readers, a login that loads and one that owns.
struct Lab {
    sandbox: Sandbox,
    ann: String,
    ben: String,
    loader: String,
    owner: String,
}

impl Lab {
    /// `None`, said aloud, where there is no server.
    fn open() -> Option<Self> {
        let Some(sandbox) = Sandbox::postgres() else {
            aloud("SKIPPED on PostgreSQL: BATTERY_ETL_TEST_POSTGRES is not set (scripts/test sets it)");
            return None;
        };
        let server = sandbox.server().unwrap();
        let name = server.name();
        let login = |who: &str| format!("{who} {name}");
        let [ann, ben] = ["ann", "be\"n'; DROP TABLE steps; --"].map(login);
        let [loader, owner] = ["loader", "owner"].map(login);
        for login in [&ann, &ben, &loader, &owner] {
            server.query(&format!("CREATE ROLE {} LOGIN PASSWORD 'secret'", quoted(login)));
        }
        sandbox.run(["migrate", "roles", "--apply", "--prefix", name]).done().says(&["catalog grant"]);
        server.query(&format!("GRANT {name}_ingest TO {}", quoted(&loader)));
        server.query(&format!("GRANT {name}_owner TO {}", quoted(&owner)));
        let lab = Self { sandbox, ann, ben, loader, owner };
        for (test, project) in [("mini", "Ageing"), ("rates", "Ra\"te's")] {
            fixture(test).write(&lab.sandbox.path(test));
            lab.run(&lab.loader, &["ingest", test, "--project", project, "--cell", "C1"]).done();
        }
        Some(lab)
    }

    fn server(&self) -> &PostgresDatabase {
        self.sandbox.server().unwrap()
    }

    fn command(&self, login: &str, words: &[&str]) -> Command {
        let mut command = self.sandbox.command();
        command.env("DATABASE_URL", self.server().url_of(login)).args(words);
        command
    }

    fn run(&self, login: &str, words: &[&str]) -> Outcome {
        Outcome::of(&mut self.command(login, words))
    }

    fn grant_both(&self) {
        self.sandbox.run(["catalog", "grant", "Ageing", &self.ann]).done().says(&["may now read"]);
        self.sandbox.run(["catalog", "grant", "Ra\"te's", &self.ben]).done().says(&["may now read"]);
    }

    /// The tests that a login sees.
    fn seen(&self, login: &str) -> String {
        let query = "SELECT string_agg(experiment, ' ' ORDER BY experiment) FROM bi_experiments";
        self.server().query_of(login, query).unwrap()
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[test]
fn each_reader_sees_its_project_alone_and_the_owner_all() {
    let Some(lab) = Lab::open() else { return };
    lab.grant_both();
    assert_eq!(lab.seen(&lab.ann), "mini");
    assert_eq!(lab.seen(&lab.ben), "rates");
    for all in [&lab.owner, &lab.loader] {
        assert_eq!(lab.seen(all), "mini rates", "{all}");
    }
    assert_eq!(lab.server().query("SELECT count(*) FROM bi_experiments"), "2");
    let server = lab.server();
    let views = server.query("SELECT viewname FROM pg_views WHERE schemaname = 'public'");
    assert!(views.lines().count() >= 10, "{views}");
    for view in views.lines() {
        let others = format!("SELECT count(*) FROM {view} WHERE experiment <> 'mini'");
        assert_eq!(server.query_of(&lab.ann, &others).unwrap(), "0", "{view}");
        let own = server.query_of(&lab.ann, &format!("SELECT count(*) > 0 FROM {view}")).unwrap();
        assert_eq!(own == "t", view != "bi_findings", "{view}");
    }
    // What is 100 % is reckoned from what the reader may see.
    let base = "SELECT count(*) FROM bi_capacity_pct WHERE capacity_pct IS NOT NULL";
    assert!(server.query_of(&lab.ben, base).unwrap().parse::<u32>().unwrap() > 0);
    let tables = server.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    for table in tables.lines().filter(|table| *table != "data_dictionary") {
        let error = server.query_of(&lab.ann, &format!("SELECT 1 FROM {table} LIMIT 1")).unwrap_err();
        assert!(error.contains("permission denied"), "{table}: {error}");
    }
}

#[test]
fn a_function_of_a_reader_sees_no_row_that_the_reader_may_not() {
    let Some(lab) = Lab::open() else { return };
    lab.grant_both();
    // A cheap function is asked before the join that tells whose row it is, but for the barrier of the view.
    let spy = "SET enable_nestloop = off; SET enable_mergejoin = off; CREATE FUNCTION pg_temp.spy(id INTEGER) RETURNS BOOLEAN LANGUAGE plpgsql COST 0.0000001 AS \
               $$ BEGIN IF id <> (SELECT experiment_id FROM bi_experiments) THEN RAISE 'seen'; END IF; RETURN TRUE; END $$;";
    for view in ["bi_steps", "bi_cycles", "bi_measurements", "bi_voltage_time", "bi_voltage_capacity"] {
        let query = format!("{spy} SELECT count(*) > 0 FROM {view} WHERE pg_temp.spy(experiment_id)");
        assert_eq!(lab.server().query_of(&lab.ann, &query).as_deref(), Ok("t"), "{view}");
    }
    lab.server().query("ALTER VIEW bi_cycles RESET (security_barrier)");
    let query = format!("{spy} SELECT count(*) > 0 FROM bi_cycles WHERE pg_temp.spy(experiment_id)");
    assert!(lab.server().query_of(&lab.ann, &query).is_err_and(|error| error.contains("seen")));
}

#[test]
fn what_is_granted_is_written_down_listed_and_taken_back() {
    let Some(lab) = Lab::open() else { return };
    let tried = |word: &str| lab.sandbox.run(["catalog", word, "Ageing", &lab.ann, "--dry-run"]).done();
    tried("grant").says(&["would be granted"]);
    tried("revoke").says(&["nothing is changed"]);
    lab.sandbox.run(["catalog", "grant", "Nothing", &lab.ann, "--dry-run"]).expect(2);
    assert!(lab.server().query_of(&lab.ann, "SELECT * FROM bi_steps").is_err());
    lab.grant_both();
    lab.sandbox.run(["catalog", "grant", "Ageing", &lab.ann]).done().says(&["nothing is changed", "is granted"]);
    tried("revoke").says(&["would no longer be granted"]);
    assert_eq!(lab.seen(&lab.ann), "mini");
    let listed = |project: &[&str]| -> Vec<(Value, Value, Value)> {
        let answer = lab.sandbox.json([&["catalog", "list", "access", "--format", "json"], project].concat());
        let rows = answer["access"].as_array().unwrap().iter();
        rows.map(|row| (row["project"].clone(), row["role"].clone(), row["because"].clone()))
            .filter(|row| row.1.as_str().unwrap().ends_with(lab.server().name()))
            .collect()
    };
    let row = |project: Option<&str>, role: &str, why: &str| (project.into(), role.into(), why.into());
    let all = [row(None, &lab.loader, "ingest"), row(None, &lab.owner, "owner")];
    let ann = row(Some("Ageing"), &lab.ann, "granted");
    let ben = row(Some("Ra\"te's"), &lab.ben, "granted");
    assert_eq!(listed(&[]), [vec![ann.clone(), ben], all.to_vec()].concat());
    assert_eq!(listed(&["--project", "Ageing"]), [vec![ann], all.to_vec()].concat());
    lab.sandbox.run(["catalog", "revoke", "Ageing", &lab.ann]).done().says(&["no longer granted"]);
    lab.sandbox.run(["catalog", "revoke", "Ageing", &lab.ann]).done().says(&["nothing is changed", "is not granted"]);
    lab.sandbox.run(["catalog", "revoke", "Ageing", &lab.owner]).done().says(&["still reads it", "owner's role"]);
    let error = lab.server().query_of(&lab.ann, "SELECT * FROM bi_steps").unwrap_err();
    assert!(error.contains("permission denied"), "{error}");
    // Once the project has its role, the owner's members need no right to make roles.
    lab.run(&lab.owner, &["catalog", "grant", "Ageing", &lab.ann]).done().says(&["may now read"]);
    assert_eq!(lab.seen(&lab.ann), "mini");
    lab.run(&lab.owner, &["catalog", "revoke", "Ageing", &lab.ann]).done().says(&["no longer granted"]);
    let audit = "SELECT action, entity_name, coalesce(after_json, before_json)::json->>'reader' FROM audit_events \
                 WHERE entity = 'project' AND action IN ('grant', 'revoke') ORDER BY id";
    let wanted = [
        format!("grant|Ageing|{}", lab.ann),
        format!("grant|Ra\"te's|{}", lab.ben),
        format!("revoke|Ageing|{}", lab.ann),
        format!("grant|Ageing|{}", lab.ann),
        format!("revoke|Ageing|{}", lab.ann),
    ];
    assert_eq!(lab.server().query(audit).lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn a_name_that_is_not_there_is_told_with_the_nearest() {
    let Some(lab) = Lab::open() else { return };
    let refused = |words: &[&str], said: &[&str]| {
        lab.sandbox.run([&["catalog", "grant"], words].concat()).expect(2).says(said);
    };
    refused(&["Aging", &lab.ann], &["no project `Aging`", "did you mean `Ageing`?"]);
    refused(&["Ageing", &lab.ann.to_uppercase()], &["no role", "did you mean"]);
    refused(&["Ageing", "nobody' of\" this; name"], &["no role", "CREATE ROLE \"nobody' of\"\" this; name\""]);
    let name = lab.server().name();
    refused(&["Ageing", &format!("{name}_read")], &["battery-etl's own"]);
    assert_eq!(lab.server().query(&format!("SELECT count(*) FROM pg_roles WHERE rolname ~ '^{name}_project'")), "0");
    // Who may not grant changes nothing and is told so.
    lab.run(&lab.loader, &["catalog", "grant", "Ageing", &lab.ann]).expect(2).says(&["CREATEROLE", "migrate roles"]);
    assert_eq!(lab.server().query("SELECT count(*) FROM audit_events WHERE action = 'grant'"), "0");
}

#[test]
fn who_loads_may_load_append_and_fill_in_and_no_more() {
    let Some(lab) = Lab::open() else { return };
    let ingest = |words: &[&str]| lab.run(&lab.loader, &[&["ingest", "grown", "--format", "json"], words].concat());
    let outcome = |of: &Outcome| of.json()["tests"][0]["outcome"].as_str().unwrap().to_owned();
    let whole = fixture("mini").another("grown", 1);
    let steps = whole.steps();
    whole.while_running(steps[steps.len() / 2], 0.5).write(&lab.sandbox.path("grown"));
    let any = ["--fail-on", "never"];
    assert_eq!(outcome(&ingest(&any)), "loaded");
    // Whoever renames it, who loads finds it again.
    lab.run(&lab.owner, &["catalog", "edit", "experiment", "grown", "--set", "name=kept"]).done();
    whole.write(&lab.sandbox.path("grown"));
    assert_eq!(outcome(&ingest(&any)), "appended");
    let filled = ingest(&["--operator", "Ann", "--project", "Ageing", "--cell", "C2", "--nominal-capacity", "2.1"]);
    assert_eq!(outcome(&filled), "updated", "{filled:#?}");
    lab.run(&lab.loader, &["catalog", "check", "--content"]).done();
    lab.run(&lab.loader, &["report", "steps", "--experiment", "kept"]).done();
    // The binary tells what it may not.
    let changed = whole.with_cell(3, "Aux T1", "27.5");
    changed.write(&lab.sandbox.path("grown"));
    let replaced = ingest(&["--replace"]);
    assert_eq!(outcome(&replaced), "failed", "{replaced:#?}");
    replaced.says(&["permission denied", "takes the ingest role", "the owner's"]);
    // What people corrected is not for who loads to write.
    lab.run(&lab.owner, &["catalog", "correct", "rates", "2", "tester_cycle=4", "--reason", "so it is"]).done();
    lab.run(&lab.owner, &["export", "bundle", "--experiment", "rates", "-o", "rates.bundle"]).done();
    lab.run(&lab.owner, &["catalog", "delete", "experiment", "rates", "--yes"]).done();
    let import = ["catalog", "import", "rates.bundle"];
    lab.run(&lab.loader, &import).expect(2).says(&["rates: ", "permission denied", "the owner's"]);
    lab.run(&lab.owner, &import).done();
    lab.run(&lab.loader, &["migrate", "down", "--yes"]).expect(2).says(&[
        "permission denied",
        "the owner's",
        "as it was",
    ]);
    lab.sandbox.intact();
    // The server refuses what the binary does not even try.
    for statement in [
        "DELETE FROM experiments",
        "DELETE FROM steps",
        "DELETE FROM processed_files",
        "DELETE FROM audit_events",
        "UPDATE audit_events SET who = 'eve'",
        "UPDATE experiments SET name = 'x'",
        "UPDATE experiments SET superseded_by_id = 1",
        "TRUNCATE measurements",
        "CREATE TABLE mine (id INTEGER)",
        "ALTER TABLE experiments DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE steps ADD COLUMN mine INTEGER",
        "DROP VIEW bi_steps",
        "DROP TABLE findings",
    ] {
        let error = lab.server().query_of(&lab.loader, statement).unwrap_err();
        assert!(error.contains("permission denied") || error.contains("must be owner"), "{statement}: {error}");
    }
    assert_eq!(lab.server().query("SELECT count(*) FROM experiments"), "3");
}

#[test]
fn a_reader_with_the_binary_is_told_where_to_look() {
    let Some(lab) = Lab::open() else { return };
    lab.grant_both();
    for words in [
        &["report", "steps", "--experiment", "mini"][..],
        &["plot", "combined", "--experiment", "mini", "-o", "x.svg"],
        &["catalog", "list", "experiments"],
        &["catalog", "check"],
        &["migrate", "status"],
        &["ingest", "mini"],
    ] {
        lab.run(&lab.ann, words).expect(2).says(&["may read the views alone", "bi_experiments", "docs/database.md"]);
    }
    let told =
        "SELECT description FROM data_dictionary WHERE table_name = 'bi_steps' AND column_name = 'voltage_end_v'";
    assert_eq!(lab.server().query_of(&lab.ann, told).unwrap(), "Voltage at the end");
}

#[test]
fn the_owner_changes_the_schema_and_the_roles_follow() {
    let Some(lab) = Lab::open() else { return };
    lab.grant_both();
    // The last five change what is there, the one before them makes the views.
    for _ in 0..6 {
        lab.run(&lab.owner, &["migrate", "down", "--yes"]).done();
    }
    lab.run(&lab.owner, &["migrate", "up"]).done().says(&["migrate roles --apply"]);
    // Until then what is new is closed, not open.
    lab.server().query_of(&lab.ann, "SELECT * FROM bi_steps").unwrap_err();
    for _ in 0..2 {
        lab.run(&lab.owner, &["migrate", "roles", "--apply"]).done().says(&["as they should be"]);
        assert_eq!(lab.seen(&lab.ann), "mini");
        assert_eq!(lab.seen(&lab.ben), "rates");
    }
    // What is printed does the same.
    let script = lab.run(&lab.owner, &["migrate", "roles"]).done().stdout;
    lab.server().query_of(&lab.owner, &script).unwrap();
    assert_eq!(lab.seen(&lab.ann), "mini");
    lab.run(&lab.ann, &["migrate", "roles", "--apply"]).expect(2).says(&["views alone"]);
    lab.run(&lab.loader, &["migrate", "roles", "--apply"]).expect(2).says(&["the owner's"]);
    lab.run(&lab.owner, &["ingest", "mini", "--replace"]).done();
}

#[test]
fn sqlite_says_what_rules_access_there() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    sandbox.ingest(&sandbox.path("in"), &["--project", "Ageing"]).0.done();
    let printed = sandbox.run(["migrate", "roles"]).done();
    printed.says(&["mode", "chmod"]);
    assert_eq!(printed.stdout, "");
    sandbox.run(["migrate", "roles", "--apply"]).done().says(&["mode", "chmod"]);
    sandbox.run(["catalog", "grant", "Ageing", "ann"]).expect(2).says(&["SQLite knows no roles", "chmod"]);
    sandbox.run(["catalog", "revoke", "Ageing", "ann"]).expect(2).says(&["SQLite knows no roles", "chmod"]);
    sandbox.run(["catalog", "list", "access"]).expect(2).says(&["SQLite knows no roles", "chmod"]);
}

#[test]
fn before_there_are_roles_the_way_to_them_is_told() {
    let Some(sandbox) = Sandbox::postgres() else {
        return aloud("SKIPPED on PostgreSQL: BATTERY_ETL_TEST_POSTGRES is not set (scripts/test sets it)");
    };
    for words in [&["catalog", "list", "access"][..], &["catalog", "grant", "Ageing", "ann"]] {
        sandbox.run(words).expect(2).says(&["battery-etl migrate roles --apply"]);
    }
    sandbox.run(["migrate", "roles", "--prefix", "Lab\"; --"]).expect(2).says(&["begins no role"]);
}
