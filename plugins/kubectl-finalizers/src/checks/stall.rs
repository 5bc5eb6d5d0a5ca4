//! What the findings about controllers have in common.

use kubecheck_core::check::rule::Rule;
use kubecheck_core::report::finding::{Finding, ObjectRef, Place};

use crate::stalls::leases::Led;

/// Makes a finding.
pub(crate) fn finding(rule: &'static Rule, message: String, place: Place, help: String) -> Finding {
    Finding {
        rule,
        severity: rule.severity,
        message,
        place,
        related: Vec::new(),
        help: Some(help),
        fix: None,
        snippet: None,
    }
}

/// Returns the place of a field of an object.
pub(crate) fn place(object: &ObjectRef, pointer: &str, context: Option<&str>) -> Place {
    Place {
        context: context.map(str::to_owned),
        pointer: pointer.to_owned(),
        steady: pointer.to_owned(),
        object: Some(object.clone()),
        ..Place::default()
    }
}

/// Returns the place of what a lease says.
pub(crate) fn lease(own: &Led, context: Option<&str>) -> Place {
    let object = ObjectRef {
        api_version: Some("coordination.k8s.io/v1".to_owned()),
        kind: Some("Lease".to_owned()),
        namespace: Some(own.namespace.clone()),
        name: own.label.rsplit('/').next().map(str::to_owned),
    };
    place(&object, "/spec/renewTime", context)
}

/// Returns the place of the pod whose queues were read; that of its lease if it is not known.
pub(crate) fn pod(leases: &[Led], context: Option<&str>) -> Place {
    let held = leases.iter().find_map(|lease| Some((lease, lease.pod_name()?)));
    let Some((held, pod)) = held else {
        return leases.first().map_or_else(Place::default, |own| lease(own, context));
    };
    let object = ObjectRef {
        api_version: Some("v1".to_owned()),
        kind: Some("Pod".to_owned()),
        namespace: Some(held.namespace.clone()),
        name: Some(pod.to_owned()),
    };
    place(&object, "", context)
}
