//! Documents and the objects in them.

use std::sync::Arc;

use super::tree::{Form, Tree, Value};

/// Where documents come from: a file, standard input, or a list of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The name shown in places: the path as given, `-` for standard input, or the resource of a list.
    pub name: Arc<str>,
    /// Whether it was named itself, rather than met in a folder.
    pub named: bool,
    /// Whether its bytes are those of the text, so that a fix can be applied to it: not if a program made the text, nor if it
    /// was UTF-16.
    pub editable: bool,
    /// What an API server lists here, if it is one.
    pub live: Option<Arc<Live>>,
}

/// What a list of an API server holds: the items do not say what they are, but the request did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// The kubeconfig context.
    pub context: String,
    /// The apiVersion of the items.
    pub api_version: String,
    /// The kind of the items.
    pub kind: String,
    /// Whether items are only `metadata`.
    pub is_partial: bool,
    /// Whether items are only some of the resource, which another list has as well.
    pub is_selection: bool,
}

/// A parsed document of an origin.
pub struct Document<'a> {
    /// Where it comes from.
    pub origin: &'a Origin,
    /// Its number in the origin, from 0. Documents without content are not counted.
    pub number: usize,
    /// Its text.
    pub text: &'a str,
    /// The line of the origin on which the text begins, from 1.
    pub first_line: u32,
    /// The column at which the text begins, from 1; above 1 only for JSON values that share a line.
    pub first_column: u32,
    /// The byte of the origin at which the text begins.
    pub first_byte: u64,
    /// The chart template a `# Source:` comment of rendered Helm output names.
    pub template: Option<&'a str>,
    /// Whether it was read as a value of a stream of JSON, by Go's rules for JSON.
    pub is_json: bool,
    /// Its nodes; places are lines of the origin.
    pub tree: Tree<'a>,
}

/// One object of a document: the document itself, or an item of a list.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    /// The document that holds it.
    pub document: &'a Document<'a>,
    /// The object's own mapping.
    pub root: Value<'a>,
    /// The apiVersion: its own, or that of the typed list it is an item of.
    pub api_version: Option<Value<'a>>,
    /// The kind as a value of its own; none for an item of a typed list that has none.
    pub kind: Option<Value<'a>>,
    /// The kind that a typed list gives to its items (`Pod` for a `PodList`).
    pub item_kind: Option<&'a str>,
    /// Whether this is a typed list, to be judged for its identity alone: its items are objects of their own.
    pub is_list: bool,
}

impl<'a> Document<'a> {
    /// Returns the objects in the document: lists unpacked, items that are lists as well, in order.
    pub fn objects(&'a self) -> Vec<Object<'a>> {
        let mut found = Vec::new();
        if let (Some(live), Some(root)) = (&self.origin.live, self.tree.root()) {
            let items = root.get("items").into_iter().flat_map(|items| items.items());
            let object = |root| Object {
                document: self,
                root,
                api_version: None,
                kind: None,
                item_kind: Some(live.kind.as_str()),
                is_list: false,
            };
            found.extend(items.map(object));
        } else if let Some(root) = self.tree.root() {
            let object = Object {
                document: self,
                root,
                api_version: root.get("apiVersion"),
                kind: root.get("kind"),
                item_kind: None,
                is_list: false,
            };
            object.unpack(&mut found, 0);
        }
        found
    }
}

/// Lists in lists deeper than this are left packed; kubectl's own builder stops no sooner than memory does.
const LIST_DEPTH: u32 = 16;

impl<'a> Object<'a> {
    /// Adds the object, or, if it is a list, what is in it.
    fn unpack(self, found: &mut Vec<Object<'a>>, depth: u32) {
        let Some(items) = self.list_items().filter(|_| depth < LIST_DEPTH) else {
            found.push(self);
            return;
        };
        if let Some(item_kind) = self.typed().filter(|_| items.items().all(|item| item.get("kind").is_some()))
        {
            // Nothing in it takes the list's identity, so that is told of the list itself.
            found.push(Object { item_kind: Some(item_kind), is_list: true, ..self });
        }
        for item in items.items() {
            self.item(item).unpack(found, depth + 1);
        }
    }

    /// Returns the items if this is a list as kubectl sees one: a kind that ends in `List`, with `items`.
    pub fn list_items(&self) -> Option<Value<'a>> {
        let kind = self.kind_name()?;
        if kind == "List" && self.api_version_name() != Some("v1") {
            return None;
        }
        let items = self.root.get("items")?;
        (kind.ends_with("List") && (items.is_sequence() || items.is_null())).then_some(items)
    }

    /// Returns the kind of a typed list's items: `Pod` for a `PodList`.
    fn typed(&self) -> Option<&'a str> {
        self.kind_name().and_then(|kind| kind.strip_suffix("List")).filter(|kind| !kind.is_empty())
    }

    /// Makes an object of an item. An item with neither apiVersion nor kind takes both from a typed list, as in
    /// apimachinery's unstructured decoder (`unstructured/helpers.go`, `decodeToList`).
    fn item(&self, item: Value<'a>) -> Object<'a> {
        let (api_version, kind) = (item.get("apiVersion"), item.get("kind"));
        match (self.typed(), api_version, kind) {
            (Some(typed), None, None) => {
                Object { root: item, item_kind: Some(typed), is_list: false, ..*self }
            }
            _ => Object {
                document: self.document,
                root: item,
                api_version,
                kind,
                item_kind: None,
                is_list: false,
            },
        }
    }

    /// Returns the kind, if it is a string.
    pub fn kind_name(&self) -> Option<&'a str> {
        self.item_kind.or_else(|| self.kind?.as_str())
    }

    /// Returns the apiVersion, if it is a string.
    pub fn api_version_name(&self) -> Option<&'a str> {
        match self.live() {
            Some(live) => Some(&live.api_version),
            None => self.api_version?.as_str(),
        }
    }

    /// Returns what the list of an API server says of the object, if it comes from one.
    pub fn live(&self) -> Option<&'a Live> {
        self.document.origin.live.as_deref()
    }

    /// Tells whether nothing but `metadata` was read.
    pub fn is_partial(&self) -> bool {
        self.live().is_some_and(|live| live.is_partial)
    }

    /// Returns `metadata`, if it is a mapping.
    pub fn metadata(&self) -> Option<Value<'a>> {
        self.root.get("metadata").filter(Value::is_mapping)
    }

    /// Returns `metadata.name`, if it is a string.
    pub fn name(&self) -> Option<&'a str> {
        self.metadata()?.get("name")?.as_str()
    }

    /// Returns `metadata.namespace`, if it is a string.
    pub fn namespace(&self) -> Option<&'a str> {
        self.metadata()?.get("namespace")?.as_str()
    }

    /// Tells whether the object's root is a mapping; anything else cannot be an object.
    pub fn is_mapping(&self) -> bool {
        matches!(self.root.form(), Form::Mapping)
    }
}
