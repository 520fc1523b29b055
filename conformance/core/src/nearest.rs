//! Words for messages: what somebody may have meant, and errors of readers without their place.

/// `did you mean …?`, where one of the known names is close.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    known
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&name.to_lowercase(), &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// The known id that is the nearest to a glob of ids, if one is near.
pub fn closest<'a>(glob: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let glob: Vec<char> = glob.chars().collect();
    let written = glob.iter().filter(|sign| **sign != '*').count();
    // More would be nothing that somebody mistyped.
    let applicability = (written / 4).clamp(1, 6);
    let near = known.into_iter().map(|id| (away(&glob, id), id));
    near.filter(|(away, _)| *away <= applicability).min_by_key(|(away, _)| *away).map(|(_, id)| id)
}

/// How many characters must be changed, added or taken out until the glob matches (Levenshtein, where `*`
/// is any text and `?` any character).
fn away(glob: &[char], id: &str) -> usize {
    let id: Vec<char> = id.chars().collect();
    let mut before: Vec<usize> = (0..=id.len()).collect();
    for sign in glob {
        let is_star = *sign == '*';
        let mut row = Vec::with_capacity(before.len());
        row.push(before[0] + usize::from(!is_star));
        for (at, character) in id.iter().enumerate() {
            let last = row[at];
            row.push(if is_star {
                before[at + 1].min(last)
            } else {
                let same = *sign == '?' || sign == character;
                (before[at] + usize::from(!same)).min(before[at + 1] + 1).min(last + 1)
            });
        }
        before = row;
    }
    before.last().copied().unwrap_or_default()
}

/// What a JSON reader says, without the line and column that stand elsewhere.
pub fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_glob_is_near_to_what_it_may_mean() {
        let ids = ["nomba/synthetic/revoke/valid-minimal", "moov/synthetic/revoke/method-get"];
        for (glob, near) in [
            ("nomda/*", Some(ids[0])),
            ("*/valid-minimall", Some(ids[0])),
            ("moov/*/revoke/mehod-?et", Some(ids[1])),
            ("infisical/*", None),
            ("*/nothing-like-it", None),
        ] {
            assert_eq!(closest(glob, ids), near, "{glob}");
        }
    }
}
