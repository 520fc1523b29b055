//! The target of a redirect: a login page, another host, or the same host.

use url::Url;

use crate::exchange::HttpResponse;

/// Words in the path or query of login pages.
const LOGIN: [&str; 8] =
    ["login", "log-in", "log_in", "signin", "sign-in", "sign_in", "sso", "auth"];

/// The kind of target of a redirect.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Login,
    OtherHost,
    SameHost,
}

/// The status; for a redirect, with its target.
pub(super) fn status_words(response: &HttpResponse, from: &str) -> String {
    let Some((location, kind)) = redirect(response, from) else {
        return format!("status {}", response.status);
    };
    let kind = match kind {
        Kind::Login => "what looks like a login page",
        Kind::OtherHost => "another host",
        Kind::SameHost => "another location of this host",
    };
    format!(
        "status {}, a redirect to {kind}, which is not followed; Location: {location}",
        response.status
    )
}

/// What redirects with the same cause have in common.
pub(super) fn symptom(response: &HttpResponse, from: &str) -> String {
    match redirect(response, from) {
        Some((_, Kind::Login)) => format!("{} to a login page", response.status),
        Some((_, Kind::OtherHost)) => format!("{} to another host", response.status),
        Some((_, Kind::SameHost)) | None => response.status.to_string(),
    }
}

fn redirect(response: &HttpResponse, from: &str) -> Option<(String, Kind)> {
    // RFC 9110 §15.4: 304 does not redirect.
    let location = response.header("location").filter(|_| response.class() == 3)?;
    let from = Url::parse(from).ok()?;
    // RFC 9110 §10.2.2: a reference is relative to the request URL.
    let kind = match from.join(&location) {
        Ok(to) if is_login(&to) => Kind::Login,
        Ok(to) if (to.host(), to.port()) == (from.host(), from.port()) => Kind::SameHost,
        _ => Kind::OtherHost,
    };
    Some((location.into_owned(), kind))
}

fn is_login(to: &Url) -> bool {
    let path = to.path().to_ascii_lowercase();
    let mut words = path.split(['/', '.']);
    let host = to.host_str().unwrap_or_default();
    words.any(|word| LOGIN.contains(&word))
        || ["login.", "sso.", "auth.", "accounts."].iter().any(|begin| host.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(location: &str) -> Kind {
        let headers = [("Location", location)].into_iter().collect();
        let response = HttpResponse { status: 302, headers, ..HttpResponse::default() };
        redirect(&response, "https://api.example.com/v1/oauth/revoke").unwrap().1
    }

    #[test]
    fn the_place_is_reported_from_the_location() {
        assert_eq!(to("/login?next=/v1"), Kind::Login);
        assert_eq!(to("https://sso.example.com/"), Kind::Login);
        assert_eq!(to("https://www.example.com/users/sign_in"), Kind::Login);
        assert_eq!(to("https://www.example.com/v1/oauth/revoke"), Kind::OtherHost);
        assert_eq!(to("//cdn.example.net/x"), Kind::OtherHost);
        assert_eq!(to("https://api.example.com:8443/"), Kind::OtherHost);
        assert_eq!(to("revoke/"), Kind::SameHost);
        assert_eq!(to("https://api.example.com/v2/oauth/revoke"), Kind::SameHost);
    }

    #[test]
    fn other_responses_are_their_status() {
        let response = HttpResponse { status: 404, ..HttpResponse::default() };
        assert_eq!(status_words(&response, "http://a/"), "status 404");
        assert_eq!(symptom(&response, "http://a/"), "404");
    }
}
