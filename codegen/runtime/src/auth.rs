//! Credentials: extracted from received requests and added to sent ones.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, header};

use super::message::{Incoming, Outgoing};
use super::refusal::{Cause, Refusal};
use super::secret::Secret;
use super::violation::{Violation, Violations};

/// User-id and password (RFC 7617).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basic {
    /// The user-id; it cannot contain a colon.
    pub username: String,
    /// The password.
    pub password: Secret,
}

/// The call that credentials are for.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// The operation's id, as in the document.
    pub operation: &'static str,
    /// The scopes that the document requires, of all schemes.
    pub scopes: &'static [&'static str],
}

/// Why a security handler rejects credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// They are not valid.
    Rejected,
    /// They are valid, but do not allow this call.
    Forbidden,
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Self {
        Self::new(match denial {
            Denial::Rejected => Cause::RejectedCredentials,
            Denial::Forbidden => Cause::Forbidden,
        })
    }
}

/// Extracts `Authorization: Basic`. `None` if the request has no such credential.
///
/// # Errors
/// Credentials that do not decode.
pub fn read_basic(incoming: &Incoming) -> Result<Option<Basic>, Refusal> {
    let Some(encoded) = read_scheme(incoming, "basic")? else {
        return Ok(None);
    };
    let decoded =
        STANDARD.decode(encoded.expose()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    // RFC 7617 §2: the first colon ends the user-id.
    match decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((username, password)) => {
            Ok(Some(Basic { username: username.to_owned(), password: password.into() }))
        }
        None => Err(Refusal::new(Cause::RejectedCredentials)),
    }
}

/// Extracts `Authorization` with any one scheme, such as `bearer`; the name is compared without case
/// (RFC 9110 §11.1). `None` if the request has no such credential.
///
/// # Errors
/// A scheme without a credential, or several `Authorization` headers.
pub fn read_scheme(incoming: &Incoming, scheme: &str) -> Result<Option<Secret>, Refusal> {
    let fields = incoming.headers.get_all(header::AUTHORIZATION).iter().collect::<Vec<_>>();
    let [field] = fields.as_slice() else {
        return if fields.is_empty() {
            Ok(None)
        } else {
            Err(Refusal::new(Cause::RejectedCredentials))
        };
    };
    let text = field.to_str().map_err(|_| Refusal::new(Cause::RejectedCredentials))?;
    let (name, credential) = text.split_once(' ').unwrap_or((text, ""));
    if !name.eq_ignore_ascii_case(scheme) {
        return Ok(None);
    }
    match credential.trim() {
        "" => Err(Refusal::new(Cause::RejectedCredentials)),
        credential => Ok(Some(credential.into())),
    }
}

/// The API key among the values of its parameter. `None` if it is absent or empty.
pub fn read_key(values: &[String]) -> Option<Secret> {
    values.first().filter(|value| !value.is_empty()).map(|value| Secret::from(value.as_str()))
}

/// The values of a query parameter.
pub fn query_values(incoming: &Incoming, name: &str) -> Vec<String> {
    let pairs = incoming.query.iter().filter(|(key, _)| key == name);
    pairs.map(|(_, value)| value.clone()).collect()
}

/// Adds `Authorization: Basic`.
///
/// # Errors
/// A user-id with a colon (RFC 7617 §2).
pub fn write_basic(outgoing: &mut Outgoing, basic: &Basic) -> Result<(), Violations> {
    if basic.username.contains(':') {
        return Err(violation("authorization", "a user-id cannot contain a colon"));
    }
    let pair = format!("{}:{}", basic.username, basic.password.expose());
    write_scheme(outgoing, "Basic", &Secret::from(STANDARD.encode(pair)))
}

/// Adds `Authorization` with any one scheme.
///
/// # Errors
/// A credential that a header cannot contain.
pub fn write_scheme(
    outgoing: &mut Outgoing,
    scheme: &str,
    credential: &Secret,
) -> Result<(), Violations> {
    let value = sensitive(&format!("{scheme} {}", credential.expose()), "authorization")?;
    outgoing.headers.insert(header::AUTHORIZATION, value);
    Ok(())
}

/// Adds an API key as a header.
///
/// # Errors
/// A key that a header cannot contain.
pub fn write_key_header(
    outgoing: &mut Outgoing,
    name: &'static str,
    key: &Secret,
) -> Result<(), Violations> {
    let value = sensitive(key.expose(), name)?;
    outgoing.headers.insert(header::HeaderName::from_static(name), value);
    Ok(())
}

/// Adds an API key to the query.
pub fn write_key_query(outgoing: &mut Outgoing, name: &str, key: &Secret) {
    outgoing.query.push((name.to_owned(), key.expose().to_owned()));
}

/// Adds an API key as a cookie.
///
/// # Errors
/// A key that a cookie cannot contain.
pub fn write_key_cookie(
    outgoing: &mut Outgoing,
    name: &str,
    key: &Secret,
) -> Result<(), Violations> {
    outgoing.push_cookie(name, key.expose(), true)
}

fn sensitive(text: &str, name: &str) -> Result<HeaderValue, Violations> {
    let value = HeaderValue::from_str(text);
    let mut value = value.map_err(|_| violation(name, "cannot be sent in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn violation(name: &str, message: &str) -> Violations {
    let pointer = format!("/header/{name}");
    Violations(vec![Violation { pointer, keyword: "format", message: message.to_owned() }])
}
