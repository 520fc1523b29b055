//! The boundaries, as data.

/// A part of the workspace, and what its code must not name.
pub(super) struct Boundary {
    /// How the paths of its files begin; empty for all files.
    pub(super) within: &'static str,
    /// How the paths begin of those files that are not part of it.
    pub(super) except: &'static [&'static str],
    /// Whether test code is part of it.
    pub(super) in_tests: bool,
    /// Paths of Rust, whole or in part: `std::fs`, `Instant::now`, `HashMap`.
    pub(super) excluded: &'static [&'static str],
    /// Why, for the message.
    pub(super) because: &'static str,
}

/// What depends on the machine, the time or the order of hashes.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "HashMap",
    "HashSet",
];

pub(super) const BOUNDARIES: &[Boundary] = &[
    Boundary {
        within: "",
        except: &["specs/"],
        in_tests: true,
        excluded: &["openapiv3", "saphyr_parser"],
        because: "only specs/ reads OpenAPI documents",
    },
    Boundary {
        within: "",
        except: &["specs/src/yaml.rs", "specs/src/yaml/"],
        in_tests: true,
        excluded: &["serde_yaml"],
        because: "only specs/src/yaml.rs and specs/src/yaml/ read YAML",
    },
    Boundary {
        within: "codegen/src/",
        // The sink and the command line read and write files.
        except: &["codegen/src/sink", "codegen/src/cli", "codegen/src/main.rs"],
        in_tests: false,
        excluded: IMPURE,
        because: "the same contracts give the same output everywhere",
    },
    Boundary {
        within: "conformance/core/src/",
        except: &["conformance/core/src/checks"],
        in_tests: false,
        excluded: &[
            "std::fs",
            "std::net",
            "std::env",
            "Instant::now",
            "SystemTime::now",
            "tokio",
            "reqwest",
            "axum",
            "clap",
        ],
        because: "conformance-core works on values, without files, network, clock or environment",
    },
    Boundary {
        within: "conformance/core/src/checks",
        except: &[],
        in_tests: false,
        excluded: IMPURE,
        because: "a check gives the same result for the same exchange everywhere",
    },
];
