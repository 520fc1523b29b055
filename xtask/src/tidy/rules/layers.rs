//! The packages of the workspace in layers: which may depend on which, and on which crates of others.

mod table;

use self::table::{Layer, layer};
use super::{Rule, Violation};
use crate::tidy::tree::{Package, Tree};

pub(super) const RULE: Rule = Rule {
    id: "layers",
    what: "a package depends on packages of the workspace below it only, and on no crate that its layer excludes",
    run,
};

fn run(tree: &Tree) -> Vec<Violation> {
    tree.packages().iter().flat_map(|package| violations(package, tree)).collect()
}

fn violations(package: &Package, tree: &Tree) -> Vec<Violation> {
    let manifest = format!("{}/Cargo.toml", package.folder);
    let Some(layer) = layer(&package.name) else {
        let message =
            format!("package {} is in no layer: add it to the table of `layers`", package.name);
        return vec![Violation::of(&manifest, message)];
    };
    let own = |name: &str| tree.packages().iter().any(|package| package.name == name);
    let wrong = package.dependencies.iter().filter_map(|name| problem(layer, name, own(name)));
    wrong.map(|message| Violation::of(&manifest, message)).collect()
}

/// Why a package of this layer must not depend on a crate, which is of the workspace or not.
fn problem(layer: &Layer, dependency: &str, own: bool) -> Option<String> {
    let name = layer.package;
    if own {
        let allowed = layer.below.contains(&dependency);
        return (!allowed)
            .then(|| format!("{name} must not depend on {dependency}: it is not below it"));
    }
    if layer.excluded.contains(&dependency) {
        return Some(format!("{name} must not depend on {dependency}: its layer excludes it"));
    }
    let owner = table::owner(dependency).filter(|owner| *owner != name)?;
    Some(format!("{name} must not depend on {dependency}: only {owner} may"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::tidy::rules::tests::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn accepts_dependencies_on_lower_layers() {
        let tree = Tree::default()
            .with_package("specs", &["serde", "openapiv3", "saphyr-parser", "serde_yaml"])
            .with_package_in("specwright-runtime", "codegen/runtime", &["axum", "reqwest"])
            .with_package("generated", &["axum", "reqwest"])
            .with_package("codegen", &["specs", "syn"])
            .with_package_in(
                "conformance-core",
                "conformance/core",
                &["specs", "specwright-runtime"],
            )
            .with_package_in(
                "conformance-engine",
                "conformance/engine",
                &["conformance-core", "tokio"],
            )
            .with_package_in("conformance-report", "conformance/report", &["conformance-core"])
            .with_package_in("conformance-testbed", "conformance/testbed", &["generated", "axum"])
            .with_package("conformance", &["conformance-testbed", "conformance-report", "clap"])
            .with_package("xtask", &["specs", "codegen", "clap"]);
        assert_eq!(check(&RULE, &tree), Vec::<String>::new());
    }

    #[test]
    fn rejects_dependencies_on_higher_layers() {
        let pairs = [
            ("specs", "specwright-runtime"),
            ("specwright-runtime", "specs"),
            ("codegen", "specwright-runtime"),
            ("generated", "specwright-runtime"),
            ("conformance-core", "conformance-engine"),
            ("conformance-engine", "conformance-report"),
            ("conformance-engine", "generated"),
            ("conformance-report", "conformance-engine"),
            ("conformance-testbed", "conformance-report"),
            ("conformance", "generated"),
            ("xtask", "conformance"),
        ];
        for (upper, lower) in pairs {
            let tree = Tree::default().with_package(upper, &[lower]).with_package(lower, &[]);
            let expected = format!(
                "{upper}/Cargo.toml: {upper} must not depend on {lower}: it is not below it"
            );
            assert_eq!(check(&RULE, &tree), [expected]);
        }
    }

    #[test]
    fn rejects_excluded_crates_and_unknown_packages() {
        let tree = Tree::default()
            .with_package_in("conformance-core", "conformance/core", &["tokio"])
            .with_package_in("conformance-engine", "conformance/engine", &["clap", "saphyr-parser"])
            .with_package("extra", &[]);
        let expected = [
            "conformance/core/Cargo.toml: conformance-core must not depend on tokio: \
             its layer excludes it",
            "conformance/engine/Cargo.toml: conformance-engine must not depend on clap: \
             its layer excludes it",
            "conformance/engine/Cargo.toml: conformance-engine must not depend on saphyr-parser: \
             only specs may",
            "extra/Cargo.toml: package extra is in no layer: add it to the table of `layers`",
        ];
        assert_eq!(check(&RULE, &tree), expected);
    }
}
