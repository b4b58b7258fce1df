//! A step number that stands twice, is missing, or is out of order.
//!
//! Why it matters: the executed steps of a test are numbered one after the other. A number that is missing from both files
//! is a step that was lost, one that stands twice is a step counted double, and a step out of order belongs elsewhere in
//! time: cycles, SOC and throughput are sums over the steps in their order.
//!
//! How: in each file the numbers must rise by one from 1. A file without a Step file may hold a count of executed steps of
//! its own (Neware's `Step Number`, BDF's `Step Count`): where it rises by one from step to step but for few, a jump is steps
//! that were lost. A number that only one of the files lacks is left to STP01 and
//! STP02. Rows of another number inside a step, and a step that alone has a number nobody expects where the other file has
//! the one that is missing, are one wrong number in a cell: told there, and not by what it displaces.
//!
//! What to do: look at the lines; files joined by hand or sorted by another column are the usual cause. Export again.

use super::support::{count, finding, range_end};
use crate::model::{Block, Finding, Severity, StepRecord};
use crate::validate::{Check, Context, Rule, StepView, TestView};
use std::collections::BTreeSet;
use std::sync::Arc;

/// STP03.
pub(crate) struct StepOrder;

impl Rule for StepOrder {
    fn code(&self) -> &'static str {
        "STP03"
    }

    fn name(&self) -> &'static str {
        "step-order"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn source(&self) -> &'static str {
        include_str!("stp03_step_order.rs")
    }

    fn start(&self, context: &Context<'_>) -> Result<Box<dyn Check>, String> {
        let records = context.records.to_vec();
        let rows = Vec::with_capacity(records.len());
        Ok(Box::new(Sequence { records, summaries: vec![], rows, open: None }))
    }
}

/// A step where a file begins it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    number: i32,
    line: Option<u64>,
    /// How many rows follow one another there.
    rows: u64,
    /// Their first and last step time.
    times_s: (f64, f64),
}

struct Sequence {
    /// The steps as the Step file has them.
    records: Vec<Arc<StepRecord>>,
    /// Their places, once all rows are over.
    summaries: Vec<Place>,
    /// The steps as Detail has them, one for each unbroken run of rows.
    rows: Vec<Place>,
    /// The number of a step that has begun but of which no row has come yet.
    open: Option<i32>,
}

impl Check for Sequence {
    fn step_start(&mut self, step: &StepView<'_>, _out: &mut Vec<Finding>) {
        self.open = Some(step.record.number);
    }

    fn block(&mut self, _step: &StepView<'_>, block: &Block<'_>, _out: &mut Vec<Finding>) {
        if let Some(number) = self.open.take() {
            let first_s = block.step_time_s.first().copied().unwrap_or(0.0);
            self.rows.push(Place { number, line: block.line(0), rows: 0, times_s: (first_s, first_s) });
        }
        if let (Some(place), Some(last_s)) = (self.rows.last_mut(), block.step_time_s.last()) {
            place.rows += block.len() as u64;
            place.times_s.1 = *last_s;
        }
    }

    fn test_end(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        // Nearly every test is in order; to tell what is not takes memory for each step.
        let mut numbers = self.records.iter().map(|record| record.number).zip(1..);
        let mut numbers_of_rows = self.rows.iter().map(|place| place.number).zip(1..);
        if !(numbers.all(rises_by_one) && numbers_of_rows.all(rises_by_one)) {
            self.disorder(test, out);
        }
        self.jumps(test, out);
    }
}

/// Whether a number is the one that is expected there.
fn rises_by_one((number, expected): (i32, i32)) -> bool {
    number == expected
}

/// A count of executed steps rises by one at all of them but for one in so many.
const JUMPS_ARE_ONE_IN: usize = 10;

