//! Every dialect: those built in, and those that users wrote.

use super::declare;
use super::spec::Dialect;
use std::sync::{LazyLock, RwLock};
use toml::Table;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("builtin/", $name, ".toml")))),+]
    };
}

/// The TOML of each built-in dialect, in the order in which ties are broken.
const SOURCES: &[(&str, &str)] = built_in![
    "chroma-lex-zh",
    "chroma-2",
    "chroma-en",
    "chroma-17200",
    "chroma-17208",
    "neware",
    "neware-report",
    "neware-7",
    "neware-record",
    "neware-nda",
    "arbin",
    "biologic",
    "biologic-mpr",
    "maccor",
    "bdf-etl",
    "bdf",
    "land",
    "landt",
    "landt-txt",
    "basytec",
    "basytec-txt",
    "novonix",
    "pec",
    "digatron",
    "digatron-bts",
    "pybamm",
    "nrel",
    "pyprobe",
    "cellpy",
    "original",
];

static BUILT_IN: LazyLock<Vec<Dialect>> = LazyLock::new(|| {
    let one = |(name, text): &(&str, &str)| match declare::dialect(text, &built_in_table) {
        Ok(dialect) => dialect,
        // A test reads them all, so that none is ever wrong in a build.
        Err(error) => panic!("the built-in dialect {name} is wrong: {error}"),
    };
    SOURCES.iter().map(one).collect()
});

/// Those of users, in the order in which they were added.
static USERS: RwLock<Vec<&'static Dialect>> = RwLock::new(Vec::new());

fn built_in_table(name: &str) -> Option<Table> {
    SOURCES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).and_then(|(_, text)| text.parse().ok())
}

/// Every dialect, users' first, in the order in which ties are broken.
#[must_use]
pub(crate) fn all() -> Vec<&'static Dialect> {
    let users = USERS.read().map(|users| users.clone()).unwrap_or_default();
    let mut all: Vec<&'static Dialect> = Vec::new();
    for dialect in users.into_iter().rev().chain(BUILT_IN.iter()) {
        if !all.iter().any(|other| other.name().eq_ignore_ascii_case(dialect.name())) {
            all.push(dialect);
        }
    }
    all
}

/// The dialect of a name.
#[must_use]
pub(crate) fn by_name(name: &str) -> Option<&'static Dialect> {
    all().into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name))
}

/// Adds the dialect of a TOML text for as long as the program runs; one of the same name gives way to it.
///
/// # Errors
/// What is wrong in the text.
pub(crate) fn add(text: &str, origin: &str) -> Result<&'static Dialect, String> {
    let parent = |name: &str| {
        let users = USERS.read().map(|users| users.clone()).unwrap_or_default();
        let user = users.into_iter().rev().find(|dialect| dialect.name().eq_ignore_ascii_case(name));
        user.and_then(|dialect| dialect.source().parse().ok()).or_else(|| built_in_table(name))
    };
    let dialect = Dialect { origin: Some(origin.to_owned()), ..declare::dialect(text, &parent)? };
    // One that is asked for again, as by each batch of a folder that is followed, is there already.
    let is_it = |known: &&Dialect| known.origin == dialect.origin && known.source == dialect.source;
    if let Some(known) = by_name(&dialect.name).filter(is_it) {
        return Ok(known);
    }
    // It lives as long as the program, as those built in do: plans and readers point at it.
    let dialect: &'static Dialect = Box::leak(Box::new(dialect));
    if let Ok(mut users) = USERS.write() {
        users.push(dialect);
    }
    Ok(dialect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_dialect_is_right_and_named_as_its_file() {
        for (name, text) in SOURCES {
            let dialect = declare::dialect(text, &built_in_table).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(dialect.name(), *name);
            assert!(!dialect.title().is_empty(), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let wrong = |text: &str| declare::dialect(text, &built_in_table).unwrap_err();
        let begin = "name = 'x'\n[columns]\ntest_time = { header = 'T', unit = 's', required = true }\ncurrent = 'I'\n";
        assert_eq!(
            wrong(&format!("{begin}volage = 'U'")),
            "columns.volage: `volage` is not known; did you mean `voltage`?"
        );
        assert_eq!(wrong(begin), "columns.voltage: every dialect needs it");
        let unit = wrong(&format!("{begin}voltage = {{ header = 'U', unit = 'A' }}"));
        assert_eq!(unit, "columns.voltage.unit: `A` is no unit of it; expected one such as `V`");
        assert!(wrong("name = 'x'\nextends = 'y'").contains("there is no dialect `y`"));
        assert!(wrong("name = [").contains("line 1"));
    }

    #[test]
    fn a_dialect_inherits_what_it_does_not_write() {
        let text = "name = 'mine'\nextends = 'chroma-lex-zh'\n[columns]\nvoltage = { header = 'U', unit = 'mV', required = true }";
        let dialect = declare::dialect(text, &built_in_table).unwrap();
        assert_eq!(dialect.step_type("靜置").map(|found| found.0), Some(crate::model::StepType::Rest));
        assert!(dialect.source().contains("mV"));
        assert_eq!(dialect.formats().len(), 2);
    }
}
