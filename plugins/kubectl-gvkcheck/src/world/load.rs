//! Loads what is known before the input is read: folders of CRDs, and a dump of discovery.

use kubecheck_core::model::object::Document;
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{self, Listing, Part};

use super::{Definition, Digest, Server, World, discovery};

/// What was loaded.
#[derive(Debug, Default)]
pub struct Loaded {
    definitions: Vec<Definition>,
    served: Served,
    names_all: bool,
    documents: usize,
    /// The version of the server that was asked, if it said so.
    pub version: Option<String>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

impl Loaded {
    /// Loads every CRD and every document of discovery in a listing.
    pub fn read(listing: Listing) -> Loaded {
        let mut loaded = Loaded { gaps: listing.gaps, ..Loaded::default() };
        for input in &listing.inputs {
            let read = source::read(input, &mut |part| loaded.part(part));
            if let Err(error) = read {
                loaded.gap(&input.origin.name, &error.message);
            }
        }
        loaded
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Document(document) => self.document(document),
            Part::Broken(broken) => {
                let line = broken.span.start.line;
                self.gap(&format!("{}:{line}", broken.origin.name), &broken.message);
            }
            Part::Template(template) => {
                let what = format!("{}:{}", template.origin.name, template.first_line);
                self.gap(&what, "it is a template of a Helm chart; render the chart first");
            }
            Part::Gap(gap) => self.gaps.push(gap),
        }
    }

    fn document(&mut self, document: &Document<'_>) {
        if let Some(found) = document.tree.root().and_then(discovery::read) {
            // What names nothing is no answer of a server; it is told below that the whole file has none.
            self.documents += usize::from(!found.is_empty());
            self.names_all |= found.names_all;
            self.version = found.version.or(self.version.take());
            discovery::merge(&mut self.served, found.groups);
            return;
        }
        for object in document.objects() {
            let crd = object.kind_name() == Some("CustomResourceDefinition")
                && object.api_version_name().is_some_and(|own| own.starts_with("apiextensions.k8s.io/"));
            if crd && let Some(definition) = super::read(&object) {
                self.documents += 1;
                self.definitions.push(Definition { digest: Some(Digest::of(object.root)), ..definition });
            }
        }
    }

    fn gap(&mut self, what: &str, why: &str) {
        let needed_for = vec!["custom kinds".to_owned()];
        self.gaps.push(Gap { what: what.to_owned(), why: why.to_owned(), needed_for, ..Gap::default() });
    }

    /// Tells whether nothing in the listing told of a kind.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// Puts several together.
    pub fn and(mut self, other: Loaded) -> Loaded {
        self.definitions.extend(other.definitions);
        self.gaps.extend(other.gaps);
        self.names_all |= other.names_all;
        self.documents += other.documents;
        self.version = other.version.or(self.version);
        discovery::merge(&mut self.served, other.served.groups);
        self
    }

    /// Adds what a server that was asked says it serves.
    pub fn on(mut self, served: Served) -> Loaded {
        discovery::merge(&mut self.served, served.groups);
        self.names_all = true;
        self
    }

    /// Returns the world that was loaded. What a CRD says of a kind comes before what discovery does.
    pub fn world(self) -> World {
        if self.served.groups.is_empty() {
            return World::of(self.definitions);
        }
        let server = Server::new(self.served, self.names_all);
        let definitions = self.definitions.into_iter().chain(server.definitions()).collect();
        World::of(definitions).on(server)
    }
}

#[cfg(test)]
mod tests {
    use kubecheck_core::source::Input;

    use super::*;

    fn load(text: &str) -> Loaded {
        Loaded::read(Listing { inputs: vec![Input::memory("dump", text)], ..Listing::default() })
    }

    const AGGREGATED: &str = r#"{"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": [
        {"metadata": {"name": "apps"}, "versions": [{"version": "v1", "resources": [{"resource": "deployments",
            "responseKind": {"kind": "Deployment"}, "scope": "Namespaced"}]}]},
        {"metadata": {"name": "example.com"}, "versions": [{"version": "v1", "resources": [{"resource": "widgets",
            "responseKind": {"group": "example.com", "version": "v1", "kind": "Widget"}, "scope": "Cluster",
            "singularResource": "widget", "shortNames": ["wg"], "subresources": [{"subresource": "scale"}]}]}]}]}"#;

    const LIST: &str = r#"{"kind": "APIResourceList", "groupVersion": "example.com/v1", "resources": [
        {"name": "widgets", "singularName": "widget", "namespaced": false, "kind": "Widget", "shortNames": ["wg"]},
        {"name": "widgets/scale", "namespaced": false, "group": "autoscaling", "version": "v1", "kind": "Scale"}]}"#;

    #[test]
    fn both_forms_of_discovery_say_the_same() {
        let (aggregated, list) = (load(AGGREGATED), load(LIST));
        let widget = |loaded: Loaded| loaded.world().kind("example.com", "Widget").next().unwrap().clone();
        let (aggregated, widget) = (widget(aggregated), widget(list));
        assert_eq!(aggregated, widget);
        assert_eq!((widget.plural.as_str(), widget.namespaced), ("widgets", false));
        assert!(widget.versions[0].scale && !widget.versions[0].status);
    }

    #[test]
    fn a_list_of_groups_makes_lists_of_resources_complete() {
        let groups = r#"{"kind": "APIGroupList", "groups": [{"name": "apps"}, {"name": "example.com"}]}"#;
        assert!(!load(groups).world().is_complete());
        assert!(load(&format!("{groups}\n{LIST}")).world().is_complete());
    }

    #[test]
    fn only_the_list_of_all_groups_is_complete() {
        assert!(load(AGGREGATED).world().is_complete());
        assert!(!load(LIST).world().is_complete());
        let core = r#"{"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
            "items": [{"metadata": {"creationTimestamp": null}, "versions": []}]}"#;
        assert!(!load(core).world().is_complete());
    }

    #[test]
    fn what_names_nothing_is_no_discovery() {
        for text in [
            r#"{"kind": "APIGroupList", "groups": []}"#,
            r#"{"kind": "APIResourceList", "groupVersion": "v1", "resources": 5}"#,
            r#"{"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": []}"#,
            "{}",
        ] {
            assert!(load(text).is_empty(), "{text}");
        }
        assert!(!load(r#"{"kind": "APIGroupList", "groups": [{"name": "apps"}]}"#).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_a_gap() {
        let loaded = load("a: [\n");
        assert!(loaded.is_empty());
        assert_eq!(loaded.gaps[0].what, "dump:1");
    }
}
