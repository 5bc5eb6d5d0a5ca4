//! What is read besides, once it is known what is worth knowing: lists of single namespaces, ConfigMaps by their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kubecheck_core::report::finding::Gap;

use super::kinds::Kind;
use super::objects::Objects;
use super::{Source, World};
use crate::model::config::ConfigMap;
use crate::start::there::Place;

impl World {
    /// Tells whether all of a cluster can be asked for, rather than what somebody printed of it.
    pub fn is_live(&self) -> bool {
        matches!(self.source, Source::Cluster { .. })
    }

    /// Reads lists, each in its namespace or, where that is empty, everywhere. Tells which were read to their ends; what somebody
    /// printed may be a part, so that none of its lists counts as whole.
    pub fn read_places(&self, places: &BTreeSet<Place>) -> (Objects, BTreeSet<Place>) {
        let mut kinds: BTreeMap<&str, Vec<Kind>> = BTreeMap::new();
        for (kind, namespace) in places {
            kinds.entry(namespace).or_default().push(*kind);
        }
        let (mut objects, mut whole) = (Objects::default(), BTreeSet::new());
        for (namespace, kinds) in kinds {
            let read = self.read(&kinds, Some(namespace).filter(|name| !name.is_empty()));
            if self.is_live() {
                whole.extend(read.read.iter().map(|kind| (*kind, namespace.to_owned())));
            }
            objects.append(read);
        }
        if !self.is_live() {
            objects.gaps.clear();
        }
        (objects, whole)
    }

    /// Reads ConfigMaps with their values, by namespace and name. What is not there is left out.
    pub fn config_maps(&self, names: &BTreeSet<(String, String)>) -> Objects {
        let mut objects = Objects::default();
        match &self.source {
            Source::Cluster { cluster, .. } => {
                let of = Kind::ConfigMap.wanted(None);
                for (namespace, name) in names {
                    match cluster.object(&of, Some(namespace), name) {
                        Ok(None) => {}
                        Ok(Some(text)) => match serde_json::from_str::<ConfigMap>(&text) {
                            Ok(map) => objects.config_maps.push(Arc::new(map)),
                            Err(error) => objects.gaps.push(gap(namespace, name, &error.to_string())),
                        },
                        Err(fault) => {
                            objects.gaps.push(fault.gap(
                                format!("configmap {namespace}/{name}"),
                                &["what init containers wait for"],
                            ));
                            // Without the right to one there is none to the others.
                            break;
                        }
                    }
                }
            }
            Source::Dump(dump) => {
                let read = dump.objects(&[Kind::ConfigMap], None);
                let is_meant = |map: &&Arc<ConfigMap>| {
                    names.contains(&(map.metadata.namespace.clone(), map.metadata.name.clone()))
                };
                objects.config_maps = read.config_maps.iter().filter(is_meant).cloned().collect();
            }
        }
        objects
    }
}

fn gap(namespace: &str, name: &str, why: &str) -> Gap {
    Gap {
        what: format!("configmap {namespace}/{name}"),
        why: why.to_owned(),
        needed_for: vec!["what init containers wait for".to_owned()],
        is_transient: false,
    }
}
