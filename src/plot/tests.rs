//! What must hold of every kind: it draws, twice the same, and says in words what is missing.

use super::fixture::Synthetic;
use super::*;

fn draw_with(kind: &str, tests: &mut [Synthetic], options: &Options) -> Result<Figure, PlotError> {
    let derived: Vec<Derived> = tests.iter().map(Synthetic::derived).collect();
    let heads: Vec<Head> = tests.iter().map(|test| test.head().clone()).collect();
    let mut tests: Vec<PlotTest<'_>> = tests
        .iter_mut()
        .zip(derived.iter().zip(&heads))
        .map(|(test, (derived, head))| PlotTest { test, head, derived, findings: &[], only: None })
        .collect();
    find(kind).unwrap().draw(&mut tests, options)
}

fn options_for(kind: &str) -> Options {
    let mut options = Options::default();
    if kind == "custom" {
        options.custom.x = Some("soc_start_pct".to_owned());
        options.custom.y = Some("voltage_end_v".to_owned());
        options.custom.by = Some("step_type".to_owned());
    }
    options
}

fn synthetic(name: &str) -> Synthetic {
    let mut test = Synthetic::new(name, 3);
    test.head_mut().conventions.voltage_min_v = Some(2.5);
    test.head_mut().conventions.voltage_max_v = Some(4.3);
    test
}

#[test]
fn every_kind_draws_the_same_twice() {
    for kind in ALL {
        let draw = || {
            let mut tests = vec![synthetic("first 循環")];
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
        let mut tests = vec![synthetic("first"), synthetic("second")];
        let figure =
            draw_with(kind.name(), &mut tests, &Options::default()).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
        let svg = figure.svg().unwrap();
        for i in 0..2 {
            let Colour(r, g, b) = Theme::Paper.palette(i);
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
    assert!(figure.png().unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn pictures_have_the_size_asked_for() {
    let format = Format::parse("6.4x4.8in", 100.0).unwrap();
    let figure = draw_with("rate", &mut [synthetic("a")], &Options { format, ..Options::default() }).unwrap();
    assert!(figure.svg().unwrap().starts_with("<svg width=\"6.4in\" height=\"4.8in\" viewBox=\"0 0 6400 4800\""));
    let png = figure.png().unwrap();
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (640, 480));
    assert_eq!(png, figure.png().unwrap());
}
