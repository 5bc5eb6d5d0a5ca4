//! `command-not-found`: what a container is to run is not in its image, or cannot be run.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP044",
    name: "command-not-found",
    summary: "What a container is to run is not in its image, or cannot be run",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("command_not_found.md"),
};

/// Words a program that cannot be run.
pub(crate) fn words(one: &Stuck, (program, why): (&str, &str), scene: &Scene<'_>) -> Words {
    let container = scene.container(one);
    let image = container.map_or("its image", |container| container.image.as_str());
    let is_own = container.is_some_and(|container| !container.command.is_empty());
    let advice = match why {
        "permission denied" => "make it executable in the image, and see whether its user may read it",
        "is a directory" => "name a program, not a folder",
        _ if program.is_empty() => "name a command, or give the image one",
        _ if is_own => "name a program that the image has; what a volume is mounted over is hidden",
        _ => "mend the entry point of the image; what a volume is mounted over is hidden",
    };
    let message = match program {
        "" => why.to_owned(),
        program => format!("{program} cannot be run in image {image}: {why}"),
    };
    let list = if is_own { "/command" } else { "/image" };
    Words {
        message: format!("{}{message}", of_container(&one.cause)),
        then: "the kubelet starts it again, at intervals of up to 5 minutes".to_owned(),
        advice: advice.to_owned(),
        next: scene.edit(&one.subject),
        pointer: super::image::part(&one.cause) + list,
        severity: None,
    }
}
