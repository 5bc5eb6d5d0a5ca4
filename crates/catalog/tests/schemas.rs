//! Facts of schemas that anyone can look up in the API reference.

use kubecheck_catalog::{
    Field, IntFormat, List, ListKind, Minor, Object, Schema, Schemas, StringFormat, find, kinds, schemas,
};

/// Follows a path of fields from a kind of the newest minor; `[]` steps into a list, `*` into a map.
fn at(group: &str, version: &str, kind: &str, path: &str) -> &'static Schema {
    let schemas = schemas(Minor::NEWEST);
    let root = find(group, version, kind).and_then(|kind| schemas.of(kind)).expect("a known kind");
    path.split('.').filter(|step| !step.is_empty()).fold(root, |schema, step| {
        match (schemas.resolve(schema), step) {
            (Schema::List(list), "[]") => schemas.resolve(&list.items),
            (Schema::Map(values), "*") => schemas.resolve(values),
            (Schema::Object(object), name) => {
                schemas.resolve(&object.field(name).unwrap_or_else(|| panic!("{kind} has no {path}")).schema)
            }
            _ => panic!("{kind} has no {path}"),
        }
    })
}

fn field(group: &str, version: &str, kind: &str, path: &str, name: &str) -> &'static Field {
    let Schema::Object(object) = at(group, version, kind, path) else {
        panic!("{path} of {kind} is no object")
    };
    object.field(name).unwrap_or_else(|| panic!("{path} of {kind} has no {name}"))
}

fn list(group: &str, version: &str, kind: &str, path: &str) -> &'static ListKind {
    let Schema::List(list) = at(group, version, kind, path) else { panic!("{path} of {kind} is no list") };
    &list.kind
}

#[test]
fn scalars_have_their_form() {
    let pod = "spec.template.spec.containers.[]";
    let of = |path: &str| at("apps", "v1", "Deployment", path);
    assert_eq!(*of("spec.replicas"), Schema::Integer(IntFormat::Int32));
    assert_eq!(*of("metadata.generation"), Schema::Integer(IntFormat::Int64));
    assert_eq!(*of("spec.paused"), Schema::Boolean);
    assert_eq!(*of("metadata.name"), Schema::String(StringFormat::Plain));
    assert_eq!(*of("metadata.creationTimestamp"), Schema::String(StringFormat::DateTime));
    assert_eq!(*of("spec.strategy.rollingUpdate.maxSurge"), Schema::IntOrString);
    assert_eq!(*of(&format!("{pod}.resources.limits.*")), Schema::Quantity);
    assert_eq!(*at("", "v1", "Secret", "data.*"), Schema::String(StringFormat::Byte));
    assert_eq!(
        *at("coordination.k8s.io", "v1", "Lease", "spec.renewTime"),
        Schema::String(StringFormat::MicroTime)
    );
    let crd = "spec.versions.[].schema.openAPIV3Schema";
    assert_eq!(
        *at("apiextensions.k8s.io", "v1", "CustomResourceDefinition", &format!("{crd}.maximum")),
        Schema::Number
    );
    assert_eq!(
        *at("apiextensions.k8s.io", "v1", "CustomResourceDefinition", &format!("{crd}.default")),
        Schema::Any
    );
}

#[test]
fn lists_say_what_tells_items_apart() {
    let of = |path: &str| list("", "v1", "Pod", path);
    assert_eq!(*of("metadata.finalizers"), ListKind::Set);
    assert_eq!(*of("spec.containers"), ListKind::Map(vec!["name"]));
    assert_eq!(*of("spec.containers.[].ports"), ListKind::Map(vec!["containerPort", "protocol"]));
    assert_eq!(*of("spec.containers.[].args"), ListKind::Atomic);
}

