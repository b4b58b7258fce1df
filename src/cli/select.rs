//! The filters: which experiments, and which of their steps.

use super::status::Failure;
use crate::model::StepType;
use crate::report::{Range, StepFilter};
use crate::store::Filter;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Which experiments and steps.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct SelectArgs {
    /// Only experiments of this project
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    /// Only experiments of this cell
    #[arg(long, value_name = "NAME")]
    pub(crate) cell: Option<String>,
    /// Only experiments run on this machine
    #[arg(long, value_name = "NAME")]
    pub(crate) machine: Option<String>,
    /// Only experiments of this operator
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// Only experiments on cells of this chemistry
    #[arg(long, value_name = "NAME")]
    pub(crate) chemistry: Option<String>,
    /// Only experiments that began at or after this date or time, by the cycler's clock
    #[arg(long, value_name = "DATE", value_parser = from_date)]
    pub(crate) since: Option<NaiveDateTime>,
    /// Only experiments that began on or before this date or time, by the cycler's clock
    #[arg(long, value_name = "DATE", value_parser = to_date)]
    pub(crate) until: Option<NaiveDateTime>,
    /// Only steps of these types: charge, discharge, rest, waveform, unknown
    #[arg(long, value_name = "TYPE,…", value_delimiter = ',', value_parser = step_type)]
    pub(crate) step_type: Vec<StepType>,
    /// Only steps that start and end within this SOC, in %
    #[arg(long, value_name = "MIN..MAX", allow_hyphen_values = true)]
    pub(crate) soc: Option<Range>,
    /// Only steps of this C-rate
    #[arg(long, value_name = "MIN..MAX")]
    pub(crate) c_rate: Option<Range>,
    /// Only steps that start at this temperature, in °C
    #[arg(long, value_name = "MIN..MAX", allow_hyphen_values = true)]
    pub(crate) temperature: Option<Range>,
    /// Only steps that follow a rest of at least --min-rest that ended at this voltage, in V
    #[arg(long, value_name = "MIN..MAX", allow_hyphen_values = true)]
    pub(crate) ocv: Option<Range>,
}

impl SelectArgs {
    /// The filter of steps.
    pub(crate) fn steps(&self) -> StepFilter {
        StepFilter {
            numbers: None,
            step_types: self.step_type.clone(),
            soc_pct: self.soc,
            c_rate: self.c_rate,
            temperature_degc: self.temperature,
            ocv_v: self.ocv,
        }
    }

    /// The same for the database, over the figures that are stored there.
    pub(crate) fn filter(&self, min_rest_s: f64) -> Filter {
        let range = |range: Option<Range>| {
            let end = |number: f64| Some(number).filter(|number| number.is_finite());
            range.map(|range| crate::store::Range { min: end(range.min), max: end(range.max) })
        };
        Filter {
            project: self.project.clone(),
            cell: self.cell.clone(),
            machine: self.machine.clone(),
            operator: self.operator.clone(),
            chemistry: self.chemistry.clone(),
            since: self.since,
            until: self.until,
            step_types: self.step_type.clone(),
            soc_pct: range(self.soc),
            c_rate: range(self.c_rate),
            temperature_degc: range(self.temperature),
            ocv_v: range(self.ocv),
            min_rest_s,
            ..Filter::default()
        }
    }

    /// Whether any filter is of experiments.
    pub(crate) fn selects_experiments(&self) -> bool {
        let names = [&self.project, &self.cell, &self.machine, &self.operator, &self.chemistry];
        names.iter().any(|name| name.is_some()) || self.since.is_some() || self.until.is_some()
    }

    /// The filters of steps that are given, by their flags.
    pub(crate) fn given_of_steps(&self) -> Vec<&'static str> {
        let given = [
            ("--step-type", !self.step_type.is_empty()),
            ("--soc", self.soc.is_some()),
            ("--c-rate", self.c_rate.is_some()),
            ("--temperature", self.temperature.is_some()),
            ("--ocv", self.ocv.is_some()),
        ];
        given.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag).collect()
    }

    /// Whether any filter is given.
    pub(crate) fn is_given(&self) -> bool {
        self.selects_experiments() || !self.steps().is_open()
    }

    /// Refuses filters on what files do not know.
    pub(crate) fn refuse_for_files(&self) -> Result<(), Failure> {
        let names = [("--machine", &self.machine), ("--operator", &self.operator), ("--project", &self.project)];
        let names = names.into_iter().chain([("--cell", &self.cell), ("--chemistry", &self.chemistry)]);
        let given: Vec<&str> = names.filter(|(_, value)| value.is_some()).map(|(flag, _)| flag).collect();
        if given.is_empty() {
            return Ok(());
        }
        let message = format!("{} filters what is loaded; a file does not say it", given.join(", "));
        Err(Failure::usage(message).hint("leave the PATH out to search the database, or leave the filter out"))
    }

    /// Whether a test began in the time asked for; one whose start is not known did not.
    pub(crate) fn began(&self, start: Option<NaiveDateTime>) -> bool {
        self.since.is_none_or(|since| start.is_some_and(|start| start >= since))
            && self.until.is_none_or(|until| start.is_some_and(|start| start <= until))
    }
}

fn step_type(text: &str) -> Result<StepType, String> {
    StepType::from_name(text).ok_or_else(|| {
        let all: Vec<&str> = StepType::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("must be one of {}", all.join(", "))
    })
}

pub(crate) fn from_date(text: &str) -> Result<NaiveDateTime, String> {
    moment(text, NaiveTime::MIN)
}

/// The end: a date means that whole day.
fn to_date(text: &str) -> Result<NaiveDateTime, String> {
    let last = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999);
    moment(text, last.unwrap_or(NaiveTime::MIN))
}

fn moment(text: &str, of_day: NaiveTime) -> Result<NaiveDateTime, String> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Ok(date.and_time(of_day));
    }
    let text = text.replacen(' ', "T", 1);
    let spellings = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let read = |spelling: &&str| NaiveDateTime::parse_from_str(&text, spelling).ok();
    spellings.iter().find_map(read).ok_or_else(|| "write 2025-02-20 or 2025-02-20T14:30:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_a_date_means_its_whole_day() {
        let args = SelectArgs {
            since: Some(from_date("2025-02-19").unwrap()),
            until: Some(to_date("2025-02-20").unwrap()),
            ..SelectArgs::default()
        };
        let at = |text: &str| args.began(Some(from_date(text).unwrap()));
        assert!(at("2025-02-19") && at("2025-02-20 23:59:59.5"));
        assert!(!at("2025-02-18T23:59") && !at("2025-02-21"));
        assert!(!args.began(None) && SelectArgs::default().began(None));
        assert!(from_date("20.2.2025").is_err());
    }
}
