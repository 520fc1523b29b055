//! URLs of the user, as they are shown without a redactor: they may have a password.

use url::Url;

/// The base URL without user information (RFC 3986 §3.2.1), for a recording: a replay has its own.
pub fn without_user_info(base: &str) -> String {
    let Ok(mut url) = Url::parse(base) else { return base.to_owned() };
    if url.username().is_empty() && url.password().is_none() {
        return base.to_owned();
    }
    // An error means that the URL can have neither.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    url.as_str().trim_end_matches('/').to_owned()
}

/// The URL without its password. Of a text that is not a URL, nothing before the last `@` is
/// shown.
pub fn without_password(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) if url.password().is_some() => {
            let had_slash = text.ends_with('/');
            // An error means that the URL cannot have a password.
            let _ = url.set_password(Some("***"));
            let shown = url.to_string();
            if had_slash { shown } else { shown.trim_end_matches('/').to_owned() }
        }
        Ok(_) => text.to_owned(),
        Err(_) => match text.rfind('@') {
            Some(at) => format!("***{}", &text[at..]),
            None => text.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{without_password, without_user_info};

    #[test]
    fn no_password_is_shown() {
        for (text, shown) in [
            ("https://host/base", "https://host/base"),
            ("https://me@host", "https://me@host"),
            ("https://me:pass@host/a", "https://me:***@host/a"),
            ("https://me:pass@host", "https://me:***@host"),
            ("https://me:pa/ss@host", "***@host"),
            ("no url", "no url"),
        ] {
            assert_eq!(without_password(text), shown);
        }
        assert_eq!(without_user_info("https://me:pass@host"), "https://host");
        assert_eq!(without_user_info("https://host/a"), "https://host/a");
    }
}
