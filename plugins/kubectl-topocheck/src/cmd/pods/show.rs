//! How causes look: as a table, one by one, as a document.

use std::collections::BTreeSet;

use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::{Gap, Report};
use kubecheck_core::report::render::{self, Style};
use serde_json::{Value, json};

use crate::start::group::{Group, groups};
use crate::start::told::Scene;
use crate::start::{Found, Look, Stuck, Subject, values};
use crate::world::World;
use crate::world::kinds::Kind;

const COLUMNS: [&str; 4] = ["PODS", "SINCE", "CAUSE", "MESSAGE"];
const WIDE: [&str; 8] = ["PODS", "NODE", "SINCE", "STAGE", "CAUSE", "MESSAGE", "THEN", "NEXT"];
/// How many commands stand below a table.
const NEXT: usize = 3;
/// How many pods are named in a sentence.
const NAMED: usize = 3;

/// What was found, in words.
pub(super) struct Shown<'f> {
    /// The causes, the worst first.
    pub(super) groups: Vec<Group<'f>>,
    found: &'f Found,
}

impl<'f> Shown<'f> {
    /// Words what was found.
    pub(super) fn new(found: &'f Found, scene: &Scene<'f>) -> Shown<'f> {
        Shown { groups: groups(found, scene), found }
    }

    /// Lays causes out in rows; the wide table also has the pods that are on their way.
    pub(super) fn table(&self, is_wide: bool, now: Timestamp, style: &Style) -> String {
        let mut rows: Vec<Vec<String>> = self.groups.iter().map(|group| row(group, is_wide, now)).collect();
        if is_wide {
            rows.extend(self.found.in_progress.iter().map(|(subject, at)| {
                let dash = || "-".to_owned();
                let node = if subject.node.is_empty() { dash() } else { subject.node.clone() };
                vec![
                    shown(subject),
                    node,
                    dash(),
                    dash(),
                    "in progress".to_owned(),
                    at.clone(),
                    dash(),
                    dash(),
                ]
            }));
        }
        if rows.is_empty() {
            return String::new();
        }
        let columns: &[&str] = if is_wide { &WIDE } else { &COLUMNS };
        render::table(columns, &rows, style)
    }

    /// Says what was looked at and what came of it, and what to type next.
    pub(super) fn end(&self, place: &str, gaps: usize) -> String {
        let pods = self.found.pods;
        let members = || self.groups.iter().flat_map(|group| &group.members);
        let stuck = members().filter(|one| one.subject.made.is_none()).count();
        let unmade: i64 = members().filter_map(|one| one.subject.made).map(|(have, want)| want - have).sum();
        let causes = self.groups.len();
        let mut parts = Vec::new();
        if stuck > 0 {
            parts.push(format!("{stuck} do{} not start", if stuck == 1 { "es" } else { "" }));
        }
        if unmade > 0 {
            parts.push(format!("{unmade} {} not made", if unmade == 1 { "is" } else { "are" }));
        }
        if causes > 1 {
            parts.push(format!("{causes} causes"));
        }
        if !self.found.in_progress.is_empty() {
            parts.push(format!("{} in progress", self.found.in_progress.len()));
        }
        if !self.found.crashing.is_empty() {
            parts.push(format!("{} not judged", self.found.crashing.len()));
        }
        if parts.is_empty() {
            parts.push("none that does not start".to_owned());
        }
        let gaps = if gaps == 0 { String::new() } else { format!("; {gaps} gap{}", plural(gaps)) };
        let place = render::escape(place);
        let text = format!("{pods} pod{} in {place}: {}{gaps}\n", plural(pods), parts.join(", "));
        text + &next(self.groups.iter().map(|group| group.words.next.as_str()))
    }

    /// Tells all that is known of one pod.
    pub(super) fn whole(&self, now: Timestamp) -> String {
        let mut text = String::new();
        for group in &self.groups {
            let one = group.members[0];
            let (rule, words) = (group.rule, &group.words);
            let since = group
                .since()
                .map(|since| format!(", for {}", time::age(time::seconds(since, now))))
                .unwrap_or_default();
            text += &format!(
                "{}: {} ({}), at stage {}{since}\n",
                shown(&one.subject),
                rule.name,
                rule.id,
                one.cause.stage.name()
            );
            let said = match one.cause.said.by.as_str() {
                "" => String::new(),
                by => format!("{by}: {}", one.cause.said.text),
            };
            let rows = [
                ("what", &words.message),
                ("said", &said),
                ("then", &words.then),
                ("do", &words.advice),
                ("next", &words.next),
            ];
            for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
                text += &format!("  {name:<5} {}\n", render::escape(value));
            }
        }
        for (subject, at) in &self.found.in_progress {
            text += &format!("{}: in progress: {}\n", shown(subject), render::escape(at));
        }
        for (subject, crash) in &self.found.crashing {
            let says = render::escape(&crash.says);
            text += &format!("{}: has started, and ends again: {says}\n", shown(subject));
        }
        if text.is_empty() { "it has started, or has ended well\n".to_owned() } else { text }
    }

    /// Returns one line a pod, as kubectl names it.
    pub(super) fn names(&self) -> String {
        let members = self.groups.iter().flat_map(|group| &group.members);
        members.map(|one| format!("{}/{}\n", one.subject.kind.to_lowercase(), one.subject.name)).collect()
    }

    /// Returns the document.
    pub(super) fn document(&self, world: &World, namespace: Option<&str>, report: &Report) -> Value {
        let reference = |subject: &Subject| json!({"namespace": subject.namespace, "name": subject.name, "node": subject.node});
        let other = |subject: &Subject, how: &str| {
            let mut value = reference(subject);
            value["state"] = json!(how);
            value
        };
        let in_progress = self.found.in_progress.iter().map(|(subject, at)| other(subject, at));
        let crashing = self.found.crashing.iter().map(|(subject, crash)| other(subject, &crash.says));
        json!({
            "apiVersion": "kubecheck/v1", "kind": "Pods", "context": world.context(), "namespace": namespace,
            "causes": self.groups.iter().map(cause).collect::<Vec<_>>(),
            "inProgress": in_progress.collect::<Vec<_>>(),
            "notJudged": crashing.collect::<Vec<_>>(),
            "findings": render::value(report)["findings"],
            "counts": {"pods": self.found.pods, "causes": self.groups.len()},
        })
    }
}

