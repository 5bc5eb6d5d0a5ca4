//! Containers that wait: for an image, for what they are made of, for their first process. Sources: `pkg/kubelet/images`,
//! `pkg/kubelet/kuberuntime/kuberuntime_container.go` and `security_context_others.go`, `pkg/kubelet/kubelet_pods.go`
//! (`makeEnvironmentVariables`); containerd's and runc's words.

use super::Look;
use super::again::NEVER_RAN;
use super::cause::{Cause, Part, RefKind, Reference, Said, Stage, What};
use super::image::{self, ImageFault, Kind};
use super::text::{between, quoted, steady, without_rpc};
use crate::model::container::Container;
use crate::model::pod::Pod;
use crate::model::status::{ContainerStatus, Terminated, Waiting};

/// The words for images.
const IMAGE: [&str; 7] = [
    "ErrImagePull",
    "ImagePullBackOff",
    "ErrImageNeverPull",
    "InvalidImageName",
    "ImageInspectError",
    "RegistryUnavailable",
    "SignatureValidationFailed",
];
/// The words for what a container is made of.
const MADE: [&str; 3] = ["CreateContainerConfigError", "CreateContainerError", "PreCreateHookError"];
/// The words for a first process that does not begin, while the container waits.
const STARTED: [&str; 3] = ["RunContainerError", "PreStartHookError", "PostStartHookError"];

/// Finds the container that keeps its pod from starting, and why: the one that is stopped first, by stage and then by place.
pub(super) fn cause(look: &Look<'_>, pod: &Pod) -> Option<Cause> {
    let all = parts(pod).filter_map(|(part, container, status)| {
        let (stage, what, said) = read(look, pod, container, status)?;
        let since = since(look, pod, &part);
        Some(Cause { stage, what, container: Some(part), since, said })
    });
    all.min_by_key(|cause| {
        let part = cause.container.as_ref();
        (cause.stage, !part.is_some_and(|part| part.is_init), part.map_or(0, |part| part.index))
    })
}

/// Returns the containers of a pod that have a status.
pub(crate) fn parts(pod: &Pod) -> impl Iterator<Item = (Part, &Container, &ContainerStatus)> {
    let of = |is_init: bool| {
        let (containers, statuses) = match is_init {
            true => (&pod.spec.init_containers, &pod.status.init_container_statuses),
            false => (&pod.spec.containers, &pod.status.container_statuses),
        };
        containers.iter().enumerate().filter_map(move |(index, container)| {
            let status = statuses.iter().find(|status| status.name == container.name)?;
            Some((Part { name: container.name.clone(), index, is_init }, container, status))
        })
    };
    of(true).chain(of(false))
}

fn read(
    look: &Look<'_>,
    pod: &Pod,
    container: &Container,
    status: &ContainerStatus,
) -> Option<(Stage, What, Said)> {
    let said = |text: &str| Said::status(&container.name, text);
    let ended = [&status.state, &status.last_state].into_iter().find_map(|state| state.terminated.as_ref());
    let waiting = status.state.waiting.as_ref();
    let word = waiting.map_or("", |waiting| waiting.reason.as_str());
    if let Some(waiting) = waiting.filter(|_| IMAGE.contains(&word)) {
        let (fault, said) = image_fault(look, pod, container, waiting);
        return Some((Stage::Image, What::Image(fault), said));
    }
    if let Some(waiting) = waiting.filter(|_| MADE.contains(&word)) {
        let by = format!("the environment of container {}", container.name);
        return Some((Stage::Configuration, made(pod, container, waiting, &by), said(&waiting.message)));
    }
    if let Some(waiting) = waiting.filter(|_| STARTED.contains(&word)) {
        return Some((Stage::Start, started(pod, container, word, &waiting.message), said(&waiting.message)));
    }
    let is_start = |ended: &&Terminated| {
        NEVER_RAN.contains(&ended.reason.as_str()) || ended.message.contains("exec format error")
    };
    let ended = ended.filter(is_start).filter(|_| status.state.running.is_none())?;
    let (stage, what) = match started(pod, container, &ended.reason, &ended.message) {
        What::Image(fault) => (Stage::Image, What::Image(fault)),
        what => (Stage::Start, what),
    };
    Some((stage, what, said(&ended.message)))
}

