//! A message as signatures see it.

use std::borrow::Cow;

use http::{HeaderMap, Method, StatusCode, Uri, header};

/// A request or a response.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    pub(super) head: Head<'a>,
    pub(super) headers: &'a HeaderMap,
    pub(super) trailers: Option<&'a HeaderMap>,
    pub(super) body: Option<&'a [u8]>,
    pub(super) request: Option<&'a Message<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Head<'a> {
    Request { method: &'a Method, uri: &'a Uri },
    Response(StatusCode),
}

impl<'a> Message<'a> {
    /// A request. A URI without scheme and authority is sufficient if neither they nor the whole is covered;
    /// the authority is then that of `Host`.
    pub fn request(method: &'a Method, uri: &'a Uri, headers: &'a HeaderMap) -> Self {
        let head = Head::Request { method, uri };
        Self { head, headers, trailers: None, body: None, request: None }
    }

    /// A response.
    pub fn response(status: StatusCode, headers: &'a HeaderMap) -> Self {
        let head = Head::Response(status);
        Self { head, headers, trailers: None, body: None, request: None }
    }

    /// With its body, against which `Content-Digest` is verified.
    #[must_use]
    pub fn with_content(mut self, body: &'a [u8]) -> Self {
        self.body = Some(body);
        self
    }

    /// With its trailers, for components with `;tr`.
    #[must_use]
    pub fn with_trailers(mut self, trailers: &'a HeaderMap) -> Self {
        self.trailers = Some(trailers);
        self
    }

    /// With the request that it responds to, for components with `;req` (RFC 9421 §2.4).
    #[must_use]
    pub fn in_response_to(mut self, request: &'a Message<'a>) -> Self {
        self.request = Some(request);
        self
    }

    pub(super) fn method(&self) -> Option<&'a Method> {
        match self.head {
            Head::Request { method, .. } => Some(method),
            Head::Response(_) => None,
        }
    }
}

/// RFC 9421 §2.2.3: in lower case, without the default port of the scheme.
pub(super) fn authority(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let host = || headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = uri.authority().map(|authority| authority.as_str()).or_else(host)?;
    let authority = authority.rsplit('@').next().unwrap_or(authority).trim().to_ascii_lowercase();
    let port = match uri.scheme_str() {
        Some("http") => ":80",
        Some("https") => ":443",
        _ => "",
    };
    let bare = authority.strip_suffix(port).unwrap_or(&authority);
    Some(bare.to_owned())
}

/// Scheme and authority.
pub(super) fn origin(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    Some(format!("{}://{}", uri.scheme_str()?, authority(uri, headers)?))
}

/// RFC 9421 §2.2.6: an empty path is a slash.
pub(super) fn path(uri: &Uri) -> &str {
    if uri.path().is_empty() { "/" } else { uri.path() }
}

/// RFC 9421 §2.2.7: with its question mark, which is present even if the query is not.
pub(super) fn query(uri: &Uri) -> Cow<'_, str> {
    uri.query().map_or(Cow::Borrowed("?"), |query| Cow::Owned(format!("?{query}")))
}
