//! Looks at rollouts: reads what they are, and then what tells why they do not get on.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::model::query::{self, OBJECT_FORM};
use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::Gap;

use super::Args;
use crate::cmd::common::{flags, needed_for};
use crate::model::selector::Selector;
use crate::model::workload::Workload;
use crate::rollout::deployment::{self, Around};
use crate::rollout::family::Family;
use crate::rollout::reads::{self, More};
use crate::rollout::{Patience, Rollout, State, others};
use crate::schedule::snapshot::Snapshot;
use crate::start;
use crate::start::there::{Names, Place};
use crate::start::told::{Flags, Images, Scene};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;
use crate::world::{Chosen, World};

/// For how long what tells why is not read again while nothing changes.
const FRESH: Duration = Duration::from_secs(5);

/// In how many namespaces a list is read one by one.
const MANY: usize = 4;

/// The kinds that have rollouts, with the names they go by.
const KINDS: [(Kind, &str, [&str; 4]); 3] = [
    (Kind::Deployment, "Deployment", ["deployments", "deployment", "deploy", "Deployment"]),
    (Kind::StatefulSet, "StatefulSet", ["statefulsets", "statefulset", "sts", "StatefulSet"]),
    (Kind::DaemonSet, "DaemonSet", ["daemonsets", "daemonset", "ds", "DaemonSet"]),
];

/// Reads which object is meant; none for all Deployments.
pub(super) fn target(words: &[String]) -> Result<Option<(Kind, String)>, CliError> {
    if words.is_empty() {
        return Ok(None);
    }
    let (query, name) = query::object(words).map_err(|why| CliError::usage(why).hint(OBJECT_FORM))?;
    let is_it = |names: &[&str; 4]| {
        let names = names.map(str::to_owned);
        query.fits("apps", "v1", names.iter())
    };
    match KINDS.iter().find(|(_, _, names)| is_it(names)) {
        Some((kind, ..)) => Ok(Some((*kind, name.to_owned()))),
        None => Err(CliError::usage(format!("{:?} is no kind that has rollouts", words.join(" ")))
            .hint("name a deployment, statefulset or daemonset, such as deploy/web")),
    }
}

/// What one look gave.
pub(super) struct Look {
    /// The rollouts, the worst first.
    pub(super) rollouts: Vec<Rollout>,
    /// What could not be read and was needed.
    pub(super) gaps: Vec<Gap>,
    /// The time.
    pub(super) now: Timestamp,
    /// Whether one was named.
    is_one: bool,
}

impl Look {
    /// Returns the one that was named.
    pub(super) fn one(&self) -> Option<&Rollout> {
        self.rollouts.first().filter(|_| self.is_one)
    }

    /// Returns those that are shown: the one that was named, or all that are not done.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Rollout> {
        self.rollouts.iter().filter(|rollout| self.is_one || rollout.state != State::Done)
    }
}

/// Looks, once or again and again.
pub(super) struct Looker<'w> {
    args: &'w Args,
    world: &'w World,
    flags: Flags,
    target: Option<(Kind, String)>,
    /// What tells why, as it was read last.
    why: Option<Why>,
}

/// What tells why rollouts do not get on.
struct Why {
    at: Instant,
    of: More,
    objects: Objects,
    /// The lists that were read to their ends.
    whole: BTreeSet<Place>,
    snapshot: Option<Snapshot>,
    gaps: Vec<Gap>,
}

