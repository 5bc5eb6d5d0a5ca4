//! The API servers whose caches are looked at, and what they are compared with.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{ConnectionArgs, Depth, Fault, FaultKind, Listed, Read, Source, State, Wanted};
use kubecheck_core::model::query::Query;
use kubecheck_core::model::revisions::{Revisions, parts};
use kubecheck_core::model::served::Found;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::etcd::{Etcd, EtcdArgs, Keyspace};

use super::RULES;
use crate::world::{World, WorldArgs};

/// An API server.
#[derive(Debug)]
pub struct Server {
    /// Its name: that of the context, or the address.
    pub name: String,
    /// Its version, if it says so.
    pub version: Option<kubecheck_core::kube::Version>,
    world: World,
    /// Whether it answers nothing for which it must ask etcd.
    is_mute: AtomicBool,
}

/// What is known of an object, and whether somebody was asked for it now.
pub(super) struct Now {
    pub(super) state: Option<State>,
    /// Whether it is as it was when a snapshot was taken, since nobody answers now.
    pub(super) is_pinned: bool,
}

/// Where what is stored is read.
pub enum Stored {
    /// From the API servers themselves: the first that answers.
    Servers,
    /// From etcd.
    Etcd(Box<Mutex<Etcd>>, Keyspace),
}

/// All that is compared.
pub struct Sides {
    /// The API servers.
    pub servers: Vec<Server>,
    /// What they are compared with.
    pub stored: Stored,
    /// What was not reached from the outset.
    pub gaps: Vec<Gap>,
}

impl Server {
    /// Asks an API server who it is and what it serves.
    fn open(name: Option<&str>, args: &ConnectionArgs) -> Result<Server, CliError> {
        let world = World::open(&WorldArgs::default(), args)?;
        let cluster = world.cluster();
        let name = name.or(cluster.map(|cluster| cluster.context.as_str())).unwrap_or_default().to_owned();
        let version = cluster.and_then(|cluster| cluster.version().ok());
        Ok(Server { name, version, world, is_mute: AtomicBool::new(false) })
    }

    pub(super) fn revisions(&self, wanted: &Wanted, read: Read) -> Result<Listed, Fault> {
        self.cluster()?.revisions(wanted, read)
    }

    /// Reads an object by its name, as [`Revisions`] have it.
    pub(super) fn state(&self, wanted: &Wanted, name: &str, read: Read) -> Result<Option<State>, Fault> {
        let (namespace, name) = parts(name);
        self.cluster()?.state(wanted, namespace, name, read)
    }

    pub(super) fn cluster(&self) -> Result<&kubecheck_core::kube::Cluster, Fault> {
        self.world.cluster().ok_or_else(|| Fault::new(FaultKind::Configuration, "there is no cluster"))
    }

    /// Tells whether it can be asked for what etcd has.
    pub(super) fn answers(&self) -> bool {
        !self.is_mute.load(Ordering::Relaxed)
    }

    /// Notes that there was no answer; returns whether the server as a whole has none, and that is news.
    fn falls_silent(&self, fault: &Fault) -> bool {
        if !matches!(fault.kind, FaultKind::Timeout | FaultKind::Unreachable) {
            return false;
        }
        // One type may hang alone, as one that another server behind this one serves.
        let Some(namespaces) = self.world.wanted("", "namespaces") else { return false };
        let asked = self.state(&namespaces, "kube-system", Read::Consistent);
        let is_mute =
            asked.is_err_and(|fault| matches!(fault.kind, FaultKind::Timeout | FaultKind::Unreachable));
        is_mute && !self.is_mute.swap(true, Ordering::Relaxed)
    }
}

