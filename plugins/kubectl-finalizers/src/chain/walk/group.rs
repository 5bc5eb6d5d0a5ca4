//! What is left: groups of objects with one cause, of which one is looked at whole.

use kubecheck_core::kube::Wanted;
use kubecheck_core::model::meta::Meta;

use super::{Trail, Walker, link};
use crate::chain::deletion::Deletion;
use crate::chain::left::{self, Group};
use crate::chain::look::Seen;
use crate::chain::named::Named;
use crate::chain::{Link, State};

/// How many groups are told.
const SHOWN: usize = 20;

impl Walker<'_> {
    /// Tells of objects that are left, by kind and finalizers; `staying` says what is so with those that are not being deleted.
    /// Returns each group in a few words.
    pub(super) fn groups(
        &self,
        lists: &[Wanted],
        found: Vec<(usize, Meta)>,
        staying: &str,
        trail: &mut Trail,
    ) -> Vec<String> {
        let groups = left::groups(found);
        for group in groups.iter().take(SHOWN) {
            self.group(&lists[group.list], group, staying, trail);
        }
        if let Some(rest) = groups.get(SHOWN..).filter(|rest| !rest.is_empty()) {
            let count = rest.iter().map(|group| group.objects.len()).sum();
            let named = name(&lists[rest[0].list], &rest[0]);
            let says = format!("{count} more objects are left");
            trail.push(Link { says, count, ..link(&named, State::Unknown) });
        }
        groups.iter().map(|group| words(&lists[group.list], group)).collect()
    }

    fn group(&self, list: &Wanted, group: &Group, staying: &str, trail: &mut Trail) {
        let (named, first) = (name(list, group), &group.objects[0]);
        let deletion = first.deletion_timestamp.as_deref();
        let deletion = deletion.map(|ends| Deletion::of(ends, first.deletion_grace_period_seconds, self.now));
        let count = group.objects.len();
        let subject = match count {
            1 => format!("{named}{}", within(group)),
            _ => format!("{count} {}{}: {}", list.qualified(), within(group), group.names()),
        };
        let Some(deletion) = deletion else {
            let verb = if count == 1 { ": not" } else { "; not" };
            let says = format!("{subject}{verb} being deleted, {staying}");
            trail.push(Link { says, count, ..link(&named, State::Blocked) });
            return;
        };
        let age = Some(deletion.age);
        let at = trail.push(Link { says: subject, count, age, ..link(&named, State::InProgress) });
        trail.deeper(|trail| match self.look.object(list, &group.namespace, &first.name) {
            Seen::There(object) => {
                if let Some(deletion) = Deletion::read(&object["metadata"], self.now) {
                    self.object(list, &object, deletion, trail);
                }
            }
            Seen::Absent => {}
            Seen::Unknown => trail.links[at].state = State::Unknown,
        });
    }
}

fn name(list: &Wanted, group: &Group) -> Named {
    Named::of(list, Some(&group.namespace), &group.objects[0].name)
}

fn within(group: &Group) -> String {
    if group.namespace.is_empty() { String::new() } else { format!(" in namespace {}", group.namespace) }
}

/// Says a group in a few words: `3 widgets.example.com (example.com/cleanup)`.
fn words(list: &Wanted, group: &Group) -> String {
    let what = format!("{} {}", group.objects.len(), list.qualified());
    if group.finalizers.is_empty() { what } else { format!("{what} ({})", group.finalizers.join(", ")) }
}
