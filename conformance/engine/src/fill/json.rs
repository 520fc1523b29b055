//! JSON as it is sent: compact, or with its properties in reverse order and with white space, which is
//! equivalent (RFC 8259 §2 and §4).

use serde_json::Value;

use conformance_core::case::Spelling;

pub(super) fn write(value: &Value, spelling: Spelling) -> String {
    match spelling {
        Spelling::LooseJson => format!("\n{}\r\n", loose(value)),
        _ => value.to_string(),
    }
}

fn loose(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let texts = members.iter().rev().map(|(name, member)| {
                format!("\t{} : {}", Value::String(name.clone()), loose(member))
            });
            format!("{{ {} }}", texts.collect::<Vec<_>>().join(" ,\n"))
        }
        Value::Array(items) => {
            format!("[ {} ]", items.iter().map(loose).collect::<Vec<_>>().join(" , "))
        }
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_json_means_the_same() {
        let value = serde_json::json!({ "a": [1, { "b": "x y" }], "c": null });
        let text = write(&value, Spelling::LooseJson);
        assert!(text.find("\"c\"") < text.find("\"a\""), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
