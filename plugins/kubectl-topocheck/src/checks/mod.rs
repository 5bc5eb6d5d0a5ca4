//! The rules, one file each with its page. [`word`] says which rule a cause is of, and has that word it.

pub(crate) mod admission;
pub mod command_not_found;
pub mod config_key_missing;
pub mod config_missing;
pub mod container_not_made;
pub mod container_not_started;
pub mod container_security;
pub(crate) mod creation;
pub(crate) mod image;
pub mod image_name_invalid;
pub mod image_not_found;
pub mod image_not_present;
pub mod image_not_pulled;
pub mod image_platform;
pub mod image_rate_limited;
pub mod image_registry_unreachable;
pub mod image_unauthorized;
pub mod init_cycle;
pub mod init_failing;
pub mod init_job_failed;
pub mod init_overdue;
pub mod init_serial;
pub mod init_target_missing;
pub mod node_not_ready;
pub mod pod_evicted;
pub mod pod_no_node;
pub mod pod_not_created;
pub mod pod_not_started;
pub mod pod_quota_exceeded;
pub mod pod_rejected;
pub mod pod_security_refused;
pub mod pod_webhook_refused;
pub mod probe_failing;
pub mod readiness_gate;
pub mod runtime_class_unknown;
pub mod sandbox_failed;
pub mod sandbox_network;
pub mod volume_not_attached;
pub mod volume_not_mounted;

pub(crate) mod rollout;
pub mod rollout_blocked;
pub mod rollout_create_refused;
pub mod rollout_deadline_exceeded;
pub mod rollout_min_ready;
pub mod rollout_old_pods;
pub mod rollout_paused;
pub mod rollout_unattended;

use kubecheck_core::check::rule::Rule;

use crate::start::Stuck;
use crate::start::cause::What;
use crate::start::image::{ImageFault, Kind};
use crate::start::refused::Refusal;
use crate::start::told::{Scene, Words};

/// All rules, in the order of the documentation.
pub static RULES: &[&Rule] = &[
    &pod_quota_exceeded::RULE,
    &pod_security_refused::RULE,
    &pod_webhook_refused::RULE,
    &pod_not_created::RULE,
    &pod_no_node::RULE,
    &pod_rejected::RULE,
    &pod_evicted::RULE,
    &config_missing::RULE,
    &config_key_missing::RULE,
    &volume_not_attached::RULE,
    &volume_not_mounted::RULE,
    &sandbox_network::RULE,
    &sandbox_failed::RULE,
    &runtime_class_unknown::RULE,
    &image_name_invalid::RULE,
    &image_not_found::RULE,
    &image_unauthorized::RULE,
    &image_registry_unreachable::RULE,
    &image_rate_limited::RULE,
    &image_platform::RULE,
    &image_not_present::RULE,
    &image_not_pulled::RULE,
    &container_security::RULE,
    &container_not_made::RULE,
    &command_not_found::RULE,
    &container_not_started::RULE,
    &probe_failing::RULE,
    &readiness_gate::RULE,
    &pod_not_started::RULE,
    &node_not_ready::RULE,
    &init_overdue::RULE,
    &init_target_missing::RULE,
    &init_cycle::RULE,
    &init_failing::RULE,
    &init_serial::RULE,
    &init_job_failed::RULE,
    &rollout_blocked::RULE,
    &rollout_create_refused::RULE,
    &rollout_paused::RULE,
    &rollout_deadline_exceeded::RULE,
    &rollout_unattended::RULE,
    &rollout_old_pods::RULE,
    &rollout_min_ready::RULE,
];

/// Says which rule a cause is of, and words it. A pod that has failed may be left over only.
pub(crate) fn word<'s>(one: &'s Stuck, scene: &Scene<'s>) -> (&'static Rule, Words) {
    let (rule, words) = worded(one, scene);
    let is_over = scene.pod(&one.subject).is_some_and(|pod| pod.status.phase == "Failed");
    let severity = words.severity.or_else(|| admission::severity(one, scene).filter(|_| is_over));
    (rule, Words { severity, ..words })
}

