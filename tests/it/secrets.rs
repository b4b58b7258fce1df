//! A canary password is planted in every place a password can stand; no output of any command may hold it.

use crate::support::{Outcome, Sandbox, fixture};

const CANARY: &str = "cAnary-0th/er";
const ENCODED: &str = "cAnary-0th%2Fer";

#[test]
fn a_password_is_never_printed() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    let url = format!("postgres://etl:{ENCODED}@127.0.0.1:1/none?connect_timeout=1");
    let commands: &[&[&str]] = &[
        &["ingest", "in"],
        &["validate", "--experiment", "x"],
        &["report", "steps", "--experiment", "x"],
        &["plot", "combined", "--experiment", "x", "-o", "x.svg"],
        &["migrate", "status"],
        &["migrate", "up"],
        &["catalog", "list", "experiments"],
        &["catalog", "check"],
        &["catalog", "list", "access"],
        &["catalog", "tree"],
        &["catalog", "show", "x"],
        &["catalog", "history"],
        &["catalog", "add", "cell", "x"],
        &["catalog", "edit", "cell", "x", "--set", "notes=x"],
        &["catalog", "rebase", "x"],
        &["catalog", "correct", "x", "1", "capacity_ah=1", "--reason", "x"],
        &["catalog", "merge-steps", "x", "1-2", "--reason", "x"],
        &["catalog", "note", "x", "1", "x"],
        &["catalog", "delete", "experiment", "x", "--yes"],
        &["catalog", "import", "nothing.bundle"],
        &["catalog", "import-original", "nothing.db"],
        &["export", "steps", "--experiment", "x"],
        &["export", "measurements", "--project", "x", "-o", "x.parquet"],
        &["export", "bundle", "--experiment", "x", "-o", "x.bundle"],
        &["report", "overview", "--experiment", "x", "-o", "x.html"],
        &["man"],
        &["completions", "bash"],
        &["dialects", "list"],
        &["catalog", "grant", "x", "y"],
        &["catalog", "revoke", "x", "y"],
        &["migrate", "roles", "--apply"],
        &["config", "show"],
        &["config", "show", "--format", "json"],
        &["config", "check"],
    ];
    std::fs::write(sandbox.path("file.toml"), format!("database = \"{url}\"\n")).unwrap();
    for command in commands {
        for verbosity in [&[][..], &["-vvv"]] {
            let by_flag = [verbosity, &["--database", &url], command].concat();
            let by_file = [verbosity, &["--config", "file.toml"], command].concat();
            let by_environment = [verbosity, command].concat();
            let outcomes = [
                sandbox.run(by_flag),
                sandbox.run(by_file),
                Outcome::of(sandbox.command().env("DATABASE_URL", &url).args(by_environment)),
            ];
            for outcome in outcomes {
                for secret in [CANARY, ENCODED] {
                    let hidden = !outcome.stdout.contains(secret) && !outcome.stderr.contains(secret);
                    assert!(hidden, "{command:?} shows the password: {outcome:#?}");
                }
            }
        }
    }
}

/// The password is right, and so stands in the URL of all that is done and written down.
#[test]
fn a_password_that_opens_the_database_is_printed_nowhere() {
    let Some(sandbox) = Sandbox::postgres() else { return };
    fixture("mini").write(&sandbox.path("in"));
    let server = sandbox.server().expect("a server");
    let login = format!("canary_{}", server.name());
    server.query(&format!("CREATE ROLE {login} SUPERUSER LOGIN PASSWORD '{CANARY}'"));
    let url = server.url_of(&login).replace(":secret@", &format!(":{ENCODED}@"));
    let mistaken = url.replace(server.name(), "is_not_there");
    let commands: &[(&str, &str)] = &[
        (&url, "ingest in --project Ageing --cell C1"),
        (&url, "ingest in"),
        (&url, "catalog list runs --columns all"),
        (&url, "catalog list files --columns all"),
        (&url, "catalog edit cell C1 --set notes=x"),
        (&url, "catalog correct mini 5 capacity_ah=-1.9 --reason lead"),
        (&url, "catalog correct mini 5 capacity_ah=1.9 --reason lead"),
        (&url, "catalog merge-steps mini 1-2 --reason rest"),
        (&url, "catalog note mini 5 door"),
        (&url, "catalog rebase mini --nominal-capacity 2"),
        (&url, "catalog history --columns all"),
        (&url, "catalog history --format json"),
        (&url, "catalog show mini --format json"),
        (&url, "catalog tree"),
        (&url, "catalog check --content"),
        (&url, "migrate roles"),
        (&url, "catalog grant Ageing nobody"),
        (&url, "catalog list access"),
        (&url, "report overview --experiment mini"),
        (&url, "export steps --experiment mini"),
        (&url, "export bundle --experiment mini -o mini.bundle"),
        (&url, "catalog import mini.bundle"),
        (&url, "report overview --experiment mini -o mini.html"),
        (&url, "config show --format json"),
        (&url, "catalog delete experiment mini --yes"),
        (&mistaken, "ingest in"),
        (&mistaken, "catalog list experiments"),
        (&mistaken, "export steps --experiment mini"),
    ];
    for (url, command) in commands {
        for verbosity in [&[][..], &["-vvv"]] {
            let words: Vec<&str> = verbosity.iter().copied().chain(command.split(' ')).collect();
            let outcome = Outcome::of(sandbox.command().env("DATABASE_URL", url).args(&words));
            let by_flag = sandbox.run([&["--database", url][..], &words].concat());
            for outcome in [outcome, by_flag] {
                for secret in [CANARY, ENCODED] {
                    let hidden = !outcome.stdout.contains(secret) && !outcome.stderr.contains(secret);
                    assert!(hidden, "{command} shows the password: {outcome:#?}");
                }
            }
        }
    }
    for name in ["mini.html", "mini.bundle"] {
        let bytes = std::fs::read(sandbox.path(name)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!bytes.is_empty() && !text.contains(CANARY) && !text.contains(ENCODED), "{name}");
    }
    server.query(&format!("REASSIGN OWNED BY {login} TO CURRENT_USER"));
    server.query(&format!("DROP OWNED BY {login}"));
    server.query(&format!("DROP ROLE {login}"));
}

#[test]
fn a_bad_url_is_refused_without_its_password() {
    let sandbox = Sandbox::sqlite();
    for url in [
        format!("postgres://etl:{ENCODED}@"),
        format!("mysql://etl:{ENCODED}@localhost/x"),
        format!("postgres://etl:{CANARY}@[::1/x?sslmode=wrong"),
    ] {
        let outcome = sandbox.run(["--database", &url, "catalog", "list", "experiments"]);
        assert_ne!(outcome.status, 0, "{outcome:#?}");
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!said.contains("cAnary"), "{outcome:#?}");
    }
}
