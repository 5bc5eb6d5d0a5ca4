//! The lines of the page: what each engine finds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use kubecheck_core::check::rule::Severity;
use kubecheck_core::model::time;
use kubecheck_core::report::finding::Gap;

use super::{Args, Page};
use crate::cmd::pods::read::{self, Asked, Seen};
use crate::cmd::pods::show;
use crate::fit::{self, Wish};
use crate::init::graph;
use crate::model::pod::Pod;
use crate::model::workload::Workload;
use crate::nodes;
use crate::rollout::cause::Outlook;
use crate::rollout::{self, Rollout};
use crate::schedule::classes;
use crate::schedule::judgement;
use crate::start::group::{self, Group};
use crate::start::owner::Owner;
use crate::start::there::Names;
use crate::start::told::{Images, Scene};
use crate::start::{Crash, Found, State, Subject, logs};
use crate::why::{self, Chain, Link, Named, Verdict, Walk};
use crate::world::World;

/// One line of the page.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// How bad it is.
    pub(super) severity: Severity,
    /// What it counts for among those of its severity: the number of pods.
    pub(super) weight: usize,
    /// Which engine found it; the verb that tells more.
    pub(super) verb: &'static str,
    /// The rule, if one tells more.
    pub(super) rule: Option<&'static str>,
    /// The object.
    pub(super) object: Named,
    /// How it is shown: several pods in one line.
    pub(super) shown: String,
    /// What is wrong.
    pub(super) what: String,
    /// What to type next.
    pub(super) next: String,
}

/// Asks one engine after the other.
pub(super) fn look(args: &Args, asked: &Asked<'_>, world: &World, seen: &Seen, page: &mut Page) {
    let look = read::look(asked, world, seen);
    let flags = crate::cmd::common::flags(&args.common);
    let images = Images::new(&seen.objects);
    let names = Names { objects: &seen.objects, whole: &seen.whole };
    let scene = Scene { look: &look, names, images: &images, flags: &flags };
    let found = look.all(asked.namespace);
    let first = page.rows.len();
    let groups = group::groups(&found, &scene);
    page.rows.extend(groups.iter().map(of_group));
    page.rows.extend(found.crashing.iter().map(|(subject, crash)| crashing(subject, crash, &scene)));
    page.rows.extend(of_failed(asked.namespace, &scene));
    page.gaps.extend(show::blind(&found, &look, world));
    let mut told = Told::of(&groups, &page.rows);
    let walk = Walk::new(scene, seen.snapshot.as_ref());
    if page.has_time("init containers that wait for each other") {
        let workloads = graph::workloads(&scene, asked.namespace);
        let edges = graph::edges(&workloads, &scene);
        page.rows.extend(graph::circles(&edges, &scene).iter().filter_map(|circle| circular(circle, &scene)));
    }
    if page.has_time("rollouts") {
        page.rows.extend(of_rollouts(asked.namespace, seen, &walk, &scene, &mut told));
    }
    if page.has_time("workloads that lack pods") {
        of_workloads(asked.namespace, &found, &walk, &scene, &told, page);
    }
    if page.has_time("the state of nodes") {
        page.rows.extend(of_nodes(seen, &scene));
    }
    if page.has_time("what would make pods fit") {
        helped(args, &found, seen, &mut page.rows[first..], page.begun);
    }
}

fn of_group(group: &Group<'_>) -> Row {
    let subject = group.subject();
    Row {
        severity: group.severity,
        weight: group.members.len(),
        verb: "pods",
        rule: Some(group.rule.name),
        object: Named::new(&subject.kind, &subject.namespace, &subject.name),
        shown: group.pods(),
        what: group.words.message.clone(),
        next: group.words.next.clone(),
    }
}

/// Names a pod whose containers start and end again: why, is not judged here.
fn crashing(subject: &Subject, crash: &Crash, scene: &Scene<'_>) -> Row {
    let object = Named::new("Pod", &subject.namespace, &subject.name);
    Row {
        severity: Severity::Error,
        weight: 1,
        verb: "pods",
        rule: None,
        shown: object.path(),
        object,
        what: crash.says.clone(),
        next: match scene.pod(subject) {
            Some(pod) => crash.logs(pod, scene.flags),
            None => scene.describe(subject),
        },
    }
}