#[test]
fn fields_say_whether_they_are_required_or_deprecated() {
    assert!(field("", "v1", "Pod", "spec", "containers").required);
    assert!(!field("", "v1", "Pod", "spec", "volumes").required);
    assert!(field("", "v1", "Pod", "spec", "serviceAccount").deprecated);
    for name in ["hostNetwork", "serviceAccountName", "runtimeClassName"] {
        assert!(!field("", "v1", "Pod", "spec", name).deprecated, "{name}");
    }
    assert!(field("", "v1", "Pod", "spec.volumes.[]", "gitRepo").deprecated);
    // Only the annotation that it speaks of is deprecated.
    assert!(!field("networking.k8s.io", "v1", "Ingress", "spec", "ingressClassName").deprecated);
    assert!(
        !field("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "spec.versions.[]", "deprecated")
            .deprecated
    );
}

#[test]
fn values_that_carry_other_objects_take_any_field() {
    let open = |schema: &Schema| matches!(schema, Schema::Object(Object { embedded: true, .. }));
    assert!(open(at("apps", "v1", "ControllerRevision", "data")));
    assert!(open(at("", "v1", "Pod", "metadata.managedFields.[].fieldsV1")));
    assert!(!open(at("", "v1", "Pod", "spec")));
    // A struct without fields takes none.
    let status =
        at("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "spec.versions.[].subresources.status");
    assert_eq!(*status, Schema::Object(Object { fields: Vec::new(), embedded: false }));
}

#[test]
fn schemas_may_hold_themselves() {
    let path = "spec.versions.[].schema.openAPIV3Schema";
    let of = |path: &str| at("apiextensions.k8s.io", "v1", "CustomResourceDefinition", path);
    assert!(std::ptr::eq(of(path), of(&format!("{path}.properties.*.not"))));
}

#[test]
fn a_minor_has_its_own_schemas() {
    let pod = find("", "v1", "Pod").unwrap();
    let has = |minor: Minor, name| {
        let Some(Schema::Object(pod)) = schemas(minor).of(pod) else { panic!("no Pod at {minor}") };
        let Schema::Object(spec) = schemas(minor).resolve(&pod.field("spec").unwrap().schema) else {
            panic!()
        };
        spec.field(name).is_some()
    };
    let since = |name| Minor::all().find(|minor| has(*minor, name)).map(Minor::number);
    assert_eq!(since("containers"), Some(16));
    assert_eq!(since("schedulingGates"), Some(26));
    assert!(schemas(Minor::NEWEST.next()).of(pod).is_none(), "nothing is known beyond the newest");
}

#[test]
fn a_deprecated_value_does_not_mark_the_field() {
    // The only minor whose prose lists the values of a phase, one of them deprecated.
    let schemas = schemas(Minor::new(23).expect("two digits"));
    let deprecated = |kind: &str| {
        let Some(Schema::Object(object)) = find("", "v1", kind).and_then(|kind| schemas.of(kind)) else {
            panic!()
        };
        let Schema::Object(status) = schemas.resolve(&object.field("status").unwrap().schema) else {
            panic!()
        };
        status.field("phase").unwrap().deprecated
    };
    assert!(!deprecated("Pod"));
    assert!(deprecated("Node"), "there the field itself is deprecated");
}

/// Counts the fields below a schema, and asserts what every reader relies on.
fn walk(schemas: &Schemas, schema: &Schema, depth: usize) -> usize {
    let resolved = schemas.resolve(schema);
    assert!(!matches!(resolved, Schema::Ref(_)));
    // A reference that leads nowhere would be anything.
    assert!(!matches!((schema, resolved), (Schema::Ref(_), Schema::Any)));
    match resolved {
        _ if depth == 4 => 0,
        Schema::Object(Object { fields, .. }) => {
            assert!(fields.is_sorted_by(|a, b| a.name < b.name));
            fields.iter().map(|field| 1 + walk(schemas, &field.schema, depth + 1)).sum()
        }
        Schema::List(list) => {
            let List { items, kind } = &**list;
            if let (ListKind::Map(keys), Schema::Object(item)) = (kind, schemas.resolve(items)) {
                assert!(keys.iter().all(|key| item.field(key).is_some()), "{keys:?}");
            }
            walk(schemas, items, depth)
        }
        Schema::Map(values) => walk(schemas, values, depth),
        _ => 0,
    }
}

#[test]
fn every_kind_of_every_minor_has_a_whole_schema() {
    for minor in Minor::all() {
        for kind in kinds().iter().filter(|kind| kind.at(minor).is_some()) {
            let schema =
                schemas(minor).of(kind).unwrap_or_else(|| panic!("{} has no schema at {minor}", kind.kind));
            let Schema::Object(object) = schema else { panic!("{} is no object", kind.kind) };
            for name in ["apiVersion", "kind", "metadata"] {
                assert!(object.field(name).is_some(), "{} has no {name} at {minor}", kind.kind);
            }
            assert!(walk(schemas(minor), schema, 0) > 3);
        }
    }
}
