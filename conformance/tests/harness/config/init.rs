//! `conformance init`: what is written can be planned with, and is never written over anything.

use super::conformance;

#[test]
fn template_can_be_planned() {
    let mut needed = Vec::new();
    for provider in specs::providers::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (code, _, message) = conformance(folder.path(), &["init", "--provider", provider.id]);
        assert_eq!(code, 0, "{message}");
        // The file stands where it is looked for, and has a default target.
        let (code, planned, message) = conformance(folder.path(), &["plan"]);
        assert_eq!(code, 0, "{message}");
        let lines = planned
            .lines()
            .filter(|line| line.contains("requests to") || line.contains("created by"));
        needed.extend(lines.map(str::to_owned));
    }
    insta::assert_snapshot!(needed.join("\n"));
}

#[test]
fn template_for_any_document_can_be_planned() {
    let folder = tempfile::tempdir().unwrap();
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/voucherify.yaml");
    std::fs::copy(spec, folder.path().join("own.yaml")).unwrap();
    let (code, _, message) = conformance(folder.path(), &["init", "--spec", "own.yaml"]);
    assert_eq!(code, 0, "{message}");
    let (code, planned, message) =
        conformance(folder.path(), &["plan", "--config", "conformance.toml"]);
    assert_eq!(code, 0, "{message}");
    assert!(planned.contains("own  Voucherify API"), "{planned}");
}

#[test]
fn existing_file_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("conformance.toml"), "mine").unwrap();
    let read = || std::fs::read_to_string(folder.path().join("conformance.toml")).unwrap();
    let (code, _, message) = conformance(folder.path(), &["init", "--provider", "moov"]);
    assert_eq!((code, read().as_str()), (2, "mine"));
    assert_eq!(
        message,
        "error: conformance.toml already exists\n  help: name another file with --out, or add --force to overwrite it\n"
    );
    let (code, ..) = conformance(folder.path(), &["init", "--provider", "moov", "--force"]);
    assert_eq!(code, 0);
    assert!(read().contains("provider = \"moov\""));
}
