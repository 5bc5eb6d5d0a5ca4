//! Objects that are made again from their backups.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{Hand, finalizers};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "live/finalizers/remove can be followed by restore, which makes an object again",
            round_trip,
        ),
        Trial::test(
            "live/finalizers/remove can be followed by restore, which refuses what is no backup",
            wrong,
        ),
    ]
}

fn round_trip() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("restore"), Hand::new(plane));
    let owner = |name: &str| {
        plane.kubectl(&["create", "configmap", name, "-n", &namespace]);
        let uid =
            plane.kubectl(&["get", "configmap", name, "-n", &namespace, "-o", "jsonpath={.metadata.uid}"]);
        format!("{{apiVersion: v1, kind: ConfigMap, name: {name}, uid: {uid}}}")
    };
    let owners = [owner("stays"), owner("goes")].join(", ");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a, namespace: {namespace}, labels: {{app: web}}, \
          finalizers: [example.com/x, example.com/y], ownerReferences: [{owners}]}}, data: {{key: \"0755\", text: \"a\\nb\"}}}}"
    ));
    plane.kubectl(&["delete", "configmap", "a", "-n", &namespace, "--wait=false"]);
    let remove = |finalizer: &str| {
        hand.run(&format!("remove cm/a {finalizer} -n {namespace} --apply --accept-risk=unknown --timeout 0"))
            .code
    };
    equal("the first", remove("example.com/x"), 0)?;
    let (file, _) = hand.backup()?;
    let restore = |flags: &str| hand.run(&format!("restore {} {flags}", file.display()));
    let early = restore("--apply --yes");
    contains(&early.stderr, "is still being deleted, and no finalizer can be put back on what is")?;
    contains(&early.stderr, "ValidateNoNewFinalizers")?;
    equal("exit code", early.code, 1)?;

    equal("the second", remove("example.com/y"), 0)?;
    plane.kubectl(&["delete", "configmap", "goes", "-n", &namespace]);
    let shown = restore("");
    contains(&shown.stderr, "comes back without the reference to its owner ConfigMap/goes, which is gone")?;
    equal("nothing was written", finalizers(plane, &namespace, "a"), None)?;
    equal("nobody said yes", restore("--apply").code, 1)?;
    let made = restore("--apply --yes");
    contains(&made.stdout, &format!("made         configmaps/a -n {namespace}, with the UID "))?;
    equal("exit code", made.code, 0)?;

    let text =
        plane.kubectl(&["get", "configmap", "a", "-n", &namespace, "-o", "json", "--show-managed-fields"]);
    let object: Value = serde_json::from_str(&text)?;
    let metadata = &object["metadata"];
    equal("data", &object["data"], &serde_json::json!({"key": "0755", "text": "a\nb"}))?;
    equal("label", metadata["labels"]["app"].as_str(), Some("web"))?;
    equal("finalizers", &metadata["finalizers"], &serde_json::json!(["example.com/x", "example.com/y"]))?;
    equal("owners", metadata["ownerReferences"].as_array().map(Vec::len), Some(1))?;
    equal("owner", metadata["ownerReferences"][0]["name"].as_str(), Some("stays"))?;
    equal("manager", metadata["managedFields"][0]["manager"].as_str(), Some("kubectl-finalizers"))?;
    equal("it lives", &metadata["deletionTimestamp"], &Value::Null)?;
    let again = restore("--apply --yes");
    contains(&again.stderr, "is there, another one than the backup is of; nothing is overwritten")?;
    equal("exit code", again.code, 1)
}

fn wrong() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("restore"), Hand::new(plane));
    super::deleted(plane, &namespace, "a", &["example.com/x"]);
    equal("removed", hand.run(&format!("remove cm/a -n {namespace} --apply --accept-risk=unknown")).code, 0)?;
    let (file, mut backup) = hand.backup()?;
    let text = std::fs::read_to_string(&file)?;
    let refused = |verb: &str, text: &str, told: &str| {
        std::fs::write(hand.folder.join("file"), text)?;
        let ended = hand.run(&format!("{verb} file"));
        contains(&ended.stderr, told)?;
        equal(told, ended.code, 2)
    };
    refused("restore", &text[..text.len() / 2], "error: file:")?;
    refused("restore", "", "there is no document in it")?;
    refused(
        "restore",
        "apiVersion: v1\nkind: Secret\ndata: {a: b}\n",
        "file:1:1: this is a Secret, and a Backup of kubecheck/v1 is expected",
    )?;
    refused(
        "restore",
        &text.replace("\"object\"", "\"obejct\""),
        "there is no key \"obejct\"; did you mean \"object\"?",
    )?;
    refused("apply", &text, "this is a Backup, and a Plan of kubecheck/v1 is expected")?;
    refused("apply", "hello", "this is a string, and a Plan of kubecheck/v1 is expected")?;
    backup["object"]["metadata"]["uid"] = "another".into();
    refused("restore", &backup.to_string(), "the object in it is not the one that it says it is of")?;
    backup["object"]["metadata"]["uid"] = backup["target"]["uid"].clone();
    backup["cluster"]["uid"] = "another".into();
    refused("restore", &backup.to_string(), "this backup is of another cluster than context test")?;
    let missing = hand.run("restore nothing.json");
    contains(&missing.stderr, "nothing.json")?;
    equal("exit code", missing.code, 2)
}
