//! `plot` as a person meets it: files appear, the same twice; what is missing is said; views come back; and the gallery of
//! docs/ is what the commands in it draw.

use crate::support::{Sandbox, on_both};
use crate::synth::by_name;
use std::fs;
use std::path::Path;

fn plot(sandbox: &Sandbox, words: &str) -> crate::support::Outcome {
    sandbox.run(["plot"].into_iter().chain(words.split(' ')))
}

/// Writes a synthetic pair into a folder of its name.
fn write(sandbox: &Sandbox, name: &str) {
    (by_name(name).pair)().write(&sandbox.path(name)).unwrap();
}

#[test]
fn the_gallery_is_what_its_commands_draw() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = project.join("docs").join("gallery");
    let renew = std::env::var_os("RENEW_GALLERY").is_some();
    let page = fs::read_to_string(project.join("docs").join("gallery.md")).unwrap();
    let sandbox = Sandbox::sqlite();
    std::os::unix::fs::symlink(project.join("fixtures"), sandbox.path("fixtures")).unwrap();
    let mut drawn = Vec::new();
    for words in page.lines().filter_map(|line| line.strip_prefix("    battery-etl plot ")) {
        plot(&sandbox, words).done();
        let name = words.rsplit(' ').next().unwrap();
        let picture = fs::read(sandbox.path(name)).unwrap();
        if renew {
            fs::create_dir_all(&kept).unwrap();
            fs::write(kept.join(name), &picture).unwrap();
        }
        let same = fs::read(kept.join(name)).is_ok_and(|kept| kept == picture);
        assert!(same, "docs/gallery/{name} is not what `plot {words}` draws; look, then run `just gallery`");
        assert!(page.contains(&format!("(gallery/{name})")), "docs/gallery.md does not show {name}");
        drawn.push(words.split(' ').next().unwrap().to_owned());
    }
    let list = plot(&sandbox, "--list").done();
    for kind in list.stdout.lines().filter_map(|line| line.split(' ').next()) {
        assert!(drawn.iter().any(|drawn| drawn == kind), "{kind} has no place in docs/gallery.md");
    }
    let files = fs::read_dir(&kept).unwrap().count();
    assert_eq!(files, drawn.len(), "docs/gallery has a picture that docs/gallery.md does not make");
}

#[test]
fn a_png_is_the_same_twice_and_its_points_are_the_data() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "rates");
    for name in ["a", "b"] {
        plot(&sandbox, &format!("rate rates -o {name}.png --data-out {name}.csv")).done();
    }
    let read = |name: &str| fs::read(sandbox.path(name)).unwrap();
    assert!(read("a.png").starts_with(b"\x89PNG") && read("a.png") == read("b.png"));
    let points = String::from_utf8(read("a.csv")).unwrap();
    assert!(points.starts_with("panel,series,x_name,x,y_name,y,value_name,value\n"), "{points}");
    assert_eq!(points.lines().count(), 1 + 6, "{points}");
}

#[test]
fn chosen_steps_are_the_same_from_files_and_from_databases() {
    on_both(|sandbox| {
        for name in ["rates", "english", "semicolon"] {
            write(sandbox, name);
            sandbox.ingest(&sandbox.path(name), &[]).0.expect(0);
            for words in ["capacity-voltage --cycles 2", "dqdv --cycles 1", "voltage-time --steps 2,5"] {
                if name == "english" && words.contains("--cycles 2") {
                    continue; // it has one
                }
                plot(sandbox, &format!("{words} {name} -o files.svg --data-out files.csv --no-title")).done();
                plot(sandbox, &format!("{words} --experiment {name} -o loaded.svg --data-out loaded.csv --no-title"))
                    .done();
                for ending in ["svg", "csv"] {
                    let read = |name: &str| fs::read(sandbox.path(&format!("{name}.{ending}"))).unwrap();
                    assert!(read("files") == read("loaded"), "{words} of {name} as {ending}: {}", sandbox.lane());
                }
            }
        }
    });
}

