//! Facts of resources that `kubectl api-resources` shows.

use kubecheck_catalog::{Minor, Resource, find, kinds, preferred_versions};

fn minor(number: u8) -> Minor {
    Minor::new(number).expect("two digits")
}

fn newest(group: &str, version: &str, kind: &str) -> &'static Resource {
    find(group, version, kind).and_then(|kind| kind.at(Minor::NEWEST)).expect("a known kind")
}

#[test]
fn names_and_scope() {
    let deployment = newest("apps", "v1", "Deployment");
    assert_eq!((deployment.plural, deployment.singular), ("deployments", "deployment"));
    assert_eq!((&*deployment.short_names, &*deployment.categories), (&["deploy"][..], &["all"][..]));
    assert!(deployment.namespaced);
    let namespace = newest("", "v1", "Namespace");
    assert_eq!((namespace.plural, namespace.namespaced), ("namespaces", false));
    assert_eq!(newest("networking.k8s.io", "v1", "NetworkPolicy").plural, "networkpolicies");
    assert_eq!(newest("", "v1", "Endpoints").plural, "endpoints");
}

#[test]
fn names_of_kinds_that_are_gone() {
    let names = |version, kind| find("policy", version, kind).and_then(|kind| kind.at(minor(16))).unwrap();
    assert_eq!(names("v1beta1", "PodSecurityPolicy").short_names, ["psp"]);
    assert_eq!(names("v1beta1", "PodDisruptionBudget").short_names, ["pdb"]);
}

#[test]
fn verbs() {
    let all = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    assert_eq!(newest("", "v1", "Pod").verbs, all);
    assert_eq!(newest("authorization.k8s.io", "v1", "SubjectAccessReview").verbs, ["create"]);
    assert_eq!(newest("", "v1", "ComponentStatus").verbs, ["get", "list"]);
}

#[test]
fn subresources_have_their_own_kinds() {
    let pod = newest("", "v1", "Pod");
    let below = |name: &str| pod.subresources.iter().find(|below| below.name == name).unwrap();
    let eviction = below("eviction");
    assert_eq!((eviction.group, eviction.version, eviction.kind), ("policy", "v1", "Eviction"));
    assert_eq!(eviction.verbs, ["create"]);
    assert_eq!(below("exec").verbs, ["create", "get"]);
    let scale = &newest("apps", "v1", "StatefulSet").subresources[0];
    assert_eq!((scale.name, scale.group, scale.kind), ("scale", "autoscaling", "Scale"));
    assert!(find("policy", "v1", "Eviction").is_none(), "it is not a resource of its own");
    assert!(find("autoscaling", "v1", "Scale").is_none());
}

#[test]
fn a_feature_may_hide_a_subresource() {
    let enabled = |name: &str| {
        let pod = find("", "v1", "Pod").unwrap();
        let on = |at: &Minor| {
            pod.at(*at).unwrap().subresources.iter().any(|below| below.name == name && below.enabled)
        };
        Minor::all().find(on).map(Minor::number)
    };
    assert_eq!(enabled("ephemeralcontainers"), Some(23));
    assert_eq!(enabled("resize"), Some(33));
    assert_eq!(enabled("eviction"), Some(16));
}

#[test]
fn versions_are_preferred_in_the_servers_order() {
    assert_eq!(preferred_versions(minor(22), "autoscaling"), ["v1", "v2beta1", "v2beta2"]);
    assert_eq!(preferred_versions(minor(23), "autoscaling"), ["v2", "v1", "v2beta1", "v2beta2"]);
    assert_eq!(preferred_versions(Minor::NEWEST, ""), ["v1"]);
    // Only what is served by default counts.
    assert_eq!(preferred_versions(Minor::NEWEST, "storage.k8s.io"), ["v1"]);
    assert!(preferred_versions(minor(22), "extensions").is_empty());
    assert!(preferred_versions(minor(22), "example.com").is_empty());
    assert!(preferred_versions(Minor::NEWEST.next(), "apps").is_empty());
}

#[test]
fn every_kind_can_be_found() {
    assert!(kinds().is_sorted_by_key(|kind| (kind.group, kind.version, kind.kind)));
    for kind in kinds() {
        assert!(std::ptr::eq(find(kind.group, kind.version, kind.kind).unwrap(), kind));
    }
    assert!(find("apps", "v1", "ConfigMap").is_none());
    assert!(find("apps", "v1", "deployment").is_none());
}

#[test]
fn eras_are_in_order_and_apart() {
    for kind in kinds() {
        let spans: Vec<(Minor, Minor)> = kind.eras().map(|(first, last, _)| (first, last)).collect();
        assert!(spans.iter().all(|(first, last)| first <= last), "{kind:?}");
        assert!(spans.is_sorted_by(|(_, last), (first, _)| last < first), "{kind:?}");
    }
}
