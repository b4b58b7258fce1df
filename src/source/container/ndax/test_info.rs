//! What TestInfo.xml and Step.xml tell about a test. They are auxiliary: whatever is wrong with them, the test is read.

use super::super::neware::clock;
use super::super::neware::number::Number;
use super::super::table::Problem;
use super::archive::Archive;

/// The most of an XML that is read.
const MAX_BYTES: usize = 1 << 20;
/// Attributes of TestInfo, and their keys in the preamble.
const KEYS: [(&str, &str); 7] = [
    ("Barcode", "Barcode"),
    ("StartTime", "Start Time"),
    ("EndTime", "End Time"),
    ("StepName", "Step File"),
    ("SN", "SN"),
    ("CurrRange", "Current Range(mA)"),
    ("Remark", "Remark"),
];

/// An auxiliary channel that the test lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// BTSDA's number of it: 1 is T1.
    pub(super) id: Option<u32>,
    /// The channel's number on its unit.
    pub(super) channel: Option<u32>,
    /// What it measures.
    pub(super) kind: Option<u32>,
}

/// What is known about a test.
#[derive(Debug, Default)]
pub(super) struct TestInfo {
    /// Keys and texts of the preamble.
    pub(super) preamble: Vec<(&'static str, String)>,
    /// The start in local time, in s since 1970.
    pub(super) local_start_s: Option<i64>,
    /// Auxiliary channels, in order.
    pub(super) channels: Vec<Listed>,
}

impl TestInfo {
    /// Reads what there is.
    pub(super) fn read(archive: &Archive<'_>) -> Result<Self, Problem> {
        let mut info = Self::default();
        info.take_test(&text(archive, "TestInfo.xml")?);
        info.take_step(&text(archive, "Step.xml")?);
        Ok(info)
    }

    fn take_test(&mut self, xml: &str) {
        let Some(test) = tags(xml).find(|tag| tag.name == "TestInfo") else { return };
        for (attribute, key) in KEYS {
            let Some(value) = test.attribute(attribute).filter(|value| !value.trim().is_empty()) else { continue };
            if attribute == "StartTime" {
                self.local_start_s = clock::parse(&value);
            }
            self.preamble.push((key, value));
        }
        let place: Vec<_> = ["DevID", "UnitID", "ChlID"].into_iter().filter_map(|part| test.attribute(part)).collect();
        if !place.is_empty() {
            self.preamble.push(("Channel", place.join("-")));
        }
        let is_channel = |tag: &Tag<'_>| {
            tag.name
                .strip_prefix("Aux")
                .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
        };
        self.channels = tags(xml)
            .filter(is_channel)
            .map(|tag| Listed {
                id: tag.number("AuxID"),
                channel: tag.number("RealChlID"),
                kind: tag.number("ChlType"),
            })
            .collect();
    }

    /// `MultCap` is the capacity that C rates of the recipe refer to, in mAs.
    fn take_step(&mut self, xml: &str) {
        let value = |name| tags(xml).find(|tag| tag.name == name)?.attribute("Value");
        let capacity = value("MultCap").and_then(|text| text.trim().parse::<f64>().ok());
        if let Some(capacity) = capacity.filter(|capacity| *capacity > 0.0 && capacity.is_finite()) {
            let mut text = Vec::new();
            Number::Double(capacity / 3600.0).write(&mut text);
            self.preamble.push(("Nominal Capacity(mAh)", String::from_utf8_lossy(&text).into_owned()));
        }
        if let Some(creator) = value("Creator").filter(|creator| !creator.trim().is_empty()) {
            self.preamble.push(("Creator", creator));
        }
    }
}

/// The text of an XML, UTF-8 or GB2312; nothing if it cannot be read.
fn text(archive: &Archive<'_>, name: &str) -> Result<String, Problem> {
    let mut bytes = vec![0; MAX_BYTES];
    let filled = match archive.member(name) {
        Ok(Some(mut member)) => member.fill(&mut bytes),
        Ok(None) => Ok(0),
        Err(problem) => Err(problem),
    };
    match filled {
        Ok(filled) => bytes.truncate(filled),
        Err(Problem::Io(error)) => return Err(Problem::Io(error)),
        Err(_) => bytes.clear(),
    }
    Ok(match std::str::from_utf8(&bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GBK.decode(&bytes).0.into_owned(),
    })
}

/// A tag of an XML with its attributes, as they stand.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

/// The opening tags of a text that should be XML.
fn tags(xml: &str) -> impl Iterator<Item = Tag<'_>> {
    xml.split('<').skip(1).map(|tag| {
        let name_end = tag.find(|letter: char| letter.is_whitespace() || letter == '>' || letter == '/');
        let (name, attributes) = tag.split_at(name_end.unwrap_or(tag.len()));
        Tag { name, attributes }
    })
}

impl Tag<'_> {
    /// The value of an attribute, with its entities replaced.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let (before, after) = rest.split_once('=')?;
            let quote = after.trim_start().chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
            let (_, after) = after.split_once(quote)?;
            let (value, after) = after.split_once(quote)?;
            if before.trim() == name {
                return Some(replace_entities(value));
            }
            rest = after;
        }
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

fn replace_entities(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_described() {
        let mut info = TestInfo::default();
        info.take_test(
            r#"<?xml version="1.0"?><root><config type="x"><TestInfo DevID="7" UnitID = "0" ChlID='3' Barcode="A&amp;B"
            StartTime="2025-04-07 12:44:13" SN="" AuxCount="1"><Aux1 AuxID="1" RealChlID="225" ChlType="103" />"#,
        );
        info.take_step("<root><MultCap Value='7200'/><Creator Value=\"me\" />");
        let expected = [
            ("Barcode", "A&B"),
            ("Start Time", "2025-04-07 12:44:13"),
            ("Channel", "7-0-3"),
            ("Nominal Capacity(mAh)", "2"),
            ("Creator", "me"),
        ];
        assert_eq!(info.preamble, expected.map(|(key, text)| (key, text.to_owned())));
        assert_eq!(info.local_start_s, Some(1_744_029_853));
        assert_eq!(info.channels, [Listed { id: Some(1), channel: Some(225), kind: Some(103) }]);
    }

    #[test]
    fn whatever_is_wrong_is_left_out() {
        for xml in ["", "<", "<TestInfo", "<TestInfo Barcode", "<TestInfo Barcode=", "<TestInfo Barcode=\"a", "é<é=é"]
        {
            let mut info = TestInfo::default();
            info.take_test(xml);
            info.take_step(xml);
            assert!(info.preamble.is_empty() && info.channels.is_empty());
        }
    }
}