/// Names pods that ran and have failed and that nobody makes again. What had its time may be over for good: it is a warning.
fn of_failed(namespace: Option<&str>, scene: &Scene<'_>) -> Vec<Row> {
    let is_meant = |pod: &&Arc<Pod>| {
        let meta = &pod.metadata;
        pod.status.phase == "Failed"
            && meta.controller().is_none()
            && namespace.is_none_or(|wanted| wanted == meta.namespace)
            && scene.look.one(pod) == State::Fine
    };
    let row = |pod: &Arc<Pod>| {
        let object = Named::new("Pod", &pod.metadata.namespace, &pod.metadata.name);
        Row {
            severity: Severity::Warning,
            weight: 1,
            verb: "why",
            rule: None,
            shown: object.path(),
            object,
            what: why::failure(pod),
            next: logs(pod, scene.flags),
        }
    };
    scene.look.objects.pods.iter().filter(is_meant).map(row).collect()
}

fn circular(circle: &graph::Circle, scene: &Scene<'_>) -> Option<Row> {
    let finding = crate::checks::init_cycle::finding(circle, None)?;
    let object = finding.place.object.as_ref()?;
    let text = |own: &Option<String>| own.clone().unwrap_or_default();
    let object = Named::new(&text(&object.kind), &text(&object.namespace), &text(&object.name));
    Some(Row {
        severity: finding.severity,
        weight: circle.edges.len(),
        verb: "init",
        rule: Some(finding.rule.name),
        shown: object.path(),
        what: finding.message,
        next: scene.flags.topocheck(&["init"], &object.namespace),
        object,
    })
}

/// What the page tells already, and how bad it is there.
#[derive(Default)]
struct Told(BTreeMap<Named, Severity>);

