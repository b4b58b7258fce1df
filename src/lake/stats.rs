//! What a log says of the rows of a file, so that nobody need look into it.

use crate::format::Value;
use crate::model::StepType;
use crate::report::{Range, StepFilter};
use serde_json::{Map, Value as Json};

/// The columns of steps that a filter may ask for.
pub(super) const OF_STEPS: [&str; 6] =
    ["step_type", "temperature_start_degc", "c_rate", "soc_start_pct", "soc_end_pct", "ocv_start_v"];

/// Bounds and counts of columns; what is not said is not known.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Stats {
    num_records: Option<u64>,
    min_values: Map<String, Json>,
    max_values: Map<String, Json>,
    null_count: Map<String, Json>,
}

/// What is known of the values of a column.
enum Known<'a> {
    /// There are none.
    None,
    /// None is less than the first, or more than the second.
    Between(&'a Json, &'a Json),
    Nothing,
}

impl Stats {
    /// Of some columns, as a log has them; of what is no such text nothing is known.
    pub(super) fn read(text: &str, columns: &[&str]) -> Self {
        let mut all: Self = serde_json::from_str(text).unwrap_or_default();
        for of in [&mut all.min_values, &mut all.max_values, &mut all.null_count] {
            of.retain(|name, _| name == "test" || columns.contains(&name.as_str()));
        }
        all
    }

    /// The first and the last test that there are rows of.
    pub(super) fn tests(&self) -> Option<(&str, &str)> {
        match self.column("test") {
            Known::Between(first, last) => first.as_str().zip(last.as_str()),
            Known::None | Known::Nothing => None,
        }
    }

    fn column(&self, name: &str) -> Known<'_> {
        match (self.min_values.get(name), self.max_values.get(name)) {
            (Some(least), Some(most)) => Known::Between(least, most),
            _ => match (self.num_records, self.null_count.get(name).and_then(Json::as_u64)) {
                (Some(rows), Some(missing)) if rows == missing => Known::None,
                _ => Known::Nothing,
            },
        }
    }

    /// A column's text in the only row, where there is one row and its text is known whole: bounds that were cut short
    /// differ.
    pub(super) fn only_text(&self, name: &str) -> Option<Value> {
        if self.num_records != Some(1) {
            return None;
        }
        match self.column(name) {
            Known::None => Some(Value::Missing),
            Known::Between(least, most) if least == most => least.as_str().map(Value::text),
            Known::Between(..) | Known::Nothing => None,
        }
    }

    /// Whether one of these steps may pass a filter, for all that is known.
    pub(super) fn may_pass(&self, filter: &StepFilter) -> bool {
        let inside = |range: Option<Range>, columns: &[&str]| {
            range.is_none_or(|range| columns.iter().all(|column| self.reaches(column, range)))
        };
        inside(filter.soc_pct, &["soc_start_pct", "soc_end_pct"])
            && inside(filter.c_rate, &["c_rate"])
            && inside(filter.temperature_degc, &["temperature_start_degc"])
            && inside(filter.ocv_v, &["ocv_start_v"])
            && (filter.step_types.is_empty() || filter.step_types.iter().any(|wanted| self.may_have(*wanted)))
    }

    /// Whether a number of a column may be inside of a range.
    fn reaches(&self, column: &str, range: Range) -> bool {
        match self.column(column) {
            Known::None => false,
            Known::Between(least, most) => {
                let (least, most) = (least.as_f64(), most.as_f64());
                least.is_none_or(|least| least <= range.max) && most.is_none_or(|most| range.min <= most)
            }
            Known::Nothing => true,
        }
    }

    fn may_have(&self, wanted: StepType) -> bool {
        match self.column("step_type") {
            Known::None => false,
            Known::Between(least, most) => {
                let word = wanted.as_str();
                least.as_str().is_none_or(|least| least <= word)
                    && most.as_str().is_none_or(|most| word <= most || word.starts_with(most))
            }
            Known::Nothing => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stats(rows: u64) -> Stats {
        let text = format!(
            r#"{{"numRecords":{rows},"minValues":{{"test":"0a","name":"x","cell":"A","c_rate":0.5,"step_type":"charge"}},
                "maxValues":{{"test":"0a","name":"x","cell":"B","c_rate":2,"step_type":"discharge"}},
                "nullCount":{{"project":1,"soc_start_pct":1,"line":0}}}}"#
        );
        let columns: Vec<&str> = ["name", "cell", "project", "machine"].into_iter().chain(OF_STEPS).collect();
        Stats::read(&text, &columns)
    }

    #[test]
    fn the_only_row_is_known_where_its_bounds_agree() {
        let one = stats(1);
        assert_eq!(one.only_text("name"), Some(Value::text("x")));
        assert_eq!(one.only_text("project"), Some(Value::Missing));
        assert_eq!((one.only_text("cell"), one.only_text("machine"), stats(2).only_text("name")), (None, None, None));
        assert_eq!(one.tests(), Some(("0a", "0a")));
        assert!(one.null_count.get("line").is_none(), "what nobody asks for is not held");
        assert!(Stats::read("no", &[]).tests().is_none() && Stats::read(r#"{"minValues":3}"#, &[]).tests().is_none());
    }

    #[test]
    fn steps_that_cannot_pass_are_known() {
        let rate = |text: &str| StepFilter { c_rate: Some(text.parse().unwrap()), ..StepFilter::default() };
        let one = stats(1);
        for (text, may) in [("0.1..0.4", false), ("..0.5", true), ("2..", true), ("2.01..", false), ("1..1.1", true)] {
            assert_eq!(one.may_pass(&rate(text)), may, "{text}");
            assert!(Stats::default().may_pass(&rate(text)), "{text}");
        }
        let soc = StepFilter { soc_pct: Some("..".parse().unwrap()), ..StepFilter::default() };
        assert!(!one.may_pass(&soc) && stats(2).may_pass(&soc));
        let kind = |wanted| StepFilter { step_types: vec![wanted], ..StepFilter::default() };
        assert!(one.may_pass(&kind(StepType::Discharge)) && !one.may_pass(&kind(StepType::Rest)));
        assert!(one.may_pass(&StepFilter::default()));
    }
}
