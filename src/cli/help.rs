//! What stands at the end of every command's help: examples and exit statuses.

/// The exit statuses, alike for every command.
pub(crate) const EXIT: &str = "\
Exit status:
  0         done and clean
  1         the data has findings that fail, or part of the inputs was rejected
  2         wrong usage or settings, or the command could not do its work
  75        a passing state (database locked or away, file still being written): try again
  130, 143  interrupted; nothing half done";

/// Examples, one a line, and the exit statuses.
macro_rules! examples {
    ($($line:literal),+ $(,)?) => {
        format!("{}\n\n{}", concat!("Examples:" $(, "\n  ", $line)+), crate::cli::help::EXIT)
    };
}
pub(crate) use examples;
