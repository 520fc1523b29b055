//! The options of curl that say what is sent, those that do not matter, and those that cannot be kept.

/// What an option is for.
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
    /// Content: whether `@` names a file, whether it is percent-encoded, whether it is JSON.
    Data {
        file: bool,
        encode: bool,
        json: bool,
    },
    /// It is about the connection or the output.
    Ignored,
    /// The same, and a value follows.
    IgnoredWithValue,
    /// It cannot be kept, and why.
    Refused(&'static str),
}

impl Kind {
    pub(super) fn takes_value(self) -> bool {
        !matches!(self, Self::InQuery | Self::Head | Self::Ignored)
    }
}

/// Options that are about the connection or the output, without a value.
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

/// What an option is for; `None` where it is not known.
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
        "-F" | "--form" | "--form-string" => {
            Kind::Refused("content of several parts is not imported")
        }
        "-T" | "--upload-file" => Kind::Refused("files are not uploaded"),
        "-K" | "--config" => Kind::Refused("files of options are not read"),
        "-E" | "--cert" | "--key" | "--cert-type" | "--key-type" => {
            Kind::Refused("certificates of clients are not kept in a recording")
        }
        "--aws-sigv4" => Kind::Refused("signatures are made anew for each request"),
        "-r" | "--range" => Kind::Refused("write it as -H 'Range: …'"),
        known if IGNORED.contains(&known) => Kind::Ignored,
        known if IGNORED_WITH_VALUE.contains(&known) => Kind::IgnoredWithValue,
        _ => return None,
    })
}

/// A word in its options: `-sSXPOST` is `-s`, `-S` and `-X` with `POST`.
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

/// The first word of a value, whose rest may be a secret.
pub(super) fn shown(value: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || "=:".contains(c);
    let mut shown: String = value.chars().take(12).take_while(|c| !is_end(*c)).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}
