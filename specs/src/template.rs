//! Path templates: the text of a path item's key, split at its variables.

use crate::contract::{PathPart, PathTemplate};

/// What a key of `paths` says.
pub(crate) struct Template {
    pub(crate) path: PathTemplate,
    /// The pairs of a query in the key whose values are fixed.
    pub(crate) query: Vec<(String, String)>,
    /// The names of a query in the key whose values are variables.
    pub(crate) query_variables: Vec<QueryVariable>,
    /// Whether the key has a query or a fragment.
    pub(crate) has_suffix: bool,
    /// What is repaired in the path itself.
    pub(crate) repair: Option<&'static str>,
}

/// A name of a query in the key whose value is a variable.
pub(crate) struct QueryVariable {
    pub(crate) name: String,
    pub(crate) variable: String,
    /// Whether every request has it: RFC 6570 §3.2.8 omits undefined variables.
    pub(crate) is_required: bool,
}

impl Template {
    /// Reads a key; the reason where it is malformed.
    pub(crate) fn parse(key: &str) -> Result<Self, String> {
        let Suffix { path, query, query_variables, is_there: has_suffix } = Suffix::cut(key);
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
        Ok(Self { path, query, query_variables, has_suffix, repair })
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

/// A key without its query and fragment, and what these say.
struct Suffix<'k> {
    path: &'k str,
    query: Vec<(String, String)>,
    query_variables: Vec<QueryVariable>,
    is_there: bool,
}

impl<'k> Suffix<'k> {
    fn cut(key: &'k str) -> Self {
        // A `?` inside of braces begins the query expression of RFC 6570 §3.2.8.
        let cuts = [key.find("{?"), key.find("{&"), key.find('#'), outside_braces(key, '?')];
        let cut = cuts.into_iter().flatten().min();
        let (path, suffix) = key.split_at(cut.unwrap_or(key.len()));
        let mut query = Vec::new();
        let mut query_variables = Vec::new();
        let plain = suffix.split('#').next().unwrap_or_default();
        for pair in plain.trim_start_matches('?').split('&') {
            let Some((name, value)) = pair.split_once('=') else { continue };
            let variable = value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
            let is_fixed = !format!("{name}{value}").contains(['{', '}']);
            match variable {
                _ if name.is_empty() => {}
                Some(variable) if !variable.is_empty() && !name.contains(['{', '}']) => {
                    let (name, variable) = (decoded(name), variable.to_owned());
                    query_variables.push(QueryVariable { name, variable, is_required: true });
                }
                None if is_fixed => query.push((decoded(name), decoded(value))),
                Some(_) | None => {}
            }
        }
        query_variables.extend(expressions(plain));
        Self { path, query, query_variables, is_there: cut.is_some() }
    }
}

/// The variables of query expressions (RFC 6570 §3.2.8 and §3.2.9), such as `{?a,b*}`.
fn expressions(suffix: &str) -> Vec<QueryVariable> {
    let open = suffix.match_indices(['{']).filter_map(|(at, _)| suffix[at + 1..].split_once('}'));
    let lists = open.filter_map(|(inside, _)| inside.strip_prefix(['?', '&']));
    let names = lists.flat_map(|list| list.split(','));
    let names = names.map(|name| name.trim().trim_end_matches('*').to_owned());
    let variable =
        |name: String| QueryVariable { variable: name.clone(), name, is_required: false };
    names.filter(|name| !name.is_empty()).map(variable).collect()
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
            ("/a?b=c%20d&e={f}", "/a b=c d e=<f>"),
            ("/a?{e}={f}&g={}", "/a"),
            ("/a/{b}#c", "/a/ <b>"),
            ("/a{?b,c*}{&d}", "/a b=<b>? c=<c>? d=<d>?"),
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
                let variables = template.query_variables.iter();
                let variables = variables.map(|one| {
                    let optional = if one.is_required { "" } else { "?" };
                    format!("{}=<{}>{optional}", one.name, one.variable)
                });
                let repair = template.repair.map(|repair| format!("({repair})"));
                parts.chain(query).chain(variables).chain(repair).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(found.unwrap_or_else(|message| message), expected);
        }
    }
}
