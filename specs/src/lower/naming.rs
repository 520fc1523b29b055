//! The words that a name consists of, and whether a name is that of a secret.

/// The words of a name in lower case, split at case changes and at whatever is no letter or digit:
/// `accessTokenID` is `access`, `token`, `id`.
pub(super) fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = index.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(index + 1);
        let rises = before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
        // The last capital of several begins the next word: `APIKey` is `api`, `key`.
        let turns =
            before.is_some_and(char::is_uppercase) && after.is_some_and(|c| c.is_lowercase());
        if character.is_uppercase() && (rises || turns) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Last words of the names of secrets.
const SECRETS: [&str; 7] =
    ["token", "secret", "password", "passwd", "credential", "credentials", "apikey"];

/// Whether a property or parameter of this name is a secret, by its name alone.
pub(super) fn names_a_secret(name: &str) -> bool {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [.., before, "key"] => matches!(*before, "api" | "private" | "secret"),
        [.., last] => SECRETS.contains(last),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        for (name, expected) in [
            ("accessTokenId", "access token id"),
            ("X-APIKey", "x api key"),
            ("sha256Sum", "sha256 sum"),
            ("/v1/oauth/token_hint", "v1 oauth token hint"),
            ("HTTPServer", "http server"),
            ("straßeÄnderung", "straße änderung"),
            ("", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn secrets_are_recognized_by_their_last_word() {
        for name in [
            "token",
            "access_token",
            "clientSecret",
            "user-password",
            "X-Api-Key",
            "apikey",
            "privateKey",
            "aws_secret_key",
            "APIKey",
            "credentials",
        ] {
            assert!(names_a_secret(name), "{name}");
        }
        for name in ["token_type_hint", "accessTokenId", "tokens", "key", "public_key", "secretary"]
        {
            assert!(!names_a_secret(name), "{name}");
        }
    }
}
