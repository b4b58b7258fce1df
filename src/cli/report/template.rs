//! `report --template FILE`: a document of the reports and figures that a file names, in its order.

mod parse;
mod shelf;

use super::super::output::Output;
use super::super::status::{Failure, Status};
use super::super::{Context, validate};
use super::Args;
use crate::cli::inputs::{Opened, Opener};
use crate::format::{Content, Format, FormatError, Joint, PartHead, Sheet};
use crate::model::Finding;
use crate::page;
use crate::plot::PlotError;
use crate::report::{Options, Subject};
use parse::{Part, Template, What};
use shelf::Shelf;
use std::path::Path;

/// Writes the document.
pub(super) fn run(args: &Args, file: &Path, context: &Context) -> anyhow::Result<Status> {
    if !args.show.columns().is_empty() {
        let failure = Failure::usage("--columns is for one list, and a template has many");
        return Err(failure.hint("say `columns = \"…\"` in the [[part]]").into());
    }
    let paths = parse::refuse_kind(args)?;
    let template = parse::read(file)?;
    let format = args.show.format()?;
    let parts = shown(&template, format, context)?;
    for part in &parts {
        if part.args.inputs.is_empty(&paths) && !part.args.select.is_given() {
            return Err(super::nothing_named().into());
        }
    }
    let mut document = Document {
        title: template.title.as_deref(),
        format,
        args,
        context,
        output: Output::open(args.show.output())?,
        begun: false,
        written: 0,
    };
    let mut shelf = Shelf::default();
    for part in &parts {
        shelf.fill(part, &paths, context)?;
        document.part(part, &mut shelf)?;
    }
    if document.begun || shelf.status == Status::Done {
        document.end()?;
        if let Some(path) = args.show.output().filter(|path| path.is_file()) {
            context.screen.note(&format!("wrote {}", path.display()));
        }
    }
    Ok(shelf.status)
}

/// The parts that a format shows; those that it cannot are told.
fn shown<'t>(template: &'t Template, format: &dyn Format, context: &Context) -> Result<Vec<&'t Part>, Failure> {
    let pictures = format.joint().is_some_and(Joint::shows_pictures);
    let (figures, reports): (Vec<&Part>, Vec<&Part>) =
        template.parts.iter().partition(|part| matches!(part.what, What::Figure(_)));
    if format.joint().is_none() && reports.len() > 1 {
        let failure =
            Failure::usage(format!("{} is one table, and the template has {} reports", format.name(), reports.len()));
        return Err(failure.hint("choose --format json, ndjson, markdown or html, or make a template of each"));
    }
    if reports.is_empty() && !pictures {
        let failure = Failure::usage(format!("the template has figures alone, and {} shows none", format.name()));
        return Err(failure.hint("figures stand in --format html"));
    }
    if pictures {
        return Ok(template.parts.iter().collect());
    }
    for part in figures {
        let (place, kind, format) = (&part.place, part.kind(), format.name());
        context.screen.note(&format!("{place}: `plot {kind}` is left out: figures stand in html, not in {format}"));
    }
    Ok(reports)
}

/// The document on its way out.
struct Document<'a> {
    title: Option<&'a str>,
    format: &'static dyn Format,
    args: &'a Args,
    context: &'a Context,
    output: Output,
    begun: bool,
    /// So many parts are written.
    written: usize,
}

