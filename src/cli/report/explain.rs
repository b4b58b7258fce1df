//! `report explain PATH FIGURE [STEP|CYCLE]`: how a number came about.

use super::super::inputs::Opener;
use super::super::status::{Failure, Status};
use super::super::{Context, validate};
use super::{Args, manual};
use crate::cli::screen;
use crate::report::explain::{self, ExplainError, Place};
use crate::report::{Options, Subject};
use std::io::Write as _;
use std::path::PathBuf;

/// The word that asks for it.
pub(super) const WORD: &str = "explain";

/// Says it of each test that is named.
pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<Status> {
    if args.help {
        let mut out = screen::stdout();
        out.write_all(manual::of_explain().as_bytes()).and_then(|()| out.flush())?;
        return Ok(Status::Done);
    }
    let words = &args.words[1..];
    let is_named = !args.inputs.is_empty(&[]);
    let (paths, figure, place) = asked(words, is_named)?;
    let options = Options { over: args.alike.life(crate::report::ALL[0])?, ..Options::default() };
    let opener = Opener::new(context, &args.derive, args.inputs.name.as_ref())?;
    let inputs = args.inputs.gather(paths, &args.select, &args.derive, context)?;
    let rules = validate::rules(context)?;
    let (mut status, mut sheets) = (inputs.status, Vec::new());
    for input in &inputs.all {
        let sheet = opener.open(input).and_then(|mut opened| {
            let found = opener.check(&mut opened, &rules)?;
            let options = Options { findings: Some(found.outcome.findings), ..options.clone() };
            let mut subject = Subject::read(opened.test())?;
            Ok(explain::sheet(&mut subject, &options, figure, place))
        });
        match sheet {
            Ok(Ok(sheet)) => sheets.push(sheet),
            Ok(Err(error @ (ExplainError::Unknown { .. } | ExplainError::Of(..)))) => return Err(usage(&error).into()),
            Ok(Err(error)) => status = status.max(context.reject(&usage(&error).into())),
            Err(error) => status = status.max(context.reject(&error)),
        }
    }
    if !sheets.is_empty() {
        args.show.write(context, true, &mut sheets.into_iter().map(Ok))?;
    }
    Ok(status)
}

fn usage(error: &ExplainError) -> Failure {
    let failure = Failure::usage(error.to_string());
    match error {
        ExplainError::Unknown { .. } => failure.hint("`battery-etl report explain --help` lists the figures"),
        _ => failure,
    }
}

/// The paths, the figure and the place of the words after `explain`.
fn asked(words: &[PathBuf], is_named: bool) -> Result<(&[PathBuf], &str, Place), Failure> {
    let failure = || {
        let failure = Failure::usage("say what to explain: `report explain PATH FIGURE [STEP|CYCLE]`");
        failure.hint("`battery-etl report explain --help` lists the figures")
    };
    let text = |word: &PathBuf| word.to_str().map(str::to_owned);
    let (words, place) = match words.split_last() {
        Some((last, rest)) if rest.len() > usize::from(!is_named) => match text(last).as_deref().and_then(place) {
            Some(place) => (rest, place),
            None => (words, Place::Test),
        },
        _ => (words, Place::Test),
    };
    let (figure, paths) = words.split_last().ok_or_else(failure)?;
    if paths.is_empty() && !is_named {
        return Err(failure());
    }
    Ok((paths, figure.to_str().ok_or_else(failure)?, place))
}

fn place(word: &str) -> Option<Place> {
    match word.split_once(':') {
        Some(("step", number)) => number.parse().ok().map(Place::Step),
        Some(("cycle", number)) => number.parse().ok().map(Place::Cycle),
        Some(_) => None,
        None => word.parse().ok().map(Place::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stands_after_the_paths_and_before_a_number() {
        let words = |words: &[&str]| words.iter().map(PathBuf::from).collect::<Vec<_>>();
        let three = words(&["a.csv", "soc_end_pct", "12"]);
        assert_eq!(asked(&three, false).unwrap(), (&words(&["a.csv"])[..], "soc_end_pct", Place::Number(12)));
        let two = words(&["soh_pct", "cycle:3"]);
        assert_eq!(asked(&two, true).unwrap(), (&[][..], "soh_pct", Place::Cycle(3)));
        assert!(asked(&words(&["a.csv"]), false).is_err());
        assert!(asked(&[], true).is_err());
    }
}
