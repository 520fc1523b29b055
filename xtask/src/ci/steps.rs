//! The steps of `ci`, as data.

use std::path::Path;

use crate::cargo::{self, cargo};
use crate::failure::Failure;
use crate::{generate, tidy};

/// Something that must pass.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    /// Does the work in the workspace; the exit code.
    pub(super) work: fn(&Path) -> Result<u8, Failure>,
}

/// All steps. What is quick, or what spoils all that follows, comes first; the run of the harness last.
pub(super) const STEPS: &[Step] = &[
    Step {
        name: "format",
        what: "cargo fmt changes nothing",
        work: |root| run(root, "fmt --all --check", NONE),
    },
    Step {
        name: "tidy",
        what: "the rules of the house hold",
        work: |root| tidy::run(root, &tidy::Args::default()),
    },
    Step {
        name: "gen",
        what: "generated/ is what the specs make",
        work: |root| generate::run(root, &generate::Args::check()),
            )
        },
    },
    Step {
        name: "clippy",
        what: "no warning anywhere",
        work: |root| {
            run(
                root,
                "clippy --workspace --all-targets -- -D warnings",
                NONE,
            )
        },
    },
    Step {
        name: "generated-models",
        what: "generated without any feature",
        work: |root| {
            run(
                root,
                "clippy -p generated --no-default-features -- -D warnings",
                NONE,
            )
        },
    },
    Step {
        name: "generated-server",
        what: "generated with the feature server alone",
        work: |root| generated_with(root, "server"),
    },
    Step {
        name: "generated-client",
        what: "generated with the feature client alone",
        work: |root| generated_with(root, "client"),
    },
    Step {
        name: "generated-schemars",
        what: "generated with the feature schemars alone",
        work: |root| generated_with(root, "schemars"),
    },
    Step {
        name: "test",
        what: "every test passes; a snapshot that differs is a failure",
        work: |root| {
            run(
                root,
                "test --workspace --lib --bins --tests",
                SNAPSHOTS_AS_THEY_ARE,
            )
        },
    },
    Step {
        name: "doctest",
        what: "every example in the docs runs",
        work: |root| run(root, "test --workspace --doc", NONE),
    },
    Step {
        name: "doc",
        what: "the docs build without a warning",
        work: |root| {
            run(
                root,
                "doc --workspace --no-deps",
                &[("RUSTDOCFLAGS", "-D warnings")],
            )
        },
    },
    Step {
        name: "conformance",
        what: "the reference server conforms",
        work: |root| run(root, "run --package conformance -- run", NONE),
    },
];

type Environment = &'static [(&'static str, &'static str)];

const NONE: Environment = &[];
const SNAPSHOTS_AS_THEY_ARE: Environment = &[("INSTA_UPDATE", "no")];

fn run(root: &Path, words: &str, environment: Environment) -> Result<u8, Failure> {
    let environment = environment.iter().copied();
    cargo::run(
        cargo()
            .current_dir(root)
            .args(words.split(' '))
            .envs(environment),
    )
}

fn generated_with(root: &Path, feature: &str) -> Result<u8, Failure> {
    let words = format!("clippy -p generated --no-default-features --features {feature}");
    run(root, &(words + " -- -D warnings"), NONE)
}
