//! `completions`: what a shell can complete, with the words of the registries.

mod lists;

use super::help::examples;
use super::status::Status;
use super::{Context, screen};
use crate::validate::writers;
use crate::{dialect, export, format, model, plot, report, store, validate};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, Command, ValueHint};
use clap_complete::Shell;
use std::io::Write as _;

/// Print what a shell needs to complete commands, options and their words
///
/// Kinds of reports and figures, formats, dialects and rules are completed too. Print it again after an update.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "source <(battery-etl completions bash)        for this shell",
    "battery-etl completions zsh > ~/.zfunc/_battery-etl",
    "battery-etl completions fish > ~/.config/fish/completions/battery-etl.fish",
    "battery-etl completions powershell >> $PROFILE",
    "battery-etl completions elvish >> ~/.config/elvish/rc.elv"
))]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args, _context: &Context) -> anyhow::Result<Status> {
    let mut out = screen::stdout();
    out.write_all(script(args.shell).as_bytes())?;
    out.flush()?;
    Ok(Status::Done)
}

/// What the shell reads.
fn script(shell: Shell) -> String {
    // These two complete commands and the names of options alone: there a kind is a command.
    let kinds_are_commands = matches!(shell, Shell::PowerShell | Shell::Elvish);
    let mut command = with_manual(taught(super::command_line(), kinds_are_commands));
    let lists = lists::flags(&command);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "battery-etl", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        // The generator takes the hyphen of the program's own name for the border of a command in one of two places.
        Shell::Bash => lists::bash(&script.replace("battery__subcmd__etl", "battery__etl"), &lists),
        Shell::Zsh => lists::zsh(&with_files(&script), &lists),
        Shell::Fish => lists::fish(&behind_manual(script), &lists) + &fish_kinds(),
        _ => script,
    }
}

/// The command line with the values that options and first words take. What is parsed knows them only when it is run, and
/// says in its own words what is wrong.
fn taught(command: Command, kinds_are_commands: bool) -> Command {
    let name = command.get_name().to_owned();
    let command = command.mut_args(|arg| {
        let is_told = arg.get_value_parser().possible_values().is_some();
        let values = Some(values(&name, arg.get_id().as_str())).filter(|values| !is_told && !values.is_empty());
        match values {
            Some(values) => arg.value_parser(PossibleValuesParser::new(values)),
            None => arg,
        }
    });
    let kinds = kinds(&name);
    let command = match (kinds.is_empty(), kinds_are_commands) {
        (true, _) => command,
        (false, true) => {
            let options: Vec<Arg> = command.get_arguments().filter(|arg| !arg.is_positional()).cloned().collect();
            let of_kind = |(name, about): (&'static str, &'static str)| {
                Command::new(name).about(about).disable_help_flag(true).args(options.clone())
            };
            command.subcommands(kinds.into_iter().map(of_kind))
        }
        (false, false) => {
            let words = PossibleValuesParser::new(kinds.into_iter().map(|(name, _)| name));
            let paths = Arg::new("paths").value_name("PATH").num_args(0..).value_hint(ValueHint::AnyPath);
            let first = |arg: Arg| arg.value_name("KIND").num_args(1).action(ArgAction::Set).value_parser(words);
            command.mut_arg("words", first).arg(paths)
        }
    };
    command.mut_subcommands(|inner| taught(inner, kinds_are_commands))
}

/// The command line whose `help` and `man` take the names of all commands.
fn with_manual(program: Command) -> Command {
    let named = tree(&program);
    let with_names = |of: Command| {
        let options: Vec<Arg> = of.get_arguments().filter(|arg| !arg.is_positional()).cloned().collect();
        bare(&of).args(options).subcommands(named.clone())
    };
    ["help", "man"].into_iter().fold(program, |program, name| program.mut_subcommand(name, with_names))
}

/// A command of a name and a meaning alone.
fn bare(of: &Command) -> Command {
    // The name lives as long as the program, which ends when the script is printed.
    let name: &'static str = of.get_name().to_owned().leak();
    let about = of.get_about().cloned().unwrap_or_default();
    Command::new(name).about(about).disable_help_flag(true).disable_help_subcommand(true)
}