impl<'w> Looker<'w> {
    pub(super) fn new(args: &'w Args, world: &'w World, target: Option<(Kind, String)>) -> Looker<'w> {
        Looker { args, world, flags: flags(&args.common), target, why: None }
    }

    /// Looks.
    ///
    /// # Errors
    /// What is named is not there, cannot be read, or has no rollout.
    pub(super) fn look(&mut self, patience: Patience) -> Result<Look, CliError> {
        let now = self.world.cluster().map_or(self.world.now, |_| time::now());
        let first = self.first()?;
        let mut rollouts = self.judge(&first, patience, now)?;
        let more = reads::more(&rollouts);
        let is_grave = rollouts.iter().any(|rollout| rollout.state == State::Hopeless);
        let is_known = self.why.as_ref().is_some_and(|why| {
            let is_all = more.clone().with(Some(&why.of)) == why.of;
            is_all && !is_grave && why.at.elapsed() < FRESH
        });
        if more == More::default() {
            self.why = None;
        } else if !is_known {
            self.read_why(more);
            rollouts = self.judge(&first, patience, now)?;
            // What events tell may name something else that is to be looked up.
            let all = reads::more(&rollouts).with(self.why.as_ref().map(|why| &why.of));
            if self.why.as_ref().is_some_and(|why| why.of != all) {
                self.read_why(all);
                rollouts = self.judge(&first, patience, now)?;
            }
        }
        let mut gaps = self.gaps(&first, &rollouts);
        rollouts.sort_by(|a, b| {
            b.state.cmp(&a.state).then_with(|| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)))
        });
        gaps.dedup();
        Ok(Look { rollouts, gaps, now, is_one: self.target.is_some() })
    }

    fn namespace(&self) -> Option<&str> {
        let own = self.args.common.namespaces.one();
        // What is named is in one namespace; a dump has none that is meant if nothing is said.
        own.or_else(|| self.target.as_ref().and_then(|_| self.world.default_namespace()))
    }

    /// Reads the workloads and their pods.
    fn first(&self) -> Result<Objects, CliError> {
        let Some((kind, name)) = &self.target else {
            return Ok(self.world.read(&reads::FIRST, self.namespace()));
        };
        let chosen = Chosen { name: Some(name.clone()), labels: None };
        let mut objects = self.world.read_chosen(&[*kind], self.namespace(), &chosen);
        let own: Vec<&Workload> = named(&objects, *kind, name);
        let workload = match own.as_slice() {
            [own] => *own,
            [] => return Err(self.absent(*kind, name, &objects)),
            _ => {
                let hint = "name the namespace of the one that is meant with -n";
                return Err(CliError::usage(format!("{name:?} is in several namespaces")).hint(hint));
            }
        };
        let labels = Selector::new(workload.spec.selector.as_ref());
        let labels = (!labels.is_nothing() && !labels.is_empty()).then(|| labels.to_string());
        let namespace = workload.metadata.namespace.clone();
        let kinds: &[Kind] = if *kind == Kind::Deployment { &reads::FIRST[1..] } else { &[Kind::Pod] };
        objects.append(self.world.read_chosen(kinds, Some(&namespace), &Chosen { name: None, labels }));
        Ok(objects)
    }

    /// Tells why what is named cannot be looked at.
    fn absent(&self, kind: Kind, name: &str, objects: &Objects) -> CliError {
        let resource = kind.resource();
        if let Some(gap) = objects.gaps.first().filter(|_| self.world.cluster().is_some()) {
            let exit = if gap.is_transient { Exit::Transient } else { Exit::Incomplete };
            return CliError::usage(format!("{}: {}", gap.what, gap.why)).exiting(exit);
        }
        let within = self.namespace().map_or(String::new(), |name| format!(" in namespace {name}"));
        let error = CliError::usage(format!(
            "there is no {}/{name}{within} in {}",
            resource.kind.to_lowercase(),
            self.world.name()
        ));
        match self.world.cluster() {
            Some(_) => error.hint(format!("kubectl get {} -A lists them all", resource.plural)),
            None => error.hint("a dump shows only what was printed into it"),
        }
    }

    /// Judges what was read.
    fn judge(&self, first: &Objects, patience: Patience, now: Timestamp) -> Result<Vec<Rollout>, CliError> {
        let mut objects = first.clone();
        let snapshot = self.why.as_ref().and_then(|why| why.snapshot.as_ref());
        if let Some(why) = &self.why {
            // Its pods are all of the namespace, if they were read for what they have of a quota; those of the workload are newer.
            let own: BTreeSet<String> = objects.pods.iter().map(|pod| pod.key()).collect();
            let mut more = why.objects.clone();
            more.pods.retain(|pod| !own.contains(&pod.key()));
            objects.append(more);
        }
        let (nothing, images) = (BTreeSet::new(), Images::new(&objects));
        let whole = self.why.as_ref().map_or(&nothing, |why| &why.whole);
        let mut look = start::Look::new(&objects, now);
        look.has_all_nodes = self.world.is_live() && objects.has(Kind::Node);
        let names = Names { objects: &objects, whole };
        let scene = Scene { look: &look, names, images: &images, flags: &self.flags };
        let family = Family::of(&objects);
        let around = Around { scene, family: &family, snapshot, patience };
        let judge = |kind, workload: &Workload| match kind {
            Kind::Deployment => Ok(deployment::judge(workload, around)),
            _ => match others::refuses(workload) {
                Some(why) => Err(refused(workload, &why)),
                None if kind == Kind::StatefulSet => Ok(others::judge("StatefulSet", workload, around)),
                None => Ok(others::judge("DaemonSet", workload, around)),
            },
        };
        match &self.target {
            None => objects.deployments.iter().map(|own| judge(Kind::Deployment, own)).collect(),
            Some((kind, name)) => {
                named(&objects, *kind, name).into_iter().map(|own| judge(*kind, own)).collect()
            }
        }
    }

    /// Reads what tells why.
    fn read_why(&mut self, of: More) {
        let (mut objects, whole) = self.world.read_places(&joined(&of.places));
        objects.append(self.world.config_maps(&of.maps));
        let mut gaps = std::mem::take(&mut objects.gaps);
        let mut snapshot = None;
        if of.scheduler {
            let cluster = crate::cmd::common::read(self.world, &Kind::OF_SCHEDULER);
            snapshot = cluster.has(Kind::Node).then(|| self.args.scheduler.snapshot(&cluster, self.world));
            gaps.extend(cluster.gaps);
        }
        self.why = Some(Why { at: Instant::now(), of, objects, whole, snapshot, gaps });
    }

    /// Returns what was not read and would have told more.
    fn gaps(&self, first: &Objects, rollouts: &[Rollout]) -> Vec<Gap> {
        let kind = self.target.as_ref().map_or(Kind::Deployment, |(kind, _)| *kind);
        let is_done = rollouts.iter().all(|rollout| rollout.state == State::Done);
        // What is done says so itself; a dump may lack a workload because a part of it could not be read.
        if is_done && first.has(kind) && self.world.cluster().is_some() {
            return Vec::new();
        }
        let mut gaps = first.gaps.clone();
        gaps.extend(self.why.iter().flat_map(|why| why.gaps.clone()));
        if self.world.cluster().is_none() {
            gaps.extend(lacking(first, self.why.as_ref(), rollouts, &self.world.name()));
        }
        for gap in &mut gaps {
            needed_for(gap, "the rollout");
        }
        gaps.sort_by(|a, b| (&a.what, &a.why).cmp(&(&b.what, &b.why)));
        gaps
    }
}

