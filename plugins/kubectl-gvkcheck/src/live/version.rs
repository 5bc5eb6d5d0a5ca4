//! The version of an API server, and the version of Kubernetes to judge by.

use kubecheck_catalog::Minor;
use kubecheck_core::cli::start;
use kubecheck_core::kube::{Cluster, Fault, FaultKind};
use kubecheck_core::report::finding::Gap;

/// The version of an API server.
pub struct Release {
    /// As the server says it.
    pub name: String,
    /// The version of Kubernetes to judge by: the server's, or the nearest that is known.
    pub target: Minor,
    /// What of it could not be known.
    pub gap: Option<Gap>,
}

/// Asks a server for its version.
///
/// # Errors
/// A server that cannot be reached.
pub fn of(cluster: &Cluster) -> Result<Release, Fault> {
    let (name, gap) = match cluster.version() {
        Ok(version) => (version.git_version, None),
        Err(fault) if matches!(fault.kind, FaultKind::Forbidden | FaultKind::NotFound) => {
            let what = format!("the version of the server ({} is assumed)", Minor::NEWEST);
            (format!("v{}", Minor::NEWEST), Some(fault.gap(what, &["schemas of built-in kinds"])))
        }
        Err(fault) => return Err(fault),
    };
    let (target, beyond) = nearest(&name);
    if let Some(gap) = &beyond {
        start::say("warning", &format!("{}: {}", gap.what, gap.why));
    }
    Ok(Release { name, target, gap: gap.or(beyond) })
}

/// Returns the minor version that is nearest to what a server says, and what is not known if that is another.
fn nearest(version: &str) -> (Minor, Option<Gap>) {
    if let Ok(minor) = version.parse() {
        return (minor, None);
    }
    let number = version.trim_start_matches('v').split('.').nth(1).unwrap_or_default();
    let number = number.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>();
    let is_old = number.is_ok_and(|number| number < u32::from(Minor::OLDEST.number()));
    let minor = if is_old { Minor::OLDEST } else { Minor::NEWEST };
    let gap = Gap {
        what: format!("Kubernetes {version}"),
        why: format!(
            "the versions known here are {} to {}; schemas and lifetimes are judged as of {minor}",
            Minor::OLDEST,
            Minor::NEWEST
        ),
        needed_for: vec!["schemas of built-in kinds".to_owned()],
        ..Gap::default()
    };
    (minor, Some(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_providers_are_their_minor() {
        for version in ["v1.36.3", "v1.36.3-eks-1a2b", "v1.36.1+k3s1", "v1.36.0-gke.100"] {
            let (minor, gap) = nearest(version);
            assert_eq!((minor.to_string().as_str(), gap), ("1.36", None), "{version}");
        }
    }

    #[test]
    fn a_version_that_is_not_known_is_judged_as_the_nearest_and_told() {
        for (version, near) in
            [("v1.99.0", Minor::NEWEST), ("v1.11.0+d4cacc0", Minor::OLDEST), ("v?", Minor::NEWEST)]
        {
            let (minor, gap) = nearest(version);
            assert_eq!(minor, near, "{version}");
            assert!(gap.unwrap().what.ends_with(version));
        }
    }
}
