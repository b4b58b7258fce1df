//! Options that take a list: what the generator writes completes its first word alone, and shall go on behind each comma.

use clap::Command;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The names of the options whose values are parted by commas.
pub(super) fn flags(command: &Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter(|arg| arg.get_value_delimiter() == Some(','));
    let own = own.filter_map(|arg| arg.get_long().map(str::to_owned));
    own.chain(command.get_subcommands().flat_map(flags)).collect()
}

/// In bash: the words for what stands behind the last comma, with what stands before it.
pub(super) fn bash(script: &str, flags: &BTreeSet<String>) -> String {
    let mut is_of_list = false;
    let mut all = String::with_capacity(script.len());
    for line in script.split_inclusive('\n') {
        if is_of_list {
            let before = line.replace("compgen -W", r#"compgen -P "${cur%"${cur##*,}"}" -W"#);
            all.push_str(&before.replace(r#"-- "${cur}""#, r#"-- "${cur##*,}""#));
        } else {
            all.push_str(line);
        }
        let arm = line.trim().strip_prefix("--").and_then(|arm| arm.strip_suffix(')'));
        is_of_list = arm.is_some_and(|flag| flags.contains(flag));
    }
    all
}

/// In zsh: a sequence of the words.
pub(super) fn zsh(script: &str, flags: &BTreeSet<String>) -> String {
    let mut all = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let flag = line.trim_start().trim_start_matches(['\'', '*']).strip_prefix("--");
        let is_list = flag.and_then(|flag| flag.split_once('=')).is_some_and(|(flag, _)| flags.contains(flag));
        let begin = line.rfind("]:").and_then(|at| Some(at + line[at..].find(":(")? + 1)).filter(|_| is_list);
        let ended = begin.and_then(|begin| Some((begin, begin + rest[begin..].find(")'")?)));
        let Some((begin, end)) = ended else {
            all.push_str(line);
            rest = &rest[line.len()..];
            continue;
        };
        // Words with a meaning stand one on a line, as (WORD\:"MEANING"
        let words = rest[begin..end].trim_matches(['(', ')']);
        let words: Vec<&str> = if words.contains("\\:") {
            words.lines().filter_map(|line| line.split("\\:").next()).map(str::trim).collect()
        } else {
            words.split(' ').collect()
        };
        let _ = write!(all, "{}_sequence compadd - {}", &rest[..begin], words.join(" "));
        rest = &rest[end + 1..];
    }
    all
}

/// In fish: a list of what a function says.
pub(super) fn fish(script: &str, flags: &BTreeSet<String>) -> String {
    let (mut functions, mut all) = (String::new(), String::with_capacity(script.len()));
    let mut rest = script;
    let mut count = 0;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let flag = line.split_once(" -l ").and_then(|(_, flag)| flag.split(' ').next());
        let begin = line.find(" -f -a \"").filter(|_| flag.is_some_and(|flag| flags.contains(flag)));
        let ended = begin.and_then(|at| {
            let begin = at + " -f -a \"".len();
            Some((begin, begin + rest[begin..].find('"')?))
        });
        let Some((begin, end)) = ended else {
            all.push_str(line);
            rest = &rest[line.len()..];
            continue;
        };
        count += 1;
        let words = rest[begin..end].replace('\n', " ");
        let _ = write!(functions, "function __battery_etl_list_{count}\n    printf '%s\\n' {words}\nend\n\n");
        let _ = write!(all, "{}(__fish_complete_list , __battery_etl_list_{count})", &rest[..begin]);
        rest = &rest[end..];
    }
    functions + &all
}
