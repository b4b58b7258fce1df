//! The options on how to derive, alike for every command that reads a test.

use super::settings::{KEYS, Origin, Settings};
use super::status::Failure;
use super::user_dialects;
use crate::dialect::{self, Dialect, Reading, Sign};
use crate::model::{Allowed, Conventions, CyclesBy, PULSE_LONGEST_S, SocAnchor, SohBaseline, nearest};
use std::fmt;
use std::str::FromStr;

/// How to read and derive.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "How to read and derive")]
pub(crate) struct DeriveArgs {
    /// The discharge step that SOC stands on, instead of the one found
    #[arg(long, value_name = "N", value_parser = step_number, allow_negative_numbers = true)]
    pub(crate) reference_step: Option<i32>,
    /// Nominal capacity in Ah, instead of the cell's or the reference step's
    #[arg(long, value_name = "AH", value_parser = nominal_capacity, allow_negative_numbers = true)]
    pub(crate) nominal_capacity: Option<f64>,
    /// What makes a cycle: `detected` (turning points of the throughput) or `tester` (its counter) [default: detected]
    #[arg(long, value_name = "WAY")]
    cycles_by: Option<Word<CyclesBy>>,
    /// The swing that makes a cycle, in % of the reference capacity [default: 10]
    #[arg(long, value_name = "PCT", value_parser = positive, allow_negative_numbers = true)]
    cycle_swing: Option<f64>,
    /// What fixes SOC: `reference`, or `full-charge` for ageing tests [default: reference]
    #[arg(long, value_name = "WAY")]
    soc_anchor: Option<Word<SocAnchor>>,
    /// What is 100 % SOH: `first` full discharge, `nominal`, `max`, or a cycle's number [default: first]
    #[arg(long, value_name = "WHICH")]
    soh_baseline: Option<Word<SohBaseline>>,
    /// The shortest rest in s whose end voltage is called OCV [default: 1800]
    #[arg(long, value_name = "SECONDS", value_parser = not_negative, allow_negative_numbers = true)]
    min_rest: Option<f64>,
    /// The longest pulse in s, at most 300 [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = positive, allow_negative_numbers = true)]
    pulse_max: Option<f64>,
    /// The header of the cell's temperature [default: the format's own; Chroma: Aux T1]
    #[arg(long, value_name = "HEADER")]
    temperature_channel: Option<String>,
    /// The cell's lowest voltage in V, for power capability
    #[arg(long, value_name = "V", value_parser = finite, allow_negative_numbers = true)]
    voltage_min: Option<f64>,
    /// The cell's highest voltage in V, for power capability
    #[arg(long, value_name = "V", value_parser = finite, allow_negative_numbers = true)]
    voltage_max: Option<f64>,
    /// Sign of currents and capacities in the files: `charge-positive`, `discharge-positive`, or `by-type` for numbers
    /// without a sign [default: the format's own]
    #[arg(long, value_name = "SIGN")]
    sign: Option<Word<Sign>>,
    /// Encoding of the files [default: detected]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Format of the files, by name or as a TOML file; `dialects list` shows all [default: detected]
    #[arg(long, value_name = "NAME|FILE")]
    dialect: Option<String>,
    /// What a column of the files is, as `voltage=U[V]`; may be given more than once
    #[arg(long, value_name = "FIELD=HEADER[UNIT]")]
    map: Vec<String>,
    /// Date and time in the files, as `%d/%m/%Y %H:%M`; the order of day, month and year counts [default: detected]
    #[arg(long, value_name = "FORMAT")]
    date_format: Option<String>,
}

impl DeriveArgs {
    /// The conventions: what is set, and the defaults for the rest.
    pub(crate) fn conventions(&self, settings: &Settings) -> Result<Conventions, Failure> {
        let mut conventions = Conventions::default();
        self.adjust(settings, &mut conventions)?;
        let Conventions { voltage_min_v, voltage_max_v, .. } = conventions;
        if let (Some(min), Some(max)) = (voltage_min_v, voltage_max_v)
            && min >= max
        {
            return Err(Failure::usage(format!("--voltage-min {min} is not below --voltage-max {max}")));
        }
        Ok(conventions)
    }

