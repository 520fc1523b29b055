//! Reads one HTTP/1.1 response byte by byte, and the bytes after it.

mod head;

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::{Instant, timeout_at};

use conformance_core::exchange::{ExchangeResult, HttpResponse};
use head::{Framing, Head, LONGEST_HEAD};

/// How long to wait for stray bytes on a connection that stays open.
const PATIENCE: Duration = Duration::from_millis(150);
/// The most interim responses (RFC 9110 §15.2) before the final one.
const MOST_INTERIM: usize = 16;

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

/// Why there is no header section.
enum NoHead {
    /// Not a byte came in time.
    Silent,
    /// The connection ended before the first byte.
    Dropped(String),
    /// The bytes are not a header section.
    Broken(String),
}

impl<'a, S: AsyncRead + Unpin> Reader<'a, S> {
    pub(super) fn new(stream: &'a mut S, limit: usize, deadline: Instant) -> Self {
        Self { stream, limit, deadline, buffer: Vec::new() }
    }

    /// The result with the moment of its last byte; `None` if not a byte was received in time.
    pub(super) async fn reply(
        mut self,
        method: &str,
    ) -> Option<(ExchangeResult, std::time::Instant)> {
        let now = std::time::Instant::now;
        let mut response = match self.final_head().await {
            Ok(response) => response,
            Err(NoHead::Silent) => return None,
            Err(NoHead::Dropped(detail)) => {
                return Some((ExchangeResult::Dropped { detail }, now()));
            }
            Err(NoHead::Broken(detail)) => {
                return Some((ExchangeResult::Broken { detail, response: None }, now()));
            }
        };
        let framing = match head::framing(&response, method) {
            Ok(framing) => framing,
            Err(detail) => {
                return Some((ExchangeResult::Broken { detail, response: Some(response) }, now()));
            }
        };
        let ended = match framing {
            Framing::None => Ok(()),
            Framing::Length(length) => self.exactly(length, &mut response).await,
            Framing::Chunked => self.chunks(&mut response).await,
            Framing::UntilClosed => self.until_closed(&mut response).await,
        };
        // The wait for stray bytes is not the target's time.
        let at = now();
        if let Err(detail) = ended {
            let detail = format!("{detail}, after {} bytes of the body", response.body.len());
            return Some((ExchangeResult::Broken { detail, response: Some(response) }, at));
        }
        if !response.over_limit && !matches!(framing, Framing::UntilClosed) {
            response.stray = self.stray().await;
        }
        Some((ExchangeResult::Complete(response), at))
    }

    /// RFC 9110 §15.2: interim responses precede the final one. 101 is final, as no upgrade was
    /// requested.
    async fn final_head(&mut self) -> Result<HttpResponse, NoHead> {
        for _ in 0..=MOST_INTERIM {
            let response = self.head().await?;
            if response.class() != 1 || response.status == 101 {
                return Ok(response);
            }
        }
        Err(NoHead::Broken(format!("more than {MOST_INTERIM} interim responses and no final one")))
    }

    async fn more(&mut self, deadline: Instant) -> Result<(), End> {
        let mut chunk = [0_u8; 8192];
        match timeout_at(deadline, self.stream.read(&mut chunk)).await {
            Err(_) => Err(End::Stalled),
            // Many TLS servers close without a close_notify.
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(End::Closed),
            Ok(Err(error)) => Err(End::Failed(error.to_string())),
            Ok(Ok(0)) => Err(End::Closed),
            Ok(Ok(count)) => {
                self.buffer.extend_from_slice(&chunk[..count]);
                Ok(())
            }
        }
    }

    /// One status line with its header section.
    async fn head(&mut self) -> Result<HttpResponse, NoHead> {
        loop {
            match head::parse(&self.buffer) {
                Head::Whole(length, response) => {
                    self.buffer.drain(..length);
                    return Ok(response);
                }
                Head::Wrong(detail) => return Err(NoHead::Broken(detail)),
                Head::Partial => {}
            }
            let count = self.buffer.len();
            if count > LONGEST_HEAD {
                return Err(NoHead::Broken("the header section has no end".to_owned()));
            }
            match self.more(self.deadline).await {
                Ok(()) => {}
                Err(End::Stalled) if count == 0 => return Err(NoHead::Silent),
                Err(end) if count == 0 => {
                    return Err(NoHead::Dropped(format!("{} without a response", words(&end))));
                }
                Err(end) => {
                    let detail =
                        format!("{} after {count} bytes of the header section", words(&end));
                    return Err(NoHead::Broken(detail));
                }
            }
        }
    }

    async fn exactly(&mut self, length: u64, response: &mut HttpResponse) -> Result<(), String> {
        let wanted = usize::try_from(length).unwrap_or(usize::MAX).min(self.limit);
        response.over_limit = length > self.limit as u64;
        while self.buffer.len() < wanted {
            if let Err(end) = self.more(self.deadline).await {
                response.body = std::mem::take(&mut self.buffer);
                return Err(format!("{} before Content-Length {length} was reached", words(&end)));
            }
        }
        response.body = self.buffer.drain(..wanted).collect();
        Ok(())
    }

    async fn until_closed(&mut self, response: &mut HttpResponse) -> Result<(), String> {
        while self.buffer.len() <= self.limit {
            match self.more(self.deadline).await {
                Ok(()) => {}
                Err(End::Closed) => {
                    response.body = std::mem::take(&mut self.buffer);
                    return Ok(());
                }
                Err(end) => return Err(words(&end)),
            }
        }
        self.buffer.truncate(self.limit);
        response.body = std::mem::take(&mut self.buffer);
        response.over_limit = true;
        Ok(())
    }

    /// RFC 9112 §7.1.
    async fn chunks(&mut self, response: &mut HttpResponse) -> Result<(), String> {
        loop {
            match httparse::parse_chunk_size(&self.buffer) {
                Err(_) => return Err("a chunk size is not a number".to_owned()),
                Ok(httparse::Status::Complete((used, 0))) => {
                    self.buffer.drain(..used);
                    return self.trailers().await;
                }
                Ok(httparse::Status::Complete((used, size))) => {
                    let size = usize::try_from(size).unwrap_or(usize::MAX);
                    if response.body.len().saturating_add(size) > self.limit {
                        response.over_limit = true;
                        return Ok(());
                    }
                    while self.buffer.len() < used + size + 2 {
                        self.more_of_chunks().await?;
                    }
                    response.body.extend_from_slice(&self.buffer[used..used + size]);
                    if self.buffer[used + size..used + size + 2] != *b"\r\n" {
                        return Err("a chunk is longer than its size says".to_owned());
                    }
                    self.buffer.drain(..used + size + 2);
                }
                Ok(httparse::Status::Partial) => self.more_of_chunks().await?,
            }
        }
    }

    /// RFC 9112 §7.1.2: fields after the last chunk, and an empty line.
    async fn trailers(&mut self) -> Result<(), String> {
        loop {
            match head::trailers(&self.buffer)? {
                Some(length) => {
                    self.buffer.drain(..length);
                    return Ok(());
                }
                None if self.buffer.len() > LONGEST_HEAD => {
                    return Err("the trailer section has no end".to_owned());
                }
                None => self.more_of_chunks().await?,
            }
        }
    }

    async fn more_of_chunks(&mut self) -> Result<(), String> {
        let deadline = self.deadline;
        self.more(deadline).await.map_err(|end| format!("{} inside the chunked body", words(&end)))
    }

    /// The bytes after the end of a response.
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
        End::Stalled => "the response stopped coming".to_owned(),
        End::Failed(detail) => detail.clone(),
    }
}
