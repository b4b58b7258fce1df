//! What a step's type means that its dialect does not know to the letter: by the words in it, else by its current.

use super::Dialect;
use crate::model::{Control, StepType};

/// Discharge is looked for before charge, which it contains.
const WORDS: [(StepType, &[&str]); 3] = [
    (StepType::Discharge, &["放電", "放电", "discharg", "dischg", "dchg", "dchrg"]),
    (StepType::Charge, &["充電", "充电", "charg", "chg", "chrg"]),
    (StepType::Rest, &["靜置", "静置", "擱置", "搁置", "休止", "rest", "pause", "idle"]),
];

/// What the text of a step type means: as the dialect knows it, else by its words.
#[must_use]
pub(crate) fn step_type_of(dialect: &Dialect, text: &str) -> (StepType, Control) {
    dialect.step_type(text).or_else(|| by_words(text)).unwrap_or((StepType::Unknown, Control::Unknown))
}

/// What the words of a step type say.
pub(super) fn by_words(text: &str) -> Option<(StepType, Control)> {
    let lower = text.to_lowercase();
    let holds = |word: &&str| {
        let found = lower.find(*word);
        // `restart` and `restore` are no rests.
        found.is_some_and(|at| !(*word == "rest" && ["art", "or"].iter().any(|end| lower[at + 4..].starts_with(end))))
    };
    let (kind, _) = WORDS.iter().find(|(_, words)| words.iter().any(&holds))?;
    Some((*kind, if *kind == StepType::Rest { Control::Rest } else { control(&lower) }))
}

/// How a step is controlled, by what its lower-case text begins with.
fn control(lower: &str) -> Control {
    let letters: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    if letters.starts_with("cccv") {
        return Control::ConstantCurrentVoltage;
    }
    match letters.get(..2) {
        Some("cc") => Control::ConstantCurrent,
        Some("cv") => Control::ConstantVoltage,
        Some("cp") if lower.starts_with("超級") => Control::PowerPulse,
        Some("cp") => Control::ConstantPower,
        // Two currents, one after the other.
        _ if letters.starts_with("dcir") => Control::ConstantCurrent,
        _ => Control::Unknown,
    }
}

/// What a step of an unknown type does, by the sign of its current; `Unknown` where there is none.
#[must_use]
pub(crate) fn by_current(current_a: impl IntoIterator<Item = f64>) -> StepType {
    match current_a.into_iter().find(|current| current.abs() > 1e-9) {
        Some(current) if current > 0.0 => StepType::Charge,
        Some(_) => StepType::Discharge,
        None => StepType::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_type_say_what_it_is() {
        for (text, kind, control) in [
            ("CR放電", StepType::Discharge, Control::Unknown),
            ("CC-CV放電", StepType::Discharge, Control::ConstantCurrentVoltage),
            ("超級CP充電", StepType::Charge, Control::PowerPulse),
            ("CC_DChg", StepType::Discharge, Control::ConstantCurrent),
            ("recharge", StepType::Charge, Control::Unknown),
            ("CCCV Discharge 2", StepType::Discharge, Control::ConstantCurrentVoltage),
            ("DCIR discharge", StepType::Discharge, Control::ConstantCurrent),
            ("CV CHARGE", StepType::Charge, Control::ConstantVoltage),
            ("長靜置", StepType::Rest, Control::Rest),
            ("Resting", StepType::Rest, Control::Rest),
        ] {
            assert_eq!(by_words(text), Some((kind, control)), "{text}");
        }
        for text in ["循環", "Loop", "restart", "restore", ""] {
            assert_eq!(by_words(text), None, "{text}");
        }
    }

    #[test]
    fn the_current_decides_where_the_words_do_not() {
        assert_eq!(by_current([0.0, f64::NAN, -1.5]), StepType::Discharge);
        assert_eq!(by_current([0.0, 0.2]), StepType::Charge);
        assert_eq!(by_current([0.0, f64::NAN]), StepType::Unknown);
    }
}
