//! The JSON types that OpenAPI 3.0 names.

/// A value of `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

impl Type {
    const ALL: [Self; 6] =
        [Self::Array, Self::Boolean, Self::Integer, Self::Number, Self::Object, Self::String];

    /// Every type as `type` spells it.
    pub(crate) const NAMES: [&'static str; Self::ALL.len()] = names();

    /// The type of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// How `type` spells it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Array => "array",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Object => "object",
            Self::String => "string",
        }
    }
}

const fn names() -> [&'static str; Type::ALL.len()] {
    let mut names = [""; Type::ALL.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = Type::ALL[index].name();
        index += 1;
    }
    names
}
