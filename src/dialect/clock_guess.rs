//! Which reading of a file's clock fits the time that went by: for files whose dates a spreadsheet wrote anew.

use super::clock::{Reading, serial, unix_any};
use super::number::{Cell, cell};
use super::plan::Plan;
use super::spelled::{self, Order};
use super::target::Target;
use crate::model::FileRole;

/// So many cells tell whether a file's clock is as its dialect writes it.
const SAMPLE: usize = 200;
/// A clock may be this much behind the elapsed time: the hour of daylight saving, and a little.
const BACK_S: f64 = 3_700.0;
/// How far the two may part from row to row and still fit.
const APART_S: f64 = 125.0;

/// What is known of a clock so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is read like this.
    Sure(Reading),
    /// More than one reading fits so far.
    Open,
    /// No reading fits.
    Nothing,
}

/// A reading, and how it goes with the elapsed time.
#[derive(Clone, Debug)]
struct Try {
    reading: Reading,
    first: Option<f64>,
    last: Option<f64>,
    read: u64,
    pairs: u64,
    apart: u64,
    is_backward: bool,
    /// What tells readings apart that give the same times.
    sum: f64,
}

/// Gathers what speaks for each reading of one file's clock.
#[derive(Clone, Debug)]
pub(crate) struct ClockGuess {
    clock: Option<usize>,
    elapsed: Option<usize>,
    /// A row's time is that of the step before it and its duration.
    is_durations: bool,
    delimiter: u8,
    decimal_comma: bool,
    scale: f64,
    native: super::ClockFormat,
    tries: Vec<Try>,
    cells: u64,
    natives: u64,
    last_elapsed: Option<f64>,
    /// The first cell that is not as the dialect writes it.
    pub sample: Option<String>,
}

impl ClockGuess {
    /// For a file of this plan.
    #[must_use]
    pub(crate) fn new(plan: &Plan) -> Self {
        let is_durations = plan.role == FileRole::Step;
        let slot_of_elapsed = usize::from(!is_durations);
        let clock = plan.targets.iter().position(|target| matches!(target, Target::Clock { .. }));
        let found = plan.targets.iter().enumerate().find_map(|(index, target)| match target {
            Target::Number { slot, conversion, .. } if *slot == slot_of_elapsed => {
                Some((index, conversion.map_or(1.0, |conversion| conversion.multiply / conversion.divide)))
            }
            _ => None,
        });
        let native = plan.dialect.clock();
        let readings = [
            Reading::Order(Order::MonthDayYear),
            Reading::Order(Order::DayMonthYear),
            Reading::Order(Order::YearMonthDay),
            Reading::Serial,
            Reading::Unix,
        ];
        let fresh = |reading| Try {
            reading,
            first: None,
            last: None,
            read: 0,
            pairs: 0,
            apart: 0,
            is_backward: false,
            sum: 0.0,
        };
        Self {
            clock: clock.filter(|_| native.order().is_some() && plan.reading == Reading::Native),
            elapsed: found.map(|(index, _)| index),
            is_durations,
            delimiter: plan.delimiter,
            decimal_comma: plan.decimal_comma,
            scale: found.map_or(1.0, |(_, scale)| scale),
            native,
            tries: readings.map(fresh).to_vec(),
            cells: 0,
            natives: 0,
            last_elapsed: None,
            sample: None,
        }
    }

    /// Looks at the next whole lines; no further than it needs to.
    pub(crate) fn take(&mut self, piece: &[u8]) {
        for line in piece.split(|byte| *byte == b'\n') {
            if self.is_native() && self.cells >= SAMPLE as u64 {
                return;
            }
            self.line(line);
        }
    }

    /// Whether the end of the file may tell more: its rows spell dates as the dialect does, and read in another order they
    /// would be dates, too.
    #[must_use]
    pub(crate) fn asks_for_end(&self) -> bool {
        let own = self.native.order().map(Reading::Order);
        let may_be_other = |one: &Try| Some(one.reading) != own && one.read == self.cells && one.apart == 0;
        !self.is_durations && self.cells > 0 && self.is_native() && self.tries.iter().any(may_be_other)
    }

    /// Looks at the last whole lines: days later one order fits the elapsed time, and another gives months.
    pub(crate) fn take_end(&mut self, lines: &[u8]) {
        lines.split(|byte| *byte == b'\n').for_each(|line| self.line(line));
    }

