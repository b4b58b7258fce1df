//! What the rows of a step say in words: as JSON text, since most steps have none.

use super::StoreError;
use super::row::{shown, unknown_name};
use crate::model::{EndReason, OtherWord, RowWords, StatusRun, Word};
use serde::{Deserialize, Serialize};

/// Each range of lines with what stands in it.
#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<(String, String, u64, u64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    statuses: Option<Vec<(String, u64, u64)>>,
}

pub(crate) fn write(words: &RowWords) -> Result<String, StoreError> {
    let other = |other: &OtherWord| (other.word.as_str().to_owned(), shown(&other.value), other.line, other.line_end);
    let status = |run: &StatusRun| (run.reason.as_str().to_owned(), run.line, run.line_end);
    super::json::write(&Stored {
        others: words.others.iter().map(other).collect(),
        statuses: words.statuses.as_ref().map(|runs| runs.iter().map(status).collect()),
    })
}

pub(crate) fn read(text: &str) -> Result<RowWords, StoreError> {
    let field = "step_traces.words";
    let stored: Stored = super::json::read(field, text)?;
    let other = |(word, value, line, line_end): (String, String, u64, u64)| {
        let word = Word::from_name(&word).ok_or_else(|| unknown_name(field, &word))?;
        Ok(OtherWord { word, value, line, line_end })
    };
    let status = |(reason, line, line_end): (String, u64, u64)| {
        let reason = EndReason::from_name(&reason).ok_or_else(|| unknown_name(field, &reason))?;
        Ok(StatusRun { reason, line, line_end })
    };
    Ok(RowWords {
        others: stored.others.into_iter().map(other).collect::<Result<_, StoreError>>()?,
        statuses: stored
            .statuses
            .map(|runs| runs.into_iter().map(status).collect::<Result<_, StoreError>>())
            .transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_they_were() {
        let words = RowWords {
            others: vec![OtherWord { word: Word::StepType, value: "CC充電".into(), line: 7, line_end: 9 }],
            statuses: Some(vec![StatusRun { reason: EndReason::Alarm, line: 9, line_end: 9 }]),
        };
        assert_eq!(read(&write(&words).unwrap()).unwrap(), words);
        assert_eq!(read(&write(&RowWords::default()).unwrap()).unwrap(), RowWords::default());
        let unknown = r#"{"others":[["smell","none",1,1]]}"#;
        assert!(read(unknown).is_err());
    }
}
