//! Why a validation cannot be run as asked.

/// Why a validation cannot be run as asked.
#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    /// A rule was named that does not exist.
    #[error("there is no rule or family `{given}`{}; `battery-etl validate --list-rules` shows all", suggestion(nearest.as_deref()))]
    UnknownRule {
        /// The name given.
        given: String,
        /// The nearest that exists.
        nearest: Option<String>,
    },
    /// A setting was named that does not exist.
    #[error("{place}: there is no setting `{key}`{}", suggestion(nearest.as_deref()))]
    UnknownSetting {
        /// The table of the configuration, `[validate]`.
        place: String,
        /// The key given.
        key: String,
        /// The nearest that exists.
        nearest: Option<String>,
    },
    /// A setting has a value that it cannot have.
    #[error("{place}: `{key}` is {found}, but must be {expected}")]
    BadSetting {
        /// The table of the configuration.
        place: String,
        /// The key.
        key: String,
        /// The value given.
        found: String,
        /// What it may be.
        expected: String,
    },
    /// A baseline is none.
    #[error("{path}:{line}:{column}: this is no baseline: {found}; write one with `--write-baseline {path}`")]
    BadBaseline {
        /// Its path.
        path: String,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong with it.
        found: String,
    },
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}