impl Sequence {
    /// What is wrong with numbers that do not rise by one from 1.
    fn disorder(&mut self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let place =
            |record: &Arc<StepRecord>| Place { number: record.number, line: record.line, rows: 1, times_s: (0.0, 0.0) };
        self.summaries = self.records.iter().map(place).collect();
        let numbers = |places: &[Place]| places.iter().map(|place| place.number).collect::<BTreeSet<i32>>();
        let of_both = (numbers(&self.summaries), numbers(&self.rows));
        let mut wrong = inside_others(&mut self.rows);
        wrong.extend(misnumbered(&mut self.rows, &of_both.0));
        tell_wrong(test.detail_file, &wrong, out);
        tell_wrong(test.step_file, &misnumbered(&mut self.summaries, &of_both.1), out);
        let known: BTreeSet<i32> = self.summaries.iter().chain(&self.rows).map(|place| place.number).collect();
        let in_summaries = disordered(&self.summaries);
        // The same disorder in both files is one cause: Detail, where the rows are, speaks only of what is its own.
        let told: BTreeSet<i32> = in_summaries.iter().map(|(place, _)| place.number).collect();
        let in_rows = disordered(&self.rows).into_iter().filter(|(place, _)| !told.contains(&place.number));
        for (file, (place, what)) in in_summaries
            .into_iter()
            .map(|found| (test.step_file, found))
            .chain(in_rows.map(|found| (test.detail_file, found)))
        {
            out.push(Finding {
                file: file.map(str::to_owned),
                line: place.line,
                step: Some(place.number),
                value: Some(place.number.to_string()),
                ..finding(&StepOrder, what)
            });
        }
        self.missing(&known, test, out);
    }

    /// Where the cycler's own count of executed steps leaves some out.
    fn jumps(&self, test: &TestView<'_>, out: &mut Vec<Finding>) {
        if !self.records.is_empty() {
            return;
        }
        let counts: Option<Vec<i32>> = test.steps.iter().map(|step| step.record.section).collect();
        let Some(counts) = counts else { return };
        let rises = counts.windows(2).filter(|two| two[1].checked_sub(two[0]) == Some(1)).count();
        let jumps: Vec<usize> =
            (1..counts.len()).filter(|&at| counts[at].checked_sub(counts[at - 1]) != Some(1)).collect();
        let rises_always = jumps.iter().all(|&at| counts[at] > counts[at - 1]);
        if !rises_always || rises < JUMPS_ARE_ONE_IN * jumps.len() || self.rows.len() != counts.len() {
            return;
        }
        for at in jumps {
            let (before, after) = (self.rows[at - 1], self.rows[at]);
            let which = match (counts[at - 1] + 1, counts[at] - 1) {
                (first, last) if first == last => format!("step {first} of the cycler's own count is"),
                (first, last) => format!("steps {first} to {last} of the cycler's own count are"),
            };
            let last = before.line.map(|line| line + before.rows.saturating_sub(1));
            out.push(Finding {
                file: test.detail_file.map(str::to_owned),
                line: last,
                line_end: range_end(last, after.line),
                step: Some(after.number),
                value: Some(counts[at].to_string()),
                ..finding(
                    &StepOrder,
                    format!("{which} missing from the test: the next is {}; export it again, whole", counts[at]),
                )
            });
        }
    }

    /// Numbers that neither file has, between 1 and the last.
    fn missing(&self, known: &BTreeSet<i32>, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let mut expected = 1;
        for &number in known.range(1..) {
            if number > expected {
                let which = if number == expected + 1 {
                    format!("step {expected} is")
                } else {
                    format!("steps {expected} to {} are", number - 1)
                };
                let find = |places: &[Place]| places.iter().find(|place| place.number == number).copied();
                let (file, after) = find(&self.summaries)
                    .map(|place| (test.step_file, place))
                    .or_else(|| find(&self.rows).map(|place| (test.detail_file, place)))
                    .unzip();
                let line = after.and_then(|place| place.line);
                // The place of what is missing is between two lines: the one before, if there is one, and the one after.
                let before = line.filter(|line| expected > 1 && *line > 2).map(|line| line - 1);
                out.push(Finding {
                    file: file.flatten().map(str::to_owned),
                    line: before.or(line),
                    line_end: range_end(before, line),
                    step: Some(expected),
                    ..finding(
                        &StepOrder,
                        format!("{which} missing from the test: the next is step {number}; export it again, whole"),
                    )
                });
            }
            expected = number.saturating_add(1);
        }
    }
}

/// Rows that have a wrong number, and the number that they should have.
type Wrong = (Place, i32);

