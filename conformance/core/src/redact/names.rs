//! Whether a name suggests that its value is a secret.

use crate::slug::slug;

/// Words of secrets.
const SECRET: [&str; 26] = [
    "token",
    "tokens",
    "secret",
    "secrets",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "pin",
    "otp",
    "cvv",
    "cvc",
    "jwt",
    "apikey",
    "accesskey",
    "credential",
    "credentials",
    "authorization",
    "session",
    "sessionid",
    "sid",
    "signature",
    "cookie",
    "bearer",
    "ssn",
];
/// Words before `key` that mean a secret.
const KEYS: [&str; 13] = [
    "api",
    "secret",
    "private",
    "access",
    "auth",
    "encryption",
    "client",
    "app",
    "application",
    "signing",
    "master",
    "license",
    "x",
];
/// Words that mean a property of a secret, not the secret.
const ABOUT: [&str; 22] = [
    "type",
    "hint",
    "expires",
    "expiry",
    "expiration",
    "expired",
    "ttl",
    "url",
    "uri",
    "endpoint",
    "lifetime",
    "count",
    "limit",
    "usage",
    "max",
    "min",
    "algorithm",
    "alg",
    "public",
    "input",
    "length",
    "required",
];
/// Ends of names without word separators.
const ENDS: [&str; 5] = ["token", "secret", "password", "apikey", "accesskey"];

/// Whether a header, parameter or property of this name has a secret value.
pub fn names_secret(name: &str) -> bool {
    let slug = slug(name);
    let words: Vec<&str> = slug.split('-').collect();
    if words.iter().any(|word| ABOUT.contains(word)) {
        return false;
    }
    let is_key = words.windows(2).any(|pair| pair[1] == "key" && KEYS.contains(&pair[0]));
    // A header of a vendor, such as `X-Admin-Key`; an idempotency key is not a secret.
    let is_header_key = words.first() == Some(&"x")
        && words.last() == Some(&"key")
        && !words.contains(&"idempotency");
    is_key
        || is_header_key
        || slug == "key"
        || words.iter().any(|word| SECRET.contains(word))
        || ENDS.iter().any(|end| slug.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::names_secret;

    #[test]
    fn names_report() {
        for name in [
            "access_token",
            "accessToken",
            "accesstoken",
            "X-Api-Key",
            "X-Admin-Key",
            "client_secret",
            "password",
            "tokenId",
            "key",
            "X-Auth-Token",
            "session_id",
            "Signature",
            "refreshToken",
        ] {
            assert!(names_secret(name), "{name}");
        }
        for name in [
            "token_type",
            "token_type_hint",
            "tokenEndpoint",
            "expires_in",
            "monkey",
            "keyword",
            "primaryKey",
            "publicKey",
            "name",
            "author",
            "Signature-Input",
            "X-Idempotency-Key",
            "x-request-id",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }
}
