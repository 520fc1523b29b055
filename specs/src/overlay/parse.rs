//! An overlay as values, checked: every mistake is reported.

use serde_json::{Map, Value};

use super::Reporter;
use super::action::{self, Action};
use crate::diagnostic::codes::{BAD_OVERLAY, EMPTY_DOCUMENT};
use crate::{Diagnostics, Pointer, Source, yaml};

/// An overlay without mistakes.
pub(super) struct Overlay {
    /// The URI of the document that it is for.
    pub(super) extends: Option<String>,
    pub(super) actions: Vec<Action>,
}

/// The versions of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// 1.0.x
    V10,
    /// 1.1.x
    V11,
}

/// Reads the text of an overlay; `None` where it has mistakes, which are reported.
pub(super) fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Option<Overlay> {
    let mut own = Diagnostics::new(source.clone());
    let value = yaml::read(source, &mut own);
    for found in own.iter() {
        let mut found = found.clone();
        found.source = Some(source.clone());
        if found.code == EMPTY_DOCUMENT.id {
            found.message = "the overlay is empty".to_owned();
            found.help = "begin with `overlay: 1.1.0`".to_owned();
        }
        diagnostics.push(found);
    }
    let before = diagnostics.len();
    let mut parser = Parser { reporter: Reporter { overlay: source, diagnostics } };
    let overlay = parser.overlay(&value?);
    overlay.filter(|_| diagnostics.len() == before)
}

/// Reads objects of an overlay, and reports their mistakes.
pub(super) struct Parser<'a> {
    reporter: Reporter<'a>,
}

impl Parser<'_> {
    fn overlay(&mut self, value: &Value) -> Option<Overlay> {
        let root = Pointer::root();
        let object = self.object(value, &root, "the overlay")?;
        let version = self.version(object);
        self.known(object, &root, &["overlay", "info", "extends", "actions"]);
        match object.get("info") {
            Some(info) => self.info(info),
            None => {
                self.mistake(&root, "`info` is missing", "add `info` with `title` and `version`")
            }
        }
        let extends = self.text(object, &root, "extends");
        let at = root.child("actions");
        let actions = match object.get("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => actions.as_slice(),
            Some(_) => {
                self.mistake(&at, "`actions` must be an array with actions", "list the actions");
                &[]
            }
            None => {
                self.mistake(&root, "`actions` is missing", "add the changes to make");
                &[]
            }
        };
        let actions = actions.iter().enumerate().filter_map(|(index, action)| {
            action::parse(self, action, &at.child(index), version.unwrap_or(Version::V11))
        });
        Some(Overlay { actions: actions.collect(), extends })
    }

    fn version(&mut self, object: &Map<String, Value>) -> Option<Version> {
        let root = Pointer::root();
        let help = "begin with `overlay: 1.1.0`";
        let Some(value) = object.get("overlay") else {
            self.mistake(&root, "`overlay` is missing: the version of the specification", help);
            return None;
        };
        let text = value.as_str().unwrap_or_default();
        let patch = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
        if text.strip_prefix("1.0.").is_some_and(patch) {
            return Some(Version::V10);
        }
        if text.strip_prefix("1.1.").is_some_and(patch) {
            return Some(Version::V11);
        }
        let message = format!("`overlay` is {value}; versions 1.0 and 1.1 are supported");
        self.mistake(&root.child("overlay"), message, help);
        None
    }

    fn info(&mut self, info: &Value) {
        let at = Pointer::root().child("info");
        let Some(info) = self.object(info, &at, "`info`") else { return };
        self.known(info, &at, &["title", "version", "description"]);
        for key in ["title", "version"] {
            if self.text(info, &at, key).is_none() && !info.contains_key(key) {
                self.mistake(&at, format!("`{key}` is missing"), format!("add `{key}`"));
            }
        }
    }

    pub(super) fn object<'v>(
        &mut self,
        value: &'v Value,
        at: &Pointer,
        what: &str,
    ) -> Option<&'v Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.mistake(at, format!("{what} must be an object"), "write keys and values");
        }
        object
    }

    /// The string with this key, if there is one; any other value is a mistake.
    pub(super) fn text(
        &mut self,
        object: &Map<String, Value>,
        at: &Pointer,
        key: &str,
    ) -> Option<String> {
        let value = object.get(key)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.mistake(&at.child(key), format!("`{key}` must be a string"), "write it in quotes");
        }
        text
    }

    /// Reports keys that an object does not have.
    pub(super) fn known(&mut self, object: &Map<String, Value>, at: &Pointer, keys: &[&str]) {
        for key in object.keys().filter(|key| !key.starts_with("x-")) {
            if !keys.contains(&key.as_str()) {
                let near = keys.iter().filter(|known| strsim::damerau_levenshtein(key, known) <= 2);
                let help = near.map(|known| format!("did you mean `{known}`?")).next();
                let help = help.unwrap_or_else(|| format!("use {}", keys.join(", ")));
                self.mistake(&at.child(key), format!("`{key}` is no key of this object"), help);
            }
        }
    }

    pub(super) fn mistake(
        &mut self,
        at: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.reporter.report(&BAD_OVERLAY, at, message, help);
    }
}