/// Takes out the rows of another number that stand inside those of one step: first those whose time goes on as the step's
/// does, and the fewest.
fn inside_others(places: &mut Vec<Place>) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    loop {
        let is_inside =
            |three: &[Place]| three[0].number == three[2].number && three[1].rows < three[0].rows + three[2].rows;
        let goes_on =
            |three: &[Place]| three[0].times_s.1 <= three[1].times_s.0 && three[1].times_s.1 <= three[2].times_s.0;
        let inside = places.windows(3).enumerate().filter(|(_, three)| is_inside(three));
        let Some((at, _)) = inside.min_by_key(|(_, three)| (!goes_on(three), three[1].rows)) else { return wrong };
        wrong.push((places[at + 1], places[at].number));
        places[at].rows += places[at + 2].rows;
        places[at].times_s.1 = places[at + 2].times_s.1;
        places.drain(at + 1..=at + 2);
    }
}

/// Corrects numbers that the other file does not have, or that stood before, where it has the one that should stand there
/// and that is missing here.
fn misnumbered(places: &mut [Place], others: &BTreeSet<i32>) -> Vec<Wrong> {
    let own: BTreeSet<i32> = places.iter().map(|place| place.number).collect();
    let (mut wrong, mut seen, mut expected) = (Vec::new(), BTreeSet::new(), 1);
    for place in places {
        let is_strange = !others.contains(&place.number) || seen.contains(&place.number);
        if place.number != expected && is_strange && others.contains(&expected) && !own.contains(&expected) {
            wrong.push((*place, expected));
            place.number = expected;
        }
        seen.insert(place.number);
        expected = place.number.saturating_add(1);
    }
    wrong
}

/// Tells of wrong numbers; and of what follows from them, which they silence, and which silences what it explains.
fn tell_wrong(file: Option<&str>, wrong: &[Wrong], out: &mut Vec<Finding>) {
    for (place, expected) in wrong {
        let rows =
            if place.rows > 1 { format!("{} say", count(place.rows, "row")) } else { "this row says".to_owned() };
        let message = format!(
            "{rows} step {}, where step {expected} has to stand: a wrong number in the cell; correct it, or export the \
             file again",
            place.number
        );
        let last = place.line.map(|line| line + place.rows.saturating_sub(1));
        let found = Finding {
            file: file.map(str::to_owned),
            line: place.line,
            line_end: range_end(place.line, last),
            step: Some(place.number),
            column: Some("step".to_owned()),
            value: Some(place.number.to_string()),
            ..finding(&StepOrder, message)
        };
        let displaced = Finding {
            column: None,
            step: Some(*expected),
            message: format!("the rows of step {expected} are elsewhere"),
            ..found.clone()
        };
        out.extend([found, displaced]);
    }
}

/// The steps that stand twice or out of order, each with what is wrong. A step that is displaced does not make its
/// neighbours wrong: as few steps as possible are blamed, those outside a longest rising run of numbers.
fn disordered(places: &[Place]) -> Vec<(Place, String)> {
    if places.is_sorted_by(|before, place| before.number < place.number) {
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let (firsts, doubles): (Vec<Place>, Vec<Place>) = places.iter().partition(|place| seen.insert(place.number));
    let rising = longest_rising(&firsts);
    let displaced = firsts.iter().enumerate().filter(|(index, _)| !rising.contains(index)).map(|(index, place)| {
        let after = index.checked_sub(1).and_then(|before| firsts.get(before));
        let place_of = after.map_or_else(|| "first".to_owned(), |before| format!("after step {}", before.number));
        (*place, format!("step {} is out of order: it stands {place_of}; steps must rise by one", place.number))
    });
    let doubles = doubles.into_iter().map(|place| {
        let message = format!("step {} stands twice; each executed step has a number of its own", place.number);
        (place, message)
    });
    displaced.chain(doubles).collect()
}

/// The positions of a longest rising subsequence (patience sorting: n log n).
fn longest_rising(places: &[Place]) -> BTreeSet<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let at = tails.partition_point(|tail| places[*tail].number < place.number);
        before.push(at.checked_sub(1).map(|shorter| tails[shorter]));
        if at == tails.len() {
            tails.push(index);
        } else {
            tails[at] = index;
        }
    }
    std::iter::successors(tails.last().copied(), |index| before[*index]).collect()
}

#[cfg(test)]
mod tests;
