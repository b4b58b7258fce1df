//! Makes the plan of a file of which the dialect and the header are known.

use super::head::{Fit, cells};
use super::plan::{Plan, PlanError, ReadAs, fault};
use super::{ClockFormat, ColumnSpec, Field, Layers, Order, Preamble, Reading, target};
use crate::model::{Fault, FaultKind, Severity};

/// The plan of a file whose header fits best.
pub(super) fn build(path: &str, head: &str, best: &Fit, read_as: ReadAs<'_>) -> Result<Plan, PlanError> {
    let form = &best.dialect.text;
    let layers = layers(head, best);
    let (mut headers, trailing) = if layers.is_some() { (Vec::clone(&best.cells), false) } else { habits(head, best) };
    let has_units_row = has_units_row(head, best);
    let head_lines = best.line + u64::from(has_units_row);
    if has_units_row {
        with_units(&mut headers, head, best);
    }
    let mut specs = target::assign(best.columns, &headers);
    let odd_clock = clock_for_time(head, best, &mut specs);
    let temperatures: Vec<&String> = headers
        .iter()
        .zip(&specs)
        .filter(|(_, spec)| spec.is_some_and(is_temperature))
        .map(|(header, _)| header)
        .collect();
    let wanted = read_as.temperature_channel.unwrap_or_else(|| best.dialect.temperature_channel());
    let same = |header: &str| {
        header.eq_ignore_ascii_case(wanted) || crate::units::split_header(header).0.eq_ignore_ascii_case(wanted)
    };
    let named = temperatures.iter().find(|header| same(header)).map(|header| (*header).clone());
    if let (None, Some(wanted)) = (&named, read_as.temperature_channel) {
        let found = match temperatures.as_slice() {
            [] => "none".to_owned(),
            some => some.iter().map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", "),
        };
        return Err(PlanError::TemperatureChannel { path: path.to_owned(), wanted: wanted.to_owned(), found });
    }
    // Sensors of other cyclers have no fixed names: the first is the cell's.
    let is_cells = |header: &&&String| {
        let spec = specs[headers.iter().position(|one| one == **header).unwrap_or_default()];
        spec.is_some_and(|spec| spec.field == Field::Temperature) && best.dialect.counts_steps(best.role)
    };
    let temperature = named.or_else(|| temperatures.iter().find(is_cells).map(|header| (*header).clone()));
    let sign = read_as.sign.or(best.dialect.current_sign());
    let found =
        target::targets(&specs, &headers, temperature.as_deref(), sign).map_err(|bad| bad_units(path, best, &bad))?;
    let skip = skipped(best, &headers);
    Ok(Plan {
        dialect: best.dialect,
        role: best.role,
        delimiter: if best.delimiter == b' ' { b'\t' } else { best.delimiter },
        decimal_comma: form.decimal_comma.unwrap_or_else(|| best.delimiter != b',' && uses_decimal_comma(head, best)),
        header_line: best.line,
        head_lines,
        headers,
        channels: found.channels,
        temperature_channel: temperature,
        reading: read_as.clock.or(odd_clock).unwrap_or_default(),
        sign,
        notes: without_energy(path, best).into_iter().collect(),
        trailing,
        preamble: Preamble::of(best.dialect, &head.lines().take(best.line as usize - 1).collect::<Vec<_>>()),
        skip,
        channel: if read_as.any_channel { None } else { channel(path, head, best, read_as)? },
        channel_column: channel_column(best).filter(|_| read_as.any_channel && read_as.channel.is_none()),
        layers,
        is_named_channel: read_as.channel.is_some(),
        is_blank_parted: best.delimiter == b' ',
        targets: found.targets,
        specs,
        first_row: head
            .lines()
            .skip(head_lines as usize)
            .find(|line| !line.trim().is_empty())
            .map_or_else(Vec::new, |line| first_cells(line, best)),
        scratch: found.scratch,
    })
}

fn first_cells(line: &str, best: &Fit) -> Vec<String> {
    if best.delimiter != b' ' {
        return cells(line, best.delimiter);
    }
    let found = super::parse::blank_cells(line.as_bytes(), best.cells.len());
    found.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
}

/// The layers of a report whose header this is.
fn layers(head: &str, best: &Fit) -> Option<Layers> {
    let index = (best.line as usize).checked_sub(1).filter(|_| best.dialect.text.is_layered)?;
    let own = cells(head.lines().nth(index)?, best.delimiter);
    super::head::layered(head, index, &own, best.delimiter).map(|(layers, _)| layers)
}

/// Rows that are none, by the place of their column.
fn skipped(best: &Fit, headers: &[String]) -> Vec<(usize, Vec<u8>)> {
    let rows = best.dialect.text.skip_rows.iter();
    rows.filter_map(|(column, text)| {
        let at = headers.iter().position(|header| header.eq_ignore_ascii_case(column))?;
        Some((at, text.clone().into_bytes()))
    })
    .collect()
}

/// The column that tells channels apart.
fn channel_column(best: &Fit) -> Option<usize> {
    let spec = best.columns.iter().find(|spec| spec.field == Field::Channel)?;
    best.cells.iter().position(|cell| target::is_named(spec, cell))
}

