//! What a person types: where options may stand, what is refused and how, and that looking makes nothing.

use crate::support::{Outcome, Sandbox, fixture};

#[test]
fn looking_never_makes_a_database() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    for line in [
        "catalog list experiments",
        "catalog list steps",
        "catalog show mini",
        "catalog check",
        "config check",
        "migrate status",
        "migrate down --yes",
        "report steps --experiment mini",
        "report --project A",
        "report",
        "plot combined --experiment mini -o x.svg",
        "validate --experiment mini",
    ] {
        for database in [None, Some("sqlite:none/lab.db")] {
            let named = database.map(|url| format!("{line} --database {url}"));
            let outcome = sandbox.run(named.as_deref().unwrap_or(line).split(' ')).expect(2);
            let place = database.map_or("battery-etl.db", |url| &url[7..]);
            outcome.says(&[place, "no such database"]);
        }
    }
    sandbox.run(["config", "show"]).done();
    sandbox.run(["ingest", "in", "--dry-run", "--database", "sqlite:lab.db"]).done();
    let mut left: Vec<String> = std::fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["in"], "nothing but what was there");
}

#[test]
fn options_for_every_command_stand_anywhere() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    std::fs::write(sandbox.path("s.toml"), "").unwrap();
    sandbox.run(["--database", "sqlite:a.db", "-q", "ingest", "in", "--wait", "5", "--jobs", "1"]).done();
    for line in [
        "--database sqlite:a.db catalog list experiments",
        "catalog --database sqlite:a.db list experiments",
        "catalog list experiments --database sqlite:a.db",
        "catalog list --wait 0 experiments --jobs 2 --color never --config s.toml -v --database sqlite:a.db",
        "-q --wait 0.5 --jobs 2 --color never --config s.toml --database sqlite:a.db catalog list",
        "report steps --experiment mini -q --color never --wait 1 --database sqlite:a.db",
        "--wait 1 plot combined --experiment mini -o x.svg --database sqlite:a.db",
    ] {
        sandbox.run(line.split(' ')).done();
    }
}

#[test]
fn the_database_of_dotenv_is_taken_and_nothing_else() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    std::fs::write(sandbox.path(".env"), "BATTERY_ETL_JOBS=nonsense\nDATABASE_URL='sqlite:env.db'\n").unwrap();
    let shown = sandbox.run(["config", "show"]).done();
    let line = shown.stdout.lines().find(|line| line.contains("sqlite:env.db")).unwrap_or_default();
    assert!(line.contains(".env"), "{shown:#?}");
    sandbox.run(["ingest", "in"]).done();
    assert!(sandbox.path("env.db").is_file());
    // The environment beats it, and so does a flag; it beats the settings file.
    let mut command = sandbox.command();
    command.env("DATABASE_URL", "sqlite:other.db").args(["config", "show"]);
    Outcome::of(&mut command).done().says(&["sqlite:other.db", "environment DATABASE_URL"]);
    std::fs::write(sandbox.path("battery-etl.toml"), "database = \"sqlite:file.db\"\n").unwrap();
    sandbox.run(["config", "show"]).done().says(&["sqlite:env.db"]);
}

#[test]
fn what_is_typed_wrong_is_said_in_a_line() {
    let sandbox = Sandbox::sqlite();
    fixture("mini").write(&sandbox.path("in"));
    for (line, words) in [
        ("ingest in --steps 1,3-", "3-"),
        ("ingest in --steps 5-3", "5-3"),
        ("ingest in --sample-interval 0", "above 0"),
        ("ingest in --sample-interval NaN", "above 0"),
        ("ingest in --sample-interval -3", "above 0"),
        ("ingest in --nominal-capacity nan", "from 0.000001 to"),
        ("ingest in --nominal-capacity -1", "from 0.000001 to"),
        ("ingest in --nominal-capacity 8Ah", "from 0.000001 to"),
        ("ingest in --nominal-voltage inf", "from 0.001 to"),
        ("ingest in --start-date 3.4.2024", "2024-09-04"),
        ("ingest in --chemistry Unobtainium", "NMC"),
        ("ingest in --cell A --form-factor round", "prismatic"),
        ("ingest in --serial 7", "--cell"),
        ("ingest in --wait -1", "from 0 on"),
        ("ingest in --wait soon", "from 0 on"),
        ("ingest in --jobs 0", "--jobs"),
        ("ingest in --fail-on often", "error, warning or never"),
        ("ingest in --reference-step -4", "from 0 on"),
        ("ingest in --manifest none.csv", "none.csv"),
        ("ingest none_*.csv", "none_*.csv"),
        ("ingest none", "none"),
        ("report steps in --c-rate 2..1", "2..1"),
        ("report steps in --soc 20", "--soc"),
        ("report steps in --since yesterday", "2025-02-20"),
        ("report steps in --min-rest -1", "from 0 on"),
        ("report steps in --soh-baseline last", "nominal"),
        ("report steps in --voltage-min 4 --voltage-max 3", "--voltage-max"),
        ("plot combined in -o x.svg --size 0x0", "--size"),
        ("plot combined in -o x.gif", ".svg"),
        ("catalog lst", "list"),
        ("ingets in", "ingest"),
        ("--database mysql://x/y catalog list", "postgres://"),
        ("--database sqlite:in catalog list", "is a folder"),
    ] {
        let outcome = sandbox.run(line.split(' ')).expect(2);
        outcome.says(&[words]);
        assert_eq!(outcome.stdout, "", "{outcome:#?}");
        let first = outcome.stderr.lines().next().unwrap_or_default();
        assert!(first.starts_with("error: "), "{outcome:#?}");
    }
    for (flag, value) in [("--name", ""), ("--name", " "), ("--name", "a\nb"), ("--cell", ""), ("--project", "a\tb")] {
        sandbox.run(["ingest", "in", flag, value]).expect(2).says(&[flag]);
    }
    assert!(!sandbox.path("battery-etl").exists(), "nothing was made");
}

#[test]
fn the_manual_is_found_both_ways() {
    let sandbox = Sandbox::sqlite();
    for words in ["ingest", "catalog list", "report", "report cycles", "plot", "config show"] {
        let path: Vec<&str> = words.split(' ').collect();
        let asked = sandbox.run(["help"].iter().chain(&path)).done().stdout;
        let flagged = sandbox.run(path.iter().chain(&["--help"])).done().stdout;
        assert_eq!(asked, flagged, "help {words}");
        assert!(asked.contains("Usage: battery-etl"), "{asked}");
    }
    assert_eq!(sandbox.run(["help"]).done().stdout, sandbox.run(["--help"]).done().stdout);
    sandbox.run(["help", "ingets"]).expect(2).says(&["ingest"]);
}
