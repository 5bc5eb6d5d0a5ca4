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

type Labels = Box<[Label]>;
type Label = (Box<str>, Box<str>);

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
    pods: BTreeMap<&'n Label, Vec<&'n Pods>>,
    users: BTreeMap<&'n str, Vec<&'n Wanted>>,
    /// The Services that have the pods of one object only, by the label they select that the fewest pods have.
    alone: BTreeMap<&'n Label, Vec<&'n Selecting>>,
}

/// More places than this tell nothing more.
const MOST: usize = 12;

impl<'n> Chain<'n> {
    /// Takes what a note tells.
    pub(super) fn take(&mut self, note: &'n Note) {
        match note {
            Note::Selecting(selecting) => self.services.push(selecting),
            Note::Pods(pods) => {
                for label in &pods.labels {
                    self.pods.entry(label).or_default().push(pods);
                }
            }
            Note::Wanted(wanted) if &*wanted.kind == "Service" => {
                self.users.entry(&wanted.name).or_default().push(wanted);
            }
            _ => {}
        }
    }

    /// Finds the Services that have the pods of one object only, when all notes are taken. One that has others goes on.
    pub(super) fn seal(&mut self) {
        for service in &self.services {
            let having = |label: &&Label| self.pods.get(*label).map_or(0, Vec::len);
            let Some(label) = service.selector.iter().min_by_key(having) else { continue };
            let pods = self.pods.get(label).into_iter().flatten().filter(|pods| service.selects(pods));
            if pods.take(2).count() == 1 {
                self.alone.entry(label).or_default().push(service);
            }
        }
    }

    /// Tells what hangs on pods that do not start.
    pub(super) fn follow(&self, pods: &Pods, finding: &mut Finding) {
        let services = pods.labels.iter().filter_map(|label| self.alone.get(label)).flatten();
        let places = services.filter(|service| service.selects(pods)).flat_map(|service| {
            let message = format!("Service/{} has no other pods", service.name);
            let own = Related { message, place: service.place.clone() };
            let users = self.users.get(&*service.name).into_iter().flatten();
            let users = users.filter(|user| user.space.meets(&service.space));
            [own].into_iter().chain(users.filter_map(|user| needing(user.finding.as_ref()?, service)))
        });
        let places: Vec<Related> = places.take(MOST).collect();
        finding.related.extend(places);
    }
}

/// Says what needs a Service.
fn needing(held: &Finding, service: &Selecting) -> Option<Related> {
    let object = held.place.object.as_ref()?;
    let (kind, name) = (object.kind.as_deref()?, object.name.as_deref()?);
    let message = format!("{kind}/{name} needs Service/{}", service.name);
    Some(Related { message, place: held.place.clone() })
}