/// Writes the first of some commands, each once.
pub(crate) fn next<'c>(commands: impl Iterator<Item = &'c str>) -> String {
    let mut told: Vec<&str> = Vec::new();
    for command in commands.filter(|command| !command.is_empty()) {
        if told.len() < NEXT && !told.contains(&command) {
            told.push(command);
        }
    }
    told.iter().map(|command| format!("next: {}\n", render::escape(command))).collect()
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn shown(subject: &Subject) -> String {
    render::escape(&format!("{}/{}/{}", subject.namespace, subject.kind, subject.name)).into_owned()
}

fn row(group: &Group<'_>, is_wide: bool, now: Timestamp) -> Vec<String> {
    let since =
        group.since().map_or_else(|| "-".to_owned(), |since| time::age(time::seconds(since, now).max(0)));
    let (rule, words) = (group.rule.name.to_owned(), &group.words);
    match is_wide {
        false => vec![group.pods(), since, rule, words.message.clone()],
        true => vec![
            group.pods(),
            group.nodes(),
            since,
            group.members[0].cause.stage.name().to_owned(),
            rule,
            words.message.clone(),
            words.then.clone(),
            words.next.clone(),
        ],
    }
}

/// Returns a cause as documents have it.
pub(super) fn cause(group: &Group<'_>) -> Value {
    let first = group.members[0];
    let words = &group.words;
    let owner = group.subject().owner.as_ref();
    let workload = owner.map(|owner| json!({"kind": owner.kind, "name": owner.name}));
    let own = group.subject().made.map(|(have, want)| {
        json!({"kind": group.subject().kind, "name": group.subject().name, "pods": have, "wanted": want})
    });
    json!({
        "rule": group.rule.name, "id": group.rule.id, "severity": group.severity.name(),
        "stage": first.cause.stage.name(), "namespace": group.subject().namespace,
        "workload": own.or(workload),
        "container": first.cause.container.as_ref().map(|part| json!({"name": part.name, "init": part.is_init})),
        "message": words.message, "then": words.then, "advice": words.advice, "next": words.next,
        "values": values::of(&first.cause.what),
        "said": {"by": first.cause.said.by, "text": first.cause.said.text},
        "pods": match group.subject().made {
            Some(_) => Vec::new(),
            None => group.members.iter().map(|one| member(one)).collect(),
        },
    })
}

fn member(one: &Stuck) -> Value {
    json!({
        "name": one.subject.name, "node": one.subject.node,
        "since": one.cause.since.map(|since| since.to_string()),
    })
}

/// Says what was not judged, and what could not be seen of a dump.
pub(super) fn gaps(found: &Found, look: &Look<'_>, world: &World, is_one: bool) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if let Some((subject, crash)) = found.crashing.first() {
        let more = match found.crashing.len() {
            1 => String::new(),
            many => {
                let others: Vec<String> = found.crashing[1..]
                    .iter()
                    .take(NAMED - 1)
                    .map(|(subject, _)| format!("{}/{}", subject.namespace, subject.name))
                    .collect();
                let rest = if many > NAMED { " …" } else { "" };
                format!(", and {} more: {}{rest}", many - 1, others.join(", "))
            }
        };
        let what = format!("{}/{} ({}){more}", subject.namespace, subject.name, crash.says);
        gaps.push(gap(
            what,
            "it has started, and why it ends again is not judged here".to_owned(),
            "why containers end",
        ));
    }
    gaps.extend(blind(found, look, world));
    if found.pods == 0 && found.stuck.is_empty() && !is_one {
        gaps.push(gap(
            "no pod was looked at".to_owned(),
            format!("there is none in {}", world.name()),
            "pods",
        ));
    }
    gaps
}

