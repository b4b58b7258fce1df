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
