//! Who takes a finalizer off: by the catalogue, by who put it there, by who is allowed to, by its domain; the surest that knows.

use std::collections::BTreeSet;

use kubecheck_core::model::served::Group;

use super::catalogue::Entry;
use super::managed::{self, Put};
use super::probes::Subject;
use super::rbac::Account;
use super::reads::Reads;
use super::shown;
use super::workloads::{Hints, is_telling};
use super::{Fact, KnownBy, Owner};

/// Who takes a finalizer off, and by what it can be found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) owner: Owner,
    pub(super) hints: Hints,
    pub(super) facts: Vec<Fact>,
}

/// Finds out who takes a finalizer off.
pub(super) fn find(subject: Subject<'_>, finalizer: &str, entry: Option<&Entry>, reads: &Reads<'_>) -> Found {
    let put = managed::who_put(subject.object, finalizer);
    let mut found = Found { facts: put.iter().map(fact).collect(), ..Found::default() };
    found.owner.last_write = put.first().and_then(|put| managed::last_write(subject.object, &put.manager));
    if let Some(entry) = entry {
        found.owner.name = entry.owner.clone();
        found.owner.known_by = KnownBy::Catalogue;
        // The leases of drivers have the name of the driver, which is behind the slash.
        let driver = finalizer.split_once('/').map_or(finalizer, |(_, driver)| driver);
        let leases = entry.leases.iter().map(|lease| lease.replace("{}", driver)).collect();
        found.hints = Hints { workloads: entry.workloads.clone(), leases, ..Hints::default() };
        let what = format!("{finalizer} is of {}, which {} runs", entry.project, entry.run_by);
        found.facts.insert(0, Fact { what, source: "catalogue".to_owned(), at: None });
        return found;
    }
    // What many controllers call themselves says less than what RBAC or the domain may know.
    let controller = put.first().filter(|put| !put.is_tool() && is_telling(&put.manager));
    if let Some(put) = controller {
        found.owner.name = put.manager.clone();
        found.owner.known_by = KnownBy::ManagedFields;
        found.hints.manager = Some(put.manager.clone());
    }
    // Also where a manager is known: its name alone seldom leads to what runs it.
    let steps = [by_rbac(subject, reads), by_domain(subject, finalizer, reads)];
    for step in steps.into_iter().flatten() {
        if found.owner.known_by == KnownBy::Unknown {
            found.owner.name = step.owner.name;
            found.owner.known_by = step.owner.known_by;
        }
        if found.hints.accounts.is_empty() {
            found.hints.accounts = step.hints.accounts;
        }
        found.facts.extend(step.facts);
    }
    if let (KnownBy::Unknown, Some(put)) = (found.owner.known_by, put.first()) {
        found.owner.name = put.manager.clone();
        found.owner.known_by = KnownBy::ManagedFields;
    }
    found
}

fn fact(put: &Put) -> Fact {
    let by = if put.is_tool() { "a tool that people use" } else { "a controller or a client" };
    Fact {
        what: format!("{}, {by}, put it there", put.manager),
        source: "managedFields".to_owned(),
        at: put.at.clone(),
    }
}

/// Who may write the finalizers of the kind. Of built-in kinds that says nothing: many may write them.
fn by_rbac(subject: Subject<'_>, reads: &Reads<'_>) -> Option<Found> {
    let of = subject.of;
    if kubecheck_catalog::find(&of.group, &of.version, &of.kind).is_some() {
        return None;
    }
    let grants = reads.grants(subject.namespace()).ok()?;
    let accounts = grants.writers(&of.group, &of.plural);
    let what = format!("{} may write {}", names(&accounts)?, of.qualified());
    let mut found = Found {
        facts: vec![Fact { what, source: "RBAC".to_owned(), at: Some(reads.now()) }],
        ..Found::default()
    };
    if let Some(account) = only(accounts) {
        found.owner.name = format!("service account {}/{}", account.0, account.1);
        found.owner.known_by = KnownBy::Rbac;
        found.hints.accounts = vec![account];
    }
    Some(found)
}

/// Whose API groups are of the domain of the finalizer.
fn by_domain(subject: Subject<'_>, finalizer: &str, reads: &Reads<'_>) -> Option<Found> {
    let domain = domain(finalizer)?;
    let groups: Vec<&Group> =
        reads.world.served().groups.iter().filter(|group| is_of(&group.name, domain)).collect();
    if groups.iter().any(|group| is_built_in(group)) {
        return None;
    }
    let source = "discovery".to_owned();
    let at = Some(reads.now());
    if groups.is_empty() {
        let what = format!("no API group of {domain} is served");
        let facts = if reads.world.is_whole() { vec![Fact { what, source, at }] } else { Vec::new() };
        return Some(Found { facts, ..Found::default() });
    }
    let names = shown::list(groups.iter().map(|group| group.name.clone()).collect(), 3);
    let mut found = Found {
        facts: vec![Fact { what: format!("{domain} is the domain of {names}"), source, at }],
        ..Found::default()
    };
    found.owner.name = domain.to_owned();
    found.owner.known_by = KnownBy::Domain;
    if let Ok(grants) = reads.grants(subject.namespace()) {
        let accounts = groups.iter().flat_map(|group| grants.writers_of_group(&group.name)).collect();
        found.hints.accounts = only(accounts).into_iter().collect();
    }
    Some(found)
}

/// Returns the domain that a finalizer begins with, or that it is. The domains of Kubernetes are of many projects.
fn domain(finalizer: &str) -> Option<&str> {
    let domain = finalizer.split('/').next().unwrap_or_default();
    let shared = ["k8s.io", "kubernetes.io", "x-k8s.io"];
    (domain.contains('.') && !shared.contains(&domain)).then_some(domain)
}

/// Tells whether a group is of a domain, or the domain of a group: `finalizer.example.com` and `shop.example.com` are of `example.com`.
fn is_of(group: &str, domain: &str) -> bool {
    let below = |name: &str, above: &str| {
        name == above || name.strip_suffix(above).is_some_and(|rest| rest.ends_with('.'))
    };
    group.contains('.') && (below(group, domain) || below(domain, group))
}

/// Tells whether Kubernetes serves a group itself; many write there.
fn is_built_in(group: &Group) -> bool {
    let mut all = group.all();
    all.any(|found| kubecheck_catalog::find(&group.name, &found.version.name, &found.resource.kind).is_some())
}

fn names(accounts: &BTreeSet<Account>) -> Option<String> {
    let names: Vec<String> = accounts.iter().map(|(namespace, name)| format!("{namespace}/{name}")).collect();
    match names.len() {
        0 => None,
        1 => Some(format!("service account {}", names[0])),
        _ => Some(format!("service accounts {}", shown::list(names, 3))),
    }
}

/// Returns what there is one of.
fn only(accounts: BTreeSet<Account>) -> Option<Account> {
    let mut accounts = accounts.into_iter();
    accounts.next().filter(|_| accounts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_what_finalizers_begin_with() {
        assert_eq!(domain("example.com/cleanup"), Some("example.com"));
        assert_eq!(domain("finalizer.example.com"), Some("finalizer.example.com"));
        assert_eq!(domain("kubernetes.io/x"), None);
        assert_eq!(domain("orphan"), None);
    }

    #[test]
    fn groups_are_of_domains_at_a_dot() {
        assert!(is_of("shop.example.com", "example.com") && is_of("example.com", "finalizer.example.com"));
        assert!(is_of("example.com", "example.com"));
        assert!(
            !is_of("myexample.com", "example.com") && !is_of("apps", "x.apps") && !is_of("", "example.com")
        );
    }
}
