//! What readers saw and took in their stride, as faults that are worth knowing: one for a column, one for the clock.

use crate::dialect::{Order, Plan, Reading, Seen};
use crate::model::{Fault, FaultKind, Severity};

/// What was seen of one file, and where.
pub(super) struct OfFile<'a> {
    pub(super) plan: &'a Plan,
    pub(super) path: &'a str,
    pub(super) seen: &'a Seen,
    pub(super) rows: u64,
}

/// The faults of both files, Step first; what both share is said of the one with the rows alone. Whoever names the format
/// of the clock knows how it is spelled.
pub(super) fn faults(files: &[OfFile<'_>], is_clock_named: bool) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for file in files {
        for fault in absent(file) {
            faults.retain(|other| other.column != fault.column);
            faults.push(fault);
        }
    }
    let odd = files.iter().rev().find(|file| file.seen.odd_clocks.count > 0);
    faults.extend(odd.filter(|_| !is_clock_named).map(odd_clock));
    faults
}

fn absent(file: &OfFile<'_>) -> Vec<Fault> {
    let said = |column: usize, count: u64| file.plan.says_what_is_absent(column, count, file.rows);
    let columns = file.seen.absent.iter().enumerate();
    let columns = columns.filter(|(column, absent)| absent.count > 0 && said(*column, absent.count));
    let fault = |column: usize, absent: &crate::dialect::Absent| {
        let header = file.plan.headers.get(column).cloned().unwrap_or_default();
        let found = if absent.value.is_empty() { "nothing".to_owned() } else { format!("`{}`", absent.value) };
        let message = if absent.count == 1 {
            format!("column `{header}` holds {found} in one row: it is missing there")
        } else {
            format!(
                "column `{header}` holds no usable number in {} rows, first {found}: it is missing there",
                absent.count
            )
        };
        let fault = Fault::new(FaultKind::BadNumber, file.path, message).at(Severity::Info);
        Fault { line: Some(absent.line), column: Some(header), value: Some(absent.value.clone()), ..fault }
    };
    columns.map(|(column, absent)| fault(column, absent)).collect()
}

fn odd_clock(file: &OfFile<'_>) -> Fault {
    let odd = &file.seen.odd_clocks;
    let read_as = match file.plan.reading {
        Reading::Order(order) => {
            // A year of four digits in front speaks for itself.
            let has_year_first = odd.value.bytes().take_while(u8::is_ascii_digit).count() == 4;
            let order = if has_year_first { Order::YearMonthDay } else { order };
            format!("; it is read as {}, which fits the elapsed time", order.words())
        }
        Reading::Serial => "; it is read as a spreadsheet's days since 1899-12-30".to_owned(),
        Reading::Unix => "; it is read as seconds since 1970".to_owned(),
        Reading::Native | Reading::Missing => String::new(),
    };
    let message = format!(
        "the clock stands as `{}` where the cycler writes {} ({} {}), as when a spreadsheet saved the file{read_as}",
        odd.value,
        file.plan.dialect.clock().example(),
        odd.count,
        if odd.count == 1 { "row" } else { "rows" }
    );
    let fault = Fault::new(FaultKind::BadTimestamp, file.path, message).at(Severity::Info);
    Fault { line: Some(odd.line), value: Some(odd.value.clone()), ..fault }
}
