//! The options of curl that change the request, those that are ignored, and those that are not
//! supported.

/// The effect of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Method,
    Url,
    Header,
    Agent,
    Referer,
    Bearer,
    User,
    Cookie,
    InQuery,
    Head,
    /// A body: whether `@` names a file, whether it is percent-encoded, whether it is JSON.
    Data {
        file: bool,
        encode: bool,
        json: bool,
    },
    /// An option about the connection or the output.
    Ignored,
    /// The same, with a value.
    IgnoredWithValue,
    /// Not supported, and why.
    Refused(&'static str),
}

impl Kind {
    pub(super) fn takes_value(self) -> bool {
        !matches!(self, Self::InQuery | Self::Head | Self::Ignored)
    }
}

/// Options about the connection or the output, without a value.
const IGNORED: [&str; 38] = [
    "-s",
    "--silent",
    "-S",
    "--show-error",
    "-k",
    "--insecure",
    "-v",
    "--verbose",
    "-i",
    "--include",
    "-L",
    "--location",
    "--compressed",
    "-f",
    "--fail",
    "--fail-with-body",
    "-g",
    "--globoff",
    "-N",
    "--no-buffer",
    "-#",
    "--progress-bar",
    "--http1.0",
    "--http1.1",
    "--http2",
    "--http3",
    "-0",
    "-4",
    "-6",
    "--ipv4",
    "--ipv6",
    "--tlsv1.2",
    "--tlsv1.3",
    "-O",
    "--remote-name",
    "--no-keepalive",
    "--path-as-is",
    "--no-progress-meter",
];
/// The same with a value.
const IGNORED_WITH_VALUE: [&str; 28] = [
    "-o",
    "--output",
    "-m",
    "--max-time",
    "--connect-timeout",
    "--retry",
    "--retry-delay",
    "-w",
    "--write-out",
    "-x",
    "--proxy",
    "--resolve",
    "--connect-to",
    "--cacert",
    "--capath",
    "-c",
    "--cookie-jar",
    "--ciphers",
    "--tls-max",
    "-D",
    "--dump-header",
    "--interface",
    "--max-redirs",
    "--limit-rate",
    "--noproxy",
    "--stderr",
    "--trace",
    "--trace-ascii",
];

/// The effect of an option; `None` if it is unknown.
pub(super) fn kind(option: &str) -> Option<Kind> {
    let data = |file, encode, json| Kind::Data { file, encode, json };
    Some(match option {
        "-X" | "--request" => Kind::Method,
        "--url" => Kind::Url,
        "-H" | "--header" => Kind::Header,
        "-A" | "--user-agent" => Kind::Agent,
        "-e" | "--referer" => Kind::Referer,
        "--oauth2-bearer" => Kind::Bearer,
        "-u" | "--user" => Kind::User,
        "-b" | "--cookie" => Kind::Cookie,
        "-G" | "--get" => Kind::InQuery,
        "-I" | "--head" => Kind::Head,
        "-d" | "--data" | "--data-ascii" | "--data-binary" => data(true, false, false),
        "--data-raw" => data(false, false, false),
        "--data-urlencode" => data(true, true, false),
        "--json" => data(true, false, true),
        "-F" | "--form" | "--form-string" => Kind::Refused("multipart bodies are not supported"),
        "-T" | "--upload-file" => Kind::Refused("uploads of files are not supported"),
        "-K" | "--config" => Kind::Refused("files of options are not supported"),
        "-E" | "--cert" | "--key" | "--cert-type" | "--key-type" => {
            Kind::Refused("client certificates are not supported")
        }
        "--aws-sigv4" => Kind::Refused("signatures depend on the request and are not recorded"),
        "-r" | "--range" => Kind::Refused("write it as -H 'Range: …'"),
        known if IGNORED.contains(&known) => Kind::Ignored,
        known if IGNORED_WITH_VALUE.contains(&known) => Kind::IgnoredWithValue,
        _ => return None,
    })
}

/// Splits a word into its options: `-sSXPOST` is `-s`, `-S` and `-X` with `POST`.
pub(super) fn split(word: &str) -> Vec<(String, Option<String>)> {
    if word.starts_with("--") {
        return vec![(word.to_owned(), None)];
    }
    let mut options = Vec::new();
    let letters = &word[1..];
    for (at, letter) in letters.char_indices() {
        let option = format!("-{letter}");
        let rest = &letters[at + letter.len_utf8()..];
        if kind(&option).is_some_and(Kind::takes_value) {
            options.push((option, (!rest.is_empty()).then(|| rest.to_owned())));
            break;
        }
        options.push((option, None));
    }
    options
}

/// The first word of a value, the rest of which may be a secret.
pub(super) fn shown(value: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || "=:".contains(c);
    let mut shown: String = value.chars().take(12).take_while(|c| !is_end(*c)).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}
