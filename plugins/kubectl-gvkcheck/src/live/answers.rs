//! What is asked for by name once it is known what is wanted: whether something really is not there, what events say of it,
//! and what hangs on the pods that wait.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::kube::{Cluster, Depth, Fault, Part, Wanted};
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::Gap;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::closed::live::{By, Missing, State};

/// A kind, a namespace and a name.
pub type Name = (Box<str>, Option<Box<str>>, Box<str>);

/// What was asked for by name.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// What is there after all, with its keys if they were asked for; or what could not be asked for.
    there: BTreeMap<Name, Option<BTreeSet<Box<str>>>>,
    /// What was asked for at all.
    asked: BTreeSet<Name>,
    /// Warnings about objects, by namespace.
    events: BTreeMap<Box<str>, Vec<Event>>,
    /// What leads to pods, by namespace.
    traffic: BTreeMap<Box<str>, Traffic>,
    /// How many objects of a resource there are, and one of them.
    pub counts: BTreeMap<(String, String), (u64, Option<String>)>,
}

/// A warning of the cluster.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    /// Whom it is about.
    pub involved_object: Reference,
    /// The reason, a word.
    pub reason: String,
    /// The message.
    pub message: String,
    last_timestamp: Option<String>,
    event_time: Option<String>,
    series: Option<Series>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Series {
    last_observed_time: Option<String>,
}

/// Whom an event is about.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// The kind.
    pub kind: String,
    /// The name.
    pub name: String,
}

impl Event {
    /// Returns when it was last seen (RFC 3339).
    pub fn last(&self) -> Option<&str> {
        let series = self.series.as_ref().and_then(|series| series.last_observed_time.as_deref());
        series.or(self.last_timestamp.as_deref()).or(self.event_time.as_deref())
    }
}

