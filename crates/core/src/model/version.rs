//! Which version of a group comes first.

use std::cmp::Reverse;

/// Ranks versions as apimachinery does (`version.CompareKubeAwareVersionStrings`): stable before beta before alpha, the
/// newest first, anything else last. Smaller is better.
pub fn version_rank(version: &str) -> (u8, Reverse<u32>, Reverse<u32>) {
    let parse = || -> Option<(u8, u32, u32)> {
        let rest = version.strip_prefix('v')?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let major = rest[..digits].parse().ok()?;
        let rest = &rest[digits..];
        for (stage, name) in [(1, "beta"), (2, "alpha")] {
            if let Some(minor) = rest.strip_prefix(name) {
                return Some((stage, major, minor.parse().ok()?));
            }
        }
        rest.is_empty().then_some((0, major, 0))
    };
    let (stage, major, minor) = parse().unwrap_or((3, 0, 0));
    (stage, Reverse(major), Reverse(minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_versions_come_before_newer_betas() {
        let mut versions = ["v2beta1", "foo", "v1", "v1alpha1", "v2", "v1beta1"];
        versions.sort_by_key(|version| version_rank(version));
        assert_eq!(versions, ["v2", "v1", "v2beta1", "v1beta1", "v1alpha1", "foo"]);
    }
}
