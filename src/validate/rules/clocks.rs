//! Clock, elapsed time and durations from step to step.

use super::rows::number;
use super::support::{at_record, count};
use crate::model::{Alike, Block, Control, Finding, Severity, StepData};
use crate::validate::digits::Digits;
use crate::validate::{Rule, TestView};

/// Elapsed time and clock may part by so much between two steps, in s.
const BETWEEN_S: f64 = 5.0;
/// A step has ended when the next one begins, within so many seconds of clocks that show whole ones.
const CLOCK_S: f64 = 2.0;
/// And for each second of its duration.
const CLOCK_DRIFT: f64 = 1e-4;
/// A longer wait between steps is worth knowing.
const WAIT_S: f64 = 60.0;
/// A step that is shorter says nothing of a factor.
const TOLD_S: f64 = 30.0;
/// Durations within this share of one factor differ from the clock by it.
const SAME_FACTOR: f64 = 0.05;

/// A jump of elapsed time between two steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Jump {
    /// How much elapsed time went by between the steps, in s.
    pub(super) elapsed_s: f64,
    /// How much the clock says.
    pub(super) clock_s: f64,
    /// The first row after it.
    pub(super) line: Option<u64>,
}

/// Follows elapsed time and clock from the last row of a step to the first of the next.
#[derive(Debug, Default)]
pub(super) struct Between {
    /// Elapsed time and clock of the last row of the step before.
    before: Option<(f64, f64)>,
    last: Option<(f64, f64)>,
    jump: Option<Jump>,
    has_begun: bool,
}

impl Between {
    /// Rows of the step at hand.
    pub(super) fn take(&mut self, block: &Block<'_>, clock: &[f64]) {
        let Some(end) = block.len().checked_sub(1) else { return };
        if !self.has_begun {
            self.has_begun = true;
            self.jump = self.before.and_then(|before| jump(before, block, clock));
        }
        self.last = Some((block.test_time_s[end], clock[end]));
    }

    /// The step is over: the jump before it, if there was one.
    pub(super) fn step_end(&mut self) -> Option<Jump> {
        (self.before, self.has_begun) = (self.last, false);
        self.jump.take()
    }
}

fn jump((elapsed_s, clock_s): (f64, f64), block: &Block<'_>, clock: &[f64]) -> Option<Jump> {
    let inside_s = block.step_time_s[0];
    let elapsed_s = block.test_time_s[0] - inside_s - elapsed_s;
    let clock_s = clock[0] - inside_s - clock_s;
    let jumps = elapsed_s > BETWEEN_S && elapsed_s - clock_s > BETWEEN_S;
    jumps.then_some(Jump { elapsed_s, clock_s, line: block.line(0) })
}

/// What the Step file alone says of clock and durations.
pub(super) struct Alone {
    /// By step: the duration in words, in s, where it is not the one in numbers.
    in_words: Vec<(usize, f64, f64)>,
    /// By step: its start, in Unix seconds, and its duration.
    times: Vec<(usize, f64, f64)>,
}

/// Durations may all be whole by chance, in a test of rests.
const DURATION_DECIMALS: u8 = 1;

/// The duration as `DD:HH:MM:SS.mmm`, or without days, in s.
fn duration_in_words_s(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let parts: Vec<&str> = text.trim().split(':').collect();
    if !(3..=4).contains(&parts.len()) {
        return None;
    }
    for (part, worth_s) in parts.iter().rev().zip([1.0, 60.0, 3600.0, 86_400.0]) {
        seconds += part.trim().parse::<f64>().ok().filter(|value| *value >= 0.0)? * worth_s;
    }
    Some(seconds)
}

impl Alone {
    pub(super) fn of(test: &TestView<'_>) -> Self {
        let steps = || test.steps.iter().enumerate().filter(|(_, step)| step.record.line.is_some());
        // A duration that is printed with fewer decimals than its words is the same.
        let durations_s = steps().filter_map(|(_, step)| step.record.duration_s.get());
        let digit_s = Digits::of_few(durations_s, DURATION_DECIMALS).digit();
        let in_words = steps().filter_map(|(index, step)| {
            let words_s = step.record.extras.get("工步時間").and_then(duration_in_words_s)?;
            let duration_s = step.record.duration_s.get()?;
            ((words_s - duration_s).abs() > digit_s.max(2e-3) + 1e-6 * duration_s.abs())
                .then_some((index, words_s, duration_s))
        });
        let times = steps().filter_map(|(index, step)| {
            let start_s = step.record.start_time?.and_utc().timestamp_micros() as f64 / 1e6;
            Some((index, start_s, step.record.duration_s.get()?))
        });
        let has_rows = test.steps.iter().any(|step| step.trace.is_some());
        Self { in_words: in_words.collect(), times: if has_rows { Vec::new() } else { times.collect() } }
    }

    pub(super) fn tell(&self, rule: &dyn Rule, test: &TestView<'_>, out: &mut Vec<Finding>) {
        for (index, words_s, duration_s) in &self.in_words {
            let message = format!(
                "step {} lasts {} s by its duration in numbers, {} s by the one in words (工步時間); which unit is it in?",
                test.steps[*index].record.number,
                number(*duration_s),
                number(*words_s)
            );
            out.push(Finding {
                column: Some("duration_s".to_owned()),
                value: Some(number(*duration_s)),
                alike: Alike::numbers(*words_s, *duration_s),
                ..at_record(rule, test, *index, message)
            });
        }
        if self.in_words.is_empty() && !self.tell_factor(rule, test, out) {
            self.tell_gaps(rule, test, out);
        }
    }

