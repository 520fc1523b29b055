//! Component identifiers and their values (RFC 9421 §2).

use http::{HeaderMap, HeaderName, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sfv::{BareItem, Dictionary, FieldType as _, Item, Key, List, ListEntry, Parser};

use super::message::{self, Head, Message};
use super::{Profile, SignatureError, TargetUri};

/// RFC 9421 §2.2.8: names and values of a query are compared in this encoding.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// Headers that are dictionaries or lists by their definition, so that `;sf` can serialize them strictly.
const DICTIONARIES: [&str; 8] = [
    "content-digest",
    "repr-digest",
    "want-content-digest",
    "want-repr-digest",
    "signature",
    "signature-input",
    "accept-signature",
    "priority",
];
const LISTS: [&str; 4] = ["cache-status", "proxy-status", "accept-ch", "client-cert-chain"];

/// The identifier of a component: a name, and parameters in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Component(Item);

impl std::fmt::Display for Component {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.serialize())
    }
}

impl Component {
    /// Parses a name (`@method`, `Content-Type`) or a whole identifier (`"@query-param";name="id"`).
    ///
    /// # Errors
    /// Text that is neither.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let bad = || SignatureError::BadComponent(text.to_owned());
        let item = if text.starts_with('"') {
            Parser::new(text).parse::<Item>().map_err(|_| bad())?
        } else {
            Item::new(sfv::String::from_string(text.to_owned()).map_err(|_| bad())?)
        };
        Self::of(item)
    }

    pub(super) fn of(item: Item) -> Result<Self, SignatureError> {
        match &item.bare_item {
            BareItem::String(name) if !name.as_str().is_empty() => Ok(Self(item)),
            _ => Err(SignatureError::BadComponent(item.serialize())),
        }
    }

    pub(super) fn item(&self) -> &Item {
        &self.0
    }

    /// The name, without parameters.
    pub fn name(&self) -> &str {
        match &self.0.bare_item {
            BareItem::String(name) => name.as_str(),
            _ => "",
        }
    }

    /// The same identifier with the name in lower case.
    pub(super) fn lower(mut self) -> Self {
        if let BareItem::String(name) = &self.0.bare_item
            && let Ok(name) = sfv::String::from_string(name.as_str().to_ascii_lowercase())
        {
            self.0.bare_item = BareItem::String(name);
        }
        self
    }

    /// Whether it names the same component, however its name is spelled.
    pub fn is_like(&self, other: &Self) -> bool {
        self.name().eq_ignore_ascii_case(other.name()) && self.0.params == other.0.params
    }

    fn unsupported(&self, why: &'static str) -> SignatureError {
        SignatureError::Unsupported { component: self.to_string(), why }
    }

    fn has(&self, flag: &str) -> bool {
        self.0.params.get(flag) == Some(&BareItem::Boolean(true))
    }

    fn text(&self, parameter: &str) -> Option<&str> {
        match self.0.params.get(parameter) {
            Some(BareItem::String(text)) => Some(text.as_str()),
            _ => None,
        }
    }

    /// Its value in a message; `None` if the message does not have it.
    pub(super) fn value(
        &self,
        message: &Message<'_>,
        profile: &Profile,
    ) -> Result<Option<String>, SignatureError> {
        for (key, _) in &self.0.params {
            let is_known = matches!(key.as_str(), "sf" | "key" | "bs" | "tr" | "req" | "name");
            if !is_known {
                return Err(self.unsupported("a component with an unknown parameter"));
            }
        }
        // §2.4: the request of the response.
        let message = if self.has("req") {
            message
                .request
                .ok_or_else(|| self.unsupported("of a request, and the message has none"))?
        } else {
            message
        };
        match self.name() {
            "@signature-params" => Err(self.unsupported("never covered by name")),
            name if name.starts_with('@') => self.derived(name, message, profile),
            name => self.field(name, message),
        }
    }

    /// §2.2.
    fn derived(
        &self,
        name: &str,
        message: &Message<'_>,
        profile: &Profile,
    ) -> Result<Option<String>, SignatureError> {
        let (method, uri) = match message.head {
            Head::Request { method, uri } => (method, uri),
            Head::Response(status) if name == "@status" => {
                return Ok(Some(status.as_str().to_owned()));
            }
            Head::Response(_) => return Err(self.unsupported("not a component of a response")),
        };
        let headers = message.headers;
        Ok(match name {
            "@method" => Some(method.as_str().to_owned()),
            "@authority" => message::authority(uri, headers),
            "@scheme" => uri.scheme_str().map(str::to_ascii_lowercase),
            "@path" => Some(message::path(uri).to_owned()),
            "@query" => Some(message::query(uri).into_owned()),
            "@query-param" => self.query_parameter(uri.query().unwrap_or_default())?,
            // §2.2.5: the authority form of CONNECT (RFC 9112 §3.2.3).
            "@request-target" if method == Method::CONNECT => message::authority(uri, headers),
            "@request-target" => Some(target(uri)),
            "@target-uri" => {
                let origin = message::origin(uri, headers);
                match profile.target_uri {
                    TargetUri::Origin => origin,
                    TargetUri::Full => origin.map(|origin| origin + &target(uri)),
                }
            }
            "@status" => return Err(self.unsupported("not a component of a request")),
            _ => return Err(self.unsupported("not a known derived component")),
        })
    }

    /// §2.2.8.
    fn query_parameter(&self, query: &str) -> Result<Option<String>, SignatureError> {
        let name = self.text("name");
        let name = name.ok_or_else(|| self.unsupported("of a query parameter without `name`"))?;
        let encode = |text: &str| utf8_percent_encode(text, FORM).to_string();
        let pairs = form_urlencoded::parse(query.as_bytes());
        let mut values = pairs.filter(|(key, _)| encode(key) == name);
        let value = values.next().map(|(_, value)| encode(&value));
        match values.next() {
            // Which one of a repeated parameter is meant is unknown.
            Some(_) => Err(self.unsupported("of a repeated query parameter")),
            None => Ok(value),
        }
    }

    /// §2.1.
    fn field(&self, name: &str, message: &Message<'_>) -> Result<Option<String>, SignatureError> {
        let headers = match (self.has("tr"), message.trailers) {
            (false, _) => message.headers,
            (true, Some(trailers)) => trailers,
            (true, None) => return Err(self.unsupported("of trailers, and there are none")),
        };
        let known = HeaderName::from_bytes(name.as_bytes());
        let known = known.map_err(|_| SignatureError::BadComponent(name.to_owned()))?;
        let (sf, key, bs) = (self.has("sf"), self.text("key"), self.has("bs"));
        if bs && (sf || key.is_some()) {
            return Err(self.unsupported("both bytes and a structured field"));
        }
        if !headers.contains_key(&known) {
            return Ok(None);
        }
        match (bs, key) {
            (true, _) => Ok(wrapped(headers, &known)),
            (false, Some(key)) => self.member(&self.combined(headers, &known)?, key),
            (false, None) if sf => self.strict(&self.combined(headers, &known)?, known.as_str()),
            (false, None) => self.combined(headers, &known).map(Some),
        }
    }

    /// All headers of the name, without outer white space, joined by commas.
    fn combined(&self, headers: &HeaderMap, name: &HeaderName) -> Result<String, SignatureError> {
        let texts = headers.get_all(name).iter().map(|value| value.to_str().map(str::trim));
        let texts = texts.collect::<Result<Vec<_>, _>>();
        Ok(texts.map_err(|_| self.unsupported("not ASCII text; cover it with `;bs`"))?.join(", "))
    }

    /// §2.1.1.
    fn strict(&self, value: &str, name: &str) -> Result<Option<String>, SignatureError> {
        let bad = |_| self.unsupported("not the structured field that its name requires");
        if DICTIONARIES.contains(&name) {
            return Ok(Parser::new(value).parse::<Dictionary>().map_err(bad)?.serialize());
        }
        if LISTS.contains(&name) {
            return Ok(Parser::new(value).parse::<List>().map_err(bad)?.serialize());
        }
        Err(self.unsupported("a field that is not known to be structured; cover it without `;sf`"))
    }

    /// §2.1.2.
    fn member(&self, value: &str, key: &str) -> Result<Option<String>, SignatureError> {
        let fields = Parser::new(value).parse::<Dictionary>();
        let fields = fields.map_err(|_| self.unsupported("not a dictionary"))?;
        let Some(member) = Key::from_string(key.to_owned()).ok().and_then(|key| fields.get(&key))
        else {
            return Ok(None);
        };
        Ok(match member {
            ListEntry::Item(item) => Some(item.serialize()),
            list => vec![list.clone()].serialize(),
        })
    }
}

/// §2.1.3: each header as a byte sequence.
fn wrapped(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let items = headers.get_all(name).iter().map(|value| {
        let bytes = value.as_bytes().trim_ascii().to_vec();
        ListEntry::Item(Item::new(BareItem::ByteSequence(bytes)))
    });
    items.collect::<List>().serialize()
}

fn target(uri: &http::Uri) -> String {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", message::path(uri))
}
