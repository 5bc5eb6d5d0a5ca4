//! What the rules word causes with: the commands that lead to the same cluster, the images that run elsewhere, what is there.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::check::rule::Severity;
use kubecheck_core::kube::args::quoted;

use super::cause::Cause;
use super::image::Reference as Image;
use super::there::{Names, There, nearest};
use super::{Look, Stuck, Subject};
use crate::model::container::Container;
use crate::model::pod::Pod;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// A cause in words. What is told of pods that are alike is the same for each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What is wrong, with the values: a fragment without a full stop.
    pub message: String,
    /// What will happen if nobody does anything.
    pub then: String,
    /// What to do.
    pub advice: String,
    /// What to type next.
    pub next: String,
    /// The place in the pod; empty for the pod as a whole.
    pub pointer: String,
    /// How bad it is, if it is not as bad as the rule says.
    pub severity: Option<Severity>,
}

/// What stands around a cause.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'s> {
    /// What was looked at.
    pub look: &'s Look<'s>,
    /// What is there.
    pub names: Names<'s>,
    /// The images that run.
    pub images: &'s Images,
    /// How to reach the same world.
    pub flags: &'s Flags,
}

/// The flags that lead to the same world, each with a space before it.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// Those that kubectl takes as well.
    pub kubectl: String,
    /// Those that only commands of this plugin take, beside the others: the files of a dump.
    pub own: String,
}

impl Flags {
    /// Writes a command of kubectl's about something in a namespace, or in none if that is empty.
    pub fn kubectl(&self, words: &[&str], namespace: &str) -> String {
        format!("kubectl{}{}{}", joined(words), within(namespace), self.kubectl)
    }

    /// Writes a command of this plugin.
    pub fn topocheck(&self, words: &[&str], namespace: &str) -> String {
        format!("kubectl topocheck{}{}{}{}", joined(words), within(namespace), self.own, self.kubectl)
    }
}

fn joined(words: &[&str]) -> String {
    words.iter().map(|word| format!(" {}", quoted(word))).collect()
}

fn within(namespace: &str) -> String {
    if namespace.is_empty() { String::new() } else { format!(" -n {}", quoted(namespace)) }
}

/// The images of containers that run: their tags by name.
#[derive(Clone, Debug, Default)]
pub struct Images(BTreeMap<String, BTreeSet<String>>);

impl Images {
    /// Collects the images of all containers that run.
    pub fn new(objects: &Objects) -> Images {
        let mut images: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for pod in &objects.pods {
            let running =
                pod.status.container_statuses.iter().filter(|status| status.state.running.is_some());
            let running: BTreeSet<&str> = running.map(|status| status.name.as_str()).collect();
            let read = pod.containers().filter(|one| running.contains(one.name.as_str()));
            for image in read.filter_map(|one| Image::read(&one.image)) {
                images.entry(image.name()).or_default().extend(image.tag);
            }
        }
        Images(images)
    }

    /// Returns the registry from which other images come that is nearest to one that has no address.
    pub fn registry_like(&self, registry: &str) -> Option<String> {
        let others: BTreeSet<String> =
            self.0.keys().filter_map(|name| Image::read(name)).map(|image| image.registry).collect();
        nearest(registry, others.iter().map(String::as_str)).map(str::to_owned)
    }

    /// Says what runs elsewhere that is like an image that is not to be had: other tags of it, or a name that is near.
    pub fn like(&self, image: &Image) -> Option<String> {
        const SHOWN: usize = 3;
        let name = image.name();
        if let Some(tags) = self.0.get(&name) {
            let others: Vec<&str> = tags
                .iter()
                .rev()
                .map(String::as_str)
                .filter(|tag| Some(*tag) != image.tag.as_deref())
                .take(SHOWN)
                .collect();
            return (!others.is_empty()).then(|| format!("other pods run its tag {}", others.join(", ")));
        }
        let near = nearest(&name, self.0.keys().map(String::as_str))?;
        Some(format!("other pods run {near}"))
    }
}

impl<'s> Scene<'s> {
    /// Returns the pod of a subject.
    pub fn pod(&self, subject: &Subject) -> Option<&'s Pod> {
        self.look.pod_of(subject)
    }

    /// Returns the container of a cause.
    pub fn container(&self, one: &Stuck) -> Option<&'s Container> {
        let part = one.cause.container.as_ref()?;
        let pod = self.pod(&one.subject)?;
        pod.containers().find(|container| container.name == part.name)
    }

    /// Says whether a name is there now, what is near if it is not: a part of a sentence that begins with `, ` or is empty.
    pub fn presence(&self, kind: Kind, namespace: &'s str, name: &str) -> (There, String) {
        let there = self.names.find(kind, namespace, name);
        let near = || {
            let near = self.names.near(kind, namespace, name);
            near.map_or(String::new(), |near| format!("; did you mean {near}?"))
        };
        match there {
            There::Yes => (there, ", and is there now".to_owned()),
            There::No | There::Unknown => (there, near()),
        }
    }

    /// Writes the command that shows how a subject is made: its workload if it has one, else itself.
    pub fn edit(&self, subject: &Subject) -> String {
        let (kind, name) =
            subject.owner.as_ref().map_or((&subject.kind, &subject.name), |owner| (&owner.kind, &owner.name));
        self.flags.kubectl(&["edit", &kind.to_lowercase(), name], &subject.namespace)
    }

    /// Writes the command that describes a pod.
    pub fn describe(&self, subject: &Subject) -> String {
        self.flags.kubectl(&["describe", &subject.kind.to_lowercase(), &subject.name], &subject.namespace)
    }
}

/// Names the container of a cause, as a sentence begins: `container web: `, or nothing.
pub fn of_container(cause: &Cause) -> String {
    cause.container.as_ref().map_or(String::new(), |part| {
        let word = if part.is_init { "init container" } else { "container" };
        format!("{word} {}: ", part.name)
    })
}