/// The names of a command's commands, and of theirs.
fn tree(command: &Command) -> Vec<Command> {
    let kind = |(name, about): (&'static str, &'static str)| {
        Command::new(name).about(about).disable_help_flag(true).disable_help_subcommand(true)
    };
    let own = |of: &Command| match tree(of) {
        own if own.is_empty() => kinds(of.get_name()).into_iter().map(kind).collect(),
        own => own,
    };
    command.get_subcommands().map(|inner| bare(inner).subcommands(own(inner))).collect()
}

/// The first words of a command that are no path: name and meaning.
fn kinds(command: &str) -> Vec<(&'static str, &'static str)> {
    match command {
        "report" => {
            let explain = ("explain", "How a number came about");
            report::ALL.iter().map(|kind| (kind.name(), kind.about())).chain([explain]).collect()
        }
        "plot" => {
            let all = ("all", "The standard set, with a page");
            plot::ALL.iter().map(|kind| (kind.name(), kind.about())).chain([all]).collect()
        }
        "export" => {
            let bundle = ("bundle", "Loaded experiments whole, for `catalog import`");
            export::ALL.iter().map(|table| (table.name(), table.about())).chain([bundle]).collect()
        }
        _ => Vec::new(),
    }
}

/// The commands whose first word is of a list, or a path.
const WITH_KINDS: [&str; 3] = ["report", "plot", "export"];

