//! Tests of a lake: those that names and filters choose.

use super::super::Context;
use super::super::derive::DeriveArgs;
use super::super::select::SelectArgs;
use super::super::status::{Failure, Status};
use super::{Input, InputArgs, Inputs, Opener};
use crate::lake::{Lake, Listed};
use crate::model::nearest;
use crate::report::StepFilter;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Digits of a test that tell it from another of its name.
const DIGITS: usize = 8;

/// A test of a lake that was asked for.
#[derive(Debug)]
pub(crate) struct InLake {
    pub(super) lake: Arc<Lake>,
    pub(super) listed: Listed,
    /// What it is called here.
    pub(super) name: String,
}

/// The folder of `lake:FOLDER`.
pub(super) fn place(text: &str) -> Result<PathBuf, String> {
    match text.strip_prefix("lake:") {
        Some(folder) if folder.contains("://") => {
            Err("is not on this machine: copy the lake's folder here, or ask its engine".to_owned())
        }
        Some(folder) if !folder.is_empty() => Ok(PathBuf::from(folder)),
        _ => Err("write lake:FOLDER, the folder that the lake's tables lie in".to_owned()),
    }
}

/// What each is called: tests of one name are told apart by what they are.
fn names(tests: &[Listed]) -> BTreeMap<&str, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    tests.iter().for_each(|test| *counts.entry(&test.name).or_default() += 1);
    let name = |test: &Listed| match counts.get(test.name.as_str()) {
        Some(0 | 1) | None => test.name.clone(),
        Some(_) => format!("{} ({})", test.name, test.test.get(..DIGITS).unwrap_or_default()),
    };
    tests.iter().map(|test| (test.test.as_str(), name(test))).collect()
}

impl InputArgs {
    /// The tests of a lake that names and filters choose.
    pub(super) fn in_lake(
        &self,
        folder: &Path,
        paths: &[PathBuf],
        (select, derive): (&SelectArgs, &DeriveArgs),
        context: &Context,
    ) -> anyhow::Result<Inputs> {
        if let Some(path) = paths.first() {
            let message = format!("--from names a lake, and `{}` a file", path.display());
            return Err(Failure::usage(message).hint("choose tests of a lake with --experiment and filters").into());
        }
        derive.refuse_for_loaded()?;
        let lake = Arc::new(Lake::open(folder)?);
        let names = names(lake.tests());
        for wanted in &self.experiment {
            Self::is_there(wanted, &lake, &names)?;
        }
        require_names(&lake, select)?;
        let opener = Opener::new(context, derive, None)?;
        let mut chosen = Vec::new();
        for listed in lake.tests() {
            let name = &names[listed.test.as_str()];
            let place = self.experiment.iter().position(|wanted| is(wanted, listed, name));
            let is_asked = self.experiment.is_empty() || place.is_some();
            if is_asked && passes(listed, select) && self.has_steps(&lake, listed, select, &opener)? {
                chosen.push((place, listed.clone()));
            }
        }
        // Those that are named in the order of the names.
        chosen.sort_by_key(|(place, _)| *place);
        let chosen: Vec<Listed> = chosen.into_iter().map(|(_, listed)| listed).collect();
        // Among those alone they are told apart.
        let names = self::names(&chosen);
        let all: Vec<Input> = chosen
            .iter()
            .map(|listed| {
                let name = names[listed.test.as_str()].clone();
                Input::Lake(Box::new(InLake { lake: Arc::clone(&lake), listed: listed.clone(), name }))
            })
            .collect();
        if all.is_empty() {
            context.screen.note("no test of the lake is left by the filters");
        }
        Ok(Inputs { all, status: Status::Done })
    }

