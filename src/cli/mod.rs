//! Speaks to the person: one file a command, whose doc comments are the manual.

mod actor;
mod catalog;
mod completions;
mod config;
mod database;
mod derive;
mod dialects;
mod dotenv;
mod export;
mod help;
mod ingest;
mod inputs;
mod interrupt;
mod man;
mod migrate;
mod names;
mod output;
mod places;
mod plot;
mod progress;
mod report;
mod rows;
mod screen;
mod select;
mod settings;
mod several;
mod show;
mod status;
mod user_dialects;
mod validate;
mod view;

use clap::{CommandFactory, Parser, Subcommand};
use help::examples;
use screen::{ColorChoice, Screen};
use settings::Settings;
use status::Status;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads battery-cycler data, checks it, derives C-rate, SOC, cycles and resistance, loads it into PostgreSQL or SQLite,
/// and reports, plots and exports it
#[derive(Debug, Parser)]
#[command(name = "battery-etl", version, propagate_version = false, disable_help_subcommand = true)]
#[command(max_term_width = 120, after_help = examples!(
    "battery-etl report fixtures/mini              one test on one page",
    "battery-etl ingest data/ --project Demo       load every test below a folder",
    "battery-etl validate data/ --fail-on warning  the data-quality gate",
    "battery-etl plot combined --experiment mini -o mini.svg",
    "battery-etl export measurements data/ -o rows.parquet"
))]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options for every command")]
struct Global {
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more; twice for everything
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Use colours [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    color: Option<ColorChoice>,
    /// Settings file, instead of the battery-etl.toml found upwards from here or in the user's configuration
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Database: postgres://USER@HOST/NAME or sqlite:FILE [default: an SQLite file in the user's data directory]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Tests worked on at once [default: the number of processors]
    #[arg(long, global = true, value_name = "N", value_parser = jobs)]
    jobs: Option<std::num::NonZeroUsize>,
    /// Wait so long for a database that another has locked; 0 is not at all [default: 60]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = derive::not_negative, allow_negative_numbers = true)]
    wait: Option<f64>,
}

fn jobs(text: &str) -> Result<std::num::NonZeroUsize, String> {
    text.parse().map_err(|_| "must be a whole number from 1 on".to_owned())
}

#[derive(Debug, Subcommand)]
enum Command {
    Ingest(Box<ingest::Args>),
    Validate(Box<validate::Args>),
    Report(Box<report::Args>),
    Plot(Box<plot::Args>),
    Export(Box<export::Args>),
    Catalog(catalog::Args),
    Migrate(migrate::Args),
    Config(config::Args),
    Dialects(Box<dialects::Args>),
    Completions(completions::Args),
    Man(man::Args),
    /// Print the manual of a command
    #[command(after_help = examples!("battery-etl help report cycles", "battery-etl help catalog list"))]
    Help {
        /// The command, and a command or kind of its own
        #[arg(value_name = "COMMAND")]
        words: Vec<OsString>,
    },
}

/// What every command works with.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) screen: Screen,
    pub(crate) settings: Settings,
}

/// Runs the command line and gives the exit status.
#[must_use]
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let hint = "this is a fault of battery-etl; please report the command and this message".to_owned();
        Screen::default().error(&format!("internal error{place}: {}", payload(panic)), &[hint]);
    }));
    interrupt::listen();
    let code = std::panic::catch_unwind(start).unwrap_or(Status::Failed.code());
    ExitCode::from(interrupt::exit_code().unwrap_or(code))
}

fn payload(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

fn start() -> u8 {
    parse(std::env::args_os()).code()
}

fn parse(words: impl Iterator<Item = OsString>) -> Status {
    match Cli::try_parse_from(words) {
        // The manual is asked for in two ways, and is one.
        Ok(Cli { command: Command::Help { words }, .. }) => {
            let name = std::iter::once(OsString::from("battery-etl"));
            parse(name.chain(words).chain([OsString::from("--help")]))
        }
        Ok(cli) => run(cli),
        Err(error) if error.use_stderr() => {
            // A closed stderr is no further reason to fail.
            let _ = error.print();
            Status::Failed
        }
        // Help and version are no errors.
        Err(text) => {
            let screen = Screen::default();
            let text = text.render();
            let text = if screen.colors_stdout() { text.ansi().to_string() } else { text.to_string() };
            let mut out = screen::stdout();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Ok(()) => Status::Done,
                Err(error) => fail(screen, &error.into()),
            }
        }
    }
}

