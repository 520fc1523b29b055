//! Names in kebab-case, as they occur in the ids of cases.

/// A name in kebab-case, for ids: `accessTokenId` and `Access token ID` are `access-token-id`.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            after_small = false;
            if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            continue;
        }
        if character.is_uppercase() && after_small {
            slug.push('-');
        }
        after_small = !character.is_uppercase();
        slug.extend(character.to_lowercase());
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "root".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_become_slugs() {
        for (name, slug) in [
            ("Revoke an access_token", "revoke-an-access-token"),
            ("revokeAccessToken", "revoke-access-token"),
            ("accessTokenId", "access-token-id"),
            ("X-App-Id", "x-app-id"),
            ("post_/a/{b}", "post-a-b"),
            ("", "root"),
        ] {
            assert_eq!(super::slug(name), slug);
        }
    }
}