    fn is_there(wanted: &str, lake: &Lake, names: &BTreeMap<&str, String>) -> Result<(), Failure> {
        if lake.tests().iter().any(|listed| is(wanted, listed, &names[listed.test.as_str()])) {
            return Ok(());
        }
        let failure = Failure::usage(format!("{}: holds no test `{wanted}`", lake.folder().display()));
        Err(match nearest(wanted, lake.tests().iter().map(|listed| listed.name.as_str())) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure,
        })
    }

    /// Whether a test has a step that the filters of steps leave. Of what is named the report is shown in any case. What the
    /// lake keeps of the steps tells it only where this command derives them as the lake has them.
    fn has_steps(
        &self,
        lake: &Arc<Lake>,
        listed: &Listed,
        select: &SelectArgs,
        opener: &Opener<'_>,
    ) -> anyhow::Result<bool> {
        let filter = select.steps();
        if filter.is_open() || !self.experiment.is_empty() {
            return Ok(true);
        }
        let kept = if opener.says_how() {
            StepFilter { step_types: filter.step_types.clone(), ..StepFilter::default() }
        } else {
            filter.clone()
        };
        if !lake.may_pass(listed, &kept)? {
            return Ok(false);
        }
        let input = InLake { lake: Arc::clone(lake), listed: listed.clone(), name: listed.name.clone() };
        // What cannot be derived is kept, so that it is told when it is opened.
        Ok(opener.leaves_step(&Input::Lake(Box::new(input)), &filter).unwrap_or(true))
    }
}

/// Refuses a name that no test of the lake has, as the database does.
fn require_names(lake: &Lake, select: &SelectArgs) -> Result<(), Failure> {
    type Own = fn(&Listed) -> Option<&str>;
    let asked: [(&str, &Option<String>, Own); 4] = [
        ("project", &select.project, |test| test.project.as_deref()),
        ("cell", &select.cell, |test| test.cell.as_deref()),
        ("machine", &select.machine, |test| test.machine.as_deref()),
        ("operator", &select.operator, |test| test.operator.as_deref()),
    ];
    for (what, wanted, own) in asked {
        let Some(wanted) = wanted else { continue };
        let all: BTreeSet<&str> = lake.tests().iter().filter_map(own).collect();
        if !all.contains(wanted.as_str()) {
            let failure = Failure::usage(format!("{}: holds no test of {what} `{wanted}`", lake.folder().display()));
            return Err(match nearest(wanted, all) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure,
            });
        }
    }
    Ok(())
}

/// Whether a word names a test: its name, the name it has here, or what it is.
fn is(wanted: &str, listed: &Listed, name: &str) -> bool {
    wanted == listed.name || wanted == name || wanted == listed.test
}

/// Whether the filters of whole tests leave it.
fn passes(listed: &Listed, select: &SelectArgs) -> bool {
    let is = |wanted: &Option<String>, own: &Option<String>| wanted.is_none() || wanted == own;
    is(&select.project, &listed.project)
        && is(&select.cell, &listed.cell)
        && is(&select.machine, &listed.machine)
        && is(&select.operator, &listed.operator)
        && is(&select.chemistry, &listed.chemistry)
        && select.began(listed.started_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(test: &str, name: &str) -> Listed {
        Listed {
            test: test.to_owned(),
            name: name.to_owned(),
            cell: Some("A1".to_owned()),
            chemistry: None,
            project: None,
            machine: None,
            operator: None,
            started_at: None,
        }
    }

    #[test]
    fn a_lake_is_a_folder() {
        assert_eq!(place("lake:/srv/lake"), Ok(PathBuf::from("/srv/lake")));
        assert!(place("/srv/lake").is_err() && place("lake:").is_err());
        assert!(place("lake:s3://bucket/lake").unwrap_err().contains("not on this machine"));
    }

    #[test]
    fn tests_of_one_name_are_told_apart() {
        let tests = [listed("0123456789ab", "mini"), listed("abcdef012345", "mini"), listed("ff", "other")];
        let names = names(&tests);
        assert_eq!(names["0123456789ab"], "mini (01234567)");
        assert_eq!(names["ff"], "other");
        assert!(is("mini (abcdef01)", &tests[1], &names["abcdef012345"]) && is("mini", &tests[1], "x"));
    }

    #[test]
    fn filters_choose_tests() {
        let of = |cell: &str| SelectArgs { cell: Some(cell.to_owned()), ..SelectArgs::default() };
        let test = listed("0123456789ab", "mini");
        assert!(passes(&test, &of("A1")) && !passes(&test, &of("B2")) && passes(&test, &SelectArgs::default()));
        let since = SelectArgs { since: Some(chrono::NaiveDateTime::default()), ..SelectArgs::default() };
        assert!(!passes(&test, &since), "one whose start is not known did not begin then");
    }
}