    /// Changes what is set, and leaves the rest: so a loaded experiment keeps its own.
    pub(crate) fn adjust(&self, settings: &Settings, conventions: &mut Conventions) -> Result<(), Failure> {
        let number = |flag: Option<f64>, key: &str| -> Result<Option<f64>, Failure> {
            Ok(settings.or(flag.map(Finite), key)?.map(|number| number.0))
        };
        let positive = |flag, key: &str| match number(flag, key)? {
            Some(value) if value <= 0.0 => Err(Failure::usage(format!("{key} = {value}: must be above 0"))),
            value => Ok(value),
        };
        conventions.reference_step = self.reference_step.or(conventions.reference_step);
        if let Some(value) = number(self.nominal_capacity, "derive.nominal_capacity_ah")? {
            let wrong = |problem| Failure::usage(format!("derive.nominal_capacity_ah: {problem}"));
            nominal_capacity(&value.to_string()).map_err(wrong)?;
            conventions.nominal_capacity_ah = Some(value);
        }
        if let Some(word) = settings.or(self.cycles_by, "derive.cycles_by")? {
            conventions.cycles_by = word.0;
        }
        if let Some(value) = positive(self.cycle_swing, "derive.cycle_swing_pct")? {
            conventions.cycle_swing_pct = value;
        }
        if let Some(word) = settings.or(self.soc_anchor, "derive.soc_anchor")? {
            conventions.soc_anchor = word.0;
        }
        if let Some(word) = settings.or(self.soh_baseline, "derive.soh_baseline")? {
            conventions.soh_baseline = word.0;
        }
        if let Some(value) = number(self.min_rest, "derive.min_rest_s")? {
            conventions.min_rest_s = value;
        }
        match positive(self.pulse_max, "derive.pulse_max_s")? {
            Some(value) if value > PULSE_LONGEST_S => {
                return Err(Failure::usage(format!("--pulse-max {value} is more than {PULSE_LONGEST_S} s"))
                    .hint("of longer steps no rows are kept for resistances"));
            }
            Some(value) => conventions.pulse_max_s = value,
            None => {}
        }
        if let Some(channel) = settings.or(self.temperature_channel.clone(), "derive.temperature_channel")? {
            conventions.temperature_channel = Some(channel);
        }
        let limits = [
            (&mut conventions.voltage_min_v, self.voltage_min, "derive.voltage_min_v"),
            (&mut conventions.voltage_max_v, self.voltage_max, "derive.voltage_max_v"),
        ];
        for (limit, flag, key) in limits {
            *limit = number(flag, key)?.or(*limit);
        }
        Ok(())
    }

    /// Whether a flag or a setting says how to derive, so that what is stored may not be what this command derives.
    pub(crate) fn says_how(&self, settings: &Settings) -> bool {
        let mut keys = KEYS.iter().filter(|key| key.name.starts_with("derive."));
        !self.given().is_empty() || keys.any(|key| settings.get(key.name).is_some())
    }

    /// Refuses what says how files are read: what is loaded was read already.
    pub(crate) fn refuse_for_loaded(&self) -> Result<(), Failure> {
        let given = [
            ("--sign", self.sign.is_some()),
            ("--encoding", self.encoding.is_some()),
            ("--dialect", self.dialect.is_some()),
            ("--date-format", self.date_format.is_some()),
            ("--map", !self.map.is_empty()),
        ];
        let given: Vec<&str> = given.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag).collect();
        if given.is_empty() {
            return Ok(());
        }
        let message = format!("{} is about reading files; what is loaded was read already", given.join(", "));
        Err(Failure::usage(message).hint("load the files again with it: `battery-etl ingest --replace`"))
    }

    /// The options that are given, by their flags.
    pub(crate) fn given(&self) -> Vec<&'static str> {
        let given = [
            ("--reference-step", self.reference_step.is_some()),
            ("--nominal-capacity", self.nominal_capacity.is_some()),
            ("--cycles-by", self.cycles_by.is_some()),
            ("--cycle-swing", self.cycle_swing.is_some()),
            ("--soc-anchor", self.soc_anchor.is_some()),
            ("--soh-baseline", self.soh_baseline.is_some()),
            ("--min-rest", self.min_rest.is_some()),
            ("--pulse-max", self.pulse_max.is_some()),
            ("--temperature-channel", self.temperature_channel.is_some()),
            ("--voltage-min", self.voltage_min.is_some()),
            ("--voltage-max", self.voltage_max.is_some()),
            ("--sign", self.sign.is_some()),
            ("--encoding", self.encoding.is_some()),
            ("--dialect", self.dialect.is_some()),
            ("--map", !self.map.is_empty()),
            ("--date-format", self.date_format.is_some()),
        ];
        given.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag).collect()
    }

    /// The encoding, when it is forced.
    pub(crate) fn encoding(&self, settings: &Settings) -> Result<Option<String>, Failure> {
        settings.or(self.encoding.clone(), "read.encoding")
    }

    /// The sign of currents and capacities, when it is forced.
    pub(crate) fn sign(&self, settings: &Settings) -> Result<Option<Sign>, Failure> {
        Ok(settings.or(self.sign, "read.sign")?.map(|word| word.0))
    }

    /// How the clock is read, when it is forced.
    pub(crate) fn clock(&self, settings: &Settings) -> Result<Option<Reading>, Failure> {
        let Some(format) = settings.or(self.date_format.clone(), "read.date_format")? else { return Ok(None) };
        match Reading::of_format(&format) {
            Some(reading) => Ok(Some(reading)),
            None => Err(Failure::usage(format!("--date-format {format:?} names no day, month and year in one order"))
                .hint(
                    "write it as `%d/%m/%Y %H:%M:%S`, `%m/%d/%Y %H:%M` or `%Y-%m-%d %H:%M:%S`; `%s` is Unix seconds",
                )),
        }
    }

    /// The dialect, when it is forced.
    pub(crate) fn dialect(&self, settings: &Settings) -> Result<Option<&'static Dialect>, Failure> {
        let forced = match (&self.dialect, settings.get("read.dialect")) {
            (Some(name), _) => Some(dialect_named(name, &Origin::Flag("--dialect"))?),
            (None, Some((name, origin))) => Some(dialect_named(name, origin)?),
            (None, None) => None,
        };
        user_dialects::map(&self.map, forced)
    }
}

