//! Text as the words that its identifiers and sentences are made of.

use super::table::ALLOWED_PHRASES;

/// A word in lower case; `MadeUp`, `made_up` and `made up` have the same two.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment {
    text: String,
    /// Whether nothing but space, `_` or `-` is between it and the word before it.
    follows: bool,
    /// Whether it is part of a phrase that is always allowed.
    allowed: bool,
}

/// The words of a line.
pub(super) fn segments(line: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let (mut previous, mut follows) = (' ', false);
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_alphanumeric() {
            let next_is_lower = characters.peek().is_some_and(|next| next.is_lowercase());
            let hump = c.is_uppercase() && (!previous.is_uppercase() || next_is_lower);
            if !previous.is_alphanumeric() || hump {
                segments.push(Segment { text: String::new(), follows, allowed: false });
                follows = true;
            }
            if let Some(segment) = segments.last_mut() {
                segment.text.extend(c.to_lowercase());
            }
        } else if !matches!(c, ' ' | '_' | '-') {
            follows = false;
        }
        previous = c;
    }
    allow_phrases(&mut segments);
    segments
}

fn allow_phrases(segments: &mut [Segment]) {
    for phrase in ALLOWED_PHRASES {
        let parts: Vec<&str> = phrase.split(' ').collect();
        for start in 0..segments.len() {
            if matches_at(&segments[start..], &parts) {
                segments[start..start + parts.len()].iter_mut().for_each(|one| one.allowed = true);
            }
        }
    }
}

/// The first words that are these parts, as they are in the text; a part that ends in `*` matches
/// every word that begins so.
pub(super) fn find(segments: &[Segment], parts: &[&str]) -> Option<String> {
    let mut starts = 0..segments.len();
    let start = starts.find(|start| matches_at(&segments[*start..], parts))?;
    let found = segments[start..].iter().take(parts.len()).map(|one| one.text.as_str());
    Some(found.collect::<Vec<_>>().join(" "))
}

fn matches_at(segments: &[Segment], parts: &[&str]) -> bool {
    let matches = |(index, part): (usize, &&str)| {
        let Some(segment) = segments.get(index).filter(|one| !one.allowed) else {
            return false;
        };
        let connected = index == 0 || segment.follows;
        let same = part
            .strip_suffix('*')
            .map_or(segment.text == *part, |start| segment.text.starts_with(start));
        connected && same
    };
    parts.iter().enumerate().all(matches)
}

#[cfg(test)]
mod tests {
    use super::{find, segments};

    #[test]
    fn identifiers_and_sentences_are_cut_into_words() {
        let cases = [
            ("fn read_HTTPBody2(a)", "fn read http body2 a"),
            ("MadeUp, MADE_UP made-up", "made up made up made up"),
            ("nobody's `é`", "nobody s é"),
        ];
        for (line, words) in cases {
            let texts: Vec<String> = segments(line).into_iter().map(|one| one.text).collect();
            assert_eq!(texts.join(" "), words, "{line}");
        }
    }

    #[test]
    fn words_are_found_whole_and_together() {
        let found = |line: &str, parts: &[&str]| find(&segments(line), parts);
        assert_eq!(found("x.spoilt_body", &["spoil*"]), Some("spoilt".to_owned()));
        assert_eq!(found("despoil", &["spoil*"]), None);
        assert_eq!(found("told", &["tol"]), None);
        assert_eq!(found("is MadeUp", &["made", "up"]), Some("made up".to_owned()));
        assert_eq!(found("made. Up", &["made", "up"]), None);
        assert_eq!(found("keep-alive", &["alive"]), None);
        assert_eq!(found("keep alive, is alive", &["alive"]), Some("alive".to_owned()));
    }
}
