//! The manual: every command's help as a snapshot, and the console blocks of README.md as they run.

use crate::support::Sandbox;

/// Every command and subcommand, as the help of its parent lists them.
pub(super) fn commands(sandbox: &Sandbox, path: &[String]) -> Vec<Vec<String>> {
    let mut args = path.to_vec();
    args.push("--help".to_owned());
    let help = sandbox.run(&args).done().stdout;
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let names = listed
        .take_while(|line| line.is_empty() || line.starts_with(' '))
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    let mut found = vec![path.to_vec()];
    for name in names {
        let below = [path, &[name.to_owned()]].concat();
        found.extend(commands(sandbox, &below));
    }
    found
}

#[test]
fn help_texts() {
    let sandbox = Sandbox::sqlite();
    let all = commands(&sandbox, &[]);
    assert!(all.len() >= 9, "ingest, validate, report, plot, export, migrate, catalog, config, dialects: {all:?}");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| {
        for command in all {
            let name = if command.is_empty() { "battery-etl".to_owned() } else { command.join(" ") };
            let help = sandbox.run(command.iter().map(String::as_str).chain(["--help"])).done().stdout;
            assert!(help.to_lowercase().contains("exit status"), "`{name} --help` lists the exit statuses");
            insta::assert_snapshot!(format!("help {name}"), help);
        }
    });
}

#[test]
fn the_readme_says_what_runs() {
    let home = tempfile::TempDir::new().unwrap();
    let cases = trycmd::TestCases::new();
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
        cases.env(name, home.path().to_string_lossy());
    }
    cases.env("DATABASE_URL", format!("sqlite:{}", home.path().join("readme.db").display()));
    cases.case("README.md");
    cases.run();
}
