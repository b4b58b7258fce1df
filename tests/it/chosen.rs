//! What a command is about: which tests, in which order, of which database.

use crate::support::{Outcome, Sandbox};
use crate::synth::{Other, same_script};
use std::fs;

#[test]
fn a_path_of_the_settings_belongs_to_the_folder_of_their_file() {
    let sandbox = Sandbox::sqlite();
    let (home, below) = (sandbox.path("lab"), sandbox.path("lab/sub"));
    fs::create_dir_all(&below).unwrap();
    let own = "name = \"own\"\ntitle = \"Own\"\nextends = \"arbin\"\n";
    fs::write(home.join("own.toml"), own).unwrap();
    let settings = "database = \"sqlite:rel.db\"\n[read]\ndialect = \"own.toml\"\n";
    fs::write(home.join("battery-etl.toml"), settings).unwrap();
    let other = Other::all().find(|other| other.name == "arbin").unwrap();
    let path = other.write(&sandbox.path("arbin"), "same", &same_script()).unwrap();
    let from = |folder, words: &[&str]| Outcome::of(sandbox.command().current_dir(folder).args(words));
    from(&below, &["ingest", &path.to_string_lossy(), "--fail-on", "never"]).done();
    assert!(home.join("rel.db").exists() && !below.join("rel.db").exists());
    let listed = from(&home, &["catalog", "list", "experiments", "--format", "json"]).done().stdout;
    assert!(listed.contains("\"own\""), "{listed}");
    let shown = from(&below, &["config", "show", "--format", "json"]).done().stdout;
    assert!(shown.contains(&format!("{}\"", home.join("rel.db").display())), "{shown}");
    // A flag is of the working directory.
    from(&below, &["--database", "sqlite:rel.db", "catalog", "list"]).expect(2).says(&["no such database"]);
}