/// What leads to pods.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    services: Vec<Service>,
    /// How many ready endpoints a Service has.
    ready: BTreeMap<String, usize>,
    ingresses: Vec<Ingress>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Meta {
    name: String,
    labels: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Service {
    metadata: Meta,
    spec: ServiceSpec,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ServiceSpec {
    selector: BTreeMap<String, String>,
    ports: Vec<Port>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Port {
    port: u32,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Slice {
    metadata: Meta,
    endpoints: Option<Vec<Endpoint>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Endpoint {
    conditions: Conditions,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Conditions {
    ready: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Ingress {
    metadata: Meta,
    spec: serde_json::Value,
}

#[derive(Deserialize)]
struct List<T> {
    #[serde(default = "Vec::new")]
    items: Vec<T>,
}

/// Something with keys, whose values are not kept.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Keyed {
    data: BTreeMap<Box<str>, IgnoredAny>,
    binary_data: BTreeMap<Box<str>, IgnoredAny>,
}

/// A Service that has no pods any more because those that it selects do not start.
pub struct Deserted {
    /// Its name.
    pub service: String,
    /// Whether it answers questions for names.
    pub is_dns: bool,
    /// The Ingresses that lead to it.
    pub ingresses: Vec<String>,
}

impl Answers {
    /// Tells whether something is missing for sure: it was asked for and is not there.
    pub fn lacks(&self, missing: &Missing) -> bool {
        let name = name(missing);
        match (self.there.get(&name), &missing.key) {
            (None, None) => self.asked.contains(&name),
            (Some(Some(keys)), Some(key)) => !keys.contains(key),
            _ => false,
        }
    }

    /// Finds the last warning that says that something is missing.
    pub fn warning(&self, missing: &Missing) -> Option<&Event> {
        let namespace = missing.finding.place.object.as_ref()?.namespace.as_deref()?;
        let quoted = format!("\"{}\"", missing.name);
        let kind = missing.kind.to_ascii_lowercase();
        let says = |event: &&Event| match &missing.key {
            Some(key) => event.message.contains(&**key) && event.message.to_ascii_lowercase().contains("key"),
            None => {
                let text = event.message.to_ascii_lowercase();
                event.message.contains(&quoted) && text.contains(&kind) && text.contains("not found")
            }
        };
        self.events.get(namespace)?.iter().filter(says).max_by_key(|event| event.last())
    }

    /// Finds the Services that have no ready pod, among those that select pods with some labels.
    pub fn deserted(&self, missing: &Missing) -> Vec<Deserted> {
        let namespace = missing.finding.place.object.as_ref().and_then(|object| object.namespace.as_deref());
        let Some(traffic) = namespace.and_then(|namespace| self.traffic.get(namespace)) else {
            return Vec::new();
        };
        let has = |(key, value): (&String, &String)| {
            missing.labels.iter().any(|(own, is)| **own == **key && **is == **value)
        };
        let selects =
            |service: &&Service| !service.spec.selector.is_empty() && service.spec.selector.iter().all(has);
        let is_empty =
            |service: &&Service| traffic.ready.get(&service.metadata.name).copied().unwrap_or(0) == 0;
        let deserted = traffic.services.iter().filter(selects).filter(is_empty);
        deserted
            .map(|service| {
                let name = &service.metadata.name;
                let leads = traffic.ingresses.iter().filter(|ingress| names_service(&ingress.spec, name));
                Deserted {
                    service: name.clone(),
                    is_dns: service.spec.ports.iter().any(|port| port.port == 53),
                    ingresses: leads.map(|ingress| ingress.metadata.name.clone()).collect(),
                }
            })
            .collect()
    }
}

/// Tells whether the spec of an Ingress names a Service as a backend.
fn names_service(spec: &serde_json::Value, name: &str) -> bool {
    match spec {
        serde_json::Value::Object(map) => {
            let own =
                map.get("service").and_then(|service| service.get("name")).and_then(|name| name.as_str());
            own == Some(name) || map.values().any(|value| names_service(value, name))
        }
        serde_json::Value::Array(items) => items.iter().any(|item| names_service(item, name)),
        _ => false,
    }
}

fn name(missing: &Missing) -> Name {
    (missing.kind.clone(), missing.namespace.clone(), missing.name.clone())
}

/// Asks.
pub struct Asker<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// What it serves.
    pub served: &'a Served,
    /// The rule that wants to know.
    pub rule: &'static str,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

impl Asker<'_> {
    /// Asks for all that some missing things want to know.
    pub fn ask(&mut self, missing: &[Missing], answers: &mut Answers) {
        answers.asked = missing.iter().map(name).collect();
        let keyed: BTreeSet<Name> = missing.iter().filter(|one| one.key.is_some()).map(name).collect();
        let names: Vec<Name> = answers.asked.iter().cloned().collect();
        let wanted: Vec<(usize, Wanted)> = names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| Some((at, self.wanted(name, keyed.contains(name))?)))
            .collect();
        let unknown = (0..names.len()).filter(|at| !wanted.iter().any(|(own, _)| own == at));
        unknown.for_each(|at| drop(answers.there.insert(names[at].clone(), None)));
        for (at, texts) in self.lists(&wanted) {
            let found = texts.map(|texts| texts.iter().flat_map(|text| read::<Keyed>(text)).next());
            match found {
                // Who cannot ask does not accuse.
                None => drop(answers.there.insert(names[at].clone(), None)),
                Some(Some(keyed)) => {
                    let keys = keyed.data.into_keys().chain(keyed.binary_data.into_keys()).collect();
                    answers.there.insert(names[at].clone(), Some(keys));
                }
                Some(None) => {}
            }
        }
        let lacking: Vec<&Missing> = missing.iter().filter(|one| answers.lacks(one)).collect();
        let namespaces: BTreeSet<Box<str>> = lacking
            .iter()
            .filter(|one| matches!(one.by, By::Pod(_) | By::Template { .. }))
            .filter_map(|one| Some(one.finding.place.object.as_ref()?.namespace.as_deref()?.into()))
            .collect();
        let waiting: BTreeSet<Box<str>> = lacking
            .iter()
            .filter(|one| matches!(&one.by, By::Pod(state) if *state != State::Running))
            .filter_map(|one| Some(one.finding.place.object.as_ref()?.namespace.as_deref()?.into()))
            .collect();
        answers.events = self.within("", "events", &namespaces, Some("type=Warning"));
        self.traffic(&waiting, answers);
    }

    fn traffic(&mut self, namespaces: &BTreeSet<Box<str>>, answers: &mut Answers) {
        let mut services = self.within("", "services", namespaces, None);
        let mut slices = self.within::<Slice>("discovery.k8s.io", "endpointslices", namespaces, None);
        let mut ingresses = self.within("networking.k8s.io", "ingresses", namespaces, None);
        for namespace in namespaces {
            let mut traffic = Traffic {
                services: services.remove(namespace).unwrap_or_default(),
                ingresses: ingresses.remove(namespace).unwrap_or_default(),
                ready: BTreeMap::new(),
            };
            for slice in slices.remove(namespace).unwrap_or_default() {
                let Some(service) = slice.metadata.labels.get("kubernetes.io/service-name") else { continue };
                // What is not said is ready (`k8s.io/api/discovery/v1/types.go`).
                let ready =
                    slice.endpoints.iter().flatten().filter(|one| one.conditions.ready != Some(false));
                *traffic.ready.entry(service.clone()).or_default() += ready.count();
            }
            answers.traffic.insert(namespace.clone(), traffic);
        }
    }

    /// Counts the objects of a resource, and names one.
    pub fn count(&mut self, group: &str, plural: &str) -> Option<(u64, Option<String>)> {
        let found = self.served.resource(group, plural)?;
        let wanted = Wanted { page: Some(1), ..Wanted::all(found, Depth::Metadata) };
        let mut pages = self.cluster.list(std::slice::from_ref(&wanted));
        let Some(Part::Page(page)) = pages.next() else { return None };
        #[derive(Deserialize)]
        struct Counted {
            #[serde(default)]
            metadata: Rest,
            #[serde(default)]
            items: Vec<Item>,
        }
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Rest {
            remaining_item_count: u64,
        }
        #[derive(Deserialize)]
        struct Item {
            metadata: Named,
        }
        #[derive(Deserialize)]
        struct Named {
            #[serde(default)]
            namespace: String,
            name: String,
        }
        let counted: Counted = serde_json::from_str(&page.text).ok()?;
        let first = counted.items.first().map(|item| match item.metadata.namespace.as_str() {
            "" => item.metadata.name.clone(),
            namespace => format!("{namespace}/{}", item.metadata.name),
        });
        Some((counted.metadata.remaining_item_count + counted.items.len() as u64, first))
    }

    fn wanted(&self, (kind, namespace, name): &Name, full: bool) -> Option<Wanted> {
        let found = self.served.preferred().find(|found| {
            found.resource.kind == **kind && crate::live::is_own(&found.group.name) && found.has_verb("list")
        })?;
        let depth = if full { Depth::Full } else { Depth::Metadata };
        Some(Wanted {
            namespace: namespace.as_deref().map(str::to_owned),
            field_selector: Some(format!("metadata.name={name}")),
            ..Wanted::all(found, depth)
        })
    }

    /// Reads lists side by side, each to its end; none where that fails.
    fn lists(&mut self, wanted: &[(usize, Wanted)]) -> BTreeMap<usize, Option<Vec<String>>> {
        let all: Vec<Wanted> = wanted.iter().map(|(_, wanted)| wanted.clone()).collect();
        let mut texts: BTreeMap<usize, (usize, Vec<String>)> = BTreeMap::new();
        let mut faults: BTreeMap<usize, Fault> = BTreeMap::new();
        for part in self.cluster.list(&all) {
            match part {
                Part::Page(page) => {
                    let own = texts.entry(page.at).or_default();
                    if page.attempt > own.0 {
                        *own = (page.attempt, Vec::new());
                    }
                    own.1.push(page.text);
                }
                Part::Fault { at, fault } => drop(faults.insert(at, fault)),
            }
        }
        let context = &self.cluster.context;
        for (at, fault) in &faults {
            let wanted = &all[*at];
            let scope =
                wanted.namespace.as_ref().map(|name| format!(", namespace {name}")).unwrap_or_default();
            let gap = fault.gap(format!("{} in context {context}{scope}", wanted.qualified()), &[self.rule]);
            if !self.gaps.contains(&gap) {
                self.gaps.push(gap);
            }
        }
        let text = |at: usize| {
            (!faults.contains_key(&at)).then(|| texts.get(&at).map(|own| own.1.clone()).unwrap_or_default())
        };
        wanted.iter().enumerate().map(|(at, (key, _))| (*key, text(at))).collect()
    }

    /// Reads all objects of a resource in some namespaces.
    fn within<T: DeserializeOwned>(
        &mut self,
        group: &str,
        plural: &str,
        namespaces: &BTreeSet<Box<str>>,
        fields: Option<&str>,
    ) -> BTreeMap<Box<str>, Vec<T>> {
        let Some(found) = self.served.resource(group, plural) else { return BTreeMap::new() };
        let all: Vec<&Box<str>> = namespaces.iter().collect();
        let wanted = |namespace: &str| Wanted {
            namespace: Some(namespace.to_owned()),
            field_selector: fields.map(str::to_owned),
            ..Wanted::all(found, Depth::Full)
        };
        let wanted: Vec<(usize, Wanted)> =
            all.iter().enumerate().map(|(at, namespace)| (at, wanted(namespace))).collect();
        let lists = self.lists(&wanted);
        let items = |texts: Option<Vec<String>>| {
            texts.unwrap_or_default().iter().flat_map(|text| read(text)).collect()
        };
        lists.into_iter().map(|(at, texts)| (all[at].clone(), items(texts))).collect()
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str::<List<T>>(text).map(|list| list.items).unwrap_or_default()
}
