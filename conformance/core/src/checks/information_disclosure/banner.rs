//! Headers that disclose the product and its version. They help only attackers.

/// Headers that have no other purpose.
const BANNERS: [&str; 6] = [
    "x-powered-by",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-generator",
    "x-powered-cms",
    "x-debug-token",
];

/// Whether a header is a banner. RFC 9110 §10.2.4: `Server` should not be needlessly detailed; the name of
/// a product alone is not a detail.
pub(super) fn is_banner(name: &str, value: &[u8]) -> bool {
    let is_one_of = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_one_of(&BANNERS) {
        return !value.is_empty();
    }
    if !is_one_of(&["server", "via-server", "x-server"]) {
        return false;
    }
    let slash = value.iter().position(|byte| *byte == b'/');
    slash.and_then(|at| value.get(at + 1)).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::is_banner;

    #[test]
    fn versions_are_banners_and_names_are_not() {
        for (name, value) in [
            ("X-Powered-By", "Express"),
            ("Server", "nginx/1.18.0"),
            ("server", "Apache/2.4.41 (Ubuntu)"),
            ("X-AspNet-Version", "4.0.30319"),
        ] {
            assert!(is_banner(name, value.as_bytes()), "{name}: {value}");
        }
        for (name, value) in [
            ("Server", "cloudflare"),
            ("Server", "nginx"),
            ("Via", "1.1 vegur"),
            ("X-Request-Id", "a/1"),
            ("X-Powered-By", ""),
        ] {
            assert!(!is_banner(name, value.as_bytes()), "{name}: {value}");
        }
    }
}
