//! How figures look: nothing meets, letters can be read, legends stand where they are asked for, tests are told apart.

use super::*;

#[test]
fn no_number_meets_another_and_nothing_leaves_the_picture() {
    for size in ["8x5.333in", "6.4x4.8in", "700x500", "3.3x2.5in"].map(|size| Format::parse(size, 150.0).unwrap()) {
        for kind in ALL {
            let name = "a rather long name of a test, as people write them_2024-11-02_run 7";
            let mut tests = vec![synthetic_for(kind.name(), name)];
            if kind.name() == "compare" {
                tests.push(synthetic("second"));
            }
            let options = Options { format: size, ..options_for(kind.name()) };
            let figure = draw_with(kind.name(), &mut tests, &options).unwrap();
            let laid = layout::Layout::of(&figure).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
            let em = laid.em;
            for place in &laid.panels {
                let at = |tick: &scale::Tick| place.area.left + place.x.share(tick.value) * place.area.width();
                let half = |tick: &scale::Tick| text::width_em(&tick.label) * em / 2.0;
                for pair in place.x_ticks.windows(2) {
                    assert!(at(&pair[0]) + half(&pair[0]) < at(&pair[1]) - half(&pair[1]), "{}", kind.name());
                }
                let inside =
                    |tick: &scale::Tick| at(tick) - half(tick) >= 0.0 && at(tick) + half(tick) <= size.width_px;
                assert!(place.x_ticks.iter().all(inside) && !place.x_ticks.is_empty(), "{}", kind.name());
                let up = |tick: &scale::Tick| place.y.share(tick.value) * place.area.height();
                assert!(place.y_ticks.windows(2).all(|p| up(&p[1]) - up(&p[0]) > em), "{}: y", kind.name());
                let least = if place.area.height() < 3.0 * em { 1 } else { 2 };
                assert!(place.y_ticks.len() >= least, "{}: {} y ticks", kind.name(), place.y_ticks.len());
            }
            for entry in &laid.legend {
                let widest = entry.lines.iter().map(|line| text::width_em(line)).fold(0.0, f64::max);
                let right = entry.left + (layout::SWATCH_EM + 0.5 + widest) * laid.legend_em * em;
                assert!(right <= size.width_px, "{}: {:?}", kind.name(), entry.lines);
                let last = laid.panels.last().unwrap().area;
                assert!(entry.left > last.right || entry.top > last.bottom, "{}", kind.name());
                assert!(entry.top + em <= laid.footer_top + 0.5 * em, "{}", kind.name());
            }
            letters_are_readable(&figure);
            labels_are_whole(&figure);
        }
    }
}

/// No letter is below 6 points.
fn letters_are_readable(figure: &Figure) {
    let svg = figure.svg().unwrap();
    let sizes = svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
    let least = sizes.fold(f64::INFINITY, f64::min) / 10.0 / figure.format.pt(1.0);
    assert!(least >= 5.95 && least.is_finite(), "{}: {least} pt", figure.kind);
}

/// What stands beside an axis is there in full, or in its short form.
fn labels_are_whole(figure: &Figure) {
    let svg = figure.svg().unwrap();
    for axis in figure.panels.iter().map(|panel| &panel.y) {
        let whole = svg.split(['<', '>']).any(|text| [&axis.label, &axis.short].contains(&&text.trim().to_owned()));
        assert!(whole, "{}: {}", figure.kind, axis.label);
    }
}

#[test]
fn lines_of_a_footer_that_run_together_are_parted() {
    let format = Format::parse("3.3x2.5in", 150.0).unwrap();
    let mut figure = draw_with("combined", &mut [synthetic("a")], &Options { format, ..Options::default() }).unwrap();
    figure.footer = vec!["first".to_owned(), "second".to_owned(), "third".to_owned(), "fourth".to_owned()];
    let laid = layout::Layout::of(&figure).unwrap();
    assert!(!laid.footer_cut, "{:?}", laid.footer);
    assert_eq!(laid.footer.join(" · "), "first · second · third · fourth");
}

