//! The events of an object, the newest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_core::model::time::Timestamp;

use crate::model::event::Event;
use crate::model::meta::Meta;

/// The events of a pod whose volumes and network are there.
const BEYOND: [&str; 4] = ["Pulling", "Pulled", "Created", "Started"];

/// All events, by what they are about.
#[derive(Debug, Default)]
pub struct Events {
    by_object: BTreeMap<(String, String, String), Vec<Arc<Event>>>,
}

impl Events {
    /// Sorts events by what they are about.
    pub fn new(events: &[Arc<Event>]) -> Events {
        let mut by_object: BTreeMap<_, Vec<Arc<Event>>> = BTreeMap::new();
        for event in events {
            let about = &event.involved_object;
            let key = (about.kind.clone(), about.namespace.clone(), about.name.clone());
            by_object.entry(key).or_default().push(event.clone());
        }
        for events in by_object.values_mut() {
            // Within one second the names tell: they end with the time (`k8s.io/client-go/tools/record/event.go`).
            let newest_first = |event: &Arc<Event>| Reverse((event.last(), event.metadata.name.clone()));
            events.sort_by_cached_key(newest_first);
        }
        Events { by_object }
    }

    /// Returns the events of an object. Those of another one that had its name before are left out.
    pub fn of<'e>(&'e self, kind: &str, meta: &'e Meta) -> impl Iterator<Item = &'e Event> + use<'e> {
        let key = (kind.to_owned(), meta.namespace.clone(), meta.name.clone());
        let is_its = |event: &&Event| {
            let uid = &event.involved_object.uid;
            uid.is_empty() || meta.uid.is_empty() || *uid == meta.uid
        };
        let all = self.by_object.get(&key).map_or(&[][..], Vec::as_slice);
        all.iter().map(Arc::as_ref).filter(is_its)
    }

    /// Returns the newest event of a pod with one of some reasons.
    pub fn newest<'e>(&'e self, meta: &'e Meta, reasons: &[&str]) -> Option<&'e Event> {
        self.of("Pod", meta).find(|event| reasons.contains(&event.reason.as_str()))
    }

    /// Tells whether a pod has come to its containers since an event, or with it.
    pub fn is_beyond(&self, meta: &Meta, event: &Event) -> bool {
        let beyond = self.newest(meta, &BEYOND).and_then(Event::last);
        beyond.is_some() && beyond >= event.last()
    }
}

impl Event {
    /// Returns when it happened first.
    pub fn first(&self) -> Option<Timestamp> {
        let times = [self.first_timestamp.as_deref(), self.event_time.as_deref()];
        let first = times.into_iter().flatten().find_map(kubecheck_core::model::time::parse);
        first.or_else(|| self.metadata.created())
    }

    /// Returns the sentence, without what is put before many of a kind (`k8s.io/client-go/tools/record/events_cache.go`).
    pub fn words(&self) -> &str {
        self.message.strip_prefix("(combined from similar events): ").unwrap_or(&self.message).trim()
    }

    /// Tells whether it is about a container, or about no container in particular.
    pub fn is_of(&self, container: &str) -> bool {
        let path = &self.involved_object.field_path;
        let named = path.split_once('{').and_then(|(_, rest)| rest.strip_suffix('}'));
        named.is_none_or(|named| named == container)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(reason: &str, uid: &str, last: &str) -> Arc<Event> {
        let text = format!(
            r#"{{"metadata":{{"name":"{reason}"}},"reason":"{reason}","lastTimestamp":"{last}",
            "involvedObject":{{"kind":"Pod","namespace":"a","name":"p","uid":"{uid}","fieldPath":"spec.containers{{web}}"}}}}"#
        );
        Arc::new(serde_json::from_str(&text).expect("it is an event"))
    }

    #[test]
    fn the_newest_of_this_very_pod_is_found() {
        let events = Events::new(&[
            event("Old", "1", "2026-01-01T00:00:00Z"),
            event("New", "1", "2026-01-01T00:01:00Z"),
            event("Other", "2", "2026-01-01T00:02:00Z"),
        ]);
        let meta = Meta { namespace: "a".into(), name: "p".into(), uid: "1".into(), ..Meta::default() };
        let reasons: Vec<&str> = events.of("Pod", &meta).map(|event| event.reason.as_str()).collect();
        assert_eq!(reasons, ["New", "Old"]);
        let tied = Events::new(&[
            event("p.18a1", "1", "2026-01-01T00:00:00Z"),
            event("p.18a2", "1", "2026-01-01T00:00:00Z"),
        ]);
        assert_eq!(tied.of("Pod", &meta).next().map(|event| event.reason.as_str()), Some("p.18a2"));
        let newest = events.newest(&meta, &["Old", "Other"]).expect("there is one");
        assert!(newest.is_of("web") && !newest.is_of("db"));
    }
}