    fn line(&mut self, line: &[u8]) {
        let Some(clock) = self.clock else { return };
        let field = |index: usize| line.split(|byte| *byte == self.delimiter).nth(index).map(unquoted);
        let Some(text) = field(clock).filter(|text| !text.is_empty()) else { return };
        let number = self.elapsed.and_then(field).map(|text| cell(text, self.decimal_comma));
        let elapsed = match number {
            Some(Cell::Number(value)) => Some(value * self.scale),
            _ => None,
        };
        self.cells += 1;
        if self.native.parse(text).is_some() {
            self.natives += 1;
        } else if self.sample.is_none() {
            self.sample = Some(String::from_utf8_lossy(text).into_owned());
        }
        // Durations lie between this row's clock and the next's.
        let passed = if self.is_durations {
            std::mem::replace(&mut self.last_elapsed, elapsed)
        } else {
            let before = std::mem::replace(&mut self.last_elapsed, elapsed);
            elapsed.zip(before).map(|(now, before)| now - before)
        };
        for one in &mut self.tries {
            one.cell(text, passed);
        }
    }

    fn is_native(&self) -> bool {
        self.natives * 2 > self.cells
    }

    /// What is known so far; `ended` says that there is no more to be seen.
    #[must_use]
    pub(crate) fn verdict(&self, ended: bool) -> Verdict {
        if self.clock.is_none() || self.cells == 0 {
            return Verdict::Sure(Reading::Native);
        }
        let fitting: Vec<&Try> = self.tries.iter().filter(|one| one.fits(self.cells)).collect();
        if self.is_native() {
            // Days before months under the dialect's own spelling: only when the dialect's order fits not at all.
            let own = self.native.order().map(Reading::Order);
            let reads_all = |one: &Try| one.apart == 0 && one.read == self.cells;
            let fits_own = self.tries.iter().any(|one| Some(one.reading) == own && reads_all(one));
            let other = fitting.iter().find(|one| reads_all(one) && one.pairs > 0);
            return Verdict::Sure(other.filter(|_| !fits_own).map_or(Reading::Native, |other| other.reading));
        }
        let Some(fewest) = fitting.iter().map(|one| one.apart).min() else {
            return Verdict::Nothing;
        };
        let best: Vec<_> = fitting.iter().filter(|one| one.apart == fewest).collect();
        match best.as_slice() {
            [first, rest @ ..] if rest.iter().all(|one| one.sum == first.sum) => {
                // Of readings that were the same so far one may yet part.
                if rest.is_empty() || ended { Verdict::Sure(first.reading) } else { Verdict::Open }
            }
            _ => Verdict::Open,
        }
    }

    /// The place of the clock's column.
    #[must_use]
    pub(crate) const fn column(&self) -> Option<usize> {
        self.clock
    }

    /// Whether its cells may be read so, as far as they were seen.
    #[must_use]
    pub(crate) fn may_be(&self, reading: Reading) -> bool {
        self.tries.iter().any(|one| one.reading == reading && one.fits(self.cells))
    }

    /// The first moment of the file in this reading, in s.
    #[must_use]
    pub(crate) fn first(&self, reading: Reading) -> Option<f64> {
        let reading = if reading == Reading::Native { Reading::Order(self.native.order()?) } else { reading };
        self.tries.iter().find(|one| one.reading == reading)?.first
    }

    /// Every reading that fits.
    pub(crate) fn fitting(&self) -> impl Iterator<Item = Reading> {
        self.tries.iter().filter(|one| one.fits(self.cells)).map(|one| one.reading)
    }

    /// The readings that fit alike, for messages.
    #[must_use]
    pub(crate) fn rivals(&self) -> Vec<Order> {
        let order = |one: &Try| match one.reading {
            Reading::Order(order) if one.fits(self.cells) => Some(order),
            _ => None,
        };
        self.tries.iter().filter_map(order).collect()
    }
}

impl Try {
    fn cell(&mut self, text: &[u8], passed: Option<f64>) {
        let found = match self.reading {
            Reading::Order(Order::MonthDayYear) if spelled::is_dotted(text) => None,
            Reading::Order(order) => spelled::read(text, order),
            Reading::Serial => serial(text).map(whole),
            Reading::Unix => unix_any(text).map(whole),
            Reading::Native | Reading::Missing => None,
        };
        let Some(found) = found else { return };
        self.read += 1;
        if !found.has_time {
            return;
        }
        let seconds = found.seconds;
        self.first.get_or_insert(seconds);
        self.sum += seconds;
        let before = self.last.replace(seconds);
        if let (Some(before), Some(passed)) = (before, passed) {
            let off = seconds - before - passed;
            self.pairs += 1;
            self.apart += u64::from(off.abs() > APART_S + 0.01 * passed.abs());
            self.is_backward |= off < -BACK_S;
        }
    }

