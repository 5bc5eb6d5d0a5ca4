//! Asks both sides about a CRD and its objects.

use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Progress};
use kubecheck_core::source::{Input, Listing};
use kubecheck_test_support::Oracle;
use kubectl_gvkcheck::facts::Gvkcheck;
use serde_json::{Value, json};

/// The version of Kubernetes whose code the oracle links.
const MINOR: u8 = 36;

/// The rules that speak of what the server refuses; others speak of what it takes and should not.
const JUDGED: [&str; 7] = [
    "unknown-field",
    "wrong-type",
    "missing-field",
    "duplicate-list-key",
    "invalid-name",
    "invalid-value",
    "cel-rule",
];

/// What both sides say of one CRD and its objects.
pub(crate) struct Answers {
    /// What the server has against the CRD.
    pub(crate) refused: Vec<String>,
    /// What both have against each object, in their order.
    pub(crate) objects: Vec<Both>,
}

/// What both sides have against one object.
pub(crate) struct Both {
    /// The server.
    pub(crate) theirs: Vec<String>,
    /// This program.
    pub(crate) ours: Vec<String>,
    /// Whether this program says that it could not tell.
    pub(crate) open: bool,
}

impl Both {
    /// Tells whether this program refuses what the server takes.
    pub(crate) fn is_false_alarm(&self) -> bool {
        self.theirs.is_empty() && !self.ours.is_empty()
    }

    /// Tells whether this program takes what the server refuses, without saying that it could not tell.
    pub(crate) fn is_miss(&self) -> bool {
        self.ours.is_empty() && !self.theirs.is_empty() && !self.open
    }
}

/// Asks both sides.
pub(crate) fn ask(oracle: &mut Oracle, crd: &str, objects: &[String]) -> Answers {
    let request = json!({"crd": crd, "objects": objects});
    let answer = oracle.ask(request.to_string().as_bytes());
    let refused = theirs(&answer, "strict");
    if !refused.is_empty() || objects.is_empty() {
        return Answers { refused, objects: Vec::new() };
    }
    let answers = answer["objects"].as_array().cloned().unwrap_or_default();
    assert_eq!(answers.len(), objects.len(), "the oracle did not answer for every object: {answer}");
    let (ours, open) = ours(crd, objects);
    let both = answers.iter().zip(ours).zip(open);
    let objects =
        both.map(|((answer, ours), open)| Both { theirs: theirs(answer, "unknown"), ours, open }).collect();
    Answers { refused, objects }
}

/// Asks both sides about a CRD alone.
pub(crate) fn ask_crd(oracle: &mut Oracle, crd: &str) -> Both {
    let request = json!({"crd": crd, "objects": []});
    let theirs = theirs(&oracle.ask(request.to_string().as_bytes()), "strict");
    let findings = judge(crd).findings.into_iter();
    // A key that comes twice is refused by server-side apply alone.
    let told = |rule: &str| rule != "duplicate-list-key";
    let ours = findings.filter(|finding| finding.severity == Severity::Error && told(finding.rule.name));
    Both {
        theirs,
        ours: ours.map(|finding| format!("{} {}", finding.rule.name, finding.message)).collect(),
        open: false,
    }
}

/// Lists what the server has against something.
fn theirs(answer: &Value, unknown: &str) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(answer["decode"].as_str().or(answer["panic"].as_str()).map(str::to_owned));
    for field in answer[unknown].as_array().into_iter().flatten() {
        all.push(format!("unknown: {}", field.as_str().unwrap_or_default()));
    }
    for fault in answer["errors"].as_array().into_iter().flatten() {
        let text = |name: &str| fault[name].as_str().unwrap_or_default().to_owned();
        all.push(format!("{} {}: {}", text("type"), text("field"), text("detail")));
    }
    all
}

/// Lists what this program has against each object, and tells of which it could not judge everything.
fn ours(crd: &str, objects: &[String]) -> (Vec<Vec<String>>, Vec<bool>) {
    let mut text = crd.trim_end().to_owned();
    for object in objects {
        text.push_str("\n---\n");
        text.push_str(object);
    }
    text.push('\n');
    let mut found = vec![Vec::new(); objects.len()];
    let mut open = vec![false; objects.len()];
    for finding in judge(&text).findings {
        let Some(at) = finding.place.document.checked_sub(1) else { continue };
        match finding.severity {
            Severity::Error if !JUDGED.contains(&finding.rule.name) => {}
            Severity::Error => found[at].push(format!("{} {}", finding.rule.name, finding.message)),
            _ => open[at] |= finding.rule.name == "cel-rule",
        }
    }
    (found, open)
}

/// Judges a text.
pub(crate) fn judge(text: &str) -> run::Outcome {
    let target = Minor::new(MINOR).expect("a minor version");
    let plugin = Gvkcheck {
        target,
        missing_crd: Some(Severity::Error),
        closed: false,
        world: Arc::default(),
        reader: None,
        live: None,
        checks: kubectl_gvkcheck::checks::CHECKS,
    };
    let listing = Listing { inputs: vec![Input::memory("x.yaml", text)], ..Listing::default() };
    run::run(&plugin, listing, Options::default(), &Progress::default())
}

/// Makes a CRD of a schema of its objects.
pub(crate) fn crd(schema: &Value) -> String {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "lamps.shop.example.com"},
        "spec": {
            "group": "shop.example.com",
            "scope": "Namespaced",
            "names": {"plural": "lamps", "singular": "lamp", "kind": "Lamp", "listKind": "LampList"},
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}}],
        },
    })
    .to_string()
}

/// Makes an object of that CRD.
pub(crate) fn object(fields: &Value) -> String {
    let mut object = json!({"apiVersion": "shop.example.com/v1", "kind": "Lamp", "metadata": {"name": "a"}});
    for (name, value) in fields.as_object().expect("fields are a map") {
        object[name] = value.clone();
    }
    object.to_string()
}
