//! Figures of pulses, and several columns of `custom`: values are those of the cell, what differs is told apart, what is
//! missing is said.

use super::*;
use crate::transform::ageing::Over;
use crate::transform::pulse_map::PulseTime;

fn pulsed(name: &str) -> Synthetic {
    with_limits(Synthetic::pulsed(name, 3))
}

#[test]
fn resistance_grows_as_the_cell_does() {
    let figure = draw_with("resistance-growth", &mut [pulsed("a")], &Options::default()).unwrap();
    assert_eq!(figure.panels.len(), 2, "charge and discharge");
    for panel in &figure.panels {
        assert_eq!(panel.series.len(), 2, "80 and 30 %");
        for series in &panel.series {
            assert_eq!(series.points.len(), 3);
            // What OCV moves in 10 s is part of the resistance at 10 s; the cell grows from 20 to 24 mΩ.
            let (first, last) = (series.points[0].1, series.points[2].1);
            assert!((last - first - 4.0).abs() < 0.3, "{first} to {last}");
        }
        assert!(panel.title.contains(": +") && panel.title.ends_with(" %"), "{}", panel.title);
    }
    let labels: Vec<&str> = figure.keys.iter().map(|key| key.label.as_str()).collect();
    assert_eq!(labels.len(), 2, "two SOCs; rates differ between the panels alone: {labels:?}");
    assert!(figure.footer.join(" ").contains("R at 10 s") && figure.footer.join(" ").contains("25 °C"));
}

#[test]
fn growth_is_over_what_is_asked_for() {
    let of = |over: Over| {
        let options = Options { over, ..Options::default() };
        let figure = draw_with("resistance-growth", &mut [pulsed("a")], &options).unwrap();
        let x = figure.panels[0].series[0].points.iter().map(|point| point.0).collect::<Vec<_>>();
        (figure.panels[0].x.name.clone(), x)
    };
    let all = Over::ALL.map(|(_, over)| of(over));
    assert_eq!(all.clone().map(|one| one.0), ["cycle", "equivalent_full_cycles", "days", "throughput_ah"]);
    assert!(all.iter().all(|(_, x)| x.len() == 3 && x.is_sorted() && x[0] < x[2]), "{all:?}");
    let fade = |over: Over| {
        let options = Options { over, ..Options::default() };
        let figure = draw_with("fade", &mut [synthetic("a")], &options).unwrap();
        figure.panels.last().unwrap().series[0].points.last().unwrap().0
    };
    let (efc, moved) = (fade(Over::Efc), fade(Over::Throughput));
    assert!((moved / efc / 4.0 - 1.0).abs() < 0.01, "an equivalent full cycle of 2 Ah moves 4 Ah: {efc}, {moved}");
}

#[test]
fn what_no_pulse_has_is_said() {
    let said =
        |kind: &str, test: Synthetic, options: &Options| draw_with(kind, &mut [test], options).unwrap_err().to_string();
    let usual = Options::default();
    assert!(said("resistance-growth", synthetic("a"), &usual).contains("comes back in another cycle"));
    assert!(said("resistance-growth", Synthetic::new("none", 0), &usual).contains("comes back"));
    let mut steps_alone = pulsed("steps");
    steps_alone.head_mut().has_rows = false;
    assert!(said("pulses", steps_alone, &usual).contains("Detail"));
    let one_cycle = Options { cycles: Some([1].into()), ..Options::default() };
    assert!(said("resistance-growth", pulsed("a"), &one_cycle).contains("another cycle"));
    let unpulsed = Options { steps: Some([2].into()), ..Options::default() };
    for kind in ["resistance-growth", "hppc", "pulses"] {
        assert!(said(kind, pulsed("a"), &unpulsed).contains("--pulse-max"), "{kind}");
    }
}

#[test]
fn resistance_and_power_stand_over_soc() {
    let figure = draw_with("hppc", &mut [pulsed("a")], &Options::default()).unwrap();
    let names: Vec<&str> = figure.panels.iter().map(|panel| panel.y.name.as_str()).collect();
    assert_eq!(names, ["resistance_mohm", "power_10s_w"]);
    assert!(figure.panels.iter().all(|panel| panel.series.len() == 2), "charge and discharge at one temperature");
    let labels: Vec<&str> = figure.keys.iter().map(|key| key.label.as_str()).collect();
    assert_eq!(labels, ["charge", "discharge"]);
    assert!(figure.footer.join(" ").contains("left out: 8 pulses that come back"), "{:?}", figure.footer);
    let all = [figure.panels[0].series[0].points[0].1, figure.panels[0].series[1].points[0].1];
    let one = Options { cycles: Some([1].into()), ..Options::default() };
    let first = draw_with("hppc", &mut [pulsed("a")], &one).unwrap();
    let of_first = [first.panels[0].series[0].points[0].1, first.panels[0].series[1].points[0].1];
    assert_eq!(all, of_first, "an aged cell is no part of a mean");
    let bare = draw_with("hppc", &mut [Synthetic::pulsed("no limits", 1)], &Options::default()).unwrap();
    assert_eq!(bare.panels.len(), 1);
    assert!(bare.footer.join(" ").contains("no power: it needs --voltage-min"), "{:?}", bare.footer);
    let end = Options { pulse_time: PulseTime::End, ..Options::default() };
    let end = draw_with("hppc", &mut [pulsed("a")], &end).unwrap();
    assert_eq!(end.panels[0].y.label, "Resistance, end / mΩ");
}

