//! What was released stays readable: no migration changes any more, and a database of every kept schema is brought up to
//! the present one with all that it holds. `scripts/freeze` made the dumps, from the synthetic pair `mini`.

use crate::support::{PostgresDatabase, Sandbox, aloud, fixture};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use std::fs;
use std::path::{Path, PathBuf};

/// Every migration that is frozen, in order, and the blake3 of its text.
const FROZEN: [(&str, &str); 24] = [
    ("postgres/2026-11-28-000000_create/down.sql", "7f0f820da5b698ddbc9c51aa1b4189c3d0eed019c9bc8f30f54fa47e1d704eeb"),
    ("postgres/2026-11-28-000000_create/up.sql", "2d20fe10b8c0f818d08f0a7849ae3d2863c549e72839afc7f7682109394cbc15"),
    ("postgres/2026-11-29-000000_catalog/down.sql", "f37e79b9a267848065a6c1ab48141dab18c1cb2969f2aa4d491893adcf5f28a1"),
    ("postgres/2026-11-29-000000_catalog/up.sql", "be987a3933739e7564167dbbd480867995e4464c482eb3a25ec4404a7f39aa5a"),
    ("postgres/2026-11-29-000100_views/down.sql", "c2067c4596b9ccb03f75d08f2d11f392fc708fd9950804f02e0f14d91a3eec62"),
    ("postgres/2026-11-29-000100_views/up.sql", "fb146f8e04c3c82e26512157de9a53fa139ab162e1ebd46b63cf2ac200c1d059"),
    ("postgres/2026-11-29-000200_renamed/down.sql", "b7bf7bea81e32ba9d4abd6c34029331b7e4fef3862b8e2c9d7314bc61d427dec"),
    ("postgres/2026-11-29-000200_renamed/up.sql", "6abc02847dce2c5e39b306b78e6980c7d82f090acac6260add64a70ea05a509f"),
    (
        "postgres/2026-11-29-000300_supersedes/down.sql",
        "40be29904246a31f84d14070af2f724275ea0a33b2cf625a7ba459b8654424a7",
    ),
    (
        "postgres/2026-11-29-000300_supersedes/up.sql",
        "49f3b0a0844730225c84e1f24dd20d0c4f3829ae03d5462d340172bc37ede6bf",
    ),
    (
        "postgres/2026-11-29-000400_superseded_by/down.sql",
        "08f5304b9ae9497753421b087cb434fa6a61c372644ecc2ebf39de526f142549",
    ),
    (
        "postgres/2026-11-29-000400_superseded_by/up.sql",
        "eacd1974b2f463046dc887e5e0e1a32b444e8078458a2bf80ae44f847e638e02",
    ),
    ("sqlite/2026-11-28-000000_create/down.sql", "da17eafc47434208230baeac02ef1184522f17c4d35d58a63992f64b76301939"),
    ("sqlite/2026-11-28-000000_create/up.sql", "46c294bb9fb75431f9d4d7c6f2811d4f0c2756789f3531f84fb20ca1dc82ef04"),
    ("sqlite/2026-11-29-000000_catalog/down.sql", "f37e79b9a267848065a6c1ab48141dab18c1cb2969f2aa4d491893adcf5f28a1"),
    ("sqlite/2026-11-29-000000_catalog/up.sql", "42f85dd2c7cd67d868c87d02b7d3897e3dda008a4c90d6d73713fb8caa84b3ad"),
    ("sqlite/2026-11-29-000100_views/down.sql", "4faf5c4715eb670062f52534400c07ce19754542b05c75af246f3ba32c3ed937"),
    ("sqlite/2026-11-29-000100_views/up.sql", "6a32ace6bafdffb5b0725dbd03aa39bd1b92097554fd5a64e984c14a05346700"),
    ("sqlite/2026-11-29-000200_renamed/down.sql", "b7bf7bea81e32ba9d4abd6c34029331b7e4fef3862b8e2c9d7314bc61d427dec"),
    ("sqlite/2026-11-29-000200_renamed/up.sql", "6abc02847dce2c5e39b306b78e6980c7d82f090acac6260add64a70ea05a509f"),
    (
        "sqlite/2026-11-29-000300_supersedes/down.sql",
        "40be29904246a31f84d14070af2f724275ea0a33b2cf625a7ba459b8654424a7",
    ),
    ("sqlite/2026-11-29-000300_supersedes/up.sql", "116cd23cf5581167c4773a2cb97517ef2df8091ace4d7db93993ed15f44377b1"),
    (
        "sqlite/2026-11-29-000400_superseded_by/down.sql",
        "08f5304b9ae9497753421b087cb434fa6a61c372644ecc2ebf39de526f142549",
    ),
    (
        "sqlite/2026-11-29-000400_superseded_by/up.sql",
        "e24a55ddebe42101355d5289d83515c4f82fc2db5efc71d355500ba3a478c2b5",
    ),
];

