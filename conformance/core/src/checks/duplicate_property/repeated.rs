//! Finds the first property of a JSON text whose name is repeated in its object.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use specs::Pointer;

/// The location of the property, as a JSON Pointer; `None` where all names are unique.
pub(super) fn find(text: &[u8]) -> Option<Pointer> {
    let mut found = None;
    let seed = Place { at: Pointer::root(), found: &mut found };
    // The error ends the search early; another check reports a text that is not JSON.
    let _ended = seed.deserialize(&mut serde_json::Deserializer::from_slice(text));
    found
}

struct Place<'a> {
    at: Pointer,
    found: &'a mut Option<Pointer>,
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            let at = self.at.child(&name);
            if !names.insert(name) {
                *self.found = Some(at);
                return Err(A::Error::custom("a member stands there twice"));
            }
            map.next_value_seed(Place { at, found: self.found })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        loop {
            let at = self.at.child(index.to_string());
            if list.next_element_seed(Place { at, found: self.found })?.is_none() {
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_second_of_a_name_is_found() {
        let rows: [(&str, Option<&str>); 5] = [
            (r#"{"a":1,"b":{"a":2},"c":[{"a":1},{"a":2}]}"#, None),
            (r#"{"a":1,"b":null,"a":1.5}"#, Some("/a")),
            (r#"{"b":[true,{"c/d":"x","c/d":"y"}]}"#, Some("/b/1/c~1d")),
            (r#"[{"\u0061":-1,"a":2}]"#, Some("/0/a")),
            (r#""text""#, None),
        ];
        for (text, expected) in rows {
            let found = super::find(text.as_bytes()).map(|at| at.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