    /// Pairs of neighbouring steps.
    fn pairs<'t>(&'t self, steps: &'t [StepData]) -> impl Iterator<Item = [(usize, f64, f64); 2]> + 't {
        let number = |index: usize| steps[index].record.number;
        let pairs = self.times.windows(2).map(|pair| [pair[0], pair[1]]);
        pairs.filter(move |[a, b]| number(b.0) == number(a.0) + 1)
    }

    /// Durations that differ from the clock by one factor.
    fn tell_factor(&self, rule: &dyn Rule, test: &TestView<'_>, out: &mut Vec<Finding>) -> bool {
        let long = self.pairs(test.steps).filter(|[a, b]| b.1 - a.1 >= TOLD_S && a.2 > 0.0);
        let told: Vec<(usize, f64, f64)> = long.map(|[a, b]| (a.0, b.1 - a.1, a.2)).collect();
        let mut factors: Vec<f64> = told.iter().map(|(_, clock_s, duration_s)| duration_s / clock_s).collect();
        factors.sort_by(f64::total_cmp);
        let Some(factor) = factors.get(factors.len() / 2).copied() else { return false };
        let alike = factors.iter().filter(|one| (*one / factor - 1.0).abs() <= SAME_FACTOR).count();
        if (0.5..=2.0).contains(&factor) || factors.len() < 3 || alike * 2 <= factors.len() {
            return false;
        }
        let Some((index, clock_s, duration_s)) = told.first() else { return false };
        let unit = match factor {
            950.0..=1050.0 => ": they are in milliseconds under a header that says seconds",
            57.0..=63.0 | 0.95e-3..=1.05e-3 | 0.0158..=0.0175 | 2.6e-4..=2.9e-4 => {
                ": they are in another unit than seconds"
            }
            _ => "",
        };
        let message = format!(
            "the durations contradict the clock by the factor {} in {}{unit}: step {} lasts {} s, and the next begins {} s \
             after it; correct the header or the dialect",
            number((factor * 1000.0).round() / 1000.0),
            count(alike as u64, "step"),
            test.steps[*index].record.number,
            number(*duration_s),
            number(*clock_s)
        );
        out.push(Finding {
            column: Some("duration_s".to_owned()),
            value: Some(number(*duration_s)),
            ..at_record(rule, test, *index, message)
        });
        true
    }

    /// Steps that had not ended when the next began, starts that stand alone, and waits.
    fn tell_gaps(&self, rule: &dyn Rule, test: &TestView<'_>, out: &mut Vec<Finding>) {
        let gaps: Vec<_> = self.pairs(test.steps).map(|[a, b]| (a, b, b.1 - a.1 - a.2)).collect();
        let mut at = 0;
        while let Some((a, b, gap_s)) = gaps.get(at) {
            at += 1;
            let record = |index: usize| &test.steps[index].record;
            // After a power pulse the tester goes on sampling.
            let wait_s = if record(a.0).control == Control::PowerPulse { WAIT_S + 15.0 } else { WAIT_S };
            let next = gaps.get(at).filter(|(after, ..)| after.0 == b.0).map(|(.., gap_s)| *gap_s);
            let returns = |next: f64| gap_s.abs() > WAIT_S && (next + gap_s).abs() <= 0.01 * gap_s.abs() + 15.0;
            let (index, severity, message) = if next.is_some_and(returns) {
                at += 1;
                let start = record(b.0).start_time.map_or_else(String::new, |start| start.to_string());
                let words = format!(
                    "step {} begins at {start}, which the steps before and after contradict by {} s; correct the date",
                    record(b.0).number,
                    number(*gap_s)
                );
                (b.0, Severity::Warning, words)
            } else if *gap_s < -(CLOCK_S + CLOCK_DRIFT * a.2) {
                let index = if b.1 < a.1 { b.0 } else { a.0 };
                let words = format!(
                    "step {} lasts {} s, but step {} begins {} s after its start: duration and clock contradict each other",
                    record(a.0).number,
                    number(a.2),
                    record(b.0).number,
                    number(b.1 - a.1)
                );
                (index, Severity::Warning, words)
            } else if *gap_s > wait_s {
                let words = format!(
                    "step {} begins {} s after the end of step {}: a pause, or a duration that is too short",
                    record(b.0).number,
                    number(*gap_s),
                    record(a.0).number
                );
                (b.0, Severity::Info, words)
            } else {
                continue;
            };
            out.push(Finding {
                severity,
                column: Some("start_time".to_owned()),
                value: record(index).start_time.map(|start| start.to_string()),
                ..at_record(rule, test, index, message)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_words_are_read() {
        assert_eq!(duration_in_words_s("00:00:05:00.000"), Some(300.0));
        assert_eq!(duration_in_words_s("01:01:00:00.500"), Some(90_000.5));
        assert_eq!(duration_in_words_s("01:00:00"), Some(3600.0));
        assert_eq!(duration_in_words_s(""), None);
        assert_eq!(duration_in_words_s("300"), None);
    }
}
