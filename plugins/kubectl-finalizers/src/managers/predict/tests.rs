//! What the server's own tests say of its merge, on schemas of every list type.

use super::*;

fn schemas() -> Value {
    json!({"x.Thing": {
        "x-kubernetes-group-version-kind": [{"group": "x", "version": "v1", "kind": "Thing"}],
        "type": "object",
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"allOf": [{"$ref": "#/components/schemas/Meta"}], "default": {}},
            "spec": {"type": "object", "properties": {
                "count": {"type": "integer"},
                "ports": {
                    "type": "array", "x-kubernetes-list-type": "map",
                    "x-kubernetes-list-map-keys": ["port", "protocol"],
                    "items": {"type": "object", "properties": {
                        "port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}, "name": {"type": "string"},
                    }},
                },
                "set": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
                "list": {"type": "array", "items": {"type": "string"}},
                "whole": {"type": "object", "x-kubernetes-map-type": "atomic", "additionalProperties": {"type": "string"}},
                "any": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
            }},
            "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}},
        },
    }, "Meta": {"type": "object", "properties": {
        "name": {"type": "string"},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
        "managedFields": {"type": "array", "items": {"type": "object"}},
    }}})
}

fn thing(spec: &Value) -> Value {
    json!({"apiVersion": "x/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": spec})
}

/// Predicts what applying `applied` meets if `other` applied everything that is there.
fn conflicts(live: &Value, applied: &Value) -> Vec<String> {
    let schemas = schemas();
    let types = Types { schemas: &schemas };
    let of = types.kind("x", "v1", "Thing").expect("it is there");
    let (mut live, applied) = (thing(live), thing(applied));
    let owned = set::set(types, of, &live);
    live["metadata"]["managedFields"] = json!([]);
    let apply = Apply { schemas: &schemas, live: &live, applied: &applied, manager: "me", has_status: true };
    let changed = apply.changed(compare::overlay(types, of, &live, &applied).expect("both fit"));
    owned.intersection(&changed).paths().iter().map(Path::to_string).collect()
}

#[test]
fn only_another_value_of_a_field_conflicts() {
    assert_eq!(conflicts(&json!({"count": 1}), &json!({"count": 1})), [""; 0]);
    assert_eq!(conflicts(&json!({"count": 1}), &json!({"count": 1.0})), [""; 0]);
    assert_eq!(conflicts(&json!({"count": 1}), &json!({"count": 2})), [".spec.count"]);
    assert_eq!(conflicts(&json!({"count": 1}), &json!({})), [""; 0]);
    assert_eq!(conflicts(&json!({"count": 1}), &json!({"count": null})), [".spec.count"]);
}

#[test]
fn lists_conflict_by_what_tells_their_items_apart() {
    let ports = json!({"ports": [{"port": 80, "name": "web"}]});
    assert_eq!(
        conflicts(&ports, &json!({"ports": [{"port": 80, "protocol": "TCP", "name": "www"}]})),
        [".spec.ports[port=80,protocol=\"TCP\"].name"]
    );
    assert_eq!(conflicts(&ports, &json!({"ports": [{"port": 81, "name": "www"}]})), [""; 0]);
    assert_eq!(conflicts(&json!({"set": ["a"]}), &json!({"set": ["b"]})), [""; 0]);
    assert_eq!(conflicts(&json!({"list": ["a"]}), &json!({"list": ["a", "b"]})), [".spec.list"]);
    assert_eq!(conflicts(&json!({"list": ["a"]}), &json!({"list": ["a"]})), [""; 0]);
}

#[test]
fn maps_conflict_by_field_unless_they_are_atomic() {
    assert_eq!(conflicts(&json!({"whole": {"a": "1"}}), &json!({"whole": {"b": "1"}})), [".spec.whole"]);
    let any = json!({"any": {"a": 1, "b": {"c": [1]}}});
    assert_eq!(conflicts(&any, &json!({"any": {"b": {"c": [2], "d": 1}}})), [".spec.any.b.c"]);
    assert_eq!(conflicts(&any, &json!({"any": {"a": {"x": 1}}})), [".spec.any.a"]);
    assert_eq!(conflicts(&any, &json!({"any": {}})), [""; 0]);
}

#[test]
fn what_does_not_fit_the_schema_is_no_prediction() {
    let schemas = schemas();
    for spec in [
        json!({"count": "1"}),
        json!({"other": 1}),
        json!({"set": ["a", "a"]}),
        json!({"ports": [{"name": "x"}, 1]}),
    ] {
        let (live, applied) = (thing(&json!({})), thing(&spec));
        let apply =
            Apply { schemas: &schemas, live: &live, applied: &applied, manager: "me", has_status: true };
        assert!(apply.predict().is_err(), "{spec}");
    }
}

#[test]
fn managers_are_named_as_the_server_names_them() {
    let manager = Managed {
        manager: "a\"b".to_owned(),
        operation: "Update".to_owned(),
        api_version: "v1".to_owned(),
        subresource: "status".to_owned(),
        ..Managed::default()
    };
    let message = |manager: Managed| Conflict { field: Path::default(), manager }.message();
    assert_eq!(message(manager.clone()), r#"conflict with "a\"b" with subresource "status" using v1"#);
    let applier = Managed { operation: "Apply".to_owned(), subresource: String::new(), ..manager };
    assert_eq!(message(applier), r#"conflict with "a\"b""#);
}