impl Document<'_> {
    fn begin(&mut self) -> Result<(), FormatError> {
        if !std::mem::replace(&mut self.begun, true)
            && let Some(joint) = self.format.joint()
        {
            joint.begin(self.title, &self.args.show.layout(self.context, true), &mut self.output)?;
        }
        Ok(())
    }

    fn head(&mut self, part: &Part) -> PartHead {
        self.written += 1;
        let is_first = self.written == 1;
        PartHead { number: part.number, is_first, kind: part.kind().to_owned(), heading: part.heading.clone() }
    }

    fn end(mut self) -> anyhow::Result<()> {
        self.begin()?;
        if let Some(joint) = self.format.joint() {
            joint.end(&mut self.output)?;
        }
        self.output.finish()
    }

    fn part(&mut self, part: &Part, shelf: &mut Shelf) -> anyhow::Result<()> {
        let opener = Opener::new(self.context, &part.args.derive, part.args.inputs.name.as_ref())?;
        match &part.what {
            What::Figure(_) => self.figure(part, shelf, &opener),
            What::Report(report) if report.is_of_several() => {
                let context = self.context;
                let tests = shelf.each(&opener, context, |opened| super::alike::compared(&part.args, opened)).collect();
                let compared = super::alike::sheet(&part.args, tests);
                let sheet = compared.map_err(|failure| placed(part, &failure))?;
                self.sheets(part, &mut std::iter::once(Ok(sheet)), false)
            }
            What::Report(report) => {
                let rules = report.needs_findings().then(|| validate::rules(self.context)).transpose()?;
                let over = part.args.alike.life(*report)?;
                let options = Options { filter: part.args.select.steps(), findings: None, over };
                let context = self.context;
                let one = |opened: &mut Opened| {
                    super::sheet_of(opened, *report, &opener, rules.as_ref(), (&part.args.select, &options))
                };
                let mut sheets = shelf.each(&opener, context, one).map(Ok).peekable();
                if sheets.peek().is_none() {
                    drop(sheets);
                    let status = shelf.status;
                    return if status == Status::Done {
                        self.words(part, "no test is left by the filters")
                    } else {
                        Ok(())
                    };
                }
                self.sheets(part, &mut sheets, true)
            }
        }
    }

    fn sheets(
        &mut self,
        part: &Part,
        sheets: &mut dyn Iterator<Item = Result<Sheet<'static>, FormatError>>,
        of_tests: bool,
    ) -> anyhow::Result<()> {
        self.begin()?;
        let head = self.head(part);
        let (show, context, format) = (&part.args.show, self.context, self.format);
        let layout = show.layout(context, of_tests);
        let mut sheets = sheets.map(|sheet| show.prepared(sheet?, format, context));
        let written = match format.joint() {
            Some(joint) => joint.part(&head, Content::Sheets(&mut sheets), &layout, &mut self.output),
            None => format.write(&mut sheets, &layout, &mut self.output),
        };
        match written {
            Err(error @ FormatError::NoColumn { .. }) => Err(placed(part, &Failure::usage(error.to_string())).into()),
            Err(FormatError::Rows(cause)) => Err(anyhow::Error::from_boxed(cause)),
            other => Ok(other?),
        }
    }

    fn words(&mut self, part: &Part, words: &str) -> anyhow::Result<()> {
        self.context.screen.note(&format!("{}: {words}", part.place));
        if self.format.joint().is_some_and(Joint::shows_pictures) {
            self.content(part, Content::Words(words))?;
        }
        Ok(())
    }

    fn content(&mut self, part: &Part, content: Content<'_, '_>) -> Result<(), FormatError> {
        self.begin()?;
        let head = self.head(part);
        let layout = self.args.show.layout(self.context, false);
        let Some(joint) = self.format.joint() else { return Ok(()) };
        joint.part(&head, content, &layout, &mut self.output)
    }

    fn figure(&mut self, part: &Part, shelf: &mut Shelf, opener: &Opener<'_>) -> anyhow::Result<()> {
        let What::Figure(figure) = &part.what else { return Ok(()) };
        let rules = figure.needs_findings().then(|| validate::rules(self.context)).transpose()?;
        let findings = shelf.hold(opener, self.context, |opened| match &rules {
            Some(rules) => Ok(opener.check(opened, rules)?.outcome.findings),
            None => Ok(Vec::<Finding>::new()),
        });
        let mut subjects: Vec<(Subject<'_>, Vec<Finding>)> = Vec::new();
        for (opened, findings) in shelf.opened().zip(findings) {
            let subject = Subject::read(opened.test())?;
            let start = subject.steps.iter().find_map(|step| step.record.start_time);
            if part.args.select.began(start) {
                subjects.push((subject, findings));
            }
        }
        let drawn = match figure.draw(&mut subjects, &part.args.select.steps()) {
            Ok(drawn) => drawn,
            Err(error @ PlotError::Nothing { .. }) => return self.words(part, &error.to_string()),
            Err(error @ PlotError::Option { .. }) => {
                return Err(placed(part, &Failure::usage(error.to_string())).into());
            }
            Err(error) => return Err(error.into()),
        };
        for remark in drawn.remarks()? {
            self.context.screen.note(&format!("{}: {remark}", part.place));
        }
        let svg = page::inline(&drawn.svg()?, &format!("p{}-", part.number));
        Ok(self.content(part, Content::Picture { svg: &svg, about: &drawn.described() })?)
    }
}

/// What went wrong with a part, with its place in the file.
fn placed(part: &Part, failure: &Failure) -> Failure {
    let hints = failure.hints.iter().cloned();
    hints.fold(Failure::usage(format!("{}: {failure}", part.place)), Failure::hint)
}
