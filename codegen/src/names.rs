//! Rust identifiers of the document's names: always valid, and unique in their scope.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};
use proc_macro2::{Ident, Span};

/// Identifiers that are taken, so that the next one is unique.
#[derive(Debug, Clone, Default)]
pub struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which these names are taken from the start.
    pub fn with(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// As [`Scope::unique`], for a name that takes another one as well.
    pub fn unique_with(&mut self, name: String, other: impl Fn(&str) -> String) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let free = names.find(|name| !self.0.contains(name) && !self.0.contains(&other(name)));
        let free = free.unwrap_or(name);
        self.0.extend([free.clone(), other(&free)]);
        free
    }

    /// The name itself, or with the lowest number from 2 on that makes it unique.
    pub fn unique(&mut self, name: String) -> String {
        self.unique_with(name, str::to_owned)
    }
}

/// A type's or variant's name: `RevokeToken` for `revoke-token`.
pub fn pascal(text: &str) -> String {
    let name = identifier(&spell(text).to_pascal_case(), 'V');
    // The one keyword in this case; an underscore would not be.
    if name == "Self_" { "SelfValue".to_owned() } else { name }
}

/// A field's, function's or module's name: `revoke_token` for `RevokeToken`.
pub fn snake(text: &str) -> String {
    identifier(&spell(text).to_snake_case(), '_')
}

/// A constant's name: `REVOKE_TOKEN` for `revoke-token`.
pub fn constant(text: &str) -> String {
    identifier(&spell(text).to_snake_case().to_uppercase(), '_')
}

/// The name as a token. Names from this module are valid identifiers.
pub fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The name of a variable for a field, distinct from the variables of the emitted functions.
pub fn local(field: &str) -> Ident {
    let taken = ["at", "body", "decoder", "object", "parts", "request", "response", "value"];
    if taken.contains(&field) { ident(&format!("{field}_value")) } else { ident(field) }
}

/// Spells out signs that identifiers cannot have, if they would otherwise be empty or ambiguous.
fn spell(text: &str) -> String {
    let signed =
        text.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(rest) = signed {
        return format!("minus {rest}");
    }
    if text.is_empty() {
        return "empty".to_owned();
    }
    if text.chars().any(char::is_alphanumeric) {
        return text.replace('+', " plus ");
    }
    let words = text.chars().map(|sign| match sign {
        '*' => "star".to_owned(),
        '<' => "less".to_owned(),
        '>' => "greater".to_owned(),
        '=' => "equal".to_owned(),
        '+' => "plus".to_owned(),
        '-' => "minus".to_owned(),
        '_' | ' ' => "blank".to_owned(),
        other => format!("u{:x}", u32::from(other)),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Makes a word an identifier: no invalid characters, no digit in front, no keyword.
fn identifier(word: &str, lead: char) -> String {
    // The parser decides which characters are valid in an identifier.
    let kept: String = word.chars().filter(|c| is_identifier(&format!("x_{c}"))).collect();
    let led = match kept.chars().next() {
        None => "empty".to_owned(),
        Some(first) if is_identifier(&first.to_string()) && first != '_' => kept,
        Some(_) => format!("{lead}{kept}"),
    };
    if is_identifier(&led) { led } else { format!("{led}_") }
}

fn is_identifier(text: &str) -> bool {
    syn::parse_str::<Ident>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_identifiers() {
        let cases = [
            ("Revoke an access_token", "RevokeAnAccessToken", "revoke_an_access_token"),
            ("revoke-oauth-token", "RevokeOauthToken", "revoke_oauth_token"),
            ("type", "Type", "type_"),
            ("self", "SelfValue", "self_"),
            ("404", "V404", "_404"),
            ("2fa-code", "V2faCode", "_2fa_code"),
            ("-1", "Minus1", "minus_1"),
            ("größe", "Größe", "größe"),
            ("*", "Star", "star"),
            ("", "Empty", "empty"),
            ("\u{200d}", "U200d", "u200d"),
        ];
        for (text, type_name, field_name) in cases {
            assert_eq!(pascal(text), type_name, "{text}");
            assert_eq!(snake(text), field_name, "{text}");
        }
    }

    #[test]
    fn equal_names_in_a_scope_get_numbers() {
        let mut scope = Scope::with(&["body"]);
        let names = ["code", "code", "body"].map(|name| scope.unique(name.to_owned()));
        assert_eq!(names, ["code", "code2", "body2"]);
    }
}
