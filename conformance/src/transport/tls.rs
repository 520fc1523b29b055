//! One TLS set-up for both transports: the ring provider and the system's trust.

use std::sync::{Arc, OnceLock};

use rustls_platform_verifier::ConfigVerifierExt as _;

/// Installs the process's TLS provider, once.
pub fn install_provider() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // An error only says that a provider is installed already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

/// The client set-up of the raw transport, made once: it reads every certificate of the system.
pub(super) fn client_config() -> Result<Arc<rustls::ClientConfig>, String> {
    static MADE: OnceLock<Result<Arc<rustls::ClientConfig>, String>> = OnceLock::new();
    let make = || {
        install_provider();
        let made = rustls::ClientConfig::with_platform_verifier();
        made.map(Arc::new).map_err(|error| error.to_string())
    };
    MADE.get_or_init(make).clone()
}
