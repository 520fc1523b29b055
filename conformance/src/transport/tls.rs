//! One TLS set-up for both transports: the ring provider, the system's trust, and what the user trusts
//! besides.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls_platform_verifier::{ConfigVerifierExt as _, Verifier};

/// Installs the process's TLS provider, once.
pub fn install_provider() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // An error only says that a provider is installed already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

/// Whose certificates are trusted: the system's, and those of a file.
#[derive(Debug, Clone, Default)]
pub struct Trust(Option<Arc<rustls::ClientConfig>>);

impl Trust {
    /// The system's and those of a file in PEM form.
    ///
    /// # Errors
    ///
    /// The file with what is wrong with it.
    pub fn with_file(file: &Path) -> Result<Self, String> {
        let told = |why: String| format!("{}: {why}", file.display());
        let bytes =
            std::fs::read(file).map_err(|error| told(format!("cannot be read: {error}")))?;
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
        let certificates = certificates.map_err(|error| told(format!("not valid PEM: {error}")))?;
        if certificates.is_empty() {
            let help = "name a file with `-----BEGIN CERTIFICATE-----` in it";
            return Err(told(format!("there is no certificate in it\n  help: {help}")));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier::new_with_extra_roots(certificates, Arc::clone(&provider))
            .map_err(|error| told(error.to_string()))?;
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| told(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Self(Some(Arc::new(config))))
    }

    /// The set-up, where it is not the system's alone.
    pub(super) fn special(&self) -> Option<rustls::ClientConfig> {
        self.0.as_deref().cloned()
    }

    /// The set-up of the raw transport.
    pub(super) fn config(&self) -> Result<Arc<rustls::ClientConfig>, String> {
        self.0.clone().map_or_else(of_the_system, Ok)
    }
}

/// The set-up with the system's trust alone, made once: it reads every certificate of the system.
fn of_the_system() -> Result<Arc<rustls::ClientConfig>, String> {
    static MADE: OnceLock<Result<Arc<rustls::ClientConfig>, String>> = OnceLock::new();
    let make = || {
        install_provider();
        let made = rustls::ClientConfig::with_platform_verifier();
        made.map(Arc::new).map_err(|error| error.to_string())
    };
    MADE.get_or_init(make).clone()
}
