//! Who may know whom: leaf crates ← core ← plugins ← tests; a check is a function of its input.

use libtest_mimic::Failed;

use super::texts;
use crate::suite::PLUGINS;

/// What a check would open, connect or wait with.
const OUTSIDE: [&str; 10] = [
    "std::fs",
    "std::net::Tcp",
    "std::net::Udp",
    "std::process",
    "std::env",
    "std::thread",
    "std::time",
    "kube::",
    "tokio::",
    "kubecheck_core::source::read",
];

pub(super) fn checks_neither_open_nor_connect() -> Result<Vec<String>, Failed> {
    let mut broken = Vec::new();
    for folder in
        ["gvkcheck/src/checks", "gvkcheck/src/identity", "gvkcheck/src/schema", "finalizers/src/checks"]
    {
        for (path, text) in texts(&format!("plugins/kubectl-{folder}"), &["rs"])? {
            let code = code(&text);
            let used = OUTSIDE.iter().filter(|name| code.contains(**name));
            broken.extend(used.map(|name| format!("{path} uses {name}")));
        }
    }
    Ok(broken)
}

pub(super) fn core_names_no_rule() -> Result<Vec<String>, Failed> {
    let mut broken = Vec::new();
    for (path, text) in texts("crates/core/src", &["rs"])? {
        if path.ends_with("/tests.rs") || path.ends_with("/testing.rs") {
            continue;
        }
        let code = code(&text);
        let rules = PLUGINS.into_iter().flat_map(|plugin| plugin.rules);
        let named = rules.filter(|rule| code.contains(&format!("\"{}\"", rule.name)));
        broken.extend(named.map(|rule| format!("{path} names the rule {}", rule.name)));
        if PLUGINS.iter().any(|plugin| code.contains(&plugin.program.replace('-', "_"))) {
            broken.push(format!("{path} knows a plugin"));
        }
    }
    Ok(broken)
}

pub(super) fn plugins_know_no_other_plugin() -> Result<Vec<String>, Failed> {
    let manifests: Vec<(String, String)> =
        texts("plugins", &["toml"])?.into_iter().filter(|(path, _)| path.ends_with("/Cargo.toml")).collect();
    let name = |path: &str| path.rsplit('/').nth(1).unwrap_or_default().to_owned();
    let names: Vec<String> = manifests.iter().map(|(path, _)| name(path)).collect();
    let mut broken = Vec::new();
    for (path, text) in &manifests {
        let others = names.iter().filter(|other| **other != name(path) && depends_on(text, other));
        broken.extend(others.map(|other| format!("{path} depends on {other}")));
    }
    Ok(broken)
}

pub(super) fn leaf_crates_know_nothing_of_the_tool() -> Result<Vec<String>, Failed> {
    let manifests = texts("crates", &["toml"])?.into_iter().filter(|(path, _)| {
        path.ends_with("/Cargo.toml") && !path.contains("crates/core/") && !path.contains("crates/xtask/")
    });
    let knowing = manifests.filter(|(_, text)| {
        depends_on(text, "kubecheck-core") || text.lines().any(|line| line.starts_with("kubectl-"))
    });
    Ok(knowing.map(|(path, _)| format!("{path} depends on the tool")).collect())
}

/// Tells whether a manifest has a dependency, of whatever kind.
fn depends_on(manifest: &str, name: &str) -> bool {
    manifest.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '='])))
}

/// Returns a source file without its comments and without its unit tests, which stand at its end.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
    lines.filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<&str>>().join("\n")
}
