//! Both transports over TLS: a server whose certificate a test authority has signed, which the program is
//! reported as any program is. Only Linux reads it from the environment.

#![cfg(target_os = "linux")]

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::targets;

/// Made for these tests alone; the authority's key is thrown away.
const CERTIFICATE: &[u8] = include_bytes!("tls/server.pem");
const KEY: &[u8] = include_bytes!("tls/server.key");
/// Signed by itself; for 127.0.0.1 alone.
const OWN: (&[u8], &[u8]) = (include_bytes!("tls/own.pem"), include_bytes!("tls/own.key"));
const OWN_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/harness/tls/own.pem");
const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/harness/tls/ca.pem");

const GOOD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

fn acceptor((certificate, key): (&[u8], &[u8])) -> TlsAcceptor {
    conformance_engine::transport::install_provider();
    let chain = vec![CertificateDer::from_pem_slice(certificate).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(key).unwrap();
    let config = rustls::ServerConfig::builder().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()))
}

/// A target that says the same to everybody; it ends with the process.
fn saying(bytes: Vec<u8>) -> SocketAddr {
    saying_as(bytes, (CERTIFICATE, KEY))
}

/// The same with a certificate and its key.
fn saying_as(bytes: Vec<u8>, identity: (&'static [u8], &'static [u8])) -> SocketAddr {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let acceptor = acceptor(identity);
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                if targets::request(&mut stream).await.is_some() {
                    let _ = stream.write_all(&bytes).await;
                    let _ = stream.shutdown().await;
                }
            }
        });
    });
    receiver.recv().unwrap()
}

fn run(target: SocketAddr, authority: Option<&str>) -> (Option<i32>, String) {
    run_with(target, authority, &[])
}

fn run_with(
    target: SocketAddr,
    authority: Option<&str>,
    arguments: &[&str],
) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command
        .args(["run", "--provider", "nomba", "--target", &format!("https://{target}")])
        .args([
            "--only",
            "*/valid-minimal",
            "--only",
            "*/valid-same-accept-missing",
            "--timeout",
            "5",
        ])
        .args(arguments)
        .env("NO_COLOR", "1")
        .env_remove("SSL_CERT_DIR")
        .env_remove("SSL_CERT_FILE");
    if let Some(authority) = authority {
        command.env("SSL_CERT_FILE", authority);
    }
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn both_transports_speak_tls() {
    let (code, text) = run(saying(GOOD.to_vec()), Some(AUTHORITY));
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("2 cases, 2 passed"), "{text}");
}

#[test]
fn the_bytes_after_an_response_are_seen_through_tls() {
    let (code, text) = run(saying([GOOD, b"{\"left\":\"over\"}"].concat()), Some(AUTHORITY));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("bytes after the end of the response: 15 bytes"), "{text}");
}

#[test]
fn an_untrusted_certificate_is_no_finding() {
    let (code, text) = run(saying(GOOD.to_vec()), None);
    assert_eq!(code, Some(5), "{text}");
    assert!(text.contains("2 inconclusive"), "{text}");
    let messages = "help  set the certificate of its authority with --ca FILE (`ca` in the file)";
    assert!(text.contains(messages), "{text}");
}

#[test]
fn an_authority_can_be_named() {
    let (code, text) = run_with(saying(GOOD.to_vec()), None, &["--ca", AUTHORITY]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("2 cases, 2 passed"), "{text}");
}

#[test]
fn a_certificate_that_signed_itself_can_be_named() {
    let (code, text) = run_with(saying_as(GOOD.to_vec(), OWN), None, &["--ca", OWN_FILE]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("2 cases, 2 passed"), "{text}");
    // That one is in a file says nothing of another.
    let (code, text) = run_with(saying(GOOD.to_vec()), None, &["--ca", OWN_FILE]);
    assert_eq!(code, Some(5), "{text}");
}

#[test]
fn a_certificate_of_another_name_is_not_trusted() {
    let address = saying_as(GOOD.to_vec(), OWN);
    let target = format!("https://localhost:{}", address.port());
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .args(["run", "--provider", "nomba", "--target", &target, "--ca", OWN_FILE])
        .args(["--only", "*/valid-minimal", "--timeout", "5"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(5), "{text}");
    assert!(text.contains("certificate"), "{text}");
}
