//! Probes: what shows whether a condition holds under which a finalizer may go. The entries of the catalogue name them.
//!
//! Each reads what it needs, once for all objects, and judges that with a function of its input alone.

mod claims;
mod dependents;
mod field;
mod instances;
mod job;
mod names;
mod namespace;
mod range;
mod volume;

use kubecheck_core::kube::Wanted;
use serde::Deserialize;
use serde_json::Value;

use super::reads::Reads;
use super::shown::Shown;

/// What shows whether a condition holds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Probe {
    /// It always holds.
    Always,
    /// A field of the object has one of some values.
    Field(field::Field),
    /// No object of a resource names this one.
    NoneNames(names::NoneNames),
    /// The object of a resource that this one names is gone.
    Absent(names::Absent),
    /// The object that this one refers to by apiVersion, kind and name is gone.
    ReferenceAbsent(names::Reference),
    /// The owner of a kind is gone, or has ended.
    OwnerEnded(job::Ended),
    /// The Job of a pod is gone or finished, or has counted the pod.
    JobCountsPod,
    /// No pod that has not ended uses the claim.
    PodsUseClaim,
    /// The volume is not bound and its claim is gone.
    VolumeInUse,
    /// The load balancer of a Service or an Ingress is gone, which cannot be seen; its address is told.
    LoadBalancer,
    /// No dependent is left that its owner waits for.
    BlockingDependents,
    /// No dependent is left.
    Dependents,
    /// No instance of the CRD is left.
    Instances,
    /// The conditions of the namespace tell of no failure and no remains.
    NamespaceConditions,
    /// The namespace has no object.
    NamespaceEmpty,
    /// Every Service IP in the range is in another ServiceCIDR too.
    AddressesInRange,
}

/// The object that has the finalizer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'o> {
    /// Its resource.
    pub(crate) of: &'o Wanted,
    /// All of it.
    pub(crate) object: &'o Value,
}

impl<'o> Subject<'o> {
    fn meta(&self, field: &str) -> Option<&'o str> {
        self.object["metadata"][field].as_str()
    }

    /// Returns the namespace, if it is in one.
    pub(crate) fn namespace(&self) -> Option<&'o str> {
        self.meta("namespace").filter(|_| self.of.namespaced)
    }

    pub(crate) fn name(&self) -> &'o str {
        self.meta("name").unwrap_or_default()
    }

    pub(crate) fn uid(&self) -> &'o str {
        self.meta("uid").unwrap_or_default()
    }

    /// Names the object: `PersistentVolumeClaim shop/data`.
    pub(crate) fn label(&self) -> String {
        match self.namespace() {
            Some(namespace) => format!("{} {namespace}/{}", self.of.kind, self.name()),
            None => format!("{} {}", self.of.kind, self.name()),
        }
    }
}

impl Probe {
    /// Shows whether the condition holds for an object.
    pub(crate) fn show(&self, subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
        match self {
            Probe::Always => Shown::holds("nothing depends on it", "catalogue"),
            Probe::Field(field) => field.show(subject),
            Probe::NoneNames(names) => names.show(subject, reads),
            Probe::Absent(absent) => absent.show(subject, reads),
            Probe::ReferenceAbsent(reference) => reference.show(subject, reads),
            Probe::OwnerEnded(ended) => ended.show(subject, reads),
            Probe::JobCountsPod => job::counts_pod(subject, reads),
            Probe::PodsUseClaim => claims::pods_use(subject, reads),
            Probe::VolumeInUse => volume::in_use(subject, reads),
            Probe::LoadBalancer => volume::load_balancer(subject),
            Probe::BlockingDependents => dependents::show(subject, reads, true),
            Probe::Dependents => dependents::show(subject, reads, false),
            Probe::Instances => instances::show(subject, reads),
            Probe::NamespaceConditions => namespace::conditions(subject),
            Probe::NamespaceEmpty => namespace::empty(subject, reads),
            Probe::AddressesInRange => range::show(subject, reads),
        }
    }

    /// Returns the resources that it lists, with their groups; `*` for the group of the object.
    pub(crate) fn lists(&self) -> Vec<&str> {
        match self {
            Probe::NoneNames(names) => vec![&names.resource],
            Probe::Absent(absent) => vec![&absent.resource],
            Probe::JobCountsPod => vec!["jobs.batch"],
            Probe::PodsUseClaim => vec!["pods"],
            Probe::VolumeInUse => vec!["persistentvolumeclaims"],
            Probe::AddressesInRange => {
                vec!["servicecidrs.networking.k8s.io", "ipaddresses.networking.k8s.io"]
            }
            _ => Vec::new(),
        }
    }
}

/// Returns the values that a pointer leads to; `*` is every item of a list.
pub(crate) fn values<'v>(of: &'v Value, pointer: &str) -> Vec<&'v Value> {
    let mut found = vec![of];
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        found = match step.as_str() {
            "*" => found.into_iter().filter_map(Value::as_array).flatten().collect(),
            key => found.into_iter().filter_map(|value| value.get(key)).collect(),
        };
    }
    found
}

/// Writes a pointer as people write fields: `status.phase`.
pub(crate) fn path(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    steps.collect::<Vec<_>>().join(".").replace(".*", "[*]")
}

/// Splits a resource with its group; `*` is the group of the object.
fn resource<'r>(name: &'r str, subject: Subject<'r>) -> (&'r str, &'r str) {
    match name.split_once('.') {
        Some((plural, "*")) => (&subject.of.group, plural),
        Some((plural, group)) => (group, plural),
        None => ("", name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pointers_go_through_lists() {
        let object = json!({"spec": {"a/b": [{"c": [1, 2]}, {"c": [3]}, {}]}});
        assert_eq!(values(&object, "/spec/a~1b/*/c/*"), [&json!(1), &json!(2), &json!(3)]);
        assert!(values(&object, "/spec/none/x").is_empty());
        assert_eq!(path("/spec/a~1b/*/c"), "spec.a/b[*].c");
    }
}
