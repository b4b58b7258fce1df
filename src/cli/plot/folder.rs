//! `plot all`: the standard set of figures in a folder, with a page that shows them.

use super::Ending;
use crate::cli::Context;
use crate::cli::output::Output;
use crate::cli::status::Failure;
use crate::plot::{self, Colour, Options, PlotError, PlotTest, Theme};

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Draws every standard kind. A kind for which the data lacks something is left out, and the page says why.
pub(super) fn write(
    tests: &mut [PlotTest<'_>],
    options: &Options,
    (folder, ending): (Option<&Path>, Ending),
    context: &Context,
) -> anyhow::Result<()> {
    let folder = folder.ok_or_else(|| Failure::usage("say where the figures go: -o FOLDER"))?;
    if !folder.is_dir() {
        std::fs::create_dir(folder).map_err(|error| {
            let failure = Failure::usage(format!("{}: the folder cannot be made: {error}", folder.display()));
            failure.hint("name a folder in one that exists and that you may write to")
        })?;
    }
    let (mut shown, mut missing) = (String::new(), String::new());
    for kind in plot::ALL.iter().filter(|kind| kind.standard()) {
        let drawn = plot::draw(*kind, tests, options)
            .and_then(|figure| Ok((ending.bytes(&figure, context)?, figure.described())));
        match drawn {
            Ok((bytes, described)) => {
                let name = format!("{}.{}", kind.name(), ending.as_str());
                put(&folder.join(&name), &bytes)?;
                let _ = writeln!(
                    shown,
                    "<figure id=\"{0}\"><a href=\"{name}\"><img src=\"{name}\" alt=\"{2}\"></a>\
                     <figcaption>{0}: {1}</figcaption></figure>",
                    kind.name(),
                    escaped(kind.about()),
                    escaped(&described)
                );
            }
            Err(PlotError::Nothing { kind, why }) => {
                context.screen.note(&format!("{kind} is left out: {why}"));
                let _ = writeln!(missing, "<li>{kind}: {}</li>", escaped(&why));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if shown.is_empty() {
        return Err(Failure::usage("no figure could be drawn of what was named").into());
    }
    let names: Vec<String> = tests.iter().map(|test| escaped(&test.head.name)).collect();
    put(&folder.join("index.html"), page(&names.join(", "), &shown, &missing, options.theme).as_bytes())
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut output = Output::open(Some(path))?;
    output.write_all(bytes)?;
    output.finish()
}

fn page(title: &str, shown: &str, missing: &str, theme: Theme) -> String {
    let missing = if missing.is_empty() { String::new() } else { format!("<h2>Left out</h2>\n<ul>\n{missing}</ul>\n") };
    let hex = |Colour(red, green, blue): Colour| format!("#{red:02x}{green:02x}{blue:02x}");
    let (ground, ink, faint, line) = (hex(theme.ground()), hex(theme.ink()), hex(theme.faint()), hex(theme.grid()));
    let scheme = if theme == Theme::Dark { "dark" } else { "light" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n\
         :root {{ color-scheme: {scheme} }}\n\
         body {{ font: 16px/1.4 \"DejaVu Sans\", Verdana, sans-serif; margin: 1.5em auto; max-width: 80em; padding: 0 1em;\
         \n  background: {ground}; color: {ink}; overflow-wrap: anywhere }}\n\
         main {{ display: grid; gap: 2em; grid-template-columns: repeat(auto-fill, minmax(min(36em, 100%), 1fr)) }}\n\
         figure {{ margin: 0; min-width: 0 }}\n\
         img {{ display: block; width: 100%; height: auto; border: 1px solid {line} }}\n\
         figcaption {{ color: {faint}; font-size: 0.85em; margin-top: 0.4em }}\n\
         ul {{ padding-left: 1.2em }}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n<main>\n\
         {shown}</main>\n{missing}</body>\n</html>\n"
    )
}

/// A text as HTML shows it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_text_on_the_page() {
        let page = page(&escaped("<img onerror='x'>"), "", "", Theme::Dark);
        assert!(page.contains("background: #1b1e23"), "the page has the theme of its pictures");
        assert!(page.contains("<title>&lt;img onerror=&#39;x&#39;&gt;</title>"));
    }
}
