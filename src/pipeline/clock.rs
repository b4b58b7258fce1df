//! How the clocks of a test's files are read: as their dialect writes them or, where a spreadsheet wrote them anew, in the
//! one way that fits the time that went by.

use super::open::Opened;
use crate::dialect::{ClockGuess, Field, Order, Reading, Verdict};
use crate::model::{Fault, FaultKind, Severity};
use crate::source::{Again, Input, SourceError, stat};
use std::path::Path;

/// What was found of one file's clock.
struct Found {
    guess: ClockGuess,
    verdict: Verdict,
}

/// Settles the clocks of a test's files, Step first, and gives what is to be said of them: once for the test.
pub(super) fn settle(files: [Option<&mut Opened>; 2], encoding: Option<&str>) -> Result<Option<Fault>, SourceError> {
    let mut files: Vec<&mut Opened> = files.into_iter().flatten().collect();
    let mut found = Vec::new();
    for opened in &files {
        found.push(look(opened, encoding)?);
    }
    if let [step, detail] = found.as_mut_slice() {
        agree(step, detail);
        agree(detail, step);
    }
    let mut fault = None;
    for (opened, found) in files.iter_mut().zip(&found) {
        let plan = &mut opened.plan;
        match found.verdict {
            Verdict::Sure(Reading::Native) => {}
            Verdict::Sure(reading) => plan.reading = reading,
            // Where nothing but the clock tells time, each row says what is wrong with it.
            _ if !plan.has(Field::StepTime) && !plan.has(Field::TestTime) => {}
            _ => {
                plan.reading = Reading::Missing;
                let said = unread(&found.guess, found.verdict);
                fault = Some(Fault {
                    line: Some(plan.head_lines + 1),
                    column: found.guess.column().map(|column| plan.headers[column].clone()),
                    value: found.guess.sample.clone(),
                    ..Fault::new(FaultKind::BadTimestamp, opened.input.path(), said).at(Severity::Warning)
                });
            }
        }
    }
    for opened in files {
        let (path, line) = (opened.input.path().to_owned(), opened.info.first_line);
        fault = fault.or(opened.plan.settle_time(&path, &opened.rest, line));
    }
    Ok(fault)
}

/// So much of a file's end is looked at.
const END_BYTES: usize = 1 << 13;
/// Both files of a test begin on the same day.
const SAME_DAY_S: f64 = 86_400.0;

/// Where a file's clock can be read in more than one way, or as its dialect writes it but not alone so, the other file
/// decides: they begin together.
fn agree(own: &mut Found, other: &Found) {
    let Verdict::Sure(sure) = other.verdict else { return };
    let begins = other.guess.first(sure);
    let is_together = |reading: Reading| {
        own.guess.first(reading).zip(begins).is_some_and(|(own_s, begins_s)| (own_s - begins_s).abs() < SAME_DAY_S)
    };
    let found = match own.verdict {
        Verdict::Sure(Reading::Native) if !is_together(Reading::Native) => {
            own.guess.fitting().find(|one| is_together(*one))
        }
        Verdict::Open => own.guess.fitting().find(|one| is_together(*one)).or(own.guess.may_be(sure).then_some(sure)),
        _ => None,
    };
    own.verdict = found.map_or(own.verdict, Verdict::Sure);
}

/// Looks at the beginning of a file and, while more than one reading fits, at the rest.
fn look(opened: &Opened, encoding: Option<&str>) -> Result<Found, SourceError> {
    let mut guess = ClockGuess::new(&opened.plan);
    guess.take(&opened.rest);
    if guess.asks_for_end() {
        guess.take_end(whole_lines(&end_of(opened)?));
    }
    let mut verdict = guess.verdict(opened.info.last);
    if verdict == Verdict::Open && !opened.info.last {
        let mut input = Input::open(Path::new(opened.input.path()), encoding)?;
        input.without_hash();
        let mut text = Vec::new();
        let mut is_first = true;
        while let Some(info) = input.next_chunk(&mut text)? {
            if !std::mem::take(&mut is_first) {
                guess.take(&text);
                verdict = guess.verdict(info.last);
            }
            if verdict != Verdict::Open {
                break;
            }
        }
    }
    Ok(Found { guess, verdict })
}

/// The end of a file, if it lies on disk as text or was read already; nothing of others.
fn end_of(opened: &Opened) -> Result<Vec<u8>, SourceError> {
    if opened.info.last {
        let from = opened.rest.len().saturating_sub(END_BYTES);
        return Ok(opened.rest[from..].to_vec());
    }
    let mut text = Vec::new();
    if opened.info.offset.is_some() && opened.layers.is_none() {
        let path = Path::new(opened.input.path());
        let as_it_is = stat(path)?;
        let from = as_it_is.0.saturating_sub(END_BYTES as u64);
        Again::open(path, as_it_is)?.read(from, (as_it_is.0 - from) as usize, &mut text)?;
    }
    Ok(text)
}

/// The lines of a text but for the first and the last, which may be cut.
fn whole_lines(text: &[u8]) -> &[u8] {
    let last = text.iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
    let first = text.iter().position(|byte| *byte == b'\n').map_or(last, |at| at + 1);
    text.get(first..last).unwrap_or_default()
}

/// Why a clock is not read, and what would decide.
fn unread(guess: &ClockGuess, verdict: Verdict) -> String {
    let sample = guess.sample.as_deref().unwrap_or_default();
    let list = |words: &dyn Fn(Order) -> String, between: &str| {
        guess.rivals().into_iter().map(words).collect::<Vec<_>>().join(between)
    };
    let formats = list(&|order| format!("--date-format '{}'", order.format()), " or ");
    if verdict == Verdict::Open {
        let orders = list(&|order| order.words().to_owned(), " and as ");
        return format!(
            "the clock `{sample}` can be read as {orders}, and the elapsed time fits both; it is missing: say which with \
             {formats}"
        );
    }
    format!(
        "the clock `{sample}` is no date and time that fits the elapsed time, as when a spreadsheet saved the file; it is \
         missing: export the test again, or name its format with --date-format '%d/%m/%Y %H:%M:%S'"
    )
}
