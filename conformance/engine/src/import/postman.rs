//! Postman collections, v2.1. Scripts are not run; a saved example is the recorded response.

mod request;
mod variables;

use serde_json::{Map, Value};
use specs::{Pointer, Source};

use super::{Import, Imported, Mistake};
use crate::har::{Content, RawFile, Response};
use conformance_core::nearest::without_place;
use request::Auth;
use variables::Variables;

/// The deepest folder that is read.
const DEEPEST: usize = 32;

/// Reads a collection. `given` are variables that override those of the collection.
pub fn read(file: &RawFile, given: &[(String, String)], server: Option<&str>) -> Import {
    let text = file.text.trim_start_matches('\u{feff}');
    let mut import = Import::default();
    let root: Value = match serde_json::from_str(text) {
        Ok(root) => root,
        Err(error) => {
            let place = format!("{}:{}:{}", file.name, error.line(), error.column());
            let message = format!("not a Postman collection: {}", without_place(&error));
            let help = "export it as a collection v2.1";
            import.mistakes.push(Mistake::new(&place, message, help));
            return import;
        }
    };
    // Some exports have it as a property of another object.
    let (root, place) = match root.get("collection") {
        Some(inner) if root.get("item").is_none() => (inner, Pointer::root().child("collection")),
        _ => (&root, Pointer::root()),
    };
    let mut reader = Reader {
        source: Source::new(file.name.as_str(), text),
        variables: Variables::of(root, given),
        server,
        import: &mut import,
        scripts: 0,
    };
    reader.collection(root, &place);
    import
}

struct Reader<'a> {
    source: Source,
    variables: Variables,
    /// The server for URLs that begin with a variable without a value.
    server: Option<&'a str>,
    import: &'a mut Import,
    scripts: usize,
}

impl Reader<'_> {
    fn wrong(&mut self, place: &Pointer, message: impl Into<String>, help: &str) {
        let location = self.source.locate_near(place);
        let place = format!("{}:{}:{}", self.source.name(), location.line, location.column);
        self.import.mistakes.push(Mistake::new(&place, message, help));
    }

    fn collection(&mut self, root: &Value, place: &Pointer) {
        let schema = root.pointer("/info/schema").and_then(Value::as_str).unwrap_or_default();
        let Some(items) = root.get("item").and_then(Value::as_array) else {
            let help = "export it as a collection v2.1";
            self.wrong(place, "not a Postman collection: there is no array `item`", help);
            return;
        };
        if !schema.is_empty() && !schema.contains("v2.") {
            let message = format!("the collection is written for `{schema}`");
            self.wrong(&place.child("info"), message, "export it as a collection v2.1");
            return;
        }
        self.count_scripts(root);
        let auth = self.auth(root, place, &Auth::None);
        self.items(items, &place.child("item"), &auth, &[]);
        if self.scripts > 0 {
            let note = format!("{} scripts are not run", self.scripts);
            self.import.notes.push(note);
        }
        let unset: Vec<String> =
            self.variables.unset().map(|name| format!("{{{{{name}}}}}")).collect();
        if !unset.is_empty() {
            let note =
                format!("variables without a value become placeholders: {}", unset.join(", "));
            self.import.notes.push(note);
        }
    }

    fn count_scripts(&mut self, of: &Value) {
        let events = of.get("event").and_then(Value::as_array).into_iter().flatten();
        let has_words = |event: &&Value| match event.pointer("/script/exec") {
            Some(Value::Array(lines)) => {
                lines.iter().any(|line| line.as_str().is_some_and(|line| !line.trim().is_empty()))
            }
            Some(Value::String(text)) => !text.trim().is_empty(),
            _ => false,
        };
        self.scripts += events.filter(has_words).count();
    }

    fn items(&mut self, items: &[Value], place: &Pointer, auth: &Auth, folders: &[String]) {
        for (index, item) in items.iter().enumerate() {
            let place = place.child(index);
            self.count_scripts(item);
            let name = item.get("name").and_then(Value::as_str).unwrap_or("request").to_owned();
            let mut path = folders.to_vec();
            path.push(name);
            if let Some(inner) = item.get("item").and_then(Value::as_array) {
                if folders.len() >= DEEPEST {
                    let message = format!("folders are nested deeper than {DEEPEST}");
                    self.wrong(&place, message, "flatten them");
                    continue;
                }
                let auth = self.auth(item, &place, auth);
                self.items(inner, &place.child("item"), &auth, &path);
            } else if item.get("request").is_some() {
                self.item(item, &place, auth, &path.join(" "));
            } else {
                self.wrong(&place, "an item is not a folder and has no `request`", "remove it");
            }
        }
    }

    /// A request, once for each saved response.
    fn item(&mut self, item: &Value, place: &Pointer, auth: &Auth, name: &str) {
        let request = item.get("request").unwrap_or(&Value::Null);
        let saved = item.get("response").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut any = false;
        for (index, received) in saved.iter().enumerate() {
            let at = place.child("response").child(index);
            let Some(response) = self.response(received, &at) else { continue };
            any = true;
            let own = received.get("originalRequest").filter(|request| request.is_object());
            let (asked, at) = match own {
                Some(own) => (own, at.child("originalRequest")),
                None => (request, place.child("request")),
            };
            // A saved response does not depend on who sent the request.
            let auth = self.auth(request, &place.child("request"), auth);
            if let Some(request) = self.request(asked, &at, &auth) {
                let label = received.get("name").and_then(Value::as_str).unwrap_or_default();
                let name = format!("{name} {label}");
                self.import.requests.push(Imported { name, request, response: Some(response) });
            }
        }
        if !any {
            let at = place.child("request");
            let auth = self.auth(request, &at, auth);
            if let Some(request) = self.request(request, &at, &auth) {
                let name = name.to_owned();
                self.import.requests.push(Imported { name, request, response: None });
            }
        }
    }

    fn response(&mut self, received: &Value, place: &Pointer) -> Option<Response> {
        let code =
            received.get("code").and_then(Value::as_u64).filter(|code| (100..600).contains(code));
        let Some(code) = code else {
            self.wrong(place, "a saved response has no `code`", "add one, or remove the response");
            return None;
        };
        let headers = pairs(received.get("header"));
        let content = match received.get("body").and_then(Value::as_str) {
            Some(text) if !text.is_empty() => Content::Whole(text.as_bytes().to_vec()),
            _ => Content::None,
        };
        let status = u16::try_from(code).ok()?;
        Some(Response { status, headers, content })
    }
}

/// The enabled entries of an array of `key` and `value`, as they are written.
fn pairs(list: Option<&Value>) -> Vec<(String, String)> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    let enabled = list.filter(|pair| pair.get("disabled") != Some(&Value::Bool(true)));
    enabled.filter_map(pair).collect()
}

fn pair(pair: &Value) -> Option<(String, String)> {
    let key = pair.get("key")?.as_str()?.to_owned();
    Some((key, text(pair.get("value"))))
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(value) => value.to_string(),
    }
}

/// The properties of an object, or none.
fn members(value: Option<&Value>) -> Map<String, Value> {
    value.and_then(Value::as_object).cloned().unwrap_or_default()
}
