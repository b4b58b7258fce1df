//! Groups of cells: mean and deviation at each place, and whether two groups differ. A cell counts once.

use super::fields::{Group, Statistic};
use super::series::Series;
use super::{Ask, Compared};
use crate::transform::replicates::{holm, summary, welch};

/// The name of the one group, where none is asked for.
const ALL: &str = "all";

/// The groups in order of the tests, each with its tests.
fn groups(tests: &[Compared], ask: &Ask) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for test in 0..tests.len() {
        let name = if ask.groups.is_empty() { Some(ALL.to_owned()) } else { ask.groups[test].clone() };
        let Some(name) = name else { continue };
        match groups.iter_mut().find(|group| group.0 == name) {
            Some(group) => group.1.push(test),
            None => groups.push((name, vec![test])),
        }
    }
    groups
}

/// One value for each cell of a group at a place: the mean of its tests.
fn cells(tests: &[Compared], series: &[&Series], members: &[usize], place: f64) -> Vec<f64> {
    let mut cells: Vec<(&str, Vec<f64>)> = Vec::new();
    for one in series.iter().filter(|one| members.contains(&one.test)) {
        let (Some(value), unit) = (one.at(place), tests[one.test].unit()) else { continue };
        match cells.iter_mut().find(|cell| cell.0 == unit) {
            Some(cell) => cell.1.push(value),
            None => cells.push((unit, vec![value])),
        }
    }
    cells.into_iter().map(|(_, values)| values.iter().sum::<f64>() / values.len() as f64).collect()
}

/// The series of one class and quantity.
fn kinds(all: &[Series]) -> Vec<Vec<&Series>> {
    let mut kinds: Vec<Vec<&Series>> = Vec::new();
    for one in all {
        match kinds.last_mut().filter(|kind| kind[0].class == one.class && kind[0].quantity == one.quantity) {
            Some(kind) => kind.push(one),
            None => kinds.push(vec![one]),
        }
    }
    kinds
}

/// Every group of at least two cells at every place of the series that begins its class.
pub(super) fn bands(tests: &[Compared], all: &[Series], ask: &Ask) -> Vec<Group> {
    let mut bands = Vec::new();
    for kind in kinds(all) {
        for (name, members) in groups(tests, ask) {
            // The places of the group's own first series.
            let Some(first) = kind.iter().find(|one| members.contains(&one.test)) else { continue };
            for &(at, _) in &first.points {
                let values = cells(tests, &kind, &members, at);
                if values.len() > 1 {
                    bands.push(Group {
                        class: first.class,
                        words: first.words.clone(),
                        quantity: first.quantity,
                        group: name.clone(),
                        at,
                        summary: summary(&values),
                        values,
                    });
                }
            }
        }
    }
    bands
}

/// Of each group the last place at which the most of its cells have a value.
pub(super) fn last(bands: &[Group]) -> Vec<Group> {
    let mut last: Vec<Group> = Vec::new();
    for band in bands {
        let same =
            |one: &&mut Group| one.class == band.class && one.quantity == band.quantity && one.group == band.group;
        match last.iter_mut().find(same) {
            Some(one) if band.summary.n >= one.summary.n => *one = band.clone(),
            Some(_) => {}
            None => last.push(band.clone()),
        }
    }
    last
}

/// Each two groups at the last place that both have the most cells at; and why there is no test where there is none.
pub(super) fn statistics(
    tests: &[Compared],
    all: &[Series],
    ask: &Ask,
    last: &[Group],
) -> (Vec<Statistic>, Option<String>) {
    let named = groups(tests, ask);
    let (mut found, mut refused) = (Vec::new(), None);
    for kind in kinds(all).into_iter().filter(|_| named.len() > 1) {
        let own = |group: &str| {
            last.iter().find(|one| one.class == kind[0].class && one.quantity == kind[0].quantity && one.group == group)
        };
        let mut tested: Vec<Statistic> = Vec::new();
        for (i, (first, members)) in named.iter().enumerate() {
            for (second, others) in &named[i + 1..] {
                let (Some(a), Some(b)) = (own(first), own(second)) else { continue };
                let at = a.at.min(b.at);
                let values = [cells(tests, &kind, members, at), cells(tests, &kind, others, at)];
                match welch(&values[0], &values[1]) {
                    Ok(welch) => tested.push(Statistic {
                        class: kind[0].class,
                        quantity: kind[0].quantity,
                        groups: [first.clone(), second.clone()],
                        at,
                        p_holm: welch.p,
                        welch,
                    }),
                    Err(why) => refused = Some(format!("{first} and {second} are not tested: {why}")),
                }
            }
        }
        let corrected = holm(&tested.iter().map(|one| one.welch.p).collect::<Vec<_>>());
        tested.iter_mut().zip(corrected).for_each(|(one, p)| one.p_holm = p);
        found.append(&mut tested);
    }
    (found, refused)
}
