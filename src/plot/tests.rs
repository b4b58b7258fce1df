//! What must hold of every kind: it draws, twice the same, and says in words what is missing.

mod looks;
mod pulsed;

use super::fixture::Synthetic;
use super::*;

fn draw_with(kind: &str, tests: &mut [Synthetic], options: &Options) -> Result<Figure, PlotError> {
    let derived: Vec<Derived> = tests.iter().map(Synthetic::derived).collect();
    let heads: Vec<Head> = tests.iter().map(|test| test.head().clone()).collect();
    let found = if find(kind).unwrap().needs_findings() { vec![finding()] } else { Vec::new() };
    let findings = found.as_slice();
    let mut tests: Vec<PlotTest<'_>> = tests
        .iter_mut()
        .zip(derived.iter().zip(&heads))
        .map(|(test, (derived, head))| PlotTest { test, head, derived, findings, only: None, overview: None })
        .collect();
    draw(find(kind).unwrap(), &mut tests, options)
}

fn finding() -> Finding {
    Finding {
        rule: "VLT02",
        name: "voltage-spike",
        severity: crate::model::Severity::Warning,
        file: None,
        line: None,
        line_end: None,
        step: Some(4),
        column: None,
        value: None,
        message: String::new(),
        alike: None,
    }
}

fn options_for(kind: &str) -> Options {
    let mut options = Options::default();
    if kind == "custom" {
        options.custom.x = Some("soc_start_pct".to_owned());
        options.custom.y = vec!["voltage_end_v".to_owned()];
        options.custom.by = Some("step_type".to_owned());
    }
    options
}

/// A test that has something for a kind.
fn synthetic_for(kind: &str, name: &str) -> Synthetic {
    if kind == "resistance-growth" { with_limits(Synthetic::pulsed(name, 3)) } else { synthetic(name) }
}

fn synthetic(name: &str) -> Synthetic {
    with_limits(Synthetic::new(name, 3))
}

fn with_limits(mut test: Synthetic) -> Synthetic {
    test.head_mut().conventions.voltage_min_v = Some(2.5);
    test.head_mut().conventions.voltage_max_v = Some(4.3);
    test
}

#[test]
fn every_kind_draws_the_same_twice() {
    for kind in ALL {
        let draw = || {
            let mut tests = vec![synthetic_for(kind.name(), "first 循環")];
            if kind.name() == "compare" {
                tests.push(synthetic("second"));
            }
            draw_with(kind.name(), &mut tests, &options_for(kind.name()))
                .unwrap_or_else(|e| panic!("{}: {e}", kind.name()))
        };
        let (figure, again) = (draw(), draw());
        let svg = figure.svg().unwrap();
        assert_eq!(svg, again.svg().unwrap(), "{}", kind.name());
        assert!(svg.contains("font-family=\"DejaVu Sans"), "{}", kind.name());
        let mut points = Vec::new();
        figure.write_points(&mut points).unwrap();
        assert!(points.iter().filter(|byte| **byte == b'\n').count() > 1, "{}", kind.name());
    }
}

#[test]
fn several_tests_have_a_colour_each() {
    for kind in ALL.iter().filter(|kind| kind.standard()) {
        let mut tests = ["first", "second"].map(|name| synthetic_for(kind.name(), name));
        let figure =
            draw_with(kind.name(), &mut tests, &Options::default()).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
        let svg = figure.svg().unwrap();
        for i in 0..2 {
            let Colour(r, g, b) = Theme::Paper.palette(i); // the first two are those of tests
            assert!(svg.contains(&format!("#{r:02X}{g:02X}{b:02X}")), "{} test {i}", kind.name());
        }
    }
}