#[test]
fn a_legend_stands_where_it_is_asked_for() {
    let format = Format::parse("3.3x2.5in", 150.0).unwrap();
    for (legend, kind) in
        Legend::ALL.map(|(_, legend)| legend).into_iter().flat_map(|l| ALL.iter().map(move |k| (l, k)))
    {
        let mut tests = ["one", "two"].map(|name| synthetic_for(kind.name(), name));
        let options = Options { legend, format, no_footer: true, ..options_for(kind.name()) };
        let figure = draw_with(kind.name(), &mut tests, &options).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
        let laid = layout::Layout::of(&figure).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
        let last = laid.panels.last().unwrap().area;
        let all = |inside: &dyn Fn(&layout::LegendEntry) -> bool| laid.legend.iter().all(inside);
        let word = format!("{}: {legend:?}", kind.name());
        match legend {
            Legend::Right => assert!(all(&|entry| entry.left > last.right), "{word}"),
            Legend::Below => assert!(all(&|entry| entry.top > last.bottom), "{word}"),
            Legend::Inside => assert!(all(&|entry| entry.left > last.left && entry.left < last.right), "{word}"),
            Legend::Off | Legend::Auto => assert!(laid.legend.is_empty(), "{word}"),
        }
        assert!(legend == Legend::Off || !laid.legend.is_empty(), "{word}");
        assert!(figure.footer.is_empty(), "{word}");
    }
}

#[test]
fn a_hint_of_a_size_helps() {
    let small = Options { format: Format::parse("2.5x2in", 150.0).unwrap(), font_pt: Some(16.0), ..Options::default() };
    let figure = draw_with("combined", &mut [synthetic("a")], &small).unwrap();
    let said = figure.svg().unwrap_err().to_string();
    let size = said.split("--size ").nth(2).and_then(|rest| rest.split(' ').next()).unwrap_or_else(|| panic!("{said}"));
    let format = Format::parse(size, 150.0).unwrap();
    assert!(Figure { format, ..figure }.svg().is_ok(), "{said}");
}

#[test]
fn one_test_that_lacks_something_refuses_nobody_else() {
    for (kind, why) in [("voltage-time", "Detail"), ("dqdv", "Detail"), ("capacity-voltage", "Detail"), ("dcir", "")] {
        let mut bare = synthetic("bare");
        bare.head_mut().has_rows = false;
        let mut tests = vec![synthetic("first"), bare, synthetic("third")];
        let figure = draw_with(kind, &mut tests, &Options::default()).unwrap();
        let footer = figure.footer.join(" ");
        assert!(why.is_empty() || footer.contains("left out: bare (") && footer.contains(why), "{kind}: {footer}");
        assert!(!footer.contains("left out: first") && !footer.contains("left out: third"), "{kind}: {footer}");
    }
    let mut tests = vec![synthetic("first"), Synthetic::new("no cycle", 0)];
    let figure = draw_with("fade", &mut tests, &Options::default()).unwrap();
    assert!(figure.footer.join(" ").contains("left out: no cycle ("), "{:?}", figure.footer);
    let mut tests = vec![synthetic("first"), synthetic("second"), Synthetic::new("no cycle", 0)];
    let figure = draw_with("compare", &mut tests, &Options::default()).unwrap();
    let footer = figure.footer.join(" ");
    assert!(footer.contains("left out: no cycle (") && footer.contains("none has its like"), "{footer}");
}

#[test]
fn each_of_several_tests_stands_in_the_legend_once() {
    for kind in ["fade", "efficiency"] {
        let mut tests = vec![synthetic("first"), Synthetic::new("second", 3)];
        let figure = draw_with(kind, &mut tests, &Options::default()).unwrap();
        let laid = layout::Layout::of(&figure).unwrap();
        let names: Vec<&str> = laid.legend.iter().map(|entry| entry.key.label.as_str()).collect();
        assert_eq!(names, ["first", "second"], "{kind}");
    }
}

#[test]
fn tests_of_one_cell_are_told_apart() {
    let cell = |name: &str| {
        let mut test = synthetic(name);
        test.head_mut().cell = Some(crate::model::Cell { name: "C7".to_owned(), ..crate::model::Cell::default() });
        test
    };
    let options = Options { label: LabelBy::Cell, ..Options::default() };
    let figure = draw_with("fade", &mut [cell("a/run"), cell("b/run"), synthetic("c/run")], &options).unwrap();
    let labels: Vec<&str> = figure.panels[0].series.iter().map(|series| series.label.as_str()).collect();
    assert!(
        labels.contains(&"C7 (a/run)") && labels.contains(&"C7 (b/run)") && labels.contains(&"c/run"),
        "{labels:?}"
    );
}

#[test]
fn many_tests_are_told_apart_by_more_than_colour() {
    for kind in ["voltage-time", "capacity-voltage", "fade", "rate"] {
        let mut tests: Vec<Synthetic> = (0..9).map(|i| synthetic(&format!("test {i}"))).collect();
        let figure = draw_with(kind, &mut tests, &Options::default()).unwrap();
        let mut looks = Vec::new();
        for i in 0..9 {
            let name = format!("test {i}, ");
            let of = figure.panels.iter().flat_map(|panel| &panel.series).find(|s| s.name.starts_with(&name)).unwrap();
            assert!(!looks.contains(&of.style), "{kind}: {name}");
            looks.push(of.style);
        }
    }
}

