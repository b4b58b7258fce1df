//! Templates: parts in their order in every format, the same bytes twice, from files and from what is loaded; what is wrong is
//! told with its line.

use crate::support::{Outcome, Sandbox, on_both};
use crate::synth::by_name;
use serde_json::Value;
use std::fs;

const WEEKLY: &str = "title = \"Weekly <QA>\"

[[part]]
report = \"overview\"

[[part]]
heading = \"Discharges\"
report = \"steps\"
step-type = \"discharge\"
columns = \"step,capacity_ah,c_rate\"

[[part]]
heading = \"Fade\"
plot = \"fade\"
over = \"throughput\"

[[part]]
report = \"degradation\"
over = \"efc\"

[[part]]
plot = \"dcir\"
";

fn run(sandbox: &Sandbox, words: &str) -> Outcome {
    sandbox.run(words.split(' '))
}

fn sandbox_of(name: &str) -> Sandbox {
    let sandbox = Sandbox::sqlite();
    (by_name(name).pair)().write(&sandbox.path(name)).unwrap();
    fs::write(sandbox.path("weekly.toml"), WEEKLY).unwrap();
    sandbox
}

#[test]
fn the_parts_stand_in_their_order_in_every_format() {
    let sandbox = sandbox_of("fade");
    let of = |format: &str| run(&sandbox, &format!("report --template weekly.toml fade --format {format}")).done();
    let table = of("table");
    assert!(table.stdout.starts_with("Weekly <QA>\n===========\n\nfade\n"), "{}", table.stdout);
    assert!(table.stdout.contains("\nDischarges\n----------\n\nfade\n"), "{}", table.stdout);
    table.says(&["weekly.toml:12: `plot fade` is left out: figures stand in html, not in table", "weekly.toml:21"]);
    let markdown = of("markdown").stdout;
    assert!(markdown.starts_with("# Weekly"), "{markdown}");
    assert!(markdown.contains("\n## Discharges\n\n### fade\n") && markdown.contains("| Step |"), "{markdown}");
    let json: Value = serde_json::from_str(&of("json").stdout).unwrap();
    assert_eq!(json["title"], "Weekly <QA>");
    let parts = json["parts"].as_array().unwrap();
    assert_eq!(
        parts.iter().map(|part| part["report"].as_str().unwrap()).collect::<Vec<_>>(),
        ["overview", "steps", "degradation"]
    );
    assert_eq!(parts[1]["heading"], "Discharges");
    let steps = parts[1]["experiments"][0]["steps"].as_array().unwrap();
    assert_eq!((steps.len(), steps[0].as_object().unwrap().len()), (40, 3));
    assert_eq!(parts[2]["experiments"][0]["over"], "efc");
    let ndjson = of("ndjson").stdout;
    let lines: Vec<Value> = ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().filter(|line| line["part"] == 2 && line["report"] == "steps").count(), 40);
    run(&sandbox, "report --template weekly.toml fade --format csv").expect(2).says(&["csv is one table", "3 reports"]);
}

#[test]
fn html_is_one_page_with_its_figures() {
    let sandbox = sandbox_of("fade");
    run(&sandbox, "report --template weekly.toml fade -o a.html")
        .done()
        .says(&["weekly.toml:21: nothing to draw for dcir"]);
    run(&sandbox, "report --template weekly.toml fade -o b.html").done();
    let page = fs::read_to_string(sandbox.path("a.html")).unwrap();
    assert_eq!(page, fs::read_to_string(sandbox.path("b.html")).unwrap());
    assert!(page.contains("<title>Weekly &lt;QA&gt;</title>"));
    assert_eq!((page.matches("<section>").count(), page.matches("<svg").count()), (5, 1));
    assert!(page.contains("Throughput / Ah") && page.contains("<p>nothing to draw for dcir"), "{page}");
    for outside in ["http://", "https://", "<script", "<link", "src="] {
        assert!(!page.replace("http://www.w3.org/2000/svg", "").contains(outside), "{outside}");
    }
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("<h2>Discharges</h2>") < at("<h2>Fade</h2>") && at("<h2>Fade</h2>") < at("<caption>Courses</caption>"));
    // Of lists without rows there is no header, and of those that no terminal tells nothing at all.
    assert!(!page.contains("resistance growth") && !page.contains("<tbody>\n</tbody>"));
}