#[test]
fn pulses_begin_at_nothing_and_end_at_their_drop() {
    let figure = draw_with("pulses", &mut [pulsed("a")], &Options::default()).unwrap();
    let discharge = figure.panels.iter().find(|panel| panel.title == "discharge").unwrap();
    assert_eq!(discharge.series.len(), 6);
    for series in &discharge.series {
        assert_eq!(series.points[0], (0.0, 0.0));
        let last = series.points.last().unwrap();
        assert!((last.0 - 10.0).abs() < 1e-9 && last.1 < -75.0 && last.1 > -130.0, "{last:?}");
    }
    let labels: Vec<&str> = figure.keys.iter().map(|key| key.label.as_str()).collect();
    assert!(labels.iter().filter(|label| label.starts_with("SOC ")).count() == 2, "{labels:?}");
}

#[test]
fn pulses_at_very_many_socs_have_a_bar_and_of_very_many_cycles_some_are_drawn() {
    let mut test = pulsed("a");
    let (mut derived, head) = (test.derived(), test.head().clone());
    for (i, pulse) in derived.pulses.iter_mut().enumerate() {
        pulse.soc_pct = (8.0 * i as f64).into();
    }
    let plotted =
        PlotTest { test: &mut test, head: &head, derived: &derived, findings: &[], only: None, overview: None };
    let figure = find("pulses").unwrap().draw(&mut [plotted], &Options::default()).unwrap();
    assert_eq!(figure.bar.as_ref().map(|bar| bar.label.as_str()), Some("SOC / %"));
    assert!(figure.keys.iter().all(|key| !key.label.starts_with("SOC")), "{:?}", figure.keys);
    let figure = draw_with("pulses", &mut [Synthetic::pulsed("long", 40)], &Options::default()).unwrap();
    assert!(figure.footer.join(" ").contains("10 of 40 cycles drawn, evenly"), "{:?}", figure.footer);
    assert!(figure.svg().unwrap().len() < 150_000);
}

#[test]
fn a_gap_in_a_pulse_is_a_gap() {
    let mut test = pulsed("gap");
    let step = test.derived().pulses[0].step;
    for row in &mut test.rows_mut(usize::try_from(step).unwrap())[30..40] {
        row[2] = f64::NAN;
    }
    let figure = draw_with("pulses", &mut [test], &Options::default()).unwrap();
    let gaps = figure.panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points);
    assert_eq!(gaps.filter(|point| point.1.is_nan()).count(), 1);
}

fn columns(x: &str, ys: &[&str], by: Option<&str>) -> Options {
    let mut options = Options::default();
    options.custom.x = Some(x.to_owned());
    options.custom.y = ys.iter().map(|&y| y.to_owned()).collect();
    options.custom.by = by.map(str::to_owned);
    options
}

#[test]
fn columns_of_two_units_have_an_axis_each() {
    let options = columns("step", &["voltage_start_v", "capacity_ah", "voltage_end_v"], None);
    let figure = draw_with("custom", &mut [synthetic("a")], &options).unwrap();
    let axes: Vec<(&str, usize)> = figure.panels.iter().map(|p| (p.y.label.as_str(), p.series.len())).collect();
    assert_eq!(axes, [("Voltage / V", 2), ("Capacity / Ah", 1)]);
    let labels: Vec<&str> = figure.keys.iter().map(|key| key.label.as_str()).collect();
    assert_eq!(labels, ["Voltage start", "Capacity", "Voltage end"]);
    let looks: Vec<Style> = figure.panels.iter().flat_map(|panel| &panel.series).map(|series| series.style).collect();
    assert!(looks[0] != looks[1] && looks[1] != looks[2] && looks[0] != looks[2]);
    let rows = columns("test_time_s", &["voltage_v", "current_a"], Some("step_type"));
    let figure = draw_with("custom", &mut [synthetic("a")], &rows).unwrap();
    let axes: Vec<&str> = figure.panels.iter().map(|panel| panel.y.label.as_str()).collect();
    assert_eq!(axes, ["Voltage / V", "Current / A"]);
    assert!(figure.shared_x && figure.keys.is_empty(), "the axes say which column it is");
    assert!(figure.svg().is_ok());
}

#[test]
fn columns_of_three_units_and_columns_without_values_are_said() {
    let options = columns("step", &["voltage_start_v", "capacity_ah", "soc_end_pct"], None);
    let error = draw_with("custom", &mut [synthetic("a")], &options).unwrap_err().to_string();
    assert!(error.contains("--y") && error.contains("of 3 units (V, Ah, %)"), "{error}");
    let options = columns("step", &["voltage_end_v", "power_end_x"], None);
    let error = draw_with("custom", &mut [synthetic("a")], &options).unwrap_err().to_string();
    assert!(error.contains("did you mean power_end_w?"), "{error}");
    let options = columns("step", &["voltage_end_v", "ocv_start_v", "tester_cycle"], None);
    let figure = draw_with("custom", &mut [synthetic("a")], &options).unwrap();
    assert_eq!(figure.panels.len(), 2);
}
