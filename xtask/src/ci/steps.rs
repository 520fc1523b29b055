//! The steps of `ci`, as data.

use std::path::Path;

use self::Work::{Cargo, CargoWith, Own};
use crate::cargo::{self, cargo};
use crate::failure::Failure;
use crate::{generate, tidy};

/// Something that must pass.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    pub(super) work: Work,
}

/// What a step does.
pub(super) enum Work {
    /// Runs cargo with these arguments, separated by spaces.
    Cargo(&'static str),
    /// As `Cargo`, with this variable in the environment.
    CargoWith((&'static str, &'static str), &'static str),
    /// Calls another command of this program.
    Own(fn(&Path) -> Result<u8, Failure>),
}

/// All steps. Those that are quick, or whose failure makes later ones fail, come first; the conformance
/// run is last.
pub(super) const STEPS: &[Step] = &[
    Step { name: "format", what: "cargo fmt changes nothing", work: Cargo("fmt --all --check") },
    Step {
        name: "tidy",
        what: "the project's own rules are kept",
        work: Own(|root| tidy::run(root, &tidy::Args::default())),
    },
    Step {
        name: "gen",
        what: "generated/ is what the specs make",
        work: Own(|root| generate::run(root, &generate::Args::check())),
    },
    Step {
        name: "clippy",
        what: "no warning anywhere",
        work: Cargo("clippy --workspace --all-targets -- -D warnings"),
    },
    Step {
        name: "codegen-library",
        what: "the generator without its command line",
        work: Cargo("clippy -p codegen --lib --no-default-features -- -D warnings"),
    },
    Step {
        name: "runtime-base",
        what: "the runtime of generated crates without any feature",
        work: Cargo(
            "clippy -p specwright-runtime --all-targets --no-default-features -- -D warnings",
        ),
    },
    Step {
        name: "runtime-server",
        what: "the runtime of generated crates with the feature server alone",
        work: Cargo(
            "clippy -p specwright-runtime --all-targets --no-default-features --features server -- -D warnings",
        ),
    },
    Step {
        name: "runtime-client",
        what: "the runtime of generated crates with the feature client alone",
        work: Cargo(
            "clippy -p specwright-runtime --all-targets --no-default-features --features client -- -D warnings",
        ),
    },
    Step {
        name: "runtime-signatures",
        what: "the runtime of generated crates with the feature signatures alone",
        work: Cargo(
            "clippy -p specwright-runtime --all-targets --no-default-features --features signatures -- -D warnings",
        ),
    },
    Step {
        name: "runtime-schemars",
        what: "the runtime of generated crates with the feature schemars alone",
        work: Cargo(
            "clippy -p specwright-runtime --all-targets --no-default-features --features schemars -- -D warnings",
        ),
    },
    Step {
        name: "generated-models",
        what: "generated without any feature",
        work: Cargo("clippy -p generated --no-default-features -- -D warnings"),
    },
    Step {
        name: "generated-server",
        what: "generated with the feature server alone",
        work: Cargo("clippy -p generated --no-default-features --features server -- -D warnings"),
    },
    Step {
        name: "generated-client",
        what: "generated with the feature client alone",
        work: Cargo("clippy -p generated --no-default-features --features client -- -D warnings"),
    },
    Step {
        name: "generated-signatures",
        what: "generated with the feature signatures alone",
        work: Cargo(
            "clippy -p generated --no-default-features --features signatures -- -D warnings",
        ),
    },
    Step {
        name: "generated-schemars",
        what: "generated with the feature schemars alone",
        work: Cargo("clippy -p generated --no-default-features --features schemars -- -D warnings"),
    },
    Step {
        name: "test",
        what: "every test passes; a snapshot that differs is a failure",
        work: CargoWith(("INSTA_UPDATE", "no"), "test --workspace --lib --bins --tests"),
    },
    Step {
        name: "doctest",
        what: "every example in the docs runs",
        work: Cargo("test --workspace --doc"),
    },
    Step {
        name: "doc",
        what: "the docs build without a warning",
        work: CargoWith(("RUSTDOCFLAGS", "-D warnings"), "doc --workspace --no-deps"),
    },
    Step {
        name: "conformance",
        what: "the reference server conforms",
        work: Cargo("run --package conformance -- run"),
    },
];

impl Step {
    /// Does the work in the workspace; the exit code.
    pub(super) fn run(&self, root: &Path) -> Result<u8, Failure> {
        let mut command = cargo();
        match self.work {
            Own(work) => return work(root),
            Cargo(arguments) => command.args(arguments.split(' ')),
            CargoWith((name, value), arguments) => {
                command.args(arguments.split(' ')).env(name, value)
            }
        };
        cargo::run(command.current_dir(root))
    }
}
