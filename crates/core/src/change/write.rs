//! Tries steps on the server, and carries them out.

use serde_json::Value;

use super::step::Step;
use crate::kube::{Cluster, Fault, FaultKind, Sent};

/// Whether a step is only tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// The server does all but write (`dryRun=All`): admission, validation, the tests of a patch.
    Dry,
    /// The server writes.
    Real,
}

/// Writes to a cluster under a name.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'c> {
    cluster: &'c Cluster,
    manager: &'c str,
}

/// Who refuses a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// RBAC, or another authorizer.
    Rights,
    /// A webhook of this name denies it.
    Webhook(String),
    /// A webhook of this name has side effects and so refuses to be asked without.
    NoDryRun(String),
    /// The server: what was sent does not fit its schema or rules.
    Server,
}

impl<'c> Writer<'c> {
    /// Makes a writer whose changes are known by a name, in managed fields and the audit log.
    pub fn new(cluster: &'c Cluster, manager: &'c str) -> Writer<'c> {
        Writer { cluster, manager }
    }

    /// Sends a step, once, and returns the object as the server has it then.
    ///
    /// # Errors
    /// Why there is no answer. On [`FaultKind::Unreachable`], [`FaultKind::Timeout`] and [`FaultKind::Server`] nobody knows whether it
    /// was carried out.
    pub fn send(&self, step: &Step, run: Run) -> Result<Value, Fault> {
        let mut query = vec![("fieldManager", self.manager), ("fieldValidation", "Strict")];
        if run == Run::Dry {
            query.push(("dryRun", "All"));
        }
        let told = step.told();
        let answer = self.cluster.send(&Sent {
            method: told.method,
            path: told.path,
            query: &query,
            content_type: told.content_type,
            body: told.body.to_string().into_bytes(),
        })?;
        // What was written was written, whatever came back.
        Ok(serde_json::from_str(&answer.text).unwrap_or_default())
    }
}

impl Refusal {
    /// Tells who refused a step; none if nobody did, but it failed in another way.
    pub fn of(fault: &Fault) -> Option<Refusal> {
        // `k8s.io/apiserver/pkg/admission/plugin/webhook/errors/statuserror.go`; a webhook chooses the status itself.
        let webhook =
            fault.message.split_once("admission webhook \"").and_then(|(_, rest)| rest.split_once('"'));
        match (webhook, fault.kind) {
            (Some((name, rest)), _) if rest.starts_with(" does not support dry run") => {
                Some(Refusal::NoDryRun(name.to_owned()))
            }
            (Some((name, _)), _) => Some(Refusal::Webhook(name.to_owned())),
            (None, FaultKind::Forbidden) if fault.message.contains(" cannot ") => Some(Refusal::Rights),
            (None, FaultKind::Forbidden | FaultKind::Invalid | FaultKind::Refused) => Some(Refusal::Server),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_refuses_is_told_by_what_the_server_says() {
        let of = |kind, message: &str| Refusal::of(&Fault::new(kind, message));
        let denied =
            "the server answers 403 to /x: admission webhook \"w.example.com\" denied the request: no";
        assert_eq!(of(FaultKind::Forbidden, denied), Some(Refusal::Webhook("w.example.com".to_owned())));
        let effects = "admission webhook \"w\" does not support dry run";
        assert_eq!(of(FaultKind::Refused, effects), Some(Refusal::NoDryRun("w".to_owned())));
        let rights = "widgets \"a\" is forbidden: User \"ann\" cannot patch resource \"widgets\"";
        assert_eq!(of(FaultKind::Forbidden, rights), Some(Refusal::Rights));
        assert_eq!(of(FaultKind::Timeout, "no answer"), None);
    }
}
