//! The objects that a finalizer waits for.

use kubecheck_core::kube::{Depth, Wanted};

use super::{Trail, Walker, link};
use crate::chain::deletion::Deletion;
use crate::chain::look::Seen;
use crate::chain::named::Named;
use crate::chain::{Link, State, pod};
use crate::evidence::Blocker;

/// How many of the objects that a finalizer waits for are told.
const SHOWN: usize = 5;

impl Walker<'_> {
    /// Tells of the objects that a finalizer waits for; `staying` is how it stands with one that is not being deleted.
    pub(super) fn blockers(&self, blockers: &[Blocker], staying: State, trail: &mut Trail) {
        for blocker in blockers.iter().take(SHOWN) {
            self.blocker(blocker, staying, trail);
        }
        let rest = blockers.get(SHOWN..).unwrap_or_default();
        if let Some(first) = rest.first() {
            let says = format!("{} more", rest.len());
            let state = State::InProgress;
            trail.push(Link { says, count: rest.len(), ..link(&named(first), state) });
        }
    }

    fn blocker(&self, blocker: &Blocker, staying: State, trail: &mut Trail) {
        let named = named(blocker);
        let subject = match &named.namespace {
            Some(namespace) => format!("{named} in namespace {namespace}"),
            None => named.to_string(),
        };
        let version = named.api_version.rsplit('/').next().unwrap_or_default();
        let Some(found) = self.look.world.served().kind(named.group(), version, &named.kind) else { return };
        let list = Wanted::all(found, Depth::Full);
        let object =
            match self.look.object(&list, named.namespace.as_deref().unwrap_or_default(), &named.name) {
                Seen::There(object) => object,
                // It went just now.
                Seen::Absent => return,
                Seen::Unknown => {
                    trail.push(Link { says: subject, ..link(&named, State::Unknown) });
                    return;
                }
            };
        if let Some(deletion) = Deletion::read(&object["metadata"], self.now) {
            let age = Some(deletion.age);
            trail.push(Link { says: subject, age, ..link(&named, State::InProgress) });
            trail.deeper(|trail| drop(self.object(&list, &object, deletion, trail)));
            return;
        }
        let is_pod = list.group.is_empty() && list.kind == "Pod";
        let (says, state, next) = match () {
            () if is_pod && pod::is_finished(&object) => (
                format!("{subject}: it has finished, and holds all the same until it is deleted"),
                State::Blocked,
                Some(format!("kubectl delete {}", named.typed())),
            ),
            () if is_pod => (
                format!("{subject}: it has not finished"),
                staying,
                Some(format!("kubectl finalizers owners {}", named.typed())),
            ),
            () => (format!("{subject}: not being deleted"), staying, None),
        };
        trail.push(Link { says, next, ..link(&named, state) });
    }
}

fn named(blocker: &Blocker) -> Named {
    let Blocker { api_version, kind, namespace, name } = blocker.clone();
    Named { api_version, kind, namespace, name }
}
