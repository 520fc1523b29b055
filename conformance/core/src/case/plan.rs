//! A request before its placeholders are filled in.

use crate::exchange::RequestPart;
use serde_json::Value;
use specs::Pointer;

use super::{Manner, Slot, Template};
use crate::case::Tampering;

/// Whether a credential is the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// The one that was supplied.
    Right,
    /// One of the same form that no client has.
    Wrong,
}

/// A credential that a request carries, placed as its scheme says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialUse {
    /// The scheme's name in the document.
    pub scheme: String,
    /// Whether it is the right one.
    pub quality: Quality,
}

/// The content of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyPlan {
    /// A JSON value; what is at the pointers is filled in.
    Json {
        /// Sent as `Content-Type`.
        media_type: String,
        /// The value.
        value: Value,
        /// The places that are filled in.
        slots: Vec<(Pointer, Slot)>,
    },
    /// A form (`application/x-www-form-urlencoded`).
    Form {
        /// Sent as `Content-Type`.
        media_type: String,
        /// Names and values, not yet encoded.
        fields: Vec<(String, Template)>,
    },
    /// Text as it stands.
    Text {
        /// Sent as `Content-Type`, if any is.
        media_type: Option<String>,
        /// The text.
        text: Template,
        /// How filled-in values are written.
        manner: Manner,
    },
}

/// How a request is written down: each spelling means the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Spelling {
    /// As one would.
    #[default]
    Plain,
    /// Header names in upper case; only a bare connection keeps them so.
    UpperNames,
    /// The name of the authentication scheme in lower case.
    LowerScheme,
    /// The name of the authentication scheme in upper case.
    UpperScheme,
    /// Every character of filled-in values and of query and form values percent-encoded.
    Encoded,
    /// JSON members in reverse order, with white space between.
    LooseJson,
    /// Without `Accept`; only a bare connection adds none of its own.
    NoAccept,
}

/// A request before its placeholders are filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RequestPlan {
    /// The method, in upper case.
    pub method: String,
    /// The path below the base URL, or an absolute URL; its text is encoded already.
    pub path: Template,
    /// Names and values, not yet encoded.
    pub query: Vec<(String, Template)>,
    /// Names and values, in order.
    pub headers: Vec<(String, Template)>,
    /// The content, if any.
    pub body: Option<BodyPlan>,
    /// The credentials, placed when the request is sent.
    pub credentials: Vec<CredentialUse>,
    /// The parts whose values were generated, since none was supplied.
    pub generated_values: Vec<RequestPart>,
    /// Parameters and body fields that the request carries, as `<place>/<name>`.
    pub carries: Vec<String>,
    /// How it is written down.
    pub spelling: Spelling,
    /// What is wrong with its signature, where requests are signed.
    pub tampering: Option<Tampering>,
}

impl RequestPlan {
    /// Every slot of the request, to be changed.
    pub fn slots_mut(&mut self) -> Vec<&mut Slot> {
        let fields = self.query.iter_mut().chain(&mut self.headers);
        let fields = fields.map(|(_, template)| template);
        let mut slots: Vec<&mut Slot> =
            std::iter::once(&mut self.path).chain(fields).flat_map(Template::slots_mut).collect();
        match &mut self.body {
            Some(BodyPlan::Json { slots: places, .. }) => {
                slots.extend(places.iter_mut().map(|(_, slot)| slot));
            }
            Some(BodyPlan::Form { fields, .. }) => {
                slots.extend(fields.iter_mut().flat_map(|(_, template)| template.slots_mut()));
            }
            Some(BodyPlan::Text { text, .. }) => slots.extend(text.slots_mut()),
            None => {}
        }
        slots
    }

    /// Every slot of the request.
    pub fn slots(&self) -> Vec<&Slot> {
        let fields = self.query.iter().chain(&self.headers).map(|(_, template)| template);
        let mut slots: Vec<&Slot> =
            std::iter::once(&self.path).chain(fields).flat_map(Template::slots).collect();
        match &self.body {
            Some(BodyPlan::Json { slots: places, .. }) => {
                slots.extend(places.iter().map(|(_, slot)| slot));
            }
            Some(BodyPlan::Form { fields, .. }) => {
                slots.extend(fields.iter().flat_map(|(_, template)| template.slots()));
            }
            Some(BodyPlan::Text { text, .. }) => slots.extend(text.slots()),
            None => {}
        }
        slots
    }
}