/// The column that tells channels apart, and which of them is read: the one that is named, or the only one.
fn channel(path: &str, head: &str, best: &Fit, read_as: ReadAs<'_>) -> Result<Option<(usize, Vec<u8>)>, PlanError> {
    let Some(at) = channel_column(best) else {
        return match read_as.channel {
            None => Ok(None),
            Some(wanted) => {
                let message = format!(
                    "`{wanted}` behind the file names a channel, and the dialect {} knows of no column of channels; leave it out",
                    best.dialect.name()
                );
                Err(PlanError::Faults(vec![fault(FaultKind::UnpairedFile, path, Some(best.line), message)]))
            }
        };
    };
    let rows = head.lines().skip(best.line as usize);
    let mut found: Vec<String> = rows.filter_map(|line| cells(line, best.delimiter).into_iter().nth(at)).collect();
    found.sort();
    found.dedup();
    found.retain(|channel| !channel.is_empty());
    match (read_as.channel, found.as_slice()) {
        (Some(wanted), _) => Ok(Some((at, wanted.as_bytes().to_vec()))),
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some((at, only.as_bytes().to_vec()))),
        (None, [first, ..]) => {
            let message = format!(
                "several channels in one file: column `{}` holds {}; each is a test of its own, name one behind the file, as \
                 `{path}#{first}`",
                best.cells[at],
                found.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ")
            );
            Err(PlanError::Faults(vec![fault(FaultKind::UnpairedFile, path, Some(best.line), message)]))
        }
    }
}

/// A column of times may hold clocks, as EC-Lab writes when absolute times are asked for: then it is the clock. Gives how
/// they are read.
fn clock_for_time(head: &str, best: &Fit, specs: &mut [Option<&'static ColumnSpec>]) -> Option<Reading> {
    static CLOCK: std::sync::LazyLock<ColumnSpec> = std::sync::LazyLock::new(|| ColumnSpec::of(Field::Clock));
    let at = specs.iter().position(|spec| spec.is_some_and(|spec| spec.field == Field::TestTime))?;
    if !best.dialect.counts_steps(best.role) || specs.iter().flatten().any(|spec| spec.field == Field::Clock) {
        return None;
    }
    let below = best.line as usize + usize::from(has_units_row(head, best));
    let first = head.lines().skip(below).find(|line| !line.trim().is_empty())?;
    let cell = cells(first, best.delimiter).into_iter().nth(at)?;
    if best.dialect.clock().order().is_some() && best.dialect.clock().parse(cell.as_bytes()).is_some() {
        specs[at] = Some(&CLOCK);
        return None;
    }
    let orders = [Order::MonthDayYear, Order::DayMonthYear, Order::YearMonthDay];
    let order = orders.into_iter().find(|order| ClockFormat::Loose(*order).parse(cell.as_bytes()).is_some())?;
    specs[at] = Some(&CLOCK);
    Some(Reading::Order(order))
}

/// Whether the line below the header holds units: its dialect says so, or all its cells are units and nothing else.
fn has_units_row(head: &str, best: &Fit) -> bool {
    let is_unit = |cell: &String| crate::units::is_unit(bare_unit(cell));
    let all_units = || {
        let line = head.lines().nth(best.line as usize).map(|line| cells(line, best.delimiter)).unwrap_or_default();
        let said = || line.iter().filter(|cell| !cell.is_empty());
        said().count() > 1 && said().all(is_unit)
    };
    best.dialect.text.has_units_row || all_units()
}

fn bare_unit(cell: &str) -> &str {
    cell.trim_matches(['[', ']', '(', ')'])
}

/// Puts the units of the line below the header to its names, where they name none themselves.
fn with_units(headers: &mut [String], head: &str, best: &Fit) {
    let Some(line) = head.lines().nth(best.line as usize) else { return };
    for (header, unit) in headers.iter_mut().zip(cells(line, best.delimiter)) {
        let unit = bare_unit(&unit);
        if !unit.is_empty() && crate::units::split_header(header).1.is_none() {
            *header = format!("{header}[{unit}]");
        }
    }
}

/// The header's cells, and whether rows end in a delimiter that it has not. A delimiter at the end of the header, but of no
/// row, begins no column.
fn habits(head: &str, best: &Fit) -> (Vec<String>, bool) {
    let mut headers = Vec::clone(&best.cells);
    let below = best.line as usize + usize::from(has_units_row(head, best));
    let rows = head.lines().skip(below).filter(|line| !line.trim().is_empty()).take(20);
    let rows: Vec<Vec<String>> = rows.map(|line| cells(line, best.delimiter)).collect();
    let width = headers.len();
    let all = |is: &dyn Fn(&Vec<String>) -> bool| !rows.is_empty() && rows.iter().all(is);
    let trailing = all(&|row| row.len() == width + 1 && row[width].is_empty());
    if headers.last().is_some_and(String::is_empty) && all(&|row| row.len() == width - 1) {
        headers.pop();
    }
    (headers, trailing)
}

/// What stands for the energy of a file that has none, where its dialect writes one.
fn without_energy(path: &str, best: &Fit) -> Option<Fault> {
    // Other cyclers write what they were asked for.
    let spec = best.columns.iter().find(|spec| spec.field == Field::Energy && !best.dialect.counts_steps(best.role))?;
    let is_there =
        best.cells.iter().any(|cell| target::find(best.columns, cell).is_some_and(|one| one.field == spec.field));
    let name = spec.with_unit();
    let message = format!(
        "column `{name}` is missing; the integral of voltage and current stands for a step's energy where no Step file \
         gives it"
    );
    let note = fault(FaultKind::MissingColumn, path, Some(best.line), message).at(Severity::Info);
    (!is_there).then_some(Fault { column: Some(name), ..note })
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
        let spec = target::find(best.columns, header)?;
        let mut one = fault(FaultKind::MissingColumn, path, Some(best.line), target::unit_message(spec, header, unit));
        one.column = Some(header.clone());
        Some(one)
    });
    PlanError::Faults(faults.collect())
}
