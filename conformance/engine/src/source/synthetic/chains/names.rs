//! The names in paths and properties.

/// A path without the names of its parameters, and the names.
pub(super) fn names(path: &str) -> (String, Vec<&str>) {
    let (mut plain, mut names) = (String::new(), Vec::new());
    let mut rest = path;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        plain.push_str(before);
        plain.push_str("{}");
        names.push(name);
        rest = after;
    }
    plain.push_str(rest);
    (plain, names)
}

/// Whether two names are equal except for their spelling: `thingId` and `thing_id`.
pub(super) fn names_alike(a: &str, b: &str) -> bool {
    let plain = |name: &str| {
        name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase()
    };
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn paths_are_compared_without_the_names_of_their_parameters() {
        assert_eq!(
            names("/orgs/{org}/things/{id}"),
            ("/orgs/{}/things/{}".to_owned(), vec!["org", "id"])
        );
        assert_eq!(names("/things"), ("/things".to_owned(), Vec::new()));
        assert_eq!(names("/a{"), ("/a{".to_owned(), Vec::new()));
    }
}
