//! Changes to a document, by which its faults are repaired or their parts left out. Pointers to what
//! remains stay the same, so that every later diagnostic finds its location in the text.

use serde_json::Value;

use crate::Pointer;

/// The changes, in the order in which they apply.
#[derive(Debug, Default)]
pub(crate) struct Amendments(Vec<(Pointer, Option<Value>)>);

impl Amendments {
    /// Gives the location another value, and creates it where its parent is an object.
    pub(crate) fn set(&mut self, pointer: &Pointer, value: Value) {
        self.0.push((pointer.clone(), Some(value)));
    }

    /// Removes a property. An item of an array becomes `null` instead: the others keep their pointers.
    pub(crate) fn remove(&mut self, pointer: &Pointer) {
        self.0.push((pointer.clone(), None));
    }

    /// Makes the changes. A change below a location that is no longer there has no effect.
    pub(crate) fn apply(self, root: &mut Value) {
        for (pointer, value) in self.0 {
            let (Some(parent), Some(token)) = (pointer.parent(), pointer.last()) else {
                continue;
            };
            match (root.pointer_mut(parent.as_str()), value) {
                (Some(Value::Object(entries)), Some(value)) => _ = entries.insert(token, value),
                (Some(Value::Object(entries)), None) => _ = entries.shift_remove(&token),
                (Some(Value::Array(items)), value) => {
                    let index = token.parse::<usize>().ok();
                    if let Some(item) = index.and_then(|index| items.get_mut(index)) {
                        *item = value.unwrap_or(Value::Null);
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn removed_items_leave_the_others_where_they_are() {
        let mut root = json!({"a": [1, 2, {"b": 3, "c": 4}]});
        let mut amendments = Amendments::default();
        let at = |text: &str| Pointer::parse(text).unwrap_or_default();
        amendments.remove(&at("/a/0"));
        amendments.remove(&at("/a/2/b"));
        amendments.set(&at("/a/2/d"), json!(5));
        amendments.set(&at("/nowhere/at/all"), json!(6));
        amendments.remove(&at("/a/9"));
        amendments.apply(&mut root);
        assert_eq!(root, json!({"a": [null, 2, {"c": 4, "d": 5}]}));
    }
}
