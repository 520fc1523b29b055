//! The signer of a generated client.

use http::HeaderMap;

use super::super::signer::{Sign, Unsigned};
use super::{Message, SignatureError, Signer};

impl Sign for Signer {
    fn sign(&self, request: &mut reqwest::Request) -> Result<(), Unsigned> {
        let signed = self.of(request).map_err(|error| Unsigned::new(error.to_string()))?;
        signed.write(request.headers_mut());
        Ok(())
    }
}

impl Signer {
    fn of(&self, request: &reqwest::Request) -> Result<super::Signed, SignatureError> {
        let uri = request.url().as_str().parse::<http::Uri>();
        let uri = uri.map_err(|_| SignatureError::Absent("\"@target-uri\"".to_owned()))?;
        let headers: &HeaderMap = request.headers();
        let message = Message::request(request.method(), &uri, headers);
        // A body that is a stream cannot be read twice: it is sent without a digest.
        match request.body().map(reqwest::Body::as_bytes) {
            Some(Some(body)) => Signer::sign(self, &message.with_content(body)),
            Some(None) => Signer::sign(self, &message),
            None => Signer::sign(self, &message.with_content(&[])),
        }
    }
}