/// The dialect of a name or of a TOML file, said in a place, or the nearest as a hint.
pub(crate) fn dialect_named(name: &str, origin: &Origin) -> Result<&'static Dialect, Failure> {
    if std::path::Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        return user_dialects::add(&origin.path(name.into()));
    }
    dialect::by_name(name).ok_or_else(|| {
        let failure = Failure::usage(format!("there is no dialect `{name}`"));
        match nearest(name, dialect::all().into_iter().map(Dialect::name)) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`battery-etl dialects list` shows all"),
        }
    })
}

/// A word of the model, as the command line and the settings write it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Word<T>(T);

impl FromStr for Word<CyclesBy> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "detected" => Ok(Self(CyclesBy::Detected)),
            "tester" => Ok(Self(CyclesBy::Tester)),
            _ => Err("must be `detected` or `tester`".to_owned()),
        }
    }
}

impl FromStr for Word<SocAnchor> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "reference" => Ok(Self(SocAnchor::Reference)),
            "full-charge" => Ok(Self(SocAnchor::FullCharge)),
            _ => Err("must be `reference` or `full-charge`".to_owned()),
        }
    }
}

impl FromStr for Word<Sign> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "charge-positive" => Ok(Self(Sign::ChargePositive)),
            "discharge-positive" => Ok(Self(Sign::DischargePositive)),
            "by-type" => Ok(Self(Sign::ByType)),
            _ => Err("must be `charge-positive`, `discharge-positive` or `by-type`".to_owned()),
        }
    }
}

impl FromStr for Word<SohBaseline> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "first" => Ok(Self(SohBaseline::First)),
            "nominal" => Ok(Self(SohBaseline::Nominal)),
            "max" => Ok(Self(SohBaseline::Max)),
            number => match number.parse() {
                Ok(cycle) if cycle >= 0 => Ok(Self(SohBaseline::Cycle(cycle))),
                _ => Err("must be `first`, `nominal`, `max` or a cycle's number".to_owned()),
            },
        }
    }
}

/// A number that is one.
struct Finite(f64);

impl FromStr for Finite {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        finite(text).map(Self)
    }
}

impl fmt::Display for Finite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Seconds from 0 on.
pub(crate) struct Seconds(pub(crate) f64);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        not_negative(text).map(Self)
    }
}

/// A finite number.
pub(crate) fn finite(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        // -0 is 0.
        .map(|number| number + 0.0)
        .ok_or_else(|| "must be a number, such as 2.5".to_owned())
}

/// A number of an executed step.
fn step_number(text: &str) -> Result<i32, String> {
    text.parse().ok().filter(|number| *number >= 0).ok_or_else(|| "must be a whole number from 0 on".to_owned())
}

/// A nominal capacity in Ah.
pub(crate) fn nominal_capacity(text: &str) -> Result<f64, String> {
    Allowed::NOMINAL_CAPACITY.read(text)
}

/// A nominal voltage in V.
pub(crate) fn nominal_voltage(text: &str) -> Result<f64, String> {
    Allowed::NOMINAL_VOLTAGE.read(text)
}

/// A number above 0.
pub(crate) fn positive(text: &str) -> Result<f64, String> {
    finite(text).ok().filter(|number| *number > 0.0).ok_or_else(|| "must be a number above 0, such as 2.5".to_owned())
}

/// A number from 0 on.
pub(crate) fn not_negative(text: &str) -> Result<f64, String> {
    finite(text)
        .ok()
        .filter(|number| *number >= 0.0)
        .ok_or_else(|| "must be a number from 0 on, such as 2.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_become_conventions_and_the_rest_stays() {
        let args = DeriveArgs {
            cycle_swing: Some(5.0),
            soh_baseline: Some("3".parse().unwrap()),
            soc_anchor: Some("full-charge".parse().unwrap()),
            ..DeriveArgs::default()
        };
        let conventions = args.conventions(&Settings::default()).unwrap();
        assert_eq!(conventions.cycle_swing_pct, 5.0);
        assert_eq!(conventions.soh_baseline, SohBaseline::Cycle(3));
        assert_eq!(conventions.soc_anchor, SocAnchor::FullCharge);
        assert_eq!(conventions.min_rest_s, Conventions::default().min_rest_s);
    }

    #[test]
    fn limits_the_wrong_way_round_are_refused() {
        let args = DeriveArgs { voltage_min: Some(4.2), voltage_max: Some(2.5), ..DeriveArgs::default() };
        assert!(args.conventions(&Settings::default()).is_err());
        assert!(positive("0").is_err() && finite("nan").is_err() && not_negative("0").is_ok());
        assert!(not_negative("-0").is_ok_and(f64::is_sign_positive));
    }
}
