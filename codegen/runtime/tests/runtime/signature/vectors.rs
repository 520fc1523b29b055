//! RFC 9421 Appendix B: every signature there, its base word for word.

use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use super::{CREATED, Request, at, covering, headers};
use specwright_runtime::digest::verify_content_digest;
use specwright_runtime::signature::{
    Algorithm, Message, Parameter, Profile, Signer, SigningKey, Verifier, VerifyingKey,
};

const RSA_PSS: &str = include_str!("pem/rsa-pss.pub.pem");
const P256: &str = include_str!("pem/p256.pub.pem");
/// B.1.5.
const SHARED: &str =
    "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

fn shared() -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(SHARED).unwrap()
}

/// One signature of the appendix.
struct Vector {
    label: &'static str,
    key: VerifyingKey,
    /// What is between the parentheses and after.
    input: &'static str,
    signature: &'static str,
}

impl Vector {
    fn signed(&self, headers: &mut HeaderMap) {
        let (label, input, signature) = (self.label, self.input, self.signature);
        let value = |text: String| HeaderValue::from_str(&text).unwrap();
        headers.insert("signature-input", value(format!("{label}={input}")));
        headers.insert("signature", value(format!("{label}=:{signature}:")));
    }

    /// Verified where the profile demands nothing but the label.
    fn verifier(&self) -> Verifier {
        let profile = Profile { label: self.label.into(), ..covering(&[], &[]) };
        let key = self.key.clone();
        Verifier::new(profile, move |_| Some(key.clone()), at(CREATED))
    }

    fn holds_for(&self, request: &Request) {
        let mut request = request.clone();
        self.signed(&mut request.headers);
        self.verifier().verify(&request.message()).unwrap_or_else(|error| {
            panic!("{}: {error}", self.label);
        });
        request.method = Method::PUT;
        request.headers.insert("host", HeaderValue::from_static("example.org"));
        request.headers.insert("date", HeaderValue::from_static("never"));
        request.uri = Uri::from_static("https://example.org/bar");
        let empty = self.input.starts_with("()");
        assert_eq!(self.verifier().verify(&request.message()).is_ok(), empty, "{}", self.label);
    }
}

#[test]
fn the_signatures_of_requests_hold() {
    let pss = VerifyingKey::from_pem(RSA_PSS, None).unwrap();
    let request = Request::of_rfc();
    let pss = |label, input, signature| Vector { label, key: pss.clone(), input, signature };
    let vectors = [
        pss(
            "sig-b21",
            "();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"",
            "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==",
        ),
        pss(
            "sig-b22",
            "(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473;keyid=\"test-key-rsa-pss\";tag=\"header-example\"",
            "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==",
        ),
        pss(
            "sig-b23",
            "(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\"",
            "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==",
        ),
    ];
    vectors.iter().for_each(|vector| vector.holds_for(&request));
}

#[test]
fn the_signature_of_a_response_holds() {
    let vector = Vector {
        label: "sig-b24",
        key: VerifyingKey::from_pem(P256, None).unwrap(),
        input: "(\"@status\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"",
        signature: "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==",
    };
    let content = b"{\"message\": \"good dog\"}";
    let mut fields = headers(&[
        ("date", "Tue, 20 Apr 2021 02:07:56 GMT"),
        ("content-type", "application/json"),
        (
            "content-digest",
            "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:",
        ),
        ("content-length", "23"),
    ]);
    vector.signed(&mut fields);
    let response = |status| Message::response(status, &fields).with_content(content);
    vector.verifier().verify(&response(StatusCode::OK)).unwrap();
    vector.verifier().verify(&response(StatusCode::CREATED)).unwrap_err();
}

/// B.3: the proxy has added the client's certificate and another host.
#[test]
fn the_signature_of_a_proxy_holds() {
    let vector = Vector {
        label: "ttrp",
        key: VerifyingKey::from_pem(P256, None).unwrap(),
        input: "(\"@path\" \"@query\" \"@method\" \"@authority\" \"client-cert\");created=1618884473;keyid=\"test-key-ecc-p256\"",
        signature: "xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgmizw==",
    };
    let mut request = Request::of_rfc();
    request.uri = Uri::from_static("https://service.internal.example/foo?param=Value&Pet=dog");
    request.headers = headers(&[(
        "client-cert",
        ":MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMMEkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:",
    )]);
    vector.holds_for(&request);
}

/// What a signer of the RFC's key makes of the RFC's request: base, input and signature.
fn made(key: SigningKey, keyid: &str, components: &[&'static str]) -> [String; 3] {
    let profile = covering(components, &[Parameter::Created, Parameter::KeyId]);
    let request = Request::of_rfc();
    let signed = Signer::new(profile, key, keyid, at(CREATED)).sign(&request.message()).unwrap();
    let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
    [text(&signed.signature_input), text(&signed.signature), signed.base]
}

/// B.2.5.
#[test]
fn hmac_signs_as_the_rfc_does() {
    let key = SigningKey::from_secret(&shared()).unwrap();
    let made = made(key, "test-shared-secret", &["date", "@authority", "content-type"]);
    insta::assert_snapshot!(made.join("\n--\n"), @r#"
    sig1=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"
    --
    sig1=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:
    --
    "date": Tue, 20 Apr 2021 02:07:55 GMT
    "@authority": example.com
    "content-type": application/json
    "@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"
    "#);
}

/// B.2.6.
#[test]
fn ed25519_signs_as_the_rfc_does() {
    let key = SigningKey::from_pem(super::ED25519, Some(Algorithm::Ed25519)).unwrap();
    let covered = ["date", "@method", "@path", "@authority", "content-type", "content-length"];
    insta::assert_snapshot!(made(key, "test-key-ed25519", &covered).join("\n--\n"), @r#"
    sig1=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"
    --
    sig1=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:
    --
    "date": Tue, 20 Apr 2021 02:07:55 GMT
    "@method": POST
    "@path": /foo
    "@authority": example.com
    "content-type": application/json
    "content-length": 18
    "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"
    "#);
}

/// The digests that the messages of the appendix carry are right.
#[test]
fn the_digests_hold() {
    let request = Request::of_rfc();
    let field = request.headers["content-digest"].as_bytes();
    assert_eq!(verify_content_digest(field, request.content), Ok(()));
}
