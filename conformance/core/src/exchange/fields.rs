//! Header fields as they were received. All names are in one buffer and all values in another: a response may have
//! many of them, and every one is kept.

/// Header fields in the order in which they were received.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields {
    names: String,
    values: Vec<u8>,
    /// Where the name and the value of each field end.
    ends: Vec<(usize, usize)>,
}

impl Fields {
    /// Each name with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let mut begin = (0, 0);
        self.ends.iter().map(move |end| {
            let field = (&self.names[begin.0..end.0], &self.values[begin.1..end.1]);
            begin = *end;
            field
        })
    }

    /// The values of the fields of a name, which is compared without case.
    pub fn of(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let mut begin = (0, 0);
        self.ends.iter().filter_map(move |end| {
            let (start, from) = std::mem::replace(&mut begin, *end);
            // Most names differ in length.
            let is_it =
                end.0 - start == name.len() && self.names[start..end.0].eq_ignore_ascii_case(name);
            is_it.then(|| &self.values[from..end.1])
        })
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(list: I) -> Self {
        let list = list.into_iter();
        let count = list.size_hint().0;
        // As long as most names and values are.
        let (names, values) = (String::with_capacity(16 * count), Vec::with_capacity(32 * count));
        let mut fields = Self { names, values, ends: Vec::with_capacity(count) };
        for (name, value) in list {
            fields.names.push_str(name.as_ref());
            fields.values.extend_from_slice(value.as_ref());
            fields.ends.push((fields.names.len(), fields.values.len()));
        }
        fields
    }
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts = self.iter().map(|(name, value)| (name, super::text(value)));
        f.debug_list().entries(texts).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn fields_stand_as_they_came() {
        let list = [("Date", &b"x"[..]), ("b", b""), ("date", b"\xff")];
        let fields: Fields = list.into_iter().collect();
        assert_eq!(fields.iter().collect::<Vec<_>>(), list);
        assert_eq!(fields.of("DATE").collect::<Vec<_>>(), [&b"x"[..], b"\xff"]);
        assert_eq!(fields.of("c").chain(Fields::default().of("")).count(), 0);
    }
}
