//! What an API group is, told by its name and by the CRDs that are known.

use std::fmt;

use crate::identity::{builtin, vendor};
use crate::world::World;

/// What a group's name tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// Kubernetes itself has it, at some version.
    BuiltIn,
    /// A CRD that is known defines kinds in it.
    Defined,
    /// It may exist, and nobody here defines it.
    Unknown,
    /// The server whose discovery is known does not have it.
    Absent,
    /// No API server can have it.
    Impossible(Fault),
}

/// Why no API server has a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The core group by a name that it does not have: `core` or `v1`.
    Core(String),
    /// A version stands behind a slash.
    Versioned {
        /// The whole text.
        text: String,
        /// What stands before the slash.
        group: String,
    },
    /// It has letters in upper case.
    Case(String),
    /// It is not built in, and has no dot as a CRD's group must.
    NoDot(String),
    /// It is one letter away from a built-in group.
    Typo {
        /// What is written.
        group: String,
        /// The built-in group.
        right: &'static str,
    },
}

impl Fault {
    /// Returns the group that was likely meant.
    pub fn right(&self) -> Option<&str> {
        match self {
            Fault::Core(_) => Some(""),
            Fault::Versioned { group, .. } => Some(group),
            Fault::Typo { right, .. } => Some(right),
            Fault::Case(_) | Fault::NoDot(_) => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Core(text) => write!(f, "there is no API group {text}: the core group is the empty text"),
            Fault::Versioned { text, group } => {
                write!(f, "there is no API group {text}: the group alone is {}", quoted(group))
            }
            Fault::Case(group) => write!(f, "there is no API group {group}: groups are in lower case"),
            Fault::NoDot(group) => {
                write!(
                    f,
                    "there is no API group {group}: it is not built in, and a CRD's group must have a dot"
                )
            }
            Fault::Typo { group, right } => {
                write!(f, "there is no API group {group}; {right} is one letter away")
            }
        }
    }
}

/// Names a group in a sentence, the core group by its name.
pub fn named(group: &str) -> &str {
    if group.is_empty() { "the core group" } else { group }
}

/// Writes a group as it stands in a manifest.
pub fn quoted(group: &str) -> String {
    if group.is_empty() { "\"\"".to_owned() } else { group.to_owned() }
}

/// Judges a group by its name. A wildcard is no group, and must be dealt with before.
pub fn judge(group: &str, world: &World) -> Group {
    if builtin::is_group(group) {
        return Group::BuiltIn;
    }
    if world.has_group(group) {
        return Group::Defined;
    }
    match fault(group) {
        Some(fault) => Group::Impossible(fault),
        None if world.knows(group) => Group::Absent,
        None => Group::Unknown,
    }
}

/// Says that a server lacks a group.
pub fn absent(group: &str) -> String {
    format!("the server does not have the API group {group}")
}

fn fault(group: &str) -> Option<Fault> {
    let text = || group.to_owned();
    if matches!(group, "core" | "v1") {
        return Some(Fault::Core(text()));
    }
    if let Some((before, _)) = group.split_once('/') {
        let before = if before == "core" { "" } else { before };
        return Some(Fault::Versioned { text: text(), group: before.to_owned() });
    }
    if group.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some(Fault::Case(text()));
    }
    if let Some(right) = vendor::typo(group) {
        return Some(Fault::Typo { group: text(), right });
    }
    (!group.contains('.')).then(|| Fault::NoDot(text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(group: &str) -> Option<String> {
        match judge(group, &World::default()) {
            Group::Impossible(fault) => Some(fault.right().unwrap_or("?").to_owned()),
            _ => None,
        }
    }

    #[test]
    fn groups_that_cannot_exist_are_told_from_those_that_may() {
        for (group, right) in [
            ("core", ""),
            ("v1", ""),
            ("extensions/v1beta1", "extensions"),
            ("Apps", "?"),
            ("widgets", "?"),
            ("netwoking.k8s.io", "networking.k8s.io"),
        ] {
            assert_eq!(fault_of(group).as_deref(), Some(right), "{group}");
        }
        for group in ["", "apps", "metrics.k8s.io", "autoscaling.k8s.io", "example.com"] {
            assert_eq!(fault_of(group), None, "{group}");
        }
    }
}
