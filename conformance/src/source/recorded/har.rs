//! The part of HAR 1.2 that matters here. Everything else in a file is ignored.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Har {
    pub(super) log: Log,
}

#[derive(Debug, Deserialize)]
pub(super) struct Log {
    pub(super) version: String,
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    #[serde(rename = "_provenance", default)]
    pub(super) provenance: String,
    #[serde(rename = "_name")]
    pub(super) name: Option<String>,
    #[serde(rename = "_cause")]
    pub(super) cause: Option<String>,
    #[serde(rename = "_replay")]
    pub(super) replay: Option<bool>,
    pub(super) request: Request,
    pub(super) response: Response,
}

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) url: String,
    #[serde(default)]
    pub(super) headers: Vec<Pair>,
    #[serde(rename = "postData")]
    pub(super) post_data: Option<PostData>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Pair {
    pub(super) name: String,
    #[serde(default)]
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PostData {
    #[serde(default)]
    pub(super) mime_type: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) params: Vec<Pair>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Response {
    pub(super) status: u16,
}