/// The names of columns, each once, in the order in which tables have them.
fn columns(of: fn(plot::Table) -> Vec<&'static str>) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for name in plot::Table::ALL.into_iter().flat_map(of) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The values of an option of a command; none where they are not known beforehand.
fn values(command: &str, option: &str) -> Vec<PossibleValue> {
    let plain = |words: &[&'static str]| words.iter().map(|&word| PossibleValue::new(word)).collect();
    match (command, option) {
        ("plot", "format") => plain(&["svg", "png", "pdf"]),
        ("validate", "format") => {
            writers::WRITERS.iter().map(|writer| PossibleValue::new(writer.name()).help(writer.about())).collect()
        }
        ("export", "format") => export::Form::ALL.iter().map(|form| PossibleValue::new(form.name())).collect(),
        ("plot", "x" | "y") => plain(&columns(plot::column_names)),
        ("plot", "by") | ("report" | "export", "columns") => plain(&columns(plot::field_names)),
        ("plot", "of") => {
            let kinds = plot::ALL.iter().map(|kind| kind.name());
            plain(&kinds.chain(plot::Table::ALL.map(plot::Table::as_str)).collect::<Vec<_>>())
        }
        (_, "format") => format::ALL.iter().map(|format| PossibleValue::new(format.name())).collect(),
        (_, "dialect") => {
            dialect::all().into_iter().map(|one| PossibleValue::new(one.name()).help(one.title())).collect()
        }
        (_, "select" | "ignore") | ("validate", "explain") => {
            validate::ALL.iter().map(|rule| PossibleValue::new(rule.code()).help(rule.name())).collect()
        }
        (_, "fail_on") => plain(&["error", "warning", "never"]),
        (_, "step_type") => model::StepType::ALL.iter().map(|kind| PossibleValue::new(kind.as_str())).collect(),
        (_, "chemistry") => plain(store::CHEMISTRIES),
        (_, "configuration") => plain(store::CONFIGURATIONS),
        (_, "form_factor") => plain(store::FORM_FACTORS),
        _ => Vec::new(),
    }
}

/// In zsh, the first word of `report`, `plot` and `export` may be a file as well as a kind.
fn with_files(script: &str) -> String {
    let mut script = script.to_owned();
    for command in WITH_KINDS {
        let names: Vec<&str> = kinds(command).into_iter().map(|(name, _)| name).collect();
        let names = names.join(" ");
        let function = format!("_battery-etl_{command}_words");
        let body = format!("{function}() {{ _alternative 'kinds:kind:({names})' 'files:file:_files' }}\n");
        script = script.replace(&format!(":({names})"), &format!(":{function}"));
        let first_line = script.find('\n').map_or(0, |end| end + 1);
        script.insert_str(first_line, &body);
    }
    script
}

/// Behind `help` and `man`, fish is to name the commands until one of them is named; these two are named already.
fn behind_manual(script: String) -> String {
    let taught = |script: String, name: &str| {
        let begin = format!("using_subcommand {name}; and not __fish_seen_subcommand_from ");
        let mut parts = script.split(&begin);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| {
            let (names, rest) = part.split_once('"').unwrap_or((part, ""));
            let names: Vec<&str> = names.split(' ').filter(|other| *other != name).collect();
            all + &begin + &names.join(" ") + "\"" + rest
        })
    };
    ["help", "man"].into_iter().fold(script, taught)
}

/// Fish completes no words by itself.
fn fish_kinds() -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let mut script = String::new();
    for command in WITH_KINDS {
        for (name, about) in kinds(command) {
            let about = quoted(about);
            script.push_str(&format!(
                "complete -c battery-etl -n \"__fish_seen_subcommand_from {command}\" -a \"{name}\" -d '{about}'\n"
            ));
        }
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum as _;
    use std::process::{Command as Process, Stdio};

    fn commands(command: &Command) -> Vec<String> {
        let inner = command
            .get_subcommands()
            .flat_map(|inner| std::iter::once(inner.get_name().to_owned()).chain(commands(inner)).collect::<Vec<_>>());
        inner.collect()
    }

    #[test]
    fn every_command_and_every_kind_is_in_every_script() {
        for shell in Shell::value_variants() {
            let script = script(*shell);
            let kinds = WITH_KINDS.into_iter().flat_map(kinds).map(|(name, _)| name.to_owned());
            let formats = format::ALL.iter().map(|format| format.name().to_owned());
            for word in commands(&super::super::command_line()).into_iter().chain(kinds).chain(formats) {
                assert!(script.contains(&word), "{shell}: {word}");
            }
        }
    }

    #[test]
    fn values_of_options_are_in_the_scripts_that_can_have_them() {
        let dialects = dialect::all().into_iter().map(|one| one.name().to_owned());
        let rules = validate::ALL.iter().map(|rule| rule.code().to_owned());
        let words: Vec<String> =
            dialects.chain(rules).chain(["sarif", "waveform", "LNMO"].map(str::to_owned)).collect();
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let script = script(shell);
            words.iter().for_each(|word| assert!(script.contains(word), "{shell}: {word}"));
        }
        let zsh = script(Shell::Zsh);
        assert!(zsh.contains(":_battery-etl_report_words'") && zsh.contains(":_battery-etl_plot_words'"), "{zsh}");
    }

    /// What bash offers for the last of the words; nothing without bash.
    fn offered(words: &[&str]) -> Option<Vec<String>> {
        let [.., before, last] = words else { return None };
        let text = script(Shell::Bash)
            + &format!("\nCOMP_WORDS=({}); COMP_CWORD={}\n", words.join(" "), words.len() - 1)
            + &format!("_battery__etl battery-etl '{last}' {before}; echo \"${{COMPREPLY[@]}}\"\n");
        let mut child =
            Process::new("bash").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        child.stdin.take()?.write_all(text.as_bytes()).ok()?;
        let output = child.wait_with_output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn bash_offers_commands_kinds_and_values() {
        for (words, expected) in [
            (&["battery-etl", "rep"][..], "report"),
            (&["battery-etl", "catalog", "import-"], "import-original"),
            (&["battery-etl", "catalog", "import-original", "--dry"], "--dry-run"),
            (&["battery-etl", "report", "st"], "steps"),
            (&["battery-etl", "report", "steps", "--format", "nd"], "ndjson"),
            (&["battery-etl", "validate", "--format", "sa"], "sarif"),
            (&["battery-etl", "export", "meas"], "measurements"),
            (&["battery-etl", "export", "bun"], "bundle"),
            (&["battery-etl", "export", "steps", "--format", "xl"], "xlsx"),
            (&["battery-etl", "plot", "custom", "--x", "voltage_s"], "voltage_start_v"),
            (&["battery-etl", "report", "steps", "--columns", "soc_e"], "soc_end_pct"),
            (&["battery-etl", "report", "steps", "--columns", "step,soc_e"], "step,soc_end_pct"),
            (&["battery-etl", "validate", "--select", "TIM01,CUR,FMT1"], "TIM01,CUR,FMT10"),
            (&["battery-etl", "help", "cat"], "catalog"),
            (&["battery-etl", "help", "catalog", "rev"], "revoke"),
            (&["battery-etl", "plot", "all", "--dialect", "chroma-l"], "chroma-lex-zh"),
        ] {
            let Some(offered) = offered(words) else { return };
            assert_eq!(offered, [expected], "{words:?}");
        }
    }

    /// What is asked of every shell: the line, and the one word that it goes on with.
    const ASKED: [(&str, &str); 12] = [
        ("battery-etl rep", "report"),
        ("battery-etl report st", "steps"),
        ("battery-etl catalog import-o", "import-original"),
        ("battery-etl export meas", "measurements"),
        ("battery-etl export steps --format xl", "xlsx"),
        ("battery-etl plot custom --x voltage_s", "voltage_start_v"),
        ("battery-etl report steps --columns soc_e", "soc_end_pct"),
        ("battery-etl report steps --columns step,soc_e", "step,soc_end_pct"),
        ("battery-etl validate --select TIM01,CUR,FMT1", "TIM01,CUR,FMT10"),
        ("battery-etl help cat", "catalog"),
        ("battery-etl help catalog rev", "revoke"),
        ("battery-etl man cat", "catalog"),
    ];

    /// What a program says; nothing, aloud, where it is not here.
    fn said(program: &str, words: &[&str], folder: &std::path::Path) -> Option<String> {
        let ended = Process::new(program).args(words).current_dir(folder).stdin(Stdio::null()).output();
        if ended.is_err() {
            eprintln!("SKIPPED: no {program} to complete in");
        }
        Some(String::from_utf8_lossy(&ended.ok()?.stdout).into_owned())
    }

    #[test]
    fn fish_completes() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("script.fish"), script(Shell::Fish)).unwrap();
        for (line, word) in ASKED {
            let ask = format!("source script.fish; complete -C '{line}'");
            let Some(offered) = said("fish", &["--no-config", "-c", &ask], folder.path()) else { return };
            let offered: Vec<&str> = offered.lines().filter_map(|line| line.split('\t').next()).collect();
            assert_eq!(offered, [word], "{line}");
        }
    }

    /// A shell that a person types into: a tab after each line, and what then stands there is shown.
    const TYPED: &str = r#"
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=''; fpath=($PWD \$fpath); autoload -Uz compinit; compinit -u -D; bindkey '^I' complete-word
show() { print -n -- \"<\$BUFFER>\"; BUFFER=''; zle accept-line }; zle -N show; bindkey '^X' show; print REA''DY"
zpty -r shell out '*READY*'
for line in "$@"; do
    zpty -w -n shell "$line"$'\t\C-x'
    zpty -r shell out '*<*>*'
    print -r -- "${${out##*<}%%>*}"
done
zpty -d shell
"#;

    #[test]
    fn zsh_completes() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("_battery-etl"), script(Shell::Zsh)).unwrap();
        std::fs::write(folder.path().join("typed.zsh"), TYPED).unwrap();
        let lines: Vec<&str> = ["typed.zsh"].into_iter().chain(ASKED.map(|(line, _)| line)).collect();
        let Some(typed) = said("zsh", &lines, folder.path()) else { return };
        let wanted: Vec<String> = ASKED
            .map(|(line, word)| format!("{} {word}", line.rsplit_once(' ').map_or("", |(before, _)| before)))
            .into();
        // The comma behind a word of a list goes when another key than one for a further word is pressed.
        assert_eq!(typed.lines().map(|line| line.trim_end_matches([' ', ','])).collect::<Vec<_>>(), wanted);
    }

    /// What elvish has only where a person types.
    const EDITOR: &str = "var edit: = (ns [&completion:=(ns [&arg-completer=[&]]) &complex-candidate~={|word @a \
                          &display='' &code-suffix=''| put $word }])\n";

    #[test]
    fn elvish_offers_commands() {
        let folder = tempfile::TempDir::new().unwrap();
        let ask =
            "\n$edit:completion:arg-completer[battery-etl] battery-etl help catalog '' | each {|word| echo $word }";
        std::fs::write(folder.path().join("script.elv"), EDITOR.to_owned() + &script(Shell::Elvish) + ask).unwrap();
        let Some(offered) = said("elvish", &["-norc", "script.elv"], folder.path()) else { return };
        assert!(offered.lines().any(|word| word == "revoke"), "{offered}");
    }

    #[test]
    fn each_shell_that_is_here_takes_its_script() {
        for (shell, program, check) in
            [(Shell::Bash, "bash", "-n"), (Shell::Zsh, "zsh", "-n"), (Shell::Fish, "fish", "-n")]
        {
            let Ok(mut child) = Process::new(program).arg(check).stdin(Stdio::piped()).spawn() else {
                continue;
            };
            child.stdin.take().unwrap().write_all(script(shell).as_bytes()).unwrap();
            assert!(child.wait().unwrap().success(), "{program} refuses its completions");
        }
    }
}
