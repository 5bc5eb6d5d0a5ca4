//! Reads who owns whom. Of an object that neither owns nor is owned there are thirty-two bytes; names are kept where a reference
//! has them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use kubecheck_core::kube::{Fault, Wanted};
use kubecheck_core::model::meta::Meta;

use crate::graph::{Traits, Uid};
use crate::world::World;

/// The finalizer of what is deleted in the foreground.
pub(crate) const FOREGROUND: &str = "foregroundDeletion";
/// The finalizer of what lets go of its dependents.
pub(crate) const ORPHAN: &str = "orphan";

/// An object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) uid: Uid,
    /// A digest of namespace and name.
    name: u64,
    /// A digest of the namespace.
    namespace: u32,
    /// The list it is in.
    pub(crate) list: u16,
    flags: u8,
}

/// It is being deleted.
const GOING: u8 = 1;
/// It is being deleted in the foreground.
const WAITING: u8 = 2;
/// It has the finalizer `orphan`.
const ORPHANS: u8 = 4;
/// It has finalizers that are not the collector's.
const HELD: u8 = 8;

/// An owner reference.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reference {
    pub(crate) child: Uid,
    pub(crate) owner: Uid,
    /// Where the names begin.
    text: u32,
    /// The apiVersion and kind that it names.
    pub(crate) kind: u32,
    pub(crate) blocks: bool,
    pub(crate) controller: bool,
}

/// The names in a reference and of the object that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Names<'g> {
    pub(crate) namespace: &'g str,
    pub(crate) child: &'g str,
    pub(crate) owner: &'g str,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// The lists.
    pub(crate) lists: Vec<Wanted>,
    /// The objects, by UID.
    pub(crate) nodes: Vec<Node>,
    pub(crate) references: Vec<Reference>,
    /// The apiVersions and kinds that references name.
    pub(crate) kinds: Vec<(String, String)>,
    /// Where these stand.
    places: BTreeMap<(String, String), u32>,
    /// Names, each with a zero byte behind it.
    text: String,
    /// The lists that could not be read, or not to their end.
    pub(crate) faults: Vec<(usize, Fault)>,
}

impl Gathered {
    /// Reads everything that is stored, in one namespace or in all and in none.
    pub(crate) fn read(world: &World, namespace: Option<&str>) -> Gathered {
        let lists = world.stored(namespace);
        let scanned = world.scan(&lists, Gathered::page);
        let mut all = Gathered { lists, faults: scanned.faults, ..Gathered::default() };
        let pages = || scanned.kept.iter().map(|(_, page)| page);
        all.nodes.reserve_exact(pages().map(|page| page.nodes.len()).sum());
        all.references.reserve_exact(pages().map(|page| page.references.len()).sum());
        all.text.reserve_exact(pages().map(|page| page.text.len()).sum());
        for (_, page) in scanned.kept {
            all.take(page);
        }
        all.nodes.sort_unstable_by_key(|node| (node.uid, node.list));
        all
    }

    /// Keeps of a page what is needed.
    fn page(list: usize, items: Vec<Meta>) -> Gathered {
        let mut page = Gathered { nodes: Vec::with_capacity(items.len()), ..Gathered::default() };
        // What was never stored has no UID, as in a manifest.
        for item in items.into_iter().filter(|item| !item.uid.is_empty()) {
            page.see(list, &item);
        }
        page.references.shrink_to_fit();
        page.text.shrink_to_fit();
        page
    }

    fn see(&mut self, list: usize, item: &Meta) {
        let uid = Uid::new(&item.uid);
        self.nodes.push(Node {
            uid,
            name: Gathered::digest(&item.namespace, &item.name),
            namespace: namespace_digest(&item.namespace),
            list: u16::try_from(list).unwrap_or(u16::MAX),
            flags: flags(item),
        });
        for reference in &item.owner_references {
            let text = self.keep(&item.namespace, &item.name, &reference.name);
            let kind = self.kind(&reference.api_version, &reference.kind);
            self.references.push(Reference {
                child: uid,
                owner: Uid::new(&reference.uid),
                text,
                kind,
                blocks: reference.block_owner_deletion == Some(true),
                controller: reference.controller == Some(true),
            });
        }
    }

    fn keep(&mut self, namespace: &str, child: &str, owner: &str) -> u32 {
        let start = self.text.len();
        for name in [namespace, child, owner] {
            self.text.push_str(name);
            self.text.push('\0');
        }
        u32::try_from(start).unwrap_or(u32::MAX)
    }

