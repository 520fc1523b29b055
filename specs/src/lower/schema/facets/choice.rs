//! The keywords that apply schemas to the same value.

use super::Facets;
use crate::Pointer;
use crate::keyword::CompositionKeyword;
use crate::lower::schema::parts::Inline;

/// A `oneOf` or `anyOf`.
pub(in crate::lower::schema) struct Choice {
    /// Whether a value satisfies exactly one alternative.
    pub(in crate::lower::schema) exclusive: bool,
    pub(in crate::lower::schema) alternatives: Vec<Pointer>,
    /// Where its discriminator is.
    pub(in crate::lower::schema) discriminator: Option<Pointer>,
}

impl Facets {
    /// Reads a keyword; `pointers` are those of the schemas that its value holds.
    pub(super) fn read_composition(
        &mut self,
        keyword: CompositionKeyword,
        pointers: Vec<Pointer>,
        part: &Inline<'_>,
    ) {
        match keyword {
            // Its schemas are parts beside this one.
            CompositionKeyword::AllOf => {}
            CompositionKeyword::OneOf => self.choose(true, pointers, part),
            CompositionKeyword::AnyOf => self.choose(false, pointers, part),
            // No shape carries these.
            CompositionKeyword::If | CompositionKeyword::Then | CompositionKeyword::Else => {}
            CompositionKeyword::Not => self.opaque = Some("`not` excludes values"),
        }
    }

    fn choose(&mut self, exclusive: bool, alternatives: Vec<Pointer>, part: &Inline<'_>) {
        if self.choice.is_some() {
            self.opaque = self.opaque.or(Some("one schema has both `oneOf` and `anyOf`"));
        }
        let discriminator = part.schema.get("discriminator");
        let discriminator = discriminator.map(|_| part.pointer.child("discriminator"));
        self.choice = Some(Choice { exclusive, alternatives, discriminator });
    }
}
