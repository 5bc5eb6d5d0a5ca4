//! A dump: objects that somebody printed of a cluster, which answer as the cluster would, as far as they go.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_catalog as catalog;
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Fault, FaultKind, Scanned, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_core::model::served::{Group, Resource, Served, Version};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{self, Inputs};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The objects of a dump, by group and kind.
#[derive(Debug)]
pub(super) struct Dump {
    files: Vec<String>,
    objects: BTreeMap<(String, String), Vec<Value>>,
}

impl Dump {
    /// Reads files and folders. What of them cannot be read is a gap.
    pub(super) fn read(paths: &[String], recursive: bool) -> Result<(Dump, Vec<Gap>), CliError> {
        let inputs = Inputs { paths: paths.to_vec(), recursive, ..Inputs::default() };
        let read = source::objects(source::list(&inputs)?)?;
        let mut dump = Dump { files: paths.to_vec(), objects: BTreeMap::new() };
        for object in read.objects {
            let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
            let (Some(version), Some(kind), Some(_)) =
                (text("/apiVersion"), text("/kind"), text("/metadata/name"))
            else {
                continue;
            };
            let group = version.split_once('/').map_or(String::new(), |(group, _)| group.to_owned());
            dump.objects.entry((group, kind)).or_default().push(object);
        }
        if dump.objects.is_empty() {
            return Err(CliError::usage(format!("there is no object in {}", paths.join(", ")))
                .hint("-f names what kubectl get -o yaml or -o json printed, or a folder of such files"));
        }
        let broken = read.broken.into_iter().map(|(file, why)| Gap {
            what: file.to_string(),
            why,
            needed_for: vec!["every check".to_owned()],
            is_transient: false,
        });
        let gaps = read.gaps.into_iter().chain(broken).collect();
        Ok((dump, gaps))
    }

    pub(super) fn name(&self) -> String {
        self.files.join(", ")
    }

    /// Returns the kinds that there are, as a server would say that it serves them.
    pub(super) fn served(&self) -> Served {
        let definitions =
            self.objects.get(&("apiextensions.k8s.io".to_owned(), "CustomResourceDefinition".to_owned()));
        let definitions = definitions.map(Vec::as_slice).unwrap_or_default();
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        for ((group, kind), objects) in &self.objects {
            let group =
                groups.entry(group).or_insert_with(|| Group { name: group.clone(), versions: Vec::new() });
            let versions: BTreeSet<&str> = objects.iter().map(version).collect();
            for version in versions {
                let resource = resource(&group.name, version, kind, objects, definitions);
                match group.versions.iter_mut().find(|own| own.name == version) {
                    Some(own) => own.resources.push(resource),
                    None => group.versions.push(Version {
                        name: version.to_owned(),
                        unknown: None,
                        resources: vec![resource],
                    }),
                }
            }
        }
        Served { groups: groups.into_values().collect() }
    }

    pub(super) fn scan<T: Send>(
        &self,
        wanted: &[Wanted],
        see: impl Fn(usize, Vec<Meta>) -> T + Sync,
    ) -> Scanned<T> {
        #[derive(Deserialize)]
        struct Item {
            #[serde(default)]
            metadata: Meta,
        }
        let metadata = |items: Vec<Item>| items.into_iter().map(|item| item.metadata).collect();
        self.scan_items(wanted, |at, items| see(at, metadata(items)))
    }

    pub(super) fn scan_items<I: DeserializeOwned, T: Send>(
        &self,
        wanted: &[Wanted],
        see: impl Fn(usize, Vec<I>) -> T + Sync,
    ) -> Scanned<T> {
        let (mut kept, mut faults) = (Vec::new(), Vec::new());
        for (at, wanted) in wanted.iter().enumerate() {
            match self.list(wanted) {
                Ok(objects) => {
                    let items = objects.iter().filter_map(|object| I::deserialize(object).ok());
                    kept.push((at, see(at, items.collect())));
                }
                Err(fault) => faults.push((at, fault)),
            }
        }
        Scanned { kept, faults }
    }

    pub(super) fn list(&self, wanted: &Wanted) -> Result<Vec<Value>, Fault> {
        let objects = self.of(wanted)?;
        let is_there = |object: &&Value| {
            wanted.namespace.as_deref().is_none_or(|name| !wanted.namespaced || namespace(object) == name)
        };
        Ok(objects.iter().filter(is_there).cloned().collect())
    }

    pub(super) fn get(&self, of: &Wanted, within: Option<&str>, name: &str) -> Result<Option<Value>, Fault> {
        let is_meant = |object: &&Value| {
            object["metadata"]["name"] == name
                && within.is_none_or(|within| !of.namespaced || namespace(object) == within)
        };
        Ok(self.of(of)?.iter().find(is_meant).cloned())
    }

    fn of(&self, wanted: &Wanted) -> Result<&[Value], Fault> {
        let found = self.objects.get(&(wanted.group.clone(), wanted.kind.clone()));
        found.map(Vec::as_slice).ok_or_else(|| {
            Fault::new(FaultKind::NotFound, format!("there is no {} in {}", wanted.kind, self.name()))
        })
    }
}

fn version(object: &Value) -> &str {
    let text = object["apiVersion"].as_str().unwrap_or_default();
    text.split_once('/').map_or(text, |(_, version)| version)
}

fn namespace(object: &Value) -> &str {
    object["metadata"]["namespace"].as_str().unwrap_or_default()
}

/// Makes a resource of a kind: as Kubernetes has it, as its CRD in the dump says, or as it looks.
fn resource(group: &str, version: &str, kind: &str, objects: &[Value], definitions: &[Value]) -> Resource {
    let verbs = ["get", "list", "watch"].map(str::to_owned).to_vec();
    let own = |name: &str| name.to_owned();
    if let Some((_, _, known)) = catalog::find(group, version, kind).and_then(|kind| kind.eras().last()) {
        return Resource {
            kind: own(kind),
            plural: own(known.plural),
            singular: own(known.singular),
            short_names: known.short_names.iter().copied().map(own).collect(),
            namespaced: known.namespaced,
            verbs,
            ..Resource::default()
        };
    }
    let is_its = |spec: &&Value| spec["group"] == group && spec["names"]["kind"] == kind;
    if let Some(spec) = definitions.iter().map(|definition| &definition["spec"]).find(is_its) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let names = spec["names"]["shortNames"].as_array().map(Vec::as_slice).unwrap_or_default();
        return Resource {
            kind: own(kind),
            plural: text(&spec["names"]["plural"]),
            singular: text(&spec["names"]["singular"]),
            short_names: names.iter().map(text).collect(),
            namespaced: spec["scope"] == "Namespaced",
            verbs,
            ..Resource::default()
        };
    }
    let singular = kind.to_lowercase();
    Resource {
        kind: own(kind),
        plural: format!("{singular}s"),
        singular,
        namespaced: objects.iter().any(|object| !namespace(object).is_empty()),
        verbs,
        ..Resource::default()
    }
}