#[test]
fn what_is_missing_is_said() {
    let mut none = Synthetic::new("bare", 0);
    for kind in ["fade", "efficiency", "rate", "discharge-temperature"] {
        let error = draw_with(kind, std::slice::from_mut(&mut none), &Options::default()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("nothing to draw for {kind}: ")), "{error}");
    }
    let mut steps_alone = Synthetic::new("steps", 2);
    steps_alone.head_mut().has_rows = false;
    for kind in ["voltage-time", "combined", "capacity-voltage", "dqdv"] {
        let error =
            draw_with(kind, std::slice::from_mut(&mut steps_alone), &Options::default()).unwrap_err().to_string();
        assert!(error.contains("Detail"), "{error}");
    }
    let error =
        draw_with("power-map", &mut [Synthetic::new("no limits", 1)], &Options::default()).unwrap_err().to_string();
    assert!(error.contains("--voltage-min"), "{error}");
    let options = Options { cycles: Some([1, 99].into()), ..Options::default() };
    let error = draw_with("fade", &mut [synthetic("a")], &options).unwrap_err().to_string();
    assert!(error.contains("99") && error.contains("1–"), "{error}");
}

#[test]
fn a_spike_of_one_row_and_a_gap_are_in_the_points() {
    let mut test = Synthetic::new("spike", 2);
    test.rows_mut(2)[60][2] = 9.5;
    for row in &mut test.rows_mut(4)[30..40] {
        row[2] = f64::NAN;
    }
    let figure = draw_with("voltage-time", std::slice::from_mut(&mut test), &Options::default()).unwrap();
    let points = &figure.panels[0].series[0].points;
    assert!(points.iter().any(|point| point.1 == 9.5));
    assert_eq!(points.iter().filter(|point| point.1.is_nan()).count(), 1);
}

#[test]
fn what_was_seen_in_the_first_pass_gives_the_same_bytes() {
    let mut test = Synthetic::new("spike", 3);
    test.rows_mut(2)[60][2] = 9.5;
    for row in &mut test.rows_mut(4)[30..40] {
        row[2] = f64::NAN;
    }
    // So narrow that rows are thinned.
    let format = Format::parse("420x300", 60.0).unwrap();
    let options = Options { format, ..Options::default() };
    for name in ["combined", "voltage-time", "current-time", "temperature-time"] {
        let kind = find(name).unwrap();
        let (derived, head) = (test.derived(), test.head().clone());
        let seen = Overview::read(&mut test, &[kind], &options).unwrap();
        assert!(seen.is_some(), "{name}");
        let mut draw = |overview: Option<Overview>| {
            let plotted =
                PlotTest { test: &mut test, head: &head, derived: &derived, findings: &[], only: None, overview };
            let figure = kind.draw(&mut [plotted], &options).unwrap();
            assert!(figure.footer.join(" ").contains("lowest and highest kept"), "{name}: rows are thinned");
            figure.svg().unwrap()
        };
        assert!(draw(seen) == draw(None), "{name}");
    }
    let fade = Overview::read(&mut test, &[find("fade").unwrap()], &options).unwrap();
    assert!(fade.is_none(), "no rows over time, no pass");
}

#[test]
fn of_very_many_cycles_some_are_drawn_and_the_footer_says_so() {
    for kind in ["capacity-voltage", "dqdv", "dvdq", "charge-time-soc"] {
        let figure = draw_with(kind, &mut [Synthetic::new("long", 150)], &Options::default()).unwrap();
        assert!(figure.footer.join(" ").contains("10 of 15"), "{kind}: {:?}", figure.footer);
        let svg = figure.svg().unwrap();
        assert!(svg.len() < 150_000, "{kind}: {} bytes", svg.len());
        let chosen = Options { cycles: Some((1..=70).collect()), ..Options::default() };
        let figure = draw_with(kind, &mut [Synthetic::new("long", 150)], &chosen).unwrap();
        assert!(!figure.footer.join(" ").contains("evenly"), "{kind}: what was asked for is drawn");
    }
}

