//! A document of several parts, one after the other: reports, and figures where the format can show them.

use super::{FormatError, Layout, Sheets};
use std::io::{self, Write};

/// What a part is.
#[derive(Clone, Debug)]
pub(crate) struct PartHead {
    /// Its place, counted from 1.
    pub number: usize,
    /// Whether nothing stands before it but the title.
    pub is_first: bool,
    /// The kind of report, or of figure.
    pub kind: String,
    /// What stands above it.
    pub heading: Option<String>,
}

/// What a part shows.
pub(crate) enum Content<'c, 's> {
    /// A report of each test, or of all.
    Sheets(&'c mut Sheets<'c, 's>),
    /// A figure as SVG, for formats that [show them](Joint::shows_pictures), and what it shows in words.
    Picture {
        /// The picture.
        svg: &'c str,
        /// What it shows.
        about: &'c str,
    },
    /// Why there is no figure.
    Words(&'c str),
}

/// How a format writes a document of several parts.
pub(crate) trait Joint {
    /// Whether it can show pictures; of one that cannot, parts are sheets alone.
    fn shows_pictures(&self) -> bool {
        false
    }
    /// Writes what stands before the first part.
    ///
    /// # Errors
    /// When it cannot be written.
    fn begin(&self, title: Option<&str>, layout: &Layout, out: &mut dyn Write) -> Result<(), FormatError>;
    /// Writes a part.
    ///
    /// # Errors
    /// When its rows cannot be read, or it cannot be written.
    fn part(
        &self,
        head: &PartHead,
        content: Content<'_, '_>,
        layout: &Layout,
        out: &mut dyn Write,
    ) -> Result<(), FormatError>;
    /// Writes what stands behind the last part.
    ///
    /// # Errors
    /// When it cannot be written.
    fn end(&self, _out: &mut dyn Write) -> Result<(), FormatError> {
        Ok(())
    }
}

/// Writes without the first byte: what is an object of its own becomes the rest of another.
pub(super) struct Headless<'o> {
    out: &'o mut dyn Write,
    begun: bool,
}

impl<'o> Headless<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Self { out, begun: false }
    }
}

impl Write for Headless<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let kept = if self.begun { bytes } else { bytes.get(1..).unwrap_or_default() };
        self.out.write_all(kept)?;
        self.begun |= !bytes.is_empty();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a text behind the brace that opens each line.
pub(super) struct Opening<'o> {
    out: &'o mut dyn Write,
    text: String,
    at_start: bool,
}

impl<'o> Opening<'o> {
    pub(super) fn new(out: &'o mut dyn Write, text: String) -> Self {
        Self { out, text, at_start: true }
    }
}

impl Write for Opening<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let rest = line.strip_prefix(b"{").filter(|_| self.at_start);
            if rest.is_some() {
                write!(self.out, "{{{}", self.text)?;
            }
            self.out.write_all(rest.unwrap_or(line))?;
            self.at_start = line.ends_with(b"\n");
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, Format, Heading, Kind, Sheet, Table, Value, find};
    use super::*;

    fn sheet(value: &str) -> Sheet<'static> {
        let columns = vec![Heading::new("name", "Name", Kind::Text, "").brief()];
        let rows = vec![vec![Value::text(value)], vec![Value::Missing]];
        Sheet { experiment: Some("e{".to_owned()), ..Sheet::list("e{", Table::held("cells", columns, rows)) }
    }

    fn written(format: &dyn Format, title: Option<&str>) -> String {
        let joint = format.joint().unwrap();
        let (mut out, layout) = (Vec::new(), Layout { of_tests: true, ..Layout::default() });
        joint.begin(title, &layout, &mut out).unwrap();
        for (number, heading) in [(1, None), (2, Some("B & <b>".to_owned()))] {
            let head = PartHead { number, is_first: number == 1, kind: "steps".to_owned(), heading };
            let mut sheets = std::iter::once(Ok(sheet("a\n{")));
            joint.part(&head, Content::Sheets(&mut sheets), &layout, &mut out).unwrap();
        }
        joint.end(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_is_one_document_and_each_line_of_ndjson_says_its_part() {
        let text = written(find("json").unwrap(), Some("T \"q\""));
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["title"], "T \"q\"");
        assert_eq!(read["parts"][0]["heading"], serde_json::Value::Null);
        assert_eq!(read["parts"][1]["report"], "steps");
        assert_eq!(read["parts"][1]["experiments"][0]["cells"][0]["name"], "a\n{");
        let text = written(find("ndjson").unwrap(), None);
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().all(|line| line["report"] == "steps" && line["experiment"] == "e{"));
        assert_eq!((&lines[0]["part"], &lines[3]["part"]), (&1.into(), &2.into()));
    }

    #[test]
    fn texts_have_a_title_and_headings_and_html_is_one_page() {
        let text = written(find("markdown").unwrap(), Some("Weekly"));
        assert!(text.starts_with("# Weekly\n\n## e{\n"), "{text}");
        assert!(text.contains("\n\n## B ") && text.contains("\n\n### e{\n"), "{text}");
        let text = written(find("table").unwrap(), Some("Weekly"));
        assert!(text.starts_with("Weekly\n======\n\ne{\n") && text.contains("\n\nB & <b>\n-------\n\ne{\n"), "{text}");
        let page = written(find("html").unwrap(), Some("A<B"));
        assert_eq!(page.matches("<!doctype").count(), 1);
        assert!(page.contains("<title>A&lt;B</title>") && page.contains("<h1>A&lt;B</h1>"), "{page}");
        assert!(page.contains("<h2>B &amp; &lt;b&gt;</h2>\n<h3>e{</h3>"), "{page}");
        assert!(page.ends_with("</html>\n"));
    }

    #[test]
    fn a_format_of_one_header_joins_nothing() {
        let not: Vec<&str> = ALL.iter().filter(|format| format.joint().is_none()).map(|format| format.name()).collect();
        assert_eq!(not, ["csv"]);
        let html = find("html").unwrap().joint().unwrap();
        let mut out = Vec::new();
        let head = PartHead { number: 1, is_first: true, kind: "fade".to_owned(), heading: None };
        let picture = Content::Picture { svg: "<svg/>", about: "a & b" };
        html.part(&head, picture, &Layout::default(), &mut out).unwrap();
        let words = Content::Words("nothing");
        html.part(&head, words, &Layout::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("><svg/></div>\n<figcaption>a &amp; b</figcaption>\n</figure>"), "{text}");
        assert!(text.contains("<p>nothing</p>"), "{text}");
    }
}
