//! Exclusive bounds: numbers in JSON Schema 2020-12, flags beside a bound in OpenAPI 3.0.

use serde_json::{Value, json};

use super::Schema;
use crate::version::Version;

impl Schema<'_> {
    pub(super) fn bounds(&mut self) {
        self.bound("minimum", "exclusiveMinimum", |one, two| one > two);
        self.bound("maximum", "exclusiveMaximum", |one, two| one < two);
    }

    fn bound(&mut self, key: &'static str, exclusive: &'static str, tighter: fn(f64, f64) -> bool) {
        let limit = match self.get(exclusive) {
            Some(Value::Bool(true)) if self.version > Version::V30 => {
                let help = format!("write the number of `{key}` as `{exclusive}`");
                return self.spelled_as_in(Version::V30, exclusive, &help);
            }
            Some(Value::Number(limit)) => limit.clone(),
            _ => return,
        };
        self.spelled_as_in(
            Version::V31,
            exclusive,
            &format!("write `{exclusive}: true` beside `{key}`"),
        );
        let inclusive = self.get(key).and_then(Value::as_f64);
        let exclusive_limit = limit.as_f64().unwrap_or_default();
        // Of two bounds the tighter one counts, and of equal ones the exclusive one.
        if inclusive.is_some_and(|inclusive| tighter(inclusive, exclusive_limit)) {
            self.remove(exclusive);
        } else {
            self.set(key, Value::Number(limit));
            self.set(exclusive, json!(true));
        }
    }
}