/// Says what was not there to tell more: events that a dump has none of, what pods without a node could not be judged by, and what makes
/// pods that were thrown out.
pub(in crate::cmd) fn blind(found: &Found, look: &Look<'_>, world: &World) -> Vec<Gap> {
    let mut gaps = found.doubts.gaps();
    if !world.is_live() && !look.objects.has(Kind::Event) && found.is_open() {
        let why = format!("there are none in {}", world.name());
        gaps.push(gap("events".to_owned(), why, "what only events tell"));
    }
    if !world.is_live() && found.lacking.iter().any(|one| one.kind == "Deployment") {
        let why = format!("there are none in {}", world.name());
        gaps.push(gap("replicasets".to_owned(), why, "why Deployments lack pods"));
    }
    let is_orphan = |one: &&Stuck| {
        let failed = look.pod_of(&one.subject).filter(|pod| pod.status.phase == "Failed");
        failed.is_some_and(|pod| look.owners.is_replaced(&pod.metadata).is_none())
    };
    let mut orphans = found.stuck.iter().filter(is_orphan).filter_map(|one| {
        let owner = one.subject.owner.as_ref()?;
        Some(format!("{owner} in namespace {}", one.subject.namespace))
    });
    gaps.extend(orphans.next().map(|first| {
        let more = orphans.filter(|other| *other != first).collect::<BTreeSet<_>>().len();
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        gap(
            format!("{first}{more}"),
            "it was not read".to_owned(),
            "whether there is another pod in the place of one that failed",
        )
    }));
    gaps
}

fn gap(what: String, why: String, needed_for: &str) -> Gap {
    Gap { what, why, needed_for: vec![needed_for.to_owned()], is_transient: false }
}