impl Told {
    /// Remembers the pods and workloads of rows, all pods of a row that is about several.
    fn of(groups: &[Group<'_>], rows: &[Row]) -> Told {
        let mut told = Told::default();
        for row in rows {
            told.add(row.object.clone(), row.severity);
        }
        for (group, one) in groups.iter().flat_map(|group| group.members.iter().map(move |one| (group, one)))
        {
            let subject = &one.subject;
            told.add(Named::new(&subject.kind, &subject.namespace, &subject.name), group.severity);
        }
        told
    }

    fn add(&mut self, object: Named, severity: Severity) {
        let known = self.0.entry(object).or_insert(severity);
        *known = severity.max(*known);
    }

    /// Tells whether a rollout waits for nothing but what the page tells, as badly as that.
    fn explains(&self, rollout: &Rollout, severity: Severity) -> bool {
        let rule = rollout.hold.as_ref().map(|hold| hold.rule);
        let is_by_pods = matches!(rule, Some(rollout::Rule::Blocked | rollout::Rule::CreateRefused));
        let mut blocking =
            rollout.blocking.iter().filter(|one| one.cause.outlook > Outlook::Starts).peekable();
        let is_told = |one: &rollout::Blocking| {
            let object = Named::new(one.kind, &rollout.namespace, &one.name);
            let own = Named::new(rollout.kind, &rollout.namespace, &rollout.name);
            let refused = self.0.get(&own).filter(|_| one.kind != "Pod");
            self.0.get(&object).or(refused).is_some_and(|told| *told >= severity)
        };
        is_by_pods && blocking.peek().is_some() && blocking.all(is_told)
    }
}

/// Names rollouts that do not get on, but those whose pods are told with what stops them.
fn of_rollouts(
    namespace: Option<&str>,
    seen: &Seen,
    walk: &Walk<'_>,
    scene: &Scene<'_>,
    told: &mut Told,
) -> Vec<Row> {
    let is_meant = |one: &&Arc<Workload>| namespace.is_none_or(|name| name == one.metadata.namespace);
    let judged = seen.objects.deployments.iter().filter(is_meant).map(|one| walk.rollout_of(one));
    let row = |rollout: Rollout| {
        let hold = rollout.hold.as_ref().filter(|_| rollout.state >= rollout::State::Held)?;
        let object = Named::new(rollout.kind, &rollout.namespace, &rollout.name);
        let replicas = &rollout.replicas;
        // What is held may get on by itself; until then nothing answers if no pod is available.
        let is_down = replicas.available == 0 && replicas.desired > 0;
        let is_hopeless = rollout.state == rollout::State::Hopeless;
        let severity = if is_hopeless || is_down { Severity::Error } else { Severity::Warning };
        let is_explained = told.explains(&rollout, severity);
        told.add(object.clone(), severity);
        (!is_explained).then(|| Row {
            severity,
            weight: usize::try_from(rollout.replicas.unavailable).unwrap_or(0),
            verb: "rollout",
            rule: Some(crate::checks::rollout::rule(hold.rule).name),
            shown: object.path(),
            what: format!("{}: {}", rollout.state.name(), hold.says),
            next: scene
                .flags
                .topocheck(&["rollout", &format!("deploy/{}", rollout.name)], &rollout.namespace),
            object,
        })
    };
    judged.filter_map(row).collect()
}

/// Names workloads that have too few pods though nothing on the page says why, and jobs that have failed.
fn of_workloads(
    namespace: Option<&str>,
    found: &Found,
    walk: &Walk<'_>,
    scene: &Scene<'_>,
    told: &Told,
    page: &mut Page,
) {
    let is_meant = |name: &str| namespace.is_none_or(|wanted| wanted == name);
    // How many pods a DaemonSet wants, its controller counts; what it has not looked at, lacks none.
    let is_unseen = |kind: &str, one: &Workload| {
        matches!(kind, "Deployment" | "DaemonSet") && one.status.observed_generation == 0
    };
    let is_failed = |one: &Workload| one.condition("Failed").is_some_and(|own| own.status == "True");
    let all = scene.look.owners.all().filter(|(kind, one)| {
        is_meant(&one.metadata.namespace) && (is_unseen(kind, one) || *kind == "Job" && is_failed(one))
    });
    let all = all.map(|(kind, one)| Named::new(kind, &one.metadata.namespace, &one.metadata.name));
    let lacking = found.lacking.iter().map(|one| Named::new(&one.kind, &one.namespace, &one.name));
    let held = scene
        .look
        .objects
        .pods
        .iter()
        .filter_map(|pod| held(pod, scene))
        .filter(|one| is_meant(&one.namespace));
    let all: BTreeSet<Named> = all.chain(lacking).chain(held).collect();
    for object in all {
        if !page.has_time("workloads that lack pods") {
            return;
        }
        let (owners, own) =
            (&scene.look.owners, Owner { kind: object.kind.clone(), name: object.name.clone() });
        let top = owners.find(&object.namespace, &own).and_then(|one| owners.top(&one.metadata));
        let above = top.map(|top| Named::new(&top.kind, &object.namespace, &top.name));
        if [Some(&object), above.as_ref()].into_iter().flatten().any(|one| told.0.contains_key(one)) {
            continue;
        }
        let Some(chain) = walk.begin(&object) else { continue };
        // What the chain leads to is told by itself.
        let is_told = chain.links.iter().skip(1).any(|link| told.0.contains_key(&link.object));
        if is_told {
            continue;
        }
        match chain.verdict {
            Verdict::Stuck => page.rows.push(of_chain(object, &chain, above.as_ref(), scene)),
            Verdict::Unknown => page.gaps.push(Gap {
                what: object.to_string(),
                why: chain.cause().map(|link| link.condition.clone()).unwrap_or_default(),
                needed_for: vec!["the page".to_owned()],
                is_transient: false,
            }),
            Verdict::Healthy | Verdict::InProgress => {}
        }
    }
}

/// Names what cannot make another pod as long as one that is to be gone has its place.
fn held(pod: &Pod, scene: &Scene<'_>) -> Option<Named> {
    let owner = pod.metadata.controller()?;
    let due = pod.metadata.deletion_timestamp.as_deref().and_then(time::parse)?;
    let is_over = scene.look.age(Some(due)).is_some_and(|age| age >= scene.look.grace);
    let has_its_place = matches!(owner.kind.as_str(), "StatefulSet" | "DaemonSet") && !pod.is_terminal();
    (is_over && has_its_place).then(|| Named::new(&owner.kind, &pod.metadata.namespace, &owner.name))
}

/// Tells a chain in one line. The next run of a CronJob makes another job.
fn of_chain(object: Named, chain: &Chain, above: Option<&Named>, scene: &Scene<'_>) -> Row {
    let is_made_again = above.is_some_and(|above| above.kind == "CronJob");
    let says = |(at, link): (usize, &Link)| match at {
        0 => link.condition.clone(),
        _ => format!("{}: {}", link.object, link.condition),
    };
    let says: Vec<String> = chain.links.iter().enumerate().map(says).collect();
    let word = format!("{}/{}", object.kind.to_lowercase(), object.name);
    Row {
        severity: if is_made_again { Severity::Warning } else { Severity::Error },
        weight: 1,
        verb: "why",
        rule: chain.cause().and_then(|link| link.rule),
        shown: object.path(),
        what: says.join("; "),
        next: chain
            .next()
            .map_or_else(|| scene.flags.topocheck(&["why", &word], &object.namespace), str::to_owned),
        object,
    }
}

/// Names nodes that are not ready or short of something. One that is cordoned is meant to be.
fn of_nodes(seen: &Seen, scene: &Scene<'_>) -> Vec<Row> {
    let row = |node: &Arc<crate::model::node::Node>| {
        let mut troubles = nodes::troubles(node);
        troubles.retain(|one| one != "cordoned");
        (!troubles.is_empty()).then(|| Row {
            severity: Severity::Error,
            weight: 0,
            verb: "nodes",
            rule: None,
            object: Named::new("Node", "", &node.metadata.name),
            shown: format!("Node/{}", node.metadata.name),
            what: troubles.join(", "),
            next: scene.flags.kubectl(&["describe", "node", &node.metadata.name], ""),
        })
    };
    seen.objects.nodes.iter().filter_map(row).collect()
}

/// Tells whether the default scheduler looks at a pod.
fn is_judged(pod: &Pod) -> bool {
    pod.spec.scheduling_gates.is_empty()
        && matches!(pod.spec.scheduler_name.as_str(), "" | "default-scheduler")
}

/// Adds to pods without a node what would make them fit, as long as there is time.
fn helped(args: &Args, found: &Found, seen: &Seen, rows: &mut [Row], begun: Instant) {
    let Some(snapshot) = &seen.snapshot else { return };
    let pending: Vec<_> = snapshot.pending.clone();
    for members in classes::of(&pending) {
        if begun.elapsed() >= args.budget || found.stuck.is_empty() {
            return;
        }
        let pod = &pending[members[0]];
        let is_its = |row: &&mut Row| {
            row.object.kind == "Pod"
                && members.iter().any(|at| {
                    let own = &pending[*at].pod.metadata;
                    own.name == row.object.name && own.namespace == row.object.namespace
                })
        };
        let Some(row) = rows.iter_mut().find(is_its) else { continue };
        let verdict = judgement::of(pod, snapshot).verdict;
        // What opens its gates, or what another scheduler demands, is not known here; nor is what was not read.
        if !is_judged(&pod.pod) || !verdict.doubts.is_empty() {
            continue;
        }
        if let Some(best) = fit::find(pod, snapshot, &verdict, Wish::Best(1)).first() {
            let edits: Vec<String> = best.edits.iter().map(ToString::to_string).collect();
            row.what = format!("{}; would help: {}", row.what, edits.join(" and "));
        }
    }
}

#[cfg(test)]
mod tests;
