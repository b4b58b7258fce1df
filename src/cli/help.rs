//! What stands at the end of every command's help: examples and exit statuses.

/// The exit statuses, alike for every command.
pub(crate) const EXIT: &str = "\
Exit status:
  0         done and clean
  1         the data has findings that fail, or part of the inputs was rejected
  2         wrong usage or settings, or the command could not do its work
  75        a passing state (database locked, file being written): try again
  130, 143  interrupted; nothing half done";

/// Those of a command that shows what is in the data, whatever it is worth.
pub(crate) const EXIT_SHOWING: &str = "\
Exit status:
  0         done, whatever was found in the data
  1         part of the inputs could not be read as tests
  2         wrong usage or settings, or the command could not do its work
  75        a passing state (database locked, file being written): try again
  130, 143  interrupted; nothing half done";

/// Examples, one a line, and the exit statuses: the common ones, or those of a `showing` command.
macro_rules! examples {
    (showing $($line:literal),+ $(,)?) => {
        format!("{}\n\n{}", concat!("Examples:" $(, "\n  ", $line)+), crate::cli::help::EXIT_SHOWING)
    };
    ($($line:literal),+ $(,)?) => {
        format!("{}\n\n{}", concat!("Examples:" $(, "\n  ", $line)+), crate::cli::help::EXIT)
    };
}
pub(crate) use examples;
