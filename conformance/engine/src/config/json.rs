//! The locations of keys and values in a JSON text. The text was parsed before, so that nothing is
//! validated here.

use std::ops::Range;

use super::places::{Places, escaped};

/// The locations of all properties and items.
pub(crate) fn places(text: &str) -> Places {
    let mut scanner = Scanner { bytes: text.as_bytes(), text, at: 0, places: Places::new() };
    scanner.value("");
    scanner.places
}

struct Scanner<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    places: Places,
}

impl Scanner<'_> {
    fn peek(&mut self) -> u8 {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    /// Skips a value; returns its bytes.
    fn value(&mut self, pointer: &str) -> Range<usize> {
        let first = self.peek();
        let start = self.at;
        match first {
            b'{' => self.members(pointer),
            b'[' => self.items(pointer),
            b'"' => self.string(),
            _ => {
                let is_scalar = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                while self.bytes.get(self.at).is_some_and(is_scalar) {
                    self.at += 1;
                }
            }
        }
        start..self.at
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += match byte {
                b'\\' => 2,
                b'"' => break,
                _ => 1,
            };
        }
        self.at += 1;
    }

    fn members(&mut self, pointer: &str) {
        self.at += 1;
        while self.peek() == b'"' {
            let start = self.at;
            self.string();
            let name = start..self.at;
            let said: String = self
                .text
                .get(name.clone())
                .and_then(|quoted| serde_json::from_str(quoted).ok())
                .unwrap_or_default();
            if self.peek() == b':' {
                self.at += 1;
            }
            let pointer = format!("{pointer}/{}", escaped(&said));
            let value = self.value(&pointer);
            self.places.insert(pointer, (name, value));
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    fn items(&mut self, pointer: &str) {
        self.at += 1;
        let mut index = 0;
        while !matches!(self.peek(), b']' | 0) {
            let pointer = format!("{pointer}/{index}");
            let value = self.value(&pointer);
            self.places.insert(pointer, (value.clone(), value));
            if self.peek() == b',' {
                self.at += 1;
            }
            index += 1;
        }
        self.at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found() {
        let text = r#"{ "a/b": [1, {"c": "x\"]"}], "d": { }, "e": -1.5e3 , "ü": null }"#;
        let found = places(text);
        let shown: Vec<String> = found
            .iter()
            .map(|(pointer, (name, value))| {
                format!("{pointer} {} {}", &text[name.clone()], &text[value.clone()])
            })
            .collect();
        assert_eq!(
            shown,
            [
                r#"/a~1b "a/b" [1, {"c": "x\"]"}]"#,
                "/a~1b/0 1 1",
                r#"/a~1b/1 {"c": "x\"]"} {"c": "x\"]"}"#,
                r#"/a~1b/1/c "c" "x\"]""#,
                r#"/d "d" { }"#,
                r#"/e "e" -1.5e3"#,
                r#"/ü "ü" null"#,
            ]
        );
    }
}
