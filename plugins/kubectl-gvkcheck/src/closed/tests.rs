//! Tests of the closed world that need several modules.

use super::consequences::{ALL, Consequence};
use crate::testing;

/// Judges a text as the whole world and returns the messages.
fn messages(text: &str) -> Vec<String> {
    testing::judge_closed(text, 36).findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn a_world_that_is_not_closed_misses_nothing() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  serviceAccountName: b\n  containers: [{name: c, image: i}]\n";
    assert_eq!(testing::messages(text, 36), Vec::<String>::new());
    assert_eq!(messages(text), ["the pod needs ServiceAccount \"b\", which the input does not have"]);
}

/// Writes the families as the table of the documentation.
fn table() -> String {
    let mut table = String::from(
        "| missing | severity | how it shows | when | source |\n| --- | --- | --- | --- | --- |\n",
    );
    for consequence in ALL {
        let sources: Vec<String> = consequence.sources.iter().map(|source| format!("`{source}`")).collect();
        let Consequence { family, severity, shows, again, .. } = consequence;
        table.push_str(&format!("| {family} | {severity} | {shows} | {again} | {} |\n", sources.join(", ")));
    }
    table
}

#[test]
fn the_documentation_has_every_family() {
    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/missing-references.md");
    let text = std::fs::read_to_string(PAGE).unwrap();
    let (head, rest) = text.split_once("<!-- families -->\n").unwrap();
    let (listed, tail) = rest.split_once("<!-- /families -->").unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PAGE, format!("{head}<!-- families -->\n{}<!-- /families -->{tail}", table()))
            .unwrap();
    } else {
        assert_eq!(listed, table(), "UPDATE=1 writes the table anew");
    }
}

/// A pod of the namespace shop that takes variables from a ConfigMap and a Secret of one name.
fn pod(name: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: shop}}\nspec:\n  containers:\n    - name: web\n      \
         image: i\n      envFrom: [{{configMapRef: {{name: {name}}}}}, {{secretRef: {{name: {name}}}}}]\n"
    )
}

/// Says which of the two a pod misses, the world having this as well.
fn missed(name: &str, rest: &str) -> Vec<String> {
    let all = testing::judge_closed(&format!("{}---\n{rest}", pod(name)), 36).findings;
    let own = all.into_iter().filter(|finding| finding.rule.name == "missing-reference");
    let kind = |message: String| message.split(' ').nth(6).unwrap_or_default().to_owned();
    own.map(|finding| format!("{} {}", finding.severity, kind(finding.message))).collect()
}

#[test]
fn a_name_without_a_namespace_is_in_all_of_them() {
    for (namespace, rest) in [("", "error Secret"), ("shop", "error Secret")] {
        let text =
            format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: '{namespace}'}}\n");
        assert_eq!(missed("a", &text), [rest]);
    }
    let other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: store}\n";
    assert_eq!(missed("a", other), ["error ConfigMap", "error Secret"]);
}

#[test]
fn names_that_the_server_makes_up_are_unknown() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}\n";
    assert_eq!(missed("a-7x2kp", text), ["error Secret"]);
}

#[test]
fn placeholders_are_no_names() {
    for name in ["'${NAME}'", "'{{ .name }}'", "'<name>'", "$(NAME)"] {
        assert_eq!(missed(name, "{}"), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn an_item_of_a_list_is_there() {
    let text =
        "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Secret, metadata: {name: a}}\n";
    assert_eq!(missed("a", text), ["error ConfigMap"]);
}

#[test]
fn a_role_that_names_a_secret_may_have_it_made() {
    let text = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r, namespace: shop}\n\
                rules: [{apiGroups: [''], resources: [secrets], resourceNames: [a], verbs: [get]}]\n";
    assert_eq!(missed("a", text), ["error ConfigMap", "info Secret"]);
}

#[test]
fn a_custom_object_may_make_what_it_names_or_what_begins_with_its_name() {
    let text = "apiVersion: db.example/v1\nkind: Cluster\nmetadata: {name: db}\nspec: {users: {adminSecret: root}}\n";
    assert_eq!(missed("root", text), ["info ConfigMap", "info Secret"]);
    assert_eq!(missed("db-app", text), ["info ConfigMap", "info Secret"]);
    assert_eq!(missed("dba", text), ["error ConfigMap", "error Secret"]);
}

#[test]
fn a_custom_object_that_only_watches_makes_nothing() {
    let text =
        "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: web}\nspec: {}\n";
    assert_eq!(missed("web-app", text), ["error ConfigMap", "error Secret"]);
}

#[test]
fn a_patch_that_deletes_defines_nothing() {
    let text = "$patch: delete\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";
    assert_eq!(missed("a", text), ["error ConfigMap", "error Secret"]);
}

#[test]
fn values_of_secrets_are_not_told() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: c\n      image: i\n      \
                env: [{name: E, valueFrom: {secretKeyRef: {name: s, key: k}}}]\n---\n\
                apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {user: hunter2}\n";
    let findings = testing::judge_closed(text, 36).findings;
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.ends_with("of Secret \"s\", which has user"), "{}", findings[0].message);
    assert!(!format!("{findings:?}").contains("hunter2"));
}

#[test]
fn kinds_that_are_gone_still_need_what_they_name() {
    let text = "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      \
                serviceAccountName: gone\n      containers: [{name: c, image: i}]\n";
    let messages = messages(text);
    let told = "the pod template needs ServiceAccount \"gone\", which the input does not have";
    assert!(messages.iter().any(|message| message == told), "{messages:?}");
}