    fn kind(&mut self, api_version: &str, kind: &str) -> u32 {
        // Nearly always it is the one before.
        let last = self.kinds.last().filter(|last| last.0 == api_version && last.1 == kind);
        let next = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        if last.is_some() {
            return next - 1;
        }
        let named = (api_version.to_owned(), kind.to_owned());
        *self.places.entry(named.clone()).or_insert_with(|| {
            self.kinds.push(named);
            next
        })
    }

    fn take(&mut self, page: Gathered) {
        let kinds: Vec<u32> = page.kinds.iter().map(|(version, kind)| self.kind(version, kind)).collect();
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(&page.text);
        self.nodes.extend(page.nodes);
        self.references.extend(page.references.into_iter().map(|reference| Reference {
            kind: kinds[reference.kind as usize],
            text: reference.text.saturating_add(start),
            ..reference
        }));
    }

    /// Returns what has a UID: one object, which may be in several lists.
    pub(crate) fn find(&self, uid: Uid) -> &[Node] {
        &self.nodes[self.range(uid)]
    }

    /// Returns the list that an object is in.
    pub(crate) fn list_of(&self, uid: Uid) -> &Wanted {
        let list = self.find(uid).first().map_or(0, |node| node.list);
        &self.lists[usize::from(list)]
    }

    /// Returns the number of an object.
    pub(crate) fn number(&self, uid: Uid) -> Option<u32> {
        let range = self.range(uid);
        (!range.is_empty()).then(|| u32::try_from(range.start).unwrap_or(u32::MAX))
    }

    fn range(&self, uid: Uid) -> Range<usize> {
        let start = self.nodes.partition_point(|node| node.uid < uid);
        let count = self.nodes[start..].iter().take_while(|node| node.uid == uid).count();
        start..start + count
    }

    /// Returns what has a name, by list and digest of namespace and name.
    pub(crate) fn by_name(&self) -> BTreeMap<(u16, u64), Uid> {
        self.nodes.iter().map(|node| ((node.list, node.name), node.uid)).collect()
    }

    /// Returns the names in a reference.
    pub(crate) fn names(&self, reference: &Reference) -> Names<'_> {
        let text = self.text.get(reference.text as usize..).unwrap_or_default();
        let mut parts = text.splitn(4, '\0');
        let mut next = || parts.next().unwrap_or_default();
        Names { namespace: next(), child: next(), owner: next() }
    }

    /// Returns what stands for a namespace and a name.
    pub(crate) fn digest(namespace: &str, name: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        (namespace, name).hash(&mut hasher);
        hasher.finish()
    }

    /// Tells whether an object is in the namespace that another is in.
    pub(crate) fn is_in(&self, node: &Node, namespace: &str) -> bool {
        node.namespace == namespace_digest(namespace)
    }

    /// Tells whether an object has a name; in the namespace, if its kind has namespaces.
    pub(crate) fn is_called(&self, node: &Node, namespace: &str, name: &str) -> bool {
        let namespaced = self.lists[usize::from(node.list)].namespaced;
        node.name == Gathered::digest(if namespaced { namespace } else { "" }, name)
    }
}

impl Node {
    /// Tells whether it is being deleted.
    pub(crate) fn is_going(&self) -> bool {
        self.flags & GOING != 0
    }

    /// Returns what the garbage collector looks at in it.
    pub(crate) fn traits(&self) -> Traits {
        let has = |flag| self.flags & flag != 0;
        Traits { is_held: has(HELD), orphans: has(ORPHANS), is_waiting: has(WAITING), has_other_owner: false }
    }
}

fn flags(item: &Meta) -> u8 {
    let has = |name: &str| item.finalizers.iter().any(|finalizer| finalizer == name);
    let is_going = item.deletion_timestamp.is_some();
    let is_held = item.finalizers.iter().any(|finalizer| finalizer != FOREGROUND && finalizer != ORPHAN);
    let flags =
        [(is_going, GOING), (is_going && has(FOREGROUND), WAITING), (has(ORPHAN), ORPHANS), (is_held, HELD)];
    flags.into_iter().filter(|(is_so, _)| *is_so).fold(0, |all, (_, flag)| all | flag)
}

#[expect(clippy::cast_possible_truncation, reason = "a digest of half the length")]
fn namespace_digest(namespace: &str) -> u32 {
    Gathered::digest(namespace, "") as u32
}
