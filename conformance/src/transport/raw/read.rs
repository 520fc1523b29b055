//! Reads one HTTP/1.1 answer byte by byte, and what follows it.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::{Instant, timeout_at};

use crate::exchange::{Answer, Reply};

/// The longest header section that is read, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;
/// How long stray bytes are waited for on a connection that stays open.
const PATIENCE: Duration = Duration::from_millis(150);

pub(super) struct Reader<'a, S> {
    stream: &'a mut S,
    limit: usize,
    deadline: Instant,
    /// What was read and not yet used.
    buffer: Vec<u8>,
}

/// Why no more bytes came.
enum End {
    Closed,
    Stalled,
    Failed(String),
}

/// How the end of the content is told (RFC 9112 §6.3).
enum Framing {
    None,
    Length(u64),
    Chunked,
    UntilClosed,
}

impl<'a, S: AsyncRead + Unpin> Reader<'a, S> {
    pub(super) fn new(stream: &'a mut S, limit: usize, deadline: Instant) -> Self {
        Self { stream, limit, deadline, buffer: Vec::new() }
    }

    /// The reply with the moment of its last byte; `None` where not a byte came in time.
    pub(super) async fn reply(mut self, method: &str) -> Option<(Reply, std::time::Instant)> {
        let mut answer = loop {
            match self.head().await {
                // RFC 9110 §15.2: interim answers come before the final one.
                Ok(answer) if answer.class() == 1 => {}
                Ok(answer) => break answer,
                Err(None) => return None,
                Err(Some(detail)) => {
                    return Some((
                        Reply::Broken { detail, answer: None },
                        std::time::Instant::now(),
                    ));
                }
            }
        };
        let framing = match framing(&answer, method) {
            Ok(framing) => framing,
            Err(detail) => {
                let reply = Reply::Broken { detail, answer: Some(answer) };
                return Some((reply, std::time::Instant::now()));
            }
        };
        let ended = match framing {
            Framing::None => Ok(()),
            Framing::Length(length) => self.exactly(length, &mut answer).await,
            Framing::Chunked => self.chunks(&mut answer).await,
            Framing::UntilClosed => self.until_closed(&mut answer).await,
        };
        // Stray bytes are waited for, which is not the target's time.
        let at = std::time::Instant::now();
        if let Err(detail) = ended {
            let detail = format!("{detail}, after {} bytes of content", answer.body.len());
            return Some((Reply::Broken { detail, answer: Some(answer) }, at));
        }
        if matches!(framing, Framing::None) {
            answer.stray = self.stray().await;
        }
        Some((Reply::Answered(answer), at))
    }

    async fn more(&mut self, deadline: Instant) -> Result<(), End> {
        let mut chunk = [0_u8; 8192];
        match timeout_at(deadline, self.stream.read(&mut chunk)).await {
            Err(_) => Err(End::Stalled),
            // Many TLS servers close without saying so.
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(End::Closed),
            Ok(Err(error)) => Err(End::Failed(error.to_string())),
            Ok(Ok(0)) => Err(End::Closed),
            Ok(Ok(count)) => {
                self.buffer.extend_from_slice(&chunk[..count]);
                Ok(())
            }
        }
    }

    /// One status line with its header section; `Err(None)` where not a byte came in time.
    async fn head(&mut self) -> Result<Answer, Option<String>> {
        loop {
            if let Some((length, answer)) = parse_head(&self.buffer).map_err(Some)? {
                self.buffer.drain(..length);
                return Ok(answer);
            }
            if self.buffer.len() > LONGEST_HEAD {
                return Err(Some("the header section has no end".to_owned()));
            }
            match self.more(self.deadline).await {
                Ok(()) => {}
                Err(End::Stalled) if self.buffer.is_empty() => return Err(None),
                Err(end) => return Err(Some(format!("{} in the header section", words(&end)))),
            }
        }
    }

    async fn exactly(&mut self, length: u64, answer: &mut Answer) -> Result<(), String> {
        let wanted = usize::try_from(length).unwrap_or(usize::MAX).min(self.limit);
        answer.over_limit = length > self.limit as u64;
        while self.buffer.len() < wanted {
            if let Err(end) = self.more(self.deadline).await {
                answer.body = std::mem::take(&mut self.buffer);
                return Err(format!("{} before Content-Length {length} was met", words(&end)));
            }
        }
        answer.body = self.buffer.drain(..wanted).collect();
        Ok(())
    }

