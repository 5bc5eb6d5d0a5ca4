//! Asks both sides.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Progress};
use kubecheck_core::report::finding::Finding;
use kubecheck_core::source::{Input, Listing};
use kubecheck_test_support::{ControlPlane, Plain};
use kubectl_gvkcheck::checks::CHECKS;
use kubectl_gvkcheck::facts::Gvkcheck;
use serde_json::{Value, json};

/// The minor version of the control plane.
const MINOR: u8 = 36;
/// The rules that speak of what the server refuses; others speak of what it takes and should not.
const JUDGED: [&str; 9] = [
    "unknown-field",
    "wrong-type",
    "missing-field",
    "duplicate-list-key",
    "invalid-name",
    "selector-mismatch",
    "invalid-crd",
    "invalid-value",
    "cel-rule",
];
/// How many requests are sent at once.
const AT_ONCE: usize = 4;

/// An object to ask about.
pub(super) struct Case {
    object: Value,
    kind: String,
    how: &'static str,
    pointer: String,
}

impl Case {
    pub(super) fn new(sample: &Value, how: &'static str, pointer: &str, object: Value) -> Case {
        let (api_version, kind) = gvk(sample);
        Case { object, kind: format!("{api_version} {kind}"), how, pointer: pointer.to_owned() }
    }

    /// Names the kind and the field, whichever item of a list it is in.
    pub(super) fn pattern(&self) -> String {
        let is_number = |step: &&str| step.parse::<usize>().is_ok();
        let steps: Vec<&str> =
            self.pointer.split('/').map(|step| if is_number(&step) { "*" } else { step }).collect();
        format!("{} {}", self.kind, steps.join("/"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind, self.how, self.pointer)
    }
}

/// What both sides say of a case.
pub(super) struct Verdict {
    /// Whether the server takes it.
    pub(super) taken: bool,
    /// What the server says.
    pub(super) theirs: String,
    /// What the rules find, by their names.
    pub(super) ours: Vec<&'static str>,
    class: Option<Class>,
}

/// Why a server refuses an object, where a rule speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    UnknownField,
    WrongType,
    MissingField,
}

impl Verdict {
    /// Tells whether the rules refuse what the server takes.
    pub(super) fn is_false_alarm(&self) -> bool {
        self.taken && !self.ours.is_empty()
    }

    /// Tells whether the server does not know a field, or cannot read a value, and no rule says it.
    pub(super) fn is_miss(&self) -> bool {
        let rule = match self.class {
            Some(Class::UnknownField) => "unknown-field",
            Some(Class::WrongType) => "wrong-type",
            Some(Class::MissingField) | None => return false,
        };
        !self.ours.contains(&rule)
    }

    /// Tells whether the server asks for a field, and no rule says it.
    pub(super) fn is_asked_beside_others(&self) -> bool {
        self.class == Some(Class::MissingField) && self.ours.is_empty()
    }
}

/// Where objects of a kind are posted.
pub(super) struct Resource {
    plural: String,
    namespaced: bool,
}

impl Resource {
    /// Names a resource whose objects are in namespaces.
    pub(super) fn namespaced(plural: &str) -> Resource {
        Resource { plural: plural.to_owned(), namespaced: true }
    }
}

/// Returns the apiVersion and kind of an object.
pub(super) fn gvk(object: &Value) -> (String, String) {
    let text = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
    (text("apiVersion"), text("kind"))
}

/// Returns what can be created on the server, by apiVersion and kind.
pub(super) fn served(plane: &ControlPlane) -> BTreeMap<(String, String), Resource> {
    let mut served = BTreeMap::new();
    let groups: Value = json_of(&plane.kubectl(&["get", "--raw", "/apis"]));
    let versions = groups["groups"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|group| group["versions"].as_array().into_iter().flatten());
    let named = versions.filter_map(|version| Some(format!("/apis/{}", version["groupVersion"].as_str()?)));
    for path in std::iter::once("/api/v1".to_owned()).chain(named) {
        let list: Value = json_of(&plane.kubectl(&["get", "--raw", &path]));
        let version = list["groupVersion"].as_str().unwrap_or_default();
        for resource in list["resources"].as_array().into_iter().flatten() {
            let text = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
            let creates =
                resource["verbs"].as_array().is_some_and(|verbs| verbs.iter().any(|verb| verb == "create"));
            if creates && !text("name").contains('/') {
                let own = Resource { plural: text("name"), namespaced: resource["namespaced"] == true };
                served.insert((version.to_owned(), text("kind")), own);
            }
        }
    }
    served
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).expect("the server answers in JSON")
}

