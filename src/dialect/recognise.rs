//! Tells whose file it is, and what is missing when it is nearly one.

use super::head::{Fit, fits};
use super::plan::{self, Plan, PlanError, ReadAs};
use super::{ColumnSpec, Dialect};
use crate::model::{Fault, FaultKind, FileRole};

/// How well a dialect fits a file; for `dialects detect`.
#[derive(Clone)]
pub struct Candidate {
    /// The dialect.
    pub dialect: &'static dyn Dialect,
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
pub fn closest(head: &str, read_as: ReadAs<'_>) -> Vec<Candidate> {
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
        missing: fit.missing.iter().map(|spec| spec.name).collect(),
    }
}

/// Makes the plan of a file from its beginning.
///
/// # Errors
/// Faults of the header: unknown dialect, missing columns, columns without a known unit, two columns of one name.
pub fn detect(path: &str, head: &str, read_as: ReadAs<'_>) -> Result<Plan, PlanError> {
    if head.trim().is_empty() {
        let message = format!("{path} is empty; expected a header line and rows");
        return Err(PlanError::Faults(vec![fault(FaultKind::EmptyFile, path, None, message)]));
    }
    let all = fits(head, read_as);
    let Some(best) = all.first() else {
        let message = format!(
            "{path} has no line with a delimiter (comma, semicolon, tab or |); expected a header of one of: {}",
            super::ALL.iter().map(|dialect| dialect.name()).collect::<Vec<_>>().join(", ")
        );
        return Err(PlanError::Faults(vec![fault(FaultKind::UnknownDialect, path, None, message)]));
    };
    let doubles = duplicates(path, best);
    if best.coverage() < 0.5 && read_as.dialect.is_none() {
        return Err(PlanError::Faults(vec![unknown(path, &all)]));
    }
    let mut faults = doubles;
    if faults.is_empty() {
        faults.extend(best.missing.iter().map(|spec| missing(path, best, spec)));
    }
    if !faults.is_empty() {
        return Err(PlanError::Faults(faults));
    }
    build(path, head, best, read_as)
}

fn build(path: &str, head: &str, best: &Fit, read_as: ReadAs<'_>) -> Result<Plan, PlanError> {
    let temperatures: Vec<&String> =
        best.cells.iter().filter(|cell| plan::find(best.columns, cell).is_some_and(is_temperature)).collect();
    let wanted = read_as.temperature_channel.unwrap_or_else(|| best.dialect.temperature_channel());
    let same = |header: &str| {
        header.eq_ignore_ascii_case(wanted) || crate::units::split_header(header).0.eq_ignore_ascii_case(wanted)
    };
    let temperature = temperatures.iter().find(|header| same(header)).map(|header| (*header).clone());
    if let (None, Some(wanted)) = (&temperature, read_as.temperature_channel) {
        let found = match temperatures.as_slice() {
            [] => "none".to_owned(),
            some => some.iter().map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", "),
        };
        return Err(PlanError::TemperatureChannel { path: path.to_owned(), wanted: wanted.to_owned(), found });
    }
    let (targets, channels) =
        plan::targets(best.columns, &best.cells, temperature.as_deref()).map_err(|bad| bad_units(path, best, &bad))?;
    Ok(Plan {
        dialect: best.dialect,
        role: best.role,
        delimiter: best.delimiter,
        decimal_comma: best.delimiter != b',' && uses_decimal_comma(head, best),
        header_line: best.line,
        headers: best.cells.clone(),
        channels,
        temperature_channel: temperature,
        targets,
    })
}

fn is_temperature(spec: &ColumnSpec) -> bool {
    matches!(spec.field, super::Field::Temperature | super::Field::ChamberTemperature)
}

/// Whether any numeric cell of the first rows has a comma between digits.
fn uses_decimal_comma(head: &str, fit: &Fit) -> bool {
    head.lines().skip(fit.line as usize).take(200).any(|line| {
        super::head::cells(line, fit.delimiter).iter().any(|cell| {
            let cell = cell.trim_start_matches(['-', '+']);
            cell.split_once(',').is_some_and(|(whole, rest)| {
                !whole.is_empty()
                    && whole.bytes().all(|byte| byte.is_ascii_digit())
                    && rest.starts_with(|c: char| c.is_ascii_digit())
            })
        })
    })
}

