//! The arrows of the house, read from the manifests: who may depend on whom.

use std::collections::BTreeSet;
use std::process::Command;

/// Every arrow there may be between packages of the house, in normal dependencies.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("storage", &["domain", "private-postgres"]),
    ("usecases", &["domain", "sheet", "storage", "trust"]),
    ("trust", &[]),
    ("print", &[]),
    ("sheet", &[]),
    ("app", &["domain"]),
    ("frontend", &["app"]),
    ("server", &["app", "domain", "print", "sheet", "storage", "trust", "usecases"]),
    ("private-postgres", &[]),
];

#[test]
fn arrows_point_one_way_only() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output =
        Command::new(cargo).args(["metadata", "--format-version", "1", "--no-deps"]).output().unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some((_, allowed)) = ARROWS.iter().find(|(n, _)| *n == name) else {
            assert!(["xtask", "bench"].contains(&name), "say in this test what {name} may depend on");
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let to = dependency["name"].as_str().unwrap();
            let own = names.contains(to) && dependency["kind"].is_null();
            assert!(!own || allowed.contains(&to), "{name} must not depend on {to}");
        }
    }
}
