//! The only place that prints: data to stdout, everything else to stderr.

use crate::format::{clean, terminal_width};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::fd::AsFd;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorChoice {
    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

impl std::str::FromStr for ColorChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        clap::ValueEnum::from_str(text, false).map_err(|_| "must be auto, always or never".to_owned())
    }
}

/// How much is said, and how.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Screen {
    pub(crate) quiet: bool,
    pub(crate) verbosity: u8,
    pub(crate) color: ColorChoice,
}

impl Screen {
    /// Whether stdout gets colours.
    pub(crate) fn colors_stdout(self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    /// Whether stderr gets colours.
    pub(crate) fn colors_stderr(self) -> bool {
        self.colors(io::stderr().is_terminal())
    }

    fn colors(self, terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }

    /// Whether progress bars are shown.
    pub(crate) fn shows_progress(self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Something has gone wrong, and the ways out. Line ends in the message stay; nothing in it steers the terminal.
    pub(crate) fn error(self, message: &str, hints: &[String]) {
        self.say("error", "31", message);
        for hint in hints {
            self.say("hint", "36", hint);
        }
    }

    /// Something a person should look at.
    pub(crate) fn warn(self, message: &str) {
        if !self.quiet {
            self.say("warning", "33", message);
        }
    }

    /// Something worth knowing.
    pub(crate) fn note(self, message: &str) {
        if !self.quiet {
            self.say("note", "36", message);
        }
    }

    /// Something only the curious want, from the given number of `-v` on.
    pub(crate) fn detail(self, level: u8, message: &str) {
        if !self.quiet && self.verbosity >= level {
            self.say("note", "2", message);
        }
    }

    fn say(self, label: &str, color: &str, message: &str) {
        let lines: Vec<_> = message.lines().map(clean).collect();
        let text = lines.join("\n");
        let (on, off) =
            if self.colors_stderr() { (format!("\u{1b}[1;{color}m"), "\u{1b}[0m") } else { (String::new(), "") };
        // A closed stderr is no reason to fail.
        let _ = writeln!(io::stderr().lock(), "{on}{label}{off}: {text}");
    }
}

/// Standard output, buffered.
pub(crate) fn stdout() -> Box<dyn Write + Send> {
    match io::stdout().as_fd().try_clone_to_owned() {
        Ok(stdout) => Box::new(BufWriter::with_capacity(1 << 16, Stdout(File::from(stdout)))),
        Err(_) => Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
    }
}

/// Standard output as a file: the standard library's own takes what is written to a closed one, and says nothing.
struct Stdout(File);

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        const CLOSED: i32 = 9;
        self.0.write(bytes).map_err(|error| match error.raw_os_error() {
            Some(CLOSED) => io::Error::other("standard output is closed"),
            _ => io::Error::new(error.kind(), format!("standard output: {error}")),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The width that text keeps to: `COLUMNS`, else that of the terminal that stdout is; `None` when it is none.
pub(crate) fn width() -> Option<u16> {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(terminal_width).filter(|width| *width >= 20)
}

/// Whether stdout is a terminal, which only text is for.
pub(crate) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a person can be asked.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question that is answered with yes or no; anything but yes is no.
pub(crate) fn confirm(question: &str) -> bool {
    let _ = write!(io::stderr().lock(), "{} [y/N] ", clean(question));
    let _ = io::stderr().flush();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "Yes")
}
