//! What is marked and what is left out of the panel of dQ/dV or dV/dQ.

use crate::plot::figure::{Note, Series};
use crate::plot::{Limits, Options, Panel, Shape, Style, scale};
use crate::transform::curve::find_peaks;

/// Beyond so many curves peaks are marked without their number.
const MOST_NUMBERED: usize = 8;
/// Up to so many curves the footer names their peaks.
const MOST_SAID: usize = 2;
/// Where dQ/dV stays below this share of its highest value, nothing happens.
const QUIET_SHARE: f64 = 0.02;
/// And where so much of the range is left out by that, the axis leaves it out.
const WORTH_LEAVING: f64 = 0.1;

/// The voltage rises and falls so steeply at the ends that nothing else would be seen; where it does not, nothing is cut.
pub(super) fn without_steep_ends(panel: &Panel) -> Limits {
    let mut values: Vec<f64> = panel.series.iter().flat_map(|series| &series.points).map(|point| point.1).collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    let (low, high) = (at(0.06).min(0.0), at(0.94).max(0.0));
    let room = 0.3 * (high - low);
    let (lowest, highest) = (at(0.0), at(1.0));
    Limits { min: Some(low - room).filter(|min| *min > lowest), max: Some(high + room).filter(|max| *max < highest) }
}

/// Leaves out of the horizontal axis the ends at which no curve shows anything; says which.
pub(super) fn leave_out_quiet(panel: &mut Panel) -> Option<String> {
    let points = || panel.series.iter().flat_map(|series| &series.points).filter(|point| point.1.is_finite());
    let highest = points().map(|point| point.1.abs()).fold(0.0, f64::max);
    let ends = |least: f64| {
        let some = points().filter(|point| point.1.abs() >= least).map(|point| point.0);
        some.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let ((low, high), (from, to)) = (ends(0.0), ends(QUIET_SHARE * highest));
    if highest <= 0.0 || (high - low) - (to - from) < WORTH_LEAVING * (high - low) {
        return None;
    }
    let room = 0.04 * (to - from);
    let (from, to) = ((from - room).max(low), (to + room).min(high));
    panel.x.limits = Limits { min: Some(from), max: Some(to) };
    let percent = scale::short(100.0 * QUIET_SHARE, 2);
    let (low, high) = (scale::short(low, 3), scale::short(high, 3));
    Some(format!("of {low} to {high} V the ends below {percent} % of the highest peak are left out (--x-limits)"))
}

/// Marks the peaks of charge curves above and of discharge curves below; numbers them where there are few curves, the
/// highest first. Prominence is a share of the highest value that the axis shows: steep ends are no measure for what lies
/// between them. Says whether a curve's highest peak is narrower at half its height than the window over which it was
/// smoothed, and names the peaks of few curves.
pub(super) fn mark(panel: &mut Panel, options: &Options) -> (bool, Option<String>) {
    let mut narrow = false;
    let numbered = panel.series.len() <= MOST_NUMBERED;
    let (mut marks, mut said) = (Vec::new(), Vec::new());
    let few = panel.series.len() <= MOST_SAID;
    for series in &panel.series {
        let down = series.points.iter().map(|point| point.1).sum::<f64>() < 0.0;
        let heights: Vec<f64> = series.points.iter().map(|point| if down { -point.1 } else { point.1 }).collect();
        let shown = |index: &usize| panel.y.limits.contain(series.points[*index].1);
        let highest = (0..heights.len()).filter(shown).map(|index| heights[index]).fold(0.0, f64::max);
        let mut own = Vec::new();
        for peak in find_peaks(&heights, options.curve.prominence_pct / 100.0 * highest) {
            if !shown(&peak.index) {
                continue;
            }
            if heights[peak.index] >= highest {
                narrow |= width(&heights, peak.index) < options.curve.window;
            }
            let point = series.points[peak.index];
            if numbered {
                panel.notes.push(Note { at: point, text: scale::short(point.0, 4), above: !down, either: false });
            }
            own.push(scale::short(point.0, 4));
            let shape = if down { Shape::Up } else { Shape::Down };
            marks.push((series.name.clone(), point, Style::points(series.style.colour, shape)));
        }
        if few && !own.is_empty() {
            let unit = panel.x.label.split_once(" / ").map_or("", |(_, unit)| unit);
            let direction = if down { "discharge" } else { "charge" };
            said.push(format!("{direction} at {} {unit}", own.join(", ")));
        }
    }
    panel.notes.sort_by(|a, b| b.at.1.abs().total_cmp(&a.at.1.abs()));
    for (name, point, style) in marks {
        let name = format!("{name} peak");
        panel.series.push(Series { label: String::new(), name, points: vec![point], style, in_legend: false });
    }
    (narrow, (!said.is_empty()).then(|| format!("peaks: {}", said.join("; "))))
}

/// The number of points around a peak that reach half its height.
fn width(heights: &[f64], peak: usize) -> usize {
    let high = |height: &&f64| **height >= heights[peak] / 2.0;
    let before = heights[..peak].iter().rev().take_while(high).count();
    before + 1 + heights[peak + 1..].iter().take_while(high).count()
}
