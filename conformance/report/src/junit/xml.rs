//! Writing XML: elements, their texts, and characters that XML cannot represent.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event as Xml};

/// An element within a test case: its name, its attributes, its text.
pub(super) type Inner = (&'static str, Vec<(&'static str, String)>, String);

/// A test case as XML, with its elements.
pub(super) fn written(attributes: &[(&str, &str)], inner: &[Inner]) -> io::Result<String> {
    let mut writer = Writer::new(Vec::new());
    let case = element("testcase", attributes);
    if inner.is_empty() {
        writer.write_event(Xml::Empty(case))?;
        return Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned());
    }
    writer.write_event(Xml::Start(case))?;
    for one in inner {
        line(&mut writer, 3)?;
        write_inner(&mut writer, one)?;
    }
    line(&mut writer, 2)?;
    writer.write_event(Xml::End(BytesEnd::new("testcase")))?;
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

fn write_inner<W: Write>(
    writer: &mut Writer<W>,
    (name, attributes, text): &Inner,
) -> io::Result<()> {
    let attributes: Vec<(&str, &str)> =
        attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let start = element(name, &attributes);
    if text.is_empty() {
        return writer.write_event(Xml::Empty(start));
    }
    writer.write_event(Xml::Start(start))?;
    writer.write_event(Xml::Text(BytesText::new(&writable(text))))?;
    writer.write_event(Xml::End(BytesEnd::new(*name)))
}

/// The properties of a suite.
pub(super) fn properties<W: Write>(
    writer: &mut Writer<W>,
    list: &[(&'static str, String)],
) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    line(writer, 2)?;
    writer.write_event(Xml::Start(BytesStart::new("properties")))?;
    for (name, value) in list {
        line(writer, 3)?;
        let property = element("property", &[("name", name), ("value", value)]);
        writer.write_event(Xml::Empty(property))?;
    }
    line(writer, 2)?;
    writer.write_event(Xml::End(BytesEnd::new("properties")))
}

/// An element with its attributes.
pub(super) fn element(name: &'static str, attributes: &[(&str, &str)]) -> BytesStart<'static> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, writable(value).as_str()));
    }
    start
}

/// A new line, indented.
pub(super) fn line<W: Write>(writer: &mut Writer<W>, depth: usize) -> io::Result<()> {
    write!(writer.get_mut(), "\n{:1$}", "", depth * 4)
}

/// XML 1.0 §2.2 cannot represent most control characters.
fn writable(text: &str) -> String {
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if is_char(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