const REPORTS: [&str; 5] = ["overview", "steps", "cycles", "pulses", "quality"];

/// What the views of the present schema tell of the test that every dump holds: they know whose it is, and what they show.
const VIEWED: &str = "SELECT count(*) AS count FROM bi_steps s JOIN bi_experiments e ON e.experiment_id = s.experiment_id \
    WHERE s.experiment = 'mini' AND s.project_id = e.project_id AND e.project = 'Ageing' AND s.cell = 'C1' AND \
    EXISTS (SELECT 1 FROM data_dictionary d WHERE d.table_name = 'bi_steps' AND d.column_name = 'step')";
const MINI_STEPS: i64 = 14;

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names of what a folder holds, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_migration_is_never_changed() {
    let migrations = repository().join("migrations");
    for (name, hash) in FROZEN {
        let text = fs::read(migrations.join(name)).unwrap_or_default();
        let found = blake3::hash(&text).to_hex();
        assert_eq!(
            found.as_str(),
            hash,
            "migrations/{name} is not what it was. Databases were made by it, and are not made again: take the change \
             back and add a new migration"
        );
    }
    for database in names(&migrations) {
        let of_it = FROZEN.iter().filter_map(|(name, _)| name.strip_prefix(&format!("{database}/")));
        let last = of_it.filter_map(|name| name.split('/').next()).max().expect("a frozen migration");
        for migration in names(&migrations.join(&database)) {
            let name = format!("{database}/{migration}/up.sql");
            assert!(
                FROZEN.iter().any(|(frozen, _)| *frozen == name) || *migration > *last,
                "migrations/{name} comes before one that databases have already: give it a later date"
            );
        }
    }
}

/// The dumps of one kind of database, one for each schema that is kept.
fn dumps(file: &str) -> Vec<PathBuf> {
    let kept = repository().join("tests/frozen");
    let dumps: Vec<_> = names(&kept).iter().map(|version| kept.join(version).join(file)).collect();
    assert!(!dumps.is_empty(), "no dump in {}", kept.display());
    dumps
}

/// Brings a restored database up and compares what it says with what the files of the test say.
fn all_is_there(sandbox: &Sandbox, dump: &Path) {
    sandbox.run(["migrate", "up"]).done();
    sandbox.run(["migrate", "status"]).done();
    sandbox.run(["catalog", "check", "--content"]).done();
    fixture("mini").write(&sandbox.path("in"));
    for kind in REPORTS {
        let stored = sandbox.report(kind, &["--experiment", "mini"]);
        let files = sandbox.report(kind, &["in"]);
        assert_eq!(figures(stored), figures(files), "{kind} of {}", dump.display());
    }
    // What is loaded is known again, and what is new finds its place beside it.
    let (outcome, answer) = sandbox.ingest(&sandbox.path("in"), &[]);
    outcome.done();
    assert_eq!(answer["skipped"], 1, "{answer:#}");
    fixture("rates").write(&sandbox.path("more"));
    sandbox.ingest(&sandbox.path("more"), &[]).0.done();
    sandbox.intact();
}

/// A report without what only a database knows of a test.
fn figures(mut report: serde_json::Value) -> serde_json::Value {
    let report_of = report.as_object_mut().expect("a report");
    for key in ["cell", "project", "machine", "operator", "files", "origin"] {
        report_of.remove(key);
    }
    report
}

#[test]
fn sqlite_of_every_kept_schema_is_brought_up() {
    for dump in dumps("sqlite.sql") {
        let sandbox = Sandbox::sqlite();
        let folder = sandbox.path("battery-etl");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("battery-etl.db");
        let connect = || SqliteConnection::establish(file.to_str().unwrap()).unwrap();
        connect().batch_execute(&fs::read_to_string(&dump).unwrap()).unwrap();
        all_is_there(&sandbox, &dump);
        let found: Vec<Count> = diesel::sql_query(VIEWED).load(&mut connect()).unwrap();
        assert_eq!(found[0].count, MINI_STEPS, "{}", dump.display());
    }
}

#[test]
fn postgres_of_every_kept_schema_is_brought_up() {
    for dump in dumps("postgres.sql") {
        let Some(database) = PostgresDatabase::create() else {
            return aloud("SKIPPED on PostgreSQL: BATTERY_ETL_TEST_POSTGRES is not set (scripts/test sets it)");
        };
        let mut connection = PgConnection::establish(&database.url()).unwrap();
        connection.batch_execute(&fs::read_to_string(&dump).unwrap()).unwrap();
        drop(connection);
        let sandbox = Sandbox::on(database);
        all_is_there(&sandbox, &dump);
        assert_eq!(sandbox.server().unwrap().query(VIEWED), MINI_STEPS.to_string(), "{}", dump.display());
    }
}
