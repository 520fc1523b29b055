//! Path templates: the text of a path item's key, split at its variables.

use crate::contract::{PathPart, PathTemplate};

/// What a key of `paths` says.
pub(crate) struct Template {
    pub(crate) path: PathTemplate,
    /// The pairs of a query in the key.
    pub(crate) query: Vec<(String, String)>,
    /// Whether the key has a query or a fragment.
    pub(crate) has_suffix: bool,
    /// What is repaired in the path itself.
    pub(crate) repair: Option<&'static str>,
}

impl Template {
    /// Reads a key; the reason where it is malformed.
    pub(crate) fn parse(key: &str) -> Result<Self, String> {
        let (path, query, has_suffix) = without_suffix(key);
        let mut repair = None;
        let mut text = path.to_owned();
        if !path.starts_with('/') {
            repair = Some("it does not begin with a slash");
            text.insert(0, '/');
        }
        let mut parts = parts(&text, key)?;
        for part in &mut parts {
            if let PathPart::Parameter(name) = part
                && let Some(plain) = plain_name(name)
            {
                repair = Some("a variable is more than a name");
                *name = plain;
            }
        }
        let empty = |part: &PathPart| matches!(part, PathPart::Parameter(name) if name.is_empty());
        if parts.iter().any(empty) {
            return Err(format!("`{key}` has a variable without a proper name"));
        }
        let path = PathTemplate { raw: key.to_owned(), parts };
        Ok(Self { path, query, has_suffix, repair })
    }

    /// The names of the variables.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.path.parts.iter().filter_map(|part| match part {
            PathPart::Parameter(name) => Some(name.as_str()),
            PathPart::Literal(_) => None,
        })
    }

    /// The path with every variable as `{}`: equal for paths that a server cannot distinguish.
    pub(crate) fn anonymous(&self) -> String {
        let parts = self.path.parts.iter().map(|part| match part {
            PathPart::Literal(text) => text.as_str(),
            PathPart::Parameter(_) => "{}",
        });
        parts.collect()
    }
}

/// A key without its query and fragment, and the pairs of the query whose names and values are fixed.
fn without_suffix(key: &str) -> (&str, Vec<(String, String)>, bool) {
    // A `?` inside of braces begins the query expression of RFC 6570 §3.2.8.
    let cuts = [key.find("{?"), key.find("{&"), key.find('#'), outside_braces(key, '?')];
    let Some(cut) = cuts.into_iter().flatten().min() else {
        return (key, Vec::new(), false);
    };
    let query = key[cut..].strip_prefix('?').unwrap_or_default();
    let query = query.split('#').next().unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let fixed = pairs
        .filter(|(name, value)| !name.is_empty() && !format!("{name}{value}").contains(['{', '}']));
    let pairs = fixed.map(|(name, value)| (decoded(name), decoded(value))).collect();
    (&key[..cut], pairs, true)
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn outside_braces(text: &str, sign: char) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (c == sign && depth == 0).then_some(at)
    })
}

fn parts(path: &str, key: &str) -> Result<Vec<PathPart>, String> {
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map(|at| open + at);
        let Some(close) = close else {
            return Err(format!("a brace of `{key}` is not closed"));
        };
        let name = &rest[open + 1..close];
        if name.is_empty() || name.contains(['{', '/']) {
            return Err(format!("`{key}` has a variable without a proper name"));
        }
        if open > 0 {
            parts.push(PathPart::Literal(rest[..open].to_owned()));
        }
        parts.push(PathPart::Parameter(name.to_owned()));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        parts.push(PathPart::Literal(rest.to_owned()));
    }
    let literal = |part: &PathPart| matches!(part, PathPart::Literal(text) if text.contains('}'));
    if parts.iter().any(literal) {
        return Err(format!("a brace of `{key}` is not opened"));
    }
    Ok(parts)
}

/// The name without what RFC 6570 and some frameworks put beside it: `{+name}`, `{name*}`, `{name:…}`.
fn plain_name(name: &str) -> Option<String> {
    let plain = name.trim().trim_start_matches(['+', '*']).trim_end_matches('*');
    let plain = plain.split(':').next().unwrap_or_default();
    (plain != name).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_split_at_their_variables() {
        for (key, expected) in [
            ("/", "/"),
            ("/a/{b}/c", "/a/ <b> /c"),
            ("/{a}{b}.json", "/ <a> <b> .json"),
            ("/{a}...{b}", "/ <a> ... <b>"),
            ("/{id}:cancel", "/ <id> :cancel"),
            ("a", "/a (it does not begin with a slash)"),
            ("/{+a}/{b*}", "/ <a> / <b> (a variable is more than a name)"),
            ("/a/{b:[0-9]+}", "/a/ <b> (a variable is more than a name)"),
            ("/a?b=c%20d&e={f}", "/a b=c d"),
            ("/a/{b}#c", "/a/ <b>"),
            ("/a{?b,c}", "/a"),
            ("/{a", "a brace of `/{a` is not closed"),
            ("/a}", "a brace of `/a}` is not opened"),
            ("/{}", "`/{}` has a variable without a proper name"),
            ("/{*}", "`/{*}` has a variable without a proper name"),
            ("/{a/b}", "`/{a/b}` has a variable without a proper name"),
        ] {
            let found = Template::parse(key).map(|template| {
                let parts = template.path.parts.iter().map(|part| match part {
                    PathPart::Literal(text) => text.clone(),
                    PathPart::Parameter(name) => format!("<{name}>"),
                });
                let query = template.query.iter().map(|(name, value)| format!("{name}={value}"));
                let repair = template.repair.map(|repair| format!("({repair})"));
                parts.chain(query).chain(repair).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(found.unwrap_or_else(|message| message), expected);
        }
    }
}
