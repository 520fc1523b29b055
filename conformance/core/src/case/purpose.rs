//! What a case adds to the others of its kind.

/// What a case adds to the others of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// It exercises a rule of the document or of HTTP.
    #[default]
    Rule,
    /// It is the plain valid request, written in another way that means the same.
    Equivalent,
}

/// The prefix of the variant in the ids of equivalent cases.
const EQUIVALENT: &str = "valid-same-";

impl Purpose {
    /// The purpose of a recorded case, whose variant is the name of its entry.
    pub fn of_recorded(variant: &str) -> Self {
        if variant.starts_with(EQUIVALENT) { Self::Equivalent } else { Self::Rule }
    }

    /// The variant of a case with this purpose and name.
    pub fn variant(self, name: &str) -> String {
        match self {
            Self::Rule => name.to_owned(),
            Self::Equivalent => format!("{EQUIVALENT}{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Purpose;

    #[test]
    fn recorded_equivalent_cases_keep_their_purpose() {
        for purpose in [Purpose::Rule, Purpose::Equivalent] {
            assert_eq!(Purpose::of_recorded(&purpose.variant("accept-missing")), purpose);
        }
    }
}
