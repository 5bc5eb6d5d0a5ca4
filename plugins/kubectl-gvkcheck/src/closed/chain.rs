//! What hangs on pods that do not start: the Services that select them, and what needs those Services.

use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;
use kubecheck_core::report::finding::{Finding, Place, Related};

use super::wants::Wanted;
use super::{Note, Space, at, pods};
use crate::checks::missing_reference::RULE;

/// The pods of an object: where they are, and how they are labelled.
pub struct Pods {
    space: Space,
    labels: Labels,
}

/// A Service and the pods it selects.
pub struct Selecting {
    space: Space,
    name: Box<str>,
    selector: Labels,
    place: Place,
}

type Labels = Box<[(Box<str>, Box<str>)]>;

impl Selecting {
    fn selects(&self, pods: &Pods) -> bool {
        self.space.meets(&pods.space) && self.selector.iter().all(|label| pods.labels.contains(label))
    }
}

/// Notes which pods an object has or selects, and returns those it has.
pub(super) fn read(
    object: &Object<'_>,
    kind: &str,
    findings: &Findings<'_>,
    notes: &mut Vec<Note>,
) -> Option<Arc<Pods>> {
    let space = Space::of(object.namespace());
    if kind == "Service" {
        let selector = at(object.root, &["spec", "selector"]).filter(|map| !labels(*map).is_empty())?;
        let place = findings.hold(Draft::new(&RULE, selector.id(), ""))?.place;
        let (name, selector) = (object.name()?.into(), labels(selector));
        notes.push(Note::Selecting(Box::new(Selecting { space, name, selector, place })));
        return None;
    }
    let labels = labels(pods::labels(object.root, kind)?);
    let pods = Arc::new(Pods { space, labels });
    notes.push(Note::Pods(Arc::clone(&pods)));
    Some(pods)
}

fn labels(map: Value<'_>) -> Labels {
    let label = |key: &str, value: Value<'_>| Some((key.into(), value.as_str()?.into()));
    map.entries().filter_map(|entry| label(entry.key.name(), entry.value)).collect()
}

/// Everything that can hang on pods.
#[derive(Default)]
pub(super) struct Chain<'n> {
    services: Vec<&'n Selecting>,
    pods: Vec<&'n Pods>,
    users: BTreeMap<&'n str, Vec<&'n Wanted>>,
}

impl<'n> Chain<'n> {
    /// Takes what a note tells.
    pub(super) fn take(&mut self, note: &'n Note) {
        match note {
            Note::Selecting(selecting) => self.services.push(selecting),
            Note::Pods(pods) => self.pods.push(pods),
            Note::Wanted(wanted) if &*wanted.kind == "Service" => {
                self.users.entry(&wanted.name).or_default().push(wanted);
            }
            _ => {}
        }
    }

    /// Tells what hangs on pods that do not start. A Service that has other pods is left out: it goes on.
    pub(super) fn follow(&self, pods: &Pods, finding: &mut Finding) {
        let alone = |service: &&&Selecting| {
            service.selects(pods) && self.pods.iter().filter(|other| service.selects(other)).count() == 1
        };
        for service in self.services.iter().filter(alone) {
            let message = format!("Service/{} has no other pods", service.name);
            finding.related.push(Related { message, place: service.place.clone() });
            for user in self.users.get(&*service.name).into_iter().flatten() {
                let needs = user.finding.as_ref().filter(|_| user.space.meets(&service.space));
                finding.related.extend(needs.and_then(|held| needing(held, service)));
            }
        }
    }
}

/// Says what needs a Service.
fn needing(held: &Finding, service: &Selecting) -> Option<Related> {
    let object = held.place.object.as_ref()?;
    let (kind, name) = (object.kind.as_deref()?, object.name.as_deref()?);
    let message = format!("{kind}/{name} needs Service/{}", service.name);
    Some(Related { message, place: held.place.clone() })
}