    async fn until_closed(&mut self, answer: &mut Answer) -> Result<(), String> {
        while self.buffer.len() <= self.limit {
            match self.more(self.deadline).await {
                Ok(()) => {}
                Err(End::Closed) => {
                    answer.body = std::mem::take(&mut self.buffer);
                    return Ok(());
                }
                Err(end) => return Err(words(&end)),
            }
        }
        self.buffer.truncate(self.limit);
        answer.body = std::mem::take(&mut self.buffer);
        answer.over_limit = true;
        Ok(())
    }

    /// RFC 9112 §7.1.
    async fn chunks(&mut self, answer: &mut Answer) -> Result<(), String> {
        loop {
            match httparse::parse_chunk_size(&self.buffer) {
                Err(_) => return Err("a chunk size is not a number".to_owned()),
                Ok(httparse::Status::Complete((used, 0))) => {
                    self.buffer.drain(..used);
                    return Ok(());
                }
                Ok(httparse::Status::Complete((used, size))) => {
                    let size = usize::try_from(size).unwrap_or(usize::MAX);
                    if answer.body.len().saturating_add(size) > self.limit {
                        answer.over_limit = true;
                        return Ok(());
                    }
                    while self.buffer.len() < used + size + 2 {
                        self.more_of_chunks().await?;
                    }
                    answer.body.extend_from_slice(&self.buffer[used..used + size]);
                    self.buffer.drain(..used + size + 2);
                }
                Ok(httparse::Status::Partial) => self.more_of_chunks().await?,
            }
        }
    }

    async fn more_of_chunks(&mut self) -> Result<(), String> {
        let deadline = self.deadline;
        self.more(deadline)
            .await
            .map_err(|end| format!("{} inside the chunked content", words(&end)))
    }

    /// What follows an answer that has no content.
    async fn stray(&mut self) -> Vec<u8> {
        let patience = self.deadline.min(Instant::now() + PATIENCE);
        while self.buffer.len() < self.limit && self.more(patience).await.is_ok() {}
        self.buffer.truncate(self.limit);
        std::mem::take(&mut self.buffer)
    }
}

fn words(end: &End) -> String {
    match end {
        End::Closed => "the connection was closed".to_owned(),
        End::Stalled => "the answer stopped coming".to_owned(),
        End::Failed(detail) => detail.clone(),
    }
}

fn parse_head(buffer: &[u8]) -> Result<Option<(usize, Answer)>, String> {
    let mut fields = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut fields);
    match response.parse(buffer) {
        Err(error) => Err(format!("the answer is not HTTP/1.1: {error}")),
        Ok(httparse::Status::Partial) => Ok(None),
        Ok(httparse::Status::Complete(length)) => {
            let headers = response
                .headers
                .iter()
                .map(|field| (field.name.to_owned(), field.value.to_vec()))
                .collect();
            let status = response.code.unwrap_or_default();
            Ok(Some((length, Answer { status, headers, ..Answer::default() })))
        }
    }
}

fn framing(answer: &Answer, method: &str) -> Result<Framing, String> {
    if method == "HEAD" || matches!(answer.status, 204 | 304) {
        return Ok(Framing::None);
    }
    let codings: Vec<String> = answer.header_values("transfer-encoding").collect();
    if let Some(last) = codings.last() {
        let chunked = last
            .rsplit(',')
            .next()
            .is_some_and(|coding| coding.trim().eq_ignore_ascii_case("chunked"));
        return Ok(if chunked { Framing::Chunked } else { Framing::UntilClosed });
    }
    let mut lengths: Vec<String> = answer.header_values("content-length").collect();
    lengths.dedup();
    match lengths.as_slice() {
        [] => Ok(Framing::UntilClosed),
        [length] => length
            .parse()
            .map(Framing::Length)
            .map_err(|_| "Content-Length is not a number".to_owned()),
        _ => Err("two different Content-Length fields".to_owned()),
    }
}