impl Sides {
    /// Connects to the API servers, each named with what leads to it, and opens etcd if it is named.
    ///
    /// # Errors
    /// If none answers, if they are of different clusters, and if etcd cannot be read.
    pub fn open(named: &[(Option<String>, ConnectionArgs)], etcd: &EtcdArgs) -> Result<Sides, CliError> {
        let (mut servers, mut gaps, mut first) = (Vec::new(), Vec::new(), None);
        for (name, args) in named {
            match Server::open(name.as_deref(), args) {
                Ok(server) => servers.push(server),
                Err(error) if named.len() == 1 => return Err(error),
                Err(error) => {
                    let name = name.clone().or_else(|| args.server.clone()).unwrap_or_default();
                    let is_transient = error.exit() == kubecheck_core::cli::Exit::Transient;
                    gaps.push(gap(format!("API server {name}"), error.to_string(), is_transient));
                    first = first.or(Some(error));
                }
            }
        }
        if let (true, Some(error)) = (servers.is_empty(), first) {
            return Err(error);
        }
        for server in &servers {
            let own = |gap: &Gap| Gap { needed_for: RULES.map(str::to_owned).to_vec(), ..gap.clone() };
            gaps.extend(
                server.world.gaps.iter().map(own).filter(|gap| !gaps.contains(gap)).collect::<Vec<_>>(),
            );
        }
        let stored = match etcd.open()? {
            None => Stored::Servers,
            Some((opened, gap)) => {
                gaps.extend(gap);
                let keys = Keyspace::read(&opened, &etcd.etcd_prefix)?;
                if keys.revision.is_none() {
                    return Err(CliError::usage(format!(
                        "{} does not say of which revision it is",
                        keys.origin
                    ))
                    .hint("print it with etcdctl get … -w json, or take a snapshot"));
                }
                for server in &servers {
                    keys.same_cluster(&opened, server.cluster()?)?;
                }
                Stored::Etcd(Box::new(Mutex::new(opened)), keys)
            }
        };
        same_cluster(&servers)?;
        Ok(Sides { servers, stored, gaps })
    }

    /// Returns the types to look at: those that are named, or all that are stored; what any of the servers serves.
    ///
    /// # Errors
    /// A name that stands for nothing that has a cache.
    pub fn types(&self, named: &[String], namespace: Option<&str>) -> Result<Vec<Wanted>, CliError> {
        let mut types: Vec<Wanted> = Vec::new();
        let mut add = |wanted: Wanted| {
            let is_same = |own: &Wanted| own.group == wanted.group && own.plural == wanted.plural;
            if !types.iter().any(is_same) {
                types.push(wanted);
            }
        };
        let worlds = || self.servers.iter().map(|server| &server.world);
        if named.is_empty() {
            worlds().flat_map(|world| world.stored(namespace)).for_each(&mut add);
        }
        for name in named {
            let query = Query::parse(name);
            let found = worlds().find_map(|world| query.name.and_then(|_| query.find(world.served())));
            let found = found.ok_or_else(|| {
                CliError::usage(format!("no resource is called {name:?} here"))
                    .hint("kubectl api-resources lists what there is")
            })?;
            add(Wanted { namespace: namespace.map(str::to_owned), ..cached(found)? });
        }
        if let Stored::Etcd(_, keys) = &self.stored {
            types.retain(|wanted| !named.is_empty() || keys.holds(&wanted.group, &wanted.plural));
        }
        Ok(types)
    }

    /// Lists what is stored of a type, at one revision. Returns also the server that said so, if it was one; gaps are of those
    /// that did not answer before it.
    pub(super) fn list(
        &self,
        wanted: &Wanted,
        gaps: &mut Vec<Gap>,
    ) -> Result<(Listed, Option<usize>), Fault> {
        let (etcd, keys) = match &self.stored {
            Stored::Servers => return self.ask(wanted, gaps),
            Stored::Etcd(etcd, keys) => (etcd.lock().unwrap_or_else(PoisonError::into_inner), keys),
        };
        let below = keys.below(&wanted.group, &wanted.plural);
        let within = wanted.namespace.as_ref().filter(|_| wanted.namespaced);
        let prefix = within.map_or(below.clone(), |namespace| format!("{below}{namespace}/"));
        let mut objects = Revisions::default();
        etcd.revisions(&prefix, &mut |key, revision| {
            let revision = revision.and_then(|revision| u64::try_from(revision).ok()).unwrap_or_default();
            objects.push("", &key[below.len()..], revision);
        })?;
        let revision = etcd.revision().and_then(|revision| u64::try_from(revision).ok()).unwrap_or_default();
        Ok((Listed { revision, objects: objects.sorted(), source: Source::Storage }, None))
    }

