//! The part of a dialect that says where steps begin and what their texts mean.

use super::keys::{Keys, word};
use crate::dialect::Field;
use crate::dialect::spec::StepRule;
use crate::model::{Control, EndReason, StepType};
use toml::Value;

/// The share of the largest current below which a step without a type is a rest, unless the dialect says another.
const REST_BELOW_SHARE: f64 = 1e-3;

/// The current below which it is a rest in any case, unless the dialect says another.
const REST_BELOW_A: f64 = 1e-8;

/// What may tell executed steps apart.
pub(super) const KEYS: [Field; 5] =
    [Field::TesterCycle, Field::RecipeLine, Field::Section, Field::LoopPass, Field::StepType];

/// The rule and the column of end codes, the types, the statuses.
pub(super) type StepParts = ((StepRule, Option<String>), Vec<(String, (StepType, Control))>, Vec<(String, EndReason)>);

pub(super) fn steps(mut keys: Keys<'_>) -> Result<StepParts, String> {
    let mut fields = |key: &'static str, allowed: &[Field]| -> Result<Vec<Field>, String> {
        let (place, words) = (keys.at(key), allowed.iter().map(|field| (field.name(), *field)).collect::<Vec<_>>());
        keys.texts(key)?.iter().map(|name| word(&place, name, &words)).collect()
    };
    let new_when_changes = fields("new_when_changes", &KEYS)?;
    let new_when_restarts = fields("new_when_restarts", &[Field::StepTime, Field::TestTime])?;
    let share = rest_below(&mut keys)?;
    let rest_below_share = keys.number("rest_below_share")?.or(share).unwrap_or(REST_BELOW_SHARE);
    let is_unknown_otherwise = keys.word("otherwise", &[("by_current", false), ("unknown", true)])?.unwrap_or(false);
    let mut end = keys.table("ends")?;
    let (end_column, end_at_least) = (end.text("column")?.map(ToOwned::to_owned), end.number("at_least")?);
    end.end()?;
    let words_behind = keys.text("words_behind")?.filter(|mark| !mark.is_empty()).map(ToOwned::to_owned);
    let rest_below_a = keys.number("rest_below_a")?.unwrap_or(REST_BELOW_A);
    let types = pairs(keys.table("types")?, step_type)?;
    let ends = pairs(keys.table("statuses")?, |place, text| {
        let words: Vec<(&str, EndReason)> = EndReason::ALL.iter().map(|reason| (reason.as_str(), *reason)).collect();
        word(place, text, &words)
    })?;
    keys.end()?;
    let rule = StepRule {
        new_when_changes,
        new_when_restarts,
        rest_below_share,
        rest_below_a,
        is_unknown_otherwise,
        words_behind,
        end_at_least,
    };
    Ok(((rule, end_column), types, ends))
}

/// `rest_below = "C/1000"`: a share of the largest current, which is taken for 1C.
pub(super) fn rest_below(keys: &mut Keys<'_>) -> Result<Option<f64>, String> {
    let Some(text) = keys.text("rest_below")? else { return Ok(None) };
    let parts = text.strip_prefix("C/").and_then(|parts| parts.parse::<f64>().ok()).filter(|parts| *parts >= 1.0);
    parts
        .map(|parts| Some(parts.recip()))
        .ok_or_else(|| format!("{}: expected C/1000 or the like", keys.at("rest_below")))
}

/// Every key of a table with the meaning of its text.
pub(super) fn pairs<T>(
    keys: Keys<'_>,
    meaning: impl Fn(&str, &str) -> Result<T, String>,
) -> Result<Vec<(String, T)>, String> {
    let one = |(key, value): (&String, &Value)| {
        let place = keys.at(key);
        let text = value.as_str().ok_or_else(|| format!("{place}: expected a text"))?;
        Ok((key.clone(), meaning(&place, text)?))
    };
    keys.table.iter().map(one).collect()
}

/// `charge.cccv`, `rest`, `waveform`, `by_current`.
pub(super) fn step_type(place: &str, text: &str) -> Result<(StepType, Control), String> {
    let (kind, control) = text.split_once('.').unwrap_or((text, ""));
    let kind = word(
        place,
        kind,
        &[
            ("charge", StepType::Charge),
            ("discharge", StepType::Discharge),
            ("rest", StepType::Rest),
            ("waveform", StepType::Waveform),
            ("by_current", StepType::Unknown),
        ],
    )?;
    if control.is_empty() {
        let own = match kind {
            StepType::Rest => Control::Rest,
            StepType::Waveform => Control::Waveform,
            _ => Control::Unknown,
        };
        return Ok((kind, own));
    }
    let words = [
        ("cc", Control::ConstantCurrent),
        ("cccv", Control::ConstantCurrentVoltage),
        ("cv", Control::ConstantVoltage),
        ("cp", Control::ConstantPower),
        ("pulse", Control::PowerPulse),
        ("waveform", Control::Waveform),
        ("chamber", Control::Chamber),
    ];
    Ok((kind, word(place, control, &words)?))
}
