//! One TLS configuration for both transports: the ring provider, the system's certificates, and those
//! of the user.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::{ConfigVerifierExt as _, Verifier};

/// Installs the process's TLS provider, once.
pub fn install_provider() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // An error only means that a provider is already installed, which is fine.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

/// The trusted certificates: the system's, and those of a file.
#[derive(Debug, Clone, Default)]
pub struct Trust(Option<Arc<rustls::ClientConfig>>);

impl Trust {
    /// The system's and those of a file in PEM form.
    ///
    /// # Errors
    ///
    /// The file with what is wrong with it.
    pub fn with_file(file: &Path) -> Result<Self, String> {
        let messages = |why: String| format!("{}: {why}", file.display());
        let bytes =
            std::fs::read(file).map_err(|error| messages(format!("cannot be read: {error}")))?;
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
        let certificates =
            certificates.map_err(|error| messages(format!("not valid PEM: {error}")))?;
        if certificates.is_empty() {
            let help = "name a file with `-----BEGIN CERTIFICATE-----` in it";
            return Err(messages(format!("there is no certificate in it\n  help: {help}")));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let usual =
            Verifier::new_with_extra_roots(certificates.iter().cloned(), Arc::clone(&provider))
                .map_err(|error| messages(error.to_string()))?;
        let verifier = Known { usual, certificates };
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| messages(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Self(Some(Arc::new(config))))
    }

    /// The configuration, unless it is the system's alone.
    pub(super) fn special(&self) -> Option<rustls::ClientConfig> {
        self.0.as_deref().cloned()
    }

    /// The configuration of the raw transport.
    pub(super) fn config(&self) -> Result<Arc<rustls::ClientConfig>, String> {
        self.0.clone().map_or_else(of_the_system, Ok)
    }
}

/// The configuration with the system's certificates alone, made once: it reads all of them.
fn of_the_system() -> Result<Arc<rustls::ClientConfig>, String> {
    static MADE: OnceLock<Result<Arc<rustls::ClientConfig>, String>> = OnceLock::new();
    let make = || {
        install_provider();
        let made = rustls::ClientConfig::with_platform_verifier();
        made.map(Arc::new).map_err(|error| error.to_string())
    };
    MADE.get_or_init(make).clone()
}

/// The usual verification, and for a certificate of the file itself its own: a self-signed one has no
/// authority, and is trusted because it is in the file. Its name must match nevertheless.
#[derive(Debug)]
struct Known {
    usual: Verifier,
    certificates: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Known {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let usual = self.usual.verify_server_cert(certificate, others, name, ocsp, now);
        // An authority may not be a server certificate (RFC 5280 §4.2.1.9); what most tools make as
        // self-signed is marked as an authority. Webpki has no variant for that.
        let is_own = matches!(
            &usual,
            Err(Error::InvalidCertificate(
                CertificateError::Other(_) | CertificateError::UnknownIssuer
            ))
        ) && self.certificates.iter().any(|known| known == certificate);
        if !is_own {
            return usual;
        }
        let parsed = rustls::server::ParsedCertificate::try_from(certificate)?;
        rustls::client::verify_server_name(&parsed, name)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}
