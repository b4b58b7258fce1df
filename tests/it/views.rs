//! Views of reports: a report's whole definition by name, which gives the same bytes; typed options beat it, and a view of the
//! other command is refused with the right one.

use crate::support::{Outcome, Sandbox, on_both};
use crate::synth::by_name;
use std::fs;

fn run(sandbox: &Sandbox, words: &str) -> Outcome {
    sandbox.run(words.split(' '))
}

fn write(sandbox: &Sandbox, name: &str) {
    (by_name(name).pair)().write(&sandbox.path(name)).unwrap();
}

#[test]
fn a_view_of_a_report_gives_the_same_bytes_and_typed_options_beat_it() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "rates");
    fs::write(sandbox.path("battery-etl.toml"), "jobs = 2 # mine\n").unwrap();
    let first = run(
        &sandbox,
        "report steps rates --step-type discharge,rest --columns step,c_rate --min-rest 60 --format csv --save-view dis",
    );
    let first = first.done().stdout;
    let settings = fs::read_to_string(sandbox.path("battery-etl.toml")).unwrap();
    assert_eq!(
        settings,
        "jobs = 2 # mine\n\n[view.dis]\ncommand = \"report\"\nkind = \"steps\"\nformat = \"csv\"\n\
         columns = \"step,c_rate\"\nstep_type = \"discharge,rest\"\nmin_rest = \"60\"\n"
    );
    assert_eq!(run(&sandbox, "report --view dis rates").done().stdout, first);
    let charges = run(&sandbox, "report --view dis rates --step-type charge --columns step").done().stdout;
    assert!(charges.starts_with("experiment,step\n"), "{charges}");
    assert!(charges.lines().count() < first.lines().count(), "what is typed takes the place of the view's: {charges}");
    let other = run(&sandbox, "report cycles --view dis rates --columns cycle").done().stdout;
    assert!(other.starts_with("experiment,cycle\n"), "the kind that is typed beats the view's: {other}");
    run(&sandbox, "report --view dis rates -o a.json").done();
    assert!(fs::read_to_string(sandbox.path("a.json")).unwrap().starts_with('{'), "the ending beats the view's format");
    run(&sandbox, "report --view dis rates --step-type charge --save-view cha").done();
    let charges = run(&sandbox, "report --view cha rates").done().stdout;
    assert!(charges.starts_with("experiment,step,c_rate\n") && !charges.contains(first.lines().nth(1).unwrap()));
}

#[test]
fn a_view_of_a_report_is_the_same_from_files_and_both_databases() {
    on_both(|sandbox| {
        write(sandbox, "fade");
        sandbox.ingest(&sandbox.path("fade"), &["--fail-on", "never"]);
        run(sandbox, "report degradation fade --over efc --format json -o a.json --save-view aged").done();
        run(sandbox, "report --view aged --experiment fade -o b.json").done();
        let read = |name: &str| fs::read(sandbox.path(name)).unwrap();
        assert_eq!(read("a.json"), read("b.json"));
    });
}

#[test]
fn what_no_view_can_be_is_said() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "mini");
    run(&sandbox, "plot ocv-soc mini -o a.svg --save-view figure").done();
    run(&sandbox, "report steps mini --save-view table").done();
    let settings = fs::read_to_string(sandbox.path("battery-etl.toml")).unwrap();
    for (words, said) in [
        ("report mini --view figure", "battery-etl plot --view figure"),
        ("plot mini --view table -o a.svg", "battery-etl report --view table"),
        ("report mini --save-view figure", "a view of `plot` has this name"),
        ("plot ocv-soc mini -o a.svg --save-view table", "a view of `report` has this name"),
        ("report mini --view none", "there are table"),
        ("report explain mini soh_pct --save-view x", "`report explain` is none"),
        ("report no-such-file.csv --save-view x", "no-such-file.csv"),
    ] {
        run(&sandbox, words).expect(2).says(&[said]);
    }
    assert_eq!(fs::read_to_string(sandbox.path("battery-etl.toml")).unwrap(), settings);
    let spoilt = format!("{settings}\n[view.spoilt]\ncommand = \"report\"\nkind = \"steps\"\ncolums = \"step\"\n");
    fs::write(sandbox.path("battery-etl.toml"), spoilt).unwrap();
    run(&sandbox, "report mini --view spoilt").expect(2).says(&["did you mean `columns`?"]);
}
