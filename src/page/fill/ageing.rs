//! Fade of a page: the courses and their models, as `report degradation` has them.

use super::super::ageing::{Ageing, Band, Bend, EndOfLife, Group, Model, Point};
use super::super::number::Number;
use crate::model::{Conventions, Derived};
use crate::transform::ageing::{Course, Over, courses};
use crate::transform::decline::{Decline, decline};
use crate::transform::end_of_life::{Base, Kind};
use crate::transform::fade_model::Fit;

/// So many places of a fitted curve.
const PLACES: usize = 60;
/// A curve is drawn this much beyond the data, in spans, where an end of life lies there.
const BEYOND: f64 = 1.0;

/// The courses of a test over a measure of life; `None` without a full discharge.
pub(super) fn ageing(derived: &Derived, conventions: &Conventions, over: Over) -> Option<Ageing> {
    let nominal_ah = derived.nominal.map(|(nominal, _)| nominal);
    let all = courses(derived, conventions);
    let groups: Vec<Group> =
        all.iter().enumerate().map(|(at, course)| group(at + 1, course, &decline(course, over, nominal_ah))).collect();
    (!groups.is_empty()).then(|| Ageing { over: over.as_str().to_owned(), groups })
}

fn group(number: usize, course: &Course, decline: &Decline) -> Group {
    let point = |point: &crate::transform::ageing::Point| Point {
        cycle: Some(i64::from(point.cycle)),
        efc: point.efc.into(),
        days: point.days.into(),
        throughput_ah: point.throughput_ah.into(),
        capacity_ah: point.capacity_ah.into(),
        soh_pct: point.soh_pct.into(),
        step: Some(i64::from(point.step)),
    };
    let knee = &decline.knee;
    let both = |ends: (f64, f64)| [Number(ends.0), Number(ends.1)];
    Group {
        group: number as i64,
        c_rate: course.first.c_rate.into(),
        temperature_degc: course.first.temperature_start_degc.into(),
        baseline_step: course.baseline.and_then(|baseline| baseline.step).map(i64::from),
        points: course.points.iter().map(point).collect(),
        over: decline.over.as_str().to_owned(),
        models: decline.fits.iter().map(model).collect(),
        end_of_life: decline
            .ends_of_life
            .iter()
            .map(|end| EndOfLife {
                base: match end.base {
                    Base::Baseline => "baseline",
                    Base::Nominal => "nominal",
                    Base::Fit => "fit",
                }
                .to_owned(),
                threshold_pct: end.threshold.into(),
                value: end.value.into(),
                ci: end.ci.map(|(low, high)| [low.into(), high.into()]),
                kind: end.kind.map_or("", |kind| if kind == Kind::Data { "data" } else { "fit" }).to_owned(),
                note: (!end.notes.is_empty()).then(|| end.notes.join("; ")),
            })
            .collect(),
        knee: Some(Bend {
            at: knee.knee().into(),
            ci: knee.single.map(|single| both(single.ci)),
            slope_before: knee.single.map(|single| single.slope_before).into(),
            slope_after: knee.single.map(|single| single.slope_after).into(),
            aicc: knee.single.map(|single| single.aicc).into(),
            refused: knee.refused.clone(),
        }),
        onset: Some(Bend { at: knee.onset().into(), refused: knee.onset_refused.clone(), ..Bend::default() }),
        band: band(decline),
    }
}

fn model(fit: &Fit) -> Model {
    let half = |ends: Option<(f64, f64)>| Number::from(ends.map(|(low, high)| (high - low) / 2.0));
    Model {
        model: fit.model.name().to_owned(),
        q0: fit.q0.into(),
        k: fit.k.into(),
        c: fit.c.into(),
        ci_q0: half(fit.ci_q0),
        ci_k: half(fit.ci_k),
        ci_c: half(fit.ci_c),
        rss: fit.rss.into(),
        aicc: fit.aicc.into(),
        r2: fit.r2.into(),
        chosen: fit.chosen,
        refused: fit.refused.clone(),
    }
}

/// The chosen curve from the first point to the last, or to an end of life that is not too far beyond it.
fn band(decline: &Decline) -> Option<Band> {
    let (from, to) = decline.span?;
    let most = to + BEYOND * (to - from);
    let ends = decline.ends_of_life.iter().filter_map(|end| end.value).filter(|value| *value <= most);
    let all = decline.band(from, ends.fold(to, f64::max), PLACES);
    let column = |read: fn(&(f64, f64, f64, f64)) -> f64| all.iter().map(|one| Number(read(one))).collect();
    (!all.is_empty()).then(|| Band {
        x: column(|one| one.0),
        fit: column(|one| one.1),
        low: column(|one| one.2),
        high: column(|one| one.3),
    })
}
