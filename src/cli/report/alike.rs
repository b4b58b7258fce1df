//! What `report degradation` is over, and what `report compare` compares.

use super::super::inputs::{Inputs, Opened, Opener};
use super::super::status::{Failure, Status};
use super::super::{Context, several};
use super::Args;
use crate::format::Sheet;
use crate::model::nearest;
use crate::report::compare::{self, Along, Ask, Compared};
use crate::report::{Report, Subject};
use crate::transform::ageing::Over;

/// Ageing and comparison.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Ageing and comparison")]
pub(super) struct AlikeArgs {
    /// What fade is looked at against and tests are aligned by: cycle, efc, days, throughput; `compare` also soc and rate
    /// [default: cycle]
    #[arg(long, value_name = "WHAT", value_parser = along)]
    over: Option<Along>,
    /// The test that `compare` holds the others against [default: the first that another may be compared with]
    #[arg(long, value_name = "NAME")]
    base: Option<String>,
    /// A group of `compare`: the tests or cells whose name fits a pattern (`*`, `?`); may be given more than once
    #[arg(long, value_name = "NAME=PATTERN", value_parser = group)]
    group: Vec<(String, glob::Pattern)>,
    /// Groups of `compare` by what is known of the tests
    #[arg(long, value_name = "WHAT", conflicts_with = "group", value_parser = ["project", "chemistry", "cell"])]
    group_by: Option<String>,
}

impl AlikeArgs {
    /// What fade is looked at against.
    pub(super) fn life(&self, report: &dyn Report) -> Result<Over, Failure> {
        let several = [
            ("--base", self.base.is_some()),
            ("--group", !self.group.is_empty()),
            ("--group-by", self.group_by.is_some()),
        ];
        if let Some((flag, _)) = several.iter().find(|(_, given)| *given && !report.is_of_several()) {
            let failure = Failure::usage(format!("{flag} says nothing of `report {}`", report.name()));
            return Err(failure.hint("it is for `report compare`"));
        }
        match self.over {
            None => Ok(Over::default()),
            Some(_) if !report.is_of_several() && report.name() != "degradation" => {
                let failure = Failure::usage(format!("--over says nothing of `report {}`", report.name()));
                Err(failure.hint("it is for `report degradation` and `report compare`"))
            }
            Some(Along::Life(over)) => Ok(over),
            Some(_) if report.is_of_several() => Ok(Over::default()),
            Some(along) => {
                let failure = Failure::usage(format!("capacity does not fade over {}", along.as_str()));
                Err(failure.hint("choose cycle, efc, days or throughput; `report compare` is also over soc and rate"))
            }
        }
    }

    /// The group of a test.
    fn group_of(&self, test: &Compared) -> Option<String> {
        let by_name = |(name, pattern): &(String, glob::Pattern)| {
            (pattern.matches(test.name()) || pattern.matches(test.unit())).then(|| name.clone())
        };
        match self.group_by.as_deref() {
            Some("project") => test.project.clone(),
            Some("chemistry") => test.chemistry.clone(),
            Some(_) => Some(test.unit().to_owned()),
            None => self.group.iter().find_map(by_name),
        }
    }
}

fn along(text: &str) -> Result<Along, String> {
    let all: Vec<(&str, Along)> = Along::all().collect();
    all.iter().find(|(name, _)| *name == text).map(|(_, along)| *along).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        format!("must be one of {}", names.join(", "))
    })
}

fn group(text: &str) -> Result<(String, glob::Pattern), String> {
    let (name, pattern) = text.split_once('=').ok_or("write it as NAME=PATTERN, such as new='cell_1*'")?;
    let pattern = glob::Pattern::new(pattern.trim()).map_err(|error| format!("`{pattern}` is no pattern: {error}"))?;
    match name.trim() {
        "" => Err("a group needs a name before the =".to_owned()),
        name => Ok((name.to_owned(), pattern)),
    }
}

/// Compares all tests that could be read.
pub(super) fn run(args: &Args, inputs: &Inputs, opener: &Opener<'_>, context: &Context) -> anyhow::Result<Status> {
    let mut status = inputs.status;
    let mut tests = Vec::new();
    let each = |at: usize, opener: &Opener<'_>| {
        opener.open(&inputs.all[at]).and_then(|mut opened| compared(args, &mut opened))
    };
    for answer in several::in_order(&inputs.all, opener, context, each) {
        match answer {
            Ok(test) => tests.extend(test),
            Err(error) => status = status.max(context.reject(&error)),
        }
    }
    if tests.is_empty() && status != Status::Done {
        return Ok(status);
    }
    args.show.one(context, sheet(args, tests)?)?;
    Ok(status)
}

/// The sheet of several tests.
pub(super) fn sheet(args: &Args, tests: Vec<Compared>) -> Result<Sheet<'static>, Failure> {
    let ask = &args.alike;
    if tests.len() < 2 {
        let failure = Failure::usage(match tests.first() {
            Some(one) => format!("`{}` has nothing beside it to be compared with", one.name()),
            None => "there is nothing to compare".to_owned(),
        });
        return Err(failure.hint("name at least two tests: files, a folder, or --experiment more than once"));
    }
    if let Some(base) = ask.base.as_ref().filter(|base| !tests.iter().any(|test| test.name() == base.as_str())) {
        let failure = Failure::usage(format!("--base {base}: no such test is compared"));
        let names = tests.iter().map(Compared::name);
        return Err(match nearest(base, names.clone()) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint(format!("there are {}", names.collect::<Vec<_>>().join(", "))),
        });
    }
    let grouped = !ask.group.is_empty() || ask.group_by.is_some();
    let groups: Vec<Option<String>> =
        if grouped { tests.iter().map(|test| ask.group_of(test)).collect() } else { Vec::new() };
    for (name, pattern) in &ask.group {
        if !groups.iter().flatten().any(|group| group == name) {
            let failure = Failure::usage(format!("--group {name}={pattern}: no test or cell fits"));
            return Err(failure.hint("a test falls to the first group that it fits"));
        }
    }
    let asked = Ask { along: ask.over.unwrap_or_default(), base: ask.base.clone(), groups };
    Ok(compare::sheet(&tests, &asked))
}

/// What is kept of a test; `None` when the filters leave it out.
pub(super) fn compared(args: &Args, opened: &mut Opened) -> anyhow::Result<Option<Compared>> {
    let subject = Subject::read(opened.test())?;
    let start = subject.steps.iter().find_map(|step| step.record.start_time);
    Ok(args.select.began(start).then(|| Compared::of(&subject)))
}