    fn ask(&self, wanted: &Wanted, gaps: &mut Vec<Gap>) -> Result<(Listed, Option<usize>), Fault> {
        let mut first = None;
        for (at, server) in self.servers.iter().enumerate().filter(|(_, server)| server.answers()) {
            match server.revisions(wanted, Read::Consistent) {
                Ok(listed) => return Ok((listed, Some(at))),
                Err(fault) => {
                    if server.falls_silent(&fault) {
                        gaps.push(fault.gap(format!("consistent reads from {}", server.name), &RULES));
                    }
                    first = first.or(Some(fault));
                }
            }
        }
        Err(first.unwrap_or_else(|| {
            Fault::new(FaultKind::Timeout, "no API server answers reads for which it must ask etcd")
        }))
    }

    /// Reads how an object is now, from where its type was listed, or if that is no longer there from a server that answers.
    pub(super) fn now(&self, wanted: &Wanted, name: &str, by: Option<usize>) -> Result<Now, Fault> {
        if let Some(by) = by {
            let state = self.servers[by].state(wanted, name, Read::Consistent)?;
            return Ok(Now { state, is_pinned: false });
        }
        let Stored::Etcd(etcd, keys) = &self.stored else {
            return Err(Fault::new(FaultKind::Timeout, "no API server answers"));
        };
        let (namespace, own) = parts(name);
        let key = keys.key(wanted, namespace, own);
        let lock = || etcd.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |entry: kubecheck_core::source::etcd::Entry| State {
            revision: entry
                .mod_revision
                .and_then(|revision| u64::try_from(revision).ok())
                .unwrap_or_default(),
            identity: entry.create_revision.map(|revision| revision.to_string()).unwrap_or_default(),
        };
        if let Etcd::Gateway(gateway) = &*lock() {
            return Ok(Now { state: gateway.now(&key)?.map(of), is_pinned: false });
        }
        for at in 0..self.servers.len() {
            if let Some(state) = self.own(at, wanted, name)? {
                return Ok(Now { state, is_pinned: false });
            }
        }
        Ok(Now { state: lock().get(&key)?.map(of), is_pinned: true })
    }

    /// Reads how an API server itself finds an object stored; none if it does not answer.
    pub(super) fn own(&self, at: usize, wanted: &Wanted, name: &str) -> Result<Option<Option<State>>, Fault> {
        let server = &self.servers[at];
        if !server.answers() {
            return Ok(None);
        }
        match server.state(wanted, name, Read::Consistent) {
            Ok(state) => Ok(Some(state)),
            Err(fault) if fault.kind.is_transient() => {
                server.falls_silent(&fault);
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Tells whether an object would have been read if it were stored: `etcdctl get` prints a part only.
    pub(super) fn covers(&self, wanted: &Wanted, name: &str) -> bool {
        let Stored::Etcd(etcd, keys) = &self.stored else { return true };
        let (namespace, name) = parts(name);
        etcd.lock().unwrap_or_else(PoisonError::into_inner).covers(&keys.key(wanted, namespace, name))
    }
}

/// Wants a resource that a cache can hold.
fn cached(found: Found<'_>) -> Result<Wanted, CliError> {
    if found.has_verb("list") && found.has_verb("watch") {
        return Ok(Wanted::all(found, Depth::Metadata));
    }
    Err(CliError::usage(format!(
        "{} cannot be listed and watched, so that no cache holds it",
        found.qualified()
    )))
}

/// Refuses API servers of different clusters: all they show would differ.
fn same_cluster(servers: &[Server]) -> Result<(), CliError> {
    let mut known: Option<(&str, String)> = None;
    for server in servers {
        // Who may not read it is told what is missing by the lists.
        let Ok(Some(uid)) = server.cluster()?.identity() else { continue };
        match &known {
            Some((name, other)) if *other != uid => {
                return Err(CliError::usage(format!(
                    "{name} and {} are of different clusters: the namespace kube-system has the UID {other} there, and {uid} here",
                    server.name
                ))
                .hint("name API servers of one cluster, on one etcd"));
            }
            Some(_) => {}
            None => known = Some((&server.name, uid)),
        }
    }
    Ok(())
}

fn gap(what: String, why: String, is_transient: bool) -> Gap {
    Gap { what, why, needed_for: RULES.map(str::to_owned).to_vec(), is_transient }
}
