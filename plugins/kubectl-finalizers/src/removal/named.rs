//! Finds the objects that somebody names, and all that hold a namespace.

use kubecheck_core::change::{Step, Target};
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Depth, Wanted};
use kubecheck_core::model::query::{OBJECT_FORM, Query};
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use super::step::{finalizer, holders};
use super::{Job, order};
use crate::world::World;

/// An object that somebody names.
#[derive(Clone, Debug)]
pub struct Named {
    /// The list that it is in.
    pub of: Wanted,
    /// The namespace; none if it is in none.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

/// Finds what words name: `kind/name …` or `kind name …`, as kubectl takes them.
///
/// # Errors
/// What names no object, and kinds that are not served.
pub fn named(world: &World, words: &[String], namespace: Option<&str>) -> Result<Vec<Named>, CliError> {
    let form = |typed: &str| CliError::usage(format!("{typed:?} names no object")).hint(OBJECT_FORM);
    let pairs: Vec<(&str, &str)> = match words {
        [kind, names @ ..] if !kind.contains('/') && !names.is_empty() => {
            names.iter().map(|name| (kind.as_str(), name.as_str())).collect()
        }
        _ => {
            let pair = |word: &'_ String| word.split_once('/').is_some();
            if let Some(wrong) = words.iter().find(|word| !pair(word)) {
                return Err(form(wrong));
            }
            words.iter().filter_map(|word| word.split_once('/')).collect()
        }
    };
    let one = |(kind, name): (&str, &str)| {
        if kind.is_empty() || name.is_empty() || name.contains('/') {
            return Err(form(&format!("{kind}/{name}")));
        }
        let of = world.find(&Query::parse(kind))?;
        let namespace = of.namespaced.then(|| namespace.unwrap_or(world.default_namespace()).to_owned());
        Ok(Named { of, namespace, name: name.to_owned() })
    };
    pairs.into_iter().map(one).collect()
}

impl Named {
    /// Reads the object, and names it with its UID; none if it is gone.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(&self, world: &World) -> Result<Option<(Target, Value)>, CliError> {
        let object = world.get(&self.of, self.namespace.as_deref(), &self.name)?;
        Ok(object.map(|object| (Target::new(&self.of, &object), object)))
    }

    /// Returns the object as it was named, without UID.
    pub fn target(&self) -> Target {
        Target {
            api_version: self.of.api_version(),
            kind: self.of.kind.clone(),
            resource: self.of.plural.clone(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            uid: None,
        }
    }

    /// Tells whether it is a namespace.
    pub fn is_namespace(&self) -> bool {
        self.of.group.is_empty() && self.of.kind == "Namespace"
    }

    /// Makes a job of all that holds the object.
    pub fn job(&self, target: &Target, object: &Value) -> Job {
        Job { of: self.of.clone(), target: target.clone(), finalizers: holders(target, object) }
    }
}

/// Finds everything that holds a namespace: what in it is being deleted and has finalizers, and last the namespace itself, if there
/// is nothing else. What cannot be listed is a gap.
pub fn holding(world: &World, namespace: &Named) -> (Vec<Job>, Vec<Gap>) {
    let wanted = world.stored(Some(&namespace.name));
    let held = |at: usize, items: Vec<kubecheck_core::model::meta::Meta>| -> Vec<Job> {
        let of: &Wanted = &wanted[at];
        let is_held = |item: &kubecheck_core::model::meta::Meta| {
            item.deletion_timestamp.is_some() && !item.finalizers.is_empty()
        };
        let held = items.into_iter().filter(is_held).map(|item| Job {
            of: Wanted { depth: Depth::Full, namespace: None, ..of.clone() },
            target: Target {
                api_version: of.api_version(),
                kind: of.kind.clone(),
                resource: of.plural.clone(),
                namespace: Some(item.namespace),
                name: item.name,
                uid: Some(item.uid),
            },
            finalizers: item.finalizers,
        });
        held.collect()
    };
    let scanned = world.scan(&wanted, held);
    let gap = |(at, fault): &(usize, kubecheck_core::kube::Fault)| {
        fault.gap(format!("{} in namespace {}", wanted[*at].qualified(), namespace.name), &["plan"])
    };
    let gaps = scanned.faults.iter().map(gap).chain(world.gaps.iter().cloned()).collect();
    (scanned.kept.into_iter().flat_map(|(_, jobs)| jobs).collect(), gaps)
}

/// Makes jobs of the steps of a plan.
///
/// # Errors
/// Steps that take no finalizer off.
pub fn of_step(file: &str, steps: &[Step]) -> Result<Vec<Job>, CliError> {
    let job = |(at, step): (usize, &Step)| {
        let target = step.object().clone();
        let (Some(name), Some(_)) = (finalizer(step), &target.uid) else {
            let why = format!("{file}: steps[{at}] takes no finalizer off an object that has a UID");
            return Err(CliError::usage(why).hint("plans are made by kubectl finalizers plan"));
        };
        let (group, version) = target.api_version.rsplit_once('/').unwrap_or(("", &target.api_version));
        let of = Wanted {
            namespaced: target.namespace.is_some(),
            ..Wanted::new(group, version, &target.resource, &target.kind)
        };
        Ok(Job { of, target, finalizers: vec![name.to_owned()] })
    };
    let jobs: Vec<Job> = steps.iter().enumerate().map(job).collect::<Result<_, _>>()?;
    Ok(order::joined(jobs))
}
