//! Texts with `{names}` in them, filled with values that are escaped for the place they stand in.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// RFC 3986, unreserved signs: everything else is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How values are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// Not at all: words for people.
    Plain,
    /// Inside the quotation marks of a JSON string.
    Json,
    /// In a URL or a form.
    Url,
}

impl Escape {
    /// What a body of this type needs; `None` for one we cannot write safely.
    pub fn of(content_type: &str) -> Option<Escape> {
        match content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/json" => Some(Escape::Json),
            "application/x-www-form-urlencoded" => Some(Escape::Url),
            _ => None,
        }
    }

    fn write(self, value: &str, out: &mut String) {
        match self {
            Escape::Plain => out.push_str(value),
            Escape::Url => out.extend(utf8_percent_encode(value, ENCODED)),
            Escape::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                out.push_str(&quoted[1..quoted.len() - 1]);
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Name(&'static str),
}

/// A text that was read. Braces around anything but lower-case letters are braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    escape: Escape,
}

impl Template {
    /// Reads a text in which these names may stand; `None` when another one does.
    pub fn read(text: &str, names: &[&'static str], escape: Escape) -> Option<Template> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find('{') {
            plain.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
            if end == 0 || !rest[end..].starts_with('}') {
                plain.push('{');
                continue;
            }
            parts.push(Part::Text(std::mem::take(&mut plain)));
            parts.push(Part::Name(names.iter().find(|name| **name == &rest[..end])?));
            rest = &rest[end + 1..];
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        Some(Template { parts, escape })
    }

    /// Does this name stand in it?
    pub fn has(&self, name: &str) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Name(n) if *n == name))
    }

    /// The text with its values; a name without one is left out.
    pub fn fill(&self, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Name(name) => {
                    let value = values.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value);
                    self.escape.write(value, &mut out);
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_for_where_they_stand() {
        let names = &["text"];
        let fill = |template: &str, escape| {
            Template::read(template, names, escape).unwrap().fill(&[("text", "a\"b\\\n&=甲 {text}")])
        };
        let json = fill(r#"{"x":{"y":"{text}"}, "z":{}}"#, Escape::Json);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["x"]["y"], "a\"b\\\n&=甲 {text}");
        assert_eq!(fill("t={text}&u=1", Escape::Url), "t=a%22b%5C%0A%26%3D%E7%94%B2%20%7Btext%7D&u=1");
        assert_eq!(fill("{text}{", Escape::Plain), "a\"b\\\n&=甲 {text}{");
    }

    #[test]
    fn a_name_nobody_knows_is_refused() {
        assert_eq!(Template::read("{txet}", &["text"], Escape::Plain), None);
        assert!(Template::read("{}{ text }{甲}", &["text"], Escape::Plain).is_some());
    }
}
