//! Whether what a pod names is there, as far as was read.

use std::collections::BTreeSet;

use kubecheck_core::model::near;

use super::cause::{RefKind, Reference};
use crate::model::meta::Meta;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// A list that was read whole, or that is wanted: a kind, in one namespace or, if that is empty, in none.
pub type Place = (Kind, String);

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Nobody knows: it was not read, or only a part was.
    Unknown,
}

/// What was read, to be asked for names.
#[derive(Clone, Copy, Debug)]
pub struct Names<'o> {
    /// The objects.
    pub objects: &'o Objects,
    /// The lists that were read to their ends; what they lack is not there.
    pub whole: &'o BTreeSet<Place>,
}

impl Reference {
    /// Returns the kind of which a list tells whether it is there.
    pub fn list(&self) -> Kind {
        match self.kind {
            RefKind::ConfigMap => Kind::ConfigMap,
            RefKind::Secret => Kind::Secret,
            RefKind::Claim => Kind::PersistentVolumeClaim,
        }
    }
}

impl<'o> Names<'o> {
    /// Returns the metadata of all objects of a kind in a namespace, as far as they were read.
    pub fn all(&self, kind: Kind, namespace: &'o str) -> Box<dyn Iterator<Item = &'o Meta> + 'o> {
        let objects = self.objects;
        let all: Box<dyn Iterator<Item = &'o Meta>> = match kind {
            Kind::ConfigMap => Box::new(objects.config_maps.iter().map(|one| &one.metadata)),
            Kind::Secret => Box::new(objects.secrets.iter().map(|one| &one.metadata)),
            Kind::PersistentVolumeClaim => Box::new(objects.claims.iter().map(|one| &one.metadata)),
            Kind::ServiceAccount => Box::new(objects.service_accounts.iter().map(|one| &one.metadata)),
            Kind::RuntimeClass => Box::new(objects.runtime_classes.iter().map(|one| &one.metadata)),
            Kind::PriorityClass => Box::new(objects.priorities.iter().map(|one| &one.metadata)),
            Kind::Service => Box::new(objects.services.iter().map(|one| &one.metadata)),
            Kind::Job => Box::new(objects.jobs.iter().map(|one| &one.metadata)),
            Kind::Deployment => Box::new(objects.deployments.iter().map(|one| &one.metadata)),
            Kind::StatefulSet => Box::new(objects.stateful_sets.iter().map(|one| &one.metadata)),
            Kind::DaemonSet => Box::new(objects.daemon_sets.iter().map(|one| &one.metadata)),
            Kind::Pod => Box::new(objects.pods.iter().map(|one| &one.metadata)),
            Kind::Namespace => Box::new(objects.namespaces.iter().map(|one| &one.metadata)),
            _ => Box::new(std::iter::empty()),
        };
        Box::new(all.filter(move |meta| meta.namespace == namespace))
    }

    /// Tells whether an object is there.
    pub fn find(&self, kind: Kind, namespace: &'o str, name: &str) -> There {
        match () {
            () if self.all(kind, namespace).any(|meta| meta.name == name) => There::Yes,
            () if self.is_whole(kind, namespace) => There::No,
            () => There::Unknown,
        }
    }

    /// Tells whether a list was read to its end.
    pub fn is_whole(&self, kind: Kind, namespace: &str) -> bool {
        let is_read = |namespace: &str| self.whole.contains(&(kind, namespace.to_owned()));
        is_read(namespace) || is_read("")
    }

    /// Finds the object whose name is nearest to one that is not there.
    pub fn near(&self, kind: Kind, namespace: &'o str, name: &str) -> Option<&'o str> {
        let others = self.all(kind, namespace).map(|meta| meta.name.as_str());
        nearest(name, others)
    }

    /// Returns the keys of a ConfigMap or Secret, if they are known.
    pub fn keys(&self, of: &Reference, namespace: &str) -> Option<BTreeSet<&'o str>> {
        let is_it = |meta: &Meta| meta.namespace == namespace && meta.name == of.name;
        match of.kind {
            RefKind::ConfigMap => self.objects.config_maps.iter().find(|one| is_it(&one.metadata))?.keys(),
            RefKind::Secret => self.objects.secrets.iter().find(|one| is_it(&one.metadata))?.keys(),
            RefKind::Claim => None,
        }
    }
}

/// Finds the name that is nearest to another: by typing errors, or as what it begins or ends with.
pub fn nearest<'n>(name: &str, others: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let others: Vec<&str> = others.filter(|other| *other != name).collect();
    let is_part = |other: &&&str| {
        let (long, short) = if other.len() > name.len() { (**other, name) } else { (name, **other) };
        let rest = long.strip_prefix(short).or_else(|| long.strip_suffix(short));
        short.len() >= 3
            && rest.is_some_and(|rest| rest.starts_with(['-', '.']) || rest.ends_with(['-', '.']))
    };
    let by_part =
        || others.iter().filter(is_part).min_by_key(|other| other.len().abs_diff(name.len())).copied();
    near::nearest(name, others.iter().copied()).or_else(by_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_lack_its_beginning_or_its_end() {
        let near = |name| nearest(name, ["web-settings", "regcred", "web"].into_iter());
        assert_eq!(near("web-setings"), Some("web-settings"));
        assert_eq!(near("settings"), Some("web-settings"));
        assert_eq!(near("shop-regcred"), Some("regcred"));
        assert_eq!(near("database"), None);
    }
}