#[test]
fn files_and_both_databases_give_the_same_bytes_and_typed_options_beat_the_template() {
    on_both(|sandbox| {
        (by_name("fade").pair)().write(&sandbox.path("fade")).unwrap();
        fs::write(sandbox.path("weekly.toml"), WEEKLY).unwrap();
        sandbox.ingest(&sandbox.path("fade"), &["--fail-on", "never"]);
        run(sandbox, "report --template weekly.toml fade -o a.json --save-view weekly").done();
        run(sandbox, "report --template weekly.toml --experiment fade -o b.json").done();
        run(sandbox, "report --view weekly fade -o c.json").done();
        let read = |name: &str| fs::read_to_string(sandbox.path(name)).unwrap();
        assert_eq!(read("a.json"), read("b.json"));
        assert_eq!(read("a.json"), read("c.json"));
        run(sandbox, "report --template weekly.toml fade -o d.json --step-type rest").done();
        let json: Value = serde_json::from_str(&read("d.json")).unwrap();
        assert!(json["parts"][1]["experiments"][0]["steps"].as_array().unwrap().len() > 70, "rests, not discharges");
    });
}

#[test]
fn several_tests_and_comparisons() {
    let sandbox = sandbox_of("fade");
    (by_name("rates").pair)().write(&sandbox.path("rates")).unwrap();
    fs::write(
        sandbox.path("t.toml"),
        "[[part]]\nreport = \"cycles\"\n[[part]]\nreport = \"compare\"\nbase = \"rates\"\n",
    )
    .unwrap();
    let json: Value =
        serde_json::from_str(&run(&sandbox, "report --template t.toml fade rates --format json").done().stdout)
            .unwrap();
    assert_eq!(json["title"], Value::Null);
    assert_eq!(json["parts"][0]["experiments"].as_array().unwrap().len(), 2);
    assert_eq!(json["parts"][1]["base"], "rates");
    run(&sandbox, "report --template t.toml fade").expect(2).says(&["t.toml:3: `fade` has nothing beside it"]);
    fs::write(sandbox.path("broken.csv"), "no,test\n1,2\n").unwrap();
    let outcome = run(&sandbox, "report --template t.toml fade rates broken.csv --format json");
    assert_eq!(
        outcome.stderr.matches("matches no dialect").count(),
        1,
        "told once, not for each part: {}",
        outcome.stderr
    );
    let one = "[[part]]\nreport = \"steps\"\ncolumns = \"step\"\n[[part]]\nplot = \"fade\"\n";
    fs::write(sandbox.path("one.toml"), one).unwrap();
    let csv = run(&sandbox, "report --template one.toml fade --format csv").done().stdout;
    assert_eq!(csv, run(&sandbox, "report steps fade --columns step --format csv").done().stdout);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let sandbox = sandbox_of("mini");
    for (text, said) in [
        ("", "t.toml:1: a template without a [[part]]"),
        ("titel = \"x\"\n[[part]]\nreport = \"steps\"\n", "t.toml:1: there is no key `titel` in a template"),
        ("[[part]]\nreport = \"stps\"\n", "t.toml:2: `stps` is no kind of report"),
        ("[[part]]\nreport = \"steps\"\n\n[[part]]\nplot = \"fad\"\n", "t.toml:5: `fad` is no kind of figure"),
        ("[[part]]\nreport = \"steps\"\nstp-type = \"rest\"\n", "t.toml:3: a part has no key `stp-type`"),
        ("[[part]]\nreport = \"steps\"\nstep-type = \"rst\"\n", "t.toml:3: invalid value 'rst'"),
        ("[[part]]\nreport = \"steps\"\nmin-rest = true\n", "t.toml:3: `min-rest` is boolean"),
        ("[[part]]\nreport = \"steps\"\nover = \"efc\"\n", "t.toml:1: --over says nothing of `report steps`"),
        (
            "[[part]]\nreport = \"steps\"\ncolumns = \"stp\"\n",
            "t.toml:1: there is no column `stp` here, did you mean `step`?",
        ),
        ("[[part]]\nreport = \"steps\"\ntheme = \"dark\"\n", "t.toml:3: a part has no key `theme`"),
        ("[[part]]\nheading = \"x\"\n", "t.toml:1: a part says which `report` or which `plot`"),
        ("[[part]]\nplot = \"fade\"\nreport = \"steps\"\n", "says both"),
        ("[[part]]\nreport = \n", "t.toml:2:"),
        ("[[part]]\nplot = \"fade\"\n", "figures alone, and table shows none"),
    ] {
        fs::write(sandbox.path("t.toml"), text).unwrap();
        let outcome = run(&sandbox, "report --template t.toml mini").expect(2);
        outcome.says(&[said]);
        assert_eq!(outcome.stdout, "", "{text}");
    }
    for (words, said) in [
        ("report --template none.toml mini", "none.toml: the template cannot be read"),
        ("report steps --template weekly.toml mini", "leave `steps` out"),
        ("report --template weekly.toml mini --columns step", "--columns is for one list"),
        ("report --template weekly.toml", "nothing to report on"),
        ("report explain mini soh_pct --template weekly.toml", "`report explain` is none"),
        ("report --template weekly.toml mini -o x.xlsx", "nothing here writes .xlsx"),
    ] {
        run(&sandbox, words).expect(2).says(&[said]);
    }
}