/// Asks both sides about all cases.
pub(super) fn compare(
    plane: &ControlPlane,
    served: &BTreeMap<(String, String), Resource>,
    cases: &[Case],
    crd: &str,
) -> Vec<Verdict> {
    let namespace = plane.namespace("verdicts");
    let plain = plane.plain();
    let ours = ours(cases, crd);
    let at_once = cases.len().div_ceil(AT_ONCE);
    let ask = |some: &[Case]| -> Vec<(u16, Value)> {
        some.iter().map(|case| post(&plain, served, &namespace, &case.object)).collect()
    };
    let theirs: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let threads: Vec<_> = cases.chunks(at_once).map(|some| scope.spawn(|| ask(some))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("asking does not panic")).collect()
    });
    theirs.iter().zip(ours).map(|((status, answer), ours)| verdict(*status, answer, ours)).collect()
}

fn post(
    plain: &Plain,
    served: &BTreeMap<(String, String), Resource>,
    namespace: &str,
    object: &Value,
) -> (u16, Value) {
    let (api_version, kind) = gvk(object);
    let root = if api_version.contains('/') { "apis" } else { "api" };
    let resource = &served[&(api_version.clone(), kind)];
    let within = if resource.namespaced { format!("/namespaces/{namespace}") } else { String::new() };
    let path = format!("/{root}/{api_version}{within}/{}?dryRun=All&fieldValidation=Strict", resource.plural);
    plain.post(&path, object)
}

/// Judges all cases as files of their own, by a CRD if there is one.
fn ours(cases: &[Case], crd: &str) -> Vec<Vec<&'static str>> {
    let input = |(at, case): (usize, &Case)| Input::memory(&at.to_string(), case.object.to_string());
    let crd = (!crd.is_empty()).then(|| Input::memory("crd", crd));
    let inputs = cases.iter().enumerate().map(input).chain(crd).collect();
    let listing = Listing { inputs, ..Listing::default() };
    let target = Minor::new(MINOR).expect("the catalogue has it");
    let plugin = Gvkcheck {
        target,
        missing_crd: None,
        closed: false,
        world: Arc::default(),
        reader: None,
        live: None,
        checks: CHECKS,
    };
    let outcome = run::run(&plugin, listing, Options::default(), &Progress::default());
    let mut found = vec![Vec::new(); cases.len()];
    let judged =
        |finding: &&Finding| finding.severity == Severity::Error && JUDGED.contains(&finding.rule.name);
    for finding in outcome.findings.iter().filter(judged) {
        let at = finding.place.file.as_deref().and_then(|name| name.parse::<usize>().ok());
        // The CRD itself is none of the cases.
        found[at.ok_or(&finding.message).expect("the CRD is valid")].push(finding.rule.name);
    }
    found
}

fn verdict(status: u16, answer: &Value, ours: Vec<&'static str>) -> Verdict {
    let message = answer["message"].as_str().or(answer.as_str()).unwrap_or_default();
    let theirs = format!("{status} {message}");
    // What was found no fault with may still be there, or need something that is not: that is nothing about the object.
    let taken = status < 300 || status == 409;
    Verdict { taken, class: (!taken).then(|| class(answer, message)).flatten(), theirs, ours }
}

/// Tells whether a rule speaks of why the server refuses.
fn class(answer: &Value, message: &str) -> Option<Class> {
    if message.contains("strict decoding error: unknown field") || message.contains("unknown field \"") {
        return Some(Class::UnknownField);
    }
    if answer["reason"] == json!("BadRequest")
        && (message.contains("cannot unmarshal") || message.contains("json: "))
    {
        return Some(Class::WrongType);
    }
    let causes = answer["details"]["causes"].as_array();
    let required = causes.into_iter().flatten().any(|cause| cause["reason"] == json!("FieldValueRequired"));
    required.then_some(Class::MissingField)
}
