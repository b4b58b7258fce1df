//! The client: ES modules joined into one script in a fixed order, uPlot, and the styles.

/// uPlot 1.6.32 (MIT), as it came; its checksum stands beside it.
pub(super) const UPLOT: &str = include_str!("vendor/uPlot.iife.min.js");

/// The only script that stands in the page as text. It says that there is a script before anything is drawn, so that
/// what is for readers without one does not flash; then it unpacks uPlot and the client, which the policy knows by hash.
pub(super) const FIRST: &str = include_str!("client/first.js");

macro_rules! modules {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("client/", $name)))),*] };
}

/// Of both pages.
const COMMON: &[(&str, &str)] = modules!["unpack.js", "tablemodel.js", "tablerows.js", "table.js"];

/// Of the test page, in order.
const TEST: &[(&str, &str)] = modules![
    "source.js",
    "chrome.js",
    "colours.js",
    "state.js",
    "controls.js",
    "paint.js",
    "chart.js",
    "timemodel.js",
    "timepanels.js",
    "timeband.js",
    "timeview.js",
    "curves.js",
    "ageing.js",
    "pulses.js",
    "quality.js",
    "overview.js",
    "testpage.js",
];

/// Of the fleet page, in order.
const FLEET: &[(&str, &str)] = modules![
    "chrome.js",
    "fleetmodel.js",
    "fleetmath.js",
    "fleetdraw.js",
    "fleetchart.js",
    "fleetside.js",
    "fleetcompare.js",
    "fleetbar.js",
    "fleettests.js",
    "fleet.js",
];

/// The styles of both pages; what only one needs follows.
const STYLES: &[&str] =
    &[include_str!("page.css"), include_str!("vendor/uPlot.min.css"), include_str!("client/table.css")];

/// The script of the test page.
pub(super) fn test() -> String {
    joined(&[COMMON, TEST])
}

/// The script of the fleet page.
pub(super) fn fleet() -> String {
    joined(&[COMMON, FLEET])
}

/// The styles of the test page.
pub(super) fn test_styles() -> String {
    styles(&[])
}

/// The styles of the fleet page.
pub(super) fn fleet_styles() -> String {
    styles(&[include_str!("client/fleet.css")])
}

fn styles(more: &[&str]) -> String {
    let mut text = String::new();
    STYLES.iter().chain(more).for_each(|style| {
        style.lines().map(str::trim).filter(|line| !is_comment(line)).for_each(|line| {
            let pairs = [(": ", ":"), (", ", ","), (" {", "{"), ("{ ", "{"), ("; ", ";"), (" }", "}"), (";}", "}")];
            text.push_str(&pairs.iter().fold(line.to_owned(), |line, (from, to)| line.replace(from, to)));
            text.push('\n');
        });
    });
    text
}

fn is_comment(line: &str) -> bool {
    line.is_empty() || line.starts_with("/*") && line.ends_with("*/")
}

/// What the next line may follow at once: nothing ends there of itself.
const GOES_ON: [char; 5] = [',', '(', '{', '[', ';'];

/// Joins modules: without imports, without the word `export`, without comments of their own lines, without indents and
/// without line ends that say nothing.
fn joined(modules: &[&[(&str, &str)]]) -> String {
    let mut text = String::from("\"use strict\";\n");
    for (_, source) in modules.iter().copied().flatten() {
        let (mut in_comment, mut in_import) = (false, false);
        for line in source.lines() {
            let line = line.trim();
            in_comment |= line.starts_with("/*");
            in_import |= line.starts_with("import ");
            if !(in_comment || in_import || line.is_empty() || line.starts_with("//")) {
                text.push_str(line.strip_prefix("export ").unwrap_or(line));
                if !line.ends_with(GOES_ON) {
                    text.push('\n');
                }
            }
            in_comment &= !line.ends_with("*/");
            in_import &= !line.ends_with(';');
        }
    }
    text
}

/// Names that a joined script declares at its top level; what is indented in the sources is inside something.
#[cfg(test)]
pub(super) fn declared() -> Vec<Vec<String>> {
    let names = |modules: &[&[(&str, &str)]]| {
        let lines = modules.iter().copied().flatten().flat_map(|(_, source)| source.lines());
        lines.filter_map(declares).collect()
    };
    vec![names(&[COMMON, TEST]), names(&[COMMON, FLEET])]
}

#[cfg(test)]
fn declares(line: &str) -> Option<String> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let rest = ["function ", "const ", "let ", "class "].iter().find_map(|word| line.strip_prefix(word))?;
    Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '$').collect())
}
