//! Words for messages: what somebody may have meant, and errors of readers without their place.

/// `did you mean …?`, where one of the known names is close.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
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

/// The known id that is the nearest to a glob of ids, if one is near: part by part, where `*` may be
/// anything.
pub(crate) fn closest<'a>(glob: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // More would be nothing that somebody mistyped.
    let room = (glob.len() / 4).max(2);
    let near = known.into_iter().map(|id| (away(glob, id), id));
    near.filter(|(away, _)| *away <= room).min_by_key(|(away, _)| *away).map(|(_, id)| id)
}

fn away(glob: &str, id: &str) -> usize {
    let (mut left, mut right) = (glob.split('/'), id.split('/'));
    let mut sum = 0;
    loop {
        sum += match (left.next(), right.next()) {
            (None, None) => return sum,
            (Some(part), Some(of_id)) if crate::glob::matches(part, of_id) => 0,
            (Some("*"), None) => 0,
            (part, of_id) => {
                let (part, of_id) = (part.unwrap_or_default(), of_id.unwrap_or_default());
                strsim::damerau_levenshtein(part, of_id)
            }
        };
    }
}

/// What a JSON reader says, without the line and column that stand elsewhere.
pub(crate) fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}