fn bad_units(path: &str, best: &Fit, bad: &[(usize, String)]) -> PlanError {
    let faults = bad.iter().filter_map(|(index, unit)| {
        let header = &best.cells[*index];
        let spec = plan::find(best.columns, header)?;
        let mut one = fault(FaultKind::MissingColumn, path, Some(best.line), plan::unit_message(spec, header, unit));
        one.column = Some(header.clone());
        Some(one)
    });
    PlanError::Faults(faults.collect())
}

fn duplicates(path: &str, best: &Fit) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, cell) in best.cells.iter().enumerate() {
        if let Some(first) = best.cells[..index].iter().position(|other| other == cell && !cell.is_empty()) {
            let message = format!(
                "columns {} and {} are both named `{cell}`; only one can be meant: rename or remove the other",
                first + 1,
                index + 1
            );
            let mut one = fault(FaultKind::DuplicateColumn, path, Some(best.line), message);
            one.column = Some(cell.clone());
            faults.push(one);
        }
    }
    faults
}

fn missing(path: &str, best: &Fit, spec: &ColumnSpec) -> Fault {
    let name = described(spec);
    let message = match nearest(spec.name, best) {
        Some(near) => {
            format!("column `{name}` is missing; the nearest header is `{near}`: rename it, or export it again")
        }
        None => format!("column `{name}` is missing; export the file again with it"),
    };
    let mut one = fault(FaultKind::MissingColumn, path, Some(best.line), message);
    one.column = Some(name);
    one
}

/// The header as it would be written, with its unit.
fn described(spec: &ColumnSpec) -> String {
    match (spec.quantity, spec.unit) {
        (Some(quantity), None) => format!("{}({})", spec.name, quantity.unit()),
        _ => spec.name.to_owned(),
    }
}

/// The header most like a name: one that is no other column of the format, if any is like it at all.
fn nearest<'a>(name: &str, fit: &'a Fit) -> Option<&'a str> {
    let similarity = |header: &String| {
        strsim::normalized_damerau_levenshtein(
            &name.to_lowercase(),
            &crate::units::split_header(header).0.to_lowercase(),
        )
    };
    let is_free = |header: &str| plan::find(fit.columns, header).is_none();
    fit.cells
        .iter()
        .filter(|header| !header.is_empty())
        .map(|header| (similarity(header), header.as_str()))
        .filter(|(score, _)| *score >= 0.3)
        .max_by(|a, b| is_free(a.1).cmp(&is_free(b.1)).then(a.0.total_cmp(&b.0)))
        .map(|(_, header)| header)
}

/// How much a header resembles a format, exact or not; so that an unknown file is compared with the likeliest.
fn resemblance(fit: &Fit) -> f64 {
    let required = fit.columns.iter().filter(|spec| spec.required);
    required
        .map(|spec| {
            fit.cells
                .iter()
                .map(|cell| {
                    let name = crate::units::split_header(cell).0.to_lowercase().replace('_', " ");
                    let wanted = spec.name.to_lowercase();
                    if name.contains(&wanted) { 0.9 } else { strsim::normalized_damerau_levenshtein(&wanted, &name) }
                })
                .fold(0.0, f64::max)
        })
        .sum::<f64>()
        / fit.columns.len().max(1) as f64
}

fn unknown(path: &str, all: &[Fit]) -> Fault {
    let closest =
        all.iter().max_by(|a, b| (a.matched as f64 + resemblance(a)).total_cmp(&(b.matched as f64 + resemblance(b))));
    let Some(closest) = closest else {
        return fault(FaultKind::UnknownDialect, path, None, "the header matches no dialect".to_owned());
    };
    let missing: Vec<String> = closest
        .missing
        .iter()
        .map(|spec| match nearest(spec.name, closest) {
            Some(near) => format!("`{}` (nearest: `{near}`)", described(spec)),
            None => format!("`{}`", described(spec)),
        })
        .collect();
    let message = format!(
        "the header matches no dialect; the closest is {} {}, of which is missing: {}. `battery-etl dialects list` shows \
         what can be read; `--dialect NAME` forces one",
        closest.dialect.name(),
        closest.role.as_str(),
        missing.join(", ")
    );
    let mut one = fault(FaultKind::UnknownDialect, path, Some(closest.line), message);
    one.value = Some(closest.cells.join(&char::from(closest.delimiter).to_string()));
    one
}

fn fault(kind: FaultKind, path: &str, line: Option<u64>, message: String) -> Fault {
    Fault { kind, file: path.to_owned(), line, line_end: None, step: None, column: None, value: None, message }
}
