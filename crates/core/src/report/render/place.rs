//! Places and objects in the words of the terminal.

use crate::report::finding::{ObjectRef, Place};

/// Names a file for people; standard input has no name of its own.
pub(super) fn file(name: &str) -> &str {
    match name {
        "-" => "<stdin>",
        _ => name,
    }
}

/// Says where a place is: `file:line:column`, the key in etcd, or the context and the pointer of a live object.
pub fn place(place: &Place) -> String {
    if let Some(key) = &place.key {
        return key.clone();
    }
    match (&place.file, place.span) {
        (Some(name), Some(span)) => format!("{}:{}:{}", file(name), span.start.line, span.start.column),
        (Some(name), None) => file(name).to_owned(),
        (None, _) => live(place),
    }
}

/// Says where a place in a live object is.
fn live(place: &Place) -> String {
    let parts = [place.context.as_deref().unwrap_or_default(), &place.pointer];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(":") }
}

/// Names an object: `Kind/name`, with its namespace before it if it states one.
pub fn object(object: &ObjectRef) -> String {
    let parts = [&object.namespace, &object.kind, &object.name];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_object_has_a_context_and_a_pointer() {
        let live = Place {
            context: Some("prod".to_owned()),
            pointer: "/metadata/finalizers/0".to_owned(),
            ..Place::default()
        };
        assert_eq!(place(&live), "prod:/metadata/finalizers/0");
        assert_eq!(place(&Place::default()), "-");
    }

    #[test]
    fn a_stored_object_has_a_key() {
        let file = Some("snapshot.db".into());
        let stored = Place { file, key: Some("/registry/pods/a/b".to_owned()), ..Place::default() };
        assert_eq!(place(&stored), "/registry/pods/a/b");
    }

    #[test]
    fn an_object_is_named_as_far_as_it_can_be() {
        let mut known = ObjectRef { kind: Some("Pod".to_owned()), ..ObjectRef::default() };
        assert_eq!(object(&known), "Pod");
        known.name = Some("web".to_owned());
        assert_eq!(object(&known), "Pod/web");
        known.namespace = Some("shop".to_owned());
        assert_eq!(object(&known), "shop/Pod/web");
        assert_eq!(object(&ObjectRef::default()), "-");
    }
}
