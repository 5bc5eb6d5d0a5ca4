//! What an Event tells of: `involvedObject` and `related`, or `regarding` and `related` in events.k8s.io.

use kubecheck_core::model::object::Object;

use super::{Family, Found, by_api_version, field};

static FAMILY: Family = Family {
    name: "event",
    versioned: true,
    telling: true,
    dead: "who looks for the events of an object by its apiVersion and kind does not find this one",
    ..Family::PLAIN
};

pub(super) fn core<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    of(object, ["involvedObject", "related"], found);
}

pub(super) fn events<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    of(object, ["regarding", "related"], found);
}

fn of<'a>(object: &Object<'a>, fields: [&str; 2], found: &mut Vec<Found<'a>>) {
    for map in fields.into_iter().filter_map(|name| field(object.root, name)) {
        // Many leave the apiVersion out, which then is just not known.
        if field(map, "apiVersion").is_some() {
            found.extend(by_api_version(&FAMILY, map, ("", "")));
        }
    }
}
