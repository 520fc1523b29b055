//! Where the document says it is served.

use crate::Pointer;

/// A base URL, with variables in braces.
#[derive(Debug, Clone)]
pub struct Server {
    /// The URL template, such as `https://{cluster}.voucherify.io`.
    pub url: String,
    /// What it is, CommonMark.
    pub description: Option<String>,
    /// The variables of the template, in the document's order.
    pub variables: Vec<ServerVariable>,
    /// The place of the server object.
    pub pointer: Pointer,
}

/// A variable of a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The name in the braces.
    pub name: String,
    /// The value where none is chosen.
    pub default: String,
    /// The values it may take; empty where any text will do.
    pub values: Vec<String>,
    /// What it chooses, CommonMark.
    pub description: Option<String>,
}

impl Server {
    /// The URL with every variable at its default.
    pub fn default_url(&self) -> String {
        self.variables.iter().fold(self.url.clone(), |url, variable| {
            url.replace(&format!("{{{}}}", variable.name), &variable.default)
        })
    }
}