/// Reads why an image is not there. Older kubelets say it in events alone.
fn image_fault(look: &Look<'_>, pod: &Pod, container: &Container, waiting: &Waiting) -> (ImageFault, Said) {
    let of_status = image::fault(&container.image, &waiting.reason, &waiting.message);
    let said = Said::status(&container.name, &waiting.message);
    if of_status.kind != Kind::Other {
        return (of_status, said);
    }
    let is_told = |event: &&crate::model::event::Event| {
        event.reason == "Failed"
            && event.is_of(&container.name)
            && event.words().starts_with("Failed to pull image ")
            || event.reason == "InspectFailed" && event.is_of(&container.name)
    };
    match look.events.of("Pod", &pod.metadata).find(is_told) {
        Some(event) => {
            let said = Said::event(&event.reason, event.words());
            (image::fault(&container.image, &waiting.reason, event.words()), said)
        }
        None => (of_status, said),
    }
}

/// Reads why a container cannot be made.
fn made(pod: &Pod, container: &Container, waiting: &Waiting, by: &str) -> What {
    let said = waiting.message.as_str();
    for (kind, word, title) in
        [(RefKind::ConfigMap, "configmap ", "ConfigMap"), (RefKind::Secret, "secret ", "Secret")]
    {
        if let Some(name) = quoted(said, word).filter(|name| said.contains(&format!("\"{name}\" not found")))
        {
            return What::Missing { of: Reference { kind, name }, by: by.to_owned() };
        }
        let marked = between(said, "couldn't find key ", &format!(" in {title} "));
        if let Some(key) = marked {
            let of = said.rsplit_once(&format!(" in {title} ")).map_or("", |(_, of)| of);
            let name = of.rsplit('/').next().unwrap_or(of).to_owned();
            return What::KeyMissing { of: Reference { kind, name }, key: key.to_owned(), by: by.to_owned() };
        }
    }
    let why = steady(without_rpc(said), &pod.metadata.name);
    let why = why.split(" (pod: ").next().unwrap_or(&why).to_owned();
    if is_security(&why) {
        return What::Security { why };
    }
    if let Some(command) = command(&why) {
        return command;
    }
    if why.contains("no command specified") || why.contains("No command specified") {
        let why = format!("image {} has no command, and the container names none", container.image);
        return What::Command { program: String::new(), why };
    }
    What::NotMade { why }
}

fn is_security(why: &str) -> bool {
    let why = why.to_ascii_lowercase();
    [
        "runasnonroot",
        "non-root",
        "seccomp",
        "apparmor",
        "selinux",
        "invalid capability",
        "unknown capability",
        "runasuser",
    ]
    .iter()
    .any(|mark| why.contains(mark))
}

/// Reads why the first process of a container does not begin.
fn started(pod: &Pod, container: &Container, word: &str, said: &str) -> What {
    if said.contains("exec format error") {
        let why = "exec format error".to_owned();
        return What::Image(ImageFault { image: container.image.clone(), kind: Kind::Platform, why });
    }
    let why = steady(without_rpc(said), &pod.metadata.name);
    if is_security(&why) {
        return What::Security { why };
    }
    if let Some(command) = command(&why) {
        return command;
    }
    let why = if why.is_empty() { format!("{word}, and nothing says why") } else { inner(&why) };
    What::NotStarted { why }
}

/// Finds the program that cannot be run: `exec: "/app": stat /app: no such file or directory`.
fn command(why: &str) -> Option<What> {
    let program = quoted(why, "exec: ")?;
    let reasons = [
        "no such file or directory",
        "executable file not found in $PATH",
        "permission denied",
        "is a directory",
        "not a directory",
    ];
    let reason = reasons.iter().find(|reason| why.contains(**reason))?;
    Some(What::Command { program, why: (*reason).to_owned() })
}

/// Leaves out the frames of the layers between the kubelet and the kernel.
fn inner(why: &str) -> String {
    let heads = [
        "failed to create containerd task: ",
        "failed to create shim task: ",
        "OCI runtime create failed: ",
        "runc create failed: ",
        "unable to start container process: ",
        "error during container init: ",
    ];
    let mut rest = why;
    while let Some(after) = heads.iter().find_map(|head| rest.strip_prefix(head)) {
        rest = after;
    }
    rest.strip_suffix(": unknown").unwrap_or(rest).to_owned()
}

/// Returns since when a container waits: since its first failure, or since its pod has its node.
fn since(look: &Look<'_>, pod: &Pod, part: &Part) -> Option<kubecheck_core::model::time::Timestamp> {
    let is_failure = |event: &&crate::model::event::Event| {
        matches!(event.reason.as_str(), "Failed" | "BackOff" | "InspectFailed" | "ErrImageNeverPull")
            && event.is_of(&part.name)
    };
    let failures = look.events.of("Pod", &pod.metadata).filter(is_failure);
    let first = failures.filter_map(crate::model::event::Event::first).min();
    let scheduled = pod.status.condition("PodScheduled").and_then(|condition| condition.since());
    first.or(scheduled).or_else(|| pod.metadata.created())
}

#[cfg(test)]
mod tests;
