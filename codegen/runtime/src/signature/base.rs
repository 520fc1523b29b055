//! The signature base: what is signed (RFC 9421 §2.5).

use sfv::{FieldType as _, InnerList, List, ListEntry};

use super::{Component, ComponentCase, Message, Profile, SignatureError};

/// No message needs more components; each costs a search.
pub(super) const MOST_COMPONENTS: usize = 64;

/// Components and parameters, as in `Signature-Input`.
pub(super) fn serialized(list: &InnerList) -> Option<String> {
    let list: List = vec![ListEntry::InnerList(list.clone())];
    list.serialize()
}

/// The lines that are signed, without a line break at the end.
pub(super) fn base(
    list: &InnerList,
    message: &Message<'_>,
    profile: &Profile,
) -> Result<String, SignatureError> {
    if list.items.len() > MOST_COMPONENTS {
        return Err(SignatureError::Malformed("signature-input"));
    }
    let mut base = String::new();
    let mut seen: Vec<Component> = Vec::new();
    for item in &list.items {
        let component = Component::of(item.clone())?;
        // §2.1: names are in lower case.
        let is_upper = component.name().bytes().any(|byte| byte.is_ascii_uppercase());
        if is_upper && profile.component_case == ComponentCase::Lower {
            return Err(SignatureError::BadComponent(component.to_string()));
        }
        if seen.iter().any(|other| other.is_like(&component)) {
            return Err(SignatureError::Twice(component.to_string()));
        }
        let value = component.value(message, profile)?;
        let value = value.ok_or_else(|| SignatureError::Absent(component.to_string()))?;
        base.push_str(&format!("{component}: {value}\n"));
        seen.push(component);
    }
    let input = serialized(list).ok_or(SignatureError::Malformed("signature-input"))?;
    base.push_str(&format!("\"@signature-params\": {input}"));
    Ok(base)
}