fn run(Cli { global, command }: Cli) -> Status {
    let mut screen = Screen { quiet: global.quiet, verbosity: global.verbose, color: global.color.unwrap_or_default() };
    let done = prepare(&global, &mut screen).map_err(anyhow::Error::from).and_then(|context| match command {
        Command::Ingest(args) => ingest::run(*args, &context),
        Command::Validate(args) => validate::run(*args, &context),
        Command::Report(args) => report::run(*args, &context),
        Command::Plot(args) => plot::run(*args, &context),
        Command::Export(args) => export::run(*args, &context),
        Command::Catalog(args) => catalog::run(args, &context),
        Command::Migrate(args) => migrate::run(args, &context),
        Command::Config(args) => config::run(args, &context),
        Command::Dialects(args) => dialects::run(*args, &context),
        Command::Completions(args) => completions::run(&args, &context),
        Command::Man(args) => man::run(&args, &context),
        Command::Help { .. } => Ok(Status::Done),
    });
    done.unwrap_or_else(|error| fail(screen, &error))
}

fn prepare(global: &Global, screen: &mut Screen) -> Result<Context, status::Failure> {
    let mut settings = Settings::load(global.config.as_deref())?;
    settings.set_flag("database", "--database", global.database.clone());
    settings.set_flag("jobs", "--jobs", global.jobs.map(|jobs| jobs.to_string()));
    settings.set_flag("color", "--color", global.color.map(|color| color.as_str().to_owned()));
    if let Some(color) = settings.read::<ColorChoice>("color")? {
        screen.color = color;
    }
    settings.read::<std::num::NonZeroUsize>("jobs")?;
    settings.set_flag("wait", "--wait", global.wait.map(|seconds| seconds.to_string()));
    settings.read::<derive::Seconds>("wait")?;
    let context = Context { screen: *screen, settings };
    user_dialects::load(&context);
    Ok(context)
}

/// Says what went wrong, once, and gives the exit status. A reader that went away is no error.
fn fail(screen: Screen, error: &anyhow::Error) -> Status {
    if status::is_broken_pipe(error) {
        return Status::Done;
    }
    let (status, hints) = status::of(error);
    screen.error(&status::words(error), &hints);
    status
}

impl Context {
    /// How many tests are worked on at once.
    pub(crate) fn jobs(&self) -> usize {
        let set = self.settings.read::<std::num::NonZeroUsize>("jobs").ok().flatten();
        set.or_else(|| std::thread::available_parallelism().ok()).map_or(1, std::num::NonZeroUsize::get)
    }
}

/// The command line as clap is told it.
pub(crate) fn command_line() -> clap::Command {
    Cli::command()
}

/// The command line as clap knows it, with the global options in every command.
pub(crate) fn command() -> clap::Command {
    let mut command = Cli::command();
    command.build();
    command
}

#[cfg(test)]
mod tests {
    use super::help::{EXIT, EXIT_SHOWING};
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_lists_its_exit_statuses() {
        fn look(command: &clap::Command, path: &str) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(EXIT) || help.contains(EXIT_SHOWING), "{path} does not list the exit statuses");
            assert!(help.contains("Examples:"), "{path} has no examples");
            let examples = help.lines().skip_while(|line| *line != "Examples:");
            let too_long =
                examples.take_while(|line| !line.starts_with("Kinds")).find(|line| line.chars().count() > 80);
            assert_eq!(too_long, None, "{path}: a terminal of 80 columns breaks it");
            command.get_subcommands().for_each(|inner| look(inner, &format!("{path} {}", inner.get_name())));
        }
        look(&Cli::command(), "battery-etl");
    }
}
