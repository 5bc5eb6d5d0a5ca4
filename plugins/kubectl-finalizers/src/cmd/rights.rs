//! The roles that verbs need.

use kubecheck_core::kube::{self, Access, Wanted};

use crate::evidence::Investigator;
use crate::removal::Named;
use crate::world::World;

/// Returns the role of `plan`, `remove` and `apply`, as documents of YAML: what is read to judge, and what is written.
pub(super) fn to_remove(world: &World, named: &[Named], namespace: Option<&str>) -> String {
    // Which cluster it is, and what finalizers are judged by.
    let mut accesses = Investigator::accesses();
    accesses.push(access("", "namespaces", "get", None));
    for one in named {
        let lists = world.stored(one.namespace.as_deref());
        accesses.extend(lists.iter().map(|list| of_list(list, "list")));
        let within = one.namespace.as_deref();
        accesses.extend(["get", "patch"].map(|verb| access(&one.of.group, &one.of.plural, verb, within)));
        if one.is_namespace() {
            accesses.push(access("", "namespaces/finalize", "update", None));
            for content in world.stored(Some(&one.name)) {
                accesses.extend(["get", "list", "patch"].map(|verb| of_list(&content, verb)));
            }
        }
    }
    let name = namespace
        .map_or("kubectl-finalizers-remove".to_owned(), |name| format!("kubectl-finalizers-remove-{name}"));
    kube::role(&name, &accesses)
}

fn of_list(list: &Wanted, verb: &'static str) -> Access {
    access(&list.group, &list.plural, verb, list.namespace.as_deref())
}

/// What is read of the whole cluster to explain what is in one namespace: nodes of pods, what serves APIs, webhooks.
const AROUND: [(&str, &str, &str); 8] = [
    ("", "nodes", "get"),
    ("", "services", "get"),
    ("", "persistentvolumes", "get"),
    ("discovery.k8s.io", "endpointslices", "list"),
    ("apiregistration.k8s.io", "apiservices", "get"),
    ("apiextensions.k8s.io", "customresourcedefinitions", "list"),
    ("admissionregistration.k8s.io", "validatingwebhookconfigurations", "list"),
    ("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "list"),
];

/// Returns the role of `stuck` and `why` for one namespace or the whole cluster, as documents of YAML: whatever is stored may be stuck.
pub(super) fn to_tell(world: &World, namespace: Option<&str>) -> String {
    let stored = world.stored(namespace);
    let mut reads: Vec<Access> = stored.iter().flat_map(|list| [Access::from(list), get(list)]).collect();
    reads.extend(Investigator::accesses());
    let Some(namespace) = namespace else { return kube::role("kubectl-finalizers-why", &reads) };
    reads.push(access("", "namespaces", "get", Some(namespace)));
    reads.extend(AROUND.map(|(group, resource, verb)| access(group, resource, verb, None)));
    kube::role(&format!("kubectl-finalizers-why-{namespace}"), &reads)
}

fn get(list: &Wanted) -> Access {
    access(&list.group, &list.plural, "get", list.namespace.as_deref().filter(|_| list.namespaced))
}

fn access(group: &str, resource: &str, verb: &'static str, namespace: Option<&str>) -> Access {
    Access::Resource {
        group: group.to_owned(),
        resource: resource.to_owned(),
        verb,
        namespace: namespace.map(str::to_owned),
    }
}
