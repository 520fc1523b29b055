//! Values that are read from a response and used in later requests.

use serde_json::Value;
use specs::Pointer;

use crate::exchange::HttpResponse;

/// A value that is read from the response to an earlier step of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The index of the step.
    pub step: usize,
    /// The location of the value in the response.
    pub source: Source,
    /// Its name in reports.
    pub name: String,
    /// Whether it is secret.
    pub secret: bool,
}

/// The location of a value in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// In a JSON body.
    Body(Pointer),
    /// The whole value of a header field.
    Header(String),
    /// The last segment of the path in `Location`.
    Location,
}

impl Source {
    /// The value, if it is a text that is not empty, or a number.
    pub fn value(&self, response: &HttpResponse) -> Option<Value> {
        let value = match self {
            Self::Body(pointer) => {
                let body: Value = serde_json::from_slice(&response.body).ok()?;
                body.pointer(pointer.as_str())?.clone()
            }
            Self::Header(name) => Value::String(response.header(name)?.into_owned()),
            Self::Location => {
                let location = response.header("location")?;
                let path = location.split(['?', '#']).next()?;
                let segment = path.trim_end_matches('/').rsplit('/').next()?;
                let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().ok()?;
                Value::String(decoded.into_owned())
            }
        };
        match &value {
            Value::String(text) if !text.is_empty() => Some(value),
            Value::Number(number) => Some(whole(number).unwrap_or(value)),
            _ => None,
        }
    }
}

/// JSON Schema 2020-12 §4.2.3: 7.0 equals 7, and a path must have 7.
fn whole(number: &serde_json::Number) -> Option<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = number.as_f64().filter(|_| number.is_f64())?;
    (float.fract() == 0.0 && float.abs() < EXACT).then(|| Value::from(float as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_stand() {
        let response = HttpResponse {
            headers: [("Location", "http://t/things/a%20b/?x=1")].into_iter().collect(),
            body: br#"{"data":{"id":7,"none":null,"empty":"","same":7.0,"half":7.5}}"#.to_vec(),
            ..HttpResponse::default()
        };
        let body = |text: &str| Source::Body(Pointer::parse(text).unwrap()).value(&response);
        assert_eq!([body("/data/id"), body("/data/same")], [Some(7.into()), Some(7.into())]);
        assert_eq!(body("/data/half"), Some(7.5.into()));
        assert_eq!(
            [body("/data/none"), body("/data/empty"), body("/data"), body("/x")],
            [const { None }; 4]
        );
        assert_eq!(Source::Location.value(&response), Some("a b".into()));
        assert_eq!(Source::Header("x".to_owned()).value(&response), None);
    }
}
