//! CRDs that are changed in one place: does this program refuse the ones that the server refuses?

use kubecheck_test_support::Oracle;
use serde_json::{Value, json};

use crate::compare::{ask_crd, crd};
use crate::modules::changed;

/// A CRD with some of everything.
fn whole() -> Value {
    let schema = json!({
        "type": "object",
        "required": ["spec"],
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 9}}},
            "spec": {
                "type": "object",
                "required": ["a"],
                "properties": {
                    "a": {"type": "string", "pattern": "^a+$", "enum": ["a", "aa"], "default": "a"},
                    "b": {"type": "integer", "minimum": 1, "nullable": true},
                    "c": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}], "default": 1},
                    "d": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
                    "e": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                          "items": {"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}, "l": {"type": "integer"}}}},
                    "f": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "g": {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true},
                    "h": {"type": "object", "x-kubernetes-map-type": "atomic", "default": {"i": 1}, "properties": {"i": {"type": "integer"}}},
                },
                "oneOf": [{"required": ["a"]}, {"properties": {"b": {"minimum": 2}}}],
                "x-kubernetes-validations": [{"rule": "self.a.size() > 0", "message": "m", "reason": "FieldValueInvalid", "fieldPath": ".a"}],
            },
        },
    });
    let mut crd: Value = serde_json::from_str(&crd(&schema)).expect("a CRD is JSON");
    let version = &mut crd["spec"]["versions"][0];
    version["subresources"] =
        json!({"status": {}, "scale": {"specReplicasPath": ".spec.b", "statusReplicasPath": ".status.b"}});
    version["additionalPrinterColumns"] = json!([{"name": "A", "type": "string", "jsonPath": ".spec.a"}]);
    crd["spec"]["names"]["shortNames"] = json!(["lp"]);
    crd["spec"]["conversion"] = json!({"strategy": "Webhook", "webhook": {
        "clientConfig": {"service": {"namespace": "a", "name": "b"}}, "conversionReviewVersions": ["v1"]}});
    crd
}

#[test]
fn changed_crds_are_refused_as_the_server_refuses_them() {
    let mut oracle = Oracle::new("crd");
    let whole = whole();
    let both = ask_crd(&mut oracle, &whole.to_string());
    assert!(both.theirs.is_empty() && both.ours.is_empty(), "{:?} {:?}", both.theirs, both.ours);
    let (mut alarms, mut misses, mut refused) = (Vec::new(), Vec::new(), 0);
    let all = changed(&whole);
    for crd in &all {
        let both = ask_crd(&mut oracle, &crd.to_string());
        refused += usize::from(!both.theirs.is_empty());
        if both.is_false_alarm() {
            alarms.push(format!("{:?}\n    {crd}", both.ours));
        }
        if both.is_miss() {
            misses.push(format!("{:?}", both.theirs));
        }
    }
    let show = |list: &[String]| list.join("\n");
    assert!(alarms.is_empty(), "of {} CRDs, {} false alarms:\n{}", all.len(), alarms.len(), show(&alarms));
    assert!(
        misses.is_empty(),
        "of {} CRDs, {refused} refused, {} misses:\n{}",
        all.len(),
        misses.len(),
        show(&misses)
    );
}
