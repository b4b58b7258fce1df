//! Tells whose file it is, and what is missing when it is nearly one.

use super::build::build;
use super::head::{Fit, fits};
use super::plan::{Plan, PlanError, ReadAs, fault};
use super::{ColumnSpec, Dialect, Field, foreign, target};
use crate::model::{Fault, FaultKind, FileRole, Severity};
use crate::units::Quantity;
use std::collections::HashMap;

/// How well a dialect fits a file; for `dialects detect`.
#[derive(Clone)]
pub(crate) struct Candidate {
    /// The dialect.
    pub dialect: &'static Dialect,
    /// The part of a test.
    pub role: FileRole,
    /// The header's physical line.
    pub header_line: u64,
    /// The delimiter.
    pub delimiter: char,
    /// Known columns that were found.
    pub matched: usize,
    /// All known columns.
    pub known: usize,
    /// Required columns that were not found.
    pub missing: Vec<&'static str>,
}

/// The best fit of each format of each dialect, the best first.
#[must_use]
pub(crate) fn closest(head: &str, read_as: ReadAs<'_>) -> Vec<Candidate> {
    let mut seen = Vec::new();
    for fit in fits(head, read_as) {
        let key = (fit.dialect.name(), fit.role);
        if seen.iter().all(|(other, _)| *other != key) {
            seen.push((key, fit));
        }
    }
    seen.into_iter().map(|(_, fit)| candidate(&fit)).collect()
}

fn candidate(fit: &Fit) -> Candidate {
    Candidate {
        dialect: fit.dialect,
        role: fit.role,
        header_line: fit.line,
        delimiter: char::from(fit.delimiter),
        matched: fit.matched,
        known: fit.columns.len(),
        missing: fit.missing.iter().map(|spec| spec.name()).collect(),
    }
}

/// Makes the plan of a file from its beginning.
///
/// # Errors
/// Faults of the header: unknown dialect, missing columns, columns without a known unit, two columns of one name.
pub(crate) fn detect(path: &str, head: &str, read_as: ReadAs<'_>) -> Result<Plan, PlanError> {
    if head.trim().is_empty() {
        let message = format!("{path} is empty; expected a header line and rows");
        return Err(PlanError::Faults(vec![fault(FaultKind::EmptyFile, path, None, message)]));
    }
    let all = fits(head, read_as);
    let Some(best) = all.first() else {
        let like = foreign::looks_like(head).map_or_else(String::new, |what| format!("; it looks like {what}"));
        let is_table = head.lines().take(200).any(|line| line.contains([',', ';', '\t', '|']));
        let message = if is_table {
            format!(
                "{path}: the header matches no dialect{like}. `battery-etl dialects list` shows what can be read; `--dialect NAME` \
                 forces one, and `--map` and a dialect file (docs/dialects.md) read any table"
            )
        } else {
            format!(
                "{path} has no line with a delimiter (comma, semicolon, tab or |); expected a header of one of: {}{like}",
                super::all().iter().map(|dialect| dialect.name()).collect::<Vec<_>>().join(", ")
            )
        };
        return Err(PlanError::Faults(vec![fault(FaultKind::UnknownDialect, path, None, message)]));
    };
    let (mut faults, notes) = duplicates(path, best);
    if read_as.dialect.is_none() && !best.missing.is_empty() {
        if let Some(what) = foreign::looks_like(head).filter(|_| best.coverage() < 0.9) {
            return Err(PlanError::Faults(vec![of_another(path, best, what)]));
        }
        // Where all that is found are names that any cycler uses, it is no dialect's.
        let few = best.dialect.counts_steps(best.role) && best.coverage() <= 0.5;
        if best.coverage() < 0.5 || few {
            return Err(PlanError::Faults(vec![unknown(path, &all)]));
        }
    }
    if faults.is_empty() {
        faults.extend(best.missing.iter().map(|spec| missing(path, best, spec)));
    }
    if !faults.is_empty() {
        return Err(PlanError::Faults(faults));
    }
    if let Some(fault) = current_left_out(path, best) {
        return Err(PlanError::Faults(vec![fault]));
    }
    let mut plan = build(path, head, best, read_as)?;
    plan.notes.splice(0..0, notes);
    Ok(plan)
}

/// Two columns of one name: faults where the dialect reads it, notes where nothing needs it.
fn duplicates(path: &str, best: &Fit) -> (Vec<Fault>, Vec<Fault>) {
    let (mut faults, mut notes) = (Vec::new(), Vec::new());
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, cell) in best.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let Some(before) = first.get(cell.as_str()) else {
            first.insert(cell, index);
            continue;
        };
        let is_needed = target::find(best.columns, cell)
            .is_some_and(|spec| !matches!(spec.field, Field::Counter | Field::Record) && !spec.is_witness());
        let what = if is_needed { "only one can be meant: rename or remove the other" } else { "the first is kept" };
        let message = format!("columns {} and {} are both named `{}`; {what}", before + 1, index + 1, short(cell));
        let mut one = fault(FaultKind::DuplicateColumn, path, Some(best.line), message);
        one.column = Some(cell.clone());
        match is_needed {
            true => faults.push(one),
            false if notes.len() < 20 => notes.push(one.at(Severity::Info)),
            false => {}
        }
    }
    (faults, notes)
}

fn missing(path: &str, best: &Fit, spec: &ColumnSpec) -> Fault {
    let name = spec.with_unit();
    let message = match nearest(spec, best) {
        Some(near) => {
            format!("column `{name}` is missing; the nearest header is `{near}`: rename it, or export it again")
        }
        None => format!("column `{name}` is missing; export the file again with it"),
    };
    let mut one = fault(FaultKind::MissingColumn, path, Some(best.line), message);
    one.column = Some(name);
    one
}

