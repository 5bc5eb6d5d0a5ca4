//! What is judged against: a version of Kubernetes, or a server of which it is known what it serves.

use std::fmt;

use kubecheck_catalog::{self as catalog, Kind, Minor, Resource};
use kubecheck_core::model::served;

use super::verdict;
use crate::world::Server;

/// What is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Target<'w> {
    /// The version of Kubernetes: how old things are, and what shape they have.
    pub minor: Minor,
    /// The server. It is believed wherever it says whether something is served; elsewhere the version of Kubernetes tells
    /// what is served by default.
    pub server: Option<&'w Server>,
}

impl From<Minor> for Target<'_> {
    fn from(minor: Minor) -> Self {
        Target { minor, server: None }
    }
}

/// Names the version of Kubernetes.
impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.minor.fmt(f)
    }
}

impl<'w> Target<'w> {
    /// Tells what the server says of a kind; none if it says nothing.
    pub fn says(self, kind: &Kind) -> Option<bool> {
        self.server?.serves(kind.group, kind.version, kind.kind)
    }

    /// Tells whether a kind is served: on the server, or by default.
    pub fn serves(self, kind: &Kind) -> bool {
        let default =
            || !verdict::gone(kind, self.minor) && kind.at(self.minor).is_some_and(|own| own.enabled);
        self.says(kind).unwrap_or_else(default)
    }

    /// Tells whether a kind is there: on the server, or by default, or when it is switched on. Some that are counted as
    /// removed can be switched on for a while.
    pub fn has(self, kind: &Kind) -> bool {
        self.says(kind).unwrap_or_else(|| kind.at(self.minor).is_some())
    }

    /// Returns the resource of a kind that is there. One that the version does not have, and the server does, is as it was
    /// when it was last known.
    pub fn resource(self, kind: &Kind) -> Option<&Resource> {
        if !self.has(kind) {
            return None;
        }
        kind.at(self.minor).or_else(|| kind.eras().last().map(|(_, _, resource)| resource))
    }

    /// Returns the names of what is below the resource of a kind.
    pub fn subresources<'k>(self, kind: &'k Kind) -> Vec<&'k str>
    where
        'w: 'k,
    {
        match self.own(kind) {
            Some(own) => own.subresources.iter().map(|below| below.name.as_str()).collect(),
            None => {
                let below = self.resource(kind).into_iter().flat_map(|own| &own.subresources);
                below.map(|below| below.name).collect()
            }
        }
    }

    /// Returns the resource of a kind as the server has it.
    pub fn own(self, kind: &Kind) -> Option<&'w served::Resource> {
        Some(self.server?.kind(kind.group, kind.version, kind.kind)?.resource)
    }

    /// Returns the place of a kind's version among those that clients prefer; the first ones are best.
    pub fn rank(self, kind: &Kind) -> Option<usize> {
        let served = self.server.and_then(|server| server.served().group(kind.group));
        if let Some(group) = served {
            return group.versions.iter().position(|own| own.name == kind.version);
        }
        let preferred = catalog::preferred_versions(self.minor, kind.group);
        preferred.iter().position(|version| *version == kind.version)
    }

    /// Names whatever serves: `Kubernetes 1.36`, or the server.
    pub fn name(self) -> String {
        match self.server {
            Some(_) => "this server".to_owned(),
            None => format!("Kubernetes {}", self.minor),
        }
    }
}