#[test]
fn thousands_of_steps_stay_a_small_picture() {
    let mut tests = [Synthetic::new("long", 1000)];
    for kind in ["combined", "voltage-time", "fade", "efficiency", "ocv-soc"] {
        let figure = draw_with(kind, &mut tests, &Options::default()).unwrap();
        let svg = figure.svg().unwrap();
        assert!(svg.len() < 150_000, "{kind}: {} bytes", svg.len());
        let Colour(r, g, b) = Theme::Paper.step_type(crate::model::StepType::Discharge);
        let strip = format!("<path fill=\"#{r:02X}{g:02X}{b:02X}\"");
        assert!(!kind.ends_with("time") || svg.contains(&strip), "{kind}: steps have their colours");
    }
}

#[test]
fn peaks_are_measured_by_what_the_axis_shows() {
    let figure = draw_with("dvdq", &mut [synthetic("a")], &Options::default()).unwrap();
    let panel = &figure.panels[0];
    let peaks: Vec<f64> =
        panel.series.iter().filter(|s| s.name.ends_with("peak")).map(|series| series.points[0].1).collect();
    assert!(!peaks.is_empty() && peaks.iter().all(|peak| panel.y.limits.contain(*peak)), "{peaks:?}");
}

#[test]
fn limits_cut_and_an_empty_window_is_an_error() {
    let limits = |min, max| Limits { min: Some(min), max: Some(max) };
    let options = Options { x_limits: limits(1.0, 2.0), ..Options::default() };
    let figure = draw_with("voltage-time", &mut [synthetic("a")], &options).unwrap();
    let times: Vec<f64> = figure.panels[0].series[0].points.iter().map(|p| p.0).filter(|x| x.is_finite()).collect();
    assert!(times.len() < 400 && times[0] <= 1.0 && *times.last().unwrap() >= 2.0);
    assert!(figure.svg().is_ok());
    let options = Options { x_limits: limits(100.0, 200.0), ..Options::default() };
    let drawn = draw_with("voltage-time", &mut [synthetic("a")], &options).and_then(|figure| figure.svg());
    assert!(matches!(drawn, Err(PlotError::Nothing { .. })));
}

#[test]
fn the_resistance_of_the_cell_is_found() {
    let figure = draw_with("dcir", &mut [synthetic("a")], &Options::default()).unwrap();
    let first: Vec<f64> = figure
        .panels
        .iter()
        .flat_map(|panel| &panel.series)
        .filter(|s| s.label == "first row")
        .map(|s| s.points[0].1)
        .collect();
    assert_eq!(first.len(), 2);
    assert!(first.iter().all(|mohm| (mohm - 20.0).abs() < 0.1), "{first:?}");
}

#[test]
fn compare_finds_differences_and_means() {
    let mut options = Options::default();
    options.compare.of = Some("fade".to_owned());
    options.compare.base = Some("first".to_owned());
    options.compare.band = true;
    let mut tests = vec![synthetic("first"), synthetic("second")];
    let figure = draw_with("compare", &mut tests, &options).unwrap();
    let last = figure.panels.last().unwrap();
    assert!(last.series.iter().all(|series| series.points.iter().all(|point| point.1 == 0.0)));
    assert!(!figure.panels[0].bands.is_empty());
    options.compare.base = Some("third".to_owned());
    assert!(draw_with("compare", &mut tests, &options).unwrap_err().to_string().contains("first, second"));
    assert!(draw_with("compare", &mut tests[..1], &Options::default()).is_err());
}

#[test]
fn names_that_mean_harm_do_none() {
    let figure = draw_with("fade", &mut [synthetic("<script>alert(1)</script>&\"'")], &Options::default()).unwrap();
    let svg = figure.svg().unwrap();
    assert!(!svg.contains("<script"));
    assert!(figure.png().unwrap().bytes.starts_with(b"\x89PNG"));
}

#[test]
fn pictures_have_the_size_asked_for() {
    let format = Format::parse("6.4x4.8in", 100.0).unwrap();
    let figure = draw_with("rate", &mut [synthetic("a")], &Options { format, ..Options::default() }).unwrap();
    assert!(figure.svg().unwrap().starts_with("<svg width=\"6.4in\" height=\"4.8in\" viewBox=\"0 0 6400 4800\""));
    let png = figure.png().unwrap().bytes;
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (640, 480));
    assert_eq!(png, figure.png().unwrap().bytes);
}

