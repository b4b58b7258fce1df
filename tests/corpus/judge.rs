//! What must be found of a planted fault, whether it was, and the table of all.

use crate::base::{Base, Col, File};
use crate::draft::Draft;
use crate::synth::Rng;
use battery_etl::model::{Finding, Severity};
use battery_etl::validate::{ALL, Outcome};
use std::collections::BTreeMap;

/// Where a fault is: the finding must touch one of these lines, and name the step and the column where they are given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) file: Option<File>,
    pub(crate) lines: Option<(u64, u64)>,
    pub(crate) step: Option<i32>,
    pub(crate) column: Option<String>,
    /// Words that the message must hold.
    pub(crate) says: Option<String>,
}

/// A planted fault: each of its places must be found.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) severity: Severity,
    pub(crate) places: Vec<Place>,
    /// Rules that rightly have something to say, too, because the fault makes what they say true.
    pub(crate) besides: &'static [&'static str],
    /// Rules any of which may answer in the place of the way's own.
    pub(crate) answers: &'static [&'static str],
}

/// One cause is at most so many findings above info, however much of a file it touches.
const MOST: usize = 3;

/// A fault in rows of a file.
pub(crate) fn lines(severity: Severity, file: File, first: u64, last: u64) -> Planted {
    let place = Place { file: Some(file), lines: Some((first, last)), ..Place::default() };
    Planted::at(severity, vec![place])
}

/// A fault in rows of Detail as the clean pair numbers them.
pub(crate) fn rows(base: &Base, severity: Severity, first: usize, last: usize) -> Planted {
    let mut planted = lines(severity, File::Detail, base.line(File::Detail, first), base.line(File::Detail, last));
    planted.places[0].step = Some(base.step_of(first).number);
    planted
}

/// A fault of a step, wherever in it.
pub(crate) fn step(severity: Severity, number: i32) -> Planted {
    Planted::at(severity, vec![Place { step: Some(number), ..Place::default() }])
}

/// A fault of a file or of the whole test.
pub(crate) fn whole(severity: Severity, file: Option<File>) -> Planted {
    Planted::at(severity, vec![Place { file, ..Place::default() }])
}

impl Planted {
    pub(crate) fn at(severity: Severity, places: Vec<Place>) -> Self {
        Self { severity, places, besides: &[], answers: &[] }
    }

    pub(crate) fn answers(mut self, rules: &'static [&'static str]) -> Self {
        self.answers = rules;
        self
    }

    pub(crate) fn besides(mut self, rules: &'static [&'static str]) -> Self {
        self.besides = rules;
        self
    }

    pub(crate) fn says(mut self, words: &str) -> Self {
        self.places.iter_mut().for_each(|place| place.says = Some(words.to_owned()));
        self
    }

    /// Names the column, where the dialect has it.
    pub(crate) fn column(mut self, base: &Base, file: File, col: Col) -> Self {
        let header = base.header(file, col).map(str::to_owned);
        self.places.iter_mut().for_each(|place| place.column.clone_from(&header));
        self
    }

    /// Whether it is not told of which step the fault is.
    pub(crate) fn of_no_step(mut self) -> Self {
        self.places.iter_mut().for_each(|place| place.step = None);
        self
    }
}

/// Plants one kind of fault at a random place; `None` where a pair has no place for it.
pub(crate) type Plant = fn(&mut Draft<'_>, &mut Rng) -> Option<Planted>;

/// One way in which a rule is broken.
pub(crate) struct Way {
    pub(crate) rule: &'static str,
    pub(crate) what: &'static str,
    pub(crate) plant: Plant,
}

/// The name under which ways are counted that no one rule has to answer.
pub(crate) const COLUMNS: &str = "columns";

/// What came of one case.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) rule: &'static str,
    pub(crate) is_found: bool,
    /// Findings above info that nothing explains.
    pub(crate) extras: Vec<String>,
    /// What to read when it went wrong.
    pub(crate) story: String,
}

