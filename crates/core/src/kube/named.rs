//! Asks for the metadata of objects by their names, several at once.

use futures_util::{StreamExt, stream};

use super::cluster::Cluster;
use super::fault::{Fault, FaultKind};
use super::line::{IN_FLIGHT, read};
use super::list::Wanted;
use super::scan::Item;
use crate::model::meta::Meta;

/// The metadata of one object (`meta.k8s.io`), where the server knows how.
pub(super) const METADATA: &str =
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

/// An object by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'w> {
    /// What it is.
    pub of: &'w Wanted,
    /// Its namespace, if its kind has namespaces.
    pub namespace: &'w str,
    /// Its name.
    pub name: &'w str,
}

impl Cluster {
    /// Asks for the metadata of objects, and returns an answer for each in their order; none for what is not there.
    ///
    /// No resourceVersion is named: the server answers as etcd's quorum has it, not from its cache
    /// (`k8s.io/apimachinery/pkg/apis/meta/v1/types.go`, `GetOptions`).
    pub fn metadata(&self, asked: &[Named<'_>]) -> Vec<Result<Option<Meta>, Fault>> {
        let paths: Vec<String> = asked.iter().map(Named::path).collect();
        let answers = paths.iter().map(|path| async {
            match self.line.get(path, METADATA, None).await {
                Ok(answer) => read::<Item>(&answer.text, path).map(|item| Some(item.metadata)),
                Err(fault) if fault.kind == FaultKind::NotFound => Ok(None),
                Err(fault) => Err(fault),
            }
        });
        self.wait(stream::iter(answers).buffered(IN_FLIGHT).collect())
    }
}

impl Named<'_> {
    fn path(&self) -> String {
        self.of.object_path(self.namespace, self.name)
    }

    /// Says which right is missing, if that is why there is no answer.
    #[must_use]
    pub fn forbidden(&self, fault: &Fault) -> Fault {
        if fault.kind != FaultKind::Forbidden {
            return fault.clone();
        }
        let role = if self.of.namespaced { "a Role" } else { "a ClusterRole" };
        let (group, plural) = (&self.of.group, &self.of.plural);
        let rule = format!(
            "{role} needs apiGroups: [{group:?}], resources: [{plural:?}], verbs: [\"get\", \"list\"]"
        );
        fault.clone().hint(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::Depth;
    use crate::model::served::{Group, Resource, Served, Version};

    #[test]
    fn what_has_no_namespace_is_asked_for_without_one() {
        let resource = |kind: &str, plural: &str, namespaced| Resource {
            kind: kind.to_owned(),
            plural: plural.to_owned(),
            namespaced,
            ..Resource::default()
        };
        let resources = vec![resource("Pod", "pods", true), resource("Node", "nodes", false)];
        let versions = vec![Version { name: "v1".to_owned(), unknown: None, resources }];
        let served = Served { groups: vec![Group { name: String::new(), versions }] };
        let wanted = |kind| Wanted::all(served.kind("", "v1", kind).expect("it is served"), Depth::Metadata);
        let (pods, nodes) = (wanted("Pod"), wanted("Node"));
        let path = |of, namespace, name| Named { of, namespace, name }.path();
        assert_eq!(path(&pods, "a", "b c"), "/api/v1/namespaces/a/pods/b%20c");
        assert_eq!(path(&nodes, "a", "n"), "/api/v1/nodes/n");
    }
}
