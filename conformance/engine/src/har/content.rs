//! Recorded bodies: as text, as base64, still encoded, truncated, or missing.

use std::io::Read;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Limits;

/// The body of a message. `Debug` shows its size only.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Content {
    /// There is none.
    #[default]
    None,
    /// All of it.
    Whole(Vec<u8>),
    /// Its beginning, and why no more is recorded.
    Cut(Vec<u8>, String),
    /// There was a body, which is not recorded, and why.
    Missing(String),
}

impl Content {
    /// The recorded bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Whole(bytes) | Self::Cut(bytes, _) => bytes,
            Self::None | Self::Missing(_) => &[],
        }
    }

    /// Changes a body that is text.
    pub fn change(&mut self, change: impl FnOnce(&mut String)) {
        let (Self::Whole(bytes) | Self::Cut(bytes, _)) = self else { return };
        match String::from_utf8(std::mem::take(bytes)) {
            Ok(mut text) => {
                change(&mut text);
                *bytes = text.into_bytes();
            }
            Err(error) => *bytes = error.into_bytes(),
        }
    }

    /// Why it is incomplete.
    pub fn lacks(&self) -> Option<&str> {
        match self {
            Self::Cut(_, why) | Self::Missing(why) => Some(why),
            Self::None | Self::Whole(_) => None,
        }
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.lacks() {
            Some(why) => write!(f, "Content({} bytes, {why})", self.bytes().len()),
            None => write!(f, "Content({} bytes)", self.bytes().len()),
        }
    }
}

/// The text of a `content` or `postData` as bytes.
///
/// # Errors
///
/// If it is invalid base64.
pub(super) fn bytes(text: &str, encoding: Option<&str>) -> Result<Vec<u8>, String> {
    match encoding {
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => {
            let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            STANDARD
                .decode(packed)
                .map_err(|error| format!("no base64: {error}").trim_end_matches('.').to_owned())
        }
        _ => Ok(text.as_bytes().to_vec()),
    }
}

/// The body with its content codings undone. Browsers undo them and keep the header, proxies may not:
/// what cannot be decoded is considered decoded already, unless it is not text either.
pub fn decoded(bytes: Vec<u8>, codings: Option<&str>, limits: Limits) -> Content {
    let codings = codings.unwrap_or_default().to_ascii_lowercase();
    let mut content = bytes;
    // RFC 9110 §8.4: in the order in which they were applied.
    for coding in codings.split(',').map(str::trim).rev() {
        content = match undone(&content, coding, limits.content) {
            Undone::Plain(plain) => plain,
            Undone::TooLong => {
                let why = format!("longer than {} bytes when decoded", limits.content);
                return Content::Missing(why);
            }
            Undone::Not if std::str::from_utf8(&content).is_ok() => return Content::Whole(content),
            Undone::Not => return Content::Missing(format!("cannot be decoded as `{coding}`")),
        };
    }
    Content::Whole(content)
}

enum Undone {
    Plain(Vec<u8>),
    /// It does not have this coding.
    Not,
    TooLong,
}

fn undone(coded: &[u8], coding: &str, limit: usize) -> Undone {
    match coding {
        "" | "identity" => Undone::Plain(coded.to_vec()),
        _ if coded.is_empty() => Undone::Plain(Vec::new()),
        "gzip" | "x-gzip" => bounded(flate2::read::MultiGzDecoder::new(coded), limit),
        // RFC 9110 §8.4.1.2: zlib; some send bare deflate.
        "deflate" => match bounded(flate2::read::ZlibDecoder::new(coded), limit) {
            Undone::Not => bounded(flate2::read::DeflateDecoder::new(coded), limit),
            other => other,
        },
        "br" => bounded(brotli_decompressor::Decompressor::new(coded, 4096), limit),
        _ => Undone::Not,
    }
}

fn bounded(reader: impl Read, limit: usize) -> Undone {
    let mut plain = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match reader.take(most).read_to_end(&mut plain) {
        Ok(length) if length > limit => Undone::TooLong,
        Ok(_) => Undone::Plain(plain),
        Err(_) => Undone::Not,
    }
}

/// Whether a recording says that the body was longer than what it holds.
pub(super) fn cut(content: Content, size: Option<f64>, comment: Option<&str>) -> Content {
    let Content::Whole(bytes) = content else { return content };
    // Sizes count the bytes on the wire, in their own charset and coding; JSON that parses is complete.
    let is_whole = serde_json::from_slice::<Value>(&bytes).is_ok();
    let said = comment.is_some_and(|words| words.to_ascii_lowercase().contains("truncated"));
    match size {
        Some(size) if size > bytes.len() as f64 && !is_whole => {
            let why = format!("{} of {size} bytes are recorded", bytes.len());
            Content::Cut(bytes, why)
        }
        _ if said && !is_whole => {
            Content::Cut(bytes, "the recording says that it is truncated".into())
        }
        _ => Content::Whole(bytes),
    }
}
