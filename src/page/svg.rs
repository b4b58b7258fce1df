//! Figures inside a page: their names must not clash, and nothing in them may be what the policy forbids.

/// An SVG as part of an HTML page: without its prolog, its names made its own by a prefix, without what says nothing.
#[must_use]
pub(crate) fn inline(svg: &str, prefix: &str) -> String {
    let body = svg.find("<svg").map_or("", |at| &svg[at..]);
    // What it shows in words stands below it.
    let body = match (body.find("<desc>"), body.find("</desc>")) {
        (Some(from), Some(to)) if from < to => &format!("{}{}", &body[..from], &body[to + "</desc>".len()..]),
        _ => body,
    };
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    let mut lines = Lines::default();
    // Inside tags alone: what looks like an attribute in a text is one's words.
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let text = text.trim_matches('\n');
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let tag_text = in_tag(&tag[..end], prefix);
        if !(text.is_empty() && lines.take(&tag_text)) {
            lines.end(&mut out);
            out.push_str(text);
            if !lines.take(&tag_text) {
                out.push_str(&tag_text);
            }
        }
        rest = &tag[end..];
    }
    lines.end(&mut out);
    out.push_str(rest.trim_end());
    one_font(out)
}

/// One font for the whole picture, where each text names the same.
fn one_font(svg: String) -> String {
    let lead = " font-family=\"";
    let Some(at) = svg.find(lead) else { return svg };
    let end = svg[at + lead.len()..].find('"').map_or(svg.len(), |end| at + lead.len() + end + 1);
    let font = svg[at..end].to_owned();
    if svg.matches(lead).count() > svg.matches(&font).count() {
        return svg;
    }
    svg.replace(&font, "").replacen("<svg", &format!("<svg{font}"), 1)
}

/// Straight lines of one look after one another: drawn as one path, for a grid has many.
#[derive(Default)]
struct Lines {
    look: String,
    path: String,
}

impl Lines {
    /// Takes a tag, if it is a line that looks like those before.
    fn take(&mut self, tag: &str) -> bool {
        let Some((look, [x1, y1, x2, y2])) = line(tag) else { return false };
        if !self.path.is_empty() && self.look != look {
            return false;
        }
        self.look = look;
        let to = match (x1 == x2, y1 == y2) {
            (true, _) => format!("V{y2}"),
            (_, true) => format!("H{x2}"),
            _ => format!("L{x2} {y2}"),
        };
        self.path.push_str(&format!("M{x1} {y1}{to}"));
        true
    }

    fn end(&mut self, out: &mut String) {
        if !self.path.is_empty() {
            out.push_str(&format!("<path{} d=\"{}\"/>", self.look, self.path));
            self.path.clear();
        }
    }
}

/// The look and the ends of a `<line …/>` that says nothing else.
fn line(tag: &str) -> Option<(String, [&str; 4])> {
    let mut look = tag.strip_prefix("<line")?.strip_suffix("/>")?.to_owned();
    let mut ends = [""; 4];
    for (end, name) in ends.iter_mut().zip(["x1", "y1", "x2", "y2"]) {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        *end = &tag[from..from + tag[from..].find('"')?];
        look = look.replace(&format!(" {name}=\"{end}\""), "");
    }
    Some((look, ends))
}

fn in_tag(tag: &str, prefix: &str) -> String {
    if tag.starts_with("<script") || tag.starts_with("</script") || tag.starts_with("<!") {
        return String::new();
    }
    let names = ["id=\"", "url(#", "href=\"#", "aria-labelledby=\"", "aria-describedby=\""];
    let mut tag = tag.to_owned();
    for name in names {
        let lead = format!(" {name}");
        let (from, to) = if name == "url(#" {
            (name.to_owned(), format!("{name}{prefix}"))
        } else {
            (lead.clone(), format!("{lead}{prefix}"))
        };
        tag = tag.replace(&from, &to);
    }
    for nothing in [" opacity=\"1\"", " stroke-opacity=\"1\"", " fill-opacity=\"1\"", " text-anchor=\"start\""] {
        tag = tag.replace(nothing, "");
    }
    if tag.starts_with("<text") {
        tag = tag.replace(" fill=\"#000000\"", "");
    }
    tag = tag.replace(" \"/>", "\"/>");
    if let Some(from) = tag.find(" d=\"").filter(|_| tag.starts_with("<path")) {
        let to = from + 4 + tag[from + 4..].find('"').unwrap_or_default();
        // A sign parts two numbers by itself.
        let path = tag[from..to].replace(",-", "-").replace(" -", "-");
        tag.replace_range(from..to, &path);
    }
    tag.replace("xlink:href=\"#", &format!("xlink:href=\"#{prefix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_its_own() {
        let svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"><clipPath id=\"clip0\"/>\
                   <g clip-path=\"url(#clip0)\" opacity=\"1\">\
                   <text>\n id=\"no\" url(#no)\n</text><use xlink:href=\"#clip0\" href=\"#clip0\"/></g></svg>\n";
        let out = inline(svg, "f1-");
        assert!(out.starts_with("<svg") && out.ends_with("</svg>"));
        assert!(out.contains("<clipPath id=\"f1-clip0\"/><g clip-path=\"url(#f1-clip0)\">"), "{out}");
        assert!(out.contains("> id=\"no\" url(#no)<"), "{out}");
        assert!(out.contains("xlink:href=\"#f1-clip0\" href=\"#f1-clip0\""), "{out}");
        assert_eq!(inline("no picture", "a"), "");
    }

    #[test]
    fn a_path_says_no_more_than_it_must() {
        let svg = "<svg><path d=\"M1,2l33,-59 -66,0 32,59\" stroke-dasharray=\"4 2\"/><text>1, -2 -3</text></svg>";
        let short = "<svg><path d=\"M1,2l33-59-66,0 32,59\" stroke-dasharray=\"4 2\"/><text>1, -2 -3</text></svg>";
        assert_eq!(inline(svg, ""), short);
    }

    #[test]
    fn a_grid_is_one_path() {
        let line = |look: &str, x: u8| format!("<line {look} x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"9\"/>\n");
        let svg = format!("<svg>{}{}{}<g/></svg>", line("a=\"1\"", 1), line("a=\"1\"", 2), line("a=\"2\"", 3));
        assert_eq!(inline(&svg, ""), "<svg><path a=\"1\" d=\"M1 0V9M2 0V9\"/><path a=\"2\" d=\"M3 0V9\"/><g/></svg>");
    }
}