#[test]
fn the_standard_set_has_a_page_and_says_what_is_left_out() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "mini");
    plot(&sandbox, "all mini -o figures").done().says(&["fade is left out"]);
    let page = fs::read_to_string(sandbox.path("figures/index.html")).unwrap();
    assert!(page.contains("combined.svg") && page.contains("Left out"));
    assert!(page.contains("alt=\"Voltage, current, temperature, SOC: mini. Voltage / V from "), "{page}");
    assert!(sandbox.path("figures/combined.svg").is_file());
    plot(&sandbox, "all mini -o dark --format png --theme dark").done();
    let page = fs::read_to_string(sandbox.path("dark/index.html")).unwrap();
    assert!(page.contains("combined.png") && page.contains("color-scheme: dark") && !page.contains(".svg"), "{page}");
    assert!(fs::read(sandbox.path("dark/combined.png")).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn an_ending_and_a_format_agree() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "mini");
    plot(&sandbox, "ocv-soc mini -o a.svg --format png").expect(2).says(&["another ending"]);
    plot(&sandbox, "ocv-soc mini -o a.png --format png").done();
    plot(&sandbox, "ocv-soc mini -o a.svg --format gif").expect(2).says(&["must be svg, png or pdf"]);
    plot(&sandbox, "ocv-soc mini -o a.svg --font-size 4").expect(2).says(&["6 to 48 points"]);
    plot(&sandbox, "ocv-soc mini -o a.svg --legend left").expect(2).says(&["right, below, inside or none"]);
}

#[test]
fn findings_are_marked_or_it_is_said_that_they_are_not() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "mini");
    write(&sandbox, "sentinel");
    plot(&sandbox, "capacity-voltage mini -o a.svg --mark-findings").done().says(&["found nothing to mark"]);
    plot(&sandbox, "ocv-soc sentinel -o a.svg --mark-findings").done().says(&["no finding is marked"]);
    assert!(!plot(&sandbox, "voltage-time sentinel -o a.svg --mark-findings").done().stderr.contains("no finding"));
}

#[test]
fn only_like_is_compared_with_like() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "mini");
    write(&sandbox, "rates");
    plot(&sandbox, "compare mini rates -o a.svg").done();
    let drawn = fs::read_to_string(sandbox.path("a.svg")).unwrap();
    assert!(drawn.contains("pairs") && drawn.contains("mini step "), "{drawn}");
    plot(&sandbox, "compare mini rates --of voltage-time --base mini -o b.svg").expect(2).says(&["not alike"]);
    plot(&sandbox, "compare mini rates --min-rest 0 --c-rate 9..10 -o b.svg").expect(2);
}

#[test]
fn what_cannot_be_drawn_is_said_and_leaves_no_file() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "mini");
    for (words, said) in [
        ("fade mini -o a.svg", "no two comparable full discharges"),
        ("voltage-tim mini -o a.svg", "did you mean `voltage-time`"),
        ("rate mini -o a.gif", ".svg, a .png or a .pdf"),
        ("rate mini", "-o FILE"),
        ("rate mini -o a.svg --cycles 77", "no test has it"),
        ("voltage-time mini -o a.svg --x-limits 900..901", "widen them"),
        ("dqdv mini -o a.svg --window 20", "odd"),
        ("custom mini -o a.svg --x step --y nothing", "there is no such column; there are steps: step, cycle"),
        ("custom mini -o a.svg --x stp --y voltage_end_v", "did you mean step?"),
        ("custom mini -o a.svg --x r0_ohm --y soh_pct", "no one table has all of them"),
        ("compare mini -o a.svg --of voltge-time", "did you mean voltage-time?"),
        ("power-map mini -o a.svg --voltage-max 4.4 --min-rest 99999", "allow shorter ones by --min-rest"),
        ("compare mini -o a.svg", "at least two"),
        ("rate -o a.svg", "name a PATH"),
        ("--view none mini -o a.svg", "there is no view `none`"),
    ] {
        plot(&sandbox, words).expect(2).says(&[said]);
        assert!(!sandbox.path("a.svg").exists(), "{words}");
    }
}

#[test]
fn a_view_keeps_the_figure_and_typed_options_beat_it() {
    let sandbox = Sandbox::sqlite();
    write(&sandbox, "rates");
    fs::write(sandbox.path("battery-etl.toml"), "jobs = 2 # mine\n").unwrap();
    plot(&sandbox, "rate rates -o a.svg --theme dark --size 700x500 --dpi 100 --save-view slides").done();
    let settings = fs::read_to_string(sandbox.path("battery-etl.toml")).unwrap();
    assert!(settings.starts_with("jobs = 2 # mine\n\n[view.slides]\n"), "{settings}");
    plot(&sandbox, "capacity-voltage rates -o b.svg --cycles 99 --save-view none").expect(2);
    sandbox.run(["plot", "rate", "rates", "-o", "b.svg", "--save-view", "a\nb"]).expect(2).says(&["one line"]);
    assert_eq!(fs::read_to_string(sandbox.path("battery-etl.toml")).unwrap(), settings);
    plot(&sandbox, "--view slides rates -o b.svg").done();
    let read = |name: &str| fs::read(sandbox.path(name)).unwrap();
    assert_eq!(read("a.svg"), read("b.svg"));
    plot(&sandbox, "--view slides rates -o c.svg --theme paper").done();
    assert_ne!(read("a.svg"), read("c.svg"));
}
