//! curl command lines, as users write them and as browsers copy them.

mod arguments;
mod options;

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Import, Imported, Mistake};
use crate::har::{Content, Limits, PostData, Request};
use arguments::Command;
use conformance_core::redact::without_password;
use options::{Kind, kind};

/// Reads every curl command of a text. Files of `@file` are relative to `folder`.
pub fn read(name: &str, text: &str, folder: &Path) -> Import {
    let mut import = Import::default();
    let commands = match arguments::commands(name, text) {
        Ok(commands) => commands,
        Err(mistake) => {
            import.mistakes.push(mistake);
            return import;
        }
    };
    for command in commands {
        let mut reading =
            StatusVerdict { place: command.place.clone(), folder, ..StatusVerdict::new(folder) };
        reading.all(&command);
        import.mistakes.append(&mut reading.mistakes);
        import.notes.append(&mut reading.notes);
        for request in reading.requests {
            let name = format!("curl {}", import.requests.len() + 1);
            import.requests.push(Imported { name, request, response: None });
        }
    }
    import
}

/// The current command.
struct StatusVerdict<'a> {
    place: String,
    folder: &'a Path,
    mistakes: Vec<Mistake>,
    notes: Vec<String>,
    requests: Vec<Request>,
    next: Next,
}

/// The current request.
#[derive(Default)]
struct Next {
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
    data: Vec<Vec<u8>>,
    is_json: bool,
    in_query: bool,
    is_head: bool,
}

impl<'a> StatusVerdict<'a> {
    fn new(folder: &'a Path) -> Self {
        Self {
            place: String::new(),
            folder,
            mistakes: Vec::new(),
            notes: Vec::new(),
            requests: Vec::new(),
            next: Next::default(),
        }
    }

    fn wrong(&mut self, message: impl Into<String>, help: &str) {
        self.mistakes.push(Mistake::new(&self.place, message, help));
    }

    fn all(&mut self, command: &Command) {
        let mut words = command.words.iter();
        let (mut only_operands, mut after_unknown) = (false, false);
        while let Some(word) = words.next() {
            let may_be_value = std::mem::take(&mut after_unknown) && !word.contains("://");
            if may_be_value && !word.starts_with('-') {
                // It may belong to the option before, and be a secret.
            } else if only_operands || !word.starts_with('-') || word == "-" {
                self.next.urls.push(word.clone());
            } else if word == "--" {
                only_operands = true;
            } else if word == "--next" || word == "-:" {
                self.finish();
            } else {
                for (option, attached) in options::split(word) {
                    let Some(kind) = kind(&option) else {
                        let help = "remove it, if it does not change the request";
                        let name = option.split('=').next().unwrap_or_default();
                        self.wrong(format!("the option `{name}` is not supported"), help);
                        after_unknown = !option.contains('=');
                        break;
                    };
                    let value = match (kind.takes_value(), attached) {
                        (false, _) => String::new(),
                        (true, Some(value)) => value,
                        (true, None) => match words.next() {
                            Some(value) => value.clone(),
                            None => {
                                self.wrong(format!("`{option}` has no value"), "give it one");
                                break;
                            }
                        },
                    };
                    self.option(&option, kind, value);
                }
            }
        }
        self.finish();
    }

    fn option(&mut self, option: &str, kind: Kind, value: String) {
        let next = &mut self.next;
        match kind {
            Kind::Method => next.method = Some(value.to_ascii_uppercase()),
            Kind::Url => next.urls.push(value),
            Kind::Header if value.starts_with('@') => {
                let help = "write each header as -H 'Name: value'";
                self.wrong("a file of headers is not supported", help);
            }
            Kind::Header => self.header(&value),
            Kind::Agent => next.headers.push(("User-Agent".to_owned(), value)),
            Kind::Referer => next.headers.push(("Referer".to_owned(), value)),
            Kind::Bearer => {
                next.headers.push(("Authorization".to_owned(), format!("Bearer {value}")));
            }
            Kind::User => {
                let wire = STANDARD.encode(value);
                next.headers.push(("Authorization".to_owned(), format!("Basic {wire}")));
            }
            Kind::Cookie if value.contains('=') || value.is_empty() => next.cookies.push(value),
            Kind::Cookie => {
                let help = "write the cookies as -b 'name=value'";
                let shown = options::shown(&value);
                self.wrong(format!("the cookie file `{shown}` is not supported"), help);
            }
            Kind::InQuery => next.in_query = true,
            Kind::Head => next.is_head = true,
            Kind::Data { file, encode, json } => self.data(value, file, encode, json),
            Kind::Ignored | Kind::IgnoredWithValue => {}
            Kind::Refused(why) => self.wrong(format!("`{option}`: {why}"), "remove it"),
        }
    }

