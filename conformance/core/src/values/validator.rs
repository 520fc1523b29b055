//! The bundled JSON Schema of a contract's schema, compiled: it decides whether a value is valid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use specs::contract::{SchemaId, Schemas};

/// A compiled schema. Formats are validated.
#[derive(Debug)]
pub struct Validator {
    /// `None` where the schema is not a valid JSON Schema: such a validator accepts nothing and has no
    /// error.
    validator: Option<jsonschema::Validator>,
}

/// A violation of a schema by a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// The location in the value, as a JSON Pointer.
    pub pointer: String,
    /// The violated keyword.
    pub keyword: String,
    /// The location of the rule in the bundled schema, as a JSON Pointer.
    pub rule: String,
    /// A description without the value itself.
    pub message: String,
}

impl Validator {
    /// Compiles the schema of this id.
    pub fn new(schemas: &Schemas, id: SchemaId) -> Self {
        Self::from_schema(&schemas.json_schema(id))
    }

    /// Compiles a JSON Schema 2020-12 value.
    pub fn from_schema(schema: &Value) -> Self {
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(schema)
            .ok();
        Self { validator }
    }

    /// Whether the value is known to be valid.
    pub fn accepts(&self, value: &Value) -> bool {
        self.validator.as_ref().is_some_and(|validator| validator.is_valid(value))
    }

    /// Whether the value is known to be invalid.
    pub fn refuses(&self, value: &Value) -> bool {
        self.validator.as_ref().is_some_and(|validator| !validator.is_valid(value))
    }

    /// All violations by the value.
    pub fn errors(&self, value: &Value) -> Vec<SchemaError> {
        // Whether a value is valid is faster to decide than what is wrong with it.
        let Some(validator) =
            self.validator.as_ref().filter(|validator| !validator.is_valid(value))
        else {
            return Vec::new();
        };
        validator
            .iter_errors(value)
            .map(|error| SchemaError {
                pointer: error.instance_path().as_str().to_owned(),
                keyword: error.kind().keyword().to_owned(),
                rule: error.schema_path().as_str().to_owned(),
                message: error.masked().to_string(),
            })
            .collect()
    }
}

/// Compiled schemas of one contract, each compiled once.
#[derive(Debug, Default)]
pub struct Validators {
    compiled: Mutex<HashMap<SchemaId, Arc<Validator>>>,
}

impl Validators {
    /// The validator of this schema.
    pub fn of(&self, schemas: &Schemas, id: SchemaId) -> Arc<Validator> {
        let compiled = || self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled().get(&id) {
            return Arc::clone(validator);
        }
        // Compiled without the lock: large schemas take long, and other threads need not wait.
        let validator = Arc::new(Validator::new(schemas, id));
        Arc::clone(compiled().entry(id).or_insert(validator))
    }
}
