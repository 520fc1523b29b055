//! The servers that a document declares.

use crate::Pointer;

/// A base URL, with variables in braces.
#[derive(Debug, Clone)]
pub struct Server {
    /// The URL template, such as `https://{cluster}.voucherify.io`.
    pub url: String,
    /// What it is, CommonMark.
    pub description: Option<String>,
    /// Its name, unique in the document.
    pub name: Option<String>,
    /// The variables of the template, in the document's order.
    pub variables: Vec<ServerVariable>,
    /// The location of the server object.
    pub pointer: Pointer,
}

/// A variable of a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The name in the braces.
    pub name: String,
    /// The default value.
    pub default: String,
    /// The values it may have; empty where every string is allowed.
    pub values: Vec<String>,
    /// What it is for, CommonMark.
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
