//! The file of a report. A document is written to a temporary file and moved into place with the last
//! event, so that no reader sees a part of one; a stream is written in place.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Reporter;
use conformance_core::event::Event;

/// A reporter and its file.
pub struct Destination {
    reporter: Box<dyn Reporter>,
    path: PathBuf,
    /// The temporary file that replaces the file in the end.
    other_resource: Option<NamedTempFile>,
}

impl Destination {
    /// A report whose file is complete or missing.
    ///
    /// # Errors
    ///
    /// Where no file can be created in the same folder.
    pub fn whole(
        path: &Path,
        make: impl FnOnce(Box<dyn Write>) -> Box<dyn Reporter>,
    ) -> io::Result<Self> {
        // A link is kept, and its target is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        // A pipe or a device cannot be replaced.
        if path.metadata().is_ok_and(|known| !known.is_file()) {
            let file = OpenOptions::new().write(true).open(&path)?;
            let reporter = make(Box::new(BufWriter::new(file)));
            return Ok(Self { reporter, path, other_resource: None });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let other_resource = builder().tempfile_in(folder.unwrap_or(Path::new(".")))?;
        let writer = BufWriter::new(other_resource.as_file().try_clone()?);
        Ok(Self { reporter: make(Box::new(writer)), path, other_resource: Some(other_resource) })
    }

    /// A report that is written event by event.
    ///
    /// # Errors
    ///
    /// Where the file cannot be created.
    pub fn stream(
        path: &Path,
        make: impl FnOnce(Box<dyn Write>) -> Box<dyn Reporter>,
    ) -> io::Result<Self> {
        let reporter = make(Box::new(File::create(path)?));
        Ok(Self { reporter, path: path.to_owned(), other_resource: None })
    }

    fn named(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))
    }
}

/// The permissions of new files.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".conformance-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

impl Reporter for Destination {
    fn on_event(&mut self, event: &Event) -> io::Result<()> {
        self.reporter.on_event(event).map_err(|error| self.named(&error))?;
        match (event, self.other_resource.take()) {
            (Event::RunFinished(_), Some(other_resource)) => {
                match other_resource.persist(&self.path) {
                    Ok(_) => Ok(()),
                    Err(error) => Err(self.named(&error.error)),
                }
            }
            (_, other_resource) => {
                self.other_resource = other_resource;
                Ok(())
            }
        }
    }
}