    fn header(&mut self, value: &str) {
        let headers = &mut self.next.headers;
        match value.split_once(':') {
            // curl omits a header that has a name only.
            Some((_, rest)) if rest.trim().is_empty() => {}
            Some((name, rest)) => headers.push((name.trim().to_owned(), rest.trim().to_owned())),
            None => match value.strip_suffix(';') {
                Some(name) => headers.push((name.trim().to_owned(), String::new())),
                None => {
                    let message = format!("`{}` is not a header", options::shown(value));
                    self.wrong(message, "write it as -H 'Name: value'");
                }
            },
        }
    }

    fn data(&mut self, value: String, file: bool, encode: bool, json: bool) {
        self.next.is_json |= json;
        let content = match (encode, file, value.strip_prefix('@')) {
            (true, ..) => self.encoded(&value),
            (false, true, Some(file)) => self.file(file),
            _ => Some(value.into_bytes()),
        };
        self.next.data.extend(content);
    }

    /// `body`, `=body`, `name=body`, `@file` or `name@file`, percent-encoded.
    fn encoded(&mut self, value: &str) -> Option<Vec<u8>> {
        let cut = value.find(['=', '@']);
        let (name, content) = match cut {
            Some(at) if value[at..].starts_with('=') => {
                (&value[..at], value.as_bytes()[at + 1..].to_vec())
            }
            Some(at) => (&value[..at], self.file(&value[at + 1..])?),
            None => ("", value.as_bytes().to_vec()),
        };
        let encoded: String = form_urlencoded::byte_serialize(&content).collect();
        Some(match name {
            "" => encoded.into_bytes(),
            name => format!("{name}={encoded}").into_bytes(),
        })
    }

    fn file(&mut self, name: &str) -> Option<Vec<u8>> {
        if name == "-" {
            self.wrong("standard input is not supported", "name a file, or write the body");
            return None;
        }
        let path = self.folder.join(name);
        let limit = Limits { bytes: Limits::DEFAULT.content as u64, ..Limits::DEFAULT };
        match crate::har::load(&path, limit) {
            Ok(file) => Some(file.text.into_bytes()),
            Err(error) => {
                let help = "name an existing file, or write the body";
                self.wrong(format!("@{name} cannot be read: {error}"), help);
                None
            }
        }
    }

    fn finish(&mut self) {
        let next = std::mem::take(&mut self.next);
        if next.urls.is_empty() {
            self.wrong("the command has no URL", "add one");
        }
        for url in &next.urls {
            match next.request(url) {
                Ok(request) => self.requests.push(request),
                Err(why) => self.wrong(why, "write it as https://host/path"),
            }
        }
    }
}

impl Next {
    fn request(&self, url: &str) -> Result<Request, String> {
        let mut url = absolute(url)?;
        let joined = self.data.join(if self.is_json { &b""[..] } else { &b"&"[..] });
        let mut headers = self.headers.clone();
        if !self.cookies.is_empty() {
            headers.push(("Cookie".to_owned(), self.cookies.join("; ")));
        }
        let has_data = !self.data.is_empty() && !self.in_query;
        if self.in_query && !joined.is_empty() {
            let mark = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{mark}{}", String::from_utf8_lossy(&joined));
        }
        let otherwise = match (self.is_head, has_data) {
            (true, _) => "HEAD",
            (false, true) => "POST",
            (false, false) => "GET",
        };
        let method = self.method.clone().unwrap_or_else(|| otherwise.to_owned());
        let body = has_data.then(|| self.body(&headers, joined));
        if self.is_json && named(&headers, "accept").is_none() {
            headers.push(("Accept".to_owned(), "application/json".to_owned()));
        }
        Ok(Request { method, url, headers, body })
    }

    fn body(&self, headers: &[(String, String)], content: Vec<u8>) -> PostData {
        let usual =
            if self.is_json { "application/json" } else { "application/x-www-form-urlencoded" };
        PostData {
            media_type: named(headers, "content-type").unwrap_or(usual).to_owned(),
            content: Content::Whole(content),
            fields: Vec::new(),
        }
    }
}

fn named<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let known = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, value)| value.as_str())
}

/// The URL with a scheme and a path, and without its fragment.
fn absolute(url: &str) -> Result<String, String> {
    let shown = without_password(url.split('?').next().unwrap_or_default());
    // curl treats a URL without a scheme as one of HTTP.
    let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let parsed = url::Url::parse(&url.replace("{{", "x").replace("}}", "x"));
    let parsed = parsed.map_err(|error| format!("`{shown}` is not a URL: {error}"))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(format!("`{shown}` is not an HTTP URL"));
    }
    let bare = url.split('#').next().unwrap_or_default();
    let at = bare.find('?').unwrap_or(bare.len());
    let path = if bare[..at].matches('/').count() > 2 { "" } else { "/" };
    Ok(format!("{}{path}{}", &bare[..at], &bare[at..]))
}
