//! The layers, as data, from the lowest to the highest.

/// What one package may depend on, for whatever purpose: tests and builds included.
pub(super) struct Layer {
    pub(super) package: &'static str,
    /// The packages of the workspace that it may depend on.
    pub(super) below: &'static [&'static str],
    /// Crates of others that it must not depend on.
    pub(super) excluded: &'static [&'static str],
}

/// The crates of clients, servers and command lines, for packages that work on values.
const INPUT_AND_OUTPUT: &[&str] = &["tokio", "reqwest", "axum", "hyper", "clap"];

const LAYERS: &[Layer] = &[
    Layer { package: "specs", below: &[], excluded: INPUT_AND_OUTPUT },
    // Generated code depends on it, or contains a copy.
    Layer { package: "specwright-runtime", below: &[], excluded: &["clap"] },
    // It embeds the runtime's files, so that its output needs no package of the workspace.
    Layer { package: "codegen", below: &["specs"], excluded: &[] },
    Layer { package: "generated", below: &[], excluded: &["clap"] },
    Layer {
        package: "conformance-core",
        below: &["specs", "specwright-runtime"],
        excluded: INPUT_AND_OUTPUT,
    },
    Layer {
        package: "conformance-engine",
        below: &["conformance-core", "specs", "specwright-runtime"],
        excluded: &["clap"],
    },
    Layer {
        package: "conformance-report",
        below: &["conformance-core", "specs"],
        excluded: INPUT_AND_OUTPUT,
    },
    Layer {
        package: "conformance-testbed",
        below: &[
            "conformance-engine",
            "conformance-core",
            "specs",
            "specwright-runtime",
            "generated",
        ],
        excluded: &["clap"],
    },
    Layer {
        package: "conformance",
        below: &[
            "conformance-testbed",
            "conformance-report",
            "conformance-engine",
            "conformance-core",
            "specs",
            "specwright-runtime",
        ],
        excluded: &[],
    },
    // It repairs `generated` and checks `conformance` while they do not compile.
    Layer { package: "xtask", below: &["specs", "codegen"], excluded: &[] },
];

/// Crates of others that one package alone may depend on, so that they can be exchanged there.
const OWNERS: &[(&str, &str)] =
    &[("openapiv3", "specs"), ("saphyr-parser", "specs"), ("serde_yaml", "specs")];

/// The layer of a package.
pub(super) fn layer(package: &str) -> Option<&'static Layer> {
    LAYERS.iter().find(|layer| layer.package == package)
}

/// The only package that may depend on a crate.
pub(super) fn owner(dependency: &str) -> Option<&'static str> {
    OWNERS.iter().find(|(name, _)| *name == dependency).map(|(_, owner)| *owner)
}

#[cfg(test)]
mod tests {
    use super::LAYERS;

    #[test]
    fn every_layer_is_above_those_that_it_may_depend_on() {
        for (index, layer) in LAYERS.iter().enumerate() {
            let lower: Vec<&str> = LAYERS[..index].iter().map(|lower| lower.package).collect();
            assert!(layer.below.iter().all(|name| lower.contains(name)), "{}", layer.package);
        }
    }
}