/// The column of the current, where a file may do without, as at open circuit, but this one counts the charge that flows.
fn current_left_out(path: &str, best: &Fit) -> Option<Fault> {
    let spec = best.columns.iter().find(|spec| spec.field == Field::Current && !spec.required)?;
    let is_there =
        best.cells.iter().any(|cell| target::find(best.columns, cell).is_some_and(|one| one.field == spec.field));
    let is_charge = |cell: &&String| {
        let unit = crate::units::split_header(cell).1;
        unit.is_some_and(|unit| crate::units::conversion(Quantity::Capacity, unit).is_some())
    };
    let counted = best.cells.iter().filter(|_| !is_there).find(is_charge)?;
    let name = spec.with_unit();
    let message = format!(
        "column `{name}` is missing, and `{counted}` says that a current flows; export the file again with the current"
    );
    let one = fault(FaultKind::MissingColumn, path, Some(best.line), message);
    Some(Fault { column: Some(name), ..one })
}

/// Longer names are no names, and more of them are not compared.
const NAME_BYTES: usize = 64;
const NAMES: usize = 2_000;

/// The header most like a column's name: one that is no other column of the format, nor of another quantity.
fn nearest<'a>(spec: &ColumnSpec, fit: &'a Fit) -> Option<&'a str> {
    let wanted = spec.name().to_lowercase();
    let score = |header: &str| {
        let name = crate::units::split_header(header).0.to_lowercase();
        strsim::normalized_damerau_levenshtein(&wanted, &name)
    };
    let may_be = |header: &&String| {
        !header.is_empty()
            && header.len() <= NAME_BYTES
            && target::find(fit.columns, header).is_none()
            && is_of(spec.quantity, header)
    };
    fit.cells
        .iter()
        .take(NAMES)
        .filter(may_be)
        .map(|header| (score(header), header.as_str()))
        .filter(|(score, _)| *score >= 0.3)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, header)| header)
}

/// Whether the unit of a header, where it has one, is of a quantity.
fn is_of(quantity: Option<Quantity>, header: &str) -> bool {
    match (quantity, crate::units::split_header(header).1) {
        (_, None) => true,
        (Some(quantity), Some(unit)) => crate::units::conversion(quantity, unit).is_some(),
        (None, Some(_)) => false,
    }
}

/// A name fit for a message.
fn short(name: &str) -> String {
    if name.chars().count() <= NAME_BYTES {
        return name.to_owned();
    }
    name.chars().take(NAME_BYTES).chain(['…']).collect()
}

/// How much a header resembles a format, exact or not; so that an unknown file is compared with the likeliest.
fn resemblance(fit: &Fit) -> f64 {
    let names: Vec<String> = fit
        .cells
        .iter()
        .filter(|cell| cell.len() <= NAME_BYTES)
        .take(200)
        .map(|cell| crate::units::split_header(cell).0.to_lowercase().replace('_', " "))
        .collect();
    let like = |spec: &ColumnSpec| {
        let wanted = spec.name().to_lowercase();
        let score = |name: &String| {
            if name.contains(&wanted) { 0.9 } else { strsim::normalized_damerau_levenshtein(&wanted, name) }
        };
        names.iter().map(score).fold(0.0, f64::max)
    };
    let required = fit.columns.iter().filter(|spec| spec.required);
    required.map(like).sum::<f64>() / fit.columns.len().max(1) as f64
}

/// What a file lacks to be of a format, with the headers that may be meant.
fn lacks(fit: &Fit) -> String {
    let one = |spec: &&ColumnSpec| match nearest(spec, fit) {
        Some(near) => format!("`{}` (nearest: `{near}`)", spec.with_unit()),
        None => format!("`{}`", spec.with_unit()),
    };
    fit.missing.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A file of a known maker that is no table of records, or lacks columns of one.
fn of_another(path: &str, best: &Fit, what: &str) -> Fault {
    let lacks = if best.coverage() < 0.5 {
        "export the records with time, voltage and current, or see `battery-etl dialects detect` for what is missing"
            .to_owned()
    } else {
        format!(
            "the closest is {} {}, of which is missing: {}. Export the records again with time, voltage and current",
            best.dialect.name(),
            best.role.as_str(),
            lacks(best)
        )
    };
    let message = format!("this looks like {what}, but it is no table of its records that a dialect reads; {lacks}");
    let mut one = fault(FaultKind::UnknownDialect, path, Some(best.line), message);
    one.value = Some(short(&best.cells.join(&char::from(best.delimiter).to_string())));
    one
}

fn unknown(path: &str, all: &[Fit]) -> Fault {
    // Those that match the most columns come first.
    let closest = all
        .iter()
        .take(64)
        .map(|fit| (fit.matched as f64 + resemblance(fit), fit))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, fit)| fit);
    let Some(closest) = closest else {
        return fault(FaultKind::UnknownDialect, path, None, format!("{path}: the header matches no dialect"));
    };
    let message = format!(
        "the header matches no dialect; the closest is {} {}, of which is missing: {}. `battery-etl dialects list` shows \
         what can be read; `--dialect NAME` forces one, and `--map` and a dialect file (docs/dialects.md) read any table",
        closest.dialect.name(),
        closest.role.as_str(),
        lacks(closest)
    );
    let mut one = fault(FaultKind::UnknownDialect, path, Some(closest.line), message);
    one.value = Some(short(&closest.cells.join(&char::from(closest.delimiter).to_string())));
    one
}
