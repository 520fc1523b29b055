//! One record a fault: how a correct answer is spoilt, and which check must object.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;

/// How a server departs from its document.
pub(crate) struct Fault {
    pub(crate) id: &'static str,
    pub(crate) provider: &'static str,
    /// The check that must object.
    pub(crate) check: &'static str,
    /// Changes the request before the correct server sees it.
    pub(crate) request: fn(Request) -> Request,
    /// Changes the correct answer.
    pub(crate) answer: fn(Asked, Answer) -> Answer,
}

/// What of a request a fault may depend on.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) content_type: String,
    pub(crate) has_credentials: bool,
}

/// An answer that can be spoilt.
pub(crate) struct Answer {
    pub(crate) response: Response<()>,
    pub(crate) body: Bytes,
    /// Whether the content breaks off.
    pub(crate) cut: bool,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// With another status.
    pub(crate) fn with_status(mut self, status: u16) -> Self {
        *self.response.status_mut() = StatusCode::from_u16(status).unwrap();
        self
    }

    /// With another status, where it has this one.
    pub(crate) fn turned(self, from: u16, to: u16) -> Self {
        if self.status() == from { self.with_status(to) } else { self }
    }

    /// With other content.
    pub(crate) fn with_body(mut self, body: &str) -> Self {
        self.body = Bytes::copy_from_slice(body.as_bytes());
        self.response.headers_mut().remove("content-length");
        self
    }

    /// Without content.
    pub(crate) fn emptied(mut self) -> Self {
        self.response.headers_mut().remove("content-type");
        self.with_body("")
    }

    /// With a header field.
    pub(crate) fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.response.headers_mut().insert(name, HeaderValue::from_static(value));
        self
    }

    /// Without a header field.
    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.response.headers_mut().remove(name);
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let body = if self.cut {
            let pieces =
                [Ok(self.body.slice(..self.body.len() / 2)), Err(std::io::Error::other("cut"))];
            Body::from_stream(futures::stream::iter(pieces))
        } else {
            Body::from(self.body)
        };
        self.response.map(|()| body)
    }
}