/// What a figure says, in words: a change of the picture that a reader would notice shows here.
fn said(figure: &Figure) -> String {
    use std::fmt::Write as _;
    let laid = layout::Layout::of(figure).unwrap();
    let mut text = format!("{}\n", figure.title.as_deref().unwrap_or("no title"));
    let labels = |ticks: &[scale::Tick]| ticks.iter().map(|tick| tick.label.clone()).collect::<Vec<_>>().join(" ");
    for (panel, place) in figure.panels.iter().zip(&laid.panels) {
        let _ = writeln!(text, "panel {}\n  x {}: {}", panel.title, panel.x.label, labels(&place.x_ticks));
        let _ = writeln!(text, "  y {}: {}", panel.y.label, labels(&place.y_ticks));
        for series in &panel.series {
            let point = |point: Option<&(f64, f64)>| point.map_or(String::new(), |p| format!("{:.4} {:.4}", p.0, p.1));
            let (first, last) = (point(series.points.first()), point(series.points.last()));
            let _ = writeln!(text, "  {}: {} points, {first} to {last}", series.name, series.points.len());
        }
        let (tiles, notes, rules) = (panel.tiles.len(), panel.notes.len(), panel.rules.len());
        let _ = writeln!(text, "  {} steps, {tiles} tiles, {notes} notes, {rules} rules", panel.stretches.len());
    }
    for entry in &laid.legend {
        let _ = writeln!(text, "legend {}", entry.lines.join(" | "));
    }
    if let Some(bar) = &figure.bar {
        let _ = writeln!(text, "bar {}", bar.label);
    }
    figure.footer.iter().for_each(|line| {
        let _ = writeln!(text, "footer {line}");
    });
    text
}

#[test]
fn each_kind_says_what_it_said() {
    for kind in ALL {
        let mut tests = vec![synthetic_for(kind.name(), "first 循環")];
        if kind.name() == "compare" {
            tests.push(synthetic("second"));
        }
        let figure = draw_with(kind.name(), &mut tests, &options_for(kind.name())).unwrap();
        let said = said(&figure).replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_snapshot!(kind.name(), said);
    }
}

#[test]
fn findings_are_drawn_where_they_are() {
    let mut test = synthetic("a");
    let (derived, head) = (test.derived(), test.head().clone());
    let findings = [finding()];
    let plotted =
        PlotTest { test: &mut test, head: &head, derived: &derived, findings: &findings, only: None, overview: None };
    let options = Options { mark_findings: true, ..Options::default() };
    let figure = find("voltage-time").unwrap().draw(&mut [plotted], &options).unwrap();
    let (flag, step) = (&figure.panels[0].flags[0], &figure.panels[0].stretches[3]);
    assert_eq!((flag.label.as_str(), flag.at), ("VLT02", step.from));
    assert!(figure.svg().unwrap().contains("VLT02"));
}

#[test]
fn a_map_needs_two_by_two_and_then_has_tiles() {
    let mut test = synthetic("map");
    let (mut derived, head) = (test.derived(), test.head().clone());
    let pulses = derived.pulses.clone();
    for (soc, degc) in [(20.0, 25.0), (80.0, 25.0), (20.0, -10.0), (50.0, -10.0)] {
        let place = |pulse: &crate::model::Pulse| crate::model::Pulse {
            soc_pct: soc.into(),
            temperature_degc: degc.into(),
            ..pulse.clone()
        };
        derived.pulses.extend(pulses.iter().map(place));
    }
    let plotted =
        PlotTest { test: &mut test, head: &head, derived: &derived, findings: &[], only: None, overview: None };
    let figure = find("power-map").unwrap().draw(&mut [plotted], &Options::default()).unwrap();
    assert_eq!(figure.panels.iter().map(|panel| panel.tiles.len()).collect::<Vec<_>>(), [5, 5]);
    assert!(figure.bar.is_some() && figure.svg().is_ok());
}