fn touches(place: &Place, finding: &Finding) -> bool {
    let part = |file: File| if file == File::Step { "_Step." } else { "_Detail." };
    let file = place.file.is_none_or(|file| finding.file.as_deref().is_some_and(|path| path.contains(part(file))));
    let lines = place.lines.is_none_or(|(first, last)| {
        finding.line.is_some_and(|line| {
            let end = finding.line_end.unwrap_or(line);
            // A range may take in a neighbour, but it does not find a fault by naming half the file.
            line <= last && first <= end && end - line <= last - first + 2
        })
    });
    let named = |column: &String| finding.column.as_ref().is_some_and(|named| named.starts_with(column.as_str()));
    let column = place.column.as_ref().is_none_or(named);
    let says = place.says.as_ref().is_none_or(|words| finding.message.contains(words.as_str()));
    file && lines && column && says && place.step.is_none_or(|step| finding.step == Some(step))
}

/// Holds what was found against what was planted.
pub(crate) fn judge(way: &Way, planted: &Planted, outcome: &Outcome) -> Verdict {
    let answers = |finding: &Finding| {
        let by_own = finding.rule == way.rule && finding.severity == planted.severity;
        by_own || planted.answers.contains(&finding.rule) && finding.severity >= planted.severity
    };
    let is_found = planted.places.iter().all(|place| outcome.findings.iter().any(|f| answers(f) && touches(place, f)));
    let is_extra = |finding: &&Finding| {
        let own = finding.rule == way.rule || planted.answers.contains(&finding.rule);
        let own = own && planted.places.iter().any(|place| touches(place, finding));
        finding.severity > Severity::Info && !own && !planted.besides.contains(&finding.rule)
    };
    let mut extras: Vec<String> = outcome.findings.iter().filter(is_extra).map(|f| f.rule.to_owned()).collect();
    let loud = outcome.findings.iter().filter(|finding| finding.severity > Severity::Info).count();
    if extras.is_empty() && loud > MOST.max(planted.places.len()) {
        extras.push(format!("{loud} findings of one cause"));
    }
    let mut story = String::new();
    if !is_found || !extras.is_empty() {
        let told: Vec<String> = outcome.findings.iter().take(12).map(words).collect();
        story = format!("{} {}: wanted {planted:?}\n      {}", way.rule, way.what, told.join("\n      "));
    }
    Verdict { rule: way.rule, is_found, extras, story }
}

/// A finding in one line.
pub(crate) fn words(finding: &Finding) -> String {
    let file = finding.file.as_deref().map_or("", |path| path.rsplit('/').next().unwrap_or_default());
    format!(
        "{} {} {file}:{}-{} step {} {}: {}",
        finding.rule,
        finding.severity.as_str(),
        finding.line.unwrap_or(0),
        finding.line_end.unwrap_or(0),
        finding.step.unwrap_or(0),
        finding.column.as_deref().unwrap_or_default(),
        finding.message
    )
}

/// The counts of one rule.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) cases: usize,
    pub(crate) found: usize,
    pub(crate) extras: usize,
}

impl Count {
    pub(crate) fn recall(&self) -> f64 {
        self.found as f64 / self.cases.max(1) as f64
    }

    fn add(&mut self, verdict: &Verdict) {
        self.cases += 1;
        self.found += usize::from(verdict.is_found);
        self.extras += verdict.extras.len();
    }
}

/// The counts by rule, and of all.
pub(crate) fn counts(verdicts: &[Verdict]) -> (BTreeMap<&'static str, Count>, Count) {
    let (mut rules, mut all) = (BTreeMap::<&'static str, Count>::new(), Count::default());
    for verdict in verdicts {
        rules.entry(verdict.rule).or_default().add(verdict);
        all.add(verdict);
    }
    (rules, all)
}

/// The table of recall by rule, as docs/validation.md shows it.
pub(crate) fn table(verdicts: &[Verdict]) -> String {
    let (rules, all) = counts(verdicts);
    let mut text = String::from("| rule | cases | found at its place | further findings |\n|---|---:|---:|---:|\n");
    let mut line = |name: &str, count: &Count| {
        let percent = 100.0 * count.recall();
        text.push_str(&format!("| {name} | {} | {percent:.1} % | {} |\n", count.cases, count.extras));
    };
    for rule in ALL {
        let count = rules.get(rule.code()).copied().unwrap_or_default();
        line(&format!("{} {}", rule.code(), rule.name()), &count);
    }
    line("faults of columns, whichever rule answers", &rules.get(COLUMNS).copied().unwrap_or_default());
    line("all", &all);
    text
}