    /// Whether all cells are read so, and few of them part from the elapsed time.
    fn fits(&self, cells: u64) -> bool {
        self.read * 20 >= cells * 19 && !self.is_backward && self.apart * 10 <= self.pairs.max(10)
    }
}

const fn whole(seconds: f64) -> spelled::Spelled {
    spelled::Spelled { seconds, has_time: true, has_seconds: true }
}

fn unquoted(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text).trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{ReadAs, detect};

    const HEADER: &str = "工步,工步種類,實際開始時間,執行時間(秒),工步執行時間(秒),電壓(V),電流(A),電量(Ah),狀態\n";

    /// The verdict on a file with these clocks and elapsed times.
    fn verdict(rows: &[(&str, f64)]) -> Verdict {
        let line = |(clock, t): &(&str, f64)| format!("1,CC充電,{clock},{t},{t},3.2,1,0.1,StepRunning\n");
        let rows = rows.iter().map(line).collect::<Vec<_>>().concat();
        let plan = detect("x_Detail.csv", &format!("{HEADER}{rows}"), ReadAs::default()).unwrap();
        let mut guess = ClockGuess::new(&plan);
        guess.take(rows.as_bytes());
        guess.verdict(true)
    }

    #[test]
    fn the_reading_that_fits_the_elapsed_time_is_taken() {
        let sure = |order| Verdict::Sure(Reading::Order(order));
        let native = [("09/04/2024 16:18:56", 0.01), ("09/04/2024 16:19:56", 60.0)];
        assert_eq!(verdict(&native), Verdict::Sure(Reading::Native));
        let day = 86_400.0;
        assert_eq!(verdict(&[("9/4/2024 16:18", 0.01), ("9/5/2024 16:18", day)]), sure(Order::MonthDayYear));
        assert_eq!(verdict(&[("4/9/2024 16:18", 0.01), ("5/9/2024 16:18", day)]), sure(Order::DayMonthYear));
        assert_eq!(verdict(&[("13.9.2024 16:18", 0.01), ("13.9.2024 16:19", 60.0)]), sure(Order::DayMonthYear));
        assert!(matches!(verdict(&[("2024-09-04 16:18:56", 0.01), ("2024-09-04 16:19:56", 60.0)]), Verdict::Sure(_)));
        assert_eq!(verdict(&[("45539.5", 0.0), ("45540.5", day)]), Verdict::Sure(Reading::Serial));
        assert_eq!(verdict(&[("04/09/2024 16:18:56", 0.01), ("05/09/2024 16:18:56", day)]), sure(Order::DayMonthYear));
    }

    #[test]
    fn the_end_of_a_file_tells_days_from_months() {
        let line = |clock: &str, t: f64| format!("1,CC充電,{clock},{t},{t},3.2,1,0.1,StepRunning\n");
        let verdict = |end: &[(&str, f64)]| {
            let head = format!("{HEADER}{}", line("12/05/2024 16:18:56", 0.0));
            let plan = detect("x_Detail.csv", &head, ReadAs::default()).unwrap();
            let mut guess = ClockGuess::new(&plan);
            guess.take(head.trim_start_matches(HEADER).as_bytes());
            assert!(guess.asks_for_end());
            guess.take_end(end.iter().map(|(clock, t)| line(clock, *t)).collect::<String>().as_bytes());
            guess.verdict(true)
        };
        let (day, of_days) = (86_400.0, Verdict::Sure(Reading::Order(Order::DayMonthYear)));
        assert_eq!(verdict(&[("13/05/2024 16:18:56", day)]), of_days, "no month");
        assert_eq!(verdict(&[("12/06/2024 16:18:56", 31.0 * day)]), of_days, "a month later");
        assert_eq!(verdict(&[("12/06/2024 16:18:56", day)]), Verdict::Sure(Reading::Native));
        assert_eq!(verdict(&[("12/05/2024 18:18:56", 7200.0)]), Verdict::Sure(Reading::Native), "both fit");
        assert_eq!(verdict(&[("12/09/2024 16:18:56", day)]), Verdict::Sure(Reading::Native), "neither fits");
    }

    #[test]
    fn what_could_be_two_is_not_guessed() {
        assert_eq!(verdict(&[("9/4/2024 16:18", 0.01), ("9/4/2024 16:19", 60.0)]), Verdict::Open);
        assert_eq!(verdict(&[("18:56.0", 0.01), ("19:56.0", 60.0)]), Verdict::Nothing);
        // Half of the day is lost.
        let lost = [("9/4/2024 11:58", 0.01), ("9/4/2024 12:58", 3600.0), ("9/4/2024 1:58", 7200.0)];
        assert_eq!(verdict(&lost), Verdict::Nothing);
    }
}
