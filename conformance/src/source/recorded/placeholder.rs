//! What a placeholder of a recording stands for.

use serde_json::Value;
use specs::contract::{Operation, SchemaId, Schemas, Shape};

use super::super::Inputs;
use super::super::synthetic::made_unknown;
use crate::case::{Manner, Piece, Slot};
use crate::fill::as_text;
use crate::nearest::did_you_mean;
use crate::values::{Extent, Maker, Rng};

/// Reads the placeholders of one entry.
pub(super) struct Placeholders<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) operation: &'a Operation,
    /// Fields whose values nobody supplied.
    pub(super) made_up: Vec<String>,
}

impl Placeholders<'_> {
    /// What a placeholder stands for.
    ///
    /// # Errors
    ///
    /// What is wrong with it, with a help line.
    pub(super) fn read(&mut self, name: &str, manner: Manner) -> Result<Piece, (String, String)> {
        if name == "uuid" {
            return Ok(Piece::Slot(Slot::Fresh));
        }
        if let Some(scheme) = name.strip_prefix("wrong:") {
            self.scheme(scheme)?;
            return Ok(Piece::Slot(Slot::Wrong(scheme.to_owned())));
        }
        if let Some(field) = name.strip_prefix("unknown:") {
            let schema = self.field(field)?;
            return Ok(Piece::Slot(self.unknown(field, schema)));
        }
        if let Some(field) = name.strip_prefix("others:") {
            self.field(field)?;
            return Ok(Piece::Slot(Slot::Others(field.to_owned())));
        }
        if self.inputs.fixtures.signs_header(name) {
            return Ok(Piece::Slot(Slot::Signed));
        }
        if self.inputs.contract.scheme(name).is_some() {
            return Ok(Piece::Slot(Slot::Credential(name.to_owned())));
        }
        if self.inputs.fixtures.is_live(name) {
            return Ok(Piece::Slot(Slot::Live(name.to_owned())));
        }
        if let Some(value) = self.inputs.fixtures.value(name) {
            return Ok(Piece::Text(manner.write(&as_text(value))));
        }
        let schema = self.field(name)?;
        let value = self.made(name, schema)?;
        Ok(Piece::Text(manner.write(&as_text(&value))))
    }

    fn scheme(&self, name: &str) -> Result<(), (String, String)> {
        let schemes = &self.inputs.contract.schemes;
        match self.inputs.contract.scheme(name) {
            Some(_) => Ok(()),
            None => {
                let known = schemes.iter().map(|scheme| scheme.name.as_str());
                let help = did_you_mean(name, known);
                let help =
                    help.unwrap_or_else(|| "name a security scheme of the document".to_owned());
                Err((format!("the document has no security scheme `{name}`"), help))
            }
        }
    }

    /// The schema of a parameter or of a member of the body.
    fn field(&self, name: &str) -> Result<SchemaId, (String, String)> {
        let fields = fields(&self.inputs.contract.schemas, self.operation);
        if let Some((_, schema)) = fields.iter().find(|(known, _)| known == name) {
            return Ok(*schema);
        }
        let schemes = self.inputs.contract.schemes.iter().map(|scheme| scheme.name.as_str());
        let known = fields.iter().map(|(known, _)| known.as_str()).chain(schemes);
        let help = did_you_mean(name, known).unwrap_or_else(|| {
            "name a security scheme, a parameter or a member of the body".to_owned()
        });
        Err((format!("unknown placeholder `{{{{{name}}}}}`"), help))
    }

    fn made(&mut self, name: &str, schema: SchemaId) -> Result<Value, (String, String)> {
        let inputs = self.inputs;
        let maker = Maker::for_requests(inputs.judges, &inputs.contract.schemas);
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
        let place = parameter.map_or("body", |parameter| parameter.location.as_str());
        self.made_up.push(format!("{place} {name}"));
        value.ok_or_else(|| {
            let help = format!("supply it with --value {name}=VALUE");
            (format!("no value can be made for `{name}`"), help)
        })
    }

    fn unknown(&self, field: &str, schema: SchemaId) -> Slot {
        let maker = Maker::for_requests(self.inputs.judges, &self.inputs.contract.schemas);
        let otherwise = made_unknown(&maker, schema, &Value::Null, &mut self.rng(field));
        Slot::Unknown { field: field.to_owned(), schema, otherwise }
    }

    fn rng(&self, field: &str) -> Rng {
        let contract = &self.inputs.contract.id;
        Rng::labelled(
            self.inputs.seed,
            &format!("{contract}/{}/recorded/{field}", self.operation.id),
        )
    }
}

/// The parameters and top-level body members of an operation.
fn fields(schemas: &Schemas, operation: &Operation) -> Vec<(String, SchemaId)> {
    let mut fields: Vec<(String, SchemaId)> = operation
        .parameters
        .iter()
        .map(|parameter| (parameter.name.clone(), parameter.schema))
        .collect();
    let content = operation.body.iter().flat_map(|body| &body.content);
    for schema in content.filter_map(|media_type| media_type.schema) {
        if let Shape::Object { properties, .. } = &schemas.get(schemas.resolve(schema)).shape {
            fields
                .extend(properties.iter().map(|property| (property.name.clone(), property.schema)));
        }
    }
    fields
}
