//! What tests of pods and of what is around them share.

use std::collections::BTreeSet;

use kubecheck_core::model::time;
use serde_json::Value;
use serde_json::value::to_raw_value;

use super::there::Names;
use super::told::{Flags, Images, Scene};
use super::{Look, State};
use crate::schedule::snapshot::Snapshot;
use crate::schedule::version::{Features, NEWEST};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;
use crate::world::snapshot;

/// The time it is in tests.
pub(crate) const NOW: &str = "2026-01-01T01:00:00Z";

/// Reads objects; the kinds of which there are some count as read, like those of a dump.
pub(crate) fn objects(all: &[Value]) -> Objects {
    let mut found = Objects::default();
    for one in all {
        let kind = Kind::ALL.into_iter().find(|kind| one["kind"] == kind.resource().kind);
        let kind = kind.expect("it is of a kind that is read");
        let raw = to_raw_value(one).expect("it is JSON");
        found.take(kind, raw.as_ref()).expect("it is as its kind has it");
        found.read.insert(kind);
    }
    found
}

/// Makes the scheduler's view of objects.
pub(crate) fn scheduler(objects: &Objects) -> Snapshot {
    snapshot::of(objects, Features::of(NEWEST, None))
}

/// Looks at objects at [`NOW`], with the scheduler's view of them if there is one.
pub(crate) fn at<T>(
    objects: &Objects,
    snapshot: Option<&Snapshot>,
    look_at: impl FnOnce(&Scene<'_>) -> T,
) -> T {
    let mut look = Look::new(objects, time::parse(NOW).expect("it is a time"));
    look.snapshot = snapshot;
    let (whole, images, flags) = (BTreeSet::new(), Images::new(objects), Flags::default());
    let names = Names { objects, whole: &whole };
    look_at(&Scene { look: &look, names, images: &images, flags: &flags })
}

/// Returns what is said of the container of a pod that ends again and again.
pub(crate) fn crashes(state: &State) -> &str {
    match state {
        State::Crashing(crash) => &crash.says,
        other => panic!("{other:?}"),
    }
}
