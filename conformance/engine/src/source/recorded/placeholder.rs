//! The placeholders of recordings.

use serde_json::Value;
use specs::Pointer;
use specs::contract::{Operation, SchemaId, Schemas};

use super::super::Inputs;
use super::super::synthetic::made_unknown;
use conformance_core::case::{Capture, Manner, Piece, Slot, Source};
use conformance_core::exchange::RequestPart;
use conformance_core::nearest::did_you_mean;
use conformance_core::values::as_text;
use conformance_core::values::{Extent, Maker, Rng};

/// Reads the placeholders of one entry.
pub(super) struct Placeholders<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) operation: &'a Operation,
    /// Fields whose values are not supplied.
    pub(super) generated_values: Vec<RequestPart>,
    /// Whether missing values are recorded as missing, and not generated.
    pub(super) tolerant: bool,
    /// Whether placeholders stay as they are, since nothing is sent.
    pub(super) frozen: bool,
    /// The missing values: the placeholder, and how to supply it.
    pub(super) missing: Vec<String>,
}

impl Placeholders<'_> {
    /// The slot of a placeholder.
    ///
    /// # Errors
    ///
    /// What is wrong with it, with a help line.
    pub(super) fn read(&mut self, name: &str, manner: Manner) -> Result<Piece, (String, String)> {
        if self.frozen {
            return Ok(Piece::Text(format!("{{{{{name}}}}}")));
        }
        match self.slot(name) {
            Ok(Some(slot)) => return Ok(Piece::Slot(slot)),
            Ok(None) => {}
            Err(_) if self.tolerant => return Ok(self.note_missing(name)),
            Err(wrong) => return Err(wrong),
        }
        if let Some(value) = self.inputs.fixtures.value(name) {
            return Ok(Piece::Text(manner.write(&as_text(value))));
        }
        if self.tolerant {
            return Ok(self.note_missing(name));
        }
        let schema = self.field(name)?;
        let value = self.made(name, schema)?;
        Ok(Piece::Text(manner.write(&as_text(&value))))
    }

    /// The slot that is filled in when the request is sent; `None` for a fixed value.
    fn slot(&mut self, name: &str) -> Result<Option<Slot>, (String, String)> {
        let (kind, rest) = name.split_once(':').unwrap_or(("", name));
        Ok(Some(match kind {
            "" if name == "uuid" => Slot::Fresh,
            "uuid" if rest == "kept" => Slot::Kept,
            "wrong" => {
                self.scheme(rest)?;
                Slot::Wrong(rest.to_owned())
            }
            "unknown" => {
                let schema = self.field(rest)?;
                self.unknown(rest, schema)
            }
            "others" | "other" | "own" => {
                let field = self.beside(rest).map_or(rest, |(field, _)| field);
                self.field(field)?;
                let slot = match kind {
                    "others" => Slot::Others(field.to_owned()),
                    "other" => Slot::OtherLive(field.to_owned()),
                    _ => Slot::Own(field.to_owned()),
                };
                self.with_member(slot, rest)
            }
            "captured" => Slot::Captured(capture(rest).ok_or_else(|| {
                let help = "write {{captured:STEP:/json/pointer}}, :header:NAME or :location";
                (format!("`{{{{{name}}}}}` is not a value of a response"), help.to_owned())
            })?),
            "" if self.inputs.fixtures.signs_header(name) => Slot::Signed,
            "" if self.inputs.contract.scheme(name).is_some() => {
                if self.tolerant && self.inputs.fixtures.credential(name).is_none() {
                    return Ok(None);
                }
                Slot::Credential(name.to_owned())
            }
            "" if self.inputs.fixtures.is_live(name) => Slot::Live(name.to_owned()),
            "" => match self.beside(name) {
                Some((field, _)) if self.inputs.fixtures.is_live(field) => {
                    self.with_member(Slot::Live(field.to_owned()), name)
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }

    /// The field, and the name of a companion value of its live values.
    fn beside<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        name.rsplit_once('.').filter(|_| self.field(name).is_err())
    }

    fn with_member(&self, slot: Slot, name: &str) -> Slot {
        match self.beside(name) {
            Some((_, member)) => Slot::Beside { of: Box::new(slot), member: member.to_owned() },
            None => slot,
        }
    }

    fn note_missing(&mut self, name: &str) -> Piece {
        let scheme = name.strip_prefix("wrong:").unwrap_or(name);
        let how = match self.inputs.contract.scheme(scheme) {
            Some(scheme) => format!("--auth {}=VALUE", scheme.name),
            None if self.inputs.fixtures.is_live(name) => format!("--live-value {name}=VALUE"),
            None => format!("--value {name}=VALUE or --live-value {name}=VALUE"),
        };
        let messages = format!("no value for `{{{{{name}}}}}`: supply it with {how}");
        if !self.missing.contains(&messages) {
            self.missing.push(messages);
        }
        Piece::Text(format!("{{{{{name}}}}}"))
    }

    fn scheme(&self, name: &str) -> Result<(), (String, String)> {
        let schemes = &self.inputs.contract.schemes;
        match self.inputs.contract.scheme(name) {
            Some(_) => Ok(()),
            None => {
                let known = schemes.iter().map(|scheme| scheme.name.as_str());
                let help = did_you_mean(name, known);
                let help =
                    help.unwrap_or_else(|| "use a security scheme of the document".to_owned());
                Err((format!("the document has no security scheme `{name}`"), help))
            }
        }
    }

    /// The schema of a parameter or of a property of the body.
    fn field(&self, name: &str) -> Result<SchemaId, (String, String)> {
        let fields = fields(&self.inputs.contract.schemas, self.operation);
        if let Some((_, schema)) = fields.iter().find(|(known, _)| known == name) {
            return Ok(*schema);
        }
        let schemes = self.inputs.contract.schemes.iter().map(|scheme| scheme.name.as_str());
        let known = fields.iter().map(|(known, _)| known.as_str()).chain(schemes);
        let help = did_you_mean(name, known).unwrap_or_else(|| {
            "use a security scheme, a parameter or a property of the body".to_owned()
        });
        Err((format!("unknown placeholder `{{{{{name}}}}}`"), help))
    }

    fn made(&mut self, name: &str, schema: SchemaId) -> Result<Value, (String, String)> {
        let inputs = self.inputs;
        let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
        let exemplary = self.operation.parameters.iter().filter(|parameter| parameter.name == name);
        let exemplary = exemplary.flat_map(|parameter| &parameter.examples);
        let in_body = self.operation.body.iter().flat_map(|body| &body.content);
        let in_body = in_body.flat_map(|content| &content.examples);
        let value = exemplary
            .map(|example| Some(&example.value))
            .chain(in_body.map(|example| example.value.get(name)))
            .flatten()
            .find(|value| maker.accepts(schema, value))
            .cloned()
            .or_else(|| maker.make(schema, Extent::Full, &mut self.rng(name)));
        let parameter = self.operation.parameters.iter().find(|parameter| parameter.name == name);
        let part = parameter.map_or_else(|| RequestPart::Body(name.to_owned()), RequestPart::of);
        self.generated_values.push(part);
        value.ok_or_else(|| {
            let help = format!("supply it with --value {name}=VALUE");
            (format!("no value can be generated for `{name}`"), help)
        })
    }

    fn unknown(&self, field: &str, schema: SchemaId) -> Slot {
        let maker = Maker::for_requests(self.inputs.validators, &self.inputs.contract.schemas);
        let otherwise = made_unknown(&maker, schema, &Value::Null, &mut self.rng(field));
        Slot::Unknown { field: field.to_owned(), schema, otherwise, length: None }
    }

    fn rng(&self, field: &str) -> Rng {
        let contract = &self.inputs.contract.id;
        Rng::labelled(
            self.inputs.seed,
            &format!("{contract}/{}/recorded/{field}", self.operation.id),
        )
    }
}

/// `STEP:/pointer`, `STEP:header:NAME` or `STEP:location`.
fn capture(text: &str) -> Option<Capture> {
    let (step, place) = text.split_once(':')?;
    let source = match place.split_once(':') {
        _ if place == "location" => Source::Location,
        Some(("header", name)) => Source::Header(name.to_owned()),
        _ => Source::Body(Pointer::parse(place).filter(|place| !place.as_str().is_empty())?),
    };
    Some(Capture { step: step.parse().ok()?, source, name: place.to_owned(), secret: true })
}

/// The name of the placeholder of a slot.
pub fn name(slot: &Slot) -> String {
    match slot {
        Slot::Live(field) => field.clone(),
        Slot::OtherLive(field) => format!("other:{field}"),
        Slot::Others(field) => format!("others:{field}"),
        Slot::Own(field) => format!("own:{field}"),
        Slot::Unknown { field, .. } => format!("unknown:{field}"),
        Slot::Beside { of, member } => format!("{}.{member}", name(of)),
        Slot::Credential(scheme) => scheme.clone(),
        Slot::Wrong(scheme) => format!("wrong:{scheme}"),
        Slot::Signed => "Signature".to_owned(),
        Slot::Fresh => "uuid".to_owned(),
        Slot::Kept => "uuid:kept".to_owned(),
        Slot::Captured(Capture { step, source, .. }) => match source {
            Source::Body(pointer) => format!("captured:{step}:{pointer}"),
            Source::Header(name) => format!("captured:{step}:header:{name}"),
            Source::Location => format!("captured:{step}:location"),
        },
    }
}

/// The parameters and top-level body properties of an operation.
pub fn fields(schemas: &Schemas, operation: &Operation) -> Vec<(String, SchemaId)> {
    let mut fields: Vec<(String, SchemaId)> = operation
        .parameters
        .iter()
        .map(|parameter| (parameter.name.clone(), parameter.schema))
        .collect();
    let content = operation.body.iter().flat_map(|body| &body.content);
    for schema in content.filter_map(|media_type| media_type.schema) {
        let properties = schemas.shape(schema).properties().iter();
        fields.extend(properties.map(|property| (property.name.clone(), property.schema)));
    }
    fields
}
