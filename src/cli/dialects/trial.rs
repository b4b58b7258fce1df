//! `dialects test`: reads a file, and says what each line of its dialect matched, what was unused, and what came of it.

use super::super::Context;
use super::super::derive::DeriveArgs;
use super::super::inputs::Opener;
use super::super::show::ShowArgs;
use super::super::status::{Failure, Status};
use super::{prose, text};
use crate::dialect::Field;
use crate::format::{Entry, Heading, Kind, Sheet, Table, Value};
use crate::model::{Block, Column, Columns, StepData, StepSet, Test, TestError};
use crate::pipeline::FileTest;
use crate::source;
use std::path::{Path, PathBuf};

/// Rows shown of the beginning, and of the end.
const SHOWN: usize = 3;

pub(super) fn run(file: &Path, derive: &DeriveArgs, show: &ShowArgs, context: &Context) -> anyhow::Result<Status> {
    let opener = Opener::new(context, derive, None)?;
    let found = source::find(&[PathBuf::from(file)]);
    if found.candidates.len() > 1 {
        let names: Vec<String> =
            found.candidates.iter().flat_map(|one| one.files.paths()).map(|path| path.display().to_string()).collect();
        context.screen.note(&format!("{} tests are in it, and this is the first: {}", names.len(), names.join(", ")));
    }
    let Some(candidate) = found.candidates.into_iter().next() else {
        let reason = found.skipped.first().map_or("no such file", |skipped| skipped.reason.as_str());
        return Err(Failure::usage(format!("{}: {reason}", file.display())).into());
    };
    let mut test = FileTest::open(&candidate, opener.options().clone())?;
    let columns = columns(&test);
    let plan = test.rows_plan();
    let head = vec![
        Entry::new(text("file", "File", ""), file.display().to_string()),
        Entry::new(text("dialect", "Dialect", ""), test.about().dialect.clone()),
        Entry::new(Heading::new("header_line", "Header on line", Kind::Integer, ""), plan.map(|plan| plan.header_line)),
    ];
    let rows = rows(&mut test)?;
    let (_, steps) = test.whole()?;
    let summary = summary(steps);
    let findings = test.findings()?;
    let said = findings.into_iter().map(|finding| {
        let place = finding.line.map_or_else(String::new, |line| format!("line {line}: "));
        format!("{}: {place}{}", finding.severity.as_str(), finding.message)
    });
    let sheet = Sheet {
        head,
        notes: said.collect(),
        tables: vec![columns, rows, summary],
        ..Sheet::list("", Table::held("columns", Vec::new(), Vec::new()))
    };
    show.one(context, sheet)?;
    Ok(Status::Done)
}

/// What each column of the file is, and what the dialect looked for in vain.
fn columns(test: &FileTest) -> Table<'static> {
    let titles = vec![
        prose("column", "Column", "The header in the file"),
        text("is", "Is", "What the dialect takes it for"),
        text("unit", "In", "The unit it is read in"),
        prose("first", "First value", "What stands in the first row"),
    ];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    if let Some(plan) = test.rows_plan() {
        for column in plan.columns() {
            let is = match column.field {
                Some(Field::Counter) => "known, and not used".to_owned(),
                Some(field) => field.name().to_owned(),
                None => column.otherwise.to_owned(),
            };
            rows.push(vec![column.header.into(), is.into(), column.unit.into(), column.first.into()]);
        }
        for spec in plan.unmatched() {
            let wanted = spec.names.join(" or ");
            rows.push(vec![
                Value::Missing,
                spec.field.name().into(),
                Value::Missing,
                format!("none is named {wanted}").into(),
            ]);
        }
    }
    Table::held("columns", titles, rows)
}

/// The first and the last rows as they are read.
fn rows(test: &mut FileTest) -> Result<Table<'static>, TestError> {
    let mut titles = vec![Heading::new("step", "Step", Kind::Integer, "The executed step").brief()];
    titles.extend(
        Column::ALL.map(|slot| Heading::number(slot.name(), slot.name(), "", 6, "As every row is kept").brief()),
    );
    let mut first: Vec<Vec<Value>> = Vec::new();
    let mut last: std::collections::VecDeque<Vec<Value>> = std::collections::VecDeque::new();
    test.blocks(Columns::ALL, &StepSet::All, &mut |block: &Block<'_>| {
        for row in 0..block.len() {
            let is_last = row + SHOWN >= block.len();
            if first.len() >= SHOWN && !is_last {
                continue;
            }
            let mut values: Vec<Value> = vec![block.step.into()];
            values.extend(block.columns().map(|column| Value::from(Some(column[row]).filter(|value| !value.is_nan()))));
            if first.len() < SHOWN {
                first.push(values);
            } else {
                last.push_back(values);
                if last.len() > SHOWN {
                    last.pop_front();
                }
            }
        }
        Ok(())
    })?;
    first.extend(last);
    Ok(Table::held("rows", titles, first))
}

/// The steps by what they do: how many, and what they amount to.
fn summary(steps: &[StepData]) -> Table<'static> {
    let titles = vec![
        text("step_type", "Type", "What the steps do"),
        Heading::new("steps", "Steps", Kind::Integer, "How many there are").brief(),
        Heading::new("rows", "Rows", Kind::Integer, "Their rows").brief(),
        Heading::number("capacity_ah", "Capacity", "Ah", 6, "Their capacity in all").brief(),
        text("original_step_types", "Written as", "The texts in the file"),
    ];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for kind in crate::model::StepType::ALL {
        let of_kind: Vec<&StepData> = steps.iter().filter(|step| step.record.step_type == *kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let traces = || of_kind.iter().filter_map(|step| step.trace.as_ref());
        let mut texts: Vec<&str> = of_kind.iter().map(|step| step.record.original_step_type.as_ref()).collect();
        texts.sort_unstable();
        texts.dedup();
        let capacity: f64 = traces().filter_map(|trace| trace.capacity_end_ah.get()).sum();
        let texts = texts.into_iter().filter(|text| !text.is_empty()).take(6).map(Value::text).collect();
        rows.push(vec![
            kind.as_str().into(),
            of_kind.len().into(),
            traces().map(|trace| trace.rows).sum::<u64>().into(),
            capacity.into(),
            Value::List(texts),
        ]);
    }
    Table::held("steps", titles, rows)
}
