//! The limits of the axes: a person's where given, else the data's with a margin.

use super::error::PlotError;
use super::figure::{Axis, Figure, Note, Panel};
use super::scale::{Range, Scale};

/// The horizontal and vertical range of each panel.
///
/// # Errors
/// When no point lies inside the limits asked for, or a logarithmic axis has no positive value.
pub(super) fn ranges(figure: &Figure) -> Result<Vec<(Range, Range)>, PlotError> {
    let nothing = |why: &str| PlotError::Nothing { kind: figure.kind, why: why.to_owned() };
    let mut all = Vec::new();
    let fitting = |panel| xs(panel).filter(|x| fits(&panel.x, *x));
    let shared = figure.shared_x.then(|| extent(figure.panels.iter().flat_map(fitting))).flatten();
    let mut seen = false;
    for panel in &figure.panels {
        let x_extent = shared.or_else(|| extent(xs(panel).filter(|x| fits(&panel.x, *x))));
        let x = range(&panel.x, x_extent, if panel.x.tight { 0.0 } else { 0.03 }).ok_or_else(|| {
            nothing("no value of the horizontal axis fits it (a logarithmic axis needs positive ones)")
        })?;
        let inside = |at: f64| at >= x.min && at <= x.max;
        let visible = ys(panel).filter(|(at, y)| inside(*at) && fits(&panel.y, *y)).map(|(_, y)| y);
        let visible: Vec<f64> = visible.collect();
        seen |= visible.iter().any(|y| panel.y.limits.contain(*y)) || panel.outliers_at_edge && !visible.is_empty();
        let y = range(&panel.y, extent(visible.iter().copied()), if panel.tiles.is_empty() { 0.05 } else { 0.0 });
        let y = y.ok_or_else(|| nothing("no value lies within the limits of the axes; widen them"))?;
        all.push((x, y));
    }
    if seen { Ok(all) } else { Err(nothing("no value lies within the limits of the axes; widen them")) }
}

/// Room for the texts beside points: `share` of the height each. A person's own limits stay.
pub(super) fn make_room(panel: &Panel, y: &mut Range, share: f64) {
    if y.scale != Scale::Linear || share >= 0.3 {
        return;
    }
    let inside = |note: &&Note| (0.0..=1.0).contains(&y.share(note.at.1));
    let stands = |note: &&Note, above: bool| note.either || note.above == above;
    let of = |above: bool| panel.notes.iter().filter(inside).filter(move |note| stands(note, above)).map(|n| n.at.1);
    let (highest, lowest) = (of(true).reduce(f64::max), of(false).reduce(f64::min));
    keep_off(panel, y, highest, lowest, share);
}

/// Room for whole markers: no less than `share` of the height from the edges to the highest and the lowest.
pub(super) fn make_marker_room(panel: &Panel, y: &mut Range, share: f64) {
    if y.scale != Scale::Linear || share >= 0.3 {
        return;
    }
    let marked = || panel.series.iter().filter(|series| series.style.marker.is_some());
    let values = || marked().flat_map(|series| &series.points).map(|point| point.1).filter(|value| value.is_finite());
    keep_off(panel, y, values().reduce(f64::max), values().reduce(f64::min), share);
}

/// Moves the edges that are no one's own limits to `share` of the height from these values.
fn keep_off(panel: &Panel, y: &mut Range, highest: Option<f64>, lowest: Option<f64>, share: f64) {
    if let Some(highest) = highest.filter(|_| panel.y.limits.max.is_none()) {
        y.max = y.max.max(y.min + (highest - y.min) / (1.0 - share));
    }
    if let Some(lowest) = lowest.filter(|_| panel.y.limits.min.is_none()) {
        y.min = y.min.min(y.max - (y.max - lowest) / (1.0 - share));
    }
}

fn fits(axis: &Axis, value: f64) -> bool {
    value.is_finite() && (axis.scale == Scale::Linear || value > 0.0)
}

fn xs(panel: &Panel) -> impl Iterator<Item = f64> {
    let series = panel.series.iter().flat_map(|series| series.points.iter().map(|point| point.0));
    series.chain(panel.tiles.iter().flat_map(|tile| [tile.x.0, tile.x.1])).chain(panel.x.includes.iter().copied())
}

fn ys(panel: &Panel) -> impl Iterator<Item = (f64, f64)> {
    let series = panel.series.iter().flat_map(|series| series.points.iter().copied());
    let tiles = panel.tiles.iter().flat_map(|tile| [(tile.x.0, tile.y.0), (tile.x.0, tile.y.1)]);
    let bands = panel.bands.iter().flat_map(|band| &band.points).flat_map(|&(x, low, high)| [(x, low), (x, high)]);
    series.chain(tiles).chain(bands)
}

fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |seen, value| match seen {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

fn range(axis: &Axis, data: Option<(f64, f64)>, margin: f64) -> Option<Range> {
    let include = extent(axis.includes.iter().copied().filter(|value| fits(axis, *value)));
    let (low, high) = match (data, include) {
        (Some((low, high)), Some((a, b))) => (low.min(a), high.max(b)),
        (Some(data), None) => data,
        (None, _) => return None,
    };
    let lacking = (axis.least_span - (high - low)).max(0.0) / 2.0;
    let (low, high) = if axis.scale == Scale::Linear { (low - lacking, high + lacking) } else { (low, high) };
    let low = if axis.tight && axis.scale == Scale::Linear && low > 0.0 && low < 0.02 * high { 0.0 } else { low };
    let free = Range::around(low, high, axis.scale, margin);
    let positive = |limit: Option<f64>| limit.filter(|value| fits(axis, *value));
    let min = positive(axis.limits.min).unwrap_or(free.min);
    let max = positive(axis.limits.max).unwrap_or(free.max);
    if min < max {
        return Some(Range { min, max, scale: axis.scale });
    }
    // One limit was given, and it lies beyond the data.
    (min.is_finite() && axis.limits.min.is_some()).then(|| Range {
        min,
        max: min + min.abs().max(1.0),
        scale: axis.scale,
    })
}

#[cfg(test)]
mod unit {
    use super::super::{Colour, Series, Shape, Style};
    use super::*;

    #[test]
    fn markers_are_whole_at_the_edges_of_a_low_panel() {
        let colour = Colour(0, 0, 0);
        let series = Series {
            label: String::new(),
            name: String::new(),
            points: vec![(0.0, 0.0), (1.0, 40.0)],
            style: Style::points(colour, Shape::Circle),
            in_legend: false,
        };
        let mut panel = Panel { series: vec![series], ..Panel::default() };
        let mut range = Range { min: 0.0, max: 40.0, scale: Scale::Linear };
        make_marker_room(&panel, &mut range, 0.1);
        assert!(range.share(40.0) < 0.92 && range.share(0.0) > 0.08, "{range:?}");
        // What a person set stays.
        panel.y.limits.max = Some(40.0);
        let mut range = Range { min: 0.0, max: 40.0, scale: Scale::Linear };
        make_marker_room(&panel, &mut range, 0.1);
        assert_eq!(range.max, 40.0);
    }
}