/// Joins lists of one kind in many namespaces to one of all.
fn joined(places: &BTreeSet<Place>) -> BTreeSet<Place> {
    let namespaces = |of: Kind| places.iter().filter(|(kind, _)| *kind == of).count();
    let place = |(kind, namespace): &Place| match namespaces(*kind) > MANY {
        true => (*kind, String::new()),
        false => (*kind, namespace.clone()),
    };
    places.iter().map(place).collect()
}

/// The rule for pods of which nothing says why they do not start.
const UNSAID: &str = crate::checks::pod_not_started::RULE.name;

/// Says what a dump lacks: it cannot be told from what is not there.
fn lacking(first: &Objects, why: Option<&Why>, rollouts: &[Rollout], name: &str) -> Vec<Gap> {
    let open = || rollouts.iter().filter(|rollout| rollout.state != State::Done);
    let wanted = [
        (Kind::ReplicaSet, open().any(|rollout| rollout.kind == "Deployment")),
        (Kind::Pod, open().any(|rollout| rollout.replicas.current > 0)),
    ];
    let is_unsaid = |rollout: &Rollout| rollout.blocking.iter().any(|one| one.cause.rule == UNSAID);
    let has_events = why.is_some_and(|why| why.objects.has(Kind::Event));
    let events = (Kind::Event, !has_events && open().any(is_unsaid));
    let missing =
        wanted.into_iter().chain([events]).filter(|(kind, is_wanted)| *is_wanted && !first.has(*kind));
    let gap = |(kind, _): (Kind, bool)| Gap {
        what: kind.resource().plural.to_owned(),
        why: format!("there are none in {name}"),
        needed_for: vec!["the rollout".to_owned()],
        is_transient: false,
    };
    missing.map(gap).collect()
}

fn named<'o>(objects: &'o Objects, kind: Kind, name: &str) -> Vec<&'o Workload> {
    let all = match kind {
        Kind::StatefulSet => &objects.stateful_sets,
        Kind::DaemonSet => &objects.daemon_sets,
        _ => &objects.deployments,
    };
    all.iter().map(AsRef::as_ref).filter(|own: &&Workload| own.metadata.name == name).collect()
}

fn refused(workload: &Workload, why: &str) -> CliError {
    let meta = &workload.metadata;
    CliError::usage(format!("{} has no rollout: {why}", meta.key()))
        .hint(format!("kubectl delete pod NAME -n {} replaces one", meta.namespace))
}
