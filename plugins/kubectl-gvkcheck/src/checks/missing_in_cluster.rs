//! `missing-in-cluster`: an object names another that the cluster does not have.

use kubecheck_core::check::findings::Findings;
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::{Finding, ObjectRef, Place, Related};

use crate::checks::Note;
use crate::closed::live::{self, By, Missing, State};
use crate::facts::{Facts, Gvkcheck};
use crate::live::answers::{Answers, Event};
use crate::live::known::Names;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK038",
    name: "missing-in-cluster",
    summary: "An object names another that the cluster does not have, with the pods that wait for it",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("missing_in_cluster.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Fold { see, end } };

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let Some(known) = &facts.live else { return };
    if known.names.is_none() {
        if let (Some(kind), Some(name)) = (object.kind_name(), object.name()) {
            notes.push(Note::Name(Names::digest(kind, object.namespace(), name)));
        }
        return;
    }
    for missing in live::see(object, facts, known, findings) {
        add(notes, missing);
    }
}

/// Adds something that is missing to those of the same page.
fn add(notes: &mut Vec<Note>, missing: Missing) {
    let same = notes.iter_mut().find_map(|note| match note {
        Note::Lacking(known) if known.is_same(&missing) => Some(known),
        _ => None,
    });
    match same {
        Some(known) => known.join(missing),
        None => notes.push(Note::Lacking(Box::new(missing))),
    }
}

/// Folds what several pages have: one finding for a thing and whose pods lack it.
pub fn fold(notes: &[Note]) -> Vec<Missing> {
    let mut found: Vec<Missing> = Vec::new();
    for note in notes {
        let Note::Lacking(missing) = note else { continue };
        match found.iter_mut().find(|known| known.is_same(missing)) {
            Some(known) => known.join(Missing::clone(missing)),
            None => found.push(Missing::clone(missing)),
        }
    }
    found
}

fn end(plugin: &Gvkcheck, notes: &[Note]) -> Late {
    let Some(known) = plugin.live.as_deref() else { return Late::default() };
    let missing = fold(notes).into_iter().filter(|missing| known.answers.lacks(missing));
    Late { findings: missing.map(|missing| tell(missing, &known.answers)).collect(), ..Late::default() }
}

fn tell(missing: Missing, answers: &Answers) -> Finding {
    let severity = missing.severity();
    let mut related = missing.finding.related.clone();
    let warning = answers.warning(&missing);
    related.extend(warning.map(|event| said(event, &missing)));
    if matches!(&missing.by, By::Pod(state) if *state != State::Running) {
        related.extend(chain(&missing, answers));
    }
    let lacks = match missing.key {
        Some(_) => ", which it does not have",
        None => ", which does not exist",
    };
    let message = format!("{}{lacks}{}", missing.finding.message, fares(&missing));
    let again = missing.finding.help.clone().unwrap_or_default();
    let help = match &missing.by {
        By::Pod(State::Running) => {
            format!("nothing breaks until a pod or container starts anew; then {again}")
        }
        By::Template { wanted: false, .. } => format!("no pod is to run now; when one is, {again}"),
        _ => again,
    };
    Finding { severity, message, related, help: Some(help), ..missing.finding }
}

/// Says how the pods fare.
fn fares(missing: &Missing) -> String {
    let By::Pod(state) = &missing.by else { return String::new() };
    let pods = match missing.pods {
        1 => "1 pod".to_owned(),
        count => format!("{count} pods"),
    };
    let one = missing.pods == 1;
    match state {
        State::Running => format!("; {pods} that had it {}", if one { "runs on" } else { "run on" }),
        State::Unscheduled => format!("; {pods} {} no node yet", if one { "has" } else { "have" }),
        State::Waiting { reason, message } => {
            let waits = if one { "waits" } else { "wait" };
            let why = match (&**reason, &**message) {
                ("", _) => String::new(),
                (reason, "") => format!(" in {reason}"),
                (reason, message) => format!(" in {reason} ({message})"),
            };
            format!("; {pods} {waits}{why}")
        }
    }
}

/// Says what the cluster itself says of it.
fn said(event: &Event, missing: &Missing) -> Related {
    let last = event.last().map_or(String::new(), |last| format!(", last {last}"));
    let own = missing.finding.place.object.clone().unwrap_or_default();
    let object = ObjectRef {
        api_version: None,
        kind: Some(event.involved_object.kind.clone()),
        name: Some(event.involved_object.name.clone()),
        ..own
    };
    let place =
        Place { context: missing.finding.place.context.clone(), object: Some(object), ..Place::default() };
    Related { message: format!("{}{last}: {}", event.reason, event.message), place }
}

/// Says what follows: Services without pods, Ingresses that lead to them, names that nobody resolves.
fn chain(missing: &Missing, answers: &Answers) -> Vec<Related> {
    let own = missing.finding.place.object.clone().unwrap_or_default();
    let related = |api_version: &str, kind: &str, name: &str, message: String| {
        let object = ObjectRef {
            api_version: Some(api_version.to_owned()),
            kind: Some(kind.to_owned()),
            name: Some(name.to_owned()),
            namespace: own.namespace.clone(),
        };
        let place = Place {
            context: missing.finding.place.context.clone(),
            object: Some(object),
            ..Place::default()
        };
        Related { message, place }
    };
    let mut all = Vec::new();
    for deserted in answers.deserted(missing) {
        let service = &deserted.service;
        let dns = if deserted.is_dns {
            "; pods with the dnsPolicy ClusterFirst, which most have, ask it for every name, and no name is resolved"
        } else {
            ""
        };
        all.push(related("v1", "Service", service, format!("Service/{service} has no ready pod{dns}")));
        for ingress in &deserted.ingresses {
            let message = format!("Ingress/{ingress} leads to Service/{service}");
            all.push(related("networking.k8s.io/v1", "Ingress", ingress, message));
        }
    }
    all
}