#[test]
fn a_hint_for_a_cut_footer_helps() {
    let format = Format::parse("3.3x2.5in", 150.0).unwrap();
    let mut figure = draw_with("combined", &mut [synthetic("a")], &Options { format, ..Options::default() }).unwrap();
    for words in [40, 90, 400] {
        figure.footer = vec!["word ".repeat(words)];
        let said = figure.remarks().unwrap().join(" ");
        let value = |option: &str| said.split(option).nth(1).and_then(|rest| rest.split_whitespace().next());
        let mut mended = figure.clone();
        if let Some(size) = value("--size") {
            mended.format = Format::parse(size, 150.0).unwrap();
        } else if let Some(pt) = value("--font-size") {
            mended.font_pt = Some(pt.parse().unwrap());
        } else {
            assert!(words == 400 && said.contains("is cut"), "{said}");
            continue;
        }
        assert_eq!(mended.remarks().unwrap(), Vec::<String>::new(), "{said}");
    }
}

#[test]
fn a_long_name_above_a_panel_stays_within_the_picture() {
    let format = Format::parse("3.3x2.5in", 150.0).unwrap();
    let name = "a rather long name of a test, as people write them_2024-11-02_run";
    let mut tests = vec![synthetic(&format!("{name} 7")), synthetic(&format!("{name} 8"))];
    let options = Options { format, mark_findings: true, ..Options::default() };
    let figure = draw_with("quality", &mut tests, &options).unwrap();
    let svg = figure.svg().unwrap();
    let ends = |end: &str| svg.split(['<', '>']).any(|text| text.trim().ends_with(end));
    assert!(ends("run 7") && ends("run 8"), "their ends tell them apart");
    let titles = svg.split(['<', '>']).map(str::trim).filter(|text| text.contains('…') && text.contains("run "));
    assert_eq!(titles.count(), 2, "in full they do not fit");
}

#[test]
fn forty_tests_look_different_in_every_figure_of_several() {
    let names: Vec<String> = (0..40).map(|number| format!("t{number:02}")).collect();
    for kind in ["voltage-time", "fade", "dcir", "hppc", "capacity-voltage", "resistance-growth", "efficiency"] {
        let mut tests: Vec<Synthetic> = names.iter().map(|name| synthetic_for(kind, name)).collect();
        let figure = draw_with(kind, &mut tests, &options_for(kind)).unwrap_or_else(|e| panic!("{kind}: {e}"));
        let mut looks: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
        let curves = figure.panels.iter().flat_map(|panel| &panel.series).filter(|series| series.in_legend);
        let curves = curves.map(|series| (series.label.clone(), series.style));
        for (label, style) in figure.keys.iter().map(|key| (key.label.clone(), key.style)).chain(curves) {
            let before = looks.insert(format!("{style:?}"), label.clone());
            assert!(before.as_ref().is_none_or(|before| *before == label), "{kind}: {label} looks like {before:?}");
        }
        let told = names.iter().filter(|name| looks.values().any(|label| label == *name)).count();
        assert_eq!(told, 40, "{kind}: {looks:?}");
        assert!(!figure.footer.join(" ").contains("look alike"), "{kind}: {:?}", figure.footer);
    }
    // Far more than can differ: it is said.
    let mut tests: Vec<Synthetic> = (0..130).map(|number| synthetic_for("fade", &format!("t{number}"))).collect();
    let figure = draw_with("fade", &mut tests, &options_for("fade")).unwrap();
    assert!(figure.footer.join(" ").contains("some tests look alike"), "{:?}", figure.footer);
}

#[test]
fn tests_left_out_for_one_reason_are_named_together() {
    let bare = |name: &str| {
        let mut test = synthetic(name);
        test.head_mut().has_rows = false;
        test
    };
    let mut tests = vec![synthetic("first"), bare("b1"), bare("b2"), Synthetic::new("none", 0)];
    let footer = draw_with("dqdv", &mut tests, &Options::default()).unwrap().footer.join(" ");
    assert!(footer.contains("left out: b1, b2 (has a Step file alone"), "{footer}");
    assert_eq!(footer.matches("a Step file alone").count(), 1, "{footer}");
    let mut tests: Vec<Synthetic> = (0..9).map(|number| bare(&format!("b{number}"))).collect();
    tests.push(synthetic("last"));
    let figure = draw_with("dqdv", &mut tests, &Options::default()).unwrap();
    assert!(figure.footer.join(" ").contains("left out: b0, b1, b2 and 6 more (has"), "{:?}", figure.footer);
    assert!(figure.remarks().unwrap().join(" ").contains("b7, b8 (has"), "those who ask are told all names");
}
