//! What a container waits for, from its command, its environment and, where these say nothing, the names of services in them.

use std::collections::BTreeMap;

use super::asks::{self, Target};
use super::env;
use super::shell::{Call, calls};
use super::thing::{Thing, resolve};
use crate::model::container::Container;
use crate::model::pod::PodSpec;
use crate::start::image::Reference;
use crate::world::objects::Objects;

/// Something that a container waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait {
    /// What.
    pub thing: Thing,
    /// The program that asks: `nc`; empty if it is only guessed from names.
    pub how: String,
}

/// What is known of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// What it waits for.
    pub waits: Vec<Wait>,
    /// Whether it does nothing else.
    pub is_only: bool,
}

/// Finds what a container of a pod waits for.
pub fn of(container: &Container, spec: &PodSpec, namespace: &str, objects: &Objects) -> Waits {
    let variables = env::of(container, namespace, objects);
    let command = command(container, &variables);
    let calls = calls(&command, &variables);
    let mut found: Vec<Wait> = Vec::new();
    for call in &calls {
        for target in asks::targets(call) {
            let thing = resolve(&target, container, spec, (namespace, objects));
            found.push(Wait { thing, how: call.program().to_owned() });
        }
    }
    // What is asked in order to decide over a loop is what is waited for; other questions are for something else.
    let is_asked_in_loop = |call: &&Call| call.is_condition && !asks::targets(call).is_empty();
    if calls.iter().any(|call| is_asked_in_loop(&call)) {
        let in_loops: Vec<Target> = calls.iter().filter(is_asked_in_loop).flat_map(asks::targets).collect();
        let wanted: Vec<Thing> =
            in_loops.iter().map(|target| resolve(target, container, spec, (namespace, objects))).collect();
        found.retain(|wait| wanted.contains(&wait.thing));
    }
    if found.is_empty() {
        found = guessed(&command, &variables, container, spec, (namespace, objects));
        return Waits { waits: found, is_only: false };
    }
    let is_only = calls.iter().all(|call| asks::is_idle(call) || !asks::targets(call).is_empty());
    let mut seen: Vec<Thing> = Vec::new();
    found.retain(|wait| {
        let is_new = !seen.contains(&wait.thing);
        seen.push(wait.thing.clone());
        is_new
    });
    Waits { waits: found, is_only }
}

/// Returns the command line. Where the image says what is run, its name is taken for that: `curl`, `wait4x`, `k8s-wait-for`.
fn command(container: &Container, variables: &BTreeMap<String, String>) -> Vec<String> {
    let put_in =
        |words: &[String]| -> Vec<String> { words.iter().map(|word| env::expand(word, variables)).collect() };
    let mut command = put_in(&container.command);
    if command.is_empty() && !container.args.is_empty() {
        let image = Reference::read(&container.image);
        let name = image.as_ref().and_then(|image| image.repository.rsplit('/').next()).unwrap_or_default();
        let is_shell = container
            .args
            .first()
            .is_some_and(|first| matches!(first.as_str(), "sh" | "bash" | "/bin/sh" | "/bin/bash"));
        if !is_shell {
            command.push(name.to_owned());
        }
    }
    command.extend(put_in(&container.args));
    command
}

/// Finds names of services in arguments and in the values of variables.
fn guessed(
    command: &[String],
    variables: &BTreeMap<String, String>,
    container: &Container,
    spec: &PodSpec,
    (namespace, objects): (&str, &Objects),
) -> Vec<Wait> {
    let own = container.env.iter().filter_map(|one| variables.get(&one.name));
    let texts = command.iter().chain(own);
    let mut found = Vec::new();
    for text in texts.flat_map(|text| text.split([' ', ',', '=', '"', '\'', '\n', '(', ')'])) {
        let Some(target) = asks::address(text, None) else { continue };
        let has_port = matches!(&target, Target::Host { port: Some(_), .. });
        let thing = resolve(&target, container, spec, (namespace, objects));
        let is_known = matches!(&thing, Thing::Service { namespace: of, name, .. }
            if objects.services.iter().any(|one| one.metadata.name == *name && one.metadata.namespace == *of));
        if is_known && (has_port || text.len() > 2) {
            let wait = Wait { thing, how: String::new() };
            if !found.contains(&wait) {
                found.push(wait);
            }
        }
    }
    found
}
