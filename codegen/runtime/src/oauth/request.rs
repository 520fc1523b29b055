//! The request to a token endpoint (RFC 6749 §4.4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::byte_serialize;
use http::{HeaderName, HeaderValue, header};
use serde_json::Value;

use super::{ClientAuthentication, TokenConfig, TokenEncoding, TokenError};

pub(super) fn build(
    config: &TokenConfig,
    http: &reqwest::Client,
) -> Result<reqwest::Request, TokenError> {
    let url = reqwest::Url::parse(&config.url).ok().filter(|url| url.has_host());
    let url = url.ok_or(TokenError::Config("its URL is not valid"))?;
    let (media_type, body) = body(config);
    let mut request = http
        .post(url)
        .timeout(config.timeout)
        .header(header::CONTENT_TYPE, media_type)
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::ACCEPT, "application/json")
        .body(body);
    if config.authentication == ClientAuthentication::Basic {
        request = request.header(header::AUTHORIZATION, basic(config)?);
    }
    for (name, value) in &config.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        let name =
            name.map_err(|_| TokenError::Config("a header has a name that cannot be sent"))?;
        let value = HeaderValue::from_str(value);
        let value =
            value.map_err(|_| TokenError::Config("a header has a value that cannot be sent"))?;
        request = request.header(name, value);
    }
    request.build().map_err(super::unsendable)
}

/// RFC 6749 §2.3.1: both are form-encoded before they are joined.
fn basic(config: &TokenConfig) -> Result<HeaderValue, TokenError> {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let (id, secret) = (encode(&config.client_id), encode(config.client_secret.expose()));
    let value =
        HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))));
    let mut value = value.map_err(|_| TokenError::Config("its client id cannot be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn body(config: &TokenConfig) -> (&'static str, String) {
    let mut pairs = vec![("grant_type", "client_credentials".to_owned())];
    if config.authentication == ClientAuthentication::Body {
        pairs.push((&config.names.0, config.client_id.clone()));
        pairs.push((&config.names.1, config.client_secret.expose().to_owned()));
    }
    if !config.scopes.is_empty() {
        pairs.push(("scope", config.scopes.join(" ")));
    }
    for (name, value) in &config.parameters {
        pairs.retain(|(known, _)| known != name);
        pairs.push((name, value.clone()));
    }
    match config.encoding {
        TokenEncoding::Form => {
            let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            ("application/x-www-form-urlencoded", form)
        }
        TokenEncoding::Json => {
            let parameters = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.into()));
            ("application/json", Value::Object(parameters.collect()).to_string())
        }
    }
}
