//! The contracts of the five providers, as outlines; and their schemas against their own examples.

use specs::{outline, parse, providers};

fn contract(id: &str) -> specs::Contract {
    let provider = providers::find(id).unwrap();
    let (contract, diagnostics) = parse(provider.id, provider.file, provider.text);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
    contract.unwrap()
}

fn check(id: &str) {
    insta::assert_snapshot!(id, outline(&contract(id)));
}

#[test]
fn pipevest() {
    check("pipevest");
}

#[test]
fn voucherify() {
    check("voucherify");
}

#[test]
fn nomba() {
    check("nomba");
}

#[test]
fn moov() {
    check("moov");
}

#[test]
fn infisical() {
    check("infisical");
}