fn worded<'s>(one: &'s Stuck, scene: &Scene<'s>) -> (&'static Rule, Words) {
    match &one.cause.what {
        What::Refused(refusal) => refused(one, refusal, scene),
        What::NoNode { why } => (&pod_no_node::RULE, pod_no_node::words(one, why, scene)),
        What::Rejected { reason, message } => {
            (&pod_rejected::RULE, pod_rejected::words(one, (reason, message), scene))
        }
        What::Evicted { reason, message } => {
            (&pod_evicted::RULE, pod_evicted::words(one, (reason, message), scene))
        }
        What::NodeSilent { why } => (&node_not_ready::RULE, node_not_ready::words(one, why, scene)),
        What::Missing { of, by } => (&config_missing::RULE, config_missing::words(one, (of, by), scene)),
        What::KeyMissing { of, key, by } => {
            (&config_key_missing::RULE, config_key_missing::words(one, (of, key, by), scene))
        }
        What::NotAttached { volume, why } => {
            (&volume_not_attached::RULE, volume_not_attached::words(one, volume, why, scene))
        }
        What::NotMounted { volume, why } => {
            (&volume_not_mounted::RULE, volume_not_mounted::words(one, volume, why, scene))
        }
        What::Network { plugin, why } => {
            (&sandbox_network::RULE, sandbox_network::words(one, (plugin, why), scene))
        }
        What::Sandbox { why } => (&sandbox_failed::RULE, sandbox_failed::words(one, why, scene)),
        What::RuntimeClass { class, handler } => {
            let words = runtime_class_unknown::words(one, (class, handler.as_deref()), scene);
            (&runtime_class_unknown::RULE, words)
        }
        What::Image(fault) => image_fault(one, fault, scene),
        What::Security { why } => (&container_security::RULE, container_security::words(one, why, scene)),
        What::NotMade { why } => (&container_not_made::RULE, container_not_made::words(one, why, scene)),
        What::Command { program, why } => {
            (&command_not_found::RULE, command_not_found::words(one, (program, why), scene))
        }
        What::NotStarted { why } => {
            (&container_not_started::RULE, container_not_started::words(one, why, scene))
        }
        What::InitOverdue { seconds } => init_overdue::of_pod(one, *seconds, scene),
        What::InitFailing { exit, .. } => (&init_failing::RULE, init_failing::words(one, exit, scene)),
        What::Probe { kind, why } => (&probe_failing::RULE, probe_failing::words(one, (kind, why), scene)),
        What::Gate { condition, why } => {
            (&readiness_gate::RULE, readiness_gate::words(one, (condition, why), scene))
        }
        What::Unknown { state } => (&pod_not_started::RULE, pod_not_started::words(one, state, scene)),
    }
}

fn refused<'s>(one: &'s Stuck, refusal: &Refusal, scene: &Scene<'s>) -> (&'static Rule, Words) {
    match refusal {
        Refusal::Quota { quota, lack } => {
            (&pod_quota_exceeded::RULE, pod_quota_exceeded::words(one, quota, lack, scene))
        }
        Refusal::Security { level, violations } => {
            (&pod_security_refused::RULE, pod_security_refused::words(one, level, violations, scene))
        }
        Refusal::Gatekeeper { name, answer, why } => {
            (&pod_webhook_refused::RULE, pod_webhook_refused::words(one, name, (*answer, why), scene))
        }
        _ => (&pod_not_created::RULE, pod_not_created::words(one, refusal, scene)),
    }
}

fn image_fault<'s>(one: &'s Stuck, fault: &ImageFault, scene: &Scene<'s>) -> (&'static Rule, Words) {
    match fault.kind {
        Kind::Invalid => (&image_name_invalid::RULE, image_name_invalid::words(one, fault, scene)),
        Kind::NotFound => (&image_not_found::RULE, image_not_found::words(one, fault, scene)),
        Kind::Unauthorized | Kind::UnauthorizedOrAbsent => {
            (&image_unauthorized::RULE, image_unauthorized::words(one, fault, scene))
        }
        Kind::NoSuchHost | Kind::Certificate | Kind::Unreachable | Kind::ServerError => {
            (&image_registry_unreachable::RULE, image_registry_unreachable::words(one, fault, scene))
        }
        Kind::RateLimited | Kind::KubeletLimit => {
            (&image_rate_limited::RULE, image_rate_limited::words(one, fault, scene))
        }
        Kind::Platform => (&image_platform::RULE, image_platform::words(one, fault, scene)),
        Kind::NeverPulled => (&image_not_present::RULE, image_not_present::words(one, fault, scene)),
        Kind::NoSpace | Kind::Signature | Kind::ShortName | Kind::Page | Kind::Other => {
            (&image_not_pulled::RULE, image_not_pulled::words(one, fault, scene))
        }
    }
}
